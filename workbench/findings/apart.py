"""Facts and disagreements of more than memory holds: one conflict of a dataset after the other.

Claims on two wars are never of one thing, so the work falls apart by conflict; a process holds one
at a time. What names no conflict is compared with its like alone.
"""

from collections.abc import Iterator

import msgspec

from workbench import compare
from workbench.corpus import open, pool
from workbench.findings.table import facts

TABLES = {"facts": facts, "disagreements": compare.disagreements}


def rows(table: str, folder, codebook=None, jobs: int | None = None) -> Iterator[list]:
    """The rows of ``facts`` or ``disagreements`` of a dataset, conflict by conflict.

    ``jobs``: how many processes compare (None: one a processor; 0: none). Raises ValueError where
    the folder is no complete dataset.
    """
    dataset, told = open(folder, codebook), set()
    wars, context = sorted(dataset.conflicts), (table, str(folder), codebook)
    tasks = ((war, 1) for war in (*wars, ""))
    how = {"jobs": jobs, "limit": 0, "total": pool.START * len(wars)}
    for war, answer in pool.ordered(_one, context, tasks, **how):
        if isinstance(answer, pool.Failed):
            raise ValueError(f"{folder}: the comparison of {war or 'no conflict'} {answer.reason}")
        for row in msgspec.msgpack.decode(answer):
            if row[0] not in told:  # the calendar of a document on two wars
                told.add(row[0])
                yield row


def _one(context: tuple, war: str) -> bytes:
    """What a worker does: the table of one conflict."""
    table, folder, codebook = context
    found = TABLES[table](open(folder, codebook).select(war)).astype(object)
    return msgspec.msgpack.encode(found.where(found.notna(), None).to_numpy().tolist())
