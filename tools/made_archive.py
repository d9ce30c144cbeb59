"""Makes an archive of short articles to measure with: as many as asked for, no sentence twice.

    python tools/made_archive.py FOLDER [--documents 1000000] [--seed 1]

The conflicts of the codebook, the first with the most articles and each further one with less (1,
1/2, 1/3 ...); forty publishers; days from 2022 to 2025. An article is a Markdown file of some
250 characters: title, day and publisher in its head, then two or three sentences with sums, numbers
of people and weapons, plans, or without a figure. Files lie by thousands in folders. The same seed
gives the same bytes, and fewer documents are the first of more.
"""

from __future__ import annotations

import argparse
import random
import zlib
from datetime import date, timedelta
from pathlib import Path

from workbench import codebook

TOWNS = "Northern|Harbour|Valley|Metro|Union|Border|Coastal|Civic".split("|")
PAPERS = "Wire|Post|Herald|Tribune|Ledger".split("|")
DONORS = "Norway|Germany|Japan|Canada|Denmark|Qatar|Sweden|France|Italy|Spain|Poland|Australia"
VERBS = "pledged|committed|disbursed|approved|promised|allocated"
MONEY = "$|€|£"
USES = (
    "shelter|clinics|demining|schools|water works|grain stores|bridges|power lines|field kitchens"
)
OFFICES = "foreign ministry|defence ministry|planning office|army spokesman|relief agency"
TOPICS = ("grain corridors|prisoner lists|border crossings|fuel convoys|frozen assets|tolls|"
          "visas|hospital beds|railway repairs|sanctions|radio masts|ferry routes|"
          "ceasefire lines")  # fmt: skip
MOODS = "quietly|at length|again|behind closed doors|without result|in good order|under pressure"
SENTENCES = (
    "{donor} {verb} {coin}{sum} million for {use} in {place} on {day}, the {office} said.",
    "Near {place}, {side} lost {people} soldiers on {day}, according to the {office}.",
    "The {office} wants {side} to keep an army of no more than {people} troops, a paper of {day} "
    "says.",
    "{side} fired {few} drones at {place} on {day}, the {office} reported.",
    "{donor} tabled a {points}-point plan for {place} on {day} that speaks of {topic} and {other}.",
    "{side} has {people} troops around {place}, the {office} estimated on {day}.",
    "Repairs of {use} around {place} will cost {coin}{sum} million, the {office} wrote on {day}.",
)
PLAIN = (
    "On {day} envoys for {place} spoke {mood} about {topic} and {other}.",
    "On {topic} around {place} nothing new was heard {mood} until {day}, the {office} says.",
)


def articles(documents: int, seed: int = 1):
    """(path, text) of each article."""
    book, rng = codebook.load(), random.Random(seed)
    actors = book.tables["actor"]
    wars = [
        (war, [actors[a].label for a in war.theatre if a in actors] or [war.label], war.places)
        for war in book.all("conflict")
    ]
    places = [[p for p in named if "{" not in p] for _, _, named in wars]
    publishers = [f"{town} {paper}" for town in TOWNS for paper in PAPERS]
    seen: set[int] = set()
    share = [1 / (1 + k) for k in range(len(wars))]
    pick = lambda words: rng.choice(words.split("|"))  # noqa: E731
    for number in range(documents):
        at = rng.choices(range(len(wars)), share)[0]
        war, sides, _ = wars[at]
        day = date(2022, 3, 1) + timedelta(days=rng.randrange(1380))
        lines = []
        for line in [rng.choice(SENTENCES), *rng.sample(SENTENCES + PLAIN * 3, rng.choice((1, 2)))]:
            while True:
                told = {
                    "donor": pick(DONORS), "verb": pick(VERBS), "coin": pick(MONEY),
                    "use": pick(USES), "office": pick(OFFICES), "topic": pick(TOPICS),
                    "other": pick(TOPICS), "mood": pick(MOODS),
                    "place": rng.choice(places[at] or [war.label]), "side": rng.choice(sides),
                    "sum": f"{rng.randrange(2, 9000) / 10:g}", "few": rng.randrange(3, 700),
                    "people": f"{rng.randrange(20, 90_000) * 10:,}", "points": rng.randrange(5, 30),
                    "day": f"{day - timedelta(days=rng.randrange(20)):%d %B %Y}",
                }  # fmt: skip
                made = line.format(**told)
                if (
                    mark := zlib.crc32(made.encode()) << 32 | zlib.adler32(made.encode())
                ) not in seen:
                    break
            seen.add(mark)
            lines.append(made)
        head = f"title: {war.label}, report {number:,}\ndate: {day}\n"
        head += f"publisher: {publishers[rng.randrange(len(publishers))]}\n"
        yield f"{number // 1000:04}/{number:07}.md", f"---\n{head}---\n{' '.join(lines)}\n"


def write(folder: Path, documents: int, seed: int = 1) -> None:
    for path, text in articles(documents, seed):
        file = folder / path
        if path.endswith("000.md"):
            file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8", newline="\n")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--documents", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=1)
    told = parser.parse_args()
    write(told.folder, told.documents, told.seed)
