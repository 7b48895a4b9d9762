"""What a process or a machine needs to grade a lesson, and the run of one submission there."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from autograder.base.course import FILE, Course, Limits, load_course, with_own_gradebook
from autograder.base.errors import CourseError
from autograder.base.temporary_folder import Scratch
from autograder.judging.results import SubmissionReport

if TYPE_CHECKING:
    from autograder.grading.grader import Grader


@dataclass(frozen=True)
class Bundle:
    """All of a course that grading some of its lessons needs, as (relative path, bytes): no path of
    the instructor's machine, so that it can go to another. `kit` and `numpy`: the versions that grade here.
    `restores`: whether the notebooks that are graded, rebuilt around the student's cells, are wanted back."""

    lessons: tuple[str, ...]
    files: tuple[tuple[str, bytes], ...]
    limits: Limits
    kit: str
    numpy: str
    restores: bool = False

    @classmethod
    def of(cls, course: Course, lessons: Iterable[str], *, restores: bool = False) -> Bundle:
        from autograder.authoring.lesson_folder import key_files
        from autograder.key.compilation import compile_keys
        from autograder.key.head import cells_path, key_paths

        names = list(lessons)
        compile_keys(course, names)
        paths = [course.root / FILE]
        for name in names:
            paths += [*key_files(course, name), cells_path(course, name), *key_paths(course, name).values()]
        files = tuple((os.path.relpath(path, course.root), _sent(path)) for path in paths)
        if any(name.startswith("..") for name, _data in files):
            raise CourseError(f"{course.root / FILE}: 'folders' lie outside the course's folder; move them into it")
        return cls(tuple(names), files, course.limits, *_versions(), restores)

    def unpack(self, folder: Path) -> Course:
        """The course, laid out in a folder of its own."""
        for name, data in self.files:
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            path.write_bytes(data)
        return load_course(folder)


def _versions() -> tuple[str, str]:
    """The kit's version, and NumPy's major and minor one: with others, a class would not be graded alike."""
    from autograder.key.head import kit

    return kit(), np.__version__.rpartition(".")[0]


def _sent(path: Path) -> bytes:
    """A file's bytes, without the password of the gradebook, which is no worker's business."""
    if path.name == FILE:
        return with_own_gradebook(path.read_text(encoding="utf-8")).encode()
    return path.read_bytes()


@dataclass(frozen=True)
class Graded:
    """A submission's report (as yet without its file and student), the sandbox it ran under, the seconds that
    took, and the notebook that was graded where the bundle asks for it."""

    report: SubmissionReport
    sandbox: str
    seconds: float
    notebook: dict[str, Any] | None = None


this_thread = threading.local()  # a grader asks one worker at a time, so each thread has its own


def run(bundle: Bundle, lesson: str, data: bytes) -> Graded:
    """The report of a submission, made in this process. What it needs is set up once a process."""
    if getattr(this_thread, "bundle", None) != bundle:
        from autograder.grading.grader import Grader

        _leave()
        folder = Scratch()  # it holds the answers: gone as soon as they are read
        try:
            course = bundle.unpack(folder.path)
            _require_versions(bundle)
            grader = Grader(course)
            for name in bundle.lessons:
                grader.prepare(name)
        finally:
            folder.close()
        this_thread.grader, this_thread.bundle = grader, bundle
    return grade_timed(this_thread.grader, lesson, data, bundle.restores)


def grade_timed(grader: Grader, lesson: str, data: bytes, restores: bool) -> Graded:
    began = time.monotonic()
    report, notebook = grader.grade_and_restore(data, lesson)
    return Graded(report, grader.sandbox, time.monotonic() - began, notebook if restores else None)


def _leave() -> None:
    """End what `run` has set up in this thread: a worker of a cluster serves one bundle after another."""
    if hasattr(this_thread, "grader"):
        this_thread.grader.close()
    this_thread.__dict__.clear()


def _require_versions(bundle: Bundle) -> None:
    """A process of a cluster must grade as the machine does that sent the bundle."""
    wanted = (bundle.kit, bundle.numpy)
    if _versions() != wanted:
        raise CourseError(
            "this process has kit {} and NumPy {}, the one that sent the class kit {} and NumPy {}; install the same "
            "with `pip install -c constraints.txt`".format(*_versions(), *wanted)
        )
