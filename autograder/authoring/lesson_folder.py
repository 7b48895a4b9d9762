"""A lesson's folder: its text, and a folder of hidden tests for each exercise; both define the same exercises."""

from __future__ import annotations

from collections.abc import Container
from pathlib import Path

from autograder.authoring.exercise import Exercise
from autograder.authoring.lesson_text import Lesson, read_lesson
from autograder.authoring.loading import (
    CHECKS,
    RIGHT,
    SHARED,
    WRONG,
    folders_in,
    load_exercises,
    python_files,
)
from autograder.base.course import FILE, Course, lesson_line
from autograder.base.errors import CourseError
from autograder.base.source_text import at


def load_pair(course: Course, name: str) -> tuple[Lesson, dict[str, Exercise]]:
    """A lesson's text and its exercises, which must be the same in both."""
    refuse_missing(course, name)
    lesson = read_lesson(course.lesson_file(name))
    refuse_folders_without_cell(course, name, lesson.answers)
    for exercise, cell in lesson.answers.items():
        checks = course.exercise_folder(name, exercise) / CHECKS
        if not checks.is_file():
            raise CourseError(
                f"{at(lesson.path, cell.line)}: exercise {exercise!r} has no hidden checks; write {at(checks)}"
            )
    if not lesson.answers:
        raise CourseError(f"{at(lesson.path, 1)}: the lesson has no exercise; add a cell with exercise=…")
    return lesson, load_exercises(course.lesson_folder(name), lesson.answers)


def refuse_folders_without_cell(course: Course, name: str, exercises: Container[str]) -> None:
    for folder in folders_in(course.lesson_folder(name)):
        if folder.name not in exercises:
            raise CourseError(
                f"{at(folder)}: exercise {folder.name!r} has no cell in {at(course.lesson_file(name))}; add "
                f'\'# %% exercise="{folder.name}"\' there, or remove the folder'
            )


def refuse_missing(course: Course, name: str) -> None:
    """Every lesson that is listed needs its text."""
    path = course.lesson_file(name)
    if not path.is_file():
        raise CourseError(
            f"{at(course.root / FILE, lesson_line(course, name))}: the lesson {name!r} has no file {at(path)}; "
            f"run: autograder new {name} EXERCISE, or take it off the list"
        )


def refuse_strays(course: Course) -> None:
    """Every folder of a lesson must be listed, and every Python file have its place."""
    for path in python_files(course.lessons_folder):
        own = course.lesson_file(path.stem)
        raise CourseError(f"{at(path)}: a lesson is a folder; move this file to {at(own)}, or remove it")
    for folder in folders_in(course.lessons_folder):
        if folder.name not in course.names:
            raise CourseError(
                f"{at(folder)}: {folder.name!r} is no lesson of {at(course.root / FILE)}; "
                "list it under 'lessons' or remove the folder"
            )
        known = {course.lesson_file(folder.name).name, SHARED}
        _refuse_others(folder, known, "lesson.py, shared.py and a folder for each exercise")
        for inside in folders_in(folder):
            _refuse_others(inside, {CHECKS, WRONG, RIGHT}, "checks.py, wrong.py and right.py")


def _refuse_others(folder: Path, known: set[str], holds: str) -> None:
    for path in python_files(folder):
        if path.name not in known:
            raise CourseError(f"{at(path)}: this folder holds {holds}; move this file or remove it")


def exercise_files(course: Course, lesson: str, exercise: str) -> list[Path]:
    """The files beside the lesson's text that the key of an exercise is made of, and that grading reads: all but the
    right answers."""
    folder = course.lesson_folder(lesson)
    paths = (folder / SHARED, folder / exercise / CHECKS, folder / exercise / WRONG)
    return [path for path in paths if path.is_file()]


def key_files(course: Course, name: str) -> list[Path]:
    """The files of a lesson that its key is made of, and that grading reads: all but the right answers."""
    folder = course.lesson_folder(name)
    exercises = [inside / file for inside in folders_in(folder) for file in (CHECKS, WRONG)]
    return [path for path in (course.lesson_file(name), folder / SHARED, *exercises) if path.is_file()]
