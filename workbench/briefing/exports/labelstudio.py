"""Label Studio: tasks with the program's labels as predictions, and the interface to correct them.

Its offsets are code points (its tests NER - Emoji say so), each line end one.
"""

from pathlib import Path

from workbench.briefing.exports import rows
from workbench.corpus import evidence
from workbench.corpus.tables import WORDS

#: Each column and how it is corrected; ``labels`` mark the place, the others hang on it.
CONTROLS = dict.fromkeys(rows.LABELS, "textarea") | dict.fromkeys(WORDS["values"], "choices")
CONTROLS |= {"theme": "labels", "low": "number", "high": "number"}
_KEY = {"textarea": "text"}  # under which a value stands, where it isn't the control's name


def write(corpus, folder: Path, made_by: str) -> None:
    """``tasks.json`` and ``labelling.xml``."""
    values = {column: dict.fromkeys(WORDS["values"].get(column, ())) for column in CONTROLS}
    tasks = []
    for paper in rows.papers(corpus):
        text = rows.fit(paper.text)
        result = []
        for claim in paper.claims:
            told = {column: claim[column] for column in CONTROLS if column in claim}
            result += [_region(claim, text, *one) for one in told.items()]
            for column, value in told.items():
                values[column].setdefault(value)
        data = {"text": text, "document": paper.row, "claims": paper.claims}
        tasks.append({"data": data, "predictions": [{"model_version": made_by, "result": result}]})
    interface = evidence.filled("labelling.xml.j2", controls=CONTROLS, values=values)
    (folder / "tasks.json").write_bytes(rows.indented(tasks))
    (folder / "labelling.xml").write_bytes(rows.fit(interface).encode())


def _region(claim: dict, text: str, column: str, value) -> dict:
    """One label of a claim; those of a claim share an id, which is how they hang together."""
    kind, start, end = CONTROLS[column], claim["start"], claim["end"]
    told = {_KEY.get(kind, kind): value if kind == "number" else [value]}
    return {
        "id": claim["claim_id"],
        "from_name": column,
        "to_name": "text",
        "type": kind,
        "value": {"start": start, "end": end, "text": text[start:end], **told},
    }
