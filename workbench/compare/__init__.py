"""Where a corpus contradicts itself: same facts, disagreements and their kinds.

``facts(corpus)`` numbers what claims tell, ``disagreements(corpus)`` lists where they differ,
``contested(corpus)`` marks the claims concerned. Kinds and columns are those of the data
dictionary.
"""

import hashlib
from collections import defaultdict
from functools import lru_cache

from workbench import dates
from workbench.codebook import look
from workbench.compare import explain, implied, kinds, within
from workbench.compare.conditions import agreeing, other_years
from workbench.compare.groups import Union, blocks, components, copies
from workbench.compare.names import lexicon, meet
from workbench.compare.statements import Statement, describe
from workbench.compare.subjects import Subject, subject
from workbench.corpus import COLUMNS, frame

__all__ = [
    "Comparison",
    "compare",
    "contested",
    "disagreements",
    "facts",
    "made",
    "sources",
    "subjects",
]

FIELDS = (
    "doc_id start end quote sentence_start sentence theme conflict role low high unit qualifier "
    "modality actor beneficiary period purpose speaker cues"
).split()


def published(corpus) -> dict:
    """The day of each document, or None."""
    days = zip(corpus.documents["doc_id"], corpus.documents["published"], strict=True)
    return {doc_id: None if day is None or day != day else day.date() for doc_id, day in days}


def statements(corpus, known: frozenset[str] = frozenset()) -> list[Statement]:
    """The claims of a corpus with what their sentences say of their subjects; ``known`` are words
    that are names elsewhere."""
    table, book, days = corpus.claims, corpus.codebook, published(corpus)
    named = zip(corpus.documents["doc_id"], corpus.documents["title"], strict=True)
    titles = {doc_id: title if isinstance(title, str) else None for doc_id, title in named}
    known |= lexicon(dict.fromkeys(table["sentence"]), book)
    columns = [table[n].astype(object).where(table[n].notna(), None).tolist() for n in FIELDS]
    made: list[Statement] = []
    beside: dict[tuple, list[Statement]] = defaultdict(list)
    for at, row in enumerate(zip(*columns, strict=True)):
        r = dict(zip(FIELDS, row, strict=True))
        doc_id, line = r["doc_id"], r["sentence"]
        if r["theme"] not in look.THEMES:  # what is counted in a theme of one's own
            r["theme"] = "force"
        c = Statement(
            at=at,
            actors=_ids(r.pop("actor")),
            beneficiaries=_ids(r.pop("beneficiary")),
            published=days[doc_id],
            headline=line.strip("*# ") == titles[doc_id] and line[-1] not in ".!?",
            **r,
        )
        made.append(c)
        beside[doc_id, c.sentence_start, c.theme].append(c)
    for c in made:
        group = beside[c.doc_id, c.sentence_start, c.theme]
        describe(c, book, known, [(o.start, o.end) for o in group if o is not c])
    implied.taken_up(made, corpus, known)
    implied.first_drafts(made, book)
    for c in made:
        if c.theme == "funding" and len(c.sentence) < within.CELL:
            c.row = corpus.clean(c.doc_id)[max(0, c.start - within.APART) : c.start].rsplit(
                "\n", 1
            )[-1]
    return made


@lru_cache(maxsize=4096)
def _ids(joined: str | None) -> frozenset[str]:
    """Codebook ids joined by semicolons, as one set that equal claims share."""
    return frozenset((joined or "").split(";")) - {""}


Weighed = tuple[tuple, dict]


class Comparison:
    """All claims of a corpus held against each other, once."""

    def __init__(self, corpus):
        self.corpus, self.book = corpus, corpus.codebook
        self.days = published(corpus)
        self.claims = statements(corpus)
        self.links = implied.chains(self.claims, self.book)
        more = implied.comparatives(self.claims, corpus)
        self.claims += more
        # told without a number of its own: no claim
        self.ids = corpus.claims["claim_id"].tolist() + [None] * len(more)
        # The rows of "difference" were made for sums, armies and plans: "52 violations on Sunday"
        # and "816 since November" are no two values, so one's own themes have none of these.
        told = corpus.claims["theme"].isin(look.THEMES)
        self.judged = told.tolist() + [True] * len(more)
        self.short = look.short_names(corpus.documents["doc_id"])
        self.copy_of = copies(self.claims)
        self.same = Union(len(self.claims))
        self.by_sentence: dict[tuple, list[Statement]] = defaultdict(list)
        for c in self.claims:
            self.by_sentence[c.doc_id, c.sentence_start].append(c)
        rows = [*self._across(), *self._inside(), *self._calendar()]
        self.rows = [row for _, row in sorted(rows, key=lambda row: row[0])]

    def _across(self) -> list[Weighed]:
        """What hangs together by disagreements of one kind is one disagreement."""
        edges: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for pair in blocks(self.claims, self.book):
            x, y = self.claims[pair[0]], self.claims[pair[1]]
            kind = kinds.judge(x, y, self.book)
            if kind == kinds.SAME:
                self.same.join(*pair)
            elif (
                kind
                and self.judged[x.at]
                and not (x.headline or y.headline or self._related(x, y, kind))
            ):
                inside = x.doc_id == y.doc_id and kind == "value"
                edges["within_document" if inside else kind].append(pair)
        for at, first in self.copy_of.items():
            self.same.join(at, first)
        self._repeated()
        self._counted_alike()
        found = []
        for kind, pairs in sorted(edges.items()):
            places: dict[tuple, set[int]] = defaultdict(set)
            for k in (k for pair in pairs for k in pair):
                places[self._side(k)].add(k)
            links = self.links if kind == "lineage" else []
            for group in components(self._sides(pairs), self._sides(links)):
                members = sorted(k for side in group for k in places[side])
                found.append(self._row(kind, [self.claims[k] for k in members]))
        return found

    def _repeated(self) -> None:
        """One sum told again in one text is one fact, whatever its sentence names, and so is a sum
        with its conversion."""
        for group in self.by_sentence.values():
            for x, y in within.converted(group):
                self.same.join(x.at, y.at)
        last: dict[tuple, Statement] = {}
        for c in (c for c in self.claims if c.theme == "funding"):
            key = c.doc_id, c.role, c.low, c.high, c.unit
            x, last[key] = last.get(key, c), c
            if not other_years(x, c) and (x.actors & c.actors or not (x.actors and c.actors)):
                self.same.join(x.at, c.at)

    def _counted_alike(self) -> None:
        """In one war a plan of so many points is one, unless two owners have one of that number."""
        alike: dict[tuple, list[Statement]] = defaultdict(list)
        other = self.book.pattern(r"\b{compare_another}\b")
        for c in self.claims:
            if c.theme == "plan" and c.conflict and not other.search(c.sentence):
                alike[c.conflict, c.low].append(c)
        for group in alike.values():
            owned = [c.plan.owners for c in group if c.plan and c.plan.owners]
            if all(meet(a, b, self.book) for a in owned for b in owned):
                for c in group:
                    self.same.join(group[0].at, c.at)

    def _sides(self, pairs) -> list[tuple[tuple, tuple]]:
        sides = ((self._side(a), self._side(b)) for a, b in pairs)
        return [(a, b) for a, b in sides if a != b]

    def _related(self, x: Statement, y: Statement, kind: str) -> bool:
        """Whether the sentence of one gives the other's figure as well."""
        return kind != "lineage" and any(
            c is not a and (c.role, c.rate, c.theme) == (a.role, b.rate, b.theme) and agreeing(c, b)
            for a, b in ((x, y), (y, x))
            for c in self.by_sentence[a.doc_id, a.sentence_start]
        )

    def _side(self, k: int) -> tuple:
        """What all tellings of one figure of one fact share; copies are one telling."""
        c = self.claims[self.copy_of.get(k, k)]
        return self.same.find(c.at), c.low, c.high, c.unit

    def _inside(self) -> list[Weighed]:
        """Texts against themselves."""
        found = []
        latest = max((c.published for c in self.claims if c.published), default=None)
        by_document: dict[str, list[Statement]] = defaultdict(list)
        for group in self.by_sentence.values():
            by_document[group[0].doc_id] += group
            found += [*within.brackets(group, latest, self.book), *within.parts(group, self.book)]
        for group in by_document.values():
            found += [*within.stages(group, self.book), *within.headline(group)]
            found += within.columns(group, self.book)
        return [self._row(*row) for row in found]

    def _calendar(self) -> list[Weighed]:
        """Weekdays, "yesterday" and day counts that don't fit the dates beside them."""
        found = []
        papers = self.corpus.documents
        columns = ["doc_id", "warnings", "conflict"]
        for doc_id, told, war in papers.reindex(columns=columns).itertuples(index=False):
            if "date_conflict" not in told:
                continue
            seen, day = self.corpus.view(doc_id), self.days[doc_id]
            for reason, spans in dates.conflicts(seen.text, day, self.book):
                places = [seen.place(*span) for span in sorted(set(spans))]
                figures = [_place(doc_id, a, b, seen.source[a:b]) for a, b in places]
                about, why = explain.calendar(reason, [f["quote"] for f in figures], day)
                war = war if isinstance(war, str) else None
                found.append(_weighed("within_document", figures, about, why, conflict=war))
        return found

    def _row(self, kind: str, claims: list[Statement], why: str | None = None) -> Weighed:
        figures = [_place(c.doc_id, c.start, c.end, c.quote) for c in claims]
        values = [c.high for c in claims]
        one_unit = len({c.unit for c in claims}) == 1 and min(values)
        spread = round(max(values) / min(values), 4) if one_unit else None
        ids = [i for c in claims if (i := self.ids[c.at])]
        sources = len({self.copy_of.get(c.at, c.at) for c in claims})
        why = why or explain.pair(kind, claims, sources, self.short)
        about = subject(claims)
        words = about.words(self.book)
        return _weighed(kind, figures, words, why, ids, spread, about.conflict, sources)


def _place(doc_id: str, start: int, end: int, quote: str) -> dict:
    return {"doc_id": doc_id, "start": start, "end": end, "quote": quote}


def _weighed(
    kind, figures, subject, why, claims=(), spread=None, conflict=None, sources=0
) -> Weighed:
    """A disagreement behind its weight: kind, calendar last, sources, spread, place."""
    places = ";".join(f"{f['doc_id']}:{f['start']}:{f['end']}" for f in figures)
    name = hashlib.sha256(f"{kind}|{places}".encode()).hexdigest()[:16]
    values = (name, conflict, subject, kind, list(claims), figures, spread, why)
    first = figures[0]["doc_id"], figures[0]["start"]
    weight = (kinds.weight(kind), not claims, -sources, -(spread or 0), *first)
    return weight, dict(zip(COLUMNS["disagreements"], values, strict=True))


def compare(corpus) -> Comparison:
    """The comparison of a corpus, made once and kept with it."""
    if "_comparison" not in corpus.__dict__:
        corpus.__dict__["_comparison"] = Comparison(corpus)
    return corpus.__dict__["_comparison"]


def made(corpus) -> bool:
    """Whether the comparison of a corpus has been made already."""
    return "_comparison" in corpus.__dict__


def disagreements(corpus):
    """Where the claims of a corpus contradict each other or themselves: a DataFrame.

    The weightiest first. Columns: ``disagreement_id``, ``conflict``, ``subject``, ``kind`` (value,
    unit, scope, role, lineage, date, within_document), ``claims`` (ids), ``figures`` (dicts of
    doc_id, start, end, quote), ``spread`` (highest over lowest), ``explanation``.

    >>> import workbench
    >>> found = disagreements(workbench.load("seeds", progress=False))
    >>> list(found["kind"])
    ['value', 'role', 'lineage', 'within_document', 'within_document']
    """
    return frame("disagreements", (list(row.values()) for row in compare(corpus).rows))


def facts(corpus):
    """For each claim the id of the fact that it tells; claims of one fact share it: a Series."""
    import pandas as pd

    done = compare(corpus)
    ids = [done.ids[done.same.find(k)] for k in range(len(corpus.claims))]
    return pd.Series(ids, index=corpus.claims.index, dtype="string", name="fact")


def sources(corpus):
    """For each claim the chain that it comes from: a Series of strings.

    Who is named as its source, whatever text tells it; else the first text that has its sentence.
    Two texts that rely on one agency or that copy each other are one source.
    """
    import pandas as pd

    done = compare(corpus)
    first = (done.claims[done.copy_of.get(k, k)] for k in range(len(corpus.claims)))
    told = [" ".join(c.speaker.lower().split()) if c.speaker else c.doc_id for c in first]
    return pd.Series(told, index=corpus.claims.index, dtype="string", name="source")


def subjects(corpus) -> dict[str, Subject]:
    """What each fact is about, by its id."""
    done, told = compare(corpus), defaultdict(list)
    for k in range(len(corpus.claims)):
        told[done.ids[done.same.find(k)]].append(done.claims[k])
    return {fact: subject(claims) for fact, claims in told.items()}


def contested(corpus):
    """For each claim whether some disagreement names it: a boolean Series."""
    import pandas as pd

    named = {c for row in compare(corpus).rows for c in row["claims"]}
    ids = corpus.claims["claim_id"]
    return pd.Series([i in named for i in ids], index=ids.index, dtype="bool", name="contested")
