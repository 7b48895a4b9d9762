"""A class's results as a table of text, and what most misunderstood."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterable, Iterator

from autograder.base.safe_text import plain_text
from autograder.judging.results import SubmissionReport, points

WHY = 400  # characters of the last column, of which a terminal shows fewer


def table(reports: Iterable[SubmissionReport], width: int = 110) -> Iterator[str]:
    """The class as lines: student, marks per exercise, misconception or reason."""
    names: list[str] = []
    kept = []
    for report in reports:  # a class may be large: only what the table shows is held
        names += [e.name for e in report.exercises if e.name not in names]
        kept.append(_Row.of(report))
    rows = [row.cells(names) for row in kept]
    head = ["student", "marks", *(_short(name) for name in names), "why points are missing"]
    widths = [max(len(row[i]) for row in [head, *rows]) for i in range(len(head) - 1)]
    for row in [head, *rows]:
        line = "  ".join(cell.ljust(size) for cell, size in zip(row, widths, strict=False))
        yield _cut(f"{line}  {row[-1]}", width)
    if names:
        yield ""
        yield "  ".join(f"{_short(name)} = {name}" for name in names)


@dataclasses.dataclass(frozen=True)
class _Row:
    """What the table shows of a report."""

    student: str
    marks: str
    scores: dict[str, str]
    why: str

    @classmethod
    def of(cls, report: SubmissionReport) -> _Row:
        student = _cut(plain_text(report.student), 40) if report.student else plain_text(_tail(report.notebook))
        if report.needs_person:
            return cls(student, report.status, {}, plain_text(report.message or ""))
        reasons = dict.fromkeys(exercise.reason for exercise in report.exercises if exercise.reason)
        return cls(
            student,
            f"{points(report.score)}/{points(report.max_score)}",
            {exercise.name: points(exercise.score) for exercise in report.exercises},
            "; ".join(plain_text(reason) for reason in reasons)[:WHY],
        )

    def cells(self, names: list[str]) -> list[str]:
        return [self.student, self.marks, *(self.scores.get(name, "-") for name in names), self.why]


def _tail(path: str, width: int = 36) -> str:
    """The end of a long path."""
    return path if len(path) <= width else "…" + path[1 - width :]


def _short(name: str) -> str:
    """A column's heading: the initials of the exercise's name."""
    words = [word for word in name.split("_") if word]
    return "".join(word[0] for word in words) if len(words) > 1 else name[:6]


def _cut(line: str, width: int) -> str:
    return line.rstrip() if len(line) <= width else line[: width - 1].rstrip() + "…"


def misunderstood(reports: Iterable[SubmissionReport]) -> Iterator[str]:
    """What the class misunderstood, most frequent first."""
    counts = Counter(
        (exercise.name, exercise.misconception)
        for report in reports
        for exercise in report.exercises
        if exercise.misconception
    )
    for (name, misconception), count in counts.most_common():
        yield f"{count:4}  {name}: {misconception}"
