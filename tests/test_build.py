"""The release: the same bytes at every build, current, and without a secret."""

from __future__ import annotations

import ast
import json
import re
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from autograder.authoring.lesson_text import STUB, stub
from autograder.authoring.loading import files_of
from autograder.base.course import Course
from autograder.base.files import same_tree
from autograder.key.records import LessonKey
from autograder.key.store import load_key
from autograder.nbgrader_bridge.build import build, stale
from autograder.release.source_notebook import source_notebook
from tests.conftest import ROOT


def test_a_second_build_changes_nothing_and_another_folder_gives_the_same_bytes(copied: Course) -> None:
    for name in copied.names:
        assert same_tree(copied.assignments_folder / name, ROOT / "assignments" / name)
    assert build(copied) == []
    assert stale(copied) == []


def test_a_changed_file_is_stale_and_the_build_mends_it(copied: Course) -> None:
    notebook = copied.assignments_folder / "losses" / "losses.ipynb"
    notebook.write_text(notebook.read_text() + "\n")
    (copied.assignments_folder / "strangers").mkdir()
    assert stale(copied) == ["assignments/losses", "assignments/strangers"]
    assert build(copied) == ["losses"]
    shutil.rmtree(copied.assignments_folder / "strangers")
    assert stale(copied) == []


def release_texts(folder: Path) -> Iterator[tuple[Path, str]]:
    """Every file that a student gets, archives opened."""
    for path in sorted(folder.rglob("*")):
        if not path.is_file() or "__pycache__" in path.parts:
            continue
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                for name in archive.namelist():
                    yield path, archive.read(name).decode("utf-8", "replace")
        else:
            yield path, path.read_text(encoding="utf-8", errors="replace")


def is_an_answer(node: ast.FunctionDef | ast.ClassDef) -> bool:
    return any(re.search(r"\.(wrong|right)\b", ast.unparse(decorator)) for decorator in node.decorator_list)


MARKS = ("BEGIN SOLUTION", "BEGIN HIDDEN", "nbgrader_bridge.stock", ".wrong(", ".right")  # of what no student gets


def secrets(key: LessonKey) -> Iterator[str]:
    """Lines of solutions, hidden checks and wrong answers that no student may get."""
    for cell in key.lesson.answers.values():
        inside = cell.source.partition("### BEGIN SOLUTION")[2].partition("### END SOLUTION")[0]
        yield from (line for line in inside.splitlines() if len(line.strip()) > 30)
    for entry in key.exercises.values():
        for check in entry.exercise.checks:
            yield check.title
    for file in (file for entry in key.exercises.values() for file in files_of(entry.exercise) if file.is_file()):
        for node in ast.parse(file.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef | ast.ClassDef) and is_an_answer(node):
                yield from (
                    line for part in node.body for line in ast.unparse(part).splitlines() if len(line.strip()) > 40
                )


def test_a_release_holds_no_solution_no_hidden_test_and_no_wrong_answer(course: Course) -> None:
    for name in course.names:
        key = load_key(course, name)
        public = {check.title for e in key.exercises.values() for check in e.exercise.public}
        texts = list(release_texts(course.assignments_folder / name))
        assert len(texts) == 8
        # A nearly-there hint or a docstring may say a line that a solution holds too: the lesson says it.
        said = "\n".join(stub(c.source) if c.role == "answer" else c.source for c in key.lesson.cells)
        for secret in {*secrets(key), *MARKS} - public:
            if secret.strip() in said:
                continue
            for path, text in texts:
                assert secret.strip() not in text, (path, secret)
                assert json.dumps(secret.strip())[1:-1] not in text, (path, secret)


def test_a_planted_secret_would_be_found(course: Course, losses: LessonKey, tmp_path: Path) -> None:
    line = next(iter(secrets(losses)))
    with zipfile.ZipFile(tmp_path / "extra.zip", "w") as archive:
        archive.writestr("notes.txt", line)
    assert any(line.strip() in text for _path, text in release_texts(tmp_path))


def test_cells_carry_the_contracts_ids(course: Course, losses: LessonKey) -> None:
    notebook = source_notebook(losses, course)
    by_id = {c["metadata"]["nbgrader"]["grade_id"]: c for c in notebook["cells"] if "nbgrader" in c["metadata"]}
    assert list(by_id) == ["setup", *(i for name in losses.exercises for i in (name, f"check-{name}"))]
    check = by_id["check-mean_squared_error"]
    hidden = check["source"].split("### BEGIN HIDDEN TESTS\n")[1].split("\n### END HIDDEN TESTS")[0]
    assert "\n" not in hidden
    assert "mean_squared_error" in hidden
    assert check["metadata"]["nbgrader"]["points"] == losses.exercises["mean_squared_error"].exercise.points


def test_released_answers_are_stubs_and_demos_are_tagged(course: Course) -> None:
    for name in course.names:
        notebook = json.loads((course.assignments_folder / name / f"{name}.ipynb").read_text())
        for cell in notebook["cells"]:
            nbgrader = cell["metadata"].get("nbgrader", {})
            if nbgrader.get("solution"):
                assert STUB.splitlines()[1] in "".join(cell["source"])
            elif cell["cell_type"] == "code" and not nbgrader:
                assert cell["metadata"]["tags"] == ["skip-execution"]


@pytest.mark.parametrize("file", ["__init__.py", "card.py", "checks.py", "compare.py", "drawing.py", "svg.py"])
def test_the_student_files_import_no_kit_and_no_tensorflow(course: Course, file: str) -> None:
    text = (course.assignments_folder / "losses" / "checks" / file).read_text()
    imported = {line.split()[1] for line in text.splitlines() if line.startswith(("import ", "from "))}
    assert imported <= {
        "__future__", ".", ".card", ".checks", ".compare", ".drawing", ".svg", "collections.abc", "dataclasses", "pathlib", "types", "typing",
        "contextlib", "copy", "html", "io", "json", "math", "os", "sys", "time", "warnings", "numpy",
    }  # fmt: skip
