"""A tree of HTML to blocks of text, which of them are the article, and the text that they make."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
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
    text, before = "", ""
    for block in blocks:
        text += ("\n" if block.kind == before == "item" else "\n\n") + block.text
        before = block.kind
    return text[2:] + "\n"


def _note(text: str, before: list[str]) -> str:
    """Raised text as it can stand in a line: marks of notes in brackets, but 5 km²."""
    text = " ".join(text.split())
    if text in ("2", "3") and re.search(r"(?<![^\W_])[kcmd]?m$", "".join(before[-1:])):
        return "²³"[text == "3"]
    return f"[{text}]" if re.fullmatch(r"\d{1,3}([,;–-] ?\d{1,3})*", text) else text


class _Page:
    """The walk over a page; in a `whole` one nothing is furniture."""

    # What stands in furniture counts as links do: it is kept only if trafilatura knows it for the
    # article's. `mark` goes before the next block that has text.

    def __init__(self, tree: Any, whole: bool = False) -> None:
        self.found: list[Block] = []
        self.parts: list[str] = []
        self.linked, self.mark, self.whole = 0, "", whole
        body = next(tree.iterchildren("body"), tree)
        self.walk(body)
        self.close(body)

    def say(self, text: str, linked: bool) -> None:
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
        tag = node.tag
        linked = linked or tag == "a" or self.is_furniture(node)
        if tag in _SKIPPED:
            return
        if tag in _BLOCKS:
            self.close(node.getparent())
        if tag in WORDS["characters"]:
            self.say(WORDS["characters"][tag], linked)
        elif tag == "sup":
            self.say(_note("".join(node.itertext()), self.parts), linked)
        elif tag == "table" and (rows := "\n".join(_rows(node))):
            self.say(rows, linked)
        else:
            self.mark = _bullet(node) if tag == "li" else self.mark
            for text, child in [(node.text, None), *((child.tail, child) for child in node)]:
                if child is not None:
                    self.walk(child, linked)
                if text:
                    self.say(text if tag == "pre" else re.sub(r"[ \t\r\n\f]+", " ", text), linked)
        if tag in _BLOCKS:
            self.close(node, tag)
            self.mark = "" if tag == "li" else self.mark

    def is_furniture(self, node: Any) -> bool:
        """By name, unless the article is in it: pages stand in `<div class="with-sidebar">`."""
        if self.whole or node.tag not in _BLOCKS:
            return False
        names = " ".join(str(node.get(name)) for name in ("class", "id", "role"))
        names = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", names).lower()
        named = node.tag in ("aside", "footer", "header", "form", "noscript")
        named = named or not _FURNITURE.isdisjoint(re.split(r"[^a-z]+", names))
        return named and next(node.iter("body", "h1", "article", "main"), None) is None


def article(tree: Any, told: str) -> tuple[list[Block], bool]:
    """The blocks of the article, and whether that is doubtful. `told`: what trafilatura finds."""
    # It knows best where an article stands, but passes over whole blocks of it (lists, `div` in
    # `div`, a second column): what stands under the same parent, or under one of the same name and
    # class, is taken too, unless it is furniture by name or by links.
    blocks = _Page(tree).found
    whole = {_plain(line) for line in told.split("\n")}
    runs = {run for line in whole for run in _runs(line)}

    def known(plain: tuple[str, ...]) -> bool:
        near = [run in runs for run in _runs(plain)]
        return plain in whole or sum(near) * 10 >= max(1, len(near)) * 7

    sure = [block for block in blocks if known(_plain(block.text))]
    prose = [block for block in blocks if block.linked * 2 <= len(block.text)]
    if not sure:
        long = sum(len(b.text) for b in prose if len(b.text) > 60)
        return (prose if long > 150 else []), True
    homes = {_home(block.node) for block in sure}
    own = {*map(id, sure), *(id(block) for block in prose if _home(block.node) in homes)}
    left = sum(len(b.text) for b in prose if id(b) not in own and len(b.text) > 80)
    kept = [block for block in blocks if id(block) in own]
    return kept, left > sum(len(block.text) for block in kept)


def as_html(tree: Any, kind: str) -> Any:
    """The tree of another kind of file, its elements named as those of HTML."""
    names: dict[Any, str] = {}
    for path, name in WORDS[kind].items():
        for node in tree.xpath(path):
            names.setdefault(node, name)
    for node in tree.iter():
        node.tag = names.get(node, "span")
    return tree


def pages(tree: Any) -> list[Block]:
    """All blocks of a page that is nothing but text, as a chapter of a book is."""
    return _Page(tree, whole=True).found


def notes(found: list[tuple[str, Any]]) -> list[Block]:
    """Notes by their marks, one a line, below a heading."""
    lines = [Block(f"[{mark}] {_line(node)}", None, "item") for mark, node in found]
    return [Block("Notes"), *lines] if lines else []


def _home(node: Any) -> tuple:
    """Where a block stands: its parent, or names and classes if it and its parent have any."""
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


def _bullet(item: Any) -> str:
    """`- `, or the number of an item; a list of 10,000 items is counted once. Lists in lists are
    set in, and lettered where the page says so."""
    parent = item.getparent()
    if item.get("mark") or parent is None or parent.tag != "ol":
        return item.get("mark") or "- "
    start = parent.get("start") or ""
    number = int(start) if re.fullmatch(r"\d{1,9}", start) else 1
    parent.set("start", str(number + 1))
    inset = "   " * (sum(1 for _ in islice(parent.iterancestors("ol", "ul"), 5)))
    letter = parent.get("type") in ("a", "A") and number < 27
    return f"{inset}{chr(ord(parent.get('type')) + number - 1) if letter else number}. "


def _rows(table: Any) -> list[str]:
    """The rows of a table of data; nothing for a table that only lays out the page."""
    if next(table.iterdescendants("table", "ul", "ol", "h1", "h2", "h3", "form"), None) is not None:
        return []
    rows = ["\t".join(map(_line, row.iter("td", "th"))).rstrip() for row in table.iter("tr")]
    data = len(rows) > 1 and "\t" in "".join(rows) and max(map(len, rows)) < 1000
    return [row for row in rows if row] if data else []


def _line(node: Any) -> str:
    return " ".join(" ".join(block.text for block in pages(node)).split())
