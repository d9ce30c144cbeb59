"""Disagreements side by side, each figure marked in its sentence: HTML in a notebook, else text."""

from __future__ import annotations

from markupsafe import Markup

from workbench import compare
from workbench.codebook import look
from workbench.corpus import evidence, reading
from workbench.text import sentences

KINDS = look.DISAGREEMENTS
#: More figures than these of one disagreement are counted, not shown.
SHOWN = 8


def show(corpus, kind: str | None = None, limit: int = 30) -> Sides:
    """The disagreements of a corpus (of one kind, or all: None), the figures in their sentences.

    Raises ValueError for a kind that does not exist.

    >>> import workbench
    >>> show(workbench.load("seeds", progress=False), "value")
    1 disagreement
    two values: Ukraine: size of the army
      003: … capping its active military from [[900,000]] to 600,000 personnel.
      001: … estimates place active forces [[slightly higher]], the debate over this numerical …
    """
    if kind is not None and kind not in KINDS:
        raise ValueError(f"no kind of disagreement {kind!r}; kinds: {', '.join(KINDS)}")
    table = compare.disagreements(corpus)
    return Sides(corpus, table if kind is None else table[table["kind"] == kind], limit)


def table(corpus):
    """The disagreements as a table for reading: kind, about what, figures, spread, documents."""
    found, name = compare.disagreements(corpus), reading.names(corpus.documents)
    rows = [
        {
            "kind": KINDS[row.kind][0],
            "about": row.subject,
            "figures": " / ".join(dict.fromkeys(f["quote"] for f in row.figures)),
            "highest over lowest": None if look.missing(row.spread) else row.spread,
            "documents": "; ".join(dict.fromkeys(name[f["doc_id"]] for f in row.figures)),
        }
        for row in found.itertuples(index=False)
    ]
    names = ["kind", "about", "figures", "highest over lowest", "documents"]
    return reading.ReadingTable(rows, columns=names).astype({names[3]: float}).round(2)


class Sides:
    """Disagreements with their figures in their sentences."""

    def __init__(self, corpus, table, limit: int = 30):
        self.corpus, self.table, self.limit = corpus, table, limit
        papers = corpus.documents
        self._short, self._names = look.short_names(papers["doc_id"]), reading.names(papers)
        self._days = dict(zip(papers["doc_id"], papers["published"], strict=True))

    def __len__(self) -> int:
        return len(self.table)

    def _sentences(self, row) -> dict[tuple, list]:
        """The figures of a disagreement by document and sentence: its text, then their spans."""
        found: dict[tuple, list] = {}
        for figure in row.figures[:SHOWN]:
            clean, start, end = self.corpus.clean(figure["doc_id"]), figure["start"], figure["end"]
            span = sentences.around(clean, start, end)
            text = clean[span.start : span.end]
            place = found.setdefault((figure["doc_id"], span.start), [text])
            place.append((start - span.start, end - span.start, None))
        return found

    def _repr_html_(self) -> str:
        rows = [self._card(row) for row in self.table.head(self.limit).itertuples(index=False)]
        return evidence.filled("sides.html.j2", rows=rows, left=len(self.table) - self.limit)

    def __repr__(self) -> str:
        lines = [look.count(len(self.table), "disagreement")]
        for row in self.table.head(self.limit).itertuples(index=False):
            lines.append(f"{KINDS[row.kind][0]}: {row.subject}")
            for (doc_id, _), (text, *spans) in self._sentences(row).items():
                lines.append(f"  {self._short[doc_id]}: {evidence.plain(text, spans, 36)}")
        return "\n".join(lines)

    def _card(self, row) -> dict:
        """One disagreement: what about, each side in its sentence, what would settle it."""

        def mark(html: str, _) -> str:
            return evidence.highlight(html, "force", "", "solid")

        return {
            "kind": KINDS[row.kind][0], "meaning": KINDS[row.kind][1], "subject": row.subject,
            "spread": "" if look.missing(row.spread) or row.spread <= 1 else f"{row.spread:.2f}",
            "sentences": [
                (f"{self._names[doc_id]} · {look.day(self._days[doc_id])}",
                 Markup(evidence.marked(text, spans, mark)))
                for (doc_id, _), (text, *spans) in self._sentences(row).items()
            ],
            "left": len(row.figures) - SHOWN, "explanation": row.explanation,
        }  # fmt: skip


def standing(corpus):
    """How far each document's figures stand alone: a table for reading.

    Columns: document, figures, told here only, told elsewhere too, contested, copied (figures
    whose sentence another document tells word for word).
    """
    import pandas as pd

    copies, doc_ids = compare.compare(corpus).copy_of, corpus.claims["doc_id"]
    told = pd.DataFrame({"doc_id": doc_ids, "fact": compare.facts(corpus), "figures": 1})
    told["contested"] = compare.contested(corpus)
    told["copied"] = [at in copies for at in range(len(told))]
    sources = told[~told["copied"]].groupby("fact")["doc_id"].nunique()
    told["told elsewhere too"] = told["fact"].map(sources).fillna(0) > 1
    told["told here only"] = ~told["told elsewhere too"]
    names = ["figures", "told here only", "told elsewhere too", "contested", "copied"]
    ids = sorted(corpus.documents["doc_id"])
    rows = told.groupby("doc_id")[names].sum().reindex(ids, fill_value=0).astype("int64")
    rows.insert(0, "document", list(map(reading.names(corpus.documents).get, ids)))
    return reading.ReadingTable(rows.reset_index(drop=True))
