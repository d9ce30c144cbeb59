"""Labels of a figure from the words round it: role, modality, qualifier, and the details.

Candidates first: every cue of the codebook in the sentence, what the figure before was given, and
what no word gives. One decision last, for each label, on one scale.
"""

from functools import lru_cache

from workbench.claims.clauses import Layer, Standing, bearing, layer_of
from workbench.claims.periods import period
from workbench.claims.reading import Figure, Sentence
from workbench.claims.weighing import OWN, PRIOR, Candidate, Label, Scale, own_rules, scale
from workbench.codebook import Codebook
from workbench.codebook.cues import Hit

NEAR = 7  # words on each side of a figure that speak of it
CLOSED = frozenset(".?!\"')")


def label(s: Sentence) -> None:
    """Give every figure of the sentence its role, qualifier, modality and details."""
    layer = layer_of(s)
    previous: Figure | None = None
    for f in s.figures:
        f.labels["qualifier"] = qualifier(s, f, previous)
        decide("modality", s, f, previous, layer)
        if own := own_theme(s.book, f):
            f.labels["role"] = own_role(own, s, f, layer)
        else:
            decide("role", s, f, previous, layer)
        if f.theme == "funding":
            if s.of("instrument"):
                decide("instrument", s, f, previous, layer)
            f.labels["purpose"] = purpose(s, f, layer)
        _ceiling(s, f)
        f.labels["period"] = period(s, f)
        if previous is not None and (f.bracketed or f.change and f.labels["period"] is None):
            # "from 2bn a year to 3bn", "$5bn (€4.3bn)": what is said once holds for both
            for name in ("period", "instrument", "purpose")[: 3 if f.bracketed else 1]:
                f.labels[name] = previous.labels.get(name)
        previous = f


def decide(name: str, s: Sentence, f: Figure, previous: Figure | None, layer: Layer) -> None:
    """Give a figure one label: the candidate with the most points; where a word gave it, which."""
    shared = surroundings(s, f, layer) if name != "instrument" else itself(s, f, layer)
    given = candidates(name, s, f, previous, layer)
    weights = scale(s.book, scale_of(name, f.theme))
    best = weights.best(given, shared)
    if best.rule == "default" and best.value is not None:
        best = _by_cue(best, given, weights) or best
    if best.rule == "default" and name == "role":
        best = _by_words(s, f, best, layer, weights)
    f.labels[name] = best.label() if best.value is not None else None


def own_theme(book: Codebook, f: Figure) -> str:
    """The theme of one's own whose unit the figure counts, if it does."""
    unit = book.tables["unit"].get(f.unit_cue[2].removeprefix("unit.")) if f.unit_cue else None
    return unit.theme if unit else ""


def own_role(theme: str, s: Sentence, f: Figure, layer: Layer) -> Label:
    """The role that a cue of one's own theme gives, that of the unit, or none of them."""
    given = of_cues("role", s, f, layer, theme)
    none = Candidate(f.unit_role or "other", (), f.start, f.start, "default")
    return max(given, key=scale(s.book, "role force").points, default=none).label()


def scale_of(name: str, theme: str) -> str:
    """The scale of a label: the roles of money and of forces are weighed apart."""
    return f"{name} {theme}" if name == "role" else name


def _by_cue(best: Candidate, given: list[Candidate], weights: Scale) -> Candidate | None:
    """The cue that gives the same, where the words near by were enough: the better reason."""
    stage = STAGES.get(best.value, best.value)
    same = [c for c in given if c.rule != "default" and STAGES.get(c.value, c.value) == stage]
    return max(same, key=weights.points, default=None)


def _by_words(s: Sentence, f: Figure, best: Candidate, layer: Layer, weights: Scale) -> Candidate:
    """The word that spoke most for a role that no cue gave; the noun that is counted, else none."""
    if f.unit_role == best.value and f.unit_cue:
        return best._replace(start=f.unit_cue[0], end=f.unit_cue[1], rule=f.unit_cue[2])
    if best.value not in weights.names:
        return best
    lane = weights.names.index(best.value)
    spoken = [
        (weights.values[feature][lane], -place)
        for feature, place in _words_near(f, layer)
        if feature in weights.values
    ]
    points, place = max(spoken, default=(0, 0))
    if points < WORD:
        return best
    return best._replace(start=s.tokens.starts[-place], end=s.tokens.ends[-place], rule="word")


# One promise in its stages: the labelling policy scores them as one.
STAGES = {"pledge": "pledge", "commitment": "pledge", "allocation": "pledge"}
FAR = 5  # steps of distance at which a purpose is another's
WORD = 60  # points from which a word counts as the reason of a role


def candidates(
    name: str, s: Sentence, f: Figure, previous: Figure | None, layer: Layer
) -> list[Candidate]:
    """What a label may be: each value by itself, by a cue, as before, by the text before."""
    given = of_cues(name, s, f, layer) + of_before(name, f, previous, layer)
    if name == "role" and s.prior is not None and f.theme != "plan":
        given += of_heard(s, f)
    # Last, so that of two that speak as loudly the one with words is taken.
    return given + [
        Candidate(value, NONE, f.start, f.start, "default")
        for value in values(s.book, name, f.theme)
    ]


NONE = (("none",),)  # what a value has that no word gives


@lru_cache(maxsize=64)
def values(book: Codebook, label: str, theme: str) -> tuple[str | None, ...]:
    """The values that a label can take for a theme where no cue gives one."""
    if label == "instrument":
        return (None,)
    if theme == "plan" and label == "role":
        return ("version",)
    given = {
        c.gives for c in book.all("cue") if c.label == label and theme in (c.themes or [theme])
    }
    return tuple(sorted(given | {"actual" if label == "modality" else "other"}))


def itself(s: Sentence, f: Figure, layer: Layer) -> list[str]:
    """What speaks of a figure without words: its kind, its unit, how it stands."""
    end = layer.stems[-1]
    flags = {"range": f.low != f.high, "change": f.change, "bracketed": f.bracketed,
             "starts": _starts(s, f), "heading": end not in CLOSED,
             "question": end == "?"}  # fmt: skip
    told = [f"kind {f.kind}", f"unit {f.unit if f.theme == 'force' else ''}", f"role {f.unit_role}"]
    return told + [name for name, is_so in flags.items() if is_so]


def surroundings(s: Sentence, f: Figure, layer: Layer) -> list[str]:
    """What speaks of a figure without being a cue: itself, its noun, the words near by."""
    if f.shared:
        return f.shared
    stems, (first, last) = layer.stems, f.at
    outer = max(last, f.noun[1]) if f.noun else last
    padded = ["^", "^", *stems, "$", "$"]
    f.shared = [
        *itself(s, f, layer),
        f"-1 {padded[first + 1]}", f"-2 {padded[first]}",
        f"+1 {padded[outer + 2]}", f"+2 {padded[outer + 3]}",
        *(feature for feature, _ in _words_near(f, layer)),
    ]  # fmt: skip
    return f.shared


def _words_near(f: Figure, layer: Layer) -> list[tuple[str, int]]:
    """The words near a figure and its noun, each as a feature, with their tokens."""
    stems, (first, last) = layer.stems, f.at
    outer = max(last, f.noun[1]) if f.noun else last
    found = [(f"noun {stems[f.noun[1] - 1]}", f.noun[1] - 1)] if f.noun else []
    found += [(f"b {stems[j]}", j) for j in range(max(0, first - NEAR), first) if stems[j]]
    behind = range(outer, min(len(stems), outer + NEAR))
    return found + [(f"a {stems[j]}", j) for j in behind if stems[j]]


def _starts(s: Sentence, f: Figure) -> bool:
    """Whether a change begins with the figure: "from 900,000 to 600,000"."""
    after = next((g for g in s.figures if g.start > f.start), None)
    return after is not None and after.change and s.tokens.words[f.at[0] - 1] == "from"


def of_cues(name: str, s: Sentence, f: Figure, layer: Layer, only: str = "") -> list[Candidate]:
    """A candidate for each cue of a label that may speak of the figure; of one theme ``only``."""
    found = []
    own, words = own_rules(s.book), s.tokens.words
    themes = {only or f.theme}
    hits = [h for h in s.of(name) if not themes.isdisjoint(h.entry.themes or (themes - {only}))]
    before = max((h.last for h in hits if h.last <= f.at[0]), default=0)
    behind = min((h.first for h in hits if h.first >= f.at[1]), default=len(words))
    for hit in hits:
        entry = hit.entry
        at = layer.standing(hit.first, hit.last, f)
        if entry.gives == "cap" and _starts(s, f):
            continue  # the ceiling is what the second figure of a change tells
        if not _in_scope(words, hit, f, at):
            continue
        gives = entry.gives
        nearest = hit.last >= before and hit.first <= behind
        mark = words[hit.first - 1] if hit.first else ""
        features = (
            of_entry(entry.id, gives, f.kind, at, nearest),
            (f"is {' '.join(words[hit.first : hit.last])}",),
            (f"{gives} behind {mark}", f"behind {mark}") if mark in s.words("verb_mark") else (),
        )
        prior = int(entry.weight * PRIOR)
        if entry.id in own and not at.stops and _nearest(s, hit, f):
            prior += OWN
        start, end = s.span(hit)
        found.append(Candidate(gives, features, start, end, entry.id, prior))
    return found


def _in_scope(words: list[str], hit: Hit, f: Figure, at: Standing) -> bool:
    """Whether a cue's direction, scope, reach and stops let it speak of a figure (ConText)."""
    cue = hit.entry
    if at.side == "i":
        return True
    between = words[hit.last : f.at[0]] if at.side == "b" else words[f.at[1] : hit.first]
    return (
        cue.side in ("any", SIDES[at.side])
        and len(between) <= cue.reach
        and not (cue.scope == "clause" and (at.stops or at.clauses))
        and (not cue.stops or set(cue.stops).isdisjoint(between))
    )


SIDES = {"b": "before", "a": "after"}


def of_heard(s: Sentence, f: Figure) -> list[Candidate]:
    """A candidate for each role that the sentence or the heading before speaks of."""
    own = min(sum(f.theme in (h.entry.themes or [f.theme]) for h in s.of("role")), 3)
    found = []
    for hit in s.prior.of("role"):
        entry = hit.entry
        if f.theme in (entry.themes or [f.theme]):
            features = of_text_before(entry.id, entry.gives, f.kind, own)
            found.append(Candidate(entry.gives, features, *s.heard(hit), entry.id))
    return found[-4:]


@lru_cache(maxsize=4096)
def of_text_before(id: str, gives: str, kind: str, own: int) -> tuple[tuple[str, ...]]:
    """What speaks for a cue of the text before; ``own``: how many the sentence has itself."""
    return (("heard", f"heard {own}", f"heard {id}", f"heard {gives} {kind} {own}"),)


@lru_cache(maxsize=16_384)
def of_entry(id: str, gives: str, kind: str, at: Standing, nearest: bool) -> tuple[str, ...]:
    """What speaks for a cue of the codebook that stands so to a figure of a kind."""
    over = f"{at.stops > 0} {at.clauses > 0} {at.figures > 0}"
    return (f"id {id}", f"id {id} {at.side}", f"{gives} {kind}", f"{gives} {at.side}{at.step}",
            f"{gives} {at.side} over {over}", f"nearest {at.side} {nearest}",
            *bearing(at, ""))  # fmt: skip


def _nearest(s: Sentence, hit: Hit, f: Figure) -> bool:
    """Whether no other figure stands nearer to a cue."""
    gaps = [(max(g.at[0] - hit.last, hit.first - g.at[1], 0), g is not f) for g in s.figures]
    return not min(gaps)[1]


def of_before(name: str, f: Figure, previous: Figure | None, layer: Layer) -> list[Candidate]:
    """What the figure before was given, as a candidate for this one."""
    told = previous.labels.get(name) if previous is not None else None
    if told is None or previous.theme != f.theme:
        return []
    words = layer.s.tokens.words[previous.at[1] : f.at[0]][:8]
    linking = layer.s.words("linking")
    same = {"unit": previous.unit == f.unit, "bracketed": f.bracketed, "change": f.change,
            "cue after": told.start >= previous.end}  # fmt: skip
    features = (
        ("before", f"before default {told.rule == 'default'}"),
        bearing(layer.standing(*previous.at, f), "before "),
        tuple(f"before {w}" for w in dict.fromkeys(words) if w in linking),
        tuple(f"before same {name}" for name, is_so in same.items() if is_so),
    )
    return [Candidate(told.value, features, told.start, told.end, told.rule)]


def purpose(s: Sentence, f: Figure, layer: Layer) -> Label | None:
    """The vehicle or use that stands nearest in the figure's own clause, as written."""
    near = []
    for hit in s.of("purpose"):
        at = layer.standing(hit.first, hit.last, f)
        if at.step < FAR and not (at.stops or at.commas or at.figures):
            near.append((at.step, hit.first, hit))
    if not near:
        return None
    hit = min(near)[2]
    start, end = s.span(hit)
    value = s.text[start:end] if hit.entry.gives == "named" else hit.entry.gives
    return Label(value, start, end, hit.entry.id)


def _ceiling(s: Sentence, f: Figure) -> None:
    """A ceiling without another qualifier is a most; "barred from keeping more than" is one too."""
    role, told = f.labels["role"], f.labels["qualifier"]
    if role.value == "cap" and told.value == "exact":
        f.labels["qualifier"] = Label("at_most", role.start, role.end, "role.cap")
    elif role.value == "cap" and told.value == "at_least":
        if not s.words("no_more").isdisjoint(s.tokens.words[max(0, f.at[0] - 6) : f.at[0]]):
            f.labels["qualifier"] = told._replace(value="at_most")


def qualifier(s: Sentence, f: Figure, previous: Figure | None) -> Label:
    """Qualifier of the number: words right before it, right after it, or of its list."""
    if f.low != f.high:
        return Label("range", f.start, f.end, "range")
    hit = max(
        (h for h in s.of("qualifier") if _before(s, h, f)), key=lambda h: h.last, default=None
    )
    hit = hit or next((h for h in s.of("qualifier") if _after(s, h, f)), None)
    if hit is not None:
        return Label(hit.entry.gives, *s.span(hit), hit.entry.id)
    if previous is not None and previous.theme == f.theme and not f.bracketed:
        told = previous.labels["qualifier"]
        gap = s.tokens.words[previous.at[1] : f.at[0]]
        listed = len(gap) <= 7 and not (s.words("joins") - {","}).isdisjoint(gap)
        if told.value not in ("exact", "range") and told.start < previous.start and listed:
            if s.words("breaks_list").isdisjoint(gap):
                return told
    return Label("exact", f.start, f.start, "default")


def _before(s: Sentence, hit: Hit, f: Figure) -> bool:
    """Whether a qualifier stands right before a number, but for articles and signs."""
    between = range(hit.last, f.at[0])
    return (
        hit.entry.side == "before"
        and hit.last <= f.at[0]
        and len(between) <= hit.entry.reach
        and all(
            s.tokens.words[i] in s.words("between_qualifier") or s.covered("qualifier", i)
            for i in between
        )
    )


def _after(s: Sentence, hit: Hit, f: Figure) -> bool:
    """Whether a qualifier stands behind a number, over its noun only."""
    between = range(f.at[1], hit.first)
    return (
        hit.entry.side == "after"
        and hit.first >= f.at[1]
        and len(between) <= hit.entry.reach
        and all(
            s.tokens.words[i] == "-"
            or s.tokens.words[i].isalpha()
            and not s.covered("grammar:stop", i)
            for i in between
        )
    )
