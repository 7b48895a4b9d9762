"""A submitted notebook: read with suspicion, then restored to the course's own structure.

After `restore`, only the student's answer cells and free cells are the student's; every other cell,
every id, tag, point and lock is the course's.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Set
from typing import Any

from autograder.authoring.lesson_text import CHECK_PREFIX, DEMO_TAG

_CELL_ID = re.compile(r"[a-zA-Z0-9_-]{1,64}\Z")


def belongs(notebook: dict[str, Any], answers: Set[str]) -> bool:
    """Whether a submission is of the lesson with these exercises: it has one of its answer or check cells,
    or, where all metadata is lost, it defines one of them."""
    if found := grade_ids(notebook):
        return bool(found & {*answers, *(CHECK_PREFIX + name for name in answers)})
    define = re.compile(rf"^(?:def|class)\s+(?:{'|'.join(map(re.escape, answers))})\b", re.MULTILINE)
    return any(define.search(cell["source"]) for cell in notebook["cells"] if cell["cell_type"] == "code")


def is_given(cell: dict[str, Any]) -> bool:
    """Whether a cell of the course is neither an answer nor a check: a setup cell."""
    nbgrader = cell["metadata"]["nbgrader"]
    return not nbgrader["solution"] and not nbgrader["grade"]


def grade_ids(notebook: dict[str, Any]) -> set[str]:
    return {cell["grade_id"] for cell in notebook["cells"] if cell["grade_id"]}


def source_ids(source: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The course's own cells, by grade_id, in order."""
    return {
        cell["metadata"]["nbgrader"]["grade_id"]: cell
        for cell in source["cells"]
        if "nbgrader" in cell["metadata"]
    }


def restore(notebook: dict[str, Any], source: dict[str, Any]) -> dict[str, Any]:
    """The submission with everything that is not the student's rebuilt from the source notebook.

    Of cells with the same grade_id the last counts and the others become free cells (nbgrader's
    rule). A missing check cell is put back behind its answer; a missing setup cell at the top. A
    missing answer cell stays missing.
    """
    owned = source_ids(source)
    demos = [cell for cell in source["cells"] if cell["metadata"].get("tags") == [DEMO_TAG]]
    prose = {cell["source"] for cell in source["cells"] if cell["cell_type"] != "code"}
    kept: list[dict[str, Any]] = []
    seen: set[str] = set()
    for cell in reversed(notebook["cells"]):
        grade_id = cell["grade_id"]
        if grade_id in owned and grade_id not in seen:
            seen.add(grade_id)
            kept.append(_course_cell(cell, owned[grade_id]))
        else:
            kept.append(_free_cell(cell, prose))
    kept.reverse()
    _shorten(kept, prose)
    _put_back(kept, owned, seen)
    _number(kept)
    for cell in kept:
        own = any(cell["id"] == demo["id"] or cell["source"] == demo["source"] for demo in demos)
        if own and cell["cell_type"] == "code" and not _grade_id(cell):
            cell["metadata"] = {"tags": [DEMO_TAG]}  # only the course's own demos keep their tag
    return {
        "cells": kept,
        "metadata": copy.deepcopy(source["metadata"]),
        "nbformat": 4,
        "nbformat_minor": 5,
    }


def _course_cell(cell: dict[str, Any], own: dict[str, Any]) -> dict[str, Any]:
    """The course's cell; only the text of an answer is the student's. A setup cell remembers that it was edited."""
    restored = copy.deepcopy(own)
    if own["metadata"]["nbgrader"]["solution"]:
        restored["source"] = cell["source"]
    elif is_given(own) and cell["source"].split() != own["source"].split():
        restored["metadata"]["autograder"] = {"edited": True}
    return restored


def _free_cell(cell: dict[str, Any], prose: set[str]) -> dict[str, Any]:
    """A cell without nbgrader's metadata and without tags. Prose that is not the course's own makes
    no HTML of its own: an instructor will look at a page made of it."""
    free: dict[str, Any] = {
        "cell_type": cell["cell_type"],
        "id": cell["id"],
        "metadata": {},
        "source": cell["source"],
    }
    if cell["cell_type"] == "code":
        free |= {"execution_count": None, "outputs": []}
    elif cell["source"] not in prose:
        free["source"] = harmless(cell["source"])
    return free


_TAG = re.compile(r"<(?=[A-Za-z/!?])")
_LINK = re.compile(r"\](?=(?:\(|:)(?!\s*(?:https?://|mailto:|#)))")
_PICTURE = re.compile(r"!+(?=\[)")  # which a page fetches before anybody clicks on it


def harmless(markdown: str) -> str:
    """Markdown in which nothing begins an HTML tag, and no link leads elsewhere than to a page: a space
    is put in, and a picture becomes a link to it."""
    return _PICTURE.sub("", _LINK.sub("] ", _TAG.sub("< ", markdown)))


PROSE = 5 * 10**7  # what a notebook's own prose may cost to show: twenty pages in one cell, or two seconds


def _shorten(cells: list[dict[str, Any]], prose: set[str]) -> None:
    """Prose that would take a page's renderer longer than all the rest gives way to a line that says so: for
    a mark that is opened and never closed, Markdown looks through all that follows, each time."""
    room = PROSE
    for cell in cells:
        text = cell["source"]
        if cell["cell_type"] == "code" or text in prose:
            continue
        cost = len(text) * (100 + len(_MARK.findall(text)))
        if cost > room:
            cell["source"] = f"(This cell has too much text for a page: {len(text):,} characters.)"
        else:
            room -= cost


_MARK = re.compile(r"[^\w\s]|_")


def _put_back(kept: list[dict[str, Any]], owned: dict[str, dict[str, Any]], seen: set[str]) -> None:
    above: str | None = None  # the last of the course's setup cells so far
    for grade_id, own in owned.items():
        nbgrader = own["metadata"]["nbgrader"]
        given = is_given(own)
        if grade_id in seen or nbgrader["solution"]:
            above = grade_id if given else above
            continue
        places = {_grade_id(cell): index for index, cell in enumerate(kept)}
        if nbgrader["grade"]:
            answer = places.get(grade_id.removeprefix(CHECK_PREFIX))
            place = len(kept) if answer is None else answer + 1
        else:
            place = 0 if above is None else places[above] + 1
        kept.insert(place, copy.deepcopy(own))
        above = grade_id if given else above


def _grade_id(cell: dict[str, Any]) -> str | None:
    grade_id: str | None = cell["metadata"].get("nbgrader", {}).get("grade_id")
    return grade_id


def _number(cells: list[dict[str, Any]]) -> None:
    """Every cell gets a valid and unique id; the course's cells keep theirs."""
    taken = {cell["id"] for cell in cells if _grade_id(cell)}
    for index, cell in enumerate(cells):
        if _grade_id(cell):
            continue
        if type(cell["id"]) is not str or not _CELL_ID.match(cell["id"]) or cell["id"] in taken:
            number = index
            while f"free-{number}" in taken:
                number += len(cells)
            cell["id"] = f"free-{number}"
        taken.add(cell["id"])
