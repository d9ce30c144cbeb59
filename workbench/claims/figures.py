"""Which numbers of a sentence are figures of ours, and of what: money, force or plan.

A sentence is read once: its quantities, its tokens, the codebook phrases in it. Each quantity
is then typed, or dropped with nothing said (years, articles, distances, percentages of votes).
"""

import re

from workbench import numbers as quantities
from workbench.claims.counting import figure_of, is_name
from workbench.claims.elliptic import YEAR, elliptic
from workbench.claims.nouns import counted_noun, force_near, polled
from workbench.claims.reading import Figure, Noun, Sentence
from workbench.codebook import Codebook
from workbench.codebook.cues import Hit

# So many people at most speak as one source.
FEW = 12
NEAR, FAR = 5, 14  # words
# So many of a nation are its people, not its men.
MANY = 100_000
POINT = re.compile(r"[\s-]*point(?:er)?s?\b", re.I)
COMPOUND = r"(?i)[-‑–]{compound_people}\b"


def read(
    text: str, book: Codebook, places: list[int] | None = None, before: tuple[Noun, ...] = ()
) -> Sentence:
    """Read a sentence and type its figures; ``before`` are nouns told in the text before it.

    >>> from workbench import codebook
    >>> s = read("Russia launched 653 drones and 51 missiles.", codebook.load())
    >>> [(s.text[f.start:f.end], f.theme, f.unit) for f in s.figures]
    [('653', 'force', 'drone'), ('51', 'force', 'missile')]
    """
    sentence, pending = Sentence(text, book, before), []
    for q in quantities.grammar(book).find(text, places):
        if figure := _type(sentence, q):
            sentence.figures.append(figure)
        else:
            pending.append(q)
    # A number whose noun stands in a neighbour: "800 tanks and 160", "1,900 strategic and
    # 2,500 tactical warheads", "the second 13".
    again = [q for q in pending if text.startswith(" to ", q.end)]  # "from 725 to 400"
    for q in pending + again:
        if any(f.start == q.start for f in sentence.figures):
            continue
        if figure := elliptic(sentence, q):
            sentence.figures.append(figure)
            sentence.figures.sort(key=lambda f: f.start)
    _brackets(sentence)
    return sentence


def _type(s: Sentence, q) -> Figure | None:
    """What a number counts by its own words, or None."""
    if q.currency:
        code, cue = _currency(s, q)
        return figure_of(s, q, "funding", code, "money", unit_cue=cue)
    if q.percent:
        return _share(s, q)
    if is_name(s, q):
        return None
    return _points(s, q) or _compound(s, q) or _counted(s, q)


def _share(s: Sentence, q) -> Figure | None:
    """A share of GDP: "4.7 percent of GDP"."""
    after = [h for h in s.of("context:gdp") if 0 <= s.tokens.starts[h.first] - q.end <= 40]
    if not after:
        return None
    cue = (*s.span(after[0]), after[0].entry.id)
    return figure_of(s, q, "funding", "percent", "share", unit_cue=cue)


def _points(s: Sentence, q) -> Figure | None:
    """The points of a plan: "a 28-point draft", "Kyiv's 20-pointer"."""
    point = POINT.match(s.text, q.end)
    if not point or q.low != q.high or not 2 <= q.low < 200:
        return None
    first, last = s.token(q.start), s.token(point.end() - 1)
    unit = s.covered("unit", last)
    words, before = s.tokens.words, s.tokens.words[first - 1] if first else "."
    if unit is None or unit.entry.kind != "point" or polled(s, first - NEAR, last + NEAR):
        return None
    # "a six-point consensus": a text, unless it is a lead or a loss
    margin = not s.words("margin").isdisjoint(words[last + 1 : last + 2] or ["margin"])
    written = point.group().lower().endswith("pointer") or point.group()[0] == "-" and not margin
    named = any(h.entry.id == "plan.version" and abs(h.first - first) <= FAR for h in s.of("role"))
    # "Washington's 28 points", "in thirteen points", "drew up the 28 points"
    owned = before == "'s" or s.covered("actor", first - 1)
    told = q.low >= 3 and before in s.words("telling_points")
    told = told and s.words("scoring").isdisjoint(words)
    if not (named or written or owned or told or any(f.theme == "plan" for f in s.figures)):
        return None
    cue = (point.start(), point.end(), "unit.point")
    return figure_of(s, q, "plan", "point", "point", end=point.end(), unit_cue=cue)


def _compound(s: Sentence, q) -> Figure | None:
    """ "an 800,000-strong army"."""
    found = s.book.pattern(COMPOUND).match(s.text, q.end)
    if not found:
        return None
    cue = (found.start(), found.end(), "unit.compound")
    return figure_of(s, q, "force", "person", "person", end=found.end(), unit_cue=cue)


def _counted(s: Sentence, q) -> Figure | None:
    """The noun behind the number, if it is one of ours."""
    noun = counted_noun(s, q)
    if noun is None or noun.entry.kind == "point" or _nothing(s, q, noun):
        return None
    entry, at, cue = noun.entry, (noun.first, noun.last), (*s.span(noun), f"unit.{noun.entry.id}")
    unit = entry.id.split(".")[0]
    return figure_of(s, q, "force", unit, entry.kind, noun=at, unit_role=entry.role, unit_cue=cue)


def _nothing(s: Sentence, q, noun: Hit) -> bool:
    """Whether a number with a noun counts nothing of ours: a year, one thing, residents."""
    entry, before = noun.entry, s.tokens.words[s.token(q.start) - 1]
    if q.low == q.high == 1 and not entry.theme and not one_of_list(s, q, entry.kind):
        lost = any(h.entry.gives in ("casualties", "strike") for h in s.of("role"))
        if entry.kind in ("event", "formation") or entry.weak or not lost:
            return True
    if YEAR.fullmatch(s.text[q.start : q.end]):
        if noun.first > s.token(q.end - 1) + 1 or before in s.words("year_before"):
            return True
    if entry.weak and q.high >= 10 * MANY and not s.words("in_need").isdisjoint(s.tokens.words):
        return True
    weak = entry.weak or entry.id == "person.national" and (q.high >= MANY or polled(s))
    # "two retired generals argue"
    argue = q.high <= FEW and s.covered("attribution:reporting", noun.last)
    return bool(weak and not force_near(s, noun, q) or argue)


def one_of_list(s: Sentence, q, kind: str) -> bool:
    """ "five officers and one soldier"; "two launchers; Athens was asked for one battery"."""
    first, near = s.token(q.start), [f for f in s.figures[-1:] if f.theme == "force" and f.noun]
    joined = s.tokens.words[first - 1] in ("and", ",")
    return any(
        joined and first - f.noun[1] <= 1 or kind == f.kind in ("weapon", "formation") for f in near
    )


def _currency(s: Sentence, q) -> tuple[str, tuple[int, int, str]]:
    """The currency and its cue; "kr. 9.4bn" is Danish where the sentence names Danes only."""
    start, end = q.currency_span
    cue = (start, end, f"currency.{q.currency}")
    entry = s.book.get("currency", q.currency)
    if s.text[start:end].strip(" -\u00a0").lower() not in entry.shared:
        return q.currency, cue
    named = {hit.entry.id: hit for hit in s.of("actor")}
    if named.keys() & set(entry.states):
        return q.currency, cue
    for other in s.book.all("currency"):
        for state in other.states:
            if state in named:
                return other.id, (*s.span(named[state]), f"currency.{other.id}")
    return q.currency, cue


def _brackets(s: Sentence) -> None:
    """Mark bracketed conversions and the second half of a change."""
    for before, after in zip(s.figures, s.figures[1:], strict=False):
        between = s.text[before.end : after.start]
        opened = re.match(r"\s*\([^)]*$", between) and len(between) < 40
        if opened and before.kind == after.kind == "money" and before.unit != after.unit:
            after.bracketed = True
        if re.fullmatch(r"\s+to\s+(?:\w+\s+){0,2}", between) and before.theme == after.theme:
            after.change = True
