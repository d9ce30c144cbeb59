"""A tree of HTML to blocks of text, which of them are the article, and the text that they make."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from workbench.documents.text import WORDS

_LINES = set(WORDS["lines"].split())
_BLOCKS = _LINES | set(WORDS["blocks"].split())
_SKIPPED = set(WORDS["skipped"].split())
_FURNITURE = set(WORDS["furniture"])


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph, heading, item or table; `linked` characters of it stand in links."""

    text: str
    node: Any = None
    kind: str = "text"
    linked: int = 0


def join(blocks: list[Block]) -> str:
    """One blank line between blocks; items of a list stand one a line.

    >>> join([Block("Two points:"), Block("- a", None, "item"), Block("- b", None, "item")])
    'Two points:\\n\\n- a\\n- b\\n'
    """
    kinds = ["", *(block.kind for block in blocks)]
    ends = [
        "\n" if pair == ("item", "item") else "\n\n" for pair in zip(kinds, kinds[1:], strict=False)
    ]
    return "".join(end + block.text for end, block in zip(ends, blocks, strict=True))[2:] + "\n"


def note(text: str, before: list[str]) -> str:
    """Raised text as it can stand in a line: marks of notes in brackets.

    >>> note("3", ["$60 billion"]), note("th", ["the 4"]), note("2", ["5 km"]), note("[4]", ["x"])
    ('[3]', 'th', '²', '[4]')
    """
    text = " ".join(text.split())
    if not re.fullmatch(r"\d{1,3}([,;–-] ?\d{1,3})*", text):
        return text
    if text in "23" and re.search(r"(?<![^\W_])[kcmd]?m$", "".join(before[-1:])):
        return "²³"[text == "3"]
    return f"[{text}]"


class _Page:
    """The walk over a page. What stands in furniture counts as links do: it is kept only if
    trafilatura knows it for the article's. `mark` goes before the next block that has text."""

    def __init__(self, body: Any, whole: bool = False) -> None:
        """`whole`: nothing in it is furniture."""
        self.found: list[Block] = []
        self.parts: list[str] = []
        self.linked = 0
        self.mark = ""
        self.size: dict[Any, int] = {}  # of the prose in each element
        for node in () if whole else reversed(list(body.iter())):
            texts = [] if _tag(node) in _SKIPPED else [node.text, *(child.tail for child in node)]
            own = sum(len(text) for text in texts if text and len(text.strip()) > 40)
            self.size[node] = own + (sum(self.size[child] for child in node) if texts else 0)
        self.most = self.size.get(body, 0) * 0.3
        self.walk(body)
        self.close(body)

    def say(self, text: str, linked: bool = False) -> None:
        self.parts.append(text)
        self.linked += len(text) * linked

    def close(self, node: Any, kind: str = "text") -> None:
        text = re.sub(r"(?<! ) {2,}", " ", "".join(self.parts))
        text = re.sub(r" *\n *", "\n", text).strip(" \n\t")
        if text:
            kind = "item" if self.mark else kind
            self.found.append(Block(self.mark + text, node, kind, self.linked))
            self.mark = ""
        self.parts, self.linked = [], 0

    def walk(self, node: Any, linked: bool = False) -> None:
        tag = _tag(node)
        if tag in _SKIPPED:
            return
        linked = linked or tag == "a" or self.furniture(node, tag)
        if tag in ("br", "tab"):
            return self.say("\n" if tag == "br" else "\t")
        if tag == "sup":
            return self.say(note("".join(node.itertext()), self.parts), linked)
        if tag == "table" and (rows := list(_rows(node))):
            self.close(node.getparent())
            self.say("\n".join(rows), linked)
            return self.close(node, tag)
        if tag in _BLOCKS:
            self.close(node.getparent())
        if tag == "li":
            self.mark = node.get("_mark") or _bullet(node)
        for text, child in [(node.text, None), *((child.tail, child) for child in node)]:
            if child is not None:
                self.walk(child, linked)
            if text:
                self.say(text if tag == "pre" else re.sub(r"[ \t\r\n\f]+", " ", text), linked)
        if tag in _BLOCKS:
            self.close(node, tag)
            self.mark = "" if tag == "li" else self.mark

    def furniture(self, node: Any, tag: str) -> bool:
        if tag not in _BLOCKS or tag == "body" or self.size.get(node, 1) > self.most:
            return False
        if tag == "header" and next(node.iter("h1"), None) is not None:
            return False
        names = " ".join(str(node.get(name)) for name in ("class", "id", "role"))
        names = re.split(r"[^a-z]+", re.sub(r"(?<=[a-z])(?=[A-Z])", " ", names).lower())
        named = tag in ("aside", "footer", "header", "form", "noscript")
        return named or node.get("hidden") is not None or not _FURNITURE.isdisjoint(names)


def article(tree: Any, told: str) -> tuple[list[Block], bool]:
    """The blocks of the article, and whether that is doubtful: much prose beside it was left out,
    or trafilatura found nothing.

    `told` is what trafilatura finds. It knows best where an article stands, but passes over whole
    blocks of it (lists, `div` in `div`, a second column): what stands under the same parent, or
    under one of the same name and class, is taken too, unless it is furniture by name or by links.
    """
    blocks = _Page(_body(tree)).found
    whole = {_plain(line) for line in told.split("\n")}
    runs = {run for line in whole for run in _runs(line)}

    def known(plain: tuple[str, ...]) -> bool:
        near = [run in runs for run in _runs(plain)]
        return plain in whole or (bool(near) and sum(near) * 10 >= len(near) * 7)

    sure = {i for i, block in enumerate(blocks) if known(_plain(block.text))}
    if not sure:
        kept = [block for block in blocks if block.linked * 2 <= len(block.text)]
        long = sum(len(b.text) for b in kept if b.kind == "table" or len(b.text) > 60)
        return (kept if long > 150 else []), True
    homes = {_home(blocks[i]) for i in sure}
    kept, seen, left = [], set(), 0
    for i, block in enumerate(blocks):
        loose = block.linked * 2 > len(block.text)
        if len(block.text) > 50 and block.text in seen:
            continue
        if i in sure or (not loose and _home(block) in homes):
            kept.append(block)
            seen.add(block.text)
        elif not loose and len(block.text) > 80:
            left += len(block.text)
    return kept, left > sum(len(block.text) for block in kept)


def pages(tree: Any) -> list[Block]:
    """All blocks of a page that is nothing but text, as a chapter of a book is."""
    return _Page(_body(tree), whole=True).found


def _body(tree: Any) -> Any:
    return next(tree.iterchildren("body"), tree)


def notes(found: list[tuple[str, Any]]) -> list[Block]:
    """Notes by their marks, one a line, below a heading."""
    items = [(mark, _line(_Page(node, whole=True).found)) for mark, node in found]
    lines = [Block(f"[{mark}] {text}", None, "item") for mark, text in items]
    return [Block("Notes", None), *lines] if lines else []


def _home(block: Block) -> tuple:
    """Where a block stands: its parent, or names and classes if it and its parent have any."""
    node = block.node
    while node.tag in _LINES and node.getparent() is not None:
        node = node.getparent()
    up = [node, *node.iterancestors()][:2]
    if any(n.get("class") or n.get("id") for n in up):
        return tuple((n.tag, n.get("class")) for n in up)
    return (node,)


def _plain(text: str) -> tuple[str, ...]:
    return tuple(re.findall(r"\w+", text.lower()))


def _runs(line: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    return zip(line, line[1:], line[2:], line[3:], strict=False)


def _tag(node: Any) -> str:
    return node.tag if isinstance(node.tag, str) else "script"


def _bullet(item: Any) -> str:
    """`- `, or the number of an item; a list of 10,000 items is counted once."""
    parent = item.getparent()
    if parent is None or parent.tag != "ol":
        return "- "
    given = item.get("value") or (None if parent.get("_n") else parent.get("start"))
    number = int(given) if re.fullmatch(r"\d{1,9}", given or "") else int(parent.get("_n", 0)) + 1
    parent.set("_n", str(number))
    return f"{number}. "


def _rows(table: Any) -> Iterator[str]:
    """The rows of a table of data; nothing for a table that only lays out the page."""
    if next(table.iterdescendants("table", "ul", "ol", "h1", "h2", "h3", "form"), None) is not None:
        return
    rows = []
    for row in table.iter("tr"):
        cells = [_line(_Page(cell, whole=True).found) for cell in row.iter("td", "th")]
        rows.append("\t".join(cells).rstrip())
    if len(rows) > 1 and "\t" in "".join(rows) and max(map(len, rows)) < 1000:
        yield from filter(None, rows)


def _line(blocks: list[Block]) -> str:
    return " ".join(" ".join(block.text for block in blocks).split())
