"""The controls of an explorer, what they offer, and their choice as one line of Python.

Importing this module loads anywidget, so import it where a widget is made.
"""

import tomllib
from pathlib import Path
from typing import NamedTuple

import traitlets

from workbench import findings
from workbench.codebook import look
from workbench.views import live

WORDS = tomllib.loads((Path(__file__).parent / "controls.toml").read_text("utf-8"))
#: A list longer than this is no control; the rest is found by day of publication and in the table.
MOST = 5000

FIRMNESS = {
    "firm and hedged": "",
    "firm only": findings.FIRM,
    "hedged only": f"not ({findings.FIRM})",
}


FITTING = ("one that fits", {})


class Choice(NamedTuple):
    """One control. options: ``[(words, value), ...]``; kind: ``many`` of them, ``one``, ``days``
    (first and last), or ``text``, with an example and its title for options. start: what is chosen
    at the start. more: it stands behind "More". always: the first narrows too, and is told."""

    name: str
    words: str
    options: list
    kind: str = "one"
    start: tuple = ()
    more: bool = False
    always: bool = False

    @property
    def none(self):
        """What is chosen where nothing is narrowed: as the page says it, places in the list."""
        return {"many": [], "one": [0], "days": [0, len(self.options) - 1], "text": ""}[self.kind]

    def places(self, value):
        """A value or its words, or several, as places in the list.

        Raises ValueError for what is not offered.
        """
        if self.kind == "text":
            return value or ""
        if value is None:
            return self.none
        values = [value] if self.kind == "one" or isinstance(value, str) else value
        return sorted(map(self._place, values))

    def _place(self, value) -> int:
        for place, offer in enumerate(self.options):
            if value in offer:
                return place
        there = ", ".join(repr(words) for words, _ in self.options[:20]) or "nothing"
        raise ValueError(f"{self.words} has no {value!r}; it has: {there}")


class Bar(live.Live):
    """Controls in one row, with what is chosen as chips under it, and a reset.

    ``bar[name]`` is what is chosen: a tuple of ``many``, a value of ``one``, a text, a pair of
    days (None: the whole time). A change, of the page or by ``choose``, is one of ``chosen``.
    """

    _esm = live.script("bar.js")
    _css = live.style("canvas.css")

    asked = traitlets.List().tag(sync=True)
    chosen, hint = (traitlets.Dict().tag(sync=True) for _ in range(2))
    note = traitlets.Unicode().tag(sync=True)

    def __init__(self, choices):
        self.choices = {one.name: one for one in choices}
        starts = {one.name: one.places(one.start or None) for one in choices}
        asked = [
            {"name": one.name, "words": one.words, "kind": one.kind, "more": one.more,
             "always": one.always,
             "options": [words for words, _ in one.options] if one.kind != "text" else one.options,
             "none": one.none, "start": starts[one.name]}
            for one in choices
        ]  # fmt: skip
        super().__init__(asked=asked, chosen=starts, hint={"name": "", "words": ""})

    def __getitem__(self, name: str):
        one, at = self.choices[name], self.chosen[name]
        if one.kind == "text":
            return at
        values = tuple(one.options[place][1] for place in at)
        if one.kind == "one":
            return values[0]
        return values if one.kind == "many" or at != one.none else None

    def narrowed(self, name: str) -> bool:
        """Whether less than all is chosen."""
        return self.chosen[name] != self.choices[name].none

    def __contains__(self, name: str) -> bool:
        return name in self.choices

    def choose(self, **values) -> None:
        """Choose as a click does: ``choose(role=["need"], Rows="month", actor=None)``.

        Words or values; None: all. Raises ValueError for a control or a value that is not there.
        """
        for name in values:
            if name not in self:
                there = ", ".join(self.choices)
                raise ValueError(f"no control {name!r} here; there are: {there}")
        self.chosen = self.chosen | {n: self.choices[n].places(v) for n, v in values.items()}

    def tell(self, hint: str = "", name: str = "", note: str = "") -> None:
        """Say under the row why nothing fits (and what to drop), and what was chosen as it fits."""
        with self.hold_sync():
            self.hint, self.note = {"name": name, "words": hint}, note
            self.turn += 1


def every(name: str, offers) -> Choice:
    """A control that begins with "every ...", which narrows nothing."""
    return Choice(name, name.capitalize(), [(f"every {name}", ""), *offers])


def days(documents, more: bool = True) -> list[Choice]:
    """First and last day of publication; no control where fewer than two days are known."""
    known = sorted({str(day)[:10] for day in documents["published"].dropna().unique()})
    offers = [(look.day(day), day) for day in known]
    return [Choice("published", "Published", offers, "days", more=more)] * (len(known) > 1)


def offered(claims, documents, name: str) -> list[tuple[str, str]]:
    """What a control offers: ``(words, value)``, only what the table has."""
    if name == "source_reliability":
        grades = sorted({look.rated(letter) for letter in documents[name].unique()})
        return [(one, one) for one in grades] if len(grades) > 1 else []
    counts = claims[name].value_counts()
    counts = counts[counts > 0].sort_index().sort_values(ascending=False, kind="stable")
    present = sorted(map(str, counts.index[:MOST]))
    if name == "doc_id":
        few = documents[documents["doc_id"].isin(present)]
        dates = dict(zip(few["doc_id"], few["published"], strict=True))
        short = look.short_names(documents["doc_id"])
        return [(f"{short[doc]} · {look.day(dates[doc])}", doc) for doc in present]
    if name == "role":
        present.sort(key=lambda role: look.RANK.get(role, 99))
        return [(look.role_words(role, claims["theme"].iloc[0]), role) for role in present]
    words = {"modality": look.modality, "qualifier": look.QUALIFIERS.get}.get(name, look.names)
    return [(words(value) or look.names(value), value) for value in present]


def query(theme: str, firmness: str = "firm and hedged", published=None, **columns) -> str:
    """The choice as a line for ``corpus.claims.query``; an empty choice means everything.

    published: first and last day, as ISO dates; documents without a date are then left out.
    source_reliability: letters, or "not rated".

    >>> query("funding", role=("need",))
    "theme == 'funding' and role in ['need']"
    """
    parts = [f"theme == {theme!r}"]
    if columns.get("conflict") == ("",):
        parts.append("conflict.isna()")
        del columns["conflict"]
    graded = list(columns.pop("source_reliability", ()))
    parts += [f"{name} in {list(values)!r}" for name, values in columns.items() if values]
    papers = ["published >= {!r} and published <= {!r}".format(*published)] if published else []
    papers += [f"source_reliability.fillna('not rated') in {graded!r}"] * bool(graded)
    if papers:
        parts.append(f"doc_id in @corpus.documents.query({' and '.join(papers)!r}).doc_id")
    if FIRMNESS[firmness]:
        parts.append(f"({FIRMNESS[firmness]})")
    return " and ".join(parts)


def python(line: str) -> str:
    """The line as it is typed in a notebook.

    >>> python("theme == 'plan'")
    'corpus.claims.query("theme == \\'plan\\'")'
    """
    return f"corpus.claims.query({line!r})"
