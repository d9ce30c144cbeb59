"""The commands that write a table, each row as the data dictionary has it."""

import itertools
import sys
import tomllib
from importlib import import_module
from pathlib import Path

from workbench.cli.shared import cli, load, options, reading_, vocabulary, writing_
from workbench.documents.messages import tell


def _rows(name, paths, left_out, codebook, no_cache, quiet, follow_links, corrections, folder=None,
          **how):  # fmt: skip
    """The rows of one table, document by document; what was left out goes to standard error.

    ``folder``: where they are written as parts; then there are no rows.
    """
    from workbench import corpus, documents
    from workbench.corpus import growing, streaming
    from workbench.corpus.corrections import Corrections, whole

    found, unread = documents.find(paths, follow_links=follow_links)
    book = vocabulary(codebook)
    laid = Corrections(found, book, corrections, whole(paths), follow_links)
    table = None if name in ("documents", "claims") else name
    how |= {"use_cache": not no_cache, "progress": not quiet}
    if folder:
        read = growing.write(name, found, book, folder, laid, **how)
    else:
        read = streaming.stream(found, book, table=table, **how)
        read = laid.over(read) if name == "claims" else read
    for item in itertools.chain(unread, read):
        if isinstance(item, documents.Unreadable):
            left_out.append(item.path)
            tell(f"left out: {item}")
        elif name == "documents":
            yield [item.document.get(c) for c in corpus.COLUMNS["documents"]]
        else:
            yield from item.rows if table else item.claims


def _concluded(name, paths, left_out, **how):
    from workbench.corpus import parts

    if parts.manifest(Path(paths[0])):
        from workbench.findings import apart

        if name not in apart.TABLES or len(paths) > 1:
            told = " and ".join(apart.TABLES)
            raise ValueError(f"{paths[0]} is a dataset: it gives {told}, of one dataset at a time")
        yield from apart.rows(name, paths[0], how["codebook"], how["jobs"])
        return
    loaded = load(paths, **how)
    left_out += loaded.failures
    yield from whole_rows(name, loaded)


def whole_rows(name: str, corpus) -> list[list]:
    """The rows of a table of a whole corpus, None where nothing is stated."""
    if name == "corrections":
        return corpus._corrections.rows()
    if room := CONCLUDED.get(name):
        table = getattr(import_module(f"workbench.{room}"), name)(corpus)
    else:
        table = corpus.review() if name == "review" else getattr(corpus, name)
    table = table.astype(object)
    return table.where(table.notna(), None).to_numpy().tolist()


# Tables of a whole corpus, and their rooms; the others are written document by document.
CONCLUDED = {"facts": "findings", "findings": "findings", "disagreements": "compare"}
CONCLUDED |= dict.fromkeys(("plans", "provisions", "alignments"), "plans")
CONCLUDED |= {"corrections": "", "review": ""}  # of the corpus itself
WORDS = tomllib.loads((Path(__file__).parent.parent / "corpus" / "columns.toml").read_text("utf-8"))


def _table_command(name: str, help: str):
    @cli.command(name, help=help)
    @options("cluster")
    @reading_
    @writing_
    def command(paths, format_, output, **how):
        from workbench import corpus
        from workbench.corpus import export, parts

        left_out: list[str] = []
        if name not in CONCLUDED and parts.meant(output, format_):
            list(_rows(name, paths, left_out, folder=output, **how))
        else:
            rows = (_concluded if name in CONCLUDED else _rows)(name, paths, left_out, **how)
            export.write(name, corpus.COLUMNS[name], rows, format_, output)
        sys.exit(1 if left_out else 0)


@cli.command()
@reading_
@options("indicators", "seen", "writing")
def indicators(paths, indicators, seen, format_, output, **how):
    """One row a sentence that speaks of an indicator: question, evidence, whether it is new."""
    from workbench import corpus
    from workbench.corpus import export

    loaded = load(paths, **how)
    found = loaded.indicators(indicators)
    export.write("indicators", corpus.COLUMNS["indicators"], found.rows, format_, output)
    for line in repr(found).splitlines():
        tell(line)
    if seen:
        found.see()
    sys.exit(1 if loaded.failures else 0)


for _name, _help in (WORDS["tables"] | WORDS["queues"]).items():
    _table_command(_name, _help)
