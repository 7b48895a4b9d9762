"""`course.yaml`: what a course is, read strictly."""

from __future__ import annotations

import dataclasses
import datetime
import os
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import yaml

from autograder.base.errors import CourseError
from autograder.base.gradebook_url import DEFAULT, placed
from autograder.base.source_text import at, read_text
from autograder.base.strict_yaml import DatabaseUrl, Positive, Reader

FILE = "course.yaml"


@dataclass(frozen=True)
class LessonEntry:
    name: str
    due: datetime.datetime | None = None


@dataclass(frozen=True)
class Folders:
    """Where the course's texts lie, relative to `course.yaml`."""

    lessons: str = "solutions"
    assignments: str = "assignments"


@dataclass(frozen=True)
class Limits:
    """What one submission may use."""

    seconds_per_call: float = 5.0
    seconds_per_submission: float = 60.0
    memory_mb: Positive = Positive(1024)
    output_kb: Positive = Positive(1024)
    notebook_mb: Positive = Positive(10)


@dataclass(frozen=True)
class Feedback:
    """What a failed hidden check tells the student, beside its title and the kind of failure."""

    inputs: bool = False
    expected: bool = False
    misconception: bool = True
    hint: bool = True


@dataclass(frozen=True)
class Course:
    format_version: Literal[1]
    title: str
    course_id: str
    seed: int
    lessons: tuple[LessonEntry, ...]
    folders: Folders = field(default_factory=Folders)
    limits: Limits = field(default_factory=Limits)
    feedback: Feedback = field(default_factory=Feedback)
    sandbox: Literal["required", "full", "none"] = "required"
    execute: Literal["worker", "stock"] = "worker"
    late_penalty: Literal["none", "zero"] = "none"  # nbgrader's LateSubmissionPlugin.penalty_method
    gradebook: DatabaseUrl = DatabaseUrl(DEFAULT)
    root: Path = Path()

    @property
    def names(self) -> list[str]:
        return [lesson.name for lesson in self.lessons]

    @property
    def lessons_folder(self) -> Path:
        return self.root / self.folders.lessons

    def lesson_folder(self, name: str) -> Path:
        return self.lessons_folder / name

    def lesson_file(self, name: str) -> Path:
        return self.lesson_folder(name) / "lesson.py"

    def exercise_folder(self, lesson: str, exercise: str) -> Path:
        return self.lesson_folder(lesson) / exercise

    @property
    def assignments_folder(self) -> Path:
        return self.root / self.folders.assignments

    @property
    def build_folder(self) -> Path:
        return self.root / ".build"

    @property
    def gradebook_url(self) -> str:
        return placed(self.gradebook, self.root)

    def require(self, name: str) -> str:
        """`name`, if it is a lesson of this course."""
        if name not in self.names:
            raise CourseError(
                f"{at(self.root / FILE)}: there is no lesson {name!r}; use one of: {', '.join(self.names)}"
            )
        return name

    def due(self, name: str) -> datetime.datetime | None:
        return next(lesson.due for lesson in self.lessons if lesson.name == name)


def find_course(start: Path | None = None) -> Path:
    """The folder of the nearest `course.yaml`: at `start` or above it, else beside the kit."""
    if named := os.environ.get("AUTOGRADER_COURSE"):
        return Path(named).resolve()
    here = (start or Path.cwd()).resolve()
    for folder in (here, *here.parents, Path(__file__).resolve().parents[2]):
        if (folder / FILE).is_file():
            return folder
    raise CourseError(f"{here}: no {FILE} here or in a folder above; run this in the course's folder")


def load_course(folder: Path) -> Course:
    """The course in `folder`; raises CourseError naming file and line of the first mistake."""
    path = folder / FILE
    text = read_text(path, fix="a course needs this file")
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except RecursionError:
        raise CourseError(f"{at(path, 1)}: it is nested too deep; a course needs two levels") from None
    except yaml.YAMLError as error:
        line = getattr(getattr(error, "problem_mark", None), "line", 0) + 1
        if isinstance(error, yaml.reader.ReaderError):
            line = text.count("\n", 0, error.position) + 1
        problem = getattr(error, "problem", None) or "it cannot be parsed"
        raise CourseError(f"{at(path, line)}: not YAML: {problem}; mend that line") from None
    if node is None:
        raise CourseError(f"{at(path, 1)}: the file is empty; it must say title, course_id, seed, lessons")
    course: Course = Reader(path).build(Course, node, hidden={"root"})
    _refuse_duplicates(path, node, course)
    return dataclasses.replace(course, root=folder.resolve())


def lesson_line(course: Course, name: str) -> int:
    """The line of `course.yaml` that lists a lesson."""
    lines = (course.root / FILE).read_text(encoding="utf-8-sig").splitlines()
    listed = (n for n, line in enumerate(lines, 1) if re.search(rf"\bname:\s*[\"']?{name}\b", line))
    return next(listed, 1)


def with_own_gradebook(text: str) -> str:
    """The text of a `course.yaml` with the gradebook in the course's folder: for copies of the course that
    must not touch the class's, or must not hold its password."""
    node = yaml.compose(text, Loader=yaml.SafeLoader)
    assert isinstance(node, yaml.MappingNode)  # the file of a course, which has been read
    for key, value in node.value:
        if key.value == "gradebook":
            return f"{text[: value.start_mark.index]}{DEFAULT}\n{text[value.end_mark.index :]}"
    return text


def _refuse_duplicates(path: Path, node: Any, course: Course) -> None:
    lessons = next(value for key, value in node.value if key.value == "lessons")
    seen: set[str] = set()
    for entry, item in zip(course.lessons, lessons.value, strict=True):
        line = item.start_mark.line + 1
        if entry.name in seen:
            raise CourseError(f"{at(path, line)}: lesson {entry.name!r} is listed twice; keep one")
        if not entry.name.isidentifier():
            raise CourseError(
                f"{at(path, line)}: lesson name {entry.name!r} must be a Python identifier, like 'losses'"
            )
        seen.add(entry.name)
    if not course.lessons:
        line = lessons.start_mark.line + 1
        raise CourseError(f"{at(path, line)}: 'lessons' is empty; list at least one")
