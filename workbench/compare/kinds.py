"""Two statements: do they speak of one thing, and if they differ, how.

Which row of ``decisions.toml`` decides two statements: the first whose conditions all hold. A row
of ``subject`` says whether they speak of one thing, a row of ``difference`` what they are then.
"""

from __future__ import annotations

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
    return [
        (row, [[(n.removeprefix("not "), n[:4] != "not ") for n in one.split(" | ")]
               for one in row.when])
        for row in table()[part] if row.theme in ("", theme)
    ]  # fmt: skip


def decisions(x: Statement, y: Statement, book: Codebook) -> list[Decision]:
    """The rows that decide two statements: of their subject, and of what differs."""
    asked, pair = {}, Pair(x, y, book)

    def holds(name: str) -> bool:
        if name not in asked:
            asked[name] = bool(CONDITIONS[name](pair))
        return asked[name]

    found = []
    for part in ("subject", "difference"):
        for row, conditions in _rows(part, x.theme):
            if all(any(holds(n) is wanted for n, wanted in one) for one in conditions):
                found.append(row)
                break
        if not found or found[0].kind == "two":
            break
    return found


def judge(x: Statement, y: Statement, book: Codebook) -> str | None:
    """Kind of disagreement of two statements of one theme, "same", or None."""
    if (x.doc_id, x.sentence_start) == (y.doc_id, y.sentence_start):
        return None
    kind = (decisions(x, y, book) or [None])[-1]
    return kind and kind.kind if kind and kind.kind not in ("two", "none") else None
