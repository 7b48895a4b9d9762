"""The hidden checks of an exercise as a card on the feedback page: what `course.yaml` lets be told."""

from __future__ import annotations

from autograder import card
from autograder.judge import plain_text
from autograder.report import CheckResult, ExerciseResult

_MARKS = {"passed": "pass", "failed": "fail", "error": "error"}


def feedback_table(result: ExerciseResult) -> str:
    """The feedback of an exercise as HTML. Everything from outside is escaped."""
    below = [
        f"It looks as if your answer {result.misconception}." if result.misconception else "",
        result.hint or "",
    ]
    body = [card.items(_row(check, result.name) for check in result.checks), *(card.paragraph(line) for line in below if line)]
    summary = f": {result.score:g} of {result.max_score:g} points"
    return card.card("Hidden checks of", result.name, summary, body)


def _row(check: CheckResult, name: str) -> str:
    message = card.note(plain_text(check.message.removeprefix(f"{name}: "))) if check.message else ""
    worth = f"{check.score:g} of {check.points:g}"
    return card.result(_MARKS[check.status], check.title, right=worth, below=message)
