"""How long a test waits. What is meant to come has far longer than a busy machine needs, so that only what hangs runs
out; what is meant to run out has a limit of its own, and a short one."""

from __future__ import annotations

import contextlib
import dataclasses
import signal
import time
from collections.abc import Callable, Iterator
from typing import TypeVar

from autograder.base.course import Limits
from autograder.grading.session import Session

PATIENCE = 300.0  # seconds
ROOMY = Limits(seconds_per_call=60.0, seconds_per_submission=1800.0)
# Settings of nbclient, and so of nbgrader where it runs a notebook itself.
OF_KERNELS = {"startup_timeout": int(PATIENCE), "iopub_timeout": int(PATIENCE)}
Found = TypeVar("Found")


def wait_until(what: Callable[[], Found]) -> Found:
    """Look again and again until something has come about, and return it."""
    end = time.monotonic() + PATIENCE
    while not (found := what()):
        assert time.monotonic() < end, f"this did not come about within {PATIENCE:g} seconds"
        time.sleep(0.01)
    return found


@contextlib.contextmanager
def bounded(seconds: float = PATIENCE) -> Iterator[None]:
    """End what hangs, as a failure."""

    def stop(number: int, frame: object) -> None:
        raise AssertionError(f"this had not ended after {seconds:g} seconds")

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


@contextlib.contextmanager
def within(session: Session, seconds: float) -> Iterator[None]:
    """A session each of whose calls and cells has so many seconds, which are meant to run out."""
    before = session._limits
    session._limits = dataclasses.replace(before, seconds_per_call=seconds)
    try:
        yield
    finally:
        session._limits = before
