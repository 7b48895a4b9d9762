"""The losses lesson as peers would grade it: stock nbgrader, with hidden tests that call live Keras or
that hold recorded outputs, and Otter-Grader. The notebooks and answers are the kit's own."""

from __future__ import annotations

import inspect
import json
import os
import subprocess
import sys
import venv
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from autograder.authoring.function_text import function_source
from autograder.authoring.lesson_text import CHECK_PREFIX
from autograder.key.records import ExerciseKey, LessonKey
from autograder.student.checks import pack

CASES = 4  # of each exercise: as many as a hand-written hidden test has
LIVE, RECORDED = "live Keras", "recorded outputs"
UNPACK = """
def _value(v):
    if isinstance(v, dict) and "array" in v:
        return np.array(v["array"], dtype=v["dtype"]).reshape(v["shape"])
    if isinstance(v, dict):
        return [_value(item) for item in v.get("list", v.get("tuple"))]
    return v
"""


def hidden_test(key: ExerciseKey, how: str) -> str:
    """The asserts that a teacher would write for an exercise of the losses lesson."""
    exercise = key.exercise
    entries = [entry for entry in key.cases if entry.case.raises is None and entry.expected.kind == "value"]
    lines = ["import numpy as np", UNPACK]
    keras = exercise.oracle is not None and how == LIVE
    if keras:
        assert exercise.oracle is not None
        source = inspect.getmodule(exercise.oracle.answer)
        helpers = [f"EPSILON = {source.EPSILON!r}"] if hasattr(source, "EPSILON") else []
        lines += [*helpers, function_source(exercise.oracle.answer, "_keras")]
    for entry in entries[:CASES]:
        lines.append(f"_args = [_value(a) for a in {[pack(arg) for arg in entry.case.args]!r}]")
        expected = "_keras(*_args)" if keras else f"_value({pack(entry.expected.value)!r})"
        if type(entry.expected.value) is str:
            lines.append(f"assert {exercise.name}(*_args) == {expected}")
        else:
            lines.append(f"assert np.allclose({exercise.name}(*_args), {expected}, rtol=1e-5)")
    return "\n".join(lines) + "\n"


def stock_course(folder: Path, key: LessonKey, source: dict[str, Any], submissions: dict[str, str], how: str) -> None:
    """An nbgrader course of its own, with nothing of the kit in it."""
    lesson = key.lesson.name
    notebook = json.loads(json.dumps(source))
    for cell in notebook["cells"]:
        grade_id = cell["metadata"].get("nbgrader", {}).get("grade_id", "")
        if grade_id.startswith(CHECK_PREFIX):
            test = hidden_test(key.exercises[grade_id.removeprefix(CHECK_PREFIX)], how)
            cell["source"] = f"### BEGIN HIDDEN TESTS\n{test}### END HIDDEN TESTS\n"
    place = folder / "source" / lesson
    place.mkdir(parents=True)
    (place / f"{lesson}.ipynb").write_text(json.dumps(notebook))
    (place / "checks.py").write_text("check = lambda name: None\nclass demo:\n    def __init__(self, *a): pass\n")
    (folder / "nbgrader_config.py").write_text("c = get_config()\nc.CourseDirectory.course_id = 'stock'\n")
    for student, text in submissions.items():
        place = folder / "submitted" / student / lesson
        place.mkdir(parents=True)
        (place / f"{lesson}.ipynb").write_text(text)


def nbgrader(folder: Path, *arguments: str) -> None:
    programs = Path(sys.executable).parent
    environment = os.environ | {"PATH": f"{programs}{os.pathsep}{os.environ['PATH']}", "TF_CPP_MIN_LOG_LEVEL": "3"}
    subprocess.run(
        [str(programs / "nbgrader"), *arguments], cwd=folder, env=environment, check=True, capture_output=True
    )


class Otter:
    """Otter-Grader in an environment of its own."""

    def __init__(self, folder: Path) -> None:
        self.programs = folder / "environment" / "bin"
        if not (self.programs / "otter").exists():
            venv.create(folder / "environment", with_pip=True)
            packages = ["otter-grader==7.0.0", "ipykernel", "numpy", "matplotlib"]
            self._run(folder, "python", "-m", "pip", "install", "--quiet", *packages)

    def _run(self, folder: Path, program: str, *arguments: str) -> None:
        environment = os.environ | {"PATH": f"{self.programs}{os.pathsep}{os.environ['PATH']}"}
        environment.pop("PYTHONPATH", None)
        subprocess.run(
            [str(self.programs / program), *arguments], cwd=folder, env=environment, check=True, capture_output=True
        )

    def prepare(self, folder: Path, key: LessonKey) -> None:
        tests = folder / "tests"
        tests.mkdir(parents=True)
        for name, exercise in key.exercises.items():
            body = hidden_test(exercise, RECORDED).replace(f"{name}(*", f'env["{name}"](*')
            indented = "".join(f"    {line}\n" for line in body.splitlines())
            (tests / f"{name}.py").write_text(
                "from otter.test_files import test_case\nOK_FORMAT = False\n"
                f"name = {name!r}\npoints = 1\n\n@test_case(points=1, hidden=True)\ndef test(env):\n{indented}"
            )
        (folder / "checks.py").write_text("check = lambda name: None\nclass demo:\n    def __init__(self, *a): pass\n")
        self._run(folder, "otter", "generate", "-t", "tests", "-o", "autograder.zip", "checks.py")

    def grade(self, folder: Path, submissions: Iterable[Path]) -> None:
        for number, submission in enumerate(submissions):
            out = folder / f"out-{number}"
            out.mkdir()
            self._run(folder, "otter", "run", "-a", "autograder.zip", "-o", str(out), str(submission))
