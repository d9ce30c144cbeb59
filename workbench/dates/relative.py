"""Readers of what is counted from today or from another date of the text."""

from __future__ import annotations

from workbench.dates.absolute import day, fiscal_tail, written
from workbench.dates.counts import free_after, open_count, war_day
from workbench.dates.shapes import Reader


def weekday(r: Reader, i: int):
    raw = r.text[r.items[i].start : r.items[i].end]
    end = i + 1
    if raw.islower() or r.named(i) or r.word(i + 1) in ("s",):
        return None
    if len(raw) < 6:
        if r.tag(end) != "." and r.word(i - 1) not in ("on", "last", "next", "this"):
            return None
        if raw in ("Sun", "Sat", "Wed", "Mon") and r.tag(end) != ".":
            return None
        if (
            r.tag(end) == "."
            and end + 1 < len(r.items)
            and r.text[r.items[end + 1].start].islower()
        ):
            end += 1
    if (
        r.tag(i - 1) == "A"
        or r.word(i - 1) in ("every", "each", "any")
        or r.tag(i + 1) == "'"
        and r.word(i + 2) == "s"
        and r.word(i + 3) in r.sets["names.after"]
    ):
        if r.tag(i - 1) != "A":
            return None
    if r.tag(end) == "P":
        end += 1
    elif r.tag(end) == "-" and r.glued(end) and r.tag(end + 1) == "P":
        end += 2
    e = r.expr(i, end, "weekday", "relative", weekday=r.items[i].value)
    if r.tag(i - 1) == "A":
        e.mode = "some"
    return e, end


def turned(r: Reader, i: int):
    """ "last month", "next Tuesday", "that spring", "this morning", "the past three days"."""
    word, turn = r.word(i), r.items[i].value
    source = "text" if word in r.sets["turns.from_text"] else "now"
    m = r.match("run", i)
    if m:
        number = r.count(*m.span("count"))
        unit = r.value(m, "U")
        if (
            number
            and word in ("past", "last", "next", "coming", "previous", "preceding", "following")
            and m.group("count") != "A"
        ):
            e = r.expr(i, m.end(), "run", "relative", n=number, unit=unit, turn=turn, source=source)
            return e, m.end()
    if word == "next" and r.tag(i - 1) == "d":
        source = "text"
    j = i + 1
    tag = "P" if r.word(j) == "night" else r.tag(j)
    if tag == "W":
        e = r.expr(
            i, j + 1, "weekday", "relative", weekday=r.items[j].value, turn=turn, source=source
        )
        if r.named(j):
            return None
        if r.tag(j + 1) == "P":
            e.end, j = r.items[j + 1].end, j + 1
        if r.tag(j + 1) == "," and r.tag(j + 2) in tuple("Mnb"):
            return e, j + 1
        return e, j + 1
    if tag == "M" and (r.text[r.items[j].start].isupper()):
        if r.tag(j + 1) in ("n", "b") and word == "this":
            return None
        e = r.expr(
            i, j + 1, "month_turn", "relative", month=r.items[j].value, turn=turn, source=source
        )
        return e, j + 1
    if tag == "s" and word != "very":
        e = r.expr(i, j + 1, "season", "vague", month=r.items[j].value, turn=turn, source=source)
        return e, j + 1
    if tag == "w":
        return r.expr(i, j + 1, "weekend", "relative", turn=turn, source=source), j + 1
    if tag == "P":
        form = "last_night" if (word, r.word(j)) == ("last", "night") else "unit"
        if word in ("past", "present", "current"):
            return None
        return r.expr(
            i, j + 1, form, "relative", unit="day", turn=turn, source=source, mode="part"
        ), j + 1
    if tag == "F" and fiscal_tail(r, j):
        return r.expr(i, j + 2, "fiscal", "relative", turn=turn), j + 2
    if tag == "D" and source == "now":
        return None
    if tag == "O" and r.tag(j + 1) in ("h", "U"):
        return None
    if tag != "U":
        return None
    unit, plural = r.items[j].value, r.word(j).endswith("s")
    if plural:
        return open_count(r, i)
    if r.tag(j + 1) == "-" and r.glued(j):
        if r.word(j + 2) != "end":
            return None
    if unit in ("hour",) or (word == "past" and unit == "date"):
        return None
    if word in r.sets["turns.running"]:
        return r.expr(i, j + 1, "run", "relative", n=1, unit=unit, turn=turn), j + 1
    if word == "present" or (word == "following" and unit == "date"):
        return None
    if word == "next" and unit == "day" or word == "very":
        source = "text"
    e = r.expr(i, j + 1, "unit", "relative", unit=unit, turn=turn, source=source)
    if r.tag(j + 1) == "P" and unit == "day":
        return None
    return e, j + 1


def deictic(r: Reader, i: int):
    offset, j = r.items[i].value, i + 1
    word = r.word(i)
    if r.tag(j) == "P":
        j += 1
    e = r.expr(i, j, "deictic", "relative", n=offset, mode=word)
    if r.tags[j : j + 3] == "'x" + r.tag(j + 2) and r.word(j + 1) == "s":
        e.data = {"possessive": r.word(j + 2)}
    return e, j


def day_around(r: Reader, i: int):
    """ "day after tomorrow", "the week after", "the day before", "day 1,386", "1,000th day"."""
    unit, word = r.items[i].value, r.word(i)
    if unit == "day":
        if r.tags[i + 1 : i + 3] == "gt" and r.word(i + 1) in ("after", "before"):
            offset = 2 if r.word(i + 1) == "after" else -2
            if abs(r.items[i + 2].value) == 1:
                return r.expr(i, i + 3, "deictic", "relative", n=offset), i + 3
        found = war_day(r, i)
        if found:
            return found
    if (r.word(i + 1), r.word(i + 2)) in (("before", "last"), ("after", "next")):
        turn = -2 if r.word(i + 1) == "before" else 2
        return r.expr(i, i + 3, "unit", "relative", unit=unit, turn=turn), i + 3
    if (
        word.endswith("s")
        or r.tag(i + 1) != "g"
        or r.word(i + 1) not in ("before", "after", "earlier", "later")
    ):
        week_of = r.tags[i + 1 : i + 2] == "i" and unit == "week" and r.tag(i + 2) in tuple("MnbWI")
        if week_of:
            found = day(r, i + 2) or (written(r, i + 2) if r.tag(i + 2) == "I" else None)
            if found and found[0].day:
                return r.expr(i, found[1], "week_of", inner=found[0]), found[1]
        return unit_edge(r, i)
    if r.tag(i - 1) != "d" and r.tag(i - 1) != "A":
        return None
    if r.tag(i - 1) == "d" and not free_after(r, i + 2):
        return None
    turn = r.items[i + 1].value
    first = i - 1 if r.tag(i - 1) == "A" else i
    return r.expr(first, i + 2, "unit", "relative", unit=unit, turn=turn, source="text"), i + 2


def overnight(r: Reader, i: int):
    return r.expr(i, i + 1, "last_night", "relative"), i + 1


def weekend(r: Reader, i: int):
    if r.tag(i - 1) == "A" or r.word(i - 1) in ("every", "each", "per", "long", "another", "-"):
        return None
    return r.expr(i, i + 1, "weekend", "relative"), i + 1


def vague(r: Reader, i: int):
    return r.expr(i, i + 1, "vague", "vague"), i + 1


def unit_edge(r: Reader, i: int):
    """ "by year-end", "before the year's end"."""
    if r.items[i].value not in ("year", "month"):
        return None
    j = i + 1
    if r.tags[j : j + 2] == "'x" and r.word(j + 1) == "s":
        j += 2
    elif r.tag(j) == "-":
        j += 1
    else:
        return None
    if r.word(j) != "end":
        return None
    what = r.expr(i, i + 1, "unit", "relative", unit=r.items[i].value, turn=0)
    return r.expr(i, j + 1, "edge", "relative", n=2, inner=what, mode="last"), j + 1
