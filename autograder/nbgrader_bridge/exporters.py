"""Marks for the gradebooks of Canvas and Moodle, through `nbgrader export`:

    nbgrader export --exporter autograder.nbgrader_bridge.exporters.CanvasExporter --to canvas.csv

A mark is what nbgrader counts: the score less the late penalty. Where nothing was handed in, or what
was handed in still needs a person, the cell says "no grade": that is no zero.

Canvas' importer (`lib/gradebook_importer.rb`) wants Student, ID, SIS User ID, SIS Login ID, Section and
then the assignments, each matched by its title or by "title (ID)", and skips the row of points possible.
It finds a student by its own ID, else by SIS User ID, else by SIS Login ID. Moodle's importer
(`grade/import/csv`) lets the teacher map the columns: one that says who (ID number, username or email
address), and each other one to a grade item. It wants UTF-8, and email addresses in their exact case.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from nbgrader.api import Gradebook, MissingEntry
from nbgrader.plugins import ExportPlugin
from traitlets import Dict, Unicode

from autograder.base.files import write_whole
from autograder.base.safe_text import safe
from autograder.judging.results import points


class _Exporter(ExportPlugin):  # type: ignore[misc]
    """What the two have in common: who, which assignments, which mark, and the file."""

    default_name = "marks.csv"

    def rows(self, students: list[Any], assignments: list[Any], gradebook: Gradebook) -> Iterator[list[str]]:
        raise NotImplementedError

    def export(self, gradebook: Gradebook) -> None:
        wanted = {str(name) for name in self.assignment}
        chosen = {str(name) for name in self.student}
        assignments = [a for a in gradebook.assignments if not wanted or a.name in wanted]
        students = [s for s in gradebook.students if not chosen or s.id in chosen]
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerows(self.rows(students, assignments, gradebook))
        target = Path(self.to or self.default_name)
        if not target.absolute().parent.is_dir():
            raise SystemExit(f"{target}: its folder does not exist; create {target.absolute().parent}")
        write_whole(target, text.getvalue())
        self.log.info("Exported the marks of %d students to %s", len(students), target)


def mark(gradebook: Gradebook, assignment: str, student: str) -> str:
    """The mark that nbgrader counts; empty where there is none yet."""
    try:
        submission = gradebook.find_submission(assignment, student)
    except MissingEntry:
        return ""
    if submission.needs_manual_grade:
        return ""
    return points(max(0.0, submission.score - (submission.late_submission_penalty or 0.0)))


class CanvasExporter(_Exporter):
    """Canvas' gradebook as CSV: Grades, Import."""

    default_name = "canvas.csv"
    columns = Dict(
        help="the heading of an assignment's column, where its title in Canvas is another: "
        "{'losses': 'Losses (1234)'}, as Canvas' own export writes it"
    ).tag(config=True)
    section = Unicode("", help="what Canvas' column Section says").tag(config=True)

    def rows(self, students: list[Any], assignments: list[Any], gradebook: Gradebook) -> Iterator[list[str]]:
        names = [safe(self.columns.get(a.name, a.name)) for a in assignments]
        yield ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", *names]
        yield ["    Points Possible", "", "", "", "", *(points(a.max_score) for a in assignments)]
        for student in students:
            name = ", ".join(part for part in (student.last_name, student.first_name) if part)
            who = [name or student.id, student.lms_user_id, "", student.id, self.section]
            marks = [mark(gradebook, assignment.name, student.id) for assignment in assignments]
            yield [*map(safe, who), *marks]


class MoodleExporter(_Exporter):
    """A CSV that Moodle imports: Grades, Import, CSV file. Map from one of the columns that say who.

    Of those only the ones that are filled for every student are written: Moodle skips an empty one and
    would go on with the student before. "-" is Moodle's own "no grade"; for a new grade item it must be.
    """

    default_name = "moodle.csv"

    def rows(self, students: list[Any], assignments: list[Any], gradebook: Gradebook) -> Iterator[list[str]]:
        who = {
            "Username": [student.id for student in students],
            "ID number": [student.lms_user_id for student in students],
            "Email address": [student.email for student in students],
        }
        who = {heading: values for heading, values in who.items() if all(values)}
        yield ["First name", "Last name", *who, *(safe(assignment.name) for assignment in assignments)]
        for place, student in enumerate(students):
            said = [student.first_name, student.last_name, *(values[place] for values in who.values())]
            marks = [mark(gradebook, assignment.name, student.id) or "-" for assignment in assignments]
            yield [*map(safe, said), *marks]


class GradesExporter(_Exporter):
    """What `nbgrader export` writes by itself, with the same columns, as a CSV that holds whatever a name
    holds: nbgrader's own leaves a comma, and so a forged column, or a formula as it is."""

    default_name = "grades.csv"
    columns = (
        "assignment", "duedate", "timestamp", "student_id", "last_name", "first_name", "email",
        "raw_score", "late_submission_penalty", "score", "max_score",
    )  # fmt: skip

    def rows(self, students: list[Any], assignments: list[Any], gradebook: Gradebook) -> Iterator[list[str]]:
        yield [*self.columns]
        for assignment in assignments:
            for student in students:
                when, raw, penalty = _recorded(gradebook, assignment.name, student.id)
                said = [when, student.id, student.last_name, student.first_name, student.email]
                marks = [raw, penalty, max(0.0, raw - (penalty or 0.0)), assignment.max_score]
                yield [
                    safe(assignment.name), _plain(assignment.duedate), *(safe(_plain(text)) for text in said),
                    *map(_plain, marks),
                ]  # fmt: skip


def _recorded(gradebook: Gradebook, assignment: str, student: str) -> tuple[Any, float, float | None]:
    """When it was handed in, the score, and the late penalty; zeros where nothing was."""
    try:
        submission = gradebook.find_submission(assignment, student)
    except MissingEntry:
        return None, 0.0, 0.0
    return submission.timestamp, submission.score, submission.late_submission_penalty


def _plain(value: object) -> str:
    return "" if value is None else str(value)


__all__ = ["CanvasExporter", "GradesExporter", "MoodleExporter"]
