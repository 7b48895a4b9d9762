"""Recording one submission by way of nbgrader's own autograde."""

from __future__ import annotations

import contextlib
import errno
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import nbformat
from nbgrader import utils
from nbgrader.converters import Autograde
from nbgrader.coursedir import CourseDirectory
from sqlalchemy.exc import IntegrityError, OperationalError

from autograder.base.files import write_whole
from autograder.grading.submission_file import Unreadable
from autograder.judging.results import Submission
from autograder.nbgrader_bridge.config import flag
from autograder.nbgrader_bridge.gradebook import ClassGradebook


class Recorder(Autograde):  # type: ignore[misc]
    """nbgrader's converter, for one submission after another. It works in the course's folder."""

    def __init__(self, assignment: str, config: Any, gradebook: ClassGradebook) -> None:
        coursedir = CourseDirectory(config=config)
        coursedir.assignment_id = assignment
        super().__init__(coursedir=coursedir, config=config)
        self.gradebook = gradebook
        self.submission = Submission(None, None)
        self.force = True
        self.trouble: Exception | None = None
        self.reason = ""  # of nbgrader's last failure, which it says in its log only
        self.exporter = self.exporter_class(parent=self, config=self.config)
        self._passes = [self._made(self.sanitize_preprocessors), self._made(self.autograde_preprocessors)]

    def _made(self, steps: Iterable[Any]) -> list[Any]:
        """The steps of a pass, as the exporter makes them from their classes or names."""
        self.exporter._preprocessors = []
        for step in steps:
            self.exporter.register_preprocessor(step)
        return list(self.exporter._preprocessors)

    def record(self, student: str, submission: Submission) -> None:
        """Sanitize the submission of a student, and save it with its marks. Raises NbGraderException, also where
        its report is of one that needs a person, and OSError where the machine cannot write."""
        assignment = self.coursedir.assignment_id
        self.submission = submission
        self.coursedir.student_id = student
        folder = self._format_source(assignment, student)
        self.assignments = {folder: [os.path.join(folder, f"{assignment}.ipynb")]}
        self.trouble = None
        self.convert_notebooks()

    def init_assignment(self, assignment_id: str, student_id: str) -> None:
        with self._noting_trouble():
            super().init_assignment(assignment_id, student_id)

    def convert_single_notebook(self, notebook_filename: str) -> None:
        """nbgrader's two passes over one notebook in memory: what the first would write and the second
        read is the same."""
        resources = self.exporter._init_resources(self.init_single_notebook_resources(notebook_filename))
        info, path = resources["nbgrader"], Path(notebook_filename)
        with self._noting_trouble():
            notebook = self._notebook(info)
            info["report"] = self.submission.report
            resources["metadata"] = {"name": path.stem, "path": str(path.parent)}
            for step in self._passes[0]:
                notebook, resources = step(notebook, resources)
            resources["metadata"]["path"] = self._format_dest(info["assignment"], info["student"])
            with utils.setenv(NBGRADER_EXECUTION="autograde"):
                for step in self._passes[1]:
                    notebook, resources = step(notebook, resources)
            self._write(nbformat.writes(notebook, version=4) + "\n", info)

    def _notebook(self, info: dict[str, Any]) -> Any:
        """The restored notebook. Raises Unreadable, with a flag in the gradebook, where a person is needed."""
        report, restored = self.submission.report, self.submission.notebook
        if restored is None or (report is not None and report.needs_person):
            flag(self.gradebook, info)
            assert report is not None
            raise Unreadable(report.message)
        return nbformat.from_dict(restored)

    def _write(self, notebook: str, info: dict[str, str]) -> None:
        """The autograded notebook, whole or not at all."""
        folder = Path(self._format_dest(info["assignment"], info["student"]))
        folder.mkdir(parents=True, exist_ok=True)
        write_whole(folder / f"{info['notebook']}.ipynb", notebook)

    @contextlib.contextmanager
    def _noting_trouble(self) -> Iterator[None]:
        """nbgrader takes any exception for the submission's fault; a full disk is not, nor is a row that
        another grader made at the same moment."""
        self.reason = ""
        try:
            yield
        except OSError as error:
            self.reason = str(error)
            if error.errno in _MACHINE:
                self.trouble = error
            raise
        except (IntegrityError, OperationalError) as error:
            self.trouble = error
            raise
        except Exception as error:
            self.reason = f"{type(error).__name__}: {error}"
            raise


# A full or broken disk, a quota, a folder that may not be written: nothing that a submission can do.
_MACHINE = (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO, errno.EACCES, errno.EPERM, errno.EMFILE, errno.ENFILE)
