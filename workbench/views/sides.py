"""Disagreements side by side, each figure marked in its sentence: HTML in a notebook, else text."""

from __future__ import annotations

from workbench import compare
from workbench.codebook import look
from workbench.corpus import evidence
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

    def joined(between: str, name: str, words=str) -> list[str]:
        told = [dict.fromkeys(words(f[name]) for f in figures) for figures in found["figures"]]
        return [between.join(some) for some in told]

    return pd.DataFrame(
        {
            "kind": [KINDS[kind][0] for kind in found["kind"]],
            "about": list(found["subject"]),
            "figures": joined(" / ", "quote"),
            "highest over lowest": ["" if look.missing(x) else f"{x:.2f}" for x in found["spread"]],
            "documents": joined(", ", "doc_id", short.get),
        }
    )


class Sides:
    """Disagreements with their figures in their sentences."""

    def __init__(self, corpus, table, limit: int = 30):
        self.corpus, self.table, self.limit = corpus, table, limit
        papers = corpus.documents
        self._short = look.short_names(papers["doc_id"])
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
        cards = [_card(row, self) for row in self.table.head(self.limit).itertuples(index=False)]
        more = evidence.not_shown(len(self.table), self.limit, "more disagreement")
        return "".join(cards) + more

    def __repr__(self) -> str:
        lines = [look.count(len(self.table), "disagreement")]
        for row in self.table.head(self.limit).itertuples(index=False):
            lines.append(f"{KINDS[row.kind][0]}: {row.subject}")
            for figure in row.figures[:SHOWN]:
                text, start, end = self._sentence(figure)
                before, behind = text[max(0, start - 40) : start], text[end : end + 20]
                told = " ".join(f"{before}[[{text[start:end]}]]{behind}".split())
                if start > 40:
                    told = "... " + told.split(" ", 1)[-1]
                if end + 20 < len(text):
                    told = told.rsplit(" ", 1)[0] + " ..."
                lines.append(f"  {self._short[figure['doc_id']]}: {told}")
        return "\n".join(lines)


def _card(row, sides: Sides) -> str:
    """One disagreement: what about, each side in its sentence, what would settle it."""
    name, meaning = KINDS[row.kind]
    safe, colour = evidence.safe, look.PALETTE["light"]["force"]
    chip = (
        f"background:{colour['back']};color:{colour['text']};border:1px solid {colour['line']};"
        "border-radius:9px;padding:1px 9px;font-size:0.85em;white-space:nowrap"
    )
    mark = evidence.highlight("force", "solid")
    together: dict[tuple, list] = {}  # the figures by sentence, in their order
    for figure in row.figures[:SHOWN]:
        text, start, end = sides._sentence(figure)
        key = figure["doc_id"], figure["start"] - start
        together.setdefault(key, [text]).append((start, end, None))
    parts = []
    for (doc_id, _), (text, *spans) in together.items():
        html = evidence.sentence_html(text, spans, lambda inner, _: f"<mark {mark}>{inner}</mark>")
        where = safe(f"{sides._short[doc_id]} · {look.day(sides._days[doc_id])}")
        parts.append(
            f'<div style="margin:6px 0;padding-left:12px;border-left:3px solid #8a8f99;'
            f'line-height:1.5" dir="auto"><span style="opacity:0.75;font-size:0.85em">'
            f"{where}</span><br>{html}</div>"
        )
    parts.append(evidence.not_shown(len(row.figures), SHOWN, "more figure"))
    spread = "" if look.missing(row.spread) or row.spread <= 1 else f" · {row.spread:.2f} to 1"
    return (
        '<div style="max-width:76ch;margin:0 0 18px;padding:10px 14px;border:1px solid #8a8f9966;'
        f'border-radius:8px"><div><span class="wb-mark wb-force" style="{chip}" '
        f'title="{evidence.safe_attribute(meaning)}">'
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

    copies, doc_ids = compare.compare(corpus).copy_of, corpus.claims["doc_id"]
    told = pd.DataFrame({"doc_id": doc_ids, "fact": compare.facts(corpus), "figures": 1})
    told["contested"] = compare.contested(corpus)
    told["copied"] = [at in copies for at in range(len(told))]
    sources = told[told["copied"].eq(False)].groupby("fact")["doc_id"].nunique()
    told["told elsewhere too"] = told["fact"].map(sources).fillna(0) > 1
    told["told here only"] = ~told["told elsewhere too"]
    names = ["figures", "told here only", "told elsewhere too", "contested", "copied"]
    ids = sorted(corpus.documents["doc_id"])
    rows = told.groupby("doc_id")[names].sum().reindex(ids, fill_value=0).astype("int64")
    short = look.short_names(ids)
    rows.insert(0, "document", [short[doc_id] for doc_id in ids])
    return rows.reset_index(drop=True)
