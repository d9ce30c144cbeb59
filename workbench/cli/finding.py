"""``search``: where the documents have some words."""

import sys

import click

from workbench.cli.shared import cli, load, reading_, writing_
from workbench.documents.messages import tell

LIMITS = {
    "conflict": "Only documents on this conflict (may be repeated).",
    "publisher": "Only documents of this publisher (may be repeated).",
    "reliability": "Only sources rated so, A to F (may be repeated).",
}


def _limits(command):
    for name, words in reversed(LIMITS.items()):
        command = click.option(f"--{name}", multiple=True, help=words)(command)
    for name, option, which in (("until", "--to", "to"), ("since", "--from", "from")):
        words = f"Only documents published {which} this day on, 2025-12-19."
        words = words if name == "since" else words.replace(" on,", ",")
        command = click.option(option, name, help=words)(command)
    return command


@cli.command()
@reading_
@click.argument("query")
@_limits
@writing_
def search(paths, query, format_, output, since, until, conflict, publisher, reliability, **how):
    """Where the documents have some words, each hit in its context, newest document first.

    QUERY: words beside each other are near each other; "a phrase", AND, OR, NOT, brackets,
    sanction*, NEAR(frozen assets, 5).
    """
    from workbench.corpus import export
    from workbench.corpus import search as found
    from workbench.corpus.query import read

    read(query)  # before the documents are read
    limits = {"conflict": conflict, "publisher": publisher, "reliability": reliability}
    limits = {name: list(values) for name, values in limits.items() if values}
    loaded = load(paths, **how)
    hits = loaded.search(
        query, limit=None, around=export.WIDE, since=since, until=until, **limits
    )  # fmt: skip
    rows = hits.rows
    if format_ == "table":  # what was found stands in one column
        rows = [[*row[:4], row[4].rjust(export.WIDE), *row[5:]] for row in rows]
    export.write("hits", found.COLUMNS, rows, format_, output)
    tell(f"{hits.summary}, read as {hits.read}")
    sys.exit(1 if loaded.failures else 0)
