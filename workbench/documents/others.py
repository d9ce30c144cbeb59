"""Kinds that a few lines read: plain text, Markdown, e-mail, RTF, OpenDocument, EPUB."""

import email.policy
import posixpath
import re
from typing import Any
from urllib.parse import unquote

from workbench.documents import html
from workbench.documents.article import Block, as_html, join, notes, pages
from workbench.documents.encodings import decode
from workbench.documents.metadata import in_address, web_address
from workbench.documents.packed import Package, about
from workbench.documents.text import WORDS, day, language_code, one_line, title


def read_plain(data: bytes, declared: str | None = None) -> dict:
    return dict(zip(("text", "encoding", "warnings"), decode(data, declared), strict=True))


def read_markdown(data: bytes) -> dict:
    return (found := read_plain(data)) | front_matter(found["text"])


def front_matter(text: str) -> dict[str, Any]:
    """What a Markdown file states of itself between two lines of `---`.

    >>> front_matter("---\\ntitle: 'Aid grows'\\ndate: 2025-12-19\\n---\\nText")["title"]
    'Aid grows'
    """
    match = re.match(
        r"\ufeff?(---|\+\+\+)[ \t]*\r?\n(.{0,20000}?\n)?(\1|\.\.\.)[ \t]*(\r?\n|$)", text, re.S
    )
    if match is None:
        return {}
    found: dict[str, str] = {}
    for line in re.finditer(r"(?m)^([A-Za-z_-]+)\s*[:=][ \t]*(.*?)\s*$", match[2] or ""):
        key, value = WORDS["front"].get(line[1].lower().replace("-", "_")), line[2].strip("\"'")
        if value:
            found.setdefault(key, value)
    # The day in an address is right where a crawler's `date` is a guess.
    url, site = web_address(found.get("url")), one_line(found.get("publisher"))
    return {
        "url": url, "publisher": site, "title": title(found.get("title"), site),
        "published": in_address(url or "") or day(found.get("published")),
        "language": language_code(found.get("language")),
    }  # fmt: skip


def read_mail(data: bytes) -> dict:
    """An e-mail: its headers say title, day, sender."""
    message = email.message_from_bytes(data, policy=email.policy.default)
    try:
        body = message.get_body(preferencelist=("plain", "html"))
        content = body.get_payload(decode=True)
        subject, sender, sent = (str(message.get(n, "")) for n in ("subject", "from", "date"))
        attached = any(True for _ in message.iter_attachments())
    except Exception as error:  # the parser lets AttributeError, LookupError and others out
        raise ValueError(f"is a broken e-mail ({type(error).__name__}); save it as .txt") from None
    if body.get_content_type() == "text/html":
        found = html.read(content)
    else:
        found = read_plain(content, body.get_content_charset())
    name = re.sub(r"\s*<[^>]*>$", "", sender).strip(' "')
    found["warnings"] += ("attachments_not_read",) if attached else ()
    said = {"title": title(subject), "publisher": one_line(name), "published": day(sent)}
    return found | {key: value for key, value in said.items() if value}


def read_rtf(data: bytes) -> dict:
    from striprtf.striprtf import rtf_to_text

    if not data.startswith(b"{\\rtf"):
        raise ValueError("is no .rtf; open it in a word processor and save it as .docx")
    try:
        text = rtf_to_text(data.decode("latin-1"), errors="ignore")
    except (ValueError, LookupError, AttributeError) as error:
        raise ValueError(f"is a broken .rtf ({type(error).__name__}); save it as .docx") from None
    text = re.sub(r"\n?\|", "\t", re.sub(r"\n?\|\n", "\n", text))  # cells and rows
    lines = filter(str.strip, text.split("\n"))
    return {
        "text": join([Block(li.rstrip(), None, "item" if "\t" in li else "text") for li in lines]),
        "warnings": ("notes_not_read",) if b"\\footnote" in data else (),
    }


def read_odt(data: bytes) -> dict:
    package = Package(data, ".odt")
    body = package.tree("content.xml").find("body")
    if body is None:
        raise package.broken("no text in it")
    found = list(body.iter("note-body"))
    for note in found:
        note.getparent().remove(note)
        as_html(note, "odt")
    as_html(body, "odt")
    blocks = [*pages(body), *notes([(str(n), note) for n, note in enumerate(found, 1)])]
    return {"text": join(blocks), **about(package.tree("meta.xml")), "warnings": package.warnings}


def read_epub(data: bytes) -> dict:
    package = Package(data, ".epub")
    starts = package.tree("META-INF/container.xml").xpath("//rootfile/@full-path")
    root = package.tree(main := starts[0] if starts else "")
    items = {item.get("id"): unquote(item.get("href", "")) for item in root.iter("item")}
    found: list[Block] = []
    for reference in root.iter("itemref"):
        name = posixpath.join(posixpath.dirname(main), items.get(reference.get("idref"), ""))
        if chapter := package.read(posixpath.normpath(name)):
            found += pages(html.tree(chapter)[0])
    day_of, house = day(root.findtext(".//date")), one_line(root.findtext(".//publisher"))
    return {"text": join(found), **about(root), "published": day_of, "publisher": house}
