"""Versions of plans: which mentions are one text, when it came out, what it revises.

Mentions are joined where their parts (sponsor, number, place, date, ordinal) fit and one of them is
shared; what one sentence contrasts is never one. An edge needs words that say it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import combinations

from workbench.claims.conflicts import Conflicts
from workbench.codebook import Codebook
from workbench.corpus import frame
from workbench.plans.mentions import Mention
from workbench.plans.revised import Edge
from workbench.plans.told import STATUS, Document

EARLIER = 365  # days before the text: history
SURE = 3
# What speaks for two groups being one text.
WEIGHTS = {
    "points": 4,
    "sponsor": 3,
    "order": 3,
    "place": 3,
    "day": 3,
    "recount": 2,
    "met": 1,
    "noun": 1,
}


class Version:
    """Mentions of one text, and all that they say of one part of it."""

    def __init__(self, *found: Mention):
        self.mentions = list(found)
        self._known: dict[str, dict] = {}
        self._words: dict[tuple, set[str]] = {}

    def all(self, part: str) -> list:
        """Every value of a part, in the order of the mentions, each once."""
        if part not in self._known:
            told = (getattr(m, part) for m in self.mentions)
            self._known[part] = dict.fromkeys(value for value in told if value)
        return list(self._known[part])

    def join(self, other: Version) -> None:
        """Take in the mentions of another."""
        for part, known in self._known.items():
            known.update(dict.fromkeys(other.all(part)))
        self._words.clear()
        self.mentions += other.mentions

    def words(self, *parts: str) -> set[str]:
        """The words of names."""
        if parts not in self._words:
            names = (name for part in parts for some in self.all(part) for name in some)
            told = {word for name in names for word in name.replace("_", " ").split()}
            self._words[parts] = told
        return self._words[parts]


class Plans:
    """The versions that the documents of a corpus tell of, and their lineage."""

    def __init__(self, documents: list[Document], book: Codebook):
        self.book = book
        self.wide = {a.id: frozenset(a.members) for a in book.all("actor") if a.members}
        self.of: dict[int, Version] = {id(m): Version(m) for d in documents for m in d.found}
        _one_name(documents, book)
        for one, other in (pair for d in documents for pair in d.same):
            self._join(self.of[id(one)], self.of[id(other)])
        self.edges = [edge for d in documents for edge in d.edges]
        self.apart: dict[int, list[Mention]] = {}  # what is told to be another text
        told = [*(e[:2] for e in self.edges), *(p for d in documents for p in d.apart)]
        texts = [m for d in documents for m in d.found if m.list]  # two texts are two versions
        for one, other in [*told, *combinations(texts, 2)]:
            self.apart.setdefault(id(one), []).append(other)
            self.apart.setdefault(id(other), []).append(one)
        groups = {id(self.of[id(m)]): self.of[id(m)] for d in documents for m in d.found}
        self.versions: list[Version] = []
        for one in groups.values():
            if old := self._antecedent(one):
                self._join(old, one)
            else:
                self.versions.append(one)
        for one in [v for v in self.versions if v.all("points") and not v.all("sponsor")]:
            fits = [v for v in self.versions if v is not one and self._fits(one, v)]
            if len(fits) == 1:  # its sponsor was told later
                self._join(fits[0], one)
                self.versions.remove(one)

    def lineage(self) -> dict[tuple[int, int], Edge]:
        """The later version, the earlier, by number, and the words of it; then ordinals."""
        number = {id(v): k for k, v in enumerate(self.versions)}
        found: dict[tuple[int, int], Edge] = {}
        for edge in [*self.edges, *self._ordinals()]:
            a, b = (number[id(self.of[id(m)])] for m in (edge.later, edge.earlier))
            if a != b and (b, a) not in found:
                found.setdefault((a, b), edge)
        return found

    def _ordinals(self) -> Iterator[Edge]:
        """The third draft of a sponsor follows on the nearest earlier one that is told."""
        counted = [v for v in self.versions if v.all("order")]
        for v in counted:
            mine = max(v.all("order"))
            before = [o for o in counted if max(o.all("order")) < mine and self._kin(v, o)]
            if before:
                m = next(m for m in v.mentions if m.order == mine)
                last = max(before, key=lambda o: max(o.all("order")))
                o = next(o for o in last.mentions if o.order)
                yield Edge(m, o, m.doc_id, m.start, m.end)

    def _kin(self, v: Version, o: Version) -> bool:
        met = any(self._meet(a, b) for a in v.all("sponsor") for b in o.all("sponsor"))
        unsaid = not (v.all("sponsor") and o.all("sponsor"))
        return not _other_war(v, o) and (
            met or unsaid and bool({*v.all("noun")} & {*o.all("noun")})
        )

    def _join(self, one: Version, other: Version) -> None:
        if one is not other:
            self.of.update((id(m), one) for m in other.mentions)
            one.join(other)

    def _barred(self, one: Version) -> set[int]:
        """Versions that a sentence tells from this one."""
        return {id(self.of[id(o)]) for m in one.mentions for o in self.apart.get(id(m), ())}

    def _antecedent(self, one: Version) -> Version | None:
        """The version that a group of mentions is of, if it is of one."""
        barred = self._barred(one)
        open_ = [v for v in self.versions if id(v) not in barred]
        fits = [(weight, v) for v in open_ if (weight := self._weight(one, v)) is not None]
        best = max(fits, key=lambda fit: fit[0], default=(0, None))
        if best[0] >= SURE:
            best = max(fits, key=lambda fit: (fit[0], self.versions.index(fit[1])))
            return best[1]
        if one.all("points") or not any(m.definite for m in one.mentions):
            return None
        covered = [v for _, v in fits if self._covers(one, v)]
        if len(covered) == 1:
            return covered[0]
        only = len(fits) == len(open_) == 1 and not one.all("order")
        return best[1] if only else None

    def _fits(self, one: Version, v: Version) -> bool:
        both = self._weight(one, v), self._weight(v, one)
        points = {*one.all("points")} & {*v.all("points")}
        return bool(points) and min(w or 0 for w in both) > SURE and id(v) not in self._barred(one)

    def _covers(self, one: Version, v: Version) -> bool:
        """ "The European paper" is that of the E3."""
        return any(b < self._wider(a) for a in one.all("sponsor") for b in v.all("sponsor"))

    def _wider(self, ids: frozenset) -> frozenset:
        return ids.union(*(self.wide.get(id, ()) for id in ids))

    def _meet(self, a: frozenset, b: frozenset) -> bool:
        shared = self._wider(a) & b or a & self._wider(b)
        return bool(shared) or any(x in y or y in x for x in a for y in b)

    def _weight(self, one: Version, v: Version) -> int | None:
        """How much speaks for two groups being one text; None where something speaks against."""
        mine, theirs = one.all("sponsor"), v.all("sponsor")
        pairs = [(a, b) for a in mine for b in theirs]
        met = any(self._meet(a, b) and (a <= b or b <= a or not a & b) for a, b in pairs)
        if mine and theirs and not met or _other_war(one, v):
            return None
        days = [*v.all("day"), *v.all("dated"), *((d, d) for d in v.all("published")[:1])]
        nouns = {*one.all("noun")} & {*v.all("noun")}
        closed = self.book.words("plan_signed") | self.book.words("plan_weak")
        orders, other = {*v.all("order")}, one.mentions[0].doc_id != v.mentions[0].doc_id
        near = any(abs(a - b) == 1 for a in one.all("points") for b in v.all("points"))
        names = one.words("names")
        has = {
            "points": bool({*one.all("points")} & {*v.all("points")}),
            "sponsor": bool({*mine} & {*theirs}),
            "met": met,
            "order": bool({*one.all("order")} & orders),
            "place": bool(names & v.words("names", "sponsor", "around")),
            "day": any(a <= d and c <= b for a, b in one.all("day") for c, d in days),
            "noun": bool(nouns),
            "recount": near and other and bool(nouns & closed),
        }
        if self._other_text(one, v, has, names) or self._other_day(one, v, has):
            return None
        return sum(WEIGHTS[part] for part in has if has[part])

    def _other_text(self, one: Version, v: Version, has: dict, names: set) -> bool:
        """Whether ordinals, places or numbers tell two groups apart. Sources count one text's
        points differently: where an ordinal, a place, or sponsor and noun are the same."""
        orders = one.all("order"), v.all("order")
        if all(orders) and not has["order"] or not orders[1] and max(orders[0], default=0) > 1:
            return not (has["points"] and not orders[1])
        if (
            names
            and v.words("names")
            and not (has["sponsor"] or names & v.words("names", "sponsor"))
        ):
            return True
        if has["points"] or not (one.all("points") and v.all("points")):
            return False
        unsaid = not (one.all("sponsor") and v.all("sponsor"))
        other = one.mentions[0].doc_id != v.mentions[0].doc_id
        near = any(abs(a - b) == 1 for a in one.all("points") for b in v.all("points"))
        alike = has["noun"] and other and (has["sponsor"] or near and unsaid)
        return not (has["order"] and (has["met"] or unsaid) or has["place"] or alike)

    def _other_day(self, one: Version, v: Version, has: dict) -> bool:
        """Whether the date of one is not that of the other, or the other was out before it; a
        number alone is not that of a text of years ago."""
        days, seen = one.all("day"), v.all("published")
        if days:
            return bool(v.all("day") and not has["day"] or seen and min(days)[0] > min(seen))
        past = min((to for _, to in v.all("day")), default=None)
        papers = one.all("published")
        old = past and papers and _days(past, papers[0]) > EARLIER
        return bool(old and not (has["sponsor"] or has["noun"]))


def _other_war(one: Version, v: Version) -> bool:
    wars = {*one.all("conflict")}, {*v.all("conflict")}
    return all(wars) and not wars[0] & wars[1]


def _one_name(documents: list[Document], book: Codebook) -> None:
    """One name for a party outside the codebook: "the League" is the Littoral League."""
    known, bodies = {a.id for a in book.all("actor")}, book.words("plan_organ")
    every = [m for d in documents for m in d.found]
    names = {n.replace(" ", "_") for m in every for n in m.around if {*n.split()} & bodies}
    names |= {s for m in every for s in m.sponsor}
    longest = sorted(names - known, key=lambda name: (-len(name), name))
    for m in every:
        m.sponsor = frozenset(
            s if s in known else next((n for n in longest if s in n), s) for s in m.sponsor
        )


def read(corpus) -> Plans:
    """The plans of a corpus, read once and kept with it."""
    if "_plans" not in corpus.__dict__:
        book, table = corpus.codebook, corpus.documents
        wars = [war if isinstance(war, str) else None for war in table["conflict"]]
        days = [None if d != d else d.date().isoformat() for d in table["published"]]
        latest: dict = {}  # a text without a date is read as of the last on its war
        for day, war in sorted((d, w or "") for d, w in zip(days, wars, strict=True) if d):
            latest[war] = day
        made = []
        for doc_id, day, war in zip(table["doc_id"], days, wars, strict=True):
            document = Document(corpus.view(doc_id), book, doc_id, day or latest.get(war or ""))
            if document.found:
                _placed(document, day, war, book)
                made.append(document)
        made.sort(key=lambda d: (d.found[0].published or "9999", d.doc_id))
        corpus.__dict__["_plans"] = Plans(made, book)
    return corpus.__dict__["_plans"]


def _placed(document: Document, day: str | None, war: str | None, book: Codebook) -> None:
    """The day of the text and the conflict of each mention."""
    seen = document.seen
    wars, known = Conflicts(seen, book), {c.id for c in book.all("conflict")}
    for m in document.found:
        line = document.lines[m.line]
        sentence = seen.place(line.at, line.at + len(line.text))
        place = (m.start, m.end) if m.list else sentence
        told = wars.of_figure(m.start, m.end, *place)
        m.published, m.conflict = day, told if told in known else war or told


def _days(one: str, other: str) -> int:
    return (date.fromisoformat(other) - date.fromisoformat(one)).days


def _first_seen(v: Version) -> tuple[str | None, str | None, bool]:
    """When a version came out, what says so, and whether that is history for its first text."""
    paper = min(v.all("published"), default=None)
    told = [d for d in v.all("day") + v.all("dated") if d[0] == d[1] or _days(*d) > 26]
    first = min(told, default=None)
    if not first or paper and first[0] > paper:
        return paper, paper and "document", False
    whole = 10 if first[0] == first[1] else 7 if _days(*first) < 32 else 4
    return first[0][:whole], "stated", bool(paper) and _days(first[1], paper) > EARLIER


def plans(corpus):
    """The versions of the peace plans that a corpus tells of: a DataFrame.

    Columns as in the data dictionary, and ``conflict``, ``points_also`` (other counts of one
    text), ``first_seen_basis``; ``revises`` lists ids, ``mentions`` places with their quotes.

    >>> import workbench
    >>> table = plans(workbench.load("seeds", progress=False))
    >>> sorted(map(int, table["points"].dropna()))
    [19, 20, 28]
    """
    told, ids, rows = read(corpus), [], []
    links = told.lineage()
    for v in told.versions:
        conflict = next(iter(v.all("conflict")), None)
        day, basis, past = _first_seen(v)
        sponsor = ";".join(sorted(v.all("sponsor")[0])) if v.all("sponsor") else None
        own = [m.points for m in v.mentions if m.list]
        points = next(iter([*own, *v.all("points")]), None)
        reached = max((STATUS.index(s) for m in v.mentions for s in m.status), default=0)
        status = "historical" if past else STATUS[reached]
        named = [m for m in v.mentions if not m.list]
        label = max(named, key=lambda m: (bool(m.noun), len(m.quote))).quote
        name = "-".join(str(x).replace(";", "+") for x in (conflict, sponsor, points, day) if x)
        same = sum(id == name or id.startswith(f"{name}-v") for id in ids)
        ids.append(f"{name}-v{same + 1}" if same else name)
        also = [p for p in v.all("points") if p != points]
        rows.append([conflict, sponsor, label, points, also, day, basis, status])
    revises = [[ids[b] for a, b in links if a == k] for k in range(len(ids))]
    places = [
        [{"doc_id": m.doc_id, "start": m.start, "end": m.end, "quote": m.quote} for m in v.mentions]
        for v in told.versions
    ]
    every = zip(ids, rows, revises, places, strict=True)
    return frame("plans", ([id, *row, back, where] for id, row, back, where in every))


def lineage(corpus):
    """The edges between versions, each with the words that say it: a DataFrame.

    Columns: ``from_plan``, the earlier; ``to_plan``, what was made from it; ``doc_id``, ``start``,
    ``end`` and ``quote`` of the words.
    """
    import pandas as pd

    ids, links = plans(corpus)["plan_id"].tolist(), read(corpus).lineage()
    rows = [
        [ids[b], ids[a], e.doc_id, e.start, e.end, corpus.text(e.doc_id)[e.start : e.end]]
        for (a, b), e in sorted(links.items(), key=lambda link: link[0])
    ]
    return pd.DataFrame(rows, columns=["from_plan", "to_plan", "doc_id", "start", "end", "quote"])
