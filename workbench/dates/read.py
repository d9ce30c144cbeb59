"""Windows of a text to expressions: which reader is tried at which tag (legend in shapes)."""

from __future__ import annotations

from workbench.dates import absolute, parts, relative
from workbench.dates.shapes import Expr, Reader
from workbench.dates.words import tokens, windows


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
    "n": (absolute.day, relative.counted),
    "b": (
        absolute.day,
        parts.part,
        absolute.century,
        relative.ordinal,
        relative.count_day,
        absolute.bare_day,
    ),
    "B": (relative.ordinal, relative.count_day),
    "N": (relative.counted,),
    "O": (absolute.day, parts.part, absolute.century, relative.ordinal),
    "I": (absolute.written,),
    "S": (absolute.written,),
    "y": (absolute.year,),
    "'": (absolute.short,),
    "D": (absolute.decade,),
    "K": (parts.part,),
    "k": (parts.part,),
    "C": (relative.counted,),
    "A": (relative.counted,),
    "Z": (relative.half_ago,),
    "h": (relative.half_ago,),
    "L": (relative.turned, relative.open_count),
    "R": (relative.open_count,),
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
