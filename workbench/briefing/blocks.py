"""What a page is made of, before it is HTML, Markdown, PDF or Word."""

import re

import msgspec
from msgspec import Struct

#: What no page may hold: control characters, halves of pairs, and what turns numbers round.
UNSEEN = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)


class Run(Struct):
    """Words of one kind. to: the ``id`` that they lead to; hint: what a reader sees on hover.

    style: ``strong``, ``quiet``, ``ref`` (a source's number), ``noise``, ``warn``, ``own`` (the
    analyst's words), or the theme of a figure that is highlighted.
    """

    text: str
    to: str = ""
    style: str = ""
    id: str = ""
    hint: str = ""
    url: str = ""


class Heading(Struct, tag="heading"):
    level: int
    text: str
    id: str = ""


class Text(Struct, tag="text"):
    """style: ``lead``, ``item``, ``quiet``, ``quote``, ``own``, ``label``, ``paper``."""

    runs: list[Run]
    style: str = ""
    id: str = ""


class Table(Struct, tag="table"):
    """right: columns that are set to the right; wide: shares of the width, one a column."""

    caption: str
    head: list[str]
    rows: list[list[list[Run]]]
    wide: list[int]
    right: list[int] = []


class Figure(Struct, tag="figure"):
    """svg: a picture with links; rows: the same in words, one a row."""

    title: str
    svg: str
    key: str
    caption: str
    rows: list[str]
    axis: str = ""


Block = Heading | Text | Table | Figure


class Page(Struct):
    """The whole of a briefing. papers: documents in full, which HTML alone has."""

    title: str
    blocks: list[Block]
    papers: list[Block]
    manifest: str
    paper: str = "a4"


def runs(*parts) -> list[Run]:
    """Strings and runs as runs.

    >>> [(run.text, run.to) for run in runs("a ", Run("b", to="c"), "")]
    [('a ', ''), ('b', 'c')]
    """
    return [part if isinstance(part, Run) else Run(str(part)) for part in parts if part != ""]


def words(block) -> str:
    """What a block says of the documents, in one line."""
    match block:
        case Heading():
            return block.text
        case Text():
            own = block.style == "own"  # an analyst's words are no words of the documents
            return "".join(run.text for run in block.runs if run.style != "own" and not own)
        case Table():
            cells = ("".join(r.text for r in cell) for row in block.rows for cell in row)
            return " | ".join([block.caption, *block.head, *cells])
        case Figure():
            return " | ".join([block.title, block.key, block.caption, *block.rows])
    return ""


def shown(page: Page) -> Page:
    """The page with each character that can't be shown replaced.

    >>> shown(Page("a\\x00", [], [], "")).title
    'a\ufffd'
    """

    def clean(told):
        match told:
            case str():
                return UNSEEN.sub("\ufffd", told)
            case list():
                return [clean(one) for one in told]
            case dict():
                return {key: clean(value) for key, value in told.items()}
        return told

    return msgspec.convert(clean(msgspec.to_builtins(page)), Page)
