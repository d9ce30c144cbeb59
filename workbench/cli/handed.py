"""What is handed over: ``brief``, ``verify``, ``check``, ``diff``, ``export``."""

import sys
from pathlib import Path

import click

from workbench.cli.shared import cli, load, options, reading_, taken
from workbench.codebook import look
from workbench.documents.messages import printable, tell

HELD = options("corpus", "vocabulary", "corrections", "quiet")


def _told(output: str, corpus) -> None:
    """What was written, of how much."""
    counts = look.count(len(corpus), "document"), look.count(len(corpus.claims), "claim")
    tell(f"{output}: {', '.join(counts)}")


@cli.command()
@reading_
@options("brief")
def brief(paths, output, **how):
    """A briefing in which every number opens its sentence, and which can be verified."""
    from workbench import briefing, corpus

    asked = {name: value for name, value in taken("brief", how).items() if value}
    loaded = load(paths, whole=False, **how)
    if not isinstance(loaded, corpus.Corpus):  # a dataset: as much of it as is told
        wars = asked.get("conflicts", ())
        loaded = loaded.select(wars[0] if len(wars) == 1 else None)
    if not len(loaded):
        raise click.UsageError("no document could be read; there is nothing to brief")
    asked = {name: list(v) if isinstance(v, tuple) else v for name, v in asked.items()}
    briefing.brief(loaded, output, **asked)
    _told(output, loaded)
    sys.exit(1 if loaded.failures else 0)


@cli.command()
@click.argument("briefing_", metavar="BRIEFING")
@HELD
def verify(briefing_, paths, codebook, quiet, corrections):
    """Make a briefing again and list what differs. Exit 0: nothing; 1: something; 2: can't be."""
    from workbench import briefing

    briefing.manifest(briefing_)  # before the documents are read
    found = briefing.verify(briefing_, load(paths, codebook, False, quiet, corrections=corrections))
    for row in found.itertuples(index=False):
        told = f"{row.what}: {row.told!r}, derived {row.derived!r}"
        click.echo(printable(told + (f" (… {row.where} …)" if row.where else "")))
    tell(f"{Path(briefing_).name}: {len(found)} differences" if len(found) else "nothing differs")
    sys.exit(1 if len(found) else 0)


@cli.command()
@click.argument("draft", metavar="DRAFT")
@HELD
@options("check")
def check(draft, paths, codebook, quiet, corrections, format_, output):
    """Hold each figure of a text against a corpus. Exit 1: one is contradicted; 2: unreadable."""
    from workbench import briefing, corpus
    from workbench.corpus import export

    loaded = load(paths, codebook, False, quiet, corrections=corrections)
    if not len(loaded):
        raise click.UsageError("no document could be read; there is nothing to hold it against")
    found = briefing.check(loaded, Path(draft))
    if format_ == "html":
        with export.opened(output) as file:
            file.write(found.page().encode("utf-8", "replace"))
    else:
        export.write("checks", corpus.COLUMNS["checks"], found.rows(), format_, output)
    counts = found.table["verdict"].value_counts().to_dict()
    tell(f"{draft}: " + (", ".join(f"{n} {told}" for told, n in counts.items()) or "no figures"))
    sys.exit(1 if "contradicted" in counts else 0)


@cli.command()
@click.argument("old", metavar="OLD")
@click.argument("new", metavar="NEW")
@options("vocabulary", "quiet")
def diff(old, new, codebook, quiet):
    """What is new, gone or changed between two briefings, or two corpora. Exit 1: something is."""
    from workbench import briefing

    def kept(path):
        if Path(path).is_dir():
            return briefing.state(load([path], codebook, False, quiet))
        return briefing.manifests.state(path)

    lines = briefing.changes(kept(old), kept(new))
    for line in lines or ["Nothing has changed."]:
        click.echo(printable(line))
    sys.exit(1 if lines else 0)


@cli.command()
@reading_
@options("export")
def export(paths, output, as_, **how):
    """The figures for other tools: a folder that says what its format can't hold."""
    from workbench.briefing.exports import export as write

    loaded = load(paths, **how)
    write(loaded, output, as_)
    _told(output, loaded)
    sys.exit(1 if loaded.failures else 0)
