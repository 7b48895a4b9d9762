"""Wrong answers to sigmoid_derivative."""

import numpy as np

from .checks import exercise, stable_sigmoid


@exercise.wrong(fails="slope_at_x")
def sd_takes_output(x):
    """computes x * (1 - x), which takes x for the sigmoid's own value

    In s * (1 - s), what is s? What do you get for x = 2, and can a sigmoid fall?
    """
    x = np.asarray(x, float)
    return x * (1 - x)


@exercise.wrong(fails="slope_at_x")
def sd_value(x):
    """returns the sigmoid itself, not its slope

    How steep is the curve far to the right, where its value is nearly 1?
    """
    return 0.5 * (1 + np.tanh(np.asarray(x, float) / 2))


@exercise.wrong(fails="slope_at_x")
def sd_one_minus(x):
    """leaves out one of the two factors: 1 - s alone

    Far to the left, s is nearly 0 and 1 - s nearly 1. Is the curve steep there?
    """
    return 0.5 * (1 - np.tanh(np.asarray(x, float) / 2))


@exercise.wrong(fails="slope_at_x")
def sd_tanh(x):
    """computes the slope of the hyperbolic tangent, 1 - tanh squared

    What is the steepest slope of the sigmoid? And yours at 0?
    """
    return 1 - np.tanh(np.asarray(x, float)) ** 2


@exercise.wrong(fails="slope_at_x")
def sd_one_minus_square(x):
    """computes 1 - s squared, which is the rule for the hyperbolic tangent

    What do you get at x = 0, where s is one half? What should it be?
    """
    return 1 - (0.5 * (1 + np.tanh(np.asarray(x, float) / 2))) ** 2


@exercise.wrong(fails="slope_at_x")
def sd_square(x):
    """squares s instead of multiplying it by 1 - s

    The two agree at x = 0. Do they at x = 10?
    """
    return (0.5 * (1 + np.tanh(np.asarray(x, float) / 2))) ** 2


@exercise.wrong(fails="slope_at_x")
def sd_forgets_the_square(x):
    """forgets the square under the fraction: exp(-x) / (1 + exp(-x))

    Which power does the lesson's formula have in the denominator? What is the slope at 0?
    """
    e = np.exp(-np.abs(np.asarray(x, dtype=float)))
    return e / (1 + e)


@exercise.wrong(fails="slope_at_x")
def sd_negative(x):
    """has the wrong sign

    Does the sigmoid rise or fall from left to right? What sign has the slope of a curve that rises?
    """
    e = np.exp(-np.abs(np.asarray(x, float)))
    return -e / (1 + e) ** 2


@exercise.wrong(fails="slope_at_x")
def sd_twice(x):
    """puts x through the sigmoid twice before it applies the rule

    Is your s the sigmoid of x, or the sigmoid of the sigmoid of x?
    """
    s = 0.5 * (1 + np.tanh(np.asarray(x, float) / 2))
    s = 1 / (1 + np.exp(-s))
    return s * (1 - s)


@exercise.wrong(fails="slope_at_x")
def sd_plus(x):
    """computes s * (1 + s)

    What is the steepest slope of the sigmoid? Can yours be larger than 1?
    """
    s = 0.5 * (1 + np.tanh(np.asarray(x, float) / 2))
    return s * (1 + s)


@exercise.wrong(fails="slope_at_x")
def sd_quarter(x):
    """gives the steepest slope, 0.25, everywhere

    How steep is the curve at x = 10?
    """
    return np.full(np.shape(x), 0.25)


@exercise.wrong(fails="slope_at_x")
def sd_jacobian(x):
    """returns a matrix with the slopes on its diagonal

    The docstring promises x's shape. What is the shape of yours for three numbers?
    """
    e = np.exp(-np.abs(np.asarray(x, float).ravel()))
    return np.diag(e / (1 + e) ** 2)


@exercise.wrong(fails="slope_at_x")
def sd_gradient_of_row(x):
    """measures the differences between neighbouring elements instead of the slope at each

    Does the slope at one x depend on which numbers stand beside it?
    """
    s = 0.5 * (1 + np.tanh(np.asarray(x, float) / 2))
    return np.diff(s, axis=-1, append=0.0)


@exercise.wrong(fails="keeps_the_shape")
def sd_squeezes_axes(x):
    """drops the axes of size 1

    Does a column, (5, 1), stay a column?
    """
    e = np.exp(-np.abs(np.asarray(x, float)))
    return np.squeeze(e / (1 + e) ** 2)


@exercise.wrong(fails="takes_lists_and_integers")
def sd_arrays_only(x):
    """calculates with x as it comes, and a list has no minus

    What could you turn x into in the first line?
    """
    with np.errstate(all="ignore"):
        s = 1 / (1 + np.exp(-x))
    return s * (1 - s)


@exercise.wrong(fails="takes_lists_and_integers")
def sd_integer_container(x):
    """puts its results into an array of x's own type, so integers in give integers out

    What is the dtype of np.zeros_like([1, 2])? Can it hold 0.25?
    """
    result = np.zeros_like(x)
    e = np.exp(-np.abs(np.asarray(x, float)))
    result[...] = e / (1 + e) ** 2
    return result


@exercise.wrong(fails="stays_finite")
def sd_exponentials(x):
    """divides exp(-x) by (1 + exp(-x)) squared, which is inf / inf where x is very negative

    What is np.exp(1000)? And inf divided by inf?
    """
    with np.errstate(all="ignore"):
        e = np.exp(-np.asarray(x, float))
        return e / (1 + e) ** 2


@exercise.wrong(fails="stays_finite")
def sd_ratio(x):
    """builds on a sigmoid that is inf / inf where x is large

    Does your sigmoid survive x = 1000?
    """
    with np.errstate(all="ignore"):
        e = np.exp(np.asarray(x, float))
        s = e / (1 + e)
    return s * (1 - s)


@exercise.wrong(fails="leaves_inputs_alone")
def sd_in_place(x):
    """computes inside the array that was passed in, so the caller's data are gone

    Do out=x and x *= -1 make a new array, or do they write into the one they were given?
    """
    x = np.asarray(x) if np.asarray(x).dtype.kind == "f" else np.asarray(x, float)
    np.abs(x, out=x)
    x *= -1
    e = np.exp(x)
    return e / (1 + e) ** 2


@exercise.wrong(fails="slope_at_x")
def sd_times_x(x):
    """multiplies the slope by x

    At 0 the curve is steepest. What is your slope there?
    """
    x = np.asarray(x, float)
    s = stable_sigmoid(x)
    return x * s * (1 - s)


@exercise.wrong(fails="slope_at_x")
def sd_x_times_rest(x):
    """takes x for one of the two factors: x * (1 - s)

    At 0 the curve is steepest. What is your slope there?
    """
    x = np.asarray(x, float)
    s = stable_sigmoid(x)
    return x * (1 - s)


@exercise.wrong(fails="slope_at_x")
def sd_s_times_one_minus_x(x):
    """takes x for s in one of the two factors: s * (1 - x)

    What is your slope at x = 1, and is the curve flat there?
    """
    x = np.asarray(x, float)
    s = stable_sigmoid(x)
    return s * (1 - x)


@exercise.wrong(fails="slope_at_x")
def sd_second_derivative(x):
    """gives the second derivative, the slope of the slope

    At 0 the curve is steepest. What is your slope there?
    """
    x = np.asarray(x, float)
    s = stable_sigmoid(x)
    return s * (1 - s) * (1 - 2 * s)


@exercise.wrong(fails="slope_at_x")
def sd_no_brackets(x):
    """leaves out the brackets around 1 - s

    In which order does Python compute s * 1 - s?
    """
    x = np.asarray(x, float)
    s = stable_sigmoid(x)
    return s * 1 - s


@exercise.wrong(fails="slope_at_x")
def sd_swish_slope(x):
    """gives the slope of x times the sigmoid, another activation

    What is the function whose slope is asked for?
    """
    x = np.asarray(x, float)
    s = stable_sigmoid(x)
    return s + x * s * (1 - s)


@exercise.wrong(fails="slope_at_x")
def sd_dot_product(x):
    """multiplies with @, which adds the products up

    What is the shape of your result? What does @ do that * does not?
    """
    x = np.asarray(x, float)
    s = stable_sigmoid(x)
    return s @ (1 - s)


@exercise.wrong(fails="slope_at_x")
def sd_large_step(x):
    """measures the slope with a step of 0.1, which is too long

    How straight is the curve over a step of 0.1? Which formula is exact?
    """
    x = np.asarray(x, float)
    return (stable_sigmoid(x + 0.1) - stable_sigmoid(x - 0.1)) / 0.2


@exercise.wrong(fails="slope_at_x")
def sd_one_sided_step(x):
    """measures the slope on one side only, with a step that is too long

    How straight is the curve over your step? Which formula is exact?
    """
    x = np.asarray(x, float)
    s = stable_sigmoid(x)
    return (stable_sigmoid(x + 1e-3) - s) / 1e-3


@exercise.wrong(fails="stays_finite")
def sd_clips_sigmoid(x):
    """clips the sigmoid first, so the slope never comes near 0

    What does the docstring say of the slope far out?
    """
    x = np.asarray(x, float)
    s = stable_sigmoid(x)
    s = np.clip(s, 1e-7, 1 - 1e-7)
    return s * (1 - s)


@exercise.wrong(fails="keeps_the_shape")
def sd_one_number(x):
    """takes one number and no array, as math.exp and float do

    Which exponential takes a whole array?
    """
    import math

    s = 1 / (1 + math.exp(-x))
    return s * (1 - s)


@exercise.wrong(fails="slope_at_x")
def sd_squares_the_exponential(x):
    """squares the exponential alone instead of the whole denominator

    What is (1 + 3) ** 2, and what is 1 + 3 ** 2? Which of the two does the formula ask for?
    """
    with np.errstate(all="ignore"):
        e = np.exp(-np.asarray(x, float))
        return e / (1 + e**2)
