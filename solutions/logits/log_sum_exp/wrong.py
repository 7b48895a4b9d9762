"""Wrong answers to log_sum_exp."""

import numpy as np

from .checks import exercise


@exercise.wrong(fails="logits_of_any_size")
def lse_unshifted(z):
    """exponentiates the logits as they are, so large ones overflow

    What is np.exp(1000)? Which number could you subtract first and add back at the end?
    """
    with np.errstate(all="ignore"):
        return np.log(np.exp(np.asarray(z, float)).sum(axis=-1))


@exercise.wrong(fails="sums_over_the_last_axis")
def lse_forgets_the_shift(z):
    """subtracts the maximum but never adds it back

    For a row with one logit, what should the result be? What is yours?
    """
    z = np.asarray(z, float)
    return np.log(np.exp(z - z.max(axis=-1, keepdims=True)).sum(axis=-1))


@exercise.wrong(fails="sums_over_the_last_axis")
def lse_subtracts_the_shift(z):
    """subtracts the maximum a second time where it should be added back

    e to the (z - m) is e to the z, divided by e to the m. What does this division become after the logarithm?
    """
    z = np.asarray(z, float)
    m = z.max(axis=-1, keepdims=True)
    return np.log(np.exp(z - m).sum(axis=-1)) - m[..., 0]


@exercise.wrong(fails="rows_of_different_size")
def lse_global_max(z):
    """subtracts one maximum of the whole array, so rows far below it vanish

    A row near -1000 beside a row near 1000: what is left of it after your subtraction?
    """
    z = np.asarray(z, float)
    with np.errstate(all="ignore"):
        return z.max() + np.log(np.exp(z - z.max()).sum(axis=-1))


@exercise.wrong(fails="sums_over_the_last_axis")
def lse_max_of_columns(z):
    """takes the maximum of each column, not of each row

    A (2, 3) table has two rows. How many maxima do you have, and how many sums?
    """
    z = np.asarray(z, float)
    m = z.max(axis=0)
    with np.errstate(all="ignore"):
        return m + np.log(np.exp(z - m).sum(axis=-1))


@exercise.wrong(fails="logits_of_any_size")
def lse_mean_shift(z):
    """subtracts the mean of each row, which lies far below its largest logit

    For the row [1000, -1000]: what is the largest number that np.exp gets to see?
    """
    z = np.asarray(z, float)
    m = z.mean(axis=-1, keepdims=True)
    with np.errstate(all="ignore"):
        return m[..., 0] + np.log(np.exp(z - m).sum(axis=-1))


@exercise.wrong(fails="logits_of_any_size")
def lse_min_shift(z):
    """subtracts the smallest logit of each row instead of the largest

    After your subtraction, is the largest exponent 0 or the smallest? Which of the two overflows?
    """
    z = np.asarray(z, float)
    m = z.min(axis=-1, keepdims=True)
    with np.errstate(all="ignore"):
        return m[..., 0] + np.log(np.exp(z - m).sum(axis=-1))


@exercise.wrong(fails="logits_of_any_size")
def lse_absolute_shift(z):
    """subtracts the largest absolute value, which pushes negative rows even further down

    For the row [-1000, -1001]: which number is its maximum, and which one do you subtract?
    """
    z = np.asarray(z, float)
    m = np.abs(z).max(axis=-1, keepdims=True)
    with np.errstate(all="ignore"):
        return m[..., 0] + np.log(np.exp(z - m).sum(axis=-1))


@exercise.wrong(fails="logits_of_any_size")
def lse_first_entry(z):
    """subtracts the first logit of each row, whether or not it is the largest

    What happens to the row [0, 1000]?
    """
    z = np.asarray(z, float)
    with np.errstate(all="ignore"):
        return z[..., 0] + np.log(np.exp(z - z[..., :1]).sum(axis=-1))


@exercise.wrong(fails="logits_of_any_size")
def lse_cut_off(z):
    """cuts the logits off at 700, so larger ones all count the same

    What should a row of two logits of 1000 give? What does yours give?
    """
    return np.log(np.exp(np.clip(np.asarray(z, float), -700, 700)).sum(axis=-1))


@exercise.wrong(fails="logits_of_any_size")
def lse_max_when_large(z):
    """gives only the maximum where the logits are large

    Two logits of 1000: is the result exactly 1000? How much do two equal terms add?
    """
    z = np.asarray(z, float)
    with np.errstate(all="ignore"):
        direct = np.log(np.exp(z).sum(axis=-1))
    return np.where(np.isfinite(direct), direct, z.max(axis=-1))[()]


@exercise.wrong(fails="sums_over_the_last_axis")
def lse_only_the_maximum(z):
    """gives the maximum of each row, without the round corner

    For two equal logits, e to the z stands in the sum twice. What does that add to the logarithm?
    """
    return np.asarray(z, float).max(axis=-1)


@exercise.wrong(fails="sums_over_the_last_axis")
def lse_first_axis(z):
    """sums over the first axis instead of the last

    A (2, 3) table: two samples, three classes. How many numbers should come back?
    """
    z = np.asarray(z, float)
    m = z.max(axis=0, keepdims=True)
    return m[0] + np.log(np.exp(z - m).sum(axis=0))


@exercise.wrong(fails="keeps_leading_dimensions")
def lse_axis_one(z):
    """sums over axis 1, which is the last one only in a table

    Which axis of a (2, 3, 4) array is the last? And of a single row? Which number means "the last" for all?
    """
    z = np.asarray(z, float)
    m = z.max(axis=1, keepdims=True)
    return m[:, 0] + np.log(np.exp(z - m).sum(axis=1))


@exercise.wrong(fails="sums_over_the_last_axis")
def lse_of_everything(z):
    """sums over the whole array, so a single number is left

    What does np.sum do when you do not name an axis?
    """
    z = np.asarray(z, float)
    return z.max() + np.log(np.exp(z - z.max()).sum())


@exercise.wrong(fails="sums_over_the_last_axis")
def lse_keeps_the_axis(z):
    """keeps the last axis with length 1

    Which shape should come back for (4, 3): (4, 1) or (4,)? What does keepdims do?
    """
    z = np.asarray(z, float)
    m = z.max(axis=-1, keepdims=True)
    return m + np.log(np.exp(z - m).sum(axis=-1, keepdims=True))


@exercise.wrong(fails="keeps_leading_dimensions")
def lse_one_element_array(z):
    """makes a table of a single row, so an array of one element comes back instead of a float

    What does np.atleast_2d do to the shape (3,)? And what should be left of it at the end?
    """
    z = np.atleast_2d(np.asarray(z, float))
    m = z.max(axis=-1, keepdims=True)
    return m[..., 0] + np.log(np.exp(z - m).sum(axis=-1))


@exercise.wrong(fails="keeps_leading_dimensions")
def lse_flattens(z):
    """flattens everything before the last axis into one long axis

    A (2, 3, 4) array holds 2 times 3 rows. Which shape should their results have?
    """
    z = np.asarray(z, float)
    z = z.reshape(-1, z.shape[-1])
    m = z.max(axis=-1, keepdims=True)
    found = m[..., 0] + np.log(np.exp(z - m).sum(axis=-1))
    return found if len(found) > 1 else found[0]


@exercise.wrong(fails="sums_over_the_last_axis")
def lse_base_two(z):
    """takes the logarithm to base 2

    The exponentials have the base e. Which logarithm undoes them?
    """
    z = np.asarray(z, float)
    m = z.max(axis=-1, keepdims=True)
    return m[..., 0] + np.log2(np.exp(z - m).sum(axis=-1))


@exercise.wrong(fails="sums_over_the_last_axis")
def lse_log_of_the_mean(z):
    """takes the mean of the exponentials instead of their sum

    For two equal logits: is the result the logit itself, or log 2 more?
    """
    z = np.asarray(z, float)
    m = z.max(axis=-1, keepdims=True)
    return m[..., 0] + np.log(np.exp(z - m).mean(axis=-1))


@exercise.wrong(fails="sums_over_the_last_axis")
def lse_sum_of_logs(z):
    """takes the logarithm before the sum, so the exponentials are undone one by one

    Is the logarithm of a sum the sum of the logarithms?
    """
    return np.asarray(z, float).sum(axis=-1)


@exercise.wrong(fails="sums_over_the_last_axis")
def lse_log1p(z):
    """takes log1p of the sum, which counts the largest term twice

    log1p(x) is log(1 + x). Does your sum already hold the 1 of the largest logit?
    """
    z = np.asarray(z, float)
    m = z.max(axis=-1, keepdims=True)
    return m[..., 0] + np.log1p(np.exp(z - m).sum(axis=-1))


@exercise.wrong(fails="sums_over_the_last_axis")
def lse_no_logarithm(z):
    """gives the sum of the exponentials without its logarithm

    The name has three parts. Which one comes last when you compute it?
    """
    with np.errstate(all="ignore"):
        return np.exp(np.asarray(z, float)).sum(axis=-1)


@exercise.wrong(fails="lists_and_integers")
def lse_needs_an_array(z):
    """uses what was passed in as if it were an array, so a list fails

    Has a list a method called max? What makes an array of anything?
    """
    m = z.max(axis=-1, keepdims=True)
    return m[..., 0] + np.log(np.exp(z - m).sum(axis=-1))


@exercise.wrong(fails="lists_and_integers")
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


@exercise.wrong(fails="leaves_inputs_alone")
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


@exercise.wrong(fails="leaves_inputs_alone")
def lse_sorts_in_place(z):
    """sorts the logits that were passed in to find the largest

    Is there a way to find the largest that leaves the order alone?
    """
    z = np.asarray(z)
    if z.dtype.kind != "f":
        z = z.astype(float)
    z.sort(axis=-1)
    return z[..., -1] + np.log(np.exp(z - z[..., -1:]).sum(axis=-1))


@exercise.wrong(fails="sums_over_the_last_axis")
def lse_maximum_loses_its_axis(z):
    """subtracts a vector with one maximum per row, which NumPy lines up with the columns

    What is the shape of z.max(axis=-1), and what with keepdims=True?
    """
    z = np.asarray(z, float)
    m = z.max(axis=-1)
    return m + np.log(np.exp(z - m).sum(axis=-1))


@exercise.wrong(fails="sums_over_the_last_axis")
def lse_maximum_keeps_its_axis(z):
    """adds back a column of maxima, which makes a table with the row of logarithms

    What is the shape of m, and what is the shape of the logarithm beside it?
    """
    z = np.asarray(z, float)
    m = z.max(axis=-1, keepdims=True)
    return m + np.log(np.exp(z - m).sum(axis=-1))


@exercise.wrong(fails="sums_over_the_last_axis")
def lse_subtracts_the_logarithm(z):
    """subtracts the logarithm from the maximum where it should be added

    Is log-sum-exp larger than the largest logit, or smaller?
    """
    z = np.asarray(z, float)
    m = z.max(axis=-1, keepdims=True)
    return m[..., 0] - np.log(np.exp(z - m).sum(axis=-1))


@exercise.wrong(fails="sums_over_the_last_axis")
def lse_multiplies_the_maximum(z):
    """multiplies by the maximum where it should be added

    exp(a + b) is exp(a) * exp(b). What does the logarithm make of a product?
    """
    z = np.asarray(z, float)
    m = z.max(axis=-1, keepdims=True)
    return m[..., 0] * np.log(np.exp(z - m).sum(axis=-1))


@exercise.wrong(fails="sums_over_the_last_axis")
def lse_adds_inside(z):
    """adds the maximum inside the logarithm, where it belongs outside

    What is log(exp(m) * s), taken apart?
    """
    z = np.asarray(z, float)
    with np.errstate(all="ignore"):
        m = z.max(axis=-1, keepdims=True)
        return np.log(np.exp(z - m).sum(axis=-1) + m[..., 0])


@exercise.wrong(fails="sums_over_the_last_axis")
def lse_base_ten(z):
    """takes the logarithm to base 10

    What is np.log10(10), and what is np.log(10)?
    """
    z = np.asarray(z, float)
    m = z.max(axis=-1, keepdims=True)
    return m[..., 0] + np.log10(np.exp(z - m).sum(axis=-1))


@exercise.wrong(fails="sums_over_the_last_axis")
def lse_softens_the_sum(z):
    """adds a small number to the sum before the logarithm

    After the shift, how small can the sum be? Does it need help?
    """
    z = np.asarray(z, float)
    m = z.max(axis=-1, keepdims=True)
    return m[..., 0] + np.log(np.exp(z - m).sum(axis=-1) + 1e-3)


@exercise.wrong(fails="sums_over_the_last_axis")
def lse_sums_softplus(z):
    """adds up log(1 + exp(z)), the logarithm of each term by itself

    Which comes first in the name: the logarithm or the sum?
    """
    z = np.asarray(z, float)
    return np.logaddexp(0, z).sum(axis=-1)


@exercise.wrong(fails="keeps_leading_dimensions")
def lse_rows_of_a_table(z):
    """loops over the rows of a table, and knows no other number of dimensions

    What does `for row in z` give you of three logits? And of a (2, 4, 3) array?
    """
    return np.array([max(row) + np.log(sum(np.exp(v - max(row)) for v in row)) for row in z])


@exercise.wrong(fails="logits_of_any_size")
def lse_clips_the_sum(z):
    """clips the sum before the logarithm, so very negative rows all look alike

    What is log-sum-exp of [-1000, -1000]?
    """
    z = np.asarray(z, float)
    with np.errstate(all="ignore"):
        return np.log(np.clip(np.exp(z).sum(axis=-1), 1e-7, 1e300))


@exercise.wrong(fails="logits_of_any_size")
def lse_never_below_zero(z):
    """subtracts 0 where the maximum is negative, so rows far below 0 still end in the logarithm of 0

    For the row [-1000, -1001], what do you subtract, and what is exp of the rest?
    """
    z = np.asarray(z, float)
    m = np.maximum(z.max(axis=-1), 0)
    with np.errstate(all="ignore"):
        return m + np.log(np.exp(z - m[..., np.newaxis]).sum(axis=-1))
