"""Whose money a figure tells of: who gives, owes or owns it, and who is to have it."""

from __future__ import annotations

from workbench.groups import Group, after_verb_object, between, cut, inherit, inside_speaker, part
from workbench.reading import Sentence


def of_money(s, f, role, found, previous):
    """Giver or debtor, and receiver, by role."""
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
        told = [g for g in before if not inside_speaker(f, s, g)]
        subject = next((g for g in told if g.first <= 1 and not g.owner), None)
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
