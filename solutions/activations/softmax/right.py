"""Right answers to softmax, written differently."""

import numpy as np

from .checks import exercise


@exercise.right
def sm_logsumexp(x):
    x = np.asarray(x, float)
    top = x.max(axis=-1, keepdims=True)
    return np.exp(x - (top + np.log(np.exp(x - top).sum(axis=-1, keepdims=True))))


@exercise.right
def sm_logaddexp(x):
    x = np.asarray(x, dtype=float)
    return np.exp(x - np.logaddexp.reduce(x, axis=-1)[..., None])


@exercise.right
def sm_newaxis(x):
    z = np.array(x, dtype=float)
    z = z - np.max(z, axis=-1)[..., np.newaxis]
    return np.exp(z) / np.sum(np.exp(z), axis=-1)[..., np.newaxis]


@exercise.right
def sm_pairwise(x):
    x = np.asarray(x, float)
    with np.errstate(over="ignore"):
        return 1 / np.exp(x[..., None, :] - x[..., :, None]).sum(axis=-1)


@exercise.right
def sm_reshaped_loop(x):
    x = np.asarray(x, float)
    rows = []
    for row in x.reshape(-1, x.shape[-1]):
        e = np.exp(row - max(row))
        rows.append(e / sum(e))
    return np.array(rows).reshape(x.shape)


@exercise.right
def sm_nested_lists(x):
    import math

    def apply(v):
        if isinstance(v[0], (list, np.ndarray)):
            return [apply(w) for w in v]
        top = max(v)
        e = [math.exp(w - top) for w in v]
        return [w / sum(e) for w in e]

    return apply(x)


@exercise.right
def sm_apply_along_axis(x):
    def row(v):
        e = np.exp(v - v.max())
        return e / e.sum()

    return np.apply_along_axis(row, -1, np.asarray(x, float))


@exercise.right
def sm_moveaxis(x):
    x = np.moveaxis(np.asarray(x, float), -1, 0)
    e = np.exp(x - x.max(axis=0))
    return np.moveaxis(e / e.sum(axis=0), 0, -1)


@exercise.right
def sm_einsum(x):
    x = np.asarray(x, float)
    e = np.exp(x - np.amax(x, axis=-1, keepdims=True))
    return np.einsum("...c,...->...c", e, 1 / np.einsum("...c->...", e))


@exercise.right
def sm_float32_result(x):
    x = np.asarray(x, float)
    e = np.exp(x - x.max(-1, keepdims=True))
    return np.divide(e, e.sum(-1, keepdims=True)).astype(np.float32)


@exercise.right
def sm_recursive(x):
    x = np.asarray(x, float)

    def over_last(x):
        if x.ndim > 1:
            return np.stack([over_last(part) for part in x])
        e = np.exp(x - x.max())
        return e / e.sum()

    return over_last(x)
