"""Wrong answers to relu."""

import numpy as np

from .checks import exercise


@exercise.wrong(fails="cuts_off_the_negative")
def re_absolute(x):
    """drops the minus signs instead of the negative numbers

    What should become of -2: 2 or 0?
    """
    return np.abs(np.asarray(x, float))


@exercise.wrong(fails="cuts_off_the_negative")
def re_wrong_half(x):
    """keeps the negative half and cuts off the positive one

    Is the result the larger or the smaller of 0 and x?
    """
    return np.minimum(np.asarray(x, float), 0)


@exercise.wrong(fails="cuts_off_the_negative")
def re_slope(x):
    """returns 1 where x is positive, which is the slope of ReLU, not its value

    What should become of 1.5?
    """
    return (np.asarray(x, float) > 0).astype(float)


@exercise.wrong(fails="cuts_off_the_negative")
def re_leaks(x):
    """lets a hundredth of the negative numbers through, which is a leaky ReLU

    What should become of -2? Exactly?
    """
    x = np.asarray(x, float)
    return np.where(x > 0, x, 0.01 * x)


@exercise.wrong(fails="cuts_off_the_negative")
def re_softplus(x):
    """rounds the corner off, which is softplus

    What should relu(0) be? And yours?
    """
    return np.logaddexp(0, np.asarray(x, float))


@exercise.wrong(fails="cuts_off_the_negative")
def re_elu(x):
    """lets the negative side sink smoothly towards -1, which is ELU

    Can the result of ReLU be negative?
    """
    x = np.asarray(x, float)
    return np.where(x > 0, x, np.expm1(np.minimum(x, 0)))


@exercise.wrong(fails="cuts_off_the_negative")
def re_swish(x):
    """multiplies x by its sigmoid, which is another activation, SiLU

    Is there any exponential in max(0, x)?
    """
    x = np.asarray(x, float)
    return x * 0.5 * (1 + np.tanh(x / 2))


@exercise.wrong(fails="cuts_off_the_negative")
def re_above_one(x):
    """cuts off everything below 1 instead of below 0

    What should become of 0.25?
    """
    x = np.asarray(x, float)
    return np.where(x > 1, x, 0.0)


@exercise.wrong(fails="cuts_off_the_negative")
def re_filters(x):
    """leaves the negative numbers out instead of setting them to 0

    How many numbers go in, and how many come out?
    """
    x = np.asarray(x, float)
    return x[x > 0]


@exercise.wrong(fails="cuts_off_the_negative")
def re_largest(x):
    """looks for the largest number along an axis instead of comparing each number with 0

    What is the difference between np.max(x, 0) and np.maximum(x, 0)?
    """
    return np.max(np.asarray(x, float), 0)


@exercise.wrong(fails="cuts_off_the_negative")
def re_python_max(x):
    """asks max, or an if, to compare a whole array with 0

    Which of an array and 0 is larger, if some elements are larger and some are not?
    """
    return max(0, np.asarray(x, float))


@exercise.wrong(fails="grows_without_limit")
def re_unit(x):
    """cuts off above 1 as well

    What should become of 3? Has ReLU an upper limit?
    """
    return np.clip(np.asarray(x, float), 0, 1)


@exercise.wrong(fails="grows_without_limit")
def re_six(x):
    """cuts off above 6 as well, which is ReLU6

    What should become of 300? Has ReLU an upper limit?
    """
    return np.clip(np.asarray(x, float), 0, 6)


@exercise.wrong(fails="keeps_the_shape")
def re_flattens(x):
    """makes one long vector of every array

    What is the shape of your result for a (4, 3) array? And what should it be?
    """
    return np.maximum(np.asarray(x, float).ravel(), 0)


@exercise.wrong(fails="keeps_the_shape")
def re_one_row(x):
    """loops over x as if it were a single row of numbers

    When x is (4, 3), what does `for v in x` give you?
    """
    return [v if v > 0 else 0.0 for v in x]


@exercise.wrong(fails="takes_lists_and_integers")
def re_arrays_only(x):
    """compares x with 0 as it comes, and a list cannot be compared

    What could you turn x into in the first line?
    """
    return x * (x > 0)


@exercise.wrong(fails="leaves_inputs_alone")
def re_in_place(x):
    """writes the zeros into the array that was passed in, so the caller's data are gone

    Does x[x < 0] = 0 make a new array, or does it write into the one it was given?
    """
    x = np.asarray(x)
    x[x < 0] = 0
    return x


@exercise.wrong(fails="cuts_off_the_negative")
def re_squares(x):
    """squares the positive numbers

    What becomes of 3?
    """
    x = np.asarray(x, float)
    return np.maximum(x, 0) ** 2


@exercise.wrong(fails="cuts_off_the_negative")
def re_minus_one(x):
    """puts -1 where x is negative

    What is the larger of 0 and -3?
    """
    x = np.asarray(x, float)
    return np.where(x > 0, x, -1.0)


@exercise.wrong(fails="cuts_off_the_negative")
def re_one_for_negative(x):
    """puts 1 where x is negative

    What is the larger of 0 and -3?
    """
    x = np.asarray(x, float)
    return np.where(x > 0, x, 1.0)


@exercise.wrong(fails="cuts_off_the_negative")
def re_shifts_the_smallest(x):
    """subtracts the smallest number, so nothing is negative any more

    What becomes of [1, 2, 3]? And what should it be?
    """
    x = np.asarray(x, float)
    return x - x.min()


@exercise.wrong(fails="cuts_off_the_negative")
def re_bends_with_tanh(x):
    """bends the positive side with a hyperbolic tangent

    What becomes of 5?
    """
    x = np.asarray(x, float)
    return np.maximum(0, np.tanh(x))


@exercise.wrong(fails="cuts_off_the_negative")
def re_gelu(x):
    """multiplies x by a smooth step, which is another activation, GELU

    What becomes of -0.5?
    """
    x = np.asarray(x, float)
    return 0.5 * x * (1 + np.tanh(np.sqrt(2 / np.pi) * (x + 0.044715 * x**3)))


@exercise.wrong(fails="cuts_off_the_negative")
def re_flips_a_little(x):
    """turns a share of the negative numbers upwards

    What is the larger of 0 and -3?
    """
    x = np.asarray(x, float)
    return np.where(x > 0, x, -0.2 * x)


@exercise.wrong(fails="cuts_off_the_negative")
def re_whole_numbers(x):
    """cuts the results down to whole numbers

    What becomes of 0.7?
    """
    x = np.asarray(x, float)
    return np.maximum(x, 0).astype(int)


@exercise.wrong(fails="keeps_the_shape")
def re_table_only(x):
    """loops over rows and columns, so it knows tables only

    How many loops does an array of three dimensions need? And one row?
    """
    x = np.array(x, float)
    for i in range(x.shape[0]):
        for j in range(x.shape[1]):
            x[i, j] = max(0, x[i, j])
    return x


@exercise.wrong(fails="cuts_off_the_negative")
def re_whole_array_at_once(x):
    """decides for the whole array at once, by its mean

    One number is negative and the others are not: which of them should become 0?
    """
    x = np.asarray(x, float)
    return x if x.mean() > 0 else np.zeros_like(x)


@exercise.wrong(fails="grows_without_limit")
def re_cuts_at_a_hundred(x):
    """cuts off above 100 as well

    What does the docstring say of an upper limit?
    """
    x = np.asarray(x, float)
    return np.clip(x, 0, 100)


@exercise.wrong(fails="cuts_off_the_negative")
def re_python_if(x):
    """asks whether a whole array is positive

    What does `if x > 0` do when some elements are positive and some are not?
    """
    x = np.asarray(x, float)
    if x > 0:
        return x
    return 0.0


@exercise.wrong(fails="cuts_off_the_negative")
def re_python_max_of_lists(x):
    """asks max, or an if, to compare a whole array with 0, and leaves lists as they are

    Which of an array and 0 is larger, if some elements are larger and some are not?
    """
    return max(0, x)
