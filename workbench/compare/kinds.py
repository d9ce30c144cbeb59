"""Two statements: do they speak of one thing, and if they differ, how.

Which row of ``decisions.toml`` decides two statements: the first whose conditions all hold. A row
of ``subject`` says whether they speak of one thing, a row of ``difference`` what they are then.
"""

from functools import cache, cached_property
from pathlib import Path

import msgspec

from workbench.codebook import Codebook
from workbench.compare.conditions import CONDITIONS, Pair
from workbench.compare.statements import Statement

SAME = "same"


class Decision(msgspec.Struct, forbid_unknown_fields=True):
    """A row: where all of ``when`` holds, two statements of a theme are of this ``kind``."""

    id: str
    when: list[str] = []
    kind: str = ""
    theme: str = ""
    why: str = ""
    example: list[str] = []
    counterexample: list[str] = []


@cache
def table() -> dict[str, list[Decision]]:
    """The rows of ``subject`` and of ``difference``."""
    path = Path(__file__).with_name("decisions.toml")
    return msgspec.toml.decode(path.read_bytes(), type=dict[str, list[Decision]])


def weight(kind: str) -> int:
    """How early a kind is told: by the order of the table's sentences.

    >>> weight("value") < weight("scope") < weight("within_document")
    True
    """
    return [row.id for row in table()["sentence"]].index(kind)


class _Node:
    """A question on the way through the rows of a list, with what is left of them."""

    def __init__(self, rows: list[tuple[Decision, list[dict[str, bool]]]]):
        self.rows = rows  # each with what is still to be asked: alternatives, wanted or not
        self.row = rows[0][0] if rows and not rows[0][1] else None  # decided
        self.name = None if self.row or not rows else next(iter(rows[0][1][0]))
        self.holds = CONDITIONS.get(self.name)

    @cached_property
    def yes(self) -> "_Node":
        """The node behind the answer that it holds."""
        return self._after(True)

    @cached_property
    def no(self) -> "_Node":
        """The node behind the answer that it does not hold."""
        return self._after(False)

    def _after(self, answer: bool) -> "_Node":
        rows = []
        for row, asked in self.rows:
            asked = [either for either in asked if either.get(self.name) is not answer]
            asked = [{n: yes for n, yes in e.items() if n != self.name} for e in asked]
            rows += [(row, asked)] * all(asked)
        return _Node(rows)


@cache
def _start(part: str, theme: str) -> _Node:
    """The first question about two statements of a theme."""
    rows = [row for row in table()[part] if row.theme in ("", theme)]
    asked = [[one.split(" | ") for one in row.when] for row in rows]
    wanted = [[{n.removeprefix("not "): n[:4] != "not " for n in e} for e in a] for a in asked]
    return _Node(list(zip(rows, wanted, strict=True)))


def _first(part: str, pair: Pair) -> Decision | None:
    """The first row whose conditions all hold; no condition is asked twice."""
    node = _start(part, pair.x.theme)
    while node.holds:
        node = node.yes if node.holds(pair) else node.no
    return node.row


def decisions(x: Statement, y: Statement, book: Codebook) -> list[Decision]:
    """The rows that decide two statements: of their subject, and of what differs."""
    pair = Pair(x, y, book)
    subject = _first("subject", pair)
    one = subject and subject.kind == "one"
    return [row for row in (subject, one and _first("difference", pair)) if row]


def judge(x: Statement, y: Statement, book: Codebook) -> str | None:
    """Kind of disagreement of two statements of one theme, "same", or None."""
    if (x.doc_id, x.sentence_start) == (y.doc_id, y.sentence_start):
        return None
    rows = decisions(x, y, book)
    return rows[-1].kind if rows and rows[-1].kind not in ("two", "none") else None
