"""What a command says when it cannot go on."""

import os
from pathlib import Path


class CourseError(Exception):
    """A usage or course error: one line that says where, what, and the fix (exit code 2)."""


class GraderError(Exception):
    """A fault of the trusted side, never of a student: the submission needs a person."""


def at(path: Path, line: int | None = None) -> str:
    """Where a mistake is: `solutions/losses.py:123`, from the current folder if the file is in it."""
    shown = os.path.relpath(path) if path.absolute().is_relative_to(Path.cwd()) else str(path)
    return shown if line is None else f"{shown}:{line}"
