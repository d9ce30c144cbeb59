"""A text as it is read: blocks of one line each, every place leading back to the frozen text.

`view` joins the lines of a paragraph, undoes hyphenation and passes over what only gets in the way
(soft hyphens, note marks, addresses); `sentences` splits one block; `furniture` finds by shape what
belongs to the page and not to the article.
"""

from workbench.text.blocks import Block
from workbench.text.views import Part, View, view

__all__ = ["Block", "Part", "View", "view"]
