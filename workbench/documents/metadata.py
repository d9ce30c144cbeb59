"""What a web page states of itself: title, day, language, publisher, address."""

import contextlib
import copy
import datetime
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from workbench.documents.text import day, language_code, one_line, title

# Metas with a day of publication: Open Graph's article:published_time, citation_online_date,
# parsely-pub-date, sailthru.date, originalPublicationDate and their like; then Dublin Core's.
_DAYS = (
    re.compile(
        r"(?!.*(modif|update))(.*pub(l\w*)?([._:-]?(date|time)|ed$)|citation_\w*date|sailthru\.date|displaydate)"
    ),
    re.compile(r"dc(terms)?[.:]((date[.:])?(issued|created)|date)|date"),
)
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
        if meta.get("content"):
            metas[name.strip().lower()].append(meta.get("content"))
    node, pages = _json_ld(tree)
    publisher = node.get("publisher")
    site = _first(
        *metas["og:site_name"], publisher.get("name") if isinstance(publisher, dict) else publisher,
        *metas["dc.publisher"], *metas["citation_publisher"],
    )  # fmt: skip
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


def _first(*values: Any) -> str | None:
    return next(filter(None, map(one_line, values)), None)


def _published(
    tree: Any, metas: dict[str, list[str]], nodes: list[dict], urls: list[str]
) -> datetime.date | None:
    address = next(filter(None, map(in_address, urls)), None)
    groups: list[Iterable[Any]] = [
        *([n.get("datePublished")] for n in nodes),
        _items(tree),
        *(metas[name] for name in metas if _DAYS[0].fullmatch(name) and name[:2] != "dc"),
        [time.get("datetime") for time in tree.iter("time")],
        *(metas[name] for name in metas if _DAYS[1].fullmatch(name)),
    ]
    for group in groups:
        stamps = {day(stamp): stamp for stamp in group if day(stamp)}
        if len(stamps) == 1:  # several different ones: the page lists other articles too
            ((found, stamp),) = stamps.items()
            if re.search(r"(Z|GMT|UTC|[+-]00:?00)\s*$", stamp.strip()):
                shown = [address, *(day(time.text_content()) for time in tree.iter("time"))]
                near = [d for d in shown if d and abs((found - d).days) < 2]
                return next(iter(near), found)
            return found
    return address or _byline(tree)


def _items(tree: Any) -> Iterator[str | None]:
    for node in tree.iter():
        kind = node.get("itemprop") or node.get("property") or ""
        if "datePublished" in kind.split() or (
            node.tag == "time" and node.get("pubdate") is not None
        ):
            yield node.get("content") or node.get("datetime") or node.text_content()


def in_address(url: str) -> datetime.date | None:
    """
    >>> str(in_address("https://a.example/2025/11/02/aid")), in_address("https://a.example/1/2/3")
    ('2025-11-02', None)
    """
    match = _SLASH_DAY.search(url.partition("//")[2])
    if match is None:
        return None
    year, month, number = filter(None, match.groups())
    if month.isdigit():
        return day(f"{year}-{int(month):02}-{int(number):02}")
    return day(f"{number} {month} {year}")


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
