"""The article of a web page, and what the page states of itself."""

from __future__ import annotations

import contextlib
import datetime
import json
import re
from collections import defaultdict
from typing import Any

from workbench.documents.encodings import declared, decode
from workbench.documents.text import language_code, one_line

# trafilatura took 8 s for a page of 40,000 paragraphs (3.6 MB), a little worse than linear.
LIMIT = 20_000_000
ELEMENTS = 50_000
# One of these in the tree (from `&#1;`, say), and trafilatura drops the whole page.
_NOT_XML = re.compile("[\x00-\x08\x0e-\x1f\ufffe\uffff]")
_DATE_METAS = (
    "article:published_time", "og:article:published_time", "og:published_time",
    "datepublished", "citation_publication_date", "citation_online_date", "dc.date.issued",
    "dcterms.issued", "parsely-pub-date", "sailthru.date", "pubdate", "publishdate",
    "publish-date", "publish_date", "publication_date", "dc.date", "dcterms.date", "date",
)  # fmt: skip


def read(data: bytes) -> dict:
    import lxml.etree
    import lxml.html
    import trafilatura

    markup, encoding = decode(data, declared(data))
    # At 256 levels libxml2 stops. With huge_tree (2,048) nested lists end in a RecursionError
    # inside trafilatura and nested tables take 7 s.
    parser = lxml.html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        tree = lxml.html.document_fromstring(markup.encode("utf-8"), parser=parser)
    except lxml.etree.ParserError:
        raise ValueError("is HTML without any text") from None
    cut = any(e.type_name == "ERR_RESOURCE_LIMIT" for e in parser.error_log)
    count = sum(1 for _ in tree.iter())
    if count > ELEMENTS:
        raise ValueError(f"is HTML of {count:,} tags (at most {ELEMENTS:,}); save it as text")
    found = _metadata(tree)
    # trafilatura keeps <template> and <del>, and falls back on menus if it finds nothing else.
    for element in list(tree.iter("script", "style", "template", "nav", "del")):
        element.drop_tree()
    for element in tree.iter():
        for part in ("text", "tail"):
            if _NOT_XML.search(getattr(element, part) or ""):
                setattr(element, part, _NOT_XML.sub("\ufffd", getattr(element, part)))
    try:
        page = trafilatura.bare_extraction(
            tree, include_comments=False, favor_precision=True, with_metadata=False
        )
    except (ValueError, RecursionError, lxml.etree.LxmlError) as error:
        raise ValueError(f"is HTML that can't be read ({type(error).__name__})") from None
    text = (page.text or "").strip() if page else ""
    if not text:
        where = "; its tags are nested more than 256 deep" if cut else ""
        raise ValueError(f"is HTML without an article's text{where}; save the article alone")
    found["warnings"] = ("cut_short",) if cut else ()
    return {"text": text + "\n", "encoding": encoding, **found}


def _metadata(tree: Any) -> dict[str, Any]:
    """What the page states of itself. trafilatura's htmldate also guesses from the text, and knows
    today's date; here a date is a stated one or none."""
    metas: dict[str, list[str]] = defaultdict(list)
    for meta in tree.iter("meta"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop") or ""
        if meta.get("content"):
            metas[name.strip().lower()].append(meta.get("content"))

    def first(*values: Any) -> str | None:
        return next(filter(None, map(one_line, values)), None)

    def meta(name: str) -> str | None:
        return first(*metas[name])

    articles, pages = _json_ld(tree)
    node = (articles or [{}])[0]
    publisher = node.get("publisher")
    site = first(
        meta("og:site_name"), publisher.get("name") if isinstance(publisher, dict) else publisher,
        meta("dc.publisher"), meta("citation_publisher"),
    )  # fmt: skip
    headings = [h.text_content() for h in tree.iter("h1")]
    title = first(
        meta("og:title"), node.get("headline"), meta("citation_title"), meta("dc.title"),
        headings[0] if len(headings) == 1 else None, tree.findtext(".//title"),
    )  # fmt: skip
    if title and site:
        title = re.sub(rf"\s+[|–—-]\s+{re.escape(site)}$", "", title)
    links = [e.get("href") for e in tree.iter("link") if e.get("rel", "").lower() == "canonical"]
    urls = filter(None, map(one_line, [*links, meta("og:url")]))
    url = next((u for u in urls if re.match("https?://", u)), None)
    times = [
        t.get("datetime") for t in tree.iter("time")
        if t.get("pubdate") is not None or t.get("itemprop") == "datePublished"
    ]  # fmt: skip
    dated: list[list] = [metas[name] for name in _DATE_METAS]
    dated.insert(3, [a.get("datePublished") for a in articles])
    dated += [[p.get("datePublished") for p in pages], times]
    published = None
    for group in dated:
        days = {day for day in map(_stated_date, group) if day}
        if days:  # several different ones: the page lists other articles too, so none is its own
            published = days.pop() if len(days) == 1 else None
            break
    languages = [tree.get("lang"), tree.get("xml:lang"), meta("og:locale"), node.get("inLanguage")]
    language = next(filter(None, map(language_code, languages)), None)
    return dict(title=title, publisher=site, url=url, published=published, language=language)


def _json_ld(tree: Any) -> tuple[list[dict], list[dict]]:
    """The article nodes and the page nodes of a page's JSON-LD; not its comments or its lists."""
    articles, pages = [], []
    for script in tree.iter("script"):
        if "ld+json" not in (script.get("type") or ""):
            continue
        try:
            nodes = [json.loads(script.text or "")]
        except (ValueError, RecursionError):
            continue
        for _ in range(4):  # a list of graphs of pages of articles
            below: list = []
            for node in nodes:
                if isinstance(node, list):
                    below += node
                elif isinstance(node, dict):
                    kinds = node.get("@type")
                    kinds = [k for k in (kinds if isinstance(kinds, list) else [kinds]) if k]
                    if any(re.search("Article$|^BlogPosting$|^Report$", str(k)) for k in kinds):
                        articles.append(node)
                    elif any(str(k).endswith("WebPage") for k in kinds):
                        pages.append(node)
                    below += [node[k] for k in ("@graph", "mainEntity") if k in node]
            nodes = below
    return articles, pages


def _stated_date(text: Any) -> datetime.date | None:
    """The day of an ISO date or an e-mail date; None for anything that could be read two ways.

    >>> str(_stated_date("2025-12-19T23:30:00+01:00")), _stated_date("03/04/2025")
    ('2025-12-19', None)
    """
    text = text.strip() if isinstance(text, str) else ""
    match = re.match(r"(\d{4})([-/.]?)(\d\d)\2(\d\d)(?!\d)", text)
    if match:
        year, _, month, day = match.groups()
    elif match := re.match(r"[A-Z][a-z]{2}, (\d\d?) ([A-Z][a-z]{2}) (\d{4})\b", text):
        day, month, year = match.groups()
        months = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
        month = months.index(month) + 1 if month in months else 0
    else:
        return None
    with contextlib.suppress(ValueError):
        found = datetime.date(int(year), int(month), int(day))
        # 1970-01-01 is how a site writes "no date".
        return found if found.year >= 1900 and found != datetime.date(1970, 1, 1) else None
    return None
