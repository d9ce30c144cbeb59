"""Work done in processes of their own, each piece within a limit of time and memory.

A worker is a plain child that is spoken to through its pipes. It is not forked, so no lock of a
threaded caller (a notebook's kernel) can be copied while it is held, and it does not import the
caller's ``__main__``, so a script needs no guard. What comes back is bytes, never unpickled.
"""

import faulthandler
import os
import pickle
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any, NamedTuple

from workbench.documents.messages import tell
from workbench.documents.text import megabytes

LIMIT = 60.0  # seconds for a piece of work, and ten more for each megabyte of it
MEMORY = 1_500_000_000  # bytes for it, and 25 for each of its own; more with a higher limit
START = 400_000  # bytes that are read in the time that it takes a further worker to start
AHEAD = 64  # pieces a worker that are handed out before the first answer is taken
TURN = 0.0002  # seconds after which a thread that waits has its turn
LATE, FULL = 1, 3  # exit codes of a worker that reached a limit; faulthandler's is 1
# -P: the folder that somebody works in is no place to take modules from.
COMMAND = ("-P", "-c", "import pickle, sys; sys.path[:] = pickle.load(sys.stdin.buffer); "
           "from workbench.corpus import pool; pool.serve()")  # fmt: skip

Task = tuple[Any, int]  # a piece of work and its size in bytes; of size 0: nothing to do


class Failed(NamedTuple):
    """Why a piece of work has no answer."""

    reason: str


def allowed(size: int, limit: float) -> tuple[float, int]:
    """Seconds and bytes of memory for a piece of work of `size` bytes.

    >>> allowed(3_000_000, 60)
    (90.0, 1575000000)
    """
    return limit * (1 + size / 6e6), int((MEMORY + 25 * size) * max(1, limit / LIMIT))


def ordered(
    work: Callable[[Any, Any], bytes],
    context: Any,
    tasks: Iterable[Task],
    *,
    jobs: int | None = None,
    limit: float | None = None,
    total: int = 0,
) -> Iterator[tuple[Any, bytes | Failed | None]]:
    """Each task with ``work(context, task)``, in the order of ``tasks``.

    ``work`` is a function of a module; ``context`` is sent to each worker once. ``jobs``: how many
    processes (None: one a processor; 0: none, and no limit). ``limit``: seconds a task (None:
    LIMIT; 0: without). ``total``: the size of all tasks, so that few are not shared by many.

    >>> list(ordered(max, 5, [(3, 1), (8, 0)], jobs=0))
    [(3, 5), (8, None)]
    """
    if jobs == 0:
        yield from ((task, work(context, task) if size else None) for task, size in tasks)
        return
    if jobs is None:
        known = hasattr(os, "sched_getaffinity")  # fewer than there are, in a container
        jobs = len(os.sched_getaffinity(0)) if known else os.cpu_count() or 1
    jobs = min(jobs, 1 + total // START)
    crew = _Crew(work, context, LIMIT if limit is None else limit)
    # A worker waits until the thread that heard it has its turn: 5 ms, as long as it read.
    before = sys.getswitchinterval()
    sys.setswitchinterval(TURN)
    threads = ThreadPoolExecutor(jobs, "workbench")
    waiting: deque = deque()
    try:
        for task, size in tasks:
            waiting.append((task, threads.submit(crew.answer, task, size) if size else None))
            if len(waiting) > AHEAD * jobs:
                task, future = waiting.popleft()
                yield task, future and future.result()
        for task, future in waiting:
            yield task, future and future.result()
    finally:
        sys.setswitchinterval(before)
        crew.close()
        threads.shutdown(cancel_futures=True)


class _Crew:
    """One worker for each thread that asks."""

    def __init__(self, work: Callable, context: Any, limit: float) -> None:
        self.work, self.context, self.limit = work, context, limit
        self.greeting = pickle.dumps(sys.path) + pickle.dumps((work, context, limit))
        self.workers: dict[int, _Worker] = {}
        self.closed = self.alone = False

    def answer(self, task: Any, size: int) -> bytes | Failed:
        """A task over which a worker dies that reached no limit is given to a second one: what
        killed the first may have been none of its doing."""
        me, code = threading.get_ident(), 0
        for _ in range(2):
            if me not in self.workers and not self._hire(me):
                return self.work(self.context, task)
            answer = self.workers[me].ask(pickle.dumps((task, size)))
            if answer is not None:
                return answer
            code = self.workers.pop(me).end()
            if self.closed or code in (LATE, FULL):
                break
        seconds, memory = allowed(size, self.limit)
        why = {
            LATE: f"took longer than {seconds:,.0f} seconds",
            FULL: f"needed more than {megabytes(memory)} of memory",
        }.get(code, f"ended its reader twice (exit code {code})")
        return Failed(f"{why}; split it, or raise the limit (--limit)")

    def _hire(self, me: int) -> bool:
        try:
            if not self.alone:
                self.workers[me] = _Worker(self.greeting)
                if self.closed:
                    self.workers[me].process.kill()
        except OSError as error:
            if not self.alone:
                tell(f"workbench: no process can be started ({error}); reading goes without limits")
            self.alone = True
        return not self.alone

    def close(self) -> None:
        self.closed = True
        for worker in list(self.workers.values()):
            worker.end()


class _Worker:
    """One child, in a group of its own: Ctrl-C is for the caller, who ends it."""

    def __init__(self, greeting: bytes) -> None:
        self.process = subprocess.Popen(
            [sys.executable, *COMMAND], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL, process_group=0,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )  # fmt: skip
        if self.ask(greeting) is None:
            raise OSError(f"it ended at once, with exit code {self.end()}")

    def ask(self, question: bytes) -> bytes | None:
        """What it says to a question; None if it is dead."""
        with suppress(OSError):
            self.process.stdin.write(question)
            self.process.stdin.flush()
        head = self.process.stdout.read(8)
        data = self.process.stdout.read(int.from_bytes(head, "big")) if len(head) == 8 else b""
        return data if data and len(data) == int.from_bytes(head, "big") else None

    def end(self) -> int:
        self.process.kill()
        for pipe in (self.process.stdout, self.process.stdin):
            with suppress(OSError):  # what was not sent yet
                pipe.close()
        return self.process.wait()


def serve() -> None:
    """In the child: work until the pipe closes."""
    questions, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints is no answer
    work, context, limit = pickle.load(questions)

    def send(answer: bytes) -> None:
        answers.write(len(answer).to_bytes(8, "big") + answer)
        answers.flush()

    send(b"ready")
    with suppress(EOFError, OSError):
        while True:
            task, size = pickle.load(questions)
            if limit:
                _restrain(*allowed(size, limit))
            try:
                send(work(context, task))
            except MemoryError:
                os._exit(FULL)
            faulthandler.cancel_dump_traceback_later()


def _restrain(seconds: float, memory: int) -> None:
    """Out of time it ends itself, whatever it does, so even where its caller was killed."""
    faulthandler.dump_traceback_later(seconds, exit=True)
    with suppress(ImportError, ValueError, OSError):
        import resource

        hard = resource.getrlimit(resource.RLIMIT_AS)[1]
        if hard == resource.RLIM_INFINITY or memory < hard:
            resource.setrlimit(resource.RLIMIT_AS, (memory, hard))
