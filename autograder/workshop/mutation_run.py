"""Every mutant of a reference, against the hidden cases: which of them live."""

from __future__ import annotations

import contextlib
import signal
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from types import CodeType
from typing import TYPE_CHECKING, Any

from autograder.authoring.lesson_text import solution
from autograder.key.outcome import call_here, problem
from autograder.key.records import ExerciseKey, LessonKey

if TYPE_CHECKING:
    from autograder.workshop.mutants import Mutant

TIMES, MORE = 10.0, 0.2  # a mutant may take so many times the reference's CPU seconds, and so many more
WAITING = 60.0  # seconds for one that waits, and so takes no CPU seconds


@dataclass(frozen=True)
class Hunt:
    """The mutants of an exercise's reference, and the CPU seconds that each may take on all cases."""

    mutants: list[Mutant]
    seconds: float


def begin(lesson: LessonKey, name: str) -> Hunt:
    from autograder.workshop.mutants import mutants

    source = solution(lesson.lesson.answers[name].source)
    key = lesson.exercises[name]
    start = time.process_time()
    _catching(key, source, _namespace(_before(lesson, name)), list(range(len(key.cases))))
    return Hunt(mutants(source), TIMES * (time.process_time() - start) + MORE)


def survivors(lesson: LessonKey, name: str, hunted: Sequence[Mutant], seconds: float) -> list[Mutant]:
    """Those mutants from which the hidden cases take no mark. The case that caught
    the last one is tried first on the next: neighbours in the text mostly fail alike."""
    key = lesson.exercises[name]
    before = _before(lesson, name)
    order = list(range(len(key.cases)))
    alive = []
    for mutant in hunted:
        try:
            with _within(seconds):
                catching = _catching(key, mutant.source, _namespace(before), order)
        except (Exception, _Late):  # noqa: BLE001 — a mutant may raise anything, or not end: then it is caught
            continue
        if catching is None:
            alive.append(mutant)
        else:
            order.remove(catching)
            order.insert(0, catching)
    return alive


def _before(lesson: LessonKey, name: str) -> list[CodeType]:
    """What runs before an exercise's cell: setup and the answers before it, compiled once."""
    sources = [lesson.lesson.setup]
    for other, cell in lesson.lesson.answers.items():
        if other == name:
            break
        sources.append(cell.source)
    return [compile(source, "before", "exec") for source in sources]


def _namespace(before: list[CodeType]) -> dict[str, Any]:
    """A namespace of its own for each mutant: no mutant can spoil it for the next."""
    space: dict[str, Any] = {}
    for code in before:
        exec(code, space)
    return space


def _catching(key: ExerciseKey, source: str, space: dict[str, Any], order: Sequence[int]) -> int | None:
    """The first case, in this order, that the source fails; None where it passes all of them."""
    exec(source, space)
    answer = space[key.exercise.name]
    for place in order:
        case = key.cases[place]
        got = call_here(answer, case.check, case.case)
        if problem(case.check, case.case, case.expected, got) is not None:
            return place
    return None


class _Late(BaseException):
    """A mutant that took too long; no `except Exception` of its own stops this."""


@contextlib.contextmanager
def _within(seconds: float) -> Iterator[None]:
    """Raises _Late after so many seconds of CPU: those of a busy machine's clock would be fewer."""

    def late(number: int, frame: object) -> None:
        raise _Late

    clocks = ((signal.SIGPROF, signal.ITIMER_PROF, seconds), (signal.SIGALRM, signal.ITIMER_REAL, WAITING))
    before = [signal.signal(number, late) for number, _clock, _limit in clocks]
    try:
        for _number, clock, limit in clocks:
            signal.setitimer(clock, limit)
        yield
    finally:
        for (number, clock, _limit), handler in zip(clocks, before, strict=True):
            signal.setitimer(clock, 0)
            signal.signal(number, handler)
