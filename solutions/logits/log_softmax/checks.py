"""Hidden checks of log_softmax."""

import numpy as np

from autograder.authoring import Exercise, call, curve

from ..shared import FLOAT64, FLOATS, NEAR_A_MILLION, OWN, scores, soft_rows, uneven


def first_of_two(ask, z):
    """Rows of two logits, z and 0: the first one's log probability."""
    return np.asarray(ask(np.stack([z, np.zeros(len(z))], axis=1)))[:, 0]


exercise = Exercise(
    "log_softmax",
    understood="The logarithm of a probability is a subtraction, z - lse(z), and it is still exact where the "
    "probability itself is too small for a float: this is the trick behind from_logits=True.",
    picture=curve(-30, 10, 41, see=first_of_two, x="z", over="z, in a row of z and 0", of="the log probability of z"),
)


@exercise.keras(rtol=1e-9, atol=1e-8, reason=FLOAT64)
def keras_lsm(z):
    import keras

    return keras.ops.convert_to_numpy(keras.ops.log_softmax(np.asarray(z, dtype="float64"), axis=-1))


@exercise.exact()
def exact_lsm(z):
    from mpmath import exp, log, mp, mpf

    def walk(item):
        if isinstance(item[0], list):
            return [walk(part) for part in item]
        whole = sum(exp(mpf(v)) for v in item)
        return [float(log(exp(mpf(v)) / whole)) for v in item]

    with mp.workdps(40):
        return np.array(walk(np.asarray(z).tolist()))


@exercise.relation
def a_constant_added(answer, z):
    """3 more on every logit: the same probabilities."""
    return np.allclose(answer(np.asarray(z) + 3.0), answer(z), rtol=1e-9, atol=1e-8)


@exercise.relation
def probabilities_of_each_row(answer, z):
    """The exponentials of each row add up to 1."""
    return np.allclose(np.exp(answer(z)).sum(axis=-1), 1.0, rtol=1e-9, atol=0)


exercise.equivalent(FLOATS, "z = np.asarray(z, dtype=None)", "z = np.asarray(z, )")
exercise.equivalent(
    OWN,
    "return np.subtract(shifted, np.log(np.exp(shifted).sum(axis=-1, keepdims=True)), out=shifted)",
)


@exercise.public_check()
def worked_by_hand():
    """The logarithms of the probabilities of each row."""
    yield call(np.array([[2.0, 1.0, 0.0], [0.0, 0.0, 0.0]]))
    yield call([2, 1, 0])


@exercise.public_check()
def too_small_for_softmax():
    """Exact where softmax itself is 0."""
    yield call(np.array([[0.0, -800.0], [1002.0, 1001.0]]))


@exercise.check(points=1)
def normalises_the_last_axis(rng):
    """The exponentials of each row of the result add up to 1, and the differences are those of the logits."""
    for shape in ((1, 3), (2, 3), (3, 3), (4, 2), (5, 7), (3, 1)):
        yield call(scores(rng, *shape))
    yield call(np.zeros((2, 4)))
    yield call(np.full((1, 12), 0.5))
    yield call(np.log(soft_rows(rng, 2, 3)))
    yield call(-5 - rng.uniform(0, 3, (3, 4)))
    yield call(5 + rng.uniform(0, 3, (2, 2)))


@exercise.check(points=1)
def keeps_every_dimension(rng):
    """The result has the shape of the logits, from a single row to any number of leading dimensions."""
    for shape in ((3,), (1,), (6,), (2, 3, 4), (3, 3, 3), (1, 2, 1), (2, 1, 3, 2), (1, 1, 1, 4)):
        yield call(scores(rng, *shape))
    yield call([0.5, -1.0, 2.0])
    yield call([[[0.0, 1.0], [2.0, 3.5]], [[-1.0, 0.5], [0.25, 0.25]]])


@exercise.check(points=2, rtol=1e-9, atol=1e-8, reason=NEAR_A_MILLION)
def logits_of_any_size(rng):
    """Exact for logits of any size, also where softmax itself overflows or becomes 0."""
    for size in (710.0, 1e3, 1e6, -750.0, -1e3, -1e6):
        yield call(size + scores(rng, 3, 4))
    for table in (
        [[1e6, 1e6 - 0.5, 1e6 - 2]], [[1e6, 1e6]], [[-1e6, -1e6], [-1e6, -1e6 - 1]], [[1e6, -1e6], [-1e6, 1e6]],
        [[0.0, -1e6], [0.0, -800.0], [-750.0, 0.0]], [[0.0, -20.0, -35.0, -50.0]], [[-1e6, 0.0, 0.0]],
        [[1e3, 0.0, 1e3], [0.0, 0.0, 1e3]], [[-800.0, 700.0, 699.0]], [[1e6]],
    ):  # fmt: skip
        yield call(np.array(table))


@exercise.check(points=1, rtol=1e-9, atol=1e-8, reason=NEAR_A_MILLION)
def rows_of_different_size(rng):
    """Rows of very different size in one array do not disturb each other."""
    yield call(np.array([[1e6, 1e6 - 1], [-1e6, -1e6 - 1]]))
    yield call(uneven(rng, 3, -1e6, 1e6, 0, 1e3))
    yield call(uneven(rng, 4, 900, -900, 0, 900))
    yield call(uneven(rng, 2, 0, 800))
    yield call(uneven(rng, 3, 0, -2000, 2000, 5, 1e6, -1e6).reshape(2, 3, 3))


@exercise.check(points=1)
def lists_and_integers(rng):
    """Lists and integers give the same as floats."""
    yield call([[2, 1, 0], [0, 0, 0]])
    yield call([[0.5, 1.25], [-3.0, 2.0], [1.0, 1.0]])
    yield call(rng.integers(-4, 5, (3, 4)))
    yield call(rng.integers(-4, 5, (4, 2)).tolist())
    yield call([[1000, 999], [-1000, -1000]])


@exercise.check(points=1, unchanged=True)
def leaves_inputs_alone(rng):
    """The values are right and the logits that were passed in are as they were."""
    yield call(scores(rng, 3, 4))
    yield call(scores(rng, 2, 2, 3))
    yield call(scores(rng, 5))
    yield call(np.array([[3.0, 1.0, 2.0], [800.0, 801.0, -5.0]]))
    yield call([[2.5, 1.0], [0.5, 3.0]])
