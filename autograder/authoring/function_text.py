"""The text that defines a function or class, as a student would have written it."""

from __future__ import annotations

import ast
import copy
import functools
import inspect
import linecache
import textwrap
from collections.abc import Callable, Iterator
from typing import Any

from autograder.base.errors import CourseError
from autograder.base.source_text import place_of


def function_source(function: Callable[..., Any], name: str) -> str:
    """The text of a function or class, under another name, without decorators and docstring."""
    try:
        node, _lines = _definition(function)
    except (OSError, TypeError, SyntaxError):  # without a text, or in the middle of an expression
        node = ast.Pass()
    if not isinstance(node, ast.FunctionDef | ast.ClassDef):
        raise CourseError(
            f"{place_of(function)}: an answer is a function or a class, not an expression; write it with def"
        )
    return _renamed(node, name)


def text_source(text: str, name: str) -> str:
    """The same of a definition that is there as a text."""
    node = ast.parse(text).body[0]
    assert isinstance(node, ast.FunctionDef | ast.ClassDef)
    return _renamed(node, name)


def _renamed(node: ast.FunctionDef | ast.ClassDef, name: str) -> str:
    node.name = name
    node.decorator_list = []
    if ast.get_docstring(node) is not None and len(node.body) > 1:
        node.body = node.body[1:]
    return ast.unparse(node) + "\n"


def slipped(base: Callable[..., Any], old: str, new: str, space: dict[str, Any]) -> tuple[Callable[..., Any], str]:
    """A function or class with `new` in the one place of its text where it has `old`: what that defines in a
    module's namespace, and its text. Raises ValueError saying why it cannot be."""
    try:
        node, lines = _definition(base)
    except (OSError, TypeError, SyntaxError):
        raise ValueError("its base is no function or class that is defined above it") from None
    text = _edited("".join(lines[node.lineno - 1 : node.end_lineno]), old, new)
    made: dict[str, Any] = {}
    try:
        exec(compile(text, f"<{base.__name__} with a slip>", "exec", dont_inherit=True), space, made)
    except SyntaxError as error:
        raise ValueError(f"with the new text it is not Python: {error.msg}") from None
    function: Callable[..., Any] = made[base.__name__]
    return function, text


def _edited(text: str, old: str, new: str) -> str:
    """A text with one place written differently: a part of a line, or whole lines, however deep they stand."""
    old, new = (textwrap.dedent(part).strip("\n") for part in (old, new))
    if not old:
        raise ValueError("nothing is named that its base has; fill in old=…")
    whole = list(_places(text.splitlines(), old.splitlines()))
    count = len(whole) or text.count(old)
    if count != 1:
        raise ValueError(f"its base has {old!r} {count} times; name what it has once")
    if not whole:
        return text.replace(old, new)
    (start, end, indent) = whole[0]
    lines = text.splitlines()
    lines[start:end] = textwrap.indent(new, indent).splitlines()
    return "\n".join(lines) + "\n"


def _places(lines: list[str], wanted: list[str]) -> Iterator[tuple[int, int, str]]:
    """Where these lines stand among others, from and to, and how much deeper."""
    for start in range(len(lines) - len(wanted) + 1):
        indent = lines[start][: len(lines[start]) - len(lines[start].lstrip())]
        if lines[start : start + len(wanted)] == [indent + line if line else line for line in wanted]:
            yield start, start + len(wanted), indent


def _definition(function: Callable[..., Any]) -> tuple[ast.stmt, list[str]]:
    """The statement that defines it, for the caller to change, and the lines that it counts in."""
    if isinstance(function, type):  # `inspect` would parse the whole file for each
        file = inspect.getsourcefile(function) or ""
        linecache.checkcache(file)
        lines = linecache.getlines(file)
        methods = [made.__code__.co_firstlineno for made in vars(function).values() if inspect.isfunction(made)]
        for node in _classes("".join(lines)):
            if node.name == function.__qualname__ and all(node.lineno <= n <= (node.end_lineno or 0) for n in methods):
                return copy.deepcopy(node), lines
    text = textwrap.dedent(inspect.getsource(function))
    return ast.parse(text).body[0], text.splitlines(keepends=True)


@functools.lru_cache(maxsize=1)
def _classes(text: str) -> tuple[ast.ClassDef, ...]:
    """The classes at the top of a file."""
    return tuple(node for node in ast.parse(text).body if isinstance(node, ast.ClassDef))
