"""Right answers to leaky_relu, written differently."""

import numpy as np

from .checks import exercise


@exercise.right
def lk_maximum(x, negative_slope=0.2):
    x = np.asarray(x, float)
    return np.maximum(x, negative_slope * x)


@exercise.right
def lk_two_ramps(x, negative_slope=0.2):
    return np.maximum(x, 0) + negative_slope * np.minimum(x, 0)


@exercise.right
def lk_difference_of_relus(x, negative_slope=0.2):
    def relu(v):
        return np.where(v > 0, v, 0.0)

    x = np.array(x, dtype=np.float64)
    return relu(x) - negative_slope * relu(-x)


@exercise.right
def lk_abs(x, negative_slope=0.2):
    x = np.asarray(x, float)
    return 0.5 * (1 + negative_slope) * x + 0.5 * (1 - negative_slope) * np.abs(x)


@exercise.right
def lk_copy_and_mask(x, negative_slope=0.2):
    y = np.array(x, dtype=float)
    y[y < 0] *= negative_slope
    return y


@exercise.right
def lk_product(x, negative_slope=0.2):
    x = np.asarray(x)
    return x * np.where(x >= 0, 1.0, negative_slope)


@exercise.right
def lk_nested_lists(x, negative_slope=0.2):
    def apply(v):
        if isinstance(v, (list, np.ndarray)):
            return [apply(w) for w in v]
        return float(v) if v >= 0 else float(v) * negative_slope

    return apply(x)


@exercise.right
def lk_vectorised(x, negative_slope=0.2):
    return np.vectorize(lambda v: v if v > 0 else v * negative_slope, otypes=[float])(x)


@exercise.right
def lk_other_slope_name(x, negative_slope=0.2, *unused):
    slope = float(negative_slope)
    x = np.asarray(x, float)
    return (x > 0) * x + (x <= 0) * slope * x


@exercise.right
def lk_select(x, negative_slope=1 / 5):
    x = np.asarray(x, float)
    return np.select([x > 0, x < 0], [x, negative_slope * x], default=0.0)


@exercise.right
def lk_float32_result(x, negative_slope=0.2):
    x = np.asarray(x, float)
    return np.where(x < 0, x * negative_slope, x).astype(np.float32)
