"""People and weapons: ceilings beside the sizes that sources give, and the cut between them."""

from __future__ import annotations

from itertools import product

from workbench import plans
from workbench.codebook import look
from workbench.findings import common as c
from workbench.findings.finding import Finding, Mark, Number
from workbench.findings.marks import marks_of, rows_of

#: Pairs of a size and a ceiling that are drawn, those told most often.
MAX_PAIRS = 4


def force(
    claims, documents=None, unit: str | None = None, roles=None, *, by: str | None = None,
    once: bool = False,
) -> Finding:  # fmt: skip
    """People and weapons: ceilings beside the sizes that sources give.

    roles: which roles to draw; without it ceilings and sizes where there are any (casualties,
    deployments, training and strikes are other things and never mixed in), else all. Below the
    rows stands the cut from each size to each lower ceiling of the same army, in percent. by: what
    rows of ceilings show: ``doc_id``, ``proposer`` or ``plan``; without it all of that, as far as
    it fits.
    """
    if "proposer" not in claims:  # an explorer has asked before
        claims = claims.join(plans.ceilings(claims))
    claims = claims[claims["theme"].eq("force")]
    if not len(claims):
        return c.empty("force", "people or weapons")
    main = claims["role"].isin(["cap", "strength"])
    chosen = claims["role"].isin(list(roles)) if roles is not None else main | ~main.any()
    if not chosen.any():
        return c.empty("force", "this role", claims)
    on, unit, _ = c.one_unit(claims[chosen], unit)
    if not len(on):
        return c.empty("force", look.plural(unit), claims)
    days = c.published(documents, on)

    def when(one):
        told = [*_beside(one), *(
            f"{words} {look.day(day)}"
            for words, day in (("published", days.get(one.doc_id)),
                               ("day named:", getattr(one, "event_date", None)))
            if not look.missing(day)
        )]  # fmt: skip
        return "; ".join(told)

    marks, less = marks_of(
        on, rows_of(on, _keys(by, c.document_words(documents, claims))),
        lambda one: (-look.RANK.get(one.role, -99), -one.high, one.doc_id), more=when,
    )  # fmt: skip
    return Finding(
        "force", _parts(on), marks + _cuts(on), f"number of {look.plural(unit)}",
        c.caption(on, documents, c.left_out(claims, on.index) + less, once=once),
    )  # fmt: skip


def _beside(cap) -> list[str]:
    """Who proposes a ceiling, and the plan that it stands in."""
    who = look.names(cap.proposer)
    return [*[f"proposed by {who}"] * bool(who), *[cap.plan] * (not look.missing(cap.plan))]


def _keys(by, name) -> list:
    """What rows go by, the finest first: columns, and the words of a row of them."""

    def role(one):
        return look.role_words(one.role, "force")

    def whose(one):
        return f"{role(one)}, {look.names(one.actor) or 'whose unsaid'}"

    def all_of_it(one):
        said = look.names(one.speaker)
        told = " · ".join([whose(one), *_beside(one), name(one.doc_id)])
        return told + (f", says {said}" if said and said != look.names(one.proposer) else "")

    def proposer(one):
        who = look.names(one.proposer)
        return f"proposed by {who}" if who else "proposer unsaid"

    def plan(one):
        return "no plan named" if look.missing(one.plan) else one.plan

    def of_cap(words):
        return lambda one: whose(one) + (f" · {words(one)}" if one.role == "cap" else "")

    army = ("role", "actor")
    fine = {
        "doc_id": ((*army, "doc_id"), lambda one: f"{whose(one)} · {name(one.doc_id)}"),
        "proposer": ((*army, "proposer"), of_cap(proposer)),
        "plan": ((*army, "plan"), of_cap(plan)),
    }
    finest = ((*army, "doc_id", "speaker", "proposer", "plan"), all_of_it)
    return [*([fine[by]] if by else [finest, fine["doc_id"]]), (army, whose), (("role",), role)]


def _cuts(claims) -> tuple[Mark, ...]:
    """The way down from each size to each lower ceiling of the same army, those told most first.

    A size and a ceiling pair where actor and unit are the same and stated.
    """
    named = claims[claims["actor"].notna() & (claims["low"].astype(float) > 0)]
    kinds, _ = c.kinds_of(named, ["role", "actor", "low", "high"])
    caps, sizes = (
        list(kinds[kinds["role"].eq(role)].nlargest(50, "n").itertuples(index=False))
        for role in ("cap", "strength")
    )
    pairs = [(s, t) for s, t in product(sizes, caps) if s.actor == t.actor and t.high < s.high]
    pairs.sort(
        key=lambda pair: (-pair[0].n * pair[1].n, -pair[0].high, pair[1].high, pair[0].actor)
    )
    marks = []
    for size, cap in pairs[:MAX_PAIRS]:
        share = 100 * (1 - cap.high / size.high)
        way = f": {look.number(size.high)} to {look.number(cap.high)}" if len(pairs) > 1 else ""
        marks.append(Mark(
            (f"cut, {look.names(size.actor)}{way}",), cap.high, size.high, f"−{share:.0f} %",
            (size.claim_id, cap.claim_id), f"from “{size.quote}” down to “{cap.quote}”",
            round(share, 6), "cut", "counted", int(size.n * cap.n),
        ))  # fmt: skip
    return tuple(marks)


def _plain(claims) -> Number:
    low, high = claims.iloc[0][["low", "high"]]
    return Number(look.span(low, high), float(high), "high", c.ids(claims))


def _parts(claims) -> tuple:
    caps, sizes = (claims[claims["role"].eq(role)] for role in ("cap", "strength"))
    if not len(caps):
        top = c.most_told(claims)
        one = top.iloc[0]
        role, unit = look.role_words(one["role"], "force"), look.plural(one["unit"], one["high"])
        return (f"{role.capitalize()}: ", _plain(top), f" {unit}, named ", c.times(top))
    cap = c.most_told(caps)
    one = cap.iloc[0]
    whose = "" if look.missing(one["actor"]) else one["actor"]
    sizes = sizes[sizes["actor"].astype(object).where(sizes["actor"].notna(), "") == whose]
    parts = ("A ceiling of ", _plain(cap), " stands in ", c.in_documents(cap))
    if not len(sizes):
        return (*parts, "; no size of the army stands beside it")
    size = c.most_told(sizes)
    share = 100 * (1 - float(one["high"]) / float(size.iloc[0]["high"]))
    pair = (size.iloc[0]["claim_id"], one["claim_id"])
    cut = (", a cut of ", Number(f"{share:.0f} %", round(share, 6), "cut", pair))
    return (*parts, "; beside an army put at ", _plain(size), *cut * (share > 0))
