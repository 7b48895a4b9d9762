"""Wrong answers to mean_squared_error."""

import numpy as np

from .checks import exercise


@exercise.wrong(fails="averages_a_vector")
def mse_sums(y_true, y_pred):
    """adds the squared errors up instead of averaging them

    What happens to your loss when every sample stands in the batch twice? What should happen?
    """
    return float(np.sum((np.asarray(y_true, float).ravel() - np.asarray(y_pred, float).ravel()) ** 2))


@exercise.wrong(fails="averages_a_vector")
def mse_absolute(y_true, y_pred):
    """averages the absolute errors, which is another loss (MAE)

    Which operation turns an error of -3 into 9?
    """
    return float(np.mean(np.abs(np.asarray(y_true, float).ravel() - np.asarray(y_pred, float).ravel())))


@exercise.wrong(fails="averages_a_vector")
def mse_root(y_true, y_pred):
    """takes the square root at the end, which gives the RMSE

    Does the name of this loss say anything about a root?
    """
    return float(np.sqrt(np.mean((np.asarray(y_true, float).ravel() - np.asarray(y_pred, float).ravel()) ** 2)))


@exercise.wrong(fails="averages_a_vector")
def mse_half(y_true, y_pred):
    """halves the mean, as some textbooks do to make the derivative prettier

    What does Keras give for a single error of 2: 4 or 2?
    """
    return float(np.mean((np.asarray(y_true, float).ravel() - np.asarray(y_pred, float).ravel()) ** 2) / 2)


@exercise.wrong(fails="averages_a_vector")
def mse_squares_the_mean(y_true, y_pred):
    """squares the mean error instead of averaging the squared errors

    Errors of +1 and -1: what is their mean? What should the loss be?
    """
    return float(np.mean(np.asarray(y_true, float).ravel() - np.asarray(y_pred, float).ravel()) ** 2)


@exercise.wrong(fails="averages_a_vector")
def mse_sample_variance(y_true, y_pred):
    """divides by N - 1, as a sample variance does

    How many squared errors are added up, and by how many do you divide?
    """
    error = np.asarray(y_true, float).ravel() - np.asarray(y_pred, float).ravel()
    return float(np.sum(error**2) / max(error.size - 1, 1))


@exercise.wrong(fails="averages_a_vector")
def mse_variance(y_true, y_pred):
    """takes the variance of the errors, which forgives an error that all samples share

    Every prediction is too large by 5. What is the variance of the errors, and what should the loss be?
    """
    return float(np.var(np.asarray(y_true, float).ravel() - np.asarray(y_pred, float).ravel()))


@exercise.wrong(fails="averages_a_vector")
def mse_squares_first(y_true, y_pred):
    """squares targets and predictions before it subtracts them

    Target 1, prediction -1: what is 1 squared minus (-1) squared? How large is the error?
    """
    return float(np.mean(np.asarray(y_true, float).ravel() ** 2 - np.asarray(y_pred, float).ravel() ** 2))


@exercise.wrong(fails="averages_every_element")
def mse_divides_by_rows(y_true, y_pred):
    """divides by the number of rows, not by the number of elements

    A (4, 3) array has four rows. How many errors does it hold?
    """
    error = np.asarray(y_true, float).ravel() - np.asarray(y_pred, float).ravel()
    return float(np.sum(error**2) / len(y_true))


@exercise.wrong(fails="averages_every_element")
def mse_last_axis(y_true, y_pred):
    """averages over one axis only, so one loss per row is left

    What is the shape of the result of np.mean(..., axis=-1)?
    """
    y_true, y_pred = np.asarray(y_true, float), np.asarray(y_pred, float)
    if y_true.ndim != y_pred.ndim:
        y_true, y_pred = y_true.ravel(), y_pred.ravel()
    return np.mean((y_true - y_pred) ** 2, axis=-1)


@exercise.wrong(fails="pairs_vector_and_column")
def mse_broadcasts(y_true, y_pred):
    """subtracts a column from a vector, which NumPy broadcasts to an N x N table of differences

    What is the shape of np.zeros(3) - np.zeros((3, 1))? Which shape did you want?
    """
    return float(np.mean((np.asarray(y_true, float) - np.asarray(y_pred, float)) ** 2))


@exercise.wrong(fails="integers_do_not_overflow")
def mse_wraps_around(y_true, y_pred):
    """subtracts in the inputs' own integer type, which wraps around

    What is np.uint8(3) - np.uint8(5)? What could you convert the arrays to first?
    """
    y_true, y_pred = np.asarray(y_true), np.asarray(y_pred)
    return float(np.mean((y_true.ravel() - y_pred.ravel()) ** 2))


@exercise.wrong(fails="leaves_inputs_alone")
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


@exercise.wrong(fails="leaves_inputs_alone")
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


@exercise.wrong(fails="averages_a_vector")
def mse_precedence(y_true, y_pred):
    """squares the prediction alone, since the power comes before the minus

    What is 5 - 2 ** 2 in Python, and what is (5 - 2) ** 2?
    """
    t, p = np.asarray(y_true, float).ravel(), np.asarray(y_pred, float).ravel()
    return float(np.mean(t - p**2))


@exercise.wrong(fails="averages_a_vector")
def mse_doubles(y_true, y_pred):
    """multiplies the errors by 2 instead of squaring them

    What is the square of 3, and what is 3 * 2?
    """
    t, p = np.asarray(y_true, float).ravel(), np.asarray(y_pred, float).ravel()
    return float(np.mean((t - p) * 2))


@exercise.wrong(fails="averages_a_vector")
def mse_absolute_mean(y_true, y_pred):
    """averages the errors with their signs and drops the sign of the mean

    Errors of +1 and -1: what is their mean, and what should the loss be?
    """
    t, p = np.asarray(y_true, float).ravel(), np.asarray(y_pred, float).ravel()
    return float(abs(np.mean(t - p)))


@exercise.wrong(fails="averages_a_vector")
def mse_adds(y_true, y_pred):
    """adds the prediction to the target where it should be subtracted

    A perfect prediction of 3: what is your loss, and what should it be?
    """
    t, p = np.asarray(y_true, float).ravel(), np.asarray(y_pred, float).ravel()
    return float(np.mean((t + p) ** 2))


@exercise.wrong(fails="averages_a_vector")
def mse_product(y_true, y_pred):
    """multiplies targets and predictions instead of subtracting them

    A perfect prediction of 3: what is your loss, and what should it be?
    """
    t, p = np.asarray(y_true, float).ravel(), np.asarray(y_pred, float).ravel()
    return float(np.mean(t * p))


@exercise.wrong(fails="averages_a_vector")
def mse_first_only(y_true, y_pred):
    """returns inside the loop, so only the first sample counts

    How far is the return indented? When does the function leave the loop?
    """
    t, p = np.asarray(y_true, float).ravel(), np.asarray(y_pred, float).ravel()
    return float((t[0] - p[0]) ** 2 / len(t))


@exercise.wrong(fails="averages_a_vector")
def mse_last_only(y_true, y_pred):
    """overwrites the total in every turn of the loop, so only the last sample counts

    What is in total after two turns? Which operator adds to what is there?
    """
    t, p = np.asarray(y_true, float).ravel(), np.asarray(y_pred, float).ravel()
    return float((t[-1] - p[-1]) ** 2 / len(t))


@exercise.wrong(fails="averages_a_vector")
def mse_misses_the_last(y_true, y_pred):
    """stops the loop one sample too early

    Which numbers does range(4 - 1) give? How many samples are there?
    """
    t, p = np.asarray(y_true, float).ravel(), np.asarray(y_pred, float).ravel()
    return float(np.sum((t - p)[:-1] ** 2) / len(t))


@exercise.wrong(fails="averages_a_vector")
def mse_median(y_true, y_pred):
    """takes the median of the squared errors, which does not notice a few large ones

    Squared errors of 0, 0 and 9: what is their median, and what is their mean?
    """
    t, p = np.asarray(y_true, float).ravel(), np.asarray(y_pred, float).ravel()
    return float(np.median((t - p) ** 2))


@exercise.wrong(fails="averages_a_vector")
def mse_length_by_n(y_true, y_pred):
    """divides the length of the error vector by N and never squares it

    np.linalg.norm takes a root at its end. What undoes it?
    """
    t, p = np.asarray(y_true, float).ravel(), np.asarray(y_pred, float).ravel()
    return float(np.linalg.norm(t - p) / t.size)


@exercise.wrong(fails="averages_a_vector")
def mse_huber(y_true, y_pred):
    """is quadratic near 0 and straight farther out, which is the Huber loss

    An error of 10: what does the docstring ask of it, and what do you give?
    """
    t, p = np.asarray(y_true, float).ravel(), np.asarray(y_pred, float).ravel()
    e = np.abs(t - p)
    return float(np.mean(np.where(e <= 1, 0.5 * e**2, e - 0.5)))


@exercise.wrong(fails="averages_a_vector")
def mse_relative(y_true, y_pred):
    """divides the errors by the targets, which makes them shares

    A target of 0 and a prediction of 1: what is your loss? Does the docstring speak of shares?
    """
    t, p = np.asarray(y_true, float).ravel(), np.asarray(y_pred, float).ravel()
    with np.errstate(all="ignore"):
        return float(np.mean(((t - p) / t) ** 2))


@exercise.wrong(fails="averages_a_vector")
def mse_logarithms(y_true, y_pred):
    """compares logarithms, which is another loss (MSLE)

    Does the docstring speak of a logarithm? What is the logarithm of a negative target?
    """
    t, p = np.asarray(y_true, float).ravel(), np.asarray(y_pred, float).ravel()
    with np.errstate(all="ignore"):
        return float(np.mean((np.log1p(t) - np.log1p(p)) ** 2))


@exercise.wrong(fails="averages_a_vector")
def mse_rounds(y_true, y_pred):
    """rounds the result

    How many digits has a small loss left? What does the docstring say about rounding?
    """
    t, p = np.asarray(y_true, float).ravel(), np.asarray(y_pred, float).ravel()
    return round(float(np.mean((t - p) ** 2)), 4)


@exercise.wrong(fails="averages_a_vector")
def mse_one_element_array(y_true, y_pred):
    """averages down a column, so an array of one element is left

    What is the shape of np.mean(..., axis=0) of an (N, 1) array? Which axis do you want to average over?
    """
    t, p = np.asarray(y_true, float).ravel(), np.asarray(y_pred, float).ravel()
    return np.mean((t - p)[:, None] ** 2, axis=0)


@exercise.wrong(fails="integers_do_not_overflow")
def mse_as_they_come(y_true, y_pred):
    """subtracts what was passed in as it comes: a list has no minus, integers wrap around, a column is broadcast

    Which type and which shape should both have before they are subtracted?
    """
    return np.mean((y_true - y_pred) ** 2)


@exercise.wrong(fails="integers_do_not_overflow")
def mse_methods(y_true, y_pred):
    """flattens what was passed in but leaves its type: a list has no ravel, and uint8 wraps around

    What makes an array of floats of anything, lists and uint8 included?
    """
    return float(((y_true.ravel() - y_pred.ravel()) ** 2).mean())


@exercise.wrong(fails="averages_a_vector")
def mse_whole_numbers(y_true, y_pred):
    """cuts the numbers down to whole ones before it subtracts

    What does np.asarray([0.9, 1.5], dtype=int) give? Which dtype keeps fractions?
    """
    t, p = np.asarray(y_true).astype(int).ravel(), np.asarray(y_pred).astype(int).ravel()
    return float(np.mean((t - p) ** 2))


@exercise.wrong(fails="averages_every_element")
def mse_rows_as_numbers(y_true, y_pred):
    """loops over the rows as if each were a single number

    Of which shape is what your loop takes out of a (4, 3) array? What makes a vector of any array?
    """
    total = 0.0
    for t, p in zip(np.asarray(y_true, float), np.asarray(y_pred, float)):
        total += (t - p) ** 2
    return total / len(y_true)


@exercise.wrong(fails="integers_do_not_overflow")
def mse_arrays_only(y_true, y_pred):
    """uses what was passed in as if it were an array, so a list fails

    What does np.asarray do with a list?
    """
    return float(np.mean((y_true.astype(float).ravel() - y_pred.astype(float).ravel()) ** 2))
