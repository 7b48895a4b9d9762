"""A lesson as a Gradescope autograder: the zip that is uploaded, and what runs inside it.

The layout and `results.json` are those of Gradescope's specification
(https://gradescope-autograders.readthedocs.io/en/latest/specs/): the zip lies unpacked in
/autograder/source, the submission in /autograder/submission, and /autograder/results/results.json is
what the student sees. The key travels compiled, so neither TensorFlow nor anything else of [author] is installed.

Where the grader itself fails, no results are written: Gradescope then tells that the autograder failed,
and a rerun grades. It is never a zero.
"""

from __future__ import annotations

import io
import json
import sys
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from autograder.base.course import Course, load_course
from autograder.base.errors import CourseError, GraderError
from autograder.base.files import kit_modules, write_whole
from autograder.judging.results import CheckResult, ExerciseResult, SubmissionReport

_SETUP = """\
#!/usr/bin/env bash
# Gradescope runs this once, when it builds the image: what grades, in the versions that the key was compiled with.
set -euo pipefail
python=VERSION # of the key; uv fetches it where the image has another
root="${AUTOGRADER_ROOT:-/autograder}"
kit="$root/source/kit"
export DEBIAN_FRONTEND=noninteractive UV_PYTHON_INSTALL_DIR="$root/python" UV_NO_CACHE=1
apt-get update
apt-get install --yes --no-install-recommends python3-pip libseccomp2
# Into a folder of its own: some images let pip change nothing in their own Python.
python3 -m pip install --quiet --no-cache-dir --target "$root/uv" "$(grep '^uv==' "$kit/constraints.txt")"
"$root/uv/bin/uv" venv --quiet --python "$python" "$root/venv"
"$root/uv/bin/uv" pip install --quiet --python "$root/venv/bin/python" -c "$kit/constraints.txt" "$kit"
# Which protections this machine has: the instructor reads it in the build's log.
"$root/venv/bin/autograder" --course "$root/source/course" doctor || true
"""
_RUN = """\
#!/usr/bin/env bash
# Gradescope runs this for each submission.
set -euo pipefail
root="${AUTOGRADER_ROOT:-/autograder}"
exec "${AUTOGRADER_PYTHON:-$root/venv/bin/python}" -P -m autograder.commands.gradescope "$root" LESSON
"""


def bundle(course: Course, lesson: str) -> bytes:
    """The zip for a lesson, the same at every call. It holds the answers."""
    from autograder.running.bundle import Bundle

    files = {f"course/{name}": data for name, data in Bundle.of(course, [course.require(lesson)]).files}
    files |= {f"kit/{name}": data for name, data in _kit()}
    python = f"{sys.version_info.major}.{sys.version_info.minor}"  # the key is of this version
    files["setup.sh"] = _SETUP.replace("VERSION", python).encode()
    files["run_autograder"] = _RUN.replace("LESSON", lesson).encode()
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name)
            entry.external_attr = (0o755 if name in ("setup.sh", "run_autograder") else 0o644) << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, files[name])
    return packed.getvalue()


def _kit() -> Iterator[tuple[str, bytes]]:
    """The kit, which holds no lesson."""
    package = Path(__file__).parents[1]
    for name in ("pyproject.toml", "constraints.txt", "README.md", "LICENSE"):
        path = package.parent / name
        if not path.is_file():
            raise CourseError(f"{path}: the zip needs this file of the kit; run this from a checkout of it")
        yield name, path.read_bytes()
    for path in kit_modules():
        yield path.relative_to(package.parent).as_posix(), path.read_bytes()


def results(report: SubmissionReport, seconds: float) -> dict[str, Any]:
    """`results.json` of a report that is no fault of the grader."""
    tests = [
        _test(f"{place}.{number}", exercise, check)
        for place, exercise in enumerate(report.exercises, 1)
        for number, check in enumerate(exercise.checks, 1)
    ]
    return _document(report.score, report.message or "", seconds, tests)


def _document(score: float, said: str, seconds: float, tests: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "score": score,
        "execution_time": round(seconds),
        "output": said,
        "output_format": "text",
        "test_output_format": "text",
        "test_name_format": "text",
        "visibility": "visible",
        "stdout_visibility": "hidden",
        "tests": tests,
    }


def _test(number: str, exercise: ExerciseResult, check: CheckResult) -> dict[str, Any]:
    said = [check.message]
    if check.status != "passed":
        said += [f"It looks as if your answer {exercise.misconception}."] if exercise.misconception else []
        said += [exercise.hint] if exercise.hint else []
    return {
        "name": f"{exercise.name}: {check.title}",
        "number": number,
        "score": check.score,
        "max_score": check.points,
        "status": check.status,
        "output": "\n".join(said),
        "visibility": "visible",
    }


def grade(root: Path, lesson: str) -> dict[str, Any]:
    """The results of the submission in `root`, which is laid out as Gradescope does. Raises CourseError,
    and GraderError where the grader fails."""
    from autograder.grading.grader import Grader

    began = time.monotonic()
    course = load_course(root / "source" / "course")
    notebook = _notebook(root / "submission", course.require(lesson))
    if notebook is None:
        said = f"There is not one notebook that could be graded: hand in {lesson}.ipynb."
        return _document(0.0, said, time.monotonic() - began, [])
    grader = Grader(course)
    try:
        report = grader.grade_file(notebook, lesson)
    finally:
        grader.close()
    faults = [check.message for exercise in report.exercises for check in exercise.checks if check.status == "error"]
    if report.status == "error" or faults:
        raise GraderError(report.message or faults[0])
    return results(report, time.monotonic() - began)


def _notebook(folder: Path, lesson: str) -> Path | None:
    """The one notebook that was handed in; where there are others too, the one with the lesson's name."""
    from autograder.grading.submission_folder import notebooks_in

    found = notebooks_in(folder)
    named = [path for path in found if path.name == f"{lesson}.ipynb"]
    chosen = named or found
    return chosen[0] if len(chosen) == 1 else None


def main(arguments: list[str]) -> int:
    root, lesson = Path(arguments[0]), arguments[1]
    target = root / "results" / "results.json"
    target.unlink(missing_ok=True)
    try:
        document = grade(root, lesson)
    except (CourseError, GraderError) as error:
        print(f"autograder: {error}", file=sys.stderr)
        return 2
    target.parent.mkdir(exist_ok=True)
    write_whole(target, json.dumps(document, indent=1) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
