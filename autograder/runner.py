"""The run phase: from the bytes of submissions to their reports, on as many processes as there are.

`run` is a pure function of a course's `Bundle`, a lesson and a submission's bytes. A pool hands it
to processes: those of this machine, or with Dask those of a cluster. Whatever befalls a process of
the pool costs the submission that it ran one more try, and no other submission anything.
"""

from __future__ import annotations

import contextlib
import gc
import os
import signal
import tempfile
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import BrokenExecutor, CancelledError, Future, ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context, parent_process
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

import numpy as np

from autograder.course import FILE, Course, Limits, load_course, with_own_gradebook
from autograder.errors import CourseError, GraderError
from autograder.interrupts import Interrupts
from autograder.report import SubmissionReport
from autograder.scratch import Scratch, remove

if TYPE_CHECKING:
    from autograder.grading import Grader

Tag = TypeVar("Tag")
FEW = 4  # submissions for which starting other processes does not pay
AHEAD = 3  # submissions in the hands of a pool, per worker: enough to keep it busy, few to hold
GRACE = 180.0  # seconds beyond a submission's own before a pool that says nothing counts as broken


@dataclass(frozen=True)
class Bundle:
    """All of a course that grading some of its lessons needs, as (relative path, bytes): no path of
    the instructor's machine, so that it can go to another. `kit` and `numpy`: the versions that grade here.
    `restores`: whether the notebooks that are graded, rebuilt around the student's cells, are wanted back."""

    lessons: tuple[str, ...]
    files: tuple[tuple[str, bytes], ...]
    limits: Limits
    kit: str
    numpy: str
    restores: bool = False

    @classmethod
    def of(cls, course: Course, lessons: Iterable[str], *, restores: bool = False) -> Bundle:
        from autograder.compilation import compile_keys
        from autograder.keyhead import cells_path, key_paths
        from autograder.lesson_folder import key_files

        names = list(lessons)
        compile_keys(course, names)
        paths = [course.root / FILE]
        for name in names:
            paths += [*key_files(course, name), cells_path(course, name), *key_paths(course, name).values()]
        files = tuple((os.path.relpath(path, course.root), _sent(path)) for path in paths)
        if any(name.startswith("..") for name, _data in files):
            raise CourseError(f"{course.root / FILE}: 'folders' lie outside the course's folder; move them into it")
        return cls(tuple(names), files, course.limits, *_versions(), restores)

    def unpack(self, folder: Path) -> Course:
        """The course, laid out in a folder of its own."""
        for name, data in self.files:
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            path.write_bytes(data)
        return load_course(folder)


def _versions() -> tuple[str, str]:
    """The kit's version, and NumPy's major and minor one: with others, a class would not be graded alike."""
    from autograder.keyhead import kit

    return kit(), np.__version__.rpartition(".")[0]


def _sent(path: Path) -> bytes:
    """A file's bytes, without the password of the gradebook, which is no worker's business."""
    if path.name == FILE:
        return with_own_gradebook(path.read_text(encoding="utf-8")).encode()
    return path.read_bytes()


@dataclass(frozen=True)
class Graded:
    """A submission's report (as yet without its file and student), the sandbox it ran under, the seconds that
    took, and the notebook that was graded where the bundle asks for it."""

    report: SubmissionReport
    sandbox: str
    seconds: float
    notebook: dict[str, Any] | None = None


_here = threading.local()  # a grader asks one worker at a time, so each thread has its own


def run(bundle: Bundle, lesson: str, data: bytes) -> Graded:
    """The report of a submission, made in this process. What it needs is set up once a process."""
    if getattr(_here, "bundle", None) != bundle:
        from autograder.grading import Grader

        _leave()
        folder = Scratch()  # it holds the answers: gone as soon as they are read
        try:
            course = bundle.unpack(folder.path)
            _require_versions(bundle)
            grader = Grader(course)
            for name in bundle.lessons:
                grader.prepare(name)
        finally:
            folder.close()
        _here.grader, _here.bundle = grader, bundle
    return _timed(_here.grader, lesson, data, bundle.restores)


def _timed(grader: Grader, lesson: str, data: bytes, restores: bool) -> Graded:
    began = time.monotonic()
    report, notebook = grader.grade_and_restore(data, lesson)
    return Graded(report, grader.sandbox, time.monotonic() - began, notebook if restores else None)


def _leave() -> None:
    """End what `run` has set up in this thread: a worker of a cluster serves one bundle after another."""
    if hasattr(_here, "grader"):
        _here.grader.close()
    _here.__dict__.clear()


def _require_versions(bundle: Bundle) -> None:
    """A process of a cluster must grade as the machine does that sent the bundle."""
    wanted = (bundle.kit, bundle.numpy)
    if _versions() != wanted:
        raise CourseError(
            "this process has kit {} and NumPy {}, the one that sent the class kit {} and NumPy {}; install the same "
            "with `pip install -c constraints.txt`".format(*_versions(), *wanted)
        )


class Pool(Protocol):
    """Where submissions are run, `workers` at a time."""

    @property
    def workers(self) -> int: ...

    def submit(self, lesson: str, data: bytes) -> Future[Graded]: ...

    def close(self) -> None: ...


class HerePool:
    """This process itself, for the few submissions for which starting others does not pay, with the grader
    that it has."""

    workers = 1

    def __init__(self, grader: Grader, restores: bool) -> None:
        self._grader, self._restores = grader, restores

    def submit(self, lesson: str, data: bytes) -> Future[Graded]:
        future: Future[Graded] = Future()
        try:
            future.set_result(_timed(self._grader, lesson, data, self._restores))
        except Exception as error:  # noqa: BLE001 — as an executor does: the future tells it
            future.set_exception(error)
        return future

    def close(self) -> None:
        """The grader is the caller's: a pool that breaks is made again with it."""


class LocalPool:
    """Processes of this machine. They end with the one that started them, and so does all that they
    write: the unpacked course holds the answers."""

    def __init__(self, bundle: Bundle, workers: int) -> None:
        self.workers = workers
        self._folder = Scratch()
        context = get_context("spawn")
        self._executor = ProcessPoolExecutor(
            workers, mp_context=context, initializer=_begin,
            initargs=(bundle, self._folder.path, _cores(workers), context.Value("i", 0)),
        )  # fmt: skip

    def submit(self, lesson: str, data: bytes) -> Future[Graded]:
        return self._executor.submit(_run_here, lesson, data)

    def close(self) -> None:
        processes = list((getattr(self._executor, "_processes", None) or {}).values())
        self._executor.shutdown(wait=False, cancel_futures=True)
        for process in processes:  # idle by now, or busy with what nobody waits for
            process.kill()
            process.join()
            assert process.pid is not None
            with contextlib.suppress(ProcessLookupError):  # its worker, which may be starting yet
                os.killpg(process.pid, signal.SIGKILL)
        self._folder.close()


_bundle_here: Bundle | None = None


def _cores(workers: int) -> list[int]:
    """The core of each of so many processes, where they take all of this machine. A grader and its worker
    take turns: on one core they hand over in a fraction of the time that waking another core takes."""
    free = sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_setaffinity") else []
    return [free[number % len(free)] for number in range(workers)] if free and workers >= len(free) else []


def share_a_core(core: int) -> None:
    """Keep to this core, with the worker that will be started: neither interrupts the other in its load of
    calls or replies (sched(7), SCHED_BATCH), which would cost both their caches at each call."""
    os.sched_setaffinity(0, {core})
    with contextlib.suppress(AttributeError, OSError):  # not everywhere to be had
        os.sched_setscheduler(0, os.SCHED_BATCH, os.sched_param(0))


def _begin(bundle: Bundle, folder: Path, cores: list[int], begun: Any) -> None:
    global _bundle_here
    _bundle_here = bundle
    tempfile.tempdir = str(folder)
    os.setpgid(0, 0)  # a group with its worker, to end both
    signal.signal(signal.SIGUSR1, lambda *_: None)  # which ends all others of the group
    with begun.get_lock():
        number, begun.value = begun.value, begun.value + 1
    if cores:
        share_a_core(cores[number])
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that owns the pool
    threading.Thread(target=_end_with_parent, args=(folder,), daemon=True).start()


def _end_with_parent(folder: Path) -> None:
    """Where the owner of the pool was killed, its folder is still there, and may be written to until all
    are gone."""
    parent = parent_process()
    assert parent is not None
    parent.join()
    os.killpg(0, signal.SIGUSR1)
    remove(folder)
    os._exit(1)


def _run_here(lesson: str, data: bytes) -> Graded:
    assert _bundle_here is not None
    first = not hasattr(_here, "grader")
    graded = run(_bundle_here, lesson, data)
    if first:
        gc.freeze()  # the keys are some 300,000 objects, which each full collection would look through
    return graded


def pool_here(grader: Grader, bundle: Bundle, count: int, workers: int | None) -> Pool:
    """A pool on this machine for so many submissions. `grader`: this process's own, which a few are graded with."""
    if count <= FEW:
        return HerePool(grader, bundle.restores)
    return LocalPool(bundle, min(workers or default_workers(), count))


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


def default_workers() -> int:
    """As many as this process may use cores."""
    with contextlib.suppress(AttributeError):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
