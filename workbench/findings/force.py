"""People and weapons: ceilings beside the sizes that sources give, and the cut between them."""

from __future__ import annotations

from workbench.codebook import look
from workbench.findings import common as c
from workbench.findings.ceilings import ceilings
from workbench.findings.dots import dots_of, rows_of
from workbench.findings.finding import Dot, Finding, Number

#: Pairs of a size and a ceiling that are drawn, those told most often.
MAX_PAIRS = 4


def force(
    claims, documents=None, unit: str | None = None, roles=None, *, by: str | None = None,
    once: bool = False, passages=None,
) -> Finding:  # fmt: skip
    """People and weapons: ceilings beside the sizes that sources give.

    roles: which roles to draw; without it ceilings and sizes where there are any (casualties,
    deployments, training and strikes are other things and never mixed in), else all. Below the
    rows stands the cut from each size to each lower ceiling of the same army, in percent. by: what
    rows of ceilings show: ``doc_id``, ``proposer`` or ``plan``; without it all of that, as far as
    it fits. passages: asked for a plan where the sentence of a ceiling names none.
    """
    if "context" not in claims:  # an explorer has asked before
        claims = claims.join(ceilings(claims, passages))
    claims = c.where(claims, claims["theme"].eq("force"))
    if not len(claims):
        return c.empty("force", "people or weapons")
    if roles is None:
        main = claims["role"].isin(["cap", "strength"])
        chosen = claims[main] if main.any() else claims
    else:
        chosen = c.where(claims, claims["role"].isin(list(roles)))
    if not len(chosen):
        return c.empty("force", "this role", claims)
    on, unit, _ = c.one_unit(chosen, unit)
    if not len(on):
        return c.empty("force", look.plural(unit), claims)
    days = c.published(documents, on)

    def when(one):
        day, due = days.get(one.doc_id), getattr(one, "event_date", None)
        told = [
            "" if look.missing(one.context) else one.context,
            "" if look.missing(day) else f"published {look.day(day)}",
            "" if look.missing(due) else f"day named: {look.day(due)}",
        ]
        return "; ".join(filter(None, told))

    dots, rows, less = dots_of(
        on, rows_of(on, _keys(by, c.document_words(documents, claims))),
        lambda one: (-look.RANK.get(one.role, -99), -one.high, one.doc_id), more=when,
    )  # fmt: skip
    cuts = _cuts(on)
    dots += cuts
    return Finding(
        "force", _parts(on), dots, f"number of {look.plural(unit)}", c.wide(dots),
        c.caption(on, documents, c.left_out(claims, on.index) + less, once=once),
        (*rows, *dict.fromkeys(dot.row for dot in cuts)),
    )  # fmt: skip


def _keys(by, name) -> list:
    """What rows go by, the finest first: columns, and the words of a row of them."""

    def role(one):
        return look.role_words(one.role, "force")

    def whose(one):
        return f"{role(one)}, {look.names(one.actor) or 'whose unsaid'}"

    def by_whom(one):
        said, who = look.names(one.speaker), look.names(one.proposer)
        parts = [whose(one), who and f"proposed by {who}", one.plan, name(one.doc_id)]
        told = " · ".join(part for part in parts if not look.missing(part))
        return told + (f", says {said}" if said and said != who else "")

    def proposed(one):
        who = look.names(one.proposer)
        return f"proposed by {who}" if who else "proposer unsaid"

    def of_cap(words):
        return lambda one: whose(one) + (f" · {words(one)}" if one.role == "cap" else "")

    army = ("role", "actor")
    fine = {
        "doc_id": ((*army, "doc_id"), lambda one: f"{whose(one)} · {name(one.doc_id)}"),
        "proposer": ((*army, "proposer"), of_cap(proposed)),
        "plan": ((*army, "plan"), of_cap(
            lambda one: "no plan named" if look.missing(one.plan) else one.plan
        )),
    }  # fmt: skip
    finest = ((*army, "doc_id", "speaker", "proposer", "plan"), by_whom)
    return [*([fine[by]] if by else [finest, fine["doc_id"]]), (army, whose), (("role",), role)]


def _cuts(claims) -> tuple[Dot, ...]:
    """The way down from each size to each lower ceiling of the same army, as a dot of its own.

    A size and a ceiling pair where actor and unit are the same and stated; sizes and ceilings told
    most often come first.
    """
    import numpy as np

    key = ["actor", "low", "high"]
    named = claims[claims["actor"].notna() & (claims["low"].astype(float) > 0)]
    sides = []
    for role in ("strength", "cap"):
        rows = named[named["role"].eq(role)]
        first, code = c.kinds_of(rows[[*key, "claim_id", "quote"]], key)
        doubt = np.bincount(code, ~c.hedged(rows).astype(bool), len(first)) == 0
        first = first.assign(doubt=doubt, actor=first["actor"].astype(object))
        sides.append(first.sort_values(key).astype({"high": float}))
    pairs = sides[0].merge(sides[1], on="actor", suffixes=("_size", "_cap"))
    pairs = pairs.assign(n=pairs["n_size"] * pairs["n_cap"])
    pairs = pairs[pairs["high_cap"] < pairs["high_size"]]
    pairs = pairs.sort_values(["n", "high_size", "high_cap"], ascending=[False, False, True])
    return tuple(
        Dot(
            f"cut, {look.names(pair.actor)}"
            + (f": {look.number(pair.high_size)} to {look.number(pair.high_cap)}"
               if len(pairs) > 1 else ""),
            pair.high_cap, pair.high_size, f"−{100 * (1 - pair.high_cap / pair.high_size):.0f} %",
            pair.n, pair.doubt_size or pair.doubt_cap, (pair.claim_id_size, pair.claim_id_cap),
            f"from “{pair.quote_size}” down to “{pair.quote_cap}”", False, "cut",
        )
        for pair in pairs.head(MAX_PAIRS).itertuples(index=False)
    )  # fmt: skip


def _plain(claims) -> Number:
    low, high = claims.iloc[0][["low", "high"]]
    return Number(look.span(low, high), float(high), "high", c.ids(claims))


def _parts(claims) -> tuple:
    claims = claims[["claim_id", "doc_id", "role", "actor", "unit", "low", "high"]]
    caps, sizes = (claims[claims["role"].eq(role)] for role in ("cap", "strength"))
    if not len(caps):
        top = c.most_told(claims)
        one = top.iloc[0]
        role, unit = look.role_words(one["role"], "force"), look.plural(one["unit"], one["high"])
        return (f"{role.capitalize()}: ", _plain(top), f" {unit}, named ", c.times(top))
    cap = c.most_told(caps)
    one = cap.iloc[0]
    same = sizes["unit"].isin([one["unit"]])
    unsaid = look.missing(one["actor"])
    sizes = sizes[same & (sizes["actor"].isna() if unsaid else sizes["actor"].eq(one["actor"]))]
    parts = ("A ceiling of ", _plain(cap), " stands in ", c.in_documents(cap))
    if not len(sizes):
        return (*parts, "; no size of the army stands beside it")
    size = c.most_told(sizes)
    share = 100 * (1 - float(one["high"]) / float(size.iloc[0]["high"]))
    pair = (size.iloc[0]["claim_id"], one["claim_id"])
    cut = (", a cut of ", Number(f"{share:.0f} %", round(share, 6), "cut", pair))
    return (*parts, "; beside an army put at ", _plain(size), *cut * (share > 0))
