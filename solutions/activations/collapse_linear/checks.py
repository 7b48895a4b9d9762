"""Hidden checks of collapse_linear."""

import numpy as np

from autograder.authoring import Exercise, call
from autograder.student.compare import Difference, difference

from ..shared import FLOAT64, tensor

exercise = Exercise(
    "collapse_linear",
    understood="Two linear layers are one linear layer with other numbers in it, and so are a hundred: only "
    "something that is not linear between them makes depth worth having.",
)


def eighths(rng, *shape):
    """Multiples of 1/8, none of them 0: their sums and products are exact in any order."""
    return rng.choice([-1, 1], shape) * rng.integers(1, 17, shape) / 8


def layers(rng, inputs, hidden, outputs):
    return (eighths(rng, inputs, hidden), eighths(rng, hidden), eighths(rng, hidden, outputs), eighths(rng, outputs))


def part(index, name):
    """Compares one of the two results, so that a mistake in the other does not count here."""

    def holds(case, got, expected):
        if type(got) not in (tuple, list) or len(got) != 2:
            return "did not return two things, W and b"
        found = difference(expected[index], got[index], 1e-5, 1e-9)
        if found is None:
            return None
        if found.kind in ("type", "shape"):
            return Difference(found.kind, f"{name}: {found.text}")
        return f"{name} has a wrong value"

    return holds


@exercise.keras(reason=FLOAT64)
def keras_collapse(W1, b1, W2, b2):
    import keras

    W1, b1, W2, b2 = (np.asarray(a, dtype="float64") for a in (W1, b1, W2, b2))
    both = []
    for W, b in ((W1, b1), (W2, b2)):
        layer = keras.layers.Dense(W.shape[1], dtype="float64")
        layer.build((None, W.shape[0]))
        layer.set_weights([W, b])
        both.append(layer)
    bias = np.asarray(both[1](both[0](tensor(np.zeros((1, len(W1)))))))
    rows = np.asarray(both[1](both[0](tensor(np.eye(len(W1))))))
    return rows - bias, bias[0]


@exercise.exact()
def exact_collapse(W1, b1, W2, b2):
    from fractions import Fraction

    def exactly(a):
        return np.vectorize(Fraction, otypes=[object])(np.asarray(a, dtype=float))

    W1, b1, W2, b2 = (exactly(a) for a in (W1, b1, W2, b2))
    return (W1 @ W2).astype(float), (b1 @ W2 + b2).astype(float)


@exercise.relation
def same_as_two_layers(answer, W1, b1, W2, b2):
    W1, b1, W2, b2 = (np.asarray(a, dtype=float) for a in (W1, b1, W2, b2))
    x = np.linspace(-2, 2, 5 * len(W1)).reshape(5, -1)
    W, b = answer(W1, b1, W2, b2)
    return np.allclose(x @ np.asarray(W) + b, (x @ W1 + b1) @ W2 + b2, rtol=1e-5, atol=1e-5)


exercise.equivalent(
    "integers are multiplied and added exactly",
    "W1, b1, W2, b2 = (np.asarray(a, dtype=None) for a in (W1, b1, W2, b2))",
    "W1, b1, W2, b2 = (np.asarray(a, ) for a in (W1, b1, W2, b2))",
)


@exercise.public_check()
def worked_by_hand():
    """The two layers that were multiplied out above."""
    yield call(np.array([[1.0, 0.0], [2.0, 1.0]]), np.array([1.0, -1.0]), np.array([[1.0], [3.0]]), np.array([4.0]))


@exercise.public_check()
def three_to_two():
    """Three inputs, four hidden units, two outputs, written as lists."""
    yield call([[1, 0, 2, 1], [0, 1, 1, 0], [3, 1, 0, -1]], [1, -2, 0, 3], [[1, 0], [2, 1], [0, 1], [-1, 2]], [5, -4])


@exercise.check(points=1, holds=part(0, "W"))
def multiplies_the_weights(rng):
    """W is that of both layers together."""
    for sizes in ((2, 2, 2), (3, 3, 3), (3, 4, 2), (2, 5, 3), (4, 1, 4)):
        yield call(*layers(rng, *sizes))


@exercise.check(points=1, holds=part(1, "b"))
def carries_the_bias_through(rng):
    """b holds both biases, the first as it comes out of the second layer."""
    for sizes in ((2, 2, 2), (3, 3, 3), (3, 4, 2), (2, 5, 3), (4, 1, 4)):
        yield call(*layers(rng, *sizes))
    W1, b1, W2, b2 = layers(rng, 3, 3, 3)
    yield call(W1, np.zeros(3), W2, b2)
    yield call(W1, b1, W2, np.zeros(3))


@exercise.check(points=1)
def layers_of_any_size(rng):
    """W has the shape (D, C) and b the shape (C,), for one unit as for many."""
    for sizes in ((1, 1, 1), (1, 3, 1), (4, 1, 3), (2, 5, 1), (1, 2, 4), (3, 2, 3), (2, 2, 5), (6, 3, 2)):
        yield call(*layers(rng, *sizes))


@exercise.check(points=1)
def takes_lists_and_integers(rng):
    """Lists and integers give the same as float arrays."""
    for sizes in ((2, 3, 2), (3, 2, 1), (2, 2, 2)):
        yield call(*(a.tolist() for a in layers(rng, *sizes)))
    yield call([[1, -2], [3, 4]], [1, 5], [[2, -1], [7, 3]], [-6, 2])
    yield call(*(rng.integers(-5, 6, shape) for shape in ((3, 2), (2,), (2, 3), (3,))))
    yield call([[500, -300]], [40_000, 2], [[700], [-900]], [5])
    yield call([[1, 2]], [0.5, -0.25], [[0.125], [3]], [1])
    yield call(np.array([[1, 2], [3, 4]]), np.array([1, -2]), np.array([[2, 1], [0, 3]]), np.array([0.5, -0.25]))


@exercise.check(points=1, unchanged=True)
def leaves_inputs_alone(rng):
    """W and b are right and the four arrays are as they were."""
    for sizes in ((2, 2, 2), (3, 4, 2), (1, 1, 1)):
        yield call(*layers(rng, *sizes))
    yield call([[1.0, -2.0], [3.0, 4.0]], [1.0, 5.0], [[2.0, -1.0], [7.0, 3.0]], [-6.0, 2.0])
    yield call(*(rng.integers(1, 6, shape) for shape in ((2, 2), (2,), (2, 2), (2,))))
