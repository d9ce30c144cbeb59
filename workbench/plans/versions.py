"""Versions of plans: which mentions are one text, when it came out, what it revises.

Mentions are joined where their parts (sponsor, number, place, date, ordinal) fit and one of them is
shared; what one sentence contrasts is never one. An edge needs words that say it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from workbench import codebook
from workbench.claims.conflicts import Conflicts
from workbench.corpus import frame
from workbench.plans.mentions import Mention
from workbench.plans.told import STATUS, Document, Edge
from workbench.text import view

EARLIER = 365  # days before the text: history


@dataclass(eq=False)
class Version:
    """Mentions of one text."""

    mentions: list[Mention] = field(default_factory=list)

    def all(self, part: str) -> list:
        told = [getattr(m, part) for m in self.mentions]
        return [value for value in told if value]

    @property
    def sponsors(self) -> list[frozenset]:
        return self.all("sponsor")

    @property
    def points(self) -> list[int]:
        return list(dict.fromkeys(self.all("points")))


def read(corpus) -> tuple[list[Document], list[Version], dict]:
    """The plans of a corpus, read once and kept with it."""
    if "_plans" not in corpus.__dict__:
        book, made = corpus.codebook, []
        table = corpus.documents
        latest: dict[str, str] = {}  # a text without a date is read as of the last on its war
        for day, own in zip(
            table["published"].dropna().sort_values(),
            table.loc[table["published"].dropna().sort_values().index, "conflict"],
            strict=True,
        ):
            latest[str(own)] = day.date().isoformat()
        known = {c.id for c in book.all("conflict")}
        for doc_id, day, own in zip(
            table["doc_id"], table["published"], table["conflict"], strict=True
        ):
            seen = corpus.view(doc_id)
            own_day = None if day is None or day != day else day.date().isoformat()
            document = Document(seen, book, doc_id, own_day or latest.get(str(own)))
            for m in document.found:
                m.published = own_day
            if not document.found:
                continue
            wars = Conflicts(seen, book)
            for m in document.found:
                line = document.lines[m.line]
                place = (
                    seen.place(line.at, line.at + len(line.text))
                    if m.line >= 0
                    else (m.start, m.end)
                )
                m.conflict = wars.of_figure(m.start, m.end, *place)
                if m.conflict not in known and isinstance(own, str):
                    m.conflict = own
            made.append(document)
        made.sort(key=lambda d: (d.found[0].published or "9999", d.found[0].doc_id))
        corpus.__dict__["_plans"] = (made, *versions(made, book))
    return corpus.__dict__["_plans"]


def first_seen(v: Version) -> tuple[str | None, str | None, bool]:
    """When a version came out, what says so, and whether that is history for its first text."""
    paper = min(v.all("published"), default=None)
    told = [d for d in v.all("day") + v.all("dated") if d[0] and ((d[0] == d[1]) or _days(*d) > 26)]
    told = min(told, default=None)
    if not told or paper and told[0] > paper:
        return paper, paper and "document", False
    whole = 10 if told[0] == told[1] else 7 if _days(*told) < 32 else 4
    return told[0][:whole], "stated", bool(paper) and _days(told[1], paper) > EARLIER


def _days(one: str, other: str) -> int:
    return (date.fromisoformat(other) - date.fromisoformat(one)).days


def edges(corpus) -> dict[tuple[int, int], Edge]:
    """The lineage by numbers of versions: the later, the earlier, and the words of it."""
    documents, made, group = read(corpus)
    number = {id(v): k for k, v in enumerate(made)}
    found = {}
    for edge in (e for d in documents for e in d.edges):
        key = number[id(group[id(edge.later)])], number[id(group[id(edge.earlier)])]
        if key[0] != key[1] and (key[1], key[0]) not in found:
            found.setdefault(key, edge)
    wide = {a.id: frozenset(a.members) for a in corpus.codebook.all("actor") if a.members}
    for k, v in enumerate(made):
        mine = max(v.all("order"), default=0)
        fits = [
            (max(o.all("order")), j)
            for j, o in enumerate(made)
            if o.all("order")
            and max(o.all("order")) < mine
            and not _other_war(v, o)
            and _kin(v, o, wide)
        ]
        if fits and (k, max(fits)[1]) not in found:
            m = next(m for m in v.mentions if m.order == mine)
            o = next(m for m in made[max(fits)[1]].mentions if m.order)
            found[k, max(fits)[1]] = Edge(m, o, m.doc_id, m.start, m.end)
    return found


def plans(corpus):
    """The versions of the peace plans that a corpus tells of: a DataFrame."""
    _, made, _ = read(corpus)
    links, ids, rows = edges(corpus), [], []
    for v in made:
        conflict = next(iter(v.all("conflict")), None)
        day, basis, past = first_seen(v)
        sponsor = ";".join(sorted(v.sponsors[0])) if v.sponsors else None
        points = next((m.points for m in v.mentions if m.list), None) or next(iter(v.points), None)
        reached = max((STATUS.index(s) for m in v.mentions for s in m.status), default=0)
        label = max(
            (m for m in v.mentions if not m.list), key=lambda m: (bool(m.noun), len(m.quote))
        ).quote
        name = "-".join(str(x).replace(";", "+") for x in (conflict, sponsor, points, day) if x)
        same = sum(other == name or other.startswith(f"{name}-v") for other in ids)
        ids.append(f"{name}-v{same + 1}" if same else name)
        places = [
            {"doc_id": m.doc_id, "start": m.start, "end": m.end, "quote": m.quote}
            for m in v.mentions
        ]
        rows.append(
            [
                conflict,
                sponsor,
                label,
                points,
                [p for p in v.points if p != points],
                day,
                basis,
                "historical" if past else STATUS[reached],
                places,
            ]
        )
    revises = [[ids[b] for a, b in links if a == k] for k in range(len(made))]
    return frame(
        "plans",
        ([i, *row[:8], back, row[8]] for i, row, back in zip(ids, rows, revises, strict=True)),
    )


def lineage(corpus):
    """The edges between versions, each with the words that say it: a DataFrame.

    Columns: ``from_plan``, the earlier; ``to_plan``, what was made from it; ``doc_id``, ``start``,
    ``end`` and ``quote`` of the words.
    """
    import pandas as pd

    ids = plans(corpus)["plan_id"].tolist()
    rows = [
        [ids[b], ids[a], e.doc_id, e.start, e.end, corpus.text(e.doc_id)[e.start : e.end]]
        for (a, b), e in sorted(edges(corpus).items())
    ]
    return pd.DataFrame(rows, columns=["from_plan", "to_plan", "doc_id", "start", "end", "quote"])


def versions(documents: list[Document], book) -> list[Version]:
    """All mentions of a corpus as versions, in the order of the documents."""
    wide = {a.id: frozenset(a.members) for a in book.all("actor") if a.members}
    _canonical(documents, book)
    group: dict[int, Version] = {}
    for document in documents:
        for m in document.found:
            group[id(m)] = Version([m])
        for x, y in document.same:
            _merge(group, group[id(x)], group[id(y)])
    apart = [(e.later, e.earlier) for d in documents for e in d.edges] + [
        p for d in documents for p in d.apart
    ]
    order = list(dict.fromkeys(id(group[id(m)]) for d in documents for m in d.found))
    by_id = {id(v): v for v in group.values()}
    made: list[Version] = []
    for one in (by_id[k] for k in order):
        barred = {id(group[id(y)]) for x, y in apart if group[id(x)] is one}
        barred |= {id(group[id(x)]) for x, y in apart if group[id(y)] is one}
        fits = [
            (s, k)
            for k, v in enumerate(made)
            if id(v) not in barred and (s := _fit(one, v, wide, book)) is not None
        ]
        best = max(fits, default=(0, 0))
        cover = [k for s, k in fits if _covers(one, made[k], wide)]
        alone = len(fits) == 1 and len(made) - len([v for v in made if id(v) in barred]) == 1
        if not one.points and len(cover) == 1 and best[0] < 3 and _definite(one):
            _merge(group, made[cover[0]], one)
        elif fits and (
            best[0] >= 3
            or best[0] >= 0
            and alone
            and not one.points
            and not one.all("order")
            and _definite(one)
        ):
            _merge(group, made[best[1]], one)
        else:
            made.append(one)
    for one in [v for v in made if v.points and not v.sponsors]:  # its sponsor may be told later
        fits = [
            v
            for v in made
            if v is not one
            and {*v.points} & {*one.points}
            and min(_fit(one, v, wide, book) or 0, _fit(v, one, wide, book) or 0) > 3
        ]
        if len(fits) == 1 and not any(
            {id(group[id(x)]), id(group[id(y)])} == {id(one), id(fits[0])} for x, y in apart
        ):
            _merge(group, fits[0], one)
            made.remove(one)
    return made, group


def _canonical(documents: list[Document], book) -> None:
    """One name for a party outside the codebook: "the League" is the Littoral League."""
    known = {a.id for a in book.all("actor")}
    every = [m for d in documents for m in d.found]
    names = {
        n.replace(" ", "_")
        for m in every
        for n in m.around
        if {*n.split()} & book.words("plan_organ")
    }
    names |= {s for m in every for s in m.sponsor if s not in known}
    for m in every:
        m.sponsor = frozenset(
            s
            if s in known
            else max((n for n in names if s in n), key=lambda n: (len(n), n), default=s)
            for s in m.sponsor
        )


def _covers(one: Version, v: Version, wide: dict) -> bool:
    """ "The European paper" is that of the E3."""
    return any(b < a.union(*(wide.get(x, ()) for x in a)) for a in one.sponsors for b in v.sponsors)


def _definite(one: Version) -> bool:
    return any(m.definite for m in one.mentions)


def _merge(group: dict, one: Version, other: Version) -> None:
    if one is not other:
        for m in other.mentions:
            group[id(m)] = one
        one.mentions += other.mentions


def _kin(v: Version, o: Version, wide: dict) -> bool:
    met = any(_meet(a, b, wide) for a in v.sponsors for b in o.sponsors)
    return met or not (v.sponsors and o.sponsors) and bool({*v.all("noun")} & {*o.all("noun")})


def _other_war(one: Version, v: Version) -> bool:
    wars = {*one.all("conflict")}, {*v.all("conflict")}
    return all(wars) and not wars[0] & wars[1]


def _meet(a: frozenset, b: frozenset, wide: dict) -> bool:
    wider = lambda s: s.union(*(wide.get(x, ()) for x in s))
    return bool(wider(a) & b or a & wider(b)) or any(x in y or y in x for x in a for y in b)


def _fit(one: Version, v: Version, wide: dict, book) -> int | None:
    """How much speaks for two groups being one text; None where something speaks against it."""
    if _other_war(one, v):
        return None
    orders = {*one.all("order")}, {*v.all("order")}
    if all(orders) and not orders[0] & orders[1]:
        return None
    mine, theirs = one.sponsors, v.sponsors
    same_points = bool({*one.points} & {*v.points})
    if max(orders[0], default=0) > 1 and not orders[1] and not same_points:
        return None
    past = min((d for _, d in v.all("day")), default=None)
    papers = one.all("published")
    if (
        past
        and papers
        and not one.all("day")
        and _days(past, papers[0]) > EARLIER
        and not {*mine} & {*theirs}
        and not {*one.all("noun")} & {*v.all("noun")}
    ):
        return None
    met = any(_meet(a, b, wide) and (a <= b or b <= a or not a & b) for a in mine for b in theirs)
    if mine and theirs and not met:
        return None
    equal = bool({*mine} & {*theirs})
    around = frozenset().union(*one.all("names")) & {
        w for n in v.all("around") for name in n for w in name.split()
    }
    names = frozenset().union(*one.all("names")) & {
        w for n in [*v.all("names"), *theirs] for name in n for w in name.split("_")
    }
    mine_days, days = (
        one.all("day"),
        v.all("day") + v.all("dated") + [(d, d) for d in v.all("published")[:1]],
    )
    dated = any(a[0] <= d[1] and d[0] <= a[1] for a in mine_days for d in days)
    if (
        mine_days
        and v.all("day")
        and not dated
        or mine_days
        and v.all("published")
        and min(mine_days)[0] > min(v.all("published"))
    ):
        return None
    if one.all("names") and v.all("names") and not names and not equal:
        return None
    nouns = {*one.all("noun")} & {*v.all("noun")}
    other_text = one.mentions[0].doc_id != v.mentions[0].doc_id
    same_order = all(orders)
    near = any(abs(a - b) == 1 for a in one.points for b in v.points)
    if one.points and v.points and not {*one.points} & {*v.points}:
        if not (
            same_order
            and (met or not mine or not theirs)
            or names
            or around
            or (equal or near and not (mine and theirs))
            and nouns
            and other_text
        ):
            return None
    points = bool({*one.points} & {*v.points})
    recount = (
        near and other_text and bool(nouns & (book.words("plan_signed") | book.words("plan_weak")))
    )
    return (
        2 * recount
        + 4 * points
        + 3 * equal
        + met
        + 3 * same_order
        + 3 * bool(names or around)
        + bool(nouns)
        + 3 * dated
    )


def neighbours(claims, book=None) -> list[tuple]:
    """``(one, other, revises)``: versions side by side in one sentence, rows of ``claims``.

    revises: the sentence says that ``other`` was made from ``one``; else they stand as they are
    read. A revision that is only wished for, asked about or denied is none.
    """
    book, found = book or codebook.load(), []
    rows = list(claims.sort_values(["doc_id", "start"]).itertuples())
    for one, other in zip(rows, rows[1:], strict=False):
        same = (one.doc_id, one.sentence_start) == (other.doc_id, other.sentence_start)
        if not same or one.high == other.high:
            continue
        places = [
            (r.start - r.sentence_start, r.start - r.sentence_start + len(r.quote))
            for r in (one, other)
        ]
        firm = {one.modality, other.modality} <= {"actual", "agreed"}
        turn = direction(one.sentence, *places, book) if firm else 0
        found.append((*(one, other)[:: turn or 1], bool(turn)))
    return found


def direction(sentence: str, one: tuple[int, int], other: tuple[int, int], book=None) -> int:
    """1 where the second version named was made from the first, -1 the other way, else 0.

    one, other: start and end of the two numbers in the sentence, in reading order.

    >>> direction("The plan, initially 28 points, is now refined to 19.", (20, 22), (49, 51))
    1
    >>> direction("28 points of Washington and 20 of Kyiv", (0, 2), (28, 30))
    0
    """
    told = _sentence(sentence, book or codebook.load())
    for edge in told.edges:
        places = [(m.start, m.end) for m in (edge.earlier, edge.later)]
        for turn in (1, -1):
            if all(
                a < y and x < b for (a, b), (x, y) in zip(places, (one, other)[::turn], strict=True)
            ):
                return turn
    return 0


@lru_cache(maxsize=256)
def _sentence(sentence: str, book) -> Document:
    return Document(view(sentence, book), book, "", None)
