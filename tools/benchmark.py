"""Measures the workbench: its speed, its answer to hostile texts, and other tools beside it.

    python tools/benchmark.py speed [--mb 20] [--filler 0.5]
    python tools/benchmark.py hostile [--size 5000]
    python tools/benchmark.py tools [--labels tests/data/gold_dev.jsonl]

Times are processor time and are meant as ratios within one run. ``tools`` makes a temporary
virtual environment for the other tools; this project's own is left as it is.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import re
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Callable, Iterator
from importlib import metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "tests" / "data"


def table(head: list[str], rows: list[list[str]]) -> str:
    """A Markdown table whose columns also line up in a terminal."""
    widths = [max(len(row[i]) for row in [head, *rows]) for i in range(len(head))]
    lines = []
    for row in [head, ["-" * w for w in widths], *rows]:
        cells = [
            c.ljust(w) if not i else c.rjust(w)
            for i, (c, w) in enumerate(zip(row, widths, strict=True))
        ]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


# ---------------------------------------------------------------------------------- speed

MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)(?:\.|[a-z]*)"  # a day stays a day
DIGITS = re.compile(rf"{MONTH}\s\d+|\d+\s{MONTH}|\b(?:19|20)\d\d\b|(\d+)")


def varied(text: str, turn: int) -> str:
    """The text with its digits 1 to 9 turned on by `turn`; zeros, years and days stay.

    After nine turns the digits turn by different steps: a sentence with two digits comes back the
    same only after 81 turns.

    >>> varied("On 7 December 2025: 800,000 troops, $4.5bn", 3)
    'On 7 December 2025: 200,000 troops, $7.8bn'
    >>> varied("between $10 and $45bn", 10)
    'between $20 and $68bn'
    """
    place = 0

    def turned(match: re.Match) -> str:
        nonlocal place
        if match[1] is None:
            return match[0]
        digits = ""
        for c in match[1]:
            digits += c if c == "0" else str((int(c) - 1 + turn + place * (turn // 9)) % 9 + 1)
            place += c != "0"
        return digits

    return DIGITS.sub(turned, text)


def articles(size: int, filler: float) -> Iterator[str]:
    """Articles of 3 to 8 KB, `size` bytes together; the same ones on every run.

    A share `filler` of the characters is prose of the seeds, the rest are the texts that carry
    hand labels, nearly each of which holds a figure.
    """
    prose = [
        line
        for path in sorted((ROOT / "seeds").glob("*.txt"))
        for line in path.read_text("utf-8").splitlines()
        if line.strip()
    ]
    labelled = []
    for path in [DATA / "gold_disagreements_dev.jsonl", *sorted(DATA.glob("rows_*.jsonl"))]:
        for row in map(json.loads, path.read_text("utf-8").splitlines()):
            if "positions" not in row:
                labelled += [doc["text"] for doc in row.get("docs", [row])]
    chance = random.Random(20251219)
    piles = [prose, labelled]
    places, turns = [len(prose), len(labelled)], [-1, -1]
    written = 0
    while written < size:
        wanted = chance.randint(3000, 8000)
        parts: list[str] = []
        length, of_prose = 0, 0
        while length < wanted:
            pile = 0 if of_prose < filler * (length + 1) else 1
            if places[pile] == len(piles[pile]):
                chance.shuffle(piles[pile])
                places[pile], turns[pile] = 0, turns[pile] + 1
            part = varied(piles[pile][places[pile]], turns[pile])
            places[pile] += 1
            parts.append(part)
            length += len(part) + 1
            of_prose += (len(part) + 1) * (pile == 0)
        chance.shuffle(parts)
        article = "\n".join(parts) + "\n"
        written += len(article.encode())
        yield article


def measured(command: list[str], env: dict[str, str]) -> tuple[float, float, str]:
    """Processor seconds and peak resident MB of a command, and what it wrote."""
    if not hasattr(os, "wait4"):
        raise SystemExit("speed needs os.wait4, which this system lacks: run it on Linux or macOS")
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        process = subprocess.Popen(command, env=env, stdout=out, stderr=err, cwd=ROOT)
        # Of this one child: getrusage(RUSAGE_CHILDREN) tells the largest memory of all so far.
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        err.seek(0)
        if process.returncode:
            raise SystemExit(f"{' '.join(command)}: {err.read().decode()[-2000:]}")
        unit = 1e6 if sys.platform == "darwin" else 1e3
        return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / unit, out.read().decode()


WORD_SPLIT = r"""
import pathlib, re, sys
n = 0
for path in sorted(pathlib.Path(sys.argv[1]).iterdir()):
    n += len(re.findall(r"\w+", path.read_text("utf-8")))
print(n)
"""


def speed(mb: float, filler: float) -> None:
    with tempfile.TemporaryDirectory(prefix="workbench-benchmark-") as temporary:
        folder = Path(temporary) / "articles"
        folder.mkdir()
        count = size = 0
        # One at a time: a child's peak memory is at least that of the process that started it.
        for article in articles(int(mb * 1e6), filler):
            (folder / f"{count:06}.txt").write_text(article, "utf-8", newline="\n")
            count, size = count + 1, size + len(article.encode())
        env = {
            **os.environ,
            "WORKBENCH_CACHE": str(Path(temporary) / "cache"),
            "PYTHONPATH": str(ROOT),
            # Modules are compiled once, as those of an installed package are.
            "PYTHONPYCACHEPREFIX": str(Path(temporary) / "compiled"),
        }
        env.pop("PYTHONDONTWRITEBYTECODE", None)
        split = [sys.executable, "-c", WORD_SPLIT, str(folder)]
        runs = {
            "claims, empty cache": [],
            "claims, cached": [],
            "claims, --no-cache": ["--no-cache"],
        }
        measured(split, env)  # the files are in the system's memory from here on
        first = [sys.executable, "-m", "workbench", "claims", str(folder / "000000.txt")]
        measured([*first, "--no-cache", "--format", "jsonl"], env)
        bare, told, outputs = [], [], {}
        for name, options in runs.items():
            bare.append(measured(split, env))
            output = Path(temporary) / f"{len(told)}.jsonl"
            command = [sys.executable, "-m", "workbench", "claims", str(folder), *options]
            command += ["--format", "jsonl", "-o", str(output), "--quiet"]
            told.append((name, *measured(command, env)[:2]))
            with open(output, "rb") as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
                outputs[digest] = file.seek(0) or sum(1 for _ in file)
        with open(output, encoding="utf-8") as file:
            distinct = len({json.loads(line)["sentence"] for line in file})
        told.insert(0, ("word split", *sorted(bare)[1][:2]))  # the median of three
        seconds = {name: s for name, s, _ in told}
        base = seconds["word split"]
        rows = [
            [name, f"{s:.2f}", f"{s / base:.2f}", f"{size / 1e6 / s:.2f}", f"{memory:.0f}"]
            for name, s, memory in told
        ]
        claims = list(outputs.values())[0]
        words = int(bare[0][2])
        print(f"{count} articles, {size / 1e6:.2f} MB, {words} words, {claims} claims")
        print(f"{distinct} different sentences with claims")
        print(f"({claims / size * 1e3:.2f} claims per KB; {filler:.0%} of the text is filler)\n")
        print(table(["run", "CPU s", "x word split", "MB/s", "peak MB"], rows))
        first, again = seconds["claims, empty cache"], seconds["claims, cached"]
        print(f"\nempty cache / word split: {first / base:.2f} (goal: at most 2)")
        print(f"empty cache / cached: {first / again:.2f} (goal: at least 10)")
        print(f"peak memory: {max(m for _, _, m in told[1:]):.0f} MB (goal: under 400)")
        same = "the same bytes" if len(outputs) == 1 else "DIFFERENT BYTES"
        print(f"output with empty cache, from cache, without cache: {same}")
        if len(outputs) != 1:
            raise SystemExit(1)


# -------------------------------------------------------------------------------- hostile

# Each is repeated up to a length; those of tests/test_claims.py, and more in their manner.
HOSTILE = {
    "brackets": "(",
    "digits": "1",
    "a huge figure": "9",
    "spaced digits": "100 ",
    "commas": "1,000,",
    "ranges": "5-",
    "changes": "from 5 to ",
    "number words": "two hundred and ",
    "magnitudes": "million ",
    "one line": "Kyiv needs $5bn and ",
    "no end of tanks": "5 tanks, ",
    "currencies": "$",
    "quotes": "“$5bn” ",
    "open quotes": "“ $5bn ",
    "nested speech": "he said that $5bn ",
    "actors": "Ukraine's ",
    "brackets round": "($5bn ",
    "negations": "not $5bn no longer ",
    "dots": ".",
    "abbreviations": "Dec. ",
    "stars": "*a",
    "spaces": " ",
    "short lines": "5\n",
    "empty lines": "\n",
    "find out": "Find out more about ",
    "points": "28-point ",
    "combining marks": "5\u0301",
}


def document(text: str):
    """The text as a document without any sidecar."""
    from workbench import documents

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "hostile.txt"
        path.write_text(text, "utf-8", newline="\n")
        return documents.read(documents.find([folder])[0][0])


def seconds_of(work: Callable[[], object]) -> float:
    """Processor time of a call, the shortest of three: the rest is the machine's other work."""
    best = float("inf")
    for _ in range(3):
        start = time.process_time()
        work()
        best = min(best, time.process_time() - start)
    return best


def hostile(size: int) -> None:
    sys.path.insert(0, str(ROOT))
    from workbench import claims, codebook, dates
    from workbench.claims import claim
    from workbench.corpus import analysis
    from workbench.text import noise

    # What is remembered from the repetition before it would hide what a sentence, a line or a
    # whole text costs.
    for module, name in (
        (claim, "_read"),
        (claim, "_split"),
        (dates, "_read"),
    ):
        setattr(module, name, getattr(module, name).__wrapped__)
    book = codebook.load()

    def read(text: str) -> list:
        return claims.find(noise.mask(text, noise.find(text, book)), book)

    def everything(text) -> None:
        analysis.analyse(text, book)

    read("Kyiv needs $5bn.\n" * 3)  # tables that are made once
    everything(document("Kyiv needs $5bn on 7 December 2025.\n"))
    rows = []
    for name, unit in HOSTILE.items():
        cells = []
        for whole in (False, True):
            took = []
            for n in (size, 2 * size, 4 * size):
                text = ("$" if name == "a huge figure" else "") + unit * (n // len(unit))
                text += "\n\nKyiv needs $5bn."
                if whole:
                    one = document(text)
                    took.append(seconds_of(lambda d=one: everything(d)))
                else:
                    if read(text)[-1].high != 5_000_000_000:
                        raise SystemExit(f"{name}: the figure after the hostile text is missed")
                    took.append(seconds_of(lambda t=text: read(t)))
            cells += [f"{1000 * s:.1f}" for s in took[0 if not whole else 2 :]]
            cells += [f"{b / a:.1f}" for a, b in zip(took, took[1:], strict=False)]
        rows.append([name, *cells])
    print(f"Processor time in ms for n = {size}, 2n and 4n characters; a linear step is x 2.0")
    print("claims: noise.find + claims.find; all: everything that is done with a document\n")
    head = ["text", "claims n", "2n", "4n", "2n/n", "4n/2n", "all 4n", "2n/n", "4n/2n"]
    print(table(head, rows))


# ---------------------------------------------------------------------------------- tools

Found = list[tuple[int, int, float, float]]  # start, end, low, high

WORTH = {"k": 1e3, "thousand": 1e3, "m": 1e6, "mn": 1e6, "million": 1e6, "bn": 1e9, "b": 1e9}
WORTH |= {"billion": 1e9, "milliard": 1e9, "mrd": 1e9, "tn": 1e12, "trillion": 1e12}
TO_TWELVE = "one two three four five six seven eight nine ten eleven twelve".split()
SMALL = {word: number for number, word in enumerate(TO_TWELVE, 1)}
SMALL |= {"half a": 0.5, "a quarter of a": 0.25, "a": 1, "twenty": 20, "thirty": 30, "sixty": 60}
NUMBER = r"\d{1,3}(?:[,.' \u00a0\u202f]\d{3})+(?!\d)|\d+(?:[.,]\d+)?"
MAGNITUDE = "|".join(sorted(WORTH, key=len, reverse=True))
SIGN = r"(?:US|A|C|Can|CA|AU)?\$|[€£¥₴]|\b(?:USD|EUR|GBP|NOK|SEK|DKK|CHF|UAH|RUB|CAD|AUD|Hr)"
MONEY = r"dollars|euros?|pounds|hryvnias?|roubles|rubles|kroner|kronor|francs|USD|EUR|NOK|SEK"
COUNTED = (
    r"troops?|soldiers?|personnel|men|people|servicemen|fighters|guards|officers|reservists|"
    r"prisoners|recruits|casualties|drones?|missiles?|tanks?|jets?|aircraft|shells?|rounds|"
    r"vehicles|systems|howitzers|brigades|points?|pointer"
)
PLAIN = re.compile(
    rf"(?P<sign>{SIGN})?\s?(?:(?P<one>{NUMBER})|\b(?P<word>{'|'.join(SMALL)})\b)"
    rf"(?:\s?(?:-|–|to)\s?(?:{SIGN})?\s?(?P<two>{NUMBER}))?"
    rf"(?:[\s-]?(?P<size>{MAGNITUDE})\b)?(?P<money>\s(?:[A-Z]\w+\s)?(?:{MONEY})\b)?"
    rf"(?P<noun>(?:-strong\b|[\s-](?:\w+[\s-]){{0,2}}(?:{COUNTED})\b))?",
    re.IGNORECASE,
)


def plain_expressions(text: str) -> Found:
    """What a short regular expression finds: money, and numbers beside a counted noun."""
    found = []
    for m in PLAIN.finditer(text):
        money = m["sign"] or m["money"]
        if not (money or m["noun"]) or (m["word"] and not (m["size"] or m["noun"])):
            continue
        if not money and not m["size"] and re.fullmatch(r"(?:19|20)\d\d", m["one"] or ""):
            continue
        worth = WORTH[m["size"].lower()] if m["size"] else 1
        values = [SMALL[m["word"].lower()]] if m["word"] else [_number(m["one"])]
        values += [_number(m["two"])] if m["two"] else []
        end = max(m.end(g) for g in ("one", "word", "two", "size", "money") if m[g])
        found.append((m.start(), end, min(values) * worth, max(values) * worth))
    return found


def _number(text: str) -> float:
    if re.fullmatch(r"\d{1,3}([,.' \u00a0\u202f]\d{3})+", text):
        return float(re.sub(r"\D", "", text))
    return float(text.replace(",", "."))


def _quantulum3() -> Callable[[str], Found]:
    import warnings

    warnings.simplefilter("ignore")  # that its optional classifier is not installed
    from quantulum3 import parser

    def read(text: str) -> Found:
        return [
            (*q.span, q.value - (q.uncertainty or 0), q.value + (q.uncertainty or 0))
            for q in parser.parse(text)
        ]

    return read


def _recognizers() -> Callable[[str], Found]:
    from recognizers_number import Culture, recognize_number

    def read(text: str) -> Found:
        found = []
        for r in recognize_number(text, Culture.English):
            value = (r.resolution or {}).get("value")
            if value is not None:
                found.append((r.start, r.end + 1, float(value), float(value)))
        return found

    return read


def _workbench() -> Callable[[str], Found]:
    sys.path.insert(0, str(ROOT))
    from workbench import claims, codebook

    book = codebook.load()
    return lambda text: [(c.start, c.end, c.low, c.high) for c in claims.find(text, book)]


# Name: what reads, and what pip has to install for it. The recognizers import a name that emoji
# has had only before its version 1.
TOOLS = {
    "quantulum3": (_quantulum3, ["quantulum3"]),
    "recognizers-text-suite": (_recognizers, ["recognizers-text-suite", "emoji<1"]),
    "regular expression": (lambda: plain_expressions, []),
    "workbench": (_workbench, []),
}


def read_with(name: str) -> None:
    """Sentences as JSON from standard input; what the tool finds and its time as JSON."""
    sentences = json.load(sys.stdin)
    read = TOOLS[name][0]()
    read("Kyiv needs $5bn and five tanks.")  # whatever is loaded at the first use
    found, crashed = [], 0
    start = time.process_time()
    for sentence in sentences:
        try:
            found.append(read(sentence))
        except Exception:  # of a tool under test: it found nothing here, and the table says so
            found.append([])
            crashed += 1
    took = time.process_time() - start
    needed = TOOLS[name][1]
    version = metadata.version(needed[0]) if needed else "-"
    answer = {"found": found, "seconds": took, "crashed": crashed, "version": version}
    json.dump(answer, sys.stdout)


def scored(rows: list[dict], found: list[Found]) -> tuple[int, int, int, int]:
    """Hits, false finds, misses, and sentences without any figure that got one.

    >>> row = {"figures": [{"span": "$5bn", "start": 11, "low": 5e9, "high": 5e9}]}
    >>> scored([row], [[(12, 15, 5e9, 5e9), (20, 24, 2025, 2025)]])
    (1, 1, 0, 0)
    """
    hits = false = missed = disturbed = 0
    for row, figures in zip(rows, found, strict=True):
        left = list(figures)
        for label in row["figures"]:
            end = label["start"] + len(label["span"])
            # "Hundreds of thousands" has no bounds that two people agree on: its place counts.
            vague = re.match(r"(?:tens|hundreds|thousands|dozens|scores)\b", label["span"], re.I)
            for figure in left:
                same = all(
                    abs(a - b) <= 1e-9 * max(abs(a), abs(b))
                    for a, b in ((figure[2], label["low"]), (figure[3], label["high"]))
                )
                if figure[0] < end and figure[1] > label["start"] and (same or vague):
                    left.remove(figure)
                    hits += 1
                    break
            else:
                missed += 1
        false += len(left)
        disturbed += bool(figures) and not row["figures"]
    return hits, false, missed, disturbed


def tools(labels: Path) -> None:
    rows = [json.loads(line) for line in labels.read_text("utf-8").splitlines() if line.strip()]
    given = json.dumps([row["text"] for row in rows])
    lines, times = [], {}
    with tempfile.TemporaryDirectory(prefix="workbench-benchmark-") as temporary:
        for name, (_, needed) in TOOLS.items():
            python = sys.executable
            if needed:  # each in an environment of its own: their needs may exclude each other
                place = Path(temporary) / name
                venv.create(place, with_pip=True)
                python = str(place / ("Scripts" if os.name == "nt" else "bin") / "python")
                pip = [python, "-m", "pip", "--quiet", "--disable-pip-version-check"]
                done = subprocess.run([*pip, "install", *needed], capture_output=True, text=True)
                if done.returncode:
                    why = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
                    print(f"{name} cannot be installed on this Python: {why}", file=sys.stderr)
                    lines.append([name, "-", *["not installed"] + [""] * 5])
                    continue
            command = [python, str(Path(__file__).resolve()), "tools", "--reader", name]
            done = subprocess.run(command, input=given, capture_output=True, text=True)
            if done.returncode:
                why = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
                print(f"{name} does not run on this Python: {why}", file=sys.stderr)
                lines.append([name, "-", *["does not run"] + [""] * 5])
                continue
            answer = json.loads(done.stdout)
            hits, false, missed, disturbed = scored(rows, answer["found"])
            precision = hits / (hits + false) if hits + false else 1.0
            recall = hits / (hits + missed) if hits + missed else 1.0
            f1 = 2 * hits / (2 * hits + false + missed) if hits + false + missed else 1.0
            times[name] = answer["seconds"]
            lines.append([name, answer["version"], *(f"{v:.3f}" for v in (precision, recall, f1))])
            lines[-1] += [str(disturbed), f"{1000 * answer['seconds'] / len(rows):.3f}"]
            lines[-1].append(str(answer["crashed"]))
    bare = sum(not row["figures"] for row in rows)
    figures = sum(len(row["figures"]) for row in rows)
    print(f"{labels.name}: {len(rows)} sentences, {figures} figures, {bare} sentences without one")
    print('("disturbed": sentences without a labelled figure in which the tool finds one)\n')
    head = ["tool", "version", "precision", "recall", "F1", "disturbed", "ms/sentence", "crashes"]
    print(table(head, lines))
    for name, took in times.items():
        if name != "workbench" and "workbench" in times:
            print(f"\n{name} / workbench, processor time: {took / times['workbench']:.1f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    commands = parser.add_subparsers(dest="command", required=True)
    one = commands.add_parser("speed", help="files to claims table, beside a bare word split")
    one.add_argument("--mb", type=float, default=20, help="size of the articles (default 20)")
    one.add_argument(
        "--filler", type=float, default=0.5, help="share of prose of the seeds (default 0.5)"
    )
    one = commands.add_parser("hostile", help="time of the worst texts at doubling lengths")
    one.add_argument("--size", type=int, default=5000, help="n in characters (default 5000)")
    one = commands.add_parser("tools", help="value F1 and time beside other tools")
    one.add_argument("--labels", type=Path, default=DATA / "gold_dev.jsonl", help="label file")
    one.add_argument("--reader", choices=TOOLS, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.command == "speed":
        if given.mb <= 0 or not 0 <= given.filler < 1:
            parser.error("--mb must be above 0, --filler at least 0 and below 1")
        speed(given.mb, given.filler)
    elif given.command == "hostile":
        if given.size < 100:
            parser.error("--size must be at least 100")
        hostile(given.size)
    elif given.reader:
        read_with(given.reader)
    else:
        tools(given.labels)


if __name__ == "__main__":
    main()
