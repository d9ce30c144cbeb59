"""Readers of what is counted from today or from another date of the text."""

from __future__ import annotations

from workbench.dates.absolute import day, written
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
        if r.tag(j + 1) == "," and r.tag(j + 2) in "Mnb":
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


def open_count(r: Reader, i: int):
    """ "recent weeks", "coming days", "a few days ago", "next few months": bounds unknown."""
    m = r.match("open", i)
    if not m or not r.word(m.start("U")).endswith("s"):
        return None
    word = r.word(i)
    unit = r.value(m, "U")
    if unit in ("hour", "date", "quarter") and not m.group("Z"):
        return None
    tail = r.word(m.end() - 1) if m.group("g") else ""
    if r.tag(i) == "A":
        if tail not in r.sets["turns.open_after"] | {"ago", "later", "earlier"}:
            return None
    elif word in ("these", "those", "this", "that", "same", "very", "current") or (
        m.group("L")
        and m.group("Z") is None
        and r.word(m.start("U") - 1) == "last"
        and r.tag(i - 1) != "d"
    ):
        return None
    if tail and tail not in ("ahead", "ago", "later", "earlier"):
        end = m.end() - 1
    else:
        end = m.end()
    return r.expr(i, end, "vague", "vague"), end


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
    if (
        word.endswith("s")
        or r.tag(i + 1) != "g"
        or r.word(i + 1) not in ("before", "after", "earlier", "later")
    ):
        week_of = r.tags[i + 1 : i + 2] == "i" and unit == "week" and r.tag(i + 2) in "MnbWI"
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


def free_after(r: Reader, i: int) -> bool:
    """ "the week after his chief was out" against "the day after the summit", "after signing"."""
    if i >= len(r.items) or r.tag(i) in ",.\n_&j=u":
        return True
    word = r.word(i)
    if not r.text[r.items[i].start].isalnum():
        return True
    verbs = r.sets["tense.past"] | r.sets["tense.present"] | r.sets["tense.future"]
    if word in r.sets["function_words.subjects"] or word in verbs:
        return True
    if word in ("his", "her", "their", "its"):
        return any(r.word(k) in ("was", "were", "had", "is") for k in range(i + 1, i + 6))
    return False


def war_day(r: Reader, i: int):
    """ "day 1,386 of the war", "the 1,000th day"; of the siege or the summit: no."""
    for pattern in ("day_count", "count_day"):
        m = r.match(pattern, i)
        if m and r.value(m, "U") == "day" and not r.word(m.start("U")).endswith("s"):
            break
    else:
        return None
    a, b = m.span("count")
    while r.tags[b - 1] in "-,&":
        b -= 1
    number = r.count(a, b)
    end = max(b, m.end("U"))
    if number is None:
        return None
    if r.tag(end) == "i":
        k = (
            end
            + 1
            + (
                r.tag(end + 1) in ("d", "x", "L")
                and r.word(end + 1) in ("the", "its", "his", "this", "their", "our")
            )
        )
        near = {r.word(q) for q in range(k, k + 4)}
        hit = [c for c in r.words.data["conflict"] if near & set(c["nouns"])]
        if not hit or number < 1:
            return None
    elif number < 100 or r.tag(i) == "B" and r.tag(i - 1) not in "dx'":
        return None
    return r.expr(i, end, "day_count", "relative", n=number), end


def ordinal(r: Reader, i: int):
    """ "third anniversary", "1,000th day", "17th century", "first half"."""
    k = i + 1
    if r.tag(k) == "-":
        k += 1
    if r.tag(k) == "V":
        return r.expr(i, k + 1, "anniversary", "relative", n=r.items[i].value), k + 1
    return None


def count_day(r: Reader, i: int):
    return war_day(r, i)


def counted(r: Reader, i: int):
    """ "three weeks ago", "a week ago today", "two days earlier", "a day later"."""
    m = r.match("ago", i)
    if not m:
        return half_ago(r, i)
    word = r.word(m.start("g"))
    number, unit, end = r.count(*m.span("count")), r.value(m, "U"), m.end("g")
    if (
        not number
        or word in ("prior", "previously", "on", "hence", "afterwards")
        and word != "hence"
    ):
        return None
    if word in ("before", "after") and not free_after(r, end):
        return None
    if m.group("half"):
        return None
    source = "now" if word in ("ago", "hence") else "text"
    e = r.expr(i, end, "shift", "relative", n=number * r.value(m, "g"), unit=unit, source=source)
    if unit == "hour":
        return None if number < 24 else (e, end)
    if word == "ago" and m.group("t") and r.value(m, "t") == 0:
        e.mode, e.end, end = "exact", r.items[m.end("t") - 1].end, m.end("t")
    elif word == "ago" and m.group("w"):
        e.weekday, e.end, end = r.value(m, "w"), r.items[m.end("w") - 1].end, m.end("w")
    return e, end


def half_ago(r: Reader, i: int):
    if r.tags[i : i + 4] in ("hAUg",) and r.items[i + 2].value == "year" and r.word(i + 3) == "ago":
        return r.expr(i, i + 4, "shift", "relative", n=-6, unit="month"), i + 4
    if r.tag(i) == "A" and r.tag(i + 1) == "Z":
        return open_count(r, i)
    if r.tag(i) == "Z" and r.tag(i + 1) == "U" and r.word(i + 2) in ("ago", "later", "earlier"):
        return r.expr(i, i + 3, "vague", "vague"), i + 3
    m = None
    for width in (1, 3):
        if r.tags[i : i + width] in ("n", "C", "A", "C-C") and r.tag(i + width) == "U":
            m = i + width
    if m is not None and r.word(m + 1) == "from" and r.word(m + 2) in ("now", "today"):
        number = r.count(i, m)
        if number:
            return r.expr(
                i,
                m + 3,
                "shift",
                "relative",
                n=number,
                unit=r.items[m].value,
                mode="exact" if r.word(m + 2) == "today" else "",
            ), m + 3
    return None


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
