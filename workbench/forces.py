"""Whose people and weapons a figure counts: owner, sender, trainees, loser, firer, giver."""

from __future__ import annotations

from workbench.groups import (
    after_verb_object,
    between,
    cut,
    fresh,
    inherit,
    inside_speaker,
    part,
    subjects,
    whole,
)


def of_force(s, f, role, found, previous):
    """Actor and beneficiary of people and weapons, by role."""
    first, last = f.at
    if previous is not None and part(s, f) and previous.labels.get("actor"):
        return previous.labels["actor"], previous.labels.get("beneficiary")
    noun = f.noun or (last, last + 1)
    inner = next(
        (
            g
            for g in found
            if last <= g.first <= max(noun[1] - 1, last)
            and (g.before not in s.words("to") | s.words("place") or g.last <= noun[1])
        ),
        None,
    )
    if inner is not None and (
        role != "deployment" or inner.owner or inner.last >= noun[0] or f.noun is None
    ):
        # "653 Russian drones", "11,000 North Koreans": between the number and its noun
        after = [g for g in found if g.first >= inner.last and not cut(s, g, f)]
        target = next((g for g in after if g.before in s.words("place") | {"to"}), None)
        return inner, target if role == "deployment" else None
    told = [g for g in found if not cut(s, g, f) and not inside_speaker(f, s, g)]
    before = [g for g in told if g.last <= first]
    after = [g for g in told if g.first >= last]
    by_role = {
        "deployment": _sender,
        "training": _trainees,
        "casualties": _loser,
        "strike": _firing,
        "materiel": _giver,
    }
    return by_role.get(role, _owner)(s, f, before, after, previous, found)


def _owner(s, f, before, after, previous, found):
    """Whose army, whose prisoners: the nearest party that is no sponsor and no place."""
    aside = (
        s.words("place")
        | s.words("beside")
        | (s.words("to") if f.labels["role"].value != "cap" else set())
    )
    self_ = not s.words("reflexive").isdisjoint(s.tokens.words[max(0, f.at[0] - 4) : f.at[0]])
    fit = [g for g in before if (self_ or not g.sponsor) and (g.owner or g.before not in aside)]
    if fit:
        return fit[-1], None
    behind = [
        g
        for g in after
        if not g.sponsor
        and (g.owner or g.before in ("of", "for", "", ","))
        and len(between(s, g, f)) <= 10
        and g.before not in s.words("place")
    ]
    if behind:
        return behind[0], None
    old = inherit(previous, f, s)
    if old is None and f.labels["role"].value == "cap":
        # "would let Ukraine keep 800,000, where Washington's draft had stopped at 600,000"
        far = [
            g for g in found if g.last <= f.at[0] and not g.sponsor and not inside_speaker(f, s, g)
        ]
        return (far[-1] if far else None), None
    return old, None


def _sender(s, f, before, after, previous, found):
    """Who sends soldiers, and where to; who asks for them receives."""
    words = s.tokens.words
    places = s.words("place") | s.words("bound")
    target = next((g for g in [*after, *reversed(before)] if g.before in places), None)
    fit = [g for g in subjects(s, before) if g.before != "of"]
    guarded = [
        g for g in fit if g.owner and s.words("guarding") & {*words[g.last + 1 : g.last + 2]}
    ]
    if guarded:
        target, fit = (
            guarded[0],
            [g for g in fit if g not in guarded],
        )  # "Gaza's stabilisation force"
    needy = [g for g in fit if any(w in s.words("needy") for w in words[g.last : f.at[0]])]
    if needy:
        return None, needy[0]
    fit = fresh(fit, previous)
    if fit and not whole(s, f):
        return fit[0], target
    by = next((g for g in after if g.before in s.words("by")), None)
    return by or (None if whole(s, f) else inherit(previous, f, s)), target


def _trainees(s, f, before, after, previous, found):
    """Whose people are trained: named behind the number; the trainer is no actor here."""
    ours = next((g for g in after if g.owner and len(between(s, g, f)) <= 3), None)
    return ours, None


def _loser(s, f, before, after, previous, found):
    """Who lost the people: "Russia lost", "in Kyiv", "Ukrainian losses"; never who did harm."""
    words = s.tokens.words
    war = s.words("conflict_noun")
    told = [
        g
        for g in before
        if g.before not in s.words("by")
        and not g.sponsor
        and not any(w in war for w in words[g.last : g.last + 3])
        and not (g.before == "in" and g.first > 1 and words[g.first - 2] in war)
    ]
    # "Russian casualties came to 19,500 and Ukrainian ones to 9,000"
    own = [g for g in told if previous is not None and g.owner and g.first >= previous.at[1]]
    if own and own[-1].before in s.words("other_side"):
        return own[-1], None
    lost = [g for g in told if any(w in s.words("losing") for w in words[g.last : f.at[0]])]
    if lost:
        return lost[-1], None
    places = s.words("place") | {"of", "among"}
    place = next(
        (
            g
            for g in after
            if not any(w in war for w in words[g.last : g.last + 2])
            and (g.before in places or g.owner and len(between(s, g, f)) <= 4)
        ),
        None,
    )
    if place:
        return place, None
    harming = s.words("harming")
    near = [
        g
        for g in told
        if (g.before in places or g.owner)
        and not any(w in harming for w in words[g.last : g.last + 4])
    ]
    return (near[-1] if near else inherit(previous, f, s)), None


def _firing(s, f, before, after, previous, found):
    """Who fired; for what was shot down, who had fired it."""
    words, first = s.tokens.words, f.at[0]
    fit = subjects(s, before)
    by = next((g for g in after if g.before in s.words("by")), None)
    old = next(
        (
            p.labels["actor"]
            for p in reversed(s.figures)
            if p.start < f.start and p.labels.get("actor") and p.labels["role"].value == "strike"
        ),
        None,
    )
    downing = s.words("downing")
    behind = words[f.at[1] : f.at[1] + 5]
    clause = max((i for i, w in enumerate(words[:first]) if w in (";", ",")), default=0)
    if any(w in downing for w in words[clause:first]) or any(w in downing for w in behind):
        if old:
            return old, None
        launcher = next(
            (
                g
                for g in [*before, *after]
                if any(w in s.words("launching") for w in words[g.last : g.last + 3])
            ),
            None,
        )
        owner = next((g for g in reversed(before) if g.before == "of" and g.owner), None)
        source = next(
            (g for g in after if g.before == "from" or g.owner and s.covered("unit", g.last)), None
        )
        return source or launcher or owner, None
    fit = fresh(fit, previous)
    if fit and (previous is None or fit[0].first >= previous.at[1] or not old):
        return fit[0], None
    return by or old or inherit(previous, f, s), None


def _giver(s, f, before, after, previous, found):
    """Who supplies weapons, or holds them."""
    words = s.tokens.words
    giver = next((g for g in [*after, *before] if g.before == "from"), None)
    if giver:
        return giver, None
    receiver = next(
        (g for g in [*before, *after] if g.before in s.words("to") or after_verb_object(s, g)),
        None,
    )
    fit = [g for g in fresh(subjects(s, before), previous) if g is not receiver]
    asking = s.words("needy") | s.words("getting")
    fit = [g for g in fit if not any(w in asking for w in words[g.last : f.at[0]])]
    act = f.labels["modality"]
    if act.value == "demanded" and act.end <= f.start:
        fit = [g for g in fit if s.tokens.starts[g.first] > act.start]
        if not fit:
            return None, receiver
    by = next((g for g in after if g.before == "by"), None)
    return (fit[0] if fit else by or inherit(previous, f, s)), receiver
