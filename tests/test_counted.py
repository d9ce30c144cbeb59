"""What a number counts: text in, every figure with its value and unit out.

The first rows are those that have one, the last those that count nothing of ours.
"""

import pytest

from workbench import claims, codebook

BOOK = codebook.load()

COUNTED = [
    ("The draft names a maximum of 800,000. That is how many soldiers Kyiv may keep.",
     "800,000 person"),
    ("Reporters asked about the hostages. Seven of them are still in the tunnels, the envoy said.",
     "Seven person"),
    ("Of the 300 promised, 40 have arrived, the defence minister said of the armoured vehicles.",
     "300 vehicle; 40 vehicle"),
    ("Germany promised 300 armoured vehicles. Of the 300 promised, 40 arrived.",
     "300 vehicle; 300 vehicle; 40 vehicle"),
    ("Lisbon sent three Leopards and Oslo eight.",
     "three tank; eight tank"),
    ("Kyiv asked for interceptors. Athens gave 30, Madrid 12 and Rome none.",
     "30 missile; 12 missile"),
    ("Belgium counts its F-16s again: of 53 airworthy ones it can spare 30.",
     "53 aircraft; 30 aircraft"),
    ("The brigade has lost nine Bradleys, four of them to mines.",
     "nine vehicle; four vehicle"),
    ("Ukraine would accept:\n– 600,000 soldiers in peacetime\n– 800,000 in war",
     "600,000 person; 800,000 person"),
    ("The army would be reduced:\n- to 600,000 by 2027\n- to 550,000 by 2030",
     "600,000 person; 550,000 person"),
    ("The tribunal's clerk counted the graves. There were 412, and 30 had no cross.",
     "412 person; 30 person"),
    ("Peacekeepers are in short supply. Dhaka can spare 900, Kathmandu 1,400.",
     "900 person; 1,400 person"),
    ("The 2,000 U.S. troops in Syria will be cut to 1,400.",
     "2,000 person; 1,400 person"),
    ("Some 300 ex-K.L.A. fighters and 45 Gen. Staff officers signed.",
     "300 person; 45 person"),
    ("Helsinki gave 16 Sisu Pasi carriers, 24 Bofors guns and two dozen Ural lorries.",
     "16 vehicle; 24 artillery_piece; two dozen vehicle"),
    ("Riga handed over 42 Patria 6x6 vehicles and six Stinger launchers.",
     "42 vehicle; six launcher"),
    ("Sofia has 90 T-72 tanks, 16 Su-25s and 12 S-300 batteries in store.",
     "90 tank; 16 aircraft; 12 air_defence_system"),
    ("The strike killed 11 firefighters, two paramedics and a postwoman.",
     "11 person; two person"),
    # a vote counts no men, though a bill on the army be voted on
    ("The bill on soldiers' pay was passed by 226 to 41.", ""),
    ("The army bill passed 226 to 41.", ""),
    ("At least 19 churchgoers were killed and 63 hurt when a missile hit Sumy.",
     "19 person; 63 person"),
    ("Guards shot dead 14 inmates, the ombudsman said.",
     "14 person"),
    ("Colombia's militiamen handed in 1,020 rifles, 33 machine guns and 45 grenades.",
     "1,020 rifle; 33 weapon; 45 shell"),
    ("Seoul says 10,900 artillerymen, sappers and signallers left for Kursk.",
     "10,900 person"),
    ("Poland wants 96 Apaches, 32 F-35As and 500 HIMARS launchers.",
     "96 helicopter; 32 aircraft; 500 launcher"),
    ("The general staff listed 120 assaults and 4,000 shellings.",
     "120 strike; 4,000 strike"),
    ("Vilnius lent 500 field medics and 30 dog handlers to the mission.",
     "500 person; 30 person"),
    ("The Hawks are old; Madrid gave six, and Taipei sold the parts.",
     "six air_defence_system"),
    ("They want one mechanised and two airborne brigades, 40 to 60 fighter and transport aircraft.",
     "one brigade; two brigade; 40 to 60 aircraft"),
    ("Guerrillas numbered 8,000 and paramilitaries 12,000 in the governor's estimate.",
     "8,000 person; 12,000 person"),
    ("Israel freed 90 prisoners and Hamas three hostages.",
     "90 person; three person"),
    ("The mission has lost 17 dead and 40 wounded since June.",
     "17 person; 40 person"),
    ("Killed 12, wounded 40, missing 7: so ran the morning report.",
     "12 person; 40 person; 7 person"),
    ("The convoy lost five trucks and, two days later, another four.",
     "five vehicle; four vehicle"),
    ("Latvia spends 3.45 percent of GDP on defence and plans 5 next year.",
     "3.45 percent percent; 5 percent"),
    ("Spain promised 2.1 percent of GDP, not 3.5.",
     "2.1 percent percent; 3.5 percent"),
    ("The text has 28 points; Europe's has 24 and Kyiv's final one 20.",
     "28 points point; 24 point; 20 point"),
    ("After two rounds of talks the sides swapped 300 prisoners each.",
     "300 person"),
    ("Seventeen sorties were flown on Monday, 22 on Tuesday and only nine on Wednesday.",
     "Seventeen strike; 22 strike; nine strike"),
    ("The garrison at Enerhodar used to have 1,100 guards; it is down to 400, the agency counts.",
     "1,100 person; 400 person"),
    ("What of the captives? Riyadh holds 82, the rebels 15, and nobody knows of the other nine.",
     "82 person; 15 person; nine person"),
    ("Asked for howitzers, Prague found twelve and Rome six.",
     "twelve artillery_piece; six artillery_piece"),
    ("As to tanks, the treaty allows 300, as to guns 250, and as to combat aircraft 40.",
     "300 tank; 250 artillery_piece; 40 aircraft"),
    ("The inspectors looked for mortars and found eleven.",
     "eleven artillery_piece"),
    ("In Vilnius the talk was of air defence batteries. Berlin is to lend two, The Hague one.",
     "two air_defence_system"),
    ("The brigade wanted pilots. It got nine, two of them women.",
     "nine person; two person"),
    ("The ship carried artillery rounds, 40,000 of them, and fuses.",
     "40,000 shell"),
    ("Pyongyang's trains brought shells (some 6 million since 2023) and rockets (about 240,000).",
     "6 million shell; 240,000 missile"),
    ("Rebels and government swapped prisoners on Friday: 64 for 51.",
     "64 person; 51 person"),
    ("The dead: 31. The injured: 104.",
     "31 person; 104 person"),
    ("Dead, 31; hurt, 104; missing, five.",
     "31 person; 104 person; five person"),
    ("Casualties among the peacekeepers since March: 14.",
     "14 person"),
    ("Number of interceptors in the parcel: 120.",
     "120 missile"),
    ("Tanks – 40; howitzers – 24; drones – 1,500.",
     "40 tank; 24 artillery_piece; 1,500 drone"),
    ("Kharkiv region: 2 killed, 19 injured. Sumy region: 1 killed, 7 injured.",
     "2 person; 19 person; 1 person; 7 person"),
    ("He said the sappers cleared 41 fields and that two had died.",
     "two person"),
    ("The force is to be 20,000 to 25,000 strong, and 5,000 would be Turks.",
     "20,000 to 25,000 person; 5,000 person"),
    ("Nairobi pledged 1,000 police, of whom 400 have landed in Port-au-Prince.",
     "1,000 person; 400 person"),
    ("Washington would keep its troops, some 900, until the summer.",
     "900 person"),
    ("Troop numbers: Poland 212,000, Germany 181,000, France 204,000.",
     "212,000 person; 181,000 person; 204,000 person"),
    ("The army, 1,304,000 strong on paper, has 800,000 at the most in the field.",
     "1,304,000 person; 800,000 person"),
    ("By 14 votes to one the council extended the 3,200-strong mission by 12 months.",
     "3,200-strong person"),
    ("Ankara's contingent on the island is to shrink from 725 to 400 by Easter.",
     "725 person; 400 person"),
    ("Russia fired 653 drones and 51 missiles, of which 585 and 30 were downed.",
     "653 drone; 51 missile; 585 drone; 30 missile"),
    ("NORTH KOREANS IN KURSK\nEarly 2025: some 11,000\nNow: between 7,500 and 8,000 at most",
     "11,000 person; 7,500 and 8,000 person"),
    ("Not 40,000, as the Kremlin would have it, but 9,100 Ukrainians laid down arms.",
     "40,000 person; 9,100 person"),
    ("The rebels' tanks number 209, and their garrison is 800 strong.",
     "209 tank; 800 person"),
    ("How many soldiers would a buffer take? The centre's model says 8,600.",
     "8,600 person"),
    ("Drones hit sixteen refineries; 24 guns and two lorries burnt.",
     "sixteen refinery; 24 artillery_piece; two vehicle"),
    ("The rebels demanded that 700 M23 prisoners be let go; they hold 45 draft-age men.",
     "700 person; 45 person"),
    ("Brazil and China agreed on six points in Beijing; Kyiv's text had twelve.",
     "six points point; twelve point"),
    ("Tallinn spends 0.25% of GDP on it. Riga has yet to agree on 0.2.",
     "0.25% percent; 0.2 percent"),
    ("At 17 he joined the guerrillas, at 22 he led 60 of them.",
     "60 person"),
    ("Riga pays for 50,000 rounds and is, with two friends, haggling over another 20,000.",
     "50,000 shell; 20,000 shell"),
    ("Boots on the ground are out, says Oslo, having hinted at 3,000 in spring.",
     "3,000 person"),
    ("The statute tolerates a garrison of 350 on the islands.",
     "350 person"),
    ("The sultan has 16,000 mouths in uniform and, on the books, ninety thousand.",
     "16,000 person; ninety thousand person"),
    ("The planes are ready (Dutch, 18; Danish, nineteen).",
     "18 aircraft; nineteen aircraft"),
    ("There were not 40 but seven drones in the wave.",
     "40 drone; seven drone"),
    ("The rebels freed five officers and one soldier.",
     "five person; one person"),
    ("Ankara holds 6,000 as prisoners.",
     "6,000 person"),
    ("Strikes: 67 in May, 46 in June.",
     "67 strike; 46 strike"),
    ("The office puts the dead at 31 or more.",
     "31 person"),
    ("We were ninety when the siege began, a sergeant said.",
     "ninety person"),
    ("Eight hundred thousand is more than Ukraine can pay for.",
     "Eight hundred thousand person"),
    ("The front cost lives. Since December 26 of its own men have fallen.",
     "26 person"),
    ("They lose seventeen, eighteen thousand men a month.",
     "seventeen, eighteen thousand person"),
    ("Two plants made 120 k shells.",
     "120 k shell"),
    ("The banks lend 1.3, 0.5 and 0.2 billion euros.",
     "1.3 EUR; 0.5 EUR; 0.2 billion euros EUR"),
    ("Poland spends 4.48 per cent of GDP, before Lithuania (4.0) and Latvia (3.73).",
     "4.48 per cent percent; 4.0 percent; 3.73 percent"),
    ("Moscow budgets 12.9 trillion roubles, down from 13.5 this year.",
     "12.9 trillion roubles RUB; 13.5 RUB"),
    ("The year costs $70 billion. Kyiv can hope for not less than 30.",
     "$70 billion USD; 30 USD"),
]  # fmt: skip

NOTHING = [
    "Some 200 lorries wait at the border; the customs officers process 40 a day.",
    "Two in five Poles would rather see the army at the border.",
    "The drones carry a gas bottle or two; they flew between midnight and six.",
    "The bill on the veterans' park cleared its second reading by 26 to 41.",
    "Rally in Berlin: organisers speak of 40,000 on the square, the police of 9,500.",
    "What two newspapers had printed of the army was denied.",
    "The mediator's text is short:\n1. The army leaves.\n2. The guards stay.",
    "Two people familiar with the talks spoke of a ferry and the 2 and 3 May.",
    "Some 11.7 million people were driven from their homes by the war.",
    "Ukraine's population fell; 250,000 emigrated.",
    "The colonel won 40,000 in the lottery, and 12,000 were turned away in Kyiv.",
    "On the map there are 31 points where mines were found.",
    "The channel has 40,000 members and 12 accounts were closed.",
    "Unit 8200 and Brigade 47 trained on the 210 target range.",
    "The bill passed by 312 to 103 with 12 abstentions.",
    "Ivan Petrenko, 54, who lost a leg, walks 12 kilometres a day to the 8 o'clock tram.",
    "Diesel rose to 1.62 a litre; the army buys at 1.20.",
    "Three members of parliament and 40 voters were interviewed by the pollsters.",
    "Temperature fell to minus 15 and the grid lost 40 percent of its load.",
    "In group C Ukraine drew 1-1 and has 7 points from 4 games.",
    "His book, 312 pages long, sold 20,000 copies among soldiers.",
    "About 600 Americans took the poll; 52 percent backed aid for the army.",
    "Kyiv's parliament has 450 seats; 226 are needed, the president's party holds 235.",
    "Ten years ago there were 12 factories; now 4 produce shells.",
    "Tariffs rose by 25 points and 40 companies left.",
    "The capital had 2.9 million inhabitants before the war.",
    "The judge read out 31 counts and sentenced the colonel to 25 years.",
    "He has written nine books on tanks and two on ships.",
    "The drones fly 1,500 km at 180 km an hour and carry 50 kilograms.",
    "Soldiers queued at counter 12 from 6 to 9.",
    "Three of the four parties in the coalition reject sending troops.",
    "For two of the generals it was the third war.",
    "Missile defence takes up 40 pages of the 312.",
]  # fmt: skip

# The amount, where it is not the number: the magnitude stands with the sum before.
SUMS = [
    ("The loan is for €45bn. Of that, 20 has been paid out.", [45e9, 20e9]),
    ("The EU will lend €90 billion. Of the 90 billion, 60 are for arms.", [90e9, 90e9, 60e9]),
]


def told(text):
    return "; ".join(f"{text[c.start : c.end]} {c.unit}" for c in claims.find(text, BOOK))


@pytest.mark.parametrize("text, expected", COUNTED)
def test_counts(text, expected):
    assert told(text) == expected


@pytest.mark.parametrize("text", NOTHING)
def test_counts_nothing(text):
    assert told(text) == ""


@pytest.mark.parametrize("text, expected", SUMS)
def test_borrows_the_magnitude(text, expected):
    found = claims.find(text, BOOK)
    assert [(c.high, c.unit) for c in found] == [(amount, "EUR") for amount in expected]


@pytest.mark.parametrize("before, words", [
    ("The inspectors counted the rifles. ", "rifles"),
    ("Rifles handed in\n\n", "Rifles"),
    ("Rifles and tents were handed in. It rained. ", "Rifles"),
    ("The camp has 40 tents and 200 rifles. ", "rifles"),
])  # fmt: skip
def test_the_noun_of_the_text_before_is_the_cue(before, words):
    """A claim says by which words, outside its sentence, it counts what it counts."""
    text = before + "The monitors registered 312 of them in June, the mission of the UN says."
    claim = claims.find(text, BOOK)[-1]
    cue = next(c for c in claim.cues if c["label"] == "unit")
    assert (claim.high, claim.unit, cue["text"], cue["rule"]) == (312, "rifle", words, "unit.rifle")
    assert text[cue["start"] : cue["end"]] == words and cue["end"] <= claim.sentence_start


@pytest.mark.parametrize("before", [
    "The inspectors counted the tents. ",
    "Rifles were handed in.\n\nThe inspectors left. ",
    "",
])  # fmt: skip
def test_no_noun_before_no_claim(before):
    assert told(before + "They registered 312 of them in June.") == ""
