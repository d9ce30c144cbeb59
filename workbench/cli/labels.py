"""Scores, weights and vocabulary: ``evaluate``, ``train``, ``codebook``."""

import os
import sys
from importlib import import_module
from pathlib import Path

import click

from workbench.cli.shared import cli, codebook_, labels_, load, options, vocabulary
from workbench.codebook import look
from workbench.documents.messages import printable, tell

# A key of a label file's rows, and who scores them; the others hold figures.
SCORED = {
    "disagreements": "compare.score", "versions": "plans.score", "change": "plans.score_texts",
    "point": "plans.score_texts", "positions": "corpus.stances",
}  # fmt: skip


@cli.command()
@labels_
@options("vocabulary", "evaluate")
def evaluate(labels, codebook, errors):
    """Score figures, disagreements, plans or their texts against hand labels."""
    from workbench.corpus import evaluate as evaluation

    book = vocabulary(codebook)
    part = evaluation.of_groups(labels[0], SCORED)
    if part:
        scorer = import_module(f"workbench.{SCORED[part]}")
        click.echo(scorer.report(labels, book, errors))
    else:
        rows = [row for path in labels for row in evaluation.read(path)]
        click.echo(evaluation.report(evaluation.score(rows, book), errors))


@cli.command()
@labels_
@options("vocabulary", "train")
def train(labels, codebook, corrected, paths, output):
    """Fit the labeller's weights to hand labels; the same bytes from the same files."""
    from workbench.corpus import training

    how = {"no_cache": False, "quiet": True}
    folders = {one: list(paths) or [Path(one).parent] for one in corrected}
    some = [load(folders[one], codebook, corrections=one, **how) for one in corrected]
    training.write(training.train(labels, vocabulary(codebook), some), output)
    sys.exit(1 if any(one.failures for one in some) else 0)


@cli.command()
@click.argument("first", type=click.Path(exists=True, dir_okay=False), metavar="FIRST.toml")
@click.argument("second", type=click.Path(exists=True, dir_okay=False), metavar="SECOND.toml")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@codebook_
def agreement(first, second, paths, codebook):
    """How far the corrections of two coders agree, field by field, and where they differ."""
    from workbench.corpus import agreement as coders

    loaded = load(paths, codebook, False, True)
    lost: list[str] = []
    table, apart = coders.agreement(loaded, first, second, lost.append)
    click.echo(table.to_string(index=False))
    for row in apart.itertuples(index=False):
        where = f"{row.doc_id}, {row.start} to {row.end}, “{row.quote}”"
        click.echo(printable(f"{where}: {row.field} {row.first} or {row.second}"))
    for line in lost:
        tell(line)
    own = {Path(first).name, Path(second).name}  # beside the documents they are no loss
    sys.exit(1 if lost or any(Path(path).name not in own for path, _ in loaded.failures) else 0)


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
    faults = look.count(len(wrong), "fault") if wrong else "no faults"
    tell(f"{Path(path).name}: {codebook.sizes(codebook.own(path))}; {faults}")
    sys.exit(1 if wrong else 0)


@codebook_group.command(name="list")
@click.argument("kind", required=False)
@codebook_
def list_(kind, codebook):
    """The entries of one kind (theme, actor, currency, unit, cue, noise, ...), or the kinds."""
    from workbench.codebook import KINDS

    book = vocabulary(codebook)
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
