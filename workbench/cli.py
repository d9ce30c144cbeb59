"""The commands: ``workbench lab | dashboard | claims | documents | noise | dates | brief ...``."""

from __future__ import annotations

import itertools
import os
import shutil
import subprocess
import sys
from pathlib import Path

import click

from workbench import __version__


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="workbench")
def cli() -> None:
    """What articles claim about a war and its peace talks: by whom, how firmly, where."""


def _reading(command):
    """The arguments that every command has which reads a corpus."""
    for option in reversed(
        (
            click.argument("paths", nargs=-1, required=True, metavar="PATH..."),
            click.option(
                "--codebook",
                metavar="FILE",
                help="TOML file or folder laid over the default vocabulary.",
            ),
            click.option("--no-cache", is_flag=True, help="Read every document again."),
            click.option("--quiet", is_flag=True, help="No progress bar."),
        )
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


def _table_command(name: str, help: str):
    @cli.command(name, help=help)
    @_reading
    @_writing
    def command(paths, codebook, no_cache, quiet, format_, output):
        from workbench import corpus, export

        left_out: list[str] = []
        rows = _rows(name, paths, _codebook(codebook), not no_cache, not quiet, left_out)
        try:
            export.write(name, corpus.COLUMNS[name], rows, format_, output)
            sys.stdout.flush()
        except (ValueError, IsADirectoryError, PermissionError) as error:
            raise click.UsageError(str(error)) from None
        sys.exit(1 if left_out else 0)


def _codebook(path):
    from workbench import codebook

    try:
        return codebook.load(path)
    except codebook.CodebookError as error:
        raise click.UsageError(str(error)) from None


def _rows(name, paths, book, use_cache, progress, left_out):
    """The rows of one table, document by document; what was left out goes to standard error."""
    from workbench import corpus, documents, streaming

    found, unread = documents.find(paths)
    sources = {s.doc_id: s for s in found}

    def text_of(doc_id: str) -> str:
        return documents.read(sources[doc_id]).text

    stream = streaming.stream(found, book, use_cache=use_cache, progress=progress)
    for item in itertools.chain(unread, stream):
        if isinstance(item, documents.Unreadable):
            left_out.append(item.path)
            click.echo(f"left out: {item.path}: {item.reason}", err=True)
        elif name == "documents":
            yield [item.document.get(c) for c in corpus.DOCUMENT_COLUMNS]
        elif name == "claims":
            yield from item.claims
        else:
            from workbench import analysis

            if name == "noise":
                yield from analysis.noise_rows(item, text_of)
            elif name == "passages":
                yield from analysis.passage_rows(item, text_of, book)
            else:
                yield from analysis.date_rows(item, text_of, book)


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
    from workbench import evaluate as evaluation

    if _is_of_disagreements(labels):
        from workbench.compare import score

        groups = [row for path in labels for row in score.read(path)]
        click.echo(score.score(groups, _codebook(codebook)).report(errors))
        return
    try:
        rows = [row for path in labels for row in evaluation.read(path)]
    except evaluation.LabelError as error:
        raise click.UsageError(str(error)) from None
    click.echo(evaluation.report(evaluation.score(rows, _codebook(codebook)), errors))


def _is_of_disagreements(labels) -> bool:
    """Whether label files hold groups of documents and not sentences with figures."""
    import json

    try:
        with open(labels[0], encoding="utf-8") as file:
            return "disagreements" in json.loads(file.readline())
    except (OSError, ValueError, TypeError):
        return False  # the reader of figures names what is wrong


@cli.command()
@_reading
@_writing
def disagreements(paths, codebook, no_cache, quiet, format_, output):
    """One row a disagreement: kind, subject, the places that disagree, what would settle it."""
    from workbench import compare, corpus, export

    try:
        loaded = corpus.load(paths, _codebook(codebook), cache=not no_cache, progress=not quiet)
        rows = (list(row.values()) for row in compare.compare(loaded).rows)
        export.write("disagreements", corpus.COLUMNS["disagreements"], rows, format_, output)
        sys.stdout.flush()
    except (ValueError, IsADirectoryError, PermissionError) as error:
        raise click.UsageError(str(error)) from None
    sys.exit(1 if loaded.failures else 0)


@cli.group(name="codebook")
def codebook_group():
    """Check, list or begin a vocabulary of your own."""


@codebook_group.command()
@click.argument("path", metavar="FILE|FOLDER")
def check(path):
    """Check a codebook: schema, phrases, and each example and counterexample."""
    from workbench import examples

    book = _codebook(path)
    wrong = examples.failures(book, path)
    for line in wrong:
        click.echo(line, err=True)
    click.echo(f"{book!r}", err=True)
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
        click.echo(f"{entry.id}\t{'; '.join(entry.match[:6])}")


@codebook_group.command()
@click.argument("path", metavar="FILE.toml")
def new(path):
    """Write a commented codebook to begin with."""
    from workbench import examples

    target = Path(path)
    if target.exists():
        raise click.UsageError(f"{path} exists; name a new file")
    target.write_text(examples.TEMPLATE, encoding="utf-8")
    click.echo(f"{path}: edit it, then type: workbench codebook check {path}", err=True)


@cli.command()
@_reading
@click.option("-o", "--output", required=True, metavar="FILE.html", help="Where to write it.")
def brief(paths, codebook, no_cache, quiet, output):
    """A briefing: one offline page in which every number opens its sentence."""
    from workbench import corpus
    from workbench.briefing import brief as write

    loaded = corpus.load(list(paths), _codebook(codebook), cache=not no_cache, progress=not quiet)
    if not len(loaded):
        raise click.ClickException("no document could be read; there is nothing to brief")
    try:
        write(loaded, output)
    except (ValueError, OSError) as error:
        raise click.UsageError(str(error)) from None
    click.echo(f"{output}: {len(loaded)} documents, {len(loaded.claims)} claims", err=True)
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

    from workbench import dashboard as app

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
    """Entry point: a broken pipe or Ctrl-C ends quietly."""
    try:
        cli()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except KeyboardInterrupt:
        click.echo("stopped", err=True)
        sys.exit(130)


@cli.command()
@click.argument("labels", nargs=-1, required=True, metavar="LABELS.jsonl...")
@click.option("--codebook", metavar="FILE", help="TOML file or folder laid over the default.")
@click.option("-o", "--output", required=True, metavar="FILE", help="Where the weights go.")
def train(labels, codebook, output):
    """Fit the labeller's weights to hand labels; the same bytes from the same files."""
    from workbench import evaluate, training

    try:
        training.write(training.train(labels, _codebook(codebook)), output)
    except evaluate.LabelError as error:
        raise click.UsageError(str(error)) from None


if __name__ == "__main__":
    main()
