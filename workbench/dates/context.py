"""Sentences, quotations and tense: which way a bare "Thursday" points."""

import re
from bisect import bisect_right
from collections.abc import Mapping
from functools import lru_cache

from workbench.text import sentences
from workbench.text.sentences import Span, holding

REACH, NEAR = 300, 160
CLAUSE = re.compile(r"[;:—–]| - |(?:, (?:and|but|while|though|although) )")
AHEAD = {"to", "be", "is", "are"}
WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)?|’ll|'ll|,")
Sets = Mapping[str, frozenset[str]]


@lru_cache(maxsize=4096)
def sentence(text: str, start: int, end: int) -> tuple[int, int]:
    """Bounds of the sentence round a span, looked for within 300 characters each way."""
    left = max(text.rfind("\n", 0, start) + 1, start - REACH)
    stop = text.find("\n", end)
    right = min(len(text) if stop < 0 else stop, end + REACH)
    spans = sentences.split(text, left, right)
    first = holding(spans, start) or Span(left, start)
    return first.start, max(first.end, (holding(spans, end) or Span(end, right)).end)


@lru_cache(maxsize=4)
def quotations(text: str) -> list[tuple[int, int]]:
    """Spans in double quotation marks, sorted; straight ones only where no others are used."""
    curly = [m.span() for m in re.finditer("[“„][^”“]*[”“]", text)]
    return curly or [m.span() for m in re.finditer('"[^"]*"', text)]


def inside(spans: list[tuple[int, int]], start: int) -> tuple[int, int] | None:
    """The one of the sorted spans that holds a place."""
    k = bisect_right(spans, (start, 10**12)) - 1
    return spans[k] if k >= 0 and spans[k][0] <= start < spans[k][1] else None


def tense(text: str, start: int, end: int, bounds: tuple[int, int], sets: Sets) -> int | None:
    """-1 past, 1 future or present, None where no verb tells: the nearest verb in the clause."""
    left, right = max(bounds[0], start - NEAR), min(bounds[1], end + NEAR)
    for m in CLAUSE.finditer(text, left, start):
        left = m.end()
    m = CLAUSE.search(text, end, right)
    before = [w.lower() for w in WORD.findall(text, left, start)]
    after = [w.lower() for w in WORD.findall(text, end, m.start() if m else right)]
    plain = [w for w in before[-3:] if w != "the"] or [""]
    if (
        plain[-1] in sets["past_before"]
        or plain[-1] in ("on", "over", "of")
        and set(before[-3:-1]) & sets["past_nouns"]
    ):
        return -1
    for line, places in ((before, range(len(before) - 1, -1, -1)), (after, range(len(after)))):
        for k in places:
            found = _verb(line, k, sets)
            if found is not None:
                return found
    return 1 if plain[-1] in sets["future_before"] else None


def _verb(line: list[str], k: int, sets: Sets) -> int | None:
    word, following = line[k], line[k + 1 : k + 2]
    if word in sets["future"] | sets["present"] or word in ("’ll", "'ll"):
        return 1
    if word in sets["perfect"]:
        return 1 if following == ["to"] else -1
    regular = len(word) > 3 and word.endswith("ed") and word not in sets["not_past"]
    if word not in sets["past"] and not regular:
        return None
    past = sets["perfect"] | {"was", "were", "had"}
    others = [w for w in line[max(k - 4, 0) : k] if w in past | sets["future"] | AHEAD]
    return -1 if not others or others[-1] in past else 1
