"""What a corpus says, small enough to be kept, and what is new, gone or changed between two."""

from collections import defaultdict

from workbench import compare, findings
from workbench.briefing import facts as told
from workbench.codebook import look


def state(corpus, facts=None, said=None) -> dict:
    """Judgements, disagreements, values by subject, and the documents, as plain data."""
    said = [one for one in findings.told(corpus) if one.signed] if said is None else said
    values: dict[str, set[str]] = defaultdict(set)
    for fact in told.facts(corpus) if facts is None else facts:
        if fact.role != "other":
            war = f" [{look.names(fact.conflict)}]" * bool(fact.conflict)
            values[f"{fact.subject}{war}"].add(fact.value)
    kinds = {
        row["disagreement_id"]: f"{row['subject']} ({look.DISAGREEMENTS[row['kind']][0]})"
        for row in compare.compare(corpus).rows
    }
    return {
        "judgements": [f"{one.lead}{one.said}" for one in said],
        "contested": dict(sorted(kinds.items())),
        "values": {key: sorted(some) for key, some in sorted(values.items())},
        "documents": dict(zip(corpus.documents["doc_id"], corpus.documents["sha256"], strict=True)),
    }


def changes(old: dict, new: dict) -> list[str]:
    """What is new, gone or changed, in sentences: judgements, values, disagreements, documents.

    >>> changes({"values": {"a": ["1"]}}, {"values": {"a": ["2"], "b": ["3"]}})
    ['Changed: a: 1, now 2.', 'New: b: 3.']
    """
    lines = []
    for key, what in (("judgements", "judgement"), ("contested", "disagreement")):
        before, after = _sentences(old.get(key)), _sentences(new.get(key))
        lines += [f"New {what}: {one}." for one in after if one not in before]
        lines += [f"No longer a {what}: {one}." for one in before if one not in after]
    before, after = old.get("values", {}), new.get("values", {})
    for key in sorted({*before, *after}):
        one, other = before.get(key, []), after.get(key, [])
        if one and other and one != other:
            lines.append(f"Changed: {key}: {', '.join(one)}, now {', '.join(other)}.")
        elif one != other:
            lines.append(f"{'New' if other else 'Gone'}: {key}: {', '.join(other or one)}.")
    before, after = old.get("documents", {}), new.get("documents", {})
    lines += [f"New document: {doc}." for doc in after if doc not in before]
    lines += [f"Document gone: {doc}." for doc in before if doc not in after]
    lines += [f"Document changed: {d}." for d in after if d in before and before[d] != after[d]]
    return lines


def _sentences(told) -> list[str]:
    return list(told.values()) if isinstance(told, dict) else list(told or ())
