"""Wrong answers to leaky_relu_derivative."""

import numpy as np

from .checks import exercise


@exercise.wrong(fails="default_slope")
def ld_hundredth(x, negative_slope=0.01):
    """takes 0.01 for the default slope, where Keras takes 0.2

    What does the stub say about the default of negative_slope?
    """
    return np.where(np.asarray(x, float) > 0, 1.0, negative_slope)


@exercise.wrong(fails="default_slope")
def ld_layer_default(x, negative_slope=0.3):
    """takes 0.3 for the default slope, which belongs to the Keras layer, not to the function

    What does the stub say about the default of negative_slope?
    """
    return np.where(np.asarray(x, float) > 0, 1.0, negative_slope)


@exercise.wrong(fails="default_slope")
def ld_no_leak(x, negative_slope=0.2):
    """gives 0 on the negative side, which is the slope of ReLU

    How much does leaky_relu(x) change when x goes from -3 to -2?
    """
    return (np.asarray(x, float) > 0).astype(float)


@exercise.wrong(fails="default_slope")
def ld_wrong_side(x, negative_slope=0.2):
    """swaps the two sides

    On which side of 0 is leaky ReLU steep?
    """
    return np.where(np.asarray(x, float) > 0, negative_slope, 1.0)


@exercise.wrong(fails="default_slope")
def ld_value(x, negative_slope=0.2):
    """returns the value of leaky ReLU, not its slope

    How steep is the line from (1, 1) to (3, 3)?
    """
    x = np.asarray(x, float)
    return np.where(x > 0, x, negative_slope * x)


@exercise.wrong(fails="default_slope")
def ld_value_above(x, negative_slope=0.2):
    """returns x itself on the positive side, where the slope is 1

    At x = 3 and at x = 300: how steep is the line there?
    """
    x = np.asarray(x, dtype=float)
    return np.where(x > 0, x, negative_slope)


@exercise.wrong(fails="default_slope")
def ld_times_x(x, negative_slope=0.2):
    """multiplies the slope on the negative side by x

    Is the line steeper at -4 than at -2?
    """
    x = np.asarray(x, float)
    return np.where(x > 0, 1.0, negative_slope * x)


@exercise.wrong(fails="default_slope")
def ld_negative(x, negative_slope=0.2):
    """gives the negative side a falling slope

    From -3 to -2, does leaky_relu(x) rise or fall?
    """
    return np.where(np.asarray(x, float) > 0, 1.0, -negative_slope)


@exercise.wrong(fails="default_slope")
def ld_adds(x, negative_slope=0.2):
    """adds the leak on the positive side too, so the slope there is 1.2

    What is the larger of the two slopes?
    """
    return (np.asarray(x, float) > 0) + negative_slope


@exercise.wrong(fails="corner")
def ld_both_at_the_corner(x, negative_slope=0.2):
    """adds the slopes of both sides at x = 0

    Do x >= 0 and x <= 0 exclude each other?
    """
    x = np.asarray(x, dtype=float)
    return (x >= 0) * 1.0 + (x <= 0) * negative_slope


@exercise.wrong(fails="corner")
def ld_half_at_the_corner(x, negative_slope=0.2):
    """gives 0.5 at x = 0, which a steeper negative side does not allow

    With a negative_slope of 0.9 the lines have the slopes 0.9 and 1. Does 0.5 lie between them?
    """
    x = np.asarray(x, dtype=float)
    return np.where(x > 0, 1.0, np.where(x < 0, negative_slope, 0.5))


@exercise.wrong(fails="default_slope")
def ld_ones(x, negative_slope=0.2):
    """gives 1 everywhere

    How much does leaky_relu(x) change when x goes from -3 to -2?
    """
    return np.ones(np.shape(x))


@exercise.wrong(fails="default_slope")
def ld_jacobian(x, negative_slope=0.2):
    """returns a matrix with the slopes on its diagonal

    The docstring promises x's shape. What is the shape of yours for three numbers?
    """
    return np.diag(np.where(np.asarray(x, float).ravel() > 0, 1.0, negative_slope))


@exercise.wrong(fails="default_slope")
def ld_small_step(x, negative_slope=0.2):
    """measures the slope with a small step, which is lost in rounding where x is large

    What is 1e30 + 0.00001 in floating point? Can you give the slope without measuring it?
    """
    x = np.asarray(x, float)
    up, down = (np.where(v > 0, v, negative_slope * v) for v in (x + 1e-5, x - 1e-5))
    return (up - down) / 2e-5


@exercise.wrong(fails="slopes_from_zero_to_one")
def ld_ignores_slope(x, negative_slope=0.2):
    """always gives 0.2 on the negative side, whatever negative_slope says

    Where in your function does negative_slope appear?
    """
    return np.where(np.asarray(x, float) > 0, 1.0, 0.2)


@exercise.wrong(fails="slopes_from_zero_to_one")
def ld_falsy_slope(x, negative_slope=None):
    """takes a slope of 0 for a slope that was not given

    What is `0 or 0.2` in Python?
    """
    return np.where(np.asarray(x, float) > 0, 1.0, negative_slope or 0.2)


@exercise.wrong(fails="corner")
def ld_divides(x, negative_slope=0.2):
    """divides leaky_relu(x) by x, which is 0 / 0 at the corner

    What is 0 / 0 in NumPy?
    """
    x = np.asarray(x, float)
    with np.errstate(all="ignore"):
        return np.where(x > 0, x, negative_slope * x) / x


@exercise.wrong(fails="corner")
def ld_zero_at_corner(x, negative_slope=0.2):
    """gives 0 at the corner, though the line is flat nowhere

    Lay a ruler against the corner: which is the smallest slope it can have?
    """
    x = np.asarray(x, float)
    return (x > 0) + negative_slope * (x < 0)


@exercise.wrong(fails="takes_lists_and_integers")
def ld_arrays_only(x, negative_slope=0.2):
    """compares x with 0 as it comes, and a list cannot be compared

    What could you turn x into in the first line?
    """
    return np.where(x > 0, 1.0, negative_slope)


@exercise.wrong(fails="takes_lists_and_integers")
def ld_integer_container(x, negative_slope=0.2):
    """puts its results into an array of x's own type, so for integers 0.2 becomes 0

    What is the dtype of np.ones_like([1, -1])? Can it hold 0.2?
    """
    slope = np.ones_like(x)
    slope[np.asarray(x) <= 0] = negative_slope
    return slope


@exercise.wrong(fails="leaves_inputs_alone")
def ld_in_place(x, negative_slope=0.2):
    """writes the slopes into the array that was passed in, so the caller's data are gone

    Does x[x > 0] = 1 make a new array, or does it write into the one it was given?
    """
    x = np.asarray(x) if np.asarray(x).dtype.kind == "f" else np.asarray(x, float)
    positive = x > 0
    x[positive] = 1
    x[~positive] = negative_slope
    return x


@exercise.wrong(fails="default_slope")
def ld_no_default(x, negative_slope):
    """gives negative_slope no default

    Compare your def line with the stub's. What happens in leaky_relu_derivative(x)?
    """
    x = np.asarray(x, float)
    return np.where(x > 0, 1.0, negative_slope)


@exercise.wrong(fails="slopes_from_zero_to_one")
def ld_alpha(x, alpha=0.2):
    """has another name for negative_slope than the stub

    Compare your def line with the stub's: what is the second parameter called?
    """
    x = np.asarray(x, float)
    return np.where(x > 0, 1.0, alpha)


@exercise.wrong(fails="default_slope")
def ld_other_share(x, negative_slope=0.2):
    """gives 1 - negative_slope on the negative side

    What is leaky_relu(-2), and what leaky_relu(-1)? How much lies between them?
    """
    x = np.asarray(x, float)
    return np.where(x > 0, 1.0, 1 - negative_slope)


@exercise.wrong(fails="default_slope")
def ld_flat_on_the_right(x, negative_slope=0.2):
    """gives 0 where x is positive

    How much does leaky_relu(x) grow from x = 2 to x = 3?
    """
    x = np.asarray(x, float)
    return np.where(x > 0, 0.0, negative_slope)


@exercise.wrong(fails="default_slope")
def ld_slope_everywhere(x, negative_slope=0.2):
    """gives negative_slope on both sides

    How much does leaky_relu(x) grow from x = 2 to x = 3?
    """
    x = np.asarray(x, float)
    return np.full_like(x, negative_slope)


@exercise.wrong(fails="default_slope")
def ld_minus_one(x, negative_slope=0.2):
    """gives -1 on the negative side, which is the slope of |x|

    How much does leaky_relu(x) change from x = -3 to x = -2?
    """
    x = np.asarray(x, float)
    return np.where(x > 0, 1.0, -1.0)


@exercise.wrong(fails="default_slope")
def ld_positive_share(x, negative_slope=0.2):
    """gives 1 - negative_slope on the positive side

    How much does leaky_relu(x) grow from x = 2 to x = 3?
    """
    x = np.asarray(x, float)
    return np.where(x > 0, 1 - negative_slope, negative_slope)


@exercise.wrong(fails="default_slope")
def ld_true_false(x, negative_slope=0.2):
    """returns True and False, where slopes are numbers

    What is the dtype of x > 0? And which slope stands on the negative side?
    """
    x = np.asarray(x, float)
    return x > 0


@exercise.wrong(fails="default_slope")
def ld_above_one(x, negative_slope=0.2):
    """gives 1 only above 1

    What is the slope at 0.3?
    """
    x = np.asarray(x, float)
    return np.where(x > 1, 1.0, negative_slope)


@exercise.wrong(fails="default_slope")
def ld_long_step(x, negative_slope=0.2):
    """measures the slope with a step of 0.5, which reaches over the corner

    What stands 0.5 to the left of x = 0.3?
    """
    x = np.asarray(x, float)
    def f(v):
        return np.where(v > 0, v, negative_slope * v)

    return f(x + 0.5) - f(x - 0.5)


@exercise.wrong(fails="keeps_the_shape")
def ld_flat_loop(x, negative_slope=0.2):
    """loops over x as if it were a single row of numbers

    When x is (4, 3), what does `for v in x` give you?
    """
    return np.array([1.0 if v > 0 else negative_slope for v in x])


@exercise.wrong(fails="default_slope")
def ld_overwrites_the_slope(x, negative_slope=0.2):
    """writes the slope over the negative numbers and then takes it for a positive number

    After the first line, are the entries that were negative still negative? What does the second line do to them?
    """
    slopes = np.array(x, dtype=float)
    slopes[slopes < 0] = negative_slope
    slopes[slopes > 0] = 1
    return slopes
