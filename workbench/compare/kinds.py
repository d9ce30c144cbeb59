"""Two statements: do they speak of one thing, and if they differ, how.

Which row of ``decisions.toml`` decides two statements: the first whose conditions all hold. A row
of ``subject`` says whether they speak of one thing, a row of ``difference`` what they are then.
"""

from functools import cache
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


@cache
def _rows(part: str, theme: str) -> list[tuple[Decision, list[list[tuple[str, bool]]]]]:
    """The rows of a theme, with their conditions as alternatives of (name, wanted)."""
    rows = [row for row in table()[part] if row.theme in ("", theme)]
    asked = [[one.split(" | ") for one in row.when] for row in rows]
    return [
        (row, [[(n.removeprefix("not "), n[:4] != "not ") for n in either] for either in all_of])
        for row, all_of in zip(rows, asked, strict=True)
    ]


def _first(part: str, pair: Pair, known: dict[str, bool]) -> Decision | None:
    """The first row whose conditions all hold; each is asked once."""

    def holds(name: str) -> bool:
        if name not in known:
            known[name] = bool(CONDITIONS[name](pair))
        return known[name]

    for row, all_of in _rows(part, pair.x.theme):
        if all(any(holds(name) is wanted for name, wanted in either) for either in all_of):
            return row
    return None


def decisions(x: Statement, y: Statement, book: Codebook) -> list[Decision]:
    """The rows that decide two statements: of their subject, and of what differs."""
    pair, known = Pair(x, y, book), {}
    subject = _first("subject", pair, known)
    one = subject and subject.kind == "one"
    return [row for row in (subject, one and _first("difference", pair, known)) if row]


def judge(x: Statement, y: Statement, book: Codebook) -> str | None:
    """Kind of disagreement of two statements of one theme, "same", or None."""
    if (x.doc_id, x.sentence_start) == (y.doc_id, y.sentence_start):
        return None
    rows = decisions(x, y, book)
    return rows[-1].kind if rows and rows[-1].kind not in ("two", "none") else None
