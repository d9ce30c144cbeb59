"""What a claim speaks of, as far as its sentence says: names, topic words, text, time."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import lru_cache

from text_to_num import alpha2digit, text2num

from workbench import cues, dates, sentences
from workbench.codebook import Codebook

# The first five letters stand for a word: "defence" and "defensive", "spend" and "spending".
STEM = 5
TURN = r"\b({compare_turn}) ({compare_season})\b"
YEARLY = re.compile(r"\b(?:each|every) (?:of the (?:\w+ )?)?years?\b", re.IGNORECASE)
MEMBER = re.compile(r"[,;—]|\b(?:and|while|but)\b")
MARKS = ("earlier", "later")
ORDINAL = re.compile(r"\d(?:st|nd|rd|th)\b|(?:fth|nth|xth|rth|hth|tieth|first|second|third)\b")
COUNTED = re.compile(r"\b(\d+)(?:st|nd|rd|th)\b")
CLAUSE = 16  # words on each side of a figure that may say that it is a part or the whole
# Words before and behind a number that can tell whom it counts.
BEFORE, BEHIND = 8, 7
YEAR = re.compile(r"\b(?:19|20)\d\d\b")
DATED = r"(?i)\b(?:19|20)\d\d\b|\b{compare_month}|day\b|{compare_time}"


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


@dataclass(frozen=True, slots=True)
class Plan:
    """A text that a sentence names: whose, about what, and the words before its noun."""

    owners: frozenset[str]
    about: frozenset[str]
    words: frozenset[str]
    counter: bool = False
    mark: str = ""  # "earlier" of the first draft, "later" of the revised one

    def same(self, other: Plan, book: Codebook) -> bool:
        """Whether two mentions can mean one text, and something says that they do."""
        if self.counter != other.counter or rival(self.about, other.about, book):
            return False
        if self.mark and other.mark and self.mark != other.mark:
            return False
        if len(self.words & other.words) > 1:
            return True
        if self.owners and other.owners:
            return bool(meet(self.owners, other.owners, book))
        if self.words & other.words:
            return True
        return False


def stem(word: str) -> str:
    """The stem of a word, crudely.

    >>> stem("defensive"), stem("defence"), stem("needs")
    ('defen', 'defen', 'need')
    """
    return word[:STEM] if len(word) > STEM else word.rstrip("s") if len(word) > 3 else word


@lru_cache(maxsize=64)
def _members(book: Codebook) -> dict[str, frozenset[str]]:
    return {a.id: frozenset(a.members) for a in book.all("actor") if a.members}


def widen(names: frozenset[str], book: Codebook) -> frozenset[str]:
    """Names with the members of those that are unions of others."""
    more = _members(book)
    return names.union(*(more[n] for n in names if n in more)) if more else names


def meet(a: frozenset[str], b: frozenset[str], book: Codebook) -> frozenset[str]:
    """Names that two sets share, a union meeting its members."""
    return (widen(a, book) & b) | (a & widen(b, book))


def rival(a: frozenset[str], b: frozenset[str], book: Codebook) -> bool:
    """Whether each set names somebody whom the other leaves out.

    >>> from workbench import codebook
    >>> book = codebook.load()
    >>> rival(frozenset({"Kharkiv", "ukraine"}), frozenset({"Ternopil", "ukraine"}), book)
    True
    >>> rival(frozenset({"europe", "ukraine"}), frozenset({"france", "ukraine"}), book)
    False
    """
    if a <= b or b <= a:
        return False
    return bool(a - widen(b, book) - _wide_in(a, b, book)) and bool(
        b - widen(a, book) - _wide_in(b, a, book)
    )


def _wide_in(a, b, book) -> frozenset[str]:
    """Unions in ``a`` that have a member in ``b``."""
    more = _members(book)
    return frozenset(n for n in a if n in more and more[n] & b)


@dataclass(slots=True)
class Sentence:
    """A sentence read once: tokens, actors by token, capitalised words by token."""

    text: str
    tokens: cues.Tokens
    actors: dict[int, str]
    # token: whether it stands inside the sentence or has a 's; None for an opening word that may
    # be a name, if it is nowhere written small
    capitals: dict[int, bool | None]


@lru_cache(maxsize=20_000)
def read(text: str, book: Codebook) -> Sentence:
    """Tokens and names of a sentence."""
    tokens = cues.tokenise(text)
    actors = {}
    for hit in cues.matcher(book, "actor").find(text, tokens):
        for k in range(hit.first, hit.last):
            actors[k] = hit.entry.id
    calendar, stop = book.words("compare_calendar"), book.words("compare_stop")
    capitals = {}
    words = tokens.words
    for k, word in enumerate(words):
        first = text[tokens.starts[k]]
        if k in actors or not first.isupper() or len(word) < 3 or word in calendar:
            continue
        if word in stop:
            continue
        opening = k == 0 or words[k - 1] in '.:!?"' or words[k - 1] == "-" and k < 8
        behind = words[k + 1] if k + 1 < len(words) else ""
        owned = behind in ("'s", "'")
        capitals[k] = not opening or owned or (_acts(word, behind, book) and None)
    return Sentence(text, tokens, actors, capitals)


def _acts(word: str, behind: str, book: Codebook) -> bool:
    """Whether a capitalised word that opens a sentence stands like a name before its verb."""
    if word in book.words("compare_stop") or word.endswith(("s", "ing", "ed", "ly")):
        return False
    if behind in book.words("compare_verb") or behind == ",":
        return True
    verb = behind.endswith(("ed", "s")) and len(behind) > 3
    return verb and behind not in book.words("compare_no_verb")


def lexicon(texts, book: Codebook) -> frozenset[str]:
    """Words that are names: capitals inside a sentence, or before a verb, never written small."""
    known, perhaps, small = set(), set(), set()
    for text in texts:
        s = read(text, book)
        words = s.tokens.words
        known.update(words[k] for k, inside in s.capitals.items() if inside)
        perhaps.update(words[k] for k, inside in s.capitals.items() if inside is None)
        small.update(w for w, at in zip(words, s.tokens.starts, strict=True) if text[at].islower())
    return frozenset(known | perhaps - small)


def name_at(s: Sentence, k: int, known: frozenset[str]) -> str | None:
    """The actor or the name at a token."""
    if k in s.actors:
        return s.actors[k]
    if k in s.capitals and (s.capitals[k] or s.tokens.words[k] in known):
        return s.tokens.words[k]
    return None


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
    head = sentences.filed(c.sentence)
    for k, word in enumerate(words):
        at = starts[k]
        if here[0] <= at < here[1] or at < head:
            continue
        name = name_at(s, k, known)
        if out[0] <= at < out[1]:
            tellers.add(name)
            continue
        if name:
            names.add(name)
        elif word.isalpha() and len(word) > 2 and word not in stop:
            topic.add(stem(word))
    own = _own_names(s, c, here, others, known) if others else set()
    names = own or names
    # "58 of its jets fly, Orlania's air chief insists": whoever tells it speaks of himself
    if not names and "its" in words:
        names = tellers - {None}
    c.names = frozenset(names) | c.actors | c.beneficiaries
    c.topic = frozenset(topic)
    plain = [w for k, w in enumerate(words) if w != "alone" or not (k and k - 1 in s.actors)]
    line = f" {' '.join(plain)} "
    near = _near(s, here)
    c.part = any(f" {p} " in near for p in book.words("compare_part"))
    c.whole = any(f" {p} " in near for p in book.words("compare_whole"))
    c.ordinals = _ordinals(c.sentence)
    c.increment = _increment(s, here, book)
    c.future = any(f" {p} " in line for p in book.words("compare_future"))
    c.downed = any(w in book.words("downing") for w in words)
    if any(w in book.words("compare_rebuild") for w in words):
        c.topic |= {"=rebuild"}
    c.whole = c.whole or _combined(s, here)
    if c.unit == "person":
        c.noun = _noun(s, here, book, 0 if c.role == "casualties" else BEFORE)
    if "captive" in c.noun:
        c.topic |= {"=captive"}
    if c.whole:
        c.noun -= {stem(w) for w in book.words("compare_hurt")}
    c.turns = {m[2]: m[1] for m in book.pattern(TURN).finditer(line)}
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
    _time(c, s, book)


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
    if any(texts & {*q["text"].lower().split()} for q in told if q["label"] == "speaker"):
        return 0, 0  # "Moscow's draft budget puts defence at ...": what speaks is the subject
    spans = [
        (q["start"] - offset, q["end"] - offset)
        for q in told
        if q["label"] in ("attribution", "speaker") and q["end"] > q["start"]
    ]
    if not spans:
        return 0, 0
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


def _near(s: Sentence, here) -> str:
    """The words of the figure's own clause, from the full stop, colon or semicolon before it."""
    words, starts = s.tokens.words, s.tokens.starts
    at, behind = bisect_left(starts, here[0]), bisect_left(starts, here[1])
    first, last = at, behind
    while first > max(0, at - CLAUSE) and words[first - 1] not in ";.—":
        first -= 1
    while last < min(len(words), behind + CLAUSE) and words[last] not in ".—":
        last += 1
    plain = [
        w
        for k, w in enumerate(words[first:last], first)
        if w != "alone" or not (k and k - 1 in s.actors)
    ]
    return f" {' '.join(plain)} "


@lru_cache(maxsize=20_000)
def _ordinals(text: str) -> frozenset[str]:
    """ "twenty-first", "20th": which of a series the sentence speaks of."""
    if not ORDINAL.search(text):
        return frozenset()
    return frozenset(COUNTED.findall(alpha2digit(text, "en")))


def _noun(s: Sentence, here, book: Codebook, before: int) -> frozenset[str]:
    """Which force: the words beside the figure that set a branch or a class of people apart."""
    groups, held = book.words("compare_branch"), book.words("compare_captive")
    at = bisect_left(s.tokens.starts, here[0])
    behind = bisect_left(s.tokens.starts, here[1])
    first = at
    while first > max(0, at - before) and s.tokens.words[first - 1] not in ":;—":
        first -= 1
    near = s.tokens.words[first : behind + BEHIND]
    return frozenset("captive" if w in held else stem(w) for w in near if w in groups or w in held)


def plan(s: Sentence, here, book: Codebook, known) -> Plan | None:
    """The plan, draft or text nearest to the figure, with its owners."""
    nouns = book.words("compare_text")
    words, starts = s.tokens.words, s.tokens.starts
    best = None
    for k, word in enumerate(words):
        if word in nouns and not s.capitals.get(k):
            gap = here[0] - starts[k] if starts[k] < here[0] else (starts[k] - here[1]) * 1.2
            if best is None or gap < best[0]:
                best = gap, k
    if best is None:
        return None
    k = best[1]
    edges, stop = book.words("compare_edge"), book.words("compare_stop")
    articles, passed = book.words("article"), book.words("compare_passed")
    by, on = book.words("compare_by"), book.words("compare_on")
    owners, about, before = set(), set(), set()
    counter = False
    first = k
    while first > 0 and k - first < 8:
        word = words[first - 1]
        if word in edges:
            break
        first -= 1
        if word in articles:
            break
    for i in range(first, k):
        word = words[i]
        name = name_at(s, i, known)
        if name:
            owners.add(name)
        elif word == "counter":
            counter = True
        elif word.isalpha() and len(word) > 2 and word not in stop and word not in nouns:
            before.add(stem(word))
    counter = counter or words[k].startswith("counter")
    side = owners
    for i in range(k + 1, min(k + 12, len(words))):
        word = words[i]
        if word in by:
            side = owners
        elif word in on:
            side = about
        elif name := name_at(s, i, known):
            side.add(name)
        elif side is owners and words[i - 1] in by | {"the"} and word not in stop:
            before.add(stem(word))  # "the roadmap of the bishops"
        elif word in ("that", "which") and words[i - 1] in nouns:
            side = owners
        elif word not in passed:
            break
    if not (owners or before):
        return None
    told = {*words[first:k]}
    mark = next((m for m in MARKS if told & book.words(f"compare_{m}_draft")), "")
    return Plan(frozenset(owners), frozenset(about), frozenset(before), counter, mark)


def _time(c: Statement, s: Sentence, book: Codebook) -> None:
    """Years that the amount is for, the day it was measured, its rate and its multiplier."""
    told = sorted({int(y) for y in YEAR.findall(c.period or "")})
    years = set(range(told[0], told[-1] + 1)) if told else set()
    here = c.start - c.sentence_start
    best = None
    if book.pattern(DATED).search(c.sentence):
        deadline = book.words("compare_deadline")
        for m in _dates(c.sentence, c.published):
            before = c.sentence[: m.start].lower().split()[-1:]
            if m.from_ is None or m.start <= here < m.end or not deadline.isdisjoint(before):
                continue
            a, b = date.fromisoformat(m.from_), date.fromisoformat(m.to)
            if (b - a).days >= 360:
                if not c.period or not YEAR.search(c.period):
                    years.update(range(a.year, min(b.year, a.year + 9) + 1))
                continue
            gap = abs(m.start - here)
            if best is None or gap < best[0]:
                best = gap, a, b
    c.years = frozenset(years)
    c.when = best[1:] if best else None
    c.rate = c.period if (c.period or "").startswith("per_") else None
    if c.rate is None and YEARLY.search(c.sentence):
        c.rate = "per_year"
    c.times = _times(s, book) or (len(years) if len(years) > 1 else None)


@lru_cache(maxsize=20_000)
def _dates(text: str, published: date | None) -> tuple:
    return tuple(dates.find(text, published))


def _times(s: Sentence, book: Codebook) -> int | None:
    """ "over six years", "for six years", "two-year": how many years the whole runs."""
    words, years = s.tokens.words, book.words("compare_years")
    for k, word in enumerate(words):
        if word in years and k:
            j = k - 2 if words[k - 1] == "-" else k - 1
            if j >= 0:
                w = words[j]
                n = int(w) if w.isdigit() and len(w) < 3 else _small(w, book)
                if n and n > 1:
                    return n
    return None


def _small(word: str, book: Codebook) -> int | None:
    """A number word: "six"."""
    if word not in book.get("word", "number").match:
        return None
    return int(text2num(word, "en"))


def moment(c: Statement) -> tuple[date, date] | None:
    """When the figure held: the time that its sentence gives, else the day of publication."""
    if c.when:
        return c.when
    if len(c.years) == 1 and not c.rate:
        (year,) = c.years
        return date(year, 1, 1), date(year, 12, 31)
    return (c.published, c.published) if c.published else None


def apart(x: Statement, y: Statement) -> timedelta | None:
    """How far apart in time two figures held; None where it is not known."""
    a, b = moment(x), moment(y)
    if a is None or b is None:
        return None
    return max(a[0], b[0]) - min(a[1], b[1])
