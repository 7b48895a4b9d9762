"""Every released notebook in a real Jupyter kernel, TensorFlow present: solved, and untouched."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbclient
import nbformat
import pytest

from autograder.course import Course, load_course
from autograder.demo import fill
from autograder.key import load_key
from autograder.lesson import solution
from tests.conftest import ROOT

LESSONS = load_course(ROOT).names


def execute(course: Course, lesson: str, answers: dict[str, str]) -> Any:
    """The executed notebook; demo cells run too, as they do for a student."""
    folder = course.assignments_folder / lesson
    release = json.loads((folder / f"{lesson}.ipynb").read_text())
    notebook = nbformat.from_dict(fill(release, answers))
    for cell in notebook.cells:
        tags = cell.metadata.get("tags", [])
        cell.metadata["tags"] = [tag for tag in tags if tag != "skip-execution"]
        cell.source = "".join(cell.source)
    client = nbclient.NotebookClient(
        notebook, timeout=120, kernel_name="python3", resources={"metadata": {"path": str(folder)}}
    )
    return client.execute(env=os.environ | {"PYTHONDONTWRITEBYTECODE": "1"})


def outputs(notebook: Any) -> Iterator[tuple[Any, Any]]:
    for cell in notebook.cells:
        if cell.cell_type == "code":
            for output in cell.outputs:
                yield cell, output


@pytest.mark.parametrize("lesson", LESSONS)
def test_a_solved_notebook_runs_without_error_or_warning(
    course: Course, lesson: str, tmp_path: Path
) -> None:
    key = load_key(course, lesson)
    answers = {name: solution(cell.source) for name, cell in key.lesson.answers.items()}
    notebook = execute(course, lesson, answers)
    kept = os.environ.get("AUTOGRADER_KEEP_NOTEBOOKS")
    nbformat.write(notebook, Path(kept or tmp_path) / f"{lesson}.ipynb")
    for cell, output in outputs(notebook):
        assert output.output_type != "error", cell.source
        assert not (output.output_type == "stream" and output.name == "stderr"), output.text
        assert "first, then run this cell again" not in str(output.get("text", "")), cell.source
    cards = [str(o.data) for c, o in outputs(notebook) if c.source.startswith('check("')]
    assert len(cards) == len(key.exercises)
    assert not [card for card in cards if "✗" in card]


@pytest.mark.parametrize("lesson", LESSONS)
def test_an_untouched_notebook_says_kindly_what_to_write(course: Course, lesson: str) -> None:
    notebook = execute(course, lesson, {})
    for cell, output in outputs(notebook):
        if cell.source.startswith('check("'):
            continue
        assert output.output_type != "error", cell.source
        assert not (output.output_type == "stream" and output.name == "stderr"), output.text
    errors = [o for c, o in outputs(notebook) if o.output_type == "error"]
    assert len(errors) == len(load_key(course, lesson).exercises)
    assert {error.ename for error in errors} == {"ChecksFailed"}
    assert all(len("".join(error.traceback)) < 200 for error in errors)
