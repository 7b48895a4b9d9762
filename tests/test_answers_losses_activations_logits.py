"""Right answers in unusual styles and wrong ones that nearly pass, graded through a real worker.

The answers stand in a text file beside this one, each under a line `# right exercise: what is special`
or `# wrong exercise: …`. None of them is a named answer of the hidden tests.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from autograder.course import Course
from autograder.demo import fill
from autograder.grading import Grader
from autograder.key import load_key
from autograder.lesson import solution
from autograder.report import ExerciseResult

HEAD = re.compile(r"^# (right|wrong) (\w+): (.+)\n", re.MULTILINE)


@dataclass(frozen=True)
class Written:
    verdict: str
    exercise: str
    name: str
    source: str


def answers() -> list[Written]:
    text = Path(__file__).with_name("answers_losses_activations_logits.txt").read_text(encoding="utf-8")
    _nothing, *parts = HEAD.split(text)
    return [Written(*parts[n : n + 3], parts[n + 3].strip() + "\n") for n in range(0, len(parts), 4)]


def graded(course: Course, grader: Grader, folder: Path, lesson: str) -> Iterator[tuple[Written, ExerciseResult]]:
    """Every answer to the lesson with its result: the n-th of each exercise in one notebook."""
    reference = {name: solution(cell.source) for name, cell in load_key(course, lesson).lesson.answers.items()}
    release = json.loads((course.assignments_folder / lesson / f"{lesson}.ipynb").read_text(encoding="utf-8"))
    left = {name: [answer for answer in answers() if answer.exercise == name] for name in reference}
    path = folder / f"{lesson}.ipynb"
    while any(left.values()):
        chosen = {name: rest.pop() for name, rest in left.items() if rest}
        sources = reference | {name: answer.source for name, answer in chosen.items()}
        path.write_text(json.dumps(fill(release, sources)), encoding="utf-8")
        results = {result.name: result for result in grader.grade_file(path, lesson).exercises}
        yield from ((answer, results[name]) for name, answer in chosen.items())


@pytest.mark.parametrize("lesson", ["losses", "activations", "logits"])
def test_right_answers_lose_nothing_and_wrong_ones_lose_something(
    course: Course, grader: Grader, tmp_path: Path, lesson: str
) -> None:
    misjudged = [
        (answer.verdict, answer.exercise, answer.name, [c.message for c in result.checks if c.message])
        for answer, result in graded(course, grader, tmp_path, lesson)
        if (result.score == result.max_score) != (answer.verdict == "right")
    ]
    assert misjudged == []


@pytest.mark.parametrize("lesson", ["losses", "activations", "logits"])
def test_every_wrong_answer_gets_help(course: Course, grader: Grader, tmp_path: Path, lesson: str) -> None:
    helpless = [
        (answer.exercise, answer.name)
        for answer, result in graded(course, grader, tmp_path, lesson)
        if answer.verdict == "wrong" and not (result.hint or result.misconception)
    ]
    assert helpless == []


def test_the_bank_is_of_some_size_and_spread() -> None:
    bank = answers()
    assert len(bank) == len({(a.exercise, a.name) for a in bank}) >= 150
    for verdict in ("right", "wrong"):
        assert len({a.exercise for a in bank if a.verdict == verdict}) == 22
