"""The trusted side of a worker: runs a submission's cells in it, asks it calls, and survives it.

Whatever the worker does (dies, hangs, sends garbage) ends as an `Outcome` of the call at hand; a new
worker then runs the cells again and goes on, within the submission's time.
"""

from __future__ import annotations

import contextlib
import itertools
import os
import re
import signal
import time
from collections.abc import Iterator, Sequence
from typing import Any, NoReturn

from autograder.base.course import Limits
from autograder.grading.child import NO_ANSWER, Child, WorkerDied
from autograder.grading.launcher import Launcher
from autograder.grading.orders import Order, run_order
from autograder.judging.cell_errors import MISTAKES, CellError, Mistake, first_error, later_error
from autograder.key.outcome import Outcome, bounded, changed, died
from autograder.worker import frames, values

SLOW = 1.0  # seconds of a cell that pay for looking whether it must run again
OVERTIME = 1.0  # seconds that reading what has come may take once the submission's are over
# What a cell that ran out of time would have defined, above or below the line that takes so long.
DEFINITIONS = """exec(compile((lambda ast, tree: ast.Module([
    node for node in tree.body
    if isinstance(node, (ast.Import, ast.ImportFrom, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef))
], []))(__import__("ast"), __import__("ast").parse({source!r})), "<cell>", "exec"))"""
_DEFINES = re.compile(r"^\s*(?:async\s+def|def|class|import|from)\b|lambda", re.MULTILINE)
# What a crash ends with. Any other signal is the submission's choice, and its number could carry a hidden one out.
FAULTS = (signal.SIGSEGV, signal.SIGABRT, signal.SIGBUS, signal.SIGFPE, signal.SIGILL, signal.SIGXCPU)
OTHER_NUMBERS = "__import__('numpy').random.seed(); __import__('random').seed()"  # a child has its parent's
AHEAD = 2**15  # bytes of orders that wait for the worker: less than any socket holds


class ShellWanted(Exception):
    """The worker has ended for want of IPython or Matplotlib, and the next one will have them."""


class Session:
    """One submission's worker, and the cells it has run so far."""

    def __init__(self, launcher: Launcher, limits: Limits) -> None:
        self._launcher = launcher
        self._limits = limits
        self._deadline = time.monotonic() + limits.seconds_per_submission
        self._child: Child | None = None
        self._cells: list[str] = []
        self._instead: dict[str, str] = {}  # of cells that take long, what is run in their place the next time
        self._known: dict[str, str] = {}  # the same of an earlier run
        self._took = 0.0  # seconds of the last cell
        self._asked = False  # whether a worker of it has: it may have left a trace in what the machine counts
        self._number = 0
        self._elsewhere = False  # whether its worker is to come from another parent

    def close(self) -> None:
        self._end()

    def anew(self) -> Session:
        """A session for another run of the same notebook, within the same time. This one is closed. What is
        drawn without a seed is drawn differently, and the worker comes from another parent where there is one, for
        children of the same have the same hashes and addresses."""
        self.close()
        other = Session(self._launcher, self._limits)
        other._elsewhere = True
        other._deadline = self._deadline
        other._cells = [OTHER_NUMBERS]
        other._known = self._instead
        return other

    def _end(self) -> int:
        """End the worker, if there is one, and return its wait status."""
        child, self._child = self._child, None
        if child is None:
            return 0
        child.stream.close()
        return self._launcher.end(child.pid)

    def run(self, source: str) -> CellError | None:
        """Run a cell. One that kills the worker is not run again; of one that ran out of time, the definitions
        are. One that fails is run once more in a worker that has seen no hidden input, which its error could
        carry, and which goes on from there."""
        source = self._known.get(source, source)
        mistake: Mistake | None = None
        try:
            asked, reply = self._reply_to(source)
            error = _raised(reply)
            if error is not None and error.names[0] in MISTAKES:
                self._end()
                mistake = self._mistake(source)
            elif asked and error is not None:
                self._end()
                _asked, reply = self._reply_to(source)
                error = _raised(reply)
        except WorkerDied as death:
            if str(death).startswith("ran out of time"):
                self._keep_definitions(source)
            return CellError(str(death))
        self._cells.append(source)
        if self._took > SLOW and not _DEFINES.search(source):
            self._instead[source] = ""  # an experiment, of which no answer needs the result
        if error is None:
            return None
        return later_error(error, mistake) if self._asked else first_error(error, _line(reply), source, mistake)

    def _mistake(self, source: str) -> Mistake | None:
        """The mistake in a cell's text, if it has one, from a worker that runs no student's code."""
        self._spawn(max(self._deadline - time.monotonic(), 1.0))
        (reply,) = self._exchange([run_order(f"compile({source!r}, '<text>', 'exec')")])
        self._end()
        found, line = _raised(reply), _line(reply)
        return Mistake(found.text, line) if found is not None and line is not None else None

    def _keep_definitions(self, source: str) -> None:
        self._instead[source] = DEFINITIONS.format(source=source)
        with contextlib.suppress(WorkerDied):
            self._reply_to(self._instead[source])
            self._cells.append(self._instead[source])

    def _reply_to(self, source: str) -> tuple[bool, list[Any]]:
        """Whether the worker that ran this cell has seen hidden inputs, and its reply."""
        try:
            child = self._revive()
            began = time.monotonic()
            (reply,) = self._exchange([run_order(source)])
            self._took = time.monotonic() - began
        except ShellWanted:
            return self._reply_to(source)
        return child.asked, reply

    def calls(self, orders: Sequence[Order], patience: float = 1.0) -> list[Outcome]:
        """What comes of each call of the student's answer in turn, each within `patience` of a call's time,
        up to the first that ends the worker. It takes one at a time; the next ones wait in the socket."""
        outcomes: list[Outcome] = []
        rest = True
        while rest and len(outcomes) < len(orders):
            rest = self._calls(orders[len(outcomes) :], outcomes, patience)
        return outcomes

    def _calls(self, orders: Sequence[Order], all_outcomes: list[Outcome], patience: float) -> bool:
        """Add what comes of these calls, and return whether the rest of them is to be asked again."""
        outcomes: list[Outcome] = []
        first = 0
        try:
            child = self._revive()
            self._asked = child.asked = True
            first = self._number + 1
            replies = self._exchange([*(order.message(child.told) for order in orders), run_order("")], patience)
            for order, reply in zip(orders, replies, strict=False):
                outcome = _outcome(reply, order)
                if child.size > order.most:  # else it cannot hold more values
                    outcome = bounded(outcome, order.most)
                outcomes.append(outcome)
            next(replies)  # of a cell that does nothing: so the last call, too, has been answered only once
        except WorkerDied as error:
            place = len(outcomes) if error.twice is None else error.twice - first
            if not 0 <= place < len(outcomes):  # else that call is to blame, not the next
                place = min(len(outcomes), len(orders) - 1)
            outcomes[place : place + 1] = [died(str(error))]
        except ShellWanted:
            return True
        finally:
            all_outcomes += outcomes
        return False

    def _revive(self) -> Child:
        """The worker, where there is none a new one that has run the cells that ran before."""
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise WorkerDied(
                f"the submission had used up its {self._limits.seconds_per_submission:g} seconds"
            )
        child = self._child
        if child is None:
            child = self._spawn(left)
            cells = [self._instead.get(source, source) for source in self._cells]
            list(self._exchange([run_order(source) for source in cells]))
        return child

    def _spawn(self, seconds: float) -> Child:
        """A new worker, which has run nothing."""
        if self._elsewhere:
            self._launcher, self._elsewhere = self._other_launcher() or self._launcher, False
        pid, stream = self._launcher.spawn(self._limits, seconds)
        self._child = child = Child(pid, stream, self._limits.output_kb * 1024)
        return child

    def _other_launcher(self) -> Launcher | None:
        """The launcher of workers from another parent, if there is one. It may have to be started, which takes none
        of the submission's time."""
        began = time.monotonic()
        other = self._launcher.other()
        self._deadline += time.monotonic() - began
        return other

    def _exchange(self, orders: Sequence[bytes], patience: float = 1.0) -> Iterator[list[Any]]:
        """Send orders, in loads that the socket holds, and give their replies; any failure ends the worker."""
        child = self._child
        assert child is not None
        sent = 0
        for place in range(len(orders)):
            left = self._deadline - time.monotonic()
            if left < -OVERTIME:
                raise self._bury(TimeoutError(), 0.0)
            left = max(left, 0.01)
            allowed = min(self._limits.seconds_per_call * patience, left)
            try:
                if place == sent:
                    sent += _load(orders[sent:])
                    numbered = enumerate(orders[place:sent], self._number + 1)
                    child.send(b"".join(frames.framed(number, order) for number, order in numbered), allowed)
                self._number += 1
                reply = child.reply(self._number, allowed)
                if reply[0] == "shell":
                    self._take_shell()
            except (WorkerDied, values.ChannelError, OSError) as error:
                raise self._bury(error, allowed) from None
            yield reply

    def _take_shell(self) -> NoReturn:
        """End the worker, and have the next one come from a parent that has IPython and Matplotlib loaded."""
        other = self._other_launcher()
        if other is None:
            raise WorkerDied(NO_ANSWER)
        self._end()
        self._launcher = other
        raise ShellWanted

    def _bury(self, error: Exception, allowed: float) -> WorkerDied:
        """End the worker and say why it gave no answer."""
        status = self._end()
        if isinstance(error, TimeoutError):
            if time.monotonic() >= self._deadline:  # how much was left would be a message of its own
                return WorkerDied(
                    f"ran out of time: the submission had used up its {self._limits.seconds_per_submission:g} seconds"
                )
            return WorkerDied(f"ran out of time ({allowed:.2g} s): is there an endless loop?")
        if isinstance(error, frames.TooLongError):
            return WorkerDied(f"returned more than {self._limits.output_kb} KB")
        if isinstance(error, values.ChannelError):  # which one could carry a hidden number out
            return WorkerDied(NO_ANSWER)
        if isinstance(error, WorkerDied) and str(error):
            return error
        if os.WIFSIGNALED(status) and os.WTERMSIG(status) != signal.SIGKILL:
            fault = next((f" ({known.name})" for known in FAULTS if known == os.WTERMSIG(status)), "")
            return WorkerDied(f"stopped the process that runs it{fault}")
        return WorkerDied("ended the process that runs it")


def _load(orders: Sequence[bytes]) -> int:
    """How many of these orders go in one load: one at least, and what keeps within `AHEAD` with it."""
    sizes = itertools.accumulate(len(order) + frames.HEADER_SIZE for order in orders)
    return max(1, sum(1 for _ in itertools.takewhile(lambda size: size <= AHEAD, sizes)))


def _raised(reply: list[Any]) -> Outcome | None:
    """The exception in a reply, which a student's code may have forged in any form."""
    if reply[0] != "raised" or len(reply) < 3:
        return None
    names, text = reply[1:3]
    if type(names) is not list or not names or len(names) > 50:
        return None
    if not all(type(name) is str for name in names) or type(text) is not str:
        return None
    return Outcome("raised", names=tuple(name[:100] for name in names), text=text[:500])


def _line(reply: list[Any]) -> int | None:
    """The line that a reply of `_raised` tells."""
    return reply[3] if len(reply) == 4 and type(reply[3]) is int else None


def _outcome(reply: list[Any], order: Order) -> Outcome:
    """The outcome that a reply tells: `["value", value]`, with the arguments behind it where the call has
    changed them, `["raised", names, text, line]` or `["undefined"]`."""
    if reply[0] == "value" and len(reply) == 2:
        return Outcome("value", reply[1])
    if reply[0] == "value" and len(reply) == 4 and type(reply[2]) is list:
        return Outcome("value", reply[1], changed=changed(order.case, *reply[2:]))
    if reply[0] == "undefined":
        return died(f"{order.name} is not defined")
    return _raised(reply) or died(NO_ANSWER)
