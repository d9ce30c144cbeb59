"""Documents that repeat an earlier one, by the few sentences whose hash is lowest."""

import re
import zlib
from collections import Counter

# Short pieces ("Photo: Reuters", "Read more") stand in unrelated texts.
LONG = 25
KEPT = 6
# Half of the kept sentences of the shorter text: on the edge of what a reader calls a copy.
SHARED = 0.5
PIECE = re.compile(r"[.!?]\s+|\n+")


def sketch(clean: str) -> list[int]:
    """The lowest hashes of a text's sentences.

    >>> one = "The ministry in Oslo pledged 500 million kroner to Kyiv. Shares rose a little."
    >>> sketch(one) == sketch("Photo: agency\\n\\n" + one)
    True
    """
    pieces = (" ".join(p.split()).rstrip(".") for p in PIECE.split(clean))
    return sorted({zlib.crc32(p.encode()) for p in pieces if len(p) >= LONG})[:KEPT]


class Copies:
    """The sketches of the documents so far."""

    def __init__(self):
        self._first: dict[int, int] = {}
        self._sizes: list[int] = []

    def repeats(self, told: list[int]) -> bool:
        """Whether a document repeats one that was told before; remembers it."""
        number = len(self._sizes)
        first = [self._first.setdefault(piece, number) for piece in told]
        self._sizes.append(len(told))
        if not (before := [k for k in first if k < number]):
            return False
        sizes = [(n, min(len(told), self._sizes[k])) for k, n in Counter(before).items()]
        # One sentence of two may be a footer; one of one is the text.
        return any(n >= SHARED * size and (n > 1 or size == 1) for n, size in sizes)
