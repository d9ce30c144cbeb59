"""Random documents, always the same ones: no exception, and no broken promise.

``tools/fuzz.py`` makes them and says what is promised; it also runs for longer, by hand.
"""

import importlib.util
from pathlib import Path

import pytest

PATH = Path(__file__).resolve().parents[1] / "tools" / "fuzz.py"
SPEC = importlib.util.spec_from_file_location("fuzz", PATH)
fuzz = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(fuzz)

MANY = 500  # 2 s


@pytest.mark.parametrize("part", range(3))
def test_random_documents_break_no_promise(tmp_path, part):
    numbers = range(part * MANY, (part + 1) * MANY)
    found = list(fuzz.run(numbers, tmp_path))
    assert found == []


def test_inputs_are_made_from_their_number_alone():
    assert fuzz.made(7) == fuzz.made(7) != fuzz.made(8)
    kinds = {fuzz.made(n)[0] for n in range(50)}
    assert kinds == {"a.txt", "a.md", "a.html"}


TEXT = "It gave $5bn. More."
CLAIM = {
    "start": 8, "end": 12, "quote": "$5bn", "sentence_start": 0, "sentence_end": 13,
    "sentence": "It gave $5bn.", "theme": "funding", "role": "pledge", "low": 5e9, "high": 5e9,
    "unit": "USD", "qualifier": "exact", "instrument": None, "modality": "actual",
    "attribution": "own_voice", "factuality": "CT+",
    "cues": [{"start": 3, "end": 7, "text": "gave"}],
}  # fmt: skip


@pytest.mark.parametrize("more", [
    {"start": 9}, {"end": 14}, {"quote": "$5"}, {"sentence": "It"}, {"role": "cap"}, {"low": 6e9},
    {"high": float("inf")}, {"unit": ""}, {"modality": "sure"}, {"instrument": "gift"},
    {"cues": [{"start": 7, "end": 3, "text": ""}]}, {"cues": [{"start": 3, "end": 7, "text": "x"}]},
    {"cues": [{"start": 30, "end": 31, "text": ""}]},
])  # fmt: skip
def test_a_broken_promise_of_a_claim_is_seen(more):
    assert list(fuzz._of_claim(CLAIM, TEXT, TEXT)) == []
    assert len(list(fuzz._of_claim({**CLAIM, **more}, TEXT, TEXT))) >= 1


@pytest.mark.parametrize(
    "spans", [[(3, 3)], [(4, 3)], [(0, 5), (4, 6)], [(5, 6), (0, 1)], [(0, 99)]]
)
def test_broken_spans_are_seen(spans):
    assert list(fuzz._spans("x", [(0, 2), (2, 3)], TEXT)) == []
    assert list(fuzz._spans("x", spans, TEXT))
    assert list(fuzz._of_text(TEXT, TEXT, [(0, 2)]))
    assert list(fuzz._of_text("a b", "a  ", [(2, 3)])) == []
