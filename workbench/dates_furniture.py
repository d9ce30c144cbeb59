"""Lines of a page that carry dates but aren't its text: update notes, copyright, comments."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import lru_cache

from workbench.dates_tense import sentence
from workbench.dates_words import lower, trie, words


def either(phrases) -> str:
    return "|".join(re.escape(p) for p in sorted(phrases, key=lambda p: (-len(p), p)))


@lru_cache(maxsize=1)
def patterns() -> tuple[re.Pattern, ...]:
    sets = words().sets
    kinds = [sets[f"furniture.{kind}"] for kind in ("line", "teaser", "comments")]
    line = re.compile(
        r"[^\S\n]*(?:on|at)?[ :,]*(?:[^\n]{0,24}\d|[^\n]{0,24}\bago\b|yesterday|today)", re.I
    )
    comments = re.compile(
        r"[^\S\n]*(?:\(\d{1,6}\)|: ?\d{1,6}|\d{1,6})?[^\S\n]*:?[^\S\n]*(?:\n|\Z)", re.I
    )
    before = re.compile(r"(?:\A|\n|[.;|·•(/–—-])[^\S\n]*\Z")
    head = re.compile(r"(?:\A|\n)[^\w\n]{0,8}(?:\d{1,6} )?\Z")
    return (
        re.compile(rf"(?:{trie(set().union(*kinds))})(?![^\W\d_])"),
        before,
        head,
        line,
        comments,
    )


def furniture(text: str) -> list[tuple[int, int]]:
    """Spans in which no date is a date of the text, in order, merged."""
    sets = words().sets
    any_word, before, head, line, comments = patterns()
    out: list[tuple[int, int]] = []
    done = 0
    for m in any_word.finditer(lower(text)):
        start, end, word = m.start(), m.end(), m.group()
        if start < done or start and text[start - 1].isalnum():
            continue
        near = text[max(start - 14, 0) : start]
        if len(near) == 14:
            near = "x" + near
        stop = 0
        if word in sets["furniture.comments"] and head.search(near) and comments.match(text, end):
            stop = len(text)
        elif word in sets["furniture.teaser"] and (
            head.search(near)
            or (near[-2:] in (". ", "! ", "? ") and text[end - 1 : end + 1].endswith(":"))
        ):
            stop = _line_end(text, end)
        elif word in sets["furniture.line"] and before.search(near) and line.match(text, end):
            stop = min(_line_end(text, end), sentence(text, start, end)[1])
        if stop:
            out.append((start, stop))
            done = stop
    return out


def _line_end(text: str, place: int) -> int:
    end = text.find("\n", place)
    return len(text) if end < 0 else end


def inside(spans: list[tuple[int, int]], start: int, end: int) -> bool:
    """Whether a span touches one of the sorted spans."""
    k = bisect_right(spans, (end - 1, 10**12)) - 1
    return k >= 0 and spans[k][1] > start
