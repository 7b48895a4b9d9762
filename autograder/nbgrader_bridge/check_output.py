"""The output that a check cell gets: its score for nbgrader, and the feedback card for the student."""

from __future__ import annotations

from typing import Any

from autograder.base.safe_text import plain_text
from autograder.judging.results import CheckResult, ExerciseResult
from autograder.student import card

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


class Score:
    """What a check cell's output holds: the feedback table as HTML, and as text the partial score,
    which nbgrader reads."""

    def __init__(self, result: ExerciseResult) -> None:
        self.result = result

    def __repr__(self) -> str:
        return repr(float(self.result.score))

    def _repr_html_(self) -> str:
        return feedback_table(self.result)


def output(result: ExerciseResult) -> dict[str, Any]:
    """The one output of a graded check cell."""
    score = Score(result)
    return {
        "output_type": "execute_result",
        "execution_count": None,
        "metadata": {},
        "data": {"text/html": score._repr_html_(), "text/plain": repr(score)},
    }
