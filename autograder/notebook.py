"""A submitted notebook: read with suspicion, then restored to the course's own structure.

After `restore`, only the student's answer cells and free cells are the student's; every other cell,
every id, tag, point and lock is the course's.
"""

from __future__ import annotations

import copy
import json
import os
import re
import stat
from collections.abc import Set
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder.lesson import CHECK_PREFIX, DEMO_TAG

MAX_CELLS = 5_000  # nbgrader needs half a millisecond for each
_CELL_ID = re.compile(r"[a-zA-Z0-9_-]{1,64}\Z")


class Unreadable(Exception):
    """The file is no notebook that can be graded; the text says why, for student and instructor."""


def read_bytes(path: Path, limit_mb: int) -> bytes:
    """The bytes of a regular file within the size limit; never follows a link."""
    try:
        kind = os.lstat(path)
    except OSError as error:
        raise Unreadable(f"the file cannot be read ({error.strerror})") from None
    if stat.S_ISLNK(kind.st_mode):
        raise Unreadable("it is a symbolic link; hand in the file itself")
    if stat.S_ISDIR(kind.st_mode):
        raise Unreadable("it is a folder, not a file; hand in the notebook itself")
    if not stat.S_ISREG(kind.st_mode):
        raise Unreadable("it is no regular file; hand in the notebook itself")
    if kind.st_size > limit_mb * 2**20:
        raise Unreadable(
            f"it is larger than {limit_mb} MB; clear its outputs (Kernel → Restart & Clear) and try again"
        )
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        with os.fdopen(descriptor, "rb") as file:
            return file.read(limit_mb * 2**20 + 1)
    except OSError as error:
        raise Unreadable(f"the file cannot be read ({error.strerror})") from None


def parse(data: bytes) -> dict[str, Any]:
    """The cells of a notebook from bytes, of format 4 or older. Raises Unreadable.

    Only what grading needs is looked at, so nothing else that is broken does harm. A damaged cell
    costs itself and no other.
    """
    encoding = json.detect_encoding(data)  # UTF-16 and UTF-32 too: editors on Windows write them
    text = data.decode(encoding, "replace").strip("\ufeff\0 \t\r\n")
    if not text:
        raise Unreadable("the file is empty; save it again from Jupyter")
    try:
        notebook = json.loads(text, strict=False, parse_int=_integer)
    except RecursionError:
        raise Unreadable("it is nested too deep to be a notebook") from None
    except json.JSONDecodeError as error:
        if not _is_text(data, encoding):
            raise Unreadable("it is not text in UTF-8; save it again from Jupyter") from None
        raise Unreadable(
            f"it is not a notebook: its JSON is broken (line {error.lineno}); download it again"
        ) from None
    if type(notebook) is not dict:
        raise Unreadable("it is not a notebook: its JSON holds no notebook")
    cells = [_plain_cell(cell) for cell in _cells(notebook) if type(cell) is dict]
    if len(cells) > MAX_CELLS:
        raise Unreadable(f"it has {len(cells):,} cells, and {MAX_CELLS:,} are the most; delete those of no use")
    return {"cells": _known(cells)}


def _integer(digits: str) -> int | float:
    """A number of any length: where it stands, it does not matter."""
    return int(digits) if len(digits) < 1000 else float("inf")


def _is_text(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _cells(notebook: dict[str, Any]) -> list[Any]:
    """The list of cells, wherever a format keeps it: 2 and 3 have worksheets."""
    major = notebook.get("nbformat")
    if type(major) is int and major > 4:
        raise Unreadable(
            f"it has notebook format {str(major)[:12]}, which is newer than 4; save it as format 4"
        )
    cells = notebook.get("cells")
    if type(cells) is list:
        return cells
    sheets = notebook.get("worksheets")
    if type(sheets) is not list:
        raise Unreadable("it is not a notebook: it has no list of cells")
    lists = [sheet.get("cells") for sheet in sheets if type(sheet) is dict]
    return [cell for cells in lists if type(cells) is list for cell in cells]


def _plain_cell(cell: dict[str, Any]) -> dict[str, Any]:
    """A cell reduced to what counts: type, source, id, nbgrader's grade_id."""
    source = next((cell[key] for key in _SOURCES if key in cell), None)
    if type(source) is list and all(type(line) is str for line in source):
        source = "".join(source)
    if type(source) is str:
        source = source.encode("utf-8", "replace").decode()  # JSON can smuggle in half a character
    else:
        source = _DAMAGED
    metadata = cell.get("metadata")
    nbgrader = metadata.get("nbgrader") if type(metadata) is dict else None
    grade_id = nbgrader.get("grade_id") if type(nbgrader) is dict else None
    kind = cell.get("cell_type")
    if kind not in ("code", "markdown", "raw"):
        kind = "code" if any(key in cell for key in _ONLY_CODE) else "markdown"
    return {
        "cell_type": kind,
        "id": cell.get("id"),
        "source": source,
        "grade_id": grade_id if type(grade_id) is str else None,
    }


_SOURCES = ("source", "input", "code", "text")  # of formats 4, 3 and 2, 1, 1
_ONLY_CODE = ("outputs", "execution_count", "input", "prompt_number")
_DAMAGED = """raise ValueError("this cell came in damaged, its source is no text; hand in a whole copy")\n"""


def _known(cells: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The cells, and those that lost nbgrader's metadata under way (some editors drop it) known by
    the ids that the release gave them."""
    found = {cell["grade_id"] for cell in cells}
    for cell in cells:
        if cell["grade_id"] is None and type(cell["id"]) is str and cell["id"].startswith(_NAMING):
            name = cell["id"].removeprefix("answer-")
            cell["grade_id"] = None if name in found else name
    return cells


_NAMING = ("answer-", CHECK_PREFIX)  # how cell ids of the release begin that name an exercise


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
