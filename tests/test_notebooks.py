"""Every released notebook in a real Jupyter kernel, TensorFlow present: untouched, and solved."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbclient
import nbformat
import pytest

from autograder.authoring.lesson_text import solution
from autograder.base.course import Course, load_course
from autograder.commands.demo import fill
from autograder.key.store import load_key
from tests.conftest import ROOT
from tests.patience import OF_KERNELS

LESSONS = load_course(ROOT).names


# Between the two: nothing of the first run is left but what has been imported of the libraries.
ANEW = """import sys
for name in ("card", "checks", "compare", "drawing"):
    sys.modules.pop(name, None)
%reset -f
"""


@dataclass(frozen=True)
class Executed:
    """A lesson's notebook after its runs in one kernel; demo cells run too, as they do for a student."""

    lesson: str
    untouched: Any
    solved: Any


@pytest.fixture(scope="module", params=LESSONS)
def executed(request: pytest.FixtureRequest, course: Course) -> Executed:
    lesson = request.param
    folder = course.assignments_folder / lesson
    release = json.loads((folder / f"{lesson}.ipynb").read_text())
    answers = {name: solution(cell.source) for name, cell in load_key(course, lesson).lesson.answers.items()}
    untouched, solved = (nbformat.from_dict(fill(release, written)) for written in ({}, answers))
    for cell in (*untouched.cells, *solved.cells):
        cell.metadata["tags"] = [tag for tag in cell.metadata.get("tags", []) if tag != "skip-execution"]
        cell.source = "".join(cell.source)
    both = nbformat.from_dict(
        untouched | {"cells": [*untouched.cells, nbformat.v4.new_code_cell(ANEW), *solved.cells]}
    )
    client = nbclient.NotebookClient(
        both, timeout=600, kernel_name="python3", allow_errors=True, resources={"metadata": {"path": str(folder)}}, **OF_KERNELS
    )
    client.execute(env=os.environ | {"PYTHONDONTWRITEBYTECODE": "1"})
    count = len(release["cells"])
    assert both.cells[count].outputs == []
    untouched.cells, solved.cells = both.cells[:count], both.cells[count + 1 :]
    return Executed(lesson, untouched, solved)


def outputs(notebook: Any) -> Iterator[tuple[Any, Any]]:
    for cell in notebook.cells:
        if cell.cell_type == "code":
            for output in cell.outputs:
                yield cell, output


def test_a_solved_notebook_runs_without_error_or_warning(
    course: Course, executed: Executed, tmp_path: Path
) -> None:
    notebook = executed.solved
    kept = os.environ.get("AUTOGRADER_KEEP_NOTEBOOKS")
    nbformat.write(notebook, Path(kept or tmp_path) / f"{executed.lesson}.ipynb")
    for cell, output in outputs(notebook):
        assert output.output_type != "error", cell.source
        assert not (output.output_type == "stream" and output.name == "stderr"), output.text
        assert "first, then run this cell again" not in str(output.get("text", "")), cell.source
    cards = [str(o.data) for c, o in outputs(notebook) if c.source.startswith('check("')]
    assert len(cards) == len(load_key(course, executed.lesson).exercises)
    assert not [card for card in cards if "✗" in card]


def test_an_untouched_notebook_says_kindly_what_to_write(course: Course, executed: Executed) -> None:
    notebook = executed.untouched
    for cell, output in outputs(notebook):
        if cell.source.startswith('check("'):
            continue
        assert output.output_type != "error", cell.source
        assert not (output.output_type == "stream" and output.name == "stderr"), output.text
    errors = [o for c, o in outputs(notebook) if o.output_type == "error"]
    assert len(errors) == len(load_key(course, executed.lesson).exercises)
    assert {error.ename for error in errors} == {"ChecksFailed"}
    assert all(len("".join(error.traceback)) < 200 for error in errors)
