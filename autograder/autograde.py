"""A class through nbgrader into its gradebook, and its feedback pages."""

from __future__ import annotations

import contextlib
import logging
import warnings
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder.course import Course
from autograder.errors import CourseError
from autograder.report import SubmissionReport


@dataclass(frozen=True)
class Summary:
    """What became of a class: the reports, and those submissions that have no notebook."""

    reports: list[SubmissionReport]
    missing: list[str]


def nbgrader_config(course: Course) -> Any:
    """The configuration that nbgrader itself would load in the course's folder."""
    from traitlets.config import Config
    from traitlets.config.loader import PyFileConfigLoader

    from autograder.plugin import configure

    if (course.root / "nbgrader_config.py").is_file():
        return PyFileConfigLoader("nbgrader_config.py", path=str(course.root)).load_config()
    return configure(Config(), course)


@contextlib.contextmanager
def _quietly(converter: Any) -> Iterator[None]:
    """Run one of nbgrader's converters without its log, whose errors come as exceptions, and without
    SQLAlchemy's warnings about nbgrader's models, which are harmless."""
    from sqlalchemy.exc import SAWarning

    converter.log.setLevel(logging.CRITICAL)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SAWarning)
        warnings.simplefilter("ignore", DeprecationWarning)
        yield


def register(course: Course, assignment: str, config: Any) -> None:
    """Put the assignment into the gradebook as `nbgrader generate_assignment` does, with its due
    date from `course.yaml`."""
    from nbgrader.api import Gradebook
    from nbgrader.converters import GenerateAssignment
    from nbgrader.converters.base import NbGraderException
    from nbgrader.coursedir import CourseDirectory

    scratch = config.copy()
    scratch.CourseDirectory.release_directory = str(Path(".build") / "release")
    coursedir = CourseDirectory(config=scratch)
    coursedir.assignment_id = assignment
    converter = GenerateAssignment(coursedir=coursedir, config=scratch)
    try:
        with _quietly(converter):
            converter.start()
    except NbGraderException:
        raise CourseError(
            f"{course.root}: the gradebook holds submissions of an older {assignment!r} with other "
            "exercises; move gradebook.db away (keep it) and grade again"
        ) from None
    due = next(lesson.due for lesson in course.lessons if lesson.name == assignment)
    with Gradebook(coursedir.db_url, course.course_id) as gradebook:
        stored = due.replace(tzinfo=None) if due else None
        gradebook.update_or_create_assignment(assignment, duedate=stored)


def autograde(course: Course, assignment: str, students: Iterable[str] = ()) -> Summary:
    """Grade the class's submissions of an assignment into the gradebook, one after another: what
    one of them does never stops the others."""
    from nbgrader.converters import Autograde
    from nbgrader.converters.base import NbGraderException
    from nbgrader.coursedir import CourseDirectory

    from autograder.build import prepare_sources
    from autograder.plugin import service

    prepare_sources(course, [course.require(assignment)])
    config = nbgrader_config(course)
    chosen = submitted(course, assignment, students)
    register(course, assignment, config)
    shared = service(course.root)
    summary = Summary([], [])
    for student, folder in chosen:
        if not (folder / f"{assignment}.ipynb").is_symlink() and not (folder / f"{assignment}.ipynb").exists():
            summary.missing.append(student)
            continue
        if not student.isprintable():  # no gradebook holds half a character; no glob finds a line break
            summary.reports.append(_unnamed(assignment, student, shared.grader.key(assignment).max_score))
            continue
        coursedir = CourseDirectory(config=config)
        coursedir.assignment_id, coursedir.student_id = assignment, student
        converter = Autograde(coursedir=coursedir, config=config)
        converter.force = True
        try:
            with _quietly(converter):
                converter.start()
        except NbGraderException as error:
            if (assignment, student) not in shared.reports:
                _unexplained(course, assignment, student, folder, str(error))
        report = shared.reports.get((assignment, student))
        if report is not None:
            summary.reports.append(report)
    return summary


def _unnamed(assignment: str, student: str, max_score: float) -> SubmissionReport:
    """The report of a folder whose name is none that a gradebook can keep."""
    reason = "its folder's name is not plain text; name the folder after the student"
    return SubmissionReport(f"{assignment}.ipynb", assignment, student, "unreadable", reason, 0.0, max_score, ())


def _unexplained(course: Course, assignment: str, student: str, folder: Path, text: str) -> None:
    """nbgrader stumbled over something that is not in the notebook."""
    from autograder.plugin import service

    shared = service(course.root)
    last = text.strip().splitlines()[-1] if text.strip() else "no reason given"
    info = {
        "assignment": assignment,
        "student": student,
        "notebook": assignment,
        "db_url": f"sqlite:///{course.root / 'gradebook.db'}",
    }
    shared.failed(info, folder / f"{assignment}.ipynb", "error", f"nbgrader could not grade it: {last}")


def submitted(
    course: Course, assignment: str, students: Iterable[str] = ()
) -> list[tuple[str, Path]]:
    """(student, folder) of each submission, in order. Raises CourseError where there is none."""
    root = course.root / "submitted"
    wanted = list(students)
    for student in wanted:
        if not (root / student / assignment).is_dir():
            raise CourseError(
                f"{root / student / assignment}: {student!r} has handed in no {assignment!r}; "
                "check the name, or put the notebook there"
            )
    folders = sorted(p for p in root.glob(f"*/{assignment}") if p.is_dir())
    chosen = [(p.parent.name, p) for p in folders if not wanted or p.parent.name in wanted]
    if not chosen:
        raise CourseError(
            f"{root}: no submission of {assignment!r} here; put each notebook at "
            f"submitted/<student>/{assignment}/{assignment}.ipynb"
        )
    return chosen


def feedback(course: Course, assignment: str) -> Path:
    """nbgrader's feedback pages of the class. Returns their folder."""
    from nbgrader.converters import GenerateFeedback
    from nbgrader.converters.base import NbGraderException
    from nbgrader.coursedir import CourseDirectory

    config = nbgrader_config(course)
    coursedir = CourseDirectory(config=config)
    coursedir.assignment_id = assignment
    converter = GenerateFeedback(coursedir=coursedir, config=config)
    converter.force = True
    try:
        with _quietly(converter):
            converter.start()
    except NbGraderException as error:
        raise CourseError(f"{course.root}: nbgrader cannot write the feedback: {error}") from None
    return course.root / "feedback"
