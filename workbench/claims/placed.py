"""A figure where somebody says that there is one, and how much speaks for each of its labels."""

import re
from bisect import bisect_left
from decimal import Decimal
from types import SimpleNamespace

from workbench import numbers as quantities
from workbench.claims import claim, figures, labels, parties, speakers
from workbench.claims.clauses import layer_of
from workbench.claims.counting import figure_of
from workbench.claims.groups import groups
from workbench.claims.nouns import counted_noun
from workbench.claims.reading import Figure, Sentence
from workbench.claims.weighing import Candidate, scale
from workbench.codebook import Codebook
from workbench.text import View, sentences

# The labels that are weighed, each with those before it known.
WEIGHED = ("role", "modality", "instrument", "attribution", "actor", "beneficiary")


def placed(clean: str, start: int, end: int, theme: str, given: dict, book: Codebook):
    """The claim at a place of a clean text: its value from its words, its labels from its sentence.

    ``given``: ``low``, ``high`` and ``unit``, where the words do not say them. Raises ValueError
    where the place holds no number, a part of one or several, or nothing says what it counts.

    >>> from workbench import codebook
    >>> text = "Oslo would add 12 Rondo launchers."
    >>> found = placed(text, 15, 17, "force", {"unit": "launcher"}, codebook.load())
    >>> found.high, found.unit, found.theme, found.modality
    (12, 'launcher', 'force', 'conditional')
    """
    here, stop = sentences.around(clean, start, end)
    text = re.sub(r"[\n\r\t\f]", " ", clean[here:stop])
    s, at = figures.read(text, book), (start - here, end - here)
    same = (f for f in s.figures if (f.start, f.end) == at and f.theme == theme)
    f = next(same, None) or _figure(s, *at, theme, given, book)
    beside = [g for g in s.figures if g is not f and (g.end <= at[0] or g.start >= at[1])]
    s.figures = sorted([*beside, f], key=lambda g: g.start)
    _label(s)
    return claim._moved(claim._told(s, f), lambda a, b: (a + here, b + here), clean)


def _label(s: Sentence) -> None:
    labels.label(s)
    speakers.attribute(s)
    parties.assign(s)


def _figure(s: Sentence, start: int, end: int, theme: str, given: dict, book: Codebook) -> Figure:
    """The figure of a place that the program passes over."""
    words = s.text[start:end]
    read = [q for q in quantities.grammar(book).find(s.text) if q.start < end and start < q.end]
    if len(read) > 1:
        raise ValueError(f"{words!r} holds {len(read)} numbers; mark one of them")
    if read and not start <= read[0].start <= read[0].end <= end:
        whole = s.text[read[0].start : read[0].end]
        raise ValueError(f"{words!r} is a part of the number {whole!r}; mark all of it")
    low, high = given.get("low", given.get("high")), given.get("high", given.get("low"))
    if not read and low is None:
        raise ValueError(f"no number is read in {words!r}; say low and high")
    nobody = {"currency": None, "percent": False, "words": False}
    low, high = (Decimal(str(n)) for n in (low, high)) if low is not None else read[0][2:4]
    told = read[0] if read else SimpleNamespace(start=start, end=end, low=low, high=high, **nobody)
    noun = None if theme in ("funding", "plan") else counted_noun(s, told)
    unit = given.get("unit") or _unit(told, theme) or (noun and noun.entry.id.split(".")[0])
    if not unit:
        raise ValueError(f"nothing says what {words!r} counts; say its unit")
    entry = book.tables["unit"].get(unit)
    kind = {"funding": "share" if unit == "percent" else "money", "plan": "point"}.get(theme)
    at = (noun.first, noun.last) if noun else None
    f = figure_of(s, told, theme, unit, kind or (entry.kind if entry else "thing"), noun=at)
    f.start, f.end, f.low, f.high = start, end, low, high
    f.at = f.at[0], max(f.at[1], bisect_left(s.tokens.starts, end))
    return f


def _unit(q, theme: str) -> str | None:
    """What a number of money or of a plan's points counts."""
    if theme == "plan":
        return "point"
    return (q.currency or ("percent" if q.percent else None)) if theme == "funding" else None


def given_for(name: str, s: Sentence, f: Figure, previous) -> tuple[list[Candidate], list[str]]:
    """The candidates for one label of a figure, as the labeller has them, and what they share."""
    layer = layer_of(s)
    if name == "attribution":
        found = speakers.reports(s)
        return speakers.candidates(s, f, found, previous, layer), speakers.shared(s, f)
    if name in ("actor", "beneficiary"):
        framed = parties.frames(s, f, groups(s), previous, layer)
        return parties.candidates(name, s, f, framed, previous, layer), []
    shared = labels.surroundings if name != "instrument" else labels.itself
    return labels.candidates(name, s, f, previous, layer), shared(s, f, layer)


def doubts(seen: View, book: Codebook) -> list:
    """The claims of a text; in place of their cues, what each label might have been instead:
    ``label``, ``value``, ``second`` (the next best value) and ``margin`` (points between them)."""

    def read(*what):
        s, previous, told = claim._sentence(*what), None, []
        if s.figures:
            _label(s)
        for f in s.figures:
            told.append(claim._told(s, f)._replace(cues=list(_doubts(s, f, previous))))
            previous = f
        return claim.Read(tuple(told), s.open)

    return claim._found(seen, book, read)


def _doubts(s: Sentence, f: Figure, previous: Figure | None):
    for name in WEIGHED:
        if name == "instrument" and (f.theme != "funding" or not s.of(name)):
            continue
        given, shared = given_for(name, s, f, previous)
        weights = scale(s.book, labels.scale_of(name, f.theme))
        points = dict.fromkeys([c.value for c in given])
        for c, n in zip(given, weights.weighed(given, shared), strict=True):
            points[c.value] = n if points[c.value] is None else max(n, points[c.value])
        label = f.labels.get(name)
        value = label.value if label else None
        others = [(n, v or "none") for v, n in points.items() if v != value]
        if others and value in points:
            best, second = max(others)
            told = {"label": name, "value": value, "second": second, "start": f.start}
            yield told | {"end": f.start, "margin": max(0, points[value] - best)}
