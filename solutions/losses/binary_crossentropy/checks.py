"""Hidden checks of binary_crossentropy."""

import numpy as np

from autograder.authoring import Exercise, call, curve

from ..shared import EPSILON, FLOAT64


def of_yes_and_no(ask, p):
    """A yes and a no; p is what the model gave to what happened."""
    return [ask([1.0, 0.0], [value, 1 - value]) for value in p]


exercise = Exercise(
    "binary_crossentropy",
    understood="Crossentropy is the mean surprise: a confident wrong answer costs far more than an unsure "
    "one, and clipping keeps the cost of total confidence finite.",
    picture=curve(0.02, 0.98, 49, see=of_yes_and_no, x="p", over="p, the probability given to what happened", of="the loss"),
)


@exercise.keras(reason=FLOAT64)
def keras_bce(y_true, y_pred):
    import keras

    loss = keras.losses.BinaryCrossentropy(dtype="float64")
    return float(loss(np.asarray(y_true, dtype="float64"), np.asarray(y_pred, dtype="float64")))


@exercise.exact()
def exact_bce(y_true, y_pred):
    from mpmath import log, mp, mpf

    with mp.workdps(40):
        low, high = mpf(EPSILON), mpf(1 - EPSILON)
        total, pairs = mpf(0), list(zip(np.ravel(y_true).tolist(), np.ravel(y_pred).tolist()))
        for y, p in pairs:
            p = min(max(mpf(p), low), high)
            total -= mpf(y) * log(p) + (1 - mpf(y)) * log(1 - p)
        return float(total / len(pairs))


@exercise.relation
def twice_the_data(answer, y_true, y_pred):
    """Every sample twice: the same mean."""
    twice = answer(np.concatenate([y_true, y_true]), np.concatenate([y_pred, y_pred]))
    return np.isclose(twice, answer(y_true, y_pred), rtol=1e-9, atol=1e-12)


@exercise.relation
def yes_and_no_exchanged(answer, y_true, y_pred):
    """Call no yes: the same surprise (clipping is symmetric up to rounding)."""
    exchanged = answer(1 - np.asarray(y_true, float), 1 - np.asarray(y_pred, float))
    return np.isclose(exchanged, answer(y_true, y_pred), rtol=1e-6, atol=1e-12)


exercise.equivalent(
    "a product or sum with floats is float64, whatever the inputs' type",
    "y = np.asarray(y_true, dtype=None)",
    "y = np.asarray(y_true, )",
    "p = np.clip(np.asarray(y_pred, dtype=None), EPSILON, 1 - EPSILON)",
    "p = np.clip(np.asarray(y_pred, ), EPSILON, 1 - EPSILON)",
    "p = np.clip(y_pred, EPSILON, 1 - EPSILON)",
)
exercise.equivalent(
    "clip takes the larger of the first two: they may be exchanged",
    "p = np.clip(EPSILON, np.asarray(y_pred, dtype=float), 1 - EPSILON)",
)


@exercise.public_check()
def four_messages():
    """The mean of -log of the probability given to what happened."""
    yield call(np.array([1.0, 0.0, 1.0, 1.0]), np.array([0.9, 0.1, 0.8, 0.6]))
    yield call([0, 1], [0.25, 0.5])


@exercise.public_check()
def total_confidence():
    """Probabilities of exactly 0 and 1 are clipped first, so the loss is finite."""
    yield call(np.array([1.0, 0.0]), np.array([0.0, 1.0]))


@exercise.check(points=1)
def averages_the_surprise(rng):
    """The loss is the mean surprise at what happened."""
    for n in (1, 3, 4, 8):
        yield call(rng.integers(0, 2, n).astype(float), rng.uniform(0.02, 0.98, n))
    yield call(np.ones(3), rng.uniform(0.1, 0.9, 3))
    yield call(np.zeros(3), rng.uniform(0.1, 0.9, 3))
    yield call([1, 0, 1], [0.75, 0.5, 0.125])


@exercise.check(points=1)
def clips_to_epsilon(rng):
    """Probabilities are clipped to EPSILON at the bottom and 1 - EPSILON at the top."""
    yield call(np.array([1.0, 0.0]), np.array([0.0, 1.0]))
    yield call(np.array([1.0]), np.array([0.0]))
    yield call(np.array([0.0]), np.array([1.0]))
    yield call(np.array([0.0]), np.array([0.0]))
    yield call(np.array([1.0]), np.array([1.0]))
    yield call(np.array([1.0, 1.0]), np.array([2e-8, 1e-7]))
    yield call(np.array([1.0, 1.0]), np.array([3e-7, 2e-6]))
    yield call(np.array([1.0, 0.0]), np.array([1.5e-7, 1 - 1.5e-7]))
    yield call(np.array([0.0, 0.0]), np.array([1 - 2e-8, 1 - 5e-7]))
    yield call([1, 0, 1], [1, 0, 0])


@exercise.check(points=1)
def takes_soft_targets(rng):
    """Targets between 0 and 1 weigh the two terms."""
    for n in (2, 5):
        yield call(rng.uniform(0.05, 0.95, n), rng.uniform(0.05, 0.95, n))
    yield call(np.array([0.5, 0.25]), np.array([0.5, 0.25]))
    yield call(np.array([0.3, 0.7]), np.array([0.0, 1.0]))


@exercise.check(points=1)
def averages_every_element(rng):
    """The mean is taken over every element, whatever the number of dimensions."""
    for shape in ((3, 1), (4, 2), (1, 5), (2, 3, 4), (2, 1, 3, 2)):
        yield call(rng.integers(0, 2, shape).astype(float), rng.uniform(0.05, 0.95, shape))
    yield call([[1, 0], [0, 1], [1, 1]], [[0.5, 0.25], [0.125, 0.75], [0.9, 0.6]])


@exercise.check(points=1, unchanged=True)
def leaves_inputs_alone(rng):
    """The loss is right and what was passed in is as it was."""
    yield call(np.array([1.0, 0.0, 1.0, 0.0]), np.array([1.0, 0.0, 0.0, 0.4]))
    yield call(rng.integers(0, 2, 5).astype(float), rng.uniform(0.1, 0.9, 5))
    yield call(np.array([[1, 0], [0, 1]]), np.array([[1.0, 0.25], [0.0, 0.75]]))
    yield call([1, 0, 0], [0.0, 0.25, 1.0])
    yield call([[1.0, 0.0], [0.5, 1.0]], [[0.75, 1.0], [0.25, 0.0]])
