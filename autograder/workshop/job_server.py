"""A process that keeps TensorFlow and the kit loaded, for `autograder build --watch`.

It reads jobs, one JSON line each, and forks a process for each: so an author's files are always read
anew, and a job that does not end can be stopped. A job answers in JSON lines:

    {"build": ["losses"]}                  → {"pid": 7}, {"built": "losses", "changed": true}, {"ended": 0}
    {"prove": {"losses": ["choose_loss"]}} → {"pid": 8}, {"proof": {…}}, {"ended": 0}

and {"refused": "…"} where a file of the course is wrong.
"""

from __future__ import annotations

import contextlib
import dataclasses
import importlib
import json
import multiprocessing
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from autograder.authoring.lesson_folder import refuse_strays
from autograder.base.course import Course, load_course
from autograder.base.errors import CourseError
from autograder.key.compile_process import compile_here
from autograder.nbgrader_bridge import build
from autograder.workshop import prove

Say = Callable[[dict[str, Any]], None]
_LOADED = ("keras", "jupytext", "autograder.workshop.mutants", "autograder.nbgrader_bridge.config", "nbgrader.converters")


def main(root: Path) -> None:
    """Answer jobs on standard output until standard input ends. What a job prints goes nowhere."""
    sys.dont_write_bytecode = True
    for module in _LOADED:
        with contextlib.suppress(ImportError):  # the job that needs it says what is missing
            importlib.import_module(module)
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)

    def say(answer: dict[str, Any]) -> None:
        answers.write(json.dumps(answer) + "\n")
        answers.flush()

    while line := sys.stdin.readline():
        child = os.fork()
        if child == 0:
            code = 1
            try:
                os.setsid()
                signal.signal(signal.SIGTERM, _stop)
                say({"pid": os.getpid()})
                _work(root, json.loads(line), say)
                code = 0
            finally:
                os._exit(code)  # TensorFlow takes a second or two to go the usual way
        say({"ended": os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])})


def _stop(number: int, frame: object) -> None:
    """End by way of every `finally`, so that nothing half-written stays. The processes that a proof
    starts write nothing, and end at once."""
    if os.getpid() != os.getsid(0):
        os._exit(1)
    sys.exit(1)


def _work(root: Path, job: dict[str, Any], say: Say) -> None:
    try:
        course = load_course(root)
        refuse_strays(course)
        for name in job.get("build", []):
            _build(course, name, say)
        if lessons := job.get("prove"):
            names = [name for exercises in lessons.values() for name in exercises]
            for proof in prove.prove(course, names, lessons, multiprocessing.get_context("fork")):
                say({"proof": dataclasses.asdict(proof)})
    except CourseError as error:
        say({"refused": str(error)})


def _build(course: Course, name: str, say: Say) -> None:
    """One lesson, so that a mistake in it leaves the others alone."""
    try:
        compile_here(course, name)
        say({"built": name, "changed": bool(build.build(course, [name]))})
    except CourseError as error:
        say({"refused": str(error)})


if __name__ == "__main__":
    main(Path(sys.argv[1]))
