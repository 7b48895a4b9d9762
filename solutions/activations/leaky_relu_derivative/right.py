"""Right answers to leaky_relu_derivative, written differently."""

import numpy as np

from .checks import exercise


@exercise.right
def ld_one_at_corner(x, negative_slope=0.2):
    return np.where(np.asarray(x) >= 0, 1, negative_slope)


@exercise.right
def ld_half_way_at_corner(x, negative_slope=0.2):
    x = np.asarray(x, float)
    return (1 + negative_slope) / 2 + (1 - negative_slope) / 2 * np.sign(x)


@exercise.right
def ld_masks(x, negative_slope=0.2):
    x = np.asarray(x)
    slope = np.full(x.shape, float(negative_slope))
    slope[x > 0] = 1.0
    return slope


@exercise.right
def ld_mixture(x, negative_slope=0.2):
    active = np.heaviside(np.asarray(x, float), 0.5)
    return active + negative_slope * (1 - active)


@exercise.right
def ld_nested_lists(x, negative_slope=0.2):
    def apply(v):
        return [apply(w) for w in v] if isinstance(v, (list, np.ndarray)) else (1.0 if v > 0 else negative_slope)

    return apply(x)


@exercise.right
def ld_vectorised(x, negative_slope=0.2):
    return np.vectorize(lambda v: 1 if v > 0 else negative_slope, otypes=[float])(x)


@exercise.right
def ld_maximum(x, negative_slope=0.2):
    return np.maximum((np.asarray(x) > 0).astype(float), negative_slope)


@exercise.right
def ld_power(x, negative_slope=0.2):
    return np.where(np.greater_equal(x, 0), 1.0, float(negative_slope)).astype(np.float32)


@exercise.right
def ld_choose(x, negative_slope=0.2):
    return np.array([negative_slope, 1.0])[(np.asarray(x, float) > 0).astype(int)]


@exercise.right
def ld_loop(x, negative_slope=1 / 5):
    x = np.array(x, dtype=float)
    flat = [1.0 if v > 0 else negative_slope for v in x.ravel()]
    return np.reshape(flat, x.shape)
