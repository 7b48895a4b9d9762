"""The page and the table of a class, gathered and written."""

from __future__ import annotations

import csv
import dataclasses
import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import IO

from autograder.base.course import Course
from autograder.base.errors import CourseError
from autograder.base.files import writing
from autograder.base.safe_text import cell
from autograder.reports.class_summary import ClassSummary, graded_lessons
from autograder.reports.store import FORMAT_VERSION, every

ALL_LESSONS = "all-lessons"  # the files' name; no lesson can have it, for it is no identifier


def write(course: Course, assignment: str | None = None, out: Path | None = None) -> list[Path]:
    """Write the report of a lesson, or of all that have reports: the page, the CSV and the JSON, each
    as a whole or none. Returns the three files. Raises CourseError."""
    from autograder.reports.class_page import page

    lessons = graded_lessons(course) if assignment is None else [course.require(assignment)]
    folder = (out or course.build_folder / "reports").absolute()
    targets = [folder / f"{assignment or ALL_LESSONS}.{kind}" for kind in ("html", "csv", "json")]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with ExitStack() as whole:
            html, table, data = [whole.enter_context(writing(target)) for target in targets]
            summaries = _gather(course, lessons, data)
            _write_csv(table, summaries)
            html.write(page(course, summaries, folder, overview=assignment is None))
    except OSError as error:
        raise CourseError(
            f"{error.filename or folder}: cannot be read or written ({error.strerror}); make room, mend the "
            "permissions, or name another folder with --out"
        ) from None
    return targets


def _gather(course: Course, lessons: Sequence[str], data: IO[str]) -> list[ClassSummary]:
    """Read the reports once; each goes into the JSON as it comes."""
    summaries = [ClassSummary(name) for name in lessons]
    data.write(f'{{"format_version": {FORMAT_VERSION},\n"submissions": [')
    comma = "\n"
    for summary in summaries:
        for kept in every(course, summary.lesson):
            summary.add(kept)
            data.write(comma + json.dumps(dataclasses.asdict(kept.report)))
            comma = ",\n"
    sandboxes = dict.fromkeys(sandbox for summary in summaries for sandbox in summary.sandboxes)
    about = {"course": course.title, "lessons": [summary.as_json() for summary in summaries]}
    data.write(f'\n],\n"sandbox": {json.dumps("; ".join(sandboxes) or None)},\n')
    data.write(f'"summary": {json.dumps(about, indent=1)}}}\n')
    return summaries


def _write_csv(file: IO[str], summaries: Iterable[ClassSummary]) -> None:
    summaries = list(summaries)
    exercises = list(dict.fromkeys(name for summary in summaries for name in summary.exercises))
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(
        ["assignment", "student", "status", "score", "max_score", *map(cell, exercises), "identical", "why"]
    )
    for summary in summaries:
        writer.writerows(_csv_rows(summary, exercises))


def _csv_rows(summary: ClassSummary, exercises: list[str]) -> Iterator[list[object]]:
    """A submission that needs a person has no marks: it is no zero. Who handed in the same bytes has the
    same number under `identical`."""
    group = {
        student: number
        for number, (_content, students) in enumerate(summary.identical(), 1)
        for student in students
    }
    for row in summary.rows:
        marks = [row.scores.get(name, "") for name in exercises]
        score = row.score if row.status == "graded" else ""
        yield [
            row.lesson, cell(row.student), row.status, score, row.max_score, *marks,
            group.get(row.student, ""), cell(row.why),
        ]  # fmt: skip
