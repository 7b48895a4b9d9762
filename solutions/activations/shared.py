"""What several exercises of the activations lesson use."""

import numpy as np

from autograder.student.compare import difference

FLOAT64 = "Keras computes in float64 here; only the order of the operations differs"
FLOAT32_SLOPE = "Keras computes in float64 here, but rounds the slope to float32"
SHAPES = ((4, 3), (1, 5), (5, 1), (1,), (2, 3, 4), (2, 1, 3, 2))

FLOATS = "whatever the input's type, the arithmetic that follows gives float64"
OWN = "written into an array that the function made itself"


def mixed(rng, *shape, low=0.1, high=4.0):
    """Numbers of both signs, none nearer to 0 than `low`."""
    size = int(np.prod(shape))
    signs = np.where(np.arange(size) % 2 == 0, 1.0, -1.0)
    return rng.permutation(signs * rng.uniform(low, high, size)).reshape(shape)


def vectors(rng):
    """Vectors of ordinary numbers, small ones, and ones far down; no zeros. (Where the sigmoid is near 1,
    1 - s loses digits in float32, which is no misunderstanding: so nothing here lies far up.)"""
    yield from (mixed(rng, n) for n in (2, 7))
    yield from (rng.uniform(0.1, 4, 1), -rng.uniform(0.1, 4, 3), rng.uniform(0.1, 4, 3))
    yield mixed(rng, 6, low=1e-4, high=1e-2)
    yield rng.uniform(0.05, 0.95, 4)
    yield np.append(-rng.uniform(8, 16, 6), [0.25, -0.25, 1.0, -1.0, 1e-6, -1e-6, 1e-9, -1e-9])


def lists_and_integers():
    """The same numbers as people write them; no zeros."""
    return (
        [1, -2, 3], [-1], [[2, -1], [-3, 4], [1, 3]], [[[1, -2]], [[-3, 4]]], [[0.5, -1.25, 2]],
        np.array([-3, 2, 4, -1]), np.array([[1, -1], [-2, 3]]),
    )  # fmt: skip


def far_out():
    """Numbers far out on both sides, alone and among ordinary ones; no zeros."""
    return (
        np.array([1e4, 1e6, 0.5, -1e4, -1e6]), np.array([-1e30, 1e30]),
        np.array([40.0, -40.0, 100.0, -100.0, 709.0, -709.0, 711.0, -711.0, 746.0, -746.0]),
        [[-1000, 0.25], [2, 1000], [-0.5, -50]],
    )  # fmt: skip


def precious(rng):
    """Inputs that must be left as they were."""
    return (
        mixed(rng, 5), mixed(rng, 3, 2), mixed(rng, 2, 2, 3), [1.5, -2.0, 3.0], [[1, -2], [-3, 4]],
        np.array([[-2, 1], [3, -4]]),
    )  # fmt: skip


def tensor(x):
    import tensorflow as tf

    return tf.constant(np.asarray(x, dtype="float64"))


def slope_by_tape(function, x):
    import tensorflow as tf

    place = tensor(x)
    with tf.GradientTape() as tape:
        tape.watch(place)
        value = function(place)
    return np.asarray(tape.gradient(value, place))


def discreet(found):
    """A difference of type or shape as it is, and a wrong value as a sentence."""
    if found is None or found.kind in ("type", "shape"):
        return found
    return "returned a wrong slope"


def measured_slope(function):
    """Compares with the slope that a small step to both sides measures."""

    def holds(case, got, expected):
        x, rest = np.asarray(case.args[0], dtype=float), case.args[1:]
        up, down = (function(x + step, *rest, **case.kwargs) for step in (1e-5, -1e-5))
        return discreet(difference((up - down) / 2e-5, got, 1e-5, 1e-8))

    return holds


def subgradient(lowest):
    """At x = 0 any slope from `lowest(case)` to 1 is right; elsewhere the expected one."""

    def holds(case, got, expected):
        corner = np.asarray(case.args[0], dtype=float) == 0
        have = np.asarray(got, dtype=float)
        if have.shape != expected.shape:
            return discreet(difference(expected, got, 1e-5, 1e-9))
        allowed = corner & (have >= lowest(case) - 1e-6) & (have <= 1 + 1e-6)
        if not np.all(allowed[corner]):
            low = "negative_slope" if lowest(case) else "0"
            return f"at x = 0 returned no slope from {low} to 1"
        return discreet(difference(np.where(allowed, have, expected), got, 1e-5, 1e-9))

    return holds


def digits_of_sigmoid(x):
    from mpmath import exp, mp, mpf

    with mp.workdps(60):
        flat = [float(1 / (1 + exp(-mpf(v)))) for v in np.asarray(x, dtype=float).ravel().tolist()]
    return np.reshape(flat, np.shape(x))


def digits_of_softmax(x):
    from mpmath import exp, fsum, mp, mpf

    x = np.asarray(x, dtype=float)
    rows = []
    with mp.workdps(60):  # mpmath's exponents have no limit: no shift is needed
        for row in x.reshape(-1, x.shape[-1]).tolist():
            e = [exp(mpf(v)) for v in row]
            rows.append([float(v / fsum(e)) for v in e])
    return np.reshape(rows, x.shape)


def exact_slopes(x, slope):
    """The slope of a ramp at x as the quotient of two exact fractions: half of the distance to the corner
    away, the ramp is straight. At the corner itself the slope to the left, a subgradient."""
    from fractions import Fraction

    def ramp(v):
        return v if v > 0 else slope * v

    flat = []
    for v in map(Fraction, np.asarray(x, dtype=float).ravel().tolist()):
        step = -abs(v) / 2 or Fraction(-1)
        flat.append(float((ramp(v + step) - ramp(v)) / step))
    return np.reshape(flat, np.shape(x))
