"""Who wants what: positions of parties on the issues of a settlement, by the words that show them.

Candidates are words of stance (``positions.toml``); each is a position or none (one decision, with
its negation), somebody's (among the parties that the text names up to there) and on something
(among the issues named). What speaks for each is weighed as with the figures.
"""

import itertools
import re
from bisect import bisect_left
from collections import Counter
from functools import lru_cache
from typing import NamedTuple

from workbench.claims import conflicts, speakers
from workbench.claims.clauses import STEM, bearing, layer_of
from workbench.claims.groups import Group, groups
from workbench.claims.reading import Figure, Sentence
from workbench.claims.weighing import OWN, Candidate, Label, own_rules, scale
from workbench.codebook import Codebook, cues
from workbench.codebook.entries import Actor
from workbench.text import View, sentences, view

NEAR = 6  # words on each side of a stance that speak of it
FAR = 600  # letters before a sentence in which a party is still spoken of
HEARD = 4  # parties of the text before
STANCES = "demands proposes accepts rejects conditions guarantees offers".split()
SKIP = frozenset(" ,'\"“”‘’—-:;")


class Position(NamedTuple):
    """One party's stance on one issue. Offsets are half-open, absent is None."""

    start: int
    end: int
    sentence_start: int
    sentence_end: int
    actor: str
    issue: str
    stance: str
    negated: bool
    speaker: str | None
    factuality: str
    cues: list[dict]


class Reading(NamedTuple):
    """A sentence with stances (its ``figures``) in its text."""

    s: Sentence
    start: int
    parties: list[Group]
    heard: list[str]  # parties of the text before, the latest first
    last: tuple  # actors and issue of the position before
    home: list[str]  # the state in whose land the text's war is fought
    opening: list[str]  # the party named first
    sponsor: list[str]  # of the draft or plan that is spoken of, or was last
    textual: bool  # whether a draft or a plan is spoken of
    chosen: list  # the actors and place of the stances before in it


class Talk:
    """A text as it is read for positions: its parties in order, and what was wanted last."""

    def __init__(self, seen: View, book: Codebook):
        self.book, self.seen = book, seen
        tokens = cues.tokenise(seen.text)
        hits = cues.matcher(book, "stance", "condition", "actor", "bloc").find(seen.text, tokens)
        self.stances = [tokens.starts[h.first] for h in hits if h.family in ("stance", "condition")]
        known = [
            (tokens.starts[h.first], tokens.ends[h.last - 1], h.entry.id if h.family == "actor" else h.entry.members[0])
            for h in hits
            if h.family in ("actor", "bloc")
        ]
        self.named = names(seen.text, [(a, b) for a, b, _ in known], book)
        self.parties = sorted((a, id) for a, _, id in known + self.named)
        self.first = [id for _, id in self.parties[:1]]
        nouns = book.words("position_text")
        self.plan = _is_plan(seen, nouns)
        self.texts = [a for a, w in zip(tokens.starts, tokens.words, strict=True) if w in nouns]
        self.places = [place for place, _ in self.parties]
        self.last: tuple = ((), None)
        self.sponsors: dict[str, list[str]] = {}  # of texts, by their noun
        told = conflicts.Conflicts(seen, book).document[:1]
        lands = [a for c in told if c in book.tables["conflict"] for a in book.get("conflict", c).theatre]
        self.home = [a for a in lands if book.get("actor", a).kind in ("state", "place")][:1]

    def __iter__(self):
        """The sentences that hold a word of stance, as they are read."""
        text, before = self.seen.text, None
        for block in self.seen.blocks:
            line = text[block.start : block.end]
            for span in sentences.split(line):
                start, end = span.start + block.start, span.end + block.start
                if self.plan or bisect_left(self.stances, start) < bisect_left(self.stances, end):
                    yield self._reading(text[start:end], start, before, block)
                elif any(start <= at < end for at in self.texts[bisect_left(self.texts, start) :][:1]):
                    s = _heard(text[start:end], self.book)
                    self._sponsor(s, self._parties(s, start))
                before = start, end

    def _reading(self, line: str, start: int, before, block) -> Reading:
        s = read(line, self.book)
        if before:
            s.prior = _heard(self.seen.text[slice(*before)], self.book)
            s.shift = before[0] - start
        words = {*s.tokens.words, *(s.prior.tokens.words if before else ())}
        textual = not words.isdisjoint(s.words("position_text"))
        s.figures = stances(s, textual or self.plan)
        if self.plan and block.kind != "heading":  # every sentence of a plan may be a term of it
            s.figures = [f for f in s.figures if f.at[0] > 1]
            whole = Figure(0, s.tokens.ends[0], 0, 0, "position", "proposes", "clause", (0, 1))
            whole.shared = [s.book.get("stance", "proposes.text")]
            s.figures.insert(0, whole)
        found = self._parties(s, start)
        sponsor = self._sponsor(s, found)
        heard = self._before(start)
        return Reading(s, start, found, heard, self.last, self.home, self.first, sponsor, textual, [])

    def _parties(self, s: Sentence, start: int) -> list[Group]:
        k = bisect_left(self.named, (start,))
        told = itertools.takewhile(lambda n: n[0] < start + len(s.text), self.named[k:])
        return parties(s, [(a - start, b - start, id) for a, b, id in told])

    def _sponsor(self, s: Sentence, found: list[Group]) -> list[str]:
        """Whose text a sentence speaks of: "the American draft", "Paris sent a paper", "it"."""
        words = s.tokens.words
        for i, word in enumerate(words):
            if word in s.words("position_text"):
                near = [g for g in found if g.last <= i < g.last + 5 and (g.sponsor or g.owner)]
                behind = [g for g in found if i < g.first < i + 4 and g.before in ("of", "by", "from")]
                fresh = {"a", "an", "new", "own"} & {*words[max(0, i - 4) : i]}
                subject = [g for g in found if g.last <= i and g.part != "adjectives"][:1] if fresh else []
                if told := near[-1:] or behind[:1] or subject:
                    self.sponsors[word] = self.sponsors[""] = told[0].ids
        told = [self.sponsors[w] for w in words if w in self.sponsors]
        return told[0] if told else self.sponsors.get("", [])

    def _before(self, at: int) -> list[str]:
        k = bisect_left(self.places, at)
        near = self.parties[max(0, k - 3 * HEARD) : k]
        told = [id for place, id in reversed(near) if at - place < FAR]
        return list(dict.fromkeys(told))[:HEARD]


def _is_plan(seen: View, nouns) -> bool:
    """Whether a text is itself a plan: mostly points, under a heading that calls it one."""
    points = [b for b in seen.blocks if POINT.match(seen.text, b.start, b.end)]
    if len(points) < 5 or not 2 * len(points) > len(seen.blocks) - 5:
        return False
    head = re.findall(r"[a-z]+", seen.text[: points[0].start].lower())
    return not nouns.isdisjoint(head[:60])


POINT = re.compile(r"\s*(?:[IVX]+|\(?(?:\d{1,2}|[a-z])[.)]|\d\.\d|(?:Point|Article|Section|Chapter|Paragraph)\s\w+)(?=\W)")
def read(text: str, book: Codebook) -> Sentence:
    """A sentence with the words of stance, the issues and who speaks for a party."""
    s = Sentence(text, book)
    for hit in cues.matcher(book, "stance", "condition", "issue", "bloc").find(text, s.tokens):
        s.hits.setdefault(hit.family, []).append(hit)
    alone = [h for h in s.of("bloc") if len(h.entry.members) == 1]
    if alone:
        inside = {k for h in alone for k in range(h.first, h.last)}
        kept = [h for h in s.of("actor") if inside.isdisjoint(range(h.first, h.last))]
        spoken = [h._replace(entry=_party(h.entry.members[0], book), part="people", family="actor") for h in alone]
        s.hits["actor"] = sorted(kept + spoken, key=lambda h: h.first)
        s.hits["bloc"] = [h for h in s.of("bloc") if h not in alone]
    return s


_heard = lru_cache(maxsize=256)(read)


def _party(id: str, book: Codebook) -> Actor:
    return book.tables["actor"].get(id) or Actor(id=id, label=id)


def stances(s: Sentence, textual: bool) -> list[Figure]:
    """The words of stance in a sentence, each as a figure; those of drafts only beside a text."""
    found: dict[tuple, list] = {}
    for hit in s.of("stance") + s.of("condition"):
        if textual or getattr(hit.entry, "form", "") != "text":
            found.setdefault((hit.first, hit.last), []).append(hit)
    told = []
    for at in sorted(found):
        start, end = s.tokens.starts[at[0]], s.tokens.ends[at[1] - 1]
        entry = found[at][0].entry
        form = getattr(entry, "form", "condition")
        f = Figure(start, end, 0, 0, "position", getattr(entry, "gives", "conditions"), form, at)
        f.shared = [h.entry for h in found[at]]
        told.append(f)
    return told


def parties(s: Sentence, named: list[tuple[int, int, str]]) -> list[Group]:
    """The parties of a sentence in order: the codebook's, its blocs, and names that it has not."""
    found = groups(s)
    taken = {i for g in found for i in range(g.first, g.last)}
    for hit in s.of("bloc"):
        found = [g for g in found if not hit.first <= g.first < hit.last]
        found.append(Group([*hit.entry.members], hit.first, hit.last, "name", "", False, False, False))
    for first, last, id in named:
        a, b = s.token(first), s.token(last - 1) + 1
        if taken.isdisjoint(range(a, b)):
            before = s.tokens.words[a - 1] if a else ""
            owner = s.tokens.words[b : b + 1] == ["'s"]
            found.append(Group([id], a, b, "unknown", before, owner, owner, False))
    return sorted(found, key=lambda g: g.first)


NAME = re.compile(r"[A-Z][^\W_]+(?:(?: of(?: the)?)? [A-Z][^\W_]+)*")


def names(text: str, taken: list[tuple[int, int]], book: Codebook) -> list[tuple[int, int, str]]:
    """The names in a text that the codebook has not, with an id: the longest that it is part of.

    >>> from workbench import codebook
    >>> text = "The Tesh Front met. Then the Front fell."
    >>> [id for *_, id in names(text, [], codebook.load())]
    ['tesh_front', 'tesh_front']
    """
    plain = book.words("position_no_name") | book.words("opens") | book.words("runs_on")
    covered = {k for a, b in taken for k in range(a, b)}
    found, inner = [], Counter()
    for m in NAME.finditer(text):
        start, words = m.start(), m[0].split()
        while words and words[0].lower() in plain:
            start += len(words.pop(0)) + 1
        if not words or not covered.isdisjoint(range(start, m.end())):
            continue
        opens = len(words) == 1 and text[:start].rstrip(" “\"‘'")[-1:] in ".!?:\n"
        id = "_".join(words).lower()
        inner[id] += not opens
        found.append((start, m.end(), id))
    long = sorted((id for id in inner if "_" in id), key=lambda id: -inner[id])
    called = {}
    for id in inner:
        part = next((n for n in long if n.endswith(f"_{id}")), None)
        stem = next((n for n in inner if 3 < len(n) < len(id) < len(n) + 4 and id.startswith(n)), None)
        called[id] = part or stem or id
    return [(a, b, called[id]) for a, b, id in found if inner[id] or called[id] != id or len(text) < 600]


def values(book: Codebook, s: Sentence) -> list[str | None]:
    return [None, *STANCES, *(f"not {v}" for v in STANCES)]


def stance(r: Reading, k: int) -> tuple[list[Candidate], list[str]]:
    """What a word of stance may say: nothing, each stance, each denied; what speaks of it."""
    s, f = r.s, r.s.figures[k]
    words, (first, last) = s.tokens.words, f.at
    denied = next((w for w in reversed(words[max(0, first - 4) : last]) if w in s.words("position_negation")), "")
    gives = [getattr(e, "gives", "conditions") for e in f.shared]
    form = f.kind
    none = Candidate(None, ((f"none {form}",),), f.start, f.start, "default")
    told = [none]
    own = own_rules(s.book)
    left, right = _clause(s, f)
    hung = [h for h in s.of("condition") if left <= h.first < right + 6 and (h.first, h.last) != f.at]
    hangs = "" if not hung else "after" if hung[0].first >= last else "over" if hung[0].last > first else "before"
    for name in STANCES:
        for no in (False, True)[: 2 if denied or "deny" else 1]:
            same = name in gives
            features = (
                (f"{form} {same} {no}", f"{gives[0]}>{name} {no}", f"{form} {gives[0]}>{name}"),
                (f"denied {denied} {no} {same}", f"denied {bool(denied)} {no}", f"denied {denied} {gives[0]}>{name} {no}",
                 f"denied {denied} {form} {no}"),
                (f"hangs {hangs} {name == 'conditions'}", f"hangs {hangs} {name}"),
            )
            prior = OWN * any(f"stance.{e.id}" in own for e in f.shared) * (same and not no)
            told.append(Candidate(f"not {name}" if no else name, features, f.start, f.end, f"stance.{f.shared[0].id}", prior))
    return told, _surroundings(r, k, denied, hangs)


def _surroundings(r: Reading, k: int, denied: str, hangs: str) -> list[str]:
    """What speaks of a word of stance: itself, the words round it, what else stands there."""
    s, f = r.s, r.s.figures[k]
    words, stems, (first, last) = s.tokens.words, layer_of(s).stems, f.at
    left, right = _clause(s, f)
    at = lambda i: stems[i] if 0 <= i < len(words) else "^" if i < 0 else "$"  # noqa: E731
    told = [f"cue {e.id}" for e in f.shared]
    told += [f"is {' '.join(words[first:last])}", f"stem {words[first][:STEM]}", f"form {f.kind}"]
    told += [f"-1 {at(first - 1)}", f"-2 {at(first - 2)}", f"+1 {at(last)}", f"+2 {at(last + 1)}"]
    told += [f"form {f.kind} {at(first - 1)}", f"form {f.kind} +{at(last)}"]
    told += [f"b {w}" for w in dict.fromkeys(stems[max(left, first - NEAR) : first])]
    told += [f"a {w}" for w in dict.fromkeys(stems[last : min(right, last + NEAR)])]
    others = s.figures
    if k and others[k - 1].at[0] >= left:
        q = others[k - 1]
        gap = min(first - q.at[1], 6)
        told += [f"under {q.unit} {q.kind} {gap < 3}", f"under {q.unit}>{f.unit} {gap < 3}", f"under {gap}", f"under {q.kind} {f.kind}"]
    else:
        told.append("under nothing")
    if k + 1 < len(others) and others[k + 1].at[0] < right:
        q = others[k + 1]
        told += [f"over {q.unit} {q.kind} {q.at[0] - last < 3}", f"over {q.kind} {f.kind}"]
    told += [f"hangs {hangs}", f"hangs {hangs} {f.kind} {f.unit}", f"denied {denied}", f"denied {bool(denied)} {f.kind}"]
    before = [g for g in r.parties if left <= g.first < first]
    any_ = [g for g in r.parties if g.first < first]
    g = (before or any_)[-1] if before or any_ else None
    if g:
        near = "in" if before else "out"
        told += [f"party {near} {g.part}", f"party {near} {g.sponsor} {f.kind}", f"party {near} {g.owner} {f.kind}", f"party {near} {min(first - g.last, 8)}"]
    else:
        told += ["party none", f"party none {f.kind}"]
    ahead = sum(first <= h.first < right for h in s.of("issue"))
    near = sum(left <= h.first < first for h in s.of("issue"))
    told += [f"issues {min(ahead, 3)}", f"issues {min(ahead, 1)} {min(near, 1)} {f.kind}", f"issues all {min(len(s.of('issue')), 3)}"]
    told += [f"asked {words[-1] == '?'}", f"textual {r.textual} {f.kind}", f"whether {[w for w in words[left:first] if w in ('if', 'whether', 'how', 'what', 'why', 'ever', 'had')][:1]}"]
    told += [f"nobody {f.kind}" for w in words[left:first] if w in s.words("position_nobody")][:1]
    how, _ = subject(r, k)
    told += [f"subject {how}", f"subject {how} {f.kind}", f"subject {how} {f.unit}"]
    told += [f"pronoun {w} {f.kind}" for w in words[left:first] if w in s.words("position_anaphor")][:1]
    told.append(f"quoted {sum(w == QUOTE for w in words[:first]) % 2} {f.kind}")
    told.append(f"opens {first - left < 2} {f.kind}")
    told += [f"bias"]
    return told


QUOTE = '"'


def _clause(s: Sentence, f: Figure) -> tuple[int, int]:
    """The tokens of the clause that a word of stance stands in."""
    words, ends = s.tokens.words, s.words("position_end")
    left, right = f.at[0], f.at[1]
    while left and words[left - 1] not in ends:
        left -= 1
    while right < len(words) and words[right] not in ends:
        right += 1
    return left, right


def subject(r: Reading, k: int) -> tuple[str, Group | None]:
    """What stands right before a word of stance: a party, a pronoun, a noun, "and", nothing."""
    s, f = r.s, r.s.figures[k]
    words, i = s.tokens.words, f.at[0] - 1
    while i >= 0 and (words[i] in s.words("position_lead") or words[i] in s.words("aside") and words[i] not in s.words("pronoun")):
        if words[i] == "to":
            return "to", None
        i -= 1
    if i < 0:
        return "^", None
    g = next((g for g in r.parties if g.first <= i < g.last), None)
    if g:
        return "party", g
    if words[i] == "'s" and (g := next((g for g in r.parties if g.last == i), None)):
        return "party", g
    if words[i] in s.words("position_anaphor"):
        return f"{words[i]}", None
    return words[i][:STEM], None


def actors(r: Reading, k: int, value: str) -> list[Candidate]:
    """Whose stance it may be: each party of the sentence, those heard before."""
    s, f = r.s, r.s.figures[k]
    words, layer = s.tokens.words, layer_of(s)
    left, right = _clause(s, f)
    told = []
    speak = speakers.reports(s)
    how, subj = subject(r, k)
    before_ = r.chosen[-1] if r.chosen else ("", 0)
    link = "same" if before_[1] >= left else "other"
    own = f"{min(sum(g.first < f.at[0] for g in r.parties), 2)}"
    for n, g in enumerate(r.parties):
        at = layer.standing(g.first, g.last, f)
        inside = "in" if left <= g.first < right else "out"
        between = words[g.last : f.at[0]] if at.side == "b" else words[f.at[1] : g.first]
        nearest = not any(g.last <= h.first and h.last <= f.at[0] for h in r.parties) if at.side == "b" else not any(f.at[1] <= h.first < g.first for h in r.parties)
        says = next((q.how for q in speak if q.subject[0] <= g.first < q.subject[1] and not q.whole[0] <= f.at[0] < q.whole[1]), "")
        acts = any(q.subject[0] <= g.first < q.subject[1] and q.verb == f.at[0] for q in speak)
        after = words[g.last] if g.last < len(words) else "$"
        before = words[g.first - 1] if g.first else "^"
        behind = g.before if g.before in s.words("preposition") else "-"
        other = next((w for w in between if w in s.words("position_anaphor")), "-")
        tells = [q.unit for q in s.figures if g.last <= q.at[0] and q.at[1] <= f.at[0]]
        features = (
            (f"{at.side} {behind}", f"{f.kind} {at.side} {behind}", f"{f.kind} {at.side}{at.step}", f"{f.kind} {at.side} {nearest} {inside}",
             f"{at.side} {inside} {nearest} {behind}", f"{value} {at.side} {inside}", f"{g.part} {at.side}", f"{g.part} {f.kind}"),
            (f"{f.kind} owner {g.owner} {at.side} {nearest}", f"sponsor {g.sponsor} {f.kind} {at.side} {r.textual}", f"people {g.people} {at.side}"),
            bearing(at, f"{f.kind} "), bearing(at, ""),
            (f"says {says} {at.side} {f.kind}", f"says {says} {other}", f"acts {acts}", f"other {other} {at.side}"),
            (f"then {after[:STEM]}", f"before {before[:STEM]}", f"first {n == 0} {at.side}", f"number {len(r.parties)} {n}"),
            (f"tells {min(len(tells), 2)} {at.side}", f"gap {min(len(between), 3)} {at.side} {f.kind}"),
            (f"subject {how} {g is subj} {at.side}", f"subject {how} {g is subj} {at.side} {nearest}", f"subject {how} {f.kind} {n == 0}"),
            (f"chosen {';'.join(dict.fromkeys(g.ids)) == before_[0]} {link} {how}", f"sponsor is {g.ids == r.sponsor} {f.kind} {r.textual}"),
            tuple(f"btw {w[:STEM]} {at.side}" for w in dict.fromkeys(between[:10])),
        )
        told.append(Candidate(";".join(dict.fromkeys(g.ids)), features, s.tokens.starts[g.first], s.tokens.ends[g.last - 1], f"actor.{g.ids[0]}"))
    has = f"{how} {own}"
    for n, id in enumerate(r.heard[:HEARD]):
        told.append(_far(s, f, id, "heard", n, has))
    if r.last[0]:
        told.append(_far(s, f, ";".join(r.last[0]), "last", 0, has))
    if r.home:
        told.append(_far(s, f, r.home[0], "home", 0, has))
    if r.opening:
        told.append(_far(s, f, r.opening[0], "opening", 0, has))
    if r.sponsor:
        told.append(_far(s, f, ";".join(r.sponsor), "sponsor", int(r.textual), has))
    if s.prior is not None:
        there = groups(s.prior)
        for n, g in enumerate(there[:1] + there[1:][-1:]):
            told.append(_far(s, f, ";".join(dict.fromkeys(g.ids)), "prior", n, has))
    if len(r.heard) > 1:
        told.append(_far(s, f, ";".join(sorted(r.heard[:2])), "pair", 0, has))
    return told


def _far(s: Sentence, f: Figure, id: str, how: str, n: int, has: str) -> Candidate:
    features = ((f"{how}", f"{how} {n}", f"{how} {has}", f"{how} {n} {has}", f"{how} {f.kind}", f"{how} {f.kind} {has}"),)
    return Candidate(id, features, f.start, f.start, f"actor.{how}")


def issues(r: Reading, k: int, span: tuple[int, int]) -> tuple[list[Candidate], list[str]]:
    """What a stance may be on: each issue that is named, those of before, anything else."""
    s, f = r.s, r.s.figures[k]
    first, last = span
    found: dict[str, list] = {"other": []}
    places: dict[str, tuple] = {}
    for h in s.of("issue"):
        where = "in" if first <= h.first < last else "b" if h.first < first else "a"
        gap = min(abs(h.first - f.at[1]), 12) // 2
        words = " ".join(s.tokens.words[h.first : h.last])
        told = found.setdefault(h.entry.id, [])
        fresh = not any(t.startswith(f"{where} ") for t in told)
        told += [f"{where} {fresh}", f"{where} {h.entry.id}", f"phrase {words}", f"phrase {words} {where}", f"near {where} {gap} {fresh}", f"size {min(h.last - h.first, 3)} {where}"]
        places.setdefault(h.entry.id, s.span(h))
    order = [h.entry.id for h in s.of("issue") if first <= h.first < last]
    if order:
        found[order[0]].append("first")
        found[order[-1]].append("final")
    ins = len(set(order))
    if r.last[1]:
        found.setdefault(r.last[1], []).extend([f"last {min(ins, 2)}", f"last {min(len(found) - 1, 2)}"])
    if s.prior is not None:
        for h in cues.matcher(s.book, "issue").find(s.prior.text, s.prior.tokens):
            found.setdefault(h.entry.id, []).append(f"heard {min(ins, 2)}")
    found["other"] += [f"other {min(ins, 3)}", f"other {min(ins, 1)} {min(len(places), 2)}"]
    own = own_rules(s.book)
    told = [
        Candidate(id, (tuple(features),), *places.get(id, (f.start, f.start)), f"issue.{id}", OWN * (f"issue.{id}" in own and id in order))
        for id, features in found.items()
    ]
    stems = layer_of(s).stems
    shared = [f"w {w}" for w in dict.fromkeys(stems[first:last])] + ["bias"]
    return told, shared


def span_of(r: Reading, k: int, actor: Candidate | None) -> tuple[int, int]:
    """The tokens of a position: predicate and object, from the clause's head without an actor."""
    s, f = r.s, r.s.figures[k]
    words = s.tokens.words
    left, right = _clause(s, f)
    first = f.at[0]
    while first > left and words[first - 1] in s.words("position_lead"):
        first -= 1
    subject = actor is not None and s.tokens.starts[left] <= actor.start < s.tokens.starts[first]
    if f.kind == "clause":
        return 0, right
    if not subject and (f.kind in ("modal", "adjective", "text", "condition")):
        first = left
    for q in speakers.reports(s):
        if f.at[1] <= q.whole[0] < right and words[q.whole[0] - 1] in ",":
            right = q.whole[0]
    while right > f.at[1] and words[right - 1] in SKIP:
        right -= 1
    while first < f.at[0] and words[first] in SKIP:
        first += 1
    return first, right


MODALITY = {True: "rejected", False: "actual"}


def _source(r: Reading, k: int, negated: bool, actor: str) -> tuple[Label | None, Label]:
    """Whose word it is, if not the actor's own, and how sure that is."""
    s, f = r.s, r.s.figures[k]
    f.labels["modality"] = Label(MODALITY[negated], f.start, f.end, "stance")
    given = speakers.candidates(s, f, speakers.reports(s), None, layer_of(s))
    best = scale(s.book, "attribution").best(given, speakers.shared(s, f))
    who = best.speaker
    if who:
        named = [h.entry.id for h in s.of("actor") if who.start <= s.tokens.starts[h.first] < who.end]
        if named:
            who = who._replace(value=named[-1])
        if who.value in actor.split(";") or actor in named or s.text[who.start : who.end].lower() in s.words("personal"):
            who = None
    return who, speakers._factuality(s, f)


def decide(r: Reading) -> list[tuple[int, Candidate, Candidate, Candidate, tuple[int, int]]]:
    """The positions of a sentence: which word of stance, and what was chosen."""
    found = []
    book = r.s.book
    for k in range(len(r.s.figures)):
        best = scale(book, "position stance").best(*stance(r, k))
        if best.value is None:
            continue
        told = actors(r, k, best.value)
        if not told:
            continue
        who = scale(book, "position actor").best(told)
        span = span_of(r, k, who)
        on = scale(book, "position issue").best(*issues(r, k, span))
        if any(w.value == who.value and o.value == on.value and a < span[1] and span[0] < b for _, _, w, o, (a, b) in found):
            continue
        found.append((k, best, who, on, span))
        r.chosen.append((who.value, r.s.figures[k].at[0]))
    return found


def find(text: str | View, book: Codebook) -> list[Position]:
    """The positions in a clean (masked) text or its view, in order, at places of the text.

    >>> from workbench import codebook
    >>> p, = find("Moscow rejects a truce, Lavrov said.", codebook.load())
    >>> p.actor, p.stance, p.issue, p.negated
    ('russia', 'rejects', 'ceasefire', False)
    """
    seen = view(text, book) if isinstance(text, str) else text
    talk = Talk(seen, book)
    found = []
    for r in talk:
        for k, what, who, on, span in decide(r):
            talk.last = tuple(who.value.split(";")), on.value
            found += _rows(r, k, what, who, on, span, seen)
    return found


def _rows(r: Reading, k: int, what, who, on, span, seen: View) -> list[Position]:
    """A row for each actor, at places of the source."""
    s, negated = r.s, what.value.startswith("not ")
    source, sure = _source(r, k, negated, who.value)

    def there(start: int, end: int) -> tuple[int, int]:
        return seen.place(r.start + start, r.start + end)

    told = [("stance", what), ("actor", who), ("issue", on), ("speaker", source), ("factuality", sure)]
    shown = []
    for label, c in told:
        if c is not None:
            start, end = there(c.start, c.end)
            shown.append({"label": label, "start": start, "end": end, "text": seen.source[start:end], "rule": c.rule})
    start, end = there(s.tokens.starts[span[0]], s.tokens.ends[span[1] - 1])
    own = there(0, len(s.text))
    rest = on.value, what.value.removeprefix("not "), negated, source and source.value, sure.value, shown
    return [Position(start, end, *own, id, *rest) for id in who.value.split(";")]
