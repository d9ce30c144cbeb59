"""The tables of the data dictionary: their columns, and rows of them as typed DataFrames."""

import sys
import tomllib
from collections.abc import Iterable
from pathlib import Path

if "IPython" in sys.modules:
    # In a notebook a table of ours, and what is made of it, shows its text as written: JupyterLab
    # and exports set "$5 and $6" as a formula, and lose a word in "did \(\phantom{not}\) agree".
    import pandas as pd

    pd.set_option("display.html.use_mathjax", False, "styler.html.mathjax", False)

#: What tables and columns hold, in words, and the values that labels have.
WORDS = tomllib.loads((Path(__file__).parent / "columns.toml").read_text("utf-8"))

COLUMNS = {
    "documents": (
        "doc_id", "path", "sha256", "title", "published", "published_basis", "published_quote",
        "conflict", "language", "chars", "words", "masked_share", "source_reliability", "warnings",
        "url", "publisher", "note",
    ),
    "noise": ("doc_id", "start", "end", "kind", "rule", "text"),
    "passages": (
        "doc_id", "passage", "start", "end", "kind", "heading", "themes", "actors", "conflict",
        "text", "clean", "cues",
    ),
    "claims": (
        "claim_id", "doc_id", "start", "end", "quote", "sentence_start", "sentence_end", "sentence",
        "theme", "conflict", "role", "low", "high", "unit", "qualifier", "instrument", "actor",
        "beneficiary", "purpose", "period", "speaker", "modality", "attribution", "factuality",
        "cues", "event_date", "credibility", "corrected", "usd", "eur", "rate_date",
    ),
    "dates": ("doc_id", "start", "end", "text", "from", "to", "kind", "resolvable"),
    "disagreements": (
        "disagreement_id", "conflict", "subject", "kind", "claims", "figures", "spread",
        "explanation",
    ),
    "checks": (
        "claim_id", "start", "end", "quote", "sentence", "theme", "verdict", "rule", "sources",
        "claims", "figures", "why",
    ),
    "facts": (
        "fact_id", "conflict", "subject", "theme", "role", "unit", "low", "high", "claims",
        "documents", "sources",
    ),
    "findings": (
        "finding_id", "conflict", "theme", "statement", "rule", "claims", "figures", "value",
        "shown_in",
    ),
    "indicators": (
        "indicator", "question", "answer", "doc_id", "start", "end", "quote", "sentence_start",
        "sentence_end", "sentence", "published", "conflict", "unseen",
    ),
    "plans": (
        "plan_id", "conflict", "sponsor", "label", "points", "points_also", "first_seen",
        "first_seen_basis", "status", "revises", "mentions",
    ),
    "provisions": (
        "plan_id", "doc_id", "point", "title", "start", "end", "text", "issues", "pax", "figures",
    ),
    "alignments": (
        "from_plan", "from_point", "to_plan", "to_point", "change", "weight", "reasons", "score",
        "shared", "diff", "figures",
    ),
    "positions": (
        "position_id", "doc_id", "start", "end", "quote", "sentence_start", "sentence_end",
        "sentence", "conflict", "actor", "issue", "stance", "negated", "speaker", "factuality",
        "cues",
    ),
    "corrections": (
        "claim_id", "doc_id", "start", "end", "quote", "field", "old", "new", "by", "on", "why",
        "applied", "problem",
    ),
    "review": (
        "claim_id", "doc_id", "start", "end", "quote", "sentence", "theme", "field", "label",
        "second", "margin",
    ),
}  # fmt: skip

# Columns that are neither listed nor dates hold Python objects: lists, and lists of dicts.
_TYPES = {
    "string": (
        "doc_id path sha256 title published_basis published_quote language source_reliability url "
        "publisher note kind rule text heading clean claim_id quote sentence theme role unit "
        "qualifier instrument actor beneficiary purpose period speaker modality attribution "
        "factuality disagreement_id subject explanation fact_id finding_id statement "
        "shown_in plan_id sponsor label first_seen first_seen_basis status point title from_plan "
        "from_point to_plan to_point change weight position_id issue stance verdict why before "
        "after field old new by problem second indicator question answer"
    ),
    "datetime64[s]": "published event_date rate_date from to on",
    "float64": "low high masked_share score",
    "Float64": "usd eur spread value",
    "Int64": "points credibility",
    "int64": "start end sentence_start sentence_end chars words passage sources margin",
    "bool": "resolvable negated applied unseen",
}
TYPE = {column: dtype for dtype, columns in _TYPES.items() for column in columns.split()}


def frame(name: str, rows: Iterable):
    """A table of the data dictionary from its rows: typed columns, <NA> where nothing is stated.

    >>> frame("noise", [["a", 3, 9, "markup", None, "<br>"]])["rule"].isna().all()
    np.True_
    """
    return typed(COLUMNS[name], rows)


def typed(columns: Iterable[str], rows: Iterable):
    """Rows as a DataFrame whose columns have the types of the data dictionary."""
    import pandas as pd

    values = list(zip(*rows, strict=True)) or [()] * len(columns)
    series = {}
    for column, data in zip(columns, values, strict=True):
        dtype = TYPE.get(column, "object")
        if dtype == "datetime64[s]":
            data = pd.to_datetime(pd.Series(data, dtype="object"))
        series[column] = pd.Series(data, dtype=dtype)
    return pd.DataFrame(series, columns=list(columns))
