"""Right answers to class_probabilities, written differently."""

import numpy as np

from .checks import exercise


@exercise.right
def cp_helpers(logits, exclusive):
    def softmax(z):
        e = np.exp(z - z.max(axis=-1, keepdims=True))
        return e / e.sum(axis=-1, keepdims=True)

    def sigmoid(z):
        with np.errstate(over="ignore"):
            return 1 / (1 + np.exp(-z))

    return (softmax if exclusive else sigmoid)(np.asarray(logits, dtype=float))


@exercise.right
def cp_tanh_and_logaddexp(logits, exclusive):
    z = np.asarray(logits, float)
    if exclusive is True:
        return np.exp(z - np.logaddexp.reduce(z, axis=-1, keepdims=True))
    return (1 + np.tanh(z / 2)) / 2


@exercise.right
def cp_softmax_against_zero(logits, exclusive):
    def softmax(z):
        e = np.exp(z - np.max(z, axis=-1, keepdims=True))
        return e / np.sum(e, axis=-1, keepdims=True)

    z = np.array(logits, dtype=float)
    if exclusive:
        return softmax(z)
    return softmax(np.stack([z, np.zeros_like(z)], axis=-1))[..., 0]


@exercise.right
def cp_table(logits, exclusive):
    z = np.asarray(logits, float)
    functions = {
        True: lambda: np.exp(z - z.max(-1, keepdims=True)) / np.exp(z - z.max(-1, keepdims=True)).sum(-1, keepdims=True),
        False: lambda: 1 / (1 + np.exp(-np.clip(z, -600, 600))),
    }
    return functions[exclusive]()


@exercise.right
def cp_row_loop(logits, exclusive):
    z = np.asarray(logits, float)
    if not exclusive:
        return np.exp(-np.logaddexp(0.0, -z))
    flat = z.reshape(-1, z.shape[-1])
    rows = [np.exp(row - row.max()) / np.exp(row - row.max()).sum() for row in flat]
    return np.array(rows).reshape(z.shape)


@exercise.right
def cp_nested_lists(logits, exclusive):
    import math

    def row(v):
        if exclusive:
            e = [math.exp(w - max(v)) for w in v]
            return [w / math.fsum(e) for w in e]
        return [1 / (1 + math.exp(-w)) if w > 0 else math.exp(w) / (1 + math.exp(w)) for w in v]

    def apply(v):
        return [apply(w) for w in v] if isinstance(v[0], (list, np.ndarray)) else row(v)

    return apply(logits)


@exercise.right
def cp_one_denominator(logits, exclusive):
    z = np.asarray(logits, float)
    top = z.max(axis=-1, keepdims=True) if exclusive else np.maximum(z, 0)
    e = np.exp(z - top)
    total = e.sum(axis=-1, keepdims=True) if exclusive else e + np.exp(-top)
    return e / total


@exercise.right
def cp_pairwise(logits, exclusive):
    z = np.asarray(logits, float)
    with np.errstate(over="ignore"):
        if exclusive:
            return 1 / np.exp(z[..., None, :] - z[..., :, None]).sum(axis=-1)
        return 1 / (1 + np.exp(-z))


@exercise.right
def cp_float32_result(logits, exclusive):
    z = np.asarray(logits, float)
    z = z - z.max(axis=-1)[..., None] if exclusive else z
    p = np.exp(z) / np.exp(z).sum(axis=-1)[..., None] if exclusive else 0.5 + 0.5 * np.tanh(z / 2)
    return p.astype(np.float32)
