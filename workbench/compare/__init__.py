"""Where a corpus contradicts itself: same facts, disagreements and their kinds.

``facts(corpus)`` numbers what claims tell, ``disagreements(corpus)`` lists where they differ,
``contested(corpus)`` marks the claims concerned. Kinds and columns are those of the data
dictionary.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from dataclasses import replace
from functools import lru_cache

from workbench import dates, look
from workbench.compare import amounts, explain, implied, kinds, within
from workbench.compare.groups import Union, blocks, cliques, components, copies
from workbench.compare.names import lexicon
from workbench.compare.pairs import SAME, agreeing
from workbench.compare.statements import Statement, describe
from workbench.corpus import COLUMNS, frame

__all__ = ["Comparison", "compare", "contested", "disagreements", "facts", "made"]

# People or weapons: a smaller number may be another thing's.
LARGE = 1000
# A cue below this weight ("for", "worth") does not settle the role of a sum.
SURE = 2.0
# Kinds of one amount or one plan: what hangs together is one disagreement.
EQUAL = {"role", "unit", "lineage"}
# Kinds that are told of pairs in one document as the text against itself.
OWN = {"value"}


def statements(corpus) -> list[Statement]:
    """The claims of a corpus with what their sentences say of their subjects."""
    table, book = corpus.claims, corpus.codebook
    papers = corpus.documents
    days = dict(zip(papers["doc_id"], papers["published"], strict=True))
    days = {k: None if v is None or v != v else v.date() for k, v in days.items()}
    titles = dict(zip(papers["doc_id"], papers["title"], strict=True))
    known = lexicon(dict.fromkeys(table["sentence"]), book)
    names = ("doc_id", "start", "end", "quote", "sentence_start", "sentence", "theme", "role",
             "low", "high", "unit", "qualifier", "modality", "actor", "beneficiary", "purpose",
             "instrument", "period", "speaker", "cues")  # fmt: skip
    columns = [table[n].astype(object).where(table[n].notna(), None).tolist() for n in names]
    made, cues = [], []
    for at, row in enumerate(zip(*columns, strict=True)):
        r = dict(zip(names, row, strict=True))
        told = r.pop("cues") or []
        role = next((q["rule"] for q in told if q["label"] == "role"), "default")
        cue = book.tables["cue"].get(role)
        actors, receivers = _ids(r.pop("actor")), _ids(r.pop("beneficiary"))
        c = Statement(
            at=at, sure=role != "default" and (cue is None or cue.weight >= SURE),
            actors=actors, beneficiaries=receivers, published=days.get(r["doc_id"]), **r,
        )  # fmt: skip
        cues.append(list(told))
        title = titles.get(c.doc_id)
        c.headline = (
            isinstance(title, str)
            and c.sentence.strip("*# ") == title
            and c.sentence[-1] not in ".!?"
        )
        made.append(c)
    beside: dict[tuple, list[Statement]] = defaultdict(list)
    for c in made:
        beside[c.doc_id, c.sentence_start, c.theme].append(c)
    for c, told in zip(made, cues, strict=True):
        group = beside[c.doc_id, c.sentence_start, c.theme]
        describe(c, told, book, known, [(o.start, o.end) for o in group if o is not c])
    return made


@lru_cache(maxsize=4096)
def _ids(joined: str | None) -> frozenset[str]:
    """Codebook ids joined by semicolons, as one set that equal claims share."""
    return frozenset((joined or "").split(";")) - {""}


class Comparison:
    """All claims of a corpus held against each other, once."""

    def __init__(self, corpus):
        self.corpus = corpus
        self.book = corpus.codebook
        self.claims = statements(corpus)
        self.links = implied.chains(self.claims, self.book)
        self.ids = corpus.claims["claim_id"].tolist()
        more = implied.comparatives(self.claims, corpus)
        self.claims += more
        self.ids += [None] * len(more)  # told without a number of its own: no claim
        self.short = look.short_names(corpus.documents["doc_id"])
        self.copy_of = copies(self.claims)
        self.same = Union(len(self.claims))
        self.by_sentence: dict[tuple, list[Statement]] = defaultdict(list)
        for c in self.claims:
            self.by_sentence[c.doc_id, c.sentence_start].append(c)
        groups = (g for g in self.by_sentence.values() if len(g) > 2)
        self.lists = [told for g in groups if (told := within.parts(g, self.book))]
        self.portions = {c.at for _, rest in self.lists for c in rest}
        self.portions |= {c.at for c in self.claims if within.thereof(c, self.book)}
        self.edges: dict[str, list[tuple[int, int]]] = defaultdict(list)
        self._across()
        self._repeated()
        self.rows = [*self._grouped(), *self._inside()]
        self.rows.sort(
            key=lambda r: (r["figures"][0]["doc_id"], r["figures"][0]["start"], r["kind"])
        )

    def _across(self) -> None:
        for pair in blocks(self.claims, self.book):
            x, y = self.claims[pair[0]], self.claims[pair[1]]
            kind = kinds.judge(x, y, self.book)
            if kind == SAME:
                self.same.join(*pair)
            elif kind and not x.headline and not y.headline and not self._related(x, y, kind):
                inside = x.doc_id == y.doc_id and kind in OWN
                self.edges["within_document" if inside else kind].append(pair)

    def _repeated(self) -> None:
        """One large figure told again in one text is one fact, whatever its sentence names."""
        told: dict[tuple, list[Statement]] = defaultdict(list)
        for c in self.claims:
            if c.theme == "funding" or c.low >= LARGE:
                told[c.doc_id, c.role, c.low, c.high, c.unit].append(c)
        for group in told.values():
            for x, y in zip(group, group[1:], strict=False):
                rival = x.actors and y.actors and not x.actors & y.actors
                other_year = x.years and y.years and not x.years & y.years
                if not rival and not other_year:
                    self.same.join(x.at, y.at)

    def _related(self, x: Statement, y: Statement, kind: str) -> bool:
        """Whether the text of one tells how the two hang together.

        A sentence that holds one gives the other side's figure as well, or lists one as a part.
        """
        if kind not in ("value", "scope", "date"):
            return False
        listed = (x.at in self.portions) != (y.at in self.portions)
        if listed and not (x.theme == "funding" and x.actors & y.actors):
            return True
        for a, b in ((x, y), (y, x)):
            for c in self.by_sentence[a.doc_id, a.sentence_start]:
                alike = c is not a and (c.role, c.rate) == (a.role, b.rate)
                if alike and c.theme == b.theme and agreeing(c, b):
                    return True
        return False

    def _grouped(self) -> list[dict]:
        """Figures that all disagree with each other in one way are one disagreement."""
        found = []
        for kind in sorted(self.edges):
            places: dict[tuple, set[int]] = defaultdict(set)
            pairs = []
            for pair in self.edges[kind]:
                ends = [self._side(k) for k in pair]
                for end, k in zip(ends, pair, strict=True):
                    places[end].add(k)
                if ends[0] != ends[1]:
                    pairs.append(tuple(ends))
            linked = (
                [] if kind != "lineage" else [(self._side(a), self._side(b)) for a, b in self.links]
            )
            for group in (components if kind in EQUAL else cliques)(pairs, linked):
                members = sorted(set().union(*(places[side] for side in group if side in places)))
                found.append(self._row(kind, [self.claims[k] for k in members]))
        return found

    def _side(self, k: int) -> tuple:
        """What all tellings of one figure of one fact share; copies are one telling."""
        c = self.claims[self.copy_of.get(k, k)]
        return self.same.find(c.at), c.low, c.high, c.unit

    def _inside(self) -> list[dict]:
        found = []
        by_document: dict[str, list[Statement]] = defaultdict(list)
        for c in self.claims:
            by_document[c.doc_id].append(c)
        latest = max((c.published for c in self.claims if c.published), default=None)
        for group in self.by_sentence.values():
            if len(group) < 2:
                continue
            for x, y, factor in within.brackets(group, latest, self.book):
                found.append(self._row("within_document", [x, y], explain.bracket(x, y, factor)))
        for total, rest in self.lists:
            if not within.add_up(total, rest):
                why = explain.parts(total, rest)
                found.append(self._row("within_document", [total, *rest], why))
        for group in by_document.values():
            for x, y in within.repeats(group, self.book):
                found.append(self._row("within_document", [x, y]))
            for told in within.stages(group, self.book):
                found.append(self._row("role", told, explain.stages(told)))
            if any(c.headline for c in group):
                for head, body in within.headline(group):
                    kind = "lineage" if head.theme == "plan" else "within_document"
                    found.append(self._row(kind, [head, body], explain.headline(head, body)))
        return found + self._calendar() + self._headlines(by_document)

    def _headlines(self, by_document) -> list[dict]:
        """Amounts that a headline gives without their currency, and its body otherwise."""
        found = []
        papers = self.corpus.documents
        for doc_id, title in zip(papers["doc_id"], papers["title"], strict=True):
            sum_ = within.bare_sum(title, self.book) if isinstance(title, str) else None
            start = -1 if sum_ is None else self.corpus.clean(doc_id).find(title)
            body = sum_ and start >= 0 and within.only_sum(by_document[doc_id], start + len(title))
            if not body or amounts.agree((float(sum_.low), float(sum_.high), "exact"), body.amount):
                continue
            quote = title[sum_.start : sum_.end]
            place = _place(doc_id, start + sum_.start, start + sum_.end, quote)
            figures = [place, _place(doc_id, body.start, body.end, body.quote)]
            why = explain.headline(replace(body, quote=quote), body)
            subject = explain.subject([body], self.book)
            found.append(_made("within_document", subject, [self.ids[body.at]], figures, None, why))
        return found

    def _calendar(self) -> list[dict]:
        """Weekdays, "yesterday" and day counts that don't fit the dates beside them."""
        found = []
        table = self.corpus.documents
        for doc_id, told, day in zip(
            table["doc_id"], table["warnings"], table["published"], strict=True
        ):
            if "date_conflict" not in told:
                continue
            seen = self.corpus.view(doc_id)
            day = None if day != day else day.date()
            for reason, spans in dates.conflicts(seen.text, day, self.book):
                places = [seen.place(*span) for span in sorted(set(spans))]
                figures = [_place(doc_id, a, b, seen.source[a:b]) for a, b in places]
                found.append(
                    _made("within_document", explain.calendar_subject(reason), [], figures, None,
                          explain.calendar(reason, [f["quote"] for f in figures], day))
                )  # fmt: skip
        return found

    def _row(self, kind: str, claims: list[Statement], why: str | None = None) -> dict:
        figures = [_place(c.doc_id, c.start, c.end, c.quote) for c in claims]
        values = [c.high for c in claims if c.unit == claims[0].unit]
        low = min(values)
        spread = round(max(values) / low, 4) if len(values) == len(claims) and low else None
        ids = [i for c in claims if (i := self.ids[c.at])]
        sources = len({self.copy_of.get(c.at, c.at) for c in claims})
        why = why or explain.pair(kind, claims, sources, self.short)
        return _made(kind, explain.subject(claims, self.book), ids, figures, spread, why)


def _place(doc_id: str, start: int, end: int, quote: str) -> dict:
    return {"doc_id": doc_id, "start": start, "end": end, "quote": quote}


def _made(kind, subject, claims, figures, spread, why) -> dict:
    places = ";".join(f"{f['doc_id']}:{f['start']}:{f['end']}" for f in figures)
    name = hashlib.sha256(f"{kind}|{places}".encode()).hexdigest()[:16]
    return dict(
        zip(
            COLUMNS["disagreements"],
            (name, subject, kind, claims, figures, spread, why),
            strict=True,
        )
    )


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

    Columns: ``disagreement_id``, ``subject``, ``kind`` (value, unit, scope, date, role, lineage,
    within_document), ``claims`` (ids), ``figures`` (dicts of doc_id, start, end, quote),
    ``spread`` (highest over lowest), ``explanation``.

    >>> import workbench
    >>> found = disagreements(workbench.load("seeds", progress=False))
    >>> sorted(found["kind"])
    ['lineage', 'role', 'value', 'within_document', 'within_document']
    """
    return frame("disagreements", (list(row.values()) for row in compare(corpus).rows))


def facts(corpus):
    """For each claim the id of the fact that it tells; claims of one fact share it: a Series."""
    import pandas as pd

    done = compare(corpus)
    ids = [done.ids[done.same.find(k)] for k in range(len(corpus.claims))]
    return pd.Series(ids, index=corpus.claims.index, dtype="string", name="fact")


def contested(corpus):
    """For each claim whether some disagreement names it: a boolean Series."""
    import pandas as pd

    named = {c for row in compare(corpus).rows for c in row["claims"]}
    ids = corpus.claims["claim_id"]
    return pd.Series([i in named for i in ids], index=ids.index, dtype="bool", name="contested")
