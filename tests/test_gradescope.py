"""A lesson as a Gradescope autograder, run as Gradescope runs it, in a folder that stands for /autograder."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path
from typing import Any

import pytest

from autograder.authoring.lesson_text import solution
from autograder.base.course import Course
from autograder.commands.demo import fill
from autograder.commands.gradescope import bundle
from autograder.commands.main import main
from autograder.key.records import LessonKey
from tests.conftest import ROOT


@pytest.fixture(scope="module")
def root(course: Course, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """/autograder as Gradescope lays it out, with the zip made by the command."""
    root = tmp_path_factory.mktemp("autograder")
    archive = root / "upload.zip"
    assert main(["--course", str(course.root), "gradescope", "losses", "--out", str(archive)]) == 0
    for name in ("source", "submission", "results"):
        (root / name).mkdir()
    subprocess.run([sys.executable, "-m", "zipfile", "-e", archive, root / "source"], check=True)
    with zipfile.ZipFile(archive) as packed:
        assert {"setup.sh", "run_autograder"} <= set(packed.namelist())
        (root / "run_autograder").write_bytes(packed.read("run_autograder"))
        (root / "run_autograder").chmod(packed.getinfo("run_autograder").external_attr >> 16)
    return root


def run(root: Path, handed_in: dict[str, str]) -> tuple[int, str, Any]:
    """Exit code, what was printed, and the results, if there are any."""
    for old in (root / "submission").iterdir():
        old.unlink()
    for name, text in handed_in.items():
        (root / "submission" / name).write_text(text)
    environment = os.environ | {
        "AUTOGRADER_ROOT": str(root), "AUTOGRADER_PYTHON": sys.executable,
        "PYTHONPATH": str(root / "source" / "kit"),
    }  # fmt: skip
    done = subprocess.run(
        [root / "run_autograder"], cwd=root, env=environment, capture_output=True, text=True, check=False
    )
    file = root / "results" / "results.json"
    return done.returncode, done.stdout + done.stderr, json.loads(file.read_text()) if file.is_file() else None


@pytest.fixture
def answers(losses: LessonKey) -> dict[str, str]:
    return {name: solution(cell.source) for name, cell in losses.lesson.answers.items()}


def test_a_submission_is_graded_from_the_zip_alone(
    root: Path, release: dict[str, Any], answers: dict[str, str], losses: LessonKey
) -> None:
    wrong = fill(release, answers | {"choose_loss": "def choose_loss(y):\n    return 'BinaryCrossentropy'\n"})
    code, said, found = run(root, {"my work.ipynb": json.dumps(wrong)})
    assert (code, said) == (0, "")
    assert found["score"] == losses.max_score - 3
    assert type(found["execution_time"]) is int
    assert (found["visibility"], found["stdout_visibility"]) == ("visible", "hidden")
    tests = found["tests"]
    assert sum(test["max_score"] for test in tests) == losses.max_score
    assert sum(test["score"] for test in tests) == found["score"]
    assert tests[0] == {
        "name": "mean_squared_error: The loss of a vector is the mean of its squared errors.",
        "number": "1.1", "score": 1.0, "max_score": 1.0, "status": "passed", "output": "", "visibility": "visible",
    }  # fmt: skip
    failed = [test for test in tests if test["status"] == "failed"]
    assert [test["number"] for test in failed] == ["5.1", "5.3", "5.4"]
    first, hint = failed[0]["output"].split("\n")
    assert first == "choose_loss: a wrong value"
    assert hint.endswith("?")


@pytest.mark.parametrize("others", [{}, {"notes.ipynb": "{}"}])
def test_the_notebook_with_the_lessons_name_is_graded(
    root: Path, release: dict[str, Any], answers: dict[str, str], losses: LessonKey, others: dict[str, str]
) -> None:
    _code, _said, found = run(root, {"losses.ipynb": json.dumps(fill(release, answers)), **others})
    assert found["score"] == losses.max_score


@pytest.mark.parametrize(
    ("handed_in", "said"),
    [
        ({}, "There is not one notebook that could be graded: hand in losses.ipynb."),
        ({"a.ipynb": "{}", "b.ipynb": "{}"}, "There is not one notebook that could be graded"),
        ({"a.ipynb": '{"cells": ['}, "its JSON is broken (line 1)"),
    ],
)
def test_what_cannot_be_graded_says_why(root: Path, handed_in: dict[str, str], said: str) -> None:
    code, _printed, found = run(root, handed_in)
    assert code == 0
    assert (found["score"], found["tests"]) == (0.0, [])
    assert said in found["output"]


def test_a_fault_of_the_grader_leaves_no_results(root: Path, release: dict[str, Any]) -> None:
    """Gradescope then says that the autograder failed; nobody gets a zero."""
    key, *_ = (root / "source" / "course" / ".build" / "keys" / "losses").glob("*.key")
    whole = key.read_bytes()
    key.write_bytes(whole[:100])
    try:
        code, said, found = run(root, {"losses.ipynb": json.dumps(fill(release, {}))})
    finally:
        key.write_bytes(whole)
    assert (code, found) == (2, None)
    assert "the key is damaged" in said
    assert "Traceback" not in said


def test_the_zip_is_reproducible_and_holds_one_lesson(course: Course, root: Path) -> None:
    assert (root / "upload.zip").read_bytes() == bundle(course, "losses")
    names = zipfile.ZipFile(root / "upload.zip").namelist()
    assert "course/course.yaml" in names
    assert "kit/autograder/worker/main.py" in names
    assert not [name for name in names if "activations" in name or name.endswith("right.py")]


def test_the_image_gets_the_keys_python_and_what_grades(root: Path) -> None:
    """Gradescope's image has a Python of its own, older than the kit's, and no package of another."""
    script = root / "source" / "setup.sh"
    assert subprocess.run(["bash", "-n", script], check=False).returncode == 0
    lines = script.read_text().splitlines()
    assert f"python={sys.version_info.major}.{sys.version_info.minor} #" in script.read_text()
    (packages,) = (line.split()[4:] for line in lines if line.startswith("apt-get install"))
    assert packages == ["python3-pip", "libseccomp2"]
    kit = root / "source" / "kit"
    assert re.search(r"^uv==[0-9.]+$", (kit / "constraints.txt").read_text(), re.MULTILINE)
    (installed,) = (line for line in lines if '/uv" pip install' in line)
    assert installed.endswith('-c "$kit/constraints.txt" "$kit"')  # no extra
    needed = tomllib.loads((kit / "pyproject.toml").read_text())["project"]["dependencies"]
    assert "nbgrader>=0.9.6,<0.10" in needed
    assert not [name for name in needed if re.match("tensorflow|keras|scikit-learn|scipy|mpmath|libcst|mutmut", name)]


def test_the_image_is_built_without_a_package_of_that_python(root: Path, tmp_path: Path) -> None:
    """Run to its end with stand-ins for what it calls, each of which writes down how."""
    programs, log = tmp_path / "programs", tmp_path / "log"
    programs.mkdir()
    made = tmp_path / "autograder"
    shutil.copytree(root / "source" / "kit", made / "source" / "kit")
    stand_in = """#!/bin/sh
echo "$(basename "$0") $*" >>"$LOG"
case "$*" in *--target*) mkdir -p "$AUTOGRADER_ROOT/uv/bin"; cp "$0" "$AUTOGRADER_ROOT/uv/bin/uv" ;; esac
case "$*" in venv*) mkdir -p "$AUTOGRADER_ROOT/venv/bin"; cp "$0" "$AUTOGRADER_ROOT/venv/bin/autograder" ;; esac
"""
    for name in ("apt-get", "python3"):
        (programs / name).write_text(stand_in)
        (programs / name).chmod(0o755)
    environment = {
        "PATH": f"{programs}:{os.environ['PATH']}", "AUTOGRADER_ROOT": str(made), "LOG": str(log),
    }  # fmt: skip
    subprocess.run(["bash", root / "source" / "setup.sh"], env=environment, check=True)
    asked = log.read_text().replace(str(made), "ROOT").splitlines()
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    (pin,) = (line for line in (ROOT / "constraints.txt").read_text().splitlines() if line.startswith("uv=="))
    assert asked == [
        "apt-get update",
        "apt-get install --yes --no-install-recommends python3-pip libseccomp2",
        f"python3 -m pip install --quiet --no-cache-dir --target ROOT/uv {pin}",
        f"uv venv --quiet --python {version} ROOT/venv",
        "uv pip install --quiet --python ROOT/venv/bin/python -c ROOT/source/kit/constraints.txt ROOT/source/kit",
        "autograder --course ROOT/source/course doctor",
    ]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("algebra",), "there is no lesson 'algebra'; use one of: losses"),
        (("losses", "--out", "no/such/x.zip"), "no/such/x.zip: its folder does not exist; create"),
    ],
)
def test_usage_errors(
    course: Course, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], said: str
) -> None:
    assert main(["--course", str(course.root), "gradescope", *arguments]) == 2
    assert said in capsys.readouterr().err
