"""One section a theme and conflict, the plans, the positions, and what stands at the end."""

from workbench import findings, plans
from workbench.briefing import facts as told
from workbench.briefing.blocks import Block, Figure, Heading, Run, Text, runs
from workbench.briefing.cited import Cited
from workbench.briefing.parameters import MOST, WORDS, Parameters, say, table
from workbench.codebook import look
from workbench.corpus import evidence
from workbench.corpus import indicators as watch
from workbench.views import placing, svg

UNLABELLED = 8  # so many marks whose labels would overlap are told below the picture


def makers(corpus) -> dict:
    """The figure of each theme that has a section for each conflict."""
    views = findings.views(corpus.codebook).values()
    return {theme: make for theme, make, _ in views if theme != "plan"}


def figure(finding, cited: Cited, title: str = "") -> Figure:
    """A finding as a picture whose marks lead to their sentences, and as words."""
    for mark in finding.marks:
        cited.mark(mark)
    rows = [f"{' and '.join(mark.rows)}: {mark.text}".rstrip(": ") for mark in finding.marks]
    bare = [one.mark for one in placing.placed(finding) if one.mark.text and not one.text]
    some = [f"{' and '.join(mark.rows)}: {mark.text}" for mark in bare[:UNLABELLED]]
    more = len(bare) - len(some)
    left = WORDS["say"]["unlabelled"].format(told="; ".join(some) + f"; {more:,} more" * (more > 0))
    caption = " ".join([finding.caption, *[left] * bool(bare)])
    picture = str(svg.picture(finding))
    return Figure(title or finding.title, picture, finding.key, caption, rows, finding.axis_words)


def theme(corpus, claims, name, conflict, facts, before, cited: Cited, asked: Parameters):
    """Money or people of one conflict: the figure, the time line, the matrix of facts.

    claims: with ``fact`` and ``contested``. before: claims of the facts that were shown before.
    """
    claims = findings.of_conflict(claims[claims["theme"].eq(name)], conflict or "")
    some = [f for f in facts if f.theme == name and f.conflict == (conflict or "")]
    if not some:
        return [say("figures_none")]
    options = {"common": asked.currency} if name == "funding" and asked.currency else {}
    make = makers(corpus)[name]
    found: list[Block] = [figure(make(claims, corpus.documents, **options), cited)]
    days = corpus.documents[corpus.documents["doc_id"].isin(claims["doc_id"])]["published"]
    if days.dropna().nunique() > 2:
        line = make(claims, corpus.documents, days=True, **options)
        words = f"{corpus.codebook.themes[name]}: what was told, by the day of publication"
        found.append(figure(line, cited, words))
    shown = [f for f in some if f.role != "other"] or some
    if {f.first.claim_id for f in shown} <= before:
        less = len(some) - len(shown)
        return [*found, say("stand_but" if less else "stand", "quiet", n=less)]
    shown = sorted(shown[: MOST["rows"]], key=lambda f: (look.RANK.get(f.role, 99), f.weight))
    less = len(some) - len(shown)
    caption = f"The {len(shown)} facts told most" if less else "Every fact told"
    found.append(told.table(caption, shown, cited))
    if less:
        found.append(Text(runs(told.further(less, "fact", "facts")), "quiet"))
    return found


def versions(corpus, cited: Cited, asked: Parameters) -> list[Block]:
    """The versions of plans, their lineage with its quotes."""
    every, edges = plans.plans(corpus), plans.lineage(corpus)
    if asked.conflicts:
        every = every[every["conflict"].isin(asked.conflicts)]
        edges = edges[edges[["from_plan", "to_plan"]].isin([*every["plan_id"]]).all(axis=1)]
    if not len(every):
        return [say("versions_none")]
    picture = figure(findings.lineage(every, edges, corpus.documents), cited)
    names = dict(zip(every["plan_id"], every["label"], strict=True))
    rows = []
    some = sorted(every.itertuples(index=False), key=lambda p: (-len(p.mentions), p.plan_id))
    for plan in some[: MOST["rows"]]:
        made, first = edges[edges["to_plan"].eq(plan.plan_id)], plan.mentions[0]
        seen = "not said" if look.missing(plan.first_seen) else plan.first_seen
        where = first["doc_id"], first["start"], first["end"]
        told_by = [mention["doc_id"] for mention in plan.mentions]
        rows.append([
            [cited.place(*where, plan.label, "names a version")],
            runs(look.names(plan.sponsor) or "not said"),
            runs("" if look.missing(plan.points) else f"{plan.points}"),
            runs(seen, f", {plan.status}"),
            [part for e in made.itertuples(index=False) for part in _made_from(e, names, cited)],
            runs(f"{look.times(len(told_by))} ", *cited.refs(told_by)),
        ])  # fmt: skip
    caption = f"{look.count(len(rows), 'version')} of {len(every)}"
    return [picture, table("versions", caption, rows)]


def _made_from(edge, names, cited: Cited) -> list[Run]:
    """What a version was made from, and in whose words."""
    words = f"“{' '.join(edge.quote.split())}” "
    told = "says that one was made from the other"
    led = cited.place(edge.doc_id, edge.start, edge.end, words, told)
    return runs(f"{names[edge.from_plan]}: ", led)


def positions(corpus, cited: Cited, asked: Parameters) -> list[Block]:
    """Who holds which position on what, in whose words."""
    every = corpus.positions
    for column, wanted in (("actor", asked.actors), ("conflict", asked.conflicts)):
        every = every[every[column].isin(wanted)] if wanted else every
    days = dict(zip(corpus.documents["doc_id"], corpus.documents["published"], strict=True))
    groups = every.groupby(["actor", "issue", "stance", "negated"], sort=True)
    some = sorted(groups, key=lambda item: (-len(item[1]), item[0]))
    rows = []
    for (actor, issue, stance, negated), held in sorted(
        some[: MOST["positions"]], key=lambda i: i[0]
    ):
        first = next(held.sort_values(["doc_id", "start"]).itertuples(index=False))
        said = "" if look.missing(first.speaker) else f", says {look.names(first.speaker)}"
        quote = f"“{' '.join(first.quote.split())}”"
        words, day = look.STANCES[stance][bool(negated)], look.day(days[first.doc_id])
        where = first.doc_id, first.start, first.end
        rows.append([
            runs(look.names(actor)), runs(look.words(issue)), runs(words),
            runs(cited.place(*where, quote, f"{look.names(actor)} {words}"), said),
            runs(f"{look.times(len(held))} ", *cited.refs(held["doc_id"]), f" {day}"),
        ])  # fmt: skip
    if not rows:
        return [say("positions_none")]
    caption = f"{len(rows)} of {look.count(len(some), 'position')}, those told most"
    return [say("positions", "quiet"), table("positions", caption, rows)]


def indicators(corpus, cited: Cited, asked: Parameters) -> list[Block]:
    """Each question with what would answer it, and its evidence; new is what came in since."""
    found: list[Block] = []
    told = watch.read(asked.indicators)
    for one in watch.Indicators(corpus, told, old=asked.since.get("documents", {})).each:
        found.append(Heading(3, one.indicator.question))
        answer = one.indicator.answer and f"What would answer it: {one.indicator.answer} "
        found.append(Text(runs(answer, f"Evidence: {one.summary}."), "quiet"))
        for row in one.rows[: MOST["indicator"]]:
            _, _, _, doc_id, start, end, quote, first, _, sentence, day, _, new = row
            led = cited.place(doc_id, start, end, quote, f"indicator {one.indicator.name}")
            before, after = sentence[: start - first], sentence[end - first :]
            tail = f" ({look.day(day)}) "
            mark = [Run("New: ", style="strong")] * new
            found.append(Text(runs(*mark, before, led, after, tail, *cited.refs([doc_id])), "item"))
    return found


def sources(corpus, cited: Cited) -> list[Block]:
    """The sources by their numbers: publisher, title, day, assessment, address, notes."""
    rows = corpus.documents.set_index("doc_id", drop=False)
    found: list[Block] = []
    others = [doc for doc in rows["doc_id"] if doc not in cited.numbers]
    order = [*cited.numbers, *others[: max(0, MOST["sources"] - len(cited.numbers))]]
    for doc in order:
        row, number = rows.loc[doc], cited.numbers.get(doc, "not cited")
        lead = Run(f"[{number}] ", style="strong", id=f"s-{number}" * (doc in cited.numbers))
        parts = [
            None if look.missing(row["publisher"]) else row["publisher"],
            row["path"] if look.missing(row["title"]) else row["title"],
            look.day(row["published"]),
            f"reliability (Admiralty A to F): {look.rated(row['source_reliability'])}",
            *[row[name] for name in ("url", "note") if not look.missing(row[name])],
            f"file {row['path']}",
            f"{100 * row['masked_share']:.1f} % masked as noise",
            *[look.words(w) for w in row["warnings"]],
        ]
        found.append(Text(runs(lead, " · ".join(filter(None, parts))), "source"))
    if more := len(rows) - len(order):
        found.append(say("uncited", "quiet", more=look.count(more, "further document")))
    for path, reason in corpus.failures:
        name = str(path).replace("\\", "/").rsplit("/", 1)[-1]
        found.append(Text(runs(Run("Left out: ", style="strong"), f"{name}: {reason}"), "source"))
    return found


def corrections(corpus, cited: Cited) -> list[Block]:
    """What analysts corrected, with both values; none where they corrected nothing."""
    found: list[Block] = []
    themes = corpus.claims.set_index("claim_id")["theme"]
    for one in corpus.corrections.query("applied").itertuples(index=False):
        quote = f"“{' '.join(one.quote.split())}”"
        led = one.claim_id in cited.claims
        about = cited.claim(one.claim_id, quote) if led else Run(quote, style="strong")
        why = "" if look.missing(one.why) else f": {one.why}"
        told = evidence.change(one, themes.get(one.claim_id, ""))
        words = f" {told} · {one.by}, {look.day(one.on)}{why}"
        found.append(Text(runs(about, " ", *cited.refs([one.doc_id]), words), "item"))
    return [say("corrected", "quiet"), *found] if found else []


def method(cited: Cited, corpus) -> list[Block]:
    """How it was made, and what it does not do."""
    used = sum(1 for name in cited.places if name[2:] in cited.claims)
    papers = look.count(len(cited.numbers), "document")
    told = {"figures": look.count(used, "figure"), "of": len(corpus.claims), "documents": papers}
    lead = say("cited", all=len(corpus), **told)
    return [lead, *[Text(runs(text)) for text in WORDS["method"]["text"]]]


def manifest(about: dict) -> list[Block]:
    """What a machine needs to make the briefing again."""
    papers = look.count(len(about["documents"]), "document")
    return [say("manifest", "quiet", **about | {"documents": papers})]


def heading(name: str, conflict: str | None = None, level: int = 2, words: str = "") -> Heading:
    """The heading of a section, and its id; ``words`` for a theme of one's own."""
    words = WORDS["sections"].get(name, words)
    if conflict is None:
        return Heading(level, words, name)
    place = "".join(c if c.isalnum() else "-" for c in conflict)
    where = look.names(conflict) or "No conflict named"
    return Heading(level, f"{where}: {words.lower()}", f"{name}-{place}")
