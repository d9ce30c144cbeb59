"""The words of the calendar, and a text cut into tagged tokens round them.

``codebook/dates.toml`` says which words there are. Each token gets a tag of one letter, so
that a shape of a date ("Saturday, 6 December 2025") is a pattern over tags ("W,nMy").
"""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

FILE = Path(__file__).parents[1] / "codebook" / "dates.toml"

# Tag of each table of the vocabulary.
TABLES = {
    "month": "M",
    "weekday": "W",
    "season": "s",
    "part_of_day": "P",
    "unit": "U",
    "deictic": "t",
    "cardinal": "C",
    "vague_count": "Z",
    "ordinal": "O",
    "decade": "D",
    "turn": "L",
    "edge": "e",
    "shift": "g",
    "vague": "v",
    "connector": "u",
}
SMALL = {
    "of": "i",
    "the": "d",
    "in": "j",
    "on": "j",
    "at": "j",
    "a": "A",
    "an": "A",
    "and": "&",
    "or": "&",
    "between": "l",
    "from": "f",
    "weekend": "w",
    "weekends": "x",
    "half": "h",
    "overnight": "o",
    "anniversary": "V",
    "now": "z",
    "recent": "R",
    "these": "R",
    "those": "R",
    "ahead": "z",
    "is": "=",
    "s": "x",
    "calendar": "x",
}
# Words that open a window of their own; the rest of the vocabulary only extends one.
STRONG = ("month", "weekday", "season", "deictic", "decade", "vague")
PLAIN = {",": ",", ".": ".", "-": "-", "–": "-", "—": "_", "/": "/", "’": "'", "'": "'", "&": "&"}
WEAK = frozenset(
    "overnight anniversary weekend fiscal century decade quarter half ago day days week weeks "
    "month months year years fortnight date".split()
)
LEXER = re.compile(
    r"\d{4}(?:-\d{2}-|/\d{2}/|\.\d{2}\.)\d{2}(?!\d)|\b[QHqh][1-4]\b|\b[1-4][QH]\b"  # ISO, Q3
    r"|\d{1,2}(?:\.\d{1,2}\.|/\d{1,2}/|-\d{1,2}-)(?:\d{4}|\d{2})(?!\d)"  # in some order
    r"|\d{1,3}0s\b"  # decade
    r"|\d{1,3}(?:,?\d{3})?(?:st|nd|rd|th)\b"  # ordinal
    r"|\d{1,3}(?:,\d{3})+(?!\d)"  # number with commas
    r"|\d+|[^\W\d_]+"  # digits, word
    r"|\n[^\S\n]*\n|\S",  # white, anything else
)
KEPT = 50_000  # spellings remembered


class Token(NamedTuple):
    start: int
    end: int
    value: Any
    word: str


class Tokens(NamedTuple):
    """Tags as one string, and the token behind each."""

    tags: str
    items: list[Token]


class Words:
    """The vocabulary, compiled once."""

    def __init__(self, data: dict):
        self.data = data
        self.look: dict[str, tuple[str, Any]] = {word: (tag, word) for word, tag in SMALL.items()}
        for table, tag in TABLES.items():
            for word, value in data[table].items():
                self.look.setdefault(word, (tag, value))
        for word in data["fiscal"]["words"]:
            self.look[word] = ("F", word)
        self.phrases: dict[str, list[tuple[list[str], str, Any]]] = defaultdict(list)
        for entry in data["named_day"]:
            for name in entry["names"]:
                self._phrase(name, "H", entry)
        for name in data["names"]["phrases"]:
            self._phrase(name, "#", name)
        for known in self.phrases.values():
            known.sort(key=lambda phrase: -len(phrase[0]))
        self.strong = _strong(data)
        flat = {
            f"{a}.{b}": v
            for a, t in data.items()
            if isinstance(t, dict)
            for b, v in t.items()
            if isinstance(v, list)
        }
        self.sets = {key: frozenset(value) for key, value in flat.items()}

    def _phrase(self, name: str, tag: str, value: Any) -> None:
        parts = re.findall(r"[^\W\d_]+", name)
        self.phrases[parts[0]].append((parts[1:], tag, value))


def _strong(data: dict) -> set[str]:
    """Words round which a date may stand."""
    found = {word for table in STRONG for word in data[table]} | WEAK
    found |= {f"{turn} {part}" for turn in data["turn"] for part in data["part_of_day"]}
    names = {name for entry in data["named_day"] for name in entry["names"]}
    return found | names | {name.replace("'", "’") for name in names}


def trie(words) -> str:
    """An alternation that shares prefixes, the longest word first."""
    root: dict = {}
    for word in words:
        node = root
        for letter in word:
            node = node.setdefault(letter, {})
        node[""] = {}

    def write(node: dict) -> str:
        parts = [re.escape(k) + write(v) for k, v in sorted(node.items()) if k]
        if not parts:
            return ""
        body = parts[0] if len(parts) == 1 else f"(?:{'|'.join(parts)})"
        return f"(?:{body})?" if "" in node else body

    return write(root)


@lru_cache(maxsize=1)
def words() -> Words:
    with FILE.open("rb") as file:
        return Words(tomllib.load(file))


@lru_cache(maxsize=2)
def lower(text: str) -> str:
    """Lower case of the same length ("İ" becomes two characters otherwise)."""
    low = text.lower()
    if len(low) == len(text):
        return low
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


class Spellings(dict):
    """What is known of a token by its spelling alone: (tag, value, lower case)."""

    def __missing__(self, raw: str) -> tuple[str, Any, str]:
        if len(self) >= KEPT:
            self.clear()
        found = self[raw] = _spelling(raw)
        return found


_SPELLINGS = Spellings()


def _spelling(raw: str) -> tuple[str, Any, str]:
    low, first = raw.lower(), raw[0]
    if first.isdecimal() or (len(raw) == 2 and raw[1].isdecimal()):
        return *_number(raw, low), low
    if first.isspace():
        return "\n", None, raw
    if first == "_" or not first.isalnum():
        return PLAIN.get(raw, "x"), None, raw
    return *words().look.get(low, ("x", None)), low


def tokens(text: str, start: int, stop: int) -> Tokens:
    """Tagged tokens of ``text[start:stop]``; a blank line is a token of its own."""
    spans = [m.span() for m in LEXER.finditer(text, start, stop)]
    known = [_SPELLINGS[text[a:b]] for a, b in spans]
    new = tuple.__new__  # NamedTuple's own is a Python function, and there are many tokens
    items = [
        new(Token, (a, b, value, low)) for (a, b), (_, value, low) in zip(spans, known, strict=True)
    ]
    tags = "".join([tag for tag, _, _ in known])
    if items and stop < len(text) and text[stop - 1].isalnum() and text[stop].isalnum():
        tags = tags[:-1]
        items.pop()
    return _join(text, tags, items)


def _number(raw: str, low: str) -> tuple[str, Any]:
    if len(raw) == 2 and not raw.isdecimal():
        return "K" if "q" in low else "k", int(low.strip("qh"))
    if raw[-1] == "s":
        return "D", int(raw[:-1])
    if not raw[-1].isdecimal():  # 1st
        number = int(raw[:-2].replace(",", ""))
        return ("b" if number < 32 else "B"), number
    if "," in raw:
        return "N", int(raw.replace(",", "")) if len(raw) < 12 else 0
    if not raw.isdecimal():
        return ("I", low) if raw[:4].isdecimal() else ("S", raw)
    if len(raw) < 3:
        return "n", int(raw)
    if len(raw) == 4 and "1000" <= raw < "2200":
        return "y", int(raw)
    return "N", int(raw) if len(raw) < 9 else 0


def _join(text: str, tags: str, items: list[Token]) -> Tokens:
    """Named days and names of several words become one token."""
    known = words().phrases
    for i in [k for k, (_, _, _, word) in enumerate(items) if word in known][::-1]:
        if not text[items[i].start].isupper():
            continue
        for rest, tag, value in known[items[i].word]:
            j = _phrase_end(tags, items, i, rest)
            if j is not None:
                start, end = items[i].start, items[j].end
                items[i : j + 1] = [Token(start, end, value, text[start:end].lower())]
                tags = tags[:i] + tag + tags[j + 1 :]
                break
    return Tokens(tags, items)


def _phrase_end(tags: str, items: list[Token], i: int, rest: list[str]) -> int | None:
    """Index of the last token of a phrase that begins at token i."""
    for part in rest:
        i += 1
        while i < len(items) and tags[i] in "'.-":
            i += 1
        if i >= len(items) or items[i].word != part:
            return None
    return i
