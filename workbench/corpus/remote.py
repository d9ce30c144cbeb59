"""The work of ``pool.ordered`` on the workers of a Dask cluster: a batch of documents a task.

A task says all that it needs, so one whose worker died is done again by another. The workers see
the documents under the same paths. In children of theirs a document has its limits.
"""

import pickle
import zlib
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from itertools import islice
from typing import Any

from workbench.corpus import pool

BATCH = 100  # documents a task
AHEAD = 4  # tasks a thread that are handed out before the first answer is taken
WAIT = 30  # seconds for a scheduler, and for its first worker


def ordered(
    work: Callable[[Any, Any], bytes],
    context: Any,
    tasks: Iterable[pool.Task],
    version: Callable[[], str],
    *,
    scheduler: str,
    limit: float | None = None,
) -> Iterator[tuple[Any, bytes | pool.Failed | None]]:
    """Each task with its answer, in the order of ``tasks``, as ``pool.ordered`` gives them.

    ``version``: what has to be the same on every worker. Raises ValueError where Dask is not
    installed, no worker answers at ``scheduler``, or a worker has other code.
    """
    try:
        from distributed import Client, KilledWorker
    except ImportError:
        raise ValueError('a scheduler needs Dask: pip install "workbench[scale]"') from None
    limit = pool.LIMIT if limit is None else limit
    packed = zlib.compress(pickle.dumps((work, context, limit)))
    try:
        with Client(scheduler, timeout=WAIT, set_as_default=False) as client:
            client.wait_for_workers(1, WAIT)
            ahead = AHEAD * sum(client.nthreads().values())
            waiting, tasks = deque(), iter(tasks)
            while batch := list(islice(tasks, BATCH)):
                asked = [task for task in batch if task[1]]
                told = packed, asked, version, version()
                waiting.append((batch, asked and client.submit(_answers, *told, pure=False)))
                if len(waiting) > ahead:
                    yield from _answered(*waiting.popleft())
            while waiting:
                yield from _answered(*waiting.popleft())
    except KilledWorker as error:
        raise ValueError(f"{error}; give the workers more memory, or fewer threads") from None
    except (OSError, TimeoutError) as error:
        raise ValueError(
            f"{scheduler}: no Dask scheduler with a worker answers ({error})"
        ) from None


def _answered(batch: list[pool.Task], future) -> Iterator[tuple]:
    answers = iter(future.result() if future else ())
    for task, size in batch:
        yield task, next(answers) if size else None


def _answers(packed: bytes, tasks: list[pool.Task], version: Callable, wanted: str) -> list:
    """What a worker of the cluster does with a task."""
    if version() != wanted:
        raise ValueError("a worker of the cluster has another workbench, Python or packages; "
                         "install there what is installed here (requirements.lock)")  # fmt: skip
    return [_crew(packed).answer(task, size) for task, size in tasks]


@lru_cache(maxsize=1)
def _crew(packed: bytes) -> pool._Crew:
    return pool._Crew(*pickle.loads(zlib.decompress(packed)))
