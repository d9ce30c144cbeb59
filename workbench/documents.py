"""Files in, frozen text out.

`find` lists the documents of a folder with what the analyst's sidecar says of each; `read` turns
one of them into a `Document`: its text decoded once, never edited, with the hash of the file's
bytes. What can't be read is an `Unreadable` with the reason, never an empty document.
"""

from __future__ import annotations

import codecs
import contextlib
import csv
import datetime
import difflib
import hashlib
import io
import json
import logging
import os
import re
import stat
import tomllib
import unicodedata
import warnings as python_warnings
from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

MEDIA_TYPES = {
    ".txt": "text/plain",
    ".md": "text/markdown",
    ".html": "text/html",
    ".htm": "text/html",
    ".xhtml": "application/xhtml+xml",
    ".pdf": "application/pdf",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
SIDECARS = ("corpus.toml", "corpus.csv")
SIDECAR_KEYS = (
    "title", "published", "url", "publisher", "language", "source_reliability", "note",
)  # fmt: skip
LIMIT = 200_000_000  # bytes
# trafilatura took 8 s for a page of 40,000 paragraphs (3.6 MB), a little worse than linear.
HTML_LIMIT = 20_000_000
HTML_ELEMENTS = 50_000


class Unreadable(Exception):
    """A file, folder or sidecar entry that was left out: `path` and `reason`.

    >>> print(Unreadable("a.txt", "is empty"))
    a.txt: is empty
    """

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(path, reason)
        self.path = path
        self.reason = reason

    def __str__(self) -> str:
        return f"{self.path}: {self.reason}"


@dataclass(frozen=True, slots=True)
class Source:
    """A file to read: `relative` is its path from `root`, `overrides` its checked sidecar entry."""

    path: Path
    relative: str
    root: Path
    overrides: dict[str, Any] = field(default_factory=dict)
    doc_id: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """One document. `text` is frozen: every offset in every table counts its code points.

    `sha256` is of the file's bytes. `published_basis` is `metadata` or None here; dates stated in
    the text belong to a higher floor. `encoding` is None for .pdf and .docx, which hold no plain
    text. `warnings`: `mojibake` (decoded wrongly before it came here, or bytes without a meaning),
    `cut_short` (HTML nested deeper than can be read), `pages_without_text` (some pages of a PDF).
    """

    doc_id: str
    path: str
    sha256: str
    text: str
    title: str | None = None
    published: datetime.date | None = None
    published_basis: str | None = None
    language: str | None = None
    url: str | None = None
    publisher: str | None = None
    source_reliability: str = "F"
    note: str | None = None
    media_type: str = "text/plain"
    encoding: str | None = None
    warnings: tuple[str, ...] = ()


# --- finding ------------------------------------------------------------------------------------


def find(paths: str | os.PathLike | Iterable) -> tuple[list[Source], list[Unreadable]]:
    """The documents in `paths` (a folder, a file, or several), and what had to be left out.

    Folders are searched to the bottom; hidden files, Word's lock files and suffixes that are no
    documents are passed over. A file that is reached twice, by name or by link, is listed once.
    Both lists are sorted, whatever the order of the arguments or of the disk.

    >>> find("no-such-folder")[1][0].path
    'no-such-folder'
    """
    if isinstance(paths, (str, os.PathLike)):
        paths = [paths]
    search = _Search()
    # Outer folders first: a document is named from the outermost folder that was given.
    for name in sorted(map(os.fsdecode, paths), key=lambda n: (not os.path.isdir(n), len(n), n)):
        search.add(name)
    by_root: dict[str, list[str]] = {root: [] for root in search.whole}
    for root, name in search.found:
        by_root.setdefault(root, []).append(_clean(name))
    roots = {root: Path(root) for root in by_root}
    overrides = {
        root: _sidecar(roots[root], names, root in search.whole, search.failures)
        for root, names in by_root.items()
    }
    places = [(root, _clean(name)) for root, name in search.found]
    sources = [
        Source(roots[root] / name, shown, roots[root], overrides[root].get(shown, {}), doc_id)
        for (root, name), (_, shown), doc_id in zip(
            search.found, places, _doc_ids(places), strict=True
        )
    ]
    sources.sort(key=lambda s: (s.relative, s.doc_id))
    return sources, sorted(search.failures, key=lambda f: (f.path, f.reason))


class _Search:
    """The walk over all arguments. `found`: root and path from there, as the disk has them."""

    def __init__(self) -> None:
        self.found: list[tuple[str, str]] = []
        self.failures: list[Unreadable] = []
        self.whole: set[str] = set()  # roots that were given as folders
        self.folders: set[tuple[int, int]] = set()  # device and inode: ends loops of links
        self.taken: set[str] = set()

    def fail(self, path: str, reason: str) -> None:
        self.failures.append(Unreadable(_clean(path), reason))

    def add(self, name: str) -> None:
        if name.startswith("~") and not os.path.lexists(name):
            name = os.path.expanduser(name)
        try:
            mode = os.stat(name).st_mode
        except (OSError, ValueError) as error:
            if name and os.path.islink(name):
                self.fail(name, _dangling(name))
            elif isinstance(error, (FileNotFoundError, NotADirectoryError, ValueError)):
                self.fail(name, _missing(name))
            else:
                self.fail(name, _os_reason(error))
            return
        if stat.S_ISDIR(mode):
            about = os.stat(name)
            if (about.st_dev, about.st_ino) in self.folders:
                return
            before = len(self.found), len(self.failures)
            self.whole.add(name)
            self._walk(name)
            if (len(self.found), len(self.failures)) == before:
                self.fail(name, f"holds no documents; what can be read: {' '.join(MEDIA_TYPES)}")
        elif os.path.basename(name) in SIDECARS:
            pass  # `seeds/*` in a shell names the sidecar too; it is read for its neighbours
        elif _suffix(name) not in MEDIA_TYPES:
            kind = _suffix(name) or "a file without a suffix"
            self.fail(name, f"is {kind}; what can be read: {' '.join(MEDIA_TYPES)}")
        elif not stat.S_ISREG(mode):
            self.fail(name, "is neither a file nor a folder (a pipe, socket or device)")
        else:
            self._take(os.path.dirname(name), os.path.basename(name), os.path.realpath(name))

    def _take(self, root: str, relative: str, real: str) -> None:
        if real not in self.taken:
            self.taken.add(real)
            self.found.append((root, relative))

    def _walk(self, root: str) -> None:
        # Links wait until all real folders are listed, so that a document keeps its own name.
        queue = deque([("", os.path.realpath(root))])
        links: deque[tuple[str, str]] = deque()
        while queue or links:
            if queue:
                self._list(root, *queue.popleft(), queue, links)
                continue
            relative, path = links.popleft()
            try:
                mode = os.stat(path).st_mode
            except OSError:
                if _suffix(path) in MEDIA_TYPES or not _suffix(path):
                    self.fail(relative, _dangling(path))
                continue
            if stat.S_ISDIR(mode):
                queue.append((relative, os.path.realpath(path)))
            elif _suffix(path) not in MEDIA_TYPES:
                continue
            elif stat.S_ISREG(mode):
                self._take(root, relative, os.path.realpath(path))
            else:
                self.fail(relative, "is neither a file nor a folder (a pipe, socket or device)")

    def _list(self, root: str, relative: str, real: str, queue: deque, links: deque) -> None:
        try:
            about = os.stat(real)
            if (about.st_dev, about.st_ino) in self.folders:
                return
            self.folders.add((about.st_dev, about.st_ino))
            with os.scandir(real) as listing:
                entries = sorted(listing, key=lambda entry: entry.name)
        except OSError as error:
            self.fail(relative or root, _os_reason(error))
            return
        for entry in entries:
            name = entry.name
            if name.startswith((".", "~$")):
                continue
            below = f"{relative}/{name}" if relative else name
            if entry.is_symlink():
                links.append((below, entry.path))
            elif entry.is_dir(follow_symlinks=False):
                queue.append((below, entry.path))
            elif _suffix(name) not in MEDIA_TYPES:
                continue
            elif entry.is_file(follow_symlinks=False):
                self._take(root, below, entry.path)
            else:
                self.fail(below, "is neither a file nor a folder (a pipe, socket or device)")


def _suffix(name: str) -> str:
    return os.path.splitext(name)[1].lower()


def _clean(name: str) -> str:
    """A file name that any table can hold: undecodable bytes of the name shown as `\\xff`."""
    return re.sub("[\ud800-\udfff]", lambda m: f"\\x{ord(m[0]) & 0xFF:02x}", name)


def _os_reason(error: OSError) -> str:
    if isinstance(error, PermissionError):
        return "may not be read (permission denied); give yourself the right to read it"
    return f"could not be read ({error.strerror or error})"


def _dangling(path: str) -> str:
    try:
        target = os.readlink(path)
    except OSError:
        target = "?"
    return f"is a link to {_clean(target)!r}, which does not exist; mend or delete the link"


def _missing(name: str) -> str:
    if "\0" in name or not name:
        return "is no path; give the path of a folder or a file"
    path, parent = Path(name), Path(name).parent
    while not os.path.isdir(parent):
        path, parent = parent, parent.parent
    try:
        with os.scandir(parent) as listing:
            near = [e.name for _, e in zip(range(5000), listing, strict=False)]
    except OSError:
        near = []
    near = sorted(n for n in near if not n.startswith("."))
    close = difflib.get_close_matches(path.name, near, n=1)
    if close:
        return f"no such file or folder; did you mean {_clean(str(parent / close[0]))!r}?"
    here = ", ".join(_clean(n) for n in near[:6]) + (", ..." if len(near) > 6 else "")
    return f"no such file or folder; in {_clean(str(parent))!r} there are: {here or 'no files'}"


def _doc_ids(places: list[tuple[str, str]]) -> list[str]:
    """File stems; where two would be alike, longer and longer paths until they differ."""

    def name(root: str, relative: str, step: int) -> str:
        bare = relative[: len(relative) - len(_suffix(relative))]
        if step == 0:
            return bare.rpartition("/")[2]
        if step == 1:
            return bare
        parts = Path(os.path.abspath(root)).parts
        above = [_clean(p) for p in parts[len(parts) - step + 2 :]] if step > 2 else []
        return "/".join([*above, relative])

    ids = [name(*place, 0) for place in places]
    steps = [0] * len(places)
    while True:
        counts = Counter(ids)
        alike = [i for i, doc_id in enumerate(ids) if counts[doc_id] > 1]
        if not alike:
            return ids
        for i in alike:
            steps[i] += 1
            ids[i] = name(*places[i], steps[i])


# --- the sidecar --------------------------------------------------------------------------------


def _sidecar(root: Path, names: list[str], whole: bool, failures: list) -> dict[str, dict]:
    """Checked overrides by relative path. Entries without a document are told if all of `root` is
    loaded; a single file is given what the sidecar beside it says of that file."""
    sidecar = next((n for n in SIDECARS if (root / n).is_file()), None)
    if sidecar is None:
        return {}

    def fail(reason: str) -> None:
        failures.append(Unreadable(sidecar, reason))

    if sidecar == SIDECARS[0] and (root / SIDECARS[1]).is_file():
        failures.append(Unreadable(SIDECARS[1], "left out, as corpus.toml is there; keep one"))
    try:
        data = (root / sidecar).read_bytes()
        entries = _toml_entries(data) if sidecar == SIDECARS[0] else _csv_entries(data, fail)
    except OSError as error:
        fail(_os_reason(error))
        return {}
    except (ValueError, RecursionError) as error:
        fail(f"was left out whole: {error}")
        return {}
    exact = {_key(name): name for name in names}
    bare = defaultdict(list)
    for path, name in exact.items():
        bare[path.rpartition("/")[2]].append(name)
    result: dict[str, dict] = {}
    for key, values in entries:
        name = exact.get(_key(key))
        if name is None:
            matches = bare.get(_key(key), [])
            if len(matches) == 1:
                name = matches[0]
            elif matches:
                several = ", ".join(matches[:4])
                fail(f'entry "{key}": {len(matches)} files have that name; write one of: {several}')
                continue
        if name is None:
            if whole:
                fail(f'entry "{key}": {_no_such_document(root, key, values, exact)}')
            continue
        checked = _checked(values, lambda reason, key=key: fail(f'entry "{key}": {reason}'))
        # An entry by full path says more than one by bare name, in whatever order they stand.
        old = result.get(name, {})
        result[name] = old | checked if _key(key) in exact else checked | old
    return result


def _key(name: str) -> str:
    # macOS writes names decomposed, editors write them composed; Windows exports backslashes.
    return unicodedata.normalize("NFC", name.replace("\\", "/").removeprefix("./"))


def _toml_entries(data: bytes) -> list[tuple[str, Any]]:
    try:
        return list(tomllib.loads(data.removeprefix(codecs.BOM_UTF8).decode("utf-8")).items())
    except UnicodeDecodeError as error:
        raise ValueError(f"not UTF-8 (byte {error.start}); save it as UTF-8") from None
    except tomllib.TOMLDecodeError as error:
        raise ValueError(f"not valid TOML: {error}") from None


def _csv_entries(data: bytes, fail) -> list[tuple[str, Any]]:
    text = _decode(data)[0]
    header = text.partition("\n")[0]
    separator = max(",;\t", key=header.count)
    rows = csv.DictReader(io.StringIO(text, newline=""), delimiter=separator)
    entries: dict[str, dict] = {}
    try:
        columns = [(c or "").strip().lower() for c in rows.fieldnames or []]
        if "file" not in columns:
            raise ValueError(f"no column 'file'; the columns are: {', '.join(columns)}")
        for column in columns:
            if column and column not in ("file", *SIDECAR_KEYS):
                fail(f"column {column!r}: {_unknown_key(column)}")
        rows.fieldnames = [c if c in ("file", *SIDECAR_KEYS) else "" for c in columns]
        for row in rows:
            name = (row.pop("file") or "").strip()
            if row.pop(None, None):
                fail(f'line {rows.line_num}: more cells than columns; put text in "quotes"')
            row = {k: v.strip() for k, v in row.items() if k and v and v.strip()}
            if not name and row:
                fail(f"line {rows.line_num}: the cell 'file' is empty; write the file's name")
            elif name in entries:
                fail(f'line {rows.line_num}: "{name}" stands here twice; the first is used')
            elif name:
                entries[name] = row
    except csv.Error as error:
        raise ValueError(f"not valid CSV: line {rows.line_num}: {error}") from None
    return list(entries.items())


def _unknown_key(key: str) -> str:
    near = difflib.get_close_matches(key, SIDECAR_KEYS, n=1)
    meant = f"did you mean {near[0]!r}? " if near else ""
    return f"unknown; {meant}keys: {', '.join(SIDECAR_KEYS)}"


def _no_such_document(root: Path, key: str, values: Any, known: dict) -> str:
    if isinstance(values, dict):
        inner = [f"{key}.{k}" for k, v in values.items() if isinstance(v, dict)]
        if inner:  # [000.txt] is, to TOML, the table "txt" within the table "000"
            return f'no such file; a name with a dot stands in quotes: ["{inner[0]}"]'
    elif key in SIDECAR_KEYS:
        return 'stands outside any entry; put it below a line like ["name-of-the-file.txt"]'
    with contextlib.suppress(OSError, ValueError):
        path = root / key
        if path.is_dir():
            return "is a folder; an entry is for one file"
        if path.exists():
            return f"is no document; what can be read: {' '.join(MEDIA_TYPES)}"
    near = difflib.get_close_matches(key, list(known)[:5000], n=1)
    return f"no such file; did you mean {near[0]!r}?" if near else "no such file; check its name"


def _checked(values: Any, fail) -> dict[str, Any]:
    if not isinstance(values, dict):
        fail(f"is {values!r}, not a table of keys; keys: {', '.join(SIDECAR_KEYS)}")
        return {}
    result: dict[str, Any] = {}
    for key, value in values.items():
        if key not in SIDECAR_KEYS:
            fail(f"key {key!r}: {_unknown_key(key)}")
        elif key == "published":
            if isinstance(value, datetime.datetime):
                value = value.date()
            elif isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", value.strip()):
                with contextlib.suppress(ValueError):
                    value = datetime.date.fromisoformat(value.strip())
            if isinstance(value, datetime.date):
                result[key] = value
            else:
                fail(f"published = {str(value)!r} is no date; write it as 2025-12-31")
        elif not isinstance(value, str) or not value.strip():
            fail(f"{key} = {value!r} is not a text; write it in quotes, or leave the key out")
        elif key == "source_reliability" and value.strip().upper() not in set("ABCDEF"):
            fail(f"source_reliability = {value!r} is no grade; write one letter from A to F")
        elif key == "language" and _language(value) is None:
            fail(f'language = {value!r} is no language code; write one such as "en" or "uk"')
        elif key == "source_reliability":
            result[key] = value.strip().upper()
        else:
            result[key] = _language(value) if key == "language" else _line(value, 5000)
    return result


# --- reading ------------------------------------------------------------------------------------


def read(source: Source) -> Document:
    """The document of one source.

    Raises `Unreadable` with the reason: empty, binary, NUL bytes, damaged, encrypted, without a
    text layer, too large, or of a kind whose reader is not installed.

    >>> import pathlib, tempfile
    >>> folder = pathlib.Path(tempfile.mkdtemp())
    >>> _ = (folder / "a.txt").write_bytes("€60 billion".encode("cp1252"))
    >>> document = read(find(folder)[0][0])
    >>> document.text, document.encoding, document.source_reliability
    ('€60 billion', 'cp1252', 'F')
    """
    media_type = MEDIA_TYPES.get(_suffix(source.relative), "text/plain")
    try:
        data = _bytes(source.path, HTML_LIMIT if "html" in media_type else LIMIT)
        if not data:
            raise ValueError("is empty (0 bytes)")
        if media_type.startswith("text/") and "html" not in media_type:
            found = _plain(data)
        else:
            with _quiet("pypdf", "trafilatura", "htmldate", "readability"):
                found = _READERS[media_type](data)
    except ImportError:
        kind = _suffix(source.relative)[1:].upper()
        reason = f'reading {kind} needs the documents extra: pip install "workbench[documents]"'
        raise Unreadable(source.relative, reason) from None
    except OSError as error:
        raise Unreadable(source.relative, _os_reason(error)) from None
    except ValueError as error:
        raise Unreadable(source.relative, str(error)) from None
    found["text"] = text = _valid(found["text"])
    if not re.search(r"[^\s\x1a\u200b\u2060\ufeff]", text):
        raise Unreadable(source.relative, "holds nothing but blank space")
    marks = found.pop("warnings", ())
    if _mojibake(text):
        marks = (*marks, "mojibake")
    found = {k: v for k, v in found.items() if v is not None} | source.overrides
    return Document(
        doc_id=source.doc_id or Path(source.relative).stem,
        path=source.relative,
        sha256=hashlib.sha256(data).hexdigest(),
        published_basis="metadata" if "published" in found else None,
        media_type=media_type,
        warnings=marks,
        **found,
    )


def _bytes(path: Path, limit: int) -> bytes:
    about = os.stat(path)
    if not stat.S_ISREG(about.st_mode):
        raise ValueError("is not a file")
    if about.st_size > limit:
        size, most = about.st_size / 1e6, limit / 1e6
        raise ValueError(f"is too large ({size:,.0f} MB; at most {most:,.0f} MB); split it")
    with open(path, "rb") as file:
        return file.read(limit + 1)


@contextlib.contextmanager
def _quiet(*names: str) -> Iterator[None]:
    """Libraries that speak of every oddity of a file on standard error; a reason says it once."""
    loggers = [logging.getLogger(name) for name in names]
    levels = [logger.level for logger in loggers]
    try:
        for logger in loggers:
            logger.setLevel(logging.CRITICAL + 1)
        with python_warnings.catch_warnings():
            python_warnings.simplefilter("ignore")
            yield
    finally:
        for logger, level in zip(loggers, levels, strict=True):
            logger.setLevel(level)


def _valid(text: str) -> str:
    """Text that can be written as UTF-8: surrogate pairs joined, lone ones and NUL as U+FFFD."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text.replace("\0", "\ufffd")


def _line(text: Any, most: int = 500) -> str | None:
    """Metadata as one clean line, or None."""
    if not isinstance(text, str):
        return None
    text = re.sub(r"[\x00-\x1f\x7f-\x9f\s]+", " ", _valid(text[: most * 20])).strip()
    return text[:most] or None


def _language(code: Any) -> str | None:
    """`en-GB` and `en_GB` as `en`; None for what is no code.

    >>> _language("en_GB"), _language("English")
    ('en', None)
    """
    match = re.fullmatch(r"\s*([A-Za-z]{2,3})([-_][A-Za-z0-9]{1,8})*\s*", str(code or ""))
    return match[1].lower() if match else None


# --- encodings ----------------------------------------------------------------------------------

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16: its mark begins with that of UTF-16
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_OTHER_FORMATS = (
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


def _decode(data: bytes, declared: str | None = None) -> tuple[str, str]:
    """Text and encoding. Raises ValueError with the reason if `data` is no text.

    Order: byte order mark, UTF-8, UTF-16 without a mark, the encoding that an HTML page declares,
    western single-byte text, charset-normalizer.
    """
    for begin, kind, cure in _OTHER_FORMATS:
        if data.startswith(begin):
            raise ValueError(f"is {kind}, not text; {cure}")
    mark = next((name for bom, name in _BOMS if data.startswith(bom)), None)
    if mark and mark != "utf-8-sig":
        text = data.decode(mark, "replace")
        bad = text.count("\ufffd")
        if bad > 1 and bad * 100 > len(text):
            raise ValueError(f"begins with the mark of {mark.upper()}, but is none: damaged")
        _no_controls(text.encode("utf-8"), "characters")
        return text, mark
    if mark:
        data = data[len(codecs.BOM_UTF8) :]
    elif b"\0" in data and (order := _utf16(data)):
        text = data.decode(order)
        _no_controls(text.encode("utf-8"), "characters")
        return text, order
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
    if len(data) % 2:
        return None
    sample = data[:65536]
    for order, high, low in (("utf-16-le", 1, 0), ("utf-16-be", 0, 1)):
        values = Counter(sample[high::2])
        enough = sum(n for _, n in values.most_common(4)) * 10 >= len(sample) // 2 * 9
        if values[0] * 10 < len(sample) // 2 or sample[low::2].count(0) * 10 > values[0]:
            continue
        if enough:
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


def _charset(data: bytes) -> str | None:
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


def _mojibake(text: str) -> bool:
    """Whether the text was decoded wrongly before it came here.

    >>> [_mojibake(text) for text in ("Itâ€™s", "Â£600m", "“Å–” and MANHÃ”", "naïve £5")]
    [True, True, False, False]
    """
    if text.isascii():
        return False
    if "\ufffd" in text:
        return True
    pairs = 0
    for match in _TWICE.finditer(text):
        pairs += 1
        # Few pairs may be chance: a Norwegian Å before a dash, a Portuguese Ã before a quote.
        if len(match[0]) > 2 or pairs > 3 or re.match("Â|Ã[¡-¿]", match[0]):
            return True
    return False


# --- the kinds of files -------------------------------------------------------------------------


def _plain(data: bytes) -> dict:
    text, encoding = _decode(data)
    return {"text": text, "encoding": encoding}


def _html(data: bytes) -> dict:
    import lxml.etree
    import lxml.html
    import trafilatura

    markup, encoding = _decode(data, _charset(data))
    # At 256 levels libxml2 stops. With huge_tree (2,048) nested lists end in a RecursionError
    # inside trafilatura and nested tables take 7 s.
    parser = lxml.html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        tree = lxml.html.document_fromstring(markup.encode("utf-8"), parser=parser)
    except lxml.etree.ParserError:
        raise ValueError("is HTML without any text") from None
    cut = any(e.type_name == "ERR_RESOURCE_LIMIT" for e in parser.error_log)
    count = sum(1 for _ in tree.iter())
    if count > HTML_ELEMENTS:
        raise ValueError(f"is HTML of {count:,} tags (at most {HTML_ELEMENTS:,}); save it as text")
    found = _html_metadata(tree)
    # trafilatura keeps <template> and <del>, and falls back on menus if it finds nothing else.
    for element in list(tree.iter("script", "style", "template", "nav", "del")):
        element.drop_tree()
    for element in tree.iter():
        for part in ("text", "tail"):
            if _NOT_XML.search(getattr(element, part) or ""):
                setattr(element, part, _NOT_XML.sub("\ufffd", getattr(element, part)))
    try:
        page = trafilatura.bare_extraction(
            tree, include_comments=False, favor_precision=True, with_metadata=False
        )
    except (ValueError, RecursionError, lxml.etree.LxmlError) as error:
        raise ValueError(f"is HTML that can't be read ({type(error).__name__})") from None
    text = page.text if page else None
    if not text or not text.strip():
        where = "; its tags are nested more than 256 deep" if cut else ""
        raise ValueError(f"is HTML without an article's text{where}; save the article alone")
    return {"text": text.strip() + "\n", "encoding": encoding, **found} | (
        {"warnings": ("cut_short",)} if cut else {}
    )


# One of these in the tree (from `&#1;`, say), and trafilatura drops the whole page.
_NOT_XML = re.compile("[\x00-\x08\x0e-\x1f\ufffe\uffff]")
_DATE_METAS = (
    "article:published_time", "og:article:published_time", "og:published_time",
    "datepublished", "citation_publication_date", "citation_online_date", "dc.date.issued",
    "dcterms.issued", "parsely-pub-date", "sailthru.date", "pubdate", "publishdate",
    "publish-date", "publish_date", "publication_date", "dc.date", "dcterms.date", "date",
)  # fmt: skip


def _html_metadata(tree: Any) -> dict[str, Any]:
    """What the page states of itself. trafilatura's htmldate also guesses from the text, and knows
    today's date; here a date is a stated one or none."""
    metas: dict[str, list[str]] = defaultdict(list)
    for meta in tree.iter("meta"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop") or ""
        if meta.get("content"):
            metas[name.strip().lower()].append(meta.get("content"))

    def first(*values: Any) -> str | None:
        return next(filter(None, map(_line, values)), None)

    def meta(name: str) -> str | None:
        return first(*metas.get(name, []))

    articles, pages = _json_ld(tree)
    node = (articles or [{}])[0]
    publisher = node.get("publisher")
    site = first(
        meta("og:site_name"), publisher.get("name") if isinstance(publisher, dict) else publisher,
        meta("dc.publisher"), meta("citation_publisher"),
    )  # fmt: skip
    headings = [h.text_content() for h in tree.iter("h1")]
    title = first(
        meta("og:title"), node.get("headline"), meta("citation_title"), meta("dc.title"),
        headings[0] if len(headings) == 1 else None, tree.findtext(".//title"),
    )  # fmt: skip
    if title and site:
        title = re.sub(rf"\s+[|–—-]\s+{re.escape(site)}$", "", title)
    links = [
        link.get("href") for link in tree.iter("link") if link.get("rel", "").lower() == "canonical"
    ]
    url = next(
        (u for u in map(_line, [*links, meta("og:url")]) if u and re.match("https?://", u)), None
    )
    times = [
        t.get("datetime") for t in tree.iter("time")
        if t.get("pubdate") is not None or t.get("itemprop") == "datePublished"
    ]  # fmt: skip
    dated = [[m for m in metas.get(name, [])] for name in _DATE_METAS]
    dated.insert(3, [a.get("datePublished") for a in articles])
    dated += [[p.get("datePublished") for p in pages], times]
    published = None
    for group in dated:
        days = {day for day in map(_stated_date, group) if day}
        if days:  # several different ones: the page lists other articles too, so none is its own
            published = days.pop() if len(days) == 1 else None
            break
    html = tree if tree.tag == "html" else tree.getroottree().getroot()
    language = next(
        filter(None, map(_language, [
            html.get("lang"), html.get("xml:lang"), meta("og:locale"), node.get("inLanguage"),
        ])), None,
    )  # fmt: skip
    return dict(title=title, publisher=site, url=url, published=published, language=language)


def _json_ld(tree: Any) -> tuple[list[dict], list[dict]]:
    """The article nodes and the page nodes of a page's JSON-LD; not its comments or its lists."""
    articles, pages = [], []
    for script in tree.iter("script"):
        if "ld+json" not in (script.get("type") or ""):
            continue
        try:
            nodes = [json.loads(script.text or "")]
        except (ValueError, RecursionError):
            continue
        for _ in range(4):  # a list of graphs of pages of articles
            below: list = []
            for node in nodes:
                if isinstance(node, list):
                    below += node
                elif isinstance(node, dict):
                    kinds = node.get("@type")
                    kinds = [k for k in (kinds if isinstance(kinds, list) else [kinds]) if k]
                    if any(re.search("Article$|^BlogPosting$|^Report$", str(k)) for k in kinds):
                        articles.append(node)
                    elif any(str(k).endswith("WebPage") for k in kinds):
                        pages.append(node)
                    below += [node[k] for k in ("@graph", "mainEntity") if k in node]
            nodes = below
    return articles, pages


def _stated_date(text: Any) -> datetime.date | None:
    """The day of an ISO date or an e-mail date; None for anything that could be read two ways.

    >>> str(_stated_date("2025-12-19T23:30:00+01:00")), _stated_date("03/04/2025")
    ('2025-12-19', None)
    """
    text = text.strip() if isinstance(text, str) else ""
    match = re.match(r"(\d{4})([-/.]?)(\d\d)\2(\d\d)(?!\d)", text)
    if match:
        year, _, month, day = match.groups()
    elif match := re.match(r"[A-Z][a-z]{2}, (\d\d?) ([A-Z][a-z]{2}) (\d{4})\b", text):
        day, month, year = match.groups()
        months = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
        month = months.index(month) + 1 if month in months else 0
    else:
        return None
    with contextlib.suppress(ValueError):
        found = datetime.date(int(year), int(month), int(day))
        # 1970-01-01 is how a site writes "no date".
        return found if found.year >= 1900 and found != datetime.date(1970, 1, 1) else None
    return None


def _pdf(data: bytes) -> dict:
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
        title = _line(reader.metadata.title)
        # What a word processor leaves there is the name of a draft, not a title.
        if title and not re.search(r"(?i)^(microsoft \w+ - |untitled)|\.\w{3,4}$", title):
            found["title"] = title
    with contextlib.suppress(Exception):
        found["language"] = _language(reader.root_object.get("/Lang"))
    # No `published`: CreationDate and XMP dc:date say when the file was made. An article printed
    # to PDF today would be dated today.
    return found


_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_SKIP = {
    *(_W + t for t in ("del", "moveFrom", "pPr", "rPr", "sectPr", "instrText")),
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
}


def _docx(data: bytes) -> dict:
    import zipfile

    import docx

    if not data.startswith(b"PK"):
        with contextlib.suppress(StopIteration):
            begin = next(f for f in _OTHER_FORMATS if data.startswith(f[0]))
            raise ValueError(f"is {begin[1]}, not a .docx; save it as .docx")
        raise ValueError("is no .docx; open it in a word processor and save it as .docx")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(part.file_size for part in archive.infolist()) > LIMIT:
                raise MemoryError
        word = docx.Document(io.BytesIO(data))
        text = "\n".join(_docx_blocks(word.element.body)) + "\n"
        about = word.core_properties
        title, language = _line(about.title), _language(about.language)
    except MemoryError:
        raise ValueError(f"unpacks to more than {LIMIT / 1e6:,.0f} MB; split it") from None
    except Exception as error:  # zipfile, lxml and python-docx each have their own
        raise ValueError(
            f"is a broken .docx ({type(error).__name__}); open it in a word processor and save it"
        ) from None
    return {"text": text, "title": title, "language": language}


def _docx_blocks(parent: Any) -> Iterator[str]:
    # python-docx's paragraph.text leaves out accepted insertions (w:ins), content controls and
    # text boxes; here only deletions are left out. Footnotes are in another part, and not read.
    for child in parent.iterchildren():
        if child.tag == _W + "p":
            yield "".join(_docx_text(child))
        elif child.tag == _W + "tbl":
            for row in child.iterchildren(_W + "tr"):
                yield "\t".join(
                    " ".join(filter(None, ("".join(_docx_text(p)) for p in cell.iter(_W + "p"))))
                    for cell in row.iterchildren(_W + "tc")
                )
        elif child.tag in (_W + "sdt", _W + "sdtContent", _W + "ins", _W + "customXml"):
            yield from _docx_blocks(child)


def _docx_text(node: Any) -> Iterator[str]:
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
            yield from _docx_text(child)
            if child.tag == _W + "p":  # a paragraph of a text box
                yield "\n"


_READERS = {
    "text/html": _html,
    "application/xhtml+xml": _html,
    "application/pdf": _pdf,
    MEDIA_TYPES[".docx"]: _docx,
}
