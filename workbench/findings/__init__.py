"""Claims -> findings: pure functions over tables.

One figure has one axis with one unit; whatever does not fit on it is left out aloud, in the
caption.
"""

from .ceilings import ceilings
from .common import ASKED, COMMON, empty, hedged
from .dots import MAX_ROWS
from .force import force
from .funding import BY, funding
from .noise import masked, sources
from .plans import plans

__all__ = [
    "ASKED", "BY", "COMMON", "MAX_ROWS", "ceilings", "empty", "force", "funding", "hedged",
    "masked", "plans", "sources",
]  # fmt: skip
