"""An answer in one form, however it was written; and sealed, so that nobody reads it."""

import hashlib
import re
import unicodedata
from decimal import ROUND_HALF_UP, Decimal

import msgspec

# The forms of an answer: their types, and how a student is told them.
FORMS = {
    "number": (int | float, "one number, such as 12 or 4.8e9, without quotes"),
    "text": (str, 'one word or phrase in quotes, such as "need"'),
    "set": (set[str], 'a list in square brackets, such as ["need", "pledge"]'),
    "numbers": (set[str | int], 'a list of numbers, such as ["000", "003"] or [1, 4]'),
    "labels": (dict[int, str], 'a dict from item to label, such as {1: "need", 2: "pledge"}'),
}
# What a cell holds before it is answered, as Python prints it.
BLANK = "Ellipsis|None|...|…||0|0.0|False|[]|{}|()|set()|nan|<NA>|NaT".split("|")


class Blank(ValueError):
    """Nothing was answered yet."""


def seal(name: str, part: str) -> str:
    """What is kept instead of a part of an answer: a hash, salted with the exercise's name.

    >>> seal("gap", "3") == seal("gap", "3"), seal("gap", "3") == seal("debt", "3")
    (True, False)
    """
    return hashlib.sha256(f"{name}\0{part}".encode()).hexdigest()[:16]


def parts(answer, form: str, digits: int = 0) -> tuple[str, ...]:
    """The parts of an answer in one form: one of a number or a text, several of a list.

    Raises Blank for what a cell holds before it is answered, and TypeError for another form.

    >>> parts(4.80e9, "number"), parts("The need.", "text"), parts([3, "000_b1.txt"], "numbers")
    (('4800000000',), ('need',), ('0', '3'))
    """
    kind, told = FORMS[form]
    plain = "to_dict" if form == "labels" else "tolist"  # of pandas and numpy
    answer = getattr(answer, plain)() if hasattr(answer, plain) else answer
    if str(answer).strip() in BLANK:
        raise Blank
    try:
        answer = msgspec.convert(answer, kind)
        if form == "number":
            step = Decimal(1).scaleb(-digits)
            return (f"{Decimal(str(answer)).quantize(step, ROUND_HALF_UP):f}",)
    except (msgspec.ValidationError, ArithmeticError):
        raise TypeError(told) from None
    if form == "text":
        return (_text(answer),)
    if form == "labels":
        return tuple(sorted(f"{item}:{_text(label)}" for item, label in answer.items()))
    return tuple(sorted({(_number if form == "numbers" else _text)(part) for part in answer}))


def _text(value) -> str:
    """Lower case, words alone, without a leading article."""
    folded = unicodedata.normalize("NFKC", str(value)).casefold()
    words = re.findall(r"[$€]?\w+(?:[.,]\d+)*%?", folded)
    return " ".join(words[1:] if words[1:] and words[0] in ("the", "a", "an") else words)


def _number(document: str | int) -> str:
    """The number that a name of a document begins with."""
    number = re.match(r"\d+", str(document).strip())
    return str(int(number[0])) if number else _text(document)
