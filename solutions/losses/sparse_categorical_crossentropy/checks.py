"""Hidden checks of sparse_categorical_crossentropy."""

import numpy as np

from autograder.authoring import Exercise, call, curve

from ..shared import EPSILON, rows

AGAIN = "Keras clips and then normalises the row again, which moves it by up to C * EPSILON"


def of_two_labels(ask, p):
    """Two samples of three classes; p is what the model gave to the true one."""
    rest = (1 - p) / 2
    return [ask(np.array([0, 1]), np.array([[a, b, b], [b, a, b]])) for a, b in zip(p, rest)]


exercise = Exercise(
    "sparse_categorical_crossentropy",
    understood="An integer label is a one-hot row written short: you picked the true class's probability by "
    "its index, which needs no row of zeros even for fifty thousand classes.",
    picture=curve(0.02, 0.98, 49, see=of_two_labels, x="p", over="p, the probability given to the true class", of="the loss"),
)


@exercise.keras(rtol=1e-5, atol=1e-6, reason=AGAIN)
def keras_scce(y_true, y_pred):
    import keras

    loss = keras.losses.SparseCategoricalCrossentropy(dtype="float64")
    return float(loss(np.asarray(y_true), np.asarray(y_pred, dtype="float64")))


@exercise.exact()
def exact_scce(y_true, y_pred):
    from mpmath import log, mp, mpf

    with mp.workdps(40):
        low, high = mpf(EPSILON), mpf(1 - EPSILON)
        total, labels = mpf(0), [int(label) for label in np.ravel(y_true)]
        for label, row in zip(labels, np.asarray(y_pred).tolist()):
            if not 0 <= label < len(row):
                raise ValueError(label)
            total -= log(min(max(mpf(row[label]), low), high))
        return float(total / len(labels))


@exercise.relation
def any_order(answer, y_true, y_pred):
    """The samples in reverse: the same mean."""
    backwards = answer(np.asarray(y_true)[::-1], np.asarray(y_pred)[::-1])
    return np.isclose(backwards, answer(y_true, y_pred), rtol=1e-9, atol=1e-12)


exercise.equivalent(
    "the logarithm of clipped values is float64, whatever the inputs' type",
    "p = np.clip(np.asarray(y_pred, dtype=None), EPSILON, 1 - EPSILON)",
    "p = np.clip(np.asarray(y_pred, ), EPSILON, 1 - EPSILON)",
    "p = np.clip(y_pred, EPSILON, 1 - EPSILON)",
)
exercise.equivalent(
    "clip takes the larger of the first two: they may be exchanged",
    "p = np.clip(EPSILON, np.asarray(y_pred, dtype=float), 1 - EPSILON)",
)


@exercise.public_check(atol=1e-6)
def two_images_by_number():
    """The mean of -log of the probability at each label's place."""
    yield call(np.array([2, 1]), np.array([[0.1, 0.2, 0.7], [0.2, 0.6, 0.2]]))
    yield call(np.array([[2.0], [1.0]]), np.array([[0.1, 0.2, 0.7], [0.2, 0.6, 0.2]]))


@exercise.public_check(atol=1e-6)
def no_such_class():
    """A label that is no class raises ValueError."""
    yield call(np.array([0, 3]), np.full((2, 3), 1 / 3)).must_raise(ValueError)


@exercise.check(points=1, atol=1e-6, reason=AGAIN)
def averages_the_samples(rng):
    """The loss is the mean of -log of the probability at each label's place."""
    for n, classes in ((1, 3), (2, 3), (6, 4), (5, 2), (9, 10)):
        yield call(rng.integers(0, classes, n), rows(rng, n, classes))
    yield call(np.array([0, 0, 1]), rows(rng, 3, 3))
    yield call([2, 0], [[0.25, 0.25, 0.5], [0.125, 0.75, 0.125]])


@exercise.check(points=1, atol=1e-6, reason=AGAIN)
def labels_as_column(rng):
    """Labels of shape (N, 1) count like labels of shape (N,)."""
    for n, classes in ((1, 3), (4, 3), (3, 5)):
        yield call(rng.integers(0, classes, (n, 1)), rows(rng, n, classes))
    yield call([[1], [0]], [[0.25, 0.75], [0.625, 0.375]])


@exercise.check(points=1, atol=1e-6, reason=AGAIN)
def labels_as_floats(rng):
    """Whole numbers that are stored as floats are labels too."""
    for n, classes in ((3, 3), (5, 4)):
        yield call(rng.integers(0, classes, n).astype(float), rows(rng, n, classes))
    yield call(rng.integers(0, 3, (4, 1)).astype(float), rows(rng, 4, 3))


@exercise.check(points=1, atol=1e-6, reason=AGAIN)
def clips_to_epsilon(rng):
    """Probabilities are clipped to EPSILON and 1 - EPSILON."""
    yield call(np.array([0]), np.array([[0.0, 0.4, 0.6]]))
    yield call(np.array([1]), np.array([[0.0, 1.0, 0.0]]))
    yield call(np.array([0]), np.array([[1e-7, 1 - 1e-7]]))
    yield call(np.array([1, 0]), np.array([[1.0, 0.0], [2e-8, 1 - 2e-8]]))
    yield call(np.array([0]), np.array([[4e-6, 1 - 4e-6]]))
    yield call(np.array([0, 1]), np.array([[1.5e-7, 1 - 1.5e-7], [1 - 5e-7, 5e-7]]))


def costs_a_little(case, got, expected):
    """EPSILON as such, or EPSILON for each other class where the row is normalised again, as Keras does."""
    others = np.asarray(case.args[1]).shape[1] - 1
    if isinstance(got, str) or np.ndim(got) > 0:
        return "what was returned is no number"
    if not 0.5 * EPSILON < float(got) < (others + 0.5) * EPSILON:
        return "the loss of a perfect prediction is not about EPSILON"
    return None


@exercise.check(points=1, reason="half an EPSILON, for rounding", holds=costs_a_little)
def clips_the_top_too(rng):
    """Even a perfect prediction costs about EPSILON, since 1 is clipped to 1 - EPSILON."""
    yield call(np.array([1]), np.array([[0.0, 1.0, 0.0]]))
    yield call(np.array([0, 1]), np.array([[1.0, 0.0], [0.0, 1.0]]))


@exercise.check(points=1, atol=1e-6, reason=AGAIN)
def refuses_unknown_labels(rng):
    """A label below 0 or above C - 1 raises ValueError, and the other labels do not."""
    p = rows(rng, 3, 4)
    yield call(np.array([0, 1, 4]), p).must_raise(ValueError)
    yield call(np.array([0, -1, 2]), p).must_raise(ValueError)
    yield call(np.array([[0.0], [17.0], [2.0]]), p).must_raise(ValueError)
    yield call([-4, 0, 1], p.tolist()).must_raise(ValueError)
    yield call(np.array([4, 1, 0]), p).must_raise(ValueError)
    yield call(np.array([0, 1, 2, 3, 0]), rows(rng, 5, 3)).must_raise(ValueError)
    yield call(np.array([-1]), p[:1]).must_raise(ValueError)
    yield call(np.array([-1, 4]), p[:2]).must_raise(ValueError)
    yield call(np.array([9, 4]), p[:2]).must_raise(ValueError)
    yield call(np.array([3, 0, 3]), p)
    yield call(np.array([4, 0]), rows(rng, 2, 5))


@exercise.check(points=1, atol=1e-6, reason=AGAIN, unchanged=True)
def leaves_inputs_alone(rng):
    """The loss is right and what was passed in is as it was."""
    yield call(np.array([0, 2]), np.array([[0.0, 0.5, 0.5], [0.0, 0.0, 1.0]]))
    yield call(rng.integers(0, 4, 5), rows(rng, 5, 4))
    yield call(np.array([[1.0], [0.0], [2.0]]), rows(rng, 3, 3))
    yield call([1, 0], [[0.25, 0.75], [1.0, 0.0]])
