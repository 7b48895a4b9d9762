"""What an answer key holds: for every case the inputs, the reference's outcome, Keras' and each wrong answer's."""

from __future__ import annotations

import functools
import random
from dataclasses import dataclass
from typing import Any

import numpy as np

from autograder.authoring.exercise import Case, Check, Exercise
from autograder.authoring.lesson_text import Lesson
from autograder.key.outcome import Outcome, problem
from autograder.student.compare import Difference, difference


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
