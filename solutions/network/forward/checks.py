"""Hidden checks of forward."""

import numpy as np

from autograder.authoring import Exercise, call, curve

from ..shared import (
    FLOAT64,
    digits,
    exact,
    exact_logits,
    keras_model,
    network,
    network_and_samples,
    paper_network,
)


def through_a_small_network(ask, x):
    """One feature, layers of three and two units, two logits: the first of them is a line with corners."""
    weights = [
        np.array([[1.0, -1.0, 2.0]]), np.array([0.5, 0.5, -2.0]),
        np.array([[1.0, 0.5], [-1.0, 1.0], [-1.5, 0.5]]), np.array([0.25, -1.0]),
        np.array([[1.0, -1.0], [0.5, 1.0]]), np.array([0.5, 0.0]),
    ]
    return np.asarray(ask(weights, x.reshape(-1, 1)))[:, 0]


exercise = Exercise(
    "forward",
    understood="A network's answer is three matrix products with relu between them; what comes out last "
    "are logits, which the loss turns into probabilities by itself.",
    picture=curve(-3, 3, see=through_a_small_network, over="x, the only feature", of="the first logit"),
)


@exercise.keras(reason=FLOAT64)
def keras_forward(weights, X):
    return keras_model(weights)(np.asarray(X, dtype="float64")).numpy()


@exercise.exact()
def exact_forward(weights, X):
    from mpmath import mp

    with mp.workdps(40):
        return exact_logits([exact(array) for array in weights], exact(X)).astype(float)


@exercise.relation
def each_row_by_itself(answer, weights, X):
    """The samples in reverse: the logits in reverse."""
    backwards = np.asarray(answer(weights, np.asarray(X)[::-1]))[::-1]
    return np.allclose(backwards, answer(weights, X), rtol=1e-9, atol=1e-9)


@exercise.relation
def units_in_another_order(answer, weights, X):
    """The units of a hidden layer have no order of their own."""
    W1, b1, W2, b2, W3, b3 = weights
    turned = [W1[:, ::-1], b1[::-1], W2[::-1, ::-1], b2[::-1], W3[::-1], b3]
    return np.allclose(answer(turned, X), answer(weights, X), rtol=1e-9, atol=1e-9)


exercise.equivalent(
    "the larger of two numbers is the same in either order",
    "h1 = np.maximum(0, np.asarray(X, dtype=float) @ W1 + b1)",
    "h2 = np.maximum(0, h1 @ W2 + b2)",
)
exercise.equivalent(
    "a product with an array of floats is one, whatever X is",
    "h1 = np.maximum(np.asarray(X, dtype=None) @ W1 + b1, 0)",
    "h1 = np.maximum(np.asarray(X, ) @ W1 + b1, 0)",
    "h1 = np.maximum(X @ W1 + b1, 0)",
)


@exercise.public_check()
def worked_by_hand():
    """The logits of the network on paper."""
    yield call(paper_network(), np.array([[1.0, 2.0]]))
    yield call(paper_network(), np.array([[1.0, 2.0], [-1.0, 2.5], [3.0, 0.0]]))


@exercise.public_check()
def takes_a_list():
    """The samples may be a nested list of integers."""
    yield call(paper_network(), [[2, 1], [0, 4]])


@exercise.check(points=1)
def any_layer_sizes(rng):
    """The logits are right for layers and batches of any size, 1 included.

    Take one sample and layers of one unit and work it out by hand: which sums, which biases, which relus? Then write the shape of every array beside every line, for 5 samples and layers of 4, 3 and 2 units.
    """
    for sizes, n in (
        ((2, 3, 4, 2), 5), ((5, 8, 6, 3), 7), ((6, 2, 5, 9), 2), ((4, 4, 4, 4), 4), ((3, 3, 3, 3), 1),
        ((4, 6, 5, 3), 1), ((1, 3, 2, 2), 4), ((3, 1, 1, 2), 3), ((2, 4, 3, 1), 3), ((1, 1, 1, 1), 1),
    ):  # fmt: skip
        yield call(*network_and_samples(rng, sizes, n))


@exercise.check(points=1)
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


@exercise.check(points=1)
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


@exercise.check(points=1)
def reads_digits(rng):
    """The logits are right for real digits and a network with ten classes.

    Compare with model(X) in the demo: which of your lines knows the number of pixels or of classes by heart?
    """
    X, _ = digits(rng, 12)
    yield call(network(rng, (64, 24, 16, 10)), X)


@exercise.check(points=1, unchanged=True)
def leaves_inputs_alone(rng):
    """The logits are right, and the weights and samples that were passed in are as they were.

    Print a weight and X before and after a call. Which line writes into them?
    """
    for sizes, n in (((3, 5, 4, 2), 4), ((4, 4, 4, 4), 4), ((4, 3, 2, 3), 1)):
        yield call(*network_and_samples(rng, sizes, n))
