"""Explorers: controls, a figure, its evidence and the whole document, which move together."""

from __future__ import annotations

from functools import partial

import ipywidgets as widgets

from .. import findings, look
from .choice import query
from .disagreements import DisagreementsExplorer
from .explorer import MARKED, Explorer, Plan
from .noise import SourcesExplorer

__all__ = [
    "DisagreementsExplorer", "Explorer", "SourcesExplorer", "dashboard", "disagreements",
    "force_caps", "funding", "peace_plans", "query", "sources",
]  # fmt: skip


def _units(claims, first) -> list:
    counts = claims["unit"].dropna().astype("string").unique()
    return [*first, *((look.plural(unit), unit) for unit in sorted(counts)[:40])]


def _money(claims) -> dict:
    common = [("in US dollars", "=USD"), ("in euros", "=EUR")]
    rows = [
        ("one that fits", ""), ("document", "doc_id"), ("giver or debtor", "actor"),
        ("month", "month"), ("stated as", "modality"), ("bound", "qualifier"),
        ("instrument", "instrument"), ("role only", "role"),
    ]  # fmt: skip
    units = _units(claims, [("one that fits", ""), *common])
    return {"unit": ("Currency", units), "by": ("Rows", rows)}


def _funding(claims, documents, roles, once, unit="", by=""):
    common = unit[1:] if unit.startswith("=") else None
    return findings.funding(
        claims, documents, None if common else unit or None, common=common, by=by or None, once=once
    )


def _force(claims, documents, roles, once, unit="", by=""):
    chosen = roles or sorted(claims["role"].dropna().astype("string").unique())
    return findings.force(claims, documents, unit or None, chosen, by=by or None, once=once)


def _people(claims) -> dict:
    rows = [("one that fits", ""), ("document", "doc_id"), ("who proposes", "proposer"),
            ("plan named", "plan")]  # fmt: skip
    return {"unit": ("Unit", _units(claims, [("one that fits", "")])), "by": ("Rows", rows)}


def _ceilings(corpus):
    """As ``findings.ceilings``; no passages in a corpus too large to read again for them."""
    small = len(corpus.claims) <= MARKED
    return findings.ceilings(corpus.claims, corpus.passages if small else None, corpus.codebook)


def _plans(claims, documents, roles, once, by="", book=None):
    return findings.plans(claims, documents, by=by or None, once=once, book=book)


def funding(corpus, scheme: str = "auto") -> Explorer:
    """Who needs, promises and pays how much. Money that is no support starts out unmarked."""
    support = [role for role in look.ROLES if role != "other"]
    plan = Plan(
        "funding", _funding, ("role", "actor", "doc_id"), ("modality", "qualifier", "instrument"),
        {"role": support}, _money,
    )  # fmt: skip
    return Explorer(corpus, plan, scheme)


def force_caps(corpus, scheme: str = "auto") -> Explorer:
    """Ceilings proposed, against the sizes that sources give; other counts start unmarked."""
    plan = Plan(
        "force", _force, ("role", "actor", "doc_id"), ("modality", "qualifier"),
        {"role": ["cap", "strength"]}, _people, _ceilings,
    )  # fmt: skip
    return Explorer(corpus, plan, scheme)


def peace_plans(corpus, scheme: str = "auto") -> Explorer:
    """Plan versions on a time line, by sponsor or by source, and which was made from which."""
    rows = [("version and sponsor", ""), ("version and document", "doc_id")]
    plan = Plan(
        "plan", partial(_plans, book=corpus.codebook), ("actor", "doc_id"), ("modality",), {},
        lambda _: {"by": ("Rows", rows)},
    )  # fmt: skip
    return Explorer(corpus, plan, scheme)


def disagreements(corpus) -> DisagreementsExplorer:
    """Where sources contradict each other or themselves, each side in its sentence."""
    return DisagreementsExplorer(corpus)


def sources(corpus, scheme: str = "auto") -> SourcesExplorer:
    """What was masked in each document, by kind of noise."""
    return SourcesExplorer(corpus, scheme)


class Dashboard(widgets.VBox):
    """The explorers as tabs of one app; each is made when its tab is first opened."""

    def __init__(self, corpus, scheme: str = "auto"):
        self._makers = [lambda make=make: make(corpus, scheme) for make in EXPLORERS.values()]
        pages = [widgets.VBox(layout=widgets.Layout(min_width="0")) for _ in self._makers]
        self.tabs = widgets.Tab(pages, titles=tuple(EXPLORERS))
        self.tabs.observe(self._open, names="selected_index")
        self._open()
        days = corpus.documents["published"].dropna()
        span = (
            look.listed(dict.fromkeys(map(look.day, (days.min(), days.max())))) if len(days) else ""
        )
        told = f"{look.count(len(corpus.documents), 'document')}"
        told += f", published {span.replace(' and ', ' to ')}" if span else ", undated"
        undated = len(corpus.documents) - len(days)
        told += f" ({undated} undated)" if undated and span else ""
        line = f"{told}. {look.count(len(corpus.claims), 'figure')}, each with its sentence."
        super().__init__([widgets.HTML(f"<h2>What the sources claim</h2><p>{line}</p>"), self.tabs])
        self.add_class("wb-dashboard")

    def _open(self, _change=None) -> None:
        page = self.tabs.children[self.tabs.selected_index or 0]
        if not page.children:
            page.children = [self._makers[self.tabs.selected_index or 0]()]

    def __repr__(self) -> str:
        return f"Dashboard({', '.join(EXPLORERS)})"


EXPLORERS = {
    "Money": funding, "Armies": force_caps, "Peace plans": peace_plans,
    "Disagreements": lambda corpus, scheme: disagreements(corpus),
}  # fmt: skip


def dashboard(corpus, scheme: str = "auto") -> Dashboard:
    """The explorers as tabs; ``workbench dashboard`` serves it as an app."""
    return Dashboard(corpus, scheme)
