"""From a lesson and its key to nbgrader's source notebook, and the files that travel with it."""

from __future__ import annotations

import hashlib
import shutil
import sys
import tempfile
from pathlib import Path

from autograder.authoring.lesson_folder import refuse_strays
from autograder.base.course import Course, load_course
from autograder.base.errors import CourseError
from autograder.base.files import replace, same_tree
from autograder.key.compilation import compile_keys, in_a_server, in_the_background, missing_exercises
from autograder.key.head import key_paths, lesson_cells, lesson_digest, read_head
from autograder.key.records import LessonKey
from autograder.key.store import load_key
from autograder.release.public_checks import public_record
from autograder.release.source_notebook import as_text, source_notebook

_HERE = Path(__file__).parent
_STUDENT = _HERE.parent / "student"  # travels with the notebook, as `checks`


def source_folder(course: Course) -> Path:
    """nbgrader's `source_directory`: generated, and holding only what students may have."""
    return course.build_folder / "source"


def prepare_sources(course: Course, names: list[str] | None = None) -> None:
    """Bring nbgrader's source notebooks up to date. In a Jupyter server, which must not wait for it, a process in
    the background does; then, and where the course has a mistake, this raises CourseError."""
    refuse_strays(course)
    names = course.names if names is None else names
    if in_a_server() and (stale := [name for name in names if not _is_current(course, name)]):
        raise in_the_background("autograder.release.sources", course, stale)
    compile_keys(course, names)
    for name in names:
        if not _is_current(course, name):
            _prepare(course, name)


def _stamp(course: Course, name: str) -> Path:
    return source_folder(course) / f".{name}.key"


def _made_of(course: Course, name: str) -> str:
    """What a source notebook follows from: its key, and what makes notebooks of keys."""
    files = [path for folder in (_HERE, _STUDENT) for path in sorted(folder.glob("*.py"))]
    heads = (read_head(path) for path in key_paths(course, name).values())
    digest = lesson_digest(lesson_cells(course, name), heads)
    return " ".join([digest, *(hashlib.sha256(file.read_bytes()).hexdigest() for file in files)])


def _is_current(course: Course, name: str) -> bool:
    stamp = _stamp(course, name)
    return (
        stamp.is_file()
        and (source_folder(course) / name).is_dir()
        and not missing_exercises(course, name)
        and stamp.read_text() == _made_of(course, name)
    )


def _prepare(course: Course, name: str) -> None:
    target = source_folder(course) / name
    with tempfile.TemporaryDirectory(dir=_made(course.build_folder)) as temporary:
        fresh = Path(temporary) / name
        write_source(load_key(course, name), course, fresh)
        if not same_tree(fresh, target):
            replace(fresh, target)
    _stamp(course, name).write_text(_made_of(course, name))


def write_source(key: LessonKey, course: Course, folder: Path) -> None:
    """The source notebook and the files that travel with it, in a new folder."""
    folder.mkdir(parents=True)
    name = key.lesson.name
    (folder / f"{name}.ipynb").write_text(as_text(source_notebook(key, course)), encoding="utf-8")
    checks = folder / "checks"
    checks.mkdir()
    for file in _STUDENT.glob("*.py"):
        shutil.copyfile(file, checks / file.name)
    (checks / "checks.json").write_text(public_record(key), encoding="utf-8")


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def main(arguments: list[str]) -> int:
    """`python -m autograder.release.sources COURSE LESSON…`: what a server has done in the background."""
    try:
        prepare_sources(load_course(Path(arguments[0])), arguments[1:])
    except CourseError as error:
        print(error, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
