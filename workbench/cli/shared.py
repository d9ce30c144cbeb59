"""What commands share: the group, its errors, options, and how a corpus is loaded."""

import tomllib
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
OPTIONS = tomllib.loads((Path(__file__).parent / "options.toml").read_text("utf-8"))
TYPES = {
    "file": click.Path(exists=True, dir_okay=False), "count": click.IntRange(min=0),
    "seconds": click.FloatRange(min=0), "moment": click.FloatRange(min=0.1), None: None,
}  # fmt: skip


def options(*groups: str):
    """Give a command the options of these groups of ``options.toml``, in their order."""

    def decorate(command):
        told = [option for group in groups for option in OPTIONS[group].items()]
        for names, how in reversed(told):
            kind = how.get("type")
            kind = click.Choice(kind) if isinstance(kind, list) else TYPES[kind]
            command = click.option(*names.split(), **how | {"type": kind})(command)
        return command

    return decorate


def taken(group: str, how: dict) -> dict:
    """The values of a group's options, taken out of a command's parameters; None: not given."""
    names = [names.split()[-1].lstrip("-") for names in OPTIONS[group]]
    return {name: how.pop(name, None) or None for name in names}


codebook_ = options("vocabulary")
writing_ = options("writing")


def reading_(command):
    """The arguments that every command has which reads a corpus."""
    return paths_(options("vocabulary", "corrections", "reading", "quiet")(command))


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
