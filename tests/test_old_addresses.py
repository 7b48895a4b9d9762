"""Addresses that were public before the package had wings still work, and say the new one."""

from __future__ import annotations

import importlib
import re
import subprocess
import sys
from pathlib import Path

import pytest
from traitlets.utils.importstring import import_item

from autograder.authoring.loading import load_exercises
from autograder.base.course import Course
from autograder.commands import pytest_plugin
from tests.conftest import ROOT

PLACES = {
    "plugin.configure": "nbgrader_bridge",
    "plugin.Execute": "nbgrader_bridge.steps",
    "plugin.SaveCells": "nbgrader_bridge.steps",
    "plugin.SaveDueDate": "nbgrader_bridge.steps",
    "plugin.SubmissionExporter": "nbgrader_bridge.steps",
    "exporters.CanvasExporter": "nbgrader_bridge.exporters",
    "exporters.GradesExporter": "nbgrader_bridge.exporters",
    "exporters.MoodleExporter": "nbgrader_bridge.exporters",
    "exercise.Exercise": "authoring",
    "exercise.call": "authoring",
    "pictures.bars": "authoring",
    "pictures.curve": "authoring",
    "pictures.stop": "authoring",
    "pictures.strip": "authoring",
    "compare.Difference": "student.compare",
    "compare.difference": "student.compare",
    "compare.show": "student.compare",
    "compare.show_call": "student.compare",
}


@pytest.mark.parametrize("old", PLACES)
def test_an_old_address_gives_the_same_and_says_the_new_one(old: str) -> None:
    name = old.rpartition(".")[2]
    new = f"autograder.{PLACES[old]}"
    with pytest.warns(FutureWarning, match=re.escape(f"autograder.{old} is now {new}.{name}; write that")) as said:
        found = import_item(f"autograder.{old}")  # as nbgrader finds a class that its configuration names
    assert found is getattr(importlib.import_module(new), name)
    assert len(said) == 1


def test_a_name_that_never_was() -> None:
    with pytest.raises(ImportError, match=r"cannot import name 'nothing' from 'autograder\.plugin'"):
        from autograder.plugin import nothing  # type: ignore[attr-defined]  # noqa: F401


def test_the_warning_points_at_the_line_that_imports(tiny: Course) -> None:
    path = tiny.exercise_folder("tiny", "twice") / "checks.py"
    text = path.read_text()
    new, old = "from autograder.authoring import Exercise, call\n", "from autograder.exercise import Exercise, call\n"
    assert new in text
    path.write_text(text.replace(new, old))
    line = path.read_text().splitlines(keepends=True).index(old) + 1
    with pytest.warns(FutureWarning) as said:
        assert load_exercises(tiny.lesson_folder("tiny"), ["twice"])
    assert [(warning.filename, warning.lineno) for warning in said] == [(str(path), line)] * 2


def test_the_pytest_plug_in(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "autograder.pytest_plugin", "-p", "no:cacheprovider", "--trace-config", "--help"],
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "autograder.pytest_plugin is now autograder.commands.pytest_plugin; write that after -p" in done.stdout + done.stderr
    assert done.stdout.count("--submission=") == 1
    assert str(ROOT / "autograder" / "commands" / "pytest_plugin.py") == pytest_plugin.__file__


def test_what_older_gradebooks_hold_says_nothing(tmp_path: Path) -> None:
    """nbgrader takes a word on stderr for a failed check."""
    program = "from autograder.stock import hidden; from autograder.nbgrader_bridge import stock; print(hidden is stock.hidden)"
    done = subprocess.run([sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("True\n", "")
