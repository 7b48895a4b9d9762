"""Hidden checks of relu_derivative."""

import numpy as np

from autograder.authoring import Exercise, call, curve

from ..shared import (
    FLOAT64,
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

exercise = Exercise(
    "relu_derivative",
    understood="Where ReLU is active its slope is 1, so gradients survive any depth; where it is 0 for every "
    "sample, the unit is dead.",
    picture=curve(-3.9, 3.9, 40, of="the slope of relu"),
)


@exercise.keras(reason=FLOAT64)
def keras_relu_derivative(x):
    import keras

    return slope_by_tape(keras.activations.relu, x)


@exercise.exact()
def exact_relu_derivative(x):
    return exact_slopes(x, 0)


exercise.equivalent(
    "astype(None) is astype(float)", "return (np.asarray(x, dtype=float) > 0).astype(None)"
)
exercise.equivalent(
    "a comparison with 0 is the same for integers",
    "return (np.asarray(x, dtype=None) > 0).astype(float)",
    "return (np.asarray(x, ) > 0).astype(float)",
)
exercise.equivalent(
    "at the kink any subgradient is right", "return (np.asarray(x, dtype=float) >= 0).astype(float)"
)


@exercise.public_check()
def worked_by_hand():
    """The slope is 1 where x is positive and 0 where it is negative."""
    yield call(np.array([-2.0, -0.5, 1.5, 3.0]))
    yield call([[-1, 2], [30, -4]])


@exercise.check(points=1)
def slope_on_both_sides(rng):
    """The slope is 1 where x is positive and 0 where it is negative, however near and however far."""
    yield from map(call, vectors(rng))
    yield from map(call, far_out())


@exercise.check(points=1, holds=measured_slope(lambda x: np.maximum(x, 0)))
def agrees_with_a_small_step(rng):
    """It agrees with the slope that a small step to both sides measures."""
    yield call(mixed(rng, 6))
    yield call(mixed(rng, 3, 4))
    yield call(mixed(rng, 5, low=5, high=50))


@exercise.check(points=1, holds=subgradient(lambda case: 0.0))
def corner(rng):
    """At x = 0 the slope is a number from 0 to 1, and beside it the slope is right."""
    yield call(np.array([0.0]))
    yield call(np.array([0.0, 1.5, -2.0, 0.0]))
    yield call([[0, -1, 3], [2, 0, -4]])
    yield call(np.zeros((2, 3)))
    yield call(mixed(rng, 3, 4) * (np.arange(12).reshape(3, 4) % 3 > 0))


@exercise.check(points=1)
def keeps_the_shape(rng):
    """The result has the shape of x, whatever the number of dimensions."""
    yield from (call(mixed(rng, *shape)) for shape in SHAPES)


@exercise.check(points=1)
def takes_lists_and_integers(rng):
    """Lists and integers give the same values as float arrays."""
    yield from map(call, lists_and_integers())
    yield call(rng.choice([-4, -3, -2, -1, 1, 2, 3, 4], (2, 5)))


@exercise.check(points=1, unchanged=True)
def leaves_inputs_alone(rng):
    """The values are right and what was passed in is as it was."""
    yield from map(call, precious(rng))
