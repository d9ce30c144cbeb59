"""Readers of parts and of named days: "third quarter of 2025", "mid-November", "last spring"."""

from __future__ import annotations

from workbench.dates.absolute import (
    tail_turn,
    turn_tail,
    year_alone,
)
from workbench.dates.expr import short_year
from workbench.dates.relative import turned
from workbench.dates.shapes import Reader


def inner(r: Reader, i: int):
    """What a part is a part of: "(the) December 2025", "next year", "the decade"."""
    k = i + (r.tag(i) == "d")
    if k >= len(r.tags):
        return None
    tag = r.tags[k]
    if tag == "U" and k > i:
        if r.items[k].value in ("month", "year", "decade", "century", "quarter", "week"):
            return r.expr(k, k + 1, "unit", "relative", unit=r.items[k].value, turn=0), k + 1
        return None
    if tag == "L":
        return turned(r, k)
    if tag in "MyDbKOkI'":
        for read in r.readers.get(tag, ()):
            found = read(r, k)
            if found:
                return found
        return None
    return None


def part(r: Reader, i: int):
    """ "third quarter of 2025", "second half of next month", "first week of May", Q3, H1."""
    tag = r.tags[i]
    if tag in "Kk":
        n, unit, j = r.items[i].value, "quarter" if tag == "K" else "half", i + 1
    elif r.tag(i + 1) == "h":
        n, unit, j = r.items[i].value, "half", i + 2
    elif r.tag(i + 1) in ("U", "w", "W"):
        n, j = r.items[i].value, i + 2
        unit = {"w": "weekend", "W": "weekday"}.get(r.tag(i + 1)) or r.items[i + 1].value
        if unit not in ("quarter", "week", "weekend", "weekday"):
            return None
    else:
        return None
    if (
        not isinstance(n, int)
        or unit == "half"
        and n not in (1, 2)
        or unit == "quarter"
        and n not in (1, 2, 3, 4, -1)
    ):
        return None
    e = r.expr(i, j, "part", n=n, unit=unit)
    if unit == "weekday":
        e.weekday = r.items[j - 1].value
    k = j + (r.tag(j) in ("i", "/", ","))
    found = inner(r, k) if (k > j or tag in "Kk") and k < len(r.tags) else None
    if found is None and tag in "Kk" and r.tag(j) == "n" and len(r.word(j)) == 2 and r.glued(i):
        found = r.expr(j, j + 1, "year", year=2000 + r.items[j].value), j + 1
    if found and found[0].form in ("date", "unit", "year", "month_turn", "decade", "century"):
        e.inner, e.end, e.kind = found[0], found[0].end, found[0].kind
        return e, found[1]
    if (
        r.tag(j) == "i"
        or unit in ("week", "weekend", "weekday")
        or (tag not in "Kk" and r.tag(i - 1) != "d")
    ):
        return None
    e.mode = "context" if tag not in "Kk" else ""
    return e, j


def edge(r: Reader, i: int):
    """ "early 2026", "mid-November", "end of the month", "year-end" lies in unit_edge."""
    word, which = r.word(i), r.items[i].value
    adjective = word in r.sets["edges.adjectives"]
    j = i + 1
    if adjective:
        j += r.tag(j) == "-"
        if r.tag(j) == "i":
            return None
    elif r.tag(j) == "i":
        j += 1
    else:
        return None
    if adjective and r.tag(j) == "U" and r.tag(j - 1) == "-" and word == "mid":
        found = r.expr(j, j + 1, "unit", "relative", unit=r.items[j].value, turn=0), j + 1
    elif r.tag(j + (r.tag(j) == "d")) == "s":
        found = season(r, j + (r.tag(j) == "d"))
    else:
        found = inner(r, j)
    if not found or found[0].form not in (
        "date",
        "unit",
        "year",
        "decade",
        "century",
        "part",
        "month_turn",
        "season",
    ):
        return None
    what, end = found
    if what.day is not None or (adjective and what.form == "unit" and what.unit == "week"):
        return None
    day_of = r.words.data["edges"]["day_of"].get(word)
    before = r.word(i - 1 - (r.tag(i - 1) == "d"))
    e = r.expr(i, end, "edge", "vague", n=which, inner=what)
    if day_of and before in r.sets["edges.day_after"] or day_of and before == "mid":
        e.mode, e.kind = day_of, what.kind if what.form != "season" else "vague"
    elif word == "end" and before not in (
        "at",
        "near",
        "towards",
        "toward",
        "around",
        "in",
        "since",
        "from",
        "for",
        "and",
        "over",
        "about",
    ):
        e.mode, e.kind = day_of, what.kind if what.form != "season" else "vague"
    return e, end


def season(r: Reader, i: int):
    """ "winter of 2022–23", "spring 2026", "this summer", "by spring"."""
    month_no, j = r.items[i].value, i + 1
    e = r.expr(i, j, "season", "vague", month=month_no)
    k = j + (r.tag(j) == "i")
    m = r.match("years", k) if k < len(r.tags) else None
    if m and r.tag(k) == "y":
        e.year, e.end = r.items[k].value, r.items[m.end() - 1].end
        e.mode = "double"
        return e, m.end()
    if r.tag(k) == "y":
        e.year, e.end = r.items[k].value, r.items[k].end
        return e, k + 1
    if r.tags[k : k + 2] == "'n" and r.glued(k):
        e.year, e.end = short_year(r.items[k + 1].value), r.items[k + 1].end
        return e, k + 2
    tail = turn_tail(r, j)
    if tail:
        e.turn, e.mode, e.end = tail_turn(r, j), "year", r.items[tail - 1].end
        return e, tail
    if (
        r.tag(j) == "i"
        or r.word(i) == "fall"
        and r.tag(i - 1) not in "L"
        and not (r.tag(i - 1) == "d" and r.word(i - 2) in ("in", "by", "since", "until", "before"))
    ):
        return None
    if (
        r.tag(i - 1) == "d"
        and r.word(i - 2) in r.sets["function_words.prepositions"]
        or r.word(i - 1)
        in (
            "by",
            "in",
            "since",
            "until",
            "till",
            "before",
            "during",
            "after",
            "through",
            "to",
            "over",
            "from",
            "early",
            "late",
            "mid",
            "-",
        )
    ):
        after = r.text[r.items[j].start] if j < len(r.items) else "."
        if (
            r.tag(j) == "x"
            and after.islower()
            and r.word(j)
            not in r.sets["function_words.words"]
            | r.sets["tense.past"]
            | r.sets["tense.future"]
            | r.sets["tense.present"]
        ):
            return None
        return e, j
    return None


def named_day(r: Reader, i: int):
    entry = r.items[i].value
    after = r.word(i + 1)
    if after and r.text[r.items[i + 1].start].isupper() and after in r.sets["names.after"]:
        return r.expr(i, i + 2, "skip"), i + 2
    j = i + 1
    e = r.expr(i, j, "named", data=entry)
    k = j + (r.tag(j) in ("i", ","))
    if r.tag(k) == "y" and year_alone(r, k) and (r.tag(j) != "," or r.tag(k + 1) != "x"):
        e.year, e.end = r.items[k].value, r.items[k].end
        return e, k + 1
    tail = turn_tail(r, j)
    if tail:
        e.turn, e.kind, e.end = tail_turn(r, j), "relative", r.items[tail - 1].end
        return e, tail
    return e, j


def name(r: Reader, i: int):
    return r.expr(i, i + 1, "skip"), i + 1


def fiscal(r: Reader, i: int):
    """ "FY2026", "FY2025/26", "fiscal year 2027", "fiscal 2026"."""
    m = r.match("fiscal", i)
    if not m or m.group("U") and r.value(m, "U") != "year":
        return None
    if r.word(i) in ("budget", "financial") and not m.group("U"):
        return None
    value, raw = r.value(m, "y"), r.word(m.start("y"))
    if len(raw) == 2:
        value += 2000
    elif len(raw) != 4:
        return None
    e = r.expr(i, m.end(), "fiscal", year=value)
    if m.group("second"):
        second = r.value(m, "second")
        if second % 100 != (value + 1) % 100:
            e = r.expr(i, m.start("y") + 1, "fiscal", year=value)
            return e, m.start("y") + 1
        e.year, e.mode = value + 1, "ends"
    return e, m.end()
