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
_CONTROLS = bytes({*range(32), 127} - {9, 10, 11, 12, 13, 27})
# English that is foreign only by its quotes, dashes and currency signs. chardet goes by letters,
# and takes them for letters of other tables.
_TYPOGRAPHY = re.compile(
    r"(?:[ -~\t-\r\x1b‘’–—]|(?<![A-Za-z])[“”…€£•§©®\xa0]|[“”…€£•§©®\xa0](?![A-Za-z]))*"
)
# Signs and capitals right after a small letter: "annonc‚" is cp850 read as cp1252, "kŸndigte" and
# "anunci— el" Mac Roman. Without them cp1252, the commonest by far, is preferred to its equals.
_INSIDE = re.compile(r"(?<=[a-zà-ÿ])(?:[¡-©«-¶¸¹¼-¿‚ƒ-‰‹˜‘“À-ÞŸŽŠŒ]|[–—](?=[ \n.,]))|¤")
_ESCAPED = re.compile(rb"\x1b\$[)@A-C]|\x1b\([BIJ]|~\{[!-~]{2}")
_LETTERS = re.compile(r"[\u00a1-\u07ff\u0e00-\u0e7f‐-‧€₴№\u3000-\u9fff\uac00-\ud7a3\uff00-\uff60]+")
_UTF7 = re.compile(rb"\+[A-Za-z0-9/]{3,}(?:-|[^A-Za-z0-9+/-])")


def decode(data: bytes, declared: str | None = None) -> tuple[str, str, tuple[str, ...]]:
    """Text, encoding, warnings. Raises ValueError with the reason if `data` is no text.

    Order: byte order mark, encodings that hide in ASCII, UTF-8, the encoding that an HTML page
    declares, the likeliest by what the words look like (chardet). `encoding_doubtful` is warned
    of where a second reading is nearly as likely, or the mark or the encoding is a strange one.

    >>> decode("Łódź i żołnierze".encode("iso8859_2"))
    ('Łódź i żołnierze', 'iso8859-2', ())
    >>> decode("Za+AUI-oga".encode())
    ('Załoga', 'utf-7', ('encoding_doubtful',))
    """
    for begin, (kind, cure) in WORDS["begins"].items():
        if data.startswith(begin.encode("latin-1")):
            raise ValueError(f"is {kind}, not text; {cure}")
    bom, mark = next(((b, name) for b, name in _BOMS.items() if data.startswith(b)), (b"", None))
    if mark and mark != "utf-8-sig":
        return _marked(data, data.removeprefix(bom), mark)
    data = data.removeprefix(bom)
    if b"\0" in data and (wide := _guess(data[:65536], _WIDE)):
        return _marked(data, data, codecs.lookup(wide[0][0]).name)
    if data.isascii() and (found := _hidden(data)):
        return found
    _no_controls(data, "bytes")
    with contextlib.suppress(UnicodeDecodeError):
        return data.decode("utf-8"), mark or "utf-8", ()
    if (text := _damaged_utf8(data)) is not None:
        return text, mark or "utf-8", ()
    if declared:
        with contextlib.suppress(UnicodeDecodeError, LookupError):
            return data.decode(declared), declared, ()
    for name in ("cp1252", "mac_roman"):
        with contextlib.suppress(UnicodeDecodeError):
            if _TYPOGRAPHY.fullmatch(text := data.decode(name)):
                return text, codecs.lookup(name).name, ()
    for name, near in _guess(_sample(data), WORDS["encodings"]):
        text = data.decode(name, "replace")
        if text.count("\ufffd") * 1000 <= len(text):
            return text, name, ("encoding_doubtful",) if near else ()
    raise ValueError("its encoding was not found; save it as UTF-8")


def _marked(data: bytes, rest: bytes, mark: str) -> tuple[str, str, tuple[str, ...]]:
    """Text after a mark of UTF-16 or UTF-32; the mark may be a wrong one."""
    if b"\0" not in rest and rest:
        with contextlib.suppress(UnicodeDecodeError):
            return rest.decode("utf-8"), "utf-8", ("encoding_doubtful",)
    text, marks = data.decode(mark, "replace"), ()
    # Letters read the wrong way round are Chinese without a blank.
    if _latin(text) < 0.02:
        turned = max(_WIDE, key=lambda name: _latin(rest[:16000].decode(name, "replace")))
        if _latin(rest.decode(turned, "replace")) > 0.1:
            text, mark, marks = rest.decode(turned, "replace"), turned, ("encoding_doubtful",)
    bad = text.count("\ufffd")
    if bad > 1 and bad * 100 > len(text):
        raise ValueError(f"begins with the mark of {mark.upper()}, but is none: damaged")
    _no_controls(text.encode("utf-8"), "characters")
    return text, mark, marks


def _latin(text: str) -> float:
    return len(re.findall(r"[ -~\n]", text[:4000])) / max(1, len(text[:4000]))


def _hidden(data: bytes) -> tuple[str, str, tuple[str, ...]] | None:
    """Text in encodings that write everything in ASCII: ISO-2022, HZ, UTF-7."""
    names = ["iso2022_jp_2", "iso2022_kr", "hz"] if _ESCAPED.search(data) else []
    for name in [*names, *(["utf_7"] if _UTF7.search(data) else [])]:
        with contextlib.suppress(UnicodeDecodeError):
            text = data.decode(name)
            if name != "utf_7" and not text.isascii():
                return text, name, ()
            if _LETTERS.fullmatch("".join(c for c in text if c > "~")):
                return text, "utf-7", ("encoding_doubtful",)
    return None


def _guess(sample: bytes, names: list[str]) -> list[tuple[str, bool]]:
    """Encodings by likelihood, each with whether another reading is nearly as likely."""
    import chardet

    order = {codecs.lookup(name).name: -place for place, name in enumerate(names)}
    rated: dict[str, tuple[float, int, str]] = {}
    for guess in chardet.detect_all(sample, ignore_threshold=True, include_encodings=names):
        name = codecs.lookup(guess["encoding"] or "utf-8").name
        if name in order:
            text = sample.decode(name, "replace")
            usual = name == "cp1252" and not _INSIDE.search(re.sub("„[^„“]*“", "", text))
            sure = guess["confidence"] * (1.1 if usual else 1.0)
            best = rated.get(text, (sure, order[name], name))
            rated[text] = (max(best[0], sure), *max(best[1:], (order[name], name)))
    ranked = sorted(rated.values(), reverse=True)
    doubtful = len(ranked) > 1 and ranked[1][0] > 0.98 * ranked[0][0]
    return [(name, doubtful) for _, _, name in ranked]


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
    where = f"({nuls:,}, the first at {data.find(0):,}): damaged, or no text"
    if nuls * 2 > controls:
        raise ValueError(f"holds NUL {what} {where}; save it again as UTF-8")
    if controls > 1 and controls * 50 > len(data):
        share = f"{100 * controls / len(data):.0f} % of it are control {what}"
        raise ValueError(f"is binary, not text ({share}); save its text as .txt")
    if nuls:
        raise ValueError(f"holds NUL {what} and others that no text has; save it again as UTF-8")


def _damaged_utf8(data: bytes) -> str | None:
    """UTF-8 that was cut in a character, or holds a few foreign bytes: shown as U+FFFD."""
    text = data.decode("utf-8", "replace")
    bad, good = text.count("\ufffd"), len(re.sub(r"[\x00-\x7f\ufffd]+", "", text))
    cut = bad == 1 and text.endswith("\ufffd") and good > 1
    return text if cut or good >= 10 * bad else None


_DECLARED = re.compile(
    rb"""(?i)<(?:meta|\?xml)[^>]{0,300}?(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]+)"""
)


def declared(data: bytes) -> str | None:
    """The encoding that an HTML page declares, as browsers understand it."""
    match = _DECLARED.search(data[:4096])
    with contextlib.suppress(LookupError, UnicodeDecodeError):
        name = codecs.lookup(match[1].decode("ascii")).name if match else ""
        known = {codecs.lookup(n).name for n in [*WORDS["encodings"], *_WIDE, "gbk", "shift_jis"]}
        if name in known or re.fullmatch(r"iso8859-\d+|cp\d+|ascii", name):
            return "cp1252" if name in ("iso8859-1", "ascii") else name
    return None


# Lead and continuation bytes of UTF-8 as Windows-1252 shows them: â€™ Ã© Â£ Ð¿ and the like.
_HIGH = "\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ"
_TWICE = re.compile(f"[Â-ß][{_HIGH}]|[à-ï][{_HIGH}]{{2}}|[ð-ô][{_HIGH}]{{3}}")


def mojibake(text: str) -> bool:
    """Whether the text was decoded wrongly before it came here.

    >>> [mojibake(text) for text in ("Itâ€™s", "Â£600m", "“Å–” and MANHÃ”", "naïve £5")]
    [True, True, False, False]
    """
    if "\ufffd" in text:
        return True
    if text.isascii() or b"\xc3" not in text.encode("utf-8", "surrogatepass"):
        return False  # no letter from À to ÿ, with which each of the pairs begins
    # Few pairs may be chance: a Norwegian Å before a dash, a Portuguese Ã before a quote.
    return any(
        len(match[0]) > 2 or pairs > 3 or re.match("Â|Ã[¡-¿]", match[0])
        for pairs, match in enumerate(_TWICE.finditer(text), 1)
    )
