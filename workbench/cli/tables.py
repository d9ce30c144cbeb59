"""The commands that write a table, each row as the data dictionary has it."""

import itertools
import sys
import tomllib
from importlib import import_module
from pathlib import Path

import click

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


def _in_parts(name, paths, output, codebook, no_cache, quiet, follow_links, **how) -> int:
    """A table as a folder of Parquet files; gives how much was left out."""
    from workbench import documents
    from workbench.corpus import parts

    found, unread = documents.find(paths, follow_links=follow_links)
    how |= {"use_cache": not no_cache, "progress": not quiet}
    lost = 0
    for item in itertools.chain(
        unread, parts.write(name, found, vocabulary(codebook), output, **how)
    ):
        lost += 1
        tell(f"left out: {item}")
    return lost


def _concluded(name, paths, left_out, **how):
    from workbench.corpus import parts

    if parts.manifest(Path(paths[0])):
        from workbench.findings import apart

        if name not in apart.TABLES or len(paths) > 1:
            told = " and ".join(apart.TABLES)
            raise ValueError(f"{paths[0]} is a dataset: it gives {told}, of one dataset at a time")
        yield from apart.rows(name, paths[0], how["codebook"], how["jobs"])
        return
    room = import_module(f"workbench.{CONCLUDED[name]}")
    loaded = load(paths, **how)
    left_out += loaded.failures
    table = getattr(room, name)(loaded).astype(object)
    yield from table.where(table.notna(), None).to_numpy().tolist()


# Tables of a whole corpus, and their rooms; the others are written document by document.
CONCLUDED = {"facts": "findings", "findings": "findings", "disagreements": "compare"}
CONCLUDED |= dict.fromkeys(("plans", "provisions", "alignments"), "plans")
WORDS = tomllib.loads((Path(__file__).parent.parent / "corpus" / "columns.toml").read_text("utf-8"))


def _table_command(name: str, help: str):
    @cli.command(name, help=help)
    @click.option("--scheduler", metavar="ADDRESS", help="A Dask cluster reads: tcp://HOST:8786.")
    @reading_
    @writing_
    def command(paths, format_, output, **how):
        from workbench import corpus
        from workbench.corpus import export, parts

        left_out: list[str] = []
        if name not in CONCLUDED and parts.meant(output, format_):
            sys.exit(1 if _in_parts(name, paths, output, **how) else 0)
        rows = (_concluded if name in CONCLUDED else _rows)(name, paths, left_out, **how)
        export.write(name, corpus.COLUMNS[name], rows, format_, output)
        sys.exit(1 if left_out else 0)


for _name, _help in WORDS["tables"].items():
    _table_command(_name, _help)
