"""Hidden checks of mean_squared_error."""

import numpy as np

from autograder.authoring import Exercise, call, curve

from ..shared import FLOAT64


def of_two_predictions(ask, x):
    """Targets 1 and 3, and the same prediction for both."""
    return [ask([1.0, 3.0], [value, value]) for value in x]


exercise = Exercise(
    "mean_squared_error",
    understood="Squaring makes one large error count for more than many small ones, and the mean keeps "
    "the loss comparable between batches of different size: this is the loss for regression.",
    picture=curve(-1, 5, see=of_two_predictions, over="x, predicted for both", of="the loss"),
)


@exercise.keras(reason=FLOAT64)
def keras_mse(y_true, y_pred):
    import keras

    loss = keras.losses.MeanSquaredError(dtype="float64")
    return float(loss(np.asarray(y_true, dtype="float64"), np.asarray(y_pred, dtype="float64")))


@exercise.exact()
def exact_mse(y_true, y_pred):
    from mpmath import mp, mpf

    with mp.workdps(40):
        pairs = list(zip(np.ravel(y_true).tolist(), np.ravel(y_pred).tolist()))
        return float(sum((mpf(t) - mpf(p)) ** 2 for t, p in pairs) / len(pairs))


@exercise.relation
def twice_the_data(answer, y_true, y_pred):
    """Every sample twice: the same mean."""
    twice = answer(np.concatenate([y_true, y_true]), np.concatenate([y_pred, y_pred]))
    return np.isclose(twice, answer(y_true, y_pred), rtol=1e-9, atol=1e-12)


@exercise.relation
def any_order(answer, y_true, y_pred):
    """The samples in reverse: the same mean."""
    backwards = answer(np.asarray(y_true)[::-1], np.asarray(y_pred)[::-1])
    return np.isclose(backwards, answer(y_true, y_pred), rtol=1e-9, atol=1e-12)


exercise.equivalent(
    "the square is the same for either order",
    "def mean_squared_error(y_pred, y_true):",
    "return float(np.mean((y_pred - y_true) ** 2))",
)
exercise.equivalent(
    "one of the two arrays is made float64, and so is their difference",
    "y_true = np.asarray(y_true, dtype=None).ravel()",
    "y_true = np.asarray(y_true, ).ravel()",
    "y_pred = np.asarray(y_pred, dtype=None).ravel()",
    "y_pred = np.asarray(y_pred, ).ravel()",
)


@exercise.public_check()
def worked_by_hand():
    """The mean of the squared errors, on the numbers worked above."""
    yield call(np.array([3.0, -0.5, 2.0, 7.0]), np.array([2.5, 0.0, 2.1, 7.8]))
    yield call(np.array([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]), np.zeros((3, 2)))


@exercise.public_check()
def column_and_vector():
    """A vector and a column of the same numbers are the same data."""
    yield call(np.array([1.0, 2.0, 4.0]), np.array([[1.5], [2.0], [3.0]]))


@exercise.check(points=1)
def averages_a_vector(rng):
    """The loss of a vector is the mean of its squared errors."""
    for n in (1, 2, 5, 9):
        yield call(rng.normal(0, 3, n), rng.normal(0, 3, n))
    yield call(np.array([2.0, -1.0, 0.5]), np.array([2.0, -1.0, 0.5]))
    yield call(1e-3 * rng.normal(size=4), 1e-3 * rng.normal(size=4))
    yield call(1e4 * rng.normal(size=3), 1e4 * rng.normal(size=3))


@exercise.check(points=1)
def averages_every_element(rng):
    """The mean is taken over every element, whatever the number of dimensions."""
    for shape in ((4, 3), (2, 5), (3, 1), (1, 4), (2, 3, 4), (2, 1, 2, 3)):
        yield call(rng.normal(0, 2, shape), rng.normal(0, 2, shape))


@exercise.check(points=1)
def pairs_vector_and_column(rng):
    """Targets of shape (N,) and predictions of shape (N, 1) are paired, in either order."""
    for n in (2, 3, 6):
        yield call(rng.normal(0, 2, n), rng.normal(0, 2, (n, 1)))
        yield call(rng.normal(0, 2, (n, 1)), rng.normal(0, 2, n))


@exercise.check(points=1)
def integers_do_not_overflow(rng):
    """Lists, integers and uint8 pixels give the same loss as floats."""
    yield call(np.array([0, 10, 250], dtype=np.uint8), np.array([255, 200, 3], dtype=np.uint8))
    yield call(rng.integers(0, 256, 6).astype(np.uint8), rng.integers(0, 256, 6).astype(np.uint8))
    yield call(np.array([100, -100], dtype=np.int8), np.array([-100, 100], dtype=np.int8))
    yield call(rng.integers(0, 256, 5).astype(np.uint8), rng.uniform(0, 255, 5))
    yield call([3, 1, 4], [1, 1, 2])
    yield call([1, 0, 2], [0.5, 0.25, 1.75])
    yield call([[1, 2], [3, 5]], [[0, 2], [4, 1]])
    yield call([[4], [2], [7]], [3.5, 2.5, 5.0])
    yield call(np.array([60_000, 5], dtype=np.uint16), np.array([2, 50_000], dtype=np.uint16))
    yield call(np.array([90_000, -80_000], dtype=np.int32), np.array([-70_000, 60_000], dtype=np.int32))


@exercise.check(points=1, unchanged=True)
def leaves_inputs_alone(rng):
    """The loss is right and what was passed in is as it was."""
    yield call(rng.normal(0, 2, 5), rng.normal(0, 2, 5))
    yield call(rng.normal(0, 2, (3, 2)), rng.normal(0, 2, (3, 2)))
    yield call(rng.normal(0, 2, (4, 1)), rng.normal(0, 2, 4))
    yield call(np.array([3, -1, 4]), np.array([1, 5, -9]))
    yield call([1.5, 2.0, -0.5], [2, 1, 3])
    yield call([[1.5, 2.0], [-0.5, 4.0]], [[2.0, 1.0], [3.0, 5.0]])
