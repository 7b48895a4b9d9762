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
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np

from autograder import channel, pictures
from autograder.compare import Difference, difference, show, show_call
from autograder.course import Course, load_course
from autograder.errors import CourseError
from autograder.exercise import Case, Check, Exercise, Oracle, load_hidden
from autograder.lesson import Cell, Lesson, read_lesson
from autograder.outcome import Outcome, call_here, problem, same

_ENGINE = ("channel.py", "compare.py", "exercise.py", "key.py", "lesson.py", "outcome.py", "pictures.py")
_VERSIONS = ("numpy", "keras", "tensorflow")
MAX_CELL = 2**24  # characters of a cell of the lesson's text


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

    @property
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
    lesson = read_lesson(course.lessons_folder / f"{name}.py")
    hidden = load_hidden(course.hidden_folder / f"{name}.py")
    for exercise in hidden:
        if exercise not in lesson.answers:
            raise CourseError(
                f"{course.hidden_folder / f'{name}.py'}: exercise {exercise!r} has no cell in "
                f'{lesson.path}; add \'# %% exercise="{exercise}"\' there'
            )
    for exercise, cell in lesson.answers.items():
        if exercise not in hidden:
            raise CourseError(
                f"{lesson.path}:{cell.line}: exercise {exercise!r} has no hidden test; add "
                f"Exercise({exercise!r}) to {course.hidden_folder / f'{name}.py'}"
            )
    if not hidden:
        raise CourseError(f"{lesson.path}: the lesson has no exercise; add a cell with exercise=…")
    return lesson, {exercise: hidden[exercise] for exercise in lesson.answers}


def refuse_strays(course: Course) -> None:
    """Every lesson text and hidden test in the course's folders must be listed, and in pairs."""
    for folder in (course.lessons_folder, course.hidden_folder):
        for path in sorted(folder.glob("*.py")):
            if path.stem not in course.names and path.stem != "__init__":
                raise CourseError(
                    f"{path}: {path.stem!r} is no lesson of {course.root / 'course.yaml'}; "
                    "list it under 'lessons' or remove the file"
                )


def digest(course: Course, name: str) -> str:
    """The hash of everything that the key of this lesson depends on."""
    total = hashlib.sha256(f"{course.seed} {name} {sys.version_info[:2]}".encode())
    for package in _VERSIONS:
        total.update(f"{package} {importlib.metadata.version(package)}".encode())
    files = [Path(__file__).with_name(engine) for engine in _ENGINE]
    files += [course.lessons_folder / f"{name}.py", course.hidden_folder / f"{name}.py"]
    for path in files:
        try:
            total.update(hashlib.sha256(path.read_bytes()).digest())
        except OSError as error:
            raise CourseError(f"{path}: cannot be read ({error.strerror}); write this file") from None
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
        raise CourseError(f"{path}: the key is damaged ({error}); delete it and try again") from None
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
    environment = dict(os.environ, TF_CPP_MIN_LOG_LEVEL="3", CUDA_VISIBLE_DEVICES="-1",
                       TF_ENABLE_ONEDNN_OPTS="0", KERAS_BACKEND="tensorflow")  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-m", "autograder.key", str(course.root), *missing],
        env=environment, capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False,
    )  # fmt: skip
    if done.returncode != 0:
        lines = [line for line in done.stderr.splitlines() if line.strip()]
        last = lines[-1] if lines else f"exit {done.returncode}"
        raise CourseError(last if done.returncode == 2 else f"compiling the answer key failed: {last}")


def _main(arguments: list[str]) -> int:
    course = load_course(Path(arguments[0]))
    try:
        for name in arguments[1:]:
            _write(key_path(course, name), channel.encode(compile_lesson(course, name), MAX_CELL))
    except CourseError as error:
        print(error, file=sys.stderr)
        return 2
    return 0


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
        file.write(data)
    os.replace(file.name, path)
    for old in path.parent.glob(f"{path.stem.partition('-')[0]}-*.key"):
        if old != path:
            old.unlink(missing_ok=True)


def compile_lesson(course: Course, name: str) -> dict[str, Any]:
    """The key's content. Raises CourseError where reference and Keras do not agree."""
    lesson, hidden = load_pair(course, name)
    space = lesson.reference()
    compiled: dict[str, dict[str, Any]] = {}
    for exercise, definition in hidden.items():
        parts = {}
        for part, listed in (("cases", definition.checks), ("public", definition.public)):
            parts[part] = [
                entry
                for check in listed
                for entry in _compile_check(course, lesson, definition, check, space[exercise])
            ]
        for one, other in twins(definition, parts["cases"]):
            raise CourseError(
                f"{name}/{exercise}: no case tells the wrong answers {one!r} and {other!r} apart; "
                "add a case that does, or make them one"
            )
        compiled[exercise] = {part: [_pack(entry) for entry in parts[part]] for part in parts}
        compiled[exercise]["picture"] = pictures.record(f"{name}/{exercise}", definition, space[exercise])
    cells = [[cell.role, cell.source, cell.line, cell.exercise] for cell in lesson.cells]
    return {"cells": cells, "exercises": compiled}


def twins(definition: Exercise, cases: Sequence[KeyCase]) -> Iterator[tuple[str, str]]:
    """Pairs of wrong answers that no case tells apart: a student could not be told which it is."""
    for one, other in combinations([wrong.name for wrong in definition.wrongs], 2):
        if all(same(entry.check, entry.wrong[one], entry.wrong[other]) for entry in cases):
            yield one, other


def _pack(entry: KeyCase) -> dict[str, Any]:
    return {
        "check": entry.check.name,
        "args": list(entry.case.args),
        "kwargs": entry.case.kwargs,
        "raises": entry.case.raises,
        "expected": entry.expected.pack(),
        "keras": None if entry.keras is None else entry.keras.pack(),
        "wrong": {name: outcome.pack() for name, outcome in entry.wrong.items()},
    }


def _compile_check(
    course: Course, lesson: Lesson, definition: Exercise, check: Check, reference: Any
) -> Iterator[KeyCase]:
    label = f"{lesson.name}/{definition.name}/{check.name}"
    rng = np.random.default_rng([course.seed, zlib.crc32(label.encode())])
    cases = list(check.draw(rng))
    if not cases:
        raise CourseError(f"{label}: the check draws no case; yield at least one call(…)")
    for case in cases:
        here = show_call(definition.name, case.args, case.kwargs)
        expected = call_here(reference, check, case)
        found = problem(check, case, expected, expected)
        if found is not None:
            raise CourseError(f"{label}: the reference fails its own case {here}: {found.text}")
        _oracle("the high-precision oracle", label, here, definition.precise, check, case, expected)
        yield KeyCase(
            check=check,
            case=case,
            expected=expected,
            keras=_oracle("Keras", label, here, definition.oracle, check, case, expected),
            wrong={wrong.name: call_here(wrong.function, check, case) for wrong in definition.wrongs},
        )


def _oracle(
    who: str, label: str, here: str, oracle: Oracle | None, check: Check, case: Case, expected: Outcome
) -> Outcome | None:
    """An oracle's outcome, after making sure that it agrees with the reference."""
    if oracle is None:
        return None
    outcome = _ask(oracle.answer, check, case)
    if outcome.kind == "value" and outcome.value is None:
        return None
    if case.raises is not None:
        if outcome.kind != "raised":
            raise CourseError(
                f"{label}: {here} raises {case.raises}, but {who} gives {show(outcome.value)}"
            )
        return None
    if outcome.kind == "raised":
        raise CourseError(f"{label}: {who} fails on {here}: {outcome.names[0]}: {outcome.text}")
    if check.holds is not None:
        held = check.holds(case, outcome.value, expected.value)
        sentence = held.text if isinstance(held, Difference) else held
        agree = sentence is None
    else:
        found = difference(outcome.value, expected.value, oracle.rtol, oracle.atol)
        agree, sentence = found is None, found.text if found else None
    if not agree:
        raise CourseError(
            f"{label}: reference and {who} disagree on {here}: the reference {sentence}, "
            f"{who} gives {show(outcome.value)}"
        )
    return outcome


def _ask(oracle: Callable[..., Any], check: Check, case: Case) -> Outcome:
    def answer(*args: Any, **kwargs: Any) -> Any:
        value = oracle(*args, **kwargs)
        return None if value is NotImplemented else value

    plain = Check(**{**check.__dict__, "drive": None})
    return call_here(answer, plain, case)


if __name__ == "__main__":
    sys.exit(_main(sys.argv[1:]))
