"""What grading installs is what grading imports: TensorFlow and the tools of `prove` are an author's."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from importlib import metadata

from packaging.specifiers import SpecifierSet

import autograder
from autograder.base.course import Course
from tests.conftest import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
AUTHORS = {"keras", "libcst", "mpmath", "mutmut", "scikit-learn", "scipy", "tensorflow"}
PYTHONS = ("3.11.0", "3.12.0", "3.13.0")
MODULES = {"scikit-learn": "sklearn"}  # where the module has another name than its package


def names(requirements: list[str]) -> set[str]:
    return {re.split(r"[\[<>=; ]", each)[0] for each in requirements}


def test_what_only_authors_need_is_in_their_extra() -> None:
    extras = PROJECT["optional-dependencies"]
    assert names(extras["author"]) == AUTHORS
    assert not AUTHORS & names(PROJECT["dependencies"])
    assert f"{PROJECT['name']}[author,dask,postgres]" in extras["test"]


def test_every_dependency_is_pinned() -> None:
    pinned = {line.partition("==")[0].lower() for line in (ROOT / "constraints.txt").read_text().splitlines()}
    needed = names(PROJECT["dependencies"]).union(*map(names, PROJECT["optional-dependencies"].values()))
    assert {name.lower() for name in needed} - pinned == {PROJECT["name"]}
    assert {"pip", "uv"} <= pinned  # the environment's own


def test_every_pin_can_be_installed_on_every_python_that_the_kit_promises() -> None:
    """On the first release of each version too: Debian's Python 3.11 is 3.11.2."""
    refused = []
    for line in (ROOT / "constraints.txt").read_text().splitlines():
        name, _, version = line.partition("==")
        try:
            installed = metadata.distribution(name)
        except metadata.PackageNotFoundError:  # of an extra that is not installed here, or of another platform
            continue
        if installed.version == version and (wanted := installed.metadata.get("Requires-Python")):
            refused += [f"{line}: {wanted}" for each in PYTHONS if each not in SpecifierSet(wanted)]
    assert refused == []


def test_the_distribution_is_not_another_projects() -> None:
    assert PROJECT["name"] != "autograder"
    assert metadata.version(PROJECT["name"]) == autograder.__version__


def test_grading_imports_nothing_that_only_authors_need(course: Course) -> None:
    """A right notebook of each lesson gets full marks where those packages cannot be imported."""
    program = """
import json, sys
from pathlib import Path
for name in sys.argv[2:]:
    sys.modules[name] = None
from autograder.base.course import load_course
from autograder.commands.demo import fill
from autograder.grading.grader import Grader
from autograder.authoring.lesson_text import solution
course = load_course(Path(sys.argv[1]))
grader = Grader(course)
for name in course.names:
    key = grader.key(name)
    release = json.loads((course.assignments_folder / name / f"{name}.ipynb").read_text(encoding="utf-8"))
    right = {each: solution(cell.source) for each, cell in key.lesson.answers.items()}
    restored = grader.restore(json.dumps(fill(release, right)).encode(), name)
    print(name, sum(each.score for each in grader.grade_restored(restored, name)) == key.max_score)
grader.close()
"""
    modules = [MODULES.get(name, name) for name in sorted(AUTHORS)]
    done = subprocess.run(
        [sys.executable, "-c", program, str(course.root), *modules], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [f"{name} True" for name in course.names]
