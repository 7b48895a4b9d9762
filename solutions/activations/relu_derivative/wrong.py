"""Wrong answers to relu_derivative."""

import numpy as np

from .checks import exercise


@exercise.wrong(fails="slope_on_both_sides")
def rd_value(x):
    """returns the value of ReLU, not its slope

    How steep is the line from (1, 1) to (3, 3)?
    """
    return np.maximum(np.asarray(x, float), 0)


@exercise.wrong(fails="slope_on_both_sides")
def rd_true_false(x):
    """returns True and False, where slopes are numbers

    A comparison gives an array of bool. What does .astype(float) make of it?
    """
    return np.asarray(x, float) > 0


@exercise.wrong(fails="slope_on_both_sides")
def rd_sign(x):
    """gives -1 on the negative side, which is the slope of |x|

    Does ReLU fall on the negative side, or is it flat?
    """
    return np.sign(np.asarray(x, float))


@exercise.wrong(fails="slope_on_both_sides")
def rd_ones(x):
    """gives 1 everywhere, also where ReLU is flat

    How much does relu(x) change when x goes from -3 to -2?
    """
    return np.ones(np.shape(x))


@exercise.wrong(fails="slope_on_both_sides")
def rd_flipped(x):
    """swaps the two sides

    On which side of 0 is ReLU flat?
    """
    return (np.asarray(x, float) < 0).astype(float)


@exercise.wrong(fails="slope_on_both_sides")
def rd_above_one(x):
    """gives 1 only above 1

    How steep is ReLU at 0.25?
    """
    return (np.asarray(x, float) > 1).astype(float)


@exercise.wrong(fails="slope_on_both_sides")
def rd_leaks(x):
    """gives 0.01 on the negative side, as for a leaky ReLU

    How much does relu(x) change when x goes from -3 to -2?
    """
    return np.where(np.asarray(x, float) > 0, 1.0, 0.01)


@exercise.wrong(fails="slope_on_both_sides")
def rd_smooth(x):
    """gives the sigmoid, which is the slope of softplus

    How many different slopes has a line with a single corner?
    """
    return 0.5 * (1 + np.tanh(np.asarray(x, float) / 2))


@exercise.wrong(fails="slope_on_both_sides")
def rd_counts(x):
    """counts the positive elements instead of giving a slope for each

    The docstring promises x's shape. How many numbers do you return?
    """
    return (np.asarray(x, float) > 0).sum(axis=-1)


@exercise.wrong(fails="slope_on_both_sides")
def rd_jacobian(x):
    """returns a matrix with the slopes on its diagonal

    The docstring promises x's shape. What is the shape of yours for three numbers?
    """
    return np.diag((np.asarray(x, float).ravel() > 0).astype(float))


@exercise.wrong(fails="slope_on_both_sides")
def rd_small_step(x):
    """measures the slope with a small step, which is lost in rounding where x is large

    What is 1e30 + 0.00001 in floating point? Can you give the slope without measuring it?
    """
    x = np.asarray(x, float)
    return (np.maximum(x + 1e-5, 0) - np.maximum(x - 1e-5, 0)) / 2e-5


@exercise.wrong(fails="slope_on_both_sides")
def rd_python_if(x):
    """asks whether a whole array is positive

    What does `if x > 0` do when some elements are positive and some are not?
    """
    return 1.0 if np.asarray(x, float) > 0 else 0.0


@exercise.wrong(fails="corner")
def rd_divides(x):
    """divides relu(x) by x, which is 0 / 0 at the corner

    What is 0 / 0 in NumPy?
    """
    x = np.asarray(x, float)
    with np.errstate(all="ignore"):
        return np.maximum(x, 0) / x


@exercise.wrong(fails="keeps_the_shape")
def rd_flattens(x):
    """makes one long vector of every array

    What is the shape of your result for a (4, 3) array? And what should it be?
    """
    return (np.asarray(x, float).ravel() > 0).astype(float)


@exercise.wrong(fails="takes_lists_and_integers")
def rd_arrays_only(x):
    """compares x with 0 as it comes, and a list cannot be compared

    What could you turn x into in the first line?
    """
    return (x > 0).astype(float)


@exercise.wrong(fails="leaves_inputs_alone")
def rd_in_place(x):
    """writes the slopes into the array that was passed in, so the caller's data are gone

    Does x[x < 0] = 0 make a new array, or does it write into the one it was given?
    """
    x = np.asarray(x)
    x[x <= 0] = 0
    x[x > 0] = 1
    return x


@exercise.wrong(fails="slope_on_both_sides")
def rd_zeros(x):
    """gives 0 everywhere, also where ReLU rises

    How much does relu(x) grow from x = 2 to x = 3?
    """
    x = np.asarray(x, float)
    return np.zeros_like(x)


@exercise.wrong(fails="slope_on_both_sides")
def rd_leaks_a_fifth(x):
    """gives 0.2 on the negative side, as for a leaky ReLU

    How much does relu(x) change from x = -3 to x = -2?
    """
    x = np.asarray(x, float)
    return np.where(x > 0, 1.0, 0.2)


@exercise.wrong(fails="slope_on_both_sides")
def rd_keeps_x(x):
    """keeps x where it is positive and puts 1 where it is not

    How much does relu(x) grow from x = 2 to x = 3? And from -3 to -2?
    """
    x = np.asarray(x, float)
    return np.where(x > 0, x, 1.0)


@exercise.wrong(fails="slope_on_both_sides")
def rd_clips(x):
    """clips x to 0 to 1, so small positive numbers come back as they are

    What is the slope at 0.3?
    """
    x = np.asarray(x, float)
    return np.clip(x, 0, 1)


@exercise.wrong(fails="slope_on_both_sides")
def rd_indices(x):
    """returns the places where x is positive, not the slopes

    What does np.where give when it is asked with one argument only?
    """
    x = np.asarray(x, float)
    return np.array(np.where(x > 0))


@exercise.wrong(fails="slope_on_both_sides")
def rd_above_a_half(x):
    """gives 1 only above 0.5

    What is the slope at 0.3?
    """
    x = np.asarray(x, float)
    return np.where(x > 0.5, 1.0, 0.0)


@exercise.wrong(fails="slope_on_both_sides")
def rd_neighbours(x):
    """measures the differences between neighbouring elements instead of the slope at each

    Does the slope at one element depend on the element beside it?
    """
    x = np.asarray(x, float)
    r = np.maximum(x, 0)
    return np.gradient(r) if x.ndim == 1 and x.size > 1 else np.heaviside(x, 0)


@exercise.wrong(fails="corner")
def rd_outside_at_corner(x):
    """gives a slope at the corner that lies outside of 0 to 1

    Between which two numbers may the slope at the corner lie?
    """
    x = np.asarray(x, float)
    return np.where(x == 0, -1.0, (x > 0).astype(float))


@exercise.wrong(fails="keeps_the_shape")
def rd_flat_loop(x):
    """loops over x as if it were a single row of numbers

    When x is (4, 3), what does `for v in x` give you?
    """
    return np.array([1.0 if v > 0 else 0.0 for v in x])
