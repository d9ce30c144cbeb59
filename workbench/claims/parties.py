"""Whose figure it is: actor and beneficiary, chosen among the parties that the sentence names.

A party's frame is the role of the figure, the preposition or verb that it stands behind, whether it
owns, sponsors or speaks, and where it stands. Which frame makes an actor or a beneficiary is
fitted; the words beside it are frames of the codebook (``frames.toml``).
"""

from functools import lru_cache

from workbench.claims.clauses import STEM, Layer, Standing, bearing, layer_of
from workbench.claims.groups import Group, groups
from workbench.claims.reading import Figure, Sentence
from workbench.claims.weighing import OWN, Candidate, own_rules, scale
from workbench.codebook import Frame

FAR = 45  # a party further off than this many words has nothing to say of a figure


def assign(s: Sentence) -> None:
    """Give each figure of the sentence its actor and beneficiary labels, where named."""
    found = groups(s)
    if not found and s.prior is None:
        return
    layer = layer_of(s)
    previous: Figure | None = None
    for f in s.figures:
        framed = frames(s, f, found, previous, layer)
        for family in ("actor", "beneficiary"):
            best = scale(s.book, family).best(candidates(family, s, f, framed, previous, layer))
            if best.value is not None:
                f.labels[family] = best.label()
        previous = f


def candidates(
    family: str, s: Sentence, f: Figure, framed: list, previous: Figure | None, layer: Layer
) -> list[Candidate]:
    """Each party within reach, those of the text before, whom the figure before had, nobody."""
    role = f.labels["role"].value
    nobody = ((f"{role} nobody", f"nobody {f.theme} {min(len(framed), 3)}"),)
    told = [Candidate(None, nobody, f.start, f.start, "default")]
    taken = f.labels.get("actor") if family == "beneficiary" else None
    own = own_rules(s.book)
    for g, frame, shown in framed:
        start, end = s.tokens.starts[g.first], s.tokens.ends[g.last - 1]
        if taken:
            frame = (*frame, (f"actor {taken.start == start} {g.before in s.words('to')}",))
        prior = OWN * any(x.id in own and x.gives == family for x in shown)
        told.append(Candidate(_ids(g), frame, start, end, f"actor.{g.ids[0]}", prior))
    if s.prior is not None:
        told += _heard(s, f, role, min(len(framed), 2))
    before = previous.labels.get(family) if previous is not None else None
    if before is not None:
        fresh = any(g.first >= previous.at[1] and g.last <= f.at[0] for g, *_ in framed)
        same = f"{previous.theme == f.theme} {previous.labels['role'].value == role}"
        words = s.tokens.words[previous.at[1] : f.at[0]][:8]
        frame = (
            ("before", f"before {role}", f"before {same}", f"before fresh {fresh}"),
            (f"before bracketed {f.bracketed}",),
            bearing(layer.standing(*previous.at, f), "before "),
            tuple(f"before {w}" for w in dict.fromkeys(words) if w in s.words("linking")),
        )
        told.append(Candidate(before.value, frame, before.start, before.end, before.rule))
    return told


def _ids(g: Group) -> str:
    return ";".join(dict.fromkeys(g.ids))


def _heard(s: Sentence, f: Figure, role: str, own: int) -> list[Candidate]:
    """The parties of the sentence before; ``own``: how many the sentence has itself."""
    there = groups(s.prior)
    opening = s.tokens.words[0]
    opening = opening if opening in s.words("context_subject") else "-"
    if opening != "-" and len(there) > 1:
        return []  # "Kyiv met Moscow. It has 5,000 tanks."
    asked, told = s.prior.tokens.words[-1] in "?:", []
    for k, g in enumerate(there[:4]):
        order = "first" if k == 0 else "last" if k == len(there) - 1 else "mid"
        behind = g.before if g.before in s.words("preposition") else "-"
        is_ = "own" if g.owner else "sponsor" if g.sponsor else ""
        frame = of_text_before(role, order, behind, is_, len(there) == 1, own)
        frame = frame, (f"heard {order} {opening} {own}", f"heard {asked} {own}")
        span = s.prior.tokens.starts[g.first], s.prior.tokens.ends[g.last - 1]
        told.append(Candidate(_ids(g), frame, *(at + s.shift for at in span), f"actor.{g.ids[0]}"))
    return told


@lru_cache(maxsize=16_384)
def of_text_before(role: str, order: str, behind: str, is_: str, alone: bool, own: int) -> tuple:
    """The features of a party of the sentence before."""
    return ("heard", f"heard {own}", f"heard {role} {own}", f"heard {role} {order} {own}",
            f"heard {role} {behind} {own}", f"heard {role} {is_} {own}",
            f"heard {role} alone {alone} {own}")  # fmt: skip


def frames(s: Sentence, f: Figure, found: list[Group], previous, layer: Layer) -> list[tuple]:
    """The parties within reach of a figure: what each is to it, and the frames it stands in."""
    near = [g for g in found if f.at[0] - FAR < g.last and g.first < f.at[1] + FAR]
    framed = []
    for k, g in enumerate(near):
        first = k == 0 or near[k - 1].last <= f.at[0] < g.first
        last = k + 1 == len(near) or g.last <= f.at[0] < near[k + 1].first
        order = f"{'first' if first else ''}{'last' if last else ''}"
        at = layer.standing(g.first, g.last, f)
        shown = _shown(s, f, g, at.side)
        framed.append((g, _frame(s, f, g, at, order, shown, previous), shown))
    return framed


@lru_cache(maxsize=16_384)
def of_place(role: str, theme: str, at: Standing, behind: str, is_: str, order: str) -> tuple:
    """The features of a party that stands so to a figure of a role."""
    return (f"{role} {at.side} {behind} {is_}", f"{role} {behind}", f"{role} {order}",
            f"{at.side} {behind} {is_} {order}", f"{role} {is_}", f"{role} {at.side}{at.step}",
            f"{theme} {behind} {at.side}", f"{role} {order} {behind}",
            *bearing(at, "p"))  # fmt: skip


def _frame(s, f: Figure, g: Group, at: Standing, order: str, shown: list[Frame], previous):
    """What a party is to a figure, as features."""
    role, start = f.labels["role"].value, s.tokens.starts[g.first]
    behind = next((x.id for x in shown if x.side == "before"), "-")
    if g.before in s.words("preposition"):
        behind = g.before
    is_, act = _is(s, f, g), f.labels["modality"]
    fresh = f"{at.side} {g.first >= previous.at[1]}" if previous is not None else ""
    demands = f"{start < act.start} {act.start < f.start}" if act.value == "demanded" else ""
    beside = g.first - 3 < f.at[1] and f.at[0] < g.last + 2
    return (
        of_place(role, f.theme, at, behind, is_, at.side + order),
        *_words_of(s, f, g, at.side, shown),
        of_figure(role, fresh, demands, is_ if beside else None),
    )


@lru_cache(maxsize=4096)
def of_figure(role: str, fresh: str, demands: str, beside: str | None) -> tuple[str, ...]:
    """What a party is to a figure before it, to who demands, and right beside it."""
    told = (fresh and f"{role} fresh {fresh}", demands and f"{role} demands {demands}",
            "" if beside is None else f"{role} beside {beside}")  # fmt: skip
    return tuple(filter(None, told))


def _is(s: Sentence, f: Figure, g: Group) -> str:
    """Whether a party owns something, sponsors a text, is a person; whether it is who speaks."""
    told = "sponsor" if g.sponsor else "own" if g.owner else "people" if g.people else ""
    speaker = f.labels.get("speaker")
    speaks = speaker and speaker.start <= s.tokens.starts[g.first] < speaker.end
    return f"{told} speaks" if speaks else told


def _shown(s: Sentence, f: Figure, g: Group, side: str) -> list[Frame]:
    """The frames of the codebook that a party stands in."""
    words, skipped, shown = s.tokens.words, s.words("before_party"), []
    stop, role = f.at[0] if side == "b" else len(words), f.labels["role"].value
    for hit in s.of("frame"):
        frame = hit.entry
        if frame.side == "after":
            near = g.last <= hit.first < min(g.last + frame.reach, stop)
        else:
            between = words[hit.last : g.first] if hit.last <= g.first else words
            near = sum(w not in skipped for w in between) <= frame.reach
        if near and role in (frame.roles or (role,)):
            shown.append(frame)
    return shown


def _words_of(s: Sentence, f: Figure, g: Group, side: str, shown: list[Frame]) -> tuple:
    """The words before and behind a party, by which its part in the sentence shows."""
    words, role = s.tokens.words, f.labels["role"].value
    stop = f.at[0] if side == "b" else len(words)
    shows = dict.fromkeys(f"{role} {side} {x.side} {x.id}" for x in shown)
    before = words[g.first - 1] if g.first else "^"
    then = words[g.last] if g.last < len(words) else "$"
    does = next((w for w in words[g.last : stop] if w not in s.words("before_verb")), "")
    near = of_words(role, f.theme, side, before[:STEM], then[:STEM], does[:STEM])
    return near, tuple(shows)


@lru_cache(maxsize=16_384)
def of_words(role: str, theme: str, side: str, before: str, then: str, does: str) -> tuple:
    """The features of the words round a party."""
    return (f"then {then}", f"{role} then {then}", f"behind {before}", f"{role} behind {before}",
            f"does {does}", f"{theme} {side} does {does}",
            f"{role} {side} does {does}")  # fmt: skip
