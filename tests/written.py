"""Answers in full as students write them, from the text files beside this one, through a real worker.

Each stands under a line `# right exercise: what is special` or `# wrong exercise: what -> the misconception
that it is told`. Where no arrow is, none fits.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from autograder.authoring.lesson_text import solution
from autograder.base.course import Course
from autograder.commands.demo import fill
from autograder.judging.results import ExerciseResult
from autograder.key.store import load_key
from autograder.running.loose_notebooks import grade

HEAD = re.compile(r"^# (right|wrong) (\w+): (.+?)(?: -> (.+))?\n", re.MULTILINE)


@dataclass(frozen=True)
class Written:
    verdict: str
    exercise: str
    name: str
    misconception: str | None
    source: str

    def calls(self, exercise: str) -> bool:
        """Whether the answer uses another exercise's answer. A name in quotes is no use of it."""
        return re.search(rf"(?<![\"'\w]){exercise}(?![\"'\w])", self.source) is not None


def written(file: str) -> list[Written]:
    text = Path(__file__).with_name(file).read_text(encoding="utf-8")
    _nothing, *parts = HEAD.split(text)
    return [Written(*parts[n : n + 4], parts[n + 4].strip() + "\n") for n in range(0, len(parts), 5)]


def books(answers: Sequence[Written]) -> Iterator[dict[str, Written]]:
    """The answers, as many together as do not use each other, by exercise."""
    left = list(answers)
    while left:
        book: dict[str, Written] = {}
        for answer in left:
            apart = not any(answer.calls(one.exercise) or one.calls(answer.exercise) for one in book.values())
            if answer.exercise not in book and apart:
                book[answer.exercise] = answer
        left = [answer for answer in left if answer not in book.values()]
        yield book


def graded(
    course: Course, folder: Path, lesson: str, answers: Sequence[Written]
) -> Iterator[tuple[Written, ExerciseResult]]:
    """Every answer to the lesson with its result. What it uses is the reference; the rest of its notebook
    is not written."""
    reference = {name: solution(cell.source) for name, cell in load_key(course, lesson).lesson.answers.items()}
    release = json.loads((course.assignments_folder / lesson / f"{lesson}.ipynb").read_text(encoding="utf-8"))
    notebooks: dict[Path, dict[str, Written]] = {}
    for number, book in enumerate(books([answer for answer in answers if answer.exercise in reference])):
        used = {name: text for name, text in reference.items() if any(one.calls(name) for one in book.values())}
        sources = used | {name: answer.source for name, answer in book.items()}
        path = folder / f"{number:03}.ipynb"
        path.write_text(json.dumps(fill(release, sources)), encoding="utf-8")
        notebooks[path] = book
    found = grade(course, list(notebooks), lesson, None, [], lambda progress: None)
    for report, book in zip(found.reports, notebooks.values(), strict=True):
        results = {result.name: result for result in report.exercises}
        yield from ((answer, results[name]) for name, answer in book.items())


def misjudged(results: Iterator[tuple[Written, ExerciseResult]]) -> list[tuple[object, ...]]:
    """What a fair teacher would not accept: a right answer that loses marks, a wrong one that loses none,
    another misconception than the one that is written, a wrong answer without a hint that helps."""
    found: list[tuple[object, ...]] = []
    for answer, result in results:
        where = (answer.exercise, answer.name)
        if (result.score == result.max_score) != (answer.verdict == "right"):
            found.append((*where, result.score, [check.message for check in result.checks if check.message]))
        elif result.misconception != answer.misconception:
            found.append((*where, result.misconception, "instead of", answer.misconception))
        elif answer.verdict == "wrong" and not result.hint:
            found.append((*where, "no hint"))
    return found
