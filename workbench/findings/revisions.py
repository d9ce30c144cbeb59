"""Which of two versions of a plan was made from the other, where their sentence says so."""

from __future__ import annotations

import re
from functools import lru_cache

from workbench import codebook

#: A few words between the preposition and the number: "refined to a leaner 19". No comma: behind
#: one something else begins ("cut to fit on a page, and then 20 points came from Kyiv").
_NEAR = r"(?: [\w'’-]+){0,3}$"
_LATER = (
    r"\b{revision_verb}(?: {revision_way})? {revision_to}" + _NEAR,
    r"\b{revision_passive}" + _NEAR,
    r"\b{revision_now}(?: [\w'’-]+)?$",
)
_EARLIER = (
    r"\b{revision_verb}(?: {revision_way})? {revision_from}" + _NEAR,
    r"\b{revision_replaces}(?! by| with)" + _NEAR,
    r"\b{revision_once}(?: [\w'’-]+){0,2}$",
)


def direction(sentence: str, one: tuple[int, int], other: tuple[int, int], book=None) -> int:
    """1 where the second version named was made from the first, -1 the other way, else 0.

    one, other: start and end of the two numbers in the sentence, in reading order. book: the
    codebook whose word sets ``revision_...`` are asked (default: that of the package). 0 means
    that the sentence does not say it, as of two drafts that are merely named together.

    >>> text = "The plan, initially 28 points, is now refined to 19."
    >>> direction(text, (20, 22), (49, 51))
    1
    >>> direction("19 points, down from 28", (0, 2), (21, 23))
    -1
    >>> direction("28 points of Washington and 20 of Kyiv", (0, 2), (28, 30))
    0
    """
    before, between = sentence[max(0, one[0] - 60) : one[0]], sentence[one[1] : other[0]]
    clause = re.split(r"[^\w\s'’-]", before)[-1]
    return _told(_plain(clause), _plain(between), book or codebook.load())


@lru_cache(maxsize=4096)
def _told(before: str, between: str, book) -> int:
    if book.words("revision_not") & {*before.split(), *between.split()}:
        return 0
    step = r"^(?:[\w'’-]+ )?{revision_to}(?: [\w'’-]+)?$"  # "from 28 points to 19"
    if book.pattern(r"\b{revision_from}(?: {article})?$").search(before):
        if book.pattern(step).search(between):
            return 1
    if any(book.pattern(frame).search(between) for frame in _EARLIER):
        return -1
    return int(any(book.pattern(frame).search(between) for frame in _LATER))


def _plain(text: str) -> str:
    """Lower case, one space between words and signs."""
    return " ".join(re.findall(r"[\w'’-]+|[^\w\s]", text.lower().replace("n't", " n't")))
