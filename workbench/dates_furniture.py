"""Lines of a page that carry dates but aren't its text: update notes, copyright, comments."""

from __future__ import annotations

import re
from functools import lru_cache

from workbench.dates_tense import sentence
from workbench.dates_words import words


def either(phrases) -> str:
    return "|".join(re.escape(p) for p in sorted(phrases, key=lambda p: (-len(p), p)))


@lru_cache(maxsize=1)
def patterns() -> tuple[re.Pattern, re.Pattern, re.Pattern]:
    sets = words().sets
    line = re.compile(
        rf"(?:^[^\S\n]*|[.;|·•(/–—-][^\S\n]*)({either(sets['furniture.line'])})(?![^\W\d_])"
        r"[^\S\n]*(?:on|at)?[ :,]*(?=[^\n]{0,24}\d|[^\n]{0,24}\bago\b|yesterday|today)", re.I | re.M)
    known = either(sets["furniture.teaser"])
    teaser = re.compile(
        rf"^[^\S\n]*[^\w\n]{{0,4}}(?:{known})(?![^\W\d_])[^\n]*"
        rf"|(?<=[.!?] )(?:{known}):[^\n]*", re.I | re.M)
    comments = re.compile(
        rf"^[^\S\n]*(?:\d{{1,6}} )?(?:{either(sets['furniture.comments'])})[^\S\n]*"
        r"(?:\(\d{1,6}\)|: ?\d{1,6}|\d{1,6})?[^\S\n]*:?[^\S\n]*$", re.I | re.M)
    return line, teaser, comments


def furniture(text: str) -> list[tuple[int, int]]:
    """Spans in which no date is a date of the text, in order."""
    line, teaser, comments = patterns()
    out = []
    for m in line.finditer(text):
        end = text.find("\n", m.end())
        end = len(text) if end < 0 else end
        out.append((m.start(1), min(end, sentence(text, m.start(1), m.end())[1])))
    out += [m.span() for m in teaser.finditer(text)]
    m = comments.search(text)
    if m:
        out.append((m.start(), len(text)))
    return sorted(out)


def inside(spans: list[tuple[int, int]], start: int, end: int) -> bool:
    return any(a < end and start < b for a, b in spans)
