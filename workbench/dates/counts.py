"""Readers of numbers of days and years: "three weeks ago", "day 1,386", "third anniversary"."""

from __future__ import annotations

from workbench.dates.shapes import Reader


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
    hit = r.words.data["conflict"][:1]
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
        if not hit and not (number >= 100 and r.word(end + 1) == "it") or number < 1:
            return None
    elif number < 100 or r.tag(i) == "B" and r.tag(i - 1) not in "dx'":
        return None
    data = (hit or r.words.data["conflict"])[0]
    return r.expr(i, end, "day_count", "relative", n=number, data=data), end


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
    if r.tags[i] in "nNA" and r.tag(i + 1) not in "UZ":
        return None
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
    if r.word(m.start("count") - 1) == "exactly":
        e.mode = "exact"
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
