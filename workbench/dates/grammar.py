"""The words and patterns of ``codebook/dates.toml``, compiled for reading.

Every token has one character, its tag, that stands for all classes it belongs to ("May": month,
tricky, cap, word, =may, and future). A slot of a pattern is the set of tags whose classes it asks
for, and a pattern is a regular expression over a string of tags.
"""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import date
from functools import cached_property, lru_cache
from typing import Any, NamedTuple

from ahocorasick_rs import AhoCorasick, Implementation

from workbench.codebook import Codebook, CodebookError, DatePattern, FiscalYear, War, expand, load

LEXER = re.compile(
    r"[^\S\n]*(?:"
    r"[^\W\d_]+(?![\w./:@=#-])|(?:https?:|www\.)\S+|\w[\w.-]*\.[a-z]{2,}/\S*|\w*[^\W_][_=@#]\w\S*|[\w-]*\d\.[a-z]{2,5}\b(?!\.\w)"
    r"|\d{4}(?:-\d\d-|/\d\d/|\.\d\d\.)\d\d(?:(?!\w|\.\d)|(?=T\d\d))"
    r"|\d{1,2}(?:-\d{1,2}-|/\d{1,2}/|\.\d{1,2}\.)(?:\d{4}|\d\d)(?!\w|[/.-]\d)"
    r"|\d{1,2}:\d\d(?::\d\d)?(?:[ap]m)?(?!\w)|[QqHh][1-4](?![^\W_])|[1-4][QqHh](?![^\W\d_])|FY(?=\d)"
    r"|\d{1,3}(?:,\d{3})+(?:st|nd|rd|th)?(?!\w)|\d+[.,]\d+(?!\w)|\d+(?:st|nd|rd|th|0s|s)?(?![^\W_])"
    r"|\w+|\n|\S)"
)
# A slot {name:classes} or {classes}, a word, a sign of regular expressions.
PIECE = re.compile(r"\{(?!\d)(?:([a-z]+(?:_\d)?):)?((?:[^{}]|\{)+?)\}|<(\w+)>|([a-z]+)|(\S)")
SAMPLES = [f"{n:02}" for n in range(100)] + [str(n) for n in range(10)]
SAMPLES += "100 200 1000 1100 1300 1985 2000 2150 3000 2.5 1,000 9:30 1st 7th 31st 32nd 1990s".split()
SAMPLES += "90s 2025-01-01 1/2/2025 Q3 3Q H1 1H x1 FY 1,000th 2000s 1000s".split()
DASHES = dict.fromkeys("–‐‑−-", "-") | {"—": "_", "’": "'", "‘": "'", "\n": "break"}
MONEY = frozenset("$€£¥₴₽₹")
# Numbers that may be part of a date: a year, an ordinal, 24.02.2022, ’22, 1990s, FY26, Q3.
DIGITS = re.compile(
    r"\d(?<!\d\d)(?:"
    r"(?<=[12])\d{3}(?!\d)|\d?(?:[./-]\d\d?[./-]\d\d|st\b|nd\b|rd\b|th\b)|(?<=[’']\d)\d(?!\d)"
    r"|(?<=\b[qhQH]\d)(?![^\W_])|(?<=\b[1-4])[qhQH]\b|(?<=[yY]\d)\d|(?<=[yY] \d)\d|\d{2}0s\b|\d?s\b"
    r"|\d{0,2},\d{3}th\b)"
)
LEFT, RIGHT, LONGEST = 36, 56, 60
FEW = 3  # names of states in a text that don't yet say which war it is about
KEPT = 50_000  # spellings remembered


class Token(NamedTuple):
    """A token or what was matched: ``value`` by class for words, else a number or expression."""

    start: int
    end: int
    value: Any
    word: str


class Pattern(NamedTuple):
    """A compiled pattern and, for each of its groups, the field and the classes asked for."""

    regex: re.Pattern
    groups: list[tuple[str, str, list[str]]]
    entry: DatePattern


class Stage(NamedTuple):
    """Patterns by the tags that they begin with."""

    begins: re.Pattern
    known: dict[str, list[Pattern]]


class Grammar:
    """The calendar of one codebook, compiled."""

    def __init__(self, book: Codebook):
        self.book = book
        self.entries = {e.id: e for e in book.all("date_pattern")}
        self.sets: dict[str, frozenset[str]] = defaultdict(frozenset)
        for e in book.all("wordset"):
            if e.id.startswith("date_"):
                self.sets[e.id.removeprefix("date_")] = frozenset(e.match)
        self.values: dict[str, dict[str, Any]] = defaultdict(dict)
        for e in book.all("calendar"):
            for word, value in e.values.items():
                self.values[word][e.id] = value
        self.members: dict[str, set[str]] = defaultdict(set)
        for word, values in self.values.items():
            self.members[word] |= set(values)
        for name, words in self.sets.items():
            for word in words:
                self.members[word].add(name)
        self.known = {name for names in self.members.values() for name in names}
        self.tags: dict[frozenset[str], str] = {}
        self.slots: dict[str, str] = {}
        self.having: dict[str, set[str]] = defaultdict(set)
        self.spellings: dict[str, tuple[str, Any, str, int]] = {}
        self._alphabet()
        self.stages = [self._stage(k) for k in range(3)]
        self._triggers()

    # -- tokens ----------------------------------------------------------------------------
    def _alphabet(self) -> None:
        """A tag for every set of classes that a token can have."""
        texts = [p for e in self.entries.values() for m in e.match for p in PIECE.findall(m)]
        literal = {p[3] for p in texts} | {w for p in texts for w in re.findall(r"[a-z]+", p[1])}
        names = [*self.sets.get("name", ()), *(n for h in self.book.all("holiday") for n in h.match)]
        literal |= {w for name in names for w in re.findall(r"[^\W\d_]+", name)}
        self.literal = literal - {""}
        for word in sorted(self.literal | set(self.members) | {"zzz", "zz", "z"}):
            for cased in (word, word.capitalize(), word.upper()):
                self._spell(cased), self._spell(" " + cased)
        for sample in [*SAMPLES, *"^,.-_/'&$%():;\n!"]:
            self._spell(sample), self._spell(" " + sample)
        for entry in self.entries.values():
            for glue in ({"~"}, set()):
                self.tag({entry.form.upper(), *entry.also, *glue})
                self.tag({"ORDINAL", "dayord", *glue}), self.tag({"HOLIDAY", *glue})

    def tag(self, classes) -> str:
        key = frozenset(classes)
        if key not in self.tags:
            self.tags[key] = chr(0x4E00 + len(self.tags))
            for name in (*key, "any"):
                self.having[name].add(self.tags[key])
        return self.tags[key]

    def _spell(self, raw: str) -> tuple[str, Any, str, int]:
        """Tag, value, lower case and length of a token by its spelling alone."""
        if len(self.spellings) >= KEPT:
            self.spellings.clear()
        word = raw.lstrip() or "\n"
        low = word.lower()
        if word[0].isdecimal() or len(word) == 2 and word[0] in "QqHh" and word[1].isdecimal():
            classes, value = _number(word, low)
        elif word[0].isalpha():
            classes, value = self._word(word, low)
        else:
            classes, value = {"$" if word in MONEY else DASHES.get(word, word)}, None
            if word[0].isalnum() or len(word) > 1:
                classes = {"skip"}
            elif not classes & set("^,.-_/'&$%():") | classes & {"break"}:
                classes = {"^"}
        if raw[0] == word[0]:
            classes = classes | {"~"}
        found = self.spellings[raw] = self.tag(classes), value, low, len(word)
        return found

    def _word(self, word: str, low: str) -> tuple[set[str], Any]:
        case = {"low"} if word[0].islower() else {"cap", "up"} if word.isupper() else {"cap"}
        if not word.isalpha():
            return {"skip"}, None
        classes = {"word", *case, *self.members.get(low, ())}
        if low in self.literal:
            classes.add("=" + low)
        if case == {"low"} and low in self.sets.get("capital", ()):
            classes -= {"month", "month_short", "weekday_short", "tricky"}
        return classes, self.values.get(low)

    def tokens(self, text: str, start: int, stop: int) -> tuple[str, list[Token]]:
        """Tags as one string, and the token behind each."""
        tags, items, new, known = [], [], tuple.__new__, self.spellings
        for raw in LEXER.findall(text, start, stop):
            tag, value, low, size = known.get(raw) or self._spell(raw)
            tags.append(tag)
            start += len(raw)
            items.append(new(Token, (start - size, start, value, low)))
        return "".join(tags), items

    # -- patterns --------------------------------------------------------------------------
    def _stage(self, number: int) -> Stage:
        found: dict[str, list[Pattern]] = defaultdict(list)
        patterns = [
            (entry, text)
            for entry in self.entries.values()
            if entry.stage == number and entry.form != "macro"
            for text in entry.match
        ]
        if number == 0:
            patterns += self._names()
        for entry, text in patterns:
            try:
                pattern, first = self._compile(entry, text)
            except (re.error, KeyError) as error:
                raise CodebookError(
                    f"date_pattern {entry.id!r}: {text!r} cannot be read: {error}"
                ) from None
            for tag in first:
                found[tag].append(pattern)
        return Stage(re.compile(f"[{''.join(found)}]" if found else "(?!)"), dict(found))

    def _names(self):
        """Feast days, and names in which a date word is none, as patterns of their own."""
        for form, entry, names in [
            ("skip", DatePattern(id="name", form="skip"), self.sets.get("name", ())),
            *(("named", h, h.match) for h in self.book.all("holiday")),
        ]:
            made = DatePattern(id=entry.id, form="holiday" if form == "named" else "skip")
            for name in sorted(names):
                words = re.findall(r"[^\W\d_]+", name)
                yield made, " {'|-|.}* ".join(["{=" + words[0] + "+cap}", *("{=" + w + "}" for w in words[1:])])

    def _compile(self, entry: DatePattern, text: str) -> tuple[Pattern, str]:
        out, groups, first = [], [], _First()
        for name, slot, _, word, sign in self._pieces(text):
            if not slot and not word:
                first.sign(sign)
                out.append(sign)
                continue
            chars = self.chars(slot or "=" + word)
            first.slot(chars)
            if name:
                groups.append((name, name.split("_")[0], re.findall(r"[=\w]+", slot)))
                chars = f"(?P<{name}>{chars})"
            out.append(chars)
        return Pattern(re.compile("".join(out)), groups, entry), first.chars

    def _pieces(self, text: str):
        for piece in PIECE.findall(text):
            if piece[2]:
                yield "", "", "", "", "(?:"
                yield from self._pieces("|".join(self.entries[piece[2]].match))
                yield "", "", "", "", ")"
            else:
                yield piece

    def chars(self, slot: str) -> str:
        """The tags of a slot as a set of characters."""
        if slot not in self.slots:
            self.slots[slot] = self._chars(slot)
        return self.slots[slot]

    def _chars(self, slot: str) -> str:
        found: set[str] = set()
        for choice in slot.split("|"):
            glued, parts = choice.startswith("~"), choice.lstrip("~").split("+")
            want = [self._class(p) for p in parts if p and p[0] != "!"] + ["~"] * glued
            left = set.intersection(*(self.having[c] for c in want or ["any"]))
            found |= left.difference(*(self.having[self._class(p[1:])] for p in parts if p[:1] == "!"))
        return f"[{_ranges(found)}]" if found else "(?!)"

    def _class(self, name: str) -> str:
        if name in self.known or name[0] == "=" or not name.islower() or name in NUMBERS:
            return name
        return "=" + name

    # -- wars and fiscal years -------------------------------------------------------------
    @cached_property
    def parties(self):
        """Finder of the states and armed groups of the codebook by their names."""
        pairs = [
            (name, actor.id)
            for actor in self.book.all("actor")
            if actor.kind in ("state", "armed_group")
            for phrase in (*actor.match, *actor.adjectives)
            for name in expand(phrase)
        ]
        return _finder(pairs)

    def war_of(self, text: str, wars: list[War]) -> date | None:
        """Day 1 of the first war of which the text names a party, or of any where it names few."""
        named = [actor for actor, _ in _names(self.parties, text)] if wars else []
        for war in sorted(wars, key=lambda war: not set(war.parties) & set(named)):
            if len(named) < FEW or not war.parties or set(war.parties) & set(named):
                return war.start
        return None

    @cached_property
    def fiscal_years(self):
        """Finder of the names that tell whose fiscal year is meant."""
        pairs = []
        for rule in self.book.all("fiscal_year"):
            for name in rule.match:
                short = len(name) < 5 and name in self.sets["upper"]
                written = {name.upper()} if short else {name.title(), name.upper()}
                written |= {name} if name in self.sets["uncapped"] else set()
                pairs += [(w, rule) for w in sorted(written)]
        return _finder(pairs)

    def fiscal_rule(self, text: str, left: int, right: int, place: int) -> FiscalYear | None:
        """Whose fiscal year a text means: the state named nearest to a place."""
        found = _names(self.fiscal_years, text, left, right)
        near = min(((abs(at - place), k, rule) for k, (rule, at) in enumerate(found)), default=None)
        return near and near[2]

    # -- where to look ---------------------------------------------------------------------
    def _triggers(self) -> None:
        opens = self.sets.get("opens", frozenset())
        strong = {w for w, names in self.members.items() if names & opens} | opens
        strong |= {name for h in self.book.all("holiday") for n in h.match for name in (n, n.replace("'", "’"))}
        self.furniture = {
            w for name, words in self.sets.items() if name.startswith("furniture_") for w in words
        }
        words = sorted(strong | self.furniture)
        self.strong, self.words = strong, words
        self.automaton = AhoCorasick(words, implementation=Implementation.DFA)

    def look(self, text: str) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
        """Windows worth reading, and places where furniture may begin."""
        low, size = lower(text), len(text)
        places, furniture = [m.start() for m in DIGITS.finditer(text)], []
        for index, start, end in self.automaton.find_matches_as_indexes(low, overlapping=True):
            if end < size and low[end].isalpha() or start and low[start - 1].isalpha():
                continue
            word = self.words[index]
            if word in self.strong:
                places.append(start)
            if word in self.furniture:
                furniture.append((start, end))
        places.sort()
        return list(_windows(text, places)), furniture


def _ranges(tags: set[str]) -> str:
    """Tags as the inside of a set of characters, neighbours as a range."""
    out: list[list[int]] = []
    for code in sorted(map(ord, tags)):
        if out and out[-1][1] == code - 1:
            out[-1][1] = code
        else:
            out.append([code, code])
    return "".join(chr(a) if a == b else f"{chr(a)}-{chr(b)}" for a, b in out)


class _First:
    """The tags that a match can begin with; what stands in a look around does not count."""

    def __init__(self):
        self.chars, self.open, self.stack, self.last = "", True, [], ""

    def slot(self, chars: str) -> None:
        if self.open and not any(look for look, _ in self.stack):
            self.chars += "".join(
                chr(k) for a, b in re.findall(r"(.)(?:-(.))?", chars.strip("[]()?!")) for k in range(ord(a), ord(b or a) + 1)
            )
            self.open = False

    def sign(self, sign: str) -> None:
        if sign[0] == "(":
            self.stack.append([False, self.open])
        elif self.last == "(?" and sign in "<=!":
            self.stack[-1][0] = True
        elif sign == "|":
            self.open = self.stack[-1][1] if self.stack else True
        elif sign == ")":
            look, before = self.stack.pop()
            self.open = before if look else self.open
        self.last = "(?" if sign == "?" and self.last == "(" else sign


def _names(automaton: tuple, text: str, start: int = 0, stop: int | None = None):
    """(what a name stands for, place) of the names in a stretch of text, whole words only."""
    finder, of = automaton
    piece = text[start:stop]
    for index, a, b in finder.find_matches_as_indexes(_paired(piece), overlapping=True):
        if not (piece[a - 1 : a].isalnum() or piece[b : b + 1].isalnum()):
            yield of[index], start + a


def _paired(text: str) -> str:
    """Text without lone surrogates, which no automaton reads; as long as before."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return re.sub("[\ud800-\udfff]", "\ufffd", text)
    return text


NUMBERS = frozenset(
    "num small day yy year round big decimal clock ord dayord nth iso dmy decade decade2 quarter half "
    "skip word cap low up break".split()
)


def _number(word: str, low: str) -> tuple[set[str], Any]:
    """Classes and value of a token with digits."""
    digits = word.replace(",", "")
    if digits.isdecimal():
        return _plain(word, digits)
    if re.fullmatch(r"[\d,]+(?:st|nd|rd|th)", low):
        n = int(digits[:-2]) if len(digits) < 12 else 0
        small = ({"dayord"} if 0 < n < 32 else set()) | ({"nth"} if 0 < n < 6 else set())
        return {"ord"} | small, n
    if re.fullmatch(r"\d+0s", word):
        n = int(word[:-1]) if len(word) < 9 else 0
        if len(word) == 3:
            return {"decade2"}, 1900 + n
        return ({"decade"} if 1000 <= n < 2200 else {"skip"}), n
    if re.fullmatch("[qh][1-4]|[1-4][qh]", low):
        return {"quarter" if "q" in low else "half"}, int(low.strip("qh"))
    for name, shape in (("iso", r"\d{4}[-/.]\d\d[-/.]\d\d"), ("dmy", r"\d\d?[-/.]\d\d?[-/.]\d+"),
                        ("clock", r"\d+:[\d:apm]+"), ("decimal", r"\d+[.,]\d+")):  # fmt: skip
        if re.fullmatch(shape, word):
            return {name}, word
    return {"skip"}, None


def _plain(word: str, digits: str) -> tuple[set[str], int]:
    n = int(digits) if len(digits) < 9 else 0
    if word != digits or not digits.isascii():
        return {"num", "big"}, n
    if len(digits) < 3:
        return {"num", "small"} | ({"day"} if 0 < n < 32 else set()) | ({"yy"} if len(digits) == 2 else set()), n
    if len(digits) == 4 and 1000 <= n < 2200:
        return {"year"} | ({"round"} if n % 100 == 0 or n < 1400 or n > 2100 else set()), n
    return {"num", "big"}, n


def _windows(text: str, places: list[int]):
    """Spans round the places, widened to white space, merged, in order."""
    size, start, stop = len(text), 0, -1
    for place in places:
        a, b = max(place - LEFT, 0), min(place + RIGHT, size)
        if a > stop:
            if stop >= 0:
                yield start, stop
            start = a
            while start > 0 and not text[start - 1].isspace() and a - start < LONGEST:
                start -= 1
            start = max(start, stop)
        if b > stop:
            stop = b
            while stop < size and not text[stop].isspace() and stop - b < LONGEST:
                stop += 1
    if stop >= 0:
        yield start, stop


def lower(text: str) -> str:
    """Lower case of the same length ("İ" becomes two characters otherwise)."""
    low = _paired(text).lower()
    if len(low) == len(text):
        return low
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in _paired(text))


def _finder(pairs: list[tuple[str, Any]]) -> tuple:
    names = [name for name, _ in pairs]
    return AhoCorasick(names, implementation=Implementation.DFA), [what for _, what in pairs]


@lru_cache(maxsize=8)
def _grammar(book: Codebook) -> Grammar:
    return Grammar(book)


@lru_cache(maxsize=1)
def _default() -> Grammar:
    return _grammar(load())


def grammar(book: Codebook | None = None) -> Grammar:
    """The calendar of a codebook, compiled once; of the default one without a book."""
    return _default() if book is None else _grammar(book)
