"""The answer key: for every case the inputs, the reference's outcome, Keras' and each wrong answer's.

It is compiled where it is needed (`autograder.key.compilation`), and cached in `.build/keys/`; `autograder.key.head`
says which key an exercise needs.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from autograder.authoring.exercise import Case, Check
from autograder.authoring.lesson_text import Lesson
from autograder.authoring.loading import load_exercises
from autograder.base.course import Course
from autograder.key.compilation import compile_keys
from autograder.key.head import Head, damaged, key_paths, lesson_cells, lesson_digest, opened
from autograder.key.outcome import Outcome
from autograder.key.records import ExerciseKey, KeyCase, LessonKey
from autograder.worker import values

MAX_TEXT = 2**24  # characters of a text in a key


def load_key(course: Course, name: str) -> LessonKey:
    """The lesson's key, compiled first where some of it is missing. Raises CourseError."""
    paths = key_paths(course, course.require(name))
    if not all(path.is_file() for path in paths.values()):
        compile_keys(course, [name])
    hidden = load_exercises(course.lesson_folder(name), paths)
    keys = {exercise: read_key(path) for exercise, path in paths.items()}
    exercises = {
        exercise: ExerciseKey(
            hidden[exercise],
            tuple(_unpack_cases(hidden[exercise].checks, parts["cases"])),
            tuple(_unpack_cases(hidden[exercise].public, parts["public"])),
            parts["picture"],
        )
        for exercise, (_head, parts) in keys.items()
    }
    cells = lesson_cells(course, name)
    digest = lesson_digest(cells, (head for head, _parts in keys.values()))
    return LessonKey(Lesson(name, course.lesson_file(name), cells), exercises, digest)


def read_key(path: Path) -> tuple[Head, dict[str, Any]]:
    """The head and the content of an exercise's key. Raises CourseError where it is damaged."""
    head, body = opened(path, path.read_bytes())
    try:
        return head, values.decode(body, MAX_TEXT)
    except values.ChannelError as error:
        raise damaged(path, str(error)) from None


def _unpack_cases(checks: list[Check], stored: list[dict[str, Any]]) -> Iterator[KeyCase]:
    by_name = {check.name: check for check in checks}
    for entry in stored:
        keras = entry["keras"]
        yield KeyCase(
            check=by_name[entry["check"]],
            case=Case(tuple(entry["args"]), entry["kwargs"], entry["raises"]),
            expected=Outcome.unpack(entry["expected"]),
            keras=None if keras is None else Outcome.unpack(keras),
            wrong={name: Outcome.unpack(data) for name, data in entry["wrong"].items()},
        )
