"""Sentences with their figures highlighted: static HTML without scripts, and the same as text.

The text of a document is untrusted, so everything that is shown goes through one escape. Styles
stand inside the tags because JupyterLab removes ``<style>`` from notebooks that were not run yet.
"""

from __future__ import annotations

from html import escape
from itertools import groupby, islice
from operator import attrgetter

from workbench.codebook import look

#: A sentence longer than this is a table, a list or a file without line breaks; it is shown
#: around its figures only.
MARGIN = 320


def safe(text) -> str:
    """Escape text for HTML; ``$`` stands alone in a tag, or JupyterLab reads a pair as a formula.

    >>> safe("<b> $5 and $6")
    '&lt;b&gt; <span>$</span>5 and <span>$</span>6'
    """
    return escape(str(text), quote=True).replace("$", "<span>$</span>")


def describe(claim) -> str:
    """One claim's labels in a line of words.

    ``claim`` is a row of the claims table (``itertuples`` or a Series).
    """
    source = said_by(claim)
    parts = (
        look.role_words(claim.role, claim.theme),
        look.amount(claim.low, claim.high, claim.unit, claim.qualifier),
        look.names(claim.actor),
        look.words(claim.instrument),
        f"for {look.words(claim.period)}" if not look.missing(claim.period) else "",
        look.modality(claim.modality),
        source and f"said by {source}",
    )
    return " · ".join(filter(None, parts))


def said_by(claim) -> str:
    """Who tells it: the speaker, or else the kind of source."""
    return look.names(claim.speaker) or look.ATTRIBUTIONS.get(claim.attribution, "")


def reasons(claim) -> str:
    """The words that earned a claim its labels: ``cap: "ceiling on"; modality: "demands"``."""
    told = (f'{look.words(q["label"])}: "{q["text"]}"' for q in claim.cues or () if q["text"])
    return "; ".join(dict.fromkeys(told))


def sentence_html(sentence: str, spans, mark) -> str:
    """Escape ``sentence`` and pass each span's escaped text through ``mark(html, item)``.

    ``spans`` are ``(start, end, item)`` in code points of the sentence, not overlapping.

    >>> sentence_html("a <b> 5", [(6, 7, "x")], lambda html, item: f"<mark id={item}>{html}</mark>")
    'a &lt;b&gt; <mark id=x>5</mark>'
    """
    spans = sorted((max(a, 0), min(b, len(sentence)), item) for a, b, item in spans)
    if not spans:
        return safe(sentence[: 2 * MARGIN])
    at = max(0, spans[0][0] - MARGIN)
    last = min(len(sentence), spans[-1][1] + MARGIN)
    out = ["… " if at else ""]
    for start, end, item in spans:
        if start < at:
            continue
        between = sentence[at:start]
        if len(between) > 2 * MARGIN:
            between = between[:MARGIN] + " … " + between[-MARGIN:]
        out += [safe(between), mark(safe(sentence[start:end]), item)]
        at = end
    out += [safe(sentence[at:last]), " …" if last < len(sentence) else ""]
    return "".join(out).strip()


def sentences(claims, documents=None):
    """Yield ``(heading, sentence, [claim, ...], spans)`` in reading order, one for each sentence.

    heading: what to call the document, at its first sentence; else empty. spans: as
    ``sentence_html`` takes them.
    """
    title, last = headings(claims, documents), None
    ordered = claims.sort_values(["doc_id", "start", "end"]).itertuples(index=False)
    for (doc_id, at), group in groupby(ordered, key=attrgetter("doc_id", "sentence_start")):
        group = list(group)
        heading = title.get(doc_id, doc_id) if doc_id != last else ""
        yield heading, group[0].sentence, group, [(c.start - at, c.end - at, c) for c in group]
        last = doc_id


def headings(claims, documents=None) -> dict[str, str]:
    """What to call each document of ``claims``: short name, date and title."""
    short = look.short_names(claims["doc_id"] if documents is None else documents["doc_id"])
    if documents is None:
        return {doc: f"Document {name}" for doc, name in short.items()}
    rows = documents[documents["doc_id"].isin(claims["doc_id"].unique())]
    return {
        row.doc_id: f"Document {short[row.doc_id]} · {look.day(row.published)}"
        + ("" if look.missing(row.title) else f" · {row.title}")
        for row in rows[["doc_id", "published", "title"]].itertuples(index=False)
    }


def highlight(theme: str, mark: str = "") -> str:
    """Attributes of a highlighted tag: its light colours, and classes by which a dark page of ours
    has dark ones. mark: kind of its underline (default: that of the theme)."""
    colour = look.PALETTE["light"][theme]
    style = (
        f"background:{colour['back']};color:{colour['text']};padding:1px 3px;border-radius:3px;"
        f"border-bottom:2px {mark or colour['mark']} {colour['line']};font-weight:600"
    )
    return f'class="wb-mark wb-{theme}" style="{style}"'


def _mark(html: str, claim) -> str:
    why = reasons(claim)
    hint = safe_attribute(describe(claim) + (f" — because of {why}" if why else ""))
    return f'<mark {highlight(claim.theme)} title="{hint}">{html}</mark>'


def safe_attribute(text) -> str:
    """Escape text that stands inside a quoted attribute."""
    return escape(str(text), quote=True)


def not_shown(total: int, limit: int, noun: str) -> str:
    """A last line that counts what is beyond the limit; empty where nothing is."""
    left = look.count(total - limit, noun)
    return f"<p><em>{left} not shown.</em></p>" if total > limit else ""


def evidence_html(claims, documents=None, limit: int = 40) -> str:
    """The sentences of ``claims`` with every figure highlighted, as HTML without scripts.

    claims: rows of the claims table. documents: the documents table, for dates and titles.
    limit: how many sentences to show; the rest is counted in the last line.
    """
    if not len(claims):
        return "<p><em>No figure fits this choice.</em></p>"
    key = ["doc_id", "sentence_start"]
    places = claims[key].drop_duplicates().sort_values(key)
    first = places.head(limit)
    few = claims[claims["doc_id"].isin(first["doc_id"].unique())]
    few = few.merge(first, on=key)  # of many sentences only those that are shown are made
    out = []
    for heading, sentence, group, spans in sentences(few, documents):
        if heading:
            out.append(f'<p style="margin:14px 0 4px"><strong>{safe(heading)}</strong></p>')
        labels = "<br>".join(f"{safe(claim.quote)}: {safe(describe(claim))}" for claim in group)
        out.append(
            '<div style="margin:4px 0 10px;padding-left:12px;border-left:3px solid #8a8f99;'
            f'max-width:72ch;line-height:1.5" dir="auto">{sentence_html(sentence, spans, _mark)}'
            f'<div style="font-size:0.85em;opacity:0.8">{labels}</div></div>'
        )
    return "".join(out) + not_shown(len(places), limit, "more sentence")


class Evidence:
    """Claims in their sentences: HTML in a notebook, text elsewhere."""

    def __init__(self, claims, documents=None, limit: int = 40):
        self.claims, self.documents, self.limit = claims, documents, limit

    def __len__(self) -> int:
        return len(self.claims)

    def _repr_html_(self) -> str:
        return evidence_html(self.claims, self.documents, self.limit)

    def __repr__(self) -> str:
        lines = [f"{look.count(len(self.claims), 'figure')} in their sentences"]
        shown = islice(sentences(self.claims, self.documents), self.limit)
        for heading, sentence, _, spans in shown:
            lines += [heading] * bool(heading)
            for start, end, _ in reversed(spans):
                sentence = f"{sentence[:start]}[[{sentence[start:end]}]]{sentence[end:]}"
            lines.append("  " + " ".join(sentence.split()))
        return "\n".join(lines)


def table(claims, documents=None):
    """Claims as a table for reading: words instead of ids, units in the headers.

    Columns: document, as written, low and high (with the unit in the header where it is one
    unit, else a column unit), role, whose, stated as, said by. Money is in millions or billions.
    """
    import pandas as pd

    ordered = claims.sort_values(["doc_id", "start", "end"])
    units = sorted(set(ordered["unit"].dropna().astype(str)))
    low, high = (ordered[name].astype(float) for name in ("low", "high"))
    scale, word = 1, ""
    if len(units) == 1 and units[0].isupper():
        scale, word = (1e9, "billion ") if low.min() >= 1e9 else (1e6, "million ")
    unit = f" ({word}{look.plural(units[0])})" if len(units) == 1 else ""
    short = look.short_names((claims if documents is None else documents)["doc_id"])
    rows = list(ordered.itertuples(index=False))
    columns = {
        "document": [short.get(c.doc_id, c.doc_id) for c in rows],
        "as written": list(ordered["quote"]),
        f"low{unit}": [_digits(value / scale) for value in low],
        f"high{unit}": [_digits(value / scale) for value in high],
        **({} if unit else {"unit": [look.plural(c.unit) for c in rows]}),
        "role": [look.role_words(c.role, c.theme) for c in rows],
        "whose": [look.names(c.actor) or "not said" for c in rows],
        "stated as": [", ".join(filter(None, _stated(c))) for c in rows],
        "said by": [said_by(c) for c in rows],
    }
    return pd.DataFrame(columns)


def _digits(value: float) -> str:
    return f"{value:,.0f}" if value == round(value) else f"{value:,.10g}"


def _stated(claim) -> tuple[str, str]:
    return look.modality(claim.modality), look.QUALIFIERS.get(claim.qualifier, "")


def documents_table(documents):
    """The documents as a table for reading, units in the headers."""
    import pandas as pd

    ordered = documents.sort_values("doc_id")
    short = look.short_names(ordered["doc_id"])
    rows = list(ordered.itertuples(index=False))
    return pd.DataFrame(
        {
            "document": [short[d.doc_id] for d in rows],
            "title": ["" if look.missing(d.title) else d.title for d in rows],
            "published": [look.day(d.published) for d in rows],
            "length (words)": [int(d.words) for d in rows],
            "masked (% of characters)": [f"{100 * d.masked_share:.1f}" for d in rows],
            "reliability (A to F)": [d.source_reliability for d in rows],
            "warnings": [", ".join(look.words(w) for w in d.warnings) or "none" for d in rows],
        }
    )


def noise_html(noise, documents, limit: int = 60) -> str:
    """What was masked, document by document, as a list; the same words twice are counted."""
    title = headings(noise, documents)
    out = []
    for doc_id, group in noise.head(limit).groupby("doc_id", sort=True):
        counts = group.groupby(["kind", "text"], sort=False).size()
        items = "".join(
            f"<li>{safe(look.words(kind))}: “{safe(' '.join(text.split())[:160])}”"
            f"{f' ({look.times(n)})' if n > 1 else ''}</li>"
            for (kind, text), n in counts.items()
        )
        out.append(f"<p><strong>{safe(title.get(doc_id, doc_id))}</strong></p><ul>{items}</ul>")
    inner = "".join(out) + not_shown(len(noise), limit, "more place")
    inner = inner or "<p><em>Nothing of this kind was masked.</em></p>"
    return f'<div style="max-height:320px;overflow-y:auto">{inner}</div>'
