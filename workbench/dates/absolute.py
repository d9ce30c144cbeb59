"""Readers of days, months, years: a window's ``Reader`` and a place in, expression and end out."""

from __future__ import annotations

import re

from workbench.dates.expr import short_year
from workbench.dates.shapes import Reader


def day(r: Reader, i: int):
    for name in ("day_month", "month_day", "word_month"):
        m = r.match(name, i)
        if not m:
            continue
        number, bare = r.value(m, "d"), m.group("y") is None
        if not 0 < number <= 31 or not r.month_ok(m.start("M"), True):
            continue
        if name == "month_day" and bare and r.counts_things(m.start("d") + 1):
            continue
        e = r.expr(
            i,
            m.end(),
            "date",
            year=r.year_of(m),
            month=r.value(m, "M"),
            day=number,
            weekday=r.value(m, "w") if "w" in m.groupdict() else None,
        )
        if e.weekday is not None:
            e.weekday_end = r.items[i].end
        if bare and e.year is None:
            e.end = r.items[max(m.start("d"), m.start("M"))].end
            return e, max(m.start("d"), m.start("M")) + 1
        return e, m.end()
    return None


def written(r: Reader, i: int):
    """2025-12-19, 19.12.2025, 12/19/2025, with or without a weekday."""
    m = r.match("iso", i)
    if m:
        year, month, number = (int(p) for p in re.split(r"[-/.]", r.value(m, "I")))
        if not (0 < month <= 12 and 0 < number <= 31) or glued_name(r, m.start("I")):
            return None
        e = r.expr(i, m.end(), "date", year=year, month=month, day=number, weekday=r.value(m, "w"))
    else:
        m = r.match("numeric", i)
        if not m or glued_name(r, m.start("S")) or r.word(i - 1) in r.sets["names.before"]:
            return None
        raw = r.value(m, "S")
        for sign in "./-":
            if sign in raw:
                parts = [int(p) for p in raw.split(sign)]
                break
        first, second, year = parts
        year = short_year(year) if year < 100 else year
        if not (0 < first <= 31 and 0 < second <= 31) or min(first, second) > 12:
            return None
        if len(raw.rsplit(sign, 1)[1]) == 2 and sign == "-":
            return None  # 12-10-25 is more often a number of something
        e = r.expr(
            i,
            m.end(),
            "numeric",
            year=year,
            weekday=r.value(m, "w"),
            data={"parts": (first, second), "sign": sign},
        )
    if e.weekday is not None:
        e.weekday_end = r.items[i].end
    return e, m.end()


def glued_name(r: Reader, i: int, last: int | None = None) -> bool:
    """Part of an address, a path or a name: "org/2025/11/23", "Zapad-2025", "v1_2025"."""
    start, end = r.items[i].start, r.items[i if last is None else last].end
    before, after = r.text[max(start - 1, 0) : start], r.text[end : end + 2]
    if before and before in "/_=#@+$€£¥₴%&\\.:" and not before.isspace():
        return not (before in ".:" and r.text[start - 2 : start - 1].isalpha() and before == ":")
    if before in ("-", "–") and before and r.word(i - 2) not in r.sets["edges.adjectives"]:
        return True
    return after[:1] in ("_", "/", "=", "@", "%") or (
        after[:1] in (".", "-", ":") and after[1:2].isalnum()
    )


def month(r: Reader, i: int):
    m = r.match("month_year", i)
    if m:
        year = r.year_of(m)
        if year is not None and r.month_ok(i, True):
            return r.expr(i, m.end(), "date", year=year, month=r.items[i].value), m.end()
    if not r.month_ok(i, False):
        return None
    end = i + 1
    if (
        r.tag(end) == "."
        and len(r.word(i)) < 5
        and r.word(i) not in ("june", "july", "may")
        and r.tag(end + 1) not in ("", "\n")
        and r.text[r.items[end + 1].start].islower()
    ):
        end += 1
    e = r.expr(i, end, "date", month=r.items[i].value)
    tail = turn_tail(r, end)
    if tail:
        e.end, e.form, e.kind, e.turn = (
            r.items[tail - 1].end,
            "month_turn",
            "relative",
            tail_turn(r, end),
        )
        e.mode = "year"
        return e, tail
    return e, end


def turn_tail(r: Reader, i: int) -> int:
    """ "(December) of last year", "(March) next year": where it ends, or 0."""
    j = i + (r.tag(i) == "i")
    if (
        r.tags[j : j + 2] == "LU"
        and r.items[j + 1].value == "year"
        and r.word(j) in ("last", "this", "next")
    ):
        return j + 2
    return 0


def tail_turn(r: Reader, i: int) -> int:
    return r.items[i + (r.tag(i) == "i")].value


def year(r: Reader, i: int):
    m = r.match("years", i)
    value = r.items[i].value
    if m and not glued_name(r, i, m.end() - 1) and not before_year(r, i):
        second, raw = r.value(m, "second"), r.word(m.start("second"))
        if len(raw) == 2:
            second += value - value % 100 + (100 if second < value % 100 else 0)
        glued = r.glued(i) and r.glued(i + 1)
        if (
            value < second <= value + (10 if m.group("to") == "/" else 120)
            and len(raw) != 1
            and (glued or len(raw) == 4)
        ):
            tail = fiscal_tail(r, m.end())
            if tail and second == value + 1:
                return r.expr(i, tail, "fiscal", year=second, mode="ends"), tail
            return r.expr(i, m.end(), "years", "range", year=value, n=second), m.end()
    if before_year(r, i) or not year_alone(r, i):
        return None
    tail = fiscal_tail(r, i + 1)
    if tail:
        return r.expr(i, tail, "fiscal", year=value), tail
    return r.expr(i, i + 1, "year", year=value), i + 1


def fiscal_tail(r: Reader, i: int) -> int:
    """ "(2026) fiscal year", "(2025/26) financial year": where it ends, or 0."""
    year = r.tags[i : i + 2] == "FU" and r.items[i + 1].value == "year"
    return i + 2 if year and not r.word(i + 1).endswith("s") else 0


def before_year(r: Reader, i: int) -> bool:
    """ "Agenda 2030", "No. 2031", "Resolution 2202"."""
    k = i - 1 - (r.tag(i - 1) == ".")
    return r.word(k) in r.sets["names.before"] and r.items[k].end + 3 > r.items[i].start


def year_alone(r: Reader, i: int) -> bool:
    """ "room 1945", "255 2022", "1991 borders", "$2025", "2000 troops" are no years."""
    item = r.items[i]
    after = r.text[item.end : item.end + 2]
    dash = after[:1] in ("-", "–") and r.word(i + 2) and r.tag(i + 2) not in "yn"
    if glued_name(r, i) and not (after[:1] == "/" or dash) or r.word(i + 1) == "%":
        return False
    if after[:1] in ("/", "-", "–", ",", ".", ":") and after[1:2].isdigit():
        return False
    if after[:1] in ("-",) and after[1:2].isalpha() and r.tag(i + 1) == "-":
        return False
    if r.text[item.end : item.end + 1].isalnum() or r.word(i + 1) in r.sets["counted.nouns"]:
        return False
    if r.tag(i - 1) in ("n", "N", "C") or r.tag(i + 1) == "N":
        return False
    if item.value % 100 == 0 or item.value < 1400 or item.value > 2100:
        return (
            r.word(i - 1)
            in (
                "in",
                "since",
                "by",
                "until",
                "before",
                "after",
                "year",
                "to",
                "and",
                "from",
                "between",
            )
            and r.tag(i + 1) != "x"
        )
    return True


def short(r: Reader, i: int):
    """ "’91", glued, behind a preposition or a season."""
    if r.tag(i + 1) != "n" or not r.glued(i) or len(r.word(i + 1)) != 2:
        if r.tag(i + 1) == "D" and r.glued(i):
            e = r.expr(i, i + 2, "decade", year=1900 + r.items[i + 1].value % 100)
            return e, i + 2
        return None
    if r.word(i - 1) not in r.sets["function_words.prepositions"]:
        return None
    value = short_year(r.items[i + 1].value)
    return r.expr(i, i + 2, "year", year=value), i + 2


def decade(r: Reader, i: int):
    value, raw = r.items[i].value, r.word(i)
    if raw[0].isdigit():
        if len(raw) < 5 and r.tag(i - 1) not in "de":
            return None
        value = value if value > 999 else 1900 + value % 100
        if not 1000 <= value < 2200 or glued_name(r, i):
            return None
    elif r.tag(i - 1) not in "de-":
        return None
    else:
        value += 1900
    return r.expr(i, i + 1, "decade", year=value), i + 1


def century(r: Reader, i: int):
    m = r.match("century", i)
    if not m or r.value(m, "U") != "century":
        return None
    return r.expr(i, m.end(), "century", n=r.value(m, "count")), m.end()


def bare_day(r: Reader, i: int):
    """ "on the 12th it had lost it": a day whose month stands elsewhere."""
    value = r.items[i].value
    if (
        r.tag(i - 1) != "d"
        or not 0 < (value or 0) <= 31
        or r.word(i - 2) not in r.sets["function_words.after"]
    ):
        return None
    after = r.word(i + 1)
    if (
        after
        and after not in r.sets["function_words.words"]
        and r.tag(i + 1) not in ",.\n_&="
        and r.text[r.items[i + 1].start].isalnum()
    ):
        return None
    return r.expr(i, i + 1, "bare_day", day=value), i + 1


def part_of_day(r: Reader, i: int):
    """ "night of 5 December", "morning of December 3, 2025"."""
    if r.tag(i + 1) != "i":
        return None
    k = i + 2 + (r.tag(i + 2) == "d")
    found = None
    for read in (day, written, bare_day):
        found = found or (read(r, k) if k < len(r.tags) else None)
    if found and found[0].day:
        found[0].start = r.items[i].start
        return found
    return None
