"""A briefing: one page that opens anywhere, in which every number leads to its sentence.

The page asks nothing of the network (its Content-Security-Policy forbids it), holds no script and
has the same bytes on every run. A number that is shown carries where it comes from, so that it
can be derived again: ``data-value`` with ``data-how`` and ``data-claim`` (ids of claims) or
``data-query`` (a line for ``corpus.claims.query``, or the name of a table).
"""

from __future__ import annotations

import os
from html import escape
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from . import evidence, findings, look, svg

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
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        part.write_bytes(page(corpus).encode("utf-8", "replace"))
        os.replace(part, path)
    finally:
        part.unlink(missing_ok=True)
    return path


def page(corpus) -> str:
    """The briefing as HTML text."""
    claims = corpus.claims.sort_values(["doc_id", "start", "end", "theme"])
    documents = corpus.documents.sort_values("doc_id")
    css = (Path(__file__).parent / "static" / "brief.css").read_text(encoding="utf-8")
    body = [_header(corpus, claims, documents)]
    makers = {"funding": findings.funding, "force": findings.force, "plan": findings.plans}
    names = _short(documents)
    for theme, make in makers.items():
        body.append(_section(theme, make, claims[claims["theme"].eq(theme)], documents, names))
    body += [_limits(claims), _annex(claims, documents), _origin(corpus, documents)]
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


def _short(documents) -> dict[str, str]:
    return look.short_names(documents["doc_id"])


def _header(corpus, claims, documents) -> str:
    dates = sorted(str(day)[:10] for day in documents["published"] if not look.missing(day))
    span = f", published {look.day(dates[0])} to {look.day(dates[-1])}" if dates else ""
    undated = int(documents["published"].isna().sum())
    without = (
        f"; {_counted(undated, 'document', 'undated', 'documents', 'sources')} without a date"
        if undated
        else ""
    )
    links = "".join(f'<li><a href="#{t}">{words}</a></li>' for t, words in look.THEMES.items())
    return (
        "<header>\n<h1>What the documents claim, and where</h1>\n"
        f"<p>{_counted(len(claims), 'figure', 'count', 'all', 'annex')} in "
        f"{_counted(len(documents), 'document', 'rows', 'documents', 'sources')}{span}{without}. "
        "Every number leads to its sentence in the annex; the sentence leads back.</p>\n"
        f'<nav aria-label="Sections"><ul>{links}<li><a href="#limits">Limits</a></li>'
        '<li><a href="#annex">Annex: the sentences</a></li>'
        '<li><a href="#sources">Sources</a></li></ul></nav>\n</header>'
    )


def _section(theme, make, claims, documents, names) -> str:
    head = f'<section id="{theme}">\n<h2>{look.THEMES[theme]}</h2>'
    if not len(claims):
        return f"{head}\n<p>No figure of this kind stands in these documents.</p>\n</section>"
    finding = make(claims, documents)
    said = "".join(p if isinstance(p, str) else _number(p) for p in finding.parts)
    query = f"theme == {theme!r}"
    doubtful = int(findings.hedged(claims).sum())
    counts = (
        f"{_counted(len(claims), 'figure', 'count', query, f't-{theme}')} in "
        f"{_counted(claims['doc_id'].nunique(), 'document', 'documents', query, f't-{theme}')}; "
        f"{_counted(doubtful, 'figure', 'count', f'{query} and {HEDGED}', f't-{theme}')} "
        "hedged: alleged, demanded, from an unnamed source, or standing under an “if”."
    )
    return (
        f'{head}\n<p class="finding">{said}.</p>\n<p>{counts}</p>\n'
        f"<figure>\n{svg.picture(finding)}\n<figcaption>{escape(finding.caption)} "
        "Filled: stated firmly; hollow: hedged.</figcaption>\n</figure>\n"
        f"{_table(theme, claims, names)}\n</section>"
    )


def _table(theme, claims, names) -> str:
    units = sorted(set(claims["unit"].dropna().astype(str)))
    one = f" ({escape(look.plural(units[0]))})" if len(units) == 1 else ""
    columns = ["As written", f"From{one}", f"To{one}"] + ([] if one else ["Unit"])
    columns += ["Role", "Whose", "Stated as", "Said by", "Document"]
    head = "".join(
        f'<th scope="col"{" class=n" if name.startswith(("From", "To")) else ""}>{name}</th>'
        for name in columns
    )
    rows = "\n".join(_row(claim, names, not one) for claim in claims.itertuples(index=False))
    return (
        f'<div class="scroll" tabindex="0" role="region" aria-label="Table of figures">'
        f'<table id="t-{theme}">\n<caption>The figures, in the order of the documents</caption>\n'
        f"<thead><tr>{head}</tr></thead>\n<tbody>\n{rows}\n</tbody>\n</table></div>"
    )


def _row(claim, names, with_unit: bool) -> str:
    key = escape(claim.claim_id)
    bounds = "".join(
        f'<td class="n" data-claim="{key}" data-how="{name}" data-value="{value:.15g}">'
        f"{_plain(value)}</td>"
        for name, value in (("low", float(claim.low)), ("high", float(claim.high)))
    )
    speaker = look.names(claim.speaker) or look.ATTRIBUTIONS.get(claim.attribution, "")
    modality = look.MODALITIES.get(claim.modality, look.words(claim.modality))
    qualifier = look.QUALIFIERS.get(claim.qualifier, "")
    cells = [look.plural(claim.unit)] if with_unit else []
    cells += [
        look.role_words(claim.role, claim.theme), look.names(claim.actor) or "not said",
        f"{modality}{', ' + qualifier if qualifier else ''}", speaker,
        names.get(claim.doc_id, claim.doc_id),
    ]  # fmt: skip
    return (
        f'<tr id="r-{key}"><td class="w"><a class="num" href="#c-{key}" data-claim="{key}" '
        f'data-how="quote">{escape(claim.quote)}</a></td>{bounds}'
        + "".join(f"<td>{escape(cell)}</td>" for cell in cells)
        + "</tr>"
    )


def _plain(value: float) -> str:
    return f"{value:,.0f}" if value == int(value) else f"{value:,.6g}"


def _limits(claims) -> str:
    def counted(query: str) -> str:
        return _counted(len(claims.query(query)), "figure", "count", query, "annex")

    own, unnamed = "attribution == 'own_voice'", "attribution == 'unnamed'"
    said = (
        f"{counted(own)} have no source but the document's own voice; "
        f"{counted(unnamed)} come from unnamed sources; for "
        f"{counted('actor.isna()')} the sentence does not say whose they are."
    )
    return (
        '<section id="limits">\n<h2>Limits</h2>\n'
        "<p>This page shows what the documents say, not what is so. Labels were found by rules; "
        f"the annex gives the words behind each one, so that a reader can disagree. {said}</p>\n"
        "</section>"
    )


def _annex(claims, documents) -> str:
    titles = evidence.headings(claims, documents)
    out = ['<section id="annex">\n<h2>Annex: the sentences</h2>']
    last = None
    for doc_id, sentence, group in evidence.sentences(claims):
        if doc_id != last:
            out.append(f"<h3>{escape(titles.get(doc_id, doc_id))}</h3>")
            last = doc_id
        spans = [(c.start - c.sentence_start, c.end - c.sentence_start, c) for c in group]
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
    rows = "\n".join(
        f"<tr><td>{escape(str(row.path))}"
        f"{'' if look.missing(row.title) else '<br>' + escape(str(row.title))}</td>"
        f"<td>{escape(look.day(row.published))}"
        f"{'' if look.missing(row.published_basis) else ' (' + escape(row.published_basis) + ')'}"
        f"</td><td>{escape(str(row.source_reliability))}</td>"
        f"<td><code>{escape(row.sha256)}</code></td></tr>"
        for row in documents.itertuples(index=False)
    )
    try:
        made_with = version("workbench")
    except PackageNotFoundError:
        made_with = "not installed as a package"
    codebook = getattr(corpus.codebook, "fingerprint", "")
    return (
        '<footer id="sources">\n<h2>Sources</h2>\n<div class="scroll" tabindex="0" role="region" '
        'aria-label="Table of sources"><table>\n<thead><tr><th scope="col">Document</th>'
        '<th scope="col">Published</th><th scope="col">Reliability (A to F)</th>'
        '<th scope="col">SHA-256 of the file</th></tr></thead>\n'
        f"<tbody>\n{rows}\n</tbody>\n</table></div>\n"
        f"<p>Corpus <code>{escape(str(corpus.fingerprint))}</code> · codebook "
        f"<code>{escape(str(codebook))}</code> · workbench {escape(made_with)}</p>\n</footer>"
    )
