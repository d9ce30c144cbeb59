"""What is said on standard error: one line, with nothing in it that a terminal obeys."""

import sys
from contextlib import suppress


def printable(text: str) -> str:
    r"""Text with its control characters written out: names of files are untrusted.

    >>> print(printable("a\x1b]0;title\x07\n.txt"), printable("Žluť"))
    a\x1b]0;title\x07\n.txt Žluť
    """
    return "".join(
        c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in text
    )


def tell(text: str) -> None:
    """Print one line on standard error, where there is one that takes it."""
    if sys.stderr is not None:  # print(file=None) would write into the data
        with suppress(OSError, ValueError):
            print(printable(text), file=sys.stderr, flush=True)
