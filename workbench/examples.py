"""The examples of a codebook, run: each must be found by its entry, each counterexample not."""

from __future__ import annotations

import re
from pathlib import Path

from workbench import codebook as codebooks
from workbench import cues, dates
from workbench import numbers as quantities
from workbench.codebook import Codebook, Entry
from workbench.text import noise


def found(kind: str, entry: Entry, text: str, book: Codebook) -> bool:
    """Whether an entry of this kind matches in the text."""
    if kind == "noise":
        return entry.id in {m.rule for m in noise.find(text, book)}
    if kind == "warning":
        return any(re.search(p, text, re.MULTILINE) for p in entry.match)
    if kind == "currency":
        return entry.id in {q.currency for q in quantities.grammar(book).find(text)}
    if kind in ("date_pattern", "holiday"):
        return entry.id in dates.rules(text, book)
    if kind in ("word", "wordset", "calendar", "war", "fiscal_year"):
        return any(word in cues.tokenise(text).words for word in entry.match)
    hits = cues.matcher(book, kind).find(text, cues.tokenise(text))
    return any(hit.entry.id == entry.id for hit in hits)


def rows(book: Codebook):
    """(kind, entry, text, wanted) of every example and counterexample."""
    for kind in codebooks.KINDS:
        for entry in book.all(kind):
            yield from ((kind, entry, text, True) for text in entry.examples)
            yield from ((kind, entry, text, False) for text in entry.counterexamples)


def failures(book: Codebook, path: str | Path) -> list[str]:
    """One line for each example that its entry does not treat as it says."""
    told = []
    for kind, entry, text, wanted in rows(book):
        if found(kind, entry, text, book) is not wanted:
            verb = "is not found in its example" if wanted else "is found in its counterexample"
            told.append(
                f"{Path(path).name}: {kind} {entry.id!r} {verb} {text!r}; "
                f"change its match or exclude, or the example"
            )
    return told


TEMPLATE = """\
# A codebook laid over the default one: an entry with a known id replaces the default entry,
# any other is added. `extends = false` starts from nothing.
# In a phrase {a,b} stands for a or b ("tank{,s}"), " ~ " for one to four words ("held ~ to").
extends = true
title = "My conflict"

[[actor]]
id = "utopia"                 # what stands in the tables
label = "Utopia"              # what people read
kind = "state"                # state, union, body, armed_group or place
match = ["Utopia", "Amaurot"] # names and capitals, with their capital letters
adjectives = ["Utopian{,s}"]
people = ["Hythloday"]

[[theme]]
id = "water"
label = "Water"
pa_x = ["Wat"]                # PA-X issue codes; leave empty for your own addition
match = ["reservoir{,s}", "dam{,s}", "water {supply,share}{,s}"]
exclude = ["water cannon"]
examples = ["The dam was shelled."]
counterexamples = ["Police used water cannon."]
why = "the river treaty is half of the talks"

[[cue]]
id = "force.deployment.guards"
label = "role"                # role, modality, qualifier, attribution, instrument, ...
gives = "deployment"          # the value that these words give
themes = ["force"]
weight = 3.5                  # 1 weak, 2 usual, 3 strong, 4 decisive
match = ["dam guard{,s}"]
examples = ["200 dam guards"]
"""
