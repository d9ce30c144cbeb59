"""An analyst's corrections: what they change, what they are held against, what is made of them."""

import json
import tomllib

import pytest
from click.testing import CliRunner

import workbench
from workbench import codebook
from workbench.claims import placed
from workbench.cli import cli
from workbench.codebook import look
from workbench.corpus import agreement, corrections, fields, training

BY = {"by": "Ada", "on": "2025-12-20"}
TEXT = (
    "Norway pledged $5 billion to Ukraine on Monday.\n\n"
    "Ukraine's army has 900,000 soldiers. Twelve zorgs were seen near the river.\n"
)


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "a.txt").write_text(TEXT, "utf-8")
    (tmp_path / "b.txt").write_text("Canada gave $50 million to Ukraine.\n", "utf-8")
    (tmp_path / "corpus.toml").write_text('["a.txt"]\npublished = 2025-12-12\n', "utf-8")
    return tmp_path


def load(folder, **how):
    return workbench.load(folder, progress=False, cache=False, jobs=0, **how)


def claim(corpus, quote):
    return next(c for c in corpus.claims.itertuples() if c.quote == quote)


def record(**other):
    start = TEXT.index("$5 billion")
    told = {"doc_id": "a", "start": start, "end": start + 10, "quote": "$5 billion"}
    told |= {"field": "role", "old": "pledge", "new": "commitment"}
    told |= {"by": "Ada", "on": "2025-12-20"} | other
    lines = [f"{name} = {json.dumps(value)}" for name, value in told.items() if value is not None]
    return "\n".join(["[[correction]]", *lines, ""])


# What is corrected, and what the claim is then; a label brings others with it.
HOLDS = [
    ("$5 billion", {"role": "commitment"}, {"role": "commitment"}, ["role"]),
    ("$5 billion", {"modality": "planned"}, {"modality": "planned", "factuality": "PR+"},
     ["modality"]),
    ("$5 billion", {"modality": "rejected", "factuality": "PR-"},
     {"modality": "rejected", "factuality": "PR-"}, ["modality", "factuality"]),
    ("$5 billion", {"value": 6e9}, {"low": 6e9, "high": 6e9, "usd": 6e9, "qualifier": "exact"},
     ["low", "high"]),
    ("$5 billion", {"unit": "NOK"}, {"unit": "NOK", "usd": 494_728_407.56}, ["unit"]),
    ("$5 billion", {"high": 8e9}, {"low": 5e9, "high": 8e9, "qualifier": "range"}, ["high"]),
    ("$5 billion", {"actor": None}, {"actor": None}, ["actor"]),
    ("$5 billion", {"actor": "norway;sweden"}, {"actor": "norway;sweden"}, ["actor"]),
    ("$5 billion", {"actor": "Norway; saudi Arabia, SWEDEN"},
     {"actor": "norway;saudi_arabia;sweden"}, ["actor"]),
    ("$5 billion", {"role": "Committed"}, {"role": "commitment"}, ["role"]),
    ("$5 billion", {"event_date": "2025-12-15"}, {"event_date": "2025-12-15"}, ["event_date"]),
    ("900,000", {"speaker": "Kiel"}, {"speaker": "Kiel", "usd": None}, ["speaker"]),
    ("900,000", {"theme": "plan"},
     {"theme": "plan", "role": "version", "unit": "point"}, ["theme"]),
]  # fmt: skip


@pytest.mark.parametrize("quote, new, wanted, changed", HOLDS)
def test_what_is_corrected_holds_at_once_and_on_the_next_load(folder, quote, new, wanted, changed):
    corpus, before = load(folder), load(folder)
    for field, value in new.items():
        if field == "unit" and "theme" in new:
            continue
        corpus.correct(claim(corpus, quote).claim_id, field, value, **BY)
    again = load(folder)
    assert again.failures == []
    for one in (corpus, again):
        got = claim(one, quote)
        for field, value in wanted.items():
            cell = getattr(got, field)
            cell = str(cell)[:10] if field == "event_date" else cell
            assert look.missing(cell) if value is None else cell == value
        assert {*got.corrected} <= {*changed} and got.corrected
        reasons = [q for q in got.cues if q["label"] in got.corrected]
        assert all((q["rule"], q["text"]) == ("analyst", "") for q in reasons)
    assert corpus.claims.equals(again.claims)
    assert before.fingerprint != corpus.fingerprint == again.fingerprint
    assert len(corpus.claims) == len(before.claims)


def test_a_verdict_on_a_whole_figure(folder):
    corpus = load(folder)
    five, men = claim(corpus, "$5 billion").claim_id, claim(corpus, "900,000").claim_id
    assert corpus.accept(five, **BY) == "“$5 billion” (a): pledged 5 billion USD, now accepted"
    said = "“900,000” (a): size of the army 900,000 people, now rejected"
    assert corpus.reject(men, **BY) == said
    assert list(corpus.claims["quote"]) == ["$5 billion", "$50 million"]
    assert corpus.claims["corrected"].isna().all()  # to accept is not to correct
    told = corpus.corrections[["quote", "field", "old", "new", "applied"]].values.tolist()
    assert told == [
        ["$5 billion", "figure", "funding pledge 5000000000 USD", "accepted", True],
        ["900,000", "figure", "force strength 900000 person", "rejected", True],
    ]
    corpus.accept(men, **BY)  # changed one's mind: the record before is replaced
    assert list(corpus.corrections["new"]) == ["accepted", "accepted"]
    assert len(load(folder).claims) == 3


def test_a_missed_figure_is_added_read_and_corrected(folder):
    corpus = load(folder)
    start = TEXT.index("Twelve")
    told = corpus.add("a", start, start + 6, "force", unit="drone", role="materiel", **BY)
    assert told.startswith("“Twelve” (a): added: force; “Twelve” (a): unit none, now drone; ")
    for one in (corpus, load(folder)):
        got = claim(one, "Twelve")
        assert (got.low, got.unit, got.role, got.modality) == (12, "drone", "materiel", "actual")
        assert got.sentence == "Twelve zorgs were seen near the river."
        assert got.corrected == ["theme", "unit", "role"]
        assert one.failures == []
    corpus.reject(got.claim_id, **BY)  # one's own figure is taken back, and leaves nothing
    assert len(corpus.corrections) == 0 and "Twelve" not in set(load(folder).claims["quote"])


WRONG = [
    (("role", "colour"), "'colour' is not in the vocabulary; it has: need, pledge"),
    (("role", "cap"), "'cap' is not in the vocabulary"),
    (("actor", "norwy"), "'norwy' is not in the vocabulary; did you mean 'norway'?"),
    (("colour", "red"), "there is no field 'colour' to correct; there are: figure, theme"),
    (("high", "many"), "'many' is no one number; write 60 billion"),
    (("high", float("nan")), "nan is no number"),
    (("value", -5), "-5 is below zero; write it without a minus"),
    (("high", "-5"), "'-5' is below zero"),
    (("low", 6e9), "low 6,000,000,000 is above high 5,000,000,000; correct both"),
    (("modality", None), "can't be empty; say which is right"),
    (("event_date", "Monday"), "'Monday' is no day; write 2025-12-31"),
    (("figure", "doubtful"), "'doubtful' is not in the vocabulary; it has: accepted, rejected"),
]


@pytest.mark.parametrize("given, why", WRONG)
def test_what_can_not_be_meant_is_said_and_nothing_is_written(folder, given, why):
    corpus = load(folder)
    with pytest.raises(ValueError) as error:
        corpus.correct(claim(corpus, "$5 billion").claim_id, *given, **BY)
    assert why in str(error.value)
    assert not (folder / "corrections.toml").exists()


def test_who_and_when_is_asked_and_a_figure_has_to_be_there(folder):
    corpus = load(folder)
    five = claim(corpus, "$5 billion").claim_id
    for call, why in (
        (lambda: corpus.accept("nix", **BY), "no claim 'nix' in this corpus"),
        (lambda: corpus.accept(five, by=" ", on="2025-12-20"), "by: say who corrects it"),
        (lambda: corpus.accept(five, by="Ada", on="20 Dec"), "write the day as 2025-12-20"),
        (lambda: corpus.accept(five, "colour", **BY), "no field 'colour' to accept"),
        (lambda: corpus.add("a", 0, 6, "force", **BY), "no number is read in 'Norway'"),
        (lambda: corpus.add("a", 16, 17, "funding", **BY), "'5' is a part of the number"),
        (
            lambda: corpus.add("a", 15, 25, "funding", **BY),
            r"^There is a figure already \(Money\): choose it and press Correct\.$",
        ),
        (lambda: corpus.add("a", 15, 25, "nix", **BY), "There is a figure already"),
        (lambda: corpus.add("a", 14, 25, "funding", **BY), "without space round it"),
        (lambda: corpus.select({"a"}, {five}).accept(five, **BY), "correct the whole"),
    ):
        with pytest.raises(ValueError, match=why.replace("?", r"\?")):
            call()


# A record, and what is said of it where it does not hold.
FAILS = [
    (record(), ""),
    (record(quote="$6 billion"), "'$5 billion' stands there now, not '$6 billion'"),
    (record(start=3, end=13), "the document has changed: 'way pledge' stands there now; it stands"),
    (record(old="need"), "the workbench says 'pledge' now, not 'need'; look at the place again"),
    (record(old="need", new="pledge"), "the workbench says 'pledge' itself now; delete this record"),
    (record(field="low", old=5000000000, new=-5), "-5 is below zero"),
    (record(new="gift"), "'gift' is not in the vocabulary"),
    (record(field="colour"), "there is no field 'colour' to correct"),
    (record() + record(new="need"), "contradict each other; keep one"),
    (record() + record(), ""),
    (record(doc_id="z"), "there is no document 'z'"),
    (record(field="theme", old=None, new="funding"), "a figure of funding there now, not of no"),
    (record(start=0, end=6, quote="Norway"), "no figure is read there"),
    (record() + record(field="figure", old="funding pledge 5000000000 USD", new="accepted"), ""),
    (record(by=None), "missing required field `by`; write by = "),
    (record(on="then"), "Invalid RFC3339 encoded date - at `$.on`; write on = 2025-12-20"),
    (record(start=-1), "at `$.start`; write start = 120, a whole number"),
    (record(what="x"), "unknown field `what`"),
    ("[[correction]\n", "was left out whole"),
    ("[correction]\nfield = 5\n", "write [[correction]]"),
]  # fmt: skip


@pytest.mark.parametrize("text, why", FAILS)
def test_what_does_not_hold_is_told_and_the_rest_delivered(folder, capsys, text, why):
    (folder / "corrections.toml").write_text(text, "utf-8")
    corpus = load(folder)
    told = capsys.readouterr().err
    assert why in told and bool(told) == bool(why)
    assert [path for path, _ in corpus.failures][:1] == ["corrections.toml"] * bool(why)
    assert len(corpus.claims) == 3
    assert claim(corpus, "$5 billion").role == ("pledge" if why else "commitment")
    run = CliRunner().invoke(cli, ["claims", str(folder), "--no-cache", "--quiet", "--jobs", "0"])
    assert run.exit_code == bool(why)


def test_records_are_numbered_as_they_stand_in_the_file(folder):
    text = record(by=None) + record(on="then", start="x") + record() + record(field="colour")
    (folder / "corrections.toml").write_text(text, "utf-8")
    corpus = load(folder)
    told = [why.partition(" (")[0].partition(":")[0] for _, why in corpus.failures]
    assert told == ["correction 1", "correction 2", "correction 4"]
    rows = corpus.corrections
    assert rows[["doc_id", "start", "quote", "by", "applied"]].fillna("").values.tolist() == [
        ["a", 15, "$5 billion", "", False], ["a", 0, "$5 billion", "Ada", False],
        ["a", 15, "$5 billion", "Ada", True], ["a", 15, "$5 billion", "Ada", False],
    ]  # fmt: skip
    assert rows["problem"][0].endswith('write by = "Ada"') and rows["problem"].notna().sum() == 3


@pytest.mark.parametrize("order", [1, -1])
def test_each_record_of_a_place_is_judged_by_itself(folder, order):
    other = record(quote="$6 billion", field="actor", old="norway", new="sweden")
    (folder / "corrections.toml").write_text("".join([record(), other][::order]), "utf-8")
    corpus = load(folder)
    five, ((_, why),) = claim(corpus, "$5 billion"), corpus.failures
    assert (five.role, five.actor, five.corrected) == ("commitment", "norway", ["role"])
    assert "actor): '$5 billion' stands there now, not '$6 billion'" in why
    assert sorted(corpus.corrections["applied"]) == [False, True]


def test_a_document_that_changed_is_reported(folder):
    corpus = load(folder)
    corpus.correct(claim(corpus, "$5 billion").claim_id, "role", "need", **BY)
    (folder / "a.txt").write_text("In Oslo: " + TEXT, "utf-8")
    again = load(folder)
    ((_, reason),) = again.failures
    assert "the document has changed" in reason and "it stands at 24 now" in reason
    row = next(again.corrections.itertuples())
    assert (row.applied, row.old, row.new) == (False, "pledge", "need")
    assert row.problem in reason
    assert claim(again, "$5 billion").role == "pledge"


def test_a_single_file_is_given_its_own_corrections_only(folder):
    corpus = load(folder)
    corpus.correct(claim(corpus, "$50 million").claim_id, "role", "need", **BY)
    alone = load(folder / "a.txt")
    assert alone.failures == [] and alone.corrections["applied"].tolist() == [False]
    assert claim(load(folder / "b.txt"), "$50 million").role == "need"


def test_a_link_out_of_the_folder_is_followed_where_that_is_asked(folder, tmp_path_factory):
    file = tmp_path_factory.mktemp("own") / "mine.toml"
    file.write_text(record(), "utf-8")
    (folder / "corrections.toml").symlink_to(file)
    corpus = load(folder)
    assert {"outside the folder" in why for _, why in corpus.failures} == {True}
    assert claim(corpus, "$5 billion").role == "pledge"
    assert claim(load(folder, follow_links=True), "$5 billion").role == "commitment"
    assert claim(load(folder, corrections=folder / "corrections.toml"), "$5 billion").corrected


def test_corrections_stand_elsewhere_where_that_is_asked(folder, tmp_path_factory):
    file = tmp_path_factory.mktemp("own") / "mine.toml"
    corpus = load(folder, corrections=file)
    corpus.correct(claim(corpus, "$50 million").claim_id, "role", "need", **BY)
    assert not (folder / "corrections.toml").exists()
    assert claim(load(folder), "$50 million").role == "disbursement"
    run = CliRunner().invoke(cli, ["claims", str(folder), "--corrections", str(file), "--quiet",
                                   "--format", "jsonl", "--jobs", "0", "--no-cache"])  # fmt: skip
    rows = [json.loads(line) for line in run.stdout.splitlines()]
    assert [row.get("corrected") for row in rows] == [None, None, ["role"]]
    run = CliRunner().invoke(cli, ["claims", str(folder), "--corrections", "nix.toml"])
    assert run.exit_code == 2 and "nix.toml" in run.output


def test_what_an_analyst_wrote_into_the_file_is_kept(folder):
    file = folder / "corrections.toml"
    file.write_text(
        f"# mine\n{record(why='seen')}# on the other\n{record(new='commitment')}", "utf-8"
    )
    corpus = load(folder)
    corpus.correct(claim(corpus, "$50 million").claim_id, "role", "need", **BY, why='a "b"\n\x7f\\')
    text = file.read_text("utf-8")
    assert text.startswith("# mine\n[[correction]]") and "# on the other\n" in text
    assert tomllib.loads(text)["correction"][-1]["why"] == 'a "b" \\'
    corpus.correct(claim(corpus, "$5 billion").claim_id, "role", "need", **BY)
    text = file.read_text("utf-8")
    assert text.count("[[correction]]") == 2 and "# on the other\n" in text
    assert [c["new"] for c in tomllib.loads(text)["correction"]] == ["need", "need"]
    assert sorted(path.name for path in folder.iterdir()) == [
        "a.txt", "b.txt", "corpus.toml", "corrections.toml"
    ]  # fmt: skip
    file.write_text("x = ", "utf-8")
    with pytest.raises(ValueError, match="mend it by hand first"):
        corpus.correct(claim(corpus, "$5 billion").claim_id, "role", "need", **BY)


def test_a_correction_changes_nothing_in_the_cache(folder, monkeypatch, tmp_path):
    monkeypatch.setenv("WORKBENCH_CACHE", str(tmp_path / "cache"))
    how = {"progress": False, "jobs": 0}
    corpus = workbench.load(folder, **how)
    corpus.reject(claim(corpus, "900,000").claim_id, **BY)

    def nothing(*_):
        raise AssertionError("read again")

    monkeypatch.setattr("workbench.documents.read", nothing)
    assert list(workbench.load(folder, **how).claims["quote"]) == ["$5 billion", "$50 million"]
    (folder / "corrections.toml").unlink()
    assert len(workbench.load(folder, **how).claims) == 3


def test_the_most_doubtful_figures_come_first(folder):
    corpus = load(folder)
    queue = corpus.review()
    assert list(queue["margin"]) == sorted(queue["margin"]) and len(queue) == 3
    first = queue.iloc[0]
    assert first["label"] != first["second"] and first["field"] in placed.WEIGHED
    corpus.accept(first["claim_id"], first["field"], **BY)  # the label: the next one is asked
    again = corpus.review().set_index("claim_id").loc[first["claim_id"]]
    assert again["field"] != first["field"] and again["margin"] >= first["margin"]
    corpus.accept(first["claim_id"], **BY)  # the figure: it is left out
    assert first["claim_id"] not in set(corpus.review()["claim_id"])


def test_a_margin_is_that_of_the_labellers_own_points():
    # "pledged" speaks for a pledge alone; without a cue several roles are near each other.
    book = codebook.load()

    def margin(text):
        from workbench.text import view

        (one,) = placed.doubts(view(text, book), book)
        return next(q["margin"] for q in one.cues if q["label"] == "role")

    assert margin("Norway pledged $5 billion to Ukraine.") > margin("It is about $5 billion.") >= 0


def test_what_was_corrected_is_a_label_file(folder):
    corpus = load(folder)
    corpus.correct(claim(corpus, "$5 billion").claim_id, "role", "need", **BY)
    corpus.accept(claim(corpus, "$50 million").claim_id, **BY)
    corpus.reject(claim(corpus, "900,000").claim_id, **BY)
    ((file, rows),) = training.settled(corpus)
    assert file.name == "corrections.toml"
    one, other = rows
    assert one["text"] == "Norway pledged $5 billion to Ukraine on Monday."
    assert one["figures"] == [{"role": "need", "span": "$5 billion", "start": 15}]
    assert "role" not in one["unasked"] and {"actor", "modality"} <= one["unasked"]
    assert other["figures"][0]["actor"] == "canada" and other["unasked"] == set()
    labels = folder / "rows.jsonl"
    labels.write_text("")
    model = training.train([labels], codebook.load(), [corpus])
    told = [(one["file"], one["rows"]) for one in model["trained_on"]]
    assert told == [("rows.jsonl", 0), ("corrections.toml", 2)]


def test_two_coders(folder):
    both = {}
    for who, role, verdict in (("a", "need", "accept"), ("b", "budget", "reject")):
        corpus = load(folder, corrections=folder / f"{who}.toml")
        corpus.correct(claim(corpus, "$5 billion").claim_id, "role", role, **BY)
        corpus.accept(claim(corpus, "$50 million").claim_id, "role", **BY)
        getattr(corpus, verdict)(claim(corpus, "900,000").claim_id, **BY)
        both[who] = str(folder / f"{who}.toml")
    table, apart = agreement.agreement(load(folder), both["a"], both["b"])
    assert table.fillna(-1).values.tolist() == [
        ["figure", 3, 66.7, 0.0], ["role", 2, 50.0, 0.4]
    ]  # fmt: skip
    assert apart.values.tolist() == [
        ["a", 15, 25, "$5 billion", "role", "need", "budget"],
        ["a", 68, 75, "900,000", "figure", "kept", "rejected"],
    ]
    run = CliRunner().invoke(cli, ["agreement", both["a"], both["b"], str(folder)])
    assert run.exit_code == 0 and "“$5 billion”: role need or budget" in run.stdout
    with open(folder / "b.toml", "a") as file:
        file.write(record(quote="$6 billion", field="actor", old="norway"))
    run = CliRunner().invoke(cli, ["agreement", both["a"], both["b"], str(folder)])
    assert run.exit_code == 1 and "not '$6 billion'" in run.stderr and "figure" in run.stdout
    (folder / "c.toml").write_text("")
    run = CliRunner().invoke(cli, ["agreement", both["a"], str(folder / "c.toml"), str(folder)])
    assert run.exit_code == 2 and "holds no corrections" in run.output


def test_every_field_has_its_values():
    book = codebook.load()
    assert fields.choices("role", "force", book)[0] == "cap"
    assert "USD" in fields.choices("unit", "funding", book)
    assert "launcher" in fields.choices("unit", "force", book)
    assert fields.choices("modality", "plan", book)[:2] == ["actual", "planned"]
    assert {*corrections.COLUMNS["corrections"]} >= {"old", "new", "by", "on", "why"}


def test_a_briefing_says_what_was_corrected_and_can_be_verified(folder):
    corpus = load(folder)
    corpus.correct(claim(corpus, "$5 billion").claim_id, "value", 6e9, why="<b>misread", **BY)
    corpus.reject(claim(corpus, "900,000").claim_id, **BY)
    page = workbench.brief(corpus, folder.parent / "brief.html")
    html = page.read_text("utf-8")
    assert "6 billion USD †" in html and html.count("size of the army") == 1
    assert "high 5 billion, now 6 billion · Ada, 20 Dec 2025: &lt;b&gt;misread" in html
    assert "size of the army 900,000 people, now rejected · Ada" in html
    assert len(workbench.verify(page, load(folder))) == 0
    (folder / "corrections.toml").unlink()
    told = workbench.verify(page, load(folder))
    assert "corrections" in set(told["what"]) and "number" in set(told["what"])
    plain = workbench.brief(load(folder), folder.parent / "plain.html").read_text("utf-8")
    assert "†" not in plain and "Corrections by analysts" not in plain
    page.unlink()


@pytest.mark.parametrize("kind", ["annotations", "qdpx", "datapackage", "labelstudio"])
def test_an_export_holds_the_corrected_values_and_the_corrections(folder, kind):
    corpus = load(folder)
    corpus.correct(claim(corpus, "$5 billion").claim_id, "role", "need", why="asked", **BY)
    out = workbench.export(corpus, folder.parent / f"{folder.name}-{kind}", as_=kind)
    if kind == "datapackage":
        (row,) = (out / "corrections.csv").read_text("utf-8").splitlines()[1:]
        assert ",role,pledge,need,Ada,2025-12-20,asked,true," in row.lower().replace("ada", "Ada")
        assert '"[""role""]"' in (out / "claims.csv").read_text("utf-8")
    else:
        (row,) = map(json.loads, (out / "corrections.jsonl").read_text("utf-8").splitlines())
        assert (row["old"], row["new"], row["on"]) == ("pledge", "need", "2025-12-20")
        assert "corrections.jsonl" in (out / "README.md").read_text("utf-8")


def test_facts_and_findings_rest_on_the_corrected_values(folder):
    corpus = load(folder)
    before = workbench.compare.facts(corpus)
    corpus.correct(claim(corpus, "$5 billion").claim_id, "role", "need", **BY)
    assert len(workbench.compare.facts(corpus)) == len(before)
    run = CliRunner().invoke(cli, ["facts", str(folder), "--format", "jsonl", "--jobs", "0",
                                   "--no-cache", "--quiet"])  # fmt: skip
    roles = {json.loads(line)["role"] for line in run.stdout.splitlines()}
    assert roles == {"need", "disbursement", "strength"}


def test_what_the_reader_sends_is_checked_written_and_shown(folder):
    from workbench.views.reader import Reader

    corpus, sent = load(folder), []
    reader = Reader(corpus, "a", corpus.claims.query("theme == 'funding'"))
    reader.send = lambda content, buffers=None: sent.append(content)

    def say(do, **told):
        given = told | {"by": "Ada", "on": "2025-12-20", "why": "x"}
        reader._handle_custom_msg({"do": do, "with": given}, [])
        return sent.pop()

    reader._handle_custom_msg({"ask": "corrections"}, [])
    offer = sent.pop()
    assert offer["not"] == "" and offer["offered"]["themes"][0] == ("funding", "Money")
    assert ["need", "need"] in offer["offered"]["values"]["funding"]["role"]
    parties = dict(offer["offered"]["values"][""]["actor"])
    assert (parties["saudi_arabia"], parties["united_states"]) == ("Saudi Arabia", "United States")
    five, men = claim(corpus, "$5 billion").claim_id, claim(corpus, "900,000").claim_id
    reader.selected = {"id": five, "n": 1}
    assert say("correct", claim_id=five, field="role", new="<b>")["wrong"]
    assert say("correct", claim_id=five, field="value", new="many")["wrong"]
    assert say("correct", claim_id="nix", field="role", new="need")["wrong"]
    assert say("correct", claim_id=five)["wrong"] and say("add", theme=[])["wrong"]
    reader._handle_custom_msg({"do": "correct", "with": "x"}, [])
    reader._handle_custom_msg({"do": "__class__", "with": {}}, [])
    assert sent.pop()["wrong"] and sent == [] and not (folder / "corrections.toml").exists()
    assert say("correct", claim_id=five, field="role", new="need") == {
        "said": "“$5 billion” (a): role pledged, now need"
    }
    (span,) = reader.spans  # of the theme that is shown
    assert span["changes"] == [
        {"what": "role", "old": "pledged", "new": "need", "by": "Ada, 20 Dec 2025", "why": "x"}
    ]
    assert "need" in span["label"] and "corrected by an analyst" in span["label"]
    assert (reader.corrected, reader.selected["id"]) == (1, five)
    say("correct", claim_id=five, field="value", new="6 to 7 billion")
    assert claim(corpus, "$5 billion").low == 6e9 and claim(load(folder), "$5 billion").high == 7e9
    say("correct", claim_id=five, field="actor", new=None)
    told = [(one["what"], one["old"], one["new"]) for one in reader.spans[0]["changes"]]
    assert told[-1] == ("whose", "Norway", "none")
    start = TEXT.index("Twelve")
    place = {"doc_id": "a", "start": start, "end": start + 6}
    assert say("add", theme="force", **place)["wrong"]
    say("add", theme="force", unit="drone", **place)
    assert [s["quote"] for s in reader.spans] == ["$5 billion", "900,000", "Twelve"]
    assert reader.selected["id"] == claim(corpus, "Twelve").claim_id
    say("reject", claim_id=men)
    states = [(s["quote"], s.get("state")) for s in reader.spans]
    assert states == [("$5 billion", None), ("900,000", "rejected"), ("Twelve", None)]
    say("accept", claim_id=men)
    told = reader.spans[1]["changes"][0]
    assert (told["old"], told["new"]) == ("size of the army 900,000 people", "accepted")
    assert "state" not in reader.spans[1] and len(corpus.claims) == 4
    (folder / "corrections.toml").chmod(0o444)
    for locked in (load(folder, corrections=False), corpus.select({"a"}, {five})):
        reader = Reader(locked, "a")
        reader.send = lambda content, buffers=None: sent.append(content)
        reader._handle_custom_msg({"ask": "corrections"}, [])
        assert sent == []  # a lesson, a part: nothing is offered


def test_an_explorer_follows_what_its_reader_corrects(folder):
    for make, quote, new in (
        (workbench.explore.funding, "$5 billion", "need"),
        (workbench.explore.force_caps, "900,000", "cap"),
    ):
        explorer = make(load(folder))
        explorer.turn_to(claim(explorer._corpus, quote).claim_id)
        drawn = [mark.rows for mark in explorer.finding.marks]
        given = {"claim_id": claim(explorer._corpus, quote).claim_id, "field": "role", "new": new}
        explorer.reader._handle_custom_msg({"do": "correct", "with": given | BY}, [])
        assert new in set(explorer._every["role"]) and quote in set(
            explorer._corpus.claims["quote"]
        )
        assert [mark.rows for mark in explorer.finding.marks] != drawn or new == "cap"
        assert explorer.reader.spans[0]["changes"][0]["new"] in ("need", "ceiling")
        given = {"claim_id": given["claim_id"]}
        explorer.reader._handle_custom_msg({"do": "reject", "with": given | BY}, [])
        assert quote not in set(explorer.claims["quote"])
        assert explorer.reader.spans[0]["state"] == "rejected"


def test_a_figure_that_is_rejected_is_gone_though_an_empty_label_of_it_was_filled(folder):
    corpus = load(folder)
    five = claim(corpus, "$5 billion")
    corpus.correct(five.claim_id, "speaker", "norway", **BY)  # there was none
    corpus.reject(five.claim_id, **BY)
    assert "$5 billion" not in [*load(folder).claims["quote"]]


def test_a_figure_that_is_rejected_has_no_labels(folder):
    corpus = load(folder)
    five = claim(corpus, "$5 billion").claim_id
    corpus.correct(five, "role", "need", **BY)
    corpus.reject(five, **BY)
    assert list(corpus.corrections["field"]) == ["figure"] and load(folder).failures == []
    for call in (corpus.correct, corpus.accept):
        given = ("role", "need") if call == corpus.correct else ("role",)
        with pytest.raises(ValueError, match=r"'\$5 billion' was rejected as no figure; accept it"):
            call(five, *given, **BY)
    with pytest.raises(ValueError, match="press Accept"):
        corpus.add("a", 15, 25, "funding", **BY)
    with open(folder / "corrections.toml", "a") as file:
        file.write(record())
    again = load(folder)
    assert list(again.corrections["applied"]) == [True, False] and len(again.claims) == 2
    assert "has no effect; delete one of the two" in again.failures[0][1]
    corpus.accept(five, **BY)
    corpus.correct(five, "role", "need", **BY)
    assert claim(load(folder), "$5 billion").role == "need"


def test_a_figure_that_is_added_again_is_added_once(folder):
    corpus = load(folder)
    start = TEXT.index("Twelve")
    for why, unit in (("", "drone"), ("again", "drone"), ("again", "drone"), ("again", "tank")):
        corpus.add("a", start, start + 6, "force", unit=unit, why=why, **BY)
    told = corpus.corrections[["field", "new", "why", "applied"]].values.tolist()
    assert told == [["theme", "force", "again", True], ["unit", "tank", "again", True]]
    assert (folder / "corrections.toml").read_text().count("[[correction]]") == 2
    with pytest.raises(ValueError, match="'nix' is not in the vocabulary"):
        corpus.add("a", start, start + 6, "nix", **BY)
    assert claim(load(folder), "Twelve").unit == "tank"


def test_the_role_of_a_figure_of_people_is_told_in_its_words(folder):
    corpus = load(folder)
    men = claim(corpus, "900,000").claim_id
    told = "“900,000” (a): role size of the army, now other count"
    assert corpus.correct(men, "role", "other", **BY) == told
    from workbench.views.reader import Reader

    changes = [one for span in Reader(corpus, "a").spans for one in span.get("changes", ())]
    assert [one["new"] for one in changes] == ["other count"]
    page = workbench.brief(corpus, folder.parent / "people.html")
    assert "now other count · Ada" in page.read_text("utf-8")
    page.unlink()
