"""Whose figure it is: actor and beneficiary, from where the parties stand in the sentence.

Codebook names joined by "and" or commas are one group. A group behind "to", "for", "against"
receives; behind "in" or "at" it is a place; before "draft" or "plan" it is a sponsor. Nothing
is guessed: a sentence that names nobody has no actor.
"""

from __future__ import annotations

from dataclasses import dataclass

from workbench.figures import Figure, Sentence
from workbench.labels import Label

# A party further off than this many words has nothing to say of a figure, and a line without
# full stops must not cost the square of its length.
NEAR = 45


@dataclass
class Group:
    """Parties named together: codebook ids, tokens, how they stand."""

    ids: list[str]
    first: int
    last: int
    part: str
    before: str  # word before, skipping articles
    owner: bool  # "Ukraine's", "Russian"
    sponsor: bool
    people: bool


def groups(s: Sentence) -> list[Group]:
    """The parties of a sentence in order, joined where they are joined in the text."""
    words = s.tokens.words
    found: list[Group] = []
    for hit in s.of("actor"):
        if (
            hit.entry.id == "united_states"
            and words[hit.first] == "us"
            and not s.text[s.tokens.starts[hit.first] : s.tokens.ends[hit.first]].isupper()
        ):
            continue
        if words[hit.last : hit.last + 1] and words[hit.last] in s.words("named_thing"):
            continue
        if any(
            f.kind == "money" and f.start <= s.tokens.starts[hit.first] < f.end for f in s.figures
        ):
            continue
        if found:
            link = words[found[-1].last : hit.first]
            if (
                link
                in (
                    ["and"],
                    [","],
                    [",", "and"],
                    ["/"],
                    ["or"],
                    ["-"],
                    ["and", "the"],
                    ["with"],
                    ["and", "not"],
                )
                and found[-1].part[0] == hit.part[0]
                and (link != [","] or _list_goes_on(s, hit))
            ):
                if link != ["with"]:
                    found[-1].ids.append(hit.entry.id)
                    found[-1].last = hit.last
                    _stand(s, found[-1])
                    continue
        group = Group(
            [hit.entry.id], hit.first, hit.last, hit.part, "", False, False, hit.part == "people"
        )
        _stand(s, group)
        found.append(group)
    return found


def _list_goes_on(s: Sentence, hit) -> bool:
    words = s.tokens.words
    tail = words[hit.last : hit.last + 2]
    return tail[:1] == ["and"] or tail[:1] == [","]


def _stand(s: Sentence, g: Group) -> None:
    words, _n = s.tokens.words, len(s.tokens.words)
    i = g.first - 1
    while i >= 0 and words[i] in (
        "the",
        "a",
        "an",
        "its",
        "-",
        "some",
        "all",
        "both",
        "eastern",
        "southern",
        "northern",
        "western",
        "central",
        "former",
    ):
        i -= 1
    g.before = words[i] if i >= 0 else ""
    if g.before == "in" and i and words[i - 1] in s.words("institution"):
        g.before = ""
    after = words[g.last : g.last + 4]
    g.owner = g.part == "adjectives" or after[:1] in (["'s"], ["'"])
    texts = s.words("sponsored")
    hyphen = after[:1] == ["-"] or words[g.last - 1] == "-"
    g.sponsor = (g.owner and any(w in texts for w in after)) or (
        hyphen and any(w in s.words("sponsoring") for w in after[:2])
    )


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
            actor, beneficiary = _force(s, f, role, found, previous)
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
    if role == "strength" and cue.rule == "default" and f.kind in ("person", "formation") and ids:
        abroad = next(
            (
                g
                for g in found
                if g.before in s.words("place") | {"to", "for"}
                and not set(g.ids) & ids
                and g is not actor
                and not _inside_speaker(f, s, g)
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


def _speaking(s: Sentence, f: Figure, found: list[Group]) -> Group | None:
    """The speaker, where a pronoun stands for it: "Baku says it lost 2,783 servicemen"."""
    inside = [g for g in found if _inside_speaker(f, s, g)]
    if not inside:
        return None
    before = s.tokens.words[max(0, f.at[0] - 10) : f.at[0]]
    if any(w in s.words("self") for w in before):
        return inside[0]
    speaker = s.tokens.words[inside[0].last : inside[0].last + 4]
    if f.labels["role"].value == "casualties" and any(w in s.words("own_dead") for w in speaker):
        return inside[0]
    return None


def _between(s: Sentence, g: Group, f: Figure) -> list[str]:
    if g.last <= f.at[0]:
        return s.tokens.words[g.last : f.at[0]]
    return s.tokens.words[f.at[1] : g.first]


def _cut(s: Sentence, g: Group, f: Figure) -> bool:
    """Whether a strong boundary stands between a party and a figure."""
    return any(w in s.words("contrast") for w in _between(s, g, f))


def _inside_speaker(f: Figure, s: Sentence, g: Group) -> bool:
    speaker = f.labels.get("speaker")
    return bool(speaker and speaker.start <= s.tokens.starts[g.first] < speaker.end)


def _after_verb_object(s: Sentence, g: Group) -> bool:
    """ "gives Varonia €1.2 billion", "let Ukraine keep": the party behind the verb receives."""
    words = s.tokens.words
    noun = words[max(0, g.first - 2) : max(0, g.first - 1)] in (["'s"], ["the"], ["a"], ["an"])
    return g.before in s.words("giving") and not g.owner and not noun


def _inherit(previous: Figure | None, f: Figure, s: Sentence, family: str = "actor"):
    if previous is None or previous.theme != f.theme:
        return None
    between = s.text[previous.end : f.start]
    if ";" in between and f.labels["role"].value != "casualties":
        return None
    return previous.labels.get(family)


def _money(s, f, role, found, previous):
    first, last = f.at
    before = [g for g in found if g.last <= first and not _cut(s, g, f)]
    after = [
        g
        for g in found
        if g.first >= last
        and not _cut(s, g, f)
        and not any(last <= o.at[0] <= g.first for o in s.figures if o is not f)
    ]
    receiver = next(
        (
            g
            for g in [*reversed(before), *after]
            if (g.before in s.words("to") or _after_verb_object(s, g)) and not g.sponsor
        ),
        None,
    )
    payer = next(
        (g for g in after if g.before in ("by", "from") and len(_between(s, g, f)) <= 8), None
    ) or next((g for g in reversed(before) if g.before == "by"), None)
    if previous is not None and _part(s, f):
        return _inherit(previous, f, s) or previous.labels.get("actor"), receiver
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
        and not _after_verb_object(s, g)
        and g.before not in ("with", "than", "from")
        and not _inside_speaker(f, s, g)
    ]
    if role == "need":
        asked = next(
            (
                g
                for g in [*before, *after]
                if g.before in ("from", "asks", "asked", "of") and not g.owner
            ),
            None,
        )
        passive = next(
            (
                g
                for g in before
                if any(w in ("asked", "urged", "told") for w in s.tokens.words[g.last : g.last + 4])
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
            return _inherit(previous, f, s), fresh[0]  # "gave Israel $3bn and Egypt $1.5bn"
        if fresh:
            return fresh[0], receiver
        old = _inherit(previous, f, s)
        if old:
            return old, receiver
    if payer and (
        not eligible
        or payer.before == "from"
        and any(w in s.words("getting") for w in s.tokens.words[eligible[0].last : first])
    ):
        return payer, receiver
    direct = [g for g in eligible if not g.sponsor]
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
        and len(_between(s, g, f)) <= 4
        and g.before not in s.words("place")
    ]
    return (behind[0] if behind else _inherit(previous, f, s)), receiver


def _part(s: Sentence, f: Figure) -> bool:
    """Whether the figure is told as a part of the one before ("of it", "of them")."""
    return any(h.first in (f.at[1], f.at[1] + 1) for h in s.of("grammar:them"))


def _force(s, f, role, found, previous):
    """Actor and beneficiary of people and weapons, by role."""
    first, last = f.at
    if previous is not None and _part(s, f) and previous.labels.get("actor"):
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
        after = [g for g in found if g.first >= inner.last and not _cut(s, g, f)]
        target = next((g for g in after if g.before in s.words("place") | {"to"}), None)
        return inner, target if role == "deployment" else None
    told = [g for g in found if not _cut(s, g, f) and not _inside_speaker(f, s, g)]
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


def _fresh(groups: list[Group], previous: Figure | None) -> list[Group]:
    """The parties told since the figure before, if there are any."""
    new = [g for g in groups if previous is not None and g.first >= previous.at[1]]
    return new or groups


def _subjects(s, groups: list[Group]) -> list[Group]:
    """Parties that may be the subject: not receivers, places or sponsors of a text."""
    aside = s.words("to") | s.words("place") | {"with", "than"}
    return [
        g
        for g in groups
        if g.before not in aside and not g.sponsor and not _after_verb_object(s, g)
    ]


def _owner(s, f, before, after, previous, found):
    """Whose army, whose prisoners: the nearest party that is no sponsor and no place."""
    aside = (
        s.words("place")
        | {"with", "than"}
        | (s.words("to") if f.labels["role"].value != "cap" else set())
    )
    self_ = any(w in ("itself", "own") for w in s.tokens.words[max(0, f.at[0] - 4) : f.at[0]])
    fit = [g for g in before if (self_ or not g.sponsor) and (g.owner or g.before not in aside)]
    if fit:
        return fit[-1], None
    behind = [
        g
        for g in after
        if not g.sponsor
        and (g.owner or g.before in ("of", "for", "", ","))
        and len(_between(s, g, f)) <= 10
        and g.before not in s.words("place")
    ]
    if behind:
        return behind[0], None
    old = _inherit(previous, f, s)
    if old is None and f.labels["role"].value == "cap":
        # "would let Ukraine keep 800,000, where Washington's draft had stopped at 600,000"
        far = [
            g for g in found if g.last <= f.at[0] and not g.sponsor and not _inside_speaker(f, s, g)
        ]
        return (far[-1] if far else None), None
    return old, None


def _sender(s, f, before, after, previous, found):
    """Who sends soldiers, and where to; who asks for them receives."""
    words = s.tokens.words
    places = s.words("place") | {"to", "for", "along"}
    target = next((g for g in [*after, *reversed(before)] if g.before in places), None)
    fit = [g for g in _subjects(s, before) if g.before != "of"]
    needy = [g for g in fit if any(w in s.words("needy") for w in words[g.last : f.at[0]])]
    if needy:
        return None, needy[0]
    if previous is not None and s.text[f.end :].lstrip().startswith("soldiers meant"):
        return None, target
    fit = _fresh(fit, previous)
    if fit and not _whole(s, f):
        return fit[0], target
    by = next((g for g in after if g.before in ("from", "by")), None)
    return by or (None if _whole(s, f) else _inherit(previous, f, s)), target


def _whole(s: Sentence, f: Figure) -> bool:
    """ "8,000 of the 20,000 soldiers": the whole need not be the subject's."""
    return s.tokens.words[max(0, f.at[0] - 2) : f.at[0]] == ["of", "the"]


def _trainees(s, f, before, after, previous, found):
    """Whose people are trained: named behind the number; the trainer is no actor here."""
    ours = next((g for g in after if g.owner and len(_between(s, g, f)) <= 3), None)
    return ours, None


def _loser(s, f, before, after, previous, found):
    """Who lost the people: "Russia lost", "in Kyiv", "Ukrainian losses"; never who did harm."""
    words = s.tokens.words
    war = s.words("conflict_noun")
    told = [
        g
        for g in before
        if g.before not in ("by", "from")
        and not g.sponsor
        and not any(w in war for w in words[g.last : g.last + 3])
    ]
    lost = [g for g in told if any(w in s.words("losing") for w in words[g.last : f.at[0]])]
    if lost:
        return lost[-1], None
    places = s.words("place") | {"of", "among"}
    place = next(
        (
            g
            for g in after
            if not any(w in war for w in words[g.last : g.last + 2])
            and (g.before in places or g.owner and len(_between(s, g, f)) <= 4)
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
    return (near[-1] if near else _inherit(previous, f, s)), None


def _firing(s, f, before, after, previous, found):
    """Who fired; for what was shot down, who had fired it."""
    words, first = s.tokens.words, f.at[0]
    fit = _subjects(s, before)
    by = next((g for g in after if g.before in ("by", "from")), None)
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
    fit = _fresh(fit, previous)
    if fit and (previous is None or fit[0].first >= previous.at[1] or not old):
        return fit[0], None
    return by or old or _inherit(previous, f, s), None


def _giver(s, f, before, after, previous, found):
    """Who supplies weapons, or holds them."""
    words = s.tokens.words
    giver = next((g for g in [*after, *before] if g.before == "from"), None)
    if giver:
        return giver, None
    receiver = next(
        (g for g in [*before, *after] if g.before in s.words("to") or _after_verb_object(s, g)),
        None,
    )
    fit = [g for g in _fresh(_subjects(s, before), previous) if g is not receiver]
    asking = s.words("needy") | s.words("getting")
    fit = [g for g in fit if not any(w in asking for w in words[g.last : f.at[0]])]
    by = next((g for g in after if g.before == "by"), None)
    return (fit[0] if fit else by or _inherit(previous, f, s)), receiver


def _sponsor(s, f, found, previous):
    """Whose plan: the adjective or owner beside the text, else the subject that presents it."""
    words = s.tokens.words
    first, last = f.at
    told = [g for g in found if not _inside_speaker(f, s, g)]
    near = [
        g
        for g in told
        if (g.owner or g.before == "of" and g.first >= last)
        and (0 <= g.first - last <= 3 or 0 <= first - g.last <= 4)
        and not any(w in (",", ";", "and", "but") for w in _between(s, g, f))
        and not any(w in s.words("conflict_noun") for w in words[g.last : g.last + 2])
        and not _responds(s, g)
    ]
    if near:
        return min(near, key=lambda g: len(_between(s, g, f)))
    by = next(
        (
            g
            for g in told
            if g.first >= last
            and (
                g.before == "by"
                and len(_between(s, g, f)) <= 6
                or g.before == "that"
                and len(_between(s, g, f)) <= 4
            )
        ),
        None,
    )
    if by:
        return by
    before = [g for g in told if g.last <= first and not _cut(s, g, f) and not _responds(s, g)]
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
        and len(_between(s, g, f)) <= 6
        and not _cut(s, g, f)
    ]
    if behind:
        return behind[0]
    # "the US-backed proposal, initially 28 points, now refined to 19": one plan
    if previous is not None and not any(
        w in s.words("another_text") for w in words[previous.at[1] : last]
    ):
        return _inherit(previous, f, s)
    return None


def _responds(s: Sentence, g: Group) -> bool:
    """Whether the party only answers: "Netanyahu's cabinet approved the framework"."""
    return any(w in s.words("responding") for w in s.tokens.words[g.last : g.last + 4])
