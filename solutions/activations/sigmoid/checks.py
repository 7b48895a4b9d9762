"""Hidden checks of sigmoid."""

import numpy as np

from autograder.authoring import Exercise, call, curve

from ..shared import (
    FLOAT64,
    FLOATS,
    SHAPES,
    digits_of_sigmoid,
    far_out,
    lists_and_integers,
    mixed,
    precious,
    tensor,
    vectors,
)

exercise = Exercise(
    "sigmoid",
    understood="The sigmoid turns any number into the probability of yes: 0.5 at 0, and never quite sure. It "
    "belongs at the output of a binary classifier.",
    picture=curve(-6, 6, 49, of="sigmoid(x)"),
)


@exercise.keras(reason=FLOAT64)
def keras_sigmoid(x):
    import keras

    return np.asarray(keras.activations.sigmoid(tensor(x)))


@exercise.exact()
def exact_sigmoid(x):
    return NotImplemented if np.abs(np.asarray(x, dtype=float)).max() > 1e7 else digits_of_sigmoid(x)


@exercise.relation
def yes_and_no(answer, x):
    """The probabilities of yes and of no add up to 1."""
    return np.allclose(np.add(answer(x), answer(np.negative(x))), 1, rtol=0, atol=1e-6)


exercise.equivalent(FLOATS, "x = np.asarray(x, dtype=None)", "x = np.asarray(x, )")
exercise.equivalent("at 0 both branches are 1", "return np.where(x > 0, 1, e) / (1 + e)")


@exercise.public_check()
def quarter_half_three_quarters():
    """1 / (1 + exp(-x)), at the places worked above."""
    yield call(np.array([-np.log(3), 0.0, np.log(3)]))
    yield call([[-1, 0], [1, 2]])


@exercise.public_check()
def far_out_on_both_sides():
    """Far out it is 0 or 1, and never nan."""
    yield call(np.array([-1000.0, 1000.0]))


@exercise.check(points=1)
def squeezes_into_zero_one(rng):
    """Each number x becomes 1 / (1 + exp(-x))."""
    yield from map(call, vectors(rng))
    yield call(np.zeros(2))


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
    """However large x is on either side, the result is a number from 0 to 1."""
    yield from map(call, far_out())
    yield call(rng.uniform(800, 1e5, 3))
    yield call(-rng.uniform(800, 1e5, 3))


@exercise.check(points=1, unchanged=True)
def leaves_inputs_alone(rng):
    """The values are right and what was passed in is as it was."""
    yield from map(call, precious(rng))
    yield call(np.array([-709.0, 1.5, 709.0, -50.0]))
