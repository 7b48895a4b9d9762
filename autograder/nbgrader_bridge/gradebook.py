"""A class's submissions into one open gradebook: the only file that reaches into nbgrader's internals
(0.9).

nbgrader's steps each open a gradebook of their own, nine for a submission, look every cell up again,
commit after every cell, check each cell's metadata with a schema that they first check itself, and make
every step anew for each notebook. `recording` gives all of them one `ClassGradebook` and a compiled
schema, and `Recorder` is nbgrader's converter with its steps made once. What they write is the same, row
by row: a contract test compares it with stock nbgrader.
"""

from __future__ import annotations

import contextlib
import functools
import importlib
import json
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import fastjsonschema
import jsonschema
from nbgrader.api import (
    Assignment,
    BaseCell,
    Comment,
    Grade,
    Gradebook,
    MissingEntry,
    SubmittedAssignment,
    SubmittedNotebook,
)
from nbgrader.nbgraderformat import common as metadata_format
from sqlalchemy import event
from sqlalchemy.orm import Session, scoped_session, sessionmaker

# The modules of nbgrader and of the kit that call `Gradebook(db_url)` while a submission is graded.
_OPENERS = (
    "nbgrader.converters.autograde",
    "nbgrader.preprocessors.overwritekernelspec",
    "nbgrader.preprocessors.overwritecells",
    "nbgrader.preprocessors.saveautogrades",
    "nbgrader.preprocessors.latesubmissions",
    "nbgrader.preprocessors.getgrades",
    "autograder.nbgrader_bridge.service",
    "autograder.nbgrader_bridge.steps",
)
FORGET = 50  # submissions after which the structure of the assignment is read again
BUSY_SECONDS = 30  # how long another writer of the same SQLite file is waited for


class _OneTransaction(Session):  # type: ignore[misc]
    """A session of which only `commit_all` commits. Queries see what has not been written yet."""

    def commit(self) -> None:
        """What nbgrader calls after every cell."""

    def commit_all(self) -> None:
        super().commit()


class ClassGradebook(Gradebook):  # type: ignore[misc]
    """A gradebook that stays open, remembers the structure of assignments (which does not change while
    a class is graded), reads a submission's rows at once, and commits once a submission."""

    def __init__(self, db_url: str, course_id: str) -> None:
        super().__init__(db_url, course_id)
        self.check_course("default_course")  # as nbgrader's own steps do, which give no course id
        self.db: Any
        self.db.remove()
        if self.engine.dialect.name == "sqlite":
            event.listen(self.engine, "connect", _tune_sqlite)
            self.engine.dispose()  # the first connection was made before
        self.db = scoped_session(
            sessionmaker(class_=_OneTransaction, bind=self.engine, future=True, expire_on_commit=False)
        )
        self._structure: dict[tuple[str, ...], Any] = {}
        self._rows: dict[tuple[str, ...], Any] = {}
        self._count = 0

    def close(self) -> None:
        """What nbgrader's steps call when they are done: the gradebook stays open."""

    def shut(self) -> None:
        self.db.remove()
        self.engine.dispose()

    @contextlib.contextmanager
    def submission(self) -> Iterator[None]:
        """One transaction: what is written within is there as a whole or not at all."""
        self._rows.clear()
        self._count += 1
        if self._count % FORGET == 0:  # what is remembered holds on to the submissions that refer to it
            self._forget()
        try:
            yield
            self.db().commit_all()
        except BaseException:
            self.db.rollback()
            self._forget()
            raise
        finally:
            self._rows.clear()

    def _forget(self) -> None:
        self._structure.clear()
        self.db.expunge_all()

    def _remembered(self, find: Callable[..., Any], *names: str) -> Any:
        key = (find.__name__, *names)
        if key not in self._structure:
            self._structure[key] = find(*names)
        return self._structure[key]

    def find_assignment(self, name: str) -> Any:
        return self._remembered(super().find_assignment, name)

    def find_notebook(self, name: str, assignment: str) -> Any:
        return self._remembered(super().find_notebook, name, assignment)

    def find_source_cell(self, name: str, notebook: str, assignment: str) -> Any:
        return self._remembered(super().find_source_cell, name, notebook, assignment)

    def find_graded_cell(self, name: str, notebook: str, assignment: str) -> Any:
        return self._remembered(super().find_graded_cell, name, notebook, assignment)

    def _row(self, kind: str, student: str, find: Callable[..., Any], *names: str) -> Any:
        """A row of the submission at hand, found once."""
        key = (kind, student, *names)
        if key not in self._rows:
            self._rows[key] = find(*names, student)
        return self._rows[key]

    def find_submission(self, assignment: str, student: str) -> Any:
        return self._row("submission", student, super().find_submission, assignment)

    def find_submission_notebook(self, notebook: str, assignment: str, student: str) -> Any:
        return self._row("notebook", student, super().find_submission_notebook, notebook, assignment)

    def find_grade(self, grade_cell: str, notebook: str, assignment: str, student: str) -> Any:
        return self._of_cell(Grade, grade_cell, notebook, assignment, student)

    def find_comment(self, solution_cell: str, notebook: str, assignment: str, student: str) -> Any:
        return self._of_cell(Comment, solution_cell, notebook, assignment, student)

    def _of_cell(self, kind: Any, cell: str, notebook: str, assignment: str, student: str) -> Any:
        """The grade or comment of a cell; those of the whole notebook are read at once."""
        key = (kind.__name__, student, notebook, assignment)
        if key not in self._rows:
            submitted = self.find_submission_notebook(notebook, assignment, student)
            names = self._cell_names(notebook, assignment)
            rows = self.db.query(kind).filter(kind.notebook_id == submitted.id).all()
            self._rows[key] = {names[row.cell_id]: row for row in rows}
        try:
            return self._rows[key][cell]
        except KeyError:
            raise MissingEntry(f"No such {kind.__name__.lower()}: {assignment}/{notebook}/{cell} for {student}") from None

    def _cell_names(self, notebook: str, assignment: str) -> dict[str, str]:
        def cells(notebook: str, assignment: str) -> dict[str, str]:
            found = self.find_notebook(notebook, assignment)
            rows = self.db.query(BaseCell.id, BaseCell.name).filter(BaseCell.notebook_id == found.id)
            return {row.id: row.name for row in rows}

        names: dict[str, str] = self._remembered(cells, notebook, assignment)
        return names

    def recorded(self, assignment: str) -> dict[str, dict[str, float | None]]:
        """The automatic score of every graded cell, by student: what a rerun finds already there."""
        rows = (
            self.db.query(SubmittedAssignment.student_id, BaseCell.name, Grade.auto_score)
            .join(SubmittedNotebook, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
            .join(Grade, Grade.notebook_id == SubmittedNotebook.id)
            .join(BaseCell, BaseCell.id == Grade.cell_id)
            .join(Assignment, Assignment.id == SubmittedAssignment.assignment_id)
            .filter(Assignment.name == assignment)
        )
        found: dict[str, dict[str, float | None]] = {}
        for student, cell, score in rows:
            found.setdefault(student, {})[cell] = score
        return found


def _tune_sqlite(connection: Any, _record: object) -> None:
    """Write-ahead logging: readers never wait, and a writer killed at any moment leaves the file whole."""
    connection.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")


@contextlib.contextmanager
def recording(db_url: str, course_id: str) -> Iterator[ClassGradebook]:
    """Everything that opens the gradebook of this course within gets the one that is open."""
    shared = ClassGradebook(db_url, course_id)

    def opened(url: str, course: str = "default_course", authenticator: Any = None) -> Gradebook:
        return shared if url == db_url else Gradebook(url, course, authenticator)

    modules: list[Any] = [importlib.import_module(name) for name in _OPENERS]
    before = [module.Gradebook for module in modules]
    validate, metadata_format.jsonschema = metadata_format.jsonschema, SimpleNamespace(validate=_validate)
    for module in modules:
        module.Gradebook = opened
    try:
        yield shared
    finally:
        metadata_format.jsonschema = validate
        for module, own in zip(modules, before, strict=True):
            module.Gradebook = own
        shared.shut()


def _validate(instance: Any, schema: dict[str, Any]) -> None:
    """`jsonschema.validate` with the schema compiled once; what it refuses, jsonschema explains."""
    try:
        _compiled(json.dumps(schema, sort_keys=True))(dict(instance))
    except fastjsonschema.JsonSchemaValueException:
        jsonschema.validate(instance, schema)


@functools.cache
def _compiled(schema: str) -> Callable[[Any], Any]:
    compiled: Callable[[Any], Any] = fastjsonschema.compile(json.loads(schema))
    return compiled
