"""What a class's reports say together: gathered one after another, written as a page, as CSV and as JSON."""

from __future__ import annotations

import dataclasses
import os
import statistics
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from autograder.base.course import Course
from autograder.base.errors import CourseError
from autograder.base.safe_text import plain_text
from autograder.judging.results import ExerciseResult, SubmissionReport
from autograder.reports.store import Kept, reports_folder
from autograder.reports.table import WHY


@dataclass(frozen=True)
class Row:
    """What a submission adds to the table of a class. Its texts are safe to print, not yet escaped."""

    lesson: str
    student: str
    status: str
    score: float
    max_score: float
    scores: dict[str, float]
    why: str


@dataclass
class Check:
    """How a check went over all graded submissions."""

    title: str
    points: float
    passed: int = 0
    failed: int = 0
    error: int = 0

    @property
    def tried(self) -> int:
        return self.passed + self.failed + self.error

    @property
    def percent(self) -> float:
        """The part of the class that passed; an error of the grader counts for neither side."""
        judged = self.passed + self.failed
        return 100 * self.passed / judged if judged else 0.0


@dataclass
class Reason:
    """Why points are missing in an exercise, and whose: a `named` misconception, or the first failure."""

    exercise: str
    text: str
    named: bool
    hint: str
    students: list[str] = field(default_factory=list)


class ClassSummary:
    """What a class did in a lesson. Of each report only a row and its part in the counts is held."""

    def __init__(self, lesson: str) -> None:
        self.lesson = lesson
        self.rows: list[Row] = []
        self.need_person: list[tuple[str, str, str]] = []  # student, status, reason
        self.first_at, self.last_at = float("inf"), 0.0
        self.seconds: list[float] = []
        self._sandboxes: dict[str, None] = {}
        self._checks: dict[str, dict[str, Check]] = {}
        self._reasons: dict[tuple[str, str, bool], Reason] = {}
        self._same: defaultdict[str, list[str]] = defaultdict(list)

    def add(self, kept: Kept) -> None:
        report = kept.report
        student = plain_text(report.student or report.notebook)
        self.first_at, self.last_at = min(self.first_at, kept.at), max(self.last_at, kept.at)
        if kept.seconds is not None:
            self.seconds.append(kept.seconds)
        if kept.sandbox:
            self._sandboxes[plain_text(kept.sandbox)] = None
        if kept.content:
            self._same[kept.content].append(student)
        if report.needs_person:
            self.need_person.append((student, report.status, short(report.message or "no reason is known")))
        for exercise in report.exercises:
            self._add_exercise(student, exercise)
        self.rows.append(_row(self.lesson, student, report))

    def _add_exercise(self, student: str, exercise: ExerciseResult) -> None:
        checks = self._checks.setdefault(exercise.name, {})
        for result in exercise.checks:
            title = plain_text(result.title)
            check = checks.setdefault(title, Check(title, result.points))
            setattr(check, result.status, getattr(check, result.status) + 1)
            if result.status == "error":
                self.need_person.append((student, "error", short(f"{exercise.name}: {title} {result.message}")))
        if exercise.reason:
            text, named = short(exercise.reason), exercise.misconception is not None
            hint = plain_text(exercise.hint or "") if named else ""
            reason = Reason(exercise.name, text, named, hint)
            self._reasons.setdefault((exercise.name, text, named), reason).students.append(student)

    @property
    def exercises(self) -> dict[str, list[Check]]:
        return {name: list(checks.values()) for name, checks in self._checks.items()}

    @property
    def sandboxes(self) -> list[str]:
        return list(self._sandboxes)

    @property
    def graded(self) -> list[Row]:
        return [row for row in self.rows if row.status == "graded"]

    @property
    def max_score(self) -> float:
        return max((row.max_score for row in self.rows), default=0.0)

    def reasons(self, *, named: bool) -> list[Reason]:
        """Most frequent first; of equals, the one that was met first."""
        chosen = [reason for reason in self._reasons.values() if reason.named is named]
        return sorted(chosen, key=lambda reason: -len(reason.students))

    def identical(self) -> list[tuple[str, list[str]]]:
        """(hash, students) of each notebook that more than one handed in, the largest group first."""
        groups = [(content, students) for content, students in self._same.items() if len(students) > 1]
        return sorted(groups, key=lambda group: -len(group[1]))

    def spread(self) -> dict[str, float]:
        """Lowest, quartiles, highest and mean of the graded marks; empty where there are none."""
        marks = sorted(row.score for row in self.graded)
        if not marks:
            return {}
        if len(marks) == 1:
            marks *= 2  # a quartile needs two
        low, middle, high = statistics.quantiles(marks, n=4, method="inclusive")
        return {
            "lowest": marks[0], "lower_quartile": low, "median": middle, "upper_quartile": high,
            "highest": marks[-1], "mean": round(statistics.fmean(marks), 4),
        }  # fmt: skip

    def as_json(self) -> dict[str, Any]:
        return {
            "assignment": self.lesson,
            "submissions": len(self.rows),
            "graded": len(self.graded),
            "max_score": self.max_score,
            "marks": self.spread(),
            "sandboxes": self.sandboxes,
            "checks": [
                {"exercise": name, **dataclasses.asdict(check)}
                for name, checks in self.exercises.items()
                for check in checks
            ],
            "misconceptions": [_reason_json(reason) for reason in self.reasons(named=True)],
            "other_reasons": [_reason_json(reason) for reason in self.reasons(named=False)],
            "need_person": [
                {"student": student, "status": status, "reason": reason}
                for student, status, reason in self.need_person
            ],
            "identical": [students for _content, students in self.identical()],
        }


def _reason_json(reason: Reason) -> dict[str, Any]:
    return {"exercise": reason.exercise, "text": reason.text, "count": len(reason.students),
            "students": reason.students}  # fmt: skip


def short(text: str) -> str:
    clean = plain_text(text)
    return clean if len(clean) <= WHY else clean[: WHY - 1] + "…"


def _row(lesson: str, student: str, report: SubmissionReport) -> Row:
    reasons = dict.fromkeys(f"{e.name}: {_without(e.name, e.reason)}" for e in report.exercises if e.reason)
    why = report.message or "" if report.needs_person else "; ".join(reasons)
    scores = {exercise.name: exercise.score for exercise in report.exercises}
    return Row(lesson, student, report.status, report.score, report.max_score, scores, plain_text(why))


def _without(name: str, reason: str) -> str:
    """A failure's text begins with its exercise's name already."""
    return reason.removeprefix(f"{name}: ").removeprefix(f"{name} ")


def graded_lessons(course: Course) -> list[str]:
    """The lessons that have reports. Raises CourseError where none has."""
    found = [name for name in course.names if any(reports_folder(course, name).glob("*.json"))]
    if not found:
        raise CourseError(
            f"{course.root}: no submission of any lesson has been graded yet; "
            f"run `autograder autograde {course.names[0]}`"
        )
    return found


def without_report(course: Course, summary: ClassSummary) -> list[tuple[str, str]]:
    """(student, reason) of those who have a folder but no report."""
    known = {row.student for row in summary.rows}
    found = []
    for folder in sorted((course.root / "submitted").glob(f"*/{summary.lesson}")):
        student = plain_text(folder.parent.name)
        if folder.is_dir() and student not in known:
            there = os.path.lexists(folder / f"{summary.lesson}.ipynb")
            found.append((student, "handed in, not graded yet" if there else "handed in no notebook"))
    return found
