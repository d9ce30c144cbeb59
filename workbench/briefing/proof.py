"""Whether a briefing still says what the documents say: it is made again, and both are compared."""

import difflib
import hashlib
import io
import re
import zipfile
from html import unescape
from pathlib import Path

import msgspec

from workbench.briefing import page as pages
from workbench.briefing.files import WRITERS
from workbench.briefing.manifests import manifest
from workbench.briefing.parameters import Parameters

WORD = re.compile(r"\w[\w.,’'%-]*\w|\w|\S")
AROUND = 6  # words of a line that are shown around a difference


def _lines(ending: str, data: bytes) -> list[str]:
    """The visible text, line by line."""
    if ending in (".html", ".htm"):
        text = re.sub(rb"(?s)<style>.*?</style>|<script.*?</script>", b"", data).decode(
            "utf-8", "replace"
        )
        text = unescape(re.sub(r"<[^>]*>", "", re.sub(r"</(?:td|th|li|text)>", " ", text)))
    elif ending == ".md":
        text = re.sub(rb"(?s)<!-- workbench-manifest .*? -->", b"", data).decode("utf-8", "replace")
    elif ending == ".pdf":
        import pypdfium2

        document = pypdfium2.PdfDocument(data)
        text = "\n".join(document[n].get_textpage().get_text_range() for n in range(len(document)))
    else:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            text = package.read("word/document.xml").decode("utf-8", "replace")
        text = unescape(re.sub(r"<[^>]*>", "", re.sub(r"</w:p>|<w:br[^>]*>", "\n", text)))
    lines = (" ".join(line.split()) for line in text.splitlines())
    return [line for line in lines if line]


HINT = {"corrections": ": of another file; name it with --corrections"}


def verify(path, corpus):
    """Hold a briefing against a corpus: a DataFrame of what differs, empty where nothing does.

    Columns: ``what`` (``document``, ``code``, ``model``, ``codebook``, ``corrections``, ``number``,
    ``text``, ``row``, ``markup``), ``where`` (the document, or the words around), ``told`` (in the
    briefing), ``derived`` (from the corpus). Raises CantVerify for a file that no briefing is.

    >>> verify("briefing.html", corpus)      # doctest: +SKIP
    Empty DataFrame
    """
    import pandas as pd

    path, data, told = Path(path), b"", manifest(path)
    ending, data = path.suffix.lower(), path.read_bytes()
    try:
        asked = msgspec.convert(told["parameters"], Parameters)
        page = pages.made(corpus, asked)
        again, now = WRITERS[ending](page), msgspec.json.decode(page.manifest)
    except (ValueError, msgspec.ValidationError) as error:
        rows = [*_inputs(told["documents"], _now(corpus)), ("parameters", "", "", str(error))]
        return pd.DataFrame(rows, columns=["what", "where", "told", "derived"])
    rows = _inputs(told["documents"], now["documents"])
    rows += [
        (name, "manifest" + HINT.get(name, ""), str(told.get(name, ""))[:16], now[name][:16])
        for name in ("workbench", "code", "model", "codebook", "corrections")
        if told.get(name) != now[name]
    ]
    rows += differences(ending, data, again)
    if not rows and told != now:
        rows.append(("markup", "manifest", "other than what is derived", ""))
    return pd.DataFrame(rows, columns=["what", "where", "told", "derived"])


def _joined(data: bytes) -> bytes:
    """Bytes without what a mailer may do to the ends of lines."""
    return data.replace(b"\r\n", b"\n").rstrip()


def _now(corpus) -> dict:
    return dict(zip(corpus.documents["doc_id"], corpus.documents["sha256"], strict=True))


def _inputs(old: dict, new: dict) -> list[tuple]:
    """Documents that are missing, new or changed."""
    rows = [("document", doc, "read", "missing") for doc in old if doc not in new]
    rows += [("document", doc, "not there", "new") for doc in new if doc not in old]
    rows += [
        ("document", doc, old[doc][:16], new[doc][:16])
        for doc in old
        if new.get(doc, old[doc]) != old[doc]
    ]
    return rows


def differences(ending: str, data: bytes, again: bytes) -> list[tuple]:
    """What differs in two briefings of one kind: what is read, then what is not."""
    told, derived = _lines(ending, data), _lines(ending, again)
    rows: list[tuple] = []
    lines = difflib.SequenceMatcher(None, told, derived, autojunk=False)
    for how, a, b, c, d in lines.get_opcodes():
        if how == "replace" and b - a == d - c:
            for one, other in zip(told[a:b], derived[c:d], strict=True):
                short = [("row", "", one[:300], other[:300])]
                rows += _words(one, other) if _alike(one, other) else short
        elif how != "equal":
            rows.append(("row", "", " / ".join(told[a:b])[:300], " / ".join(derived[c:d])[:300]))
    # Word writes its files anew; there what is read and what can hide or add to it are compared.
    unseen = _in_word if ending == ".docx" else _joined
    if not rows and unseen(data) != unseen(again):
        rows.append(
            ("markup", "", "other than derived: a link, a hint, a style, a layer, a head", "")
        )
    return rows


HIDES = re.compile(
    rb"<w:(?:vanish|strike|dstrike|sym|fldSimple|instrText|pict|object|noBreakHyphen)\b"
    rb'|w:val="FFFFFF"|<(?:wps|v):\w+'
)


def _in_word(data: bytes) -> list:
    """What a Word file holds beside its text: pictures, links, heads, and what hides words."""
    found: list = []
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        for name in sorted(package.namelist()):
            part = package.read(name)
            if name.startswith("word/media/"):
                found.append(hashlib.sha256(part).hexdigest())
            elif name == "word/_rels/document.xml.rels":
                found += sorted(re.findall(rb'Target="([^"]+)"[^>]*TargetMode="External"', part))
            elif name == "word/document.xml":
                found += re.findall(rb'<w:hyperlink\b[^>]*w:anchor="(\w+)"', part)
            elif name == "docProps/core.xml":
                found += re.findall(rb"<dc:title>(.*?)</dc:title>", part)
            elif re.fullmatch(r"word/(?:header|footer|comments|footnotes|endnotes)\d*\.xml", name):
                found += [text for text in re.findall(rb"<w:t[ >][^<]*", part)]
            if name in ("word/document.xml", "word/styles.xml"):
                found += HIDES.findall(part)
    return found


def _alike(told: str, derived: str) -> bool:
    """Whether one line is the other with some words changed, and not another line in its place."""
    one, other = WORD.findall(told), WORD.findall(derived)
    return len(one) == len(other) or difflib.SequenceMatcher(None, one, other).ratio() > 0.5


def _words(told: str, derived: str) -> list[tuple]:
    one, other = WORD.findall(told), WORD.findall(derived)
    rows = []
    for how, a, b, c, d in difflib.SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        if how != "equal":
            before, after = " ".join(one[a:b]), " ".join(other[c:d])
            number = any(c.isdigit() for c in before + after)
            around = " ".join(one[max(0, a - AROUND) : b + AROUND])
            rows.append(("number" if number else "text", around, before, after))
    return rows or [("text", told[:200], told[:200], derived[:200])]
