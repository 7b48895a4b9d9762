"""nbgrader's pages in a JupyterLab that keeps running while the course is edited."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from autograder.base.course import FILE, Course
from autograder.commands.demo import fill
from autograder.key.store import load_key
from tests.conftest import again
from tests.labs import Lab, lab

STUDENT = "student-1"


@pytest.fixture(scope="module")
def handed_in(built: Course, tmp_path_factory: pytest.TempPathFactory) -> Course:
    """The losses lesson with one submission: one answer that holds a misconception."""
    made = again(built, tmp_path_factory.mktemp("instructor") / "course")
    release = json.loads((made.assignments_folder / "losses" / "losses.ipynb").read_text())
    wrong = load_key(made, "losses").exercises["mean_squared_error"].exercise.wrongs[0]
    folder = made.root / "submitted" / STUDENT / "losses"
    folder.mkdir(parents=True)
    answers = {"mean_squared_error": wrong.source("mean_squared_error")}
    (folder / "losses.ipynb").write_text(json.dumps(fill(release, answers)))
    return made


@pytest.fixture(scope="module")
def server(handed_in: Course, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """JupyterLab in the folder that holds the course, as where an instructor has several."""
    with lab(tmp_path_factory.mktemp("home"), handed_in.root.parent, "") as started:
        yield started


def autograded(server: Lab, course: Course) -> str:
    """Formgrader's buttons Generate and Autograde, and the notebook that they made."""
    server.ask(f"formgrader/?path={quote(str(course.root))}")
    for action in ("assignment/losses/assign", f"submission/losses/{STUDENT}/autograde"):
        answer: dict[str, Any] = json.loads(server.ask(f"formgrader/api/{action}", "POST"))
        assert answer["success"], answer
    return Path(course.root, "autograded", STUDENT, "losses", "losses.ipynb").read_text()


def test_jupyterlab_grades_with_the_course_as_it_is_now(server: Lab, handed_in: Course) -> None:
    file = handed_in.root / FILE
    text = file.read_text()
    try:
        assert "It looks as if your answer" in autograded(server, handed_in)
        file.write_text(text.replace("misconception: true", "misconception: false"))
        assert "It looks as if your answer" not in autograded(server, handed_in)
    finally:
        file.write_text(text)


def test_an_edited_lesson_is_made_again_beside_the_server(server: Lab, handed_in: Course) -> None:
    """Compiling its key takes long: the server answers meanwhile, releases nothing that is out of date, and says so."""
    autograded(server, handed_in)
    text, wrong = handed_in.lesson_file("losses"), handed_in.exercise_folder("losses", "mean_squared_error") / "wrong.py"
    before, wrong_before = text.read_text(), wrong.read_text()
    try:
        text.write_text(before.replace("# A network guesses.", "# A network guesses boldly."))
        wrong.write_text(f"{wrong_before}\n# Edited: of the five keys, this exercise's alone is compiled again.\n")
        assert handed_in.course_id in server.ask("formgrader/manage_assignments")
        action = "formgrader/api/assignment/losses/assign"
        refused: dict[str, Any] = json.loads(server.ask(action, "POST"))
        assert not refused["success"]
        assert "losses: answer key and source notebook are being made in the background" in json.dumps(refused)
        until_released(server)
        released = handed_in.assignments_folder / "losses" / "losses.ipynb"
        assert "A network guesses boldly." in released.read_text()
        assert "Compiling the answer key of losses: mean_squared_error (once" in server.log
    finally:
        text.write_text(before)
        wrong.write_text(wrong_before)
        until_released(server)


def until_released(server: Lab) -> None:
    """Press Generate until what it needs has been made in the background."""
    deadline = time.monotonic() + 600
    while not json.loads(server.ask("formgrader/api/assignment/losses/assign", "POST"))["success"]:
        assert time.monotonic() < deadline, server.log
        time.sleep(1)


def test_a_mistake_in_the_course_does_not_end_jupyterlab(server: Lab, handed_in: Course) -> None:
    autograded(server, handed_in)
    file = handed_in.root / FILE
    text = file.read_text()
    try:
        file.write_text(text.replace("title:", "titel:"))
        page = server.ask("formgrader/manage_assignments")
        assert handed_in.course_id in page
        said = f"{FILE}:2: unknown key 'titel'"
        assert said in server.log
        action = f"formgrader/api/submission/losses/{STUDENT}/autograde"
        refused: dict[str, Any] = json.loads(server.ask(action, "POST"))
        assert not refused["success"]
        assert said in json.dumps(refused)
    finally:
        file.write_text(text)
    autograded(server, handed_in)
