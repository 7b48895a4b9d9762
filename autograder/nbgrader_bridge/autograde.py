"""A class through nbgrader into its gradebook, and its feedback pages.

In three phases, as nbgrader's maintainers once proposed: sanitize, run, record. Submissions are run by
a pool of processes; this process alone records them, with nbgrader's own converter, one transaction
each. A submission that is recorded already, made of the same bytes, key, limits and engine, is left.
"""

from __future__ import annotations

import contextlib
import dataclasses
import hashlib
import importlib.metadata
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from autograder.authoring.lesson_text import CHECK_PREFIX
from autograder.base import gradebook_url
from autograder.base.course import FILE, Course
from autograder.base.errors import CourseError
from autograder.base.files import kit_modules
from autograder.base.safe_text import plain_text
from autograder.grading.grader import Grader
from autograder.judging.results import Submission, SubmissionReport
from autograder.nbgrader_bridge import locks
from autograder.nbgrader_bridge.registration import nbgrader_config, quietly, register
from autograder.running.bundle import Bundle, Graded
from autograder.running.pools import Pool, pool_here
from autograder.running.progress import Progress
from autograder.running.schedule import graded

if TYPE_CHECKING:
    from autograder.nbgrader_bridge.recorder import Recorder


@dataclass
class Summary:
    """What became of a class. The reports themselves are kept on disk (`autograder.reports.store`)."""

    graded: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    nameless: list[str] = field(default_factory=list)  # folders that no gradebook can hold
    needs_person: dict[str, str] = field(default_factory=dict)
    identical: int = 0
    sandbox: str = ""

    @property
    def students(self) -> list[str]:
        """Those who have a report."""
        return sorted({*self.graded, *self.unchanged})

    def lines(self) -> Iterator[str]:
        """The summary for people: what was done, and every submission that needs a person."""
        counts = f"graded {len(self.graded)}"
        if self.unchanged:
            counts += f", left {len(self.unchanged)} that are graded and unchanged (--force grades them too)"
        if self.identical:
            counts += f"; {self.identical} were identical to another's"
        yield counts + (f"; sandbox: {self.sandbox}" if self.sandbox else "")
        for student in self.missing:
            if student not in self.needs_person:
                yield f"{plain_text(student)}: handed in no notebook"
        for student, reason in sorted(self.needs_person.items()):
            yield f"{plain_text(student)}: needs a person: {plain_text(reason)}"


def autograde(
    course: Course,
    assignment: str,
    students: Iterable[str] = (),
    *,
    workers: int | None = None,
    dask: str | None = None,
    force: bool = False,
    progress: Callable[[Progress], None] = lambda progress: None,
) -> Summary:
    """Grade the class's submissions of an assignment into the gradebook: what one of them does never
    stops the others. Interrupted at any moment, a rerun completes it. Raises CourseError."""
    from nbgrader.coursedir import CourseDirectory

    from autograder.nbgrader_bridge.gradebook import recording
    from autograder.nbgrader_bridge.recorder import Recorder
    from autograder.release.sources import prepare_sources

    course.require(assignment)
    with _gradebook_trouble(course), contextlib.ExitStack() as stack:
        with locks.alone(course.build_folder):  # several graders may work on a class at once
            prepare_sources(course, [assignment])
            config = nbgrader_config(course)
            chosen = submitted(course, assignment, students)
            bundle = Bundle.of(course, [assignment], restores=True)
            db_url = CourseDirectory(config=config).db_url
            with locks.turn(db_url):
                register(course, assignment, config)
                gradebook = stack.enter_context(recording(db_url, course.course_id))
            recorder = Recorder(assignment, config, gradebook)
            grader = stack.enter_context(contextlib.closing(Grader(course)))

        def start() -> Pool:
            if dask is not None:
                from autograder.running.dask_pool import DaskPool

                return DaskPool(bundle, dask)
            return pool_here(grader, bundle, len(chosen), workers)

        with quietly(recorder):
            work = _Class(course, assignment, chosen, recorder, grader, force, progress)
            work.grade(start)
    return work.summary


@contextlib.contextmanager
def _gradebook_trouble(course: Course) -> Iterator[None]:
    """What the machine or the gradebook cannot do, said in one line."""
    from sqlalchemy.exc import SQLAlchemyError

    try:
        yield
    except SQLAlchemyError as error:
        reason = str(getattr(error, "orig", None) or error).splitlines()[0]
        if gradebook_url.file_of(course.gradebook) is None:
            raise CourseError(
                f"{gradebook_url.shown(course.gradebook)}: the gradebook cannot be used ({reason}); mend that, or "
                f"'gradebook' in {course.root / FILE}, and run the same command again"
            ) from None
        raise CourseError(
            f"{course.root}: the gradebook cannot be used ({reason}); close what else writes to it, or mend "
            "its permissions, and run the same command again"
        ) from None
    except OSError as error:
        raise CourseError(
            f"{error.filename or course.root}: cannot be written ({error.strerror}); make room or mend the "
            "permissions, and run the same command again"
        ) from None


class _Class:
    """The submissions of a class on their way into the gradebook."""

    def __init__(
        self,
        course: Course,
        assignment: str,
        chosen: list[tuple[str, Path]],
        recorder: Recorder,
        grader: Grader,
        force: bool,
        progress: Callable[[Progress], None],
    ) -> None:
        self.course, self.assignment, self.chosen = course, assignment, chosen
        self.recorder, self.gradebook, self.progress = recorder, recorder.gradebook, progress
        self.summary = Summary()
        self.grader = grader
        self.turns = locks.Turns(course.build_folder / "turns")
        self.known = {} if force else self.gradebook.recorded(assignment)
        self.common = _made_of_all(course, assignment, grader.key(assignment).digest)
        self._first: dict[str, str] = {}  # of submissions with the same bytes, the student who is run
        self._twins: dict[str, list[str]] = {}  # and those who wait for that report
        self._made_of: dict[str, str] = {}

    def grade(self, start: Callable[[], Pool]) -> None:
        here = os.getcwd()
        os.chdir(self.course.root)  # as nbgrader's converters do
        try:
            if self.course.execute == "stock":
                for student, lesson, data in self.jobs():
                    self.record(student, self._for_stock(lesson, data))
            else:
                for student, outcome in graded(start, self.jobs(), self.course.limits):
                    self.record_all(student, outcome)
        finally:
            os.chdir(here)
            self.turns.close()
        self.summary.graded.sort()

    def jobs(self) -> Iterator[tuple[str, str, bytes]]:
        """(student, lesson, bytes) of what is to be run; all else is settled on the way."""
        from autograder.grading.submission_file import Unreadable, read_bytes
        from autograder.grading.submission_folder import handed_in, notebooks_in

        for student, folder in self.chosen:
            if not student.isprintable():  # no gradebook holds half a character, no glob a line break
                self.summary.nameless.append(student)
                self.summary.needs_person[student] = "its folder's name is not plain text; name it after the student"
                self._step()
                continue
            file = folder / f"{self.assignment}.ipynb"
            if not os.path.lexists(file):
                self.summary.missing.append(student)
                other = next(iter(notebooks_in(folder)), None)
                if other is not None:
                    self.summary.needs_person[student] = (
                        f"no {file.name} here, but {other.relative_to(folder)} lies there; give it that name and place"
                    )
                self._step()
                continue
            try:
                when = handed_in(folder)  # late penalties depend on it
                data = read_bytes(file, self.course.limits.notebook_mb)
            except Unreadable as error:
                self.record(student, Submission(None, self._report("unreadable", str(error))))
                continue
            content = hashlib.sha256(data).hexdigest()
            self._made_of[student] = f"{content} {self.common} {when}"
            if self._is_recorded(student):
                self.summary.unchanged.append(student)
                self._step()
            elif content not in self._first:
                self._first[content] = student
                self._twins[student] = []
                yield student, self.assignment, data
            else:
                self.summary.identical += 1
                self._share(self._first[content], student, data)

    def _share(self, first: str, student: str, data: bytes) -> None:
        """Give a student the report of another with the same bytes, now or when there is one."""
        from autograder.reports.store import kept

        if first in self._twins:
            self._twins[first].append(student)
        elif (found := kept(self.course, self.assignment, first)) is not None:
            notebook = None if found.report.needs_person else self.grader.restore(data, self.assignment)
            self.record(student, Submission(notebook, found.report), found.sandbox, found.seconds)

    def _for_stock(self, lesson: str, data: bytes) -> Submission:
        """What nbgrader's own Execute step is to run."""
        from autograder.grading.submission_file import Unreadable

        try:
            return Submission(self.grader.restore(data, lesson), None)
        except Unreadable as error:
            return Submission(None, self._report("unreadable", str(error)))

    def _is_recorded(self, student: str) -> bool:
        """Whether the gradebook holds just what a run would put there, and the notebook is there too."""
        from autograder.reports.store import kept

        found = kept(self.course, self.assignment, student)
        if student not in self.known or found is None or found.made_of != self._made_of[student]:
            return False
        report = found.report
        notebook = self.course.root / "autograded" / student / self.assignment / f"{self.assignment}.ipynb"
        if report.status == "graded":
            scores = {f"{CHECK_PREFIX}{exercise.name}": exercise.score for exercise in report.exercises}
            return self.known[student] == scores and notebook.is_file()
        if report.status == "unreadable":
            self.summary.needs_person[student] = report.message or ""
            return True
        return False

    def record_all(self, student: str, outcome: Graded | str) -> None:
        """Record what came of a run, for the student and everyone who handed in the same bytes."""
        sandbox, seconds = None, None
        if isinstance(outcome, str):
            submission = Submission(None, self._report("error", outcome))
        else:
            submission = Submission(outcome.notebook, outcome.report)
            sandbox, seconds = outcome.sandbox, outcome.seconds
            self.summary.sandbox = self.summary.sandbox or sandbox
        for one in (student, *self._twins.pop(student)):
            self.record(one, submission, sandbox, seconds)

    def record(
        self, student: str, submission: Submission, sandbox: str | None = None, seconds: float | None = None
    ) -> None:
        """One submission into the gradebook, as a whole or not at all, and then its report on disk. `sandbox` and
        `seconds`: under what it ran, and how long."""
        from nbgrader.converters.base import NbGraderException
        from sqlalchemy.exc import IntegrityError, OperationalError

        from autograder.reports.store import save

        with self.turns.of(student):
            try:
                try:
                    self._record_whole(student, submission)
                except (IntegrityError, OperationalError):  # another grader made the same row: now it is found
                    self._record_whole(student, submission)
                made = self._placed(student, submission.report)
            except NbGraderException as error:
                made = self._unexplained(student, str(error))
            if made is not None:
                save(self.course, made, self._made_of.get(student), sandbox=sandbox, seconds=seconds)
        if made is not None and made.needs_person:
            self.summary.needs_person[student] = made.message or ""
        self.summary.graded.append(student)
        self._step()

    def _placed(self, student: str, report: SubmissionReport | None) -> SubmissionReport | None:
        """A report with its student and its file: the graded notebook, or what was handed in and needs a person."""
        if report is None:
            return None
        folder = "submitted" if report.needs_person else "autograded"
        path = Path(folder, student, self.assignment, f"{self.assignment}.ipynb")
        return dataclasses.replace(report, notebook=str(path), student=student)

    def _record_whole(self, student: str, submission: Submission) -> None:
        """One transaction. Trouble that is not the submission's is raised as what it is."""
        from nbgrader.converters.base import NbGraderException
        from sqlalchemy.exc import SQLAlchemyError

        try:
            with self.gradebook.submission():
                self._record(student, submission)
        except NbGraderException as error:
            trouble = self.recorder.trouble or error.__context__
            if isinstance(trouble, OSError | SQLAlchemyError):
                raise trouble from None
            raise

    def _record(self, student: str, submission: Submission) -> None:
        """Let nbgrader record it. Where the submission is one that needs a person, that is recorded."""
        from nbgrader.converters.base import NbGraderException

        try:
            self.recorder.record(student, submission)
        except NbGraderException:
            report = submission.report
            if self.recorder.trouble is not None or report is None or not report.needs_person:
                raise

    def _unexplained(self, student: str, text: str) -> SubmissionReport | None:
        """nbgrader stumbled over something that is not in the notebook."""
        from autograder.nbgrader_bridge.config import flag

        lines = (self.recorder.reason or text).strip().splitlines()
        last = lines[-1] if lines else "no reason given"
        with self.gradebook.submission():
            self.gradebook.update_or_create_student(student)
            self.gradebook.update_or_create_submission(self.assignment, student)
            flag(self.gradebook, {"assignment": self.assignment, "student": student, "notebook": self.assignment})
        return self._placed(student, self._report("error", f"nbgrader could not grade it: {last}"))

    def _report(self, status: Any, message: str) -> SubmissionReport:
        maximum = self.grader.key(self.assignment).max_score
        return SubmissionReport("", self.assignment, None, status, message, 0.0, maximum, ())

    def _step(self) -> None:
        done = len(self.summary.graded) + len(self.summary.unchanged) + len(self.summary.missing)
        done += len(self.summary.nameless)
        self.progress(Progress(len(self.chosen), done, len(self.summary.needs_person)))


def _made_of_all(course: Course, assignment: str, key: str) -> str:
    """The hash of what every report of the class depends on: key, limits, engine, configuration."""
    total = hashlib.sha256(f"{key} {course.limits} {course.feedback} {course.sandbox}".encode())
    total.update(f"{course.due(assignment)} {course.late_penalty} {importlib.metadata.version('nbgrader')}".encode())
    settings = [path for path in (course.root / "nbgrader_config.py",) if path.is_file()]
    for path in [*settings, *kit_modules()]:
        total.update(path.read_bytes())
    return total.hexdigest()


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
