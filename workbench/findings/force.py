"""People and weapons: ceilings beside the sizes that sources give, and the cut between them."""

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
    days, name = c.published(documents, on), c.document_words(documents, claims)

    def unsaid(one, column, words):
        return words if by == column and one.role == "cap" else ""

    words = {
        "role": lambda one: look.role_words(one.role, "force"),
        "actor": lambda one: look.names(one.actor) or "whose unsaid",
        "proposer": lambda one: _proposer(one) or unsaid(one, "proposer", "proposer unsaid"),
        "plan": lambda one: _plan(one) or unsaid(one, "plan", "no plan named"),
        "doc_id": lambda one: name(one.doc_id),
        "speaker": c.says,
    }

    def when(one):
        day, due = days.get(one.doc_id), getattr(one, "event_date", None)
        told = [
            _proposer(one),
            _plan(one),
            "" if look.missing(day) else f"published {look.day(day)}",
        ]
        told.append("" if look.missing(due) else f"day named: {look.day(due)}")
        return "; ".join(filter(None, told))

    army = ("role", "actor")
    keys = [(*army, "proposer", "plan", "doc_id", "speaker")] * (not by)
    keys += [(*army, by or "doc_id"), army, ("role",)]
    marks, less = marks_of(
        on, rows_of(on, keys, words),
        lambda one: (-look.RANK.get(one.role, -99), -one.high, one.doc_id), more=when,
    )  # fmt: skip
    return Finding(
        "force", _parts(on), marks + _cuts(on), f"number of {look.plural(unit)}",
        c.caption(on, documents, c.left_out(claims, on.index) + less, once=once),
    )  # fmt: skip


def _proposer(cap) -> str:
    who = look.names(cap.proposer)
    return who and f"proposed by {who}"


def _plan(cap) -> str:
    return "" if look.missing(cap.plan) else cap.plan


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
