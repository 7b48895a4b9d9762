"""The class through nbgrader: both commands and stock mode end in the same gradebook."""

from __future__ import annotations

import csv
import datetime
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import create_engine, text

from autograder.authoring.lesson_text import solution
from autograder.base.course import FILE, Course
from autograder.base.errors import CourseError
from autograder.commands.demo import fill, hand_in
from autograder.key.store import load_key
from autograder.nbgrader_bridge import patches
from autograder.nbgrader_bridge.autograde import autograde
from autograder.nbgrader_bridge.build import build
from autograder.nbgrader_bridge.feedback_pages import feedback
from autograder.nbgrader_bridge.registration import nbgrader_config, register
from tests.conftest import again, points
from tests.nbgraders import PROGRAM, nbgrader
from tests.tiny import CHECKS, LESSON

Rows = dict[tuple[str, str], tuple[float | None, float | None, int]]

# What differs by design in stock mode: nothing among honest notebooks. A submission whose cell hangs
# takes nbgrader's own time-out there, and the exercise is 0 either way.
DIFFERS: set[str] = set()
FULL = points("losses")
SOME = ("mistakes-01", "mistakes-08", "mistakes-10", "mistakes-12")  # of those that the class makes
TROUBLES = ("duplicate", "no-metadata", "old-format", "old-schema", "null-points")


def grade_rows(course: Course) -> Rows:
    """(student, cell) -> (auto score, maximum, needs a person) of every grade row."""
    query = """
        select s.student_id, b.name, g.auto_score, c.max_score, g.needs_manual_grade
        from grade g join base_cell b on g.cell_id = b.id join grade_cells c on c.id = b.id
        join submitted_notebook n on g.notebook_id = n.id
        join submitted_assignment s on n.assignment_id = s.id
    """
    with sqlite3.connect(course.root / "gradebook.db") as database:
        rows = database.execute(query).fetchall()
    database.close()
    return {(student, cell): (score, maximum, manual) for student, cell, score, maximum, manual in rows}


def totals(course: Course) -> dict[str, float]:
    result: dict[str, float] = {}
    for (student, _cell), (score, _maximum, _manual) in grade_rows(course).items():
        result[student] = result.get(student, 0.0) + (score or 0.0)
    return result


def troubled(right: dict[str, Any], trouble: str) -> dict[str, Any]:
    """A right notebook with something that nbgrader, left to itself, ends at."""
    notebook: dict[str, Any] = json.loads(json.dumps(right))
    graded_cells = [c for c in notebook["cells"] if "nbgrader" in c["metadata"]]
    if trouble == "duplicate":
        notebook["cells"] += [graded_cells[1], graded_cells[2]]
    elif trouble == "no-metadata":
        del graded_cells[2]["metadata"]["nbgrader"]
    elif trouble == "old-format":
        del notebook["cells"]
        notebook |= {"nbformat": 3, "nbformat_minor": 0, "worksheets": [{"cells": [
            {k: v for k, v in c.items() if k not in ("id", "source", "execution_count")}
            | {"input": c["source"], "language": "python"} if c["cell_type"] == "code" else c
            for c in right["cells"]]}]}  # fmt: skip
    elif trouble == "old-schema":
        graded_cells[1]["metadata"]["nbgrader"]["schema_version"] = 1
    else:
        graded_cells[2]["metadata"]["nbgrader"] |= {"points": None, "locked": "maybe"}
    return notebook


@pytest.fixture(scope="module")
def handed_in(built: Course, tmp_path_factory: pytest.TempPathFactory) -> Course:
    """The sample class of the losses lesson with some of its mistakes, someone who is late, and what
    nbgrader trips over."""
    made = again(built, tmp_path_factory.mktemp("handed-in") / "course")
    assert hand_in(made, "losses") >= 12
    submitted = made.root / "submitted"
    mistakes = {path.name for path in submitted.glob("mistakes-*")}
    wrongs = [entry.exercise.wrongs for entry in load_key(made, "losses").exercises.values()]
    assert len(mistakes) == max(map(len, wrongs))
    for student in mistakes.difference(SOME):
        shutil.rmtree(submitted / student)
    shutil.copytree(submitted / "partly-right", submitted / "late")
    (submitted / "late" / "losses" / "timestamp.txt").write_text("2027-02-03 10:00:00 UTC")
    right = json.loads((submitted / "right-reference" / "losses" / "losses.ipynb").read_text())
    for trouble in TROUBLES:
        folder = submitted / trouble / "losses"
        folder.mkdir(parents=True)
        (folder / "losses.ipynb").write_text(json.dumps(troubled(right, trouble)))
    return made


@pytest.fixture(scope="module")
def graded(handed_in: Course, tmp_path_factory: pytest.TempPathFactory) -> Course:
    """The class, graded by `autograder autograde`."""
    made = again(handed_in, tmp_path_factory.mktemp("worker") / "course")
    summary = autograde(made, "losses")
    assert summary.missing == ["missing-notebook"]
    return made


@pytest.fixture(scope="module")
def by_nbgrader(handed_in: Course, tmp_path_factory: pytest.TempPathFactory) -> Course:
    """The class, graded by nbgrader's commands, the first of them as the program that is installed."""
    made = again(handed_in, tmp_path_factory.mktemp("nbgrader") / "course")
    environment = {k: v for k, v in os.environ.items() if k != "PATH"} | {"PATH": "/usr/bin:/bin"}
    done = subprocess.run(
        [str(PROGRAM), "generate_assignment", "losses"],
        cwd=made.root, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    done = nbgrader(made, "autograde", "losses")
    assert done.returncode == 1  # nbgrader's own code where one submission could not be read
    assert re.search(r"its JSON is broken \(line \d+\)", done.stderr)
    return made


def test_the_sample_class_gets_the_marks_it_deserves(graded: Course) -> None:
    marks = totals(graded)
    for student in ("right-reference", "right-style-2", "right-style-3", "deleted-check-cell"):
        assert marks[student] == FULL, student
    assert marks["untouched-stub"] == 0
    assert marks["endless-loop"] == marks["raises-exception"] == marks["syntax-error"] == FULL - 5
    assert marks["partly-right"] == 10
    assert max(marks[student] for student in SOME) < FULL


def test_an_unreadable_submission_is_flagged_and_not_a_zero(graded: Course) -> None:
    rows = {cell: row for (student, cell), row in grade_rows(graded).items() if student == "not-json"}
    assert len(rows) == 5
    assert {(score, manual) for score, _maximum, manual in rows.values()} == {(None, 1)}


# What a gradebook says, without the ids that differ from one gradebook to another.
TABLES = {
    "course": "select id from course",
    "assignment": "select name, duedate, course_id from assignment",
    "notebook": "select name, kernelspec from notebook",
    "cell": "select name, type from base_cell",
    "source": "select name, cell_type, locked, source, checksum from source_cell",
    "points": "select b.name, c.max_score, c.cell_type from grade_cells c join base_cell b on c.id = b.id",
    "student": "select id, first_name, last_name, email, lms_user_id from student",
    "submission": "select student_id, timestamp, extension from submitted_assignment",
    "submitted": "select s.student_id, n.late_submission_penalty from submitted_notebook n "
    "join submitted_assignment s on n.assignment_id = s.id",
    "grade": "select s.student_id, b.name, g.auto_score, g.manual_score, g.extra_credit, g.needs_manual_grade "
    "from grade g join base_cell b on g.cell_id = b.id join submitted_notebook n on g.notebook_id = n.id "
    "join submitted_assignment s on n.assignment_id = s.id",
    "comment": "select s.student_id, b.name, c.auto_comment, c.manual_comment from comment c "
    "join base_cell b on c.cell_id = b.id join submitted_notebook n on c.notebook_id = n.id "
    "join submitted_assignment s on n.assignment_id = s.id",
}


def whole_gradebook(course: Course) -> dict[str, list[str]]:
    """The same for the same contents, in SQLite and on a server."""
    engine = create_engine(course.gradebook_url)
    with engine.connect() as database:
        found = {name: sorted(map(_row, database.execute(text(query)))) for name, query in TABLES.items()}
    engine.dispose()
    return found


def _row(row: Iterable[object]) -> str:
    """A row as SQLite gives it: dates as text, truth as a number."""
    def plain(value: object) -> object:
        if isinstance(value, datetime.datetime):
            return value.isoformat(" ", "microseconds")
        return int(value) if isinstance(value, bool) else value

    return repr(tuple(map(plain, row)))


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_nbgraders_own_commands_give_the_same_row_by_row(graded: Course, by_nbgrader: Course) -> None:
    """The contract of `autograder/nbgrader_bridge/gradebook.py` and `feedback_pages.py`: gradebook, autograded notebooks,
    feedback and export are those of `nbgrader autograde`, `generate_feedback` and `export`."""
    assert whole_gradebook(by_nbgrader) == whole_gradebook(graded)
    assert files(by_nbgrader.root / "autograded") == files(graded.root / "autograded")

    students = ("right-reference", "mistakes-01", "endless-loop", "late")
    feedback(graded, "losses", students)
    for student in students:
        done = nbgrader(by_nbgrader, "generate_feedback", "losses", "--student", student,
                        "--GenerateFeedback.exporter_class=nbconvert.exporters.HTMLExporter")  # fmt: skip
        assert done.returncode == 0, done.stderr
        page = Path("feedback", student, "losses", "losses.html")
        one, other = (BeautifulSoup((c.root / page).read_text(), "html.parser") for c in (by_nbgrader, graded))
        assert str(one) == str(other)

    for course in (by_nbgrader, graded):
        assert nbgrader(course, "export").returncode == 0
    assert exported(by_nbgrader) == exported(graded)


def exported(course: Course) -> list[dict[str, str]]:
    with (course.root / "grades.csv").open() as file:
        rows = [row | {"duedate": ""} for row in csv.DictReader(file)]
    return sorted(rows, key=lambda row: row["student_id"])


def test_stock_mode_gives_the_same_grades(graded: Course, handed_in: Course, tmp_path: Path) -> None:
    """Every kind of submission (a kernel takes its time). The limit is that of each cell: the first check cell
    reads the key."""
    students = {"deleted-check-cell", "partly-right", "mistakes-01", "mistakes-08", "raises-exception",
                "endless-loop", "syntax-error", "not-json"}  # fmt: skip
    made = again(handed_in, tmp_path / "course")
    text = (made.root / FILE).read_text().replace("seconds_per_submission: 60", "seconds_per_submission: 30")
    (made.root / FILE).write_text(f"{text}\nexecute: stock\n")
    for path in (made.root / "submitted").iterdir():
        if path.name not in students:
            shutil.rmtree(path)
    assert nbgrader(made, "generate_assignment", "losses").returncode == 0
    done = nbgrader(made, "autograde", "losses")
    assert done.returncode == 1, done.stderr
    stock, worker = grade_rows(made), grade_rows(graded)
    assert {student for student, _cell in stock} == students
    assert {key: row for key, row in stock.items() if key not in DIFFERS} == {
        key: row for key, row in worker.items() if key[0] in students and key not in DIFFERS
    }


def test_each_check_cell_has_one_clean_output_and_no_hidden_case(graded: Course) -> None:
    path = graded.root / "autograded" / "mistakes-01" / "losses" / "losses.ipynb"
    notebook = json.loads(path.read_text())
    for cell in notebook["cells"]:
        grade_id = cell["metadata"].get("nbgrader", {}).get("grade_id", "")
        if not grade_id.startswith("check-"):
            assert cell.get("outputs", []) == []
            continue
        (output,) = cell["outputs"]
        assert output["output_type"] == "execute_result"
        float("".join(output["data"]["text/plain"]))
        assert "Hidden check" in "".join(output["data"]["text/html"])


def test_feedback_pages_show_titles_misconceptions_and_hints(graded: Course) -> None:
    folder = feedback(graded, "losses").folder
    page = (folder / "mistakes-01" / "losses" / "losses.html").read_text()
    assert "The loss of a vector is the mean of its squared errors." in page
    assert "It looks as if your answer adds the squared errors up instead of averaging them." in page
    assert "What happens to your loss when every sample stands in the batch twice?" in page
    assert not (folder / "not-json").exists()


def test_nbgrader_exports_the_marks(graded: Course) -> None:
    assert nbgrader(graded, "export").returncode == 0
    with (graded.root / "grades.csv").open() as file:
        rows = {row["student_id"]: row for row in csv.DictReader(file)}
    assert float(rows["right-reference"]["score"]) == FULL
    assert rows["right-reference"]["duedate"] == "2027-02-01 23:59:00"


def test_grading_again_changes_nothing(graded: Course) -> None:
    before = grade_rows(graded)
    autograde(graded, "losses", ["mistakes-08", "right-style-2"])
    assert grade_rows(graded) == before


@pytest.mark.parametrize("trouble", TROUBLES)
def test_what_nbgrader_trips_over_is_graded(by_nbgrader: Course, trouble: str) -> None:
    assert totals(by_nbgrader)[trouble] == FULL


def test_a_lesson_with_other_exercises_than_the_gradebook_is_refused(tiny: Course) -> None:
    """Once there are submissions, cells may not come and go: nbgrader's rule, said in our words."""
    build(tiny)
    shutil.copytree(tiny.assignments_folder / "tiny", tiny.root / "submitted" / "s1" / "tiny")
    autograde(tiny, "tiny")
    for path in (tiny.root / LESSON, tiny.root / CHECKS):
        path.write_text(path.read_text().replace("twice", "doubled"))
    tiny.exercise_folder("tiny", "twice").rename(tiny.exercise_folder("tiny", "doubled"))
    with pytest.raises(CourseError, match=r"move gradebook[.]db away"):
        autograde(tiny, "tiny")


def test_nbgrader_says_a_course_error_in_one_line(copied: Course) -> None:
    file = copied.root / FILE
    file.write_text(file.read_text().replace("title:", "titel:"))
    done = nbgrader(copied, "generate_assignment", "losses")
    assert done.returncode == 2
    assert f"{FILE}:2: unknown key 'titel'" in done.stderr
    assert "Traceback" not in done.stderr


def test_an_instructors_own_assignment_is_left_to_nbgrader(copied: Course) -> None:
    """An assignment that is no lesson of the course goes nbgrader's own way, kernel and all."""
    import nbformat

    nb = nbformat.v4.new_notebook()
    cell = nbformat.v4.new_code_cell("assert 1 + 1 == 2")
    cell.metadata["nbgrader"] = {"grade": True, "grade_id": "sum", "locked": True, "points": 3,
                                 "schema_version": 3, "solution": False, "task": False}  # fmt: skip
    nb.cells = [cell]
    source = copied.build_folder / "source" / "own"
    source.mkdir(parents=True)
    nbformat.write(nb, source / "own.ipynb")
    assert nbgrader(copied, "generate_assignment", "own").returncode == 0
    shutil.copytree(copied.assignments_folder / "own", copied.root / "submitted" / "s1" / "own")
    assert nbgrader(copied, "autograde", "own").returncode == 0
    assert totals(copied) == {"s1": 3}


def test_nbgrader_validates_what_students_have(copied: Course) -> None:
    """Unsolved, partly and fully solved: which checks fail, and nothing of how they run."""
    key = load_key(copied, "losses")
    folder = copied.assignments_folder / "losses"
    release = json.loads((folder / "losses.ipynb").read_text())
    reference = {name: solution(cell.source) for name, cell in key.lesson.answers.items()}
    first, *rest = reference
    for number, answers in enumerate(({}, {first: reference[first]}, reference)):
        (folder / f"{number}.ipynb").write_text(json.dumps(fill(release, answers)))
    done = nbgrader(copied, "validate", *(str(folder / f"{number}.ipynb") for number in range(3)))
    assert done.returncode == 0, done.stderr  # nbgrader's own code, whatever it found
    assert "Traceback" not in done.stdout + done.stderr
    none, part, full = re.split(r"(?=VALIDATION FAILED)(?<=.)|(?=Success!)", done.stdout.strip(), flags=re.DOTALL)
    assert "VALIDATION FAILED ON 5 CELL(S)!" in none
    assert "VALIDATION FAILED ON 4 CELL(S)!" in part
    assert full.strip() == "Success! Your notebook passes all the tests."
    for name in reference:
        for said, failing in ((none, True), (part, name in rest)):
            assert (f'check("{name}")' in said) == failing
            assert bool(re.search(rf"\d of \d public checks fail: .*\({name[:16]}", said)) == failing


def test_register_is_what_generate_assignment_does(copied: Course) -> None:
    register(copied, "losses", nbgrader_config(copied))
    with sqlite3.connect(copied.root / "gradebook.db") as database:
        names = [row[0] for row in database.execute("select name from assignment")]
    database.close()
    assert names == ["losses"]


def test_the_version_of_the_tables_is_what_alembic_prints(monkeypatch: pytest.MonkeyPatch) -> None:
    """A new gradebook would be taken for an old one otherwise, and `nbgrader db upgrade` fail on it."""
    monkeypatch.setenv("PATH", str(Path(sys.executable).parent), prepend=os.pathsep)
    asked = "from nbgrader.api import get_alembic_version; print(get_alembic_version())"
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert patches._newest_tables() == done.stdout.strip()
