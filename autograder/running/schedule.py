"""Submissions through a pool: a few ahead, each with a limit on its time."""

from __future__ import annotations

import contextlib
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import BrokenExecutor, CancelledError, Future
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from typing import Any, TypeVar

from autograder.base.course import Limits
from autograder.base.errors import CourseError, GraderError
from autograder.running.bundle import Graded
from autograder.running.interrupts import Interrupts
from autograder.running.pools import HerePool, Pool

Tag = TypeVar("Tag")
AHEAD = 3  # submissions in the hands of a pool, per worker: enough to keep it busy, few to hold
GRACE = 180.0  # seconds beyond a submission's own before a pool that says nothing counts as broken


@dataclass
class _Job:
    tag: Any
    lesson: str
    data: bytes
    tries: int = 0


def graded(
    start: Callable[[], Pool], jobs: Iterable[tuple[Tag, str, bytes]], limits: Limits
) -> Iterator[tuple[Tag, Graded | str]]:
    """Run jobs (tag, lesson, bytes) on a pool, and yield (tag, what came of it) as each is done; a
    sentence stands for a job that failed on the grader's side, twice.

    Jobs are drawn as they are needed. Where a process of the pool dies, it cannot be told which of
    the jobs at hand it ran: the pool is started afresh, and those jobs run one at a time, so that
    none pays for another. Raises CourseError where no submission could be graded.
    """
    pool = start()
    waiting, suspects = iter(jobs), deque[_Job]()
    running: dict[Future[Graded], _Job] = {}
    ready: SimpleQueue[Future[Graded]] = SimpleQueue()
    exhausted, finished, breaks = False, False, 0
    interrupts = Interrupts()
    try:
        while True:
            room = 1 if suspects or any(job.tries for job in running.values()) else AHEAD * pool.workers
            while len(running) < room and not exhausted:
                if suspects:
                    job = suspects.popleft()
                else:
                    drawn = next(waiting, None)
                    if drawn is None:
                        exhausted = True
                        break
                    job = _Job(*drawn)
                with interrupts.let_in() if isinstance(pool, HerePool) else contextlib.nullcontext():
                    future = _submit(pool, job)
                running[future] = job
                future.add_done_callback(ready.put)
            if not running:
                if not suspects:
                    return
                exhausted = False
                continue
            with interrupts.let_in():
                done = _taken(ready, limits.seconds_per_submission + GRACE)
            for future in done:
                outcome = _outcome(future)
                if outcome is None:
                    continue
                finished = True
                yield running.pop(future).tag, outcome
                interrupts.look()
            if not done or any(future in running for future in done):
                breaks += 1
                if breaks > 2 and not finished:
                    raise CourseError(
                        "the processes that grade end before they grade anything; see `autograder doctor`"
                    )
                hurt, running, ready = list(running.values()), {}, SimpleQueue()
                pool.close()
                pool = start()
                for job in hurt:
                    job.tries += 1
                    if job.tries > 2:
                        yield job.tag, "the process that graded it ended each time; see `autograder doctor`"
                    else:
                        suspects.append(job)
                exhausted = exhausted and not suspects
    finally:
        pool.close()
        interrupts.over()


def _submit(pool: Pool, job: _Job) -> Future[Graded]:
    try:
        return pool.submit(job.lesson, job.data)
    except BrokenExecutor as error:
        broken: Future[Graded] = Future()
        broken.set_exception(error)
        return broken


def _taken(ready: SimpleQueue[Future[Graded]], seconds: float) -> list[Future[Graded]]:
    """The futures that are done, at least one of them, or none after so many seconds."""
    taken = []
    with contextlib.suppress(Empty):
        taken.append(ready.get(timeout=seconds))
        while True:
            taken.append(ready.get_nowait())
    return taken


def _outcome(future: Future[Graded]) -> Graded | str | None:
    """What came of a job; None where the pool broke under it."""
    try:
        return future.result()
    except (BrokenExecutor, CancelledError):  # the latter is Dask's word for it
        return None
    except CourseError:
        raise
    except GraderError as error:
        return str(error)
    except Exception as error:  # noqa: BLE001 — a fault of the grader is reported, and the others go on
        return f"the grader failed on it: {type(error).__name__}: {error}"
