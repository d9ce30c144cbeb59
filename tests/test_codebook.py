"""The vocabulary: its examples are its tests, and a wrong file says what to mend."""

import pytest

from workbench import codebook
from workbench.corpus import examples

BOOK = codebook.load()


@pytest.mark.parametrize(
    "kind, entry, text, wanted",
    [pytest.param(*row, id=f"{row[1].id}: {row[2][:40]}") for row in examples.rows(BOOK)],
)
def test_entries_match_their_examples_and_not_their_counterexamples(kind, entry, text, wanted):
    assert examples.found(kind, entry, text, BOOK) is wanted


def test_every_theme_of_the_data_dictionary_is_there():
    assert {t.id for t in BOOK.all("theme")} >= {
        "funding",
        "force_cap",
        "peace_plan",
        "territory",
        "security_guarantees",
        "frozen_assets",
        "sanctions",
        "energy_infrastructure",
        "defence_industry",
        "battlefield",
        "diplomacy",
        "domestic_politics",
        "european_security",
        "economic_recovery",
    }


@pytest.mark.parametrize("entry", BOOK.all("theme") + BOOK.all("noise"), ids=lambda e: e.id)
def test_themes_and_noise_carry_examples(entry):
    assert entry.examples and entry.match


@pytest.mark.parametrize(
    "text, message",
    [
        (
            "[[theme]]\nid = 'a'\nlabel = 'A'\nmach = ['x']",
            "theme 'a': unknown field 'mach'; did you mean 'match'?",
        ),
        ("[[theme]]\nid = 'a'", "theme 'a': Object missing required field `label`"),
        ("[[cue]]\nid='a'\nlabel='role'\ngives=3", "cue 'a': Expected `str`, got `int`"),
        ("[[actor]]\nid = 'a b'\nlabel = 'A'", "an id has letters, digits"),
        ("[[actor]]\nid='a'\nlabel='A'\n[[actor]]\nid='a'\nlabel='B'", "actor 'a': stands twice"),
        ("[[noise]]\nid='n'\nkind='markup'\nmatch=['(']", "is no regular expression"),
        ("[[theme]]\nid='t'\nlabel='T'\nmatch=['a {b,c']", "unbalanced braces in 'a {b,c'"),
        ("[[theme]\n", "cannot be read as TOML"),
        ("[[them]]\nid='a'", "unknown field 'them'; did you mean 'theme'?"),
    ],
)
def test_a_wrong_codebook_names_file_entry_and_fix(tmp_path, text, message):
    path = tmp_path / "mine.toml"
    path.write_text(text)
    with pytest.raises(codebook.CodebookError) as error:
        codebook.load(path)
    assert str(error.value).startswith("mine.toml: ") and message in str(error.value)


def test_an_own_codebook_is_laid_over_the_default(tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text(
        "[[theme]]\nid = 'water'\nlabel = 'Water'\nmatch = ['reservoir{,s}']\n"
        "[[theme]]\nid = 'funding'\nlabel = 'Money'\nmatch = ['cash']\n"
    )
    book = codebook.load(path)
    assert book.get("theme", "water").label == "Water"
    assert book.get("theme", "funding").match == ["cash"]
    assert book.get("theme", "territory") == BOOK.get("theme", "territory")
    assert book.fingerprint != BOOK.fingerprint
    path.write_text("extends = false\n" + path.read_text())
    assert [t.id for t in codebook.load(path).all("theme")] == ["water", "funding"]


def test_a_pattern_takes_its_words_from_the_codebook(tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text(
        "[[wordset]]\nid = 'beasts'\nmatch = ['ox', 'oxen', 'p.g']\n[[wordset]]\nid = 'none'\n"
    )
    book = codebook.load(path)
    assert book.pattern(r"\d{1,2} {beasts}").findall("12 oxen, 3 p.g, 4 pig") == [
        "12 oxen",
        "3 p.g",
    ]
    assert not book.pattern("a{none}|b{none}").search("ab")
