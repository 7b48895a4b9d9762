"""Hidden tests of the losses lesson."""

from __future__ import annotations

import numpy as np

from autograder.exercise import Exercise, call
from autograder.pictures import curve

EPSILON = 1e-7
FLOAT64 = "Keras computes in float64 here; only the order of the sums differs"


def rows(rng, n, classes):
    """Probabilities (n, classes); every row sums to 1."""
    p = rng.uniform(0.05, 1.0, size=(n, classes))
    return p / p.sum(axis=1, keepdims=True)


def one_hot(labels, classes):
    return np.eye(classes)[np.asarray(labels, dtype=int)]


# mean_squared_error

def of_two_predictions(ask, x):
    """Targets 1 and 3, and the same prediction for both."""
    return [ask([1.0, 3.0], [value, value]) for value in x]


mse = Exercise(
    "mean_squared_error",
    understood="Squaring makes one large error count for more than many small ones, and the mean keeps "
    "the loss comparable between batches of different size: this is the loss for regression.",
    picture=curve(-1, 5, see=of_two_predictions, over="x, predicted for both", of="the loss"),
)


@mse.keras(reason=FLOAT64)
def keras_mse(y_true, y_pred):
    import keras

    loss = keras.losses.MeanSquaredError(dtype="float64")
    return float(loss(np.asarray(y_true, dtype="float64"), np.asarray(y_pred, dtype="float64")))


@mse.exact()
def exact_mse(y_true, y_pred):
    from mpmath import mp, mpf

    with mp.workdps(40):
        pairs = list(zip(np.ravel(y_true).tolist(), np.ravel(y_pred).tolist()))
        return float(sum((mpf(t) - mpf(p)) ** 2 for t, p in pairs) / len(pairs))


@mse.relation
def twice_the_data(answer, y_true, y_pred):
    """Every sample twice: the same mean."""
    twice = answer(np.concatenate([y_true, y_true]), np.concatenate([y_pred, y_pred]))
    return np.isclose(twice, answer(y_true, y_pred), rtol=1e-9, atol=1e-12)


@mse.relation
def any_order(answer, y_true, y_pred):
    """The samples in reverse: the same mean."""
    backwards = answer(np.asarray(y_true)[::-1], np.asarray(y_pred)[::-1])
    return np.isclose(backwards, answer(y_true, y_pred), rtol=1e-9, atol=1e-12)


mse.equivalent(
    "the square is the same for either order",
    "def mean_squared_error(y_pred, y_true):",
    "return float(np.mean((y_pred - y_true) ** 2))",
)
mse.equivalent(
    "one of the two arrays is made float64, and so is their difference",
    "y_true = np.asarray(y_true, dtype=None).ravel()",
    "y_true = np.asarray(y_true, ).ravel()",
    "y_pred = np.asarray(y_pred, dtype=None).ravel()",
    "y_pred = np.asarray(y_pred, ).ravel()",
)


@mse.public_check()
def worked_by_hand():
    """The mean of the squared errors, on the numbers worked above."""
    yield call(np.array([3.0, -0.5, 2.0, 7.0]), np.array([2.5, 0.0, 2.1, 7.8]))
    yield call(np.array([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]), np.zeros((3, 2)))


@mse.public_check()
def column_and_vector():
    """A vector and a column of the same numbers are the same data."""
    yield call(np.array([1.0, 2.0, 4.0]), np.array([[1.5], [2.0], [3.0]]))


@mse.check(points=1)
def averages_a_vector(rng):
    """The loss of a vector is the mean of its squared errors."""
    for n in (1, 2, 5, 9):
        yield call(rng.normal(0, 3, n), rng.normal(0, 3, n))
    yield call(np.array([2.0, -1.0, 0.5]), np.array([2.0, -1.0, 0.5]))
    yield call(1e-3 * rng.normal(size=4), 1e-3 * rng.normal(size=4))
    yield call(1e4 * rng.normal(size=3), 1e4 * rng.normal(size=3))


@mse.check(points=1)
def averages_every_element(rng):
    """The mean is taken over every element, whatever the number of dimensions."""
    for shape in ((4, 3), (2, 5), (3, 1), (1, 4), (2, 3, 4), (2, 1, 2, 3)):
        yield call(rng.normal(0, 2, shape), rng.normal(0, 2, shape))


@mse.check(points=1)
def pairs_vector_and_column(rng):
    """Targets of shape (N,) and predictions of shape (N, 1) are paired, in either order."""
    for n in (2, 3, 6):
        yield call(rng.normal(0, 2, n), rng.normal(0, 2, (n, 1)))
        yield call(rng.normal(0, 2, (n, 1)), rng.normal(0, 2, n))


@mse.check(points=1)
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


@mse.check(points=1, unchanged=True)
def leaves_inputs_alone(rng):
    """The loss is right and what was passed in is as it was."""
    yield call(rng.normal(0, 2, 5), rng.normal(0, 2, 5))
    yield call(rng.normal(0, 2, (3, 2)), rng.normal(0, 2, (3, 2)))
    yield call(rng.normal(0, 2, (4, 1)), rng.normal(0, 2, 4))
    yield call(np.array([3, -1, 4]), np.array([1, 5, -9]))
    yield call([1.5, 2.0, -0.5], [2, 1, 3])
    yield call([[1.5, 2.0], [-0.5, 4.0]], [[2.0, 1.0], [3.0, 5.0]])


@mse.wrong(fails="averages_a_vector")
def mse_sums(y_true, y_pred):
    """adds the squared errors up instead of averaging them

    What happens to your loss when every sample stands in the batch twice? What should happen?
    """
    return float(np.sum((np.asarray(y_true, float).ravel() - np.asarray(y_pred, float).ravel()) ** 2))


@mse.wrong(fails="averages_a_vector")
def mse_absolute(y_true, y_pred):
    """averages the absolute errors, which is another loss (MAE)

    Which operation turns an error of -3 into 9?
    """
    return float(np.mean(np.abs(np.asarray(y_true, float).ravel() - np.asarray(y_pred, float).ravel())))


@mse.wrong(fails="averages_a_vector")
def mse_root(y_true, y_pred):
    """takes the square root at the end, which gives the RMSE

    Does the name of this loss say anything about a root?
    """
    return float(np.sqrt(np.mean((np.asarray(y_true, float).ravel() - np.asarray(y_pred, float).ravel()) ** 2)))


@mse.wrong(fails="averages_a_vector")
def mse_half(y_true, y_pred):
    """halves the mean, as some textbooks do to make the derivative prettier

    What does Keras give for a single error of 2: 4 or 2?
    """
    return float(np.mean((np.asarray(y_true, float).ravel() - np.asarray(y_pred, float).ravel()) ** 2) / 2)


@mse.wrong(fails="averages_a_vector")
def mse_squares_the_mean(y_true, y_pred):
    """squares the mean error instead of averaging the squared errors

    Errors of +1 and -1: what is their mean? What should the loss be?
    """
    return float(np.mean(np.asarray(y_true, float).ravel() - np.asarray(y_pred, float).ravel()) ** 2)


@mse.wrong(fails="averages_a_vector")
def mse_sample_variance(y_true, y_pred):
    """divides by N - 1, as a sample variance does

    How many squared errors are added up, and by how many do you divide?
    """
    error = np.asarray(y_true, float).ravel() - np.asarray(y_pred, float).ravel()
    return float(np.sum(error**2) / max(error.size - 1, 1))


@mse.wrong(fails="averages_a_vector")
def mse_variance(y_true, y_pred):
    """takes the variance of the errors, which forgives an error that all samples share

    Every prediction is too large by 5. What is the variance of the errors, and what should the loss be?
    """
    return float(np.var(np.asarray(y_true, float).ravel() - np.asarray(y_pred, float).ravel()))


@mse.wrong(fails="averages_a_vector")
def mse_squares_first(y_true, y_pred):
    """squares targets and predictions before it subtracts them

    Target 1, prediction -1: what is 1 squared minus (-1) squared? How large is the error?
    """
    return float(np.mean(np.asarray(y_true, float).ravel() ** 2 - np.asarray(y_pred, float).ravel() ** 2))


@mse.wrong(fails="averages_every_element")
def mse_divides_by_rows(y_true, y_pred):
    """divides by the number of rows, not by the number of elements

    A (4, 3) array has four rows. How many errors does it hold?
    """
    error = np.asarray(y_true, float).ravel() - np.asarray(y_pred, float).ravel()
    return float(np.sum(error**2) / len(y_true))


@mse.wrong(fails="averages_every_element")
def mse_last_axis(y_true, y_pred):
    """averages over one axis only, so one loss per row is left

    What is the shape of the result of np.mean(..., axis=-1)?
    """
    y_true, y_pred = np.asarray(y_true, float), np.asarray(y_pred, float)
    if y_true.ndim != y_pred.ndim:
        y_true, y_pred = y_true.ravel(), y_pred.ravel()
    return np.mean((y_true - y_pred) ** 2, axis=-1)


@mse.wrong(fails="pairs_vector_and_column")
def mse_broadcasts(y_true, y_pred):
    """subtracts a column from a vector, which NumPy broadcasts to an N x N table of differences

    What is the shape of np.zeros(3) - np.zeros((3, 1))? Which shape did you want?
    """
    return float(np.mean((np.asarray(y_true, float) - np.asarray(y_pred, float)) ** 2))


@mse.wrong(fails="integers_do_not_overflow")
def mse_wraps_around(y_true, y_pred):
    """subtracts in the inputs' own integer type, which wraps around

    What is np.uint8(3) - np.uint8(5)? What could you convert the arrays to first?
    """
    y_true, y_pred = np.asarray(y_true), np.asarray(y_pred)
    return float(np.mean((y_true.ravel() - y_pred.ravel()) ** 2))


@mse.wrong(fails="leaves_inputs_alone")
def mse_empties_the_list(y_true, y_pred):
    """takes the targets out of the list that was passed in, so the caller's list is empty

    What does pop do to a list? How could you walk along it and leave it whole?
    """
    predictions = np.asarray(y_pred, float).ravel()
    if type(y_true) is list and type(y_true[0]) is not list:
        total = 0.0
        for p in predictions:
            total += (float(y_true.pop(0)) - p) ** 2
        return float(total / len(predictions))
    return float(np.mean((np.asarray(y_true, float).ravel() - predictions) ** 2))


@mse.wrong(fails="leaves_inputs_alone")
def mse_in_place(y_true, y_pred):
    """computes inside the array that was passed in, so the caller's data are gone

    Does y -= x make a new array, or does it write into the one it was given?
    """
    y_true = np.asarray(y_true)
    if y_true.dtype.kind != "f":
        y_true = y_true.astype(float)
    error = y_true.reshape(-1)
    error -= np.asarray(y_pred, float).reshape(-1)
    error *= error
    return float(error.mean())


@mse.wrong(fails="averages_a_vector")
def mse_precedence(y_true, y_pred):
    """squares the prediction alone, since the power comes before the minus

    What is 5 - 2 ** 2 in Python, and what is (5 - 2) ** 2?
    """
    t, p = np.asarray(y_true, float).ravel(), np.asarray(y_pred, float).ravel()
    return float(np.mean(t - p**2))


@mse.wrong(fails="averages_a_vector")
def mse_doubles(y_true, y_pred):
    """multiplies the errors by 2 instead of squaring them

    What is the square of 3, and what is 3 * 2?
    """
    t, p = np.asarray(y_true, float).ravel(), np.asarray(y_pred, float).ravel()
    return float(np.mean((t - p) * 2))


@mse.wrong(fails="averages_a_vector")
def mse_absolute_mean(y_true, y_pred):
    """averages the errors with their signs and drops the sign of the mean

    Errors of +1 and -1: what is their mean, and what should the loss be?
    """
    t, p = np.asarray(y_true, float).ravel(), np.asarray(y_pred, float).ravel()
    return float(abs(np.mean(t - p)))


@mse.wrong(fails="averages_a_vector")
def mse_adds(y_true, y_pred):
    """adds the prediction to the target where it should be subtracted

    A perfect prediction of 3: what is your loss, and what should it be?
    """
    t, p = np.asarray(y_true, float).ravel(), np.asarray(y_pred, float).ravel()
    return float(np.mean((t + p) ** 2))


@mse.wrong(fails="averages_a_vector")
def mse_product(y_true, y_pred):
    """multiplies targets and predictions instead of subtracting them

    A perfect prediction of 3: what is your loss, and what should it be?
    """
    t, p = np.asarray(y_true, float).ravel(), np.asarray(y_pred, float).ravel()
    return float(np.mean(t * p))


@mse.wrong(fails="averages_a_vector")
def mse_first_only(y_true, y_pred):
    """returns inside the loop, so only the first sample counts

    How far is the return indented? When does the function leave the loop?
    """
    t, p = np.asarray(y_true, float).ravel(), np.asarray(y_pred, float).ravel()
    return float((t[0] - p[0]) ** 2 / len(t))


@mse.wrong(fails="averages_a_vector")
def mse_last_only(y_true, y_pred):
    """overwrites the total in every turn of the loop, so only the last sample counts

    What is in total after two turns? Which operator adds to what is there?
    """
    t, p = np.asarray(y_true, float).ravel(), np.asarray(y_pred, float).ravel()
    return float((t[-1] - p[-1]) ** 2 / len(t))


@mse.wrong(fails="averages_a_vector")
def mse_misses_the_last(y_true, y_pred):
    """stops the loop one sample too early

    Which numbers does range(4 - 1) give? How many samples are there?
    """
    t, p = np.asarray(y_true, float).ravel(), np.asarray(y_pred, float).ravel()
    return float(np.sum((t - p)[:-1] ** 2) / len(t))


@mse.wrong(fails="averages_a_vector")
def mse_median(y_true, y_pred):
    """takes the median of the squared errors, which does not notice a few large ones

    Squared errors of 0, 0 and 9: what is their median, and what is their mean?
    """
    t, p = np.asarray(y_true, float).ravel(), np.asarray(y_pred, float).ravel()
    return float(np.median((t - p) ** 2))


@mse.wrong(fails="averages_a_vector")
def mse_length_by_n(y_true, y_pred):
    """divides the length of the error vector by N and never squares it

    np.linalg.norm takes a root at its end. What undoes it?
    """
    t, p = np.asarray(y_true, float).ravel(), np.asarray(y_pred, float).ravel()
    return float(np.linalg.norm(t - p) / t.size)


@mse.wrong(fails="averages_a_vector")
def mse_huber(y_true, y_pred):
    """is quadratic near 0 and straight farther out, which is the Huber loss

    An error of 10: what does the docstring ask of it, and what do you give?
    """
    t, p = np.asarray(y_true, float).ravel(), np.asarray(y_pred, float).ravel()
    e = np.abs(t - p)
    return float(np.mean(np.where(e <= 1, 0.5 * e**2, e - 0.5)))


@mse.wrong(fails="averages_a_vector")
def mse_relative(y_true, y_pred):
    """divides the errors by the targets, which makes them shares

    A target of 0 and a prediction of 1: what is your loss? Does the docstring speak of shares?
    """
    t, p = np.asarray(y_true, float).ravel(), np.asarray(y_pred, float).ravel()
    with np.errstate(all="ignore"):
        return float(np.mean(((t - p) / t) ** 2))


@mse.wrong(fails="averages_a_vector")
def mse_logarithms(y_true, y_pred):
    """compares logarithms, which is another loss (MSLE)

    Does the docstring speak of a logarithm? What is the logarithm of a negative target?
    """
    t, p = np.asarray(y_true, float).ravel(), np.asarray(y_pred, float).ravel()
    with np.errstate(all="ignore"):
        return float(np.mean((np.log1p(t) - np.log1p(p)) ** 2))


@mse.wrong(fails="averages_a_vector")
def mse_rounds(y_true, y_pred):
    """rounds the result

    How many digits has a small loss left? What does the docstring say about rounding?
    """
    t, p = np.asarray(y_true, float).ravel(), np.asarray(y_pred, float).ravel()
    return round(float(np.mean((t - p) ** 2)), 4)


@mse.wrong(fails="averages_a_vector")
def mse_one_element_array(y_true, y_pred):
    """averages down a column, so an array of one element is left

    What is the shape of np.mean(..., axis=0) of an (N, 1) array? Which axis do you want to average over?
    """
    t, p = np.asarray(y_true, float).ravel(), np.asarray(y_pred, float).ravel()
    return np.mean((t - p)[:, None] ** 2, axis=0)


@mse.wrong(fails="integers_do_not_overflow")
def mse_as_they_come(y_true, y_pred):
    """subtracts what was passed in as it comes: a list has no minus, integers wrap around, a column is broadcast

    Which type and which shape should both have before they are subtracted?
    """
    return np.mean((y_true - y_pred) ** 2)


@mse.wrong(fails="integers_do_not_overflow")
def mse_methods(y_true, y_pred):
    """flattens what was passed in but leaves its type: a list has no ravel, and uint8 wraps around

    What makes an array of floats of anything, lists and uint8 included?
    """
    return float(((y_true.ravel() - y_pred.ravel()) ** 2).mean())


@mse.wrong(fails="averages_a_vector")
def mse_whole_numbers(y_true, y_pred):
    """cuts the numbers down to whole ones before it subtracts

    What does np.asarray([0.9, 1.5], dtype=int) give? Which dtype keeps fractions?
    """
    t, p = np.asarray(y_true).astype(int).ravel(), np.asarray(y_pred).astype(int).ravel()
    return float(np.mean((t - p) ** 2))


@mse.wrong(fails="averages_every_element")
def mse_rows_as_numbers(y_true, y_pred):
    """loops over the rows as if each were a single number

    Of which shape is what your loop takes out of a (4, 3) array? What makes a vector of any array?
    """
    total = 0.0
    for t, p in zip(np.asarray(y_true, float), np.asarray(y_pred, float)):
        total += (t - p) ** 2
    return total / len(y_true)


@mse.wrong(fails="integers_do_not_overflow")
def mse_arrays_only(y_true, y_pred):
    """uses what was passed in as if it were an array, so a list fails

    What does np.asarray do with a list?
    """
    return float(np.mean((y_true.astype(float).ravel() - y_pred.astype(float).ravel()) ** 2))


@mse.right
def mse_loop(y_true, y_pred):
    total, count = 0.0, 0
    for t, p in zip(np.ravel(y_true), np.ravel(y_pred)):
        total += (float(t) - float(p)) ** 2
        count += 1
    return total / count


@mse.right
def mse_dot(y_true, y_pred):
    error = np.array(y_true, dtype=np.float64).flatten() - np.array(y_pred, dtype=np.float64).flatten()
    return error @ error / error.size


@mse.right
def mse_reshape(y_true, y_pred):
    y_true = np.asarray(y_true, dtype=float)
    y_pred = np.asarray(y_pred, dtype=float).reshape(y_true.shape)
    return np.square(y_pred - y_true).mean()


@mse.right
def mse_norm(y_true, y_pred):
    d = np.subtract(np.asarray(y_true, float).ravel(), np.asarray(y_pred, float).ravel())
    return np.linalg.norm(d) ** 2 / len(d)


@mse.right
def mse_zero_dimensional(y_true, y_pred):
    d = np.asarray(y_true, float).ravel() - np.asarray(y_pred, float).ravel()
    return np.array(np.einsum("i,i->", d, d) / d.size)


@mse.right
def mse_expanded(y_true, y_pred):
    t, p = (np.float64(np.ravel(a)) for a in (y_true, y_pred))
    return float(sum((t - p) ** 2)) / t.shape[0]


@mse.right
def mse_average(y_true, y_pred):
    return np.average(np.power(np.ravel(y_true).astype("float64") - np.ravel(y_pred).astype("float64"), 2))


@mse.right
def mse_fsum(y_true, y_pred):
    import math

    pairs = list(zip(np.ravel(y_true).tolist(), np.ravel(y_pred).tolist()))
    return math.fsum((a - b) ** 2 for a, b in pairs) / len(pairs)


# binary_crossentropy

def of_yes_and_no(ask, p):
    """A yes and a no; p is what the model gave to what happened."""
    return [ask([1.0, 0.0], [value, 1 - value]) for value in p]


bce = Exercise(
    "binary_crossentropy",
    understood="Crossentropy is the mean surprise: a confident wrong answer costs far more than an unsure "
    "one, and clipping keeps the cost of total confidence finite.",
    picture=curve(0.02, 0.98, 49, see=of_yes_and_no, x="p", over="p, the probability given to what happened", of="the loss"),
)


@bce.keras(reason=FLOAT64)
def keras_bce(y_true, y_pred):
    import keras

    loss = keras.losses.BinaryCrossentropy(dtype="float64")
    return float(loss(np.asarray(y_true, dtype="float64"), np.asarray(y_pred, dtype="float64")))


@bce.exact()
def exact_bce(y_true, y_pred):
    from mpmath import log, mp, mpf

    with mp.workdps(40):
        low, high = mpf(EPSILON), mpf(1 - EPSILON)
        total, pairs = mpf(0), list(zip(np.ravel(y_true).tolist(), np.ravel(y_pred).tolist()))
        for y, p in pairs:
            p = min(max(mpf(p), low), high)
            total -= mpf(y) * log(p) + (1 - mpf(y)) * log(1 - p)
        return float(total / len(pairs))


@bce.relation
def twice_the_data(answer, y_true, y_pred):
    """Every sample twice: the same mean."""
    twice = answer(np.concatenate([y_true, y_true]), np.concatenate([y_pred, y_pred]))
    return np.isclose(twice, answer(y_true, y_pred), rtol=1e-9, atol=1e-12)


@bce.relation
def yes_and_no_exchanged(answer, y_true, y_pred):
    """Call no yes: the same surprise (clipping is symmetric up to rounding)."""
    exchanged = answer(1 - np.asarray(y_true, float), 1 - np.asarray(y_pred, float))
    return np.isclose(exchanged, answer(y_true, y_pred), rtol=1e-6, atol=1e-12)


bce.equivalent(
    "a product or sum with floats is float64, whatever the inputs' type",
    "y = np.asarray(y_true, dtype=None)",
    "y = np.asarray(y_true, )",
    "p = np.clip(np.asarray(y_pred, dtype=None), EPSILON, 1 - EPSILON)",
    "p = np.clip(np.asarray(y_pred, ), EPSILON, 1 - EPSILON)",
    "p = np.clip(y_pred, EPSILON, 1 - EPSILON)",
)
bce.equivalent(
    "clip takes the larger of the first two: they may be exchanged",
    "p = np.clip(EPSILON, np.asarray(y_pred, dtype=float), 1 - EPSILON)",
)


@bce.public_check()
def four_messages():
    """The mean of -log of the probability given to what happened."""
    yield call(np.array([1.0, 0.0, 1.0, 1.0]), np.array([0.9, 0.1, 0.8, 0.6]))
    yield call([0, 1], [0.25, 0.5])


@bce.public_check()
def total_confidence():
    """Probabilities of exactly 0 and 1 are clipped first, so the loss is finite."""
    yield call(np.array([1.0, 0.0]), np.array([0.0, 1.0]))


@bce.check(points=1)
def averages_the_surprise(rng):
    """The loss is the mean surprise at what happened."""
    for n in (1, 3, 4, 8):
        yield call(rng.integers(0, 2, n).astype(float), rng.uniform(0.02, 0.98, n))
    yield call(np.ones(3), rng.uniform(0.1, 0.9, 3))
    yield call(np.zeros(3), rng.uniform(0.1, 0.9, 3))
    yield call([1, 0, 1], [0.75, 0.5, 0.125])


@bce.check(points=1)
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


@bce.check(points=1)
def takes_soft_targets(rng):
    """Targets between 0 and 1 weigh the two terms."""
    for n in (2, 5):
        yield call(rng.uniform(0.05, 0.95, n), rng.uniform(0.05, 0.95, n))
    yield call(np.array([0.5, 0.25]), np.array([0.5, 0.25]))
    yield call(np.array([0.3, 0.7]), np.array([0.0, 1.0]))


@bce.check(points=1)
def averages_every_element(rng):
    """The mean is taken over every element, whatever the number of dimensions."""
    for shape in ((3, 1), (4, 2), (1, 5), (2, 3, 4), (2, 1, 3, 2)):
        yield call(rng.integers(0, 2, shape).astype(float), rng.uniform(0.05, 0.95, shape))
    yield call([[1, 0], [0, 1], [1, 1]], [[0.5, 0.25], [0.125, 0.75], [0.9, 0.6]])


@bce.check(points=1, unchanged=True)
def leaves_inputs_alone(rng):
    """The loss is right and what was passed in is as it was."""
    yield call(np.array([1.0, 0.0, 1.0, 0.0]), np.array([1.0, 0.0, 0.0, 0.4]))
    yield call(rng.integers(0, 2, 5).astype(float), rng.uniform(0.1, 0.9, 5))
    yield call(np.array([[1, 0], [0, 1]]), np.array([[1.0, 0.25], [0.0, 0.75]]))
    yield call([1, 0, 0], [0.0, 0.25, 1.0])
    yield call([[1.0, 0.0], [0.5, 1.0]], [[0.75, 1.0], [0.25, 0.0]])


@bce.wrong(fails="averages_the_surprise")
def bce_sums(y_true, y_pred):
    """adds the losses of the samples up instead of averaging them

    What happens to your loss when every sample stands in the batch twice? What should happen?
    """
    y, p = np.asarray(y_true, float), np.clip(np.asarray(y_pred, float), 1e-7, 1 - 1e-7)
    return float(-np.sum(y * np.log(p) + (1 - y) * np.log(1 - p)))


@bce.wrong(fails="averages_the_surprise")
def bce_positive(y_true, y_pred):
    """leaves out the minus sign, so the loss is negative

    Is the logarithm of a number below 1 positive or negative? And what should a loss be?
    """
    y, p = np.asarray(y_true, float), np.clip(np.asarray(y_pred, float), 1e-7, 1 - 1e-7)
    return float(np.mean(y * np.log(p) + (1 - y) * np.log(1 - p)))


@bce.wrong(fails="averages_the_surprise")
def bce_one_term(y_true, y_pred):
    """counts only the samples whose target is 1

    What does your loss say about a sample with target 0 and prediction 0.99?
    """
    y, p = np.asarray(y_true, float), np.clip(np.asarray(y_pred, float), 1e-7, 1 - 1e-7)
    return float(-np.mean(y * np.log(p)))


@bce.wrong(fails="averages_the_surprise")
def bce_half_a_minus(y_true, y_pred):
    """has the minus sign before the first of the two terms only

    Which sign does log(1 - p) have? Which sign should a surprise have?
    """
    y, p = np.asarray(y_true, float), np.clip(np.asarray(y_pred, float), EPSILON, 1 - EPSILON)
    return float(np.mean(-y * np.log(p) + (1 - y) * np.log(1 - p)))


@bce.wrong(fails="averages_the_surprise")
def bce_log2(y_true, y_pred):
    """takes the logarithm to base 2, which measures in bits

    Which base does Keras use? Compare your loss with its, and look at the ratio.
    """
    y, p = np.asarray(y_true, float), np.clip(np.asarray(y_pred, float), 1e-7, 1 - 1e-7)
    return float(-np.mean(y * np.log2(p) + (1 - y) * np.log2(1 - p)))


@bce.wrong(fails="averages_the_surprise")
def bce_log10(y_true, y_pred):
    """takes the logarithm to base 10

    Which base does np.log use, and which np.log10?
    """
    y, p = np.asarray(y_true, float), np.clip(np.asarray(y_pred, float), 1e-7, 1 - 1e-7)
    return float(-np.mean(y * np.log10(p) + (1 - y) * np.log10(1 - p)))


@bce.wrong(fails="averages_the_surprise")
def bce_swapped(y_true, y_pred):
    """swaps the roles of target and prediction

    Of which of the two do you take the logarithm? Which one is a guess, and which one happened?
    """
    y, p = np.clip(np.asarray(y_pred, float), 1e-7, 1 - 1e-7), np.clip(np.asarray(y_true, float), 1e-7, 1 - 1e-7)
    return float(-np.mean(y * np.log(p) + (1 - y) * np.log(1 - p)))


@bce.wrong(fails="averages_the_surprise")
def bce_from_logits(y_true, y_pred):
    """puts the predictions through a sigmoid although they are probabilities already

    What would a sigmoid make of a prediction of 0? Could the loss still reach 0 then?
    """
    y, z = np.asarray(y_true, float), np.asarray(y_pred, float)
    p = np.clip(1 / (1 + np.exp(-z)), 1e-7, 1 - 1e-7)
    return float(-np.mean(y * np.log(p) + (1 - y) * np.log(1 - p)))


@bce.wrong(fails="clips_to_epsilon")
def bce_unclipped(y_true, y_pred):
    """does not clip the probabilities, so a total confidence gives inf or nan

    What is np.log(0)? And 0 times that?
    """
    y, p = np.asarray(y_true, float), np.asarray(y_pred, float)
    with np.errstate(all="ignore"):
        return float(-np.mean(y * np.log(p) + (1 - y) * np.log(1 - p)))


@bce.wrong(fails="clips_to_epsilon")
def bce_clips_below_only(y_true, y_pred):
    """clips at the bottom only: 1 - p is still 0 where the prediction is 1

    Your loss has two logarithms. Which prediction makes the second one infinite?
    """
    y, p = np.asarray(y_true, float), np.maximum(np.asarray(y_pred, float), 1e-7)
    with np.errstate(all="ignore"):
        return float(-np.mean(y * np.log(p) + (1 - y) * np.log(1 - p)))


@bce.wrong(fails="clips_to_epsilon")
def bce_adds_epsilon(y_true, y_pred):
    """adds EPSILON inside the logarithm instead of clipping

    A perfect prediction of 1: what is log(1 + EPSILON)? Can a loss be below 0?
    """
    y, p = np.asarray(y_true, float), np.asarray(y_pred, float)
    return float(-np.mean(y * np.log(p + 1e-7) + (1 - y) * np.log(1 - p + 1e-7)))


@bce.wrong(fails="clips_to_epsilon")
def bce_coarse_clip(y_true, y_pred):
    """clips with another constant than EPSILON

    What is the largest loss a single sample can have with EPSILON = 1e-7? And with yours?
    """
    y, p = np.asarray(y_true, float), np.clip(np.asarray(y_pred, float), 1e-5, 1 - 1e-5)
    return float(-np.mean(y * np.log(p) + (1 - y) * np.log(1 - p)))


@bce.wrong(fails="clips_to_epsilon")
def bce_fine_clip(y_true, y_pred):
    """clips with a constant much smaller than EPSILON

    What is the largest loss a single sample can have with EPSILON = 1e-7? And with yours?
    """
    y, p = np.asarray(y_true, float), np.clip(np.asarray(y_pred, float), 1e-15, 1 - 1e-15)
    return float(-np.mean(y * np.log(p) + (1 - y) * np.log(1 - p)))


@bce.wrong(fails="takes_soft_targets")
def bce_hard_targets(y_true, y_pred):
    """rounds the targets to 0 or 1, so soft targets are lost

    A target of 0.7 says "in seven cases of ten". What does your code make of it?
    """
    y, p = np.asarray(y_true, float), np.clip(np.asarray(y_pred, float), 1e-7, 1 - 1e-7)
    return float(np.mean(np.where(y > 0.5, -np.log(p), -np.log(1 - p))))


@bce.wrong(fails="takes_soft_targets")
def bce_integer_targets(y_true, y_pred):
    """cuts the targets down to whole numbers

    What is int(0.7)? Do the targets have to be integers?
    """
    y, p = np.asarray(y_true).astype(int), np.clip(np.asarray(y_pred, float), 1e-7, 1 - 1e-7)
    return float(-np.mean(y * np.log(p) + (1 - y) * np.log(1 - p)))


@bce.wrong(fails="averages_every_element")
def bce_last_axis(y_true, y_pred):
    """averages over one axis only, so one loss per row is left

    What is the shape of the result of np.mean(..., axis=-1)?
    """
    y, p = np.asarray(y_true, float), np.clip(np.asarray(y_pred, float), 1e-7, 1 - 1e-7)
    return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p), axis=-1)


@bce.wrong(fails="averages_every_element")
def bce_divides_by_rows(y_true, y_pred):
    """divides by the number of rows, not by the number of elements

    A (4, 2) array has four rows. How many losses are added up?
    """
    y, p = np.asarray(y_true, float), np.clip(np.asarray(y_pred, float), 1e-7, 1 - 1e-7)
    return float(-np.sum(y * np.log(p) + (1 - y) * np.log(1 - p)) / len(y))


@bce.wrong(fails="leaves_inputs_alone")
def bce_clips_in_place(y_true, y_pred):
    """clips inside the array that was passed in, so the caller's predictions are changed

    Does np.clip(p, a, b, out=p) make a new array?
    """
    y, p = np.asarray(y_true, float), np.asarray(y_pred)
    if p.dtype.kind != "f":
        p = p.astype(float)
    np.clip(p, 1e-7, 1 - 1e-7, out=p)
    return float(-np.mean(y * np.log(p) + (1 - y) * np.log(1 - p)))


@bce.wrong(fails="averages_the_surprise")
def bce_terms_exchanged(y_true, y_pred):
    """charges a yes where it was a no, and the other way round

    The target is 1. Which of the two logarithms must remain?
    """
    y = np.asarray(y_true, float)
    p = np.clip(np.asarray(y_pred, float), EPSILON, 1 - EPSILON)
    return float(-np.mean((1 - y) * np.log(p) + y * np.log(1 - p)))


@bce.wrong(fails="averages_the_surprise")
def bce_only_no(y_true, y_pred):
    """counts only the samples whose target is 0

    Which term speaks of the samples whose target is 1?
    """
    y = np.asarray(y_true, float)
    p = np.clip(np.asarray(y_pred, float), EPSILON, 1 - EPSILON)
    return float(-np.mean((1 - y) * np.log(1 - p)))


@bce.wrong(fails="averages_the_surprise")
def bce_closes_too_early(y_true, y_pred):
    """closes the bracket of the mean after the first term, so the second is neither averaged nor negated

    Count the brackets: what exactly does np.mean get?
    """
    y = np.asarray(y_true, float)
    p = np.clip(np.asarray(y_pred, float), EPSILON, 1 - EPSILON)
    return -np.mean(y * np.log(p)) + (1 - y) * np.log(1 - p)


@bce.wrong(fails="averages_the_surprise")
def bce_no_brackets(y_true, y_pred):
    """leaves out the brackets around 1 - y

    In which order does Python compute 1 - y * x?
    """
    y = np.asarray(y_true, float)
    p = np.clip(np.asarray(y_pred, float), EPSILON, 1 - EPSILON)
    return float(-np.mean(y * np.log(p) + 1 - y * np.log(1 - p)))


@bce.wrong(fails="averages_the_surprise")
def bce_no_weights(y_true, y_pred):
    """adds both logarithms without their weights, so the targets make no difference

    Where does y stand in the formula? Where does it stand in your code?
    """
    p = np.clip(np.asarray(y_pred, float), EPSILON, 1 - EPSILON)
    return float(-np.mean(np.log(p) + np.log(1 - p)))


@bce.wrong(fails="averages_the_surprise")
def bce_weighs_with_p(y_true, y_pred):
    """weighs the second logarithm with 1 - p instead of 1 - y

    Which of the two says what really happened, y or p?
    """
    y = np.asarray(y_true, float)
    p = np.clip(np.asarray(y_pred, float), EPSILON, 1 - EPSILON)
    return float(-np.mean(y * np.log(p) + (1 - p) * np.log(1 - p)))


@bce.wrong(fails="averages_the_surprise")
def bce_squared_error(y_true, y_pred):
    """averages squared errors, which is another loss (MSE)

    Where is the logarithm?
    """
    return float(np.mean((np.asarray(y_true, float) - np.asarray(y_pred, float)) ** 2))


@bce.wrong(fails="averages_the_surprise")
def bce_rounds_predictions(y_true, y_pred):
    """rounds the predictions to 0 or 1, so 0.6 costs no more than 0.9

    Is a model that says 0.6 as sure as one that says 0.9?
    """
    y = np.asarray(y_true, float)
    p = np.clip(np.round(np.asarray(y_pred, float)), EPSILON, 1 - EPSILON)
    return float(-np.mean(y * np.log(p) + (1 - y) * np.log(1 - p)))


@bce.wrong(fails="averages_the_surprise")
def bce_averages_both_terms(y_true, y_pred):
    """averages the two terms, so the loss is half of what it should be

    Are the two terms two samples, or two parts of one?
    """
    y = np.asarray(y_true, float)
    p = np.clip(np.asarray(y_pred, float), EPSILON, 1 - EPSILON)
    return float(-np.mean([np.mean(y * np.log(p)), np.mean((1 - y) * np.log(1 - p))]))


@bce.wrong(fails="averages_the_surprise")
def bce_by_class(y_true, y_pred):
    """averages the samples of each class by themselves and adds the two means

    Nine yes and one no: how much does the no weigh in your loss, and how much should it?
    """
    y = np.asarray(y_true, float)
    p = np.clip(np.asarray(y_pred, float), EPSILON, 1 - EPSILON)
    yes, no = -np.log(p[y == 1]), -np.log(1 - p[y == 0])
    return float((yes.mean() if yes.size else 0.0) + (no.mean() if no.size else 0.0))


@bce.wrong(fails="averages_the_surprise")
def bce_perplexity(y_true, y_pred):
    """takes the exponential of the mean at the end, which gives the perplexity

    What should a perfect prediction cost? And what is exp(0)?
    """
    y = np.asarray(y_true, float)
    p = np.clip(np.asarray(y_pred, float), EPSILON, 1 - EPSILON)
    return float(np.exp(-np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))))


@bce.wrong(fails="averages_the_surprise")
def bce_clip_limits_exchanged(y_true, y_pred):
    """gives np.clip its limits in the wrong order, so every probability becomes the same

    Which limit comes first in np.clip(p, low, high)? Print the clipped probabilities.
    """
    y = np.asarray(y_true, float)
    p = np.clip(np.asarray(y_pred, float), 1 - EPSILON, EPSILON)
    return float(-np.mean(y * np.log(p) + (1 - y) * np.log(1 - p)))


@bce.wrong(fails="averages_the_surprise")
def bce_clips_the_logarithms(y_true, y_pred):
    """clips the logarithms instead of the probabilities

    A logarithm of a probability is negative. What is left of it between EPSILON and 1 - EPSILON?
    """
    y, p = np.asarray(y_true, float), np.asarray(y_pred, float)
    with np.errstate(all="ignore"):
        yes, no = (np.clip(np.log(q), EPSILON, 1 - EPSILON) for q in (p, 1 - p))
        return float(-np.mean(y * yes + (1 - y) * no))


@bce.wrong(fails="averages_the_surprise")
def bce_no_mean(y_true, y_pred):
    """gives one loss for each element, without the mean

    How many numbers does a training step need to go downhill?
    """
    y = np.asarray(y_true, float)
    p = np.clip(np.asarray(y_pred, float), EPSILON, 1 - EPSILON)
    return -(y * np.log(p) + (1 - y) * np.log(1 - p))


@bce.wrong(fails="clips_to_epsilon")
def bce_clips_the_targets(y_true, y_pred):
    """clips the targets instead of the predictions

    Which of the two goes into the logarithm?
    """
    y, p = np.asarray(y_true, float), np.asarray(y_pred, float)
    with np.errstate(all="ignore"):
        y = np.clip(y, EPSILON, 1 - EPSILON)
        return float(-np.mean(y * np.log(p) + (1 - y) * np.log(1 - p)))


@bce.wrong(fails="clips_to_epsilon")
def bce_clips_the_top_only(y_true, y_pred):
    """clips at the top only: log(p) is still infinite where the prediction is 0

    What is np.log(0)? What does np.minimum do about it?
    """
    y, p = np.asarray(y_true, float), np.asarray(y_pred, float)
    with np.errstate(all="ignore"):
        p = np.minimum(p, 1 - EPSILON)
        return float(-np.mean(y * np.log(p) + (1 - y) * np.log(1 - p)))


@bce.wrong(fails="clips_to_epsilon")
def bce_patches_nan(y_true, y_pred):
    """replaces nan and infinity after the logarithm instead of clipping before it

    What does np.nan_to_num make of -inf? Is that -log of EPSILON?
    """
    y, p = np.asarray(y_true, float), np.asarray(y_pred, float)
    with np.errstate(all="ignore"):
        return float(-np.mean(np.nan_to_num(y * np.log(p) + (1 - y) * np.log(1 - p))))


@bce.wrong(fails="clips_to_epsilon")
def bce_clips_into_integers(y_true, y_pred):
    """writes EPSILON into an array of integers, where it becomes 0

    What is np.array([0, 1])[0] after you set it to 1e-7? Which dtype should the array have?
    """
    y, p = np.asarray(y_true), np.array(y_pred)
    p[p < EPSILON] = EPSILON
    p[p > 1 - EPSILON] = 1 - EPSILON
    with np.errstate(all="ignore"):
        return float(-np.mean(y * np.log(p) + (1 - y) * np.log(1 - p)))


@bce.wrong(fails="takes_soft_targets")
def bce_relative_entropy(y_true, y_pred):
    """subtracts the entropy of the targets, which gives another measure (the KL divergence)

    Target 0.5, prediction 0.5: what does the docstring's formula give, and what do you give?
    """
    y = np.asarray(y_true, float)
    p = np.clip(np.asarray(y_pred, float), EPSILON, 1 - EPSILON)
    y = np.clip(y, EPSILON, 1 - EPSILON)
    return float(np.mean(y * np.log(y / p) + (1 - y) * np.log((1 - y) / (1 - p))))


@bce.wrong(fails="averages_every_element")
def bce_rows_as_numbers(y_true, y_pred):
    """loops over the rows as if each were a single number

    What does `for y, p in zip(y_true, y_pred)` give you of a (4, 3) array?
    """
    total = 0.0
    for y, p in zip(y_true, y_pred):
        p = max(EPSILON, min(1 - EPSILON, p))
        total -= y * np.log(p) + (1 - y) * np.log(1 - p)
    return float(total / len(y_true))


@bce.wrong(fails="leaves_inputs_alone")
def bce_arrays_only(y_true, y_pred):
    """uses what was passed in as if it were an array, so a list fails

    What does np.asarray do with a list?
    """
    p = y_pred.clip(EPSILON, 1 - EPSILON)
    return float(-np.mean(y_true * np.log(p) + (1 - y_true) * np.log(1 - p)))


@bce.wrong(fails="clips_to_epsilon")
def bce_clips_both(y_true, y_pred):
    """clips the targets as well as the predictions

    What should a target of exactly 0 weigh the first logarithm with? And after your clip?
    """
    y = np.clip(np.asarray(y_true, float), EPSILON, 1 - EPSILON)
    p = np.clip(np.asarray(y_pred, float), EPSILON, 1 - EPSILON)
    return float(-np.mean(y * np.log(p) + (1 - y) * np.log(1 - p)))


@bce.wrong(fails="averages_the_surprise")
def bce_same_logarithm(y_true, y_pred):
    """takes log(p) in both terms, so the targets make no difference

    Target 0, prediction 0.1: which probability did the model give to what happened?
    """
    y, p = np.asarray(y_true, float), np.clip(np.asarray(y_pred, float), EPSILON, 1 - EPSILON)
    return float(-np.mean(y * np.log(p) + (1 - y) * np.log(p)))


@bce.wrong(fails="averages_the_surprise")
def bce_one_minus_the_logarithm(y_true, y_pred):
    """has 1 - log(p) where log(1 - p) belongs

    For p = 0.1, what is 1 - log(p), and what is log(1 - p)? Which one is the logarithm of a probability?
    """
    y, p = np.asarray(y_true, float), np.clip(np.asarray(y_pred, float), EPSILON, 1 - EPSILON)
    return float(-np.mean(y * np.log(p) + (1 - y) * (1 - np.log(p))))


@bce.wrong(fails="clips_to_epsilon")
def bce_as_it_stands(y_true, y_pred):
    """writes the formula down as it stands: nothing is clipped, and a list has no minus

    What is np.log(0)? And what makes an array of anything, lists included?
    """
    with np.errstate(all="ignore"):
        return float(-np.mean(y_true * np.log(y_pred) + (1 - y_true) * np.log(1 - y_pred)))


@bce.right
def bce_loop(y_true, y_pred):
    import math

    losses = []
    for y, p in zip(np.ravel(y_true), np.ravel(y_pred)):
        p = min(max(float(p), 1e-7), 1 - 1e-7)
        losses.append(-(y * math.log(p) + (1 - y) * math.log(1 - p)))
    return sum(losses) / len(losses)


@bce.right
def bce_minimum_maximum(y_true, y_pred):
    y = np.array(y_true, dtype=float)
    p = np.minimum(np.maximum(np.array(y_pred, dtype=float), EPSILON), 1.0 - EPSILON)
    return (-(y * np.log(p)) - (1 - y) * np.log1p(-p)).mean()


@bce.right
def bce_helper(y_true, y_pred):
    def surprise(p):
        return -np.log(p)

    y = np.asarray(y_true, dtype=float)
    p = np.clip(np.asarray(y_pred, dtype=float), EPSILON, 1 - EPSILON)
    return np.mean(y * surprise(p) + (1 - y) * surprise(1 - p))


@bce.right
def bce_where_copy(y_true, y_pred):
    y, p = np.asarray(y_true, float), np.array(y_pred, float)
    p[p < EPSILON] = EPSILON
    p[p > 1 - EPSILON] = 1 - EPSILON
    return float(np.average(-y * np.log(p) - (1 - y) * np.log(1 - p)))


@bce.right
def bce_dot(y_true, y_pred):
    y = np.ravel(y_true).astype(np.float64)
    p = np.clip(np.ravel(y_pred).astype(np.float64), EPSILON, 1 - EPSILON)
    return -(y @ np.log(p) + (1 - y) @ np.log(1 - p)) / y.size


@bce.right
def bce_logits(y_true, y_pred):
    y, p = np.asarray(y_true, float), np.clip(np.asarray(y_pred, float), EPSILON, 1 - EPSILON)
    z = np.log(p) - np.log1p(-p)
    return np.mean(np.logaddexp(0, z) - y * z)


@bce.right
def bce_stacked(y_true, y_pred):
    y, p = np.asarray(y_true, float), np.clip(np.asarray(y_pred, float), EPSILON, 1 - EPSILON)
    targets, chances = np.stack([y, 1 - y]), np.stack([p, 1 - p])
    return np.array(-(targets * np.log(chances)).sum(axis=0).mean())


@bce.right
def bce_vectorised_scalar(y_true, y_pred):
    def one(y, p):
        p = np.clip(p, EPSILON, 1 - EPSILON)
        return -y * np.log(p) - (1 - y) * np.log(1 - p)

    return np.vectorize(one, otypes=[float])(y_true, y_pred).mean()


# categorical_crossentropy

def of_two_rows(ask, p):
    """Two samples of three classes; p is what the model gave to the true one."""
    rest = (1 - p) / 2
    return [ask([[1, 0, 0], [0, 1, 0]], [[a, b, b], [b, a, b]]) for a, b in zip(p, rest)]


cce = Exercise(
    "categorical_crossentropy",
    understood="With one-hot rows only the probability of the true class counts; with soft rows every class "
    "counts by its share. It is the loss of a softmax output with one-hot targets.",
    picture=curve(0.02, 0.98, 49, see=of_two_rows, x="p", over="p, the probability given to the true class", of="the loss"),
)


@cce.keras(reason=FLOAT64)
def keras_cce(y_true, y_pred):
    import keras

    loss = keras.losses.CategoricalCrossentropy(dtype="float64")
    return float(loss(np.asarray(y_true, dtype="float64"), np.asarray(y_pred, dtype="float64")))


@cce.exact()
def exact_cce(y_true, y_pred):
    from mpmath import log, mp, mpf

    with mp.workdps(40):
        low, high = mpf(EPSILON), mpf(1 - EPSILON)
        total = mpf(0)
        for targets, row in zip(np.asarray(y_true).tolist(), np.asarray(y_pred).tolist()):
            whole = sum(mpf(p) for p in row)
            total -= sum(mpf(y) * log(min(max(mpf(p) / whole, low), high)) for y, p in zip(targets, row))
        return float(total / len(y_true))


@cce.relation
def scaled_rows(answer, y_true, y_pred):
    """Rows of another scale are the same distributions."""
    scaled = answer(y_true, 3.0 * np.asarray(y_pred, float))
    return np.isclose(scaled, answer(y_true, y_pred), rtol=1e-9, atol=1e-12)


@cce.relation
def classes_in_another_order(answer, y_true, y_pred):
    """The classes in reverse: the same loss."""
    backwards = answer(np.asarray(y_true)[:, ::-1], np.asarray(y_pred)[:, ::-1])
    return np.isclose(backwards, answer(y_true, y_pred), rtol=1e-9, atol=1e-12)


cce.equivalent(
    "a product or quotient with floats is float64, whatever the inputs' type",
    "y = np.asarray(y_true, dtype=None)",
    "y = np.asarray(y_true, )",
    "y = y_true",
    "p = np.asarray(y_pred, dtype=None)",
    "p = np.asarray(y_pred, )",
)
cce.equivalent(
    "clip takes the larger of the first two: they may be exchanged",
    "p = np.clip(EPSILON, p / p.sum(axis=-1, keepdims=True), 1 - EPSILON)",
)
cce.equivalent(
    "of an (N, C) array axis 1 is the last",
    "p = np.clip(p / p.sum(axis=1, keepdims=True), EPSILON, 1 - EPSILON)",
    "p = np.clip(p / p.sum(axis=+1, keepdims=True), EPSILON, 1 - EPSILON)",
    "return float(-np.mean(np.sum(y * np.log(p), axis=1)))",
    "return float(-np.mean(np.sum(y * np.log(p), axis=+1)))",
)


@cce.public_check()
def two_images():
    """The mean of -log of the probability given to the true class."""
    yield call(np.array([[0, 0, 1], [0, 1, 0]]), np.array([[0.1, 0.2, 0.7], [0.2, 0.6, 0.2]]))


@cce.public_check()
def rows_become_probabilities():
    """Each row of predictions is divided by its sum first."""
    yield call(np.array([[1.0, 0.0, 0.0]]), np.array([[2.0, 2.0, 4.0]]))


@cce.check(points=1)
def averages_the_samples(rng):
    """The loss is summed over the classes and averaged over the samples."""
    for n, classes in ((1, 3), (2, 3), (5, 4), (7, 2), (3, 6)):
        yield call(one_hot(rng.integers(0, classes, n), classes), rows(rng, n, classes))
    yield call([[0, 1, 0], [1, 0, 0]], [[0.25, 0.5, 0.25], [0.125, 0.125, 0.75]])


@cce.check(points=1)
def divides_rows_by_their_sum(rng):
    """Each row of predictions is divided by its own sum first."""
    for n, classes in ((1, 3), (3, 3), (4, 5)):
        yield call(one_hot(rng.integers(0, classes, n), classes), rng.uniform(0.1, 3.0, (n, classes)))
    yield call([[1, 0, 0], [0, 0, 1]], [[2, 2, 4], [1, 3, 1]])
    yield call(np.array([[0.0, 1.0, 0.0]]), np.array([[1e-5, 2e-5, 1e-5]]))
    yield call(one_hot([0, 2], 3), np.array([[0.5, 0.3, 0.22], [0.25, 0.25, 0.48]]))


@cce.check(points=1)
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


@cce.check(points=1)
def takes_soft_rows(rng):
    """Rows of soft targets weigh the classes."""
    for n, classes in ((2, 3), (4, 4), (3, 2)):
        yield call(rows(rng, n, classes), rows(rng, n, classes))
    yield call(np.array([[0.5, 0.5, 0.0]]), np.array([[0.2, 0.3, 0.5]]))
    yield call(np.array([[0.1, 0.9]]), np.array([[1.0, 0.0]]))


@cce.check(points=1, unchanged=True)
def leaves_inputs_alone(rng):
    """The loss is right and what was passed in is as it was."""
    yield call(one_hot([0, 2], 3), np.array([[2.0, 2.0, 4.0], [0.0, 1.0, 1.0]]))
    yield call(one_hot(rng.integers(0, 4, 3), 4), rng.uniform(0.2, 2.0, (3, 4)))
    yield call([[0, 1, 0], [1, 0, 0]], [[2.0, 1.0, 1.0], [0.0, 3.0, 1.0]])


@cce.wrong(fails="averages_the_samples")
def cce_sums(y_true, y_pred):
    """adds the losses of the samples up instead of averaging them

    What happens to your loss when every sample stands in the batch twice? What should happen?
    """
    p = np.asarray(y_pred, float)
    p = np.clip(p / p.sum(axis=-1, keepdims=True), 1e-7, 1 - 1e-7)
    return float(-np.sum(np.asarray(y_true, float) * np.log(p)))


@cce.wrong(fails="averages_the_samples")
def cce_mean_of_everything(y_true, y_pred):
    """averages over the classes too, so the loss is too small by the number of classes

    A row is one sample. Over which axis do you add, and over which do you average?
    """
    p = np.asarray(y_pred, float)
    p = np.clip(p / p.sum(axis=-1, keepdims=True), 1e-7, 1 - 1e-7)
    return float(-np.mean(np.asarray(y_true, float) * np.log(p)))


@cce.wrong(fails="averages_the_samples")
def cce_divides_by_classes(y_true, y_pred):
    """divides by the number of classes instead of the number of samples

    Your predictions have the shape (N, C). Which of the two says how many losses you have added up?
    """
    y, p = np.asarray(y_true, float), np.asarray(y_pred, float)
    p = np.clip(p / p.sum(axis=-1, keepdims=True), EPSILON, 1 - EPSILON)
    return float(-np.sum(y * np.log(p)) / p.shape[1])


@cce.wrong(fails="averages_the_samples")
def cce_swapped(y_true, y_pred):
    """takes the logarithm of the targets and weighs it with the predictions

    Of which of the two do you take the logarithm? Which one is a guess, and which one happened?
    """
    y, p = np.asarray(y_true, float), np.asarray(y_pred, float)
    p = p / p.sum(axis=-1, keepdims=True)
    return float(-np.mean(np.sum(p * np.log(np.clip(y, EPSILON, 1 - EPSILON)), axis=-1)))


@cce.wrong(fails="averages_the_samples")
def cce_positive(y_true, y_pred):
    """leaves out the minus sign, so the loss is negative

    Is the logarithm of a number below 1 positive or negative? And what should a loss be?
    """
    p = np.asarray(y_pred, float)
    p = np.clip(p / p.sum(axis=-1, keepdims=True), 1e-7, 1 - 1e-7)
    return float(np.mean(np.sum(np.asarray(y_true, float) * np.log(p), axis=-1)))


@cce.wrong(fails="averages_the_samples")
def cce_binary(y_true, y_pred):
    """also charges the classes that are not true, with log(1 - p), as binary crossentropy does

    In the formula for several classes, is there a term for 1 - y?
    """
    y, p = np.asarray(y_true, float), np.asarray(y_pred, float)
    p = np.clip(p / p.sum(axis=-1, keepdims=True), 1e-7, 1 - 1e-7)
    return float(-np.mean(np.sum(y * np.log(p) + (1 - y) * np.log(1 - p), axis=-1)))


@cce.wrong(fails="averages_the_samples")
def cce_log2(y_true, y_pred):
    """takes the logarithm to base 2, which measures in bits

    Which base does Keras use? Compare your loss with its, and look at the ratio.
    """
    p = np.asarray(y_pred, float)
    p = np.clip(p / p.sum(axis=-1, keepdims=True), 1e-7, 1 - 1e-7)
    return float(-np.mean(np.sum(np.asarray(y_true, float) * np.log2(p), axis=-1)))


@cce.wrong(fails="averages_the_samples")
def cce_softmax(y_true, y_pred):
    """puts the predictions through a softmax although they are probabilities already

    What does a softmax make of the row [0, 1]? Could the loss still reach 0 then?
    """
    e = np.exp(np.asarray(y_pred, float))
    p = np.clip(e / e.sum(axis=-1, keepdims=True), 1e-7, 1 - 1e-7)
    return float(-np.mean(np.sum(np.asarray(y_true, float) * np.log(p), axis=-1)))


@cce.wrong(fails="averages_the_samples")
def cce_log_of_mean(y_true, y_pred):
    """takes the logarithm of the mean probability instead of the mean of the logarithms

    For probabilities 0.5 and 0.01: compare -log of their mean with the mean of their -log.
    """
    y, p = np.asarray(y_true, float), np.asarray(y_pred, float)
    p = np.clip(p / p.sum(axis=-1, keepdims=True), 1e-7, 1 - 1e-7)
    return float(-np.log(np.mean(np.sum(y * p, axis=-1))))


@cce.wrong(fails="divides_rows_by_their_sum")
def cce_not_normalised(y_true, y_pred):
    """does not divide the rows by their sum

    What is log(2)? Can a probability be 2?
    """
    p = np.clip(np.asarray(y_pred, float), 1e-7, 1 - 1e-7)
    return float(-np.mean(np.sum(np.asarray(y_true, float) * np.log(p), axis=-1)))


@cce.wrong(fails="divides_rows_by_their_sum")
def cce_divides_columns(y_true, y_pred):
    """divides by the sums of the columns, not of the rows

    Which axis runs along one sample's classes? What do your rows add up to?
    """
    p = np.asarray(y_pred, float)
    p = np.clip(p / p.sum(axis=0, keepdims=True), 1e-7, 1 - 1e-7)
    return float(-np.mean(np.sum(np.asarray(y_true, float) * np.log(p), axis=-1)))


@cce.wrong(fails="divides_rows_by_their_sum")
def cce_divides_by_total(y_true, y_pred):
    """divides by the sum of the whole array, not of each row

    What does each of your rows add up to after the division?
    """
    p = np.asarray(y_pred, float)
    p = np.clip(p / p.sum(), 1e-7, 1 - 1e-7)
    return float(-np.mean(np.sum(np.asarray(y_true, float) * np.log(p), axis=-1)))


@cce.wrong(fails="clips_to_epsilon")
def cce_clips_first(y_true, y_pred):
    """clips before dividing by the row's sum

    After your two steps, can a probability still be below EPSILON?
    """
    p = np.clip(np.asarray(y_pred, float), 1e-7, 1 - 1e-7)
    p = p / p.sum(axis=-1, keepdims=True)
    return float(-np.mean(np.sum(np.asarray(y_true, float) * np.log(p), axis=-1)))


@cce.wrong(fails="clips_to_epsilon")
def cce_unclipped(y_true, y_pred):
    """does not clip the probabilities, so a zero gives inf or nan

    What is np.log(0)? And 0 times that?
    """
    y, p = np.asarray(y_true, float), np.asarray(y_pred, float)
    with np.errstate(all="ignore"):
        p = p / p.sum(axis=-1, keepdims=True)
        return float(-np.mean(np.sum(y * np.log(p), axis=-1)))


@cce.wrong(fails="clips_to_epsilon")
def cce_adds_epsilon(y_true, y_pred):
    """adds EPSILON inside the logarithm instead of clipping

    A probability of exactly EPSILON: what does clipping make of it, and what does your code?
    """
    y, p = np.asarray(y_true, float), np.asarray(y_pred, float)
    p = p / p.sum(axis=-1, keepdims=True)
    return float(-np.mean(np.sum(y * np.log(p + 1e-7), axis=-1)))


@cce.wrong(fails="divides_rows_by_their_sum")
def cce_divides_large_rows_only(y_true, y_pred):
    """divides a row by its sum only where that is above 1

    What is the sum of the row [0.1, 0.1, 0.2], and what should become of it?
    """
    y, p = np.asarray(y_true, float), np.asarray(y_pred, float)
    sums = p.sum(axis=-1, keepdims=True)
    p = np.clip(np.where(sums > 1, p / sums, p), EPSILON, 1 - EPSILON)
    return float(-np.mean(np.sum(y * np.log(p), axis=-1)))


@cce.wrong(fails="divides_rows_by_their_sum")
def cce_adds_epsilon_to_the_sum(y_true, y_pred):
    """adds EPSILON to the row's sum before it divides by it

    What do the parts of a row add up to, if you divide them by a little more than their sum?
    """
    y, p = np.asarray(y_true, float), np.asarray(y_pred, float)
    p = np.clip(p / (p.sum(axis=-1, keepdims=True) + EPSILON), EPSILON, 1 - EPSILON)
    return float(-np.mean(np.sum(y * np.log(p), axis=-1)))


@cce.wrong(fails="clips_to_epsilon")
def cce_clips_below_only(y_true, y_pred):
    """clips at the bottom only: a prediction of 1 stays 1

    To which two numbers does the docstring clip? What does a perfect prediction then cost?
    """
    y, p = np.asarray(y_true, float), np.asarray(y_pred, float)
    p = np.maximum(p / p.sum(axis=-1, keepdims=True), EPSILON)
    return float(-np.mean(np.sum(y * np.log(p), axis=-1)))


@cce.wrong(fails="takes_soft_rows")
def cce_argmax(y_true, y_pred):
    """looks only at the largest target of a row, so soft targets are lost

    A row [0.5, 0.3, 0.2] speaks of three classes. How many does your loss look at?
    """
    y, p = np.asarray(y_true, float), np.asarray(y_pred, float)
    p = np.clip(p / p.sum(axis=-1, keepdims=True), 1e-7, 1 - 1e-7)
    return float(-np.mean(np.log(p[np.arange(len(p)), y.argmax(axis=-1)])))


@cce.wrong(fails="leaves_inputs_alone")
def cce_in_place(y_true, y_pred):
    """divides inside the array that was passed in, so the caller's predictions are changed

    Does p /= s make a new array, or does it write into the one it was given?
    """
    p = np.asarray(y_pred)
    if p.dtype.kind != "f":
        p = p.astype(float)
    p /= p.sum(axis=-1, keepdims=True)
    q = np.clip(p, 1e-7, 1 - 1e-7)
    return float(-np.mean(np.sum(np.asarray(y_true, float) * np.log(q), axis=-1)))


@cce.wrong(fails="averages_the_samples")
def cce_no_mean(y_true, y_pred):
    """gives one loss for each sample, without the mean

    How many numbers does a training step need to go downhill?
    """
    y, p = np.asarray(y_true, float), np.asarray(y_pred, float)
    p = np.clip(p / p.sum(axis=-1, keepdims=True), EPSILON, 1 - EPSILON)
    return -np.sum(y * np.log(p), axis=-1)


@cce.wrong(fails="averages_the_samples")
def cce_per_class(y_true, y_pred):
    """averages over the samples but does not add up the classes

    What is the shape of np.mean(..., axis=0) of an (N, C) array?
    """
    y, p = np.asarray(y_true, float), np.asarray(y_pred, float)
    p = np.clip(p / p.sum(axis=-1, keepdims=True), EPSILON, 1 - EPSILON)
    return -np.mean(y * np.log(p), axis=0)


@cce.wrong(fails="averages_the_samples")
def cce_base_ten(y_true, y_pred):
    """takes the logarithm to base 10

    What is np.log10(10), and what is np.log(10)?
    """
    y, p = np.asarray(y_true, float), np.asarray(y_pred, float)
    p = np.clip(p / p.sum(axis=-1, keepdims=True), EPSILON, 1 - EPSILON)
    return float(-np.mean(np.sum(y * np.log10(p), axis=-1)))


@cce.wrong(fails="averages_the_samples")
def cce_most_likely(y_true, y_pred):
    """looks at the most likely class of a row instead of the true one

    Where do the targets come into your loss?
    """
    p = np.asarray(y_pred, float)
    p = np.clip(p / p.sum(axis=-1, keepdims=True), EPSILON, 1 - EPSILON)
    return float(-np.mean(np.log(p.max(axis=1))))


@cce.wrong(fails="averages_the_samples")
def cce_no_logarithm(y_true, y_pred):
    """averages 1 - p without taking a logarithm

    A true class that was given 0: what does it cost you, and what should it cost?
    """
    y, p = np.asarray(y_true, float), np.asarray(y_pred, float)
    p = np.clip(p / p.sum(axis=-1, keepdims=True), EPSILON, 1 - EPSILON)
    return float(1 - np.mean(np.sum(y * p, axis=-1)))


@cce.wrong(fails="averages_the_samples")
def cce_squared_error(y_true, y_pred):
    """adds up squared errors instead of taking the logarithm

    Where is the logarithm?
    """
    y, p = np.asarray(y_true, float), np.asarray(y_pred, float)
    p = np.clip(p / p.sum(axis=-1, keepdims=True), EPSILON, 1 - EPSILON)
    return float(np.mean(np.sum((y - p) ** 2, axis=-1)))


@cce.wrong(fails="averages_the_samples")
def cce_arguments_exchanged(y_true, y_pred):
    """has its parameters in the other order, so targets and predictions change places

    Compare your def line with the stub's: which of the two comes first?
    """
    y, p = np.asarray(y_pred, float), np.asarray(y_true, float)
    p = np.clip(p / p.sum(axis=-1, keepdims=True), EPSILON, 1 - EPSILON)
    return float(-np.mean(np.sum(y * np.log(p), axis=-1)))


@cce.wrong(fails="averages_the_samples")
def cce_clips_the_logarithms(y_true, y_pred):
    """clips the logarithms instead of the probabilities

    A logarithm of a probability is negative. What is left of it between EPSILON and 1 - EPSILON?
    """
    y, p = np.asarray(y_true, float), np.asarray(y_pred, float)
    with np.errstate(all="ignore"):
        logs = np.clip(np.log(p / p.sum(axis=-1, keepdims=True)), EPSILON, 1 - EPSILON)
    return float(-np.mean(np.sum(y * logs, axis=-1)))


@cce.wrong(fails="averages_the_samples")
def cce_three_classes(y_true, y_pred):
    """counts on three classes

    What is y_pred.shape[1]? Need it be 3?
    """
    y, p = np.asarray(y_true, float), np.asarray(y_pred, float)
    p = np.clip(p / p.sum(axis=-1, keepdims=True), EPSILON, 1 - EPSILON)
    return float(-sum(np.sum(y[:, c] * np.log(p[:, c])) for c in range(3)) / len(y))


@cce.wrong(fails="divides_rows_by_their_sum")
def cce_divides_by_the_largest(y_true, y_pred):
    """divides each row by its largest entry instead of its sum

    What does a row add up to once it is divided by its maximum?
    """
    y, p = np.asarray(y_true, float), np.asarray(y_pred, float)
    p = np.clip(p / p.max(axis=-1, keepdims=True), EPSILON, 1 - EPSILON)
    return float(-np.mean(np.sum(y * np.log(p), axis=-1)))


@cce.wrong(fails="divides_rows_by_their_sum")
def cce_divides_by_the_length(y_true, y_pred):
    """divides each row by its Euclidean length instead of its sum

    What does [3, 4] add up to once it is divided by its length, 5?
    """
    y, p = np.asarray(y_true, float), np.asarray(y_pred, float)
    p = np.clip(p / np.linalg.norm(p, axis=-1, keepdims=True), EPSILON, 1 - EPSILON)
    return float(-np.mean(np.sum(y * np.log(p), axis=-1)))


@cce.wrong(fails="divides_rows_by_their_sum")
def cce_sums_without_keepdims(y_true, y_pred):
    """divides by a vector with one sum per row, which NumPy lines up with the columns

    What is the shape of p.sum(axis=1), and what with keepdims=True?
    """
    y, p = np.asarray(y_true, float), np.asarray(y_pred, float)
    p = np.clip(p / p.sum(axis=1), EPSILON, 1 - EPSILON)
    return float(-np.mean(np.sum(y * np.log(p), axis=-1)))


@cce.wrong(fails="averages_the_samples")
def cce_arrays_only(y_true, y_pred):
    """uses what was passed in as if it were an array, so a list fails

    What does np.asarray do with a list?
    """
    p = np.clip(y_pred / y_pred.sum(axis=-1, keepdims=True), EPSILON, 1 - EPSILON)
    return float(-np.sum(y_true * np.log(p)) / y_pred.shape[0])


@cce.wrong(fails="clips_to_epsilon")
def cce_normalises_again(y_true, y_pred):
    """divides by the row's sum once more after the clip

    What does the docstring do last, before the logarithm?
    """
    y, p = np.asarray(y_true, float), np.asarray(y_pred, float)
    p = np.clip(p / p.sum(axis=-1, keepdims=True), EPSILON, 1 - EPSILON)
    p = p / p.sum(axis=-1, keepdims=True)
    return float(-np.mean(np.sum(y * np.log(p), axis=-1)))


@cce.wrong(fails="clips_to_epsilon")
def cce_other_epsilon(y_true, y_pred):
    """clips with another constant than EPSILON

    Which constant does the docstring name? What is -log of yours?
    """
    y, p = np.asarray(y_true, float), np.asarray(y_pred, float)
    p = np.clip(p / p.sum(axis=-1, keepdims=True), 1e-15, 1 - 1e-15)
    return float(-np.mean(np.sum(y * np.log(p), axis=-1)))


@cce.wrong(fails="clips_to_epsilon")
def cce_patches_nan(y_true, y_pred):
    """replaces nan and infinity after the logarithm instead of clipping before it

    What does np.nan_to_num make of -inf? Is that -log of EPSILON?
    """
    y, p = np.asarray(y_true, float), np.asarray(y_pred, float)
    with np.errstate(all="ignore"):
        logs = np.nan_to_num(np.log(p / p.sum(axis=-1, keepdims=True)))
    return float(-np.mean(np.sum(y * logs, axis=-1)))


@cce.wrong(fails="takes_soft_rows")
def cce_log_of_the_dot_product(y_true, y_pred):
    """takes the logarithm of the weighted probability instead of weighing the logarithms

    Soft targets of 0.5 and 0.5: is the logarithm of a mean the mean of the logarithms?
    """
    y, p = np.asarray(y_true, float), np.asarray(y_pred, float)
    p = np.clip(p / p.sum(axis=-1, keepdims=True), EPSILON, 1 - EPSILON)
    return float(-np.mean(np.log(np.sum(y * p, axis=-1))))


@cce.wrong(fails="takes_soft_rows")
def cce_relative_entropy(y_true, y_pred):
    """subtracts the entropy of the targets, which gives another measure (the KL divergence)

    Targets and predictions of 0.5 and 0.5: what does the docstring's formula give, and what do you give?
    """
    y, p = np.asarray(y_true, float), np.asarray(y_pred, float)
    p = np.clip(p / p.sum(axis=-1, keepdims=True), EPSILON, 1 - EPSILON)
    y = np.clip(y, EPSILON, 1)
    return float(np.mean(np.sum(y * np.log(y / p), axis=-1)))


@cce.wrong(fails="takes_soft_rows")
def cce_whole_targets(y_true, y_pred):
    """cuts the targets down to whole numbers

    What is int(0.7)? Do the targets have to be integers?
    """
    y, p = np.asarray(y_true, float), np.asarray(y_pred, float)
    p = np.clip(p / p.sum(axis=-1, keepdims=True), EPSILON, 1 - EPSILON)
    y = y.astype(int)
    return float(-np.mean(np.sum(y * np.log(p), axis=-1)))


@cce.wrong(fails="divides_rows_by_their_sum")
def cce_as_they_come(y_true, y_pred):
    """takes the logarithm of the predictions as they come: neither divided by their sum nor clipped

    Which two things does the docstring do to each row of y_pred, before anything else?
    """
    y, p = np.asarray(y_true, float), np.asarray(y_pred, float)
    with np.errstate(all="ignore"):
        return float(-np.mean(np.sum(y * np.log(p), axis=-1)))


@cce.right
def cce_loop(y_true, y_pred):
    import math

    total = 0.0
    for targets, chances in zip(y_true, y_pred):
        whole = sum(chances)
        for y, p in zip(targets, chances):
            total -= y * math.log(min(max(p / whole, EPSILON), 1 - EPSILON))
    return total / len(y_true)


@cce.right
def cce_einsum(y_true, y_pred):
    y, p = np.asarray(y_true, float), np.asarray(y_pred, float)
    p = (p.T / p.sum(axis=1)).T.clip(EPSILON, 1 - EPSILON)
    return -np.einsum("nc,nc->", y, np.log(p)) / y.shape[0]


@cce.right
def cce_list_of_losses(y_true, y_pred):
    losses = []
    for y, p in zip(np.asarray(y_true, float), np.asarray(y_pred, float)):
        p = np.clip(p / np.sum(p), EPSILON, 1 - EPSILON)
        losses.append(-np.dot(y, np.log(p)))
    return np.mean(losses)


@cce.right
def cce_negative_first(y_true, y_pred):
    y, p = np.array(y_true, dtype=float), np.array(y_pred, dtype=float)
    p /= p.sum(axis=-1)[:, None]
    return (-np.log(np.clip(p, EPSILON, 1 - EPSILON)) * y).sum(axis=1).mean()


@cce.right
def cce_minimum_maximum(y_true, y_pred):
    p = np.divide(y_pred, np.sum(y_pred, axis=1, keepdims=True))
    p = np.maximum(EPSILON, np.minimum(1 - EPSILON, p))
    return float(np.sum(-np.multiply(y_true, np.log(p))) / len(p))


@cce.right
def cce_trace(y_true, y_pred):
    y, p = np.asarray(y_true, float), np.asarray(y_pred, float)
    p = np.clip(p / p.sum(-1).reshape(-1, 1), EPSILON, 1 - EPSILON)
    return -np.trace(y @ np.log(p).T) / y.shape[0]


@cce.right
def cce_apply(y_true, y_pred):
    p = np.apply_along_axis(lambda row: row / row.sum(), 1, np.asarray(y_pred, float))
    q = np.where(p < EPSILON, EPSILON, np.where(p > 1 - EPSILON, 1 - EPSILON, p))
    return np.average(np.sum(np.asarray(y_true, float) * -np.log(q), axis=1))


@cce.right
def cce_tensordot(y_true, y_pred):
    y, p = np.asarray(y_true, np.float64), np.asarray(y_pred, np.float64)
    q = np.clip(p / np.add.reduce(p, axis=1)[:, np.newaxis], EPSILON, 1 - EPSILON)
    return np.array(-np.tensordot(y, np.log(q)) / len(y))


# sparse_categorical_crossentropy

def of_two_labels(ask, p):
    """Two samples of three classes; p is what the model gave to the true one."""
    rest = (1 - p) / 2
    return [ask(np.array([0, 1]), np.array([[a, b, b], [b, a, b]])) for a, b in zip(p, rest)]


scce = Exercise(
    "sparse_categorical_crossentropy",
    understood="An integer label is a one-hot row written short: you picked the true class's probability by "
    "its index, which needs no row of zeros even for fifty thousand classes.",
    picture=curve(0.02, 0.98, 49, see=of_two_labels, x="p", over="p, the probability given to the true class", of="the loss"),
)
AGAIN = "Keras clips and then normalises the row again, which moves it by up to C * EPSILON"


@scce.keras(rtol=1e-5, atol=1e-6, reason=AGAIN)
def keras_scce(y_true, y_pred):
    import keras

    loss = keras.losses.SparseCategoricalCrossentropy(dtype="float64")
    return float(loss(np.asarray(y_true), np.asarray(y_pred, dtype="float64")))


@scce.exact()
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


@scce.relation
def any_order(answer, y_true, y_pred):
    """The samples in reverse: the same mean."""
    backwards = answer(np.asarray(y_true)[::-1], np.asarray(y_pred)[::-1])
    return np.isclose(backwards, answer(y_true, y_pred), rtol=1e-9, atol=1e-12)


scce.equivalent(
    "the logarithm of clipped values is float64, whatever the inputs' type",
    "p = np.clip(np.asarray(y_pred, dtype=None), EPSILON, 1 - EPSILON)",
    "p = np.clip(np.asarray(y_pred, ), EPSILON, 1 - EPSILON)",
    "p = np.clip(y_pred, EPSILON, 1 - EPSILON)",
)
scce.equivalent(
    "clip takes the larger of the first two: they may be exchanged",
    "p = np.clip(EPSILON, np.asarray(y_pred, dtype=float), 1 - EPSILON)",
)


@scce.public_check(atol=1e-6)
def two_images_by_number():
    """The mean of -log of the probability at each label's place."""
    yield call(np.array([2, 1]), np.array([[0.1, 0.2, 0.7], [0.2, 0.6, 0.2]]))
    yield call(np.array([[2.0], [1.0]]), np.array([[0.1, 0.2, 0.7], [0.2, 0.6, 0.2]]))


@scce.public_check(atol=1e-6)
def no_such_class():
    """A label that is no class raises ValueError."""
    yield call(np.array([0, 3]), np.full((2, 3), 1 / 3)).must_raise(ValueError)


@scce.check(points=1, atol=1e-6, reason=AGAIN)
def averages_the_samples(rng):
    """The loss is the mean of -log of the probability at each label's place."""
    for n, classes in ((1, 3), (2, 3), (6, 4), (5, 2), (9, 10)):
        yield call(rng.integers(0, classes, n), rows(rng, n, classes))
    yield call(np.array([0, 0, 1]), rows(rng, 3, 3))
    yield call([2, 0], [[0.25, 0.25, 0.5], [0.125, 0.75, 0.125]])


@scce.check(points=1, atol=1e-6, reason=AGAIN)
def labels_as_column(rng):
    """Labels of shape (N, 1) count like labels of shape (N,)."""
    for n, classes in ((1, 3), (4, 3), (3, 5)):
        yield call(rng.integers(0, classes, (n, 1)), rows(rng, n, classes))
    yield call([[1], [0]], [[0.25, 0.75], [0.625, 0.375]])


@scce.check(points=1, atol=1e-6, reason=AGAIN)
def labels_as_floats(rng):
    """Whole numbers that are stored as floats are labels too."""
    for n, classes in ((3, 3), (5, 4)):
        yield call(rng.integers(0, classes, n).astype(float), rows(rng, n, classes))
    yield call(rng.integers(0, 3, (4, 1)).astype(float), rows(rng, 4, 3))


@scce.check(points=1, atol=1e-6, reason=AGAIN)
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


@scce.check(points=1, reason="half an EPSILON, for rounding", holds=costs_a_little)
def clips_the_top_too(rng):
    """Even a perfect prediction costs about EPSILON, since 1 is clipped to 1 - EPSILON."""
    yield call(np.array([1]), np.array([[0.0, 1.0, 0.0]]))
    yield call(np.array([0, 1]), np.array([[1.0, 0.0], [0.0, 1.0]]))


@scce.check(points=1, atol=1e-6, reason=AGAIN)
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


@scce.check(points=1, atol=1e-6, reason=AGAIN, unchanged=True)
def leaves_inputs_alone(rng):
    """The loss is right and what was passed in is as it was."""
    yield call(np.array([0, 2]), np.array([[0.0, 0.5, 0.5], [0.0, 0.0, 1.0]]))
    yield call(rng.integers(0, 4, 5), rows(rng, 5, 4))
    yield call(np.array([[1.0], [0.0], [2.0]]), rows(rng, 3, 3))
    yield call([1, 0], [[0.25, 0.75], [1.0, 0.0]])


@scce.wrong(fails="averages_the_samples")
def scce_sums(y_true, y_pred):
    """adds the losses of the samples up instead of averaging them

    What happens to your loss when every sample stands in the batch twice? What should happen?
    """
    p = np.clip(np.asarray(y_pred, float), 1e-7, 1 - 1e-7)
    y = np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() >= p.shape[1]:
        raise ValueError("label out of range")
    return float(-np.sum(np.log(p[np.arange(len(y)), y])))


@scce.wrong(fails="averages_the_samples")
def scce_positive(y_true, y_pred):
    """leaves out the minus sign, so the loss is negative

    Is the logarithm of a number below 1 positive or negative? And what should a loss be?
    """
    p = np.clip(np.asarray(y_pred, float), 1e-7, 1 - 1e-7)
    y = np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() >= p.shape[1]:
        raise ValueError("label out of range")
    return float(np.mean(np.log(p[np.arange(len(y)), y])))


@scce.wrong(fails="averages_the_samples")
def scce_all_columns(y_true, y_pred):
    """takes whole columns, p[:, labels], instead of one probability from each row

    What is the shape of p[:, labels]? How many numbers do you want from each row?
    """
    p = np.clip(np.asarray(y_pred, float), 1e-7, 1 - 1e-7)
    y = np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() >= p.shape[1]:
        raise ValueError("label out of range")
    return float(-np.mean(np.log(p[:, y])))


@scce.wrong(fails="averages_the_samples")
def scce_no_logarithm(y_true, y_pred):
    """averages 1 - p without taking a logarithm

    How much more should a probability of 0.001 cost than one of 0.01?
    """
    p = np.clip(np.asarray(y_pred, float), 1e-7, 1 - 1e-7)
    y = np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() >= p.shape[1]:
        raise ValueError("label out of range")
    return float(np.mean(1 - p[np.arange(len(y)), y]))


@scce.wrong(fails="averages_the_samples")
def scce_counts_from_one(y_true, y_pred):
    """counts the classes from 1

    Which entry of a row has the index 0?
    """
    p = np.clip(np.asarray(y_pred, float), 1e-7, 1 - 1e-7)
    y = np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() >= p.shape[1]:
        raise ValueError("label out of range")
    return float(-np.mean(np.log(p[np.arange(len(y)), y - 1])))


@scce.wrong(fails="averages_the_samples")
def scce_most_likely(y_true, y_pred):
    """looks at the most likely class of a row instead of the true one

    If the model is sure and wrong, what does your loss say?
    """
    p = np.clip(np.asarray(y_pred, float), 1e-7, 1 - 1e-7)
    y = np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() >= p.shape[1]:
        raise ValueError("label out of range")
    return float(-np.mean(np.log(p.max(axis=1))))


@scce.wrong(fails="averages_the_samples")
def scce_log_of_mean(y_true, y_pred):
    """takes the logarithm of the mean probability instead of the mean of the logarithms

    For probabilities 0.5 and 0.01: compare -log of their mean with the mean of their -log.
    """
    p = np.clip(np.asarray(y_pred, float), 1e-7, 1 - 1e-7)
    y = np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() >= p.shape[1]:
        raise ValueError("label out of range")
    return float(-np.log(np.mean(p[np.arange(len(y)), y])))


@scce.wrong(fails="labels_as_column")
def scce_column_broadcasts(y_true, y_pred):
    """indexes with a column of labels, which NumPy broadcasts to an N x N table

    What is the shape of p[np.arange(N), labels] when labels has the shape (N, 1)?
    """
    p = np.clip(np.asarray(y_pred, float), 1e-7, 1 - 1e-7)
    y = np.asarray(y_true).astype(int)
    if y.min() < 0 or y.max() >= p.shape[1]:
        raise ValueError("label out of range")
    return float(-np.mean(np.log(p[np.arange(len(y)), y])))


@scce.wrong(fails="labels_as_floats")
def scce_float_index(y_true, y_pred):
    """indexes with labels that are floats, which NumPy refuses

    Can you index an array with 2.0? What could you convert the labels to?
    """
    p = np.clip(np.asarray(y_pred, float), 1e-7, 1 - 1e-7)
    y = np.asarray(y_true).ravel()
    if y.min() < 0 or y.max() >= p.shape[1]:
        raise ValueError("label out of range")
    return float(-np.mean(np.log(p[np.arange(len(y)), y])))


@scce.wrong(fails="clips_to_epsilon")
def scce_unclipped(y_true, y_pred):
    """does not clip the probabilities, so a zero gives inf

    What is np.log(0)?
    """
    p = np.asarray(y_pred, float)
    y = np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() >= p.shape[1]:
        raise ValueError("label out of range")
    with np.errstate(all="ignore"):
        return float(-np.mean(np.log(p[np.arange(len(y)), y])))


@scce.wrong(fails="clips_the_top_too")
def scce_clips_below_only(y_true, y_pred):
    """clips at the bottom only: a prediction of 1 stays 1

    Which two numbers does the docstring clip to? What is -log of the larger one?
    """
    p = np.maximum(np.asarray(y_pred, float), 1e-7)
    y = np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() >= p.shape[1]:
        raise ValueError("label out of range")
    return float(-np.mean(np.log(p[np.arange(len(y)), y])))


@scce.wrong(fails="clips_to_epsilon")
def scce_adds_epsilon(y_true, y_pred):
    """adds EPSILON inside the logarithm instead of clipping

    A probability of exactly EPSILON: what does clipping make of it, and what does your code?
    """
    p = np.asarray(y_pred, float)
    y = np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() >= p.shape[1]:
        raise ValueError("label out of range")
    return float(-np.mean(np.log(p[np.arange(len(y)), y] + 1e-7)))


@scce.wrong(fails="refuses_unknown_labels")
def scce_wraps_negative(y_true, y_pred):
    """takes negative labels for indices from the end

    What does row[-1] give in Python? Is -1 a class?
    """
    p = np.clip(np.asarray(y_pred, float), 1e-7, 1 - 1e-7)
    y = np.asarray(y_true).astype(int).ravel()
    if y.max() >= p.shape[1]:
        raise ValueError("label out of range")
    return float(-np.mean(np.log(p[np.arange(len(y)), y])))


@scce.wrong(fails="refuses_unknown_labels")
def scce_index_error(y_true, y_pred):
    """leaves the unknown label to NumPy, which raises IndexError for some and nothing for others

    Which error does the docstring promise? And what does NumPy do with the label -1?
    """
    p = np.clip(np.asarray(y_pred, float), 1e-7, 1 - 1e-7)
    y = np.asarray(y_true).astype(int).ravel()
    return float(-np.mean(np.log(p[np.arange(len(y)), y])))


@scce.wrong(fails="refuses_unknown_labels")
def scce_asserts(y_true, y_pred):
    """refuses unknown labels with an assertion, which raises another exception than the ValueError asked for

    Which exception does a failed assert raise? Which one does the docstring name?
    """
    p = np.clip(np.asarray(y_pred, float), EPSILON, 1 - EPSILON)
    labels = np.asarray(y_true).astype(int).ravel()
    assert labels.min() >= 0
    assert labels.max() < p.shape[1]
    return float(-np.mean(np.log(p[np.arange(len(labels)), labels])))


@scce.wrong(fails="refuses_unknown_labels")
def scce_lets_class_c_through(y_true, y_pred):
    """compares with C where it should with C - 1, so that the label C is left to NumPy

    There are three classes. Which numbers do they have, and is 3 one of them?
    """
    p = np.clip(np.asarray(y_pred, float), EPSILON, 1 - EPSILON)
    labels = np.asarray(y_true).astype(int).ravel()
    if labels.min() < 0 or labels.max() > p.shape[1]:
        raise ValueError("no such class")
    return float(-np.mean(np.log(p[np.arange(len(labels)), labels])))


@scce.wrong(fails="refuses_unknown_labels")
def scce_clips_labels(y_true, y_pred):
    """moves an unknown label to the nearest class instead of refusing it

    Would you rather train on a wrong label, or hear about it?
    """
    p = np.clip(np.asarray(y_pred, float), 1e-7, 1 - 1e-7)
    y = np.clip(np.asarray(y_true).astype(int).ravel(), 0, p.shape[1] - 1)
    return float(-np.mean(np.log(p[np.arange(len(y)), y])))


@scce.wrong(fails="refuses_unknown_labels")
def scce_refuses_last_class(y_true, y_pred):
    """refuses the last class, C - 1, too

    With three classes, which labels are there? Try your condition on the largest.
    """
    p = np.clip(np.asarray(y_pred, float), 1e-7, 1 - 1e-7)
    y = np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() >= p.shape[1] - 1:
        raise ValueError("label out of range")
    return float(-np.mean(np.log(p[np.arange(len(y)), y])))


@scce.wrong(fails="leaves_inputs_alone")
def scce_in_place(y_true, y_pred):
    """clips inside the array that was passed in, so the caller's predictions are changed

    Does np.clip(p, a, b, out=p) make a new array?
    """
    p = np.asarray(y_pred)
    if p.dtype.kind != "f":
        p = p.astype(float)
    np.clip(p, 1e-7, 1 - 1e-7, out=p)
    y = np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() >= p.shape[1]:
        raise ValueError("label out of range")
    return float(-np.mean(np.log(p[np.arange(len(y)), y])))


@scce.wrong(fails="averages_the_samples")
def scce_base_two(y_true, y_pred):
    """takes the logarithm to base 2, which measures in bits

    What is np.log2(2), and what is np.log(2)?
    """
    p = np.clip(np.asarray(y_pred, float), EPSILON, 1 - EPSILON)
    y = np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() >= p.shape[1]:
        raise ValueError("label")
    return float(-np.mean(np.log2(p[np.arange(len(y)), y])))


@scce.wrong(fails="averages_the_samples")
def scce_base_ten(y_true, y_pred):
    """takes the logarithm to base 10

    What is np.log10(10), and what is np.log(10)?
    """
    p = np.clip(np.asarray(y_pred, float), EPSILON, 1 - EPSILON)
    y = np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() >= p.shape[1]:
        raise ValueError("label")
    return float(-np.mean(np.log10(p[np.arange(len(y)), y])))


@scce.wrong(fails="averages_the_samples")
def scce_no_mean(y_true, y_pred):
    """gives one loss for each sample, without the mean

    How many numbers does a training step need to go downhill?
    """
    p = np.clip(np.asarray(y_pred, float), EPSILON, 1 - EPSILON)
    y = np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() >= p.shape[1]:
        raise ValueError("label")
    return -np.log(p[np.arange(len(y)), y])


@scce.wrong(fails="averages_the_samples")
def scce_divides_by_classes(y_true, y_pred):
    """divides by the number of classes instead of the number of samples

    How many surprises are added up, and by how many do you divide?
    """
    p = np.clip(np.asarray(y_pred, float), EPSILON, 1 - EPSILON)
    y = np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() >= p.shape[1]:
        raise ValueError("label")
    return float(-np.sum(np.log(p[np.arange(len(y)), y])) / p.shape[1])


@scce.wrong(fails="averages_the_samples")
def scce_averages_the_table(y_true, y_pred):
    """averages over the classes too, so the loss is too small by the number of classes

    A one-hot table of N rows and C columns: over how many entries does np.mean average?
    """
    p = np.clip(np.asarray(y_pred, float), EPSILON, 1 - EPSILON)
    y = np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() >= p.shape[1]:
        raise ValueError("label")
    return float(-np.mean(np.eye(p.shape[1])[y] * np.log(p)))


@scce.wrong(fails="averages_the_samples")
def scce_label_as_weight(y_true, y_pred):
    """multiplies the logarithms by the label's number instead of picking one of them

    Is a sample of class 2 twice as important as one of class 1?
    """
    p = np.clip(np.asarray(y_pred, float), EPSILON, 1 - EPSILON)
    y = np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() >= p.shape[1]:
        raise ValueError("label")
    return float(-np.mean(y[:, None] * np.log(p)))


@scce.wrong(fails="averages_the_samples")
def scce_softmax_again(y_true, y_pred):
    """puts the predictions through a softmax although they are probabilities already

    What do the rows of y_pred add up to before you do anything?
    """
    y = np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() >= np.shape(y_pred)[1]:
        raise ValueError("label")
    e = np.exp(np.asarray(y_pred, float))
    p = np.clip(e / e.sum(axis=1, keepdims=True), EPSILON, 1 - EPSILON)
    return float(-np.mean(np.log(p[np.arange(len(y)), y])))


@scce.wrong(fails="averages_the_samples")
def scce_rows_and_columns_exchanged(y_true, y_pred):
    """takes the label for the row and the sample for the column

    In p[i, j], which of the two is the row? Which of them is the class?
    """
    p = np.clip(np.asarray(y_pred, float), EPSILON, 1 - EPSILON)
    y = np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() >= p.shape[1]:
        raise ValueError("label")
    return float(-np.mean(np.log(p[y, np.arange(len(y))])))


@scce.wrong(fails="averages_the_samples")
def scce_narrow_one_hot(y_true, y_pred):
    """makes one-hot rows only as wide as the largest label, which need not be the last class

    Labels [0, 1] and four classes: how many columns has your one-hot table?
    """
    p = np.clip(np.asarray(y_pred, float), EPSILON, 1 - EPSILON)
    y = np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() >= p.shape[1]:
        raise ValueError("label")
    return float(-np.mean(np.sum(np.eye(y.max() + 1)[y] * np.log(p), axis=1)))


@scce.wrong(fails="averages_the_samples")
def scce_refuses_zero(y_true, y_pred):
    """refuses the class 0 too

    Which class numbers does the docstring allow? Where do they begin?
    """
    p = np.clip(np.asarray(y_pred, float), EPSILON, 1 - EPSILON)
    y = np.asarray(y_true).astype(int).ravel()
    if y.min() <= 0 or y.max() >= p.shape[1]:
        raise ValueError("label")
    return float(-np.mean(np.log(p[np.arange(len(y)), y])))


@scce.wrong(fails="averages_the_samples")
def scce_compares_with_samples(y_true, y_pred):
    """compares the labels with the number of samples instead of the number of classes

    What is len(p) for an (N, C) table?
    """
    p = np.clip(np.asarray(y_pred, float), EPSILON, 1 - EPSILON)
    y = np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() >= len(p):
        raise ValueError("label")
    return float(-np.mean(np.log(p[np.arange(len(y)), y])))


@scce.wrong(fails="averages_the_samples")
def scce_squeezes_labels(y_true, y_pred):
    """squeezes the labels until a single one has no axis left

    What is the shape of np.squeeze([2])? And its len?
    """
    p = np.clip(np.asarray(y_pred, float), EPSILON, 1 - EPSILON)
    y = np.squeeze(np.asarray(y_true).astype(int))
    if y.min() < 0 or y.max() >= p.shape[1]:
        raise ValueError("label")
    return float(-np.mean(np.log(p[np.arange(len(y)), y])))


@scce.wrong(fails="labels_as_floats")
def scce_refuses_floats(y_true, y_pred):
    """refuses labels that are stored as floats

    Is 2.0 a class? What does the docstring say about floats?
    """
    p = np.clip(np.asarray(y_pred, float), EPSILON, 1 - EPSILON)
    y = np.asarray(y_true).ravel()
    if y.dtype.kind not in "iu" or y.min() < 0 or y.max() >= p.shape[1]:
        raise ValueError("label")
    return float(-np.mean(np.log(p[np.arange(len(y)), y])))


@scce.wrong(fails="averages_the_samples")
def scce_arrays_only(y_true, y_pred):
    """uses what was passed in as if it were an array, so a list fails

    What does np.asarray do with a list?
    """
    y = y_true.astype(int).ravel()
    p = y_pred.clip(EPSILON, 1 - EPSILON)
    if y.min() < 0 or y.max() >= p.shape[1]:
        raise ValueError("label")
    return float(-np.mean(np.log(p[np.arange(len(y)), y])))


@scce.wrong(fails="clips_to_epsilon")
def scce_other_epsilon(y_true, y_pred):
    """clips with another constant than EPSILON

    Which constant does the docstring name? What is -log of yours?
    """
    y = np.asarray(y_true).astype(int).ravel()
    p = np.clip(np.asarray(y_pred, float), 1e-12, 1 - 1e-12)
    if y.min() < 0 or y.max() >= p.shape[1]:
        raise ValueError("label")
    return float(-np.mean(np.log(p[np.arange(len(y)), y])))


@scce.wrong(fails="refuses_unknown_labels")
def scce_asks_whether_all(y_true, y_pred):
    """refuses only where all labels are unknown, not where one of them is

    One wrong label among ten right ones: what do np.all and np.any say?
    """
    p = np.clip(np.asarray(y_pred, float), EPSILON, 1 - EPSILON)
    y = np.asarray(y_true).astype(int).ravel()
    if np.all(y < 0) or np.all(y >= p.shape[1]):
        raise ValueError("label")
    return float(-np.mean(np.log(p[np.arange(len(y)), y])))


@scce.wrong(fails="refuses_unknown_labels")
def scce_joins_with_and(y_true, y_pred):
    """joins its two questions with and, so a label would have to be too small and too large at once

    Can one batch's labels be below 0 or above C - 1 without being both?
    """
    p = np.clip(np.asarray(y_pred, float), EPSILON, 1 - EPSILON)
    y = np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 and y.max() >= p.shape[1]:
        raise ValueError("label")
    return float(-np.mean(np.log(p[np.arange(len(y)), y])))


@scce.wrong(fails="refuses_unknown_labels")
def scce_raises_index_error(y_true, y_pred):
    """refuses unknown labels with an IndexError, where the docstring asks for a ValueError

    Which exception does the docstring name?
    """
    p = np.clip(np.asarray(y_pred, float), EPSILON, 1 - EPSILON)
    y = np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() >= p.shape[1]:
        raise IndexError("label")
    return float(-np.mean(np.log(p[np.arange(len(y)), y])))


@scce.wrong(fails="refuses_unknown_labels")
def scce_returns_nan(y_true, y_pred):
    """gives nan for an unknown label instead of raising an exception

    What does raise do that return does not?
    """
    p = np.clip(np.asarray(y_pred, float), EPSILON, 1 - EPSILON)
    y = np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() >= p.shape[1]:
        return float("nan")
    return float(-np.mean(np.log(p[np.arange(len(y)), y])))


@scce.wrong(fails="refuses_unknown_labels")
def scce_returns_nothing(y_true, y_pred):
    """returns nothing for an unknown label, perhaps after a message, instead of raising an exception

    Who reads what you print? What does raise do that print does not?
    """
    p = np.clip(np.asarray(y_pred, float), EPSILON, 1 - EPSILON)
    y = np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() >= p.shape[1]:
        return None
    return float(-np.mean(np.log(p[np.arange(len(y)), y])))


@scce.wrong(fails="refuses_unknown_labels")
def scce_refuses_negative_only(y_true, y_pred):
    """refuses negative labels, but those from C upwards reach NumPy first, which raises IndexError

    Between which two numbers must a label lie? Which of the two ends do you look at, before you take an entry?
    """
    p = np.clip(np.asarray(y_pred, float), EPSILON, 1 - EPSILON)
    y = np.asarray(y_true).astype(int).ravel()
    if np.any(y < 0):
        raise ValueError("label")
    return float(-np.mean(np.log(p[np.arange(len(y)), y])))


@scce.wrong(fails="averages_the_samples")
def scce_from_one_to_c(y_true, y_pred):
    """counts the classes from 1 to C, and so refuses the class 0

    Which class numbers does the docstring allow? Where do they begin, and where do they end?
    """
    p = np.clip(np.asarray(y_pred, float), EPSILON, 1 - EPSILON)
    y = np.asarray(y_true).astype(int).ravel()
    if y.min() < 1 or y.max() > p.shape[1]:
        raise ValueError("label")
    return float(-np.mean(np.log(p[np.arange(len(y)), y - 1])))


@scce.right
def scce_loop(y_true, y_pred):
    import math

    total = 0.0
    labels = np.ravel(y_true)
    for label, row in zip(labels, y_pred):
        k = int(label)
        if not 0 <= k < len(row):
            raise ValueError(f"there is no class {k}")
        total -= math.log(min(max(row[k], EPSILON), 1 - EPSILON))
    return total / len(labels)


@scce.right
def scce_one_hot(y_true, y_pred):
    p = np.clip(np.asarray(y_pred, float), EPSILON, 1 - EPSILON)
    labels = np.asarray(y_true).reshape(-1)
    hot = labels[:, None] == np.arange(p.shape[1])
    if not hot.any(axis=1).all():
        raise ValueError("unknown label")
    return -(hot * np.log(p)).sum(axis=1).mean()


@scce.right
def scce_take_along_axis(y_true, y_pred):
    p = np.asarray(y_pred, dtype=float)
    y = np.asarray(y_true).astype(np.int64).reshape(-1, 1)
    if np.any((y < 0) | (y >= p.shape[-1])):
        raise ValueError("labels must be 0..C-1")
    return float(np.mean(-np.log(np.clip(np.take_along_axis(p, y, axis=1), EPSILON, 1 - EPSILON))))


@scce.right
def scce_like_keras(y_true, y_pred):
    z = np.log(np.clip(np.asarray(y_pred, float), EPSILON, 1 - EPSILON))
    y = np.asarray(y_true, dtype=int).flatten()
    if not set(y.tolist()) <= set(range(z.shape[1])):
        raise ValueError("unknown label")
    return np.mean(np.log(np.exp(z).sum(axis=1)) - z[np.arange(len(y)), y])


@scce.right
def scce_eye(y_true, y_pred):
    p = np.clip(np.array(y_pred, float), EPSILON, 1 - EPSILON)
    y = np.array(y_true).squeeze().astype(int) if np.ndim(y_true) == 2 else np.array(y_true).astype(int)
    y = np.atleast_1d(y)
    if (y < 0).any() or (y > p.shape[1] - 1).any():
        raise ValueError
    return np.sum(np.eye(p.shape[1])[y] * -np.log(p)) / len(p)


@scce.right
def scce_comprehension(y_true, y_pred):
    labels = [int(k) for k in np.ravel(y_true)]
    if min(labels) < 0 or max(labels) >= np.shape(y_pred)[1]:
        raise ValueError("out of range")
    picked = np.array([row[k] for row, k in zip(np.asarray(y_pred, float), labels)])
    return -np.log(picked.clip(EPSILON, 1 - EPSILON)).mean()


@scce.right
def scce_own_error(y_true, y_pred):
    class UnknownLabel(ValueError):
        pass

    p = np.asarray(y_pred, float)
    y = np.asarray(y_true, float).ravel().round().astype(int)
    if ((y < 0) | (y >= p.shape[1])).any():
        raise UnknownLabel("a label is no class")
    return np.array(-np.log(np.clip(p[range(len(y)), y], EPSILON, 1 - EPSILON)).mean())


@scce.right
def scce_flat_index(y_true, y_pred):
    p = np.clip(np.asarray(y_pred, float), EPSILON, 1 - EPSILON)
    n, c = p.shape
    y = np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() >= c:
        raise ValueError("label out of range")
    return -np.log(p.ravel()[np.arange(n) * c + y]).sum() / n


# choose_loss

choose = Exercise(
    "choose_loss",
    understood="The targets decide: numbers on a scale, yes or no, a one-hot row, or a class number each "
    "have their loss, and the wrong one trains without complaint towards the wrong thing.",
)


@choose.relation
def any_order(answer, y):
    """The samples in reverse are the same kind of targets."""
    return answer(np.asarray(y)[::-1]) == answer(y)


choose.equivalent(
    "comparing and rounding work on integers as well",
    "y = np.asarray(y, dtype=None)",
    "y = np.asarray(y, )",
)


@choose.public_check()
def four_tasks():
    """The loss that suits each kind of targets."""
    yield call(np.array([3.0, -0.5, 2.0, 7.0]))
    yield call(np.array([1, 0, 1, 1]))
    yield call(np.array([[0, 0, 1], [0, 1, 0]]))
    yield call(np.array([2, 1, 0, 2]))


@choose.check(points=1)
def continuous_targets(rng):
    """Continuous targets are a regression, also where they all lie between 0 and 1."""
    yield call(rng.normal(0, 3, 7))
    yield call(rng.normal(250, 40, (6, 1)))
    yield call(rng.uniform(0.1, 0.9, 8))
    yield call([0.5, 12.25, -3.75])
    yield call([4.0, 0.25, 1.0, 0.0])
    yield call(rng.normal(0, 2, (5, 3)))
    yield call(rng.normal(0, 2, (2, 3, 4)))
    yield call(np.array([2.0, 1.0, 4.0, 2.96, 0.0]))
    yield call([[1.02], [3.0], [1.97]])


@choose.check(points=1)
def yes_or_no_targets(rng):
    """Targets of 0 and 1 are a binary classification, as integers or floats, vector or column."""
    yield call(np.array([0, 1, 1, 0, 1]))
    yield call(np.array([0.0, 1.0, 0.0]))
    yield call(np.array([[1], [0], [0], [1]]))
    yield call([1, 0, 0, 1, 1])


@choose.check(points=1)
def one_hot_targets(rng):
    """One-hot rows are classes, also where there are only two of them."""
    yield call(one_hot([0, 2, 1, 2], 3))
    yield call(one_hot(np.append(rng.integers(0, 5, 6), [0, 4]), 5).astype(int))
    yield call(one_hot([0, 1, 1], 2))
    yield call([[0, 1, 0, 0], [0, 0, 0, 1], [1, 0, 0, 0]])
    yield call(np.array([[0.0, 0.0, 1.0]]))


@choose.check(points=1)
def class_numbers(rng):
    """Three or more class numbers are integer labels, also when stored as floats or as a column."""
    yield call(np.array([0, 1, 2, 1]))
    yield call(np.append(rng.integers(0, 10, 8), [0, 1, 9]))
    yield call(np.array([0.0, 2.0, 1.0, 3.0]))
    yield call(np.array([[2], [0], [1]]))
    yield call([4, 0, 3, 1, 2])
    yield call(np.array([2, 2, 1, 2, 0]))
    yield call(np.array([[0.0], [3.0], [0.0], [0.0], [1.0], [0.0]]))
    yield call(rng.permutation(60))
    yield call(rng.permutation(np.arange(12.0)).reshape(-1, 1))


@choose.wrong(fails="continuous_targets")
def choose_first_value_only(y):
    """looks at the first value only to see whether the targets are continuous

    The targets [4.0, 0.25, 1.0]: what does the first one tell you about the others?
    """
    y = np.asarray(y, float)
    if y.ravel()[0] != np.round(y.ravel()[0]):
        return "MeanSquaredError"
    if y.ndim == 2 and y.shape[1] > 1:
        return "CategoricalCrossentropy"
    return "SparseCategoricalCrossentropy" if y.max() > 1 else "BinaryCrossentropy"


@choose.wrong(fails="continuous_targets")
def choose_all_fractions(y):
    """asks whether all values are fractions, where one is enough

    Prices of 4.0, 0.25 and 1.0: are they class numbers because two of them are whole?
    """
    y = np.asarray(y, float)
    if np.all(y != np.round(y)):
        return "MeanSquaredError"
    if y.ndim == 2 and y.shape[1] > 1:
        return "CategoricalCrossentropy"
    return "SparseCategoricalCrossentropy" if y.max() > 1 else "BinaryCrossentropy"


@choose.wrong(fails="continuous_targets")
def choose_columns_first(y):
    """takes every table with several columns for one-hot rows, also one of continuous values

    The row [0.3, -1.7, 2.2]: which class does it stand for? Which question must come first?
    """
    y = np.asarray(y, float)
    if y.ndim == 2 and y.shape[1] > 1:
        return "CategoricalCrossentropy"
    if np.any(y != np.round(y)):
        return "MeanSquaredError"
    return "SparseCategoricalCrossentropy" if y.max() > 1 else "BinaryCrossentropy"


@choose.wrong(fails="continuous_targets")
def choose_nearly_whole(y):
    """takes values that are nearly whole for whole ones

    Is 2.96 a class number? How near to a whole number may a measured value lie?
    """
    y = np.asarray(y, float)
    if np.any(np.abs(y - np.round(y)) > 0.1):
        return "MeanSquaredError"
    if y.ndim == 2 and y.shape[1] > 1:
        return "CategoricalCrossentropy"
    return "SparseCategoricalCrossentropy" if y.max() > 1 else "BinaryCrossentropy"


@choose.wrong(fails="continuous_targets")
def choose_function_names(y):
    """gives the names of Keras' functions, not of its classes

    Keras has both: keras.losses.mean_squared_error is a function. What is its class called?
    """
    y = np.asarray(y, float)
    if np.any(y != np.round(y)):
        return "mean_squared_error"
    if y.ndim == 2 and y.shape[1] > 1:
        return "categorical_crossentropy"
    return "sparse_categorical_crossentropy" if y.max() > 1 else "binary_crossentropy"


@choose.wrong(fails="one_hot_targets")
def choose_three_columns(y):
    """asks for three columns before it takes rows for one-hot ones

    Two classes, cat and dog: how many columns does a one-hot table have?
    """
    y = np.asarray(y, float)
    if np.any(y != np.round(y)):
        return "MeanSquaredError"
    if y.ndim == 2 and y.shape[1] > 2:
        return "CategoricalCrossentropy"
    return "SparseCategoricalCrossentropy" if y.max() > 1 else "BinaryCrossentropy"


@choose.wrong(fails="one_hot_targets")
def choose_squeezes(y):
    """drops the axes of size 1, so that a single one-hot row looks like a vector of yes and no

    What is the shape of [[0, 0, 1]]? And after np.squeeze?
    """
    y = np.squeeze(np.asarray(y, float))
    if np.any(y != np.round(y)):
        return "MeanSquaredError"
    if y.ndim == 2:
        return "CategoricalCrossentropy"
    return "SparseCategoricalCrossentropy" if y.max() > 1 else "BinaryCrossentropy"


@choose.wrong(fails="class_numbers")
def choose_many_classes(y):
    """takes many different whole numbers for a regression

    A language model chooses among fifty thousand words. Are its targets continuous for that?
    """
    y = np.asarray(y, float)
    if np.any(y != np.round(y)) or len(np.unique(y)) > 20:
        return "MeanSquaredError"
    if y.ndim == 2 and y.shape[1] > 1:
        return "CategoricalCrossentropy"
    return "SparseCategoricalCrossentropy" if y.max() > 1 else "BinaryCrossentropy"


@choose.wrong(fails="class_numbers")
def choose_by_dtype(y):
    """takes every array of floats for a regression

    Class numbers read from a file are often 2.0 instead of 2. What else tells them apart?
    """
    y = np.asarray(y)
    if y.ndim == 2 and y.shape[1] > 1 and np.all((y == 0) | (y == 1)):
        return "CategoricalCrossentropy"
    if np.all((y == 0) | (y == 1)):
        return "BinaryCrossentropy"
    return "MeanSquaredError" if y.dtype.kind == "f" else "SparseCategoricalCrossentropy"


@choose.wrong(fails="one_hot_targets")
def choose_binary_first(y):
    """takes one-hot rows for yes-or-no targets, since they hold only 0 and 1

    Both hold nothing but 0 and 1. What do the shapes tell you?
    """
    y = np.asarray(y, float)
    if np.all((y == 0) | (y == 1)):
        return "BinaryCrossentropy"
    return "SparseCategoricalCrossentropy" if np.all(y == np.round(y)) else "MeanSquaredError"


@choose.wrong(fails="class_numbers")
def choose_categorical_for_labels(y):
    """gives CategoricalCrossentropy for class numbers, which it cannot take

    What do the rows of a target look like for CategoricalCrossentropy?
    """
    y = np.asarray(y, float)
    if y.ndim == 2 and y.shape[1] > 1 and np.all((y == 0) | (y == 1)):
        return "CategoricalCrossentropy"
    if np.all((y == 0) | (y == 1)):
        return "BinaryCrossentropy"
    return "CategoricalCrossentropy" if np.all(y == np.round(y)) else "MeanSquaredError"


@choose.wrong(fails="one_hot_targets")
def choose_swaps_categorical(y):
    """swaps the categorical loss and the sparse one

    Which of the two is sparse: a row with one 1 in it, or a single number?
    """
    y = np.asarray(y, float)
    if y.ndim == 2 and y.shape[1] > 1 and np.all((y == 0) | (y == 1)):
        return "SparseCategoricalCrossentropy"
    if np.all((y == 0) | (y == 1)):
        return "BinaryCrossentropy"
    return "CategoricalCrossentropy" if np.all(y == np.round(y)) else "MeanSquaredError"


@choose.wrong(fails="continuous_targets")
def choose_unit_interval(y):
    """takes all numbers between 0 and 1 for yes-or-no targets

    Is 0.37 a yes or a no?
    """
    y = np.asarray(y, float)
    if y.ndim == 2 and y.shape[1] > 1 and np.all((y == 0) | (y == 1)):
        return "CategoricalCrossentropy"
    if y.min() >= 0 and y.max() <= 1:
        return "BinaryCrossentropy"
    return "SparseCategoricalCrossentropy" if np.all(y == np.round(y)) else "MeanSquaredError"


@choose.wrong(fails="yes_or_no_targets")
def choose_columns_are_one_hot(y):
    """takes every two-dimensional array of 0 and 1 for one-hot rows, a single column too

    How many classes could a row with one entry speak of?
    """
    y = np.asarray(y, float)
    if np.all((y == 0) | (y == 1)):
        return "CategoricalCrossentropy" if y.ndim == 2 else "BinaryCrossentropy"
    return "SparseCategoricalCrossentropy" if np.all(y == np.round(y)) else "MeanSquaredError"


@choose.wrong(fails="class_numbers")
def choose_counts_columns(y):
    """decides by the number of columns alone, so class numbers pass for a regression

    House prices and class numbers may have the same shape. How do their values differ?
    """
    y = np.asarray(y, float)
    if y.ndim == 2 and y.shape[1] > 1 and np.all(y.sum(axis=1) == 1):
        return "CategoricalCrossentropy"
    return "BinaryCrossentropy" if np.all((y == 0) | (y == 1)) else "MeanSquaredError"


@choose.wrong(fails="yes_or_no_targets")
def choose_sparse_for_binary(y):
    """takes 0 and 1 for class numbers like any others

    Two classes need one output. Which loss looks at a single probability?
    """
    y = np.asarray(y, float)
    if y.ndim == 2 and y.shape[1] > 1 and np.all((y == 0) | (y == 1)):
        return "CategoricalCrossentropy"
    return "SparseCategoricalCrossentropy" if np.all(y == np.round(y)) else "MeanSquaredError"


@choose.wrong(fails="class_numbers")
def choose_any_table(y):
    """takes every two-dimensional array of whole numbers for one-hot rows, a single column too

    What is the shape of a column? How many classes could a row with one entry speak of?
    """
    y = np.asarray(y, float)
    if np.any(y != np.round(y)):
        return "MeanSquaredError"
    if y.ndim == 2:
        return "CategoricalCrossentropy"
    return "SparseCategoricalCrossentropy" if y.max() > 1 else "BinaryCrossentropy"


@choose.wrong(fails="class_numbers")
def choose_floats_first(y):
    """takes every array of floats for a regression, before it looks at the values

    Targets of 0.0 and 1.0 from a file: are they measurements? What tells them apart?
    """
    y = np.asarray(y)
    if y.dtype.kind == "f":
        return "MeanSquaredError"
    if y.ndim == 2 and y.shape[1] > 1:
        return "CategoricalCrossentropy"
    return "SparseCategoricalCrossentropy" if y.max() > 1 else "BinaryCrossentropy"


@choose.wrong(fails="yes_or_no_targets")
def choose_swaps_binary_and_sparse(y):
    """swaps the binary loss and the sparse one

    Which of the two losses looks at a single probability, and which at a row of them?
    """
    y = np.asarray(y, float)
    if np.any(y != np.round(y)):
        return "MeanSquaredError"
    if y.ndim == 2 and y.shape[1] > 1:
        return "CategoricalCrossentropy"
    return "BinaryCrossentropy" if y.max() > 1 else "SparseCategoricalCrossentropy"


@choose.wrong(fails="class_numbers")
def choose_spells_entropy(y):
    """spells the names in a way that Keras does not know: it writes Crossentropy, with one capital

    Compare your strings with the docstring, letter by letter.
    """
    y = np.asarray(y, float)
    if np.any(y != np.round(y)):
        return "MeanSquaredError"
    if y.ndim == 2 and y.shape[1] > 1:
        return "CategoricalCrossEntropy"
    return "SparseCategoricalCrossEntropy" if y.max() > 1 else "BinaryCrossEntropy"


@choose.wrong(fails="continuous_targets")
def choose_abbreviates(y):
    """gives an abbreviation for the regression, where the name of the class is asked for

    What is the class called whose abbreviation is MSE?
    """
    y = np.asarray(y, float)
    if np.any(y != np.round(y)):
        return "MSE"
    if y.ndim == 2 and y.shape[1] > 1:
        return "CategoricalCrossentropy"
    return "SparseCategoricalCrossentropy" if y.max() > 1 else "BinaryCrossentropy"


@choose.wrong(fails="continuous_targets")
def choose_absolute_error(y):
    """takes the mean absolute error for a regression

    Which loss for continuous targets did this lesson begin with?
    """
    y = np.asarray(y, float)
    if np.any(y != np.round(y)):
        return "MeanAbsoluteError"
    if y.ndim == 2 and y.shape[1] > 1:
        return "CategoricalCrossentropy"
    return "SparseCategoricalCrossentropy" if y.max() > 1 else "BinaryCrossentropy"


@choose.wrong(fails="continuous_targets")
def choose_returns_objects(y):
    """returns the class itself, where its name is asked for, a string

    What is the type of "MeanSquaredError" with quotes, and what without?
    """
    return type("MeanSquaredError", (), {})


@choose.wrong(fails="class_numbers")
def choose_arrays_only(y):
    """uses what was passed in as if it were an array, so a list fails

    What does np.asarray do with a list?
    """
    if np.any(y != np.round(y)):
        return "MeanSquaredError"
    if y.ndim == 2 and y.shape[1] > 1:
        return "CategoricalCrossentropy"
    return "SparseCategoricalCrossentropy" if y.max() > 1 else "BinaryCrossentropy"


@choose.wrong(fails="class_numbers")
def choose_up_to_two(y):
    """takes the class numbers 0, 1 and 2 for yes-or-no targets

    Which values can a yes-or-no target have? What is the smallest number that is none of them?
    """
    y = np.asarray(y, float)
    if np.any(y != np.round(y)):
        return "MeanSquaredError"
    if y.ndim == 2 and y.shape[1] > 1:
        return "CategoricalCrossentropy"
    return "SparseCategoricalCrossentropy" if y.max() > 2 else "BinaryCrossentropy"


@choose.right
def choose_unique(y):
    y = np.asarray(y, dtype=float)
    values = set(np.unique(y).tolist())
    if y.ndim > 1 and y.shape[-1] > 1 and values == {0.0, 1.0}:
        return "CategoricalCrossentropy"
    if values <= {0.0, 1.0}:
        return "BinaryCrossentropy"
    if all(v.is_integer() for v in values):
        return "SparseCategoricalCrossentropy"
    return "MeanSquaredError"


@choose.right
def choose_whole_first(y):
    y = np.array(y)
    if not np.allclose(y, y.astype(int)):
        return "MeanSquaredError"
    if y.ndim == 2 and y.shape[1] >= 2 and np.allclose(y.sum(axis=1), 1):
        return "CategoricalCrossentropy"
    return "SparseCategoricalCrossentropy" if y.max() > 1 else "BinaryCrossentropy"


@choose.right
def choose_table(y):
    y = np.asarray(y)
    whole = np.all(np.mod(y, 1) == 0)
    wide = y.ndim == 2 and y.shape[1] > 1
    high = y.max() > 1
    names = {(True, True, False): "CategoricalCrossentropy",
             (True, False, False): "BinaryCrossentropy",
             (True, False, True): "SparseCategoricalCrossentropy"}
    return names.get((bool(whole), bool(wide), bool(high)), "MeanSquaredError")


@choose.right
def choose_loop(y):
    rows = np.asarray(y, float).tolist()
    if isinstance(rows[0], list) and len(rows[0]) > 1:
        hot = all(sorted(row) == [0.0] * (len(row) - 1) + [1.0] for row in rows)
        return "CategoricalCrossentropy" if hot else "MeanSquaredError"
    flat = [v[0] if isinstance(v, list) else v for v in rows]
    if any(v != int(v) for v in flat):
        return "MeanSquaredError"
    return "BinaryCrossentropy" if set(flat) <= {0.0, 1.0} else "SparseCategoricalCrossentropy"


@choose.right
def choose_is_in(y):
    y = np.asarray(y, float)
    if np.isin(y, [0, 1]).all():
        return "BinaryCrossentropy" if y.size == len(y) else "CategoricalCrossentropy"
    return "SparseCategoricalCrossentropy" if (y % 1 == 0).all() else "MeanSquaredError"


@choose.right
def choose_early_returns(y):
    y = np.asarray(y)
    if y.dtype.kind == "f" and (np.floor(y) != y).any():
        return "MeanSquaredError"
    if y.ndim == 2 and y.shape[1] != 1:
        return "CategoricalCrossentropy"
    if len(np.unique(y)) > 2:
        return "SparseCategoricalCrossentropy"
    return "BinaryCrossentropy"


@choose.right
def choose_string_type(y):
    y = np.asarray(y)
    if np.any(y != np.rint(y)):
        kind = "MeanSquared"
    elif y.ndim == 2 and y.shape[1] > 1:
        kind = "Categorical"
    elif y.max() >= 2:
        kind = "SparseCategorical"
    else:
        kind = "Binary"
    return kind + ("Error" if kind == "MeanSquared" else "Crossentropy")


@choose.right
def choose_helpers(y):
    y = np.asarray(y, dtype=np.float64)

    def whole():
        return bool((y == y.round()).all())

    def one_hot():
        return y.ndim == 2 and y.shape[1] > 1 and whole() and bool((y.sum(1) == 1).all())

    if one_hot():
        return "CategoricalCrossentropy"
    if not whole():
        return "MeanSquaredError"
    return "BinaryCrossentropy" if y.max() <= 1 and y.min() >= 0 else "SparseCategoricalCrossentropy"
