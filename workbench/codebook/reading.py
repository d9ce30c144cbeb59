"""TOML files to checked entries. A file that cannot be used is told by name, entry and fix."""

import difflib
import re
import tomllib
from pathlib import Path
from typing import get_args, get_type_hints

import msgspec

from workbench.codebook.entries import GIVES, KINDS, ROLES, Cue, Entry, File, Unit


class CodebookError(ValueError):
    """A codebook that cannot be used: names the file, the entry and the fix."""


def files(path: str | Path) -> list[Path]:
    """The TOML files of a codebook given as one file or as a folder."""
    path = Path(path)
    if not path.exists():
        raise CodebookError(f"{path}: no such codebook; give a .toml file or a folder of them")
    found = sorted(path.glob("*.toml")) if path.is_dir() else [path]
    if not found:
        raise CodebookError(f"{path.name}: no .toml file in this folder")
    return found


def read(path: Path) -> File:
    """The checked entries of one file. Raises CodebookError."""
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise CodebookError(f"{path.name}: cannot be read as TOML: {error}") from None
    try:
        file = msgspec.convert(raw, File)
    except msgspec.ValidationError as error:
        raise CodebookError(f"{path.name}: {_explained(str(error), raw)}") from None
    for kind in KINDS:
        seen = set()
        for entry in getattr(file, kind):
            twice = "stands twice; merge the two or rename one" if entry.id in seen else ""
            if why := twice or _fault(kind, entry):
                raise CodebookError(f"{path.name}: {kind} {entry.id!r}: {why}")
            seen.add(entry.id)
    return file


def nearest(word: str, known) -> str:
    """
    >>> nearest("fundng", ["funding", "force"]), nearest("x", ["funding"])
    ("did you mean 'funding'? ", '')
    """
    near = difflib.get_close_matches(word, known, 1)
    return f"did you mean {near[0]!r}? " if near else ""


def _explained(message: str, raw: dict) -> str:
    """msgspec's message with the entry's id for its path, and the fields or values that exist."""
    what, _, place = message.partition(" - at `$")
    path = re.match(r"\.(\w+)\[(\d+)\](?:\.(\w+))?", place)
    where, struct, field = "", File, None
    if path:
        kind, number, field = path[1], int(path[2]), path[3]
        entry = raw[kind][number]
        struct = get_args(get_type_hints(File)[kind])[0]
        name = entry.get("id") if isinstance(entry, dict) else None
        where = f"{kind} {name!r}: " if name else f"{kind} number {number + 1}: "
    if unknown := re.search(r"unknown field `(\w+)`", what):
        fields = struct.__struct_fields__
        hint = nearest(unknown[1], fields)
        return f"{where}unknown field {unknown[1]!r}; {hint}fields: {', '.join(fields)}"
    if field and (bad := re.match(r"Invalid enum value '?(.*?)'?$", what)):
        choices = get_type_hints(struct)[field]
        while not isinstance(get_args(choices)[0], (str, int)):  # of a list
            choices = get_args(choices)[0]
        can = ", ".join(map(str, get_args(choices)))
        return f"{where}{field} {bad[1]!r} does not exist; it can be: {can}"
    return where + what


def _fault(kind: str, entry: Entry) -> str:
    """What is wrong with an entry beyond its types; empty where nothing is."""
    if not re.fullmatch(r"[A-Za-z0-9_.\-]+", entry.id):
        return "an id has letters, digits, '_', '.' and '-' only"
    names = [name for part in ("places", "groups", "plans") for name in getattr(entry, part, ())]
    for phrase in (*entry.match, *entry.exclude, *names):
        if not phrase.strip():
            return "an empty phrase in it"
        if kind in ("noise", "warning"):
            try:
                re.compile(phrase)
            except re.error as error:
                return f"{phrase!r} is no regular expression: {error}"
        elif phrase.count("{") != phrase.count("}"):
            return f"unbalanced braces in {phrase!r}"
    if isinstance(entry, Cue):
        return _no_value(entry.label, entry.gives, entry.themes)
    if isinstance(entry, Unit) and entry.role:
        return _no_value("role", entry.role, [entry.theme or "force"])
    return ""


def _no_value(label: str, gives: str, themes: list) -> str:
    roles = list(dict.fromkeys(r for theme in themes or ROLES for r in ROLES.get(theme, ())))
    allowed = roles if label == "role" else GIVES.get(label, [gives])
    own = label == "role" and not {*themes} <= {*ROLES} and re.fullmatch(r"[a-z]\w*", gives)
    if gives in allowed or own:  # a theme of one's own has the roles that its codebook gives it
        return ""
    of = f" of {', '.join(themes)}" if themes else ""
    if not allowed:
        return f"no {label} {gives!r}{of}; write it in small letters and _, as in has_entered"
    can = f"{nearest(gives, allowed)}it can be: {', '.join(allowed)}"
    return f"no {label} {gives!r}{of}; {can}"
