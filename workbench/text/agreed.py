"""What the documents of a folder call a war that no codebook knows: one name for all of them."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import chain, islice

ROUNDS = 2  # in which texts without a name of their own join, and lend their names
LEARNED = 200  # documents that are held back until it is known what they call their wars
# Where the rows of a table have their conflict.
CONFLICT = {"claims": 9, "passages": 8, "positions": 8}
ENDING = re.compile(r"(?<=\w{4})(?:ians?|ans?|ia|ese|ish|is?|ns?|[aeos])$")


def key(name: str) -> str:
    """What "Belmora" and "Belmoran", "Tesh" and "Teshi" share."""
    return ENDING.sub("", name.lower())


def plain(name: str) -> tuple:
    """The order of the forms of a name: no capitals throughout, then the shortest."""
    return name.isupper(), len(name), name


def agreed(results: Iterator, table: str | None = None) -> Iterator:
    """The results of a stream whose documents call the same war by the same name."""
    try:
        first = list(islice(results, LEARNED))
        folder = Folder([r.named for r in first if getattr(r, "named", None)])
        for r in chain(first, results):
            if getattr(r, "named", None):
                rename(r, folder.name(r.named), table)
            yield r
    finally:
        results.close()


class Folder:
    """What the documents of a folder call their wars. It is the same war where one names what
    the other calls it by, and they share another name.

    >>> folder = Folder([["Belmora", "Norvask", "Kel"], ["Norvask", "Belmora"], ["Belmora"]])
    >>> folder.name(["Norvask", "Kel"]), folder.name(["Tesh", "Kel"])
    ('Belmora', 'Tesh')
    """

    def __init__(self, named: list[list[str]]):
        self.group: dict[str, str] = {}  # of the key of a name, the key that stands for all
        self.names: dict[str, set[str]] = defaultdict(set)
        self.with_name: dict[str, set[str]] = defaultdict(set)
        self.form: dict[str, str] = {}
        documents = Counter(key(own) for own, *_ in named if own)
        for own, *others in named:
            if not own:
                continue
            known = self.form.setdefault(key(own), own)
            self.form[key(own)] = min(known, own, key=plain)
            self.group[key(own)] = key(own)
            self.names[key(own)] |= set(map(key, [own, *others]))
        for own, names in self.names.items():
            for name in names:
                self.with_name[name].add(own)
        rank = {own: k for k, own in enumerate(sorted(documents, key=lambda n: (-documents[n], n)))}
        for own in rank:
            for other in self._same(own, self.names[own]):
                low, high = sorted((self._top(own), self._top(other)), key=rank.get)
                self.group[high] = low
        for names in [n for n in named if not n[0]] * ROUNDS:
            if label := self.name(names):
                for name in map(key, names[1:]):
                    self.with_name[name].add(key(label))

    def _top(self, own: str) -> str:
        while self.group[own] != own:
            own = self.group[own]
        return own

    def _same(self, own: str, names: set[str]) -> list[str]:
        """The names of documents that are on the war of one that calls it so, and names those."""
        likely = (names & self.group.keys()) | self.with_name.get(own, set())
        return sorted(n for n in likely if len(names & self.names[n]) > 1)

    def name(self, named: list[str]) -> str:
        """What the folder calls the war of a document; ``""`` where nothing does."""
        own, *others = map(key, named)
        names = {own, *others}
        if own in self.group:
            return self.form[self._top(own)]
        if own and (same := self._same(own, names)):
            return self.form[self._top(same[0])]
        if own:
            return named[0]
        # Names of one war alone: agencies and mediators stand in texts on others too.
        wars = [{self._top(own) for own in self.with_name.get(n, ())} for n in sorted(names)]
        votes = Counter(min(war) for war in wars if len(war) == 1)
        best = max(votes, key=votes.get, default="")
        return self.form[best] if votes[best] > 1 else ""


def rename(result, label: str, table: str | None) -> None:
    """A document's own name of its war, or none, replaced by that of the folder."""
    own = result.named[0] or None
    if own == (label or None):
        return
    result.document["conflict"] = label
    rows = [(result.claims, CONFLICT["claims"])]
    rows += [(result.rows, CONFLICT[table])] if table in CONFLICT else []
    for told, column in rows:
        for row in told:
            if row[column] == own:
                row[column] = label
