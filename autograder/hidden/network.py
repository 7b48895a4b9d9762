"""Hidden tests of the network lesson."""

from __future__ import annotations

import functools

import numpy as np

from autograder.exercise import Exercise, call
from autograder.pictures import curve

FLOAT64 = "Keras computes in float64 here; only the order of the sums differs"
NAMES = ("W1", "b1", "W2", "b2", "W3", "b3")


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


# forward

def through_a_small_network(ask, x):
    """One feature, layers of three and two units, two logits: the first of them is a line with corners."""
    weights = [
        np.array([[1.0, -1.0, 2.0]]), np.array([0.5, 0.5, -2.0]),
        np.array([[1.0, 0.5], [-1.0, 1.0], [-1.5, 0.5]]), np.array([0.25, -1.0]),
        np.array([[1.0, -1.0], [0.5, 1.0]]), np.array([0.5, 0.0]),
    ]
    return np.asarray(ask(weights, x.reshape(-1, 1)))[:, 0]


fwd = Exercise(
    "forward",
    understood="A network's answer is three matrix products with relu between them; what comes out last "
    "are logits, which the loss turns into probabilities by itself.",
    picture=curve(-3, 3, see=through_a_small_network, over="x, the only feature", of="the first logit"),
)


@fwd.keras(reason=FLOAT64)
def keras_forward(weights, X):
    return keras_model(weights)(np.asarray(X, dtype="float64")).numpy()


@fwd.exact()
def exact_forward(weights, X):
    from mpmath import mp

    with mp.workdps(40):
        return exact_logits([exact(array) for array in weights], exact(X)).astype(float)


@fwd.relation
def each_row_by_itself(answer, weights, X):
    """The samples in reverse: the logits in reverse."""
    backwards = np.asarray(answer(weights, np.asarray(X)[::-1]))[::-1]
    return np.allclose(backwards, answer(weights, X), rtol=1e-9, atol=1e-9)


@fwd.relation
def units_in_another_order(answer, weights, X):
    """The units of a hidden layer have no order of their own."""
    W1, b1, W2, b2, W3, b3 = weights
    turned = [W1[:, ::-1], b1[::-1], W2[::-1, ::-1], b2[::-1], W3[::-1], b3]
    return np.allclose(answer(turned, X), answer(weights, X), rtol=1e-9, atol=1e-9)


fwd.equivalent(
    "the larger of two numbers is the same in either order",
    "h1 = np.maximum(0, np.asarray(X, dtype=float) @ W1 + b1)",
    "h2 = np.maximum(0, h1 @ W2 + b2)",
)
fwd.equivalent(
    "a product with an array of floats is one, whatever X is",
    "h1 = np.maximum(np.asarray(X, dtype=None) @ W1 + b1, 0)",
    "h1 = np.maximum(np.asarray(X, ) @ W1 + b1, 0)",
    "h1 = np.maximum(X @ W1 + b1, 0)",
)


@fwd.public_check()
def worked_by_hand():
    """The logits of the network on paper."""
    yield call(paper_network(), np.array([[1.0, 2.0]]))
    yield call(paper_network(), np.array([[1.0, 2.0], [-1.0, 2.5], [3.0, 0.0]]))


@fwd.public_check()
def takes_a_list():
    """The samples may be a nested list of integers."""
    yield call(paper_network(), [[2, 1], [0, 4]])


@fwd.check(points=1)
def any_layer_sizes(rng):
    """The logits are right for layers and batches of any size, 1 included.

    Take one sample and layers of one unit and work it out by hand: which sums, which biases, which relus? Then write the shape of every array beside every line, for 5 samples and layers of 4, 3 and 2 units.
    """
    for sizes, n in (
        ((2, 3, 4, 2), 5), ((5, 8, 6, 3), 7), ((6, 2, 5, 9), 2), ((4, 4, 4, 4), 4), ((3, 3, 3, 3), 1),
        ((4, 6, 5, 3), 1), ((1, 3, 2, 2), 4), ((3, 1, 1, 2), 3), ((2, 4, 3, 1), 3), ((1, 1, 1, 1), 1),
    ):  # fmt: skip
        yield call(*network_and_samples(rng, sizes, n))


@fwd.check(points=1)
def relu_in_hidden_layers_only(rng):
    """Relu cuts what is below 0 in both hidden layers, and nothing else: logits may be negative.

    Take weights by hand with one negative sum in each layer. In which layers is it cut to 0, and what comes out of the last one?
    """
    for spread in (1.0, 30.0):
        weights, X = network_and_samples(rng, (3, 7, 6, 4), 6, spread)
        yield call(weights, X)
        below = [array.copy() for array in weights]
        below[5] -= 1000.0
        yield call(below, X)
        for layer in (1, 3):
            off = [array.copy() for array in weights]
            off[layer] -= 1000.0
            yield call(off, X)
    weights, X = network_and_samples(rng, (3, 5, 4, 2), 4)
    yield call([100.0 * array for array in weights], X)


@fwd.check(points=1)
def takes_lists_and_integers(rng):
    """Samples may be nested lists or integers, as pixels are.

    What could you turn X into before the first product, and of which type should the numbers be?
    """
    for sizes, n in (((4, 5, 3, 2), 3), ((3, 2, 4, 3), 1)):
        pixels = rng.integers(-9, 10, (n, sizes[0]))
        weights = network(rng, sizes)
        yield call(weights, pixels)
        yield call(weights, pixels.tolist())
    weights, X = network_and_samples(rng, (4, 5, 3, 2), 3)
    yield call(weights, X.tolist())
    yield call(weights, rng.integers(0, 17, (5, 4)).astype(np.uint8))


@fwd.check(points=1)
def reads_digits(rng):
    """The logits are right for real digits and a network with ten classes.

    Compare with model(X) in the demo: which of your lines knows the number of pixels or of classes by heart?
    """
    X, _ = digits(rng, 12)
    yield call(network(rng, (64, 24, 16, 10)), X)


@fwd.check(points=1, unchanged=True)
def leaves_inputs_alone(rng):
    """The logits are right, and the weights and samples that were passed in are as they were.

    Print a weight and X before and after a call. Which line writes into them?
    """
    for sizes, n in (((3, 5, 4, 2), 4), ((4, 4, 4, 4), 4), ((4, 3, 2, 3), 1)):
        yield call(*network_and_samples(rng, sizes, n))


@fwd.wrong(fails="relu_in_hidden_layers_only")
def fwd_relu_on_logits(weights, X):
    """applies relu to the last layer too, so no logit can be negative

    What would a class that the network finds very unlikely get as its logit?
    """
    h = np.asarray(X, float)
    for W, b in zip(weights[::2], weights[1::2]):
        h = np.maximum(h @ W + b, 0)
    return h


@fwd.wrong(fails="relu_in_hidden_layers_only")
def fwd_without_relu(weights, X):
    """leaves relu out, so that the three layers collapse into a single linear one

    What can three matrix products in a row do that one cannot?
    """
    h = np.asarray(X, float)
    for W, b in zip(weights[::2], weights[1::2]):
        h = h @ W + b
    return h


@fwd.wrong(fails="relu_in_hidden_layers_only")
def fwd_one_relu(weights, X):
    """applies relu after the first layer only

    How many hidden layers does this network have?
    """
    W1, b1, W2, b2, W3, b3 = weights
    return (np.maximum(np.asarray(X, float) @ W1 + b1, 0) @ W2 + b2) @ W3 + b3


@fwd.wrong(fails="any_layer_sizes")
def fwd_softmax(weights, X):
    """returns probabilities: the loss expects logits and applies softmax itself

    What does the last layer of the model have for an activation? Do your rows sum to 1?
    """
    W1, b1, W2, b2, W3, b3 = weights
    z = np.maximum(np.maximum(np.asarray(X, float) @ W1 + b1, 0) @ W2 + b2, 0) @ W3 + b3
    p = np.exp(z - z.max(axis=1, keepdims=True))
    return p / p.sum(axis=1, keepdims=True)


@fwd.wrong(fails="any_layer_sizes")
def fwd_without_biases(weights, X):
    """uses the three matrices and none of the biases

    What is the output of a dense layer for an input of zeros?
    """
    W1, _, W2, _, W3, _ = weights
    return np.maximum(np.maximum(np.asarray(X, float) @ W1, 0) @ W2, 0) @ W3


@fwd.wrong(fails="any_layer_sizes")
def fwd_bias_after_relu(weights, X):
    """adds the bias after relu instead of before

    The bias decides where a unit switches on. Can it, when relu has already cut?
    """
    W1, b1, W2, b2, W3, b3 = weights
    h = np.maximum(np.asarray(X, float) @ W1, 0) + b1
    return (np.maximum(h @ W2, 0) + b2) @ W3 + b3


@fwd.wrong(fails="relu_in_hidden_layers_only")
def fwd_sigmoid(weights, X):
    """uses a sigmoid in the hidden layers

    Which activation do the hidden layers of this model have?
    """
    W1, b1, W2, b2, W3, b3 = weights
    h = 0.5 * (1 + np.tanh((np.asarray(X, float) @ W1 + b1) / 2))
    return 0.5 * (1 + np.tanh((h @ W2 + b2) / 2)) @ W3 + b3


@fwd.wrong(fails="relu_in_hidden_layers_only")
def fwd_leaky(weights, X):
    """lets a part of the negative values through, as leaky relu does

    What does relu make of -3?
    """
    W1, b1, W2, b2, W3, b3 = weights
    z1 = np.asarray(X, float) @ W1 + b1
    z2 = np.where(z1 > 0, z1, 0.2 * z1) @ W2 + b2
    return np.where(z2 > 0, z2, 0.2 * z2) @ W3 + b3


@fwd.wrong(fails="any_layer_sizes")
def fwd_transposed(weights, X):
    """multiplies by the transposed matrices

    W1 has the shape (D, H1). Which product of X, which is (N, D), with it gives (N, H1)?
    """
    W1, b1, W2, b2, W3, b3 = weights
    return np.maximum(np.maximum(np.asarray(X, float) @ W1.T + b1, 0) @ W2.T + b2, 0) @ W3.T + b3


@fwd.wrong(fails="any_layer_sizes")
def fwd_squeezes(weights, X):
    """drops axes of length 1, so a single sample comes back without its row

    Which shape should the logits of a batch of one sample have?
    """
    W1, b1, W2, b2, W3, b3 = weights
    z = np.maximum(np.maximum(np.asarray(X, float) @ W1 + b1, 0) @ W2 + b2, 0) @ W3 + b3
    return np.squeeze(z)


@fwd.wrong(fails="any_layer_sizes")
def fwd_says_the_class(weights, X):
    """returns the class with the largest logit, not the logits

    The loss must know how sure the network is. Does a class number tell?
    """
    W1, b1, W2, b2, W3, b3 = weights
    z = np.maximum(np.maximum(np.asarray(X, float) @ W1 + b1, 0) @ W2 + b2, 0) @ W3 + b3
    return z.argmax(axis=1)


@fwd.wrong(fails="takes_lists_and_integers")
def fwd_needs_an_array(weights, X):
    """expects an array: a list has no .dot

    What could you do with X first, so that lists and arrays are the same to the rest of your code?
    """
    W1, b1, W2, b2, W3, b3 = weights
    return np.maximum(np.maximum(X.dot(W1) + b1, 0).dot(W2) + b2, 0).dot(W3) + b3


@fwd.wrong(fails="takes_lists_and_integers")
def fwd_stays_integer(weights, X):
    """puts the hidden values back into the type of X, which cuts off their decimals where X is whole

    What is left of 0.7 in an array of integers?
    """
    W1, b1, W2, b2, W3, b3 = weights
    X = np.asarray(X)
    h1 = np.maximum(X @ W1 + b1, 0).astype(X.dtype)
    return np.maximum(h1 @ W2 + b2, 0).astype(X.dtype) @ W3 + b3


@fwd.wrong(fails="leaves_inputs_alone")
def fwd_consumes_weights(weights, X):
    """changes the weights, their list or the samples that were passed in, so the caller's own are gone

    What is left in a list after six times pop, and in an array after W *= 2 or X -= 1?
    """
    h = np.asarray(X, float)
    while len(weights) > 2:
        W, b = weights.pop(0), weights.pop(0)
        h = np.maximum(h @ W + b, 0)
    return h @ weights.pop(0) + weights.pop(0)


@fwd.wrong(fails="relu_in_hidden_layers_only")
def fwd_second_relu_only(weights, X):
    """applies relu after the second layer only

    How many hidden layers are there, and what follows each of them?
    """
    W1, b1, W2, b2, W3, b3 = weights
    h1 = np.asarray(X, float) @ W1 + b1
    h2 = np.maximum(h1 @ W2 + b2, 0)
    return h2 @ W3 + b3


@fwd.wrong(fails="any_layer_sizes")
def fwd_log_softmax(weights, X):
    """returns the logarithms of probabilities, which are no logits any more

    What does the docstring say about an activation after the last layer?
    """
    W1, b1, W2, b2, W3, b3 = weights
    h1 = np.maximum(np.asarray(X, float) @ W1 + b1, 0)
    h2 = np.maximum(h1 @ W2 + b2, 0)
    z = h2 @ W3 + b3
    return z - np.log(np.exp(z - z.max(axis=1, keepdims=True)).sum(axis=1, keepdims=True)) - z.max(axis=1, keepdims=True)


@fwd.wrong(fails="any_layer_sizes")
def fwd_without_last_bias(weights, X):
    """forgets the last bias

    Six arrays come in. Which of them does your code not use?
    """
    W1, b1, W2, b2, W3, b3 = weights
    h1 = np.maximum(np.asarray(X, float) @ W1 + b1, 0)
    h2 = np.maximum(h1 @ W2 + b2, 0)
    return h2 @ W3


@fwd.wrong(fails="any_layer_sizes")
def fwd_scales_pixels(weights, X):
    """divides the samples by 16 or 255 first, which is the business of whoever loads them

    Should forward(weights, X) of X = [[1.0]] know that it is a pixel?
    """
    W1, b1, W2, b2, W3, b3 = weights
    h1 = np.maximum(np.asarray(X, float) / 16 @ W1 + b1, 0)
    h2 = np.maximum(h1 @ W2 + b2, 0)
    return h2 @ W3 + b3


@fwd.wrong(fails="relu_in_hidden_layers_only")
def fwd_tanh(weights, X):
    """uses tanh in the hidden layers

    What does relu make of 3, and what does your activation make of it?
    """
    W1, b1, W2, b2, W3, b3 = weights
    h1 = np.tanh(np.asarray(X, float) @ W1 + b1)
    h2 = np.tanh(h1 @ W2 + b2)
    return h2 @ W3 + b3


@fwd.wrong(fails="any_layer_sizes")
def fwd_without_first_bias(weights, X):
    """forgets the first bias

    Six arrays come in. Which of them does your code not use?
    """
    W1, b1, W2, b2, W3, b3 = weights
    h1 = np.maximum(np.asarray(X, float) @ W1, 0)
    h2 = np.maximum(h1 @ W2 + b2, 0)
    return h2 @ W3 + b3


@fwd.wrong(fails="any_layer_sizes")
def fwd_matrices_first(weights, X):
    """takes the list for three matrices and then three biases

    Print the shape of each array in weights. In which order do matrices and biases come?
    """
    W1, W2, W3, b1, b2, b3 = weights
    h1 = np.maximum(np.asarray(X, float) @ W1 + b1, 0)
    h2 = np.maximum(h1 @ W2 + b2, 0)
    return h2 @ W3 + b3


@fwd.wrong(fails="any_layer_sizes")
def fwd_returns_every_layer(weights, X):
    """returns the hidden layers too, not the logits alone

    Which of the arrays that you return has the shape (N, C)?
    """
    W1, b1, W2, b2, W3, b3 = weights
    h1 = np.maximum(np.asarray(X, float) @ W1 + b1, 0)
    h2 = np.maximum(h1 @ W2 + b2, 0)
    return h1, h2, h2 @ W3 + b3


@fwd.wrong(fails="relu_in_hidden_layers_only")
def fwd_leaky_by_a_hundredth(weights, X):
    """lets a hundredth of the negative values through, as leaky relu often does

    What does relu make of -3?
    """
    W1, b1, W2, b2, W3, b3 = weights
    z1 = np.asarray(X, float) @ W1 + b1
    z2 = np.where(z1 > 0, z1, 0.01 * z1) @ W2 + b2
    return np.where(z2 > 0, z2, 0.01 * z2) @ W3 + b3


@fwd.wrong(fails="relu_in_hidden_layers_only")
def fwd_minimum(weights, X):
    """takes the minimum of 0 and the value, where relu takes the maximum

    What does relu make of 3, and what of -3?
    """
    W1, b1, W2, b2, W3, b3 = weights
    h1 = np.minimum(np.asarray(X, float) @ W1 + b1, 0)
    h2 = np.minimum(h1 @ W2 + b2, 0)
    return h2 @ W3 + b3


@fwd.wrong(fails="any_layer_sizes")
def fwd_largest_of_the_batch(weights, X):
    """takes np.max(z, 0), the largest value along axis 0, for np.maximum(z, 0)

    Print the shapes of your hidden layers. Which two numbers are compared, and where?
    """
    W1, b1, W2, b2, W3, b3 = weights
    h1 = np.max(np.asarray(X, float) @ W1 + b1, 0)
    h2 = np.max(h1 @ W2 + b2, 0)
    return h2 @ W3 + b3


@fwd.right
def fwd_loop(weights, X):
    h = np.array(X, dtype=np.float64)
    layers = list(zip(weights[::2], weights[1::2]))
    for i, (W, b) in enumerate(layers):
        h = h.dot(W) + b
        if i < len(layers) - 1:
            h[h < 0] = 0
    return h


@fwd.right
def fwd_where(weights, X):
    X = np.asarray(X, dtype=float)
    z1 = np.matmul(X, weights[0]) + weights[1]
    a1 = np.where(z1 > 0, z1, 0.0)
    z2 = np.matmul(a1, weights[2]) + weights[3]
    a2 = np.where(z2 > 0, z2, 0.0)
    return np.add(np.matmul(a2, weights[4]), weights[5])


@fwd.right
def fwd_einsum(weights, X):
    W1, b1, W2, b2, W3, b3 = weights
    h = np.einsum("nd,dh->nh", np.asarray(X, float), W1) + b1[None, :]
    h = h * (h > 0)
    h = np.einsum("nh,hk->nk", h, W2) + b2[None, :]
    h = h * (h > 0)
    return np.einsum("nk,kc->nc", h, W3) + b3[None, :]


@fwd.right
def fwd_sample_by_sample(weights, X):
    W1, b1, W2, b2, W3, b3 = weights
    rows = []
    for x in X:
        h1 = np.clip(np.array(x, float) @ W1 + b1, 0, None)
        h2 = np.clip(h1 @ W2 + b2, 0, None)
        rows.append(h2 @ W3 + b3)
    return np.stack(rows)


@fwd.right
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


@fwd.right
def fwd_column_of_ones(weights, X):
    def layer(h, W, b):
        return np.hstack([h, np.ones((len(h), 1))]) @ np.vstack([W, b])

    h = np.asarray(X, float)
    h = np.maximum(0, layer(h, *weights[:2]))
    h = np.maximum(0, layer(h, *weights[2:4]))
    return layer(h, *weights[4:])


@fwd.right
def fwd_columns(weights, X):
    W1, b1, W2, b2, W3, b3 = weights
    x = np.asarray(X, dtype=float).T
    x = (np.abs(W1.T @ x + b1[:, None]) + (W1.T @ x + b1[:, None])) / 2
    x = np.fmax(W2.T @ x + b2.reshape(-1, 1), 0)
    return (W3.T @ x + b3.reshape(-1, 1)).T


@fwd.right
def fwd_recursive(weights, X):
    def run(h, rest):
        z = h @ rest[0] + rest[1]
        return z if len(rest) == 2 else run(np.maximum(z, 0), rest[2:])

    return run(np.asarray(X, float), tuple(weights))


@fwd.right
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


# gradients

grad = Exercise(
    "gradients",
    understood="Backpropagation asks every layer the same three questions, from the loss down: what do my "
    "weights owe, what do my biases owe, and what do I pass on to the layer below.",
)


@grad.keras(reason=FLOAT64)
def keras_gradients(weights, X, y, sums=False):
    import keras
    import tensorflow as tf

    model = keras_model(weights)
    loss_fn = keras.losses.SparseCategoricalCrossentropy(from_logits=True, dtype="float64")
    with tf.GradientTape() as tape:
        loss = loss_fn(np.asarray(y), model(np.asarray(X, dtype="float64")))
    slopes = [slope.numpy() for slope in tape.gradient(loss, model.trainable_variables)]
    return sums_only(lambda *arguments: slopes, weights, X, y) if sums else slopes


@grad.exact(reason="central differences with a step of 1e-15, in 50 digits")
def exact_gradients(weights, X, y, sums=False):
    """Each slope by moving its weight up and down: no chain rule."""
    from mpmath import exp, log, mp, mpf

    if sums:
        return NotImplemented
    with mp.workdps(50):
        moved, X, step = [exact(array) for array in weights], exact(X), mpf(10) ** -15

        def loss():
            rows = zip(exact_logits(moved, X).tolist(), np.asarray(y).tolist())
            return sum(log(sum(exp(z - row[label]) for z in row)) for row, label in rows) / len(X)

        slopes = [np.zeros(array.shape) for array in weights]
        for array, found in zip(moved, slopes):
            for index in np.ndindex(array.shape):
                array[index] += step
                above = loss()
                array[index] -= 2 * step
                found[index] = (above - loss()) / (2 * step)
                array[index] += step
        return slopes


@grad.relation
def only_differences_of_logits_count(answer, weights, X, y, sums=False):
    """All logits higher by one: the same gradients. And what one class gains, the others lose."""
    slopes = answer(weights, X, y)
    higher = answer([*weights[:5], weights[5] + 1.0], X, y)
    same = all(np.allclose(a, b, rtol=1e-6, atol=1e-9) for a, b in zip(higher, slopes))
    return same and abs(np.sum(slopes[5])) < 1e-9


@grad.relation
def any_order(answer, weights, X, y, sums=False):
    """The samples in reverse: the same mean."""
    backwards = answer(weights, np.asarray(X)[::-1], np.asarray(y)[::-1])
    return all(np.allclose(a, b, rtol=1e-9, atol=1e-9) for a, b in zip(backwards, answer(weights, X, y)))


grad.equivalent(
    "the larger of two numbers is the same in either order",
    "h1 = np.maximum(0, X @ W1 + b1)",
    "h2 = np.maximum(0, h1 @ W2 + b2)",
)
grad.equivalent(
    "a product with an array of floats is one, whatever X is",
    "X = np.asarray(X, dtype=None)",
    "X = np.asarray(X, )",
)
grad.equivalent("a list of labels is an index as well", "d3 = (p - np.eye(len(b3))[y]) / len(X)")
grad.equivalent(
    "z and p are not needed again",
    "p = np.exp(np.subtract(z, z.max(axis=1, keepdims=True), out=z))",
    "d3 = np.subtract(p, np.eye(len(b3))[np.asarray(y)], out=p) / len(X)",
)
grad.equivalent(
    "of two axes, -1 is the second and -2 the first",
    "p = np.exp(z - z.max(axis=-1, keepdims=True))",
    "p /= p.sum(axis=-1, keepdims=True)",
    "return [X.T @ d1, d1.sum(axis=-2), h1.T @ d2, d2.sum(axis=0), h2.T @ d3, d3.sum(axis=0)]",
    "return [X.T @ d1, d1.sum(axis=0), h1.T @ d2, d2.sum(axis=-2), h2.T @ d3, d3.sum(axis=0)]",
    "return [X.T @ d1, d1.sum(axis=0), h1.T @ d2, d2.sum(axis=0), h2.T @ d3, d3.sum(axis=-2)]",
)


def labels(rng, n, classes):
    """Labels in which, where there is room, the first and the last class occur."""
    return rng.permutation(np.append(rng.integers(0, classes, max(n - 2, 0)), [0, classes - 1])[-n:])


def mean_loss(weights, X, y):
    """The mean crossentropy, for central differences."""
    W1, b1, W2, b2, W3, b3 = weights
    z = np.maximum(np.maximum(X @ W1 + b1, 0) @ W2 + b2, 0) @ W3 + b3
    z = z - z.max(axis=1, keepdims=True)
    return np.mean(np.log(np.exp(z).sum(axis=1)) - z[np.arange(len(y)), y])


def rise(weights, X, y, layer, step=1e-6):
    """d loss / d each entry of one array, by moving that entry up and down a little."""
    moved = [array.copy() for array in weights]
    slopes = np.zeros(moved[layer].shape)
    for index in np.ndindex(slopes.shape):
        there = moved[layer][index]
        moved[layer][index] = there + step
        above = mean_loss(moved, X, y)
        moved[layer][index] = there - step
        slopes[index] = (above - mean_loss(moved, X, y)) / (2 * step)
        moved[layer][index] = there
    return slopes


def agrees_with_small_steps(case, got, expected):
    weights, X, y = case.args
    if len(got) != len(NAMES):
        return f"returned {len(got)} gradients, not six"
    for layer, name in enumerate(NAMES):
        slopes = np.asarray(got[layer], dtype=float)
        if slopes.shape != weights[layer].shape:
            return (
                f"the gradient of {name} has the shape {slopes.shape}, and {name} {weights[layer].shape}"
            )
        if not np.allclose(slopes, rise(weights, X, y, layer), rtol=1e-4, atol=1e-7):
            return f"a small step in {name} changes the loss by another amount than your gradient says"
    return None


def sums_only(answer, weights, X, y, sums=True):
    """Column sums and row sums of each gradient: enough to compare 17,226 numbers."""
    slopes = [np.asarray(slope) for slope in answer(weights, X, y)]
    return [[slope.sum(axis=axis) for axis in range(slope.ndim)] for slope in slopes]


@grad.public_check()
def worked_by_hand():
    """The six gradients of the network on paper."""
    yield call(paper_network(), np.array([[1.0, 2.0]]), np.array([1]))


@grad.public_check()
def a_batch_of_three():
    """A batch of three samples: the gradients of the mean of their losses."""
    yield call(paper_network(), np.array([[1.0, 2.0], [-1.0, 2.5], [3.0, 0.5]]), np.array([1, 0, 0]))


@grad.check(points=2)
def any_layer_sizes(rng):
    """The six gradients are right, in the order and shapes of the weights, for layers of any size.

    Go backwards with one sample: p minus one-hot, then through W3, then relu, then W2. Which of the six gradients is the first that is wrong, counted from the end?
    """
    for sizes, n in (
        ((2, 3, 4, 2), 5), ((5, 8, 6, 3), 7), ((4, 2, 3, 6), 2), ((4, 4, 4, 4), 4), ((3, 3, 3, 3), 6),
        ((3, 5, 4, 3), 1), ((1, 3, 2, 2), 4), ((3, 1, 1, 2), 3), ((1, 1, 1, 2), 1),
    ):  # fmt: skip
        weights, X = network_and_samples(rng, sizes, n)
        yield call(weights, X, labels(rng, n, sizes[-1]))
    weights, X = network_and_samples(rng, (3, 6, 5, 4), 6, spread=5.0)
    yield call(weights, X, np.full(6, 2))


@grad.check(points=1, holds=agrees_with_small_steps, reason="central differences are good to 1e-9")
def predicts_small_steps(rng):
    """A small step in any weight changes the mean loss by as much as its gradient says.

    Take one weight, add 1e-6, and compute the mean loss again. By how much did it change, and what does your gradient say?
    """
    for sizes, n in (((3, 4, 3, 3), 4), ((2, 3, 3, 2), 1), ((3, 3, 3, 3), 3)):
        weights, X = network_and_samples(rng, sizes, n)
        yield call(weights, X, labels(rng, n, sizes[-1]))


@grad.check(points=1)
def units_that_are_off(rng):
    """A unit that relu has cut to 0 passes no gradient on, in either hidden layer.

    A unit that gave 0: does the loss change if its sum before relu moves a little? Where in your code is that said, for each of the two layers?
    """
    for layer, units in ((1, slice(0, 2)), (3, slice(1, 3)), (1, slice(None)), (3, slice(None))):
        weights, X = network_and_samples(rng, (4, 5, 4, 3), 5)
        weights[layer][units] -= 500.0
        yield call(weights, X, labels(rng, 5, 3))
    weights, X = network_and_samples(rng, (4, 5, 4, 3), 5)
    weights[1] += 100.0
    weights[3] += 1000.0
    yield call(weights, X, labels(rng, 5, 3))


@grad.check(points=1)
def logits_of_any_size(rng):
    """Huge logits overflow nowhere: the gradients are those of the exact softmax.

    What is np.exp(1000)? What may be subtracted from all logits of a row without changing its softmax?
    """
    for shift in (1000.0, -1000.0, 1e5, -1e5):
        weights, X = network_and_samples(rng, (3, 5, 4, 3), 4)
        weights[5] += shift
        yield call(weights, X, labels(rng, 4, 3))
    for size in (1e3, 1e5):
        weights, X = network_and_samples(rng, (3, 5, 4, 3), 4)
        weights[4] *= size
        yield call(weights, X, labels(rng, 4, 3))
    weights, X = network_and_samples(rng, (3, 5, 4, 3), 3)
    weights[5] += np.array([0.0, 40.0, -300.0])
    yield call(weights, X, np.array([1, 0, 2]))


@grad.check(points=1)
def takes_lists_and_integers(rng):
    """Samples and labels may be lists, and samples may be integers, as pixels are.

    What could you turn X and y into before anything else?
    """
    weights, X = network_and_samples(rng, (4, 5, 3, 3), 5)
    yield call(weights, X.tolist(), labels(rng, 5, 3).tolist())
    for n in (4, 1):
        weights, X = network_and_samples(
            rng, (3, 5, 4, 2), n, draw=lambda n=n: rng.integers(-6, 7, (n, 3))
        )
        yield call(weights, X, labels(rng, n, 2))
        yield call(weights, X.tolist(), labels(rng, n, 2).tolist())
    weights, X = network_and_samples(
        rng, (4, 5, 3, 3), 6, draw=lambda: rng.integers(0, 17, (6, 4)).astype(np.uint8)
    )
    yield call(weights, X, labels(rng, 6, 3).astype(np.uint8))


@grad.check(points=1, drive=sums_only, reason="sums over up to 128 numbers, in any order")
def learns_from_digits(rng):
    """The gradients are right for the network of this lesson and real digits.

    Which of your lines knows a number of samples, pixels or classes by heart?
    """
    X, y = digits(rng, 10)
    weights, X = network_and_samples(rng, (64, 128, 64, 10), 10, margin=1e-6, draw=lambda: X)
    yield call(weights, X, y, sums=True)


@grad.check(points=1, unchanged=True)
def leaves_inputs_alone(rng):
    """The gradients are right, and weights, samples and labels are as they were.

    Print weights, X and y before and after a call. Which line writes into them?
    """
    for sizes, n in (((3, 5, 4, 2), 4), ((4, 4, 4, 4), 4), ((4, 3, 2, 3), 1)):
        weights, X = network_and_samples(rng, sizes, n)
        yield call(weights, X, labels(rng, n, sizes[-1]))
    weights, X = network_and_samples(rng, (3, 4, 3, 3), 3)
    yield call(weights, X.tolist(), [2, 0, 1])


@grad.wrong(fails="any_layer_sizes")
def grad_sums(weights, X, y):
    """adds the losses of the samples up instead of averaging them

    Should the gradient grow when every sample stands in the batch twice?
    """
    W1, b1, W2, b2, W3, b3 = weights
    X, y = np.asarray(X, float), np.asarray(y)
    h1 = np.maximum(X @ W1 + b1, 0)
    h2 = np.maximum(h1 @ W2 + b2, 0)
    z = h2 @ W3 + b3
    p = np.exp(z - z.max(axis=1, keepdims=True))
    p /= p.sum(axis=1, keepdims=True)
    d3 = p - np.eye(len(b3))[y]
    d2 = d3 @ W3.T * (h2 > 0)
    d1 = d2 @ W2.T * (h1 > 0)
    return [X.T @ d1, d1.sum(axis=0), h1.T @ d2, d2.sum(axis=0), h2.T @ d3, d3.sum(axis=0)]


@grad.wrong(fails="any_layer_sizes")
def grad_bias_mean(weights, X, y):
    """averages the rows of delta for the biases, although delta already holds the 1/N

    A bias is a weight whose input is always 1. What does h.T @ delta give for a column of ones?
    """
    W1, b1, W2, b2, W3, b3 = weights
    X, y = np.asarray(X, float), np.asarray(y)
    h1 = np.maximum(X @ W1 + b1, 0)
    h2 = np.maximum(h1 @ W2 + b2, 0)
    z = h2 @ W3 + b3
    p = np.exp(z - z.max(axis=1, keepdims=True))
    p /= p.sum(axis=1, keepdims=True)
    d3 = (p - np.eye(len(b3))[y]) / len(X)
    d2 = d3 @ W3.T * (h2 > 0)
    d1 = d2 @ W2.T * (h1 > 0)
    return [X.T @ d1, d1.mean(axis=0), h1.T @ d2, d2.mean(axis=0), h2.T @ d3, d3.mean(axis=0)]


@grad.wrong(fails="units_that_are_off")
def grad_without_mask(weights, X, y):
    """lets gradients pass through units that relu had switched off

    How much does a unit's output change when its input moves from -3 to -2.9?
    """
    W1, b1, W2, b2, W3, b3 = weights
    X, y = np.asarray(X, float), np.asarray(y)
    h1 = np.maximum(X @ W1 + b1, 0)
    h2 = np.maximum(h1 @ W2 + b2, 0)
    z = h2 @ W3 + b3
    p = np.exp(z - z.max(axis=1, keepdims=True))
    p /= p.sum(axis=1, keepdims=True)
    d3 = (p - np.eye(len(b3))[y]) / len(X)
    d2 = d3 @ W3.T
    d1 = d2 @ W2.T
    return [X.T @ d1, d1.sum(axis=0), h1.T @ d2, d2.sum(axis=0), h2.T @ d3, d3.sum(axis=0)]


@grad.wrong(fails="units_that_are_off")
def grad_masks_one_layer(weights, X, y):
    """applies relu's mask in the second hidden layer only

    Two layers have a relu. On the way down, how many masks do you pass?
    """
    W1, b1, W2, b2, W3, b3 = weights
    X, y = np.asarray(X, float), np.asarray(y)
    h1 = np.maximum(X @ W1 + b1, 0)
    h2 = np.maximum(h1 @ W2 + b2, 0)
    z = h2 @ W3 + b3
    p = np.exp(z - z.max(axis=1, keepdims=True))
    p /= p.sum(axis=1, keepdims=True)
    d3 = (p - np.eye(len(b3))[y]) / len(X)
    d2 = d3 @ W3.T * (h2 > 0)
    d1 = d2 @ W2.T
    return [X.T @ d1, d1.sum(axis=0), h1.T @ d2, d2.sum(axis=0), h2.T @ d3, d3.sum(axis=0)]


@grad.wrong(fails="units_that_are_off")
def grad_masks_the_gradient(weights, X, y):
    """applies relu to the gradient itself, so nothing negative travels back

    What decides whether a unit passes its gradient on: the sign of the gradient, or whether the unit was on?
    """
    W1, b1, W2, b2, W3, b3 = weights
    X, y = np.asarray(X, float), np.asarray(y)
    h1 = np.maximum(X @ W1 + b1, 0)
    h2 = np.maximum(h1 @ W2 + b2, 0)
    z = h2 @ W3 + b3
    p = np.exp(z - z.max(axis=1, keepdims=True))
    p /= p.sum(axis=1, keepdims=True)
    d3 = (p - np.eye(len(b3))[y]) / len(X)
    d2 = np.maximum(d3 @ W3.T, 0)
    d1 = np.maximum(d2 @ W2.T, 0)
    return [X.T @ d1, d1.sum(axis=0), h1.T @ d2, d2.sum(axis=0), h2.T @ d3, d3.sum(axis=0)]


@grad.wrong(fails="any_layer_sizes")
def grad_wrong_sign(weights, X, y):
    """has the opposite sign: it points down the slope instead of up

    A gradient says how the loss changes when a weight grows. Which way does the optimizer go then?
    """
    W1, b1, W2, b2, W3, b3 = weights
    X, y = np.asarray(X, float), np.asarray(y)
    h1 = np.maximum(X @ W1 + b1, 0)
    h2 = np.maximum(h1 @ W2 + b2, 0)
    z = h2 @ W3 + b3
    p = np.exp(z - z.max(axis=1, keepdims=True))
    p /= p.sum(axis=1, keepdims=True)
    d3 = (np.eye(len(b3))[y] - p) / len(X)
    d2 = d3 @ W3.T * (h2 > 0)
    d1 = d2 @ W2.T * (h1 > 0)
    return [X.T @ d1, d1.sum(axis=0), h1.T @ d2, d2.sum(axis=0), h2.T @ d3, d3.sum(axis=0)]


@grad.wrong(fails="any_layer_sizes")
def grad_without_one_hot(weights, X, y):
    """forgets to subtract the one-hot labels, so the truth never enters

    Where in your code does y matter?
    """
    W1, b1, W2, b2, W3, b3 = weights
    X, y = np.asarray(X, float), np.asarray(y)
    h1 = np.maximum(X @ W1 + b1, 0)
    h2 = np.maximum(h1 @ W2 + b2, 0)
    z = h2 @ W3 + b3
    p = np.exp(z - z.max(axis=1, keepdims=True))
    p /= p.sum(axis=1, keepdims=True)
    d3 = p / len(X)
    d2 = d3 @ W3.T * (h2 > 0)
    d1 = d2 @ W2.T * (h1 > 0)
    return [X.T @ d1, d1.sum(axis=0), h1.T @ d2, d2.sum(axis=0), h2.T @ d3, d3.sum(axis=0)]


@grad.wrong(fails="any_layer_sizes")
def grad_without_softmax(weights, X, y):
    """subtracts the labels from the logits instead of from the probabilities

    Which of the two lies between 0 and 1, as the one-hot rows do?
    """
    W1, b1, W2, b2, W3, b3 = weights
    X, y = np.asarray(X, float), np.asarray(y)
    h1 = np.maximum(X @ W1 + b1, 0)
    h2 = np.maximum(h1 @ W2 + b2, 0)
    z = h2 @ W3 + b3
    p = np.exp(z - z.max(axis=1, keepdims=True))
    p /= p.sum(axis=1, keepdims=True)
    d3 = (z - np.eye(len(b3))[y]) / len(X)
    d2 = d3 @ W3.T * (h2 > 0)
    d1 = d2 @ W2.T * (h1 > 0)
    return [X.T @ d1, d1.sum(axis=0), h1.T @ d2, d2.sum(axis=0), h2.T @ d3, d3.sum(axis=0)]


@grad.wrong(fails="logits_of_any_size")
def grad_overflows(weights, X, y):
    """computes softmax without subtracting the largest logit first, so large ones overflow

    What is np.exp(1000)? And inf / inf?
    """
    W1, b1, W2, b2, W3, b3 = weights
    X, y = np.asarray(X, float), np.asarray(y)
    h1 = np.maximum(X @ W1 + b1, 0)
    h2 = np.maximum(h1 @ W2 + b2, 0)
    z = h2 @ W3 + b3
    with np.errstate(all="ignore"):
        p = np.exp(z)
        p = p / p.sum(axis=1, keepdims=True)
    d3 = (p - np.eye(len(b3))[y]) / len(X)
    d2 = d3 @ W3.T * (h2 > 0)
    d1 = d2 @ W2.T * (h1 > 0)
    return [X.T @ d1, d1.sum(axis=0), h1.T @ d2, d2.sum(axis=0), h2.T @ d3, d3.sum(axis=0)]


@grad.wrong(fails="logits_of_any_size")
def grad_maximum_of_batch(weights, X, y):
    """subtracts the largest logit of the whole batch, so rows with smaller ones underflow to 0 / 0

    Each row is a distribution of its own. Which maximum should it lose?
    """
    W1, b1, W2, b2, W3, b3 = weights
    X, y = np.asarray(X, float), np.asarray(y)
    h1 = np.maximum(X @ W1 + b1, 0)
    h2 = np.maximum(h1 @ W2 + b2, 0)
    z = h2 @ W3 + b3
    with np.errstate(all="ignore"):
        p = np.exp(z - z.max())
        p = p / p.sum(axis=1, keepdims=True)
    d3 = (p - np.eye(len(b3))[y]) / len(X)
    d2 = d3 @ W3.T * (h2 > 0)
    d1 = d2 @ W2.T * (h1 > 0)
    return [X.T @ d1, d1.sum(axis=0), h1.T @ d2, d2.sum(axis=0), h2.T @ d3, d3.sum(axis=0)]


@grad.wrong(fails="any_layer_sizes")
def grad_other_order(weights, X, y):
    """returns the three matrices first and then the biases

    In which order do the weights come in?
    """
    W1, b1, W2, b2, W3, b3 = weights
    X, y = np.asarray(X, float), np.asarray(y)
    h1 = np.maximum(X @ W1 + b1, 0)
    h2 = np.maximum(h1 @ W2 + b2, 0)
    z = h2 @ W3 + b3
    p = np.exp(z - z.max(axis=1, keepdims=True))
    p /= p.sum(axis=1, keepdims=True)
    d3 = (p - np.eye(len(b3))[y]) / len(X)
    d2 = d3 @ W3.T * (h2 > 0)
    d1 = d2 @ W2.T * (h1 > 0)
    return [X.T @ d1, h1.T @ d2, h2.T @ d3, d1.sum(axis=0), d2.sum(axis=0), d3.sum(axis=0)]


@grad.wrong(fails="any_layer_sizes")
def grad_transposed(weights, X, y):
    """returns the gradients of the matrices transposed

    Which shape must the gradient of W1 have so that you can subtract it from W1?
    """
    W1, b1, W2, b2, W3, b3 = weights
    X, y = np.asarray(X, float), np.asarray(y)
    h1 = np.maximum(X @ W1 + b1, 0)
    h2 = np.maximum(h1 @ W2 + b2, 0)
    z = h2 @ W3 + b3
    p = np.exp(z - z.max(axis=1, keepdims=True))
    p /= p.sum(axis=1, keepdims=True)
    d3 = (p - np.eye(len(b3))[y]) / len(X)
    d2 = d3 @ W3.T * (h2 > 0)
    d1 = d2 @ W2.T * (h1 > 0)
    return [d1.T @ X, d1.sum(axis=0), d2.T @ h1, d2.sum(axis=0), d3.T @ h2, d3.sum(axis=0)]


@grad.wrong(fails="any_layer_sizes")
def grad_bias_rows(weights, X, y):
    """keeps the biases' gradients as (1, H) rows

    What is the shape of b1? And of d.sum(axis=0, keepdims=True)?
    """
    W1, b1, W2, b2, W3, b3 = weights
    X, y = np.asarray(X, float), np.asarray(y)
    h1 = np.maximum(X @ W1 + b1, 0)
    h2 = np.maximum(h1 @ W2 + b2, 0)
    z = h2 @ W3 + b3
    p = np.exp(z - z.max(axis=1, keepdims=True))
    p /= p.sum(axis=1, keepdims=True)
    d3 = (p - np.eye(len(b3))[y]) / len(X)
    d2 = d3 @ W3.T * (h2 > 0)
    d1 = d2 @ W2.T * (h1 > 0)
    return [
        X.T @ d1,
        d1.sum(axis=0, keepdims=True),
        h1.T @ d2,
        d2.sum(axis=0, keepdims=True),
        h2.T @ d3,
        d3.sum(axis=0, keepdims=True),
    ]


@grad.wrong(fails="takes_lists_and_integers")
def grad_needs_arrays(weights, X, y):
    """expects arrays: a list has no .T

    What could you do with X and y first, so that lists and arrays are the same to the rest of your code?
    """
    W1, b1, W2, b2, W3, b3 = weights
    h1 = np.maximum(X @ W1 + b1, 0)
    h2 = np.maximum(h1 @ W2 + b2, 0)
    z = h2 @ W3 + b3
    p = np.exp(z - z.max(axis=1, keepdims=True))
    p /= p.sum(axis=1, keepdims=True)
    d3 = (p - np.eye(len(b3))[y]) / len(X)
    d2 = d3 @ W3.T * (h2 > 0)
    d1 = d2 @ W2.T * (h1 > 0)
    return [X.T @ d1, d1.sum(axis=0), h1.T @ d2, d2.sum(axis=0), h2.T @ d3, d3.sum(axis=0)]


@grad.wrong(fails="leaves_inputs_alone")
def grad_averages_in_place(weights, X, y):
    """writes into the arrays that were passed in, so the caller's samples or weights change

    Does X /= N make a new array, or does it write into the one it was given?
    """
    W1, b1, W2, b2, W3, b3 = weights
    X, y = np.asarray(X), np.asarray(y)
    if X.dtype.kind != "f":
        X = X.astype(float)
    h1 = np.maximum(X @ W1 + b1, 0)
    h2 = np.maximum(h1 @ W2 + b2, 0)
    z = h2 @ W3 + b3
    p = np.exp(z - z.max(axis=1, keepdims=True))
    p /= p.sum(axis=1, keepdims=True)
    d3 = p - np.eye(len(b3))[y]
    d2 = d3 @ W3.T * (h2 > 0)
    d1 = d2 @ W2.T * (h1 > 0)
    for h in (X, h1, h2):
        h /= len(X)
    return [X.T @ d1, d1.mean(axis=0), h1.T @ d2, d2.mean(axis=0), h2.T @ d3, d3.mean(axis=0)]


@grad.wrong(fails="any_layer_sizes")
def grad_mean_of_everything(weights, X, y):
    """divides by the number of logits, samples times classes

    The loss is one number per sample. Over what is its mean taken?
    """
    W1, b1, W2, b2, W3, b3 = weights
    X, y = np.asarray(X, float), np.asarray(y)
    z1 = X @ W1 + b1
    h1 = np.maximum(z1, 0)
    z2 = h1 @ W2 + b2
    h2 = np.maximum(z2, 0)
    z = h2 @ W3 + b3
    p = np.exp(z - z.max(axis=1, keepdims=True))
    p /= p.sum(axis=1, keepdims=True)
    d3 = (p - np.eye(len(b3))[y]) / p.size
    d2 = d3 @ W3.T * (z2 > 0)
    d1 = d2 @ W2.T * (z1 > 0)
    return [X.T @ d1, d1.sum(axis=0), h1.T @ d2, d2.sum(axis=0), h2.T @ d3, d3.sum(axis=0)]


@grad.wrong(fails="any_layer_sizes")
def grad_before_relu(weights, X, y):
    """multiplies with the sums before relu, not with what the layer gave on

    W2 is multiplied by something in the forward pass. By what exactly?
    """
    W1, b1, W2, b2, W3, b3 = weights
    X, y = np.asarray(X, float), np.asarray(y)
    z1 = X @ W1 + b1
    h1 = np.maximum(z1, 0)
    z2 = h1 @ W2 + b2
    h2 = np.maximum(z2, 0)
    z = h2 @ W3 + b3
    p = np.exp(z - z.max(axis=1, keepdims=True))
    p /= p.sum(axis=1, keepdims=True)
    d3 = (p - np.eye(len(b3))[y]) / len(X)
    d2 = d3 @ W3.T * (z2 > 0)
    d1 = d2 @ W2.T * (z1 > 0)
    return [X.T @ d1, d1.sum(axis=0), z1.T @ d2, d2.sum(axis=0), z2.T @ d3, d3.sum(axis=0)]


@grad.wrong(fails="any_layer_sizes")
def grad_averages_twice(weights, X, y):
    """divides by the number of samples twice, in the error and again in each product

    How often is the mean over the samples taken in the loss?
    """
    W1, b1, W2, b2, W3, b3 = weights
    X, y = np.asarray(X, float), np.asarray(y)
    z1 = X @ W1 + b1
    h1 = np.maximum(z1, 0)
    z2 = h1 @ W2 + b2
    h2 = np.maximum(z2, 0)
    z = h2 @ W3 + b3
    p = np.exp(z - z.max(axis=1, keepdims=True))
    p /= p.sum(axis=1, keepdims=True)
    d3 = (p - np.eye(len(b3))[y]) / len(X)
    d2 = d3 @ W3.T * (z2 > 0)
    d1 = d2 @ W2.T * (z1 > 0)
    return [g / len(X) for g in (X.T @ d1, d1.sum(axis=0), h1.T @ d2, d2.sum(axis=0), h2.T @ d3, d3.sum(axis=0))]


@grad.wrong(fails="any_layer_sizes")
def grad_masks_the_logits(weights, X, y):
    """cuts the error where a logit is negative, as if there were a relu after the last layer

    After which layers is there a relu?
    """
    W1, b1, W2, b2, W3, b3 = weights
    X, y = np.asarray(X, float), np.asarray(y)
    z1 = X @ W1 + b1
    h1 = np.maximum(z1, 0)
    z2 = h1 @ W2 + b2
    h2 = np.maximum(z2, 0)
    z = h2 @ W3 + b3
    p = np.exp(z - z.max(axis=1, keepdims=True))
    p /= p.sum(axis=1, keepdims=True)
    d3 = (p - np.eye(len(b3))[y]) / len(X) * (z > 0)
    d2 = d3 @ W3.T * (z2 > 0)
    d1 = d2 @ W2.T * (z1 > 0)
    return [X.T @ d1, d1.sum(axis=0), h1.T @ d2, d2.sum(axis=0), h2.T @ d3, d3.sum(axis=0)]


@grad.wrong(fails="any_layer_sizes")
def grad_subtracts_from_columns(weights, X, y):
    """subtracts 1 from whole columns, p[:, y], instead of from one place in each row

    How many numbers should a batch of three samples change in p? How many does p[:, y] take?
    """
    W1, b1, W2, b2, W3, b3 = weights
    X, y = np.asarray(X, float), np.asarray(y)
    z1 = X @ W1 + b1
    h1 = np.maximum(z1, 0)
    z2 = h1 @ W2 + b2
    h2 = np.maximum(z2, 0)
    z = h2 @ W3 + b3
    p = np.exp(z - z.max(axis=1, keepdims=True))
    p /= p.sum(axis=1, keepdims=True)
    p[:, y] -= 1
    d3 = p / len(X)
    d2 = d3 @ W3.T * (z2 > 0)
    d1 = d2 @ W2.T * (z1 > 0)
    return [X.T @ d1, d1.sum(axis=0), h1.T @ d2, d2.sum(axis=0), h2.T @ d3, d3.sum(axis=0)]


@grad.wrong(fails="any_layer_sizes")
def grad_values_as_mask(weights, X, y):
    """multiplies by the values of the units, where 1 for on and 0 for off is meant

    What is the slope of relu at 0.3, and at 30?
    """
    W1, b1, W2, b2, W3, b3 = weights
    X, y = np.asarray(X, float), np.asarray(y)
    z1 = X @ W1 + b1
    h1 = np.maximum(z1, 0)
    z2 = h1 @ W2 + b2
    h2 = np.maximum(z2, 0)
    z = h2 @ W3 + b3
    p = np.exp(z - z.max(axis=1, keepdims=True))
    p /= p.sum(axis=1, keepdims=True)
    d3 = (p - np.eye(len(b3))[y]) / len(X)
    d2 = d3 @ W3.T * h2
    d1 = d2 @ W2.T * h1
    return [X.T @ d1, d1.sum(axis=0), h1.T @ d2, d2.sum(axis=0), h2.T @ d3, d3.sum(axis=0)]


@grad.wrong(fails="any_layer_sizes")
def grad_mask_of_the_second_only(weights, X, y):
    """lets the error pass the second relu unhindered and stops it at the first only

    How many relus does the error meet on its way back to W1?
    """
    W1, b1, W2, b2, W3, b3 = weights
    X, y = np.asarray(X, float), np.asarray(y)
    z1 = X @ W1 + b1
    h1 = np.maximum(z1, 0)
    z2 = h1 @ W2 + b2
    h2 = np.maximum(z2, 0)
    z = h2 @ W3 + b3
    p = np.exp(z - z.max(axis=1, keepdims=True))
    p /= p.sum(axis=1, keepdims=True)
    d3 = (p - np.eye(len(b3))[y]) / len(X)
    d2 = d3 @ W3.T * 1.0
    d1 = d2 @ W2.T * (z1 > 0)
    return [X.T @ d1, d1.sum(axis=0), h1.T @ d2, d2.sum(axis=0), h2.T @ d3, d3.sum(axis=0)]


@grad.wrong(fails="any_layer_sizes")
def grad_bias_sum(weights, X, y):
    """divides the gradients of the matrices by N, but not those of the biases

    The loss is a mean over the samples. For which of its six gradients is that true?
    """
    W1, b1, W2, b2, W3, b3 = weights
    X, y = np.asarray(X, float), np.asarray(y)
    h1 = np.maximum(X @ W1 + b1, 0)
    h2 = np.maximum(h1 @ W2 + b2, 0)
    z = h2 @ W3 + b3
    p = np.exp(z - z.max(axis=1, keepdims=True))
    p /= p.sum(axis=1, keepdims=True)
    d3 = p - np.eye(len(b3))[y]
    d2 = d3 @ W3.T * (h2 > 0)
    d1 = d2 @ W2.T * (h1 > 0)
    return [
        X.T @ d1 / len(X), d1.sum(axis=0), h1.T @ d2 / len(X), d2.sum(axis=0), h2.T @ d3 / len(X), d3.sum(axis=0)
    ]


@grad.wrong(fails="any_layer_sizes")
def grad_last_layer_first(weights, X, y):
    """returns the gradients in the order in which they are found, the last layer first

    Backpropagation begins at the end. In which order are the weights?
    """
    W1, b1, W2, b2, W3, b3 = weights
    X, y = np.asarray(X, float), np.asarray(y)
    h1 = np.maximum(X @ W1 + b1, 0)
    h2 = np.maximum(h1 @ W2 + b2, 0)
    z = h2 @ W3 + b3
    p = np.exp(z - z.max(axis=1, keepdims=True))
    p /= p.sum(axis=1, keepdims=True)
    d3 = (p - np.eye(len(b3))[y]) / len(X)
    d2 = d3 @ W3.T * (h2 > 0)
    d1 = d2 @ W2.T * (h1 > 0)
    return [h2.T @ d3, d3.sum(axis=0), h1.T @ d2, d2.sum(axis=0), X.T @ d1, d1.sum(axis=0)]


@grad.wrong(fails="any_layer_sizes")
def grad_softmax_over_samples(weights, X, y):
    """takes the softmax over the samples, not over the classes

    Which numbers must add up to 1: those of a row, or those of a column?
    """
    W1, b1, W2, b2, W3, b3 = weights
    X, y = np.asarray(X, float), np.asarray(y)
    h1 = np.maximum(X @ W1 + b1, 0)
    h2 = np.maximum(h1 @ W2 + b2, 0)
    z = h2 @ W3 + b3
    p = np.exp(z - z.max(axis=0))
    p /= p.sum(axis=0)
    d3 = (p - np.eye(len(b3))[y]) / len(X)
    d2 = d3 @ W3.T * (h2 > 0)
    d1 = d2 @ W2.T * (h1 > 0)
    return [X.T @ d1, d1.sum(axis=0), h1.T @ d2, d2.sum(axis=0), h2.T @ d3, d3.sum(axis=0)]


@grad.wrong(fails="any_layer_sizes")
def grad_bias_for_each_sample(weights, X, y):
    """returns a bias gradient for each sample, not their sum

    What shape has b1, and what shape has the gradient that you return for it?
    """
    W1, b1, W2, b2, W3, b3 = weights
    X, y = np.asarray(X, float), np.asarray(y)
    h1 = np.maximum(X @ W1 + b1, 0)
    h2 = np.maximum(h1 @ W2 + b2, 0)
    z = h2 @ W3 + b3
    p = np.exp(z - z.max(axis=1, keepdims=True))
    p /= p.sum(axis=1, keepdims=True)
    d3 = (p - np.eye(len(b3))[y]) / len(X)
    d2 = d3 @ W3.T * (h2 > 0)
    d1 = d2 @ W2.T * (h1 > 0)
    return [X.T @ d1, d1, h1.T @ d2, d2, h2.T @ d3, d3]


@grad.wrong(fails="any_layer_sizes")
def grad_derivative_twice(weights, X, y):
    """multiplies by p (1 - p) as well, although p minus one-hot has softmax's derivative in it already

    What is d loss / d logits of softmax and crossentropy together? What is left to multiply by?
    """
    W1, b1, W2, b2, W3, b3 = weights
    X, y = np.asarray(X, float), np.asarray(y)
    h1 = np.maximum(X @ W1 + b1, 0)
    h2 = np.maximum(h1 @ W2 + b2, 0)
    z = h2 @ W3 + b3
    p = np.exp(z - z.max(axis=1, keepdims=True))
    p /= p.sum(axis=1, keepdims=True)
    d3 = (p - np.eye(len(b3))[y]) * p * (1 - p) / len(X)
    d2 = d3 @ W3.T * (h2 > 0)
    d1 = d2 @ W2.T * (h1 > 0)
    return [X.T @ d1, d1.sum(axis=0), h1.T @ d2, d2.sum(axis=0), h2.T @ d3, d3.sum(axis=0)]


@grad.wrong(fails="units_that_are_off")
def grad_sigmoid_derivative(weights, X, y):
    """takes h (1 - h), the derivative of a sigmoid, for that of relu

    Which activation have the hidden layers? How steep is it at 3, and at -3?
    """
    W1, b1, W2, b2, W3, b3 = weights
    X, y = np.asarray(X, float), np.asarray(y)
    h1 = np.maximum(X @ W1 + b1, 0)
    h2 = np.maximum(h1 @ W2 + b2, 0)
    z = h2 @ W3 + b3
    p = np.exp(z - z.max(axis=1, keepdims=True))
    p /= p.sum(axis=1, keepdims=True)
    d3 = (p - np.eye(len(b3))[y]) / len(X)
    d2 = d3 @ W3.T * h2 * (1 - h2)
    d1 = d2 @ W2.T * h1 * (1 - h1)
    return [X.T @ d1, d1.sum(axis=0), h1.T @ d2, d2.sum(axis=0), h2.T @ d3, d3.sum(axis=0)]


@grad.wrong(fails="any_layer_sizes")
def grad_subtracts_the_labels(weights, X, y):
    """subtracts the labels themselves, not their one-hot rows

    Label 3 of ten classes: from which of the ten probabilities is 1 subtracted?
    """
    W1, b1, W2, b2, W3, b3 = weights
    X, y = np.asarray(X, float), np.asarray(y)
    h1 = np.maximum(X @ W1 + b1, 0)
    h2 = np.maximum(h1 @ W2 + b2, 0)
    z = h2 @ W3 + b3
    p = np.exp(z - z.max(axis=1, keepdims=True))
    p /= p.sum(axis=1, keepdims=True)
    d3 = (p - y[:, None]) / len(X)
    d2 = d3 @ W3.T * (h2 > 0)
    d1 = d2 @ W2.T * (h1 > 0)
    return [X.T @ d1, d1.sum(axis=0), h1.T @ d2, d2.sum(axis=0), h2.T @ d3, d3.sum(axis=0)]


@grad.right
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


@grad.right
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


@grad.right
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


@grad.right
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


@grad.right
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


@grad.right
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


@grad.right
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


@grad.right
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


@grad.right
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


# Adam

def one_weight(ask, steps):
    """One weight that begins at 1, under gradients that change their sign."""
    gradients = [[np.array([np.cos(step / 5)])] for step in steps]
    found = ask(weights=[np.array([1.0])], gradients=gradients, learning_rate=0.1)
    return [float(np.ravel(found[f"step {t}"][0])[0]) for t in range(1, len(steps) + 1)]


adam = Exercise(
    "Adam",
    understood="Adam measures every gradient in units of its own usual size, so each weight gets a step "
    "that suits it; the averages are corrected for having started at 0.",
    picture=curve(1, 31, 31, see=one_weight, x="step", of="the weight"),
)


@adam.driver
def weights_after_each_step(answer, weights, gradients, *settings, **named):
    optimizer = answer(*settings, **named)
    found = []
    for slopes in gradients:
        weights = optimizer.step(weights, slopes)
        found.append(weights)
    return {f"step {t}": new for t, new in enumerate(found, 1)}


def steps_from(answer, weights, gradients, *settings, each_from):
    """Each step starts from weights of its own, not from those that the step before returned."""
    optimizer = answer(*settings)
    found = [optimizer.step(start, slopes) for start, slopes in zip([weights, *each_from], gradients)]
    return {f"step {t}": new for t, new in enumerate(found, 1)}


def two_in_turn(answer, weights, gradients, *settings, other_weights, other_gradients, other_rate):
    """Two optimizers make their steps in turn."""
    one, other = answer(*settings), answer(other_rate, *settings[1:])
    found = []
    for slopes, other_slopes in zip(gradients, other_gradients):
        weights = one.step(weights, slopes)
        other_weights = other.step(other_weights, other_slopes)
        found.append([weights, other_weights])
    return {f"step {t}": new for t, new in enumerate(found, 1)}


@adam.keras(reason="Keras computes in float64 here, given betas that are not rounded to float32")
def keras_adam(
    weights, gradients, *settings, each_from=(), other_weights=None, other_gradients=None, other_rate=None,
    **named,
):  # fmt: skip
    if other_weights is not None:
        one = keras_adam(weights, gradients, *settings)
        other = keras_adam(other_weights, other_gradients, other_rate, *settings[1:])
        return {step: [one[step], other[step]] for step in one}
    import keras

    names = ("learning_rate", "beta_1", "beta_2", "epsilon")
    chosen = {"beta_1": 0.9, "beta_2": 0.999} | dict(zip(names, settings)) | named
    floatx = keras.config.floatx()
    keras.config.set_floatx("float64")
    try:
        optimizer = keras.optimizers.Adam(**{name: np.float64(value) for name, value in chosen.items()})
        variables = [keras.Variable(array, dtype="float64") for array in weights]
        found = []
        for number, slopes in enumerate(gradients):
            if number and each_from:
                for variable, array in zip(variables, each_from[number - 1]):
                    variable.assign(array)
            optimizer.apply(
                [keras.ops.convert_to_tensor(slope, dtype="float64") for slope in slopes], variables
            )
            found.append([variable.numpy() for variable in variables])
        return {f"step {t}": new for t, new in enumerate(found, 1)}
    finally:
        keras.config.set_floatx(floatx)


@adam.exact()
def exact_adam(weights, gradients, *settings, each_from=(), other_weights=None, other_gradients=None,
               other_rate=None, **named):  # fmt: skip
    """The averages written out as sums over all gradients so far."""
    from mpmath import mp, mpf, sqrt

    if other_weights is not None:
        one = exact_adam(weights, gradients, *settings)
        other = exact_adam(other_weights, other_gradients, other_rate, *settings[1:])
        return {step: [one[step], other[step]] for step in one}
    names = ("learning_rate", "beta_1", "beta_2", "epsilon")
    chosen = dict(zip(names, (0.001, 0.9, 0.999, 1e-7))) | dict(zip(names, settings)) | named
    with mp.workdps(40):
        rate, beta_1, beta_2, epsilon = (mpf(chosen[name]) for name in names)
        slopes = [[exact(slope) for slope in one_step] for one_step in gradients]
        now, found = [exact(array) for array in weights], []
        for t in range(1, len(slopes) + 1):
            if t > 1 and each_from:
                now = [exact(array) for array in each_from[t - 2]]
            alpha = rate * sqrt(1 - beta_2**t) / (1 - beta_1**t)
            for i in range(len(now)):
                m = sum((1 - beta_1) * beta_1 ** (t - k) * slopes[k - 1][i] for k in range(1, t + 1))
                v = sum(
                    (1 - beta_2) * beta_2 ** (t - k) * slopes[k - 1][i] ** 2 for k in range(1, t + 1)
                )
                now[i] = now[i] - alpha * m / (np.vectorize(sqrt, otypes=[object])(v) + epsilon)
            found.append([array.astype(float) for array in now])
        return {f"step {t}": new for t, new in enumerate(found, 1)}


@adam.relation
def downhill_both_ways(answer, weights, gradients, *settings, **named):
    """With the opposite gradients, from the opposite weights, everything is opposite."""
    if "each_from" in named or "other_weights" in named:
        return NotImplemented
    one, other = answer(*settings, **named), answer(*settings, **named)
    there, back = weights, [-array for array in weights]
    for slopes in gradients:
        there, back = one.step(there, slopes), other.step(back, [-slope for slope in slopes])
    return all(np.allclose(a, -np.asarray(b), rtol=1e-12, atol=1e-15) for a, b in zip(there, back))


def arrays(rng, shapes, scale=1.0):
    return [rng.normal(0, scale, shape) for shape in shapes]


def gradient_lists(rng, shapes, scales):
    """One list of gradients for each scale."""
    return [arrays(rng, shapes, scale) for scale in scales]


@adam.public_check()
def worked_by_hand():
    """The two steps of the table above."""
    yield call(weights=[np.array([1.0])], gradients=[[np.array([0.5])], [np.array([-0.1])]])


@adam.public_check()
def two_arrays():
    """Three steps with two arrays; one gradient is large, one tiny, one 0."""
    steps = [
        [np.array([[0.5, -20.0]]), np.array([1e-6, 0.0])],
        [np.array([[0.25, 10.0]]), np.array([2e-6, 0.0])],
    ]
    yield call(weights=[np.zeros((1, 2)), np.array([0.0, 0.5])], gradients=steps, learning_rate=0.1)


# Given in order wherever defaults are not what is looked at: a wrong one costs its own checks, not all.
SETTINGS = 0.001, 0.9, 0.999, 1e-7


@adam.check(points=1)
def first_step(rng):
    """The first step has nearly the size of the learning rate, for gradients of any size.

    After one step m is (1 - beta_1) g and v is (1 - beta_2) g². What does the correction for t = 1 make of them, and how large is the step then?
    """
    for shapes in (
        [(3,)],
        [(2, 3)],
        [(1,), (2, 3, 2)],
        [(4, 2), (2,), (2, 3), (3,), (3, 1), (1,), (5,)],
    ):
        yield call(arrays(rng, shapes), gradient_lists(rng, shapes, [1.0]))
        yield call([np.zeros(shape) for shape in shapes], gradient_lists(rng, shapes, [1.0]))
    for scale in (100.0, 0.01):
        yield call([np.zeros((2, 3)), np.zeros(3)], gradient_lists(rng, [(2, 3), (3,)], [scale]))


@adam.check(points=2)
def remembers_earlier_steps(rng):
    """From step to step the averages and the bias correction go on, for each array by itself.

    Write m, v and t for two steps with the gradients 1 and 0 down by hand. Which of them does your object still know in the second step, for each array?
    """
    for shapes, scales in (
        ([(2, 3), (3,)], [1.0, 1.0, 1.0]),
        ([(3,), (3,), (3,)], [1.0, 30.0, 0.01, 0.1, 2.0]),
        ([(2, 2)], [5.0] + 7 * [0.05]),
        ([(4,), (2, 1, 2)], list(np.geomspace(1e-3, 10, 6))),
        ([(2,)], 15 * [1.0]),
    ):
        yield call([np.zeros(shape) for shape in shapes], gradient_lists(rng, shapes, scales), *SETTINGS)
        yield call(arrays(rng, shapes), gradient_lists(rng, shapes, scales), 0.1, *SETTINGS[1:])
    steady = [
        [np.array([0.5, -2.0])],
        [np.array([0.5, -2.0])],
        [np.array([0.5, 2.0])],
        [np.array([0.0, 2.0])],
    ]
    yield call([np.zeros(2)], steady, *SETTINGS)
    quiet = [
        [np.array([1.0]), np.array([[2.0, -1.0]])],
        [np.zeros(1), np.zeros((1, 2))],
        [np.zeros(1), np.array([[0.0, 1.0]])],
    ]
    yield call([np.ones(1), np.zeros((1, 2))], quiet, *SETTINGS)


@adam.check(points=1)
def epsilon_where_keras_has_it(rng):
    """With tiny gradients, or none, the place and the size of epsilon decide the step.

    With a gradient of 1e-7, is epsilon small beside the root of v, or large? To which root does Keras add it?
    """
    for scale in (1e-4, 1e-5, 1e-6, 1e-7, 1e-8, 1e-9):
        shapes = [(2, 2), (3,)]
        slopes = [[scale * rng.uniform(0.5, 2.0, shape) for shape in shapes] for _ in range(3)]
        yield call([np.zeros(shape) for shape in shapes], slopes, 0.1, *SETTINGS[1:3])
        yield call([np.zeros(shape) for shape in shapes], slopes[:1], *SETTINGS[:3])
    blank = [[np.array([0.0, 1e-3, -1e-6])], [np.array([0.0, 0.0, 1e-6])], [np.array([0.0, 2e-3, 1e-6])]]
    yield call([np.array([0.5, 0.0, 0.0])], blank, *SETTINGS[:3])


@adam.check(points=1)
def every_setting(rng):
    """Learning rate, both betas and epsilon are used, given by name or in their order.

    Search your code for 0.9, 0.999 and 0.001: is there a number where a setting should be, or a setting that is never used?
    """
    shapes = [(2, 3), (2,)]
    zeros = [np.zeros(shape) for shape in shapes]
    for named in (
        {"learning_rate": 0.05}, {"beta_1": 0.5}, {"beta_2": 0.9}, {"epsilon": 1e-2}, {"epsilon": 1e-10},
        {"beta_1": 0.8, "beta_2": 0.95, "epsilon": 1e-3, "learning_rate": 2.0},
    ):  # fmt: skip
        yield call(zeros, gradient_lists(rng, shapes, [1.0, 0.1, 1.0]), **named)
        yield call(zeros, gradient_lists(rng, shapes, [1e-6, 2e-6]), **named)
    yield call(zeros, gradient_lists(rng, shapes, [1.0, 1.0, 0.2]), 0.02)
    yield call(zeros, gradient_lists(rng, shapes, [1.0, 0.5, 2.0]), 0.01, 0.7, 0.98, 1e-4)


@adam.check(points=1, drive=steps_from)
def starts_from_the_given_weights(rng):
    """A step is made from the weights it is given, whatever an earlier step returned.

    From which weights does your step start: from those that are passed in, or from those of the step before?
    """
    for shapes in ([(3,)], [(2, 2), (2,)]):
        yield call(arrays(rng, shapes), gradient_lists(rng, shapes, [1.0, 1.0, 1.0]), *SETTINGS,
                   each_from=[arrays(rng, shapes), arrays(rng, shapes, 0.01)])  # fmt: skip


@adam.check(points=1, drive=two_in_turn)
def two_optimizers(rng):
    """Two optimizers do not share their state.

    Make two optimizers and use them in turn. What do they have in common that should belong to self?
    """
    for shapes, others in (([(3,)], [(3,)]), ([(2, 2), (2,)], [(4,)])):
        yield call(
            arrays(rng, shapes), gradient_lists(rng, shapes, [1.0, 0.2, 1.0]), *SETTINGS,
            other_weights=arrays(rng, others), other_gradients=gradient_lists(rng, others, [3.0, 1.0, 0.1]),
            other_rate=0.02,
        )  # fmt: skip


@adam.check(points=1, unchanged=True)
def leaves_inputs_alone(rng):
    """The new weights are new arrays: the weights and gradients that were passed in are as they were.

    Print weights and gradients before and after a step. Which line writes into them (-= and *= do)?
    """
    for shapes in ([(3,)], [(2, 2), (2,), (1,)]):
        yield call(arrays(rng, shapes, 0.1), gradient_lists(rng, shapes, [1.0]), *SETTINGS)
        yield call(arrays(rng, shapes, 0.1), gradient_lists(rng, shapes, [1.0, 0.5, 2.0]), *SETTINGS)


@adam.wrong(fails="epsilon_where_keras_has_it")
class adam_textbook_epsilon:
    """adds epsilon to the corrected root, as textbooks do; Keras adds it to the uncorrected one

    Which of the two roots is the smaller one after the first step? For which gradients does that matter?
    """

    def __init__(self, learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
        self.rate, self.beta_1, self.beta_2, self.epsilon = learning_rate, beta_1, beta_2, epsilon
        self.t, self.m, self.v = 0, None, None

    def step(self, weights, gradients):
        if self.m is None:
            self.m = [np.zeros(g.shape) for g in gradients]
            self.v = [np.zeros(g.shape) for g in gradients]
        self.t += 1
        new = []
        for i, (w, g) in enumerate(zip(weights, gradients)):
            self.m[i] = self.beta_1 * self.m[i] + (1 - self.beta_1) * g
            self.v[i] = self.beta_2 * self.v[i] + (1 - self.beta_2) * g**2
            m_hat, v_hat = self.m[i] / (1 - self.beta_1**self.t), self.v[i] / (1 - self.beta_2**self.t)
            new.append(w - self.rate * m_hat / (np.sqrt(v_hat) + self.epsilon))
        return new


@adam.wrong(fails="epsilon_where_keras_has_it")
class adam_epsilon_in_the_root:
    """adds epsilon under the square root, where it counts as its own root, 0.0003

    How large is the square root of 1e-7? Where does the bracket end in the formula?
    """

    def __init__(self, learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
        self.rate, self.beta_1, self.beta_2, self.epsilon = learning_rate, beta_1, beta_2, epsilon
        self.t, self.m, self.v = 0, None, None

    def step(self, weights, gradients):
        if self.m is None:
            self.m = [np.zeros(g.shape) for g in gradients]
            self.v = [np.zeros(g.shape) for g in gradients]
        self.t += 1
        alpha = self.rate * np.sqrt(1 - self.beta_2**self.t) / (1 - self.beta_1**self.t)
        new = []
        for i, (w, g) in enumerate(zip(weights, gradients)):
            self.m[i] = self.beta_1 * self.m[i] + (1 - self.beta_1) * g
            self.v[i] = self.beta_2 * self.v[i] + (1 - self.beta_2) * g**2
            new.append(w - alpha * self.m[i] / np.sqrt(self.v[i] + self.epsilon))
        return new


@adam.wrong(fails="epsilon_where_keras_has_it")
class adam_smaller_epsilon:
    """has another default for epsilon, 1e-8 as in the paper

    What does the first line of the exercise say about epsilon?
    """

    def __init__(self, learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-8):
        self.rate, self.beta_1, self.beta_2, self.epsilon = learning_rate, beta_1, beta_2, epsilon
        self.t, self.m, self.v = 0, None, None

    def step(self, weights, gradients):
        if self.m is None:
            self.m = [np.zeros(g.shape) for g in gradients]
            self.v = [np.zeros(g.shape) for g in gradients]
        self.t += 1
        alpha = self.rate * np.sqrt(1 - self.beta_2**self.t) / (1 - self.beta_1**self.t)
        new = []
        for i, (w, g) in enumerate(zip(weights, gradients)):
            self.m[i] = self.beta_1 * self.m[i] + (1 - self.beta_1) * g
            self.v[i] = self.beta_2 * self.v[i] + (1 - self.beta_2) * g**2
            new.append(w - alpha * self.m[i] / (np.sqrt(self.v[i]) + self.epsilon))
        return new


@adam.wrong(fails="epsilon_where_keras_has_it")
class adam_without_epsilon:
    """leaves epsilon out, so a gradient that was always 0 gives 0 / 0

    What is v for the weight of a pixel that is blank in every picture?
    """

    def __init__(self, learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
        self.rate, self.beta_1, self.beta_2, self.epsilon = learning_rate, beta_1, beta_2, epsilon
        self.t, self.m, self.v = 0, None, None

    def step(self, weights, gradients):
        if self.m is None:
            self.m = [np.zeros(g.shape) for g in gradients]
            self.v = [np.zeros(g.shape) for g in gradients]
        self.t += 1
        alpha = self.rate * np.sqrt(1 - self.beta_2**self.t) / (1 - self.beta_1**self.t)
        new = []
        for i, (w, g) in enumerate(zip(weights, gradients)):
            self.m[i] = self.beta_1 * self.m[i] + (1 - self.beta_1) * g
            self.v[i] = self.beta_2 * self.v[i] + (1 - self.beta_2) * g**2
            with np.errstate(all="ignore"):
                new.append(w - alpha * self.m[i] / np.sqrt(self.v[i]))
        return new


@adam.wrong(fails="first_step")
class adam_no_correction:
    """leaves the bias correction out, so the first steps are about three times too large

    After one step m is 0.1 g and the root of v is 0.032 g. What is their ratio, and what should it be?
    """

    def __init__(self, learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
        self.rate, self.beta_1, self.beta_2, self.epsilon = learning_rate, beta_1, beta_2, epsilon
        self.t, self.m, self.v = 0, None, None

    def step(self, weights, gradients):
        if self.m is None:
            self.m = [np.zeros(g.shape) for g in gradients]
            self.v = [np.zeros(g.shape) for g in gradients]
        self.t += 1
        alpha = self.rate
        new = []
        for i, (w, g) in enumerate(zip(weights, gradients)):
            self.m[i] = self.beta_1 * self.m[i] + (1 - self.beta_1) * g
            self.v[i] = self.beta_2 * self.v[i] + (1 - self.beta_2) * g**2
            new.append(w - alpha * self.m[i] / (np.sqrt(self.v[i]) + self.epsilon))
        return new


@adam.wrong(fails="first_step")
class adam_corrects_m_only:
    """corrects m for its start at 0, but not v

    Both averages start at 0. Which one grows more slowly?
    """

    def __init__(self, learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
        self.rate, self.beta_1, self.beta_2, self.epsilon = learning_rate, beta_1, beta_2, epsilon
        self.t, self.m, self.v = 0, None, None

    def step(self, weights, gradients):
        if self.m is None:
            self.m = [np.zeros(g.shape) for g in gradients]
            self.v = [np.zeros(g.shape) for g in gradients]
        self.t += 1
        alpha = self.rate / (1 - self.beta_1**self.t)
        new = []
        for i, (w, g) in enumerate(zip(weights, gradients)):
            self.m[i] = self.beta_1 * self.m[i] + (1 - self.beta_1) * g
            self.v[i] = self.beta_2 * self.v[i] + (1 - self.beta_2) * g**2
            new.append(w - alpha * self.m[i] / (np.sqrt(self.v[i]) + self.epsilon))
        return new


@adam.wrong(fails="remembers_earlier_steps")
class adam_swapped_betas:
    """uses beta_1 for the squares and beta_2 for the mean

    Which of the two averages should have the longer memory?
    """

    def __init__(self, learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
        self.rate, self.beta_1, self.beta_2, self.epsilon = learning_rate, beta_1, beta_2, epsilon
        self.t, self.m, self.v = 0, None, None

    def step(self, weights, gradients):
        if self.m is None:
            self.m = [np.zeros(g.shape) for g in gradients]
            self.v = [np.zeros(g.shape) for g in gradients]
        self.t += 1
        alpha = self.rate * np.sqrt(1 - self.beta_1**self.t) / (1 - self.beta_2**self.t)
        new = []
        for i, (w, g) in enumerate(zip(weights, gradients)):
            self.m[i] = self.beta_2 * self.m[i] + (1 - self.beta_2) * g
            self.v[i] = self.beta_1 * self.v[i] + (1 - self.beta_1) * g**2
            new.append(w - alpha * self.m[i] / (np.sqrt(self.v[i]) + self.epsilon))
        return new


@adam.wrong(fails="first_step")
class adam_counts_from_0:
    """counts the step after it is made, so the first one divides by 1 - beta**0, which is 0

    What is t in the first step of the formula?
    """

    def __init__(self, learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
        self.rate, self.beta_1, self.beta_2, self.epsilon = learning_rate, beta_1, beta_2, epsilon
        self.t, self.m, self.v = 0, None, None

    def step(self, weights, gradients):
        if self.m is None:
            self.m = [np.zeros(g.shape) for g in gradients]
            self.v = [np.zeros(g.shape) for g in gradients]
        with np.errstate(all="ignore"):
            alpha = self.rate * np.sqrt(1 - self.beta_2**self.t) / np.float64(1 - self.beta_1**self.t)
        self.t += 1
        new = []
        for i, (w, g) in enumerate(zip(weights, gradients)):
            self.m[i] = self.beta_1 * self.m[i] + (1 - self.beta_1) * g
            self.v[i] = self.beta_2 * self.v[i] + (1 - self.beta_2) * g**2
            new.append(w - alpha * self.m[i] / (np.sqrt(self.v[i]) + self.epsilon))
        return new


@adam.wrong(fails="first_step")
class adam_counts_arrays:
    """counts a step for every array, so the second array is corrected as if it were the second step

    How often should t grow in one call of step?
    """

    def __init__(self, learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
        self.rate, self.beta_1, self.beta_2, self.epsilon = learning_rate, beta_1, beta_2, epsilon
        self.t, self.m, self.v = 0, None, None

    def step(self, weights, gradients):
        if self.m is None:
            self.m = [np.zeros(g.shape) for g in gradients]
            self.v = [np.zeros(g.shape) for g in gradients]
        new = []
        for i, (w, g) in enumerate(zip(weights, gradients)):
            self.t += 1
            alpha = self.rate * np.sqrt(1 - self.beta_2**self.t) / (1 - self.beta_1**self.t)
            self.m[i] = self.beta_1 * self.m[i] + (1 - self.beta_1) * g
            self.v[i] = self.beta_2 * self.v[i] + (1 - self.beta_2) * g**2
            new.append(w - alpha * self.m[i] / (np.sqrt(self.v[i]) + self.epsilon))
        return new


@adam.wrong(fails="remembers_earlier_steps")
class adam_forgets:
    """starts m and v from zero in every step

    What is an average of one value? What has to stay from one call to the next?
    """

    def __init__(self, learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
        self.rate, self.beta_1, self.beta_2, self.epsilon = learning_rate, beta_1, beta_2, epsilon
        self.t, self.m, self.v = 0, None, None

    def step(self, weights, gradients):
        self.m = [np.zeros(g.shape) for g in gradients]
        self.v = [np.zeros(g.shape) for g in gradients]
        self.t += 1
        alpha = self.rate * np.sqrt(1 - self.beta_2**self.t) / (1 - self.beta_1**self.t)
        new = []
        for i, (w, g) in enumerate(zip(weights, gradients)):
            self.m[i] = self.beta_1 * self.m[i] + (1 - self.beta_1) * g
            self.v[i] = self.beta_2 * self.v[i] + (1 - self.beta_2) * g**2
            new.append(w - alpha * self.m[i] / (np.sqrt(self.v[i]) + self.epsilon))
        return new


@adam.wrong(fails="remembers_earlier_steps")
class adam_squares_the_mean:
    """squares the running mean for v, instead of averaging the squared gradients

    Gradients +1 and -1 in turn: how large are they usually? And what is their mean?
    """

    def __init__(self, learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
        self.rate, self.beta_1, self.beta_2, self.epsilon = learning_rate, beta_1, beta_2, epsilon
        self.t, self.m, self.v = 0, None, None

    def step(self, weights, gradients):
        if self.m is None:
            self.m = [np.zeros(g.shape) for g in gradients]
            self.v = [np.zeros(g.shape) for g in gradients]
        self.t += 1
        alpha = self.rate * np.sqrt(1 - self.beta_2**self.t) / (1 - self.beta_1**self.t)
        new = []
        for i, (w, g) in enumerate(zip(weights, gradients)):
            self.m[i] = self.beta_1 * self.m[i] + (1 - self.beta_1) * g
            self.v[i] = self.beta_2 * self.v[i] + (1 - self.beta_2) * self.m[i] ** 2
            new.append(w - alpha * self.m[i] / (np.sqrt(self.v[i]) + self.epsilon))
        return new


@adam.wrong(fails="first_step")
class adam_no_root:
    """divides by v instead of by its square root

    In which unit is v, if g is in metres? And the step?
    """

    def __init__(self, learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
        self.rate, self.beta_1, self.beta_2, self.epsilon = learning_rate, beta_1, beta_2, epsilon
        self.t, self.m, self.v = 0, None, None

    def step(self, weights, gradients):
        if self.m is None:
            self.m = [np.zeros(g.shape) for g in gradients]
            self.v = [np.zeros(g.shape) for g in gradients]
        self.t += 1
        alpha = self.rate * np.sqrt(1 - self.beta_2**self.t) / (1 - self.beta_1**self.t)
        new = []
        for i, (w, g) in enumerate(zip(weights, gradients)):
            self.m[i] = self.beta_1 * self.m[i] + (1 - self.beta_1) * g
            self.v[i] = self.beta_2 * self.v[i] + (1 - self.beta_2) * g**2
            new.append(w - alpha * self.m[i] / (self.v[i] + self.epsilon))
        return new


@adam.wrong(fails="first_step")
class adam_climbs:
    """adds the step instead of subtracting it, so the loss grows

    A gradient points uphill. Where do you want to go?
    """

    def __init__(self, learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
        self.rate, self.beta_1, self.beta_2, self.epsilon = learning_rate, beta_1, beta_2, epsilon
        self.t, self.m, self.v = 0, None, None

    def step(self, weights, gradients):
        if self.m is None:
            self.m = [np.zeros(g.shape) for g in gradients]
            self.v = [np.zeros(g.shape) for g in gradients]
        self.t += 1
        alpha = self.rate * np.sqrt(1 - self.beta_2**self.t) / (1 - self.beta_1**self.t)
        new = []
        for i, (w, g) in enumerate(zip(weights, gradients)):
            self.m[i] = self.beta_1 * self.m[i] + (1 - self.beta_1) * g
            self.v[i] = self.beta_2 * self.v[i] + (1 - self.beta_2) * g**2
            new.append(w + alpha * self.m[i] / (np.sqrt(self.v[i]) + self.epsilon))
        return new


@adam.wrong(fails="every_setting")
class adam_ignores_settings:
    """uses Keras' defaults whatever the four arguments say

    Where in your step do the values that __init__ was given occur?
    """

    def __init__(self, learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
        self.rate, self.beta_1, self.beta_2, self.epsilon = 0.001, 0.9, 0.999, 1e-7
        self.t, self.m, self.v = 0, None, None

    def step(self, weights, gradients):
        if self.m is None:
            self.m = [np.zeros(g.shape) for g in gradients]
            self.v = [np.zeros(g.shape) for g in gradients]
        self.t += 1
        alpha = self.rate * np.sqrt(1 - self.beta_2**self.t) / (1 - self.beta_1**self.t)
        new = []
        for i, (w, g) in enumerate(zip(weights, gradients)):
            self.m[i] = self.beta_1 * self.m[i] + (1 - self.beta_1) * g
            self.v[i] = self.beta_2 * self.v[i] + (1 - self.beta_2) * g**2
            new.append(w - alpha * self.m[i] / (np.sqrt(self.v[i]) + self.epsilon))
        return new


@adam.wrong(fails="starts_from_the_given_weights")
class adam_own_weights:
    """keeps the weights it was given first and goes on from those, whatever it is given later

    Whose weights are they: the optimizer's, or the caller's?
    """

    def __init__(self, learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
        self.rate, self.beta_1, self.beta_2, self.epsilon = learning_rate, beta_1, beta_2, epsilon
        self.t, self.m, self.v, self.weights = 0, None, None, None

    def step(self, weights, gradients):
        if self.m is None:
            self.m = [np.zeros(g.shape) for g in gradients]
            self.v = [np.zeros(g.shape) for g in gradients]
            self.weights = weights
        self.t += 1
        alpha = self.rate * np.sqrt(1 - self.beta_2**self.t) / (1 - self.beta_1**self.t)
        new = []
        for i, (w, g) in enumerate(zip(self.weights, gradients)):
            self.m[i] = self.beta_1 * self.m[i] + (1 - self.beta_1) * g
            self.v[i] = self.beta_2 * self.v[i] + (1 - self.beta_2) * g**2
            new.append(w - alpha * self.m[i] / (np.sqrt(self.v[i]) + self.epsilon))
        self.weights = new
        return new


@adam.wrong(fails="two_optimizers")
class adam_shares_state:
    """keeps its state in the class, so that all optimizers share it

    What is the difference between a name set in the class body and one set on self?
    """

    def __init__(self, learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
        self.rate, self.beta_1, self.beta_2, self.epsilon = learning_rate, beta_1, beta_2, epsilon
        type(self).t, type(self).m, type(self).v = 0, None, None

    def step(self, weights, gradients):
        if self.m is None:
            type(self).m = [np.zeros(g.shape) for g in gradients]
            type(self).v = [np.zeros(g.shape) for g in gradients]
        type(self).t += 1
        alpha = self.rate * np.sqrt(1 - self.beta_2**self.t) / (1 - self.beta_1**self.t)
        new = []
        for i, (w, g) in enumerate(zip(weights, gradients)):
            self.m[i] = self.beta_1 * self.m[i] + (1 - self.beta_1) * g
            self.v[i] = self.beta_2 * self.v[i] + (1 - self.beta_2) * g**2
            new.append(w - alpha * self.m[i] / (np.sqrt(self.v[i]) + self.epsilon))
        return new


@adam.wrong(fails="leaves_inputs_alone")
class adam_in_place:
    """writes into the arrays that were passed in, or into their list

    What is the difference between w = w - x and w -= x for an array? And whose list does weights[0] = w change?
    """

    def __init__(self, learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
        self.rate, self.beta_1, self.beta_2, self.epsilon = learning_rate, beta_1, beta_2, epsilon
        self.t, self.m, self.v = 0, None, None

    def step(self, weights, gradients):
        if self.m is None:
            self.m = [np.zeros(g.shape) for g in gradients]
            self.v = [np.zeros(g.shape) for g in gradients]
        self.t += 1
        alpha = self.rate * np.sqrt(1 - self.beta_2**self.t) / (1 - self.beta_1**self.t)
        for i, (w, g) in enumerate(zip(weights, gradients)):
            self.m[i] = self.beta_1 * self.m[i] + (1 - self.beta_1) * g
            self.v[i] = self.beta_2 * self.v[i] + (1 - self.beta_2) * g**2
            w -= alpha * self.m[i] / (np.sqrt(self.v[i]) + self.epsilon)
        return weights


@adam.wrong(fails="first_step")
class adam_corrects_v_only:
    """corrects v for its start from zero, but not m

    Both averages start from 0. Which of them is too small after one step?
    """

    def __init__(self, learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
        self.rate, self.beta_1, self.beta_2, self.epsilon = learning_rate, beta_1, beta_2, epsilon
        self.t, self.m, self.v = 0, None, None

    def step(self, weights, gradients):
        if self.m is None:
            self.m = [np.zeros(g.shape) for g in gradients]
            self.v = [np.zeros(g.shape) for g in gradients]
        self.t += 1
        alpha = self.rate * np.sqrt(1 - self.beta_2**self.t)
        new = []
        for i, (w, g) in enumerate(zip(weights, gradients)):
            self.m[i] = self.beta_1 * self.m[i] + (1 - self.beta_1) * g
            self.v[i] = self.beta_2 * self.v[i] + (1 - self.beta_2) * g**2
            new.append(w - alpha * self.m[i] / (np.sqrt(self.v[i]) + self.epsilon))
        return new


@adam.wrong(fails="first_step")
class adam_correction_without_root:
    """corrects by 1 - beta_2**t itself, although the correction of v stands under the root

    v / (1 - beta_2**t) under a root: what becomes of the correction outside?
    """

    def __init__(self, learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
        self.rate, self.beta_1, self.beta_2, self.epsilon = learning_rate, beta_1, beta_2, epsilon
        self.t, self.m, self.v = 0, None, None

    def step(self, weights, gradients):
        if self.m is None:
            self.m = [np.zeros(g.shape) for g in gradients]
            self.v = [np.zeros(g.shape) for g in gradients]
        self.t += 1
        alpha = self.rate * (1 - self.beta_2**self.t) / (1 - self.beta_1**self.t)
        new = []
        for i, (w, g) in enumerate(zip(weights, gradients)):
            self.m[i] = self.beta_1 * self.m[i] + (1 - self.beta_1) * g
            self.v[i] = self.beta_2 * self.v[i] + (1 - self.beta_2) * g**2
            new.append(w - alpha * self.m[i] / (np.sqrt(self.v[i]) + self.epsilon))
        return new


@adam.wrong(fails="remembers_earlier_steps")
class adam_keeps_the_corrected:
    """keeps the corrected averages, so each step corrects what was corrected before

    Which m should the next step mix its gradient into: the plain one or the corrected one?
    """

    def __init__(self, learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
        self.rate, self.beta_1, self.beta_2, self.epsilon = learning_rate, beta_1, beta_2, epsilon
        self.t, self.m, self.v = 0, None, None

    def step(self, weights, gradients):
        if self.m is None:
            self.m = [np.zeros(g.shape) for g in gradients]
            self.v = [np.zeros(g.shape) for g in gradients]
        self.t += 1
        alpha = self.rate
        new = []
        for i, (w, g) in enumerate(zip(weights, gradients)):
            self.m[i] = self.beta_1 * self.m[i] + (1 - self.beta_1) * g
            self.v[i] = self.beta_2 * self.v[i] + (1 - self.beta_2) * g**2
            self.m[i] = self.m[i] / (1 - self.beta_1**self.t)
            self.v[i] = self.v[i] / (1 - self.beta_2**self.t)
            new.append(w - alpha * self.m[i] / (np.sqrt(self.v[i]) + self.epsilon / np.sqrt(1 - self.beta_2**self.t)))
        return new


@adam.wrong(fails="every_setting")
class adam_fixed_rate:
    """takes 0.001 for the learning rate, whatever was asked for

    Adam(learning_rate=0.05): where in step does the 0.05 arrive?
    """

    def __init__(self, learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
        self.rate, self.beta_1, self.beta_2, self.epsilon = learning_rate, beta_1, beta_2, epsilon
        self.t, self.m, self.v = 0, None, None

    def step(self, weights, gradients):
        if self.m is None:
            self.m = [np.zeros(g.shape) for g in gradients]
            self.v = [np.zeros(g.shape) for g in gradients]
        self.t += 1
        alpha = 0.001 * np.sqrt(1 - self.beta_2**self.t) / (1 - self.beta_1**self.t)
        new = []
        for i, (w, g) in enumerate(zip(weights, gradients)):
            self.m[i] = self.beta_1 * self.m[i] + (1 - self.beta_1) * g
            self.v[i] = self.beta_2 * self.v[i] + (1 - self.beta_2) * g**2
            new.append(w - alpha * self.m[i] / (np.sqrt(self.v[i]) + self.epsilon))
        return new


@adam.wrong(fails="remembers_earlier_steps")
class adam_without_momentum:
    """steps along the gradient itself, without the average m

    Two gradients, 1 and then 0: does Adam stand still in the second step?
    """

    def __init__(self, learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
        self.rate, self.beta_1, self.beta_2, self.epsilon = learning_rate, beta_1, beta_2, epsilon
        self.t, self.m, self.v = 0, None, None

    def step(self, weights, gradients):
        if self.m is None:
            self.m = [np.zeros(g.shape) for g in gradients]
            self.v = [np.zeros(g.shape) for g in gradients]
        self.t += 1
        alpha = self.rate * np.sqrt(1 - self.beta_2**self.t)
        new = []
        for i, (w, g) in enumerate(zip(weights, gradients)):
            self.m[i] = self.beta_1 * self.m[i] + (1 - self.beta_1) * g
            self.v[i] = self.beta_2 * self.v[i] + (1 - self.beta_2) * g**2
            new.append(w - alpha * g / (np.sqrt(self.v[i]) + self.epsilon))
        return new


@adam.wrong(fails="first_step")
class adam_one_step_ahead:
    """counts the first step as step 2

    What is t in the first step? And 1 - beta_1**t?
    """

    def __init__(self, learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
        self.rate, self.beta_1, self.beta_2, self.epsilon = learning_rate, beta_1, beta_2, epsilon
        self.t, self.m, self.v = 0, None, None

    def step(self, weights, gradients):
        if self.m is None:
            self.m = [np.zeros(g.shape) for g in gradients]
            self.v = [np.zeros(g.shape) for g in gradients]
        self.t += 1
        alpha = self.rate * np.sqrt(1 - self.beta_2 ** (self.t + 1)) / (1 - self.beta_1 ** (self.t + 1))
        new = []
        for i, (w, g) in enumerate(zip(weights, gradients)):
            self.m[i] = self.beta_1 * self.m[i] + (1 - self.beta_1) * g
            self.v[i] = self.beta_2 * self.v[i] + (1 - self.beta_2) * g**2
            new.append(w - alpha * self.m[i] / (np.sqrt(self.v[i]) + self.epsilon))
        return new


@adam.wrong(fails="remembers_earlier_steps")
class adam_always_the_first:
    """corrects as in the first step for ever

    What is 1 - beta_1**t in the first step, and in the hundredth?
    """

    def __init__(self, learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
        self.rate, self.beta_1, self.beta_2, self.epsilon = learning_rate, beta_1, beta_2, epsilon
        self.t, self.m, self.v = 0, None, None

    def step(self, weights, gradients):
        if self.m is None:
            self.m = [np.zeros(g.shape) for g in gradients]
            self.v = [np.zeros(g.shape) for g in gradients]
        self.t += 1
        alpha = self.rate * np.sqrt(1 - self.beta_2) / (1 - self.beta_1)
        new = []
        for i, (w, g) in enumerate(zip(weights, gradients)):
            self.m[i] = self.beta_1 * self.m[i] + (1 - self.beta_1) * g
            self.v[i] = self.beta_2 * self.v[i] + (1 - self.beta_2) * g**2
            new.append(w - alpha * self.m[i] / (np.sqrt(self.v[i]) + self.epsilon))
        return new


@adam.wrong(fails="remembers_earlier_steps")
class adam_one_average:
    """has one m and one v for all the arrays, not one for each

    Six arrays of weights: how many averages m have you got, and what shapes have they?
    """

    def __init__(self, learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
        self.learning_rate, self.beta_1, self.beta_2 = learning_rate, beta_1, beta_2
        self.epsilon, self.t, self.m, self.v = epsilon, 0, 0.0, 0.0

    def step(self, weights, gradients):
        self.t += 1
        rate = self.learning_rate * np.sqrt(1 - self.beta_2**self.t) / (1 - self.beta_1**self.t)
        new = []
        for w, g in zip(weights, gradients):
            self.m = self.beta_1 * self.m + (1 - self.beta_1) * g
            self.v = self.beta_2 * self.v + (1 - self.beta_2) * g**2
            new.append(w - rate * self.m / (np.sqrt(self.v) + self.epsilon))
        return new


@adam.wrong(fails="first_step")
class adam_same_list:
    """keeps m and v in one and the same list

    After `self.m = self.v = [...]`: how many lists are there? Write into one and print the other.
    """

    def __init__(self, learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
        self.learning_rate, self.beta_1, self.beta_2 = learning_rate, beta_1, beta_2
        self.epsilon, self.t, self.m, self.v = epsilon, 0, 0.0, 0.0

    def step(self, weights, gradients):
        self.t += 1
        if self.t == 1:
            self.m = self.v = [0.0] * len(gradients)
        rate = self.learning_rate * np.sqrt(1 - self.beta_2**self.t) / (1 - self.beta_1**self.t)
        new = []
        for i, (w, g) in enumerate(zip(weights, gradients)):
            self.m[i] = self.beta_1 * self.m[i] + (1 - self.beta_1) * g
            self.v[i] = self.beta_2 * self.v[i] + (1 - self.beta_2) * g**2
            new.append(w - rate * self.m[i] / (np.sqrt(np.abs(self.v[i])) + self.epsilon))
        return new


@adam.wrong(fails="remembers_earlier_steps")
class adam_shares_swapped:
    """gives the old average the share 1 - beta and the new gradient the share beta

    beta_1 is 0.9, so that an average is slow to change. Which of the two shares must be the large one?
    """

    def __init__(self, learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
        self.learning_rate, self.beta_1, self.beta_2 = learning_rate, beta_1, beta_2
        self.epsilon, self.t, self.m, self.v = epsilon, 0, 0.0, 0.0

    def step(self, weights, gradients):
        self.t += 1
        if self.t == 1:
            self.m, self.v = [0.0] * len(gradients), [0.0] * len(gradients)
        rate = self.learning_rate * np.sqrt(1 - self.beta_2**self.t) / (1 - self.beta_1**self.t)
        new = []
        for i, (w, g) in enumerate(zip(weights, gradients)):
            self.m[i] = (1 - self.beta_1) * self.m[i] + self.beta_1 * g
            self.v[i] = (1 - self.beta_2) * self.v[i] + self.beta_2 * g**2
            new.append(w - rate * self.m[i] / (np.sqrt(self.v[i]) + self.epsilon))
        return new


@adam.wrong(fails="first_step")
class adam_adds_the_gradient:
    """adds the whole gradient to m, not the share 1 - beta_1 of it

    The shares of an average add up to 1. What do yours add up to?
    """

    def __init__(self, learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
        self.learning_rate, self.beta_1, self.beta_2 = learning_rate, beta_1, beta_2
        self.epsilon, self.t, self.m, self.v = epsilon, 0, 0.0, 0.0

    def step(self, weights, gradients):
        self.t += 1
        if self.t == 1:
            self.m, self.v = [0.0] * len(gradients), [0.0] * len(gradients)
        rate = self.learning_rate * np.sqrt(1 - self.beta_2**self.t) / (1 - self.beta_1**self.t)
        new = []
        for i, (w, g) in enumerate(zip(weights, gradients)):
            self.m[i] = self.beta_1 * self.m[i] + g
            self.v[i] = self.beta_2 * self.v[i] + (1 - self.beta_2) * g**2
            new.append(w - rate * self.m[i] / (np.sqrt(self.v[i]) + self.epsilon))
        return new


@adam.wrong(fails="remembers_earlier_steps")
class adam_multiplies_by_t:
    """multiplies beta by the number of the step, where the power is meant

    After two steps the start has the share 0.9 squared. What is 1 - 0.9 * 2?
    """

    def __init__(self, learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
        self.learning_rate, self.beta_1, self.beta_2 = learning_rate, beta_1, beta_2
        self.epsilon, self.t, self.m, self.v = epsilon, 0, 0.0, 0.0

    def step(self, weights, gradients):
        self.t += 1
        if self.t == 1:
            self.m, self.v = [0.0] * len(gradients), [0.0] * len(gradients)
        with np.errstate(invalid="ignore"):
            rate = self.learning_rate * np.sqrt(1 - self.beta_2 * self.t) / (1 - self.beta_1 * self.t)
        new = []
        for i, (w, g) in enumerate(zip(weights, gradients)):
            self.m[i] = self.beta_1 * self.m[i] + (1 - self.beta_1) * g
            self.v[i] = self.beta_2 * self.v[i] + (1 - self.beta_2) * g**2
            new.append(w - rate * self.m[i] / (np.sqrt(self.v[i]) + self.epsilon))
        return new


@adam.wrong(fails="first_step")
class adam_returns_nothing:
    """changes the list that was passed in and returns nothing

    What does the docstring say that step returns? Does the caller's list have to stay as it is?
    """

    def __init__(self, learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
        self.learning_rate, self.beta_1, self.beta_2 = learning_rate, beta_1, beta_2
        self.epsilon, self.t, self.m, self.v = epsilon, 0, 0.0, 0.0

    def step(self, weights, gradients):
        self.t += 1
        if self.t == 1:
            self.m, self.v = [0.0] * len(gradients), [0.0] * len(gradients)
        rate = self.learning_rate * np.sqrt(1 - self.beta_2**self.t) / (1 - self.beta_1**self.t)
        for i, (w, g) in enumerate(zip(weights, gradients)):
            self.m[i] = self.beta_1 * self.m[i] + (1 - self.beta_1) * g
            self.v[i] = self.beta_2 * self.v[i] + (1 - self.beta_2) * g**2
            weights[i] = w - rate * self.m[i] / (np.sqrt(self.v[i]) + self.epsilon)


@adam.wrong(fails="remembers_earlier_steps")
class adam_rests_without_a_gradient:
    """leaves an array as it is where all of its gradient is 0, though m still moves it

    The gradients are 1, 0 and 0. What is m after each step, and does the weight stand still?
    """

    def __init__(self, learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
        self.settings, self.epsilon = (learning_rate, beta_1, beta_2), epsilon
        self.t, self.m, self.v = 0, {}, {}

    def step(self, weights, gradients):
        rate, beta_1, beta_2 = self.settings
        self.t += 1
        new = []
        for i, (w, g) in enumerate(zip(weights, gradients)):
            if np.any(g):
                self.m[i] = beta_1 * self.m.get(i, 0) + (1 - beta_1) * g
                self.v[i] = beta_2 * self.v.get(i, 0) + (1 - beta_2) * g**2
                m, v = self.m[i] / (1 - beta_1**self.t), self.v[i] / (1 - beta_2**self.t)
                w = w - rate * m / (np.sqrt(v) + self.epsilon / np.sqrt(1 - beta_2**self.t))
            new.append(w)
        return new


@adam.wrong(fails="first_step")
class adam_other_rate:
    """has another default learning rate than Keras (0.01, say, where Keras has 0.001)

    What is the default of learning_rate in the stub's first line, and in yours?
    """

    def __init__(self, learning_rate=0.01, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
        self.settings, self.epsilon = (learning_rate, beta_1, beta_2), epsilon
        self.t, self.m, self.v = 0, 0, 0

    def step(self, weights, gradients):
        rate, beta_1, beta_2 = self.settings
        if self.t == 0:
            self.m, self.v = [0.0 for _ in weights], [0.0 for _ in weights]
        self.t += 1
        self.m = [beta_1 * m + (1 - beta_1) * g for m, g in zip(self.m, gradients)]
        self.v = [beta_2 * v + (1 - beta_2) * g * g for v, g in zip(self.v, gradients)]
        rate *= np.sqrt(1 - beta_2**self.t) / (1 - beta_1**self.t)
        return [w - rate * m / (np.sqrt(v) + self.epsilon) for w, m, v in zip(weights, self.m, self.v)]


@adam.wrong(fails="first_step")
class adam_starts_at_the_gradient:
    """starts m and v at the first gradient instead of 0, and corrects nothing

    Adam's averages start at 0, and the bias correction makes good for that. What do yours start at?
    """

    def __init__(self, learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
        self.learning_rate, self.beta_1, self.beta_2 = learning_rate, beta_1, beta_2
        self.epsilon, self.t, self.m, self.v = epsilon, 0, 0.0, 0.0

    def step(self, weights, gradients):
        self.t += 1
        if self.t == 1:
            self.m, self.v = list(gradients), [g**2 for g in gradients]
        rate = self.learning_rate
        new = []
        for i, (w, g) in enumerate(zip(weights, gradients)):
            self.m[i] = self.beta_1 * self.m[i] + (1 - self.beta_1) * g
            self.v[i] = self.beta_2 * self.v[i] + (1 - self.beta_2) * g**2
            new.append(w - rate * self.m[i] / (np.sqrt(self.v[i]) + self.epsilon))
        return new


@adam.wrong(fails="first_step")
class adam_correction_upside_down:
    """has the bias correction upside down

    At first m is too small. Must it be divided by 1 - beta_1**t, or multiplied?
    """

    def __init__(self, learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
        self.learning_rate, self.beta_1, self.beta_2 = learning_rate, beta_1, beta_2
        self.epsilon, self.t, self.m, self.v = epsilon, 0, 0.0, 0.0

    def step(self, weights, gradients):
        self.t += 1
        if self.t == 1:
            self.m, self.v = [0.0] * len(gradients), [0.0] * len(gradients)
        rate = self.learning_rate * (1 - self.beta_1**self.t) / np.sqrt(1 - self.beta_2**self.t)
        new = []
        for i, (w, g) in enumerate(zip(weights, gradients)):
            self.m[i] = self.beta_1 * self.m[i] + (1 - self.beta_1) * g
            self.v[i] = self.beta_2 * self.v[i] + (1 - self.beta_2) * g**2
            new.append(w - rate * self.m[i] / (np.sqrt(self.v[i]) + self.epsilon))
        return new


@adam.wrong(fails="remembers_earlier_steps")
class adam_corrects_the_gradient:
    """steps along the gradient with the bias correction of m, but without m

    Which average does the docstring's optimizer walk along? Where in your code is m used?
    """

    def __init__(self, learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
        self.learning_rate, self.beta_1, self.beta_2 = learning_rate, beta_1, beta_2
        self.epsilon, self.t, self.m, self.v = epsilon, 0, 0.0, 0.0

    def step(self, weights, gradients):
        self.t += 1
        if self.t == 1:
            self.m, self.v = [0.0] * len(gradients), [0.0] * len(gradients)
        rate = self.learning_rate * np.sqrt(1 - self.beta_2**self.t) / (1 - self.beta_1**self.t)
        new = []
        for i, (w, g) in enumerate(zip(weights, gradients)):
            self.m[i] = self.beta_1 * self.m[i] + (1 - self.beta_1) * g
            self.v[i] = self.beta_2 * self.v[i] + (1 - self.beta_2) * g**2
            new.append(w - rate * g / (np.sqrt(self.v[i]) + self.epsilon))
        return new


@adam.wrong(fails="first_step")
class adam_plain_descent:
    """subtracts the gradient times the learning rate, and keeps no averages

    How large is Adam's first step if the gradient is 0.001, and if it is 1000?
    """

    def __init__(self, learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
        self.learning_rate, self.beta_1, self.beta_2 = learning_rate, beta_1, beta_2
        self.epsilon, self.t, self.m, self.v = epsilon, 0, 0.0, 0.0

    def step(self, weights, gradients):
        return [w - self.learning_rate * g for w, g in zip(weights, gradients)]


@adam.wrong(fails="first_step")
class adam_momentum_only:
    """steps along m alone and divides by no root of v

    How large is Adam's first step if the gradient is 0.001, and if it is 1000?
    """

    def __init__(self, learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
        self.learning_rate, self.beta_1, self.beta_2 = learning_rate, beta_1, beta_2
        self.epsilon, self.t, self.m, self.v = epsilon, 0, 0.0, 0.0

    def step(self, weights, gradients):
        self.t += 1
        if self.t == 1:
            self.m, self.v = [0.0] * len(gradients), [0.0] * len(gradients)
        new = []
        for i, (w, g) in enumerate(zip(weights, gradients)):
            self.m[i] = self.beta_1 * self.m[i] + (1 - self.beta_1) * g
            self.v[i] = self.beta_2 * self.v[i] + (1 - self.beta_2) * g**2
            new.append(w - self.learning_rate * self.m[i])
        return new


@adam.wrong(fails="first_step")
class adam_rmsprop:
    """has no m and no bias correction, which is RMSprop

    Adam keeps two averages for each array. What is the second one, and where would it stand?
    """

    def __init__(self, learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
        self.learning_rate, self.beta_1, self.beta_2 = learning_rate, beta_1, beta_2
        self.epsilon, self.t, self.m, self.v = epsilon, 0, 0.0, 0.0

    def step(self, weights, gradients):
        self.t += 1
        if self.t == 1:
            self.m, self.v = [0.0] * len(gradients), [0.0] * len(gradients)
        rate = self.learning_rate
        new = []
        for i, (w, g) in enumerate(zip(weights, gradients)):
            self.m[i] = self.beta_1 * self.m[i] + (1 - self.beta_1) * g
            self.v[i] = self.beta_2 * self.v[i] + (1 - self.beta_2) * g**2
            new.append(w - rate * g / (np.sqrt(self.v[i]) + self.epsilon))
        return new


@adam.right
class adam_comprehensions:
    def __init__(self, learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
        self.settings = (learning_rate, beta_1, beta_2, epsilon)
        self.m = self.v = None
        self.t = 0

    def step(self, weights, gradients):
        rate, b1, b2, eps = self.settings
        zeros = [np.zeros_like(w, dtype=float) for w in weights]
        self.m = [b1 * m + (1 - b1) * g for m, g in zip(self.m or zeros, gradients)]
        self.v = [b2 * v + (1 - b2) * np.square(g) for v, g in zip(self.v or zeros, gradients)]
        self.t += 1
        scale = rate * (1 - b2**self.t) ** 0.5 / (1 - b1**self.t)
        return [w - scale * m / (np.sqrt(v) + eps) for w, m, v in zip(weights, self.m, self.v)]


@adam.right
class adam_hats:
    def __init__(self, learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
        self.learning_rate = learning_rate
        self.beta_1 = beta_1
        self.beta_2 = beta_2
        self.epsilon = epsilon
        self.steps = 0
        self.moments = []

    def step(self, weights, gradients):
        if not self.moments:
            self.moments = [(0 * g, 0 * g) for g in gradients]
        self.steps += 1
        result = []
        for i in range(len(weights)):
            m, v = self.moments[i]
            g = gradients[i]
            m = m + (g - m) * (1 - self.beta_1)
            v = v + (g * g - v) * (1 - self.beta_2)
            self.moments[i] = (m, v)
            correction = 1 - self.beta_2**self.steps
            m_hat, v_hat = m / (1 - self.beta_1**self.steps), v / correction
            result.append(
                weights[i]
                - self.learning_rate * m_hat / (np.sqrt(v_hat) + self.epsilon / np.sqrt(correction))
            )
        return result


@adam.right
class adam_flat:
    def __init__(self, learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
        self.lr, self.b1, self.b2, self.eps = learning_rate, beta_1, beta_2, epsilon
        self.m, self.v, self.t = 0.0, 0.0, 0

    def step(self, weights, gradients):
        g = np.concatenate([np.ravel(a) for a in gradients])
        self.t += 1
        self.m = self.b1 * self.m + (1 - self.b1) * g
        self.v = self.b2 * self.v + (1 - self.b2) * g**2
        change = self.lr * np.sqrt(1 - self.b2**self.t) / (1 - self.b1**self.t) * self.m
        change = change / (np.sqrt(self.v) + self.eps)
        cuts = np.cumsum([w.size for w in weights])[:-1]
        return [w - part.reshape(w.shape) for w, part in zip(weights, np.split(change, cuts))]


@adam.right
class adam_running_powers:
    def __init__(self, learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
        self.learning_rate, self.beta_1, self.beta_2, self.epsilon = (
            learning_rate,
            beta_1,
            beta_2,
            epsilon,
        )
        self.power_1 = self.power_2 = 1.0
        self.state = {}

    def step(self, weights, gradients):
        self.power_1 *= self.beta_1
        self.power_2 *= self.beta_2
        alpha = self.learning_rate * np.sqrt(1 - self.power_2) / (1 - self.power_1)
        new = []
        for number, (w, g) in enumerate(zip(weights, gradients)):
            m, v = self.state.get(number, (np.zeros(np.shape(g)), np.zeros(np.shape(g))))
            m, v = m.copy(), v.copy()
            m *= self.beta_1
            m += (1 - self.beta_1) * g
            v *= self.beta_2
            v += (1 - self.beta_2) * g**2
            self.state[number] = (m, v)
            new.append(w - alpha * m / (v**0.5 + self.epsilon))
        return tuple(new)


@adam.right
class adam_copies_first:
    def __init__(self, learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
        self.lr, self.b1, self.b2, self.eps = learning_rate, beta_1, beta_2, epsilon
        self.iterations = 0

    def step(self, weights, gradients):
        if self.iterations == 0:
            self.m = [np.zeros(w.shape) for w in weights]
            self.v = [np.zeros(w.shape) for w in weights]
        self.iterations = self.iterations + 1
        weights = [np.array(w, dtype=float) for w in weights]
        for w, g, m, v in zip(weights, gradients, self.m, self.v):
            m += (1 - self.b1) * (g - m)
            v += (1 - self.b2) * (g * g - v)
            a = self.lr * np.sqrt(1 - self.b2**self.iterations) / (1 - self.b1**self.iterations)
            w -= a * m / (np.sqrt(v) + self.eps)
        return weights


@adam.right
class adam_keeps_every_gradient:
    def __init__(self, learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
        self.learning_rate, self.beta_1, self.beta_2, self.epsilon = (
            learning_rate,
            beta_1,
            beta_2,
            epsilon,
        )
        self.past = []

    def step(self, weights, gradients):
        self.past.append([np.array(g) for g in gradients])
        t = len(self.past)
        weigh = lambda beta: np.array([(1 - beta) * beta ** (t - k) for k in range(1, t + 1)])
        new = []
        for i, w in enumerate(weights):
            history = np.stack([g[i] for g in self.past])
            m = np.tensordot(weigh(self.beta_1), history, axes=1)
            v = np.tensordot(weigh(self.beta_2), history**2, axes=1)
            alpha = self.learning_rate * np.sqrt(1 - self.beta_2**t) / (1 - self.beta_1**t)
            new.append(w - alpha * m / (np.sqrt(v) + self.epsilon))
        return new


@adam.right
class adam_generator:
    def __init__(self, learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
        def steps():
            m = v = t = 0
            weights, gradients = yield
            m, v = [0.0 for _ in gradients], [0.0 for _ in gradients]
            while True:
                t += 1
                a = learning_rate * (1 - beta_2**t) ** 0.5 / (1 - beta_1**t)
                m = [beta_1 * x + (1 - beta_1) * g for x, g in zip(m, gradients)]
                v = [beta_2 * x + (1 - beta_2) * g**2 for x, g in zip(v, gradients)]
                weights, gradients = yield [
                    w - a * x / (np.sqrt(y) + epsilon) for w, x, y in zip(weights, m, v)
                ]

        self.steps = steps()
        next(self.steps)

    def step(self, weights, gradients):
        return self.steps.send((weights, gradients))


@adam.right
class adam_one_per_array:
    class Moments:
        def __init__(self, shape):
            self.mean, self.square = np.zeros(shape), np.zeros(shape)

    def __init__(self, learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
        self.learning_rate, self.beta_1, self.beta_2, self.epsilon = (
            learning_rate,
            beta_1,
            beta_2,
            epsilon,
        )
        self.t, self.moments = 0, None

    def step(self, weights, gradients):
        if self.moments is None:
            self.moments = [self.Moments(w.shape) for w in weights]
        self.t += 1
        return [self.moved(w, g, state) for w, g, state in zip(weights, gradients, self.moments)]

    def moved(self, w, g, state):
        state.mean = np.average([state.mean, g], axis=0, weights=[self.beta_1, 1 - self.beta_1])
        state.square = np.average([state.square, g * g], axis=0, weights=[self.beta_2, 1 - self.beta_2])
        alpha = (
            self.learning_rate
            * np.sqrt(1 - np.power(self.beta_2, self.t))
            / (1 - np.power(self.beta_1, self.t))
        )
        return w - np.divide(alpha * state.mean, np.sqrt(state.square) + self.epsilon)


@adam.right
class adam_plain_python:
    def __init__(self, learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
        self.lr, self.b1, self.b2, self.eps = learning_rate, beta_1, beta_2, epsilon
        self.t, self.m, self.v = 0, {}, {}

    def step(self, weights, gradients):
        self.t += 1
        a = self.lr * (1 - self.b2**self.t) ** 0.5 / (1 - self.b1**self.t)
        new = []
        for i, (w, g) in enumerate(zip(weights, gradients)):
            out = np.empty(w.shape)
            for index in np.ndindex(w.shape):
                key, slope = (i, index), float(g[index])
                self.m[key] = self.b1 * self.m.get(key, 0.0) + (1 - self.b1) * slope
                self.v[key] = self.b2 * self.v.get(key, 0.0) + (1 - self.b2) * slope**2
                out[index] = w[index] - a * self.m[key] / (self.v[key] ** 0.5 + self.eps)
            new.append(out)
        return new


# fit

def losses_of_few_samples(ask, epochs):
    """The training losses of a small network on six samples."""
    numbers, weights = np.sin(np.arange(1.0, 60.0)), []
    for shape in ((2, 4), (4,), (4, 3), (3,), (3, 2), (2,)):
        size = int(np.prod(shape))
        weights.append(numbers[:size].reshape(shape))
        numbers = numbers[size:]
    X = np.array([[3.0, -1.0], [0.5, 2.0], [-2.0, 1.0], [1.0, 4.0], [-1.0, -3.0], [2.0, 2.0]])
    y = np.array([0, 1, 1, 0, 1, 0])
    return ask(weights, X, y, X, y, epochs=len(epochs), batch_size=2, patience=50)["loss"]


fitting = Exercise(
    "fit",
    understood="Training is a short loop: a loss, its gradients, a step, batch after batch; the validation "
    "loss says when it is enough, and which weights to keep.",
    picture=curve(1, 21, 21, see=losses_of_few_samples, x="epoch", of="the training loss"),
)


@fitting.driver
def weights_and_history(answer, *args, sums=False, **kwargs):
    """What fit returned; for the real network, only column sums and row sums of the matrices."""
    weights, history = answer(*args, **kwargs)
    if sums:
        arrays = [np.asarray(array) for array in weights]
        weights = [[array.sum(axis=axis) for axis in range(array.ndim)] for array in arrays]
    lists = history if isinstance(history, dict) else {}
    found = {name: np.asarray(lists[name]) for name in ("loss", "val_loss") if name in lists}
    return found | {"weights": weights}


@functools.cache
def compiled_model(*sizes):
    """A Keras model ready to train in float64, and its optimizer's variables before the first step.
    Compiled once for each network, since that takes longer than the training."""
    import keras

    model = keras_model([np.zeros(shape) for d, h in zip(sizes, sizes[1:]) for shape in ((d, h), (h,))])
    # given as Python floats, Keras rounds the betas to float32
    optimizer = keras.optimizers.Adam(beta_1=np.float64(0.9), beta_2=np.float64(0.999))
    optimizer.build(model.trainable_variables)
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(optimizer=optimizer, loss=loss, jit_compile=False)
    return model, [variable.numpy() for variable in optimizer.variables]


@fitting.keras(rtol=1e-6, reason="float64; rounding grows from step to step, to 1e-8 at most")
def keras_fit(weights, X_train, y_train, X_val, y_val, epochs, batch_size, patience, sums=False):
    import keras

    X_train, X_val = np.asarray(X_train, dtype="float64"), np.asarray(X_val, dtype="float64")
    y_train, y_val = np.asarray(y_train), np.asarray(y_val)
    floatx, policy = keras.config.floatx(), keras.config.dtype_policy()
    keras.config.set_floatx("float64")
    keras.config.set_dtype_policy("float64")
    try:
        model, fresh = compiled_model(len(weights[0]), *(len(b) for b in weights[1::2]))
        model.set_weights(weights)
        for variable, value in zip(model.optimizer.variables, fresh):
            variable.assign(value)
        if epochs == 1:  # one step at a time
            total = 0.0
            for start in range(0, len(X_train), batch_size):
                X, y = X_train[start : start + batch_size], y_train[start : start + batch_size]
                model.reset_metrics()
                total += len(X) * float(model.train_on_batch(X, y))
            history = {
                "loss": [total / len(X_train)],
                "val_loss": [float(model.evaluate(X_val, y_val, verbose=0))],
            }
        else:
            history = model.fit(
                X_train, y_train, validation_data=(X_val, y_val), epochs=epochs, batch_size=batch_size,
                shuffle=False, verbose=0,
                callbacks=[keras.callbacks.EarlyStopping(patience=patience, restore_best_weights=True)],
            ).history  # fmt: skip
        return weights_and_history(lambda: (model.get_weights(), history), sums=sums)
    finally:
        keras.config.set_floatx(floatx)
        keras.config.set_dtype_policy(policy)


@fitting.exact(
    rtol=1e-6, reason="40 digits; in float64 rounding grows from step to step, to 1e-8 at most"
)
def exact_fit(weights, X_train, y_train, X_val, y_val, epochs, batch_size, patience, sums=False):
    """The whole training in high precision, with patience counted backwards from the best epoch."""
    from mpmath import exp, log, mp, mpf, sqrt

    if sums or len(weights[5]) == 1:  # of one class the losses are 0, and here but for rounding
        return NotImplemented
    each = lambda function: np.vectorize(function, otypes=[object])

    def log_p(weights, X):
        z = exact_logits(weights, X)
        return z - each(log)(each(exp)(z).sum(axis=1, keepdims=True))

    def pick(rows, y):
        return -rows[np.arange(len(y)), y]

    with mp.workdps(40):
        now, X, X_val = [exact(array) for array in weights], exact(X_train), exact(X_val)
        y, y_val, beta_1, beta_2 = np.asarray(y_train), np.asarray(y_val), mpf(0.9), mpf(0.999)
        m, v, t = [mpf(0)] * 6, [mpf(0)] * 6, 0
        losses, val_losses, after = [], [], []
        while len(after) < epochs:
            total = mpf(0)
            for rows in np.split(np.arange(len(X)), range(batch_size, len(X), batch_size)):
                h1 = np.maximum(X[rows] @ now[0] + now[1], 0)
                h2 = np.maximum(h1 @ now[2] + now[3], 0)
                logs = log_p(now, X[rows])
                total += pick(logs, y[rows]).sum()
                d3 = (each(exp)(logs) - np.eye(logs.shape[1])[y[rows]]) / len(rows)
                d2 = d3 @ now[4].T * (h2 > 0)
                d1 = d2 @ now[2].T * (h1 > 0)
                g = [X[rows].T @ d1, d1.sum(0), h1.T @ d2, d2.sum(0), h2.T @ d3, d3.sum(0)]
                t += 1
                m = [beta_1 * a + (1 - beta_1) * b for a, b in zip(m, g)]
                v = [beta_2 * a + (1 - beta_2) * b * b for a, b in zip(v, g)]
                alpha = mpf(0.001) * sqrt(1 - beta_2**t) / (1 - beta_1**t)
                now = [w - alpha * a / (each(sqrt)(b) + mpf(1e-7)) for w, a, b in zip(now, m, v)]
            losses.append(total / len(X))
            val_losses.append(pick(log_p(now, X_val), y_val).sum() / len(y_val))
            after.append([array.astype(float) for array in now])
            best = val_losses.index(min(val_losses))
            if len(after) - 1 - best >= max(patience, 1):
                break
    history = {
        "loss": [float(loss) for loss in losses],
        "val_loss": [float(loss) for loss in val_losses],
    }
    return weights_and_history(lambda: (after[best], history))


@fitting.relation
def units_in_another_order(answer, weights, X_train, y_train, X_val, y_val, *rest, sums=False, **named):
    """The units of a hidden layer have no order of their own, in training neither."""
    turn = lambda w: [w[0][:, ::-1], w[1][::-1], w[2][::-1, ::-1], w[3][::-1], w[4][::-1], w[5]]
    one, history = answer(weights, X_train, y_train, X_val, y_val, *rest, **named)
    other, again = answer(turn(weights), X_train, y_train, X_val, y_val, *rest, **named)
    same = all(np.allclose(a, b, rtol=1e-6, atol=1e-9) for a, b in zip(turn(other), one))
    return same and np.allclose(history["loss"], again["loss"], rtol=1e-6, atol=1e-9)


fitting.equivalent(
    "of two axes, -1 is the second",
    "z = z - z.max(axis=-1, keepdims=True)",
    "return np.log(np.exp(z).sum(axis=-1)) - z[np.arange(len(y)), y]",
)
fitting.equivalent(
    "these logits are not needed again", "z = np.subtract(z, z.max(axis=1, keepdims=True), out=z)"
)
fitting.equivalent(
    "the first epoch is always a new best, which sets the count to 0",
    "best, best_weights, wait = np.inf, weights, 1",
    "best, best_weights, wait = np.inf, weights, (-1)",
)


def sample_losses(weights, X, y):
    """The crossentropy of each sample."""
    z = np.maximum(before_relu(weights, X)[1], 0) @ weights[4] + weights[5]
    z = z - z.max(axis=1, keepdims=True)
    return np.log(np.exp(z).sum(axis=1)) - z[np.arange(len(y)), y]


def rehearse(weights, X, y, epochs, batch_size):
    """The weights before training and after each epoch, to choose validation data by. Nothing is
    judged by it."""
    after, m, v, t = [weights], [0.0] * 6, [0.0] * 6, 0
    for _ in range(epochs):
        for start in range(0, len(X), batch_size):
            Xb, yb = X[start : start + batch_size], y[start : start + batch_size]
            first, second = (np.maximum(z, 0) for z in before_relu(weights, Xb))
            z = second @ weights[4] + weights[5]
            p = np.exp(z - z.max(axis=1, keepdims=True))
            d3 = (p / p.sum(axis=1, keepdims=True) - np.eye(z.shape[1])[yb]) / len(yb)
            d2 = d3 @ weights[4].T * (second > 0)
            d1 = d2 @ weights[2].T * (first > 0)
            g = [Xb.T @ d1, d1.sum(0), first.T @ d2, d2.sum(0), second.T @ d3, d3.sum(0)]
            t += 1
            m = [0.9 * a + 0.1 * b for a, b in zip(m, g)]
            v = [0.999 * a + 0.001 * b**2 for a, b in zip(v, g)]
            rate = 0.001 * np.sqrt(1 - 0.999**t) / (1 - 0.9**t)
            weights = [w - rate * a / (np.sqrt(b) + 1e-7) for w, a, b in zip(weights, m, v)]
        after.append(weights)
    return after


def tells(story, curves, margin, most=np.inf):
    """Which columns of val_losses (before training, then one row an epoch) go as the story says, by
    more than the margin, and where most is given by less than that. For each epoch after the first
    (a dash; or ^, where the untrained network was better than the first epoch left it) a letter:
    i a new best, w worse than the best, b worse than the epoch before too, s better than the epoch
    before but still worse than the best."""
    best = curves[1]
    gap = margin * (1 + np.abs(best))
    fine = curves[0] < best - gap if story[0] == "^" else np.full(best.shape, True)
    for letter, before, now in zip(story[1:], curves[1:], curves[2:]):
        gap = margin * (1 + np.abs(best))
        if letter == "i":
            fine &= (now < best - gap) & (best - now < most)
        else:
            fine &= now > best + gap
        if letter == "b":
            fine &= now > before + gap
        if letter == "s":
            fine &= now < before - gap
        best = np.minimum(best, now)
    return fine


def training_with(rng, story, spread=40.0, margin=1e-3, most=np.inf, batch_size=4, n_val=5):
    """Weights, training data and validation data whose val_losses go as the story says: the
    validation samples are picked out of many random ones by how their losses move."""
    for _ in range(5000):
        weights = network(rng, (3, 6, 5, 3), scale=1.5)
        n = 4 * int(rng.integers(3, 6)) + int(rng.integers(1, 4))
        X, y = rng.normal(0, spread, (n, 3)), rng.integers(0, 3, n)
        pool, truth = rng.normal(0, spread, (150, 3)), rng.integers(0, 3, 150)
        after = rehearse(weights, X, y, len(story), batch_size)
        each = np.array([sample_losses(w, pool, truth) for w in after])
        picks = rng.integers(0, len(pool), (3000, n_val))
        fine = tells(story, each[:, picks].mean(axis=2), margin, most)
        if fine.any():
            pick = picks[np.argmax(fine)]
            return weights, X, y, pool[pick], truth[pick]
    raise RuntimeError(f"no training tells the story {story!r}")


def small_training(rng, sizes, n, batch_size, n_val=5, spread=1.0, epochs=1, blank=1e-5):
    """Weights and data, with one feature as good as blank: its gradients are tiny. No validation loss
    is so near to another that rounding could decide which is lower."""
    while True:
        weights = network(rng, sizes)
        X, y = rng.normal(0, spread, (n, sizes[0])), labels(rng, n, sizes[-1])
        X[:, 0] *= blank
        X_val, y_val = rng.normal(0, spread, (n_val, sizes[0])), labels(rng, n_val, sizes[-1])
        hidden = before_relu(weights, X)
        after = rehearse(weights, X, y, epochs, batch_size)
        curve = np.array([sample_losses(w, X_val, y_val).mean() for w in after[1:]])
        apart = np.abs(curve[1:] - np.minimum.accumulate(curve)[:-1])
        if all((z > 0).any() for z in hidden) and np.all(apart > 1e-5 * (1 + np.abs(curve[1:]))):
            return weights, X, y, X_val, y_val


def nearly_right(rng):
    """Weights and data whose losses are about a thousandth: rounding them shows."""
    while True:
        weights, X, _, X_val, _ = small_training(rng, (3, 6, 5, 3), 12, 5, 7, 2.0)
        y, y_val = (
            np.argmax(np.maximum(before_relu(weights, data)[1], 0) @ weights[4] + weights[5], axis=1)
            for data in (X, X_val)
        )
        while max(sample_losses(weights, X, y).mean(), sample_losses(weights, X_val, y_val).mean()) > 2e-3:
            weights[4:] = 1.3 * weights[4], 1.3 * weights[5]
        curve = [sample_losses(w, X_val, y_val).mean() for w in rehearse(weights, X, y, 2, 5)]
        if min(curve) > 1e-5 and abs(curve[2] - curve[1]) > 1e-4 * curve[1]:
            return weights, X, y, X_val, y_val


def public_training(y_val):
    """Small fixed numbers for the public checks."""
    numbers = np.round(np.sin(np.arange(1.0, 60.0)) * 1.5, 2)
    shapes, weights, used = [(2, 4), (4,), (4, 3), (3,), (3, 2), (2,)], [], 0
    for shape in shapes:
        size = int(np.prod(shape))
        weights.append(numbers[used : used + size].reshape(shape))
        used += size
    X = np.array([[3.0, -1.0], [0.5, 2.0], [-2.0, 1.0], [1.0, 4.0], [-1.0, -3.0]])
    return [weights, X, np.array([0, 1, 1, 0, 1]), X[1:4] + 0.5, np.array(y_val)]


@fitting.public_check()
def two_epochs():
    """Two epochs: five samples in batches of two, and the weights at the end."""
    yield call(*public_training([1, 1, 0]), epochs=2, batch_size=2, patience=5)


@fitting.public_check()
def stops_where_validation_turns():
    """Validation labels that contradict the training data: training stops after epoch 3 and gives
    the weights of epoch 1 back."""
    yield call(*public_training([0, 0, 1]), epochs=8, batch_size=2, patience=2)


# Measured over 80 seeds and eight epochs at most: right answers differ from the reference by less than
# a hundredth of the tolerance; each wrong answer differs in its check by more than a hundred times it.
TOLERANCE = (
    "rounding, which training makes grow, stays below 1e-7; textbook epsilon makes 3e-3 of a weight"
)


@fitting.check(points=1, reason=TOLERANCE)
def first_steps(rng):
    """After one, three and ten batches the weights are those of Keras, a short last batch included.

    Train for one epoch of one batch and compare with gradients and one Adam step by hand. Then for two batches: in which of them does it go apart?
    """
    for sizes, n, batch_size in (
        ((4, 6, 5, 3), 5, 8), ((3, 5, 4, 2), 11, 4), ((5, 8, 6, 3), 28, 3), ((3, 4, 4, 4), 6, 2),
        ((2, 3, 3, 2), 3, 1),
    ):  # fmt: skip
        yield call(*small_training(rng, sizes, n, batch_size), epochs=1, batch_size=batch_size, patience=2)
    yield call(*small_training(rng, (3, 4, 4, 3), 7, 3), 1, 3, 2)


@fitting.check(points=1, reason=TOLERANCE)
def history_of_each_epoch(rng):
    """An epoch's loss is the mean over its samples, each measured before the step of its batch; its
    val_loss is that of all validation samples after the epoch.

    Batches of 2, 2 and 1 samples with mean losses 1.0, 0.8 and 0.3: what is the epoch's loss? When is a batch measured, and when the validation data?
    """
    for sizes, n, batch_size, n_val, epochs in (
        ((5, 8, 6, 3), 23, 8, 11, 4), ((3, 6, 5, 4), 13, 4, 6, 3), ((4, 5, 4, 2), 7, 10, 3, 3),
        ((3, 5, 4, 3), 12, 4, 9, 3), ((2, 4, 3, 2), 9, 8, 1, 2),
    ):  # fmt: skip
        training = small_training(rng, sizes, n, batch_size, n_val, 3.0, epochs)
        yield call(*training, epochs, batch_size, patience=epochs)
    many = small_training(rng, (2, 4, 3, 2), 44, 36, epochs=2)
    yield call(*many, epochs=2, batch_size=36, patience=2)
    long = small_training(rng, (2, 4, 3, 2), 6, 4, epochs=24)
    yield call(*long, epochs=24, batch_size=4, patience=24)
    yield call(*nearly_right(rng), epochs=2, batch_size=5, patience=2)


@fitting.check(points=2, reason=TOLERANCE)
def stops_early(rng):
    """Training stops after `patience` epochs in a row without a new lowest validation loss.

    Write two columns for val_loss 0.9, 0.7, 0.76, 0.74: the best so far, and the epochs in a row without a new best. After which epoch does patience 2 stop?
    """
    for story, patience in (
        ("-iw", 0), ("-iw", 1), ("-iiiw", 1), ("-iww", 2), ("-wsww", 2), ("-wiww", 2), ("-iiwsw", 3), ("^bbb", 2),
    ):  # fmt: skip
        training = training_with(rng, story)
        yield call(*training, epochs=len(story) + 1, batch_size=4, patience=patience)
    slow = training_with(rng, "-ii", spread=1.0, margin=2e-7, most=9e-6, n_val=7)
    yield call(*slow, epochs=3, batch_size=4, patience=1)
    # by so little that float32, in which Keras compares, just sees it
    slower = training_with(rng, "-i", spread=1.0, margin=2.5e-7, most=9e-7, n_val=7)
    yield call(*slower, epochs=2, batch_size=4, patience=1)
    # one class: every loss is 0 and every gradient too, so an epoch never has a new lowest loss
    weights, X = network_and_samples(rng, (3, 4, 3, 1), 9)
    yield call(weights, X[:6], np.zeros(6, int), X[6:], np.zeros(3, int), epochs=5, batch_size=4, patience=2)


@fitting.check(points=1, reason=TOLERANCE)
def gives_the_best_weights(rng):
    """The weights are those of the epoch with the lowest val_loss, also where the epochs ran out.

    When do you take the weights to be given back, and are they what you return when the epochs run out?
    """
    for story, epochs, patience in (
        ("-iww", 4, 5), ("^bbb", 4, 3), ("-iwww", 7, 3), ("-wiw", 4, 3), ("-iii", 4, 2), ("-w", 2, 2),
    ):  # fmt: skip
        yield call(*training_with(rng, story), epochs=epochs, batch_size=4, patience=patience)


@fitting.check(points=1, reason=TOLERANCE)
def logits_of_any_size(rng):
    """Huge logits overflow nowhere, and a hopeless sample costs its full loss: nothing is clipped.

    Where do you take an exponential or a logarithm, and what if a logit is 2000? Is anything added or clipped to save it?
    """
    for shift in (2000.0, -2000.0):
        weights, *data = small_training(rng, (3, 5, 4, 3), 7, 4)
        weights[5] += shift
        yield call(weights, *data, epochs=1, batch_size=4, patience=1)
    while True:
        weights, X, y, X_val, y_val = small_training(rng, (3, 6, 5, 3), 11, 4, spread=60.0)
        weights = [30.0 * array for array in weights]
        curve = [sample_losses(w, X_val, y_val).mean() for w in rehearse(weights, X, y, 2, 4)]
        z = np.maximum(before_relu(weights, X_val)[1], 0) @ weights[4] + weights[5]
        if abs(curve[2] - curve[1]) > 1e-5 * curve[1] and min(curve) > 1e5 and np.ptp(z.max(axis=1)) > 1e5:
            break
    yield call(weights, X, y, X_val, y_val, epochs=2, batch_size=4, patience=1)


@fitting.check(
    points=1, reason="sums over up to 128 weights after four steps: rounding stays below 1e-12"
)
def learns_to_read_digits(rng):
    """The network of this lesson learns from real digits as Keras' does.

    Which of your lines knows a number of samples, layers or classes by heart?
    """
    X, y = digits(rng, 21)
    weights = network(rng, (64, 128, 64, 10))
    for layer in (1, 3, 5):
        weights[layer] = np.zeros_like(weights[layer])
    yield call(weights, X[:13], y[:13], X[13:], y[13:], epochs=2, batch_size=8, patience=2, sums=True)


@fitting.check(points=1, unchanged=True, reason=TOLERANCE)
def takes_lists_and_leaves_inputs_alone(rng):
    """Data may be lists and integers, and weights and data are afterwards as they were.

    What could you turn the data into before anything else? And which line writes into arrays that were passed in?
    """
    weights, X, y, X_val, y_val = small_training(rng, (3, 5, 4, 3), 11, 4, epochs=2)
    yield call(weights, X, y, X_val, y_val, epochs=2, batch_size=4, patience=2)
    yield call(
        weights,
        X.tolist(),
        y.tolist(),
        X_val.tolist(),
        y_val.tolist(),
        epochs=2,
        batch_size=4,
        patience=2,
    )
    weights = network(rng, (3, 5, 4, 2))
    X, X_val = rng.integers(0, 17, (7, 3)), rng.integers(0, 17, (4, 3))
    y, y_val = labels(rng, 7, 2), labels(rng, 4, 2)
    yield call(weights, X, y, X_val, y_val, epochs=1, batch_size=3, patience=1)
    yield call(
        weights,
        X.tolist(),
        y.tolist(),
        X_val.tolist(),
        y_val.tolist(),
        epochs=1,
        batch_size=3,
        patience=1,
    )


@fitting.wrong(fails="history_of_each_epoch")
def fit_mean_of_batch_means(weights, X_train, y_train, X_val, y_val, epochs, batch_size, patience):
    """averages the batch losses without regard to their size, so a short last batch counts too much

    Batches of 8, 8 and 1 sample: how much of the epoch's loss should the last one be?
    """
    X, y, Xv, yv = (
        np.asarray(X_train, float),
        np.asarray(y_train),
        np.asarray(X_val, float),
        np.asarray(y_val),
    )

    def run(w, X, y):
        h1 = np.maximum(X @ w[0] + w[1], 0)
        h2 = np.maximum(h1 @ w[2] + w[3], 0)
        z = h2 @ w[4] + w[5]
        z = z - z.max(axis=1, keepdims=True)
        log_p = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
        d3 = (np.exp(log_p) - np.eye(z.shape[1])[y]) / len(y)
        d2 = d3 @ w[4].T * (h2 > 0)
        d1 = d2 @ w[2].T * (h1 > 0)
        loss = -log_p[np.arange(len(y)), y].mean()
        return loss, [X.T @ d1, d1.sum(0), h1.T @ d2, d2.sum(0), h2.T @ d3, d3.sum(0)]

    m, v, t = [0.0] * 6, [0.0] * 6, 0
    best, kept, wait, history = np.inf, weights, 0, {"loss": [], "val_loss": []}
    for _ in range(epochs):
        total = 0.0
        for i in range(0, len(X), batch_size):
            Xb, yb = X[i : i + batch_size], y[i : i + batch_size]
            loss, g = run(weights, Xb, yb)
            total += loss / -(-len(y) // batch_size)
            t += 1
            m = [0.9 * a + 0.1 * b for a, b in zip(m, g)]
            v = [0.999 * a + 0.001 * b**2 for a, b in zip(v, g)]
            rate = 0.001 * np.sqrt(1 - 0.999**t) / (1 - 0.9**t)
            weights = [w - rate * a / (np.sqrt(b) + 1e-7) for w, a, b in zip(weights, m, v)]
        val_loss = run(weights, Xv, yv)[0]
        history["loss"].append(total)
        history["val_loss"].append(val_loss)
        if val_loss < best:
            best, kept, wait = val_loss, weights, 0
        else:
            wait += 1
            if wait >= patience:
                break
    return kept, history


@fitting.wrong(fails="history_of_each_epoch")
def fit_loss_after_the_step(weights, X_train, y_train, X_val, y_val, epochs, batch_size, patience):
    """measures each batch after its step, when the weights have just been fitted to it

    Which weights does Keras' loss of a batch belong to: those before or those after the step?
    """
    X, y, Xv, yv = (
        np.asarray(X_train, float),
        np.asarray(y_train),
        np.asarray(X_val, float),
        np.asarray(y_val),
    )

    def run(w, X, y):
        h1 = np.maximum(X @ w[0] + w[1], 0)
        h2 = np.maximum(h1 @ w[2] + w[3], 0)
        z = h2 @ w[4] + w[5]
        z = z - z.max(axis=1, keepdims=True)
        log_p = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
        d3 = (np.exp(log_p) - np.eye(z.shape[1])[y]) / len(y)
        d2 = d3 @ w[4].T * (h2 > 0)
        d1 = d2 @ w[2].T * (h1 > 0)
        loss = -log_p[np.arange(len(y)), y].mean()
        return loss, [X.T @ d1, d1.sum(0), h1.T @ d2, d2.sum(0), h2.T @ d3, d3.sum(0)]

    m, v, t = [0.0] * 6, [0.0] * 6, 0
    best, kept, wait, history = np.inf, weights, 0, {"loss": [], "val_loss": []}
    for _ in range(epochs):
        total = 0.0
        for i in range(0, len(X), batch_size):
            Xb, yb = X[i : i + batch_size], y[i : i + batch_size]
            loss, g = run(weights, Xb, yb)
            t += 1
            m = [0.9 * a + 0.1 * b for a, b in zip(m, g)]
            v = [0.999 * a + 0.001 * b**2 for a, b in zip(v, g)]
            rate = 0.001 * np.sqrt(1 - 0.999**t) / (1 - 0.9**t)
            weights = [w - rate * a / (np.sqrt(b) + 1e-7) for w, a, b in zip(weights, m, v)]
            total += run(weights, Xb, yb)[0] * len(yb) / len(y)
        val_loss = run(weights, Xv, yv)[0]
        history["loss"].append(total)
        history["val_loss"].append(val_loss)
        if val_loss < best:
            best, kept, wait = val_loss, weights, 0
        else:
            wait += 1
            if wait >= patience:
                break
    return kept, history


@fitting.wrong(fails="first_steps")
def fit_drops_last_batch(weights, X_train, y_train, X_val, y_val, epochs, batch_size, patience):
    """leaves out the last batch where it is not full

    How many steps does an epoch of 11 samples in batches of 4 have?
    """
    X, y, Xv, yv = (
        np.asarray(X_train, float),
        np.asarray(y_train),
        np.asarray(X_val, float),
        np.asarray(y_val),
    )

    def run(w, X, y):
        h1 = np.maximum(X @ w[0] + w[1], 0)
        h2 = np.maximum(h1 @ w[2] + w[3], 0)
        z = h2 @ w[4] + w[5]
        z = z - z.max(axis=1, keepdims=True)
        log_p = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
        d3 = (np.exp(log_p) - np.eye(z.shape[1])[y]) / len(y)
        d2 = d3 @ w[4].T * (h2 > 0)
        d1 = d2 @ w[2].T * (h1 > 0)
        loss = -log_p[np.arange(len(y)), y].mean()
        return loss, [X.T @ d1, d1.sum(0), h1.T @ d2, d2.sum(0), h2.T @ d3, d3.sum(0)]

    m, v, t = [0.0] * 6, [0.0] * 6, 0
    best, kept, wait, history = np.inf, weights, 0, {"loss": [], "val_loss": []}
    for _ in range(epochs):
        total = 0.0
        for i in range(0, max(len(X) - batch_size, 0) + 1, batch_size):
            Xb, yb = X[i : i + batch_size], y[i : i + batch_size]
            loss, g = run(weights, Xb, yb)
            total += loss * len(yb) / len(y)
            t += 1
            m = [0.9 * a + 0.1 * b for a, b in zip(m, g)]
            v = [0.999 * a + 0.001 * b**2 for a, b in zip(v, g)]
            rate = 0.001 * np.sqrt(1 - 0.999**t) / (1 - 0.9**t)
            weights = [w - rate * a / (np.sqrt(b) + 1e-7) for w, a, b in zip(weights, m, v)]
        val_loss = run(weights, Xv, yv)[0]
        history["loss"].append(total)
        history["val_loss"].append(val_loss)
        if val_loss < best:
            best, kept, wait = val_loss, weights, 0
        else:
            wait += 1
            if wait >= patience:
                break
    return kept, history


@fitting.wrong(fails="first_steps")
def fit_shuffles(weights, X_train, y_train, X_val, y_val, epochs, batch_size, patience):
    """shuffles the samples, although the batches should come in order

    Which setting of model.fit does the docstring name?
    """
    X, y, Xv, yv = (
        np.asarray(X_train, float),
        np.asarray(y_train),
        np.asarray(X_val, float),
        np.asarray(y_val),
    )

    def run(w, X, y):
        h1 = np.maximum(X @ w[0] + w[1], 0)
        h2 = np.maximum(h1 @ w[2] + w[3], 0)
        z = h2 @ w[4] + w[5]
        z = z - z.max(axis=1, keepdims=True)
        log_p = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
        d3 = (np.exp(log_p) - np.eye(z.shape[1])[y]) / len(y)
        d2 = d3 @ w[4].T * (h2 > 0)
        d1 = d2 @ w[2].T * (h1 > 0)
        loss = -log_p[np.arange(len(y)), y].mean()
        return loss, [X.T @ d1, d1.sum(0), h1.T @ d2, d2.sum(0), h2.T @ d3, d3.sum(0)]

    m, v, t = [0.0] * 6, [0.0] * 6, 0
    best, kept, wait, history = np.inf, weights, 0, {"loss": [], "val_loss": []}
    for _ in range(epochs):
        total, order = 0.0, np.random.default_rng(0).permutation(len(X))
        for i in range(0, len(X), batch_size):
            Xb, yb = X[order[i : i + batch_size]], y[order[i : i + batch_size]]
            loss, g = run(weights, Xb, yb)
            total += loss * len(yb) / len(y)
            t += 1
            m = [0.9 * a + 0.1 * b for a, b in zip(m, g)]
            v = [0.999 * a + 0.001 * b**2 for a, b in zip(v, g)]
            rate = 0.001 * np.sqrt(1 - 0.999**t) / (1 - 0.9**t)
            weights = [w - rate * a / (np.sqrt(b) + 1e-7) for w, a, b in zip(weights, m, v)]
        val_loss = run(weights, Xv, yv)[0]
        history["loss"].append(total)
        history["val_loss"].append(val_loss)
        if val_loss < best:
            best, kept, wait = val_loss, weights, 0
        else:
            wait += 1
            if wait >= patience:
                break
    return kept, history


@fitting.wrong(fails="first_steps")
def fit_textbook_epsilon(weights, X_train, y_train, X_val, y_val, epochs, batch_size, patience):
    """adds Adam's epsilon to the corrected root, as textbooks do, where Keras adds it to the uncorrected one

    For which weights of the digits are the gradients so small that epsilon matters?
    """
    X, y, Xv, yv = (
        np.asarray(X_train, float),
        np.asarray(y_train),
        np.asarray(X_val, float),
        np.asarray(y_val),
    )

    def run(w, X, y):
        h1 = np.maximum(X @ w[0] + w[1], 0)
        h2 = np.maximum(h1 @ w[2] + w[3], 0)
        z = h2 @ w[4] + w[5]
        z = z - z.max(axis=1, keepdims=True)
        log_p = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
        d3 = (np.exp(log_p) - np.eye(z.shape[1])[y]) / len(y)
        d2 = d3 @ w[4].T * (h2 > 0)
        d1 = d2 @ w[2].T * (h1 > 0)
        loss = -log_p[np.arange(len(y)), y].mean()
        return loss, [X.T @ d1, d1.sum(0), h1.T @ d2, d2.sum(0), h2.T @ d3, d3.sum(0)]

    m, v, t = [0.0] * 6, [0.0] * 6, 0
    best, kept, wait, history = np.inf, weights, 0, {"loss": [], "val_loss": []}
    for _ in range(epochs):
        total = 0.0
        for i in range(0, len(X), batch_size):
            Xb, yb = X[i : i + batch_size], y[i : i + batch_size]
            loss, g = run(weights, Xb, yb)
            total += loss * len(yb) / len(y)
            t += 1
            m = [0.9 * a + 0.1 * b for a, b in zip(m, g)]
            v = [0.999 * a + 0.001 * b**2 for a, b in zip(v, g)]
            rate = 0.001 * np.sqrt(1 - 0.999**t) / (1 - 0.9**t)
            root = np.sqrt(1 - 0.999**t)
            weights = [w - rate * a / (np.sqrt(b) + 1e-7 * root) for w, a, b in zip(weights, m, v)]
        val_loss = run(weights, Xv, yv)[0]
        history["loss"].append(total)
        history["val_loss"].append(val_loss)
        if val_loss < best:
            best, kept, wait = val_loss, weights, 0
        else:
            wait += 1
            if wait >= patience:
                break
    return kept, history


@fitting.wrong(fails="history_of_each_epoch")
def fit_new_adam_each_epoch(weights, X_train, y_train, X_val, y_val, epochs, batch_size, patience):
    """starts Adam afresh in each epoch, so it forgets its averages

    How many optimizers does one training need? Where in your code is it made?
    """
    X, y, Xv, yv = (
        np.asarray(X_train, float),
        np.asarray(y_train),
        np.asarray(X_val, float),
        np.asarray(y_val),
    )

    def run(w, X, y):
        h1 = np.maximum(X @ w[0] + w[1], 0)
        h2 = np.maximum(h1 @ w[2] + w[3], 0)
        z = h2 @ w[4] + w[5]
        z = z - z.max(axis=1, keepdims=True)
        log_p = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
        d3 = (np.exp(log_p) - np.eye(z.shape[1])[y]) / len(y)
        d2 = d3 @ w[4].T * (h2 > 0)
        d1 = d2 @ w[2].T * (h1 > 0)
        loss = -log_p[np.arange(len(y)), y].mean()
        return loss, [X.T @ d1, d1.sum(0), h1.T @ d2, d2.sum(0), h2.T @ d3, d3.sum(0)]

    m, v, t = [0.0] * 6, [0.0] * 6, 0
    best, kept, wait, history = np.inf, weights, 0, {"loss": [], "val_loss": []}
    for _ in range(epochs):
        total, m, v, t = 0.0, [0.0] * 6, [0.0] * 6, 0
        for i in range(0, len(X), batch_size):
            Xb, yb = X[i : i + batch_size], y[i : i + batch_size]
            loss, g = run(weights, Xb, yb)
            total += loss * len(yb) / len(y)
            t += 1
            m = [0.9 * a + 0.1 * b for a, b in zip(m, g)]
            v = [0.999 * a + 0.001 * b**2 for a, b in zip(v, g)]
            rate = 0.001 * np.sqrt(1 - 0.999**t) / (1 - 0.9**t)
            weights = [w - rate * a / (np.sqrt(b) + 1e-7) for w, a, b in zip(weights, m, v)]
        val_loss = run(weights, Xv, yv)[0]
        history["loss"].append(total)
        history["val_loss"].append(val_loss)
        if val_loss < best:
            best, kept, wait = val_loss, weights, 0
        else:
            wait += 1
            if wait >= patience:
                break
    return kept, history


@fitting.wrong(fails="stops_early")
def fit_never_stops(weights, X_train, y_train, X_val, y_val, epochs, batch_size, patience):
    """runs all epochs, whatever the validation loss does

    What is patience for?
    """
    X, y, Xv, yv = (
        np.asarray(X_train, float),
        np.asarray(y_train),
        np.asarray(X_val, float),
        np.asarray(y_val),
    )

    def run(w, X, y):
        h1 = np.maximum(X @ w[0] + w[1], 0)
        h2 = np.maximum(h1 @ w[2] + w[3], 0)
        z = h2 @ w[4] + w[5]
        z = z - z.max(axis=1, keepdims=True)
        log_p = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
        d3 = (np.exp(log_p) - np.eye(z.shape[1])[y]) / len(y)
        d2 = d3 @ w[4].T * (h2 > 0)
        d1 = d2 @ w[2].T * (h1 > 0)
        loss = -log_p[np.arange(len(y)), y].mean()
        return loss, [X.T @ d1, d1.sum(0), h1.T @ d2, d2.sum(0), h2.T @ d3, d3.sum(0)]

    m, v, t = [0.0] * 6, [0.0] * 6, 0
    best, kept, wait, history = np.inf, weights, 0, {"loss": [], "val_loss": []}
    for _ in range(epochs):
        total = 0.0
        for i in range(0, len(X), batch_size):
            Xb, yb = X[i : i + batch_size], y[i : i + batch_size]
            loss, g = run(weights, Xb, yb)
            total += loss * len(yb) / len(y)
            t += 1
            m = [0.9 * a + 0.1 * b for a, b in zip(m, g)]
            v = [0.999 * a + 0.001 * b**2 for a, b in zip(v, g)]
            rate = 0.001 * np.sqrt(1 - 0.999**t) / (1 - 0.9**t)
            weights = [w - rate * a / (np.sqrt(b) + 1e-7) for w, a, b in zip(weights, m, v)]
        val_loss = run(weights, Xv, yv)[0]
        history["loss"].append(total)
        history["val_loss"].append(val_loss)
        if val_loss < best:
            best, kept, wait = val_loss, weights, 0
        else:
            wait += 1
    return kept, history


@fitting.wrong(fails="stops_early")
def fit_one_epoch_too_patient(weights, X_train, y_train, X_val, y_val, epochs, batch_size, patience):
    """waits one epoch more than patience says

    With patience 2, after how many bad epochs in a row does Keras stop?
    """
    X, y, Xv, yv = (
        np.asarray(X_train, float),
        np.asarray(y_train),
        np.asarray(X_val, float),
        np.asarray(y_val),
    )

    def run(w, X, y):
        h1 = np.maximum(X @ w[0] + w[1], 0)
        h2 = np.maximum(h1 @ w[2] + w[3], 0)
        z = h2 @ w[4] + w[5]
        z = z - z.max(axis=1, keepdims=True)
        log_p = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
        d3 = (np.exp(log_p) - np.eye(z.shape[1])[y]) / len(y)
        d2 = d3 @ w[4].T * (h2 > 0)
        d1 = d2 @ w[2].T * (h1 > 0)
        loss = -log_p[np.arange(len(y)), y].mean()
        return loss, [X.T @ d1, d1.sum(0), h1.T @ d2, d2.sum(0), h2.T @ d3, d3.sum(0)]

    m, v, t = [0.0] * 6, [0.0] * 6, 0
    best, kept, wait, history = np.inf, weights, 0, {"loss": [], "val_loss": []}
    for _ in range(epochs):
        total = 0.0
        for i in range(0, len(X), batch_size):
            Xb, yb = X[i : i + batch_size], y[i : i + batch_size]
            loss, g = run(weights, Xb, yb)
            total += loss * len(yb) / len(y)
            t += 1
            m = [0.9 * a + 0.1 * b for a, b in zip(m, g)]
            v = [0.999 * a + 0.001 * b**2 for a, b in zip(v, g)]
            rate = 0.001 * np.sqrt(1 - 0.999**t) / (1 - 0.9**t)
            weights = [w - rate * a / (np.sqrt(b) + 1e-7) for w, a, b in zip(weights, m, v)]
        val_loss = run(weights, Xv, yv)[0]
        history["loss"].append(total)
        history["val_loss"].append(val_loss)
        if val_loss < best:
            best, kept, wait = val_loss, weights, 0
        else:
            wait += 1
            if wait > patience:
                break
    return kept, history


@fitting.wrong(fails="stops_early")
def fit_compares_with_the_last_epoch(
    weights, X_train, y_train, X_val, y_val, epochs, batch_size, patience
):
    """compares each val_loss with that of the epoch before instead of with the best

    0.70, 0.76, 0.74 with patience 2: is the last one a new best?
    """
    X, y, Xv, yv = (
        np.asarray(X_train, float),
        np.asarray(y_train),
        np.asarray(X_val, float),
        np.asarray(y_val),
    )

    def run(w, X, y):
        h1 = np.maximum(X @ w[0] + w[1], 0)
        h2 = np.maximum(h1 @ w[2] + w[3], 0)
        z = h2 @ w[4] + w[5]
        z = z - z.max(axis=1, keepdims=True)
        log_p = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
        d3 = (np.exp(log_p) - np.eye(z.shape[1])[y]) / len(y)
        d2 = d3 @ w[4].T * (h2 > 0)
        d1 = d2 @ w[2].T * (h1 > 0)
        loss = -log_p[np.arange(len(y)), y].mean()
        return loss, [X.T @ d1, d1.sum(0), h1.T @ d2, d2.sum(0), h2.T @ d3, d3.sum(0)]

    m, v, t = [0.0] * 6, [0.0] * 6, 0
    best, kept, wait, history = np.inf, weights, 0, {"loss": [], "val_loss": []}
    for _ in range(epochs):
        total = 0.0
        for i in range(0, len(X), batch_size):
            Xb, yb = X[i : i + batch_size], y[i : i + batch_size]
            loss, g = run(weights, Xb, yb)
            total += loss * len(yb) / len(y)
            t += 1
            m = [0.9 * a + 0.1 * b for a, b in zip(m, g)]
            v = [0.999 * a + 0.001 * b**2 for a, b in zip(v, g)]
            rate = 0.001 * np.sqrt(1 - 0.999**t) / (1 - 0.9**t)
            weights = [w - rate * a / (np.sqrt(b) + 1e-7) for w, a, b in zip(weights, m, v)]
        val_loss = run(weights, Xv, yv)[0]
        history["loss"].append(total)
        history["val_loss"].append(val_loss)
        if val_loss < best:
            best, kept = val_loss, weights
        if len(history["val_loss"]) < 2 or val_loss < history["val_loss"][-2]:
            wait = 0
        else:
            wait += 1
            if wait >= patience:
                break
    return kept, history


@fitting.wrong(fails="stops_early")
def fit_counts_all_bad_epochs(weights, X_train, y_train, X_val, y_val, epochs, batch_size, patience):
    """counts all epochs without a new best, not those in a row

    What should happen to the count when there is a new best?
    """
    X, y, Xv, yv = (
        np.asarray(X_train, float),
        np.asarray(y_train),
        np.asarray(X_val, float),
        np.asarray(y_val),
    )

    def run(w, X, y):
        h1 = np.maximum(X @ w[0] + w[1], 0)
        h2 = np.maximum(h1 @ w[2] + w[3], 0)
        z = h2 @ w[4] + w[5]
        z = z - z.max(axis=1, keepdims=True)
        log_p = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
        d3 = (np.exp(log_p) - np.eye(z.shape[1])[y]) / len(y)
        d2 = d3 @ w[4].T * (h2 > 0)
        d1 = d2 @ w[2].T * (h1 > 0)
        loss = -log_p[np.arange(len(y)), y].mean()
        return loss, [X.T @ d1, d1.sum(0), h1.T @ d2, d2.sum(0), h2.T @ d3, d3.sum(0)]

    m, v, t = [0.0] * 6, [0.0] * 6, 0
    best, kept, wait, history = np.inf, weights, 0, {"loss": [], "val_loss": []}
    for _ in range(epochs):
        total = 0.0
        for i in range(0, len(X), batch_size):
            Xb, yb = X[i : i + batch_size], y[i : i + batch_size]
            loss, g = run(weights, Xb, yb)
            total += loss * len(yb) / len(y)
            t += 1
            m = [0.9 * a + 0.1 * b for a, b in zip(m, g)]
            v = [0.999 * a + 0.001 * b**2 for a, b in zip(v, g)]
            rate = 0.001 * np.sqrt(1 - 0.999**t) / (1 - 0.9**t)
            weights = [w - rate * a / (np.sqrt(b) + 1e-7) for w, a, b in zip(weights, m, v)]
        val_loss = run(weights, Xv, yv)[0]
        history["loss"].append(total)
        history["val_loss"].append(val_loss)
        if val_loss < best:
            best, kept = val_loss, weights
        else:
            wait += 1
            if wait >= patience:
                break
    return kept, history


@fitting.wrong(fails="gives_the_best_weights")
def fit_keeps_the_last_weights(weights, X_train, y_train, X_val, y_val, epochs, batch_size, patience):
    """returns the weights of the last epoch instead of those of the best one

    After which epoch was val_loss lowest, and where did you keep the weights of that moment: as a copy, or as another name for the same arrays?
    """
    X, y, Xv, yv = (
        np.asarray(X_train, float),
        np.asarray(y_train),
        np.asarray(X_val, float),
        np.asarray(y_val),
    )

    def run(w, X, y):
        h1 = np.maximum(X @ w[0] + w[1], 0)
        h2 = np.maximum(h1 @ w[2] + w[3], 0)
        z = h2 @ w[4] + w[5]
        z = z - z.max(axis=1, keepdims=True)
        log_p = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
        d3 = (np.exp(log_p) - np.eye(z.shape[1])[y]) / len(y)
        d2 = d3 @ w[4].T * (h2 > 0)
        d1 = d2 @ w[2].T * (h1 > 0)
        loss = -log_p[np.arange(len(y)), y].mean()
        return loss, [X.T @ d1, d1.sum(0), h1.T @ d2, d2.sum(0), h2.T @ d3, d3.sum(0)]

    m, v, t = [0.0] * 6, [0.0] * 6, 0
    best, wait, history = np.inf, 0, {"loss": [], "val_loss": []}
    for _ in range(epochs):
        total = 0.0
        for i in range(0, len(X), batch_size):
            Xb, yb = X[i : i + batch_size], y[i : i + batch_size]
            loss, g = run(weights, Xb, yb)
            total += loss * len(yb) / len(y)
            t += 1
            m = [0.9 * a + 0.1 * b for a, b in zip(m, g)]
            v = [0.999 * a + 0.001 * b**2 for a, b in zip(v, g)]
            rate = 0.001 * np.sqrt(1 - 0.999**t) / (1 - 0.9**t)
            weights = [w - rate * a / (np.sqrt(b) + 1e-7) for w, a, b in zip(weights, m, v)]
        val_loss = run(weights, Xv, yv)[0]
        history["loss"].append(total)
        history["val_loss"].append(val_loss)
        if val_loss < best:
            best, wait = val_loss, 0
        else:
            wait += 1
            if wait >= patience:
                break
    return weights, history


@fitting.wrong(fails="gives_the_best_weights")
def fit_restores_only_when_stopped(
    weights, X_train, y_train, X_val, y_val, epochs, batch_size, patience
):
    """gives the best weights back only where training stopped early

    The epochs run out while val_loss is rising. Which weights do you want?
    """
    X, y, Xv, yv = (
        np.asarray(X_train, float),
        np.asarray(y_train),
        np.asarray(X_val, float),
        np.asarray(y_val),
    )

    def run(w, X, y):
        h1 = np.maximum(X @ w[0] + w[1], 0)
        h2 = np.maximum(h1 @ w[2] + w[3], 0)
        z = h2 @ w[4] + w[5]
        z = z - z.max(axis=1, keepdims=True)
        log_p = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
        d3 = (np.exp(log_p) - np.eye(z.shape[1])[y]) / len(y)
        d2 = d3 @ w[4].T * (h2 > 0)
        d1 = d2 @ w[2].T * (h1 > 0)
        loss = -log_p[np.arange(len(y)), y].mean()
        return loss, [X.T @ d1, d1.sum(0), h1.T @ d2, d2.sum(0), h2.T @ d3, d3.sum(0)]

    m, v, t = [0.0] * 6, [0.0] * 6, 0
    best, kept, wait, history = np.inf, weights, 0, {"loss": [], "val_loss": []}
    for _ in range(epochs):
        total = 0.0
        for i in range(0, len(X), batch_size):
            Xb, yb = X[i : i + batch_size], y[i : i + batch_size]
            loss, g = run(weights, Xb, yb)
            total += loss * len(yb) / len(y)
            t += 1
            m = [0.9 * a + 0.1 * b for a, b in zip(m, g)]
            v = [0.999 * a + 0.001 * b**2 for a, b in zip(v, g)]
            rate = 0.001 * np.sqrt(1 - 0.999**t) / (1 - 0.9**t)
            weights = [w - rate * a / (np.sqrt(b) + 1e-7) for w, a, b in zip(weights, m, v)]
        val_loss = run(weights, Xv, yv)[0]
        history["loss"].append(total)
        history["val_loss"].append(val_loss)
        if val_loss < best:
            best, kept, wait = val_loss, weights, 0
        else:
            wait += 1
            if wait >= patience:
                break
    return (kept if patience <= wait else weights), history


@fitting.wrong(fails="gives_the_best_weights")
def fit_counts_the_start(weights, X_train, y_train, X_val, y_val, epochs, batch_size, patience):
    """takes the untrained network for an epoch: its weights may be returned as the best

    Keras looks at val_loss for the first time at the end of epoch 1. What is the best before that?
    """
    X, y, Xv, yv = (
        np.asarray(X_train, float),
        np.asarray(y_train),
        np.asarray(X_val, float),
        np.asarray(y_val),
    )

    def run(w, X, y):
        h1 = np.maximum(X @ w[0] + w[1], 0)
        h2 = np.maximum(h1 @ w[2] + w[3], 0)
        z = h2 @ w[4] + w[5]
        z = z - z.max(axis=1, keepdims=True)
        log_p = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
        d3 = (np.exp(log_p) - np.eye(z.shape[1])[y]) / len(y)
        d2 = d3 @ w[4].T * (h2 > 0)
        d1 = d2 @ w[2].T * (h1 > 0)
        loss = -log_p[np.arange(len(y)), y].mean()
        return loss, [X.T @ d1, d1.sum(0), h1.T @ d2, d2.sum(0), h2.T @ d3, d3.sum(0)]

    m, v, t = [0.0] * 6, [0.0] * 6, 0
    best, kept, wait, history = np.inf, weights, 0, {"loss": [], "val_loss": []}
    best = run(weights, Xv, yv)[0]
    for _ in range(epochs):
        total = 0.0
        for i in range(0, len(X), batch_size):
            Xb, yb = X[i : i + batch_size], y[i : i + batch_size]
            loss, g = run(weights, Xb, yb)
            total += loss * len(yb) / len(y)
            t += 1
            m = [0.9 * a + 0.1 * b for a, b in zip(m, g)]
            v = [0.999 * a + 0.001 * b**2 for a, b in zip(v, g)]
            rate = 0.001 * np.sqrt(1 - 0.999**t) / (1 - 0.9**t)
            weights = [w - rate * a / (np.sqrt(b) + 1e-7) for w, a, b in zip(weights, m, v)]
        val_loss = run(weights, Xv, yv)[0]
        history["loss"].append(total)
        history["val_loss"].append(val_loss)
        if val_loss < best:
            best, kept, wait = val_loss, weights, 0
        else:
            wait += 1
            if wait >= patience:
                break
    return kept, history


@fitting.wrong(fails="logits_of_any_size")
def fit_overflows(weights, X_train, y_train, X_val, y_val, epochs, batch_size, patience):
    """takes the logarithm of probabilities made without subtracting the largest logit, which overflows

    What is np.exp(2000)? And the logarithm of a probability that has become 0?
    """
    X, y, Xv, yv = (
        np.asarray(X_train, float),
        np.asarray(y_train),
        np.asarray(X_val, float),
        np.asarray(y_val),
    )

    def run(w, X, y):
        h1 = np.maximum(X @ w[0] + w[1], 0)
        h2 = np.maximum(h1 @ w[2] + w[3], 0)
        z = h2 @ w[4] + w[5]
        with np.errstate(all="ignore"):
            log_p = np.log(np.exp(z) / np.exp(z).sum(axis=1, keepdims=True))
        d3 = (np.exp(log_p) - np.eye(z.shape[1])[y]) / len(y)
        d2 = d3 @ w[4].T * (h2 > 0)
        d1 = d2 @ w[2].T * (h1 > 0)
        loss = -log_p[np.arange(len(y)), y].mean()
        return loss, [X.T @ d1, d1.sum(0), h1.T @ d2, d2.sum(0), h2.T @ d3, d3.sum(0)]

    m, v, t = [0.0] * 6, [0.0] * 6, 0
    best, kept, wait, history = np.inf, weights, 0, {"loss": [], "val_loss": []}
    for _ in range(epochs):
        total = 0.0
        for i in range(0, len(X), batch_size):
            Xb, yb = X[i : i + batch_size], y[i : i + batch_size]
            loss, g = run(weights, Xb, yb)
            total += loss * len(yb) / len(y)
            t += 1
            m = [0.9 * a + 0.1 * b for a, b in zip(m, g)]
            v = [0.999 * a + 0.001 * b**2 for a, b in zip(v, g)]
            rate = 0.001 * np.sqrt(1 - 0.999**t) / (1 - 0.9**t)
            weights = [w - rate * a / (np.sqrt(b) + 1e-7) for w, a, b in zip(weights, m, v)]
        val_loss = run(weights, Xv, yv)[0]
        history["loss"].append(total)
        history["val_loss"].append(val_loss)
        if val_loss < best:
            best, kept, wait = val_loss, weights, 0
        else:
            wait += 1
            if wait >= patience:
                break
    return kept, history


@fitting.wrong(fails="takes_lists_and_leaves_inputs_alone")
def fit_in_place(weights, X_train, y_train, X_val, y_val, epochs, batch_size, patience):
    """trains the arrays that were passed in, so the caller's starting weights are gone

    Does w -= step make a new array? And which arrays does your list of best weights hold?
    """
    X, y, Xv, yv = (
        np.asarray(X_train, float),
        np.asarray(y_train),
        np.asarray(X_val, float),
        np.asarray(y_val),
    )

    def run(w, X, y):
        h1 = np.maximum(X @ w[0] + w[1], 0)
        h2 = np.maximum(h1 @ w[2] + w[3], 0)
        z = h2 @ w[4] + w[5]
        z = z - z.max(axis=1, keepdims=True)
        log_p = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
        d3 = (np.exp(log_p) - np.eye(z.shape[1])[y]) / len(y)
        d2 = d3 @ w[4].T * (h2 > 0)
        d1 = d2 @ w[2].T * (h1 > 0)
        loss = -log_p[np.arange(len(y)), y].mean()
        return loss, [X.T @ d1, d1.sum(0), h1.T @ d2, d2.sum(0), h2.T @ d3, d3.sum(0)]

    m, v, t = [0.0] * 6, [0.0] * 6, 0
    best, kept, wait, history = np.inf, weights, 0, {"loss": [], "val_loss": []}
    for _ in range(epochs):
        total = 0.0
        for i in range(0, len(X), batch_size):
            Xb, yb = X[i : i + batch_size], y[i : i + batch_size]
            loss, g = run(weights, Xb, yb)
            total += loss * len(yb) / len(y)
            t += 1
            m = [0.9 * a + 0.1 * b for a, b in zip(m, g)]
            v = [0.999 * a + 0.001 * b**2 for a, b in zip(v, g)]
            rate = 0.001 * np.sqrt(1 - 0.999**t) / (1 - 0.9**t)
            for w, a, b in zip(weights, m, v):
                w -= rate * a / (np.sqrt(b) + 1e-7)
        val_loss = run(weights, Xv, yv)[0]
        history["loss"].append(total)
        history["val_loss"].append(val_loss)
        if val_loss < best:
            best, kept, wait = val_loss, [w.copy() for w in weights], 0
        else:
            wait += 1
            if wait >= patience:
                break
    return kept, history


@fitting.wrong(fails="stops_early")
def fit_equal_is_better(weights, X_train, y_train, X_val, y_val, epochs, batch_size, patience):
    """takes an epoch that is as good as the best for a new best, so a loss that stands still never stops

    The loss has been 0 for five epochs. Is there a new lowest one among them?
    """
    X, Xv, y, yv = *map(np.asarray, (X_train, X_val)), *map(np.asarray, (y_train, y_val))

    def run(w, X, y):
        h1 = np.maximum(X @ w[0] + w[1], 0)
        h2 = np.maximum(h1 @ w[2] + w[3], 0)
        z = h2 @ w[4] + w[5]
        z = z - z.max(axis=1, keepdims=True)
        log_p = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
        d3 = (np.exp(log_p) - np.eye(z.shape[1])[y]) / len(y)
        d2 = d3 @ w[4].T * (h2 > 0)
        d1 = d2 @ w[2].T * (h1 > 0)
        return -log_p[np.arange(len(y)), y], [X.T @ d1, d1.sum(0), h1.T @ d2, d2.sum(0), h2.T @ d3, d3.sum(0)]

    m, v, t = [0.0] * 6, [0.0] * 6, 0
    best, kept, wait, history = np.inf, weights, 0, {"loss": [], "val_loss": []}
    for _ in range(epochs):
        total = 0.0
        for i in range(0, len(X), batch_size):
            Xb, yb = X[i : i + batch_size], y[i : i + batch_size]
            loss, g = run(weights, Xb, yb)
            total += loss.sum()
            t += 1
            m = [0.9 * a + 0.1 * b for a, b in zip(m, g)]
            v = [0.999 * a + 0.001 * b**2 for a, b in zip(v, g)]
            rate = 0.001 * np.sqrt(1 - 0.999**t) / (1 - 0.9**t)
            weights = [w - rate * a / (np.sqrt(b) + 1e-7) for w, a, b in zip(weights, m, v)]
        val_loss = run(weights, Xv, yv)[0].mean()
        history["loss"].append(total / len(X))
        history["val_loss"].append(val_loss)
        if val_loss <= best:
            best, kept, wait = val_loss, weights, 0
        else:
            wait += 1
            if wait >= patience:
                break
    return kept, history


@fitting.wrong(fails="history_of_each_epoch")
def fit_validates_first(weights, X_train, y_train, X_val, y_val, epochs, batch_size, patience):
    """measures the validation loss before the epoch, with the weights of the one before

    What has the network learned when you measure it?
    """
    X, Xv, y, yv = *map(np.asarray, (X_train, X_val)), *map(np.asarray, (y_train, y_val))

    def run(w, X, y):
        h1 = np.maximum(X @ w[0] + w[1], 0)
        h2 = np.maximum(h1 @ w[2] + w[3], 0)
        z = h2 @ w[4] + w[5]
        z = z - z.max(axis=1, keepdims=True)
        log_p = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
        d3 = (np.exp(log_p) - np.eye(z.shape[1])[y]) / len(y)
        d2 = d3 @ w[4].T * (h2 > 0)
        d1 = d2 @ w[2].T * (h1 > 0)
        return -log_p[np.arange(len(y)), y], [X.T @ d1, d1.sum(0), h1.T @ d2, d2.sum(0), h2.T @ d3, d3.sum(0)]

    m, v, t = [0.0] * 6, [0.0] * 6, 0
    best, kept, wait, history = np.inf, weights, 0, {"loss": [], "val_loss": []}
    for _ in range(epochs):
        val_loss = run(weights, Xv, yv)[0].mean()
        total = 0.0
        for i in range(0, len(X), batch_size):
            Xb, yb = X[i : i + batch_size], y[i : i + batch_size]
            loss, g = run(weights, Xb, yb)
            total += loss.sum()
            t += 1
            m = [0.9 * a + 0.1 * b for a, b in zip(m, g)]
            v = [0.999 * a + 0.001 * b**2 for a, b in zip(v, g)]
            rate = 0.001 * np.sqrt(1 - 0.999**t) / (1 - 0.9**t)
            weights = [w - rate * a / (np.sqrt(b) + 1e-7) for w, a, b in zip(weights, m, v)]
        history["loss"].append(total / len(X))
        history["val_loss"].append(val_loss)
        if val_loss < best:
            best, kept, wait = val_loss, weights, 0
        else:
            wait += 1
            if wait >= patience:
                break
    return kept, history


@fitting.wrong(fails="history_of_each_epoch")
def fit_loss_after_the_epoch(weights, X_train, y_train, X_val, y_val, epochs, batch_size, patience):
    """computes the training loss of all the data when the epoch is over

    Every batch is measured once an epoch. With which weights?
    """
    X, Xv, y, yv = *map(np.asarray, (X_train, X_val)), *map(np.asarray, (y_train, y_val))

    def run(w, X, y):
        h1 = np.maximum(X @ w[0] + w[1], 0)
        h2 = np.maximum(h1 @ w[2] + w[3], 0)
        z = h2 @ w[4] + w[5]
        z = z - z.max(axis=1, keepdims=True)
        log_p = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
        d3 = (np.exp(log_p) - np.eye(z.shape[1])[y]) / len(y)
        d2 = d3 @ w[4].T * (h2 > 0)
        d1 = d2 @ w[2].T * (h1 > 0)
        return -log_p[np.arange(len(y)), y], [X.T @ d1, d1.sum(0), h1.T @ d2, d2.sum(0), h2.T @ d3, d3.sum(0)]

    m, v, t = [0.0] * 6, [0.0] * 6, 0
    best, kept, wait, history = np.inf, weights, 0, {"loss": [], "val_loss": []}
    for _ in range(epochs):
        total = 0.0
        for i in range(0, len(X), batch_size):
            Xb, yb = X[i : i + batch_size], y[i : i + batch_size]
            loss, g = run(weights, Xb, yb)
            total += loss.sum()
            t += 1
            m = [0.9 * a + 0.1 * b for a, b in zip(m, g)]
            v = [0.999 * a + 0.001 * b**2 for a, b in zip(v, g)]
            rate = 0.001 * np.sqrt(1 - 0.999**t) / (1 - 0.9**t)
            weights = [w - rate * a / (np.sqrt(b) + 1e-7) for w, a, b in zip(weights, m, v)]
        val_loss = run(weights, Xv, yv)[0].mean()
        history["loss"].append(run(weights, X, y)[0].mean())
        history["val_loss"].append(val_loss)
        if val_loss < best:
            best, kept, wait = val_loss, weights, 0
        else:
            wait += 1
            if wait >= patience:
                break
    return kept, history


@fitting.wrong(fails="history_of_each_epoch")
def fit_validation_in_batches(weights, X_train, y_train, X_val, y_val, epochs, batch_size, patience):
    """averages the validation losses of batches, and the short last one counts too much

    How many validation samples are there, and how much should each of them count?
    """
    X, Xv, y, yv = *map(np.asarray, (X_train, X_val)), *map(np.asarray, (y_train, y_val))

    def run(w, X, y):
        h1 = np.maximum(X @ w[0] + w[1], 0)
        h2 = np.maximum(h1 @ w[2] + w[3], 0)
        z = h2 @ w[4] + w[5]
        z = z - z.max(axis=1, keepdims=True)
        log_p = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
        d3 = (np.exp(log_p) - np.eye(z.shape[1])[y]) / len(y)
        d2 = d3 @ w[4].T * (h2 > 0)
        d1 = d2 @ w[2].T * (h1 > 0)
        return -log_p[np.arange(len(y)), y], [X.T @ d1, d1.sum(0), h1.T @ d2, d2.sum(0), h2.T @ d3, d3.sum(0)]

    m, v, t = [0.0] * 6, [0.0] * 6, 0
    best, kept, wait, history = np.inf, weights, 0, {"loss": [], "val_loss": []}
    for _ in range(epochs):
        total = 0.0
        for i in range(0, len(X), batch_size):
            Xb, yb = X[i : i + batch_size], y[i : i + batch_size]
            loss, g = run(weights, Xb, yb)
            total += loss.sum()
            t += 1
            m = [0.9 * a + 0.1 * b for a, b in zip(m, g)]
            v = [0.999 * a + 0.001 * b**2 for a, b in zip(v, g)]
            rate = 0.001 * np.sqrt(1 - 0.999**t) / (1 - 0.9**t)
            weights = [w - rate * a / (np.sqrt(b) + 1e-7) for w, a, b in zip(weights, m, v)]
        cuts = range(0, len(Xv), batch_size)
        val_loss = np.mean([run(weights, Xv[i : i + batch_size], yv[i : i + batch_size])[0].mean() for i in cuts])
        history["loss"].append(total / len(X))
        history["val_loss"].append(val_loss)
        if val_loss < best:
            best, kept, wait = val_loss, weights, 0
        else:
            wait += 1
            if wait >= patience:
                break
    return kept, history


@fitting.wrong(fails="history_of_each_epoch")
def fit_validation_sum(weights, X_train, y_train, X_val, y_val, epochs, batch_size, patience):
    """adds the validation losses up instead of averaging them

    Should val_loss double with twice the validation data?
    """
    X, Xv, y, yv = *map(np.asarray, (X_train, X_val)), *map(np.asarray, (y_train, y_val))

    def run(w, X, y):
        h1 = np.maximum(X @ w[0] + w[1], 0)
        h2 = np.maximum(h1 @ w[2] + w[3], 0)
        z = h2 @ w[4] + w[5]
        z = z - z.max(axis=1, keepdims=True)
        log_p = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
        d3 = (np.exp(log_p) - np.eye(z.shape[1])[y]) / len(y)
        d2 = d3 @ w[4].T * (h2 > 0)
        d1 = d2 @ w[2].T * (h1 > 0)
        return -log_p[np.arange(len(y)), y], [X.T @ d1, d1.sum(0), h1.T @ d2, d2.sum(0), h2.T @ d3, d3.sum(0)]

    m, v, t = [0.0] * 6, [0.0] * 6, 0
    best, kept, wait, history = np.inf, weights, 0, {"loss": [], "val_loss": []}
    for _ in range(epochs):
        total = 0.0
        for i in range(0, len(X), batch_size):
            Xb, yb = X[i : i + batch_size], y[i : i + batch_size]
            loss, g = run(weights, Xb, yb)
            total += loss.sum()
            t += 1
            m = [0.9 * a + 0.1 * b for a, b in zip(m, g)]
            v = [0.999 * a + 0.001 * b**2 for a, b in zip(v, g)]
            rate = 0.001 * np.sqrt(1 - 0.999**t) / (1 - 0.9**t)
            weights = [w - rate * a / (np.sqrt(b) + 1e-7) for w, a, b in zip(weights, m, v)]
        val_loss = run(weights, Xv, yv)[0].sum()
        history["loss"].append(total / len(X))
        history["val_loss"].append(val_loss)
        if val_loss < best:
            best, kept, wait = val_loss, weights, 0
        else:
            wait += 1
            if wait >= patience:
                break
    return kept, history


@fitting.wrong(fails="stops_early")
def fit_zero_patience_goes_on(weights, X_train, y_train, X_val, y_val, epochs, batch_size, patience):
    """takes patience 0 to mean that it should never stop

    Patience 0 and patience 1 do the same. What is that?
    """
    X, Xv, y, yv = *map(np.asarray, (X_train, X_val)), *map(np.asarray, (y_train, y_val))

    def run(w, X, y):
        h1 = np.maximum(X @ w[0] + w[1], 0)
        h2 = np.maximum(h1 @ w[2] + w[3], 0)
        z = h2 @ w[4] + w[5]
        z = z - z.max(axis=1, keepdims=True)
        log_p = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
        d3 = (np.exp(log_p) - np.eye(z.shape[1])[y]) / len(y)
        d2 = d3 @ w[4].T * (h2 > 0)
        d1 = d2 @ w[2].T * (h1 > 0)
        return -log_p[np.arange(len(y)), y], [X.T @ d1, d1.sum(0), h1.T @ d2, d2.sum(0), h2.T @ d3, d3.sum(0)]

    m, v, t = [0.0] * 6, [0.0] * 6, 0
    best, kept, wait, history = np.inf, weights, 0, {"loss": [], "val_loss": []}
    for _ in range(epochs):
        total = 0.0
        for i in range(0, len(X), batch_size):
            Xb, yb = X[i : i + batch_size], y[i : i + batch_size]
            loss, g = run(weights, Xb, yb)
            total += loss.sum()
            t += 1
            m = [0.9 * a + 0.1 * b for a, b in zip(m, g)]
            v = [0.999 * a + 0.001 * b**2 for a, b in zip(v, g)]
            rate = 0.001 * np.sqrt(1 - 0.999**t) / (1 - 0.9**t)
            weights = [w - rate * a / (np.sqrt(b) + 1e-7) for w, a, b in zip(weights, m, v)]
        val_loss = run(weights, Xv, yv)[0].mean()
        history["loss"].append(total / len(X))
        history["val_loss"].append(val_loss)
        if val_loss < best:
            best, kept, wait = val_loss, weights, 0
        else:
            wait += 1
            if patience and wait >= patience:
                break
    return kept, history


@fitting.wrong(fails="stops_early")
def fit_watches_the_loss(weights, X_train, y_train, X_val, y_val, epochs, batch_size, patience):
    """watches the training loss, not the validation loss

    Which of the two losses tells when a network begins to learn by heart?
    """
    X, Xv, y, yv = *map(np.asarray, (X_train, X_val)), *map(np.asarray, (y_train, y_val))

    def run(w, X, y):
        h1 = np.maximum(X @ w[0] + w[1], 0)
        h2 = np.maximum(h1 @ w[2] + w[3], 0)
        z = h2 @ w[4] + w[5]
        z = z - z.max(axis=1, keepdims=True)
        log_p = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
        d3 = (np.exp(log_p) - np.eye(z.shape[1])[y]) / len(y)
        d2 = d3 @ w[4].T * (h2 > 0)
        d1 = d2 @ w[2].T * (h1 > 0)
        return -log_p[np.arange(len(y)), y], [X.T @ d1, d1.sum(0), h1.T @ d2, d2.sum(0), h2.T @ d3, d3.sum(0)]

    m, v, t = [0.0] * 6, [0.0] * 6, 0
    best, kept, wait, history = np.inf, weights, 0, {"loss": [], "val_loss": []}
    for _ in range(epochs):
        total = 0.0
        for i in range(0, len(X), batch_size):
            Xb, yb = X[i : i + batch_size], y[i : i + batch_size]
            loss, g = run(weights, Xb, yb)
            total += loss.sum()
            t += 1
            m = [0.9 * a + 0.1 * b for a, b in zip(m, g)]
            v = [0.999 * a + 0.001 * b**2 for a, b in zip(v, g)]
            rate = 0.001 * np.sqrt(1 - 0.999**t) / (1 - 0.9**t)
            weights = [w - rate * a / (np.sqrt(b) + 1e-7) for w, a, b in zip(weights, m, v)]
        val_loss = run(weights, Xv, yv)[0].mean()
        history["loss"].append(total / len(X))
        history["val_loss"].append(val_loss)
        if history["loss"][-1] < best:
            best, kept, wait = history["loss"][-1], weights, 0
        else:
            wait += 1
            if wait >= patience:
                break
    return kept, history


@fitting.wrong(fails="stops_early")
def fit_history_of_the_best(weights, X_train, y_train, X_val, y_val, epochs, batch_size, patience):
    """cuts the history off at the best epoch

    The docstring says which epochs history speaks of: those that were run, or those that were kept?
    """
    X, Xv, y, yv = *map(np.asarray, (X_train, X_val)), *map(np.asarray, (y_train, y_val))

    def run(w, X, y):
        h1 = np.maximum(X @ w[0] + w[1], 0)
        h2 = np.maximum(h1 @ w[2] + w[3], 0)
        z = h2 @ w[4] + w[5]
        z = z - z.max(axis=1, keepdims=True)
        log_p = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
        d3 = (np.exp(log_p) - np.eye(z.shape[1])[y]) / len(y)
        d2 = d3 @ w[4].T * (h2 > 0)
        d1 = d2 @ w[2].T * (h1 > 0)
        return -log_p[np.arange(len(y)), y], [X.T @ d1, d1.sum(0), h1.T @ d2, d2.sum(0), h2.T @ d3, d3.sum(0)]

    m, v, t = [0.0] * 6, [0.0] * 6, 0
    best, kept, wait, history = np.inf, weights, 0, {"loss": [], "val_loss": []}
    for _ in range(epochs):
        total = 0.0
        for i in range(0, len(X), batch_size):
            Xb, yb = X[i : i + batch_size], y[i : i + batch_size]
            loss, g = run(weights, Xb, yb)
            total += loss.sum()
            t += 1
            m = [0.9 * a + 0.1 * b for a, b in zip(m, g)]
            v = [0.999 * a + 0.001 * b**2 for a, b in zip(v, g)]
            rate = 0.001 * np.sqrt(1 - 0.999**t) / (1 - 0.9**t)
            weights = [w - rate * a / (np.sqrt(b) + 1e-7) for w, a, b in zip(weights, m, v)]
        val_loss = run(weights, Xv, yv)[0].mean()
        history["loss"].append(total / len(X))
        history["val_loss"].append(val_loss)
        if val_loss < best:
            best, kept, wait = val_loss, weights, 0
        else:
            wait += 1
            if wait >= patience:
                break
    return kept, {key: h[: 1 + int(np.argmin(history["val_loss"]))] for key, h in history.items()}


@fitting.wrong(fails="first_steps")
def fit_ten_times_the_rate(weights, X_train, y_train, X_val, y_val, epochs, batch_size, patience):
    """trains with another learning rate than Adam's default, 0.001

    Which settings of Adam does the docstring ask for?
    """
    X, Xv, y, yv = *map(np.asarray, (X_train, X_val)), *map(np.asarray, (y_train, y_val))

    def run(w, X, y):
        h1 = np.maximum(X @ w[0] + w[1], 0)
        h2 = np.maximum(h1 @ w[2] + w[3], 0)
        z = h2 @ w[4] + w[5]
        z = z - z.max(axis=1, keepdims=True)
        log_p = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
        d3 = (np.exp(log_p) - np.eye(z.shape[1])[y]) / len(y)
        d2 = d3 @ w[4].T * (h2 > 0)
        d1 = d2 @ w[2].T * (h1 > 0)
        return -log_p[np.arange(len(y)), y], [X.T @ d1, d1.sum(0), h1.T @ d2, d2.sum(0), h2.T @ d3, d3.sum(0)]

    m, v, t = [0.0] * 6, [0.0] * 6, 0
    best, kept, wait, history = np.inf, weights, 0, {"loss": [], "val_loss": []}
    for _ in range(epochs):
        total = 0.0
        for i in range(0, len(X), batch_size):
            Xb, yb = X[i : i + batch_size], y[i : i + batch_size]
            loss, g = run(weights, Xb, yb)
            total += loss.sum()
            t += 1
            m = [0.9 * a + 0.1 * b for a, b in zip(m, g)]
            v = [0.999 * a + 0.001 * b**2 for a, b in zip(v, g)]
            rate = 0.01 * np.sqrt(1 - 0.999**t) / (1 - 0.9**t)
            weights = [w - rate * a / (np.sqrt(b) + 1e-7) for w, a, b in zip(weights, m, v)]
        val_loss = run(weights, Xv, yv)[0].mean()
        history["loss"].append(total / len(X))
        history["val_loss"].append(val_loss)
        if val_loss < best:
            best, kept, wait = val_loss, weights, 0
        else:
            wait += 1
            if wait >= patience:
                break
    return kept, history


@fitting.wrong(fails="first_steps")
def fit_sums_the_gradient(weights, X_train, y_train, X_val, y_val, epochs, batch_size, patience):
    """takes the gradient of the sum over the batch, not of the mean

    What does gradients(weights, X, y) divide by?
    """
    X, Xv, y, yv = *map(np.asarray, (X_train, X_val)), *map(np.asarray, (y_train, y_val))

    def run(w, X, y):
        h1 = np.maximum(X @ w[0] + w[1], 0)
        h2 = np.maximum(h1 @ w[2] + w[3], 0)
        z = h2 @ w[4] + w[5]
        z = z - z.max(axis=1, keepdims=True)
        log_p = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
        d3 = np.exp(log_p) - np.eye(z.shape[1])[y]
        d2 = d3 @ w[4].T * (h2 > 0)
        d1 = d2 @ w[2].T * (h1 > 0)
        return -log_p[np.arange(len(y)), y], [X.T @ d1, d1.sum(0), h1.T @ d2, d2.sum(0), h2.T @ d3, d3.sum(0)]

    m, v, t = [0.0] * 6, [0.0] * 6, 0
    best, kept, wait, history = np.inf, weights, 0, {"loss": [], "val_loss": []}
    for _ in range(epochs):
        total = 0.0
        for i in range(0, len(X), batch_size):
            Xb, yb = X[i : i + batch_size], y[i : i + batch_size]
            loss, g = run(weights, Xb, yb)
            total += loss.sum()
            t += 1
            m = [0.9 * a + 0.1 * b for a, b in zip(m, g)]
            v = [0.999 * a + 0.001 * b**2 for a, b in zip(v, g)]
            rate = 0.001 * np.sqrt(1 - 0.999**t) / (1 - 0.9**t)
            weights = [w - rate * a / (np.sqrt(b) + 1e-7) for w, a, b in zip(weights, m, v)]
        val_loss = run(weights, Xv, yv)[0].mean()
        history["loss"].append(total / len(X))
        history["val_loss"].append(val_loss)
        if val_loss < best:
            best, kept, wait = val_loss, weights, 0
        else:
            wait += 1
            if wait >= patience:
                break
    return kept, history


@fitting.wrong(fails="history_of_each_epoch")
def fit_keys_swapped(weights, X_train, y_train, X_val, y_val, epochs, batch_size, patience):
    """gives the validation loss under "loss" and the training loss under "val_loss"

    Which of the two lists do you fill before the epoch ends?
    """
    X, Xv, y, yv = *map(np.asarray, (X_train, X_val)), *map(np.asarray, (y_train, y_val))

    def run(w, X, y):
        h1 = np.maximum(X @ w[0] + w[1], 0)
        h2 = np.maximum(h1 @ w[2] + w[3], 0)
        z = h2 @ w[4] + w[5]
        z = z - z.max(axis=1, keepdims=True)
        log_p = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
        d3 = (np.exp(log_p) - np.eye(z.shape[1])[y]) / len(y)
        d2 = d3 @ w[4].T * (h2 > 0)
        d1 = d2 @ w[2].T * (h1 > 0)
        return -log_p[np.arange(len(y)), y], [X.T @ d1, d1.sum(0), h1.T @ d2, d2.sum(0), h2.T @ d3, d3.sum(0)]

    m, v, t = [0.0] * 6, [0.0] * 6, 0
    best, kept, wait, history = np.inf, weights, 0, {"loss": [], "val_loss": []}
    for _ in range(epochs):
        total = 0.0
        for i in range(0, len(X), batch_size):
            Xb, yb = X[i : i + batch_size], y[i : i + batch_size]
            loss, g = run(weights, Xb, yb)
            total += loss.sum()
            t += 1
            m = [0.9 * a + 0.1 * b for a, b in zip(m, g)]
            v = [0.999 * a + 0.001 * b**2 for a, b in zip(v, g)]
            rate = 0.001 * np.sqrt(1 - 0.999**t) / (1 - 0.9**t)
            weights = [w - rate * a / (np.sqrt(b) + 1e-7) for w, a, b in zip(weights, m, v)]
        val_loss = run(weights, Xv, yv)[0].mean()
        history["loss"].append(total / len(X))
        history["val_loss"].append(val_loss)
        if val_loss < best:
            best, kept, wait = val_loss, weights, 0
        else:
            wait += 1
            if wait >= patience:
                break
    return kept, {"loss": history["val_loss"], "val_loss": history["loss"]}


@fitting.wrong(fails="stops_early")
def fit_forgets_the_last_epoch(weights, X_train, y_train, X_val, y_val, epochs, batch_size, patience):
    """leaves the epoch in which it stops out of the history

    The last epoch was run, too. Does your loop end before its losses are written down?
    """
    X, Xv, y, yv = *map(np.asarray, (X_train, X_val)), *map(np.asarray, (y_train, y_val))

    def run(w, X, y):
        h1 = np.maximum(X @ w[0] + w[1], 0)
        h2 = np.maximum(h1 @ w[2] + w[3], 0)
        z = h2 @ w[4] + w[5]
        z = z - z.max(axis=1, keepdims=True)
        log_p = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
        d3 = (np.exp(log_p) - np.eye(z.shape[1])[y]) / len(y)
        d2 = d3 @ w[4].T * (h2 > 0)
        d1 = d2 @ w[2].T * (h1 > 0)
        return -log_p[np.arange(len(y)), y], [X.T @ d1, d1.sum(0), h1.T @ d2, d2.sum(0), h2.T @ d3, d3.sum(0)]

    m, v, t = [0.0] * 6, [0.0] * 6, 0
    best, kept, wait, history = np.inf, weights, 0, {"loss": [], "val_loss": []}
    for _ in range(epochs):
        total = 0.0
        for i in range(0, len(X), batch_size):
            Xb, yb = X[i : i + batch_size], y[i : i + batch_size]
            loss, g = run(weights, Xb, yb)
            total += loss.sum()
            t += 1
            m = [0.9 * a + 0.1 * b for a, b in zip(m, g)]
            v = [0.999 * a + 0.001 * b**2 for a, b in zip(v, g)]
            rate = 0.001 * np.sqrt(1 - 0.999**t) / (1 - 0.9**t)
            weights = [w - rate * a / (np.sqrt(b) + 1e-7) for w, a, b in zip(weights, m, v)]
        val_loss = run(weights, Xv, yv)[0].mean()
        if val_loss < best:
            best, kept, wait = val_loss, weights, 0
        else:
            wait += 1
            if wait >= patience:
                break
        history["loss"].append(total / len(X))
        history["val_loss"].append(val_loss)
    return kept, history


@fitting.wrong(fails="first_steps")
def fit_history_first(weights, X_train, y_train, X_val, y_val, epochs, batch_size, patience):
    """returns the history before the weights

    In which order does the docstring name what is returned?
    """
    X, Xv, y, yv = *map(np.asarray, (X_train, X_val)), *map(np.asarray, (y_train, y_val))

    def run(w, X, y):
        h1 = np.maximum(X @ w[0] + w[1], 0)
        h2 = np.maximum(h1 @ w[2] + w[3], 0)
        z = h2 @ w[4] + w[5]
        z = z - z.max(axis=1, keepdims=True)
        log_p = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
        d3 = (np.exp(log_p) - np.eye(z.shape[1])[y]) / len(y)
        d2 = d3 @ w[4].T * (h2 > 0)
        d1 = d2 @ w[2].T * (h1 > 0)
        return -log_p[np.arange(len(y)), y], [X.T @ d1, d1.sum(0), h1.T @ d2, d2.sum(0), h2.T @ d3, d3.sum(0)]

    m, v, t = [0.0] * 6, [0.0] * 6, 0
    best, kept, wait, history = np.inf, weights, 0, {"loss": [], "val_loss": []}
    for _ in range(epochs):
        total = 0.0
        for i in range(0, len(X), batch_size):
            Xb, yb = X[i : i + batch_size], y[i : i + batch_size]
            loss, g = run(weights, Xb, yb)
            total += loss.sum()
            t += 1
            m = [0.9 * a + 0.1 * b for a, b in zip(m, g)]
            v = [0.999 * a + 0.001 * b**2 for a, b in zip(v, g)]
            rate = 0.001 * np.sqrt(1 - 0.999**t) / (1 - 0.9**t)
            weights = [w - rate * a / (np.sqrt(b) + 1e-7) for w, a, b in zip(weights, m, v)]
        val_loss = run(weights, Xv, yv)[0].mean()
        history["loss"].append(total / len(X))
        history["val_loss"].append(val_loss)
        if val_loss < best:
            best, kept, wait = val_loss, weights, 0
        else:
            wait += 1
            if wait >= patience:
                break
    return history, kept


@fitting.wrong(fails="first_steps")
def fit_without_val_loss(weights, X_train, y_train, X_val, y_val, epochs, batch_size, patience):
    """writes no val_loss into the history

    Which two lists does the docstring want in history, and under which names?
    """
    X, Xv, y, yv = *map(np.asarray, (X_train, X_val)), *map(np.asarray, (y_train, y_val))

    def run(w, X, y):
        h1 = np.maximum(X @ w[0] + w[1], 0)
        h2 = np.maximum(h1 @ w[2] + w[3], 0)
        z = h2 @ w[4] + w[5]
        z = z - z.max(axis=1, keepdims=True)
        log_p = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
        d3 = (np.exp(log_p) - np.eye(z.shape[1])[y]) / len(y)
        d2 = d3 @ w[4].T * (h2 > 0)
        d1 = d2 @ w[2].T * (h1 > 0)
        return -log_p[np.arange(len(y)), y], [X.T @ d1, d1.sum(0), h1.T @ d2, d2.sum(0), h2.T @ d3, d3.sum(0)]

    m, v, t = [0.0] * 6, [0.0] * 6, 0
    best, kept, wait, history = np.inf, weights, 0, {"loss": []}
    for _ in range(epochs):
        total = 0.0
        for i in range(0, len(X), batch_size):
            Xb, yb = X[i : i + batch_size], y[i : i + batch_size]
            loss, g = run(weights, Xb, yb)
            total += loss.sum()
            t += 1
            m = [0.9 * a + 0.1 * b for a, b in zip(m, g)]
            v = [0.999 * a + 0.001 * b**2 for a, b in zip(v, g)]
            rate = 0.001 * np.sqrt(1 - 0.999**t) / (1 - 0.9**t)
            weights = [w - rate * a / (np.sqrt(b) + 1e-7) for w, a, b in zip(weights, m, v)]
        val_loss = run(weights, Xv, yv)[0].mean()
        history["loss"].append(total / len(X))
        if val_loss < best:
            best, kept, wait = val_loss, weights, 0
        else:
            wait += 1
            if wait >= patience:
                break
    return kept, history


@fitting.wrong(fails="first_steps")
def fit_plain_descent(weights, X_train, y_train, X_val, y_val, epochs, batch_size, patience):
    """subtracts the gradient times 0.001, without Adam

    Which optimizer does the docstring name, and what does it remember from step to step?
    """
    X, Xv, y, yv = *map(np.asarray, (X_train, X_val)), *map(np.asarray, (y_train, y_val))

    def run(w, X, y):
        h1 = np.maximum(X @ w[0] + w[1], 0)
        h2 = np.maximum(h1 @ w[2] + w[3], 0)
        z = h2 @ w[4] + w[5]
        z = z - z.max(axis=1, keepdims=True)
        log_p = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
        d3 = (np.exp(log_p) - np.eye(z.shape[1])[y]) / len(y)
        d2 = d3 @ w[4].T * (h2 > 0)
        d1 = d2 @ w[2].T * (h1 > 0)
        return -log_p[np.arange(len(y)), y], [X.T @ d1, d1.sum(0), h1.T @ d2, d2.sum(0), h2.T @ d3, d3.sum(0)]

    best, kept, wait, history = np.inf, weights, 0, {"loss": [], "val_loss": []}
    for _ in range(epochs):
        total = 0.0
        for i in range(0, len(X), batch_size):
            Xb, yb = X[i : i + batch_size], y[i : i + batch_size]
            loss, g = run(weights, Xb, yb)
            total += loss.sum()
            weights = [w - 0.001 * b for w, b in zip(weights, g)]
        val_loss = run(weights, Xv, yv)[0].mean()
        history["loss"].append(total / len(X))
        history["val_loss"].append(val_loss)
        if val_loss < best:
            best, kept, wait = val_loss, weights, 0
        else:
            wait += 1
            if wait >= patience:
                break
    return kept, history


@fitting.wrong(fails="first_steps")
def fit_new_adam_each_batch(weights, X_train, y_train, X_val, y_val, epochs, batch_size, patience):
    """starts Adam afresh for each batch, so it never has anything to remember

    What do m, v and t hold when the second batch comes? Where is your optimizer made?
    """
    X, Xv, y, yv = *map(np.asarray, (X_train, X_val)), *map(np.asarray, (y_train, y_val))

    def run(w, X, y):
        h1 = np.maximum(X @ w[0] + w[1], 0)
        h2 = np.maximum(h1 @ w[2] + w[3], 0)
        z = h2 @ w[4] + w[5]
        z = z - z.max(axis=1, keepdims=True)
        log_p = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
        d3 = (np.exp(log_p) - np.eye(z.shape[1])[y]) / len(y)
        d2 = d3 @ w[4].T * (h2 > 0)
        d1 = d2 @ w[2].T * (h1 > 0)
        return -log_p[np.arange(len(y)), y], [X.T @ d1, d1.sum(0), h1.T @ d2, d2.sum(0), h2.T @ d3, d3.sum(0)]

    best, kept, wait, history = np.inf, weights, 0, {"loss": [], "val_loss": []}
    for _ in range(epochs):
        total = 0.0
        for i in range(0, len(X), batch_size):
            Xb, yb = X[i : i + batch_size], y[i : i + batch_size]
            loss, g = run(weights, Xb, yb)
            total += loss.sum()
            m, v, t = [0.0] * 6, [0.0] * 6, 0
            t += 1
            m = [0.9 * a + 0.1 * b for a, b in zip(m, g)]
            v = [0.999 * a + 0.001 * b**2 for a, b in zip(v, g)]
            rate = 0.001 * np.sqrt(1 - 0.999**t) / (1 - 0.9**t)
            weights = [w - rate * a / (np.sqrt(b) + 1e-7) for w, a, b in zip(weights, m, v)]
        val_loss = run(weights, Xv, yv)[0].mean()
        history["loss"].append(total / len(X))
        history["val_loss"].append(val_loss)
        if val_loss < best:
            best, kept, wait = val_loss, weights, 0
        else:
            wait += 1
            if wait >= patience:
                break
    return kept, history


@fitting.wrong(fails="first_steps")
def fit_one_step_an_epoch(weights, X_train, y_train, X_val, y_val, epochs, batch_size, patience):
    """makes one step in each epoch, with all the data at once

    How many batches has an epoch, and after which of them do the weights move?
    """
    X, Xv, y, yv = *map(np.asarray, (X_train, X_val)), *map(np.asarray, (y_train, y_val))

    def run(w, X, y):
        h1 = np.maximum(X @ w[0] + w[1], 0)
        h2 = np.maximum(h1 @ w[2] + w[3], 0)
        z = h2 @ w[4] + w[5]
        z = z - z.max(axis=1, keepdims=True)
        log_p = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
        d3 = (np.exp(log_p) - np.eye(z.shape[1])[y]) / len(y)
        d2 = d3 @ w[4].T * (h2 > 0)
        d1 = d2 @ w[2].T * (h1 > 0)
        return -log_p[np.arange(len(y)), y], [X.T @ d1, d1.sum(0), h1.T @ d2, d2.sum(0), h2.T @ d3, d3.sum(0)]

    m, v, t = [0.0] * 6, [0.0] * 6, 0
    best, kept, wait, history = np.inf, weights, 0, {"loss": [], "val_loss": []}
    for _ in range(epochs):
        total = 0.0
        for i in range(0, len(X), len(X)):
            Xb, yb = X[i : i + len(X)], y[i : i + len(X)]
            loss, g = run(weights, Xb, yb)
            total += loss.sum()
            t += 1
            m = [0.9 * a + 0.1 * b for a, b in zip(m, g)]
            v = [0.999 * a + 0.001 * b**2 for a, b in zip(v, g)]
            rate = 0.001 * np.sqrt(1 - 0.999**t) / (1 - 0.9**t)
            weights = [w - rate * a / (np.sqrt(b) + 1e-7) for w, a, b in zip(weights, m, v)]
        val_loss = run(weights, Xv, yv)[0].mean()
        history["loss"].append(total / len(X))
        history["val_loss"].append(val_loss)
        if val_loss < best:
            best, kept, wait = val_loss, weights, 0
        else:
            wait += 1
            if wait >= patience:
                break
    return kept, history


@fitting.wrong(fails="stops_early")
def fit_watches_the_accuracy(weights, X_train, y_train, X_val, y_val, epochs, batch_size, patience):
    """watches how many validation samples come out right, not the validation loss

    The loss may fall while no sample changes its class. Which of the two decides when to stop?
    """
    X, Xv, y, yv = *map(np.asarray, (X_train, X_val)), *map(np.asarray, (y_train, y_val))

    right = []

    def run(w, X, y):
        h1 = np.maximum(X @ w[0] + w[1], 0)
        h2 = np.maximum(h1 @ w[2] + w[3], 0)
        z = h2 @ w[4] + w[5]
        z = z - z.max(axis=1, keepdims=True)
        log_p = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
        d3 = (np.exp(log_p) - np.eye(z.shape[1])[y]) / len(y)
        d2 = d3 @ w[4].T * (h2 > 0)
        d1 = d2 @ w[2].T * (h1 > 0)
        right.append(np.mean(z.argmax(axis=1) == y))
        return -log_p[np.arange(len(y)), y], [X.T @ d1, d1.sum(0), h1.T @ d2, d2.sum(0), h2.T @ d3, d3.sum(0)]

    m, v, t = [0.0] * 6, [0.0] * 6, 0
    best, kept, wait, history = -1.0, weights, 0, {"loss": [], "val_loss": []}
    for _ in range(epochs):
        total = 0.0
        for i in range(0, len(X), batch_size):
            Xb, yb = X[i : i + batch_size], y[i : i + batch_size]
            loss, g = run(weights, Xb, yb)
            total += loss.sum()
            t += 1
            m = [0.9 * a + 0.1 * b for a, b in zip(m, g)]
            v = [0.999 * a + 0.001 * b**2 for a, b in zip(v, g)]
            rate = 0.001 * np.sqrt(1 - 0.999**t) / (1 - 0.9**t)
            weights = [w - rate * a / (np.sqrt(b) + 1e-7) for w, a, b in zip(weights, m, v)]
        val_loss = run(weights, Xv, yv)[0].mean()
        history["loss"].append(total / len(X))
        history["val_loss"].append(val_loss)
        if right[-1] > best:
            best, kept, wait = right[-1], weights, 0
        else:
            wait += 1
            if wait >= patience:
                break
    return kept, history


@fitting.wrong(fails="history_of_each_epoch")
def fit_last_batch_only(weights, X_train, y_train, X_val, y_val, epochs, batch_size, patience):
    """reports the loss of the last batch as that of the epoch

    Which batches does your number speak of? What if the last one holds a single sample?
    """
    X, Xv, y, yv = *map(np.asarray, (X_train, X_val)), *map(np.asarray, (y_train, y_val))

    def run(w, X, y):
        h1 = np.maximum(X @ w[0] + w[1], 0)
        h2 = np.maximum(h1 @ w[2] + w[3], 0)
        z = h2 @ w[4] + w[5]
        z = z - z.max(axis=1, keepdims=True)
        log_p = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
        d3 = (np.exp(log_p) - np.eye(z.shape[1])[y]) / len(y)
        d2 = d3 @ w[4].T * (h2 > 0)
        d1 = d2 @ w[2].T * (h1 > 0)
        return -log_p[np.arange(len(y)), y], [X.T @ d1, d1.sum(0), h1.T @ d2, d2.sum(0), h2.T @ d3, d3.sum(0)]

    m, v, t = [0.0] * 6, [0.0] * 6, 0
    best, kept, wait, history = np.inf, weights, 0, {"loss": [], "val_loss": []}
    for _ in range(epochs):
        for i in range(0, len(X), batch_size):
            Xb, yb = X[i : i + batch_size], y[i : i + batch_size]
            loss, g = run(weights, Xb, yb)
            t += 1
            m = [0.9 * a + 0.1 * b for a, b in zip(m, g)]
            v = [0.999 * a + 0.001 * b**2 for a, b in zip(v, g)]
            rate = 0.001 * np.sqrt(1 - 0.999**t) / (1 - 0.9**t)
            weights = [w - rate * a / (np.sqrt(b) + 1e-7) for w, a, b in zip(weights, m, v)]
        val_loss = run(weights, Xv, yv)[0].mean()
        history["loss"].append(loss.mean())
        history["val_loss"].append(val_loss)
        if val_loss < best:
            best, kept, wait = val_loss, weights, 0
        else:
            wait += 1
            if wait >= patience:
                break
    return kept, history


@fitting.wrong(fails="first_steps")
def fit_learns_from_validation(weights, X_train, y_train, X_val, y_val, epochs, batch_size, patience):
    """makes steps with the validation data, too

    What are the validation data for, if the network has learned from them?
    """
    X, Xv, y, yv = *map(np.asarray, (X_train, X_val)), *map(np.asarray, (y_train, y_val))

    def run(w, X, y):
        h1 = np.maximum(X @ w[0] + w[1], 0)
        h2 = np.maximum(h1 @ w[2] + w[3], 0)
        z = h2 @ w[4] + w[5]
        z = z - z.max(axis=1, keepdims=True)
        log_p = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
        d3 = (np.exp(log_p) - np.eye(z.shape[1])[y]) / len(y)
        d2 = d3 @ w[4].T * (h2 > 0)
        d1 = d2 @ w[2].T * (h1 > 0)
        return -log_p[np.arange(len(y)), y], [X.T @ d1, d1.sum(0), h1.T @ d2, d2.sum(0), h2.T @ d3, d3.sum(0)]

    m, v, t = [0.0] * 6, [0.0] * 6, 0
    best, kept, wait, history = np.inf, weights, 0, {"loss": [], "val_loss": []}
    for _ in range(epochs):
        total = 0.0
        for i in range(0, len(X), batch_size):
            Xb, yb = X[i : i + batch_size], y[i : i + batch_size]
            loss, g = run(weights, Xb, yb)
            total += loss.sum()
            t += 1
            m = [0.9 * a + 0.1 * b for a, b in zip(m, g)]
            v = [0.999 * a + 0.001 * b**2 for a, b in zip(v, g)]
            rate = 0.001 * np.sqrt(1 - 0.999**t) / (1 - 0.9**t)
            weights = [w - rate * a / (np.sqrt(b) + 1e-7) for w, a, b in zip(weights, m, v)]
        val_loss = run(weights, Xv, yv)[0].mean()
        history["loss"].append(total / len(X))
        history["val_loss"].append(val_loss)
        g = run(weights, Xv, yv)[1]
        t += 1
        m = [0.9 * a + 0.1 * b for a, b in zip(m, g)]
        v = [0.999 * a + 0.001 * b**2 for a, b in zip(v, g)]
        rate = 0.001 * np.sqrt(1 - 0.999**t) / (1 - 0.9**t)
        weights = [w - rate * a / (np.sqrt(b) + 1e-7) for w, a, b in zip(weights, m, v)]
        if val_loss < best:
            best, kept, wait = val_loss, weights, 0
        else:
            wait += 1
            if wait >= patience:
                break
    return kept, history


@fitting.wrong(fails="first_steps")
def fit_softmax_twice(weights, X_train, y_train, X_val, y_val, epochs, batch_size, patience):
    """takes the probabilities for logits and applies softmax to them again

    forward gives logits. How often is softmax applied on the way to your loss?
    """
    X, Xv, y, yv = *map(np.asarray, (X_train, X_val)), *map(np.asarray, (y_train, y_val))

    def run(w, X, y):
        h1 = np.maximum(X @ w[0] + w[1], 0)
        h2 = np.maximum(h1 @ w[2] + w[3], 0)
        z = h2 @ w[4] + w[5]
        z = z - z.max(axis=1, keepdims=True)
        log_p = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
        d3 = (np.exp(log_p) - np.eye(z.shape[1])[y]) / len(y)
        d2 = d3 @ w[4].T * (h2 > 0)
        d1 = d2 @ w[2].T * (h1 > 0)
        p = np.exp(np.exp(log_p))
        return -np.log(p / p.sum(axis=1, keepdims=True))[np.arange(len(y)), y], [X.T @ d1, d1.sum(0), h1.T @ d2, d2.sum(0), h2.T @ d3, d3.sum(0)]

    m, v, t = [0.0] * 6, [0.0] * 6, 0
    best, kept, wait, history = np.inf, weights, 0, {"loss": [], "val_loss": []}
    for _ in range(epochs):
        total = 0.0
        for i in range(0, len(X), batch_size):
            Xb, yb = X[i : i + batch_size], y[i : i + batch_size]
            loss, g = run(weights, Xb, yb)
            total += loss.sum()
            t += 1
            m = [0.9 * a + 0.1 * b for a, b in zip(m, g)]
            v = [0.999 * a + 0.001 * b**2 for a, b in zip(v, g)]
            rate = 0.001 * np.sqrt(1 - 0.999**t) / (1 - 0.9**t)
            weights = [w - rate * a / (np.sqrt(b) + 1e-7) for w, a, b in zip(weights, m, v)]
        val_loss = run(weights, Xv, yv)[0].mean()
        history["loss"].append(total / len(X))
        history["val_loss"].append(val_loss)
        if val_loss < best:
            best, kept, wait = val_loss, weights, 0
        else:
            wait += 1
            if wait >= patience:
                break
    return kept, history


@fitting.right
def fit_classes(weights, X_train, y_train, X_val, y_val, epochs, batch_size, patience):
    class Dense:
        def __init__(self, W, b, relu):
            self.W, self.b, self.relu = np.array(W, dtype=float), np.array(b, dtype=float), relu

        def forward(self, h):
            self.h, self.z = h, h @ self.W + self.b
            return np.maximum(self.z, 0) if self.relu else self.z

        def backward(self, d):
            d = np.where(self.z > 0, d, 0) if self.relu else d
            self.slopes = [self.h.T @ d, d.sum(axis=0)]
            return d @ self.W.T

    class Network:
        def __init__(self, arrays):
            self.layers = [Dense(arrays[i], arrays[i + 1], i < 4) for i in (0, 2, 4)]

        @property
        def arrays(self):
            return [array for layer in self.layers for array in (layer.W, layer.b)]

        def losses(self, X, y):
            for layer in self.layers:
                X = layer.forward(X)
            e = np.exp(X - X.max(axis=1, keepdims=True))
            self.p, self.y = e / e.sum(axis=1, keepdims=True), y
            z_true = X[np.arange(len(y)), y]
            return X.max(axis=1) + np.log(e.sum(axis=1)) - z_true

        def slopes(self):
            d = (self.p - np.eye(self.p.shape[1])[self.y]) / len(self.y)
            for layer in self.layers[::-1]:
                d = layer.backward(d)
            return [slope for layer in self.layers for slope in layer.slopes]

    X_train, X_val = np.array(X_train, dtype=float), np.array(X_val, dtype=float)
    y_train, y_val = np.array(y_train), np.array(y_val)
    net = Network(weights)
    m = [np.zeros_like(a) for a in net.arrays]
    v = [np.zeros_like(a) for a in net.arrays]
    step, history, best_weights, bad = 0, {"loss": [], "val_loss": []}, None, 0
    for _ in range(epochs):
        seen = []
        for start in range(0, len(y_train), batch_size):
            stop = min(start + batch_size, len(y_train))
            seen.extend(net.losses(X_train[start:stop], y_train[start:stop]))
            step += 1
            for a, g, mi, vi in zip(net.arrays, net.slopes(), m, v):
                mi += 0.1 * (g - mi)
                vi += 0.001 * (g * g - vi)
                a -= 0.001 * np.sqrt(1 - 0.999**step) / (1 - 0.9**step) * mi / (np.sqrt(vi) + 1e-7)
        history["loss"].append(np.mean(seen))
        history["val_loss"].append(np.mean(net.losses(X_val, y_val)))
        if best_weights is None or history["val_loss"][-1] < min(history["val_loss"][:-1]):
            best_weights, bad = [a.copy() for a in net.arrays], 0
        else:
            bad += 1
        if bad and bad >= patience:
            break
    return best_weights, history


@fitting.right
def fit_flat_vector(weights, X_train, y_train, X_val, y_val, epochs, batch_size, patience):
    shapes = [np.shape(w) for w in weights]
    cuts = np.cumsum([int(np.prod(s)) for s in shapes])[:-1]
    unpack = lambda vector: [part.reshape(s) for part, s in zip(np.split(vector, cuts), shapes)]

    def evaluate(vector, X, y):
        W1, b1, W2, b2, W3, b3 = unpack(vector)
        z1 = X @ W1 + b1
        h1 = z1 * (z1 > 0)
        z2 = h1 @ W2 + b2
        h2 = z2 * (z2 > 0)
        z = h2 @ W3 + b3
        log_p = z - np.logaddexp.reduce(z, axis=1, keepdims=True)
        d3 = np.exp(log_p)
        d3[np.arange(len(y)), y] -= 1
        d3 /= len(y)
        d2 = (d3 @ W3.T) * (z2 > 0)
        d1 = (d2 @ W2.T) * (z1 > 0)
        slopes = (X.T @ d1, d1.sum(0), h1.T @ d2, d2.sum(0), h2.T @ d3, d3.sum(0))
        return -np.mean(log_p[np.arange(len(y)), y]), np.concatenate([s.ravel() for s in slopes])

    X_train, X_val = np.asarray(X_train, float), np.asarray(X_val, float)
    y_train, y_val = np.asarray(y_train, int), np.asarray(y_val, int)
    theta = np.concatenate([np.ravel(w) for w in weights]).astype(float)
    m, v, t = np.zeros_like(theta), np.zeros_like(theta), 0
    losses, val_losses, snapshots = [], [], []
    for epoch in range(epochs):
        epoch_loss = 0.0
        for start in range(0, len(X_train), batch_size):
            batch = np.arange(start, min(start + batch_size, len(X_train)))
            loss, g = evaluate(theta, X_train[batch], y_train[batch])
            epoch_loss += loss * len(batch)
            t += 1
            m = 0.9 * m + (1 - 0.9) * g
            v = 0.999 * v + (1 - 0.999) * g**2
            m_hat, v_hat = m / (1 - 0.9**t), v / (1 - 0.999**t)
            theta = theta - 0.001 * m_hat / (np.sqrt(v_hat) + 1e-7 / np.sqrt(1 - 0.999**t))
        losses.append(epoch_loss / len(X_train))
        val_losses.append(evaluate(theta, X_val, y_val)[0])
        snapshots.append(theta)
        if epoch - int(np.argmin(val_losses)) >= max(patience, 1):
            break
    return unpack(snapshots[int(np.argmin(val_losses))]), {"loss": losses, "val_loss": val_losses}


@fitting.right
def fit_while(weights, X_train, y_train, X_val, y_val, epochs, batch_size, patience):
    def run(ws, X, y):
        a, W, b = [X], ws[::2], ws[1::2]
        for k in range(2):
            a.append(np.clip(a[k] @ W[k] + b[k], 0, np.inf))
        z = a[2] @ W[2] + b[2]
        top = z.max(axis=1)
        loss = (
            top
            + np.log(np.exp(z - top[:, None]).sum(axis=1))
            - np.take_along_axis(z, y[:, None], axis=1)[:, 0]
        )
        d = np.exp(z - top[:, None])
        d = (d / d.sum(axis=1, keepdims=True) - (y[:, None] == np.arange(len(b[2])))) / len(y)
        g = []
        for k in (2, 1, 0):
            g = [np.einsum("ni,nj->ij", a[k], d), np.einsum("nj->j", d), *g]
            d = (d @ W[k].T) * np.sign(a[k])
        return loss, g

    X, y = np.array(X_train, np.float64), np.array(y_train)
    Xv, yv = np.array(X_val, np.float64), np.array(y_val)
    current = [np.array(w) for w in weights]
    state = [(0.0, 0.0) for _ in current]
    history = {"loss": [], "val_loss": []}
    epoch = t = waited = 0
    lowest = float("inf")
    best = current
    while epoch < epochs:
        start, sums = 0, []
        while start < len(X):
            loss, g = run(current, X[start : start + batch_size], y[start : start + batch_size])
            sums.append(float(loss.sum()))
            t += 1
            state = [(m + (s - m) * 0.1, v + (s * s - v) * 0.001) for (m, v), s in zip(state, g)]
            alpha = 0.001 * (1 - 0.999**t) ** 0.5 / (1 - 0.9**t)
            current = [w - alpha * m / (v**0.5 + 1e-7) for w, (m, v) in zip(current, state)]
            start += batch_size
        history["loss"].append(sum(sums) / len(X))
        val = float(np.average(run(current, Xv, yv)[0]))
        history["val_loss"].append(val)
        waited += 1
        if val < lowest:
            lowest, best, waited = val, [w.copy() for w in current], 0
        elif waited >= patience:
            break
        epoch += 1
    return tuple(best), history


@fitting.right
def fit_validates_in_batches(weights, X_train, y_train, X_val, y_val, epochs, batch_size, patience):
    def batches(X, y):
        X, y = np.asarray(X, dtype=float), np.asarray(y)
        for k in range(-(-len(X) // batch_size)):
            yield X[k * batch_size : (k + 1) * batch_size], y[k * batch_size : (k + 1) * batch_size]

    def logits(w, X):
        hidden = [X]
        for i in (0, 2):
            hidden.append(np.maximum(hidden[-1].dot(w[i]) + w[i + 1], 0))
        return hidden, hidden[-1].dot(w[4]) + w[5]

    def log_softmax(z):
        z = z - np.max(z, axis=-1, keepdims=True)
        return z - np.log(np.sum(np.exp(z), axis=-1, keepdims=True))

    def total_loss(w, X, y):
        return -sum(row[label] for row, label in zip(log_softmax(logits(w, X)[1]), y))

    def slopes(w, X, y):
        hidden, z = logits(w, X)
        delta = np.exp(log_softmax(z)) - np.eye(z.shape[1])[y]
        found = [None] * 6
        for i in (4, 2, 0):
            h = hidden[i // 2]
            found[i], found[i + 1] = h.T.dot(delta) / len(y), delta.mean(axis=0)
            delta = delta.dot(w[i].T) * (h > 0)
        return found

    class Optimizer:
        t = 0

        def step(self, w, g):
            self.m = (
                [0.1 * b for b in g] if not self.t else [0.9 * a + 0.1 * b for a, b in zip(self.m, g)]
            )
            squares = [0.001 * b * b for b in g]
            self.v = squares if not self.t else [0.999 * a + b for a, b in zip(self.v, squares)]
            self.t += 1
            rate = 0.001 * np.sqrt(1 - 0.999**self.t) / (1 - 0.9**self.t)
            return [a - rate * m / (np.sqrt(v) + 1e-7) for a, m, v in zip(w, self.m, self.v)]

    optimizer, records = Optimizer(), []
    for epoch in range(epochs):
        loss = 0
        for X, y in batches(X_train, y_train):
            loss += total_loss(weights, X, y)
            weights = optimizer.step(weights, slopes(weights, X, y))
        val_loss = sum(total_loss(weights, X, y) for X, y in batches(X_val, y_val)) / len(X_val)
        records.append((val_loss, epoch, weights, loss / len(X_train)))
        best = min(records, key=lambda record: record[:2])
        if epoch > best[1] and epoch - best[1] >= patience:
            break
    return best[2], {"loss": [float(r[3]) for r in records], "val_loss": [float(r[0]) for r in records]}


@fitting.right
def fit_plain_python(weights, X_train, y_train, X_val, y_val, epochs, batch_size, patience):
    import math

    def forward_one(Ws, bs, x):
        hs = [x]
        for k in range(3):
            z = list(bs[k])
            for h, row in zip(hs[k], Ws[k]):
                if h:
                    z = [s + h * w for s, w in zip(z, row)]
            hs.append(z if k == 2 else [s if s > 0 else 0.0 for s in z])
        top = max(hs[3])
        e = [math.exp(s - top) for s in hs[3]]
        return hs, [s / sum(e) for s in e], top + math.log(sum(e))

    def loss_of(Ws, bs, x, label):
        hs, _, log_sum = forward_one(Ws, bs, x)
        return log_sum - hs[3][label]

    rows = lambda X: [[float(value) for value in x] for x in X]
    X, Xv = rows(X_train), rows(X_val)
    y, yv = [int(k) for k in y_train], [int(k) for k in y_val]
    Ws, bs = [w.tolist() for w in weights[::2]], [b.tolist() for b in weights[1::2]]
    m = [[0.0] * w.size for w in weights]
    v = [[0.0] * w.size for w in weights]
    shapes = [w.shape for w in weights]
    flat = [w.ravel().tolist() for w in weights]
    t, best, best_flat, wait, history = 0, math.inf, None, 0, {"loss": [], "val_loss": []}
    for _ in range(epochs):
        total = 0.0
        for start in range(0, len(X), batch_size):
            xs, labels = X[start : start + batch_size], y[start : start + batch_size]
            slopes = [[0.0] * len(f) for f in flat]
            for x, label in zip(xs, labels):
                hs, p, log_sum = forward_one(Ws, bs, x)
                total += log_sum - hs[3][label]
                d = [(q - (c == label)) / len(xs) for c, q in enumerate(p)]
                for k in (2, 1, 0):
                    width, G = len(d), slopes[2 * k]
                    for i, h in enumerate(hs[k]):
                        if h:
                            G[i * width : (i + 1) * width] = [
                                a + h * b for a, b in zip(G[i * width : (i + 1) * width], d)
                            ]
                    slopes[2 * k + 1] = [a + b for a, b in zip(slopes[2 * k + 1], d)]
                    if k:
                        d = [
                            sum(a * b for a, b in zip(row, d)) if h > 0 else 0.0
                            for row, h in zip(Ws[k], hs[k])
                        ]
            t += 1
            alpha = 0.001 * math.sqrt(1 - 0.999**t) / (1 - 0.9**t)
            for k in range(6):
                m[k] = [0.9 * a + 0.1 * g for a, g in zip(m[k], slopes[k])]
                v[k] = [0.999 * a + 0.001 * g * g for a, g in zip(v[k], slopes[k])]
                flat[k] = [w - alpha * a / (math.sqrt(b) + 1e-7) for w, a, b in zip(flat[k], m[k], v[k])]
            Ws = [
                [flat[k][i * s : (i + 1) * s] for i in range(r)]
                for k in (0, 2, 4)
                for r, s in [shapes[k]]
            ]
            bs = [flat[k] for k in (1, 3, 5)]
        val_loss = sum(loss_of(Ws, bs, x, label) for x, label in zip(Xv, yv)) / len(Xv)
        history["loss"].append(total / len(X))
        history["val_loss"].append(val_loss)
        if val_loss < best:
            best, best_flat, wait = val_loss, list(flat), 0
        else:
            wait += 1
            if wait >= patience:
                break
    return [np.array(f).reshape(s) for f, s in zip(best_flat, shapes)], history


@fitting.right
def fit_recursive(weights, X_train, y_train, X_val, y_val, epochs, batch_size, patience):
    def chain(w, X):
        h1 = np.maximum(X @ w[0] + w[1], 0)
        h2 = np.maximum(h1 @ w[2] + w[3], 0)
        return X, h1, h2, h2 @ w[4] + w[5]

    def losses(w, X, y):
        z = chain(w, X)[-1]
        others = z - z[np.arange(len(y)), y][:, None]
        top = others.max(axis=1)
        return top + np.log(np.sum(np.exp(others - top[:, None]), axis=1))

    def one_batch(state, batch):
        w, m, v, t = state
        X, y = batch
        x, h1, h2, z = chain(w, X)
        e = np.exp(z - z.max(1, keepdims=True))
        d3 = (e / e.sum(1, keepdims=True) - np.eye(z.shape[1])[y]) / len(y)
        d2 = (d3 @ w[4].T) * (h2 > 0)
        d1 = (d2 @ w[2].T) * (h1 > 0)
        g = [x.T @ d1, d1.sum(0), h1.T @ d2, d2.sum(0), h2.T @ d3, d3.sum(0)]
        m = [0.9 * a + 0.1 * b for a, b in zip(m, g)]
        v = [0.999 * a + 0.001 * b**2 for a, b in zip(v, g)]
        bias = np.sqrt(1 - 0.999 ** (t + 1)) / (1 - 0.9 ** (t + 1))
        return [a - 0.001 * bias * b / (np.sqrt(c) + 1e-7) for a, b, c in zip(w, m, v)], m, v, t + 1

    X, y = np.asarray(X_train, float), np.asarray(y_train)
    Xv, yv = np.asarray(X_val, float), np.asarray(y_val)
    cuts = list(range(batch_size, len(X), batch_size))
    batches = list(zip(np.split(X, cuts), np.split(y, cuts)))

    def one_epoch(state, left, best, wait, history):
        if left == 0:
            return best, history
        measured = []
        for batch in batches:
            measured.append(losses(state[0], *batch))
            state = one_batch(state, batch)
        val_loss = losses(state[0], Xv, yv).mean()
        history = {
            "loss": [*history["loss"], float(np.concatenate(measured).mean())],
            "val_loss": [*history["val_loss"], float(val_loss)],
        }
        if best is None or val_loss < best[0]:
            return one_epoch(state, left - 1, (val_loss, state[0]), 0, history)
        if wait + 1 >= patience:
            return best, history
        return one_epoch(state, left - 1, best, wait + 1, history)

    zeros = [np.zeros(w.shape) for w in weights]
    (_, kept), history = one_epoch(
        (weights, zeros, zeros, 0), epochs, None, 0, {"loss": [], "val_loss": []}
    )
    return kept, {**history, "epochs": len(history["loss"])}


@fitting.right
def fit_with_callbacks(weights, X_train, y_train, X_val, y_val, epochs, batch_size, patience):
    class Stopper:
        def __init__(self):
            self.best, self.arrays, self.since = float("inf"), None, 0

        def wants_to_stop(self, value, arrays):
            if value < self.best:
                self.best, self.arrays, self.since = value, [a.copy() for a in arrays], 0
                return False
            self.since += 1
            return self.since >= patience

    class Model:
        def __init__(self, arrays):
            self.arrays = [np.array(a, dtype=float) for a in arrays]
            self.moments = [[np.zeros(a.shape), np.zeros(a.shape)] for a in self.arrays]
            self.steps = 0

        def logits(self, X):
            W1, b1, W2, b2, W3, b3 = self.arrays
            self.x = np.asarray(X, dtype=float)
            self.h1 = np.maximum(self.x @ W1 + b1, 0)
            self.h2 = np.maximum(self.h1 @ W2 + b2, 0)
            return self.h2 @ W3 + b3

        def losses(self, X, y):
            z = self.logits(X)
            hot = np.eye(z.shape[1])[np.asarray(y)]
            peak = z.max(axis=1, keepdims=True)
            log_sum = peak + np.log(np.exp(z - peak).sum(axis=1, keepdims=True))
            self.wanted = (np.exp(z - log_sum) - hot) / len(z)
            return np.sum(hot * (log_sum - z), axis=1)

        def train_on_batch(self, X, y):
            losses = self.losses(X, y)
            d3 = self.wanted
            d2 = d3 @ self.arrays[4].T * (self.h2 > 0)
            d1 = d2 @ self.arrays[2].T * (self.h1 > 0)
            slopes = []
            for h, d in ((self.x, d1), (self.h1, d2), (self.h2, d3)):
                slopes += [h.T @ d, d.sum(axis=0)]
            self.steps += 1
            correction_1, correction_2 = 1 - 0.9**self.steps, 1 - 0.999**self.steps
            for array, g, moments in zip(self.arrays, slopes, self.moments):
                moments[0] = 0.9 * moments[0] + 0.1 * g
                moments[1] = 0.999 * moments[1] + 0.001 * g**2
                rate = 0.001 / correction_1 * np.sqrt(correction_2)
                array -= rate * moments[0] / (np.sqrt(moments[1]) + 1e-7)
            return losses.sum()

    model, stopper, history = Model(weights), Stopper(), {"val_loss": [], "loss": []}
    steps = int(np.ceil(len(X_train) / batch_size))
    for _ in range(epochs):
        cut = [slice(k * batch_size, (k + 1) * batch_size) for k in range(steps)]
        history["loss"].append(
            sum(model.train_on_batch(X_train[s], y_train[s]) for s in cut) / len(y_train)
        )
        history["val_loss"].append(np.mean(model.losses(X_val, y_val)))
        if stopper.wants_to_stop(history["val_loss"][-1], model.arrays):
            break
    return stopper.arrays, history


@fitting.right
def fit_in_columns(weights, X_train, y_train, X_val, y_val, epochs, batch_size, patience):
    """Samples stand in columns, and the matrices are transposed until the end."""
    relu = lambda z: (z + np.abs(z)) / 2
    now = [np.asarray(a).T if a.ndim == 2 else np.asarray(a)[:, None] for a in weights]
    columns = lambda X: np.asarray(X, dtype=float).T
    shapes = [a.shape for a in weights]

    def pass_forward(w, x):
        h1 = relu(w[0] @ x + w[1])
        h2 = relu(w[2] @ h1 + w[3])
        z = w[4] @ h2 + w[5]
        return h1, h2, z - z.max(axis=0)

    def surprise(z, y):
        return np.log(np.exp(z).sum(axis=0)) - z[np.asarray(y), np.arange(z.shape[1])]

    m, v, history, wait, t = [0] * 6, [0] * 6, {"loss": [], "val_loss": []}, 0, 0
    order = np.arange(len(X_train))
    x_all, y_all = columns(X_train), np.asarray(y_train)
    while len(history["loss"]) < epochs:
        surprises = np.zeros(len(order))
        for first in order[::batch_size]:
            part = order[first : first + batch_size]
            x, y = x_all[:, part], y_all[part]
            h1, h2, z = pass_forward(now, x)
            surprises[part] = surprise(z, y)
            d3 = np.exp(z) / np.exp(z).sum(axis=0)
            d3[y, np.arange(len(y))] -= 1
            d3 /= len(y)
            d2 = (now[4].T @ d3) * (h2 > 0)
            d1 = (now[2].T @ d2) * (h1 > 0)
            t += 1
            for k, (d, h) in enumerate(((d1, x), (d2, h1), (d3, h2))):
                for i, g in ((2 * k, d @ h.T), (2 * k + 1, d.sum(axis=1, keepdims=True))):
                    m[i] = m[i] + 0.1 * (g - m[i])
                    v[i] = v[i] + 0.001 * (g * g - v[i])
                    alpha = 0.001 * np.sqrt(1 - 0.999**t) / (1 - 0.9**t)
                    now[i] = now[i] - alpha * m[i] / (np.sqrt(v[i]) + 1e-7)
        history["loss"].append(float(surprises.mean()))
        history["val_loss"].append(float(surprise(pass_forward(now, columns(X_val))[2], y_val).mean()))
        if history["val_loss"][-1] < min(history["val_loss"][:-1], default=np.inf):
            kept, wait = [a.T.reshape(shape) for a, shape in zip(now, shapes)], 0
        else:
            wait += 1
        if wait > 0 and wait >= patience:
            break
    return kept, history
