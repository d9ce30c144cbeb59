"""A draft that somebody else wrote, held against a corpus: which of its figures stand there.

The draft is read as one more document. For each of its figures the nearest ones of the corpus are
looked for, by value and by words that are rare there; each pair is decided by the rows of
``checks.toml``. Only what can be signed is supported: the same value of the same thing, in the same
role, no firmer than the source, of the same party, place and time.
"""

import copy
import hashlib
import os
import re
from collections import Counter, defaultdict
from functools import cached_property
from pathlib import Path

from markupsafe import Markup, escape

from workbench import __version__, compare, documents
from workbench.briefing.checks import Row, decided, value_told
from workbench.briefing.held import Around, Held
from workbench.codebook import look
from workbench.compare import names
from workbench.compare.groups import copies
from workbench.corpus import Corpus, analysis, evidence, frame, streaming

VERDICTS = ("supported", "told otherwise", "contradicted", "not in the corpus")
MOST = 24  # figures of the corpus that one of the draft is held against
RARE = 3  # figures of one value that make it no longer rare
SHOWN = 8  # places that the page shows for one figure
BEFORE, BEHIND = 500, 300  # characters round a sentence in which its party or day may stand
QUOTED = 70  # characters of a sentence that are quoted before and behind its figure
NONE = Row("nothing", VERDICTS[3], "No document of the corpus tells a figure of this kind")


class Draft(Corpus):
    """A text beside a corpus, read by its codebook."""

    def __init__(self, document, book):
        super().__init__([streaming.Result(*analysis.analyse(document, book))], [], [], book)
        self.document = document

    def text(self, doc_id: str) -> str:
        return self.document.text


def read(draft, book) -> Draft:
    """The draft of a path, or of the text itself. Raises ``documents.Unreadable``."""
    path = isinstance(draft, os.PathLike) or os.path.exists(draft)
    if path or Path(draft).suffix.lower() in documents.model.MEDIA_TYPES and "\n" not in draft:
        if os.path.isdir(draft):
            raise documents.Unreadable(str(draft), "is a folder; name the draft's file")
        sources, unread = documents.find([draft])
        if unread or not sources:
            raise [*unread, documents.Unreadable(str(draft), "is no document")][0]
        return Draft(documents.read(sources[0]), book)
    if not draft.strip():
        raise documents.Unreadable("the draft", "holds no text")
    sha256 = hashlib.sha256(draft.encode("utf-8", "replace")).hexdigest()
    return Draft(documents.Document("draft", "draft", sha256, draft), book)


class Words:
    """Which figures of a corpus have a word in their sentence, or a value."""

    def __init__(self, claims):
        self.rows: dict[tuple, list[int]] = defaultdict(list)
        lines = {line: _stems(line) for line in claims["sentence"]}
        keys = zip(claims["theme"], claims["sentence"], claims["high"], strict=True)
        for at, (theme, line, high) in enumerate(keys):
            for word in (*lines[line], float(high)):
                self.rows[theme, word].append(at)
        self.seen = Counter(word for line in lines.values() for word in line)
        self.sentences = len(lines)

    def weight(self, word: str) -> int:
        """How much it tells that two sentences share a word: 1 to 5, more where it is rare."""
        rare = (self.sentences // (1 + self.seen[word])).bit_length()
        return 3 if word[0] == "=" else max(1, min(5, rare))

    def near(self, claim) -> list[int]:
        """The rows that may speak of the same as a claim, the likeliest first."""
        same = self.rows.get((claim.theme, float(claim.high)), ())
        score: Counter[int] = Counter(dict.fromkeys(same, 12))
        for word in _stems(claim.sentence):
            for at in self.rows.get((claim.theme, word), ()):
                score[at] += self.weight(word)
        return sorted(score, key=lambda at: (-score[at], at))[:MOST]

    def rare(self, x) -> bool:
        """Whether few figures have the value of a statement."""
        return len(self.rows.get((x.theme, float(x.high)), ())) <= RARE

    def common(self, x, y, around: Around) -> int:
        """Percent of the draft's words on its subject that the source has; half if beside."""
        beside = (around.near - y.topic) & x.topic
        whole, own, more = (sum(map(self.weight, w)) for w in (x.topic, x.topic & y.topic, beside))
        return (100 * own + 50 * more) // whole if whole else 0


def _stems(line: str) -> list[str]:
    return sorted({names.stem(word) for word in re.findall(r"[a-z]{3,}", line.lower())})


class Texts:
    """The documents of a corpus, as far as they are asked for."""

    def __init__(self, corpus):
        self.corpus, self.read = corpus, {}
        rows = corpus.documents[["doc_id", "publisher", "title"]].fillna("").astype(str)
        self.heads = {doc_id: f"{by}. {title}. " for doc_id, by, title in rows.to_numpy().tolist()}

    def around(self, y, own: tuple[int, int]) -> Around:
        """What stands round the sentence of a statement, and at the head of its document."""
        head = self.heads[y.doc_id]
        if y.doc_id not in self.read:
            text = self.corpus.clean(y.doc_id)
            self.read[y.doc_id] = text, self.named(head + text[:BEHIND]), self.named(head + text)
        text, *named = self.read[y.doc_id]
        text = head + text[max(0, y.sentence_start - BEFORE) : y.end + BEHIND]
        return Around(text, self.named(y.sentence[slice(*own)]), self.named(text), *named)

    def named(self, text: str) -> frozenset[str]:
        """Words, parties and concepts of a text."""
        s, book = names.read(text, self.corpus.codebook), self.corpus.codebook
        concepts = names.concepts(s.tokens.words, book).values()
        words = s.tokens.words
        return frozenset([*words, *map(names.stem, words), *s.actors.values(), *concepts])


def check(corpus, draft) -> "Checked":
    """Hold each figure of a draft against a corpus.

    ``draft`` is a file (``.txt``, ``.md``, ``.html``, ``.docx``, ``.pdf``, ...) or the text itself.
    The answer's ``table`` has one row a figure: ``claim_id``, ``start``, ``end``, ``quote``,
    ``sentence`` and ``theme`` in the draft; ``verdict`` (supported, told otherwise, contradicted,
    not in the corpus); ``rule``, the row of ``checks.toml`` that decides; ``sources``, how many
    independent ones tell it so; ``claims`` (ids) and ``figures`` (doc_id, start, end, quote) of the
    corpus; ``why``, a sentence that quotes both. Its ``page()`` is one HTML page of the draft.
    Sentences without figures are not judged. Raises ``documents.Unreadable`` for a draft that
    can't be read or holds no text.

    >>> import workbench
    >>> seeds = workbench.load("seeds", progress=False)
    >>> found = check(seeds, "Canada has paid $50 million for drones. Kyiv needs $60 billion.")
    >>> list(found.table["verdict"])
    ['told otherwise', 'supported']
    """
    ours, book, words = read(draft, corpus.codebook), corpus.codebook, Words(corpus.claims)
    said_rows = list(ours.claims.itertuples(index=False))
    nearest = [words.near(claim) for claim in said_rows]
    some, place = _some(corpus, {at for rows in nearest for at in rows})
    lines = dict.fromkeys([*some.claims["sentence"], *ours.claims["sentence"]])
    known = names.lexicon(lines, book)
    said, told = compare.statements(ours, known), compare.statements(some, known)
    told_rows, texts = list(some.claims.itertuples(index=False)), Texts(corpus)
    ours_part, their_part = _parts(said), _parts(told)
    held: list[list[Held]] = []
    for x, near in zip(said, nearest, strict=True):
        rare, own = words.rare(x), ours_part[x.at]
        x.topic &= texts.named(x.sentence[slice(*own)])
        held.append([])
        for y in (told[place[at]] for at in near):
            there = texts.around(y, their_part[y.at])
            rows = said_rows[x.at], told_rows[y.at]
            held[-1].append(Held(x, y, book, *rows, there, words.common(x, y, there), rare, own))
    return Checked(corpus, ours, [_judged(one) for one in _decided(held)], told)


def _parts(claims) -> list[tuple[int, int]]:
    """The part of its sentence that is nearer to each figure than to another one."""
    lines: dict[tuple, list] = defaultdict(list)
    for c in claims:
        lines[c.doc_id, c.sentence_start].append(c)
    found = []
    for c in claims:
        (start, end), line = c.here, lines[c.doc_id, c.sentence_start]
        before = [(o.here[1] + start) // 2 for o in line if o.here[1] <= start]
        behind = [(end + o.here[0]) // 2 for o in line if o.here[0] >= end]
        found.append((max(before, default=0), min(behind, default=len(c.sentence))))
    return found


def _some(corpus, rows: set[int]):
    """The corpus with these figures and their sentences' alone; their new rows by the old ones."""
    claims, some = corpus.claims, copy.copy(corpus)
    place = claims["doc_id"].astype(str) + ":" + claims["sentence_start"].astype(str)
    kept = claims[place.isin(set(place.iloc[sorted(rows)]))]
    some.__dict__["claims"] = kept.reset_index(drop=True)
    return some, {at: n for n, at in enumerate(kept.index)}


def _decided(held) -> list[list[tuple[Held, Row]]]:
    """Each pair with its row; where a sentence supports one figure, it is asked for the others."""
    found = [[(p, decided(p)) for p in pairs] for pairs in held]

    def lines(p):
        return p.x.sentence_start, p.y.doc_id, p.y.sentence_start

    sure = {lines(p) for pairs in found for p, row in pairs if row.verdict == VERDICTS[0]}
    for pairs in found:
        if not any(row.verdict == VERDICTS[0] for _, row in pairs):
            for at, (p, _) in enumerate(pairs):
                p.beside = lines(p) in sure
                pairs[at] = (p, decided(p)) if p.beside else pairs[at]
    return found


def _judged(pairs) -> tuple[Row, list[Held], list[Held]]:
    """The row that counts for a figure, the pairs that it rests on, and those against it."""

    def weight(one):
        p, row = one
        known = (row.verdict == VERDICTS[0]) - (row.verdict == VERDICTS[3])
        return known, p.points + 6 * value_told(p), -p.y.at

    pairs = sorted(pairs, key=weight, reverse=True)
    row = pairs[0][1] if pairs else NONE
    same = [
        p for p, r in pairs if r.verdict == row.verdict and (r is row or row.verdict == "supported")
    ]
    against = [
        p for p, r in pairs
        if (r.verdict, row.verdict) == (VERDICTS[2], VERDICTS[0]) and p.points >= same[0].points
    ]  # fmt: skip
    return row, same[:1] if row.verdict == VERDICTS[3] else same, against


class Checked:
    """A draft with its verdicts: ``table``, ``page()``; in a notebook the marked draft."""

    def __init__(self, corpus, draft, found, told):
        self.corpus, self.draft, self.found = corpus, draft, found
        self.first, self.told = copies(told), told
        self.short = look.short_names(corpus.documents["doc_id"])

    def __len__(self) -> int:
        return len(self.found)

    @cached_property
    def table(self):
        """One row a figure of the draft; the columns are those of ``check``."""
        return frame("checks", self.rows())

    def rows(self) -> list[list]:
        """The rows of the table as plain lists."""
        return [
            [c.claim_id, c.start, c.end, c.quote, c.sentence, c.theme, row.verdict, row.id,
             self.sources(same) * (row.verdict != VERDICTS[3]), [p.told.claim_id for p in same],
             [{k: getattr(p.y, k) for k in ("doc_id", "start", "end", "quote")} for p in same],
             self.why(row, same, against)]
            for c, (row, same, against) in zip(
                self.draft.claims.itertuples(index=False), self.found, strict=True
            )
        ]  # fmt: skip

    def sources(self, same) -> int:
        """How many independent ones tell it: copies are one, and texts that rely on one source."""
        first = [self.told[self.first.get(p.y.at, p.y.at)] for p in same]
        chains = {" ".join(c.speaker.lower().split()) if c.speaker else c.doc_id for c in first}
        return min(len(chains), len({p.y.doc_id for p in same}))

    def why(self, row: Row, same, against) -> str:
        """The sentence that says why, with both quotes."""
        if not same:
            return f"{row.why}."
        p = same[0]
        told = row.why.format(**_words("said", p.x, p.said), **_words("told", p.y, p.told))
        more = "".join(f"; but {self.quoted(q.y)}" for q in against[:1])
        return f"{told}: the draft has “{_quote(p.x)}”, {self.quoted(p.y)}{more}."

    def quoted(self, y) -> str:
        return f"document {self.short[y.doc_id]} “{_quote(y)}”"

    def page(self, cell: bool = False) -> str:
        """The draft as HTML, every figure marked by its verdict and opening its evidence."""
        rows = [dict(zip(self.table.columns, row, strict=True)) for row in self.rows()]
        heads = evidence.headings(self.corpus.documents, self.corpus.documents)
        for n, (row, (_, same, against)) in enumerate(zip(rows, self.found, strict=True), 1):
            row |= {"n": n, "places": [
                (heads[p.y.doc_id], p.y, Markup(evidence.marked(
                    p.y.sentence, [(*p.y.here, p)], lambda html, _: f"<mark>{html}</mark>"
                ))) for p in [*same, *against][:SHOWN]
            ], "left": max(0, len(same) + len(against) - SHOWN)}  # fmt: skip
        spans, text = [(row["start"], row["end"], row) for row in rows], self.draft.document.text
        marks = Markup(evidence.marked(text, spans, _mark, escape, len(text)))
        counts = [(v, sum(row["verdict"] == v for row in rows)) for v in VERDICTS]
        return evidence.filled(
            "check_cell.html.j2" if cell else "check_page.html.j2", rows=rows, text=marks,
            counts=counts, draft=self.draft.document, corpus=self.corpus, version=__version__,
        )  # fmt: skip

    def _repr_html_(self) -> str:
        return self.page(cell=True)

    def __repr__(self) -> str:
        told = (
            f"{row['quote']}: {row['verdict']}. {row['why']}" for _, row in self.table.iterrows()
        )
        return "\n".join([f"{look.count(len(self), 'figure')} checked", *told])


def _quote(c) -> str:
    """A figure in the words beside it."""
    told = evidence.marked(c.sentence, [(*c.here, c)], lambda text, _: text, str, QUOTED)
    return " ".join(told.split())


def _words(side: str, c, row) -> dict[str, str]:
    """What is said of one side in the sentence of a row."""
    who = (n if "_" in n or n in c.actors else n.title() for n in sorted(c.names))
    told = {
        "role": look.role_words(c.role, c.theme), "modality": look.modality(c.modality),
        "amount": look.amount(c.low, c.high, c.unit, "" if c.role == "cap" else c.qualifier),
        "party": look.names(";".join(sorted(c.actors or c.beneficiaries))) or "somebody else",
        "names": look.names(";".join(who)) or "somebody",
        "speaker": evidence.said_by(row),
    }  # fmt: skip
    return {f"{side}_{name}": words for name, words in told.items()}


def _mark(html: str, row) -> str:
    kind = row["verdict"].replace(" ", "-")
    return f'<a id="d{row["n"]}" class="{kind}" href="#f{row["n"]}">{html}</a>'
