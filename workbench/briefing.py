"""A briefing: one page that opens anywhere, in which every number leads to its sentence.

The page asks nothing of the network (its Content-Security-Policy forbids it), holds no script and
has the same bytes on every run. A number that is shown carries where it comes from, so that it
can be derived again: ``data-value`` with ``data-how`` and ``data-claim`` (ids of claims) or
``data-query`` (a line for ``corpus.claims.query``, or the name of a table).
"""

from __future__ import annotations

from html import escape
from pathlib import Path

from workbench import __version__, findings
from workbench.codebook import look
from workbench.corpus import evidence, export
from workbench.views import svg

CSP = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
HEDGED = (
    "(factuality not in ['CT+', 'CT-'] or attribution == 'unnamed' or modality == 'conditional')"
)


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
    css = (Path(__file__).parent / "views" / "static" / "brief.css").read_text(encoding="utf-8")
    makers = {"funding": findings.funding, "force": findings.force, "plan": findings.plans}
    body = [
        _header(corpus, claims, documents),
        *(_section(theme, make, claims[claims["theme"].eq(theme)], documents)
          for theme, make in makers.items()),
        _limits(claims), _annex(claims, documents), _origin(corpus, documents),
    ]  # fmt: skip
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{escape(CSP)}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta name="corpus" content="{escape(str(corpus.fingerprint))}">\n'
        f"<title>Briefing: what {look.count(len(documents), 'document')} claim</title>\n"
        f"<style>\n{css}</style>\n</head>\n<body>\n"
        '<a class="skip" href="#funding">Skip to the findings</a>\n'
        + "\n".join(body)
        + "\n</body>\n</html>\n"
    )


def _number(part) -> str:
    """A derived number of a Finding: linked to the sentence of its first claim."""
    return (
        f'<a class="num" href="#c-{escape(part.claims[0])}" data-how="{part.how}" '
        f'data-value="{part.value:.15g}" data-claim="{escape(" ".join(part.claims))}">'
        f"{escape(part.text)}</a>"
    )


def _counted(n: int, noun: str, how: str, query: str, href: str) -> str:
    """A count over a whole table: linked to the place that lists what was counted."""
    return (
        f'<a class="num" href="#{href}" data-how="{how}" data-value="{n}" '
        f'data-query="{escape(query)}">{look.count(n, noun)}</a>'
    )


def _header(corpus, claims, documents) -> str:
    dates = sorted(str(day)[:10] for day in documents["published"].dropna())
    span = f", published {look.day(dates[0])} to {look.day(dates[-1])}" if dates else ""
    papers = _counted(len(documents), "document", "rows", "documents", "sources")
    if undated := len(documents) - len(dates):
        undated = _counted(undated, "document", "undated", "documents", "sources")
        span += f"; {undated} without a date"
    links = "".join(f'<li><a href="#{t}">{words}</a></li>' for t, words in look.THEMES.items())
    return (
        "<header>\n<h1>What the documents claim, and where</h1>\n"
        f"<p>{_counted(len(claims), 'figure', 'count', 'all', 'annex')} in "
        f"{papers}{span}. "
        "Every number leads to its sentence in the annex; the sentence leads back.</p>\n"
        f'<nav aria-label="Sections"><ul>{links}<li><a href="#limits">Limits</a></li>'
        '<li><a href="#annex">Annex: the sentences</a></li>'
        '<li><a href="#sources">Sources</a></li></ul></nav>\n</header>'
    )


def _section(theme, make, claims, documents) -> str:
    head = f'<section id="{theme}">\n<h2>{look.THEMES[theme]}</h2>'
    if not len(claims):
        return f"{head}\n<p>No figure of this kind stands in these documents.</p>\n</section>"
    finding = make(claims, documents)
    said = "".join(p if isinstance(p, str) else _number(p) for p in finding.parts)
    query, table = f"theme == {theme!r}", f"t-{theme}"
    doubtful, papers = int(findings.hedged(claims).sum()), claims["doc_id"].nunique()
    counts = (
        f"{_counted(len(claims), 'figure', 'count', query, table)} in "
        f"{_counted(papers, 'document', 'documents', query, table)}; "
        f"{_counted(doubtful, 'figure', 'count', f'{query} and {HEDGED}', table)} "
        "hedged: alleged, demanded, from an unnamed source, or standing under an “if”."
    )
    return (
        f'{head}\n<p class="finding">{said}.</p>\n<p>{counts}</p>\n'
        f"<figure>\n{svg.picture(finding)}\n<figcaption>{escape(finding.caption)} "
        "Filled: stated firmly; hollow: hedged.</figcaption>\n</figure>\n"
        f"{_table(theme, claims, documents)}\n</section>"
    )


def _table(theme, claims, documents) -> str:
    words = evidence.table(claims, documents)
    units = sorted(set(claims["unit"].dropna().astype(str)))
    one = f" ({escape(look.plural(units[0]))})" if len(units) == 1 else ""
    words = words[[*words.columns[4:], "document"]]
    columns = ["As written", f"From{one}", f"To{one}", *map(str.capitalize, words)]
    head = "".join(
        f'<th scope="col"{" class=n" if name.startswith(("From", "To")) else ""}>{name}</th>'
        for name in columns
    )
    cells = words.itertuples(index=False, name=None)
    rows = "\n".join(map(_row, claims.itertuples(index=False), cells))
    return (
        f'<div class="scroll" tabindex="0" role="region" aria-label="Table of figures">'
        f'<table id="t-{theme}">\n<caption>The figures, in the order of the documents</caption>\n'
        f"<thead><tr>{head}</tr></thead>\n<tbody>\n{rows}\n</tbody>\n</table></div>"
    )


def _row(claim, cells) -> str:
    key = escape(claim.claim_id)
    bounds = "".join(
        f'<td class="n" data-claim="{key}" data-how="{name}" data-value="{value:.15g}">'
        f"{_plain(value)}</td>"
        for name, value in (("low", float(claim.low)), ("high", float(claim.high)))
    )
    return (
        f'<tr id="r-{key}"><td class="w"><a class="num" href="#c-{key}" data-claim="{key}" '
        f'data-how="quote">{escape(claim.quote)}</a></td>{bounds}'
        + "".join(f"<td>{escape(cell)}</td>" for cell in cells)
        + "</tr>"
    )


def _plain(value: float) -> str:
    return f"{value:,.0f}" if value == int(value) else f"{value:,.6g}"


def _limits(claims) -> str:
    own, unnamed, unsaid = (
        _counted(len(claims.query(query)), "figure", "count", query, "annex")
        for query in ("attribution == 'own_voice'", "attribution == 'unnamed'", "actor.isna()")
    )
    return (
        '<section id="limits">\n<h2>Limits</h2>\n'
        "<p>This page shows what the documents say, not what is so. Labels were found by rules; "
        "the annex gives the words behind each one, so that a reader can disagree. "
        f"{own} have no source but the document's own voice; {unnamed} come from unnamed sources; "
        f"for {unsaid} the sentence does not say whose they are.</p>\n</section>"
    )


def _annex(claims, documents) -> str:
    out = ['<section id="annex">\n<h2>Annex: the sentences</h2>']
    for heading, sentence, group, spans in evidence.sentences(claims, documents):
        out += [f"<h3>{escape(heading)}</h3>"] * bool(heading)
        text = evidence.sentence_html(sentence, spans, _mark)
        notes = "".join(f"<small>{_note(claim)}</small>" for claim in group)
        out.append(f'<blockquote dir="auto">{text}{notes}</blockquote>')
    return "\n".join([*out, "</section>"])


def _mark(html: str, claim) -> str:
    return f'<mark id="c-{escape(claim.claim_id)}" class="{escape(claim.theme)}">{html}</mark>'


def _note(claim) -> str:
    why = evidence.reasons(claim)
    return (
        f"{escape(claim.quote)}: {escape(evidence.describe(claim))}"
        f" · characters {claim.start:,} to {claim.end:,}"
        + (f" · because of {escape(why)}" if why else "")
        + f' · <a href="#r-{escape(claim.claim_id)}">back to the table</a>'
    )


def _origin(corpus, documents) -> str:
    def with_(words, before: str, more, behind: str = "") -> str:
        more = "" if look.missing(more) else f"{before}{escape(str(more))}{behind}"
        return f"<td>{escape(str(words))}{more}</td>"

    rows = "\n".join(
        f"<tr>{with_(row.path, '<br>', row.title)}"
        f"{with_(look.day(row.published), ' (', row.published_basis, ')')}"
        f"<td>{escape(str(row.source_reliability))}</td>"
        f"<td><code>{escape(row.sha256)}</code></td></tr>"
        for row in documents.itertuples(index=False)
    )
    return (
        '<footer id="sources">\n<h2>Sources</h2>\n<div class="scroll" tabindex="0" role="region" '
        'aria-label="Table of sources"><table>\n<thead><tr><th scope="col">Document</th>'
        '<th scope="col">Published</th><th scope="col">Reliability (A to F)</th>'
        '<th scope="col">SHA-256 of the file</th></tr></thead>\n'
        f"<tbody>\n{rows}\n</tbody>\n</table></div>\n"
        f"<p>Corpus <code>{escape(str(corpus.fingerprint))}</code> · codebook "
        f"<code>{corpus.codebook.fingerprint}</code> · workbench {__version__}</p>\n</footer>"
    )
