"""Wrong answers to linear."""

import numpy as np

from .checks import exercise


@exercise.wrong(fails="keeps_every_number")
def lin_unit_interval(x):
    """cuts the numbers off at 0 and 1, as if they were probabilities

    Could a network with your activation predict a temperature of -5 degrees?
    """
    return np.clip(np.asarray(x, float), 0, 1)


@exercise.wrong(fails="keeps_every_number")
def lin_cuts_negative(x):
    """cuts off what is negative, which is ReLU

    What is the range of the linear activation? Does -2 belong to it?
    """
    return np.maximum(np.asarray(x, float), 0)


@exercise.wrong(fails="keeps_every_number")
def lin_no_return(x):
    """computes the result but does not return it

    What does a Python function give back when it has no return?
    """
    x = np.asarray(x, float)


@exercise.wrong(fails="keeps_every_number")
def lin_slope(x):
    """returns the slope of the function, which is 1 everywhere, and not its value

    What is linear(300)?
    """
    return np.ones_like(np.asarray(x, float))


@exercise.wrong(fails="keeps_every_number")
def lin_absolute(x):
    """drops the minus signs

    What should become of -2?
    """
    return np.abs(np.asarray(x, float))


@exercise.wrong(fails="keeps_every_number")
def lin_truncates(x):
    """cuts the numbers down to whole ones

    What is int(0.5)? Does the linear activation change 0.5?
    """
    return np.asarray(x, float).astype(int) if np.abs(np.asarray(x, float)).max() < 1e9 else np.asarray(x, float)


@exercise.wrong(fails="keeps_every_number")
def lin_scales(x):
    """divides by the largest number, so that everything fits between -1 and 1

    Does linear(x) for one element depend on the other elements?
    """
    x = np.asarray(x, float)
    return x / max(np.abs(x).max(), 1e-300)


@exercise.wrong(fails="keeps_the_shape")
def lin_flattens(x):
    """makes one long vector of every array

    What is the shape of your result for a (4, 3) array? And what should it be?
    """
    return np.asarray(x, float).ravel()


@exercise.wrong(fails="keeps_the_shape")
def lin_transposes(x):
    """turns rows into columns

    What is the shape of your result for a (4, 3) array? And what should it be?
    """
    return np.asarray(x, float).T


@exercise.wrong(fails="keeps_every_number")
def lin_adds_up(x):
    """adds up the last axis, which the layer before it has done already

    The layer computes x @ W + b. What is left to do for an activation that does nothing?
    """
    return np.asarray(x, float).sum(axis=-1)


@exercise.wrong(fails="keeps_every_number")
def lin_rounds(x):
    """rounds the numbers

    What is left of 0.1234567 in your result?
    """
    x = np.asarray(x, float)
    return np.round(x, 2)


@exercise.wrong(fails="keeps_every_number")
def lin_standardises(x):
    """takes the mean away and divides by the standard deviation

    What becomes of [1, 2, 3]? And what should it be?
    """
    x = np.asarray(x, float)
    return (x - x.mean()) / (x.std() + 1e-7)


@exercise.wrong(fails="keeps_every_number")
def lin_squares(x):
    """squares the numbers

    What becomes of -3?
    """
    x = np.asarray(x, float)
    return x * x


@exercise.wrong(fails="keeps_every_number")
def lin_negates(x):
    """turns the signs round

    What becomes of -3?
    """
    x = np.asarray(x, float)
    return -x


@exercise.wrong(fails="keeps_every_number")
def lin_adds_one(x):
    """adds 1 to every number, as a bias might

    What becomes of 0?
    """
    x = np.asarray(x, float)
    return x + 1


@exercise.wrong(fails="keeps_the_shape")
def lin_squeezes_axes(x):
    """drops the axes of size 1

    What is the shape of np.squeeze([[1.0]])? And which shape should come back?
    """
    x = np.asarray(x, float)
    return np.squeeze(x)


@exercise.wrong(fails="keeps_the_shape")
def lin_one_row(x):
    """loops over x as if it were a single row of numbers

    What does `for v in x` give you of a (4, 3) array?
    """
    return [float(v) for v in x]
