"""A corpus and parameters to the page of a briefing, and what makes it again."""

import hashlib
from functools import cache
from pathlib import Path

import msgspec

from workbench import __version__, compare, findings
from workbench.briefing import facts as told
from workbench.briefing import front, notes, sections
from workbench.briefing.blocks import Block, Page, Text, runs, shown
from workbench.briefing.cited import Cited
from workbench.briefing.kept import changes, state
from workbench.briefing.parameters import MOST, WORDS, Parameters, selected
from workbench.codebook import look

PACKAGE = Path(__file__).parent.parent


@cache
def code() -> str:
    """SHA-256 over every file of the package."""
    told = hashlib.sha256()
    for path in sorted(PACKAGE.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            told.update(path.relative_to(PACKAGE).as_posix().encode() + b"\0" + path.read_bytes())
    return told.hexdigest()


def made(corpus, asked: Parameters) -> Page:
    """The briefing of a corpus. Raises ValueError where the corpus has not what is asked for."""
    whole, corpus = corpus, selected(corpus, asked)
    own, cited = notes.read(asked.notes, corpus.codebook.themes), Cited(corpus)
    facts = told.facts(corpus)
    signs: dict[str, str] = {}
    blocks: list[Block] = front.head(corpus, asked)

    def put(name: str, some: list[Block], conflict: str | None = None) -> None:
        lead = sections.heading(name, conflict, words=corpus.codebook.themes.get(name, ""))
        signs.setdefault(name, notes.sign(some))
        blocks.extend([lead, *notes.added(some, own, name)])

    said = [one for one in findings.told(corpus) if one.signed]
    put("judgements", front.judgements(said, cited, own))
    put("contested", front.contested(corpus, cited))
    summed, before = front.known(facts, cited)
    put("known", summed)
    put("unknown", front.unknown(corpus, asked))
    now = state(corpus, facts, said)
    if asked.since:
        lines = changes(asked.since, now)
        some = [Text(runs(line), "item") for line in lines[: MOST["changes"]]]
        more = len(lines) - len(some)
        some += [Text(runs(f"{more:,} further changes: workbench diff."), "quiet")] * (more > 0)
        put("changes", some or [Text(runs("Nothing."))])
    if asked.indicators:
        put("indicators", sections.indicators(corpus, cited, asked))
    wars = findings.conflicts(corpus.claims)
    extra = {"fact": compare.facts(corpus), "contested": compare.contested(corpus)}
    claims = corpus.claims.assign(**extra)
    for war in wars[: MOST["conflicts"]] or [""]:
        for name in sections.makers(corpus):
            there = name in look.THEMES or any(f.theme == name and f.conflict == war for f in facts)
            if there and (not asked.themes or name in asked.themes):
                some = sections.theme(corpus, claims, name, war, facts, before, cited, asked)
                put(name, some, war if len(wars) > 1 else None)
    if less := wars[MOST["conflicts"] :]:
        others = look.listed(look.names(war) or "no conflict named" for war in less)
        blocks.append(Text(runs(WORDS["say"]["others"].format(others=others)), "quiet"))
    if not asked.themes or "plan" in asked.themes:
        put("plan", sections.versions(corpus, cited, asked))
        put("positions", sections.positions(corpus, cited, asked))
    if corrected := sections.corrections(corpus, cited):
        put("corrections", corrected)
    papers = cited.papers()
    blocks += [sections.heading("sources"), *sections.sources(corpus, cited)]
    blocks += [sections.heading("annex"), *cited.sentences()]
    blocks += [sections.heading("method"), *sections.method(cited, corpus)]
    about = {
        "workbench": __version__, "code": code(),
        "model": hashlib.sha256((PACKAGE / "codebook" / "weights.json").read_bytes()).hexdigest(),
        "codebook": corpus.codebook.fingerprint, "corpus": whole.fingerprint,
        "corrections": whole.corrections_hash,
        "parameters": msgspec.to_builtins(asked),
        "documents": dict(zip(whole.documents["doc_id"], whole.documents["sha256"], strict=True)),
        "state": {k: v for k, v in now.items() if k != "documents"}, "signs": signs,
    }  # fmt: skip
    blocks += [sections.heading("manifest"), *sections.manifest(about)]
    manifest = msgspec.json.encode(about).decode()
    return shown(Page(asked.title, blocks, papers, manifest, asked.paper))


def begun(page: Page) -> str:
    """A file for the analyst's own words on this briefing."""
    about = msgspec.json.decode(page.manifest)
    return notes.begun(about["state"]["judgements"], about["signs"])
