"""One section a theme and conflict, the plans, the positions, and what stands at the end."""

from workbench import __version__, compare, findings, plans
from workbench.briefing import facts as told
from workbench.briefing.blocks import Block, Figure, Heading, Run, Table, Text, runs
from workbench.briefing.cited import Cited
from workbench.briefing.parameters import MOST, WORDS, Parameters
from workbench.codebook import look
from workbench.views import svg

MAKERS = {"funding": findings.funding, "force": findings.force}


def figure(finding, cited: Cited) -> Figure:
    """A finding as a picture whose marks lead to their sentences, and as words."""
    for mark in finding.marks:
        cited.mark(mark)
    rows = [f"{' and '.join(mark.rows)}: {mark.text}".rstrip(": ") for mark in finding.marks]
    return Figure(finding.title, str(svg.picture(finding)), finding.key, finding.caption, rows)


def theme(corpus, name: str, conflict: str | None, facts, cited: Cited, asked: Parameters) -> list[Block]:
    """Money or people of one conflict: the figure, the time line, the matrix of facts."""
    extra = {"fact": compare.facts(corpus), "contested": compare.contested(corpus)}
    claims = findings.of_conflict(corpus.claims.assign(**extra), conflict or "")
    claims = claims[claims["theme"].eq(name)]
    some = [f for f in facts if f.theme == name and f.conflict == (conflict or "")]
    if not some:
        return [Text(runs("No figure of this kind was read in these documents."))]
    options = {"common": asked.currency} if name == "funding" and asked.currency else {}
    found: list[Block] = [figure(MAKERS[name](claims, corpus.documents, **options), cited)]
    days = corpus.documents[corpus.documents["doc_id"].isin(claims["doc_id"])]["published"]
    if days.dropna().nunique() > 2:
        found.append(figure(MAKERS[name](claims, corpus.documents, days=True, **options), cited))
    shown = [f for f in some if f.role != "other"] or some
    shown = sorted(shown[: MOST["rows"]], key=lambda f: (look.RANK.get(f.role, 99), f.weight))
    less = len(some) - len(shown)
    caption = f"The {len(shown)} facts told most" if less else "Every fact told"
    found.append(told.table(caption, shown, cited))
    if less:
        words = f"{look.count(less, 'further fact')} stand in the tables of the corpus (workbench facts)."
        found.append(Text(runs(words), "quiet"))
    return found


def versions(corpus, cited: Cited, asked: Parameters) -> list[Block]:
    """The versions of plans, their lineage with its quotes."""
    table, edges = plans.plans(corpus), plans.lineage(corpus)
    if asked.conflicts:
        table = table[table["conflict"].isin(asked.conflicts)]
        edges = edges[edges["from_plan"].isin(table["plan_id"]) & edges["to_plan"].isin(table["plan_id"])]
    if not len(table):
        return [Text(runs("No version of a peace plan was read in these documents."))]
    found: list[Block] = [figure(findings.lineage(table, edges, corpus.documents), cited)]
    names = dict(zip(table["plan_id"], table["label"], strict=True))
    order = table.assign(n=table["mentions"].map(len)).sort_values(["n", "plan_id"], ascending=[False, True])
    rows = []
    for plan in order.head(MOST["rows"]).itertuples(index=False):
        made = edges[edges["to_plan"].eq(plan.plan_id)]
        first = plan.mentions[0]
        rows.append([
            [cited.place(first["doc_id"], first["start"], first["end"], plan.label, "names a version")],
            runs(look.names(plan.sponsor) or "not said"),
            runs("" if look.missing(plan.points) else f"{plan.points}"),
            runs("not said" if look.missing(plan.first_seen) else plan.first_seen, f", {plan.status}"),
            runs(*[
                part for e in made.itertuples(index=False) for part in (
                    names[e.from_plan] + ": ",
                    cited.place(e.doc_id, e.start, e.end, f"“{' '.join(e.quote.split())}” ", "says that one was made from the other"),
                )
            ]),
            runs(f"{look.times(len(plan.mentions))} ", *cited.refs([m["doc_id"] for m in plan.mentions])),
        ])  # fmt: skip
    head = ["Version, as named", "Sponsor", "Points", "First seen, status", "Made from, in whose words", "Told"]
    found.append(Table(f"{look.count(len(rows), 'version')} of {len(table)}", head, rows, [20, 14, 8, 16, 26, 16], [2]))
    return found


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
    for (actor, issue, stance, negated), held in sorted(some[: MOST["positions"]], key=lambda i: i[0]):
        first = next(held.sort_values(["doc_id", "start"]).itertuples(index=False))
        said = "" if look.missing(first.speaker) else f", says {look.names(first.speaker)}"
        quote = f"“{' '.join(first.quote.split())}”"
        words = look.STANCES[stance][bool(negated)]
        rows.append([
            runs(look.names(actor)), runs(look.words(issue)), runs(words),
            runs(cited.place(first.doc_id, first.start, first.end, quote, f"{look.names(actor)} {words}"), said),
            runs(f"{look.times(len(held))} ", *cited.refs(held["doc_id"]), f" {look.day(days[first.doc_id])}"),
        ])  # fmt: skip
    if not rows:
        return [Text(runs("No position of a party was read in these documents."))]
    lead = "Read from sentences by rules, and less surely than figures: about every second position is missed or wrong. Open the sentence before you rely on one."
    head = ["Party", "Issue", "Stance", "In the words of the text", "Told"]
    caption = f"{len(rows)} of {look.count(len(some), 'position')}, those told most"
    return [Text(runs(lead), "quiet"), Table(caption, head, rows, [14, 14, 12, 40, 20])]


def sources(corpus, cited: Cited) -> list[Block]:
    """The sources by their numbers: publisher, title, day, assessment, address, notes."""
    rows = corpus.documents.set_index("doc_id", drop=False)
    found: list[Block] = []
    order = [*cited.numbers, *[d for d in rows["doc_id"] if d not in cited.numbers][: 50 - len(cited.numbers)]]
    for doc in order:
        row, number = rows.loc[doc], cited.numbers.get(doc)
        lead = Run(f"[{number}] " if number else "[not cited] ", "", "strong", f"s-{number}" if number else "")
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
    if len(rows) > len(order):
        found.append(Text(runs(f"{look.count(len(rows) - len(order), 'further document')} were read and are not cited; the manifest names each."), "quiet"))
    for path, reason in corpus.failures:
        name = str(path).replace("\\", "/").rsplit("/", 1)[-1]
        found.append(Text(runs(Run("Left out: ", style="strong"), f"{name}: {reason}"), "source"))
    return found


def method(cited: Cited, corpus) -> list[Block]:
    """How it was made, and what it does not do."""
    used = sum(1 for name in cited.places if name[2:] in cited.claims)
    lead = f"{look.count(used, 'figure')} of {len(corpus.claims):,} are cited here, from {look.count(len(cited.numbers), 'document')} of {len(corpus):,}; all of them stand in the tables."
    return [Text(runs(lead)), *[Text(runs(text)) for text in WORDS["method"]["text"]]]


def manifest(told: dict) -> list[Block]:
    """What a machine needs to make the briefing again."""
    words = f"workbench {__version__} · code {told['code'][:12]} · model {told['model'][:12]} · codebook {told['codebook']} · corpus {told['corpus']} · {look.count(len(told['documents']), 'document')}, each with its SHA-256 in the attached manifest. To check this page: workbench verify FILE --corpus FOLDER."
    return [Text(runs(words), "quiet")]


def heading(name: str, conflict: str | None = None, level: int = 2) -> Heading:
    """The heading of a section, and its id."""
    words = WORDS["sections"][name]
    if conflict is None:
        return Heading(level, words, name)
    place = "".join(c if c.isalnum() else "-" for c in conflict)
    return Heading(level, f"{look.names(conflict) or 'No conflict named'}: {words.lower()}", f"{name}-{place}")
