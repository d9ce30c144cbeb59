"""What analysts corrected: read from ``corrections.toml``, laid over what the workbench says.

The file stands beside the documents. Nothing in it is taken on trust: a record holds only where
its words still stand at its place and the program still says its old value; else it is told, with
what to do, and the rest is delivered.
"""

import datetime
import json
import os
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Annotated

import msgspec

from workbench import documents
from workbench.codebook import Codebook
from workbench.corpus.streaming import Result, same
from workbench.corpus.tables import COLUMNS, WORDS
from workbench.documents.sidecar import OUTSIDE, entries, leaves

FILE = "corrections.toml"
FIGURE = "figure"  # the field of a verdict on a whole figure
MISFITS = WORDS["misfits"]


def misfit(why: str, **told) -> ValueError:
    """Why a record does not hold, and what to do."""
    return ValueError(MISFITS[why].format(**told))


class Correction(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One record. ``new`` missing: the label is wrong, and there is none; equal to ``old``: the
    analyst agrees. A ``theme`` without ``old`` adds a figure."""

    doc_id: str
    start: Annotated[int, msgspec.Meta(ge=0)]
    end: int
    quote: str
    field: str
    old: str | int | float | None = None
    new: str | int | float | None = None
    by: str
    on: datetime.date
    why: str = ""

    @property
    def place(self) -> tuple[int, int]:
        return self.start, self.end

    def __str__(self) -> str:
        return f"{self.doc_id}, {self.start} to {self.end}, {self.quote!r}, {self.field}"

    def toml(self) -> str:
        """The record as it stands in a file."""
        told = msgspec.structs.asdict(self)
        lines = [
            f"{name} = {value if name == 'on' else json.dumps(value, ensure_ascii=False)}"
            for name, value in told.items()
            if value is not None and (name, value) != ("why", "")
        ]
        return "\n".join(["[[correction]]", *lines, ""]).replace("\x7f", "\\u007f")


def record(told: dict) -> Correction:
    """A record of the file, checked. Raises ValueError."""
    days = {k: str(v) for k, v in told.items() if isinstance(v, datetime.date)}
    try:
        return msgspec.convert(told | days, Correction)
    except msgspec.ValidationError as error:
        name = re.search(r"\$\.(\w+)|field `(\w+)`", str(error))
        if how := name and WORDS["written"].get(name[1] or name[2]):
            raise ValueError(f"{error}; write {how}") from None
        known = ", ".join(COLUMNS["corrections"][1:11])
        raise ValueError(f"{error}; a record has: {known}") from None


def _malformed(told: dict, why: str) -> dict:
    """What can be shown of a record that is none."""
    row = {name: told[name] for name in WORDS["written"] if isinstance(told.get(name), str)}
    row |= {n: told[n] if type(told.get(n)) is int else 0 for n in ("start", "end")}
    row |= {n: str(told[n]) for n in ("old", "new") if n in told}
    row["on"] = str(told["on"])[:10] if isinstance(told.get("on"), datetime.date) else None
    return row | {"problem": why, "applied": False}


class Corrections:
    """The corrections of a corpus; ``lay`` gives a document's result with them.

    ``given``: their file, else one is looked for in the folder of each document's source. ``rows``
    tells each record with the claim that it made, or why it does not hold.
    """

    def __init__(self, sources, book: Codebook, given=None, whole=True, follow_links=False):
        self.book, self.whole = book, whole
        self._given, self._follow = given, follow_links
        self.sources = {source.doc_id: source for source in sources}
        self.faults: list[documents.Unreadable] = []
        self.records: list[Correction] = []
        self._numbered: list[tuple] = []  # all that stand there: number, record, why it is none
        self.told: dict[Correction, tuple[str | None, str]] = {}  # claim_id, problem
        self.base: dict[tuple, dict] = {}  # the program's own row, by doc_id and place
        roots = dict.fromkeys(source.root for source in sources)
        for file in [Path(given)] if given is not None else [root / FILE for root in roots]:
            self._read(file, follow_links or given is not None)
        self._by_document: dict[str, list[Correction]] = defaultdict(list)
        for one in self.records:
            self._by_document[one.doc_id].append(one)

    @cached_property
    def _fields(self):
        from workbench.corpus import fields  # not above: it loads all that reads

        return fields

    def of(self, doc_id: str) -> list[Correction]:
        """The corrections of a document."""
        return self._by_document.get(doc_id, [])

    def again(self) -> "Corrections":
        """The same, read again from its files."""
        sources = list(self.sources.values())
        return Corrections(sources, self.book, self._given, self.whole, self._follow)

    def file(self, doc_id: str) -> Path:
        """Where the corrections of a document stand, or would."""
        return Path(self._given) if self._given is not None else self.sources[doc_id].root / FILE

    def _read(self, file: Path, follow_links: bool) -> None:
        if not file.exists():
            return

        def fail(why: str) -> None:
            self.faults.append(documents.Unreadable(file.name, why))

        if not follow_links and leaves(os.path.realpath(file), os.path.realpath(file.parent)):
            return fail(f"is a link to another folder, {OUTSIDE}")
        told = entries(file, fail)
        some = told.pop("correction", [])
        if told or not isinstance(some, list):
            fail(f"has {', '.join(told) or 'a correction'} that is no record; write [[correction]]")
        for number, one in enumerate(some if isinstance(some, list) else [], 1):
            try:
                self.records.append(record(one))
                self._numbered.append((number, self.records[-1], ""))
            except (ValueError, TypeError) as error:
                fail(f"correction {number}: {error}")
                self._numbered.append((number, one if isinstance(one, dict) else {}, str(error)))

    def lay(self, result: Result) -> Result:
        """A document's result with what was corrected; the one that is given stays as it is."""
        doc_id = result.document["doc_id"]
        if not (some := self._by_document.get(doc_id)):
            return result
        claims, places = list(result.claims), defaultdict(list)
        where = {(row[2], row[3]): n for n, row in reversed([*enumerate(claims)])}
        for one in some:
            places[one.place].append(one)
        for place, told in places.items():
            number = where.get(place, len(claims))
            row = claims[number] if place in where else None
            claims[number : number + 1] = [self._at(result, row, told)]
        left = sorted(filter(None, claims), key=lambda row: row[2:4])
        return msgspec.structs.replace(result, claims=left)

    def _at(self, result: Result, row: list | None, some: list[Correction]) -> list | None:
        """The row of one place as corrected; None where no figure is left."""
        some, document = self._standing(result, row, some)
        if not some:
            return row
        good = {one.field: one for one in some}
        if apart := {
            x.field for x in some if x is not good[x.field] and x.new != good[x.field].new
        }:
            self.told |= {one: (None, MISFITS["apart"]) for one in some if one.field in apart}
            good = {field: one for field, one in good.items() if field not in apart}
        theme = good.pop("theme", None)
        with self._telling(some):
            base = self._base(result, row, theme, good, document)
            self.base[some[0].doc_id, *some[0].place] = base
            told, changed = dict(base), []
            for field, one in good.items():
                with self._telling([one]):
                    told[field] = self._value(base, one, theme is not None)
                    changed += [field] * (one.new != one.old and field != FIGURE)
            verdict = told.pop(FIGURE, None)
            if changed:
                self._fields.follow(told, changed, result.document["published"])
            if verdict == "rejected" and theme is None:
                idle = (None, MISFITS["idle"])
                self.told |= {one: idle for one in some if one.field not in (FIGURE, *apart)}
            told["corrected"] = [*["theme"] * bool(theme), *changed] or None
            self.told |= {one: (told["claim_id"], "") for one in some if one not in self.told}
            return None if verdict == "rejected" else [told[c] for c in COLUMNS["claims"]]
        return row

    @contextmanager
    def _telling(self, some: list[Correction]) -> Iterator[None]:
        """Keep why these records do not hold, where they don't."""
        try:
            yield
        except (ValueError, documents.Unreadable) as error:
            self.told |= {one: (None, str(error)) for one in some if one not in self.told}

    def _standing(self, result, row, some: list[Correction]):
        """The records of a place whose words stand there, each judged by itself; the document
        where it was read for that."""
        good, document = [], None
        with self._telling(some):
            if row is None:
                document = same(self.sources[some[0].doc_id], result.document["sha256"])
            for one in some:
                with self._telling([one]):
                    now = row[4] if row else document.text[one.start : one.end]
                    if now != one.quote and row:
                        raise misfit("other", now=now, quote=one.quote)
                    if now != one.quote:
                        at = document.text.find(one.quote)
                        there = f"; it stands at {at} now" if at >= 0 else ""
                        raise misfit("changed", now=now[:60], there=there)
                    good.append(one)
        return good, document

    def _base(self, result, row, theme, good, document) -> dict:
        """What the workbench says of a place; of a figure that is added, as it reads it then."""
        told = row and dict(zip(COLUMNS["claims"], row, strict=True))
        if told and theme is None:
            return told
        if theme is None:
            raise misfit("unread")
        if (told and told["theme"]) != theme.old:
            raise misfit("theme", now=told["theme"] if told else "none", old=theme.old or "none")
        from workbench.corpus import analysis

        if document is None:
            document = same(self.sources[theme.doc_id], result.document["sha256"])
        kind = self._fields.checked("theme", theme.new, "", self.book)
        given = {n: good[n].new for n in ("low", "high", "unit") if n in good}
        given = {n: self._fields.checked(n, v, kind, self.book) for n, v in given.items()}
        row = analysis.placed(document, result, *theme.place, kind, given, self.book)
        return dict(zip(COLUMNS["claims"], row, strict=True))

    def _value(self, base: dict, one: Correction, added: bool):
        """The value of a record that holds. Raises ValueError where it does not."""
        if one.field not in WORDS["correctable"]:
            raise misfit("field", field=one.field, known=", ".join(WORDS["correctable"]))
        now = in_short(base) if one.field == FIGURE else base[one.field]
        given = added and one.field in ("low", "high", "unit") and one.old is None
        if now != one.old and not given:
            raise misfit("itself" if now == one.new else "old", now=now, old=one.old)
        return self._fields.checked(one.field, one.new, base["theme"], self.book)

    def over(self, results: Iterable) -> Iterator:
        """The results of a stream with what was corrected, and last what does not hold."""
        for item in results:
            yield item if isinstance(item, documents.Unreadable) else self.lay(item)
        yield from self.problems()

    def problems(self) -> Iterator[documents.Unreadable]:
        """What does not hold, when all documents were laid."""
        yield from self.faults
        for number, one, wrong in self._numbered:
            if why := not wrong and self._problem(one):
                name = self.file(one.doc_id).name if one.doc_id in self.sources else FILE
                yield documents.Unreadable(name, f"correction {number} ({one}): {why}")

    def _problem(self, one: Correction) -> str:
        if one in self.told:
            return self.told[one][1]
        if one.doc_id in self.sources:
            return MISFITS["left_out"]
        return str(misfit("unknown", doc=one.doc_id)) if self.whole else ""

    def rows(self) -> list[list]:
        """The rows of the table."""
        found = []
        for _, one, wrong in self._numbered:
            if wrong:
                told = _malformed(one, wrong)
                found.append([told.get(column) for column in COLUMNS["corrections"]])
                continue
            told = msgspec.structs.asdict(one) | {"on": one.on.isoformat(), "why": one.why or None}
            told |= {n: None if told[n] is None else str(told[n]) for n in ("old", "new")}
            why = self._problem(one)
            told |= {"claim_id": self.told.get(one, (None,))[0], "problem": why or None}
            told["applied"] = one in self.told and not why
            found.append([told[column] for column in COLUMNS["corrections"]])
        return found

    def trial(self, result: Result, new: list[Correction], gone: list[Correction]):
        """These corrections of one document, with others. Raises ValueError where a new one would
        not hold, saying why."""
        some = Corrections([], self.book)
        some.sources = self.sources
        doc_id = result.document["doc_id"]
        kept = [one for one in self.of(doc_id) if one not in gone]
        some._by_document[doc_id] = [*kept, *new]
        some.lay(result)
        for one in new:
            if why := some.told[one][1]:
                raise ValueError(f"{one.quote!r}, {one.field}: {why}")
        return some


def whole(paths) -> bool:
    """Whether a folder was given: of a single file's neighbours its corrections say nothing."""
    some = [paths] if isinstance(paths, (str, os.PathLike)) else paths
    return any(map(os.path.isdir, some))


def in_short(told: dict) -> str:
    """A whole figure, as a verdict on it keeps it."""
    bounds = f"{told['low']}" if told["low"] == told["high"] else f"{told['low']}-{told['high']}"
    return f"{told['theme']} {told['role']} {bounds} {told['unit']}"
