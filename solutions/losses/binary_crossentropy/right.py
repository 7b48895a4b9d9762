"""Right answers to binary_crossentropy, written differently."""

import numpy as np

from ..shared import EPSILON
from .checks import exercise


@exercise.right
def bce_loop(y_true, y_pred):
    import math

    losses = []
    for y, p in zip(np.ravel(y_true), np.ravel(y_pred)):
        p = min(max(float(p), 1e-7), 1 - 1e-7)
        losses.append(-(y * math.log(p) + (1 - y) * math.log(1 - p)))
    return sum(losses) / len(losses)


@exercise.right
def bce_minimum_maximum(y_true, y_pred):
    y = np.array(y_true, dtype=float)
    p = np.minimum(np.maximum(np.array(y_pred, dtype=float), EPSILON), 1.0 - EPSILON)
    return (-(y * np.log(p)) - (1 - y) * np.log1p(-p)).mean()


@exercise.right
def bce_helper(y_true, y_pred):
    def surprise(p):
        return -np.log(p)

    y = np.asarray(y_true, dtype=float)
    p = np.clip(np.asarray(y_pred, dtype=float), EPSILON, 1 - EPSILON)
    return np.mean(y * surprise(p) + (1 - y) * surprise(1 - p))


@exercise.right
def bce_where_copy(y_true, y_pred):
    y, p = np.asarray(y_true, float), np.array(y_pred, float)
    p[p < EPSILON] = EPSILON
    p[p > 1 - EPSILON] = 1 - EPSILON
    return float(np.average(-y * np.log(p) - (1 - y) * np.log(1 - p)))


@exercise.right
def bce_dot(y_true, y_pred):
    y = np.ravel(y_true).astype(np.float64)
    p = np.clip(np.ravel(y_pred).astype(np.float64), EPSILON, 1 - EPSILON)
    return -(y @ np.log(p) + (1 - y) @ np.log(1 - p)) / y.size


@exercise.right
def bce_logits(y_true, y_pred):
    y, p = np.asarray(y_true, float), np.clip(np.asarray(y_pred, float), EPSILON, 1 - EPSILON)
    z = np.log(p) - np.log1p(-p)
    return np.mean(np.logaddexp(0, z) - y * z)


@exercise.right
def bce_stacked(y_true, y_pred):
    y, p = np.asarray(y_true, float), np.clip(np.asarray(y_pred, float), EPSILON, 1 - EPSILON)
    targets, chances = np.stack([y, 1 - y]), np.stack([p, 1 - p])
    return np.array(-(targets * np.log(chances)).sum(axis=0).mean())


@exercise.right
def bce_vectorised_scalar(y_true, y_pred):
    def one(y, p):
        p = np.clip(p, EPSILON, 1 - EPSILON)
        return -y * np.log(p) - (1 - y) * np.log(1 - p)

    return np.vectorize(one, otypes=[float])(y_true, y_pred).mean()
