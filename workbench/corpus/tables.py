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

COLUMNS = {name: tuple(columns.split()) for name, columns in WORDS["rows"].items()}
TYPE = {column: dtype for dtype, columns in WORDS["types"].items() for column in columns.split()}


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


def from_arrow(table):
    """An Arrow table as a DataFrame with the types of the data dictionary."""
    import pandas as pd
    import pyarrow as pa

    series = {}
    for name, column in zip(table.column_names, table.columns, strict=True):
        dtype = TYPE.get(name, "object")
        if dtype != "object":
            series[name] = column.to_pandas().astype(dtype)
        else:
            told = column.to_pylist() if pa.types.is_list(column.type) else column.to_numpy()
            lists = name == "conflict" and isinstance(told, list)
            series[name] = pd.Series([*map(alone, told)] if lists else told, dtype=dtype)
    return pd.DataFrame(series, columns=table.column_names)


def alone(conflicts):
    """The conflicts of a document as its row has them: one is no list."""
    return conflicts[0] if isinstance(conflicts, list) and len(conflicts) == 1 else conflicts
