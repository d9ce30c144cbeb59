"""What a web page states of itself: title, day, language, publisher, address."""

import contextlib
import copy
import datetime
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any

from workbench.documents.text import day, language_code, one_line, title

# Metas with a day of publication: Open Graph's article:published_time, citation_online_date,
# parsely-pub-date, sailthru.date, originalPublicationDate and their like; then Dublin Core's.
_PUBLISHED = re.compile(
    r"(?!dc|.*(modif|update))(.*pub(l\w*)?([._:-]?(date|time)|ed$)|citation_\w*date|sailthru\.date|displaydate)"
)
_DUBLIN = re.compile(r"dc(terms)?[.:]((date[.:])?(issued|created)|date)|date")
_SLASH_DAY = re.compile(
    r"(?<!\d)((?:19|20)\d\d)(?:[/_.-]([01]?\d|[a-z]{3})[/_.-]([0-3]?\d)|([01]\d)([0-3]\d))(?!\d)"
)


def metadata(tree: Any) -> dict[str, Any]:
    """What the page states. A date is the first of these that is stated: JSON-LD's datePublished,
    `itemprop` and `<time pubdate>`, Open Graph and the like, Dublin Core, the address, the byline.
    Of a stamp in UTC and an address, or a shown day, beside it by one, the latter is the local day.
    """
    metas: dict[str, list[str]] = defaultdict(list)
    for meta in tree.iter("meta"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop") or ""
        metas[name.strip().lower()] += filter(None, [meta.get("content")])
    node, pages = _json_ld(tree)
    publisher = node.get("publisher")
    if isinstance(publisher, dict):
        publisher = publisher.get("name")
    names = metas["og:site_name"], [publisher], metas["dc.publisher"], metas["citation_publisher"]
    site = next(filter(None, map(one_line, chain(*names))), None)
    headings = [h.text_content() for h in tree.iter("h1")]
    titles = (
        *metas["og:title"], node.get("headline"), *metas["citation_title"], *metas["dc.title"],
        headings[0] if len(headings) == 1 else None, *metas["twitter:title"],
        tree.findtext(".//title"), *headings,
    )  # fmt: skip
    links = [e.get("href") for e in tree.iter("link") if str(e.get("rel")).lower() == "canonical"]
    urls = [u for u in map(one_line, [*links, *metas["og:url"]]) if u and re.match("https?://", u)]
    languages = tree.get("lang"), tree.get("xml:lang"), *metas["og:locale"], node.get("inLanguage")
    return {
        "title": next(filter(None, (title(t, site) for t in titles)), None),
        "publisher": site,
        "url": next(iter(urls), None),
        "published": _published(tree, metas, [node, *pages], urls),
        "language": next(filter(None, map(language_code, languages)), None),
    }


def _published(tree: Any, metas: dict, nodes: list[dict], urls: list[str]) -> datetime.date | None:
    address = next(filter(None, map(in_address, urls)), None)
    groups: list[Iterable[Any]] = [
        *([n.get("datePublished")] for n in nodes),
        _items(tree),
        *(metas[name] for name in metas if _PUBLISHED.fullmatch(name)),
        [time.get("datetime") for time in tree.iter("time")],
        *(metas[name] for name in metas if _DUBLIN.fullmatch(name)),
    ]
    for group in groups:
        stamps = {day(stamp): stamp for stamp in group if day(stamp)}
        if len(stamps) == 1:  # several different ones: the page lists other articles too
            ((found, stamp),) = stamps.items()
            shown = [address, *(day(time.text_content()) for time in tree.iter("time"))]
            utc = re.search(r"(Z|GMT|UTC|[+-]00:?00)\s*$", stamp)
            near = [d for d in shown if utc and d and abs((found - d).days) < 2]
            return [*near, found][0]
    return address or _byline(tree)


def _items(tree: Any) -> Iterator[str | None]:
    for node in tree.iter():
        kind = node.get("itemprop") or node.get("property") or ""
        stated = node.tag == "time" and node.get("pubdate") is not None
        if stated or "datePublished" in kind.split():
            yield node.get("content") or node.get("datetime") or node.text_content()


def in_address(url: str) -> datetime.date | None:
    """
    >>> str(in_address("https://a.example/2025/11/02/aid")), in_address("https://a.example/1/2/3")
    ('2025-11-02', None)
    """
    match = _SLASH_DAY.search(url.partition("//")[2])
    year, month, number = filter(None, match.groups()) if match else ("", "", "")
    return day(f"{year}-{month:0>2}-{number:0>2}") or day(f"{number} {month} {year}")


def _byline(tree: Any) -> datetime.date | None:
    """The day that htmldate finds in the body: elements named for dates, "Published: ...". None
    for one that is written only as 03/04/2025, which could be read two ways."""
    import htmldate

    body = copy.deepcopy(tree)
    for part in [*body.iter("head", "script")]:
        part.drop_tree()
    text = " ".join(body.itertext())
    with contextlib.suppress(Exception):
        found = day(htmldate.find_date(
            body, extensive_search=False, original_date=True, deferred_url_extractor=True,
            min_date="1990-01-01", max_date="2100-01-01",
        ))  # fmt: skip
        two = {f"{found:%d/%m/%Y}", f"{found:%m/%d/%Y}"} if found else set()
        shown = re.findall(r"\b(\d\d?)/(\d\d?)/(\d{4})", text)
        unclear = len(two) == 2 and max(found.day, found.month) < 13
        return None if unclear and two & {f"{a:0>2}/{b:0>2}/{c}" for a, b, c in shown} else found
    return None


def _json_ld(tree: Any) -> tuple[dict, list[dict]]:
    """The article node and the page nodes of a page's JSON-LD; not its comments or its lists."""
    articles, pages = [], []
    for script in tree.iter("script"):
        nodes: list = []
        if "ld+json" in (script.get("type") or ""):
            with contextlib.suppress(ValueError, RecursionError):
                nodes = [json.loads(script.text or "", strict=False)]
        for _ in range(4):  # a list of graphs of pages of articles
            below: list = []
            for node in nodes:
                if isinstance(node, list):
                    below += node
                elif isinstance(node, dict):
                    kinds = str(node.get("@type"))
                    if re.search(r"(Article|Posting)\b|\bReport\b", kinds):
                        articles.append(node)
                    elif re.search(r"WebPage\b", kinds):
                        pages.append(node)
                    below += [node[k] for k in ("@graph", "mainEntity") if k in node]
            nodes = below
    if len({day(article.get("datePublished")) for article in articles} - {None}) > 1:
        return {}, pages  # the page lists other articles too
    return next(iter(articles), {}), pages
