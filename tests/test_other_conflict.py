"""A second codebook, for Colombia, works without a line of Python."""

from pathlib import Path

import pytest

import workbench as wb
from workbench import claims, codebook
from workbench.corpus import examples

FILE = Path(__file__).parent.parent / "notebooks" / "codebooks" / "colombia.toml"
BOOK = codebook.load(FILE)


def test_its_examples_hold():
    assert examples.failures(BOOK, FILE) == []


@pytest.mark.parametrize(
    "text, default, own",
    [
        # what the default vocabulary reads already, the own codebook must not disturb
        ("Bogotá set aside $1.2bn for the demobilised.",
         [("$1.2bn", "allocation", "USD", "colombia")],
         [("$1.2bn", "allocation", "USD", "colombia")]),
        # a party that only the own codebook knows
        ("The Clan del Golfo has 9,000 fighters.",
         [("9,000", "strength", "person", None)],
         [("9,000", "strength", "person", "clan_del_golfo")]),
        # a counted noun of its own
        ("By March 13,000 former combatants had been reincorporated.",
         [("13,000", "other", "person", None)],
         [("13,000", "other", "person", None)]),
        ("Growers tend 204,000 hectares of coca.", [],
         [("204,000", "other", "hectare", None)]),
    ],
)  # fmt: skip
def test_claims_with_and_without_it(text, default, own):
    def read(book):
        return [(text[c.start : c.end], c.role, c.unit, c.actor) for c in claims.find(text, book)]

    assert read(codebook.load()) == default
    assert read(BOOK) == own


def test_a_corpus_takes_it_by_name(tmp_path):
    (tmp_path / "a.txt").write_text("The land fund met. The Clan del Golfo has 9,000 fighters.")
    corpus = wb.load(tmp_path, codebook=FILE, progress=False)
    assert list(corpus.claims["actor"]) == ["clan_del_golfo"]
    assert corpus.passages["themes"][0] == ["rural_reform"]
    assert corpus.passages["actors"][0] == ["clan_del_golfo"]
    assert corpus.fingerprint != wb.load(tmp_path, progress=False).fingerprint
