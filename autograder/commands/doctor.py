"""`autograder doctor`: which protections are active on this machine, seen and not only claimed."""

from __future__ import annotations

from collections.abc import Iterator

from autograder.base.course import Course
from autograder.grading.grader import DEMANDED
from autograder.grading.launcher import Launcher
from autograder.grading.session import Session

# What student code must not be able to do, and code that tries.
PROBES = {
    "read the course's folder": "open({course!r}).read()",
    "see which files are there": "import os; os.stat({course!r})",
    "list the home folder": "import os; os.listdir({home!r})",
    "read other processes": "open('/proc/1/cmdline').read()",
    "write outside its scratch folder": "open('/tmp/autograder-probe', 'w')",
    "open a network connection": "import socket; socket.socket()",
    "start a process": "import os; os.fork()",
    "run a program": "import subprocess; subprocess.run(['true'])",
    "signal another process": "import os; os.kill(os.getppid(), 0)",
    "fill the disk": "[open(str(n), 'wb').write(bytes(2**23)) for n in range(16)]",
    "take all memory": "import numpy as np; np.ones(2**40)",
    "import Keras": "import keras; keras.losses",
}


def examine(course: Course) -> Iterator[tuple[str, bool]]:
    """Lines to print, each with whether it is good news."""
    with Launcher() as launcher:
        protection = launcher.start()
        for layer in protection.layers:
            yield f"active   {layer}", True
        for layer, reason in protection.missing.items():
            yield f"missing  {layer}: {reason}", False
        session = Session(launcher, course.limits)
        for deed, source in PROBES.items():
            code = source.format(course=str(course.root / "course.yaml"), home=str(course.root.home()))
            error = session.run(code)
            kept = error is not None
            yield f"{'held    ' if kept else 'NOT held'} student code cannot {deed}", kept
        session.close()
    lacking = [layer for layer in DEMANDED[course.sandbox] if layer in protection.missing]
    if lacking:
        yield f"course.yaml demands sandbox: {course.sandbox}; grading is refused without {lacking[0]}", False
    else:
        yield f"course.yaml demands sandbox: {course.sandbox}, which this machine offers", True
