"""Peace plans: their versions, their texts side by side, who moved; who proposes a ceiling."""

from workbench.plans.alignment import align, alignments
from workbench.plans.beside import direction, neighbours
from workbench.plans.ceilings import ceilings
from workbench.plans.provisions import provisions
from workbench.plans.turns import turns
from workbench.plans.versions import lineage, plans

__all__ = [
    "align", "alignments", "ceilings", "direction", "lineage", "neighbours", "plans", "provisions",
    "turns",
]  # fmt: skip
