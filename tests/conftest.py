"""Fixtures: the real course, a copy of it that a test may change, and its compiled keys."""

from __future__ import annotations

import dataclasses
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from autograder.base.course import Course, load_course
from autograder.commands.demo import fill, prepare, sample_class
from autograder.grading.grader import Grader
from autograder.grading.launcher import Launcher
from autograder.key.archive import compile_again
from autograder.key.compilation import compile_keys
from autograder.key.head import key_paths, kit, read_head
from autograder.key.records import LessonKey
from autograder.key.store import load_key
from autograder.nbgrader_bridge.autograde import autograde
from autograder.nbgrader_bridge.build import build
from tests import tiny as tiny_course
from tests.patience import ROOMY

ROOT = Path(__file__).resolve().parents[1]
CLASS = 8  # the students of `handed_in`

# What is drawn may take its time: on a busy machine it does.
settings.register_profile("kit", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("kit")


def points(lesson: str) -> float:
    """What a lesson of the real course counts, as its release says."""
    cells = json.loads((ROOT / "assignments" / lesson / f"{lesson}.ipynb").read_text(encoding="utf-8"))["cells"]
    return float(sum(cell["metadata"].get("nbgrader", {}).get("points", 0) for cell in cells))


@pytest.fixture(scope="session")
def course() -> Course:
    """The real course with all its keys compiled. Tests must not write into its folder."""
    real = load_course(ROOT)
    compile_keys(real, real.names)
    old = [name for name in real.names if any(read_head(path).kit != kit() for path in key_paths(real, name).values())]
    compile_again(real, old)  # the kit itself has changed: it is what is tested
    return real


@pytest.fixture(scope="session")
def built(course: Course, tmp_path_factory: pytest.TempPathFactory) -> Course:
    """A copy of the course with nbgrader's sources and the releases, to be copied with `again`."""
    made = prepare(course, tmp_path_factory.mktemp("built") / "course")
    build(made)
    return made


def again(course: Course, folder: Path) -> Course:
    """All that is in a course's folder, once more in another."""
    shutil.copytree(course.root, folder)
    return load_course(folder)


@pytest.fixture
def copied(built: Course, tmp_path: Path) -> Course:
    """A copy of the course in a folder of its own."""
    return again(built, tmp_path / "course")


@pytest.fixture(scope="session")
def handed_in(
    built: Course, losses: LessonKey, release: dict[str, Any], tmp_path_factory: pytest.TempPathFactory
) -> Course:
    """A class that has handed in: right, partly right, wrong, not JSON, and no notebook. To be copied."""
    made = again(built, tmp_path_factory.mktemp("handed-in") / "course")
    students = dict(sample_class(losses, release))
    for name in [*list(students)[:6], "not-json", "missing-notebook"]:
        folder = made.root / "submitted" / name / "losses"
        folder.mkdir(parents=True)
        if (text := students[name]) is not None:
            (folder / "losses.ipynb").write_text(text)
    return made


@pytest.fixture(scope="session")
def undisturbed(handed_in: Course, tmp_path_factory: pytest.TempPathFactory) -> Course:
    """That class, graded without any trouble."""
    made = again(handed_in, tmp_path_factory.mktemp("undisturbed") / "course")
    assert len(autograde(made, "losses", workers=1).graded) == CLASS - 1
    return made


@pytest.fixture
def tiny(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Course:
    """A course of one small lesson; its folder is the current one."""
    for name, text in tiny_course.TEXTS.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    monkeypatch.chdir(tmp_path)
    return load_course(tmp_path)


@pytest.fixture(scope="session")
def losses(course: Course) -> LessonKey:
    return load_key(course, "losses")


@pytest.fixture(scope="module")
def grader(course: Course) -> Any:
    """A grader in whose hands nothing runs out of time but what never ends."""
    shared = Grader(dataclasses.replace(course, limits=ROOMY))
    yield shared
    shared.close()


@pytest.fixture(scope="module")
def launcher() -> Iterator[Launcher]:
    with Launcher() as shared:
        yield shared


@pytest.fixture(scope="session")
def release() -> dict[str, Any]:
    """The released losses notebook."""
    text = (ROOT / "assignments" / "losses" / "losses.ipynb").read_text(encoding="utf-8")
    notebook: dict[str, Any] = json.loads(text)
    return notebook


@pytest.fixture
def write_notebook(release: dict[str, Any], tmp_path: Path) -> Any:
    """Write the released notebook with these answers; returns its path."""

    def write(answers: dict[str, str], name: str = "losses.ipynb") -> Path:
        path = tmp_path / name
        path.write_text(json.dumps(fill(release, answers)), encoding="utf-8")
        return path

    return write
