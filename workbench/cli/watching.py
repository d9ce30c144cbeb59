"""``watch``: tables, index, facts and indicators, kept up to date while files come and go."""

import os
import sys
import time
from contextlib import suppress
from pathlib import Path

import click

from workbench.cli.shared import cli, load, options, reading_
from workbench.cli.tables import whole_rows
from workbench.codebook import look
from workbench.documents import Unreadable
from workbench.documents.messages import tell

SETTLED = 0.3  # seconds in which nothing may change: a file that is being copied is not read
SHOWN = 20  # lines of one kind in one turn
KEPT = ("documents", "claims", "facts", "findings", "disagreements", "indicators")


def listing(paths) -> dict[str, tuple[int, int]]:
    """Size and time of change of each file in some folders, or of a file."""
    found = {}
    for path in filter(None, paths):
        top = [("", [], [path])] if os.path.isfile(path) else os.walk(path)
        for folder, folders, names in top:
            folders[:] = [name for name in folders if not name.startswith(".")]
            for name in names:
                with suppress(OSError):
                    about = os.stat(place := os.path.join(folder, name))
                    found[place] = about.st_size, about.st_mtime_ns
    return found


def settled(paths) -> dict[str, tuple[int, int]]:
    """The same, once nothing changes any more."""
    before, now = None, listing(paths)
    while now != before:
        time.sleep(SETTLED)
        before, now = now, listing(paths)
    return now


def _news(old: dict[str, str], new: dict[str, str]) -> None:
    """Tell what came, went and changed between two turns: hashes by path."""
    _tell("added", [path for path in new if path not in old])
    _tell("removed", [path for path in old if path not in new])
    _tell("changed", [path for path in new if path in old and old[path] != new[path]])


def _tell(what: str, some: list[str], more: str = "more") -> None:
    """Tell the first lines of a kind, and how many more there are."""
    for line in some[:SHOWN]:
        tell(f"{what}: {line}")
    if len(some) > SHOWN:
        tell(f"{what}: {len(some) - SHOWN:,} {more}")


class Turns:
    """What was read last, and what was told of it. ``output``: a folder for the tables."""

    def __init__(self, indicators, output):
        self.indicators, self.output = indicators, output and Path(output)
        self.lost: dict[str, None] = {}  # lines of the last turn, in their order
        self.hashes = dict(self._kept("documents", ["path", "sha256"]))
        self.told = set(self._kept("indicators", ["indicator", "doc_id", "sentence"]))

    def _kept(self, name: str, columns: list[str]) -> list[tuple]:
        """What an earlier watch left: the first turn tells what is new."""
        path = self.output and self.output / f"{name}.parquet"
        if not (path and path.is_file()):
            return []
        import pandas as pd

        return [*pd.read_parquet(path, columns=columns).itertuples(index=False, name=None)]

    def load(self, *what, **how):
        """A corpus; what it could not read is told where the turn before did not tell it."""
        lost: dict[str, None] = {}

        def once(line: str) -> None:
            lost[line] = None
            if line not in self.lost:
                tell(line)

        corpus = load(*what, **how, tell=once)
        self.lost = lost
        return corpus

    def take(self, corpus) -> None:
        """Bring everything up to date with a corpus, and tell what is new in it."""
        hashes = dict(zip(corpus.documents["path"], corpus.documents["sha256"], strict=True))
        if self.hashes:
            _news(self.hashes, hashes)
        self.hashes = hashes
        found, text = None, corpus._watch_list(self.indicators, needed=False)[0]
        if text:
            found = corpus.indicators(self.indicators)
            for one in found.each:
                self._evidence(one)
        else:
            corpus.search("a", limit=0)  # brings the index up to date
        if self.output:
            self._keep(corpus, found)
        counts = look.count(len(corpus), "document"), look.count(len(corpus.claims), "claim")
        tell(f"up to date: {', '.join(counts)}")

    def _evidence(self, one) -> None:
        """The sentences of an indicator that nobody has seen, each told once."""
        rows = [row for row in one.rows if row[-1] and (row[0], row[3], row[9]) not in self.told]
        self.told |= {(row[0], row[3], row[9]) for row in rows}
        lines = [f"{row[3]}: {' '.join(row[9].split())}" for row in rows]
        _tell(one.indicator.name, lines, "more sentences")

    def _keep(self, corpus, found) -> None:
        """Each table as Parquet, whole or not at all; `documents` last, as it says what is kept."""
        from workbench.corpus import COLUMNS, export

        self.output.mkdir(exist_ok=True)
        for name in reversed(KEPT):
            evidence = found.rows if found else []
            rows = evidence if name == "indicators" else whole_rows(name, corpus)
            export.write(name, COLUMNS[name], rows, "parquet", str(self.output / f"{name}.parquet"))


@cli.command()
@reading_
@options("indicators", "watch")
def watch(paths, indicators, output, every, once, codebook, **how):
    """Keep index, tables, facts and indicators up to date, and tell what came in. Ctrl-C ends it.

    What was read is kept, so an interrupted run goes on where it stopped.
    """
    inside = [p for p in paths if output and Path(p).resolve() in Path(output).resolve().parents]
    if inside:
        raise click.UsageError(
            f"{output} lies in {inside[0]}, which is watched; name another folder"
        )
    turns, before, failed = Turns(indicators, output), None, False
    try:
        while True:
            watched = [*paths, codebook, indicators]
            if listing(watched) != before:
                before = settled(watched)
                try:
                    corpus = turns.load(paths, codebook, **how)
                    turns.take(corpus)
                    failed = bool(corpus.failures)
                except (ValueError, Unreadable) as error:  # a codebook or a list half written
                    if isinstance(error, Unreadable) and listing(watched) != before:
                        continue  # gone, or other than it was read: the next turn tells it
                    if once:
                        raise
                    tell(f"{error}; it goes on when that has changed")
            if once:
                sys.exit(1 if failed else 0)
            time.sleep(every)
    except KeyboardInterrupt:
        tell("stopped; what was read is kept")
        sys.exit(0)
