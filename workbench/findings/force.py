"""People and weapons: ceilings beside the sizes that sources give, and the cut between them."""

from functools import partial

from workbench import plans
from workbench.codebook import look
from workbench.findings import common as c
from workbench.findings.finding import Finding, Mark
from workbench.findings.marks import MAX_KINDS, folded, marks_of, on_days, rows_of
from workbench.findings.rules import cuts, say


def force(
    claims, documents=None, unit: str | None = None, roles=None, *, by: str | None = None,
    once: bool = False, days: bool = False, theme: str = "force", name: str = "", ceilings=None,
) -> Finding:  # fmt: skip
    """People and weapons: ceilings beside the sizes that sources give; or what is counted in a
    ``theme`` of one's own, called ``name``, by role.

    roles: which roles to draw; without it ceilings and sizes where there are any (casualties,
    deployments, training and strikes are other things and never mixed in), else all. Below the
    rows stands the cut from a size to a lower ceiling of the same army. by: what
    rows of ceilings show: ``doc_id``, ``proposer`` or ``plan``; without it all of that, as far as
    it fits. once, days: as in ``funding``.
    """
    ceilings = ceilings or partial(plans.ceilings, among=claims)
    claims = c.of_theme(claims, theme)
    if not len(claims):
        return c.empty(theme, name or "people or weapons")
    main = claims["role"].isin(["cap", "strength"])
    chosen = claims["role"].isin(list(roles)) if roles is not None else main | ~main.any()
    if not chosen.any():
        return c.empty(theme, "this role", claims)
    on, unit, _ = c.one_unit(claims[chosen], unit)
    if not len(on):
        return c.empty(theme, look.plural(unit), claims)
    seen, paper = c.published(documents, on), c.document_words(documents, claims)
    title = c.titles(documents)

    def unsaid(one, column, words):
        return words if by == column and one.role == "cap" else ""

    words = {
        "role": lambda one: look.role_words(one.role, theme),
        "actor": lambda one: look.names(one.actor) or "whose unsaid",
        "period": lambda one: look.words(one.period),
        "proposer": lambda one: _proposer(one) or unsaid(one, "proposer", "proposer unsaid"),
        "plan": lambda one: _plan(one) or unsaid(one, "plan", "no plan named"),
        "doc_id": lambda one: f"told by {paper(one.doc_id)}",
        "speaker": c.says,
    }

    def when(one):
        day, due = seen.get(one.doc_id), getattr(one, "event_date", None)
        told = [
            _proposer(one),
            _plan(one),
            "" if look.missing(day) else f"published {look.day(day)}",
        ]
        told.append("" if look.missing(due) else f"day named: {look.day(due)}")
        return "; ".join(filter(None, [*told, title(one)]))

    if theme == "force":
        army, whose = ("role", "actor"), ("proposer", "plan")
    else:  # "600 trucks a day" and 170 on a Sunday are in rows of their own
        army, whose = ("role", "period", "actor"), ()
    # Who proposes is read in its sentence: of all where it may name rows, else of what is drawn.
    few = len(c.kinds_of(on, (*army, "doc_id", "speaker"))[0]) <= MAX_KINDS
    asked = few or by in whose
    on = on.join(ceilings(on)) if asked else on
    keys = [(*army, *whose, "doc_id", "speaker")] * (few and not by)
    keys += [(*army, by or "doc_id"), army, ("role",)]
    on, labels = folded(on, rows_of(on, keys, words)) if once else (on, rows_of(on, keys, words))
    shown, axis, ticks = on_days(on, documents) if days else (on, "", ())
    marks, less = marks_of(
        shown, labels,
        lambda one: (-look.RANK.get(one.role, -99), -one.high, one.doc_id), more=when,
        added=None if asked else ceilings,
    )  # fmt: skip
    return Finding(
        theme, say(theme, on, name), marks + (() if days else _cuts(on)),
        axis or f"number of {look.plural(unit)}",
        c.caption(on, documents, c.left_out(claims, on.index) + less, once=once), ticks,
        unit=look.plural(unit), by=labels.name,
    )  # fmt: skip


def _proposer(cap) -> str:
    who = look.names(cap.proposer)
    return who and f"proposed by {who}"


def _plan(cap) -> str:
    return "" if look.missing(cap.plan) else cap.plan


def _cuts(claims) -> tuple[Mark, ...]:
    """The way down from a size to a ceiling of the same army, where the rule "cut" allows it."""
    marks = []
    for size, cap, share, said, times in cuts(claims):
        row = f"from {look.number(size.high)} to {look.number(cap.high)}, {look.names(cap.actor)}"
        marks.append(Mark(
            (row,), cap.high, size.high, f"{share} less", (size.claim_id, cap.claim_id),
            f"{said}: “{size.quote}”, “{cap.quote}”", share.value, "cut", "counted", times,
            said=said,
        ))  # fmt: skip
    return tuple(marks)
