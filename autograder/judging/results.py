"""What grading found, as data: one record a submission, exercise and check (format version 1)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

CheckStatus = Literal["passed", "failed", "error"]
Status = Literal["graded", "unreadable", "error"]


@dataclass(frozen=True)
class CheckResult:
    """`failed` is the student's side, `error` the grader's: never a student's zero."""

    title: str
    points: float
    score: float
    status: CheckStatus
    message: str
    hidden: bool = True


@dataclass(frozen=True)
class ExerciseResult:
    name: str
    score: float
    max_score: float
    misconception: str | None
    hint: str | None
    checks: tuple[CheckResult, ...]

    @property
    def reason(self) -> str:
        """A few words on why points are missing; empty where none are."""
        if self.misconception:
            return self.misconception
        return next((check.message for check in self.checks if check.status != "passed"), "")


@dataclass(frozen=True)
class SubmissionReport:
    """`message` says why a submission is `unreadable` or ended in `error`."""

    notebook: str
    assignment: str | None
    student: str | None
    status: Status
    message: str | None
    score: float
    max_score: float
    exercises: tuple[ExerciseResult, ...]

    @property
    def needs_person(self) -> bool:
        return self.status != "graded"


@dataclass(frozen=True)
class Submission:
    """What is recorded of a submission: the notebook, rebuilt around the student's cells (None where it cannot be
    read), and its report (None where nbgrader's own step is to run the notebook)."""

    notebook: dict[str, Any] | None
    report: SubmissionReport | None


def points(value: float) -> str:
    """A score for people: 3, 2.5."""
    return f"{value:g}"
