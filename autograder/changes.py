"""Which exercises a save has changed: for each a digest of all that its proof depends on.

Of the lesson: setup, the exercise's prose and cell, and the cells of the answers that it uses. Of the
hidden tests: every top-level statement that speaks of the exercise, and all that those statements use.
Comments and blank lines of code do not count. Where it cannot be told, an exercise counts as changed.
"""

from __future__ import annotations

import ast
import hashlib
import symtable
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from autograder.course import Course
from autograder.lesson import Lesson, read_lesson
from autograder.text import read_text


@dataclass(frozen=True)
class _Statement:
    """A top-level statement: the names that it defines, and those of the module that it uses."""

    node: ast.stmt
    defines: frozenset[str]
    uses: frozenset[str]


def fingerprints(course: Course, name: str) -> dict[str, str]:
    """The digest of each exercise of a lesson; raises CourseError where one of its files is broken."""
    lesson = read_lesson(course.lessons_folder / f"{name}.py")
    hidden = _statements(read_text(course.hidden_folder / f"{name}.py"))
    return {
        exercise: _digest(course, [*_text_parts(lesson, exercise), *_hidden_parts(hidden, exercise)])
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


def _hidden_parts(statements: list[_Statement], exercise: str) -> Iterator[str]:
    """What speaks of the exercise's variable, and what does something for no exercise that it names,
    with all that those use. Everything, where the exercise has no variable."""
    variables = {name: _exercise(s.node) for s in statements if _exercise(s.node) for name in s.defines}
    own = {name for name, of in variables.items() if of == exercise}
    speaking = [
        s
        for s in statements
        if own & (s.defines | s.uses) or (not _definition(s.node) and not variables.keys() & s.uses)
    ]
    return _texts(_reached(statements, speaking) if own else statements)


def _definition(node: ast.stmt) -> bool:
    """Whether a statement only gives something a name."""
    return isinstance(
        node, ast.FunctionDef | ast.ClassDef | ast.Assign | ast.AnnAssign | ast.Import | ast.ImportFrom
    )


def _exercise(node: ast.stmt) -> str | None:
    """The name in `variable = Exercise("name", …)`."""
    match node:
        case ast.Assign(value=ast.Call(func=ast.Name(id="Exercise"), args=[ast.Constant(value=str(name)), *_])):
            return name
    return None


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


def _statements(text: str) -> list[_Statement]:
    """The top-level statements of a text; none where it is not Python, which the build says."""
    try:
        nodes = ast.parse(text).body
    except (SyntaxError, ValueError):
        return []
    return [_statement(node, ast.unparse(node)) for node in nodes]


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
