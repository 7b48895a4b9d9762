"""Stock mode: the same judge inside the kernel, for honest notebooks and for comparing.

Here the student's code shares a process with the answers, and could forge its marks.
"""

from __future__ import annotations

import contextlib
import functools
import os
import sys
from collections.abc import Callable
from pathlib import Path

from autograder.base.course import Course, find_course, load_course
from autograder.grading.questions import again
from autograder.judging.judge import judge
from autograder.key.outcome import Outcome, call_here, died
from autograder.key.records import LessonKey
from autograder.key.store import load_key
from autograder.nbgrader_bridge.check_output import Score


@functools.cache
def _course() -> Course:
    return load_course(find_course(Path.cwd()))


@functools.cache
def _key(lesson: str) -> LessonKey:
    return load_key(_course(), lesson)


def hidden(lesson: str, exercise: str) -> Callable[[str], Score]:
    """What `check` becomes in a check cell that nbgrader has restored: the hidden checks, silently
    (nbgrader takes any output on stderr for a failure), giving the partial score."""

    def check(name: str) -> Score:
        key = _key(lesson).exercises[exercise]
        answer = sys._getframe(1).f_globals.get(exercise)
        with open(os.devnull, "w") as nothing, contextlib.redirect_stdout(nothing), contextlib.redirect_stderr(nothing):  # fmt: skip
            outcomes: dict[int, Outcome] = {}
            for place in key.order:
                entry = key.cases[place]
                got = died(f"{exercise} is not defined") if answer is None else call_here(answer, entry.check, entry.case)
                outcomes[place] = again(entry, outcomes.get(place), got)
        ordered = [outcomes[place] for place in range(len(key.cases))]
        return Score(judge(key, ordered, _course().feedback))

    return check
