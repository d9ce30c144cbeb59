"""What the blocks of a text are: headings, paragraphs, list items, quotations, captions, tables."""

import re
from typing import NamedTuple

from workbench.text.lines import ITEM, Line
from workbench.text.sentences import is_heading

# One quotation from end to end, or one that goes on in the next paragraph.
QUOTATION = re.compile(r"[“\"«„][^“”\"«»„]*[”“\"»]?")


class Block(NamedTuple):
    """One line of a view; ``head`` is the number of the block that a list item belongs to."""

    start: int
    end: int
    kind: str  # heading, paragraph, list_item, quotation, caption, table
    head: int | None = None


def kinds(text: str, spans: list[tuple[int, int, Line]]) -> list[Block]:
    """The blocks of a view, each with its kind, list items with their head.

    The head of a list is the block right above its first item, if it ends in a colon.
    """
    found: list[Block] = []
    for start, end, first in spans:
        line, head = text[start:end], None
        if first.mark == "row":
            kind = "table"
        elif first.mark == "item" and ITEM.match(line):
            kind = "list_item"
            if found and found[-1].kind == kind:
                head = found[-1].head
            elif found and text[found[-1].end - 1] == ":":
                head = len(found) - 1
        elif first.mark == "#" or is_heading(line):
            kind = "heading"
        elif first.quoted or QUOTATION.fullmatch(line):
            kind = "quotation"
        else:
            kind = "paragraph"
        found.append(Block(start, end, kind, head))
    return found
