"""A briefing: one page that opens anywhere, in which every number leads to its sentence.

The page asks nothing of the network (its Content-Security-Policy forbids it), holds no script and
has the same bytes on every run. A number that is shown carries where it comes from, so that it
can be derived again: ``data-value`` with ``data-how`` and ``data-claim`` (ids of claims) or
``data-query`` (a line for ``corpus.claims.query``, or the name of a table).
"""

from pathlib import Path

from markupsafe import Markup, escape

from workbench import __version__, findings
from workbench.codebook import look
from workbench.corpus import evidence, export
from workbench.views import svg

MAKERS = {"funding": findings.funding, "force": findings.force, "plan": findings.plans}
LIMITS = ("attribution == 'own_voice'", "attribution == 'unnamed'", "actor.isna()")


def brief(corpus, path) -> Path:
    """Write a briefing of ``corpus`` to ``path`` (``.html``) and return the path.

    Raises ValueError for another ending, FileNotFoundError if the folder does not exist.

    >>> brief(corpus, "briefing.html")      # doctest: +SKIP
    PosixPath('briefing.html')
    """
    path = Path(path)
    if path.suffix.lower() not in {".html", ".htm"}:
        raise ValueError(
            f"a briefing can be written as .html, not as {path.suffix or 'a file without ending'!r}"
            f"; try {path.with_suffix('.html').name!r}"
        )
    if not path.parent.is_dir():
        raise FileNotFoundError(f"no folder {str(path.parent)!r} to write the briefing into")
    html = page(corpus).encode("utf-8", "replace")
    with export.opened(str(path)) as out:
        out.write(html)
    return path


def page(corpus) -> str:
    """The briefing as HTML text."""
    claims = corpus.claims.sort_values(["doc_id", "start", "end", "theme"])
    documents = corpus.documents.sort_values("doc_id")
    days = sorted(str(day)[:10] for day in documents["published"].dropna())
    conflicts = findings.conflicts(claims) or [""]
    return evidence.filled(
        "brief.html.j2", corpus=corpus, claims=claims, days=days, firm=findings.FIRM,
        documents=list(documents.itertuples(index=False)), undated=len(documents) - len(days),
        limits=[(query, len(claims.query(query))) for query in LIMITS], version=__version__,
        sections=[
            _section(theme, conflict if len(conflicts) > 1 else None, some, documents)
            for conflict in conflicts
            for some in [findings.of_conflict(claims, conflict)]
            for theme in MAKERS
        ],
        sentences=[
            (heading, Markup(evidence.marked(sentence, spans, _mark, escape)), group)
            for heading, sentence, group, spans in evidence.sentences(claims, documents)
        ],
    )  # fmt: skip


def _section(theme, conflict, claims, documents) -> dict:
    """What the page says of one theme, and of one conflict where the corpus has several."""
    claims = claims[claims["theme"].eq(theme)]
    finding, words = MAKERS[theme](claims, documents), evidence.table(claims, documents)
    units = sorted(set(claims["unit"].dropna().astype(str)))
    name, query, place = look.THEMES[theme], f"theme == {theme!r}", theme
    if conflict is not None:
        name = f"{look.names(conflict) or 'No conflict named'}: {name.lower()}"
        query += f" and conflict == {conflict!r}" if conflict else " and conflict.isna()"
        place = f"{theme}-{''.join(c if c.isalnum() else '-' for c in conflict)}"
    return {
        "theme": place, "name": name, "query": query,
        "finding": finding, "picture": svg.picture(finding),
        "claims": list(claims.itertuples(index=False)), "papers": claims["doc_id"].nunique(),
        "hedged": int(findings.hedged(claims).sum()),
        "unit": f" ({look.plural(units[0])})" if len(units) == 1 else "",
        "words": words[[*words.columns[4:], "document"]].to_dict("list"),
    }  # fmt: skip


def _mark(html: str, claim) -> str:
    return f'<mark id="c-{escape(claim.claim_id)}" class="{escape(claim.theme)}">{html}</mark>'
