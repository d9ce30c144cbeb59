"""What a claim speaks of, as far as its sentence says: names, topic words, text, time."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache

from text_to_num import alpha2digit

from workbench.codebook import Codebook
from workbench.compare.concepts import concepts
from workbench.compare.moments import fill_time
from workbench.compare.names import Sentence, name_at, read, stem
from workbench.compare.texts import Plan, plan
from workbench.text import sentences

PHASE = r"\b({compare_phase}) the (\w+)"
NIGHT = r"\bnight (?:to|on) ({compare_calendar})\b"
SOURCE = r"(?i), {compare_source}\b"
TURN = r"\b({compare_turn}) ({compare_season})\b"
MEMBER = re.compile(r"[,;—]|\b(?:and|while|but)\b")
ORDINAL = re.compile(r"\d(?:st|nd|rd|th)\b|(?:fth|nth|xth|rth|hth|tieth|first|second|third)\b")
COUNTED = re.compile(r"\b(\d+)(?:st|nd|rd|th)\b")
CLAUSE = 16  # words on each side of a figure that may say that it is a part or the whole
# Words before and behind a number that can tell whom it counts.
BEFORE, BEHIND = 8, 7


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
    role: str
    sure: bool  # the role stands on a cue, not on a default
    low: float
    high: float
    unit: str
    qualifier: str
    modality: str
    actors: frozenset[str]
    beneficiaries: frozenset[str]
    purpose: str | None
    instrument: str | None
    period: str | None
    speaker: str | None
    published: date | None
    names: frozenset[str] = frozenset()
    topic: frozenset[str] = frozenset()
    noun: frozenset[str] = frozenset()
    plan: Plan | None = None
    years: frozenset[int] = frozenset()
    when: tuple[date, date] | None = None
    rate: str | None = None
    times: int | None = None
    part: bool = False
    whole: bool = False
    future: bool = False
    downed: bool = False
    headline: bool = False
    superseded: bool = False
    holder: str | None = None
    than: str | None = None  # the figure that this one is "slightly higher" than
    ordinals: frozenset[str] = frozenset()
    increment: bool = False
    turns: dict[str, str] = field(default_factory=dict)

    @property
    def amount(self) -> tuple[float, float, str]:
        """Bounds and qualifier; a ceiling's own "at most" does not stretch it."""
        own = self.role == "cap" and self.qualifier == "at_most"
        return self.low, self.high, "exact" if own else self.qualifier

    @property
    def money(self) -> tuple[float, float, str, str]:
        return *self.amount, self.unit


def describe(
    c: Statement, told: list[dict], book: Codebook, known: frozenset[str], others=()
) -> None:
    """Fill in what the sentence says of the claim's subject.

    ``others`` are the places in the document of the sentence's other figures of its theme.
    """
    s = read(c.sentence, book)
    words, starts = s.tokens.words, s.tokens.starts
    here = c.start - c.sentence_start, c.end - c.sentence_start
    out = _reporting(s, here, told, c.sentence_start, book)
    stop = book.words("compare_stop")
    names, topic, tellers = set(), set(), set()
    one_thing = concepts(words, book)
    calendar, outside = book.words("compare_calendar"), book.words("compare_outside")
    head = sentences.filed(c.sentence)
    for k, word in enumerate(words):
        at = starts[k]
        if here[0] <= at < here[1] or at < head:
            continue
        name = name_at(s, k, known)
        if out[0] <= at < out[1]:
            tellers.add(name)
            continue
        if name and k and words[k - 1] in outside:
            continue  # "Outside the Union, Britain has immobilised ..."
        if name:
            names.add(name)
        elif k in one_thing:
            topic.add(one_thing[k])
        elif word.isalpha() and len(word) > 2 and word not in stop and word not in calendar:
            topic.add(stem(word))
    own = _own_names(s, c, here, others, known) if others else set()
    names = own or names
    # "58 of its jets fly, Orlania's air chief insists": whoever tells it speaks of himself
    if not names and ("its" in words or c.role in ("strength", "budget")):
        names = tellers - {None}
    c.names = frozenset(names) | c.actors | c.beneficiaries
    c.topic = frozenset(topic)
    plain = [w for k, w in enumerate(words) if w != "alone" or not (k and k - 1 in s.actors)]
    line = f" {' '.join(plain)} "
    near = _near(s, here, book)
    c.part = any(f" {p} " in near for p in book.words("compare_part"))
    c.whole = any(f" {p} " in near for p in book.words("compare_whole"))
    c.ordinals = _ordinals(c.sentence)
    c.increment = _increment(s, here, book)
    c.future = any(f" {p} " in line for p in book.words("compare_future"))
    c.downed = any(w in book.words("downing") for w in words)
    c.whole = c.whole or _combined(s, here)
    if c.unit == "person":
        c.noun = _noun(s, here, book, 0 if c.role == "casualties" else BEFORE)
    hurt = {stem(w) for w in book.words("compare_hurt")}
    if c.role == "casualties" and not c.whole:
        c.noun |= hurt & {stem(w) for w in words}  # also where it stands before the number
    if c.whole:
        c.noun -= {stem(w) for w in book.words("compare_hurt")}
    c.turns = {m[2]: m[1] for m in book.pattern(TURN).finditer(line)}
    c.turns |= {f"{m[2]}.": m[1] for m in book.pattern(PHASE).finditer(line)}
    if night := book.pattern(NIGHT).search(line):
        c.turns["night"] = night[1]
    c.holder = _holder(s, here, known, out)
    c.plan = plan(s, here, book, known)
    if c.theme != "plan" and c.plan and not c.plan.owners:
        c.plan = None  # "accepting terms" is nobody's text
    if c.theme == "plan" and c.actors:
        found = c.plan or Plan(frozenset(), frozenset(), frozenset())
        c.plan = found if found.owners else replace(found, owners=c.actors)
    elif c.theme == "plan" and (c.plan is None or not (c.plan.owners or c.plan.words)):
        first = _subject(s, here, known)  # "The Vatican has put 7 points on paper for Kaldria"
        if first:
            c.plan = Plan(frozenset({first}), c.names - {first}, frozenset())
    fill_time(c, s, book)


def _own_names(s: Sentence, c: Statement, here, others, known) -> set[str]:
    """Names in a figure's own member of a list: "Japan holds $30bn, Britain £25bn"."""
    before = max((b - c.sentence_start for a, b in others if b <= c.start), default=0)
    behind = min((a - c.sentence_start for a, b in others if a >= c.end), default=len(s.text))
    first = _cut(s.text, before, here[0]) if before else 0
    last = _cut(s.text, here[1], behind) if behind < len(s.text) else behind
    spans = enumerate(s.tokens.starts)
    return {n for k, at in spans if first <= at < last and (n := name_at(s, k, known))}


def _cut(text: str, start: int, end: int) -> int:
    """Where one member of a list ends and the next begins: the last comma or "and" between."""
    cuts = [m.start() for m in MEMBER.finditer(text, start, end)]
    return cuts[-1] if cuts else start


def _increment(s: Sentence, here, book: Codebook) -> bool:
    """ "€3bn more than planned", "5,000 soldiers more": a difference, not an amount."""
    behind = bisect_left(s.tokens.starts, here[1])
    return bool({*s.tokens.words[behind : behind + 2]} & book.words("compare_difference"))


def _subject(s: Sentence, here, known) -> str | None:
    """The first name of the sentence, where it stands before the figure."""
    found = (name_at(s, k, known) for k, at in enumerate(s.tokens.starts) if at < here[0])
    return next((n for n in found if n), None)


def _reporting(s: Sentence, here, told, offset: int, book: Codebook) -> tuple[int, int]:
    """The clause that says who says so: its names are no part of the subject."""
    texts = book.words("compare_text") | book.words("compare_budget")
    cued = [q for q in told if q["label"] in ("attribution", "speaker") and q["end"] > q["start"]]
    behind = [q for q in cued if q["start"] - offset >= here[1]]
    if not behind and any(
        texts & {*q["text"].lower().split()} for q in cued if q["label"] == "speaker"
    ):
        return 0, 0  # "Moscow's draft budget puts defence at ...": what speaks is the subject
    spans = [(q["start"] - offset, _verb_end(q) - offset) for q in behind or cued]
    if not spans or max(b for _, b in spans) <= here[0]:
        told = _telling(s, here, book)
        if told != (0, 0) or not spans:
            return told
    a, b = min(x for x, _ in spans), max(y for _, y in spans)
    text = s.text
    if a >= here[1]:
        cut = text.rfind(",", here[1], a)
        brief = tuple(book.words("compare_brief"))
        close = text.find(",", b) if text[a:].lower().startswith(brief) else -1
        return (cut if cut >= 0 else a), (close if close >= 0 else len(text))
    if b <= here[0]:
        return max(0, text.rfind(",", 0, a)) if text[:a].count(",") else 0, b
    return a, a


def _verb_end(cue: dict) -> int:
    """Of "puts the dead since 2022 at" the verb alone tells; the rest is what it tells of."""
    verb = cue["text"].split(" ", 1)[0]
    return cue["start"] + len(verb) if cue["text"].endswith(" at") else cue["end"]


def _telling(s: Sentence, here, book: Codebook) -> tuple[int, int]:
    """ "..., a research group in Geneva holds": the last clause, where it ends in such a verb."""
    text = s.text.rstrip(' .!?"”')
    source = book.pattern(SOURCE).search(text, here[1])
    if source:
        close = text.find(",", source.end())
        return source.start(), close if close >= 0 else len(s.text)
    cut = text.rfind(",", here[1])
    last = text.split()[-1:]
    if cut < 0 or not last or last[0] not in book.words("compare_tells"):
        return 0, 0
    return cut, len(s.text)


def _holder(s: Sentence, here, known, out) -> str | None:
    """The name nearest before the figure, else the nearest behind it."""
    before = behind = None
    for k, at in enumerate(s.tokens.starts):
        if out[0] <= at < out[1]:
            continue
        name = name_at(s, k, known)
        if name and at < here[0]:
            before = name
        elif name and behind is None and at >= here[1]:
            behind = name
    return before or behind


def _combined(s: Sentence, here) -> bool:
    """ "632 drones and missiles": one number for two kinds."""
    at = bisect_left(s.tokens.starts, here[1])
    words = s.tokens.words[at : at + 4]
    if "and" not in words[1:3]:
        return False
    k = words.index("and")
    pair = words[k - 1 : k] + words[k + 1 : k + 2]
    return len(pair) == 2 and all(w.endswith("s") and w.isalpha() for w in pair)


def _near(s: Sentence, here, book: Codebook) -> str:
    """The words of the figure's own clause, from the full stop, colon or semicolon before it."""
    words, starts = s.tokens.words, s.tokens.starts
    at, behind = bisect_left(starts, here[0]), bisect_left(starts, here[1])
    first, last = at, behind + (words[behind : behind + 1] == [":"])
    while first > max(0, at - CLAUSE) and words[first - 1] not in ";.—":
        first -= 1
    while last < min(len(words), behind + CLAUSE) and words[last] not in ".:—":
        last += 1
    plain = [
        w
        for k, w in enumerate(words[first:last], first)
        if w != "alone" or not (k and k - 1 in s.actors)
    ]
    line = f" {' '.join(plain)} "
    for phrase in book.words("compare_no_part"):
        line = line.replace(f" {phrase} ", " ")
    return line


@lru_cache(maxsize=20_000)
def _ordinals(text: str) -> frozenset[str]:
    """ "twenty-first", "20th": which of a series the sentence speaks of."""
    if not ORDINAL.search(text):
        return frozenset()
    return frozenset(COUNTED.findall(alpha2digit(text, "en")))


def _noun(s: Sentence, here, book: Codebook, before: int) -> frozenset[str]:
    """Which force: the words beside the figure that set a branch or a class of people apart."""
    groups, held = book.words("compare_branch"), book.words("same_captive")
    at = bisect_left(s.tokens.starts, here[0])
    behind = bisect_left(s.tokens.starts, here[1])
    first = at
    while first > max(0, at - before) and s.tokens.words[first - 1] not in ":;—":
        first -= 1
    found = set()
    words = s.tokens.words
    for k in range(first, min(behind + BEHIND, len(words))):
        if k in s.actors or words[k - 2 : k + 1] == ["men", "and", "women"]:
            continue
        if words[k] in groups or words[k] in held:
            found.add("captive" if words[k] in held else stem(words[k]))
    return frozenset(found)
