"""Plans as pages: their versions, two texts side by side, who wants what.

Each function gives HTML and the places that its buttons open, as ``places.Page`` takes them.
"""

from collections import defaultdict

from workbench.codebook import look
from workbench.corpus import evidence

STANCES = look.STANCES
#: Beside a point only so much of its text is shown; the rest stands in the document.
LONG = 700


class _Places(list):
    """Places to open, numbered as they come."""

    def add(self, *places) -> int:
        """The number of a button that opens these."""
        self.append(list(places))
        return len(self) - 1


def versions(corpus, table, edges) -> tuple[str, list]:
    """The versions as a table: whose, points, first seen, status, made from what, every mention."""
    opens, rows = _Places(), []
    labels = dict(zip(table["plan_id"], table["label"], strict=True))
    for row in table.itertuples(index=False):
        made = [
            (labels[e.from_plan], opens.add((e.doc_id, e.start, e.end, "the words that say so")))
            for e in edges.itertuples(index=False)
            if e.to_plan == row.plan_id and e.from_plan in labels
        ]
        mentions = [(m["doc_id"], m["start"], m["end"], row.label) for m in row.mentions]
        rows.append({
            "label": row.label, "sponsor": look.names(row.sponsor) or "not said",
            "points": _counts(row), "first": _seen(row.first_seen),
            "basis": row.first_seen_basis, "status": row.status, "made": made,
            "mentions": look.count(len(mentions), "mention"), "open": opens.add(*mentions),
        })  # fmt: skip
    return evidence.filled("versions.html.j2", rows=rows), opens


def _counts(row) -> str:
    """How many points, and what others count."""
    if look.missing(row.points):
        return ""
    also = ", ".join(str(n) for n in row.points_also if n)
    return f"{row.points} (also {also})" if also else f"{row.points}"


def matrix(corpus, positions, turns=()) -> tuple[str, list]:
    """Who holds which position on what: one row an actor, one column an issue.

    turns: pairs of ``position_id`` between which an actor's position changed.
    """
    opens, cells = _Places(), defaultdict(list)
    days = dict(zip(corpus.documents["doc_id"], corpus.documents["published"], strict=True))
    by_id = {row.position_id: row for row in positions.itertuples(index=False)}
    for (actor, issue, stance, negated), some in positions.groupby(
        ["actor", "issue", "stance", "negated"], sort=True
    ):
        rows = sorted(some.itertuples(index=False), key=lambda r: (str(days[r.doc_id]), r.start))
        seen = sorted({str(days[r.doc_id])[:10] for r in rows if not look.missing(days[r.doc_id])})
        span = " to ".join(map(look.day, dict.fromkeys((seen[0], seen[-1])))) if seen else "no date"
        places = [(r.doc_id, r.start, r.end, _held(r)) for r in rows]
        against = (stance == "rejects") != bool(negated)
        cells[actor, issue].append({
            "words": _stance(rows[0]), "span": span,
            "times": f" ×{len(rows)}" if len(rows) > 1 else "",
            "side": "against" if against else "for", "open": opens.add(*places),
            "first": seen[0] if seen else "9",
        })  # fmt: skip
    for one, other in turns:
        a, b = by_id.get(one), by_id.get(other)
        if a is not None and b is not None:
            places = [(r.doc_id, r.start, r.end, _held(r)) for r in (a, b)]
            cells[a.actor, a.issue].append({
                "words": f"changed: {_stance(a)}, then {_stance(b)}", "times": "", "side": "turn",
                "span": f"{look.day(days[a.doc_id])} to {look.day(days[b.doc_id])}",
                "open": opens.add(*places), "first": "99",
            })  # fmt: skip
    actors, issues = (positions[name].value_counts() for name in ("actor", "issue"))
    return evidence.filled(
        "matrix.html.j2",
        actors=[(a, look.names(a)) for a in sorted(actors.index, key=lambda a: (-actors[a], a))],
        issues=[(i, look.words(i)) for i in sorted(issues.index, key=lambda i: (-issues[i], i))],
        cells={key: sorted(some, key=lambda c: c["first"]) for key, some in cells.items()},
    ), opens  # fmt: skip


def _stance(row) -> str:
    return STANCES[row.stance][bool(row.negated)]


def _held(row) -> str:
    """ "Russia rejects: territory, says Reuters"."""
    said = "" if look.missing(row.speaker) else f", says {look.names(row.speaker)}"
    return f"{look.names(row.actor)} {_stance(row)}: {look.words(row.issue)}{said}"


def _seen(first) -> str:
    """A day, or the month where no more is known, for people."""
    if look.missing(first):
        return ""
    told = look.day(f"{first}-01"[:10])
    return told if len(first) == 10 else told.partition(" ")[2]


def aligned(corpus, alignments, provisions) -> tuple[str, list]:
    """Two versions of a text point by point: what became of each, its words and figures."""
    opens, rows = _Places(), []
    texts = {(p.plan_id, p.point): p for p in reversed(list(provisions.itertuples(index=False)))}
    claims = corpus.claims.set_index("claim_id")
    for row in alignments.itertuples(index=False):
        old = texts.get((row.from_plan, row.from_point))
        new = texts.get((row.to_plan, row.to_point))
        diff = () if row.change == "unchanged" else row.diff
        rows.append({
            "old": _point(old, opens), "new": _point(new, opens), "change": row.change,
            "weight": "" if look.missing(row.weight) or row.change == "unchanged" else row.weight,
            "reasons": ", ".join(row.reasons), "diff": _shown(diff, old, new),
            "figures": [_figures(pair, claims, old, new, opens) for pair in row.figures],
        })  # fmt: skip
    return evidence.filled("aligned.html.j2", rows=rows), opens


def _point(point, opens) -> dict | None:
    """The name of a point and what opens it."""
    if point is None:
        return None
    title = "" if look.missing(point.title) else point.title
    place = point.doc_id, point.start, point.end, f"point {point.point} {title}".strip()
    return {"point": point.point, "title": title, "open": opens.add(place)}


def _shown(diff, old, new) -> list[tuple[str, str]]:
    """The diff, or the text of a point that stands alone."""
    if diff:
        return [tuple(part) for part in diff]
    text = (old or new).text if old is not None or new is not None else ""
    return [("keep", text[:LONG] + "…" * (len(text) > LONG))]


def _figures(pair, claims, old, new, opens) -> tuple[str, int]:
    """A changed figure as words, and the number that opens both."""
    words, places = [], []
    for told, point in zip(pair, (old, new), strict=True):
        if told in claims.index:
            claim = claims.loc[told]
            words.append(claim.quote)
            places.append((claim.doc_id, int(claim.start), int(claim.end), "figure"))
        elif point is not None and told:
            at = point.text.find(told)
            words.append(told)
            places.append((point.doc_id, point.start + at, point.start + at + len(told), "figure"))
    return " → ".join(" ".join(w.split()) for w in words), opens.add(*places)
