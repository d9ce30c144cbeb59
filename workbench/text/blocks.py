"""What the blocks of a text are: headings, paragraphs, list items, quotations, captions, tables."""

from __future__ import annotations

from typing import NamedTuple

from workbench.text.lines import ITEM, Line
from workbench.text.sentences import is_heading


class Block(NamedTuple):
    """One line of a view; ``head`` is the number of the block that a list item belongs to."""

    start: int
    end: int
    kind: str  # heading, paragraph, list_item, quotation, caption, table
    head: int | None = None


def kinds(text: str, spans: list[tuple[int, int, list[Line]]]) -> list[Block]:
    """The blocks of a view, each with its kind, list items with their head.

    The head of a list is the block right above its first item, if it ends in a colon.
    """
    found: list[Block] = []
    for start, end, block in spans:
        first = block[0]
        head = None
        line = text[start:end]
        if first.mark == "row":
            kind = "table"
        elif first.mark == "item" and ITEM.match(line):
            kind, head = "list_item", _head(text, found)
        elif first.mark == "#" or is_heading(line):
            kind = "heading"
        elif first.quoted or line[0] in '“"«„' and (line[-1] in '”"»' or _open(line)):
            kind = "quotation"
        else:
            kind = "paragraph"
        found.append(Block(start, end, kind, head))
    return found


def _open(line: str) -> bool:
    """Whether a quotation goes on in the next paragraph: it has no closing mark here."""
    opened, closed = ("“", "”") if line[0] == "“" else ("«", "»") if line[0] == "«" else ("„", "“")
    return line.count(opened) > line.count(closed) if line[0] != '"' else line.count('"') % 2 == 1


def _head(text: str, found: list[Block]) -> int | None:
    """The block that a list item after ``found`` belongs to."""
    if not found:
        return None
    last = found[-1]
    if last.kind == "list_item":
        return last.head
    return len(found) - 1 if text[last.end - 1] == ":" else None
