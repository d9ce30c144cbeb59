"""The text of a Word file: body, notes, text boxes, headers, list numbers."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any

from workbench.documents.blocks import Blocks, join, note
from workbench.documents.packed import Package, tag
from workbench.documents.text import language_code, title

_SKIPPED = set(
    "del moveFrom pPr rPr sectPr instrText delText delInstrText Fallback tblPr tblGrid trPr tcPr "
    "fldData sdtPr annotationRef footnoteRef endnoteRef".split()
)
_SIGNS = {"tab": "\t", "cr": "\n", "noBreakHyphen": "\u2011"}
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"),
          (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip


def read(data: bytes) -> dict:
    package = Package(data, ".docx")
    start = [name for kind, name in package.related("").values() if kind == "officeDocument"]
    main = next((n for n in [*start, "word/document.xml"] if n in package.names), None)
    if main is None:
        raise package.broken("no text in it")
    word = _Word(package, main)
    core = package.tree("docProps/core.xml")
    about = {} if core is None else {tag(e): e.text for e in core}
    return {
        "text": join(word.found),
        "title": title(about.get("title")) or word.title,
        "language": language_code(about.get("language")),
        "made": about.get("created"),
        "warnings": package.warnings,
    }


class _Word(Blocks):
    """The walk over the parts of a file. Elements and attributes go by their local names: in
    "strict" files, which Word saves on request, all of them are in another space."""

    def __init__(self, package: Package, main: str) -> None:
        super().__init__()
        related = package.related(main)
        trees = {kind: package.tree(name) for kind, name in sorted(related.values())
                 if kind in ("styles", "numbering", "footnotes", "endnotes")}  # fmt: skip
        self.styles = {_get(s, "styleId"): s for s in _all(trees.get("styles"), "style")}
        self.lists = _lists(trees.get("numbering"))
        self.counts: dict[str, Counter] = defaultdict(Counter)
        self.numbers: dict[tuple[str, str], str] = {}
        self.title: str | None = None
        self.boxes: list[Any] = []
        body = next(_all(package.tree(main), "body"), None)
        if body is None:
            raise package.broken("no text in it")
        edges = {"headerReference": [], "footerReference": []}
        for reference in _all(body, *edges):
            kind, name = related.get(_get(reference, "id") or "", ("", ""))
            if name and name not in edges[tag(reference)]:
                edges[tag(reference)].append(name)
        self.edge(package, edges["headerReference"])
        self.blocks(body)
        for kind in ("footnotes", "endnotes"):
            self.notes(kind, trees.get(kind))
        self.edge(package, edges["footerReference"])

    def edge(self, package: Package, names: list[str]) -> None:
        """Headers or footers, each wording once, without mere page numbers."""
        before = len(self.found)
        for name in names:
            if (root := package.tree(name)) is not None:
                self.blocks(root)
        new = {block.text: block for block in self.found[before:]}
        self.found[before:] = [b for text, b in new.items() if not re.fullmatch(r"[\W\d]*", text)]

    def notes(self, kind: str, root: Any) -> None:
        texts = {_get(n, "id"): n for n in (root if root is not None else ())}
        used = [(i, number) for (k, i), number in self.numbers.items() if k == kind and i in texts]
        if used:
            self.add("Notes")
        for i, number in used:
            self.mark = f"[{number}] "
            self.blocks(texts[i])
            self.mark = ""

    def blocks(self, parent: Any) -> None:
        for child in parent:
            kind = tag(child)
            if kind == "p":
                self.paragraph(child)
            elif kind == "tbl":
                self.table(child)
            elif kind not in _SKIPPED:
                self.blocks(child)

    def paragraph(self, node: Any) -> None:
        style = self.styles.get(_value(node, "pPr", "pStyle"))
        name = _value(style, "name") or ""
        self.mark = self.mark or self.number(node, style)
        boxes, self.boxes = self.boxes, []
        self.flow(node)
        kind = "heading" if re.match("(?i)title$|heading", name) else "text"
        self.close(None, kind)
        if kind == "heading" and self.title is None and self.found:
            self.title = title(self.found[-1].text)
        mine, self.boxes = self.boxes, boxes
        for box in mine:
            self.blocks(box)

    def flow(self, node: Any) -> None:
        for child in node:
            kind = tag(child)
            if kind == "t":
                self.say(child.text or "")
            elif kind == "r":
                self.run(child)
            elif kind == "br":
                self.say("\n" if _get(child, "type") in (None, "textWrapping") else " ")
            elif kind == "sym":
                self.say("•" if (_get(child, "char") or "").lower() in ("f0b7", "f0a7") else "")
            elif kind in ("footnoteReference", "endnoteReference"):
                self.reference(kind[:-9] + "s", _get(child, "id") or "")
            elif kind == "txbxContent":
                self.boxes.append(child)
            elif kind in _SIGNS:
                self.say(_SIGNS[kind])
            elif kind not in _SKIPPED:
                self.flow(child)

    def run(self, node: Any) -> None:
        style = self.styles.get(_value(node, "rPr", "rStyle"))
        if any(_on(_child(n, "rPr", "vanish")) for n in (node, style)):
            return
        raised = [_value(n, "rPr", "vertAlign") for n in (node, style)]
        before, self.parts = self.parts, []
        self.flow(node)
        said = "".join(self.parts)
        if (raised[0] or raised[1]) == "superscript":
            said = note(said, before)
        self.parts = [*before, said]

    def reference(self, kind: str, i: str) -> None:
        if (kind, i) not in self.numbers:
            count = sum(k == kind for k, _ in self.numbers) + 1
            self.numbers[kind, i] = str(count) if kind == "footnotes" else _roman(count)
        self.say(f"[{self.numbers[kind, i]}]")

    def table(self, node: Any) -> None:
        rows = [r for r in _rows(node) if not _on(_child(r, "trPr", "del"))]
        cells = [[c for c in _rows(row, "tc")] for row in rows]
        if all(len(row) < 2 for row in cells):  # a frame round text
            for row in cells:
                for cell in row:
                    self.blocks(cell)
            return
        lines = []
        for row in cells:
            line = []
            for cell in row:
                outside, self.found = self.found, []
                self.blocks(cell)
                line.append(" ".join(" ".join(b.text for b in self.found).split()))
                self.found = outside
                line += [""] * min(_int(_value(cell, "tcPr", "gridSpan"), 1) - 1, 99)
            lines.append("\t".join(line).rstrip())
        self.add("\n".join(filter(None, lines)), None, "table")

    def number(self, node: Any, style: Any) -> str:
        """The number or bullet that Word puts before a paragraph."""
        place = _child(node, "pPr", "numPr")
        for _ in range(9):
            if place is not None and _child(place, "numId") is not None or style is None:
                break
            place = _child(style, "pPr", "numPr") if place is None else place
            style = self.styles.get(_value(style, "basedOn"))
        number = _value(place, "numId")
        level = _int(_value(place, "ilvl"), 0)
        group, levels = self.lists.get(number, ("", {}))
        if level not in levels:
            return ""
        kind, pattern, start = levels[level]
        if kind == "bullet":
            return "- "
        counts = self.counts[group]
        counts[level] = counts[level] + 1 if level in counts else start
        for below in [n for n in counts if n > level]:
            del counts[below]

        def shown(match: re.Match) -> str:
            at = int(match[1]) - 1
            form, _, first = levels.get(at, ("decimal", "", 1))
            return _form(form, counts.get(at, first))

        text = re.sub(r"%(\d)", shown, pattern).strip()
        return text + " " if text else ""


def _lists(root: Any) -> dict[str | None, tuple[str, dict[int, tuple[str, str, int]]]]:
    """By number id: the list that it counts in; for each level kind, pattern and first number."""

    def level(node: Any) -> tuple[str, str, int]:
        return (_value(node, "numFmt") or "decimal", _value(node, "lvlText") or "",
                _int(_value(node, "start"), 1))  # fmt: skip

    def levels(node: Any) -> dict[int, tuple[str, str, int]]:
        return {_int(_get(n, "ilvl"), 0): level(n) for n in _all(node, "lvl")}

    abstract = {_get(n, "abstractNumId"): levels(n) for n in _all(root, "abstractNum")}
    found = {}
    for num in _all(root, "num"):
        group = _value(num, "abstractNumId")
        own = dict(abstract.get(group, {}))
        for override in _all(num, "lvlOverride"):
            at = _int(_get(override, "ilvl"), 0)
            own.update(levels(override))
            if (start := _value(override, "startOverride")) and at in own:
                own[at] = (*own[at][:2], _int(start, 1))
                group = f"{_value(num, 'abstractNumId')}/{_get(num, 'numId')}"
        found[_get(num, "numId")] = (group or "", own)
    return found


def _form(kind: str, number: int) -> str:
    if kind.endswith("Letter"):
        text = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
    elif kind.endswith("Roman"):
        text = _roman(number)
    else:
        return "" if kind == "none" else f"{number:02}" if kind == "decimalZero" else str(number)
    return text.upper() if kind.startswith("upper") else text


def _roman(number: int) -> str:
    text = ""
    for value, sign in _ROMAN:
        text += sign * (number // value)
        number %= value
    return text


def _get(node: Any, name: str) -> str | None:
    return next((v for k, v in node.attrib.items() if k.rpartition("}")[2] == name), None)


def _all(node: Any, *names: str) -> Iterator[Any]:
    return iter(()) if node is None else node.iter(*(f"{{*}}{name}" for name in names))


def _rows(node: Any, name: str = "tr") -> Iterator[Any]:
    """Rows or cells, also those within content controls and accepted changes."""
    for child in node:
        if tag(child) == name:
            yield child
        elif tag(child) in ("sdt", "sdtContent", "customXml", "ins", "smartTag"):
            yield from _rows(child, name)


def _child(node: Any, *names: str) -> Any:
    for name in names:
        node = None if node is None else node.find(f"{{*}}{name}")
    return node


def _value(node: Any, *names: str) -> str | None:
    found = _child(node, *names)
    return None if found is None else _get(found, "val")


def _int(text: str | None, other: int) -> int:
    return int(text) if text and re.fullmatch(r"\d{1,5}", text) else other


def _on(node: Any) -> bool:
    return node is not None and (_get(node, "val") or "1") not in ("0", "false", "off")
