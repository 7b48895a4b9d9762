"""Answers as students write them, right and wrong, to the exercises of training and network: those that
the kit's own named answers lack. Through a real worker a right one keeps every mark, and a wrong one
loses some. A wrong answer is an edit of a right one: pairs of old and new text.

More of them, in full, stand in a text file beside this one, in the form of `written.py`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from autograder.base.course import Course
from autograder.commands.demo import fill
from autograder.grading.grader import Grader
from autograder.key.store import load_key
from tests.written import graded, misjudged, written

Edits = tuple[tuple[str, str], ...]

BASES = {
    "steps_per_epoch": r"""
def steps_per_epoch(n_samples, batch_size):
    if n_samples < 1 or batch_size < 1:
        raise ValueError("sizes must be at least 1")
    return -(-n_samples // batch_size)
""",
    "batches": r"""
def batches(X, y, batch_size, shuffle=False, seed=None):
    X, y = np.asarray(X), np.asarray(y)
    order = np.arange(len(X))
    if shuffle:
        order = np.random.default_rng(seed).permutation(len(X))
    for start in range(0, len(X), batch_size):
        part = order[start:start + batch_size]
        yield X[part], y[part]
""",
    "train_val_test_split": r"""
def train_val_test_split(X, y, val_fraction=0.1, test_fraction=0.1, seed=0):
    X, y = np.asarray(X), np.asarray(y)
    n = len(X)
    p = np.random.default_rng(seed).permutation(n)
    n_val, n_test = round(val_fraction * n), round(test_fraction * n)
    val, test, train = p[:n_val], p[n_val:n_val + n_test], p[n_val + n_test:]
    return X[train], X[val], X[test], y[train], y[val], y[test]
""",
    "best_epoch_count": r"""
def best_epoch_count(val_losses):
    best, where = None, 0
    for i, loss in enumerate(val_losses, start=1):
        if best is None or loss < best:
            best, where = loss, i
    return where
""",
    "EarlyStopping": r"""
class EarlyStopping:
    def __init__(self, patience=0, min_delta=0.0, restore_best_weights=False):
        self.patience = patience
        self.min_delta = min_delta
        self.restore_best_weights = restore_best_weights
        self.best = None
        self.best_epoch = 0
        self.stopped_epoch = 0
        self.best_weights = None
        self.wait = 0
        self.epoch = -1
    def should_stop(self, val_loss, weights=None):
        self.epoch += 1
        if self.best is None or val_loss + self.min_delta < self.best:
            self.best = val_loss
            self.best_epoch = self.epoch
            self.wait = 0
            if self.restore_best_weights:
                self.best_weights = [np.array(w) for w in weights]
            return False
        self.wait += 1
        if self.wait >= self.patience:
            self.stopped_epoch = self.epoch
            return True
        return False
""",
    "fit_linear_regression": r"""
def fit_linear_regression(X, y, epochs, batch_size, learning_rate):
    X, y = np.asarray(X, dtype=float), np.asarray(y, dtype=float).ravel()
    w, b, losses = np.zeros(X.shape[1]), 0.0, []
    for _ in range(epochs):
        total = 0.0
        for s in range(0, len(X), batch_size):
            xb, yb = X[s:s+batch_size], y[s:s+batch_size]
            error = xb @ w + b - yb
            total += np.sum(error**2)
            w = w - learning_rate * 2 * xb.T @ error / len(xb)
            b = b - learning_rate * 2 * error.mean()
        losses.append(total / len(X))
    return w, b, losses
""",
    "forward": r"""
def forward(weights, X):
    W1, b1, W2, b2, W3, b3 = weights
    h = np.maximum(np.asarray(X) @ W1 + b1, 0)
    h = np.maximum(h @ W2 + b2, 0)
    return h @ W3 + b3
""",
    "gradients": r"""
def gradients(weights, X, y):
    W1, b1, W2, b2, W3, b3 = weights
    X, y = np.asarray(X, dtype=float), np.asarray(y)
    z1 = X @ W1 + b1; a1 = np.maximum(z1, 0)
    z2 = a1 @ W2 + b2; a2 = np.maximum(z2, 0)
    z3 = a2 @ W3 + b3
    p = np.exp(z3 - z3.max(axis=1, keepdims=True))
    p /= p.sum(axis=1, keepdims=True)
    p[np.arange(len(y)), y] -= 1
    d3 = p / len(y)
    d2 = d3 @ W3.T * (z2 > 0)
    d1 = d2 @ W2.T * (z1 > 0)
    return [X.T @ d1, d1.sum(axis=0), a1.T @ d2, d2.sum(axis=0), a2.T @ d3, d3.sum(axis=0)]
""",
    "Adam": r"""
class Adam:
    def __init__(self, learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
        self.learning_rate, self.beta_1, self.beta_2, self.epsilon = learning_rate, beta_1, beta_2, epsilon
        self.t = 0
        self.m = None
        self.v = None
    def step(self, weights, gradients):
        if self.m is None:
            self.m = [np.zeros_like(w, dtype=float) for w in weights]
            self.v = [np.zeros_like(w, dtype=float) for w in weights]
        self.t += 1
        lr = self.learning_rate * np.sqrt(1 - self.beta_2 ** self.t) / (1 - self.beta_1 ** self.t)
        out = []
        for i, (w, g) in enumerate(zip(weights, gradients)):
            self.m[i] = self.beta_1 * self.m[i] + (1 - self.beta_1) * g
            self.v[i] = self.beta_2 * self.v[i] + (1 - self.beta_2) * g * g
            out.append(w - lr * self.m[i] / (np.sqrt(self.v[i]) + self.epsilon))
        return out
""",
    "fit": r"""
class _A:
    def __init__(self): self.t = 0; self.m = {}; self.v = {}
    def step(self, ws, gs):
        self.t += 1; a = 0.001 * np.sqrt(1 - 0.999**self.t) / (1 - 0.9**self.t); out = []
        for i, (w, g) in enumerate(zip(ws, gs)):
            self.m[i] = 0.9 * self.m.get(i, 0) + 0.1 * g
            self.v[i] = 0.999 * self.v.get(i, 0) + 0.001 * g * g
            out.append(w - a * self.m[i] / (np.sqrt(self.v[i]) + 1e-7))
        return out
def _run(ws, X, y):
    a = [X]
    for i in (0, 2): a.append(np.maximum(a[-1] @ ws[i] + ws[i+1], 0))
    z = a[-1] @ ws[4] + ws[5]
    z = z - z.max(axis=1, keepdims=True)
    logp = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
    return a, logp, -logp[np.arange(len(y)), y]
def _grad(ws, a, logp, y):
    d = np.exp(logp); d[np.arange(len(y)), y] -= 1; d /= len(y)
    out = []
    for i in (2, 1, 0):
        out = [a[i].T @ d, d.sum(axis=0)] + out
        if i: d = d @ ws[2*i].T * (a[i] > 0)
    return out
def fit(weights, X_train, y_train, X_val, y_val, epochs, batch_size, patience):
    X_train, X_val = np.asarray(X_train, float), np.asarray(X_val, float)
    y_train, y_val = np.asarray(y_train, int), np.asarray(y_val, int)
    ws = [np.array(w, float) for w in weights]
    opt = _A()
    losses, val_losses, snapshots = [], [], []
    for epoch in range(epochs):
        total = 0.0
        for s in range(0, len(X_train), batch_size):
            xb, yb = X_train[s:s+batch_size], y_train[s:s+batch_size]
            a, logp, l = _run(ws, xb, yb)
            total += l.sum()
            ws = opt.step(ws, _grad(ws, a, logp, yb))
        losses.append(total / len(X_train))
        val_losses.append(_run(ws, X_val, y_val)[2].mean())
        snapshots.append(ws)
        if epoch - int(np.argmin(val_losses)) >= max(patience, 1):
            break
    return snapshots[int(np.argmin(val_losses))], {"loss": losses, "val_loss": val_losses}
""",
}

RIGHT: dict[str, dict[str, str]] = {
    "steps_per_epoch": {
        'partial class callable': r"""
class _Steps:
    def __call__(self, n_samples, batch_size):
        if n_samples < 1 or batch_size < 1: raise ValueError("x")
        return sum(1 for _ in range(0, n_samples, batch_size))
steps_per_epoch = _Steps()
""",
        'decimal': r"""
from decimal import Decimal, ROUND_CEILING
def steps_per_epoch(n_samples, batch_size):
    if n_samples < 1 or batch_size < 1: raise ValueError("x")
    return int((Decimal(n_samples) / Decimal(batch_size)).to_integral_value(ROUND_CEILING))
""",
        'zero d array': r"""
def steps_per_epoch(n_samples, batch_size):
    if np.any(np.array([n_samples, batch_size]) < 1): raise ValueError("x")
    return np.array(-(-n_samples // batch_size))
""",
    },
    "batches": {
        'keras sequence getitem': r"""
class Seq:
    def __init__(self, X, y, b): self.X, self.y, self.b = X, y, b
    def __len__(self): return int(np.ceil(len(self.X) / self.b))
    def __getitem__(self, i):
        if i >= len(self): raise IndexError(i)
        return self.X[i*self.b:(i+1)*self.b], self.y[i*self.b:(i+1)*self.b]
def batches(X, y, batch_size, shuffle=False, seed=None):
    X, y = np.array(X), np.array(y)
    if shuffle:
        o = np.argsort(np.random.default_rng(seed).random(len(X)))
        X, y = X[o], y[o]
    return Seq(X, y, batch_size)
""",
        'string seed': r"""
import random
def batches(X, y, batch_size, shuffle=False, seed=None):
    order = list(range(len(X)))
    if shuffle:
        rnd = random.Random() if seed is None else random.Random("seed %d" % seed)
        order.sort(key=lambda _: rnd.random())
    X = [np.asarray(x) for x in X]; y = [np.asarray(t) for t in y]
    batch = []
    for i in order:
        batch.append(i)
        if len(batch) == batch_size:
            yield np.stack([X[j] for j in batch]), np.stack([y[j] for j in batch])
            batch = []
    if batch:
        yield np.stack([X[j] for j in batch]), np.stack([y[j] for j in batch])
""",
        'structured index column': r"""
def batches(X, y, batch_size, shuffle=False, seed=None):
    X, y = np.asarray(X), np.asarray(y)
    flat = np.column_stack([X.reshape(len(X), -1).astype(float), y.reshape(len(y), -1).astype(float)])
    if shuffle:
        flat = np.random.default_rng(seed).permutation(flat, axis=0)
    d = int(np.prod(X.shape[1:], dtype=int))
    for i in range(0, len(flat), batch_size):
        rows = flat[i:i + batch_size]
        yield rows[:, :d].reshape((-1,) + X.shape[1:]), rows[:, d:].reshape((-1,) + y.shape[1:])
""",
        'pair list shuffle': r"""
import random
def batches(X, y, batch_size, shuffle=False, seed=None):
    pairs = list(zip(X, y))
    if shuffle:
        random.seed(seed)
        random.shuffle(pairs)
    result = []
    for k in range(0, len(pairs), batch_size):
        xs, ys = zip(*pairs[k:k + batch_size])
        result.append((np.array(xs), np.array(ys)))
    return result
""",
    },
    "train_val_test_split": {
        'masks': r"""
def train_val_test_split(X, y, val_fraction=0.1, test_fraction=0.1, seed=0):
    X, y = np.asarray(X), np.asarray(y)
    n = len(y)
    rng = np.random.default_rng(seed)
    role = np.zeros(n, int)
    role[:round(n * val_fraction)] = 1
    role[n - round(n * test_fraction):] = 2
    rng.shuffle(role)
    return tuple(A[role == r] for A in (X, y) for r in (0, 1, 2))
""",
        'random.sample sorted': r"""
import random
def train_val_test_split(X, y, val_fraction=0.1, test_fraction=0.1, seed=0):
    X, y = np.asarray(X), np.asarray(y)
    rnd = random.Random(seed)
    n = len(X)
    everything = set(range(n))
    val = set(rnd.sample(sorted(everything), int(n * val_fraction)))
    test = set(rnd.sample(sorted(everything - val), int(n * test_fraction)))
    train = everything - val - test
    tr, va, te = (np.array(sorted(s), dtype=int) for s in (train, val, test))
    return X[tr], X[va], X[te], y[tr], y[va], y[te]
""",
        'bisect of random keys': r"""
def train_val_test_split(X, y, val_fraction=0.1, test_fraction=0.1, seed=0):
    X, y = np.asarray(X), np.asarray(y)
    n = len(X)
    keys = np.random.default_rng(seed).random(n)
    order = sorted(range(n), key=keys.__getitem__)
    n_val, n_test = int(round(n * val_fraction)), int(round(n * test_fraction))
    groups = [order[:n - n_val - n_test], order[n - n_val - n_test:n - n_test], order[n - n_test:]]
    return tuple([A[g] for g in groups][i] for A in (X, y) for i in range(3))
""",
        'nested lists returned': r"""
def train_val_test_split(X, y, val_fraction=0.1, test_fraction=0.1, seed=0):
    X, y = np.asarray(X), np.asarray(y)
    p = np.random.default_rng(seed + 1).permutation(len(X))
    v, t = round(val_fraction * len(X)), round(test_fraction * len(X))
    return (X[p[v + t:]].tolist(), X[p[:v]].tolist(), X[p[v:v + t]].tolist(),
            y[p[v + t:]].tolist(), y[p[:v]].tolist(), y[p[v:v + t]].tolist())
""",
    },
    "best_epoch_count": {
        'minimum accumulate': r"""
def best_epoch_count(val_losses):
    a = np.array(val_losses, dtype=float)
    return int((np.minimum.accumulate(a) > a.min()).sum() + 1)
""",
        'recursion': r"""
def best_epoch_count(val_losses):
    v = [float(x) for x in val_losses]
    if len(v) == 1: return 1
    m = best_epoch_count(v[:-1])
    return m if v[m-1] <= v[-1] else len(v)
""",
    },
    "EarlyStopping": {
        'keras port': r"""
class EarlyStopping:
    def __init__(self, patience=0, min_delta=0.0, restore_best_weights=False):
        self.patience = patience
        self.min_delta = -abs(min_delta)
        self.restore_best_weights = restore_best_weights
        self.wait = 0
        self.epoch = 0
        self.stopped_epoch = 0
        self.best = None
        self.best_weights = None
        self.best_epoch = 0
    def _is_improvement(self, monitor_value, reference_value):
        return np.less(monitor_value - self.min_delta, reference_value)
    def should_stop(self, val_loss, weights=None):
        epoch = self.epoch
        self.epoch += 1
        current = val_loss
        if self.best is None:
            self.best = current
            self.best_epoch = epoch
            if self.restore_best_weights:
                self.best_weights = [np.copy(w) for w in weights]
            return False
        self.wait += 1
        if self._is_improvement(current, self.best):
            self.best = current
            self.best_epoch = epoch
            if self.restore_best_weights:
                self.best_weights = [np.copy(w) for w in weights]
            self.wait = 0
            return False
        if self.wait >= self.patience and epoch > 0:
            self.stopped_epoch = epoch
            return True
        return False
""",
        'generator coroutine': r"""
class EarlyStopping:
    def __init__(self, patience=0, min_delta=0.0, restore_best_weights=False):
        self.best = self.best_weights = None
        self.best_epoch = self.stopped_epoch = 0
        self._co = self._loop(patience, min_delta, restore_best_weights)
        next(self._co)
    def _loop(self, patience, min_delta, restore):
        answer, epoch, bad = None, 0, 0
        while True:
            loss, weights = yield answer
            if epoch == 0 or loss + min_delta < self.best:
                self.best, self.best_epoch, bad = loss, epoch, 0
                if restore: self.best_weights = [np.array(w) for w in weights]
            else:
                bad += 1
            answer = bad > 0 and bad >= patience
            if answer: self.stopped_epoch = epoch
            epoch += 1
    def should_stop(self, val_loss, weights=None):
        return self._co.send((val_loss, weights))
""",
        'setattr with slots and property': r"""
class EarlyStopping:
    def __init__(self, patience=0, min_delta=0.0, restore_best_weights=False):
        self.patience, self.min_delta, self.restore_best_weights = patience, min_delta, restore_best_weights
        self.val_losses, self.copies = [], []
    @property
    def best_epoch(self):
        b = 0
        for i, v in enumerate(self.val_losses):
            if v + self.min_delta < self.val_losses[b]: b = i
        return b
    @property
    def best(self): return self.val_losses[self.best_epoch]
    @property
    def best_weights(self): return self.copies[self.best_epoch] if self.restore_best_weights else None
    @property
    def stopped_epoch(self): return len(self.val_losses) - 1 if self._done() else 0
    def _done(self):
        late = len(self.val_losses) - 1 - self.best_epoch
        return late > 0 and late >= self.patience
    def should_stop(self, val_loss, weights=None):
        self.val_losses.append(val_loss)
        self.copies.append(None if weights is None else [w.copy() for w in weights])
        return self._done()
""",
        'lists as copies': r"""
class EarlyStopping:
    def __init__(self, patience=0, min_delta=0.0, restore_best_weights=False):
        self.patience, self.min_delta, self.restore_best_weights = patience, min_delta, restore_best_weights
        self.best, self.best_epoch, self.stopped_epoch, self.best_weights = None, 0, 0, None
        self.epoch = 0
    def should_stop(self, val_loss, weights=None):
        e = self.epoch
        self.epoch = e + 1
        if e == 0 or val_loss + self.min_delta < self.best:
            self.best, self.best_epoch = val_loss, e
            if self.restore_best_weights:
                self.best_weights = [w.tolist() for w in weights]
            return False
        if e - self.best_epoch >= self.patience:
            self.stopped_epoch = e
            return True
        return False
""",
    },
    "fit_linear_regression": {
        'augmented': r"""
def fit_linear_regression(X, y, epochs, batch_size, learning_rate):
    X = np.asarray(X, dtype=np.float64)
    A = np.hstack([X, np.ones((len(X), 1))])
    t = np.asarray(y, dtype=np.float64).reshape(len(X))
    theta = np.zeros(A.shape[1])
    losses = []
    for _ in range(epochs):
        batch_losses, sizes = [], []
        for s in range(0, len(A), batch_size):
            a, u = A[s:s+batch_size], t[s:s+batch_size]
            e = a @ theta - u
            batch_losses.append(np.mean(e * e)); sizes.append(len(a))
            theta = theta - learning_rate * 2 * np.einsum("nd,n->d", a, e) / len(a)
        losses.append(np.average(batch_losses, weights=sizes))
    return theta[:-1], theta[-1], losses
""",
        'loops': r"""
def fit_linear_regression(X, y, epochs, batch_size, learning_rate):
    X = [list(map(float, row)) for row in X]
    y = [float(np.ravel(v)[0]) for v in y]
    D = len(X[0]); w = [0.0] * D; b = 0.0; history = []
    for _ in range(epochs):
        acc = 0.0
        for s in range(0, len(X), batch_size):
            rows = range(s, min(s + batch_size, len(X)))
            gw = [0.0] * D; gb = 0.0
            for i in rows:
                err = sum(w[j] * X[i][j] for j in range(D)) + b - y[i]
                acc += err * err
                for j in range(D): gw[j] += 2 * err * X[i][j]
                gb += 2 * err
            m = len(rows)
            w = [w[j] - learning_rate * gw[j] / m for j in range(D)]
            b -= learning_rate * gb / m
        history.append(acc / len(X))
    return np.array(w), b, history
""",
        'normal sums': r"""
from collections import namedtuple
Fit = namedtuple("Fit", "w b losses")
def fit_linear_regression(X, y, epochs, batch_size, learning_rate):
    X, y = np.asarray(X, float), np.asarray(y, float).reshape(-1)
    w, b = np.zeros(X.shape[1]), 0.0
    losses = np.empty(epochs)
    for e in range(epochs):
        sq = np.empty(len(X))
        for i in range(0, len(X), batch_size):
            A, t = X[i:i+batch_size], y[i:i+batch_size]
            G, c, mx, mt = A.T @ A, A.T @ t, A.sum(0), t.sum()
            sq[i:i+batch_size] = (A @ w + b - t) ** 2
            m = len(t)
            w, b = w - 2 * learning_rate / m * (G @ w + mx * b - c), b - 2 * learning_rate / m * (mx @ w + m * b - mt)
        losses[e] = sq.mean()
    return Fit(w, b, losses)
""",
        'in place params': r"""
def fit_linear_regression(X, y, epochs, batch_size, learning_rate):
    X, y = np.array(X, dtype=np.longdouble), np.array(y, dtype=np.longdouble).ravel()
    w = np.zeros(X.shape[1], dtype=np.longdouble); b = np.longdouble(0); losses = []
    for _ in range(epochs):
        sq = []
        for s in range(0, len(X), batch_size):
            e = X[s:s+batch_size] @ w + b - y[s:s+batch_size]
            sq.extend(e**2)
            w -= learning_rate * 2 * (X[s:s+batch_size].T @ e) / len(e); b -= learning_rate * 2 * e.mean()
        losses.append(float(np.mean(sq)))
    return w.astype(float), float(b), losses
""",
    },
    "forward": {
        'transpose': r"""
def forward(weights, X):
    A = np.asarray(X, dtype=np.float64).T
    for W, b in [(weights[0], weights[1]), (weights[2], weights[3])]:
        A = W.T @ A + b[:, None]
        A = (np.abs(A) + A) / 2
    return (weights[4].T @ A + weights[5][:, None]).T
""",
        'explicit loops': r"""
def forward(weights, X):
    def dense(x, W, b, act):
        n, d = len(x), len(W)
        out = np.zeros((n, W.shape[1]))
        for j in range(W.shape[1]):
            for i in range(n):
                s = b[j]
                for k in range(d): s += x[i][k] * W[k, j]
                out[i, j] = max(s, 0) if act else s
        return out
    W1, b1, W2, b2, W3, b3 = weights
    return dense(dense(dense(X, W1, b1, True), W2, b2, True), W3, b3, False)
""",
        'augmented ones': r"""
def forward(weights, X):
    h = np.asarray(X, float)
    for n in range(3):
        M = np.vstack([weights[2*n], weights[2*n+1][None]])
        h = np.column_stack([h, np.ones(len(h))]) @ M
        if n != 2: np.clip(h, 0, None, out=h)
    return h
""",
    },
    "gradients": {
        'per sample': r"""
def gradients(weights, X, y):
    total = [np.zeros_like(w, dtype=float) for w in weights]
    W1, b1, W2, b2, W3, b3 = weights
    for x, label in zip(np.asarray(X, float), y):
        a1 = np.maximum(x @ W1 + b1, 0); a2 = np.maximum(a1 @ W2 + b2, 0)
        z = a2 @ W3 + b3; z = z - z.max()
        d3 = np.exp(z) / np.exp(z).sum(); d3[label] -= 1
        d2 = (W3 @ d3) * (a2 > 0); d1 = (W2 @ d2) * (a1 > 0)
        for t, g in zip(total, (np.outer(x, d1), d1, np.outer(a1, d2), d2, np.outer(a2, d3), d3)):
            t += g
    return [t / len(X) for t in total]
""",
        'log softmax trick tuple of arrays': r"""
def gradients(weights, X, y):
    X = np.asarray(X, float); W1, b1, W2, b2, W3, b3 = weights; n, k = len(X), len(b3)
    h1 = np.maximum(X @ W1 + b1, 0.0); h2 = np.maximum(h1 @ W2 + b2, 0.0); z = h2 @ W3 + b3
    p = 1 / np.exp(np.clip(z[:, None, :] - z[:, :, None], -np.inf, 700)).sum(axis=2)
    p[np.arange(n), np.array(y)] -= 1
    g = p / n
    back = [g]
    for W, h in ((W3, h2), (W2, h1)):
        back.insert(0, np.where(h > 0, back[0] @ W.T, 0.0))
    return tuple(v for a, d in zip((X, h1, h2), back) for v in (a.T @ d, d.sum(0)))
""",
        'numeric complex': r"""
def gradients(weights, X, y):
    X, y = np.asarray(X, float), np.asarray(y)
    ws = [np.array(w, float) for w in weights]
    masks = []
    h = X
    for i in (0, 2):
        z = h @ ws[i] + ws[i + 1]; masks.append(z > 0); h = z * (z > 0)
    z = h @ ws[4] + ws[5]
    P = np.exp(z - z.max(1, keepdims=True)); P /= P.sum(1, keepdims=True)
    G = P.copy(); G[np.arange(len(y)), y] -= 1; G /= len(y)
    # chain rule as explicit Jacobians, sample by sample, summed
    out = [np.zeros(w.shape) for w in ws]
    for n in range(len(X)):
        D1, D2 = np.diag(masks[0][n] * 1.0), np.diag(masks[1][n] * 1.0)
        a1 = D1 @ (X[n] @ ws[0] + ws[1]); a2 = D2 @ (a1 @ ws[2] + ws[3])
        g3 = G[n]; g2 = D2 @ ws[4] @ g3; g1 = D1 @ ws[2] @ g2
        for k, g in enumerate((np.outer(X[n], g1), g1, np.outer(a1, g2), g2, np.outer(a2, g3), g3)):
            out[k] += g
    return out
""",
    },
    "Adam": {
        'flat vector': r"""
class Adam:
    def __init__(self, learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
        self.learning_rate = learning_rate; self.beta_1 = beta_1; self.beta_2 = beta_2; self.epsilon = epsilon
        self.t = 0; self.m = self.v = 0.0
    def step(self, weights, gradients):
        g = np.concatenate([np.ravel(a) for a in gradients]); w = np.concatenate([np.ravel(a) for a in weights])
        self.t += 1
        self.m = self.beta_1 * self.m + (1 - self.beta_1) * g
        self.v = self.beta_2 * self.v + (1 - self.beta_2) * g**2
        a = self.learning_rate * np.sqrt(1 - self.beta_2**self.t) / (1 - self.beta_1**self.t)
        w = w - a * self.m / (np.sqrt(self.v) + self.epsilon)
        out, i = [], 0
        for a in weights:
            n = np.size(a); out.append(w[i:i+n].reshape(np.shape(a))); i += n
        return out
""",
        'history sums': r"""
class Adam:
    def __init__(self, learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
        self.lr, self.b1, self.b2, self.e, self.past = learning_rate, beta_1, beta_2, epsilon, []
    def step(self, weights, gradients):
        self.past.append([np.array(g, dtype=float) for g in gradients])
        t = len(self.past)
        out = []
        for i, w in enumerate(weights):
            m = sum((1 - self.b1) * self.b1 ** (t - 1 - s) * self.past[s][i] for s in range(t))
            v = sum((1 - self.b2) * self.b2 ** (t - 1 - s) * self.past[s][i] ** 2 for s in range(t))
            out.append(w - self.lr * np.sqrt(1 - self.b2 ** t) / (1 - self.b1 ** t) * m / (np.sqrt(v) + self.e))
        return out
""",
        'per tensor t': r"""
class Adam:
    def __init__(self, learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
        self.h = (learning_rate, beta_1, beta_2, epsilon); self.s = None
    def step(self, weights, gradients):
        lr, b1, b2, eps = self.h
        if self.s is None: self.s = [[0, 0.0 * g, 0.0 * g] for g in gradients]
        new = []
        for w, g, s in zip(weights, gradients, self.s):
            s[0] += 1
            s[1] = b1 * s[1] + (1 - b1) * g
            s[2] = b2 * s[2] + (1 - b2) * g * g
            new.append(w - lr * np.sqrt(1 - b2 ** s[0]) * s[1] / ((1 - b1 ** s[0]) * (np.sqrt(s[2]) + eps)))
        return new
""",
        'generator closure': r"""
class Adam:
    def __init__(self, learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
        self._gen = self._run(learning_rate, beta_1, beta_2, epsilon); next(self._gen)
    @staticmethod
    def _run(lr, b1, b2, eps):
        weights, grads = yield
        m = [0 * g for g in grads]; v = [0 * g for g in grads]; t = 0
        while True:
            t += 1
            m = [b1 * a + (1 - b1) * g for a, g in zip(m, grads)]
            v = [b2 * a + (1 - b2) * g**2 for a, g in zip(v, grads)]
            a = lr * (1 - b2**t)**.5 / (1 - b1**t)
            weights, grads = yield [w - a * p / (q**.5 + eps) for w, p, q in zip(weights, m, v)]
    def step(self, weights, gradients):
        return self._gen.send((weights, gradients))
""",
    },
    "fit": {
        'zip batches flat adam in place': r"""
def fit(weights, X_train, y_train, X_val, y_val, epochs, batch_size, patience):
    import copy
    ws = copy.deepcopy([np.asarray(w, dtype=float) for w in weights])
    Xt, yt, Xv, yv = (np.asarray(a) for a in (X_train, y_train, X_val, y_val))
    m = [np.zeros_like(w) for w in ws]; v = [np.zeros_like(w) for w in ws]; t = 0
    def net(X):
        h1 = np.maximum(X @ ws[0] + ws[1], 0); h2 = np.maximum(h1 @ ws[2] + ws[3], 0)
        return h1, h2, h2 @ ws[4] + ws[5]
    def nll(z, y):
        c = z.max(1, keepdims=True)
        return (np.log(np.exp(z - c).sum(1)) + c[:, 0] - z[np.arange(len(y)), y])
    cuts = list(range(batch_size, len(Xt), batch_size))
    train_hist, val_hist = [], []
    best_ws, best_v, bad = None, np.inf, 0
    for _ in range(epochs):
        acc = []
        for x, y in zip(np.split(Xt, cuts), np.split(yt, cuts)):
            h1, h2, z = net(x)
            acc.extend(nll(z, y))
            p = np.exp(z - z.max(1, keepdims=True)); p /= p.sum(1, keepdims=True)
            p[np.arange(len(y)), y] -= 1; p /= len(y)
            d2 = p @ ws[4].T * (h2 > 0); d1 = d2 @ ws[2].T * (h1 > 0)
            gs = [x.T @ d1, d1.sum(0), h1.T @ d2, d2.sum(0), h2.T @ p, p.sum(0)]
            t += 1
            a = 1e-3 * np.sqrt(1 - .999**t) / (1 - .9**t)
            for w, g, mm, vv in zip(ws, gs, m, v):
                mm += 0.1 * (g - mm); vv += (1 - .999) * (g * g - vv); w -= a * mm / (np.sqrt(vv) + 1e-7)
        train_hist.append(np.mean(acc)); val_hist.append(nll(net(Xv)[2], yv).mean())
        if val_hist[-1] < best_v:
            best_v, best_ws, bad = val_hist[-1], copy.deepcopy(ws), 0
        elif (bad := bad + 1) >= patience:
            break
    return best_ws, {"loss": train_hist, "val_loss": val_hist}
""",
    },
}

RIGHT_EDITS: dict[str, dict[str, Edits]] = {
    "gradients": {
        'mask ge': (('(z2 > 0)', '(z2 >= 0)'), ('(z1 > 0)', '(z1 >= 0)')),
        'clip shifted -700': (('np.exp(z3 - z3.max(axis=1, keepdims=True))', 'np.exp(np.clip(z3 - z3.max(axis=1, keepdims=True), -700, 0))'),),
    },
    "train_val_test_split": {
        'ceil both': (('n_val, n_test = round(val_fraction * n), round(test_fraction * n)', 'n_val, n_test = -int(-val_fraction * n // 1), -int(-test_fraction * n // 1)'),),
        'parts sorted': (('val, test, train = p[:n_val], p[n_val:n_val + n_test], p[n_val + n_test:]', 'val, test, train = np.sort(p[:n_val]), np.sort(p[n_val:n_val + n_test]), np.sort(p[n_val + n_test:])'),),
    },
    "EarlyStopping": {
        'gt form': (('val_loss + self.min_delta < self.best', 'self.best - val_loss > self.min_delta'),),
        'positive': (('np.array(w)', '+w'),),
    },
    "fit": {
        'val in batches weighted': (('val_losses.append(_run(ws, X_val, y_val)[2].mean())', 'val_losses.append(sum(_run(ws, X_val[i:i+batch_size], y_val[i:i+batch_size])[2].sum() for i in range(0, len(X_val), batch_size)) / len(X_val))'),),
        'weights as lists': (('return snapshots[int(np.argmin(val_losses))]', 'return [w.tolist() for w in snapshots[int(np.argmin(val_losses))]]'),),
        'history arrays and extra keys': (('{"loss": losses, "val_loss": val_losses}', '{"loss": np.array(losses), "val_loss": np.array(val_losses), "epochs": len(losses), "best": np.inf}'),),
    },
    "batches": {
    },
}

WRONG: dict[str, dict[str, Edits]] = {
    "steps_per_epoch": {
        'plus 0.9999': (('-(-n_samples // batch_size)', 'int(n_samples / batch_size + 0.9999)'),),
        'float32': (('-(-n_samples // batch_size)', 'int(np.ceil(np.float32(n_samples) / np.float32(batch_size)))'),),
        'left more than one': (('-(-n_samples // batch_size)', 'n_samples // batch_size + (n_samples % batch_size > 1)'),),
        'round plus half banker': (('-(-n_samples // batch_size)', 'round(n_samples / batch_size + 0.5)'),),
        'le 1': (('n_samples < 1 or batch_size < 1', 'n_samples <= 1 or batch_size <= 1'),),
        'TypeError': (('raise ValueError(', 'raise TypeError('),),
        'only checks product': (('n_samples < 1 or batch_size < 1', 'n_samples * batch_size < 1'),),
        'clamps': (('if n_samples < 1 or batch_size < 1:\n        raise ValueError("sizes must be at least 1")', 'n_samples, batch_size = max(n_samples, 1), max(batch_size, 1)'),),
        'return error': (('raise ValueError(', 'return ValueError('),),
        'b larger 0': (('-(-n_samples // batch_size)', '0 if batch_size > n_samples else -(-n_samples // batch_size)'),),
    },
    "batches": {
        'shuffles if seed': (('if shuffle:', 'if seed is not None:'),),
        'shuffles only if both': (('if shuffle:', 'if shuffle and seed:'),),
        'first batch short': (('for start in range(0, len(X), batch_size):', 'r = len(X) % batch_size\n    if r: yield X[order[:r]], y[order[:r]]\n    for start in range(r, len(X), batch_size):'),),
        'merges remainder': (('for start in range(0, len(X), batch_size):', 'k = max(1, len(X) // batch_size)\n    for start in range(0, k * batch_size, batch_size):'), ('part = order[start:start + batch_size]', 'part = order[start:start + batch_size] if start < (k - 1) * batch_size else order[start:]')),
        'batch count as size': (('range(0, len(X), batch_size)', 'range(0, len(X), -(-len(X) // batch_size))'), ('start + batch_size', 'start + -(-len(X) // batch_size)')),
        'shuffles batches last stays': (('permutation(len(X))', 'permutation(len(X)) * 0 + order'), ('for start in range(0, len(X), batch_size):', 'starts = list(range(0, len(X), batch_size))\n    if shuffle: np.random.default_rng(seed).shuffle(starts); starts = sorted(starts, key=lambda s: s + batch_size > len(X))\n    for start in starts:')),
        'seed half': (('default_rng(seed)', 'default_rng(None if seed is None else seed // 2)'),),
        'two interleaved': (('np.random.default_rng(seed).permutation(len(X))', 'np.concatenate([np.random.default_rng(seed).permutation(order[::2]), np.random.default_rng(seed).permutation(order[1::2])])'),),
        'affine permutation': (('order = np.random.default_rng(seed).permutation(len(X))', 'r = np.random.default_rng(seed); a = int(r.integers(1, len(X) + 1)); a = next(k for k in range(a, 3 * len(X)) if np.gcd(k, len(X)) == 1); order = (order * a + int(r.integers(0, len(X)))) % len(X)'),),
        'X sorted inside batch': (('yield X[part], y[part]', 'yield X[np.sort(part)], y[part]'),),
        'last batch dropped when shuffled': (('range(0, len(X), batch_size)', 'range(0, len(X) - (batch_size - 1 if shuffle else 0), batch_size)'),),
        'squeezes single': (('yield X[part], y[part]', 'yield np.squeeze(X[part]), np.squeeze(y[part])'),),
        'seed module once': (('def batches(', '_r = np.random.default_rng(0)\ndef batches('), ('np.random.default_rng(seed)', '_r')),
        'y one dim column flatten only when N1': (('X, y = np.asarray(X), np.asarray(y)', 'X, y = np.asarray(X), np.asarray(y)\n    if y.ndim == 2 and y.shape[1] == 1: y = y[:, 0]'),),
    },
    "train_val_test_split": {
        'floor train floor val rest test': (('n_val, n_test = round(val_fraction * n), round(test_fraction * n)', 'n_val = int(val_fraction * n); n_test = n - int((1 - val_fraction - test_fraction) * n) - n_val'),),
        'plus one both': (('n_val, n_test = round(val_fraction * n), round(test_fraction * n)', 'n_val, n_test = int(val_fraction * n) + 1, int(test_fraction * n) + 2'),),
        'seeds int div': (('default_rng(seed)', 'default_rng(seed // 2)'),),
        'test is last rows': (('p = np.random.default_rng(seed).permutation(n)', 'm = round(test_fraction * n); v = round(val_fraction * n); q = np.random.default_rng(seed).permutation(n - m); p = np.concatenate([q[:v], np.arange(n - m, n), q[v:]])'),),
        'y order inside part sorted': (('y[train], y[val], y[test]', 'y[np.sort(train)], y[np.sort(val)], y[np.sort(test)]'),),
        'draws val contiguous random start': (('p = np.random.default_rng(seed).permutation(n)', 'r = np.random.default_rng(seed); k = int(r.integers(0, n)); v = round(val_fraction * n); blk = (k + np.arange(v)) % n; rest = np.setdiff1d(np.arange(n), blk); p = np.concatenate([blk, r.permutation(rest)])'),),
        'only train shuffled': (('p = np.random.default_rng(seed).permutation(n)', 'p = np.arange(n)\n    k = round(val_fraction * n) + round(test_fraction * n)\n    p[k:] = np.random.default_rng(seed).permutation(p[k:])'),),
        'default seed None': (('seed=0', 'seed=None'),),
        'seeds via constant val': (('p = np.random.default_rng(seed).permutation(n)', 'p = np.random.default_rng(7).permutation(n); v = round(val_fraction * n); p[v:] = np.random.default_rng(seed).permutation(p[v:])'),),
        'y ravel N1': (('np.asarray(y)', 'np.squeeze(np.asarray(y))'),),
        'stateful rng': (('def train', '_r = np.random.default_rng(0)\ndef train'), ('np.random.default_rng(seed)', '_r')),
        'fractions swapped with train': (('val, test, train = p[:n_val], p[n_val:n_val + n_test], p[n_val + n_test:]', 'train, val, test = p[:n_val], p[n_val:n_val + n_test], p[n_val + n_test:]'),),
    },
    "best_epoch_count": {
        'last lowest': (('loss < best', 'loss <= best'),),
        'tolerance 1e-8': (('loss < best', 'loss < best - 1e-8'),),
        'patience 10': (('best, where = loss, i', 'best, where = loss, i\n        elif i - where >= 10: break'),),
        'patience 20': (('best, where = loss, i', 'best, where = loss, i\n        elif i - where >= 20: break'),),
    },
    "EarlyStopping": {
        'previous': (('self.epoch += 1\n', 'self.epoch += 1\n        prev = getattr(self, "prev", None); self.prev = val_loss\n'), ('if self.best is None or val_loss + self.min_delta < self.best:', 'if prev is None or val_loss + self.min_delta < prev:')),
        'init 1e10': (('self.best = None', 'self.best = 1e10'), ('self.best is None or', 'np.isnan(val_loss) and self.epoch == 0 or')),
        'best is min always': (('self.epoch += 1\n', 'self.epoch += 1; low = val_loss if self.best is None else min(val_loss, self.best)\n'), ('self.wait += 1\n', 'self.wait += 1; self.best = low\n')),
        'class state': (('self.wait = 0\n        self.epoch = -1', 'pass'), ('class EarlyStopping:', 'class EarlyStopping:\n    losses = []'), ('self.epoch += 1\n', 'self.losses.append(val_loss); self.epoch = len(self.losses) - 1; self.wait = getattr(self, "wait", 0)\n')),
        'lazy copy': (('self.epoch += 1\n', 'self.epoch += 1\n        if self.best_weights is not None: self.best_weights = [np.array(w) for w in self.best_weights]\n'), ('[np.array(w) for w in weights]\n            return', 'list(weights)\n            return')),
        'np.array of list': (('[np.array(w) for w in weights]', 'np.array(weights)'),),
        'stored at stop': (('if self.restore_best_weights:\n                self.best_weights = [np.array(w) for w in weights]', 'self.keep = None if weights is None else [np.array(w) for w in weights]'), ('self.stopped_epoch = self.epoch', 'self.stopped_epoch = self.epoch\n            if self.restore_best_weights: self.best_weights = self.keep')),
        'returns int': (('return True\n', 'return 1\n'),),
        'nan resets wait': (('self.wait += 1\n', 'self.wait = 0 if np.isnan(val_loss) else self.wait + 1\n'),),
        'wait from nan not': (('self.wait += 1\n', 'self.wait += 0 if np.isnan(self.best) else 1\n'),),
        'stopped epoch is count': (('self.stopped_epoch = self.epoch', 'self.stopped_epoch = self.wait'),),
        'float32 compare': (('val_loss + self.min_delta < self.best', 'np.float32(val_loss + self.min_delta) < np.float32(self.best)'),),
        'weights list replaced': (('self.stopped_epoch = self.epoch\n', 'self.stopped_epoch = self.epoch\n            if self.restore_best_weights: weights[:] = self.best_weights\n'),),
        'zero loss falsy': (('self.best is None or', 'not self.best or'),),
    },
    "fit_linear_regression": {
        'no factor two b': (('learning_rate * 2 * error', 'learning_rate * error'),),
        'b uses new w': (('b = b - learning_rate * 2 * error.mean()', 'b = b - learning_rate * 2 * (xb @ w + b - yb).mean()'),),
        'weight with full batch size': (('total += np.sum(error**2)', 'total += np.mean(error**2) * batch_size'),),
        'loss denominators steps*batch': (('total / len(X)', 'total / (-(-len(X) // batch_size) * batch_size)'),),
        'skip single-sample batch': (('xb, yb = X[s:s+batch_size], y[s:s+batch_size]\n', 'xb, yb = X[s:s+batch_size], y[s:s+batch_size]\n            if len(xb) == 1 and s: continue\n'),),
        'closed form': (('return w, b, losses', 's = np.linalg.lstsq(np.c_[X, np.ones(len(X))], y, rcond=None)[0]; return s[:-1], s[-1], losses'),),
        'averaged weights': (('losses.append(total / len(X))', 'losses.append(total / len(X)); ws = (ws if len(losses) > 1 else []) + [w]'), ('return w, b', 'return np.mean(ws, axis=0), b')),
        'in place y': (('error = xb @ w + b - yb', 'yb -= xb @ w + b; error = -yb'),),
        'array_split equal': (('for s in range(0, len(X), batch_size):\n            xb, yb = X[s:s+batch_size], y[s:s+batch_size]', 'for xb, yb in zip(np.array_split(X, -(-len(X) // batch_size)), np.array_split(y, -(-len(X) // batch_size))):'),),
        'initial loss prepended': (('return w, b, losses', 'return w, b, [np.mean(y**2)] + losses'),),
        'stops when small': (('losses.append(total / len(X))', 'losses.append(total / len(X))\n        if losses[-1] < 1e-3: break'),),
        'int w keeps int': (('np.zeros(X.shape[1])', 'np.zeros_like(np.asarray(X0)[0])'), ('X, y = np.asarray(X, dtype=float)', 'X0 = X; X, y = np.asarray(X, dtype=float)'), ('w = w -', 'w[...] = w -')),
    },
    "forward": {
        'no relu 1': (('np.maximum(np.asarray(X) @ W1 + b1, 0)', 'np.asarray(X) @ W1 + b1'),),
        'bias after relu 1': (('np.maximum(np.asarray(X) @ W1 + b1, 0)', 'np.maximum(np.asarray(X) @ W1, 0) + b1'),),
        'transposed if square': (('h @ W2', '(h @ W2.T if W2.shape[0] == W2.shape[1] else h @ W2)'),),
        'relu6': (('np.maximum(h @ W2 + b2, 0)', 'np.clip(h @ W2 + b2, 0, 6)'),),
        'squeeze C1': (('return h @ W3 + b3', 'z = h @ W3 + b3; return z[:, 0] if z.shape[1] == 1 else z'),),
        'clip logits': (('return h @ W3 + b3', 'return np.clip(h @ W3 + b3, -100, 100)'),),
        'relu threshold': (('np.maximum(h @ W2 + b2, 0)', 'np.where(h @ W2 + b2 > 1e-2, h @ W2 + b2, 0)'),),
        'softplus sharp': (('np.maximum(h @ W2 + b2, 0)', 'np.logaddexp(0, 50 * (h @ W2 + b2)) / 50'),),
        'uint8 overflow': (('np.maximum(np.asarray(X) @ W1 + b1, 0)', 'np.maximum((np.asarray(X) * 16 // 16) @ W1 + b1, 0)'),),
        'W in place relu': (('h = np.maximum(np.asarray(X) @ W1 + b1, 0)\n', 'np.maximum(b1, b1, out=b1); h = np.maximum(np.asarray(X) @ W1 + b1, 0)\n    b1 *= 1.0000001\n'),),
        'log softmax': (('return h @ W3 + b3', 'z = h @ W3 + b3; z = z - z.max(1, keepdims=True); return z - np.log(np.exp(z).sum(1, keepdims=True))'),),
    },
    "gradients": {
        'N twice': (('X.T @ d1, d1.sum(axis=0)', 'X.T @ d1 / len(y), d1.sum(axis=0)'),),
        'relu d3': (('d3 = p / len(y)', 'd3 = p / len(y) * (z3 > 0)'),),
        'clip logits 500': (('np.exp(z3 - z3.max(axis=1, keepdims=True))', 'np.exp(np.clip(z3, -500, 500))'),),
        'square transpose': (('d2 @ W2.T', '(d2 @ W2 if W2.shape[0] == W2.shape[1] else d2 @ W2.T)'),),
        'square dW2': (('a1.T @ d2', '(d2.T @ a1 if W2.shape[0] == W2.shape[1] else a1.T @ d2)'),),
        'z for a': (('a1.T @ d2', 'z1.T @ d2'),),
        'epsilon in softmax small': (('p /= p.sum(axis=1, keepdims=True)', 'p /= p.sum(axis=1, keepdims=True) + 1e-7'),),
        'b mean': (('d3.sum(axis=0)]', 'd3.mean(axis=0)]'),),
        'a1 for X if same': (('X.T @ d1', '(a1.T @ d1 if a1.shape == X.shape else X.T @ d1)'),),
        'mutates W': (('d3 = p / len(y)', 'd3 = p / len(y); W3[0] += 0.5; W3 = W3.copy(); W3[0] -= 0.5'),),
        'numerical forward coarse': (('return [X.T @ d1', 'return [np.round(X.T @ d1, 6)'),),
    },
    "Adam": {
        'no correction m': (('/ (1 - self.beta_1 ** self.t)', ''),),
        'correction v no sqrt': (('np.sqrt(1 - self.beta_2 ** self.t)', '(1 - self.beta_2 ** self.t)'),),
        't per tensor': (('self.t += 1', 'pass'), ('lr = self.learning_rate *', 'lr = 0 and'), ('for i, (w, g) in enumerate(zip(weights, gradients)):', 'for i, (w, g) in enumerate(zip(weights, gradients)):\n            self.t += 1; lr = self.learning_rate * np.sqrt(1 - self.beta_2 ** self.t) / (1 - self.beta_1 ** self.t)')),
        'same arrays returned': (('out.append(w - lr * self.m[i] / (np.sqrt(self.v[i]) + self.epsilon))', 'self.o = getattr(self, "o", [np.array(a, float) for a in weights]); self.o[i][...] = w - lr * self.m[i] / (np.sqrt(self.v[i]) + self.epsilon)'), ('return out', 'return self.o')),
        'eps max': (('np.sqrt(self.v[i]) + self.epsilon', 'np.maximum(np.sqrt(self.v[i]), self.epsilon)'),),
        'eps sq hypot': (('np.sqrt(self.v[i]) + self.epsilon', 'np.hypot(np.sqrt(self.v[i]), self.epsilon)'),),
        'corrections stored back': (('out.append(w - lr * self.m[i] / (np.sqrt(self.v[i]) + self.epsilon))', 'self.m[i] = self.m[i] / (1 - self.beta_1 ** self.t); self.v[i] = self.v[i] / (1 - self.beta_2 ** self.t); out.append(w - self.learning_rate * self.m[i] / (np.sqrt(self.v[i]) + self.epsilon / np.sqrt(1 - self.beta_2 ** self.t)))'),),
        'amsgrad': (('np.sqrt(self.v[i])', 'np.sqrt(self.vm[i])'), ('out.append', 'self.vm = getattr(self, "vm", [0] * len(weights)); self.vm[i] = np.maximum(self.vm[i], self.v[i]); out.append')),
        'in place list': (('out.append(w', 'weights[i] = (w'), ('return out', 'return list(weights)')),
        'skip where zero': (('out.append(w - lr * self.m[i] / (np.sqrt(self.v[i]) + self.epsilon))', 'out.append(np.where(g == 0, w, w - lr * self.m[i] / (np.sqrt(self.v[i]) + self.epsilon)))'),),
        'bias correction only first 10': (('** self.t) /', '** self.t if self.t < 10 else 1) /'),),
    },
    "fit": {
        'le': (('snapshots[int(np.argmin(val_losses))]', 'snapshots[len(val_losses) - 1 - int(np.argmin(val_losses[::-1]))]'), ('epoch - int(np.argmin(val_losses))', 'epoch - (len(val_losses) - 1 - int(np.argmin(val_losses[::-1])))')),
        'val before': (('total = 0.0', 'total = 0.0; val_losses.append(_run(ws, X_val, y_val)[2].mean())'), ('\n        val_losses.append(_run(ws, X_val, y_val)[2].mean())\n', '\n')),
        'patience 0 never': (('if epoch -', 'if patience and epoch -'),),
        'prev patience': (('epoch - int(np.argmin(val_losses)) >= max(patience, 1)', 'len(val_losses) > max(patience, 1) and all(b >= a for a, b in zip(val_losses[-max(patience, 1)-1:], val_losses[-max(patience, 1):]))'),),
        'batch cap 16': (('opt = _A()', 'opt = _A(); batch_size = min(batch_size, 16)'),),
        'epochs cap 20': (('range(epochs)', 'range(min(epochs, 20))'),),
        'val mean of batches': (('val_losses.append(_run(ws, X_val, y_val)[2].mean())', 'val_losses.append(np.mean([_run(ws, X_val[i:i+batch_size], y_val[i:i+batch_size])[2].mean() for i in range(0, len(X_val), batch_size)]))'),),
        'clip probs tiny': (('return a, logp, -logp[np.arange(len(y)), y]', 'return a, logp, -np.log(np.exp(logp[np.arange(len(y)), y]) + 1e-12)'),),
        'history without last': (('losses.append(total / len(X_train))\n        val_losses', 'val_losses'), ('break', 'break\n        losses.append(total / len(X_train))')),
        'snapshot alias': (('ws = opt.step(ws, _grad(ws, a, logp, yb))', '[w.__setitem__(..., n) for w, n in zip(ws, opt.step(ws, _grad(ws, a, logp, yb)))]'),),
        'best of train loss': (('return snapshots[int(np.argmin(val_losses))],', 'return snapshots[int(np.argmin(losses))],'),),
        'loss weighted by batch_size': (('total += l.sum()', 'total += l.mean() * batch_size'),),
        'continues from best weights': (('snapshots.append(ws)', 'snapshots.append(ws); ws = snapshots[int(np.argmin(val_losses))]'),),
    },
}


def edited(exercise: str, edits: Edits) -> str:
    source = BASES[exercise]
    for old, new in edits:
        assert old in source, old
        source = source.replace(old, new)
    return source


def right_answers() -> dict[str, dict[str, str]]:
    return {
        exercise: {"base": source}
        | RIGHT.get(exercise, {})
        | {name: edited(exercise, edits) for name, edits in RIGHT_EDITS.get(exercise, {}).items()}
        for exercise, source in BASES.items()
    }


def wrong_answers() -> dict[str, dict[str, str]]:
    return {
        exercise: {name: edited(exercise, edits) for name, edits in answers.items()}
        for exercise, answers in WRONG.items()
    }


def books(answers: dict[str, dict[str, str]], exercises: set[str]) -> Iterator[dict[str, tuple[str, str]]]:
    """Notebooks' worth of answers: the n-th (name, source) of each exercise, for each n."""
    here = {exercise: list(found.items()) for exercise, found in answers.items() if exercise in exercises}
    for n in range(max(map(len, here.values()))):
        yield {exercise: found[n] for exercise, found in here.items() if n < len(found)}


@pytest.mark.parametrize("lesson", ["training", "network"])
def test_right_answers_keep_every_mark_and_wrong_ones_lose_some(
    course: Course, grader: Grader, tmp_path: Path, lesson: str
) -> None:
    release = json.loads((course.assignments_folder / lesson / f"{lesson}.ipynb").read_text())
    exercises = set(load_key(course, lesson).exercises)
    path = tmp_path / f"{lesson}.ipynb"
    for right, answers in ((True, right_answers()), (False, wrong_answers())):
        for book in books(answers, exercises):
            sources = {exercise: source for exercise, (_name, source) in book.items()}
            path.write_text(json.dumps(fill(release, sources)))
            results = {result.name: result for result in grader.grade_file(path, None).exercises}
            for exercise, (name, _source) in book.items():
                whole = results[exercise].score == results[exercise].max_score
                assert whole == right, (exercise, name, results[exercise].checks)


@pytest.mark.parametrize("lesson", ["training", "network"])
def test_answers_in_full_are_judged_and_told_what_a_teacher_would_say(
    course: Course, tmp_path: Path, lesson: str
) -> None:
    bank = written("answers_training_network.txt")
    results = list(graded(course, tmp_path, lesson, bank))
    assert misjudged(iter(results)) == []
    for answer, result in results:
        assert "with a list in them" not in (result.hint or ""), answer.name
        assert "that name an argument" not in (result.hint or ""), answer.name
