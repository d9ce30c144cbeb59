"""``search``: where the documents have some words."""

import sys

import click

from workbench.cli.shared import cli, load, options, reading_, taken
from workbench.documents.messages import tell


@cli.command()
@reading_
@click.argument("query")
@options("limits", "writing")
def search(paths, query, format_, output, **how):
    """Where the documents have some words, each hit in its context, newest document first.

    QUERY: words beside each other are near each other; "a phrase", AND, OR, NOT, brackets,
    sanction*, NEAR(frozen assets, 5).
    """
    from workbench.corpus import export
    from workbench.corpus import search as found
    from workbench.corpus.query import read

    read(query)  # before the documents are read
    limits = taken("limits", how)
    loaded = load(paths, whole=False, **how)
    hits = loaded.search(query, limit=None, around=export.WIDE, **limits)
    rows = hits.rows
    if format_ == "table":  # what was found stands in one column
        rows = [[*row[:4], row[4].rjust(export.WIDE), *row[5:]] for row in rows]
    export.write("hits", found.COLUMNS, rows, format_, output)
    tell(f"{hits.summary}, read as {hits.read}")
    sys.exit(1 if loaded.failures else 0)
