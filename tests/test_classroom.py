"""The template for class repositories, and the summary that it writes."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from markdown_it import MarkdownIt

from autograder.authoring.lesson_text import solution
from autograder.base.course import Course
from autograder.commands.main import _parser, main
from autograder.judging.results import CheckResult, ExerciseResult, SubmissionReport
from autograder.key.records import LessonKey
from autograder.reports.markdown import escaped, markdown
from tests.conftest import ROOT

WORKFLOW = yaml.safe_load((ROOT / ".github" / "workflows" / "classroom.yml").read_text(encoding="utf-8"))
NASTY = "a|b `c` <script>alert(1)</script> **bold** [x](http://evil.example) @all $1$ &amp; www.evil.example _it_ \\"


def steps() -> dict[str, dict[str, Any]]:
    found = WORKFLOW["jobs"]["grade"]["steps"]
    return {step.get("name", step.get("uses")): step for step in found}


def test_the_template_starts_nothing_here() -> None:
    assert list(WORKFLOW[True]) == ["workflow_call"]  # YAML 1.1 reads `on` as true
    assert WORKFLOW["permissions"] == {"contents": "read"}


def test_the_commands_of_the_template_exist() -> None:
    lines = [line for step in steps().values() for line in step.get("run", "").splitlines()]
    commands = [shlex.split(line.partition(" || ")[0])[1:] for line in lines if "autograder " in line]
    assert commands
    for command in commands:
        assert _parser().parse_args(command).command


@pytest.mark.parametrize(("name", "code", "said"), [("right", 0, "## losses: {full:g} of {full:g} points"),
                                                    ("damaged", 3, "**Needs a person:** it is not a notebook")])  # fmt: skip
def test_the_grading_step_writes_the_jobs_summary(
    course: Course, losses: LessonKey, write_notebook: Any, tmp_path: Path, name: str, code: int, said: str
) -> None:
    folder = tmp_path / "submission" / "losses"
    folder.mkdir(parents=True)
    (tmp_path / "course").symlink_to(course.root)
    answers = {name: solution(cell.source) for name, cell in losses.lesson.answers.items()}
    write_notebook(answers, "submission/losses/losses.ipynb")
    if name == "damaged":
        (folder / "losses.ipynb").write_text('{"cells": [')
    program = tmp_path / "bin" / "autograder"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m autograder "$@"\n')
    program.chmod(0o755)
    summary = tmp_path / "summary.md"
    summary.write_text("before\n")
    environment = os.environ | {
        "PATH": f"{program.parent}:{os.environ['PATH']}", "PYTHONPATH": str(ROOT), "NOTEBOOKS": ".",
        "GITHUB_WORKSPACE": str(tmp_path), "RUNNER_TEMP": str(tmp_path), "GITHUB_STEP_SUMMARY": str(summary),
    }  # fmt: skip
    done = subprocess.run(
        ["bash", "-e", "-c", steps()["Grade"]["run"]], cwd=tmp_path, env=environment,
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout, done.stderr) == (code, "", "")
    assert summary.read_text().startswith("before\n")
    assert said.format(full=losses.max_score) in summary.read_text()


def rendered(text: str) -> Any:
    from bs4 import BeautifulSoup

    renderer = MarkdownIt("commonmark", {"html": True}).enable("table")
    return BeautifulSoup(renderer.render(text), "html.parser")


def test_a_students_words_are_shown_and_do_nothing() -> None:
    check = CheckResult(NASTY, 1.0, 0.0, "failed", NASTY)
    exercise = ExerciseResult("f", 0.0, 1.0, NASTY, NASTY, (check,))
    report = SubmissionReport(f"{NASTY}.ipynb", "losses", None, "graded", None, 0.0, 1.0, (exercise,))
    page = rendered(markdown([report]))
    assert [len(row.find_all("td")) for row in page.find_all("tr")] == [0, 3]
    assert page.find_all("td")[2].get_text() == f"It looks as if your answer {NASTY}.{NASTY}"
    assert {tag.name for tag in page.find_all(True)} == {
        "h2", "p", "table", "thead", "tbody", "tr", "th", "td", "br", "details", "summary", "ul", "li",
    }  # fmt: skip
    assert page.li.get_text() == f"f: {NASTY} ({NASTY})"
    assert "http:" not in escaped(NASTY)
    assert "www.e" not in escaped(NASTY)


def test_the_summary_of_a_submission(
    course: Course, losses: LessonKey, write_notebook: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    answers = {name: solution(cell.source) for name, cell in losses.lesson.answers.items()}
    path = write_notebook(answers | {"choose_loss": "def choose_loss(y):\n    return 'BinaryCrossentropy'\n"})
    target = tmp_path / "marks.md"
    assert main(["--course", str(course.root), "grade", str(path), "--quiet", "--summary", str(target)]) == 0
    page = rendered(target.read_text())
    assert page.h2.get_text() == f"losses: {losses.max_score - 3:g} of {losses.max_score:g} points"
    rows = [[cell.get_text() for cell in row.find_all("td")] for row in page.find_all("tr")]
    assert rows[1] == ["mean_squared_error", "5 / 5", ""]
    assert rows[-1][:2] == ["choose_loss", "1 / 4"]
    assert page.summary.get_text() == "Checks without points: 3"


def test_the_summarys_folder_must_exist(course: Course, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--course", str(course.root), "grade", ".", "--summary", "no/such/marks.md"]) == 2
    assert "its folder does not exist; create" in capsys.readouterr().err
