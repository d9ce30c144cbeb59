"""What a text implies: one plan's chain of versions, and "slightly higher" than a figure."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

from workbench.codebook import Codebook
from workbench.compare.names import read
from workbench.compare.statements import Statement, describe
from workbench.text import sentences

# "Slightly higher" is not half as much again; five percent, give or take ten.
STEP = 0.05
# The comparative stands at most this many sentences behind its figure.
NEXT = 3


def chains(claims: list[Statement], book: Codebook) -> list[tuple[int, int]]:
    """Join the owners of a plan whose versions are told one after the other.

    "Initially 28 points, now refined to 19": the 28 is superseded. Where another text turns the
    same 28 into something else, both speak of one plan, whoever each says its owner is. Returns the
    pairs (earlier, later).
    """
    links: list[tuple[int, int]] = []
    told: dict[tuple, list[Statement]] = defaultdict(list)
    for c in claims:
        if c.theme == "plan":
            told[c.doc_id, c.sentence_start].append(c)
    ends: dict[float, list[Statement]] = defaultdict(list)
    for group in told.values():
        for x, y in zip(group, group[1:], strict=False):
            between = x.sentence[x.end - x.sentence_start : y.start - x.sentence_start].lower()
            if x.low != y.low and set(between.split()) & book.words("compare_change"):
                x.superseded = True
                links.append((x.at, y.at))
                ends[x.low].append(y)
    for group in ends.values():
        finals = {(c.low, c.plan.owners) for c in group if c.plan}
        if len({low for low, _ in finals}) == 1 and len(finals) > 1:
            owners = frozenset().union(*(o for _, o in finals))
            for c in group:
                c.plan = replace(c.plan, owners=owners) if c.plan else None
    return links


def comparatives(claims: list[Statement], corpus) -> list[Statement]:
    """ "Estimates place active forces slightly higher": a size told by the figure before it."""
    book = corpus.codebook
    small, higher = book.words("compare_slightly"), book.words("compare_higher")
    down = book.words("compare_lower")
    found = []
    last: dict[str, Statement] = {}
    for c in claims:
        if c.theme == "force" and c.unit == "person" and c.role == "cap":
            last[c.doc_id] = c
    for doc_id, base in last.items():
        clean = corpus.clean(doc_id)
        for span in _following(clean, base):
            text = clean[span.start : span.end]
            s = read(text, book)
            words = s.tokens.words
            at = next(
                (k for k, w in enumerate(words[1:], 1) if w in higher and words[k - 1] in small),
                None,
            )
            if at is None or "than" in words[at + 1 : at + 2]:
                continue
            if any(w.isdigit() for w in words) or not book.words("compare_size") & {*words}:
                continue
            start, end = s.tokens.starts[at - 1], s.tokens.ends[at]
            value = base.high * (1 - STEP if words[at] in down else 1 + STEP)
            names = frozenset(s.actors.values())
            told = replace(
                base, at=len(claims) + len(found), start=span.start + start, end=span.start + end,
                quote=text[start:end], sentence_start=span.start, sentence=text, role="strength",
                low=value, high=value, qualifier="about", modality="actual", speaker=None,
                than=base.quote,
                actors=base.actors & names or base.actors,
            )  # fmt: skip
            describe(told, [], book, frozenset())
            found.append(told)
            break
    return found


def _following(clean: str, base: Statement) -> list[sentences.Span]:
    """The sentences right behind a figure's own, over the end of its paragraph."""
    found: list[sentences.Span] = []
    at = base.end
    while len(found) < NEXT and 0 <= at < len(clean):
        line = sentences.paragraph(clean, at)
        found += [s for s in sentences.split(clean, line.start, line.end) if s.start > base.start]
        at = clean.find("\n", line.end) + 1 or len(clean)
    return found[:NEXT]
