"""spaCy: a DocBin of documents whose tokens end where a figure does."""

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

from workbench.briefing.exports import rows


def write(corpus, folder: Path, made_by: str) -> None:
    """``corpus.spacy``. Raises ValueError where spaCy is not installed."""
    try:
        import spacy
        from spacy.tokens import DocBin
    except ImportError:
        cure = 'is not installed; type: pip install "workbench[export]"'
        raise ValueError(f"a DocBin is written by spaCy, which {cure}") from None
    nlp = spacy.blank("xx")
    packed = DocBin(attrs=["ENT_TYPE", "ENT_IOB", "ENT_ID"], store_user_data=True)
    for paper in rows.papers(corpus):
        packed.add(_doc(paper, nlp, made_by))
    (folder / "corpus.spacy").write_bytes(packed.to_bytes())


def _doc(paper: rows.Paper, nlp, made_by: str):
    """A document with a group of spans for each column of labels, and its rows as user data."""
    from spacy.tokens import Doc
    from spacy.util import filter_spans

    doc = Doc(nlp.vocab, *_tokens(paper.text, nlp.tokenizer, paper.claims))
    for column in rows.LABELS:
        doc.spans[column] = [
            doc.char_span(c["start"], c["end"], label=c[column], span_id=c["claim_id"])
            for c in paper.claims
            if column in c
        ]
    doc.ents = filter_spans(doc.spans["theme"])
    doc.user_data = {"document": paper.row, "claims": paper.claims, "made_by": made_by}
    return doc


def _tokens(text: str, tokenizer: Callable, claims: list[dict]) -> tuple[list[str], list[bool]]:
    """Words of a text, and whether a space follows; cut at both ends of every figure too."""
    first, last = {c["start"] for c in claims}, {c["end"] for c in claims}
    found = tokenizer(text)
    cuts = {0, len(text)} | first | last
    cuts |= {token.idx for token in found} | {token.idx + len(token) for token in found}
    words, spaces = [], []
    for start, end in pairwise(sorted(cuts)):
        word = text[start:end]
        if word == " " and words and not spaces[-1] and start not in first and end not in last:
            spaces[-1] = True
        else:
            words.append(word)
            spaces.append(False)
    return words, spaces
