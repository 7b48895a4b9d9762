"""Grading notebooks that lie anywhere, without a gradebook: what `autograder grade` does."""

from __future__ import annotations

import contextlib
import dataclasses
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from autograder.base.course import Course
from autograder.base.errors import CourseError
from autograder.grading.grader import Grader, recognise, unreadable
from autograder.grading.submission_file import Unreadable, read_bytes
from autograder.judging.results import SubmissionReport
from autograder.running.bundle import Bundle
from autograder.running.pools import Pool, pool_here
from autograder.running.progress import Progress
from autograder.running.schedule import graded


@dataclass(frozen=True)
class Found:
    reports: list[SubmissionReport]
    sandbox: str


def grade(
    course: Course,
    notebooks: Sequence[Path],
    assignment: str | None,
    workers: int | None,
    named: Sequence[Path],
    progress: Callable[[Progress], None],
) -> Found:
    """The reports of notebooks, in their order. Raises CourseError where the only one, which was `named`, is of
    another course; among others such a notebook is reported."""
    reports: dict[Path, SubmissionReport] = {}
    lessons = _lessons(course, notebooks, assignment, named, reports)
    sandbox = ""
    if lessons:
        bundle = Bundle.of(course, dict.fromkeys(lessons.values()))
        failures = sum(report.needs_person for report in reports.values())

        def start() -> Pool:
            return pool_here(grader, bundle, len(lessons), workers)

        with contextlib.closing(Grader(course)) as grader:
            for path, outcome in graded(start, _jobs(course, grader, lessons, reports), course.limits):
                if isinstance(outcome, str):
                    found = SubmissionReport("", lessons[path], None, "error", outcome, 0.0, 0.0, ())
                else:
                    found, sandbox = outcome.report, sandbox or outcome.sandbox
                reports[path] = dataclasses.replace(found, notebook=str(path), student=_student(path))
                failures += reports[path].needs_person
                progress(Progress(len(notebooks), len(reports), failures))
    return Found([reports[path] for path in notebooks], sandbox)


def _lessons(
    course: Course,
    notebooks: Sequence[Path],
    assignment: str | None,
    named: Sequence[Path],
    reports: dict[Path, SubmissionReport],
) -> dict[Path, str]:
    """The lesson of each notebook; those that have none are reported."""
    lessons = {}
    for path in notebooks:
        try:
            lessons[path] = assignment or recognise(course, read_bytes(path, course.limits.notebook_mb), path)
        except Unreadable as error:
            reports[path] = unreadable(str(path), None, _student(path), str(error))
        except CourseError as error:
            if path in named and len(notebooks) == 1:
                raise
            reports[path] = unreadable(str(path), None, _student(path), str(error))
    return lessons


def _jobs(
    course: Course, grader: Grader, lessons: dict[Path, str], reports: dict[Path, SubmissionReport]
) -> Iterator[tuple[Path, str, bytes]]:
    for path, lesson in lessons.items():
        try:
            yield path, lesson, read_bytes(path, course.limits.notebook_mb)
        except Unreadable as error:
            maximum = grader.key(lesson).max_score
            reports[path] = unreadable(str(path), lesson, _student(path), str(error), maximum)


def _student(path: Path) -> str | None:
    """The student in nbgrader's layout, submitted/<student>/<assignment>/<notebook>."""
    parts = path.resolve().parts
    return parts[-3] if len(parts) >= 4 and parts[-4] == "submitted" else None
