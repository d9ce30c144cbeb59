"""Ways of writing an amount or a number: text in, place, bounds and currency out."""

from datetime import date

import pytest

from workbench import codebook
from workbench.claims import figures
from workbench.numbers import grammar, rates

BOOK = codebook.load()
M, BN, TN = 10**6, 10**9, 10**12


@pytest.mark.parametrize("text, found", [
    ("$60bn", [("$60bn", 60 * BN, 60 * BN, "USD")]),
    ("US$ 695 million", [("US$ 695 million", 695 * M, 695 * M, "USD")]),
    ("90 billion EUR", [("90 billion EUR", 90 * BN, 90 * BN, "EUR")]),
    ("NOK85 billion", [("NOK85 billion", 85 * BN, 85 * BN, "NOK")]),
    ("A$95m", [("A$95m", 95 * M, 95 * M, "AUD")]),
    ("Can$ 3 million", [("Can$ 3 million", 3 * M, 3 * M, "CAD")]),
    ("£185,000m", [("£185,000m", 185 * BN, 185 * BN, "GBP")]),
    ("€2,75 Mrd.", [("€2,75 Mrd", 2.75 * BN, 2.75 * BN, "EUR")]),
    ("15 milliard kroner", [("15 milliard kroner", 15 * BN, 15 * BN, "NOK")]),
    ("$100,000,000,000", [("$100,000,000,000", 100 * BN, 100 * BN, "USD")]),
    ("Hr 2.079 trillion", [("Hr 2.079 trillion", 2079 * BN, 2079 * BN, "UAH")]),
    ("₴2.08 trillion (around $49.3bn)", [("₴2.08 trillion", 2.08 * TN, 2.08 * TN, "UAH"),
                                         ("$49.3bn", 49.3 * BN, 49.3 * BN, "USD")]),
    ("five billion Norwegian kroner", [("five billion Norwegian kroner", 5 * BN, 5 * BN, "NOK")]),
    ("3 trillion roubles", [("3 trillion roubles", 3 * TN, 3 * TN, "RUB")]),
    ("50 000", [("50 000", 50_000, 50_000, None)]),
    ("50\u202f000", [("50\u202f000", 50_000, 50_000, None)]),
    ("800.000 men", [("800.000", 800_000, 800_000, None)]),
    ("800'000", [("800'000", 800_000, 800_000, None)]),
    ("20, 000 troops", [("20, 000", 20_000, 20_000, None)]),
    ("143,4 million euros", [("143,4 million euros", 143.4 * M, 143.4 * M, "EUR")]),
    ("half a million", [("half a million", 500_000, 500_000, None)]),
    ("a quarter of a million", [("a quarter of a million", 250_000, 250_000, None)]),
    ("one and a half million", [("one and a half million", 1.5 * M, 1.5 * M, None)]),
    ("two dozen", [("two dozen", 24, 24, None)]),
    ("six hundred thousand", [("six hundred thousand", 600_000, 600_000, None)]),
    ("$10–20 billion", [("$10–20 billion", 10 * BN, 20 * BN, "USD")]),
    ("€2.5-3.0bn", [("€2.5-3.0bn", 2.5 * BN, 3 * BN, "EUR")]),
    ("$43bn to $56bn", [("$43bn to $56bn", 43 * BN, 56 * BN, "USD")]),
    ("between $5 and $7 billion", [("$5 and $7 billion", 5 * BN, 7 * BN, "USD")]),
    # a change is two figures that share their unit; "ran from" is a range after all
    ("from 2.2 to 1.9 trillion hryvnias", [("2.2", 2.2 * TN, 2.2 * TN, "UAH"),
                                           ("1.9 trillion hryvnias", 1.9 * TN, 1.9 * TN, "UAH")]),
    ("ran from $7bn to $11bn", [("$7bn to $11bn", 7 * BN, 11 * BN, "USD")]),
    ("shrank by $600 million to $5.0 billion", [("$600 million", 600 * M, 600 * M, "USD"),
                                                ("$5.0 billion", 5 * BN, 5 * BN, "USD")]),
    ("$37-million", [("$37-million", 37 * M, 37 * M, "USD")]),
    ("600k", [("600k", 600_000, 600_000, None)]),
    ("hundreds of thousands", [("hundreds of thousands", 200_000, 999_000, None)]),
    ("tens of billions of dollars", [("tens of billions of dollars", 20 * BN, 99 * BN, "USD")]),
    # known false readings of other tools
    ("$60 billion 2026 request", [("$60 billion", 60 * BN, 60 * BN, "USD"), ("2026", 2026, 2026,
                                                                           None)]),
    ("9" * 400, []),
])  # fmt: skip
def test_ways_of_writing(text, found):
    got = [(text[q.start : q.end], float(q.low), float(q.high), q.currency)
           for q in grammar(BOOK).find(text)]  # fmt: skip
    assert got == [(quote, float(low), float(high), code) for quote, low, high, code in found]


@pytest.mark.parametrize("text, units", [
    ("500,000 155 mm shells", ["shell"]),
    ("a 60,000-strong force", ["person"]),
    ("900-plus bodies lay there", ["person"]),
    ("800 tanks and 160 more", ["tank", "tank"]),
    ("some 1,900 strategic and 2,500 tactical warheads", ["warhead", "warhead"]),
    ("Denmark gave kr. 9.4bn", ["DKK"]),
    ("Norway and Denmark gave kr. 9.4bn", ["NOK"]),
    ("25bn kronor", ["SEK"]),
    # none of ours
    ("He is 45 years old and lives in Article 5 Street.", []),
    ("the 1991 borders and the G7 on day 1,394", []),
    ("The T-90MS and the Leopard 2A8 met at 17:53 on 01-06-2025.", []),
    ("9,500 homes had no heat and 34,000 no water", []),
    ("a 10-point lead in the polls", []),
    ("The line is 1,200 km (750 miles) long.", []),
])  # fmt: skip
def test_what_is_counted(text, units):
    assert [f.unit for f in figures.read(text, BOOK).figures] == units


def test_rates_are_those_of_the_day():
    assert rates.convert(85 * BN, "NOK", date(2025, 12, 5)) == (
        8420459378.99, 7230965546.58, date(2025, 12, 5))  # fmt: skip
    assert rates.convert(1, "EUR", date(2025, 12, 14))[2] == date(2025, 12, 12), "a Sunday"
    assert rates.convert(1, "UAH", date(2025, 12, 5)) is None, "the bank has no rate"
    assert rates.convert(1, "USD", date(1980, 1, 1)) is None, "before the euro"


def test_without_the_package_of_rates_nothing_is_converted(monkeypatch):
    for kept in (rates._table, rates.per_euro):
        kept.cache_clear()
        monkeypatch.setattr(rates, kept.__name__, kept.__wrapped__)
    monkeypatch.setattr(rates, "find_spec", lambda name: None)
    assert rates.convert(1, "USD", date(2025, 12, 5)) is None


@pytest.mark.parametrize("day, rate_day", [
    (date(1999, 12, 31), date(1999, 12, 30)),
    (date(2021, 4, 5), date(2021, 4, 1)),  # Easter Monday: four days without rates
])  # fmt: skip
def test_days_without_rates_have_those_of_the_last_working_day(day, rate_day):
    assert rates.convert(1, "USD", day)[2] == rate_day
