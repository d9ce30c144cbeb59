"""Facts and statements of a corpus as tables: what ``workbench facts`` and ``findings`` write."""

import hashlib
from dataclasses import replace
from functools import partial
from typing import NamedTuple

from workbench import compare
from workbench.codebook import look
from workbench.corpus import frame
from workbench.findings.finding import Number, Statement
from workbench.findings.force import force
from workbench.findings.funding import funding
from workbench.findings.noise import sources
from workbench.findings.rules import RULES, conflicts, of_conflict
from workbench.findings.versions import plans

#: What the explorers show at first: theme, its figure, and the roles that are marked.
VIEWS = {
    "Money": ("funding", funding, [role for role in look.ROLES if role != "other"]),
    "Armies": ("force", force, ["cap", "strength"]),
    "Peace plans": ("plan", plans, ["version"]),
}


def views(book) -> dict[str, tuple]:
    """``VIEWS``, and one for each theme of the codebook's own, in its order."""
    own = {id: name for id, name in book.themes.items() if id not in look.THEMES}
    return VIEWS | {
        name: (id, partial(force, theme=id, name=name), None) for id, name in own.items()
    }


def facts(corpus):
    """One row for each thing told: a DataFrame with the columns of the data dictionary.

    >>> import workbench
    >>> int(facts(workbench.load("seeds", progress=False))["claims"].map(len).max())
    5
    """
    told_by = {"fact": compare.facts(corpus), "source": compare.sources(corpus)}
    claims, rows = corpus.claims.assign(**told_by), []
    subjects = compare.subjects(corpus)
    for fact, told in claims.groupby("fact", sort=False):
        one = told.iloc[0]
        about = subjects[fact]
        bounds = told["low"].min(), told["high"].max()
        ids = list(told["claim_id"]), list(dict.fromkeys(told["doc_id"]))
        kind = one.theme, one.role, one.unit
        sources = min(told["source"].nunique(), len(ids[1]))
        words = about.words(corpus.codebook)
        rows.append((fact, about.conflict, words, *kind, *bounds, *ids, sources))
    return frame("facts", rows)


def figures(corpus):
    """``(name, conflict, Finding)`` of each default view, conflict by conflict."""
    every = corpus.claims.assign(contested=compare.contested(corpus))
    names = conflicts(every)
    for conflict in names:
        claims = of_conflict(every, conflict)
        for view, (theme, make, roles) in views(corpus.codebook).items():
            chosen = claims[claims["theme"].eq(theme)]
            chosen = chosen[chosen["role"].isin(roles)] if roles else chosen
            if theme == "plan":
                make = partial(plans, book=corpus.codebook)
            if len(chosen):
                finding = make(chosen, corpus.documents)
                shown = conflict or "no conflict named"
                yield view, conflict, replace(finding, conflict=shown if len(names) > 1 else "")
    yield "Sources", "", sources(corpus.documents)


class Told(NamedTuple):
    """A statement of a figure, with the claims that it rests on."""

    view: str
    conflict: str
    theme: str
    lead: str
    said: Statement
    claims: list[str]

    @property
    def signed(self) -> bool:
        """Whether it concludes something, and passes the conditions of its rule."""
        return self.said.rule in RULES or self.said.rule == "revised"

    @property
    def id(self) -> str:
        """Hash of what is said, where, and of what."""
        told = f"{self.view}|{self.said.rule}|{self.lead}{self.said}|{self.claims}"
        return hashlib.sha256(told.encode("utf-8", "replace")).hexdigest()[:16]


def told(corpus, made=None):
    """Yield what the figures of a corpus say (``made``: the figures, where they are there)."""
    for view, conflict, finding in figures(corpus) if made is None else made:
        lead = f"{look.names(finding.conflict)}: " if finding.conflict else ""
        marks = {id(mark.said): mark for mark in finding.marks if mark.said}
        for one in [*finding.said, *(mark.said for mark in marks.values())]:
            numbers = [part for part in one.parts if isinstance(part, Number)]
            ids = marks[id(one)].claims if id(one) in marks else ()
            ids = list(dict.fromkeys([*ids, *(i for number in numbers for i in number.claims)]))
            yield Told(view, conflict, finding.theme, lead, one, ids)


def findings(corpus):
    """Everything that the workbench says of a corpus in its default views: a DataFrame.

    One row for each statement of a title, each mark that was derived, and each disagreement that
    marks a figure as contested.

    >>> import workbench
    >>> findings(workbench.load("seeds", progress=False))["statement"][0]
    'A need of $60 billion is stated 3 times in 1 document'
    """
    places = corpus.claims.set_index("claim_id")[["doc_id", "start", "end", "quote"]]
    rows = []
    for made in figures(corpus):
        view, conflict, finding = made
        for one in told(corpus, [made]):
            where = places[places.index.isin(one.claims)].to_dict("records")
            numbers = [part for part in one.said.parts if isinstance(part, Number)]
            value = next((n.value for n in numbers if n.how in ("cut", "masked")), None)
            ids = [i for i in one.claims if i in places.index]
            words = conflict or None, finding.theme, f"{one.lead}{one.said}", one.said.rule
            rows.append((one.id, *words, ids, where, value, view))
        drawn = {i for mark in finding.marks if mark.contested for i in mark.claims}
        for one in compare.compare(corpus).rows:
            if not drawn.isdisjoint(one["claims"]):
                name, kind = one["disagreement_id"], look.DISAGREEMENTS[one["kind"]][0]
                said = f"Contested, {kind}: {one['subject']}: {one['explanation']}"
                row = one["conflict"], finding.theme, said, "contested", one["claims"]
                rows.append((name, *row, one["figures"], None, view))
    return frame("findings", rows)
