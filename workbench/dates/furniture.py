"""Lines of a page that carry dates but aren't its text: update notes, copyright, comments."""

from __future__ import annotations

import re

from workbench.dates.context import sentence
from workbench.dates.grammar import Grammar, lower

BEFORE = re.compile(r"(?:\A|\n|[.;|·•(/–—-])[^\S\n]*[*_]*\Z")
HEAD = re.compile(r"(?:\A|\n)[^\w\n]{0,8}(?:\d{1,6} )?\Z")
NOTES = re.compile(r"[^\S\n]*:?[^\S\n*]*\**\s*\n\s*(?:[*^•-] |\[?\^?\d{1,3}[\].)]|[¹²³])")
AGO = r"[ :,]*\w{1,7} (?:minute|hour|day|week)s? ago"
DATED = r"[ :,]*(?:(?:on|at) )?(?:\d|(?:{days})[a-z]*\.? ?\d|yesterday|today)"
COUNTED = re.compile(r"[^\S\n]*(?:\((\d{1,6})\)|:? ?(\d{1,6}))?[^\S\n]*:?[^\S\n]*(?:\n|\Z)")


def furniture(text: str, places: list[tuple[int, int]], grammar: Grammar) -> list[tuple[int, int]]:
    """Spans in which no date is a date of the text, in order, none overlapping."""
    out: list[tuple[int, int]] = []
    done = 0
    for start, end in sorted(places, key=lambda span: (span[0], -span[1])):
        if start >= done:
            done = max(done, _end(text, start, end, grammar))
            if done > start:
                out.append((start, done))
    return out


def _end(text: str, start: int, end: int, g: Grammar) -> int:
    """Where the furniture that begins with a word ends; 0 where it is a word like any other."""
    word, sets = lower(text[start:end]), g.sets
    near = text[max(start - 14, 0) : start]
    near = near if len(near) < 14 else "x" + near
    first, line = HEAD.search(near), text.find("\n", end)
    line = line if line >= 0 else len(text)
    if first and word in sets["furniture_notes"] and NOTES.match(text, end):
        return len(text)
    counted = COUNTED.match(text, end) if first else None
    if counted and word in sets["furniture_comments"]:
        return len(text)
    if counted and word in sets["furniture_comments_counted"] and (counted[1] or counted[2]):
        return len(text)
    after_stop = near[-2:] in (". ", "! ", "? ") and text[end - 1 : end + 1].endswith(":")
    if word in sets["furniture_teaser"] and (first or after_stop):
        return line
    if BEFORE.search(near) and _dated(text, word, end, g):
        return min(line, sentence(text, start, end)[1])
    return 0


def _dated(text: str, word: str, end: int, g: Grammar) -> bool:
    """Behind "updated" or "copyright" stands what makes it a note of the page."""
    sets = g.sets
    if word in sets["furniture_copyright"]:
        return any(c.isdigit() for c in text[end : end + 40])
    if word in sets["furniture_clock"] and re.compile(AGO).match(text, end):
        return True
    if word not in sets["furniture_line"]:
        return False
    days = "|".join(sorted({w[:3] for w in g.members if g.members[w] & {"month", "weekday"}}))
    return bool(re.compile(f"(?i){DATED.format(days=days)}|{AGO}").match(text, end))
