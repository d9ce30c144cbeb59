"""Bytes to text: which encoding, and what is no text at all."""

from __future__ import annotations

import codecs
import contextlib
import re
from collections import Counter
from collections.abc import Iterator

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16: its mark begins with that of UTF-16
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
OTHER_FORMATS = (
    (b"%PDF-", "a PDF", "rename it to .pdf"),
    (b"PK\x03\x04", "a ZIP archive", "unpack it, or rename it to .docx if Word wrote it"),
    (b"\xd0\xcf\x11\xe0", "an old Office file, or one with a password", "save it as .docx"),
    (b"{\\rtf", "an RTF file", "save it as .docx or .txt"),
    (b"\x89PNG", "a PNG picture", "save its text as .txt"),
    (b"\xff\xd8\xff", "a JPEG picture", "save its text as .txt"),
    (b"GIF8", "a GIF picture", "save its text as .txt"),
    (b"\x1f\x8b", "a gzip archive", "unpack it"),
    (b"SQLite format 3", "a database", "save its text as .txt"),
)
# Left to all of its encodings charset-normalizer answers hp_roman8, cp775 or shift_jis_2004 for
# plain articles; with these it was right on all but the western ones, which are tried first.
_ENCODINGS = [
    "cp1252", "cp1250", "cp1251", "koi8_u", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257",
    "mac_roman", "mac_cyrillic", "cp437", "cp850", "cp852", "cp866", "iso8859_2", "iso8859_5",
    "iso8859_15", "cp932", "euc_jp", "gb18030", "big5", "euc_kr",
]  # fmt: skip
_CONTROLS = bytes({*range(32), 127} - {9, 10, 11, 12, 13, 27})
# What western articles do not hold if they are read in the right encoding: letters of the Turkish,
# Baltic and Czech tables, symbols or low quotes inside a word ("d‚clar‚" is cp850, "przekaza³a"
# cp1250), a capital after a small letter ("donÕt" is Mac Roman), four high letters in a row
# ("Ïðèâåò" is cp1251). Icelandic pays for it: its ð and þ send it to the general detection.
_NOT_WESTERN = re.compile(
    r"[\x80-\x9f¤¦¨¬¯´¸ƒˆ˜ŠšŽžŸÐðÞþÝý]|[\u00a1-\u00ff]{4}|(?<=[a-zß-ÿ])[À-ÖØ-Þ]"
    r"|(?<=[A-Za-zÀ-ÿ])[‚„†‡‰‹›“”•™¡-©«®-¶¹»-¿](?=[A-Za-zÀ-ÿ])"
)


def decode(data: bytes, declared: str | None = None) -> tuple[str, str]:
    """Text and encoding. Raises ValueError with the reason if `data` is no text.

    Order: byte order mark, UTF-8, UTF-16 without a mark, the encoding that an HTML page declares,
    western single-byte text, charset-normalizer.
    """
    for begin, kind, cure in OTHER_FORMATS:
        if data.startswith(begin):
            raise ValueError(f"is {kind}, not text; {cure}")
    mark = next((name for bom, name in _BOMS if data.startswith(bom)), None)
    if mark == "utf-8-sig":
        data = data.removeprefix(codecs.BOM_UTF8)
    elif wide := mark or _utf16(data):
        text = data.decode(wide, "replace")
        bad = text.count("\ufffd")
        if mark and bad > 1 and bad * 100 > len(text):
            raise ValueError(f"begins with the mark of {mark.upper()}, but is none: damaged")
        _no_controls(text.encode("utf-8"), "characters")
        return text, wide
    _no_controls(data, "bytes")
    with contextlib.suppress(UnicodeDecodeError):
        return data.decode("utf-8"), mark or "utf-8"
    if (text := _damaged_utf8(data)) is not None:
        return text, mark or "utf-8"
    if declared:
        with contextlib.suppress(UnicodeDecodeError):
            return data.decode(declared), declared
    for name in _guesses(_sample(data)):
        text = data.decode(name, "replace")
        if text.count("\ufffd") * 1000 <= len(text):
            return text, codecs.lookup(name).name
    raise ValueError("its encoding was not found; save it as UTF-8")


def _sample(data: bytes, size: int = 65536) -> bytes:
    """The first 64 KB that say something of the encoding: from shortly before the first high byte,
    whole words where there are spaces: half a character at the end, and no encoding fits."""
    high = re.search(rb"[\x80-\xff]", data).start()
    start = max(data.rfind(b"\n", 0, high) + 1, high - 400, 0)
    sample = data[start : start + size]
    end = max(sample.rfind(b"\n"), sample.rfind(b" ")) + 1 if len(sample) == size else 0
    return sample[: end or size]


def _no_controls(data: bytes, what: str) -> None:
    controls = len(data) - len(data.translate(None, _CONTROLS))
    nuls = data.count(0)
    if nuls * 2 > controls:
        raise ValueError(
            f"holds NUL {what} ({nuls:,}, the first at {data.index(0):,}): damaged, or no text; "
            "save it again as UTF-8"
        )
    if controls > 1 and controls * 50 > len(data):
        share = 100 * controls / len(data)
        raise ValueError(
            f"is binary, not text ({share:.0f} % of it are control {what}); save its text as .txt"
        )
    if nuls:
        raise ValueError(f"holds NUL {what} and others that no text has; save it again as UTF-8")


def _utf16(data: bytes) -> str | None:
    """`utf-16-le` or `utf-16-be` for alphabetic text without a mark: every other byte is zero for
    Latin letters, digits and spaces, and few values are found there. (Chinese is not found.)"""
    if len(data) % 2 or b"\0" not in data:
        return None
    sample = data[:65536]
    half = len(sample) // 2
    for order, high, low in (("utf-16-le", 1, 0), ("utf-16-be", 0, 1)):
        values = Counter(sample[high::2])
        few = sum(n for _, n in values.most_common(4)) * 10 >= half * 9
        if few and values[0] * 10 >= max(half, sample[low::2].count(0) * 100):
            with contextlib.suppress(UnicodeDecodeError):
                if "\0" not in data.decode(order):
                    return order
    return None


def _damaged_utf8(data: bytes) -> str | None:
    """UTF-8 that was cut in a character, or holds a few foreign bytes: shown as U+FFFD."""
    text = data.decode("utf-8", "replace")
    bad = text.count("\ufffd")
    good = len(re.sub(r"[\x00-\x7f\ufffd]+", "", text))
    cut = bad == 1 and text.endswith("\ufffd") and good > 1
    return text if cut or good >= 10 * bad else None


def _guesses(sample: bytes) -> Iterator[str]:
    western = ("cp1252", "iso8859_15")
    for name in western:
        with contextlib.suppress(UnicodeDecodeError):
            text = sample.decode(name)
            high = len(re.findall(r"[^\x00-\x7f]", text))
            if len(_NOT_WESTERN.findall(text)) * 50 <= high:
                yield name
    from charset_normalizer import from_bytes

    # Of two that it finds equally likely, Czech in cp1250 came out as cp1252, refuted above.
    names = [match.encoding for match in from_bytes(sample, cp_isolation=_ENCODINGS)]
    yield from sorted(names, key=lambda name: name in western)


_DECLARED = re.compile(
    rb"""(?i)<(?:meta|\?xml)[^>]{0,300}?(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]+)"""
)


def declared(data: bytes) -> str | None:
    """The encoding that an HTML page declares, as browsers understand it."""
    match = _DECLARED.search(data[:4096])
    if not match:
        return None
    with contextlib.suppress(LookupError, UnicodeDecodeError):
        name = codecs.lookup(match[1].decode("ascii")).name
        if name in ("iso8859-1", "ascii"):
            return "cp1252"
        known = {codecs.lookup(n).name for n in [*_ENCODINGS, "koi8_r", "gbk", "shift_jis"]}
        return name if name in known or re.fullmatch(r"iso8859-\d+|cp\d+", name) else None
    return None


# Lead and continuation bytes of UTF-8 as Windows-1252 shows them: â€™ Ã© Â£ Ð¿ and the like.
_HIGH = "\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ"
_TWICE = re.compile(f"[Â-ß][{_HIGH}]|[à-ï][{_HIGH}]{{2}}|[ð-ô][{_HIGH}]{{3}}")


def mojibake(text: str) -> bool:
    """Whether the text was decoded wrongly before it came here.

    >>> [mojibake(text) for text in ("Itâ€™s", "Â£600m", "“Å–” and MANHÃ”", "naïve £5")]
    [True, True, False, False]
    """
    if text.isascii():
        return False
    if "\ufffd" in text:
        return True
    if b"\xc3" not in text.encode("utf-8", "surrogatepass"):
        return False  # no letter from À to ÿ, with which each of the pairs begins
    for pairs, match in enumerate(_TWICE.finditer(text), 1):
        # Few pairs may be chance: a Norwegian Å before a dash, a Portuguese Ã before a quote.
        if len(match[0]) > 2 or pairs > 3 or re.match("Â|Ã[¡-¿]", match[0]):
            return True
    return False
