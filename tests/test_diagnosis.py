"""Diagnosis through the whole path: named wrong answers, written into students' notebooks, come back from
the worker under their own names, and the names stand on the feedback page. That each of them has its own
name is for the proof to show (`test_readme.py`)."""

from __future__ import annotations

import html
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from autograder.authoring.exercise import Answer
from autograder.authoring.lesson_text import solution
from autograder.base.course import Course
from autograder.commands.demo import fill
from autograder.key.store import load_key
from autograder.nbgrader_bridge.autograde import autograde
from autograder.nbgrader_bridge.feedback_pages import feedback
from autograder.running.loose_notebooks import grade
from autograder.workshop.proof import NAMED
from tests.conftest import again
from tests.test_nbgrader import grade_rows

LESSONS = ["losses", "activations", "logits", "training", "network"]
SAMPLE = slice(3, None, 8)  # of the notebooks
ON_PAGE = slice(7, 8)  # goes through the gradebook to a feedback page


def notebooks(course: Course, lesson: str, chosen: slice) -> Iterator[tuple[str, dict[str, Answer]]]:
    """(notebook, the wrong answers in it): the n-th wrong answer of each exercise, for each n that is chosen."""
    release = json.loads((course.assignments_folder / lesson / f"{lesson}.ipynb").read_text(encoding="utf-8"))
    key = load_key(course, lesson)
    reference = {name: solution(cell.source) for name, cell in key.lesson.answers.items()}
    wrongs = {name: entry.exercise.wrongs for name, entry in key.exercises.items()}
    for number in range(max(map(len, wrongs.values())))[chosen]:
        here = {name: found[number] for name, found in wrongs.items() if number < len(found)}
        sources = reference | {name: answer.source(name) for name, answer in here.items()}
        yield json.dumps(fill(release, sources)), here


@pytest.mark.parametrize("lesson", LESSONS)
def test_named_wrong_answers_are_told_by_their_own_name(course: Course, tmp_path: Path, lesson: str) -> None:
    written: dict[Path, dict[str, Answer]] = {}
    for number, (text, answers) in enumerate(notebooks(course, lesson, SAMPLE)):
        path = tmp_path / f"mistakes-{number:02}.ipynb"
        path.write_text(text, encoding="utf-8")
        written[path] = answers
    found = grade(course, list(written), lesson, None, [], lambda progress: None)
    told, others = 0, []
    for report, answers in zip(found.reports, written.values(), strict=True):
        assert report.status == "graded", report.message
        results = {result.name: result for result in report.exercises}
        for name, answer in answers.items():
            assert results[name].score < results[name].max_score, (name, answer.name)
            if results[name].misconception == answer.misconception:
                told += 1
                assert results[name].hint == (answer.hint or None)
            else:
                others.append((name, answer.name, results[name].misconception))
    assert told >= NAMED * (told + len(others)), others


@pytest.fixture(scope="module")
def classroom(built: Course, tmp_path_factory: pytest.TempPathFactory) -> Course:
    return again(built, tmp_path_factory.mktemp("diagnosis") / "course")


@pytest.mark.parametrize("lesson", LESSONS)
def test_a_lesson_goes_through_the_gradebook_to_the_feedback_page(classroom: Course, lesson: str) -> None:
    """All marks for the reference, none for the stub; of mistakes, misconception and hint stand on the page."""
    key = load_key(classroom, lesson)
    release = json.loads((classroom.assignments_folder / lesson / f"{lesson}.ipynb").read_text(encoding="utf-8"))
    reference = {name: solution(cell.source) for name, cell in key.lesson.answers.items()}
    ((mistakes, answers),) = notebooks(classroom, lesson, ON_PAGE)
    texts = {"reference": json.dumps(fill(release, reference)), "stub": json.dumps(release), "mistakes": mistakes}
    for student, text in texts.items():
        folder = classroom.root / "submitted" / student / lesson
        folder.mkdir(parents=True)
        (folder / f"{lesson}.ipynb").write_text(text, encoding="utf-8")
    assert not autograde(classroom, lesson).needs_person
    rows = grade_rows(classroom)
    for name in reference:
        score, maximum, manual = rows["reference", f"check-{name}"]
        assert (score, manual) == (maximum, 0), name
        assert rows["stub", f"check-{name}"] == (0, maximum, 0), name
    page = feedback(classroom, lesson, ["mistakes"]).folder / "mistakes" / lesson / f"{lesson}.html"
    said = page.read_text(encoding="utf-8")
    for answer in answers.values():
        assert html.escape(f"It looks as if your answer {answer.misconception}.") in said, answer.name
        assert html.escape(answer.hint) in said, answer.name
