"""What may be said of claims: the rows of ``rules.toml`` and the engine that reads them."""

import re
import tomllib
from collections import defaultdict
from math import floor, log10
from operator import attrgetter
from pathlib import Path

from workbench.codebook import look
from workbench.findings.common import hedged, kinds_of, supposed
from workbench.findings.finding import Number, Statement

_TABLE = tomllib.loads((Path(__file__).parent / "rules.toml").read_text("utf-8"))
RULES = {row["id"]: row for row in _TABLE["rule"]}

#: Pairs of a size and a ceiling that are drawn, those told most often.
MAX_PAIRS = 4


def conflicts(claims) -> list[str]:
    """The conflicts that claims belong to, those with most claims first; ``""``: none is named.

    A table without the column is of one conflict.
    """
    if "conflict" not in claims:
        return [""]
    counts = claims["conflict"].astype(object).fillna("").value_counts()
    return sorted(counts[counts > 0].index, key=lambda name: (not name, -counts[name], name))


def of_conflict(claims, conflict: str):
    """The claims of one of ``conflicts``."""
    if "conflict" not in claims:
        return claims
    return claims[claims["conflict"].astype(object).fillna("").eq(conflict)]


def say(theme: str, claims, name: str = "") -> tuple[Statement, ...]:
    """The statements that these claims bear; where there is none, what is shown.

    name: what a theme of one's own is called.
    """
    found, kind = [], theme if theme in _TABLE["shown"] else "own"
    for some in _by_role(claims) if kind == "own" else [claims]:
        if _together(some):
            rows = (row for row in _TABLE["rule"] if row["theme"] == kind and "from" not in row)
            found += [said for row in rows if (said := _said(row, some))]
    return tuple(found) or (Statement("shown", filled(_TABLE["shown"][kind], {"name": name})),)


def _by_role(claims) -> list:
    """The claims of each unit and role of a theme of one's own, which are different things."""
    return [some for _, some in claims.groupby(["unit", "role"], observed=True, sort=True)]


def _together(claims) -> bool:
    """Whether claims are of one conflict; where none is named, of one document."""
    names = conflicts(claims)
    named = names != [""] or "conflict" not in claims
    return len(names) == 1 and (named or claims["doc_id"].nunique() == 1)


def _said(rule, claims) -> Statement | None:
    about = claims.query(rule["of"])
    about = about[~supposed(about)] if rule.get("hedged") else about
    held = about[list(rule.get("one", ()))]
    if not len(about) or held.isna().any(axis=None) or any(held.nunique() > 1):
        return None
    firm = about if rule.get("hedged") else about[~hedged(about)]
    values = firm.drop_duplicates(["low", "high"]).sort_values("high", ascending=False)
    if firm["sentence"].nunique() < rule["least"] or len(values) > rule.get("most", 99):
        return None
    slots = {
        name: part(firm, values) for name, part in SLOTS.items() if f"{{{name}}}" in rule["words"]
    }
    return Statement(rule["id"], filled(rule["words"], slots))


def filled(words: str, slots: dict) -> tuple:
    """The words of a rule as parts of a sentence, with what stands in its slots."""
    parts = []
    for word, slot in re.findall(r"([^{]*)(?:\{(\w+)\})?", words):
        part = slots.get(slot, ())
        parts += [word] * bool(word) + [*(part if isinstance(part, tuple) else (part,))]
    return tuple(parts)


def _documents(firm, _values) -> Number:
    n = firm["doc_id"].nunique()
    return Number(look.count(n, "document"), n, "documents", tuple(firm["claim_id"]))


def _times(firm, _values) -> Number:
    first = firm.drop_duplicates("sentence")
    return Number(look.times(len(first)), len(first), "count", tuple(first["claim_id"]))


def _value(firm, one, plain: bool = False) -> Number:
    ids = tuple(firm[firm["high"].eq(one.high) & firm["low"].eq(one.low)]["claim_id"])
    words = look.span(one.low, one.high) if plain else one.quote
    return Number(words, float(one.high), "high", ids)


def _values(firm, values) -> tuple:
    numbers = [_value(firm, one, True) for one in values.itertuples()]
    between = [", "] * (len(numbers) - 2) + [" and "] * (len(numbers) > 1)
    return (numbers[0], *(part for pair in zip(between, numbers[1:], strict=True) for part in pair))


SLOTS = {
    "documents": _documents,
    "times": _times,
    "values": _values,
    "value": lambda firm, values: _value(firm, values.iloc[0], values["unit"].iloc[0] == "person"),
    "actor": lambda firm, _: look.names(firm["actor"].iloc[0]),
    "role": lambda firm, _: look.role_words(firm["role"].iloc[0], "own"),
    "units": lambda firm, _: look.plural(firm["unit"].iloc[0]),
    "say": lambda firm, _: "say" if firm["doc_id"].nunique() > 1 else "says",
    "put": lambda firm, _: "put" if firm["doc_id"].nunique() > 1 else "puts",
}


def cuts(claims) -> list[tuple]:
    """``(size, cap, share, statement, times)`` for each size and ceiling that may be compared."""
    rule = RULES["cut"]
    if not _together(claims):
        return []
    sizes, caps = (claims.query(rule[part]).dropna(subset=rule["one"]) for part in ("from", "of"))
    alone = sizes.groupby(rule["one"], observed=True)["high"].transform("nunique").eq(1)
    alone, caps = alone & ~hedged(sizes), caps[~supposed(caps)]
    found = {}
    # Each value once, with how often: of 200,000 claims there were 6 million pairs to look at.
    kinds = (kinds_of(some, [*rule["one"], "high"])[0] for some in (sizes[alone], caps))
    (sizes, caps), there = ([*some.itertuples()] for some in kinds), defaultdict(list)
    key = attrgetter(*rule["one"])
    for cap in caps:
        there[key(cap)].append(cap)
    for size in sizes:
        for cap in there[key(size)]:
            if cap.high < size.high <= rule["within"] * cap.high:
                found.setdefault((size.actor, size.high, cap.high), []).append((size, cap))
    pairs = [(*some[0], sum(one.n * other.n for one, other in some)) for some in found.values()]
    pairs.sort(key=lambda pair: (-pair[2], -pair[0].high, pair[1].high))
    return [(size, cap, *_share(size, cap), n) for size, cap, n in pairs[:MAX_PAIRS]]


def _share(size, cap) -> tuple[Number, Statement]:
    """How much less the ceiling is, no finer than the coarser of both numbers is given."""
    percent = 100 * (1 - cap.high / size.high)
    words = next((word for at, word in _TABLE["share"].items() if abs(int(at) - percent) <= 1), "")
    digits = min(len(f"{int(one.high)}".rstrip("0")) for one in (size, cap))
    rounded = round(percent, digits - 1 - floor(log10(percent)))
    pair = size.claim_id, cap.claim_id
    share = Number(f"about {words or f'{rounded:.0f} %'}", round(percent, 6), "cut", pair)
    value, army = (
        Number(look.number(one.high), float(one.high), "high", (one.claim_id,))
        for one in (cap, size)
    )
    slots = {"share": share, "value": value, "size": army}
    slots["actor"] = look.names(cap.actor)
    return share, Statement("cut", filled(RULES["cut"]["words"], slots))
