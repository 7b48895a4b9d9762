"""`autograder new LESSON EXERCISE`: both halves of an exercise, ready to fill in."""

from __future__ import annotations

import keyword
from pathlib import Path

from autograder.course import FILE, Course
from autograder.errors import CourseError
from autograder.hiddenfile import load_hidden
from autograder.lesson import read_lesson
from autograder.report import write_whole

_LESSON = '''# %% [markdown]
# # {title}
#
# Why this lesson: what the student will understand at its end.

# %% tags=["setup"]
import matplotlib.pyplot as plt
import numpy as np

from checks import check, demo
'''

_EXERCISE = '''
# %% [markdown]
# ## {title}
#
# Why before how; a formula; one worked number that can be checked by hand.
#
# <details><summary>Hint 1: a question</summary>
# What would you ask a student who is stuck?
# </details>
#
# <details><summary>Hint 2: a direction</summary>
# Which function or idea helps?
# </details>

# %% exercise="{name}"
def {name}(x):
    """What it returns, in a line.

    x: its shape, and every behaviour that is tested.
    Returns: what, and of which shape.
    """
    ### BEGIN SOLUTION
    raise NotImplementedError  # the reference solution, as an expert would write it
    ### END SOLUTION
'''

_HIDDEN = '''"""Hidden tests of the {lesson} lesson."""

from __future__ import annotations

import numpy as np

from autograder.exercise import Exercise, call
'''

_TEST = '''

# {name}

# picture=curve(-3, 3) (from autograder.pictures) draws the answer over Keras' in the student's card.
{name} = Exercise("{name}", understood="One sentence on what was understood, and where it is used.")


# @{name}.keras(reason="computed in float64")     # where Keras has the same: an independent oracle
# def keras_{name}(x): ...


@{name}.public_check()
def {name}_by_hand():
    """The number worked in the text."""
    yield call(np.array([1.0, 2.0]))


@{name}.check(points=1)
def {name}_on_vectors(rng):
    """A sentence for the student: the one behaviour that this check tries."""
    yield call(rng.normal(size=5))


@{name}.wrong(fails="{name}_on_vectors")
def {name}_does_nothing(x):
    """returns what it was given

    What should be different between what goes in and what comes out?
    """
    return x


@{name}.right
def {name}_with_a_loop(x):
    return np.array([{name}_of_one for {name}_of_one in x])
'''


def new(course: Course, lesson: str, exercise: str) -> list[Path]:
    """Write the lesson text's and the hidden test's half. Returns the files that were changed."""
    for name in (lesson, exercise):
        if not name.isidentifier() or keyword.iskeyword(name):
            raise CourseError(f"{name!r} is no Python name; use letters, digits and underscores")
    text = course.lessons_folder / f"{lesson}.py"
    hidden = course.hidden_folder / f"{lesson}.py"
    _refuse_known(course, exercise)
    changed = []
    if lesson not in course.names:
        _list_lesson(course, lesson)
        changed.append(course.root / FILE)
    _append(text, _LESSON.format(title=_title(lesson)), _EXERCISE.format(name=exercise, title=_title(exercise)))
    _append(hidden, _HIDDEN.format(lesson=lesson), _TEST.format(name=exercise))
    return [*changed, text, hidden]


def _refuse_known(course: Course, exercise: str) -> None:
    for name in course.names:
        path = course.lessons_folder / f"{name}.py"
        if path.is_file() and exercise in read_lesson(path).answers:
            line = read_lesson(path).answers[exercise].line
            raise CourseError(f"{path}:{line}: there is an exercise {exercise!r} already; choose another name")
        hidden = course.hidden_folder / f"{name}.py"
        if hidden.is_file() and exercise in load_hidden(hidden):
            raise CourseError(f"{hidden}: there is a test of {exercise!r} already; choose another name")


def _append(path: Path, head: str, part: str) -> None:
    """Add to a file, which is begun with `head` where it does not exist."""
    before = path.read_text(encoding="utf-8") if path.is_file() else head
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, before.rstrip("\n") + "\n" + part)


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
