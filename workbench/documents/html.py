"""The article of a web page, and what the page states of itself."""

import copy
import re
from typing import Any

from workbench.documents.article import article, join
from workbench.documents.encodings import decode
from workbench.documents.metadata import metadata

LIMIT = 20_000_000
ELEMENTS = 50_000  # trafilatura took 8 s for a page of 40,000 paragraphs (3.6 MB)
# One of these in the tree, and trafilatura drops the whole page.
_NOT_XML = re.compile(
    r"[\x00-\x08\x0e-\x1f\ufffe\uffff]"
    r"|(?i:&#(?:x0*(?:1?[0-9a-f]|fff[ef])(?<!x[9ad])|0*(?:[0-8]|1[1246-9]|2\d|3[01]))(?![\da-f]);?)"
)


def read(data: bytes) -> dict:
    import lxml.etree
    import trafilatura

    root, encoding, marks = tree(data)
    plain = copy.deepcopy(root)
    # trafilatura keeps <template> and <del>, and falls back on menus if it finds nothing else.
    lxml.etree.strip_elements(plain, "script", "style", "template", "nav", "del", with_tail=False)
    try:
        page = trafilatura.bare_extraction(
            plain, include_comments=False, favor_precision=True, with_metadata=False
        )
    except (ValueError, RecursionError, lxml.etree.LxmlError) as error:
        raise ValueError(f"is HTML that can't be read ({type(error).__name__})") from None
    blocks, doubtful = article(root, (page.text or "") if page else "")
    if not blocks:
        where = "; its tags are nested more than 256 deep" if "cut_short" in marks else ""
        raise ValueError(f"is HTML without an article's text{where}; save the article alone")
    marks += ("article_doubtful",) if doubtful else ()
    return {"text": join(blocks), "encoding": encoding, "warnings": marks, **metadata(root)}


def tree(data: bytes) -> tuple[Any, str, tuple[str, ...]]:
    """The page's tree, its encoding, warnings."""
    import lxml.etree
    import lxml.html

    if data.count(0) * 20 < len(data):  # not UTF-16 or UTF-32; browsers pass over them
        data = data.replace(b"\0", b"")
    markup, encoding, marks = decode(data)
    # At 256 levels libxml2 stops. With huge_tree (2,048) nested lists end in a RecursionError
    # inside trafilatura and nested tables take 7 s.
    parser = lxml.html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        root = lxml.html.document_fromstring(_NOT_XML.sub("\ufffd", markup).encode(), parser=parser)
    except lxml.etree.ParserError:
        raise ValueError("is HTML without any text") from None
    if any(e.type_name == "ERR_RESOURCE_LIMIT" for e in parser.error_log):
        marks = (*marks, "cut_short")
    count = sum(1 for _ in root.iter())
    if count > ELEMENTS:
        raise ValueError(f"is HTML of {count:,} tags (at most {ELEMENTS:,}); save it as text")
    return root, encoding, marks
