"""A text as it is read for positions: its sentences with words of stance, and who is spoken of.

Parties are those of the codebook, who speaks for them (``bloc``), and names that it has not. A text
that is itself a plan is read as its sponsor's: each of its sentences may be a term.
"""

import re
from bisect import bisect_left
from collections import Counter
from functools import lru_cache
from typing import NamedTuple

from workbench.claims.groups import Group, groups
from workbench.claims.reading import Figure, Sentence
from workbench.codebook import Codebook, cues
from workbench.codebook.entries import Actor
from workbench.text import View, sentences

FAR = 600  # letters before a sentence in which a party is still spoken of
HEARD = 2  # parties of the text before
MOST = 20  # words of stance of a sentence that are read: no prose has more
POINT = re.compile(
    r"\s*(?:[IVX]+|\(?(?:\d{1,2}|[a-z])[.)]|\d\.\d|(?:Point|Article|Section)\s\w+)(?=\W)"
)
ADVICE = re.compile(r"[^\w“\"‘']*([\w-]+)(?:[^:.]{0,60}:\s+([\w-]+))?")  # "• Key: Note that"
NAME = re.compile(r"[A-Z][^\W_]+(?:(?: of(?: the)?)? [A-Z][^\W_]+)*")


class Reading(NamedTuple):
    """A sentence with words of stance (its ``figures``), and what its text has told before."""

    s: Sentence
    start: int
    parties: list[Group]
    textual: bool  # whether a draft or a plan is spoken of
    others: list[tuple[str, str]]  # (how, ids): parties that it may mean without a name
    last: str | None  # the issue of the position before
    chosen: list[tuple[str, int]]  # the actors of its stances so far, and where these stand


class Talk:
    """The sentences of a view that hold a word of stance, in order; headings say it shortened.

    >>> from workbench import codebook, text
    >>> seen = text.view("Kyiv waits. It demands a truce.", codebook.load())
    >>> [(r.s.text, r.others[0]) for r in Talk(seen, codebook.load())]
    [('It demands a truce.', ('heard 0', 'ukraine'))]
    """

    def __init__(self, seen: View, book: Codebook):
        self.book, self.seen = book, seen
        self.nouns = book.words("position_text")
        self.stances: list[int] = []
        self.texts: list[int] = []
        known = []
        matcher = cues.matcher(book, "stance", "condition", "actor", "bloc")
        for block in seen.blocks:  # line by line: what phrases compete with grows with the text
            line = seen.text[block.start : block.end]
            tokens = cues.tokenise(line)
            places = [block.start + at for at in tokens.starts]
            self.texts += [a for a, w in zip(places, tokens.words, strict=True) if w in self.nouns]
            for h in matcher.find(line, tokens):
                if h.family in ("stance", "condition"):
                    self.stances.append(places[h.first])
                else:
                    id = h.entry.members[0] if h.family == "bloc" else h.entry.id
                    end = block.start + tokens.ends[h.last - 1]
                    known.append((places[h.first], end, id))
        headings = [(b.start, b.end, "") for b in seen.blocks if b.kind == "heading"]
        self.named = names(seen.text, known + headings, book)  # "Strategic Implications"
        self.parties = sorted((a, id) for a, _, id in known + self.named)
        self.sponsors: dict[str, list[str]] = {}  # of texts, by their noun
        self.last: tuple[str, str | None] = ("", None)  # actors and issue of the position before
        self.plan = _is_plan(seen, self.nouns)

    def __iter__(self):
        before = (0, 0)
        for block in self.seen.blocks:
            for span in sentences.split(self.seen.text[block.start : block.end]):
                here = span.start + block.start, span.end + block.start
                term = self.plan and block.kind != "heading"
                told = block.kind != "heading" and _between(self.stances, *here)
                if term or told and not self._advises(*here):
                    yield self._reading(here, before, term)
                elif _between(self.texts, *here):
                    self._sponsor(s := _heard(self.seen.text[slice(*here)], self.book),
                                  self._parties(s, here[0]))  # fmt: skip
                before = here

    def _advises(self, start: int, end: int) -> bool:
        """Whether a sentence tells its reader what to do."""
        opens = ADVICE.match(self.seen.text, start, end)
        words = {(word or "").lower() for word in opens.groups()} if opens else set()
        return not words.isdisjoint(self.book.words("position_advice"))

    def _reading(self, here: tuple[int, int], before: tuple[int, int], term: bool) -> Reading:
        s = read(self.seen.text[slice(*here)], self.book)
        s.prior, s.shift = _heard(self.seen.text[slice(*before)], self.book), before[0] - here[0]
        textual = self.plan or not self.nouns.isdisjoint(s.tokens.words + s.prior.tokens.words)
        s.figures = stances(s, textual)
        if term:
            s.figures = [_term(s), *(f for f in s.figures if f.at[0] > 1)]
        found = self._parties(s, here[0])
        others = self._others(here[0], self._sponsor(s, found), s.prior)
        return Reading(s, here[0], found, textual, others, self.last[1], [])

    def _parties(self, s: Sentence, start: int) -> list[Group]:
        k = bisect_left(self.named, (start,))
        told = self.named[k : bisect_left(self.named, (start + len(s.text),))]
        return parties(s, [(a - start, b - start, id) for a, b, id in told])

    def _others(self, at: int, sponsor: list[str], prior: Sentence) -> list[tuple[str, str]]:
        """Whom a sentence may mean by "it", "the government", "both sides", "the draft"."""
        k = bisect_left(self.parties, (at,))
        near = reversed(self.parties[max(0, k - 6 * HEARD) : k])
        heard = list(dict.fromkeys(id for place, id in near if at - place < FAR))[:HEARD]
        there = groups(prior)
        told = [(f"heard {n}", id) for n, id in enumerate(heard)]
        told += [("prior", ";".join(dict.fromkeys(g.ids))) for g in there[:1]]
        opening = self.parties[0][1] if self.parties else ""
        named = {"last": self.last[0], "sponsor": ";".join(sponsor), "opening": opening}
        return told + [(how, ids) for how, ids in named.items() if ids]

    def _sponsor(self, s: Sentence, found: list[Group]) -> list[str]:
        """Whose text a sentence speaks of: "the American draft", "Paris sent a paper", "it"."""
        words = s.tokens.words
        for i in (i for i, word in enumerate(words) if word in self.nouns):
            near = [g for g in found if g.last <= i < g.last + 5 and (g.sponsor or g.owner)]
            by = [g for g in found if i < g.first < i + 4 and g.before in ("of", "by", "from")]
            fresh = not {"a", "an", "new", "own"}.isdisjoint(words[max(0, i - 4) : i])
            subject = [g for g in found if fresh and g.last <= i and g.part != "adjectives"]
            if told := near[-1:] or by[:1] or subject[:1]:
                self.sponsors[words[i]] = self.sponsors[""] = told[0].ids
        told = [self.sponsors[w] for w in words if w in self.sponsors]
        return told[0] if told else self.sponsors.get("", [])


def _between(places: list[int], start: int, end: int) -> bool:
    return bisect_left(places, start) < bisect_left(places, end)


def _is_plan(seen: View, nouns) -> bool:
    """Whether a text is itself a plan: mostly points, under a heading that calls it one."""
    points = [b for b in seen.blocks if POINT.match(seen.text, b.start, b.end)]
    if len(points) < 5 or 2 * len(points) <= len(seen.blocks) - 5:
        return False
    return not nouns.isdisjoint(re.findall(r"[a-z]+", seen.text[: points[0].start].lower())[:60])


def read(text: str, book: Codebook) -> Sentence:
    """A sentence with the words of stance, the issues, and who speaks for a party."""
    s = Sentence(text, book)
    for hit in cues.matcher(book, "stance", "condition", "issue", "bloc").find(text, s.tokens):
        s.hits.setdefault(hit.family, []).append(hit)
    alone = [h for h in s.of("bloc") if len(h.entry.members) == 1]
    if alone:
        inside = {k for h in alone for k in range(h.first, h.last)}
        kept = [h for h in s.of("actor") if inside.isdisjoint(range(h.first, h.last))]
        for h in alone:
            id = h.entry.members[0]
            entry = book.tables["actor"].get(id) or Actor(id=id, label=id)
            kept.append(h._replace(entry=entry, part="people", family="actor"))
        s.hits["actor"] = sorted(kept, key=lambda h: h.first)
        s.hits["bloc"] = [h for h in s.of("bloc") if h not in alone]
    return s


_heard = lru_cache(maxsize=256)(read)


def stances(s: Sentence, textual: bool) -> list[Figure]:
    """The words of stance in a sentence, each as a figure; those of drafts only beside a text."""
    found: dict[tuple, list] = {}
    for hit in s.of("stance") + s.of("condition"):
        if textual or getattr(hit.entry, "form", "") != "text":
            found.setdefault((hit.first, hit.last), []).append(hit)
    told = []
    for (first, last), hits in sorted(found.items()):
        hits.sort(key=lambda h: h.part == "loose")
        entries = [h.entry for h in hits]
        gives, form = getattr(entries[0], "gives", "conditions"), getattr(entries[0], "form", "tie")
        place = s.tokens.starts[first], s.tokens.ends[last - 1]
        f = Figure(*place, 0, 0, "position", gives, form, (first, last), shared=entries)
        f.bare = hits[0].part == "loose"
        told.append(f)
    return told[:MOST]


def _term(s: Sentence) -> Figure:
    """A sentence of a plan as a term of its sponsor."""
    entries = [s.book.get("stance", "proposes.text")]
    return Figure(0, s.tokens.ends[0], 0, 0, "position", "proposes", "term", (0, 1), shared=entries)


def parties(s: Sentence, named: list[tuple[int, int, str]]) -> list[Group]:
    """The parties of a sentence in order: the codebook's, its blocs, and names that it has not."""
    found = groups(s)
    for hit in s.of("bloc"):
        found = [g for g in found if not hit.first <= g.first < hit.last]
        span = hit.first, hit.last
        found.append(Group([*hit.entry.members], *span, "name", "", False, False, False))
    taken = {i for g in found for i in range(g.first, g.last)}
    for start, end, id in named:
        a, b = s.token(start), s.token(end - 1) + 1
        if taken.isdisjoint(range(a, b)):
            owner, before = s.tokens.words[b : b + 1] == ["'s"], s.tokens.words[a - 1] if a else ""
            found.append(Group([id], a, b, "unknown", before, owner, owner, False))
    return sorted(found, key=lambda g: g.first)


def names(text: str, known: list[tuple[int, int, str]], book: Codebook) -> list[tuple]:
    """The names in a text that the codebook has not, with an id: of the longest that has it.

    >>> from workbench import codebook
    >>> text = "The Tesh Front met. Then the Front fell."
    >>> [id for *_, id in names(text, [], codebook.load())]
    ['tesh_front', 'tesh_front']
    """
    plain = book.words("position_no_name") | book.words("opens") | book.words("runs_on")
    covered = {k for a, b, _ in known for k in range(a, b)}
    found, inner = [], Counter()
    for m in NAME.finditer(text):
        start, words = m.start(), m[0].split()
        while words and words[0].lower() in plain:
            start += len(words.pop(0)) + 1
        label = text.startswith(":", m.end())  # "Recognise Parallelism: do not"
        if words and not label and covered.isdisjoint(range(start, m.end())):
            opens = len(words) == 1 and text[:start].rstrip(" “\"‘'")[-1:] in ".!?:\n"
            id = "_".join(words).lower()
            inner[id] += not opens
            found.append((start, m.end(), id))
    called = _longest(inner)
    return [
        (a, b, called[id]) for a, b, id in found if inner[id] or called[id] != id or len(text) < FAR
    ]


def _longest(every: Counter) -> dict[str, str]:
    """For each name the most frequent longer one that it ends, or whose adjective it is."""
    longer: dict[str, str] = {}
    for id in sorted(every, key=every.get):
        for k in (i for i, sign in enumerate(id) if sign == "_"):
            longer[id[k + 1 :]] = id
    called = {}
    for id in every:
        stems = (id[:-k] for k in (1, 2, 3) if len(id) - k > 3)
        called[id] = longer.get(id) or next((n for n in stems if n in every), id)
    return called


def clause(r: Reading, k: int) -> tuple[int, int]:
    """The tokens of the clause that a word of stance stands in: up to "and" before the next."""
    s, f = r.s, r.s.figures[k]
    words, ends, (left, right) = s.tokens.words, s.words("position_end"), f.at
    while left and not (words[left - 1] in ends and _apart(words, left - 1)):
        left -= 1
    while right < len(words) and not (words[right] in ends and _apart(words, right)):
        right += 1
    for q in s.figures[k + 1 : k + 4]:
        if f.at[1] < q.at[0] < right and q.kind in ("verb", "modal", "text"):
            right = _joint(s, f.at[1], q.at[0]) or right
    joint = _joint(s, s.figures[k - 1].at[1] if k else 0, f.at[0])
    return max(left, joint + 1 if joint else 0), right


def _joint(s: Sentence, start: int, end: int) -> int:
    """Where shortly before a token a clause is joined to the one before; 0 where none is."""
    near, words = range(end - 1, max(start, end - 6), -1), s.tokens.words
    joints = s.words("position_joint")
    return next((i for i in near if words[i] in joints and _apart(words, i)), 0)


def _apart(words: list[str], i: int) -> bool:
    """Whether a mark stands between words, not within a number."""
    return not (words[i - 1][:1].isdigit() and "".join(words[i + 1 : i + 2])[:1].isdigit())
