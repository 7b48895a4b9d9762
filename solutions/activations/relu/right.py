"""Right answers to relu, written differently."""

import numpy as np

from .checks import exercise


@exercise.right
def re_product(x):
    x = np.asarray(x)
    return x * (x > 0)


@exercise.right
def re_half_sum(x):
    x = np.asarray(x, float)
    return (x + np.abs(x)) / 2


@exercise.right
def re_where(x):
    x = np.array(x)
    return np.where(x > 0, x, 0)


@exercise.right
def re_clip(x):
    return np.clip(x, 0, None)


@exercise.right
def re_copy_and_mask(x):
    y = np.array(x, dtype=float)
    y[y < 0] = 0.0
    return y


@exercise.right
def re_nested_lists(x):
    if isinstance(x, (list, np.ndarray)):
        def apply(v):
            return [apply(w) for w in v] if isinstance(v, (list, np.ndarray)) else max(0.0, float(v))

        return apply(x)


@exercise.right
def re_minus_minimum(x):
    return -np.minimum(np.multiply(x, -1.0), 0)


@exercise.right
def re_vectorised_max(x):
    return np.vectorize(lambda v: max(0.0, float(v)), otypes=[float])(x)


@exercise.right
def re_out_of_new_array(x):
    x = np.asarray(x)
    result = np.zeros_like(x)
    np.copyto(result, x, where=x > 0)
    return result


@exercise.right
def re_float32_result(x):
    return np.fmax(np.asarray(x, float), 0.0).astype(np.float32)


@exercise.right
def re_heaviside(x):
    x = np.asarray(x, float)
    return x * np.heaviside(x, 0)


@exercise.right
def re_stack(x):
    x = np.asarray(x, dtype=np.float64)
    return np.max(np.stack([np.zeros_like(x), x]), axis=0)
