"""Strings from outside, made fit for a table."""

from __future__ import annotations

import re
from typing import Any


def valid(text: str) -> str:
    """Text that can be written as UTF-8: surrogate pairs joined, lone ones and NUL as U+FFFD."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text.replace("\0", "\ufffd")


def one_line(text: Any, most: int = 500) -> str | None:
    """Metadata as one clean line, or None."""
    if not isinstance(text, str):
        return None
    text = re.sub(r"[\x00-\x1f\x7f-\x9f\s]+", " ", valid(text[: most * 20])).strip()
    return text[:most] or None


def language_code(code: Any) -> str | None:
    """`en-GB` and `en_GB` as `en`; None for what is no code.

    >>> language_code("en_GB"), language_code("English")
    ('en', None)
    """
    match = re.fullmatch(r"\s*([A-Za-z]{2,3})([-_][A-Za-z0-9]{1,8})*\s*", str(code or ""))
    return match[1].lower() if match else None
