"""From a submitted notebook to its report: read, restore, run, judge."""

from __future__ import annotations

import dataclasses
import functools
from pathlib import Path
from typing import Any

from autograder.authoring.lesson_text import exercise_names
from autograder.base.course import Course
from autograder.base.errors import CourseError, GraderError
from autograder.grading import restoring, submission_file
from autograder.grading.launcher import Launcher
from autograder.grading.orders import Order
from autograder.grading.questions import ask, ask_anew
from autograder.grading.session import Session
from autograder.grading.steps import Run, plan
from autograder.judging.cell_errors import CellError
from autograder.judging.judge import judge
from autograder.judging.results import ExerciseResult, SubmissionReport
from autograder.key.outcome import Outcome, most_values
from autograder.key.records import LessonKey
from autograder.key.store import load_key
from autograder.release.source_notebook import source_notebook

# Which layers of the sandbox each setting of `sandbox:` in `course.yaml` demands.
DEMANDED = {"full": ("namespaces", "landlock", "seccomp"), "required": ("landlock", "seccomp"), "none": ()}
EDITED = "You changed a cell that came with the notebook; it is graded as it was handed out."


class Grader:
    """Grades submissions of one course, with one warm worker parent."""

    def __init__(self, course: Course) -> None:
        self.course = course
        self.launcher = Launcher()
        self._key = functools.cache(lambda name: load_key(course, name))
        self._orders = functools.cache(lambda name: _orders(self._key(name)))
        self._source = functools.cache(lambda name: source_notebook(self._key(name), course))

    def close(self) -> None:
        self.launcher.close()

    @property
    def sandbox(self) -> str:
        """Which protections the workers run under."""
        return str(self.launcher.start())

    def _enter_sandbox(self) -> None:
        """Start the worker's parent; refuse to grade where it lacks what the course demands."""
        if self.launcher.protection is not None:
            return
        protection = self.launcher.start()
        lacking = [layer for layer in DEMANDED[self.course.sandbox] if layer in protection.missing]
        if lacking:
            raise CourseError(
                f"{self.course.root / 'course.yaml'}: sandbox: {self.course.sandbox}, but this machine has no "
                f"{lacking[0]}: {protection.missing[lacking[0]]}; mend that, or say 'sandbox: none' to "
                "grade without protection"
            )

    def prepare(self, lesson: str) -> None:
        """Read all that grading this lesson needs; after that the course's folder may be gone."""
        self.source(lesson)
        self._orders(lesson)
        _answers(self.course, lesson)

    def key(self, lesson: str) -> LessonKey:
        key: LessonKey = self._key(lesson)
        return key

    def source(self, lesson: str) -> dict[str, Any]:
        source: dict[str, Any] = self._source(lesson)
        return source

    def restore(self, data: bytes, lesson: str) -> dict[str, Any]:
        """The submission rebuilt around the student's cells; raises Unreadable."""
        submitted = submission_file.parse(data)
        source = self.source(lesson)
        if not restoring.belongs(submitted, _answers(self.course, lesson)):
            raise submission_file.Unreadable(
                f"none of its cells is from the lesson {lesson!r}; start from the released notebook"
            )
        return restoring.restore(submitted, source)

    def grade_restored(self, restored: dict[str, Any], lesson: str) -> list[ExerciseResult]:
        """The result of every exercise; one retry where the trusted side itself fails."""
        try:
            return self._grade(restored, lesson)
        except GraderError:
            self.launcher.close()
            self.launcher = Launcher()
            return self._grade(restored, lesson)

    def _grade(self, restored: dict[str, Any], lesson: str) -> list[ExerciseResult]:
        key = self.key(lesson)
        self._enter_sandbox()
        orders = self._orders(lesson)
        steps = list(plan(restored))
        session = Session(self.launcher, self.course.limits)
        broken: dict[str, CellError] = {}
        clues: dict[str, str] = {}  # for each exercise, why a name above it may be missing
        clue: str | None = None
        outcomes: dict[str, list[Outcome]] = {}
        try:
            for step in steps:
                if isinstance(step, Run):
                    error = session.run(step.source)
                    if error is not None and step.exercise is not None:
                        broken[step.exercise] = error
                    elif error is not None:
                        clue = f"A cell of your own above this one {error.text}."
                    elif step.edited:
                        clue = EDITED
                else:
                    name = step.exercise
                    if clue is not None:
                        clues[name] = clue
                    outcomes[name] = ask(session, key.exercises[name], orders[name], broken.get(name))
            session = session.anew()
            ask_anew(session, key, orders, steps, outcomes)
        finally:
            session.close()
        feedback = self.course.feedback
        return [
            judge(exercise, outcomes[name], feedback, clues.get(name)) for name, exercise in key.exercises.items()
        ]

    def grade_file(
        self, path: Path, assignment: str | None, student: str | None = None
    ) -> SubmissionReport:
        """The report of one file. Raises CourseError only where it is of no lesson of the course."""
        try:
            data = submission_file.read_bytes(path, self.course.limits.notebook_mb)
            lesson = assignment or recognise(self.course, data, path)
        except submission_file.Unreadable as error:
            maximum = self.key(assignment).max_score if assignment else 0.0
            return unreadable(str(path), assignment, student, str(error), maximum)
        report = self.grade_bytes(data, lesson)
        return dataclasses.replace(report, notebook=str(path), student=student)

    def grade_bytes(self, data: bytes, lesson: str) -> SubmissionReport:
        """The report of a submission's bytes, as yet without its file's name and student."""
        return self.grade_and_restore(data, lesson)[0]

    def grade_and_restore(self, data: bytes, lesson: str) -> tuple[SubmissionReport, dict[str, Any] | None]:
        """The report of a submission's bytes, as yet without its file's name and student, and the notebook that was
        graded, rebuilt around the student's cells; None where the submission is unreadable."""
        max_score = self.key(lesson).max_score
        restored = None
        try:
            restored = self.restore(data, lesson)
            results = self.grade_restored(restored, lesson)
        except submission_file.Unreadable as error:
            return unreadable("", lesson, None, str(error), max_score), None
        except GraderError as error:
            return SubmissionReport("", lesson, None, "error", str(error), 0.0, max_score, ()), restored
        score = sum(result.score for result in results)
        return SubmissionReport("", lesson, None, "graded", None, score, max_score, tuple(results)), restored


def recognise(course: Course, data: bytes, path: Path) -> str:
    """The lesson that a notebook is of, by its cells. Raises Unreadable, and CourseError where it is
    of none."""
    submitted = submission_file.parse(data)
    for name in course.names:
        if restoring.belongs(submitted, _answers(course, name)):
            return name
    raise CourseError(
        f"{path}: this is a notebook of another course: none of its cells is from "
        f"{', '.join(course.names)}; name a lesson with --assignment if it is"
    )


@functools.cache
def _answers(course: Course, name: str) -> frozenset[str]:
    return frozenset(exercise_names(course.lesson_file(name)))


def unreadable(
    notebook: str, lesson: str | None, student: str | None, reason: str, max_score: float = 0.0
) -> SubmissionReport:
    return SubmissionReport(notebook, lesson, student, "unreadable", reason, 0.0, max_score, ())


def _orders(key: LessonKey) -> dict[str, list[Order]]:
    """For each exercise the orders of its cases."""
    return {
        name: [
            Order.of(name, entry.check, entry.case, entry.may_change, most_values(entry.expected))
            for entry in exercise.cases
        ]
        for name, exercise in key.exercises.items()
    }
