"""What changed between two wordings of a provision: its figures, and words that bind or bar."""

import re
from collections import Counter
from functools import lru_cache
from typing import NamedTuple

from workbench import dates
from workbench.codebook import Codebook, cues
from workbench.numbers import grammar

MEASURE = re.compile(r"(?:[\s-]|\s(?:calendar|working)\s)(?P<word>[^\W\d_]+)")
PIECE = re.compile(r"\w+(?:[.,'’-]\w+)*|[^\w\s]")
NAME = re.compile(r"(?<=[^\W\d_][ ,(])[^\W\d_a-z][^\W\d_]+")  # not at the head of a sentence


class Figure(NamedTuple):
    """A number of a provision: what it counts, how much, and its words."""

    kind: str  # money, percent, time, length, share, date, count
    unit: str
    value: tuple
    text: str


def figures(text: str, book: Codebook) -> list[Figure]:
    """The numbers of a provision: amounts, shares, durations, distances, days, counts.

    >>> from workbench import codebook
    >>> text = "Within 30 days the fund of $4 billion under Article 5 pays three quarters."
    >>> [(f.kind, f.text) for f in figures(text, codebook.load())]
    [('time', '30 days'), ('money', '$4 billion'), ('share', 'three quarters')]
    """
    days = [m for m in dates.find(text, None, book) if m.kind in ("absolute", "range")]
    found = [(m.start, Figure("date", "", (m.from_ or m.text, m.to), m.text)) for m in days]
    parts = book.pattern(r"(?i:\b{text_part_of}\b)").finditer(text)  # "half", "a third"
    found += [(m.start(), Figure("share", "", (m[0].lower(),), m[0])) for m in parts]
    number = r"(?i:\b(?:{text_point}|{text_part}|resolution)s? )$"
    for q in grammar(book).find(text):
        if any(m.start < q.end and q.start < m.end for m in days):
            continue
        if book.pattern(number).search(text, 0, q.start):
            continue  # "point 2"
        behind = MEASURE.match(text, q.end)
        word = behind["word"].lower().removesuffix("s") if behind else ""
        kind = next((k for k in ("time", "length", "share") if word in book.words(f"text_{k}")), "")
        end, unit = (behind.end("word"), word) if kind else (q.end, q.currency or "")
        if not kind and q.words and q.low == 1:
            continue  # "one after another"
        kind = kind or ("money" if q.currency else "percent" if q.percent else "count")
        told = " ".join(text[q.start : end].split())
        found.append((q.start, Figure(kind, unit, (q.low, q.high), told)))
    return [figure for _, figure in sorted(found, key=lambda f: f[0])]


@lru_cache(maxsize=20_000)
def words(text: str, book: Codebook) -> tuple[str, ...]:
    """The words of a text as they are compared: small letters, numbers by their value.

    >>> from workbench import codebook
    >>> words("Ninety days, $1,500,000", codebook.load()), words("90 days", codebook.load())
    (('90', 'days', '1.5e+06usd'), ('90', 'days'))
    """
    at, told = 0, []
    for q in grammar(book).find(text):
        value = "-".join(f"{float(v):g}" for v in dict.fromkeys((q.low, q.high)))
        told += [text[at : q.start], f" {value}{q.currency or ''}{'%' * q.percent} "]
        at = q.end
    told.append(text[at:])
    found = re.findall(r"[\w.+%-]*\d[\w.+%-]*|\w+(?:['’]\w+)*", "".join(told).lower())
    return tuple(w.replace("’", "'").strip(".") for w in found)


def changed(units: list[tuple[str, str]], book: Codebook) -> tuple[list, list[Figure]]:
    """The figures that differ in units that belong together, and those on one side only."""
    pairs: list[tuple[Figure, Figure]] = []
    sides = [[figures(unit[k], book) for unit in units] for k in (0, 1)]
    same = Counter(f[:3] for side in sides[0] for f in side)
    same &= Counter(f[:3] for side in sides[1] for f in side)
    for side in sides:
        left = Counter(same)
        for some in side:
            for f in list(some):
                if left[f[:3]]:
                    left[f[:3]] -= 1
                    some.remove(f)
    for one, two in zip(*sides, strict=True):
        for depth in (2, 1):
            for f in list(one):
                if fit := next((g for g in two if g[:depth] == f[:depth]), None):
                    one.remove(f)
                    two.remove(fit)
                    pairs.append((f, fit))
    return pairs, [f for side in sides for some in side for f in some]


def reasons(units: list[tuple[str, str]], alike: list, figures: list, book: Codebook) -> list[str]:
    """Why a change is one of substance: ``units`` are both wordings, ``alike`` those of them of
    which one became the other, ``figures`` those that differ.

    >>> from workbench import codebook
    >>> book, units = codebook.load(), [("It shall leave.", "It may leave if asked.")]
    >>> reasons(units, units, [], book)
    ['modal', 'condition']
    """

    def count(name: str, text: str) -> Counter:
        text = text.replace(" May ", " month ").lower()
        return Counter(book.pattern(rf"\b{{text_{name}}}(?!\w)").findall(text))

    def differs(name: str) -> bool:
        return sum((count(name, a) for a, _ in units), Counter()) != sum(
            (count(name, b) for _, b in units), Counter()
        )

    found = ["figure"] * bool(figures)
    if any(count("negation", a).total() != count("negation", b).total() for a, b in alike or units):
        found.append("negation")
    if any(set(count("modal", a)) != set(count("modal", b)) for a, b in alike):
        found.append("modal")
    found += ["party"] * _others(units, book) + ["condition"] * differs("condition")
    dated = any(f.kind in ("time", "date") for f in figures)
    return (
        found + ["deadline"] * (dated or differs("deadline")) + ["exception"] * differs("exception")
    )


def _others(units: list[tuple[str, str]], book: Codebook) -> bool:
    """Whether one side names a party that the other hasn't."""
    texts = [" ".join(unit[k] for unit in units) for k in (0, 1)]
    names = []
    for text in texts:
        hits = cues.matcher(book, "actor").find(text, cues.tokenise(text))
        months = book.words("compare_calendar") | book.words("text_point") | book.words("text_part")
        found = {w.group().lower() for w in NAME.finditer(text)} - months
        found |= book.words("text_party") & set(re.findall(r"\w+", text.lower()))
        names.append((found, {hit.entry.id for hit in hits}, set(re.findall(r"\w+", text.lower()))))
    (one, actors, low), (two, others, high) = names
    return actors != others or bool(one - high or two - low)
