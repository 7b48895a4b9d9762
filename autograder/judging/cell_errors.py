"""How a cell ended, in words that carry next to nothing of what its code may have learnt.

A cell that has seen hidden inputs chooses when and how it stops, and what it raises could say a number. One that
runs before any call knows none, unless an earlier run or another submission has left it one where the machine keeps
count: in the page cache, in the numbers of files, in the clock. So what is told is Python's own: classes that
Python has, and of texts those that it writes itself, about names that stand in the cell.
"""

from __future__ import annotations

import builtins
import re
import sys
from dataclasses import dataclass

from autograder.key.outcome import Outcome

MISTAKES = ("TabError", "IndentationError", "SyntaxError")
# Of a cell that has seen hidden inputs, few names are told, and a line only of a mistake in the text.
KNOWN = (*MISTAKES, "NameError", "ModuleNotFoundError", "ImportError")
GRADED_WITH = f"; Python {sys.version_info.major}.{sys.version_info.minor} grades"
LINES = 200  # of a cell; an error further down is told without its line
LENGTH = 20_000  # characters of a cell; of one with more, the names that its error says are not told
_OWN = frozenset(name for name, kind in vars(builtins).items() if isinstance(kind, type) and issubclass(kind, BaseException))
_NAME, _CALLED = r"'([A-Za-z_][\w.]*)'", r"([A-Za-z_][\w.]*)\(\)"
# Python's own texts, of which each name must stand in the cell.
_TEXTS = [
    re.compile(text)
    for text in (
        rf"name {_NAME} is not defined",
        rf"cannot access local variable {_NAME} where it is not associated with a value",
        rf"No module named {_NAME}(?:; {_NAME} is not a package)?",
        r"([a-z]+) is not there while grading: write it with NumPy",
        rf"cannot import name {_NAME} from {_NAME}",
        rf"module {_NAME} has no attribute {_NAME}",
        rf"{_CALLED} missing [1-9] required (?:positional|keyword-only) arguments?: {_NAME}",
        rf"{_CALLED} got an unexpected keyword argument {_NAME}",
        rf"{_CALLED} takes [0-9] positional arguments? but [0-9] (?:was|were) given",
        r"(?:integer |float )?(?:division or modulo|division|modulo) by zero",
        r"(?:list|tuple|string) (?:assignment )?index out of range",
        r"maximum recursion depth exceeded(?: while calling a Python object| in comparison)?",
    )
]
_PATH = re.compile(r"(cannot import name \S+ from \S+) \(.*\)", re.DOTALL)


@dataclass(frozen=True)
class CellError:
    """How a cell ended: the exception's class, text and line, as a clause."""

    text: str


@dataclass(frozen=True)
class Mistake:
    """A mistake in a cell's text, as a process found it that ran no student's code."""

    text: str
    line: int


def first_error(error: Outcome, line: int | None, source: str, mistake: Mistake | None) -> CellError:
    """How a cell ended that ran before any call. Its line is told if it is one of the cell's first."""
    name = next((name for name in error.names if name in _OWN), "an exception")
    last = min(source.count("\n") + 1, LINES)
    where = f" (line {line})" if line is not None and 1 <= line <= last else ""
    if name in MISTAKES and mistake is not None and mistake.line == line:
        return CellError(f"stops with {name}: {mistake.text}"[:300].rstrip(": ") + where + GRADED_WITH)
    text = _PATH.sub(r"\1", error.text)
    own = name == error.names[0] and is_pythons_own(text, source)
    return CellError(f"stops with {name}" + (f": {text}" if own else "") + where)


def later_error(error: Outcome, mistake: Mistake | None) -> CellError:
    """How a cell ended that may have seen hidden inputs."""
    name = next((name for name in error.names if name in KNOWN), "an exception")
    where = f" (line {mistake.line}){GRADED_WITH}" if name in MISTAKES and mistake is not None else ""
    return CellError(f"stops with {name}{where}")


def is_pythons_own(text: str, source: str) -> bool:
    """Whether a text is one that Python writes itself, and the names in it stand in this cell."""
    if len(source) > LENGTH or len(text) > 200:
        return False
    match = next((match for match in (known.fullmatch(text) for known in _TEXTS) if match), None)
    words = [word for name in match.groups() if name for word in name.split(".")] if match else []
    return match is not None and all(re.search(rf"\b{re.escape(word)}\b", source) for word in words)
