"""Right answers to log_softmax, written differently."""

import numpy as np

from .checks import exercise


@exercise.right
def lsm_minus_lse(z):
    z = np.asarray(z, dtype=float)
    m = z.max(axis=-1, keepdims=True)
    return z - (m + np.log(np.sum(np.exp(z - m), axis=-1, keepdims=True)))


@exercise.right
def lsm_reduce(z):
    z = np.array(z, dtype=np.float64)
    return z - np.logaddexp.reduce(z, axis=-1, keepdims=True)


@exercise.right
def lsm_recursive(z):
    import math

    def walk(item):
        if isinstance(item[0], list):
            return [walk(part) for part in item]
        top = max(item)
        rest = math.log(sum(math.exp(v - top) for v in item))
        return [v - top - rest for v in item]

    return walk(np.asarray(z, float).tolist())


@exercise.right
def lsm_along_axis(z):
    def row(v):
        s = v - v.max()
        return s - np.log(np.exp(s).sum())

    return np.apply_along_axis(row, -1, np.asarray(z, dtype=float))


@exercise.right
def lsm_pairwise_differences(z):
    z = np.asarray(z, float)
    return -np.logaddexp.reduce(z[..., None, :] - z[..., :, None], axis=-1)


@exercise.right
def lsm_where(z):
    z = np.asarray(z, float)
    s = z - np.expand_dims(np.max(z, -1), -1)
    e = np.exp(s)
    total = np.einsum("...c->...", e)[..., None]
    p = e / total
    return np.where(p > 0.5, np.log(np.where(p > 0, p, 1.0)), s - np.log(total))


@exercise.right
def lsm_twice(z):
    def once(v):
        v = v - np.amax(v, axis=-1, keepdims=True)
        return v - np.log(np.exp(v).sum(-1)[..., np.newaxis])

    return once(once(np.array(z, float)))


@exercise.right
def lsm_rows(z):
    z = np.asarray(z, float)
    out = np.empty(z.shape)
    for place in np.ndindex(*z.shape[:-1]):
        row = z[place] - max(z[place])
        out[place] = row - np.log(sum(np.exp(row)))
    return out


@exercise.right
def lsm_class(z):
    class Row:
        def __init__(self, v):
            self.v = v - v.max()

        def log_probabilities(self):
            return self.v - np.log1p(np.exp(self.v).sum() - 1)

    return np.vectorize(lambda v: Row(v).log_probabilities(), signature="(n)->(n)")(np.asarray(z, float))


@exercise.right
def lsm_transposed(z):
    z = np.moveaxis(np.asarray(z, float), -1, 0)
    z = z - z.max(axis=0)
    return np.moveaxis(z - np.log(np.exp(z).sum(axis=0)), 0, -1)
