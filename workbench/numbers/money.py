"""Currencies beside a number: signs, ISO 4217 codes and names, on either side of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from workbench.codebook import Codebook, Currency, Word, expand
from workbench.numbers.numerals import SPACES, behind
from workbench.numbers.words import either, word_set

WHITE = re.compile(r"\s+")


class Sign(NamedTuple):
    """A currency beside a number: its place, its code, and the magnitude glued to it."""

    start: int
    end: int
    code: str
    factor: int = 1


class Money:
    """The currencies of one codebook, compiled once."""

    def __init__(self, book: Codebook):
        money: list[Currency] = book.all("currency")
        self.words, self.verbs = word_set(book, "code_words"), word_set(book, "verbs_too")
        self.codes = {m.id for m in money}
        self.shared = {m.id: {s.lower() for s in m.shared} for m in money}
        self.before = {s: (m.id, 1) for m in money[::-1] for s in (*m.before, m.id)}
        self.close = {m.id: (m.id, 1) for m in money}  # one word or sign behind the number
        self.names = {m.id.lower(): m.id for m in money if m.id not in self.words}
        for m in money:
            for name in (w for a in (*m.after, *m.match) for w in expand(a)):
                if len(name) > 2 and name[-1].isalpha():
                    self.names.setdefault(name.lower(), m.id)
                else:
                    self.close.setdefault(name, (m.id, 1))
        scales = [w for w in book.all("word") if w.id.startswith("glued.")]
        for m in money:
            for form, factor in _forms(m, scales):
                self.before.setdefault(form, (m.id, factor))
                self.close.setdefault(form, (m.id, factor))
        sizes: dict[str, set[int]] = {}  # of the signs before, by their last three characters
        for form in self.before:
            sizes.setdefault(form[-3:], set()).add(len(form))
        self.sizes = {last: sorted(found, reverse=True) for last, found in sizes.items()}
        self.ends = frozenset(form[-1] for form in self.before)
        self.bars = [e for m in money for x in m.exclude for e in expand(x)]
        # Most words behind a number are neither; their first letters tell.
        self.heads = frozenset(name[:3] for name in self.names)
        self.close_heads = frozenset(form[:3] for form in self.close)
        self.may_price = lru_cache(maxsize=4096)(self._may_price)
        self.named = lru_cache(maxsize=1024)(self._named)
        signs = {c for form in self.close for c in form if not c.isalnum()} - set(" .")
        letter = rf"(?:[^\W\d_]|[{re.escape(''.join(sorted(signs)) or '$')}])"
        self.word = re.compile(rf"[{SPACES}]?[-‐‑]?({letter}{{1,9}})(?![^\W_])")

    def ahead(self, text: str, start: int, left: int = 0) -> Sign | None:
        """The sign or code that stands before a number: "US$", "NZD$", "MSEK "."""
        end = start - 1 if start and text[start - 1] in SPACES else start
        if text[end - 1 : end] not in self.ends:
            return None
        for last in (3, 2, 1):
            for size in self.sizes.get(text[max(0, end - last) : end], ()):
                at = end - size
                if at < left or text[at:end] not in self.before:
                    continue
                if not (text[at].isalpha() and text[at - 1 : at].isalnum()):
                    return Sign(at, end, *self.before[text[at:end]])
                if not text[at - 1].isalpha():
                    return None
        return None

    def behind(self, text: str, end: int, in_words=False, scaled=True) -> Sign | None:
        """The sign, code or name behind a number: "USD", "MUSD", "Norwegian kroner"."""
        close, head = self.may_price(behind(text, end))
        if close and (word := self.word.match(text, end)) and word[1] in self.close:
            if not (in_words and word[1] in self.verbs):
                return Sign(end, word.end(), *self.close[word[1]])
        if not head or not (word := self.named(head).match(text, end)):
            return None
        name = WHITE.sub(" ", word[1]).lower()
        if in_words and name in self.verbs or not scaled and name.upper() in self.codes:
            return None
        return Sign(end, word.end(), self.names[name])

    def _named(self, head: str) -> re.Pattern:
        """The names that begin so: one expression for all of them tries hundreds."""
        bars = either(b for b in self.bars if b.startswith(head)).replace("\\ ", "[ -]")
        names = either(n for n in self.names if n.startswith(head))
        return re.compile(rf"[{SPACES}]?[-‐‑]?(?!{bars}\b)({names})(?![^\W\d_])", re.I)

    def _may_price(self, near: str) -> tuple[bool, str]:
        """Whether a sign or code may begin so, and how a name would."""
        heads, low = self.close_heads, near.lower()
        close = near in heads or near[:2] in heads or near[:1] in heads
        return close, low if low in self.heads else ""

    def same(self, text: str, sign: Sign, other: Sign) -> bool:
        """Whether a currency behind says that of the sign before: "$20 million CAD"."""
        written = text[sign.start : sign.end].lower()
        coded = written == "$" and text[other.start : other.end].endswith(other.code)
        return coded or other.code == sign.code or written in self.shared[other.code]

    def firm(self, text: str, sign: Sign) -> bool:
        """Whether it is money without a magnitude too: "SDG 16", "COP30" are none."""
        return text[sign.start : sign.end].strip(f"{SPACES}-‑") not in self.words


def _forms(money: Currency, scales: list[Word]) -> Iterator[tuple[str, int]]:
    """Further forms of a sign, and the magnitude in them: "NZD$", "$A", "MSEK", "€m", "â‚¬"."""
    signs = [s for s in (*money.before, *money.shared, "$") if not any(c.isalnum() for c in s)]
    garbled = [_garbled(s) for s in signs if not s.isascii()]
    for sign in signs + garbled:
        yield from ((f, 1) for f in (money.id + sign, f"{money.id} {sign}", sign + money.id))
    for sign in money.before:
        if sign.endswith("$") and sign[:-1].isalpha():
            yield "$" + sign[:-1], 1
            if len(sign) > 2:  # "A $27m loan" is no Australian one
                yield f"{sign[:-1]} $", 1
    own = [s for s in money.before if not s[:1].isalnum() or s == "kr"]
    yield from ((_garbled(s), 1) for s in own if not s.isascii())
    for sign in [money.id, *own]:
        for scale, factor in ((s, int(w.value)) for w in scales for s in w.match):
            if len(scale) < 5:
                yield scale + sign, factor
            if scale.lower() != "t":
                yield from ((sign + scale, factor), (f"{sign} {scale}", factor))


def _garbled(sign: str) -> str:
    """A sign whose UTF-8 was read as Windows-1252: "â‚¬" for "€"."""
    return sign.encode().decode("cp1252", "replace")
