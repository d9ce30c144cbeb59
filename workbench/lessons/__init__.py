"""Exercises with explained answers, for notebooks/lessons/; a guide is docs/teaching.md."""

from collections import Counter

from workbench.lessons import exercises, marking
from workbench.lessons.exercises import folder, load
from workbench.lessons.labels import agreement, sentences
from workbench.lessons.store import keep, progress

__all__ = ["agreement", "check", "folder", "hint", "load", "progress", "sentences"]

_hinted: Counter = Counter()


def check(name: str, answer) -> marking.Verdict:
    """Whether an answer is right, and if not, why: shown as text, true or false in an ``if``.

    Raises ValueError for an exercise that doesn't exist.

    >>> check("roles", ...).head
    'Not answered yet.'
    """
    verdict = marking.mark(exercises.exercise(name), answer)
    keep(name, bool(verdict))
    return verdict


def hint(name: str) -> marking.Verdict:
    """The next hint to an exercise; after the last one, the first again.

    Raises ValueError for an exercise that doesn't exist.

    >>> hint("roles").head
    'Hint 1 of 2.'
    """
    hints = exercises.exercise(name).hints
    number = _hinted[name] % len(hints)
    _hinted[name] += 1
    return marking.Verdict(name, [], f"Hint {number + 1} of {len(hints)}.", [hints[number]])
