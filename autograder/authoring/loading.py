"""The folder of an exercise: loaded, and refused with the line of what is wrong in it.

    solutions/losses/shared.py         what several exercises of the lesson use
    solutions/losses/huber/checks.py   exercise = Exercise("huber", ...), its oracle and its checks
    solutions/losses/huber/wrong.py    from .checks import exercise, and the wrong answers
    solutions/losses/huber/right.py    the right answers

The folders need no `__init__.py`: they are packages in memory only, under a name that no other course in this
process has, and every load reads all files again. So an edit is seen at once by a process that runs for days.
"""

from __future__ import annotations

import hashlib
import importlib.util
import math
import re
import sys
import threading
from collections.abc import Iterable, Iterator, Sequence
from importlib.machinery import SourceFileLoader
from pathlib import Path
from types import CodeType, ModuleType

from autograder.authoring.exercise import Answer, Check, Exercise
from autograder.base.errors import CourseError
from autograder.base.source_text import at, blamed, described, read_text, refuse_broken

SHARED = "shared.py"
CHECKS, WRONG, RIGHT = "checks.py", "wrong.py", "right.py"
_PACKAGE = "lessons_"  # and the course: the first part of a module's name
_RELATIVE = re.compile(r"^[ \t]*from[ \t]+(\.[\w.]*)[ \t]+import\b", re.MULTILINE)
_loading = threading.Lock()  # a class is graded in several threads where Dask has them


def load_exercises(folder: Path, names: Iterable[str]) -> dict[str, Exercise]:
    """These exercises of a lesson's folder, by name, in this order. Raises CourseError naming file and
    line of the first mistake."""
    with _loading:
        package = _empty_package(folder)
        if (folder / SHARED).is_file():
            _load(folder / SHARED, f"{package}.shared", allowed=())
        return {name: _exercise(folder / name, f"{package}.{name}") for name in names}


def files_of(exercise: Exercise) -> tuple[Path, ...]:
    """The files that define an exercise, and the lesson's shared one: where a mistake in it may be."""
    folder = exercise.where[0].parent
    return (*(folder / name for name in (CHECKS, WRONG, RIGHT)), folder.parent / SHARED)


def folders_in(folder: Path) -> list[Path]:
    """The lessons of a course's folder, or the exercises of a lesson's: what holds an author's Python file."""
    return [
        inside
        for inside in sorted(folder.glob("*"))
        if inside.is_dir()
        and not inside.name.startswith((".", "__"))
        and (python_files(inside) or folders_in(inside))
    ]


def python_files(folder: Path) -> list[Path]:
    """An author's Python files in a folder. Names that begin with a dot are an editor's own."""
    return [path for path in sorted(folder.glob("*.py")) if not path.name.startswith((".", "__init__"))]


def _exercise(folder: Path, package: str) -> Exercise:
    """The exercise that a folder defines."""
    path = folder / CHECKS
    if not path.is_file():
        raise CourseError(f"{at(path)}: exercise {folder.name!r} has no such file; write its hidden checks there")
    sys.modules[package] = _package(package)
    checks = _load(path, f"{package}.checks", allowed=("..shared",))
    exercise = vars(checks).get("exercise")
    if not isinstance(exercise, Exercise):
        if other := _other(checks, None):
            raise CourseError(f"{at(*other.where)}: in every folder it is called exercise; write exercise = Exercise(…)")
        raise CourseError(f"{at(path, 1)}: it makes no exercise; add exercise = Exercise({folder.name!r})")
    if other := _other(checks, exercise):
        raise CourseError(f"{at(*other.where)}: a second exercise in one folder; give it a folder of its own")
    if exercise.name != folder.name:
        raise CourseError(
            f"{at(*exercise.where)}: exercise {exercise.name!r} in the folder of {folder.name!r}; give both one name"
        )
    for name in (WRONG, RIGHT):
        if (folder / name).is_file():
            answers = _load(folder / name, f"{package}.{Path(name).stem}", allowed=("..shared", ".checks"))
            if other := _other(answers, exercise):
                raise CourseError(
                    f"{at(*other.where)}: another exercise than that of {CHECKS}; write from .checks import exercise"
                )
    for place, problem in _problems(exercise):
        raise CourseError(f"{place}: exercise {exercise.name!r}: {problem}")
    return exercise


def _other(module: ModuleType, exercise: Exercise | None) -> Exercise | None:
    """An exercise in a module that is not this one."""
    others = (value for value in vars(module).values() if isinstance(value, Exercise))
    return next((other for other in others if other is not exercise), None)


def _empty_package(folder: Path) -> str:
    """The name of a lesson's package, with nothing of an earlier load in it."""
    place = folder.absolute()
    course = _PACKAGE + hashlib.sha256(str(place.parent).encode()).hexdigest()[:12]
    package = f"{course}.{place.name}"
    for name, module in list(sys.modules.items()):
        if name.startswith(f"{package}.") or (name.startswith(_PACKAGE) and _is_gone(module)):
            del sys.modules[name]
    for name in (course, package):
        sys.modules[name] = _package(name)
    return package


def _is_gone(module: ModuleType) -> bool:
    """Whether a module's file was removed: a course that was sent to this process leaves nothing behind."""
    return module.__file__ is not None and not Path(module.__file__).exists()


def _package(name: str) -> ModuleType:
    module = ModuleType(name)
    module.__path__ = []
    module.__file__ = None
    return module


class _Text(SourceFileLoader):
    """Compiles the text at every load. Python keeps compiled copies beside a file and tells them apart by
    the second of the save and the size only."""

    def get_code(self, fullname: str) -> CodeType:
        code: CodeType = self.source_to_code(self.get_data(self.path), self.path)
        return code


def _load(path: Path, name: str, allowed: tuple[str, ...]) -> ModuleType:
    """A file as a module, which may import from the `allowed` ones beside it."""
    text = read_text(path)
    for found in _RELATIVE.finditer(text):
        if found[1] not in allowed:
            raise CourseError(
                f"{at(path, text.count(chr(10), 0, found.start()) + 1)}: {path.name} imports from "
                f"{found[1]}; of the files beside it, it may import from {' or '.join(allowed) or 'none'}"
            )
    spec = importlib.util.spec_from_file_location(name, path, loader=_Text(name, str(path)))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module  # relative imports find it there, and inspect the text of a class
    try:
        spec.loader.exec_module(module)
    except CourseError:
        raise
    except (Exception, SystemExit) as error:
        refuse_broken(path, text)
        others = [other for other in (path.parent / CHECKS, path.parent.parent / SHARED) if other != path]
        place = blamed(error, path, *others) or at(path, 1)
        raise CourseError(f"{place}: {described(error)}; mend that line") from error
    return module


def _problems(exercise: Exercise) -> Iterator[tuple[str, str]]:
    """Each mistake with its place."""
    checks: Sequence[Check | Answer] = exercise.checks + exercise.public
    answers: Sequence[Check | Answer] = exercise.wrongs + exercise.rights
    for kind, named in (("check", checks), ("answer", answers)):
        for number, one in enumerate(named):
            if one.name in [other.name for other in named[:number]]:
                yield one.place, f"{kind} {one.name!r} is defined twice; rename one"
    if exercise.picture is not None and (mistake := exercise.picture.problem()):
        yield at(*exercise.where), mistake
    if not exercise.checks:
        yield at(*exercise.where), "it has no hidden check; add one with @exercise.check(points=…)"
    names = {check.name for check in exercise.checks}
    for check in exercise.checks:
        number = isinstance(check.points, int | float) and math.isfinite(check.points)
        if not number or check.points <= 0:
            yield check.place, f"check {check.name!r} has no points; hidden checks carry all points"
    for wrong in exercise.wrongs:
        if not wrong.misconception:
            yield (
                wrong.place,
                f"wrong answer {wrong.name!r} has no docstring; name the misconception there",
            )
        if wrong.fails is not None and wrong.fails not in names:
            yield (
                wrong.place,
                f"wrong answer {wrong.name!r} is to fail {wrong.fails!r}, which is no check of it; use one of: "
                f"{', '.join(sorted(names))}",
            )
