"""Explorers: controls, a figure, its evidence and the whole document, which move together."""

from __future__ import annotations

from functools import partial

import ipywidgets as widgets

from workbench import findings, plans
from workbench.codebook import look
from workbench.views.explore.controls import query
from workbench.views.explore.explorer import Explorer, Plan
from workbench.views.explore.parts import Tabs
from workbench.views.explore.single import DisagreementsExplorer, SourcesExplorer

__all__ = [
    "DisagreementsExplorer", "Explorer", "SourcesExplorer", "dashboard", "disagreements",
    "force_caps", "funding", "peace_plans", "query", "sources",
]  # fmt: skip

FITTING = ("one that fits", "")
COMMON = [("in US dollars", "=USD"), ("in euros", "=EUR")]
ROWS = {
    "funding": [
        FITTING, ("document", "doc_id"), ("giver or debtor", "actor"), ("month", "month"),
        ("stated as", "modality"), ("bound", "qualifier"), ("instrument", "instrument"),
        ("role only", "role"),
    ],
    "force": [
        FITTING, ("document", "doc_id"), ("who proposes", "proposer"), ("plan named", "plan"),
    ],
    "plan": [("version and sponsor", ""), ("version and document", "doc_id")],
}  # fmt: skip


def _options(theme: str, words: str, common=()):
    """A function: claims -> the dropdowns of unit and rows."""

    def options(claims) -> dict:
        units = sorted(claims["unit"].dropna().astype("string").unique())[:40]
        units = [FITTING, *common, *((look.plural(unit), unit) for unit in units)]
        return {"unit": (words, units), "by": ("Rows", ROWS[theme])}

    return options


def funding(corpus, scheme: str = "auto") -> Explorer:
    """Who needs, promises and pays how much. Money that is no support starts out unmarked."""

    def finding(claims, documents, roles, unit=None, **options):
        which = {"common": unit[1:]} if (unit or "").startswith("=") else {"unit": unit}
        return findings.funding(claims, documents, **which, **options)

    support = [role for role in look.ROLES if role != "other"]
    plan = Plan(
        "funding", finding, ("role", "actor", "doc_id"), ("modality", "qualifier", "instrument"),
        {"role": support}, _options("funding", "Currency", COMMON),
    )  # fmt: skip
    return Explorer(corpus, plan, scheme)


def force_caps(corpus, scheme: str = "auto") -> Explorer:
    """Ceilings proposed, against the sizes that sources give; other counts start unmarked."""

    def finding(claims, documents, roles, **options):
        roles = roles or claims["role"].unique()
        return findings.force(claims, documents, roles=roles, **options)

    def ceilings(corpus):
        return plans.ceilings(corpus.claims, corpus.codebook)

    plan = Plan(
        "force", finding, ("role", "actor", "doc_id"), ("modality", "qualifier"),
        {"role": ["cap", "strength"]}, _options("force", "Unit"), ceilings,
    )  # fmt: skip
    return Explorer(corpus, plan, scheme)


def peace_plans(corpus, scheme: str = "auto") -> Explorer:
    """Plan versions on a time line, by sponsor or by source, and which was made from which."""

    def finding(claims, documents, roles, **options):
        return findings.plans(claims, documents, book=corpus.codebook, **options)

    plan = Plan(
        "plan", finding, ("actor", "doc_id"), ("modality",),
        options=lambda _: {"by": ("Rows", ROWS["plan"])},
    )  # fmt: skip
    return Explorer(corpus, plan, scheme)


class Dashboard(widgets.VBox):
    """The explorers as tabs of one app; each is made when its tab is first opened.

    ``workbench dashboard`` serves it.
    """

    def __init__(self, corpus, scheme: str = "auto"):
        makers = {name: partial(make, corpus, scheme) for name, make in EXPLORERS.items()}
        self.tabs = Tabs(makers)
        self.tabs._open()
        papers, figures = len(corpus.documents), look.count(len(corpus.claims), "figure")
        days = corpus.documents["published"].dropna()
        span = dict.fromkeys(map(look.day, (days.min(), days.max()))) if len(days) else ()
        told = f", published {' to '.join(span)}" if span else ", undated"
        told += f" ({papers - len(days)} undated)" if span and papers > len(days) else ""
        line = f"{look.count(papers, 'document')}{told}. {figures}, each with its sentence."
        super().__init__([widgets.HTML(f"<h2>What the sources claim</h2><p>{line}</p>"), self.tabs])
        self.add_class("wb-dashboard")

    def __repr__(self) -> str:
        return f"Dashboard({', '.join(EXPLORERS)})"


disagreements, sources, dashboard = DisagreementsExplorer, SourcesExplorer, Dashboard
EXPLORERS = {
    "Money": funding, "Armies": force_caps, "Peace plans": peace_plans,
    "Disagreements": disagreements,
}  # fmt: skip
