"""Lesson text → nbgrader's source notebook → what students get, the same bytes at every build."""

from __future__ import annotations

import logging
import shutil
from pathlib import Path

from autograder.base.course import Course
from autograder.base.errors import CourseError
from autograder.base.files import replace, same_tree
from autograder.release.sources import prepare_sources


def build(course: Course, names: list[str] | None = None) -> list[str]:
    """Generate `assignments/` (and nbgrader's source folder). Returns the lessons that changed."""
    changed = []
    for name, fresh in _generate(course, course.names if names is None else names):
        target = course.assignments_folder / name
        if not same_tree(fresh, target):
            replace(fresh, target)
            changed.append(name)
    return changed


def stale(course: Course) -> list[str]:
    """What a build would change in `assignments/`, as paths relative to the course."""
    found = []
    for name, fresh in _generate(course, course.names):
        target = course.assignments_folder / name
        if not same_tree(fresh, target):
            found.append(str(target.relative_to(course.root)))
    if course.assignments_folder.is_dir():
        for path in sorted(course.assignments_folder.iterdir()):
            if path.name not in course.names:
                found.append(str(path.relative_to(course.root)))
    return found


def _generate(course: Course, names: list[str]) -> list[tuple[str, Path]]:
    """Run `nbgrader generate_assignment` (without a gradebook) on fresh sources, in `.build/`."""
    prepare_sources(course, names)
    release = course.build_folder / "release"
    shutil.rmtree(release, ignore_errors=True)
    for name in names:
        _nbgrader_generate(course, name)
    return [(name, release / name) for name in names]


def _nbgrader_generate(course: Course, name: str) -> None:
    from nbgrader.converters import GenerateAssignment
    from nbgrader.converters.base import NbGraderException
    from nbgrader.coursedir import CourseDirectory
    from traitlets.config import Config

    from autograder.nbgrader_bridge.config import configure

    config = configure(Config(), course)
    config.CourseDirectory.release_directory = str(Path(".build") / "release")
    config.GenerateAssignment.no_database = True
    plain = [p for p in GenerateAssignment().preprocessors if p.__name__ != "SaveCells"]
    config.GenerateAssignment.preprocessors = plain
    coursedir = CourseDirectory(config=config)
    coursedir.assignment_id = name
    converter = GenerateAssignment(coursedir=coursedir, config=config)
    converter.log.setLevel(logging.ERROR)
    try:
        converter.start()
    except NbGraderException as error:
        raise CourseError(f"{name}: nbgrader cannot generate the assignment: {error}") from None
