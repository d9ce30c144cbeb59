"""The text of a Word file: body, notes, text boxes, headers, list numbers.

Its elements become those of HTML, whose walk then reads them."""

import re
from collections import defaultdict
from typing import Any

from workbench.documents.article import join, notes, pages
from workbench.documents.packed import Package, about
from workbench.documents.text import WORDS, title


def read(data: bytes) -> dict:
    package = Package(data, ".docx")
    starts = [name for kind, name in package.related("").values() if kind == "officeDocument"]
    main = [*starts, "word/document.xml"][0]
    body = package.tree(main).find("body")
    if body is None:
        raise package.broken("no text in it")
    related = package.related(main)
    word = _Word({kind: package.tree(name) for kind, name in sorted(related.values())
                  if kind in ("styles", "numbering", "footnotes", "endnotes")})  # fmt: skip
    edges = []
    for kind in ("headerReference", "footerReference"):
        names = dict.fromkeys(related.get(r.get("id"), ("", ""))[1] for r in body.iter(kind))
        blocks = [b for name in names for b in pages(word.convert(package.tree(name)))]
        edges.append({b.text: b for b in blocks if re.search(r"[^\W\d]", b.text)}.values())
    blocks = [*edges[0], *pages(word.convert(body)), *word.notes(), *edges[1]]
    found = about(package.tree("docProps/core.xml"))
    found["title"] = found["title"] or word.title
    return {"text": join(blocks), **found, "warnings": package.warnings}


class _Word:
    def __init__(self, trees: dict[str, Any]) -> None:
        self.trees = trees
        self.styles = {s.get("styleId"): s for s in self.every("styles", "style")}
        self.lists = dict(self.numbered())
        self.counts: dict[str, dict[int, int]] = defaultdict(dict)
        self.marks: dict[tuple[str, str], str] = {}  # of notes, in the order of the text
        self.title: str | None = None

    def every(self, part: str, name: str) -> list[Any]:
        return list(self.trees[part].iter(name)) if part in self.trees else []

    def notes(self) -> list:
        texts = {(kind, n.get("id")): n for kind in ("footnote", "endnote")
                 for n in self.every(f"{kind}s", kind)}  # fmt: skip
        return notes([(m, self.convert(texts[n])) for n, m in self.marks.items() if n in texts])

    def numbered(self):
        """By number id: the list that it counts in; for each level kind, pattern, first number."""

        def levels(node: Any) -> dict[int, list[str]]:
            said = ("numFmt", "lvlText", "start")
            return {_int(n.get("ilvl")): [_value(n, name) for name in said]
                    for n in node.iter("lvl")}  # fmt: skip

        lists = {n.get("abstractNumId"): levels(n) for n in self.every("numbering", "abstractNum")}
        for num in self.every("numbering", "num"):
            group = _value(num, "abstractNumId")
            own = lists.get(group, {}) | levels(num)
            for start in num.iter("startOverride"):
                at = _int(start.getparent().get("ilvl"))
                own[at] = [*own.get(at, ["", ""])[:2], start.get("val")]
                group = f"{group}/{num.get('numId')}"
            yield num.get("numId"), (group, own)

    def convert(self, root: Any) -> Any:
        """A part as a tree of HTML."""
        for box in reversed(list(root.iter("txbxContent"))):
            if (home := next(box.iterancestors("p", "Fallback"), None)) is not None:
                home.addnext(box) if home.tag == "p" else None
        for node in list(root.iter()):
            node.tail = None
            node.text = node.text if node.tag == "t" else self.said(node)
            node.tag = self.html(node)
        return root

    def said(self, node: Any) -> str:
        """What an element without a text of its own stands for."""
        if node.tag in ("footnoteReference", "endnoteReference"):
            key = node.tag.removesuffix("Reference"), node.get("id")
            return f"[{self.marks.setdefault(key, str(len(self.marks) + 1))}]"
        if node.tag == "br":
            return "" if node.get("type") in (None, "textWrapping") else " "
        return {"noBreakHyphen": "\u2011"}.get(node.tag, "")

    def html(self, node: Any) -> str:
        if node.tag == "p":
            style = self.styles.get(_value(node, "pPr/pStyle"))
            if self.title is None and style is not None and _TITLE.match(_value(style, "name")):
                self.title = title("".join(t.text or "" for t in node.iter("t")))
            if mark := self.number(node):
                node.set("_mark", mark)
                return "li"
        elif node.tag in ("r", "tr") and _is_on(node.find("rPr/vanish"), node.find("trPr/del")):
            return "script"
        elif node.tag == "r" and _value(node, "rPr/vertAlign") == "superscript":
            return "sup"
        elif node.tag == "tc":
            for _ in range(min(_int(_value(node, "tcPr/gridSpan")) - 1, 99)):
                node.addnext(node.makeelement("td"))
        elif node.tag == "br" and not node.text:
            return "br"
        return WORDS["docx"].get(node.tag, "span")

    def number(self, node: Any) -> str:
        """The number or bullet that Word puts before a paragraph, by itself or by its style."""
        chain = [node]
        while len(chain) < 9 and chain[-1] is not None:
            chain.append(self.styles.get(_value(chain[-1], "pPr/pStyle|basedOn")))
        places = [n.find("pPr/numPr") for n in chain if n is not None]
        places = [p for p in places if p is not None]
        number = next(filter(None, (_value(p, "numId") for p in places)), "")
        group, levels = self.lists.get(number, ("", {}))
        level = _int(_value(places[0], "ilvl")) if places else 0
        if level not in levels:
            return ""
        kind, pattern, start = levels[level]
        if kind == "bullet":
            return "- "
        counts = self.counts[group]
        counts[level] = counts[level] + 1 if level in counts else _int(start, 1)
        for below in [n for n in counts if n > level]:
            del counts[below]
        for at in map(int, re.findall(r"%(\d)", pattern)):
            form, _, first = levels.get(at - 1, ("", "", ""))
            pattern = pattern.replace(f"%{at}", _numeral(form, counts.get(at - 1, _int(first, 1))))
        return f"{pattern.strip()} ".lstrip()


_TITLE = re.compile("(?i)title$|heading")


def _numeral(kind: str, number: int) -> str:
    signs = WORDS["numerals"].get(kind[5:], [])
    text = signs[number - 1] if 0 < number <= len(signs) else str(number)
    return text.upper() if kind.startswith("upper") else text


def _value(node: Any, path: str) -> str:
    return node.xpath(f"string(({path})/@val)")


def _int(text: str | None, other: int = 0) -> int:
    return int(text) if text and re.fullmatch(r"\d{1,5}", text) else other


def _is_on(*nodes: Any) -> bool:
    return any(n is not None and n.get("val") not in ("0", "false", "off") for n in nodes)
