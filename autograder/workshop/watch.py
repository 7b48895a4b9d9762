"""`autograder build --watch`: at every save, build and prove what changed."""

from __future__ import annotations

import contextlib
import signal
import threading
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from watchfiles import Change
from watchfiles import watch as file_changes

from autograder.authoring.loading import python_files
from autograder.base.course import FILE, Course, load_course
from autograder.base.errors import CourseError
from autograder.base.source_text import at
from autograder.key.compilation import missing_keys
from autograder.workshop.fingerprints import fingerprints
from autograder.workshop.job_client import Warm
from autograder.workshop.proof import Proof, shortcomings

QUIET_MS = 150  # an editor saves by several writes: it is done when for so long nothing is written
LOOK_MS = 100  # how often a running job's answers are looked for
_SIGNALS = (signal.SIGINT, signal.SIGTERM)


def watch(course: Course) -> None:
    """Build what is stale, then watch until Ctrl-C."""
    stopped = threading.Event()
    before = [signal.signal(number, lambda *_: stopped.set()) for number in _SIGNALS]
    watching = _Watch(course)
    try:
        watching.begin()
        while not stopped.is_set():
            watching.follow(stopped)
    finally:
        watching.process.close()
        for number, handler in zip(_SIGNALS, before, strict=True):
            signal.signal(number, handler)
    print("\nstopped watching", flush=True)


class _Watch:
    """What waits to be built, and what has been tried: an exercise is proven anew when its fingerprint
    is another than the one that was tried last."""

    def __init__(self, course: Course) -> None:
        self.course = course
        self.process = Warm(course.root)
        self.content = {path: _content(path) for path in _files(course)}
        self.waiting = set(course.names)
        self.now: dict[str, dict[str, str]] = {}
        self.tried: dict[tuple[str, str], str] = {}
        self.proofs: list[Proof] = []
        self.proving = False
        self.started = 0.0

    def begin(self) -> None:
        """Build all; what can be read now counts as tried."""
        _say(f"watching {self.course.folders.lessons}/ and {FILE}; Ctrl-C ends")
        self.build()
        self.tried = {(lesson, name): mark for lesson, marks in self.now.items() for name, mark in marks.items()}

    def follow(self, stopped: threading.Event) -> None:
        """Watch until stopped, or until a folder comes or goes: then all are looked at again."""
        places, folders = self.course.folders, _folders(self.course)
        self.save({*self.content, *_files(self.course)})
        for found in file_changes(
            *folders,
            watch_filter=self.concerns,
            step=QUIET_MS,
            rust_timeout=LOOK_MS,
            yield_on_timeout=True,
            recursive=False,
            stop_event=stopped,
        ):
            paths = {Path(path) for _change, path in found}
            self.save(path for path in paths if path.suffix)
            for answer in self.process.answers():
                self.hear(answer)
            if self.course.folders != places or any(path in folders or path.is_dir() for path in paths):
                return

    def concerns(self, change: Change, path: str) -> bool:
        """Whether a path is a file or folder of the course's: editors leave `.#x`, `x~` and `.x.swp` beside
        them."""
        file = Path(path)
        if file.is_relative_to(self.course.lessons_folder):
            return file.suffix in (".py", "") and file.stem.isidentifier()
        return file == self.course.root / FILE

    def save(self, paths: Iterable[Path]) -> None:
        """Begin what a save asks for. What is under way is given up: it still waits, and is done with it."""
        content = {path: _content(path) for path in sorted(paths)}
        changed = [path for path in content if content[path] != self.content.get(path)]
        if not changed:
            return
        self.content |= content
        _say(f"\n{time.strftime('%H:%M:%S')}  saved {', '.join(map(at, changed))}")
        if self.course.root / FILE in changed:
            try:
                self.course = load_course(self.course.root)
            except CourseError as error:
                self.process.give_up()
                _tell(str(error))
                return
            self.waiting |= set(self.course.names)
        self.waiting |= {
            path.relative_to(self.course.lessons_folder).parts[0]
            for path in changed
            if path.is_relative_to(self.course.lessons_folder)
        }
        self.build()

    def build(self) -> None:
        """Send the lessons that wait to be built."""
        self.started = time.monotonic()
        self.proofs, self.proving = [], False
        names = [name for name in self.course.names if name in self.waiting]
        for name in names:
            self.now.pop(name, None)
            with contextlib.suppress(CourseError):  # the build says it
                self.now[name] = fingerprints(self.course, name)
                if missing_keys(self.course, [name]):
                    _tell(f"compiling the answer key of {name}")
        self.process.give_up()
        self.process.send({"build": names})

    def hear(self, answer: dict[str, Any]) -> None:
        match answer:
            case {"built": name, "changed": changed}:
                self.waiting.discard(name)
                _tell(f"{self.course.folders.assignments}/{name}/ {'written' if changed else 'unchanged'}")
            case {"refused": error}:
                _tell(error)
            case {"proof": proof}:
                self.proofs.append(Proof(**proof))
            case {"ended": 0} if not self.proving and (names := self.untried()):
                self.proving = True
                self.process.send({"prove": names})
            case {"ended": status}:
                if status:
                    _tell(f"this ended with exit code {status}; run: autograder {'prove' if self.proving else 'build'}")
                self.tell_proofs()

    def untried(self) -> dict[str, list[str]]:
        """The exercises of each lesson that are built, and not tried as they are now."""
        found = {
            lesson: [name for name, mark in marks.items() if self.tried.get((lesson, name)) != mark]
            for lesson, marks in self.now.items()
            if lesson in self.course.names and lesson not in self.waiting
        }
        return {lesson: names for lesson, names in found.items() if names}

    def tell_proofs(self) -> None:
        for proof in self.proofs:
            self.tried[proof.lesson, proof.exercise] = self.now[proof.lesson][proof.exercise]
            _tell(f"{proof.exercise}  proven: {'yes' if proof.proven else 'NO'}")
        for sentence in shortcomings(self.proofs):
            _tell(sentence)
        _tell(f"{time.monotonic() - self.started:.1f} s")


def _folders(course: Course) -> set[Path]:
    """The course's own folder and those of its lessons and exercises."""
    found = [course.lessons_folder]
    for depth in ("*", "*/*"):
        found += [path for path in course.lessons_folder.glob(depth) if path.is_dir() and path.name.isidentifier()]
    return {course.root, *found}


def _files(course: Course) -> Iterator[Path]:
    yield course.root / FILE
    for folder in _folders(course) - {course.root}:
        yield from python_files(folder)


def _content(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None


def _tell(line: str) -> None:
    _say(f"          {line}")


def _say(line: str) -> None:
    print(line, flush=True)
