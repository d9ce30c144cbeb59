"""The benchmark runs and prints its tables; what a run took is never asserted."""

import os
import re
import subprocess
import sys

import pytest

pytestmark = pytest.mark.slow


def benchmark(root, *options: str) -> str:
    """What the benchmark prints, with the options given."""
    command = [sys.executable, str(root / "tools" / "benchmark.py"), *options]
    done = subprocess.run(command, capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, done.stderr
    return done.stdout


def rows(printed: str) -> list[list[str]]:
    """The cells of the Markdown table in a text, without its head."""
    lines = [line for line in printed.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


@pytest.mark.skipif(not hasattr(os, "wait4"), reason="speed needs os.wait4: Linux or macOS")
def test_speed_reads_articles_and_the_cache_gives_the_same_bytes(root):
    printed = benchmark(root, "speed", "--mb", "0.2")
    count, size, words, claims = re.match(
        r"(\d+) articles, ([\d.]+) MB, (\d+) words, (\d+) claims\n", printed
    ).groups()
    assert 25 <= int(count) <= 67  # articles of 3 to 8 KB
    assert float(size) == pytest.approx(0.2, abs=0.01)
    assert int(words) > 25_000
    assert int(claims) > 500
    assert [row[0] for row in rows(printed)] == [
        "word split",
        "claims, empty cache",
        "claims, cached",
        "claims, --no-cache",
    ]
    assert all(float(cell) > 0 for row in rows(printed) for cell in row[1:])
    assert "output with empty cache, from cache, without cache: the same bytes" in printed


def test_hostile_texts_are_read_to_their_end(root):
    told = rows(benchmark(root, "hostile", "--size", "200"))
    assert len(told) == 27
    assert told[0][0] == "brackets"
    assert all(len(row) == 9 for row in told)
    assert all(float(cell) >= 0 for row in told for cell in row[1:])


def test_other_tools_are_scored_by_values_and_places(root, monkeypatch):
    monkeypatch.syspath_prepend(str(root / "tools"))
    import benchmark

    row = {"figures": [{"span": "$5bn", "start": 11, "low": 5e9, "high": 5e9}]}
    right, elsewhere, wrong = (12, 15, 5e9, 5e9), (20, 24, 5e9, 5e9), (11, 15, 5, 5)
    assert benchmark.scored([row], [[right]]) == (1, 0, 0, 0)
    assert benchmark.scored([row], [[right, right]]) == (1, 1, 0, 0)
    assert benchmark.scored([row], [[elsewhere]]) == (0, 1, 1, 0)
    assert benchmark.scored([row], [[wrong]]) == (0, 1, 1, 0)
    assert benchmark.scored([{"figures": []}], [[right]]) == (0, 1, 0, 1)


def test_articles_are_the_same_on_every_run_and_vary_their_digits(root, monkeypatch):
    monkeypatch.syspath_prepend(str(root / "tools"))
    import benchmark

    once, again = (list(benchmark.articles(300_000, 0.5)) for _ in range(2))
    assert once == again
    assert all(2500 < len(article) < 11_000 for article in once)
    assert len(set(once)) == len(once)
    varied = benchmark.varied("On 7 December 2025: 800,000 troops, $4.5bn", 3)
    assert varied == "On 7 December 2025: 200,000 troops, $7.8bn"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Kyiv needs $60 billion.", [("$60 billion", 6e10, 6e10)]),
        ("€2.5-3.0bn for 800,000 troops", [("€2.5-3.0bn", 2.5e9, 3e9), ("800,000", 8e5, 8e5)]),
        ("In 2024 it rained.", []),
    ],
)
def test_the_regular_expression_beside_the_tools_reads_plain_cases(root, monkeypatch, text, found):
    monkeypatch.syspath_prepend(str(root / "tools"))
    import benchmark

    told = [(text[a:b].strip(), low, high) for a, b, low, high in benchmark.plain_expressions(text)]
    assert told == found
