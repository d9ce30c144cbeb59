"""Readers of single expressions, by the tag that they begin with (legend in dates_shapes).

A reader gets the window's ``Reader`` and a place; it returns an expression and the place
behind it, or None.
"""

from __future__ import annotations

from workbench.dates_shapes import Expr, Reader, short_year
from workbench.dates_words import tokens, windows


def find(text: str, start: int = 0, stop: int | None = None) -> list[Expr]:
    """Expressions of ``text`` (or of one slice of it), in order, not overlapping."""
    out: list[Expr] = []
    done = 0
    for a, b in windows(text) if stop is None else ((start, stop),):
        for e in Reader(text, tokens(text, a, b), READERS).read():
            if e.start >= done:
                out.append(e)
                done = e.end
    return out


# -- days, months, years --------------------------------------------------------------------
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
        if name == "word_month" and bare and r.word(i) not in ("first", "second", "third"):
            pass
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
        year, month, number = (int(p) for p in r.value(m, "I").split("-"))
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
            return r.expr(i, m.end(), "years", "range", year=value, n=second), m.end()
    if before_year(r, i) or not year_alone(r, i):
        return None
    return r.expr(i, i + 1, "year", year=value), i + 1


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
        or not 0 < value <= 31
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


# -- parts of larger units --------------------------------------------------------------------
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
        for read in READERS.get(tag, ()):
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


# -- counted from today or from another date ---------------------------------------------------
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
    if word in ("it", "he", "she", "they", "there", "when", "but", "with", "for") or word in verbs:
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


def vague(r: Reader, i: int):
    return r.expr(i, i + 1, "vague", "vague"), i + 1


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


READERS = {
    "W": (day, written, weekday),
    "M": (day, month),
    "n": (day, counted),
    "b": (day, part, century, ordinal, count_day, bare_day),
    "B": (ordinal, count_day),
    "N": (counted,),
    "O": (day, part, century, ordinal),
    "I": (written,),
    "S": (written,),
    "y": (year,),
    "'": (short,),
    "D": (decade,),
    "K": (part,),
    "k": (part,),
    "C": (counted,),
    "A": (counted,),
    "Z": (half_ago,),
    "h": (half_ago,),
    "L": (turned, open_count),
    "R": (open_count,),
    "t": (deictic,),
    "o": (overnight,),
    "w": (weekend,),
    "P": (part_of_day,),
    "s": (season,),
    "H": (named_day,),
    "#": (name,),
    "e": (edge,),
    "U": (day_around,),
    "v": (vague,),
    "F": (fiscal,),
}
