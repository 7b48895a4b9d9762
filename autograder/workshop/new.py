"""`autograder new LESSON EXERCISE`: an exercise's folder and its cells in the lesson's text, ready to fill in."""

from __future__ import annotations

import keyword
import re
from pathlib import Path

from autograder.authoring.lesson_text import Cell, read_lesson
from autograder.authoring.loading import CHECKS, RIGHT, WRONG, folders_in
from autograder.base.course import FILE, Course
from autograder.base.errors import CourseError
from autograder.base.files import write_whole
from autograder.base.source_text import at, read_text

_LESSON = '''\
# %% [markdown]
# # {title}
#
# Why this lesson, and what the student will be able to do at its end.

# %% tags=["setup"]
import matplotlib.pyplot as plt
import numpy as np

from checks import check, demo

# %% [markdown]
# ## What you know now
#
# One paragraph: what was understood, and where it is used next.
'''

_EXERCISE = '''\
# %% [markdown]
# ## {heading}
#
# Why before how: the problem that the student has without it. Then the formula, and what each letter in it
# stands for:
#
# $$y_i = f(x_i)$$
#
# **By hand.** One example that can be checked with a pencil, on the numbers of the public check:
#
# | x | y |
# | ---: | ---: |
# | 1.0 | 0.0 |
# | 2.0 | 0.0 |
#
# Say what to notice in it.
#
# <details><summary>Hint 1: a question</summary>
# What would you ask a student who is stuck?
# </details>
#
# <details><summary>Hint 2: a direction</summary>
# Which function or idea helps?
# </details>
#
# <details><summary>Hint 3: nearly there</summary>
# The steps in words, in their order.
# </details>

# %% exercise="{name}"
def {name}(x):
    """What it returns, in one sentence.

    x: its shape and type, and every behaviour that is tested. Array or list. The input is not changed.
    Returns: what, and of which shape.

    The same as the Keras object of this name, where there is one.
    """
    ### BEGIN SOLUTION
    raise NotImplementedError  # the reference solution, as an expert would write it
    ### END SOLUTION

# %% [markdown]
# **See it: what the picture shows.** Say which number to change, and what will move.

# %% tags=["skip-execution"]
with demo("{name}"):
    x = np.linspace(-3, 3, 61)  # change these

    fig, ax = plt.subplots(figsize=(6.5, 3.4))
    ax.plot(x, {name}(x), linewidth=2)
    ax.set(xlabel="x", ylabel="{name}(x)")
    plt.show()
'''

_CHECKS = '''\
"""Hidden checks of {name}."""

import numpy as np

from autograder.authoring import Exercise, call
from autograder.authoring import curve

exercise = Exercise(
    "{name}",
    understood="One sentence: what was just understood, and where it is used.",
    picture=curve(-3, 3),  # in the student's card, over the right values; remove it where a picture says no more
)


# @exercise.keras(reason="computed in float64")     # where Keras has the same: an independent oracle
# def keras_{name}(x): ...


@exercise.public_check()
def worked_by_hand():
    """The numbers worked in the text."""
    yield call(np.array([1.0, 2.0]))


@exercise.check(points=1)
def takes_vectors(rng):
    """A sentence for the student: the one behaviour that this check tries."""
    for n in (1, 2, 5):
        yield call(rng.normal(size=n))
'''

_WRONG = '''\
"""Wrong answers to {name}."""

from .checks import exercise


@exercise.wrong(fails="takes_vectors")
def does_nothing(x):
    """returns what it was given

    What should be different between what goes in and what comes out?
    """
    return x
'''

_RIGHT = '''\
"""Right answers to {name}, written differently."""

import numpy as np

from .checks import exercise


@exercise.right
def with_a_loop(x):
    return np.array([one for one in x])
'''


def new(course: Course, lesson: str, exercise: str) -> list[Path]:
    """Write the exercise's folder and its cells. Returns the files that were changed."""
    for name in (lesson, exercise):
        if not name.isidentifier() or keyword.iskeyword(name):
            raise CourseError(f"{name!r} is no Python name; use letters, digits and underscores")
    _refuse_known(course, exercise)
    changed = []
    if lesson not in course.names:
        _list_lesson(course, lesson)
        changed.append(course.root / FILE)
    text, folder = course.lesson_file(lesson), course.exercise_folder(lesson, exercise)
    folder.mkdir(parents=True, exist_ok=True)
    if not text.is_file():
        write_whole(text, _LESSON.format(title=_title(lesson)))
    for file, content in ((CHECKS, _CHECKS), (WRONG, _WRONG), (RIGHT, _RIGHT)):
        write_whole(folder / file, content.format(name=exercise))
    _insert(text, exercise)
    return [*changed, text, *(folder / file for file in (CHECKS, WRONG, RIGHT))]


def _refuse_known(course: Course, exercise: str) -> None:
    for name in course.names:
        path = course.lesson_file(name)
        if path.is_file() and (cell := read_lesson(path).answers.get(exercise)):
            raise CourseError(f"{at(path, cell.line)}: there is an exercise {exercise!r} already; choose another name")
        if (folder := course.exercise_folder(name, exercise)) in folders_in(course.lesson_folder(name)):
            raise CourseError(f"{at(folder)}: there is an exercise {exercise!r} already; choose another name")


def _insert(path: Path, exercise: str) -> None:
    """Add an exercise's cells at the lesson's end, before the section that closes it."""
    text = read_text(path)
    cells = read_lesson(path).cells
    last = cells[-1] if cells else None
    closes = last is not None and last.role == "prose" and last.source.startswith("#") and len(cells) > 1
    lines = text.rstrip("\n").splitlines()
    place = last.line - 1 if last is not None and closes else len(lines)
    before, after = ("\n".join(part).strip("\n") for part in (lines[:place], lines[place:]))
    cell = _EXERCISE.format(name=exercise, heading=_number(cells) + _title(exercise))
    write_whole(path, "\n\n".join(part for part in (before, cell.rstrip("\n"), after) if part) + "\n")


def _number(cells: tuple[Cell, ...]) -> str:
    """What an exercise's heading begins with, where those of the lesson are numbered."""
    numbers = [int(n) for cell in cells for n in re.findall(r"^## (\d+)\. ", cell.source, re.MULTILINE)]
    exercises = any(cell.role == "answer" for cell in cells)
    return f"{max(numbers, default=0) + 1}. " if numbers or not exercises else ""


def _list_lesson(course: Course, lesson: str) -> None:
    """Add the lesson behind the last one in `course.yaml`, leaving the rest of the file as it is."""
    import yaml

    path = course.root / FILE
    text = path.read_text(encoding="utf-8")
    root = yaml.compose(text, Loader=yaml.SafeLoader)
    assert isinstance(root, yaml.MappingNode)  # the course has been loaded from it
    last = next(value for key, value in root.value if key.value == "lessons").value[-1]
    lines = text.splitlines(keepends=True)
    place = last.value[-1][1].end_mark.line + 1
    indent = " " * (last.start_mark.column - 2)
    lines.insert(place, f"{indent}- name: {lesson}\n")
    write_whole(path, "".join(lines))


def _title(name: str) -> str:
    return name.replace("_", " ").capitalize()
