"""A watch list: questions, what would answer them, and the sentences that come in on them.

The list is a file beside the documents, ``indicators.toml``. What an analyst has seen is kept
beside the cache, document by document; what was not seen then is new.
"""

import re
import tomllib
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

import msgspec

from workbench.codebook import look
from workbench.codebook.reading import nearest
from workbench.corpus import cache, evidence, fields, query, tables
from workbench.text import sentences

FILE = "indicators.toml"
MOST = 100  # sentences of one indicator that are listed, the new ones first
_HEAD = re.compile(r"^[ \t]*\[\[[ \t]*indicator[ \t]*\]\]", re.MULTILINE)


class Indicator(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """``query`` as for ``corpus.search``. ``theme`` and ``role``: only figures that are of them, in
    whose sentences the query has a hit."""

    name: str
    question: str
    query: str
    answer: str = ""
    conflict: str = ""
    since: date | None = None
    theme: str = ""
    role: str | list[str] = []

    @property
    def roles(self) -> list[str]:
        """Its roles, also where one is written without brackets."""
        return [*filter(None, [self.role] if isinstance(self.role, str) else self.role)]


class _File(msgspec.Struct, forbid_unknown_fields=True):
    indicator: list[Indicator]


def read(text: str, name: str = FILE) -> list[Indicator]:
    """The indicators of a TOML text. Raises ValueError: which line, and what to do.

    >>> read('[[indicator]]\\nname = "a"\\nquestion = "Who?"\\nquery = "AND"')
    Traceback (most recent call last):
    ValueError: indicators.toml, line 1, 'a': search for 'AND': AND needs words on both sides; \
type frozen AND assets
    """
    try:
        raw = tomllib.loads(text)
        told = msgspec.convert(raw, _File).indicator
    except tomllib.TOMLDecodeError as error:
        raise ValueError(f"{name}: cannot be read as TOML: {error}") from None
    except msgspec.ValidationError as error:
        at = re.search(r"\[(\d+)\]", str(error))
        known = ", ".join(Indicator.__struct_fields__)
        what, _, where = str(error).partition(" - at `$")
        field = where.rpartition("].")[2].rstrip("`") if "]." in where else ""
        why = f"{field}: " * bool(field) + f"{what}; an [[indicator]] has: {known}"
        raise ValueError(f"{_place(name, text, int(at[1]) if at else None, '')}: {why}") from None
    names = set()
    for number, one in enumerate(told):
        try:
            query.read(one.query)
            if one.name in names or not one.name.strip():
                raise ValueError("needs a name that no other indicator has; give it one")
        except ValueError as error:
            place = _place(name, text, number, one.name)
            raise ValueError(f"{place}: {error}") from None
        names.add(one.name)
    return told


def _place(name: str, text: str, number: int | None, who: str) -> str:
    """Where in the file an indicator begins."""
    heads = [text.count("\n", 0, head.start()) + 1 for head in _HEAD.finditer(text)]
    line = f", line {heads[number]}" if number is not None and number < len(heads) else ""
    return f"{name}{line}" + (f", {who!r}" if who else "")


class Seen(cache.Cache):
    """What was seen, in a file of its own beside the results."""

    file = "seen-1.sqlite3"


class Watched(NamedTuple):
    """An indicator, the documents that speak of it, how many of them are new, and its rows."""

    indicator: Indicator
    documents: list[str]
    new: int
    rows: list[list]

    @property
    def summary(self) -> str:
        """``3 documents, 1 of them new``."""
        papers = look.count(len(self.documents), "document")
        return f"{papers}, {self.new} of them new" if self.new else papers or "nothing yet"


class Indicators:
    """A watch list held against a corpus: ``each`` (of Watched), ``rows`` and ``table``.

    Columns: indicator, question, answer, doc_id, start, end, quote, sentence_start, sentence_end,
    sentence, published, conflict, unseen. One row a sentence, new documents first, then the newest.
    Results are those of the corpus, the list and what was ``seen``; ``see`` alone changes that.
    """

    def __init__(self, corpus, told: list[Indicator], name: str = FILE, old=None):
        self._corpus, self._state, self._old, self._name = corpus, Seen(), old, name
        self._hash = {r.document["doc_id"]: r.document["sha256"] for r in corpus._results}
        self.each = [self._watched(one) for one in told]
        self.rows = [row for one in self.each for row in one.rows]

    def _watched(self, one: Indicator) -> Watched:
        try:
            self._known(one)
        except ValueError as error:
            raise ValueError(f"{self._name}, {one.name!r}: {error}") from None
        limits: dict = {"since": one.since and str(one.since)}
        if one.conflict:
            if one.conflict not in self._corpus._index.values("conflict"):
                return Watched(one, [], 0, [])  # known, and not told of yet
            limits["conflict"] = one.conflict
        hits = self._corpus.search(one.query, limit=None if one.theme or one.roles else 0, **limits)
        claims = self._figures(one, hits)
        documents = hits.documents if claims is None else [*dict.fromkeys(claims["doc_id"])]
        fresh = self._fresh(one, documents)
        order = sorted(documents, key=lambda doc_id: doc_id not in fresh)
        rows = self._sentences(one, order, fresh, claims, limits)
        return Watched(one, order, len(fresh), rows)

    def _known(self, one: Indicator) -> None:
        """Raises ValueError for a conflict, theme or role that is not there."""
        book = self._corpus.codebook
        if one.conflict and one.conflict not in self._corpus._index.values("conflict"):
            book.get("conflict", one.conflict)
        if one.theme and one.theme not in book.themes:
            book.no_figures(one.theme)
        themes = [one.theme] if one.theme else [*book.themes]
        there = [role for theme in themes for role in fields.choices("role", theme, book)]
        for role in one.roles:
            if role not in there:
                hint = nearest(role, there) + f"roles: {', '.join(dict.fromkeys(there))}"
                of = f" of theme {one.theme!r}" if one.theme else ""
                raise ValueError(f"no role {role!r}{of}; {hint}")

    def _figures(self, one: Indicator, hits):
        """The figures of its theme or role; None for an indicator that asks for none."""
        if not (one.theme or one.roles):
            return None
        table = hits.claims
        table = table[table["theme"].eq(one.theme)] if one.theme else table
        return table[table["role"].isin(one.roles)] if one.roles else table

    def _key(self, one: Indicator, doc_id: str) -> str:
        return cache.key("seen", one.name, self._hash[doc_id])

    def _fresh(self, one: Indicator, documents: list[str]) -> set[str]:
        """Those that were not seen; of a briefing those that the one before it had not."""
        if (old := self._old) is not None:
            return {doc for doc in documents if old and old.get(doc) != self._hash[doc]}
        seen = self._state.get_many([self._key(one, doc_id) for doc_id in documents])
        return {doc_id for doc_id in documents if self._key(one, doc_id) not in seen}

    def _sentences(self, one, order, fresh, claims, limits) -> list[list]:
        """A row for each sentence with a hit, of the first documents."""
        rows, few = [], order[:MOST]
        if claims is None:
            hits = few and self._corpus.search(one.query, limit=None, documents=few, **limits)
            places = [row[:4] for row in hits.rows] if few else []
        else:
            kept = claims[claims["doc_id"].isin(few)]
            places = kept[["doc_id", "start", "end", "quote"]].values.tolist()
        known = {r.document["doc_id"]: r.document for r in self._corpus._results}
        told = set()
        for doc_id, start, end, quote in sorted(places, key=lambda p: (order.index(p[0]), p[1])):
            clean = self._corpus.clean(doc_id)
            span = sentences.around(clean, start, end)
            if (doc_id, span.start) in told or len(rows) == MOST:
                continue
            told.add((doc_id, span.start))
            paper = known[doc_id]
            rows.append([
                one.name, one.question, one.answer, doc_id, start, end, quote, span.start,
                span.end, re.sub(r"\s", " ", clean[span.start : span.end]),
                paper["published"], paper["conflict"], doc_id in fresh,
            ])  # fmt: skip
        return rows

    @cached_property
    def table(self):
        """The rows of all indicators as a DataFrame."""
        return tables.frame("indicators", self.rows)

    def see(self) -> None:
        """Keep that all of this was seen: what comes in from now on is new."""
        seen = (self._key(one.indicator, doc) for one in self.each for doc in one.documents)
        self._state.put_many(dict.fromkeys(seen, b""))

    def __repr__(self) -> str:
        return "\n".join(f"{one.indicator.name}: {one.summary}" for one in self.each)

    def page(self, buttons: bool) -> str:
        """Cards as HTML: the question, what would answer it, the evidence in its sentences."""
        names = evidence.headings(self.table, self._corpus.documents)
        return evidence.filled("indicators.html.j2", each=self.each, names=names, buttons=buttons)

    def _repr_html_(self) -> str:
        return self.page(False)


def beside(roots) -> Path | None:
    """The watch list in one of some folders, if there is one."""
    return next((Path(root) / FILE for root in roots if (Path(root) / FILE).is_file()), None)
