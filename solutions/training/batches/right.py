"""Right answers to batches, written differently."""

import numpy as np

from .checks import exercise


@exercise.right
def batches_as_a_list(X, y, batch_size, shuffle=False, seed=None):
    X, y = np.array(X), np.array(y)
    if shuffle:
        order = np.random.RandomState(seed).permutation(len(X))
        X, y = X[order], y[order]
    return [(X[i : i + batch_size], y[i : i + batch_size]) for i in range(0, len(X), batch_size)]


@exercise.right
def batches_zipped(X, y, batch_size, shuffle=False, seed=None):
    order = np.arange(len(y))
    if shuffle:
        np.random.default_rng(seed).shuffle(order)
    cuts = range(batch_size, len(y), batch_size)
    return zip(np.split(np.asarray(X)[order], cuts), np.split(np.asarray(y)[order], cuts))


@exercise.right
def batches_pair_by_pair(X, y, batch_size, shuffle=False, seed=None):
    import random

    pairs = list(zip(X, y))
    if shuffle:
        random.Random(seed).shuffle(pairs)
    while pairs:
        batch, pairs = pairs[:batch_size], pairs[batch_size:]
        yield np.array([x for x, _ in batch]), np.array([t for _, t in batch])


@exercise.right
def batches_rows_as_lists(X, y, batch_size, shuffle=False, seed=None):
    order = list(range(len(X)))
    if shuffle:
        import random

        random.seed(seed)
        order = random.sample(order, len(order))
    found = []
    for start in range(0, len(order), batch_size):
        part = order[start : start + batch_size]
        found.append([np.asarray([X[i] for i in part]), np.asarray([y[i] for i in part])])
    return tuple(found)


@exercise.right
def batches_iterator(X, y, batch_size, shuffle=False, seed=None):
    class Epoch:
        def __init__(self):
            self.X, self.y = np.asarray(X, dtype=np.float32), np.asarray(y, dtype=np.float32)
            self.order = np.argsort(np.random.default_rng(seed).random(len(X))) if shuffle else np.arange(len(X))
            self.at = 0

        def __iter__(self):
            return self

        def __next__(self):
            if self.at >= len(self.order):
                raise StopIteration
            part = self.order[self.at : self.at + batch_size]
            self.at += batch_size
            return self.X[part], self.y[part]

    return Epoch()


@exercise.right
def batches_by_getitem(X, y, batch_size, shuffle=False, seed=None):
    X, y = np.asarray(X), np.asarray(y)
    if shuffle:
        if seed is not None:
            np.random.seed(seed)
        order = np.random.permutation(X.shape[0])
    else:
        order = np.arange(X.shape[0])

    class Sequence:
        def __len__(self):
            return int(np.ceil(len(X) / batch_size))

        def __getitem__(self, step):
            if step >= len(self):
                raise IndexError(step)
            part = order[step * batch_size : (step + 1) * batch_size]
            return X.take(part, axis=0), y.take(part, axis=0)

    return Sequence()


@exercise.right
def batches_in_one_buffer(X, y, batch_size, shuffle=False, seed=None):
    X, y = np.asarray(X), np.asarray(y)
    rng = np.random.default_rng(None if seed is None else [seed, 7])
    order = rng.permutation(len(X)) if shuffle else np.arange(len(X))
    X_buffer = np.empty((batch_size, *X.shape[1:]), X.dtype)
    for start in range(0, len(X), batch_size):
        part = order[start : start + batch_size]
        X_buffer[: len(part)] = X[part]
        yield X_buffer[: len(part)], y[part]


@exercise.right
def batches_same_seed_for_each(X, y, batch_size, shuffle=False, seed=None):
    def order():
        places = np.arange(len(X))
        return np.random.default_rng(seed).permutation(places) if shuffle else places

    if seed is None:
        seed = 0
    X, y = np.asarray(X)[order()], np.asarray(y)[order()]
    step = 0
    while step * batch_size < len(X):
        part = slice(step * batch_size, step * batch_size + batch_size)
        yield X[part], y[part]
        step += 1


@exercise.right
def batches_mapped(X, y, batch_size, shuffle=False, seed=None):
    X, y = np.asarray(X), np.asarray(y)
    order = np.random.Generator(np.random.MT19937(seed)).permutation(len(X)) if shuffle else np.r_[: len(X)]
    return map(lambda start: (X[order[start : start + batch_size]], y[order[start : start + batch_size]]),
               range(0, len(X), batch_size))
