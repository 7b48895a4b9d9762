"""Hidden checks of categorical_crossentropy_from_logits."""

import numpy as np

from autograder.authoring import Exercise, call, curve

from ..shared import FLOAT64, FLOATS, LAST, ONE_NUMBER, OWN, scores, soft_rows, uneven


def one_hot(labels, classes):
    return np.eye(classes)[np.asarray(labels, dtype=int)]


def of_two_rows(ask, z):
    """Two samples of three classes; z is the logit of the true one, the others are 0."""
    return [ask([[1, 0, 0], [0, 1, 0]], [[value, 0.0, 0.0], [0.0, value, 0.0]]) for value in z]


exercise = Exercise(
    "categorical_crossentropy_from_logits",
    understood="The loss of a sample is how far its true class lies behind the soft maximum of its logits: exact "
    "for any size, which is why a classifier's output layer can stay linear.",
    picture=curve(-40, 10, 51, see=of_two_rows, x="z", over="z, the true class's logit beside 0 and 0", of="the loss"),
)


@exercise.keras(rtol=1e-9, atol=1e-8, reason=FLOAT64)
def keras_cce(y_true, z):
    import keras

    loss = keras.losses.CategoricalCrossentropy(from_logits=True, dtype="float64")
    return float(loss(np.asarray(y_true, dtype="float64"), np.asarray(z, dtype="float64")))


@exercise.exact()
def exact_cce(y_true, z):
    from mpmath import exp, log, mp, mpf

    with mp.workdps(40):
        total = mpf(0)
        for targets, row in zip(np.asarray(y_true).tolist(), np.asarray(z).tolist()):
            whole = sum(exp(mpf(v)) for v in row)
            total -= sum(mpf(y) * log(exp(mpf(v)) / whole) for y, v in zip(targets, row))
        return float(total / len(y_true))


@exercise.relation
def a_constant_added(answer, y_true, z):
    """3 more on every logit: the same probabilities, the same loss."""
    return np.isclose(answer(y_true, np.asarray(z) + 3.0), answer(y_true, z), rtol=1e-9, atol=1e-8)


@exercise.relation
def classes_in_another_order(answer, y_true, z):
    """The classes in reverse: the same loss."""
    backwards = answer(np.asarray(y_true)[:, ::-1], np.asarray(z)[:, ::-1])
    return np.isclose(backwards, answer(y_true, z), rtol=1e-9, atol=1e-8)


exercise.equivalent(
    FLOATS,
    "y = np.asarray(y_true, dtype=None)",
    "y = np.asarray(y_true, )",
    "y = y_true",
    "z = np.asarray(z, dtype=None)",
    "z = np.asarray(z, )",
)
exercise.equivalent(
    LAST,
    "shifted = z - z.max(axis=1, keepdims=True)",
    "shifted = z - z.max(axis=+1, keepdims=True)",
    "log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))",
    "log_p = shifted - np.log(np.exp(shifted).sum(axis=+1, keepdims=True))",
    "return float(-np.mean(np.sum(y * log_p, axis=1)))",
    "return float(-np.mean(np.sum(y * log_p, axis=+1)))",
)
exercise.equivalent(
    OWN,
    "log_p = np.subtract(shifted, np.log(np.exp(shifted).sum(axis=-1, keepdims=True)), out=shifted)",
)


@exercise.public_check()
def two_images():
    """The mean surprise at the true class, computed from the logits."""
    yield call(np.array([[0, 0, 1], [0, 1, 0]]), np.array([[1.0, 2.0, 3.0], [2.0, 1.0, 0.0]]))


@exercise.public_check()
def sure_and_wrong():
    """A true class that lies 1000 behind costs 1000."""
    yield call([[0, 1]], [[500.0, -500.0]])


@exercise.check(points=1)
def averages_the_samples(rng):
    """The loss is summed over the classes and averaged over the samples."""
    for n, classes in ((1, 3), (2, 3), (3, 3), (5, 4), (7, 2), (3, 6)):
        yield call(one_hot(rng.integers(0, classes, n), classes), scores(rng, n, classes))
    yield call(one_hot([0, 3], 4), np.zeros((2, 4)))
    yield call(one_hot([0, 1], 3), np.array([[9.0, 0.0, 1.0], [8.0, -1.0, 0.0]]))


@exercise.check(points=1)
def takes_soft_rows(rng):
    """Rows of soft targets weigh the classes."""
    for n, classes in ((1, 3), (2, 3), (4, 4), (3, 2)):
        yield call(soft_rows(rng, n, classes), scores(rng, n, classes))
    yield call(np.array([[0.5, 0.5, 0.0]]), np.array([[1.0, -1.0, 2.0]]))


@exercise.check(points=2, rtol=2e-7, atol=1e-8, reason=ONE_NUMBER)
def logits_of_any_size(rng):
    """Nothing overflows and nothing is clipped, however large the logits are."""
    for size in (710.0, 1e3, 1e6, -750.0, -1e3, -1e6):
        yield call(one_hot(rng.integers(0, 3, 2), 3), size + scores(rng, 2, 3))
    for label, row in (
        (0, [12.0, 0.0]), (1, [0.0, -17.0]), (1, [0.0, -25.0]), (0, [-50.0, 0.0, 1.0]), (1, [0.0, -800.0]), (0, [0.0, 1e3, 0.0]),
        (1, [1e6, -1e6]), (0, [1e6, -1e6]), (2, [1e6, 1e6, 1e6 - 1]), (0, [-1e6, -1e6]), (0, [0.0, -1e6]),
    ):  # fmt: skip
        yield call(one_hot([label], len(row)), np.array([row]))
    yield call(one_hot([0, 1], 2), np.array([[1e6, -1e6], [0.5, 1.5]]))
    yield call(np.array([[0.25, 0.75]]), np.array([[1e6, -1e6]]))
    yield call(soft_rows(rng, 2, 3), np.array([[1e6, 1e6, 1e6 - 1], [-1e6, -1e6 - 2, -1e6]]))
    yield call(soft_rows(rng, 3, 4), rng.uniform(-1e3, 1e3, (3, 4)))


@exercise.check(points=1, rtol=2e-7, atol=1e-8, reason=ONE_NUMBER)
def rows_of_different_size(rng):
    """Samples with logits of very different size do not disturb each other."""
    yield call(one_hot([0, 1], 2), np.array([[1e6, 1e6 - 1], [-1e6, -1e6 - 1]]))
    yield call(one_hot(rng.integers(0, 3, 4), 3), uneven(rng, 3, -1e6, 1e6, 0, 1e3))
    yield call(soft_rows(rng, 4, 4), uneven(rng, 4, 900, -900, 0, 900))
    yield call(one_hot(rng.integers(0, 3, 2), 3), uneven(rng, 3, 0, 800))


@exercise.check(points=1)
def lists_and_integers(rng):
    """Lists and integers give the same as floats."""
    yield call([[0, 1, 0], [1, 0, 0]], [[2, 1, 0], [0, 1, 3]])
    yield call([[0.25, 0.75], [1.0, 0.0]], [[1, -2], [0, 3]])
    yield call([[1, 0], [0, 1], [1, 0]], [[0.5, 1.25], [-3.0, 2.0], [1.0, 1.0]])
    yield call(one_hot(rng.integers(0, 4, 3), 4).astype(int), rng.integers(-4, 5, (3, 4)))
    yield call(one_hot(rng.integers(0, 3, 4), 3).astype(int).tolist(), scores(rng, 4, 3).tolist())
    yield call([[0, 1], [1, 0]], [[1000, -1000], [-1000, -1000]])


@exercise.check(points=1, unchanged=True)
def leaves_inputs_alone(rng):
    """The loss is right and the arrays that were passed in are as they were."""
    yield call(one_hot([0, 2], 3), np.array([[2.0, 2.0, 4.0], [800.0, 1.0, -800.0]]))
    yield call(soft_rows(rng, 3, 4), scores(rng, 3, 4))
    yield call([[0.0, 1.0], [1.0, 0.0]], [[2.5, 1.0], [0.5, 3.0]])
