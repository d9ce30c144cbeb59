"""The explorer of peace plans: versions, texts side by side, positions; each opens its sentence."""

from functools import partial
from urllib.parse import unquote

import ipywidgets as widgets

from workbench import findings, plans
from workbench.codebook import look
from workbench.views import plans as pages
from workbench.views.explore import controls
from workbench.views.explore.canvas import Canvas
from workbench.views.explore.explorer import in_short
from workbench.views.explore.parts import Panel, Shown, Tabs, side_by_side
from workbench.views.places import Page, quoted
from workbench.views.reader import Reader


class PlansExplorer(Panel):
    """Which versions of a plan there are, what changed from text to text, and who wants what.

    ``versions``, ``alignments`` and ``positions`` are the tables shown at the moment; ``page`` is
    the open page, ``chosen`` the places that the last click opened.
    """

    def __init__(self, corpus, scheme: str = "auto"):
        self._corpus, self._scheme, self.chosen = corpus, scheme, []
        self._every = {
            "versions": plans.plans(corpus), "positions": corpus.positions,
            "provisions": plans.provisions(corpus), "alignments": plans.alignments(corpus),
        }  # fmt: skip
        self._edges, self._turns = plans.lineage(corpus), plans.turns(corpus)
        wars = sorted({war for one in ("versions", "positions") for war in self._wars(one)})
        wars = controls.Choice("conflict", "Conflict", [("every conflict", ""), *_named(wars)])
        steps = self._every["alignments"][["from_plan", "to_plan"]].dropna().drop_duplicates()
        steps = [(f"{a} to {b}", (a, b)) for a, b in steps.itertuples(index=False)]
        self._bars = war, step, who = (
            controls.Bar([wars] * (len(wars.options) > 2)),
            controls.Bar([controls.Choice("texts", "Texts", steps)] * bool(steps)),
            controls.Bar([
                controls.Choice("actor", "Positions of", self._offered("actor", "everybody")),
                controls.Choice("issue", "Positions on", self._offered("issue", "every issue")),
            ]),
        )  # fmt: skip
        self.canvas = Canvas("plans", lambda: self.versions.drop(columns="mentions").to_csv())
        self.canvas.observe(lambda change: self._open_mark(change["new"]), names="clicked")
        self.page = Tabs({
            "Versions": partial(_Part, self._versions_page, self._open, self.canvas),
            "Texts side by side": partial(_Part, self._texts_page, self._open, step),
            "Positions": partial(_Part, self._positions_page, self._open, who),
        })  # fmt: skip
        self.evidence = Tabs({
            "Sentences": partial(Shown, lambda places: quoted(corpus, places or [])),
            "Document": partial(_Document, corpus),
        })  # fmt: skip
        self.refresh()
        super().__init__([war, side_by_side(self.page, self.evidence)], war, step, who)

    def _wars(self, name: str) -> set:
        return {*self._every[name]["conflict"].dropna()}

    def _offered(self, column: str, every: str) -> list[tuple[str, str]]:
        """What positions can be narrowed to, the commonest first."""
        counts = self._every["positions"][column].value_counts()
        values = sorted(counts.index, key=lambda v: (-counts[v], v))
        return [(every, ""), *_named(values, look.names if column == "actor" else look.words)]

    def _chosen(self, name: str):
        return next((bar[name] for bar in self._bars if name in bar), "")

    def _of_war(self, name: str):
        table, war = self._every[name], self._chosen("conflict")
        return table[table["conflict"].eq(war)] if war else table

    def refresh(self, _change=None) -> None:
        """Show the present choice; called by every control."""
        self.versions, self.positions = self._of_war("versions"), self._of_war("positions")
        for column in ("actor", "issue"):
            if value := self._chosen(column):
                self.positions = self.positions[self.positions[column].eq(value)]
        table = self._every["alignments"]
        sides = table[["from_plan", "to_plan"]].isin(self._chosen("texts") or ()).any(axis=1)
        self.alignments = table[sides]
        self.finding = findings.lineage(self.versions, self._edges, self._corpus.documents)
        self.page.show(None)
        self.evidence.show(self.chosen)

    def _versions_page(self):
        count = look.count(len(self.versions), "version")
        self.canvas.show(self.finding, self._scheme, count, "workbench.plans.plans(corpus)")
        return pages.versions(self._corpus, self.versions, self._edges)

    def _texts_page(self):
        return pages.aligned(self._corpus, self.alignments, self._every["provisions"])

    def _positions_page(self):
        return pages.matrix(self._corpus, self.positions, self._turns)

    def _open(self, places) -> None:
        """Show places in their sentences, and the first of them in its document."""
        self.chosen = places
        self.evidence.show(places)

    def _open_mark(self, clicked) -> None:
        """A click on a dot or an arrow of the figure: ``doc_id:start:end``."""
        told = [i.rsplit(":", 2) for i in clicked["ids"]]
        self._open([(unquote(doc_id), int(start), int(end), "") for doc_id, start, end in told])

    def __repr__(self) -> str:
        count = look.count(len(self.versions), "version")
        return in_short("Explorer of peace plans", count, self.finding)


def _named(values, words=look.names) -> list[tuple[str, str]]:
    return [(words(value), value) for value in values]


class _Part(widgets.VBox):
    """One page with what stands over it; ``make`` gives its HTML and its places."""

    def __init__(self, make, on_open, *above):
        self.page, self._make = Page(), make
        super().__init__([*above, self.page])
        self.page.observe(
            lambda change: on_open(self.page.places[change["new"]["open"]]), names="clicked"
        )

    def show(self, _) -> None:
        """Make the page anew."""
        self.page.show(*self._make())


class _Document(Reader):
    """The document of the first of some places."""

    def show(self, places) -> None:
        """Open it there."""
        for place in places[:1]:
            self.show_place(*place)
