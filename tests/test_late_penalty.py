"""`late_penalty` in `course.yaml`: nbgrader's own plug-in takes a late submission's points."""

from __future__ import annotations

import csv
import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from autograder.autograde import autograde
from autograder.build import build
from autograder.course import FILE, Course, load_course
from autograder.demo import fill
from autograder.key import LessonKey
from autograder.lesson import solution
from tests.conftest import ROOT

STAMPS = {
    "late": "2027-02-03 10:00:00 UTC",
    "minutes-late": "2027-02-01 22:30:00 UTC",  # half an hour after 23:59 at UTC+2
    "in-time": "2027-02-01 21:30:00 UTC",
    "no-stamp": None,
}


@pytest.fixture
def late(copied: Course, release: dict[str, Any], losses: LessonKey) -> Course:
    """The course with `late_penalty: zero`, a due date in another time zone, and a class."""
    configured(copied, "late_penalty: none", "late_penalty: zero")
    made = configured(copied, "2027-02-01 23:59:00+00:00", "2027-02-01 23:59:00+02:00")
    answers = {name: solution(cell.source) for name, cell in losses.lesson.answers.items()}
    for student, stamp in STAMPS.items():
        folder = made.root / "submitted" / student / "losses"
        folder.mkdir(parents=True)
        (folder / "losses.ipynb").write_text(json.dumps(fill(release, answers)))
        if stamp:
            (folder / "timestamp.txt").write_text(stamp)
    build(made, ["losses"])
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


def nbgrader(course: Course, *arguments: str) -> None:
    program = Path(sys.executable).parent / "nbgrader"
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [program, *arguments], cwd=course.root, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_a_late_submission_gets_zero(late: Course, losses: LessonKey) -> None:
    full = losses.max_score
    autograde(late, "losses")
    expected = {"late": full, "minutes-late": full, "in-time": None, "no-stamp": None}
    assert penalties(late) == expected

    nbgrader(late, "export", "--exporter", "autograder.exporters.MoodleExporter", "--to", "moodle.csv")
    with (late.root / "moodle.csv").open() as file:
        marks = {row["Username"]: row["losses"] for row in csv.DictReader(file)}
    assert marks == {"late": "0", "minutes-late": "0", "in-time": f"{full:g}", "no-stamp": f"{full:g}"}

    nbgrader(late, "autograde", "losses", "--force", "--student", "late")
    assert penalties(late) == expected


def test_nbgraders_own_commands_know_the_due_date(late: Course, losses: LessonKey) -> None:
    nbgrader(late, "generate_assignment", "losses")
    nbgrader(late, "autograde", "losses", "--student", "late")
    assert penalties(late) == {"late": losses.max_score}


def test_a_change_of_the_rule_grades_again(late: Course) -> None:
    autograde(late, "losses")
    lenient = configured(late, "late_penalty: zero", "late_penalty: none")
    summary = autograde(lenient, "losses")
    assert summary.unchanged == []
    assert set(penalties(lenient).values()) == {None}
    assert autograde(lenient, "losses").graded == []
