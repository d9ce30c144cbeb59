"""Strings from outside, made fit for a table."""

import datetime
import os
import re
import tomllib
from importlib.resources import files
from typing import Any

_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_DAYS = [re.compile(form) for form in (
    r"^(?:D:)?(?P<y>\d{4})([-/.]?)(?P<m>\d\d)\2(?P<d>\d\d)(?=\D|\d{4,6}\b|\d{6}[+-Z]|$)",
    r"\b(?P<d>\d\d?)(?:st|nd|rd|th)?\.?[\s-](?P<m>[A-Za-z]{3,9})\.?,?[\s-](?P<y>\d{4})\b",
    r"\b(?P<m>[A-Za-z]{3,9})\.?\s(?P<d>\d\d?)(?:st|nd|rd|th)?,?\s(?P<y>\d{4})\b",
)]  # fmt: skip
WORDS = tomllib.loads((files("workbench.documents") / "words.toml").read_text("utf-8"))


def suffix(name: str) -> str:
    return os.path.splitext(name)[1].lower()


def clean(name: str) -> str:
    """A file name that any table can hold: undecodable bytes of the name shown as `\\xff`."""
    if name.isascii():
        return name
    return re.sub("[\ud800-\udfff]", lambda m: f"\\x{ord(m[0]) & 0xFF:02x}", name)


def reason(error: Exception) -> str:
    """Why a file could not be read."""
    if isinstance(error, PermissionError):
        return "may not be read (permission denied); give yourself the right to read it"
    said = error.strerror or error if isinstance(error, OSError) else None
    return f"could not be read ({said})" if said else str(error)


def megabytes(size: int) -> str:
    return f"{size // 1_000_000:,} MB"


def valid(text: str) -> str:
    """Text that can be written as UTF-8: surrogate pairs joined, lone ones and NUL as U+FFFD."""
    text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text.replace("\0", "\ufffd")


def one_line(text: Any, most: int = 500) -> str | None:
    """Metadata as one clean line, or None."""
    if not isinstance(text, str):
        return None
    text = re.sub(r"[\x00-\x1f\x7f-\x9f\s]+", " ", valid(text[: most * 20])).strip()
    return text[:most] or None


def title(text: Any, site: str | None = None) -> str | None:
    """A title without the site's name; None for the site alone, a menu's words, a draft's name.

    >>> title("Aid grows | The Daily", "The Daily"), title("Microsoft Word - draft3.doc")
    ('Aid grows', None)
    >>> title("Jump to content"), title("---"), title("The Daily", "The Daily")
    (None, None, None)
    """
    text = one_line(text) or ""
    if site:
        name, dash = re.escape(site), r"\s+[|–—•·:»-]+\s+"
        text = re.sub(rf"{dash}{name}$|^{name}{dash}", "", text, flags=re.I)
    plain = text.lower().strip(" .…!:»")
    if plain in WORDS["no_title"] or (site and plain == site.lower()):
        return None
    # What a word processor leaves in a PDF is the name of a draft.
    if re.search(r"(?i)^(microsoft \w+ - |untitled)|^\S+\.\w{3,4}$|\.(docx?|indd|pdf)$", text):
        return None
    return text if re.search(r"[^\W_]", text) else None


def language_code(code: Any) -> str | None:
    """`en-GB` and `en_GB` as `en`; None for what is no code.

    >>> language_code("en_GB"), language_code("English")
    ('en', None)
    """
    match = re.fullmatch(r"\s*([A-Za-z]{2,3})([-_][A-Za-z0-9]{1,8})*\s*", str(code or ""))
    return match[1].lower() if match else None


def day(text: Any) -> datetime.date | None:
    """The day of an ISO, PDF or e-mail date, or of one with its month in English letters; None
    for anything that could be read two ways, and for 1970-01-01, by which a site says "no date".

    >>> str(day("2025-12-19T23:30:00+01:00")), str(day("D:20251219100000Z")), day("03/04/2025")
    ('2025-12-19', '2025-12-19', None)
    >>> str(day("Fri, 19 Dec 2025 22:00:00 GMT")), str(day("Published: November 2, 2025 8:15 am"))
    ('2025-12-19', '2025-11-02')
    """
    text = text.strip()[:200] if isinstance(text, str) else ""
    found = next(filter(None, (form.search(text) for form in _DAYS)), None)
    if found is None:
        return None
    month = found["m"].lower()[:3]
    try:
        month = int(month) if month.isdecimal() else _MONTHS.index(month) + 1
        found = datetime.date(int(found["y"]), month, int(found["d"]))
    except ValueError:
        return None
    return found if found.year >= 1900 and found != datetime.date(1970, 1, 1) else None
