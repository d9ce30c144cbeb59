"""Fitting the labeller's weights to hand labels: an averaged perceptron over candidates.

Whole numbers only, rows in the order of the files: the same bytes on any machine. Cues were
written from rows that somebody had seen, so a phrase that stands in one row only is left out there:
the weights learn how a row looked before a cue was written for it.
"""

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

from workbench.claims import claim, labels, placed
from workbench.claims.clauses import layer_of
from workbench.claims.reading import Figure, Sentence
from workbench.claims.weighing import Candidate, Scale, prints
from workbench.codebook import Codebook, look
from workbench.corpus import evaluate, stances
from workbench.corpus.stances import Case

ROUNDS = 8
MARGIN = 300  # points by which the right candidate is to win; a usual cue has 200
FINE = 1000  # parts of a point
MOST = 2 * FINE  # largest step of one case
SLIGHT = 2  # points below this decide nothing
# A word round the figure is a weaker ground than a cue or how it stands: its weight moves less.
WORDS = ("a ", "b ", "-1 ", "-2 ", "+1 ", "+2 ", "noun ")


def train(paths: list[str | Path], book: Codebook, corrected=()) -> dict:
    """The weights of every label, fitted to label files; what they were fitted to.

    ``corrected``: corpora whose ``corrections`` are labels too (see ``settled``).
    """
    book = Codebook(book.tables)
    book.weights = {"rules": prints(book), "scales": {}}
    of_positions = {path for path in map(Path, paths) if stances.of_positions(path)}
    files = [(p, (stances if p in of_positions else evaluate).read(p)) for p in map(Path, paths)]
    files += [pair for corpus in corrected for pair in settled(corpus)]
    read = [
        one
        for path, rows in files
        if path not in of_positions
        for row in rows
        for _ in range(row.get("times", 1))
        for one in _read(row, book)
    ]
    known = _seen_twice(s for s, _, _ in read)
    scales = {}
    for name in ORDER:
        cases: dict = defaultdict(list)
        for theme, case in _cases(name, read, known):
            cases[labels.scale_of(name, theme)].append(case)
        scales |= {of: fit(some) for of, some in sorted(cases.items())}
    rows = [row for path, rows in files if path in of_positions for row in rows]
    rows += [row for row in rows for _ in range(row.get("times", 1) - 1)]
    scales |= {of: fit(some) for of, some in sorted(stances.cases(rows, book).items())}
    return {
        "trained_on": [
            {
                "file": path.name,
                "rows": len(rows),
                "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
            }
            for path, rows in files
        ],
        "rules": book.weights["rules"],
        "scales": {
            name: {"names": one.names, "features": one.features, "values": one.values}
            for name, one in scales.items()
        },
    }


def settled(corpus) -> Iterator[tuple[Path, list[dict]]]:
    """The files of a corpus' corrections, each with its rows: a sentence with one figure and the
    labels of it that an analyst corrected or accepted; all of them, where he accepted the figure.

    A figure that is added or rejected teaches nothing: that is no matter of labels.
    """
    claims = {c["claim_id"]: c for c in corpus.claims.astype(object).to_dict("records")}
    asked: dict = defaultdict(lambda: defaultdict(set))
    for one in corpus.corrections[corpus.corrections["applied"]].itertuples(index=False):
        if one.claim_id in claims:
            every = evaluate.FIELDS if (one.field, one.new) == ("figure", "accepted") else ()
            asked[corpus.corrections_file(one.doc_id)][one.claim_id] |= {one.field, *every}
    for file, some in asked.items():
        rows = []
        for claim_id, names in some.items():
            c = claims[claim_id]
            stated = sorted(n for n in names & {*evaluate.FIELDS} if not look.missing(c[n]))
            told = {name: c[name] for name in stated}
            told |= {"span": c["quote"], "start": c["start"] - c["sentence_start"]}
            unasked = {*evaluate.FIELDS} - names
            rows.append({"text": c["sentence"], "figures": [told], "unasked": unasked})
        yield file, rows


def write(model: dict, path: str | Path) -> None:
    """The weights as a file: one line for each kind of thing, sorted, the same bytes anywhere."""
    text = json.dumps(model, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    Path(path).write_text(text.replace('},"', '},\n"') + "\n", encoding="utf-8", newline="\n")


PARTIES = ("actor", "beneficiary")
ORDER = placed.WEIGHED
Read = tuple[Sentence, list[dict | None], set[str]]  # with the fields that were not asked


def _read(row: dict, book: Codebook) -> list[Read]:
    """The sentences of a row with their figures and what the row says of each."""
    wanted = {(g["start"], g["start"] + len(g["span"])): g for g in row["figures"]}
    found = [
        (s, [wanted.get(place) for place in places], row["unasked"])
        for s, places in claim.sentences_of(row["text"], book)
    ]
    for s, _, _ in found:
        for f in s.figures:
            f.labels = {}
    return [one for one in found if any(one[1])]


def _seen_twice(read) -> set[tuple[str, str]]:
    """The phrases of cues that stand in more than one sentence."""
    seen: Counter = Counter()
    for s in read:
        hits = [h for name in ORDER for h in s.of(name)]
        seen.update({(h.entry.id, s.text[slice(*s.span(h))].lower()) for h in hits})
    return {pair for pair, n in seen.items() if n > 1}


def _cases(name: str, read: list[Read], known: set) -> list[tuple[str, Case]]:
    """The decisions of one label in all sentences; each figure is given what its row says."""
    cases = []
    for s, told, unasked in read:
        previous = None
        for f, wanted in zip(s.figures, told, strict=True):
            if wanted and (name != "instrument" or f.theme == "funding") and _stated(name, wanted):
                case = _case(name, s, f, previous, wanted, known)
                right = [c for c, ok in zip(case.candidates, case.right, strict=True) if ok]
                if right:
                    _give(
                        name, f, max(right, key=lambda c: (c.rule != "default", c.prior, c.start))
                    )
                if wanted.get(name) or name not in unasked:
                    cases.append((f.theme, case))
            if name in ("role", "modality") and name not in f.labels:
                labels.decide(name, s, f, previous, layer_of(s))
            previous = f
    return cases


def _stated(name: str, wanted: dict) -> bool:
    """Whether a row says anything of a field: role, modality and attribution may be left open."""
    return name in wanted or name not in ("role", "modality", "attribution")


def _give(name: str, f: Figure, right: Candidate) -> None:
    if right.value is not None:
        f.labels[name] = right.label()
    if right.speaker:
        f.labels["speaker"] = right.speaker


def _case(name: str, s: Sentence, f: Figure, previous, wanted: dict, known: set) -> Case:
    """The candidates for one label of a figure, as the labeller has them, and which are right."""
    given, shared = placed.given_for(name, s, f, previous)
    if s.of(name):
        given = [c for c in given if c.rule not in s.book.tables["cue"] or _words(s, c) in known]
    right = _right(name, wanted)
    if name == "role":  # another stage of the same promise is neither right nor wrong
        stages = {labels.STAGES.get(value) for value in right} - {None}
        given = [c for c in given if c.value in right or labels.STAGES.get(c.value) not in stages]
    ok = [
        c.value in right or name in PARTIES and evaluate.agrees(name, c.value, right) for c in given
    ]
    if name == "attribution" and wanted.get("speaker"):
        who = _right("speaker", wanted)
        named = [
            fits and (c.speaker is None or evaluate.agrees("speaker", c.speaker.value, who))
            for c, fits in zip(given, ok, strict=True)
        ]
        ok = named if any(c.speaker and fits for c, fits in zip(given, named, strict=True)) else ok
    return Case(given, shared, ok)


def _words(s: Sentence, c: Candidate) -> tuple[str, str]:
    return c.rule, s.slice(c.start, c.end).lower()


def _right(name: str, wanted: dict) -> list:
    return [wanted.get(name), *wanted.get("also", {}).get(name, [])]


def fit(cases: list[Case], least: int = 3) -> Scale:
    """Weights under which the right candidate wins by a margin, averaged over all steps.

    >>> near = Candidate("need", (("near",),), 0, 1, "a")
    >>> far = Candidate("pledge", (("far",),), 0, 1, "b")
    >>> scale = fit([Case([far, near], [], [False, True])] * 3)
    >>> scale.best([far, near], []).value
    'need'
    """
    cases = [c for c in cases if any(c.right) and not all(c.right)]
    prepared = _prepare(cases, least)
    weight: dict = defaultdict(int)
    total: dict = defaultdict(int)
    step = 1
    for at in _orders(len(prepared)):
        best: dict = {}
        for ok, prior, keys in prepared[at]:
            points = prior + sum([weight[key] for key in keys])
            if ok not in best or points > best[ok][0]:
                best[ok] = points, keys
        loss = best[False][0] + MARGIN * FINE - best[True][0]
        if loss > 0:
            change: Counter = Counter(best[True][1])
            change.subtract(best[False][1])
            change = {key: n * (1 if key[1].startswith(WORDS) else 5) for key, n in change.items()}
            size = min(MOST, loss // max(1, sum(map(abs, change.values()))))
            for key, n in change.items():
                weight[key] += size * n
                total[key] += size * n * step
        step += 1
    return _scale({key: (weight[key] - total[key] // step) // FINE for key in sorted(weight)})


def _scale(weights: dict[tuple[str, str], int]) -> Scale:
    """The fitted numbers by candidate's feature, and by figure's feature as a row of values."""
    names = sorted({value for value, _ in weights if value})
    features, values = {}, {}
    for (value, name), mean in weights.items():
        if not value and abs(mean) >= SLIGHT:
            features[name] = mean
        elif value and abs(mean) >= SLIGHT:
            values.setdefault(name, [0] * len(names))[names.index(value)] = mean
    return Scale(names, features, values)


def _prepare(cases: list[Case], least: int) -> list[list[tuple]]:
    """Each candidate as (right, prior, keys of weights); what is seen once says nothing."""
    seen: Counter = Counter()
    for case in cases:
        seen.update(
            {*case.shared, *(n for c in case.candidates for group in c.features for n in group)}
        )
    return [
        [
            (ok, c.prior * FINE,
             [("", n) for group in c.features for n in group if seen[n] >= least]
             + [(c.value or "none", n) for n in case.shared if seen[n] >= least])
            for ok, c in zip(case.right, case.candidates, strict=True)
        ]
        for case in cases
    ]  # fmt: skip


def _orders(size: int):
    """The cases in one shuffled order a round, by a generator of our own: the same everywhere."""
    order, state = list(range(size)), 1
    for _ in range(ROUNDS):
        for k in range(size - 1, 0, -1):
            state = (1103515245 * state + 12345) & 0x7FFFFFFF
            j = (state >> 8) % (k + 1)
            order[k], order[j] = order[j], order[k]
        yield from order
