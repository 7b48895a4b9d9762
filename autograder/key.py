"""The answer key: for every case the inputs, the reference's outcome, Keras' and each wrong answer's.

It is compiled where it is needed (`autograder.compilation`), and cached in `.build/keys/`; `autograder.keyhead`
says which key a lesson needs.
"""

from __future__ import annotations

import functools
import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from autograder import channel
from autograder.compare import Difference, difference
from autograder.compilation import compile_keys
from autograder.course import Course
from autograder.exercise import Case, Check, Exercise
from autograder.hiddenfile import load_exercises
from autograder.keyhead import damaged, key_path, opened
from autograder.lesson import Cell, Lesson
from autograder.outcome import Outcome, problem

MAX_CELL = 2**24  # characters of a cell of the lesson's text


@dataclass(frozen=True)
class KeyCase:
    """A case of a check with all that is known about it."""

    check: Check
    case: Case
    expected: Outcome
    keras: Outcome | None
    wrong: dict[str, Outcome]

    @property
    def may_change(self) -> bool:
        """Whether it matters that a call changes its arguments: the check asks, or it tells a wrong
        answer from others."""
        return self.check.unchanged or any(outcome.changed for outcome in self.wrong.values())


@dataclass(frozen=True)
class ExerciseKey:
    exercise: Exercise
    cases: tuple[KeyCase, ...]
    public: tuple[KeyCase, ...]
    picture: dict[str, Any] | None = None  # its right values, and whether they are Keras'

    @functools.cached_property
    def order(self) -> list[int]:
        """The order in which the cases are asked: shuffled, and the first plain one asked again at
        the end, so that an answer remembered from an earlier call earns nothing."""
        places = list(range(len(self.cases)))
        random.Random(self.exercise.name).shuffle(places)
        plain = (n for n in places if self.cases[n].check.holds is None and not self.cases[n].case.raises)
        return [*places, *list(plain)[:1]]

    def problem(self, case: KeyCase, got: Outcome) -> Difference | None:
        """Why a case fails: against the reference at the check's tolerance, and against Keras at the
        tolerance that Keras reaches."""
        found = problem(case.check, case.case, case.expected, got)
        if found is not None or case.keras is None or got.kind != "value" or case.check.holds:
            return found
        oracle = self.exercise.oracle
        assert oracle is not None
        rtol, atol = oracle.rtol + case.check.rtol, oracle.atol + case.check.atol
        return difference(case.keras.value, got.value, rtol, atol)

    @functools.cached_property
    def wrong_problems(self) -> dict[str, list[Difference | None]]:
        """Why each named wrong answer fails each case, or None where it passes."""
        with np.errstate(all="ignore"):
            return {
                wrong.name: [self.problem(case, case.wrong[wrong.name]) for case in self.cases]
                for wrong in self.exercise.wrongs
            }


@dataclass(frozen=True)
class LessonKey:
    """A lesson with its compiled exercises, in the order of the text. `digest` names the key."""

    lesson: Lesson
    exercises: dict[str, ExerciseKey]
    digest: str

    @property
    def max_score(self) -> float:
        return sum(key.exercise.points for key in self.exercises.values())


def load_key(course: Course, name: str) -> LessonKey:
    """The lesson's key, compiled first where there is none. It holds the lesson's cells too, so that
    grading need not parse the text."""
    path = key_path(course, course.require(name))
    if not path.is_file():
        compile_keys(course, [name])
    head, body = opened(path, path.read_bytes())
    try:
        stored = channel.decode(body, MAX_CELL)
    except channel.ChannelError as error:
        raise damaged(path, str(error)) from None
    hidden = load_exercises(course.lesson_folder(name), stored["exercises"])
    exercises = {
        exercise: ExerciseKey(
            hidden[exercise],
            tuple(_unpack_cases(hidden[exercise].checks, parts["cases"])),
            tuple(_unpack_cases(hidden[exercise].public, parts["public"])),
            parts["picture"],
        )
        for exercise, parts in stored["exercises"].items()
    }
    cells = tuple(Cell(*cell) for cell in stored["cells"])
    return LessonKey(Lesson(name, course.lesson_file(name), cells), exercises, head.digest)


def _unpack_cases(checks: list[Check], stored: list[dict[str, Any]]) -> Iterator[KeyCase]:
    by_name = {check.name: check for check in checks}
    for entry in stored:
        keras = entry["keras"]
        yield KeyCase(
            check=by_name[entry["check"]],
            case=Case(tuple(entry["args"]), entry["kwargs"], entry["raises"]),
            expected=Outcome.unpack(entry["expected"]),
            keras=None if keras is None else Outcome.unpack(keras),
            wrong={name: Outcome.unpack(data) for name, data in entry["wrong"].items()},
        )
