"""Whose word a figure is: attribution, speaker, and factuality relative to the speaker.

Source-introducing predicates (FactBank) are found with their subject; what they cover follows
from where they stand: "X said that ..." covers what follows, "..., X said." what precedes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from workbench.cues import Hit
from workbench.reading import Figure, Sentence
from workbench.weighing import Label


@dataclass
class Report:
    """A reporting predicate: tokens, the subject's characters, named or not, what it covers."""

    hit: Hit
    start: int
    end: int
    named: bool
    covers: tuple[int, int]  # characters


def reports(s: Sentence) -> list[Report]:
    """The reporting predicates of a sentence that have a subject."""
    found = []
    for hit in s.of("attribution:reporting"):
        subject = None if _is_noun(s, hit.first) else _subject(s, hit)
        if subject is None:
            continue
        first, last, after = subject
        named = _named(s, first, last)
        if named is None:
            continue
        start, end = s.tokens.starts[first], s.tokens.ends[last - 1]
        found.append(Report(hit, start, end, named, _scope(s, hit, first, last, after)))
    return found


def _is_noun(s: Sentence, i: int) -> bool:
    """ "A think tank", "the state", "its claim": behind an article stands no verb."""
    return i > 0 and s.tokens.words[i - 1] in s.words("determiner")


def _subject(s: Sentence, hit: Hit) -> tuple[int, int, bool] | None:
    """Token interval of the subject, and whether it stands behind the verb."""
    words = s.tokens.words
    if words[hit.first] in s.words("according"):
        return _behind(s, hit.last)
    i = hit.first - 1
    while i >= 0 and words[i] in s.words("aside") and words[i] not in s.words("pronoun"):
        i -= 1
    last = i + 1
    # "Smith, the minister, said": step over the apposition
    if i >= 0 and words[i] == "," and last == hit.first:
        j = i - 1
        while j >= 0 and words[j] not in (",", ";", "."):
            j -= 1
        if j >= 0 and words[j] == "," and i - j <= 9 and hit.first - j > 2:
            last, i = j, j - 1
        else:
            return None if not _quote_before(s, hit) else _behind_verb(s, hit)
    if i >= 0 and words[i] in ('"', "'") or last <= 0:
        return _behind_verb(s, hit)
    while (
        i >= 0
        and words[i] not in s.words("edge")
        and last - i <= 10
        and not any(f.at[0] <= i < f.at[1] for f in s.figures)
    ):
        if words[i] in ("in",) and last - i > 6:
            break
        i -= 1
    # "Lavrov and Ushakov said": a conjunction of names belongs to the subject
    if i > 0 and words[i] == "and" and s.covered("actor", i - 1):
        j = i - 1
        while j >= 0 and s.covered("actor", j):
            j -= 1
        i = j
    first = i + 1
    if first < last and words[first] in s.words("asking"):
        return None  # "Did the envoys acknowledge the framework?": nobody has said it
    if first >= last:
        return _behind_verb(s, hit)
    if any(f.at[0] < last and first < f.at[1] for f in s.figures):
        return None
    return first, last, False


def _quote_before(s: Sentence, hit: Hit) -> bool:
    before = s.tokens.words[max(0, hit.first - 3) : hit.first]
    return '"' in before or "'" in before or before[-1:] == [","]


def _behind_verb(s: Sentence, hit: Hit) -> tuple[int, int, bool] | None:
    """ ", said the minister": subject behind a bare verb of saying."""
    if s.tokens.words[hit.first] not in s.words("bare_saying"):
        return None
    return _behind(s, hit.last)


def _behind(s: Sentence, at: int) -> tuple[int, int, bool] | None:
    words, n, ends = s.tokens.words, len(s.tokens.words), s.words("subject_end")
    i = at
    aside = s.words("aside")
    while (
        i < n
        and words[i] not in ends
        and not (words[i] in aside and i + 1 < n and words[i + 1] in aside)
        and i - at < 9
        and not any(f.at[0] <= i < f.at[1] for f in s.figures)
    ):
        if i > at and s.covered("attribution:reporting", i) and not _is_noun(s, i):
            break
        i += 1
    return (at, i, True) if i > at else None


def _named(s: Sentence, first: int, last: int) -> bool | None:
    """True for a definite speaker, False for an unnamed one, None where it is no speaker."""
    words = s.tokens.words[first:last]
    if not words:
        return None
    if words[0] in s.words("personal"):
        return True
    closed = s.words("runs_on") | s.words("aside") | s.words("definite")
    if words[0] in s.words("pronoun") or closed.issuperset(w for w in words if w.isalpha()):
        return None  # "The state paid": a subject has a noun
    text = s.text
    source = [h for h in s.of("attribution:unnamed_source") if first <= h.first and h.last <= last]
    names = [h for h in s.of("actor") if first <= h.first and h.last <= last]
    capital = any(
        text[s.tokens.starts[i]].isupper()
        for i in range(first, last)
        if i > 0 and s.tokens.words[i].isalpha()
    )
    indefinite = words[0] in s.words("indefinite") or any(
        f.at[0] <= first < f.at[1] for f in s.figures
    )
    if source:
        head = source[-1] if not _of_before(s, source[-1], first) else source[0]
        # "the UN agency", "Kyiv's military intelligence" are definite; "US officials" is not.
        single = s.tokens.words[head.last - 1]
        definite = "'s" in words or (
            words[0] in s.words("definite_source") and single not in s.words("mass_noun")
        )
        plural = single.endswith("s") and not single.endswith("ss") or single in s.words("plural")
        if indefinite or plural:
            return False
        return definite or capital and _person_name(s, first, last)
    if indefinite:
        # "a spokesman for the ministry" speaks for a definite office
        office = any(w in s.words("office") for w in words)
        return office and bool(names or not s.words("house").isdisjoint(words))
    if names or capital or words[0] in s.words("definite"):
        return True
    if first == 0 and text[:1].isupper():
        known = s.tokens.words[0]
        return False if known.endswith("s") and len(words) <= 2 else True
    return False


def _of_before(s: Sentence, hit: Hit, first: int) -> bool:
    return hit.first > first and s.tokens.words[hit.first - 1] in s.words("head_before")


def _person_name(s: Sentence, first: int, last: int) -> bool:
    """Two capitals in a row that are no actor adjective: a name behind a title."""
    run = 0
    for i in range(first, last):
        start = s.tokens.starts[i]
        hit = s.covered("actor", i)
        if s.text[start].isupper() and not (hit and hit.part != "people") and i > first:
            run += 1
        elif hit and hit.part == "people":
            return True
    return run >= 1


def _scope(s: Sentence, hit: Hit, first: int, last: int, after: bool) -> tuple[int, int]:
    """The characters whose content is this speaker's."""
    words = s.tokens.words
    begin = s.tokens.starts[min(first, hit.first)]
    end = s.tokens.ends[max(last, hit.last) - 1]
    left = right = None
    for i, w in enumerate(words):
        if w in (";",) and s.tokens.starts[i] < begin:
            left = s.tokens.ends[i]
        if w in (";",) and s.tokens.starts[i] >= end and right is None:
            right = s.tokens.starts[i]
    left, right = left or 0, right if right is not None else len(s.text)
    tail = s.text[end:right]
    figures_behind = [f for f in s.figures if end <= f.start < right]
    figures_before = [f for f in s.figures if left <= f.start < begin]
    verb = words[hit.first]
    before_it = words[min(first, hit.first) - 1] if min(first, hit.first) else ""
    if verb == "according" or before_it == "by":
        return (left, right)
    if (
        before_it in (",", '"', "—", "as")
        and figures_before
        and (not figures_behind or before_it in (",", '"'))
        and not tail.strip().startswith("that")
    ):
        # ", X said." at the end, or in the middle of what X said
        closing = s.book.pattern(r"\s*(?:[.!?\"”’,]|{closing} |$)").match(tail)
        if closing or not figures_behind:
            return (left, right if closing and figures_behind else begin)
    if not figures_behind and before_it in ("is", "was"):
        return (left, begin)
    if not figures_behind and figures_before and verb in s.words("told_before"):
        return (left, right)
    return (begin, right)


def attribute(s: Sentence) -> None:
    """Give each figure ``attribution``, ``speaker`` and ``factuality``."""
    found = reports(s)
    hedges = s.of("attribution:hedge")
    for f in s.figures:
        covering = [r for r in found if r.covers[0] <= f.start < r.covers[1]]
        hedge = _hedge(s, f, hedges)
        if covering:
            # nested once: the innermost source is the one whose scope is narrowest
            r = min(covering, key=lambda r: abs(s.token(r.start) - f.at[0]))
            verb, act = s.span(r.hit), f.labels["modality"]
            if act.value in ("demanded", "rejected") and act.start < verb[1] and verb[0] < act.end:
                # "insists that", "denied that": what a party does, and not what it tells
                f.labels["attribution"] = Label("own_voice", *verb, act.rule)
                f.labels["performer"] = Label("", r.start, r.end, act.rule)
                f.labels["factuality"] = _factuality(s, f)
                continue
            f.labels["attribution"] = Label(
                "named" if r.named else "unnamed", *verb, r.hit.entry.id
            )
            name = _speaker(s, r)
            if name:
                f.labels["speaker"] = Label(name, r.start, r.end, r.hit.entry.id)
        elif hedge is not None:
            f.labels["attribution"] = Label("unnamed", *s.span(hedge), hedge.entry.id)
        else:
            f.labels["attribution"] = Label("own_voice", f.start, f.start, "default")
        f.labels["factuality"] = _factuality(s, f)


def _hedge(s: Sentence, f: Figure, hedges: list[Hit]) -> Hit | None:
    """A hedge in the figure's own clause, before it or right behind."""
    best = None
    for hit in hedges:
        a, b = (hit.last, f.at[0]) if hit.first < f.at[0] else (f.at[1], hit.first)
        between = s.tokens.words[a:b] if a <= b else []
        if not s.words("hedge_end").isdisjoint(between):
            continue
        if sum(w == "," for w in between) > 1 or b - a > 16:
            continue
        best = hit if best is None else best
    return best


def _speaker(s: Sentence, r: Report) -> str | None:
    """Codebook id of a state or body, else the name as written without "a", "an"."""
    text = s.text[r.start : r.end].strip(" ,'\"“”‘’")
    if text.lower() in s.words("personal"):
        return None
    first, last = s.token(r.start), s.token(r.end - 1) + 1
    names = [h for h in s.of("actor") if first <= h.first and h.last <= last and h.part == "name"]
    if (
        names
        and names[0].first == first
        and names[0].entry.kind != "place"
        and (names[0].last == last or s.tokens.words[names[0].last : names[0].last + 1] == ["'s"])
    ):
        return names[0].entry.id
    if (
        names
        and first + 1 == names[0].first
        and names[0].last == last
        and s.tokens.words[first] == "the"
    ):
        return names[0].entry.id
    return re.sub(r"^(?:an?|A|An)\s+", "", text) or None


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
