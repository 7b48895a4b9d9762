"""Hidden checks of log_sum_exp."""

import numpy as np

from autograder.authoring import Exercise, call, curve

from ..shared import FLOAT64, FLOATS, NEAR_A_MILLION, scores, soft_rows, uneven


def beside_zero(ask, z):
    """Rows of two logits, z and 0."""
    return ask(np.stack([z, np.zeros(len(z))], axis=1))


exercise = Exercise(
    "log_sum_exp",
    understood="Log-sum-exp is a maximum with a round corner: with the maximum pulled out nothing can overflow, "
    "and every loss from logits, and softmax itself, stands on this one step.",
    picture=curve(-4, 4, 33, see=beside_zero, x="z", over="z, in a row of z and 0", of="log_sum_exp"),
)


@exercise.keras(rtol=1e-9, atol=1e-8, reason=FLOAT64)
def keras_lse(z):
    import keras

    return keras.ops.convert_to_numpy(keras.ops.logsumexp(np.asarray(z, dtype="float64"), axis=-1))[()]


@exercise.exact()
def exact_lse(z):
    from mpmath import exp, log, mp, mpf

    def walk(item):
        if isinstance(item[0], list):
            return [walk(part) for part in item]
        return float(log(sum(exp(mpf(v)) for v in item)))

    with mp.workdps(40):
        found = walk(np.asarray(z).tolist())
    return found if isinstance(found, float) else np.array(found)


@exercise.relation
def a_constant_added(answer, z):
    """3 more on every logit is 3 more on the result."""
    return np.allclose(answer(np.asarray(z) + 3.0), np.asarray(answer(z)) + 3.0, rtol=1e-9, atol=1e-8)


@exercise.relation
def classes_in_another_order(answer, z):
    """The classes in reverse: the same sum."""
    return np.allclose(answer(np.asarray(z)[..., ::-1]), answer(z), rtol=1e-9, atol=1e-8)


exercise.equivalent(FLOATS, "z = np.asarray(z, dtype=None)", "z = np.asarray(z, )")
exercise.equivalent(
    "the last axis of the maximum has one entry: the first is the last",
    "return m[..., (-1)] + np.log(np.exp(z - m).sum(axis=-1))",
)


@exercise.public_check()
def worked_by_hand():
    """The logarithm of the sum of the exponentials of each row."""
    yield call(np.array([[2.0, 1.0, 0.0], [0.0, 0.0, 0.0]]))
    yield call([2, 1, 0])


@exercise.public_check()
def a_thousand_more():
    """A thousand more on every logit is a thousand more on the result."""
    yield call(np.array([[1002.0, 1001.0, 1000.0], [-998.0, -999.0, -1000.0]]))


@exercise.check(points=1)
def sums_over_the_last_axis(rng):
    """Each row of a table gives one number: the logarithm of the sum of its exponentials."""
    for shape in ((1, 3), (2, 3), (3, 3), (4, 2), (5, 7), (3, 1)):
        yield call(scores(rng, *shape))
    yield call(np.zeros((2, 4)))
    yield call(np.full((1, 12), 0.5))
    yield call(np.array([[1.5, 1.5], [-2.0, -2.0]]))
    yield call(np.log(soft_rows(rng, 2, 3)))
    yield call(-5 - rng.uniform(0, 3, (3, 4)))


@exercise.check(points=1)
def keeps_leading_dimensions(rng):
    """Whatever stands before the last axis is kept; a single row gives a float."""
    for shape in ((3,), (1,), (6,), (2, 3, 4), (3, 3, 3), (1, 2, 1), (2, 1, 3, 2), (1, 1, 1, 4)):
        yield call(scores(rng, *shape))
    yield call([0.5, -1.0, 2.0])
    yield call([[[0.0, 1.0], [2.0, 3.5]], [[-1.0, 0.5], [0.25, 0.25]]])


@exercise.check(points=2, rtol=1e-9, atol=1e-8, reason=NEAR_A_MILLION)
def logits_of_any_size(rng):
    """Large logits do not overflow, and very negative ones do not end in the logarithm of 0."""
    for size in (710.0, 1e3, 1e6, -750.0, -1e3, -1e6):
        yield call(size + scores(rng, 3, 4))
    for table in (
        [[1e6, 1e6 - 0.5, 1e6 - 2]], [[1e6, 1e6]], [[-1e6, -1e6], [-1e6, -1e6 - 1]], [[1e6, -1e6], [-1e6, 1e6]],
        [[0.0, -1e6], [0.0, -800.0], [-750.0, 0.0]], [[-1e6, 0.0, 0.0]], [[1e3, 0.0, 1e3], [0.0, 0.0, 1e3]],
        [[-800.0, 700.0, 699.0]], [[1e6]],
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
    yield call(np.array([[3.0, 1.0, 2.0], [800.0, 801.0, -5.0]]))
    yield call([[2.5, 1.0], [0.5, 3.0]])
