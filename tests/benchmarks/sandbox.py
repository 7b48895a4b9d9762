"""What the sandbox and the channel add to a submission: `python -m tests.benchmarks.sandbox [ROUNDS]`.

The same right notebook is graded in turn three ways, so that a busy machine hurts all alike: in a worker
as always, in a worker without its sandbox, and with no worker at all. The last does the same work (the
cells as often, the same calls in the same order, the same comparisons), with cells and calls in this process.
"""

from __future__ import annotations

import json
import os
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, ClassVar
from unittest import mock

from autograder import grading
from autograder.cells import silent_checks
from autograder.course import load_course
from autograder.demo import fill
from autograder.exercise import Check
from autograder.grading import Grader
from autograder.launcher import Launcher
from autograder.lesson import solution
from autograder.outcome import Outcome, call_here
from autograder.runner import share_a_core
from autograder.session import Order, Session

ROOT = Path(__file__).resolve().parents[2]
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


class OpenLauncher(Launcher):
    """Starts workers that nothing holds in."""

    def _given(self, control: int, scratch: str) -> bytes:
        given = json.loads(super()._given(control, scratch))
        given["modules"]["autograder.sandbox"] += OPEN
        return json.dumps(given).encode()


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
    """The score without a worker."""
    for name, orders in grader._orders(lesson).items():
        entries = grader.key(lesson).exercises[name].cases
        Here.checks.update((id(order), entry.check) for order, entry in zip(orders, entries, strict=True))
    with mock.patch.object(grading, "Session", Here):
        return _score(grader, restored, lesson)


def main(rounds: int) -> int:
    if hasattr(os, "sched_setaffinity"):  # as a process of the pool
        share_a_core(min(os.sched_getaffinity(0)))
    course = load_course(ROOT)
    with_sandbox, without = Grader(course), Grader(course)
    without.launcher = OpenLauncher()
    without._enter_sandbox = lambda: None  # type: ignore[method-assign]
    sys.modules.setdefault("checks", silent_checks())
    together = []
    for lesson in course.names:
        key = with_sandbox.key(lesson)
        release = json.loads((course.assignments_folder / lesson / f"{lesson}.ipynb").read_text("utf-8"))
        answers = {name: solution(cell.source) for name, cell in key.lesson.answers.items()}
        restored = with_sandbox.restore(json.dumps(fill(release, answers)).encode(), lesson)
        ways: dict[str, Callable[[], float]] = {
            "sandbox": lambda restored=restored, lesson=lesson: _score(with_sandbox, restored, lesson),
            "worker": lambda restored=restored, lesson=lesson: _score(without, restored, lesson),
            "here": lambda restored=restored, lesson=lesson: here(with_sandbox, restored, lesson),
        }
        times: dict[str, list[float]] = {name: [] for name in ways}
        for turn in range(rounds + 1):
            for name, way in ways.items():
                start = time.perf_counter()
                assert way() == key.max_score
                if turn:  # the first one starts the worker
                    times[name].append((time.perf_counter() - start) * 1000)
        best = {name: min(found) for name, found in times.items()}  # what a busy machine disturbs least
        together.append(best["sandbox"] - best["here"])
        calls = sum(len(exercise.order) for exercise in key.exercises.values())
        print(
            f"{lesson:12} {calls:3} calls: {best['sandbox']:6.1f} ms in the sandbox, {best['worker']:6.1f} in a bare worker, "
            f"{best['here']:6.1f} in this process: the sandbox adds {best['sandbox'] - best['worker']:4.1f} ms, "
            f"worker and channel {best['worker'] - best['here']:5.1f}, together {together[-1]:5.1f}"
        )
    with_sandbox.close()
    without.close()
    middle = statistics.median(together)  # of the lessons, whatever else the machine does
    kept = "kept" if middle <= MOST else "NOT kept"
    print(f"sandbox, worker and channel together add {middle:.1f} ms, of {MOST:g} that they may: {kept}")
    return 0


def _score(grader: Grader, restored: dict[str, Any], lesson: str) -> float:
    return sum(result.score for result in grader.grade_restored(restored, lesson))


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 15))
