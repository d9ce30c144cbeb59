"""A text as it is read, and the way back from each place in it to the frozen text."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from functools import lru_cache

from workbench.codebook import Codebook, expand
from workbench.text.blocks import Block, kinds
from workbench.text.lines import LETTERS, Line, groups, lines

# What only gets in the way within a line, by the name of its group.
_PASSED = re.compile(
    r"(?P<gone>[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff])"
    r"|(?P<note>(?<=[\w.,;:!?%”’\"')])\s?"
    r"(?:\[(?:\d{1,3}|[a-z]|(?:note|nb) \d+|citation needed)\])+(?!\()"
    r"|(?<=[\w.,;:!?%”’\"')])[¹²³⁰⁴-⁹]+(?![\w⁄/]))"
    r"|(?P<link>!?\[(?P<words>[^\[\]\n]{0,300})\]"
    r"\((?:[^()\s]|\([^()\s]*\)){1,600}(?:\s\"[^\"\n]{0,200}\")?\))"
    r"|(?P<address>(?:https?://|www\.)[^\s<>\"”]+[^\s<>\"”.,;:!?)\]’'])"
    r"|(?P<underscore>(?<!\w)_{1,3}(?=[^\s_])|(?<=[^\s_])_{1,3}(?!\w))"
    r"|(?P<hyphen>[\u2010\u2011\u2212])"
    r"|(?P<space>[\u2000-\u200a\u202f\u205f\u3000])"
    r"|(?P<folded>[\ufb00-\ufb06\uff01-\uff5e])"
)
# One of these stands in each of the above.
_SIGN = re.compile(
    r"[\[_\u00ad¹²³⁰⁴-⁹\u2000-\u2011\u2212\u202a-\u202f\u205f-\u2069\u3000\ufb00-\ufb06\ufeff"
    r"\uff01-\uff5e]|://|www\."
)
_TIGHT = "–—-/"


class View:
    """``text`` is read, ``blocks`` say what its lines are; ``place`` leads back.

    >>> from workbench import codebook
    >>> source = "Kyiv needs $60\\nbil-\\nlion³ now."
    >>> seen = view(source, codebook.load())
    >>> seen.text
    'Kyiv needs $60 billion now.'
    >>> start, end = seen.place(11, 22)
    >>> source[start:end]
    '$60\\nbil-\\nlion'
    """

    def __init__(self, source: str, parts: list[tuple[str, int, int]], blocks: list[Block]):
        self.source = source
        # A part is its text here and its interval there; of one length it is the same text.
        self.text = "".join([text for text, _, _ in parts])
        self.blocks = blocks
        self._parts = parts
        self._starts = [0] * len(parts)
        at = 0
        for k, (text, _, _) in enumerate(parts):
            self._starts[k] = at
            at += len(text)

    def place(self, start: int, end: int) -> tuple[int, int]:
        """The interval of the frozen text that an interval of the view shows."""
        if not self._parts:
            return start, end
        k = max(0, bisect_right(self._starts, start) - 1)
        text, first, last = self._parts[k]
        same = len(text) == last - first
        left = first + start - self._starts[k] if same else first
        if end <= start:
            return left, left
        if end <= self._starts[k] + len(text):
            return left, left + end - start if same else last
        k = bisect_right(self._starts, end - 1) - 1
        text, first, last = self._parts[k]
        right = first + end - self._starts[k] if len(text) == last - first else last
        return left, max(left, right)


class _Writer:
    """Collects the parts of a view; parts that follow each other unchanged become one."""

    def __init__(self, source: str):
        self.source = source
        self.parts: list[tuple[str, int, int]] = []
        self.size = 0

    def keep(self, start: int, end: int) -> None:
        if start < end:
            self.put(self.source[start:end], start, end)

    def put(self, text: str, start: int, end: int) -> None:
        self.size += len(text)
        if text and self.parts:
            before, a, b = self.parts[-1]
            if b == start and len(before) == b - a and len(text) == end - start:
                self.parts[-1] = before + text, a, end
                return
        if text:
            self.parts.append((text, start, end))

    def unput(self) -> None:
        self.size -= len(self.parts.pop()[0])

    def line(self, start: int, end: int) -> None:
        """One line without what gets in the way."""
        if _SIGN.search(self.source, start, end) is None:
            self.keep(start, end)
            return
        at = start
        for found in _PASSED.finditer(self.source, start, end):
            a, b = found.span()
            self.keep(at, a)
            at = b
            match found.lastgroup:
                case "hyphen":
                    self.put("-", a, b)
                case "space":
                    self.put("\u00a0", a, b)
                case "folded":
                    self.put(unicodedata.normalize("NFKC", found[0]), a, b)
                case "link" | "words":
                    if found[0][0] != "!":
                        self.line(*found.span("words"))
        self.keep(at, end)


def view(source: str, book: Codebook) -> View:
    """The view of a clean text (noise replaced by spaces): a line a block, nothing in between.

    Joined are the lines of a paragraph; dropped are hyphens at line ends, soft hyphens, zero-width
    signs, note marks, addresses and Markdown's signs.
    """
    writer = _Writer(source)
    spans: list[tuple[int, int, list[Line]]] = []
    for block in groups(lines(source), book):
        if writer.size:
            writer.put("\n", block[0].start, block[0].start)
        begin = writer.size
        for k, line in enumerate(block):
            end = line.end
            if k + 1 < len(block):
                end = _joint(writer, line, block[k + 1], source, book)
            else:
                writer.line(line.start, end)
        if writer.size > begin:
            spans.append((begin, writer.size, block))
        elif begin:
            writer.unput()
    return View(source, writer.parts, kinds("".join([t for t, _, _ in writer.parts]), spans))


def _joint(writer: _Writer, line: Line, after: Line, source: str, book: Codebook) -> int:
    """Writes a line and what joins it to the next: a space, a hyphen, or nothing."""
    last = line.text[-1]
    if last == "\u00ad":
        writer.line(line.start, line.end - 1)
    elif last in "-\u2010" and _broken(line.text[:-1], after.text, source, book):
        writer.line(line.start, line.end - 1)
    elif last in _TIGHT + "\u2010\u2011" and len(line.text) > 1 and not line.text[-2].isspace():
        writer.line(line.start, line.end)
    else:
        writer.line(line.start, line.end)
        writer.put(" ", line.end, after.start)
    return line.end


def _broken(before: str, after: str, source: str, book: Codebook) -> bool:
    """Whether a hyphen at a line's end only breaks a word: "bil-/lion", not "twenty-/five"."""
    head, tail = LETTERS.search(before), re.match(r"[^\W\d_]+", after)
    if head is None or tail is None or head.end() != head.end(1) or not tail[0].islower():
        return False
    one, two = head[1], tail[0]
    known = _vocabulary(book)
    whole = (one + two).lower()
    if whole in known:
        return True
    if one.lower() in known and two in known or one.isupper():
        return False
    return f"{one}-{two}" not in source


@lru_cache(maxsize=8)
def _vocabulary(book: Codebook) -> frozenset[str]:
    """The single words of the codebook's phrases, in small letters."""
    phrases = (
        written
        for kind in ("unit", "currency", "cue", "actor", "word", "theme")
        for entry in book.all(kind)
        for phrase in entry.match
        for written in (expand(phrase) if "{" in phrase else [phrase])
    )
    return frozenset(word for p in phrases for word in re.findall(r"[^\W\d_]+", p.lower()))


class Part:
    """A sentence put together from pieces of a view: ``start`` to ``end`` is its own part.

    The rest (the head of a list, the header of a column) only says what the own part means.
    """

    def __init__(self, seen: View):
        self.source = seen.text
        self.text = ""
        self.start = self.end = self.origin = 0
        self._seen = seen
        self._pieces: list[tuple[int, int, int]] = []  # here, there, length

    def take(self, start: int, end: int, sign: str = "") -> None:
        """A piece of the view, and a sign behind it that it has not yet."""
        piece = self._seen.text[start:end].rstrip()
        if piece and sign:
            piece = piece.rstrip(":.,;")
        self._pieces.append((len(self.text), start, len(piece)))
        self.text += piece + (sign if piece else "")

    def own(self, start: int, end: int) -> None:
        """The piece that the part is about."""
        self.start, self.origin = len(self.text), start
        self.take(start, end)
        self.end = len(self.text)

    def say(self, words: str) -> None:
        """Words that stand nowhere."""
        self.text += words

    def place(self, start: int, end: int) -> tuple[int, int]:
        """The interval of the view that an interval of this sentence shows.

        Offsets below 0 are those of words before the own part, counted from where it begins.
        """
        if start < 0:
            return self.origin + start, self.origin + end
        left, right = self._there(start), self._there(end - 1) + 1 if end > start else None
        return left, left if right is None else max(left, right)

    def _there(self, at: int) -> int:
        k = max(0, bisect_right(self._pieces, at, key=lambda piece: piece[0]) - 1)
        here, there, size = self._pieces[k]
        return there + min(at - here, max(0, size - 1))
