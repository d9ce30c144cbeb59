"""What belongs to a page and not to its article, found by its shape.

Words that only furniture uses are noise rules of the codebook. Here it is where lines stand and
what they look like: front matter, menus and teasers (runs of stubs), lines of links, heads and feet
that recur on each page, and sections that a heading gives away ("References", "Most read").
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from itertools import groupby

from workbench.codebook import Codebook
from workbench.text.lines import STRICTLY, Line, groups, lines

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


def find(text: str, clean: str, book: Codebook) -> Iterator[tuple[int, int, str]]:
    """(start, end, rule) of lines of furniture in no order; ``clean``: with other noise masked.

    >>> from workbench import codebook
    >>> text = "Home\\nWorld\\nEurope\\nSport\\n\\nKyiv needs $5bn, and the army needs 40 tanks."
    >>> [text[a:b] for a, b, _ in find(text, text, codebook.load())]
    ['Home', 'World', 'Europe', 'Sport']
    """
    front = FRONT.match(text)
    told = [line for line in lines(clean) if line is not None]
    if front:
        for line in told:
            if line.end <= front.end():
                yield line.start, line.end, "shape.front_matter"
        told = [line for line in told if line.start >= front.end()]
    gone: dict[int, str] = {}
    for rule, some in (
        ("shape.links", _links(told)),
        ("shape.recurring", _recurring(told, text)),
        ("shape.menu", _menus(told)),
        ("shape.tail", _tail(told, book)),
    ):
        for k in some:
            gone.setdefault(k, rule)
    for k, rule in gone.items():
        yield told[k].start, told[k].end, rule
    told = [line for line in lines(text) if line is not None]
    for k, rule in _sections(told, book):
        yield told[k].start, told[k].end, rule


# More of them, or longer ones, are no furniture.
STUBS, LONGEST = 60, 120
DATED = re.compile(r"\b(?:19|20)\d\d\b")


def stubs(clean: str) -> list[tuple[str, int, int]]:
    """Short lines that may recur in other documents: (text, start, end).

    None tells a year, and no sentence among them a number.

    >>> stubs("Subscribe for $1 a week\\n\\nOslo, 3 December 2025\\n\\nKyiv needs $5bn.")
    [('Subscribe for $1 a week', 0, 23)]
    """
    found = [
        (line.text, line.start, line.end)
        for line in lines(clean)
        if line is not None
        and line.mark != "row"
        and 8 <= len(line.text) <= LONGEST
        and not DATED.search(line.text)
        and not (DIGITS.search(line.text) and STRICTLY.search(line.text[-40:]))
    ]
    half = STUBS // 2
    return found if len(found) <= STUBS else found[:half] + found[-half:]


def _links(told: list[Line]) -> Iterator[int]:
    """Lines that are nothing but links, two or more of them, or several such lines in a row."""
    bare = [bool("](" in t.text or "://" in t.text) and not LINK.sub("", t.text) for t in told]
    for yes, run in groupby(range(len(told)), key=lambda k: bare[k]):
        some = list(run)
        if yes and (len(some) > 1 or told[some[0]].text.count("](") > 1):
            yield from some


def _recurring(told: list[Line], text: str) -> Iterator[int]:
    """Short lines without a sentence that recur with other numbers: heads and feet of pages.

    At the edge of a page (a form feed) twice is enough.
    """
    edges = _edges(told, text)
    keys = [DIGITS.sub("0", t.text) if len(t.text) < 90 and not t.mark else "" for t in told]
    counts = Counter(keys)
    for k, key in enumerate(keys):
        if key and counts[key] >= (2 if k in edges else RECURS) and (key == "0" or len(key) > 3):
            if not STRICTLY.search(key[-40:]):
                yield k


def _edges(told: list[Line], text: str) -> set[int]:
    """The first and the last two lines of each page, where a text has pages."""
    found: set[int] = set()
    at = text.find("\f")
    while at >= 0:
        after = bisect_left(told, at, key=lambda line: line.start)
        found |= {after - 2, after - 1, after, after + 1}
        at = text.find("\f", at + 1)
    return found | {0, 1, len(told) - 2, len(told) - 1} if found else found


def _stub(line: Line) -> bool:
    return not line.mark and not STRICTLY.search(line.text[-40:]) and line.text[-1] not in ":;,"


def _menus(told: list[Line]) -> Iterator[int]:
    """Runs of entries of one to three words without a number."""

    def entry(k: int) -> bool:
        text = told[k].text.lstrip("*+-• ")
        return (
            told[k].mark in ("", "item")
            and len(text.split()) <= ENTRY
            and text[-1:] not in ".!?:;,"
            and not DIGITS.search(text)
        )

    for yes, run in groupby(range(len(told)), key=entry):
        some = list(run)
        # What is left of a menu right above prose may be its heading.
        if yes and len(some) >= MENU:
            last = some[-1] + 1
            above = last < len(told) and _prose(told[last]) and not _is_entry_of_menu(told, some)
            yield from some[:-1] if above else some


def _is_entry_of_menu(told: list[Line], some: list[int]) -> bool:
    """No heading: an empty line stands between the menu and what follows."""
    one, two = told[some[-1]], told[some[-1] + 1]
    return two.start - one.end > 1 and told[some[-1]].start - told[some[-2]].end == 1


def _prose(line: Line) -> bool:
    return len(line.text.split()) >= 8 and bool(STRICTLY.search(line.text[-40:]))


def _tail(told: list[Line], book: Codebook) -> Iterator[int]:
    """What stands behind the last sentence of a text, if it is several blocks without one."""
    blocks = list(groups(told, book))
    last = len(blocks)
    while last and _stub(blocks[last - 1][-1]) and len(blocks[last - 1]) == 1:
        last -= 1
    if 0 < last <= len(blocks) - TAIL:
        yield from range(len(told) - (len(blocks) - last), len(told))


def _sections(told: list[Line], book: Codebook) -> Iterator[tuple[int, str]]:
    """A heading that gives furniture away, and what stands below it, with the rule."""
    entries, heads = _heads(book)
    k = 0
    while k < len(told):
        head = heads.fullmatch(told[k].text.strip("*_:# ")) if len(told[k].text) < 60 else None
        k += 1
        if not head:
            continue
        rule = entries[int(head.lastgroup[1:])]
        notes = rule.endswith(".notes")
        rest = k
        while rest < len(told) and _below(told, rest, k - 1, notes):
            rest += 1
        if rest > k:
            yield from ((n, rule) for n in range(k - 1, rest))
        k = rest


def _below(told: list[Line], k: int, head: int, notes: bool) -> bool:
    """Whether a line belongs to a section of furniture."""
    line = told[k]
    if not notes:
        return _stub(line) or line.mark == "item" and not STRICTLY.search(line.text[-40:])
    if line.mark == "#":
        return False
    if NOTE.match(line.text) or "://" in line.text:
        return True
    # A note that runs on does so in the line right below it.
    above = told[k - 1]
    runs_on = above.end + 2 >= line.start and not STRICTLY.search(above.text[-40:])
    return k - 1 > head and runs_on and not line.mark


@lru_cache(maxsize=8)
def _heads(book: Codebook) -> tuple[list[str], re.Pattern]:
    """Headings of furniture by rule: those over notes, and those over teasers."""
    some = [entry for entry in book.all("noise") if entry.where == "section"]
    told = [f"(?P<n{k}>{'|'.join(entry.match)})" for k, entry in enumerate(some)]
    return [entry.id for entry in some], re.compile("|".join(told) or "(?!)", re.IGNORECASE)
