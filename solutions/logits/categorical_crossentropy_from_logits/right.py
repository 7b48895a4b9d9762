"""Right answers to categorical_crossentropy_from_logits, written differently."""

import numpy as np

from .checks import exercise


@exercise.right
def cce_lse_minus_weighted(y_true, z):
    y, z = np.asarray(y_true, dtype=float), np.asarray(z, dtype=float)
    return np.mean(np.logaddexp.reduce(z, axis=1) - np.sum(y * z, axis=1))


@exercise.right
def cce_loop(y_true, z):
    import math

    total = 0.0
    for targets, row in zip(y_true, z):
        row = [float(v) for v in row]
        top = max(row)
        rest = math.log(sum(math.exp(v - top) for v in row))
        for y, v in zip(targets, row):
            total -= y * (v - top - rest)
    return total / len(z)


@exercise.right
def cce_einsum(y_true, z):
    y, z = np.asarray(y_true, float), np.asarray(z, float)
    s = z - z.max(axis=1)[:, None]
    return -np.einsum("nc,nc->", y, s - np.log(np.exp(s).sum(axis=1))[:, None]) / y.shape[0]


@exercise.right
def cce_helpers(y_true, z):
    def lse(v):
        m = np.max(v, axis=-1, keepdims=True)
        return m + np.log(np.sum(np.exp(v - m), axis=-1, keepdims=True))

    def log_softmax(v):
        return v - lse(v)

    y, z = np.array(y_true, dtype=float), np.array(z, dtype=float)
    return float((-y * log_softmax(z)).sum(axis=1).mean())


@exercise.right
def cce_list_of_losses(y_true, z):
    losses = []
    for y, v in zip(np.asarray(y_true, float), np.asarray(z, float)):
        v = v - v.max()
        losses.append(np.log(np.exp(v).sum()) - y @ v)
    return np.mean(losses)


@exercise.right
def cce_weights_everywhere(y_true, z):
    y, z = np.asarray(y_true, float), np.asarray(z, float)
    surprise = np.logaddexp.reduce(z[:, None, :] - z[:, :, None], axis=-1)
    return np.array(np.average((y * surprise).sum(axis=-1)))


@exercise.right
def cce_flat(y_true, z):
    y, z = np.asarray(y_true, float), np.asarray(z, float)
    top = np.repeat(z.max(axis=1), z.shape[1]).reshape(z.shape)
    rest = np.log(np.exp(z - top) @ np.ones(z.shape[1]))
    return np.float64(np.sum(y * (top + rest.reshape(-1, 1) - z)) / len(rest))


@exercise.right
def cce_trace(y_true, z):
    z = np.subtract(z, np.max(z, axis=1, keepdims=True))
    log_p = z - np.log(np.sum(np.exp(z), axis=1, keepdims=True))
    return -np.trace(np.asarray(y_true, float) @ log_p.T) / z.shape[0]


@exercise.right
def cce_class(y_true, z):
    class Batch:
        def __init__(self, targets, logits):
            self.targets = np.asarray(targets, float)
            self.logits = np.asarray(logits, float)

        def log_probabilities(self):
            s = self.logits - self.logits.max(axis=-1, keepdims=True)
            return s - np.log(np.exp(s).sum(axis=-1, keepdims=True))

        def loss(self):
            return -(self.targets * self.log_probabilities()).sum() / len(self.targets)

    return Batch(y_true, z).loss()


@exercise.right
def cce_only_where_needed(y_true, z):
    y, z = np.asarray(y_true, float), np.asarray(z, float)
    s = z - z.max(axis=-1, keepdims=True)
    log_p = s - np.log(np.exp(s).sum(axis=-1, keepdims=True))
    return float(-np.sum(y[y > 0] * log_p[y > 0]) / len(y))
