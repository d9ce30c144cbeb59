"""Random documents through the whole reading: no exception, and nothing that breaks a promise.

    python tools/fuzz.py                  # a million, on one processor some hours
    python tools/fuzz.py 5000 --seed 7    # fewer, others
    python tools/fuzz.py 1 --from 4711    # one of them again, its text shown

Each input is made from a number alone, so that a fault can be had again. They are pieces of the
labelled sentences, joined, cut, mutated, wrapped, dressed as Markdown or HTML, with random Unicode
and numbers, in several encodings, with broken bytes.
"""

from __future__ import annotations

import argparse
import datetime
import json
import random
import sys
import tempfile
import textwrap
import traceback
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import msgspec

from workbench import codebook, corpus, documents
from workbench.codebook.entries import ROLES
from workbench.corpus import analysis, streaming
from workbench.corpus.analysis import noise
from workbench.documents import Source

DATA = Path(__file__).resolve().parent.parent / "tests" / "data"
BOOK = codebook.load()
ALLOWED = {
    "qualifier": {"exact", "about", "at_least", "at_most", "range"},
    "modality": {"actual", "planned", "proposed", "demanded", "conditional", "agreed", "rejected"},
    "attribution": {"own_voice", "named", "unnamed"},
    "factuality": {"CT+", "PR+", "PS+", "CT-", "PR-", "PS-", "Uu"},
    "instrument": {"grant", "loan", "guarantee", "in_kind", "asset_backed", None},
}
ODD = (
    "\u00a0\u200b\u00ad\u2011\u2212\u202e\u2028\ufeff\u0301\u20dd\ufb01\uff11\u0663\u00b2\u2460"
    "\u1d7d9\U0001f4a5\ufffd\ufffe\u0000\u001a\u000c\u0085ßİıſΣ€£¥₴₽½⅞‰…—–“”’«»‘„\\`*_~|<>&[](){}#$%"
)
PIECES = (
    "$", "€60 billion", "1,2,3", "12,34,567", "1.111,11", "0", "-5", "10^9", "9" * 400, "billion",
    "a million", "30.02.2025", "24.02.22", "31 February", "29 February 2023", "0001-01-01",
    "9999-12-31", "tomorrow", "last week of", "Q5 2024", "day 1,394", "between 5 and", "up to",
    "– ", "* ", "1. ", "| a | b |\n|---|---|\n| 1 | 2 |\n", "**", "](http://a.b/c?d=1)", "[4]",
    "<b>", "</p><p>", "&amp;", "&#0;", "<nav>", "ADVERTISEMENT", "Read more: ", "said", "he said, ",
    "“", "”", "not ", "if ", ".", "...", "?!", "\n\n", "\r", "\t", "28-point plan", "two thirds of",
    "U.S. ", "e.g. ", "Mr. ", "No. 5", "point 4", "1990s", "2023–24", "5–", "–7", "5 or 6", "%",
)  # fmt: skip
JOINS = (" ", " ", " ", "\n", "\n\n", "", "; ", " – ", "\r\n", "\t", ", and ", ". ")


@lru_cache(maxsize=1)
def sentences() -> list[str]:
    """The texts of the label files."""
    found = []
    for path in sorted(DATA.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            found += [row["text"]] if isinstance(row.get("text"), str) else []
            found += [d["text"] for d in row.get("docs", []) if isinstance(d, dict) and "text" in d]
    return found


def mutated(text: str, chance: random.Random) -> str:
    """A text with one thing done to it."""
    at, to = sorted(chance.randrange(len(text) + 1) for _ in "ab")
    to = min(to, at + chance.choice([1, 5, 40]))
    part = text[at:to]
    kind = chance.randrange(12)
    if kind < 3:
        part = part + chance.choice(PIECES) if kind else chance.choice(PIECES)
    elif kind < 5:
        part += "".join(chance.choice(ODD) for _ in range(chance.choice([1, 1, 4])))
    elif kind == 5:
        part += "".join(chr(chance.randrange(0x20, 0x2FFFF)) for _ in range(3))
    elif kind == 6:
        part = ""
    elif kind == 7:
        part = part * chance.choice([2, 3, 30])
    elif kind == 8:
        part = chance.choice([str.upper, str.lower, str.title, str.swapcase])(part)
    elif kind == 9:
        part = part[::-1]
    elif kind == 10:
        part = f"{chance.choice([3, 7, 1e3, 1e12, 0.5, -2]):,g}"
    else:
        part = str(chance.randrange(10 ** chance.randrange(1, 9)))
    return text[:at] + part + text[to:]


def made(number: int) -> tuple[str, bytes, dict]:
    """Name, bytes and sidecar entry of the input of a number."""
    chance = random.Random(number)
    join = chance.choice(JOINS)
    picked = [chance.choice(sentences()) for _ in range(chance.choice([1, 1, 2, 4, 9]))]
    text = join.join(piece[chance.choice([0, 0, 0, 9]) :][:1500] for piece in picked)
    for _ in range(chance.choice([0, 1, 3, 9])):
        text = mutated(text, chance)
    if not chance.randrange(5):
        width = chance.choice([20, 45, 72])
        text = "\n".join(textwrap.wrap(text, width, break_on_hyphens=chance.random() < 0.5))
    name = chance.choice(["a.txt"] * 7 + ["a.md", "a.md", "a.html"])
    if name == "a.html":
        text = f"<html><body><article><p>{text}</p><p>{text}</p></article></body></html>"
    encoding = chance.choice(["utf-8"] * 8 + ["utf-16", "cp1252", "cp1251", "utf-8-sig"])
    data = bytearray(text.encode(encoding, "replace"))
    if not chance.randrange(6):
        for _ in range(chance.choice([1, 2, 20])):
            if data:
                data[chance.randrange(len(data))] = chance.randrange(256)
    days = [None, None, datetime.date(2025, 12, 12), datetime.date.min, datetime.date.max]
    day = chance.choice(days)
    return name, bytes(data), {"published": day} if day else {}


def faults(name: str, data: bytes, told: dict, folder: Path) -> list[str]:
    """What is wrong with what is read from a file; empty for all well, or honestly refused."""
    path = folder / name
    path.write_bytes(data)
    try:
        document = documents.read(Source(path, name, folder, told, "a"))
    except documents.Unreadable:
        return []
    text = document.text
    result = streaming.Result(*analysis.analyse(document, BOOK))
    msgspec.json.encode(result)
    back = msgspec.msgpack.decode(msgspec.msgpack.encode(result), type=streaming.Result)
    clean = noise.mask(text, [noise.Masked(*m) for m in result.noise])
    tables = {"claims": result.claims}
    for table in ("noise", "passages", "dates"):
        tables[table] = analysis.table_rows(table, back, text, BOOK)
    claims, hidden, passages, dates = (
        [dict(zip(corpus.COLUMNS[table], row, strict=True)) for row in rows]
        for table, rows in tables.items()
    )
    wrong = list(_of_text(text, clean, result.noise))
    for what, rows in (("noise", hidden), ("passage", passages), ("date", dates)):
        wrong += _spans(what, [(row["start"], row["end"]) for row in rows], text)
    for claim in claims:
        wrong += _of_claim(claim, text, clean)
    if len({claim["claim_id"] for claim in claims}) < len(claims):
        wrong.append("two claims have one id")
    wrong += [f"date {row}" for row in dates if not _is_date(row, text, clean)]
    for row in passages:
        place = slice(row["start"], row["end"])
        if (row["text"], row["clean"]) != (text[place], clean[place]):
            wrong.append(f"passage {row}: that is not what stands there")
        wrong += _of_cues(row["cues"], text, clean)
    return wrong


def _spans(what: str, spans, text: str) -> Iterator[str]:
    """Sorted, inside the text, none empty, none over another."""
    at = 0
    for start, end, *_ in spans:
        if not at <= start < end <= len(text):
            yield f"{what} {start}:{end} after {at} in {len(text)}"
        at = end


def _of_text(text: str, clean: str, spans) -> Iterator[str]:
    """Masked and kept is all of the text."""
    kept = list(text)
    for start, end, *_ in spans:
        kept[start:end] = " " * (end - start)
    if "".join(kept) != clean:
        yield "what is masked and what is kept are not the text"


def _is_date(row: dict, text: str, clean: str) -> bool:
    place, first, last = slice(row["start"], row["end"]), row["from"], row["to"]
    return (
        row["text"] in (text[place], clean[place])
        and (first is None) == (last is None) == (not row["resolvable"])
        and (first or "") <= (last or "")
        and row["kind"] in ("absolute", "relative", "range", "vague")
    )


def _of_claim(c: dict, text: str, clean: str) -> Iterator[str]:
    where = f"claim {c['start']}:{c['end']} {c['quote']!r}"
    if not 0 <= c["sentence_start"] <= c["start"] < c["end"] <= c["sentence_end"] <= len(text):
        yield f"{where}: not inside its sentence"
    if text[c["start"] : c["end"]] != c["quote"]:
        yield f"{where}: the quote is not there"
    if _flat(clean[c["sentence_start"] : c["sentence_end"]]) != _flat(c["sentence"]):
        yield f"{where}: the sentence is not there"
    if c["role"] not in ROLES.get(c["theme"], []):
        yield f"{where}: role {c['role']!r} of {c['theme']!r}"
    if not c["low"] <= c["high"] or c["high"] in (float("inf"), float("-inf")):
        yield f"{where}: {c['low']} to {c['high']}"
    if not isinstance(c["unit"], str) or not c["unit"]:
        yield f"{where}: unit {c['unit']!r}"
    yield from (f"{where}: {k} {c[k]!r}" for k, good in ALLOWED.items() if c[k] not in good)
    yield from (f"{where}: {told}" for told in _of_cues(c["cues"], text, clean))


def _flat(text: str) -> str:
    """A sentence may be told in one line, at the same offsets."""
    return "".join(" " if c.isspace() else c for c in text)


def _of_cues(cues: list[dict], text: str, clean: str) -> Iterator[str]:
    for q in cues:
        start, end = q["start"], q["end"]
        if not 0 <= start <= end <= len(text):
            yield f"cue {q} ends before it starts, or outside"
        elif q["text"] not in (text[start:end], clean[start:end]):
            yield f"cue {q} is not what stands there: {clean[start:end]!r}"


def run(numbers, folder: Path) -> Iterator[tuple[int, str]]:
    """(number, fault) of each input that has one."""
    for number in numbers:
        try:
            told = faults(*made(number), folder)
        except Exception:
            told = [traceback.format_exc(limit=-3)]
        yield from ((number, fault) for fault in told)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("many", nargs="?", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=0, help="other inputs: times 10 million")
    parser.add_argument("--from", type=int, default=0, dest="first")
    arguments = parser.parse_args()
    first = arguments.first + arguments.seed * 10_000_000
    if arguments.many == 1:
        print(*made(first), sep="\n")
    found = 0
    with tempfile.TemporaryDirectory() as folder:
        for number, fault in run(range(first, first + arguments.many), Path(folder)):
            print(f"--- {number}\n{fault}", flush=True)
            found += 1
    print(f"{arguments.many:,} inputs, {found:,} faults", file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
