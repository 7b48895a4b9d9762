"""What batches and train_val_test_split are held to: every pair once, and no pair torn apart."""

import numpy as np


class Fault(Exception):
    """What is wrong with an answer, as a sentence without hidden numbers."""


def rule(check):
    """`check(case, got)` raises Fault; the engine wants the sentence, or None."""

    def holds(case, got, expected):
        try:
            check(case, got)
        except Fault as fault:
            return str(fault)
        return None

    return holds


def samples(rng, n, *shape):
    """(n, *shape) numbers, all distinct, an eighth or more apart, of both signs."""
    size = n * int(np.prod(shape, dtype=int))
    return ((rng.permutation(2 * size) - size)[:size] / 8).reshape(n, *shape)


def numbers(value, name):
    """An array, or nested lists of numbers, as a float array."""
    if type(value) in (list, tuple):
        try:
            value = np.asarray(value)
        except (ValueError, OverflowError):
            raise Fault(f"{name} is a list whose rows differ in form") from None
    if type(value) is not np.ndarray or value.dtype.kind not in "iuf" or value.ndim == 0:
        raise Fault(f"{name} is no array of numbers")
    return value.astype(float)


def portion(X, y, X_part, y_part, what):
    """Where the pairs of a batch or a part stand in the data."""
    X, y = np.asarray(X, dtype=float), np.asarray(y, dtype=float)
    X_part, y_part = numbers(X_part, f"X of {what}"), numbers(y_part, f"y of {what}")
    for name, data, part in (("X", X, X_part), ("y", y, y_part)):
        if part.shape[1:] != data.shape[1:] and len(part):
            raise Fault(f"{name} of {what} has not the shape (n, ...) of the data")
    if len(X_part) != len(y_part):
        raise Fault(f"X and y of {what} are not equally long")
    if len(X_part) > len(X):
        raise Fault(f"{what} holds more pairs than there are")
    if not len(X_part):
        return []
    found = near(X, X_part)
    places = np.argmax(found, axis=1)
    good = found.any(axis=1) & equal_rows(y[places].reshape(len(places), -1), y_part.reshape(len(places), -1))
    if good.all():
        return places.tolist()
    first = int(np.argmin(good))
    if not found[first].any():
        raise Fault(f"X of {what} holds a sample that is not in the data")
    if not near(y, y_part[first : first + 1]).any():
        raise Fault(f"y of {what} holds a target that is not in the data")
    raise Fault(f"in {what} a sample has a target that is not its own")


def near(data, part):
    """[n, place]: whether the n-th sample of a part is the one that stands in this place of the data, to
    the tolerance; where each of them is in the data to the last bit, those places alone."""
    data, part = data.reshape(1, len(data), -1), part.reshape(len(part), 1, -1)
    same = (data == part).all(axis=-1)
    return same if same.any(axis=1).all() else equal_rows(data, part)


def equal_rows(data, part):
    """Whether rows are the same, to the tolerance: as np.isclose, for all of them at once."""
    same = data == part
    if not same.all():
        with np.errstate(invalid="ignore", over="ignore"):
            same |= np.isfinite(part) & (np.abs(data - part) <= 1e-9 + 1e-5 * np.abs(part))
    return same.all(axis=-1)


def each_once(found, n, one, all_together):
    if len(set(found)) < len(found):
        raise Fault(f"a pair comes more than once in {all_together}")
    if len(found) < n:
        raise Fault(f"not every pair is in {one}")
