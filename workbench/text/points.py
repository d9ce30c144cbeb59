"""The points of a text that is itself a plan: numbered heads, what belongs to each, and no more.

Where a text is no plan (an agenda, a list of demands, an article that counts to five), there are
none: points bind ("shall", "will", "may not"), stand below a head that says "plan", "draft" or
"agreement", and tell of nothing that anybody said.
"""

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from workbench.codebook import Codebook
from workbench.text.blocks import Block
from workbench.text.sentences import split, strip
from workbench.text.views import View

LEAST = 4  # points; a list of three demands is none of a plan
TITLE = 10  # words of a run-in head
AHEAD = 50  # labels that are looked at to tell a nested list from a new beginning
SKIPPED = 3  # numbers that a draft may leave out at once
ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
SIGNS = r"[*#_>\"“«|\s]*"
NUMBER = (
    r"\d{1,3}(?:\.\d{1,3})*[a-z]?(?: (?:bis|ter))?|[IVXLC]{1,7}(?:\.\d{1,2})*|[ivxlc]{1,7}|[A-Za-z]"
)
HEAD = (
    rf"{SIGNS}(?:(?P<word>{{text_point}}|{{text_part}}) (?:no\. ?)?)?(?P<open>[(\[]?)"
    rf"(?P<number>{NUMBER}|(?<= )[a-z]+)(?P<sub>(?: ?\([a-z0-9]{{1,4}}\))*)"
    r"(?P<close>[.)\]:/]*(?:\s*[-–—|\t]|\*\*)?[.:]?)(?=\s|$)[*_|\s]*"
)
BULLET = re.compile(r"(?:[-–—•*▪■●○◦‣·][ \t\u00a0]+)?")
NOTE = re.compile(r"\s\[[^\[\]]{8,}\]$")
RUN_IN = re.compile(r"(?P<title>[^.:?!\n|\t–—*]{2,90}?)(?:[.:?!](?=\s|$)|\s[–—-]\s|\s*[|\t])")


class Label(NamedTuple):
    """A number at the head of a block: what it counts (``style``) and where it stands in it."""

    block: int
    style: tuple  # its word, kind of numeral, depth, the sign behind it
    value: tuple[int, ...]
    indent: int
    written: str
    end: int  # of the view; the text follows


class Unit(NamedTuple):
    """A sentence or sub-point of a point, without its mark; offsets of the view."""

    start: int
    end: int


class Point(NamedTuple):
    """A numbered point: offsets of the view, its number as written, head and units."""

    start: int
    end: int
    number: str
    title: Unit | None
    units: list[Unit]


def points(seen: View, book: Codebook) -> list[Point]:
    """The points of a plan in order; none where the text is no plan.

    >>> from workbench import codebook, text
    >>> book, plan = codebook.load(), "Draft agreement\\n\\n1. Truce. All fire shall cease.\\n"
    >>> plan += "2. Forces. The army shall withdraw.\\n3) It will not return.\\nIV. Aid is free."
    >>> [(p.number, p.start) for p in points(text.view(plan, book), book)]
    []
    >>> plan = plan.replace("IV.", "4.")
    >>> [p.number for p in points(text.view(plan, book), book)]
    ['1', '2', '3', '4']
    """
    labels = [label for n, b in enumerate(seen.blocks) for label in _labels(seen, n, b, book)]
    chain = _outermost(seen, labels, book)
    found = list(_points(seen, chain, labels, book)) if chain else []
    return found if len(found) >= LEAST and _is_plan(seen, found, chain[0], book) else []


def _labels(seen: View, n: int, block: Block, book: Codebook) -> Iterator[Label]:
    """The number that a block begins with, once for each way to read it ("I", "i", "C")."""
    found = book.pattern(f"(?i:{HEAD})").match(seen.text, block.start, block.end)
    if found is None:
        return
    word, number, close = (found["word"] or "").lower(), found["number"], found["close"].strip()
    alone = found.end() == block.end
    bare = number.isdigit() and (alone or block.kind == "heading")
    if not (close or word or found["sub"] or "." in number or bare):
        return
    if word and not close and not alone and seen.text[found.end()].islower():
        return  # "Article 5 of the treaty"
    line = seen.place(block.start, block.start + 1)[0]
    indent = line - seen.source.rfind("\n", 0, line) - 1
    written = number + found["sub"].replace(" ", "")
    subs = re.findall(r"\((\d+|[a-z])\)", found["sub"])
    more = [ord(sub) - 96 if sub.isalpha() else int(sub) for sub in subs]
    sign = "" if word else found["open"] + close
    for kind, value in _values(number, book):
        style = word, kind, number.count(".") + len(more), sign
        yield Label(n, style, (*value, *more), indent, written, found.end())


def _values(number: str, book: Codebook) -> Iterator[tuple[str, tuple[int, ...]]]:
    """What a numeral says, by its kind; an inserted "7a" comes behind 7."""
    head, *more = number.split(".")
    rest = tuple(map(int, more))
    letters = head.lower()
    if found := re.fullmatch(r"(\d+)(?: ?([a-z]|bis|ter))?", letters):
        yield "1", (int(found[1]), *rest, *([ord(found[2][0]) - 96] if found[2] else ()))
        return
    if set(letters) <= set(ROMAN):
        values = [ROMAN[c] for c in letters]
        total = sum(-a if a < b else a for a, b in pairwise([*values, 0]))
        yield "I" if head.isupper() else "i", (total, *rest)
    if len(letters) == 1 and letters.isalpha():
        yield "A" if head.isupper() else "a", (ord(letters) - 96, *rest)
    elif letters in (words := next((w.match for w in book.all("word") if "one" in w.match), [])):
        yield "1", (words.index(letters) + 1,)


def _outermost(seen: View, labels: list[Label], book: Codebook) -> list[Label]:
    """The labels that head the points: of the style that holds the others, or runs through it."""
    parts = {x.block for x in labels if x.style[0] in book.words("text_part")}
    heads = parts | {n for n, b in enumerate(seen.blocks) if b.kind == "heading"}
    heads |= {x.block for x in labels if _names(seen, x.end, seen.blocks[x.block], book)}
    styles = [some for some in _by_style(labels).values() if some[0].block not in parts]
    chains = [_filled(_chain(some, sorted(heads)), labels) for some in styles]
    chains = sorted((c for c in chains if len(c) >= LEAST), key=lambda c: (c[0].block, -len(c)))
    top = chains[0] if chains else []
    for chain in chains[1:]:
        longer = len(chain) > len(top) and len(chain[0].value) == 1
        runs = all(a.value < b.value for a, b in pairwise(chain))
        inside = {bisect_right(top, x.block, key=lambda t: t.block) for x in chain}
        if longer and runs and len(inside) * 2 > len(top):
            top = chain
    return top


def _by_style(labels: list[Label]) -> dict[tuple, list[Label]]:
    styles: dict[tuple, list[Label]] = {}
    for label in labels:
        styles.setdefault(label.style, []).append(label)
    return styles


def _chain(labels: list[Label], heads: list[int]) -> list[Label]:
    """The labels of one style that count on; of nested lists and stray numbers none."""
    kept: list[Label] = []
    values = [x.value for x in labels]
    for k, label in enumerate(labels):
        ahead = values[k + 1 : k + AHEAD]
        last = kept[-1] if kept else None
        if last is None:
            goes = label.value <= (2,) or len(label.value) > 1
        elif label.indent > kept[0].indent + 2 or label.block == last.block:
            goes = False
        elif label.value > last.value:
            step = label.value[0] - last.value[0]
            missed = (last.value[0] + 1,)
            goes = step <= 1 or step <= SKIPPED + 1 and missed not in ahead[: step + 1]
        elif label.value == last.value:
            goes = bool(ahead) and ahead[0] == (last.value[0] + 1,) and label.value != (1,)
        else:
            apart = bisect_right(heads, last.block) < bisect_left(heads, label.block)
            run = 1 + next((i for i, v in enumerate(ahead) if v != (i + 2,)), len(ahead))
            back = ahead[run - 1 : run] == [(last.value[0] + 1,)]
            goes = label.value == (1,) and (apart or run > 2 and not back)
        if goes:
            kept.append(label)
    return kept


def _filled(chain: list[Label], labels: list[Label]) -> list[Label]:
    """The chain with the numbers it skips, where they are only written in another style."""
    found, blocks = [], [x.block for x in labels]
    for one, two in pairwise([*chain, None]):
        found.append(one)
        left = bisect_right(blocks, one.block)
        right = bisect_left(blocks, two.block) if two else len(labels)
        for x in labels[left:right] if two is None or two.value[0] > one.value[0] + 1 else ():
            last, alike = found[-1], x.style[1] == one.style[1] and x.indent <= one.indent + 2
            if alike and x.value == (last.value[0] + 1,) and x.block > last.block:
                found.append(x)
    return found


def _points(seen: View, chain: list[Label], labels: list[Label], book: Codebook) -> Iterator[Point]:
    """Each head with its title and units."""
    marks = {label.block: label.end for label in reversed(labels)}
    parts = _sections(chain, labels, book)
    stubs = Counter(_stub(seen, block) for block in seen.blocks)
    pages = {n for n, b in enumerate(seen.blocks) if n not in marks and stubs[_stub(seen, b)] > 1}
    runs_on = False  # whether points have paragraphs without a mark: then the last one may too
    for one, two in pairwise([*chain, None]):
        head = seen.blocks[one.block]
        stop = _before_notes(seen, chain[0].block - 1, head, book)
        title, at = _run_in(seen, one.end, head._replace(end=stop), book)
        units, end = _sentences(seen, at, stop, book)
        for n in range(one.block + 1, two.block if two else len(seen.blocks)):
            block = seen.blocks[n]
            line = seen.text[block.start : block.end]
            begin = marks.get(n, block.start + BULLET.match(line).end())
            plain = begin == block.start
            if plain and line[0].islower() and title and not units:
                title, units = None, [title]
            if plain and block.kind == "heading" and title is None and not units:
                title, end = Unit(block.start, block.end), block.end
                continue
            aside = n not in marks and _is_aside(line, book)
            own = runs_on and _binds(line, book)
            last = two is None and units and (aside or plain and not own)
            if n in parts or last or plain and block.kind == "heading" and units and n not in pages:
                break
            if n not in pages and not (aside and (plain or _is_note(line, book))):
                runs_on |= plain and bool(units)
                more, end = _sentences(seen, begin, block.end, book)
                units += more
        if not units and title:
            title, units = None, [title]
        begin = head.start + len(re.match(r"[| ]*", seen.text[head.start : end])[0])
        yield Point(begin, end, one.written, title, units)


def _stub(seen: View, block: Block) -> str | int:
    """What the head of a page has on every page."""
    line = seen.text[block.start : block.end]
    return re.sub(r"\d+", "", line) if block.kind == "heading" else block.start


def _before_notes(seen: View, above: int, row: Block, book: Codebook) -> int:
    """Where a row of a table ends, without its column of notes."""
    line = seen.text[row.start : row.end]
    if row.kind != "table" or above < 0:
        return row.end
    header = seen.text[seen.blocks[above].start : seen.blocks[above].end].lower()
    names = [cell.strip().rstrip("s") for cell in re.split(r"[|\t]", header)]
    notes = next((k for k, name in enumerate(names) if name in book.words("text_aside")), 0)
    bars = [m.start() for m in re.finditer(r"[|\t]", line)]
    stop = bars[notes - 1] if 0 < notes <= len(bars) else len(line)
    return row.start + len(line[:stop].rstrip("| \t"))


def _sections(chain: list[Label], labels: list[Label], book: Codebook) -> set[int]:
    """The blocks that head several points: "Part Two", and each "B." that stands before a point."""
    words, points = book.words("text_part"), {x.block for x in chain}
    found: set[int] = set()
    for style, some in _by_style(labels).items():
        before = all(x.block + 1 in points and x.block not in points for x in some)
        runs = len(some) > 1 and all(x.value < y.value for x, y in pairwise(some))
        if style[0] in words or before and runs:
            found.update(x.block for x in some)
    return found


def _run_in(seen: View, at: int, block: Block, book: Codebook) -> tuple[Unit | None, int]:
    """The title behind a number, if it has one, and where the text goes on."""
    if _names(seen, at, block, book):
        return Unit(*strip(seen.text, at, block.end)), block.end
    found = RUN_IN.match(seen.text, at, block.end)
    words = found["title"].split() if found else []
    if not words or found.end() >= block.end or len(words) > TITLE:
        return None, at
    if len(words) > 1 and _said(found["title"], book, "text_norm"):
        return None, at
    return Unit(*found.span("title")), found.end()


def _names(seen: View, at: int, block: Block, book: Codebook) -> bool:
    """Whether what stands behind a number is a title only: short, without a stop, no norm."""
    line = seen.text[at : block.end].rstrip("*_ ")
    if not line or line[-1] in ".:;?!" or len(line.split()) > TITLE:
        return False
    return len(line.split()) == 1 or not _said(line, book, "text_norm")


def _sentences(seen: View, start: int, end: int, book: Codebook) -> tuple[list[Unit], int]:
    """The sentences of a piece, without an editor's words behind them, and where they end."""
    if note := NOTE.search(seen.text, start, end):
        end = note.start()
    spans = split(seen.text, start, end)
    found = [Unit(*s) for s in spans if re.search(r"\w", seen.text[slice(*s)])]
    while len(found) > 1 and seen.text[found[-1].start - 2 : found[-1].start].isspace():
        if not _said(seen.text[slice(*found[-1])], book, "text_report"):
            break
        found.pop()  # in italics, whose signs are masked
        end = found[-1].end
    return found, end


def _said(line: str, book: Codebook, name: str) -> bool:
    how = r"\b{%s}\b" if name == "text_norm" else r"(?i:\b{%s}\b)"  # "may", but not "Who May Speak"
    return book.pattern(how % name).search(line) is not None


def _is_aside(line: str, book: Codebook) -> bool:
    """Whether a paragraph between points is an editor's: in brackets, as a note, or a report."""
    if re.match(r"[\[(*_>]", line) and re.search(r"[\])*_]$", line):
        return True
    return _is_note(line, book) or _said(line, book, "text_report")


def _is_note(line: str, book: Codebook) -> bool:
    start = r"(?i:\W*(?:\w+ )?{text_aside}\b[^.:]{0,30}:)"  # "- Editor's note by our desk:"
    return book.pattern(start).match(line) is not None


def _binds(line: str, book: Codebook) -> bool:
    return _said(line, book, "text_norm") and not _said(line, book, "text_close")


def _is_plan(seen: View, found: list[Point], first: Label, book: Codebook) -> bool:
    """Whether numbered points are a plan's, by their words and those above them."""
    before = seen.blocks[: first.block]
    above = [b for n, b in enumerate(before) if b.kind == "heading" or n > len(before) - 3]
    head = " ".join(seen.text[b.start : b.end] for b in above)
    lines = [seen.text[p.start : p.end] for p in found]
    binding = sum(_said(line, book, "text_norm") for line in lines)
    stating = sum(_said(line, book, "text_state") for line in lines)
    past = r"(?i:\b(?:{text_report}|{text_past})\b)"
    telling = sum(book.pattern(past).search(line) is not None for line in lines)
    if _said(head, book, "text_not"):
        return binding * 4 >= len(found) * 3 and telling * 10 <= len(found)
    named = first.style[0] or _said(head, book, "text_head")
    stated = named and stating * 3 >= len(found) and telling * 5 <= len(found)
    return bool(stated) or binding * (5 if named else 2) >= len(found) and telling * 4 <= len(found)
