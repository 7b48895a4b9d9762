"""`course.yaml`: what a course is, read strictly."""

from __future__ import annotations

import dataclasses
import datetime
import math
import os
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, NewType, get_args, get_origin, get_type_hints

import yaml

from autograder import database
from autograder.errors import CourseError
from autograder.text import at, read_text

FILE = "course.yaml"
Positive = NewType("Positive", int)
DatabaseUrl = NewType("DatabaseUrl", str)


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
    gradebook: DatabaseUrl = DatabaseUrl(database.DEFAULT)
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
        return database.placed(self.gradebook, self.root)

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
    for folder in (here, *here.parents, Path(__file__).resolve().parents[1]):
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
    course: Course = _Reader(path).build(Course, node, hidden={"root"})
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
            return f"{text[: value.start_mark.index]}{database.DEFAULT}\n{text[value.end_mark.index :]}"
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


class _Reader:
    """Builds frozen dataclasses from YAML nodes, whose marks give each error its line."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def fail(self, node: Any, problem: str) -> CourseError:
        return CourseError(f"{at(self.path, node.start_mark.line + 1)}: {problem}")

    def build(self, kind: Any, node: Any, hidden: frozenset[str] | set[str] = frozenset()) -> Any:
        if not isinstance(node, yaml.MappingNode):
            raise self.fail(node, f"expected a mapping of keys to values, got {_describe(node)}")
        hints = get_type_hints(kind)
        fields = {f.name: f for f in dataclasses.fields(kind) if f.name not in hidden}
        values: dict[str, Any] = {}
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise self.fail(key, f"a key must be a word, got {_describe(key)}")
            if key.value not in fields:
                known = ", ".join(fields)
                raise self.fail(key, f"unknown key {key.value!r}; the keys here are: {known}")
            if key.value in values:
                raise self.fail(key, f"key {key.value!r} stands twice; keep one")
            values[key.value] = self.value(hints[key.value], value, key.value)
        for name, spec in fields.items():
            required = (
                spec.default is dataclasses.MISSING and spec.default_factory is dataclasses.MISSING
            )
            if required and name not in values:
                raise self.fail(node, f"key {name!r} is missing; add it")
        return kind(**values)

    def value(self, hint: Any, node: Any, name: str) -> Any:
        if dataclasses.is_dataclass(hint):
            return self.build(hint, node)
        if get_origin(hint) is tuple:
            if not isinstance(node, yaml.SequenceNode):
                raise self.fail(node, f"{name!r} must be a list, got {_describe(node)}")
            return tuple(self.value(get_args(hint)[0], item, name) for item in node.value)
        plain = self.plain(node)
        if get_origin(hint) is Literal:
            if not any(type(plain) is type(choice) and plain == choice for choice in get_args(hint)):
                allowed = " or ".join(repr(choice) for choice in get_args(hint))
                got = _describe(node) if plain is None else repr(plain)
                raise self.fail(node, f"{name!r} must be {allowed}, got {got}")
            return plain
        return self.scalar(hint, plain, node, name)

    def plain(self, node: Any) -> Any:
        """The Python value of a scalar; None, which no key takes, for anything else and for a value
        that its YAML tag does not fit."""
        if not isinstance(node, yaml.ScalarNode):
            return None
        try:
            return yaml.safe_load(yaml.serialize(node))
        except (yaml.YAMLError, ValueError, TypeError, AttributeError, LookupError):
            return None

    def scalar(self, hint: Any, plain: Any, node: Any, name: str) -> Any:
        kinds = get_args(hint) or (hint,)
        if datetime.datetime in kinds:
            if isinstance(plain, datetime.datetime):
                return plain if plain.tzinfo else plain.replace(tzinfo=datetime.UTC)
            wanted = "a date and time like 2027-02-01 23:59:00+00:00"
        elif hint is float:
            if type(plain) in (int, float) and math.isfinite(plain) and plain > 0:
                return float(plain)
            wanted = "a number above 0"
        elif hint is Positive:
            if type(plain) is int and plain > 0:
                return plain
            wanted = "a whole number above 0"
        elif hint is int:
            if type(plain) is int and plain >= 0:
                return plain
            wanted = "a whole number, 0 or above"
        elif hint is DatabaseUrl:
            wanted = database.WANTED
            if type(plain) is str:
                if wrong := database.problem(plain):
                    raise self.fail(node, f"{name!r} {wrong}")
                return plain
        elif hint is bool:
            if type(plain) is bool:
                return plain
            wanted = "true or false"
        else:
            if type(plain) is str and plain:
                return plain
            wanted = "text"
        raise self.fail(node, f"{name!r} must be {wanted}, got {_describe(node)}")


def _describe(node: Any) -> str:
    if isinstance(node, yaml.ScalarNode):
        return repr(node.value)
    return "a list" if isinstance(node, yaml.SequenceNode) else "a mapping"
