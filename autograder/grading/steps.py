"""A restored notebook as steps: cells to run, and exercises to ask."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from autograder.authoring.lesson_text import CHECK_PREFIX, DEMO_TAG


@dataclass(frozen=True)
class Run:
    """A step of grading: run the student's cell (of which answer, if of one), or a setup cell, which is then the
    course's own, though the student may have edited it."""

    source: str
    exercise: str | None
    edited: bool = False


@dataclass(frozen=True)
class Ask:
    """A step of grading: ask the hidden cases of an exercise, at its check cell's place."""

    exercise: str


def plan(restored: dict[str, Any]) -> list[Run | Ask]:
    """What grading does with a restored notebook, in the order of its cells. What comes after the last
    question is not run: it could change no mark."""
    steps: list[Run | Ask] = []
    for cell in restored["cells"]:
        if cell["cell_type"] != "code" or DEMO_TAG in cell["metadata"].get("tags", ()):
            continue
        nbgrader = cell["metadata"].get("nbgrader", {})
        if nbgrader.get("grade"):
            steps.append(Ask(nbgrader["grade_id"].removeprefix(CHECK_PREFIX)))
        elif cell["source"].strip():
            edited = cell["metadata"].get("autograder", {}).get("edited", False)
            steps.append(Run(cell["source"], nbgrader.get("grade_id"), edited))
    while steps and isinstance(steps[-1], Run):
        steps.pop()
    return steps
