"""Reports as Markdown, for a page that renders it: the summary of a CI job."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from autograder.base.safe_text import plain_text
from autograder.judging.results import ExerciseResult, SubmissionReport, points

# What Markdown, its tables, HTML or an automatic link could take for its own.
_SPECIAL = re.compile(r"[!\"#$%&*+:<>@\[\\\]^_`{|}~]|\.(?=\S)")


def markdown(reports: Iterable[SubmissionReport]) -> str:
    """Each submission with its marks, what each exercise lacks, and its failed checks."""
    return "\n".join(line for report in reports for line in _submission(report))


def escaped(text: str) -> str:
    """Text that may hold a student's words, so that it is shown as it is and does nothing."""
    return _SPECIAL.sub(lambda found: f"&#{ord(found[0])};", plain_text(text))


def _submission(report: SubmissionReport) -> Iterator[str]:
    title = escaped(report.assignment or "no lesson")
    if report.needs_person:
        yield f"## {title}: {report.status}\n"
        yield f"{escaped(report.notebook)}\n"
        yield f"**Needs a person:** {escaped(report.message or '')}\n"
        return
    yield f"## {title}: {points(report.score)} of {points(report.max_score)} points\n"
    yield f"{escaped(report.notebook)}\n"
    yield "| exercise | points | what is missing |"
    yield "| --- | ---: | --- |"
    for exercise in report.exercises:
        marks = f"{points(exercise.score)} / {points(exercise.max_score)}"
        yield f"| {escaped(exercise.name)} | {marks} | {'<br>'.join(map(escaped, _advice(exercise)))} |"
    yield ""
    failed = [(exercise, check) for exercise in report.exercises for check in exercise.checks
              if check.status != "passed"]  # fmt: skip
    if failed:
        yield f"<details><summary>Checks without points: {len(failed)}</summary>\n"
        for exercise, check in failed:
            yield f"- {escaped(exercise.name)}: {escaped(check.title)} ({escaped(check.message)})"
        yield "\n</details>\n"


def _advice(exercise: ExerciseResult) -> Iterator[str]:
    if exercise.misconception:
        yield f"It looks as if your answer {exercise.misconception}."
    elif exercise.reason:
        yield exercise.reason
    if exercise.hint:
        yield exercise.hint
