"""The parties of a sentence: which are named together, and how they stand to a figure."""

from dataclasses import dataclass

from workbench.claims.reading import Sentence
from workbench.codebook.cues import Hit
from workbench.text import sentences


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
    found: list[Group] = []
    head = sentences.filed(s.text)
    for hit in s.of("actor"):
        if s.tokens.starts[hit.first] < head or _names_a_thing(s, hit):
            continue
        if found and _joined(s, found[-1], hit):
            found[-1].ids.append(hit.entry.id)
            found[-1].last = hit.last
        else:
            people = hit.part == "people"
            found.append(
                Group([hit.entry.id], hit.first, hit.last, hit.part, "", False, False, people)
            )
        _stand(s, found[-1])
    return found


def _names_a_thing(s: Sentence, hit: Hit) -> bool:
    """Whether it names no party: "us", "the Ukraine Facility", "a Danish village", a currency."""
    words = s.tokens.words
    start, end = s.span(hit)
    if words[hit.first] == "us" and not s.text[start:end].isupper():
        return True
    named = words[hit.last : hit.last + 1]
    ours = named == ["force"] and hit.entry.kind in ("body", "union")  # "the UN force"
    verb = named == ["plan"] and words[: hit.first][-1:] == ["and"]  # "Paris and London plan"
    if named and named[0] in s.words("named_thing") and not (ours or verb):
        return True
    return any(f.kind == "money" and f.start <= start < f.end for f in s.figures)


def _joined(s: Sentence, group: Group, hit: Hit) -> bool:
    """Whether a party is named together with those before it."""
    link = " ".join(s.tokens.words[group.last : hit.first])
    return (
        link in s.words("party_link")
        and group.part[0] == hit.part[0]
        and (link != "," or s.tokens.words[hit.last : hit.last + 1] in (["and"], [","]))
    )


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
