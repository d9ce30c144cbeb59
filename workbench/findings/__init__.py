"""Claims -> findings: pure functions over tables.

One figure has one axis with one unit; whatever does not fit on it is left out aloud, in the
caption.
"""

from workbench.findings.common import ASKED, FIRM, hedged
from workbench.findings.finding import Finding, Mark, Number
from workbench.findings.force import force
from workbench.findings.funding import funding
from workbench.findings.lineage import lineage
from workbench.findings.noise import masked, sources
from workbench.findings.rules import conflicts, of_conflict
from workbench.findings.table import VIEWS, facts, findings, told, views
from workbench.findings.versions import plans

__all__ = [
    "ASKED", "FIRM", "Finding", "Mark", "Number", "VIEWS", "conflicts", "facts", "findings",
    "force", "funding", "hedged", "lineage", "masked", "of_conflict", "plans", "sources", "told",
    "views",
]  # fmt: skip
