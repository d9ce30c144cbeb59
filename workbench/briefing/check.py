"""A draft that somebody else wrote, held against a corpus: which of its figures stand there.

The draft is read as one more document. For each of its figures the nearest figures of the corpus
are looked for, by value and by words that are rare there; each pair is decided by the rows of
``checks.toml``. Only what can be signed is supported: the same value of the same thing, in the same
role, no firmer than the source, of the same party, place and time.
"""

import copy
import hashlib
import os
import re
from collections import Counter, defaultdict

from workbench import compare, documents
from workbench.briefing.held import Around, Held
from workbench.codebook import look
from workbench.compare.groups import copies
from workbench.compare import names
from workbench.compare.names import lexicon, stem
from workbench.corpus import Corpus, analysis, evidence, frame, streaming

MOST = 40  # figures of the corpus that one of the draft is held against
VERDICTS = ("supported", "contradicted", "told otherwise", "not in the corpus")


class Draft(Corpus):
    """A text beside a corpus, read by its codebook."""

    def __init__(self, document, book):
        super().__init__([streaming.Result(*analysis.analyse(document, book))], [], [], book)
        self.document = document

    def text(self, doc_id: str) -> str:
        return self.document.text


def read(draft, book) -> Draft:
    """The draft of a path, or of the text itself. Raises ``documents.Unreadable``."""
    if not isinstance(draft, os.PathLike) and not os.path.exists(draft):
        if not draft.strip():
            raise documents.Unreadable("draft", "holds no text")
        sha256 = hashlib.sha256(draft.encode("utf-8", "replace")).hexdigest()
        return Draft(documents.Document("draft", "draft", sha256, draft), book)
    sources, unread = documents.find([draft])
    if unread or not sources:
        raise unread[0]
    return Draft(documents.read(sources[0]), book)


class Words:
    """The words of a corpus's sentences: which figures have one, and how rare it is."""

    def __init__(self, claims):
        self.rows: dict[tuple, list[int]] = defaultdict(list)
        stems: dict[str, list[str]] = {}
        for at, (line, theme, high) in enumerate(
            zip(claims["sentence"], claims["theme"], claims["high"], strict=True)
        ):
            if line not in stems:
                stems[line] = sorted({stem(w) for w in re.findall(r"[a-z]{3,}", line.lower())})
            for word in (*stems[line], float(high)):
                self.rows[theme, word].append(at)
        self.seen = Counter(word for line in stems.values() for word in line)
        self.all = len(stems)

    def weight(self, word: str) -> int:
        """How much it tells that two sentences share a word: 1 to 5."""
        return min(5, (self.all // (1 + self.seen[word])).bit_length()) or 1

    def near(self, theme: str, sentence: str, value: float) -> list[int]:
        """The rows that may speak of the same, best first."""
        score: Counter[int] = Counter(dict.fromkeys(self.rows.get((theme, float(value)), ()), 12))
        for word in {stem(w) for w in re.findall(r"[a-z]{3,}", sentence.lower())}:
            for at in self.rows.get((theme, word), ()):
                score[at] += self.weight(word)
        return sorted(score, key=lambda at: (-score[at], at))[:MOST]


def _some(corpus, rows: set[int]):
    """A corpus of which only these figures, and those of their sentences, are looked at."""
    claims = corpus.claims
    place = claims["doc_id"].astype(str) + ":" + claims["sentence_start"].astype(str)
    some = copy.copy(corpus)
    kept = claims[place.isin(set(place.iloc[sorted(rows)]))]
    some.__dict__["claims"] = kept.reset_index(drop=True)
    return some, {at: n for n, at in enumerate(kept.index)}


def check(corpus, draft) -> "Checked":
    """Hold each figure of a draft (a path, or the text itself) against a corpus."""
    ours = read(draft, corpus.codebook)
    words, book = Words(corpus.claims), corpus.codebook
    nearest = [
        words.near(c.theme, c.sentence, c.high) for c in ours.claims.itertuples(index=False)
    ]
    some, place = _some(corpus, {at for rows in nearest for at in rows})
    known = lexicon(dict.fromkeys([*some.claims["sentence"], *ours.claims["sentence"]]), book)
    said, told = compare.statements(ours, known), compare.statements(some, known)
    chain = _chains(told)
    rows = [list(table.itertuples(index=False)) for table in (ours.claims, some.claims)]
    around = _Around(corpus)
    held: list[list[Held]] = []
    for x, near in zip(said, nearest, strict=True):
        rare = len(words.rows.get((x.theme, float(x.high)), ())) <= 3
        held.append([])
        for y in (told[place[n]] for n in near):
            there = around(y)
            held[-1].append(
                Held(x, y, book, rows[0][x.at], rows[1][y.at], there, _common(x, y, there, words), rare)
            )
    first = [[(p, p.row()) for p in pairs] for pairs in held]
    sure = {(p.x.sentence_start, p.y.doc_id, p.y.sentence_start) for pairs in first for p, r in pairs if r.verdict == "supported"}
    found = []
    for pairs in first:
        if not any(r.verdict == "supported" for _, r in pairs):
            for p, _ in pairs:
                p.beside = (p.x.sentence_start, p.y.doc_id, p.y.sentence_start) in sure
            pairs = [(p, p.row() if p.beside else r) for p, r in pairs]
        found.append(_judged(pairs, chain))
    return Checked(ours, found)


def _common(x, y, around, words) -> int:
    """Percent of the weight of what the draft says of its subject that the source says too."""
    def weight(word):
        return 3 if word in x.names or word[0] == "=" else words.weight(word)
    all_ = x.topic
    whole = sum(map(weight, all_))
    there = y.topic | y.names
    told = sum(map(weight, all_ & there)) * 2 + sum(map(weight, all_ & around.near - there))
    return 50 * told // whole if whole else 0


class _Around:
    def __init__(self, corpus):
        self.corpus, self.texts, self.far = corpus, {}, {}
        self.titles = dict(zip(corpus.documents["doc_id"], corpus.documents["title"].fillna("")))

    def __call__(self, y):
        if y.doc_id not in self.texts:
            self.texts[y.doc_id] = text = self.corpus.clean(y.doc_id)
            self.far[y.doc_id] = self.named(f"{self.titles[y.doc_id]}. {text}")
        text = self.texts[y.doc_id]
        text = f"{self.titles[y.doc_id]}. {text[max(0, y.sentence_start - 500) : y.end + 300]}"
        return Around(text, self.named(text), self.far[y.doc_id])

    def named(self, text):
        s = names.read(text, self.corpus.codebook)
        words = s.tokens.words
        return frozenset([*words, *map(stem, words), *s.actors.values(), *names.concepts(words, self.corpus.codebook).values()])


def _chains(told):
    first = copies(told)
    def chain(at):
        c = told[first.get(at, at)]
        return " ".join(c.speaker.lower().split()) if c.speaker else c.doc_id
    return chain


def _judged(pairs, chain):
    """verdict, deciding pairs."""
    for verdict in ("supported",):
        some = [(p, r) for p, r in pairs if r.verdict == verdict]
        if some:
            ids = {chain(p.y.at) for p, _ in some}
            return verdict, some, min(len(ids), len({p.y.doc_id for p, _ in some}))
    rest = [(p, r) for p, r in pairs if r.verdict]
    if rest:
        best = max(rest, key=lambda one: (one[0].points + 3 * (one[1].verdict == "told otherwise"), -one[0].y.at))
        return best[1].verdict, [one for one in rest if one[1] is best[1]], 0
    return "not in the corpus", pairs[:1], 0


class Checked:
    def __init__(self, draft, found):
        self.draft, self.found = draft, found
