"""A choice of claims as one line of Python, which gives the same table outside the explorer."""

from __future__ import annotations

FIRM = "factuality in ['CT+', 'CT-'] and attribution != 'unnamed' and modality != 'conditional'"
FIRMNESS = {"firm and hedged": "", "firm only": FIRM, "hedged only": f"not ({FIRM})"}
ONCE = ".loc[lambda chosen: ~compare.facts(corpus)[chosen.index].duplicated()]"


def query(theme: str, firmness: str = "firm and hedged", published=None, **columns) -> str:
    """The choice as a line for ``corpus.claims.query``; an empty choice means everything.

    published: first and last day, as ISO dates; documents without a date are then left out.

    >>> query("funding", role=("need",))
    "theme == 'funding' and role in ['need']"
    """
    parts = [f"theme == {theme!r}"]
    parts += [f"{name} in {list(values)!r}" for name, values in columns.items() if values]
    if published:
        days = "published >= {!r} and published <= {!r}".format(*published)
        parts.append(f"doc_id in @corpus.documents.query({days!r}).doc_id")
    if FIRMNESS[firmness]:
        parts.append(f"({FIRMNESS[firmness]})")
    return " and ".join(parts)


def python(line: str, once: bool = False) -> str:
    """The line as it is typed in a notebook.

    >>> python("theme == 'plan'")
    'corpus.claims.query("theme == \\'plan\\'")'
    """
    quoted = f'"""{line}"""' if '"' in line else f'"{line}"'
    return f"corpus.claims.query({quoted}){ONCE if once else ''}"
