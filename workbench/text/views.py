"""A text as it is read, and the way back from each place in it to the frozen text."""

import re
import unicodedata
from bisect import bisect_right
from functools import cached_property, lru_cache

from workbench.codebook import Codebook
from workbench.text.blocks import Block, kinds
from workbench.text.lines import LETTERS, Line, groups
from workbench.text.vocabulary import phrases

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
_TIGHT = "–—-/\u2010\u2011"


class Mapped:
    """A text put together from pieces of its ``source``, and the way back."""

    def __init__(self, source: str):
        self.source = source
        self._size = 0
        self._pieces: list[str] = []
        # Stretches: where they begin here, their interval there. One of the same length on both
        # sides is led back letter by letter, any other as a whole.
        self._starts: list[int] = []
        self._there: list[tuple[int, int]] = []

    @cached_property
    def text(self) -> str:
        """The whole text, when all pieces are put."""
        return "".join(self._pieces)

    def keep(self, start: int, end: int) -> None:
        """A piece of the source as it is."""
        self.put(self.source[start:end], start, end)

    def put(self, text: str, start: int, end: int) -> None:
        """A text that shows an interval of the source."""
        if not text:
            return
        first, last = self._there[-1] if self._there else (0, -1)
        even = last == start and len(text) == end - start
        if even and last - first == self._size - self._starts[-1]:
            self._there[-1] = first, end
        else:
            self._starts.append(self._size)
            self._there.append((start, end))
        self._pieces.append(text)
        self._size += len(text)

    def place(self, start: int, end: int) -> tuple[int, int]:
        """The interval of the source that an interval of this text shows."""
        left, right = self._letter(start)
        if end > start:
            right = max(left, self._letter(end - 1)[1])
        return left, right if end > start else left

    def _letter(self, at: int) -> tuple[int, int]:
        """The interval of the source that one letter shows."""
        if not self._starts:
            return at, at + 1
        k = max(0, bisect_right(self._starts, at) - 1)
        here, (first, last) = self._starts[k], self._there[k]
        size = (self._starts[k + 1] if k + 1 < len(self._starts) else self._size) - here
        return (first + at - here, first + at - here + 1) if size == last - first else (first, last)


class View(Mapped):
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

    blocks: list[Block]

    def _line(self, start: int, end: int) -> None:
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
                        self._line(*found.span("words"))
        self.keep(at, end)

    def _block(self, block: list[Line], book: Codebook) -> tuple[int, int, Line] | None:
        """The lines of a block as one, and where that stands; None where nothing is left."""
        if self._size:
            self.put("\n", block[0].start, block[0].start)
        begin = self._size
        for line, after in zip(block, [*block[1:], None], strict=True):
            if after is None:
                self._line(line.start, line.end)
                continue
            last, joint = line.text[-1], ""
            broken = last in "-\u2010" and _broken(line.text[:-1], after.text, self.source, book)
            if not broken and last != "\u00ad":
                joint = "" if last in _TIGHT and line.text[-2:-1].strip() else " "
            self._line(line.start, line.end - broken)
            self.put(joint, line.end, after.start)
        if self._size > begin:
            return begin, self._size, block[0]
        if begin:
            self._size -= 1
            del self._pieces[-1], self._starts[-1], self._there[-1]
        return None


def view(source: str, book: Codebook) -> View:
    """The view of a clean text (noise replaced by spaces): a line a block, nothing in between."""
    seen = View(source)
    spans = [seen._block(block, book) for block in groups(source, book)]
    seen.blocks = kinds(seen.text, [span for span in spans if span])
    return seen


def _broken(before: str, after: str, source: str, book: Codebook) -> bool:
    """Whether a hyphen at a line's end only breaks a word: "bil-/lion", not "twenty-/five"."""
    head, tail = LETTERS.search(before), re.match(r"[^\W\d_]+", after)
    if head is None or tail is None or head.end() != head.end(1) or not tail[0].islower():
        return False
    one, two = head[1], tail[0]
    known = _vocabulary(book)
    if (one + two).lower() in known:
        return True
    if one.lower() in known and two in known or one.isupper():
        return False
    return f"{one}-{two}" not in source


@lru_cache(maxsize=8)
def _vocabulary(book: Codebook) -> frozenset[str]:
    """The single words of the codebook's phrases, in small letters."""
    known = " ".join(
        phrase
        for kind in ("unit", "currency", "cue", "actor", "word", "theme")
        for phrase in phrases(book, kind, "match")
    )
    return frozenset(re.findall(r"[^\W\d_]+", known.lower()))


class Part(Mapped):
    """A sentence put together from pieces of a view: ``start`` to ``end`` is its own part."""

    def __init__(self, seen: View):
        super().__init__(seen.text)
        self.start = self.end = self.origin = 0

    def take(self, start: int, end: int, sign: str = "") -> None:
        """A piece of the view, and a sign behind it that it has not yet."""
        piece = self.source[start:end].rstrip()
        if sign:
            piece = piece.rstrip(":.,;")
        self.put(piece, start, start + len(piece))
        if piece:
            self.say(sign)

    def own(self, start: int, end: int) -> None:
        """The piece that the part is about."""
        self.start, self.origin = self._size, start
        self.take(start, end)
        self.end = self._size

    def say(self, words: str) -> None:
        """Words that stand nowhere."""
        at = self._there[-1][1] if self._there else 0
        self.put(words, at, at)

    def place(self, start: int, end: int) -> tuple[int, int]:
        """The interval of the view; offsets below 0 are of words before the own part."""
        if start < 0:
            return self.origin + start, self.origin + end
        return super().place(start, end)
