"""Damaged notebooks: what is intact keeps its marks, and what cannot be read says why. Nothing ends as an error."""

from __future__ import annotations

import dataclasses
import functools
import html
import json
import re
import resource
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nbgrader.converters import GenerateFeedback
from nbgrader.coursedir import CourseDirectory

from autograder.authoring.lesson_text import solution
from autograder.base.course import Course
from autograder.commands.demo import fill
from autograder.grading import submission_file
from autograder.grading.grader import Grader
from autograder.grading.steps import plan
from autograder.grading.submission_folder import plain_files
from autograder.judging.results import ExerciseResult, SubmissionReport
from autograder.key.records import LessonKey
from autograder.nbgrader_bridge.feedback_pages import PageExporter
from autograder.nbgrader_bridge.registration import nbgrader_config, register
from tests.conftest import again, points
from tests.damage import BANK, FOLDERS, UNREADABLE, Damage, every_key, old, truncated
from tests.patience import PATIENCE, ROOMY, bounded

HANGS = 4 * PATIENCE  # seconds after which the command for a class has not ended because it never will
FULL = points("losses")
quick = settings(deadline=None, derandomize=True, max_examples=150)


class Remembering(Grader):
    """Grades once what comes to the same cells: most damages are mended before any cell is run."""

    @functools.cached_property
    def graded(self) -> dict[tuple[Any, ...], list[ExerciseResult]]:
        return {}

    def grade_restored(self, restored: dict[str, Any], lesson: str) -> list[ExerciseResult]:
        steps = tuple(plan(restored))
        if steps not in self.graded:
            self.graded[steps] = super().grade_restored(restored, lesson)
        return self.graded[steps]


@pytest.fixture(scope="module")
def grader(course: Course) -> Iterator[Remembering]:
    shared = Remembering(dataclasses.replace(course, limits=ROOMY))
    yield shared
    shared.close()


@pytest.fixture(scope="module")
def answers(losses: LessonKey) -> dict[str, str]:
    return {name: solution(cell.source) for name, cell in losses.lesson.answers.items()}


@pytest.fixture(scope="session")
def right(release: dict[str, Any], losses: LessonKey) -> dict[str, Any]:
    return fill(release, {name: solution(cell.source) for name, cell in losses.lesson.answers.items()})


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("damaged") / "losses.ipynb"


def says_why(message: str | None) -> bool:
    """One line that a student can act on."""
    return bool(message) and re.fullmatch(r"[ -~→]{20,160}", str(message)) is not None


def as_promised(report: SubmissionReport, damage: Damage) -> None:
    if damage.lost == UNREADABLE:
        assert (report.status, report.score) == ("unreadable", 0.0)
        assert says_why(report.message)
        return
    assert report.status == "graded", report.message
    for exercise in report.exercises:
        if exercise.name in damage.lost:
            assert exercise.score < exercise.max_score
        elif "*" not in damage.lost:
            assert exercise.score == exercise.max_score, exercise.reason
        assert not [check for check in exercise.checks if check.status == "error"]


def graded(grader: Grader, path: Path, data: bytes) -> SubmissionReport:
    path.write_bytes(data)
    with bounded():
        return grader.grade_file(path, "losses", "someone")


@pytest.mark.parametrize("damage", BANK, ids=lambda damage: damage.name[:60])
def test_damage(grader: Remembering, right: dict[str, Any], path: Path, damage: Damage) -> None:
    as_promised(graded(grader, path, damage.data(right)), damage)


def test_a_notebook_cut_off_anywhere_says_so(grader: Remembering, right: dict[str, Any], path: Path) -> None:
    for damage in truncated(right):
        as_promised(graded(grader, path, damage.data(right)), damage)


def test_a_value_of_a_wrong_type_at_any_key_costs_at_most_its_own_cell(
    grader: Remembering, right: dict[str, Any], path: Path
) -> None:
    count = 0
    for count, damage in enumerate(every_key(right), 1):  # noqa: B007
        try:
            as_promised(graded(grader, path, damage.data(right)), damage)
        except AssertionError as error:
            raise AssertionError(damage.name) from error
    assert count > 1_000


def intact(data: bytes, answers: dict[str, str]) -> set[str]:
    """The exercises whose answer came through whole."""
    cells = submission_file.parse(data)["cells"]
    last = {cell["grade_id"]: cell["source"] for cell in cells if cell["grade_id"]}
    return {name for name, text in answers.items() if last.get(name) == text}


@quick
@given(st.data())
def test_random_damage_costs_only_what_it_hits(
    grader: Remembering, right: dict[str, Any], answers: dict[str, str], path: Path, data: st.DataObject
) -> None:
    """Bytes overwritten, inserted or cut out: what parses still is graded, and intact answers count."""
    whole = json.dumps(right, indent=data.draw(st.sampled_from([None, 1]))).encode()
    for _ in range(data.draw(st.integers(1, 3))):
        start = data.draw(st.integers(0, len(whole)))
        end = min(len(whole), start + data.draw(st.sampled_from([0, 0, 1, 1, 2, 5, 40, 400])))
        fresh = data.draw(st.binary(max_size=6) | st.text("abc 01,:{}[]\"\\n", max_size=6).map(str.encode))
        whole = whole[:start] + fresh + whole[end:]
    report = graded(grader, path, whole)
    if report.status == "unreadable":
        assert says_why(report.message)
        return
    assert report.status == "graded"
    scores = {exercise.name: exercise.score == exercise.max_score for exercise in report.exercises}
    assert {name for name in intact(whole, answers) if not scores[name]} == set()


@quick
@given(st.lists(st.integers(0, 29), max_size=40), st.integers(1, 4))
def test_any_choice_of_cells_in_any_order_and_format_is_graded(
    grader: Remembering, right: dict[str, Any], path: Path, chosen: list[int], major: int
) -> None:
    cells = [right["cells"][n % len(right["cells"])] for n in chosen]
    notebook = right | {"cells": cells}
    report = graded(grader, path, json.dumps(notebook if major == 4 else old(notebook, major)).encode())
    found = {cell["metadata"].get("nbgrader", {}).get("grade_id") for cell in cells} - {None, "setup"}
    assert report.status == ("graded" if found else "unreadable")
    assert report.score <= report.max_score


MARKS = ["[a]", "![", "\\begin{a}", "[a](", "[a]: ", "[^1]", "[](", "word ", "&"]


@pytest.mark.parametrize("kind", ["markdown", "raw"])
def test_prose_without_end_holds_no_page_up(grader: Remembering, right: dict[str, Any], kind: str) -> None:
    """In one cell or in many: what Markdown would look through for hours is not shown."""
    cells = [{"cell_type": kind, "metadata": {}, "source": mark * 600_000} for mark in MARKS[-2:]]
    cells += [{"cell_type": kind, "metadata": {}, "source": mark * 100_000} for mark in MARKS]
    cells += [{"cell_type": kind, "metadata": {}, "source": mark * 300} for mark in MARKS * 40]
    restored = grader.restore(json.dumps(right | {"cells": [*right["cells"], *cells]}).encode(), "losses")
    with bounded(2 * PATIENCE):
        page, _resources = PageExporter(template_name="classic").from_notebook_node(nbformat.from_dict(restored))
    assert page.count("too much text for a page") > len(MARKS)


def test_prose_of_some_length_is_shown_as_it_is(grader: Remembering, right: dict[str, Any]) -> None:
    text = "# Notes\n\nA **loss** is *small* where `p` is near $y$: [see](https://keras.io).\n\n- one\n- two\n\n" * 40
    cells = [{"cell_type": "markdown", "metadata": {}, "source": text}] * 5
    restored = grader.restore(json.dumps(right | {"cells": [*right["cells"], *cells]}).encode(), "losses")
    assert [cell["source"] for cell in restored["cells"]].count(text) == 5


def test_code_without_end_is_shown_without_colour(grader: Remembering, right: dict[str, Any]) -> None:
    """On nbgrader's page. A word that nbconvert parses a whole page for is a word like any other."""
    source = "x = 1 + 2  # <jp-Notebook class='jp-Notebook'>\n" * 60_000
    cell = {"cell_type": "code", "metadata": {}, "source": source}
    restored = grader.restore(json.dumps(right | {"cells": [*right["cells"], cell]}).encode(), "losses")
    exporter = PageExporter(config=GenerateFeedback(coursedir=CourseDirectory()).config)
    for shown in restored["cells"]:
        shown["metadata"].get("nbgrader", {}).update(score=0)
    about = {"score": 0, "max_score": 0, "late_penalty": 0, "notebook": "losses", "assignment": "losses", "student": "x"}
    with bounded():
        page, _resources = exporter.from_notebook_node(nbformat.from_dict(restored), {"nbgrader": about})
    assert html.escape(source) in page


def test_a_notebook_of_another_lesson_is_unreadable_and_no_zero(grader: Remembering, path: Path, course: Course) -> None:
    """Setup cells have the same name everywhere; helpers may have the names of exercises."""
    other = (course.assignments_folder / "network" / "network.ipynb").read_bytes()
    path.write_bytes(other)
    report = grader.grade_file(path, "activations")
    assert report.status == "unreadable"
    assert report.message is not None
    assert "none of its cells is from the lesson 'activations'" in report.message
    assert grader.grade_file(path, None).assignment == "network"


NAMES = ["losses.ipynb", "losses (1).ipynb", "Lösung – final_v2 .ipynb", "<img src=x onerror=alert(1)>.ipynb",
         "-rf.ipynb", "=cmd.ipynb", "a\nb\x1b[2J.ipynb", "x" * 240 + ".ipynb", "\udcff.ipynb", "losses", ".ipynb"]  # fmt: skip


def test_a_file_may_have_any_name(right: dict[str, Any], tmp_path: Path, course: Course) -> None:
    for name in NAMES:
        (tmp_path / name).write_text(json.dumps(right))
    done = command(course, "grade", "--json", str(tmp_path / "report"), *(str(tmp_path / name) for name in NAMES))
    assert done.returncode == 0, done.stderr
    assert b"Traceback" not in done.stderr
    assert b"\x1b" not in done.stdout
    reports = json.loads((tmp_path / "report").read_text())["submissions"]
    assert len(reports) == len(NAMES)
    assert all(report["score"] == report["max_score"] > 0 for report in reports)


def command(course: Course, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    program = [sys.executable, "-m", "autograder", "--course", str(course.root), *arguments]
    return subprocess.run(program, capture_output=True, check=False, stdin=subprocess.DEVNULL, timeout=HANGS)


# ---------------------------------------------------------------------------------------------------
# A class through nbgrader: every twelfth damage, between students who did nothing wrong

SAMPLE = [damage for damage in BANK if damage.lost != UNREADABLE][::12] + [d for d in BANK if d.lost == UNREADABLE][::12]
NEIGHBOURS = ("aaa", "damage-07-b", "zzz", "<img src=x onerror=alert(1)>", "=1+1", "-rf", "x" * 200, "%s{{1}}", "x'; --", "ünïcode")
ODD_NEIGHBOURS = ("*", "[ab]", "?", "..x", ".hidden", "--student", "$(id)", "{assignment_id}", "e\u0301", "@SUM(1)", "a\\b", "'", ".ipynb_checkpoints")
NEIGHBOURS += ODD_NEIGHBOURS
NAMELESS = ("\udcff", "a\nb", "a\x1b[2J")  # what no gradebook can keep is that student's matter alone


def student(number: int) -> str:
    return f"damage-{number:02}"


@pytest.fixture(scope="module")
def class_(
    built: Course, right: dict[str, Any], tmp_path_factory: pytest.TempPathFactory
) -> tuple[Course, subprocess.CompletedProcess[bytes]]:
    """A course whose class handed in the sample, autograded by the command."""
    made = again(built, tmp_path_factory.mktemp("class") / "course")
    notebooks = {student(n): damage.data(right) for n, damage in enumerate(SAMPLE)}
    notebooks |= dict.fromkeys(NEIGHBOURS + NAMELESS, json.dumps(right).encode())
    for name, data in notebooks.items():
        folder = made.root / "submitted" / name / "losses"
        folder.mkdir(parents=True)
        (folder / "losses.ipynb").write_bytes(data)
    return made, command(made, "autograde", "losses")


def test_the_class_is_graded_without_a_word_of_python(class_: tuple[Course, subprocess.CompletedProcess[bytes]]) -> None:
    _course, done = class_
    assert done.returncode == 3  # some need a person
    assert b"Traceback" not in done.stdout + done.stderr
    assert all(re.match(rb"\d+ of \d+ submissions", line) for line in done.stderr.splitlines())  # how far it is
    assert b"\x1b" not in done.stdout
    refused = [damage for damage in SAMPLE if damage.lost == UNREADABLE]
    assert done.stdout.count(b": needs a person: ") == len(refused) + len(NAMELESS)
    assert done.stdout.count(b": needs a person: its folder's name is not plain text") == len(NAMELESS)



@pytest.mark.parametrize("number", range(len(SAMPLE)), ids=[damage.name[:60] for damage in SAMPLE])
def test_damage_in_a_class(
    class_: tuple[Course, subprocess.CompletedProcess[bytes]], number: int
) -> None:
    from autograder.reports.store import load

    (report,) = [report for report in load(class_[0], "losses") if report.student == student(number)]
    as_promised(report, SAMPLE[number])


def test_odd_names_get_their_pages(class_: tuple[Course, subprocess.CompletedProcess[bytes]]) -> None:
    """A name that a shell, a pattern or a template would take for its own is a name like any other."""
    done = command(class_[0], "feedback", "losses", *(f"--student={name}" for name in ODD_NEIGHBOURS))
    assert done.returncode == 0, done.stderr
    pages = [class_[0].root / "feedback" / name / "losses" / "losses.html" for name in ODD_NEIGHBOURS]
    assert all(f"{FULL:g}" in page.read_text() for page in pages)


def test_the_gradebook_says_what_the_reports_say(class_: tuple[Course, subprocess.CompletedProcess[bytes]]) -> None:
    from autograder.reports.store import load

    rows: dict[str, list[tuple[float | None, bool]]] = {}
    with sqlite3.connect(class_[0].root / "gradebook.db") as database:
        for name, score, manual in database.execute(
            "select submitted_assignment.student_id, grade.auto_score, grade.needs_manual_grade from grade"
            " join submitted_notebook on grade.notebook_id = submitted_notebook.id"
            " join submitted_assignment on submitted_notebook.assignment_id = submitted_assignment.id"
        ):
            rows.setdefault(name, []).append((score, bool(manual)))
    database.close()
    for report in load(class_[0], "losses"):
        assert report.student is not None
        found = rows[report.student]
        assert all(manual == (report.status == "unreadable") for _score, manual in found)
        if report.status == "graded":
            assert sum(score or 0 for score, _manual in found) == report.score
    assert all(sum(score or 0 for score, _ in rows[name]) == FULL for name in NEIGHBOURS)


@pytest.fixture(scope="module", params=["autograder", "nbgrader"])
def odd_folders(
    request: pytest.FixtureRequest, built: Course, right: dict[str, Any], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Course, subprocess.CompletedProcess[bytes]]]:
    """A class whose notebooks are right, and whose folders hold what nobody asked for, graded by the
    kit's command or by nbgrader's."""
    made = again(built, tmp_path_factory.mktemp("odd") / "course")
    for name in ("aaa", *FOLDERS, "zzz"):
        folder = made.root / "submitted" / name / "losses"
        folder.mkdir(parents=True)
        (folder / "losses.ipynb").write_text(json.dumps(right))
    for name, (do, _why) in FOLDERS.items():
        do(made.root / "submitted" / name / "losses")
    command, where = ["autograder", "--course", str(made.root)], None
    if request.param == "nbgrader":
        register(made, "losses", nbgrader_config(made))
        command, where = ["nbgrader"], made.root
    program = [sys.executable, "-m", *command, "autograde", "losses"]

    def limited() -> None:  # what is read or copied without end shall not take the machine along
        resource.setrlimit(resource.RLIMIT_FSIZE, (200 * 2**20,) * 2)
        resource.setrlimit(resource.RLIMIT_AS, (6 * 2**30,) * 2)

    done = subprocess.run(
        program, cwd=where, capture_output=True, check=False, stdin=subprocess.DEVNULL, timeout=HANGS, preexec_fn=limited
    )
    yield made, done
    subprocess.run(["rm", "-rf", str(made.root / "submitted")], check=True)  # too deep for pytest's own broom


def test_odd_folders_stop_nobody(odd_folders: tuple[Course, subprocess.CompletedProcess[bytes]]) -> None:
    _course, done = odd_folders
    if "nbgrader" in done.args:  # which says it in many lines
        assert done.returncode == 1
        return
    assert b"Traceback" not in done.stdout + done.stderr
    assert done.returncode == 3, done.stderr
    assert done.stdout.count(b": needs a person: ") == sum(why is not None for _do, why in FOLDERS.values())


@pytest.mark.parametrize("name", ["aaa", *FOLDERS, "zzz"], ids=lambda name: name[:40])
def test_an_odd_folder(odd_folders: tuple[Course, subprocess.CompletedProcess[bytes]], name: str) -> None:
    from autograder.reports.store import kept

    found, why = kept(odd_folders[0], "losses", name), FOLDERS.get(name, (None, None))[1]
    assert found is not None
    if why is None:
        assert (found.report.status, found.report.score) == ("graded", FULL)
    else:
        assert (found.report.status, found.report.score) == ("unreadable", 0)
        assert str(found.report.message).startswith(why)


def test_what_is_copied_has_a_weight(odd_folders: tuple[Course, subprocess.CompletedProcess[bytes]]) -> None:
    copied = list((odd_folders[0].root / "autograded" / "files-without-end").rglob("*.csv"))
    assert len(copied) == 1_000
    assert sum(path.stat().st_size for path in copied) == 90 * 2**20


def test_nothing_is_copied_out_of_a_link(odd_folders: tuple[Course, subprocess.CompletedProcess[bytes]]) -> None:
    for path in (odd_folders[0].root / "autograded").rglob("*"):
        assert not path.is_symlink()
        assert not {"data.csv", "etc", "again", "evil.ipynb"} & {path.name, path.parent.name}


def test_a_file_whose_name_is_no_plain_text_is_not_copied(tmp_path: Path) -> None:
    """nbgrader's log would show it to the terminal as it is."""
    for name in ("data.csv", "\x1b[31mred.txt", "two\nlines.txt"):
        (tmp_path / name).write_text("x")
    assert plain_files(str(tmp_path)) == [str(tmp_path / "data.csv")]
