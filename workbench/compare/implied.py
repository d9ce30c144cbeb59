"""What a text implies: one plan's chain of versions, and "slightly higher" than a figure."""

from collections import defaultdict
from dataclasses import replace
from datetime import date

from workbench.codebook import Codebook
from workbench.compare.names import Sentence, name_at, read
from workbench.compare.statements import Statement, describe
from workbench.compare.texts import Plan, plan
from workbench.text import sentences

# "Slightly higher" is not half as much again; five percent, give or take ten.
STEP = 0.05
# The comparative stands at most this many characters behind its figure.
AHEAD = 600
ARMIES = ("strength", "cap")


def chains(claims: list[Statement], book: Codebook) -> list[tuple[int, int]]:
    """Join the owners of a plan whose versions are told one after the other.

    "Initially 28 points, now refined to 19": the 28 is superseded. Where another text turns the
    same 28 into something else, both speak of one plan, whoever each says its owner is. Returns the
    pairs (earlier, later).
    """
    links: list[tuple[int, int]] = []
    ends: dict[float, list[Statement]] = defaultdict(list)
    plans = [c for c in claims if c.theme == "plan"]
    for x, y in zip(plans, plans[1:], strict=False):
        one = (x.doc_id, x.sentence_start) == (y.doc_id, y.sentence_start) and x.low != y.low
        between = x.sentence[x.here[1] : y.here[0]].lower() if one else ""
        if book.words("compare_change") & {*between.split()}:
            x.superseded = True
            links.append((x.at, y.at))
            y.plan = y.plan and replace(y.plan, later=True)
            ends[x.low].append(y)
    for group in ends.values():
        group = [c for c in group if c.plan]
        if len({c.low for c in group}) == 1:
            owners = frozenset().union(*(c.plan.owners for c in group))
            for c in group:
                c.plan = replace(c.plan, owners=owners)
    return links


def taken_up(claims: list[Statement], corpus, known) -> None:
    """Give what names nobody ("It has 28 points", "They had grown to 220,000") the party or the
    plan of the sentence before; "the army" is that of the land where the war is fought."""
    book = corpus.codebook
    for c in claims:
        words = c.sentence.lower().split()
        pronoun = not book.words("self").isdisjoint(words[:2])
        text = book.words("compare_text") & {*words[1:4]} and words[0] in book.words("article")
        if c.theme == "plan" and not c.plan and (pronoun or text):
            if s := _sentence_before(c, corpus):
                c.plan = plan(s, (len(s.text), len(s.text)), book, known)
        elif c.role == "casualties" and not c.names and " there" in c.sentence.lower():
            if s := _sentence_before(c, corpus):
                places = {name_at(s, k, known) for k in s.capitals} - {None}
                c.names, c.toll = c.names | places, c.toll and not places
        elif c.role in ARMIES:
            others = _by_the_way(c, pronoun)
            c.actors, c.names = c.actors - others, c.names - others
            s = _sentence_before(c, corpus) if pronoun and not c.actors else None
            named = {name_at(s, k, known) for k in range(len(s.tokens.words))} if s else set()
            if len(named - {None}) == 1:
                c.names = frozenset(named - {None})
            elif not c.names and c.conflict and book.words("compare_army") & {*words}:
                c.names = _home(c.conflict, book)


def first_drafts(claims: list[Statement], book: Codebook) -> None:
    """Until a text tells of a second draft in a war, its draft is the first."""
    second: dict[str | None, date] = {}
    drafts = [c for c in claims if c.plan and c.published and c.conflict]
    for c in (c for c in drafts if "=second" in c.plan.words):
        second[c.conflict] = min(second.get(c.conflict, c.published), c.published)
    for c in claims:
        until = second.get(c.conflict)
        draft = "draft" in c.sentence.lower().split()
        if until and c.published and c.published < until and draft and c.role == "cap":
            told = c.plan or Plan()
            c.plan = replace(told, words=told.words | {"=first"})


def _by_the_way(c: Statement, pronoun: bool) -> frozenset[str]:
    """Parties that are not whose army it is: of the text before where the sentence has "the army",
    who counts where a pronoun says whose it is."""
    told = [q for q in c.cues or () if q["label"] == "actor"]
    before = [q for q in told if q["end"] <= c.sentence_start]
    counts = [q for q in told if q["start"] >= c.end]
    return c.actors if told and (not pronoun and before or pronoun and counts) else frozenset()


def _home(conflict: str, book: Codebook) -> frozenset[str]:
    """The one state in whose land a war is fought; where there are several, nobody."""
    war, actors = book.tables["conflict"].get(conflict), book.tables["actor"]
    theatre = war.theatre if war else ()
    states = [a for a in theatre if a in actors and actors[a].kind == "state"]
    return frozenset(states if len(states) == 1 else ())


def _sentence_before(c: Statement, corpus) -> Sentence | None:
    clean = corpus.clean(c.doc_id)
    begin = max(0, c.sentence_start - AHEAD)
    told = list(sentences.split(clean, begin, c.sentence_start))[-1:]
    return read(clean[told[0].start : told[0].end], corpus.codebook) if told else None


def comparatives(claims: list[Statement], corpus) -> list[Statement]:
    """ "Estimates place active forces slightly higher": a size told by the figure before it."""
    book = corpus.codebook
    small, down = book.words("compare_slightly"), book.words("compare_lower")
    higher, found = book.words("compare_higher"), []
    last: dict[str, Statement] = {}
    for c in claims:
        if c.theme == "force" and c.unit == "person" and c.role == "cap":
            last[c.doc_id] = c
    for doc_id, base in last.items():
        clean = corpus.clean(doc_id)
        for span in sentences.split(clean, base.end, base.end + AHEAD)[1:]:
            s = read(clean[span.start : span.end], book)
            words = s.tokens.words
            steps = (k for k in range(1, len(words)) if words[k - 1] in small)
            at = next((k for k in steps if words[k] in higher), None)
            if at is None or "than" in words[at + 1 : at + 2]:
                continue
            start, end = s.tokens.starts[at - 1], s.tokens.ends[at]
            value = base.high * (1 - STEP if words[at] in down else 1 + STEP)
            told = replace(
                base, at=len(claims) + len(found), start=span.start + start, end=span.start + end,
                quote=s.text[start:end], sentence_start=span.start, sentence=s.text,
                role="strength", low=value, high=value, qualifier="about", modality="actual",
                speaker=None, cues=[], than=base.quote,
                actors=base.actors & {*s.actors.values()} or base.actors,
            )  # fmt: skip
            describe(told, book, frozenset())
            found.append(told)
            break
    return found
