"""Frictionless Data Package: every table as CSV, its columns typed and explained."""

import hashlib
from pathlib import Path

from workbench import compare, findings, plans
from workbench.briefing.exports import rows
from workbench.corpus import export
from workbench.corpus.tables import TYPE, WORDS

ROOMS = {findings: "facts findings", plans: "plans provisions alignments", compare: "disagreements"}
OWN = (
    "documents noise passages claims dates positions corrections"  # tables that a corpus has itself
)
KEYS = {"documents": "doc_id"} | {
    f"{name}s": f"{name}_id" for name in "claim position fact finding disagreement plan".split()
}
TYPES = {"int": "integer", "float": "number", "datetime": "date", "bool": "boolean"}


def write(corpus, folder: Path, made_by: str) -> None:
    """``datapackage.json`` and a CSV file for each table."""
    tables = {name: getattr(corpus, name) for name in OWN.split()}
    tables |= {
        name: getattr(room, name)(corpus) for room, names in ROOMS.items() for name in names.split()
    }
    package = {
        "profile": "tabular-data-package",
        "name": f"workbench-{corpus.fingerprint}",
        "title": f"Corpus {corpus.fingerprint}, read by {made_by}",
        "description": WORDS["package"],
        "resources": [_resource(name, table, folder) for name, table in tables.items()],
    }
    (folder / "datapackage.json").write_bytes(rows.indented(package))


def _resource(name: str, table, folder: Path) -> dict:
    """A table written, and its entry."""
    fields = [_field(column, name) for column in table.columns]
    told = ([_cell(row.get(f["name"]), f["type"]) for f in fields] for row in rows.records(table))
    path = folder / f"{name}.csv"
    export.write(name, list(table.columns), told, "csv", str(path))
    data = path.read_bytes()
    schema: dict = {"fields": fields, "missingValues": [""]}
    if name in KEYS:
        schema["primaryKey"] = KEYS[name]
    if name != "documents" and "doc_id" in table:
        there = {"resource": "documents", "fields": "doc_id"}
        schema["foreignKeys"] = [{"fields": "doc_id", "reference": there}]
    return {
        "profile": "tabular-data-resource", "name": name, "path": path.name,
        "title": WORDS["tables"][name], "format": "csv", "mediatype": "text/csv",
        "encoding": "utf-8", "dialect": {"delimiter": ",", "doubleQuote": True},
        "bytes": len(data), "hash": f"sha256:{hashlib.sha256(data).hexdigest()}", "schema": schema,
    }  # fmt: skip


def _field(column: str, table: str) -> dict:
    """A column of Table Schema; what holds lists is an array, as JSON."""
    dtype = TYPE.get(column, "object").lower().split("64")[0]
    one = dtype == "string" or (column == "conflict" and table != "documents")
    kind = "string" if one else TYPES.get(dtype, "array")
    words = WORDS["columns"]
    return {
        "name": column,
        "type": kind,
        "description": words.get(f"{table}.{column}", words[column]),
    }


def _cell(value, kind: str):
    return [value] if kind == "array" and isinstance(value, str) else value
