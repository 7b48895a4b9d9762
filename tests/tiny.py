"""A course of one small lesson whose key compiles in a blink: its files by name."""

LESSON, COURSE = "solutions/tiny/lesson.py", "course.yaml"
CHECKS, WRONG, RIGHT = (f"solutions/tiny/twice/{name}.py" for name in ("checks", "wrong", "right"))

TEXTS = {
    COURSE: """\
format_version: 1
title: Tiny
course_id: tiny
seed: 1
lessons:
  - name: tiny
""",
    LESSON: '''\
# %% [markdown]
# # Twice

# %% tags=["setup"]
import numpy as np

FACTOR = 2

# %% exercise="twice"
def twice(x):
    """Twice the array x."""
    ### BEGIN SOLUTION
    x = np.asarray(x, dtype=float)
    return x * FACTOR
    ### END SOLUTION

# %% tags=["skip-execution"]
print(twice([1]))
''',
    CHECKS: '''\
"""Hidden checks of twice."""

import numpy as np

from autograder.authoring import Exercise, call

exercise = Exercise("twice")


@exercise.keras(reason="the same numbers")
def keras_twice(x):
    return np.add(x, x)


@exercise.check(points=1, unchanged=True)
def doubles_numbers(rng):
    """It doubles numbers, and leaves its input as it was."""
    yield call(rng.normal(size=3))
    yield call(
        np.array([1.0, 3.0])
    )


@exercise.check(points=1)
def doubles_lists(rng):
    """It doubles lists."""
    yield call([3, 5])


exercise.equivalent("integers are doubled as well", "x = np.asarray(x, dtype=None)", "x = np.asarray(x, )")
''',
    WRONG: '''\
"""Wrong answers to twice."""

import numpy as np

from .checks import exercise


@exercise.wrong(fails="doubles_numbers")
def squares(x):
    """squares instead of doubling

    How much is twice 3?
    """
    return np.asarray(x, dtype=float) ** 2


@exercise.wrong(fails="doubles_lists")
def repeats(x):
    """repeats a list

    What does Python do with 2 * [3, 5]?
    """
    return x * 2
''',
    RIGHT: '''\
"""Right answers to twice, written differently."""

import numpy as np

from .checks import exercise


@exercise.right
def added(x):
    return np.asarray(x, dtype=float) + x
''',
}
