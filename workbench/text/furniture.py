"""What belongs to a page and not to its article, found by its shape.

Words that only furniture uses are noise rules of the codebook. Here it is where lines stand and
what they look like: front matter, menus and teasers (runs of stubs), lines of links, heads and feet
that recur on each page, and sections that a heading gives away ("References", "Most read").
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import groupby, pairwise

from workbench.codebook import Codebook
from workbench.text.lines import Line, groups, lines

# A menu has this many entries in a row, of at most so many words each.
MENU = 4
ENTRY = 3
# So many lines without a sentence behind the last one are the page's, not the article's.
TAIL = 4
RECURS = 3
LINK = re.compile(r"!?\[[^\]\n]{0,300}\]\([^)\n]{0,600}\)|https?://\S+|[\s*+|•·>–-]+")
NOTE = re.compile(r"(?:\[\^?\w{1,4}\]|\^?\d{1,3}[.):]?|[¹²³⁰-⁹]+)[:.]?\s+\S")
FRONT = re.compile(
    r"-{3}[ \t]*\r?\n(?:[ \t]*[\w#-].*\r?\n|[ \t]*\r?\n){0,60}?-{3}[ \t]*(?:\r?\n|$)"
)
DIGITS = re.compile(r"\d+")
# More stubs of a text, or longer ones, are no furniture.
STUBS, LONGEST = 60, 120
DATED = re.compile(r"\b(?:19|20)\d\d\b")


def find(text: str, clean: str, book: Codebook) -> Iterator[tuple[int, int, str]]:
    """(start, end, rule) of lines of furniture in no order; ``clean``: with other noise masked.

    >>> from workbench import codebook
    >>> text = "Home\\nWorld\\nEurope\\nSport\\n\\nKyiv needs $5bn, and the army needs 40 tanks."
    >>> [text[a:b] for a, b, _ in find(text, text, codebook.load())]
    ['Home', 'World', 'Europe', 'Sport']
    """
    front = FRONT.match(text)
    found = lines(clean)
    first = sum(line.end <= front.end() for line in found) if front else 0
    body = found[first:]
    for rule, some in (
        ("shape.front_matter", found[:first]),
        ("shape.links", _links(body)),
        ("shape.recurring", _recurring(body, text)),
        ("shape.menu", _menus(body)),
        ("shape.tail", _tail(groups(clean, book))),
    ):
        yield from ((line.start, line.end, rule) for line in some)
    yield from _sections(lines(text), book)


def stubs(clean: str) -> list[tuple[str, int, int]]:
    """Short lines that may recur in other documents: (text, start, end).

    None tells a year, and no sentence among them a number.

    >>> stubs("Subscribe for $1 a week\\n\\nOslo, 3 December 2025\\n\\nKyiv needs $5bn.")
    [('Subscribe for $1 a week', 0, 23)]
    """
    found = [
        (line.text, line.start, line.end)
        for line in lines(clean)
        if line.mark != "row"
        and 8 <= len(line.text) <= LONGEST
        and not DATED.search(line.text)
        and not (line.stop == "." and DIGITS.search(line.text))
    ]
    half = STUBS // 2
    return found if len(found) <= STUBS else found[:half] + found[-half:]


def _in_a_row(
    some: list[Line], test: Callable[[Line], bool]
) -> Iterator[tuple[list[Line], Line | None]]:
    """The runs of lines that pass a test, each with the line behind it."""
    parts = [(yes, list(run)) for yes, run in groupby(some, test)]
    for (yes, run), (_, after) in pairwise([*parts, (False, [None])]):
        if yes:
            yield run, after[0]


def _links(body: list[Line]) -> Iterator[Line]:
    """Lines that are nothing but links, two or more of them, or several such lines in a row."""

    def bare(line: Line) -> bool:
        return ("](" in line.text or "://" in line.text) and not LINK.sub("", line.text)

    for run, _ in _in_a_row(body, bare):
        if len(run) > 1 or run[0].text.count("](") > 1:
            yield from run


def _recurring(body: list[Line], text: str) -> Iterator[Line]:
    """Short lines without a sentence that recur with other numbers: heads and feet of pages.

    At the edge of a page (a form feed) twice is enough.
    """
    short = [t for t in body if len(t.text) < 90 and not t.mark and t.stop != "."]
    keys = [DIGITS.sub("0", t.text) for t in short]
    counts = Counter(keys)
    edges = _edges(body, text) if "\f" in text else set()
    for line, key in zip(short, keys, strict=True):
        if counts[key] >= (2 if line in edges else RECURS) and (key == "0" or len(key) > 3):
            yield line


def _edges(body: list[Line], text: str) -> set[Line]:
    """The first and the last two lines of each page."""
    starts = [k for k, (one, two) in enumerate(pairwise(body), 1) if "\f" in text[one.end : two.start]]
    return {line for k in [0, *starts, len(body)] for line in body[max(0, k - 2) : k + 2]}


def _menus(body: list[Line]) -> Iterator[Line]:
    """Runs of entries of one to three words without a number."""

    def entry(line: Line) -> bool:
        return (
            line.text[-1] not in ".!?:;,-"
            and line.mark in ("", "item")
            and len(line.text.lstrip("*+-• ").split(None, ENTRY)) <= ENTRY
            and not DIGITS.search(line.text)
        )

    for run, after in _in_a_row(body, entry):
        if len(run) >= MENU:
            # What is left of a menu right above prose may be its heading.
            prose = after and after.stop == "." and len(after.text.split()) >= 8
            heading = prose and (run[-1].gap or not after.gap)
            yield from run[:-1] if heading else run


def _stub(line: Line) -> bool:
    return not line.mark and line.stop != "." and line.text[-1] not in ":;,"


def _tail(blocks: list[list[Line]]) -> list[Line]:
    """What stands behind the last sentence of a text, if it is several blocks without one."""
    last = len(blocks)
    while last and _stub(blocks[last - 1][-1]) and len(blocks[last - 1]) == 1:
        last -= 1
    return [line for (line,) in blocks[last:]] if 0 < last <= len(blocks) - TAIL else []


def _sections(found: list[Line], book: Codebook) -> Iterator[tuple[int, int, str]]:
    """A heading that gives furniture away, and what stands below it, with the rule."""
    entries, heads = _heads(book)
    rest = 0
    for k, line in enumerate(found):
        if k < rest or len(line.text) >= 60 or line.stop == ".":
            continue
        if head := heads.fullmatch(line.text.strip("*_:# ")):
            rule = entries[int(head.lastgroup[1:])]
            below = _noted if rule.endswith(".notes") else _teaser
            rest = k + 1
            while rest < len(found) and below(found[rest], found[rest - 1], rest - 1 > k):
                rest += 1
            if rest > k + 1:
                yield from ((t.start, t.end, rule) for t in found[k:rest])


def _teaser(line: Line, above: Line, inside: bool) -> bool:
    """Whether a line may stand in a section of teasers or buttons."""
    return _stub(line) or line.mark == "item" and line.stop != "."


def _noted(line: Line, above: Line, inside: bool) -> bool:
    """Whether a line is a note, or goes on with the one right above it."""
    if line.mark == "#":
        return False
    runs_on = inside and not line.gap and above.stop != "." and not line.mark
    return runs_on or "://" in line.text or NOTE.match(line.text) is not None


@lru_cache(maxsize=8)
def _heads(book: Codebook) -> tuple[list[str], re.Pattern]:
    """Headings of furniture by rule: those over notes, and those over teasers."""
    some = [entry for entry in book.all("noise") if entry.where == "section"]
    told = [f"(?P<n{k}>{'|'.join(entry.match)})" for k, entry in enumerate(some)]
    return [entry.id for entry in some], re.compile("|".join(told) or "(?!)", re.IGNORECASE)
