"""The commands: ``workbench lab | dashboard | claims | documents | noise | dates | brief ...``."""

from __future__ import annotations

import itertools
import os
import shutil
import signal
import subprocess
import sys
from contextlib import contextmanager, suppress
from pathlib import Path

import click

from workbench import __version__
from workbench.documents.messages import printable, tell


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="workbench")
def cli() -> None:
    """What articles claim about a war and its peace talks: by whom, how firmly, where."""


def _reading(command):
    """The arguments that every command has which reads a corpus."""
    codebook = "TOML file or folder laid over the default vocabulary."
    jobs = "Processes that read (default: one a processor; 0: none, and no limit)."
    limit = "Seconds for a document, and a sixth more for each megabyte (0: none)."
    for option in (
        click.option("--quiet", is_flag=True, help="No progress bar."),
        click.option(
            "--limit", type=click.FloatRange(min=0), default=60, help=limit, show_default=True
        ),
        click.option("--jobs", type=click.IntRange(min=0), metavar="N", help=jobs),
        click.option("--follow-links", is_flag=True, help="Also links that leave the folder."),
        click.option("--no-cache", is_flag=True, help="Read every document again."),
        click.option("--codebook", metavar="FILE", help=codebook),
        click.argument("paths", nargs=-1, required=True, metavar="PATH..."),
    ):
        command = option(command)
    return command


def _writing(command):
    """The options of every command that writes a table."""
    formats = click.Choice(["table", "csv", "jsonl", "parquet"])
    told = "Write to a file, whole or not at all."
    command = click.option("-o", "--output", metavar="FILE", help=told)(command)
    option = click.option("--format", "format_", default="table", show_default=True, type=formats)
    return option(command)


@contextmanager
def _delivering():
    """What goes wrong with the codebook or with the writing, as a message."""
    from workbench.codebook import CodebookError
    from workbench.corpus.export import CantWrite
    from workbench.documents import Unreadable

    try:
        yield
    except (CodebookError, ValueError) as error:
        raise click.UsageError(str(error)) from None
    except (CantWrite, Unreadable) as error:
        failed = click.ClickException(str(error))
        failed.exit_code = 2
        raise failed from None


def _codebook(path):
    from workbench import codebook

    with _delivering():
        return codebook.load(path)


def _table_command(name: str, help: str):
    @cli.command(name, help=help)
    @_reading
    @_writing
    def command(paths, format_, output, **how):
        from workbench import corpus
        from workbench.corpus import export

        left_out: list[str] = []
        rows = _rows(name, paths, left_out, **how)
        with _delivering():
            export.write(name, corpus.COLUMNS[name], rows, format_, output)
        sys.exit(1 if left_out else 0)


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


def _load(paths, codebook, no_cache, quiet, **how):
    from workbench import corpus

    book = _codebook(codebook)
    return corpus.load(list(paths), book, cache=not no_cache, progress=not quiet, **how)


_table_command("documents", "One row a document: title, date, length, noise, warnings.")
_table_command("noise", "The noise ledger: every masked span with its kind and rule.")
_table_command("passages", "One row a paragraph, with its themes and actors.")
_table_command("claims", "One row a figure: role, bounds, unit, who says it, how firmly, where.")
_table_command("dates", "One row a calendar expression, resolved where the text allows it.")


@cli.command()
@click.argument("labels", nargs=-1, required=True, metavar="GOLD.jsonl...")
@click.option("--codebook", metavar="FILE", help="TOML file or folder laid over the default.")
@click.option("--errors", is_flag=True, help="List each miss in its sentence, and confusions.")
def evaluate(labels, codebook, errors):
    """Score figures, or disagreements, against hand labels."""
    from workbench.corpus import evaluate as evaluation

    with _delivering():
        if evaluation.of_disagreements(labels[0]):
            from workbench.compare import score

            groups = [row for path in labels for row in score.read(path)]
            click.echo(score.score(groups, _codebook(codebook)).report(errors))
            return
        rows = [row for path in labels for row in evaluation.read(path)]
    click.echo(evaluation.report(evaluation.score(rows, _codebook(codebook)), errors))


@cli.command()
@_reading
@_writing
def disagreements(paths, format_, output, **how):
    """One row a disagreement: kind, subject, the places that disagree, what would settle it."""
    from workbench import compare, corpus
    from workbench.corpus import export

    loaded = _load(paths, **how)
    with _delivering():
        rows = (list(row.values()) for row in compare.compare(loaded).rows)
        export.write("disagreements", corpus.COLUMNS["disagreements"], rows, format_, output)
    sys.exit(1 if loaded.failures else 0)


@cli.group(name="codebook")
def codebook_group():
    """Check, list or begin a vocabulary of your own."""


@codebook_group.command()
@click.argument("path", metavar="FILE|FOLDER")
def check(path):
    """Check a codebook: schema, values, phrases, and each example and counterexample."""
    from workbench import codebook
    from workbench.corpus import examples

    book = _codebook(path)
    wrong = examples.failures(book, path)
    for line in wrong:
        tell(line)
    told = f"{len(wrong)} faults" if wrong else "no faults"
    tell(f"{Path(path).name}: {codebook.sizes(codebook.own(path))}; {told}")
    sys.exit(1 if wrong else 0)


@codebook_group.command(name="list")
@click.argument("kind", required=False)
@click.option("--codebook", metavar="FILE", help="TOML file or folder laid over the default.")
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
    with _delivering(), export.opened(path) as file:
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
    with _delivering():
        try:
            write(loaded, output)
        except OSError as error:
            raise ValueError(f"{output}: can't be written ({error.strerror or error})") from None
    tell(f"{output}: {len(loaded)} documents, {len(loaded.claims)} claims")
    sys.exit(1 if loaded.failures else 0)


@cli.command()
@click.option("--port", type=int, default=8888, show_default=True)
@click.option("--no-browser", is_flag=True, help="Print the address only.")
@click.argument("folder", required=False, default="notebooks")
def lab(port, no_browser, folder):
    """Open JupyterLab on the notebooks (on loopback, with a token)."""
    jupyter = Path(sys.executable).with_name("jupyter-lab")
    command = str(jupyter) if jupyter.exists() else shutil.which("jupyter-lab")
    if command is None:
        raise click.ClickException(
            'JupyterLab is not installed; type: pip install "workbench[notebooks]"'
        )
    if not Path(folder).is_dir():
        raise click.UsageError(
            f"no folder {folder!r} here; run this in the project's folder, or "
            "name the folder of your notebooks"
        )
    arguments = [command, "--ip=127.0.0.1", f"--port={port}"]
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    if root:
        arguments.append("--allow-root")
    if no_browser or root or not _screen():
        arguments.append("--no-browser")
    try:
        sys.exit(subprocess.call([*arguments, folder]))
    except KeyboardInterrupt:
        sys.exit(0)


def _screen() -> bool:
    """Whether a browser could open a window here."""
    named = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    return bool(named) or sys.platform in ("darwin", "win32")


@cli.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option("--codebook", metavar="FILE", help="TOML file laid over the default vocabulary.")
@click.option("--port", type=int, default=8866, show_default=True)
@click.option("--theme", type=click.Choice(["light", "dark"]), default="light", show_default=True)
@click.option("--no-browser", is_flag=True, help="Print the address only.")
def dashboard(paths, codebook, port, theme, no_browser):
    """The explorers as an app without code (Voilà on loopback, with a token)."""
    from importlib.util import find_spec

    from workbench.views import dashboard as app

    if find_spec("voila") is None:
        raise click.ClickException(
            'Voilà is not installed; type: pip install "workbench[notebooks]"'
        )
    _codebook(codebook)
    missing = [path for path in paths if not Path(path).exists()]
    if missing:
        raise click.UsageError(
            f"no file or folder {missing[0]!r}; name the folder of your articles"
        )
    browser = not no_browser and _screen()
    try:
        sys.exit(app.serve(paths, codebook, port=port, theme=theme, browser=browser))
    except KeyboardInterrupt:
        sys.exit(0)


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
    code: int | str | None = 0
    try:
        code = cli.main(standalone_mode=False)
        if sys.stdout is not None:
            sys.stdout.flush()
    except click.exceptions.Exit as error:
        code = error.exit_code
    except click.ClickException as error:
        if isinstance(error, click.UsageError) and error.ctx:
            tell(error.ctx.get_usage().splitlines()[0])
            tell(f"Try '{error.ctx.command_path} --help' for help.")
        tell(f"Error: {error.format_message()}")
        code = error.exit_code
    except SystemExit as error:
        code = error.code
    except (KeyboardInterrupt, click.Abort):
        code = 130
        tell("stopped")
    except BrokenPipeError:
        code = 1
    except OSError as error:
        code = 2
        tell(f"Error: standard output: can't be written ({error.strerror or error})")
    _leave(code)


def _leave(code) -> None:
    """Without a word of the interpreter's about what it could not flush, or who is interrupted."""
    with suppress(ValueError):
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        if sys.stdout is not None:
            sys.stdout.flush()
    except (OSError, ValueError):
        code = code or 2
        with suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    sys.exit(code)


@cli.command()
@click.argument("labels", nargs=-1, required=True, metavar="LABELS.jsonl...")
@click.option("--codebook", metavar="FILE", help="TOML file or folder laid over the default.")
@click.option("-o", "--output", required=True, metavar="FILE", help="Where the weights go.")
def train(labels, codebook, output):
    """Fit the labeller's weights to hand labels; the same bytes from the same files."""
    from workbench.corpus import evaluate, training

    try:
        training.write(training.train(labels, _codebook(codebook)), output)
    except evaluate.LabelError as error:
        raise click.UsageError(str(error)) from None


if __name__ == "__main__":
    main()
