"""Right answers to fit_linear_regression, written differently."""

import numpy as np

from .checks import exercise


@exercise.right
def fit_loops(X, y, epochs, batch_size, learning_rate):
    rows = [[float(v) for v in row] for row in X]
    targets = [float(np.ravel(t)[0]) for t in y]
    n, d = len(rows), len(rows[0])
    w, b, losses = [0.0] * d, 0.0, []
    for _ in range(epochs):
        total = 0.0
        for start in range(0, n, batch_size):
            batch = range(start, min(start + batch_size, n))
            gw, gb = [0.0] * d, 0.0
            for i in batch:
                error = b + sum(w[j] * rows[i][j] for j in range(d)) - targets[i]
                total += error * error
                gb += 2 * error / len(batch)
                for j in range(d):
                    gw[j] += 2 * error * rows[i][j] / len(batch)
            w = [w[j] - learning_rate * gw[j] for j in range(d)]
            b -= learning_rate * gb
        losses.append(total / n)
    return w, b, losses


@exercise.right
def fit_columns(X, y, epochs, batch_size, learning_rate):
    X = np.array(X, dtype=np.float64)
    y = np.array(y, dtype=np.float64).reshape(-1, 1)
    w, b = np.zeros((X.shape[1], 1)), np.zeros(1)
    losses = np.zeros(epochs)
    for epoch in range(epochs):
        for i in range(0, X.shape[0], batch_size):
            xb, yb = X[i : i + batch_size], y[i : i + batch_size]
            error = xb @ w + b - yb
            losses[epoch] += (error**2).mean() * xb.shape[0] / X.shape[0]
            w -= learning_rate * 2 / xb.shape[0] * xb.T @ error
            b -= learning_rate * 2 * error.mean(axis=0)
    return w, b, losses


@exercise.right
def fit_ones_column(X, y, epochs, batch_size, learning_rate):
    X = np.column_stack([np.asarray(X, dtype=float), np.ones(len(X))])
    y = np.asarray(y, dtype=float).flatten()
    v, losses = np.zeros(X.shape[1]), []
    for _ in range(epochs):
        batch_losses, sizes = [], []
        for start in range(0, len(y), batch_size):
            A, t = X[start : start + batch_size], y[start : start + batch_size]
            r = t - A @ v
            batch_losses.append(r @ r / len(t))
            sizes.append(len(t))
            v = v + learning_rate * 2 * (A.T @ r) / len(t)
        losses.append(np.average(batch_losses, weights=sizes))
    return v[:-1], v[-1], np.array(losses)


@exercise.right
def fit_split(X, y, epochs, batch_size, learning_rate):
    X, y = np.asarray(X, float), np.ravel(y).astype(float)
    cuts = list(range(batch_size, len(X), batch_size))
    batches = list(zip(np.split(X, cuts), np.split(y, cuts)))
    w, b = np.zeros(X.shape[1]), np.float64(0)
    losses = ()
    for _ in range(epochs):
        squares = []
        for xb, yb in batches:
            error = np.einsum("nd,d->n", xb, w) + b - yb
            squares.extend(error**2)
            w, b = w - 2 * learning_rate * np.mean(error[:, None] * xb, axis=0), b - 2 * learning_rate * error.mean()
        losses += (np.mean(squares),)
    return w, np.array(b), losses


@exercise.right
def fit_generator(X, y, epochs, batch_size, learning_rate):
    X, y = np.array(X, dtype=float), np.array(y, dtype=float).reshape(len(X))

    def batches():
        start = 0
        while start < len(X):
            yield X[start : start + batch_size], y[start : start + batch_size]
            start += batch_size

    def loss_and_gradients(w, b, xb, yb):
        error = xb.dot(w) + b - yb
        return np.mean(error**2), 2 * xb.T.dot(error) / len(yb), 2 * error.sum() / len(yb)

    w, b, losses = np.zeros(X.shape[1]), 0, []
    for _ in range(epochs):
        seen, mean = 0, 0.0
        for xb, yb in batches():
            loss, gw, gb = loss_and_gradients(w, b, xb, yb)
            seen += len(yb)
            mean += (loss - mean) * len(yb) / seen
            w, b = w - learning_rate * gw, b - learning_rate * gb
        losses.append(mean)
    return w, b, losses


@exercise.right
def fit_class(X, y, epochs, batch_size, learning_rate):
    class Dense:
        def __init__(self, inputs):
            self.kernel, self.bias = np.zeros((inputs, 1)), np.zeros((1,))

        def __call__(self, x):
            return x @ self.kernel + self.bias

        def step(self, x, error):
            slope = 2 * error / error.size
            self.kernel = self.kernel - learning_rate * (x.T @ slope)
            self.bias = self.bias - learning_rate * slope.sum(axis=0)

    X, y = np.asarray(X, dtype=float), np.asarray(y, dtype=float).reshape((-1, 1))
    layer, losses = Dense(X.shape[1]), []
    for _ in range(epochs):
        squares = np.zeros(len(X))
        for first in range(0, len(X), batch_size):
            rows = np.arange(first, min(first + batch_size, len(X)))
            error = layer(X[rows]) - y[rows]
            squares[rows] = np.square(error).ravel()
            layer.step(X[rows], error)
        losses.append(squares.mean())
    return layer.kernel, float(layer.bias[0]), losses


@exercise.right
def fit_expanded(X, y, epochs, batch_size, learning_rate):
    X, y = np.asarray(X, float), np.asarray(y, float).ravel()
    w, b, history = np.zeros(X.shape[1]), 0.0, []
    steps = int(np.ceil(len(X) / batch_size))
    for step in range(epochs * steps):
        i = step % steps * batch_size
        A, t = X[i : i + batch_size], y[i : i + batch_size]
        n = len(t)
        mean_x, mean_t = A.mean(axis=0), t.mean()
        prediction = A @ w + b
        history.append(n * np.mean((t - prediction) ** 2))
        gw = 2 * (A.T @ A @ w / n + b * mean_x - A.T @ t / n)
        gb = 2 * (mean_x @ w + b - mean_t)
        w, b = w - learning_rate * gw, b - learning_rate * gb
    losses = np.reshape(history, (epochs, steps)).sum(axis=1) / len(X)
    return w, b, losses.tolist()


@exercise.right
def fit_recursive(X, y, epochs, batch_size, learning_rate):
    X, y = np.asarray(X, float), np.asarray(y, float).reshape(-1)

    def epoch(w, b, start):
        if start >= len(X):
            return w, b, 0.0
        stop = start + batch_size
        error = X[start:stop] @ w + b - y[start:stop]
        step = learning_rate * 2 / error.size
        w, b = w - step * (error @ X[start:stop]), b - step * error.sum()
        w, b, more = epoch(w, b, stop)
        return w, b, error @ error + more

    w, b, losses = np.zeros(X.shape[1]), 0.0, []
    while len(losses) < epochs:
        w, b, total = epoch(w, b, 0)
        losses += [np.float64(total) / len(X)]
    return w.reshape(-1, 1), np.array([b]), losses
