"""Which key an exercise needs, where it lies, and what the head of a key file says.

A key follows from the exercise's files, the code of the lesson that it uses and the course's seed: their hash names
the file, and nothing else is asked of whoever grades. The versions that a key was compiled with stand in its head, so that a
difference can be told; they never make a key stale by themselves.

A key file is one line of JSON, the head, and then the body as `values` encodes it.
"""

from __future__ import annotations

import dataclasses
import datetime
import functools
import hashlib
import importlib.metadata
import json
import platform
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from autograder.authoring.lesson_folder import (
    exercise_files,
    refuse_folders_without_cell,
    refuse_missing,
)
from autograder.authoring.lesson_text import Cell, read_lesson
from autograder.base.course import Course
from autograder.base.errors import CourseError
from autograder.base.files import write_whole
from autograder.base.source_text import at
from autograder.base.version import VERSION

FORMAT = 2  # of the key's content: raise it with every change of what `compiling` writes
# The modules that decide what a key holds.
_ENGINE = (
    "authoring/*.py", "key/*.py", "student/*.py", "worker/values.py", "worker/drivers.py", "base/source_text.py",
)  # fmt: skip
COMPARED = ("numpy", "keras", "tensorflow")
_MAX_HEAD = 10_000  # bytes


@dataclass(frozen=True)
class Head:
    """What a key was made of (`made_of`) and with: the course's seed, the versions of Python, NumPy, Keras and
    TensorFlow (None where it was not installed) and of the kit, and the time (UTC, ISO 8601)."""

    lesson: str
    exercise: str
    made_of: str
    seed: int
    python: str
    numpy: str
    keras: str | None
    tensorflow: str | None
    kit: str
    date: str
    body: str  # the body's SHA-256

    @property
    def digest(self) -> str:
        """Names what marks depend on: the same for two keys that differ only in their date."""
        told = f"{self.made_of} {self.python} {self.numpy} {self.keras} {self.tensorflow} {self.kit}"
        return hashlib.sha256(told.encode()).hexdigest()[:32]

    def differences(self) -> Iterator[str]:
        """How the versions differ from those that are installed here: major and minor, and the kit's own."""
        for package in COMPARED:
            made, here = getattr(self, package), installed(package)
            if made and here and _minor(made) != _minor(here):
                yield f"{NAMES[package]} {made} (here {here})"
        if self.kit != kit():
            yield f"the kit {self.kit} (here {kit()})"


NAMES = {"numpy": "NumPy", "keras": "Keras", "tensorflow": "TensorFlow"}


def _minor(version: str) -> list[str]:
    return version.split(".")[:2]


def installed(package: str) -> str | None:
    """A package's version, or None where it is not installed."""
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return None


@functools.cache
def kit() -> str:
    """The kit's version, with a hash of the modules that decide what a key holds."""
    total = hashlib.sha256()
    package = Path(__file__).parents[1]
    for path in (path for pattern in _ENGINE for path in sorted(package.glob(pattern))):
        total.update(path.read_bytes())
    return f"{VERSION}+{total.hexdigest()[:8]}"


def made_of(course: Course, lesson: str, exercise: str, cells: Sequence[Cell]) -> str:
    """The hash of what the key of this exercise follows from."""
    total = hashlib.sha256(f"{FORMAT} {course.seed} {lesson} {exercise}".encode())
    for source in _code(cells, exercise):
        total.update(hashlib.sha256(source.encode()).digest())
    for path in exercise_files(course, lesson, exercise):
        total.update(path.name.encode() + hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()[:32]


def _code(cells: Sequence[Cell], exercise: str) -> Iterator[str]:
    """The cells that an exercise's reference runs in: set-up, its own, and those of other exercises that define a
    name which these mention."""
    yield from (cell.source for cell in cells if cell.role == "setup")
    answers = {cell.exercise: cell.source for cell in cells if cell.role == "answer"}
    defined = {name: set(_DEFINED.findall(source)) for name, source in answers.items()}
    reached, waiting = set(), {exercise}
    while waiting:
        reached |= waiting
        mentioned = {word for name in waiting for word in _WORD.findall(answers.get(name, ""))}
        waiting = {name for name in answers if name and name not in reached and defined[name] & mentioned}
    yield from (source for name, source in answers.items() if name in reached)


_DEFINED = re.compile(r"^(?:def |class |)(\w+)", re.MULTILINE)
_WORD = re.compile(r"\w+")


def keys_folder(course: Course, lesson: str) -> Path:
    return course.build_folder / "keys" / lesson


def key_paths(course: Course, lesson: str) -> dict[str, Path]:
    """Where the key of each exercise of a lesson, as they stand now, lies or would. Raises CourseError where the
    lesson's text is missing or broken."""
    cells = lesson_cells(course, lesson)
    exercises = [cell.exercise for cell in cells if cell.role == "answer" and cell.exercise is not None]
    refuse_folders_without_cell(course, lesson, exercises)
    if not exercises:
        raise CourseError(f"{at(course.lesson_file(lesson), 1)}: the lesson has no exercise; add a cell with exercise=…")
    return {
        exercise: keys_folder(course, lesson) / f"{exercise}-{made_of(course, lesson, exercise, cells)}.key"
        for exercise in exercises
    }


def lesson_cells(course: Course, lesson: str) -> tuple[Cell, ...]:
    """The cells of a lesson's text, which is parsed once for each of its states. Raises CourseError."""
    path = cells_path(course, lesson)
    try:
        return tuple(Cell(*cell) for cell in json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):  # none yet, or damaged
        cells = read_lesson(course.lesson_file(lesson)).cells
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    write_whole(path, json.dumps([[cell.role, cell.source, cell.line, cell.exercise] for cell in cells]))
    for old in path.parent.glob("cells-*.json"):
        if old != path:
            old.unlink(missing_ok=True)
    return cells


def cells_path(course: Course, lesson: str) -> Path:
    """Where the cells of the lesson's text as it stands now are kept."""
    refuse_missing(course, lesson)
    text = hashlib.sha256(course.lesson_file(lesson).read_bytes()).hexdigest()[:32]
    return keys_folder(course, lesson) / f"cells-{text}.json"


def lesson_digest(cells: Sequence[Cell], heads: Iterable[Head]) -> str:
    """Names what the marks and the notebook of a lesson depend on."""
    total = hashlib.sha256(repr(cells).encode())
    for head in heads:
        total.update(head.digest.encode())
    return total.hexdigest()[:32]


def sealed(course: Course, path: Path, body: bytes) -> bytes:
    """The bytes of the key file `path`: the body below a head that says what it was made with, here and now."""
    exercise, _, made_of = path.stem.rpartition("-")
    versions = {package: installed(package) for package in COMPARED}
    head = Head(
        lesson=path.parent.name,
        exercise=exercise,
        made_of=made_of,
        seed=course.seed,
        python=platform.python_version(),
        numpy=versions["numpy"] or "",
        keras=versions["keras"],
        tensorflow=versions["tensorflow"],
        kit=kit(),
        date=datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
        body=hashlib.sha256(body).hexdigest(),
    )
    return json.dumps(dataclasses.asdict(head)).encode() + b"\n" + body


def opened(path: Path, data: bytes) -> tuple[Head, bytes]:
    """The head and the body of a key file's bytes. Raises CourseError where they are damaged."""
    line, _, body = data.partition(b"\n")
    try:
        head = _head(line)
    except (ValueError, TypeError) as error:
        raise damaged(path, str(error)) from None
    if hashlib.sha256(body).hexdigest() != head.body:
        raise damaged(path, "it is not what was written")
    return head, body


def read_head(path: Path) -> Head:
    """The head of a key file alone. Raises CourseError where it is damaged."""
    with path.open("rb") as file:
        line = file.readline(_MAX_HEAD)
    try:
        return _head(line)
    except (ValueError, TypeError) as error:
        raise damaged(path, str(error)) from None


def _head(line: bytes) -> Head:
    if len(line) > _MAX_HEAD:
        raise ValueError("its first line is no head")
    told = json.loads(line)
    if not isinstance(told, dict):
        raise ValueError("its first line is no head")
    return Head(**told)


def damaged(path: Path, why: str) -> CourseError:
    return CourseError(f"{at(path)}: the key is damaged ({why}); delete it and try again")
