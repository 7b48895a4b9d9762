"""`make demo`: a sample class, from lesson text to gradebook, feedback and report.

The class is made from the release itself: right answers in several styles, every named wrong
answer, and the accidents that happen to real submissions. It lives in `.build/demo/`, a course
folder of its own, so that it never touches a real class.
"""

from __future__ import annotations

import copy
import json
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from autograder.authoring.exercise import Answer
from autograder.authoring.lesson_text import solution
from autograder.base.course import FILE, Course, find_course, load_course, with_own_gradebook
from autograder.base.errors import CourseError
from autograder.base.gradebook_url import shown
from autograder.commands import progress_bar
from autograder.key.compilation import Compilation, compile_keys, missing_keys
from autograder.key.head import keys_folder
from autograder.key.records import LessonKey
from autograder.key.store import load_key
from autograder.nbgrader_bridge.autograde import autograde
from autograder.nbgrader_bridge.build import build
from autograder.nbgrader_bridge.feedback_pages import feedback
from autograder.nbgrader_bridge.registration import nbgrader_config, register
from autograder.reports.class_files import write
from autograder.reports.store import stream
from autograder.reports.table import misunderstood, table

Notebook = dict[str, Any]


def main() -> int:
    try:
        run(load_course(find_course()))
    except CourseError as error:
        print(f"demo: {error}", file=sys.stderr)
        return 2
    return 0


def run(course: Course) -> None:
    demo = lay_out(course)
    with Compilation(course, missing_keys(course, course.names)) as compilation:
        for name in demo.names:
            compilation.wait(name)  # of the next ones, the keys are compiled meanwhile
            take_key(course, demo, name)
            run_lesson(demo, name)
    page, *_ = write(demo)
    print(f"\nThe course     {demo.root}   (every nbgrader command works there)")
    print(f"The gradebook  {shown(demo.gradebook_url)}")
    print(f"The feedback   {demo.root / 'feedback'}/<student>/<lesson>/<lesson>.html")
    print(f"The report     {page}   (as CSV and as JSON beside it)")


def run_lesson(demo: Course, name: str) -> None:
    """One lesson of the sample class, from its text to the feedback pages."""
    print(f"\n== {name}: build and release with nbgrader", flush=True)
    build(demo, [name])
    register(demo, name, nbgrader_config(demo))
    students = hand_in(demo, name)
    print(f"== {name}: {students} students hand in; nbgrader autogrades", flush=True)
    with progress_bar.shown(quiet=False) as told:
        summary = autograde(demo, name, progress=told)
    reports = list(stream(demo, name, summary.students))
    print("\n".join(table(reports, 132)))
    for student in summary.missing:
        print(f"{student}: handed in no notebook")
    feedback(demo, name)
    lines = list(misunderstood(reports))
    print(f"\nWhat the class misunderstood in {name} (the first 5 of {len(lines)})")
    print("\n".join(lines[:5]))


def prepare(course: Course, folder: Path | None = None) -> Course:
    """A copy of the course in a folder of its own, with all its keys, compiled where they are missing."""
    compile_keys(course, course.names)
    made = lay_out(course, folder)
    for name in made.names:
        take_key(course, made, name)
    return made


def take_key(course: Course, copied: Course, name: str) -> None:
    """A lesson's key for a copy of the course."""
    shutil.copytree(keys_folder(course, name), keys_folder(copied, name), dirs_exist_ok=True)


def lay_out(course: Course, folder: Path | None = None) -> Course:
    """A copy of the course in a folder of its own, as yet without keys."""
    root = folder or course.build_folder / "demo"
    for stale in ("submitted", "autograded", "feedback", ".build/reports"):
        shutil.rmtree(root / stale, ignore_errors=True)
    for old in root.glob("gradebook.db*"):
        old.unlink()
    root.mkdir(parents=True, exist_ok=True)
    text = (course.root / FILE).read_text(encoding="utf-8")
    (root / FILE).write_text(with_own_gradebook(text), encoding="utf-8")
    if (course.root / "nbgrader_config.py").is_file():
        shutil.copyfile(course.root / "nbgrader_config.py", root / "nbgrader_config.py")
    lessons = course.folders.lessons
    shutil.rmtree(root / lessons, ignore_errors=True)
    shutil.copytree(course.root / lessons, root / lessons, ignore=shutil.ignore_patterns("__pycache__"))
    return load_course(root)


def hand_in(course: Course, name: str) -> int:
    """Put the sample class's notebooks where nbgrader collects them. Returns how many students."""
    release = json.loads((course.assignments_folder / name / f"{name}.ipynb").read_text())
    count = 0
    for count, (student, text) in enumerate(sample_class(load_key(course, name), release), 1):  # noqa: B007
        folder = course.root / "submitted" / student / name
        folder.mkdir(parents=True)
        if text is not None:
            (folder / f"{name}.ipynb").write_text(text, encoding="utf-8")
    return count


def sample_class(key: LessonKey, release: Notebook) -> Iterator[tuple[str, str | None]]:
    """(student, notebook text) for each student of the sample class; None: no notebook."""
    reference = {name: solution(cell.source) for name, cell in key.lesson.answers.items()}
    exercises = {name: entry.exercise for name, entry in key.exercises.items()}

    def written(answers: dict[str, str]) -> str:
        return json.dumps(fill(release, answers), indent=1)

    yield "right-reference", written(reference)
    for style in (0, 1):
        answers = {name: _pick(e.rights, style, reference[name], name) for name, e in exercises.items()}
        yield f"right-style-{style + 2}", written(answers)
    half = list(reference)[: len(reference) // 2]
    yield "partly-right", written({name: reference[name] for name in half})
    for number in range(max(len(e.wrongs) for e in exercises.values())):
        answers = {name: _pick(e.wrongs, number, reference[name], name) for name, e in exercises.items()}
        yield f"mistakes-{number + 1:02}", written(answers)
    yield "untouched-stub", written({})
    first, *rest = reference
    others = {name: reference[name] for name in rest}
    yield "raises-exception", written(others | {first: _failing(first, "raise RuntimeError('not today')")})
    yield "endless-loop", written(others | {first: _failing(first, "while True:\n        pass")})
    yield "syntax-error", written(others | {first: f"def {first}(:\n    return 1\n"})
    yield "not-json", written(reference)[:2000]
    yield "deleted-check-cell", json.dumps(_without(fill(release, reference), f"check-{first}"))
    yield "missing-notebook", None


def _pick(answers: list[Answer], index: int, otherwise: str, exercise: str) -> str:
    return answers[index].source(exercise) if index < len(answers) else otherwise


def _failing(name: str, body: str) -> str:
    return f"def {name}(*args, **kwargs):\n    {body}\n"


def fill(release: Notebook, answers: dict[str, str]) -> Notebook:
    """The released notebook with these answers written into their cells."""
    notebook = copy.deepcopy(release)
    for cell in notebook["cells"]:
        grade_id = cell["metadata"].get("nbgrader", {}).get("grade_id")
        if grade_id in answers:
            cell["source"] = answers[grade_id]
    return notebook


def _without(notebook: Notebook, grade_id: str) -> Notebook:
    def is_other(cell: dict[str, Any]) -> bool:
        return bool(cell["metadata"].get("nbgrader", {}).get("grade_id") != grade_id)

    notebook["cells"] = [cell for cell in notebook["cells"] if is_other(cell)]
    return notebook


_Writer = Callable[[dict[str, str]], str]


__all__ = ["fill", "hand_in", "prepare", "run", "sample_class"]


if __name__ == "__main__":
    sys.exit(main())
