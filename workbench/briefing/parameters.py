"""What a briefing is asked for, and the part of the corpus that it is about."""

import datetime
import tomllib
from pathlib import Path
from typing import Literal

import msgspec

from workbench.briefing.blocks import Table, Text, runs
from workbench.codebook import look

WORDS = tomllib.loads((Path(__file__).parent / "brief.toml").read_text("utf-8"))
MOST = WORDS["most"]
ALLOWED = {
    "date": "write a day as 2025-12-20", "currency": "USD or EUR", "paper": "a4 or letter",
}  # fmt: skip


def say(key: str, style: str = "", **slots) -> Text:
    """A sentence of ``brief.toml`` with its slots filled."""
    return Text(runs(WORDS["say"][key].format(**slots)), style)


def table(name: str, caption: str, rows: list) -> Table:
    """A table whose head stands in ``brief.toml``."""
    return Table(caption, rows=rows, **WORDS["tables"][name])


class Parameters(msgspec.Struct, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    """period: two days of publication, ``2025-12-01/2025-12-31``. currency: ``USD`` or ``EUR``.

    documents, claims: ids; left empty, all of them. notes: the analyst's own words, as TOML, and
    indicators: the watch list. since: what ``state`` kept of the briefing before this one.
    """

    title: str = "What the documents claim, and where"
    question: str = ""
    author: str = ""
    date: datetime.date | None = None
    conflicts: list[str] = []
    themes: list[str] = []
    actors: list[str] = []
    period: str = ""
    currency: Literal["", "USD", "EUR"] = ""
    documents: list[str] = []
    claims: list[str] = []
    paper: Literal["a4", "letter"] = "a4"
    notes: str = ""
    indicators: str = ""
    since: dict = {}


def read(given: dict) -> Parameters:
    """Parameters from names and values. Raises ValueError for an unknown or a wrong one.

    >>> read({"themes": "funding"}).themes
    ['funding']
    >>> read({"colour": "red"})     # doctest: +ELLIPSIS
    Traceback (most recent call last):
    ValueError: no parameter 'colour'; a briefing has: title, question, ...
    """
    known = Parameters.__struct_fields__
    for name in given:
        if name not in known:
            told = ", ".join(known)
            raise ValueError(f"no parameter {name!r}; a briefing has: {told}")
    lists = {"conflicts", "themes", "actors", "documents", "claims"}
    given = {n: _listed(v) if n in lists else v for n, v in given.items() if v is not None}
    try:
        return msgspec.convert(given, Parameters)
    except msgspec.ValidationError as error:
        name = str(error).rsplit("$.", 1)[-1].rstrip("`")
        told = f"{name} {given.get(name)!r}: {ALLOWED[name]}" if name in ALLOWED else str(error)
        raise ValueError(f"a parameter of the briefing: {told}") from None


def _listed(value) -> list[str]:
    """Ids as a list: of one id, of several, or of the rows of the claims table."""
    if hasattr(value, "columns"):
        value = value["claim_id"]
        if not len(value):  # an empty list would mean all of them
            raise ValueError("no claim is chosen; choose some, or leave claims out for all of them")
    return [value] if isinstance(value, str) else [str(one) for one in value]


def selected(corpus, asked: Parameters):
    """The part of a corpus that is asked for. Raises ValueError where it has no such thing."""
    claims, papers = corpus.claims, corpus.documents
    for some in (asked.conflicts, asked.actors):  # as a page prints them: United States
        some[:] = [one.lower().replace(" ", "_") if one[:1].isupper() else one for one in some]
    wars = {war for told in papers["conflict"] for war in _wars(told)} | set(
        claims["conflict"].dropna()
    )
    parties = {actor.id for actor in corpus.codebook.all("actor")}
    told = {id for names in claims["actor"].dropna() for id in names.split(";")} | wars
    told |= set(corpus.codebook.themes) | set(papers["doc_id"]) | set(claims["claim_id"])
    for what, wanted, there in (
        ("conflict", asked.conflicts, wars),
        ("theme", asked.themes, set(corpus.codebook.themes)),
        ("document", asked.documents, set(papers["doc_id"])),
        ("claim", asked.claims, set(claims["claim_id"])),
        ("actor", asked.actors, parties),
    ):
        if missing := [one for one in wanted if one not in there]:
            some = ", ".join(sorted(there & told or there)[:20]) or "none"
            raise ValueError(f"no {what} {missing[0]!r} in this corpus; it has: {some}")
    keep = claims["claim_id"].notna()
    if asked.conflicts:
        keep &= claims["conflict"].isin(asked.conflicts)
        papers = papers[[bool(set(_wars(w)) & {*asked.conflicts}) for w in papers["conflict"]]]
    if asked.themes:
        keep &= claims["theme"].isin(asked.themes)
    if asked.actors:
        told = claims[["actor", "beneficiary", "speaker"]].astype(object).fillna("")
        ids = told.agg(";".join, axis=1).str.split(";")
        keep &= [bool(set(some) & {*asked.actors}) for some in ids]
    if asked.claims:
        keep &= claims["claim_id"].isin(asked.claims)
    if asked.documents:
        papers = papers[papers["doc_id"].isin(asked.documents)]
    if asked.period:
        first, last = _days(asked.period)
        days = papers["published"].dt.date
        papers = papers[[first <= day <= last if day == day else False for day in days]]
    ids = set(papers["doc_id"]) | (set(claims[keep]["doc_id"]) if asked.conflicts else set())
    if asked.documents or asked.period:
        ids &= set(papers["doc_id"])
    if not ids:
        raise ValueError("no document fits all that the briefing is limited to; ask for less")
    return _part(corpus, ids, set(claims[keep]["claim_id"]))


def _part(corpus, documents: set[str], claims: set[str]):
    """A part of a corpus; where that is all, itself, with what was compared before."""
    every = len(documents) == len(corpus) and len(claims) == len(corpus.claims)
    return corpus if every else corpus.select(documents, claims)


def _wars(told) -> list[str]:
    """The conflicts of a document, as a list."""
    return told if isinstance(told, list) else [] if look.missing(told) else [told]


def _days(period: str) -> list[datetime.date]:
    """Both days of a period."""
    try:
        first, last = map(datetime.date.fromisoformat, period.split("/"))
    except ValueError:
        raise ValueError(f"no period {period!r}; write two days: 2025-12-01/2025-12-31") from None
    if last < first:
        raise ValueError(f"the period {period!r} ends before it begins; turn the two days round")
    return [first, last]
