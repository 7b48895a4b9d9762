"""Hidden tests of the logits lesson."""

from __future__ import annotations

import numpy as np

from autograder.compare import difference
from autograder.exercise import Exercise, call
from autograder.pictures import curve

FLOAT64 = "Keras computes in float64 here; near a million one rounding is 1e-10, and a few of them add up"
NEAR_A_MILLION = (
    "at a million rtol 1e-5 would be 10 and forgive everything that is asked for; float64 itself steps by "
    "1e-10 there, and z - lse(z) keeps that error as an absolute one, so atol is 1e-8"
)
ONE_NUMBER = (
    "at a million rtol 1e-5 would be 10 and forgive everything that is asked for; a float64 loss that is handed "
    "back as a float32 scalar, which is a float too, is off by 6e-8 of itself, logits in float32 by far more"
)

FLOATS = "whatever the input's type, the arithmetic that follows gives float64"
OWN = "written into an array that the function made itself"
LAST = "of an (N, C) array axis 1 is the last"


def scores(rng, *shape):
    """Ordinary logits, between about -10 and 10."""
    return rng.normal(0, 3, shape)


def uneven(rng, classes, *offsets):
    """Ordinary logits (N, classes), each row moved by its own offset."""
    return rng.normal(0, 2, (len(offsets), classes)) + np.array(offsets)[:, None]


def soft_rows(rng, n, classes):
    """Target distributions (n, classes); every row sums to 1."""
    p = rng.uniform(0.05, 1.0, size=(n, classes))
    return p / p.sum(axis=1, keepdims=True)


def one_hot(labels, classes):
    return np.eye(classes)[np.asarray(labels, dtype=int)]


# log_sum_exp

def beside_zero(ask, z):
    """Rows of two logits, z and 0."""
    return ask(np.stack([z, np.zeros(len(z))], axis=1))


lse = Exercise(
    "log_sum_exp",
    understood="Log-sum-exp is a maximum with a round corner: with the maximum pulled out nothing can overflow, "
    "and every loss from logits, and softmax itself, stands on this one step.",
    picture=curve(-4, 4, 33, see=beside_zero, x="z", over="z, in a row of z and 0", of="log_sum_exp"),
)


@lse.keras(rtol=1e-9, atol=1e-8, reason=FLOAT64)
def keras_lse(z):
    import keras

    return keras.ops.convert_to_numpy(keras.ops.logsumexp(np.asarray(z, dtype="float64"), axis=-1))[()]


@lse.exact()
def exact_lse(z):
    from mpmath import exp, log, mp, mpf

    def walk(item):
        if isinstance(item[0], list):
            return [walk(part) for part in item]
        return float(log(sum(exp(mpf(v)) for v in item)))

    with mp.workdps(40):
        found = walk(np.asarray(z).tolist())
    return found if isinstance(found, float) else np.array(found)


@lse.relation
def a_constant_added(answer, z):
    """3 more on every logit is 3 more on the result."""
    return np.allclose(answer(np.asarray(z) + 3.0), np.asarray(answer(z)) + 3.0, rtol=1e-9, atol=1e-8)


@lse.relation
def classes_in_another_order(answer, z):
    """The classes in reverse: the same sum."""
    return np.allclose(answer(np.asarray(z)[..., ::-1]), answer(z), rtol=1e-9, atol=1e-8)


lse.equivalent(FLOATS, "z = np.asarray(z, dtype=None)", "z = np.asarray(z, )")
lse.equivalent(
    "the last axis of the maximum has one entry: the first is the last",
    "return m[..., (-1)] + np.log(np.exp(z - m).sum(axis=-1))",
)


@lse.public_check()
def worked_by_hand():
    """The logarithm of the sum of the exponentials of each row."""
    yield call(np.array([[2.0, 1.0, 0.0], [0.0, 0.0, 0.0]]))
    yield call([2, 1, 0])


@lse.public_check()
def a_thousand_more():
    """A thousand more on every logit is a thousand more on the result."""
    yield call(np.array([[1002.0, 1001.0, 1000.0], [-998.0, -999.0, -1000.0]]))


@lse.check(points=1)
def sums_over_the_last_axis(rng):
    """Each row of a table gives one number: the logarithm of the sum of its exponentials."""
    for shape in ((1, 3), (2, 3), (3, 3), (4, 2), (5, 7), (3, 1)):
        yield call(scores(rng, *shape))
    yield call(np.zeros((2, 4)))
    yield call(np.full((1, 12), 0.5))
    yield call(np.array([[1.5, 1.5], [-2.0, -2.0]]))
    yield call(np.log(soft_rows(rng, 2, 3)))
    yield call(-5 - rng.uniform(0, 3, (3, 4)))


@lse.check(points=1)
def keeps_leading_dimensions(rng):
    """Whatever stands before the last axis is kept; a single row gives a float."""
    for shape in ((3,), (1,), (6,), (2, 3, 4), (3, 3, 3), (1, 2, 1), (2, 1, 3, 2), (1, 1, 1, 4)):
        yield call(scores(rng, *shape))
    yield call([0.5, -1.0, 2.0])
    yield call([[[0.0, 1.0], [2.0, 3.5]], [[-1.0, 0.5], [0.25, 0.25]]])


@lse.check(points=2, rtol=1e-9, atol=1e-8, reason=NEAR_A_MILLION)
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


@lse.check(points=1, rtol=1e-9, atol=1e-8, reason=NEAR_A_MILLION)
def rows_of_different_size(rng):
    """Rows of very different size in one array do not disturb each other."""
    yield call(np.array([[1e6, 1e6 - 1], [-1e6, -1e6 - 1]]))
    yield call(uneven(rng, 3, -1e6, 1e6, 0, 1e3))
    yield call(uneven(rng, 4, 900, -900, 0, 900))
    yield call(uneven(rng, 2, 0, 800))
    yield call(uneven(rng, 3, 0, -2000, 2000, 5, 1e6, -1e6).reshape(2, 3, 3))


@lse.check(points=1)
def lists_and_integers(rng):
    """Lists and integers give the same as floats."""
    yield call([[2, 1, 0], [0, 0, 0]])
    yield call([[0.5, 1.25], [-3.0, 2.0], [1.0, 1.0]])
    yield call(rng.integers(-4, 5, (3, 4)))
    yield call(rng.integers(-4, 5, (4, 2)).tolist())
    yield call([[1000, 999], [-1000, -1000]])


@lse.check(points=1, unchanged=True)
def leaves_inputs_alone(rng):
    """The values are right and the logits that were passed in are as they were."""
    yield call(scores(rng, 3, 4))
    yield call(scores(rng, 2, 2, 3))
    yield call(np.array([[3.0, 1.0, 2.0], [800.0, 801.0, -5.0]]))
    yield call([[2.5, 1.0], [0.5, 3.0]])


@lse.wrong(fails="logits_of_any_size")
def lse_unshifted(z):
    """exponentiates the logits as they are, so large ones overflow

    What is np.exp(1000)? Which number could you subtract first and add back at the end?
    """
    with np.errstate(all="ignore"):
        return np.log(np.exp(np.asarray(z, float)).sum(axis=-1))


@lse.wrong(fails="sums_over_the_last_axis")
def lse_forgets_the_shift(z):
    """subtracts the maximum but never adds it back

    For a row with one logit, what should the result be? What is yours?
    """
    z = np.asarray(z, float)
    return np.log(np.exp(z - z.max(axis=-1, keepdims=True)).sum(axis=-1))


@lse.wrong(fails="sums_over_the_last_axis")
def lse_subtracts_the_shift(z):
    """subtracts the maximum a second time where it should be added back

    e to the (z - m) is e to the z, divided by e to the m. What does this division become after the logarithm?
    """
    z = np.asarray(z, float)
    m = z.max(axis=-1, keepdims=True)
    return np.log(np.exp(z - m).sum(axis=-1)) - m[..., 0]


@lse.wrong(fails="rows_of_different_size")
def lse_global_max(z):
    """subtracts one maximum of the whole array, so rows far below it vanish

    A row near -1000 beside a row near 1000: what is left of it after your subtraction?
    """
    z = np.asarray(z, float)
    with np.errstate(all="ignore"):
        return z.max() + np.log(np.exp(z - z.max()).sum(axis=-1))


@lse.wrong(fails="sums_over_the_last_axis")
def lse_max_of_columns(z):
    """takes the maximum of each column, not of each row

    A (2, 3) table has two rows. How many maxima do you have, and how many sums?
    """
    z = np.asarray(z, float)
    m = z.max(axis=0)
    with np.errstate(all="ignore"):
        return m + np.log(np.exp(z - m).sum(axis=-1))


@lse.wrong(fails="logits_of_any_size")
def lse_mean_shift(z):
    """subtracts the mean of each row, which lies far below its largest logit

    For the row [1000, -1000]: what is the largest number that np.exp gets to see?
    """
    z = np.asarray(z, float)
    m = z.mean(axis=-1, keepdims=True)
    with np.errstate(all="ignore"):
        return m[..., 0] + np.log(np.exp(z - m).sum(axis=-1))


@lse.wrong(fails="logits_of_any_size")
def lse_min_shift(z):
    """subtracts the smallest logit of each row instead of the largest

    After your subtraction, is the largest exponent 0 or the smallest? Which of the two overflows?
    """
    z = np.asarray(z, float)
    m = z.min(axis=-1, keepdims=True)
    with np.errstate(all="ignore"):
        return m[..., 0] + np.log(np.exp(z - m).sum(axis=-1))


@lse.wrong(fails="logits_of_any_size")
def lse_absolute_shift(z):
    """subtracts the largest absolute value, which pushes negative rows even further down

    For the row [-1000, -1001]: which number is its maximum, and which one do you subtract?
    """
    z = np.asarray(z, float)
    m = np.abs(z).max(axis=-1, keepdims=True)
    with np.errstate(all="ignore"):
        return m[..., 0] + np.log(np.exp(z - m).sum(axis=-1))


@lse.wrong(fails="logits_of_any_size")
def lse_first_entry(z):
    """subtracts the first logit of each row, whether or not it is the largest

    What happens to the row [0, 1000]?
    """
    z = np.asarray(z, float)
    with np.errstate(all="ignore"):
        return z[..., 0] + np.log(np.exp(z - z[..., :1]).sum(axis=-1))


@lse.wrong(fails="logits_of_any_size")
def lse_cut_off(z):
    """cuts the logits off at 700, so larger ones all count the same

    What should a row of two logits of 1000 give? What does yours give?
    """
    return np.log(np.exp(np.clip(np.asarray(z, float), -700, 700)).sum(axis=-1))


@lse.wrong(fails="logits_of_any_size")
def lse_max_when_large(z):
    """gives only the maximum where the logits are large

    Two logits of 1000: is the result exactly 1000? How much do two equal terms add?
    """
    z = np.asarray(z, float)
    with np.errstate(all="ignore"):
        direct = np.log(np.exp(z).sum(axis=-1))
    return np.where(np.isfinite(direct), direct, z.max(axis=-1))[()]


@lse.wrong(fails="sums_over_the_last_axis")
def lse_only_the_maximum(z):
    """gives the maximum of each row, without the round corner

    For two equal logits, e to the z stands in the sum twice. What does that add to the logarithm?
    """
    return np.asarray(z, float).max(axis=-1)


@lse.wrong(fails="sums_over_the_last_axis")
def lse_first_axis(z):
    """sums over the first axis instead of the last

    A (2, 3) table: two samples, three classes. How many numbers should come back?
    """
    z = np.asarray(z, float)
    m = z.max(axis=0, keepdims=True)
    return m[0] + np.log(np.exp(z - m).sum(axis=0))


@lse.wrong(fails="keeps_leading_dimensions")
def lse_axis_one(z):
    """sums over axis 1, which is the last one only in a table

    Which axis of a (2, 3, 4) array is the last? And of a single row? Which number means "the last" for all?
    """
    z = np.asarray(z, float)
    m = z.max(axis=1, keepdims=True)
    return m[:, 0] + np.log(np.exp(z - m).sum(axis=1))


@lse.wrong(fails="sums_over_the_last_axis")
def lse_of_everything(z):
    """sums over the whole array, so a single number is left

    What does np.sum do when you do not name an axis?
    """
    z = np.asarray(z, float)
    return z.max() + np.log(np.exp(z - z.max()).sum())


@lse.wrong(fails="sums_over_the_last_axis")
def lse_keeps_the_axis(z):
    """keeps the last axis with length 1

    Which shape should come back for (4, 3): (4, 1) or (4,)? What does keepdims do?
    """
    z = np.asarray(z, float)
    m = z.max(axis=-1, keepdims=True)
    return m + np.log(np.exp(z - m).sum(axis=-1, keepdims=True))


@lse.wrong(fails="keeps_leading_dimensions")
def lse_one_element_array(z):
    """makes a table of a single row, so an array of one element comes back instead of a float

    What does np.atleast_2d do to the shape (3,)? And what should be left of it at the end?
    """
    z = np.atleast_2d(np.asarray(z, float))
    m = z.max(axis=-1, keepdims=True)
    return m[..., 0] + np.log(np.exp(z - m).sum(axis=-1))


@lse.wrong(fails="keeps_leading_dimensions")
def lse_flattens(z):
    """flattens everything before the last axis into one long axis

    A (2, 3, 4) array holds 2 times 3 rows. Which shape should their results have?
    """
    z = np.asarray(z, float)
    z = z.reshape(-1, z.shape[-1])
    m = z.max(axis=-1, keepdims=True)
    found = m[..., 0] + np.log(np.exp(z - m).sum(axis=-1))
    return found if len(found) > 1 else found[0]


@lse.wrong(fails="sums_over_the_last_axis")
def lse_base_two(z):
    """takes the logarithm to base 2

    The exponentials have the base e. Which logarithm undoes them?
    """
    z = np.asarray(z, float)
    m = z.max(axis=-1, keepdims=True)
    return m[..., 0] + np.log2(np.exp(z - m).sum(axis=-1))


@lse.wrong(fails="sums_over_the_last_axis")
def lse_log_of_the_mean(z):
    """takes the mean of the exponentials instead of their sum

    For two equal logits: is the result the logit itself, or log 2 more?
    """
    z = np.asarray(z, float)
    m = z.max(axis=-1, keepdims=True)
    return m[..., 0] + np.log(np.exp(z - m).mean(axis=-1))


@lse.wrong(fails="sums_over_the_last_axis")
def lse_sum_of_logs(z):
    """takes the logarithm before the sum, so the exponentials are undone one by one

    Is the logarithm of a sum the sum of the logarithms?
    """
    return np.asarray(z, float).sum(axis=-1)


@lse.wrong(fails="sums_over_the_last_axis")
def lse_log1p(z):
    """takes log1p of the sum, which counts the largest term twice

    log1p(x) is log(1 + x). Does your sum already hold the 1 of the largest logit?
    """
    z = np.asarray(z, float)
    m = z.max(axis=-1, keepdims=True)
    return m[..., 0] + np.log1p(np.exp(z - m).sum(axis=-1))


@lse.wrong(fails="sums_over_the_last_axis")
def lse_no_logarithm(z):
    """gives the sum of the exponentials without its logarithm

    The name has three parts. Which one comes last when you compute it?
    """
    with np.errstate(all="ignore"):
        return np.exp(np.asarray(z, float)).sum(axis=-1)


@lse.wrong(fails="lists_and_integers")
def lse_needs_an_array(z):
    """uses what was passed in as if it were an array, so a list fails

    Has a list a method called max? What makes an array of anything?
    """
    m = z.max(axis=-1, keepdims=True)
    return m[..., 0] + np.log(np.exp(z - m).sum(axis=-1))


@lse.wrong(fails="lists_and_integers")
def lse_integer_table(z):
    """collects the results in an array of the logits' own integer type, which cuts them down

    What does an integer array keep of 2.4076?
    """
    z = np.asarray(z)
    found = np.zeros(z.shape[:-1], dtype=z.dtype)
    for place in np.ndindex(found.shape):
        m = float(z[place].max())
        found[place] = m + np.log(np.exp(z[place] - m).sum())
    return found


@lse.wrong(fails="leaves_inputs_alone")
def lse_in_place(z):
    """subtracts inside the array that was passed in, so the caller's logits are changed

    Does z -= m make a new array, or does it write into the one it was given?
    """
    z = np.asarray(z)
    if z.dtype.kind != "f":
        z = z.astype(float)
    m = z.max(axis=-1, keepdims=True)
    z -= m
    return m[..., 0] + np.log(np.exp(z).sum(axis=-1))


@lse.wrong(fails="leaves_inputs_alone")
def lse_sorts_in_place(z):
    """sorts the logits that were passed in to find the largest

    Is there a way to find the largest that leaves the order alone?
    """
    z = np.asarray(z)
    if z.dtype.kind != "f":
        z = z.astype(float)
    z.sort(axis=-1)
    return z[..., -1] + np.log(np.exp(z - z[..., -1:]).sum(axis=-1))


@lse.wrong(fails="sums_over_the_last_axis")
def lse_maximum_loses_its_axis(z):
    """subtracts a vector with one maximum per row, which NumPy lines up with the columns

    What is the shape of z.max(axis=-1), and what with keepdims=True?
    """
    z = np.asarray(z, float)
    m = z.max(axis=-1)
    return m + np.log(np.exp(z - m).sum(axis=-1))


@lse.wrong(fails="sums_over_the_last_axis")
def lse_maximum_keeps_its_axis(z):
    """adds back a column of maxima, which makes a table with the row of logarithms

    What is the shape of m, and what is the shape of the logarithm beside it?
    """
    z = np.asarray(z, float)
    m = z.max(axis=-1, keepdims=True)
    return m + np.log(np.exp(z - m).sum(axis=-1))


@lse.wrong(fails="sums_over_the_last_axis")
def lse_subtracts_the_logarithm(z):
    """subtracts the logarithm from the maximum where it should be added

    Is log-sum-exp larger than the largest logit, or smaller?
    """
    z = np.asarray(z, float)
    m = z.max(axis=-1, keepdims=True)
    return m[..., 0] - np.log(np.exp(z - m).sum(axis=-1))


@lse.wrong(fails="sums_over_the_last_axis")
def lse_multiplies_the_maximum(z):
    """multiplies by the maximum where it should be added

    exp(a + b) is exp(a) * exp(b). What does the logarithm make of a product?
    """
    z = np.asarray(z, float)
    m = z.max(axis=-1, keepdims=True)
    return m[..., 0] * np.log(np.exp(z - m).sum(axis=-1))


@lse.wrong(fails="sums_over_the_last_axis")
def lse_adds_inside(z):
    """adds the maximum inside the logarithm, where it belongs outside

    What is log(exp(m) * s), taken apart?
    """
    z = np.asarray(z, float)
    with np.errstate(all="ignore"):
        m = z.max(axis=-1, keepdims=True)
        return np.log(np.exp(z - m).sum(axis=-1) + m[..., 0])


@lse.wrong(fails="sums_over_the_last_axis")
def lse_base_ten(z):
    """takes the logarithm to base 10

    What is np.log10(10), and what is np.log(10)?
    """
    z = np.asarray(z, float)
    m = z.max(axis=-1, keepdims=True)
    return m[..., 0] + np.log10(np.exp(z - m).sum(axis=-1))


@lse.wrong(fails="sums_over_the_last_axis")
def lse_softens_the_sum(z):
    """adds a small number to the sum before the logarithm

    After the shift, how small can the sum be? Does it need help?
    """
    z = np.asarray(z, float)
    m = z.max(axis=-1, keepdims=True)
    return m[..., 0] + np.log(np.exp(z - m).sum(axis=-1) + 1e-3)


@lse.wrong(fails="sums_over_the_last_axis")
def lse_sums_softplus(z):
    """adds up log(1 + exp(z)), the logarithm of each term by itself

    Which comes first in the name: the logarithm or the sum?
    """
    z = np.asarray(z, float)
    return np.logaddexp(0, z).sum(axis=-1)


@lse.wrong(fails="keeps_leading_dimensions")
def lse_rows_of_a_table(z):
    """loops over the rows of a table, and knows no other number of dimensions

    What does `for row in z` give you of three logits? And of a (2, 4, 3) array?
    """
    return np.array([max(row) + np.log(sum(np.exp(v - max(row)) for v in row)) for row in z])


@lse.wrong(fails="logits_of_any_size")
def lse_clips_the_sum(z):
    """clips the sum before the logarithm, so very negative rows all look alike

    What is log-sum-exp of [-1000, -1000]?
    """
    z = np.asarray(z, float)
    with np.errstate(all="ignore"):
        return np.log(np.clip(np.exp(z).sum(axis=-1), 1e-7, 1e300))


@lse.wrong(fails="logits_of_any_size")
def lse_never_below_zero(z):
    """subtracts 0 where the maximum is negative, so rows far below 0 still end in the logarithm of 0

    For the row [-1000, -1001], what do you subtract, and what is exp of the rest?
    """
    z = np.asarray(z, float)
    m = np.maximum(z.max(axis=-1), 0)
    with np.errstate(all="ignore"):
        return m + np.log(np.exp(z - m[..., np.newaxis]).sum(axis=-1))


@lse.right
def lse_reduce(z):
    return np.logaddexp.reduce(np.asarray(z, dtype=float), axis=-1)


@lse.right
def lse_recursive(z):
    import math

    z = np.asarray(z, float).tolist()

    def walk(item):
        if isinstance(item[0], list):
            return [walk(part) for part in item]
        top = max(item)
        return top + math.log(math.fsum(math.exp(v - top) for v in item))

    return walk(z)


@lse.right
def lse_along_axis(z):
    def row(v):
        return v.max() + np.log(np.sum(np.exp(v - v.max())))

    return np.apply_along_axis(row, -1, np.array(z, dtype=float))


@lse.right
def lse_squeeze(z):
    z = np.array(z, dtype=np.float64)
    m = np.max(z, axis=-1, keepdims=True)
    return np.squeeze(m + np.log(np.sum(np.exp(z - m), axis=-1, keepdims=True)), axis=-1)


@lse.right
def lse_log1p_of_the_others(z):
    z = np.sort(np.asarray(z, float), axis=-1)
    m = z[..., -1]
    return m + np.log1p(np.exp(z[..., :-1] - m[..., None]).sum(axis=-1))


@lse.right
def lse_pairwise(z):
    z = np.moveaxis(np.asarray(z, float), -1, 0)
    total = z[0]
    for nxt in z[1:]:
        high, low = np.maximum(total, nxt), np.minimum(total, nxt)
        total = high + np.log1p(np.exp(low - high))
    return np.array(total)


@lse.right
def lse_upper_bound(z):
    z = np.asarray(z, float)
    bound = np.ceil(z.max(-1))
    return np.log(np.einsum("...c->...", np.exp(z - np.expand_dims(bound, -1)))) + bound


@lse.right
def lse_table_of_rows(z):
    z = np.asarray(z, float)
    flat = z.reshape(-1, z.shape[-1])
    found = np.array([max(r) + np.log(sum(np.exp(r - max(r)))) for r in flat])
    return found.reshape(z.shape[:-1])


@lse.right
def lse_vectorised(z):
    class Shifted:
        def __init__(self, v):
            self.top = np.max(v)
            self.rest = np.exp(v - self.top)

        def value(self):
            return self.top + np.log(self.rest.sum())

    return np.vectorize(lambda v: Shifted(v).value(), signature="(n)->()", otypes=[float])(np.asarray(z, float))


@lse.right
def lse_from_largest_probability(z):
    z = np.subtract(z, 0.0)
    top = np.amax(z, axis=-1)
    e = np.exp(z - top[..., np.newaxis])
    return top - np.log(np.max(e / e.sum(-1, keepdims=True), axis=-1))


# log_softmax

def first_of_two(ask, z):
    """Rows of two logits, z and 0: the first one's log probability."""
    return np.asarray(ask(np.stack([z, np.zeros(len(z))], axis=1)))[:, 0]


lsm = Exercise(
    "log_softmax",
    understood="The logarithm of a probability is a subtraction, z - lse(z), and it is still exact where the "
    "probability itself is too small for a float: this is the trick behind from_logits=True.",
    picture=curve(-30, 10, 41, see=first_of_two, x="z", over="z, in a row of z and 0", of="the log probability of z"),
)


@lsm.keras(rtol=1e-9, atol=1e-8, reason=FLOAT64)
def keras_lsm(z):
    import keras

    return keras.ops.convert_to_numpy(keras.ops.log_softmax(np.asarray(z, dtype="float64"), axis=-1))


@lsm.exact()
def exact_lsm(z):
    from mpmath import exp, log, mp, mpf

    def walk(item):
        if isinstance(item[0], list):
            return [walk(part) for part in item]
        whole = sum(exp(mpf(v)) for v in item)
        return [float(log(exp(mpf(v)) / whole)) for v in item]

    with mp.workdps(40):
        return np.array(walk(np.asarray(z).tolist()))


@lsm.relation
def a_constant_added(answer, z):
    """3 more on every logit: the same probabilities."""
    return np.allclose(answer(np.asarray(z) + 3.0), answer(z), rtol=1e-9, atol=1e-8)


@lsm.relation
def probabilities_of_each_row(answer, z):
    """The exponentials of each row add up to 1."""
    return np.allclose(np.exp(answer(z)).sum(axis=-1), 1.0, rtol=1e-9, atol=0)


lsm.equivalent(FLOATS, "z = np.asarray(z, dtype=None)", "z = np.asarray(z, )")
lsm.equivalent(
    OWN,
    "return np.subtract(shifted, np.log(np.exp(shifted).sum(axis=-1, keepdims=True)), out=shifted)",
)


@lsm.public_check()
def worked_by_hand():
    """The logarithms of the probabilities of each row."""
    yield call(np.array([[2.0, 1.0, 0.0], [0.0, 0.0, 0.0]]))
    yield call([2, 1, 0])


@lsm.public_check()
def too_small_for_softmax():
    """Exact where softmax itself is 0."""
    yield call(np.array([[0.0, -800.0], [1002.0, 1001.0]]))


@lsm.check(points=1)
def normalises_the_last_axis(rng):
    """The exponentials of each row of the result add up to 1, and the differences are those of the logits."""
    for shape in ((1, 3), (2, 3), (3, 3), (4, 2), (5, 7), (3, 1)):
        yield call(scores(rng, *shape))
    yield call(np.zeros((2, 4)))
    yield call(np.full((1, 12), 0.5))
    yield call(np.log(soft_rows(rng, 2, 3)))
    yield call(-5 - rng.uniform(0, 3, (3, 4)))
    yield call(5 + rng.uniform(0, 3, (2, 2)))


@lsm.check(points=1)
def keeps_every_dimension(rng):
    """The result has the shape of the logits, from a single row to any number of leading dimensions."""
    for shape in ((3,), (1,), (6,), (2, 3, 4), (3, 3, 3), (1, 2, 1), (2, 1, 3, 2), (1, 1, 1, 4)):
        yield call(scores(rng, *shape))
    yield call([0.5, -1.0, 2.0])
    yield call([[[0.0, 1.0], [2.0, 3.5]], [[-1.0, 0.5], [0.25, 0.25]]])


@lsm.check(points=2, rtol=1e-9, atol=1e-8, reason=NEAR_A_MILLION)
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


@lsm.check(points=1, rtol=1e-9, atol=1e-8, reason=NEAR_A_MILLION)
def rows_of_different_size(rng):
    """Rows of very different size in one array do not disturb each other."""
    yield call(np.array([[1e6, 1e6 - 1], [-1e6, -1e6 - 1]]))
    yield call(uneven(rng, 3, -1e6, 1e6, 0, 1e3))
    yield call(uneven(rng, 4, 900, -900, 0, 900))
    yield call(uneven(rng, 2, 0, 800))
    yield call(uneven(rng, 3, 0, -2000, 2000, 5, 1e6, -1e6).reshape(2, 3, 3))


@lsm.check(points=1)
def lists_and_integers(rng):
    """Lists and integers give the same as floats."""
    yield call([[2, 1, 0], [0, 0, 0]])
    yield call([[0.5, 1.25], [-3.0, 2.0], [1.0, 1.0]])
    yield call(rng.integers(-4, 5, (3, 4)))
    yield call(rng.integers(-4, 5, (4, 2)).tolist())
    yield call([[1000, 999], [-1000, -1000]])


@lsm.check(points=1, unchanged=True)
def leaves_inputs_alone(rng):
    """The values are right and the logits that were passed in are as they were."""
    yield call(scores(rng, 3, 4))
    yield call(scores(rng, 2, 2, 3))
    yield call(scores(rng, 5))
    yield call(np.array([[3.0, 1.0, 2.0], [800.0, 801.0, -5.0]]))
    yield call([[2.5, 1.0], [0.5, 3.0]])


@lsm.wrong(fails="logits_of_any_size")
def lsm_log_of_softmax(z):
    """forms softmax first and then takes its logarithm, which gives -inf where softmax is 0

    What is softmax of [0, -800], as a float? What would you have to know to get -800 back?
    """
    z = np.asarray(z, float)
    e = np.exp(z - z.max(axis=-1, keepdims=True))
    with np.errstate(all="ignore"):
        return np.log(e / e.sum(axis=-1, keepdims=True))


@lsm.wrong(fails="logits_of_any_size")
def lsm_clipped(z):
    """clips softmax before the logarithm, so nothing is ever below -16.1

    What should the second class of [0, -800] get? What is the smallest value you can return?
    """
    z = np.asarray(z, float)
    e = np.exp(z - z.max(axis=-1, keepdims=True))
    return np.log(np.clip(e / e.sum(axis=-1, keepdims=True), 1e-7, 1))


@lsm.wrong(fails="logits_of_any_size")
def lsm_adds_epsilon(z):
    """adds a tiny number inside the logarithm to keep it away from 0

    Softmax of 1e-20 plus your tiny number: which of the two does the logarithm see?
    """
    z = np.asarray(z, float)
    e = np.exp(z - z.max(axis=-1, keepdims=True))
    return np.log(e / e.sum(axis=-1, keepdims=True) + 1e-12)


@lsm.wrong(fails="logits_of_any_size")
def lsm_smallest_float(z):
    """replaces a softmax of 0 by the smallest float there is

    How negative can your result become? And how negative should it be for [0, -1000000]?
    """
    z = np.asarray(z, float)
    e = np.exp(z - z.max(axis=-1, keepdims=True))
    return np.log(np.maximum(e / e.sum(axis=-1, keepdims=True), np.finfo(float).tiny))


@lsm.wrong(fails="logits_of_any_size")
def lsm_unshifted(z):
    """exponentiates the logits as they are, so large ones overflow

    What is np.exp(1000)? Does log-softmax change when you subtract the same number from a whole row?
    """
    z = np.asarray(z, float)
    with np.errstate(all="ignore"):
        return z - np.log(np.exp(z).sum(axis=-1, keepdims=True))


@lsm.wrong(fails="logits_of_any_size")
def lsm_mean_shift(z):
    """subtracts the mean of each row, which lies far below its largest logit

    For the row [1000, -1000]: what is the largest number that np.exp gets to see?
    """
    z = np.asarray(z, float)
    z = z - z.mean(axis=-1, keepdims=True)
    with np.errstate(all="ignore"):
        return z - np.log(np.exp(z).sum(axis=-1, keepdims=True))


@lsm.wrong(fails="logits_of_any_size")
def lsm_absolute_shift(z):
    """subtracts the largest absolute value, which pushes negative rows even further down

    For the row [-1000, -1001]: which number is its maximum, and which one do you subtract?
    """
    z = np.asarray(z, float)
    z = z - np.abs(z).max(axis=-1, keepdims=True)
    with np.errstate(all="ignore"):
        return z - np.log(np.exp(z).sum(axis=-1, keepdims=True))


@lsm.wrong(fails="rows_of_different_size")
def lsm_global_max(z):
    """subtracts one maximum of the whole array, so rows far below it vanish

    A row near -1000 beside a row near 1000: what is left of it after your subtraction?
    """
    z = np.asarray(z, float)
    z = z - z.max()
    with np.errstate(all="ignore"):
        return z - np.log(np.exp(z).sum(axis=-1, keepdims=True))


@lsm.wrong(fails="normalises_the_last_axis")
def lsm_softmax(z):
    """gives softmax itself, without the logarithm

    Can the logarithm of a probability be positive?
    """
    z = np.asarray(z, float)
    e = np.exp(z - z.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


@lsm.wrong(fails="normalises_the_last_axis")
def lsm_of_softmax(z):
    """applies log-softmax to softmax, so the logits go through softmax twice

    Is what you hand to log-softmax a row of logits, or are they probabilities already?
    """
    z = np.asarray(z, float)
    e = np.exp(z - z.max(axis=-1, keepdims=True))
    p = e / e.sum(axis=-1, keepdims=True)
    return p - np.log(np.exp(p).sum(axis=-1, keepdims=True))


@lsm.wrong(fails="normalises_the_last_axis")
def lsm_first_axis(z):
    """normalises the columns instead of the rows

    Which axis runs along the classes of one sample? What do the exponentials of your rows add up to?
    """
    z = np.asarray(z, float)
    z = z - z.max(axis=0, keepdims=True)
    with np.errstate(all="ignore"):
        return z - np.log(np.exp(z).sum(axis=0, keepdims=True))


@lsm.wrong(fails="keeps_every_dimension")
def lsm_axis_one(z):
    """normalises axis 1, which is the last one only in a table

    Which axis of a (2, 3, 4) array is the last? And of a single row? Which number means "the last" for all?
    """
    z = np.asarray(z, float)
    z = z - z.max(axis=1, keepdims=True)
    return z - np.log(np.exp(z).sum(axis=1, keepdims=True))


@lsm.wrong(fails="normalises_the_last_axis")
def lsm_of_everything(z):
    """normalises the whole array at once, not each row

    What do the exponentials of one row add up to? What did np.sum add when you named no axis?
    """
    z = np.asarray(z, float)
    z = z - z.max()
    return z - np.log(np.exp(z).sum())


@lsm.wrong(fails="normalises_the_last_axis")
def lsm_broadcasts(z):
    """subtracts a vector with one number per row, which NumPy lines up with the columns

    What is the shape of lse(z)? Which shape would be subtracted row by row?
    """
    z = np.asarray(z, float)
    m = z.max(axis=-1, keepdims=True)
    return z - (m[..., 0] + np.log(np.exp(z - m).sum(axis=-1)))


@lsm.wrong(fails="normalises_the_last_axis")
def lsm_only_shifts(z):
    """subtracts the maximum of each row and stops there

    What do the exponentials of your row add up to?
    """
    z = np.asarray(z, float)
    return z - z.max(axis=-1, keepdims=True)


@lsm.wrong(fails="normalises_the_last_axis")
def lsm_forgets_the_shift(z):
    """shifts the logits inside the sum, but not those it subtracts from

    You subtracted the maximum in one place. Where else does it have to go?
    """
    z = np.asarray(z, float)
    return z - np.log(np.exp(z - z.max(axis=-1, keepdims=True)).sum(axis=-1, keepdims=True))


@lsm.wrong(fails="normalises_the_last_axis")
def lsm_shifts_twice(z):
    """subtracts the maximum twice, once by itself and once within log-sum-exp

    Does lse(z) already contain the maximum? Then what do you subtract it from?
    """
    z = np.asarray(z, float)
    m = z.max(axis=-1, keepdims=True)
    return (z - m) - (m + np.log(np.exp(z - m).sum(axis=-1, keepdims=True)))


@lsm.wrong(fails="normalises_the_last_axis")
def lsm_adds(z):
    """adds log-sum-exp instead of subtracting it

    A probability is a fraction. What does the logarithm make of a division?
    """
    z = np.asarray(z, float)
    m = z.max(axis=-1, keepdims=True)
    return z + m + np.log(np.exp(z - m).sum(axis=-1, keepdims=True))


@lsm.wrong(fails="normalises_the_last_axis")
def lsm_surprise(z):
    """gives the surprise, with the opposite sign

    Is the logarithm of a number below 1 positive or negative?
    """
    z = np.asarray(z, float)
    z = z - z.max(axis=-1, keepdims=True)
    return np.log(np.exp(z).sum(axis=-1, keepdims=True)) - z


@lsm.wrong(fails="normalises_the_last_axis")
def lsm_base_two(z):
    """takes the logarithm to base 2

    The exponentials have the base e. Which logarithm undoes them?
    """
    z = np.asarray(z, float)
    z = z - z.max(axis=-1, keepdims=True)
    return z - np.log2(np.exp(z).sum(axis=-1, keepdims=True))


@lsm.wrong(fails="normalises_the_last_axis")
def lsm_of_the_mean(z):
    """divides by the mean of the exponentials instead of their sum

    What do the exponentials of your row add up to, 1 or the number of classes?
    """
    z = np.asarray(z, float)
    z = z - z.max(axis=-1, keepdims=True)
    return z - np.log(np.exp(z).mean(axis=-1, keepdims=True))


@lsm.wrong(fails="normalises_the_last_axis")
def lsm_sigmoid(z):
    """takes each logit by itself, as the logarithm of a sigmoid

    Do your probabilities in a row add up to 1? Do the classes know of each other?
    """
    return -np.logaddexp(0, -np.asarray(z, float))


@lsm.wrong(fails="lists_and_integers")
def lsm_needs_an_array(z):
    """uses what was passed in as if it were an array, so a list fails

    Has a list a method called max? What makes an array of anything?
    """
    s = z - z.max(axis=-1, keepdims=True)
    return s - np.log(np.exp(s).sum(axis=-1, keepdims=True))


@lsm.wrong(fails="lists_and_integers")
def lsm_integer_table(z):
    """collects the results in an array of the logits' own integer type, which cuts them down

    What does an integer array keep of -0.4076?
    """
    z = np.asarray(z)
    found = np.zeros_like(z)
    for place in np.ndindex(z.shape[:-1]):
        s = z[place] - float(z[place].max())
        found[place] = s - np.log(np.exp(s).sum())
    return found


@lsm.wrong(fails="leaves_inputs_alone")
def lsm_in_place(z):
    """subtracts inside the array that was passed in, so the caller's logits are changed

    Does z -= m make a new array, or does it write into the one it was given?
    """
    z = np.asarray(z)
    if z.dtype.kind != "f":
        z = z.astype(float)
    z -= z.max(axis=-1, keepdims=True)
    return z - np.log(np.exp(z).sum(axis=-1, keepdims=True))


@lsm.wrong(fails="normalises_the_last_axis")
def lsm_base_ten(z):
    """takes the logarithm of softmax to base 10

    What is np.log10(10), and what is np.log(10)?
    """
    z = np.asarray(z, float)
    s = z - z.max(axis=-1, keepdims=True)
    return (s - np.log(np.exp(s).sum(axis=-1, keepdims=True))) / np.log(10)


@lsm.wrong(fails="normalises_the_last_axis")
def lsm_base_ten_of_the_sum(z):
    """takes the logarithm of the sum to base 10, while the exponentials are of base e

    What is np.log10(10), and what is np.log(10)?
    """
    z = np.asarray(z, float)
    s = z - z.max(axis=-1, keepdims=True)
    return s - np.log10(np.exp(s).sum(axis=-1, keepdims=True))


@lsm.wrong(fails="normalises_the_last_axis")
def lsm_sum_without_logarithm(z):
    """subtracts the sum of the exponentials without its logarithm

    What is the logarithm of a quotient, taken apart?
    """
    z = np.asarray(z, float)
    s = z - z.max(axis=-1, keepdims=True)
    return s - np.exp(s).sum(axis=-1, keepdims=True)


@lsm.wrong(fails="normalises_the_last_axis")
def lsm_sum_of_logits(z):
    """subtracts the sum of the logits, without exponentials and logarithm

    What stands below the fraction in softmax?
    """
    z = np.asarray(z, float)
    s = z - z.max(axis=-1, keepdims=True)
    return s - s.sum(axis=-1, keepdims=True)


@lsm.wrong(fails="normalises_the_last_axis")
def lsm_divides_by_the_logarithm(z):
    """divides by the logarithm of the sum where it should be subtracted

    What is the logarithm of a quotient, taken apart?
    """
    z = np.asarray(z, float)
    s = z - z.max(axis=-1, keepdims=True)
    with np.errstate(all="ignore"):
        return s / np.log(np.exp(s).sum(axis=-1, keepdims=True))


@lsm.wrong(fails="normalises_the_last_axis")
def lsm_sum_loses_its_axis(z):
    """subtracts a vector with one logarithm per row, which NumPy lines up with the columns

    What is the shape of a sum over axis -1, and what with keepdims=True?
    """
    z = np.asarray(z, float)
    s = z - z.max(axis=-1, keepdims=True)
    return s - np.log(np.exp(s).sum(axis=-1))


@lsm.wrong(fails="normalises_the_last_axis")
def lsm_column_maximum(z):
    """subtracts the largest logit of each column, which changes the differences within a row

    What may be subtracted from a row without changing its softmax?
    """
    z = np.asarray(z, float)
    s = z - z.max(axis=0)
    with np.errstate(all="ignore"):
        return s - np.log(np.exp(s).sum(axis=-1, keepdims=True))


@lsm.wrong(fails="normalises_the_last_axis")
def lsm_rounds(z):
    """rounds the results

    How many digits does the docstring promise?
    """
    z = np.asarray(z, float)
    s = z - z.max(axis=-1, keepdims=True)
    return np.round(s - np.log(np.exp(s).sum(axis=-1, keepdims=True)), 4)


@lsm.wrong(fails="logits_of_any_size")
def lsm_subtracts_the_smallest(z):
    """subtracts the smallest logit of each row instead of the largest

    The logits 0 and 1000: what is the largest exponent that is left?
    """
    z = np.asarray(z, float)
    s = z - z.min(axis=-1, keepdims=True)
    with np.errstate(all="ignore"):
        return s - np.log(np.exp(s).sum(axis=-1, keepdims=True))


@lsm.wrong(fails="logits_of_any_size")
def lsm_patches_infinity(z):
    """replaces -inf after the logarithm by the largest float there is

    The logits 0 and -1000: what is the logarithm of the second share, exactly?
    """
    z = np.asarray(z, float)
    s = z - z.max(axis=-1, keepdims=True)
    e = np.exp(s)
    with np.errstate(all="ignore"):
        return np.nan_to_num(np.log(e / e.sum(axis=-1, keepdims=True)))


@lsm.wrong(fails="logits_of_any_size")
def lsm_leaves_zeros(z):
    """gives 0 where softmax is 0, as if that were certain

    The logarithm of which share is 0?
    """
    z = np.asarray(z, float)
    s = z - z.max(axis=-1, keepdims=True)
    e = np.exp(s)
    p = e / e.sum(axis=-1, keepdims=True)
    return np.log(p, where=p > 0, out=np.zeros_like(p))


@lsm.wrong(fails="logits_of_any_size")
def lsm_as_it_stands(z):
    """writes log(softmax(z)) down as it stands: exp overflows, and softmax may be 0

    What is np.exp(1000), and what is np.log(0)? Which of the two logarithms can be taken before anything is divided?
    """
    with np.errstate(all="ignore"):
        e = np.exp(np.asarray(z, float))
        return np.log(e / e.sum(axis=-1, keepdims=True))


@lsm.right
def lsm_minus_lse(z):
    z = np.asarray(z, dtype=float)
    m = z.max(axis=-1, keepdims=True)
    return z - (m + np.log(np.sum(np.exp(z - m), axis=-1, keepdims=True)))


@lsm.right
def lsm_reduce(z):
    z = np.array(z, dtype=np.float64)
    return z - np.logaddexp.reduce(z, axis=-1, keepdims=True)


@lsm.right
def lsm_recursive(z):
    import math

    def walk(item):
        if isinstance(item[0], list):
            return [walk(part) for part in item]
        top = max(item)
        rest = math.log(sum(math.exp(v - top) for v in item))
        return [v - top - rest for v in item]

    return walk(np.asarray(z, float).tolist())


@lsm.right
def lsm_along_axis(z):
    def row(v):
        s = v - v.max()
        return s - np.log(np.exp(s).sum())

    return np.apply_along_axis(row, -1, np.asarray(z, dtype=float))


@lsm.right
def lsm_pairwise_differences(z):
    z = np.asarray(z, float)
    return -np.logaddexp.reduce(z[..., None, :] - z[..., :, None], axis=-1)


@lsm.right
def lsm_where(z):
    z = np.asarray(z, float)
    s = z - np.expand_dims(np.max(z, -1), -1)
    e = np.exp(s)
    total = np.einsum("...c->...", e)[..., None]
    p = e / total
    return np.where(p > 0.5, np.log(np.where(p > 0, p, 1.0)), s - np.log(total))


@lsm.right
def lsm_twice(z):
    def once(v):
        v = v - np.amax(v, axis=-1, keepdims=True)
        return v - np.log(np.exp(v).sum(-1)[..., np.newaxis])

    return once(once(np.array(z, float)))


@lsm.right
def lsm_rows(z):
    z = np.asarray(z, float)
    out = np.empty(z.shape)
    for place in np.ndindex(*z.shape[:-1]):
        row = z[place] - max(z[place])
        out[place] = row - np.log(sum(np.exp(row)))
    return out


@lsm.right
def lsm_class(z):
    class Row:
        def __init__(self, v):
            self.v = v - v.max()

        def log_probabilities(self):
            return self.v - np.log1p(np.exp(self.v).sum() - 1)

    return np.vectorize(lambda v: Row(v).log_probabilities(), signature="(n)->(n)")(np.asarray(z, float))


@lsm.right
def lsm_transposed(z):
    z = np.moveaxis(np.asarray(z, float), -1, 0)
    z = z - z.max(axis=0)
    return np.moveaxis(z - np.log(np.exp(z).sum(axis=0)), 0, -1)


# binary_crossentropy_from_logits

def of_yes_and_no(ask, z):
    """A yes and a no; z is the logit in favour of what happened."""
    return [ask([1.0, 0.0], [value, -value]) for value in z]


bce = Exercise(
    "binary_crossentropy_from_logits",
    understood="From the logit itself a yes-or-no loss needs no clip: it keeps growing, and its slope keeps "
    "pointing the right way, however sure and wrong the model is.",
    picture=curve(-40, 10, 51, see=of_yes_and_no, x="z", over="z, the logit in favour of what happened", of="the loss"),
)


@bce.keras(rtol=1e-9, atol=1e-8, reason=FLOAT64)
def keras_bce(y_true, z):
    import keras

    loss = keras.losses.BinaryCrossentropy(from_logits=True, dtype="float64")
    return float(loss(np.asarray(y_true, dtype="float64"), np.asarray(z, dtype="float64")))


@bce.exact()
def exact_bce(y_true, z):
    from mpmath import exp, log, mp, mpf

    with mp.workdps(40):
        total, pairs = mpf(0), list(zip(np.ravel(y_true).tolist(), np.ravel(z).tolist()))
        for y, v in pairs:
            total += mpf(y) * log(1 + exp(-mpf(v))) + (1 - mpf(y)) * log(1 + exp(mpf(v)))
        return float(total / len(pairs))


@bce.relation
def twice_the_data(answer, y_true, z):
    """Every sample twice: the same mean."""
    twice = answer(np.concatenate([y_true, y_true]), np.concatenate([z, z]))
    return np.isclose(twice, answer(y_true, z), rtol=1e-9, atol=1e-12)


@bce.relation
def yes_and_no_exchanged(answer, y_true, z):
    """Call no yes and turn every logit round: the same surprise."""
    exchanged = answer(1 - np.asarray(y_true, float), -np.asarray(z, float))
    return np.isclose(exchanged, answer(y_true, z), rtol=1e-9, atol=1e-8)


bce.equivalent(
    FLOATS,
    "y = np.asarray(y_true, dtype=None)",
    "y = np.asarray(y_true, )",
    "y = y_true",
    "z = np.asarray(z, dtype=None)",
    "z = np.asarray(z, )",
)
bce.equivalent("NumPy's functions make an array of a list, and y is one already", "z = z", "pass")
bce.equivalent(
    "the larger of the two in either order",
    "return float(np.mean(np.maximum(0, z) - z * y + np.log1p(np.exp(-np.abs(z)))))",
)


@bce.public_check()
def three_messages():
    """The mean surprise, computed from the logits."""
    yield call(np.array([1.0, 0.0, 1.0]), np.array([2.0, -1.0, 0.0]))
    yield call([0, 1], [1, 3])


@bce.public_check()
def sure_and_wrong():
    """A logit of -1000 costs 1000 where the answer was yes."""
    yield call(np.array([1.0]), np.array([-1000.0]))


@bce.check(points=1)
def averages_the_surprise(rng):
    """The loss is the mean surprise at what happened, with sigmoid(z) as the probability of 1."""
    for n in (1, 3, 4, 8):
        yield call(rng.integers(0, 2, n).astype(float), scores(rng, n))
    yield call(np.ones(3), scores(rng, 3))
    yield call(np.zeros(3), scores(rng, 3))
    yield call(np.array([1.0, 0.0]), np.array([0.0, 0.0]))
    yield call(np.array([0.0, 1.0]), np.array([-6.0, 6.0]))
    yield call(np.array([1.0]), np.array([-6.0]))


@bce.check(points=1)
def takes_soft_targets(rng):
    """Targets between 0 and 1 weigh the two surprises."""
    for n in (1, 2, 5):
        yield call(rng.uniform(0.05, 0.95, n), scores(rng, n))
    yield call(np.array([0.5, 0.25]), np.array([1.0, -2.0]))
    yield call(np.array([[0.3], [0.7]]), np.array([[-4.0], [4.0]]))


@bce.check(points=1)
def averages_every_element(rng):
    """The mean is taken over every element, whatever the number of dimensions."""
    for shape in ((3, 1), (4, 2), (1, 5), (3, 3), (2, 3, 4), (2, 1, 3, 2)):
        yield call(rng.integers(0, 2, shape).astype(float), scores(rng, *shape))


@bce.check(points=2, rtol=2e-7, atol=1e-8, reason=ONE_NUMBER)
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


@bce.check(points=1)
def lists_and_integers(rng):
    """Lists and integers give the same as floats."""
    yield call([1, 0, 1], [2, -1, 0])
    yield call([1, 0, 0], [0.75, 0.5, -1.25])
    yield call([0.25, 0.5], [1, -2])
    yield call([[1, 0], [0, 1], [1, 1]], [[0.5, 0.25], [1.5, -0.75], [-2.0, 0.0]])
    yield call(rng.integers(0, 2, 5), rng.integers(-4, 5, 5))
    yield call(rng.integers(0, 2, (2, 3)), scores(rng, 2, 3))
    yield call([1, 0], [-1000, 1000])


@bce.check(points=1, unchanged=True)
def leaves_inputs_alone(rng):
    """The loss is right and the arrays that were passed in are as they were."""
    yield call(np.array([1.0, 0.0, 1.0, 0.0]), np.array([-30.0, 2.0, 0.5, -800.0]))
    yield call(rng.uniform(0, 1, (3, 2)), scores(rng, 3, 2))
    yield call([1.0, 0.0], [-2.5, 1.5])


@bce.wrong(fails="logits_of_any_size")
def bce_clipped(y_true, z):
    """takes the sigmoid and clips it, so the loss goes flat at 16.1

    What does a logit of -1000 cost when the answer was yes? What is the largest loss you can return?
    """
    y, z = np.asarray(y_true, float), np.asarray(z, float)
    p = np.clip(0.5 * (1 + np.tanh(z / 2)), 1e-7, 1 - 1e-7)
    return float(-np.mean(y * np.log(p) + (1 - y) * np.log(1 - p)))


@bce.wrong(fails="logits_of_any_size")
def bce_fine_clip(y_true, z):
    """takes the sigmoid and clips it very near 0 and 1, which only moves the flat part

    What is -log of your smallest probability? Can a logit not be larger than that?
    """
    y, z = np.asarray(y_true, float), np.asarray(z, float)
    p = np.clip(0.5 * (1 + np.tanh(z / 2)), 1e-15, 1 - 1e-15)
    return float(-np.mean(y * np.log(p) + (1 - y) * np.log(1 - p)))


@bce.wrong(fails="logits_of_any_size")
def bce_sigmoid(y_true, z):
    """takes the logarithm of the sigmoid, which is exactly 0 or 1 for large logits

    What is sigmoid(1000) as a float? And the logarithm of 1 minus that?
    """
    y, z = np.asarray(y_true, float), np.asarray(z, float)
    with np.errstate(all="ignore"):
        p = 1 / (1 + np.exp(-z))
        return float(-np.mean(y * np.log(p) + (1 - y) * np.log(1 - p)))


@bce.wrong(fails="logits_of_any_size")
def bce_overflows(y_true, z):
    """computes log(1 + exp(z)) as it stands, which overflows

    What is np.exp(1000)? Which part of log(1 + exp(z)) could you pull out when z is large?
    """
    y, z = np.asarray(y_true, float), np.asarray(z, float)
    with np.errstate(all="ignore"):
        return float(np.mean(np.log(1 + np.exp(z)) - y * z))


@bce.wrong(fails="logits_of_any_size")
def bce_cuts_logits(y_true, z):
    """cuts the logits off at 30, so the loss cannot grow beyond that

    Should a logit of -1000 cost more than one of -30?
    """
    y, z = np.asarray(y_true, float), np.clip(np.asarray(z, float), -30, 30)
    return float(np.mean(np.maximum(z, 0) - z * y + np.log1p(np.exp(-np.abs(z)))))


@bce.wrong(fails="averages_the_surprise")
def bce_sums(y_true, z):
    """adds the losses of the samples up instead of averaging them

    What happens to your loss when every sample stands in the batch twice? What should happen?
    """
    y, z = np.asarray(y_true, float), np.asarray(z, float)
    return float(np.sum(np.maximum(z, 0) - z * y + np.log1p(np.exp(-np.abs(z)))))


@bce.wrong(fails="averages_the_surprise")
def bce_negative(y_true, z):
    """has the opposite sign, so the loss is negative

    Surprise is minus a logarithm. Is the loss of a coin toss 0.693 or -0.693?
    """
    y, z = np.asarray(y_true, float), np.asarray(z, float)
    return float(-np.mean(np.maximum(z, 0) - z * y + np.log1p(np.exp(-np.abs(z)))))


@bce.wrong(fails="averages_the_surprise")
def bce_no_sigmoid(y_true, z):
    """takes the logits for probabilities

    Can a probability be -1? Which function turns a logit into one?
    """
    y, p = np.asarray(y_true, float), np.clip(np.asarray(z, float), 1e-7, 1 - 1e-7)
    return float(-np.mean(y * np.log(p) + (1 - y) * np.log(1 - p)))


@bce.wrong(fails="averages_the_surprise")
def bce_sigmoid_twice(y_true, z):
    """puts the logits through a sigmoid before a formula that expects logits

    Which of your two steps already contains the sigmoid?
    """
    y, z = np.asarray(y_true, float), 0.5 * (1 + np.tanh(np.asarray(z, float) / 2))
    return float(np.mean(np.maximum(z, 0) - z * y + np.log1p(np.exp(-np.abs(z)))))


@bce.wrong(fails="averages_the_surprise")
def bce_one_term(y_true, z):
    """counts only the samples whose target is 1

    What does your loss say about a sample with target 0 and logit 5?
    """
    y, z = np.asarray(y_true, float), np.asarray(z, float)
    return float(np.mean(y * np.logaddexp(0, -z)))


@bce.wrong(fails="averages_the_surprise")
def bce_swaps_targets(y_true, z):
    """charges a yes where it was a no, and the other way round

    A logit of 5 means "almost certainly yes". With target 1, is the loss near 0 or near 5?
    """
    y, z = np.asarray(y_true, float), np.asarray(z, float)
    return float(np.mean(np.maximum(z, 0) - z * (1 - y) + np.log1p(np.exp(-np.abs(z)))))


@bce.wrong(fails="averages_the_surprise")
def bce_swaps_arguments(y_true, z):
    """swaps the roles of target and logit

    Which of the two goes through the exponential? Which one is a guess, and which one happened?
    """
    z, y = np.asarray(y_true, float), np.asarray(z, float)
    return float(np.mean(np.maximum(z, 0) - z * y + np.log1p(np.exp(-np.abs(z)))))


@bce.wrong(fails="averages_the_surprise")
def bce_without_the_maximum(y_true, z):
    """leaves out the term max(z, 0)

    With target 0 and logit 5, what should the loss be, roughly? What do your terms give?
    """
    y, z = np.asarray(y_true, float), np.asarray(z, float)
    return float(np.mean(-z * y + np.log1p(np.exp(-np.abs(z)))))


@bce.wrong(fails="averages_the_surprise")
def bce_without_the_target(y_true, z):
    """leaves out the term - z * y, so the targets make no difference

    Where does your formula use y_true? Should a yes and a no cost the same?
    """
    return float(np.mean(np.logaddexp(0, np.asarray(z, float))))


@bce.wrong(fails="averages_the_surprise")
def bce_adds_the_target(y_true, z):
    """adds z * y where it should be subtracted

    The target is 1 and the logit is 10, sure and right. What does your formula charge?
    """
    y, z = np.asarray(y_true, float), np.asarray(z, float)
    return float(np.mean(np.logaddexp(0, z) + z * y))


@bce.wrong(fails="averages_the_surprise")
def bce_without_the_corner(y_true, z):
    """leaves out the term log(1 + exp(-|z|))

    At a logit of 0 the model has no idea. Should that cost nothing?
    """
    y, z = np.asarray(y_true, float), np.asarray(z, float)
    return float(np.mean(np.maximum(z, 0) - z * y))


@bce.wrong(fails="averages_the_surprise")
def bce_without_log1p(y_true, z):
    """takes log of exp(-|z|) without the 1 that belongs to it

    What is the logarithm of an exponential? Where did the 1 of log(1 + ...) go?
    """
    y, z = np.asarray(y_true, float), np.asarray(z, float)
    return float(np.mean(np.maximum(z, 0) - z * y - np.abs(z)))


@bce.wrong(fails="averages_the_surprise")
def bce_forgets_the_sign(y_true, z):
    """has exp(|z|) where exp(-|z|) belongs

    Which of the two lies between 0 and 1 for every z?
    """
    y, z = np.asarray(y_true, float), np.asarray(z, float)
    return float(np.mean(np.maximum(z, 0) - z * y + np.logaddexp(0, np.abs(z))))


@bce.wrong(fails="averages_the_surprise")
def bce_forgets_the_absolute_value(y_true, z):
    """has exp(-z) where exp(-|z|) belongs, or |z| where max(z, 0) does, so negative logits are charged twice

    For z = -5: what is max(z, 0), and what is log(1 + exp(5))? Which of them should carry the 5?
    """
    y, z = np.asarray(y_true, float), np.asarray(z, float)
    return float(np.mean(np.maximum(z, 0) - z * y + np.logaddexp(0, -z)))


@bce.wrong(fails="averages_the_surprise")
def bce_plus_minus_one(y_true, z):
    """uses the formula for targets of -1 and 1

    With a target of 0, what is z * y? Does the logit then count at all?
    """
    y, z = np.asarray(y_true, float), np.asarray(z, float)
    return float(np.mean(np.logaddexp(0, -y * z)))


@bce.wrong(fails="averages_the_surprise")
def bce_base_two(y_true, z):
    """takes the logarithm to base 2, which measures in bits

    What does a coin toss cost in your unit: 1 or 0.693?
    """
    y, z = np.asarray(y_true, float), np.asarray(z, float)
    return float(np.mean(np.maximum(z, 0) - z * y + np.log1p(np.exp(-np.abs(z)))) / np.log(2))


@bce.wrong(fails="averages_the_surprise")
def bce_largest_logit(y_true, z):
    """takes one maximum of all logits where each logit should be compared with 0

    What do np.max and np.maximum give for [2, -1]? Which one works element by element?
    """
    y, z = np.asarray(y_true, float), np.asarray(z, float)
    return float(np.mean(max(np.max(z), 0) - z * y + np.log1p(np.exp(-np.abs(z)))))


@bce.wrong(fails="averages_the_surprise")
def bce_softmax(y_true, z):
    """lets the samples compete in a softmax instead of giving each its own sigmoid

    Is it less likely that one message is spam because another one is?
    """
    y, z = np.asarray(y_true, float), np.asarray(z, float)
    e = np.exp(z - z.max())
    p = np.clip(e / e.sum(), 1e-7, 1 - 1e-7)
    return float(-np.mean(y * np.log(p) + (1 - y) * np.log(1 - p)))


@bce.wrong(fails="takes_soft_targets")
def bce_hard_targets(y_true, z):
    """rounds the targets to 0 or 1, so soft targets are lost

    A target of 0.7 says "in seven cases of ten". What does your code make of it?
    """
    y, z = np.asarray(y_true, float), np.asarray(z, float)
    return float(np.mean(np.where(y > 0.5, np.logaddexp(0, -z), np.logaddexp(0, z))))


@bce.wrong(fails="takes_soft_targets")
def bce_integer_targets(y_true, z):
    """cuts the targets down to whole numbers

    What is int(0.7)? Do the targets have to be integers?
    """
    y, z = np.asarray(y_true).astype(int), np.asarray(z, float)
    return float(np.mean(np.logaddexp(0, z) - z * y))


@bce.wrong(fails="averages_every_element")
def bce_last_axis(y_true, z):
    """averages over one axis only, so one loss per row is left

    What is the shape of the result of np.mean(..., axis=-1)?
    """
    y, z = np.asarray(y_true, float), np.asarray(z, float)
    return np.mean(np.maximum(z, 0) - z * y + np.log1p(np.exp(-np.abs(z))), axis=-1)


@bce.wrong(fails="averages_every_element")
def bce_divides_by_rows(y_true, z):
    """divides by the number of rows, not by the number of elements

    A (4, 2) array has four rows. How many losses are added up?
    """
    y, z = np.asarray(y_true, float), np.asarray(z, float)
    return float(np.sum(np.maximum(z, 0) - z * y + np.log1p(np.exp(-np.abs(z)))) / len(y))


@bce.wrong(fails="lists_and_integers")
def bce_needs_arrays(y_true, z):
    """uses what was passed in as if it were an array, so a list fails

    What is -z when z is a list? What makes an array of anything?
    """
    return float(np.mean(np.maximum(z, 0) - z * y_true + np.log1p(np.exp(-abs(z)))))


@bce.wrong(fails="leaves_inputs_alone")
def bce_in_place(y_true, z):
    """computes inside the array that was passed in, so the caller's logits are changed

    Does np.abs(z, out=z) make a new array, or does it write into the one it was given?
    """
    y, z = np.asarray(y_true, float), np.asarray(z)
    if z.dtype.kind != "f":
        z = z.astype(float)
    straight = np.maximum(z, 0) - z * y
    np.abs(z, out=z)
    return float(np.mean(straight + np.log1p(np.exp(-z))))


@bce.wrong(fails="leaves_inputs_alone")
def bce_targets_in_place(y_true, z):
    """multiplies inside the targets that were passed in, so the caller's targets are changed

    Does y *= z make a new array, or does it write into the one it was given?
    """
    y, z = np.asarray(y_true), np.asarray(z, float)
    if y.dtype.kind != "f":
        y = y.astype(float)
    y *= z
    return float(np.mean(np.logaddexp(0, z) - y))


@bce.wrong(fails="averages_the_surprise")
def bce_smaller_of_zero(y_true, z):
    """takes min(z, 0) where max(z, 0) belongs

    A logit of 100 and a target of 0: what is max(z, 0) - z * y? And with the minimum?
    """
    y, z = np.asarray(y_true, float), np.asarray(z, float)
    return float(np.mean(np.minimum(z, 0) - z * y + np.log1p(np.exp(-np.abs(z)))))


@bce.wrong(fails="averages_the_surprise")
def bce_subtracts_the_logarithm(y_true, z):
    """subtracts log(1 + exp(-|z|)) where it should be added

    At z = 0 every answer costs log 2. What is your loss there?
    """
    y, z = np.asarray(y_true, float), np.asarray(z, float)
    return float(np.mean(np.maximum(z, 0) - z * y - np.log1p(np.exp(-np.abs(z)))))


@bce.wrong(fails="averages_the_surprise")
def bce_only_no(y_true, z):
    """counts only the samples whose target is 0

    Which part of the loss speaks of the samples whose target is 1?
    """
    y, z = np.asarray(y_true, float), np.asarray(z, float)
    return float(np.mean((1 - y) * np.logaddexp(0, z)))


@bce.wrong(fails="averages_the_surprise")
def bce_other_side_and_target(y_true, z):
    """takes log(1 + exp(-z)), the cost of a yes, and subtracts z * y from it as well

    log(1 + exp(-z)) is what a yes costs. What does your loss charge for a yes?
    """
    y, z = np.asarray(y_true, float), np.asarray(z, float)
    return float(np.mean(np.logaddexp(0, -z) - y * z))


@bce.wrong(fails="averages_the_surprise")
def bce_squared_error(y_true, z):
    """averages squared errors of the sigmoid, which is another loss

    Where is the logarithm?
    """
    y, z = np.asarray(y_true, float), np.asarray(z, float)
    with np.errstate(all="ignore"):
        return float(np.mean((y - 1 / (1 + np.exp(-z))) ** 2))


@bce.wrong(fails="averages_the_surprise")
def bce_hinge(y_true, z):
    """gives the hinge loss, which is 0 as soon as the logit is above 1 on the right side

    Does a sample that is right cost nothing at all here?
    """
    y, z = np.asarray(y_true, float), np.asarray(z, float)
    return float(np.mean(np.maximum(0, 1 - (2 * y - 1) * z)))


@bce.wrong(fails="averages_the_surprise")
def bce_base_ten(y_true, z):
    """takes the logarithm to base 10

    What is np.log10(10), and what is np.log(10)?
    """
    y, z = np.asarray(y_true, float), np.asarray(z, float)
    return float(np.mean(np.logaddexp(0, z) - y * z) / np.log(10))


@bce.wrong(fails="averages_the_surprise")
def bce_no_mean(y_true, z):
    """gives one loss for each element, without the mean

    How many numbers does a training step need to go downhill?
    """
    y, z = np.asarray(y_true, float), np.asarray(z, float)
    return np.logaddexp(0, z) - y * z


@bce.wrong(fails="averages_the_surprise")
def bce_closes_too_early(y_true, z):
    """closes the bracket of the mean too early, so the last term is not averaged

    Count the brackets: what exactly does np.mean get?
    """
    y, z = np.asarray(y_true, float), np.asarray(z, float)
    return np.mean(np.maximum(z, 0) - z * y) + np.log1p(np.exp(-np.abs(z)))


@bce.wrong(fails="logits_of_any_size")
def bce_adds_epsilon(y_true, z):
    """adds a tiny number inside the logarithms of the sigmoid

    A logit of -1000 and a target of 1: what does it cost, and what do you charge?
    """
    y, z = np.asarray(y_true, float), np.asarray(z, float)
    with np.errstate(all="ignore"):
        p = 1 / (1 + np.exp(-z))
    return float(-np.mean(y * np.log(p + 1e-7) + (1 - y) * np.log(1 - p + 1e-7)))


@bce.wrong(fails="averages_every_element")
def bce_rows_as_numbers(y_true, z):
    """loops over the rows as if each were a single number

    What does `for y, v in zip(y_true, z)` give you of a (4, 3) array?
    """
    total = 0.0
    for y, v in zip(y_true, z):
        total += max(v, 0) - v * y + np.log1p(np.exp(-abs(v)))
    return total / len(y_true)


@bce.wrong(fails="logits_of_any_size")
def bce_overflows_below(y_true, z):
    """computes log(1 + exp(-z)) as it stands, which overflows far below 0

    What is np.exp(1000)? For which sign of z is exp(-z) safe, and what has the same value for the other?
    """
    y, z = np.asarray(y_true, float), np.asarray(z, float)
    with np.errstate(all="ignore"):
        log_p = -np.log(1 + np.exp(-z))
        return float(-np.mean(y * log_p + (1 - y) * (log_p - z)))


@bce.right
def bce_logaddexp(y_true, z):
    y, z = np.asarray(y_true, dtype=float), np.asarray(z, dtype=float)
    return np.mean(np.logaddexp(0, z) - y * z)


@bce.right
def bce_two_surprises(y_true, z):
    def softplus(x):
        return np.logaddexp(0.0, x)

    y, z = np.array(y_true, dtype=np.float64), np.array(z, dtype=np.float64)
    return float((y * softplus(-z) + (1 - y) * softplus(z)).mean())


@bce.right
def bce_loop(y_true, z):
    import math

    losses = []
    for y, logit in zip(np.ravel(y_true), np.ravel(z)):
        y, logit = float(y), float(logit)
        losses.append(max(logit, 0.0) - logit * y + math.log1p(math.exp(-abs(logit))))
    return math.fsum(losses) / len(losses)


@bce.right
def bce_where(y_true, z):
    y, z = np.asarray(y_true, float), np.asarray(z, float)
    with np.errstate(over="ignore"):
        cost = np.where(z >= 0, z - z * y + np.log(1 + np.exp(-z)), -z * y + np.log(1 + np.exp(z)))
    return np.average(cost)


@bce.right
def bce_two_class_softmax(y_true, z):
    y, z = np.asarray(y_true, float).ravel(), np.asarray(z, float).ravel()
    pair = np.stack([np.zeros_like(z), z], axis=1)
    pair = pair - pair.max(axis=1, keepdims=True)
    log_p = pair - np.log(np.exp(pair).sum(axis=1, keepdims=True))
    return np.array(-np.sum(np.stack([1 - y, y], axis=1) * log_p) / len(y))


@bce.right
def bce_relu_form(y_true, z):
    y, z = np.asarray(y_true, float), np.asarray(z, float)
    relu = z * (z > 0)
    return np.sum(relu - y * z + np.log(1 + np.exp(z - 2 * relu))) / z.size


@bce.right
def bce_dot(y_true, z):
    y, z = np.ravel(y_true).astype(float), np.ravel(z).astype(float)
    high = np.clip(z, 0, None)
    return (np.sum(high + np.log1p(np.exp(-np.abs(z)))) - y @ z) / y.size


@bce.right
def bce_log_sigmoid(y_true, z):
    def log_sigmoid(x):
        return np.minimum(x, 0) - np.log1p(np.exp(-np.abs(x)))

    y, z = np.asarray(y_true, float), np.asarray(z, float)
    return np.float64(-np.mean(y * log_sigmoid(z) + (1 - y) * log_sigmoid(-z)))


@bce.right
def bce_vectorised(y_true, z):
    class Sample:
        def __init__(self, y, logit):
            self.y, self.logit = y, logit

        def loss(self):
            low, high = sorted((0.0, self.logit))
            return high + np.log1p(np.exp(low - high)) - self.y * self.logit

    return np.vectorize(lambda a, b: Sample(float(a), float(b)).loss(), otypes=[float])(y_true, z).mean()


@bce.right
def bce_half_way(y_true, z):
    y, z = np.asarray(y_true, float), np.asarray(z, float)
    return float(np.mean((0.5 - y) * z + 0.5 * np.abs(z) + np.log1p(np.exp(-np.abs(z)))))


# categorical_crossentropy_from_logits

def of_two_rows(ask, z):
    """Two samples of three classes; z is the logit of the true one, the others are 0."""
    return [ask([[1, 0, 0], [0, 1, 0]], [[value, 0.0, 0.0], [0.0, value, 0.0]]) for value in z]


cce = Exercise(
    "categorical_crossentropy_from_logits",
    understood="The loss of a sample is how far its true class lies behind the soft maximum of its logits: exact "
    "for any size, which is why a classifier's output layer can stay linear.",
    picture=curve(-40, 10, 51, see=of_two_rows, x="z", over="z, the true class's logit beside 0 and 0", of="the loss"),
)


@cce.keras(rtol=1e-9, atol=1e-8, reason=FLOAT64)
def keras_cce(y_true, z):
    import keras

    loss = keras.losses.CategoricalCrossentropy(from_logits=True, dtype="float64")
    return float(loss(np.asarray(y_true, dtype="float64"), np.asarray(z, dtype="float64")))


@cce.exact()
def exact_cce(y_true, z):
    from mpmath import exp, log, mp, mpf

    with mp.workdps(40):
        total = mpf(0)
        for targets, row in zip(np.asarray(y_true).tolist(), np.asarray(z).tolist()):
            whole = sum(exp(mpf(v)) for v in row)
            total -= sum(mpf(y) * log(exp(mpf(v)) / whole) for y, v in zip(targets, row))
        return float(total / len(y_true))


@cce.relation
def a_constant_added(answer, y_true, z):
    """3 more on every logit: the same probabilities, the same loss."""
    return np.isclose(answer(y_true, np.asarray(z) + 3.0), answer(y_true, z), rtol=1e-9, atol=1e-8)


@cce.relation
def classes_in_another_order(answer, y_true, z):
    """The classes in reverse: the same loss."""
    backwards = answer(np.asarray(y_true)[:, ::-1], np.asarray(z)[:, ::-1])
    return np.isclose(backwards, answer(y_true, z), rtol=1e-9, atol=1e-8)


cce.equivalent(
    FLOATS,
    "y = np.asarray(y_true, dtype=None)",
    "y = np.asarray(y_true, )",
    "y = y_true",
    "z = np.asarray(z, dtype=None)",
    "z = np.asarray(z, )",
)
cce.equivalent(
    LAST,
    "shifted = z - z.max(axis=1, keepdims=True)",
    "shifted = z - z.max(axis=+1, keepdims=True)",
    "log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))",
    "log_p = shifted - np.log(np.exp(shifted).sum(axis=+1, keepdims=True))",
    "return float(-np.mean(np.sum(y * log_p, axis=1)))",
    "return float(-np.mean(np.sum(y * log_p, axis=+1)))",
)
cce.equivalent(
    OWN,
    "log_p = np.subtract(shifted, np.log(np.exp(shifted).sum(axis=-1, keepdims=True)), out=shifted)",
)


@cce.public_check()
def two_images():
    """The mean surprise at the true class, computed from the logits."""
    yield call(np.array([[0, 0, 1], [0, 1, 0]]), np.array([[1.0, 2.0, 3.0], [2.0, 1.0, 0.0]]))


@cce.public_check()
def sure_and_wrong():
    """A true class that lies 1000 behind costs 1000."""
    yield call([[0, 1]], [[500.0, -500.0]])


@cce.check(points=1)
def averages_the_samples(rng):
    """The loss is summed over the classes and averaged over the samples."""
    for n, classes in ((1, 3), (2, 3), (3, 3), (5, 4), (7, 2), (3, 6)):
        yield call(one_hot(rng.integers(0, classes, n), classes), scores(rng, n, classes))
    yield call(one_hot([0, 3], 4), np.zeros((2, 4)))
    yield call(one_hot([0, 1], 3), np.array([[9.0, 0.0, 1.0], [8.0, -1.0, 0.0]]))


@cce.check(points=1)
def takes_soft_rows(rng):
    """Rows of soft targets weigh the classes."""
    for n, classes in ((1, 3), (2, 3), (4, 4), (3, 2)):
        yield call(soft_rows(rng, n, classes), scores(rng, n, classes))
    yield call(np.array([[0.5, 0.5, 0.0]]), np.array([[1.0, -1.0, 2.0]]))


@cce.check(points=2, rtol=2e-7, atol=1e-8, reason=ONE_NUMBER)
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


@cce.check(points=1, rtol=2e-7, atol=1e-8, reason=ONE_NUMBER)
def rows_of_different_size(rng):
    """Samples with logits of very different size do not disturb each other."""
    yield call(one_hot([0, 1], 2), np.array([[1e6, 1e6 - 1], [-1e6, -1e6 - 1]]))
    yield call(one_hot(rng.integers(0, 3, 4), 3), uneven(rng, 3, -1e6, 1e6, 0, 1e3))
    yield call(soft_rows(rng, 4, 4), uneven(rng, 4, 900, -900, 0, 900))
    yield call(one_hot(rng.integers(0, 3, 2), 3), uneven(rng, 3, 0, 800))


@cce.check(points=1)
def lists_and_integers(rng):
    """Lists and integers give the same as floats."""
    yield call([[0, 1, 0], [1, 0, 0]], [[2, 1, 0], [0, 1, 3]])
    yield call([[0.25, 0.75], [1.0, 0.0]], [[1, -2], [0, 3]])
    yield call([[1, 0], [0, 1], [1, 0]], [[0.5, 1.25], [-3.0, 2.0], [1.0, 1.0]])
    yield call(one_hot(rng.integers(0, 4, 3), 4).astype(int), rng.integers(-4, 5, (3, 4)))
    yield call(one_hot(rng.integers(0, 3, 4), 3).astype(int).tolist(), scores(rng, 4, 3).tolist())
    yield call([[0, 1], [1, 0]], [[1000, -1000], [-1000, -1000]])


@cce.check(points=1, unchanged=True)
def leaves_inputs_alone(rng):
    """The loss is right and the arrays that were passed in are as they were."""
    yield call(one_hot([0, 2], 3), np.array([[2.0, 2.0, 4.0], [800.0, 1.0, -800.0]]))
    yield call(soft_rows(rng, 3, 4), scores(rng, 3, 4))
    yield call([[0.0, 1.0], [1.0, 0.0]], [[2.5, 1.0], [0.5, 3.0]])


@cce.wrong(fails="logits_of_any_size")
def cce_clipped(y_true, z):
    """forms softmax and clips it, so no sample can cost more than 16.1

    A true class that lies 1000 behind: what should it cost? What is the largest loss you can return?
    """
    y, z = np.asarray(y_true, float), np.asarray(z, float)
    e = np.exp(z - z.max(axis=-1, keepdims=True))
    p = np.clip(e / e.sum(axis=-1, keepdims=True), 1e-7, 1 - 1e-7)
    return float(-np.mean(np.sum(y * np.log(p), axis=-1)))


@cce.wrong(fails="logits_of_any_size")
def cce_log_of_softmax(y_true, z):
    """takes the logarithm of softmax, which gives inf or nan where softmax is 0

    What is softmax of [0, -800], as a float? And 0 times its logarithm?
    """
    y, z = np.asarray(y_true, float), np.asarray(z, float)
    e = np.exp(z - z.max(axis=-1, keepdims=True))
    with np.errstate(all="ignore"):
        return float(-np.mean(np.sum(y * np.log(e / e.sum(axis=-1, keepdims=True)), axis=-1)))


@cce.wrong(fails="logits_of_any_size")
def cce_adds_epsilon(y_true, z):
    """adds a tiny number inside the logarithm to keep it away from 0

    Softmax of 1e-20 plus your tiny number: which of the two does the logarithm see?
    """
    y, z = np.asarray(y_true, float), np.asarray(z, float)
    e = np.exp(z - z.max(axis=-1, keepdims=True))
    return float(-np.mean(np.sum(y * np.log(e / e.sum(axis=-1, keepdims=True) + 1e-12), axis=-1)))


@cce.wrong(fails="logits_of_any_size")
def cce_unshifted(y_true, z):
    """exponentiates the logits as they are, so large ones overflow

    What is np.exp(1000)? Which number could you subtract from a whole row first?
    """
    y, z = np.asarray(y_true, float), np.asarray(z, float)
    with np.errstate(all="ignore"):
        log_p = z - np.log(np.exp(z).sum(axis=-1, keepdims=True))
        return float(-np.mean(np.sum(y * log_p, axis=-1)))


@cce.wrong(fails="rows_of_different_size")
def cce_global_max(y_true, z):
    """subtracts one maximum of the whole array, so rows far below it vanish

    A row near -1000 beside a row near 1000: what is left of it after your subtraction?
    """
    y, z = np.asarray(y_true, float), np.asarray(z, float)
    z = z - z.max()
    with np.errstate(all="ignore"):
        log_p = z - np.log(np.exp(z).sum(axis=-1, keepdims=True))
        return float(-np.mean(np.sum(y * log_p, axis=-1)))


@cce.wrong(fails="averages_the_samples")
def cce_sums(y_true, z):
    """adds the losses of the samples up instead of averaging them

    What happens to your loss when every sample stands in the batch twice? What should happen?
    """
    y, z = np.asarray(y_true, float), np.asarray(z, float)
    z = z - z.max(axis=-1, keepdims=True)
    return float(-np.sum(y * (z - np.log(np.exp(z).sum(axis=-1, keepdims=True)))))


@cce.wrong(fails="averages_the_samples")
def cce_mean_of_everything(y_true, z):
    """averages over the classes too, so the loss is too small by the number of classes

    A row is one sample. Over which axis do you add, and over which do you average?
    """
    y, z = np.asarray(y_true, float), np.asarray(z, float)
    z = z - z.max(axis=-1, keepdims=True)
    return float(-np.mean(y * (z - np.log(np.exp(z).sum(axis=-1, keepdims=True)))))


@cce.wrong(fails="averages_the_samples")
def cce_divides_by_classes(y_true, z):
    """divides by the number of classes instead of the number of samples

    Your logits have the shape (N, C). Which of the two says how many losses you have added up?
    """
    y, z = np.asarray(y_true, float), np.asarray(z, float)
    shifted = z - z.max(axis=-1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
    return float(-np.sum(y * log_p) / z.shape[1])


@cce.wrong(fails="averages_the_samples")
def cce_negative(y_true, z):
    """leaves out the minus sign, so the loss is negative

    Is the logarithm of a number below 1 positive or negative? And what should a loss be?
    """
    y, z = np.asarray(y_true, float), np.asarray(z, float)
    z = z - z.max(axis=-1, keepdims=True)
    return float(np.mean(np.sum(y * (z - np.log(np.exp(z).sum(axis=-1, keepdims=True))), axis=-1)))


@cce.wrong(fails="averages_the_samples")
def cce_one_per_sample(y_true, z):
    """gives one loss per sample, without the mean

    How many numbers does training want to make smaller?
    """
    y, z = np.asarray(y_true, float), np.asarray(z, float)
    z = z - z.max(axis=-1, keepdims=True)
    return -np.sum(y * (z - np.log(np.exp(z).sum(axis=-1, keepdims=True))), axis=-1)


@cce.wrong(fails="averages_the_samples")
def cce_no_softmax(y_true, z):
    """takes the logits for probabilities

    Can a probability be -1, or 3? Which function turns a row of logits into probabilities?
    """
    p = np.clip(np.asarray(z, float), 1e-7, 1 - 1e-7)
    return float(-np.mean(np.sum(np.asarray(y_true, float) * np.log(p), axis=-1)))


@cce.wrong(fails="averages_the_samples")
def cce_divides_by_sum(y_true, z):
    """divides the logits by their sum instead of taking softmax

    What does a row with a negative logit become? What has to happen to the logits before they are divided?
    """
    y, z = np.asarray(y_true, float), np.asarray(z, float)
    with np.errstate(all="ignore"):
        p = np.clip(z / z.sum(axis=-1, keepdims=True), 1e-7, 1 - 1e-7)
    return float(-np.mean(np.sum(y * np.log(p), axis=-1)))


@cce.wrong(fails="averages_the_samples")
def cce_softmax_twice(y_true, z):
    """puts the logits through softmax twice

    Which of your two steps already contains softmax? What is the smallest loss you can return?
    """
    y, z = np.asarray(y_true, float), np.asarray(z, float)
    e = np.exp(z - z.max(axis=-1, keepdims=True))
    p = e / e.sum(axis=-1, keepdims=True)
    return float(-np.mean(np.sum(y * (p - np.log(np.exp(p).sum(axis=-1, keepdims=True))), axis=-1)))


@cce.wrong(fails="averages_the_samples")
def cce_sigmoids(y_true, z):
    """gives every class its own sigmoid, as if several could be true at once

    When one class becomes more likely, what must happen to the others?
    """
    y, z = np.asarray(y_true, float), np.asarray(z, float)
    return float(np.mean(np.sum(np.logaddexp(0, z) - y * z, axis=-1)))


@cce.wrong(fails="averages_the_samples")
def cce_softmax_of_columns(y_true, z):
    """takes softmax along the columns, over the samples

    Which axis runs along one sample's classes? What do your rows of probabilities add up to?
    """
    y, z = np.asarray(y_true, float), np.asarray(z, float)
    z = z - z.max(axis=0, keepdims=True)
    with np.errstate(all="ignore"):
        return float(-np.mean(np.sum(y * (z - np.log(np.exp(z).sum(axis=0, keepdims=True))), axis=-1)))


@cce.wrong(fails="averages_the_samples")
def cce_broadcasts(y_true, z):
    """subtracts a vector with one number per row, which NumPy lines up with the columns

    What is the shape of the log-sum-exp of your rows? Which shape would be subtracted row by row?
    """
    y, z = np.asarray(y_true, float), np.asarray(z, float)
    total = np.logaddexp.reduce(z, axis=-1)
    return float(-np.mean(np.sum(y * (z - total), axis=-1)))


@cce.wrong(fails="averages_the_samples")
def cce_forgets_the_shift(y_true, z):
    """shifts the logits inside the sum, but not the logit of the true class

    You subtracted the maximum in one place. Where else does it have to go?
    """
    y, z = np.asarray(y_true, float), np.asarray(z, float)
    rest = np.log(np.exp(z - z.max(axis=-1, keepdims=True)).sum(axis=-1, keepdims=True))
    return float(-np.mean(np.sum(y * (z - rest), axis=-1)))


@cce.wrong(fails="averages_the_samples")
def cce_true_logit_only(y_true, z):
    """looks only at the true class's logit, without what the other classes have

    A logit of 3 for the true class: is that good? What do you have to compare it with?
    """
    return float(-np.mean(np.sum(np.asarray(y_true, float) * np.asarray(z, float), axis=-1)))


@cce.wrong(fails="averages_the_samples")
def cce_hard_maximum(y_true, z):
    """compares the true class with the largest logit instead of with log-sum-exp

    Two classes with equal logits: should that cost nothing?
    """
    y, z = np.asarray(y_true, float), np.asarray(z, float)
    return float(-np.mean(np.sum(y * (z - z.max(axis=-1, keepdims=True)), axis=-1)))


@cce.wrong(fails="averages_the_samples")
def cce_base_two(y_true, z):
    """takes the logarithm to base 2, which measures in bits

    Which base does Keras use? Compare your loss with its, and look at the ratio.
    """
    y, z = np.asarray(y_true, float), np.asarray(z, float)
    log_p = z - np.logaddexp.reduce(z, axis=-1, keepdims=True)
    return float(-np.mean(np.sum(y * log_p, axis=-1)) / np.log(2))


@cce.wrong(fails="averages_the_samples")
def cce_log_of_mean(y_true, z):
    """takes the logarithm of the mean probability instead of the mean of the logarithms

    For probabilities 0.5 and 0.01: compare -log of their mean with the mean of their -log.
    """
    y, z = np.asarray(y_true, float), np.asarray(z, float)
    picked = np.sum(y * (z - np.logaddexp.reduce(z, axis=-1, keepdims=True)), axis=-1)
    return float(np.log(len(z)) - np.logaddexp.reduce(picked))


@cce.wrong(fails="takes_soft_rows")
def cce_argmax(y_true, z):
    """looks only at the largest target of a row, so soft targets are lost

    A row [0.5, 0.3, 0.2] speaks of three classes. How many does your loss look at?
    """
    y, z = np.asarray(y_true, float), np.asarray(z, float)
    log_p = z - np.logaddexp.reduce(z, axis=-1, keepdims=True)
    return float(-np.mean(log_p[np.arange(len(z)), y.argmax(axis=-1)]))


@cce.wrong(fails="takes_soft_rows")
def cce_integer_targets(y_true, z):
    """cuts the targets down to whole numbers

    What is int(0.7)? Do the targets have to be integers?
    """
    y, z = np.asarray(y_true).astype(int), np.asarray(z, float)
    log_p = z - np.logaddexp.reduce(z, axis=-1, keepdims=True)
    return float(-np.mean(np.sum(y * log_p, axis=-1)))


@cce.wrong(fails="takes_soft_rows")
def cce_entropy_off(y_true, z):
    """subtracts the entropy of the targets, which gives another measure (the KL divergence)

    With soft targets, can a crossentropy be 0?
    """
    y, z = np.asarray(y_true, float), np.asarray(z, float)
    log_p = z - np.logaddexp.reduce(z, axis=-1, keepdims=True)
    own = np.log(np.where(y > 0, y, 1.0))
    return float(np.mean(np.sum(y * (own - log_p), axis=-1)))


@cce.wrong(fails="lists_and_integers")
def cce_needs_arrays(y_true, z):
    """uses what was passed in as if it were an array, so a list fails

    Has a list a method called max? What makes an array of anything?
    """
    s = z - z.max(axis=-1, keepdims=True)
    return float(-np.mean(np.sum(y_true * (s - np.log(np.exp(s).sum(axis=-1, keepdims=True))), axis=-1)))


@cce.wrong(fails="leaves_inputs_alone")
def cce_in_place(y_true, z):
    """subtracts inside the array that was passed in, so the caller's logits are changed

    Does z -= m make a new array, or does it write into the one it was given?
    """
    y, z = np.asarray(y_true, float), np.asarray(z)
    if z.dtype.kind != "f":
        z = z.astype(float)
    z -= z.max(axis=-1, keepdims=True)
    return float(-np.mean(np.sum(y * (z - np.log(np.exp(z).sum(axis=-1, keepdims=True))), axis=-1)))


@cce.wrong(fails="averages_the_samples")
def cce_base_ten(y_true, z):
    """takes the logarithm to base 10

    What is np.log10(10), and what is np.log(10)?
    """
    y, z = np.asarray(y_true, float), np.asarray(z, float)
    s = z - z.max(axis=-1, keepdims=True)
    logs = s - np.log(np.exp(s).sum(axis=-1, keepdims=True))
    return float(-np.mean(np.sum(y * logs, axis=-1)) / np.log(10))


@cce.wrong(fails="averages_the_samples")
def cce_per_class(y_true, z):
    """averages over the samples but does not add up the classes

    What is the shape of np.mean(..., axis=0) of an (N, C) array?
    """
    y, z = np.asarray(y_true, float), np.asarray(z, float)
    s = z - z.max(axis=-1, keepdims=True)
    logs = s - np.log(np.exp(s).sum(axis=-1, keepdims=True))
    return -np.mean(y * logs, axis=0)


@cce.wrong(fails="averages_the_samples")
def cce_no_logarithm(y_true, z):
    """averages 1 - p without taking a logarithm

    A true class that was given 0: what does it cost you, and what should it cost?
    """
    y, z = np.asarray(y_true, float), np.asarray(z, float)
    s = z - z.max(axis=-1, keepdims=True)
    logs = s - np.log(np.exp(s).sum(axis=-1, keepdims=True))
    return float(np.mean(1 - np.sum(y * np.exp(logs), axis=-1)))


@cce.wrong(fails="averages_the_samples")
def cce_most_likely(y_true, z):
    """looks at the most likely class of a row instead of the true one

    Where do the targets come into your loss?
    """
    z = np.asarray(z, float)
    s = z - z.max(axis=-1, keepdims=True)
    logs = s - np.log(np.exp(s).sum(axis=-1, keepdims=True))
    return float(-np.mean(logs.max(axis=1)))


@cce.wrong(fails="averages_the_samples")
def cce_parameters_exchanged(y_true, z):
    """has its parameters in the other order, so targets and logits change places

    Compare your def line with the stub's: which of the two comes first?
    """
    y, z = np.asarray(z, float), np.asarray(y_true, float)
    s = z - z.max(axis=-1, keepdims=True)
    logs = s - np.log(np.exp(s).sum(axis=-1, keepdims=True))
    return float(-np.mean(np.sum(y * logs, axis=-1)))


@cce.wrong(fails="averages_the_samples")
def cce_adds_the_true_logit(y_true, z):
    """adds the true class's logit to log-sum-exp where it should be subtracted

    A larger logit for the true class: is the loss larger, or smaller?
    """
    y, z = np.asarray(y_true, float), np.asarray(z, float)
    return float(np.mean(np.logaddexp.reduce(z, axis=-1) + np.sum(y * z, axis=-1)))


@cce.wrong(fails="averages_the_samples")
def cce_charges_the_others(y_true, z):
    """also charges the classes that are not true, with log(1 - p), as binary crossentropy does

    Does the formula have a term with 1 - y?
    """
    y, z = np.asarray(y_true, float), np.asarray(z, float)
    s = z - z.max(axis=-1, keepdims=True)
    logs = s - np.log(np.exp(s).sum(axis=-1, keepdims=True))
    with np.errstate(all="ignore"):
        others = np.log(np.maximum(1 - np.exp(logs), 1e-7))
    return float(-np.mean(np.sum(y * logs + (1 - y) * others, axis=-1)))


@cce.wrong(fails="averages_the_samples")
def cce_column_maximum(y_true, z):
    """subtracts the largest logit of each column, which changes the differences within a row

    What may be subtracted from a row without changing its softmax?
    """
    y, z = np.asarray(y_true, float), np.asarray(z, float)
    s = z - z.max(axis=0)
    with np.errstate(all="ignore"):
        logs = s - np.log(np.exp(s).sum(axis=-1, keepdims=True))
        return float(-np.mean(np.sum(y * logs, axis=-1)))


@cce.wrong(fails="takes_soft_rows")
def cce_log_of_the_dot_product(y_true, z):
    """takes the logarithm of the weighted probability instead of weighing the logarithms

    Soft targets of 0.5 and 0.5: is the logarithm of a mean the mean of the logarithms?
    """
    y, z = np.asarray(y_true, float), np.asarray(z, float)
    s = z - z.max(axis=-1, keepdims=True)
    logs = s - np.log(np.exp(s).sum(axis=-1, keepdims=True))
    with np.errstate(all="ignore"):
        return float(-np.mean(np.log(np.sum(y * np.exp(logs), axis=-1))))


@cce.wrong(fails="averages_the_samples")
def cce_broadcasts_the_logarithm(y_true, z):
    """subtracts a vector with one logarithm per row, which NumPy lines up with the columns

    Which shape has np.log(np.exp(s).sum(axis=-1)), and which shape would be subtracted row by row?
    """
    y, z = np.asarray(y_true, float), np.asarray(z, float)
    s = z - z.max(axis=-1, keepdims=True)
    return float(-np.mean(np.sum(y * (s - np.log(np.exp(s).sum(axis=-1))), axis=-1)))


@cce.right
def cce_lse_minus_weighted(y_true, z):
    y, z = np.asarray(y_true, dtype=float), np.asarray(z, dtype=float)
    return np.mean(np.logaddexp.reduce(z, axis=1) - np.sum(y * z, axis=1))


@cce.right
def cce_loop(y_true, z):
    import math

    total = 0.0
    for targets, row in zip(y_true, z):
        row = [float(v) for v in row]
        top = max(row)
        rest = math.log(sum(math.exp(v - top) for v in row))
        for y, v in zip(targets, row):
            total -= y * (v - top - rest)
    return total / len(z)


@cce.right
def cce_einsum(y_true, z):
    y, z = np.asarray(y_true, float), np.asarray(z, float)
    s = z - z.max(axis=1)[:, None]
    return -np.einsum("nc,nc->", y, s - np.log(np.exp(s).sum(axis=1))[:, None]) / y.shape[0]


@cce.right
def cce_helpers(y_true, z):
    def lse(v):
        m = np.max(v, axis=-1, keepdims=True)
        return m + np.log(np.sum(np.exp(v - m), axis=-1, keepdims=True))

    def log_softmax(v):
        return v - lse(v)

    y, z = np.array(y_true, dtype=float), np.array(z, dtype=float)
    return float((-y * log_softmax(z)).sum(axis=1).mean())


@cce.right
def cce_list_of_losses(y_true, z):
    losses = []
    for y, v in zip(np.asarray(y_true, float), np.asarray(z, float)):
        v = v - v.max()
        losses.append(np.log(np.exp(v).sum()) - y @ v)
    return np.mean(losses)


@cce.right
def cce_weights_everywhere(y_true, z):
    y, z = np.asarray(y_true, float), np.asarray(z, float)
    surprise = np.logaddexp.reduce(z[:, None, :] - z[:, :, None], axis=-1)
    return np.array(np.average((y * surprise).sum(axis=-1)))


@cce.right
def cce_flat(y_true, z):
    y, z = np.asarray(y_true, float), np.asarray(z, float)
    top = np.repeat(z.max(axis=1), z.shape[1]).reshape(z.shape)
    rest = np.log(np.exp(z - top) @ np.ones(z.shape[1]))
    return np.float64(np.sum(y * (top + rest.reshape(-1, 1) - z)) / len(rest))


@cce.right
def cce_trace(y_true, z):
    z = np.subtract(z, np.max(z, axis=1, keepdims=True))
    log_p = z - np.log(np.sum(np.exp(z), axis=1, keepdims=True))
    return -np.trace(np.asarray(y_true, float) @ log_p.T) / z.shape[0]


@cce.right
def cce_class(y_true, z):
    class Batch:
        def __init__(self, targets, logits):
            self.targets = np.asarray(targets, float)
            self.logits = np.asarray(logits, float)

        def log_probabilities(self):
            s = self.logits - self.logits.max(axis=-1, keepdims=True)
            return s - np.log(np.exp(s).sum(axis=-1, keepdims=True))

        def loss(self):
            return -(self.targets * self.log_probabilities()).sum() / len(self.targets)

    return Batch(y_true, z).loss()


@cce.right
def cce_only_where_needed(y_true, z):
    y, z = np.asarray(y_true, float), np.asarray(z, float)
    s = z - z.max(axis=-1, keepdims=True)
    log_p = s - np.log(np.exp(s).sum(axis=-1, keepdims=True))
    return float(-np.sum(y[y > 0] * log_p[y > 0]) / len(y))


# sparse_categorical_crossentropy_from_logits

def of_two_labels(ask, z):
    """Two samples of three classes; z is the logit of the true one, the others are 0."""
    return [ask(np.array([0, 1]), np.array([[value, 0.0, 0.0], [0.0, value, 0.0]])) for value in z]


scce = Exercise(
    "sparse_categorical_crossentropy_from_logits",
    understood="Log-sum-exp minus the true class's logit, averaged: this is the loss behind a last Dense(10) without "
    "activation, with from_logits=True, and the one the network lesson trains on.",
    picture=curve(-40, 10, 51, see=of_two_labels, x="z", over="z, the true class's logit beside 0 and 0", of="the loss"),
)


@scce.keras(rtol=1e-9, atol=1e-8, reason=FLOAT64)
def keras_scce(y_true, z):
    import keras

    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True, dtype="float64")
    return float(loss(np.asarray(y_true), np.asarray(z, dtype="float64")))


@scce.exact()
def exact_scce(y_true, z):
    from mpmath import exp, log, mp, mpf

    with mp.workdps(40):
        total, labels = mpf(0), [int(label) for label in np.ravel(y_true)]
        for label, row in zip(labels, np.asarray(z).tolist()):
            if not 0 <= label < len(row):
                raise ValueError(label)
            total -= log(exp(mpf(row[label])) / sum(exp(mpf(v)) for v in row))
        return float(total / len(labels))


@scce.relation
def a_constant_added(answer, y_true, z):
    """3 more on every logit: the same probabilities, the same loss."""
    return np.isclose(answer(y_true, np.asarray(z) + 3.0), answer(y_true, z), rtol=1e-9, atol=1e-8)


@scce.relation
def any_order(answer, y_true, z):
    """The samples in reverse: the same mean."""
    backwards = answer(np.asarray(y_true)[::-1], np.asarray(z)[::-1])
    return np.isclose(backwards, answer(y_true, z), rtol=1e-9, atol=1e-8)


scce.equivalent(FLOATS, "z = np.asarray(z, dtype=None)", "z = np.asarray(z, )")
scce.equivalent(
    LAST,
    "shifted = z - z.max(axis=-1, keepdims=True)",
    "return float(np.mean(np.log(np.exp(shifted).sum(axis=-1)) - picked))",
)


@scce.public_check()
def two_images_by_number():
    """The mean surprise at each label's place, computed from logits of any size."""
    yield call(np.array([2, 1]), np.array([[1.0, 2.0, 3.0], [2.0, 1.0, 0.0]]))
    yield call(np.array([[2.0], [1.0]]), np.array([[1.0, 2.0, 3.0], [2.0, 1.0, 0.0]]))
    yield call([1], [[500.0, -500.0]])


@scce.public_check()
def no_such_class():
    """A label that is no class raises ValueError."""
    yield call(np.array([0, 3]), np.zeros((2, 3))).must_raise(ValueError)


@scce.check(points=1)
def averages_the_samples(rng):
    """The loss is the mean of log-sum-exp minus the logit at each label's place."""
    for n, classes in ((1, 3), (2, 3), (3, 3), (6, 4), (5, 2), (9, 10)):
        yield call(rng.integers(0, classes, n), scores(rng, n, classes))
    yield call(np.array([0, 0, 1]), scores(rng, 3, 3))
    yield call(np.array([3, 0]), np.zeros((2, 4)))
    yield call(np.array([0, 1]), np.array([[9.0, 0.0, 1.0], [8.0, -1.0, 0.0]]))


@scce.check(points=1)
def labels_as_column(rng):
    """Labels of shape (N, 1) count like labels of shape (N,)."""
    for n, classes in ((1, 3), (4, 3), (3, 3), (3, 5)):
        yield call(rng.integers(0, classes, (n, 1)), scores(rng, n, classes))
    yield call(np.array([[2.0], [0.0], [1.0]]), scores(rng, 3, 3))
    yield call([[1], [0]], [[0.25, 0.75], [0.625, 0.375]])


@scce.check(points=1)
def lists_and_whole_floats(rng):
    """Labels may be whole numbers stored as floats, and labels and logits may be lists and integers."""
    for n, classes in ((1, 2), (3, 3), (5, 4)):
        yield call(rng.integers(0, classes, n).astype(float), scores(rng, n, classes))
    yield call([2.0, 0.0], [[0.5, 1.25, -1.0], [-3.0, 2.0, 0.0]])
    yield call([1, 2], [[2, 1, 0], [0, 1, 3]])
    yield call(rng.integers(0, 4, 3), rng.integers(-4, 5, (3, 4)))
    yield call(rng.integers(0, 3, 4).tolist(), scores(rng, 4, 3).tolist())


@scce.check(points=1)
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


@scce.check(points=2, rtol=2e-7, atol=1e-8, reason=ONE_NUMBER)
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


@scce.check(points=1, unchanged=True)
def leaves_inputs_alone(rng):
    """The loss is right and the arrays that were passed in are as they were."""
    yield call(np.array([0, 2]), np.array([[2.0, 2.0, 4.0], [800.0, 1.0, -800.0]]))
    yield call(rng.integers(0, 4, 5), scores(rng, 5, 4))
    yield call(np.array([[1.0], [0.0], [2.0]]), scores(rng, 3, 3))
    yield call([1, 0], [[2.5, 1.0], [0.5, 3.0]])


@scce.wrong(fails="logits_of_any_size")
def scce_clipped(y_true, z):
    """forms softmax and clips it, so no sample can cost more than 16.1

    A true class that lies 1000 behind: what should it cost? What is the largest loss you can return?
    """
    z, y = np.asarray(z, float), np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() >= z.shape[1]:
        raise ValueError("label out of range")
    e = np.exp(z - z.max(axis=1, keepdims=True))
    p = np.clip(e / e.sum(axis=1, keepdims=True), 1e-7, 1 - 1e-7)
    return float(-np.mean(np.log(p[np.arange(len(y)), y])))


@scce.wrong(fails="logits_of_any_size")
def scce_log_of_softmax(y_true, z):
    """takes the logarithm of softmax, which gives inf where softmax is 0

    What is softmax of [0, -800], as a float? What would you have to know to get -800 back?
    """
    z, y = np.asarray(z, float), np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() >= z.shape[1]:
        raise ValueError("label out of range")
    e = np.exp(z - z.max(axis=1, keepdims=True))
    with np.errstate(all="ignore"):
        return float(-np.mean(np.log((e / e.sum(axis=1, keepdims=True))[np.arange(len(y)), y])))


@scce.wrong(fails="logits_of_any_size")
def scce_adds_epsilon(y_true, z):
    """adds a tiny number inside the logarithm to keep it away from 0

    Softmax of 1e-20 plus your tiny number: which of the two does the logarithm see?
    """
    z, y = np.asarray(z, float), np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() >= z.shape[1]:
        raise ValueError("label out of range")
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return float(-np.mean(np.log((e / e.sum(axis=1, keepdims=True))[np.arange(len(y)), y] + 1e-12)))


@scce.wrong(fails="logits_of_any_size")
def scce_unshifted(y_true, z):
    """exponentiates the logits as they are, so large ones overflow

    What is np.exp(1000)? Which number could you subtract from a whole row first?
    """
    z, y = np.asarray(z, float), np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() >= z.shape[1]:
        raise ValueError("label out of range")
    with np.errstate(all="ignore"):
        return float(np.mean(np.log(np.exp(z).sum(axis=1)) - z[np.arange(len(y)), y]))


@scce.wrong(fails="logits_of_any_size")
def scce_global_max(y_true, z):
    """subtracts one maximum of the whole array, so rows far below it vanish

    A row near -1000 beside a row near 1000: what is left of it after your subtraction?
    """
    z, y = np.asarray(z, float), np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() >= z.shape[1]:
        raise ValueError("label out of range")
    z = z - z.max()
    with np.errstate(all="ignore"):
        return float(np.mean(np.log(np.exp(z).sum(axis=1)) - z[np.arange(len(y)), y]))


@scce.wrong(fails="averages_the_samples")
def scce_sums(y_true, z):
    """adds the losses of the samples up instead of averaging them

    What happens to your loss when every sample stands in the batch twice? What should happen?
    """
    z, y = np.asarray(z, float), np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() >= z.shape[1]:
        raise ValueError("label out of range")
    return float(np.sum(np.logaddexp.reduce(z, axis=1) - z[np.arange(len(y)), y]))


@scce.wrong(fails="averages_the_samples")
def scce_one_per_sample(y_true, z):
    """gives one loss per sample, without the mean

    How many numbers does training want to make smaller?
    """
    z, y = np.asarray(z, float), np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() >= z.shape[1]:
        raise ValueError("label out of range")
    return np.logaddexp.reduce(z, axis=1) - z[np.arange(len(y)), y]


@scce.wrong(fails="averages_the_samples")
def scce_negative(y_true, z):
    """has the opposite sign, so the loss is negative

    Which is larger, the log-sum-exp of a row or any one of its logits? And what should a loss be?
    """
    z, y = np.asarray(z, float), np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() >= z.shape[1]:
        raise ValueError("label out of range")
    return float(np.mean(z[np.arange(len(y)), y] - np.logaddexp.reduce(z, axis=1)))


@scce.wrong(fails="averages_the_samples")
def scce_no_softmax(y_true, z):
    """takes the logits for probabilities

    Can a probability be -1, or 3? Which function turns a row of logits into probabilities?
    """
    z, y = np.asarray(z, float), np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() >= z.shape[1]:
        raise ValueError("label out of range")
    return float(-np.mean(np.log(np.clip(z, 1e-7, 1 - 1e-7)[np.arange(len(y)), y])))


@scce.wrong(fails="averages_the_samples")
def scce_softmax_twice(y_true, z):
    """puts the logits through softmax twice

    Which of your two steps already contains softmax? What is the smallest loss you can return?
    """
    z, y = np.asarray(z, float), np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() >= z.shape[1]:
        raise ValueError("label out of range")
    e = np.exp(z - z.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    return float(np.mean(np.logaddexp.reduce(p, axis=1) - p[np.arange(len(y)), y]))


@scce.wrong(fails="averages_the_samples")
def scce_no_logarithm(y_true, z):
    """averages 1 - p without taking a logarithm

    How much more should a probability of 0.001 cost than one of 0.01?
    """
    z, y = np.asarray(z, float), np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() >= z.shape[1]:
        raise ValueError("label out of range")
    return float(np.mean(1 - np.exp(z[np.arange(len(y)), y] - np.logaddexp.reduce(z, axis=1))))


@scce.wrong(fails="averages_the_samples")
def scce_softmax_of_columns(y_true, z):
    """takes softmax along the columns, over the samples

    Which axis runs along one sample's classes? What do your rows of probabilities add up to?
    """
    z, y = np.asarray(z, float), np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() >= z.shape[1]:
        raise ValueError("label out of range")
    log_p = z - np.logaddexp.reduce(z, axis=0, keepdims=True)
    return float(-np.mean(log_p[np.arange(len(y)), y]))


@scce.wrong(fails="averages_the_samples")
def scce_true_logit_only(y_true, z):
    """looks only at the true class's logit, without what the other classes have

    A logit of 3 for the true class: is that good? What do you have to compare it with?
    """
    z, y = np.asarray(z, float), np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() >= z.shape[1]:
        raise ValueError("label out of range")
    return float(-np.mean(z[np.arange(len(y)), y]))


@scce.wrong(fails="averages_the_samples")
def scce_log_sum_exp_only(y_true, z):
    """averages log-sum-exp and never subtracts the true class's logit

    Does your loss change when the labels change?
    """
    z, y = np.asarray(z, float), np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() >= z.shape[1]:
        raise ValueError("label out of range")
    return float(np.mean(np.logaddexp.reduce(z, axis=1)))


@scce.wrong(fails="averages_the_samples")
def scce_hard_maximum(y_true, z):
    """compares the true class with the largest logit instead of with log-sum-exp

    Two classes with equal logits: should that cost nothing?
    """
    z, y = np.asarray(z, float), np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() >= z.shape[1]:
        raise ValueError("label out of range")
    return float(np.mean(z.max(axis=1) - z[np.arange(len(y)), y]))


@scce.wrong(fails="averages_the_samples")
def scce_forgets_the_shift(y_true, z):
    """shifts the logits inside the sum, but not the logit of the true class

    You subtracted the maximum in one place. Where else does it have to go?
    """
    z, y = np.asarray(z, float), np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() >= z.shape[1]:
        raise ValueError("label out of range")
    rest = np.log(np.exp(z - z.max(axis=1, keepdims=True)).sum(axis=1))
    return float(np.mean(rest - z[np.arange(len(y)), y]))


@scce.wrong(fails="averages_the_samples")
def scce_most_likely(y_true, z):
    """looks at the most likely class of a row instead of the true one

    If the model is sure and wrong, what does your loss say?
    """
    z, y = np.asarray(z, float), np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() >= z.shape[1]:
        raise ValueError("label out of range")
    return float(np.mean(np.logaddexp.reduce(z, axis=1) - z.max(axis=1)))


@scce.wrong(fails="averages_the_samples")
def scce_all_columns(y_true, z):
    """takes whole columns, z[:, labels], instead of one logit from each row

    What is the shape of z[:, labels]? How many numbers do you want from each row?
    """
    z, y = np.asarray(z, float), np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() >= z.shape[1]:
        raise ValueError("label out of range")
    return float(np.mean(np.logaddexp.reduce(z, axis=1, keepdims=True) - z[:, y]))


@scce.wrong(fails="averages_the_samples")
def scce_counts_from_one(y_true, z):
    """counts the classes from 1

    Which entry of a row has the index 0?
    """
    z, y = np.asarray(z, float), np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() >= z.shape[1]:
        raise ValueError("label out of range")
    return float(np.mean(np.logaddexp.reduce(z, axis=1) - z[np.arange(len(y)), y - 1]))


@scce.wrong(fails="averages_the_samples")
def scce_base_two(y_true, z):
    """takes the logarithm to base 2, which measures in bits

    Which base does Keras use? Compare your loss with its, and look at the ratio.
    """
    z, y = np.asarray(z, float), np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() >= z.shape[1]:
        raise ValueError("label out of range")
    return float(np.mean(np.logaddexp.reduce(z, axis=1) - z[np.arange(len(y)), y]) / np.log(2))


@scce.wrong(fails="averages_the_samples")
def scce_log_of_mean(y_true, z):
    """takes the logarithm of the mean probability instead of the mean of the logarithms

    For probabilities 0.5 and 0.01: compare -log of their mean with the mean of their -log.
    """
    z, y = np.asarray(z, float), np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() >= z.shape[1]:
        raise ValueError("label out of range")
    picked = z[np.arange(len(y)), y] - np.logaddexp.reduce(z, axis=1)
    return float(np.log(len(y)) - np.logaddexp.reduce(picked))


@scce.wrong(fails="labels_as_column")
def scce_column_broadcasts(y_true, z):
    """indexes with a column of labels, which NumPy broadcasts to an N x N table

    What is the shape of z[np.arange(N), labels] when labels has the shape (N, 1)?
    """
    z, y = np.asarray(z, float), np.asarray(y_true).astype(int)
    if y.min() < 0 or y.max() >= z.shape[1]:
        raise ValueError("label out of range")
    return float(np.mean(np.logaddexp.reduce(z, axis=1) - z[np.arange(len(y)), y]))


@scce.wrong(fails="labels_as_column")
def scce_squeezes_everything(y_true, z):
    """squeezes the labels until a single one has no axis left

    A column with one label has the shape (1, 1). What does np.squeeze make of it?
    """
    z, y = np.asarray(z, float), np.asarray(y_true).astype(int)
    y = np.squeeze(y) if y.ndim > 1 else y
    if y.min() < 0 or y.max() >= z.shape[1]:
        raise ValueError("label out of range")
    return float(np.mean(np.logaddexp.reduce(z, axis=1) - z[np.arange(len(y)), y]))


@scce.wrong(fails="lists_and_whole_floats")
def scce_float_index(y_true, z):
    """indexes with labels that are floats, which NumPy refuses

    Can you index an array with 2.0? What could you convert the labels to?
    """
    z, y = np.asarray(z, float), np.asarray(y_true).ravel()
    if y.min() < 0 or y.max() >= z.shape[1]:
        raise ValueError("label out of range")
    return float(np.mean(np.logaddexp.reduce(z, axis=1) - z[np.arange(len(y)), y]))


@scce.wrong(fails="lists_and_whole_floats")
def scce_needs_arrays(y_true, z):
    """uses what was passed in as if it were an array, so a list fails

    Has a list a method called max? What makes an array of anything?
    """
    y = y_true.astype(int).ravel()
    if y.min() < 0 or y.max() >= z.shape[1]:
        raise ValueError("label out of range")
    s = z - z.max(axis=1, keepdims=True)
    return float(np.mean(np.log(np.exp(s).sum(axis=1)) - s[np.arange(len(y)), y]))


@scce.wrong(fails="refuses_unknown_labels")
def scce_wraps_negative(y_true, z):
    """takes negative labels for indices from the end

    What does row[-1] give in Python? Is -1 a class?
    """
    z, y = np.asarray(z, float), np.asarray(y_true).astype(int).ravel()
    if y.max() >= z.shape[1]:
        raise ValueError("label out of range")
    return float(np.mean(np.logaddexp.reduce(z, axis=1) - z[np.arange(len(y)), y]))


@scce.wrong(fails="refuses_unknown_labels")
def scce_index_error(y_true, z):
    """leaves the unknown label to NumPy, which raises IndexError for some and nothing for others

    Which error does the docstring promise? And what does NumPy do with the label -1?
    """
    z, y = np.asarray(z, float), np.asarray(y_true).astype(int).ravel()
    return float(np.mean(np.logaddexp.reduce(z, axis=1) - z[np.arange(len(y)), y]))


@scce.wrong(fails="refuses_unknown_labels")
def scce_clips_labels(y_true, z):
    """moves an unknown label to the nearest class instead of refusing it

    Would you rather train on a wrong label, or hear about it?
    """
    z = np.asarray(z, float)
    y = np.clip(np.asarray(y_true).astype(int).ravel(), 0, z.shape[1] - 1)
    return float(np.mean(np.logaddexp.reduce(z, axis=1) - z[np.arange(len(y)), y]))


@scce.wrong(fails="refuses_unknown_labels")
def scce_unknown_is_no_class(y_true, z):
    """turns an unknown label into a row of zeros, so it silently counts for nothing

    What does your loss say when every label is unknown?
    """
    z, y = np.asarray(z, float), np.asarray(y_true).astype(int).reshape(-1, 1)
    log_p = z - np.logaddexp.reduce(z, axis=1, keepdims=True)
    return float(-np.sum((y == np.arange(z.shape[1])) * log_p) / len(y))


@scce.wrong(fails="refuses_unknown_labels")
def scce_refuses_last_class(y_true, z):
    """refuses the last class, C - 1, too

    With three classes, which labels are there? Try your condition on the largest.
    """
    z, y = np.asarray(z, float), np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() >= z.shape[1] - 1:
        raise ValueError("label out of range")
    return float(np.mean(np.logaddexp.reduce(z, axis=1) - z[np.arange(len(y)), y]))


@scce.wrong(fails="refuses_unknown_labels")
def scce_counts_rows(y_true, z):
    """compares the labels with the number of samples instead of the number of classes

    Which of the two numbers in z.shape counts the classes?
    """
    z, y = np.asarray(z, float), np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() >= z.shape[0]:
        raise ValueError("label out of range")
    return float(np.mean(np.logaddexp.reduce(z, axis=1) - z[np.arange(len(y)), y]))


@scce.wrong(fails="leaves_inputs_alone")
def scce_in_place(y_true, z):
    """subtracts inside the array that was passed in, so the caller's logits are changed

    Does z -= m make a new array, or does it write into the one it was given?
    """
    z, y = np.asarray(z), np.asarray(y_true).astype(int).ravel()
    if z.dtype.kind != "f":
        z = z.astype(float)
    if y.min() < 0 or y.max() >= z.shape[1]:
        raise ValueError("label out of range")
    z -= z.max(axis=1, keepdims=True)
    return float(np.mean(np.log(np.exp(z).sum(axis=1)) - z[np.arange(len(y)), y]))


@scce.wrong(fails="averages_the_samples")
def scce_base_ten(y_true, z):
    """takes the logarithm to base 10

    What is np.log10(10), and what is np.log(10)?
    """
    z = np.asarray(z, float)
    y = np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() >= z.shape[1]:
        raise ValueError("label")
    s = z - z.max(axis=-1, keepdims=True)
    logs = s - np.log(np.exp(s).sum(axis=-1, keepdims=True))
    return float(-np.mean(logs[np.arange(len(y)), y]) / np.log(10))


@scce.wrong(fails="averages_the_samples")
def scce_divides_by_classes(y_true, z):
    """divides by the number of classes instead of the number of samples

    How many surprises are added up, and by how many do you divide?
    """
    z = np.asarray(z, float)
    y = np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() >= z.shape[1]:
        raise ValueError("label")
    s = z - z.max(axis=-1, keepdims=True)
    logs = s - np.log(np.exp(s).sum(axis=-1, keepdims=True))
    return float(-np.sum(logs[np.arange(len(y)), y]) / z.shape[1])


@scce.wrong(fails="averages_the_samples")
def scce_averages_the_table(y_true, z):
    """averages over the classes too, so the loss is too small by the number of classes

    A one-hot table of N rows and C columns: over how many entries does np.mean average?
    """
    z = np.asarray(z, float)
    y = np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() >= z.shape[1]:
        raise ValueError("label")
    s = z - z.max(axis=-1, keepdims=True)
    logs = s - np.log(np.exp(s).sum(axis=-1, keepdims=True))
    return float(-np.mean(np.eye(z.shape[1])[y] * logs))


@scce.wrong(fails="averages_the_samples")
def scce_label_as_weight(y_true, z):
    """multiplies the logarithms by the label's number instead of picking one of them

    Is a sample of class 2 twice as important as one of class 1?
    """
    z = np.asarray(z, float)
    y = np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() >= z.shape[1]:
        raise ValueError("label")
    s = z - z.max(axis=-1, keepdims=True)
    logs = s - np.log(np.exp(s).sum(axis=-1, keepdims=True))
    return float(-np.mean(y[:, None] * logs))


@scce.wrong(fails="averages_the_samples")
def scce_rows_and_columns_exchanged(y_true, z):
    """takes the label for the row and the sample for the column

    In z[i, j], which of the two is the row? Which of them is the class?
    """
    z = np.asarray(z, float)
    y = np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() >= z.shape[1]:
        raise ValueError("label")
    s = z - z.max(axis=-1, keepdims=True)
    logs = s - np.log(np.exp(s).sum(axis=-1, keepdims=True))
    return float(-np.mean(logs[y, np.arange(len(y))]))


@scce.wrong(fails="averages_the_samples")
def scce_adds_the_true_logit(y_true, z):
    """adds the true class's logit to log-sum-exp where it should be subtracted

    A larger logit for the true class: is the loss larger, or smaller?
    """
    z = np.asarray(z, float)
    y = np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() >= z.shape[1]:
        raise ValueError("label")
    return float(np.mean(np.logaddexp.reduce(z, axis=1) + z[np.arange(len(y)), y]))


@scce.wrong(fails="averages_the_samples")
def scce_diagonal(y_true, z):
    """takes the diagonal, the class 0 for the first sample and 1 for the second

    Where do the labels come into your loss?
    """
    z = np.asarray(z, float)
    y = np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() >= z.shape[1]:
        raise ValueError("label")
    s = z - z.max(axis=-1, keepdims=True)
    logs = s - np.log(np.exp(s).sum(axis=-1, keepdims=True))
    return float(-np.mean(np.diag(logs)))


@scce.wrong(fails="averages_the_samples")
def scce_first_class(y_true, z):
    """takes the logarithm of the first class of every row

    Where do the labels come into your loss?
    """
    z = np.asarray(z, float)
    y = np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() >= z.shape[1]:
        raise ValueError("label")
    s = z - z.max(axis=-1, keepdims=True)
    logs = s - np.log(np.exp(s).sum(axis=-1, keepdims=True))
    return float(-np.mean(logs[:, 0]))


@scce.wrong(fails="averages_the_samples")
def scce_refuses_zero(y_true, z):
    """refuses the class 0 too

    Which class numbers does the docstring allow? Where do they begin?
    """
    z = np.asarray(z, float)
    y = np.asarray(y_true).astype(int).ravel()
    if y.min() <= 0 or y.max() >= z.shape[1]:
        raise ValueError("label")
    s = z - z.max(axis=-1, keepdims=True)
    logs = s - np.log(np.exp(s).sum(axis=-1, keepdims=True))
    return float(-np.mean(logs[np.arange(len(y)), y]))


@scce.wrong(fails="refuses_unknown_labels")
def scce_joins_with_and(y_true, z):
    """joins its two questions with and, so a label would have to be too small and too large at once

    Can one batch's labels be below 0 or above C - 1 without being both?
    """
    z = np.asarray(z, float)
    y = np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 and y.max() >= z.shape[1]:
        raise ValueError("label")
    s = z - z.max(axis=-1, keepdims=True)
    logs = s - np.log(np.exp(s).sum(axis=-1, keepdims=True))
    return float(-np.mean(logs[np.arange(len(y)), y]))


@scce.wrong(fails="refuses_unknown_labels")
def scce_raises_index_error(y_true, z):
    """refuses unknown labels with an IndexError, where the docstring asks for a ValueError

    Which exception does the docstring name?
    """
    z = np.asarray(z, float)
    y = np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() >= z.shape[1]:
        raise IndexError("label")
    s = z - z.max(axis=-1, keepdims=True)
    logs = s - np.log(np.exp(s).sum(axis=-1, keepdims=True))
    return float(-np.mean(logs[np.arange(len(y)), y]))


@scce.wrong(fails="refuses_unknown_labels")
def scce_asserts(y_true, z):
    """refuses unknown labels with an assertion, which raises another exception than the ValueError asked for

    What does a failed assert raise?
    """
    z = np.asarray(z, float)
    y = np.asarray(y_true).astype(int).ravel()
    assert y.min() >= 0, "label"
    assert y.max() < z.shape[1], "label"
    s = z - z.max(axis=-1, keepdims=True)
    logs = s - np.log(np.exp(s).sum(axis=-1, keepdims=True))
    return float(-np.mean(logs[np.arange(len(y)), y]))


@scce.wrong(fails="refuses_unknown_labels")
def scce_allows_c(y_true, z):
    """compares with C where it should with C - 1, so that the label C is left to NumPy

    C classes, counted from 0: which number has the last one?
    """
    z = np.asarray(z, float)
    y = np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() > z.shape[1]:
        raise ValueError("label")
    s = z - z.max(axis=-1, keepdims=True)
    logs = s - np.log(np.exp(s).sum(axis=-1, keepdims=True))
    return float(-np.mean(logs[np.arange(len(y)), y]))


@scce.wrong(fails="refuses_unknown_labels")
def scce_returns_nothing(y_true, z):
    """returns nothing for an unknown label, perhaps after a message, instead of raising an exception

    Who reads what you print? What does raise do that print does not?
    """
    z = np.asarray(z, float)
    y = np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() >= z.shape[1]:
        return None
    s = z - z.max(axis=-1, keepdims=True)
    logs = s - np.log(np.exp(s).sum(axis=-1, keepdims=True))
    return float(-np.mean(logs[np.arange(len(y)), y]))


@scce.wrong(fails="refuses_unknown_labels")
def scce_refuses_negative_only(y_true, z):
    """refuses negative labels, but those from C upwards reach NumPy first, which raises IndexError

    Between which two numbers must a label lie? Which of the two ends do you look at, before you take an entry?
    """
    z, y = np.asarray(z, float), np.asarray(y_true).astype(int).ravel()
    if np.any(y < 0):
        raise ValueError("label")
    return float(np.mean(np.logaddexp.reduce(z, axis=1) - z[np.arange(len(y)), y]))


@scce.wrong(fails="averages_the_samples")
def scce_from_one_to_c(y_true, z):
    """counts the classes from 1 to C, and so refuses the class 0

    Which class numbers does the docstring allow? Where do they begin, and where do they end?
    """
    z, y = np.asarray(z, float), np.asarray(y_true).astype(int).ravel()
    if y.min() < 1 or y.max() > z.shape[1]:
        raise ValueError("label")
    return float(np.mean(np.logaddexp.reduce(z, axis=1) - z[np.arange(len(y)), y - 1]))


@scce.wrong(fails="logits_of_any_size")
def scce_as_it_stands(y_true, z):
    """writes -log(softmax(z)) down as it stands: exp overflows, and softmax may be 0

    What is np.exp(1000), and what is np.log(0)? Which of the two logarithms can be taken before anything is divided?
    """
    z, y = np.asarray(z, float), np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() >= z.shape[1]:
        raise ValueError("label out of range")
    with np.errstate(all="ignore"):
        e = np.exp(z)
        return float(np.mean(-np.log((e / e.sum(axis=1, keepdims=True))[np.arange(len(y)), y])))


@scce.right
def scce_loop(y_true, z):
    import math

    total = 0.0
    labels = np.ravel(y_true)
    for label, row in zip(labels, z):
        k, row = int(label), [float(v) for v in row]
        if not 0 <= k < len(row):
            raise ValueError(f"there is no class {k}")
        top = max(row)
        total += top + math.log(sum(math.exp(v - top) for v in row)) - row[k]
    return total / len(labels)


@scce.right
def scce_one_hot(y_true, z):
    z = np.asarray(z, float)
    hot = np.asarray(y_true).reshape(-1, 1) == np.arange(z.shape[1])
    if not hot.any(axis=1).all():
        raise ValueError("unknown label")
    s = z - z.max(axis=1, keepdims=True)
    return -(hot * (s - np.log(np.exp(s).sum(axis=1, keepdims=True)))).sum(axis=1).mean()


@scce.right
def scce_take_along_axis(y_true, z):
    z = np.asarray(z, dtype=float)
    y = np.asarray(y_true).astype(np.int64).reshape(-1, 1)
    if np.any((y < 0) | (y >= z.shape[-1])):
        raise ValueError("labels must be 0..C-1")
    lse = np.logaddexp.reduce(z, axis=1, keepdims=True)
    return float(np.mean(lse - np.take_along_axis(z, y, axis=1)))


@scce.right
def scce_against_the_true_class(y_true, z):
    z, y = np.array(z, float), np.array(y_true, dtype=int).flatten()
    if not set(y.tolist()) <= set(range(z.shape[1])):
        raise ValueError("unknown label")
    ahead = z - z[np.arange(len(y)), y][:, None]
    top = ahead.max(axis=1)
    return np.mean(top + np.log(np.exp(ahead - top[:, None]).sum(axis=1)))


@scce.right
def scce_eye(y_true, z):
    z = np.array(z, float)
    y = np.array(y_true).reshape(len(z)).astype(int)
    if (y < 0).any() or (y > z.shape[1] - 1).any():
        raise ValueError
    m = z.max(axis=1, keepdims=True)
    log_p = z - (m + np.log(np.exp(z - m).sum(axis=1, keepdims=True)))
    return np.sum(np.eye(z.shape[1])[y] * -log_p) / len(z)


@scce.right
def scce_comprehension(y_true, z):
    labels = [int(k) for k in np.ravel(y_true)]
    if min(labels) < 0 or max(labels) >= np.shape(z)[1]:
        raise ValueError("out of range")
    rows = [np.asarray(row, float) - max(row) for row in z]
    return np.mean([np.log(np.sum(np.exp(row))) - row[k] for row, k in zip(rows, labels)])


@scce.right
def scce_own_error(y_true, z):
    class UnknownLabel(ValueError):
        pass

    z = np.asarray(z, float)
    y = np.asarray(y_true, float).ravel().round().astype(int)
    if ((y < 0) | (y >= z.shape[1])).any():
        raise UnknownLabel("a label is no class")
    log_p = z - np.logaddexp.reduce(z, axis=-1, keepdims=True)
    return np.array(-log_p[range(len(y)), y].mean())


@scce.right
def scce_flat_index(y_true, z):
    z = np.asarray(z, float)
    n, c = z.shape
    y = np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() >= c:
        raise ValueError("label out of range")
    s = z - z.max(axis=1)[:, np.newaxis]
    return (np.log(np.exp(s).sum(axis=1)).sum() - s.ravel()[np.arange(n) * c + y].sum()) / n


@scce.right
def scce_try_except(y_true, z):
    z = np.asarray(z, float)
    labels = [int(k) for k in np.asarray(y_true).ravel()]
    losses = []
    for k, row in zip(labels, z):
        if k < 0:
            raise ValueError("a label below 0")
        try:
            losses.append(np.logaddexp.reduce(row) - row[k])
        except IndexError:
            raise ValueError("a label above C - 1") from None
    return sum(losses) / len(losses)


@scce.right
def scce_choose(y_true, z):
    z = np.asarray(z, float)
    y = np.asarray(y_true).astype(int).ravel()
    if np.setdiff1d(y, np.arange(z.shape[1])).size:
        raise ValueError("unknown label")
    s = z - np.amax(z, axis=1, keepdims=True)
    return np.float64(np.mean(np.log(np.einsum("nc->n", np.exp(s))) - np.array([s[i, k] for i, k in enumerate(y)])))


# sparse_categorical_crossentropy_gradient

def at_the_true_class(ask, z):
    """Two samples of three classes: the gradient at the first one's true class, whose logit is z."""
    logits = [np.array([[value, 0.0, 0.0], [0.0, value, 0.0]]) for value in z]
    return [np.asarray(ask(np.array([0, 1]), pair))[0, 0] for pair in logits]


grad = Exercise(
    "sparse_categorical_crossentropy_gradient",
    understood="The gradient at the logits is what the model says minus what is true, divided by N: it pulls the true "
    "class up and pushes the others down, and backpropagation starts from it.",
    picture=curve(-6, 6, 49, see=at_the_true_class, x="z", over="z, the true class's logit beside 0 and 0", of="the gradient there"),
)


@grad.keras(rtol=1e-9, atol=1e-9, reason="TensorFlow differentiates in float64 here")
def keras_grad(y_true, z):
    import keras
    import tensorflow as tf

    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True, dtype="float64")
    logits = tf.constant(np.asarray(z, dtype="float64"))
    with tf.GradientTape() as tape:
        tape.watch(logits)
        value = loss(np.asarray(y_true), logits)
    return tape.gradient(value, logits).numpy()


def slopes(case, got, expected):
    """Whether `got` holds the central differences of the loss, each logit moved a little up and down."""
    y_true, z = case.args
    rows, labels, h = np.arange(len(z)), np.asarray(y_true).astype(int).ravel(), 1e-4

    def loss(logits):
        return np.mean(np.logaddexp.reduce(logits, axis=1) - logits[rows, labels])

    wanted = np.zeros(z.shape)
    for place in np.ndindex(z.shape):
        step = np.zeros(z.shape)
        step[place] = h
        wanted[place] = (loss(z + step) - loss(z - step)) / (2 * h)
    found = difference(wanted, got, rtol=1e-5, atol=1e-7)  # h squared and rounding / h: both near 1e-9
    if found is None or found.kind in ("type", "shape"):
        return found
    return "a small step along one logit changes the loss by another amount than your gradient says"


@grad.exact()
def exact_grad(y_true, z):
    from mpmath import exp, mp, mpf

    with mp.workdps(40):
        table, labels = [], [int(label) for label in np.ravel(y_true)]
        for label, row in zip(labels, np.asarray(z).tolist()):
            if not 0 <= label < len(row):
                raise ValueError(label)
            e = [exp(mpf(v)) for v in row]
            table.append([float((v / sum(e) - (c == label)) / len(labels)) for c, v in enumerate(e)])
        return np.array(table)


@grad.relation
def rows_add_up_to_zero(answer, y_true, z):
    """What the true class gains, the others lose."""
    return np.allclose(np.sum(answer(y_true, z), axis=1), 0.0, rtol=0, atol=1e-9)


@grad.relation
def any_order(answer, y_true, z):
    """The samples in reverse: the same rows in reverse."""
    backwards = answer(np.asarray(y_true)[::-1], np.asarray(z)[::-1])
    return np.allclose(backwards, answer(y_true, z)[::-1], rtol=1e-9, atol=1e-12)


grad.equivalent(FLOATS, "z = np.asarray(z, dtype=None)", "z = np.asarray(z, )")
grad.equivalent(
    LAST,
    "e = np.exp(z - z.max(axis=-1, keepdims=True))",
    "p = e / e.sum(axis=-1, keepdims=True)",
)
grad.equivalent(
    OWN,
    "p = np.divide(e, e.sum(axis=1, keepdims=True), out=e)",
    "return np.divide(p, len(labels), out=p)",
)


@grad.public_check()
def push_and_pull():
    """Softmax minus one-hot, divided by the number of samples."""
    yield call(np.array([1]), np.array([[2.0, 1.0, 0.0]]))
    yield call(np.array([[1.0], [0.0]]), np.array([[2.0, 1.0, 0.0], [-1000.0, 0.0, 1000.0]]))


@grad.public_check()
def no_such_class():
    """A label that is no class raises ValueError."""
    yield call(np.array([0, 3]), np.zeros((2, 3))).must_raise(ValueError)


@grad.check(points=2)
def softmax_minus_one_hot(rng):
    """The gradient is softmax minus one-hot, divided by the number of samples."""
    for n, classes in ((1, 3), (2, 3), (3, 3), (6, 4), (5, 2), (9, 10)):
        yield call(rng.integers(0, classes, n), scores(rng, n, classes))
    yield call(np.array([0, 0, 1]), scores(rng, 3, 3))
    yield call(np.array([3, 0]), np.zeros((2, 4)))
    yield call(np.array([2, 2]), np.array([[0.0, -1.0, 9.0], [9.0, 0.0, -1.0]]))


@grad.check(points=1, holds=slopes)
def is_the_slope_of_the_loss(rng):
    """A small step along any logit changes the loss as the gradient says."""
    for n, classes in ((1, 2), (2, 4), (4, 4), (5, 3)):
        yield call(rng.integers(0, classes, n), rng.normal(0, 1.5, (n, classes)))


@grad.check(points=1)
def labels_in_any_form(rng):
    """Labels may be a column, whole numbers stored as floats, or a list; logits may be lists and integers."""
    for n, classes in ((1, 3), (4, 3), (3, 3), (3, 5)):
        yield call(rng.integers(0, classes, (n, 1)), scores(rng, n, classes))
    for n, classes in ((1, 2), (3, 3), (5, 4)):
        yield call(rng.integers(0, classes, n).astype(float), scores(rng, n, classes))
    yield call(np.array([[2.0], [0.0], [1.0]]), scores(rng, 3, 3))
    yield call([2.0, 0.0], [[0.5, 1.25, -1.0], [-3.0, 2.0, 0.0]])
    yield call([[1], [0]], [[2, 1], [0, 3]])
    yield call(rng.integers(0, 4, 3), rng.integers(-4, 5, (3, 4)))
    yield call(rng.integers(0, 3, 4).tolist(), scores(rng, 4, 3).tolist())


@grad.check(points=1)
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


@grad.check(points=1)
def logits_of_any_size(rng):
    """Finite and right for logits of any size, also in rows of very different size."""
    for size in (710.0, 1e3, 1e6, -750.0, -1e3, -1e6):
        yield call(rng.integers(0, 3, 2), size + scores(rng, 2, 3))
    for label, row in (
        (1, [0.0, -17.0]), (0, [40.0, 0.0]), (1, [40.0, 0.0]), (1, [0.0, -800.0]), (0, [0.0, 1e3, 0.0]), (1, [1e6, -1e6]),
        (0, [1e6, -1e6]), (2, [1e6, 1e6, 1e6 - 1]), (0, [-1e6, -1e6]), (1, [-1e3, -1001.0, -1e3]),
    ):  # fmt: skip
        yield call(np.array([label]), np.array([row]))
    yield call(np.array([0, 1]), np.array([[1e6, 1e6 - 1], [-1e6, -1e6 - 1]]))
    yield call(rng.integers(0, 3, 4), uneven(rng, 3, -1e6, 1e6, 0, 1e3))
    yield call(rng.integers(0, 4, 3), uneven(rng, 4, 900, -900, 0))


@grad.check(points=1, unchanged=True)
def leaves_inputs_alone(rng):
    """The gradient is right and the arrays that were passed in are as they were."""
    yield call(np.array([0, 2]), np.array([[2.0, 2.0, 4.0], [800.0, 1.0, -800.0]]))
    yield call(rng.integers(0, 4, 5), scores(rng, 5, 4))
    yield call(np.array([[1.0], [0.0], [2.0]]), scores(rng, 3, 3))
    yield call([1, 0], [[2.5, 1.0], [0.5, 3.0]])


@grad.wrong(fails="softmax_minus_one_hot")
def grad_not_divided(y_true, z):
    """forgets to divide by the number of samples

    The loss is a mean over N samples. By how much does it change when one sample's own loss changes by 1?
    """
    z, y = np.asarray(z, float), np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() >= z.shape[1]:
        raise ValueError("label out of range")
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True) - np.eye(z.shape[1])[y]


@grad.wrong(fails="softmax_minus_one_hot")
def grad_divides_by_everything(y_true, z):
    """divides by the number of all entries, N times C

    Over what is the loss averaged: over the samples, or over samples and classes?
    """
    z, y = np.asarray(z, float), np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() >= z.shape[1]:
        raise ValueError("label out of range")
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return (e / e.sum(axis=1, keepdims=True) - np.eye(z.shape[1])[y]) / z.size


@grad.wrong(fails="softmax_minus_one_hot")
def grad_divides_by_classes(y_true, z):
    """divides by the number of classes instead of the number of samples

    Which of the two numbers in z.shape counts the samples?
    """
    z, y = np.asarray(z, float), np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() >= z.shape[1]:
        raise ValueError("label out of range")
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return (e / e.sum(axis=1, keepdims=True) - np.eye(z.shape[1])[y]) / z.shape[1]


@grad.wrong(fails="softmax_minus_one_hot")
def grad_opposite_sign(y_true, z):
    """has the opposite sign: one-hot minus softmax, the direction in which the loss falls

    When the true class's logit grows, does the loss grow or fall? Which sign has its slope?
    """
    z, y = np.asarray(z, float), np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() >= z.shape[1]:
        raise ValueError("label out of range")
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return (np.eye(z.shape[1])[y] - e / e.sum(axis=1, keepdims=True)) / len(y)


@grad.wrong(fails="softmax_minus_one_hot")
def grad_softmax_only(y_true, z):
    """gives softmax without subtracting the one-hot row

    What does every row of the gradient add up to? And what do your rows add up to?
    """
    z, y = np.asarray(z, float), np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() >= z.shape[1]:
        raise ValueError("label out of range")
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True) / len(y)


@grad.wrong(fails="softmax_minus_one_hot")
def grad_overwrites_the_true_class(y_true, z):
    """sets the entry of the true class to -1 instead of subtracting 1 from it

    To what does each row of the gradient add up? And yours?
    """
    z = np.asarray(z, float)
    labels = np.asarray(y_true).astype(int).ravel()
    if labels.min() < 0 or labels.max() >= z.shape[1]:
        raise ValueError("no such class")
    e = np.exp(z - z.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    p[np.arange(len(labels)), labels] = -1
    return p / len(labels)


@grad.wrong(fails="softmax_minus_one_hot")
def grad_divides_softmax_only(y_true, z):
    """divides softmax by the number of samples, but not the 1 that is subtracted from it

    In which order do you divide and subtract? To what does each row of the gradient add up?
    """
    z = np.asarray(z, float)
    labels = np.asarray(y_true).astype(int).ravel()
    if labels.min() < 0 or labels.max() >= z.shape[1]:
        raise ValueError("no such class")
    e = np.exp(z - z.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True) / len(labels)
    p[np.arange(len(labels)), labels] -= 1
    return p


@grad.wrong(fails="softmax_minus_one_hot")
def grad_no_softmax(y_true, z):
    """subtracts the one-hot row from the logits themselves

    The slope of log-sum-exp along one logit lies between 0 and 1. Which function of the logits is that?
    """
    z, y = np.asarray(z, float), np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() >= z.shape[1]:
        raise ValueError("label out of range")
    return (z - np.eye(z.shape[1])[y]) / len(y)


@grad.wrong(fails="softmax_minus_one_hot")
def grad_log_softmax(y_true, z):
    """subtracts the one-hot row from log-softmax instead of softmax

    The slope of log-sum-exp along one logit lies between 0 and 1. Can a log-probability?
    """
    z, y = np.asarray(z, float), np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() >= z.shape[1]:
        raise ValueError("label out of range")
    s = z - z.max(axis=1, keepdims=True)
    return (s - np.log(np.exp(s).sum(axis=1, keepdims=True)) - np.eye(z.shape[1])[y]) / len(y)


@grad.wrong(fails="softmax_minus_one_hot")
def grad_softmax_twice(y_true, z):
    """puts the logits through softmax twice

    Are the numbers that go into your second softmax logits, or probabilities already?
    """
    z, y = np.asarray(z, float), np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() >= z.shape[1]:
        raise ValueError("label out of range")
    e = np.exp(z - z.max(axis=1, keepdims=True))
    e = np.exp(e / e.sum(axis=1, keepdims=True))
    return (e / e.sum(axis=1, keepdims=True) - np.eye(z.shape[1])[y]) / len(y)


@grad.wrong(fails="softmax_minus_one_hot")
def grad_sigmoids(y_true, z):
    """gives every class its own sigmoid instead of one softmax for the row

    What does every row of the gradient add up to? And what do yours?
    """
    z, y = np.asarray(z, float), np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() >= z.shape[1]:
        raise ValueError("label out of range")
    return (0.5 * (1 + np.tanh(z / 2)) - np.eye(z.shape[1])[y]) / len(y)


@grad.wrong(fails="softmax_minus_one_hot")
def grad_softmax_of_columns(y_true, z):
    """takes softmax along the columns, over the samples

    Which axis runs along one sample's classes? What do your rows of probabilities add up to?
    """
    z, y = np.asarray(z, float), np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() >= z.shape[1]:
        raise ValueError("label out of range")
    e = np.exp(z - z.max(axis=0, keepdims=True))
    return (e / e.sum(axis=0, keepdims=True) - np.eye(z.shape[1])[y]) / len(y)


@grad.wrong(fails="softmax_minus_one_hot")
def grad_softmax_of_everything(y_true, z):
    """takes one softmax over the whole table instead of one for each row

    What do your probabilities add up to in each row? What does np.sum add when you name no axis?
    """
    z, y = np.asarray(z, float), np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() >= z.shape[1]:
        raise ValueError("label out of range")
    e = np.exp(z - z.max())
    return (e / e.sum() - np.eye(z.shape[1])[y]) / len(y)


@grad.wrong(fails="softmax_minus_one_hot")
def grad_whole_columns(y_true, z):
    """subtracts 1 from whole columns, p[:, labels], instead of from one entry of each row

    How many entries does p[:, labels] reach? Which index reaches one in each row?
    """
    z, y = np.asarray(z, float), np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() >= z.shape[1]:
        raise ValueError("label out of range")
    e = np.exp(z - z.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    p[:, y] -= 1
    return p / len(y)


@grad.wrong(fails="softmax_minus_one_hot")
def grad_true_class_only(y_true, z):
    """changes only the true class and leaves the others at 0

    When another class's logit grows, does the loss stay as it is?
    """
    z, y = np.asarray(z, float), np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() >= z.shape[1]:
        raise ValueError("label out of range")
    e = np.exp(z - z.max(axis=1, keepdims=True))
    hot = np.eye(z.shape[1])[y]
    return hot * (e / e.sum(axis=1, keepdims=True) - 1) / len(y)


@grad.wrong(fails="softmax_minus_one_hot")
def grad_of_probabilities(y_true, z):
    """differentiates with respect to the probabilities, -1/p, and not to the logits

    Your loss depends on the logits through softmax. Which rule carries a slope through it?
    """
    z, y = np.asarray(z, float), np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() >= z.shape[1]:
        raise ValueError("label out of range")
    e = np.exp(z - z.max(axis=1, keepdims=True))
    with np.errstate(all="ignore"):
        return np.where(np.eye(z.shape[1])[y] > 0, -e.sum(axis=1, keepdims=True) / e, 0) / len(y)


@grad.wrong(fails="softmax_minus_one_hot")
def grad_of_squared_error(y_true, z):
    """multiplies by p (1 - p), which belongs to a squared error behind a sigmoid

    Crossentropy has a logarithm. What does it do to the factor that softmax's own slope brings in?
    """
    z, y = np.asarray(z, float), np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() >= z.shape[1]:
        raise ValueError("label out of range")
    e = np.exp(z - z.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    return (p - np.eye(z.shape[1])[y]) * p * (1 - p) / len(y)


@grad.wrong(fails="softmax_minus_one_hot")
def grad_mean_over_samples(y_true, z):
    """averages the gradient over the samples, so one row is left

    Each sample has its own logits. How many slopes are there for N samples of C logits?
    """
    z, y = np.asarray(z, float), np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() >= z.shape[1]:
        raise ValueError("label out of range")
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return (e / e.sum(axis=1, keepdims=True) - np.eye(z.shape[1])[y]).mean(axis=0)


@grad.wrong(fails="softmax_minus_one_hot")
def grad_most_likely(y_true, z):
    """subtracts 1 at the most likely class instead of the true one

    Does your gradient change when the labels change?
    """
    z, y = np.asarray(z, float), np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() >= z.shape[1]:
        raise ValueError("label out of range")
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return (e / e.sum(axis=1, keepdims=True) - np.eye(z.shape[1])[z.argmax(axis=1)]) / len(y)


@grad.wrong(fails="softmax_minus_one_hot")
def grad_counts_from_one(y_true, z):
    """counts the classes from 1

    Which entry of a row has the index 0?
    """
    z, y = np.asarray(z, float), np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() >= z.shape[1]:
        raise ValueError("label out of range")
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return (e / e.sum(axis=1, keepdims=True) - np.eye(z.shape[1])[y - 1]) / len(y)


@grad.wrong(fails="labels_in_any_form")
def grad_column_broadcasts(y_true, z):
    """indexes with a column of labels, which NumPy broadcasts to an N x N table

    Which entries does p[np.arange(N), labels] reach when labels has the shape (N, 1)?
    """
    z, y = np.asarray(z, float), np.asarray(y_true).astype(int)
    if y.min() < 0 or y.max() >= z.shape[1]:
        raise ValueError("label out of range")
    e = np.exp(z - z.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    p[np.arange(len(y)), y] -= 1
    return p / len(y)


@grad.wrong(fails="labels_in_any_form")
def grad_squeezes_everything(y_true, z):
    """squeezes the labels until a single one has no axis left

    A column with one label has the shape (1, 1). What does np.squeeze make of it?
    """
    z, y = np.asarray(z, float), np.asarray(y_true).astype(int)
    y = np.squeeze(y) if y.ndim > 1 else y
    if y.min() < 0 or y.max() >= z.shape[1]:
        raise ValueError("label out of range")
    e = np.exp(z - z.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    p[np.arange(len(y)), y] -= 1
    return p / len(y)


@grad.wrong(fails="labels_in_any_form")
def grad_float_index(y_true, z):
    """indexes with labels that are floats, which NumPy refuses

    Can you index an array with 2.0? What could you convert the labels to?
    """
    z, y = np.asarray(z, float), np.asarray(y_true).ravel()
    if y.min() < 0 or y.max() >= z.shape[1]:
        raise ValueError("label out of range")
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return (e / e.sum(axis=1, keepdims=True) - np.eye(z.shape[1])[y]) / len(y)


@grad.wrong(fails="labels_in_any_form")
def grad_needs_arrays(y_true, z):
    """uses what was passed in as if it were an array, so a list fails

    Has a list a method called max? What makes an array of anything?
    """
    y = y_true.astype(int).ravel()
    if y.min() < 0 or y.max() >= z.shape[1]:
        raise ValueError("label out of range")
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return (e / e.sum(axis=1, keepdims=True) - np.eye(z.shape[1])[y]) / len(y)


@grad.wrong(fails="refuses_unknown_labels")
def grad_wraps_negative(y_true, z):
    """takes negative labels for indices from the end

    What does row[-1] reach in Python? Is -1 a class?
    """
    z, y = np.asarray(z, float), np.asarray(y_true).astype(int).ravel()
    if y.max() >= z.shape[1]:
        raise ValueError("label out of range")
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return (e / e.sum(axis=1, keepdims=True) - np.eye(z.shape[1])[y]) / len(y)


@grad.wrong(fails="refuses_unknown_labels")
def grad_index_error(y_true, z):
    """leaves the unknown label to NumPy, which raises IndexError for some and nothing for others

    Which error does the docstring promise? And what does NumPy do with the label -1?
    """
    z, y = np.asarray(z, float), np.asarray(y_true).astype(int).ravel()
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return (e / e.sum(axis=1, keepdims=True) - np.eye(z.shape[1])[y]) / len(y)


@grad.wrong(fails="refuses_unknown_labels")
def grad_unknown_is_no_class(y_true, z):
    """turns an unknown label into a row of zeros, so every class is pushed down

    Which class should be pulled up when the label is no class? Would you not rather hear about it?
    """
    z, y = np.asarray(z, float), np.asarray(y_true).astype(int).reshape(-1, 1)
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return (e / e.sum(axis=1, keepdims=True) - (y == np.arange(z.shape[1]))) / len(y)


@grad.wrong(fails="refuses_unknown_labels")
def grad_refuses_last_class(y_true, z):
    """refuses the last class, C - 1, too

    With three classes, which labels are there? Try your condition on the largest.
    """
    z, y = np.asarray(z, float), np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() >= z.shape[1] - 1:
        raise ValueError("label out of range")
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return (e / e.sum(axis=1, keepdims=True) - np.eye(z.shape[1])[y]) / len(y)


@grad.wrong(fails="logits_of_any_size")
def grad_unshifted(y_true, z):
    """exponentiates the logits as they are, so large ones give nan

    What is np.exp(1000)? And inf divided by inf?
    """
    z, y = np.asarray(z, float), np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() >= z.shape[1]:
        raise ValueError("label out of range")
    with np.errstate(all="ignore"):
        e = np.exp(z)
        return (e / e.sum(axis=1, keepdims=True) - np.eye(z.shape[1])[y]) / len(y)


@grad.wrong(fails="logits_of_any_size")
def grad_global_max(y_true, z):
    """subtracts one maximum of the whole array, so rows far below it become 0 divided by 0

    A row near -1000 beside a row near 1000: what is left of it after your subtraction?
    """
    z, y = np.asarray(z, float), np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() >= z.shape[1]:
        raise ValueError("label out of range")
    with np.errstate(all="ignore"):
        e = np.exp(z - z.max())
        return (e / e.sum(axis=1, keepdims=True) - np.eye(z.shape[1])[y]) / len(y)


@grad.wrong(fails="logits_of_any_size")
def grad_clipped(y_true, z):
    """clips the probabilities, so a class that is out of the question is still pushed

    Where softmax is exactly 0 or 1, what should be left of the gradient?
    """
    z, y = np.asarray(z, float), np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() >= z.shape[1]:
        raise ValueError("label out of range")
    e = np.exp(z - z.max(axis=1, keepdims=True))
    p = np.clip(e / e.sum(axis=1, keepdims=True), 1e-7, 1 - 1e-7)
    return (p - np.eye(z.shape[1])[y]) / len(y)


@grad.wrong(fails="leaves_inputs_alone")
def grad_in_place(y_true, z):
    """subtracts inside the array that was passed in, so the caller's logits are changed

    Does z -= m make a new array, or does it write into the one it was given?
    """
    z, y = np.asarray(z), np.asarray(y_true).astype(int).ravel()
    if z.dtype.kind != "f":
        z = z.astype(float)
    if y.min() < 0 or y.max() >= z.shape[1]:
        raise ValueError("label out of range")
    z -= z.max(axis=1, keepdims=True)
    e = np.exp(z)
    return (e / e.sum(axis=1, keepdims=True) - np.eye(z.shape[1])[y]) / len(y)


@grad.wrong(fails="leaves_inputs_alone")
def grad_into_the_logits(y_true, z):
    """writes the gradient into the array of logits that was passed in

    Where does the caller find the logits after your function has run?
    """
    z, y = np.asarray(z), np.asarray(y_true).astype(int).ravel()
    if z.dtype.kind != "f":
        z = z.astype(float)
    if y.min() < 0 or y.max() >= z.shape[1]:
        raise ValueError("label out of range")
    e = np.exp(z - z.max(axis=1, keepdims=True))
    np.divide(e, e.sum(axis=1, keepdims=True), out=z)
    z[np.arange(len(y)), y] -= 1
    z /= len(y)
    return z


@grad.wrong(fails="softmax_minus_one_hot")
def grad_adds_one(y_true, z):
    """adds 1 at the true class where it should be subtracted

    What does a row of the gradient add up to? And of yours?
    """
    z = np.asarray(z, float)
    y = np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() >= z.shape[1]:
        raise ValueError("label")
    e = np.exp(z - z.max(axis=1, keepdims=True))
    p, n = e / e.sum(axis=1, keepdims=True), len(y)
    p[np.arange(n), y] += 1
    return p / n


@grad.wrong(fails="softmax_minus_one_hot")
def grad_divides_twice(y_true, z):
    """divides by the number of samples twice

    Over how many samples does the loss average, and how often?
    """
    z = np.asarray(z, float)
    y = np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() >= z.shape[1]:
        raise ValueError("label")
    e = np.exp(z - z.max(axis=1, keepdims=True))
    p, n = e / e.sum(axis=1, keepdims=True), len(y)
    p[np.arange(n), y] -= 1
    return p / n / n


@grad.wrong(fails="softmax_minus_one_hot")
def grad_through_softmax(y_true, z):
    """multiplies softmax minus one-hot by p once more

    After the logarithms and exponentials, what is left beside p minus one-hot?
    """
    z = np.asarray(z, float)
    y = np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() >= z.shape[1]:
        raise ValueError("label")
    e = np.exp(z - z.max(axis=1, keepdims=True))
    p, n = e / e.sum(axis=1, keepdims=True), len(y)
    return (p - np.eye(z.shape[1])[y]) * p / n


@grad.wrong(fails="softmax_minus_one_hot")
def grad_label_as_number(y_true, z):
    """subtracts the label's number from every class instead of 1 from one of them

    What does a row of the gradient add up to? And of yours?
    """
    z = np.asarray(z, float)
    y = np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() >= z.shape[1]:
        raise ValueError("label")
    e = np.exp(z - z.max(axis=1, keepdims=True))
    p, n = e / e.sum(axis=1, keepdims=True), len(y)
    return (p - y[:, None]) / n


@grad.wrong(fails="softmax_minus_one_hot")
def grad_takes_a_step(y_true, z):
    """takes a step against the gradient and returns the new logits

    What is asked for: the gradient, or what training does with it?
    """
    z = np.asarray(z, float)
    y = np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() >= z.shape[1]:
        raise ValueError("label")
    e = np.exp(z - z.max(axis=1, keepdims=True))
    p, n = e / e.sum(axis=1, keepdims=True), len(y)
    p[np.arange(n), y] -= 1
    return z - 0.1 * p / n


@grad.wrong(fails="softmax_minus_one_hot")
def grad_predicted_minus_true(y_true, z):
    """puts a 1 at the most likely class where softmax belongs

    Is the model as sure as that? What does the gradient say of a class with probability 0.3?
    """
    z = np.asarray(z, float)
    y = np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() >= z.shape[1]:
        raise ValueError("label")
    e = np.exp(z - z.max(axis=1, keepdims=True))
    p, n = e / e.sum(axis=1, keepdims=True), len(y)
    hot = p == p.max(axis=1, keepdims=True)
    return (hot - np.eye(z.shape[1])[y]) / n


@grad.wrong(fails="softmax_minus_one_hot")
def grad_absolute(y_true, z):
    """drops the minus signs, so the true class is pushed down too

    Which entry of a row must be negative?
    """
    z = np.asarray(z, float)
    y = np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() >= z.shape[1]:
        raise ValueError("label")
    e = np.exp(z - z.max(axis=1, keepdims=True))
    p, n = e / e.sum(axis=1, keepdims=True), len(y)
    p[np.arange(n), y] -= 1
    return np.abs(p) / n


@grad.wrong(fails="softmax_minus_one_hot")
def grad_squares(y_true, z):
    """squares softmax minus one-hot

    Which entry of a row must be negative?
    """
    z = np.asarray(z, float)
    y = np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() >= z.shape[1]:
        raise ValueError("label")
    e = np.exp(z - z.max(axis=1, keepdims=True))
    p, n = e / e.sum(axis=1, keepdims=True), len(y)
    p[np.arange(n), y] -= 1
    return p**2 / n


@grad.wrong(fails="softmax_minus_one_hot")
def grad_sums_the_classes(y_true, z):
    """adds up the classes, so one number for each sample is left

    Which shape does the docstring state?
    """
    z = np.asarray(z, float)
    y = np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() >= z.shape[1]:
        raise ValueError("label")
    e = np.exp(z - z.max(axis=1, keepdims=True))
    p, n = e / e.sum(axis=1, keepdims=True), len(y)
    p[np.arange(n), y] -= 1
    return p.sum(axis=1) / n


@grad.wrong(fails="softmax_minus_one_hot")
def grad_transposes(y_true, z):
    """returns the table on its side, (C, N)

    Which shape does the docstring state?
    """
    z = np.asarray(z, float)
    y = np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() >= z.shape[1]:
        raise ValueError("label")
    e = np.exp(z - z.max(axis=1, keepdims=True))
    p, n = e / e.sum(axis=1, keepdims=True), len(y)
    p[np.arange(n), y] -= 1
    return p.T / n


@grad.wrong(fails="softmax_minus_one_hot")
def grad_narrow_one_hot(y_true, z):
    """makes one-hot rows only as wide as the largest label, which need not be the last class

    Labels [0, 1] and four classes: how many columns has your one-hot table?
    """
    z = np.asarray(z, float)
    y = np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() >= z.shape[1]:
        raise ValueError("label")
    e = np.exp(z - z.max(axis=1, keepdims=True))
    p, n = e / e.sum(axis=1, keepdims=True), len(y)
    return (p - np.eye(y.max() + 1)[y]) / n


@grad.wrong(fails="softmax_minus_one_hot")
def grad_for_the_weights(y_true, z):
    """multiplies by z, as for the weights of a layer

    With respect to what is the derivative asked for?
    """
    z = np.asarray(z, float)
    y = np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() >= z.shape[1]:
        raise ValueError("label")
    e = np.exp(z - z.max(axis=1, keepdims=True))
    p, n = e / e.sum(axis=1, keepdims=True), len(y)
    p[np.arange(n), y] -= 1
    return z.T @ p / n


@grad.wrong(fails="refuses_unknown_labels")
def grad_raises_index_error(y_true, z):
    """refuses unknown labels with an IndexError, where the docstring asks for a ValueError

    Which exception does the docstring name?
    """
    z = np.asarray(z, float)
    y = np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() >= z.shape[1]:
        raise IndexError("label")
    e = np.exp(z - z.max(axis=1, keepdims=True))
    p, n = e / e.sum(axis=1, keepdims=True), len(y)
    p[np.arange(n), y] -= 1
    return p / n


@grad.wrong(fails="refuses_unknown_labels")
def grad_nearest_class(y_true, z):
    """moves an unknown label to the nearest class instead of refusing it

    Is 17 really the last class? What does the docstring ask for?
    """
    z = np.asarray(z, float)
    y = np.asarray(y_true).astype(int).ravel()
    y = np.clip(y, 0, z.shape[1] - 1)
    e = np.exp(z - z.max(axis=1, keepdims=True))
    p, n = e / e.sum(axis=1, keepdims=True), len(y)
    p[np.arange(n), y] -= 1
    return p / n


@grad.wrong(fails="refuses_unknown_labels")
def grad_joins_with_and(y_true, z):
    """joins its two questions with and, so a label would have to be too small and too large at once

    Can one batch's labels be below 0 or above C - 1 without being both?
    """
    z = np.asarray(z, float)
    y = np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 and y.max() >= z.shape[1]:
        raise ValueError("label")
    e = np.exp(z - z.max(axis=1, keepdims=True))
    p, n = e / e.sum(axis=1, keepdims=True), len(y)
    p[np.arange(n), y] -= 1
    return p / n


@grad.wrong(fails="refuses_unknown_labels")
def grad_allows_c(y_true, z):
    """compares with C where it should with C - 1, so that the label C is left to NumPy

    C classes, counted from 0: which number has the last one?
    """
    z = np.asarray(z, float)
    y = np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() > z.shape[1]:
        raise ValueError("label")
    e = np.exp(z - z.max(axis=1, keepdims=True))
    p, n = e / e.sum(axis=1, keepdims=True), len(y)
    p[np.arange(n), y] -= 1
    return p / n


@grad.wrong(fails="refuses_unknown_labels")
def grad_refuses_negative_only(y_true, z):
    """refuses negative labels, but those from C upwards reach NumPy first, which raises IndexError

    Between which two numbers must a label lie? Which of the two ends do you look at, before you take an entry?
    """
    z, y = np.asarray(z, float), np.asarray(y_true).astype(int).ravel()
    if np.any(y < 0):
        raise ValueError("label")
    p = np.exp(z - np.logaddexp.reduce(z, axis=1, keepdims=True))
    p[np.arange(len(y)), y] -= 1
    return p / len(y)


@grad.right
def grad_eye(y_true, z):
    z = np.asarray(z, dtype=float)
    y = np.asarray(y_true).astype(int).reshape(-1)
    if np.any(y < 0) or np.any(y >= z.shape[1]):
        raise ValueError("unknown label")
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return (e / e.sum(axis=1, keepdims=True) - np.eye(z.shape[1])[y]) / z.shape[0]


@grad.right
def grad_lists(y_true, z):
    import math

    labels = [int(k) for k in np.ravel(y_true)]
    table = []
    for k, row in zip(labels, z):
        row = [float(v) for v in row]
        if k not in range(len(row)):
            raise ValueError(f"there is no class {k}")
        top = max(row)
        e = [math.exp(v - top) for v in row]
        table.append([(v / sum(e) - (c == k)) / len(labels) for c, v in enumerate(e)])
    return table


@grad.right
def grad_via_log_softmax(y_true, z):
    z, y = np.array(z, float), np.array(y_true).astype(int).ravel()
    if not set(y.tolist()) <= set(range(z.shape[1])):
        raise ValueError("unknown label")
    p = np.exp(z - np.logaddexp.reduce(z, axis=1, keepdims=True))
    hot = (y[:, None] == np.arange(z.shape[1])).astype(float)
    return (p - hot) / len(y)


@grad.right
def grad_jacobian(y_true, z):
    z, y = np.asarray(z, float), np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() > z.shape[1] - 1:
        raise ValueError("label out of range")
    out = np.empty(z.shape)
    for i, (row, k) in enumerate(zip(z, y)):
        p = np.exp(row - row.max())
        p = p / p.sum()
        jacobian = np.eye(len(p)) - p  # d log p[k] / d z[c] = [k == c] - p[c]
        out[i] = -jacobian[k] / len(y)
    return out


@grad.right
def grad_subtract_at(y_true, z):
    z, y = np.asarray(z, float), np.asarray(y_true, float).ravel().astype(int)
    if ((y < 0) | (y >= z.shape[1])).any():
        raise ValueError("a label is no class")
    e = np.exp(z.T - z.max(axis=1))
    p = (e / e.sum(axis=0)).T.copy()
    np.subtract.at(p, (np.arange(len(y)), y), 1.0)
    return p * (1 / len(y))


@grad.right
def grad_put_along_axis(y_true, z):
    z = np.asarray(z, float)
    y = np.asarray(y_true).astype(int).reshape(len(z), 1)
    if y.min() < 0 or y.max() >= z.shape[1]:
        raise ValueError
    hot = np.zeros_like(z)
    np.put_along_axis(hot, y, 1.0, axis=1)
    e = np.exp(z - np.max(z, axis=-1)[:, None])
    return np.divide(e, np.einsum("nc->n", e)[:, None] * len(z)) - hot / len(z)


@grad.right
def grad_own_error(y_true, z):
    class UnknownLabel(ValueError):
        pass

    def softmax(row):
        e = np.exp(row - max(row))
        return e / sum(e)

    z = np.asarray(z, float)
    n, classes = z.shape
    y = [int(k) for k in np.asarray(y_true).flatten()]
    for k in y:
        if k < 0 or k >= classes:
            raise UnknownLabel(k)
    return [(softmax(row) - np.eye(classes)[k]) / n for k, row in zip(y, z)]


@grad.right
def grad_from_differences(y_true, z):
    z, y = np.asarray(z, float), np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() >= z.shape[1]:
        raise ValueError("label out of range")
    p = np.exp(-np.logaddexp.reduce(z[:, None, :] - z[:, :, None], axis=-1))
    p[range(len(y)), y] = p[range(len(y)), y] - 1.0
    p /= len(y)
    return p


@grad.right
def grad_rest_of_the_row(y_true, z):
    z, y = np.asarray(z, float), np.asarray(y_true).astype(int).ravel()
    if np.setdiff1d(y, np.arange(z.shape[1])).size:
        raise ValueError("unknown label")
    e = np.exp(z - z.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    hot = np.eye(z.shape[1], dtype=bool)[y]
    others = np.where(hot, 0.0, p)
    return np.where(hot, -others.sum(axis=1, keepdims=True), others) / np.float64(len(y))


@grad.right
def grad_class(y_true, z):
    class Loss:
        def __init__(self, labels, logits):
            self.logits = np.asarray(logits, float)
            self.labels = np.asarray(labels).astype(int).ravel()
            if not np.isin(self.labels, range(self.logits.shape[1])).all():
                raise ValueError("labels must be 0..C-1")

        def gradient(self):
            e = np.exp(self.logits - self.logits.max(axis=-1, keepdims=True))
            table = e / e.sum(axis=-1, keepdims=True)
            for i, k in enumerate(self.labels):
                table[i, k] -= 1
            return table / len(table)

    return Loss(y_true, z).gradient()
