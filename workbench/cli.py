"""The commands: ``workbench lab | dashboard | claims | documents | noise | dates | brief ...``."""

import itertools
import os
import signal
import subprocess
import sys
import tomllib
from contextlib import suppress
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import click

from workbench import __version__
from workbench.documents.messages import printable, tell


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
no_browser_ = click.option("--no-browser", is_flag=True, help="Print the address only.")


def _port(number: int):
    return click.option("--port", default=number, show_default=True, help="Where it listens.")


def _reading(command):
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
        codebook_,
        paths_,
    ):
        command = option(command)
    return command


def _writing(command):
    """The options of every command that writes a table."""
    formats = click.Choice(["table", "csv", "jsonl", "parquet"])
    whole = "Write to a file, whole or not at all."
    command = click.option("-o", "--output", metavar="FILE", help=whole)(command)
    return click.option(
        "--format", "format_", default="table", show_default=True, type=formats, help="Of the rows."
    )(command)


def _codebook(path):
    from workbench import codebook

    return codebook.load(path)


def _load(paths, codebook, no_cache, quiet, **how):
    from workbench import corpus

    return corpus.load(list(paths), codebook, cache=not no_cache, progress=not quiet, **how)


def _rows(name, paths, left_out, codebook, no_cache, quiet, follow_links, **how):
    """The rows of one table, document by document; what was left out goes to standard error."""
    from workbench import corpus, documents
    from workbench.corpus import streaming

    found, unread = documents.find(paths, follow_links=follow_links)
    table = None if name in ("documents", "claims") else name
    how |= {"use_cache": not no_cache, "progress": not quiet, "table": table}
    for item in itertools.chain(unread, streaming.stream(found, _codebook(codebook), **how)):
        if isinstance(item, documents.Unreadable):
            left_out.append(item.path)
            tell(f"left out: {item}")
        elif name == "documents":
            yield [item.document.get(c) for c in corpus.COLUMNS["documents"]]
        else:
            yield from item.rows if table else item.claims


def _concluded(name, paths, left_out, **how):
    room = import_module(f"workbench.{CONCLUDED[name]}")
    loaded = _load(paths, **how)
    left_out += loaded.failures
    table = getattr(room, name)(loaded).astype(object)
    yield from table.where(table.notna(), None).to_numpy().tolist()


# Tables of a whole corpus, and their rooms; the others are written document by document.
CONCLUDED = {"facts": "findings", "findings": "findings", "disagreements": "compare"}
CONCLUDED |= dict.fromkeys(("plans", "provisions", "alignments"), "plans")
WORDS = tomllib.loads((Path(__file__).parent / "corpus" / "columns.toml").read_text("utf-8"))


def _table_command(name: str, help: str):
    @cli.command(name, help=help)
    @_reading
    @_writing
    def command(paths, format_, output, **how):
        from workbench import corpus
        from workbench.corpus import export

        left_out: list[str] = []
        rows = (_concluded if name in CONCLUDED else _rows)(name, paths, left_out, **how)
        export.write(name, corpus.COLUMNS[name], rows, format_, output)
        sys.exit(1 if left_out else 0)


for _name, _help in WORDS["tables"].items():
    _table_command(_name, _help)


# A key of a label file's rows, and who scores them; the others hold figures.
SCORED = {
    "disagreements": "compare.score", "versions": "plans.score", "change": "plans.score_texts",
    "point": "plans.score_texts", "positions": "corpus.stances",
}  # fmt: skip


@cli.command()
@labels_
@codebook_
@click.option("--errors", is_flag=True, help="List each miss in its sentence, and confusions.")
def evaluate(labels, codebook, errors):
    """Score figures, disagreements, plans or their texts against hand labels."""
    from workbench.corpus import evaluate as evaluation

    book = _codebook(codebook)
    part = evaluation.of_groups(labels[0], SCORED)
    if part:
        scorer = import_module(f"workbench.{SCORED[part]}")
        click.echo(scorer.report(labels, book, errors))
    else:
        rows = [row for path in labels for row in evaluation.read(path)]
        click.echo(evaluation.report(evaluation.score(rows, book), errors))


@cli.command()
@labels_
@codebook_
@click.option("-o", "--output", required=True, metavar="FILE", help="Where the weights go.")
def train(labels, codebook, output):
    """Fit the labeller's weights to hand labels; the same bytes from the same files."""
    from workbench.corpus import training

    training.write(training.train(labels, _codebook(codebook)), output)


@cli.group(name="codebook")
def codebook_group():
    """Check, list or begin a vocabulary of your own."""


@codebook_group.command()
@click.argument("path", metavar="FILE|FOLDER")
def check(path):
    """Check a codebook: schema, values, phrases, and each example and counterexample."""
    from workbench import codebook
    from workbench.corpus import examples

    wrong = examples.failures(codebook.load(path), path)
    for line in wrong:
        tell(line)
    faults = f"{len(wrong)} faults" if wrong else "no faults"
    tell(f"{Path(path).name}: {codebook.sizes(codebook.own(path))}; {faults}")
    sys.exit(1 if wrong else 0)


@codebook_group.command(name="list")
@click.argument("kind", required=False)
@codebook_
def list_(kind, codebook):
    """The entries of one kind (theme, actor, currency, unit, cue, noise, ...), or the kinds."""
    from workbench.codebook import KINDS

    book = _codebook(codebook)
    if kind is None:
        for name in KINDS:
            click.echo(f"{name:10}{len(book.all(name)):6}")
        return
    if kind not in KINDS:
        raise click.UsageError(f"no kind {kind!r}; kinds: {', '.join(KINDS)}")
    for entry in book.all(kind):
        click.echo(printable(f"{entry.id}  {'; '.join(entry.match[:6])}").rstrip())


@codebook_group.command()
@click.argument("path", metavar="FILE.toml")
def new(path):
    """Write a commented codebook to begin with."""
    from workbench.corpus import examples, export

    if path and os.path.lexists(path):
        raise click.UsageError(f"{path} exists; name a new file")
    with export.opened(path) as file:
        file.write(examples.TEMPLATE.encode())
    tell(f"{path}: edit it, then type: workbench codebook check {path}")


@cli.command()
@_reading
@click.option("-o", "--output", required=True, metavar="FILE.html", help="Where to write it.")
def brief(paths, output, **how):
    """A briefing: one offline page in which every number opens its sentence."""
    from workbench.briefing import brief as write

    loaded = _load(paths, **how)
    if not len(loaded):
        raise click.ClickException("no document could be read; there is nothing to brief")
    write(loaded, output)
    tell(f"{output}: {len(loaded)} documents, {len(loaded.claims)} claims")
    sys.exit(1 if loaded.failures else 0)


@cli.command()
@_reading
@click.option("-o", "--output", required=True, metavar="FOLDER", help="A new folder, all or none.")
@click.option(
    "--as", "as_", required=True, help="The format.",
    type=click.Choice(["annotations", "qdpx", "datapackage", "docbin", "labelstudio"]),
)  # fmt: skip
def export(paths, output, as_, **how):
    """The figures for other tools: a folder that says what its format can't hold."""
    from workbench.briefing.exports import export as write

    loaded = _load(paths, **how)
    write(loaded, output, as_)
    tell(f"{output}: {len(loaded)} documents, {len(loaded.claims)} claims")
    sys.exit(1 if loaded.failures else 0)


def _needed(package: str, name: str) -> None:
    if find_spec(package) is None:
        cure = 'is not installed; type: pip install "workbench[notebooks]"'
        raise click.ClickException(f"{name} {cure}")


def _screen() -> bool:
    """Whether a browser could open a window here."""
    named = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    return bool(named) or sys.platform in ("darwin", "win32")


@cli.command()
@_port(8888)
@no_browser_
@click.argument("folder", required=False, default="notebooks")
def lab(port, no_browser, folder):
    """Open JupyterLab on the notebooks (on loopback, with a token)."""
    _needed("jupyterlab", "JupyterLab")
    if not Path(folder).is_dir():
        where = "run this in the project's folder, or name the folder of your notebooks"
        raise click.UsageError(f"no folder {folder!r} here; {where}")
    arguments = ["--ip=127.0.0.1", f"--port={port}"]
    if root := hasattr(os, "geteuid") and os.geteuid() == 0:
        arguments.append("--allow-root")
    if no_browser or root or not _screen():
        arguments.append("--no-browser")
    with suppress(KeyboardInterrupt):
        sys.exit(subprocess.call([sys.executable, "-m", "jupyterlab", *arguments, folder]))


@cli.command()
@paths_
@codebook_
@_port(8866)
@click.option(
    "--theme", type=click.Choice(["light", "dark"]), default="light", show_default=True,
    help="Its colours.",
)  # fmt: skip
@no_browser_
def dashboard(paths, codebook, port, theme, no_browser):
    """The explorers as an app without code (Voilà on loopback, with a token)."""
    from workbench.views import dashboard as app

    _needed("voila", "Voilà")
    _codebook(codebook)
    for path in paths:
        if not Path(path).exists():
            raise click.UsageError(f"no file or folder {path!r}; name the folder of your articles")
    browser = not no_browser and _screen()
    with suppress(KeyboardInterrupt):
        sys.exit(app.serve(paths, codebook, port=port, theme=theme, browser=browser))


def main() -> None:
    """Entry point: messages and no tracebacks; Ctrl-C ends quietly with 130, a broken pipe with 1,
    what can't be written with 2."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    for stream in (sys.stdout, sys.stderr):
        with suppress(AttributeError):  # closed, or not a text stream
            stream.reconfigure(errors="backslashreplace")
    for handle in range(3):  # closed: no file of ours takes the place of standard output
        try:
            os.fstat(handle)
        except OSError:
            os.open(os.devnull, os.O_RDWR)
    code = _run()
    with suppress(ValueError):
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        if sys.stdout is not None:
            sys.stdout.flush()
    except (OSError, ValueError):  # without a word of the interpreter's about what is not flushed
        code = code or 2
        with suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    sys.exit(code)


def _run() -> int | str | None:
    try:
        code = cli.main(standalone_mode=False)
        if sys.stdout is not None:
            sys.stdout.flush()
        return code
    except click.exceptions.Exit as error:
        return error.exit_code
    except click.ClickException as error:
        if isinstance(error, click.UsageError) and error.ctx:
            tell(error.ctx.get_usage().splitlines()[0])
            tell(f"Try '{error.ctx.command_path} --help' for help.")
        tell(f"Error: {error.format_message()}")
        return error.exit_code
    except SystemExit as error:
        return error.code
    except (KeyboardInterrupt, click.Abort):
        tell("stopped")
        return 130
    except BrokenPipeError:
        return 1
    except OSError as error:
        where = f"{error.filename or 'standard output'}: can't be written ({error.strerror})"
        tell(f"Error: {where if error.strerror else error}")
        return 2


if __name__ == "__main__":
    main()
