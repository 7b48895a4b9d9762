"""`pytest --submission`: a submission's hidden checks as pytest items."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
import xml.etree.ElementTree as ElementTree
from pathlib import Path
from typing import Any

import pytest

from autograder.authoring.lesson_text import solution
from autograder.base.course import Course
from autograder.key.records import LessonKey
from tests.conftest import ROOT

pytest_plugins = ["pytester"]

CONSTANT = "def choose_loss(y):\n    return 'BinaryCrossentropy'\n"
RMSE = "def mean_squared_error(y_true, y_pred):\n    d = np.asarray(y_true, float) - y_pred\n    return float(np.sqrt(np.mean(d * d)))\n"


@pytest.fixture
def answers(losses: LessonKey) -> dict[str, str]:
    return {name: solution(cell.source) for name, cell in losses.lesson.answers.items()}


@pytest.fixture
def run(course: Course, pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Run pytest with the plug-in in an empty folder."""
    monkeypatch.setenv("AUTOGRADER_COURSE", str(course.root))

    def run(*arguments: str) -> pytest.RunResult:
        return pytester.runpytest_inprocess("-p", "autograder.commands.pytest_plugin", *arguments)

    return run


def test_a_right_submission_passes_and_nothing_else_is_collected(
    run: Any, write_notebook: Any, answers: dict[str, str], losses: LessonKey, pytester: pytest.Pytester
) -> None:
    path = write_notebook(answers)
    mine = pytester.makepyfile(test_mine="def test_mine():\n    assert False\n")
    pytester.makeconftest("raise RuntimeError('a conftest beside a submission is not loaded')")
    result = run(f"--submission={path}", str(mine))
    checks = sum(len(key.exercise.checks) for key in losses.exercises.values())
    result.assert_outcomes(passed=checks)
    assert result.ret == pytest.ExitCode.OK


def test_a_failure_says_message_misconception_and_hint_without_traceback(
    run: Any, write_notebook: Any, answers: dict[str, str], tmp_path: Path
) -> None:
    path = write_notebook(answers | {"mean_squared_error": RMSE, "choose_loss": CONSTANT})
    report = tmp_path / "report.xml"
    result = run(f"--submission={path}", "--junitxml", str(report), "-k", "mean_squared_error and vector")
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    result.assert_outcomes(failed=1, deselected=25)
    result.stdout.fnmatch_lines([
        "_* mean_squared_error: The loss of a vector is the mean of its squared errors. _*",
        "mean_squared_error: a wrong value",
        "It looks as if your answer takes the square root at the end, which gives the RMSE.",
        "*[?]",
        "FAILED *losses.ipynb::mean_squared_error::The loss of a vector is the mean of its squared errors.*",
    ])  # fmt: skip
    assert "Traceback" not in result.stdout.str()
    assert "pytest_plugin.py" not in result.stdout.str()
    (case,) = ElementTree.parse(report).getroot().iter("testcase")
    assert case.get("name") == "The loss of a vector is the mean of its squared errors."
    assert case.get("classname", "").endswith("losses.ipynb.mean_squared_error")
    assert "takes the square root" in (case.findtext("failure") or "")


def test_a_fault_of_the_grader_is_an_error_and_no_failure(
    run: Any, write_notebook: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from autograder.base.errors import GraderError
    from autograder.grading.grader import Grader

    def fault(*_arguments: object) -> None:
        raise GraderError("the worker's parent cannot be started")

    monkeypatch.setattr(Grader, "grade_restored", fault)
    result = run(f"--submission={write_notebook({})}", "-k", "choose_loss")
    result.assert_outcomes(errors=4, deselected=22)
    result.stdout.fnmatch_lines(["the worker's parent cannot be started"])
    assert "Traceback" not in result.stdout.str()


def test_a_machine_that_must_not_grade_ends_the_run(
    run: Any, write_notebook: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from autograder.base.errors import CourseError
    from autograder.grading.grader import Grader

    def refuse(*_arguments: object) -> None:
        raise CourseError("course.yaml: sandbox: required, but this machine has no landlock")

    monkeypatch.setattr(Grader, "grade_restored", refuse)
    result = run(f"--submission={write_notebook({})}")
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    assert result.stdout.str().count("this machine has no landlock") == 1
    assert "Traceback" not in result.stdout.str()


@pytest.mark.parametrize(
    ("content", "options", "said"),
    [
        (None, (), "no such file; check the path after --submission"),
        ('{"cells": [', (), "its JSON is broken (line 1)"),
        ('{"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": []}', (), "a notebook of another course"),
        ('{"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": []}', ("--assignment", "losses"),
         "none of its cells is from the lesson 'losses'"),
        ("{}", ("--assignment", "algebra"), "there is no lesson 'algebra'; use one of: losses"),
    ],
)  # fmt: skip
def test_what_cannot_be_graded_is_a_usage_error_in_one_line(
    run: Any, tmp_path: Path, content: str | None, options: tuple[str, ...], said: str
) -> None:
    path = tmp_path / "handed-in.ipynb"
    if content is not None:
        path.write_text(content)
    result = run(f"--submission={path}", *options)
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    (line,) = [line for line in result.errlines if line.strip()]
    assert line.startswith("ERROR: ")
    assert said in line


@pytest.mark.parametrize("option", ["-v", "-q"])
@pytest.mark.parametrize("content", ["right", "{", None])
def test_a_notebooks_name_controls_no_terminal(
    run: Any, write_notebook: Any, answers: dict[str, str], option: str, content: str | None
) -> None:
    path = write_notebook(answers | {"choose_loss": CONSTANT}, "\x1b[2J\u202elosses\n.ipynb")
    if content is None:
        path.unlink()
    elif content != "right":
        path.write_text(content)
    result = run(f"--submission={path}", option)
    said = "\n".join([*result.outlines, *result.errlines])
    assert "\\x1b[2J\\u202elosses\\n.ipynb" in said
    assert "\u202e" not in said
    assert "\x1b[2J" not in said
    assert result.ret == (pytest.ExitCode.TESTS_FAILED if content == "right" else pytest.ExitCode.USAGE_ERROR)


def test_settings_beside_a_submission_are_refused(
    run: Any, write_notebook: Any, answers: dict[str, str], pytester: pytest.Pytester
) -> None:
    path = write_notebook(answers)
    ini = pytester.makeini("[pytest]\naddopts = --collect-only\n")
    result = run(f"--submission={path}")
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    assert f"{ini}: these settings are not the course's" in result.stderr.str()
    assert run(f"--submission={path}", "-c", str(ROOT / "pyproject.toml")).ret == pytest.ExitCode.OK


def test_without_submission_it_costs_nothing(tmp_path: Path) -> None:
    program = (
        "import sys, pytest\n"
        "code = pytest.main(['-p', 'autograder.commands.pytest_plugin', '-p', 'no:cacheprovider', '--co', '-q', 'test_x.py'])\n"
        "assert code == 4, code\n"  # there is no such file
        "print(sorted(m for m in sys.modules if m.startswith('autograder') or m in ('nbformat', 'nbgrader', 'IPython')))"
    )
    environment = dict(os.environ, PYTHONPATH=str(ROOT))
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )  # fmt: skip
    assert done.stdout.splitlines()[-1] == "['autograder', 'autograder.base', 'autograder.base.version', 'autograder.commands', 'autograder.commands.pytest_plugin']", done.stderr


def test_the_plug_in_is_declared_under_its_own_module_name() -> None:
    """The same name as `-p` gives it, so that naming it twice is no clash."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert project["entry-points"]["pytest11"] == {"autograder.commands.pytest_plugin": "autograder.commands.pytest_plugin"}
