"""A submission's bytes, read with suspicion: only what nbformat and nbgrader can handle comes through."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path
from typing import Any

from autograder.authoring.lesson_text import CHECK_PREFIX

MAX_CELLS = 5_000  # nbgrader needs half a millisecond for each


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
