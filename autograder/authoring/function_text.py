"""The text that defines a function or class, as a student would have written it."""

from __future__ import annotations

import ast
import copy
import functools
import inspect
import linecache
import textwrap
from collections.abc import Callable
from typing import Any

from autograder.base.errors import CourseError
from autograder.base.source_text import place_of


def function_source(function: Callable[..., Any], name: str) -> str:
    """The text of a function or class, under another name, without decorators and docstring."""
    try:
        node = _definition(function)
    except (OSError, TypeError, SyntaxError):  # without a text, or in the middle of an expression
        node = ast.Pass()
    if not isinstance(node, ast.FunctionDef | ast.ClassDef):
        raise CourseError(
            f"{place_of(function)}: an answer is a function or a class, not an expression; write it with def"
        )
    node.name = name
    node.decorator_list = []
    if ast.get_docstring(node) is not None and len(node.body) > 1:
        node.body = node.body[1:]
    return ast.unparse(node) + "\n"


def _definition(function: Callable[..., Any]) -> ast.stmt:
    """The statement that defines it, for the caller to change."""
    if isinstance(function, type):  # `inspect` would parse the whole file for each
        file = inspect.getsourcefile(function) or ""
        linecache.checkcache(file)
        lines = [made.__code__.co_firstlineno for made in vars(function).values() if inspect.isfunction(made)]
        for node in _classes("".join(linecache.getlines(file))):
            if node.name == function.__qualname__ and all(node.lineno <= line <= (node.end_lineno or 0) for line in lines):
                return copy.deepcopy(node)
    return ast.parse(textwrap.dedent(inspect.getsource(function))).body[0]


@functools.lru_cache(maxsize=1)
def _classes(text: str) -> tuple[ast.ClassDef, ...]:
    """The classes at the top of a file."""
    return tuple(node for node in ast.parse(text).body if isinstance(node, ast.ClassDef))
