"""Plan versions on a time line: one lane a version, an arrow where one was made from another."""

from urllib.parse import quote

from workbench.codebook import look
from workbench.findings import common as c
from workbench.findings.finding import Finding, Mark, Statement
from workbench.findings.marks import MAX_ROWS, on_days

#: More bows than this are a thicket.
MAX_LINKS = 20


def lineage(versions, edges, documents=None) -> Finding:
    """Plan versions over time, one row a version; a dot stands where a document tells of it.

    versions, edges: the tables of ``workbench.plans``; documents: for the days, those without one
    stand left of all days. An arrow joins versions of which a text says that one was made from the
    other. Marks name places, ``doc_id:start:end`` without a space, in place of claims.
    """
    import pandas as pd

    if not len(versions):
        return c.empty("plan", "plan versions")
    rows = versions.assign(told=versions["mentions"].map(len))
    first = rows["first_seen"].astype("string").fillna("")
    kept = rows["told"].sort_values(ascending=False, kind="stable").index[:MAX_ROWS]
    rows = rows.assign(day=first).loc[kept].sort_values(["day", "plan_id"])
    told = pd.DataFrame(
        [
            (row.plan_id, m["doc_id"], m["start"], m["end"], 0.0, 0.0)
            for row in rows.itertuples(index=False)
            for m in row.mentions
        ],
        columns=["plan_id", "doc_id", "start", "end", "low", "high"],
    )
    name, lanes = c.document_words(documents, told), _lanes(rows)
    drawn, axis, ticks = on_days(told, documents)
    marks = []
    for (plan, doc), some in drawn.groupby(["plan_id", "doc_id"], sort=False):
        places = [f"{quote(doc)}:{m.start}:{m.end}" for m in some.itertuples()]
        at, times = float(some["high"].iloc[0]), len(some)
        words = f"{name(doc)} tells of it {look.times(times)}"
        text = f"{name(doc)}" + (f"  ×{times}" if times > 1 else "")
        marks.append(Mark((lanes[plan],), at, at, text, tuple(places), words, times, "count"))
    order = list(lanes.values())
    marks.sort(key=lambda mark: (order.index(mark.rows[0]), mark.low))
    links = _links(edges, lanes, drawn, name)
    less = [f"{look.count(len(versions) - len(rows), 'version')} told less often"]
    notes = ["Arrow: a text says that one was made from the other."] * bool(links)
    notes.append("The number of points does not identify a text.")
    left = less * (len(versions) > len(rows))
    told_by = c.caption(told, documents, left, notes).replace(" figure", " mention", 1)
    shown = Statement("shown", ("Versions of plans told, by day",))
    return Finding("plan", (shown,), (*marks, *links), axis, told_by, ticks)


def _lanes(rows) -> dict[str, str]:
    """The name of each lane: points or label, sponsor, and a day where two are alike."""
    found: dict[str, str] = {}
    for row in rows.itertuples(index=False):
        what = f"“{row.label}”" if look.missing(row.points) else f"{row.points} points"
        words = f"{what} · {look.names(row.sponsor) or 'sponsor unsaid'}"
        again = words in found.values()
        found[row.plan_id] = f"{words} · {row.day or row.plan_id}" if again else words
    return found


def _links(edges, lanes, drawn, name) -> tuple[Mark, ...]:
    """An arrow for each edge, at the day of the text that says so."""
    days, found = dict(zip(drawn["doc_id"], drawn["high"], strict=True)), []
    for edge in edges.itertuples(index=False):
        if edge.from_plan in lanes and edge.to_plan in lanes and edge.doc_id in days:
            rows = lanes[edge.from_plan], lanes[edge.to_plan]
            at, told = float(days[edge.doc_id]), " ".join(edge.quote.split())
            words = f"“{told}”, {name(edge.doc_id)}"
            said = f"“{rows[0]}” became “{rows[1]}”, says {name(edge.doc_id)}: “{told}”"
            place = (f"{quote(edge.doc_id)}:{edge.start}:{edge.end}",)
            found.append(Mark(rows, at, at, "", place, words, 1, "count", "counted", arrow=True,
                              said=Statement("revised", (said,))))  # fmt: skip
    return tuple(found[:MAX_LINKS])
