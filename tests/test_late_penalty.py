"""`late_penalty` in `course.yaml`: nbgrader's own plug-in takes a late submission's points."""

from __future__ import annotations

import csv
import json
import shutil
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from autograder.authoring.lesson_text import solution
from autograder.base.course import FILE, Course, load_course
from autograder.commands.demo import fill
from autograder.key.records import LessonKey
from autograder.nbgrader_bridge.autograde import autograde
from tests.conftest import again
from tests.nbgraders import nbgrader

STAMPS = {
    "late": "2027-02-03 10:00:00 UTC",
    "minutes-late": "2027-02-01 22:30:00 UTC",  # half an hour after 23:59 at UTC+2
    "in-time": "2027-02-01 21:30:00 UTC",
    "no-stamp": None,
}


@pytest.fixture(scope="module")
def late(
    built: Course, release: dict[str, Any], losses: LessonKey, tmp_path_factory: pytest.TempPathFactory
) -> Course:
    """The course with `late_penalty: zero`, a due date in another time zone, and a class that is graded."""
    made = again(built, tmp_path_factory.mktemp("late") / "course")
    configured(made, "late_penalty: none", "late_penalty: zero")
    made = configured(made, "2027-02-01 23:59:00+00:00", "2027-02-01 23:59:00+02:00")
    answers = {name: solution(cell.source) for name, cell in losses.lesson.answers.items()}
    for student, stamp in STAMPS.items():
        folder = made.root / "submitted" / student / "losses"
        folder.mkdir(parents=True)
        (folder / "losses.ipynb").write_text(json.dumps(fill(release, answers)))
        if stamp:
            (folder / "timestamp.txt").write_text(stamp)
    autograde(made, "losses")
    return made


def configured(course: Course, before: str, after: str) -> Course:
    file = course.root / FILE
    assert before in file.read_text()
    file.write_text(file.read_text().replace(before, after))
    return load_course(course.root)


def penalties(course: Course) -> dict[str, float | None]:
    with sqlite3.connect(course.root / "gradebook.db") as database:
        rows = database.execute(
            "select s.student_id, n.late_submission_penalty from submitted_notebook n "
            "join submitted_assignment s on n.assignment_id = s.id"
        ).fetchall()
    database.close()
    return dict(rows)


def done(course: Course, *arguments: str) -> None:
    found = nbgrader(course, *arguments)
    assert found.returncode == 0, found.stderr


def test_a_late_submission_gets_zero(late: Course, losses: LessonKey, tmp_path: Path) -> None:
    made, full = again(late, tmp_path / "course"), losses.max_score
    expected = {"late": full, "minutes-late": full, "in-time": None, "no-stamp": None}
    assert penalties(made) == expected

    done(made, "export", "--exporter", "autograder.nbgrader_bridge.exporters.MoodleExporter", "--to", "moodle.csv")
    with (made.root / "moodle.csv").open() as file:
        marks = {row["Username"]: row["losses"] for row in csv.DictReader(file)}
    assert marks == {"late": "0", "minutes-late": "0", "in-time": f"{full:g}", "no-stamp": f"{full:g}"}

    done(made, "autograde", "losses", "--force", "--student", "late")
    assert penalties(made) == expected


def test_nbgraders_own_commands_know_the_due_date(late: Course, losses: LessonKey, tmp_path: Path) -> None:
    made = again(late, tmp_path / "course")
    (made.root / "gradebook.db").unlink()
    shutil.rmtree(made.root / "autograded")
    done(made, "generate_assignment", "losses")
    done(made, "autograde", "losses", "--student", "late")
    assert penalties(made) == {"late": losses.max_score}


def test_a_change_of_the_rule_grades_again(late: Course, tmp_path: Path) -> None:
    lenient = configured(again(late, tmp_path / "course"), "late_penalty: zero", "late_penalty: none")
    summary = autograde(lenient, "losses")
    assert summary.unchanged == []
    assert set(penalties(lenient).values()) == {None}
    assert autograde(lenient, "losses").graded == []
