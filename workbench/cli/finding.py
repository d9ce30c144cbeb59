"""``search``: where the documents have some words."""

import sys

import click

from workbench.cli.shared import cli, load, reading_, writing_
from workbench.documents.messages import tell

LIMITS = {
    "--conflict": ("conflict", "Only documents on this conflict (may be repeated)."),
    "--from": ("since", "Only documents published on this day or later, 2025-12-19."),
    "--to": ("until", "Only documents published on this day or before."),
    "--publisher": ("publisher", "Only documents of this publisher (may be repeated)."),
    "--reliability": ("reliability", "Only sources rated so, A to F (may be repeated)."),
}


def _limits(command):
    for option, (name, words) in reversed(LIMITS.items()):
        many = "repeated" in words
        command = click.option(option, name, multiple=many, help=words)(command)
    return command


@cli.command()
@reading_
@click.argument("query")
@_limits
@writing_
def search(paths, query, format_, output, **how):
    """Where the documents have some words, each hit in its context, newest document first.

    QUERY: words beside each other are near each other; "a phrase", AND, OR, NOT, brackets,
    sanction*, NEAR(frozen assets, 5).
    """
    from workbench.corpus import export
    from workbench.corpus import search as found
    from workbench.corpus.query import read

    read(query)  # before the documents are read
    limits = {name: how.pop(name) or None for name, _ in LIMITS.values()}
    loaded = load(paths, whole=False, **how)
    hits = loaded.search(query, limit=None, around=export.WIDE, **limits)
    rows = hits.rows
    if format_ == "table":  # what was found stands in one column
        rows = [[*row[:4], row[4].rjust(export.WIDE), *row[5:]] for row in rows]
    export.write("hits", found.COLUMNS, rows, format_, output)
    tell(f"{hits.summary}, read as {hits.read}")
    sys.exit(1 if loaded.failures else 0)
