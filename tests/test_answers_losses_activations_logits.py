"""Right answers in unusual styles and wrong ones as students write them, graded through a real worker.

They stand in a text file beside this one, in the form of `written.py`. None of them is a named answer of
the hidden tests.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.base.course import Course
from tests.written import graded, misjudged, written

BANK = "answers_losses_activations_logits.txt"


@pytest.mark.parametrize("lesson", ["losses", "activations", "logits"])
def test_answers_are_judged_and_told_what_a_teacher_would_say(
    course: Course, tmp_path: Path, lesson: str
) -> None:
    assert misjudged(graded(course, tmp_path, lesson, written(BANK))) == []


def test_the_bank_is_of_some_size_and_spread() -> None:
    bank = written(BANK)
    assert len(bank) == len({(a.exercise, a.name) for a in bank}) >= 800
    for verdict in ("right", "wrong"):
        assert len({a.exercise for a in bank if a.verdict == verdict}) == 22
