"""What nbgrader's steps share in one process: the grader, and the reports of submissions."""

from __future__ import annotations

import atexit
import functools
from pathlib import Path
from typing import Any

import nbformat
from nbgrader.api import Gradebook

from autograder.base.course import FILE, Course, find_course, load_course
from autograder.base.errors import GraderError
from autograder.grading.submission_file import Unreadable, read_bytes
from autograder.grading.submission_folder import handed_in
from autograder.judging.results import SubmissionReport
from autograder.nbgrader_bridge.config import flag


class Service:
    """What nbgrader's steps share in one process: the course, and the grader with its warm worker."""

    def __init__(self, root: Path) -> None:
        from autograder.grading.grader import Grader

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
        from autograder.reports.store import save

        ran_under = self.grader.launcher.protection
        save(self.course, report, sandbox=str(ran_under) if ran_under else None)


def _times(course: Course) -> dict[str, int]:
    """When the files that grading reads were written; 0 where there is none."""
    from autograder.authoring.lesson_folder import key_files

    paths = [course.root / FILE, *(path for name in course.names for path in key_files(course, name))]
    return {str(path): path.stat().st_mtime_ns if path.is_file() else 0 for path in paths}


@functools.cache
def service(root: Path) -> Service:
    """The service of the course in `root`: one a process."""
    return Service(root)


def service_for(info: dict[str, Any]) -> Service | None:
    """The service, if this assignment is a lesson of the course and not the instructor's own."""
    shared = service(find_course())
    if shared.outdated:
        shared.close()
        service.cache_clear()
        shared = service(find_course())
    return shared if info["assignment"] in shared.course.names else None
