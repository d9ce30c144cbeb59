"""A text cut into tokens, and the classes of each: what the patterns of dates are written in."""

import re
from collections import defaultdict
from typing import Any, NamedTuple

from workbench.codebook import Codebook

# A plain word; an address or a file name; dates in digits; times, quarters, numbers; anything else.
LEXER = re.compile(
    r"[^\S\n]*(?:[^\W\d_]+(?![\w./:@=#-])"
    r"|(?:https?:|www\.)\S+|\w[\w.-]*\.[a-z]{2,}/\S*|\w*[^\W_][_=@#]\w\S*|[\w-]*\d\.[a-z]{2,5}\b(?!\.\w)"
    r"|\d{4}(?:-\d\d-|/\d\d/|\.\d\d\.)\d\d(?:(?!\w|\.\d)|(?=T\d\d))"
    r"|\d{1,2}(?:-\d{1,2}-|/\d{1,2}/|\.\d{1,2}\.)(?:\d{4}|\d\d)(?!\w|[/.-]\d)"
    r"|\d{1,2}:\d\d(?::\d\d)?(?:[ap]m)?(?!\w)|[QqHh][1-4](?![^\W_])|[1-4][QqHh](?![^\W\d_])|FY(?=\d)"
    r"|\d{1,3}(?:,\d{3})+(?:st|nd|rd|th)?(?!\w)|\d+[.,]\d+(?!\w)|\d+(?:st|nd|rd|th|0s|s)?(?![^\W_])"
    r"|\w+|\n|\S)"
)
# Classes of tokens with digits, the first shape that fits.
SHAPES = [
    (re.compile(shape), frozenset(classes.split()))
    for shape, classes in {
        r"\d\d?": "num small", r"1\d{3}|2[01]\d\d": "year", r"\d[\d,]*": "num big",
        r"[\d,]+(?:st|nd|rd|th)": "ord", r"[12]\d\d0s": "decade", r"\d0s": "decade2",
        r"q[1-4]|[1-4]q": "quarter", r"h[1-4]|[1-4]h": "half",
        r"\d{4}[-/.]\d\d[-/.]\d\d": "iso", r"\d\d?[-/.]\d\d?[-/.]\d+": "dmy",
        r"\d+:[\d:apm]+": "clock", r"\d+[.,]\d+": "decimal", r".*": "skip",
    }.items()
]  # fmt: skip
SIGNS = {c: c for c in ",.-_/'&%()"} | dict.fromkeys("–‐‑−", "-") | dict.fromkeys("$€£¥₴₽₹", "$")
SIGNS |= {"—": "_", "’": "'", "‘": "'", "\n": "break", "©": "copyright"}
# One token of each kind, so that every set of classes is known before a text is read.
SAMPLES = [f"{n:02}" for n in range(100)] + [str(n) for n in range(10)] + list(SIGNS)
SAMPLES += (
    "100 200 1000 1100 1300 1985 2000 2150 3000 2.5 1,000 9:30 1st 7th 31st 32nd 1990s".split()
)
SAMPLES += "90s 2025-01-01 1/2/2025 Q3 H1 x1 FY 1,000th zzz Zzz ZZZ Z z ; ^".split()
NUMBERS = {c for _, classes in SHAPES for c in classes} | {"day", "yy", "round", "dayord", "nth"}
KEPT = 50_000  # spellings remembered


class Token(NamedTuple):
    """A token or what was matched: ``value`` by class for words, else a number or expression."""

    start: int
    end: int
    value: Any
    word: str


class Words:
    """The classes of every word of a codebook's calendar, and a tag for every set of classes."""

    def __init__(self, book: Codebook, literal: set[str]):
        self.sets: dict[str, frozenset[str]] = defaultdict(frozenset)
        self.values: dict[str, dict[str, Any]] = defaultdict(dict)
        self.members: dict[str, set[str]] = defaultdict(set)
        for e in book.all("wordset"):
            if e.id.startswith("date_"):
                self.sets[e.id.removeprefix("date_")] = frozenset(e.match)
        for e in book.all("calendar"):
            for word, value in e.values.items():
                self.values[word][e.id] = value
                self.members[word].add(e.id)
        for name, words in self.sets.items():
            for word in words:
                self.members[word].add(name)
        self.classes = NUMBERS.union({"word", "cap", "low", "up", "break"}, *self.members.values())
        self.literal = literal
        self.tags: dict[frozenset[str], str] = {}
        self.having: dict[str, set[str]] = defaultdict(set)
        self.spellings: dict[str, tuple[str, Any, str, int]] = {}
        for word in sorted(literal | set(self.members)) + SAMPLES:
            for cased in {word, word.capitalize(), word.upper()}:
                self._spell(cased), self._spell(" " + cased)

    def tag(self, classes) -> str:
        """The character that stands for a set of classes."""
        key = frozenset(classes)
        if key not in self.tags:
            self.tags[key] = chr(0x4E00 + len(self.tags))
            for name in (*key, "any"):
                self.having[name].add(self.tags[key])
        return self.tags[key]

    def tokens(self, text: str, start: int, stop: int) -> tuple[str, list[Token]]:
        """Tags as one string, and the token behind each."""
        tags, items, new, known = [], [], tuple.__new__, self.spellings
        for raw in LEXER.findall(text, start, stop):
            tag, value, low, size = known.get(raw) or self._spell(raw)
            tags.append(tag)
            start += len(raw)
            items.append(new(Token, (start - size, start, value, low)))
        return "".join(tags), items

    def _spell(self, raw: str) -> tuple[str, Any, str, int]:
        """Tag, value, lower case and length of a token by its spelling alone."""
        if len(self.spellings) >= KEPT:
            self.spellings.clear()
        word = raw.lstrip() or "\n"
        low, value = word.lower(), None
        if word in SIGNS:
            classes = {SIGNS[word]}
        elif word.isalpha():
            classes, value = self._word(word, low), self.values.get(low)
        else:
            classes, value = _number(low)
        if raw[0] == word[0]:
            classes = classes | {"~"}
        found = self.spellings[raw] = self.tag(classes), value, low, len(word)
        return found

    def _word(self, word: str, low: str) -> set[str]:
        case = {"low"} if word[0].islower() else {"cap", "up"} if word.isupper() else {"cap"}
        classes = {"word", *case, *self.members.get(low, ())}
        if low in self.literal:
            classes.add("=" + low)
        if case == {"low"} and low in self.sets["capital"]:
            classes -= {"month", "month_short", "weekday_short", "tricky"}
        return classes


def _number(low: str) -> tuple[set[str], Any]:
    """Classes and value of a token that is no word."""
    classes = set(next(known for shape, known in SHAPES if shape.fullmatch(low)))
    if classes & {"iso", "dmy"}:
        return _digits(low, classes)
    if classes & {"clock", "decimal", "skip"}:
        return classes, low
    digits = "".join(c for c in low if c.isdecimal())
    n = int(digits) if len(digits) < 10 else 0
    more = {
        "day": "small" in classes and 0 < n < 32, "yy": "small" in classes and len(digits) == 2,
        "dayord": "ord" in classes and 0 < n < 32, "nth": "ord" in classes and 0 < n < 6,
        "round": "year" in classes and (n % 100 == 0 or n < 1400 or n > 2100),
    }  # fmt: skip
    return classes | {c for c, holds in more.items() if holds}, n + 1900 * ("decade2" in classes)


def _digits(low: str, classes: set[str]) -> tuple[set[str], Any]:
    """2025-12-19 as (2025, 12, 19), 19/12/25 as (19, 12, 2025, "/")."""
    a, sign, b, _, c = re.split("([-./])", low)
    if "iso" in classes:
        return (
            (classes, (int(a), int(b), int(c)))
            if 0 < int(b) < 13 and 0 < int(c) < 32
            else ({"skip"}, low)
        )
    first, second, year = int(a), int(b), short_year(int(c))
    good = 0 < first < 32 and 0 < second < 32 and min(first, second) < 13
    if not good or len(c) == 2 and sign == "-":
        return {"skip"}, low  # 12-10-25 is more often a number of something
    return classes, (first, second, year, sign)


def short_year(number: int) -> int:
    """The year that two digits stand for."""
    return number if number > 99 else number + (2000 if number < 50 else 1900)
