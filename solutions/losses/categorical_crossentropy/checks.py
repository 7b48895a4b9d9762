"""Hidden checks of categorical_crossentropy."""

import numpy as np

from autograder.authoring import Exercise, call, curve

from ..shared import EPSILON, FLOAT64, one_hot, rows


def of_two_rows(ask, p):
    """Two samples of three classes; p is what the model gave to the true one."""
    rest = (1 - p) / 2
    return [ask([[1, 0, 0], [0, 1, 0]], [[a, b, b], [b, a, b]]) for a, b in zip(p, rest)]


exercise = Exercise(
    "categorical_crossentropy",
    understood="With one-hot rows only the probability of the true class counts; with soft rows every class "
    "counts by its share. It is the loss of a softmax output with one-hot targets.",
    picture=curve(0.02, 0.98, 49, see=of_two_rows, x="p", over="p, the probability given to the true class", of="the loss"),
)


@exercise.keras(reason=FLOAT64)
def keras_cce(y_true, y_pred):
    import keras

    loss = keras.losses.CategoricalCrossentropy(dtype="float64")
    return float(loss(np.asarray(y_true, dtype="float64"), np.asarray(y_pred, dtype="float64")))


@exercise.exact()
def exact_cce(y_true, y_pred):
    from mpmath import log, mp, mpf

    with mp.workdps(40):
        low, high = mpf(EPSILON), mpf(1 - EPSILON)
        total = mpf(0)
        for targets, row in zip(np.asarray(y_true).tolist(), np.asarray(y_pred).tolist()):
            whole = sum(mpf(p) for p in row)
            total -= sum(mpf(y) * log(min(max(mpf(p) / whole, low), high)) for y, p in zip(targets, row))
        return float(total / len(y_true))


@exercise.relation
def scaled_rows(answer, y_true, y_pred):
    """Rows of another scale are the same distributions."""
    scaled = answer(y_true, 3.0 * np.asarray(y_pred, float))
    return np.isclose(scaled, answer(y_true, y_pred), rtol=1e-9, atol=1e-12)


@exercise.relation
def classes_in_another_order(answer, y_true, y_pred):
    """The classes in reverse: the same loss."""
    backwards = answer(np.asarray(y_true)[:, ::-1], np.asarray(y_pred)[:, ::-1])
    return np.isclose(backwards, answer(y_true, y_pred), rtol=1e-9, atol=1e-12)


exercise.equivalent(
    "a product or quotient with floats is float64, whatever the inputs' type",
    "y = np.asarray(y_true, dtype=None)",
    "y = np.asarray(y_true, )",
    "y = y_true",
    "p = np.asarray(y_pred, dtype=None)",
    "p = np.asarray(y_pred, )",
)
exercise.equivalent(
    "clip takes the larger of the first two: they may be exchanged",
    "p = np.clip(EPSILON, p / p.sum(axis=-1, keepdims=True), 1 - EPSILON)",
)
exercise.equivalent(
    "of an (N, C) array axis 1 is the last",
    "p = np.clip(p / p.sum(axis=1, keepdims=True), EPSILON, 1 - EPSILON)",
    "p = np.clip(p / p.sum(axis=+1, keepdims=True), EPSILON, 1 - EPSILON)",
    "return float(-np.mean(np.sum(y * np.log(p), axis=1)))",
    "return float(-np.mean(np.sum(y * np.log(p), axis=+1)))",
)


@exercise.public_check()
def two_images():
    """The mean of -log of the probability given to the true class."""
    yield call(np.array([[0, 0, 1], [0, 1, 0]]), np.array([[0.1, 0.2, 0.7], [0.2, 0.6, 0.2]]))


@exercise.public_check()
def rows_become_probabilities():
    """Each row of predictions is divided by its sum first."""
    yield call(np.array([[1.0, 0.0, 0.0]]), np.array([[2.0, 2.0, 4.0]]))


@exercise.check(points=1)
def averages_the_samples(rng):
    """The loss is summed over the classes and averaged over the samples."""
    for n, classes in ((1, 3), (2, 3), (5, 4), (7, 2), (3, 6)):
        yield call(one_hot(rng.integers(0, classes, n), classes), rows(rng, n, classes))
    yield call([[0, 1, 0], [1, 0, 0]], [[0.25, 0.5, 0.25], [0.125, 0.125, 0.75]])


@exercise.check(points=1)
def divides_rows_by_their_sum(rng):
    """Each row of predictions is divided by its own sum first."""
    for n, classes in ((1, 3), (3, 3), (4, 5)):
        yield call(one_hot(rng.integers(0, classes, n), classes), rng.uniform(0.1, 3.0, (n, classes)))
    yield call([[1, 0, 0], [0, 0, 1]], [[2, 2, 4], [1, 3, 1]])
    yield call(np.array([[0.0, 1.0, 0.0]]), np.array([[1e-5, 2e-5, 1e-5]]))
    yield call(one_hot([0, 2], 3), np.array([[0.5, 0.3, 0.22], [0.25, 0.25, 0.48]]))


@exercise.check(points=1)
def clips_to_epsilon(rng):
    """After that, probabilities are clipped to EPSILON and 1 - EPSILON."""
    yield call(np.array([[1.0, 0.0, 0.0]]), np.array([[0.0, 0.4, 0.6]]))
    yield call(np.array([[0.0, 1.0, 0.0]]), np.array([[0.0, 1.0, 0.0]]))
    yield call(np.array([[0.0, 1.0]]), np.array([[1.0, 0.0]]))
    yield call(np.array([[0.0, 1.0]]), np.array([[1 - 1e-7, 1e-7]]))
    yield call(np.array([[0.0, 1.0]]), np.array([[1 - 3e-8, 3e-8]]))
    yield call(np.array([[0.0, 1.0]]), np.array([[4.0, 2e-7]]))
    yield call(np.array([[0.0, 1.0]]), np.array([[0.01, 4e-9]]))
    yield call(np.array([[0.0, 1.0]]), np.array([[1.0, 5e-6]]))
    yield call(np.array([[0.0, 1.0]]), np.array([[1 - 1.5e-7, 1.5e-7]]))
    yield call(np.array([[1.0, 0.0]]), np.array([[1 - 5e-7, 5e-7]]))


@exercise.check(points=1)
def takes_soft_rows(rng):
    """Rows of soft targets weigh the classes."""
    for n, classes in ((2, 3), (4, 4), (3, 2)):
        yield call(rows(rng, n, classes), rows(rng, n, classes))
    yield call(np.array([[0.5, 0.5, 0.0]]), np.array([[0.2, 0.3, 0.5]]))
    yield call(np.array([[0.1, 0.9]]), np.array([[1.0, 0.0]]))


@exercise.check(points=1, unchanged=True)
def leaves_inputs_alone(rng):
    """The loss is right and what was passed in is as it was."""
    yield call(one_hot([0, 2], 3), np.array([[2.0, 2.0, 4.0], [0.0, 1.0, 1.0]]))
    yield call(one_hot(rng.integers(0, 4, 3), 4), rng.uniform(0.2, 2.0, (3, 4)))
    yield call([[0, 1, 0], [1, 0, 0]], [[2.0, 1.0, 1.0], [0.0, 3.0, 1.0]])
