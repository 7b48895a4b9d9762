"""Right answers to choose_loss, written differently."""

import numpy as np

from .checks import exercise


@exercise.right
def choose_unique(y):
    y = np.asarray(y, dtype=float)
    values = set(np.unique(y).tolist())
    if y.ndim > 1 and y.shape[-1] > 1 and values == {0.0, 1.0}:
        return "CategoricalCrossentropy"
    if values <= {0.0, 1.0}:
        return "BinaryCrossentropy"
    if all(v.is_integer() for v in values):
        return "SparseCategoricalCrossentropy"
    return "MeanSquaredError"


@exercise.right
def choose_whole_first(y):
    y = np.array(y)
    if not np.allclose(y, y.astype(int)):
        return "MeanSquaredError"
    if y.ndim == 2 and y.shape[1] >= 2 and np.allclose(y.sum(axis=1), 1):
        return "CategoricalCrossentropy"
    return "SparseCategoricalCrossentropy" if y.max() > 1 else "BinaryCrossentropy"


@exercise.right
def choose_table(y):
    y = np.asarray(y)
    whole = np.all(np.mod(y, 1) == 0)
    wide = y.ndim == 2 and y.shape[1] > 1
    high = y.max() > 1
    names = {(True, True, False): "CategoricalCrossentropy",
             (True, False, False): "BinaryCrossentropy",
             (True, False, True): "SparseCategoricalCrossentropy"}
    return names.get((bool(whole), bool(wide), bool(high)), "MeanSquaredError")


@exercise.right
def choose_loop(y):
    rows = np.asarray(y, float).tolist()
    if isinstance(rows[0], list) and len(rows[0]) > 1:
        hot = all(sorted(row) == [0.0] * (len(row) - 1) + [1.0] for row in rows)
        return "CategoricalCrossentropy" if hot else "MeanSquaredError"
    flat = [v[0] if isinstance(v, list) else v for v in rows]
    if any(v != int(v) for v in flat):
        return "MeanSquaredError"
    return "BinaryCrossentropy" if set(flat) <= {0.0, 1.0} else "SparseCategoricalCrossentropy"


@exercise.right
def choose_is_in(y):
    y = np.asarray(y, float)
    if np.isin(y, [0, 1]).all():
        return "BinaryCrossentropy" if y.size == len(y) else "CategoricalCrossentropy"
    return "SparseCategoricalCrossentropy" if (y % 1 == 0).all() else "MeanSquaredError"


@exercise.right
def choose_early_returns(y):
    y = np.asarray(y)
    if y.dtype.kind == "f" and (np.floor(y) != y).any():
        return "MeanSquaredError"
    if y.ndim == 2 and y.shape[1] != 1:
        return "CategoricalCrossentropy"
    if len(np.unique(y)) > 2:
        return "SparseCategoricalCrossentropy"
    return "BinaryCrossentropy"


@exercise.right
def choose_string_type(y):
    y = np.asarray(y)
    if np.any(y != np.rint(y)):
        kind = "MeanSquared"
    elif y.ndim == 2 and y.shape[1] > 1:
        kind = "Categorical"
    elif y.max() >= 2:
        kind = "SparseCategorical"
    else:
        kind = "Binary"
    return kind + ("Error" if kind == "MeanSquared" else "Crossentropy")


@exercise.right
def choose_helpers(y):
    y = np.asarray(y, dtype=np.float64)

    def whole():
        return bool((y == y.round()).all())

    def one_hot():
        return y.ndim == 2 and y.shape[1] > 1 and whole() and bool((y.sum(1) == 1).all())

    if one_hot():
        return "CategoricalCrossentropy"
    if not whole():
        return "MeanSquaredError"
    return "BinaryCrossentropy" if y.max() <= 1 and y.min() >= 0 else "SparseCategoricalCrossentropy"
