"""Which key a lesson needs, where it lies, and what the head of a key file says.

A key follows from the lesson's text, its hidden tests and the course's seed: their hash names the file, and
nothing else is asked of whoever grades. The versions that a key was compiled with stand in its head, so that a
difference can be told; they never make a key stale by themselves.

A key file is one line of JSON, the head, and then the body as `channel` encodes it.
"""

from __future__ import annotations

import dataclasses
import datetime
import functools
import hashlib
import importlib.metadata
import json
import os
import platform
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from autograder.course import Course
from autograder.errors import CourseError
from autograder.lesson_folder import key_files, refuse_missing
from autograder.text import at
from autograder.version import VERSION

FORMAT = 2  # of the key's content: raise it with every change of what `compiling` writes
_ENGINE = (
    "channel.py", "compare.py", "compiling.py", "definition.py", "driver.py", "exercise.py", "hiddenfile.py",
    "key.py", "lesson.py", "outcome.py", "pictures.py", "text.py",
)  # fmt: skip
COMPARED = ("numpy", "keras", "tensorflow")
_MAX_HEAD = 10_000  # bytes


@dataclass(frozen=True)
class Head:
    """What a key was made of (`made_of`) and with: the course's seed, the versions of Python, NumPy, Keras and
    TensorFlow (None where it was not installed) and of the kit, and the time (UTC, ISO 8601)."""

    lesson: str
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
    for name in _ENGINE:
        total.update(Path(__file__).with_name(name).read_bytes())
    return f"{VERSION}+{total.hexdigest()[:8]}"


def made_of(course: Course, name: str) -> str:
    """The hash of what the key of this lesson follows from. Raises CourseError where a file is missing."""
    refuse_missing(course, name)
    total = hashlib.sha256(f"{FORMAT} {course.seed} {name}".encode())
    for path in key_files(course, name):
        total.update(os.path.relpath(path, course.root).encode() + hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()[:32]


def keys_folder(course: Course) -> Path:
    return course.build_folder / "keys"


def key_path(course: Course, name: str) -> Path:
    """Where the key of the lesson as it stands now lies, or would."""
    return keys_folder(course) / f"{name}-{made_of(course, name)}.key"


def sealed(course: Course, path: Path, body: bytes) -> bytes:
    """The bytes of the key file `path`: the body below a head that says what it was made with, here and now."""
    lesson, _, made_of = path.stem.partition("-")
    versions = {package: installed(package) for package in COMPARED}
    head = Head(
        lesson=lesson,
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
