"""Numbers without a noun of their own behind them: "800 tanks and 160", "the second 13".

The frames of ``FRAMES`` are tried in order; each says where the thing counted stands: at a verb
of losses or of amounting, with the next number, with the one before, in the sentence, or in the
text before it (``Sentence.before``, which ``context.nouns_around`` finds).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from typing import NamedTuple

from workbench.claims.bare import FAR, Place, is_verb
from workbench.claims.counting import figure_of, is_name
from workbench.claims.nouns import bodies, polled, stops
from workbench.claims.reading import Figure, Noun, Sentence
from workbench.codebook.cues import Hit
from workbench.numbers import VAGUE_START

# A year, or two of them: "between 2022 and 2025 the army grew"
YEAR = re.compile(r"(?:19|20)\d\d(?:\s?(?:and|to|[-–])\s?(?:19|20)\d\d)?")
FOLLOWS = 40  # words from a figure to a number that counts the same
MAGNITUDES = [Decimal(10) ** n for n in (12, 9, 6, 3)]


def elliptic(s: Sentence, q) -> Figure | None:
    """A number without a noun of its own behind it."""
    plain = s.text[q.start : q.end]
    if q.currency or q.percent or is_name(s, q) or YEAR.fullmatch(plain):
        return None
    first = s.token(q.start)
    if q.scaled and plain.isalpha() or first and s.tokens.words[first - 1] in s.words("uncounted"):
        return None  # a "billion" cut off from its number, "several hundred"
    vague = bool(VAGUE_START.match(s.text, q.start))
    place = Place(s, q)
    for frame in FRAMES:
        if (place.open_end or not frame.bare) and (not vague or frame.vague):
            found = frame.find(place)
            if found is not None:
                return _as(place, found)
    return None


def _as(p: Place, found: Noun | Figure) -> Figure:
    """A number that counts what a noun or another figure counts."""
    cue, role = (found.start, found.end, "currency.shared"), ""
    if isinstance(found, Noun):
        cue, role = (*cue[:2], found.rule), found.role
    elif found.kind != "money":
        cue, role = found.unit_cue, found.unit_role
    theme = {"money": "funding", "share": "funding", "point": "plan"}.get(found.kind, "force")
    told = figure_of(p.s, p.q, theme, found.unit, found.kind, unit_role=role, unit_cue=cue)
    told.bare = True
    factor = _magnitude(p, found)
    told.low, told.high = told.low * factor, told.high * factor
    return told


def _magnitude(p: Place, found: Noun | Figure) -> Decimal:
    """ "Of the $15.6bn, 10.6 was paid": a magnitude is borrowed along with the currency."""
    if found.kind != "money" or p.q.scaled or p.q.low >= 1000:
        return Decimal(1)
    told = found.value if isinstance(found, Noun) else found.low
    return next((m for m in MAGNITUDES if told >= m), Decimal(1))


# ---------------------------------------------------------------- frames


def person(p: Place, start: int, end: int, rule: str, role: str = "") -> Noun:
    """People, told by a cue at its place."""
    return Noun("person", "person", role, start, end, rule, p.s.text[start:end])


def nth(p: Place) -> Noun | None:
    """ "2,400 of the first ... and 36 of the third": one of the things told, in their order."""
    hits = [h for h in p.s.of("grammar:nth") if h.first == p.nxt or 0 <= p.first - h.last <= 3]
    behind = p.words[p.nxt : p.nxt + 6]
    if hits:
        cue = next((h for h in hits if h.first == p.nxt), hits[-1])
        at = NTH[cue.entry.id.removeprefix("grammar.")]
    elif "respectively" in behind or shared_out(p):
        at = -2 if behind[0] == "and" else -1
    else:
        return None
    p.s.open = True
    for told in (p.nouns(), things(p.s.before)):
        units = {noun.rule: noun for noun in reversed(told)}
        if len(units) > 1:
            in_order = sorted(units.values(), key=lambda noun: noun.start)
            return in_order[min(at, len(in_order) - 1)]
    return None


def shared_out(p: Place) -> bool:
    """ "653 drones and 51 missiles, of which 585 and 30 were downed"."""
    before, behind = p.before(2), p.words[p.nxt : p.nxt + 2]
    other = behind[1:] if behind[:1] == ["and"] else before[:1] if before[1:] == ["and"] else []
    them = any(-6 <= h.first - p.first <= 6 for h in p.s.of("grammar:them"))
    return them and any(w[0].isdigit() or w in p.s.words("small_number") for w in other)


NTH = {"former": -2, "latter": -1, "first": 0, "second": 1, "third": 2}


def loss(p: Place) -> Noun | None:
    """ "Hamas kills 75", "12 were hurt": the verb says that people are counted."""
    whole = p.words[p.nxt : p.nxt + 1] == ["of"]  # "lost 9 of its 12 gigawatts"
    before = [h for h in p.s.of("role") if h.last in (p.lead, p.first) and p.open_end and not whole]
    hit = next((h for h in before if h.entry.gives == "casualties"), None)
    if hit is None:
        i = p.nxt
        while i < len(p.words) and p.words[i] in p.s.words("being"):
            i += 1
        if i == len(p.words) or p.words[i] not in p.s.words("dying"):
            return None
        hit = Hit(p.s.book.get("unit", "person.loss"), "match", i, i + 1, "unit")
    return person(p, *p.s.span(hit), hit.entry.id, "casualties")


def linked(p: Place) -> Noun | None:
    """The noun of a verb of amounting, of "the number of", of an apposition (``FAR``)."""
    told = sorted(p.all_nouns + bodies(p.s), key=lambda noun: noun.start)
    return next((n for n in reversed(told) if any(row.joins(p, n) for row in FAR)), None)


def ahead(p: Place) -> Figure | None:
    """ "1,900 strategic and 2,500 tactical warheads", "from 22,126 to 12,626 personnel"."""
    s, near = p.s, p.later[:1]
    if not near or near[0].theme != "force":
        return None
    between = p.words[p.nxt : near[0].at[0]]
    apart = any(
        w == ";"
        or s.covered("grammar:measure", i)
        or stops(s, i)
        and w not in s.words("second_number")
        for i, w in enumerate(between, p.nxt)
    )
    # "not 40 but seven drones", "Not 50, as Kyiv had prayed, but five interceptors"
    amended = p.before() == ["not"] and "but" in between
    joined = not apart and not s.words("joins").isdisjoint(between)
    part = between[:1] == ["of"]  # "12,000 of Tigray's 270,000 fighters"
    return near[0] if joined or part or amended or between == ["to"] else None


def plan(p: Place) -> Noun | Figure | None:
    """ "Version four (18 points) differs from version three (20)"; "Kyiv's text had twelve"."""
    if not 2 <= p.q.low == p.q.high < 100 or any(h.first == p.nxt for h in p.s.of("grammar:them")):
        return None
    near = p.prior[-1:]
    if not p.s.figures and p.licensed:
        p.s.open = True
        near = [n for n in p.s.before if n.back < 2][-1:]
    return near[0] if near and near[0].kind == "point" else None


def money(p: Place) -> Noun | Figure | None:
    """ "of the €90 billion, sixty billion", "Of the $50bn loan 18 has been paid"."""
    told = [n for n in p.s.before[-1:] if n.kind == "money" and n.back < 2]
    sums, part = [f for f in p.prior if f.kind == "money"], p.words[:1] == ["of"]
    if not p.prior and (part or p.licensed):
        p.s.open = True
        sums = told
    if p.q.scaled:
        return next(iter([*sums[-1:], *(f for f in p.later if f.kind == "money")]), None)
    if not sums or sums[-1:] != (p.prior or told)[-1:] or p.q.low >= 1000:
        return None
    whole = p.q.low == int(p.q.low) and not part
    return None if whole and p.words[p.first - 1] not in p.s.words("compared") else sums[-1]


def share(p: Place) -> Noun | Figure | None:
    """ "spends 4.7 percent of GDP and wants everybody else at 4", "before Latvia (3.73)"."""
    near, before = p.prior[-1:], (p.before() or [""])[0]
    if not p.prior and p.q.low != int(p.q.low):
        p.s.open = True
        near = [n for n in p.s.before if n.kind == "share" and n.back < 2][-1:]
    taken = before in p.s.words("share_before") or is_verb(p.s, p.first - 1, before)
    return near[0] if near and near[0].kind == "share" and taken else None


def them(p: Place) -> Noun | Figure | None:
    """ "seven of them", "among them 17", "53 airworthy ones": of the last thing counted or told."""
    cue = any(h.first == p.nxt or 0 <= p.first - h.last <= 5 for h in p.s.of("grammar:them"))
    if p.q.low < 2 or not (p.open_end and cue or "ones" in p.words[p.nxt : p.nxt + 3]):
        return None  # "not one of them"
    here = [f for f in p.prior if f.theme == "force"] or p.apart()
    p.s.open = p.s.open or not here
    return (here or last_told(p.s.before) or [None])[-1]


def follows(p: Place) -> Figure | None:
    """ "Moscow launched 212 drones; 188 were shot down"."""
    near = [f for f in p.prior if f.theme == "force"][-1:]
    if not near or p.q.low != int(p.q.low) or p.q.words and p.q.low < 2:
        return None
    days = p.s.words("gapped_event").intersection(p.words[p.nxt : p.nxt + 1])
    far = p.first - near[0].at[1] > FOLLOWS or near[0].kind == "event" and not days
    return None if far else near[0]


def force(p: Place) -> Noun | None:
    """ "an army of 800,000", "the toll later passed 14,000": words that let a number be people."""
    bare = [h for h in p.s.of("context:bare") if -14 <= h.first - p.first <= 12]
    held = [h for h in bare if h.last in (p.first, p.lead) and p.words[h.last - 1] == "of"]
    if polled(p.s):
        return None  # "organisers speak of 40,000, the police of 9,500"
    if p.q.low < 1000:  # "a garrison of 350", "the handover of 380"
        bare = held if p.q.low >= 10 else []
    if not bare:
        return None
    near = min(bare, key=lambda h: (abs(h.first - p.first), h.first))
    unit = p.s.covered("unit", near.first)
    weapon = unit is not None and unit.entry.kind == "weapon"
    told = person(p, *p.s.span(near), near.entry.id)
    return told._replace(unit=unit.entry.id, kind="weapon") if weapon else told


def size(p: Place) -> Noun | None:
    """ "We were ninety when it closed"; "Eight hundred thousand is more than Kyiv can pay for"."""
    near = [*p.words[max(0, p.lead - 2) : p.lead], *p.words[p.nxt : p.nxt + 1]]
    ourselves = near[:1] in (["we"], ["they"]) and near[1:2] in (["are"], ["were"])
    told = not p.s.words("sizing").isdisjoint(near[:-1]) or near[-1:] == ["is"]
    large = p.q.low >= 10_000 and not p.q.low % 500 and not p.q.scaled
    party = told and large and not p.s.words("bargaining").isdisjoint(p.words)
    alone = p.q.low >= 2 and not p.all_nouns and (ourselves or not p.s.figures)
    taken = alone and (ourselves or party and p.licensed)
    return person(p, p.q.start, p.q.end, "context.bare") if taken else None


def enrolled(p: Place) -> Noun | None:
    """ "162,000 under arms", "20,000 mouths in uniform", "on the books eleven thousand"."""
    for h in p.s.of("grammar:enrolled"):
        between = p.words[p.nxt : h.first] if h.first >= p.nxt else p.words[h.last : p.lead]
        plain = all(w[0].isalpha() or w in "-'" for w in between)
        if p.q.low > 1 and plain and (0 <= h.first - p.nxt <= 3 or 0 <= p.lead - h.last <= 1):
            return person(p, *p.s.span(h), h.entry.id)
    return None


def told(p: Place) -> Noun | None:
    """A noun of the sentence, or of the text before it, where a verb takes the number."""
    if not p.licensed:
        return None
    p.s.open = True
    near = p.apart() or last_told([n for n in p.s.before if n.back < 2])
    if not near and p.before(2) == ["of", "the"]:
        near = p.all_nouns[:1]  # "Of the 120 launched, 90 were downed, in a night of drones"
    return near[-1] if near else None


def things(before) -> list[Noun]:
    return [n for n in before if n.kind not in ("money", "share", "point")]


def last_told(before) -> list[Noun]:
    """Of the nouns before a sentence the last that was counted, or else the first, its subject."""
    return [n for n in things(before) if n.counted][-1:] or things(before)[:1]


class Frame(NamedTuple):
    """Where the thing counted may stand; ``bare`` ones ask for no noun behind the number."""

    find: Callable[[Place], Noun | Figure | None]
    bare: bool = True
    vague: bool = False  # "hundreds" may be told so


FRAMES = (
    Frame(nth, bare=False),
    Frame(loss, bare=False, vague=True),
    Frame(enrolled, bare=False),
    Frame(linked, bare=False),
    Frame(ahead, bare=False),
    Frame(plan),
    Frame(money),
    Frame(share),
    Frame(them, bare=False),
    Frame(follows),
    Frame(force),
    Frame(told),
    Frame(size),
)
