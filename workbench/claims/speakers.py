"""Whose word a figure is: attribution, speaker, and factuality relative to the speaker.

Source-introducing predicates (FactBank) are found with their subject, hedges without one. Each is
a candidate for each figure, as a definite source and as an unnamed one; nobody is one too.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from workbench.claims.clauses import STEM, Layer, bearing, layer_of
from workbench.claims.reading import Figure, Sentence
from workbench.claims.weighing import Candidate, Label, scale
from workbench.codebook.cues import Hit


class Report(NamedTuple):
    """A reporting predicate or a hedge: its hit, the tokens of its subject, what they look like."""

    hit: Hit
    first: int
    last: int
    behind: bool  # the subject stands behind the verb
    looks: tuple[str, ...]


def attribute(s: Sentence) -> None:
    """Give each figure ``attribution``, ``speaker`` and ``factuality``."""
    found, layer = reports(s), layer_of(s)
    weights = scale(s.book, "attribution")
    previous = None
    for f in s.figures:
        best = weights.best(candidates(s, f, found, previous, layer), [f"theme {f.theme}"])
        previous = f
        f.labels["attribution"] = best.label()
        if best.speaker:
            f.labels["speaker"] = best.speaker
        f.labels["factuality"] = _factuality(s, f)


def reports(s: Sentence) -> list[Report]:
    """The reporting predicates of a sentence that have a subject, and its hedges."""
    found = []
    for hit in s.of("attribution:reporting"):
        if _is_noun(s, hit.first):
            continue
        for first, last, behind in _subjects(s, hit):
            found.append(Report(hit, first, last, behind, _looks(s, first, last)))
    for hit in s.of("attribution:hedge"):
        found.append(Report(hit, hit.first, hit.first, False, ("hedge",)))
    return sorted(found, key=lambda r: r.hit.first)


def _is_noun(s: Sentence, i: int) -> bool:
    """ "A think tank", "the state", "its claim": behind an article stands no verb."""
    return i > 0 and s.tokens.words[i - 1] in s.words("determiner")


def _looks(s: Sentence, first: int, last: int) -> tuple[str, ...]:
    """What a subject looks like: its first word and its head, names, sources, capitals."""
    words = s.tokens.words[first:last]
    told = [f"begins {words[0]}" if words[0] in s.words("subject_start") else "begins"]
    head = next((i for i, w in enumerate(words) if i and w in s.words("head_before")), len(words))
    told.append(f"head {words[head - 1][:STEM]}")
    told.append(f"plural {words[head - 1][-1:] == 's' and words[head - 1][-2:] != 'ss'}")
    inside = [h for h in s.of("actor") if first <= h.first and h.last <= last]
    told += [f"party {h.part}" for h in inside[:1]]
    if any(first <= h.first and h.last <= last for h in s.of("attribution:unnamed_source")):
        told.append("source")
    capital = [i for i in range(max(first, 1), last) if s.text[s.tokens.starts[i]].isupper()]
    told.append(f"capitals {min(len(capital), 2)}")
    told.append(f"office {any(w in s.words('office') for w in words)}")
    return tuple(told)


def candidates(
    s: Sentence, f: Figure, found: list[Report], previous: Figure | None, layer: Layer
) -> list[Candidate]:
    """Nobody, and each report within reach as a named and as an unnamed source."""
    nobody = ["nobody", f"nobody {min(len(found), 3)}"]
    told = [Candidate("own_voice", nobody, f.start, f.start, "default")]
    for r in found:
        begin, end = min(r.first, r.hit.first), max(r.last, r.hit.last)
        between = s.tokens.words[min(end, f.at[1]) : max(begin, f.at[0])]
        if len(between) > FAR or ";" in between:
            continue
        features = _bearing(s, f, r, begin, end, layer)
        others = sum(
            min(end, f.at[0]) < q.hit.first < max(begin, f.at[0]) for q in found if q is not r
        )
        features.append(f"between {features[0]} {min(others, 2)}")
        for value in ("named", "unnamed"):
            own = [f"{value} {look}" for look in r.looks]
            own.append(f"{value} {' '.join(r.looks[-4:])}")
            rule = r.hit.entry.id
            told.append(Candidate(value, features + own, *s.span(r.hit), rule, 0, _speaker(s, r)))
    before = previous and previous.labels.get("attribution")
    if before:
        frame = [
            "before",
            f"before {before.value}",
            *bearing(layer.standing(*previous.at, f), "before "),
        ]
        gap = s.tokens.words[previous.at[1] : f.at[0]][:8]
        frame += [f"before {w}" for w in dict.fromkeys(gap) if w in s.words("linking")]
        frame.append(f"before behind {before.start >= previous.end}")
        told.append(Candidate(*before[:1], frame, *before[1:], 0, previous.labels.get("speaker")))
    return told


FAR = 45


def _bearing(s: Sentence, f: Figure, r: Report, begin: int, end: int, layer: Layer) -> list[str]:
    """How a report bears on a figure: side, what stands round it, what lies between."""
    words = s.tokens.words
    at = layer.standing(begin, end, f)
    side = f"{at.side}{'v' if r.behind else 's'}{'h' if r.first == r.last else ''}"
    before = words[begin - 1] if begin else "^"
    then = words[end] if end < len(words) else "$"
    before = before if before in s.words("linking") or before in '"^by' else "-"
    then = then if then in s.words("linking") or then in '".$' or then == "that" else "-"
    verb = words[r.hit.first][:STEM]
    act = f.labels["modality"]
    start, stop = s.span(r.hit)
    only = not any(g.at[0] >= end for g in s.figures)
    return [
        side, f"{side} before {before}", f"{side} then {then}", f"{side} {before} {then} {only}",
        f"verb {verb}", f"verb {verb} {at.side}", f"{side} step {at.step}",
        f"acts {act.value} {act.start < stop and start < act.end} {verb}",
        f"acts {act.value} {act.start < stop and start < act.end}",
        f"first {side} {begin == 0}", *bearing(at, side),
    ]  # fmt: skip


def _subjects(s: Sentence, hit: Hit) -> list[tuple[int, int, bool]]:
    """Token intervals that may be the subject, and whether they stand behind the verb."""
    words = s.tokens.words
    if words[hit.first] in s.words("according"):
        return _behind(s, hit.last)
    found = []
    last = hit.first
    while (
        last and words[last - 1] in s.words("aside") and words[last - 1] not in s.words("pronoun")
    ):
        last -= 1
    if last and words[last - 1] == ",":
        # "Smith, the minister, said": step over what stands between two commas
        comma = next(
            (j for j in range(last - 2, max(last - 11, 0), -1) if words[j] in s.words("edge")), 0
        )
        if words[comma] == "," and hit.first - comma > 2:
            found.append(_before(s, comma))
    else:
        found.append(_before(s, last))
    if hit.first and words[hit.first - 1] in s.words("quoted_before"):
        found += _behind(s, hit.last)
    return [span for span in found if _has_noun(s, *span[:2])]


def _before(s: Sentence, last: int) -> tuple[int, int, bool]:
    """The subject that ends at a token: back to the edge of its clause."""
    words, i = s.tokens.words, last
    while i and words[i - 1] not in s.words("edge") and last - i <= 10 and not _counts(s, i - 1):
        i -= 1
    if i > 1 and words[i - 1] == "and" and s.covered("actor", i - 2):
        i = s.covered("actor", i - 2).first  # "Lavrov and Ushakov said"
    return i, last, False


def _behind(s: Sentence, at: int) -> list[tuple[int, int, bool]]:
    """ ", said the minister": the subject behind a verb, up to the end of its phrase."""
    words, i = s.tokens.words, at
    ends, aside = s.words("subject_end"), s.words("aside")
    while i < len(words) and i - at < 9 and words[i] not in ends and not _counts(s, i):
        if words[i] in aside and words[i + 1 : i + 2] and words[i + 1] in aside:
            break  # "said the bank on Tuesday"
        if i > at and s.covered("attribution:reporting", i) and not _is_noun(s, i):
            break
        i += 1
    return [(at, i, True)] if i > at else []


def _counts(s: Sentence, i: int) -> bool:
    return any(f.at[0] <= i < f.at[1] for f in s.figures)


def _has_noun(s: Sentence, first: int, last: int) -> bool:
    """Whether a subject is somebody: a pronoun of persons, or more than closed classes.

    In a question ("Did the envoys acknowledge it?") nobody has said it.
    """
    words = s.tokens.words[first:last]
    if not words or words[0] in s.words("asking"):
        return False
    if words[0] in s.words("personal"):
        return True
    closed = s.words("runs_on") | s.words("aside") | s.words("definite") | s.words("pronoun")
    return words[0] not in s.words("pronoun") and not closed.issuperset(filter(str.isalpha, words))


def _speaker(s: Sentence, r: Report) -> Label | None:
    """Codebook id of a state or body that the words name, else the words without "a", "an"."""
    if r.first == r.last or s.tokens.words[r.first] in s.words("personal"):
        return None
    start, end = s.tokens.starts[r.first], s.tokens.ends[r.last - 1]
    for hit in s.of("actor"):
        if r.first <= hit.first and hit.last <= r.last and hit.part == "name":
            if hit.entry.kind != "place":
                return Label(hit.entry.id, start, end, r.hit.entry.id)
    text = s.text[start:end].strip(" ,'\"“”‘’")
    name = re.sub(r"^(?:an?|A|An)\s+", "", text)
    return Label(name, start, end, r.hit.entry.id) if name else None


def _factuality(s: Sentence, f: Figure) -> Label:
    """FactBank value of the statement for its speaker, from modality and its own cues."""
    modality = f.labels["modality"]
    near = [
        h
        for kind in ("factuality",)
        for h in s.of(kind)
        if abs(h.first - f.at[0]) <= 8
        and not any(
            w in (";", ",") for w in s.tokens.words[min(h.last, f.at[1]) : max(h.first, f.at[0])]
        )
    ]
    negative = [h for h in near if h.entry.gives == "negative" and h.first < f.at[0]]
    if modality.value == "rejected" or negative:
        cue = (
            modality
            if modality.value == "rejected"
            else Label("", *s.span(negative[0]), negative[0].entry.id)
        )
        return Label("CT-", cue.start, cue.end, cue.rule)
    for gives, value in (("possible", "PS+"), ("probable", "PR+")):
        hit = next((h for h in near if h.entry.gives == gives), None)
        if hit:
            return Label(value, *s.span(hit), hit.entry.id)
    if modality.value == "conditional":
        return Label("PS+", modality.start, modality.end, modality.rule)
    if modality.value in ("proposed", "demanded"):
        return Label("Uu", modality.start, modality.end, modality.rule)
    if modality.value == "planned":
        return Label("PR+", modality.start, modality.end, modality.rule)
    return Label("CT+", f.start, f.start, "default")
