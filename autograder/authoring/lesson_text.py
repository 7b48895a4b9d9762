"""A lesson's text (percent format, as jupytext reads it) as cells with roles.

    # %% [markdown]            prose
    # %% tags=["setup"]        given code, locked: imports and constants
    # %% exercise="relu"       an answer cell: stub, and the reference between SOLUTION markers
    # %% tags=["skip-execution"]   a demo: plots, live Keras; not run while grading

The check cell that follows each answer cell is made by the build, so nothing is listed twice.
"""

from __future__ import annotations

import re
import sys
import textwrap
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from autograder.base.errors import CourseError
from autograder.base.source_text import at, blamed, described, read_text, refuse_broken

Role = Literal["prose", "setup", "answer", "demo"]
BEGIN, END = "### BEGIN SOLUTION", "### END SOLUTION"
DEMO_TAG = "skip-execution"
CHECK_PREFIX = "check-"  # of a check cell's grade_id; the rest is the exercise
LONGEST = 57  # characters of an exercise's name: a cell's id has 64, some of them its prefix
_MARKER = re.compile(r"# ?%%(?!%)")
_STEP = re.compile(r"<details>\s*<summary>(?P<title>.*?)</summary>(?P<text>.*?)</details>", re.DOTALL)


@dataclass(frozen=True)
class Cell:
    """A cell and the line of its marker; its source begins on the next one."""

    role: Role
    source: str
    line: int
    exercise: str | None = None


@dataclass(frozen=True)
class Lesson:
    """A lesson's cells in order. `path` is the text they were read from, `<lesson>/lesson.py`."""

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
        space = self.run((cell, cell.source) for cell in self.cells if cell.role in ("setup", "answer"))
        for name, cell in self.answers.items():
            if name not in space:
                raise CourseError(
                    f"{at(self.path, cell.line)}: this cell does not define {name!r}; its exercise=… and its "
                    "function have the same name"
                )
        return space

    def run(self, sources: Iterable[tuple[Cell, str]]) -> dict[str, Any]:
        """The namespace after these sources of cells, whose lines are those of the file."""
        from autograder.student import checks

        sys.modules.setdefault("checks", checks)
        space: dict[str, Any] = {"__name__": f"lesson_{self.name}"}
        for cell, source in sources:
            try:
                exec(compile("\n" * cell.line + source, str(self.path), "exec"), space)
            except (Exception, SystemExit) as error:
                place = blamed(error, self.path) or at(self.path, cell.line)
                raise CourseError(f"{place}: this cell fails: {described(error)}; mend it") from error
        return space


def exercise_names(path: Path) -> tuple[str, ...]:
    """The exercises of a lesson, in order, from its cell lines alone: quicker than reading the lesson."""
    return tuple(dict.fromkeys(re.findall(r'^# ?%%.*\bexercise="(\w+)"', read_text(path), re.MULTILINE)))


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
        raise CourseError(
            f"{at(path, _broken_cell(text, lines))}: the cell's metadata is broken: {what}; mend that line"
        ) from None
    cells = [
        _cell(path, lines[index] if index < len(lines) else 1, cell) for index, cell in enumerate(notebook.cells)
    ]
    _refuse_twice(path, cells)
    return Lesson(path.parent.name, path, tuple(cells))


def _cell_lines(text: str) -> list[int]:
    """The line on which each cell begins, as jupytext counts cells: what stands before the first
    marker, but for jupytext's own header, is a cell too."""
    lines = text.splitlines()
    starts = [n for n, line in enumerate(lines, 1) if _MARKER.match(line)]
    first = starts[0] if starts else len(lines) + 1
    before = [n for n, line in enumerate(lines[: first - 1], 1) if line.strip()]
    if before and lines[before[0] - 1].strip() == "# ---":
        ends = [n for n in before[1:] if lines[n - 1].strip() == "# ---"]
        before = [n for n in before if ends and n > ends[0]]
    return [*before[:1], *starts]


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


_JUPYTEXT = {"lines_to_next_cell", "cell_marker"}  # what jupytext notes of a cell for its own use


def _refuse_broken_tags(path: Path, text: str) -> None:
    """jupytext raises its own errors where tags are no list of words; say it with the line."""
    for number, line in enumerate(text.splitlines(), 1):
        found = re.match(r"# ?%%.*?\btags=(\S.*)$", line)
        if found and not re.match(r'\[\s*("[^"]*"\s*(,\s*"[^"]*"\s*)*)?\]', found[1]):
            raise CourseError(
                f'{at(path, number)}: tags must be a list of words, like tags=["{DEMO_TAG}"]; got {found[1]}'
            )


def _cell(path: Path, line: int, cell: Any) -> Cell:
    where = at(path, line)
    metadata = {k: v for k, v in cell.metadata.items() if k not in _JUPYTEXT}
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
    if exercise is not None:
        return _answer(path, line, cell.source, exercise, tags)
    if tags in (["setup"], [DEMO_TAG]):
        refuse_broken(path, cell.source, line + 1)
        return Cell("setup" if tags == ["setup"] else "demo", cell.source, line)
    raise CourseError(
        f'{where}: a code cell must say what it is: exercise="name", tags=["setup"] or '
        f'tags=["{DEMO_TAG}"] (a demo); got tags={tags!r}'
    )


def _answer(path: Path, line: int, source: str, exercise: Any, tags: Any) -> Cell:
    where = at(path, line)
    if tags:
        raise CourseError(f"{where}: an answer cell takes no tags; remove tags={tags!r}")
    if not isinstance(exercise, str) or not exercise.isidentifier():
        raise CourseError(f"{where}: exercise={exercise!r} must be the name students define, quoted")
    if exercise == "setup" or len(exercise) > LONGEST:
        raise CourseError(
            f"{where}: an exercise has a name of at most {LONGEST} characters, and not 'setup', which is the "
            "setup cell's; choose another"
        )
    refuse_broken(path, source, line + 1)
    broken = _broken_mark(source, line)
    if broken is not None:
        raise CourseError(
            f"{at(path, broken)}: exercise {exercise!r} needs its solution between {BEGIN!r} and {END!r} lines"
        )
    cell = Cell("answer", source, line, exercise)
    _refuse_broken_stub(path, cell)
    return cell


def _broken_mark(source: str, line: int) -> int | None:
    """The line of the first solution marker that is out of turn; the cell's line where there is none."""
    marks = [(n, text.strip()) for n, text in enumerate(source.splitlines(), line + 1)]
    marks = [(n, mark) for n, mark in marks if mark in (BEGIN, END)]
    for count, (number, mark) in enumerate(marks):
        if mark != (BEGIN, END)[count % 2]:
            return number
    if len(marks) % 2:
        return marks[-1][0]
    return None if marks else line


def _refuse_broken_stub(path: Path, cell: Cell) -> None:
    try:
        compile(stub(cell.source), "stub", "exec", dont_inherit=True)
    except SyntaxError as error:
        numbers = [number for number, _line in _stub_lines(cell.source)]
        line = cell.line + numbers[min(error.lineno or 1, len(numbers)) - 1]
        raise CourseError(
            f"{at(path, line)}: without its solution the stub of {cell.exercise!r} is not Python: {error.msg}; "
            "mend what stands around the markers"
        ) from None


def _refuse_twice(path: Path, cells: list[Cell]) -> None:
    first: dict[str, int] = {}
    for cell in cells:
        if cell.exercise is None:
            continue
        if cell.exercise in first:
            raise CourseError(
                f"{at(path, cell.line)}: a second cell for exercise {cell.exercise!r} (the first is at "
                f"line {first[cell.exercise]}); keep one"
            )
        first[cell.exercise] = cell.line


def stub(source: str) -> str:
    """An answer cell with each solution replaced by the line that students replace."""
    return "\n".join(line for _number, line in _stub_lines(source))


def _stub_lines(source: str) -> Iterator[tuple[int, str]]:
    """The stub's lines, each with the number of the source's line that it stands for."""
    inside = False
    for number, line in enumerate(source.splitlines(), 1):
        if line.strip() == BEGIN:
            indent = line[: len(line) - len(line.lstrip())]
            yield from ((number, indent + text) for text in STUB.splitlines())
            inside = True
        elif line.strip() == END:
            inside = False
        elif not inside:
            yield number, line


def solution(source: str) -> str:
    """A reference answer as a student would have it: without the markers."""
    return "\n".join(line for _number, line in _solution_lines(source))


def solution_line(cell: Cell, number: int) -> int:
    """The line of the file on which the solution has its line `number`."""
    numbers = [of_source for of_source, _line in _solution_lines(cell.source)]
    return cell.line + numbers[min(number, len(numbers)) - 1]


def _solution_lines(source: str) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(source.splitlines(), 1):
        if line.strip() not in (BEGIN, END):
            yield number, line


STUB = textwrap.dedent("""\
    # YOUR CODE HERE
    raise NotImplementedError()""")
