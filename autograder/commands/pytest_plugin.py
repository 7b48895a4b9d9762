"""`pytest --submission notebook.ipynb`: the hidden checks of one submission, as pytest items.

An item's id is notebook, exercise and title of the check, so `-k`, `--junitxml` and exit codes are
pytest's own. What a check finds wrong is a failure; a fault of the grader is an error. Without
`--submission` this module only adds its two options.

Of pytest's settings only those of the course count, and no `conftest.py`: beside a submission there may
be some that its student wrote.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from autograder.grading.grader import Grader
    from autograder.judging.results import CheckResult, ExerciseResult


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("autograder")
    group.addoption(
        "--submission", metavar="NOTEBOOK", help="run the hidden checks of this submission, and nothing else"
    )
    group.addoption("--assignment", metavar="NAME", help="its lesson (default: told by the notebook)")


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Generator[None, Any, Any]:
    options = early_config.known_args_namespace
    if options.submission is not None:
        options.noconftest = True
        if options.inifilename is None:
            _refuse_settings(early_config)
    return (yield)


def _refuse_settings(config: pytest.Config) -> None:
    """pytest looks for settings beside its arguments, which here may be a student's folder."""
    from autograder.base.course import find_course
    from autograder.base.errors import CourseError

    try:
        course = find_course(config.invocation_params.dir)
    except CourseError as error:
        raise pytest.UsageError(str(error)) from None
    if config.inipath is not None and config.inipath.resolve().parent != course:
        raise pytest.UsageError(
            f"{config.inipath}: these settings are not the course's, and a submission must not bring its own; "
            "run pytest in the course's folder, with --submission=NOTEBOOK"
        )


def pytest_configure(config: pytest.Config) -> None:
    if config.option.submission is not None:
        config.args = []  # what `testpaths` or the command line name is not collected


@pytest.hookimpl(tryfirst=True)
def pytest_make_collect_report(collector: pytest.Collector) -> pytest.CollectReport | None:
    """In place of folders and files, the session holds the submission."""
    if not isinstance(collector, pytest.Session) or collector.config.option.submission is None:
        return None
    return pytest.CollectReport(collector.nodeid, "passed", None, [_submission(collector)])


def _submission(session: pytest.Session) -> Submission:
    """The submission, opened. What cannot be graded at all is said in one line."""
    from autograder.base.errors import CourseError
    from autograder.base.safe_text import printable
    from autograder.grading.submission_file import Unreadable

    options = session.config.option
    path = session.config.invocation_params.dir / options.submission
    if not path.is_symlink() and not path.exists():
        raise pytest.UsageError(printable(f"{options.submission}: no such file; check the path after --submission"))
    inside = path.is_relative_to(session.config.rootpath)
    nodeid = path.relative_to(session.config.rootpath).as_posix() if inside else path.name
    node: Submission = Submission.from_parent(session, path=path, nodeid=printable(nodeid))
    try:
        node.open(options.assignment)
    except Unreadable as error:
        raise pytest.UsageError(printable(f"{options.submission}: {error}")) from None
    except CourseError as error:
        raise pytest.UsageError(printable(str(error))) from None
    return node


class CheckItem(pytest.Item):
    """One check of an exercise. Grading is its set-up: what fails there is pytest's error."""

    place: int
    exercise: ExerciseResult

    @property
    def check(self) -> CheckResult:
        return self.exercise.checks[self.place]

    def setup(self) -> None:
        assert self.parent is not None
        submission = self.parent.parent
        assert isinstance(submission, Submission)
        self.exercise = submission.result(self.parent.name)
        if self.check.status == "error":
            pytest.fail(self.check.message, pytrace=False)

    def runtest(self) -> None:
        if self.check.status == "failed":
            pytest.fail("\n".join(self._text()), pytrace=False)

    def _text(self) -> Iterator[str]:
        yield self.check.message
        if self.exercise.misconception:
            yield f"It looks as if your answer {self.exercise.misconception}."
        if self.exercise.hint:
            yield self.exercise.hint

    def reportinfo(self) -> tuple[Path, None, str]:
        from autograder.base.safe_text import printable

        assert self.parent is not None
        return Path(printable(str(self.path))), None, f"{self.parent.name}: {self.name}"


class ExerciseNode(pytest.Collector):
    """An exercise: its checks, in order."""

    titles: list[str]

    def collect(self) -> Iterator[CheckItem]:
        for place, title in enumerate(self.titles):
            item: CheckItem = CheckItem.from_parent(self, name=title)
            item.place = place
            yield item


class Submission(pytest.File):
    """A notebook, graded as a whole when the first of its checks is run."""

    grader: Grader
    lesson: str
    _results: dict[str, ExerciseResult] | None = None

    def open(self, assignment: str | None) -> None:
        """Read it. Raises Unreadable, and CourseError where it is of no lesson of the course."""
        from autograder.base.course import find_course, load_course
        from autograder.grading.grader import Grader, recognise
        from autograder.grading.submission_file import read_bytes

        course = load_course(find_course(self.config.invocation_params.dir))
        data = read_bytes(self.path, course.limits.notebook_mb)
        self.lesson = course.require(assignment) if assignment else recognise(course, data, self.path)
        self.grader = Grader(course)
        self.config.add_cleanup(self.grader.close)
        self.grader.restore(data, self.lesson)

    def collect(self) -> Iterator[ExerciseNode]:
        for name, key in self.grader.key(self.lesson).exercises.items():
            node: ExerciseNode = ExerciseNode.from_parent(self, name=name)
            node.titles = [check.title for check in key.exercise.checks]
            yield node

    def result(self, exercise: str) -> ExerciseResult:
        """What grading found of an exercise; a fault of the grader fails the set-up that asks."""
        from autograder.base.errors import CourseError

        if self._results is None:
            try:
                report = self.grader.grade_file(self.path, self.lesson)
            except CourseError as error:
                pytest.exit(str(error), pytest.ExitCode.USAGE_ERROR)
            if report.status != "graded":
                pytest.fail(report.message or "", pytrace=False)
            self._results = {result.name: result for result in report.exercises}
        return self._results[exercise]
