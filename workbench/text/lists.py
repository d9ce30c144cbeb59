"""List items read with the head of their list ("Ukraine would accept:") and a head of their own."""

from typing import NamedTuple

from workbench.text.blocks import Block
from workbench.text.lines import ITEM
from workbench.text.sentences import Span
from workbench.text.views import Part, View

# "Norway. Parliament in Oslo has set aside ...": a run-in head is no longer than this.
RUN_IN = 4


class Lead(NamedTuple):
    """What is read before the sentences of a block, and up to which of them."""

    spans: list[tuple[int, int]]  # of the view
    last: int


def lead(seen: View, block: Block, line: str, spans: list[Span]) -> Lead | None:
    """The head of a list item and its run-in head, or None where there is neither."""
    if block.kind != "list_item":
        return None
    told = []
    if block.head is not None:
        head = seen.blocks[block.head]
        told.append((_last_sentence(seen.text, head.start, head.end), head.end))
    mark = ITEM.match(line).end()
    if len(spans) > 1 and len(line[mark : spans[0].end].split()) <= RUN_IN:
        return Lead([*told, (block.start + mark, block.start + spans[0].end)], 1)
    return Lead(told, 0)


def reading(seen: View, block: Block, span: Span, told: Lead) -> Part:
    """A sentence of a list item behind its heads; its mark ("1.", "-") is not read."""
    start, end = block.start + span.start, block.start + span.end
    if mark := ITEM.match(seen.text, start, end):
        start = mark.end() if start == block.start else start
    part = Part(seen)
    for a, b in told.spans:
        if b <= start:
            part.take(a, b, ": ")
    part.own(start, end)
    return part


def _last_sentence(text: str, start: int, end: int) -> int:
    """Where the last sentence of a head begins: "The table is long. Ukraine would accept:"."""
    at = max(text.rfind(mark, start, end) for mark in (". ", "? ", "! "))
    return start if at < 0 else at + 2
