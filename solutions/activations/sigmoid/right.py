"""Right answers to sigmoid, written differently."""

import numpy as np

from .checks import exercise


@exercise.right
def sig_naive(x):
    with np.errstate(over="ignore"):
        return 1 / (1 + np.exp(-np.asarray(x, dtype=float)))


@exercise.right
def sig_by_tanh(x):
    return 0.5 * (1 + np.tanh(np.asarray(x, float) / 2))


@exercise.right
def sig_logaddexp(x):
    return np.exp(-np.logaddexp(0, -np.asarray(x, float)))


@exercise.right
def sig_masks(x):
    x = np.array(x, dtype=float)
    result = np.empty_like(x)
    positive = x >= 0
    result[positive] = 1 / (1 + np.exp(-x[positive]))
    e = np.exp(x[~positive])
    result[~positive] = e / (1 + e)
    return result


@exercise.right
def sig_clipped(x):
    return 1.0 / (1.0 + np.exp(-np.clip(x, -500, 500)))


@exercise.right
def sig_scalar_branches(x):
    import math

    def one(v):
        if v < 0:
            return 1 - one(-v)
        return 1 / (1 + math.exp(-v))

    return np.vectorize(one, otypes=[float])(x)


@exercise.right
def sig_where_both(x):
    x = np.asarray(x, float)
    with np.errstate(all="ignore"):
        return np.where(x < 0, np.exp(x) / (1 + np.exp(x)), 1 / (1 + np.exp(-x)))


@exercise.right
def sig_nested_lists(x):
    def apply(v):
        if isinstance(v, (list, np.ndarray)):
            return [apply(w) for w in v]
        return float(1 / (1 + np.exp(-max(float(v), -700.0))))

    return apply(x)


@exercise.right
def sig_float32_result(x):
    x = np.asarray(x, float)
    return (0.5 + 0.5 * np.tanh(0.5 * x)).astype(np.float32)


@exercise.right
def sig_power(x):
    with np.errstate(over="ignore"):
        return np.reciprocal(1 + np.power(np.e, np.multiply(-1.0, x)))


@exercise.right
def sig_softmax_of_two(x):
    z = np.stack([np.asarray(x, float), np.zeros(np.shape(x))], axis=-1)
    e = np.exp(z - z.max(axis=-1, keepdims=True))
    return e[..., 0] / e.sum(axis=-1)
