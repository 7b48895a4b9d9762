"""From a lesson and its key to nbgrader's source notebook, and the files that travel with it."""

from __future__ import annotations

import contextlib
import filecmp
import hashlib
import json
import os
import shutil
import signal
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from autograder import checks
from autograder.channel import Refused
from autograder.compilation import compile_keys, in_a_server, in_the_background, missing_exercises
from autograder.course import Course, load_course
from autograder.definition import function_source
from autograder.errors import CourseError
from autograder.exercise import Exercise
from autograder.key import ExerciseKey, KeyCase, LessonKey, load_key
from autograder.keyhead import key_paths, lesson_cells, lesson_digest, read_head
from autograder.lesson import CHECK_PREFIX, DEMO_TAG, Cell
from autograder.lesson_folder import refuse_strays
from autograder.outcome import call_here, same

_STUDENT_FILES = ("card.py", "checks.py", "compare.py", "drawing.py")


def source_folder(course: Course) -> Path:
    """nbgrader's `source_directory`: generated, and holding only what students may have."""
    return course.build_folder / "source"


def prepare_sources(course: Course, names: list[str] | None = None) -> None:
    """Bring nbgrader's source notebooks up to date. In a Jupyter server, which must not wait for it, a process in
    the background does; then, and where the course has a mistake, this raises CourseError."""
    refuse_strays(course)
    names = course.names if names is None else names
    if in_a_server() and (stale := [name for name in names if not _is_current(course, name)]):
        raise in_the_background("autograder.source", course, stale)
    compile_keys(course, names)
    for name in names:
        if not _is_current(course, name):
            _prepare(course, name)


def _stamp(course: Course, name: str) -> Path:
    return source_folder(course) / f".{name}.key"


def _made_of(course: Course, name: str) -> str:
    """What a source notebook follows from: its key, and what makes notebooks of keys."""
    files = [Path(__file__), *(Path(__file__).with_name(file) for file in _STUDENT_FILES)]
    heads = (read_head(path) for path in key_paths(course, name).values())
    digest = lesson_digest(lesson_cells(course, name), heads)
    return " ".join([digest, *(hashlib.sha256(file.read_bytes()).hexdigest() for file in files)])


def _is_current(course: Course, name: str) -> bool:
    stamp = _stamp(course, name)
    return (
        stamp.is_file()
        and (source_folder(course) / name).is_dir()
        and not missing_exercises(course, name)
        and stamp.read_text() == _made_of(course, name)
    )


def _prepare(course: Course, name: str) -> None:
    target = source_folder(course) / name
    with tempfile.TemporaryDirectory(dir=_made(course.build_folder)) as temporary:
        fresh = Path(temporary) / name
        write_source(load_key(course, name), course, fresh)
        if not same_tree(fresh, target):
            replace(fresh, target)
    _stamp(course, name).write_text(_made_of(course, name))


def write_source(key: LessonKey, course: Course, folder: Path) -> None:
    """The source notebook and the files that travel with it, in a new folder."""
    folder.mkdir(parents=True)
    name = key.lesson.name
    (folder / f"{name}.ipynb").write_text(as_text(source_notebook(key, course)), encoding="utf-8")
    for file in _STUDENT_FILES:
        shutil.copyfile(Path(__file__).with_name(file), folder / file)
    (folder / "checks.json").write_text(public_record(key), encoding="utf-8")


def source_notebook(key: LessonKey, course: Course) -> dict[str, Any]:
    """nbgrader's source notebook: every cell with its id and metadata, made from the text alone."""
    cells: list[dict[str, Any]] = []
    counts: dict[str, int] = {}
    for cell in key.lesson.cells:
        counts[cell.role] = counts.get(cell.role, 0) + 1
        cells += _cells(key, cell, counts[cell.role])
    return {
        "cells": cells,
        "metadata": {
            "autograder": {"course": course.course_id, "lesson": key.lesson.name},
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }


def _cells(key: LessonKey, cell: Cell, count: int) -> list[dict[str, Any]]:
    if cell.role == "prose":
        return [{"cell_type": "markdown", "id": f"prose-{count}", "metadata": {}, "source": cell.source}]
    if cell.role == "demo":
        return [_code(f"demo-{count}", cell.source, {"tags": [DEMO_TAG]})]
    if cell.role == "setup":
        name = "setup" if count == 1 else f"setup-{count}"
        return [_code(name, cell.source, {"nbgrader": _nbgrader(name, locked=True)})]
    exercise = cell.exercise
    assert exercise is not None
    return [
        _code(f"answer-{exercise}"[:64], cell.source, {"nbgrader": _nbgrader(exercise, solution=True)}),
        _check_cell(key.lesson.name, key.exercises[exercise]),
    ]


def _check_cell(lesson: str, key: ExerciseKey) -> dict[str, Any]:
    """The cell that shows the public checks to a student. Its hidden line, which nbgrader takes out
    of the release, lets the same call run the hidden checks in stock mode."""
    name = key.exercise.name
    grade_id = CHECK_PREFIX + name
    hidden = f"check = __import__('autograder.stock', fromlist=['']).hidden('{lesson}', '{name}')"
    source = f'### BEGIN HIDDEN TESTS\n{hidden}\n### END HIDDEN TESTS\ncheck("{name}")'
    nbgrader = _nbgrader(grade_id, grade=True, locked=True) | {"points": _whole(key.exercise.points)}
    return _code(grade_id[:64], source, {"nbgrader": nbgrader, "tags": ["raises-exception"]})


def _whole(points: float) -> float | int:
    return int(points) if points == int(points) else points


def _code(cell_id: str, source: str, metadata: dict[str, Any]) -> dict[str, Any]:
    return {
        "cell_type": "code",
        "execution_count": None,
        "id": cell_id,
        "metadata": metadata,
        "outputs": [],
        "source": source,
    }


def _nbgrader(
    grade_id: str, *, grade: bool = False, solution: bool = False, locked: bool = False
) -> dict[str, Any]:
    return {
        "grade": grade,
        "grade_id": grade_id,
        "locked": locked,
        "schema_version": 3,
        "solution": solution,
        "task": False,
    }


def as_text(notebook: dict[str, Any]) -> str:
    """A notebook as nbformat writes it."""
    import nbformat

    return str(nbformat.writes(nbformat.from_dict(notebook))) + "\n"


def public_record(key: LessonKey) -> str:
    """`checks.json`: the public examples with Keras' recorded answers, hints and misconceptions."""
    record = {name: _public(key, exercise) for name, exercise in key.exercises.items()}
    return json.dumps(record, indent=1, ensure_ascii=False) + "\n"


def _public(key: LessonKey, exercise: ExerciseKey) -> dict[str, Any]:
    definition = exercise.exercise
    return {
        "understood": definition.understood,
        "hints": key.lesson.hints(definition.name),
        "picture": _public_picture(exercise),
        "wrong": {
            wrong.name: {"misconception": wrong.misconception, "hint": wrong.hint}
            for wrong in definition.wrongs
        },
        "checks": [
            {
                "title": check.title,
                "rtol": check.rtol,
                "atol": check.atol,
                "unchanged": check.unchanged,
                "drive": check.drive_source,
                "cases": [
                    _public_case(definition, c) for c in exercise.public if c.check.name == check.name
                ],
            }
            for check in definition.public
        ],
    }


def _public_picture(exercise: ExerciseKey) -> dict[str, Any] | None:
    """What `checks.py` needs to draw the picture of an exercise."""
    picture, drive = exercise.exercise.picture, exercise.exercise.drive
    if picture is None or exercise.picture is None:
        return None
    return {
        "kind": picture.kind,
        "arg": checks.pack(picture.arg),
        "expected": checks.pack(exercise.picture["expected"]),
        "keras": exercise.picture["keras"],
        "x": picture.x,
        "over": picture.over,
        "of": picture.of,
        "labels": checks.pack(list(picture.labels)),
        "see": function_source(picture.see, "see"),
        "drive": function_source(drive, "drive") if drive else None,
    }


def _repeats(definition: Exercise, name: str, case: KeyCase) -> bool:
    """Whether a wrong answer gives the recorded outcome again and again: one that draws numbers
    without a seed would make every build another."""
    wrong = next(wrong for wrong in definition.wrongs if wrong.name == name)
    tries = [call_here(wrong.function, case.check, case.case) for _ in range(5)]
    return all(same(case.check, case.wrong[name], outcome) for outcome in tries)


def _public_case(definition: Exercise, case: KeyCase) -> dict[str, Any]:
    expected = case.keras or case.expected
    return {
        "args": [checks.pack(arg) for arg in case.case.args],
        "kwargs": {key: checks.pack(value) for key, value in case.case.kwargs.items()},
        "raises": case.case.raises,
        "expected": checks.pack(expected.value),
        "wrong": {
            name: checks.pack(outcome.value)
            for name, outcome in case.wrong.items()
            if outcome.kind == "value" and type(outcome.value) is not Refused
            and _repeats(definition, name, case)
        },
    }


def same_tree(one: Path, other: Path) -> bool:
    """Whether two folders hold the same files with the same bytes."""
    if not one.is_dir() or not other.is_dir():
        return False
    names = [sorted(str(p.relative_to(root)) for p in root.rglob("*") if _counts(p)) for root in (one, other)]
    return names[0] == names[1] and all(
        filecmp.cmp(one / name, other / name, shallow=False) for name in names[0]
    )


def _counts(path: Path) -> bool:
    return path.is_file() and "__pycache__" not in path.parts and ".ipynb_checkpoints" not in path.parts


def replace(fresh: Path, target: Path) -> None:
    """Put a finished folder in the place of the old one."""
    target.parent.mkdir(parents=True, exist_ok=True)
    beside = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    try:
        shutil.copytree(fresh, beside / "new")
        with _undisturbed():
            if target.exists():
                os.rename(target, beside / "old")
            os.rename(beside / "new", target)
    finally:
        shutil.rmtree(beside, ignore_errors=True)


@contextlib.contextmanager
def _undisturbed() -> Iterator[None]:
    """Ctrl-C waits until this is done: there is never a moment for it without the old and the new."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def main(arguments: list[str]) -> int:
    """`python -m autograder.source COURSE LESSON…`: what a server has done in the background."""
    try:
        prepare_sources(load_course(Path(arguments[0])), arguments[1:])
    except CourseError as error:
        print(error, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
