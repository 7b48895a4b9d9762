"""The answer key: for every case the inputs, the reference's outcome, Keras' and each wrong answer's.

Compiling imports TensorFlow, once, in a process of its own (`python -m autograder.key`); the key is
cached in `.build/keys/` under a hash of all that it depends on.
"""

from __future__ import annotations

import functools
import hashlib
import importlib.metadata
import os
import random
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from autograder import channel
from autograder.compare import Difference, difference
from autograder.course import FILE, Course, lesson_line, load_course
from autograder.errors import CourseError
from autograder.exercise import Case, Check, Exercise
from autograder.hiddenfile import load_hidden
from autograder.lesson import Cell, Lesson, read_lesson
from autograder.outcome import Outcome, problem
from autograder.text import at

_ENGINE = (
    "channel.py", "compare.py", "compiling.py", "definition.py", "driver.py", "exercise.py", "hiddenfile.py",
    "key.py", "lesson.py", "outcome.py", "pictures.py", "text.py",
)  # fmt: skip
_VERSIONS = ("numpy", "keras", "tensorflow")
MAX_CELL = 2**24  # characters of a cell of the lesson's text
# Of a process that compiles: TensorFlow quiet, on the processor, with the same rounding everywhere.
ENVIRONMENT = {
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "CUDA_VISIBLE_DEVICES": "-1",
    "TF_ENABLE_ONEDNN_OPTS": "0",
    "KERAS_BACKEND": "tensorflow",
}


@dataclass(frozen=True)
class KeyCase:
    """A case of a check with all that is known about it."""

    check: Check
    case: Case
    expected: Outcome
    keras: Outcome | None
    wrong: dict[str, Outcome]

    @property
    def may_change(self) -> bool:
        """Whether it matters that a call changes its arguments: the check asks, or it tells a wrong
        answer from others."""
        return self.check.unchanged or any(outcome.changed for outcome in self.wrong.values())


@dataclass(frozen=True)
class ExerciseKey:
    exercise: Exercise
    cases: tuple[KeyCase, ...]
    public: tuple[KeyCase, ...]
    picture: dict[str, Any] | None = None  # its right values, and whether they are Keras'

    @functools.cached_property
    def order(self) -> list[int]:
        """The order in which the cases are asked: shuffled, and the first plain one asked again at
        the end, so that an answer remembered from an earlier call earns nothing."""
        places = list(range(len(self.cases)))
        random.Random(self.exercise.name).shuffle(places)
        plain = (n for n in places if self.cases[n].check.holds is None and not self.cases[n].case.raises)
        return [*places, *list(plain)[:1]]

    def problem(self, case: KeyCase, got: Outcome) -> Difference | None:
        """Why a case fails: against the reference at the check's tolerance, and against Keras at the
        tolerance that Keras reaches."""
        found = problem(case.check, case.case, case.expected, got)
        if found is not None or case.keras is None or got.kind != "value" or case.check.holds:
            return found
        oracle = self.exercise.oracle
        assert oracle is not None
        rtol, atol = oracle.rtol + case.check.rtol, oracle.atol + case.check.atol
        return difference(case.keras.value, got.value, rtol, atol)

    @functools.cached_property
    def wrong_problems(self) -> dict[str, list[Difference | None]]:
        """Why each named wrong answer fails each case, or None where it passes."""
        with np.errstate(all="ignore"):
            return {
                wrong.name: [self.problem(case, case.wrong[wrong.name]) for case in self.cases]
                for wrong in self.exercise.wrongs
            }


@dataclass(frozen=True)
class LessonKey:
    """A lesson with its compiled exercises, in the order of the text. `digest` names the key."""

    lesson: Lesson
    exercises: dict[str, ExerciseKey]
    digest: str

    @property
    def max_score(self) -> float:
        return sum(key.exercise.points for key in self.exercises.values())


def load_pair(course: Course, name: str) -> tuple[Lesson, dict[str, Exercise]]:
    """A lesson's text and its hidden tests; they must define the same exercises."""
    _refuse_missing(course, name)
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


def _refuse_missing(course: Course, name: str) -> None:
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


def digest(course: Course, name: str) -> str:
    """The hash of everything that the key of this lesson depends on."""
    _refuse_missing(course, name)
    total = hashlib.sha256(f"{course.seed} {name} {sys.version_info[:2]}".encode())
    for package in _VERSIONS:
        total.update(f"{package} {importlib.metadata.version(package)}".encode())
    files = [Path(__file__).with_name(engine) for engine in _ENGINE]
    files += [course.lessons_folder / f"{name}.py", course.hidden_folder / f"{name}.py"]
    for path in files:
        total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()[:32]


def key_path(course: Course, name: str) -> Path:
    return course.build_folder / "keys" / f"{name}-{digest(course, name)}.key"


def load_key(course: Course, name: str) -> LessonKey:
    """The lesson's key, compiled first where there is none. It holds the lesson's cells too, so that
    grading need not parse the text."""
    path = key_path(course, course.require(name))
    if not path.is_file():
        compile_keys(course, [name])
    try:
        stored = channel.decode(path.read_bytes(), MAX_CELL)
    except channel.ChannelError as error:
        raise CourseError(f"{at(path)}: the key is damaged ({error}); delete it and try again") from None
    hidden = load_hidden(course.hidden_folder / f"{name}.py")
    exercises = {
        exercise: ExerciseKey(
            hidden[exercise],
            tuple(_unpack_cases(hidden[exercise].checks, parts["cases"])),
            tuple(_unpack_cases(hidden[exercise].public, parts["public"])),
            parts["picture"],
        )
        for exercise, parts in stored["exercises"].items()
    }
    cells = tuple(Cell(*cell) for cell in stored["cells"])
    return LessonKey(Lesson(name, course.lessons_folder / f"{name}.py", cells), exercises, path.stem)


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


def compile_keys(course: Course, names: list[str]) -> None:
    """Compile the keys that are missing, in one fresh process that imports TensorFlow once."""
    missing = [name for name in names if not key_path(course, name).is_file()]
    if not missing:
        return
    done = subprocess.run(
        [sys.executable, "-m", "autograder.key", str(course.root), *missing],
        env=os.environ | ENVIRONMENT, capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False,
    )  # fmt: skip
    if done.returncode != 0:
        lines = [line for line in done.stderr.splitlines() if line.strip()]
        last = lines[-1] if lines else f"exit {done.returncode}"
        raise CourseError(
            last
            if done.returncode == 2
            else f"{at(course.root)}: compiling the answer key of {' or '.join(missing)} failed: {last}"
        )


def compile_here(course: Course, name: str) -> None:
    """Compile a lesson's key where it is missing, in this process."""
    from autograder.compiling import compile_lesson

    path = key_path(course, name)
    if not path.is_file():
        _write(path, channel.encode(compile_lesson(course, name), MAX_CELL))


def _main(arguments: list[str]) -> int:
    try:
        course = load_course(Path(arguments[0]))
        for name in arguments[1:]:
            compile_here(course, name)
    except CourseError as error:
        print(error, file=sys.stderr)
        return 2
    return 0


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with tempfile.TemporaryDirectory(dir=path.parent) as temporary:
        whole = Path(temporary) / "key"
        whole.touch(mode=0o600)
        whole.write_bytes(data)
        os.replace(whole, path)
    for old in path.parent.glob(f"{path.stem.partition('-')[0]}-*.key"):
        if old != path:
            old.unlink(missing_ok=True)


if __name__ == "__main__":
    sys.exit(_main(sys.argv[1:]))
