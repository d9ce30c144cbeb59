"""A corpus in the formats of other people's tools, each with a README of what it can't hold."""

from pathlib import Path

from workbench import __version__
from workbench.briefing.exports import annotations, datapackage, docbin, labelstudio, qdpx, rows
from workbench.corpus import evidence
from workbench.corpus import export as files

KINDS = {
    "annotations": annotations.write,  # W3C Web Annotation
    "qdpx": qdpx.write,  # REFI-QDA
    "datapackage": datapackage.write,  # Frictionless
    "docbin": docbin.write,  # spaCy
    "labelstudio": labelstudio.write,
}


def export(corpus, folder, as_: str) -> Path:
    """Write a corpus into a new ``folder`` for another tool, whole or not at all; return its path.

    ``as_``: ``annotations`` (W3C Web Annotation), ``qdpx`` (REFI-QDA: NVivo, ATLAS.ti, MAXQDA,
    QualCoder), ``datapackage`` (Frictionless), ``docbin`` (spaCy) or ``labelstudio``. Every claim
    is there with its place in code points and its labels; README.md says what the format can't
    hold. Raises ValueError for another kind, an empty corpus, a folder that holds something, and
    where spaCy is not installed, ``CantWrite`` where the folder can't be written, and
    ``documents.Unreadable`` where a file has changed since the corpus was loaded.

    >>> import tempfile, workbench
    >>> corpus = workbench.load("seeds", progress=False)
    >>> folder = export(corpus, f"{tempfile.mkdtemp()}/out", as_="annotations")
    >>> sorted(path.name for path in folder.iterdir())
    ['README.md', 'annotations.jsonld', 'documents.jsonl', 'texts']
    """
    if as_ not in KINDS:
        raise ValueError(f"no export as {as_!r}; there are: {', '.join(KINDS)}")
    if not len(corpus):
        raise ValueError("no document could be read; there is nothing to export")
    made_by = f"workbench {__version__}"
    with files.folder(str(folder)) as part:
        KINDS[as_](corpus, part, made_by)
        if len(corpus.corrections) and as_ != "datapackage":  # which has it as a table
            told = "".join(rows.dumps(row) + "\n" for row in rows.records(corpus.corrections))
            (part / "corrections.jsonl").write_bytes(told.encode())
        words = evidence.filled("export.md.j2", kind=as_, made_by=made_by, corpus=corpus)
        (part / "README.md").write_bytes(words.encode())
    return Path(folder)
