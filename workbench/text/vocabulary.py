"""The phrases of a codebook, written out."""

from collections.abc import Iterator

from workbench.codebook import Codebook, expand


def phrases(book: Codebook, kind: str, *fields: str) -> Iterator[str]:
    """Every phrase in some fields of the entries of one kind, with its alternatives written out.

    >>> from workbench import codebook
    >>> "Norwegian kroner" in phrases(codebook.load(), "currency", "match", "after")
    True
    """
    for entry in book.all(kind):
        for field in fields:
            for phrase in getattr(entry, field):
                yield from expand(phrase)
