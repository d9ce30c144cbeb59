"""Whose figure it is: actor and beneficiary, from where the parties stand in the sentence.

Codebook names joined by "and" or commas are one group. A group behind "to", "for", "against"
receives; behind "in" or "at" it is a place; before "draft" or "plan" it is a sponsor. Nothing
is guessed: a sentence that names nobody has no actor.
"""

from __future__ import annotations

from dataclasses import dataclass

from workbench.figures import Figure, Sentence
from workbench.labels import Label

_TO = {"to", "for", "towards", "against", "upon", "toward"}
_PLACE = {"in", "at", "on", "near", "around", "inside", "across", "outside", "over", "into", "around",
          "within", "throughout", "under"}
_SOURCE = {"from", "by", "of"}
_SPONSORED = {"draft", "text", "plan", "proposal", "paper", "offer", "document", "version", "blueprint",
              "framework", "backed", "led", "sponsored", "counter", "list", "terms", "side", "edits",
              "brokered", "drafted", "written", "original", "authored", "outline", "memo", "sketch",
              "answer", "redraft", "formula", "treaty"}
_STRONG = {";", "but", "while", "whereas", "against", "although", "unlike"}
_NEEDY = {"need", "needs", "needed", "asks", "asked", "ask", "wants", "want", "seeks", "requests",
          "requires", "require", "short", "lacks", "requested", "sought", "demands", "demanded",
          "request", "missing", "wanted", "insists", "calls", "appeals", "begs"}
_DOWN = {"shot", "downed", "intercepted", "intercept", "stopped", "destroyed", "neutralised", "brought",
         "neutralized", "suppressed", "jammed", "down", "repelled", "intercepts"}
_LET = {"let", "lets", "allow", "allows", "allowed", "left", "leave", "leaves", "limit", "limits",
        "limited", "cap", "caps", "capped", "give", "permit", "permits", "forbid", "make", "grant",
        "grants", "granted", "permitted", "gives", "gave", "hold", "held", "cut", "cuts", "restrict",
        "restricts", "confine", "keep", "hand", "hands", "handed", "send", "sends", "sent", "offer",
        "offers", "offered", "lend", "lends", "lent", "promised", "promise", "promises", "owes", "pay",
        "pays", "paid", "provide", "sell", "sells", "sold", "supply", "supplies", "asks", "ask",
        "deliver", "delivered", "support", "help", "helps", "arm", "arms", "bar", "press", "pressed"}
_KILL = {"kill", "kills", "killed", "killing", "strike", "strikes", "attack", "attacks", "wounded",
         "shelling", "bombing", "bombardment", "missile", "drone", "fire", "raid", "raids", "claimed",
         "claims", "said", "says", "counted", "wounds", "injured", "struck", "bombed", "bombs",
         "missiles", "drones", "barrage", "shells", "launched", "operation", "offensive"}


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
    for hit in s.of("Actor"):
        if hit.entry.id == "united_states" and words[hit.first] == "us" \
                and not s.text[s.tokens.starts[hit.first] : s.tokens.ends[hit.first]].isupper():
            continue
        if any(f.kind == "money" and f.start <= s.tokens.starts[hit.first] < f.end
               for f in s.figures):
            continue
        if found:
            link = words[found[-1].last : hit.first]
            if link in (["and"], [","], [",", "and"], ["/"], ["or"], ["and", "the"], ["with"],
                        ["and", "not"]) and found[-1].part[0] == hit.part[0] and (
                            link != [","] or _list_goes_on(s, hit)):
                if link != ["with"]:
                    found[-1].ids.append(hit.entry.id)
                    found[-1].last = hit.last
                    _stand(s, found[-1])
                    continue
        group = Group([hit.entry.id], hit.first, hit.last, hit.part, "", False, False,
                      hit.part == "people")
        _stand(s, group)
        found.append(group)
    return found


def _list_goes_on(s: Sentence, hit) -> bool:
    words = s.tokens.words
    tail = words[hit.last : hit.last + 2]
    return tail[:1] == ["and"] or tail[:1] == [","]


def _stand(s: Sentence, g: Group) -> None:
    words, n = s.tokens.words, len(s.tokens.words)
    i = g.first - 1
    while i >= 0 and words[i] in ("the", "a", "an", "its", "-", "some", "all", "both", "eastern",
                                  "southern", "northern", "western", "central", "former"):
        i -= 1
    g.before = words[i] if i >= 0 else ""
    after = words[g.last : g.last + 4]
    g.owner = g.part == "adjectives" or after[:1] == ["'s"] or after[:1] == ["'"]
    g.sponsor = g.owner and any(w in _SPONSORED for w in after[:4]) or after[:1] == ["-"] and \
        after[1:2] and after[1] in _SPONSORED
    g.sponsor = bool(g.sponsor)


def assign(s: Sentence) -> None:
    """Give each figure of the sentence its actor and beneficiary labels, where named."""
    found = groups(s)
    if not found:
        return
    previous: Figure | None = None
    for f in s.figures:
        role = f.labels["role"].value
        actor = beneficiary = None
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
        for family, group in (("actor", actor), ("beneficiary", beneficiary)):
            if isinstance(group, Group):
                f.labels[family] = Label(";".join(sorted(set(group.ids), key=group.ids.index)),
                                         s.tokens.starts[group.first],
                                         s.tokens.ends[group.last - 1], f"actor.{group.ids[0]}")
            elif isinstance(group, Label):
                f.labels[family] = group
        previous = f


def _between(s: Sentence, g: Group, f: Figure) -> list[str]:
    if g.last <= f.at[0]:
        return s.tokens.words[g.last : f.at[0]]
    return s.tokens.words[f.at[1] : g.first]


def _cut(s: Sentence, g: Group, f: Figure) -> bool:
    """Whether a strong boundary stands between a party and a figure."""
    return any(w in _STRONG for w in _between(s, g, f))


def _inside_speaker(f: Figure, s: Sentence, g: Group) -> bool:
    speaker = f.labels.get("speaker")
    return bool(speaker and speaker.start <= s.tokens.starts[g.first] < speaker.end)


def _after_verb_object(s: Sentence, g: Group) -> bool:
    """"gives Varonia €1.2 billion", "let Ukraine keep": the party behind the verb receives."""
    return g.before in _LET and not g.owner


def _inherit(previous: Figure | None, f: Figure, s: Sentence, family: str = "actor"):
    if previous is None or previous.theme != f.theme:
        return None
    between = s.text[previous.end : f.start]
    if ";" in between:
        return None
    return previous.labels.get(family)


def _money(s, f, role, found, previous):
    first, last = f.at
    before = [g for g in found if g.last <= first and not _cut(s, g, f)]
    after = [g for g in found if g.first >= last and not _cut(s, g, f)
             and not any(last <= o.at[0] <= g.first for o in s.figures if o is not f)]
    receiver = next((g for g in [*reversed(before), *after]
                     if (g.before in _TO or _after_verb_object(s, g)) and not g.sponsor), None)
    payer = next((g for g in after if g.before in ("by", "from") and len(_between(s, g, f)) <= 8),
                 None) or next((g for g in reversed(before) if g.before == "by"), None)
    if role == "asset":
        owner = [g for g in [*after, *reversed(before)]
                 if g.before not in _PLACE and g is not receiver and not g.sponsor]
        of = next((g for g in owner if g.before == "of" or g.owner), None)
        subject = next((g for g in before if g.before == "" or g.first == 0), None)
        return of or (subject if subject in owner and "back" in s.tokens.words else None), None
    if role == "damage":
        owing = payer if payer and payer.before == "by" and any(
            w in s.tokens.words for w in ("owed", "owes", "reparations", "caused", "inflicted",
                                          "wrought", "done")) else None
        return owing, None
    if role == "other":
        return payer, receiver
    eligible = [g for g in before if g.before not in _TO and g.before not in _PLACE
                and g is not receiver and not _after_verb_object(s, g)
                and g.before not in ("with", "than", "from") and not _inside_speaker(f, s, g)]
    if role == "need":
        asked = next((g for g in [*before, *after] if g.before in ("from", "asks", "asked", "of")
                      and not g.owner), None)
        passive = next((g for g in before if any(
            w in ("asked", "urged", "told") for w in s.tokens.words[g.last : g.last + 4])
            and "be" in s.tokens.words[g.last : g.last + 3]), None)
        needy = next((g for g in eligible if g is not passive), None) or receiver
        return asked or passive, needy if needy is not asked else None
    if previous is not None:
        fresh = [g for g in eligible if g.first >= previous.at[1]]
        if fresh:
            return fresh[0], receiver
        old = _inherit(previous, f, s)
        if old:
            return old, receiver
    if payer and not eligible:
        return payer, receiver
    direct = [g for g in eligible if not g.sponsor]
    if direct:
        # "of" and a possessive before a subject: the subject first, else the nearest owner
        subject = next((g for g in direct if g.before != "of"), direct[-1])
        return subject, receiver
    if payer:
        return payer, receiver
    behind = [g for g in after if g.owner and g.before not in _TO and len(_between(s, g, f)) <= 4
              and g.before not in _PLACE]
    return (behind[0] if behind else _inherit(previous, f, s)), receiver


def _force(s, f, role, found, previous):
    first, last = f.at
    words = s.tokens.words
    noun_end = f.noun[1] if f.noun else last
    # "653 Russian drones", "11,000 North Koreans": the party between number and noun
    inner = next((g for g in found if last <= g.first < noun_end or g.first == last), None)
    if inner is not None and not (inner.before in _TO | _PLACE) or (
            inner is not None and f.noun and inner.last <= noun_end):
        target = next((g for g in found if g.first >= inner.last and g.before in ("to", "in", "on")
                       and not _cut(s, g, f)), None)
        if role != "deployment" or inner.owner:
            return inner, target if role == "deployment" else None
    before = [g for g in found if g.last <= first and not _cut(s, g, f)
              and not _inside_speaker(f, s, g)]
    after = [g for g in found if g.first >= last and not _cut(s, g, f)
             and not _inside_speaker(f, s, g)]
    if role in ("cap", "strength", "other"):
        fit = [g for g in before if not g.sponsor and (g.before not in _TO or role == "cap")
               and g.before not in ("with", "than")]
        near = [g for g in fit if not any(w in ("would", "will") and words[g.last : g.last + 2][-1:]
                                          in (["let"], ["allow"]) for w in words[g.last:g.last + 1])]
        if near:
            return near[-1], None
        behind = [g for g in after if not g.sponsor and (g.owner or g.before in ("of", "for"))
                  and len(_between(s, g, f)) <= 10]
        if behind:
            return behind[0], None
        far = [g for g in found if g.last <= first and not g.sponsor
               and not _inside_speaker(f, s, g) and role == "cap"]
        return (_inherit(previous, f, s) or (far[-1] if far else None)), None
    if role == "deployment":
        target = next((g for g in [*after, *reversed(before)]
                       if g.before in _PLACE | {"to", "for", "along"}), None)
        fit = [g for g in before if g.before not in _TO | _PLACE and not g.sponsor
               and not _after_verb_object(s, g) and g.before not in ("with", "of")]
        needy = [g for g in fit if any(w in _NEEDY for w in words[g.last : first])
                 or g.people and "peacekeepers" in words]
        if needy:
            return None, needy[0]
        if previous is not None and any(g.first >= previous.at[1] for g in fit):
            fit = [g for g in fit if g.first >= previous.at[1]]
        if fit:
            return fit[0], target
        by = next((g for g in after if g.before in ("from", "by")), None)
        return by or _inherit(previous, f, s), target
    if role == "training":
        ours = next((g for g in after if g.owner and len(_between(s, g, f)) <= 3), None)
        return ours, None
    if role == "casualties":
        fit = [g for g in before if g.before not in ("by", "from")
               and not any(w in _KILL for w in words[g.last : g.last + 4])
               and not any(w in ("killed", "kills", "wounded", "killing") for w in words[g.last:first]
                           if g.before not in _PLACE and "lost" not in words and "have" not in words
                           and "were" not in words and "was" not in words) and not g.sponsor]
        place = next((g for g in after if g.before in _PLACE | {"of", "among"}
                      or g.owner and len(_between(s, g, f)) <= 4), None)
        lost = next((g for g in fit if any(w in ("lost", "loses", "losing", "losses", "suffered",
                                                 "casualties", "dead") for w in words[g.last:first])
                     ), None)
        if lost:
            return lost, None
        if place:
            return place, None
        near = [g for g in fit if g.before in _PLACE | {"of", "among", "on"} or g.owner and not
                any(w in ("war",) for w in words[g.last : g.last + 2])]
        return (near[-1] if near else _inherit(previous, f, s)), None
    if role == "strike":
        down = [i for i, w in enumerate(words) if w in _DOWN and abs(i - first) <= 12]
        fire = [i for i, w in enumerate(words) if any(
            h.first == i and h.entry.id == "force.strike" for h in s.of("role"))
            and w not in _DOWN]
        downing = down and (not fire or min(abs(i - first) for i in down)
                            < min(abs(i - first) for i in fire))
        if downing:
            old = next((p.labels["actor"] for p in reversed(s.figures)
                        if p.start < f.start and p.labels.get("actor")
                        and p.labels["role"].value == "strike"), None)
            if old:
                return old, None
            by = next((g for g in [*after, *before] if g.before in ("from", "by") or (
                g.owner and any(words[g.last : g.last + 3][k : k + 1] and s.covered(
                    "Unit", g.last + k) for k in range(3)) and not g.first < first)), None)
            launcher = next((g for g in [*before, *after] if any(
                w in ("launched", "fired", "sent", "launch") for w in words[g.last : g.last + 3])),
                None)
            return by if by and by.before != "by" else launcher, None
        fit = [g for g in before if g.before not in _TO | _PLACE and not _after_verb_object(s, g)]
        if previous is not None and any(g.first >= previous.at[1] for g in fit):
            fit = [g for g in fit if g.first >= previous.at[1]]
        by = next((g for g in after if g.before in ("by", "from")), None)
        old = _inherit(previous, f, s)
        if fit:
            return (fit[0] if previous is None or fit[0].first >= previous.at[1] or not old
                    else old), None
        return by or old, None
    # materiel: the giver, or the holder
    giver = next((g for g in [*after, *before] if g.before == "from"), None)
    if giver and "to" not in words[giver.last : giver.last + 2]:
        return giver, None
    receiver = next((g for g in [*before, *after]
                     if g.before in _TO or _after_verb_object(s, g)), None)
    fit = [g for g in before if g.before not in _TO | _PLACE and g is not receiver
           and not g.sponsor]
    if previous is not None and any(g.first >= previous.at[1] for g in fit):
        fit = [g for g in fit if g.first >= previous.at[1]]
    by = next((g for g in after if g.before == "by"), None)
    if fit:
        return fit[0], receiver
    return by or _inherit(previous, f, s), receiver


def _sponsor(s, f, found, previous):
    """Whose plan: the adjective or owner beside the text, else the subject that presents it."""
    first, last = f.at
    near = [g for g in found if g.owner and (
        0 <= g.first - last <= 3 or 0 <= first - g.last <= 4)
        and not any(w in (",", ";", "and", "but") for w in _between(s, g, f))]
    if near:
        return near[0]
    before = [g for g in found if g.last <= first and not _cut(s, g, f)
              and not _inside_speaker(f, s, g)]
    if previous is not None:
        before = [g for g in before if g.first >= previous.at[1]]
    with_ = next((g for g in before if g.before == "with"), None)
    fit = [g for g in before if g.sponsor or g.before not in _TO | _PLACE | {"with", "of"}]
    if with_ and fit:
        both = Group([*fit[0].ids, *with_.ids], fit[0].first, with_.last, "name", "", False, False,
                     False)
        return both
    by = next((g for g in found if g.first >= last and g.before == "by"
               and len(_between(s, g, f)) <= 6), None)
    if by:
        return by
    if fit:
        sponsors = [g for g in fit if g.owner or g.sponsor]
        return (sponsors or fit)[-1] if sponsors else fit[0]
    behind = [g for g in found if g.first >= last and (g.owner or g.before in ("by", "from"))
              and len(_between(s, g, f)) <= 6 and not _cut(s, g, f)]
    if behind:
        return behind[0]
    # "the US-backed proposal, initially 28 points, now refined to 19": one plan
    if previous is not None and not any(
            w in (";", ".", "second", "other", "counter", "another", "than") for w in
            s.tokens.words[previous.at[1] : last]):
        return _inherit(previous, f, s)
    return None
