"""What a number is by the words round it: part of a name or date, of a plan, a loss."""

from __future__ import annotations

import re
from bisect import bisect_left

from workbench.cues import Hit
from workbench.reading import Figure, Sentence

# "F-16", "T-90MS", "P.A.C.-3", "2A8", "28th", "17:53", "01-06-2025", "3/4": part of a name, date
# or time.
NAME_BEFORE = re.compile(r"(?:[^\W\d_]\.?[-‑–]|\d[:/.]|\d-|[/#_@])$")
NAME_AFTER = r"(?i)[^\W\d_]|[:/]\d|-\d|[-‑]{hyphened_digits}"


def is_name(s: Sentence, q) -> bool:
    """Whether the number belongs to a name, date, clock time, article or measure."""
    text, first = s.text, s.token(q.start)
    if not q.words and (
        NAME_BEFORE.search(text, max(0, q.start - 3), q.start)
        or s.book.pattern(NAME_AFTER).match(text, q.end)
    ):
        return True
    if q.words and s.book.pattern("[-‑]{hyphened_words}").match(text, q.end):
        return True
    last = bisect_left(s.tokens.starts, q.end)
    small = q.high <= 31 and text[q.start : q.end].isdigit()
    bar = s.covered("grammar:bar", first - 1) if first else None
    if bar and (q.high < 3000 or bar.entry and s.tokens.words[first - 1] in ("day", "#")):
        return True
    # "No. 5", "Art. 5", "Nov. 24"
    skip = 2 if first >= 2 and s.tokens.words[first - 1] == "." else 1
    if small and first >= skip and s.covered("grammar:month", first - skip):
        return True
    if small and last < len(s.tokens.words) and s.covered("grammar:month", last):
        return True
    if skip == 2 and s.covered("grammar:bar", first - 2) and q.high < 3000:
        return True
    if last < len(s.tokens.words):
        words = s.tokens.words
        nxt = last + 1 if words[last] == "-" and last + 1 < len(words) else last
        if s.covered("grammar:measure", nxt) and not (
            s.covered("unit", nxt)
            and s.covered("unit", nxt).last > s.covered("grammar:measure", nxt).last
        ):
            return True
    return False


def plan_near(s: Sentence, i: int, reach: int = 14) -> bool:
    return any(
        h.entry.id == "plan.version" and -reach <= h.first - i <= reach for h in s.of("role")
    )


def tells_loss(s: Sentence) -> bool:
    return any(
        h.entry.gives in ("casualties", "strike") and "force" in h.entry.themes
        for h in s.of("role")
    )


def hyphened(s: Sentence, last: int, point: re.Match) -> bool:
    """ "a six-point consensus": a text, unless it is a lead or a loss."""
    after = s.tokens.words[last + 1 : last + 2]
    return point.group()[0] == "-" and bool(after) and after[0] not in s.words("margin")


def points_told(s: Sentence, first: int, q) -> bool:
    """ "in thirteen points", "drew up the 28 points": a count that nothing else claims."""
    before = s.tokens.words[first - 1] if first else ""
    scored = not s.words("scoring").isdisjoint(s.tokens.words)
    return q.low >= 3 and before in s.words("telling_points") and not scored


def loss_before(s: Sentence, first: int) -> Hit | None:
    """A cue of casualties right before a number, over a qualifier: "killed at least 75"."""
    i = first
    while i > 0 and (s.covered("qualifier", i - 1) or s.tokens.words[i - 1] in ("another", "the")):
        i -= 1
    for hit in s.of("role"):
        if hit.last == i and hit.entry.gives == "casualties":
            return hit
    return None


def word_before(s: Sentence, q) -> str:
    i = s.token(q.start)
    return s.tokens.words[i - 1] if i else ""


def figure_of(s: Sentence, q, theme: str, unit: str, kind: str, **more) -> Figure:
    first = s.token(q.start)
    last = bisect_left(s.tokens.starts, max(more.get("end", q.end), q.start + 1))
    more.setdefault("noun", None)
    return Figure(
        q.start,
        more.pop("end", q.end),
        q.low,
        q.high,
        theme,
        unit,
        kind,
        (first, max(last, first + 1)),
        **more,
    )
