"""A lesson opened as a notebook and saved by jupytext, as JupyterLab does it: the text stays clean."""

from __future__ import annotations

import asyncio
import inspect
import json
import os
import shutil
from pathlib import Path
from typing import Any

import jupytext
import pytest
from jupytext import TextFileContentsManager
from jupytext.cli import jupytext as command

from autograder.authoring.lesson_folder import refuse_strays
from autograder.authoring.lesson_text import read_lesson
from autograder.base.course import Course, load_course
from tests.conftest import ROOT

LESSONS = load_course(ROOT).names


@pytest.fixture
def manager(tmp_path: Path) -> Any:
    """jupytext's contents manager, which JupyterLab uses, on a copy of the lessons."""
    shutil.copytree(ROOT / "solutions", tmp_path / "solutions", ignore=shutil.ignore_patterns("*.ipynb"))
    shutil.copyfile(ROOT / "pyproject.toml", tmp_path / "pyproject.toml")
    made = TextFileContentsManager()
    made.root_dir = str(tmp_path)
    return made


def now(value: Any) -> Any:
    """The value that a synchronous or asynchronous manager gives."""
    return asyncio.run(value) if inspect.isawaitable(value) else value


def opened(manager: Any, path: str) -> Any:
    return now(manager.get(path, type="notebook", content=True))


def as_run(notebook: Any) -> None:
    """What JupyterLab leaves in a notebook whose cells were run."""
    notebook["metadata"]["kernelspec"] = {"display_name": "Python 3", "language": "python", "name": "python3"}
    notebook["metadata"]["language_info"] = {"name": "python", "version": "3.12.1"}
    for cell in notebook["cells"]:
        cell["metadata"] |= {"editable": True, "slideshow": {"slide_type": ""}}
        if cell["cell_type"] == "code":
            cell["metadata"] |= {"scrolled": True, "execution": {"iopub.execute_input": "2027"}}
            cell["execution_count"] = 1
            cell["outputs"] = [{"name": "stdout", "output_type": "stream", "text": "seen\n"}]


@pytest.mark.parametrize("name", LESSONS)
def test_a_lesson_saved_as_it_is_or_after_a_run_is_the_same_text(name: str, manager: Any) -> None:
    text = f"solutions/{name}/lesson.py"
    path = Path(manager.root_dir) / text
    before = path.read_bytes()
    for run in (False, True):
        model = opened(manager, text)
        if run:
            as_run(model["content"])
        now(manager.save(model, text))
        assert path.read_bytes() == before
    assert "seen" in (path.with_suffix(".ipynb")).read_text()  # the outputs are kept beside it
    assert "seen" in json.dumps(opened(manager, text)["content"])


def test_an_edited_and_an_added_cell_are_all_that_changes(manager: Any) -> None:
    path = Path(manager.root_dir) / "solutions" / "losses" / "lesson.py"
    before = path.read_text().splitlines()
    model = opened(manager, "solutions/losses/lesson.py")
    as_run(model["content"])
    first, second = model["content"]["cells"][:2]
    first["source"] += "\n\nOne line more."
    demo = second | {"source": "print('shown')", "id": "added", "metadata": {"tags": ["skip-execution"]}}
    model["content"]["cells"].insert(1, demo)
    now(manager.save(model, "solutions/losses/lesson.py"))
    place = before.index('# %% tags=["setup"]')
    added = ["#", "# One line more.", "", '# %% tags=["skip-execution"]', "print('shown')"]
    assert path.read_text().splitlines() == [*before[: place - 1], *added, "", *before[place:]]
    assert [cell.role for cell in read_lesson(path).cells[:3]] == ["prose", "demo", "setup"]


def test_a_notebook_elsewhere_gets_no_text(manager: Any) -> None:
    folder = Path(manager.root_dir) / "assignments" / "losses"
    shutil.copytree(ROOT / "assignments" / "losses", folder)
    before = (folder / "losses.ipynb").read_text()
    now(manager.save(opened(manager, "assignments/losses/losses.ipynb"), "assignments/losses/losses.ipynb"))
    assert not list(folder.glob("losses.py"))
    assert json.loads((folder / "losses.ipynb").read_text())["cells"] == json.loads(before)["cells"]


def test_jupytexts_commands(manager: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(manager.root_dir)
    path = Path("solutions/logits/lesson.py")
    before = path.read_bytes()
    command(["--quiet", "--sync", str(path)])
    command(["--quiet", "--update", "--to", "notebook", str(path)])
    notebook = json.loads(path.with_suffix(".ipynb").read_text())
    as_run(notebook)
    path.with_suffix(".ipynb").write_text(json.dumps(notebook))
    later = path.stat().st_mtime + 10
    os.utime(path.with_suffix(".ipynb"), (later, later))
    command(["--quiet", "--sync", str(path.with_suffix(".ipynb"))])
    command(["--quiet", "--to", "py:percent", str(path.with_suffix(".ipynb"))])
    assert path.read_bytes() == before
    assert list(Path("solutions").rglob("*.ipynb")) == [path.with_suffix(".ipynb")]
    course = load_course(ROOT)
    refuse_strays(Course(**{**course.__dict__, "root": Path(manager.root_dir)}))  # a notebook beside is no lesson


@pytest.mark.parametrize("name", LESSONS)
def test_a_header_that_jupytext_writes_changes_no_cell(name: str, tmp_path: Path) -> None:
    """As without this course's settings: a header, and a cell's own mark of markdown."""
    lesson = read_lesson(ROOT / "solutions" / name / "lesson.py")
    notebook = jupytext.read(lesson.path)
    notebook.metadata = {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "jupytext": {"formats": "ipynb,py:percent", "cell_markers": '"""'},
    }
    text = jupytext.writes(notebook, fmt="py:percent")
    assert text.startswith("# ---\n# jupyter:")
    assert '# %% [markdown]\n"""' in text
    (tmp_path / f"{name}.py").write_text(text)
    found = read_lesson(tmp_path / f"{name}.py")
    assert [(c.role, c.source, c.exercise) for c in found.cells] == [
        (c.role, c.source, c.exercise) for c in lesson.cells
    ]
    lines = text.split("\n")
    assert all(lines[cell.line - 1].startswith("# %%") for cell in found.cells)
    assert all(lines[cell.line] == cell.source.split("\n")[0] for cell in found.cells if cell.role != "prose")
