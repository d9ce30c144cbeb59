"""Bytes to text: which encoding, and what is no text at all."""

import codecs
import contextlib
import re

from workbench.documents.text import WORDS

_BOMS = {  # UTF-32 before UTF-16: its mark begins with that of UTF-16
    codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF32_LE: "utf-32", codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16",
}  # fmt: skip
_WIDE = ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"]
_CONTROLS = re.compile("[\0-\x08\x0e-\x1a\x1c-\x1f\x7f]")
# English that is foreign only by its quotes, dashes and currency signs. chardet goes by letters,
# and takes them for letters of other tables.
_TYPOGRAPHY = re.compile(
    r"(?:[ -~\t-\r\x1b‘’–—]|(?<![A-Za-z])[“”…€£•§©®\xa0]|[“”…€£•§©®\xa0](?![A-Za-z]))*+"
)


def signature(data: bytes) -> tuple[str, str] | None:
    """What bytes are that begin as no text does, and the cure."""
    known = WORDS["begins"].items()
    return next((said for begin, said in known if data.startswith(begin.encode("latin-1"))), None)


def decode(data: bytes, declared: str | None = None) -> tuple[str, str, tuple[str, ...]]:
    """Text, encoding, warnings. Raises ValueError with the reason if `data` is no text.

    `encoding_doubtful` is warned of where a second reading is nearly as likely.

    >>> decode("Łódź i żołnierze".encode("iso8859_2"))
    ('Łódź i żołnierze', 'iso8859-2', ())
    """
    if known := signature(data):
        raise ValueError(f"is {known[0]}, not text; {known[1]}")
    name = next((name for bom, name in _BOMS.items() if data.startswith(bom)), "")
    name, doubtful = (name, False) if name else _encoding(data, declared)
    text = data.decode(name, "replace")
    controls = _CONTROLS.findall(text)
    nuls, bad = controls.count("\0"), text.count("\ufffd")
    if nuls * 2 > len(controls):
        where = f"({nuls:,}, the first at {text.index(chr(0)):,})"
        raise ValueError(f"holds NUL characters {where}: damaged; save it again as UTF-8")
    if nuls or 50 * max(len(controls), 2 * bad) > len(text) and max(len(controls), bad) > 1:
        raise ValueError("is binary, or of an unknown encoding; save its text as UTF-8")
    return text, name, ("encoding_doubtful",) if doubtful else ()


def _encoding(data: bytes, declared: str | None) -> tuple[str, bool]:
    """The encoding of bytes without a mark, and whether that is doubtful."""
    if b"\0" in data:
        return _likeliest(data, _WIDE)[0] or "utf-8", False
    text = data.decode("utf-8", "surrogateescape")
    bad = len(re.findall("[\udc80-\udcff]", text))
    good = len(re.findall("[^\0-\x7f]", text)) - bad
    # Damaged UTF-8 holds a few foreign bytes, or was cut in a character.
    if good >= 10 * bad or (good > 1 and not re.search("[\udc80-\udcff][^\udc80-\udcff]", text)):
        return "utf-8", False
    for name in filter(None, (declared, "cp1252", "mac_roman")):
        with contextlib.suppress(UnicodeDecodeError, LookupError):
            if _TYPOGRAPHY.fullmatch(data.decode(name)) or name == declared:
                return codecs.lookup(name).name, False
    start = max(0, re.search(rb"[\x80-\xff]", data).start() - 400)
    name, doubtful = _likeliest(data[start:], WORDS["encodings"])
    return name or "cp1252", doubtful


def _likeliest(data: bytes, names: list[str]) -> tuple[str | None, bool]:
    """The likeliest encoding by what the words look like, and whether another is nearly so."""
    import chardet

    guesses = chardet.detect_all(data, ignore_threshold=True, include_encodings=names)
    rated = []
    for guess in guesses if guesses[0]["encoding"] else ():
        name = codecs.lookup(guess["encoding"]).name
        text = data[:65536].decode(name, "replace")
        # Windows-1252, the commonest by far, is preferred to its equals.
        usual = name == "cp1252" and "¤" not in text
        rated.append((guess["confidence"] * (1.1 if usual else 1), name, text))
    sure, name, text = max(rated, default=(0, None, ""))
    return name, any(other[0] > 0.98 * sure and other[2] != text for other in rated)


# Lead and continuation bytes of UTF-8 as Windows-1252 shows them: â€™ Ã© Â£ Ð¿ and the like.
_HIGH = "\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ"
_TWICE = re.compile(f"[Â-ß][{_HIGH}]|[à-ï][{_HIGH}]{{2}}|[ð-ô][{_HIGH}]{{3}}")


def mojibake(text: str) -> bool:
    """Whether the text was decoded wrongly before it came here.

    >>> [mojibake(text) for text in ("Itâ€™s", "Â£600m", "“Å–” and MANHÃ”", "naïve £5")]
    [True, True, False, False]
    """
    # Few pairs may be chance: a Norwegian Å before a dash, a Portuguese Ã before a quote. ftfy's
    # badness takes these for mojibake, and 0.8 s for a megabyte.
    pairs = _TWICE.findall(text)
    sure = any(len(pair) > 2 or re.match("Â|Ã[¡-¿]", pair) for pair in pairs)
    return "\ufffd" in text or sure or len(pairs) > 3
