"""What a number is by the words round it: part of a name or date, of a plan, a loss."""

import re
from bisect import bisect_left

from workbench.claims.reading import Figure, Sentence

# "F-16", "T-90MS", "P.A.C.-3", "2A8", "28th", "17:53", "01-06-2025", "3/4": part of a name, date
# or time.
NAME_BEFORE = re.compile(r"(?:[^\W\d_]\.?[-‑–]|\d[:/.]|\d-|[/#_@])$")
# "two in five Poles", "a bottle or two", "between midnight and six"
NO_COUNT_BEFORE = (
    r"(?i)\b(?:(?:{ratio_number}|\d+) in|an? (?:[\w-]+ ){1,2}or|{clock} and|single|by [\d,]+ to) $"
)
VOTE = r"(?i)\b{voted}(?: by| with)? (?:[\d,]+ to )?$"  # "passed by 226 to 41"
NAME_AFTER = r"(?i)[^\W\d_]|[:/]\d|-\d|[-‑]{hyphened_digits}"


def is_name(s: Sentence, q) -> bool:
    """Whether the number belongs to a name, date, clock time, article or measure."""
    text, words, first = s.text, s.tokens.words, s.token(q.start)
    before = NAME_BEFORE.search(text, max(0, q.start - 3), q.start)
    named = before or s.book.pattern(NAME_AFTER).match(text, q.end)
    if s.book.pattern("[-‑]{hyphened_words}").match(text, q.end) if q.words else named:
        return True
    if first and words[first - 1] in s.words("no_count"):
        if s.book.pattern(NO_COUNT_BEFORE).search(text, max(0, q.start - 40), q.start):
            return True
    if text.startswith(" to ", q.end) or first and words[first - 1] == "to":
        if s.book.pattern(VOTE).search(text, max(0, q.start - 40), q.start):
            return True
    last = bisect_left(s.tokens.starts, q.end)
    # "No. 5", "Art. 5", "Nov. 24"
    skip = 2 if first >= 2 and words[first - 1] == "." else 1
    for back in range(1, skip + 1):
        barred = s.covered("grammar:bar", first - back)
        if barred and (q.high < 3000 or words[first - back] in ("day", "#")):
            return True
    behind = words[last : last + 2]
    # "2 and 3 May"; but "Since December 26 of its own men have fallen"
    two = behind[:1] in (["and"], ["to"], [","]) and behind[1:] != [] and behind[1].isdigit()
    part = behind[:1] == ["of"] and not s.words("partitive").isdisjoint(behind[1:])
    month = s.covered("grammar:month", first - skip) if first >= skip and not part else None
    if q.high <= 31 and text[q.start : q.end].isdigit():
        if month or s.covered("grammar:month", last + 2 * two):
            return True
    nxt = last + (behind[:1] == ["-"] and len(behind) > 1)
    measure, unit = s.covered("grammar:measure", nxt), s.covered("unit", nxt)
    if measure is None or unit and (unit.last > measure.last or unit.entry.theme):
        return False
    return not text[s.tokens.ends[nxt] : s.tokens.ends[nxt] + 1].isalnum()  # "700 M23 prisoners"


def figure_of(s: Sentence, q, theme: str, unit: str, kind: str, **more) -> Figure:
    first, end = s.token(q.start), more.pop("end", q.end)
    at = (first, max(bisect_left(s.tokens.starts, max(end, q.start + 1)), first + 1))
    more.setdefault("noun", None)
    return Figure(q.start, end, q.low, q.high, theme, unit, kind, at, **more)
