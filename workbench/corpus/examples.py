"""The examples of a codebook, run: each must be found by its entry, each counterexample not."""

import re
from pathlib import Path

from workbench import codebook as codebooks
from workbench import dates
from workbench import numbers as quantities
from workbench.claims import conflicts
from workbench.codebook import Codebook, Entry, cues
from workbench.text import noise, view

#: A commented codebook to begin with.
TEMPLATE = (Path(__file__).parent.parent / "views" / "static" / "codebook.toml").read_text("utf-8")


def found(kind: str, entry: Entry, text: str, book: Codebook) -> bool:
    """Whether an entry of this kind matches in the text."""
    if kind == "noise":
        return entry.id in {m.rule for m in noise.find(text, book)}
    if kind == "warning":
        return any(re.search(p, text, re.MULTILINE) for p in entry.match)
    if kind == "currency":
        return entry.id in {q.currency for q in quantities.grammar(book).find(text)}
    if kind == "conflict":
        return entry.id in conflicts.Conflicts(view(text, book), book).document
    if kind in ("date_pattern", "holiday"):
        return entry.id in dates.rules(text, book)
    if kind in ("word", "wordset", "calendar", "fiscal_year"):
        return any(word in cues.tokenise(text).words for word in entry.match)
    hits = cues.matcher(book, kind).find(text, cues.tokenise(text))
    ids = {hit.entry.id for hit in hits}
    if kind == "unit" and not entry.theme:  # words that a theme of one's own counts now
        ids |= {entry.id for hit in hits if hit.entry.theme}
    return entry.id in ids


def rows(book: Codebook):
    """(kind, entry, text, wanted) of every example and counterexample."""
    for kind in codebooks.KINDS:
        for entry in book.all(kind):
            yield from ((kind, entry, text, True) for text in entry.examples)
            yield from ((kind, entry, text, False) for text in entry.counterexamples)


def failures(book: Codebook, path: str | Path) -> list[str]:
    """One line for each example that its entry does not treat as it says."""
    verbs = {True: "is not found in its example", False: "is found in its counterexample"}
    return [
        f"{Path(path).name}: {kind} {entry.id!r} {verbs[wanted]} {text!r}; "
        "change its match or exclude, or the example"
        for kind, entry, text, wanted in rows(book)
        if found(kind, entry, text, book) is not wanted
    ]
