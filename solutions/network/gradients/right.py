"""Right answers to gradients, written differently."""

import numpy as np

from .checks import exercise


@exercise.right
def grad_layers(weights, X, y):
    activations = [np.array(X, dtype=float)]
    for i in (0, 2):
        activations.append(np.maximum(activations[-1] @ weights[i] + weights[i + 1], 0))
    z = activations[-1] @ weights[4] + weights[5]
    log_p = z - z.max(axis=1, keepdims=True)
    log_p = log_p - np.log(np.exp(log_p).sum(axis=1, keepdims=True))
    delta = np.exp(log_p)
    delta[np.arange(len(delta)), y] -= 1
    delta /= len(delta)
    found = []
    for i in (4, 2, 0):
        h = activations.pop()
        found = [h.T @ delta, delta.sum(axis=0)] + found
        delta = (delta @ weights[i].T) * (h > 0)
    return found


@exercise.right
def grad_sample_by_sample(weights, X, y):
    W1, b1, W2, b2, W3, b3 = weights
    total = [np.zeros(w.shape) for w in weights]
    for x, label in zip(X, y):
        x = np.array(x, dtype=float)
        z1 = x @ W1 + b1
        h1 = np.where(z1 > 0, z1, 0)
        z2 = h1 @ W2 + b2
        h2 = np.where(z2 > 0, z2, 0)
        z3 = h2 @ W3 + b3
        e = np.exp(z3 - max(z3))
        d3 = e / sum(e)
        d3[int(label)] -= 1.0
        d2 = np.where(z2 > 0, W3 @ d3, 0)
        d1 = np.where(z1 > 0, W2 @ d2, 0)
        for t, g in zip(total, (np.outer(x, d1), d1, np.outer(h1, d2), d2, np.outer(h2, d3), d3)):
            t += g
    return tuple(t / len(X) for t in total)


@exercise.right
def grad_einsum(weights, X, y):
    W1, b1, W2, b2, W3, b3 = weights
    X = np.asarray(X, float)
    n = X.shape[0]
    z1 = np.einsum("nd,dh->nh", X, W1) + b1
    h1 = z1.clip(min=0)
    z2 = np.einsum("nd,dh->nh", h1, W2) + b2
    h2 = z2.clip(min=0)
    z3 = np.einsum("nd,dh->nh", h2, W3) + b3
    p = np.exp(z3 - np.logaddexp.reduce(z3, axis=1)[:, None])
    hot = (np.asarray(y)[:, None] == np.arange(len(b3))).astype(float)
    d3 = p - hot
    d2 = np.einsum("nc,hc->nh", d3, W3) * np.heaviside(z2, 0)
    d1 = np.einsum("nc,hc->nh", d2, W2) * np.heaviside(z1, 0)
    return [
        np.einsum("nd,nh->dh", X, d1) / n, np.einsum("nh->h", d1) / n,
        np.einsum("nd,nh->dh", h1, d2) / n, np.einsum("nh->h", d2) / n,
        np.einsum("nd,nh->dh", h2, d3) / n, np.einsum("nh->h", d3) / n,
    ]  # fmt: skip


@exercise.right
def grad_plain_python(weights, X, y):
    import math

    Ws = [w.tolist() for w in weights[::2]]
    bs = [b.tolist() for b in weights[1::2]]
    dWs = [[[0.0] * len(row) for row in W] for W in Ws]
    dbs = [[0.0] * len(b) for b in bs]
    n = len(X)
    for x, label in zip(X, y):
        hs = [[float(v) for v in x]]
        for k in range(3):
            z = [bs[k][j] + sum(h * row[j] for h, row in zip(hs[k], Ws[k])) for j in range(len(bs[k]))]
            hs.append(z if k == 2 else [max(v, 0.0) for v in z])
        top = max(hs[3])
        e = [math.exp(v - top) for v in hs[3]]
        delta = [v / sum(e) for v in e]
        delta[int(label)] -= 1
        delta = [d / n for d in delta]
        for k in (2, 1, 0):
            for i, h in enumerate(hs[k]):
                if h != 0:
                    row = dWs[k][i]
                    for j, d in enumerate(delta):
                        row[j] += h * d
            dbs[k] = [a + d for a, d in zip(dbs[k], delta)]
            if k:
                delta = [
                    sum(w * d for w, d in zip(Ws[k][i], delta)) if h > 0 else 0.0
                    for i, h in enumerate(hs[k])
                ]
    return [dWs[0], dbs[0], dWs[1], dbs[1], dWs[2], dbs[2]]


@exercise.right
def grad_column_of_ones(weights, X, y):
    def with_ones(h):
        return np.column_stack([h, np.ones(len(h))])

    V1, V2, V3 = (np.vstack([weights[i], weights[i + 1]]) for i in (0, 2, 4))
    a0 = with_ones(np.asarray(X, float))
    z1 = a0 @ V1
    a1 = with_ones(np.maximum(z1, 0))
    z2 = a1 @ V2
    a2 = with_ones(np.maximum(z2, 0))
    z3 = a2 @ V3
    z3 = z3 - z3.max(axis=1)[:, None]
    d3 = (np.exp(z3) / np.exp(z3).sum(axis=1)[:, None] - np.eye(z3.shape[1])[list(y)]) / len(a0)
    d2 = (d3 @ V3[:-1].T) * (z2 > 0)
    d1 = (d2 @ V2[:-1].T) * (z1 > 0)
    result = []
    for a, d in ((a0, d1), (a1, d2), (a2, d3)):
        G = a.T @ d
        result.extend([G[:-1], G[-1]])
    return result


@exercise.right
def grad_classes(weights, X, y):
    class Dense:
        def __init__(self, W, b, relu):
            self.W, self.b, self.relu = W, b, relu

        def forward(self, h):
            self.h = h
            self.z = h @ self.W + self.b
            return np.maximum(self.z, 0) if self.relu else self.z

        def backward(self, d):
            if self.relu:
                d = d * (self.z > 0)
            self.dW, self.db = self.h.T @ d, d.sum(0)
            return d @ self.W.T

    layers = [Dense(weights[i], weights[i + 1], i < 4) for i in (0, 2, 4)]
    out = np.asarray(X, dtype=float)
    for layer in layers:
        out = layer.forward(out)
    shifted = np.exp(out - np.max(out, axis=1, keepdims=True))
    d = shifted / np.sum(shifted, axis=1, keepdims=True)
    d[range(len(d)), y] -= 1
    d = d / d.shape[0]
    for layer in reversed(layers):
        d = layer.backward(d)
    return [g for layer in layers for g in (layer.dW, layer.db)]


@exercise.right
def grad_bias_by_matmul(weights, X, y):
    W1, b1, W2, b2, W3, b3 = weights
    X, y = np.array(X, float), np.array(y, int)
    h1 = np.maximum(0.0, X.dot(W1) + b1)
    h2 = np.maximum(0.0, h1.dot(W2) + b2)
    z = h2.dot(W3) + b3
    m = np.amax(z, axis=-1, keepdims=True)
    p = np.exp(z - (m + np.log(np.sum(np.exp(z - m), axis=-1, keepdims=True))))
    N, C = p.shape
    onehot = np.zeros((N, C))
    onehot[np.arange(N), y] = 1.0
    ones = np.full(N, 1.0 / N)
    d3 = p - onehot
    d2 = np.multiply(d3.dot(W3.T), np.sign(h2))
    d1 = np.multiply(d2.dot(W2.T), np.sign(h1))
    return [X.T.dot(d1) / N, ones @ d1, h1.T.dot(d2) / N, ones @ d2, h2.T.dot(d3) / N, ones @ d3]


@exercise.right
def grad_in_columns(weights, X, y):
    W1, b1, W2, b2, W3, b3 = [np.asarray(w).T for w in weights]
    x = np.asarray(X, float).T
    z1 = W1 @ x + b1[:, None]
    a1 = np.maximum(z1, 0)
    z2 = W2 @ a1 + b2[:, None]
    a2 = np.maximum(z2, 0)
    z3 = W3 @ a2 + b3[:, None]
    e = np.exp(z3 - z3.max(axis=0))
    d3 = (e / e.sum(axis=0) - np.eye(b3.size)[:, np.asarray(y)]) / x.shape[1]
    d2 = W3.T @ d3
    d2[z2 <= 0] = 0
    d1 = W2.T @ d2
    d1[z1 <= 0] = 0
    return [x @ d1.T, d1.sum(1), a1 @ d2.T, d2.sum(1), a2 @ d3.T, d3.sum(1)]


@exercise.right
def grad_half_by_half(weights, X, y):
    def total(X, y):
        W1, b1, W2, b2, W3, b3 = weights
        h1 = np.maximum(X @ W1 + b1, 0)
        h2 = np.maximum(h1 @ W2 + b2, 0)
        z = h2 @ W3 + b3
        odds = np.exp(z - z.max(axis=1, keepdims=True))
        d3 = odds / odds.sum(axis=1, keepdims=True) - np.eye(len(b3))[y]
        d2 = (d3 @ W3.T) * (h2 > 0)
        d1 = (d2 @ W2.T) * (h1 > 0)
        return [X.T @ d1, d1.sum(0), h1.T @ d2, d2.sum(0), h2.T @ d3, d3.sum(0)]

    X, y = np.asarray(X, float), np.asarray(y)
    half = len(X) // 2
    if half == 0:
        return total(X, y)
    return [(a + b) / len(X) for a, b in zip(total(X[:half], y[:half]), total(X[half:], y[half:]))]
