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

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import create_engine, text

from autograder import database
from autograder.autograde import autograde, nbgrader_config, register
from autograder.build import build
from autograder.course import FILE, Course, load_course
from autograder.demo import fill, hand_in, prepare
from autograder.errors import CourseError
from autograder.feedback import feedback
from autograder.key import load_key
from autograder.lesson import solution

Rows = dict[tuple[str, str], tuple[float | None, float | None, int]]

# What differs by design in stock mode: nothing among honest notebooks. A submission whose cell hangs
# takes nbgrader's own time-out there, and the exercise is 0 either way.
DIFFERS: set[str] = set()
FULL = 26


def nbgrader(course: Course, *arguments: str) -> subprocess.CompletedProcess[str]:
    program = Path(sys.executable).parent / "nbgrader"
    environment = {k: v for k, v in os.environ.items() if k != "PATH"} | {"PATH": "/usr/bin:/bin"}
    return subprocess.run(
        [str(program), *arguments], cwd=course.root, env=environment, capture_output=True, text=True, check=False
    )  # fmt: skip


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


@pytest.fixture(scope="module")
def graded(course: Course, tmp_path_factory: pytest.TempPathFactory) -> Course:
    """The sample class of the losses lesson, graded by `autograder autograde`."""
    made = prepare(course, tmp_path_factory.mktemp("worker") / "course")
    text = (made.root / FILE).read_text()
    (made.root / FILE).write_text(text.replace("seconds_per_call: 5", "seconds_per_call: 2"))
    made = load_course(made.root)
    build(made, ["losses"])
    assert hand_in(made, "losses") >= 12
    late = made.root / "submitted" / "late"
    shutil.copytree(made.root / "submitted" / "partly-right", late)
    (late / "losses" / "timestamp.txt").write_text("2027-02-03 10:00:00 UTC")
    summary = autograde(made, "losses")
    assert summary.missing == ["missing-notebook"]
    return made


def twin(graded: Course, folder: Path, execute: str, students: set[str] | None = None) -> Course:
    """The same class, handed in again in another course folder."""
    made = prepare(graded, folder)
    text = (made.root / FILE).read_text().replace("seconds_per_submission: 60", "seconds_per_submission: 8")
    (made.root / FILE).write_text(f"{text}\nexecute: {execute}\n")
    shutil.copytree(graded.root / "submitted", made.root / "submitted")
    for path in (made.root / "submitted").iterdir():
        if students is not None and path.name not in students:
            shutil.rmtree(path)
    return load_course(made.root)


def test_the_sample_class_gets_the_marks_it_deserves(graded: Course) -> None:
    marks = totals(graded)
    for student in ("right-reference", "right-style-2", "right-style-3", "deleted-check-cell"):
        assert marks[student] == FULL, student
    assert marks["untouched-stub"] == 0
    assert marks["endless-loop"] == marks["raises-exception"] == marks["syntax-error"] == FULL - 5
    assert marks["partly-right"] == 10
    mistakes = [score for student, score in marks.items() if student.startswith("mistakes-")]
    wrongs = [entry.exercise.wrongs for entry in load_key(graded, "losses").exercises.values()]
    assert len(mistakes) == max(map(len, wrongs))
    assert max(mistakes) < FULL


def test_the_reference_passes_and_the_stub_gets_nothing_in_every_lesson(copied: Course) -> None:
    build(copied)
    for lesson in copied.names:
        key = load_key(copied, lesson)
        release = json.loads((copied.assignments_folder / lesson / f"{lesson}.ipynb").read_text())
        reference = {name: solution(cell.source) for name, cell in key.lesson.answers.items()}
        for student, answers in {"reference": reference, "stub": {}}.items():
            folder = copied.root / "submitted" / student / lesson
            folder.mkdir(parents=True)
            (folder / f"{lesson}.ipynb").write_text(json.dumps(fill(release, answers)))
        assert autograde(copied, lesson).graded == ["reference", "stub"]
        rows = {name: row for name, row in grade_rows(copied).items() if name[1].removeprefix("check-") in reference}
        assert len(rows) == 2 * len(reference)
        assert {row[0] for (student, _cell), row in rows.items() if student == "stub"} == {0.0}
        assert all(row[0] == row[1] and not row[2] for (student, _cell), row in rows.items() if student == "reference")


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


def test_nbgraders_own_commands_give_the_same_row_by_row(graded: Course, tmp_path: Path) -> None:
    """The contract of `autograder/gradebook.py` and `feedback.py`: gradebook, autograded notebooks,
    feedback and export are those of `nbgrader autograde`, `generate_feedback` and `export`."""
    made = twin(graded, tmp_path / "course", "worker")
    done = nbgrader(made, "generate_assignment", "losses")
    assert done.returncode == 0, done.stderr
    done = nbgrader(made, "autograde", "losses")
    assert done.returncode == 1  # nbgrader's own code where one submission could not be read
    assert re.search(r"its JSON is broken \(line \d+\)", done.stderr)
    stock, ours = whole_gradebook(made), whole_gradebook(graded)
    assert stock == ours
    assert files(made.root / "autograded") == files(graded.root / "autograded")

    students = ("right-reference", "mistakes-01", "endless-loop", "late")
    feedback(graded, "losses", students)
    for student in students:
        done = nbgrader(made, "generate_feedback", "losses", "--student", student,
                        "--GenerateFeedback.exporter_class=nbconvert.exporters.HTMLExporter")  # fmt: skip
        assert done.returncode == 0, done.stderr
        page = Path("feedback", student, "losses", "losses.html")
        one, other = (BeautifulSoup((c.root / page).read_text(), "html.parser") for c in (made, graded))
        assert str(one) == str(other)

    for course in (made, graded):
        assert nbgrader(course, "export").returncode == 0
    assert exported(made) == exported(graded)


def exported(course: Course) -> list[dict[str, str]]:
    with (course.root / "grades.csv").open() as file:
        rows = [row | {"duedate": ""} for row in csv.DictReader(file)]
    return sorted(rows, key=lambda row: row["student_id"])


def test_stock_mode_gives_the_same_grades(graded: Course, tmp_path: Path) -> None:
    """Every kind of submission, and a sample of the mistakes (a kernel takes its time)."""
    students = {s for s, _cell in grade_rows(graded) if not s.startswith("mistakes-")}
    students |= {f"mistakes-{n:02}" for n in (1, 8, 10, 12)}
    made = twin(graded, tmp_path / "course", "stock", students)
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
    autograde(graded, "losses", ["mistakes-03", "right-style-2"])
    assert grade_rows(graded) == before


@pytest.mark.parametrize("trouble", ["duplicate", "no-metadata", "old-format", "old-schema", "null-points"])
def test_what_nbgrader_trips_over_is_graded_or_refused_for_that_student_alone(
    graded: Course, tmp_path: Path, trouble: str
) -> None:
    made = twin(graded, tmp_path / "course", "worker", {"right-reference"})
    right = made.root / "submitted" / "right-reference" / "losses" / "losses.ipynb"
    notebook = json.loads(right.read_text())
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
            for c in json.loads(right.read_text())["cells"]]}]}  # fmt: skip
    elif trouble == "old-schema":
        graded_cells[1]["metadata"]["nbgrader"]["schema_version"] = 1
    else:
        graded_cells[2]["metadata"]["nbgrader"] |= {"points": None, "locked": "maybe"}
    bad = made.root / "submitted" / "a-trouble" / "losses" / "losses.ipynb"
    bad.parent.mkdir(parents=True)
    bad.write_text(json.dumps(notebook))
    assert nbgrader(made, "generate_assignment", "losses").returncode == 0
    done = nbgrader(made, "autograde", "losses")
    assert done.returncode == 0, done.stderr
    assert totals(made) == {"a-trouble": FULL, "right-reference": FULL}


def test_a_lesson_with_other_exercises_than_the_gradebook_is_refused(copied: Course) -> None:
    """Once there are submissions, cells may not come and go: nbgrader's rule, said in our words."""
    build(copied, ["losses"])
    release = json.loads((copied.assignments_folder / "losses" / "losses.ipynb").read_text())
    folder = copied.root / "submitted" / "s1" / "losses"
    folder.mkdir(parents=True)
    (folder / "losses.ipynb").write_text(json.dumps(fill(release, {})))
    autograde(copied, "losses")
    lesson = copied.lessons_folder / "losses.py"
    head, _, tail = lesson.read_text().partition('# %% exercise="choose_loss"')
    lesson.write_text(head + "# %% [markdown]\n# ## What" + tail.partition("# ## What")[2])
    hidden = copied.hidden_folder / "losses.py"
    hidden.write_text(hidden.read_text().partition("# choose_loss\n")[0])
    with pytest.raises(CourseError, match=r"move gradebook[.]db away"):
        autograde(copied, "losses")


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
    build(copied, ["losses"])
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


def test_register_is_what_generate_assignment_does(copied: Course, tmp_path: Path) -> None:
    build(copied, ["losses"])
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
    assert database._newest_tables() == done.stdout.strip()
