"""The text of a Word file: body, notes, text boxes, headers, list numbers.

Its elements become those of HTML, whose walk then reads them. Elements and attributes go by their
local names: in "strict" files, which Word saves on request, all of them are in another space."""

import re
from collections import Counter, defaultdict
from typing import Any

from workbench.documents.article import Block, join, notes, pages
from workbench.documents.packed import Package, core, every, tag
from workbench.documents.text import WORDS, title

_ROMAN = list(zip((1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
                  "m cm d cd c xc l xl x ix v iv i".split(), strict=True))  # fmt: skip


def read(data: bytes) -> dict:
    package = Package(data, ".docx")
    start = [name for kind, name in package.related("").values() if kind == "officeDocument"]
    main = next((n for n in [*start, "word/document.xml"] if n in package.names), None)
    body = next(every(package.tree(main), "body"), None) if main else None
    if body is None:
        raise package.broken("no text in it")
    related = package.related(main)
    word = _Word({kind: package.tree(name) for kind, name in sorted(related.values())
                  if kind in ("styles", "numbering", "footnotes", "endnotes")})  # fmt: skip
    edges: dict[str, dict[str, Block]] = {"headerReference": {}, "footerReference": {}}
    for kind, found in edges.items():
        names = [related.get(_get(r, "id"), ("", ""))[1] for r in every(body, kind)]
        for name in dict.fromkeys(names):
            if (root := package.tree(name)) is not None:
                found |= {
                    b.text: b for b in pages(word.convert(root)) if re.search(r"[^\W\d]", b.text)
                }
    blocks = [*edges["headerReference"].values(), *pages(word.convert(body)), *word.notes(),
              *edges["footerReference"].values()]  # fmt: skip
    about = core(package.tree("docProps/core.xml"))
    about["title"] = about["title"] or word.title
    return {"text": join(blocks), **about, "warnings": package.warnings}


class _Word:
    def __init__(self, trees: dict[str, Any]) -> None:
        self.trees = trees
        self.styles = {_get(s, "styleId"): s for s in every(trees.get("styles"), "style")}
        self.lists = _lists(trees.get("numbering"))
        self.counts: dict[str, Counter] = defaultdict(Counter)
        self.numbers: dict[str, dict[str | None, str]] = {"footnotes": {}, "endnotes": {}}
        self.title: str | None = None

    def notes(self) -> list[Block]:
        found = []
        for kind, numbers in self.numbers.items():
            root = self.trees.get(kind)
            texts = {_get(n, "id"): n for n in (root if root is not None else ())}
            found += [(number, texts[i]) for i, number in numbers.items() if i in texts]
        return notes([(number, self.convert(node)) for number, node in found])

    def convert(self, root: Any) -> Any:
        """A part as a tree of HTML."""
        for box in reversed(list(every(root, "txbxContent"))):
            home = next(box.iterancestors("{*}p", "{*}Fallback"), None)
            if home is not None and tag(home) == "p":
                home.addnext(box)
        for node in list(root.iter()):
            kind, node.tail = tag(node), None
            node.text = node.text if kind == "t" else self.said(node, kind)
            node.tag = self.html(node, kind)
        return root

    def said(self, node: Any, kind: str) -> str:
        """What an element without a text of its own stands for."""
        if kind in ("footnoteReference", "endnoteReference"):
            numbers = self.numbers[kind.replace("Reference", "s")]
            count = len(numbers) + 1
            number = str(count) if kind[0] == "f" else _form("lowerRoman", count)
            return f"[{numbers.setdefault(_get(node, 'id'), number)}]"
        if kind == "sym":
            return "•" if (_get(node, "char") or "").lower() in ("f0b7", "f0a7") else ""
        page = kind == "br" and _get(node, "type") not in (None, "textWrapping")
        return "\u2011" if kind == "noBreakHyphen" else " " if page else ""

    def html(self, node: Any, kind: str) -> str:
        if kind == "p":
            style = self.styles.get(_value(node, "pPr", "pStyle"))
            if self.title is None and re.match("(?i)title$|heading", _value(style, "name") or ""):
                self.title = title("".join(t.text or "" for t in every(node, "t")))
            if mark := self.number(node, style):
                node.set("_mark", mark)
                return "li"
        elif kind == "r":
            places = node, self.styles.get(_value(node, "rPr", "rStyle"))
            if any(_on(_child(place, "rPr", "vanish")) for place in places):
                return "script"
            raised = [_value(place, "rPr", "vertAlign") for place in places]
            return "sup" if (raised[0] or raised[1]) == "superscript" else "span"
        elif kind == "tr" and _on(_child(node, "trPr", "del")):
            return "script"
        elif kind == "tc":
            for _ in range(min(_int(_value(node, "tcPr", "gridSpan"), 1) - 1, 99)):
                node.addnext(node.makeelement("td"))
        elif kind == "br" and not node.text:
            return "br"
        return WORDS["docx"].get(kind, "span")

    def number(self, node: Any, style: Any) -> str:
        """The number or bullet that Word puts before a paragraph."""
        place = _child(node, "pPr", "numPr")
        for _ in range(9):
            if _child(place, "numId") is not None or style is None:
                break
            place = _child(style, "pPr", "numPr") if place is None else place
            style = self.styles.get(_value(style, "basedOn"))
        level = _int(_value(place, "ilvl"), 0)
        group, levels = self.lists.get(_value(place, "numId"), ("", {}))
        if level not in levels:
            return ""
        kind, pattern, start = levels[level]
        if kind == "bullet":
            return "- "
        counts = self.counts[group]
        counts[level] = counts[level] + 1 if level in counts else start
        for below in [n for n in counts if n > level]:
            del counts[below]
        for at in map(int, re.findall(r"%(\d)", pattern)):
            form, _, first = levels.get(at - 1, ("decimal", "", 1))
            pattern = pattern.replace(f"%{at}", _form(form, counts.get(at - 1, first)))
        return f"{pattern.strip()} ".lstrip()


def _lists(root: Any) -> dict[str | None, tuple[str, dict[int, tuple[str, str, int]]]]:
    """By number id: the list that it counts in; for each level kind, pattern and first number."""

    def levels(node: Any) -> dict[int, tuple[str, str, int]]:
        return {_int(_get(n, "ilvl"), 0): (
            _value(n, "numFmt") or "decimal", _value(n, "lvlText") or "",
            _int(_value(n, "start"), 1),
        ) for n in every(node, "lvl")}  # fmt: skip

    abstract = {_get(n, "abstractNumId"): levels(n) for n in every(root, "abstractNum")}
    found = {}
    for num in every(root, "num"):
        number, group = _get(num, "numId"), _value(num, "abstractNumId") or ""
        own = abstract.get(group, {}) | levels(num)
        for override in every(num, "startOverride"):
            at = _int(_get(override.getparent(), "ilvl"), 0)
            if at in own:
                own[at] = (*own[at][:2], _int(_get(override, "val"), 1))
                group = f"{group}/{number}"
        found[number] = (group, own)
    return found


def _form(kind: str, number: int) -> str:
    if kind.endswith("Letter"):
        text = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
    elif kind.endswith("Roman"):
        text = ""
        for value, sign in _ROMAN:
            text += sign * (number // value)
            number %= value
    else:
        return "" if kind == "none" else f"{number:02}" if kind == "decimalZero" else str(number)
    return text.upper() if kind.startswith("upper") else text


def _get(node: Any, name: str) -> str | None:
    return next((v for k, v in node.attrib.items() if k.rpartition("}")[2] == name), None)


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
