"""Ctrl-C is raised where nothing is held, and never lost."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from concurrent.futures import Future

import pytest

from autograder.base.course import Limits
from autograder.judging.results import SubmissionReport
from autograder.running.bundle import Graded
from autograder.running.interrupts import Interrupts
from autograder.running.schedule import graded

REPORT = SubmissionReport("", "losses", None, "graded", None, 0.0, 0.0, ())


@pytest.fixture(autouse=True)
def handler() -> Iterator[None]:
    yield
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def ctrl_c() -> None:
    signal.raise_signal(signal.SIGINT)


def test_it_waits_until_it_is_let_in() -> None:
    interrupts = Interrupts()
    ctrl_c()
    with pytest.raises(KeyboardInterrupt), interrupts.let_in():
        pytest.fail("it came before")
    with pytest.raises(KeyboardInterrupt):
        interrupts.over()


def test_where_it_is_let_in_it_is_raised_at_once() -> None:
    interrupts = Interrupts()
    with pytest.raises(KeyboardInterrupt), interrupts.let_in():
        ctrl_c()
    with pytest.raises(KeyboardInterrupt):
        interrupts.over()


def test_a_second_one_does_not_wait() -> None:
    interrupts = Interrupts()
    ctrl_c()
    with pytest.raises(KeyboardInterrupt):
        ctrl_c()
    with pytest.raises(KeyboardInterrupt):
        interrupts.over()


def test_the_one_that_is_on_its_way_is_not_raised_again() -> None:
    interrupts = Interrupts()
    try:
        with interrupts.let_in():
            ctrl_c()
    except KeyboardInterrupt:
        interrupts.over()


def test_another_handler_is_left_alone() -> None:
    def mine(number: int, frame: object) -> None: ...

    before = signal.signal(signal.SIGINT, mine)
    try:
        interrupts = Interrupts()
        assert signal.getsignal(signal.SIGINT) is mine
        interrupts.over()
        assert signal.getsignal(signal.SIGINT) is mine
    finally:
        signal.signal(signal.SIGINT, before)


class InstantPool:
    workers = 1

    def __init__(self) -> None:
        self.submitted = 0

    def submit(self, lesson: str, data: bytes) -> Future[Graded]:
        self.submitted += 1
        future: Future[Graded] = Future()
        future.set_result(Graded(REPORT, "none", 0.0))
        return future

    def close(self) -> None: ...


def record(pool: InstantPool, count: int, recorded: list[int]) -> None:
    """A class, with a Ctrl-C at each report."""
    for tag, _outcome in graded(lambda: pool, ((n, "losses", b"") for n in range(count)), Limits()):
        ctrl_c()
        recorded.append(tag)


def test_a_class_is_left_after_the_submission_at_hand() -> None:
    """It comes while a report is recorded: that one is recorded whole, and no other is."""
    pool = InstantPool()
    recorded: list[int] = []
    with pytest.raises(KeyboardInterrupt):
        record(pool, 100, recorded)
    assert recorded == [0]
    assert pool.submitted < 10


def test_one_that_comes_with_the_last_submission_is_not_lost() -> None:
    recorded: list[int] = []
    with pytest.raises(KeyboardInterrupt):
        record(InstantPool(), 1, recorded)
    assert recorded == [0]
