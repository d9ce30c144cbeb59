"""One section a theme and conflict, the plans, the positions, and what stands at the end."""

from workbench import findings, plans
from workbench.briefing import facts as told
from workbench.briefing.blocks import Block, Figure, Heading, Run, Table, Text, runs
from workbench.briefing.cited import Cited
from workbench.briefing.parameters import MOST, WORDS, Parameters
from workbench.codebook import look
from workbench.corpus import evidence
from workbench.corpus import indicators as watch
from workbench.views import placing, svg

SAY = WORDS["say"]
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
    left = [f"Without a label above: {'; '.join(some)}" + f"; {more:,} more" * (more > 0) + "."]
    caption = " ".join([finding.caption, *left * bool(bare)])
    picture = str(svg.picture(finding))
    return Figure(title or finding.title, picture, finding.key, caption, rows, finding.axis_words)


def theme(corpus, claims, name, conflict, facts, before, cited: Cited, asked: Parameters):
    """Money or people of one conflict: the figure, the time line, the matrix of facts.

    claims: with ``fact`` and ``contested``. before: claims of the facts that were shown before.
    """
    claims = findings.of_conflict(claims[claims["theme"].eq(name)], conflict or "")
    some = [f for f in facts if f.theme == name and f.conflict == (conflict or "")]
    if not some:
        return [Text(runs("No figure of this kind was read in these documents."))]
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
        words = SAY["stand_but" if less else "stand"].format(n=less)
        return [*found, Text(runs(words), "quiet")]
    shown = sorted(shown[: MOST["rows"]], key=lambda f: (look.RANK.get(f.role, 99), f.weight))
    less = len(some) - len(shown)
    caption = f"The {len(shown)} facts told most" if less else "Every fact told"
    found.append(told.table(caption, shown, cited))
    if less:
        found.append(Text(runs(told.further(less, "fact", "facts")), "quiet"))
    return found


def versions(corpus, cited: Cited, asked: Parameters) -> list[Block]:
    """The versions of plans, their lineage with its quotes."""
    table, edges = plans.plans(corpus), plans.lineage(corpus)
    if asked.conflicts:
        table = table[table["conflict"].isin(asked.conflicts)]
        edges = edges[
            edges["from_plan"].isin(table["plan_id"]) & edges["to_plan"].isin(table["plan_id"])
        ]
    if not len(table):
        return [Text(runs("No version of a peace plan was read in these documents."))]
    found: list[Block] = [figure(findings.lineage(table, edges, corpus.documents), cited)]
    names = dict(zip(table["plan_id"], table["label"], strict=True))
    order = table.assign(n=table["mentions"].map(len)).sort_values(
        ["n", "plan_id"], ascending=[False, True]
    )
    rows = []
    for plan in order.head(MOST["rows"]).itertuples(index=False):
        made = edges[edges["to_plan"].eq(plan.plan_id)]
        first = plan.mentions[0]
        seen = "not said" if look.missing(plan.first_seen) else plan.first_seen
        told_by = [mention["doc_id"] for mention in plan.mentions]
        rows.append([
            [cited.place(*_where(first), plan.label, "names a version")],
            runs(look.names(plan.sponsor) or "not said"),
            runs("" if look.missing(plan.points) else f"{plan.points}"),
            runs(seen, f", {plan.status}"),
            [part for e in made.itertuples(index=False) for part in _made_from(e, names, cited)],
            runs(f"{look.times(len(told_by))} ", *cited.refs(told_by)),
        ])  # fmt: skip
    head = [
        "Version, as named",
        "Sponsor",
        "Points",
        "First seen, status",
        "Made from, in whose words",
        "Told",
    ]
    found.append(
        Table(
            f"{look.count(len(rows), 'version')} of {len(table)}",
            head,
            rows,
            [20, 14, 8, 16, 26, 16],
            [2],
        )
    )
    return found


def _where(place: dict) -> tuple:
    return place["doc_id"], place["start"], place["end"]


def _made_from(edge, names, cited: Cited) -> list[Run]:
    """What a version was made from, and in whose words."""
    words = f"“{' '.join(edge.quote.split())}” "
    told = "says that one was made from the other"
    led = cited.place(edge.doc_id, edge.start, edge.end, words, told)
    return runs(f"{names[edge.from_plan]}: ", led)


def positions(corpus, cited: Cited, asked: Parameters) -> list[Block]:
    """Who holds which position on what, in whose words."""
    table = corpus.positions
    if asked.actors:
        table = table[table["actor"].isin(asked.actors)]
    if asked.conflicts:
        table = table[table["conflict"].isin(asked.conflicts)]
    days = dict(zip(corpus.documents["doc_id"], corpus.documents["published"], strict=True))
    groups = table.groupby(["actor", "issue", "stance", "negated"], sort=True)
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
        return [Text(runs("No position of a party was read in these documents."))]
    head = ["Party", "Issue", "Stance", "In the words of the text", "Told"]
    caption = f"{len(rows)} of {look.count(len(some), 'position')}, those told most"
    return [Text(runs(SAY["positions"]), "quiet"), Table(caption, head, rows, [14, 14, 12, 40, 20])]


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
    order = [
        *cited.numbers,
        *[d for d in rows["doc_id"] if d not in cited.numbers][: 50 - len(cited.numbers)],
    ]
    for doc in order:
        row, number = rows.loc[doc], cited.numbers.get(doc)
        lead = Run(
            f"[{number}] " if number else "[not cited] ",
            "",
            "strong",
            f"s-{number}" if number else "",
        )
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
        told = SAY["uncited"].format(more=look.count(more, "further document"))
        found.append(Text(runs(told), "quiet"))
    for path, reason in corpus.failures:
        name = str(path).replace("\\", "/").rsplit("/", 1)[-1]
        found.append(Text(runs(Run("Left out: ", style="strong"), f"{name}: {reason}"), "source"))
    return found


def corrections(corpus, cited: Cited) -> list[Block]:
    """What analysts corrected, with both values; none where they corrected nothing."""
    table = corpus.corrections
    found: list[Block] = []
    for one in table[table["applied"]].itertuples(index=False):
        quote = f"“{' '.join(one.quote.split())}”"
        led = one.claim_id in cited.claims
        about = cited.claim(one.claim_id, quote) if led else Run(quote, style="strong")
        why = "" if look.missing(one.why) else f": {one.why}"
        words = f" {evidence.change(one)} · {one.by}, {look.day(one.on)}{why}"
        found.append(Text(runs(about, " ", *cited.refs([one.doc_id]), words), "item"))
    return [Text(runs(SAY["corrected"]), "quiet"), *found] if found else []


def method(cited: Cited, corpus) -> list[Block]:
    """How it was made, and what it does not do."""
    used = sum(1 for name in cited.places if name[2:] in cited.claims)
    lead = SAY["cited"].format(
        figures=look.count(used, "figure"), of=len(corpus.claims),
        documents=look.count(len(cited.numbers), "document"), all=len(corpus),
    )  # fmt: skip
    return [Text(runs(lead)), *[Text(runs(text)) for text in WORDS["method"]["text"]]]


def manifest(about: dict) -> list[Block]:
    """What a machine needs to make the briefing again."""
    papers = look.count(len(about["documents"]), "document")
    words = SAY["manifest"].format(**{**about, "documents": papers})
    return [Text(runs(words), "quiet")]


def heading(name: str, conflict: str | None = None, level: int = 2, words: str = "") -> Heading:
    """The heading of a section, and its id; ``words`` for a theme of one's own."""
    words = WORDS["sections"].get(name, words)
    if conflict is None:
        return Heading(level, words, name)
    place = "".join(c if c.isalnum() else "-" for c in conflict)
    return Heading(
        level, f"{look.names(conflict) or 'No conflict named'}: {words.lower()}", f"{name}-{place}"
    )
