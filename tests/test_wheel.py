"""The installed package is the engine alone: no wheel holds an answer."""

from __future__ import annotations

import shutil
import subprocess
import sys
import zipfile

import pytest

from autograder.base.course import Course
from autograder.key.store import load_key
from tests.conftest import ROOT
from tests.test_build import secrets

BUILD = "import sys; from setuptools import build_meta; print(build_meta.build_wheel(sys.argv[1]))"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The text of every file in the wheel of this repository, built from a copy of it."""
    folder = tmp_path_factory.mktemp("wheel")
    copy = folder / "copy"
    hidden = shutil.ignore_patterns(".*", "__pycache__", "*.egg-info")
    for part in ("autograder", "solutions", "tests", "assignments"):
        shutil.copytree(ROOT / part, copy / part, ignore=hidden)
    for file in ("pyproject.toml", "README.md", "LICENSE", "course.yaml", "nbgrader_config.py"):
        shutil.copyfile(ROOT / file, copy / file)
    done = subprocess.run(
        [sys.executable, "-W", "error::Warning:setuptools", "-c", BUILD, folder], cwd=copy, check=False,
        capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    with zipfile.ZipFile(next(folder.glob("*.whl"))) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def test_a_wheel_holds_the_engine_and_nothing_else(wheel: dict[str, str]) -> None:
    inside = {name for name in wheel if ".dist-info/" not in name}
    kit = {
        str(path.relative_to(ROOT))
        for path in (ROOT / "autograder").rglob("*")
        if path.suffix in (".py", ".html", ".typed") and "__pycache__" not in path.parts
    }
    assert inside == kit


def test_a_wheel_holds_no_solution_no_check_and_no_wrong_answer(course: Course, wheel: dict[str, str]) -> None:
    texts = "\n".join(wheel.values())
    for name in course.names:
        key = load_key(course, name)
        assert not [line for line in secrets(key) if line.strip() in texts]
