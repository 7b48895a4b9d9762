"""Hidden checks of leaky_relu_derivative."""

import numpy as np

from autograder.authoring import Exercise, call, curve

from ..shared import (
    FLOAT32_SLOPE,
    SHAPES,
    exact_slopes,
    far_out,
    lists_and_integers,
    measured_slope,
    mixed,
    precious,
    slope_by_tape,
    subgradient,
    vectors,
)


def given_slope(case):
    return case.kwargs.get("negative_slope", case.args[1] if len(case.args) > 1 else 0.2)


exercise = Exercise(
    "leaky_relu_derivative",
    understood="The slope on the negative side is small but not 0, so a unit that was pushed there can come back; "
    "the smaller the slope, the longer that takes.",
    picture=curve(-3.9, 3.9, 40, of="the slope of leaky_relu"),
)


@exercise.keras(reason=FLOAT32_SLOPE)
def keras_leaky_relu_derivative(x, negative_slope=0.2):
    import keras

    return slope_by_tape(lambda v: keras.activations.leaky_relu(v, negative_slope=negative_slope), x)


@exercise.exact()
def exact_leaky_relu_derivative(x, negative_slope=0.2):
    from fractions import Fraction

    return exact_slopes(x, Fraction(negative_slope))


exercise.equivalent(
    "a comparison with 0 is the same for integers",
    "return np.where(np.asarray(x, dtype=None) > 0, 1.0, negative_slope)",
    "return np.where(np.asarray(x, ) > 0, 1.0, negative_slope)",
)
exercise.equivalent(
    "at the kink any subgradient is right",
    "return np.where(np.asarray(x, dtype=float) >= 0, 1.0, negative_slope)",
)


@exercise.public_check()
def worked_by_hand():
    """With the slope of 0.2 that Keras takes."""
    yield call(np.array([-2.0, -0.5, 1.5, 3.0]))
    yield call([[-1, 2], [30, -4]])


@exercise.public_check()
def another_slope():
    """With a slope of your own."""
    yield call(np.array([-2.0, -0.5, 1.5, 3.0]), negative_slope=0.05)


@exercise.check(points=1)
def default_slope(rng):
    """The slope is 1 where x is positive and 0.2 where it is negative, however near and however far."""
    yield from map(call, vectors(rng))
    yield from map(call, far_out())


@exercise.check(
    points=1, holds=measured_slope(lambda x, negative_slope=0.2: np.where(x > 0, x, negative_slope * x))
)
def slopes_from_zero_to_one(rng):
    """Any slope from 0 to 1 is taken, by name or by position, and agrees with what a small step measures."""
    for slope in (0.01, 0.3, 0.5, 0.75, 0.0, 1.0, float(rng.uniform(0.1, 0.9))):
        yield call(mixed(rng, 4), negative_slope=slope)
    for slope in (0.1, 0.0, 1.0):
        yield call(mixed(rng, 2, 3), slope)
    yield call([1, -2, 3, -4], negative_slope=0)
    yield call([1, -2, 3, -4], 1)
    yield call(mixed(rng, 5, low=5, high=50))


@exercise.check(points=1, holds=subgradient(given_slope))
def corner(rng):
    """At x = 0 the slope is a number from negative_slope to 1, and beside it the slope is right."""
    yield call(np.array([0.0]))
    yield call(np.array([0.0, 1.5, -2.0, 0.0]))
    yield call([[0, -1, 3], [2, 0, -4]])
    yield call(np.zeros((2, 3)), negative_slope=0.5)
    yield call(np.array([-1.0, 0.0]), 0.05)
    yield call(np.array([[0.0, 2.0], [-3.0, 0.0]]), negative_slope=0.9)
    yield call(mixed(rng, 3, 4) * (np.arange(12).reshape(3, 4) % 3 > 0), negative_slope=0.3)


@exercise.check(points=1)
def keeps_the_shape(rng):
    """The result has the shape of x, whatever the number of dimensions."""
    yield from (call(mixed(rng, *shape)) for shape in SHAPES)


@exercise.check(points=1)
def takes_lists_and_integers(rng):
    """Lists and integers give the same values as float arrays."""
    yield from map(call, lists_and_integers())
    yield call([[3, -5], [-2, 1]], negative_slope=0.5)
    yield call(rng.choice([-4, -3, -2, -1, 1, 2, 3, 4], (2, 5)))


@exercise.check(points=1, unchanged=True)
def leaves_inputs_alone(rng):
    """The values are right and what was passed in is as it was."""
    yield from map(call, precious(rng))
    yield call(mixed(rng, 4), negative_slope=0.5)
