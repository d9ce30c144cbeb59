"""The tables of the data dictionary: their columns, and rows of them as typed DataFrames."""

from __future__ import annotations

from collections.abc import Iterable

COLUMNS = {
    "documents": (
        "doc_id", "path", "sha256", "title", "published", "published_basis", "published_quote",
        "language", "chars", "words", "masked_share", "source_reliability", "warnings", "url",
        "publisher", "note",
    ),
    "noise": ("doc_id", "start", "end", "kind", "rule", "text"),
    "passages": (
        "doc_id", "passage", "start", "end", "kind", "heading", "themes", "actors", "text", "clean",
        "cues",
    ),
    "claims": (
        "claim_id", "doc_id", "start", "end", "quote", "sentence_start", "sentence_end", "sentence",
        "theme", "role", "low", "high", "unit", "qualifier", "instrument", "actor", "beneficiary",
        "purpose", "period", "speaker", "modality", "attribution", "factuality", "cues",
        "event_date",
        "usd", "eur", "rate_date",
    ),
    "dates": ("doc_id", "start", "end", "text", "from", "to", "kind", "resolvable"),
    "disagreements": (
        "disagreement_id", "subject", "kind", "claims", "figures", "spread", "explanation",
    ),
}  # fmt: skip

_TEXT = set(
    "doc_id path sha256 title published_basis published_quote language source_reliability url "
    "publisher note kind rule text heading clean claim_id quote sentence theme role unit qualifier "
    "instrument actor beneficiary purpose period speaker modality attribution factuality "
    "disagreement_id subject explanation".split()
)
_DATES = {"published", "event_date", "rate_date", "from", "to"}
_NUMBERS = {"low", "high", "usd", "eur", "masked_share", "spread"}
_WHOLE = {"start", "end", "sentence_start", "sentence_end", "chars", "words", "passage"}


def frame(name: str, rows: Iterable):
    """A table of the data dictionary from its rows: typed columns, <NA> where nothing is stated."""
    import pandas as pd

    columns = COLUMNS[name]
    values = list(zip(*rows, strict=True)) or [()] * len(columns)
    series = {}
    for column, data in zip(columns, values, strict=True):
        if column in _TEXT:
            series[column] = pd.array(data, dtype="string")
        elif column in _DATES:
            series[column] = pd.to_datetime(pd.Series(data, dtype="object")).astype("datetime64[s]")
        elif column in _NUMBERS:
            series[column] = (
                pd.array(data, dtype="Float64")
                if column in ("usd", "eur", "spread")
                else pd.Series(data, dtype="float64")
            )
        elif column in _WHOLE:
            series[column] = pd.Series(data, dtype="int64")
        elif column == "resolvable":
            series[column] = pd.Series(data, dtype="bool")
        else:
            series[column] = pd.Series(list(data), dtype="object")
    return pd.DataFrame(series, columns=list(columns))
