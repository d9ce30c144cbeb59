"""Who wants what: positions of parties on the issues of a settlement, by the words that show them.

Each word of stance is a position or none; its stance, whose it is and on what are decided once
each, by what was fitted, of a few facts and every two of them together.
"""

from functools import lru_cache
from itertools import combinations
from typing import NamedTuple

from workbench.claims import speakers
from workbench.claims.clauses import STEM, STEPS, layer_of
from workbench.claims.groups import Group
from workbench.claims.reading import Figure, Sentence
from workbench.claims.talk import Reading, Talk, clause
from workbench.claims.weighing import OWN, PRIOR, Candidate, Label, own_rules, scale
from workbench.codebook import Codebook
from workbench.codebook.entries import STANCES
from workbench.text import View, view

NOT = "not "
LEAN = 100  # points by which a word of stance is rather one than none
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


class Chosen(NamedTuple):
    """What was decided of one word of stance; ``span`` are tokens."""

    number: int
    stance: Candidate
    actor: Candidate
    issue: Candidate
    span: tuple[int, int]


def find(text: str | View, book: Codebook) -> list[Position]:
    """The positions in a clean (masked) text or its view, in order, at places of the text.

    >>> from workbench import codebook
    >>> p, = find("Moscow rejects a truce, Lavrov said.", codebook.load())
    >>> p.actor, p.stance, p.issue, p.negated
    ('russia', 'rejects', 'ceasefire', False)
    """
    seen = view(text, book) if isinstance(text, str) else text
    talk, found = Talk(seen, book), []
    for r in talk:
        for c in decide(r, book):
            talk.last = c.actor.value, c.issue.value
            found += _rows(r, c, seen)
    return found


def decide(r: Reading, book: Codebook) -> list[Chosen]:
    """The positions of a sentence. One is told once, whichever word tells it."""
    found: list[Chosen] = []
    asked = "?" in r.s.tokens.words[-2:]
    for k in range(0 if asked else len(r.s.figures)):
        facts = surroundings(r, k)
        if scale(book, "position").best(position(r, k, facts)).value is None:
            continue
        what = scale(book, "position stance").best(stances(r, k, facts), facts)
        told = actors(r, k)
        if told:
            who = scale(book, "position actor").best(told)
            span = span_of(r, k, who)
            on = scale(book, "position issue").best(issues(r, k, span, what.value))
            c = Chosen(k, what, who, on, span)
            if not any(_same(c, other) for other in found):
                found.append(c)
                r.chosen.append((who.value, r.s.figures[k].at[0]))
    return found


def _same(a: Chosen, b: Chosen) -> bool:
    apart = a.span[0] >= b.span[1] or b.span[0] >= a.span[1]
    return not apart and (a.actor.value, a.issue.value) == (b.actor.value, b.issue.value)


@lru_cache(maxsize=16_384)
def paired(*facts: str) -> tuple[str, ...]:
    """Facts, and every two of them together, as features."""
    return (*facts, *map("|".join, combinations(facts, 2)))


def subject(r: Reading, k: int) -> tuple[str, Group | None]:
    """What stands right before a word of stance: a party, or the first letters of a word."""
    s, i = r.s, r.s.figures[k].at[0] - 1
    words, light = s.tokens.words, s.words("position_lead")
    aside = light | s.words("aside") - s.words("pronoun") - {"in", "on"}
    while i >= 0 and words[i] in aside and words[i] != "to":
        i -= 1
    g = next((g for g in r.parties if g.first <= i < g.last + (words[i] == "'s")), None)
    if g or i < 0:
        return ("party" if g else "^"), g
    word, closed = words[i], s.words("personal") | s.words("runs_on") | s.words("pronoun")
    if word in closed or not word.isalpha():
        return word, None
    kinds = {"body": "position_anaphor", "text": "position_text"}
    return next((kind for kind, of in kinds.items() if word in s.words(of)), "noun"), None


def surroundings(r: Reading, k: int) -> tuple[str, ...]:
    """What speaks of a word of stance: itself, what stands round it, what else is told."""
    s, f, (left, right) = r.s, r.s.figures[k], clause(r, k)
    words, stems, (first, last) = s.tokens.words, layer_of(s).stems, f.at
    before, behind = words[left:first], s.figures[k + 1 : k + 2]
    prior = s.figures[k - 1] if k and s.figures[k - 1].at[0] >= left else None
    after = behind[0] if behind and behind[0].at[0] < right else None
    near = [g for g in r.parties if left <= g.first < first]
    party = near[-1] if near else None
    ahead = sum(first <= h.first < right for h in s.of("issue"))
    firm = any(left <= h.first < right and h.part != "loose" for h in s.of("issue"))
    facts = {
        "cue": f.shared[0].id,
        "form": f"{f.kind} {f.bare}",
        "word": words[first][:STEM],
        "subject": subject(r, k)[0],
        "party": f"{party.part} {STEPS[min(first - party.last + 1, 19)]}" if party else len(near),
        "denied": denied(s, f),
        "hangs": hangs(r, k),
        "issues": f"{min(ahead, 2)} {firm}",
        "under": f"{prior.unit} {first - prior.at[1] < 3}" if prior else "",
        "over": f"{after.unit} {after.at[0] - last < 3}" if after else "",
        "asked": not {"if", "whether", "what", "how", "ever"}.isdisjoint(before),
        "textual": r.textual,
        "nobody": not s.words("position_nobody").isdisjoint(before),
        "then": stems[last] if last < len(words) else "$",
    }
    alone = (f"{name} {facts.pop(name)}" for name in ("word", "then"))
    return *alone, *paired(*(f"{name} {value}" for name, value in facts.items()))


def denied(s: Sentence, f: Figure) -> str:
    """The word shortly before or in a word of stance that may deny it."""
    told = s.tokens.words[max(0, f.at[0] - 4) : f.at[1]]
    return next((w for w in reversed(told) if w in s.words("position_negation")), "")


def hangs(r: Reading, k: int) -> str:
    """Where words stand in its clause that hang it on something."""
    s, f, (left, right) = r.s, r.s.figures[k], clause(r, k)
    told = [h for h in s.of("condition") if left <= h.first < right + 6]
    told = [h for h in told if (h.first, h.last) != f.at]
    if not told:
        return ""
    return "after" if told[0].first >= f.at[1] else "over" if told[0].last > f.at[0] else "before"


def position(r: Reading, k: int, facts: tuple[str, ...]) -> list[Candidate]:
    """Whether a word of stance tells a position at all; an analyst's own does."""
    f, own = r.s.figures[k], own_rules(r.s.book)
    prior = LEAN + OWN * any(f"stance.{e.id}" in own for e in f.shared)
    nothing = Candidate(None, (), f.start, f.start, "default")
    return [nothing, Candidate("position", (facts,), f.start, f.end, f.shared[0].id, prior)]


def gives(f: Figure) -> set[str]:
    """The stances that a word gives by the codebook."""
    return {getattr(e, "gives", "conditions") for e in f.shared}


def stances(r: Reading, k: int, facts: tuple[str, ...]) -> list[Candidate]:
    """Each stance that a word may give, and where it may be denied each stance denied."""
    s, f = r.s, r.s.figures[k]
    no, tie, own = denied(s, f), hangs(r, k), own_rules(s.book)
    mine = OWN * any(f"stance.{e.id}" in own for e in f.shared)
    told = []
    for name in STANCES:
        for against in ("", NOT)[: 1 + bool(no)]:
            same = name in gives(f)
            features = paired(
                f"same {same} {against}", f"gives {f.unit}>{name} {against}", f"form {f.kind}",
                f"denied {no} {against}", f"hangs {tie} {name == 'conditions'}",
            )  # fmt: skip
            prior = (2 * PRIOR + mine) * (same and not against)
            rule = f"stance.{f.shared[0].id}"
            told.append(Candidate(against + name, (features,), f.start, f.end, rule, prior))
    return told


def actors(r: Reading, k: int) -> list[Candidate]:
    """Whose stance it may be: each party of the sentence, and whom the text spoke of before."""
    s, f, (left, right) = r.s, r.s.figures[k], clause(r, k)
    how, own = subject(r, k)
    before, where = r.chosen[-1] if r.chosen else ("", -1)
    link = "" if where < 0 else "same" if where >= left else "other"
    sponsor = next((ids for name, ids in r.others if name == "sponsor"), "")
    named = min(sum(g.first < f.at[0] for g in r.parties), 2)
    around = (f"form {f.kind}", f"subject {how}", f"textual {r.textual}", f"named {named}")
    told = []
    for n, g in enumerate(r.parties):
        ids, at = ";".join(dict.fromkeys(g.ids)), layer_of(s).standing(g.first, g.last, f)
        if g.first >= f.at[1] and not _behind(r, g, f):
            continue
        between = r.parties[n + 1 :] if at.side == "b" else r.parties[:n]
        nearest = not any(g.last <= h.first < f.at[0] or f.at[1] <= h.first for h in between)
        inside = left <= g.first < right
        facts = (
            *around,
            f"side {at.side} {inside} {nearest}",
            f"step {at.side}{at.step}",
            f"own {g is own} {how == 'party'}",
            f"behind {g.before if g.before in s.words('preposition') else '-'}",
            f"part {g.part} {g.owner} {g.sponsor}",
            f"says {_says(r, g, f)}",
            f"chosen {ids == before} {link}",
            f"sponsor {ids == sponsor}",
            f"first {n == 0} {at.side}",
            f"stances {min(at.figures, 2)} {at.clauses > 0}",
        )
        place = s.tokens.starts[g.first], s.tokens.ends[g.last - 1]
        told.append(Candidate(ids, (paired(*facts),), *place, f"actor.{g.ids[0]}"))
    # "any arrangement must", "a refusal": nobody's
    voiced = how in s.words("position_voice") or r.chosen or speakers._quoted(s, f.at[0])
    plain = how == "party" and own is not None and not own.owner and not r.textual
    for name, ids in r.others if (voiced and not plain) or f.kind == "term" else ():
        features = paired(*around, f"other {name}", f"chosen {ids == before} {link}")
        told.append(Candidate(ids, (features,), f.start, f.start, f"actor.{name}"))
    return told


def _behind(r: Reading, g: Group, f: Figure) -> bool:
    """Whether a party behind a word of stance may hold it: "by Kyiv", "Kyiv said", a quotation."""
    quoted = speakers._quoted(r.s, f.at[0]) or f.kind == "term" or f.at[0] == 0
    return quoted or g.before in r.s.words("position_behind") or _says(r, g, f) != ""


def _says(r: Reading, g: Group, f: Figure) -> str:
    """How a party is told to speak, of what holds a word of stance or by it."""
    told = (q for q in speakers.reports(r.s) if q.subject[0] <= g.first < q.subject[1])
    return next((f"{q.how} {q.verb == f.at[0]}" for q in told), "")


def issues(r: Reading, k: int, span: tuple[int, int], stance: str) -> list[Candidate]:
    """What a stance may be on: each issue that is named, that of the one before, anything else."""
    s, f, own = r.s, r.s.figures[k], own_rules(r.s.book)
    inside = [h for h in s.of("issue") if span[0] <= h.first < span[1]]
    order, every = [h.entry.id for h in inside], {h.entry.id: h for h in reversed(s.of("issue"))}
    firm = [h for h in inside if h.part != "loose"]
    every |= {h.entry.id: h for h in [*reversed(inside), *reversed(firm)]}
    tie = next((h.first for h in s.of("condition") if span[0] < h.first < span[1]), 0)
    heard = {h.entry.id for h in s.prior.of("issue")} if s.prior is not None else set()
    told = []
    for id in dict.fromkeys([*every, *sorted(heard), *filter(None, [r.last]), "other"]):
        h, n = every.get(id), order.count(id)
        where = "in" if n else "none" if h is None else "b" if h.first < span[0] else "a"
        rank = f"{order[0] == id} {order[-1] == id}" if n else ""
        facts = (
            f"issue {id}",
            f"where {where} {rank}",
            f"part {h.part if h else ''} {firm[:1] == [h]} {min(len(firm), 2)}",
            f"tie {h and tie and (h.first < tie)} {stance == 'conditions'}",
            f"gap {STEPS[min(abs(h.first - f.at[1]) + 1, 19)] if h else ''}",
            f"named {min(len({*order}), 3)} {bool(n)}",
            f"phrase {' '.join(s.tokens.words[h.first : h.last]) if h else ''}",
            f"heard {id in heard}",
        )
        place = s.span(h) if h else (f.start, f.start)
        prior = OWN * (f"issue.{id}" in own and n > 0)
        told.append(Candidate(id, (paired(*facts),), *place, f"issue.{id}", prior))
    return told


def span_of(r: Reading, k: int, actor: Candidate | None) -> tuple[int, int]:
    """The tokens of a position: predicate and object, with the subject where that is no party."""
    s, f, (left, right) = r.s, r.s.figures[k], clause(r, k)
    words, first = s.tokens.words, f.at[0]
    while first > left and words[first - 1] in s.words("position_lead"):
        first -= 1
    starts = s.tokens.starts
    own = actor is not None and starts[left] <= actor.start < starts[first]
    if f.kind != "verb" and f.kind != "noun" and not own:
        first = left
    for q in speakers.reports(s):
        if f.at[1] <= q.whole[0] < right and words[q.whole[0] - 1] == ",":
            right = q.whole[0]
    while right > f.at[1] and words[right - 1] in SKIP:
        right -= 1
    while first < f.at[0] and words[first] in SKIP:
        first += 1
    return first, right


def _source(r: Reading, c: Chosen) -> tuple[Label | None, Label]:
    """Whose word a position is, if not the actor's own, and how sure it is."""
    s, f = r.s, r.s.figures[c.number]
    modality = "rejected" if c.stance.value.startswith(NOT) else "actual"
    f.labels["modality"] = Label(modality, f.start, f.end, c.stance.rule)
    given = speakers.candidates(s, f, speakers.reports(s), None, layer_of(s))
    who = scale(s.book, "attribution").best(given, speakers.shared(s, f)).speaker
    if who:
        inside = [h for h in s.of("actor") if who.start <= s.tokens.starts[h.first] < who.end]
        ids = [h.entry.id for h in inside]
        who = who._replace(value=ids[-1]) if ids else who
        mine = {who.value, *ids} & {*c.actor.value.split(";")}
        who = None if mine or s.slice(who.start, who.end).lower() in s.words("personal") else who
    return who, speakers._factuality(s, f)


def _rows(r: Reading, c: Chosen, seen: View) -> list[Position]:
    """A row for each actor, at places of the source."""
    s, (source, sure) = r.s, _source(r, c)
    told = {"stance": c.stance, "actor": c.actor, "issue": c.issue, "speaker": source,
            "factuality": sure}  # fmt: skip
    shown = []
    for label, x in told.items():
        if x is not None:
            start, end = seen.place(r.start + x.start, r.start + x.end)
            shown.append({"label": label, "start": start, "end": end, "rule": x.rule}
                         | {"text": seen.source[start:end]})  # fmt: skip
    first, last = s.tokens.starts[c.span[0]], s.tokens.ends[c.span[1] - 1]
    place = seen.place(r.start + first, r.start + last)
    whole = seen.place(r.start, r.start + len(s.text))
    stance, negated = c.stance.value.removeprefix(NOT), c.stance.value.startswith(NOT)
    rest = c.issue.value, stance, negated, source and source.value, sure.value, shown
    return [Position(*place, *whole, id, *rest) for id in c.actor.value.split(";")]
