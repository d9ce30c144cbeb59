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

        def column(one):
            show = shows.get(one.dtype.kind, str)
            return ["" if look.missing(v) and show is not look.day else show(v) for v in one]

        words = {name: column(self[name]) for name in self}
        return pd.DataFrame(words, index=self.index, dtype=object)

    def _repr_html_(self) -> str:
        sides = ["right" if number else "left" for number in self.numbers]

        def row(tag: str, cells) -> str:
            whole = str.maketrans({" ": "\u00a0"})  # no number over two lines
            told = [
                f'<{tag} style="text-align:{side}">'
                f"{safe(cell.translate(whole) if (tag, side) == ('td', 'right') else cell)}</{tag}>"
                for cell, side in zip(cells, sides, strict=True)
            ]
            return f"<tr>{''.join(told)}</tr>\n"

        rows = "".join(row("td", cells) for cells in self.head(SHOWN).in_words().to_numpy())
        more = f"<p>{look.count(len(self) - SHOWN, 'more row')}.</p>" if len(self) > SHOWN else ""
        return f"<table>\n<thead>{row('th', self)}</thead>\n<tbody>\n{rows}</tbody></table>{more}"

    def __repr__(self) -> str:
        words = self.head(SHOWN).in_words()
        columns = [[str(name), *words[name]] for name in words]
        sides = [str.rjust if number else str.ljust for number in self.numbers]
        columns = [
            [side(cell, max(map(len, cells))) for cell in cells]
            for side, cells in zip(sides, columns, strict=True)
        ]
        more = [look.count(len(self) - SHOWN, "more row")] * (len(self) > SHOWN)
        return "\n".join(["  ".join(r).rstrip() for r in zip(*columns, strict=True)] + more)


def names(documents) -> dict[str, str]:
    """What to call each document: its title, with its short name where two have one title; its
    short name where it has none."""
    short = look.short_names(documents["doc_id"])
    again = documents["title"].duplicated(keep=False)
    return {
        doc: short[doc] if look.missing(title) else f"{title} ({short[doc]})" if twice else title
        for doc, title, twice in zip(documents["doc_id"], documents["title"], again, strict=True)
    }
