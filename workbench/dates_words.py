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

FILE = Path(__file__).parent / "codebook" / "dates.toml"

# Tag of each table of the vocabulary.
TABLES = {
    "month": "M", "weekday": "W", "season": "s", "unit": "U", "part_of_day": "P", "deictic": "t",
    "cardinal": "C", "vague_count": "Z", "ordinal": "O", "decade": "D", "turn": "L", "edge": "e",
    "shift": "g", "vague": "v", "connector": "u",
}
SMALL = {
    "of": "i", "the": "d", "in": "j", "on": "j", "at": "j", "a": "A", "an": "A", "and": "&",
    "or": "&", "between": "l", "from": "f", "weekend": "w", "weekends": "x", "half": "h",
    "overnight": "o", "anniversary": "V", "now": "z", "recent": "R", "these": "R", "those": "R",
    "ahead": "z", "is": "=", "s": "x", "calendar": "x",
}
# Words that open a window of their own; the rest of the vocabulary only extends one.
STRONG = ("month", "weekday", "season", "deictic", "decade", "vague")
PLAIN = {",": ",", ".": ".", "-": "-", "–": "-", "—": "_", "/": "/", "’": "'", "'": "'", "&": "&"}
LEXER = re.compile(
    r"(\d{4}-\d{2}-\d{2}(?!\d)|\b[QHqh][1-4]\b|\b[1-4][QH]\b)"  # 1 ISO, Q3, 1H
    r"|(\d{1,2}([./-])\d{1,2}\3(?:\d{4}|\d{2})(?!\d))"        # 2 day and month in some order
    r"|(\d{1,3}0s\b)"                                         # 4 decade
    r"|(\d{1,3}(?:,?\d{3})?(?:st|nd|rd|th)\b)"                # 5 ordinal
    r"|(\d{1,3}(?:,\d{3})+(?!\d))"                            # 6 number with commas
    r"|(\d+)"                                                 # 7 digits
    r"|([^\W\d_]+)"                                           # 8 word
    r"|(\s+)|(.)", re.S)                                      # 9 white, 10 anything else
BREAK = re.compile(r"\n[^\S\n]*\n")
LEFT, RIGHT, LONGEST = 48, 64, 60


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
        flat = {f"{a}.{b}": v for a, t in data.items() if isinstance(t, dict)
                for b, v in t.items() if isinstance(v, list)}
        self.sets = {key: frozenset(value) for key, value in flat.items()}

    def _phrase(self, name: str, tag: str, value: Any) -> None:
        parts = re.findall(r"[^\W\d_]+", name)
        self.phrases[parts[0]].append((parts[1:], tag, value))


def _strong(data: dict) -> re.Pattern:
    """Where a date may be: one pass over lower-cased text, a trie and a few digit shapes."""
    words = {word for table in STRONG for word in data[table]} - {"may", "march"}
    words |= {"overnight", "anniversary", "weekend", "fy", "fiscal", "century", "decade", "quarter",
              "half", "ago", "day", "week", "month", "year", "fortnight", "days", "weeks", "months",
              "years", "may", "march", "that date"}
    words |= {f"{turn} {part}" for turn in data["turn"] for part in data["part_of_day"]}
    words |= {name.replace("'", "’") for e in data["named_day"] for name in e["names"]}
    words |= {name for e in data["named_day"] for name in e["names"]}
    return re.compile(
        rf"\b(?:{trie(words)})(?![^\W\d_])"
        r"|\b(?:1[0-9]|20|21)\d\d(?!\d)|\b\d{1,2}(?:[./-]\d{1,2}[./-]\d\d|st\b|nd\b|rd\b|th\b)"
        r"|[’']\d\d(?!\d)|\b[qh][1-4]\b|\b[1-4][qh]\b|\bfy ?\d\d"
        r"|,\d{3}th\b|\b\d{3}0s\b")


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


def lower(text: str) -> str:
    """Lower case of the same length ("İ" becomes two characters otherwise)."""
    low = text.lower()
    if len(low) == len(text):
        return low
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def windows(text: str):
    """Spans of text worth reading, widened to white space, merged, in order."""
    size, start, stop = len(text), 0, -1
    for hit in words().strong.finditer(lower(text)):
        a, b = max(hit.start() - LEFT, 0), min(hit.end() + RIGHT, size)
        if a > stop:
            if stop >= 0:
                yield start, stop
            start = a
            while start > 0 and not text[start - 1].isspace() and a - start < LONGEST:
                start -= 1
        if b > stop:
            stop = b
            while stop < size and not text[stop].isspace() and stop - b < LONGEST:
                stop += 1
    if stop >= 0:
        yield start, stop


def tokens(text: str, start: int, stop: int) -> Tokens:
    """Tagged tokens of ``text[start:stop]``; a blank line is a token of its own."""
    look, tags, items = words().look, [], []
    for m in LEXER.finditer(text, start, stop):
        group, a, b = m.lastindex, m.start(), m.end()
        raw = m.group()
        if group == 9:
            if "\n" in raw and BREAK.search(raw):
                tags.append("\n")
                items.append(Token(a, b, None, raw))
            continue
        value: Any = raw
        if group == 8:
            tag, value = look.get(raw.lower(), ("x", raw))
        elif group == 10:
            tag = PLAIN.get(raw, "x")
        else:
            tag, value = _number(raw, group)
        tags.append(tag)
        items.append(Token(a, b, value, raw.lower()))
    if items and stop < len(text) and text[stop - 1].isalnum() and text[stop].isalnum():
        tags.pop(), items.pop()
    return _join(text, "".join(tags), items)


def _number(raw: str, group: int) -> tuple[str, Any]:
    if group == 1:
        short = raw.lower()
        if len(short) == 2:
            return "K" if "q" in short else "k", int(short.strip("qh"))
        return "I", raw
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
    known, out, kept, i = words().phrases, [], [], 0
    while i < len(items):
        for rest, tag, value in known.get(items[i].word, ()):
            j = i
            for part in rest:
                j += 1
                while j < len(items) and tags[j] in "'.-":
                    j += 1
                if j >= len(items) or items[j].word != part:
                    break
            else:
                end = items[j].end
                if items[i].word == rest[-1:] or not text[items[i].start].isupper():
                    continue
                out.append(tag)
                kept.append(Token(items[i].start, end, value, text[items[i].start:end].lower()))
                i = j + 1
                break
        else:
            out.append(tags[i])
            kept.append(items[i])
            i += 1
    return Tokens("".join(out), kept)
