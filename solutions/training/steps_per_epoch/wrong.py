"""Wrong answers to steps_per_epoch."""

import numpy as np

from .checks import exercise


@exercise.wrong(fails="counts_the_last_batch")
def steps_floor(n_samples, batch_size):
    """counts the full batches only and forgets the samples left over

    What does 13 // 4 give, and which sample is then never seen?
    """
    if n_samples < 1 or batch_size < 1:
        raise ValueError
    return n_samples // batch_size


@exercise.wrong(fails="counts_the_last_batch")
def steps_rounded(n_samples, batch_size):
    """rounds to the nearest number instead of up

    13 / 4 is 3.25. How many batches do 13 samples need?
    """
    if n_samples < 1 or batch_size < 1:
        raise ValueError
    return round(n_samples / batch_size)


@exercise.wrong(fails="counts_full_batches")
def steps_always_one_more(n_samples, batch_size):
    """adds one step even where nothing is left over

    What does 12 // 4 + 1 give? How many samples would that last batch hold?
    """
    if n_samples < 1 or batch_size < 1:
        raise ValueError
    return n_samples // batch_size + 1


@exercise.wrong(fails="counts_the_last_batch")
def steps_floor_at_least_one(n_samples, batch_size):
    """counts a short batch only where it is the only one

    A single short batch counts. Why should one that follows full batches not count?
    """
    if n_samples < 1 or batch_size < 1:
        raise ValueError
    return max(n_samples // batch_size, 1)


@exercise.wrong(fails="counts_full_batches")
def steps_float(n_samples, batch_size):
    """returns a float, such as 4.0, where an int is asked for

    What is type(np.ceil(3.25))? What does math.ceil give?
    """
    if n_samples < 1 or batch_size < 1:
        raise ValueError
    return float(np.ceil(n_samples / batch_size))


@exercise.wrong(fails="counts_the_last_batch")
def steps_quotient(n_samples, batch_size):
    """returns the quotient, which is seldom a whole number

    Can the weights be updated 3.25 times?
    """
    if n_samples < 1 or batch_size < 1:
        raise ValueError
    return n_samples / batch_size


@exercise.wrong(fails="counts_the_last_batch")
def steps_adds_what_is_left(n_samples, batch_size):
    """adds the number of samples left over, not one batch for them

    14 % 4 is 2. How many batches do these two samples make?
    """
    if n_samples < 1 or batch_size < 1:
        raise ValueError
    return n_samples // batch_size + n_samples % batch_size


@exercise.wrong(fails="one_batch_holds_everything")
def steps_refuses_a_large_batch(n_samples, batch_size):
    """refuses a batch size larger than the data

    What does the docstring say about a batch size larger than n_samples?
    """
    if n_samples < 1 or batch_size < 1 or batch_size > n_samples:
        raise ValueError
    return -(-n_samples // batch_size)


@exercise.wrong(fails="refuses_batches_below_one")
def steps_no_error(n_samples, batch_size):
    """does not refuse sizes below 1

    What does your code do with -12 samples, or with a batch size of 0?
    """
    return -(-n_samples // batch_size)


@exercise.wrong(fails="refuses_samples_below_one")
def steps_refuses_batch_only(n_samples, batch_size):
    """refuses a batch size below 1, but not a number of samples below 1

    How many steps does your code make of no samples at all?
    """
    if batch_size < 1:
        raise ValueError
    return -(-n_samples // batch_size)


@exercise.wrong(fails="refuses_batches_below_one")
def steps_refuses_samples_only(n_samples, batch_size):
    """refuses a number of samples below 1, but not a batch size below 1

    What happens with a batch size of 0, and with one of -4?
    """
    if n_samples < 1:
        raise ValueError
    return -(-n_samples // batch_size)


@exercise.wrong(fails="refuses_samples_below_one")
def steps_refuses_zero_only(n_samples, batch_size):
    """refuses zero, but not negative numbers

    Is -12 below 1? Which comparison says "below"?
    """
    if n_samples == 0 or batch_size == 0:
        raise ValueError
    return -(-n_samples // batch_size)


@exercise.wrong(fails="refuses_samples_below_one")
def steps_refuses_negative_only(n_samples, batch_size):
    """refuses negative numbers, but not zero samples

    Is 0 below 1? Which comparison leaves it through?
    """
    if n_samples < 0 or batch_size < 0 or batch_size == 0:
        raise ValueError
    return -(-n_samples // batch_size)


@exercise.wrong(fails="refuses_samples_below_one")
def steps_refuses_if_both(n_samples, batch_size):
    """refuses only where both numbers are below 1

    The docstring says "either". Which of `and` and `or` is that?
    """
    if n_samples < 1 and batch_size < 1:
        raise ValueError
    return -(-n_samples // batch_size)


@exercise.wrong(fails="refuses_samples_below_one")
def steps_returns_zero(n_samples, batch_size):
    """returns 0 for sizes below 1 instead of raising an error

    What does the docstring say under Raises?
    """
    if n_samples < 1 or batch_size < 1:
        return 0
    return -(-n_samples // batch_size)


@exercise.wrong(fails="counts_full_batches")
def steps_upside_down(n_samples, batch_size):
    """divides the batch size by the number of samples

    A thousand samples in batches of ten: is it a hundred steps, or one?
    """
    if n_samples < 1 or batch_size < 1:
        raise ValueError
    return -(-batch_size // n_samples)
