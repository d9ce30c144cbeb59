"""What a number counts: the noun behind it, the words round it, or a name it belongs to."""

from __future__ import annotations

import re
from bisect import bisect_left

from workbench.cues import Hit
from workbench.reading import Figure, Sentence

# "F-16", "T-90MS", "2A8", "28th", "17:53", "01-06-2025", "3/4": part of a name, date or time.
NAME_BEFORE = re.compile(r"(?:[^\W\d_][-‑–]|\d[:/.]|\d-|[/#_@])$")
NAME_AFTER = r"(?i)[^\W\d_]|[:/]\d|-\d|[-‑]{hyphened_digits}"


def is_name(s: Sentence, q) -> bool:
    """Whether the number belongs to a name, date, clock time, article or measure."""
    text, first = s.text, s.token(q.start)
    if not q.words and (
        NAME_BEFORE.search(text, max(0, q.start - 2), q.start)
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


def counted_noun(s: Sentence, q) -> Hit | None:
    """The counted noun behind a number: over adjectives, not over a verb or a full stop."""
    words, n = s.tokens.words, len(s.tokens.words)
    i = bisect_left(s.tokens.starts, q.end)
    steps = 0
    # "900-plus bodies", "40 or so drones", "tens of thousands of men"
    if words[i : i + 1] in (["-"], ["or"]) and i + 1 < n and words[i + 1] in s.words("loosely"):
        i += 2
    elif words[i : i + 1] == ["of"] and q.words and q.low != q.high:
        i += 1
    elif i < n and words[i] in s.words("increment"):
        i += 1
    while i < n and steps < 7:
        unit = s.covered("unit", i)
        people = s.covered("actor", i)
        if (
            unit is None
            and people
            and people.part == "adjectives"
            and words[i].endswith("s")
            and people.last == i + 1
        ):
            return Hit(s.book.get("unit", "person.civilian"), "match", i, i + 1, "unit")
        if unit and unit.first == i:
            return head_noun(s, unit)
        word = words[i]
        if word in (".", ";", ":", "?", "!", "—"):
            return None
        if word in (",", "(", ")"):
            return None
        if word == "of" and steps == 0 and i + 1 < n and words[i + 1] in s.words("partitive"):
            i += 2
            steps += 1
            continue
        if word.isdigit():
            # "500,000 155 mm shells": a calibre may stand between
            after = i + 1
            if after < n and s.covered("grammar:measure", after):
                i = after + 1
                steps += 1
                continue
            return None
        if s.covered("grammar:stop", i) and word not in ("the",):
            return None
        joined = i > 0 and words[i - 1] == "-"  # "12,500 full-time members"
        if s.covered("grammar:measure", i) and not s.covered("actor", i) and not joined:
            return None
        if word == "and" and not (
            i + 1 < n and s.covered("actor", i + 1) or i >= 1 and s.covered("actor", i - 1)
        ):
            return None
        if s.covered("attribution:reporting", i):
            return None
        i += 1
        steps += 1
    return None


def head_noun(s: Sentence, unit: Hit) -> Hit:
    """The last noun of a compound: "drone attacks", "desertion files", "tank crew"."""
    nxt = s.covered("unit", unit.last)
    if nxt and nxt.first == unit.last and nxt.last <= len(s.tokens.words):
        if nxt.entry.id == "person.loss" or nxt.entry.kind == "thing":
            return unit
        return head_noun(s, nxt)
    if unit.entry.id == "person.civilian" and unit.last < len(s.tokens.words):
        for skip in (unit.last, unit.last + 1):
            other = s.covered("unit", skip)
            if other and other.first == skip and not s.covered("grammar:stop", unit.last):
                return head_noun(s, other)
    return unit


def plan_near(s: Sentence, i: int, reach: int = 14) -> bool:
    return any(
        h.entry.id == "plan.version" and -reach <= h.first - i <= reach for h in s.of("role")
    )


def tells_loss(s: Sentence) -> bool:
    return any(
        h.entry.gives in ("casualties", "strike") and "force" in h.entry.themes
        for h in s.of("role")
    )


def force_near(s: Sentence, noun: Hit, q) -> bool:
    """Whether the sentence speaks of forces beside the noun itself."""
    return any(h.last <= noun.first or h.first >= noun.last for h in s.of("context:force")) or any(
        h.entry.gives in ("casualties", "other", "training", "strike", "deployment")
        and "force" in h.entry.themes
        and (h.last <= noun.first or h.first >= noun.last)
        for h in s.of("role")
    )


def hyphened(s: Sentence, last: int, point: re.Match) -> bool:
    """ "a six-point consensus": a text, unless it is a lead or a loss."""
    after = s.tokens.words[last + 1 : last + 2]
    return point.group()[0] == "-" and bool(after) and after[0] not in s.words("margin")


def points_told(s: Sentence, first: int, q) -> bool:
    """ "in thirteen points", "drew up the 28 points": a count that nothing else claims."""
    before = s.tokens.words[first - 1] if first else ""
    return (
        3 <= q.low
        and before in s.words("telling_points")
        and not any(w in s.words("scoring") for w in s.tokens.words)
    )


def amounting(s: Sentence, first: int) -> Hit | None:
    """The count noun before a verb of amounting: "cases now exceed", "the toll rose to"."""
    for unit in reversed(s.of("unit")):
        between = s.tokens.words[unit.last : first]
        if (
            unit.last <= first
            and len(between) <= 6
            and any(w in s.words("amounting") for w in between)
            and not any(w in ",;" for w in between)
            and (not unit.entry.weak or force_near(s, unit, None))
        ):
            return unit
    return None


# "The number of Patrias that Riga delivered to Kyiv in 2025 is 61": words to the noun before, and
# to the one behind.
FAR, NEXT = 24, 9


def number_of(s: Sentence, first: int, last: int) -> Hit | None:
    """ "The number of jets that Riga delivered is 61", "61 is the number of jets that ..."."""
    words, verbs, units = s.tokens.words, s.words("be_verb"), s.of("unit")
    start = bisect_left(units, first - FAR, key=lambda unit: unit.first)
    for unit in units[start : bisect_left(units, last + NEXT, key=lambda unit: unit.first)]:
        named = words[max(0, unit.first - 5) : unit.first]
        at = next((i for i, w in enumerate(named) if w in s.words("counted_by")), len(named))
        if "of" not in named[at:]:
            continue
        if unit.last <= first and words[first - 1] in verbs:
            return unit
        if unit.first >= last and last < len(words) and words[last] in verbs:
            return unit
    return None


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
