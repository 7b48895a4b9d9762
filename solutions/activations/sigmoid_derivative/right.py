"""Right answers to sigmoid_derivative, written differently."""

import numpy as np

from .checks import exercise


@exercise.right
def sd_textbook(x):
    with np.errstate(over="ignore"):
        s = 1 / (1 + np.exp(-np.asarray(x, dtype=float)))
    return s * (1 - s)


@exercise.right
def sd_helper(x):
    def sig(v):
        return np.exp(-np.logaddexp(0, -v))

    x = np.asarray(x, float)
    return sig(x) * sig(-x)


@exercise.right
def sd_by_tanh(x):
    return (1 - np.tanh(np.asarray(x, float) / 2) ** 2) / 4


@exercise.right
def sd_by_cosh(x):
    with np.errstate(over="ignore"):
        return 0.25 / np.cosh(np.asarray(x, float) / 2) ** 2


@exercise.right
def sd_expanded(x):
    s = 1 / (1 + np.exp(-np.clip(np.asarray(x, float), -500, 500)))
    return s - s**2


@exercise.right
def sd_small_step(x):
    x, h = np.asarray(x, float), 1e-5
    return (np.tanh((x + h) / 2) - np.tanh((x - h) / 2)) / (4 * h)


@exercise.right
def sd_loop(x):
    import math

    x = np.asarray(x)
    result = np.zeros(x.shape)
    for index in np.ndindex(x.shape):
        e = math.exp(-abs(float(x[index])))
        result[index] = e / (1 + e) ** 2
    return result


@exercise.right
def sd_nested_lists(x):
    def apply(v):
        if isinstance(v, (list, np.ndarray)):
            return [apply(w) for w in v]
        e = np.exp(-abs(float(v)))
        return float(e / (1 + e) / (1 + e))

    return apply(x)


@exercise.right
def sd_logs(x):
    a = np.abs(np.asarray(x, dtype=float))
    return np.exp(-a - 2 * np.log1p(np.exp(-a)))


@exercise.right
def sd_class(x):
    class Sigmoid:
        def __init__(self, x):
            self.s = 0.5 * (1 + np.tanh(0.5 * np.asarray(x, float)))

        def backward(self):
            return self.s * (1 - self.s)

    return Sigmoid(x).backward()
