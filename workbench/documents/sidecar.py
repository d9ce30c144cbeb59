"""The analyst's own word on the documents: `corpus.toml` or `corpus.csv` beside them."""

import csv
import difflib
import io
import os
import re
import tomllib
import unicodedata
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

from workbench.documents.encodings import decode
from workbench.documents.text import clean, day, language_code, megabytes, one_line, reason

SIDECARS = ("corpus.toml", "corpus.csv")
OUTSIDE = "outside the folder; copy it here, or say --follow-links"
MOST = 20_000_000  # bytes; a hundred thousand entries
# tomllib takes 51 s and 3.5 GB for one name of 60 KB of dots.
_DEEP = re.compile(r"(?<![\w-])(?:[\w-]+[ \t]*\.[ \t]*){50}")


def _grade(value: Any) -> str | None:
    return str(value).upper() if re.fullmatch("[A-Fa-f]", str(value)) else None


def _credibility(value: Any) -> dict[str, int] | None:
    """Figures as quoted, or ids of claims, with their grades."""
    good = isinstance(value, dict) and all(type(n) is int and 1 <= n <= 6 for n in value.values())
    return value if good else None


_TEXT = (lambda value: one_line(value, 5000), "is not a text; write it in quotes")
# By key: what makes its value fit for the table, or None; and what is said then.
KEYS: dict[str, tuple[Callable[[Any], Any], str]] = {
    "title": _TEXT,
    "published": (lambda value: day(str(value)), "is no date; write it as 2025-12-31"),
    "url": _TEXT,
    "publisher": _TEXT,
    "language": (language_code, 'is no language code; write one such as "en" or "uk"'),
    "source_reliability": (_grade, "is no grade; write one letter from A to F"),
    "note": _TEXT,
    "credibility": (
        _credibility,
        'is no table of grades; write figures with 1 to 6, as {"$60 billion" = 2}',
    ),
}


def leaves(real: str, folder: str) -> bool:
    """Whether a real path is outside a folder."""
    return not os.path.join(real, "").startswith(os.path.join(folder, ""))


def read_sidecar(
    root: Path, names: list[str], whole: bool, fail: Callable, follow_links: bool = False
) -> dict[str, dict]:
    """Checked overrides by relative path. Entries without a document are told if all of `root` is
    loaded: a single file is given what the sidecar beside it says of that file."""
    there = []
    for name in [n for n in SIDECARS if os.path.isfile(root / n)]:
        real = os.path.realpath(root / name)
        if follow_links or not leaves(real, os.path.realpath(root)):
            there.append(name)
        else:
            fail(name, f"is a link to {clean(real)!r}, {OUTSIDE}")
    for name in there[1:]:
        fail(name, f"left out, as {there[0]} is there; keep one")
    exact = {_key(name): name for name in names}
    bare = defaultdict(list)
    for path, name in exact.items():
        bare[path.rpartition("/")[2]].append(name)
    result: dict[str, dict] = defaultdict(dict)
    told = entries(root / there[0], lambda why: fail(there[0], why)) if there else {}
    # An entry by full path says more than one by bare name: it comes last.
    for key, values in sorted(told.items(), key=lambda e: _key(e[0]) in exact):
        found = [exact[_key(key)]] if _key(key) in exact else bare.get(_key(key), [])
        reasons = []
        if len(found) == 1:
            result[found[0]] |= _checked(values, reasons.append)
        elif found or whole:
            what = f"{len(found)} files have that name" if found else "no such document"
            reasons = [f'{what}; an entry is a path in quotes, such as ["folder/name.txt"]']
        for why in reasons:
            fail(there[0], f'entry "{key}": {why}')
    return result


def entries(sidecar: Path, fail: Callable) -> dict[str, Any]:
    """What the file says, as it says it; nothing where it can't be read."""
    try:
        with open(sidecar, "rb") as file:
            data = file.read(MOST + 1)
        if len(data) > MOST:
            raise ValueError(f"is larger than {megabytes(MOST)}")
        text = decode(data)[0]
        if sidecar.suffix == ".csv":
            return _csv_entries(text, fail)
        if _DEEP.search(text):
            raise ValueError("a name in it has more than 50 parts; put names with dots in quotes")
        return tomllib.loads(text)
    except OSError as error:
        fail(reason(error))
    except (ValueError, RecursionError, csv.Error) as error:
        fail(f"was left out whole: {error}")
    return {}


def _key(name: str) -> str:
    # macOS writes names decomposed, editors write them composed; Windows exports backslashes.
    return unicodedata.normalize("NFC", name.replace("\\", "/").removeprefix("./"))


def _csv_entries(text: str, fail: Callable) -> dict[str, Any]:
    separator = max(",;\t", key=text.partition("\n")[0].count)
    rows = csv.DictReader(io.StringIO(text, newline=""), delimiter=separator, restkey="?")
    columns = [(c or "").strip().lower() for c in rows.fieldnames or []]
    if "file" not in columns:
        raise ValueError(f"no column 'file'; the columns are: {', '.join(columns)}")
    for column in filter(None, {*columns} - {*KEYS, "file"}):
        fail(f"column {column!r}: {_unknown(column)}")
    rows.fieldnames = [c if c in ("file", *KEYS) else "" for c in columns]
    entries: dict[str, dict] = {}
    for row in rows:
        row = {k: str(v).strip() for k, v in row.items() if k and v and str(v).strip()}
        name = row.pop("file", "")
        if name in entries:
            fail(f'line {rows.line_num}: "{name}" stands here twice; the first is used')
        elif name or row:
            entries[name] = row
    return entries


def _unknown(key: str) -> str:
    near = [f" did you mean {name!r}?" for name in difflib.get_close_matches(key, KEYS, n=1)]
    return f"unknown;{''.join(near)} keys: {', '.join(KEYS)}"


def _checked(values: Any, fail: Callable) -> dict[str, Any]:
    if not isinstance(values, dict):
        fail(f"is {values!r}, not a table of keys; keys: {', '.join(KEYS)}")
        return {}
    result: dict[str, Any] = {}
    for key, value in values.items():
        check, cure = KEYS.get(key, (None, ""))
        if check is None:
            fail(f"key {key!r}: {_unknown(key)}")
        elif (good := check(value)) is None:
            fail(f"{key} = {value!r} {cure}")
        else:
            result[key] = good
    return result
