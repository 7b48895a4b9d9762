"""Keys compiled when they are needed: in a process of its own, which imports TensorFlow, and never without a word.

Whoever needs keys calls `compile_keys`, or starts a `Compilation` and waits for one key after another. In a Jupyter
server, which must go on answering, compiling runs in the background and the caller is told to come back.
"""

from __future__ import annotations

import functools
import importlib.util
import json
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import SimpleQueue
from typing import Any

from autograder.authoring.lesson_folder import load_pair
from autograder.base.course import Course
from autograder.base.errors import CourseError
from autograder.base.source_text import at
from autograder.key.head import key_paths, read_head

_ORACLES = {"oracle": ("keras", "tensorflow"), "precise": ("mpmath",)}  # what each kind of oracle is written with
# Of a process that compiles: TensorFlow quiet, on the processor, with the same rounding everywhere.
ENVIRONMENT = {
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "CUDA_VISIBLE_DEVICES": "-1",
    "TF_ENABLE_ONEDNN_OPTS": "0",
    "KERAS_BACKEND": "tensorflow",
}


def compile_keys(course: Course, names: Iterable[str]) -> None:
    """Compile the keys that are missing, saying so on stderr, and say where a key that is there was compiled with
    other versions than those installed here. Raises CourseError; in a Jupyter server also where a key is missing."""
    names = list(names)
    missing = missing_keys(course, names)
    for name in names:
        _say_differences(course, name)
    if not missing:
        return
    if in_a_server():
        raise in_the_background("autograder.release.sources", course, missing)
    with Compilation(course, missing) as compilation:
        for name in missing:
            compilation.wait(name)


def missing_keys(course: Course, names: Iterable[str]) -> list[str]:
    """Those of these lessons of which the key of some exercise is missing."""
    return [name for name in names if missing_exercises(course, name)]


def missing_exercises(course: Course, name: str) -> list[str]:
    """The exercises of a lesson whose key is missing."""
    return [exercise for exercise, path in key_paths(course, name).items() if not path.is_file()]


class Compilation:
    """Compiles what is missing of the keys of these lessons, in order, while the caller does something else; `wait`
    for each lesson.

    With `again`, keys that are there are compiled too. Leaving the `with` block ends what is not done. Raises
    CourseError where a lesson cannot be compiled here.
    """

    def __init__(self, course: Course, names: Iterable[str], *, again: bool = False) -> None:
        self.course, self.names = course, list(names)
        self._wanted = {
            name: list(key_paths(course, name)) if again else missing_exercises(course, name) for name in self.names
        }
        for name, exercises in self._wanted.items():
            _require(course, name, exercises)
        self._begun: dict[str, list[str]] = {name: [] for name in self.names}  # exercises of each lesson
        self._done: set[str] = set()
        self._lines: SimpleQueue[str] = SimpleQueue()  # what the process has told; "" when it has ended
        self._process: subprocess.Popen[str] | None = None
        self._stderr = tempfile.TemporaryFile("w+", errors="replace")  # noqa: SIM115 — closed by `close`
        if self.names:
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-m", "autograder.key.compile_process", str(course.root), *["--again"] * again, *self.names],
                env=os.environ | ENVIRONMENT, text=True, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                stderr=self._stderr,
            )  # fmt: skip
            threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        assert self._process is not None
        assert self._process.stdout is not None
        with self._process.stdout as told:
            for line in told:
                self._lines.put(line)
        self._lines.put("")

    def wait(self, name: str) -> None:
        """Until all keys of this lesson are there. Raises CourseError where it cannot be compiled."""
        while name not in self._done and not self._lines.empty():
            self._hear(name)
        if name in self._done or name not in self.names:
            return
        exercises = self._wanted[name]
        print(
            f"Compiling the answer key of {name}: {', '.join(exercises)} (once; again only when the exercise, its checks "
            "or the seed change)", file=sys.stderr, flush=True,
        )  # fmt: skip
        with _shown(name, len(exercises)) as step:
            while name not in self._done:
                begun = len(self._begun[name])
                if begun:
                    step(begun, self._begun[name][-1])
                self._hear(name)

    def _hear(self, name: str) -> None:
        line = self._lines.get()
        if not line:
            self._lines.put(line)  # whoever waits for another lesson is to find it too
            raise self._failure(name)
        told = json.loads(line)
        if "compiled" in told:
            self._done.add(told["compiled"])
        else:
            self._begun[told["lesson"]].append(told["exercise"])

    def _failure(self, name: str) -> CourseError:
        assert self._process is not None
        code = self._process.wait()
        self._stderr.seek(0)
        lines = [line.rstrip("\n") for line in self._stderr if line.strip()]
        last = lines[-1] if lines else f"exit {code}"
        if code == 2:
            return CourseError(last)
        return CourseError(f"{at(self.course.root)}: compiling the answer key of {name} failed (exit {code}): {last}")

    def close(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()
        self._stderr.close()

    def __enter__(self) -> Compilation:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


@contextmanager
def _shown(name: str, count: int) -> Iterator[Any]:
    """How far a lesson's key is: a bar on a terminal, a line an exercise elsewhere."""
    if not sys.stderr.isatty():
        yield lambda number, exercise: print(f"  {exercise} ({number} of {count})", file=sys.stderr, flush=True)
        return
    from tqdm import tqdm

    bar = tqdm(total=count, desc=name, unit=" exercises", dynamic_ncols=True, leave=False)

    def step(number: int, exercise: str) -> None:
        bar.set_postfix_str(exercise, refresh=False)
        bar.update(number - 1 - bar.n)
        bar.refresh()

    try:
        yield step
    finally:
        bar.close()


def _require(course: Course, name: str, exercises: Iterable[str]) -> None:
    """Raise CourseError where these exercises cannot be compiled: a mistake in one of the lesson's files, or what
    their oracles are written with is not installed."""
    _lesson, hidden = load_pair(course, name)
    wanted = {
        package
        for kind, packages in _ORACLES.items()
        if any(getattr(hidden[exercise], kind) is not None for exercise in exercises)
        for package in packages
    }
    missing = sorted(package for package in wanted if importlib.util.find_spec(package) is None)
    if missing:
        raise CourseError(
            f"{name}: its answer key must be compiled, and {' and '.join(missing)} "
            f"{'is' if len(missing) == 1 else 'are'} not installed here; install what authors need (pip install "
            "-c constraints.txt -e '.[author]'), or take the key from a machine that has it (there: autograder keys "
            "export FILE; here: autograder keys import FILE)"
        )


def _say_differences(course: Course, name: str) -> None:
    heads = (read_head(path) for path in key_paths(course, name).values() if path.is_file())
    different = ", ".join(dict.fromkeys(difference for head in heads for difference in head.differences()))
    if different:
        _say_once(
            f"{name}: its answer key was compiled with {different}; it is used as it is. "
            f"To compile it with what is installed here: autograder keys compile {name}"
        )


@functools.cache
def _say_once(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def in_a_server() -> bool:
    """Whether this process is a Jupyter server, with other people's kernels and unsaved work."""
    module = sys.modules.get("jupyter_server.serverapp")
    return module is not None and bool(module.ServerApp.initialized())


@functools.cache
def _background() -> dict[tuple[str, Path, str], subprocess.Popen[bytes]]:
    """What a server has begun, by program, course and lesson."""
    return {}


def in_the_background(program: str, course: Course, names: list[str]) -> CourseError:
    """Have a process do for each of these lessons what a server must not wait for, unless one is at it already.
    Its stderr is the server's log. Returns what to raise or say."""
    running = _background()
    fresh = [
        name for name in names
        if (place := (program, course.root, name)) not in running or running[place].poll() is not None
    ]  # fmt: skip
    if fresh:
        process = subprocess.Popen(
            [sys.executable, "-P", "-m", program, str(course.root), *fresh],
            env=os.environ | {"AUTOGRADER_COURSE": str(course.root)},
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
        )  # fmt: skip
        running.update({(program, course.root, name): process for name in fresh})
    return CourseError(
        f"{at(course.root)}: {', '.join(names)}: answer key and source notebook are being made in the background; "
        "the server's log says how far they are. Try again in a minute"
    )
