"""What a briefing says of how it was made, found again in what was written."""

import io
import re
import zipfile
from html import unescape
from pathlib import Path

import msgspec


class CantVerify(ValueError):
    """A file that can't be checked, and why."""


def manifest(path) -> dict:
    """What a briefing says of how it was made. Raises CantVerify where it does not."""
    path = Path(path)
    if path.suffix.lower() not in FOUND:
        raise CantVerify(f"{path.name}: no briefing; one ends in {', '.join(FOUND)}")
    try:
        told = msgspec.json.decode(FOUND[path.suffix.lower()](path.read_bytes()))
        return told if {"documents", "parameters", "state"} <= told.keys() else 1 / 0
    except OSError as error:
        raise CantVerify(f"{path.name}: can't be read ({error.strerror})") from None
    except Exception:
        raise CantVerify(
            f"{path.name}: no manifest of the workbench in it, so nothing says how it was made; "
            "only what `workbench brief` wrote can be verified (for other texts: workbench check)"
        ) from None


def state(path) -> dict:
    """What a briefing kept of the corpus that it was made from."""
    told = manifest(path)
    return told["state"] | {"documents": told["documents"]}


def _in_html(data: bytes) -> str:
    found = re.search(
        rb'<script type="application/json" id="workbench-manifest">(.*?)</script>', data, re.S
    )
    return found.group(1).decode()


def _in_markdown(data: bytes) -> str:
    return re.search(rb"<!-- workbench-manifest (.*?) -->", data, re.S).group(1).decode()


def _in_pdf(data: bytes) -> str:
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    found = (document.get_attachment(n) for n in range(document.count_attachments()))
    return next(bytes(a.get_data()).decode() for a in found if a.get_name() == "manifest.json")


def _in_word(data: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = (package.read(n) for n in package.namelist() if n.startswith("customXml/"))
        found = (re.search(rb"<manifest [^>]*>(.*?)</manifest>", part, re.S) for part in parts)
        return unescape(next(f for f in found if f).group(1).decode())


FOUND = {
    ".html": _in_html,
    ".htm": _in_html,
    ".md": _in_markdown,
    ".pdf": _in_pdf,
    ".docx": _in_word,
}
