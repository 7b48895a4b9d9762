"""Diagnosis through the whole path: each named wrong answer, written into a student's notebook, comes
back from the worker under its own name, and the name stands on the feedback page."""

from __future__ import annotations

import html
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from autograder.autograde import autograde
from autograder.build import build
from autograder.course import Course
from autograder.demo import fill, prepare
from autograder.exercise import Answer
from autograder.feedback import feedback
from autograder.folder import grade
from autograder.key import load_key
from autograder.lesson import solution
from autograder.proof import NAMED

LESSONS = ["losses", "activations", "logits", "training", "network"]
ON_PAGES = (7,)  # the notebooks that go through the gradebook to a feedback page


def notebooks(course: Course, lesson: str) -> Iterator[tuple[str, dict[str, Answer]]]:
    """(notebook, the wrong answers in it): the n-th wrong answer of each exercise, for each n."""
    release = json.loads((course.assignments_folder / lesson / f"{lesson}.ipynb").read_text(encoding="utf-8"))
    key = load_key(course, lesson)
    reference = {name: solution(cell.source) for name, cell in key.lesson.answers.items()}
    wrongs = {name: entry.exercise.wrongs for name, entry in key.exercises.items()}
    for number in range(max(map(len, wrongs.values()))):
        here = {name: found[number] for name, found in wrongs.items() if number < len(found)}
        sources = reference | {name: answer.source(name) for name, answer in here.items()}
        yield json.dumps(fill(release, sources)), here


@pytest.mark.parametrize("lesson", LESSONS)
def test_named_wrong_answers_are_told_by_their_own_name(course: Course, tmp_path: Path, lesson: str) -> None:
    written: dict[Path, dict[str, Answer]] = {}
    for number, (text, answers) in enumerate(notebooks(course, lesson)):
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
def classroom(course: Course, tmp_path_factory: pytest.TempPathFactory) -> Course:
    made = prepare(course, tmp_path_factory.mktemp("diagnosis") / "course")
    build(made)
    return made


@pytest.mark.parametrize("lesson", LESSONS)
def test_misconception_and_hint_stand_on_the_feedback_page(classroom: Course, lesson: str) -> None:
    answers = {}
    for number, (text, here) in enumerate(notebooks(classroom, lesson)):
        if number in ON_PAGES:
            folder = classroom.root / "submitted" / f"mistakes-{number:02}" / lesson
            folder.mkdir(parents=True)
            (folder / f"{lesson}.ipynb").write_text(text, encoding="utf-8")
            answers[folder.parent.name] = here
    assert not autograde(classroom, lesson).needs_person
    pages = feedback(classroom, lesson, sorted(answers)).folder
    for student, here in answers.items():
        page = (pages / student / lesson / f"{lesson}.html").read_text(encoding="utf-8")
        for answer in here.values():
            assert html.escape(f"It looks as if your answer {answer.misconception}.") in page, answer.name
            assert html.escape(answer.hint) in page, answer.name
