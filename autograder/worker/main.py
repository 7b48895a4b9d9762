"""The worker's side: a warm parent that forks one clean child per submission.

The parent is a fresh interpreter that never held an answer, a title or the course's path: it gets the
text of this folder's modules through a pipe. It loads NumPy, and where notebooks want
them Matplotlib and IPython, once, and then forks a child for each socket it is sent. The child enters the
sandbox, runs the student's cells as IPython does and answers calls: plain values in, plain values out.
Nothing here compares or decides anything.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import select
import signal
import socket
import sys
from typing import TYPE_CHECKING, NoReturn

from . import frames, root_folder, values
from .answering import answer_order, error_reply
from .jail import Jail, share_large_pages
from .plain_cells import Cells
from .warm_up import warm_up

if TYPE_CHECKING:
    from .ipython_cells import Shell

WATCH_SECONDS = 0.05  # between two looks at what no limit of the kernel bounds


def main(control_fd: int, scratch: str, with_shell: bool) -> None:
    """Fork a child per request until the control socket closes.

    Says first which layers of the sandbox it has, as JSON. Request: the megabytes and seconds that a child
    may take, with its data socket. Reply: the child's pid. A request of one number, a child's pid, kills it;
    the reply is its wait status. Kept short: after each fork, what this loop touches is copied.
    """
    control = socket.socket(fileno=control_fd)
    jail = Jail(scratch)
    sys.meta_path.insert(0, _NotWhileGrading())
    cells = _loaded(with_shell)
    warm_up(cells)
    for name in [name for name in sys.modules if name.partition(".")[0] == __name__.partition(".")[0]]:
        del sys.modules[name]
    gc.collect()
    gc.freeze()  # a child's garbage collector leaves these pages alone, so they stay shared
    share_large_pages()
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
    from .ipython_cells import Shell

    return Shell()


class _NotWhileGrading:
    """Answers the import of a library that is not there while grading with a sentence."""

    def find_spec(self, name: str, path: object = None, target: object = None) -> None:
        if name.partition(".")[0] in root_folder.BANNED:
            raise ModuleNotFoundError(
                f"{name.partition('.')[0]} is not there while grading: write it with NumPy", name=name
            )


def _child(cells: Cells | Shell, fd: int) -> None:
    """Serve one submission, an order at a time: what the student prints goes nowhere."""
    stream = socket.socket(fileno=fd)
    number = 0

    def want_shell() -> NoReturn:
        stream.sendall(frames.framed(number, values.encode(["shell"])))
        os._exit(0)

    if isinstance(cells, Cells):
        cells.want_shell = want_shell
    if "" not in sys.path:
        sys.path.insert(0, "")  # as in a notebook: what a cell has written beside it can be imported
    while (header := stream.recv(frames.HEADER_SIZE, socket.MSG_WAITALL)):
        size, number = frames.header(header)
        message = stream.recv(size, socket.MSG_WAITALL)
        try:
            reply = answer_order(cells, message)
        except BaseException as error:  # SystemExit and KeyboardInterrupt too are the answer's own
            reply = values.encode(error_reply(error, cells.name))
        stream.sendall(frames.framed(number, reply))
