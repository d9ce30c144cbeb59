"""Work done in processes of their own, each piece within a limit of time and memory.

A worker is a plain child that is spoken to through its pipes. It is not forked, so no lock of a
threaded caller (a notebook's kernel) can be copied while it is held, and it does not import the
caller's ``__main__``, so a script needs no guard. What comes back is bytes, never unpickled.
"""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import suppress
from typing import Any, NamedTuple

from workbench.documents.messages import tell

LIMIT = 60.0  # seconds for a piece of work, and ten more for each megabyte of it
MEMORY = 1_500_000_000  # bytes for it, and 25 for each of its own; more with a higher limit
# Pieces are sent together up to this size or number: 64 KB of articles take 0.05 s to read.
BATCH, MANY = 1 << 16, 64
START = 400_000  # bytes that are read in the time that it takes a further worker to start
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
    crew = _Crew(work, context, LIMIT if limit is None else limit, jobs)
    waiting: deque[tuple[list[Task], Future]] = deque()
    try:
        for batch in _batches(tasks):
            waiting.append((batch, crew.threads.submit(crew.answers, [t for t in batch if t[1]])))
            if len(waiting) > 4 * jobs:
                yield from crew.joined(*waiting.popleft())
        while waiting:
            yield from crew.joined(*waiting.popleft())
    finally:
        crew.close()


def _batches(tasks: Iterable[Task]) -> Iterator[list[Task]]:
    batch: list[Task] = []
    cost = 0
    for task in tasks:
        batch.append(task)
        cost += task[1]
        if cost >= BATCH or len(batch) == MANY:
            yield batch
            batch, cost = [], 0
    yield batch


def _deaf() -> None:
    """A thread without Ctrl-C, and so are the processes that it starts, while they come up too."""
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})


class _Crew:
    """Workers, and threads that speak with one each."""

    def __init__(self, work: Callable, context: Any, limit: float, jobs: int) -> None:
        self.work, self.context, self.limit = work, context, limit
        self.greeting = pickle.dumps(sys.path) + pickle.dumps((work, context, limit))
        self.workers: dict[int, _Worker] = {}  # by thread
        self.threads = ThreadPoolExecutor(jobs, "workbench", _deaf)
        self.closed = self.alone = False

    def answers(self, tasks: list[Task]) -> list[bytes | Failed]:
        """In a thread. A task over which a worker dies that was not stopped is given to a second
        one: what killed the first may have been none of its doing."""
        me, done, died_at = threading.get_ident(), [], -1
        while len(done) < len(tasks) and not self.closed:
            if me not in self.workers and not self._hire(me):
                return done + [self.work(self.context, task) for task, _ in tasks[len(done) :]]
            done += self.workers[me].answers(tasks[len(done) :])
            if len(done) < len(tasks):
                worker = self.workers.pop(me)
                code = worker.end()
                if worker.why or died_at == len(done):
                    why = worker.why or f"ended its reader twice (exit code {code})"
                    done.append(Failed(f"{why}; split it, or raise the limit (--limit)"))
                died_at = len(done)
        return done

    def _hire(self, me: int) -> bool:
        try:
            if not self.alone:
                self.workers[me] = _Worker(self.greeting, self.limit)
                if self.closed:
                    self.workers[me].process.kill()
        except OSError as error:
            self.alone = True
            tell(f"workbench: no process can be started ({error}); reading goes without a limit")
        return not self.alone

    def joined(self, batch: list[Task], future: Future) -> Iterator:
        """A batch with its answers, when they are there; meanwhile, whoever is late is stopped."""
        while not wait([future], 0.2).done:
            for worker in list(self.workers.values()):
                if worker.deadline and time.monotonic() > worker.deadline:
                    seconds, _ = allowed(worker.size, self.limit)
                    worker.why = f"took longer than {seconds:,.0f} seconds"
                    worker.process.kill()
        answers = iter(future.result())
        for task, size in batch:
            yield task, next(answers) if size else None

    def close(self) -> None:
        self.closed = True
        for worker in list(self.workers.values()):
            worker.process.kill()
        self.threads.shutdown(cancel_futures=True)
        while self.workers:
            self.workers.popitem()[1].end()


class _Worker:
    """One child. ``deadline``: until when it may take for its task; ``why``: it was ended."""

    def __init__(self, greeting: bytes, limit: float) -> None:
        self.limit, self.deadline, self.size, self.why = limit, 0.0, 0, ""
        self.process = subprocess.Popen(
            [sys.executable, *COMMAND], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL, creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )  # fmt: skip
        self._send(greeting)
        if self._answer() is None:
            raise OSError(f"it ended at once, with exit code {self.end()}")

    def _send(self, data: bytes) -> None:
        with suppress(OSError):  # it is dead, and gives no answer either
            self.process.stdin.write(data)
            self.process.stdin.flush()

    def _answer(self) -> bytes | None:
        """What it says next: empty if its memory was not enough, None if it is dead."""
        head = self.process.stdout.read(8)
        size = int.from_bytes(head, "big")
        data = self.process.stdout.read(size) if len(head) == 8 else b""
        return data if len(head) == 8 and len(data) == size else None

    def answers(self, tasks: list[Task]) -> Iterator[bytes]:
        """The answers, until it dies."""
        self._send(pickle.dumps(tasks))
        for _, self.size in tasks:
            seconds, memory = allowed(self.size, self.limit)
            self.deadline = time.monotonic() + seconds if self.limit else 0.0
            answer = self._answer()
            self.deadline = 0.0
            if answer == b"":
                self.why = f"needed more than {memory / 1e6:,.0f} MB of memory"
            if not answer:
                return
            self.why = ""  # it was stopped too late to matter
            yield answer

    def end(self) -> int:
        self.process.kill()
        with suppress(OSError):
            self.process.communicate()
        return self.process.wait()


def serve() -> None:
    """In the child: work until the pipe closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the caller stops its workers
    questions, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints is no answer
    work, context, limit = pickle.load(questions)

    def send(answer: bytes) -> None:
        answers.write(len(answer).to_bytes(8, "big") + answer)
        answers.flush()

    send(b"ready")
    with suppress(EOFError, OSError):
        while True:
            for task, size in pickle.load(questions):
                if limit:
                    _restrain(*allowed(size, limit))
                try:
                    answer = work(context, task)
                except MemoryError:
                    return send(b"")
                send(answer)
            _restrain(0, 0)


def _restrain(seconds: float, memory: int) -> None:
    if hasattr(signal, "alarm"):  # ends the worker whose caller was killed and can't end it
        signal.alarm(int(seconds) + 10 if seconds else 0)
    with suppress(ImportError, ValueError, OSError):
        import resource

        hard = resource.getrlimit(resource.RLIMIT_AS)[1]
        if memory and (hard == resource.RLIM_INFINITY or memory < hard):
            resource.setrlimit(resource.RLIMIT_AS, (memory, hard))
