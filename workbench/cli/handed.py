"""What is handed over: ``brief``, ``verify``, ``check``, ``diff``, ``export``."""

import sys
from pathlib import Path

import click

from workbench.cli.shared import cli, codebook_, corrections_, load, reading_
from workbench.codebook import look
from workbench.documents.messages import printable, tell

# What a briefing is asked for: the option, its parameter, and what it is.
ASKED = {
    "title": ("title", "Its title."), "question": ("question", "The question it answers."),
    "author": ("author", "Who made it."), "date": ("date", "Its day, 2025-12-20."),
    "conflict": ("conflicts", "Only this conflict (may be repeated)."),
    "theme": ("themes", "Only this theme: funding, force, plan, your own (may be repeated)."),
    "actor": ("actors", "Only figures and positions of this party (may be repeated)."),
    "document": ("documents", "Only this document (may be repeated)."),
    "claim": ("claims", "Only this claim (may be repeated)."),
    "period": ("period", "Only documents of these days, 2025-12-01/2025-12-31."),
    "currency": ("currency", "Draw sums in USD or EUR, at the ECB's rates where there is one."),
    "paper": ("paper", "a4 or letter."),
    "notes": ("notes", "TOML file of your own words; begun where there is none."),
    "indicators": ("indicators", "Watch list (default: indicators.toml beside the documents)."),
    "since": ("since", "The briefing before this one: tell what changed."),
}  # fmt: skip


def _asking(command):
    """An option for each parameter of a briefing."""
    for name, (parameter, words) in reversed(ASKED.items()):
        many = parameter.endswith("s") and parameter not in ("notes", "indicators")
        command = click.option(f"--{name}", parameter, multiple=many, help=words)(command)
    return command


def _told(output: str, corpus) -> None:
    """What was written, of how much."""
    counts = look.count(len(corpus), "document"), look.count(len(corpus.claims), "claim")
    tell(f"{output}: {', '.join(counts)}")


@cli.command()
@reading_
@_asking
@click.option(
    "-o",
    "--output",
    required=True,
    metavar="FILE",
    help="Where to write it: .html, .md, .pdf, .docx.",
)
def brief(
    paths, output, codebook, no_cache, quiet, jobs, limit, follow_links, corrections, **asked
):
    """A briefing in which every number opens its sentence, and which can be verified."""
    from workbench import briefing, corpus

    how = {"jobs": jobs, "limit": limit, "follow_links": follow_links, "corrections": corrections}
    loaded = load(paths, codebook, no_cache, quiet, whole=False, **how)
    if not isinstance(loaded, corpus.Corpus):  # a dataset: as much of it as is told
        wars = asked["conflicts"]
        loaded = loaded.select(wars[0] if len(wars) == 1 else None)
    if not len(loaded):
        raise click.UsageError("no document could be read; there is nothing to brief")
    asked = {name: list(v) if isinstance(v, tuple) else v for name, v in asked.items() if v}
    briefing.brief(loaded, output, **asked)
    _told(output, loaded)
    sys.exit(1 if loaded.failures else 0)


def _corpus(command):
    """The corpus that a file is held against."""
    for option in (
        click.option("--quiet", is_flag=True, help="No progress bar."),
        corrections_,
        codebook_,
        click.option("--corpus", "paths", multiple=True, required=True, metavar="PATH",
                     help="File or folder of the documents (may be repeated)."),
    ):  # fmt: skip
        command = option(command)
    return command


@cli.command()
@click.argument("briefing_", metavar="BRIEFING")
@_corpus
def verify(briefing_, paths, codebook, quiet, corrections):
    """Make a briefing again and list what differs. Exit 0: nothing; 1: something; 2: can't be."""
    from workbench import briefing

    try:
        briefing.manifest(briefing_)
        loaded = load(paths, codebook, False, quiet, corrections=corrections)
        found = briefing.verify(briefing_, loaded)
    except briefing.CantVerify as error:
        raise click.UsageError(str(error)) from None
    for row in found.itertuples(index=False):
        told = f"{row.what}: {row.told!r}, derived {row.derived!r}"
        click.echo(printable(told + (f" (… {row.where} …)" if row.where else "")))
    tell(f"{Path(briefing_).name}: {len(found)} differences" if len(found) else "nothing differs")
    sys.exit(1 if len(found) else 0)


@cli.command()
@click.argument("draft", metavar="DRAFT")
@_corpus
@click.option(
    "--format", "format_", default="table", show_default=True, help="Of the verdicts.",
    type=click.Choice(["table", "jsonl", "html"]),
)  # fmt: skip
@click.option("-o", "--output", metavar="FILE", help="Write to a file, whole or not at all.")
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
@codebook_
@click.option("--quiet", is_flag=True, help="No progress bar.")
def diff(old, new, codebook, quiet):
    """What is new, gone or changed between two briefings, or two corpora. Exit 1: something is."""
    from workbench import briefing

    def kept(path):
        if Path(path).is_dir():
            return briefing.state(load([path], codebook, False, quiet))
        return briefing.manifests.state(path)

    try:
        lines = briefing.changes(kept(old), kept(new))
    except briefing.CantVerify as error:
        raise click.UsageError(str(error)) from None
    for line in lines or ["Nothing has changed."]:
        click.echo(printable(line))
    sys.exit(1 if lines else 0)


@cli.command()
@reading_
@click.option("-o", "--output", required=True, metavar="FOLDER", help="A new folder, all or none.")
@click.option(
    "--as", "as_", required=True, help="The format.",
    type=click.Choice(["annotations", "qdpx", "datapackage", "docbin", "labelstudio"]),
)  # fmt: skip
def export(paths, output, as_, **how):
    """The figures for other tools: a folder that says what its format can't hold."""
    from workbench.briefing.exports import export as write

    loaded = load(paths, **how)
    write(loaded, output, as_)
    _told(output, loaded)
    sys.exit(1 if loaded.failures else 0)
