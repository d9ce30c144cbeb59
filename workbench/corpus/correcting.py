"""Correcting a corpus: what an analyst says of a figure is written down, and holds at once."""

import datetime
import hashlib
import os
import re
import tomllib
from contextlib import suppress
from functools import cached_property
from pathlib import Path

import msgspec

from workbench.corpus import evidence, export
from workbench.corpus.corrections import FIGURE, Correction, in_short, misfit, record
from workbench.corpus.tables import COLUMNS, frame
from workbench.documents.text import one_line

HEAD = """# Corrections by analysts. A record holds while its quote stands at its place and the
# workbench says `old`; `workbench corrections FOLDER` tells which hold. Comments are kept.
"""
# What is made from the rows of the figures, and is made anew when one is corrected.
MADE = "claims corrections fingerprint _comparison _plans _by_id _results".split()


class Correcting:
    """The part of a corpus that corrects it. Every method writes ``corrections.toml``, holds at
    once and on each later load, and returns a line that says what it did.

    ``by`` and ``on`` (a day) are who says so and when. Raises ValueError for a figure, field or
    value that there is not, and ``export.CantWrite``.
    """

    def correct(self, claim_id: str, field: str, new, *, by: str, on, why: str = "") -> str:
        """Say what a label of a figure is; ``new=None``: the label is wrong, and there is none.

        ``field``: a label of the claims table, ``low``, ``high``, or ``value`` for both (a number,
        two of a range, or words: ``"3,000 to 5,000"``).

        >>> corpus.correct("9f2c", "role", "pledge", by="Ada", on="2025-12-20")   # doctest: +SKIP
        '“$60 billion” (000): role need, now pledged'
        """
        values = {field: new}
        if field in ("value", "low", "high"):
            from workbench.corpus import fields

            bounds = fields.bounds(new, self.codebook)
            values = bounds if field == "value" else {field: bounds[field]}
        return self._say(claim_id, values, by, on, why)

    def accept(self, claim_id: str, field: str = "", *, by: str, on, why: str = "") -> str:
        """Say that a label of a figure is right as the workbench has it; without a field: all."""
        base = self._base(claim_id)
        if field and field not in base:
            raise ValueError(f"there is no field {field!r} to accept; leave it out for the figure")
        new = {field: base[field]} if field else {FIGURE: "accepted"}
        return self._say(claim_id, new, by, on, why)

    def reject(self, claim_id: str, field: str = "", *, by: str, on, why: str = "") -> str:
        """Say that a label is wrong and there is none; without a field: that it is no figure."""
        return self._say(claim_id, {field: None} if field else {FIGURE: "rejected"}, by, on, why)

    def add(
        self, doc_id, start: int, end: int, theme: str, *, by: str, on, why="", **fields
    ) -> str:
        """Add a figure that was missed, at a place of a document's text.

        Its value is read from its words, its labels from its sentence; ``fields`` correct them.

        >>> corpus.add("000", 120, 131, "funding", role="need", by="Ada", on="2025-12-20")
        ... # doctest: +SKIP
        '“$60 billion” (000): added: funding'
        """
        words = self.text(doc_id)[start:end]
        if not words or words != words.strip():
            raise ValueError(f"{words!r}: mark the figure alone, without space round it")
        where = {"doc_id": doc_id, "start": int(start), "end": int(end), "quote": words}
        about = where | _signed(by, on, why)
        before = self._placed(doc_id, (int(start), int(end)))
        self._free(where, before)
        theme = self._named("theme", theme, "")
        first = Correction(**about, field="theme", new=theme)
        fields = {n: self._named(n, _plain(v), theme) for n, v in fields.items()}
        values = {n: v for n, v in fields.items() if n in ("low", "high", "unit")}
        first_values = [Correction(**about, field=n, new=v) for n, v in values.items()]
        laid = self._corrections.trial(self._raw[doc_id], [first, *first_values], before)
        base = laid.base[doc_id, where["start"], where["end"]]
        rest = [
            Correction(**about, field=n, old=base.get(n), new=v)
            for n, v in fields.items()
            if n not in values and base.get(n) != v
        ]
        return self._write(doc_id, [first, *first_values, *rest], before)

    def corrections_file(self, doc_id: str) -> Path:
        """Where the corrections of a document stand, or would."""
        return self._corrections.file(doc_id)

    def _base(self, claim_id: str) -> dict:
        """The program's own row of a figure, corrected or not."""
        for base in self._corrections.base.values():
            if base["claim_id"] == claim_id:
                return base
        for result in self._raw.values():
            for row in result.claims:
                if row[0] == claim_id:
                    return dict(zip(COLUMNS["claims"], row, strict=True))
        raise ValueError(f"no claim {claim_id!r} in this corpus; see corpus.claims['claim_id']")

    def _named(self, field: str, value, theme: str):
        """A value as the vocabulary has it, where its name was given."""
        from workbench.corpus import fields

        return fields.named(field, value, theme, self.codebook) if field in fields.FIELDS else value

    def _placed(self, doc_id: str, place: tuple) -> list[Correction]:
        """What was said of a place before."""
        return [one for one in self._corrections.of(doc_id) if one.place == place]

    def _free(self, where: dict, before: list[Correction]) -> None:
        """Raises ValueError where the workbench itself reads a figure."""
        place = [where[name] for name in ("doc_id", "start", "end")]
        row = next((row for row in self._raw[place[0]].claims if row[1:4] == place), None)
        if row:
            theme = self._corrections.base.get(tuple(place), self._base(row[0]))["theme"]
            name = self.codebook.themes.get(theme, theme)
            button = "Accept" if _rejected(before) else "Correct"
            raise misfit("already", theme=name, button=button)

    def _say(self, claim_id: str, values: dict, by: str, on, why: str) -> str:
        base = self._base(claim_id)
        about = {name: base[name] for name in ("doc_id", "start", "end", "quote")}
        about |= _signed(by, on, why)
        now = base | {FIGURE: in_short(base)}
        values = {n: self._named(n, _plain(v), base["theme"]) for n, v in values.items()}
        new = [Correction(**about, field=n, old=now.get(n), new=v) for n, v in values.items()]
        before = self._placed(base["doc_id"], new[0].place)
        if _rejected(before) and FIGURE not in values:
            raise ValueError(f"{base['quote']!r} was rejected as no figure; accept it first")
        gone = [one for one in before if one.field in values]
        added = any(one.field == "theme" and one.old is None for one in before)
        if added and values == {FIGURE: "rejected"}:
            new, gone = [], before  # a figure that an analyst added, and takes back
        elif values == {FIGURE: "rejected"} and all(one.field != "theme" for one in before):
            gone = before  # its labels are none any more
        return self._write(base["doc_id"], new, gone)

    def _write(self, doc_id: str, new: list[Correction], gone: list[Correction]) -> str:
        """Write records that hold, and let them hold."""
        if (why := self.read_only) != "":
            raise ValueError(why or "a part of a corpus can't be corrected; correct the whole")
        self._corrections.trial(self._raw[doc_id], new, gone)
        write(self._corrections.file(doc_id), new, gone)
        self._corrections = self._corrections.again()
        for name in MADE:
            self.__dict__.pop(name, None)
        self._lay()
        place = (doc_id, *(new or gone)[0].place)
        theme = self._corrections.base.get(place, {}).get("theme", "")
        told = (f"“{one.quote}” ({doc_id}): {evidence.change(one, theme)}" for one in new)
        return "; ".join(told) or f"“{gone[0].quote}” ({doc_id}): taken back"

    @property
    def read_only(self) -> str | None:
        """Why nothing can be corrected here; empty where it can, None where nothing is meant to."""
        if not self._corrections.sources:
            return None
        first = next(iter(self._corrections.sources))
        return unwritable(self._corrections.file(first))

    @property
    def corrections_hash(self) -> str:
        """SHA-256 over all corrections; empty where there are none."""
        told = sorted(map(msgspec.json.encode, self._corrections.records))
        return hashlib.sha256(b"\n".join(told)).hexdigest() if told else ""

    @cached_property
    def corrections(self):
        """One row a correction: its place, field, both values, who, when, why, whether it holds."""
        return frame("corrections", self._corrections.rows())

    def review(self):
        """The figures by doubt: one row a figure that no analyst has accepted, its weakest label
        with the value that was next best, the least ``margin`` (points) first. Reads every file.

        >>> corpus.review()[["quote", "field", "label", "second", "margin"]]    # doctest: +SKIP
        """
        seen = {(c.doc_id, *c.place, c.field) for c in self._corrections.records}
        claims = {(c.doc_id, c.start, c.end): c for c in self.claims.itertuples(index=False)}
        least: dict[tuple, list] = {}
        for *place, field, label, second, margin in sorted(
            self._rows("review"), key=lambda row: (row[-1], row[:3])
        ):
            where = tuple(place)
            if where in claims and not seen & {(*where, field), (*where, FIGURE)}:
                least.setdefault(where, [field, label, second, margin])
        found = ((claims[place], place, told) for place, told in least.items())
        rows = ([c.claim_id, *p, c.quote, c.sentence, c.theme, *told] for c, p, told in found)
        return frame("review", rows)


def _rejected(before: list[Correction]) -> bool:
    return any((one.field, one.new) == (FIGURE, "rejected") for one in before)


def _plain(value):
    """A number without a fraction as a whole one, as the claims have it."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _signed(by: str, on, why: str) -> dict:
    """Who, when and why. Raises ValueError where one of the first two is missing."""
    if not (who := one_line(by, 100)):
        raise ValueError("by: say who corrects it")
    try:
        day = on if isinstance(on, datetime.date) else datetime.date.fromisoformat(str(on))
    except ValueError:
        raise ValueError(f"on {on!r}: write the day as 2025-12-20") from None
    return {"by": who, "on": day, "why": one_line(why or "", 1000) or ""}


def write(file: Path, new: list[Correction], gone: list[Correction]) -> None:
    """Put records at the end of a file and take others out: whole or not at all.

    Everything else in it stays as it is. Raises ValueError where the file cannot be taken apart,
    and ``export.CantWrite``.
    """
    text = file.read_text("utf-8") if file.exists() else HEAD
    head, *blocks = re.split(r"(?m)^(?=\[\[correction\]\])", text)
    for n, block in enumerate(blocks):
        if _read(block) & {*gone}:  # its comments stay
            blocks[n] = "".join(line for line in block.splitlines(True) if line.startswith("#"))
    text = "".join([head, *blocks]).rstrip("\n")
    data = "\n".join([f"{text}\n", *(one.toml() for one in new)])
    found = _read(data)
    if not found >= {*new} or found & ({*gone} - {*new}):
        raise ValueError(f"{file.name} can't be read as it is written; mend it by hand first")
    with export.opened(str(file)) as out:
        out.write(data.encode())


def _read(text: str) -> set[Correction]:
    """The good records of a piece of a file."""
    found = set()
    with suppress(tomllib.TOMLDecodeError):
        for told in tomllib.loads(text).get("correction", []):
            with suppress(ValueError, TypeError):
                found.add(record(told))
    return found


def unwritable(file: Path) -> str:
    """Why a file of corrections can't be written; empty where it can."""
    if not os.access(file if file.exists() else file.parent, os.W_OK):
        return f"{file.name} can't be written here; load the corpus with corrections=FILE elsewhere"
    return "" if os.access(file.parent, os.W_OK) else f"the folder of {file.name} is read only"
