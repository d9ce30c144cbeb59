"""How far two coders agree: Krippendorff's alpha, and where two files of corrections differ."""

from workbench.corpus.corrections import FIGURE, Corrections
from workbench.corpus.tables import COLUMNS, WORDS
from workbench.documents.messages import tell

LABELS = [name for name in WORDS["correctable"] if name != FIGURE]


def alpha(table) -> float:
    """Krippendorff's alpha of nominal labels, one column a coder, missing where he gave none.

    1: all agree, 0: as by chance; NaN where there is one label only, or none is shared.

    >>> import pandas as pd
    >>> round(alpha(pd.DataFrame({"Ada": ["need", "pledge"], "Ben": ["need", "budget"]})), 2)
    0.4
    """
    import krippendorff

    labels = sorted(set(table.stack().dropna()))
    if len(labels) < 2 or not (table.notna().sum(axis=1) > 1).any():
        return float("nan")
    codes = table.replace({label: float(n) for n, label in enumerate(labels)}).T.to_numpy(float)
    return float(krippendorff.alpha(codes, level_of_measurement="nominal"))


def agreement(corpus, first, second, told=tell):
    """Two coders' corrections of one corpus: a table of fields, and the places where they differ.

    ``first`` and ``second`` are files. A coder has spoken of a label that he corrected or accepted,
    and of all labels of a figure that he accepted. ``told`` is called with a line on each record
    that does not hold. Columns of the first table: ``field``,
    ``common`` (places of which both spoke), ``agreed`` (percent), ``alpha``; of the second:
    ``doc_id``, ``start``, ``end``, ``quote``, ``field``, ``first``, ``second``. Raises ValueError
    where there is no such file, or no place in common.
    """
    import pandas as pd

    both = {n: _codes(corpus, file, told) for n, file in enumerate((first, second))}
    codes = pd.DataFrame(both, dtype=object)
    codes.index.names = ["doc_id", "start", "end", "quote", "field"]
    both = codes[codes.notna().all(axis=1)]
    if not len(both):
        raise ValueError("no label was judged by both; let them review the same documents")
    order = [name for name in WORDS["correctable"] if name in both.index.unique("field")]
    rows = []
    for name in order:
        some = both.xs(name, level="field")
        same = some[0].eq(some[1])
        rows.append([name, len(some), round(100 * same.mean(), 1), round(alpha(some), 3)])
    table = pd.DataFrame(rows, columns=["field", "common", "agreed", "alpha"])
    apart = both[both[0].ne(both[1])].set_axis(["first", "second"], axis=1)
    return table, apart.reset_index()


def _codes(corpus, file, tell) -> dict[tuple, str]:
    """What a coder says of each label that he spoke of, by place and field."""
    laid = Corrections(corpus._sources.values(), corpus.codebook, file)
    if not laid.records:
        raise ValueError(f"{file}: holds no corrections that can be read")
    found: dict[tuple, str] = {}
    for result in corpus._raw.values():
        rows = {(row[1], row[2], row[3]): row for row in laid.lay(result).claims}
        for one in laid.records:
            if one.doc_id != result.document["doc_id"] or laid.told[one][1]:
                continue
            place = one.doc_id, *one.place, one.quote
            row = dict(zip(COLUMNS["claims"], rows.get(place[:3]) or (), strict=False))
            found.setdefault((*place, FIGURE), "kept" if row else "rejected")
            for name in [] if not row else LABELS if one.field == FIGURE else [one.field]:
                found[*place, name] = "none" if row[name] is None else str(row[name])
    for problem in laid.problems():
        tell(str(problem))
    return found
