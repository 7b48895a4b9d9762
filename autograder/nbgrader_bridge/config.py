"""The kit inside nbgrader: how submissions are read, and what replaces the Execute step.

`nbgrader_config.py` calls `configure`. Everything else stays nbgrader's: overwriting locked cells,
saving scores, late penalties, feedback, formgrader, export.
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator
from contextvars import ContextVar
from pathlib import Path
from typing import Any

from nbgrader.api import MissingEntry

from autograder.authoring.lesson_text import STUB
from autograder.base.course import Course, load_course
from autograder.base.errors import CourseError
from autograder.key.compilation import compile_keys, in_a_server
from autograder.nbgrader_bridge import patches
from autograder.nbgrader_bridge.patches import guard_nbgrader

_GENERATE = [
    "nbgrader.preprocessors.IncludeHeaderFooter",
    "nbgrader.preprocessors.InstantiateTests",
    "nbgrader.preprocessors.LockCells",
    "nbgrader.preprocessors.ClearSolutions",
    "nbgrader.preprocessors.ClearOutput",
    "nbgrader.preprocessors.CheckCellMetadata",
    "nbgrader.preprocessors.ComputeChecksums",
    "autograder.nbgrader_bridge.steps.SaveCells",
    "autograder.nbgrader_bridge.steps.SaveDueDate",
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
    config.Autograde.autograde_preprocessors = ["autograder.nbgrader_bridge.steps.Execute", *_AFTER_EXECUTE]
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
    config.GenerateFeedback.exporter_class = "autograder.nbgrader_bridge.feedback_pages.PageExporter"
    config.Autograde.exporter_class = "autograder.nbgrader_bridge.steps.SubmissionExporter"
    config.Autograde.sanitize_preprocessors = _SANITIZE
    config.ExportApp.plugin_class = "autograder.nbgrader_bridge.exporters.GradesExporter"
    patches.mend_alembic()
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
    from autograder.release.sources import prepare_sources

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


def flag(gradebook: Any, info: dict[str, Any]) -> None:
    """Say in the gradebook that a submission needs a person, if it has the submission's rows."""
    try:
        submission = gradebook.find_submission_notebook(info["notebook"], info["assignment"], info["student"])
    except MissingEntry:
        return
    for grade in submission.grades:
        grade.needs_manual_grade = True
