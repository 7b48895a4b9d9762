"""Hidden checks of softmax."""

import numpy as np

from autograder.authoring import Exercise, bars, call

from ..shared import FLOAT64, FLOATS, OWN, digits_of_softmax, precious, tensor

exercise = Exercise(
    "softmax",
    understood="Softmax shares out a whole of 1 among the classes by the differences of their logits; subtracting "
    "each row's largest logit changes nothing but keeps it from overflowing.",
    picture=bars(np.array([2.0, 1.0, 0.0, -1.0]), ("2", "1", "0", "-1"), x="logit", over="logits of one row", of="the probabilities"),
)


@exercise.keras(reason=FLOAT64)
def keras_softmax(x):
    import warnings

    import keras

    with warnings.catch_warnings():  # Keras advises against a softmax over one class
        warnings.simplefilter("ignore")
        return np.asarray(keras.activations.softmax(tensor(x)))


@exercise.exact()
def exact_softmax(x):
    return digits_of_softmax(x)


@exercise.relation
def adds_up_to_one(answer, x):
    return np.allclose(np.sum(answer(x), axis=-1), 1, rtol=0, atol=1e-6)


@exercise.relation
def only_differences_count(answer, x):
    return np.allclose(answer(np.asarray(x, dtype=float) + 8), answer(x), rtol=1e-5, atol=1e-9)


exercise.equivalent(FLOATS, "x = np.asarray(x, dtype=None)", "x = np.asarray(x, )")
exercise.equivalent(OWN, "return np.divide(e, e.sum(axis=-1, keepdims=True), out=e)")


@exercise.public_check()
def worked_by_hand():
    """The exponential of each logit, divided by the sum of its row."""
    yield call(np.array([2.0, 1.0, 0.0]))
    yield call([[2, 1, 0], [0, 0, 0]])


@exercise.public_check()
def large_logits():
    """Only differences count, however large the logits are."""
    yield call(np.array([[1002.0, 1001.0, 1000.0]]))


@exercise.check(points=2)
def shares_of_each_row(rng):
    """The exponential of each logit is divided by the sum over its own row."""
    for n, classes in ((1, 3), (2, 3), (3, 3), (5, 4), (6, 2), (4, 7)):
        yield call(rng.normal(0, 2, (n, classes)))
    yield call(np.zeros((2, 4)))
    yield call(rng.uniform(-0.01, 0.01, (2, 3)))
    yield call(np.array([[0.2, 0.3, 0.5], [0.0, 1.0, 0.0]]))
    yield call(np.array([[0.0, -9.0, -12.5], [-14.25, 1.0, -3.0]]))


@exercise.check(points=1)
def runs_along_the_last_axis(rng):
    """It runs along the last axis, whatever the number of dimensions, and for one class too."""
    for shape in ((3,), (6,), (1,), (4, 1), (2, 3, 4), (3, 3, 3), (2, 1, 3), (2, 3, 1, 2)):
        yield call(rng.normal(0, 2, shape))


@exercise.check(points=1)
def large_and_small_logits(rng):
    """Logits of any size give finite shares; only their differences count."""
    yield call(np.array([[1000.0, 1001.0, 999.0]]))
    yield call(np.array([[-1000.0, -1001.0, -999.0]]))
    yield call(np.array([1e6, 1e6 - 1, 1e6 - 3]))
    yield call(np.array([-1e6, -1e6 + 2, -1e6 + 1]))
    yield call(np.array([[0.0, 0.0, 3000.0], [800.0, 801.0, 0.0]]))
    yield call(np.array([[1e6, -1e6], [-1e4, 1e4]]))
    yield call(np.array([[-800.0, -800.0], [750.0, 752.0]]))
    yield call([800, 802, 801])
    yield call(rng.integers(-3, 4, (2, 4)) + float(rng.integers(2000, 9000)))
    yield call(rng.integers(-3, 4, 5) - float(rng.integers(2000, 9000)))


@exercise.check(points=1)
def rows_far_apart(rng):
    """Each row is safe on its own, however far it lies from the others."""
    yield call(np.array([[0.0, 1.0, 2.0], [1000.0, 1002.0, 1001.0], [-999.0, -998.0, -1000.0]]))
    yield call(np.array([[1e6, 1e6 + 1], [0.5, 0.25], [-1e6, -1e6 - 2]]))
    yield call(np.array([[[5000.0, 5001.0], [1.0, 0.0]], [[-5000.0, -5003.0], [0.0, 4.0]]]))
    yield call(rng.integers(-3, 4, (4, 3)) + np.array([[3000.0], [0.0], [-3000.0], [9000.0]]))
    yield call([[2000, 2001], [-2000, -2003]])


@exercise.check(points=1)
def takes_lists_and_integers(rng):
    """Lists and integers give the same values as float arrays."""
    yield call([1, 2, 3])
    yield call([[2, 1, 0], [-1, 0, 5]])
    yield call([[0.5, -1.25], [2, 1], [3, 3]])
    yield call([[[1, 2], [3, 5]], [[0, -1], [4, 4]]])
    yield call([[4], [-2]])
    yield call(np.array([3, 1, -2, 0]))
    yield call(rng.integers(-5, 6, (3, 4)))


@exercise.check(points=1, unchanged=True)
def leaves_inputs_alone(rng):
    """The values are right and what was passed in is as it was."""
    yield from map(call, precious(rng))
