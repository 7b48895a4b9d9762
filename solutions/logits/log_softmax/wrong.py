"""Wrong answers to log_softmax."""

import numpy as np

from .checks import exercise


@exercise.wrong(fails="logits_of_any_size")
def lsm_log_of_softmax(z):
    """forms softmax first and then takes its logarithm, which gives -inf where softmax is 0

    What is softmax of [0, -800], as a float? What would you have to know to get -800 back?
    """
    z = np.asarray(z, float)
    e = np.exp(z - z.max(axis=-1, keepdims=True))
    with np.errstate(all="ignore"):
        return np.log(e / e.sum(axis=-1, keepdims=True))


@exercise.wrong(fails="logits_of_any_size")
def lsm_clipped(z):
    """clips softmax before the logarithm, so nothing is ever below -16.1

    What should the second class of [0, -800] get? What is the smallest value you can return?
    """
    z = np.asarray(z, float)
    e = np.exp(z - z.max(axis=-1, keepdims=True))
    return np.log(np.clip(e / e.sum(axis=-1, keepdims=True), 1e-7, 1))


@exercise.wrong(fails="logits_of_any_size")
def lsm_adds_epsilon(z):
    """adds a tiny number inside the logarithm to keep it away from 0

    Softmax of 1e-20 plus your tiny number: which of the two does the logarithm see?
    """
    z = np.asarray(z, float)
    e = np.exp(z - z.max(axis=-1, keepdims=True))
    return np.log(e / e.sum(axis=-1, keepdims=True) + 1e-12)


@exercise.wrong(fails="logits_of_any_size")
def lsm_smallest_float(z):
    """replaces a softmax of 0 by the smallest float there is

    How negative can your result become? And how negative should it be for [0, -1000000]?
    """
    z = np.asarray(z, float)
    e = np.exp(z - z.max(axis=-1, keepdims=True))
    return np.log(np.maximum(e / e.sum(axis=-1, keepdims=True), np.finfo(float).tiny))


@exercise.wrong(fails="logits_of_any_size")
def lsm_unshifted(z):
    """exponentiates the logits as they are, so large ones overflow

    What is np.exp(1000)? Does log-softmax change when you subtract the same number from a whole row?
    """
    z = np.asarray(z, float)
    with np.errstate(all="ignore"):
        return z - np.log(np.exp(z).sum(axis=-1, keepdims=True))


@exercise.wrong(fails="logits_of_any_size")
def lsm_mean_shift(z):
    """subtracts the mean of each row, which lies far below its largest logit

    For the row [1000, -1000]: what is the largest number that np.exp gets to see?
    """
    z = np.asarray(z, float)
    z = z - z.mean(axis=-1, keepdims=True)
    with np.errstate(all="ignore"):
        return z - np.log(np.exp(z).sum(axis=-1, keepdims=True))


@exercise.wrong(fails="logits_of_any_size")
def lsm_absolute_shift(z):
    """subtracts the largest absolute value, which pushes negative rows even further down

    For the row [-1000, -1001]: which number is its maximum, and which one do you subtract?
    """
    z = np.asarray(z, float)
    z = z - np.abs(z).max(axis=-1, keepdims=True)
    with np.errstate(all="ignore"):
        return z - np.log(np.exp(z).sum(axis=-1, keepdims=True))


@exercise.wrong(fails="rows_of_different_size")
def lsm_global_max(z):
    """subtracts one maximum of the whole array, so rows far below it vanish

    A row near -1000 beside a row near 1000: what is left of it after your subtraction?
    """
    z = np.asarray(z, float)
    z = z - z.max()
    with np.errstate(all="ignore"):
        return z - np.log(np.exp(z).sum(axis=-1, keepdims=True))


@exercise.wrong(fails="normalises_the_last_axis")
def lsm_softmax(z):
    """gives softmax itself, without the logarithm

    Can the logarithm of a probability be positive?
    """
    z = np.asarray(z, float)
    e = np.exp(z - z.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


@exercise.wrong(fails="normalises_the_last_axis")
def lsm_of_softmax(z):
    """applies log-softmax to softmax, so the logits go through softmax twice

    Is what you hand to log-softmax a row of logits, or are they probabilities already?
    """
    z = np.asarray(z, float)
    e = np.exp(z - z.max(axis=-1, keepdims=True))
    p = e / e.sum(axis=-1, keepdims=True)
    return p - np.log(np.exp(p).sum(axis=-1, keepdims=True))


@exercise.wrong(fails="normalises_the_last_axis")
def lsm_first_axis(z):
    """normalises the columns instead of the rows

    Which axis runs along the classes of one sample? What do the exponentials of your rows add up to?
    """
    z = np.asarray(z, float)
    z = z - z.max(axis=0, keepdims=True)
    with np.errstate(all="ignore"):
        return z - np.log(np.exp(z).sum(axis=0, keepdims=True))


@exercise.wrong(fails="keeps_every_dimension")
def lsm_axis_one(z):
    """normalises axis 1, which is the last one only in a table

    Which axis of a (2, 3, 4) array is the last? And of a single row? Which number means "the last" for all?
    """
    z = np.asarray(z, float)
    z = z - z.max(axis=1, keepdims=True)
    return z - np.log(np.exp(z).sum(axis=1, keepdims=True))


@exercise.wrong(fails="normalises_the_last_axis")
def lsm_of_everything(z):
    """normalises the whole array at once, not each row

    What do the exponentials of one row add up to? What did np.sum add when you named no axis?
    """
    z = np.asarray(z, float)
    z = z - z.max()
    return z - np.log(np.exp(z).sum())


@exercise.wrong(fails="normalises_the_last_axis")
def lsm_broadcasts(z):
    """subtracts a vector with one number per row, which NumPy lines up with the columns

    What is the shape of lse(z)? Which shape would be subtracted row by row?
    """
    z = np.asarray(z, float)
    m = z.max(axis=-1, keepdims=True)
    return z - (m[..., 0] + np.log(np.exp(z - m).sum(axis=-1)))


@exercise.wrong(fails="normalises_the_last_axis")
def lsm_only_shifts(z):
    """subtracts the maximum of each row and stops there

    What do the exponentials of your row add up to?
    """
    z = np.asarray(z, float)
    return z - z.max(axis=-1, keepdims=True)


@exercise.wrong(fails="normalises_the_last_axis")
def lsm_forgets_the_shift(z):
    """shifts the logits inside the sum, but not those it subtracts from

    You subtracted the maximum in one place. Where else does it have to go?
    """
    z = np.asarray(z, float)
    return z - np.log(np.exp(z - z.max(axis=-1, keepdims=True)).sum(axis=-1, keepdims=True))


@exercise.wrong(fails="normalises_the_last_axis")
def lsm_shifts_twice(z):
    """subtracts the maximum twice, once by itself and once within log-sum-exp

    Does lse(z) already contain the maximum? Then what do you subtract it from?
    """
    z = np.asarray(z, float)
    m = z.max(axis=-1, keepdims=True)
    return (z - m) - (m + np.log(np.exp(z - m).sum(axis=-1, keepdims=True)))


@exercise.wrong(fails="normalises_the_last_axis")
def lsm_adds(z):
    """adds log-sum-exp instead of subtracting it

    A probability is a fraction. What does the logarithm make of a division?
    """
    z = np.asarray(z, float)
    m = z.max(axis=-1, keepdims=True)
    return z + m + np.log(np.exp(z - m).sum(axis=-1, keepdims=True))


@exercise.wrong(fails="normalises_the_last_axis")
def lsm_surprise(z):
    """gives the surprise, with the opposite sign

    Is the logarithm of a number below 1 positive or negative?
    """
    z = np.asarray(z, float)
    z = z - z.max(axis=-1, keepdims=True)
    return np.log(np.exp(z).sum(axis=-1, keepdims=True)) - z


@exercise.wrong(fails="normalises_the_last_axis")
def lsm_base_two(z):
    """takes the logarithm to base 2

    The exponentials have the base e. Which logarithm undoes them?
    """
    z = np.asarray(z, float)
    z = z - z.max(axis=-1, keepdims=True)
    return z - np.log2(np.exp(z).sum(axis=-1, keepdims=True))


@exercise.wrong(fails="normalises_the_last_axis")
def lsm_of_the_mean(z):
    """divides by the mean of the exponentials instead of their sum

    What do the exponentials of your row add up to, 1 or the number of classes?
    """
    z = np.asarray(z, float)
    z = z - z.max(axis=-1, keepdims=True)
    return z - np.log(np.exp(z).mean(axis=-1, keepdims=True))


@exercise.wrong(fails="normalises_the_last_axis")
def lsm_sigmoid(z):
    """takes each logit by itself, as the logarithm of a sigmoid

    Do your probabilities in a row add up to 1? Do the classes know of each other?
    """
    return -np.logaddexp(0, -np.asarray(z, float))


@exercise.wrong(fails="lists_and_integers")
def lsm_needs_an_array(z):
    """uses what was passed in as if it were an array, so a list fails

    Has a list a method called max? What makes an array of anything?
    """
    s = z - z.max(axis=-1, keepdims=True)
    return s - np.log(np.exp(s).sum(axis=-1, keepdims=True))


@exercise.wrong(fails="lists_and_integers")
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


@exercise.wrong(fails="leaves_inputs_alone")
def lsm_in_place(z):
    """subtracts inside the array that was passed in, so the caller's logits are changed

    Does z -= m make a new array, or does it write into the one it was given?
    """
    z = np.asarray(z)
    if z.dtype.kind != "f":
        z = z.astype(float)
    z -= z.max(axis=-1, keepdims=True)
    return z - np.log(np.exp(z).sum(axis=-1, keepdims=True))


@exercise.wrong(fails="normalises_the_last_axis")
def lsm_base_ten(z):
    """takes the logarithm of softmax to base 10

    What is np.log10(10), and what is np.log(10)?
    """
    z = np.asarray(z, float)
    s = z - z.max(axis=-1, keepdims=True)
    return (s - np.log(np.exp(s).sum(axis=-1, keepdims=True))) / np.log(10)


@exercise.wrong(fails="normalises_the_last_axis")
def lsm_base_ten_of_the_sum(z):
    """takes the logarithm of the sum to base 10, while the exponentials are of base e

    What is np.log10(10), and what is np.log(10)?
    """
    z = np.asarray(z, float)
    s = z - z.max(axis=-1, keepdims=True)
    return s - np.log10(np.exp(s).sum(axis=-1, keepdims=True))


@exercise.wrong(fails="normalises_the_last_axis")
def lsm_sum_without_logarithm(z):
    """subtracts the sum of the exponentials without its logarithm

    What is the logarithm of a quotient, taken apart?
    """
    z = np.asarray(z, float)
    s = z - z.max(axis=-1, keepdims=True)
    return s - np.exp(s).sum(axis=-1, keepdims=True)


@exercise.wrong(fails="normalises_the_last_axis")
def lsm_sum_of_logits(z):
    """subtracts the sum of the logits, without exponentials and logarithm

    What stands below the fraction in softmax?
    """
    z = np.asarray(z, float)
    s = z - z.max(axis=-1, keepdims=True)
    return s - s.sum(axis=-1, keepdims=True)


@exercise.wrong(fails="normalises_the_last_axis")
def lsm_divides_by_the_logarithm(z):
    """divides by the logarithm of the sum where it should be subtracted

    What is the logarithm of a quotient, taken apart?
    """
    z = np.asarray(z, float)
    s = z - z.max(axis=-1, keepdims=True)
    with np.errstate(all="ignore"):
        return s / np.log(np.exp(s).sum(axis=-1, keepdims=True))


@exercise.wrong(fails="normalises_the_last_axis")
def lsm_sum_loses_its_axis(z):
    """subtracts a vector with one logarithm per row, which NumPy lines up with the columns

    What is the shape of a sum over axis -1, and what with keepdims=True?
    """
    z = np.asarray(z, float)
    s = z - z.max(axis=-1, keepdims=True)
    return s - np.log(np.exp(s).sum(axis=-1))


@exercise.wrong(fails="normalises_the_last_axis")
def lsm_column_maximum(z):
    """subtracts the largest logit of each column, which changes the differences within a row

    What may be subtracted from a row without changing its softmax?
    """
    z = np.asarray(z, float)
    s = z - z.max(axis=0)
    with np.errstate(all="ignore"):
        return s - np.log(np.exp(s).sum(axis=-1, keepdims=True))


@exercise.wrong(fails="normalises_the_last_axis")
def lsm_rounds(z):
    """rounds the results

    How many digits does the docstring promise?
    """
    z = np.asarray(z, float)
    s = z - z.max(axis=-1, keepdims=True)
    return np.round(s - np.log(np.exp(s).sum(axis=-1, keepdims=True)), 4)


@exercise.wrong(fails="logits_of_any_size")
def lsm_subtracts_the_smallest(z):
    """subtracts the smallest logit of each row instead of the largest

    The logits 0 and 1000: what is the largest exponent that is left?
    """
    z = np.asarray(z, float)
    s = z - z.min(axis=-1, keepdims=True)
    with np.errstate(all="ignore"):
        return s - np.log(np.exp(s).sum(axis=-1, keepdims=True))


@exercise.wrong(fails="logits_of_any_size")
def lsm_patches_infinity(z):
    """replaces -inf after the logarithm by the largest float there is

    The logits 0 and -1000: what is the logarithm of the second share, exactly?
    """
    z = np.asarray(z, float)
    s = z - z.max(axis=-1, keepdims=True)
    e = np.exp(s)
    with np.errstate(all="ignore"):
        return np.nan_to_num(np.log(e / e.sum(axis=-1, keepdims=True)))


@exercise.wrong(fails="logits_of_any_size")
def lsm_leaves_zeros(z):
    """gives 0 where softmax is 0, as if that were certain

    The logarithm of which share is 0?
    """
    z = np.asarray(z, float)
    s = z - z.max(axis=-1, keepdims=True)
    e = np.exp(s)
    p = e / e.sum(axis=-1, keepdims=True)
    return np.log(p, where=p > 0, out=np.zeros_like(p))


@exercise.wrong(fails="logits_of_any_size")
def lsm_as_it_stands(z):
    """writes log(softmax(z)) down as it stands: exp overflows, and softmax may be 0

    What is np.exp(1000), and what is np.log(0)? Which of the two logarithms can be taken before anything is divided?
    """
    with np.errstate(all="ignore"):
        e = np.exp(np.asarray(z, float))
        return np.log(e / e.sum(axis=-1, keepdims=True))
