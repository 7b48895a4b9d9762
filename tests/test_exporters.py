"""Marks for Canvas and Moodle, through `nbgrader export`."""

from __future__ import annotations

import csv
import datetime
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from nbgrader.api import Gradebook
from nbgrader.plugins import CsvExportPlugin

from autograder.base.safe_text import safe
from autograder.nbgrader_bridge.exporters import CanvasExporter, GradesExporter, MoodleExporter
from tests.nbgraders import nbgrader

# SQLAlchemy's about nbgrader's models: harmless
pytestmark = pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")
DUE = datetime.datetime(2027, 2, 1)


def hand_in(gradebook: Gradebook, student: str, score: float | None, penalty: float | None = None) -> None:
    """A submission of the first assignment; without a score it still needs a person."""
    gradebook.add_submission("losses", student, timestamp=DUE)
    notebook = gradebook.find_submission_notebook("losses", "losses", student)
    (grade,) = notebook.grades
    grade.auto_score, grade.needs_manual_grade = score, score is None
    notebook.late_submission_penalty = penalty
    gradebook.db.commit()


@pytest.fixture
def gradebook(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Gradebook]:
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    with Gradebook(f"sqlite:///{tmp_path / 'gradebook.db'}") as opened:
        for name, points in (("losses", 5), ("activations", 7.5)):
            opened.add_assignment(name, duedate=DUE)
            opened.add_notebook(name, name)
            opened.add_grade_cell("check-f", name, name, max_score=points, cell_type="code")
        ada = {"first_name": "Ada", "last_name": "Example", "email": "ada@example.org", "lms_user_id": "17"}
        opened.add_student("ada", **ada)
        opened.add_student("bob", first_name="=HYPERLINK(1)", last_name="@Sum, Bob", email="+1")
        for student in ("damaged", "late", "missing"):
            opened.add_student(student)
        hand_in(opened, "ada", 4.5)
        hand_in(opened, "bob", 0)
        hand_in(opened, "damaged", None)
        hand_in(opened, "late", 3, penalty=3)
        yield opened


def read(path: Path) -> list[list[str]]:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.reader(file))


def test_canvas(gradebook: Gradebook, tmp_path: Path) -> None:
    target = tmp_path / "canvas.csv"
    exporter = CanvasExporter(to=str(target), section="Monday", columns={"losses": "Losses (1234)"})
    exporter.export(gradebook)
    head, possible, *rows = read(target)
    assert [head, possible, *sorted(rows)] == [
        ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "activations", "Losses (1234)"],
        ["    Points Possible", "", "", "", "", "7.5", "5"],
        ["'@Sum, Bob, =HYPERLINK(1)", "", "", "bob", "Monday", "", "0"],
        ["Example, Ada", "17", "", "ada", "Monday", "", "4.5"],
        ["damaged", "", "", "damaged", "Monday", "", ""],
        ["late", "", "", "late", "Monday", "", "0"],
        ["missing", "", "", "missing", "Monday", "", ""],
    ]


def test_moodle(gradebook: Gradebook, tmp_path: Path) -> None:
    target = tmp_path / "moodle.csv"
    MoodleExporter(to=str(target), assignment=["losses"]).export(gradebook)
    head, *rows = read(target)
    assert head == ["First name", "Last name", "Username", "losses"]
    assert sorted(rows) == [
        ["", "", "damaged", "-"],
        ["", "", "late", "0"],
        ["", "", "missing", "-"],
        ["'=HYPERLINK(1)", "'@Sum, Bob", "bob", "0"],
        ["Ada", "Example", "ada", "4.5"],
    ]


def test_moodle_gets_a_column_that_says_who_only_where_it_is_filled_for_all(
    gradebook: Gradebook, tmp_path: Path
) -> None:
    target = tmp_path / "moodle.csv"
    MoodleExporter(to=str(target), assignment=["losses"], student=["ada", "bob"]).export(gradebook)
    head, *rows = read(target)
    assert head == ["First name", "Last name", "Username", "Email address", "losses"]
    assert sorted(row[3] for row in rows) == ["'+1", "ada@example.org"]


def test_nbgraders_own_columns(gradebook: Gradebook, tmp_path: Path) -> None:
    """The same to the byte, but for names that nbgrader's CSV does not hold."""
    ours, theirs = tmp_path / "ours.csv", tmp_path / "theirs.csv"
    plain = ["ada", "late", "missing"]
    GradesExporter(to=str(ours), student=plain).export(gradebook)
    CsvExportPlugin(to=str(theirs), student=plain).export(gradebook)
    assert ours.read_bytes() == theirs.read_bytes()

    gradebook.add_student("eve,,,,,5.0,0.0,5.0,5.0")
    GradesExporter(to=str(ours)).export(gradebook)
    head, *rows = read(ours)
    assert {len(row) for row in rows} == {len(head)}
    found = {(row[3], row[0]): dict(zip(head, row, strict=True)) for row in rows}
    assert found["eve,,,,,5.0,0.0,5.0,5.0", "losses"]["score"] == "0.0"
    assert found["bob", "losses"]["first_name"] == "'=HYPERLINK(1)"
    assert found["ada", "losses"]["score"] == "4.5"
    assert len(rows) == 12


@pytest.mark.parametrize(
    ("text", "cell"),
    [("=1+1", "'=1+1"), ("-1", "'-1"), ("  @x", "'  @x"), ("\tx", "'\tx"), ("a=b", "a=b"), (None, "")],
)
def test_no_cell_is_a_formula(text: str | None, cell: str) -> None:
    assert safe(text) == cell


def test_nbgrader_runs_them_by_name(gradebook: Gradebook, tmp_path: Path) -> None:
    exporter = ("export", "--exporter", "autograder.nbgrader_bridge.exporters.CanvasExporter", "--to")
    (tmp_path / "nbgrader_config.py").write_text("c.CanvasExporter.columns = {'losses': 'Losses (9)'}\n")
    done = nbgrader(tmp_path, *exporter, "marks.csv")
    assert done.returncode == 0, done.stderr
    assert "Losses (9)" in read(tmp_path / "marks.csv")[0]
    done = nbgrader(tmp_path, *exporter, "no/such/marks.csv")
    assert done.returncode == 1
    assert "no/such/marks.csv: its folder does not exist; create" in done.stderr
    assert "Traceback" not in done.stderr
