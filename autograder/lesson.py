"""A lesson's text (percent format, as jupytext reads it) as cells with roles.

    # %% [markdown]            prose
    # %% tags=["setup"]        given code, locked: imports and constants
    # %% exercise="relu"       an answer cell: stub, and the reference between SOLUTION markers
    # %% tags=["skip-execution"]   a demo: plots, live Keras; not run while grading

The check cell that follows each answer cell is made by the build, so nothing is listed twice.
"""

from __future__ import annotations

import ast
import re
import textwrap
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from autograder.errors import CourseError

Role = Literal["prose", "setup", "answer", "demo"]
BEGIN, END = "### BEGIN SOLUTION", "### END SOLUTION"
DEMO_TAG = "skip-execution"
CHECK_PREFIX = "check-"  # of a check cell's grade_id; the rest is the exercise
_STEP = re.compile(r"<details>\s*<summary>(?P<title>.*?)</summary>(?P<text>.*?)</details>", re.DOTALL)


@dataclass(frozen=True)
class Cell:
    role: Role
    source: str
    line: int
    exercise: str | None = None


@dataclass(frozen=True)
class Lesson:
    """A lesson's cells in order. `path` is the text they were read from."""

    name: str
    path: Path
    cells: tuple[Cell, ...]

    @property
    def setup(self) -> str:
        return "\n\n".join(cell.source for cell in self.cells if cell.role == "setup")

    @property
    def answers(self) -> dict[str, Cell]:
        return {c.exercise: c for c in self.cells if c.role == "answer" and c.exercise}

    def hints(self, exercise: str) -> list[str]:
        """The folded hint steps that stand between the exercise before and this one."""
        steps: list[str] = []
        for cell in self.cells:
            if cell.role == "prose":
                steps += [" ".join(m["text"].split()) for m in _STEP.finditer(cell.source)]
            elif cell.role == "answer":
                if cell.exercise == exercise:
                    return steps
                steps = []
        return []

    def reference(self) -> dict[str, Any]:
        """The namespace after setup and every reference solution, run in order."""
        import sys

        from autograder import checks

        sys.modules.setdefault("checks", checks)
        space: dict[str, Any] = {"__name__": f"lesson_{self.name}"}
        for cell in self.cells:
            if cell.role in ("setup", "answer"):
                try:
                    exec(compile(cell.source, f"{self.path.name}:{cell.line}", "exec"), space)
                except Exception as error:
                    raise CourseError(
                        f"{self.path}:{cell.line}: this cell fails: {type(error).__name__}: {error}"
                    ) from error
        for name, cell in self.answers.items():
            if name not in space:
                raise CourseError(f"{self.path}:{cell.line}: this cell does not define {name!r}")
        return space


def exercise_names(path: Path) -> frozenset[str]:
    """The exercises of a lesson, from its cell lines alone: quicker than reading the lesson."""
    return frozenset(re.findall(r'^# ?%%.*\bexercise="(\w+)"', read_text(path), re.MULTILINE))


def read_lesson(path: Path) -> Lesson:
    """The lesson at `path`; raises CourseError naming file and line of the first mistake."""
    import jupytext

    text = read_text(path)
    lines = _cell_lines(text)
    _refuse_broken_tags(path, text)
    try:
        notebook = jupytext.reads(text, fmt="py:percent")
    except Exception as error:  # noqa: BLE001 — jupytext and nbformat raise many kinds on a broken text
        what = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise CourseError(f"{path}:{_broken_cell(text, lines)}: the cell's metadata is broken: {what}") from None
    cells = []
    for index, cell in enumerate(notebook.cells):
        line = lines[index] if index < len(lines) else 1
        cells.append(_cell(path, line, cell))
    _refuse_twice(path, cells)
    return Lesson(path.stem, path, tuple(cells))


def read_text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise CourseError(
            f"{path}: the lesson's text cannot be read ({type(error).__name__}); write this file"
        ) from None


def _cell_lines(text: str) -> list[int]:
    """The line on which each cell begins, as jupytext counts cells."""
    lines = text.splitlines()
    starts = [n for n, line in enumerate(lines, 1) if re.match(r"# ?%%(?!%)", line)]
    first = starts[0] if starts else len(lines) + 1
    before = [n for n, line in enumerate(lines[: first - 1], 1) if line.strip()]
    header = bool(before) and lines[before[0] - 1].strip() == "# ---"
    return starts if header or not before else [before[0], *starts]


def _broken_cell(text: str, starts: list[int]) -> int:
    """The line of the first cell that jupytext cannot read on its own."""
    import jupytext

    lines = text.splitlines(keepends=True)
    for start, end in zip(starts, [*starts[1:], len(lines) + 1], strict=True):
        try:
            jupytext.reads("".join(lines[start - 1 : end - 1]), fmt="py:percent")
        except Exception:  # noqa: BLE001 — this is what is looked for
            return start
    return 1


def _refuse_broken_tags(path: Path, text: str) -> None:
    """jupytext raises its own errors where tags are no list of words; say it with the line."""
    for number, line in enumerate(text.splitlines(), 1):
        found = re.match(r"# ?%%.*?\btags=(\S.*)$", line)
        if found and not re.match(r'\[\s*("[^"]*"\s*(,\s*"[^"]*"\s*)*)?\]', found[1]):
            raise CourseError(
                f'{path}:{number}: tags must be a list of words, like tags=["{DEMO_TAG}"]; got {found[1]}'
            )


def _cell(path: Path, line: int, cell: Any) -> Cell:
    where = f"{path}:{line}"
    metadata = {k: v for k, v in cell.metadata.items() if k != "lines_to_next_cell"}  # jupytext's own
    exercise = metadata.pop("exercise", None)
    tags = metadata.pop("tags", [])
    for key in metadata:
        raise CourseError(
            f"{where}: broken or unknown cell metadata near {key!r} ({metadata[key]!r}); a cell line "
            'is \'# %% [markdown]\', \'# %% exercise="name"\' or \'# %% tags=["skip-execution"]\''
        )
    if cell.cell_type == "markdown":
        if exercise is not None or tags:
            raise CourseError(f"{where}: a markdown cell takes no exercise and no tags; remove them")
        return Cell("prose", cell.source, line)
    if cell.cell_type != "code":
        raise CourseError(f"{where}: a {cell.cell_type} cell; use markdown or code")
    try:
        ast.parse(cell.source)
    except SyntaxError as error:
        at = line + (error.lineno or 0)
        raise CourseError(f"{path}:{at}: not Python: {error.msg}; mend that line") from None
    if exercise is not None:
        return _answer(where, line, cell.source, exercise, tags)
    if tags == ["setup"]:
        return Cell("setup", cell.source, line)
    if tags == [DEMO_TAG]:
        return Cell("demo", cell.source, line)
    raise CourseError(
        f'{where}: a code cell must say what it is: exercise="name", tags=["setup"] or '
        f'tags=["{DEMO_TAG}"] (a demo); got tags={tags!r}'
    )


def _answer(where: str, line: int, source: str, exercise: Any, tags: Any) -> Cell:
    if tags:
        raise CourseError(f"{where}: an answer cell takes no tags; remove tags={tags!r}")
    if not isinstance(exercise, str) or not exercise.isidentifier():
        raise CourseError(f"{where}: exercise={exercise!r} must be the name students define, quoted")
    marks = [text.strip() for text in source.splitlines() if text.strip() in (BEGIN, END)]
    if not marks or marks != [BEGIN, END] * (len(marks) // 2):
        raise CourseError(
            f"{where}: exercise {exercise!r} needs its solution between {BEGIN!r} and {END!r} lines"
        )
    return Cell("answer", source, line, exercise)


def _refuse_twice(path: Path, cells: list[Cell]) -> None:
    first: dict[str, int] = {}
    for cell in cells:
        if cell.exercise is None:
            continue
        if cell.exercise in first:
            raise CourseError(
                f"{path}:{cell.line}: a second cell for exercise {cell.exercise!r} (the first is at "
                f"line {first[cell.exercise]}); keep one"
            )
        first[cell.exercise] = cell.line


def stub(source: str) -> str:
    """An answer cell with each solution replaced by the line that students replace."""
    kept: list[str] = []
    inside = False
    for line in source.splitlines():
        if line.strip() == BEGIN:
            indent = line[: len(line) - len(line.lstrip())]
            kept += [indent + text for text in STUB.splitlines()]
            inside = True
        elif line.strip() == END:
            inside = False
        elif not inside:
            kept.append(line)
    return "\n".join(kept)


def solution(source: str) -> str:
    """A reference answer as a student would have it: without the markers."""
    return "\n".join(line for line in source.splitlines() if line.strip() not in (BEGIN, END))


STUB = textwrap.dedent("""\
    # YOUR CODE HERE
    raise NotImplementedError()""")
