"""Currencies beside a number: signs, ISO 4217 codes and names, on either side of it."""

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from workbench.codebook import Codebook, Currency, Word, expand
from workbench.numbers.numerals import SPACES, behind
from workbench.numbers.words import word_set


class Sign(NamedTuple):
    """A currency beside a number: its place, its code, and the magnitude glued to it."""

    start: int
    end: int
    code: str
    factor: int = 1


class Form(NamedTuple):
    """What may stand behind a number: a sign or code as it is, a name in any case, or a bar."""

    written: str
    cased: bool
    code: str  # "" for what is no money: "pound bombs"
    factor: int = 1


class Money:
    """The currencies of one codebook, compiled once."""

    def __init__(self, book: Codebook):
        money: list[Currency] = book.all("currency")
        self.weak, self.verbs = word_set(book, "code_words"), word_set(book, "verbs_too")
        self.shared = {m.id: {s.lower() for s in m.shared} for m in money}
        self.before = {s: (m.id, 1) for m in money[::-1] for s in (*m.before, m.id)}
        forms = [Form(m.id, True, m.id) for m in money]
        forms += [Form(m.id.lower(), False, m.id) for m in money if m.id not in self.weak]
        for m in money:
            forms += [Form(bar, False, "") for x in m.exclude for bar in expand(x)]
            for name in (w for a in (*m.after, *m.match) for w in expand(a)):
                cased = len(name) < 3 or not name[-1].isalpha()
                forms.append(Form(name if cased else name.lower(), cased, m.id))
        scales = [w for w in book.all("word") if w.id.startswith("glued.")]
        for m in money:
            for written, factor in _glued(m, scales):
                self.before.setdefault(written, (m.id, factor))
                forms.append(Form(written, True, m.id, factor))
        self.sizes: dict[str, list[int]] = {}  # of the forms before a number, by their last sign
        for size, last in sorted({(len(form), form[-1]) for form in self.before}, reverse=True):
            self.sizes.setdefault(last, []).append(size)
        self._heads: dict[str, list[Form]] = {}
        for form in sorted(forms, key=lambda f: -len(f.written)):
            self._heads.setdefault(form.written[:3].lower(), []).append(form)
        self.like = lru_cache(maxsize=4096)(self._like)

    def _like(self, near: str) -> list[Form]:
        """What begins like the three characters behind a number, the longest first."""
        near = near.lower()
        sizes = [n for n in (3, 2, 1) if n == 3 or not near[n : n + 1].isalnum()]
        return [form for n in sizes for form in self._heads.get(near[:n], ())]

    def ahead(self, text: str, start: int, left: int = 0) -> Sign | None:
        """The sign or code that stands before a number: "US$", "NZD$", "MSEK "."""
        end = start - 1 if start and text[start - 1] in SPACES else start
        for size in self.sizes.get(text[end - 1 : end], ()):
            at = end - size
            if at >= left and text[at:end] in self.before:
                if not (text[at].isalpha() and text[at - 1 : at].isalnum()):
                    return Sign(at, end, *self.before[text[at:end]])
        return None

    def behind(self, text: str, end: int, in_words=False, scaled=True) -> Sign | None:
        """The sign, code or name behind a number: "USD", "MUSD", "Norwegian kroner"."""
        at, near = behind(text, end)
        for form in self.like(near):
            after = at + len(form.written)
            written = text[at:after]
            if written != form.written and (form.cased or written.lower() != form.written):
                continue
            if text[after : after + 1].isalnum():
                continue
            verb = in_words and form.written in self.verbs
            loose = not scaled and form.written == form.code.lower()
            return None if verb or loose or not form.code else Sign(at, after, *form[2:])
        return None

    def same(self, text: str, sign: Sign, other: Sign) -> bool:
        """Whether a currency behind says that of the sign before: "$20 million CAD"."""
        written = text[sign.start : sign.end].lower()
        coded = written == "$" and text[other.start : other.end].endswith(other.code)
        return coded or other.code == sign.code or written in self.shared[other.code]

    def firm(self, text: str, sign: Sign) -> bool:
        """Whether it is money without a magnitude too: "SDG 16", "COP30" are none."""
        return text[sign.start : sign.end] not in self.weak


def _glued(money: Currency, scales: list[Word]) -> Iterator[tuple[str, int]]:
    """Further forms of a sign, and the magnitude in them: "NZD$", "$A", "MSEK", "€m", "â‚¬"."""
    signs = {s: 1 for s in (*money.before, *money.shared, "$") if not any(map(str.isalnum, s))}
    garbled = [_garbled(s) for s in signs if not s.isascii()]
    for sign in (*signs, *garbled):
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
