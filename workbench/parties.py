"""Whose figure it is: actor and beneficiary, from where the parties stand in the sentence.

Codebook names joined by "and" or commas are one group. A group behind "to", "for", "against"
receives; behind "in" or "at" it is a place; before "draft" or "plan" it is a sponsor. Nothing
is guessed: a sentence that names nobody has no actor.
"""

from __future__ import annotations

from workbench.forces import of_force
from workbench.groups import (
    NEAR,
    Group,
    after_verb_object,
    between,
    cut,
    groups,
    inherit,
    inside_speaker,
    part,
)
from workbench.labels import Label
from workbench.reading import Figure, Sentence

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
            actor, beneficiary = _money(s, f, role, found, previous)
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
    if any(f.at[1] <= g.at[0] < place.first for g in s.figures):
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


def _money(s, f, role, found, previous):
    first, last = f.at
    before = [g for g in found if g.last <= first and not cut(s, g, f)]
    after = [
        g
        for g in found
        if g.first >= last
        and not cut(s, g, f)
        and not any(last <= o.at[0] <= g.first for o in s.figures if o is not f)
    ]
    receiver = next(
        (
            g
            for g in [*reversed(before), *after]
            if (g.before in s.words("to") or after_verb_object(s, g)) and not g.sponsor
        ),
        None,
    )
    payer = next(
        (g for g in after if g.before in s.words("by") and len(between(s, g, f)) <= 8), None
    ) or next((g for g in reversed(before) if g.before == "by"), None)
    if previous is not None and part(s, f):
        return inherit(previous, f, s) or previous.labels.get("actor"), receiver
    if role == "asset":
        owner = [
            g
            for g in [*after, *reversed(before)]
            if g.before not in s.words("place") and g is not receiver and not g.sponsor
        ]
        of = next((g for g in owner if g.before == "of" or g.owner), None)
        subject = next((g for g in before if g.before == "" or g.first == 0), None)
        back = subject in owner and (
            "back" in s.tokens.words
            or any(w in s.words("self") for w in s.tokens.words[last : last + 4])
        )
        return of or (subject if back else None), None
    if role == "damage":
        owing = (
            payer
            if payer and payer.before == "by" and any(w in s.words("owing") for w in s.tokens.words)
            else None
        )
        paying = [
            g
            for g in before
            if g.before == "" and any(w in s.words("owing") for w in s.tokens.words[g.last : first])
        ]
        return owing or (paying[0] if paying else None), None
    if role == "other":
        subject = next((g for g in before if g.first <= 1 and not g.owner), None)
        return payer or subject, receiver
    eligible = [
        g
        for g in before
        if g.before not in s.words("to")
        and g.before not in s.words("place")
        and g is not receiver
        and not after_verb_object(s, g)
        and g.before not in s.words("beside") | {"from"}
        and not inside_speaker(f, s, g)
    ]
    act = f.labels["modality"]
    if role != "need" and act.value == "demanded" and act.end <= f.start:
        # "Belgium wants the others to guarantee €183bn": who demands does not give
        asking = [g for g in eligible if s.tokens.starts[g.first] < act.start]
        eligible = [g for g in eligible if g not in asking]
        if asking and not eligible:
            return payer, receiver or asking[-1]
    if role == "need":
        asked = next(
            (g for g in [*before, *after] if g.before in s.words("asked_from") and not g.owner),
            None,
        )
        passive = next(
            (
                g
                for g in before
                if any(w in s.words("asked_to") for w in s.tokens.words[g.last : g.last + 4])
                and "be" in s.tokens.words[g.last : g.last + 3]
            ),
            None,
        )
        needy = next((g for g in eligible if g is not passive), None) or receiver
        return asked or passive, needy if needy is not asked else None
    if previous is not None:
        fresh = [g for g in eligible if g.first >= previous.at[1]]
        told = previous.labels.get("beneficiary")
        if fresh and fresh[0].last == first and told and told.end >= previous.start - 2:
            return inherit(previous, f, s), fresh[0]  # "gave Israel $3bn and Egypt $1.5bn"
        if fresh:
            return fresh[0], receiver
        old = inherit(previous, f, s)
        if old:
            return old, receiver
    if payer and (
        not eligible
        or payer.before == "from"
        and any(w in s.words("getting") for w in s.tokens.words[eligible[0].last : first])
    ):
        return payer, receiver
    direct = [g for g in eligible if not g.sponsor]
    if direct and any(w in s.words("getting") for w in s.tokens.words[direct[-1].last : first]):
        return payer, receiver or direct[-1]  # "Kyiv has received 1.6 billion"
    if direct:
        # "of" and a possessive before a subject: the subject first, else the nearest owner
        subject = next((g for g in direct if g.before != "of"), direct[-1])
        return subject, receiver
    if payer:
        return payer, receiver
    behind = [
        g
        for g in after
        if g.owner
        and g.before not in s.words("to")
        and len(between(s, g, f)) <= 4
        and g.before not in s.words("place")
    ]
    own = [g for g in eligible if g.owner and _scheme(s, g)]
    return (
        behind[0] if behind else inherit(previous, f, s) or (own[-1] if own else None)
    ), receiver


def _scheme(s: Sentence, g: Group) -> bool:
    """ "the Union's growth plan holds", "Congress's bill reserves": whose money it is."""
    return any(w in s.words("own_scheme") for w in s.tokens.words[g.last : g.last + 5])


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
        return Group(
            [*fit[0].ids, *with_.ids], fit[0].first, with_.last, "name", "", False, False, False
        )
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
