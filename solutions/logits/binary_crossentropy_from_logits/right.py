"""Right answers to binary_crossentropy_from_logits, written differently."""

import numpy as np

from .checks import exercise


@exercise.right
def bce_logaddexp(y_true, z):
    y, z = np.asarray(y_true, dtype=float), np.asarray(z, dtype=float)
    return np.mean(np.logaddexp(0, z) - y * z)


@exercise.right
def bce_two_surprises(y_true, z):
    def softplus(x):
        return np.logaddexp(0.0, x)

    y, z = np.array(y_true, dtype=np.float64), np.array(z, dtype=np.float64)
    return float((y * softplus(-z) + (1 - y) * softplus(z)).mean())


@exercise.right
def bce_loop(y_true, z):
    import math

    losses = []
    for y, logit in zip(np.ravel(y_true), np.ravel(z)):
        y, logit = float(y), float(logit)
        losses.append(max(logit, 0.0) - logit * y + math.log1p(math.exp(-abs(logit))))
    return math.fsum(losses) / len(losses)


@exercise.right
def bce_where(y_true, z):
    y, z = np.asarray(y_true, float), np.asarray(z, float)
    with np.errstate(over="ignore"):
        cost = np.where(z >= 0, z - z * y + np.log(1 + np.exp(-z)), -z * y + np.log(1 + np.exp(z)))
    return np.average(cost)


@exercise.right
def bce_two_class_softmax(y_true, z):
    y, z = np.asarray(y_true, float).ravel(), np.asarray(z, float).ravel()
    pair = np.stack([np.zeros_like(z), z], axis=1)
    pair = pair - pair.max(axis=1, keepdims=True)
    log_p = pair - np.log(np.exp(pair).sum(axis=1, keepdims=True))
    return np.array(-np.sum(np.stack([1 - y, y], axis=1) * log_p) / len(y))


@exercise.right
def bce_relu_form(y_true, z):
    y, z = np.asarray(y_true, float), np.asarray(z, float)
    relu = z * (z > 0)
    return np.sum(relu - y * z + np.log(1 + np.exp(z - 2 * relu))) / z.size


@exercise.right
def bce_dot(y_true, z):
    y, z = np.ravel(y_true).astype(float), np.ravel(z).astype(float)
    high = np.clip(z, 0, None)
    return (np.sum(high + np.log1p(np.exp(-np.abs(z)))) - y @ z) / y.size


@exercise.right
def bce_log_sigmoid(y_true, z):
    def log_sigmoid(x):
        return np.minimum(x, 0) - np.log1p(np.exp(-np.abs(x)))

    y, z = np.asarray(y_true, float), np.asarray(z, float)
    return np.float64(-np.mean(y * log_sigmoid(z) + (1 - y) * log_sigmoid(-z)))


@exercise.right
def bce_vectorised(y_true, z):
    class Sample:
        def __init__(self, y, logit):
            self.y, self.logit = y, logit

        def loss(self):
            low, high = sorted((0.0, self.logit))
            return high + np.log1p(np.exp(low - high)) - self.y * self.logit

    return np.vectorize(lambda a, b: Sample(float(a), float(b)).loss(), otypes=[float])(y_true, z).mean()


@exercise.right
def bce_half_way(y_true, z):
    y, z = np.asarray(y_true, float), np.asarray(z, float)
    return float(np.mean((0.5 - y) * z + 0.5 * np.abs(z) + np.log1p(np.exp(-np.abs(z)))))
