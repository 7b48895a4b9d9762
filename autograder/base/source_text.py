"""The files that an author writes: how they are read, and how a place in them is named."""

from __future__ import annotations

import inspect
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from autograder.base.errors import CourseError


def at(path: Path, line: int | None = None) -> str:
    """A place as errors name it, `solutions/losses/lesson.py:123`: from the current folder, if it is in there."""
    inside = path.absolute().is_relative_to(Path.cwd())
    shown = os.path.relpath(path) if inside else str(path)
    return shown if line is None else f"{shown}:{line}"


def read_text(path: Path, fix: str = "write this file") -> str:
    """A file's text, without a byte order mark and with `\\n` as its line ends, whatever the editor."""
    try:
        data = path.read_bytes()
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        byte = data[error.start]
        raise CourseError(f"{at(path, line)}: not UTF-8 (byte 0x{byte:02x}); save the file as UTF-8") from None
    except OSError as error:
        raise CourseError(f"{at(path)}: cannot be read ({error.strerror}); {fix}") from None
    return text.replace("\r\n", "\n").replace("\r", "\n")


def line_of(function: Callable[..., Any]) -> int:
    """The line on which a function or class begins, its decorators included."""
    try:
        return inspect.getsourcelines(inspect.unwrap(function))[1]
    except (OSError, TypeError):  # made without a text of its own
        return 1


def place_of(function: Callable[..., Any]) -> str:
    """Where a function or class begins, as errors name it."""
    try:
        path = inspect.getsourcefile(inspect.unwrap(function))
    except TypeError:
        path = None
    return at(Path(path), line_of(function)) if path else repr(function)


def refuse_broken(path: Path, text: str, first: int = 1) -> None:
    """Raise CourseError where this text, which begins at line `first` of a file, is not Python."""
    import ast

    try:
        compile(text, str(path), "exec", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT, dont_inherit=True)
    except (SyntaxError, ValueError) as error:
        what = error.msg if isinstance(error, SyntaxError) else str(error)
        number = getattr(error, "lineno", None) or text.count("\n", 0, max(text.find("\0"), 0)) + 1
        raise CourseError(f"{at(path, first + number - 1)}: not Python: {what}; mend that line") from None


def blamed(error: BaseException, *paths: Path) -> str | None:
    """The innermost line of these files that an exception went through."""
    place = None
    names = {str(path): path for path in paths}
    frames = error.__traceback__
    while frames is not None:
        path = names.get(frames.tb_frame.f_code.co_filename)
        if path is not None:
            place = at(path, frames.tb_lineno)
        frames = frames.tb_next
    return place


def described(error: BaseException) -> str:
    """An exception's kind and text, in one line."""
    return f"{type(error).__name__}: {' '.join(str(error).split())}".rstrip(": ")
