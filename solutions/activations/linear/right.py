"""Right answers to linear, written differently."""

import numpy as np

from .checks import exercise


@exercise.right
def lin_returns_x(x):
    return x


@exercise.right
def lin_array(x):
    return np.array(x)


@exercise.right
def lin_copy(x):
    return np.array(x, dtype=np.float64, copy=True)


@exercise.right
def lin_times_one(x):
    return 1.0 * np.asarray(x)


@exercise.right
def lin_plus_zero(x):
    return np.add(x, 0)


@exercise.right
def lin_nested_lists(x):
    return np.asarray(x).tolist()


@exercise.right
def lin_vectorised(x):
    return np.vectorize(float)(x)


@exercise.right
def lin_loop(x):
    x = np.asarray(x)
    result = np.empty(x.shape)
    for index in np.ndindex(x.shape):
        result[index] = x[index]
    return result


@exercise.right
def lin_where(x):
    x = np.asarray(x, float)
    return np.where(x > 0, x, x)


@exercise.right
def lin_two_ramps(x):
    x = np.asarray(x, float)
    return np.maximum(x, 0) + np.minimum(x, 0)


@exercise.right
def lin_deepcopy(x):
    import copy

    return copy.deepcopy(x)
