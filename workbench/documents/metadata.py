"""What a web page states of itself: title, day, language, publisher, address."""

import contextlib
import copy
import datetime
import json
import re
from collections import defaultdict
from typing import Any

from workbench.documents.text import WORDS, day, language_code, one_line, title

_SLASH_DAY = re.compile(
    r"(?<!\d)((?:19|20)\d\d)(?:[/_.-]([01]?\d|[a-z]{3})[/_.-]([0-3]?\d)|([01]\d)([0-3]\d))(?!\d)"
)


def metadata(tree: Any) -> dict[str, Any]:
    """What the page states; words.toml has whom to trust first for what.
    Of a stamp in UTC and an address, or a shown day, beside it by one, the latter is the local day.
    """
    stated = _stated(tree)

    def groups(field: str) -> list[list]:
        return [values for pattern in WORDS["page"][field] for name, values in stated.items()
                if re.fullmatch(pattern, name)]  # fmt: skip

    def first(field: str, check) -> Any:
        values = (check(value) for group in groups(field) for value in group)
        return next(filter(None, values), None)

    site, url = first("publisher", one_line), first("url", web_address)
    shown = [*filter(None, [in_address(url or "")]), *filter(None, map(day, stated["shown"]))]
    published = None
    for group in reversed(groups("published")):
        stamps = {day(stamp): stamp for stamp in group if day(stamp)}
        if len(stamps) == 1:  # several different ones: the page lists other articles too
            ((found, stamp),) = stamps.items()
            utc = re.search(r"(Z|GMT|UTC|[+-]00:?00)\s*$", stamp)
            near = [d for d in shown if utc and abs((found - d).days) < 2]
            published = [*near, found][0]
    return {
        "title": first("title", lambda text: title(text, site)), "publisher": site, "url": url,
        "published": published or in_address(url or "") or _byline(tree),
        "language": first("language", language_code),
    }  # fmt: skip


def _stated(tree: Any) -> dict[str, list[Any]]:
    """All that the page says in its metas, JSON-LD and marked elements, by name."""
    found: dict[str, list[Any]] = defaultdict(
        list, {"lang": [tree.get("lang"), tree.get("xml:lang")]}
    )
    for node in tree.iter():
        name = (node.get("property") or node.get("name") or node.get("itemprop") or "").lower()
        stamp = node.get("content") or node.get("datetime")
        if node.tag == "meta":
            found[name.strip()].append(stamp)
        elif node.get("pubdate") is not None or "datepublished" in name.split():
            found["datepublished"].append(stamp or node.text_content())
        elif node.tag in ("title", "h1"):
            found[f"<{node.tag}>"].append(node.text_content())
        elif node.tag == "link" and str(node.get("rel")).lower() == "canonical":
            found["canonical"].append(node.get("href"))
        elif "ld+json" in node.get("type", ""):
            for kind, key, value in _json_ld(node.text or ""):
                found[f"{kind}:{key.lower()}"].append(value)
        if node.tag == "time":
            found["<time>"].append(stamp)
            found["shown"].append(node.text_content())
    found["the <h1>"] = found["<h1>"] if len(found["<h1>"]) == 1 else []
    return found


def _json_ld(text: str):
    """What the article nodes and the page nodes say, outer ones first; not comments or lists."""
    nodes: list[dict] = []
    with contextlib.suppress(ValueError, RecursionError):
        json.loads(text, strict=False, object_hook=lambda node: nodes.append(node) or node)
    for node in reversed(nodes):
        kind = re.search(r"(Article|Posting|WebPage)\b|\bReport\b", str(node.get("@type")))
        for key, value in node.items() if kind else ():
            value = value.get("name") if isinstance(value, dict) else value
            yield ("page" if kind[0] == "WebPage" else "article"), key, value


def web_address(text: Any) -> str | None:
    return text if re.match("https?://", text := one_line(text) or "") else None


def in_address(url: str) -> datetime.date | None:
    """
    >>> str(in_address("https://a.example/2025/11/02/aid")), in_address("https://a.example/1/2/3")
    ('2025-11-02', None)
    """
    match = _SLASH_DAY.search(url.partition("//")[2])
    year, month, number = filter(None, match.groups()) if match else ("", "", "")
    return day(f"{year}-{month:0>2}-{number:0>2}") or day(f"{number} {month} {year}")


def _byline(tree: Any) -> datetime.date | None:
    """The day that htmldate finds in the body, unless it could be read two ways (03/04/2025)."""
    import htmldate

    body = copy.deepcopy(next(tree.iterchildren("body"), tree))
    for script in [*body.iter("script")]:
        script.drop_tree()
    text = " ".join(body.itertext())
    with contextlib.suppress(Exception):
        found = day(htmldate.find_date(
            body, extensive_search=False, original_date=True, deferred_url_extractor=True,
            min_date="1990-01-01", max_date="2100-01-01",
        ))  # fmt: skip
        shown = re.findall(r"\b0?(\d\d?)/0?(\d\d?)/\d{4}", text)
        unclear = {(str(found.day), str(found.month)), (str(found.month), str(found.day))}
        return None if max(found.day, found.month) < 13 and unclear & {*shown} else found
    return None
