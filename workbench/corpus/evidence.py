"""Sentences with their figures highlighted: static HTML without scripts, and the same as text.

The text of a document is untrusted, so everything that is shown goes through one escape. Styles
stand inside the tags because JupyterLab removes ``<style>`` from notebooks that were not run yet.
"""

import re
from html import escape
from itertools import groupby, islice
from operator import attrgetter
from pathlib import Path

import jinja2
from markupsafe import Markup

from workbench.codebook import look
from workbench.corpus import reading
from workbench.corpus.reading import safe

STATIC = Path(__file__).parent.parent / "views" / "static"

#: A sentence longer than this is a table, a list or a file without line breaks; it is shown
#: around its figures only.
MARGIN = 320


def describe(claim) -> str:
    """The labels of one claim (a row of the claims table) in a line of words."""
    source = said_by(claim)
    parts = (
        look.role_words(claim.role, claim.theme),
        look.amount(claim.low, claim.high, claim.unit, claim.qualifier),
        look.names(claim.actor),
        look.words(claim.instrument),
        _period(claim.period),
        _firmness(claim),
        source and f"said by {source}",
        "corrected by an analyst" if is_corrected(claim) else "",
    )
    return " · ".join(filter(None, parts))


def _period(period) -> str:
    """``for 2026``; a rate as it is: ``per day``."""
    told = look.words(period)
    return told if told.startswith("per ") else told and f"for {told}"


def _firmness(claim) -> str:
    """How firmly: "They fear that it is cut from 900,000" states a fact, but is drawn as hedged."""
    supposed = claim.modality in ("actual", "agreed") and look.supposed(claim.sentence)
    aside = ", in a sentence that fears, denies or supposes"
    return look.modality(claim.modality) + aside * supposed


def is_corrected(claim) -> bool:
    """Whether an analyst corrected a label of a claim."""
    return isinstance(getattr(claim, "corrected", None), list)


def corrected(one, theme: str = "") -> tuple[str, str, str]:
    """A row of the corrections in words: what it is about, the value before, the analyst's.

    theme: of its figure, where a role is corrected.
    """
    old, new = (_value(one.field, value, theme) for value in (one.old, one.new))
    if one.field == "figure":
        return "", old, new
    if one.field == "theme" and look.missing(one.old):
        return "", "", f"added: {new}"
    return look.field(one.field), old or "none", "accepted" if old == new else new or "none"


def change(one, theme: str = "") -> str:
    """The same in a line."""
    what, old, new = corrected(one, theme)
    return ", now ".join(filter(None, [" ".join(filter(None, [what, old])), new]))


def _value(field: str, value, theme: str) -> str:
    if look.missing(value):
        return ""
    if field in ("low", "high"):
        return look.number(value)
    if field == "role":
        return look.role_words(value, theme)
    if field == "figure" and (told := SHORT.fullmatch(value)):
        theme, role, low, high, unit = told.groups()
        return f"{look.role_words(role, theme)} {look.amount(low, high or low, unit)}"
    return SPOKEN.get(field, look.words)(value)


SHORT = re.compile(r"(\S+) (\S+) (\d[\d.]*)(?:-(\d[\d.]*))? (\S+)")  # as a verdict keeps it
SPOKEN = {"modality": look.modality}
SPOKEN |= dict.fromkeys(("actor", "beneficiary", "speaker", "conflict"), look.names)


def said_by(claim) -> str:
    """Who tells it: the speaker, or else the kind of source."""
    return look.names(claim.speaker) or look.ATTRIBUTIONS.get(claim.attribution, "")


def reasons(claim) -> str:
    """The words that earned a claim its labels: ``cap: "ceiling on"; modality: "demands"``."""
    told = (f'{look.words(q["label"])}: "{q["text"]}"' for q in claim.cues or () if q["text"])
    return "; ".join(dict.fromkeys(told))


def marked(sentence: str, spans, mark, safe=safe, margin: int = MARGIN) -> str:
    """A sentence, escaped by ``safe``, each span passed through ``mark(text, item)``.

    ``spans`` are ``(start, end, item)`` in code points of the sentence. Text that is further than
    ``margin`` from all of them is left out.

    >>> marked("a <b> 5", [(6, 7, "x")], lambda html, item: f"<mark id={item}>{html}</mark>")
    'a &lt;b&gt; <mark id=x>5</mark>'
    >>> marked("one two 5 three", [(8, 9, 0)], lambda text, _: f"[{text}]", str, 5)
    '… two [5] …'
    """
    told = pieces(sentence, spans, margin)
    return "".join(mark(safe(t), span[2]) if span else safe(t) for t, span in told).strip()


def pieces(sentence: str, spans, margin: int = MARGIN):
    """Yield ``(text, span)``: a sentence in pieces, span None between the spans of ``marked``."""
    at, first = 0, True
    for span in sorted(spans, key=lambda span: span[:2]):
        if span[0] >= at:
            yield _shortened(sentence[at : span[0]], margin * (not first), margin), None
            yield sentence[span[0] : span[1]], span
            at, first = span[1], False
    yield _shortened(sentence[at:], margin, 0 if not first else margin), None


def _shortened(text: str, head: int, tail: int) -> str:
    """Whole words from the beginning and the end of a text that is too long."""
    if len(text) <= head + tail:
        return text
    first, last = text[:head], text[len(text) - tail :]
    return f"{first[: first.rfind(' ') + 1]}…{last[last.find(' ') :] if ' ' in last else last}"


def sentences(claims, documents=None):
    """Yield ``(heading, sentence, [claim, ...], spans)`` in reading order, one for each sentence.

    heading: what to call the document, at its first sentence; else empty. spans: as ``marked``
    takes them.
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


def highlight(html: str, theme: str, hint: str = "", mark: str = "") -> str:
    """A highlight in its light colours, with classes by which a dark page of ours has dark ones.

    mark: kind of its underline (default: that of the theme).
    """
    colour = look.PALETTE["light"][look.dress(theme)]
    style = (
        f"background:{colour['back']};color:{colour['text']};padding:1px 3px;border-radius:3px;"
        f"border-bottom:2px {mark or colour['mark']} {colour['line']};font-weight:600"
    )
    hint = f' title="{escape(hint)}"' if hint else ""
    return f'<mark class="wb-mark wb-{look.dress(theme)}" style="{style}"{hint}>{html}</mark>'


def evidence_html(claims, documents=None, limit: int = 40, whole=None) -> str:
    """The sentences of ``claims`` with every figure highlighted, as HTML without scripts.

    claims: rows of the claims table. documents: the documents table, for dates and titles.
    limit: how many sentences to show; the rest is counted in the last line. whole: gives claims
    the cues that they lack.
    """
    key = ["doc_id", "sentence_start"]
    places = claims[key].drop_duplicates().sort_values(key)
    few = claims.merge(places.head(limit), on=key)  # of many sentences only those that are shown
    few = whole(few) if whole else few

    def mark(html: str, claim) -> str:
        why = reasons(claim)
        return highlight(html, claim.theme, describe(claim) + (why and f" — because of {why}"))

    told = [
        (heading, Markup(marked(sentence, spans, mark)), group)
        for heading, sentence, group, spans in sentences(few, documents)
    ]
    return filled("evidence.html.j2", sentences=told, left=len(places) - limit)


def plain(sentence: str, spans, margin: int = MARGIN) -> str:
    """A sentence as text in one line, each span between double brackets."""
    told = marked(sentence, spans, lambda text, _: f"[[{text}]]", str, margin)
    return " ".join(told.split())


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
            lines += [heading] * bool(heading) + [f"  {plain(sentence, spans)}"]
        return "\n".join(lines)


def table(claims, documents=None):
    """Claims as a table for reading: words instead of ids, units in the headers.

    Columns: document (its title), as written, value and, where some are ranges, to (numbers, with
    the unit in the header where it is one unit, else a column unit), role, whose, for whom (where
    it is said), stated as, said by, reliability and credibility (where the analyst graded).

    >>> import workbench
    >>> corpus = workbench.load("seeds", progress=False)
    >>> table(corpus.claims.query("unit == 'EUR'"), corpus.documents).columns[:3].to_list()
    ['document', 'as written', 'value']
    """
    ordered = claims.sort_values(["doc_id", "start", "end"])
    units = sorted(set(ordered["unit"].dropna().astype(str)))
    low, high = (ordered[name].astype(float) for name in ("low", "high"))
    unit = f" ({look.plural(units[0])})" if len(units) == 1 else ""
    if documents is None:
        name, letters = look.short_names(claims["doc_id"]), {}
    else:
        papers = documents[documents["doc_id"].isin(claims["doc_id"].unique())]
        name = reading.names(papers)
        letters = dict(zip(papers["doc_id"], papers["source_reliability"], strict=True))
    rows = list(ordered.itertuples(index=False))
    columns = {
        "document": [name.get(c.doc_id, c.doc_id) for c in rows],
        "as written": list(ordered["quote"]),
        f"value{unit}": low.to_list(),
        f"to{unit}": high.where(high != low).to_list(),
        "unit": [look.plural(c.unit) for c in rows],
        "role": [look.role_words(c.role, c.theme) for c in rows],
        "whose": [look.names(c.actor) or "not said" for c in rows],
        "for whom": [look.names(c.beneficiary) for c in rows],
        "stated as": [
            ", ".join(filter(None, (look.modality(c.modality), look.QUALIFIERS.get(c.qualifier))))
            for c in rows
        ],
        "said by": [said_by(c) for c in rows],
        "reliability (A to F)": [look.rated(letters.get(c.doc_id)) for c in rows],
        "credibility (1 to 6)": [look.rated(getattr(c, "credibility", None)) for c in rows],
    }
    nothing = ["unit"] * bool(unit) + [f"to{unit}"] * bool((low == high).all())
    for column in ("for whom", "reliability (A to F)", "credibility (1 to 6)"):
        nothing += [column] * ({*columns[column]} <= {"", "not rated"})
    return reading.ReadingTable({k: told for k, told in columns.items() if k not in nothing})


def documents_table(documents, claims=None, failures=()):
    """The documents as a table for reading, units in the headers, those left out last.

    Columns: document (its short name), title, published (a day), publisher (where one is known),
    length, masked, reliability, figures (where ``claims`` are given), warnings. failures: ``(path,
    reason)`` of files that were not read.
    """
    import pandas as pd

    ordered = documents.sort_values("doc_id")
    short, lost = look.short_names(ordered["doc_id"]), len(failures)
    rows, nothing = list(ordered.itertuples(index=False)), [None] * lost
    made_by = [getattr(d, "publisher", None) for d in rows]
    counts = {} if claims is None else claims["doc_id"].value_counts()
    days = [d.published for d in rows] + nothing
    columns = {
        "document": [*map(short.get, ordered["doc_id"]), *[""] * lost],
        "title": ["" if look.missing(d.title) else d.title for d in rows]
        + [path for path, _ in failures],
        "published": pd.to_datetime(pd.Series(days, dtype=object)).astype("datetime64[s]"),
        "publisher": ["" if look.missing(one) else one for one in made_by] + [""] * lost,
        "length (words)": [int(d.words) for d in rows] + nothing,
        "masked (% of characters)": [round(100 * d.masked_share, 1) for d in rows] + nothing,
        "reliability (A to F)": [look.rated(d.source_reliability) for d in rows] + [""] * lost,
        "figures": [int(counts.get(d.doc_id, 0)) for d in rows] + nothing,
        "warnings": [", ".join(look.words(w) for w in d.warnings) or "none" for d in rows]
        + [f"not read: {why}" for _, why in failures],
    }
    left_out = ["publisher"] * (not any(columns["publisher"])) + ["figures"] * (claims is None)
    return reading.ReadingTable({k: told for k, told in columns.items() if k not in left_out})


def noise_html(noise, documents, limit: int = 60) -> str:
    """What was masked, document by document, as a list; the same words twice are counted."""
    title, told = headings(noise, documents), []
    for doc_id, group in noise.head(limit).groupby("doc_id", sort=True):
        places = group.groupby(["kind", "text"], sort=False).size().items()
        told.append((title.get(doc_id, doc_id), [
            (look.words(kind), " ".join(text.split())[:160], n) for (kind, text), n in places
        ]))  # fmt: skip
    return filled("noise.html.j2", documents=told, left=len(noise) - limit)


_PAGES = jinja2.Environment(
    loader=jinja2.FileSystemLoader(STATIC), autoescape=True, undefined=jinja2.StrictUndefined,
    trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True,
)  # fmt: skip
_PAGES.filters |= {
    "plain": lambda text: Markup(safe(text)), "px": "{:.1f}".format, "exact": "{:.15g}".format,
    "day": look.day, "rated": look.rated, "missing": look.missing,
    "counted": look.count, "meaning": lambda name: look.MEANINGS[name],
    "hit": lambda text: Markup(highlight(safe(" ".join(text.split())), "plan")),
    "times": look.times, "describe": describe, "reasons": reasons,
}  # fmt: skip

_PAGES.globals["palette"] = look.PALETTE


def filled(name: str, **data) -> str:
    """A template of ``views/static`` with these data; what stands in a document is escaped."""
    return _PAGES.get_template(name).render(**data)
