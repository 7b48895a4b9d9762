"""Reports as data, on disk, and as the table of a class."""

from __future__ import annotations

import dataclasses
import json
import os
from pathlib import Path
from typing import Any

import pytest

from autograder.base.course import Course, Folders, LessonEntry
from autograder.base.errors import CourseError
from autograder.base.files import write_whole
from autograder.judging.results import CheckResult, ExerciseResult, SubmissionReport, points
from autograder.reports.store import load, reports_folder, save, to_json
from autograder.reports.table import misunderstood, table

PASSED = CheckResult("It averages.", 1.0, 1.0, "passed", "")
FAILED = CheckResult("It clips.", 2.5, 0.0, "failed", "binary_crossentropy: a wrong value")
RIGHT = ExerciseResult("mean_squared_error", 1.0, 1.0, None, None, (PASSED,))
UNKNOWN = ExerciseResult("binary_crossentropy", 1.0, 3.5, None, None, (PASSED, FAILED))
NAMED = dataclasses.replace(UNKNOWN, misconception="sums over the samples", hint="Sum or mean?")


def graded(*exercises: ExerciseResult, student: str | None = "ada") -> SubmissionReport:
    return SubmissionReport(
        notebook="submitted/ada/losses/losses.ipynb",
        assignment="losses",
        student=student,
        status="graded",
        message=None,
        score=sum(exercise.score for exercise in exercises),
        max_score=sum(exercise.max_score for exercise in exercises),
        exercises=exercises,
    )


def unreadable(message: str = "the file is empty", student: str | None = "bob") -> SubmissionReport:
    return SubmissionReport("bob.ipynb", "losses", student, "unreadable", message, 0.0, 4.5, ())


@pytest.fixture
def course(tmp_path: Path) -> Course:
    """A course of one lesson, of which only the folder counts."""
    return Course(1, "T", "c", 1, (LessonEntry("losses"),), Folders(), root=tmp_path)


# As JSON


def document(*reports: SubmissionReport) -> Any:
    return json.loads(to_json(list(reports), "limits"))


def test_the_document_says_its_format_and_the_sandbox() -> None:
    whole = document(graded(RIGHT))
    assert set(whole) == {"format_version", "sandbox", "submissions"}
    assert whole["format_version"] == 1
    assert whole["sandbox"] == "limits"


def test_a_submission_has_the_fields_of_the_contract() -> None:
    (submission,) = document(graded(RIGHT, NAMED))["submissions"]
    exercises = submission.pop("exercises")
    assert submission == {
        "notebook": "submitted/ada/losses/losses.ipynb",
        "assignment": "losses",
        "student": "ada",
        "status": "graded",
        "message": None,
        "score": 2.0,
        "max_score": 4.5,
    }
    assert len(exercises) == 2


def test_an_exercise_has_the_fields_of_the_contract() -> None:
    exercise = document(graded(NAMED))["submissions"][0]["exercises"][0]
    checks = exercise.pop("checks")
    assert exercise == {
        "name": "binary_crossentropy",
        "score": 1.0,
        "max_score": 3.5,
        "misconception": "sums over the samples",
        "hint": "Sum or mean?",
    }
    assert len(checks) == 2


def test_a_check_has_the_fields_of_the_contract() -> None:
    assert document(graded(UNKNOWN))["submissions"][0]["exercises"][0]["checks"][1] == {
        "title": "It clips.",
        "points": 2.5,
        "score": 0.0,
        "status": "failed",
        "message": "binary_crossentropy: a wrong value",
        "hidden": True,
    }


def test_what_is_not_known_is_null() -> None:
    (submission,) = document(graded(RIGHT, student=None))["submissions"]
    assert submission["student"] is None
    assert submission["exercises"][0]["misconception"] is None
    assert submission["exercises"][0]["hint"] is None


def test_an_unreadable_submission_says_why() -> None:
    (submission,) = document(unreadable())["submissions"]
    assert submission["status"] == "unreadable"
    assert submission["message"] == "the file is empty"
    assert submission["exercises"] == []


def test_a_document_may_hold_any_text_of_a_student() -> None:
    text = to_json([unreadable("\ud800 \x1b[2J é")], "limits")
    assert text.isascii()
    assert json.loads(text)["submissions"][0]["message"] == "\ud800 \x1b[2J é"


def test_a_document_ends_with_a_newline() -> None:
    assert to_json([], "none").endswith("}\n")


@pytest.mark.parametrize(("status", "needs"), [("graded", False), ("unreadable", True), ("error", True)])
def test_only_what_was_not_graded_needs_a_person(status: Any, needs: bool) -> None:
    assert dataclasses.replace(unreadable(), status=status).needs_person is needs


def test_the_misconception_is_the_reason_for_missing_points() -> None:
    assert NAMED.reason == "sums over the samples"


def test_without_a_misconception_the_first_message_is_the_reason() -> None:
    assert UNKNOWN.reason == "binary_crossentropy: a wrong value"


def test_where_nothing_is_missing_there_is_no_reason() -> None:
    assert RIGHT.reason == ""


@pytest.mark.parametrize(("value", "text"), [(3.0, "3"), (2.5, "2.5"), (0.0, "0"), (100.0, "100")])
def test_points_are_written_briefly(value: float, text: str) -> None:
    assert points(value) == text


# On disk


def test_a_file_is_written(tmp_path: Path) -> None:
    write_whole(tmp_path / "a.json", "é\n")
    assert (tmp_path / "a.json").read_text(encoding="utf-8") == "é\n"
    assert os.listdir(tmp_path) == ["a.json"]


def test_a_file_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text("old")
    write_whole(tmp_path / "a.json", "new")
    assert (tmp_path / "a.json").read_text() == "new"


def test_a_written_file_may_be_read_by_others(tmp_path: Path) -> None:
    write_whole(tmp_path / "a.json", "new")
    assert (tmp_path / "a.json").stat().st_mode & 0o777 == 0o644


def test_a_text_that_cannot_be_written_leaves_the_old_file_whole(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text("old")
    with pytest.raises(UnicodeEncodeError):
        write_whole(tmp_path / "a.json", "x" * 10**6 + "\ud800")
    assert (tmp_path / "a.json").read_text() == "old"
    assert os.listdir(tmp_path) == ["a.json"]


@pytest.mark.parametrize(
    "error", [OSError(28, "No space left on device"), KeyboardInterrupt()], ids=repr
)
def test_a_write_that_is_broken_off_leaves_the_old_file_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: BaseException
) -> None:
    def breaks(*args: Any) -> None:
        raise error

    (tmp_path / "a.json").write_text("old")
    monkeypatch.setattr(os, "replace", breaks)
    with pytest.raises(type(error)):
        write_whole(tmp_path / "a.json", "new")
    assert (tmp_path / "a.json").read_text() == "old"
    assert os.listdir(tmp_path) == ["a.json"]


def test_a_report_is_the_same_after_saving_and_loading(course: Course) -> None:
    report = graded(RIGHT, NAMED)
    save(course, report)
    assert load(course, "losses") == [report]


def test_an_unreadable_report_is_the_same_after_saving_and_loading(course: Course) -> None:
    save(course, unreadable("\ud800"))
    assert load(course, "losses") == [unreadable("\ud800")]


def test_a_second_report_of_a_student_replaces_the_first(course: Course) -> None:
    save(course, graded(UNKNOWN))
    save(course, graded(RIGHT))
    assert load(course, "losses") == [graded(RIGHT)]


def test_the_reports_of_a_class_come_by_student(course: Course) -> None:
    for student in ("cleo", "ada", "bob"):
        save(course, graded(RIGHT, student=student))
    assert [report.student for report in load(course, "losses")] == ["ada", "bob", "cleo"]


def test_where_nothing_was_graded_the_fix_is_said(course: Course) -> None:
    with pytest.raises(CourseError) as caught:
        load(course, "losses")
    assert str(caught.value) == (
        f"{course.root}: no submission of 'losses' has been graded yet; "
        "run `autograder autograde losses`"
    )


def test_reports_of_a_lesson_that_is_not_there_are_refused(course: Course) -> None:
    with pytest.raises(CourseError, match="there is no lesson 'loses'; use one of: losses"):
        load(course, "loses")


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"exercises": []}'])
def test_a_damaged_report_is_refused_with_its_file(course: Course, text: str) -> None:
    save(course, graded(RIGHT))
    damaged = reports_folder(course, "losses") / "ada.json"
    damaged.write_text(text)
    with pytest.raises(CourseError) as caught:
        load(course, "losses")
    assert str(damaged) in str(caught.value)


# As a table


def lines(*reports: SubmissionReport, width: int = 110) -> list[str]:
    return list(table(reports, width))


def test_a_class_is_a_table_of_students() -> None:
    head, ada, bob, empty, legend = lines(graded(RIGHT, NAMED), unreadable())
    assert head.split() == ["student", "marks", "mse", "bc", "why", "points", "are", "missing"]
    assert ada.split() == ["ada", "2/4.5", "1", "1", "sums", "over", "the", "samples"]
    assert bob.split() == ["bob", "unreadable", "-", "-", "the", "file", "is", "empty"]
    assert empty == ""
    assert legend == "mse = mean_squared_error  bc = binary_crossentropy"


def test_columns_stand_below_their_heads() -> None:
    head, ada, bob, *_ = lines(graded(RIGHT, NAMED), unreadable())
    assert head.index("why") == ada.index("sums") == bob.index("the file")
    assert head.index("mse") == ada.index("1") == bob.index("-")


def test_a_graded_submission_without_a_student_is_named_by_its_notebook() -> None:
    assert lines(graded(RIGHT, student=None))[1].startswith("submitted/ada/losses/losses.ipynb")


def test_an_error_is_no_zero() -> None:
    broken = dataclasses.replace(unreadable("the worker did not start"), status="error")
    row = lines(graded(RIGHT), broken)[2]
    assert row.split() == ["bob", "error", "-", "the", "worker", "did", "not", "start"]
    assert "0" not in row


def test_an_exercise_that_a_submission_does_not_have_is_a_dash() -> None:
    row = lines(graded(RIGHT, UNKNOWN), graded(RIGHT, student="cleo"))[2]
    assert row.split() == ["cleo", "1/1", "1", "-"]


def test_a_reason_of_several_exercises_is_said_once() -> None:
    other = dataclasses.replace(NAMED, name="categorical_crossentropy")
    assert lines(graded(NAMED, other))[1].count("sums over the samples") == 1


def test_full_marks_need_no_reason() -> None:
    assert lines(graded(RIGHT))[1].endswith("1/1    1")


def test_a_line_is_cut_at_the_width() -> None:
    rows = lines(unreadable("a long story " * 50), width=60)
    assert len(rows[1]) <= 60
    assert rows[1].endswith("…")


def test_a_line_as_long_as_the_width_is_not_cut() -> None:
    whole = lines(unreadable("a story"), width=500)[1]
    assert lines(unreadable("a story"), width=len(whole))[1] == whole


def test_a_terminal_does_not_obey_what_a_student_wrote() -> None:
    row = lines(unreadable("\x1b[2J\r\u202e", student="\x1b[31mbob\n"))[1]
    assert row.isprintable()
    assert "\\x1b[2J\\r\\u202e" in row


def test_two_exercises_of_the_same_initials_keep_their_columns() -> None:
    other = dataclasses.replace(RIGHT, name="max_scaled_error", score=0.5)
    head, row, *_ = lines(graded(RIGHT, other))
    assert head.split()[2:4] == ["mse", "mse"]
    assert row.split()[2:4] == ["1", "0.5"]


def test_an_empty_class_is_a_head_alone() -> None:
    assert [line.split()[0] for line in lines()] == ["student"]


def test_what_the_class_misunderstood_comes_most_frequent_first() -> None:
    twice = dataclasses.replace(NAMED, misconception="takes log10")
    reports = [graded(NAMED), graded(twice), graded(twice, RIGHT), graded(UNKNOWN), unreadable()]
    assert list(misunderstood(reports)) == [
        "   2  binary_crossentropy: takes log10",
        "   1  binary_crossentropy: sums over the samples",
    ]
