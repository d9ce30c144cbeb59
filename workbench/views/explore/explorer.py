"""An explorer: controls, a figure, its evidence and the whole document, which move together.

A control changes the query; the query gives the claims; a pure function turns them into a figure,
sentences, rows and highlights. Nothing is displayed from a callback: all is updated in place.
"""

from dataclasses import replace
from functools import cached_property, partial

import numpy as np

from workbench import compare, findings
from workbench.codebook import look
from workbench.corpus.evidence import evidence_html
from workbench.views.explore import controls
from workbench.views.explore.canvas import Canvas
from workbench.views.explore.parts import Panel, Shown, Tabs, side_by_side, words
from workbench.views.reader import Reader

#: Columns with few values, kept as categories: a choice among 200,000 claims then takes no time.
_FEW = (
    "doc_id", "theme", "role", "unit", "qualifier", "instrument", "actor", "speaker", "modality",
    "attribution", "factuality", "conflict",
)  # fmt: skip

#: A larger corpus is compared when it is asked for (a claim takes a millisecond), not to mark dots.
MARKED = 2_000
UNMARKED = "What is contested is not marked here: the tab Disagreements compares so many figures"


class Explorer(Panel):
    """A figure with its controls.

    ``claims`` is the table chosen at the moment, ``query`` the line for ``corpus.claims.query``
    that gives it, ``python`` the same as typed, ``figure`` the plotly figure, ``finding`` its data,
    ``sentences``, ``rows`` and ``reader`` the evidence. finding: ``(claims, documents, once=...,
    **options) -> Finding``. shown and more: columns that can be chosen from, at once or behind
    "More". roles: those marked at the start. options: ``claims ->`` dropdowns, name ->
    ``[(words, options of the finding), ...]``.
    """

    def __init__(self, corpus, theme, finding, shown, more, options, roles=(),
                 scheme="auto"):  # fmt: skip
        self._corpus, self._theme, self._finding, self._scheme = corpus, theme, finding, scheme
        self._take()
        self._documents = corpus._drawn[1].astype({"doc_id": object, "title": object})
        self.bar = controls.Bar(self._choices(shown, more, options(self._every), roles))
        self.canvas = Canvas(theme, lambda: self.claims.to_csv(index=False))
        self.evidence = Tabs({
            "Sentences": partial(Shown, self._sentences),
            "Table": self._make_rows, "Document": self._make_reader,
            "Words": partial(Shown, words),
        })  # fmt: skip
        self.refresh()
        super().__init__([self.bar, side_by_side(self.canvas, self.evidence)], self.bar)
        self.canvas.observe(lambda change: self.turn_to(*change["new"]["ids"]), names="clicked")

    def _take(self) -> None:
        """The claims that can be chosen from, as they are now."""
        corpus = self._corpus
        claims, _ = corpus._drawn
        every = claims[claims["theme"].eq(self._theme)]
        doubt = findings.hedged(every)  # of texts in Arrow: ten times as fast
        kinds = {name: object for name, kind in every.dtypes.items() if kind == "string"}
        every = every.astype(kinds | {name: "category" for name in _FEW})
        self._compared = len(claims) <= MARKED or compare.made(corpus)
        contested = compare.contested(corpus)[every.index] if self._compared else False
        self._every = every.assign(doubt=doubt, contested=contested).copy()
        self._asked = [name for name in findings.ASKED if name in self._every]
        self._every = self._every[[*self._asked, *self._every.columns.difference(self._asked)]]

    def _sentences(self, claims) -> str:
        return evidence_html(claims, self._documents, whole=self._corpus._whole)

    def _make_reader(self) -> Reader:
        reader = Reader(self._corpus, claims=self._every if len(self._every) else None)
        reader.observe(self._corrected, names="corrected")
        return reader

    def _corrected(self, _change) -> None:
        """Show what was just corrected in the reader."""
        doc_id, selected = self.reader.doc_id, self.reader.selected
        self._take()
        self.__dict__.pop("_facts", None)
        self.refresh()
        self.reader.turn_to(doc_id, self._every)  # also where it fits the filters no longer
        self.reader.selected = selected

    def _make_rows(self):
        from workbench.views.explore.rows import Rows  # itables takes a while; few open the table

        return Rows(self._documents, self.turn_to)

    def _choices(self, shown, more, options, roles) -> list:
        """The controls, in their order."""
        words = controls.WORDS["words"] | ({"actor": "Sponsor"} if "role" not in shown else {})
        lists = [
            controls.Choice(name, words[name], offers, "many", tuple(start), name in more)
            for name in (*shown, *more)
            if (offers := controls.offered(self._every, self._documents, name))
            for start in [[v for _, v in offers if name == "role" and v in roles]]
        ]  # fmt: skip
        names = findings.conflicts(self._every)
        wars = [(look.names(name) or "no conflict named", name) for name in names]
        counted = [("every mention", False), ("each fact once", True)]
        self._options = [name for name, offers in options.items() if len(offers) > 1]
        return [
            *[controls.Choice("conflict", "Conflict", wars, always=True)] * (len(names) > 1),
            *lists,
            controls.Choice("firmness", "Firmness", [(name, name) for name in controls.FIRMNESS]),
            controls.Choice("counted", "Counted", counted),
            *(controls.Choice(name, name, options[name]) for name in self._options),
            *controls.days(self._documents),
        ]

    @property
    def _filters(self) -> dict:
        """What narrows the claims: control -> its choice."""
        shapes = {"counted", *self._options}
        return {name: self.bar[name] for name in self.bar.choices if name not in shapes}

    @property
    def query(self) -> str:
        chosen = self._filters
        if "conflict" in chosen:
            chosen["conflict"] = (chosen["conflict"],)
        return controls.query(self._theme, **chosen)

    @property
    def python(self) -> str:
        return controls.python(self.query)

    @property
    def claims(self):
        return self._corpus.claims.loc[self._chosen.index]

    def _fitting(self, firmness="firm and hedged", published=None, conflict=None, **columns):
        """Which claims fit a choice, as ``query`` says it (a boolean array)."""
        every, papers = self._every, self._documents
        fits = np.ones(len(every), dtype=bool)
        wanted = [(name, values) for name, values in columns.items() if values]
        if published:
            wanted.append(("doc_id", papers[papers["published"].between(*published)]["doc_id"]))
        for name, values in wanted:
            if name == "source_reliability":
                graded = papers[name].fillna("not rated").isin(values)
                name, values = "doc_id", papers[graded]["doc_id"]
            fits &= every[name].isin(values).to_numpy()
        if conflict is not None:
            fits &= (every["conflict"].astype(object).fillna("") == conflict).to_numpy()
        if firmness != "firm and hedged":
            fits &= every["doubt"].to_numpy(bool) == (firmness == "hedged only")
        return fits

    def refresh(self, _change=None) -> None:
        """Draw the present choice; called by every control."""
        chosen, once = self._every[self._fitting(**self._filters)], self.bar["counted"]
        self._chosen, options = chosen, {"once": once}
        for name in self._options:
            options |= self.bar[name]
        asked = chosen.iloc[:, : len(self._asked)]  # they stand first: no copy is made
        if once:
            asked = asked.assign(fact=self._facts[chosen.index])
        finding = self._finding(asked, self._documents, **options)
        if "conflict" in self.bar:
            finding = replace(finding, conflict=self.bar["conflict"] or "no conflict named")
        self.finding = finding
        self.bar.tell(*(("", "", self._fitted()) if finding.marks else self._too_much()))
        count = look.count(len(chosen), "figure")
        self.canvas.show(self.finding, self._scheme, count, self.python)
        self.evidence.show(chosen)

    def _fitted(self) -> str:
        """What was chosen for the controls that are left to fit."""
        rows = look.listed(controls.WORDS["fitted"].get(name, name) for name in self.finding.by)
        told = [
            f"{name}: {rows if name == 'Rows' else self.finding.unit}"
            for name in self._options
            if self.bar.choices[name].options[0] == controls.FITTING and not self.bar[name]
        ]
        notes = [f"As it fits: {'; '.join(told)}"] if told else []
        return ". ".join(notes + [UNMARKED] * (not self._compared))

    def _too_much(self) -> tuple[str, str]:
        """Why nothing is drawn, and the control without whose choice there is most."""
        chosen = self._filters
        less = {name for name in self.bar.choices if self.bar.narrowed(name)} - {"counted"}
        counts = {
            name: int(self._fitting(**{n: v for n, v in chosen.items() if n != name}).sum())
            for name in sorted(less)
        }  # fmt: skip
        name = max(counts, key=counts.get, default="")
        if not counts.get(name):
            return "No figure fits, whichever one filter is dropped.", ""
        words, n = self.bar.choices[name].words, look.count(counts[name], "figure")
        return f"No figure fits. Without “{words}” there would be {n}.", name

    sentences = property(lambda self: self.evidence.part("Sentences"))
    rows = property(lambda self: self.evidence.part("Table"))
    reader = property(lambda self: self.evidence.part("Document"))

    @cached_property
    def _facts(self):
        return compare.facts(self._corpus)

    def turn_to(self, *claim_ids) -> None:
        """Open the whole document at the first of ``claim_ids``; called by a click."""
        for claim_id in claim_ids[:1]:
            self.evidence.selected_index = 2
            self.reader.point(claim_id)

    def __repr__(self) -> str:
        n = look.count(len(self._chosen), "figure")
        name = self._corpus.codebook.themes[self._theme].lower()
        return in_short(f"Explorer of {name}", n, self.finding)


def in_short(name: str, count: str, finding) -> str:
    """One line: a notebook shows 110 characters of a widget, and half a number would mislead."""
    said = f"{name}: {count}. {finding.title.split('; ')[0]}"
    return said if len(said) <= 108 else f"{name}: {count}."
