"""The worker's side: a warm parent that forks one clean child per submission.

The parent is a fresh interpreter that never held an answer, a title or the course's path: it gets the
text of this file and of the few that it needs through a pipe. It loads NumPy, and where notebooks want
them Matplotlib and IPython, once, and then forks a child for each socket it is sent. The child enters the
sandbox, runs the student's cells as IPython does and answers calls: plain values in, plain values out.
Nothing here compares or decides anything.
"""

from __future__ import annotations

import gc
import importlib
import json
import linecache
import marshal
import os
import select
import signal
import socket
import sys
from typing import TYPE_CHECKING, Any, NoReturn

import numpy as np

from autograder import channel, frames, root, sandbox
from autograder.cells import Cells
from autograder.driver import compiled, taken_apart

if TYPE_CHECKING:
    import types

    from autograder.shell import Shell

WATCH_SECONDS = 0.05  # between two looks at what no limit of the kernel bounds
OFTEN = 20  # more than the calls after which Python rewrites a function
MAX_SOURCE = 64 * sandbox.MEGABYTE  # characters of a cell: the judge has bounded it


def main(control_fd: int, scratch: str, with_shell: bool) -> None:
    """Fork a child per request until the control socket closes.

    Says first which layers of the sandbox it has, as JSON. Request: the megabytes and seconds that a child
    may take, with its data socket. Reply: the child's pid. A request of one number, a child's pid, kills it;
    the reply is its wait status. Kept short: after each fork, what this loop touches is copied.
    """
    control = socket.socket(fileno=control_fd)
    jail = sandbox.Jail(scratch)
    sys.meta_path.insert(0, _NotWhileGrading())
    cells = _loaded(with_shell)
    _warm(cells)
    for name in [name for name in sys.modules if name.partition(".")[0] == "autograder"]:
        del sys.modules[name]
    gc.collect()
    gc.freeze()  # a child's garbage collector leaves these pages alone, so they stay shared
    sandbox.share_large_pages()
    jail.settle()
    control.sendall(json.dumps({"layers": jail.layers, "missing": jail.missing}).encode() + b"\n")
    children: set[int] = set()
    while True:
        while children and not select.select([control], [], [], WATCH_SECONDS)[0]:
            for pid in children:
                if jail.exceeded(pid):
                    os.kill(pid, signal.SIGKILL)
        message, fds, _flags, _address = socket.recv_fds(control, 100, 1)
        if not message:
            for pid in children:
                os.kill(pid, signal.SIGKILL)
            return
        words = message.split()
        if len(words) == 1:
            pid = int(message)
            children.discard(pid)
            os.kill(pid, signal.SIGKILL)
            _pid, status = os.waitpid(pid, 0)
            jail.fresh_scratch()
            control.sendall(b"%d\n" % status)
            continue
        pid = os.fork()
        if pid == 0:
            try:
                control.close()
                jail.enter(fds[0], int(words[0]), float(words[1]))
                _child(cells, fds[0])
            finally:
                os._exit(0)
        os.close(fds[0])
        children.add(pid)
        control.sendall(b"%d\n" % pid)


def _loaded(with_shell: bool) -> Cells | Shell:
    importlib.import_module("numpy.random")  # which NumPy loads at its first use
    if not with_shell:
        return Cells()
    from autograder.shell import Shell

    return Shell()


def _warm(cells: Cells | Shell) -> None:
    """Do often here what most children do: Python rewrites the code of a function while it learns how it is
    called (PEP 659), which each child would pay for, in time and in pages of its own."""
    before = dict(cells.space)
    cells.run("import numpy as np\ndef answer(*args, **kwargs): return args[0]")
    values = (
        np.ones((2, 3)), np.arange(3), np.float64(1), 1.0, 1, True, None, "text", [1.0, 2.0], [1, 2],
        [[1.0], np.ones(2)], (1, [2.0]), {"loss": [1.0, 2.0]},
    )  # fmt: skip
    drive = compiled("def drive(answer, *args, **kwargs): return answer(*args, **kwargs)")
    orders = [
        frames.order(frames.marked(channel.encode(["answer", True]) + driver), channel.encode([[value], {"a": value}]))
        for value in values
        for driver in (b"", drive)
    ]
    orders.append(frames.order(b"", channel.encode("import numpy as np\ndef f(x):\n    return x")))
    x = np.linspace(-1.0, 1.0, 6).reshape(2, 3)
    for turn in range(OFTEN):
        for order in orders:
            frames.framed(turn, _answer(cells, order))
        channel.encode(_error(ValueError("no"), ""))
        for axis in (None, -1):
            for reduce in (np.sum, np.mean, np.max, np.min, np.argmax, np.argmin, np.prod, np.any, np.all):
                reduce(x, axis=axis)
            x.sum(axis=axis, keepdims=True), x.mean(axis=axis, keepdims=True), x.max(axis=axis, keepdims=True)
        np.clip(x, 0, 1), np.where(x > 0, x, 0), np.reshape(x, -1), np.ravel(x), np.squeeze(x), np.array_equal(x, x)
        np.zeros_like(x), np.ones_like(x), np.full(2, 1.0), np.concatenate([x, x]), np.stack([x, x]), np.allclose(x, x)
        np.take_along_axis(x, np.zeros((2, 1), int), axis=-1), np.random.default_rng(turn).permutation(3), np.sqrt(abs(x) @ x.T)
    cells.space.clear()
    cells.space.update(before)
    _known.clear()
    linecache.clearcache()


class _NotWhileGrading:
    """Answers the import of a library that is not there while grading with a sentence."""

    def find_spec(self, name: str, path: object = None, target: object = None) -> None:
        if name.partition(".")[0] in root.BANNED:
            raise ModuleNotFoundError(
                f"{name.partition('.')[0]} is not there while grading: write it with NumPy", name=name
            )


def _child(cells: Cells | Shell, fd: int) -> None:
    """Serve one submission, an order at a time: what the student prints goes nowhere."""
    stream = socket.socket(fileno=fd)
    number = 0

    def want_shell() -> NoReturn:
        stream.sendall(frames.framed(number, channel.encode(["shell"])))
        os._exit(0)

    if isinstance(cells, Cells):
        cells.want_shell = want_shell
    if "" not in sys.path:
        sys.path.insert(0, "")  # as in a notebook: what a cell has written beside it can be imported
    while (header := stream.recv(frames.HEADER_SIZE, socket.MSG_WAITALL)):
        size, number = frames.header(header)
        message = stream.recv(size, socket.MSG_WAITALL)
        try:
            reply = _answer(cells, message)
        except BaseException as error:  # SystemExit and KeyboardInterrupt too are the answer's own
            reply = channel.encode(_error(error, cells.name))
        stream.sendall(frames.framed(number, reply))


def _answer(cells: Cells | Shell, message: bytes) -> bytes:
    """Do what is asked: run a cell, of which an error does not stop the next, or call the student's answer."""
    asked, own = frames.opened(message)
    if not asked:
        error = cells.run(channel.decode(own, MAX_SOURCE))
        return channel.encode(["ran"] if error is None else _error(error, cells.name))
    name, driver, returned = _asked(asked)
    return _call(cells.space.get(name), driver, own, returned)


def _asked(parts: bytes) -> tuple[str, types.FunctionType | None, bool]:
    """What the calls of a check have in common: the answer's name, the driver if there is one, and whether the
    arguments are to come back where a call has changed them. It comes once, and then its mark alone."""
    mark = parts[: frames.MARK]
    if mark not in _known:
        order = channel.Reader(parts)
        order.at = frames.MARK
        name, returned = order.value()
        space: dict[str, Any] = {"np": np, "drive": None}
        if order.at < len(parts):
            exec(marshal.loads(parts[order.at :]), space)
        _known[mark] = name, space["drive"], returned
    return _known[mark]


_known: dict[bytes, tuple[str, types.FunctionType | None, bool]] = {}


def _call(answer: Any, driver: types.FunctionType | None, sent: bytes, returned: bool) -> bytes:
    """Call the student's answer with the arguments that were sent, and return the reply: the value; with it the
    arguments, where the call has changed them and that matters. A forger could as well hand in the arguments
    of before, so nothing is lost by looking here."""
    if answer is None:
        return channel.encode(["undefined"])
    both = args, kwargs = channel.decode(sent, MAX_SOURCE)
    if driver is None:
        value = answer(*args, **kwargs)
    else:
        try:
            value = driver(answer, *args, **kwargs)
        except Exception as error:
            value = taken_apart(error, driver)
            if value is None:
                raise
    if returned and channel.encode(both, MAX_SOURCE) != sent:
        return channel.encode(["value", value, args, kwargs])
    return frames.returned(value)


def _error(error: BaseException, cell: str) -> list[Any]:
    """The reply that tells of an exception, with the line of the cell of this name in which it arose."""
    names = [kind.__name__ for kind in type(error).__mro__]
    try:
        text = str(error.msg if isinstance(error, SyntaxError) else error)[:500]
    except BaseException:
        text = ""
    line, own = None, False
    if isinstance(error, SyntaxError):
        line, own = error.lineno, error.filename in (cell, "<text>")
    trace = error.__traceback__
    while trace is not None and not own:
        if trace.tb_frame.f_code.co_filename == cell:
            line = trace.tb_lineno
        trace = trace.tb_next
    return ["raised", names, text, line if type(line) is int else 0]

