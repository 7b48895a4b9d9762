"""Right answers to log_sum_exp, written differently."""

import numpy as np

from .checks import exercise


@exercise.right
def lse_reduce(z):
    return np.logaddexp.reduce(np.asarray(z, dtype=float), axis=-1)


@exercise.right
def lse_recursive(z):
    import math

    z = np.asarray(z, float).tolist()

    def walk(item):
        if isinstance(item[0], list):
            return [walk(part) for part in item]
        top = max(item)
        return top + math.log(math.fsum(math.exp(v - top) for v in item))

    return walk(z)


@exercise.right
def lse_along_axis(z):
    def row(v):
        return v.max() + np.log(np.sum(np.exp(v - v.max())))

    return np.apply_along_axis(row, -1, np.array(z, dtype=float))


@exercise.right
def lse_squeeze(z):
    z = np.array(z, dtype=np.float64)
    m = np.max(z, axis=-1, keepdims=True)
    return np.squeeze(m + np.log(np.sum(np.exp(z - m), axis=-1, keepdims=True)), axis=-1)


@exercise.right
def lse_log1p_of_the_others(z):
    z = np.sort(np.asarray(z, float), axis=-1)
    m = z[..., -1]
    return m + np.log1p(np.exp(z[..., :-1] - m[..., None]).sum(axis=-1))


@exercise.right
def lse_pairwise(z):
    z = np.moveaxis(np.asarray(z, float), -1, 0)
    total = z[0]
    for nxt in z[1:]:
        high, low = np.maximum(total, nxt), np.minimum(total, nxt)
        total = high + np.log1p(np.exp(low - high))
    return np.array(total)


@exercise.right
def lse_upper_bound(z):
    z = np.asarray(z, float)
    bound = np.ceil(z.max(-1))
    return np.log(np.einsum("...c->...", np.exp(z - np.expand_dims(bound, -1)))) + bound


@exercise.right
def lse_table_of_rows(z):
    z = np.asarray(z, float)
    flat = z.reshape(-1, z.shape[-1])
    found = np.array([max(r) + np.log(sum(np.exp(r - max(r)))) for r in flat])
    return found.reshape(z.shape[:-1])


@exercise.right
def lse_vectorised(z):
    class Shifted:
        def __init__(self, v):
            self.top = np.max(v)
            self.rest = np.exp(v - self.top)

        def value(self):
            return self.top + np.log(self.rest.sum())

    return np.vectorize(lambda v: Shifted(v).value(), signature="(n)->()", otypes=[float])(np.asarray(z, float))


@exercise.right
def lse_from_largest_probability(z):
    z = np.subtract(z, 0.0)
    top = np.amax(z, axis=-1)
    e = np.exp(z - top[..., np.newaxis])
    return top - np.log(np.max(e / e.sum(-1, keepdims=True), axis=-1))
