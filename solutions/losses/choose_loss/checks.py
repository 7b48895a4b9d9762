"""Hidden checks of choose_loss."""

import numpy as np

from autograder.authoring import Exercise, call

from ..shared import one_hot

exercise = Exercise(
    "choose_loss",
    understood="The targets decide: numbers on a scale, yes or no, a one-hot row, or a class number each "
    "have their loss, and the wrong one trains without complaint towards the wrong thing.",
)


@exercise.relation
def any_order(answer, y):
    """The samples in reverse are the same kind of targets."""
    return answer(np.asarray(y)[::-1]) == answer(y)


exercise.equivalent(
    "comparing and rounding work on integers as well",
    "y = np.asarray(y, dtype=None)",
    "y = np.asarray(y, )",
)


@exercise.public_check()
def four_tasks():
    """The loss that suits each kind of targets."""
    yield call(np.array([3.0, -0.5, 2.0, 7.0]))
    yield call(np.array([1, 0, 1, 1]))
    yield call(np.array([[0, 0, 1], [0, 1, 0]]))
    yield call(np.array([2, 1, 0, 2]))


@exercise.check(points=1)
def continuous_targets(rng):
    """Continuous targets are a regression, also where they all lie between 0 and 1."""
    yield call(rng.normal(0, 3, 7))
    yield call(rng.normal(250, 40, (6, 1)))
    yield call(rng.uniform(0.1, 0.9, 8))
    yield call([0.5, 12.25, -3.75])
    yield call([4.0, 0.25, 1.0, 0.0])
    yield call(rng.normal(0, 2, (5, 3)))
    yield call(rng.normal(0, 2, (2, 3, 4)))
    yield call(np.array([2.0, 1.0, 4.0, 2.96, 0.0]))
    yield call([[1.02], [3.0], [1.97]])


@exercise.check(points=1)
def yes_or_no_targets(rng):
    """Targets of 0 and 1 are a binary classification, as integers or floats, vector or column."""
    yield call(np.array([0, 1, 1, 0, 1]))
    yield call(np.array([0.0, 1.0, 0.0]))
    yield call(np.array([[1], [0], [0], [1]]))
    yield call([1, 0, 0, 1, 1])


@exercise.check(points=1)
def one_hot_targets(rng):
    """One-hot rows are classes, also where there are only two of them."""
    yield call(one_hot([0, 2, 1, 2], 3))
    yield call(one_hot(np.append(rng.integers(0, 5, 6), [0, 4]), 5).astype(int))
    yield call(one_hot([0, 1, 1], 2))
    yield call([[0, 1, 0, 0], [0, 0, 0, 1], [1, 0, 0, 0]])
    yield call(np.array([[0.0, 0.0, 1.0]]))


@exercise.check(points=1)
def class_numbers(rng):
    """Three or more class numbers are integer labels, also when stored as floats or as a column."""
    yield call(np.array([0, 1, 2, 1]))
    yield call(np.append(rng.integers(0, 10, 8), [0, 1, 9]))
    yield call(np.array([0.0, 2.0, 1.0, 3.0]))
    yield call(np.array([[2], [0], [1]]))
    yield call([4, 0, 3, 1, 2])
    yield call(np.array([2, 2, 1, 2, 0]))
    yield call(np.array([[0.0], [3.0], [0.0], [0.0], [1.0], [0.0]]))
    yield call(rng.permutation(60))
    yield call(rng.permutation(np.arange(12.0)).reshape(-1, 1))
