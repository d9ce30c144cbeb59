"""The text layer of a PDF."""

from __future__ import annotations

import contextlib
import io
import re
from typing import Any

from workbench.documents.text import language_code, one_line


def read(data: bytes) -> dict:
    import pypdf

    if b"%PDF-" not in data[:1024]:
        raise ValueError("does not begin as a PDF does; it may be damaged, or of another kind")
    try:
        reader = pypdf.PdfReader(io.BytesIO(data), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            raise PermissionError
        pages = list(reader.pages)
    except (PermissionError, pypdf.errors.DependencyError):
        raise ValueError("is a PDF with a password; save it without one") from None
    except Exception as error:  # pypdf lets KeyError, TypeError and others out of a damaged file
        raise ValueError(
            f"is a broken PDF ({type(error).__name__}); fetch it again, or print it to a new PDF"
        ) from None
    texts = []
    for page in pages:
        try:
            texts.append(page.extract_text())
        except Exception:
            texts.append("")
    if not texts:
        raise ValueError("is a PDF without pages; fetch it again")
    blank = sum(not text.strip() for text in texts)
    if blank == len(texts):
        raise ValueError(
            f"is a PDF without a text layer ({len(texts)} pages; scanned?); run text recognition "
            "over it first, for instance ocrmypdf"
        )
    found: dict[str, Any] = {"text": "\n".join(texts)}
    if blank:
        found["warnings"] = ("pages_without_text",)
    with contextlib.suppress(Exception):
        title = one_line(reader.metadata.title)
        # What a word processor leaves there is the name of a draft, not a title.
        if title and not re.search(r"(?i)^(microsoft \w+ - |untitled)|\.\w{3,4}$", title):
            found["title"] = title
    with contextlib.suppress(Exception):
        found["language"] = language_code(reader.root_object.get("/Lang"))
    # No `published`: CreationDate and XMP dc:date say when the file was made. An article printed
    # to PDF today would be dated today.
    return found
