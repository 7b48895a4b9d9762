"""Reports kept on disk, one a submission, and the class table made of them."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from autograder.base.course import Course
from autograder.base.errors import CourseError
from autograder.base.files import write_whole
from autograder.judging.results import CheckResult, ExerciseResult, SubmissionReport


def reports_folder(course: Course, assignment: str) -> Path:
    return course.build_folder / "reports" / assignment


@dataclasses.dataclass(frozen=True)
class Kept:
    """A report as it is kept. `made_of`: hashes of all that it depends on, of which the first word is that of
    the submission's bytes. `sandbox` and `seconds`: under what, and how long, it was run. `at`: when it was
    kept, in seconds since 1970."""

    report: SubmissionReport
    made_of: str | None
    sandbox: str | None
    seconds: float | None
    at: float

    @property
    def content(self) -> str | None:
        """The hash of the submission's bytes."""
        return self.made_of.partition(" ")[0] if self.made_of else None


def save(
    course: Course,
    report: SubmissionReport,
    made_of: str | None = None,
    *,
    sandbox: str | None = None,
    seconds: float | None = None,
) -> None:
    """Keep a report. `made_of` is said once the gradebook has it too."""
    assert report.assignment is not None
    folder = reports_folder(course, report.assignment)
    folder.mkdir(parents=True, exist_ok=True)
    kept = dataclasses.asdict(report) | {"made_of": made_of, "sandbox": sandbox, "seconds": seconds}
    write_whole(_file(folder, str(report.student)), json.dumps(kept) + "\n")


def _file(folder: Path, student: str) -> Path:
    """A student's report. No file's name is longer than 255 bytes: a longer one is known by its hash."""
    name = student if len(os.fsencode(student)) <= 250 else hashlib.sha256(os.fsencode(student)).hexdigest()
    return folder / f"{name}.json"


def kept(course: Course, assignment: str, student: str) -> Kept | None:
    """A student's kept report, or None where there is none that can be read."""
    try:
        return _read(_file(reports_folder(course, assignment), student))
    except (OSError, *_DAMAGE):
        return None


def load(course: Course, assignment: str) -> list[SubmissionReport]:
    """The reports of a class, by student. Raises CourseError where none was graded."""
    return [entry.report for entry in every(course, assignment)]


def every(course: Course, assignment: str) -> Iterator[Kept]:
    """The kept reports of a class, by student, one after another. Raises CourseError where none was graded."""
    paths = sorted(reports_folder(course, course.require(assignment)).glob("*.json"))
    if not paths:
        raise CourseError(
            f"{course.root}: no submission of {assignment!r} has been graded yet; "
            f"run `autograder autograde {assignment}`"
        )
    yield from map(_load, paths)


def stream(course: Course, assignment: str, students: Iterable[str]) -> Iterator[SubmissionReport]:
    """The reports of these students, one after another."""
    for student in students:
        path = _file(reports_folder(course, assignment), student)
        if path.is_file():
            yield _load(path).report


_DAMAGE = (ValueError, TypeError, KeyError, AttributeError)


def _read(path: Path) -> Kept:
    data = json.loads(path.read_text(encoding="utf-8"))
    made_of, sandbox, seconds = (data.pop(name, None) for name in ("made_of", "sandbox", "seconds"))
    return Kept(from_json(data), made_of, sandbox, seconds, path.stat().st_mtime)


def _load(path: Path) -> Kept:
    try:
        return _read(path)
    except _DAMAGE:
        raise CourseError(f"{path}: the report is damaged; delete it and autograde again") from None


def from_json(data: dict[str, object]) -> SubmissionReport:
    exercises = tuple(
        ExerciseResult(**{**e, "checks": tuple(CheckResult(**c) for c in e["checks"])})
        for e in data["exercises"]  # type: ignore[attr-defined]
    )
    return SubmissionReport(**{**data, "exercises": exercises})  # type: ignore[arg-type]


FORMAT_VERSION = 1


def to_json(reports: list[SubmissionReport], sandbox: str) -> str:
    document: dict[str, Any] = {
        "format_version": FORMAT_VERSION,
        "sandbox": sandbox,
        "submissions": [dataclasses.asdict(report) for report in reports],
    }
    return json.dumps(document, indent=1, ensure_ascii=True) + "\n"
