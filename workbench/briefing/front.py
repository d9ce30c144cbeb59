"""The first two pages: question, key judgements, what is contested, firm, unknown, changed."""

from itertools import groupby, zip_longest

from workbench import compare, findings
from workbench.briefing import facts as told
from workbench.briefing.blocks import Block, Heading, Run, Text, runs
from workbench.briefing.cited import Cited
from workbench.briefing.notes import Notes
from workbench.briefing.parameters import MOST, WORDS, Parameters, say
from workbench.codebook import look
from workbench.findings import Number


def head(corpus, asked: Parameters) -> list[Block]:
    """The question, when and by whom, and what it rests on."""
    days = sorted(str(day)[:10] for day in corpus.documents["published"].dropna())
    undated = len(corpus) - len(days)
    ends = dict.fromkeys([*days[:1], *days[-1:]])
    span = f", published {' to '.join(map(look.day, ends))}" * bool(days)
    span += f", {undated:,} of them undated" if undated else ""
    papers, figures = look.count(len(corpus), "document"), look.count(len(corpus.claims), "figure")
    by = [asked.author and f"By {asked.author}", asked.date and look.day(asked.date)]
    about = " · ".join(filter(None, [*by, f"{figures} read in {papers}{span}"]))
    rows: list[Block] = [Heading(1, asked.title)]
    if asked.question:
        rows.append(Text(runs(Run("Question: ", style="strong"), asked.question), "lead"))
    rows += [Text(runs(about), "quiet"), *_conflicts(corpus.claims)]
    chosen = [
        f"{name} {', '.join(map(look.names, value)) if isinstance(value, list) else value}"
        for name in ("conflicts", "themes", "actors", "period", "currency")
        if (value := getattr(asked, name))
    ]
    for some, what in ((asked.documents, "documents"), (asked.claims, "figures")):
        chosen += [f"{len(some)} chosen {what}"] * bool(some)
    return rows + [Text(runs("Limited to: " + "; ".join(chosen)), "quiet")] * bool(chosen)


def _conflicts(claims) -> list[Block]:
    """The conflicts that the figures belong to, where they are several."""
    wars = findings.conflicts(claims)
    if len(wars) < 2:
        return []
    counts = claims["conflict"].astype(object).fillna("").value_counts()
    named = [f"{look.names(war) or 'no conflict named'} ({counts[war]:,})" for war in wars]
    more = len(named) - MOST["conflicts"]
    named[MOST["conflicts"] :] = [f"{more:,} others"] * (more > 0)
    return [Text(runs(f"Conflicts, with their figures: {', '.join(named)}"), "quiet")]


def judgements(said, cited: Cited, notes: Notes) -> list[Block]:
    """Statements that pass their conditions, with sources and the analyst's own confidence."""
    own = {one.statement: one for one in notes.judgement}
    blocks: list[Block] = []
    # One conflict after the other has a turn, so that none is left out for another's many.
    once = {}  # "28 became 19" is one judgement, whoever says it
    for one in said:
        once.setdefault((one.conflict, f"{one.said}".split(", says ")[0]), one)
    queues = [list(some) for _, some in groupby(once.values(), lambda one: one.conflict)]
    turns = [one for turn in zip_longest(*queues) for one in turn if one is not None]
    for one in turns[: MOST["judgements"]]:
        parts = [
            cited.claim(p.claims[0], str(p)) if isinstance(p, Number) and p.claims else str(p)
            for p in one.said.parts
        ]
        papers = [cited.claims[i].doc_id for i in one.claims if i in cited.claims]
        if one.said.rule == "revised" and one.claims:
            parts = [cited.claim(one.claims[0], str(one.said))]
        words = runs(one.lead, *parts, ". ", *cited.refs(papers))
        analyst = _confidence(own.pop(f"{one.lead}{one.said}", None))
        blocks.append(Text([*words, *analyst], "item"))
    blocks = blocks or [say("judgements_none")]
    for gone in own.values():
        if gone.confidence or gone.likelihood or gone.comment:
            lead = Run(WORDS["say"]["gone"], style="warn")
            blocks.append(Text(runs(lead, f"“{gone.statement}”"), "own"))
    return blocks


def _confidence(own) -> list[Run]:
    """What the analyst adds to a judgement."""
    if own is None:
        return []
    told = [
        own.likelihood and f"Likelihood: {own.likelihood}.",
        own.confidence and f"{own.confidence.capitalize()} confidence.", own.comment,
    ]  # fmt: skip
    words = " ".join(filter(None, told))
    return [Run(f" Analyst: {words}", style="own")] * bool(words)


def contested(corpus, cited: Cited) -> list[Block]:
    """The weightiest disagreements, one kind after the other, with the places that disagree."""
    rows = compare.compare(corpus).rows
    first = {(row["subject"], row["kind"]): row for row in reversed(rows)}  # each subject once
    clear = [
        row
        for row in rows
        if len(row["figures"]) <= MOST["figures"] and first[row["subject"], row["kind"]] is row
    ]
    blocks = []
    for row in clear[: MOST["contested"]]:
        kind = look.DISAGREEMENTS[row["kind"]][0]
        known = {(c.doc_id, int(c.start)): i for i in row["claims"] for c in [cited.claims[i]]}
        places = []
        for place in row["figures"][:4]:
            where = place["doc_id"], place["start"]
            words = f"“{' '.join(place['quote'].split())}”"
            label = f"part of a disagreement: {kind}"
            run = (
                cited.claim(known[where], words) if where in known
                else cited.place(*where, place["end"], words, label)
            )  # fmt: skip
            places += [run, " ", *cited.refs([place["doc_id"]]), "  "]
        about = f"{row['subject'][:1].upper()}{row['subject'][1:]} ({kind}). "
        words = runs(Run(about, style="strong"), row["explanation"], " ", *places)
        blocks.append(Text(words, "item"))
    more = len(rows) - len(blocks)
    if more > 0:
        blocks.append(Text(runs(told.further(more, "disagreement", "disagreements")), "quiet"))
    return blocks or [say("contested_none")]


def known(facts, cited: Cited) -> tuple[list[Block], set[str]]:
    """What is told most, firmly and hedged; and the first claim of each fact that is shown."""
    facts = [fact for fact in facts if fact.role != "other"]
    firm, hedged = ([f for f in facts if f.firm is wanted] for wanted in (True, False))
    lead = say("known", firm=look.count(len(firm), "thing"), hedged=len(hedged))
    blocks, shown = [lead], []
    for words, some, most in (("Firm", firm, MOST["firm"]), ("Hedged", hedged, MOST["hedged"])):
        if some:
            caption = f"the {most} told most" if len(some) > most else "all of them"
            blocks.append(told.table(f"{words}: {caption}", some[:most], cited))
            shown += some[:most]
    return blocks, {fact.first.claim_id for fact in shown}


def unknown(corpus, asked: Parameters) -> list[Block]:
    """What was asked for and is not there."""
    themes = asked.themes or list(corpus.codebook.themes)
    claims = corpus.claims  # not the facts, of which some are left out as no one thing
    there = set(zip(claims["theme"], claims["role"], strict=True))
    found = [
        row["words"] for row in WORDS["unknown"]
        if row["theme"] in themes and (row["theme"], row["role"]) not in there
    ]  # fmt: skip
    ids = claims[["actor", "beneficiary"]].astype(object).fillna("").agg(";".join, axis=1)
    named = {name for told in ids for name in told.split(";")}
    found += [f"No figure of {look.names(a)} was read." for a in asked.actors if a not in named]
    undated = int(corpus.documents["published"].isna().sum())
    give = "gives" if undated == 1 else "give"
    papers = look.count(len(corpus), "document")
    blocks = [Text(runs(one), "item") for one in found]
    blocks += [say("undated", "item", n=undated, papers=papers, give=give)] * bool(undated)
    whose, figures = int(claims["actor"].isna().sum()), look.count(len(claims), "figure")
    blocks += [say("whose", "item", n=whose, figures=figures)] * bool(whose)
    return blocks or [say("unknown_none")]
