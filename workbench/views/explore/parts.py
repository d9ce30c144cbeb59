"""What explorers are made of: a panel of controls, tabs that are made late, sentences."""

import ipywidgets as widgets

from workbench.codebook import look
from workbench.corpus import evidence
from workbench.views import charts, svg
from workbench.views.places import Page
from workbench.views.reader import Reader


class Panel(widgets.VBox):
    """Controls and what they show; a change of a control calls ``refresh``."""

    def __init__(self, children, *bars):
        super().__init__(children)
        self._bars = bars
        self.add_class("wb-explorer")
        for bar in bars:
            bar.observe(self.refresh, names="chosen")

    def choose(self, **values) -> None:
        """Choose as a click does, by the names of the controls; None: all.

        Raises ValueError for a control or a value that is not there.
        """
        unknown = [name for name in values if not any(name in bar for bar in self._bars)]
        for bar in self._bars:
            if some := {n: v for n, v in values.items() if n in bar or n in unknown}:
                bar.choose(**some)

    finding = None  # what is drawn, where something is

    def _repr_mimebundle_(self, **options):
        view = super()._repr_mimebundle_(**options)
        if self.finding is None:
            return view
        below = self.finding.in_words.partition("\n")[2]
        return view | svg.bundle(self.finding) | {"text/plain": f"{view['text/plain']}\n{below}"}

    @property
    def figure(self):
        """What is drawn, as a plotly figure."""
        return charts.draw(self.finding, "light" if self._scheme == "auto" else self._scheme)


class Tabs(widgets.Tab):
    """Tabs, each made when it is first opened. make: title -> a function that makes its widget."""

    def __init__(self, make: dict, **kwargs):
        self._make, self._late = make, {}
        pages = [widgets.VBox(layout=widgets.Layout(min_width="0")) for _ in make]
        super().__init__(pages, titles=tuple(make), selected_index=0, **kwargs)
        self.observe(self._open, names="selected_index")

    def part(self, name: str):
        """What a tab holds, up to date."""
        page = self.children[list(self._make).index(name)]
        if not page.children:
            page.children = [self._make[name]()]
        if name in self._late:
            page.children[0].show(self._late.pop(name))
        return page.children[0]

    def show(self, claims) -> None:
        """Show these claims in the open tab, in the others once they are opened."""
        self._late = dict.fromkeys(self._make, claims)
        self._open()

    def _open(self, _change=None) -> None:
        self.part(list(self._make)[self.selected_index])


def side_by_side(figure, evidence):
    """A figure and its evidence beside each other; below each other where there is no room."""
    figure.layout = widgets.Layout(flex="1.4 1 440px", min_width="0")
    evidence.layout = widgets.Layout(flex="1 1 340px", min_width="0")
    evidence.add_class("wb-evidence")  # which a click on the figure brings into view
    return widgets.HBox(
        [figure, evidence], layout={"flex_flow": "row wrap", "grid_gap": "8px 16px"}
    )


class Listing(Panel):
    """A page whose buttons open places of documents, and the document beside it."""

    def __init__(self, bar, *above):
        self.page, self.reader = Page(), Reader(self._corpus)
        self.page.observe(lambda change: self._clicked(change["new"]["open"]), names="clicked")
        self.refresh()
        body = side_by_side(self.page, self.reader)
        self.page.layout.max_height, self.page.layout.overflow = "80vh", "auto"
        super().__init__([*above, bar, body], bar)

    def _clicked(self, what) -> None:
        self.turn_to(what)


class Shown(widgets.HTML):
    """HTML of what it is given to show: claims or places. make: a function that makes it."""

    def __init__(self, make):
        super().__init__()
        self._make = make

    def show(self, some) -> None:
        """Show these."""
        self.value = f'<div class="wb-sentences" tabindex="0">{self._make(some)}</div>'


def words(claims) -> str:
    """What the roles and the degrees of firmness mean that these claims have, as HTML."""
    theme = claims["theme"].iloc[0] if len(claims) else ""
    roles = [(look.role_words(r, theme), r) for r in look.ROLES if claims["role"].eq(r).any()]
    firm = [(look.modality(m), m) for m in sorted({*claims["modality"].dropna()})]
    return evidence.filled("words.html.j2", lists={"Role": roles, "Stated as": firm})
