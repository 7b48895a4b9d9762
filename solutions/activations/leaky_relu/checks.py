"""Hidden checks of leaky_relu."""

import numpy as np

from autograder.authoring import Exercise, call, curve

from ..shared import (
    FLOAT32_SLOPE,
    FLOATS,
    SHAPES,
    far_out,
    lists_and_integers,
    mixed,
    precious,
    tensor,
    vectors,
)

exercise = Exercise(
    "leaky_relu",
    understood="A leak on the negative side keeps every unit in touch with training; in Keras the function's "
    "slope is 0.2, the layer's is 0.3.",
    picture=curve(-3, 3, of="leaky_relu(x)"),
)


@exercise.keras(reason=FLOAT32_SLOPE)
def keras_leaky_relu(x, negative_slope=0.2):
    import keras

    return np.asarray(keras.activations.leaky_relu(tensor(x), negative_slope=negative_slope))


@exercise.exact()
def exact_leaky_relu(x, negative_slope=0.2):
    from fractions import Fraction

    values = np.asarray(x, dtype=float)
    exact = [Fraction(v) if v > 0 else Fraction(negative_slope) * Fraction(v) for v in values.ravel().tolist()]
    return np.reshape([float(v) for v in exact], values.shape)


exercise.equivalent(FLOATS, "x = np.asarray(x, dtype=None)", "x = np.asarray(x, )")
exercise.equivalent("at 0 both branches are 0", "return np.where(x >= 0, x, negative_slope * x)")


@exercise.public_check()
def worked_by_hand():
    """With the slope of 0.2 that Keras takes."""
    yield call(np.array([-2.0, -0.5, 0.0, 1.5, 3.0]))
    yield call([[-1, 2], [30, -4]])


@exercise.public_check()
def another_slope():
    """With a slope of your own."""
    yield call(np.array([-2.0, -0.5, 0.0, 1.5, 3.0]), negative_slope=0.05)


@exercise.check(points=1)
def default_slope(rng):
    """Positive numbers stay; negative ones are multiplied by 0.2."""
    yield from map(call, vectors(rng))
    yield call(np.array([0.0, -1.0, 0.0, 2.0]))


@exercise.check(points=1)
def slopes_from_zero_to_one(rng):
    """Any slope from 0 to 1 is taken, by name or by position."""
    for slope in (0.01, 0.3, 0.5, 0.75, 0.0, 1.0, float(rng.uniform(0.1, 0.9))):
        yield call(mixed(rng, 4), negative_slope=slope)
    for slope in (0.1, 0.0, 1.0):
        yield call(mixed(rng, 2, 3), slope)
    yield call([1, -2, 3, -4], negative_slope=0)
    yield call([1, -2, 3, -4], 1)
    yield call(np.array([0.0, -3.0, 2.0]), negative_slope=0.25)


@exercise.check(points=1)
def grows_without_limit(rng):
    """Large numbers stay large on both sides, and finite."""
    yield from map(call, far_out())
    yield call(np.array([-1e6, 1e6, -12.0]), negative_slope=0.5)
    yield call(rng.uniform(10, 1e5, 3))
    yield call(-rng.uniform(10, 1e5, 3))


@exercise.check(points=1)
def keeps_the_shape(rng):
    """The result has the shape of x, whatever the number of dimensions."""
    yield from (call(mixed(rng, *shape)) for shape in SHAPES)


@exercise.check(points=1)
def takes_lists_and_integers(rng):
    """Lists and integers give the same values as float arrays: -1 becomes -0.2."""
    yield from map(call, lists_and_integers())
    yield call([0, -1])
    yield call([[3, -5], [-2, 1]], negative_slope=0.5)
    yield call(rng.integers(-5, 5, (2, 3)))


@exercise.check(points=1, unchanged=True)
def leaves_inputs_alone(rng):
    """The values are right and what was passed in is as it was."""
    yield from map(call, precious(rng))
    yield call(mixed(rng, 4), negative_slope=0.5)
