"""Right answers to mean_squared_error, written differently."""

import numpy as np

from .checks import exercise


@exercise.right
def mse_loop(y_true, y_pred):
    total, count = 0.0, 0
    for t, p in zip(np.ravel(y_true), np.ravel(y_pred)):
        total += (float(t) - float(p)) ** 2
        count += 1
    return total / count


@exercise.right
def mse_dot(y_true, y_pred):
    error = np.array(y_true, dtype=np.float64).flatten() - np.array(y_pred, dtype=np.float64).flatten()
    return error @ error / error.size


@exercise.right
def mse_reshape(y_true, y_pred):
    y_true = np.asarray(y_true, dtype=float)
    y_pred = np.asarray(y_pred, dtype=float).reshape(y_true.shape)
    return np.square(y_pred - y_true).mean()


@exercise.right
def mse_norm(y_true, y_pred):
    d = np.subtract(np.asarray(y_true, float).ravel(), np.asarray(y_pred, float).ravel())
    return np.linalg.norm(d) ** 2 / len(d)


@exercise.right
def mse_zero_dimensional(y_true, y_pred):
    d = np.asarray(y_true, float).ravel() - np.asarray(y_pred, float).ravel()
    return np.array(np.einsum("i,i->", d, d) / d.size)


@exercise.right
def mse_expanded(y_true, y_pred):
    t, p = (np.float64(np.ravel(a)) for a in (y_true, y_pred))
    return float(sum((t - p) ** 2)) / t.shape[0]


@exercise.right
def mse_average(y_true, y_pred):
    return np.average(np.power(np.ravel(y_true).astype("float64") - np.ravel(y_pred).astype("float64"), 2))


@exercise.right
def mse_fsum(y_true, y_pred):
    import math

    pairs = list(zip(np.ravel(y_true).tolist(), np.ravel(y_pred).tolist()))
    return math.fsum((a - b) ** 2 for a, b in pairs) / len(pairs)
