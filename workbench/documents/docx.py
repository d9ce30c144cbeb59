"""The paragraphs and tables of a Word file."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from workbench.documents.encodings import OTHER_FORMATS
from workbench.documents.model import LIMIT
from workbench.documents.text import language_code, one_line

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_SKIP = {
    *(_W + t for t in ("del", "moveFrom", "pPr", "rPr", "sectPr", "instrText")),
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
}


def read(data: bytes) -> dict:
    import zipfile

    import docx

    if not data.startswith(b"PK"):
        for begin, kind, _ in OTHER_FORMATS:
            if data.startswith(begin):
                raise ValueError(f"is {kind}, not a .docx; save it as .docx")
        raise ValueError("is no .docx; open it in a word processor and save it as .docx")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(part.file_size for part in archive.infolist()) > LIMIT:
                raise MemoryError
        word = docx.Document(io.BytesIO(data))
        text = "\n".join(_blocks(word.element.body)) + "\n"
        about = word.core_properties
        title, language = one_line(about.title), language_code(about.language)
    except MemoryError:
        raise ValueError(f"unpacks to more than {LIMIT / 1e6:,.0f} MB; split it") from None
    except Exception as error:  # zipfile, lxml and python-docx each have their own
        raise ValueError(
            f"is a broken .docx ({type(error).__name__}); open it in a word processor and save it"
        ) from None
    return {"text": text, "title": title, "language": language}


def _blocks(parent: Any) -> Iterator[str]:
    # python-docx's paragraph.text leaves out accepted insertions (w:ins), content controls and
    # text boxes; here only deletions are left out. Footnotes are in another part, and not read.
    for child in parent.iterchildren():
        if child.tag == _W + "p":
            yield "".join(_text(child))
        elif child.tag == _W + "tbl":
            for row in child.iterchildren(_W + "tr"):
                yield "\t".join(
                    " ".join(filter(None, ("".join(_text(p)) for p in cell.iter(_W + "p"))))
                    for cell in row.iterchildren(_W + "tc")
                )
        elif child.tag in (_W + "sdt", _W + "sdtContent", _W + "ins", _W + "customXml"):
            yield from _blocks(child)


def _text(node: Any) -> Iterator[str]:
    for child in node.iterchildren():
        if child.tag == _W + "t":
            yield child.text or ""
        elif child.tag == _W + "tab":
            yield "\t"
        elif child.tag in (_W + "br", _W + "cr"):
            yield "\n"
        elif child.tag == _W + "noBreakHyphen":
            yield "-"
        elif child.tag not in _SKIP:
            yield from _text(child)
            if child.tag == _W + "p":  # a paragraph of a text box
                yield "\n"
