"""Hidden checks of binary_crossentropy_from_logits."""

import numpy as np

from autograder.authoring import Exercise, call, curve

from ..shared import FLOAT64, FLOATS, ONE_NUMBER, scores


def of_yes_and_no(ask, z):
    """A yes and a no; z is the logit in favour of what happened."""
    return [ask([1.0, 0.0], [value, -value]) for value in z]


exercise = Exercise(
    "binary_crossentropy_from_logits",
    understood="From the logit itself a yes-or-no loss needs no clip: it keeps growing, and its slope keeps "
    "pointing the right way, however sure and wrong the model is.",
    picture=curve(-40, 10, 51, see=of_yes_and_no, x="z", over="z, the logit in favour of what happened", of="the loss"),
)


@exercise.keras(rtol=1e-9, atol=1e-8, reason=FLOAT64)
def keras_bce(y_true, z):
    import keras

    loss = keras.losses.BinaryCrossentropy(from_logits=True, dtype="float64")
    return float(loss(np.asarray(y_true, dtype="float64"), np.asarray(z, dtype="float64")))


@exercise.exact()
def exact_bce(y_true, z):
    from mpmath import exp, log, mp, mpf

    with mp.workdps(40):
        total, pairs = mpf(0), list(zip(np.ravel(y_true).tolist(), np.ravel(z).tolist()))
        for y, v in pairs:
            total += mpf(y) * log(1 + exp(-mpf(v))) + (1 - mpf(y)) * log(1 + exp(mpf(v)))
        return float(total / len(pairs))


@exercise.relation
def twice_the_data(answer, y_true, z):
    """Every sample twice: the same mean."""
    twice = answer(np.concatenate([y_true, y_true]), np.concatenate([z, z]))
    return np.isclose(twice, answer(y_true, z), rtol=1e-9, atol=1e-12)


@exercise.relation
def yes_and_no_exchanged(answer, y_true, z):
    """Call no yes and turn every logit round: the same surprise."""
    exchanged = answer(1 - np.asarray(y_true, float), -np.asarray(z, float))
    return np.isclose(exchanged, answer(y_true, z), rtol=1e-9, atol=1e-8)


exercise.equivalent(
    FLOATS,
    "y = np.asarray(y_true, dtype=None)",
    "y = np.asarray(y_true, )",
    "y = y_true",
    "z = np.asarray(z, dtype=None)",
    "z = np.asarray(z, )",
)
exercise.equivalent("NumPy's functions make an array of a list, and y is one already", "z = z", "pass")
exercise.equivalent(
    "the larger of the two in either order",
    "return float(np.mean(np.maximum(0, z) - z * y + np.log1p(np.exp(-np.abs(z)))))",
)


@exercise.public_check()
def three_messages():
    """The mean surprise, computed from the logits."""
    yield call(np.array([1.0, 0.0, 1.0]), np.array([2.0, -1.0, 0.0]))
    yield call([0, 1], [1, 3])


@exercise.public_check()
def sure_and_wrong():
    """A logit of -1000 costs 1000 where the answer was yes."""
    yield call(np.array([1.0]), np.array([-1000.0]))


@exercise.check(points=1)
def averages_the_surprise(rng):
    """The loss is the mean surprise at what happened, with sigmoid(z) as the probability of 1."""
    for n in (1, 3, 4, 8):
        yield call(rng.integers(0, 2, n).astype(float), scores(rng, n))
    yield call(np.ones(3), scores(rng, 3))
    yield call(np.zeros(3), scores(rng, 3))
    yield call(np.array([1.0, 0.0]), np.array([0.0, 0.0]))
    yield call(np.array([0.0, 1.0]), np.array([-6.0, 6.0]))
    yield call(np.array([1.0]), np.array([-6.0]))


@exercise.check(points=1)
def takes_soft_targets(rng):
    """Targets between 0 and 1 weigh the two surprises."""
    for n in (1, 2, 5):
        yield call(rng.uniform(0.05, 0.95, n), scores(rng, n))
    yield call(np.array([0.5, 0.25]), np.array([1.0, -2.0]))
    yield call(np.array([[0.3], [0.7]]), np.array([[-4.0], [4.0]]))


@exercise.check(points=1)
def averages_every_element(rng):
    """The mean is taken over every element, whatever the number of dimensions."""
    for shape in ((3, 1), (4, 2), (1, 5), (3, 3), (2, 3, 4), (2, 1, 3, 2)):
        yield call(rng.integers(0, 2, shape).astype(float), scores(rng, *shape))


@exercise.check(points=2, rtol=2e-7, atol=1e-8, reason=ONE_NUMBER)
def logits_of_any_size(rng):
    """Nothing overflows and nothing is clipped, however large the logits are."""
    for target, logit in ((1, 10.5), (0, -14), (1, -17), (0, 18), (1, -25), (0, 25), (1, -36.5), (0, 40), (1, -50), (1, -800),
                          (0, 1e3), (1, -1e3), (0, 1e6), (1, -1e6), (1, 1e6), (0, -1e6)):  # fmt: skip
        yield call(np.array([float(target)]), np.array([float(logit)]))
    yield call(np.array([1.0, 0.0, 1.0]), np.array([1e6, -1e6, 0.5]))
    yield call(np.array([0.0, 1.0, 0.0, 1.0]), np.array([1e3, 1e3, -1e3, -1e3]))
    yield call(np.array([0.25, 0.75]), np.array([1e6, -1e6]))
    yield call(rng.uniform(0.1, 0.9, 4), np.array([1e3, -1e3, 90.0, -1e6]))
    yield call(rng.integers(0, 2, (3, 2)).astype(float), rng.uniform(-1e6, 1e6, (3, 2)))
    yield call(rng.integers(0, 2, 6).astype(float), rng.uniform(-60, 60, 6))


@exercise.check(points=1)
def lists_and_integers(rng):
    """Lists and integers give the same as floats."""
    yield call([1, 0, 1], [2, -1, 0])
    yield call([1, 0, 0], [0.75, 0.5, -1.25])
    yield call([0.25, 0.5], [1, -2])
    yield call([[1, 0], [0, 1], [1, 1]], [[0.5, 0.25], [1.5, -0.75], [-2.0, 0.0]])
    yield call(rng.integers(0, 2, 5), rng.integers(-4, 5, 5))
    yield call(rng.integers(0, 2, (2, 3)), scores(rng, 2, 3))
    yield call([1, 0], [-1000, 1000])


@exercise.check(points=1, unchanged=True)
def leaves_inputs_alone(rng):
    """The loss is right and the arrays that were passed in are as they were."""
    yield call(np.array([1.0, 0.0, 1.0, 0.0]), np.array([-30.0, 2.0, 0.5, -800.0]))
    yield call(rng.uniform(0, 1, (3, 2)), scores(rng, 3, 2))
    yield call([1.0, 0.0], [-2.5, 1.5])
