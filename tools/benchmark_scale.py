"""Measures what an archive costs: time, memory and disk, from files to a briefing.

    python tools/benchmark_scale.py FOLDER [--documents 10000] [--jobs 2]
    python tools/benchmark_scale.py --dataset PARTS     (what is asked of one that is there)

Makes the articles of made_archive.py in FOLDER, reads them into parts and asks the parts: a
conflict and theme for an explorer, words, a briefing. Each step is a process of its own; its peak
is that of its largest process. What is there already is kept, so a run that was ended goes on. The
conflict that is asked for is the one in the middle, by its claims, or those that are named; the
explorers open on the one with most.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from pathlib import Path

from made_archive import articles

ROOT = Path(__file__).resolve().parent.parent
OPENED = "import pandas, time, sys, workbench as wb; data = wb.open(sys.argv[1])\n"
TIMED = "print(f'told {time.perf_counter() - a:.2f} {time.process_time() - c:.2f} {what}')\n"
START = "a, c = time.perf_counter(), time.process_time()\n"
ASKED = {
    "select, {war} and force": "told = data.select({war!r}, 'force'); what = repr(told)\n",
    "disagreements, {war}": "told = data.select({war!r})\n" + START
    + "what = len(wb.compare.disagreements(told))\n",
    "briefing, {war}": "wb.brief(data.select({war!r}), sys.argv[2]); what = ''\n",
}  # fmt: skip
QUERIES = "frozen assets", "drones", "grain corridors NOT visas", "ceasefire AND Norway"


def measured(command: list[str]) -> tuple[str, float, float, int]:
    """What a command prints, its seconds, its processor seconds, and its peak in MB."""
    start = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        told = process.stdout.read()
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{' '.join(command)}: exit code {process.returncode}")
    wall = time.perf_counter() - start
    return told, wall, used.ru_utime + used.ru_stime, used.ru_maxrss // 1024


def size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) >> 20


def row(*cells) -> None:
    told = (f"{c:,.2f}" if isinstance(c, float) else f"{c:,}" if isinstance(c, int) else c
            for c in cells)  # fmt: skip
    print(f"| {' | '.join(told)} |", flush=True)


def added(archive: Path, documents: int) -> int:
    """Ten files more, spread over the archive; how many of them are new."""
    texts = [text for _, text in articles(documents + 10)][-10:]
    files = [archive / f"{k * documents // 11_000:04}/added{k}.md" for k in range(1, 11)]
    new = [(file, text) for file, text in zip(files, texts, strict=True) if not file.exists()]
    for file, text in new:
        file.write_text(text, "utf-8", newline="\n")
    return len(new)


def asked(parts: Path, wars: list[str]) -> None:
    """Rows of what a dataset answers; seconds without those of Python's start."""
    sys.path.insert(0, str(ROOT))
    import workbench

    known = [*workbench.open(parts).conflicts]
    wars = wars or [known[len(known) // 2]]
    searches = "".join(
        START + f"h = data.search({q!r}); what = h.summary\n" + TIMED for q in QUERIES
    )
    opened = "".join(
        START + f"told = explore.{name}(data); what = told.part.note\n" + TIMED
        for name in ("force_caps", "funding")
    )
    opened = "from workbench import explore\n" + opened
    steps = {"search (the first makes the index)": searches, "search again": searches}
    steps["explorers of the largest conflict"] = opened
    for war in wars:
        first = [code.format(war=war) for code in ASKED.values()]
        told = dict(zip((name.format(war=war) for name in ASKED), first, strict=True))
        select, *others = told.items()
        steps[select[0]] = START + select[1] + TIMED
        steps |= {name: START + code + TIMED for name, code in others}
    for name, code in steps.items():
        page = str(parts.parent / "briefing.html")
        told, *_, peak = measured([sys.executable, "-c", OPENED + code, str(parts), page])
        for line in told.splitlines():
            if line.startswith("told "):
                wall, cpu, what = line.removeprefix("told ").split(" ", 2)
                row(f"{name}: {what}", float(wall), float(cpu), peak)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--dataset", type=Path)
    parser.add_argument("--documents", type=int, default=10_000)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--conflict", action="append")
    given = parser.parse_args()
    row("step", "seconds", "processor", "peak MB")
    row("---", "---:", "---:", "---:")
    parts = given.dataset
    if parts is None:
        archive, parts = given.folder / "articles", given.folder / "parts"
        make = ["tools/made_archive.py", str(archive), "--documents", str(given.documents)]
        if not archive.exists():
            row(f"{given.documents:,} articles made", *measured([sys.executable, *make])[1:])
        read = ["-m", "workbench", "claims", str(archive), "--quiet"]
        read += ["--jobs", str(given.jobs), "-o", f"{parts}/"]
        row(f"read into parts, {given.jobs} workers", *measured([sys.executable, *read])[1:])
        row("read again: all is kept", *measured([sys.executable, *read])[1:])
        if new := added(archive, given.documents):
            row(f"{new} files added, read again", *measured([sys.executable, *read])[1:])
    for table in ("documents", "claims", "texts"):
        print(f"disk, {table}: {size(parts / table):,} MB")
    asked(parts, given.conflict)
    print(f"disk, all: {size(parts):,} MB")


if __name__ == "__main__":
    os.chdir(ROOT)
    main()
