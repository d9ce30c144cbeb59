"""Tables for reading: numbers short and to the right, text to the left, no ``$`` of a formula."""

import re
from html import escape

import pandas as pd

from workbench.codebook import look

#: Rows that a notebook shows; the table has them all.
SHOWN = 200


def safe(text) -> str:
    r"""Escape text for HTML; what could begin a formula stands alone in a tag, or JupyterLab and
    exported notebooks set it as one: ``$5 and $6``; ``\(\phantom{not}\)`` would hide a word.

    >>> safe("<b> $5 and $6"), safe(r"\[x\]")
    ('&lt;b&gt; <span>$</span>5 and <span>$</span>6', '<span>\\</span>[x<span>\\</span>]')
    """
    return re.sub(r"([$\\])", r"<span>\1</span>", escape(str(text)))


class ReadingTable(pd.DataFrame):
    """A DataFrame that shows itself for reading. Its numbers and days stay numbers and days.

    >>> ReadingTable({"who": ["Norway", "Ukraine"], "value (USD)": [6e10, None]})
    who      value (USD)
    Norway    60 billion
    Ukraine
    """

    @property
    def _constructor(self):
        return ReadingTable

    @property
    def numbers(self) -> list[bool]:
        """Which columns hold numbers."""
        return [kind.kind in "iuf" for kind in self.dtypes]

    def in_words(self):
        """The same with each cell as it is shown, in a DataFrame of texts."""
        shows = {"M": look.day, **dict.fromkeys("iuf", look.number)}
        words = {
            name: [
                "" if look.missing(v) and kind.kind != "M" else shows.get(kind.kind, str)(v)
                for v in self[name]
            ]
            for name, kind in self.dtypes.items()
        }
        return pd.DataFrame(words, index=self.index, dtype=object)

    def _shown(self) -> tuple[list, list, str]:
        """The header and the rows that are shown, whether they are numbers, what is left."""
        rows = [[*map(str, self)], *self.head(SHOWN).in_words().to_numpy().tolist()]
        more = look.count(len(self) - SHOWN, "more row") if len(self) > SHOWN else ""
        return rows, self.numbers, more

    def _repr_html_(self) -> str:
        rows, numbers, more = self._shown()
        sides = ["right;white-space:nowrap" if number else "left" for number in numbers]

        def row(tag: str, cells) -> str:
            told = zip(sides, map(safe, cells), strict=True)
            return "".join(f'<{tag} style="text-align:{side}">{c}</{tag}>' for side, c in told)

        body = "".join(f"<tr>{row('td', cells)}</tr>\n" for cells in rows[1:])
        head = f"<thead><tr>{row('th', rows[0])}</tr></thead>"
        return f"<table>\n{head}\n<tbody>\n{body}</tbody></table>{more and f'<p>{more}</p>'}"

    def __repr__(self) -> str:
        rows, numbers, more = self._shown()
        sides = [str.rjust if number else str.ljust for number in numbers]
        wide = [max(map(len, cells)) for cells in zip(*rows, strict=True)]
        lines = [
            "  ".join(side(*cell) for side, *cell in zip(sides, row, wide, strict=True)).rstrip()
            for row in rows
        ]
        return "\n".join(lines + [more] * bool(more))


def names(documents) -> dict[str, str]:
    """What to call each document: its title, with its short name where two have one title; its
    short name where it has none."""
    short = look.short_names(documents["doc_id"])
    again = documents["title"].duplicated(keep=False)
    return {
        doc: short[doc] if look.missing(title) else f"{title} ({short[doc]})" if twice else title
        for doc, title, twice in zip(documents["doc_id"], documents["title"], again, strict=True)
    }
