"""Right answers to forward, written differently."""

import numpy as np

from .checks import exercise


@exercise.right
def fwd_loop(weights, X):
    h = np.array(X, dtype=np.float64)
    layers = list(zip(weights[::2], weights[1::2]))
    for i, (W, b) in enumerate(layers):
        h = h.dot(W) + b
        if i < len(layers) - 1:
            h[h < 0] = 0
    return h


@exercise.right
def fwd_where(weights, X):
    X = np.asarray(X, dtype=float)
    z1 = np.matmul(X, weights[0]) + weights[1]
    a1 = np.where(z1 > 0, z1, 0.0)
    z2 = np.matmul(a1, weights[2]) + weights[3]
    a2 = np.where(z2 > 0, z2, 0.0)
    return np.add(np.matmul(a2, weights[4]), weights[5])


@exercise.right
def fwd_einsum(weights, X):
    W1, b1, W2, b2, W3, b3 = weights
    h = np.einsum("nd,dh->nh", np.asarray(X, float), W1) + b1[None, :]
    h = h * (h > 0)
    h = np.einsum("nh,hk->nk", h, W2) + b2[None, :]
    h = h * (h > 0)
    return np.einsum("nk,kc->nc", h, W3) + b3[None, :]


@exercise.right
def fwd_sample_by_sample(weights, X):
    W1, b1, W2, b2, W3, b3 = weights
    rows = []
    for x in X:
        h1 = np.clip(np.array(x, float) @ W1 + b1, 0, None)
        h2 = np.clip(h1 @ W2 + b2, 0, None)
        rows.append(h2 @ W3 + b3)
    return np.stack(rows)


@exercise.right
def fwd_plain_python(weights, X):
    def dense(rows, W, b):
        columns, b = list(zip(*W.tolist())), b.tolist()
        return [
            [sum(x * w for x, w in zip(row, column)) + bias for column, bias in zip(columns, b)]
            for row in rows
        ]

    def relu(rows):
        return [[max(x, 0.0) for x in row] for row in rows]

    rows = [[float(x) for x in row] for row in X]
    rows = relu(dense(rows, weights[0], weights[1]))
    rows = relu(dense(rows, weights[2], weights[3]))
    return dense(rows, weights[4], weights[5])


@exercise.right
def fwd_column_of_ones(weights, X):
    def layer(h, W, b):
        return np.hstack([h, np.ones((len(h), 1))]) @ np.vstack([W, b])

    h = np.asarray(X, float)
    h = np.maximum(0, layer(h, *weights[:2]))
    h = np.maximum(0, layer(h, *weights[2:4]))
    return layer(h, *weights[4:])


@exercise.right
def fwd_columns(weights, X):
    W1, b1, W2, b2, W3, b3 = weights
    x = np.asarray(X, dtype=float).T
    x = (np.abs(W1.T @ x + b1[:, None]) + (W1.T @ x + b1[:, None])) / 2
    x = np.fmax(W2.T @ x + b2.reshape(-1, 1), 0)
    return (W3.T @ x + b3.reshape(-1, 1)).T


@exercise.right
def fwd_recursive(weights, X):
    def run(h, rest):
        z = h @ rest[0] + rest[1]
        return z if len(rest) == 2 else run(np.maximum(z, 0), rest[2:])

    return run(np.asarray(X, float), tuple(weights))


@exercise.right
def fwd_classes(weights, X):
    class Dense:
        def __init__(self, W, b, activation=lambda z: z):
            self.W, self.b, self.activation = W, b, activation

        def __call__(self, h):
            return self.activation(h @ self.W + self.b)

    relu = lambda z: np.maximum(z, 0)
    layers = [Dense(*weights[0:2], relu), Dense(*weights[2:4], relu), Dense(*weights[4:6])]
    out = np.array(X, dtype=float)
    for layer in layers:
        out = layer(out)
    return out.tolist()
