"""Wrong answers to leaky_relu."""

import numpy as np

from .checks import exercise


@exercise.wrong(fails="default_slope")
def lk_hundredth(x, negative_slope=0.01):
    """leaks a hundredth by default, as in some papers, where Keras leaks 0.2

    What does the docstring say about the default slope? And what is your result for -2?
    """
    x = np.asarray(x, float)
    return np.where(x > 0, x, negative_slope * x)


@exercise.wrong(fails="default_slope")
def lk_layer_default(x, negative_slope=0.3):
    """leaks 0.3 by default, which is the slope of the Keras layer, not of the function

    Which of the two does the docstring name: keras.activations.leaky_relu or keras.layers.LeakyReLU?
    """
    x = np.asarray(x, float)
    return np.where(x > 0, x, negative_slope * x)


@exercise.wrong(fails="default_slope")
def lk_no_leak(x, negative_slope=0.2):
    """lets nothing through on the negative side, which is ReLU

    What should become of -2 with a slope of 0.2?
    """
    return np.maximum(np.asarray(x, float), 0)


@exercise.wrong(fails="default_slope")
def lk_wrong_side(x, negative_slope=0.2):
    """multiplies the positive side by the slope and leaves the negative one

    Which side does the name negative_slope speak of?
    """
    x = np.asarray(x, float)
    return np.where(x > 0, negative_slope * x, x)


@exercise.wrong(fails="default_slope")
def lk_both_sides(x, negative_slope=0.2):
    """multiplies both sides by the slope

    What should become of 1.5?
    """
    return negative_slope * np.asarray(x, float)


@exercise.wrong(fails="default_slope")
def lk_adds_everywhere(x, negative_slope=0.2):
    """adds the leak on the positive side too

    What is relu(1.5) plus 0.2 times 1.5? What should it be?
    """
    x = np.asarray(x, float)
    return np.maximum(x, 0) + negative_slope * x


@exercise.wrong(fails="default_slope")
def lk_wrong_sign(x, negative_slope=0.2):
    """turns the leak upwards, so negative numbers become positive

    Which sign should the result for -2 have?
    """
    x = np.asarray(x, float)
    return np.where(x > 0, x, -negative_slope * x)


@exercise.wrong(fails="default_slope")
def lk_constant(x, negative_slope=0.2):
    """returns the slope itself on the negative side and forgets to multiply by x

    What do you get for -2 and for -4? Should the two be equal?
    """
    x = np.asarray(x, float)
    return np.where(x > 0, x, negative_slope)


@exercise.wrong(fails="default_slope")
def lk_limits(x, negative_slope=0.2):
    """cuts off at -0.2 instead of multiplying by 0.2

    What do you get for -2 and for -4? Should the two be equal?
    """
    return np.maximum(np.asarray(x, float), -negative_slope)


@exercise.wrong(fails="default_slope")
def lk_slopes_only(x, negative_slope=0.2):
    """returns the slopes, not the values

    What should become of 3?
    """
    return np.where(np.asarray(x, float) > 0, 1.0, negative_slope)


@exercise.wrong(fails="default_slope")
def lk_elu(x, negative_slope=0.2):
    """bends the negative side with an exponential, which is ELU

    What should become of -100? Does the leak ever stop growing?
    """
    x = np.asarray(x, float)
    return np.where(x > 0, x, negative_slope * np.expm1(np.minimum(x, 0)))


@exercise.wrong(fails="slopes_from_zero_to_one")
def lk_ignores_slope(x, negative_slope=0.2):
    """always leaks 0.2, whatever negative_slope says

    Where in your function does negative_slope appear?
    """
    x = np.asarray(x, float)
    return np.where(x > 0, x, 0.2 * x)


@exercise.wrong(fails="slopes_from_zero_to_one")
def lk_falsy_slope(x, negative_slope=None):
    """takes a slope of 0 for a slope that was not given

    What is `0 or 0.2` in Python?
    """
    x = np.asarray(x, float)
    return np.where(x > 0, x, (negative_slope or 0.2) * x)


@exercise.wrong(fails="keeps_the_shape")
def lk_one_row(x, negative_slope=0.2):
    """loops over x as if it were a single row of numbers

    When x is (4, 3), what does `for v in x` give you?
    """
    return [v if v > 0 else negative_slope * v for v in x]


@exercise.wrong(fails="takes_lists_and_integers")
def lk_arrays_only(x, negative_slope=0.2):
    """compares x with 0 as it comes, and a list cannot be compared

    What could you turn x into in the first line?
    """
    return np.where(x > 0, x, negative_slope * x)


@exercise.wrong(fails="takes_lists_and_integers")
def lk_integer_container(x, negative_slope=0.2):
    """puts its results into an array of x's own type, so -1 becomes 0 and not -0.2

    What is the dtype of np.array([1, -1])? Can it hold -0.2?
    """
    result = np.array(x)
    result[result < 0] = negative_slope * result[result < 0]
    return result


@exercise.wrong(fails="leaves_inputs_alone")
def lk_in_place(x, negative_slope=0.2):
    """multiplies inside the array that was passed in, so the caller's data are gone

    Does x[x < 0] *= 0.2 make a new array, or does it write into the one it was given?
    """
    x = np.asarray(x) if np.asarray(x).dtype.kind == "f" else np.asarray(x, float)
    x[x < 0] *= negative_slope
    return x


@exercise.wrong(fails="default_slope")
def lk_adds_the_slope(x, negative_slope=0.2):
    """adds the slope to the negative numbers instead of multiplying by it

    What becomes of -2: -0.4 or -1.8?
    """
    x = np.asarray(x, float)
    return np.where(x > 0, x, x + negative_slope)


@exercise.wrong(fails="default_slope")
def lk_subtracts_the_slope(x, negative_slope=0.2):
    """subtracts the slope from the negative numbers instead of multiplying by it

    What becomes of -2: -0.4 or -2.2?
    """
    x = np.asarray(x, float)
    return np.where(x > 0, x, x - negative_slope)


@exercise.wrong(fails="default_slope")
def lk_divides(x, negative_slope=0.2):
    """divides the negative numbers by the slope instead of multiplying

    What becomes of -2: -0.4 or -10?
    """
    x = np.asarray(x, float)
    return np.where(x > 0, x, x / (negative_slope or 1))


@exercise.wrong(fails="default_slope")
def lk_other_share(x, negative_slope=0.2):
    """lets 1 - negative_slope of the negative numbers through

    What becomes of -2: -0.4 or -1.6?
    """
    x = np.asarray(x, float)
    return np.where(x > 0, x, (1 - negative_slope) * x)


@exercise.wrong(fails="default_slope")
def lk_positive_share(x, negative_slope=0.2):
    """multiplies the positive numbers by 1 - negative_slope

    What becomes of 2?
    """
    x = np.asarray(x, float)
    return np.where(x > 0, (1 - negative_slope) * x, negative_slope * x)


@exercise.wrong(fails="default_slope")
def lk_always_a_hundredth(x, negative_slope=0.2):
    """always leaks a hundredth, whatever negative_slope says

    Where does negative_slope stand in your code? And what is its default?
    """
    x = np.asarray(x, float)
    return np.where(x > 0, x, 0.01 * x)


@exercise.wrong(fails="default_slope")
def lk_no_default(x, negative_slope):
    """gives negative_slope no default

    Compare your def line with the stub's. What happens in leaky_relu(x)?
    """
    x = np.asarray(x, float)
    return np.where(x > 0, x, negative_slope * x)


@exercise.wrong(fails="slopes_from_zero_to_one")
def lk_alpha(x, alpha=0.2):
    """has another name for negative_slope than the stub

    Compare your def line with the stub's: what is the second parameter called?
    """
    x = np.asarray(x, float)
    return np.where(x > 0, x, alpha * x)


@exercise.wrong(fails="default_slope")
def lk_larger_of_zero(x, negative_slope=0.2):
    """takes the larger of 0 and negative_slope * x, which multiplies the wrong side and cuts off the other

    For x = -1, which is larger: 0 or -0.2? And which of the two should come out?
    """
    return np.maximum(0, negative_slope * np.asarray(x, float))
