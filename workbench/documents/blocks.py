"""Text built block by block: one blank line between blocks, items of a list and rows of a table
one a line."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph, heading, item or table; `linked` characters of it stand in links."""

    text: str
    node: Any
    kind: str = "text"
    linked: int = 0


class Blocks:
    """What was said so far; `mark` goes before the next block that has text."""

    def __init__(self) -> None:
        self.found: list[Block] = []
        self.parts: list[str] = []
        self.linked = 0
        self.mark = ""

    def say(self, text: str, linked: bool = False) -> None:
        self.parts.append(text)
        if linked:
            self.linked += len(text)

    def close(self, node: Any = None, kind: str = "text") -> None:
        if self.parts:
            self.add("".join(self.parts), node, kind)

    def add(self, text: str, node: Any = None, kind: str = "text") -> None:
        text = re.sub(r" *\n *", "\n", re.sub(r"(?<! ) {2,}", " ", text)).strip(" \n\t")
        if text:
            kind = "item" if self.mark else kind
            self.found.append(Block(self.mark + text, node, kind, self.linked))
            self.mark = ""
        self.parts, self.linked = [], 0


def join(blocks: list[Block]) -> str:
    """
    >>> join([Block("Two points:", None), Block("- a", None, "item"), Block("- b", None, "item")])
    'Two points:\\n\\n- a\\n- b\\n'
    """
    out = []
    for before, block in zip([None, *blocks], blocks, strict=False):
        if before is not None:
            out.append("\n" if before.kind == block.kind == "item" else "\n\n")
        out.append(block.text)
    return "".join(out) + "\n" if out else ""


def note(text: str, before: list[str]) -> str:
    """Raised text as it can stand in a line: marks of notes in brackets.

    >>> note("3", ["$60 billion"]), note("th", ["the 4"]), note("2", ["5 km"]), note("[4]", ["x"])
    ('[3]', 'th', '²', '[4]')
    """
    text = " ".join(text.split())
    if re.fullmatch(r"\d{1,3}([,;–-] ?\d{1,3})*", text):
        if text in "23" and re.search(r"(?<![^\W_])[kcmd]?m$", "".join(before[-1:])):
            return "²³"[text == "3"]
        return f"[{text}]"
    return text
