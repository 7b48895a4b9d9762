"""`autograder build --watch`, the command itself: what it says of a save, and how it ends."""

from __future__ import annotations

import os
import queue
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from autograder.base.course import Course, load_course
from autograder.workshop.fingerprints import fingerprints
from tests.conftest import ROOT
from tests.patience import PATIENCE
from tests.tiny import CHECKS, COURSE, LESSON, RIGHT, TEXTS, WRONG

ANSWERS = {
    WRONG: '''

@exercise.wrong(fails="doubles_numbers")
def times_{n}(x):
    """takes it {n} times

    How much is twice 1?
    """
    return {n} * np.asarray(x, dtype=float)
''',
    RIGHT: '''

@exercise.right
def added_{n}(x):
    return np.add(x, x) + {n} - {n}
''',
}


def enough(file: str) -> str:
    """A file of the tiny course with as many answers as a proof wants."""
    return TEXTS[file] + "".join(ANSWERS[file].format(n=n) for n in range(3, 11))


class Watching:
    """The running command, and the lines that it has said."""

    def __init__(self, folder: Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "autograder", "build", "--watch"],
            cwd=folder, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
        )  # fmt: skip
        self.lines: queue.Queue[str] = queue.Queue()
        self.reader = threading.Thread(target=self._read)
        self.reader.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        with self.process.stdout:
            for line in self.process.stdout:
                self.lines.put(line)

    def until(self, words: str) -> str:
        """What is said up to the line that holds these words."""
        said = ""
        while words not in said:
            try:
                said += self.lines.get(timeout=PATIENCE)
            except queue.Empty:
                pytest.fail(f"{words!r} is not said in: {said}")
        return said


def save(path: Path, text: str) -> None:
    """Put it there whole: between the two halves of a save a busy machine may look."""
    new = path.with_name("new")
    new.write_text(text)
    new.rename(path)


@pytest.fixture
def watching(tiny: Course) -> Iterator[Watching]:
    for file in ANSWERS:
        (tiny.root / file).write_text(enough(file))
    started = Watching(tiny.root)
    yield started
    started.process.kill()
    started.process.wait()
    started.reader.join()


def test_saves_are_built_and_proven_until_ctrl_c(tiny: Course, watching: Watching) -> None:
    lesson, checks, wrong = (tiny.root / file for file in (LESSON, CHECKS, WRONG))
    said = watching.until(" s\n")
    assert said.startswith("watching solutions/ and course.yaml; Ctrl-C ends\n")
    assert "          compiling the answer key of tiny\n" in said
    assert "assignments/tiny/ written" in said
    assert "proven" not in said

    # An editor that writes a new file and puts it in the old one's place, with its own files beside.
    for other in (".#lesson.py", "lesson.py~", ".lesson.py.swp", "4913"):
        (lesson.parent / other).write_text("no lesson")
    (lesson.parent / "lesson.new").write_text(TEXTS[LESSON].replace("# # Twice", "# # Two times"))
    (lesson.parent / "lesson.new").rename(lesson)
    said = watching.until(" s\n")
    assert f"  saved {LESSON}\n" in said
    assert "assignments/tiny/ written" in said
    assert "twice  proven: yes" in said
    assert "# Two times" in (tiny.root / "assignments/tiny/tiny.ipynb").read_text()

    # A mistake is one line, and watching goes on.
    save(lesson, TEXTS[LESSON].replace("FACTOR = 2", "FACTOR = = 2"))
    assert "          solutions/tiny/lesson.py:7: not Python: invalid syntax; mend that line\n" in watching.until(" s\n")

    # A check that does not end is given up at the next save; what changed meanwhile is done then.
    save(checks, TEXTS[CHECKS].replace("yield call([3, 5])", "while True:\n        pass"))
    watching.until(f"saved {CHECKS}\n")
    save(lesson, TEXTS[LESSON])
    watching.until(f"saved {LESSON}\n")
    save(checks, TEXTS[CHECKS])
    save(wrong, enough(WRONG).replace("return x * 2", "return np.asarray(x) * 2.0"))
    said = watching.until(" s\n")
    assert "twice  proven: NO" in said
    assert "solutions/tiny/twice/wrong.py:17: twice: wrong answer 'repeats' gets full marks" in said

    os.utime(checks)  # the same text: nothing to do, and nothing is said of it
    save(tiny.root / COURSE, TEXTS[COURSE].replace("seed", "sead"))
    said = watching.until("sead")
    assert said.count("saved") == 1
    assert "course.yaml:4: unknown key 'sead'" in said

    family = psutil.Process(watching.process.pid).children(recursive=True)
    assert family
    save(tiny.root / COURSE, TEXTS[COURSE])
    watching.until("saved course.yaml")
    watching.process.send_signal(signal.SIGINT)
    assert watching.process.wait(timeout=PATIENCE) == 0
    assert watching.until("stopped watching\n").endswith("\nstopped watching\n")
    assert psutil.wait_procs(family, timeout=PATIENCE)[1] == []
    assert [path.name for path in (tiny.root / "assignments").iterdir()] == ["tiny"]
    assert sorted(path.suffix for path in (tiny.root / ".build/keys/tiny").iterdir()) == [".json", ".key"]


def test_an_exercise_that_comes_while_watching_is_watched_too(tiny: Course, watching: Watching) -> None:
    """Also one whose folder was removed and came back."""
    watching.until(" s\n")
    folder = tiny.exercise_folder("tiny", "thrice")
    texts = {file: enough(file).replace("twice", "thrice") for file in (WRONG, RIGHT)}
    texts[CHECKS] = TEXTS[CHECKS].replace("twice", "thrice").replace("np.add(x, x)", "np.multiply(x, 3)")
    folder.mkdir()
    (folder / "checks.py").write_text(texts[CHECKS])
    assert "thrice: exercise 'thrice' has no cell in solutions/tiny/lesson.py" in watching.until(" s\n")

    cell = TEXTS[LESSON].partition("FACTOR = 2\n")[2].partition("# %% tags")[0]
    (tiny.root / LESSON).write_text(TEXTS[LESSON] + cell.replace("twice", "thrice").replace("FACTOR", "3"))
    assert "thrice: it has 0 wrong answers" in watching.until(" s\n")

    (folder / "wrong.py").write_text(texts[WRONG])  # in a folder that was not there at the beginning
    said = watching.until(" s\n")
    assert "saved solutions/tiny/thrice/wrong.py\n" in said
    assert "thrice: it has 0 right answers" in said

    shutil.rmtree(folder)
    assert "exercise 'thrice' has no hidden checks; write solutions/tiny/thrice/checks.py" in watching.until(" s\n")
    folder.mkdir()
    for file, text in texts.items():
        (folder / Path(file).name).write_text(text)
    assert "thrice  proven: " in watching.until("thrice  proven: ")
    (folder / "right.py").write_text(texts[RIGHT] + "\n\n1 / 0\n")
    assert "solutions/tiny/thrice/right.py" in watching.until("right.py\n")


SHARED, FOUR, NONE = "solutions/tiny/shared.py", "solutions/tiny/four_times/checks.py", "solutions/tiny/none/checks.py"
SECOND = {
    LESSON: TEXTS[LESSON] + '''
# %% [markdown]
# More.

# %% exercise="four_times"
def four_times(x):
    """Four times x."""
    ### BEGIN SOLUTION
    return twice(twice(x))
    ### END SOLUTION

# %% exercise="none"
def none(x):
    """Nothing."""
    ### BEGIN SOLUTION
    return 0
    ### END SOLUTION
''',
    SHARED: '''\
"""What is shared."""

SIZES = (1, 2)


def sizes():
    return SIZES


def zero():
    return 0


print("loaded")
''',
    FOUR: '''\
from autograder.authoring import Exercise, call

from ..shared import sizes

exercise = Exercise("four_times")


@exercise.check()
def four_checks(rng):
    """It takes it four times."""
    for size in sizes():
        yield call(rng.normal(size=size))
''',
    NONE: '''\
from autograder.authoring import Exercise, call

exercise = Exercise("none")


@exercise.check()
def nothing_checks(rng):
    """It is zero."""
    from ..shared import zero

    yield call(zero())
''',
}


@pytest.mark.parametrize(
    ("file", "old", "new", "changed"),
    [
        (LESSON, "FACTOR = 2", "FACTOR = 2.0", {"twice", "four_times", "none"}),  # setup
        (LESSON, "x * FACTOR", "FACTOR * x", {"twice", "four_times"}),  # what another answer uses
        (LESSON, "Four times x.", "Four times it.", {"four_times"}),
        (LESSON, "# More.", "# More!", {"four_times"}),
        (LESSON, "print(twice([1]))", "print(twice([2]))", set()),  # a demo proves nothing
        (LESSON, "    return 0", "    return 0  # zero", set()),
        (CHECKS, "It doubles lists.", "It doubles a list.", {"twice"}),
        (WRONG, "repeats a list", "repeats the list", {"twice"}),
        (RIGHT, "def added", "def summed", {"twice"}),
        (SHARED, "SIZES = (1, 2)", "SIZES = (1, 3)", {"four_times"}),  # what a check uses
        (SHARED, "    return 0", "    return 1", {"none"}),
        (SHARED, "What is shared.", "Shared.", set()),
        (SHARED, 'print("loaded")', 'print("ready")', {"twice", "four_times", "none"}),  # nobody's
        (FOUR, "yield call(rng", "yield call(2 * rng", {"four_times"}),
        (NONE, "yield call(zero())", "yield call(zero())  # zero", set()),
        (COURSE, "seed: 1", "seed: 2", {"twice", "four_times", "none"}),
    ],
)
def test_the_exercises_that_a_save_changes(
    file: str, old: str, new: str, changed: set[str], tiny: Course
) -> None:
    for name, text in SECOND.items():
        (tiny.root / name).parent.mkdir(exist_ok=True)
        (tiny.root / name).write_text(text)
    before = fingerprints(tiny, "tiny")
    text = (tiny.root / file).read_text()
    assert text.count(old) == 1
    (tiny.root / file).write_text(text.replace(old, new))
    after = fingerprints(load_course(tiny.root), "tiny")
    assert {name for name in after if after[name] != before[name]} == changed
