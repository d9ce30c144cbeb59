"""Currencies beside a number: signs, ISO 4217 codes and names, on either side of it."""

from __future__ import annotations

import re
from typing import NamedTuple

from workbench.codebook import Codebook, Currency, expand
from workbench.numbers.numerals import SPACES
from workbench.numbers.words import either

WHITE = re.compile(r"\s+")
SPACE = re.escape(" ")


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
        sets = book.tables["wordset"]
        self.words, self.verbs = (
            frozenset(sets[name].match) if name in sets else frozenset()
            for name in ("code_words", "verbs_too")
        )
        self.codes = {m.id for m in money}
        self.shared = {m.id: {s.lower() for s in m.shared} for m in money}
        self.before: dict[str, tuple[str, int]] = {}
        self.close: dict[str, tuple[str, int]] = {}  # one word or sign behind the number
        names: dict[str, str] = {}
        for m in money:
            for sign in (m.id, *m.before):
                self.before.setdefault(sign, (m.id, 1))
            for name in (w for a in (*m.after, *m.match) for w in expand(a)):
                if len(name) > 2 and name[-1].isalpha():
                    names.setdefault(name.lower(), m.id)
                else:
                    self.close.setdefault(name, (m.id, 1))
            self.close.setdefault(m.id, (m.id, 1))
        for m in money:
            for form in _beside_a_sign(m):
                self.before.setdefault(form, (m.id, 1))
                self.close.setdefault(form, (m.id, 1))
        self._glue(book, money)
        for forms in (self.before, self.close):
            for form in [f for f in forms if not f.isascii()]:
                if garbled := _garbled(form):
                    forms.setdefault(garbled, forms[form])
        self.names = names
        self.sizes: dict[str, list[int]] = {}  # of the signs before, by their last character
        for form in self.before:
            self.sizes.setdefault(form[-1], []).append(len(form))
        self.sizes = {last: sorted({*sizes}, reverse=True) for last, sizes in self.sizes.items()}
        bars = [e for m in money for x in m.exclude for e in expand(x)]
        self.name = re.compile(
            rf"[{SPACES}]?[-‑]?(?!{either(bars).replace(SPACE, '[ -]')}\b)({either(names)})(?![^\W\d_])",
            re.I,
        )
        # Most words behind a number are neither; their first letters tell.
        self.heads = frozenset(name[:3] for name in names)
        self.close_heads = frozenset(form[:2] for form in self.close)
        signs = {c for form in self.close for c in form if not c.isalnum()} - set(" .")
        self.word = re.compile(
            rf"[{SPACES}]?[-‑]?((?:[^\W\d_]|[{re.escape(''.join(sorted(signs)))}]){{1,9}})(?![^\W_])"
        )

    def _glue(self, book: Codebook, money: list[Currency]) -> None:
        """ "MSEK 300", "50 MUSD", "€m 300", "SEK million 300"."""
        scales = [w for w in book.all("word") if w.id.startswith("glued.")]
        for m in money:
            signs = {m.id, *(b for b in m.before if not b[:1].isalnum() or b == "kr")}
            for sign in sorted(signs):
                for scale, factor in ((s, int(w.value)) for w in scales for s in w.match):
                    ahead, behind = [scale + sign], [sign + scale, f"{sign} {scale}"]
                    for form in ahead + behind * (scale.lower() != "t"):
                        self.before.setdefault(form, (m.id, factor))
                        self.close.setdefault(form, (m.id, factor))

    def ahead(self, text: str, start: int) -> Sign | None:
        """The sign or code that stands before a number: "US$", "NZD$", "MSEK "."""
        if not start:
            return None
        end = start - 1 if text[start - 1] in SPACES else start
        for size in self.sizes.get(text[end - 1], ()) if end else ():
            found = self.before.get(text[end - size : end]) if end >= size else None
            if not found:
                continue
            at = end - size
            if text[at].isalpha() and at and text[at - 1].isalnum():
                if text[at - 1].isalpha():
                    continue
                return None
            return Sign(at, end, *found)
        return None

    def behind(self, text: str, end: int, in_words=False, scaled=True) -> Sign | None:
        """The sign, code or name behind a number: "USD", "MUSD", "Norwegian kroner"."""
        at = end + 1 if text[end : end + 1] in SPACES else end
        at += text[at : at + 1] in ("-", "‑")
        head = text[at : at + 3]
        if head[:2] in self.close_heads or head[:1] in self.close_heads:
            if found := self._close(text, end, in_words):
                return found
        small = head.islower() and scaled and not text[at + 3 : at + 4].isalpha()
        if small and head.upper() in self.codes:
            return Sign(end, at + 3, head.upper())
        found = self.name.match(text, end) if head.lower() in self.heads else None
        name = WHITE.sub(" ", found[1]).lower() if found else ""
        if not found or in_words and name in self.verbs:
            return None
        return Sign(found.start(), found.end(), self.names[name])

    def _close(self, text: str, end: int, in_words: bool) -> Sign | None:
        word = self.word.match(text, end)
        found = self.close.get(word[1]) if word else None
        if found and not (in_words and word[1] in self.verbs):
            return Sign(word.start(), word.end(), *found)
        return None

    def same(self, text: str, sign: Sign, other: Sign) -> bool:
        """Whether a currency behind says that of the sign before: "$20 million CAD"."""
        written = text[sign.start : sign.end].lower()
        coded = written == "$" and text[other.start : other.end].endswith(other.code)
        return coded or other.code == sign.code or written in self.shared[other.code]

    def firm(self, text: str, sign: Sign) -> bool:
        """Whether it is money without a magnitude too: "SDG 16", "COP30" are none."""
        return text[sign.start : sign.end].strip(f"{SPACES}-‑") not in self.words


def _beside_a_sign(money: Currency) -> list[str]:
    """A code beside its sign, or beside "$", with and without a space; "$A" and "$US"."""
    signs = {s for s in (*money.before, *money.shared) if not any(c.isalnum() for c in s)} | {"$"}
    forms = [f for s in sorted(signs - {"kr."}) for f in (money.id + s, f"{money.id} {s}", s + money.id)]
    for sign in money.before:
        if sign.endswith("$") and sign[:-1].isalpha():
            forms += ["$" + sign[:-1], f"{sign[:-1]} $"]
    return forms


def _garbled(sign: str) -> str:
    """A sign whose UTF-8 was read as Windows-1252: "â‚¬" for "€"."""
    try:
        return sign.encode().decode("cp1252")
    except UnicodeDecodeError:
        return ""
