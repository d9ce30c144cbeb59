"""What every format is made of: documents with their texts and claims, as plain values."""

import re
import uuid
from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

import msgspec
import pandas as pd

#: What a claim is labelled with; the rest of its row is its place, its value and its reasons.
LABELS = (
    "theme", "role", "conflict", "unit", "qualifier", "instrument", "actor", "beneficiary",
    "purpose", "period", "speaker", "modality", "attribution", "factuality",
)  # fmt: skip
_SPACE = uuid.uuid5(uuid.NAMESPACE_OID, "workbench")
_UNFIT = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Paper(NamedTuple):
    """A document: its row, its text, its claims, an id for file names."""

    row: dict
    text: str
    claims: list[dict]
    guid: str


def papers(corpus) -> Iterator[Paper]:
    """The documents of a corpus, one after the other."""
    claims: dict[str, list[dict]] = {}
    for claim in records(corpus.claims):
        claims.setdefault(claim["doc_id"], []).append(claim)
    for row in records(corpus.documents):
        doc_id = row["doc_id"]
        about = guid("document", doc_id, row["sha256"])
        # Who reads a file as UTF-8 drops a mark that it begins with, and every place is one off.
        text = re.sub("^\ufeff", "\ufffd", corpus.text(doc_id))
        yield Paper(row, text, claims.get(doc_id, []), about)


def records(table) -> Iterator[dict]:
    """The rows of a table as JSON has them: without what is missing, days in ISO 8601."""
    for row in table.astype(object).itertuples(index=False, name=None):
        told = zip(table.columns, map(_plain, row), strict=True)
        yield {column: value for column, value in told if value is not None}


def _plain(value):
    if isinstance(value, (str, bool, list, dict, tuple)):
        return value
    if pd.isna(value):
        return None
    if isinstance(value, datetime):
        return str(value)[:10]
    return int(value) if abs(value) < 2**63 and value == int(value) else float(value)


def labels(claim: dict) -> Iterator[tuple[str, str]]:
    """The labels of a claim as (column, value); of several actors each."""
    for column in LABELS:
        if column in claim:
            several = column in ("actor", "beneficiary")
            for value in claim[column].split(";") if several else [claim[column]]:
                yield column, value


def guid(*told) -> str:
    """An id that is the same wherever it is made from the same.

    >>> guid("document", "a", "00ff")
    '928f95ca-7219-5723-864b-dfd4aee5992a'
    """
    return str(uuid.uuid5(_SPACE, dumps(told)))


def dumps(value) -> str:
    return msgspec.json.encode(value).decode()


def indented(value) -> bytes:
    return msgspec.json.format(msgspec.json.encode(value), indent=1) + b"\n"


def lines(row: dict) -> str:
    """A row for a memo: a line a column, each value as JSON."""
    return "\n".join(f"{column}: {dumps(value)}" for column, value in row.items())


def fit(text: str) -> str:
    """Text for programs that can't have every character: one for one, so that offsets hold.

    What XML forbids is U+FFFD. A carriage return is a space: some count it, some don't.

    >>> fit("a\\r\\nb\\x01c")
    'a \\nb�c'
    """
    return _UNFIT.sub("\ufffd", text.replace("\r", " "))
