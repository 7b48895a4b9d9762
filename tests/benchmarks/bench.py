"""`make bench`: how long a class takes, beside stock nbgrader and Otter-Grader, in one run.

    python -m tests.benchmarks.bench [--quick]

Writes `BENCHMARKS.md` beside this file. Nothing here is a test: machines are noisy, so look at ratios.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from autograder.authoring.lesson_text import solution
from autograder.base.course import Course, load_course
from autograder.commands.demo import fill, prepare
from autograder.key.records import LessonKey
from autograder.key.store import load_key
from autograder.nbgrader_bridge.build import build
from autograder.release.source_notebook import source_notebook
from tests.benchmarks import peers
from tests.benchmarks.page import machine, write_head

ROOT = Path(__file__).resolve().parents[2]
LESSON = "losses"


class Timings:
    """What was measured, as rows of a table."""

    def __init__(self) -> None:
        self.rows: list[tuple[str, str, str, str]] = []

    def add(self, what: str, figure: str, ratio: str = "", bar: str = "") -> None:
        self.rows.append((what, figure, ratio, bar))
        print(f"{what}: {figure} {ratio} {f'(bar: {bar})' if bar else ''}", flush=True)

    def table(self) -> str:
        lines = ["| what | measured | ratio | bar |", "| --- | --- | --- | --- |"]
        return "\n".join([*lines, *(f"| {' | '.join(row)} |" for row in self.rows)])


def answers(key: LessonKey, number: int) -> dict[str, str]:
    """What one student of a class hands in: right in some style, or one of the named mistakes."""
    rng = random.Random(number)
    written = {}
    for name, entry in key.exercises.items():
        cell = solution(key.lesson.answers[name].source)
        kind = rng.random()
        pool = entry.exercise.rights if 0.3 < kind < 0.6 else entry.exercise.wrongs if kind >= 0.6 else []
        text = rng.choice(pool).source(name) if pool else cell
        written[name] = f"{text}\n# student {number}"
    return written


def notebooks(course: Course, key: LessonKey, count: int) -> Iterator[tuple[str, str]]:
    release = json.loads((course.assignments_folder / LESSON / f"{LESSON}.ipynb").read_text(encoding="utf-8"))
    for number in range(count):
        yield f"s{number:05}", json.dumps(fill(release, answers(key, number)), indent=1)


def fresh_class(course: Course, folder: Path, count: int) -> Course:
    shutil.rmtree(folder, ignore_errors=True)
    made = prepare(course, folder)
    build(made, [LESSON])
    for student, text in notebooks(made, load_key(made, LESSON), count):
        place = made.root / "submitted" / student / LESSON
        place.mkdir(parents=True)
        (place / f"{LESSON}.ipynb").write_text(text, encoding="utf-8")
    return made


def timed(action: Callable[[], Any]) -> float:
    began = time.perf_counter()
    action()
    return time.perf_counter() - began


def autograder(course: Course, *arguments: str) -> tuple[float, float]:
    """Seconds of a command, and the peak memory of its own process in MB."""
    began = time.perf_counter()
    running = subprocess.Popen(
        [sys.executable, "-m", "autograder", "--course", str(course.root), *arguments],
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
    )  # fmt: skip
    assert running.stderr is not None
    said = running.stderr.read()
    _pid, status, usage = os.wait4(running.pid, 0)
    running.returncode = os.waitstatus_to_exitcode(status)
    if running.returncode not in (0, 3):
        raise SystemExit(said.decode())
    return time.perf_counter() - began, usage.ru_maxrss / 1024


def per(seconds: float, count: int) -> str:
    return f"{1000 * seconds / count:.0f} ms a submission ({count} in {seconds:.1f} s)"


@contextmanager
def heading(text: str) -> Iterator[None]:
    print(f"\n== {text}", flush=True)
    yield


def classes(course: Course, work: Path, result: Timings, sizes: dict[str, int]) -> None:
    """A class through nbgrader, beside stock nbgrader and Otter on the same notebooks."""
    key = load_key(course, LESSON)
    big = fresh_class(course, work / "big", sizes["class"])
    seconds, _memory = autograder(big, "autograde", LESSON, "--quiet")
    each = seconds / sizes["class"]
    result.add(f"autograder autograde, a class of {sizes['class']:,}", per(seconds, sizes["class"]), bar="1,000 in 75 s")
    again, _memory = autograder(big, "autograde", LESSON, "--quiet")
    result.add(f"the same again, unchanged ({sizes['class']:,})", f"{again:.1f} s", bar="1,000 in 10 s")

    source = source_notebook(key, course)
    for how, count, bar in ((peers.RECORDED, sizes["stock"], "20"), (peers.LIVE, sizes["live"], "100")):
        folder = work / how.replace(" ", "-")
        shutil.rmtree(folder, ignore_errors=True)
        peers.stock_course(folder, key, source, dict(notebooks(big, key, count)), how)
        peers.nbgrader(folder, "generate_assignment", LESSON)
        stock = timed(lambda folder=folder: peers.nbgrader(folder, "autograde", LESSON))  # type: ignore[misc]
        result.add(f"stock nbgrader autograde, hidden tests with {how}", per(stock, count),
                   f"{stock / count / each:.0f} times ours", f"{bar} times")  # fmt: skip

    otter = peers.Otter(work / "otter-environment")
    folder = work / "otter"
    shutil.rmtree(folder, ignore_errors=True)
    otter.prepare(folder, key)
    files = [big.root / "submitted" / f"s{n:05}" / LESSON / f"{LESSON}.ipynb" for n in range(sizes["otter"])]
    seconds = timed(lambda: otter.grade(folder, files))
    result.add("Otter-Grader 7 run, recorded outputs", per(seconds, len(files)),
               f"{seconds / len(files) / each:.0f} times ours")  # fmt: skip

    seconds, _memory = autograder(big, "feedback", LESSON)
    each = seconds / sizes["class"]
    result.add(f"autograder feedback ({sizes['class']:,} pages)", per(seconds, sizes["class"]))
    few = work / "few"
    shutil.rmtree(few, ignore_errors=True)
    shutil.copytree(big.root, few, ignore=shutil.ignore_patterns("feedback", "submitted"))
    for place in sorted((few / "autograded").iterdir())[sizes["stock"] :]:
        shutil.rmtree(place)
    plain = "--GenerateFeedback.exporter_class=nbconvert.exporters.HTMLExporter"
    stock = timed(lambda: peers.nbgrader(few, "generate_feedback", LESSON, plain))
    result.add("stock nbgrader generate_feedback", per(stock, sizes["stock"]),
               f"{stock / sizes['stock'] / each:.1f} times ours", "5 times")  # fmt: skip

    seconds, _memory = autograder(big, "grade", str(big.root / "submitted"), "--quiet")
    result.add(f"autograder grade, a folder of {sizes['class']:,}",
               f"{sizes['class'] / seconds:.0f} submissions a second", bar="40 a second")  # fmt: skip


def flat(course: Course, work: Path, result: Timings, sizes: list[int]) -> None:
    """Memory and cost as the class grows."""
    found = {}
    for size in sizes:
        made = fresh_class(course, work / "flat", size)
        found[size] = autograder(made, "autograde", LESSON, "--quiet")
        seconds, memory = found[size]
        result.add(f"autograder autograde, a class of {size:,}", per(seconds, size), f"{memory:.0f} MB at most")
    small, large = sizes[0], sizes[-1]
    middle = sizes[1]
    slope = (found[large][0] - found[middle][0]) / (large - middle)
    first = (found[middle][0] - found[small][0]) / (middle - small)
    result.add(f"each further submission, {small:,} to {middle:,}", f"{1000 * first:.1f} ms")
    result.add(f"each further submission, {middle:,} to {large:,}", f"{1000 * slope:.1f} ms",
               f"{slope / first:.2f} times", "within 10 %")  # fmt: skip
    result.add(f"memory of the trusted process at {large:,} beside {middle:,}", f"{found[large][1]:.0f} MB",
               f"{found[large][1] / found[middle][1]:.2f} times", "within 20 %")  # fmt: skip


def student(course: Course, work: Path, result: Timings) -> None:
    """A student's check cell, with what a student has."""
    place = work / "student"
    shutil.rmtree(place, ignore_errors=True)
    shutil.copytree(course.assignments_folder / LESSON, place)
    key = load_key(course, LESSON)
    source = solution(key.lesson.answers["mean_squared_error"].source)
    program = (
        "import time, contextlib, io, sys\nimport numpy as np\nt = time.perf_counter()\nimport checks\n"
        f"imported = time.perf_counter() - t\n{source}\nwith contextlib.redirect_stdout(io.StringIO()):\n"
        "    t = time.perf_counter()\n    checks.check('mean_squared_error')\n    first = time.perf_counter() - t\n"
        "assert 'tensorflow' not in sys.modules\nprint(imported, first)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=place, env={"PATH": os.environ["PATH"]}, capture_output=True,
        text=True, check=True,
    )  # fmt: skip
    imported, first = map(float, done.stdout.split())
    result.add("a student's check cell", f"{1000 * first:.1f} ms", bar="50 ms")
    result.add("import of the check file, NumPy loaded", f"{1000 * imported:.0f} ms", bar="300 ms")


def helps(course: Course, result: Timings) -> None:
    slowest = max(
        (min(autograder(course, *command, "--help")[0] for _ in range(3)), " ".join(command))
        for command in ([], ["build"], ["prove"], ["grade"], ["autograde"], ["feedback"], ["report"], ["new"], ["doctor"])
    )
    result.add("the slowest --help", f"{1000 * slowest[0]:.0f} ms ({slowest[1]})", bar="300 ms")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="small classes: to see that it works")
    quick = parser.parse_args().quick
    course = load_course(ROOT)
    work = course.build_folder / "bench"
    work.mkdir(parents=True, exist_ok=True)
    result = Timings()
    sizes = {"class": 60, "stock": 4, "live": 1, "otter": 1} if quick else {"class": 1000, "stock": 20, "live": 6, "otter": 5}
    with heading("small things"):
        student(course, work, result)
        helps(course, result)
    with heading("a class, beside peers"):
        classes(course, work, result, sizes)
    with heading("as the class grows"):
        flat(course, work, result, [20, 60, 120] if quick else [100, 500, 5000])
    text = (
        "# Benchmarks\n\nMade by `make bench`, everything in one run: whole commands, start included, the losses "
        "lesson, a warm answer key.\nThe class is mixed: right in several styles, and the named mistakes.\n\n"
        f"{machine()}\n\n"
        f"{result.table()}\n"
    )
    if not quick:
        write_head(text)
    for folder in ("big", "few", "flat"):
        shutil.rmtree(work / folder, ignore_errors=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
