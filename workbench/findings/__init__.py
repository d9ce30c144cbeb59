"""Claims -> findings: pure functions over tables.

One figure has one axis with one unit; whatever does not fit on it is left out aloud, in the
caption.
"""

from workbench.findings.ceilings import ceilings
from workbench.findings.common import ASKED, COMMON, empty, hedged
from workbench.findings.dots import MAX_ROWS
from workbench.findings.force import force
from workbench.findings.funding import BY, funding
from workbench.findings.noise import masked, sources
from workbench.findings.plans import plans

__all__ = [
    "ASKED", "BY", "COMMON", "MAX_ROWS", "ceilings", "empty", "force", "funding", "hedged",
    "masked", "plans", "sources",
]  # fmt: skip
