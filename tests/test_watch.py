"""``workbench watch``: what it tells and keeps while files come and go; interrupted and resumed."""

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner

import workbench as wb
from workbench import cli
from workbench.corpus import cache, fulltext, streaming

ROOT = Path(__file__).parent.parent
LIST = '[[indicator]]\nname = "envoy"\nquestion = "Who goes?"\nquery = "envoy*"\n'


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("WORKBENCH_CACHE", str(tmp_path / "cache"))
    place = tmp_path / "news"
    place.mkdir()
    (place / "a.txt").write_text("Norway pledged $5 million to Ukraine. An envoy came.")
    (place / "b.txt").write_text("Kyiv waits.")
    (place / "indicators.toml").write_text(LIST)
    return place


def once(folder, *more):
    done = CliRunner().invoke(cli.cli, ["watch", str(folder), "--once", "--quiet", *more])
    return done.exit_code, done.stderr.splitlines()


def test_each_run_tells_what_came_since_the_tables_were_kept(folder, tmp_path):
    out = tmp_path / "tables"
    code, told = once(folder, "-o", str(out))
    assert (code, told) == (0, ["envoy: a: An envoy came.", "up to date: 2 documents, 1 claim"])
    assert sorted(p.name for p in out.iterdir()) == [
        "claims.parquet", "disagreements.parquet", "documents.parquet", "facts.parquet",
        "findings.parquet", "indicators.parquet",
    ]  # fmt: skip
    assert once(folder, "-o", str(out)) == (0, ["up to date: 2 documents, 1 claim"])
    wb.load(folder, progress=False).indicators().see()
    (folder / "b.txt").unlink()
    (folder / "a.txt").write_text("Norway pledged $6 million to Ukraine.")
    (folder / "c.txt").write_text("The envoy left.")
    code, told = once(folder, "-o", str(out))
    assert (code, told) == (0, [
        "added: c.txt", "removed: b.txt", "changed: a.txt", "envoy: c: The envoy left.",
        "up to date: 2 documents, 1 claim",
    ])  # fmt: skip
    assert list(pd.read_parquet(out / "claims.parquet")["quote"]) == ["$6 million"]
    assert list(pd.read_parquet(out / "facts.parquet")["high"]) == [6e6]
    assert list(pd.read_parquet(out / "indicators.parquet")["sentence"]) == ["The envoy left."]


def test_a_file_that_goes_away_while_it_is_read_is_told_as_removed(folder, monkeypatch):
    """Between the index and the sentences: the worst moment."""
    (gone := folder / "c.txt").write_text("An envoy left.")
    clean = wb.Corpus.clean

    def late(corpus, doc_id):
        if doc_id == "c":
            gone.unlink(missing_ok=True)
            corpus.__dict__.pop("_read", None)
        return clean(corpus, doc_id)

    wb.load(folder, progress=False)._index.values("conflict")
    monkeypatch.setattr(wb.Corpus, "clean", late)
    assert once(folder) == (0, [
        "removed: c.txt", "envoy: a: An envoy came.", "up to date: 2 documents, 1 claim",
    ])  # fmt: skip


def test_the_index_is_up_to_date_without_a_list(folder):
    (folder / "indicators.toml").unlink()
    assert once(folder) == (0, ["up to date: 2 documents, 1 claim"])
    index = fulltext.Index(wb.load(folder, progress=False))
    assert index._run(lambda d: d.execute("SELECT count(*) FROM papers").fetchone()) == (2,)


def test_wrong_use(folder):
    code, told = once(folder, "-o", str(folder / "tables"))
    assert code == 2 and "lies in" in told[-1] and "name another folder" in told[-1]
    (folder / "indicators.toml").write_text("[[indicator]]\nname = 1")
    code, told = once(folder)
    assert code == 2 and "indicators.toml, line 1: name: Expected `str`" in told[-1]
    (folder / "indicators.toml").write_text(LIST)
    (folder / "d.pdf").write_text("no pdf")
    code, told = once(folder)
    assert code == 1 and told[0].startswith("left out: d.pdf")


class Watching:
    """A real process, and the lines that it says."""

    def __init__(self, folder, *more):
        command = [sys.executable, "-m", "workbench", "watch", str(folder), "--every", "0.2", *more]
        self.process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, cwd=ROOT)
        self.lines: list[str] = []
        self.reading = threading.Thread(target=self._read, daemon=True)
        self.reading.start()

    def _read(self):
        for line in self.process.stderr:
            self.lines.append(line.rstrip("\n"))

    def until(self, words: str, seconds: float = 60):
        end = time.monotonic() + seconds
        while not any(words in line for line in self.lines):
            assert time.monotonic() < end and self.process.poll() is None, self.lines
            time.sleep(0.05)

    def interrupt(self) -> int:
        self.process.send_signal(signal.SIGINT)
        code = self.process.wait(30)
        self.reading.join(10)
        return code


@pytest.mark.skipif(os.name == "nt", reason="signals")
def test_a_process_tells_what_comes_in_and_ends_cleanly(folder):
    (folder / "bad.pdf").write_text("no pdf")
    watching = Watching(folder)
    try:
        watching.until("up to date: 2 documents")
        (folder / "c.txt").write_text("Two envoys came.")
        watching.until("up to date: 3 documents")
        (folder / "indicators.toml").write_text("[[indicator")
        watching.until("it goes on when that has changed")
        (folder / "indicators.toml").write_text(LIST)
        (folder / "a.txt").unlink()
        watching.until("up to date: 2 documents, 0 claims")
    finally:
        code = watching.interrupt()
    assert code == 0
    told = [line for line in watching.lines if "cannot be read as TOML" not in line]
    assert told.pop(0).startswith("left out: bad.pdf: ")  # once, and not at every change
    assert told == [
        "envoy: a: An envoy came.", "up to date: 2 documents, 1 claim",
        "added: c.txt", "envoy: c: Two envoys came.", "up to date: 3 documents, 1 claim",
        "removed: a.txt", "up to date: 2 documents, 0 claims",
        "stopped; what was read is kept",
    ]  # fmt: skip


def test_what_an_interrupted_load_has_read_is_kept(folder, monkeypatch):
    """As with Ctrl-C in the middle: the next load takes what was done, and reads the rest."""
    for number in range(30):
        (folder / f"n{number:02}.txt").write_text(f"Norway pledged ${number + 1} million.")
    read = []

    def stopped(seen, *rest):
        read.append(seen)
        if len(read) == 20:
            raise KeyboardInterrupt

    monkeypatch.setattr(streaming.copies.Copies, "repeats", stopped)
    with pytest.raises(KeyboardInterrupt):
        wb.load(folder, progress=False, jobs=0)
    monkeypatch.undo()
    monkeypatch.setenv("WORKBENCH_CACHE", str(folder.parent / "cache"))
    kept = cache.Cache()._run(lambda d: d.execute("SELECT count(*) FROM entries").fetchone()[0])
    assert kept == 20
    assert len(wb.load(folder, progress=False, jobs=0)) == 32
