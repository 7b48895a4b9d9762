"""nbgrader's source notebook of a lesson, made from its text and key."""

from __future__ import annotations

from typing import Any

from autograder.authoring.lesson_text import CHECK_PREFIX, DEMO_TAG, Cell
from autograder.base.course import Course
from autograder.key.records import ExerciseKey, LessonKey


def source_notebook(key: LessonKey, course: Course) -> dict[str, Any]:
    """nbgrader's source notebook: every cell with its id and metadata, made from the text alone."""
    cells: list[dict[str, Any]] = []
    counts: dict[str, int] = {}
    for cell in key.lesson.cells:
        counts[cell.role] = counts.get(cell.role, 0) + 1
        cells += _cells(key, cell, counts[cell.role])
    return {
        "cells": cells,
        "metadata": {
            "autograder": {"course": course.course_id, "lesson": key.lesson.name},
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }


def _cells(key: LessonKey, cell: Cell, count: int) -> list[dict[str, Any]]:
    if cell.role == "prose":
        return [{"cell_type": "markdown", "id": f"prose-{count}", "metadata": {}, "source": cell.source}]
    if cell.role == "demo":
        return [_code(f"demo-{count}", cell.source, {"tags": [DEMO_TAG]})]
    if cell.role == "setup":
        name = "setup" if count == 1 else f"setup-{count}"
        return [_code(name, cell.source, {"nbgrader": _nbgrader(name, locked=True)})]
    exercise = cell.exercise
    assert exercise is not None
    return [
        _code(f"answer-{exercise}"[:64], cell.source, {"nbgrader": _nbgrader(exercise, solution=True)}),
        _check_cell(key.lesson.name, key.exercises[exercise]),
    ]


def _check_cell(lesson: str, key: ExerciseKey) -> dict[str, Any]:
    """The cell that shows the public checks to a student. Its hidden line, which nbgrader takes out
    of the release, lets the same call run the hidden checks in stock mode."""
    name = key.exercise.name
    grade_id = CHECK_PREFIX + name
    hidden = f"check = __import__('autograder.nbgrader_bridge.stock', fromlist=['']).hidden('{lesson}', '{name}')"
    source = f'### BEGIN HIDDEN TESTS\n{hidden}\n### END HIDDEN TESTS\ncheck("{name}")'
    nbgrader = _nbgrader(grade_id, grade=True, locked=True) | {"points": _whole(key.exercise.points)}
    return _code(grade_id[:64], source, {"nbgrader": nbgrader, "tags": ["raises-exception"]})


def _whole(points: float) -> float | int:
    return int(points) if points == int(points) else points


def _code(cell_id: str, source: str, metadata: dict[str, Any]) -> dict[str, Any]:
    return {
        "cell_type": "code",
        "execution_count": None,
        "id": cell_id,
        "metadata": metadata,
        "outputs": [],
        "source": source,
    }


def _nbgrader(
    grade_id: str, *, grade: bool = False, solution: bool = False, locked: bool = False
) -> dict[str, Any]:
    return {
        "grade": grade,
        "grade_id": grade_id,
        "locked": locked,
        "schema_version": 3,
        "solution": solution,
        "task": False,
    }


def as_text(notebook: dict[str, Any]) -> str:
    """A notebook as nbformat writes it."""
    import nbformat

    return str(nbformat.writes(nbformat.from_dict(notebook))) + "\n"
