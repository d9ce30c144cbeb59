"""Which numbers of a sentence are figures of ours, and of what: money, force or plan.

A sentence is read once: its quantities, its tokens, the codebook phrases in it. Each quantity
is then typed, or dropped with nothing said (years, articles, distances, percentages of votes).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field
from decimal import Decimal

from workbench import cues, quantities
from workbench.codebook import Codebook
from workbench.cues import Hit

KINDS = ("cue", "actor", "unit")
POINT = re.compile(r"[\s-]*point(?:er)?s?\b", re.I)
COMPOUND = re.compile(
    r"[-‑–](?:strong|m[ae]n|wom[ae]n|troops?|soldiers?|members?|persons?|people)\b", re.I
)
YEAR = re.compile(r"(?:19|20)\d\d")
# "F-16", "T-90MS", "2A8", "28th", "17:53", "01-06-2025", "3/4": part of a name, date or time.
NAME_BEFORE = re.compile(r"(?:[^\W\d_][-‑–]|\d[:/.]|\d-|[/#_@])$")
NAME_AFTER = re.compile(
    r"(?:[^\W\d_]|[:/]\d|-\d|[-‑](?:year|day|hour|month|week|minute|km|mile|mm|"
    r"kilomet|fold|metre|meter|century|page|nation|country|storey|part|step|"
    r"day-|like|seat|inch|second|time|degree|odd years))",
    re.I,
)


# Families that hold words of very different use, and are asked for by what they give.
_BY_VALUE = {"grammar", "context", "attribution"}


@dataclass
class Figure:
    """A figure in its sentence. Offsets are relative to the sentence; ``at`` are tokens."""

    start: int
    end: int
    low: Decimal
    high: Decimal
    theme: str
    unit: str
    kind: str  # money, share, person, weapon, formation, event, thing, point
    at: tuple[int, int]
    noun: tuple[int, int] | None = None  # token interval of the counted noun
    unit_cue: tuple[int, int, str] | None = None  # start, end, rule
    unit_role: str = ""
    bracketed: bool = False
    change: bool = False
    bare: bool = False
    labels: dict = field(default_factory=dict)


class Sentence:
    """One sentence, tokenised, with its codebook hits by family."""

    def __init__(self, text: str, book: Codebook):
        self.text = text
        self.book = book
        self.tokens = cues.tokenise(text)
        self.hits: dict[str, list[Hit]] = {}
        for hit in cues.matcher(book, *KINDS).find(text, self.tokens):
            kind = hit.family
            if kind in _BY_VALUE:
                kind = f"{kind}:{hit.entry.gives}"
            self.hits.setdefault(kind, []).append(hit)
        self._at: dict[str, dict[int, Hit]] = {}
        self.figures: list[Figure] = []

    def token(self, offset: int) -> int:
        """Index of the first token that ends behind the offset."""
        return bisect_left(self.tokens.ends, offset + 1)

    def words(self, name: str) -> frozenset[str]:
        """A word set of the codebook's grammar."""
        return self.book.words(name)

    def of(self, kind: str) -> list[Hit]:
        """The hits of one family."""
        return self.hits.get(kind, [])

    def covered(self, kind: str, i: int) -> Hit | None:
        """The hit of a family that covers token ``i``."""
        at = self._at.get(kind)
        if at is None:
            at = self._at[kind] = {}
            for hit in self.hits.get(kind, ()):
                for k in range(hit.first, hit.last):
                    at.setdefault(k, hit)
        return at.get(i)

    def span(self, hit: Hit) -> tuple[int, int]:
        """Character interval of a hit."""
        return self.tokens.starts[hit.first], self.tokens.ends[hit.last - 1]


def read(text: str, book: Codebook, places: list[int] | None = None) -> Sentence:
    """Read a sentence and type its figures.

    >>> from workbench import codebook
    >>> s = read("Russia launched 653 drones and 51 missiles.", codebook.load())
    >>> [(s.text[f.start:f.end], f.theme, f.unit) for f in s.figures]
    [('653', 'force', 'drone'), ('51', 'force', 'missile')]
    """
    found = quantities.grammar(book).find(text, places)
    sentence = Sentence(text, book)
    if not found:
        return sentence
    pending: list[tuple[int, quantities.Quantity]] = []
    for q in found:
        figure = _type(sentence, q, found)
        if figure is None:
            pending.append((len(sentence.figures), q))
        else:
            sentence.figures.append(figure)
    # A number whose noun stands in a neighbour: "800 tanks and 160", "1,900 strategic and
    # 2,500 tactical warheads", "the second 13".
    for _, q in pending:
        figure = _elliptic(sentence, q)
        if figure is not None:
            sentence.figures.append(figure)
            sentence.figures.sort(key=lambda f: f.start)
    _brackets(sentence)
    return sentence


def _figure(s: Sentence, q, theme: str, unit: str, kind: str, **more) -> Figure:
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


def _type(s: Sentence, q, found: list) -> Figure | None:
    text = s.text
    if q.currency:
        code, cue = _currency(s, q)
        return _figure(s, q, "funding", code, "money", unit_cue=cue)
    if q.percent:
        gdp = s.of("context:gdp")
        after = [h for h in gdp if 0 <= s.tokens.starts[h.first] - q.end <= 40] or [
            h for h in gdp if any(f.kind == "share" for f in s.figures)
        ]
        if after:
            return _figure(
                s, q, "funding", "percent", "share", unit_cue=(*s.span(after[0]), after[0].entry.id)
            )
        return None
    if _is_name(s, q):
        return None
    point = POINT.match(text, q.end)
    if point and q.low == q.high and 2 <= q.low < 200:
        first, last = s.token(q.start), s.token(point.end() - 1)
        unit = s.covered("unit", last)
        known = unit is not None and unit.entry.kind == "point"
        # "Washington's 28 points", "Kyiv's 20-pointer": an owner is as good as the word "plan"
        owner = first >= 2 and s.tokens.words[first - 1] == "'s" or s.covered("actor", first - 1)
        if known and (
            _plan_near(s, first)
            or owner
            or point.group().lower().endswith("pointer")
            or any(f.theme == "plan" for f in s.figures)
            or _points_told(s, first, q)
            or _hyphened(s, last, point)
        ):
            return _figure(
                s,
                q,
                "plan",
                "point",
                "point",
                end=point.end(),
                unit_cue=(point.start(), point.end(), "unit.point"),
            )
        return None
    compound = COMPOUND.match(text, q.end)
    if compound:
        return _figure(
            s,
            q,
            "force",
            "person",
            "person",
            end=compound.end(),
            unit_cue=(compound.start(), compound.end(), "unit.compound"),
        )
    if q.scaled:
        money = [f for f in s.figures if f.kind == "money"]
        if money and not _noun(s, q):
            near = money[-1]
            return _figure(
                s,
                q,
                "funding",
                near.unit,
                "money",
                unit_cue=(near.start, near.end, "currency.shared"),
            )
    noun = _noun(s, q)
    if noun:
        entry = noun.entry
        if entry.kind == "point":
            return None
        if q.low == q.high == 1 and (
            entry.kind in ("event", "formation") or entry.weak or not _loss(s)
        ):
            return None
        if YEAR.fullmatch(text[q.start : q.end]) and (
            noun.first > s.token(q.end - 1) + 1 or _before(s, q) in s.words("year_before")
        ):
            return None
        if entry.weak and not _force_near(s, noun, q):
            return None
        return _figure(
            s,
            q,
            "force",
            entry.id.split(".")[0],
            entry.kind,
            noun=(noun.first, noun.last),
            unit_role=entry.role,
            unit_cue=(*s.span(noun), f"unit.{entry.id}"),
        )
    return None


def _currency(s: Sentence, q) -> tuple[str, tuple[int, int, str]]:
    """The currency and its cue; "kr. 9.4bn" is Danish where the sentence names Danes only."""
    start, end = q.currency_span
    cue = (start, end, f"currency.{q.currency}")
    entry = s.book.get("currency", q.currency)
    if s.text[start:end].strip(" -\u00a0").lower() not in entry.shared:
        return q.currency, cue
    named = {hit.entry.id: hit for hit in s.of("actor")}
    if named.keys() & set(entry.states):
        return q.currency, cue
    for other in s.book.all("currency"):
        for state in other.states:
            if state in named:
                return other.id, (*s.span(named[state]), f"currency.{other.id}")
    return q.currency, cue


def _before(s: Sentence, q) -> str:
    i = s.token(q.start)
    return s.tokens.words[i - 1] if i else ""


def _is_name(s: Sentence, q) -> bool:
    """Whether the number belongs to a name, date, clock time, article or measure."""
    text, first = s.text, s.token(q.start)
    if not q.words and (
        NAME_BEFORE.search(text, max(0, q.start - 2), q.start) or NAME_AFTER.match(text, q.end)
    ):
        return True
    if q.words and re.match(
        r"[-‑](?:year|day|hour|month|week|minute|fold|century|page|part|step|"
        r"nation|way|time|sided|storey|star|track|digit|thirds|quarters|fifths)",
        text[q.end : q.end + 10],
    ):
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


def _noun(s: Sentence, q) -> Hit | None:
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
            return _head(s, unit)
        word = words[i]
        if word in (".", ";", ":", "?", "!", "—"):
            return None
        if word in (",", "(", ")"):
            return None
        if (
            word == "of"
            and steps == 0
            and i + 1 < n
            and words[i + 1] in ("the", "its", "their", "his", "our")
        ):
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
        if s.covered("grammar:measure", i) and not s.covered("actor", i):
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


def _head(s: Sentence, unit: Hit) -> Hit:
    """The last noun of a compound: "drone attacks", "desertion files", "tank crew"."""
    nxt = s.covered("unit", unit.last)
    if nxt and nxt.first == unit.last and nxt.last <= len(s.tokens.words):
        if nxt.entry.id == "person.loss" or nxt.entry.kind == "thing":
            return unit
        return _head(s, nxt)
    if unit.entry.id == "person.civilian" and unit.last < len(s.tokens.words):
        for skip in (unit.last, unit.last + 1):
            other = s.covered("unit", skip)
            if other and other.first == skip and not s.covered("grammar:stop", unit.last):
                return _head(s, other)
    return unit


def _hyphened(s: Sentence, last: int, point: re.Match) -> bool:
    """ "a six-point consensus": a text, unless it is a lead or a loss."""
    after = s.tokens.words[last + 1 : last + 2]
    return point.group()[0] == "-" and bool(after) and after[0] not in s.words("margin")


def _points_told(s: Sentence, first: int, q) -> bool:
    """ "in thirteen points", "drew up the 28 points": a count that nothing else claims."""
    before = s.tokens.words[first - 1] if first else ""
    return (
        3 <= q.low
        and before in s.words("telling_points")
        and not any(w in s.words("scoring") for w in s.tokens.words)
    )


def _plan_near(s: Sentence, i: int, reach: int = 14) -> bool:
    return any(
        h.entry.id == "plan.version" and -reach <= h.first - i <= reach for h in s.of("role")
    )


def _loss(s: Sentence) -> bool:
    return any(
        h.entry.gives in ("casualties", "strike") and "force" in h.entry.themes
        for h in s.of("role")
    )


def _force_near(s: Sentence, noun: Hit, q) -> bool:
    """Whether the sentence speaks of forces beside the noun itself."""
    return any(h.last <= noun.first or h.first >= noun.last for h in s.of("context:force")) or any(
        h.entry.gives in ("casualties", "other", "training", "strike", "deployment")
        and "force" in h.entry.themes
        and (h.last <= noun.first or h.first >= noun.last)
        for h in s.of("role")
    )


def _elliptic(s: Sentence, q) -> Figure | None:
    """A number without a noun of its own behind it."""
    text, words, n = s.text, s.tokens.words, len(s.tokens.words)
    if q.currency or q.percent or _is_name(s, q) or quantities.VAGUE_START.match(text, q.start):
        return None
    first = s.token(q.start)
    nxt = bisect_left(s.tokens.starts, q.end)
    open_end = (
        nxt >= n
        or not words[nxt][0].isalnum()
        or bool(s.covered("grammar:stop", nxt))
        or words[nxt] in ("and", "of")
    )
    plain = text[q.start : q.end]
    year = bool(YEAR.fullmatch(plain))
    for kind in ("former", "latter"):
        hit = next((h for h in s.of(f"grammar:{kind}") if h.first == nxt), None)
        units = list(
            dict.fromkeys(f.unit for f in s.figures if f.theme == "force" and f.start < q.start)
        )
        if hit and len(units) >= 2:
            unit = units[-2] if kind == "former" else units[-1]
            near = next(f for f in s.figures if f.unit == unit)
            return _figure(
                s, q, "force", unit, near.kind, bare=True, unit_cue=(*s.span(hit), hit.entry.id)
            )
    prior = [f for f in s.figures if f.end <= q.start]
    later = [f for f in s.figures if f.start >= q.end]
    # "Hamas kills 75": the verb right before it says who is counted.
    loss = _loss_before(s, first)
    if loss is not None and not year and open_end:
        return _figure(
            s,
            q,
            "force",
            "person",
            "person",
            bare=True,
            unit_role="casualties",
            unit_cue=(*s.span(loss), loss.entry.id),
        )
    # "Desertion cases now exceed 235,000"
    told = _amounting(s, first) if open_end and not year else None
    if told is not None:
        unit = told.entry
        return _figure(
            s,
            q,
            "force",
            unit.id.split(".")[0],
            unit.kind,
            bare=True,
            unit_role=unit.role,
            unit_cue=(*s.span(told), f"unit.{unit.id}"),
        )
    # "from 22,126 to 12,626 uniformed personnel"
    if later and later[0].theme == "force" and words[nxt : later[0].at[0]] == ["to"]:
        near = later[0]
        return _figure(
            s,
            q,
            "force",
            near.unit,
            near.kind,
            bare=True,
            unit_role=near.unit_role,
            unit_cue=near.unit_cue,
        )
    # "1,900 strategic and 2,500 tactical warheads": the noun comes with the next number.
    if later and later[0].theme == "force" and not year:
        between = words[nxt : later[0].at[0]]
        if (
            len(between) <= 5
            and any(w in ("and", "or", ",") for w in between)
            and not any(
                s.covered("grammar:stop", nxt + i)
                and w not in ("about", "some", "or", "over", "more", "than", "up", "to")
                for i, w in enumerate(between)
            )
            and ";" not in between
        ):
            near = later[0]
            return _figure(
                s,
                q,
                "force",
                near.unit,
                near.kind,
                bare=True,
                unit_role=near.unit_role,
                unit_cue=near.unit_cue,
            )
    if not open_end or year:
        return None
    if (
        prior
        and prior[-1].theme == "plan"
        and 2 <= q.low < 100
        and q.low == q.high
        and not (q.words and q.low < 3)
    ):
        near = prior[-1]
        return _figure(s, q, "plan", "point", "point", bare=True, unit_cue=near.unit_cue)
    force = [f for f in prior if f.theme == "force"]
    if force and not (q.words and q.low < 2):
        near = force[-1]
        them = any(h.first == nxt for h in s.of("grammar:them"))
        gap = first - near.at[1]
        if them or (
            gap <= 16
            and near.kind != "event"
            and q.low == int(q.low)
            and (not q.words or q.low >= 2)
        ):
            return _figure(
                s,
                q,
                "force",
                near.unit,
                near.kind,
                bare=True,
                unit_role=near.unit_role,
                unit_cue=near.unit_cue,
            )
    them = any(h.first == nxt for h in s.of("grammar:them"))
    # "cut their deployed warheads to 1,550 each"
    if q.low >= 100 and first >= 2 and words[first - 1] in ("to", "at", "below", "under"):
        for unit in reversed(s.of("unit")):
            if unit.entry.kind == "weapon" and 1 <= first - unit.last <= 5:
                return _figure(
                    s,
                    q,
                    "force",
                    unit.entry.id,
                    "weapon",
                    bare=True,
                    unit_cue=(*s.span(unit), f"unit.{unit.entry.id}"),
                )
    if q.low >= 1000 and not them:
        bare = [h for h in s.of("context:bare") if -14 <= h.first - first <= 12]
        if bare:
            near = min(bare, key=lambda h: (abs(h.first - first), h.first))
            unit = s.covered("unit", near.first)
            weapon = unit is not None and unit.entry.kind == "weapon"
            return _figure(
                s,
                q,
                "force",
                unit.entry.id if weapon else "person",
                "weapon" if weapon else "person",
                bare=True,
                unit_cue=(*s.span(near), near.entry.id),
            )
    return None


def _amounting(s: Sentence, first: int) -> Hit | None:
    """The count noun before a verb of amounting: "cases now exceed", "the toll rose to"."""
    for unit in reversed(s.of("unit")):
        between = s.tokens.words[unit.last : first]
        if (
            unit.last <= first
            and len(between) <= 6
            and any(w in s.words("amounting") for w in between)
            and not any(w in ",;" for w in between)
            and (not unit.entry.weak or _force_near(s, unit, None))
        ):
            return unit
    return None


def _loss_before(s: Sentence, first: int) -> Hit | None:
    """A cue of casualties right before a number, over a qualifier: "killed at least 75"."""
    i = first
    while i > 0 and (s.covered("qualifier", i - 1) or s.tokens.words[i - 1] in ("another", "the")):
        i -= 1
    for hit in s.of("role"):
        if hit.last == i and hit.entry.gives == "casualties":
            return hit
    return None


def _brackets(s: Sentence) -> None:
    """Mark bracketed conversions and the second half of a change."""
    for before, after in zip(s.figures, s.figures[1:], strict=False):
        between = s.text[before.end : after.start]
        if (
            before.kind == after.kind == "money"
            and before.unit != after.unit
            and re.match(r"\s*\(", between)
            and len(between) < 40
            and ")" not in between
        ):
            after.bracketed = True
        if re.fullmatch(r"\s+to\s+(?:\w+\s+){0,2}", between) and before.theme == after.theme:
            after.change = True
