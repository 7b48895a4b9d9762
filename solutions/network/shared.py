"""What several exercises of the network lesson use."""

import numpy as np

FLOAT64 = "Keras computes in float64 here; only the order of the sums differs"


def paper_network():
    """The network that the text works out by hand."""
    return [
        np.array([[1.0, -1.0], [0.5, 1.0]]), np.array([0.0, -2.0]),
        np.array([[0.5, 1.0], [1.0, -1.0]]), np.array([0.0, 1.0]),
        np.array([[1.0, -2.0], [1.0, 2.0]]), np.array([-1.0, -1.0]),
    ]  # fmt: skip


def network(rng, sizes, scale=1.0):
    """Weights of layers of these sizes, in the order of model.get_weights()."""
    weights = []
    for inputs, outputs in zip(sizes, sizes[1:]):
        limit = scale * np.sqrt(6 / (inputs + outputs))
        weights += [rng.uniform(-limit, limit, (inputs, outputs)), rng.uniform(-0.4, 0.4, outputs)]
    return weights


def before_relu(weights, X):
    """What goes into the two relus."""
    W1, b1, W2, b2, _, _ = weights
    first = X @ W1 + b1
    return first, np.maximum(first, 0) @ W2 + b2


def network_and_samples(rng, sizes, n, spread=1.0, margin=1e-3, draw=None):
    """Weights and (n, D) samples: in each hidden layer something is on (and something off, where there
    is room for both), and nothing is so near to the corner of relu that rounding could decide."""
    while True:
        weights = network(rng, sizes)
        X = rng.normal(0, spread, (n, sizes[0])) if draw is None else draw()
        hidden = before_relu(weights, np.asarray(X, dtype=float))
        if all(
            (z > 0).any() and (z.size == 1 or (z < 0).any()) and np.abs(z).min() > margin for z in hidden
        ):
            return weights, X


def digits(rng, n):
    """n of scikit-learn's digits, drawn at random: pixels between 0 and 1, and labels."""
    from sklearn.datasets import load_digits

    data = load_digits()
    chosen = rng.choice(len(data.target), n, replace=False)
    return data.data[chosen] / 16, data.target[chosen].astype(np.int64)


def keras_model(weights):
    """The Keras network of these sizes, in float64, with these weights."""
    import keras

    model = keras.Sequential([
        keras.Input((weights[0].shape[0],), dtype="float64"),
        keras.layers.Dense(len(weights[1]), activation="relu", dtype="float64"),
        keras.layers.Dense(len(weights[3]), activation="relu", dtype="float64"),
        keras.layers.Dense(len(weights[5]), dtype="float64"),
    ])  # fmt: skip
    model.set_weights(weights)
    return model


def exact(array):
    """An array of mpmath's numbers, which NumPy multiplies and adds as they are."""
    from mpmath import mpf

    return np.vectorize(mpf, otypes=[object])(np.asarray(array, dtype=float))


def exact_logits(weights, X):
    """The logits, in the precision that is in force."""
    W1, b1, W2, b2, W3, b3 = weights
    return np.maximum(np.maximum(X @ W1 + b1, 0) @ W2 + b2, 0) @ W3 + b3


def labels(rng, n, classes):
    """Labels in which, where there is room, the first and the last class occur."""
    return rng.permutation(np.append(rng.integers(0, classes, max(n - 2, 0)), [0, classes - 1])[-n:])
