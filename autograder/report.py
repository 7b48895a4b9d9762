"""What grading found, as data: one record a submission, exercise and check (format version 1)."""

from __future__ import annotations

import contextlib
import dataclasses
import json
import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Literal

FORMAT_VERSION = 1

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


@dataclass(frozen=True)
class Progress:
    """How far the grading of a class is, in submissions."""

    total: int
    done: int
    need_person: int


def to_json(reports: list[SubmissionReport], sandbox: str) -> str:
    document: dict[str, Any] = {
        "format_version": FORMAT_VERSION,
        "sandbox": sandbox,
        "submissions": [dataclasses.asdict(report) for report in reports],
    }
    return json.dumps(document, indent=1, ensure_ascii=True) + "\n"


def write_whole(path: Path, text: str) -> None:
    """Write beside, then rename: a reader never sees half a file."""
    with writing(path) as file:
        file.write(text)


@contextlib.contextmanager
def writing(path: Path) -> Iterator[IO[str]]:
    """A file that takes its place when it is whole; where the block fails, it never does."""
    with tempfile.NamedTemporaryFile(
        "w", encoding="utf-8", dir=path.parent, prefix=f".{path.name[:40]}.", delete=False
    ) as file:
        try:
            yield file
            file.close()
            os.chmod(file.name, 0o644)
            os.replace(file.name, path)
        except BaseException:
            Path(file.name).unlink(missing_ok=True)
            raise


def points(value: float) -> str:
    """A score for people: 3, 2.5."""
    return f"{value:g}"
