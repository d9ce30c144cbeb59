"""What a briefing rests on: each place that it cites, in its sentence and in its document."""

import re
from collections import defaultdict
from typing import NamedTuple
from urllib.parse import quote, unquote

from workbench.briefing.blocks import Block, Heading, Run, Text, runs
from workbench.briefing.parameters import WORDS
from workbench.codebook import look
from workbench.corpus import evidence
from workbench.text import sentences

SAY = WORDS["say"]
GAP = re.compile(r"\s{2,}")  # where noise was masked
REFS = 5  # so many sources are named beside a statement


class Place(NamedTuple):
    """A place of a document, with the sentence around it and what is told of it."""

    id: str
    doc_id: str
    start: int
    end: int
    sentence_start: int
    sentence: str
    theme: str
    told: str
    why: str

    @property
    def style(self) -> str:
        return look.dress(self.theme)

    @property
    def quote(self) -> str:
        return self.sentence[self.start - self.sentence_start : self.end - self.sentence_start]


class Cited:
    """The places that are cited, and the numbers of their sources in the order of first mention."""

    def __init__(self, corpus):
        self.corpus = corpus
        self.claims = {c.claim_id: c for c in corpus.claims.itertuples(index=False)}
        self.titles = evidence.headings(corpus.documents, corpus.documents)
        self.numbers: dict[str, int] = {}
        self.places: dict[str, Place] = {}

    def claim(self, claim_id: str, words: str = "", style: str = "strong") -> Run:
        """Words that lead to a claim in its sentence (default: the claim's own)."""
        c = self.claims[claim_id]
        mark = SAY["mark"] if evidence.is_corrected(c) else ""
        return self._led(_place(c), (words or c.quote) + mark, style)

    def place(self, doc_id, start, end, words: str, told: str = "", style: str = "strong") -> Run:
        """Words that lead to a place that is no claim."""
        clean = self.corpus.clean(doc_id)
        span = sentences.around(clean, start, end)
        text = clean[span.start : span.end]
        name = f"c-{quote(doc_id)}:{start}:{end}"
        place = Place(name, doc_id, start, end, span.start, text, "plan", told or "place", "")
        return self._led(place, words, style)

    def _led(self, place: Place, words: str, style: str) -> Run:
        self.number(place.doc_id)
        known = self.places.setdefault(place.id, place)
        return Run(words, known.id, style, hint=f"{known.told}: “{known.sentence.strip()[:200]}”")

    def mark(self, mark) -> None:
        """Cite the place to which a mark of a figure leads."""
        first = mark.claims[0]
        if first in self.claims:
            self.claim(first)
        else:
            doc, start, end = first.rsplit(":", 2)
            told = SAY["edge"] if mark.arrow else "names a version"
            self.place(unquote(doc), int(start), int(end), "", told)

    def number(self, doc_id: str) -> int:
        """The number of a source."""
        return self.numbers.setdefault(doc_id, len(self.numbers) + 1)

    def refs(self, doc_ids) -> list[Run]:
        """The numbers of sources in square brackets, some of them where there are many."""
        found = sorted({self.number(doc) for doc in list(dict.fromkeys(doc_ids))[:REFS]})
        more = len(set(doc_ids)) - len(found)
        told = [Run(f"[{n}]", f"s-{n}", "ref") for n in found]
        return told + runs(f" and {more:,} more") * bool(more)

    def sentences(self) -> list[Block]:
        """Each place in its sentence, source by source, with the words behind its labels."""
        groups: dict[tuple, list[Place]] = defaultdict(list)
        for place in self.places.values():
            groups[self.numbers[place.doc_id], place.sentence_start, place.sentence].append(place)
        found, last = [], 0
        for (number, start, text), some in sorted(groups.items(), key=lambda item: item[0]):
            some.sort(key=lambda place: (place.start, place.end, place.id))
            if number != last:
                found.append(Heading(3, f"[{number}] {self.titles[some[0].doc_id]}"))
            last = number
            spans = [(p.start - start, p.end - start, p) for p in some]
            told = [
                Run(t, style=s[2].style, id=s[2].id, hint=s[2].told) if s else Run(GAP.sub(" ", t))
                for t, s in evidence.pieces(text, spans)
            ]
            shown = {run.id for run in told}
            found.append(Text(told, "quote"))
            found += [self._labels(p, p.id in shown) for p in some]
        return found

    def _labels(self, place: Place, shown: bool) -> Text:
        """What is told of a place, where it stands, and the words behind it."""
        at = f"characters {place.start:,} to {place.end:,}"
        why = f" · because of {place.why}" if place.why else ""
        words = " ".join(place.quote.split())
        words = words if len(words) < 90 else f"{words[:60]}…"
        own = Run(f"“{words}”", id="" if shown else place.id)
        told = Run(at, f"d{place.id[1:]}")
        return Text(runs(own, f": {place.told} · ", told, why), "label")

    def papers(self) -> list[Block]:
        """The documents that are cited, in full: noise dimmed, every figure highlighted."""
        found = []
        figures, led = (_by_document(of.values()) for of in (self.claims, self.places))
        for doc_id, number in self.numbers.items():
            told = self._paper(doc_id, figures[doc_id], {p.id: p for p in led[doc_id]})
            found.append(Heading(3, f"[{number}] {self.titles[doc_id]}", f"p-{number}"))
            found.append(Text(told, "paper"))
        return found

    def _paper(self, doc_id: str, figures: list, cited: dict[str, Place]) -> list[Run]:
        text, dim = self.corpus.text(doc_id), self.corpus.noise_in(doc_id)
        others = map(_place, figures)
        every = [*cited.values(), *(place for place in others if place.id not in cited)]
        found, at = [], 0
        for p in sorted(every, key=lambda p: (p.start, p.end, p.id not in cited)):
            id, to = (f"d{p.id[1:]}", p.id) if p.id in cited else ("", "")
            if p.start < at:  # it stands in another one
                found += [Run("", id=id)] * bool(id)
                continue
            found += _dimmed(text, at, p.start, dim)
            hint = f"{p.told} · because of {p.why}" if id and p.why else p.told
            found.append(Run(text[p.start : p.end], to, p.style, id, hint))
            at = p.end
        return found + _dimmed(text, at, len(text), dim)


def _by_document(some) -> dict[str, list]:
    """Claims or places, by their document."""
    found = defaultdict(list)
    for one in some:
        found[one.doc_id].append(one)
    return found


def _place(c) -> Place:
    """The place of a claim."""
    return Place(
        f"c-{c.claim_id}", c.doc_id, int(c.start), int(c.end), int(c.sentence_start), c.sentence,
        c.theme, evidence.describe(c), evidence.reasons(c),
    )  # fmt: skip


def _dimmed(text: str, at: int, end: int, noise) -> list[Run]:
    """A stretch of a document without figures, its noise dimmed."""
    found = []
    for start, stop, kind in noise:
        start, stop = max(start, at), min(stop, end)
        if start < stop:
            found += [Run(text[at:start])] * (at < start)
            found.append(Run(text[start:stop], style="noise", hint=look.words(kind)))
            at = stop
    return found + [Run(text[at:end])] * (at < end)
