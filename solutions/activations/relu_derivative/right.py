"""Right answers to relu_derivative, written differently."""

import numpy as np

from .checks import exercise


@exercise.right
def rd_where(x):
    return np.where(np.asarray(x) > 0, 1, 0)


@exercise.right
def rd_one_at_corner(x):
    return (np.asarray(x, float) >= 0).astype(np.float32)


@exercise.right
def rd_half_at_corner(x):
    return np.heaviside(np.asarray(x, float), 0.5)


@exercise.right
def rd_from_sign(x):
    return (np.sign(np.asarray(x, float)) + 1) / 2


@exercise.right
def rd_times_one(x):
    return 1.0 * np.greater(x, 0)


@exercise.right
def rd_nested_lists(x):
    def apply(v):
        return [apply(w) for w in v] if isinstance(v, (list, np.ndarray)) else int(v > 0)

    return apply(x)


@exercise.right
def rd_masks(x):
    x = np.asarray(x)
    slope = np.zeros(x.shape)
    slope[x > 0] = 1
    return slope


@exercise.right
def rd_sign_of_relu(x):
    return np.sign(np.maximum(x, 0))


@exercise.right
def rd_vectorised(x):
    return np.vectorize(lambda v: 1.0 if v > 0 else 0.0, otypes=[float])(x)


@exercise.right
def rd_same_type(x):
    x = np.array(x)
    return (x > 0).astype(x.dtype)


@exercise.right
def rd_safe_division(x):
    x = np.asarray(x, float)
    return np.divide(np.maximum(x, 0), x, out=np.full(x.shape, 0.25), where=x != 0)


@exercise.right
def rd_small_integers(x):
    return (np.asarray(x, float) > 0).astype(np.int8)
