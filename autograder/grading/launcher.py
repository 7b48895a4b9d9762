"""The trusted side of a worker's parent: starts it, and has it fork and end children."""

from __future__ import annotations

import contextlib
import json
import os
import socket
import subprocess
import sys
import sysconfig
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from autograder.base.course import Limits
from autograder.base.errors import GraderError
from autograder.base.temporary_folder import Scratch
from autograder.worker.jail import ENVIRONMENT, PASSED_ON

START_SECONDS = 60.0

# The worker's parent: isolated (-I), without site-packages' .pth files (-S), which name course folders.
# At a fork Python would seed `random` anew: that takes time, and an answer that draws without a seed should get
# the same mark whenever it is graded.
_BOOTSTRAP = """
import importlib, json, os, sys
from importlib.machinery import ModuleSpec
at_fork, os.register_at_fork = os.register_at_fork, lambda **_: None
import random
os.register_at_fork = at_fork
given = json.load(sys.stdin)
sys.path += given["paths"]
class Given:
    def find_spec(self, name, path=None, target=None):
        return ModuleSpec(name, self, is_package=name == "worker") if name in given["modules"] else None
    def create_module(self, spec):
        return None
    def exec_module(self, module):
        exec(compile(given["modules"][module.__name__], "<" + module.__name__ + ">", "exec"), vars(module))
sys.meta_path.insert(0, Given())
main = importlib.import_module("worker.main").main
if given["with_shell"]:
    importlib.import_module("worker.ipython_cells")
del sys.meta_path[0]
main(given["control"], given["scratch"], given["with_shell"])
"""


@dataclass(frozen=True)
class Protection:
    """The sandbox that a worker has: the layers in force, and why others are missing."""

    layers: list[str]
    missing: dict[str, str]

    def __str__(self) -> str:
        return ", ".join(self.layers)


class Launcher:
    """A warm parent process that forks a clean child for each submission."""

    def __init__(self, with_shell: bool = False) -> None:
        self._with_shell = with_shell
        self._other: Launcher | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None
        self._scratch: Scratch | None = None
        self.protection: Protection | None = None

    def __enter__(self) -> Launcher:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        if self._other is not None:
            self._other.close()
            self._other = None
        if self._control is not None:
            self._control.close()
            self._control = None
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            if self._process.stderr is not None:
                self._process.stderr.close()
            self._process = None
        self.protection = None
        if self._scratch is not None:
            self._scratch.close()
            self._scratch = None

    def _start(self) -> socket.socket:
        ours, theirs = socket.socketpair()
        self._scratch = Scratch()
        scratch = str(self._scratch.path)
        passed_on = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
        home = {"HOME": scratch, "MPLCONFIGDIR": scratch}
        self._process = subprocess.Popen(
            [sys.executable, "-I", "-S", "-B", "-c", _BOOTSTRAP],
            pass_fds=[theirs.fileno()],
            env=ENVIRONMENT | home | passed_on,
            cwd=scratch,
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )
        assert self._process.stdin is not None
        with contextlib.suppress(BrokenPipeError), self._process.stdin as stdin:
            stdin.write(self._given(theirs.fileno(), scratch))
        theirs.close()
        ours.settimeout(START_SECONDS)
        hello = _line(ours)
        if not hello:
            reason = self._process.stderr.read().decode(errors="replace") if self._process.stderr else ""
            ours.close()
            self.close()
            raise GraderError(f"the worker did not start: {' '.join(reason.strip().splitlines()[-1:])}")
        self.protection = Protection(**json.loads(hello))
        self._control = ours
        return ours

    def _given(self, control: int, scratch: str) -> bytes:
        """What the worker's parent is given: the text of its modules, never the course's path."""
        folder = Path(__file__).parents[1] / "worker"
        paths = sysconfig.get_paths()
        given = {
            "modules": {
                f"worker.{path.stem}".removesuffix(".__init__"): path.read_text(encoding="utf-8")
                for path in sorted(folder.glob("*.py"))
            },
            "paths": list(dict.fromkeys((paths["purelib"], paths["platlib"]))),
            "control": control,
            "scratch": scratch,
            "with_shell": self._with_shell,
        }
        return json.dumps(given).encode()

    def start(self) -> Protection:
        """Start the parent, if it does not run yet, and say what it is protected by."""
        if self._control is None:
            self._start()
        assert self.protection is not None
        return self.protection

    def other(self) -> Launcher | None:
        """The launcher of children that have IPython and Matplotlib, started once it is needed; none where
        this one's have them. Under the same protection: a notebook must not choose its own."""
        if self._with_shell:
            return None
        if self._other is None:
            self._other = type(self)(with_shell=True)
        if self._other.start() != self.start():
            raise GraderError("a second worker's parent has not the protection of the first; see `autograder doctor`")
        return self._other

    def spawn(self, limits: Limits, seconds: float) -> tuple[int, socket.socket]:
        """A new child, as (pid, data socket)."""
        control = self._control or self._start()
        ours, theirs = socket.socketpair()
        try:
            socket.send_fds(control, [b"%d %f" % (limits.memory_mb, seconds)], [theirs.fileno()])
            pid = int(_line(control))
        except (OSError, ValueError) as error:
            ours.close()
            self.close()
            raise GraderError(f"the worker's parent is gone ({error})") from None
        finally:
            theirs.close()
        return pid, ours

    def end(self, pid: int) -> int:
        """Kill a child and return its wait status."""
        assert self._control is not None
        try:
            self._control.sendall(b"%d" % pid)
            status = int(_line(self._control))
        except (OSError, ValueError) as error:
            raise GraderError(f"the worker's parent is gone ({error})") from None
        return status


def _line(control: socket.socket) -> bytes:
    data = b""
    while not data.endswith(b"\n"):
        part = control.recv(4096)
        if not part:
            return b""
        data += part
    return data.strip()
