"""Figures on hand-made tables: what they draw, what they say, and what they leave out aloud."""

import itertools
import json
import re
from dataclasses import replace

import pandas as pd
import pytest
from tables import claims, documents

from workbench import findings, plans
from workbench.codebook import look
from workbench.findings.marks import MAX_MARKS
from workbench.views import charts, placing, svg

DATED = documents(a_1="2025-12-07", b_2=None)


def drawn(figure) -> dict[str, list]:
    """What sources say, per trace: the x values of firm and hedged ranges, firm and hedged dots."""
    assert len(figure.data) == 6
    names = ("firm ranges", "hedged ranges", "firm dots", "hedged dots")
    return {name: list(trace.x) for name, trace in zip(names, figure.data, strict=False)}


def counted(figure) -> list[tuple]:
    """What was counted here: from, to, label."""
    x, labels = figure.data[4].x or (), figure.data[5].text or ()
    labels = [label.removesuffix("<br> ") for label in labels]
    return [(*x[3 * at : 3 * at + 2], label) for at, label in enumerate(labels)]


def counted_in(finding) -> list:
    """Distances that were counted here."""
    return [mark for mark in finding.marks if mark.style == "counted" and len(mark.rows) == 1]


def links(finding) -> list:
    """What joins two rows."""
    return [mark for mark in finding.marks if len(mark.rows) == 2]


def caption(figure) -> str:
    return figure.layout.annotations[0].text.replace("<br>", " ")


def axis(figure) -> str:
    return figure.layout.xaxis.title.text.replace("<br>", " ")


def title(figure) -> str:
    return figure.layout.title.text.replace("<br>", " ")


def test_need_beside_pledge():
    table = claims(
        {"quote": "$60 billion", "high": 6e10},
        {"quote": "$60 billion", "high": 6e10},
        {"quote": "$60bn", "high": 6e10, "modality": "conditional"},
        {"quote": "$50 million", "high": 5e7, "role": "pledge"},
        {"quote": "600,000", "high": 6e5, "theme": "force", "role": "cap", "unit": "person"},
    )
    figure = charts.funding(table, DATED)
    assert drawn(figure) == {
        "firm ranges": [], "hedged ranges": [], "firm dots": [6e10, 5e7], "hedged dots": [6e10],
    }  # fmt: skip
    assert list(figure.data[2].text) == ["60 billion  ×2", "50 million"]
    assert list(figure.data[2].customdata) == ["c0 c1", "c3"]
    assert list(figure.layout.yaxis.ticktext) == [
        "pledged · told by<br>document a",
        "need · told by document<br>a",
    ]
    assert counted(figure) == []
    assert title(figure) == "Sums told, by role"  # the same sentence twice is one telling
    assert axis(figure) == "amount in USD (each step ten times the one before)"
    assert caption(figure) == "Source: 4 figures in document a (7 Dec 2025)."
    assert figure.layout.title.subtitle.text == (
        "● stated firmly   ○ hedged: alleged, proposed, denied or under an “if”"
    )


def test_a_range_is_a_line_and_a_hedged_range_a_dotted_one():
    row = {"theme": "force", "role": "training", "unit": "person", "qualifier": "range"}
    table = claims(
        {"quote": "3,000–5,000", "low": 3000, "high": 5000, **row},
        {"quote": "10 to 20", "low": 10, "high": 20, "factuality": "PS+", **row},
    )
    figure = charts.force(table)
    assert drawn(figure)["firm ranges"] == [3000, 5000, None]
    assert drawn(figure)["hedged ranges"] == [10, 20, None]
    assert [trace.line.dash for trace in figure.data[:2]] == ["solid", "dot"]


def test_currencies_without_rates_share_no_axis():
    table = claims(
        {"quote": "$60 billion", "high": 6e10},
        {"quote": "$61 billion", "high": 6.1e10},
        {"quote": "NOK 85 billion", "high": 8.5e10, "unit": "NOK", "role": "pledge"},
    )
    figure = charts.funding(table)
    assert drawn(figure)["firm dots"] == [6e10, 6.1e10]
    assert "Not drawn: 1 figure of pledged (85 billion NOK)." in caption(figure)
    assert drawn(charts.funding(table, unit="NOK"))["firm dots"] == [8.5e10]


def test_currencies_with_rates_are_converted_and_the_axis_says_so():
    table = claims(
        {"quote": "$60 billion", "high": 6e10, "usd": 6e10, "rate_date": "2025-12-05"},
        {"quote": "€1bn to €2bn", "low": 1e9, "high": 2e9, "unit": "EUR", "usd": 2.4e9,
         "rate_date": "2025-12-08", "role": "pledge"},
    )  # fmt: skip
    figure = charts.funding(table)
    assert drawn(figure)["firm ranges"] == [1.2e9, 2.4e9, None]
    assert axis(figure).startswith("amount in USD, converted from EUR at ECB rates of 2025-12-08")


def test_a_converted_sum_is_told_no_finer_than_it_was():
    table = claims(
        {"quote": "$2.1312 billion", "high": 2.1312e9, "usd": 2.1312e9, "rate_date": "2025-12-05"},
        {"quote": "€1.8bn", "high": 1.8e9, "unit": "EUR", "usd": 2.0956e9,
         "rate_date": "2025-12-08", "role": "pledge"},
        {"quote": "€1.8345bn", "high": 1.8345e9, "unit": "EUR", "usd": 2.135723e9,
         "rate_date": "2025-12-08", "role": "damage"},
    )  # fmt: skip
    texts = [(mark.text, round(mark.high)) for mark in findings.funding(table).marks]
    assert texts == [
        ("2.1312 billion", 2131200000), ("2.1 billion", 2095600000),
        ("2.1357 billion", 2135723000),
    ]  # fmt: skip


def test_strikes_and_casualties_are_never_mixed_with_armies():
    army = {"theme": "force", "actor": "ukraine", "unit": "person"}
    table = claims(
        {"quote": "900,000", "high": 9e5, "role": "strength", **army},
        {
            "quote": "600,000",
            "high": 6e5,
            "role": "cap",
            **army,
            "modality": "demanded",
            "factuality": "Uu",
        },
        {"quote": "653", "high": 653, "role": "strike", "theme": "force", "unit": "drone"},
        {"quote": "40,000", "high": 4e4, "role": "casualties", **army},
    )
    figure = charts.force(table)
    assert (drawn(figure)["firm dots"], drawn(figure)["hedged dots"]) == ([9e5], [6e5])
    assert counted(figure) == [(6e5, 9e5, "about a third less")]
    assert axis(figure) == "number of people"
    assert title(figure) == "People and weapons told, by role"  # the army is told once
    assert caption(figure) == (
        "Source: 2 figures in document a. Not drawn: 1 figure of casualties (40,000 people); "
        "1 figure of weapons launched (653 drones)."
    )


CAP = {"theme": "force", "role": "cap", "unit": "person", "actor": "ukraine"}


def told(sentence: str, quote: str, word: str = "", modality: str = "proposed", versions=()):
    """Proposer and plan of a ceiling; ``word`` is the cue of its modality."""
    at = sentence.find(word) if word else 0
    cue = {"label": "modality", "start": at, "end": at + len(word), "text": word, "rule": modality}
    cap = {"quote": quote, "high": 6e5, "sentence": sentence, "modality": modality, "cues": [cue]}
    beside = [{"quote": q, "high": int(q), "sentence": sentence, **VERSION} for q in versions]
    table = claims({**CAP, **cap}, *beside)
    table["start"] -= table["sentence_start"]
    return plans.ceilings(table.assign(sentence_start=0)).iloc[0].tolist()


@pytest.mark.parametrize(
    "sentence, word, modality, who",
    [
        (
            "Russian demands sought to impose a ceiling of 600,000.",
            "sought to",
            "demanded",
            "russia",
        ),
        ("Washington's draft had stopped at 600,000.", "draft", "proposed", "united_states"),
        ("Moscow's Istanbul paper has 600,000.", "paper", "proposed", "russia"),
        ("Moscow has demanded a cap of 600,000.", "demanded", "demanded", "russia"),
        ("A cap of 600,000 was proposed by Washington.", "proposed", "proposed", "united_states"),
        ("Kyiv heard that Moscow demanded 600,000.", "demanded", "demanded", "russia"),
        # Nobody is named as the one who proposes.
        ("Kyiv rejected the Russian demand for 600,000.", "rejected", "rejected", None),
        ("Under the draft Kyiv may keep 600,000.", "draft", "proposed", None),
        ("Moscow heard that 600,000 was proposed.", "proposed", "proposed", None),
        ("Kyiv would keep 600,000, where Washington's draft had none.", "would", "proposed", None),
        ("A cap of 600,000 was proposed to Kyiv.", "proposed", "proposed", None),
        # Told as a fact, not as a proposal.
        ("The American draft is old; the army is capped at 600,000.", "draft", "actual", None),
        ("The American draft has 600,000.", "", "proposed", None),
    ],
)
def test_who_proposes_a_ceiling(sentence, word, modality, who):
    assert told(sentence, "600,000", word, modality) == [who, None]


@pytest.mark.parametrize(
    "sentence, versions, plan",
    [
        ("Under the 28-point plan 600,000 may stay.", ["28"], "a plan of 28 points"),
        ("The plan has 28 points; elsewhere 600,000 was heard.", ["28"], None),
        ("Unlike the 28-point plan it has 600,000.", ["28"], None),
        ("With 28 or 19 points it has 600,000.", ["28", "19"], None),
        ("A cap of 600,000 stands in the 28 points.", ["28"], None),
        ("A cap of 600,000 stands alone.", [], None),
    ],
)
def test_the_plan_of_a_ceiling_is_that_of_its_clause(sentence, versions, plan):
    assert told(sentence, "600,000", modality="actual", versions=versions) == [None, plan]


def test_only_ceilings_are_asked_who_proposes_them():
    sentence = "Washington's draft, with 28 points, has 600,000."
    at = sentence.index("draft")
    cue = {"label": "modality", "start": at, "end": at + 5, "text": "draft", "rule": "r"}
    size = {**CAP, "role": "strength", "quote": "600,000", "high": 6e5, "sentence": sentence,
            "modality": "proposed", "cues": [cue]}  # fmt: skip
    found = plans.ceilings(claims(size, {**size, "role": "cap"}))
    assert found["proposer"].isna().tolist() == [True, True]  # the second stands elsewhere
    assert plans.ceilings(claims({**size, "role": "cap"}))["proposer"].tolist() == ["united_states"]


def test_ceilings_by_whom_when_and_beside_which_plan():
    sentence = "Under Washington's 28-point plan 600,000 may stay."
    table = claims(
        {**CAP, "quote": "600,000", "high": 6e5, "sentence": sentence, "modality": "proposed",
         "event_date": pd.Timestamp("2026-01-01")},
        {**VERSION, "quote": "28", "high": 28, "sentence": sentence},
        {**CAP, "quote": "800,000", "high": 8e5, "doc_id": "b_2"},
        {**CAP, "quote": "900,000", "high": 9e5, "doc_id": "b_2", "role": "strength"},
    )  # fmt: skip
    table["start"] -= table["sentence_start"].where(table["doc_id"] == "a_1", 0)
    table["sentence_start"] = table["sentence_start"].where(table["doc_id"] != "a_1", 0)
    rows = {
        by: [row for row in findings.force(table, DATED, by=by).rows if not row.startswith("from")]
        for by in (None, "proposer", "plan")
    }
    assert rows == {
        None: ["size of the army · Ukraine · told by document b",
               "ceiling · Ukraine · told by document b",
               "ceiling · Ukraine · a plan of 28 points · told by document a"],
        "proposer": ["size of the army · Ukraine", "ceiling · Ukraine · proposer unsaid"],
        "plan": ["size of the army · Ukraine", "ceiling · Ukraine · no plan named",
                 "ceiling · Ukraine · a plan of 28 points"],
    }  # fmt: skip
    first = findings.force(table, DATED).marks[2]
    assert first.hover.endswith(
        "may stay. · a plan of 28 points; published 7 Dec 2025; day named: 1 Jan 2026; in “Title of a_1”"
    )


def test_the_ceilings_of_the_seeds_and_who_proposes_them(corpus):
    finding = findings.force(corpus.claims, corpus.documents)
    assert finding.rows == (
        "size of the army · Ukraine · told by document 003",
        "ceiling · Ukraine · proposed by Russia · told by document 001",
        "ceiling · Ukraine · told by document 003",
    )  # fmt: skip
    assert finding.marks[1].hover.count("· proposed by Russia; published 7 Dec 2025; in “")
    assert "; published" not in finding.marks[2].hover and "a plan of" not in finding.marks[2].hover


def test_a_common_currency_says_rate_and_date_and_leaves_out_aloud_what_has_none():
    table = claims(
        {"quote": "$60 billion", "high": 6e10, "usd": 6e10, "eur": 5e10, "rate_date": "2025-12-05"},
        {"quote": "€2bn", "high": 2e9, "unit": "EUR", "usd": 2.4e9, "eur": 2e9, "role": "pledge"},
        {"quote": "₴4bn", "high": 4e9, "unit": "UAH", "role": "pledge"},
    )
    figure = charts.funding(table, common="EUR")
    assert drawn(figure)["firm dots"] == [5e10, 2e9]
    assert "converted from USD at ECB rates of 2025-12-05" in axis(figure)
    assert "Not drawn: 1 figure of pledged (4 billion UAH)." in caption(figure)
    assert drawn(charts.funding(table, unit="UAH"))["firm dots"] == [4e9]


def test_rows_by_month_by_giver_and_by_bound():
    table = claims(
        {"quote": "$5", "high": 5, "actor": "norway", "qualifier": "at_most"},
        {"quote": "$6", "high": 6, "doc_id": "b_2"},
    )
    rows = {
        by: findings.funding(table, DATED, by=by).rows for by in ("month", "actor", "qualifier")
    }
    assert rows == {
        "month": ("need · 2025-12", "need · no date"),
        "actor": ("need · Norway", "need · nobody named"),
        "qualifier": ("need · exact", "need · up to"),
    }


def test_labels_that_would_overlap_are_left_to_the_hover():
    rows = [{"quote": f"${n}", "high": 100 + n} for n in range(20)]
    figure = charts.funding(claims(*rows, {"quote": "$100", "high": 100}))
    told = [text for text in figure.data[2].text if text]
    assert len(figure.data[2].x) == 20 and "100  ×2" in told and len(told) < 12
    assert "“$7”" in figure.data[2].hovertext[7].replace("&#36;", "$")


def test_too_many_dots_are_thinned_aloud_and_the_ends_stay():
    rows = [{"quote": f"${n}", "high": n} for n in range(1, 301)]
    finding = findings.funding(claims(*rows))
    values = [dot.high for dot in finding.marks]
    assert len(values) <= MAX_MARKS + 2 and {1, 300} <= set(values)
    assert "values told less often" in finding.caption


def test_contested_figures_are_diamonds():
    table = claims({"quote": "$5", "high": 5}, {"quote": "$9", "high": 9})
    figure = charts.funding(table.assign(contested=[True, False]))
    assert list(figure.data[2].marker.symbol) == ["diamond", "circle"]
    assert findings.funding(table.assign(contested=[True, False])).key.endswith("◆ contested")
    assert "contested" not in findings.funding(table).key


def test_a_unit_that_does_not_fit_the_roles_is_said_beside_a_full_table():
    table = claims({"quote": "600,000", "high": 6e5, "theme": "force", "role": "cap",
                    "unit": "person", "actor": "ukraine"})  # fmt: skip
    figure = charts.force(table, DATED, "tank")
    assert title(figure) == "No figure of tanks fits this choice"
    assert caption(figure) == (
        "Nothing to draw. Chosen, but not drawn: 1 figure of ceiling (600,000 people)."
    )


def test_plans_stand_on_a_time_line_and_undated_ones_left_of_it():
    plan = {"theme": "plan", "role": "version", "unit": "point"}
    table = claims(
        {"quote": "19 points", "high": 19, "doc_id": "a_1", "actor": "ukraine", **plan},
        {"quote": "28-point", "high": 28, "doc_id": "b_2", **plan},
        {"quote": "20-point", "high": 20, "doc_id": "c_3", **plan},
    )
    days = documents(a_1="2025-12-07", b_2=None, c_3="2025-12-11")
    assert title(charts.plans(table, days)) == "Plans told, by number of points and day"
    figure = charts.plans(table.assign(conflict="ukraine"), days)
    assert list(figure.layout.yaxis.ticktext) == [
        "19 points · Ukraine", "20 points · sponsor<br>unsaid", "28 points · sponsor<br>unsaid",
    ]  # fmt: skip
    ticks = dict(zip(figure.layout.xaxis.ticktext, figure.layout.xaxis.tickvals, strict=True))
    assert list(ticks) == ["no date", "7 Dec 2025", "11 Dec 2025"]
    assert (
        ticks["11 Dec 2025"] - ticks["7 Dec 2025"] == 4 and ticks["no date"] < ticks["7 Dec 2025"]
    )
    assert sorted(figure.data[2].x) == sorted(ticks.values())
    assert title(figure) == "Plans of 28, 20 and 19 points are told of in 3 documents"


def test_versions_that_one_sentence_names_are_joined():
    plan = {"theme": "plan", "role": "version", "unit": "point", "actor": "ukraine"}
    table = claims({"quote": "28", "high": 28, **plan}, {"quote": "19", "high": 19, **plan},
                   {"quote": "20", "high": 20, **plan})  # fmt: skip
    table.loc[1, "sentence_start"] = table.loc[0, "sentence_start"]
    (link,) = links(findings.plans(table, DATED))
    assert (link.rows, link.claims) == (
        ("28 points · Ukraine", "19 points · Ukraine"),
        ("c0", "c1"),
    )
    figure = charts.plans(table, DATED)
    assert figure.data[5].customdata == ("c0 c1",)
    assert not link.arrow and "arrow" not in figure.data[4].marker.symbol
    assert "Line: one sentence names both." in caption(figure)


VERSION = {"theme": "plan", "role": "version", "unit": "point", "actor": "ukraine"}


def revision(sentence: str, *quotes: str, **row):
    """Versions that one sentence names, and the link between them."""
    rows = [{"quote": q, "high": int(q[:2]), "sentence": sentence, **VERSION, **row}
            for q in quotes]  # fmt: skip
    table = claims(*rows)
    table["start"] -= table["sentence_start"]
    return table.assign(sentence_start=0)


@pytest.mark.parametrize(
    "sentence, earlier, later",
    [
        ("A proposal of initially 28 points, now refined to 19.", 28, 19),
        ("Kyiv revised the 28-point draft, now settling on 19 points.", 28, 19),
        ("They left with 19 points, cut down from the 28 of Washington.", 28, 19),
        ("The text shrank from 28 to 19 points.", 28, 19),
        ("The text grew from 19 to 28 points.", 19, 28),
        ("A 20-point framework replaces the 28 of November.", 28, 20),
        ("The 28 points were replaced by 20 of Kyiv's own.", 28, 20),
        ("It had 28 points, now 19.", 28, 19),
        ("The 19 points, a reworking of the 28, are out.", 28, 19),
    ],
)
def test_an_arrow_runs_to_the_later_version_where_the_sentence_says_so(sentence, earlier, later):
    quotes = sorted((str(earlier), str(later)), key=sentence.index)
    table = revision(sentence, *quotes)
    (link,) = links(findings.plans(table, DATED))
    assert link.rows == (f"{earlier} points · Ukraine", f"{later} points · Ukraine")
    assert link.arrow
    assert link.hover == f"“{earlier}” became “{later}”, says a sentence of document a · {sentence}"
    figure = charts.plans(table, DATED)
    line, rows = figure.data[4], list(figure.layout.yaxis.ticktext)
    (head,) = [at for at, symbol in enumerate(line.marker.symbol) if symbol == "arrow"]
    assert rows[line.y[head]] == f"{later} points · Ukraine" and line.marker.size[head] == 11
    assert "Arrow: a sentence says that one became the other." in caption(figure)


@pytest.mark.parametrize(
    "sentence, row",
    [
        ("Washington has 28 points on the table, Kyiv 20.", {}),
        ("The 28 points were not cut to 20.", {}),
        ("Nobody knows whether the 28 were cut to 20 points.", {}),
        ("Kyiv wants the 28 points cut to 20.", {"modality": "demanded"}),
        ("The 28 points were cut to fit on a page, and then 20 came from Kyiv.", {}),
        ("The 28-point plan is now beside one of 20 points.", {}),
        ("Some 20 of the 28 points are settled.", {}),
    ],
)
def test_no_arrow_is_drawn_where_the_sentence_does_not_say_it(sentence, row):
    table = revision(sentence, *sorted(("28", "20"), key=sentence.index), **row)
    (link,) = links(findings.plans(table, DATED))
    assert not link.arrow
    assert link.hover.startswith(f"“{table.quote[0]}” and “{table.quote[1]}”, named in one sent")


def test_of_two_sentences_about_one_pair_the_one_that_gives_the_direction_is_drawn():
    plain = revision("There are 28 points and 19 points.", "28", "19")
    arrow = revision("It was cut from 28 to 19 points.", "28", "19")
    arrow["sentence_start"] += 500
    arrow["start"] += 500
    table = pd.concat([plain, arrow.assign(claim_id=["c2", "c3"])], ignore_index=True)
    (link,) = links(findings.plans(table, DATED))
    assert link.arrow and link.claims == ("c2", "c3")


def test_versions_by_document_say_what_each_source_says():
    rows = [{"quote": "28", "high": 28, **VERSION, "actor": None},
            {"quote": "28 ", "high": 28, **VERSION},
            {"quote": "28", "high": 28, **VERSION, "actor": "united_states", "doc_id": "b_2",
             "modality": "rejected", "factuality": "CT-"},
            {"quote": "19", "high": 19, **VERSION, "actor": None, "speaker": "norway"}]  # fmt: skip
    finding = findings.plans(claims(*rows), DATED, by="doc_id")
    assert [(*dot.rows, dot.text, dot.times) for dot in finding.marks if not dot.arrow] == [
        ("28 points · told by document b", "United States, rejected", 1),
        ("28 points · told by document a", "Ukraine  ×2", 2),
        ("19 points · told by document a · says Norway", "sponsor unsaid", 1),
    ]


def test_what_the_seeds_say_of_each_version(corpus):
    by_sponsor = findings.plans(corpus.claims, corpus.documents)
    assert {(link.rows, link.arrow) for link in links(by_sponsor)} == {
        (("28 points · sponsor unsaid", "19 points · Ukraine"), True),
        (("28 points · United States", "19 points · United States"), True),
    }
    finding = findings.plans(corpus.claims, corpus.documents, by="doc_id")
    assert [(*dot.rows, dot.text, dot.style) for dot in finding.marks if dot.text] == [
        ("28 points · told by document 003", "United States", "firm"), ("28 points · told by document 000", "sponsor unsaid", "firm"),
        ("20 points · told by document 004", "Ukraine  ×3", "firm"), ("20 points · told by document 000", "Ukraine", "hedged"),
        ("19 points · told by document 003", "United States", "firm"), ("19 points · told by document 000", "Ukraine, agreed", "firm"),
    ]  # fmt: skip
    assert [link.rows for link in links(finding)] == [
        ("28 points · told by document 000", "19 points · told by document 000"), ("28 points · told by document 003", "19 points · told by document 003"),
    ]  # fmt: skip


def test_many_versions_are_grouped_until_the_rows_can_be_read():
    plan = {"theme": "plan", "role": "version", "unit": "point"}
    rows = [{"quote": "28", "high": 28 + n % 2, "actor": f"a{n}", **plan} for n in range(30)]
    figure = charts.plans(claims(*rows), DATED)
    assert list(figure.layout.yaxis.ticktext) == ["28 points", "29 points"]
    assert list(figure.data[2].text) == ["document a  ×15"] * 2


def test_sources_are_bars_from_zero():
    figure = charts.sources(DATED)
    assert drawn(figure)["firm ranges"] == [0, 5, None]
    assert list(figure.data[2].text) == [" 5.0 %", " 0.0 %"]
    assert (
        title(figure)
        == "Up to 5.0 % of a document is masked as noise; 1 of 2 documents without a day of publication"
    )


def test_documents_with_less_noise_are_left_out_aloud():
    papers = documents(**{f"{n:02}": None for n in range(14)})
    finding = findings.sources(papers.assign(masked_share=[0.123456 - n / 1000 for n in range(14)]))
    assert (finding.marks[0].high, finding.marks[0].text) == (12.35, "12.3 %")
    assert len(finding.marks) == 12 and finding.parts[1].value == 12.3456
    assert finding.caption.endswith("Not drawn: 2 documents with less noise.")
    assert "Not drawn" not in findings.sources(papers.head(12)).caption
    assert findings.sources(papers.iloc[:0]).title == "No document in this choice"


def test_many_links_are_cut_and_those_with_a_direction_stay():
    rows = [("It was cut from 28 to 19 points.", "28", "19")]
    rows = rows + [
        (f"There are {n} points and {n + 1} points.", str(n), str(n + 1)) for n in (30, 32)
    ]
    tables = [revision(*row).assign(doc_id=f"d{at}") for at, row in enumerate(reversed(rows))]
    table = pd.concat(tables, ignore_index=True)
    table["claim_id"] = [f"c{n}" for n in range(len(table))]
    found = links(findings.plans(table, documents(d0=None, d1=None, d2="2025-12-07")))
    assert [link.arrow for link in found] == [True, False, False]


@pytest.mark.parametrize(
    "times, words",
    [((), "● stated firmly"), ({"factuality": "PS+"}, "○ hedged: alleged")],
)
def test_the_key_says_what_the_shapes_mean(times, words):
    assert words in findings.funding(claims({"quote": "$5", "high": 5, **dict(times)})).key
    assert findings.sources(DATED).key == ""


@pytest.mark.parametrize("make", [charts.funding, charts.force, charts.plans])
def test_an_empty_choice_says_so(make):
    figure = make(claims({"quote": "x", "high": 1, "theme": "none"}))
    assert "fits this choice" in title(figure)
    assert drawn(figure) == {
        "firm ranges": [], "hedged ranges": [], "firm dots": [], "hedged dots": [],
    }  # fmt: skip


def test_text_of_a_document_is_no_markup_and_no_formula():
    row = {"quote": "$5 <script>$6", "sentence": "a $5 <script>$6 <img onerror=x>", "high": 5}
    text = charts.funding(claims(row)).to_json()
    plain = json.dumps(json.loads(text), ensure_ascii=False)
    assert "<script" not in plain and "<img" not in plain and "$" not in plain
    assert "&lt;script&gt;" in plain


def test_a_figure_with_400_digits_breaks_nothing():
    row = {"quote": "9" * 400, "high": float("inf"), "theme": "force", "unit": "person"}
    table = claims({**row, "role": "cap"}, {**row, "high": 5, "quote": "5", "role": "cap"})
    figure = charts.force(table)
    assert drawn(figure)["firm dots"] == [5]
    assert caption(figure).endswith("Not drawn: 1 figure of ceiling (beyond counting people).")
    assert drawn(charts.funding(claims({"quote": "$1", "high": 1e300})))["firm dots"] == [1e300]


def test_a_figure_of_zero_is_drawn():
    figure = charts.funding(claims({"quote": "$0", "high": 0.0}, {"quote": "$9", "high": 9.0}))
    assert drawn(figure)["firm dots"] == [0, 9]


def test_pure_and_the_same_twice():
    table = claims({"quote": "$1m", "high": 1e6})
    before = table.copy(deep=True)
    assert charts.funding(table).to_json() == charts.funding(table).to_json()
    assert table.equals(before)


def test_nothing_is_offered_to_a_cloud():
    import plotly.io

    figure = charts.funding(claims({"quote": "$1m", "high": 1e6}))
    picture = charts.picture(findings.funding(claims({"quote": "$1m", "high": 1e6})))
    assert json.loads(picture)["config"]["showSendToCloud"] is False
    assert figure.data
    assert plotly.io.renderers["plotly_mimetype"].config["showSendToCloud"] is False


def test_an_unknown_scheme_is_named():
    with pytest.raises(ValueError, match="no scheme 'sepia'; schemes: light, dark"):
        charts.parts(findings.funding(claims({"quote": "$1", "high": 1})), "sepia")


def light(colour: str) -> float:
    """Relative luminance of WCAG 2.2."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return sum(w * c for w, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one: str, two: str) -> float:
    high, low = sorted((light(one), light(two)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_contrast(scheme):
    colours = look.PALETTE[scheme]
    page = colours["page"]
    assert contrast(page["mark"], page["back"]) >= 4.5
    for theme in (*look.THEMES, *look.OWN, "page"):
        assert contrast(colours[theme]["text"], colours[theme]["back"]) >= 7, theme
    for theme in (*look.THEMES, *look.OWN):
        assert contrast(colours[theme]["line"], page["back"]) >= 3, theme


# Machado, Oliveira and Fernandes 2009, severity 1.0: rows of the matrices on linear RGB.
BLINDNESS = {
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216),
                   (-0.003882, -0.048116, 1.051998)),
    "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413),
                     (-0.011820, 0.042940, 0.968881)),
    "tritanopia": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602),
                   (0.004733, 0.691367, 0.303900)),
}  # fmt: skip


def seen(colour: str, matrix) -> list[float]:
    """The colour as that eye sees it, in CIE Lab."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    rgb = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    rgb = [min(max(sum(m * c for m, c in zip(row, rgb, strict=True)), 0), 1) for row in matrix]
    to_xyz = ((0.4124, 0.3576, 0.1805), (0.2126, 0.7152, 0.0722), (0.0193, 0.1192, 0.9505))
    xyz = [sum(m * c for m, c in zip(row, rgb, strict=True)) for row in to_xyz]
    scaled = [v / w for v, w in zip(xyz, (0.9505, 1.0, 1.089), strict=True)]
    x, y, z = (v ** (1 / 3) if v > 0.008856 else 7.787 * v + 16 / 116 for v in scaled)
    return [116 * y - 16, 500 * (x - y), 200 * (y - z)]


@pytest.mark.parametrize("kind", BLINDNESS)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_themes_stay_apart_for_colour_blind_readers(scheme, kind):
    lines = [
        seen(look.PALETTE[scheme][theme]["line"], BLINDNESS[kind])
        for theme in (*look.THEMES, *look.OWN)
    ]
    for one, two in itertools.combinations(lines, 2):
        # A difference of 2.3 can just be seen; 20 is plain at a glance.
        assert sum((a - b) ** 2 for a, b in zip(one, two, strict=True)) ** 0.5 > 20


# --- where marks stand, and the pictures of a briefing --------------------------------------------


def words_of(table, **options) -> list[tuple]:
    """Row, words, side and height of each mark."""
    finding = findings.funding(table, **options)
    return [(p.mark.style, p.text, p.place, round(p.at[1], 2)) for p in placing.placed(finding)]


def test_firm_marks_stand_above_hedged_ones_and_words_stay_in_the_figure():
    table = claims(
        {"quote": "$1 thousand", "high": 1000.0},
        {"quote": "$500", "high": 500.0, "factuality": "PS+"},
        {"quote": "$900", "high": 900.0, "role": "pledge", "qualifier": "at_least"},
        {"quote": "$2", "high": 40.0, "role": "pledge", "qualifier": "at_most"},
    )
    assert words_of(table) == [
        ("hedged", "500", "bottom center", 0.78), ("firm", "1,000", "top center", 1.18),
        ("firm", "up to 40", "top right", 0), ("firm", "at least 900", "top center", 0),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "values, ticks",
    [
        ([60.0, 40.0], [0, 20, 40, 60]),
        ([5.0, 4.0], [0, 1, 2, 3, 4, 5]),
        ([-3.0, 100.0], [0, 20, 40, 60, 80, 100]),
        ([1.0, 1e12], [1, 1e3, 1e6, 1e9, 1e12]),
        ([10.0, 1000.0], [10, 100, 1000]),
        ([], []),
    ],
)
def test_an_axis_has_round_steps_and_six_at_most(values, ticks):
    marks = [findings.Mark(("a",), value, value, "", ("c0",), "", value) for value in values]
    finding = findings.Finding("funding", marks=tuple(marks))
    assert [value for value, _ in finding.ticks] == ticks
    assert finding.log == (max(values, default=0) >= 1000)


def test_a_range_has_its_words_in_its_middle_as_the_axis_shows_it():
    linear = claims({"quote": "$2 to 4", "low": 2.0, "high": 4.0})
    wide = claims({"quote": "$1 to 100", "low": 1.0, "high": 100.0})
    middles = [placing.placed(findings.funding(t))[0].at[0] for t in (linear, wide)]
    assert middles == [3, 10]


def test_a_picture_has_each_mark_with_its_origin():
    table = claims(
        {"quote": "$9", "high": 9.0}, {"quote": "$2 to 4", "low": 2.0, "high": 4.0, "role": "pledge"},
        {"quote": "<b>", "high": 9.0, "doc_id": "b_2", "factuality": "PS+", "role": "asset"},
    )  # fmt: skip
    text = svg.picture(findings.funding(table))
    assert re.findall(r'<a href="#c-(\w+)" data-claim="([\w ]+)" data-how="(\w+)" data-value="(\w+)"', text) == [
        ("c0", "c0", "high", "9"), ("c1", "c1", "high", "4"), ("c2", "c2", "high", "9"),
    ]  # fmt: skip
    assert [text.count(kind) for kind in ("<circle", "wb-range", "wb-hedged", "wb-grid")] == [
        2,
        1,
        1,
        6,
    ]
    assert "<b>" not in text and "“&lt;b&gt;”" in text


def test_the_arrow_of_a_picture_points_at_the_later_version():
    table = revision("The text shrank from 28 to 19 points.", "28", "19")
    finding = findings.plans(table, DATED)
    (link,) = [p for p in placing.placed(finding) if p.mark.arrow]
    heights = [y for _, y in link.path]
    assert heights == [1, 1, 0, 0] and link.ends == ("", "arrow")
    assert svg.picture(finding).count('class="wb-derived"') == 2  # its line and its head
    assert svg.picture(findings.funding(claims({"quote": "x", "high": 1, "theme": "none"}))) == ""


# --- room, pictures that stand alone, words -------------------------------------------------------

LONG = "the Provisional Transitional Authority of the United Coastal and Highland Federation"
SAYS = "the Joint Standing Commission on Reconstruction, Relief and Monetary Stabilisation"


def long_names():
    """Sums of a conflict, an actor and a speaker with long names, converted: all words are long."""
    row = {"actor": LONG, "speaker": SAYS, "conflict": LONG, "rate_date": "2025-12-05"}
    table = claims(
        {"quote": "$60 billion", "high": 6e10, "usd": 6e10, **row},
        {"quote": "€1bn to €2bn", "low": 1e9, "high": 2e9, "unit": "EUR", "usd": 2.4e9, "role": "pledge", **row},
        {"quote": "$4 billion", "high": 4e9, "usd": 4e9, "factuality": "PS+", **row},
    )  # fmt: skip
    return replace(findings.funding(table, DATED, by="source"), conflict=LONG)


@pytest.mark.parametrize("width", charts.WIDTHS)
def test_no_word_of_a_figure_is_lost_and_each_line_has_room(width):
    finding = long_names()
    layout = charts.parts(finding, width=width)["layout"]
    title, axis = layout["title"]["text"], layout["xaxis"]["title"]["text"]
    for text, whole, pixels in (
        (title, finding.title, 8.6), (axis, finding.axis_words, 6.2),
        (layout["title"]["subtitle"]["text"], finding.key, 6.2),
        (layout["annotations"][0]["text"], finding.caption, 5.9),
    ):  # fmt: skip
        assert " ".join(text.replace("<br>", " ").split()) == " ".join(whole.split())
        assert max(map(len, text.split("<br>"))) * pixels < width
    rows = [row.replace("<br>", " ") for row in layout["yaxis"]["ticktext"]]
    assert rows == list(reversed(finding.rows)) and max(map(len, rows)) > 180
    lines = max(row.count("<br>") + 1 for row in layout["yaxis"]["ticktext"])
    inside = layout["height"] - layout["margin"]["t"] - layout["margin"]["b"]
    assert inside / (len(rows) + 0.2) >= 17 * lines
    assert layout["margin"]["l"] < width / 2


def test_ticks_have_room_beside_each_other():
    table = claims(*({"quote": f"${n}", "high": n, "role": "need"} for n in (1e5, 6e5, 9.4e5)))
    finding = findings.funding(table)
    assert [words for _, words in placing.ticks(finding, 600)] == [
        "0", "200,000", "400,000", "600,000", "800,000", "1 million",
    ]  # fmt: skip
    assert [words for _, words in placing.ticks(finding, 300)] == ["0", "400,000", "800,000"]


def test_the_page_gets_a_figure_for_each_width():
    told = json.loads(charts.picture(long_names()))
    assert [one["from"] for one in told["drawn"]] == [360, 460, 600]
    heights = [one["layout"]["height"] for one in told["drawn"]]
    assert heights == sorted(heights, reverse=True) and len(set(heights)) == 3
    assert told["words"] == long_names().in_words


def test_a_figure_in_words():
    table = claims(
        {"quote": "$60 billion", "high": 6e10}, {"quote": "$60 billion", "high": 6e10},
        {"quote": "$5bn to 6bn", "low": 5e9, "high": 6e9, "role": "pledge", "modality": "conditional"},
    )  # fmt: skip
    assert findings.funding(table, DATED).in_words.splitlines() == [
        "Sums told, by role.",
        "need · told by document a: 60 billion, twice.",
        "pledged · told by document a: 5 billion to 6 billion, hedged.",
        "Along the axis: amount in USD.",
        "Source: 3 figures in document a (7 Dec 2025).",
    ]
    many = claims(*({"quote": f"${n}", "high": 1e9 + n * 1e8} for n in range(12)))
    assert findings.funding(many).in_words.splitlines()[1].endswith("; 1.7 billion; 4 more marks.")
    empty = findings.funding(claims({"quote": "x", "high": 1, "theme": "none"}))
    assert empty.in_words == "No figure of money fits this choice.\nNothing to draw."
    arrows = findings.plans(revision("The text shrank from 28 to 19 points.", "28", "19"), DATED)
    assert arrows.in_words.splitlines()[1] == (
        "28 points · Ukraine: document a, 7 Dec 2025; an arrow to 19 points · Ukraine, 7 Dec 2025."
    )


def test_a_picture_that_stands_alone_has_all_words_and_its_own_colours():
    finding = long_names()
    text = svg.alone(finding)
    shown = " ".join(re.findall(r"<text[^>]*>([^<]*)</text>", text))
    for words in (finding.title, finding.axis_words, finding.caption):
        assert " ".join(words.split()) in shown
    assert "href" not in text and "data-claim" not in text and "stroke: #0072b2" in text
    low, height = map(int, re.search(r'viewBox="0 (-\d+) 600 (\d+)"', text).groups())
    places = [float(y) for y in re.findall(r'<text[^>]* y="(-?[\d.]+)"', text)]
    assert low + 10 < min(places) and max(places) < low + height
    assert svg.alone(finding) == text
    html = "<img src=x onerror=ran()>"
    hostile = svg.alone(findings.funding(claims({"quote": html, "high": 1.0, "actor": html})))
    assert "<img" not in hostile and "&lt;img" in hostile
    bare = svg.bundle(findings.funding(claims({"quote": "x", "high": 1, "theme": "none"})))
    assert list(bare) == ["text/plain"]


def test_a_notebook_is_given_figure_picture_and_words():
    from IPython.core.formatters import DisplayFormatter

    figure = charts.draw(long_names())
    kinds, _ = DisplayFormatter().format(figure)
    assert kinds["image/svg+xml"] == svg.alone(long_names())
    assert kinds["text/plain"] == long_names().in_words
    assert "text/html" not in kinds  # plotly's asks a public server
