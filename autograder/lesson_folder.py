"""A lesson's two halves, its text and its hidden tests: each is there, and both define the same exercises."""

from __future__ import annotations

from autograder.course import FILE, Course, lesson_line
from autograder.errors import CourseError
from autograder.exercise import Exercise
from autograder.hiddenfile import load_hidden
from autograder.lesson import Lesson, read_lesson
from autograder.text import at


def load_pair(course: Course, name: str) -> tuple[Lesson, dict[str, Exercise]]:
    """A lesson's text and its hidden tests; they must define the same exercises."""
    refuse_missing(course, name)
    lesson = read_lesson(course.lessons_folder / f"{name}.py")
    path = course.hidden_folder / f"{name}.py"
    hidden = load_hidden(path)
    for exercise, definition in hidden.items():
        if exercise not in lesson.answers:
            raise CourseError(
                f"{at(*definition.where)}: exercise {exercise!r} has no cell in {at(lesson.path)}; add "
                f'\'# %% exercise="{exercise}"\' there'
            )
    for exercise, cell in lesson.answers.items():
        if exercise not in hidden:
            raise CourseError(
                f"{at(lesson.path, cell.line)}: exercise {exercise!r} has no hidden test; add "
                f"Exercise({exercise!r}) to {at(path)}"
            )
    if not hidden:
        raise CourseError(f"{at(lesson.path, 1)}: the lesson has no exercise; add a cell with exercise=…")
    return lesson, {exercise: hidden[exercise] for exercise in lesson.answers}


def refuse_missing(course: Course, name: str) -> None:
    """Every lesson that is listed needs its two files."""
    for folder in (course.lessons_folder, course.hidden_folder):
        path = folder / f"{name}.py"
        if not path.is_file():
            raise CourseError(
                f"{at(course.root / FILE, lesson_line(course, name))}: the lesson {name!r} has no file {at(path)}; "
                f"run: autograder new {name} EXERCISE, or take it off the list"
            )


def refuse_strays(course: Course) -> None:
    """Every lesson text and hidden test in the course's folders must be listed, and in pairs."""
    for folder in (course.lessons_folder, course.hidden_folder):
        for path in sorted(folder.glob("*.py")):
            # An editor's own files, which it leaves beside the one that is open, begin with a dot.
            if path.stem not in course.names and path.stem != "__init__" and not path.name.startswith("."):
                raise CourseError(
                    f"{at(path)}: {path.stem!r} is no lesson of {at(course.root / FILE)}; "
                    "list it under 'lessons' or remove the file"
                )
