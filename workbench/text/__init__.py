"""A text as it is read: blocks of one line each, every place leading back to the frozen text."""

from workbench.text.blocks import Block
from workbench.text.views import Part, View, view

__all__ = ["Block", "Part", "View", "view"]
