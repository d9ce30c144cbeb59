"""Numbers without a noun of their own behind them: "800 tanks and 160", "the second 13".

The frames of ``FRAMES`` are tried in order; each says where the thing counted stands: at a verb
of losses or of amounting, with the next number, with the one before, in the sentence, or in the
text before it (``Sentence.before``, which ``context.nouns_around`` finds).
"""

import re
from collections.abc import Callable
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple

from workbench.claims.counting import figure_of, is_name
from workbench.claims.nouns import nouns, polled, stops
from workbench.claims.reading import Figure, Noun, Sentence
from workbench.codebook.cues import Hit
from workbench.numbers import VAGUE_START

# A year, or two of them: "between 2022 and 2025 the army grew"
YEAR = re.compile(r"(?:19|20)\d\d(?:\s?(?:and|to|[-–])\s?(?:19|20)\d\d)?")
FOLLOWS = 40  # words from a figure to a number that counts the same
MAGNITUDES = [Decimal(10) ** n for n in (12, 9, 6, 3)]
NTH = {"former": -2, "latter": -1, "first": 0, "second": 1, "third": 2}


class Place:
    """A bare number in its sentence, with the figures and nouns round it."""

    def __init__(self, s: Sentence, q):
        self.s, self.q, self.words = s, q, s.tokens.words
        self.first, self.nxt = s.token(q.start), s.token(q.end - 1) + 1
        self.prior = [f for f in s.figures if f.end <= q.start]
        self.later = [f for f in s.figures if f.start >= q.end]
        self.behind = (self.words[self.nxt : self.nxt + 1] or ["."])[0]
        self.lead = lead(s, self.first)
        self.part = self.words[:1] == ["of"]  # "of the €90 billion, sixty billion"
        self.decimal = q.low != int(q.low)
        self.them = any(
            h.first == self.nxt or 0 <= self.first - h.last <= 5 for h in s.of("grammar:them")
        )

    @cached_property
    def open_end(self) -> bool:
        """Whether no noun stands behind the number: "sent 415 home", "nine arrived before"."""
        s, i = self.s, self.nxt
        if self.words[i : i + 1] == ["-"] and s.tokens.starts[i] == s.tokens.ends[i - 1]:
            return self.words[i + 1 : i + 2] == ["plus"]  # "two-seaters", but "60,000-plus"
        i += self.behind in s.words("increment")  # "with two more flights due"
        word = (self.words[i : i + 1] or ["."])[0]
        verb = word.endswith(("ed", "ly")) or s.covered("role", i) and not word.endswith("s")
        return edge(s, i) or word in s.words("behind_number") or bool(verb) and edge(s, i + 1)

    @cached_property
    def licensed(self) -> bool:
        """Whether a verb or a list takes the number; no time, age, score or name is taken so."""
        counted = self.q.low >= 2 and not self.decimal and self.behind != "to"
        return counted and any(licence(self) for licence in LICENCES)

    def before(self, count: int = 1) -> list[str]:
        """The words right before the number."""
        return self.words[max(0, self.first - count) : self.first]

    @cached_property
    def nouns(self) -> list[Noun]:
        """The counted nouns of the sentence that stand before the number."""
        return [noun for noun in nouns(self.s) if noun.at[1] <= self.first]

    def apart(self) -> list[Noun]:
        """Those of another clause: of "The monitors registered 312" none is counted."""
        starts = self.s.words("clause_start") | set(",;:—-(") - {"of"}
        return [n for n in self.nouns if not starts.isdisjoint(self.words[n.at[1] : self.first])]

    def told(self, back: int = 2) -> list[Noun]:
        """The nouns of the text so near before, which the sentence now depends on."""
        self.s.open = True
        return [n for n in self.s.before if n.back < back]


def elliptic(s: Sentence, q) -> Figure | None:
    """A number without a noun of its own behind it."""
    if q.currency or q.percent or is_name(s, q) or YEAR.fullmatch(s.text[q.start : q.end]):
        return None
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
    if found.kind == "money" and not p.q.scaled and p.q.low < 1000:
        # "Of the $15.6bn, 10.6 was paid": a magnitude is borrowed along with the currency
        whole = found.value if isinstance(found, Noun) else found.low
        factor = next((m for m in MAGNITUDES if whole >= m), Decimal(1))
        told.low, told.high = told.low * factor, told.high * factor
    return told


def lead(s: Sentence, i: int) -> int:
    """Where the qualifiers and small words before a number begin."""
    words = s.tokens.words
    while i and (s.covered("qualifier", i - 1) or words[i - 1] in s.words("before_number")):
        i -= 1
    return i - (words[i - 1 : i + 1] == ["at", "the"])  # "at the very least ten more"


def edge(s: Sentence, i: int) -> bool:
    word = (s.tokens.words[i : i + 1] or ["."])[0]
    return not word[0].isalnum() or word in ("and", "of") or stops(s, i)


def is_verb(s: Sentence, i: int, word: str) -> bool:
    return word in s.words("number_verb") or word.endswith("ed") or bool(s.covered("role", i))


# ---------------------------------------------------------------- what takes a number


def by_verb(p: Place) -> bool:
    """ "had registered 312", "holding out for 650,000", "hinted at 3,000"."""
    k = p.lead
    if k and p.words[k - 1] in p.s.words("verb_preposition"):
        k = lead(p.s, k - 1)
    word = p.words[k - 1]
    return k > 0 and word not in p.s.words("clause_start") and is_verb(p.s, k - 1, word)


def opening(p: Place) -> bool:
    """ "1.4 million by December"; an item of a list, an answer: "- 800,000 in war"."""
    if any(w[0].isalnum() and w not in p.s.words("lowered") for w in p.words[: p.lead]):
        return False
    p.s.open = True
    return p.q.low >= 1000 and not p.lead or any(n.back == 0 for n in p.s.before)


def headed(p: Place) -> bool:
    """A line of a list: "Lyman – 19"; an answer: "corrected him: 31"."""
    end = p.nxt >= len(p.words) - 1
    if p.words[p.lead - 1] not in ":–—" or not p.open_end or not end and p.behind in "-.)":
        return False
    return any(n.back <= end and n.kind != "money" for n in p.told())


def subject(p: Place) -> bool:
    """ "nine arrived"; "wants corvettes: six before June", "of seven, two", "(Dutch, 18; ...)"."""
    s, before = p.s, p.words[p.lead - 1] if p.lead else ","
    i = p.lead - (p.lead > 1 and before in (",", ":", "–", "—", "-"))
    party = s.covered("actor", i - 1) if i else None
    listed = party is not None and party.entry.kind != "place"
    if before[0].isalnum() and before not in s.words("clause_start"):
        return bool(listed and p.nouns)
    listed |= p.behind in s.words("gapped") or before == "of" and p.behind in (",", "that", "which")
    return bool(listed and (p.nouns or s.before)) or is_verb(s, p.nxt, p.behind)


LICENCES = (by_verb, opening, headed, subject)


# ---------------------------------------------------------------- frames


def person(p: Place, hit: Hit, role: str = "") -> Noun:
    """People, told by a cue at its place."""
    start, end = p.s.span(hit)
    told = ("person", "person", role, start, end, hit.entry.id, p.s.text[start:end])
    return Noun(*told, (hit.first, hit.last))


def nth(p: Place) -> Noun | None:
    """ "2,400 of the first and 36 of the third", "3 and 7, respectively": of the things told."""
    hits = [h for h in p.s.of("grammar:nth") if h.first == p.nxt or 0 <= p.first - h.last <= 3]
    pair = p.words[p.nxt + 1 :] if p.behind == "and" else p.before(2)[: p.before() == ["and"]]
    shared = p.them and pair and pair[0].isdigit()  # "of which 585 and 30 were downed"
    if hits:
        at = NTH[hits[-1].entry.id.removeprefix("grammar.")]
    elif "respectively" in p.words[p.nxt : p.nxt + 6] or shared:
        at = -2 if p.behind == "and" else -1
    else:
        return None
    for told in (p.nouns, things(p.told(9))):
        units = {noun.rule: noun for noun in reversed(told)}
        if len(units) > 1:
            in_order = sorted(units.values(), key=lambda noun: noun.start)
            return in_order[min(at, len(in_order) - 1)]
    return None


def loss(p: Place) -> Noun | None:
    """ "Hamas kills 75", "12 were hurt": the verb says that people are counted."""
    i = p.nxt
    while i < len(p.words) and p.words[i] in p.s.words("being"):
        i += 1
    if i < len(p.words) and p.words[i] in p.s.words("dying"):
        died = Hit(p.s.book.get("unit", "person.loss"), "match", i, i + 1, "unit")
        return person(p, died, "casualties")
    whole = p.behind == "of"  # "lost 9 of its 12 gigawatts"
    hits = [h for h in p.s.of("role") if h.last in (p.lead, p.first) and p.open_end and not whole]
    return next((person(p, h, "casualties") for h in hits if h.entry.gives == "casualties"), None)


class Far(NamedTuple):
    """What joins a number to a noun further before it."""

    link: str
    close: bool = False  # the link stands right before the number
    alone: bool = False  # nothing but the link stands between
    reach: int = 6
    bars: str = ",;"
    least: int = 0

    def joins(self, p: Place, noun: Noun) -> bool:
        """Whether the noun is joined to the number in this way."""
        gap, link = p.words[noun.at[1] : p.lead] or p.words[noun.at[1] : p.first], self.link
        small = p.q.low < self.least and noun.role != "casualties"
        if len(gap) > self.reach or small or not set(self.bars).isdisjoint(gap):
            return False
        if self.alone:  # behind a mere comma an aside is closed: "divers, 60 in all"
            # "to the Serbs 137": a people right before a number is no noun of it
            joined = bool(gap) or noun.rule != "unit.person.national"
            closed = gap != [","] or p.behind in ("in", ",", ";", ".")
            return joined and closed and p.s.words(link).issuperset(gap)
        between = gap if self.close else p.words[noun.at[1] : p.first]
        return not p.s.words(link).isdisjoint(between[-1:] if self.close else between)


FAR = (
    # "Desertion cases now exceed 235,000"
    Far("amounting"),
    # "Tanks – 40; howitzers – 24", "guards (90)", "its troops, some 900, until"
    Far("apposed", alone=True, reach=3, bars=""),
    # "Number of interceptors in the parcel: 120"
    Far("colon", close=True, reach=8),
    # "cut their deployed warheads to 1,550 each"
    Far("lowered", close=True, reach=12, bars="", least=30),
    # "Whether the Russians near Sudzha are 50,000"
    Far("be_verb", close=True, least=100),
)


def linked(p: Place) -> Noun | None:
    """The noun of a verb of amounting or of an apposition; "cut its militias to 9,000"."""
    bare = [h for h in p.s.of("context:bare") if h.last <= p.first]
    bodies = [person(p, h) for h in bare if p.words[h.last - 1] in p.s.words("body")]
    near = sorted(p.nouns + bodies, key=lambda noun: -noun.start)
    return next((n for n in near if any(row.joins(p, n) for row in FAR)), None)


def ahead(p: Place) -> Figure | None:
    """ "1,900 strategic and 2,500 tactical warheads", "from 22,126 to 12,626 personnel"."""
    s, near = p.s, p.later[:1]
    if not near or near[0].theme != "force":
        return None
    between, second = p.words[p.nxt : near[0].at[0]], s.words("second_number")
    apart = any(
        w == ";" or s.covered("grammar:measure", i) or stops(s, i) and w not in second
        for i, w in enumerate(between, p.nxt)
    )
    joined = not apart and not s.words("joins").isdisjoint(between) or between == ["to"]
    amended = p.before() == ["not"] and "but" in between  # "not 40 but seven drones"
    part = between[:1] == ["of"]  # "12,000 of Tigray's 270,000 fighters"
    return near[0] if joined or part or amended else None


def same(p: Place) -> Noun | Figure | None:
    """Points, money or a share told last: "Of the $50bn loan 18 has been paid"."""
    near = p.prior[-1:]
    if not p.prior and (p.part or p.decimal or p.licensed):
        near = p.told()[-1:]
    sums = [f for f in p.prior + p.later if f.kind == "money"] or near
    if p.q.scaled:
        return sums[0] if sums and sums[0].kind == "money" else None
    before = (p.before() or [""])[0]
    taken = {
        "point": 2 <= p.q.low == p.q.high < 100 and not p.them,
        "money": p.q.low < 1000 and (p.decimal or p.part or before in p.s.words("compared")),
        "share": before in p.s.words("share_before") or is_verb(p.s, p.first - 1, before),
    }
    return near[0] if near and taken.get(near[0].kind) else None


def them(p: Place) -> Noun | Figure | None:
    """ "seven of them", "among them 17", "53 airworthy ones": of the last thing counted or told."""
    ones = "ones" in p.words[p.nxt : p.nxt + 3]
    if p.q.low < 2 or not (p.open_end and p.them or ones):
        return None  # "not one of them"
    here = [f for f in p.prior if f.theme == "force"] or p.apart() or last_told(p.told(9))
    return (here or [None])[-1]


def follows(p: Place) -> Figure | None:
    """ "Moscow launched 212 drones; 188 were shot down"."""
    near = [f for f in p.prior if f.theme == "force"][-1:]
    if not near or p.decimal or p.q.words and p.q.low < 2:
        return None
    event = near[0].kind == "event" and p.behind not in p.s.words("gapped_event")
    return None if event or p.first - near[0].at[1] > FOLLOWS else near[0]


def force(p: Place) -> Noun | None:
    """ "an army of 800,000", "the toll later passed 14,000": words that let a number be people."""
    bare = [h for h in p.s.of("context:bare") if -14 <= h.first - p.first <= 12]
    if p.q.low < 1000:  # "a garrison of 350", "the handover of 380"
        of = p.q.low >= 10 and "of" in p.words[p.lead - 1 : p.first]
        bare = [h for h in bare if of and h.last in (p.first, p.lead)]
    if not bare or polled(p.s):
        return None  # "organisers speak of 40,000, the police of 9,500"
    return person(p, min(bare, key=lambda h: (abs(h.first - p.first), h.first)))


def size(p: Place) -> Noun | None:
    """ "We were ninety when it closed"; "Eight hundred thousand is more than Kyiv can pay for"."""
    near = p.words[max(0, p.lead - 2) : p.lead]
    ourselves = near[:1] in (["we"], ["they"]) and near[1:] in (["are"], ["were"])
    told = not p.s.words("sizing").isdisjoint(near) or p.behind == "is"
    large = p.q.low >= 10_000 and not p.q.low % 500 and not p.q.scaled and p.licensed
    party = told and large and not p.s.words("bargaining").isdisjoint(p.words)
    if p.q.low < 2 or nouns(p.s) or not (ourselves or party and not p.s.figures):
        return None
    at = Noun("person", "person", "", p.q.start, p.q.end, "context.bare", "")
    return at._replace(text=p.s.text[p.q.start : p.q.end])


def enrolled(p: Place) -> Noun | None:
    """ "162,000 under arms", "20,000 mouths in uniform", "on the books eleven thousand"."""
    for h in p.s.of("grammar:enrolled"):
        between = p.words[p.nxt : h.first] if h.first >= p.nxt else p.words[h.last : p.lead]
        plain = all(w[0].isalpha() or w in "-'" for w in between)
        if p.q.low > 1 and plain and (0 <= h.first - p.nxt <= 3 or 0 <= p.lead - h.last <= 1):
            return person(p, h)
    return None


def told(p: Place) -> Noun | None:
    """A noun of the sentence, or of the text before it, where a verb takes the number."""
    if not p.licensed:
        return None
    near = p.apart() or last_told(p.told())
    if not near and p.before(2) == ["of", "the"]:
        near = nouns(p.s)[:1]  # "Of the 120 launched, 90 were downed, in a night of drones"
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
    Frame(linked),
    Frame(ahead, bare=False),
    Frame(same),
    Frame(them, bare=False),
    Frame(follows),
    Frame(force),
    Frame(told),
    Frame(size),
)
