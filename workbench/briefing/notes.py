"""The analyst's own words: confidence, likelihood, assessments, gaps, outlook, kept in a file."""

import hashlib
import tomllib

import msgspec

from workbench.briefing.blocks import Block, Run, Text, runs, words
from workbench.briefing.parameters import WORDS


class Judgement(msgspec.Struct, forbid_unknown_fields=True):
    """What an analyst adds to a key judgement, named by its sentence."""

    statement: str
    confidence: str = ""
    likelihood: str = ""
    comment: str = ""


class OwnText(msgspec.Struct, forbid_unknown_fields=True):
    """A text of the analyst's in a section; numbers: the section's sign when it was written."""

    section: str
    text: str
    title: str = ""
    numbers: str = ""


class Notes(msgspec.Struct, forbid_unknown_fields=True):
    judgement: list[Judgement] = []
    block: list[OwnText] = []


def read(text: str, themes=()) -> Notes:
    """The notes of a TOML text. Raises ValueError for what is not allowed, with what is.

    >>> read('[[judgement]]\\nstatement = "A"\\nconfidence = "sure"')
    Traceback (most recent call last):
    ValueError: notes: confidence 'sure' is none of low, moderate, high (ICD 203)
    """
    try:
        notes = msgspec.convert(tomllib.loads(text), Notes)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise ValueError(f"notes: {error}") from None
    told = WORDS["confidence"]
    for one in notes.judgement:
        for name, allowed in (("confidence", told["levels"]), ("likelihood", told["likelihood"])):
            if (value := getattr(one, name)) and value not in allowed:
                known = ", ".join(allowed)
                raise ValueError(f"notes: {name} {value!r} is none of {known} (ICD 203)")
    for block in notes.block:
        if block.section not in (there := dict.fromkeys([*WORDS["sections"], *themes])):
            known = ", ".join(there)
            raise ValueError(f"notes: no section {block.section!r}; sections: {known}")
    return notes


def sign(blocks: list[Block]) -> str:
    """Twelve hex digits of what a section says: other ones where a number has changed.

    >>> sign([]) == sign([])
    True
    """
    told = "\n".join(map(words, blocks))
    return hashlib.sha256(told.encode("utf-8", "replace")).hexdigest()[:12]


def added(blocks: list[Block], notes: Notes, section: str) -> list[Block]:
    """A section with what the analyst wrote for it, marked where its numbers have changed."""
    now, found = sign(blocks), []
    for block in (b for b in notes.block if b.section == section and b.text):
        title = block.title or WORDS["sections"]["assessment"]
        lead = Run(f"{title} (the analyst’s own). ", style="strong")
        old = block.numbers not in ("", now)
        warn = WORDS["say"]["changed"].format(old=block.numbers, now=now)
        found.append(Text(runs(lead, block.text, *[Run(warn, style="warn")] * old), "own"))
    return [*blocks, *found]


def begun(statements, signs: dict[str, str]) -> str:
    """A file to write into: each judgement and each section, with its sign.

    >>> print(begun(['A "need"'], {"funding": "0123456789ab"}))     # doctest: +ELLIPSIS
    # Your own words...
    """
    lines = [WORDS["begun"]]
    for one in statements:
        lines += [
            "[[judgement]]",
            f"statement = {msgspec.json.encode(one).decode()}",
            'confidence = ""',
            "",
        ]
    for name, value in signs.items():
        lines += ["[[block]]", f'section = "{name}"', 'text = ""', f'numbers = "{value}"', ""]
    return "\n".join(lines)
