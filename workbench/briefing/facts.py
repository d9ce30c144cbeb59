"""What is told, fact by fact: whose, what, how much, how firmly, by whom."""

from collections import defaultdict
from typing import NamedTuple

from workbench import compare, findings
from workbench.briefing import parameters
from workbench.briefing.blocks import Run, Table, runs
from workbench.briefing.cited import Cited
from workbench.briefing.parameters import MOST, WORDS
from workbench.codebook import look
from workbench.corpus.evidence import said_by


class Fact(NamedTuple):
    """A value told of a thing, firmly or hedged. sources: how many of its tellings are independent.

    first: its first telling. Another value of the same thing, or a denial, is a row of its own.
    """

    conflict: str
    theme: str
    role: str
    subject: str
    value: str
    firm: bool
    sources: int
    times: int
    first: object
    documents: tuple[str, ...]
    contested: bool

    @property
    def weight(self) -> tuple:
        """The most sources first, then the order of themes and roles, then the greatest."""
        theme = [*look.THEMES, self.theme].index(self.theme)
        rank, high = look.RANK.get(self.role, 99), float(self.first.high)
        return -self.sources, -self.times, theme, rank, -high, self.first.claim_id

    @property
    def stated(self) -> str:
        """How firmly it is told, and by whom."""
        doubted = self.first.modality == "actual" and not self.firm
        told = WORDS["say"]["doubted"] if doubted else look.modality(self.first.modality)
        return f"{told}, by {said_by(self.first)}"


def facts(corpus) -> list[Fact]:
    """The facts of a corpus, the weightiest first."""
    told = {"fact": compare.facts(corpus), "source": compare.sources(corpus)}
    claims = corpus.claims.assign(contested=compare.contested(corpus), **told)
    claims = claims.assign(doubt=findings.hedged(claims)).sort_values(
        ["doubt", "doc_id", "start", "theme"], kind="stable"
    )
    subjects, found = compare.subjects(corpus), []
    tellings = defaultdict(list)
    for one in claims.itertuples(index=False):
        tellings[one.fact, one.low, one.high, one.unit, one.doubt].append(one)
    for (fact, *_), some in tellings.items():
        first, about = some[0], subjects[fact]
        if len({one.role for one in some}) > MOST["roles"]:
            continue
        documents = tuple(dict.fromkeys(one.doc_id for one in some))
        found.append(Fact(
            about.conflict or "", first.theme, first.role, about.words(corpus.codebook),
            _value(first), not first.doubt,
            min(len({one.source for one in some}), len(documents)), len(some), first, documents,
            any(one.contested for one in some),
        ))  # fmt: skip
    return sorted(found, key=lambda fact: fact.weight)


def _value(claim) -> str:
    """How much; in a theme of one's own with its rate: "600 trucks per day"."""
    rate = claim.theme not in look.THEMES and str(claim.period).startswith("per_")
    told = look.amount(claim.low, claim.high, claim.unit, claim.qualifier)
    return f"{told} {look.words(claim.period)}" if rate else told


def further(n: int, noun: str, command: str) -> str:
    """That there is more, and where.

    >>> further(1, "fact", "facts")
    '1 further fact stands in the table of “workbench facts”.'
    """
    stand = "stands" if n == 1 else "stand"
    return f"{look.count(n, f'further {noun}')} {stand} in the table of “workbench {command}”."


def table(caption: str, some: list[Fact], cited: Cited) -> Table:
    """Facts as a table: what, how much (leads to its sentence), how firmly, who tells it."""
    rows = [
        [
            runs(fact.subject),
            [cited.claim(fact.first.claim_id, fact.value)]
            + [Run(" contested", style="warn")] * fact.contested,
            runs(("firm: " if fact.firm else "hedged: ") + fact.stated),
            runs(f"{look.times(fact.times)}, {look.count(fact.sources, 'source')} ",
                 *cited.refs(fact.documents)),
        ]
        for fact in some
    ]  # fmt: skip
    return parameters.table("facts", caption, rows)
