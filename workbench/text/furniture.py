"""What belongs to a page and not to its article, found by where lines stand and how they look."""

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from itertools import groupby, pairwise

from workbench.codebook import Codebook
from workbench.text.lines import Line, lines

# A menu has this many entries in a row, of at most so many words each.
MENU = 4
ENTRY = 3
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
        ("shape.links", filter(_is_link, body)),
        ("shape.recurring", _recurring(body, text)),
        ("shape.menu", _menus(body)),
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


def _is_link(line: Line) -> bool:
    """Whether a line is nothing but links; a title may be one."""
    linked = line.mark != "#" and ("](" in line.text or "://" in line.text)
    return linked and not LINK.sub("", line.text)


def _recurring(body: list[Line], text: str) -> Iterator[Line]:
    """Lines at the edges of pages (form feeds) that recur with other numbers: heads and feet."""
    pages = enumerate(pairwise(body if "\f" in text else ()), 1)
    starts = [k for k, (one, two) in pages if "\f" in text[one.end : two.start]]
    edges = [t for k in (0, *starts, len(body)) for t in body[max(0, k - 2) : k + 2] if starts]
    keys = {t: DIGITS.sub("0", t.text) for t in edges if not t.mark and t.stop != "."}
    counts = Counter(keys.values())
    yield from (line for line, key in keys.items() if counts[key] > 1)


def _menus(body: list[Line]) -> Iterator[Line]:
    """Runs of entries of one to three words without a number."""

    def entry(line: Line) -> bool:
        short = len(line.text.lstrip("*+-• ").split(None, ENTRY)) <= ENTRY
        return short and line.text[-1] not in ".!?:;,-" and not DIGITS.search(line.text)

    for short, run in groupby(body, entry):
        if short and len(some := list(run)) >= MENU:
            yield from some


def _stub(line: Line) -> bool:
    return not line.mark and line.stop != "." and line.text[-1] not in ":;,"


def _sections(found: list[Line], book: Codebook) -> Iterator[tuple[int, int, str]]:
    """A heading that gives furniture away, and what stands below it, with the rule."""
    entries, heads = _heads(book)
    rest = 0
    for k, line in enumerate(found):
        if k < rest or line.stop == ".":
            continue
        if head := heads.fullmatch(line.text.strip("*_:# ")):
            rule = entries[int(head.lastgroup[1:])]
            rest = k + 1
            while rest < len(found) and _below(found[rest], found[rest - 1], line, rule):
                rest += 1
            if rest > k + 1:
                yield from ((t.start, t.end, rule) for t in found[k:rest])


def _below(line: Line, above: Line, head: Line, rule: str) -> bool:
    """Whether a line belongs to a section of furniture: a stub, in notes a note."""
    if not rule.endswith(".notes"):
        return _stub(line) or line.mark == "item" and line.stop != "."
    runs_on = above is not head and not line.gap and above.stop != "."
    note = runs_on or "://" in line.text or NOTE.match(line.text) is not None
    return note and line.mark != "#"


@lru_cache(maxsize=8)
def _heads(book: Codebook) -> tuple[list[str], re.Pattern]:
    """Headings of furniture by rule: those over notes, and those over teasers."""
    some = [entry for entry in book.all("noise") if entry.where == "section"]
    told = [f"(?P<n{k}>{'|'.join(entry.match)})" for k, entry in enumerate(some)]
    return [entry.id for entry in some], re.compile("|".join(told) or "(?!)", re.IGNORECASE)
