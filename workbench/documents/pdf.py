"""The text layer of a PDF."""

import contextlib
import re
from typing import Any

from workbench.documents.text import title

# Glyphs without a meaning: a font without a table of its letters gives codes, not text.
_NO_LETTERS = re.compile("[\x00-\x08\x0b\x0e-\x1f\ufffd\uffff]")
# A line that may be a row of a table: two words or more, and the last one of them a number.
_ROW = re.compile(r"[^\r\n]* (?:[^\s\w]?\d[\d.,%]*|[-–—]|n/a)(?=[\r\n]|$)")
_ISSUED = re.compile(
    r"(?:prism:(?:publicationDate|coverDate)|dcterms:issued)(?:>|=[\"'])\s*(\d{4}-\d\d-\d\d)"
)


def read(data: bytes) -> dict:
    import pypdfium2

    try:
        pages, about = _by_pdfium(data)
    except pypdfium2.PdfiumError as error:
        why = "is a broken PDF, or none; fetch it again, or print it to a new PDF"
        if "password" in str(error):
            why = "is a PDF with a password; save it without one"
        raise ValueError(why) from None
    texts = []
    for page in pages:
        # pdfium writes U+FFFE for a hyphen at a line's end and joins the lines.
        text = page.replace("\r\n", "\n").replace("\ufffe", "-\n").translate({0xF0B7: "•"})
        text, strange = _NO_LETTERS.subn("\ufffd", text)
        texts.append("" if strange * 5 > len(text) else text.strip("\n"))
    blank = sum(not text.strip() for text in texts)
    if blank == len(texts):
        why = f"is a PDF without a text layer ({blank} pages; scanned?)"
        raise ValueError(f"{why}; run text recognition over it first, for instance ocrmypdf")
    warnings = ("pages_without_text",) if blank else ()
    return {"text": "\f".join(texts) + "\n", "warnings": warnings, **_xmp(data), **about}


def _by_pdfium(data: bytes) -> tuple[list[str], dict[str, Any]]:
    import pypdfium2

    with contextlib.closing(pypdfium2.PdfDocument(data)) as document:
        pages = [""] * len(document)
        for number in range(len(document)):
            with contextlib.suppress(pypdfium2.PdfiumError):
                page = document[number].get_textpage()
                pages[number] = _with_columns(page, page.get_text_range())
                page.close()
        info = document.get_metadata_dict()
    about = {"title": title(info["Title"]), "made": info["CreationDate"] or None}
    return pages, {key: value for key, value in about.items() if value}


def _with_columns(page: Any, text: str) -> str:
    """The text of a page with a tab where a row of a table has a gap between its cells."""
    # A gap is wider than the letters beside it are high. Looked at are rows that end in a number,
    # and the line above them, which may be their header.
    rows = [found.span() for found in _ROW.finditer(text)]
    if len(rows) < 2 or not text.isascii() and len(text) != page.count_chars():
        return text
    lines = set(rows)
    for start, _ in rows:
        end = len(text[: max(0, start - 1)].rstrip("\r\n"))
        lines.add((text.rfind("\n", 0, end) + 1, end))
    letters = list(text)
    for start, end in lines:
        for i in (i for i in range(start + 1, end - 1) if text[i] == " "):
            one, two = page.get_charbox(i - 1), page.get_charbox(i + 1)
            if two[0] - one[2] > max(two[3] - two[1], one[3] - one[1]) * 1.2:
                letters[i] = "\t"
    return "".join(letters)


def _xmp(data: bytes) -> dict[str, Any]:
    """Title and day that a publisher states in the file's XMP; not the day when it was made."""
    xmp = data[data.rfind(b"<x:xmpmeta") :][:200_000].decode("utf-8", "replace")
    name = re.search(r"<dc:title>.{0,200}?<rdf:li[^>]*>([^<]+)<", xmp, re.S)
    issued = _ISSUED.search(xmp)
    return {"title": title(name and name[1]), "issued": issued and issued[1]}
