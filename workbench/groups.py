"""The parties of a sentence: which are named together, and how they stand to a figure."""

from __future__ import annotations

from dataclasses import dataclass

from workbench.reading import Figure, Sentence
from workbench.text import sentences

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
    head = sentences.filed(s.text)
    for hit in s.of("actor"):
        if s.tokens.starts[hit.first] < head:
            continue
        if (
            hit.entry.id == "united_states"
            and words[hit.first] == "us"
            and not s.text[s.tokens.starts[hit.first] : s.tokens.ends[hit.first]].isupper()
        ):
            continue
        named = words[hit.last : hit.last + 1]
        ours = named == ["force"] and hit.entry.kind in ("body", "union")  # "the UN force"
        verb = named == ["plan"] and words[: hit.first][-1:] == ["and"]  # "Paris and London plan"
        if named and named[0] in s.words("named_thing") and not (ours or verb):
            continue
        if any(
            f.kind == "money" and f.start <= s.tokens.starts[hit.first] < f.end for f in s.figures
        ):
            continue
        if found:
            link = " ".join(words[found[-1].last : hit.first])
            if (
                link in s.words("party_link")
                and found[-1].part[0] == hit.part[0]
                and (link != "," or _list_goes_on(s, hit))
            ):
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
    words, skipped = s.tokens.words, s.words("before_party")
    i = g.first - 1
    while i >= 0 and words[i] in skipped:
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


def between(s: Sentence, g: Group, f: Figure) -> list[str]:
    if g.last <= f.at[0]:
        return s.tokens.words[g.last : f.at[0]]
    return s.tokens.words[f.at[1] : g.first]


def cut(s: Sentence, g: Group, f: Figure) -> bool:
    """Whether a strong boundary stands between a party and a figure."""
    return any(w in s.words("contrast") for w in between(s, g, f))


def inside_speaker(f: Figure, s: Sentence, g: Group) -> bool:
    speaker = f.labels.get("speaker") or f.labels.get("performer")
    return bool(speaker and speaker.start <= s.tokens.starts[g.first] < speaker.end)


def after_verb_object(s: Sentence, g: Group) -> bool:
    """ "gives Varonia €1.2 billion", "let Ukraine keep": the party behind the verb receives."""
    words = s.tokens.words
    noun = g.first > 1 and words[g.first - 2] in s.words("noun_mark")
    return g.before in s.words("giving") and not g.owner and not noun


def inherit(previous: Figure | None, f: Figure, s: Sentence, family: str = "actor"):
    if previous is None or previous.theme != f.theme:
        return None
    between = s.text[previous.end : f.start]
    if ";" in between and f.labels["role"].value != "casualties":
        return None
    return previous.labels.get(family)


def part(s: Sentence, f: Figure) -> bool:
    """Whether the figure is told as a part of the one before ("of it", "of them")."""
    return any(h.first in (f.at[1], f.at[1] + 1) for h in s.of("grammar:them"))


def fresh(groups: list[Group], previous: Figure | None) -> list[Group]:
    """The parties told since the figure before, if there are any."""
    new = [g for g in groups if previous is not None and g.first >= previous.at[1]]
    return new or groups


def subjects(s, groups: list[Group]) -> list[Group]:
    """Parties that may be the subject: not receivers, places or sponsors of a text."""
    aside = s.words("to") | s.words("place") | s.words("beside")
    return [
        g for g in groups if g.before not in aside and not g.sponsor and not after_verb_object(s, g)
    ]


def whole(s: Sentence, f: Figure) -> bool:
    """ "8,000 of the 20,000 soldiers": the whole need not be the subject's."""
    return s.tokens.words[max(0, f.at[0] - 2) : f.at[0]] == ["of", "the"]
