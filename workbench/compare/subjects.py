"""What figures are about: a key with named parts, and the same in words."""

from typing import NamedTuple

from workbench.codebook import Codebook, look
from workbench.compare.statements import Statement

MOST = 4  # so many parties are named


class Subject(NamedTuple):
    """Whose figure of what it is. A part that the text does not give is empty, and matches nothing.

    ``whose`` and ``plan`` hold the codebook's ids of parties, or names as written; ``of`` what is
    counted or what a sum is for; ``when`` the day, else the years that it is for.
    """

    conflict: str | None
    whose: tuple[str, ...]
    what: tuple[str, ...]
    of: tuple[str, ...]
    when: str
    plan: tuple[str, ...]

    def words(self, book: Codebook) -> str:
        """In English.

        >>> from workbench import codebook
        >>> one = Subject("ukraine", ("russia",), ("weapons launched",), ("drones",), "", ())
        >>> one.words(codebook.load())
        'Russia: weapons launched (drones)'
        """
        table = book.tables["actor"]

        def named(ids) -> str:
            labels = [table[n].label if n in table else n.capitalize() for n in ids[:MOST]]
            return ", ".join(labels)

        what = ", ".join(self.what) + (f" ({', '.join(self.of)})" if self.of else "")
        plan = f"plan of {named(self.plan)}" if self.plan else ""
        told = ", ".join(filter(None, (what, self.when, plan)))
        return f"{named(self.whose)}: {told}" if self.whose else told


def subject(claims: list[Statement]) -> Subject:
    """What claims of one fact, or of one disagreement, are about together."""
    parties = {name for c in claims for name in c.actors or c.beneficiaries}
    # What one sentence names may be anybody; what several name together is their subject.
    shared = set.intersection(*(set(c.names) for c in claims)) if len(claims) > 1 else ()
    years = sorted({year for c in claims for year in c.years})
    days = {c.when for c in claims}
    day = next(iter(days)) if len(days) == 1 else None
    owners = {name for c in claims if c.plan and c.role == "cap" for name in c.plan.owners}
    return Subject(
        next((c.conflict for c in claims if c.conflict), None),
        tuple(sorted(parties or shared)),
        tuple(dict.fromkeys(look.role_words(c.role, c.theme) for c in claims)),
        tuple(dict.fromkeys(of for c in claims if (of := _counted(c)))),
        look.day(day[0]) if day and day[0] == day[1] else "/".join(map(str, years)),
        tuple(sorted(owners)),
    )


def _counted(c: Statement) -> str:
    """What a sum is for; what is counted, but for people."""
    if c.theme == "funding":
        return c.purpose or ""
    return look.plural(c.unit) if c.theme == "force" and c.unit != "person" else ""
