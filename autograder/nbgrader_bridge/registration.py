"""nbgrader, as a course uses it: its configuration, its converters without their noise, an assignment registered.

An assignment gets into the gradebook by nbgrader's own `generate_assignment`, so that nbgrader's commands and
this kit's agree on its cells and points.
"""

from __future__ import annotations

import contextlib
import logging
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from autograder.base import gradebook_url
from autograder.base.course import FILE, Course
from autograder.base.errors import CourseError


def nbgrader_config(course: Course) -> Any:
    """The configuration that nbgrader itself would load in the course's folder."""
    from traitlets.config import Config
    from traitlets.config.loader import PyFileConfigLoader

    from autograder.nbgrader_bridge.config import configure, prepared

    if (course.root / "nbgrader_config.py").is_file():
        with prepared():
            return PyFileConfigLoader("nbgrader_config.py", path=str(course.root)).load_config()
    return configure(Config(), course)


@contextlib.contextmanager
def quietly(converter: Any) -> Iterator[None]:
    """Run one of nbgrader's converters without its log, whose errors come as exceptions, and without
    SQLAlchemy's warnings about nbgrader's models, which are harmless."""
    from sqlalchemy.exc import SAWarning

    converter.log.setLevel(logging.CRITICAL)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SAWarning)
        warnings.simplefilter("ignore", DeprecationWarning)
        yield


def register(course: Course, assignment: str, config: Any) -> None:
    """Put the assignment into the gradebook as `nbgrader generate_assignment` does."""
    from nbgrader.converters import GenerateAssignment
    from nbgrader.converters.base import NbGraderException
    from nbgrader.coursedir import CourseDirectory
    from sqlalchemy.exc import SQLAlchemyError

    scratch = config.copy()
    scratch.CourseDirectory.release_directory = str(Path(".build") / "release")
    coursedir = CourseDirectory(config=scratch)
    coursedir.assignment_id = assignment
    converter = GenerateAssignment(coursedir=coursedir, config=scratch)
    try:
        with quietly(converter):
            converter.start()
    except NbGraderException as error:
        cause: BaseException | None = error
        while cause is not None and not isinstance(cause, SQLAlchemyError):
            cause = cause.__context__
        if cause is not None:
            raise cause from None
        file = gradebook_url.file_of(course.gradebook)
        fix = f"move {file} away (keep it)" if file else f"name another database in {FILE} (keep this one)"
        raise CourseError(
            f"{course.root}: the gradebook holds submissions of an older {assignment!r} with other "
            f"exercises; {fix} and grade again"
        ) from None
