"""Whose word a figure is: attribution, speaker, and factuality relative to the speaker.

What may introduce a source: a predicate of the codebook with its subject (FactBank), a phrase with
the source behind it ("according to"), a clause that stands beside a quotation or between commas
whatever its verb, a line's own head ("Kiel:"), a hedge, and what introduced the sentence before.
Each is a candidate for each figure, as a definite source and as an unnamed one; nobody is one too.
"""

import re
from functools import lru_cache
from typing import NamedTuple

from workbench.claims.clauses import STEM, Layer, bearing, layer_of
from workbench.claims.reading import Figure, Sentence
from workbench.claims.weighing import Candidate, Label, scale

FAR = 45  # words beyond which a source has nothing to say of a figure
CLAUSE = 12  # words that a clause which introduces a source has at most
QUOTES = frozenset("\"'")


class Report(NamedTuple):
    """What introduces a source: its subject, its predicate and the whole, as token intervals."""

    how: str  # verb, behind, clause, head, hedge
    subject: tuple[int, int]  # empty where nobody is named
    verb: int
    whole: tuple[int, int]
    rule: str
    s: Sentence
    looks: tuple[str, ...]


def attribute(s: Sentence) -> None:
    """Give each figure ``attribution``, ``speaker`` and ``factuality``."""
    found, layer = reports(s), layer_of(s)
    weights = scale(s.book, "attribution")
    previous = None
    for f in s.figures:
        best = weights.best(candidates(s, f, found, previous, layer), shared(s, f))
        previous = f
        f.labels["attribution"] = best.label()
        if best.speaker:
            f.labels["speaker"] = best.speaker
        f.labels["factuality"] = _factuality(s, f)


def shared(s: Sentence, f: Figure) -> list[str]:
    """What speaks of a figure itself: its theme, whether it stands in a quotation."""
    quoted = _quoted(s, f.at[0])
    return [f"theme {f.theme}", f"quoted {quoted}", f"{f.labels['modality'].value} told"]


def _quoted(s: Sentence, at: int) -> int:
    """Whether a token stands behind an odd number of quotation marks."""
    return sum(w in QUOTES for w in s.tokens.words[:at]) % 2


def reports(s: Sentence) -> list[Report]:
    """What introduces a source in a sentence, in order."""
    if s.reports is not None:
        return s.reports
    found = []
    for hit in s.of("attribution:reporting"):
        if hit.first and s.tokens.words[hit.first - 1] in s.words("determiner"):
            continue  # "a think tank", "the state", "its claim": behind an article stands no verb
        spans = _subjects(s, hit)
        found += [_report(s, "verb", span, hit.first, hit.last, hit.entry.id) for span in spans]
    for hit in s.of("attribution:source"):
        if span := _behind(s, hit.last):
            found.append(_report(s, "behind", span, hit.first, hit.last, hit.entry.id))
    for hit in s.of("attribution:hedge"):
        span = hit.first, hit.first
        found.append(Report("hedge", span, hit.first, (hit.first, hit.last), hit.entry.id, s, ()))
    known = {i for r in found for i in range(*r.whole)}
    found += [r for r in _clauses(s) if known.isdisjoint(range(*r.subject))]
    s.reports = sorted(found, key=lambda r: r.whole)
    return s.reports


def _report(s: Sentence, how: str, subject, first: int, last: int, rule: str) -> Report:
    whole = min(subject[0], first), max(subject[1], last)
    return Report(how, subject, first, whole, rule, s, _looks(s, *subject))


def _clauses(s: Sentence) -> list[Report]:
    """Clauses by their shape: ", a lorry drivers' union complained," or "Kiel tracker: ...".

    Between two marks stands somebody with a verb and no figure, whatever the verb.
    """
    words, found = s.tokens.words, []
    marks = [-1, *(i for i, w in enumerate(words) if w in s.words("clause_mark")), len(words)]
    for a, b in zip(marks, marks[1:], strict=False):
        first, size = a + 1, b - a - 1
        if not 1 < size <= CLAUSE or any(_counts(s, i) for i in range(first, b)):
            continue
        before = words[a] if a >= 0 else "^"
        then = words[b] if b < len(words) else "$"
        if then == ":" and a < 0 and size <= 6 or not _begins(s, first):
            if then == ":" and a < 0:
                found.append(_report(s, "head", (first, b), b, b, "head"))
            continue
        verb = next((i for i in range(b - 1, first, -1) if _verb_like(s, i)), None)
        if verb is not None and {before, then} & {",", '"', "'", "—"}:
            found.append(_report(s, "clause", (first, verb), verb, b, "clause"))
    return found


def _begins(s: Sentence, i: int) -> bool:
    """Whether somebody may be named from a token on: an article, a name, people."""
    word, start = s.tokens.words[i], s.tokens.starts[i]
    named = s.text[start].isupper() and (i > 0 or bool(s.covered("actor", i)))
    return named or word in s.words("subject_start") or word.endswith("s")


def _verb_like(s: Sentence, i: int) -> bool:
    word = s.tokens.words[i]
    return word[-2:] == "ed" and len(word) > 4 or word in s.words("past_verb")


def _looks(s: Sentence, first: int, last: int) -> tuple[str, ...]:
    """What a subject looks like: its first word and its head, names, sources, capitals."""
    words = s.tokens.words[first:last]
    if not words:
        return ()
    told = [f"begins {words[0]}" if words[0] in s.words("subject_start") else "begins"]
    head = s.tokens.words[_head(s, first, last)]
    told.append(f"head {head[:STEM]}")
    told.append(f"plural {head[-1:] == 's' and head[-2:] != 'ss'}")
    inside = [h for h in s.of("actor") if first <= h.first and h.last <= last]
    told += [f"party {h.part}" for h in inside[:1]]
    if any(first <= h.first and h.last <= last for h in s.of("attribution:unnamed_source")):
        told.append("source")
    capital = [i for i in range(max(first, 1), last) if s.text[s.tokens.starts[i]].isupper()]
    told.append(f"capitals {min(len(capital), 2)}")
    told.append(f"office {any(w in s.words('office') for w in words)}")
    return (*told, " ".join(told[-4:]))


def _head(s: Sentence, first: int, last: int) -> int:
    """The token of a phrase's head noun: the last before "of", "in", "who"."""
    ends = (i for i in range(first + 1, last) if s.tokens.words[i] in s.words("head_before"))
    return next(ends, last) - 1


def candidates(
    s: Sentence, f: Figure, found: list[Report], previous: Figure | None, layer: Layer
) -> list[Candidate]:
    """Nobody, and each report within reach as a named and as an unnamed source."""
    nobody = (("nobody", f"nobody {min(len(found), 3)}"),)
    told = [Candidate("own_voice", nobody, f.start, f.start, "default")]
    for r in found:
        begin, end = r.whole
        between = s.tokens.words[min(end, f.at[1]) : max(begin, f.at[0])]
        if len(between) > FAR or ";" in between:
            continue
        features, side = _bearing(s, f, r, layer)
        others = sum(min(end, f.at[0]) < q.verb < max(begin, f.at[0]) for q in found if q is not r)
        told += _both(r, (*features, (f"between {side} {min(others, 2)}",)), *_words(r))
    before = previous and previous.labels.get("attribution")
    if before:
        gap = s.tokens.words[previous.at[1] : f.at[0]][:8]
        frame = (
            ("before", f"before {before.value}", f"before behind {before.start >= previous.end}"),
            bearing(layer.standing(*previous.at, f), "before "),
            tuple(f"before {w}" for w in dict.fromkeys(gap) if w in s.words("linking")),
        )
        told.append(Candidate(*before[:1], frame, *before[1:], 0, previous.labels.get("speaker")))
    if s.prior is not None and not found:
        for r in reports(s.prior)[-1:]:
            start, end = _words(r)
            told += _both(r, _heard(s, r), start + s.shift, end + s.shift, s.shift)
    return told


def _words(r: Report) -> tuple[int, int]:
    """Character interval of a predicate, of a hedge whole."""
    tokens, last = r.s.tokens, r.whole[1] - 1 if r.how == "hedge" else r.verb
    last = min(last, len(tokens.ends) - 1)
    return tokens.starts[min(r.verb, last)], tokens.ends[last]


def _both(r: Report, features: tuple, start: int, end: int, shift: int = 0) -> list[Candidate]:
    """A report as a named and as an unnamed source."""
    speaker = _speaker(r, shift)
    return [
        Candidate(
            value, (*features, of_looks(value, r.how, r.looks)), start, end, r.rule, 0, speaker
        )
        for value in ("named", "unnamed")
    ]


@lru_cache(maxsize=16_384)
def of_looks(value: str, how: str, looks: tuple[str, ...]) -> tuple[str, ...]:
    """What a subject that looks so speaks for."""
    return (f"{value} {how}", *(f"{value} {look}" for look in looks))


def _heard(s: Sentence, r: Report) -> tuple[tuple[str, ...], ...]:
    """How what introduced the sentence before bears on this one."""
    words, before = s.tokens.words, r.s.tokens.words
    open_ = f"{_quoted(r.s, len(before))} {before[-1] in QUOTES}"
    verb = before[r.verb][:STEM] if r.verb < len(before) else ""
    return (
        ("heard", f"heard {r.how} {open_}", f"heard {words[0]}", f"heard verb {verb}"),
        (f"heard begins {words[0] in QUOTES}", f"heard ends {words[-1] in QUOTES}"),
    )


@lru_cache(maxsize=16_384)
def _standing(
    side: str, before: str, then: str, only: bool, verb: str, at, act: tuple, first: bool
):
    return (
        side, f"{side} before {before}", f"{side} then {then}", f"{side} {before} {then} {only}",
        f"verb {verb}", f"verb {verb} {at.side}", f"{side} step {at.step}",
        f"acts {act[0]} {act[1]} {verb}", f"acts {act[0]} {act[1]}", f"first {side} {first}",
        *bearing(at, side),
    )  # fmt: skip


def _bearing(s: Sentence, f: Figure, r: Report, layer: Layer) -> tuple[tuple, str]:
    """How a report bears on a figure: side, what stands round it, what lies between."""
    words, (begin, end) = s.tokens.words, r.whole
    at = layer.standing(begin, end, f)
    behind = "v" if r.subject[0] > r.verb else "s"
    side = f"{at.side}{behind}{r.how[0]}"
    before = words[begin - 1] if begin else "^"
    then = words[end] if end < len(words) else "$"
    before = before if before in s.words("linking") or before in "\"'^by" else "-"
    then = then if then in s.words("linking") or then in "\"'.$" or then == "that" else "-"
    verb = words[r.verb][:STEM] if r.verb < len(words) else ""
    act, start = f.labels["modality"], s.tokens.starts[min(r.verb, len(words) - 1)]
    acts = act.value, act.start <= start < act.end
    only = not any(g.at[0] >= end for g in s.figures)
    quoted = _quoted(s, f.at[0]) != _quoted(s, begin)
    standing = _standing(side, before, then, only, verb, at, acts, begin == 0)
    return (standing, (f"{side} quoted {quoted}",)), side


def _subjects(s: Sentence, hit) -> list[tuple[int, int]]:
    """Token intervals that may be the subject of a predicate, before it and behind."""
    words = s.tokens.words
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
        found.append(_behind(s, hit.last))
    return [span for span in found if span and _has_noun(s, *span)]


def _before(s: Sentence, last: int) -> tuple[int, int]:
    """The subject that ends at a token: back to the edge of its clause."""
    words, i = s.tokens.words, last
    while i and words[i - 1] not in s.words("edge") and last - i <= 10 and not _counts(s, i - 1):
        i -= 1
    while i < last - 1 and words[i] in s.words("preposition"):
        i += 1
    if i > 1 and words[i - 1] == "and" and s.covered("actor", i - 2):
        i = s.covered("actor", i - 2).first  # "Lavrov and Ushakov said"
    return i, last


def _behind(s: Sentence, at: int) -> tuple[int, int] | None:
    """ ", said the minister": the subject behind a verb, up to the end of its phrase."""
    words, i = s.tokens.words, at
    ends, aside = s.words("subject_end"), s.words("aside")
    while i < len(words) and i - at < 9 and words[i] not in ends and not _counts(s, i):
        if words[i] in aside and words[i + 1 : i + 2] and words[i + 1] in aside:
            break  # "said the bank on Tuesday"
        if (
            i > at
            and s.covered("attribution:reporting", i)
            and words[i - 1] not in s.words("determiner")
        ):
            break
        i += 1
    return (at, i) if i > at else None


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


def _speaker(r: Report, shift: int) -> Label | None:
    """Codebook id of a state or body that the words name, else the words without "a", "an".

    A pronoun is who spoke in the sentence before.
    """
    s, (first, last) = r.s, r.subject
    if first == last:
        return None
    if s.tokens.words[first] in s.words("personal"):
        heard = reports(s.prior) if s.prior is not None else []
        return _speaker(heard[-1], s.shift) if heard else None
    start, end = s.tokens.starts[first] + shift, s.tokens.ends[last - 1] + shift
    organ = s.tokens.words[_head(s, first, last)] in s.words("organ")
    named = first + (s.tokens.words[first] in s.words("determiner"))
    for hit in s.of("actor"):
        if first <= hit.first and hit.last <= last and hit.entry.kind != "place":
            whole = (hit.first, hit.last) == (named, last) and hit.part != "people"
            if organ or whole:
                return Label(hit.entry.id, start, end, r.rule)
    text = s.text[start - shift : end - shift].strip(" ,'\"“”‘’")
    name = re.sub(r"^(?:an?|A|An)\s+", "", text)
    return Label(name, start, end, r.rule) if name else None


def _factuality(s: Sentence, f: Figure) -> Label:
    """FactBank value of the statement for its speaker, from modality and its own cues."""
    modality = f.labels["modality"]
    near = [
        h
        for h in s.of("factuality")
        if abs(h.first - f.at[0]) <= 8
        and {";", ","}.isdisjoint(s.tokens.words[min(h.last, f.at[1]) : max(h.first, f.at[0])])
    ]
    negative = [h for h in near if h.entry.gives == "negative" and h.first < f.at[0]]
    if modality.value == "rejected":
        return Label("CT-", *modality[1:])
    if negative:
        return Label("CT-", *s.span(negative[0]), negative[0].entry.id)
    for gives, value in (("possible", "PS+"), ("probable", "PR+")):
        if hit := next((h for h in near if h.entry.gives == gives), None):
            return Label(value, *s.span(hit), hit.entry.id)
    value = factuality(modality.value)
    certain = value == "CT+"
    return Label(value, *((f.start, f.start, "default") if certain else modality[1:]))


def factuality(modality: str) -> str:
    """What a modality alone says of the factuality."""
    return "CT-" if modality == "rejected" else FACTUALITY.get(modality, "CT+")


FACTUALITY = {"conditional": "PS+", "proposed": "Uu", "demanded": "Uu", "planned": "PR+"}
