"""Lines of a page that carry dates but aren't its text: update notes, copyright, comments."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import lru_cache

from workbench.dates.tense import sentence
from workbench.dates.triggers import triggers
from workbench.dates.words import lower, trie, words


def either(phrases) -> str:
    return "|".join(re.escape(p) for p in sorted(phrases, key=lambda p: (-len(p), p)))


@lru_cache(maxsize=1)
def patterns() -> tuple[re.Pattern, ...]:
    ago = r"\w{1,7} (?:minute|hour|day|week)s? ago"
    named = trie({word[:3] for table in ("month", "weekday") for word in words().data[table]})
    return (
        re.compile(r"(?:\A|\n|[.;|·•(/–—-])[^\S\n]*\Z"),
        re.compile(r"(?:\A|\n)[^\w\n]{0,8}(?:\d{1,6} )?\Z"),
        re.compile(
            rf"[ :,]*(?:(?:on|at) )?(?:\d|{named}[a-z]*\.? ?\d|{ago}|yesterday|today)", re.I
        ),
        re.compile(rf"[ :,]*{ago}", re.I),
        re.compile(r"[^\S\n]*(?:\((\d{1,6})\)|:? ?(\d{1,6}))?[^\S\n]*:?[^\S\n]*(?:\n|\Z)"),
    )


def furniture(text: str) -> list[tuple[int, int]]:
    """Spans in which no date is a date of the text, in order, none overlapping."""
    out: list[tuple[int, int]] = []
    done = 0
    low = lower(text)
    for start, end in triggers(text).furniture:
        if start < done or start and text[start - 1].isalnum():
            continue
        done = max(done, _end(text, start, end, low[start:end]))
        if done > start:
            out.append((start, done))
    return out


def _end(text: str, start: int, end: int, word: str) -> int:
    """Where the furniture that begins with ``word`` ends; 0 where it is a word like any other."""
    before, head, dated, clock, counted = patterns()
    sets = words().sets
    near = text[max(start - 14, 0) : start]
    near = near if len(near) < 14 else "x" + near
    first = head.search(near)
    if first and word in sets["furniture.comments"] | sets["furniture.comments_counted"]:
        m = counted.match(text, end)
        if m and (word in sets["furniture.comments"] or m.group(1) or m.group(2)):
            return len(text)
    if word in sets["furniture.teaser"] and (
        first or (near[-2:] in (". ", "! ", "? ") and text[end - 1 : end + 1].endswith(":"))
    ):
        return _line_end(text, end)
    if before.search(near) and (
        word in sets["furniture.copyright"]
        and any(c.isdigit() for c in text[end : end + 40])
        or word in sets["furniture.line"]
        and dated.match(text, end)
        or word in sets["furniture.clock"]
        and clock.match(text, end)
    ):
        return min(_line_end(text, end), sentence(text, start, end)[1])
    return 0


def _line_end(text: str, place: int) -> int:
    end = text.find("\n", place)
    return len(text) if end < 0 else end


def inside(spans: list[tuple[int, int]], start: int, end: int) -> bool:
    """Whether a span touches one of the sorted spans."""
    k = bisect_right(spans, (end - 1, 10**12)) - 1
    return k >= 0 and spans[k][1] > start
