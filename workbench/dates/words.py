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
    r"(\d{4}(?:-\d{2}-|/\d{2}/|\.\d{2}\.)\d{2}(?!\d)|\b[QHqh][1-4]\b|\b[1-4][QH]\b)"  # 1 ISO, Q3
    r"|(\d{1,2}([./-])\d{1,2}\3(?:\d{4}|\d{2})(?!\d))"  # 2 day and month in some order
    r"|(\d{1,3}0s\b)"  # 4 decade
    r"|(\d{1,3}(?:,?\d{3})?(?:st|nd|rd|th)\b)"  # 5 ordinal
    r"|(\d{1,3}(?:,\d{3})+(?!\d))"  # 6 number with commas
    r"|(\d+)"  # 7 digits
    r"|([^\W\d_]+)"  # 8 word
    r"|(\n[^\S\n]*\n)|(\S)",
    re.S,
)  # 9 white, 10 anything else


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


def tokens(text: str, start: int, stop: int) -> Tokens:
    """Tagged tokens of ``text[start:stop]``; a blank line is a token of its own."""
    look, plain, tags, items = words().look, PLAIN, [], []
    add_tag, add, unknown = tags.append, items.append, ("x", None)
    for m in LEXER.finditer(text, start, stop):
        group, (a, b) = m.lastindex, m.span()
        raw = m.group()
        if group == 8:
            low = raw.lower()
            tag, value = look.get(low, unknown)
        elif group == 10:
            tag, value, low = plain.get(raw, "x"), None, raw
        elif group == 9:
            tag, value, low = "\n", None, raw
        else:
            low = raw.lower()
            tag, value = _number(low, group)
        add_tag(tag)
        add(Token(a, b, value, low))
    if items and stop < len(text) and text[stop - 1].isalnum() and text[stop].isalnum():
        tags.pop()
        items.pop()
    return _join(text, "".join(tags), items)


def _number(raw: str, group: int) -> tuple[str, Any]:
    if group == 1:
        short = raw.lower()
        if len(short) == 2:
            return "K" if "q" in short else "k", int(short.strip("qh"))
        return "I", short
    if group == 2:
        return "S", raw
    if group == 4:
        return "D", int(raw[:-1])
    if group == 5:
        number = int(raw[:-2].replace(",", ""))
        return ("b" if number < 32 else "B"), number
    if group == 6:
        return "N", int(raw.replace(",", "")) if len(raw) < 12 else 0
    if len(raw) < 3:
        return "n", int(raw)
    if len(raw) == 4 and "1000" <= raw < "2200":
        return "y", int(raw)
    return "N", int(raw) if len(raw) < 9 else 0


def _join(text: str, tags: str, items: list[Token]) -> Tokens:
    """Named days and names of several words become one token."""
    known = words().phrases
    for i in [k for k, item in enumerate(items) if item.word in known][::-1]:
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
