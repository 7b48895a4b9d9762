"""What the sandbox and the channel add to a submission: `python -m tests.benchmarks.sandbox [ROUNDS]`.

The same right notebook is graded in turn three ways, so that a busy machine hurts all alike: in a worker
as always, in a worker without its sandbox, and with no worker at all. The last does the same work (the
cells as often, the same calls in the same order, the same comparisons), with cells and calls in this process.
What is compared is the time until all calls are answered and the worker has ended; judging the answers, in this
process each time, is told apart. Each cell and each exercise's calls count with the least time of all rounds.

Most of what a worker costs is the kernel's: the pages that it shares with its parent until it writes to them.
What such a page costs differs much between machines, a virtual one's most of all, so it is measured too.
"""

from __future__ import annotations

import gc
import json
import mmap
import os
import socket
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, ClassVar
from unittest import mock

from autograder.authoring.exercise import Check
from autograder.authoring.lesson_text import solution
from autograder.base.course import Course, Limits, load_course
from autograder.commands.demo import fill
from autograder.grading import grader as grader_module
from autograder.grading.grader import Grader
from autograder.grading.launcher import Launcher
from autograder.grading.orders import Order
from autograder.grading.session import Session
from autograder.key.outcome import Outcome, call_here
from autograder.running.pools import share_a_core
from autograder.worker.plain_cells import silent_checks
from tests.launchers import launcher_with

ROOT = Path(__file__).resolve().parents[2]
PAGES = 2000  # to copy, for what one costs
MOST = 15.0  # milliseconds that sandbox and channel together may add to a submission
OPEN = """

class Jail:
    def __init__(self, scratch):
        self.scratch, self.layers, self.missing = scratch, [], {}
    def settle(self): pass
    def fresh_scratch(self): pass
    def exceeded(self, pid): return False
    def enter(self, keep, memory_mb, seconds): pass
"""


class Counted(Launcher):
    """Counts the workers that it starts, and their page faults."""

    spawned = 0

    def spawn(self, limits: Limits, seconds: float) -> tuple[int, socket.socket]:
        self.spawned += 1
        return super().spawn(limits, seconds)

    def faults(self) -> int:
        """Those of the workers that have ended (cminflt, proc_pid_stat(5))."""
        if self._process is None or sys.platform != "linux":
            return 0
        fields = Path(f"/proc/{self._process.pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        return int(fields[8])


class Here(Session):
    """Runs cells and calls in this process. Trusted notebooks only."""

    checks: ClassVar[dict[int, Check]] = {}  # of each order, by its identity

    def __init__(self, *_: Any) -> None:
        self.space: dict[str, Any] = {}

    def close(self) -> None: ...

    def anew(self) -> Session:
        return Here()

    def run(self, source: str) -> None:
        exec(source, self.space)  # noqa: S102

    def calls(self, orders: Sequence[Order], patience: float = 1.0) -> list[Outcome]:
        return [call_here(self.space[order.name], self.checks[id(order)], order.case) for order in orders]


def here(grader: Grader, restored: dict[str, Any], lesson: str) -> float:
    """The score without a worker, where `grading.Session` is a `Here`."""
    for name, orders in grader._orders(lesson).items():
        entries = grader.key(lesson).exercises[name].cases
        Here.checks.update((id(order), entry.check) for order, entry in zip(orders, entries, strict=True))
    return _score(grader, restored, lesson)


def parts(way: Callable[[], float], kind: type[Session], score: float) -> list[float]:
    """The milliseconds of what is asked of a submission's session, call by call, and of all the rest: judging."""
    found: list[float] = []

    def timed(name: str) -> Callable[..., Any]:
        method = getattr(kind, name)

        def call(self: Session, *given: Any) -> Any:
            start = time.perf_counter()
            try:
                return method(self, *given)
            finally:
                found.append((time.perf_counter() - start) * 1000)

        return call

    timer = type("Timed", (kind,), {name: timed(name) for name in ("run", "calls", "close")})
    with mock.patch.object(grader_module, "Session", timer):
        start = time.perf_counter()
        assert way() == score
        whole = (time.perf_counter() - start) * 1000
    return [*found, whole - sum(found)]


class Lesson:
    """A lesson's right notebook, its three ways, and the milliseconds of the parts of each in each round."""

    def __init__(self, name: str, course: Course, with_sandbox: Grader, without: Grader) -> None:
        self.name = name
        self.key = with_sandbox.key(name)
        release = json.loads((course.assignments_folder / name / f"{name}.ipynb").read_text("utf-8"))
        answers = {exercise: solution(cell.source) for exercise, cell in self.key.lesson.answers.items()}
        restored = with_sandbox.restore(json.dumps(fill(release, answers)).encode(), name)
        self.ways: dict[str, tuple[Callable[[], float], type[Session]]] = {
            "sandbox": (lambda: _score(with_sandbox, restored, name), Session),
            "worker": (lambda: _score(without, restored, name), Session),
            "here": (lambda: here(with_sandbox, restored, name), Here),
        }
        self.times: dict[str, list[list[float]]] = {way: [] for way in self.ways}
        self.processes = self.faults = 0  # of its last round

    def warm(self) -> None:
        """Once in each way: the first time starts the worker's parent."""
        for way in self.ways.values():
            parts(*way, self.key.max_score)

    def round(self, number: int, counted: Counted) -> None:
        """Each way once, in another order than the last time: the first finds the caches full of other things."""
        processes, faults = counted.spawned, counted.faults()
        ways = list(self.ways.items())
        first = number % len(ways)
        for name, way in ways[first:] + ways[:first]:
            self.times[name].append(parts(*way, self.key.max_score))
        self.processes, self.faults = counted.spawned - processes, counted.faults() - faults

    @property
    def calls(self) -> int:
        return sum(len(exercise.order) for exercise in self.key.exercises.values())

    @property
    def best(self) -> dict[str, float]:
        """What each way takes, but for judging: of each part the least time, which a busy machine disturbs least."""
        return {name: sum(map(min, list(zip(*rounds, strict=True))[:-1])) for name, rounds in self.times.items()}

    @property
    def judging(self) -> float:
        return min(rounds[-1] for way in self.times.values() for rounds in way)

    @property
    def together(self) -> float:
        return self.best["sandbox"] - self.best["here"]


def main(rounds: int) -> int:
    if hasattr(os, "sched_setaffinity"):  # as a process of the pool
        share_a_core(min(os.sched_getaffinity(0)))
    course = load_course(ROOT)
    with_sandbox, without = Grader(course), Grader(course)
    with_sandbox.launcher = counted = Counted()
    without.launcher = launcher_with("jail", OPEN)()  # nothing holds its workers in
    without._enter_sandbox = lambda: None  # type: ignore[method-assign]
    sys.modules.setdefault("checks", silent_checks())
    lessons = [Lesson(name, course, with_sandbox, without) for name in course.names]
    for lesson in lessons:
        lesson.warm()
    gc.freeze()  # as a process of the pool
    for number in range(rounds):  # each lesson's are far apart, so that a slow spell of the machine hits none alone
        for lesson in lessons:
            lesson.round(number, counted)
    with_sandbox.close()
    without.close()
    print(f"ms of a submission (the least of {rounds:2} rounds)     in the    bare      no  sandbox  worker and")
    print("lesson        calls  processes  page faults  sandbox  worker  worker     adds  channel add  together  judging")
    for lesson in lessons:
        best = lesson.best
        print(
            f"{lesson.name:12} {lesson.calls:6} {lesson.processes:10} {lesson.faults:12,} "
            f"{best['sandbox']:8.1f} {best['worker']:7.1f} {best['here']:7.1f} "
            f"{best['sandbox'] - best['worker']:8.1f} {best['worker'] - best['here']:12.1f} {lesson.together:9.1f} "
            f"{lesson.judging:8.1f}"
        )
    print(f"a page that is copied after a fork costs {page_cost():.1f} microseconds here")
    added = [lesson.together for lesson in lessons]
    print(
        f"sandbox, worker and channel together add {min(added):.1f} to {max(added):.1f} ms to a submission, "
        f"of {MOST:g} that they may: {'kept' if max(added) <= MOST else 'NOT kept'}"
    )
    return 0


def page_cost() -> float:
    """Microseconds that a forked process waits for its first write to a page: the least of five tries."""
    with mmap.mmap(-1, PAGES * mmap.PAGESIZE, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS) as shared:
        places = range(0, PAGES * mmap.PAGESIZE, mmap.PAGESIZE)
        for place in places:
            shared[place] = 1
        return min(_forked(shared, places) for _ in range(5)) / PAGES


def _forked(shared: mmap.mmap, places: range) -> float:
    """Microseconds that a fork takes to write to these places for the first time rather than again."""
    reader, writer = os.pipe()
    if os.fork() == 0:
        try:
            seconds = []
            for _ in range(2):
                start = time.perf_counter()
                for place in places:
                    shared[place] = 2
                seconds.append(time.perf_counter() - start)
            os.write(writer, f"{(seconds[0] - seconds[1]) * 1e6}".encode())
        finally:
            os._exit(0)
    os.close(writer)
    with os.fdopen(reader) as text:
        found = float(text.read())
    os.wait()
    return found


def _score(grader: Grader, restored: dict[str, Any], lesson: str) -> float:
    return sum(result.score for result in grader.grade_restored(restored, lesson))


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 30))
