"""A calendar expression as read, before anything is known of the day of publication."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class Expr:
    """A calendar expression as written; ``form`` says which of the fields matter."""

    start: int
    end: int
    form: str
    kind: str = "absolute"
    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    n: int = 0
    unit: str = ""
    turn: int | None = None
    source: str = "now"
    mode: str = ""
    inner: Expr | None = None
    other: Expr | None = None
    data: dict = field(default_factory=dict)
    weekday_end: int = 0

    @property
    def full(self) -> bool:
        """A day with its year written."""
        return self.form == "date" and None not in (self.year, self.month, self.day)


def short_year(number: int) -> int:
    return number + (2000 if number < 50 else 1900)
