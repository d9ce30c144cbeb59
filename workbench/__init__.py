"""An analyst's workbench for what articles claim about a war and its peace talks.

Every figure keeps its place in the unedited source, its role, who says it and how firmly.
The names below load on first use, so that ``import workbench`` stays light.
"""

from importlib import import_module

__version__ = "0.1.0"

_PUBLIC = {
    "load": "corpus",
    "open": "corpus",
    "Corpus": "corpus",
    "brief": "briefing",
    "check": "briefing",
    "verify": "briefing",
    "export": "briefing.exports",
    "explore": "views.explore",
    "compare": "compare",
    "plans": "plans",
    "charts": "views.charts",
    "evidence": "corpus.evidence",
    "sides": "views.sides",
    "reader": "views.reader",
    "codebook": "codebook",
    "lessons": "lessons",
}
__all__ = [*_PUBLIC, "__version__"]


def __getattr__(name: str):
    if name not in _PUBLIC:
        raise AttributeError(
            f"module 'workbench' has no attribute {name!r}; it has: {', '.join(_PUBLIC)}"
        )
    module = import_module(f"{__name__}.{_PUBLIC[name]}")
    return module if name == _PUBLIC[name].split(".")[-1] else getattr(module, name)


def __dir__():
    return sorted(__all__)
