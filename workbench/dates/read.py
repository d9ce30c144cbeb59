"""Windows of a text to expressions: which reader is tried at which tag (legend in shapes)."""

from __future__ import annotations

from workbench.dates import absolute, counts, parts, relative
from workbench.dates.expr import Expr
from workbench.dates.shapes import Reader
from workbench.dates.triggers import windows
from workbench.dates.words import tokens


def find(text: str, start: int = 0, stop: int | None = None) -> list[Expr]:
    """Expressions of ``text`` (or of one slice of it), in order, not overlapping."""
    out: list[Expr] = []
    done = 0
    for a, b in windows(text) if stop is None else ((start, stop),):
        for e in Reader(text, tokens(text, a, b), READERS).read():
            if e.start >= done:
                out.append(e)
                done = e.end
    return out


READERS = {
    "W": (absolute.day, absolute.written, relative.weekday),
    "M": (absolute.day, absolute.month),
    "n": (absolute.day, counts.counted),
    "b": (
        absolute.day,
        parts.part,
        absolute.century,
        counts.ordinal,
        counts.count_day,
        absolute.bare_day,
    ),
    "B": (counts.ordinal, counts.count_day),
    "N": (counts.counted,),
    "O": (absolute.day, parts.part, absolute.century, counts.ordinal),
    "I": (absolute.written,),
    "S": (absolute.written,),
    "y": (absolute.year,),
    "'": (absolute.short,),
    "D": (absolute.decade,),
    "K": (parts.part,),
    "k": (parts.part,),
    "C": (counts.counted,),
    "A": (counts.counted,),
    "Z": (counts.half_ago,),
    "h": (counts.half_ago,),
    "L": (relative.turned, counts.open_count),
    "R": (counts.open_count,),
    "t": (relative.deictic,),
    "o": (relative.overnight,),
    "w": (relative.weekend,),
    "P": (absolute.part_of_day,),
    "s": (parts.season,),
    "H": (parts.named_day,),
    "#": (parts.name,),
    "e": (parts.edge,),
    "U": (relative.day_around,),
    "v": (relative.vague,),
    "F": (parts.fiscal,),
}
