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
from concurrent.futures import Future, ProcessPoolExecutor
from multiprocessing import get_context, parent_process
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from autograder.base.cores import default_workers
from autograder.base.temporary_folder import Scratch, remove
from autograder.running.bundle import Bundle, Graded, grade_timed, run, this_thread

if TYPE_CHECKING:
    from autograder.grading.grader import Grader

FEW = 4  # submissions for which starting other processes does not pay


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
            future.set_result(grade_timed(self._grader, lesson, data, self._restores))
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
    first = not hasattr(this_thread, "grader")
    graded = run(_bundle_here, lesson, data)
    if first:
        gc.freeze()  # the keys are some 300,000 objects, which each full collection would look through
    return graded


def pool_here(grader: Grader, bundle: Bundle, count: int, workers: int | None) -> Pool:
    """A pool on this machine for so many submissions. `grader`: this process's own, which a few are graded with."""
    if count <= FEW:
        return HerePool(grader, bundle.restores)
    return LocalPool(bundle, min(workers or default_workers(), count))
