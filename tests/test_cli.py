"""The commands: what they print, and their exit codes; every error is one line with its mend."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from autograder.authoring.lesson_text import solution
from autograder.base.course import FILE, Course
from autograder.commands.demo import fill
from autograder.commands.main import main
from autograder.key.records import LessonKey
from tests.tiny import CHECKS, WRONG


def refused(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """Run a command that must be refused: exit 2, nothing on stdout, one line on stderr."""
    assert main(arguments) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.count("\n") == 1
    assert "Traceback" not in captured.err
    return captured.err


def at(course: Course, *arguments: str) -> tuple[str, ...]:
    return ("--course", str(course.root), *arguments)


def test_grade_writes_the_contracts_report(
    course: Course, losses: LessonKey, write_notebook: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    answers = {name: solution(cell.source) for name, cell in losses.lesson.answers.items()}
    path = write_notebook(answers | {"choose_loss": "def choose_loss(y):\n    return 'BinaryCrossentropy'\n"})
    target = tmp_path / "report.json"
    assert main(at(course, "grade", str(path), "--json", str(target))) == 0
    report = json.loads(target.read_text())
    assert report["format_version"] == 1
    (submission,) = report["submissions"]
    assert list(submission) == [
        "notebook", "assignment", "student", "status", "message", "score", "max_score", "exercises",
    ]  # fmt: skip
    assert (submission["notebook"], submission["assignment"]) == (str(path), "losses")
    assert (submission["student"], submission["status"], submission["message"]) == (None, "graded", None)
    exercise = submission["exercises"][-1]
    assert list(exercise) == ["name", "score", "max_score", "misconception", "hint", "checks"]
    assert (exercise["name"], exercise["score"], exercise["max_score"]) == ("choose_loss", 1.0, 4.0)
    assert exercise["checks"][0] == {
        "title": "Continuous targets are a regression, also where they all lie between 0 and 1.",
        "points": 1.0,
        "score": 0.0,
        "status": "failed",
        "message": "choose_loss: a wrong value",
        "hidden": True,
    }
    assert f"{losses.max_score - 3:g}/{losses.max_score:g}" in capsys.readouterr().out


def test_grade_a_folder_with_a_damaged_notebook_grades_the_rest_and_exits_3(
    course: Course, write_notebook: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_notebook({}, "a.ipynb")
    (tmp_path / "b.ipynb").write_text('{"cells": [')
    (tmp_path / "c.ipynb").write_text('{"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": []}')
    (tmp_path / "d.ipynb").mkdir()
    target = tmp_path / "r.json"
    assert main(at(course, "grade", str(tmp_path), "--json", str(target))) == 3
    submissions = json.loads(target.read_text())["submissions"]
    assert [s["status"] for s in submissions] == ["graded", "unreadable", "unreadable", "unreadable"]
    assert "its JSON is broken (line 1)" in submissions[1]["message"]
    assert "this is a notebook of another course" in submissions[2]["message"]
    assert submissions[3]["message"] == "it is a folder, not a file; hand in the notebook itself"


def test_student_is_told_by_nbgraders_layout(
    course: Course, release: dict[str, Any], tmp_path: Path
) -> None:
    folder = tmp_path / "submitted" / "s042" / "losses"
    folder.mkdir(parents=True)
    (folder / "losses.ipynb").write_text(json.dumps(fill(release, {})))
    target = tmp_path / "r.json"
    assert main(at(course, "grade", str(tmp_path / "submitted"), "--json", str(target))) == 0
    assert json.loads(target.read_text())["submissions"][0]["student"] == "s042"


def test_a_folder_of_any_depth_is_graded(
    course: Course, release: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "class").mkdir()
    (tmp_path / "class" / "losses.ipynb").write_text(json.dumps(fill(release, {})))
    (tmp_path / "class" / "itself").symlink_to(tmp_path / "class")
    monkeypatch.chdir(tmp_path / "class")
    for _level in range(1_500):  # more than Python may call, and than a path may have
        os.mkdir("deeper")
        os.chdir("deeper")
    target = tmp_path / "r.json"
    assert main(at(course, "grade", str(tmp_path / "class"), "--json", str(target))) == 0
    assert len(json.loads(target.read_text())["submissions"]) == 1
    os.chdir(tmp_path)
    subprocess.run(["rm", "-rf", str(tmp_path / "class")], check=True)  # which shutil.rmtree cannot


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["grade", "nowhere.ipynb"], "nowhere.ipynb: no such file or folder; check the path"),
        (["grade", "."], ".: no notebook in this folder; name one that holds .ipynb files"),
        (["grade", ".", "--assignment", "algebra"], "there is no lesson 'algebra'; use one of: losses"),
        (["autograde", "algebra"], "there is no lesson 'algebra'; use one of: losses"),
        (["report", "algebra"], "there is no lesson 'algebra'; use one of: losses"),
        (["prove", "nope"], "no lesson has an exercise 'nope'"),
        (["prove", "--json", "no/such/proof.json"], "its folder does not exist; create"),
    ],
)
def test_usage_errors(
    course: Course,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    said: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    assert said in refused(capsys, *at(course, *arguments))


def test_a_notebook_of_another_course(
    course: Course, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "other.ipynb"
    path.write_text('{"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": []}')
    said = refused(capsys, *at(course, "grade", str(path)))
    assert "this is a notebook of another course: none of its cells is from losses" in said
    assert main(at(course, "grade", str(path), "--assignment", "losses")) == 3


def test_a_notebook_of_another_course_among_others_is_reported(
    course: Course, write_notebook: Any, tmp_path: Path
) -> None:
    """As a shell names them: `autograder grade class/*/losses.ipynb`."""
    right = write_notebook({}, "right.ipynb")
    other = tmp_path / "other.ipynb"
    other.write_text('{"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": []}')
    target = tmp_path / "r.json"
    assert main(at(course, "grade", str(other), str(right), "--json", str(target))) == 3
    submissions = json.loads(target.read_text())["submissions"]
    assert [s["status"] for s in submissions] == ["unreadable", "graded"]
    assert "this is a notebook of another course" in submissions[0]["message"]


def test_a_files_name_says_nothing_to_the_terminal(
    course: Course, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "\x1b[31mred\n.ipynb"
    path.write_text('{"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": []}')
    assert "\\x1b[31mred\\n.ipynb: this is a notebook of another course" in refused(capsys, *at(course, "grade", str(path)))


def test_no_course_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    said = refused(capsys, "--course", str(tmp_path / "missing"), "build")
    assert said.endswith("no such folder; name the one that holds course.yaml\n")


def test_every_command_refuses_a_broken_course(
    copied: Course, capsys: pytest.CaptureFixture[str]
) -> None:
    file = copied.root / FILE
    file.write_text(file.read_text().replace("seed:", "sead:"))
    for command in (["build"], ["prove"], ["grade", "."], ["autograde", "losses"], ["report", "losses"]):
        assert f"{FILE}:5: unknown key 'sead'; the keys here are:" in refused(capsys, *at(copied, *command))


def test_nothing_is_written_where_a_lesson_is_broken(
    copied: Course, capsys: pytest.CaptureFixture[str]
) -> None:
    before = {p: p.read_bytes() for p in copied.assignments_folder.rglob("*") if p.is_file()}
    lesson = copied.lesson_file("losses")
    lesson.write_text(lesson.read_text().replace('# %% exercise="choose_loss"', '# %% exercise="choose_loss'))
    assert "broken or unknown cell metadata" in refused(capsys, *at(copied, "build"))
    assert before == {p: p.read_bytes() for p in copied.assignments_folder.rglob("*") if p.is_file()}


def test_a_file_out_of_place_is_refused(
    copied: Course, capsys: pytest.CaptureFixture[str]
) -> None:
    for folder, said in (
        (copied.lessons_folder, "extra.py: a lesson is a folder; move this file to "),
        (copied.lesson_folder("losses"), "extra.py: this folder holds lesson.py, shared.py and a folder for each"),
        (copied.exercise_folder("losses", "choose_loss"), "extra.py: this folder holds checks.py, wrong.py and"),
    ):
        stray = folder / "extra.py"
        stray.write_text("")
        assert said in refused(capsys, *at(copied, "build"))
        stray.unlink()


def test_build_check_exits_1_and_names_the_mend(
    copied: Course, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.rmtree(copied.assignments_folder / "losses")
    assert main(at(copied, "build", "--check")) == 1
    assert capsys.readouterr().out.splitlines()[0] == "assignments/losses is stale; run: autograder build"
    assert main(at(copied, "build")) == 0
    assert main(at(copied, "build", "--check")) == 0


def test_prove_exits_1_where_something_falls_short(
    tiny: Course, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = tiny.root / WRONG
    wrong.write_text(wrong.read_text().replace("return x * 2", "return np.asarray(x) * 2.0"))
    target = tmp_path / "proof.json"
    assert main(at(tiny, "prove", "twice", "--json", str(target))) == 1
    assert "wrong answer 'repeats' gets full marks" in capsys.readouterr().out
    proof = json.loads(target.read_text())
    assert proof["proven"] is False
    assert proof["exercises"][0]["exercise"] == "twice"


@pytest.mark.parametrize(("oracle", "who"), [("keras", "Keras"), ("exact", "the high-precision oracle")])
def test_reference_and_oracles_must_agree(
    tiny: Course, capsys: pytest.CaptureFixture[str], oracle: str, who: str
) -> None:
    """One oracle is wrong: compiling stops with the case named."""
    checks = tiny.root / CHECKS
    checks.write_text(f"{checks.read_text()}\n\n@exercise.{oracle}(reason='')\ndef wrong_oracle(x):\n    return 2.0\n")
    assert main(at(tiny, "prove")) == 2
    *announced, said = capsys.readouterr().err.splitlines()
    assert announced[0].startswith("Compiling the answer key of tiny: twice (")
    assert f"tiny/twice/doubles_numbers: reference and {who} disagree on" in said
    assert said.endswith(f"{who} gives 2; mend one of them")


def test_an_unknown_option_exits_2() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "autograder", "grade", "--nope"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


def test_help_needs_no_heavy_import() -> None:
    program = (
        "import sys\nfrom autograder.commands.main import main\n"
        "try:\n    main(['grade', '--help'])\nexcept SystemExit: pass\n"
        "sys.exit(any(m in sys.modules for m in ('numpy', 'nbformat', 'IPython', 'tensorflow')))"
    )
    done = subprocess.run([sys.executable, "-c", program], env=dict(os.environ), check=False,
                          capture_output=True)  # fmt: skip
    assert done.returncode == 0


def test_a_command_that_imports_nbgrader_builds_no_parser_of_addresses() -> None:
    program = (
        "import sys\nfrom autograder.commands.main import main\n"
        "try:\n    main(['grade', '--help'])\nexcept SystemExit: pass\n"
        "import nbgrader.converters\n"
        "sys.exit('jsonschema' not in sys.modules or 'lark' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], check=False, capture_output=True)
    assert done.returncode == 0
