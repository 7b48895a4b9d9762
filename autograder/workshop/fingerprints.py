"""Which exercises a save has changed: for each a digest of all that its proof depends on.

Of the lesson's text: setup, the exercise's prose and cell, and the cells of the answers that it uses. Of the
code: the exercise's own files, and what they use of the lesson's shared one. Comments and blank lines of code
do not count. Where it cannot be told, an exercise counts as changed.
"""

from __future__ import annotations

import ast
import hashlib
import symtable
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from autograder.authoring.lesson_text import Lesson, read_lesson
from autograder.authoring.loading import CHECKS, RIGHT, SHARED, WRONG
from autograder.base.course import Course
from autograder.base.source_text import read_text


@dataclass(frozen=True)
class _Statement:
    """A top-level statement: the names that it defines, and those of the module that it uses."""

    node: ast.stmt
    defines: frozenset[str]
    uses: frozenset[str]


def fingerprints(course: Course, name: str) -> dict[str, str]:
    """The digest of each exercise of a lesson; raises CourseError where one of its files is broken."""
    lesson = read_lesson(course.lesson_file(name))
    shared = _statements(_text(course.lesson_folder(name) / SHARED))
    return {
        exercise: _digest(
            course,
            [*_text_parts(lesson, exercise), *_code_parts(shared, course.exercise_folder(name, exercise))],
        )
        for exercise in lesson.answers
    }


def _digest(course: Course, parts: Iterable[str]) -> str:
    return hashlib.sha256("\0".join([str(course.seed), *parts]).encode()).hexdigest()


def _text_parts(lesson: Lesson, exercise: str) -> Iterator[str]:
    yield lesson.setup
    prose: list[str] = []
    for cell in lesson.cells:
        if cell.role == "prose":
            prose.append(cell.source)
        elif cell.role == "answer":
            if cell.exercise == exercise:
                yield from prose
            prose = []
    statements = [s for cell in lesson.answers.values() for s in _statements(cell.source)]
    yield from _texts(_reached(statements, [s for s in statements if exercise in s.defines]))


def _code_parts(shared: list[_Statement], folder: Path) -> Iterator[str]:
    """The statements of an exercise's files, and those of the shared file that do something, or that define
    what is imported from it, with all that those use."""
    own = [(file, node) for file in (CHECKS, WRONG, RIGHT) for node in _nodes(_text(folder / file))]
    imported = {name for _file, node in own for name in _imported(node)}
    wanted = [s for s in shared if s.defines & imported or not _definition(s.node)]
    yield from (f"{file} {ast.dump(node)}" for file, node in own)
    yield from _texts(_reached(shared, wanted))


def _imported(node: ast.stmt) -> Iterator[str]:
    """The names that a statement imports from the lesson's shared file, at the top or in a function."""
    for inside in ast.walk(node):
        if isinstance(inside, ast.ImportFrom) and inside.level == 2:
            yield from (alias.name for alias in inside.names)


def _definition(node: ast.stmt) -> bool:
    """Whether a statement only gives something a name, or is a docstring."""
    return isinstance(
        node, ast.FunctionDef | ast.ClassDef | ast.Assign | ast.AnnAssign | ast.Import | ast.ImportFrom
    ) or (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))


def _texts(statements: Iterable[_Statement]) -> Iterator[str]:
    return (ast.dump(statement.node) for statement in statements)


def _reached(statements: Sequence[_Statement], found: list[_Statement]) -> list[_Statement]:
    """These statements and all that define a name which they use, in the order of the text."""
    kept = set(found)
    while found:
        used = frozenset(name for s in found for name in s.uses)
        found = [s for s in statements if s not in kept and s.defines & used]
        kept.update(found)
    return [s for s in statements if s in kept]


def _text(path: Path) -> str:
    """A file's text; none where there is no such file."""
    return read_text(path) if path.is_file() else ""


def _nodes(text: str) -> list[ast.stmt]:
    """The top-level statements of a text; none where it is not Python, which the build says."""
    try:
        return ast.parse(text).body
    except (SyntaxError, ValueError):
        return []


def _statements(text: str) -> list[_Statement]:
    return [_statement(node, ast.unparse(node)) for node in _nodes(text)]


def _statement(node: ast.stmt, text: str) -> _Statement:
    if isinstance(node, ast.ImportFrom) and node.module == "__future__":
        return _Statement(node, frozenset(), frozenset())
    table = symtable.symtable(text, "statement", "exec")
    defines = {s.get_name() for s in table.get_symbols() if s.is_assigned() or s.is_imported()}
    return _Statement(node, frozenset(defines), frozenset(_used(table)))


def _used(table: symtable.SymbolTable) -> Iterator[str]:
    top = table.get_type() == "module"
    yield from (s.get_name() for s in table.get_symbols() if s.is_referenced() and (top or s.is_global()))
    for child in table.get_children():
        yield from _used(child)
