"""A submission goes one way: read, parsed and restored once, and graded with what was loaded once for the class."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from autograder.base.course import Course
from autograder.grading import grader, restoring, submission_file
from autograder.key import head
from autograder.nbgrader_bridge.autograde import autograde
from autograder.running import pools
from tests.conftest import again

STUDENTS = 10


def test_nothing_is_done_twice_for_a_submission(
    handed_in: Course, release: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = again(handed_in, tmp_path / "course")
    shutil.rmtree(made.root / "submitted")
    for number in range(STUDENTS):
        folder = made.root / "submitted" / f"student-{number}" / "losses"
        folder.mkdir(parents=True)
        own = {"cell_type": "code", "metadata": {}, "source": f"# {number}", "outputs": [], "execution_count": None}
        cells = [*release["cells"], own]
        (folder / "losses.ipynb").write_text(json.dumps(release | {"cells": cells}))
    calls: Counter[str] = Counter()

    def counted(module: Any, name: str) -> None:
        plain: Callable[..., Any] = getattr(module, name)

        def call(*arguments: Any, **named: Any) -> Any:
            calls[name] += 1
            return plain(*arguments, **named)

        monkeypatch.setattr(module, name, call)

    monkeypatch.setattr(pools, "FEW", STUDENTS)  # all in this process
    counted(submission_file, "parse")
    counted(restoring, "restore")
    for name in ("load_key", "source_notebook"):
        counted(grader, name)
    made_keys = head.key_paths(made, "losses")
    counted(head, "made_of")
    assert len(autograde(made, "losses").graded) == STUDENTS
    assert calls["parse"] == calls["restore"] == STUDENTS
    assert calls["load_key"] == calls["source_notebook"] == 1
    assert calls["made_of"] <= 12 * len(made_keys)  # some times for the class, none for a submission
