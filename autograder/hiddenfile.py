"""The file of a lesson's hidden tests: loaded, and refused with the line of what is wrong in it."""

from __future__ import annotations

import importlib.util
import math
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

from autograder.errors import CourseError
from autograder.exercise import Exercise
from autograder.text import at, blamed, described, line_of, read_text, refuse_broken


def load_hidden(path: Path) -> dict[str, Exercise]:
    """The exercises that a hidden test file defines, by name, in order."""
    if not path.is_file():
        raise CourseError(
            f"{at(path)}: there is no hidden test for the lesson {path.stem!r}; write this file"
        )
    exercises: dict[str, Exercise] = {}
    for value in vars(_load_module(path)).values():
        if isinstance(value, Exercise) and value is not exercises.get(value.name):
            if value.name in exercises:
                raise CourseError(
                    f"{at(*value.where)}: exercise {value.name!r} is defined twice (the first is at line "
                    f"{exercises[value.name].where[1]}); keep one"
                )
            exercises[value.name] = value
            for line, problem in _problems(value):
                raise CourseError(f"{at(path, line)}: exercise {value.name!r}: {problem}")
    return exercises


def _load_module(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"autograder_hidden_{path.stem}", path)
    if spec is None or spec.loader is None:
        raise CourseError(f"{path}: not a Python file; rename it to end in .py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # inspect finds the text of a class through it
    try:
        spec.loader.exec_module(module)
    except CourseError:
        raise
    except (Exception, SystemExit) as error:
        text = read_text(path)
        refuse_broken(path, text)
        place = blamed(error, path) or at(path, 1)
        raise CourseError(f"{place}: {described(error)}; mend that line") from error
    return module


def _problems(exercise: Exercise) -> Iterator[tuple[int, str]]:
    """Each mistake with its line."""
    for kind, named in (
        ("check", [(check.name, check.draw) for check in exercise.checks + exercise.public]),
        ("answer", [(answer.name, answer.function) for answer in exercise.wrongs + exercise.rights]),
    ):
        for place, (name, function) in enumerate(named):
            if name in [other for other, _function in named[:place]]:
                yield line_of(function), f"{kind} {name!r} is defined twice; rename one"
    if exercise.picture is not None and (mistake := exercise.picture.problem()):
        yield exercise.where[1], mistake
    if not exercise.checks:
        yield exercise.where[1], "it has no hidden check; add one with @….check(points=…)"
    checks = {check.name for check in exercise.checks}
    for check in exercise.checks:
        number = isinstance(check.points, int | float) and math.isfinite(check.points)
        if not number or check.points <= 0:
            yield line_of(check.draw), f"check {check.name!r} has no points; hidden checks carry all points"
    for wrong in exercise.wrongs:
        if not wrong.misconception:
            yield line_of(wrong.function), f"wrong answer {wrong.name!r} has no docstring; name the misconception there"
        if wrong.fails is not None and wrong.fails not in checks:
            yield (
                line_of(wrong.function),
                f"wrong answer {wrong.name!r} is to fail {wrong.fails!r}, which is no check of it; use one of: "
                f"{', '.join(sorted(checks))}",
            )
