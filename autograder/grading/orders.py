"""What a worker is told to do, as bytes."""

from __future__ import annotations

import functools
from dataclasses import dataclass

from autograder.authoring.exercise import Case, Check
from autograder.worker import frames, values
from autograder.worker.drivers import compiled

MAX_SOURCE = 64 * 2**20  # characters of a cell: the notebook's size is bounded already


@dataclass(frozen=True)
class Order:
    """One call to ask a worker for, as the bytes that ask it: the same for every submission. `asked` is what it
    has in common with the other calls of its check, `own` the arguments."""

    name: str
    case: Case
    asked: bytes
    own: bytes
    most: int = values.MAX_ITEMS  # values that may come back

    @classmethod
    def of(cls, name: str, check: Check, case: Case, returned: bool = True, most: int = values.MAX_ITEMS) -> Order:
        """With `returned`, the arguments come back where the call has changed them."""
        own = values.encode([list(case.args), case.kwargs], MAX_SOURCE)
        return cls(name, case, _asked(name, check, returned), own, most)

    def message(self, told: set[bytes]) -> bytes:
        """The order for a worker that was told these before, which then has been told this one."""
        mark = self.asked[: frames.MARK]
        asked = mark if mark in told else self.asked
        told.add(mark)
        return frames.order(asked, self.own)


@functools.cache
def _asked(name: str, check: Check, returned: bool) -> bytes:
    """What the calls of a check have in common."""
    source = check.drive_source
    return frames.marked(values.encode([name, returned]) + (b"" if source is None else compiled(source)))


def run_order(source: str) -> bytes:
    return frames.order(b"", values.encode(source, MAX_SOURCE))
