"""The commands that write a table, each row as the data dictionary has it."""

import itertools
import sys
from importlib import import_module

from workbench.cli.shared import cli, load, reading_, vocabulary, writing_
from workbench.documents.messages import tell


def _rows(name, paths, left_out, codebook, no_cache, quiet, follow_links, **how):
    """The rows of one table, document by document; what was left out goes to standard error."""
    from workbench import corpus, documents
    from workbench.corpus import streaming

    found, unread = documents.find(paths, follow_links=follow_links)
    table = None if name in ("documents", "claims") else name
    how |= {"use_cache": not no_cache, "progress": not quiet, "table": table}
    for item in itertools.chain(unread, streaming.stream(found, vocabulary(codebook), **how)):
        if isinstance(item, documents.Unreadable):
            left_out.append(item.path)
            tell(f"left out: {item}")
        elif name == "documents":
            yield [item.document.get(c) for c in corpus.COLUMNS["documents"]]
        else:
            yield from item.rows if table else item.claims


def _disagreements(name, paths, left_out, **how):
    from workbench import compare

    loaded = load(paths, **how)
    left_out += loaded.failures
    yield from (list(row.values()) for row in compare.compare(loaded).rows)


def _concluded(name, paths, left_out, **how):
    room = import_module(f"workbench.{CONCLUDED[name]}")
    loaded = load(paths, **how)
    left_out += loaded.failures
    table = getattr(room, name)(loaded).astype(object)
    yield from table.where(table.notna(), None).to_numpy().tolist()


def _table_command(name: str, help: str, rows_of=_rows):
    @cli.command(name, help=help)
    @reading_
    @writing_
    def command(paths, format_, output, **how):
        from workbench import corpus
        from workbench.corpus import export

        left_out: list[str] = []
        rows = rows_of(name, paths, left_out, **how)
        export.write(name, corpus.COLUMNS[name], rows, format_, output)
        sys.exit(1 if left_out else 0)


_table_command("documents", "One row a document: title, date, length, noise, warnings.")
_table_command("noise", "The noise ledger: every masked span with its kind and rule.")
_table_command("passages", "One row a paragraph, with its themes and actors.")
_table_command("claims", "One row a figure: role, bounds, unit, who says it, how firmly, where.")
_table_command("positions", "One row a party's stance on an issue: which, in whose words, where.")
_table_command("dates", "One row a calendar expression, resolved where the text allows it.")
_table_command(
    "disagreements",
    "One row a disagreement: kind, subject, the places that disagree, what would settle it.",
    _disagreements,
)
# Tables of a whole corpus, and their rooms.
CONCLUDED = {"facts": "findings", "findings": "findings"} | dict.fromkeys(
    ("plans", "provisions", "alignments"), "plans"
)
_table_command("facts", "One row a thing told: its subject, value, claims, sources.", _concluded)
_table_command(
    "plans", "One row a version of a peace plan: whose, points, date, status.", _concluded
)
_table_command("provisions", "One row a point of each text that is itself a plan.", _concluded)
_table_command("alignments", "One row a point in two versions of a plan: its change.", _concluded)
_table_command("findings", "One row a statement: words, rule, what it rests on.", _concluded)
