"""The text of a Word file: body, notes, text boxes, headers, list numbers.

Its elements become those of HTML by a table (words.toml), whose walk then reads them."""

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from workbench.documents.article import as_html, join, notes, pages
from workbench.documents.packed import Package, about
from workbench.documents.text import WORDS


def read(data: bytes) -> dict:
    package = Package(data, ".docx")
    starts = [name for kind, name in package.related("").values() if kind == "officeDocument"]
    main = [*starts, "word/document.xml"][0]
    body = package.tree(main).find("body")
    if body is None:
        raise package.broken("no text in it")
    related = package.related(main)
    word = _Word([package.tree(name) for kind, name in sorted(related.values())
                  if kind in ("styles", "numbering", "footnotes", "endnotes")])  # fmt: skip
    edges = []
    for kind in ("headerReference", "footerReference"):
        names = dict.fromkeys(related.get(r.get("id"), ("", ""))[1] for r in body.iter(kind))
        blocks = [b for name in names for b in pages(word.convert(package.tree(name)))]
        edges.append({b.text: b for b in blocks if re.search(r"[^\W\d]", b.text)}.values())
    blocks = [*edges[0], *pages(word.convert(body)), *word.notes(), *edges[1]]
    found = about(package.tree("docProps/core.xml"))
    return {"text": join(blocks), **found, "warnings": package.warnings}


class _Word:
    def __init__(self, parts: list[Any]) -> None:
        self.styles = {s.get("styleId"): s for part in parts for s in part.iter("style")}
        self.texts = {
            (n.tag, n.get("id")): n for part in parts for n in part.iter("footnote", "endnote")
        }
        self.lists = {k: v for part in parts if part.tag == "numbering" for k, v in _lists(part)}
        self.counts: dict[str, dict[int, int]] = defaultdict(dict)
        self.marks: dict[tuple[str, str], str] = {}  # of notes, in the order of the text

    def notes(self) -> list:
        known = [(mark, self.texts[key]) for key, mark in self.marks.items() if key in self.texts]
        return notes([(mark, self.convert(node)) for mark, node in known])

    def convert(self, root: Any) -> Any:
        """A part as a tree of HTML."""
        for box in root.xpath(".//p//txbxContent[not(ancestor::Fallback)]")[::-1]:
            next(box.iterancestors("p")).addnext(box)
        for node in root.iter("footnoteReference", "endnoteReference"):
            key = node.tag.removesuffix("Reference"), node.get("id")
            node.set("said", f"[{self.marks.setdefault(key, str(len(self.marks) + 1))}]")
        for node in root.xpath(".//tc[tcPr/gridSpan]"):
            for _ in range(min(_int(_value(node, "tcPr/gridSpan")) - 1, 99)):
                node.addnext(node.makeelement("tc"))
        for node in root.iter("p"):
            if mark := self.number(node):
                node.set("mark", mark)
        for node in root.iter():
            node.tail = None
            node.text = node.text if node.tag == "t" else node.get("said")
        return as_html(root, "docx")

    def number(self, node: Any) -> str:
        """The number or bullet that Word puts before a paragraph, by itself or by its style."""
        chain = [node]
        while len(chain) < 9 and chain[-1] is not None:
            chain.append(self.styles.get(_value(chain[-1], "pPr/pStyle|basedOn")))
        places = [p for n in chain if n is not None for p in n.findall("pPr/numPr")]
        numbers = filter(None, (_value(place, "numId") for place in places))
        group, levels = self.lists.get(next(numbers, ""), ("", {}))
        level = _int(_value(places[0], "ilvl")) if places else 0
        if level not in levels:
            return ""
        kind, pattern, start = levels[level]
        if kind == "bullet":
            return "- "
        counts = self.counts[group]
        counts[level] = counts.get(level, _int(start, 1) - 1) + 1
        for below in [n for n in counts if n > level]:
            del counts[below]
        for at in map(int, re.findall(r"%(\d)", pattern)):
            form, _, first = levels.get(at - 1, ("", "", ""))
            pattern = pattern.replace(f"%{at}", _numeral(form, counts.get(at - 1, _int(first, 1))))
        return f"{pattern.strip()} ".lstrip()


def _lists(root: Any) -> Iterator[tuple[str, tuple[str, dict[int, list[str]]]]]:
    """By number id: the list that it counts in; for each level kind, pattern, first number."""
    abstract = {}
    for node in [*root.iter("abstractNum"), *root.iter("num")]:
        levels = {_int(n.get("ilvl")): [_value(n, v) for v in ("numFmt", "lvlText", "start")]
                  for n in node.iter("lvl")}  # fmt: skip
        group = node.get("abstractNumId") or _value(node, "abstractNumId")
        if node.tag == "abstractNum":
            abstract[group] = levels
            continue
        levels = abstract.get(group, {}) | levels
        for start in node.iter("startOverride"):
            at = _int(start.getparent().get("ilvl"))
            levels[at] = [*levels.get(at, ["", ""])[:2], start.get("val")]
            group = f"{group}/{node.get('numId')}"
        yield node.get("numId"), (group, levels)


def _numeral(kind: str, number: int) -> str:
    signs = WORDS["numerals"].get(kind[5:], [])
    text = signs[number - 1] if 0 < number <= len(signs) else str(number)
    return text.upper() if kind.startswith("upper") else text


def _value(node: Any, path: str) -> str:
    return node.xpath(f"string(({path})/@val)")


def _int(text: str | None, other: int = 0) -> int:
    return int(text) if text and re.fullmatch(r"\d{1,5}", text) else other
