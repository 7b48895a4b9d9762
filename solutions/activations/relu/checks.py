"""Hidden checks of relu."""

import numpy as np

from autograder.authoring import Exercise, call, curve

from ..shared import FLOAT64, SHAPES, far_out, lists_and_integers, mixed, precious, tensor, vectors

exercise = Exercise(
    "relu",
    understood="ReLU is the plainest bend: what is negative becomes 0, the rest stays. From enough such ramps a "
    "network can build any shape.",
    picture=curve(-3, 3, of="relu(x)"),
)


@exercise.keras(reason=FLOAT64)
def keras_relu(x):
    import keras

    return np.asarray(keras.activations.relu(tensor(x)))


@exercise.exact()
def exact_relu(x):
    from fractions import Fraction

    values = np.asarray(x, dtype=float)
    flat = [float(max(Fraction(v), Fraction(0))) for v in values.ravel().tolist()]
    return np.reshape(flat, values.shape)


@exercise.relation
def both_ramps(answer, x):
    """x is its positive part less its negative part."""
    return np.allclose(np.subtract(answer(x), answer(np.negative(x))), x, rtol=1e-6, atol=0)


exercise.equivalent("the larger of the two in either order", "return np.maximum(0, np.asarray(x, dtype=float))")
exercise.equivalent(
    "the maximum with 0 of integers is right as integers",
    "return np.maximum(np.asarray(x, dtype=None), 0)",
    "return np.maximum(np.asarray(x, ), 0)",
    "return np.maximum(x, 0)",
)


@exercise.public_check()
def worked_by_hand():
    """What is negative becomes 0, what is positive stays."""
    yield call(np.array([-2.0, -0.5, 0.0, 1.5, 3.0]))
    yield call([[-1, 2], [30, -4]])


@exercise.check(points=1)
def cuts_off_the_negative(rng):
    """Negative numbers become 0 and positive ones stay."""
    yield from map(call, vectors(rng))
    yield call(np.array([0.0, -1.0, 0.0, 2.0]))


@exercise.check(points=1)
def grows_without_limit(rng):
    """Large positive numbers stay what they are, large negative ones become 0."""
    yield from map(call, far_out())
    yield call(rng.uniform(10, 1e5, 3))
    yield call(-rng.uniform(10, 1e5, 3))


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


@exercise.check(points=1, unchanged=True)
def leaves_inputs_alone(rng):
    """The values are right and what was passed in is as it was."""
    yield from map(call, precious(rng))
