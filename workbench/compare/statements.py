"""What a claim speaks of, as far as its sentence says: names, topic words, text, time."""

import re
from bisect import bisect_left
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from workbench.codebook import Codebook
from workbench.compare.moments import fill_time
from workbench.compare.names import Sentence, concepts, name_at, read, stem
from workbench.compare.texts import Plan, plan, subject_of

MEMBER = re.compile(r"[,;—]|\b(?:and|while|but)\b")
CLAUSE = 16  # words on each side of a figure that may say that it is a part or the whole
LONG = 300  # days from which a count is no more of one event
PLACES = ("near_", "own_", "beside_", "next_", "line_")
STEPS = frozenset({"step", "piece"})
PARTS = frozenset({"part", "whole"})
NOT_APART = PARTS | {"future", "war"}
MOBILISED = "=mobilise"
BEGINS = 60  # days after the first one in which a war is told to have begun
EMPTY: frozenset = frozenset()


@dataclass(slots=True)
class Statement:
    """One claim with what its sentence tells about its subject. ``at`` is its row."""

    at: int
    doc_id: str
    start: int
    end: int
    quote: str
    sentence_start: int
    sentence: str
    theme: str
    conflict: str | None
    role: str
    low: float
    high: float
    unit: str
    qualifier: str
    modality: str
    actors: frozenset[str]
    beneficiaries: frozenset[str]
    cues: list[dict]
    period: str | None
    purpose: str | None
    speaker: str | None
    published: date | None
    names: frozenset[str] = EMPTY
    topic: frozenset[str] = EMPTY
    plan: Plan | None = None
    years: frozenset[int] = EMPTY
    when: tuple[date, date] | None = None
    rate: str | None = None
    times: int | None = None
    flags: frozenset[str] = EMPTY  # what the codebook's words near it tell: near_part, line_war
    toll: bool = False  # the dead of a whole war, not of a place or a day
    apart: frozenset[str] = EMPTY  # what tells it from other counts: shot down, a step, a piece
    headline: bool = False
    row: str = ""  # what stands on its line before it
    superseded: bool = False
    than: str | None = None  # the figure that this one is "slightly higher" than

    @property
    def amount(self) -> tuple[float, float, str]:
        """Bounds and qualifier; a ceiling's own "at most" does not stretch it."""
        own = self.role == "cap" and self.qualifier == "at_most"
        return self.low, self.high, "exact" if own else self.qualifier

    @property
    def here(self) -> tuple[int, int]:
        """Where the figure stands in its sentence."""
        return self.start - self.sentence_start, self.end - self.sentence_start

    @property
    def behind(self) -> str:
        """The sentence behind the figure, in small letters."""
        return self.sentence[self.here[1] :].lower()


def describe(c: Statement, book: Codebook, known: frozenset[str], others=()) -> None:
    """Fill in what the sentence says of the claim's subject.

    ``others`` are the places in the document of the sentence's other figures of its theme.
    """
    s = read(c.sentence, book)
    _topic(c, s, book, known, others)
    c.flags = _flags(s, c.here, _near(s, c.here, others, c.sentence_start), book)
    c.plan = plan(s, c.here, book, known)
    if c.theme == "plan":
        signed = c.plan and c.plan.words & book.words("compare_signed")
        c.plan = replace(c.plan, owners=EMPTY) if signed else _owned(c, s, known)
        if c.plan and not others and _made_into(s, c.here, book):
            c.plan = replace(c.plan, later=True)
    elif c.plan and not c.plan.owners and not any(w[0] == "=" for w in c.plan.words):
        c.plan = None  # "accepting terms" is nobody's text
    fill_time(c, s, book, _reporting(s, c))
    c.toll = _of_the_war(c, book)
    c.apart = _apart(c, s, book)


def _flags(s: Sentence, here, near: str, book: Codebook) -> frozenset[str]:
    """Word sets of which a phrase stands in the figure's clause, beside it or in its sentence."""
    words, starts = s.tokens.words, s.tokens.starts
    first, last = bisect_left(starts, here[0]), bisect_left(starts, here[1])
    line, behind = " ".join(words), " ".join(words[last : last + 3])
    beside = " ".join([*words[max(0, first - 3) : last], behind])
    at = near.find(" , ", near.find(words[first]) + 1) if first < len(words) else -1
    own = f"{near[:at]} " if at > 0 else near  # up to the comma behind the figure
    told = near, own, *(f" {text} " for text in (beside, behind, line))
    texts = dict(zip(PLACES, told, strict=True))
    flags = ((id, texts[place], phrases) for id, place, phrases in _flag_words(book))
    found = {id for id, text, phrases in flags if any(p in text for p in phrases)}
    by = book.words("compare_by_so_much") & {*words[:first][-1:]}
    return frozenset(found | {"step"} if by else found)


@lru_cache(maxsize=8)
def _flag_words(book: Codebook) -> list[tuple[str, str, list[str]]]:
    """The word sets of flags: id, where their phrases are looked for, and these."""
    sets = [(e, at) for at in PLACES for e in book.all("wordset") if e.id.startswith(at)]
    return [(e.id.removeprefix(at), at, [f" {p} " for p in e.match]) for e, at in sets]


def _apart(c: Statement, s: Sentence, book: Codebook) -> frozenset[str]:
    """What tells a count from others; where a part or the whole is told, only step and piece."""
    found = c.flags & STEPS if c.flags & PARTS else c.flags - NOT_APART
    army = c.role == "strength" and not book.words("compare_army").isdisjoint(s.tokens.words)
    return found if army or c.role == "training" else found | (c.topic & {MOBILISED})


def _of_the_war(c: Statement, book: Codebook) -> bool:
    """Whether people are the dead of a war as a whole: of no place, no day, no short time."""
    table = book.tables["actor"]
    war = book.tables["conflict"].get(c.conflict)
    sides = {n for n in c.names if n not in c.actors | c.beneficiaries}
    sides -= {*(war.theatre if war else ()), (c.conflict or "").lower()}
    placed = any(n not in table or table[n].kind == "place" for n in sides)
    short = c.when and (c.when[1] - c.when[0]).days < LONG and not _since(c, book)
    if war and war.first_day and c.when and " since " in f" {c.sentence.lower()}":
        short = (c.when[0] - war.first_day).days > BEGINS  # "since 10 May": not since it began
    whose = (c.role, c.unit) == ("casualties", "person")
    events = {*c.sentence.lower().split()} & book.words("compare_event")
    return whose and not events and bool(c.conflict) and not placed and not short


def _since(c: Statement, book: Codebook) -> bool:
    """ "Since 24 February 2022", "by the end of 2021": all until then."""
    return not book.words("compare_since").isdisjoint(c.sentence.lower().split())


def _topic(c: Statement, s: Sentence, book: Codebook, known, others) -> None:
    """Names and words of the subject; names of who tells it are none of them."""
    words, here = s.tokens.words, c.here
    first, last = _reporting(s, c)
    passed = book.words("compare_stop") | book.words("compare_calendar")
    names, topic = set(), set()
    one_thing = concepts(words, book)
    for k, word in enumerate(words):
        at = s.tokens.starts[k]
        if here[0] <= at < here[1] or first <= at < last:
            continue
        if name := name_at(s, k, known):
            names.add(name)
        elif k in one_thing:
            topic.add(one_thing[k])
        elif word.isalpha() and len(word) > 2 and word not in passed:
            topic.add(stem(word))
    names = others and _own_names(s, c, others, known) or names
    c.names = frozenset(names) | c.actors | c.beneficiaries
    c.topic = frozenset(topic)


def _made_into(s: Sentence, here, book: Codebook) -> bool:
    """ "Trimmed to 19 points", "become eleven": the text before it had another number."""
    words, at = s.tokens.words, bisect_left(s.tokens.starts, here[0])
    made = book.words("compare_made_into")
    return bool(made & {*words[max(0, at - 8) : at]}) and words[at - 1 : at] != ["from"]


def _owned(c: Statement, s: Sentence, known) -> Plan | None:
    """The plan of a number of points, with its owner."""
    found = c.plan or Plan()
    if c.actors:
        return found if found.owners else replace(found, owners=c.actors)
    if not (found.owners or found.words):  # "The Vatican has put 7 points on paper for Kaldria"
        before = bisect_left(s.tokens.starts, c.here[0])
        owners = subject_of(s, before, known)
        return Plan(owners) if owners else c.plan
    return c.plan


def _own_names(s: Sentence, c: Statement, others, known) -> set[str]:
    """Names in a figure's own member of a list: "Japan holds $30bn, Britain £25bn"."""
    before = max((b - c.sentence_start for a, b in others if b <= c.start), default=0)
    behind = min((a - c.sentence_start for a, b in others if a >= c.end), default=len(s.text))
    first = _cut(s.text, before, c.here[0]) if before else 0
    last = _cut(s.text, c.here[1], behind) if behind < len(s.text) else behind
    spans = enumerate(s.tokens.starts)
    return {n for k, at in spans if first <= at < last and (n := name_at(s, k, known))}


def _cut(text: str, start: int, end: int) -> int:
    """Where one member of a list ends and the next begins: the last comma or "and" between."""
    cuts = [m.start() for m in MEMBER.finditer(text, start, end)]
    return cuts[-1] if cuts else start


def _reporting(s: Sentence, c: Statement) -> tuple[int, int]:
    """The clause that says who says so: its names are no part of the subject."""
    here, offset = c.here, c.sentence_start
    told = (q for q in c.cues or () if q["label"] in ("attribution", "speaker"))
    spans = [(q["start"] - offset, q["end"] - offset) for q in told if q["end"] > q["start"]]
    spans = [span for span in spans if span[0] >= here[1]] or spans
    a, b = min(spans, default=(0, 0))[0], max((end for _, end in spans), default=0)
    if spans and a >= here[1]:
        return max(s.text.rfind(",", here[1], a), here[1]), len(s.text)
    return (max(0, s.text.rfind(",", 0, a)), b) if b <= here[0] else (0, 0)


def _near(s: Sentence, here, others, shift: int) -> str:
    """The words of the figure's own clause, not over another figure of its sentence."""
    words, starts = s.tokens.words, s.tokens.starts
    at, behind = bisect_left(starts, here[0]), bisect_left(starts, here[1])
    first, last = max(0, at - CLAUSE), behind + (words[behind : behind + 1] == [":"])
    ends = [bisect_left(starts, b - shift) for a, b in others if b - shift <= here[0]]
    begins = [bisect_left(starts, a - shift) for a, b in others if a - shift >= here[1]]
    first, stop = max([first, *ends]), min([len(words), behind + CLAUSE, *begins])
    while last < stop and words[last] not in ".:—":
        last += 1
    return f" {' '.join(words[first:last])} "
