"""Wrong answers to softmax."""

import numpy as np

from .checks import exercise


@exercise.wrong(fails="shares_of_each_row")
def sm_columns(x):
    """adds up the first axis, so the columns sum to 1 and not the rows

    Which axis runs along one sample's classes? What do your rows add up to?
    """
    x = np.asarray(x, float)
    e = np.exp(x - x.max(axis=0, keepdims=True))
    return e / e.sum(axis=0, keepdims=True)


@exercise.wrong(fails="shares_of_each_row")
def sm_everything(x):
    """adds up the whole array, so all rows together sum to 1

    What does each of your rows add up to?
    """
    x = np.asarray(x, float)
    e = np.exp(x - x.max())
    return e / e.sum()


@exercise.wrong(fails="shares_of_each_row")
def sm_no_keepdims(x):
    """loses the last axis in the sum, so the division does not go row by row

    What is the shape of e.sum(axis=-1)? How does NumPy line it up with (N, C)?
    """
    x = np.asarray(x, float)
    e = np.exp(x - x.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1)


@exercise.wrong(fails="shares_of_each_row")
def sm_no_exponential(x):
    """divides the logits themselves by their sum, without the exponential

    What do you get for a negative logit? Can a probability be negative?
    """
    x = np.asarray(x, float)
    with np.errstate(all="ignore"):
        return x / x.sum(axis=-1, keepdims=True)


@exercise.wrong(fails="shares_of_each_row")
def sm_not_divided(x):
    """does not divide by the sum, so the largest share is always 1

    What does each of your rows add up to?
    """
    x = np.asarray(x, float)
    return np.exp(x - x.max(axis=-1, keepdims=True))


@exercise.wrong(fails="shares_of_each_row")
def sm_base_two(x):
    """takes powers of 2 instead of powers of e

    Which base does np.exp use?
    """
    x = np.asarray(x, float)
    e = np.exp2(x - x.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


@exercise.wrong(fails="shares_of_each_row")
def sm_wrong_sign(x):
    """turns the sign of the logits round, so the smallest gets the largest share

    Which class should be the most probable one?
    """
    x = -np.asarray(x, float)
    e = np.exp(x - x.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


@exercise.wrong(fails="shares_of_each_row")
def sm_winner_takes_all(x):
    """gives everything to the largest logit

    Logits of 2.0 and 1.9: is the first class certain?
    """
    x = np.asarray(x, float)
    return np.eye(x.shape[-1])[x.argmax(axis=-1)]


@exercise.wrong(fails="shares_of_each_row")
def sm_sigmoids(x):
    """puts each logit through a sigmoid of its own

    What does each of your rows add up to?
    """
    return 0.5 * (1 + np.tanh(np.asarray(x, float) / 2))


@exercise.wrong(fails="shares_of_each_row")
def sm_shares_of_sigmoids(x):
    """divides sigmoids by their sum, where exponentials are asked for

    Your rows add up to 1. But a lead of 1 should make a class e times as probable: does it?
    """
    s = np.exp(-np.logaddexp(0, -np.asarray(x, float)))
    with np.errstate(all="ignore"):
        return s / s.sum(axis=-1, keepdims=True)


@exercise.wrong(fails="shares_of_each_row")
def sm_logarithm(x):
    """returns the logarithms of the probabilities

    Can a probability be negative?
    """
    x = np.asarray(x, float)
    z = x - x.max(axis=-1, keepdims=True)
    return z - np.log(np.exp(z).sum(axis=-1, keepdims=True))


@exercise.wrong(fails="shares_of_each_row")
def sm_scales(x):
    """divides the logits by the largest one instead of subtracting it

    What does your function make of [2, 1, 0]? And of [4, 2, 0]? Should the two be the same?
    """
    x = np.asarray(x, float)
    e = np.exp(x / np.maximum(np.abs(x).max(axis=-1, keepdims=True), 1e-12))
    return e / e.sum(axis=-1, keepdims=True)


@exercise.wrong(fails="runs_along_the_last_axis")
def sm_axis_one(x):
    """runs along axis 1, which is the last axis only where there are two

    Which axis number means the last one, however many there are?
    """
    x = np.asarray(x, float)
    e = np.exp(x - x.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


@exercise.wrong(fails="runs_along_the_last_axis")
def sm_rows_only(x):
    """loops over the rows of a matrix, and knows no other number of dimensions

    What does your loop see when x is a single row, or a stack of matrices?
    """
    x = np.asarray(x, float)
    result = np.zeros_like(x)
    for i in range(len(x)):
        e = np.exp(x[i] - np.max(x[i]))
        result[i] = e / np.sum(e)
    return result


@exercise.wrong(fails="large_and_small_logits")
def sm_no_shift(x):
    """takes the exponential of the logits as they are, which overflows

    What is np.exp(1000)? What may you subtract from a row without changing the result?
    """
    with np.errstate(all="ignore"):
        e = np.exp(np.asarray(x, float))
        return e / e.sum(axis=-1, keepdims=True)


@exercise.wrong(fails="large_and_small_logits")
def sm_shifts_by_mean(x):
    """subtracts the mean of the row, which does not bound the largest exponent

    What is left of the largest of [0, 0, 3000] when you subtract the mean?
    """
    x = np.asarray(x, float)
    with np.errstate(all="ignore"):
        e = np.exp(x - x.mean(axis=-1, keepdims=True))
        return e / e.sum(axis=-1, keepdims=True)


@exercise.wrong(fails="large_and_small_logits")
def sm_cuts_logits(x):
    """cuts large logits off, so that large ones all look alike

    What are your shares for [1000, 1001, 999]? Are the three classes equally probable?
    """
    e = np.exp(np.clip(np.asarray(x, float), -500, 500))
    return e / e.sum(axis=-1, keepdims=True)


@exercise.wrong(fails="large_and_small_logits")
def sm_patches_nan(x):
    """replaces the nan of an overflow by 0

    Your row for [1000, 1001, 999]: what does it add up to?
    """
    with np.errstate(all="ignore"):
        e = np.exp(np.asarray(x, float))
        return np.nan_to_num(e / e.sum(axis=-1, keepdims=True))


@exercise.wrong(fails="rows_far_apart")
def sm_global_shift(x):
    """subtracts the largest logit of the whole array, so rows far below it become 0 / 0

    With rows of about 1000 and of about -1000, what is left of the second row after exp?
    """
    x = np.asarray(x, float)
    e = np.exp(x - x.max())
    with np.errstate(all="ignore"):
        return e / e.sum(axis=-1, keepdims=True)


@exercise.wrong(fails="rows_far_apart")
def sm_global_shift_patched(x):
    """subtracts the largest logit of the whole array and patches the division with a tiny number

    A row far below the others: what does it add up to in your result?
    """
    x = np.asarray(x, float)
    e = np.exp(x - x.max())
    return e / (e.sum(axis=-1, keepdims=True) + 1e-300)


@exercise.wrong(fails="takes_lists_and_integers")
def sm_arrays_only(x):
    """calls methods of x as it comes, and a list has no max

    What could you turn x into in the first line?
    """
    e = np.exp(x - x.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


@exercise.wrong(fails="leaves_inputs_alone")
def sm_in_place(x):
    """subtracts inside the array that was passed in, so the caller's logits are changed

    Does x -= something make a new array, or does it write into the one it was given?
    """
    x = np.asarray(x) if np.asarray(x).dtype.kind == "f" else np.asarray(x, float)
    x -= x.max(axis=-1, keepdims=True)
    e = np.exp(x)
    return e / e.sum(axis=-1, keepdims=True)


@exercise.wrong(fails="shares_of_each_row")
def sm_maximum_loses_its_axis(x):
    """subtracts a vector with one maximum per row, which NumPy lines up with the columns

    What is the shape of x.max(axis=-1), and what with keepdims=True?
    """
    x = np.asarray(x, float)
    e = np.exp(x - x.max(axis=-1))
    return e / e.sum(axis=-1, keepdims=True)


@exercise.wrong(fails="shares_of_each_row")
def sm_divides_by_the_mean(x):
    """divides by the mean of the exponentials, so a row adds up to C

    What does one of your rows add up to?
    """
    x = np.asarray(x, float)
    e = np.exp(x - x.max(axis=-1, keepdims=True))
    return e / e.mean(axis=-1, keepdims=True)


@exercise.wrong(fails="shares_of_each_row")
def sm_unit_length(x):
    """divides by the length of the row of exponentials instead of their sum

    What does one of your rows add up to?
    """
    x = np.asarray(x, float)
    e = np.exp(x - x.max(axis=-1, keepdims=True))
    return e / np.linalg.norm(e, axis=-1, keepdims=True)


@exercise.wrong(fails="shares_of_each_row")
def sm_squares(x):
    """divides squares by their sum, where exponentials are asked for

    What share does the logit -3 get beside the logit 1?
    """
    x = np.asarray(x, float)
    with np.errstate(all="ignore"):
        return x**2 / (x**2).sum(axis=-1, keepdims=True)


@exercise.wrong(fails="shares_of_each_row")
def sm_absolute_values(x):
    """divides absolute values by their sum, where exponentials are asked for

    What share does the logit -3 get beside the logit 1?
    """
    x = np.asarray(x, float)
    with np.errstate(all="ignore"):
        return np.abs(x) / np.abs(x).sum(axis=-1, keepdims=True)


@exercise.wrong(fails="shares_of_each_row")
def sm_twice(x):
    """takes the softmax twice

    What becomes of the logits [0, 100]?
    """
    x = np.asarray(x, float)
    e = np.exp(x - x.max(axis=-1, keepdims=True))
    e = np.exp(e / e.sum(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


@exercise.wrong(fails="shares_of_each_row")
def sm_sums_rows_up(x):
    """adds up with Python's sum, which runs over the first axis

    What does sum(x) give for a (4, 3) array? Which axis does the docstring name?
    """
    x = np.asarray(x, float)
    e = np.exp(x - x.max(axis=-1, keepdims=True))
    return e / sum(e)


@exercise.wrong(fails="shares_of_each_row")
def sm_largest_class(x):
    """returns the number of the largest logit's class

    How many numbers does the docstring promise for a row of C logits?
    """
    x = np.asarray(x, float)
    return np.argmax(x, axis=-1)


@exercise.wrong(fails="shares_of_each_row")
def sm_softens_the_sum(x):
    """adds a small number to the sum, so the shares add up to less than 1

    What does one of your rows add up to, exactly?
    """
    x = np.asarray(x, float)
    e = np.exp(x - x.max(axis=-1, keepdims=True))
    return e / (e.sum(axis=-1, keepdims=True) + 1e-3)


@exercise.wrong(fails="shares_of_each_row")
def sm_rounds(x):
    """rounds the shares

    What is left of a share of 0.0004?
    """
    x = np.asarray(x, float)
    e = np.exp(x - x.max(axis=-1, keepdims=True))
    return np.round(e / e.sum(axis=-1, keepdims=True), 3)


@exercise.wrong(fails="shares_of_each_row")
def sm_shifts_above_only(x):
    """subtracts the maximum above the fraction but not below

    Which exponentials stand in the sum? Are they the ones you divide?
    """
    x = np.asarray(x, float)
    with np.errstate(all="ignore"):
        return np.exp(x - x.max(axis=-1, keepdims=True)) / np.exp(x).sum(axis=-1, keepdims=True)


@exercise.wrong(fails="shares_of_each_row")
def sm_column_maximum(x):
    """subtracts the largest logit of each column, which changes the shares within a row

    Which axis does the maximum run along? What may be subtracted from a whole row?
    """
    x = np.asarray(x, float)
    e = np.exp(x - x.max(axis=0))
    return e / e.sum(axis=-1, keepdims=True)


@exercise.wrong(fails="shares_of_each_row")
def sm_halves_x(x):
    """divides the logits by 2 first, which makes the shares more alike

    Which exponent stands in the docstring's formula?
    """
    x = np.asarray(x, float)
    e = np.exp((x - x.max(axis=-1, keepdims=True)) / 2)
    return e / e.sum(axis=-1, keepdims=True)


@exercise.wrong(fails="runs_along_the_last_axis")
def sm_one_row(x):
    """loops over x as if it were a single row of numbers

    What does `for v in x` give you of a (4, 3) array?
    """
    import math

    e = [math.exp(v) for v in x]
    return [v / sum(e) for v in e]


@exercise.wrong(fails="runs_along_the_last_axis")
def sm_row_becomes_table(x):
    """makes a table of a single row and returns it as one

    What is the shape of your result for three logits? And what should it be?
    """
    x = np.asarray(x, float)
    x = np.atleast_2d(x)
    e = np.exp(x - x.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


@exercise.wrong(fails="large_and_small_logits")
def sm_clips_shares(x):
    """clips the shares, so none comes near 0 or 1

    What do your shares of [0, 100] add up to?
    """
    x = np.asarray(x, float)
    e = np.exp(x - x.max(axis=-1, keepdims=True))
    return np.clip(e / e.sum(axis=-1, keepdims=True), 1e-7, 1 - 1e-7)


@exercise.wrong(fails="large_and_small_logits")
def sm_subtracts_the_smallest(x):
    """subtracts the smallest logit of each row instead of the largest

    The logits 0 and 1000: what is the largest exponent that is left?
    """
    x = np.asarray(x, float)
    with np.errstate(all="ignore"):
        e = np.exp(x - x.min(axis=-1, keepdims=True))
        return e / e.sum(axis=-1, keepdims=True)


@exercise.wrong(fails="large_and_small_logits")
def sm_adds_the_maximum(x):
    """adds the largest logit instead of subtracting it

    The logits 0 and 500: what is the largest exponent then?
    """
    x = np.asarray(x, float)
    with np.errstate(all="ignore"):
        e = np.exp(x + x.max(axis=-1, keepdims=True))
        return e / e.sum(axis=-1, keepdims=True)
