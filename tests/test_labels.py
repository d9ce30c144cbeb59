"""Labels are decided once, by weights that come with the codebook and can be made again."""

import json
from pathlib import Path

import pytest

from workbench import claims, codebook
from workbench.corpus import training

DATA = Path(__file__).parent / "data"
MODEL = json.loads(codebook.WEIGHTS.read_text("utf-8"))


def test_the_weights_are_made_again_byte_for_byte(tmp_path):
    """From the label files that they name; whoever changes a cue or how it is read fits anew."""
    paths = [DATA / told["file"] for told in MODEL["trained_on"]]
    training.write(training.train(paths, codebook.load()), tmp_path / "weights.json")
    assert (tmp_path / "weights.json").read_bytes() == codebook.WEIGHTS.read_bytes()


OWN = """
[[cue]]
id = "force.deployment.guards"
label = "role"
gives = "deployment"
themes = ["force"]
match = ["dam guard{,s}"]

[[cue]]
id = "mine.jest"
label = "modality"
gives = "rejected"
match = ["so to say"]

[[cue]]
id = "funding.need"
label = "role"
gives = "other"
themes = ["funding"]
match = ["gap"]
"""


@pytest.mark.parametrize(
    ("text", "default", "own"),
    [
        # a new cue goes before the killing; the second figure is not the cue's
        ("It killed 200 dam guards and lost 5,000 soldiers.",
         [("casualties", "actual"), ("casualties", "actual")],
         [("deployment", "actual"), ("casualties", "actual")]),
        ("Norway will pay, so to say, $5bn.", [("pledge", "planned")], [("pledge", "rejected")]),
        # an entry with a known id replaces the default's
        ("Kyiv has a gap of $5bn.", [("need", "actual")], [("other", "actual")]),
    ],
)  # fmt: skip
def test_an_own_cue_goes_before_the_fitted_weights(tmp_path, text, default, own):
    (tmp_path / "own.toml").write_text(OWN)

    def read(book):
        return [(c.role, c.modality) for c in claims.find(text, book)]

    assert read(codebook.load()) == default
    assert read(codebook.load(tmp_path / "own.toml")) == own


SCOPED = """
[[cue]]
id = "mine.near"
label = "role"
gives = "deployment"
themes = ["force"]
side = "before"
scope = "clause"
reach = 4
stops = ["instead"]
match = ["dam guards"]

[[frame]]
id = "mine.sips"
gives = "beneficiary"
roles = ["disbursement"]
match = ["sips"]

[[frame]]
id = "mine.towards"
gives = "actor"
side = "before"
reach = 0
match = ["towards"]
"""


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("The dam guards lost 500 soldiers.", ("deployment", None, None)),
        ("The dam guards so soon gone lost 500 soldiers.", ("deployment", None, None)),
        # five words off; over a stop; behind the figure; in another clause
        ("The dam guards so soon gone home lost 500 soldiers.", ("casualties", None, None)),
        ("The dam guards instead lost 500 soldiers.", ("casualties", None, None)),
        ("It lost 500 soldiers and dam guards.", ("casualties", None, None)),
        ("The dam guards who lost 500 soldiers.", ("casualties", None, None)),
        # a frame of one's own decides for its roles; without it, nobody receives here
        ("Germany paid $5bn, which Ukraine sips.", ("disbursement", "germany", "ukraine")),
        ("Germany paid $5bn, which Ukraine sees.", ("disbursement", "germany", None)),
        ("Germany paid $5bn towards the Poland of old.", ("disbursement", "poland", None)),
        ("Germany paid $5bn towards old Poland.", ("disbursement", "germany", "poland")),
    ],
)
def test_scope_stops_and_frames_of_ones_own(tmp_path, text, wanted):
    (tmp_path / "own.toml").write_text(SCOPED)
    (c,) = claims.find(text, codebook.load(tmp_path / "own.toml"))
    assert (c.role, c.actor, c.beneficiary) == wanted


def test_a_codebook_that_starts_from_nothing_needs_no_training(tmp_path):
    """Numbers and currencies are the language's; cues and units are the analyst's alone."""
    kept = "".join((codebook.FOLDER / f"{n}.toml").read_text("utf-8")
                   for n in ("numbers", "currencies"))  # fmt: skip
    unit = "[[unit]]\nid = 'guard'\nkind = 'person'\nmatch = ['dam guards']\n"
    (tmp_path / "own.toml").write_text("extends = false\n" + kept + unit + OWN, "utf-8")
    (claim,) = claims.find("The lake has 200 dam guards.", codebook.load(tmp_path / "own.toml"))
    assert (claim.role, claim.unit, claim.high) == ("deployment", "guard", 200)


@pytest.mark.parametrize(
    ("text", "label", "value", "words"),
    [
        # a phrase with its source behind it, a possessive, a verb that no codebook has, a quotation
        ("Kyiv, per a budget memo, needs $5 billion.", "speaker", "budget memo", "a budget memo"),
        (
            "In the World Bank's reckoning Ukraine lost $6 billion.",
            "speaker",
            "world_bank",
            "the World Bank",
        ),
        (
            "Tallinn shipped 3,200 rounds, a drivers' union grumbled.",
            "attribution",
            "unnamed",
            "grumbled",
        ),
        ('"We have lost 12 tanks," the general muttered.', "speaker", "the general", "the general"),
        ("Moscow reportedly lost 400 soldiers.", "attribution", "unnamed", "reportedly"),
        # an organ speaks for its state, a person does not
        ("The Israeli army said it lost 40 soldiers.", "speaker", "israel", "The Israeli army"),
        (
            "Ukraine's finance minister said the gap was $5 billion.",
            "speaker",
            "Ukraine's finance minister",
            "Ukraine's finance minister",
        ),
        ("Medvedev said the army took in 417,000 soldiers.", "speaker", "Medvedev", "Medvedev"),
        # the text before: its words stand at their own place
        ("Frozen assets\n\nBelgium has €185 billion at home.", "role", "asset", "Frozen assets"),
        (
            "Norway's parliament met on Friday. It gave Kyiv $5 billion.",
            "actor",
            "norway",
            "Norway",
        ),
        ("Ukraine received $5 billion from Norway.", "beneficiary", "ukraine", "Ukraine"),
        ("Kyiv asks for $5bn.", "role", "need", "asks for"),
        ("Moscow, its envoy said, lost 400 soldiers.", "attribution", "named", "said"),
        ("Norway gave Kyiv $5 billion.", "actor", "norway", "Norway"),
        ("Norway gave Kyiv $5 billion.", "beneficiary", "ukraine", "Kyiv"),
        ("Paris may send 2,000 soldiers to Ukraine.", "modality", "conditional", "may"),
    ],
)
def test_every_label_says_why(text, label, value, words):
    (claim,) = claims.find(text, codebook.load())
    cue = next(q for q in claim.cues if q["label"] == label)
    assert (getattr(claim, label), cue["text"]) == (value, words)
