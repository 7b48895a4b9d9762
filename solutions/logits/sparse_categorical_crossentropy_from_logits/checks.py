"""Hidden checks of sparse_categorical_crossentropy_from_logits."""

import numpy as np

from autograder.authoring import Exercise, call, curve

from ..shared import FLOAT64, FLOATS, LAST, ONE_NUMBER, scores, uneven


def of_two_labels(ask, z):
    """Two samples of three classes; z is the logit of the true one, the others are 0."""
    return [ask(np.array([0, 1]), np.array([[value, 0.0, 0.0], [0.0, value, 0.0]])) for value in z]


exercise = Exercise(
    "sparse_categorical_crossentropy_from_logits",
    understood="Log-sum-exp minus the true class's logit, averaged: this is the loss behind a last Dense(10) without "
    "activation, with from_logits=True, and the one the network lesson trains on.",
    picture=curve(-40, 10, 51, see=of_two_labels, x="z", over="z, the true class's logit beside 0 and 0", of="the loss"),
)


@exercise.keras(rtol=1e-9, atol=1e-8, reason=FLOAT64)
def keras_scce(y_true, z):
    import keras

    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True, dtype="float64")
    return float(loss(np.asarray(y_true), np.asarray(z, dtype="float64")))


@exercise.exact()
def exact_scce(y_true, z):
    from mpmath import exp, log, mp, mpf

    with mp.workdps(40):
        total, labels = mpf(0), [int(label) for label in np.ravel(y_true)]
        for label, row in zip(labels, np.asarray(z).tolist()):
            if not 0 <= label < len(row):
                raise ValueError(label)
            total -= log(exp(mpf(row[label])) / sum(exp(mpf(v)) for v in row))
        return float(total / len(labels))


@exercise.relation
def a_constant_added(answer, y_true, z):
    """3 more on every logit: the same probabilities, the same loss."""
    return np.isclose(answer(y_true, np.asarray(z) + 3.0), answer(y_true, z), rtol=1e-9, atol=1e-8)


@exercise.relation
def any_order(answer, y_true, z):
    """The samples in reverse: the same mean."""
    backwards = answer(np.asarray(y_true)[::-1], np.asarray(z)[::-1])
    return np.isclose(backwards, answer(y_true, z), rtol=1e-9, atol=1e-8)


exercise.equivalent(FLOATS, "z = np.asarray(z, dtype=None)", "z = np.asarray(z, )")
exercise.equivalent(
    LAST,
    "shifted = z - z.max(axis=-1, keepdims=True)",
    "return float(np.mean(np.log(np.exp(shifted).sum(axis=-1)) - picked))",
)


@exercise.public_check()
def two_images_by_number():
    """The mean surprise at each label's place, computed from logits of any size."""
    yield call(np.array([2, 1]), np.array([[1.0, 2.0, 3.0], [2.0, 1.0, 0.0]]))
    yield call(np.array([[2.0], [1.0]]), np.array([[1.0, 2.0, 3.0], [2.0, 1.0, 0.0]]))
    yield call([1], [[500.0, -500.0]])


@exercise.public_check()
def no_such_class():
    """A label that is no class raises ValueError."""
    yield call(np.array([0, 3]), np.zeros((2, 3))).must_raise(ValueError)


@exercise.check(points=1)
def averages_the_samples(rng):
    """The loss is the mean of log-sum-exp minus the logit at each label's place."""
    for n, classes in ((1, 3), (2, 3), (3, 3), (6, 4), (5, 2), (9, 10)):
        yield call(rng.integers(0, classes, n), scores(rng, n, classes))
    yield call(np.array([0, 0, 1]), scores(rng, 3, 3))
    yield call(np.array([3, 0]), np.zeros((2, 4)))
    yield call(np.array([0, 1]), np.array([[9.0, 0.0, 1.0], [8.0, -1.0, 0.0]]))


@exercise.check(points=1)
def labels_as_column(rng):
    """Labels of shape (N, 1) count like labels of shape (N,)."""
    for n, classes in ((1, 3), (4, 3), (3, 3), (3, 5)):
        yield call(rng.integers(0, classes, (n, 1)), scores(rng, n, classes))
    yield call(np.array([[2.0], [0.0], [1.0]]), scores(rng, 3, 3))
    yield call([[1], [0]], [[0.25, 0.75], [0.625, 0.375]])


@exercise.check(points=1)
def lists_and_whole_floats(rng):
    """Labels may be whole numbers stored as floats, and labels and logits may be lists and integers."""
    for n, classes in ((1, 2), (3, 3), (5, 4)):
        yield call(rng.integers(0, classes, n).astype(float), scores(rng, n, classes))
    yield call([2.0, 0.0], [[0.5, 1.25, -1.0], [-3.0, 2.0, 0.0]])
    yield call([1, 2], [[2, 1, 0], [0, 1, 3]])
    yield call(rng.integers(0, 4, 3), rng.integers(-4, 5, (3, 4)))
    yield call(rng.integers(0, 3, 4).tolist(), scores(rng, 4, 3).tolist())


@exercise.check(points=1)
def refuses_unknown_labels(rng):
    """A label below 0 or above C - 1 raises ValueError, and the other labels do not."""
    z = scores(rng, 3, 4)
    yield call(np.array([0, 1, 4]), z).must_raise(ValueError)
    yield call(np.array([4, 1, 0]), z).must_raise(ValueError)
    yield call(np.array([0, -1, 2]), z).must_raise(ValueError)
    yield call(np.array([-1]), z[:1]).must_raise(ValueError)
    yield call(np.array([-1, 4]), z[:2]).must_raise(ValueError)
    yield call(np.array([[0.0], [17.0], [2.0]]), z).must_raise(ValueError)
    yield call([-4, 0, 1], z.tolist()).must_raise(ValueError)
    yield call(np.array([0, 1, 2, 3, 0]), scores(rng, 5, 3)).must_raise(ValueError)
    yield call(np.array([1.0, -2.0]), scores(rng, 2, 3)).must_raise(ValueError)
    yield call(np.array([3, 0, 3]), z)
    yield call(np.array([4, 0]), scores(rng, 2, 5))


@exercise.check(points=2, rtol=2e-7, atol=1e-8, reason=ONE_NUMBER)
def logits_of_any_size(rng):
    """Nothing overflows and nothing is clipped, however large the logits are and however uneven the rows."""
    for size in (710.0, 1e3, 1e6, -750.0, -1e3, -1e6):
        yield call(rng.integers(0, 3, 2), size + scores(rng, 2, 3))
    for label, row in (
        (0, [12.0, 0.0]), (1, [0.0, -17.0]), (1, [0.0, -25.0]), (0, [-50.0, 0.0, 1.0]), (1, [0.0, -800.0]), (0, [0.0, 1e3, 0.0]),
        (1, [1e6, -1e6]), (0, [1e6, -1e6]), (2, [1e6, 1e6, 1e6 - 1]), (0, [-1e6, -1e6]), (0, [0.0, -1e6]),
    ):  # fmt: skip
        yield call(np.array([label]), np.array([row]))
    yield call(np.array([0, 1]), np.array([[1e6, -1e6], [0.5, 1.5]]))
    yield call(np.array([0, 1]), np.array([[1e6, 1e6 - 1], [-1e6, -1e6 - 1]]))
    yield call(rng.integers(0, 3, 4), uneven(rng, 3, -1e6, 1e6, 0, 1e3))
    yield call(rng.integers(0, 4, 3), uneven(rng, 4, 900, -900, 0))


@exercise.check(points=1, unchanged=True)
def leaves_inputs_alone(rng):
    """The loss is right and the arrays that were passed in are as they were."""
    yield call(np.array([0, 2]), np.array([[2.0, 2.0, 4.0], [800.0, 1.0, -800.0]]))
    yield call(rng.integers(0, 4, 5), scores(rng, 5, 4))
    yield call(np.array([[1.0], [0.0], [2.0]]), scores(rng, 3, 3))
    yield call([1, 0], [[2.5, 1.0], [0.5, 3.0]])
