"""W3C Web Annotation: an AnnotationCollection in JSON-LD beside the texts that it is about."""

from pathlib import Path

from workbench.briefing.exports import rows

AROUND = 32  # code points before and after a quote


def write(corpus, folder: Path, made_by: str) -> None:
    """``annotations.jsonld``, ``documents.jsonl`` and ``texts/``."""
    (folder / "texts").mkdir()
    items, documents = [], []
    for paper in rows.papers(corpus):
        path = f"texts/{paper.guid}.txt"
        (folder / path).write_bytes(paper.text.encode())
        documents.append(rows.dumps({**paper.row, "file": path}))
        items += [_annotation(claim, paper.text, path) for claim in paper.claims]
    page = {"id": _urn("page", corpus.fingerprint), "type": "AnnotationPage", "startIndex": 0}
    collection = {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "id": _urn("collection", corpus.fingerprint),
        "type": "AnnotationCollection",
        "label": f"Figures of corpus {corpus.fingerprint}",
        "generator": {"id": _urn(made_by), "type": "Software", "name": made_by},
        "total": len(items),
        "first": page | {"items": items},
    }
    (folder / "annotations.jsonld").write_bytes(rows.indented(collection))
    (folder / "documents.jsonl").write_bytes("".join(f"{row}\n" for row in documents).encode())


def _annotation(claim: dict, text: str, source: str) -> dict:
    start, end = claim["start"], claim["end"]
    quote = {
        "exact": text[start:end],
        "prefix": text[max(0, start - AROUND) : start],
        "suffix": text[end : end + AROUND],
    }
    tags = [
        {"type": "TextualBody", "purpose": "tagging", "value": f"{column}: {value}"}
        for column, value in rows.labels(claim)
    ]
    row = {"type": "TextualBody", "purpose": "describing", "format": "application/json"}
    return {
        "id": _urn("claim", claim["claim_id"]),
        "type": "Annotation",
        "motivation": ["tagging", "describing"],
        "body": [*tags, row | {"value": rows.dumps(claim)}],
        "target": {
            "source": source,
            "selector": [
                {"type": "TextQuoteSelector", **quote},
                {"type": "TextPositionSelector", "start": start, "end": end},
            ],
        },
    }


def _urn(*told: str) -> str:
    return f"urn:uuid:{rows.guid(*told)}"
