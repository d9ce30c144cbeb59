"""A number is read whole or not at all: text in; places, bounds and currencies out."""

import random
import time
from decimal import Decimal

import pytest

from workbench import codebook
from workbench.claims import figures
from workbench.numbers import grammar

BOOK = codebook.load()
K, LAKH, M, CRORE, BN, TN = 10**3, 10**5, 10**6, 10**7, 10**9, 10**12


def read(text):
    return [
        (text[q.start : q.end], float(q.low), float(q.high), q.currency)
        for q in grammar(BOOK).find(text)
    ]


def row(quote, low, code=None, high=None):
    return (quote, float(low), float(low if high is None else high), code)


# The whole text before the bar is the quantity; what stands behind it isn't.
ONE = [
    # magnitudes, glued and abbreviated
    ("£38million", 38 * M, "GBP"), ("€9.5billion", 9.5 * BN, "EUR"),
    ("800thousand| men", 800 * K, None), ("$250MM", 250 * M, "USD"), ("$250 MM", 250 * M, "USD"),
    ("$1.5 B", 1.5 * BN, "USD"), ("€30 M", 30 * M, "EUR"), ("£5 mn", 5 * M, "GBP"),
    ("€2,75 Mrd. Euro", 2.75 * BN, "EUR"), ("3,5 Mio. Euro", 3.5 * M, "EUR"),
    ("12 Mrd Euro", 12 * BN, "EUR"), ("$4trn", 4 * TN, "USD"), ("$1.2tn", 1.2 * TN, "USD"),
    ("€500k", 500 * K, "EUR"), ("50m€", 50 * M, "EUR"), ("50 M€", 50 * M, "EUR"),
    ("1.5bn euros", 1.5 * BN, "EUR"), ("7-billion-dollar| loan", 7 * BN, "USD"),
    ("100 thousand million yen", 100 * BN, "JPY"), ("5 hundred thousand| men", 500 * K, None),
    ("5 hundred| men", 500, None), ("2.5 hundred million euros", 250 * M, "EUR"),
    ("3 dozen| tanks", 36, None), ("$60 billion|3 for", 60 * BN, "USD"),
    ("1.5 quadrillion rials", 1500 * TN, "IRR"),
    # codes and signs
    ("50 MUSD", 50 * M, "USD"), ("50MUSD", 50 * M, "USD"), ("50 mEUR", 50 * M, "EUR"),
    ("20 kEUR", 20 * K, "EUR"), ("MSEK 300", 300 * M, "SEK"), ("MEUR300", 300 * M, "EUR"),
    ("TSEK 300", 300 * K, "SEK"), ("300 MNOK", 300 * M, "NOK"), ("EURm 300", 300 * M, "EUR"),
    ("€m 300", 300 * M, "EUR"), ("€bn 1.2", 1.2 * BN, "EUR"), ("300 mkr", 300 * M, "NOK"),
    ("USD million 75", 75 * M, "USD"), ("EUR bn 1.2", 1.2 * BN, "EUR"),
    ("75 USD million", 75 * M, "USD"), ("75 EUR bn", 75 * BN, "EUR"),
    ("75 $ million", 75 * M, "USD"), ("300 USDm", 300 * M, "USD"),
    ("NZD$20 million", 20 * M, "NZD"), ("NZ$20m", 20 * M, "NZD"),
    ("SGD$20 million", 20 * M, "SGD"), ("HK$10 billion", 10 * BN, "HKD"),
    ("HKD10 billion", 10 * BN, "HKD"), ("NT$3 billion", 3 * BN, "TWD"),
    ("CAD $20 million", 20 * M, "CAD"), ("CAD$20 million", 20 * M, "CAD"),
    ("$CAD 20 million", 20 * M, "CAD"), ("$20 million CAD", 20 * M, "CAD"),
    ("$20 CAD", 20, "CAD"), ("USD $5 million", 5 * M, "USD"), ("$US5 million", 5 * M, "USD"),
    ("$A95 million", 95 * M, "AUD"), ("$NZ20m", 20 * M, "NZD"), ("U.S. $5 million", 5 * M, "USD"),
    ("US $5m", 5 * M, "USD"), ("EUR €50 million", 50 * M, "EUR"),
    ("€50 million EUR", 50 * M, "EUR"), ("GBP £20m", 20 * M, "GBP"),
    ("MXN $400 million", 400 * M, "MXN"), ("$400 million pesos", 400 * M, "COP"),
    ("TT$5 million", 5 * M, "TTD"), ("$5 million Canadian dollars", 5 * M, "CAD"),
    ("$5 million US dollars", 5 * M, "USD"), ("BDT 900 million", 900 * M, "BDT"),
    ("Tk 50 crore", 50 * CRORE, "BDT"), ("3 billion Thai baht", 3 * BN, "THB"),
    ("RM5 million", 5 * M, "MYR"), ("฿500 million", 500 * M, "THB"),
    ("40 billion tenge", 40 * BN, "KZT"), ("GH¢3 million", 3 * M, "GHS"),
    ("6 million Kenyan shillings", 6 * M, "KES"), ("XAF 900 million", 900 * M, "XAF"),
    ("900 million CFA francs", 900 * M, "XOF"), ("KWD 3.5 million", 3.5 * M, "KWD"),
    ("zł 40 million", 40 * M, "PLN"), ("40 mln zł", 40 * M, "PLN"),
    ("5 billion eur", 5 * BN, "EUR"), ("100 USD", 100, "USD"), ("USD100", 100, "USD"),
    ("300 million special drawing rights", 300 * M, "XDR"), ("SDG 600 billion", 600 * BN, "SDG"),
    ("â‚¬50 million", 50 * M, "EUR"), ("Â£600m", 600 * M, "GBP"),
    ("â‚´50 billion", 50 * BN, "UAH"),
    # words
    ("one and a half billion| men", 1.5 * BN, None),
    ("1 billion and a half euros", 1.5 * BN, "EUR"),
    ("3 and a half billion euros", 3.5 * BN, "EUR"),
    ("three million and a half euros", 3.5 * M, "EUR"),
    ("one billion and a half million euros", 1_000_500_000, "EUR"),
    ("a trillion dollars", TN, "USD"), ("a million and a half| men", 1.5 * M, None),
    ("two and a quarter million| men", 2.25 * M, None),
    ("two and three-quarter million| men", 2.75 * M, None),
    ("one-and-a-half billion dollars", 1.5 * BN, "USD"),
    ("two and a third million dollars", Decimal(7) / 3 * M, "USD"),
    ("three and a half euros", 3.5, "EUR"),
    ("sixty point five billion dollars", 60.5 * BN, "USD"),
    ("two point three five trillion| in", 2.35 * TN, None), ("zero| men", None, None),
    ("twelve hundred| men", 1200, None), ("a hundred and fifty thousand| men", 150 * K, None),
    ("one million two hundred thousand| men", 1.2 * M, None),
    ("two thousand, five hundred| men", 2500, None),
    ("seventy‑five billion pounds", 75 * BN, "GBP"),
    ("three-hundred-thousand| men", 300 * K, None),
    ("ten thousand million euros", 10 * BN, "EUR"), ("a dozen| tanks", 12, None),
    ("half a dozen| tanks", 6, None), ("half-a-million| men", 500 * K, None),
    ("a half-million| men", 500 * K, None), ("half a billion euros", 500 * M, "EUR"),
    ("Half a million| men", 500 * K, None), ("a quarter million| men", 250 * K, None),
    ("two-thirds of a million| men", Decimal(2) / 3 * M, None),
    ("a third of a billion euros", Decimal(1) / 3 * BN, "EUR"),
    ("three quarters of a million| men", 750 * K, None),
    ("three-quarters of a trillion dollars", 750 * BN, "USD"),
    ("a tenth of a million| men", 100 * K, None), ("a billion-dollar| deal", BN, "USD"),
    ("several hundred million dollars", 300 * M, "USD", 900 * M),
    ("tens of thousands| of men", 20 * K, None, 99 * K), ("dozens| of tanks", 24, None, 99),
    # sums
    ("$1 billion 300 million", 1.3 * BN, "USD"), ("2 million 500 thousand euros", 2.5 * M, "EUR"),
    ("5 crore 20 lakh rupees", 5.2 * CRORE, "INR"), ("3 dollars 50 cents", 3.5, "USD"),
    ("two euros and fifty cents", 2.5, "EUR"), ("$3 and 50 cents", 3.5, "USD"),
    ("5 pounds 20 pence", 5.2, "GBP"), ("ten dollars and twenty-five cents", 10.25, "USD"),
    # India
    ("Rs 35 crore", 35 * CRORE, "INR"), ("Rs.35 crore", 35 * CRORE, "INR"),
    ("₹35 Cr", 35 * CRORE, "INR"), ("INR 2 lakh crore", 2 * LAKH * CRORE, "INR"),
    ("three lakh rupees", 3 * LAKH, "INR"), ("12,34,567 rupees", 1234567, "INR"),
    ("1,23,45,678 rupees", 12345678, "INR"), ("two crore fifty lakh rupees", 2.5 * CRORE, "INR"),
    ("4.5 lakh| men", 4.5 * LAKH, None),
    # groups
    ("1.111,11 euros", 1111.11, "EUR"), ("1.234.567,89 euros", 1234567.89, "EUR"),
    ("1 234 567.89 euros", 1234567.89, "EUR"), ("1 234,5 million euros", 1234.5 * M, "EUR"),
    ("1'234'567.50 francs", 1234567.5, "CHF"), ("CHF 1’250’000", 1250000, "CHF"),
    ("12\u2007500| men", 12500, None), ("12\u2009500| men", 12500, None),
    ("3\u202f000| men", 3000, None), ("3\u00a0000\u00a0000| men", 3 * M, None),
    ("45, 646| soldiers", 45646, None), ("1,234.56 dollars", 1234.56, "USD"),
    ("0,5 million euros", 0.5 * M, "EUR"), ("1,234,567| men", 1234567, None),
    ("0.125 million euros", 0.125 * M, "EUR"), ("£185,000m", 185 * BN, "GBP"),
    ("1 500 million kroner", 1500 * M, "NOK"),
    # fractions
    ("€1½ billion", 1.5 * BN, "EUR"), ("2¾ million| men", 2.75 * M, None),
    ("3½ thousand| men", 3500, None), ("½ million| men", 500 * K, None),
    ("¾ of a million| men", 750 * K, None), ("1 1/2 billion euros", 1.5 * BN, "EUR"),
    ("1 ½ billion euros", 1.5 * BN, "EUR"), ("3/4 of a million| men", 750 * K, None),
    ("1, 200, 000| shells", 1.2 * M, None), ("45 ,646| soldiers", 45646, None),
    ("zero point five billion dollars", 0.5 * BN, "USD"), ("$5+ billion", 5 * BN, "USD"),
    ("300-odd million euros", 300 * M, "EUR"), ("$300-plus million", 300 * M, "USD"),
    ("5 mill. kroner", 5 * M, "NOK"), ("US-$ 5 million", 5 * M, "USD"),
    # ranges
    ("€5‐7 billion", 5 * BN, "EUR", 7 * BN), ("€5~7 billion", 5 * BN, "EUR", 7 * BN),
    ("10-12,000| men", 10 * K, None, 12 * K), ("3-4000| men", 3 * K, None, 4 * K),
    ("5- to 6-billion-dollar| loan", 5 * BN, "USD", 6 * BN),
    ("$10‑12 billion", 10 * BN, "USD", 12 * BN), ("€9—11 billion", 9 * BN, "EUR", 11 * BN),
    ("5−6 billion pounds", 5 * BN, "GBP", 6 * BN), ("USD 10-12bn", 10 * BN, "USD", 12 * BN),
    ("10 to 12 million kroner", 10 * M, "NOK", 12 * M), ("€2.5-3.0bn", 2.5 * BN, "EUR", 3 * BN),
    ("1.5m-2m euros", 1.5 * M, "EUR", 2 * M), ("€1.5m–€2m", 1.5 * M, "EUR", 2 * M),
    ("$10 to $12 billion", 10 * BN, "USD", 12 * BN),
    ("$10 billion to $12 billion", 10 * BN, "USD", 12 * BN),
    ("$10-$12 billion", 10 * BN, "USD", 12 * BN), ("$10bn - $12bn", 10 * BN, "USD", 12 * BN),
    ("5-to-6-billion-dollar| loan", 5 * BN, "USD", 6 * BN),
    ("five to six billion dollars", 5 * BN, "USD", 6 * BN),
    ("five-six billion dollars", 5 * BN, "USD", 6 * BN),
    ("five or six billion dollars", 5 * BN, "USD", 6 * BN),
    ("5 or 6 billion dollars", 5 * BN, "USD", 6 * BN), ("26 or 27| points", 26, None, 27),
    ("five to six hundred thousand| men", 500 * K, None, 600 * K),
    ("500 to 600 thousand| men", 500 * K, None, 600 * K), ("2,000–3,000| men", 2000, None, 3000),
    ("2000-3000| men", 2000, None, 3000),
    ("800 million to 1.2 billion dollars", 800 * M, "USD", 1.2 * BN),
    ("€500 million to 1 billion", 500 * M, "EUR", BN), ("HK$5–HK$6 million", 5 * M, "HKD", 6 * M),
    ("1,200-1,500 million euros", 1200 * M, "EUR", 1500 * M),
    ("2 to 3 lakh| men", 2 * LAKH, None, 3 * LAKH),
    ("1½ to 2 million| men", 1.5 * M, None, 2 * M), ("5 to 6 percent", 5, None, 6),
    ("MUSD 5–6", 5 * M, "USD", 6 * M), ("10–12 MSEK", 10 * M, "SEK", 12 * M),
]  # fmt: skip


@pytest.mark.parametrize("text, low, code, high", [(*r, None)[:4] for r in ONE])
def test_one_quantity_in_every_surrounding(text, low, code, high):
    quote, _, rest = text.partition("|")
    rest = rest or (" for" if "|" not in text else "")
    expected = [] if low is None else [row(quote, low, code, high)]
    around = [
        ("", ""),
        ("They gave ", " to Kyiv."),
        ("(", ")"),
        ("“", ",” he said."),
        ("It is ", "."),
    ]
    for before, after in around:
        if rest and after[:1] not in ("", " "):
            continue
        assert read(before + quote + rest + after) == expected


MANY = [
    ("between five and six billion dollars",
     [row("five and six billion dollars", 5 * BN, "USD", 6 * BN)]),
    ("between $5 million and $1 billion", [row("$5 million and $1 billion", 5 * M, "USD", BN)]),
    ("rose from $1.2 million to $23.5 million",
     [row("$1.2 million", 1.2 * M, "USD"), row("$23.5 million", 23.5 * M, "USD")]),
    ("decreased $1.2 million to $23.5 million",
     [row("$1.2 million", 1.2 * M, "USD"), row("$23.5 million", 23.5 * M, "USD")]),
    ("grew by €3 million to €9 million",
     [row("€3 million", 3 * M, "EUR"), row("€9 million", 9 * M, "EUR")]),
    ("and by €3 million to €9 million",
     [row("€3 million", 3 * M, "EUR"), row("€9 million", 9 * M, "EUR")]),
    ("will rise by 10 to 12 billion euros",
     [row("10 to 12 billion euros", 10 * BN, "EUR", 12 * BN)]),
    ("ranging from five to six billion euros",
     [row("five to six billion euros", 5 * BN, "EUR", 6 * BN)]),
    ("cut from 900,000 to 600,000 men", [row("900,000", 900 * K), row("600,000", 600 * K)]),
    ("a cut from 5 to 3 billion euros",
     [row("5", 5 * BN, "EUR"), row("3 billion euros", 3 * BN, "EUR")]),
    ("in 2019 to 1,240 tanks, from 1,250 tanks", [row("1,240", 1240), row("1,250", 1250)]),
    ("$5 billion and €6 billion",
     [row("$5 billion", 5 * BN, "USD"), row("€6 billion", 6 * BN, "EUR")]),
    ("€5 billion or $6 billion",
     [row("€5 billion", 5 * BN, "EUR"), row("$6 billion", 6 * BN, "USD")]),
    ("$1 billion, 300 million euros and 20 tanks",
     [row("$1 billion", BN, "USD"), row("300 million euros", 300 * M, "EUR"), row("20", 20)]),
    ("$60bn ($50bn in loans)", [row("$60bn", 60 * BN, "USD"), row("$50bn", 50 * BN, "USD")]),
    ("5, 10 and 20 tanks", [row("5", 5), row("10", 10), row("20", 20)]),
    ("On December 7, 653 drones came", [row("7", 7), row("653", 653)]),
    ("16 155 mm howitzers", [row("16", 16), row("155", 155)]),
    ("two euros, fifty men", [row("two euros", 2, "EUR"), row("fifty", 50)]),
    ("five won the war", [row("five", 5)]),
    ("a 500-pound bomb", [row("500", 500)]),
    ("five and twenty men", [row("five", 5), row("twenty", 20)]),
    ("five million times", [row("five million", 5 * M)]),
    ("2.5 m of cable and 155 mm guns", [row("2.5", 2.5), row("155", 155)]),
    ("$5 and $6 billion", [row("$5", 5 * BN, "USD"), row("$6 billion", 6 * BN, "USD")]),
    ("1 MSEK 20 MSEK", [row("1 MSEK", M, "SEK"), row("20 MSEK", 20 * M, "SEK")]),
    ("in March 2019 to 1,240 tanks", [row("1,240", 1240)]),
    ("five fifth-generation jets", [row("five", 5)]),
    ("COP30 met on SDG 16", []),
    # a sign is money whatever stands behind it; a fraction with a whole number is none of a million
    ("$5 percent", [row("$5", 5, "USD")]),
    ("2½ of a million men", [row("2½", 2.5), row("a million", M)]),
    ("5 KR", [row("5", 5)]),
    ("A $27m loan", [row("$27m", 27 * M, "USD")]),
    # years over a column of numbers, and the numbers beside them
    ("€m 1899", [row("€m 1899", 1899 * M, "EUR")]), ("€m 1900", []), ("€m 2100", []),
    ("€m 2101", [row("€m 2101", 2101 * M, "EUR")]),
    ("€m 20245", [row("€m 20245", 20245 * M, "EUR")]),
    # a year, and what became of something in it
    ("the budget of 2025 to UAH 2.6 trillion",
     [row("2025", 2025), row("UAH 2.6 trillion", 2.6 * TN, "UAH")]),
    ("2000 to 3000 dollars", [row("2000 to 3000 dollars", 2000, "USD", 3000)]),
    ("some 2000 to 2500 men", [row("2000 to 2500", 2000, None, 2500)]),
    ("5 percent to 6 men", [row("5 percent", 5), row("6", 6)]),
    # how far before the first of two figures the word may stand that makes them a change
    ("rose $2m to $3m", [row("$2m", 2 * M, "USD"), row("$3m", 3 * M, "USD")]),
    ("rose about $2m to $3m", [row("$2m", 2 * M, "USD"), row("$3m", 3 * M, "USD")]),
    ("rose in May $2m to $3m", [row("$2m to $3m", 2 * M, "USD", 3 * M)]),
    ("by some further $2m to $3m", [row("$2m", 2 * M, "USD"), row("$3m", 3 * M, "USD")]),
    ("by about some further $2m to $3m", [row("$2m to $3m", 2 * M, "USD", 3 * M)]),
    ("from about some further $2m to $3m", [row("$2m", 2 * M, "USD"), row("$3m", 3 * M, "USD")]),
    ("from about some of all $2m to $3m", [row("$2m to $3m", 2 * M, "USD", 3 * M)]),
    ("ran over there from $2m to $3m", [row("$2m to $3m", 2 * M, "USD", 3 * M)]),
    ("ran over all there from $2m to $3m", [row("$2m", 2 * M, "USD"), row("$3m", 3 * M, "USD")]),
    ("between the ages of five and six men", [row("five", 5), row("six", 6)]),
    ("between all the five and six men", [row("five and six", 5, None, 6)]),
    # one or the other: near each other
    ("5 or 7 million men", [row("5 or 7 million", 5 * M, None, 7 * M)]),
    ("5 or 8 million men", [row("5", 5), row("8 million", 8 * M)]),
    ("100 or 125 men", [row("100 or 125", 100, None, 125)]),
    ("100 or 126 men", [row("100", 100), row("126", 126)]),
    # the magnitude behind the second: whose is it too?
    ("10-12,000 men", [row("10-12,000", 10 * K, None, 12 * K)]),
    ("2 to 10,000 men", [row("2 to 10,000", 2 * K, None, 10 * K)]),
    ("2 to 11,000 men", [row("2 to 11,000", 2, None, 11 * K)]),
    ("1 to 2,000 men", [row("1 to 2,000", 1, None, 2000)]),
    ("2 to 2,000 men", [row("2 to 2,000", 2, None, 2000)]),
    ("10 to 12,500 men", [row("10 to 12,500", 10, None, 12_500)]),
    ("from 10 to 12,000 men", [row("10", 10), row("12,000", 12 * K)]),
    ("999 to 1 million men", [row("999", 999 * M), row("1 million", M)]),
    ("1000 to 1 million men", [row("1000 to 1 million", 1000, None, M)]),
    # lists: the last magnitude is the others' too, where they are money or have a decimal
    ("$2 and $3 million", [row("$2", 2 * M, "USD"), row("$3 million", 3 * M, "USD")]),
    ("$2, $3 and $4 thousand", [row("$2", 2, "USD"), row("$3", 3, "USD"),
                                row("$4 thousand", 4000, "USD")]),
    ("€1000, 5 million euros", [row("€1000", 1000, "EUR"), row("5 million euros", 5 * M, "EUR")]),
    ("€999, 5 million euros", [row("€999", 999 * M, "EUR"), row("5 million euros", 5 * M, "EUR")]),
    ("€1.5, $2.5 million", [row("€1.5", 1.5, "EUR"), row("$2.5 million", 2.5 * M, "USD")]),
    ("5.5, MSEK 6", [row("5.5", 5.5), row("MSEK 6", 6 * M, "SEK")]),
    ("1.5 and 2.5 million men", [row("1.5", 1.5 * M), row("2.5 million", 2.5 * M)]),
    ("1.5 and 2.5 thousand men", [row("1.5", 1.5), row("2.5 thousand", 2500)]),
    ("5, 10 million men", [row("5", 5), row("10 million", 10 * M)]),
    ("twenty, twenty-five thousand men",
     [row("twenty, twenty-five thousand", 20 * K, None, 25 * K)]),
    ("20, twenty-five thousand men", [row("20", 20), row("twenty-five thousand", 25 * K)]),
    ("twenty, 25 thousand men", [row("twenty", 20), row("25 thousand", 25 * K)]),
    ("twenty, fifty thousand men", [row("twenty", 20), row("fifty thousand", 50 * K)]),
    ("twenty and fifty thousand men", [row("twenty", 20), row("fifty thousand", 50 * K)]),
    ("twenty and twenty-five thousand men",
     [row("twenty", 20), row("twenty-five thousand", 25 * K)]),
    ("twenty-five, twenty thousand men", [row("twenty-five", 25), row("twenty thousand", 20 * K)]),
    ("20 SDG", [row("20", 20)]),
]  # fmt: skip


@pytest.mark.parametrize("text, expected", MANY, ids=lambda v: str(v)[:40])
def test_several_quantities(text, expected):
    assert read(text) == expected


# Pieces of a number, and what is none.
NONE = [
    "million", "billions of euros", "Aid in billion euros", "in million euros",
    "the million-euro question", "a multi-billion dollar deal", "multibillion-euro",
    "several soldiers", "half of them", "a quarter of it", "a third brigade",
    "the third million-man army", "2023–24", "2023-24", "FY2024-25", "FY2024–25", "2023–2024",
    "1941–45", "12.05.2024", "1.2.3", "192.168.1.10", "05.20 Seventh soldier", "007", "12,34,56",
    "1,2,3", "800,0004", "1234,567", "nineteen ninety-one", "a 52-48 vote", "F-16", "T-90MS",
    "A320", "day-2", "twenty-fifth brigade", "hundred and twenty million euros", "zero soldiers",
    "class of ’23", "and $x^2$ be", "FY24-25", "€m 2024", "hundred", "thousand of them", "gave € million", "$",
    "USD", "½", "3/4",
]  # fmt: skip


@pytest.mark.parametrize("text", NONE)
def test_no_piece_of_a_number(text):
    assert read(text) == []
    assert read(f"It was {text}, he said.") == []


@pytest.mark.parametrize("text, units", [
    ("The army bought 30 drones in 2023–24 and 45 drones in FY2024-25.",
     [(30, "drone"), (45, "drone")]),
    ("Deliveries dropped slightly in 2019 to 1,240 tanks, from 1,250 tanks in 2018.",
     [(1240, "tank"), (1250, "tank")]),
    ("The army has 45, 646 soldiers on its list.", [(45646, "person")]),
    ("On December 7, 653 drones were fired.", [(653, "drone")]),
    ("At 05.20 Seventh soldier fell.", []),
])  # fmt: skip
def test_what_is_counted(text, units):
    assert [(int(f.low), f.unit) for f in figures.read(text, BOOK).figures] == units


# Property: what is written is read, with exactly its value and its place, in any surrounding.
SCALES = {
    "thousand": K, "million": M, "billion": BN, "trillion": TN, "bn": BN, "mn": M, "lakh": LAKH,
    "crore": CRORE,
}  # fmt: skip
VULGAR = {"½": Decimal("0.5"), "¼": Decimal("0.25"), "¾": Decimal("0.75")}
MONEY = ["{c} {n}", "{c}{n}", "{n} {c}", "{c} ${n}", "{c}${n}", "${n} {c}"]
ROUND = [
    ("", ""), ("Kyiv needs ", " in 2026"), ("about ", ", of which"), ("(", ")"), ("up to ", "."),
    ("“", "”"), ("— ", " —"),
]  # fmt: skip
UNITS = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen"
).split()
TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()


def in_words(n):
    if n < 20:
        return UNITS[n - 1]
    if n < 100:
        return TENS[n // 10 - 2] + (f"-{UNITS[n % 10 - 1]}" if n % 10 else "")
    return f"{UNITS[n // 100 - 1]} hundred" + (f" and {in_words(n % 100)}" if n % 100 else "")


def written(rng):
    """A number in some way of writing, and its value."""
    kind = rng.choice(["plain", "grouped", "scaled", "words", "vulgar"])
    if kind == "plain":
        return str(n := rng.randrange(1, 1900)), Decimal(n)
    if kind == "grouped":
        n = rng.randrange(1000, 10 ** rng.randrange(4, 13))
        return f"{n:,}".replace(",", rng.choice([",", ".", " ", "\u202f", "'"])), Decimal(n)
    if kind == "scaled":
        n, scale = rng.randrange(1, 9999), rng.choice(list(SCALES))
        gap = rng.choice([" ", "", "\u00a0", "-"])
        written = f"{n // 10}{rng.choice('.,')}{n % 10}{gap}{scale}"
        return written, Decimal(n) / 10 * SCALES[scale]
    if kind == "words":
        n, scale = rng.randrange(1, 1000), rng.choice([s for s in SCALES if len(s) > 2])
        return f"{in_words(n)} {scale}", Decimal(n) * SCALES[scale]
    n, part = rng.randrange(1, 99), rng.choice(list(VULGAR))
    return f"{n}{part} million", (n + VULGAR[part]) * M


def test_written_and_read_again():
    rng = random.Random(20251127)
    weak = set(BOOK.get("wordset", "code_words").match)
    codes = [c.id for c in BOOK.all("currency") if c.id not in weak]
    for _ in range(4000):
        number, value = written(rng)
        code = rng.choice([None, *codes])
        form = rng.choice(MONEY)
        if code and number[0].isalpha() and not form.startswith("{n}"):
            form = "{n} {c}"
        text = form.format(n=number, c=code) if code else number
        before, after = rng.choice(ROUND)
        got = grammar(BOOK).find(whole := before + text + after)
        first = [(whole[q.start : q.end], q.low, q.high, q.currency) for q in got[:1]]
        assert first == [(text, value, value, code)], whole


@pytest.mark.parametrize("piece", [
    "1,", "1.", "1 ", "1-", "1–", "one ", "one and ", "1,000", "12,34,", "1'", "½", "1 1/", "$",
    "€1-", "USD ", "half a ", "a million ", "one point ", "1 billion ", "million ", "1 to ",
    "between 1 and ", "hundreds of ", "1, 234", "a ", "and a half ", "3 dollars 50 ",
])  # fmt: skip
def test_hostile_repetitions_take_linear_time(piece):
    def seconds(n):
        text = piece * (n // len(piece))
        start = time.process_time()
        grammar(BOOK).find(text)
        return time.process_time() - start

    seconds(1000)
    small, large = min(seconds(4000) for _ in range(3)), min(seconds(32000) for _ in range(2))
    assert large < 0.05 + 24 * small
