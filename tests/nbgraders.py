"""nbgrader's commands, each in a process of its own that has imported what it needs: a fork of one that
waits for them. The program itself takes seconds to import all that anew."""

from __future__ import annotations

import functools
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from autograder.base.course import Course
from tests.conftest import ROOT
from tests.patience import OF_KERNELS

PROGRAM = Path(sys.executable).parent / "nbgrader"


def nbgrader(where: Course | Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """What `nbgrader` does in a course's folder, without an environment that is activated."""
    root = where if isinstance(where, Path) else where.root
    if arguments[0] in ("autograde", "validate"):
        arguments += tuple(f"--ExecutePreprocessor.{name}={value}" for name, value in OF_KERNELS.items())
    server = _server()
    assert server.stdin is not None
    assert server.stdout is not None
    with tempfile.TemporaryDirectory() as folder:
        out, err = Path(folder, "out"), Path(folder, "err")
        server.stdin.write(json.dumps([str(root), str(out), str(err), arguments]) + "\n")
        server.stdin.flush()
        code = int(server.stdout.readline())
        return subprocess.CompletedProcess(arguments, code, out.read_text(), err.read_text())


@functools.cache
def _server() -> subprocess.Popen[str]:
    """It ends when its standard input does, with this process."""
    return subprocess.Popen(
        [sys.executable, "-m", "tests.nbgraders"],
        cwd=ROOT, env=os.environ | {"PATH": "/usr/bin:/bin"}, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip


def _serve() -> None:
    import nbgrader.apps
    import nbgrader.converters
    import nbgrader.plugins
    import nbgrader.validator

    import autograder.grading.grader
    import autograder.nbgrader_bridge.config
    import autograder.nbgrader_bridge.exporters
    import autograder.nbgrader_bridge.feedback_pages
    import autograder.release.sources  # noqa: F401

    for line in sys.stdin:
        child = os.fork()
        if not child:
            folder, out, err, arguments = json.loads(line)
            os.chdir(folder)
            for number, path in enumerate(("/dev/null", out, err)):
                os.dup2(os.open(path, os.O_RDWR | os.O_CREAT), number)
            sys.path[0] = str(PROGRAM.parent)
            sys.argv = [str(PROGRAM), *arguments]
            nbgrader.apps.NbGraderApp.launch_instance()
            sys.exit()
        _pid, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)


if __name__ == "__main__":
    _serve()
