"""Right answers to train_val_test_split, written differently."""

import numpy as np

from .checks import exercise


@exercise.right
def split_sizes_rounded_down(X, y, val_fraction=0.1, test_fraction=0.1, seed=0):
    X, y = np.array(X), np.array(y)
    n = len(X)
    n_val, n_test = int(val_fraction * n), int(test_fraction * n)
    order = np.random.RandomState(seed).permutation(n)
    X, y = X[order], y[order]
    a, b = n - n_val - n_test, n - n_test
    return X[:a], X[a:b], X[b:], y[:a], y[a:b], y[b:]


@exercise.right
def split_sizes_rounded_up(X, y, val_fraction=0.1, test_fraction=0.1, seed=0):
    import math
    import random

    pairs = list(zip(X, y))
    random.Random(seed).shuffle(pairs)
    n_val, n_test = math.ceil(val_fraction * len(pairs)), math.ceil(test_fraction * len(pairs))
    parts = pairs[n_val + n_test :], pairs[:n_val], pairs[n_val : n_val + n_test]
    return [np.array([pair[k] for pair in part]) for k in (0, 1) for part in parts]


@exercise.right
def split_by_masks(X, y, val_fraction=0.1, test_fraction=0.1, seed=0):
    X, y = np.asarray(X), np.asarray(y)
    n = X.shape[0]
    rank = np.argsort(np.random.default_rng(seed).random(n))
    n_val, n_test = np.ceil(n * val_fraction), np.floor(n * test_fraction)
    val, test = rank < n_val, rank >= n - n_test
    train = ~(val | test)
    return tuple(a[m] for a in (X, y) for m in (train, val, test))


@exercise.right
def split_in_two_stages(X, y, val_fraction=0.1, test_fraction=0.1, seed=0):
    X, y = np.asarray(X), np.asarray(y)
    rng = np.random.default_rng(seed)
    n = len(y)
    test = rng.choice(n, size=round(n * test_fraction), replace=False)
    rest = np.setdiff1d(np.arange(n), test)
    val = rng.choice(rest, size=round(n * val_fraction), replace=False)
    train = np.setdiff1d(rest, val)
    return X[train], X[val], X[test], y[train], y[val], y[test]


@exercise.right
def split_shuffles_indices(X, y, val_fraction=0.1, test_fraction=0.1, seed=0):
    np.random.seed(seed)
    order = np.arange(len(X))
    np.random.shuffle(order)
    X, y = np.take(X, order, axis=0), np.take(y, order, axis=0)
    n_train = len(order) - int(np.round(val_fraction * len(order))) - int(np.round(test_fraction * len(order)))
    n_val = int(np.round(val_fraction * len(order)))
    X_train, X_val, X_test = X[:n_train], X[n_train : n_train + n_val], X[n_train + n_val :]
    y_train, y_val, y_test = y[:n_train], y[n_train : n_train + n_val], y[n_train + n_val :]
    return X_train, X_val, X_test, y_train, y_val, y_test


@exercise.right
def split_same_seed_for_each(X, y, val_fraction=0.1, test_fraction=0.1, seed=0):
    def cut(data):
        data = np.asarray(data)
        data = data[np.random.default_rng(seed).permutation(len(data))]
        n_val, n_test = round(len(data) * val_fraction), round(len(data) * test_fraction)
        return data[n_val + n_test :], data[:n_val], data[n_val : n_val + n_test]

    return *cut(X), *cut(y)


@exercise.right
def split_sets(X, y, val_fraction=0.1, test_fraction=0.1, seed=0):
    import random

    draw = random.Random(seed)
    left = set(range(len(X)))
    val = draw.sample(sorted(left), round(val_fraction * len(X)))
    left -= set(val)
    test = draw.sample(sorted(left), round(test_fraction * len(X)))
    left -= set(test)
    X, y = np.array(X, dtype=float), np.array(y, dtype=float)
    return [data[sorted(part)] for data in (X, y) for part in (left, val, test)]


@exercise.right
def split_float32(X, y, val_fraction=0.1, test_fraction=0.1, seed=0):
    X, y = np.asarray(X, dtype=np.float32), np.asarray(y, dtype=np.float32)
    order = np.random.Generator(np.random.MT19937(seed)).permutation(len(X)).tolist()
    test = [order.pop() for _ in range(int(test_fraction * len(X) + 0.5))]
    val = [order.pop() for _ in range(int(val_fraction * len(X) + 0.5))]
    return X[order], X[val], X[test], y[order], y[val], y[test]
