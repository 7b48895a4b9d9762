"""The process that compiles keys: `python -m autograder.key.compile_process COURSE [--again] LESSON…`.

On standard output it tells how far it is, one JSON line each: `{"lesson": …, "exercise": …}` as it begins an
exercise, `{"compiled": …}` when all keys of a lesson are there. Exit 2: a mistake in the course, said in the last line
of stderr.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from autograder.base.course import Course, load_course
from autograder.base.errors import CourseError
from autograder.key.head import key_paths, sealed
from autograder.key.store import MAX_TEXT
from autograder.worker import values

Told = Callable[[dict[str, Any]], None]


def compile_here(course: Course, lesson: str, *, again: bool = False, tell: Told = lambda told: None) -> None:
    """Compile the keys of a lesson that are missing, in this process. Raises CourseError."""
    from autograder.key.compiling import compile_exercises

    paths = key_paths(course, lesson)
    wanted = {exercise: path for exercise, path in paths.items() if again or not path.is_file()}
    if wanted:
        compiled = compile_exercises(
            course, lesson, wanted, lambda exercise: tell({"lesson": lesson, "exercise": exercise})
        )
        for exercise, content in compiled:
            path = wanted[exercise]
            write_key(path, sealed(course, path, values.encode(content, MAX_TEXT)))


def write_key(path: Path, data: bytes) -> None:
    """Put a whole key in its place, for this user alone, and remove the exercise's older ones."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with tempfile.TemporaryDirectory(dir=path.parent) as temporary:
        whole = Path(temporary) / "key"
        whole.touch(mode=0o600)
        whole.write_bytes(data)
        os.replace(whole, path)
    for old in path.parent.glob(f"{path.stem.rpartition('-')[0]}-*.key"):
        if old != path:
            old.unlink(missing_ok=True)


def main(arguments: list[str]) -> int:
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # what an author's own code prints is no answer

    def tell(told: dict[str, Any]) -> None:
        answers.write(json.dumps(told) + "\n")
        answers.flush()

    again = "--again" in arguments
    root, *names = [argument for argument in arguments if argument != "--again"]
    try:
        course = load_course(Path(root))
        for name in names:
            compile_here(course, name, again=again, tell=tell)
            tell({"compiled": name})
    except CourseError as error:
        print(error, file=sys.stderr)
        return 2
    except BrokenPipeError:  # who asked has ended
        return 1
    return 0


if __name__ == "__main__":
    code = main(sys.argv[1:])
    sys.stderr.flush()
    os._exit(code)  # TensorFlow takes a second or two to go the usual way
