"""REFI-QDA, for NVivo, ATLAS.ti, MAXQDA and QualCoder: a project (.qdpx), its codebook (.qdc).

Positions are code points, the end behind the last (as the granola of the standard's annex has it).
Nothing stands in it twice under one name, as QualCoder wants it of codes.
"""

import re
from pathlib import Path
from zipfile import ZipFile, ZipInfo

from workbench.briefing.exports import rows
from workbench.corpus import evidence

#: What a source is described by, and how the standard types it.
VARIABLES = {"published": "Date"} | dict.fromkeys(
    ("title", "publisher", "url", "language", "conflict", "source_reliability"), "Text"
)
# QualCoder makes a path of a source's name.
_UNSAFE = re.compile(r"[^\w .,()+-]+")


def write(corpus, folder: Path, made_by: str) -> None:
    """``project.qdpx`` and ``codebook.qdc``."""
    codes: dict[str, dict[str, str]] = {column: {} for column in rows.LABELS}
    sources: dict[str, dict] = {}
    with ZipFile(folder / "project.qdpx", "w") as packed:
        for paper in rows.papers(corpus):
            _put(packed, f"sources/{paper.guid}.txt", paper.text)
            name = _UNSAFE.sub("_", paper.row["doc_id"])[:100]
            name += f" {paper.guid[:8]}" if name.casefold() in sources else ""
            sources[name.casefold()] = {"name": name, **_source(paper, codes)}
        about = {"codes": codes, "made_by": made_by, "guid": rows.guid, "variables": VARIABLES}
        about |= {"title": f"Corpus {corpus.fingerprint}", "sources": sources.values()}
        _put(packed, "project.qde", evidence.filled("project.qde.j2", **about))
    book = evidence.filled("codebook.qdc.j2", **about)
    (folder / "codebook.qdc").write_bytes(rows.fit(book).encode())


def _put(packed: ZipFile, name: str, text: str) -> None:
    """Add a file as every machine adds it: no clock, no rights of its own, not compressed."""
    about = ZipInfo(name)
    about.create_system, about.external_attr = 3, 0o644 << 16
    packed.writestr(about, rows.fit(text).encode())


def _source(paper: rows.Paper, codes: dict) -> dict:
    told = {column: paper.row[column] for column in VARIABLES if column in paper.row}
    return {
        "guid": paper.guid,
        "memo": rows.lines(paper.row),
        "told": {c: v if isinstance(v, str) else "; ".join(v) for c, v in told.items()},
        "selections": [_selection(claim, codes) for claim in paper.claims],
    }


def _selection(claim: dict, codes: dict) -> dict:
    """A claim as a place with its codes; those that are new are noted in ``codes``."""
    own = {}
    for column, value in rows.labels(claim):
        name = " ".join(f"{column}: {value}".split())
        own[name] = codes[column].setdefault(name, rows.guid("code", name))
    return {**claim, "memo": rows.lines(claim), "codes": own}
