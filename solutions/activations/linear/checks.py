"""Hidden checks of linear."""

import numpy as np

from autograder.authoring import Exercise, call, curve

from ..shared import FLOAT64, SHAPES, far_out, lists_and_integers, mixed, precious, tensor, vectors

exercise = Exercise(
    "linear",
    understood="The linear activation changes nothing, which is right for the output of a regression and "
    "useless between layers.",
    picture=curve(-3, 3, of="linear(x)"),
)


@exercise.keras(reason=FLOAT64)
def keras_linear(x):
    import keras

    return np.asarray(keras.activations.linear(tensor(x)))


@exercise.exact(rtol=0, atol=0, reason="an exact fraction of a float64 is that float64")
def exact_linear(x):
    from fractions import Fraction

    values = np.asarray(x, dtype=float)
    return np.reshape([float(Fraction(v)) for v in values.ravel().tolist()], values.shape)


exercise.equivalent(
    "the identity may hand back lists and integers: they are the same values",
    "return np.asarray(x, dtype=None)",
    "return np.asarray(x, )",
    "return x",
)


@exercise.public_check()
def three_numbers():
    """Every number stays what it is."""
    yield call(np.array([-2.0, 0.5, 300.0]))
    yield call([[1, -2], [0, 4]])


@exercise.check(points=1)
def keeps_every_number(rng):
    """Every number stays what it is, negative or positive, small or large."""
    yield from map(call, vectors(rng))
    yield from map(call, far_out())
    yield call(np.zeros(3))


@exercise.check(points=1)
def keeps_the_shape(rng):
    """The result has the shape of x, whatever the number of dimensions."""
    yield from (call(mixed(rng, *shape)) for shape in SHAPES)


@exercise.check(points=1)
def takes_lists_and_integers(rng):
    """Lists and integers give the same values as float arrays."""
    yield from map(call, lists_and_integers())
    yield call(rng.integers(-9, 10, (2, 3)))


@exercise.check(points=1, unchanged=True)
def leaves_inputs_alone(rng):
    """The values are right and what was passed in is as it was."""
    yield from map(call, precious(rng))
