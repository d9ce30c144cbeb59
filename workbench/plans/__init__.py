"""Peace plans: their versions, who sponsors them, what each revises; who proposes a ceiling."""

from workbench.plans.beside import direction, neighbours
from workbench.plans.ceilings import ceilings
from workbench.plans.versions import lineage, plans

__all__ = ["ceilings", "direction", "lineage", "neighbours", "plans"]
