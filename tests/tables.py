"""Small tables of claims and documents, written by hand, for tests of what is made from them."""

from types import SimpleNamespace

import pandas as pd

from workbench import codebook
from workbench.corpus import frame

TEXT = ("doc_id", "quote", "sentence", "theme", "role", "unit", "qualifier", "instrument", "actor",
        "beneficiary", "purpose", "period", "speaker", "modality", "attribution",
        "factuality", "conflict")  # fmt: skip
PLAIN = {
    "doc_id": "a_1", "theme": "funding", "role": "need", "unit": "USD", "qualifier": "exact",
    "modality": "actual", "attribution": "own_voice", "factuality": "CT+",
}  # fmt: skip


def claims(*rows: dict) -> pd.DataFrame:
    """Claims from ``{"quote": ..., "high": ..., ...}``; each stands in a sentence of its own."""
    made, at = [], 0
    for number, row in enumerate(rows):
        quote = row["quote"]
        sentence = row.get("sentence", f"They said {quote} then.")
        start = at + sentence.index(quote)
        made.append(
            {name: None for name in TEXT}
            | PLAIN
            | {"low": row["high"], "usd": None, "eur": None, "rate_date": None, "cues": []}
            | {"claim_id": f"c{number}", "sentence": sentence, "start": start}
            | {"end": start + len(quote), "sentence_start": at, "sentence_end": at + len(sentence)}
            | row
        )
        at += len(sentence) + 1
    table = pd.DataFrame(made, columns=list(made[0]) if made else ["claim_id", "theme"])
    for name in TEXT:
        table[name] = table[name].astype("string")
    for name in ("usd", "eur"):
        table[name] = table[name].astype("Float64")
    table["rate_date"] = pd.to_datetime(table["rate_date"])
    return table


def documents(**dates) -> pd.DataFrame:
    """Documents from ``a_1="2025-12-07"``; None for a document without a date."""
    return pd.DataFrame(
        {
            "doc_id": list(dates),
            "path": [f"{name}.txt" for name in dates],
            "sha256": [f"{number:064x}" for number in range(len(dates))],
            "title": [f"Title of {name}" for name in dates],
            "published": pd.to_datetime(list(dates.values())),
            "published_basis": [None if day is None else "stated" for day in dates.values()],
            "chars": [200] * len(dates),
            "words": [30] * len(dates),
            "masked_share": [0.05 * number for number in range(len(dates))],
            "source_reliability": ["F"] * len(dates),
            "publisher": pd.Series([None] * len(dates), dtype="string"),
            "warnings": [[] for _ in dates],
        }
    )


def corpus(table: pd.DataFrame, papers: pd.DataFrame, noise=()) -> SimpleNamespace:
    """What reader, explorers and briefing ask of a corpus; the texts are the claims' sentences."""
    texts = {
        doc_id: " ".join(table[table["doc_id"].eq(doc_id)]["sentence"])
        for doc_id in papers["doc_id"]
    }
    columns = ["doc_id", "start", "end", "kind", "rule", "text"]

    def noise_in(doc_id: str) -> list[tuple]:
        return [(n["start"], n["end"], n["kind"]) for n in noise if n["doc_id"] == doc_id]

    return SimpleNamespace(
        _drawn=(table, papers), _whole=lambda claims: claims,
        noise_in=noise_in, failures=[],
        passages=frame("passages", []), claims=table, documents=papers,
        noise=pd.DataFrame(list(noise), columns=columns),
        text=texts.__getitem__, fingerprint="00ff00ff00ff",
        codebook=codebook.load(), clean=texts.__getitem__,
    )  # fmt: skip
