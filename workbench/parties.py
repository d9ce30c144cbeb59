"""Whose figure it is: actor and beneficiary, from where the parties stand in the sentence.

Codebook names joined by "and" or commas are one group. A group behind "to", "for", "against"
receives; behind "in" or "at" it is a place; before "draft" or "plan" it is a sponsor. Nothing
is guessed: a sentence that names nobody has no actor.
"""

from __future__ import annotations

from bisect import bisect_right

from workbench.forces import of_force
from workbench.givers import of_money
from workbench.groups import (
    NEAR,
    Group,
    between,
    cut,
    groups,
    inherit,
    inside_speaker,
)
from workbench.reading import Figure, Sentence
from workbench.weighing import Label

# Reasons for a strength that a place in another's country outweighs.
HELD = ("default", "force.strength.keep")


def assign(s: Sentence) -> None:
    """Give each figure of the sentence its actor and beneficiary labels, where named."""
    found = groups(s)
    if not found:
        return
    everybody = found
    previous: Figure | None = None
    for f in s.figures:
        role = f.labels["role"].value
        actor = beneficiary = None
        found = [g for g in everybody if f.at[0] - NEAR < g.last and g.first < f.at[1] + NEAR]
        if f.bracketed and previous is not None:
            for family in ("actor", "beneficiary"):
                if previous.labels.get(family):
                    f.labels[family] = previous.labels[family]
            continue
        if f.theme == "plan":
            actor = _sponsor(s, f, found, previous)
        elif f.theme == "funding":
            actor, beneficiary = of_money(s, f, role, found, previous)
        else:
            actor, beneficiary = of_force(s, f, role, found, previous)
        _settle_role(s, f, role, actor, beneficiary, found)
        if actor is None and f.theme != "plan" and role not in ("need", "asset", "damage"):
            actor = _speaking(s, f, found)
        for family, group in (("actor", actor), ("beneficiary", beneficiary)):
            if isinstance(group, Group):
                f.labels[family] = Label(
                    ";".join(sorted(set(group.ids), key=group.ids.index)),
                    s.tokens.starts[group.first],
                    s.tokens.ends[group.last - 1],
                    f"actor.{group.ids[0]}",
                )
            elif isinstance(group, Label):
                f.labels[family] = group
        previous = f


def _settle_role(s, f, role, actor, beneficiary, found) -> None:
    """Roles that follow from who stands where: soldiers of one party with another are deployed,
    a state's budget for another state is support."""
    cue = f.labels["role"]
    ids = set(actor.ids) if isinstance(actor, Group) else set()
    if (
        role == "budget"
        and " own " not in s.text[cue.start : cue.end]
        and isinstance(beneficiary, Group)
        and ids
        and not ids & set(beneficiary.ids)
    ):
        f.labels["role"] = Label(
            "allocation",
            s.tokens.starts[beneficiary.first],
            s.tokens.ends[beneficiary.last - 1],
            "role.for_another",
        )
    if role == "strength" and cue.rule in HELD and f.kind in ("person", "formation") and ids:
        abroad = next(
            (
                g
                for g in found
                if g.before in s.words("place") | {"to", "for"}
                and not set(g.ids) & ids
                and g is not actor
                and not inside_speaker(f, s, g)
                and not _of_another(s, f, g)
            ),
            None,
        )
        if abroad is not None:
            f.labels["role"] = Label(
                "deployment",
                s.tokens.starts[abroad.first],
                s.tokens.ends[abroad.last - 1],
                "role.abroad",
            )
            f.labels["beneficiary"] = Label(
                ";".join(abroad.ids),
                s.tokens.starts[abroad.first],
                s.tokens.ends[abroad.last - 1],
                f"actor.{abroad.ids[0]}",
            )


def _of_another(s: Sentence, f: Figure, place: Group) -> bool:
    """Another figure stands nearer, or it is where a war is: "the war in Sudan"."""
    following = bisect_right(s.figures, f.start, key=lambda g: g.start)
    if following < len(s.figures) and s.figures[following].at[0] < place.first:
        return True
    named = max(0, place.first - 2)
    return s.tokens.words[named] in s.words("war")


def _speaking(s: Sentence, f: Figure, found: list[Group]) -> Group | None:
    """The speaker, where a pronoun stands for it: "Baku says it lost 2,783 servicemen"."""
    inside = [g for g in found if inside_speaker(f, s, g)]
    if not inside:
        return None
    before = s.tokens.words[max(0, f.at[0] - 10) : f.at[0]]
    if any(w in s.words("self") for w in before):
        return inside[0]
    speaker = s.tokens.words[inside[0].last : inside[0].last + 4]
    if f.labels["role"].value == "casualties" and any(w in s.words("own_dead") for w in speaker):
        return inside[0]
    return None


def _sponsor(s, f, found, previous):
    """Whose plan: the adjective or owner beside the text, else the subject that presents it."""
    words = s.tokens.words
    first, last = f.at
    told = [g for g in found if not inside_speaker(f, s, g)]
    near = [
        g
        for g in told
        if (g.owner or g.before == "of" and g.first >= last)
        and (0 <= g.first - last <= 3 or 0 <= first - g.last <= 4)
        and not any(w in (",", ";", "and", "but") for w in between(s, g, f))
        and not any(w in s.words("conflict_noun") for w in words[g.last : g.last + 2])
        and not _responds(s, g)
    ]
    if near:
        return min(near, key=lambda g: len(between(s, g, f)))
    by = next(
        (
            g
            for g in told
            if g.first >= last
            and (
                g.before == "by"
                and len(between(s, g, f)) <= 6
                or g.before == "that"
                and len(between(s, g, f)) <= 4
            )
        ),
        None,
    )
    if by:
        return by
    before = [g for g in told if g.last <= first and not cut(s, g, f) and not _responds(s, g)]
    if previous is not None:
        before = [g for g in before if g.first >= previous.at[1]]
    aside = s.words("to") | s.words("place") | {"with", "of"}
    fit = [g for g in before if g.sponsor or g.before not in aside]
    with_ = next((g for g in before if g.before == "with"), None)
    if with_ and fit:
        first, last = min(fit[0].first, with_.first), max(fit[0].last, with_.last)
        return Group([*fit[0].ids, *with_.ids], first, last, "name", "", False, False, False)
    if fit:
        sponsors = [g for g in fit if g.owner or g.sponsor]
        return sponsors[-1] if sponsors else fit[0]
    behind = [
        g
        for g in told
        if g.first >= last
        and (g.owner or g.before == "from")
        and len(between(s, g, f)) <= 6
        and not cut(s, g, f)
    ]
    if behind:
        return behind[0]
    # "the US-backed proposal, initially 28 points, now refined to 19": one plan
    if previous is not None and not any(
        w in s.words("another_text") for w in words[previous.at[1] : last]
    ):
        return inherit(previous, f, s)
    return None


def _responds(s: Sentence, g: Group) -> bool:
    """Whether the party only answers: "Netanyahu's cabinet approved the framework"."""
    return any(w in s.words("responding") for w in s.tokens.words[g.last : g.last + 4])
