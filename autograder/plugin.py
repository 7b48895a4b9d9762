"""The kit inside nbgrader: how submissions are read, and what replaces the Execute step.

`nbgrader_config.py` calls `configure`. Everything else stays nbgrader's: overwriting locked cells,
saving scores, late penalties, feedback, formgrader, export.
"""

from __future__ import annotations

import atexit
import contextlib
import functools
import json
import os
import sys
from collections.abc import Iterator
from contextvars import ContextVar
from datetime import UTC
from pathlib import Path
from typing import TYPE_CHECKING, Any

import nbformat
from nbconvert.exporters import NotebookExporter
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.preprocessors import Execute as StockExecute
from nbgrader.preprocessors import NbGraderPreprocessor
from nbgrader.preprocessors import SaveCells as StockSaveCells

from autograder import database
from autograder.compilation import compile_keys, in_a_server
from autograder.course import FILE, Course, find_course, load_course
from autograder.errors import CourseError, GraderError
from autograder.handedin import guard_nbgrader, handed_in
from autograder.lesson import CHECK_PREFIX, STUB
from autograder.notebook import Unreadable, read_bytes
from autograder.report import SubmissionReport

if TYPE_CHECKING:
    from autograder.grading import Grader

_GENERATE = [
    "nbgrader.preprocessors.IncludeHeaderFooter",
    "nbgrader.preprocessors.InstantiateTests",
    "nbgrader.preprocessors.LockCells",
    "nbgrader.preprocessors.ClearSolutions",
    "nbgrader.preprocessors.ClearOutput",
    "nbgrader.preprocessors.CheckCellMetadata",
    "nbgrader.preprocessors.ComputeChecksums",
    "autograder.plugin.SaveCells",
    "autograder.plugin.SaveDueDate",
    "nbgrader.preprocessors.ClearHiddenTests",
    "nbgrader.preprocessors.ClearMarkScheme",
    "nbgrader.preprocessors.ComputeChecksums",
    "nbgrader.preprocessors.CheckCellMetadata",
]
_SANITIZE = [
    "nbgrader.preprocessors.ClearOutput",
    "nbgrader.preprocessors.DeduplicateIds",
    "nbgrader.preprocessors.OverwriteKernelspec",
    "nbgrader.preprocessors.OverwriteCells",
    "nbgrader.preprocessors.CheckCellMetadata",
]
_AFTER_EXECUTE = [
    "nbgrader.preprocessors.IgnorePattern",
    "nbconvert.preprocessors.ClearMetadataPreprocessor",
    "nbgrader.preprocessors.LimitOutput",
    "nbgrader.preprocessors.SaveAutoGrades",
    "nbgrader.preprocessors.AssignLatePenalties",
    "nbgrader.preprocessors.CheckCellMetadata",
]


def configure(config: Any, course: Course | str) -> Any:
    """Set what nbgrader needs to grade the course: `configure(get_config(), __file__)` in its
    `nbgrader_config.py`.

    With `execute: stock` in `course.yaml` nbgrader's own Execute step stays in place. A mistake in the
    course ends an nbgrader command. JupyterLab, whose pages read the settings too, says it and goes on:
    what this course would have set stays as it was, and nothing is graded.
    """
    config.Autograde.autograde_preprocessors = ["autograder.plugin.Execute", *_AFTER_EXECUTE]
    if isinstance(course, Course):
        _configure_course(config, course)
    else:
        root = Path(course).resolve().parent
        config.CourseDirectory.root = str(root)
        try:
            loaded = load_course(root)
            _configure_course(config, loaded)
            _prepare_course(loaded)
        except CourseError as error:
            print(error, file=sys.stderr, flush=True)
            if not in_a_server():
                raise SystemExit(2) from None
    config.CourseDirectory.source_directory = str(Path(".build") / "source")
    config.GenerateAssignment.preprocessors = _GENERATE
    config.GenerateAssignment.force = True  # the release is generated, and the same at every build
    config.ClearSolutions.code_stub = {"python": STUB}
    config.OverwriteCells.add_missing_cells = True
    config.GenerateFeedback.exporter_class = "autograder.feedback.PageExporter"
    config.Autograde.exporter_class = "autograder.plugin.SubmissionExporter"
    config.Autograde.sanitize_preprocessors = _SANITIZE
    config.ExportApp.plugin_class = "autograder.exporters.GradesExporter"
    database.mend_alembic()
    guard_nbgrader(Path(config.CourseDirectory.root))
    # nbgrader runs `alembic` from PATH for a new gradebook, also where no environment is activated.
    programs = str(Path(sys.executable).parent)
    if programs not in os.environ.get("PATH", "").split(os.pathsep):
        os.environ["PATH"] = programs + os.pathsep + os.environ.get("PATH", "")
    return config


def _configure_course(config: Any, course: Course) -> None:
    """What `course.yaml` decides."""
    config.CourseDirectory.root = str(course.root)
    config.CourseDirectory.course_id = course.course_id
    config.CourseDirectory.db_url = course.gradebook_url
    config.CourseDirectory.release_directory = course.folders.assignments
    config.LateSubmissionPlugin.penalty_method = course.late_penalty
    config.ExecutePreprocessor.timeout = int(course.limits.seconds_per_submission)
    if course.execute == "stock":
        config.Autograde.autograde_preprocessors = ["nbgrader.preprocessors.Execute", *_AFTER_EXECUTE]


def _prepare_course(course: Course) -> None:
    """Make ready what the command at hand needs of the course: source notebooks only where nbgrader reads them, and
    of the lessons that are named only. Raises CourseError."""
    from autograder.source import prepare_sources

    program, *words = [Path(sys.argv[0]).name, *sys.argv[1:]] if sys.argv else [""]
    if _OWN.get():
        return
    if program not in ("nbgrader", "nbgrader.exe"):  # formgrader, or a program of the instructor's
        prepare_sources(course)
        return
    named = [name for name in course.names if any(word.rpartition("=")[2] == name for word in words)]
    if words[:1] and words[0] in _NEED_SOURCES:
        prepare_sources(course, named or None)
    elif words[:1] == ["autograde"]:
        compile_keys(course, named)


# nbgrader's commands that read the source notebooks.
_NEED_SOURCES = ("assign", "generate_assignment", "generate_solution")
_OWN: ContextVar[bool] = ContextVar("own", default=False)


@contextlib.contextmanager
def prepared() -> Iterator[None]:
    """The configuration is read by one of the kit's own commands, which prepares what it needs itself."""
    token = _OWN.set(True)
    try:
        yield
    finally:
        _OWN.reset(token)


class Service:
    """What nbgrader's steps share in one process: the course, and the grader with its warm worker."""

    def __init__(self, root: Path) -> None:
        from autograder.grading import Grader

        self.course = load_course(root)
        self._read = _times(self.course)
        self.grader: Grader = Grader(self.course)
        atexit.register(self.grader.close)

    @property
    def outdated(self) -> bool:
        """Whether the course was edited since it was read: JupyterLab runs for days."""
        return _times(self.course) != self._read

    def close(self) -> None:
        atexit.unregister(self.grader.close)
        self.grader.close()

    def restored(self, path: Path, info: dict[str, Any]) -> Any:
        """The submission with all that is not the student's rebuilt; an unreadable one is recorded as
        that, and raises Unreadable."""
        try:
            handed_in(path.parent)
            data = read_bytes(path, self.course.limits.notebook_mb)
            return nbformat.from_dict(self.grader.restore(data, info["assignment"]))
        except Unreadable as error:
            self._failed(info, path, "unreadable", str(error))
            raise

    def graded(self, nb: Any, info: dict[str, Any], path: Path) -> SubmissionReport:
        """The report of a restored notebook, made now and kept. Raises GraderError."""
        lesson, student = info["assignment"], info["student"]
        try:
            results = tuple(self.grader.grade_restored(nb, lesson))
        except GraderError as error:
            self._failed(info, path, "error", str(error))
            raise
        score, maximum = sum(result.score for result in results), self.grader.key(lesson).max_score
        report = SubmissionReport(str(path), lesson, student, "graded", None, score, maximum, results)
        self._keep(report)
        return report

    def _failed(self, info: dict[str, Any], path: Path, status: Any, message: str) -> None:
        """Record a submission that needs a person, and flag it in the gradebook."""
        lesson, student = info["assignment"], info["student"]
        maximum = self.grader.key(lesson).max_score
        self._keep(SubmissionReport(str(path), lesson, student, status, message, 0.0, maximum, ()))
        with Gradebook(info["db_url"], self.course.course_id) as gradebook:
            flag(gradebook, info)
            gradebook.db.commit()

    def _keep(self, report: SubmissionReport) -> None:
        from autograder.reports import save

        ran_under = self.grader.launcher.protection
        save(self.course, report, sandbox=str(ran_under) if ran_under else None)


def flag(gradebook: Any, info: dict[str, Any]) -> None:
    """Say in the gradebook that a submission needs a person, if it has the submission's rows."""
    try:
        submission = gradebook.find_submission_notebook(info["notebook"], info["assignment"], info["student"])
    except MissingEntry:
        return
    for grade in submission.grades:
        grade.needs_manual_grade = True


def _times(course: Course) -> dict[str, int]:
    """When the files that grading reads were written; 0 where there is none."""
    from autograder.lesson_folder import key_files

    paths = [course.root / FILE, *(path for name in course.names for path in key_files(course, name))]
    return {str(path): path.stat().st_mtime_ns if path.is_file() else 0 for path in paths}


@functools.cache
def service(root: Path) -> Service:
    """The service of the course in `root`: one a process."""
    return Service(root)


def _service_for(info: dict[str, Any]) -> Service | None:
    """The service, if this assignment is a lesson of the course and not the instructor's own."""
    shared = service(find_course())
    if shared.outdated:
        shared.close()
        service.cache_clear()
        shared = service(find_course())
    return shared if info["assignment"] in shared.course.names else None


class SaveCells(StockSaveCells):  # type: ignore[misc]
    """Saves an assignment's cells where the gradebook does not hold just these. nbgrader's step removes
    and makes them anew until there is a submission, which another grader may record at that moment."""

    def _create_notebook(self, nb: Any) -> None:
        if not self._holds(nb):
            super()._create_notebook(nb)

    def _holds(self, nb: Any) -> bool:
        try:
            saved = self.gradebook.find_notebook(self.notebook_id, self.assignment_id)
        except MissingEntry:
            return False
        kinds = (
            (saved.grade_cells, self.new_grade_cells),
            (saved.solution_cells, self.new_solution_cells),
            (saved.task_cells, self.new_task_cells),
            (saved.source_cells, self.new_source_cells),
        )
        return saved.kernelspec == json.dumps(nb.metadata.get("kernelspec", {})) and all(
            {cell.name: _content(cell) for cell in cells} == new for cells, new in kinds
        )


def _content(cell: Any) -> dict[str, Any]:
    """A saved cell as nbgrader's step collects it: without the names that say where it is."""
    return {key: value for key, value in cell.to_dict().items() if key not in ("name", "notebook", "assignment")}


class SaveDueDate(NbGraderPreprocessor):  # type: ignore[misc]
    """Puts a lesson's due date from `course.yaml` into the gradebook, for late penalties, `nbgrader
    collect` and formgrader. Raises CourseError where formgrader would release a source notebook that is being made
    again in the background."""

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        from autograder.source import prepare_sources

        info = resources["nbgrader"]
        course = load_course(find_course())
        if info["assignment"] in course.names and in_a_server():
            prepare_sources(course, [info["assignment"]])
        if info["assignment"] in course.names and not self.parent.parent.no_database:
            due = course.due(info["assignment"])
            stored = due.astimezone(UTC).replace(tzinfo=None) if due else None  # nbgrader counts in UTC
            with Gradebook(info["db_url"], course.course_id) as gradebook:
                gradebook.update_or_create_assignment(info["assignment"], duedate=stored)
        return nb, resources


class SubmissionExporter(NotebookExporter):  # type: ignore[misc]
    """Reads a submission with suspicion and rebuilds everything in it that is not the student's."""

    def from_filename(self, filename: str, resources: Any = None, **kw: Any) -> tuple[Any, Any]:
        info = resources["nbgrader"]
        shared = _service_for(info)
        if shared is None or not getattr(self.parent, "_sanitizing", False):
            return super().from_filename(filename, resources, **kw)  # type: ignore[no-any-return]
        path = Path(filename)
        notebook = shared.restored(path, info)
        resources["metadata"] = {"name": path.stem, "path": str(path.parent)}
        return self.from_notebook_node(notebook, resources, **kw)  # type: ignore[no-any-return]


class Execute(NbGraderPreprocessor):  # type: ignore[misc]
    """Instead of running the notebook in a kernel: ask a worker, judge, and write one output per
    check cell. Where `resources["nbgrader"]["report"]` holds the report, it is written as it is."""

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        from autograder.grading import output

        info = resources["nbgrader"]
        report: SubmissionReport | None = info.get("report")
        if report is None:
            shared = _service_for(info)
            if shared is None:
                return StockExecute(parent=self.parent).preprocess(nb, resources)  # type: ignore[no-any-return]
            path = Path(".", resources["metadata"].get("path", ""), f"{info['notebook']}.ipynb")
            report = shared.graded(nb, info, path)
        by_cell = {f"{CHECK_PREFIX}{result.name}": result for result in report.exercises}
        for cell in nb.cells:
            grade_id = cell.metadata.get("nbgrader", {}).get("grade_id")
            if cell.cell_type == "code":
                cell.outputs = []
                cell.execution_count = None
            if grade_id in by_cell:
                cell.outputs = [nbformat.from_dict(output(by_cell[grade_id]))]
        return nb, resources
