"""Wrong answers to sigmoid."""

import numpy as np

from .checks import exercise


@exercise.wrong(fails="squeezes_into_zero_one")
def sig_tanh(x):
    """computes the hyperbolic tangent, which runs from -1 to 1

    Between which two values should the result lie? What is your result for 0?
    """
    return np.tanh(np.asarray(x, float))


@exercise.wrong(fails="squeezes_into_zero_one")
def sig_tanh_scaled(x):
    """moves the hyperbolic tangent into 0 to 1 but forgets to halve x, so the curve is twice as steep

    What do you get at ln 3? The text works it out by hand.
    """
    return (np.tanh(np.asarray(x, float)) + 1) / 2


@exercise.wrong(fails="squeezes_into_zero_one")
def sig_wrong_sign(x):
    """forgets the minus sign in the exponent, so the curve falls instead of rising

    Should a large x give a probability near 1 or near 0?
    """
    with np.errstate(all="ignore"):
        return 1 / (1 + np.exp(np.asarray(x, float)))


@exercise.wrong(fails="squeezes_into_zero_one")
def sig_precedence(x):
    """divides 1 by 1 and then adds the exponential: brackets are missing

    In which order does Python compute 1 / 1 + a?
    """
    with np.errstate(all="ignore"):
        return 1 / 1 + np.exp(-np.asarray(x, float))


@exercise.wrong(fails="squeezes_into_zero_one")
def sig_step(x):
    """decides for 0 or 1 at once instead of giving a probability

    What does your function say about 0.1 and about 10? Is it equally sure of both?
    """
    return (np.asarray(x, float) > 0).astype(float)


@exercise.wrong(fails="squeezes_into_zero_one")
def sig_hard(x):
    """draws a straight line between 0 and 1, which is the hard sigmoid

    Where in your function is the exponential?
    """
    return np.clip(np.asarray(x, float) / 6 + 0.5, 0, 1)


@exercise.wrong(fails="squeezes_into_zero_one")
def sig_softsign(x):
    """divides x by 1 + |x|, which has an S-shape too, but another one

    Where in your function is the exponential?
    """
    x = np.asarray(x, float)
    return (x / (1 + np.abs(x)) + 1) / 2


@exercise.wrong(fails="squeezes_into_zero_one")
def sig_base_two(x):
    """takes powers of 2 instead of powers of e

    Which base does np.exp use?
    """
    with np.errstate(all="ignore"):
        return 1 / (1 + np.exp2(-np.asarray(x, float)))


@exercise.wrong(fails="squeezes_into_zero_one")
def sig_slope(x):
    """returns the slope of the sigmoid, not its value

    What is your result for 0? What probability stands for "no idea"?
    """
    e = np.exp(-np.abs(np.asarray(x, float)))
    return e / (1 + e) ** 2


@exercise.wrong(fails="squeezes_into_zero_one")
def sig_shares(x):
    """divides by the sum of the row, so that each row adds up to 1

    Does the sigmoid of one number depend on its neighbours?
    """
    e = np.exp(-np.abs(np.asarray(x, float)))
    s = np.where(np.asarray(x, float) >= 0, 1, e) / (1 + e)
    with np.errstate(all="ignore"):
        return s / s.sum(axis=-1, keepdims=True)


@exercise.wrong(fails="squeezes_into_zero_one")
def sig_cut_at_five(x):
    """cuts x off at -5 and 5, so that no probability is below 0.0067

    How sure may a network be? What is the sigmoid of -12?
    """
    return 1 / (1 + np.exp(-np.clip(np.asarray(x, float), -5, 5)))


@exercise.wrong(fails="keeps_the_shape")
def sig_flattens(x):
    """makes one long vector of every array

    What is the shape of your result for a (4, 3) array? And what should it be?
    """
    e = np.exp(-np.abs(np.asarray(x, float).ravel()))
    return np.where(np.asarray(x, float).ravel() >= 0, 1, e) / (1 + e)


@exercise.wrong(fails="keeps_the_shape")
def sig_squeezes_axes(x):
    """drops the axes of size 1

    Does a column, (5, 1), stay a column?
    """
    x = np.asarray(x, float)
    e = np.exp(-np.abs(x))
    return np.squeeze(np.where(x >= 0, 1, e) / (1 + e))


@exercise.wrong(fails="keeps_the_shape")
def sig_one_row(x):
    """loops over x as if it were a single row of numbers

    When x is (4, 3), what does `for v in x` give you?
    """
    with np.errstate(all="ignore"):
        return [1 / (1 + np.exp(-np.float64(v))) if np.ndim(v) == 0 else float(v) for v in x]


@exercise.wrong(fails="takes_lists_and_integers")
def sig_arrays_only(x):
    """calculates with x as it comes, and a list has no minus

    What could you turn x into in the first line?
    """
    with np.errstate(all="ignore"):
        return 1 / (1 + np.exp(-x))


@exercise.wrong(fails="takes_lists_and_integers")
def sig_integer_container(x):
    """puts its results into an array of x's own type, so integers in give integers out

    What is the dtype of np.zeros_like([1, 2])? Can it hold 0.73?
    """
    x = np.asarray(x)
    result = np.zeros_like(x)
    with np.errstate(all="ignore"):
        result[...] = 1 / (1 + np.exp(-x))
    return result


@exercise.wrong(fails="stays_finite")
def sig_ratio(x):
    """divides exp(x) by 1 + exp(x), which is inf / inf where x is large

    What is np.exp(1000)? And that divided by itself plus 1?
    """
    x = np.asarray(x, float)
    with np.errstate(all="ignore"):
        return np.exp(x) / (1 + np.exp(x))


@exercise.wrong(fails="stays_finite")
def sig_ratio_patched(x):
    """replaces the nan of inf / inf by 0, though it stands where the result should be 1

    For which x does your formula give nan: the large negative or the large positive ones?
    """
    x = np.asarray(x, float)
    with np.errstate(all="ignore"):
        return np.nan_to_num(np.exp(x) / (1 + np.exp(x)))


@exercise.wrong(fails="stays_finite")
def sig_math_exp(x):
    """uses math.exp, which raises an error where np.exp gives inf

    What is math.exp(1000)? Which of the two signs of x needs another formula?
    """
    import math

    return np.vectorize(lambda v: 1 / (1 + math.exp(-v)), otypes=[float])(x)


@exercise.wrong(fails="leaves_inputs_alone")
def sig_in_place(x):
    """computes inside the array that was passed in, so the caller's data are gone

    Do out=x and x *= -1 make a new array, or do they write into the one they were given?
    """
    x = np.asarray(x) if np.asarray(x).dtype.kind == "f" else np.asarray(x, float)
    with np.errstate(all="ignore"):
        np.negative(x, out=x)
        np.exp(x, out=x)
        x += 1
        return np.divide(1, x, out=x)


@exercise.wrong(fails="squeezes_into_zero_one")
def sig_swish(x):
    """multiplies x by its sigmoid, which is another activation, SiLU

    What is your result for -5? Can it be a probability?
    """
    x = np.asarray(x, float)
    with np.errstate(all="ignore"):
        return x / (1 + np.exp(-x))


@exercise.wrong(fails="squeezes_into_zero_one")
def sig_minus_in_denominator(x):
    """subtracts the exponential in the denominator where it should be added

    What is your result at 0?
    """
    x = np.asarray(x, float)
    with np.errstate(all="ignore"):
        return 1 / (1 - np.exp(-x))


@exercise.wrong(fails="squeezes_into_zero_one")
def sig_absolute(x):
    """takes the absolute value of x, so both sides look like the right one

    Which is larger, the sigmoid of -2 or of 2?
    """
    x = np.asarray(x, float)
    return 1 / (1 + np.exp(-np.abs(x)))


@exercise.wrong(fails="squeezes_into_zero_one")
def sig_squares_x(x):
    """squares x in the exponent, so both sides look alike

    Which is larger, the sigmoid of -2 or of 2?
    """
    x = np.asarray(x, float)
    return 1 / (1 + np.exp(-(x**2)))


@exercise.wrong(fails="squeezes_into_zero_one")
def sig_logarithm(x):
    """returns the logarithm of the sigmoid

    Can a probability be negative?
    """
    x = np.asarray(x, float)
    return -np.logaddexp(0, -x)


@exercise.wrong(fails="squeezes_into_zero_one")
def sig_arctangent(x):
    """moves the arctangent into 0 to 1, which has an S-shape too, but another one

    Which formula does the docstring state?
    """
    x = np.asarray(x, float)
    return 0.5 + np.arctan(x) / np.pi


@exercise.wrong(fails="squeezes_into_zero_one")
def sig_doubles(x):
    """has a 2 above the fraction, so the result runs from 0 to 2

    What is your result at 0?
    """
    x = np.asarray(x, float)
    with np.errstate(all="ignore"):
        return 2 / (1 + np.exp(-x))


@exercise.wrong(fails="squeezes_into_zero_one")
def sig_halves_x(x):
    """divides x by 2 first, so the curve is half as steep

    Which x stands in the exponent of the docstring's formula?
    """
    x = np.asarray(x, float)
    with np.errstate(all="ignore"):
        return 1 / (1 + np.exp(-x / 2))


@exercise.wrong(fails="squeezes_into_zero_one")
def sig_python_if(x):
    """asks whether a whole array is positive

    What does `if x >= 0` do when some elements are positive and some are not?
    """
    x = np.asarray(x, float)
    if x >= 0:
        return 1 / (1 + np.exp(-x))
    return np.exp(x) / (1 + np.exp(x))


@exercise.wrong(fails="stays_finite")
def sig_clips_result(x):
    """clips the result, so it never comes nearer to 0 or 1 than a small constant

    What does the docstring say of x far to the left?
    """
    x = np.asarray(x, float)
    with np.errstate(all="ignore"):
        return np.clip(1 / (1 + np.exp(-x)), 1e-7, 1 - 1e-7)


@exercise.wrong(fails="stays_finite")
def sig_clips_x(x):
    """cuts x off at 20, so all numbers beyond count the same

    What is the sigmoid of -30, and what of -20?
    """
    x = np.asarray(x, float)
    return 1 / (1 + np.exp(-np.clip(x, -20, 20)))


@exercise.wrong(fails="leaves_inputs_alone")
def sig_cuts_off_in_place(x):
    """cuts large numbers off inside the array that was passed in, so the caller's data are changed

    Does x[x < -500] = -500 make a new array, or does it write into the one it was given?
    """
    x = np.asarray(x)
    if x.dtype.kind != "f":
        x = x.astype(float)
    x[x < -500] = -500
    x[x > 500] = 500
    return 1 / (1 + np.exp(-x))


@exercise.wrong(fails="squeezes_into_zero_one")
def sig_one_number(x):
    """takes one number and no array, as math.exp and float do

    Which library has an exp that works on every element of an array?
    """
    import math

    return 1 / (1 + math.exp(-x))
