"""Hidden checks of sigmoid_derivative."""

import numpy as np

from autograder.authoring import Exercise, call, curve

from ..shared import (
    FLOAT64,
    FLOATS,
    OWN,
    SHAPES,
    far_out,
    lists_and_integers,
    measured_slope,
    mixed,
    precious,
    slope_by_tape,
    vectors,
)

exercise = Exercise(
    "sigmoid_derivative",
    understood="The slope of the sigmoid is s (1 - s), at most a quarter and nearly 0 far out: a product of many "
    "of them vanishes, and with it the gradient of a deep network.",
    picture=curve(-6, 6, 49, of="the slope of sigmoid"),
)


def stable_sigmoid(x):
    return 0.5 * (1 + np.tanh(x / 2))


@exercise.keras(reason=FLOAT64)
def keras_sigmoid_derivative(x):
    import keras

    return slope_by_tape(keras.activations.sigmoid, x)


@exercise.exact()
def exact_sigmoid_derivative(x):
    from mpmath import exp, mp, mpf

    if np.abs(np.asarray(x, dtype=float)).max() > 1e7:
        return NotImplemented
    with mp.workdps(60):
        flat = [float(exp(-mpf(v)) / (1 + exp(-mpf(v))) ** 2) for v in np.asarray(x, dtype=float).ravel().tolist()]
    return np.reshape(flat, np.shape(x))


@exercise.relation
def even(answer, x):
    """The slope is the same at x and at -x."""
    return np.allclose(answer(x), answer(np.negative(x)), rtol=1e-5, atol=1e-9)


exercise.equivalent(
    FLOATS,
    "e = np.exp(-np.abs(np.asarray(x, dtype=None)))",
    "e = np.exp(-np.abs(np.asarray(x, )))",
    "e = np.exp(-np.abs(x))",
)
exercise.equivalent(OWN, "return np.divide(e, (1 + e) ** 2, out=e)")


@exercise.public_check()
def worked_by_hand():
    """The slope at the places worked above."""
    yield call(np.array([-10.0, -np.log(3), 0.0, np.log(3)]))
    yield call([[-1, 0], [1, 2]])


@exercise.public_check()
def far_out_on_both_sides():
    """Far out the slope is 0, and never nan."""
    yield call(np.array([-1000.0, 1000.0]))


@exercise.check(points=1)
def slope_at_x(rng):
    """The result is the slope of the sigmoid at x."""
    yield from map(call, vectors(rng))
    yield call(np.zeros(2))


@exercise.check(points=1, holds=measured_slope(stable_sigmoid))
def agrees_with_a_small_step(rng):
    """It agrees with the slope that a small step to both sides measures."""
    yield call(mixed(rng, 6))
    yield call(mixed(rng, 3, 4))
    yield call(np.array([0.0, 0.5, -0.5, 3.0, -3.0]))


@exercise.check(points=1)
def keeps_the_shape(rng):
    """The result has the shape of x, whatever the number of dimensions."""
    yield from (call(mixed(rng, *shape)) for shape in SHAPES)


@exercise.check(points=1)
def takes_lists_and_integers(rng):
    """Lists and integers give the same values as float arrays."""
    yield from map(call, lists_and_integers())
    yield call([0, 1])
    yield call(rng.integers(-5, 5, (2, 3)))


@exercise.check(points=1)
def stays_finite(rng):
    """However large x is on either side, the slope is a number."""
    yield from map(call, far_out())
    yield call(rng.uniform(800, 1e5, 3))
    yield call(-rng.uniform(800, 1e5, 3))


@exercise.check(points=1, unchanged=True)
def leaves_inputs_alone(rng):
    """The values are right and what was passed in is as it was."""
    yield from map(call, precious(rng))
    yield call(np.array([-709.0, 1.5, 709.0, -50.0]))
