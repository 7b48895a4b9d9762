"""Hidden checks of gradients."""

import numpy as np

from autograder.authoring import Exercise, call

from ..shared import (
    FLOAT64,
    digits,
    exact,
    exact_logits,
    keras_model,
    labels,
    network_and_samples,
    paper_network,
)

NAMES = ("W1", "b1", "W2", "b2", "W3", "b3")

exercise = Exercise(
    "gradients",
    understood="Backpropagation asks every layer the same three questions, from the loss down: what do my "
    "weights owe, what do my biases owe, and what do I pass on to the layer below.",
)


@exercise.keras(reason=FLOAT64)
def keras_gradients(weights, X, y, sums=False):
    import keras
    import tensorflow as tf

    model = keras_model(weights)
    loss_fn = keras.losses.SparseCategoricalCrossentropy(from_logits=True, dtype="float64")
    with tf.GradientTape() as tape:
        loss = loss_fn(np.asarray(y), model(np.asarray(X, dtype="float64")))
    slopes = [slope.numpy() for slope in tape.gradient(loss, model.trainable_variables)]
    return sums_only(lambda *arguments: slopes, weights, X, y) if sums else slopes


@exercise.exact(reason="central differences with a step of 1e-15, in 50 digits")
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


@exercise.relation
def only_differences_of_logits_count(answer, weights, X, y, sums=False):
    """All logits higher by one: the same gradients. And what one class gains, the others lose."""
    slopes = answer(weights, X, y)
    higher = answer([*weights[:5], weights[5] + 1.0], X, y)
    same = all(np.allclose(a, b, rtol=1e-6, atol=1e-9) for a, b in zip(higher, slopes))
    return same and abs(np.sum(slopes[5])) < 1e-9


@exercise.relation
def any_order(answer, weights, X, y, sums=False):
    """The samples in reverse: the same mean."""
    backwards = answer(weights, np.asarray(X)[::-1], np.asarray(y)[::-1])
    return all(np.allclose(a, b, rtol=1e-9, atol=1e-9) for a, b in zip(backwards, answer(weights, X, y)))


exercise.equivalent(
    "the larger of two numbers is the same in either order",
    "h1 = np.maximum(0, X @ W1 + b1)",
    "h2 = np.maximum(0, h1 @ W2 + b2)",
)
exercise.equivalent(
    "a product with an array of floats is one, whatever X is",
    "X = np.asarray(X, dtype=None)",
    "X = np.asarray(X, )",
)
exercise.equivalent("a list of labels is an index as well", "d3 = (p - np.eye(len(b3))[y]) / len(X)")
exercise.equivalent(
    "z and p are not needed again",
    "p = np.exp(np.subtract(z, z.max(axis=1, keepdims=True), out=z))",
    "d3 = np.subtract(p, np.eye(len(b3))[np.asarray(y)], out=p) / len(X)",
)
exercise.equivalent(
    "of two axes, -1 is the second and -2 the first",
    "p = np.exp(z - z.max(axis=-1, keepdims=True))",
    "p /= p.sum(axis=-1, keepdims=True)",
    "return [X.T @ d1, d1.sum(axis=-2), h1.T @ d2, d2.sum(axis=0), h2.T @ d3, d3.sum(axis=0)]",
    "return [X.T @ d1, d1.sum(axis=0), h1.T @ d2, d2.sum(axis=-2), h2.T @ d3, d3.sum(axis=0)]",
    "return [X.T @ d1, d1.sum(axis=0), h1.T @ d2, d2.sum(axis=0), h2.T @ d3, d3.sum(axis=-2)]",
)


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


@exercise.public_check()
def worked_by_hand():
    """The six gradients of the network on paper."""
    yield call(paper_network(), np.array([[1.0, 2.0]]), np.array([1]))


@exercise.public_check()
def a_batch_of_three():
    """A batch of three samples: the gradients of the mean of their losses."""
    yield call(paper_network(), np.array([[1.0, 2.0], [-1.0, 2.5], [3.0, 0.5]]), np.array([1, 0, 0]))


@exercise.check(points=2)
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


@exercise.check(points=1, holds=agrees_with_small_steps, reason="central differences are good to 1e-9")
def predicts_small_steps(rng):
    """A small step in any weight changes the mean loss by as much as its gradient says.

    Take one weight, add 1e-6, and compute the mean loss again. By how much did it change, and what does your gradient say?
    """
    for sizes, n in (((3, 4, 3, 3), 4), ((2, 3, 3, 2), 1), ((3, 3, 3, 3), 3)):
        weights, X = network_and_samples(rng, sizes, n)
        yield call(weights, X, labels(rng, n, sizes[-1]))


@exercise.check(points=1)
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


@exercise.check(points=1)
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


@exercise.check(points=1)
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


@exercise.check(points=1, drive=sums_only, reason="sums over up to 128 numbers, in any order")
def learns_from_digits(rng):
    """The gradients are right for the network of this lesson and real digits.

    Which of your lines knows a number of samples, pixels or classes by heart?
    """
    X, y = digits(rng, 10)
    weights, X = network_and_samples(rng, (64, 128, 64, 10), 10, margin=1e-6, draw=lambda: X)
    yield call(weights, X, y, sums=True)


@exercise.check(points=1, unchanged=True)
def leaves_inputs_alone(rng):
    """The gradients are right, and weights, samples and labels are as they were.

    Print weights, X and y before and after a call. Which line writes into them?
    """
    for sizes, n in (((3, 5, 4, 2), 4), ((4, 4, 4, 4), 4), ((4, 3, 2, 3), 1)):
        weights, X = network_and_samples(rng, sizes, n)
        yield call(weights, X, labels(rng, n, sizes[-1]))
    weights, X = network_and_samples(rng, (3, 4, 3, 3), 3)
    yield call(weights, X.tolist(), [2, 0, 1])
