"""What commands share: the group, its errors, options, and how a corpus is loaded."""

from pathlib import Path

import click

from workbench import __version__


class Commands(click.Group):
    """What is wrong with the codebook, the labels or the target, as a message with exit code 2."""

    def invoke(self, ctx):
        from workbench.corpus.export import CantWrite
        from workbench.documents import Unreadable

        try:
            return super().invoke(ctx)
        except ValueError as error:  # CodebookError, LabelError, a target that can't be meant
            raise click.UsageError(str(error)) from None
        except (CantWrite, Unreadable) as error:
            failed = click.ClickException(str(error))
            failed.exit_code = 2
            raise failed from None


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="workbench")
def cli() -> None:
    """What articles claim about a war and its peace talks: by whom, how firmly, where."""


paths_ = click.argument("paths", nargs=-1, required=True, metavar="PATH...")
labels_ = click.argument("labels", nargs=-1, required=True, metavar="LABELS.jsonl...")
codebook_ = click.option(
    "--codebook", metavar="FILE", help="TOML file or folder laid over the default vocabulary."
)
indicators_ = click.option(
    "--indicators",
    metavar="FILE",
    help="Watch list (default: indicators.toml beside the documents).",
)
no_browser_ = click.option("--no-browser", is_flag=True, help="Print the address only.")


def port_(number: int):
    return click.option("--port", default=number, show_default=True, help="Where it listens.")


corrections_ = click.option(
    "--corrections", metavar="FILE", type=click.Path(exists=True, dir_okay=False),
    help="Corrections by an analyst (default: corrections.toml beside the documents).",
)  # fmt: skip


def reading_(command):
    """The arguments that every command has which reads a corpus."""
    jobs = "Processes that read (default: one a processor; 0: none, and no limit)."
    limit = "Seconds for a document, and a sixth more for each megabyte (0: none)."
    seconds = click.FloatRange(min=0)
    for option in (
        click.option("--quiet", is_flag=True, help="No progress bar."),
        click.option("--limit", type=seconds, default=60, help=limit, show_default=True),
        click.option("--jobs", type=click.IntRange(min=0), metavar="N", help=jobs),
        click.option("--follow-links", is_flag=True, help="Also links that leave the folder."),
        click.option("--no-cache", is_flag=True, help="Read every document again."),
        corrections_,
        codebook_,
        paths_,
    ):
        command = option(command)
    return command


def writing_(command):
    """The options of every command that writes a table."""
    formats = click.Choice(["table", "csv", "jsonl", "parquet"])
    whole = "Write to a file, whole or not at all."
    command = click.option("-o", "--output", metavar="FILE", help=whole)(command)
    return click.option(
        "--format", "format_", default="table", show_default=True, type=formats, help="Of the rows."
    )(command)


def vocabulary(path):
    from workbench import codebook

    return codebook.load(path)


def load(paths, codebook, no_cache, quiet, whole=True, **how):
    """A Corpus of what is given; of a dataset too, or where not the whole is wanted that itself."""
    from workbench import corpus
    from workbench.corpus import parts

    if len(paths) == 1 and parts.manifest(Path(paths[0])):
        dataset = corpus.open(paths[0], codebook)
        return dataset.select() if whole else dataset
    return corpus.load(list(paths), codebook, cache=not no_cache, progress=not quiet, **how)
