"""A number without a noun of its own: what stands round it, and what joins it to a noun."""

from __future__ import annotations

from functools import cached_property
from typing import NamedTuple

from workbench.claims.nouns import nouns, stops
from workbench.claims.reading import Noun, Sentence


class Place:
    """A bare number in its sentence, with the figures and nouns round it."""

    def __init__(self, s: Sentence, q):
        self.s, self.q = s, q
        self.words = s.tokens.words
        self.first = s.token(q.start)
        self.nxt = s.token(q.end - 1) + 1
        self.prior = [f for f in s.figures if f.end <= q.start]
        self.later = [f for f in s.figures if f.start >= q.end]
        self.open_end = open_end(s, self.nxt)
        self.lead = lead(s, self.first)

    @cached_property
    def licensed(self) -> bool:
        return licensed(self)

    def before(self, count: int = 1) -> list[str]:
        """The words right before the number."""
        return self.words[max(0, self.first - count) : self.first]

    @cached_property
    def all_nouns(self) -> list[Noun]:
        """The counted nouns of the sentence."""
        return nouns(self.s)

    def nouns(self) -> list[Noun]:
        """Those that stand before the number."""
        return [noun for noun in self.all_nouns if noun.at[1] <= self.first]

    def apart(self) -> list[Noun]:
        """Those of another clause: of "The monitors registered 312" none is counted."""
        starts = self.s.words("clause_start") | set(",;:—-(") - {"of"}
        return [
            noun
            for noun in self.nouns()
            if not starts.isdisjoint(self.words[noun.at[1] : self.first])
        ]


class Far(NamedTuple):
    """A noun further off: words that lead to it, and words between it and its number."""

    link: str
    lead: str = ""
    close: bool = False  # the link stands right before the number
    alone: bool = False  # nothing but the link stands between
    reach: int = 6
    bars: str = ""
    least: int = 0

    def joins(self, p: Place, noun: Noun) -> bool:
        """Whether the noun is joined to the number in this way."""
        behind = noun.at[0] >= p.nxt
        gap = p.words[p.nxt : noun.at[0]] if behind else p.words[noun.at[1] : p.lead]
        gap = gap or p.words[noun.at[1] : p.first]
        small = p.q.low < self.least and noun.role != "casualties"
        if len(gap) > self.reach or small or not set(self.bars).isdisjoint(gap):
            return False
        if not (led(p, noun, self.lead) if self.lead else p.open_end and not behind):
            return False
        link = p.s.words(self.link)
        if self.alone:  # behind a mere comma an aside is closed: "divers, 60 in all"
            closed = p.words[p.nxt : p.nxt + 1] in ([], ["in"], [","], [";"], ["."])
            # "to the Serbs 137": a people right before a number is no noun of it
            joined = bool(gap) or noun.rule != "unit.person.national"
            return joined and link.issuperset(gap) and (gap != [","] or closed)
        if not (behind or self.close):
            gap = p.words[noun.at[1] : p.first]
        return not link.isdisjoint(gap[:1] if behind else gap[-1:] if self.close else gap)


FAR = (
    # "The number of jets that Riga delivered is 61", "61 is the number of jets that ..."
    Far("be_verb", lead="counted_by", reach=24),
    # "Desertion cases now exceed 235,000"
    Far("amounting", bars=",;"),
    # "Tanks – 40; howitzers – 24", "guards (90)", "its troops, some 900, until"
    Far("apposed", alone=True, reach=3),
    # "Number of interceptors in the parcel: 120"
    Far("colon", close=True, reach=8, bars=",;"),
    # "cut their deployed warheads to 1,550 each"
    Far("lowered", close=True, reach=12, least=30),
    # "its tanks to 40"
    Far("lowered", alone=True, reach=1),
    # "Whether the Russians near Sudzha are 50,000"
    Far("be_verb", close=True, bars=",;", least=100),
)


def led(p: Place, noun: Noun, lead: str) -> bool:
    """Whether "the number of" or the like stands before a noun."""
    named = p.words[max(0, noun.at[0] - 5) : noun.at[0]]
    at = next((i for i, word in enumerate(named) if word in p.s.words(lead)), len(named))
    return "of" in named[at:]


def open_end(s: Sentence, nxt: int) -> bool:
    """Whether no noun stands behind a number: "sent 415 home", "nine arrived before"."""
    words = s.tokens.words
    if hyphened(s, nxt):
        return words[nxt + 1] in s.words("loosely")
    if words[nxt : nxt + 1] and words[nxt] in s.words("increment"):
        nxt += 1  # "with two more flights due"
    if nxt >= len(words) or edge(s, nxt):
        return True
    word, *behind = words[nxt : nxt + 2]
    if word.endswith("ly") and behind and behind[0].endswith("ed"):
        nxt, word = nxt + 1, behind[0]  # "the 2,500 originally planned."
    verb = word.endswith(("ed", "ly")) or s.covered("role", nxt) and not word.endswith("s")
    ends = nxt + 1 >= len(words) or edge(s, nxt + 1)
    return word in s.words("behind_number") or bool(verb) and ends


def hyphened(s: Sentence, nxt: int) -> bool:
    """Whether a number goes on in a word: "two-seaters", "60,000-plus"."""
    words, starts, ends = s.tokens
    dash = words[nxt : nxt + 1] == ["-"] and nxt + 1 < len(words)
    return dash and ends[nxt - 1 : nxt + 1] == starts[nxt : nxt + 2]


def edge(s: Sentence, i: int) -> bool:
    word = s.tokens.words[i]
    return not word[0].isalnum() or word in ("and", "of") or stops(s, i)


def licensed(p: Place) -> bool:
    """Whether a verb or a list takes the number; no time, age, score or name is taken so."""
    numeral = not p.q.words and p.words[p.nxt : p.nxt + 1] in (["."], [")"])
    if p.q.low < 2 or p.q.low != int(p.q.low) or p.words[p.nxt : p.nxt + 1] == ["to"]:
        return False
    if numeral and not any(w[0].isalnum() for w in p.words[: p.first]):
        return False  # of a list
    return any(licence(p) for licence in LICENCES)


def by_verb(p: Place) -> bool:
    """ "had registered 312", "holding out for 650,000", "hinted at 3,000"."""
    s, words, k = p.s, p.words, p.lead
    if k and words[k - 1] in s.words("verb_preposition"):
        k = lead(s, k - 1)
        if k and words[k - 1].endswith("ing"):
            return True
    return k > 0 and words[k - 1] not in s.words("clause_start") and is_verb(s, k - 1, words[k - 1])


def opening(p: Place) -> bool:
    """ "1.4 million by December"; an item of a list, an answer: "- 800,000 in war"."""
    if any(w[0].isalnum() and w not in p.s.words("lowered") for w in p.words[: p.lead]):
        return False
    p.s.open = True
    return p.q.low >= 1000 and not p.lead or any(n.back == 0 for n in p.s.before)


def headed(p: Place) -> bool:
    """A line of a list: "Lyman – 19"; an answer: "corrected him: 31"."""
    end = p.nxt >= len(p.words) - 1
    if p.words[p.lead - 1] not in ":–—" or not p.open_end or not end and p.words[p.nxt] in "-.)":
        return False
    p.s.open = True
    return any(n.back <= end and n.kind != "money" for n in p.s.before)


def subject(p: Place) -> bool:
    """ "nine arrived"; "wants corvettes: six before June", "of seven, two", "(Dutch, 18; ...)"."""
    s, before = p.s, p.words[p.lead - 1] if p.lead else ","
    listed = party_before(s, p.lead)
    if before[0].isalnum() and before not in s.words("clause_start"):
        return bool(listed and p.nouns())
    behind = p.words[p.nxt] if p.nxt < len(p.words) else ""
    listed |= behind in s.words("gapped") or before == "of" and behind in (",", "that", "which")
    return bool(listed and (p.nouns() or s.before)) or is_verb(s, p.nxt, behind)


LICENCES = (by_verb, opening, headed, subject)


def lead(s: Sentence, i: int) -> int:
    """Where the qualifiers and small words before a number begin."""
    words = s.tokens.words
    while i and (s.covered("qualifier", i - 1) or words[i - 1] in s.words("before_number")):
        i -= 1
    return i - (words[i - 1 : i + 1] == ["at", "the"])  # "at the very least ten more"


def party_before(s: Sentence, i: int) -> bool:
    """Whether a party stands before a number, over a comma: "Dutch, 18; Danish, 19"."""
    i -= i > 1 and s.tokens.words[i - 1] in (",", ":", "–", "—", "-")
    party = s.covered("actor", i - 1) if i else None
    return party is not None and party.entry.kind != "place"


def is_verb(s: Sentence, i: int, word: str) -> bool:
    return word in s.words("number_verb") or word.endswith("ed") or bool(s.covered("role", i))
