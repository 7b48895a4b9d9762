"""The worker's side: a warm parent that forks one clean child per submission.

The parent is a fresh interpreter that never held an answer, a title or the course's path: it gets the
text of this file, `channel.py` and `sandbox.py` through a pipe. It loads NumPy, Matplotlib and IPython
once and then forks a child for each socket it is sent. The child enters the sandbox, runs the student's
cells as IPython does and answers calls: plain values in, plain values out. Nothing here compares or
decides anything.
"""

from __future__ import annotations

import _sitebuiltins
import ast
import builtins
import functools
import gc
import json
import os
import select
import signal
import socket
import sys
import types
from typing import Any

import numpy as np

from autograder import channel, sandbox

WATCH_SECONDS = 0.05  # between two looks at what no limit of the kernel bounds
MAX_SOURCE = 64 * sandbox.MEGABYTE  # characters of a cell: the judge has bounded it


def main(control_fd: int, scratch: str) -> None:
    """Fork a child per request until the control socket closes.

    Says first which layers of the sandbox it has, as JSON. Request: the megabytes and seconds that a child
    may take, with its data socket. Reply: the child's pid. A request of one number, a child's pid, kills it;
    the reply is its wait status. Kept short: after each fork, what this loop touches is copied.
    """
    control = socket.socket(fileno=control_fd)
    jail = sandbox.Jail(scratch)
    sys.meta_path.insert(0, _NotWhileGrading())
    shell = _new_shell()
    for name in [name for name in sys.modules if name.partition(".")[0] == "autograder"]:
        del sys.modules[name]
    jail.settle()
    control.sendall(json.dumps({"layers": jail.layers, "missing": jail.missing}).encode() + b"\n")
    gc.collect()
    gc.freeze()  # a child's garbage collector leaves these pages alone, so they stay shared
    sandbox.share_large_pages()
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
                _child(shell, fds[0])
            finally:
                os._exit(0)
        os.close(fds[0])
        children.add(pid)
        control.sendall(b"%d\n" % pid)


class _NotWhileGrading:
    """Answers the import of a library that is not there while grading with a sentence."""

    def find_spec(self, name: str, path: object = None, target: object = None) -> None:
        if name.partition(".")[0] in sandbox.BANNED:
            raise ModuleNotFoundError(
                f"{name.partition('.')[0]} is not there while grading: write it with NumPy", name=name
            )


def _new_shell() -> Any:
    """An IPython shell as a kernel has, without history, with its namespace as `__main__`."""
    import matplotlib

    matplotlib.use("agg")
    import matplotlib.pyplot
    from IPython.core.interactiveshell import InteractiveShell
    from traitlets.config import Config

    config = Config()
    config.HistoryManager.enabled = False
    config.InteractiveShell.colors = "NoColor"
    config.InteractiveShell.cache_size = 0
    module = types.ModuleType("__main__")
    sys.modules["__main__"] = module
    sys.modules["checks"] = _silent_checks()
    shell = InteractiveShell(config=config, user_module=module)
    shell.ask_exit = lambda: None  # as in a notebook: exit() does not end the run
    _tame(shell)
    shell.ast_transformers.append(_Imports())
    InteractiveShell._instance = shell
    shell.run_cell("import numpy as np\nx = 1", store_history=False)  # warms what the first cell needs
    shell.reset(new_session=False)
    return shell


_OTHER_PROGRAMS = ("pip", "uv", "conda", "mamba", "micromamba", "bash", "sh", "script", "system", "sx", "!", "perl", "ruby")


def _tame(shell: Any) -> None:
    """Magics that a right notebook may hold and that cannot work here do nothing, instead of stopping
    the cell; those that measure time measure once."""
    import matplotlib

    builtins.help = _sitebuiltins._Helper()  # `python -S` has none
    matplotlib.use = lambda *args, **kwargs: None
    shell.enable_gui = lambda gui=None: None
    shell.enable_matplotlib = lambda gui=None: (gui, "agg")
    shell.system = lambda command: None
    shell.getoutput = lambda command, split=True, depth=0: [] if split else ""

    def nothing(line: str, cell: str = "") -> None: ...

    for name in _OTHER_PROGRAMS:
        shell.register_magic_function(nothing, "line_cell", name)
    timeit = shell.find_line_magic("timeit")

    def once(line: str, cell: str | None = None) -> Any:
        own = timeit.__self__.parse_options(
            line, "n:r:tcp:qov:", posix=False, strict=False, preserve_non_opts=True
        )
        kept = "".join(f"-{option} " for option in "oq" if option in own[0])
        return timeit(f"-n1 -r1 {kept}{own[1]}", cell, shell.user_ns)

    shell.register_magic_function(once, "line_cell", "timeit")


class _Imports(ast.NodeTransformer):
    """An import at the top of a cell that finds no such module does not stop the cell: what is
    imported stops whoever uses it."""

    def visit_Module(self, node: ast.Module) -> ast.Module:
        body: list[ast.stmt] = []
        for statement in node.body:
            if isinstance(statement, (ast.Import, ast.ImportFrom)) and not _whole(statement):
                text = ast.unparse(statement)
                names = [name.asname or name.name.partition(".")[0] for name in statement.names]
                lost = "; ".join(f"{name} = __import__('checks').missing(_missing)" for name in names)
                tried = f"try: {text}\nexcept ModuleNotFoundError as _missing: {lost}"
                (parsed,) = ast.parse(tried).body
                for inner in ast.walk(parsed):
                    if hasattr(inner, "lineno"):
                        ast.copy_location(inner, statement)
                body.append(parsed)
            else:
                body.append(statement)
        node.body = body
        return node


def _whole(statement: ast.Import | ast.ImportFrom) -> bool:
    """Whether an import stays as it is: from the future, of everything, or of what is always there."""
    module = statement.module if isinstance(statement, ast.ImportFrom) else None
    if module == "__future__" or statement.names[0].name == "*":
        return True
    tops = {(module or name.name).partition(".")[0] for name in statement.names}
    return tops <= _ALWAYS_THERE


_ALWAYS_THERE = sys.stdlib_module_names | {"numpy", "matplotlib"}


class Missing:
    """Stands for what could not be imported."""

    def __init__(self, error: ModuleNotFoundError) -> None:
        self.__dict__["_error"] = str(error)

    def __getattr__(self, name: str) -> Any:
        raise ModuleNotFoundError(self.__dict__["_error"])

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        raise ModuleNotFoundError(self.__dict__["_error"])


def _silent_checks() -> types.ModuleType:
    """The student-side check file as the worker has it: its names, doing nothing."""

    class demo:
        def __init__(self, *names: str) -> None: ...

        def __enter__(self) -> None: ...

        def __exit__(self, *error: object) -> bool:
            return True

    module = types.ModuleType("checks")
    vars(module).update(check=lambda name: None, demo=demo, missing=Missing)
    return module


def _child(shell: Any, fd: int) -> None:
    """Serve one submission, an order at a time: what the student prints goes nowhere."""
    stream = socket.socket(fileno=fd)
    while (header := stream.recv(channel.HEADER_SIZE, socket.MSG_WAITALL)):
        size, number = channel.header(header)
        message = stream.recv(size, socket.MSG_WAITALL)
        try:
            reply = channel.encode(_answer(shell, message))
        except BaseException as error:  # SystemExit and KeyboardInterrupt too are the answer's own
            reply = channel.encode(_error(error))
        stream.sendall(channel.framed(number, reply))


def _answer(shell: Any, message: bytes) -> list[Any]:
    """Do what is asked: run a cell, or call the student's answer."""
    order = channel.Reader(message, MAX_SOURCE)
    name = order.value()
    if name is None:
        return _run(shell, order.value())
    drive, returned, start = order.value(), order.value(), order.at
    return _call(shell, name, drive, order.value(), order.value(), message[start:] if returned else None)


def _run(shell: Any, source: str) -> list[Any]:
    """Run one cell; an error in it is reported and does not stop the next."""
    code = _plain_code(shell, source)
    if code is not None:
        with shell.builtin_trap:
            exec(code, shell.user_global_ns, shell.user_ns)
        return ["ran"]
    shell.showtraceback = shell.showsyntaxerror = lambda *args, **kwargs: None
    result = shell.run_cell(source, store_history=False)
    error = result.error_before_exec or result.error_in_exec
    return ["ran"] if error is None else _error(error)


def _plain_code(shell: Any, source: str) -> types.CodeType | None:
    """The code of a cell that is Python as it stands, where IPython would run the same in ten times the
    time. None for one with magics, shell lines, prompts or a top-level await, and for one with a mistake,
    of which IPython runs what stands before it."""
    if len(shell.ast_transformers) > 1 or shell.input_transformers_post or source.lstrip().startswith("In ["):
        return None
    try:
        name = shell.compile.cache(source)
        text = source
        if "import" in source:
            text = _Imports().visit(shell.compile.ast_parse(source, name))
        code: types.CodeType = shell.compile(text, name, "exec")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    return code


def _call(
    shell: Any, name: str, drive: str | None, args: list[Any], kwargs: dict[str, Any], sent: bytes | None
) -> list[Any]:
    """Call what stands under the name, and return the value; with it the arguments, where the call has
    changed them and that matters (`sent` are their bytes before). A forger could as well hand in the
    arguments of before, so nothing is lost by looking here."""
    answer = shell.user_ns.get(name)
    if answer is None:
        return ["undefined"]
    if drive is None:
        value = answer(*args, **kwargs)
    else:
        value = _driver(drive)(answer, *args, **kwargs)
    if sent is None or channel.encode(args) + channel.encode(kwargs) == sent:
        return ["value", value]
    return ["value", value, args, kwargs]


def _driver(source: str) -> Any:
    space: dict[str, Any] = {"np": np}
    exec(_compiled(source), space)
    return space["drive"]


@functools.cache
def _compiled(source: str) -> types.CodeType:
    return compile(source, "<driver>", "exec")


def _error(error: BaseException) -> list[Any]:
    names = [kind.__name__ for kind in type(error).__mro__]
    try:
        text = str(error.msg if isinstance(error, SyntaxError) else error)[:500]
    except BaseException:
        text = ""
    line = getattr(error, "lineno", None)
    trace = error.__traceback__
    while line is None and trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    if line is None and trace is not None:
        line = trace.tb_lineno
    return ["raised", names, text, line if type(line) is int else 0]

