"""Keys on the move: compiled where TensorFlow is, used where it is not. What is written holds the answers."""

from __future__ import annotations

import io
import os
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from autograder.base.course import FILE, Course
from autograder.base.errors import CourseError
from autograder.base.source_text import at
from autograder.key.compilation import Compilation, compile_keys
from autograder.key.compile_process import write_key
from autograder.key.head import Head, key_paths, opened, read_head

MAX_KEY = 2**30  # bytes of a key; the largest of this course has 3 MB
_WHEN = (1980, 1, 1, 0, 0, 0)  # of every entry: the same keys make the same file


def export_keys(course: Course, names: Sequence[str], target: Path) -> list[Head]:
    """Write the keys of these lessons to a file, compiled first where they are missing. Only this user may read
    it. Raises CourseError."""
    compile_keys(course, names)
    packed = io.BytesIO()
    heads = []
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            for path in key_paths(course, name).values():
                data = path.read_bytes()
                heads.append(opened(path, data)[0])
                entry = zipfile.ZipInfo(f"{name}/{path.name}", _WHEN)
                archive.writestr(entry, data, zipfile.ZIP_DEFLATED)
    try:
        with tempfile.NamedTemporaryFile(dir=target.parent, prefix=f".{target.name[:40]}.", delete=False) as file:
            file.write(packed.getvalue())
        os.replace(file.name, target)  # such a file is its user's alone
    except OSError as error:
        raise CourseError(f"{target}: cannot be written ({error.strerror}); name another file") from None
    return heads


def import_keys(course: Course, source: Path) -> list[Head]:
    """Take in the keys that a file of `export_keys` holds: all of them, or none. Raises CourseError where it is no
    such file, is damaged, or has a key for other text, checks or seed than this course's."""
    found = list(_entries(course, source))
    if not found:
        raise CourseError(f"{source}: it holds no key; make it with: autograder keys export FILE")
    for path, _head, data in found:
        write_key(path, data)
    return [head for _path, head, _data in found]


def _entries(course: Course, source: Path) -> Iterator[tuple[Path, Head, bytes]]:
    try:
        with zipfile.ZipFile(source) as archive:
            for entry in archive.infolist():
                if entry.file_size > MAX_KEY:
                    raise CourseError(f"{source}: {entry.filename!r} is too large for a key; export the keys again")
                yield _fitting(course, source, archive.read(entry))
    except OSError as error:
        raise CourseError(f"{source}: cannot be read ({error.strerror}); check the path") from None
    except (zipfile.BadZipFile, EOFError, RuntimeError, NotImplementedError, ValueError) as error:
        raise CourseError(
            f"{source}: it is no whole file of keys ({error}); make it with: autograder keys export FILE"
        ) from None


def _fitting(course: Course, source: Path, data: bytes) -> tuple[Path, Head, bytes]:
    """Where a key goes in this course. The name that it has in the file is not asked."""
    head, _body = opened(source, data)
    if head.lesson not in course.names:
        raise CourseError(
            f"{source}: it holds a key of {head.lesson!r}, which is no lesson of {at(course.root / FILE)}; "
            "export the keys of this course's lessons"
        )
    path = key_paths(course, head.lesson).get(head.exercise)
    if path is None:
        raise CourseError(
            f"{source}: it holds a key of {head.exercise!r}, which is no exercise of "
            f"{at(course.lesson_file(head.lesson))}; export the keys of this course's lessons"
        )
    if head.made_of != path.stem.rpartition("-")[2]:
        if head.seed != course.seed:
            why = f"the seed {head.seed}, and {at(course.root / FILE)} has {course.seed}"
        else:
            why = "another text or other checks than this course has"
        raise CourseError(
            f"{source}: its key of {head.exercise} was compiled for {why}; bring both courses to the same state, and "
            "export the keys again"
        )
    return path, head, data


def compile_again(course: Course, names: Sequence[str]) -> None:
    """Compile keys with what is installed here, also where they are there. Raises CourseError."""
    with Compilation(course, names, again=True) as compilation:
        for name in names:
            compilation.wait(name)


def described(course: Course, name: str) -> Iterator[str]:
    """A line for the exercises of a lesson whose keys were made with the same."""
    alike: dict[str, list[str]] = {}
    for exercise, path in key_paths(course, name).items():
        alike.setdefault(_told(path) if path.is_file() else "not compiled", []).append(exercise)
    for what, exercises in alike.items():
        yield f"{name} ({', '.join(exercises)}): {what}"


def _told(path: Path) -> str:
    head = read_head(path)
    keras = f"Keras {head.keras}, TensorFlow {head.tensorflow}" if head.keras else "no Keras"
    made = f"seed {head.seed}, NumPy {head.numpy}, {keras}, kit {head.kit}, compiled {head.date[:10]}"
    return "; ".join([made, *(f"compiled with {difference}" for difference in head.differences())])
