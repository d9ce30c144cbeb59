"""The analyst's own word on the documents: `corpus.toml` or `corpus.csv` beside them."""

import codecs
import csv
import difflib
import io
import os
import re
import tomllib
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from workbench.documents.encodings import decode
from workbench.documents.model import MEDIA_TYPES, Unreadable
from workbench.documents.text import clean, day, language_code, one_line, os_reason

SIDECARS = ("corpus.toml", "corpus.csv")
KEYS = "title published url publisher language source_reliability note".split()

OUTSIDE = "outside the folder; copy it here, or say --follow-links"
MOST = 20_000_000  # bytes; a hundred thousand entries
# tomllib takes 51 s and 3.5 GB for one name of 60 KB of dots.
_DEEP = re.compile(rb"(?<![\w-])(?:[\w-]+[ \t]*\.[ \t]*){50}")
_QUOTED = re.compile(rb"\"(?:[^\"\\\n]|\\.)*\"|'[^'\n]*'")
MANY = 20  # entries whose meant name is guessed: each guess looks at all names


def leaves(real: str, folder: str) -> bool:
    """Whether a real path is outside a folder."""
    return not os.path.join(real, "").startswith(os.path.join(folder, ""))


def read_sidecar(
    root: Path, names: list[str], whole: bool, failures: list, follow_links: bool = False
) -> dict[str, dict]:
    """Checked overrides by relative path. Entries without a document are told if all of `root` is
    loaded: a single file is given what the sidecar beside it says of that file."""
    there = []
    for name in [n for n in SIDECARS if os.path.isfile(root / n)]:
        real = os.path.realpath(root / name)
        if follow_links or not leaves(real, os.path.realpath(root)):
            there.append(name)
        else:
            failures.append(Unreadable(name, f"is a link to {clean(real)!r}, {OUTSIDE}"))
    if there[1:]:
        failures.append(Unreadable(there[1], "left out, as corpus.toml is there; keep one"))
    if not there:
        return {}

    def fail(reason: str) -> None:
        failures.append(Unreadable(there[0], reason))

    exact = {_key(name): name for name in names}
    bare = defaultdict(list)
    for path, name in exact.items():
        bare[path.rpartition("/")[2]].append(name)
    result: dict[str, dict] = defaultdict(dict)
    lost = 0
    # An entry by full path says more than one by bare name: it comes last.
    for key, values in sorted(_entries(root / there[0], fail), key=lambda e: _key(e[0]) in exact):
        found = [exact[_key(key)]] if _key(key) in exact else bare.get(_key(key), [])
        if len(found) > 1:
            several = ", ".join(found[:4])
            fail(f'entry "{key}": {len(found)} files have that name; write one of: {several}')
        elif found:
            result[found[0]] |= _checked(
                values, lambda reason, key=key: fail(f'entry "{key}": {reason}')
            )
        elif whole:
            lost += 1
            reason = _no_such_document(root, key, values, exact if lost <= MANY else ())
            fail(f'entry "{key}": {reason}')
    return result


def _entries(sidecar: Path, fail) -> list[tuple[str, Any]]:
    """What the file says, as it says it; nothing where it can't be read."""
    try:
        with open(sidecar, "rb") as file:
            data = file.read(MOST + 1)
        if len(data) > MOST:
            raise ValueError(f"is larger than {MOST / 1e6:.0f} MB")
        return _toml_entries(data) if sidecar.suffix == ".toml" else _csv_entries(data, fail)
    except OSError as error:
        fail(os_reason(error))
    except (ValueError, RecursionError) as error:
        fail(f"was left out whole: {error}")
    return []


def _key(name: str) -> str:
    # macOS writes names decomposed, editors write them composed; Windows exports backslashes.
    return unicodedata.normalize("NFC", name.replace("\\", "/").removeprefix("./"))


def _toml_entries(data: bytes) -> list[tuple[str, Any]]:
    if _DEEP.search(_QUOTED.sub(b"q", data)):
        raise ValueError("a name in it has more than 50 parts; put names with dots in quotes")
    try:
        return list(tomllib.loads(data.removeprefix(codecs.BOM_UTF8).decode("utf-8")).items())
    except UnicodeDecodeError as error:
        raise ValueError(f"not UTF-8 (byte {error.start}); save it as UTF-8") from None
    except tomllib.TOMLDecodeError as error:
        raise ValueError(f"not valid TOML: {error}") from None


def _csv_entries(data: bytes, fail) -> list[tuple[str, Any]]:
    text = decode(data)[0]
    separator = max(",;\t", key=text.partition("\n")[0].count)
    rows = csv.DictReader(io.StringIO(text, newline=""), delimiter=separator)
    entries: dict[str, dict] = {}
    try:
        columns = [(c or "").strip().lower() for c in rows.fieldnames or []]
        if "file" not in columns:
            raise ValueError(f"no column 'file'; the columns are: {', '.join(columns)}")
        rows.fieldnames = [c if c in ("file", *KEYS) else "" for c in columns]
        for column in filter(None, set(columns) - set(rows.fieldnames)):
            fail(f"column {column!r}: {_unknown_key(column)}")
        for row in rows:
            if row.pop(None, None):
                fail(f'line {rows.line_num}: more cells than columns; put text in "quotes"')
            row = {k: v.strip() for k, v in row.items() if k and v and v.strip()}
            name = row.pop("file", "")
            if not name and row:
                fail(f"line {rows.line_num}: the cell 'file' is empty; write the file's name")
            elif name in entries:
                fail(f'line {rows.line_num}: "{name}" stands here twice; the first is used')
            elif name:
                entries[name] = row
    except csv.Error as error:
        raise ValueError(f"not valid CSV: line {rows.line_num}: {error}") from None
    return list(entries.items())


def _meant(name: str, known: Iterable[str], other: str = "") -> str:
    near = difflib.get_close_matches(name, list(known)[:5000], n=1)
    return f"did you mean {near[0]!r}?" if near else other


def _unknown_key(key: str) -> str:
    return f"unknown; {_meant(key, KEYS)} keys: {', '.join(KEYS)}".replace("  ", " ")


def _no_such_document(root: Path, key: str, values: Any, known: Iterable[str]) -> str:
    if isinstance(values, dict):
        inner = [f"{key}.{k}" for k, v in values.items() if isinstance(v, dict)]
        if inner:  # [000.txt] is, to TOML, the table "txt" within the table "000"
            return f'no such file; a name with a dot stands in quotes: ["{inner[0]}"]'
    elif key in KEYS:
        return 'stands outside any entry; put it below a line like ["name-of-the-file.txt"]'
    if os.path.isdir(root / key):
        return "is a folder; an entry is for one file"
    if os.path.exists(root / key):
        return f"is no document; what can be read: {' '.join(MEDIA_TYPES)}"
    return f"no such file; {_meant(key, known, 'check its name')}"


def _checked(values: Any, fail) -> dict[str, Any]:
    if not isinstance(values, dict):
        fail(f"is {values!r}, not a table of keys; keys: {', '.join(KEYS)}")
        return {}
    result: dict[str, Any] = {}
    for key, value in values.items():
        text = one_line(value, 5000)
        reason = f"{key} = {value!r} is not a text; write it in quotes, or leave the key out"
        if key not in KEYS:
            text, reason = None, f"key {key!r}: {_unknown_key(key)}"
        elif key == "published":
            text = day(str(value))
            reason = f"published = {str(value)!r} is no date; write it as 2025-12-31"
        elif text and key == "source_reliability":
            text = text.upper() if re.fullmatch("[A-Fa-f]", text) else None
            reason = f"source_reliability = {value!r} is no grade; write one letter from A to F"
        elif text and key == "language":
            text = language_code(text)
            reason = f'language = {value!r} is no language code; write one such as "en" or "uk"'
        if text is None:
            fail(reason)
        else:
            result[key] = text
    return result
