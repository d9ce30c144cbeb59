"""Disagreements side by side, each figure marked in its sentence: HTML in a notebook, else text."""

from __future__ import annotations

from workbench import compare, evidence, look
from workbench.text import sentences

#: What a kind of disagreement is called, and what it means.
KINDS = {
    "value": ("two values", "one thing, one time, figures that can't both be right"),
    "unit": ("two units", "one number in two currencies or units"),
    "scope": ("another scope", "a part beside the whole, a year beside a total"),
    "date": ("another date", "one quantity at two dates"),
    "role": ("another role", "one amount as a need here, as a pledge or payment there"),
    "lineage": ("versions of a plan", "one plan under different numbers of points"),
    "within_document": ("a text against itself", "headline, parts, dates or conversion don't fit"),
}
#: More figures than these of one disagreement are counted, not shown.
SHOWN = 8


def show(corpus, kind: str | None = None, limit: int = 30) -> Sides:
    """The disagreements of a corpus (of one kind, or all: None), the figures in their sentences.

    Raises ValueError for a kind that does not exist.

    >>> import workbench
    >>> show(workbench.load("seeds", progress=False), "value")
    1 disagreement
    two values: Ukraine: people and weapons, size of the army
      003: ... as capping its active military from [[900,000]] to 600,000 ...
      001: ... estimates place active forces [[slightly higher]], the debate over ...
    """
    if kind is not None and kind not in KINDS:
        raise ValueError(f"no kind of disagreement {kind!r}; kinds: {', '.join(KINDS)}")
    table = compare.disagreements(corpus)
    return Sides(corpus, table if kind is None else table[table["kind"] == kind], limit)


def table(corpus):
    """The disagreements as a table for reading: kind, about what, figures, spread, documents."""
    import pandas as pd

    found = compare.disagreements(corpus)
    short = look.short_names(corpus.documents["doc_id"])
    rows = list(found.itertuples(index=False))
    return pd.DataFrame(
        {
            "kind": [KINDS[r.kind][0] for r in rows],
            "about": list(found["subject"]),
            "figures": [" / ".join(dict.fromkeys(f["quote"] for f in r.figures)) for r in rows],
            "highest over lowest": [
                "" if look.missing(r.spread) else f"{r.spread:.2f}" for r in rows
            ],
            "documents": [
                ", ".join(dict.fromkeys(short[f["doc_id"]] for f in r.figures)) for r in rows
            ],
        }
    )


class Sides:
    """Disagreements with their figures in their sentences."""

    def __init__(self, corpus, table, limit: int = 30):
        self.corpus, self.table, self.limit = corpus, table, limit
        self._short = look.short_names(corpus.documents["doc_id"])
        papers = corpus.documents
        self._days = dict(zip(papers["doc_id"], papers["published"], strict=True))

    def __len__(self) -> int:
        return len(self.table)

    def _sentence(self, figure) -> tuple[str, int, int]:
        """The sentence that holds a figure, and the figure's place in it."""
        clean = self.corpus.clean(figure["doc_id"])
        line = sentences.paragraph(clean, figure["start"])
        spans = sentences.split(clean, line.start, line.end)
        span = sentences.holding(spans, figure["start"]) or line
        end = max(span.end, figure["end"])
        return clean[span.start : end], figure["start"] - span.start, figure["end"] - span.start

    def _repr_html_(self) -> str:
        if not len(self.table):
            return "<p><em>No disagreement of this kind was found.</em></p>"
        out = [_card(row, self) for row in self.table.head(self.limit).itertuples(index=False)]
        left = len(self.table) - self.limit
        if left > 0:
            out.append(f"<p><em>{look.count(left, 'more disagreement')} not shown.</em></p>")
        return "".join(out)

    def __repr__(self) -> str:
        lines = [look.count(len(self.table), "disagreement")]
        for row in self.table.head(self.limit).itertuples(index=False):
            lines.append(f"{KINDS[row.kind][0]}: {row.subject}")
            for figure in row.figures[:SHOWN]:
                text, start, end = self._sentence(figure)
                told = (
                    f"{text[max(0, start - 40) : start]}[[{text[start:end]}]]{text[end : end + 20]}"
                )
                told = " ".join(told.split())
                if start > 40:
                    told = "... " + told.split(" ", 1)[-1]
                if end + 20 < len(text):
                    told = told.rsplit(" ", 1)[0] + " ..."
                lines.append(f"  {self._short[figure['doc_id']]}: {told}")
        return "\n".join(lines)


def _together(figures, sides: Sides):
    """The figures by sentence, in their order: (doc_id, sentence, spans)."""
    found: dict[tuple, tuple] = {}
    for figure in figures:
        text, start, end = sides._sentence(figure)
        key = figure["doc_id"], figure["start"] - start
        found.setdefault(key, (figure["doc_id"], text, []))[2].append((start, end, None))
    return found.values()


def _card(row, sides: Sides) -> str:
    """One disagreement: what about, each side in its sentence, what would settle it."""
    name, meaning = KINDS[row.kind]
    safe, colour = evidence.safe, look.PALETTE["light"]["force"]
    hint = evidence.safe_attribute(meaning)
    chip = (
        f"background:{colour['back']};color:{colour['text']};border:1px solid {colour['line']};"
        "border-radius:9px;padding:1px 9px;font-size:0.85em;white-space:nowrap"
    )
    mark = evidence.highlight("force", "solid")
    parts = []
    for doc_id, text, spans in _together(row.figures[:SHOWN], sides):
        html = evidence.sentence_html(text, spans, lambda inner, _: f"<mark {mark}>{inner}</mark>")
        where = safe(f"{sides._short[doc_id]} · {look.day(sides._days[doc_id])}")
        parts.append(
            f'<div style="margin:6px 0;padding-left:12px;border-left:3px solid #8a8f99;'
            f'line-height:1.5" dir="auto"><span style="opacity:0.75;font-size:0.85em">'
            f"{where}</span><br>{html}</div>"
        )
    left = len(row.figures) - SHOWN
    if left > 0:
        parts.append(f"<p><em>{look.count(left, 'more figure')} not shown.</em></p>")
    spread = "" if look.missing(row.spread) or row.spread <= 1 else f" · {row.spread:.2f} to 1"
    return (
        '<div style="max-width:76ch;margin:0 0 18px;padding:10px 14px;border:1px solid #8a8f9966;'
        f'border-radius:8px"><div><span class="wb-mark wb-force" style="{chip}" title="{hint}">'
        f"{safe(name)}</span> <strong>{safe(row.subject)}</strong>{spread}</div>{''.join(parts)}"
        f'<div style="margin-top:8px;font-size:0.92em;opacity:0.85">{safe(row.explanation)}</div>'
        "</div>"
    )


def standing(corpus):
    """How far each document's figures stand alone: a table for reading.

    Columns: document, figures, told here only, told elsewhere too, contested, copied (figures
    whose sentence another document tells word for word).
    """
    import pandas as pd

    done = compare.compare(corpus)
    claims = corpus.claims
    short = look.short_names(corpus.documents["doc_id"])
    told = pd.DataFrame(
        {
            "doc_id": claims["doc_id"].to_numpy(),
            "fact": compare.facts(corpus).to_numpy(),
            "contested": compare.contested(corpus).to_numpy(),
            "copied": [k in done.copy_of for k in range(len(claims))],
        }
    )
    sources = told[~told["copied"]].groupby("fact")["doc_id"].nunique()
    told["elsewhere"] = told["fact"].map(sources).fillna(0).to_numpy() > 1
    rows = []
    for paper in corpus.documents.sort_values("doc_id").itertuples(index=False):
        own = told[told["doc_id"] == paper.doc_id]
        elsewhere = int(own["elsewhere"].sum())
        rows.append(
            (short[paper.doc_id], len(own), len(own) - elsewhere, elsewhere,
             int(own["contested"].sum()), int(own["copied"].sum()))
        )  # fmt: skip
    names = ("document", "figures", "told here only", "told elsewhere too", "contested", "copied")
    return pd.DataFrame(rows, columns=list(names))
