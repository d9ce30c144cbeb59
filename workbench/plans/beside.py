"""Which of two plan figures of a sentence was made from the other: for tables without a corpus."""

from functools import lru_cache

from workbench import codebook
from workbench.plans.told import Document
from workbench.text import view


def neighbours(claims, book=None) -> list[tuple]:
    """``(one, other, revises)``: versions side by side in one sentence, rows of ``claims``.

    revises: the sentence says that ``other`` was made from ``one``; else they stand as they are
    read. A revision that is only wished for, asked about or denied is none.
    """
    book, found = book or codebook.load(), []
    rows = list(claims.sort_values(["doc_id", "start"]).itertuples())
    for one, other in zip(rows, rows[1:], strict=False):
        same = (one.doc_id, one.sentence_start) == (other.doc_id, other.sentence_start)
        if not same or one.high == other.high:
            continue
        places = [
            (r.start - r.sentence_start, r.start - r.sentence_start + len(r.quote))
            for r in (one, other)
        ]
        firm = {one.modality, other.modality} <= {"actual", "agreed"}
        turn = direction(one.sentence, *places, book) if firm else 0
        found.append((*(one, other)[:: turn or 1], bool(turn)))
    return found


def direction(sentence: str, one: tuple[int, int], other: tuple[int, int], book=None) -> int:
    """1 where the second version named was made from the first, -1 the other way, else 0.

    one, other: start and end of the two numbers in the sentence, in reading order.

    >>> direction("The plan, initially 28 points, is now refined to 19.", (20, 22), (49, 51))
    1
    >>> direction("28 points of Washington and 20 of Kyiv", (0, 2), (28, 30))
    0
    """
    told = _sentence(sentence, book or codebook.load())
    for edge in told.edges:
        places = [(m.start, m.end) for m in (edge.earlier, edge.later)]
        for turn in (1, -1):
            if all(
                a < y and x < b for (a, b), (x, y) in zip(places, (one, other)[::turn], strict=True)
            ):
                return turn
    return 0


@lru_cache(maxsize=256)
def _sentence(sentence: str, book) -> Document:
    return Document(view(sentence, book), book)
