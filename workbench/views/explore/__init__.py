"""Explorers: controls, a figure, its evidence and the whole document, which move together."""

from functools import partial, wraps

import ipywidgets as widgets

from workbench import findings, plans
from workbench.codebook import look
from workbench.corpus.dataset import Dataset
from workbench.views.explore import controls
from workbench.views.explore.controls import FITTING, query
from workbench.views.explore.explorer import Explorer
from workbench.views.explore.hits import SearchExplorer
from workbench.views.explore.parts import Tabs
from workbench.views.explore.peace import PlansExplorer
from workbench.views.explore.single import DisagreementsExplorer, DocumentsExplorer, SourcesExplorer
from workbench.views.explore.watched import IndicatorsExplorer

__all__ = [
    "DisagreementsExplorer", "DocumentsExplorer", "Explorer", "IndicatorsExplorer", "PlansExplorer",
    "SearchExplorer", "SourcesExplorer", "dashboard", "disagreements", "documents", "force_caps",
    "funding", "indicators", "peace_plans", "query", "search", "sources", "theme",
]  # fmt: skip


def _options(theme: str, words: str, *more):
    """A function: claims -> the dropdowns of unit and rows."""

    def options(claims) -> dict:
        units = sorted(claims["unit"].dropna().astype("string").unique())[:40]
        units = [(look.plural(unit), {"unit": unit}) for unit in units]
        offered = controls.WORDS["rows"]
        rows = [(n, {"by": by}) for n, by in offered.get(theme, offered["own"]).items()]
        across = [("value", {}), ("day: a time line", {"days": True})]
        return {words: [FITTING, *more, *units], "Rows": [FITTING, *rows], "Across": across}

    return options


class OfDataset(widgets.VBox):
    """An explorer of one conflict of a dataset, ``explorer``, and the choice of another above it.

    At first it shows as many of the last figures as open at once, and says so. What an explorer has
    (``claims``, ``figure``, ...) is that of the one shown.
    """

    def __init__(self, data, theme: str, make):
        self._data, self._theme, self._make = data, theme, make
        self._counts = data.conflicts_of(theme) or {"": 0}
        wars = [(look.names(war) or "no conflict named", war) for war in self._counts]
        wars, self._war = controls.Choice("conflict", "Conflict", wars, always=True), None
        months = sorted({day[:8] + "01" for day in data._days.drop_null().to_pylist()})[::-1]
        since = [("the whole time", ""), *((f"since {look.day(day)}", day) for day in months)]
        self.part = controls.Bar([wars, controls.Choice("since", "Published", since)])
        super().__init__()
        self.part.observe(self.refresh, names="chosen")
        self.refresh()

    def refresh(self, _change=None) -> None:
        """Show the conflict chosen; what was shown before is let go of."""
        war = self.part["conflict"]
        if war != self._war:
            self._war, fits = war, self._data.since(war, self._theme)
            if fits != self.part["since"]:
                return self.part.choose(since=fits)  # which asks for this again
        for one in self.children[1:]:
            _close(one)
        some = self._data.select(war, self._theme, since=self.part["since"] or None)
        self.explorer = self._make(some)
        self.children = [self.part, self.explorer]
        told = {"shown": some._figures(), "every": self._counts.get(war, 0)}
        self.part.tell(note=controls.WORDS["part"].format(**told) if self.part["since"] else "")

    def choose(self, conflict: str = "", **values) -> None:
        """As ``Explorer.choose``."""
        if conflict:
            self.part.choose(conflict=conflict)
        self.explorer.choose(**values)

    def __getattr__(self, name: str):
        if name.startswith("_") or name == "explorer":
            raise AttributeError(name)
        return getattr(self.explorer, name)

    def __repr__(self) -> str:
        return repr(self.explorer)


def _close(widget) -> None:
    for child in getattr(widget, "children", ()):
        _close(child)
    widget.close()


def _of_dataset(theme: str):
    """An explorer's maker that takes a dataset too."""

    def wrapped(make):
        @wraps(make)
        def explorer(corpus, scheme: str = "auto"):
            if isinstance(corpus, Dataset):
                return OfDataset(corpus, theme, lambda some: make(some, scheme))
            return make(corpus, scheme)

        return explorer

    return wrapped


@_of_dataset("funding")
def funding(corpus, scheme: str = "auto") -> Explorer:
    """Who needs, promises and pays how much. Money that is no support starts out unmarked."""
    common = ("in US dollars", {"common": "USD"}), ("in euros", {"common": "EUR"})
    return Explorer(
        corpus, "funding", findings.funding, ("role", "actor", "doc_id"),
        ("modality", "qualifier", "instrument", "source_reliability"),
        _options("funding", "Currency", *common), findings.VIEWS["Money"][2], scheme,
    )  # fmt: skip


@_of_dataset("force")
def force_caps(corpus, scheme: str = "auto") -> Explorer:
    """Ceilings proposed, against the sizes that sources give; other counts start unmarked."""

    def finding(claims, documents, **options):
        options |= {"roles": claims["role"].unique(), "ceilings": ceilings}
        return findings.force(claims, documents, **options)

    def ceilings(few):
        few = corpus._whole(few[few["role"].eq("cap")])
        return plans.ceilings(few, corpus.codebook, corpus._drawn[0])

    return Explorer(
        corpus, "force", finding, ("role", "actor", "doc_id"),
        ("modality", "qualifier", "source_reliability"),
        _options("force", "Unit"), findings.VIEWS["Armies"][2], scheme,
    )  # fmt: skip


def theme(corpus, name: str, scheme: str = "auto"):
    """The explorer of a theme: of money, people and weapons, plans, or one of your codebook's.

    Raises CodebookError for a theme without figures.

    >>> theme(corpus, "hostages")                               # doctest: +SKIP
    Explorer of hostages: 12 figures. Hostages told, by role
    """
    for label, (id, finding, _) in findings.views(corpus.codebook).items():
        if id == name and label in EXPLORERS:
            return EXPLORERS[label](corpus, scheme)
        if id == name:
            shown = ("role", "actor", "doc_id"), ("modality", "qualifier", "source_reliability")
            made = (id, finding, *shown, _options(id, "Unit"), ())
            return _of_dataset(id)(lambda some, how, of=made: Explorer(some, *of, how))(
                corpus, scheme
            )
    corpus.codebook.no_figures(name)


class Dashboard(widgets.VBox):
    """The explorers as tabs of one app; each is made when its tab is first opened.

    ``workbench dashboard`` serves it. brief: ``workbench.brief``, for the button of the search.
    """

    def __init__(self, corpus, scheme: str = "auto", brief=None):
        make = {name: partial(make, corpus, scheme=scheme) for name, make in tabs(corpus)}
        make["Search"] = partial(make["Search"], brief=brief, on_select=self.narrow)
        self.tabs = Tabs(make)
        self.tabs._open()
        shared = ("Money", "Armies")
        own = findings.views(corpus.codebook).keys() - EXPLORERS.keys()
        self._figures = [name for name in make if name in own or name in shared]
        papers = len(corpus.documents)
        days = corpus.documents["published"].dropna()
        span = dict.fromkeys(map(look.day, (days.min(), days.max()))) if len(days) else ()
        told = f", published {' to '.join(span)}" if span else ", undated"
        told += f" ({papers - len(days)} undated)" if span and papers > len(days) else ""
        line = f"{look.count(papers, 'document')}{told}. Each figure is shown with its sentence."
        super().__init__([widgets.HTML(f"<h2>What the sources claim</h2><p>{line}</p>"), self.tabs])
        self.add_class("wb-dashboard")

    def narrow(self, documents) -> str:
        """Choose these documents wherever there is a control for them; returns what came of it."""
        told = []
        for name in self._figures:
            explorer = self.tabs.part(name)
            control = explorer.bar.choices.get("doc_id", controls.Choice("doc_id", "", []))
            there = {value for _, value in control.options}
            if wanted := [one for one in documents if one in there]:
                explorer.choose(doc_id=wanted)
            told.append(f"{name}: {look.count(len(wanted), 'document')}" if wanted else
                        f"{name}: unchanged, as none of them has a figure")  # fmt: skip
        return "Chosen in " + "; ".join(told)

    def __repr__(self) -> str:
        return f"Dashboard({', '.join(self.tabs.titles)})"


def tabs(corpus) -> list[tuple]:
    """Names and makers of the explorers; themes of one's own stand behind those of all."""
    own = {
        name: partial(theme, name=id)
        for name, (id, *_) in findings.views(corpus.codebook).items()
        if name not in EXPLORERS
    }
    if corpus._watch_list(needed=False)[0]:
        own["Indicators"] = indicators
    names = [*findings.VIEWS, *own, *EXPLORERS]
    return [(name, (EXPLORERS | own)[name]) for name in dict.fromkeys(names)]


disagreements, sources, dashboard = DisagreementsExplorer, SourcesExplorer, Dashboard
peace_plans, search, documents = PlansExplorer, SearchExplorer, DocumentsExplorer
indicators = IndicatorsExplorer
EXPLORERS = {
    "Money": funding, "Armies": force_caps, "Peace plans": peace_plans,
    "Disagreements": disagreements, "Search": search, "Documents": documents,
}  # fmt: skip
