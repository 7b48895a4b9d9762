"""Hidden tests of the activations lesson."""

from __future__ import annotations

import numpy as np

from autograder.compare import Difference, difference
from autograder.exercise import Exercise, call
from autograder.pictures import bars, curve

FLOAT64 = "Keras computes in float64 here; only the order of the operations differs"
FLOAT32_SLOPE = "Keras computes in float64 here, but rounds the slope to float32"
SHAPES = ((4, 3), (1, 5), (5, 1), (1,), (2, 3, 4), (2, 1, 3, 2))


def mixed(rng, *shape, low=0.1, high=4.0):
    """Numbers of both signs, none nearer to 0 than `low`."""
    size = int(np.prod(shape))
    signs = np.where(np.arange(size) % 2 == 0, 1.0, -1.0)
    return rng.permutation(signs * rng.uniform(low, high, size)).reshape(shape)


def vectors(rng):
    """Vectors of ordinary numbers, small ones, and ones far down; no zeros. (Where the sigmoid is near 1,
    1 - s loses digits in float32, which is no misunderstanding: so nothing here lies far up.)"""
    yield from (mixed(rng, n) for n in (2, 7))
    yield from (rng.uniform(0.1, 4, 1), -rng.uniform(0.1, 4, 3), rng.uniform(0.1, 4, 3))
    yield mixed(rng, 6, low=1e-4, high=1e-2)
    yield rng.uniform(0.05, 0.95, 4)
    yield np.append(-rng.uniform(8, 16, 6), [0.25, -0.25, 1.0, -1.0, 1e-6, -1e-6, 1e-9, -1e-9])


def lists_and_integers():
    """The same numbers as people write them; no zeros."""
    return (
        [1, -2, 3], [-1], [[2, -1], [-3, 4], [1, 3]], [[[1, -2]], [[-3, 4]]], [[0.5, -1.25, 2]],
        np.array([-3, 2, 4, -1]), np.array([[1, -1], [-2, 3]]),
    )  # fmt: skip


def far_out():
    """Numbers far out on both sides, alone and among ordinary ones; no zeros."""
    return (
        np.array([1e4, 1e6, 0.5, -1e4, -1e6]), np.array([-1e30, 1e30]),
        np.array([40.0, -40.0, 100.0, -100.0, 709.0, -709.0, 711.0, -711.0, 746.0, -746.0]),
        [[-1000, 0.25], [2, 1000], [-0.5, -50]],
    )  # fmt: skip


def precious(rng):
    """Inputs that must be left as they were."""
    return (
        mixed(rng, 5), mixed(rng, 3, 2), mixed(rng, 2, 2, 3), [1.5, -2.0, 3.0], [[1, -2], [-3, 4]],
        np.array([[-2, 1], [3, -4]]),
    )  # fmt: skip


def tensor(x):
    import tensorflow as tf

    return tf.constant(np.asarray(x, dtype="float64"))


def slope_by_tape(function, x):
    import tensorflow as tf

    place = tensor(x)
    with tf.GradientTape() as tape:
        tape.watch(place)
        value = function(place)
    return np.asarray(tape.gradient(value, place))


def discreet(found):
    """A difference of type or shape as it is, and a wrong value as a sentence."""
    if found is None or found.kind in ("type", "shape"):
        return found
    return "returned a wrong slope"


def given_slope(case):
    return case.kwargs.get("negative_slope", case.args[1] if len(case.args) > 1 else 0.2)


def measured_slope(function):
    """Compares with the slope that a small step to both sides measures."""

    def holds(case, got, expected):
        x, rest = np.asarray(case.args[0], dtype=float), case.args[1:]
        up, down = (function(x + step, *rest, **case.kwargs) for step in (1e-5, -1e-5))
        return discreet(difference((up - down) / 2e-5, got, 1e-5, 1e-8))

    return holds


def subgradient(lowest):
    """At x = 0 any slope from `lowest(case)` to 1 is right; elsewhere the expected one."""

    def holds(case, got, expected):
        corner = np.asarray(case.args[0], dtype=float) == 0
        have = np.asarray(got, dtype=float)
        if have.shape != expected.shape:
            return discreet(difference(expected, got, 1e-5, 1e-9))
        allowed = corner & (have >= lowest(case) - 1e-6) & (have <= 1 + 1e-6)
        if not np.all(allowed[corner]):
            low = "negative_slope" if lowest(case) else "0"
            return f"at x = 0 returned no slope from {low} to 1"
        return discreet(difference(np.where(allowed, have, expected), got, 1e-5, 1e-9))

    return holds


# linear

linear = Exercise(
    "linear",
    understood="The linear activation changes nothing, which is right for the output of a regression and "
    "useless between layers.",
    picture=curve(-3, 3, of="linear(x)"),
)


@linear.keras(reason=FLOAT64)
def keras_linear(x):
    import keras

    return np.asarray(keras.activations.linear(tensor(x)))


@linear.public_check()
def three_numbers():
    """Every number stays what it is."""
    yield call(np.array([-2.0, 0.5, 300.0]))
    yield call([[1, -2], [0, 4]])


@linear.check(points=1)
def keeps_every_number(rng):
    """Every number stays what it is, negative or positive, small or large."""
    yield from map(call, vectors(rng))
    yield from map(call, far_out())
    yield call(np.zeros(3))


@linear.check(points=1)
def keeps_the_shape(rng):
    """The result has the shape of x, whatever the number of dimensions."""
    yield from (call(mixed(rng, *shape)) for shape in SHAPES)


@linear.check(points=1)
def takes_lists_and_integers(rng):
    """Lists and integers give the same values as float arrays."""
    yield from map(call, lists_and_integers())
    yield call(rng.integers(-9, 10, (2, 3)))


@linear.check(points=1, unchanged=True)
def leaves_inputs_alone(rng):
    """The values are right and what was passed in is as it was."""
    yield from map(call, precious(rng))


@linear.wrong(fails="keeps_every_number")
def lin_unit_interval(x):
    """cuts the numbers off at 0 and 1, as if they were probabilities

    Could a network with your activation predict a temperature of -5 degrees?
    """
    return np.clip(np.asarray(x, float), 0, 1)


@linear.wrong(fails="keeps_every_number")
def lin_cuts_negative(x):
    """cuts off what is negative, which is ReLU

    What is the range of the linear activation? Does -2 belong to it?
    """
    return np.maximum(np.asarray(x, float), 0)


@linear.wrong(fails="keeps_every_number")
def lin_no_return(x):
    """computes the result but does not return it

    What does a Python function give back when it has no return?
    """
    x = np.asarray(x, float)


@linear.wrong(fails="keeps_every_number")
def lin_slope(x):
    """returns the slope of the function, which is 1 everywhere, and not its value

    What is linear(300)?
    """
    return np.ones_like(np.asarray(x, float))


@linear.wrong(fails="keeps_every_number")
def lin_absolute(x):
    """drops the minus signs

    What should become of -2?
    """
    return np.abs(np.asarray(x, float))


@linear.wrong(fails="keeps_every_number")
def lin_truncates(x):
    """cuts the numbers down to whole ones

    What is int(0.5)? Does the linear activation change 0.5?
    """
    return np.asarray(x, float).astype(int) if np.abs(np.asarray(x, float)).max() < 1e9 else np.asarray(x, float)


@linear.wrong(fails="keeps_every_number")
def lin_scales(x):
    """divides by the largest number, so that everything fits between -1 and 1

    Does linear(x) for one element depend on the other elements?
    """
    x = np.asarray(x, float)
    return x / max(np.abs(x).max(), 1e-300)


@linear.wrong(fails="keeps_the_shape")
def lin_flattens(x):
    """makes one long vector of every array

    What is the shape of your result for a (4, 3) array? And what should it be?
    """
    return np.asarray(x, float).ravel()


@linear.wrong(fails="keeps_the_shape")
def lin_transposes(x):
    """turns rows into columns

    What is the shape of your result for a (4, 3) array? And what should it be?
    """
    return np.asarray(x, float).T


@linear.wrong(fails="keeps_every_number")
def lin_adds_up(x):
    """adds up the last axis, which the layer before it has done already

    The layer computes x @ W + b. What is left to do for an activation that does nothing?
    """
    return np.asarray(x, float).sum(axis=-1)


@linear.wrong(fails="keeps_every_number")
def lin_rounds(x):
    """rounds the numbers

    What is left of 0.1234567 in your result?
    """
    x = np.asarray(x, float)
    return np.round(x, 2)


@linear.wrong(fails="keeps_every_number")
def lin_standardises(x):
    """takes the mean away and divides by the standard deviation

    What becomes of [1, 2, 3]? And what should it be?
    """
    x = np.asarray(x, float)
    return (x - x.mean()) / (x.std() + 1e-7)


@linear.wrong(fails="keeps_every_number")
def lin_squares(x):
    """squares the numbers

    What becomes of -3?
    """
    x = np.asarray(x, float)
    return x * x


@linear.wrong(fails="keeps_every_number")
def lin_negates(x):
    """turns the signs round

    What becomes of -3?
    """
    x = np.asarray(x, float)
    return -x


@linear.wrong(fails="keeps_every_number")
def lin_adds_one(x):
    """adds 1 to every number, as a bias might

    What becomes of 0?
    """
    x = np.asarray(x, float)
    return x + 1


@linear.wrong(fails="keeps_the_shape")
def lin_squeezes_axes(x):
    """drops the axes of size 1

    What is the shape of np.squeeze([[1.0]])? And which shape should come back?
    """
    x = np.asarray(x, float)
    return np.squeeze(x)


@linear.wrong(fails="keeps_the_shape")
def lin_one_row(x):
    """loops over x as if it were a single row of numbers

    What does `for v in x` give you of a (4, 3) array?
    """
    return [float(v) for v in x]


@linear.right
def lin_returns_x(x):
    return x


@linear.right
def lin_array(x):
    return np.array(x)


@linear.right
def lin_copy(x):
    return np.array(x, dtype=np.float64, copy=True)


@linear.right
def lin_times_one(x):
    return 1.0 * np.asarray(x)


@linear.right
def lin_plus_zero(x):
    return np.add(x, 0)


@linear.right
def lin_nested_lists(x):
    return np.asarray(x).tolist()


@linear.right
def lin_vectorised(x):
    return np.vectorize(float)(x)


@linear.right
def lin_loop(x):
    x = np.asarray(x)
    result = np.empty(x.shape)
    for index in np.ndindex(x.shape):
        result[index] = x[index]
    return result


@linear.right
def lin_where(x):
    x = np.asarray(x, float)
    return np.where(x > 0, x, x)


@linear.right
def lin_two_ramps(x):
    x = np.asarray(x, float)
    return np.maximum(x, 0) + np.minimum(x, 0)


@linear.right
def lin_deepcopy(x):
    import copy

    return copy.deepcopy(x)


# collapse_linear

collapse = Exercise(
    "collapse_linear",
    understood="Two linear layers are one linear layer with other numbers in it, and so are a hundred: only "
    "something that is not linear between them makes depth worth having.",
)


def eighths(rng, *shape):
    """Multiples of 1/8, none of them 0: their sums and products are exact in any order."""
    return rng.choice([-1, 1], shape) * rng.integers(1, 17, shape) / 8


def layers(rng, inputs, hidden, outputs):
    return (eighths(rng, inputs, hidden), eighths(rng, hidden), eighths(rng, hidden, outputs), eighths(rng, outputs))


def part(index, name):
    """Compares one of the two results, so that a mistake in the other does not count here."""

    def holds(case, got, expected):
        if type(got) not in (tuple, list) or len(got) != 2:
            return "did not return two things, W and b"
        found = difference(expected[index], got[index], 1e-5, 1e-9)
        if found is None:
            return None
        if found.kind in ("type", "shape"):
            return Difference(found.kind, f"{name}: {found.text}")
        return f"{name} has a wrong value"

    return holds


@collapse.keras(reason=FLOAT64)
def keras_collapse(W1, b1, W2, b2):
    import keras

    W1, b1, W2, b2 = (np.asarray(a, dtype="float64") for a in (W1, b1, W2, b2))
    both = []
    for W, b in ((W1, b1), (W2, b2)):
        layer = keras.layers.Dense(W.shape[1], dtype="float64")
        layer.build((None, W.shape[0]))
        layer.set_weights([W, b])
        both.append(layer)
    bias = np.asarray(both[1](both[0](tensor(np.zeros((1, len(W1)))))))
    rows = np.asarray(both[1](both[0](tensor(np.eye(len(W1))))))
    return rows - bias, bias[0]


@collapse.public_check()
def worked_by_hand():
    """The two layers that were multiplied out above."""
    yield call(np.array([[1.0, 0.0], [2.0, 1.0]]), np.array([1.0, -1.0]), np.array([[1.0], [3.0]]), np.array([4.0]))


@collapse.public_check()
def three_to_two():
    """Three inputs, four hidden units, two outputs, written as lists."""
    yield call([[1, 0, 2, 1], [0, 1, 1, 0], [3, 1, 0, -1]], [1, -2, 0, 3], [[1, 0], [2, 1], [0, 1], [-1, 2]], [5, -4])


@collapse.check(points=1, holds=part(0, "W"))
def multiplies_the_weights(rng):
    """W is that of both layers together."""
    for sizes in ((2, 2, 2), (3, 3, 3), (3, 4, 2), (2, 5, 3), (4, 1, 4)):
        yield call(*layers(rng, *sizes))


@collapse.check(points=1, holds=part(1, "b"))
def carries_the_bias_through(rng):
    """b holds both biases, the first as it comes out of the second layer."""
    for sizes in ((2, 2, 2), (3, 3, 3), (3, 4, 2), (2, 5, 3), (4, 1, 4)):
        yield call(*layers(rng, *sizes))
    W1, b1, W2, b2 = layers(rng, 3, 3, 3)
    yield call(W1, np.zeros(3), W2, b2)
    yield call(W1, b1, W2, np.zeros(3))


@collapse.check(points=1)
def layers_of_any_size(rng):
    """W has the shape (D, C) and b the shape (C,), for one unit as for many."""
    for sizes in ((1, 1, 1), (1, 3, 1), (4, 1, 3), (2, 5, 1), (1, 2, 4), (3, 2, 3), (2, 2, 5), (6, 3, 2)):
        yield call(*layers(rng, *sizes))


@collapse.check(points=1)
def takes_lists_and_integers(rng):
    """Lists and integers give the same as float arrays."""
    for sizes in ((2, 3, 2), (3, 2, 1), (2, 2, 2)):
        yield call(*(a.tolist() for a in layers(rng, *sizes)))
    yield call([[1, -2], [3, 4]], [1, 5], [[2, -1], [7, 3]], [-6, 2])
    yield call(*(rng.integers(-5, 6, shape) for shape in ((3, 2), (2,), (2, 3), (3,))))
    yield call([[500, -300]], [40_000, 2], [[700], [-900]], [5])
    yield call([[1, 2]], [0.5, -0.25], [[0.125], [3]], [1])
    yield call(np.array([[1, 2], [3, 4]]), np.array([1, -2]), np.array([[2, 1], [0, 3]]), np.array([0.5, -0.25]))


@collapse.check(points=1, unchanged=True)
def leaves_inputs_alone(rng):
    """W and b are right and the four arrays are as they were."""
    for sizes in ((2, 2, 2), (3, 4, 2), (1, 1, 1)):
        yield call(*layers(rng, *sizes))
    yield call([[1.0, -2.0], [3.0, 4.0]], [1.0, 5.0], [[2.0, -1.0], [7.0, 3.0]], [-6.0, 2.0])
    yield call(*(rng.integers(1, 6, shape) for shape in ((2, 2), (2,), (2, 2), (2,))))


@collapse.wrong(fails="multiplies_the_weights")
def cl_reversed(W1, b1, W2, b2):
    """multiplies the weights in the wrong order

    In x @ W1 @ W2, which matrix does x meet first? Can the two change places?
    """
    W1, b1, W2, b2 = (np.asarray(a, float) for a in (W1, b1, W2, b2))
    return W2 @ W1, b1 @ W2 + b2


@collapse.wrong(fails="multiplies_the_weights")
def cl_elementwise(W1, b1, W2, b2):
    """multiplies the weights element by element instead of as matrices

    What is the difference between * and @ in NumPy?
    """
    W1, b1, W2, b2 = (np.asarray(a, float) for a in (W1, b1, W2, b2))
    return W1 * W2, b1 @ W2 + b2


@collapse.wrong(fails="multiplies_the_weights")
def cl_adds_weights(W1, b1, W2, b2):
    """adds the weights of the two layers

    The second layer multiplies what the first one gives. Where would a sum of weights come from?
    """
    W1, b1, W2, b2 = (np.asarray(a, float) for a in (W1, b1, W2, b2))
    return W1 + W2, b1 @ W2 + b2


@collapse.wrong(fails="multiplies_the_weights")
def cl_transposes(W1, b1, W2, b2):
    """returns the weights turned on their side, as for W @ x

    x stands on the left: x @ W. Which shape must W have for D inputs and C outputs?
    """
    W1, b1, W2, b2 = (np.asarray(a, float) for a in (W1, b1, W2, b2))
    return (W1 @ W2).T, b1 @ W2 + b2


@collapse.wrong(fails="carries_the_bias_through")
def cl_adds_biases(W1, b1, W2, b2):
    """adds the first bias as it is, though it passes through the second layer

    The first bias is added before the second layer. What does that layer do to it?
    """
    W1, b1, W2, b2 = (np.asarray(a, float) for a in (W1, b1, W2, b2))
    return W1 @ W2, b1 + b2


@collapse.wrong(fails="carries_the_bias_through")
def cl_forgets_first_bias(W1, b1, W2, b2):
    """forgets the first bias

    For x = 0, what comes out of the first layer, and then out of the second?
    """
    W1, b1, W2, b2 = (np.asarray(a, float) for a in (W1, b1, W2, b2))
    return W1 @ W2, b2.copy()


@collapse.wrong(fails="carries_the_bias_through")
def cl_forgets_second_bias(W1, b1, W2, b2):
    """forgets the second bias

    Multiply (x W1 + b1) W2 + b2 out. How many terms have no x in them?
    """
    W1, b1, W2, b2 = (np.asarray(a, float) for a in (W1, b1, W2, b2))
    return W1 @ W2, b1 @ W2


@collapse.wrong(fails="carries_the_bias_through")
def cl_both_biases_through(W1, b1, W2, b2):
    """sends the second bias through the second layer's weights too

    Is the second bias added before or after the multiplication with W2?
    """
    W1, b1, W2, b2 = (np.asarray(a, float) for a in (W1, b1, W2, b2))
    return W1 @ W2, (b1 + b2) @ W2


@collapse.wrong(fails="carries_the_bias_through")
def cl_bias_through_first(W1, b1, W2, b2):
    """sends the first bias through its own layer's weights, which it comes after

    When b1 is added, has W1 been applied already?
    """
    W1, b1, W2, b2 = (np.asarray(a, float) for a in (W1, b1, W2, b2))
    return W1 @ W2, b1 @ W1 + b2


@collapse.wrong(fails="carries_the_bias_through")
def cl_bias_transposed(W1, b1, W2, b2):
    """multiplies the first bias from the wrong side

    b1 stands where x stood, on the left of W2. Is W2 @ b1 the same as b1 @ W2?
    """
    W1, b1, W2, b2 = (np.asarray(a, float) for a in (W1, b1, W2, b2))
    return W1 @ W2, W2 @ b1 + b2


@collapse.wrong(fails="carries_the_bias_through")
def cl_subtracts_bias(W1, b1, W2, b2):
    """subtracts the second bias

    What sign has b2 when you multiply out?
    """
    W1, b1, W2, b2 = (np.asarray(a, float) for a in (W1, b1, W2, b2))
    return W1 @ W2, b1 @ W2 - b2


@collapse.wrong(fails="layers_of_any_size")
def cl_row_bias(W1, b1, W2, b2):
    """returns the bias as a row of a matrix, (1, C), where a vector is asked for

    What is the shape of the bias of a Keras layer with C units?
    """
    W1, b1, W2, b2 = (np.asarray(a, float) for a in (W1, b1, W2, b2))
    return W1 @ W2, b1.reshape(1, -1) @ W2 + b2


@collapse.wrong(fails="layers_of_any_size")
def cl_swaps_results(W1, b1, W2, b2):
    """returns the bias first and the weights second

    In which order does the docstring promise them?
    """
    W1, b1, W2, b2 = (np.asarray(a, float) for a in (W1, b1, W2, b2))
    return b1 @ W2 + b2, W1 @ W2


@collapse.wrong(fails="layers_of_any_size")
def cl_weights_only(W1, b1, W2, b2):
    """returns the weights without the bias

    How many things does the docstring promise?
    """
    return np.asarray(W1, float) @ np.asarray(W2, float)


@collapse.wrong(fails="takes_lists_and_integers")
def cl_arrays_only(W1, b1, W2, b2):
    """uses @ on the arguments as they come, and a list has no @

    What could you turn each argument into first?
    """
    return W1 @ W2, b1 @ W2 + b2


@collapse.wrong(fails="leaves_inputs_alone")
def cl_in_place(W1, b1, W2, b2):
    """adds into the second bias that was passed in, so the caller's layer is changed

    Does b2 += something make a new array, or does it write into the one it was given?
    """
    W1, b1, W2 = (np.asarray(a, float) for a in (W1, b1, W2))
    b2 = np.asarray(b2) if np.asarray(b2).dtype.kind == "f" else np.asarray(b2, float)
    b2 += b1 @ W2
    return W1 @ W2, b2


@collapse.wrong(fails="carries_the_bias_through")
def cl_relu_between(W1, b1, W2, b2):
    """puts a ReLU between the layers, on the first bias

    Is there an activation between the two layers?
    """
    W1, b1, W2, b2 = (np.asarray(a, float) for a in (W1, b1, W2, b2))
    return W1 @ W2, np.maximum(b1, 0) @ W2 + b2


@collapse.wrong(fails="carries_the_bias_through")
def cl_no_biases(W1, b1, W2, b2):
    """forgets both biases

    What do the two layers give for x = 0?
    """
    W1, b1, W2, b2 = (np.asarray(a, float) for a in (W1, b1, W2, b2))
    return W1 @ W2, np.zeros(W2.shape[1])


@collapse.wrong(fails="carries_the_bias_through")
def cl_multiplies_biases(W1, b1, W2, b2):
    """multiplies with the second bias where it should be added

    What do the two layers give for x = 0? Which sign stands before b2 in the docstring?
    """
    W1, b1, W2, b2 = (np.asarray(a, float) for a in (W1, b1, W2, b2))
    return W1 @ W2, b1 @ W2 * b2


@collapse.wrong(fails="carries_the_bias_through")
def cl_subtracts_first_bias(W1, b1, W2, b2):
    """subtracts the first bias

    What do the two layers give for x = 0? Which sign stands before b1 in the docstring?
    """
    W1, b1, W2, b2 = (np.asarray(a, float) for a in (W1, b1, W2, b2))
    return W1 @ W2, b2 - b1 @ W2


@collapse.wrong(fails="carries_the_bias_through")
def cl_sums_the_bias(W1, b1, W2, b2):
    """adds the sum of the first bias instead of sending it through the second layer's weights

    In (x @ W1 + b1) @ W2, what is b1 multiplied by?
    """
    W1, b1, W2, b2 = (np.asarray(a, float) for a in (W1, b1, W2, b2))
    return W1 @ W2, b1.sum() + b2


@collapse.wrong(fails="carries_the_bias_through")
def cl_output_at_ones(W1, b1, W2, b2):
    """takes what the layers give for an x of ones for the bias

    For which x is x @ W + b the bias alone?
    """
    W1, b1, W2, b2 = (np.asarray(a, float) for a in (W1, b1, W2, b2))
    return W1 @ W2, (np.ones(len(W1)) @ W1 + b1) @ W2 + b2


@collapse.wrong(fails="carries_the_bias_through")
def cl_column_bias(W1, b1, W2, b2):
    """returns the bias as a column, (C, 1), where a vector is asked for

    Which shape of b does the docstring state?
    """
    W1, b1, W2, b2 = (np.asarray(a, float) for a in (W1, b1, W2, b2))
    return W1 @ W2, (b1 @ W2 + b2)[:, None]


@collapse.right
def cl_dot(W1, b1, W2, b2):
    return np.dot(W1, W2), np.dot(b1, W2) + b2


@collapse.right
def cl_einsum(W1, b1, W2, b2):
    W = np.einsum("dh,hc->dc", np.asarray(W1, float), np.asarray(W2, float))
    return [W, np.einsum("h,hc->c", np.asarray(b1, float), np.asarray(W2, float)) + np.asarray(b2, float)]


@collapse.right
def cl_probes(W1, b1, W2, b2):
    W1, b1, W2, b2 = (np.asarray(a, float) for a in (W1, b1, W2, b2))

    def both(x):
        return (x @ W1 + b1) @ W2 + b2

    b = both(np.zeros(len(W1)))
    return both(np.eye(len(W1))) - b, b


@collapse.right
def cl_loops(W1, b1, W2, b2):
    rows, inner, columns = len(W1), len(W2), len(b2)
    W = [[sum(W1[i][k] * W2[k][j] for k in range(inner)) for j in range(columns)] for i in range(rows)]
    return W, [sum(b1[k] * W2[k][j] for k in range(inner)) + b2[j] for j in range(columns)]


@collapse.right
def cl_bias_row(W1, b1, W2, b2):
    inputs, outputs = len(W1), len(b2)
    first = np.zeros((inputs + 1, len(b1) + 1))
    first[:-1, :-1], first[-1, :-1], first[-1, -1] = W1, b1, 1
    second = np.vstack([np.asarray(W2, float), np.reshape(np.asarray(b2, float), (1, outputs))])
    joined = first @ second
    return joined[:-1], joined[-1]


@collapse.right
def cl_transposed_twice(W1, b1, W2, b2):
    W1, b1, W2, b2 = map(np.array, (W1, b1, W2, b2))
    return (W2.T @ W1.T).T, W2.T @ b1 + b2


@collapse.right
def cl_column_sums(W1, b1, W2, b2):
    W1, b1, W2, b2 = (np.array(a, dtype=np.float64) for a in (W1, b1, W2, b2))
    return np.matmul(W1, W2), (b1[:, None] * W2).sum(axis=0) + b2


@collapse.right
def cl_tensordot(W1, b1, W2, b2):
    W = np.tensordot(W1, W2, axes=1)
    b = np.tensordot(b1, W2, axes=1)
    return W, np.add(b, b2)


@collapse.right
def cl_inner_layer(W1, b1, W2, b2):
    class Layer:
        def __init__(self, W, b):
            self.W, self.b = np.asarray(W, float), np.asarray(b, float)

        def then(self, other):
            return Layer(self.W @ other.W, self.b @ other.W + other.b)

    one = Layer(W1, b1).then(Layer(W2, b2))
    return one.W, one.b


@collapse.right
def cl_flat_bias(W1, b1, W2, b2):
    b = np.asarray(b1).reshape(1, -1) @ np.asarray(W2) + np.asarray(b2)
    return (np.asarray(W1) @ np.asarray(W2)).tolist(), b.flatten().tolist()


# sigmoid

sigmoid = Exercise(
    "sigmoid",
    understood="The sigmoid turns any number into the probability of yes: 0.5 at 0, and never quite sure. It "
    "belongs at the output of a binary classifier.",
    picture=curve(-6, 6, 49, of="sigmoid(x)"),
)


@sigmoid.keras(reason=FLOAT64)
def keras_sigmoid(x):
    import keras

    return np.asarray(keras.activations.sigmoid(tensor(x)))


@sigmoid.public_check()
def quarter_half_three_quarters():
    """1 / (1 + exp(-x)), at the places worked above."""
    yield call(np.array([-np.log(3), 0.0, np.log(3)]))
    yield call([[-1, 0], [1, 2]])


@sigmoid.public_check()
def far_out_on_both_sides():
    """Far out it is 0 or 1, and never nan."""
    yield call(np.array([-1000.0, 1000.0]))


@sigmoid.check(points=1)
def squeezes_into_zero_one(rng):
    """Each number x becomes 1 / (1 + exp(-x))."""
    yield from map(call, vectors(rng))
    yield call(np.zeros(2))


@sigmoid.check(points=1)
def keeps_the_shape(rng):
    """The result has the shape of x, whatever the number of dimensions."""
    yield from (call(mixed(rng, *shape)) for shape in SHAPES)


@sigmoid.check(points=1)
def takes_lists_and_integers(rng):
    """Lists and integers give the same values as float arrays."""
    yield from map(call, lists_and_integers())
    yield call([0, 1])
    yield call(rng.integers(-5, 5, (2, 3)))


@sigmoid.check(points=1)
def stays_finite(rng):
    """However large x is on either side, the result is a number from 0 to 1."""
    yield from map(call, far_out())
    yield call(rng.uniform(800, 1e5, 3))
    yield call(-rng.uniform(800, 1e5, 3))


@sigmoid.check(points=1, unchanged=True)
def leaves_inputs_alone(rng):
    """The values are right and what was passed in is as it was."""
    yield from map(call, precious(rng))
    yield call(np.array([-709.0, 1.5, 709.0, -50.0]))


@sigmoid.wrong(fails="squeezes_into_zero_one")
def sig_tanh(x):
    """computes the hyperbolic tangent, which runs from -1 to 1

    Between which two values should the result lie? What is your result for 0?
    """
    return np.tanh(np.asarray(x, float))


@sigmoid.wrong(fails="squeezes_into_zero_one")
def sig_tanh_scaled(x):
    """moves the hyperbolic tangent into 0 to 1 but forgets to halve x, so the curve is twice as steep

    What do you get at ln 3? The text works it out by hand.
    """
    return (np.tanh(np.asarray(x, float)) + 1) / 2


@sigmoid.wrong(fails="squeezes_into_zero_one")
def sig_wrong_sign(x):
    """forgets the minus sign in the exponent, so the curve falls instead of rising

    Should a large x give a probability near 1 or near 0?
    """
    with np.errstate(all="ignore"):
        return 1 / (1 + np.exp(np.asarray(x, float)))


@sigmoid.wrong(fails="squeezes_into_zero_one")
def sig_precedence(x):
    """divides 1 by 1 and then adds the exponential: brackets are missing

    In which order does Python compute 1 / 1 + a?
    """
    with np.errstate(all="ignore"):
        return 1 / 1 + np.exp(-np.asarray(x, float))


@sigmoid.wrong(fails="squeezes_into_zero_one")
def sig_step(x):
    """decides for 0 or 1 at once instead of giving a probability

    What does your function say about 0.1 and about 10? Is it equally sure of both?
    """
    return (np.asarray(x, float) > 0).astype(float)


@sigmoid.wrong(fails="squeezes_into_zero_one")
def sig_hard(x):
    """draws a straight line between 0 and 1, which is the hard sigmoid

    Where in your function is the exponential?
    """
    return np.clip(np.asarray(x, float) / 6 + 0.5, 0, 1)


@sigmoid.wrong(fails="squeezes_into_zero_one")
def sig_softsign(x):
    """divides x by 1 + |x|, which has an S-shape too, but another one

    Where in your function is the exponential?
    """
    x = np.asarray(x, float)
    return (x / (1 + np.abs(x)) + 1) / 2


@sigmoid.wrong(fails="squeezes_into_zero_one")
def sig_base_two(x):
    """takes powers of 2 instead of powers of e

    Which base does np.exp use?
    """
    with np.errstate(all="ignore"):
        return 1 / (1 + np.exp2(-np.asarray(x, float)))


@sigmoid.wrong(fails="squeezes_into_zero_one")
def sig_slope(x):
    """returns the slope of the sigmoid, not its value

    What is your result for 0? What probability stands for "no idea"?
    """
    e = np.exp(-np.abs(np.asarray(x, float)))
    return e / (1 + e) ** 2


@sigmoid.wrong(fails="squeezes_into_zero_one")
def sig_shares(x):
    """divides by the sum of the row, so that each row adds up to 1

    Does the sigmoid of one number depend on its neighbours?
    """
    e = np.exp(-np.abs(np.asarray(x, float)))
    s = np.where(np.asarray(x, float) >= 0, 1, e) / (1 + e)
    with np.errstate(all="ignore"):
        return s / s.sum(axis=-1, keepdims=True)


@sigmoid.wrong(fails="squeezes_into_zero_one")
def sig_cut_at_five(x):
    """cuts x off at -5 and 5, so that no probability is below 0.0067

    How sure may a network be? What is the sigmoid of -12?
    """
    return 1 / (1 + np.exp(-np.clip(np.asarray(x, float), -5, 5)))


@sigmoid.wrong(fails="keeps_the_shape")
def sig_flattens(x):
    """makes one long vector of every array

    What is the shape of your result for a (4, 3) array? And what should it be?
    """
    e = np.exp(-np.abs(np.asarray(x, float).ravel()))
    return np.where(np.asarray(x, float).ravel() >= 0, 1, e) / (1 + e)


@sigmoid.wrong(fails="keeps_the_shape")
def sig_squeezes_axes(x):
    """drops the axes of size 1

    Does a column, (5, 1), stay a column?
    """
    x = np.asarray(x, float)
    e = np.exp(-np.abs(x))
    return np.squeeze(np.where(x >= 0, 1, e) / (1 + e))


@sigmoid.wrong(fails="keeps_the_shape")
def sig_one_row(x):
    """loops over x as if it were a single row of numbers

    When x is (4, 3), what does `for v in x` give you?
    """
    with np.errstate(all="ignore"):
        return [1 / (1 + np.exp(-np.float64(v))) if np.ndim(v) == 0 else float(v) for v in x]


@sigmoid.wrong(fails="takes_lists_and_integers")
def sig_arrays_only(x):
    """calculates with x as it comes, and a list has no minus

    What could you turn x into in the first line?
    """
    with np.errstate(all="ignore"):
        return 1 / (1 + np.exp(-x))


@sigmoid.wrong(fails="takes_lists_and_integers")
def sig_integer_container(x):
    """puts its results into an array of x's own type, so integers in give integers out

    What is the dtype of np.zeros_like([1, 2])? Can it hold 0.73?
    """
    x = np.asarray(x)
    result = np.zeros_like(x)
    with np.errstate(all="ignore"):
        result[...] = 1 / (1 + np.exp(-x))
    return result


@sigmoid.wrong(fails="stays_finite")
def sig_ratio(x):
    """divides exp(x) by 1 + exp(x), which is inf / inf where x is large

    What is np.exp(1000)? And that divided by itself plus 1?
    """
    x = np.asarray(x, float)
    with np.errstate(all="ignore"):
        return np.exp(x) / (1 + np.exp(x))


@sigmoid.wrong(fails="stays_finite")
def sig_ratio_patched(x):
    """replaces the nan of inf / inf by 0, though it stands where the result should be 1

    For which x does your formula give nan: the large negative or the large positive ones?
    """
    x = np.asarray(x, float)
    with np.errstate(all="ignore"):
        return np.nan_to_num(np.exp(x) / (1 + np.exp(x)))


@sigmoid.wrong(fails="stays_finite")
def sig_math_exp(x):
    """uses math.exp, which raises an error where np.exp gives inf

    What is math.exp(1000)? Which of the two signs of x needs another formula?
    """
    import math

    return np.vectorize(lambda v: 1 / (1 + math.exp(-v)), otypes=[float])(x)


@sigmoid.wrong(fails="leaves_inputs_alone")
def sig_in_place(x):
    """computes inside the array that was passed in, so the caller's data are gone

    Do out=x and x *= -1 make a new array, or do they write into the one they were given?
    """
    x = np.asarray(x) if np.asarray(x).dtype.kind == "f" else np.asarray(x, float)
    with np.errstate(all="ignore"):
        np.negative(x, out=x)
        np.exp(x, out=x)
        x += 1
        return np.divide(1, x, out=x)


@sigmoid.wrong(fails="squeezes_into_zero_one")
def sig_swish(x):
    """multiplies x by its sigmoid, which is another activation, SiLU

    What is your result for -5? Can it be a probability?
    """
    x = np.asarray(x, float)
    with np.errstate(all="ignore"):
        return x / (1 + np.exp(-x))


@sigmoid.wrong(fails="squeezes_into_zero_one")
def sig_minus_in_denominator(x):
    """subtracts the exponential in the denominator where it should be added

    What is your result at 0?
    """
    x = np.asarray(x, float)
    with np.errstate(all="ignore"):
        return 1 / (1 - np.exp(-x))


@sigmoid.wrong(fails="squeezes_into_zero_one")
def sig_absolute(x):
    """takes the absolute value of x, so both sides look like the right one

    Which is larger, the sigmoid of -2 or of 2?
    """
    x = np.asarray(x, float)
    return 1 / (1 + np.exp(-np.abs(x)))


@sigmoid.wrong(fails="squeezes_into_zero_one")
def sig_squares_x(x):
    """squares x in the exponent, so both sides look alike

    Which is larger, the sigmoid of -2 or of 2?
    """
    x = np.asarray(x, float)
    return 1 / (1 + np.exp(-(x**2)))


@sigmoid.wrong(fails="squeezes_into_zero_one")
def sig_logarithm(x):
    """returns the logarithm of the sigmoid

    Can a probability be negative?
    """
    x = np.asarray(x, float)
    return -np.logaddexp(0, -x)


@sigmoid.wrong(fails="squeezes_into_zero_one")
def sig_arctangent(x):
    """moves the arctangent into 0 to 1, which has an S-shape too, but another one

    Which formula does the docstring state?
    """
    x = np.asarray(x, float)
    return 0.5 + np.arctan(x) / np.pi


@sigmoid.wrong(fails="squeezes_into_zero_one")
def sig_doubles(x):
    """has a 2 above the fraction, so the result runs from 0 to 2

    What is your result at 0?
    """
    x = np.asarray(x, float)
    with np.errstate(all="ignore"):
        return 2 / (1 + np.exp(-x))


@sigmoid.wrong(fails="squeezes_into_zero_one")
def sig_halves_x(x):
    """divides x by 2 first, so the curve is half as steep

    Which x stands in the exponent of the docstring's formula?
    """
    x = np.asarray(x, float)
    with np.errstate(all="ignore"):
        return 1 / (1 + np.exp(-x / 2))


@sigmoid.wrong(fails="squeezes_into_zero_one")
def sig_python_if(x):
    """asks whether a whole array is positive

    What does `if x >= 0` do when some elements are positive and some are not?
    """
    x = np.asarray(x, float)
    if x >= 0:
        return 1 / (1 + np.exp(-x))
    return np.exp(x) / (1 + np.exp(x))


@sigmoid.wrong(fails="stays_finite")
def sig_clips_result(x):
    """clips the result, so it never comes nearer to 0 or 1 than a small constant

    What does the docstring say of x far to the left?
    """
    x = np.asarray(x, float)
    with np.errstate(all="ignore"):
        return np.clip(1 / (1 + np.exp(-x)), 1e-7, 1 - 1e-7)


@sigmoid.wrong(fails="stays_finite")
def sig_clips_x(x):
    """cuts x off at 20, so all numbers beyond count the same

    What is the sigmoid of -30, and what of -20?
    """
    x = np.asarray(x, float)
    return 1 / (1 + np.exp(-np.clip(x, -20, 20)))


@sigmoid.wrong(fails="leaves_inputs_alone")
def sig_cuts_off_in_place(x):
    """cuts large numbers off inside the array that was passed in, so the caller's data are changed

    Does x[x < -500] = -500 make a new array, or does it write into the one it was given?
    """
    x = np.asarray(x)
    if x.dtype.kind != "f":
        x = x.astype(float)
    x[x < -500] = -500
    x[x > 500] = 500
    return 1 / (1 + np.exp(-x))


@sigmoid.wrong(fails="squeezes_into_zero_one")
def sig_one_number(x):
    """takes one number and no array, as math.exp and float do

    Which library has an exp that works on every element of an array?
    """
    import math

    return 1 / (1 + math.exp(-x))


@sigmoid.right
def sig_naive(x):
    with np.errstate(over="ignore"):
        return 1 / (1 + np.exp(-np.asarray(x, dtype=float)))


@sigmoid.right
def sig_by_tanh(x):
    return 0.5 * (1 + np.tanh(np.asarray(x, float) / 2))


@sigmoid.right
def sig_logaddexp(x):
    return np.exp(-np.logaddexp(0, -np.asarray(x, float)))


@sigmoid.right
def sig_masks(x):
    x = np.array(x, dtype=float)
    result = np.empty_like(x)
    positive = x >= 0
    result[positive] = 1 / (1 + np.exp(-x[positive]))
    e = np.exp(x[~positive])
    result[~positive] = e / (1 + e)
    return result


@sigmoid.right
def sig_clipped(x):
    return 1.0 / (1.0 + np.exp(-np.clip(x, -500, 500)))


@sigmoid.right
def sig_scalar_branches(x):
    import math

    def one(v):
        if v < 0:
            return 1 - one(-v)
        return 1 / (1 + math.exp(-v))

    return np.vectorize(one, otypes=[float])(x)


@sigmoid.right
def sig_where_both(x):
    x = np.asarray(x, float)
    with np.errstate(all="ignore"):
        return np.where(x < 0, np.exp(x) / (1 + np.exp(x)), 1 / (1 + np.exp(-x)))


@sigmoid.right
def sig_nested_lists(x):
    def apply(v):
        if isinstance(v, (list, np.ndarray)):
            return [apply(w) for w in v]
        return float(1 / (1 + np.exp(-max(float(v), -700.0))))

    return apply(x)


@sigmoid.right
def sig_float32_result(x):
    x = np.asarray(x, float)
    return (0.5 + 0.5 * np.tanh(0.5 * x)).astype(np.float32)


@sigmoid.right
def sig_power(x):
    with np.errstate(over="ignore"):
        return np.reciprocal(1 + np.power(np.e, np.multiply(-1.0, x)))


@sigmoid.right
def sig_softmax_of_two(x):
    z = np.stack([np.asarray(x, float), np.zeros(np.shape(x))], axis=-1)
    e = np.exp(z - z.max(axis=-1, keepdims=True))
    return e[..., 0] / e.sum(axis=-1)


# sigmoid_derivative

sigmoid_derivative = Exercise(
    "sigmoid_derivative",
    understood="The slope of the sigmoid is s (1 - s), at most a quarter and nearly 0 far out: a product of many "
    "of them vanishes, and with it the gradient of a deep network.",
    picture=curve(-6, 6, 49, of="the slope of sigmoid"),
)


def stable_sigmoid(x):
    return 0.5 * (1 + np.tanh(x / 2))


@sigmoid_derivative.keras(reason=FLOAT64)
def keras_sigmoid_derivative(x):
    import keras

    return slope_by_tape(keras.activations.sigmoid, x)


@sigmoid_derivative.public_check()
def worked_by_hand():
    """The slope at the places worked above."""
    yield call(np.array([-10.0, -np.log(3), 0.0, np.log(3)]))
    yield call([[-1, 0], [1, 2]])


@sigmoid_derivative.public_check()
def far_out_on_both_sides():
    """Far out the slope is 0, and never nan."""
    yield call(np.array([-1000.0, 1000.0]))


@sigmoid_derivative.check(points=1)
def slope_at_x(rng):
    """The result is the slope of the sigmoid at x."""
    yield from map(call, vectors(rng))
    yield call(np.zeros(2))


@sigmoid_derivative.check(points=1, holds=measured_slope(stable_sigmoid))
def agrees_with_a_small_step(rng):
    """It agrees with the slope that a small step to both sides measures."""
    yield call(mixed(rng, 6))
    yield call(mixed(rng, 3, 4))
    yield call(np.array([0.0, 0.5, -0.5, 3.0, -3.0]))


@sigmoid_derivative.check(points=1)
def keeps_the_shape(rng):
    """The result has the shape of x, whatever the number of dimensions."""
    yield from (call(mixed(rng, *shape)) for shape in SHAPES)


@sigmoid_derivative.check(points=1)
def takes_lists_and_integers(rng):
    """Lists and integers give the same values as float arrays."""
    yield from map(call, lists_and_integers())
    yield call([0, 1])
    yield call(rng.integers(-5, 5, (2, 3)))


@sigmoid_derivative.check(points=1)
def stays_finite(rng):
    """However large x is on either side, the slope is a number."""
    yield from map(call, far_out())
    yield call(rng.uniform(800, 1e5, 3))
    yield call(-rng.uniform(800, 1e5, 3))


@sigmoid_derivative.check(points=1, unchanged=True)
def leaves_inputs_alone(rng):
    """The values are right and what was passed in is as it was."""
    yield from map(call, precious(rng))
    yield call(np.array([-709.0, 1.5, 709.0, -50.0]))


@sigmoid_derivative.wrong(fails="slope_at_x")
def sd_takes_output(x):
    """computes x * (1 - x), which takes x for the sigmoid's own value

    In s * (1 - s), what is s? What do you get for x = 2, and can a sigmoid fall?
    """
    x = np.asarray(x, float)
    return x * (1 - x)


@sigmoid_derivative.wrong(fails="slope_at_x")
def sd_value(x):
    """returns the sigmoid itself, not its slope

    How steep is the curve far to the right, where its value is nearly 1?
    """
    return 0.5 * (1 + np.tanh(np.asarray(x, float) / 2))


@sigmoid_derivative.wrong(fails="slope_at_x")
def sd_one_minus(x):
    """leaves out one of the two factors: 1 - s alone

    Far to the left, s is nearly 0 and 1 - s nearly 1. Is the curve steep there?
    """
    return 0.5 * (1 - np.tanh(np.asarray(x, float) / 2))


@sigmoid_derivative.wrong(fails="slope_at_x")
def sd_tanh(x):
    """computes the slope of the hyperbolic tangent, 1 - tanh squared

    What is the steepest slope of the sigmoid? And yours at 0?
    """
    return 1 - np.tanh(np.asarray(x, float)) ** 2


@sigmoid_derivative.wrong(fails="slope_at_x")
def sd_one_minus_square(x):
    """computes 1 - s squared, which is the rule for the hyperbolic tangent

    What do you get at x = 0, where s is one half? What should it be?
    """
    return 1 - (0.5 * (1 + np.tanh(np.asarray(x, float) / 2))) ** 2


@sigmoid_derivative.wrong(fails="slope_at_x")
def sd_square(x):
    """squares s instead of multiplying it by 1 - s

    The two agree at x = 0. Do they at x = 10?
    """
    return (0.5 * (1 + np.tanh(np.asarray(x, float) / 2))) ** 2


@sigmoid_derivative.wrong(fails="slope_at_x")
def sd_forgets_the_square(x):
    """forgets the square under the fraction: exp(-x) / (1 + exp(-x))

    Which power does the lesson's formula have in the denominator? What is the slope at 0?
    """
    e = np.exp(-np.abs(np.asarray(x, dtype=float)))
    return e / (1 + e)


@sigmoid_derivative.wrong(fails="slope_at_x")
def sd_negative(x):
    """has the wrong sign

    Does the sigmoid rise or fall from left to right? What sign has the slope of a curve that rises?
    """
    e = np.exp(-np.abs(np.asarray(x, float)))
    return -e / (1 + e) ** 2


@sigmoid_derivative.wrong(fails="slope_at_x")
def sd_twice(x):
    """puts x through the sigmoid twice before it applies the rule

    Is your s the sigmoid of x, or the sigmoid of the sigmoid of x?
    """
    s = 0.5 * (1 + np.tanh(np.asarray(x, float) / 2))
    s = 1 / (1 + np.exp(-s))
    return s * (1 - s)


@sigmoid_derivative.wrong(fails="slope_at_x")
def sd_plus(x):
    """computes s * (1 + s)

    What is the steepest slope of the sigmoid? Can yours be larger than 1?
    """
    s = 0.5 * (1 + np.tanh(np.asarray(x, float) / 2))
    return s * (1 + s)


@sigmoid_derivative.wrong(fails="slope_at_x")
def sd_quarter(x):
    """gives the steepest slope, 0.25, everywhere

    How steep is the curve at x = 10?
    """
    return np.full(np.shape(x), 0.25)


@sigmoid_derivative.wrong(fails="slope_at_x")
def sd_jacobian(x):
    """returns a matrix with the slopes on its diagonal

    The docstring promises x's shape. What is the shape of yours for three numbers?
    """
    e = np.exp(-np.abs(np.asarray(x, float).ravel()))
    return np.diag(e / (1 + e) ** 2)


@sigmoid_derivative.wrong(fails="slope_at_x")
def sd_gradient_of_row(x):
    """measures the differences between neighbouring elements instead of the slope at each

    Does the slope at one x depend on which numbers stand beside it?
    """
    s = 0.5 * (1 + np.tanh(np.asarray(x, float) / 2))
    return np.diff(s, axis=-1, append=0.0)


@sigmoid_derivative.wrong(fails="keeps_the_shape")
def sd_squeezes_axes(x):
    """drops the axes of size 1

    Does a column, (5, 1), stay a column?
    """
    e = np.exp(-np.abs(np.asarray(x, float)))
    return np.squeeze(e / (1 + e) ** 2)


@sigmoid_derivative.wrong(fails="takes_lists_and_integers")
def sd_arrays_only(x):
    """calculates with x as it comes, and a list has no minus

    What could you turn x into in the first line?
    """
    with np.errstate(all="ignore"):
        s = 1 / (1 + np.exp(-x))
    return s * (1 - s)


@sigmoid_derivative.wrong(fails="takes_lists_and_integers")
def sd_integer_container(x):
    """puts its results into an array of x's own type, so integers in give integers out

    What is the dtype of np.zeros_like([1, 2])? Can it hold 0.25?
    """
    result = np.zeros_like(x)
    e = np.exp(-np.abs(np.asarray(x, float)))
    result[...] = e / (1 + e) ** 2
    return result


@sigmoid_derivative.wrong(fails="stays_finite")
def sd_exponentials(x):
    """divides exp(-x) by (1 + exp(-x)) squared, which is inf / inf where x is very negative

    What is np.exp(1000)? And inf divided by inf?
    """
    with np.errstate(all="ignore"):
        e = np.exp(-np.asarray(x, float))
        return e / (1 + e) ** 2


@sigmoid_derivative.wrong(fails="stays_finite")
def sd_ratio(x):
    """builds on a sigmoid that is inf / inf where x is large

    Does your sigmoid survive x = 1000?
    """
    with np.errstate(all="ignore"):
        e = np.exp(np.asarray(x, float))
        s = e / (1 + e)
    return s * (1 - s)


@sigmoid_derivative.wrong(fails="leaves_inputs_alone")
def sd_in_place(x):
    """computes inside the array that was passed in, so the caller's data are gone

    Do out=x and x *= -1 make a new array, or do they write into the one they were given?
    """
    x = np.asarray(x) if np.asarray(x).dtype.kind == "f" else np.asarray(x, float)
    np.abs(x, out=x)
    x *= -1
    e = np.exp(x)
    return e / (1 + e) ** 2


@sigmoid_derivative.wrong(fails="slope_at_x")
def sd_times_x(x):
    """multiplies the slope by x

    At 0 the curve is steepest. What is your slope there?
    """
    x = np.asarray(x, float)
    s = stable_sigmoid(x)
    return x * s * (1 - s)


@sigmoid_derivative.wrong(fails="slope_at_x")
def sd_x_times_rest(x):
    """takes x for one of the two factors: x * (1 - s)

    At 0 the curve is steepest. What is your slope there?
    """
    x = np.asarray(x, float)
    s = stable_sigmoid(x)
    return x * (1 - s)


@sigmoid_derivative.wrong(fails="slope_at_x")
def sd_s_times_one_minus_x(x):
    """takes x for s in one of the two factors: s * (1 - x)

    What is your slope at x = 1, and is the curve flat there?
    """
    x = np.asarray(x, float)
    s = stable_sigmoid(x)
    return s * (1 - x)


@sigmoid_derivative.wrong(fails="slope_at_x")
def sd_second_derivative(x):
    """gives the second derivative, the slope of the slope

    At 0 the curve is steepest. What is your slope there?
    """
    x = np.asarray(x, float)
    s = stable_sigmoid(x)
    return s * (1 - s) * (1 - 2 * s)


@sigmoid_derivative.wrong(fails="slope_at_x")
def sd_no_brackets(x):
    """leaves out the brackets around 1 - s

    In which order does Python compute s * 1 - s?
    """
    x = np.asarray(x, float)
    s = stable_sigmoid(x)
    return s * 1 - s


@sigmoid_derivative.wrong(fails="slope_at_x")
def sd_swish_slope(x):
    """gives the slope of x times the sigmoid, another activation

    What is the function whose slope is asked for?
    """
    x = np.asarray(x, float)
    s = stable_sigmoid(x)
    return s + x * s * (1 - s)


@sigmoid_derivative.wrong(fails="slope_at_x")
def sd_dot_product(x):
    """multiplies with @, which adds the products up

    What is the shape of your result? What does @ do that * does not?
    """
    x = np.asarray(x, float)
    s = stable_sigmoid(x)
    return s @ (1 - s)


@sigmoid_derivative.wrong(fails="slope_at_x")
def sd_large_step(x):
    """measures the slope with a step of 0.1, which is too long

    How straight is the curve over a step of 0.1? Which formula is exact?
    """
    x = np.asarray(x, float)
    return (stable_sigmoid(x + 0.1) - stable_sigmoid(x - 0.1)) / 0.2


@sigmoid_derivative.wrong(fails="slope_at_x")
def sd_one_sided_step(x):
    """measures the slope on one side only, with a step that is too long

    How straight is the curve over your step? Which formula is exact?
    """
    x = np.asarray(x, float)
    s = stable_sigmoid(x)
    return (stable_sigmoid(x + 1e-3) - s) / 1e-3


@sigmoid_derivative.wrong(fails="stays_finite")
def sd_clips_sigmoid(x):
    """clips the sigmoid first, so the slope never comes near 0

    What does the docstring say of the slope far out?
    """
    x = np.asarray(x, float)
    s = stable_sigmoid(x)
    s = np.clip(s, 1e-7, 1 - 1e-7)
    return s * (1 - s)


@sigmoid_derivative.wrong(fails="keeps_the_shape")
def sd_one_number(x):
    """takes one number and no array, as math.exp and float do

    Which exponential takes a whole array?
    """
    import math

    s = 1 / (1 + math.exp(-x))
    return s * (1 - s)


@sigmoid_derivative.wrong(fails="slope_at_x")
def sd_squares_the_exponential(x):
    """squares the exponential alone instead of the whole denominator

    What is (1 + 3) ** 2, and what is 1 + 3 ** 2? Which of the two does the formula ask for?
    """
    with np.errstate(all="ignore"):
        e = np.exp(-np.asarray(x, float))
        return e / (1 + e**2)


@sigmoid_derivative.right
def sd_textbook(x):
    with np.errstate(over="ignore"):
        s = 1 / (1 + np.exp(-np.asarray(x, dtype=float)))
    return s * (1 - s)


@sigmoid_derivative.right
def sd_helper(x):
    def sig(v):
        return np.exp(-np.logaddexp(0, -v))

    x = np.asarray(x, float)
    return sig(x) * sig(-x)


@sigmoid_derivative.right
def sd_by_tanh(x):
    return (1 - np.tanh(np.asarray(x, float) / 2) ** 2) / 4


@sigmoid_derivative.right
def sd_by_cosh(x):
    with np.errstate(over="ignore"):
        return 0.25 / np.cosh(np.asarray(x, float) / 2) ** 2


@sigmoid_derivative.right
def sd_expanded(x):
    s = 1 / (1 + np.exp(-np.clip(np.asarray(x, float), -500, 500)))
    return s - s**2


@sigmoid_derivative.right
def sd_small_step(x):
    x, h = np.asarray(x, float), 1e-5
    return (np.tanh((x + h) / 2) - np.tanh((x - h) / 2)) / (4 * h)


@sigmoid_derivative.right
def sd_loop(x):
    import math

    x = np.asarray(x)
    result = np.zeros(x.shape)
    for index in np.ndindex(x.shape):
        e = math.exp(-abs(float(x[index])))
        result[index] = e / (1 + e) ** 2
    return result


@sigmoid_derivative.right
def sd_nested_lists(x):
    def apply(v):
        if isinstance(v, (list, np.ndarray)):
            return [apply(w) for w in v]
        e = np.exp(-abs(float(v)))
        return float(e / (1 + e) / (1 + e))

    return apply(x)


@sigmoid_derivative.right
def sd_logs(x):
    a = np.abs(np.asarray(x, dtype=float))
    return np.exp(-a - 2 * np.log1p(np.exp(-a)))


@sigmoid_derivative.right
def sd_class(x):
    class Sigmoid:
        def __init__(self, x):
            self.s = 0.5 * (1 + np.tanh(0.5 * np.asarray(x, float)))

        def backward(self):
            return self.s * (1 - self.s)

    return Sigmoid(x).backward()


# relu

relu = Exercise(
    "relu",
    understood="ReLU is the plainest bend: what is negative becomes 0, the rest stays. From enough such ramps a "
    "network can build any shape.",
    picture=curve(-3, 3, of="relu(x)"),
)


@relu.keras(reason=FLOAT64)
def keras_relu(x):
    import keras

    return np.asarray(keras.activations.relu(tensor(x)))


@relu.public_check()
def worked_by_hand():
    """What is negative becomes 0, what is positive stays."""
    yield call(np.array([-2.0, -0.5, 0.0, 1.5, 3.0]))
    yield call([[-1, 2], [30, -4]])


@relu.check(points=1)
def cuts_off_the_negative(rng):
    """Negative numbers become 0 and positive ones stay."""
    yield from map(call, vectors(rng))
    yield call(np.array([0.0, -1.0, 0.0, 2.0]))


@relu.check(points=1)
def grows_without_limit(rng):
    """Large positive numbers stay what they are, large negative ones become 0."""
    yield from map(call, far_out())
    yield call(rng.uniform(10, 1e5, 3))
    yield call(-rng.uniform(10, 1e5, 3))


@relu.check(points=1)
def keeps_the_shape(rng):
    """The result has the shape of x, whatever the number of dimensions."""
    yield from (call(mixed(rng, *shape)) for shape in SHAPES)


@relu.check(points=1)
def takes_lists_and_integers(rng):
    """Lists and integers give the same values as float arrays."""
    yield from map(call, lists_and_integers())
    yield call([0, 1])
    yield call(rng.integers(-5, 5, (2, 3)))


@relu.check(points=1, unchanged=True)
def leaves_inputs_alone(rng):
    """The values are right and what was passed in is as it was."""
    yield from map(call, precious(rng))


@relu.wrong(fails="cuts_off_the_negative")
def re_absolute(x):
    """drops the minus signs instead of the negative numbers

    What should become of -2: 2 or 0?
    """
    return np.abs(np.asarray(x, float))


@relu.wrong(fails="cuts_off_the_negative")
def re_wrong_half(x):
    """keeps the negative half and cuts off the positive one

    Is the result the larger or the smaller of 0 and x?
    """
    return np.minimum(np.asarray(x, float), 0)


@relu.wrong(fails="cuts_off_the_negative")
def re_slope(x):
    """returns 1 where x is positive, which is the slope of ReLU, not its value

    What should become of 1.5?
    """
    return (np.asarray(x, float) > 0).astype(float)


@relu.wrong(fails="cuts_off_the_negative")
def re_leaks(x):
    """lets a hundredth of the negative numbers through, which is a leaky ReLU

    What should become of -2? Exactly?
    """
    x = np.asarray(x, float)
    return np.where(x > 0, x, 0.01 * x)


@relu.wrong(fails="cuts_off_the_negative")
def re_softplus(x):
    """rounds the corner off, which is softplus

    What should relu(0) be? And yours?
    """
    return np.logaddexp(0, np.asarray(x, float))


@relu.wrong(fails="cuts_off_the_negative")
def re_elu(x):
    """lets the negative side sink smoothly towards -1, which is ELU

    Can the result of ReLU be negative?
    """
    x = np.asarray(x, float)
    return np.where(x > 0, x, np.expm1(np.minimum(x, 0)))


@relu.wrong(fails="cuts_off_the_negative")
def re_swish(x):
    """multiplies x by its sigmoid, which is another activation, SiLU

    Is there any exponential in max(0, x)?
    """
    x = np.asarray(x, float)
    return x * 0.5 * (1 + np.tanh(x / 2))


@relu.wrong(fails="cuts_off_the_negative")
def re_above_one(x):
    """cuts off everything below 1 instead of below 0

    What should become of 0.25?
    """
    x = np.asarray(x, float)
    return np.where(x > 1, x, 0.0)


@relu.wrong(fails="cuts_off_the_negative")
def re_filters(x):
    """leaves the negative numbers out instead of setting them to 0

    How many numbers go in, and how many come out?
    """
    x = np.asarray(x, float)
    return x[x > 0]


@relu.wrong(fails="cuts_off_the_negative")
def re_largest(x):
    """looks for the largest number along an axis instead of comparing each number with 0

    What is the difference between np.max(x, 0) and np.maximum(x, 0)?
    """
    return np.max(np.asarray(x, float), 0)


@relu.wrong(fails="cuts_off_the_negative")
def re_python_max(x):
    """asks max, or an if, to compare a whole array with 0

    Which of an array and 0 is larger, if some elements are larger and some are not?
    """
    return max(0, np.asarray(x, float))


@relu.wrong(fails="grows_without_limit")
def re_unit(x):
    """cuts off above 1 as well

    What should become of 3? Has ReLU an upper limit?
    """
    return np.clip(np.asarray(x, float), 0, 1)


@relu.wrong(fails="grows_without_limit")
def re_six(x):
    """cuts off above 6 as well, which is ReLU6

    What should become of 300? Has ReLU an upper limit?
    """
    return np.clip(np.asarray(x, float), 0, 6)


@relu.wrong(fails="keeps_the_shape")
def re_flattens(x):
    """makes one long vector of every array

    What is the shape of your result for a (4, 3) array? And what should it be?
    """
    return np.maximum(np.asarray(x, float).ravel(), 0)


@relu.wrong(fails="keeps_the_shape")
def re_one_row(x):
    """loops over x as if it were a single row of numbers

    When x is (4, 3), what does `for v in x` give you?
    """
    return [v if v > 0 else 0.0 for v in x]


@relu.wrong(fails="takes_lists_and_integers")
def re_arrays_only(x):
    """compares x with 0 as it comes, and a list cannot be compared

    What could you turn x into in the first line?
    """
    return x * (x > 0)


@relu.wrong(fails="leaves_inputs_alone")
def re_in_place(x):
    """writes the zeros into the array that was passed in, so the caller's data are gone

    Does x[x < 0] = 0 make a new array, or does it write into the one it was given?
    """
    x = np.asarray(x)
    x[x < 0] = 0
    return x


@relu.wrong(fails="cuts_off_the_negative")
def re_squares(x):
    """squares the positive numbers

    What becomes of 3?
    """
    x = np.asarray(x, float)
    return np.maximum(x, 0) ** 2


@relu.wrong(fails="cuts_off_the_negative")
def re_minus_one(x):
    """puts -1 where x is negative

    What is the larger of 0 and -3?
    """
    x = np.asarray(x, float)
    return np.where(x > 0, x, -1.0)


@relu.wrong(fails="cuts_off_the_negative")
def re_one_for_negative(x):
    """puts 1 where x is negative

    What is the larger of 0 and -3?
    """
    x = np.asarray(x, float)
    return np.where(x > 0, x, 1.0)


@relu.wrong(fails="cuts_off_the_negative")
def re_shifts_the_smallest(x):
    """subtracts the smallest number, so nothing is negative any more

    What becomes of [1, 2, 3]? And what should it be?
    """
    x = np.asarray(x, float)
    return x - x.min()


@relu.wrong(fails="cuts_off_the_negative")
def re_bends_with_tanh(x):
    """bends the positive side with a hyperbolic tangent

    What becomes of 5?
    """
    x = np.asarray(x, float)
    return np.maximum(0, np.tanh(x))


@relu.wrong(fails="cuts_off_the_negative")
def re_gelu(x):
    """multiplies x by a smooth step, which is another activation, GELU

    What becomes of -0.5?
    """
    x = np.asarray(x, float)
    return 0.5 * x * (1 + np.tanh(np.sqrt(2 / np.pi) * (x + 0.044715 * x**3)))


@relu.wrong(fails="cuts_off_the_negative")
def re_flips_a_little(x):
    """turns a share of the negative numbers upwards

    What is the larger of 0 and -3?
    """
    x = np.asarray(x, float)
    return np.where(x > 0, x, -0.2 * x)


@relu.wrong(fails="cuts_off_the_negative")
def re_whole_numbers(x):
    """cuts the results down to whole numbers

    What becomes of 0.7?
    """
    x = np.asarray(x, float)
    return np.maximum(x, 0).astype(int)


@relu.wrong(fails="keeps_the_shape")
def re_table_only(x):
    """loops over rows and columns, so it knows tables only

    How many loops does an array of three dimensions need? And one row?
    """
    x = np.array(x, float)
    for i in range(x.shape[0]):
        for j in range(x.shape[1]):
            x[i, j] = max(0, x[i, j])
    return x


@relu.wrong(fails="cuts_off_the_negative")
def re_whole_array_at_once(x):
    """decides for the whole array at once, by its mean

    One number is negative and the others are not: which of them should become 0?
    """
    x = np.asarray(x, float)
    return x if x.mean() > 0 else np.zeros_like(x)


@relu.wrong(fails="grows_without_limit")
def re_cuts_at_a_hundred(x):
    """cuts off above 100 as well

    What does the docstring say of an upper limit?
    """
    x = np.asarray(x, float)
    return np.clip(x, 0, 100)


@relu.wrong(fails="cuts_off_the_negative")
def re_python_if(x):
    """asks whether a whole array is positive

    What does `if x > 0` do when some elements are positive and some are not?
    """
    x = np.asarray(x, float)
    if x > 0:
        return x
    return 0.0


@relu.wrong(fails="cuts_off_the_negative")
def re_python_max_of_lists(x):
    """asks max, or an if, to compare a whole array with 0, and leaves lists as they are

    Which of an array and 0 is larger, if some elements are larger and some are not?
    """
    return max(0, x)


@relu.right
def re_product(x):
    x = np.asarray(x)
    return x * (x > 0)


@relu.right
def re_half_sum(x):
    x = np.asarray(x, float)
    return (x + np.abs(x)) / 2


@relu.right
def re_where(x):
    x = np.array(x)
    return np.where(x > 0, x, 0)


@relu.right
def re_clip(x):
    return np.clip(x, 0, None)


@relu.right
def re_copy_and_mask(x):
    y = np.array(x, dtype=float)
    y[y < 0] = 0.0
    return y


@relu.right
def re_nested_lists(x):
    if isinstance(x, (list, np.ndarray)):
        def apply(v):
            return [apply(w) for w in v] if isinstance(v, (list, np.ndarray)) else max(0.0, float(v))

        return apply(x)


@relu.right
def re_minus_minimum(x):
    return -np.minimum(np.multiply(x, -1.0), 0)


@relu.right
def re_vectorised_max(x):
    return np.vectorize(lambda v: max(0.0, float(v)), otypes=[float])(x)


@relu.right
def re_out_of_new_array(x):
    x = np.asarray(x)
    result = np.zeros_like(x)
    np.copyto(result, x, where=x > 0)
    return result


@relu.right
def re_float32_result(x):
    return np.fmax(np.asarray(x, float), 0.0).astype(np.float32)


@relu.right
def re_heaviside(x):
    x = np.asarray(x, float)
    return x * np.heaviside(x, 0)


@relu.right
def re_stack(x):
    x = np.asarray(x, dtype=np.float64)
    return np.max(np.stack([np.zeros_like(x), x]), axis=0)


# relu_derivative

relu_derivative = Exercise(
    "relu_derivative",
    understood="Where ReLU is active its slope is 1, so gradients survive any depth; where it is 0 for every "
    "sample, the unit is dead.",
    picture=curve(-3.9, 3.9, 40, of="the slope of relu"),
)


@relu_derivative.keras(reason=FLOAT64)
def keras_relu_derivative(x):
    import keras

    return slope_by_tape(keras.activations.relu, x)


@relu_derivative.public_check()
def worked_by_hand():
    """The slope is 1 where x is positive and 0 where it is negative."""
    yield call(np.array([-2.0, -0.5, 1.5, 3.0]))
    yield call([[-1, 2], [30, -4]])


@relu_derivative.check(points=1)
def slope_on_both_sides(rng):
    """The slope is 1 where x is positive and 0 where it is negative, however near and however far."""
    yield from map(call, vectors(rng))
    yield from map(call, far_out())


@relu_derivative.check(points=1, holds=measured_slope(lambda x: np.maximum(x, 0)))
def agrees_with_a_small_step(rng):
    """It agrees with the slope that a small step to both sides measures."""
    yield call(mixed(rng, 6))
    yield call(mixed(rng, 3, 4))
    yield call(mixed(rng, 5, low=5, high=50))


@relu_derivative.check(points=1, holds=subgradient(lambda case: 0.0))
def corner(rng):
    """At x = 0 the slope is a number from 0 to 1, and beside it the slope is right."""
    yield call(np.array([0.0]))
    yield call(np.array([0.0, 1.5, -2.0, 0.0]))
    yield call([[0, -1, 3], [2, 0, -4]])
    yield call(np.zeros((2, 3)))
    yield call(mixed(rng, 3, 4) * (np.arange(12).reshape(3, 4) % 3 > 0))


@relu_derivative.check(points=1)
def keeps_the_shape(rng):
    """The result has the shape of x, whatever the number of dimensions."""
    yield from (call(mixed(rng, *shape)) for shape in SHAPES)


@relu_derivative.check(points=1)
def takes_lists_and_integers(rng):
    """Lists and integers give the same values as float arrays."""
    yield from map(call, lists_and_integers())
    yield call(rng.choice([-4, -3, -2, -1, 1, 2, 3, 4], (2, 5)))


@relu_derivative.check(points=1, unchanged=True)
def leaves_inputs_alone(rng):
    """The values are right and what was passed in is as it was."""
    yield from map(call, precious(rng))


@relu_derivative.wrong(fails="slope_on_both_sides")
def rd_value(x):
    """returns the value of ReLU, not its slope

    How steep is the line from (1, 1) to (3, 3)?
    """
    return np.maximum(np.asarray(x, float), 0)


@relu_derivative.wrong(fails="slope_on_both_sides")
def rd_true_false(x):
    """returns True and False, where slopes are numbers

    A comparison gives an array of bool. What does .astype(float) make of it?
    """
    return np.asarray(x, float) > 0


@relu_derivative.wrong(fails="slope_on_both_sides")
def rd_sign(x):
    """gives -1 on the negative side, which is the slope of |x|

    Does ReLU fall on the negative side, or is it flat?
    """
    return np.sign(np.asarray(x, float))


@relu_derivative.wrong(fails="slope_on_both_sides")
def rd_ones(x):
    """gives 1 everywhere, also where ReLU is flat

    How much does relu(x) change when x goes from -3 to -2?
    """
    return np.ones(np.shape(x))


@relu_derivative.wrong(fails="slope_on_both_sides")
def rd_flipped(x):
    """swaps the two sides

    On which side of 0 is ReLU flat?
    """
    return (np.asarray(x, float) < 0).astype(float)


@relu_derivative.wrong(fails="slope_on_both_sides")
def rd_above_one(x):
    """gives 1 only above 1

    How steep is ReLU at 0.25?
    """
    return (np.asarray(x, float) > 1).astype(float)


@relu_derivative.wrong(fails="slope_on_both_sides")
def rd_leaks(x):
    """gives 0.01 on the negative side, as for a leaky ReLU

    How much does relu(x) change when x goes from -3 to -2?
    """
    return np.where(np.asarray(x, float) > 0, 1.0, 0.01)


@relu_derivative.wrong(fails="slope_on_both_sides")
def rd_smooth(x):
    """gives the sigmoid, which is the slope of softplus

    How many different slopes has a line with a single corner?
    """
    return 0.5 * (1 + np.tanh(np.asarray(x, float) / 2))


@relu_derivative.wrong(fails="slope_on_both_sides")
def rd_counts(x):
    """counts the positive elements instead of giving a slope for each

    The docstring promises x's shape. How many numbers do you return?
    """
    return (np.asarray(x, float) > 0).sum(axis=-1)


@relu_derivative.wrong(fails="slope_on_both_sides")
def rd_jacobian(x):
    """returns a matrix with the slopes on its diagonal

    The docstring promises x's shape. What is the shape of yours for three numbers?
    """
    return np.diag((np.asarray(x, float).ravel() > 0).astype(float))


@relu_derivative.wrong(fails="slope_on_both_sides")
def rd_small_step(x):
    """measures the slope with a small step, which is lost in rounding where x is large

    What is 1e30 + 0.00001 in floating point? Can you give the slope without measuring it?
    """
    x = np.asarray(x, float)
    return (np.maximum(x + 1e-5, 0) - np.maximum(x - 1e-5, 0)) / 2e-5


@relu_derivative.wrong(fails="slope_on_both_sides")
def rd_python_if(x):
    """asks whether a whole array is positive

    What does `if x > 0` do when some elements are positive and some are not?
    """
    return 1.0 if np.asarray(x, float) > 0 else 0.0


@relu_derivative.wrong(fails="corner")
def rd_divides(x):
    """divides relu(x) by x, which is 0 / 0 at the corner

    What is 0 / 0 in NumPy?
    """
    x = np.asarray(x, float)
    with np.errstate(all="ignore"):
        return np.maximum(x, 0) / x


@relu_derivative.wrong(fails="keeps_the_shape")
def rd_flattens(x):
    """makes one long vector of every array

    What is the shape of your result for a (4, 3) array? And what should it be?
    """
    return (np.asarray(x, float).ravel() > 0).astype(float)


@relu_derivative.wrong(fails="takes_lists_and_integers")
def rd_arrays_only(x):
    """compares x with 0 as it comes, and a list cannot be compared

    What could you turn x into in the first line?
    """
    return (x > 0).astype(float)


@relu_derivative.wrong(fails="leaves_inputs_alone")
def rd_in_place(x):
    """writes the slopes into the array that was passed in, so the caller's data are gone

    Does x[x < 0] = 0 make a new array, or does it write into the one it was given?
    """
    x = np.asarray(x)
    x[x <= 0] = 0
    x[x > 0] = 1
    return x


@relu_derivative.wrong(fails="slope_on_both_sides")
def rd_zeros(x):
    """gives 0 everywhere, also where ReLU rises

    How much does relu(x) grow from x = 2 to x = 3?
    """
    x = np.asarray(x, float)
    return np.zeros_like(x)


@relu_derivative.wrong(fails="slope_on_both_sides")
def rd_leaks_a_fifth(x):
    """gives 0.2 on the negative side, as for a leaky ReLU

    How much does relu(x) change from x = -3 to x = -2?
    """
    x = np.asarray(x, float)
    return np.where(x > 0, 1.0, 0.2)


@relu_derivative.wrong(fails="slope_on_both_sides")
def rd_keeps_x(x):
    """keeps x where it is positive and puts 1 where it is not

    How much does relu(x) grow from x = 2 to x = 3? And from -3 to -2?
    """
    x = np.asarray(x, float)
    return np.where(x > 0, x, 1.0)


@relu_derivative.wrong(fails="slope_on_both_sides")
def rd_clips(x):
    """clips x to 0 to 1, so small positive numbers come back as they are

    What is the slope at 0.3?
    """
    x = np.asarray(x, float)
    return np.clip(x, 0, 1)


@relu_derivative.wrong(fails="slope_on_both_sides")
def rd_indices(x):
    """returns the places where x is positive, not the slopes

    What does np.where give when it is asked with one argument only?
    """
    x = np.asarray(x, float)
    return np.array(np.where(x > 0))


@relu_derivative.wrong(fails="slope_on_both_sides")
def rd_above_a_half(x):
    """gives 1 only above 0.5

    What is the slope at 0.3?
    """
    x = np.asarray(x, float)
    return np.where(x > 0.5, 1.0, 0.0)


@relu_derivative.wrong(fails="slope_on_both_sides")
def rd_neighbours(x):
    """measures the differences between neighbouring elements instead of the slope at each

    Does the slope at one element depend on the element beside it?
    """
    x = np.asarray(x, float)
    r = np.maximum(x, 0)
    return np.gradient(r) if x.ndim == 1 and x.size > 1 else np.heaviside(x, 0)


@relu_derivative.wrong(fails="corner")
def rd_outside_at_corner(x):
    """gives a slope at the corner that lies outside of 0 to 1

    Between which two numbers may the slope at the corner lie?
    """
    x = np.asarray(x, float)
    return np.where(x == 0, -1.0, (x > 0).astype(float))


@relu_derivative.wrong(fails="keeps_the_shape")
def rd_flat_loop(x):
    """loops over x as if it were a single row of numbers

    When x is (4, 3), what does `for v in x` give you?
    """
    return np.array([1.0 if v > 0 else 0.0 for v in x])


@relu_derivative.right
def rd_where(x):
    return np.where(np.asarray(x) > 0, 1, 0)


@relu_derivative.right
def rd_one_at_corner(x):
    return (np.asarray(x, float) >= 0).astype(np.float32)


@relu_derivative.right
def rd_half_at_corner(x):
    return np.heaviside(np.asarray(x, float), 0.5)


@relu_derivative.right
def rd_from_sign(x):
    return (np.sign(np.asarray(x, float)) + 1) / 2


@relu_derivative.right
def rd_times_one(x):
    return 1.0 * np.greater(x, 0)


@relu_derivative.right
def rd_nested_lists(x):
    def apply(v):
        return [apply(w) for w in v] if isinstance(v, (list, np.ndarray)) else int(v > 0)

    return apply(x)


@relu_derivative.right
def rd_masks(x):
    x = np.asarray(x)
    slope = np.zeros(x.shape)
    slope[x > 0] = 1
    return slope


@relu_derivative.right
def rd_sign_of_relu(x):
    return np.sign(np.maximum(x, 0))


@relu_derivative.right
def rd_vectorised(x):
    return np.vectorize(lambda v: 1.0 if v > 0 else 0.0, otypes=[float])(x)


@relu_derivative.right
def rd_same_type(x):
    x = np.array(x)
    return (x > 0).astype(x.dtype)


@relu_derivative.right
def rd_safe_division(x):
    x = np.asarray(x, float)
    return np.divide(np.maximum(x, 0), x, out=np.full(x.shape, 0.25), where=x != 0)


@relu_derivative.right
def rd_small_integers(x):
    return (np.asarray(x, float) > 0).astype(np.int8)


# leaky_relu

leaky_relu = Exercise(
    "leaky_relu",
    understood="A leak on the negative side keeps every unit in touch with training; in Keras the function's "
    "slope is 0.2, the layer's is 0.3.",
    picture=curve(-3, 3, of="leaky_relu(x)"),
)


@leaky_relu.keras(reason=FLOAT32_SLOPE)
def keras_leaky_relu(x, negative_slope=0.2):
    import keras

    return np.asarray(keras.activations.leaky_relu(tensor(x), negative_slope=negative_slope))


@leaky_relu.public_check()
def worked_by_hand():
    """With the slope of 0.2 that Keras takes."""
    yield call(np.array([-2.0, -0.5, 0.0, 1.5, 3.0]))
    yield call([[-1, 2], [30, -4]])


@leaky_relu.public_check()
def another_slope():
    """With a slope of your own."""
    yield call(np.array([-2.0, -0.5, 0.0, 1.5, 3.0]), negative_slope=0.05)


@leaky_relu.check(points=1)
def default_slope(rng):
    """Positive numbers stay; negative ones are multiplied by 0.2."""
    yield from map(call, vectors(rng))
    yield call(np.array([0.0, -1.0, 0.0, 2.0]))


@leaky_relu.check(points=1)
def slopes_from_zero_to_one(rng):
    """Any slope from 0 to 1 is taken, by name or by position."""
    for slope in (0.01, 0.3, 0.5, 0.75, 0.0, 1.0, float(rng.uniform(0.1, 0.9))):
        yield call(mixed(rng, 4), negative_slope=slope)
    for slope in (0.1, 0.0, 1.0):
        yield call(mixed(rng, 2, 3), slope)
    yield call([1, -2, 3, -4], negative_slope=0)
    yield call([1, -2, 3, -4], 1)
    yield call(np.array([0.0, -3.0, 2.0]), negative_slope=0.25)


@leaky_relu.check(points=1)
def grows_without_limit(rng):
    """Large numbers stay large on both sides, and finite."""
    yield from map(call, far_out())
    yield call(np.array([-1e6, 1e6, -12.0]), negative_slope=0.5)
    yield call(rng.uniform(10, 1e5, 3))
    yield call(-rng.uniform(10, 1e5, 3))


@leaky_relu.check(points=1)
def keeps_the_shape(rng):
    """The result has the shape of x, whatever the number of dimensions."""
    yield from (call(mixed(rng, *shape)) for shape in SHAPES)


@leaky_relu.check(points=1)
def takes_lists_and_integers(rng):
    """Lists and integers give the same values as float arrays: -1 becomes -0.2."""
    yield from map(call, lists_and_integers())
    yield call([0, -1])
    yield call([[3, -5], [-2, 1]], negative_slope=0.5)
    yield call(rng.integers(-5, 5, (2, 3)))


@leaky_relu.check(points=1, unchanged=True)
def leaves_inputs_alone(rng):
    """The values are right and what was passed in is as it was."""
    yield from map(call, precious(rng))
    yield call(mixed(rng, 4), negative_slope=0.5)


@leaky_relu.wrong(fails="default_slope")
def lk_hundredth(x, negative_slope=0.01):
    """leaks a hundredth by default, as in some papers, where Keras leaks 0.2

    What does the docstring say about the default slope? And what is your result for -2?
    """
    x = np.asarray(x, float)
    return np.where(x > 0, x, negative_slope * x)


@leaky_relu.wrong(fails="default_slope")
def lk_layer_default(x, negative_slope=0.3):
    """leaks 0.3 by default, which is the slope of the Keras layer, not of the function

    Which of the two does the docstring name: keras.activations.leaky_relu or keras.layers.LeakyReLU?
    """
    x = np.asarray(x, float)
    return np.where(x > 0, x, negative_slope * x)


@leaky_relu.wrong(fails="default_slope")
def lk_no_leak(x, negative_slope=0.2):
    """lets nothing through on the negative side, which is ReLU

    What should become of -2 with a slope of 0.2?
    """
    return np.maximum(np.asarray(x, float), 0)


@leaky_relu.wrong(fails="default_slope")
def lk_wrong_side(x, negative_slope=0.2):
    """multiplies the positive side by the slope and leaves the negative one

    Which side does the name negative_slope speak of?
    """
    x = np.asarray(x, float)
    return np.where(x > 0, negative_slope * x, x)


@leaky_relu.wrong(fails="default_slope")
def lk_both_sides(x, negative_slope=0.2):
    """multiplies both sides by the slope

    What should become of 1.5?
    """
    return negative_slope * np.asarray(x, float)


@leaky_relu.wrong(fails="default_slope")
def lk_adds_everywhere(x, negative_slope=0.2):
    """adds the leak on the positive side too

    What is relu(1.5) plus 0.2 times 1.5? What should it be?
    """
    x = np.asarray(x, float)
    return np.maximum(x, 0) + negative_slope * x


@leaky_relu.wrong(fails="default_slope")
def lk_wrong_sign(x, negative_slope=0.2):
    """turns the leak upwards, so negative numbers become positive

    Which sign should the result for -2 have?
    """
    x = np.asarray(x, float)
    return np.where(x > 0, x, -negative_slope * x)


@leaky_relu.wrong(fails="default_slope")
def lk_constant(x, negative_slope=0.2):
    """returns the slope itself on the negative side and forgets to multiply by x

    What do you get for -2 and for -4? Should the two be equal?
    """
    x = np.asarray(x, float)
    return np.where(x > 0, x, negative_slope)


@leaky_relu.wrong(fails="default_slope")
def lk_limits(x, negative_slope=0.2):
    """cuts off at -0.2 instead of multiplying by 0.2

    What do you get for -2 and for -4? Should the two be equal?
    """
    return np.maximum(np.asarray(x, float), -negative_slope)


@leaky_relu.wrong(fails="default_slope")
def lk_slopes_only(x, negative_slope=0.2):
    """returns the slopes, not the values

    What should become of 3?
    """
    return np.where(np.asarray(x, float) > 0, 1.0, negative_slope)


@leaky_relu.wrong(fails="default_slope")
def lk_elu(x, negative_slope=0.2):
    """bends the negative side with an exponential, which is ELU

    What should become of -100? Does the leak ever stop growing?
    """
    x = np.asarray(x, float)
    return np.where(x > 0, x, negative_slope * np.expm1(np.minimum(x, 0)))


@leaky_relu.wrong(fails="slopes_from_zero_to_one")
def lk_ignores_slope(x, negative_slope=0.2):
    """always leaks 0.2, whatever negative_slope says

    Where in your function does negative_slope appear?
    """
    x = np.asarray(x, float)
    return np.where(x > 0, x, 0.2 * x)


@leaky_relu.wrong(fails="slopes_from_zero_to_one")
def lk_falsy_slope(x, negative_slope=None):
    """takes a slope of 0 for a slope that was not given

    What is `0 or 0.2` in Python?
    """
    x = np.asarray(x, float)
    return np.where(x > 0, x, (negative_slope or 0.2) * x)


@leaky_relu.wrong(fails="keeps_the_shape")
def lk_one_row(x, negative_slope=0.2):
    """loops over x as if it were a single row of numbers

    When x is (4, 3), what does `for v in x` give you?
    """
    return [v if v > 0 else negative_slope * v for v in x]


@leaky_relu.wrong(fails="takes_lists_and_integers")
def lk_arrays_only(x, negative_slope=0.2):
    """compares x with 0 as it comes, and a list cannot be compared

    What could you turn x into in the first line?
    """
    return np.where(x > 0, x, negative_slope * x)


@leaky_relu.wrong(fails="takes_lists_and_integers")
def lk_integer_container(x, negative_slope=0.2):
    """puts its results into an array of x's own type, so -1 becomes 0 and not -0.2

    What is the dtype of np.array([1, -1])? Can it hold -0.2?
    """
    result = np.array(x)
    result[result < 0] = negative_slope * result[result < 0]
    return result


@leaky_relu.wrong(fails="leaves_inputs_alone")
def lk_in_place(x, negative_slope=0.2):
    """multiplies inside the array that was passed in, so the caller's data are gone

    Does x[x < 0] *= 0.2 make a new array, or does it write into the one it was given?
    """
    x = np.asarray(x) if np.asarray(x).dtype.kind == "f" else np.asarray(x, float)
    x[x < 0] *= negative_slope
    return x


@leaky_relu.wrong(fails="default_slope")
def lk_adds_the_slope(x, negative_slope=0.2):
    """adds the slope to the negative numbers instead of multiplying by it

    What becomes of -2: -0.4 or -1.8?
    """
    x = np.asarray(x, float)
    return np.where(x > 0, x, x + negative_slope)


@leaky_relu.wrong(fails="default_slope")
def lk_subtracts_the_slope(x, negative_slope=0.2):
    """subtracts the slope from the negative numbers instead of multiplying by it

    What becomes of -2: -0.4 or -2.2?
    """
    x = np.asarray(x, float)
    return np.where(x > 0, x, x - negative_slope)


@leaky_relu.wrong(fails="default_slope")
def lk_divides(x, negative_slope=0.2):
    """divides the negative numbers by the slope instead of multiplying

    What becomes of -2: -0.4 or -10?
    """
    x = np.asarray(x, float)
    return np.where(x > 0, x, x / (negative_slope or 1))


@leaky_relu.wrong(fails="default_slope")
def lk_other_share(x, negative_slope=0.2):
    """lets 1 - negative_slope of the negative numbers through

    What becomes of -2: -0.4 or -1.6?
    """
    x = np.asarray(x, float)
    return np.where(x > 0, x, (1 - negative_slope) * x)


@leaky_relu.wrong(fails="default_slope")
def lk_positive_share(x, negative_slope=0.2):
    """multiplies the positive numbers by 1 - negative_slope

    What becomes of 2?
    """
    x = np.asarray(x, float)
    return np.where(x > 0, (1 - negative_slope) * x, negative_slope * x)


@leaky_relu.wrong(fails="default_slope")
def lk_always_a_hundredth(x, negative_slope=0.2):
    """always leaks a hundredth, whatever negative_slope says

    Where does negative_slope stand in your code? And what is its default?
    """
    x = np.asarray(x, float)
    return np.where(x > 0, x, 0.01 * x)


@leaky_relu.wrong(fails="default_slope")
def lk_no_default(x, negative_slope):
    """gives negative_slope no default

    Compare your def line with the stub's. What happens in leaky_relu(x)?
    """
    x = np.asarray(x, float)
    return np.where(x > 0, x, negative_slope * x)


@leaky_relu.wrong(fails="slopes_from_zero_to_one")
def lk_alpha(x, alpha=0.2):
    """has another name for negative_slope than the stub

    Compare your def line with the stub's: what is the second parameter called?
    """
    x = np.asarray(x, float)
    return np.where(x > 0, x, alpha * x)


@leaky_relu.wrong(fails="default_slope")
def lk_larger_of_zero(x, negative_slope=0.2):
    """takes the larger of 0 and negative_slope * x, which multiplies the wrong side and cuts off the other

    For x = -1, which is larger: 0 or -0.2? And which of the two should come out?
    """
    return np.maximum(0, negative_slope * np.asarray(x, float))


@leaky_relu.right
def lk_maximum(x, negative_slope=0.2):
    x = np.asarray(x, float)
    return np.maximum(x, negative_slope * x)


@leaky_relu.right
def lk_two_ramps(x, negative_slope=0.2):
    return np.maximum(x, 0) + negative_slope * np.minimum(x, 0)


@leaky_relu.right
def lk_difference_of_relus(x, negative_slope=0.2):
    def relu(v):
        return np.where(v > 0, v, 0.0)

    x = np.array(x, dtype=np.float64)
    return relu(x) - negative_slope * relu(-x)


@leaky_relu.right
def lk_abs(x, negative_slope=0.2):
    x = np.asarray(x, float)
    return 0.5 * (1 + negative_slope) * x + 0.5 * (1 - negative_slope) * np.abs(x)


@leaky_relu.right
def lk_copy_and_mask(x, negative_slope=0.2):
    y = np.array(x, dtype=float)
    y[y < 0] *= negative_slope
    return y


@leaky_relu.right
def lk_product(x, negative_slope=0.2):
    x = np.asarray(x)
    return x * np.where(x >= 0, 1.0, negative_slope)


@leaky_relu.right
def lk_nested_lists(x, negative_slope=0.2):
    def apply(v):
        if isinstance(v, (list, np.ndarray)):
            return [apply(w) for w in v]
        return float(v) if v >= 0 else float(v) * negative_slope

    return apply(x)


@leaky_relu.right
def lk_vectorised(x, negative_slope=0.2):
    return np.vectorize(lambda v: v if v > 0 else v * negative_slope, otypes=[float])(x)


@leaky_relu.right
def lk_other_slope_name(x, negative_slope=0.2, *unused):
    slope = float(negative_slope)
    x = np.asarray(x, float)
    return (x > 0) * x + (x <= 0) * slope * x


@leaky_relu.right
def lk_select(x, negative_slope=1 / 5):
    x = np.asarray(x, float)
    return np.select([x > 0, x < 0], [x, negative_slope * x], default=0.0)


@leaky_relu.right
def lk_float32_result(x, negative_slope=0.2):
    x = np.asarray(x, float)
    return np.where(x < 0, x * negative_slope, x).astype(np.float32)


# leaky_relu_derivative

leaky_relu_derivative = Exercise(
    "leaky_relu_derivative",
    understood="The slope on the negative side is small but not 0, so a unit that was pushed there can come back; "
    "the smaller the slope, the longer that takes.",
    picture=curve(-3.9, 3.9, 40, of="the slope of leaky_relu"),
)


@leaky_relu_derivative.keras(reason=FLOAT32_SLOPE)
def keras_leaky_relu_derivative(x, negative_slope=0.2):
    import keras

    return slope_by_tape(lambda v: keras.activations.leaky_relu(v, negative_slope=negative_slope), x)


@leaky_relu_derivative.public_check()
def worked_by_hand():
    """With the slope of 0.2 that Keras takes."""
    yield call(np.array([-2.0, -0.5, 1.5, 3.0]))
    yield call([[-1, 2], [30, -4]])


@leaky_relu_derivative.public_check()
def another_slope():
    """With a slope of your own."""
    yield call(np.array([-2.0, -0.5, 1.5, 3.0]), negative_slope=0.05)


@leaky_relu_derivative.check(points=1)
def default_slope(rng):
    """The slope is 1 where x is positive and 0.2 where it is negative, however near and however far."""
    yield from map(call, vectors(rng))
    yield from map(call, far_out())


@leaky_relu_derivative.check(
    points=1, holds=measured_slope(lambda x, negative_slope=0.2: np.where(x > 0, x, negative_slope * x))
)
def slopes_from_zero_to_one(rng):
    """Any slope from 0 to 1 is taken, by name or by position, and agrees with what a small step measures."""
    for slope in (0.01, 0.3, 0.5, 0.75, 0.0, 1.0, float(rng.uniform(0.1, 0.9))):
        yield call(mixed(rng, 4), negative_slope=slope)
    for slope in (0.1, 0.0, 1.0):
        yield call(mixed(rng, 2, 3), slope)
    yield call([1, -2, 3, -4], negative_slope=0)
    yield call([1, -2, 3, -4], 1)
    yield call(mixed(rng, 5, low=5, high=50))


@leaky_relu_derivative.check(points=1, holds=subgradient(given_slope))
def corner(rng):
    """At x = 0 the slope is a number from negative_slope to 1, and beside it the slope is right."""
    yield call(np.array([0.0]))
    yield call(np.array([0.0, 1.5, -2.0, 0.0]))
    yield call([[0, -1, 3], [2, 0, -4]])
    yield call(np.zeros((2, 3)), negative_slope=0.5)
    yield call(np.array([-1.0, 0.0]), 0.05)
    yield call(np.array([[0.0, 2.0], [-3.0, 0.0]]), negative_slope=0.9)
    yield call(mixed(rng, 3, 4) * (np.arange(12).reshape(3, 4) % 3 > 0), negative_slope=0.3)


@leaky_relu_derivative.check(points=1)
def keeps_the_shape(rng):
    """The result has the shape of x, whatever the number of dimensions."""
    yield from (call(mixed(rng, *shape)) for shape in SHAPES)


@leaky_relu_derivative.check(points=1)
def takes_lists_and_integers(rng):
    """Lists and integers give the same values as float arrays."""
    yield from map(call, lists_and_integers())
    yield call([[3, -5], [-2, 1]], negative_slope=0.5)
    yield call(rng.choice([-4, -3, -2, -1, 1, 2, 3, 4], (2, 5)))


@leaky_relu_derivative.check(points=1, unchanged=True)
def leaves_inputs_alone(rng):
    """The values are right and what was passed in is as it was."""
    yield from map(call, precious(rng))
    yield call(mixed(rng, 4), negative_slope=0.5)


@leaky_relu_derivative.wrong(fails="default_slope")
def ld_hundredth(x, negative_slope=0.01):
    """takes 0.01 for the default slope, where Keras takes 0.2

    What does the stub say about the default of negative_slope?
    """
    return np.where(np.asarray(x, float) > 0, 1.0, negative_slope)


@leaky_relu_derivative.wrong(fails="default_slope")
def ld_layer_default(x, negative_slope=0.3):
    """takes 0.3 for the default slope, which belongs to the Keras layer, not to the function

    What does the stub say about the default of negative_slope?
    """
    return np.where(np.asarray(x, float) > 0, 1.0, negative_slope)


@leaky_relu_derivative.wrong(fails="default_slope")
def ld_no_leak(x, negative_slope=0.2):
    """gives 0 on the negative side, which is the slope of ReLU

    How much does leaky_relu(x) change when x goes from -3 to -2?
    """
    return (np.asarray(x, float) > 0).astype(float)


@leaky_relu_derivative.wrong(fails="default_slope")
def ld_wrong_side(x, negative_slope=0.2):
    """swaps the two sides

    On which side of 0 is leaky ReLU steep?
    """
    return np.where(np.asarray(x, float) > 0, negative_slope, 1.0)


@leaky_relu_derivative.wrong(fails="default_slope")
def ld_value(x, negative_slope=0.2):
    """returns the value of leaky ReLU, not its slope

    How steep is the line from (1, 1) to (3, 3)?
    """
    x = np.asarray(x, float)
    return np.where(x > 0, x, negative_slope * x)


@leaky_relu_derivative.wrong(fails="default_slope")
def ld_value_above(x, negative_slope=0.2):
    """returns x itself on the positive side, where the slope is 1

    At x = 3 and at x = 300: how steep is the line there?
    """
    x = np.asarray(x, dtype=float)
    return np.where(x > 0, x, negative_slope)


@leaky_relu_derivative.wrong(fails="default_slope")
def ld_times_x(x, negative_slope=0.2):
    """multiplies the slope on the negative side by x

    Is the line steeper at -4 than at -2?
    """
    x = np.asarray(x, float)
    return np.where(x > 0, 1.0, negative_slope * x)


@leaky_relu_derivative.wrong(fails="default_slope")
def ld_negative(x, negative_slope=0.2):
    """gives the negative side a falling slope

    From -3 to -2, does leaky_relu(x) rise or fall?
    """
    return np.where(np.asarray(x, float) > 0, 1.0, -negative_slope)


@leaky_relu_derivative.wrong(fails="default_slope")
def ld_adds(x, negative_slope=0.2):
    """adds the leak on the positive side too, so the slope there is 1.2

    What is the larger of the two slopes?
    """
    return (np.asarray(x, float) > 0) + negative_slope


@leaky_relu_derivative.wrong(fails="corner")
def ld_both_at_the_corner(x, negative_slope=0.2):
    """adds the slopes of both sides at x = 0

    Do x >= 0 and x <= 0 exclude each other?
    """
    x = np.asarray(x, dtype=float)
    return (x >= 0) * 1.0 + (x <= 0) * negative_slope


@leaky_relu_derivative.wrong(fails="corner")
def ld_half_at_the_corner(x, negative_slope=0.2):
    """gives 0.5 at x = 0, which a steeper negative side does not allow

    With a negative_slope of 0.9 the lines have the slopes 0.9 and 1. Does 0.5 lie between them?
    """
    x = np.asarray(x, dtype=float)
    return np.where(x > 0, 1.0, np.where(x < 0, negative_slope, 0.5))


@leaky_relu_derivative.wrong(fails="default_slope")
def ld_ones(x, negative_slope=0.2):
    """gives 1 everywhere

    How much does leaky_relu(x) change when x goes from -3 to -2?
    """
    return np.ones(np.shape(x))


@leaky_relu_derivative.wrong(fails="default_slope")
def ld_jacobian(x, negative_slope=0.2):
    """returns a matrix with the slopes on its diagonal

    The docstring promises x's shape. What is the shape of yours for three numbers?
    """
    return np.diag(np.where(np.asarray(x, float).ravel() > 0, 1.0, negative_slope))


@leaky_relu_derivative.wrong(fails="default_slope")
def ld_small_step(x, negative_slope=0.2):
    """measures the slope with a small step, which is lost in rounding where x is large

    What is 1e30 + 0.00001 in floating point? Can you give the slope without measuring it?
    """
    x = np.asarray(x, float)
    up, down = (np.where(v > 0, v, negative_slope * v) for v in (x + 1e-5, x - 1e-5))
    return (up - down) / 2e-5


@leaky_relu_derivative.wrong(fails="slopes_from_zero_to_one")
def ld_ignores_slope(x, negative_slope=0.2):
    """always gives 0.2 on the negative side, whatever negative_slope says

    Where in your function does negative_slope appear?
    """
    return np.where(np.asarray(x, float) > 0, 1.0, 0.2)


@leaky_relu_derivative.wrong(fails="slopes_from_zero_to_one")
def ld_falsy_slope(x, negative_slope=None):
    """takes a slope of 0 for a slope that was not given

    What is `0 or 0.2` in Python?
    """
    return np.where(np.asarray(x, float) > 0, 1.0, negative_slope or 0.2)


@leaky_relu_derivative.wrong(fails="corner")
def ld_divides(x, negative_slope=0.2):
    """divides leaky_relu(x) by x, which is 0 / 0 at the corner

    What is 0 / 0 in NumPy?
    """
    x = np.asarray(x, float)
    with np.errstate(all="ignore"):
        return np.where(x > 0, x, negative_slope * x) / x


@leaky_relu_derivative.wrong(fails="corner")
def ld_zero_at_corner(x, negative_slope=0.2):
    """gives 0 at the corner, though the line is flat nowhere

    Lay a ruler against the corner: which is the smallest slope it can have?
    """
    x = np.asarray(x, float)
    return (x > 0) + negative_slope * (x < 0)


@leaky_relu_derivative.wrong(fails="takes_lists_and_integers")
def ld_arrays_only(x, negative_slope=0.2):
    """compares x with 0 as it comes, and a list cannot be compared

    What could you turn x into in the first line?
    """
    return np.where(x > 0, 1.0, negative_slope)


@leaky_relu_derivative.wrong(fails="takes_lists_and_integers")
def ld_integer_container(x, negative_slope=0.2):
    """puts its results into an array of x's own type, so for integers 0.2 becomes 0

    What is the dtype of np.ones_like([1, -1])? Can it hold 0.2?
    """
    slope = np.ones_like(x)
    slope[np.asarray(x) <= 0] = negative_slope
    return slope


@leaky_relu_derivative.wrong(fails="leaves_inputs_alone")
def ld_in_place(x, negative_slope=0.2):
    """writes the slopes into the array that was passed in, so the caller's data are gone

    Does x[x > 0] = 1 make a new array, or does it write into the one it was given?
    """
    x = np.asarray(x) if np.asarray(x).dtype.kind == "f" else np.asarray(x, float)
    positive = x > 0
    x[positive] = 1
    x[~positive] = negative_slope
    return x


@leaky_relu_derivative.wrong(fails="default_slope")
def ld_no_default(x, negative_slope):
    """gives negative_slope no default

    Compare your def line with the stub's. What happens in leaky_relu_derivative(x)?
    """
    x = np.asarray(x, float)
    return np.where(x > 0, 1.0, negative_slope)


@leaky_relu_derivative.wrong(fails="slopes_from_zero_to_one")
def ld_alpha(x, alpha=0.2):
    """has another name for negative_slope than the stub

    Compare your def line with the stub's: what is the second parameter called?
    """
    x = np.asarray(x, float)
    return np.where(x > 0, 1.0, alpha)


@leaky_relu_derivative.wrong(fails="default_slope")
def ld_other_share(x, negative_slope=0.2):
    """gives 1 - negative_slope on the negative side

    What is leaky_relu(-2), and what leaky_relu(-1)? How much lies between them?
    """
    x = np.asarray(x, float)
    return np.where(x > 0, 1.0, 1 - negative_slope)


@leaky_relu_derivative.wrong(fails="default_slope")
def ld_flat_on_the_right(x, negative_slope=0.2):
    """gives 0 where x is positive

    How much does leaky_relu(x) grow from x = 2 to x = 3?
    """
    x = np.asarray(x, float)
    return np.where(x > 0, 0.0, negative_slope)


@leaky_relu_derivative.wrong(fails="default_slope")
def ld_slope_everywhere(x, negative_slope=0.2):
    """gives negative_slope on both sides

    How much does leaky_relu(x) grow from x = 2 to x = 3?
    """
    x = np.asarray(x, float)
    return np.full_like(x, negative_slope)


@leaky_relu_derivative.wrong(fails="default_slope")
def ld_minus_one(x, negative_slope=0.2):
    """gives -1 on the negative side, which is the slope of |x|

    How much does leaky_relu(x) change from x = -3 to x = -2?
    """
    x = np.asarray(x, float)
    return np.where(x > 0, 1.0, -1.0)


@leaky_relu_derivative.wrong(fails="default_slope")
def ld_positive_share(x, negative_slope=0.2):
    """gives 1 - negative_slope on the positive side

    How much does leaky_relu(x) grow from x = 2 to x = 3?
    """
    x = np.asarray(x, float)
    return np.where(x > 0, 1 - negative_slope, negative_slope)


@leaky_relu_derivative.wrong(fails="default_slope")
def ld_true_false(x, negative_slope=0.2):
    """returns True and False, where slopes are numbers

    What is the dtype of x > 0? And which slope stands on the negative side?
    """
    x = np.asarray(x, float)
    return x > 0


@leaky_relu_derivative.wrong(fails="default_slope")
def ld_above_one(x, negative_slope=0.2):
    """gives 1 only above 1

    What is the slope at 0.3?
    """
    x = np.asarray(x, float)
    return np.where(x > 1, 1.0, negative_slope)


@leaky_relu_derivative.wrong(fails="default_slope")
def ld_long_step(x, negative_slope=0.2):
    """measures the slope with a step of 0.5, which reaches over the corner

    What stands 0.5 to the left of x = 0.3?
    """
    x = np.asarray(x, float)
    def f(v):
        return np.where(v > 0, v, negative_slope * v)

    return f(x + 0.5) - f(x - 0.5)


@leaky_relu_derivative.wrong(fails="keeps_the_shape")
def ld_flat_loop(x, negative_slope=0.2):
    """loops over x as if it were a single row of numbers

    When x is (4, 3), what does `for v in x` give you?
    """
    return np.array([1.0 if v > 0 else negative_slope for v in x])


@leaky_relu_derivative.wrong(fails="default_slope")
def ld_overwrites_the_slope(x, negative_slope=0.2):
    """writes the slope over the negative numbers and then takes it for a positive number

    After the first line, are the entries that were negative still negative? What does the second line do to them?
    """
    slopes = np.array(x, dtype=float)
    slopes[slopes < 0] = negative_slope
    slopes[slopes > 0] = 1
    return slopes


@leaky_relu_derivative.right
def ld_one_at_corner(x, negative_slope=0.2):
    return np.where(np.asarray(x) >= 0, 1, negative_slope)


@leaky_relu_derivative.right
def ld_half_way_at_corner(x, negative_slope=0.2):
    x = np.asarray(x, float)
    return (1 + negative_slope) / 2 + (1 - negative_slope) / 2 * np.sign(x)


@leaky_relu_derivative.right
def ld_masks(x, negative_slope=0.2):
    x = np.asarray(x)
    slope = np.full(x.shape, float(negative_slope))
    slope[x > 0] = 1.0
    return slope


@leaky_relu_derivative.right
def ld_mixture(x, negative_slope=0.2):
    active = np.heaviside(np.asarray(x, float), 0.5)
    return active + negative_slope * (1 - active)


@leaky_relu_derivative.right
def ld_nested_lists(x, negative_slope=0.2):
    def apply(v):
        return [apply(w) for w in v] if isinstance(v, (list, np.ndarray)) else (1.0 if v > 0 else negative_slope)

    return apply(x)


@leaky_relu_derivative.right
def ld_vectorised(x, negative_slope=0.2):
    return np.vectorize(lambda v: 1 if v > 0 else negative_slope, otypes=[float])(x)


@leaky_relu_derivative.right
def ld_maximum(x, negative_slope=0.2):
    return np.maximum((np.asarray(x) > 0).astype(float), negative_slope)


@leaky_relu_derivative.right
def ld_power(x, negative_slope=0.2):
    return np.where(np.greater_equal(x, 0), 1.0, float(negative_slope)).astype(np.float32)


@leaky_relu_derivative.right
def ld_choose(x, negative_slope=0.2):
    return np.array([negative_slope, 1.0])[(np.asarray(x, float) > 0).astype(int)]


@leaky_relu_derivative.right
def ld_loop(x, negative_slope=1 / 5):
    x = np.array(x, dtype=float)
    flat = [1.0 if v > 0 else negative_slope for v in x.ravel()]
    return np.reshape(flat, x.shape)


# softmax

softmax = Exercise(
    "softmax",
    understood="Softmax shares out a whole of 1 among the classes by the differences of their logits; subtracting "
    "each row's largest logit changes nothing but keeps it from overflowing.",
    picture=bars(np.array([2.0, 1.0, 0.0, -1.0]), ("2", "1", "0", "-1"), x="logit", over="logits of one row", of="the probabilities"),
)


@softmax.keras(reason=FLOAT64)
def keras_softmax(x):
    import warnings

    import keras

    with warnings.catch_warnings():  # Keras advises against a softmax over one class
        warnings.simplefilter("ignore")
        return np.asarray(keras.activations.softmax(tensor(x)))


@softmax.public_check()
def worked_by_hand():
    """The exponential of each logit, divided by the sum of its row."""
    yield call(np.array([2.0, 1.0, 0.0]))
    yield call([[2, 1, 0], [0, 0, 0]])


@softmax.public_check()
def large_logits():
    """Only differences count, however large the logits are."""
    yield call(np.array([[1002.0, 1001.0, 1000.0]]))


@softmax.check(points=2)
def shares_of_each_row(rng):
    """The exponential of each logit is divided by the sum over its own row."""
    for n, classes in ((1, 3), (2, 3), (3, 3), (5, 4), (6, 2), (4, 7)):
        yield call(rng.normal(0, 2, (n, classes)))
    yield call(np.zeros((2, 4)))
    yield call(rng.uniform(-0.01, 0.01, (2, 3)))
    yield call(np.array([[0.2, 0.3, 0.5], [0.0, 1.0, 0.0]]))
    yield call(np.array([[0.0, -9.0, -12.5], [-14.25, 1.0, -3.0]]))


@softmax.check(points=1)
def runs_along_the_last_axis(rng):
    """It runs along the last axis, whatever the number of dimensions, and for one class too."""
    for shape in ((3,), (6,), (1,), (4, 1), (2, 3, 4), (3, 3, 3), (2, 1, 3), (2, 3, 1, 2)):
        yield call(rng.normal(0, 2, shape))


@softmax.check(points=1)
def large_and_small_logits(rng):
    """Logits of any size give finite shares; only their differences count."""
    yield call(np.array([[1000.0, 1001.0, 999.0]]))
    yield call(np.array([[-1000.0, -1001.0, -999.0]]))
    yield call(np.array([1e6, 1e6 - 1, 1e6 - 3]))
    yield call(np.array([-1e6, -1e6 + 2, -1e6 + 1]))
    yield call(np.array([[0.0, 0.0, 3000.0], [800.0, 801.0, 0.0]]))
    yield call(np.array([[1e6, -1e6], [-1e4, 1e4]]))
    yield call(np.array([[-800.0, -800.0], [750.0, 752.0]]))
    yield call([800, 802, 801])
    yield call(rng.integers(-3, 4, (2, 4)) + float(rng.integers(2000, 9000)))
    yield call(rng.integers(-3, 4, 5) - float(rng.integers(2000, 9000)))


@softmax.check(points=1)
def rows_far_apart(rng):
    """Each row is safe on its own, however far it lies from the others."""
    yield call(np.array([[0.0, 1.0, 2.0], [1000.0, 1002.0, 1001.0], [-999.0, -998.0, -1000.0]]))
    yield call(np.array([[1e6, 1e6 + 1], [0.5, 0.25], [-1e6, -1e6 - 2]]))
    yield call(np.array([[[5000.0, 5001.0], [1.0, 0.0]], [[-5000.0, -5003.0], [0.0, 4.0]]]))
    yield call(rng.integers(-3, 4, (4, 3)) + np.array([[3000.0], [0.0], [-3000.0], [9000.0]]))
    yield call([[2000, 2001], [-2000, -2003]])


@softmax.check(points=1)
def takes_lists_and_integers(rng):
    """Lists and integers give the same values as float arrays."""
    yield call([1, 2, 3])
    yield call([[2, 1, 0], [-1, 0, 5]])
    yield call([[0.5, -1.25], [2, 1], [3, 3]])
    yield call([[[1, 2], [3, 5]], [[0, -1], [4, 4]]])
    yield call([[4], [-2]])
    yield call(np.array([3, 1, -2, 0]))
    yield call(rng.integers(-5, 6, (3, 4)))


@softmax.check(points=1, unchanged=True)
def leaves_inputs_alone(rng):
    """The values are right and what was passed in is as it was."""
    yield from map(call, precious(rng))


@softmax.wrong(fails="shares_of_each_row")
def sm_columns(x):
    """adds up the first axis, so the columns sum to 1 and not the rows

    Which axis runs along one sample's classes? What do your rows add up to?
    """
    x = np.asarray(x, float)
    e = np.exp(x - x.max(axis=0, keepdims=True))
    return e / e.sum(axis=0, keepdims=True)


@softmax.wrong(fails="shares_of_each_row")
def sm_everything(x):
    """adds up the whole array, so all rows together sum to 1

    What does each of your rows add up to?
    """
    x = np.asarray(x, float)
    e = np.exp(x - x.max())
    return e / e.sum()


@softmax.wrong(fails="shares_of_each_row")
def sm_no_keepdims(x):
    """loses the last axis in the sum, so the division does not go row by row

    What is the shape of e.sum(axis=-1)? How does NumPy line it up with (N, C)?
    """
    x = np.asarray(x, float)
    e = np.exp(x - x.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1)


@softmax.wrong(fails="shares_of_each_row")
def sm_no_exponential(x):
    """divides the logits themselves by their sum, without the exponential

    What do you get for a negative logit? Can a probability be negative?
    """
    x = np.asarray(x, float)
    with np.errstate(all="ignore"):
        return x / x.sum(axis=-1, keepdims=True)


@softmax.wrong(fails="shares_of_each_row")
def sm_not_divided(x):
    """does not divide by the sum, so the largest share is always 1

    What does each of your rows add up to?
    """
    x = np.asarray(x, float)
    return np.exp(x - x.max(axis=-1, keepdims=True))


@softmax.wrong(fails="shares_of_each_row")
def sm_base_two(x):
    """takes powers of 2 instead of powers of e

    Which base does np.exp use?
    """
    x = np.asarray(x, float)
    e = np.exp2(x - x.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


@softmax.wrong(fails="shares_of_each_row")
def sm_wrong_sign(x):
    """turns the sign of the logits round, so the smallest gets the largest share

    Which class should be the most probable one?
    """
    x = -np.asarray(x, float)
    e = np.exp(x - x.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


@softmax.wrong(fails="shares_of_each_row")
def sm_winner_takes_all(x):
    """gives everything to the largest logit

    Logits of 2.0 and 1.9: is the first class certain?
    """
    x = np.asarray(x, float)
    return np.eye(x.shape[-1])[x.argmax(axis=-1)]


@softmax.wrong(fails="shares_of_each_row")
def sm_sigmoids(x):
    """puts each logit through a sigmoid of its own

    What does each of your rows add up to?
    """
    return 0.5 * (1 + np.tanh(np.asarray(x, float) / 2))


@softmax.wrong(fails="shares_of_each_row")
def sm_shares_of_sigmoids(x):
    """divides sigmoids by their sum, where exponentials are asked for

    Your rows add up to 1. But a lead of 1 should make a class e times as probable: does it?
    """
    s = np.exp(-np.logaddexp(0, -np.asarray(x, float)))
    with np.errstate(all="ignore"):
        return s / s.sum(axis=-1, keepdims=True)


@softmax.wrong(fails="shares_of_each_row")
def sm_logarithm(x):
    """returns the logarithms of the probabilities

    Can a probability be negative?
    """
    x = np.asarray(x, float)
    z = x - x.max(axis=-1, keepdims=True)
    return z - np.log(np.exp(z).sum(axis=-1, keepdims=True))


@softmax.wrong(fails="shares_of_each_row")
def sm_scales(x):
    """divides the logits by the largest one instead of subtracting it

    What does your function make of [2, 1, 0]? And of [4, 2, 0]? Should the two be the same?
    """
    x = np.asarray(x, float)
    e = np.exp(x / np.maximum(np.abs(x).max(axis=-1, keepdims=True), 1e-12))
    return e / e.sum(axis=-1, keepdims=True)


@softmax.wrong(fails="runs_along_the_last_axis")
def sm_axis_one(x):
    """runs along axis 1, which is the last axis only where there are two

    Which axis number means the last one, however many there are?
    """
    x = np.asarray(x, float)
    e = np.exp(x - x.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


@softmax.wrong(fails="runs_along_the_last_axis")
def sm_rows_only(x):
    """loops over the rows of a matrix, and knows no other number of dimensions

    What does your loop see when x is a single row, or a stack of matrices?
    """
    x = np.asarray(x, float)
    result = np.zeros_like(x)
    for i in range(len(x)):
        e = np.exp(x[i] - np.max(x[i]))
        result[i] = e / np.sum(e)
    return result


@softmax.wrong(fails="large_and_small_logits")
def sm_no_shift(x):
    """takes the exponential of the logits as they are, which overflows

    What is np.exp(1000)? What may you subtract from a row without changing the result?
    """
    with np.errstate(all="ignore"):
        e = np.exp(np.asarray(x, float))
        return e / e.sum(axis=-1, keepdims=True)


@softmax.wrong(fails="large_and_small_logits")
def sm_shifts_by_mean(x):
    """subtracts the mean of the row, which does not bound the largest exponent

    What is left of the largest of [0, 0, 3000] when you subtract the mean?
    """
    x = np.asarray(x, float)
    with np.errstate(all="ignore"):
        e = np.exp(x - x.mean(axis=-1, keepdims=True))
        return e / e.sum(axis=-1, keepdims=True)


@softmax.wrong(fails="large_and_small_logits")
def sm_cuts_logits(x):
    """cuts large logits off, so that large ones all look alike

    What are your shares for [1000, 1001, 999]? Are the three classes equally probable?
    """
    e = np.exp(np.clip(np.asarray(x, float), -500, 500))
    return e / e.sum(axis=-1, keepdims=True)


@softmax.wrong(fails="large_and_small_logits")
def sm_patches_nan(x):
    """replaces the nan of an overflow by 0

    Your row for [1000, 1001, 999]: what does it add up to?
    """
    with np.errstate(all="ignore"):
        e = np.exp(np.asarray(x, float))
        return np.nan_to_num(e / e.sum(axis=-1, keepdims=True))


@softmax.wrong(fails="rows_far_apart")
def sm_global_shift(x):
    """subtracts the largest logit of the whole array, so rows far below it become 0 / 0

    With rows of about 1000 and of about -1000, what is left of the second row after exp?
    """
    x = np.asarray(x, float)
    e = np.exp(x - x.max())
    with np.errstate(all="ignore"):
        return e / e.sum(axis=-1, keepdims=True)


@softmax.wrong(fails="rows_far_apart")
def sm_global_shift_patched(x):
    """subtracts the largest logit of the whole array and patches the division with a tiny number

    A row far below the others: what does it add up to in your result?
    """
    x = np.asarray(x, float)
    e = np.exp(x - x.max())
    return e / (e.sum(axis=-1, keepdims=True) + 1e-300)


@softmax.wrong(fails="takes_lists_and_integers")
def sm_arrays_only(x):
    """calls methods of x as it comes, and a list has no max

    What could you turn x into in the first line?
    """
    e = np.exp(x - x.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


@softmax.wrong(fails="leaves_inputs_alone")
def sm_in_place(x):
    """subtracts inside the array that was passed in, so the caller's logits are changed

    Does x -= something make a new array, or does it write into the one it was given?
    """
    x = np.asarray(x) if np.asarray(x).dtype.kind == "f" else np.asarray(x, float)
    x -= x.max(axis=-1, keepdims=True)
    e = np.exp(x)
    return e / e.sum(axis=-1, keepdims=True)


@softmax.wrong(fails="shares_of_each_row")
def sm_maximum_loses_its_axis(x):
    """subtracts a vector with one maximum per row, which NumPy lines up with the columns

    What is the shape of x.max(axis=-1), and what with keepdims=True?
    """
    x = np.asarray(x, float)
    e = np.exp(x - x.max(axis=-1))
    return e / e.sum(axis=-1, keepdims=True)


@softmax.wrong(fails="shares_of_each_row")
def sm_divides_by_the_mean(x):
    """divides by the mean of the exponentials, so a row adds up to C

    What does one of your rows add up to?
    """
    x = np.asarray(x, float)
    e = np.exp(x - x.max(axis=-1, keepdims=True))
    return e / e.mean(axis=-1, keepdims=True)


@softmax.wrong(fails="shares_of_each_row")
def sm_unit_length(x):
    """divides by the length of the row of exponentials instead of their sum

    What does one of your rows add up to?
    """
    x = np.asarray(x, float)
    e = np.exp(x - x.max(axis=-1, keepdims=True))
    return e / np.linalg.norm(e, axis=-1, keepdims=True)


@softmax.wrong(fails="shares_of_each_row")
def sm_squares(x):
    """divides squares by their sum, where exponentials are asked for

    What share does the logit -3 get beside the logit 1?
    """
    x = np.asarray(x, float)
    with np.errstate(all="ignore"):
        return x**2 / (x**2).sum(axis=-1, keepdims=True)


@softmax.wrong(fails="shares_of_each_row")
def sm_absolute_values(x):
    """divides absolute values by their sum, where exponentials are asked for

    What share does the logit -3 get beside the logit 1?
    """
    x = np.asarray(x, float)
    with np.errstate(all="ignore"):
        return np.abs(x) / np.abs(x).sum(axis=-1, keepdims=True)


@softmax.wrong(fails="shares_of_each_row")
def sm_twice(x):
    """takes the softmax twice

    What becomes of the logits [0, 100]?
    """
    x = np.asarray(x, float)
    e = np.exp(x - x.max(axis=-1, keepdims=True))
    e = np.exp(e / e.sum(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


@softmax.wrong(fails="shares_of_each_row")
def sm_sums_rows_up(x):
    """adds up with Python's sum, which runs over the first axis

    What does sum(x) give for a (4, 3) array? Which axis does the docstring name?
    """
    x = np.asarray(x, float)
    e = np.exp(x - x.max(axis=-1, keepdims=True))
    return e / sum(e)


@softmax.wrong(fails="shares_of_each_row")
def sm_largest_class(x):
    """returns the number of the largest logit's class

    How many numbers does the docstring promise for a row of C logits?
    """
    x = np.asarray(x, float)
    return np.argmax(x, axis=-1)


@softmax.wrong(fails="shares_of_each_row")
def sm_softens_the_sum(x):
    """adds a small number to the sum, so the shares add up to less than 1

    What does one of your rows add up to, exactly?
    """
    x = np.asarray(x, float)
    e = np.exp(x - x.max(axis=-1, keepdims=True))
    return e / (e.sum(axis=-1, keepdims=True) + 1e-3)


@softmax.wrong(fails="shares_of_each_row")
def sm_rounds(x):
    """rounds the shares

    What is left of a share of 0.0004?
    """
    x = np.asarray(x, float)
    e = np.exp(x - x.max(axis=-1, keepdims=True))
    return np.round(e / e.sum(axis=-1, keepdims=True), 3)


@softmax.wrong(fails="shares_of_each_row")
def sm_shifts_above_only(x):
    """subtracts the maximum above the fraction but not below

    Which exponentials stand in the sum? Are they the ones you divide?
    """
    x = np.asarray(x, float)
    with np.errstate(all="ignore"):
        return np.exp(x - x.max(axis=-1, keepdims=True)) / np.exp(x).sum(axis=-1, keepdims=True)


@softmax.wrong(fails="shares_of_each_row")
def sm_column_maximum(x):
    """subtracts the largest logit of each column, which changes the shares within a row

    Which axis does the maximum run along? What may be subtracted from a whole row?
    """
    x = np.asarray(x, float)
    e = np.exp(x - x.max(axis=0))
    return e / e.sum(axis=-1, keepdims=True)


@softmax.wrong(fails="shares_of_each_row")
def sm_halves_x(x):
    """divides the logits by 2 first, which makes the shares more alike

    Which exponent stands in the docstring's formula?
    """
    x = np.asarray(x, float)
    e = np.exp((x - x.max(axis=-1, keepdims=True)) / 2)
    return e / e.sum(axis=-1, keepdims=True)


@softmax.wrong(fails="runs_along_the_last_axis")
def sm_one_row(x):
    """loops over x as if it were a single row of numbers

    What does `for v in x` give you of a (4, 3) array?
    """
    import math

    e = [math.exp(v) for v in x]
    return [v / sum(e) for v in e]


@softmax.wrong(fails="runs_along_the_last_axis")
def sm_row_becomes_table(x):
    """makes a table of a single row and returns it as one

    What is the shape of your result for three logits? And what should it be?
    """
    x = np.asarray(x, float)
    x = np.atleast_2d(x)
    e = np.exp(x - x.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


@softmax.wrong(fails="large_and_small_logits")
def sm_clips_shares(x):
    """clips the shares, so none comes near 0 or 1

    What do your shares of [0, 100] add up to?
    """
    x = np.asarray(x, float)
    e = np.exp(x - x.max(axis=-1, keepdims=True))
    return np.clip(e / e.sum(axis=-1, keepdims=True), 1e-7, 1 - 1e-7)


@softmax.wrong(fails="large_and_small_logits")
def sm_subtracts_the_smallest(x):
    """subtracts the smallest logit of each row instead of the largest

    The logits 0 and 1000: what is the largest exponent that is left?
    """
    x = np.asarray(x, float)
    with np.errstate(all="ignore"):
        e = np.exp(x - x.min(axis=-1, keepdims=True))
        return e / e.sum(axis=-1, keepdims=True)


@softmax.wrong(fails="large_and_small_logits")
def sm_adds_the_maximum(x):
    """adds the largest logit instead of subtracting it

    The logits 0 and 500: what is the largest exponent then?
    """
    x = np.asarray(x, float)
    with np.errstate(all="ignore"):
        e = np.exp(x + x.max(axis=-1, keepdims=True))
        return e / e.sum(axis=-1, keepdims=True)


@softmax.right
def sm_logsumexp(x):
    x = np.asarray(x, float)
    top = x.max(axis=-1, keepdims=True)
    return np.exp(x - (top + np.log(np.exp(x - top).sum(axis=-1, keepdims=True))))


@softmax.right
def sm_logaddexp(x):
    x = np.asarray(x, dtype=float)
    return np.exp(x - np.logaddexp.reduce(x, axis=-1)[..., None])


@softmax.right
def sm_newaxis(x):
    z = np.array(x, dtype=float)
    z = z - np.max(z, axis=-1)[..., np.newaxis]
    return np.exp(z) / np.sum(np.exp(z), axis=-1)[..., np.newaxis]


@softmax.right
def sm_pairwise(x):
    x = np.asarray(x, float)
    with np.errstate(over="ignore"):
        return 1 / np.exp(x[..., None, :] - x[..., :, None]).sum(axis=-1)


@softmax.right
def sm_reshaped_loop(x):
    x = np.asarray(x, float)
    rows = []
    for row in x.reshape(-1, x.shape[-1]):
        e = np.exp(row - max(row))
        rows.append(e / sum(e))
    return np.array(rows).reshape(x.shape)


@softmax.right
def sm_nested_lists(x):
    import math

    def apply(v):
        if isinstance(v[0], (list, np.ndarray)):
            return [apply(w) for w in v]
        top = max(v)
        e = [math.exp(w - top) for w in v]
        return [w / sum(e) for w in e]

    return apply(x)


@softmax.right
def sm_apply_along_axis(x):
    def row(v):
        e = np.exp(v - v.max())
        return e / e.sum()

    return np.apply_along_axis(row, -1, np.asarray(x, float))


@softmax.right
def sm_moveaxis(x):
    x = np.moveaxis(np.asarray(x, float), -1, 0)
    e = np.exp(x - x.max(axis=0))
    return np.moveaxis(e / e.sum(axis=0), 0, -1)


@softmax.right
def sm_einsum(x):
    x = np.asarray(x, float)
    e = np.exp(x - np.amax(x, axis=-1, keepdims=True))
    return np.einsum("...c,...->...c", e, 1 / np.einsum("...c->...", e))


@softmax.right
def sm_float32_result(x):
    x = np.asarray(x, float)
    e = np.exp(x - x.max(-1, keepdims=True))
    return np.divide(e, e.sum(-1, keepdims=True)).astype(np.float32)


@softmax.right
def sm_recursive(x):
    x = np.asarray(x, float)

    def over_last(x):
        if x.ndim > 1:
            return np.stack([over_last(part) for part in x])
        e = np.exp(x - x.max())
        return e / e.sum()

    return over_last(x)


# class_probabilities

def both_ways(ask, logits):
    """The same logits twice: first exactly one class is true, then each may be."""
    return np.concatenate([ask(logits, True), ask(logits, False)])


class_probabilities = Exercise(
    "class_probabilities",
    understood="If exactly one class is true, they compete and softmax makes the row add up to 1; if each is a "
    "question of its own, each gets a sigmoid and the row adds up to anything.",
    picture=bars(np.array([2.0, 1.0, -1.0]), 2 * ("2", "1", "-1"), see=both_ways, x="logit",
        over="the same logits, exclusive and not", of="the probabilities"),
)

EXCLUSIVE = (True, False)


@class_probabilities.keras(reason=FLOAT64)
def keras_class_probabilities(logits, exclusive):
    import warnings

    import keras

    function = keras.activations.softmax if exclusive else keras.activations.sigmoid
    with warnings.catch_warnings():  # Keras advises against a softmax over one class
        warnings.simplefilter("ignore")
        return np.asarray(function(tensor(logits)))


@class_probabilities.public_check()
def one_is_true():
    """Where exactly one class is true: a softmax over each row."""
    yield call(np.array([2.0, 1.0, -1.0]), True)
    yield call([[2, 1, -1], [0, 0, 3]], exclusive=True)


@class_probabilities.public_check()
def any_may_be_true():
    """Where each class is a question of its own: a sigmoid of each logit."""
    yield call(np.array([2.0, 1.0, -1.0]), False)
    yield call([[2, 1, -1], [0, 0, 3]], exclusive=False)


@class_probabilities.check(points=1)
def exactly_one(rng):
    """Where exactly one class is true, each row is a softmax."""
    for n, classes in ((1, 3), (3, 3), (5, 4), (6, 2)):
        yield call(rng.normal(0, 2, (n, classes)), True)
    yield call(rng.normal(0, 2, (2, 5)), exclusive=True)
    yield call(np.array([[0.2, 0.3, 0.5], [0.0, 1.0, 0.0]]), exclusive=True)
    yield call(np.array([[0.0, -9.0, -12.5], [-14.25, 1.0, -3.0]]), True)


@class_probabilities.check(points=1)
def each_on_its_own(rng):
    """Where each class is a question of its own, each logit gets a sigmoid."""
    for n, classes in ((1, 3), (3, 3), (5, 4), (6, 2)):
        yield call(rng.normal(0, 2, (n, classes)), False)
    yield call(rng.normal(0, 2, (2, 5)), exclusive=False)
    yield call(np.array([[0.2, 0.3, 0.5], [0.0, 1.0, 0.0]]), exclusive=False)
    yield call(np.array([[0.0, -9.0, -12.5], [-14.25, 1.0, -3.0]]), False)


@class_probabilities.check(points=1)
def keeps_the_shape(rng):
    """The result has the shape of the logits, whatever the number of dimensions, and for one class too."""
    for shape in ((3,), (1,), (4, 1), (2, 3, 4), (2, 1, 3, 2)):
        for exclusive in EXCLUSIVE:
            yield call(rng.normal(0, 2, shape), exclusive)


@class_probabilities.check(points=1)
def stays_finite(rng):
    """Logits of any size give finite probabilities, each row and each logit on its own."""
    for logits in (
        np.array([[1000.0, 1001.0, 999.0], [-1000.0, -1001.0, -999.0], [0.0, 1.0, -2.0]]),
        np.array([[1e6, 1e6 - 1], [-1e6, -1e6 + 2]]),
        np.array([[0.0, 0.0, 3000.0], [800.0, -801.0, 0.5]]),
        np.array([-750.0, 750.0, 1e4, -1e4]),
        [800, 802, -801],
        [[-1000, -1002], [-3000, -2999]],
        rng.integers(-3, 4, (3, 4)) + np.array([[5000.0], [0.0], [-5000.0]]),
    ):
        for exclusive in EXCLUSIVE:
            yield call(logits, exclusive)


@class_probabilities.check(points=1)
def takes_lists_and_integers(rng):
    """Lists and integers give the same values as float arrays."""
    for logits in (
        [1, 2, -3], [[2, 1, 0], [-1, 0, 5]], [[0.5, -1.25], [2, 1], [3, 3]], [[[1, 2], [3, 5]], [[0, -1], [4, 4]]],
        np.array([3, 1, -2, 0]), rng.integers(-5, 6, (3, 4)),
    ):  # fmt: skip
        yield call(logits, True)
        yield call(logits, exclusive=False)


@class_probabilities.check(points=1, unchanged=True)
def leaves_inputs_alone(rng):
    """The values are right and what was passed in is as it was."""
    for logits in precious(rng):
        for exclusive in EXCLUSIVE:
            yield call(logits, exclusive)
    yield call(np.array([-709.0, 1.5, 709.0, -50.0]), False)


@class_probabilities.wrong(fails="exactly_one")
def cp_swapped(logits, exclusive):
    """swaps the two cases

    Exclusive means that only one class can be true. Which of the two functions makes a row add up to 1?
    """
    z = np.asarray(logits, float)
    if not exclusive:
        e = np.exp(z - z.max(axis=-1, keepdims=True))
        return e / e.sum(axis=-1, keepdims=True)
    return np.exp(-np.logaddexp(0, -z))


@class_probabilities.wrong(fails="each_on_its_own")
def cp_always_softmax(logits, exclusive):
    """takes a softmax in both cases

    A photograph shows a beach and a dog. Can both be 90 % probable in your result?
    """
    z = np.asarray(logits, float)
    e = np.exp(z - z.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


@class_probabilities.wrong(fails="exactly_one")
def cp_always_sigmoid(logits, exclusive):
    """takes sigmoids in both cases

    Exactly one class is true. What should the probabilities of a row add up to?
    """
    return np.exp(-np.logaddexp(0, -np.asarray(logits, float)))


@class_probabilities.wrong(fails="exactly_one")
def cp_shares_of_sigmoids(logits, exclusive):
    """divides sigmoids by their sum where the classes are exclusive

    The rows add up to 1, but is it a softmax? What should a lead of 1 do to the ratio of two classes?
    """
    s = np.exp(-np.logaddexp(0, -np.asarray(logits, float)))
    if exclusive:
        with np.errstate(all="ignore"):
            return s / s.sum(axis=-1, keepdims=True)
    return s


@class_probabilities.wrong(fails="exactly_one")
def cp_columns(logits, exclusive):
    """takes the softmax along the first axis

    What do your rows add up to?
    """
    z = np.asarray(logits, float)
    if exclusive:
        e = np.exp(z - z.max(axis=0, keepdims=True))
        return e / e.sum(axis=0, keepdims=True)
    return np.exp(-np.logaddexp(0, -z))


@class_probabilities.wrong(fails="exactly_one")
def cp_everything(logits, exclusive):
    """takes the softmax over the whole array

    What does each of your rows add up to?
    """
    z = np.asarray(logits, float)
    if exclusive:
        e = np.exp(z - z.max())
        return e / e.sum()
    return np.exp(-np.logaddexp(0, -z))


@class_probabilities.wrong(fails="exactly_one")
def cp_winner_takes_all(logits, exclusive):
    """gives everything to the largest logit where the classes are exclusive

    Exactly one class is true, but do we know which? Are logits of 2.0 and 1.9 that different?
    """
    z = np.asarray(logits, float)
    if exclusive:
        return np.eye(z.shape[-1])[z.argmax(axis=-1)]
    return np.exp(-np.logaddexp(0, -z))


@class_probabilities.wrong(fails="each_on_its_own")
def cp_thresholds(logits, exclusive):
    """decides for 0 or 1 where each class is a question of its own

    Is a logit of 0.1 as sure a yes as a logit of 10?
    """
    z = np.asarray(logits, float)
    if exclusive:
        e = np.exp(z - z.max(axis=-1, keepdims=True))
        return e / e.sum(axis=-1, keepdims=True)
    return (z > 0).astype(float)


@class_probabilities.wrong(fails="each_on_its_own")
def cp_rescaled_softmax(logits, exclusive):
    """scales a softmax up until its largest share is 1 where each class is a question of its own

    All logits are -5, so every answer is no. What do you return?
    """
    z = np.asarray(logits, float)
    e = np.exp(z - z.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True) if exclusive else e


@class_probabilities.wrong(fails="each_on_its_own")
def cp_tanh(logits, exclusive):
    """takes the hyperbolic tangent for the sigmoid

    Can a probability be negative?
    """
    z = np.asarray(logits, float)
    if exclusive:
        e = np.exp(z - z.max(axis=-1, keepdims=True))
        return e / e.sum(axis=-1, keepdims=True)
    return np.tanh(z)


@class_probabilities.wrong(fails="stays_finite")
def cp_softmax_overflows(logits, exclusive):
    """takes the softmax without subtracting the largest logit, which overflows

    What is np.exp(1000)? What may you subtract from a row without changing the result?
    """
    z = np.asarray(logits, float)
    if exclusive:
        with np.errstate(all="ignore"):
            e = np.exp(z)
            return e / e.sum(axis=-1, keepdims=True)
    return np.exp(-np.logaddexp(0, -z))


@class_probabilities.wrong(fails="stays_finite")
def cp_global_shift(logits, exclusive):
    """subtracts the largest logit of the whole array, so rows far below it become 0 / 0

    With rows of about 1000 and of about -1000, what is left of the second row after exp?
    """
    z = np.asarray(logits, float)
    if exclusive:
        with np.errstate(all="ignore"):
            e = np.exp(z - z.max())
            return e / e.sum(axis=-1, keepdims=True)
    return np.exp(-np.logaddexp(0, -z))


@class_probabilities.wrong(fails="stays_finite")
def cp_sigmoid_overflows(logits, exclusive):
    """takes exp(z) / (1 + exp(z)) for the sigmoid, which is inf / inf where z is large

    What is np.exp(1000)? And that divided by itself plus 1?
    """
    z = np.asarray(logits, float)
    if exclusive:
        e = np.exp(z - z.max(axis=-1, keepdims=True))
        return e / e.sum(axis=-1, keepdims=True)
    with np.errstate(all="ignore"):
        return np.exp(z) / (1 + np.exp(z))


@class_probabilities.wrong(fails="keeps_the_shape")
def cp_axis_one(logits, exclusive):
    """takes the softmax along axis 1, which is the last axis only where there are two

    Which axis number means the last one, however many there are?
    """
    z = np.asarray(logits, float)
    if exclusive:
        e = np.exp(z - z.max(axis=1, keepdims=True))
        return e / e.sum(axis=1, keepdims=True)
    return np.exp(-np.logaddexp(0, -z))


@class_probabilities.wrong(fails="keeps_the_shape")
def cp_sigmoid_for_one(logits, exclusive):
    """takes a sigmoid where there is a single class, though it is said to be exclusive

    Exactly one of the classes is true, and there is only one. How probable is it?
    """
    z = np.asarray(logits, float)
    if exclusive and z.shape[-1] > 1:
        e = np.exp(z - z.max(axis=-1, keepdims=True))
        return e / e.sum(axis=-1, keepdims=True)
    return np.exp(-np.logaddexp(0, -z))


@class_probabilities.wrong(fails="takes_lists_and_integers")
def cp_arrays_only(logits, exclusive):
    """calculates with the logits as they come, and a list has no minus

    What could you turn the logits into in the first line?
    """
    if exclusive:
        e = np.exp(logits - logits.max(axis=-1, keepdims=True))
        return e / e.sum(axis=-1, keepdims=True)
    return np.exp(-np.logaddexp(0, -logits))


@class_probabilities.wrong(fails="leaves_inputs_alone")
def cp_in_place(logits, exclusive):
    """subtracts inside the array that was passed in, so the caller's logits are changed

    Does z -= something make a new array, or does it write into the one it was given?
    """
    z = np.asarray(logits) if np.asarray(logits).dtype.kind == "f" else np.asarray(logits, float)
    if exclusive:
        z -= z.max(axis=-1, keepdims=True)
        e = np.exp(z)
        return e / e.sum(axis=-1, keepdims=True)
    return np.exp(-np.logaddexp(0, -z))


@class_probabilities.wrong(fails="exactly_one")
def cp_counts_classes(logits, exclusive):
    """decides by the number of classes and not by exclusive

    Where does exclusive stand in your code?
    """
    z = np.asarray(logits, float)
    e = np.exp(z - z.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True) if z.shape[-1] > 2 else np.exp(-np.logaddexp(0, -z))


@class_probabilities.wrong(fails="exactly_one")
def cp_no_division(logits, exclusive):
    """does not divide by the sum, so the largest probability is always 1

    What do the probabilities of exclusive classes add up to?
    """
    z = np.asarray(logits, float)
    if not exclusive:
        return np.exp(-np.logaddexp(0, -z))
    return np.exp(z - z.max(axis=-1, keepdims=True))


@class_probabilities.wrong(fails="exactly_one")
def cp_shares_of_logits(logits, exclusive):
    """divides the logits themselves by their sum, without the exponential

    A negative logit: what is its share? Can a probability be negative?
    """
    z = np.asarray(logits, float)
    if not exclusive:
        return np.exp(-np.logaddexp(0, -z))
    with np.errstate(all="ignore"):
        return z / z.sum(axis=-1, keepdims=True)


@class_probabilities.wrong(fails="exactly_one")
def cp_sum_loses_its_axis(logits, exclusive):
    """loses the last axis in the sum, so the division does not go row by row

    What is the shape of e.sum(axis=-1), and what with keepdims=True?
    """
    z = np.asarray(logits, float)
    if not exclusive:
        return np.exp(-np.logaddexp(0, -z))
    e = np.exp(z - z.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1)


@class_probabilities.wrong(fails="exactly_one")
def cp_column_maximum(logits, exclusive):
    """subtracts the largest logit of each column, which changes the shares within a row

    Which axis does the maximum run along? What may be subtracted from a whole row?
    """
    z = np.asarray(logits, float)
    if not exclusive:
        return np.exp(-np.logaddexp(0, -z))
    e = np.exp(z - z.max(axis=0))
    return e / e.sum(axis=-1, keepdims=True)


@class_probabilities.wrong(fails="each_on_its_own")
def cp_sigmoid_falls(logits, exclusive):
    """forgets the minus sign in the sigmoid's exponent, so it falls instead of rising

    Which is larger, the sigmoid of -2 or of 2?
    """
    z = np.asarray(logits, float)
    if not exclusive:
        return np.exp(-np.logaddexp(0, z))
    e = np.exp(z - z.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


@class_probabilities.wrong(fails="each_on_its_own")
def cp_sigmoid_of_softmax(logits, exclusive):
    """takes the sigmoid of the softmax where each class is a question of its own

    What goes into the sigmoid: a logit, or a probability?
    """
    z = np.asarray(logits, float)
    e = np.exp(z - z.max(axis=-1, keepdims=True))
    p = e / e.sum(axis=-1, keepdims=True)
    return p if exclusive else 1 / (1 + np.exp(-p))


@class_probabilities.wrong(fails="exactly_one")
def cp_parameters_exchanged(exclusive, logits):
    """has its parameters in another order than the stub

    Compare your def line with the stub's: which of the two comes first?
    """
    z = np.asarray(logits, float)
    if not exclusive:
        return np.exp(-np.logaddexp(0, -z))
    e = np.exp(z - z.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


@class_probabilities.wrong(fails="stays_finite")
def cp_cuts_logits(logits, exclusive):
    """cuts the logits off before the sigmoid, so all beyond count the same

    What is the sigmoid of -30, and what of your limit?
    """
    z = np.asarray(logits, float)
    if not exclusive:
        return 1 / (1 + np.exp(-np.clip(z, -10, 10)))
    e = np.exp(z - z.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


@class_probabilities.right
def cp_helpers(logits, exclusive):
    def softmax(z):
        e = np.exp(z - z.max(axis=-1, keepdims=True))
        return e / e.sum(axis=-1, keepdims=True)

    def sigmoid(z):
        with np.errstate(over="ignore"):
            return 1 / (1 + np.exp(-z))

    return (softmax if exclusive else sigmoid)(np.asarray(logits, dtype=float))


@class_probabilities.right
def cp_tanh_and_logaddexp(logits, exclusive):
    z = np.asarray(logits, float)
    if exclusive is True:
        return np.exp(z - np.logaddexp.reduce(z, axis=-1, keepdims=True))
    return (1 + np.tanh(z / 2)) / 2


@class_probabilities.right
def cp_softmax_against_zero(logits, exclusive):
    def softmax(z):
        e = np.exp(z - np.max(z, axis=-1, keepdims=True))
        return e / np.sum(e, axis=-1, keepdims=True)

    z = np.array(logits, dtype=float)
    if exclusive:
        return softmax(z)
    return softmax(np.stack([z, np.zeros_like(z)], axis=-1))[..., 0]


@class_probabilities.right
def cp_table(logits, exclusive):
    z = np.asarray(logits, float)
    functions = {
        True: lambda: np.exp(z - z.max(-1, keepdims=True)) / np.exp(z - z.max(-1, keepdims=True)).sum(-1, keepdims=True),
        False: lambda: 1 / (1 + np.exp(-np.clip(z, -600, 600))),
    }
    return functions[exclusive]()


@class_probabilities.right
def cp_row_loop(logits, exclusive):
    z = np.asarray(logits, float)
    if not exclusive:
        return np.exp(-np.logaddexp(0.0, -z))
    flat = z.reshape(-1, z.shape[-1])
    rows = [np.exp(row - row.max()) / np.exp(row - row.max()).sum() for row in flat]
    return np.array(rows).reshape(z.shape)


@class_probabilities.right
def cp_nested_lists(logits, exclusive):
    import math

    def row(v):
        if exclusive:
            e = [math.exp(w - max(v)) for w in v]
            return [w / math.fsum(e) for w in e]
        return [1 / (1 + math.exp(-w)) if w > 0 else math.exp(w) / (1 + math.exp(w)) for w in v]

    def apply(v):
        return [apply(w) for w in v] if isinstance(v[0], (list, np.ndarray)) else row(v)

    return apply(logits)


@class_probabilities.right
def cp_one_denominator(logits, exclusive):
    z = np.asarray(logits, float)
    top = z.max(axis=-1, keepdims=True) if exclusive else np.maximum(z, 0)
    e = np.exp(z - top)
    total = e.sum(axis=-1, keepdims=True) if exclusive else e + np.exp(-top)
    return e / total


@class_probabilities.right
def cp_pairwise(logits, exclusive):
    z = np.asarray(logits, float)
    with np.errstate(over="ignore"):
        if exclusive:
            return 1 / np.exp(z[..., None, :] - z[..., :, None]).sum(axis=-1)
        return 1 / (1 + np.exp(-z))


@class_probabilities.right
def cp_float32_result(logits, exclusive):
    z = np.asarray(logits, float)
    z = z - z.max(axis=-1)[..., None] if exclusive else z
    p = np.exp(z) / np.exp(z).sum(axis=-1)[..., None] if exclusive else 0.5 + 0.5 * np.tanh(z / 2)
    return p.astype(np.float32)


# choose_activation

choose = Exercise(
    "choose_activation",
    understood="The task decides about the output layer, and only about that: sigmoid for yes or no, softmax for "
    "one of many, linear for numbers. Hidden layers take ReLU, and leaky ReLU where units die.",
)

TASKS = ("binary", "multiclass", "regression")


@choose.public_check()
def one_of_each():
    """The activation that suits each layer."""
    yield call("hidden")
    yield call("hidden", dying=True)
    yield call("output", "binary")
    yield call("output", task="multiclass")
    yield call("output", task="regression")


@choose.check(points=1)
def hidden_layers(rng):
    """A hidden layer takes ReLU, whatever the task."""
    yield call("hidden")
    yield call("hidden", dying=False)
    for task in TASKS:
        yield call("hidden", task)
        yield call("hidden", task=task, dying=False)


@choose.check(points=1)
def dying_units(rng):
    """A hidden layer whose units die takes leaky ReLU, whatever the task."""
    yield call("hidden", dying=True)
    yield call("hidden", None, True)
    for task in TASKS:
        yield call("hidden", task, True)
        yield call(layer="hidden", task=task, dying=True)


@choose.check(points=1)
def outputs_of_classifiers(rng):
    """The output of a classifier takes a sigmoid for yes or no and a softmax for several classes."""
    for task in ("binary", "multiclass"):
        yield call("output", task)
        yield call("output", task=task)
        yield call("output", task, False)


@choose.check(points=1)
def outputs_of_regressions(rng):
    """The output of a regression is linear."""
    yield call("output", "regression")
    yield call("output", task="regression")
    yield call(layer="output", task="regression", dying=False)


@choose.check(points=1)
def outputs_do_not_die(rng):
    """At the output, dying units of the hidden layers make no difference."""
    for task in TASKS:
        yield call("output", task, True)
        yield call("output", task=task, dying=True)


@choose.wrong(fails="hidden_layers")
def ca_sigmoid_inside(layer, task=None, dying=False):
    """puts sigmoids into the hidden layers, where they make gradients vanish

    What is the steepest slope of a sigmoid? And the product of ten of them?
    """
    if layer == "hidden":
        return "leaky_relu" if dying else "sigmoid"
    return {"binary": "sigmoid", "multiclass": "softmax", "regression": "linear"}[task]


@choose.wrong(fails="hidden_layers")
def ca_linear_inside(layer, task=None, dying=False):
    """leaves the hidden layers linear, so that they collapse into one

    What does collapse_linear say about two layers without a bend between them?
    """
    if layer == "hidden":
        return "leaky_relu" if dying else "linear"
    return {"binary": "sigmoid", "multiclass": "softmax", "regression": "linear"}[task]


@choose.wrong(fails="hidden_layers")
def ca_tanh_inside(layer, task=None, dying=False):
    """puts the hyperbolic tangent into the hidden layers, which flattens on both sides too

    Which activation keeps a slope of 1 on its active side?
    """
    if layer == "hidden":
        return "leaky_relu" if dying else "tanh"
    return {"binary": "sigmoid", "multiclass": "softmax", "regression": "linear"}[task]


@choose.wrong(fails="hidden_layers")
def ca_task_first(layer, task=None, dying=False):
    """asks for the task first, so a hidden layer gets the activation of the output

    Does a hidden layer know what the network is for?
    """
    if task is not None:
        return {"binary": "sigmoid", "multiclass": "softmax", "regression": "linear"}[task]
    return "leaky_relu" if dying else "relu"


@choose.wrong(fails="hidden_layers")
def ca_always_leaky(layer, task=None, dying=False):
    """takes the leaky ReLU for every hidden layer, whether units die or not

    Which one is the first choice, and what has to happen before you change it?
    """
    if layer == "hidden":
        return "leaky_relu"
    return {"binary": "sigmoid", "multiclass": "softmax", "regression": "linear"}[task]


@choose.wrong(fails="dying_units")
def ca_ignores_dying(layer, task=None, dying=False):
    """takes ReLU even where its units die

    What is the gradient of a dead unit? Which activation keeps a slope on the negative side?
    """
    if layer == "hidden":
        return "relu"
    return {"binary": "sigmoid", "multiclass": "softmax", "regression": "linear"}[task]


@choose.wrong(fails="dying_units")
def ca_leaky_spelling(layer, task=None, dying=False):
    """spells the leaky ReLU in a way that Keras does not know

    What is the function called in keras.activations, with its underscore?
    """
    if layer == "hidden":
        return "leakyrelu" if dying else "relu"
    return {"binary": "sigmoid", "multiclass": "softmax", "regression": "linear"}[task]


@choose.wrong(fails="hidden_layers")
def ca_class_names(layer, task=None, dying=False):
    """gives names with capitals, as of Keras layers, not of the activation functions

    Does Dense(8, activation="ReLU") work? How are the names written in the docstring?
    """
    if layer == "hidden":
        return "LeakyReLU" if dying else "ReLU"
    return {"binary": "Sigmoid", "multiclass": "Softmax", "regression": "Linear"}[task]


@choose.wrong(fails="outputs_of_classifiers")
def ca_swapped_classifiers(layer, task=None, dying=False):
    """swaps sigmoid and softmax

    One output unit for yes or no: what would a softmax over a single number give?
    """
    if layer == "hidden":
        return "leaky_relu" if dying else "relu"
    return {"binary": "softmax", "multiclass": "sigmoid", "regression": "linear"}[task]


@choose.wrong(fails="outputs_of_classifiers")
def ca_softmax_for_all(layer, task=None, dying=False):
    """takes a softmax for yes or no as well

    One output unit for yes or no: what would a softmax over a single number give?
    """
    if layer == "hidden":
        return "leaky_relu" if dying else "relu"
    return "linear" if task == "regression" else "softmax"


@choose.wrong(fails="outputs_of_classifiers")
def ca_sigmoid_for_all(layer, task=None, dying=False):
    """takes sigmoids for several classes as well, so their probabilities do not add up to 1

    Exactly one of the classes is true. Which activation makes the row add up to 1?
    """
    if layer == "hidden":
        return "leaky_relu" if dying else "relu"
    return "linear" if task == "regression" else "sigmoid"


@choose.wrong(fails="outputs_of_regressions")
def ca_relu_for_regression(layer, task=None, dying=False):
    """takes ReLU for a regression, so that it can predict nothing below 0

    Could your network predict a temperature of -5 degrees?
    """
    if layer == "hidden":
        return "leaky_relu" if dying else "relu"
    return {"binary": "sigmoid", "multiclass": "softmax", "regression": "relu"}[task]


@choose.wrong(fails="outputs_of_regressions")
def ca_sigmoid_for_regression(layer, task=None, dying=False):
    """takes a sigmoid for a regression, so that it can predict nothing above 1

    Could your network predict the price of a house?
    """
    if layer == "hidden":
        return "leaky_relu" if dying else "relu"
    return {"binary": "sigmoid", "multiclass": "softmax", "regression": "sigmoid"}[task]


@choose.wrong(fails="outputs_of_regressions")
def ca_none_for_regression(layer, task=None, dying=False):
    """gives nothing for a regression; Keras takes that for linear, but a name is asked for

    What does the docstring promise to return? What is the activation called that changes nothing?
    """
    if layer == "hidden":
        return "leaky_relu" if dying else "relu"
    return {"binary": "sigmoid", "multiclass": "softmax"}.get(task)


@choose.wrong(fails="outputs_of_classifiers")
def ca_parameters_exchanged(layer, dying=False, task=None):
    """has its parameters in another order than the stub, so that a task given by position lands elsewhere

    In choose_activation("output", "binary"), which of your parameters gets "binary"?
    """
    if layer == "hidden":
        return "leaky_relu" if dying else "relu"
    return {"binary": "sigmoid", "multiclass": "softmax", "regression": "linear"}.get(task, "linear")


@choose.wrong(fails="outputs_do_not_die")
def ca_dying_first(layer, task=None, dying=False):
    """takes the leaky ReLU wherever units die, at the output too

    Units of a hidden layer die. Does that change what the output has to say?
    """
    if dying:
        return "leaky_relu"
    if layer == "hidden":
        return "relu"
    return {"binary": "sigmoid", "multiclass": "softmax", "regression": "linear"}[task]


@choose.wrong(fails="outputs_do_not_die")
def ca_dying_regression(layer, task=None, dying=False):
    """takes the leaky ReLU for the output of a regression where units die

    What is linear at the output needs no leak. Which of the three arguments decides there?
    """
    if layer == "hidden" or (task == "regression" and dying):
        return "leaky_relu" if dying else "relu"
    return {"binary": "sigmoid", "multiclass": "softmax", "regression": "linear"}[task]


@choose.wrong(fails="dying_units")
def choose_swaps_hidden(layer, task=None, dying=False):
    """swaps ReLU and leaky ReLU in the hidden layers

    Which of the two helps units that have died?
    """
    if layer == "hidden":
        return "relu" if dying else "leaky_relu"
    return {"binary": "sigmoid", "multiclass": "softmax", "regression": "linear"}[task]


@choose.wrong(fails="dying_units")
def choose_elu(layer, task=None, dying=False):
    """takes the ELU where units die

    It would help, too. Which one does the docstring name?
    """
    if layer == "hidden":
        return "elu" if dying else "relu"
    return {"binary": "sigmoid", "multiclass": "softmax", "regression": "linear"}[task]


@choose.wrong(fails="hidden_layers")
def choose_only_dying_hidden(layer, task=None, dying=False):
    """returns nothing for a hidden layer whose units do not die

    Walk through your code for layer="hidden": which return is reached?
    """
    if layer == "output":
        return {"binary": "sigmoid", "multiclass": "softmax", "regression": "linear"}[task]
    return "leaky_relu" if dying else None


@choose.wrong(fails="outputs_of_classifiers")
def choose_linear_outputs(layer, task=None, dying=False):
    """takes the linear activation for every output

    What is asked of the output of a classifier: any number, or probabilities?
    """
    if layer == "hidden":
        return "leaky_relu" if dying else "relu"
    return "linear"


@choose.wrong(fails="outputs_of_classifiers")
def choose_relu_output(layer, task=None, dying=False):
    """takes ReLU for a yes-or-no output

    Can a probability be 7?
    """
    if layer == "hidden":
        return "leaky_relu" if dying else "relu"
    return {"binary": "relu", "multiclass": "softmax", "regression": "linear"}[task]


@choose.wrong(fails="outputs_of_classifiers")
def choose_tanh_output(layer, task=None, dying=False):
    """takes the hyperbolic tangent for a yes-or-no output, though it runs from -1 to 1

    Can a probability be negative?
    """
    if layer == "hidden":
        return "leaky_relu" if dying else "relu"
    return {"binary": "tanh", "multiclass": "softmax", "regression": "linear"}[task]


@choose.wrong(fails="outputs_of_classifiers")
def choose_argmax_output(layer, task=None, dying=False):
    """takes the position of the largest logit for an activation

    What is the slope of argmax? Could a network learn through it?
    """
    if layer == "hidden":
        return "leaky_relu" if dying else "relu"
    return {"binary": "sigmoid", "multiclass": "argmax", "regression": "linear"}[task]


@choose.wrong(fails="outputs_of_classifiers")
def choose_other_task_names(layer, task=None, dying=False):
    """compares the task with other words than those of the docstring

    Which three words may task be? Compare them letter by letter.
    """
    if layer == "hidden":
        return "leaky_relu" if dying else "relu"
    return {"Binary": "sigmoid", "Multiclass": "softmax", "Regression": "linear"}[task]


@choose.wrong(fails="outputs_of_regressions")
def choose_identity_output(layer, task=None, dying=False):
    """calls the activation of a regression by another name than Keras

    It is the identity. Under which name does Keras know it?
    """
    if layer == "hidden":
        return "leaky_relu" if dying else "relu"
    return {"binary": "sigmoid", "multiclass": "softmax", "regression": "identity"}[task]


@choose.wrong(fails="outputs_of_classifiers")
def choose_always_true(layer, task=None, dying=False):
    """asks for one task or another with a bare string behind `or`, which is always true

    What is `task == "binary" or "multiclass"` for a regression? What stands on the right of `or`?
    """
    if layer == "hidden":
        return "leaky_relu" if dying else "relu"
    if task == "binary" or "multiclass":
        return "sigmoid"
    return "linear"


@choose.wrong(fails="hidden_layers")
def choose_needs_a_task(layer, task=None, dying=False):
    """looks the task up before it asks for the layer, so a hidden layer without a task fails

    What does your table say for the task None? Does a hidden layer have to ask it?
    """
    at_the_output = {"binary": "sigmoid", "multiclass": "softmax", "regression": "linear"}[task]
    if layer == "hidden":
        return "leaky_relu" if dying else "relu"
    return at_the_output


@choose.wrong(fails="hidden_layers")
def choose_returns_functions(layer, task=None, dying=False):
    """returns the function itself, where its name is asked for, a string

    What is the type of "relu" with quotes, and what without?
    """
    def activation(x):
        return x

    return activation


@choose.right
def ca_ifs(layer, task=None, dying=False):
    if layer == "hidden":
        if dying:
            return "leaky_relu"
        return "relu"
    if task == "binary":
        return "sigmoid"
    if task == "multiclass":
        return "softmax"
    return "linear"


@choose.right
def ca_output_first(layer, task=None, dying=False):
    if layer == "output":
        return {"binary": "sigmoid", "multiclass": "softmax"}.get(task, "linear")
    return ("relu", "leaky_relu")[bool(dying)]


@choose.right
def ca_match(layer, task=None, dying=False):
    match layer, task, dying:
        case "hidden", _, True:
            return "leaky_relu"
        case "hidden", _, _:
            return "relu"
        case "output", "binary", _:
            return "sigmoid"
        case "output", "multiclass", _:
            return "softmax"
        case _:
            return "linear"


@choose.right
def ca_one_table(layer, task=None, dying=False):
    key = (layer, dying) if layer == "hidden" else (layer, task)
    return {
        ("hidden", False): "relu",
        ("hidden", True): "leaky_relu",
        ("output", "binary"): "sigmoid",
        ("output", "multiclass"): "softmax",
        ("output", "regression"): "linear",
    }[key]


@choose.right
def ca_strict(layer, task=None, dying=False):
    outputs = dict(binary="sigmoid", multiclass="softmax", regression="linear")
    if layer not in ("hidden", "output"):
        raise ValueError(f"unknown layer {layer!r}")
    if layer == "output" and task not in outputs:
        raise ValueError(f"unknown task {task!r}")
    return outputs[task] if layer == "output" else "leaky_" * dying + "relu"


@choose.right
def ca_variable(layer, task=None, dying=False):
    name = "linear"
    if layer == "hidden":
        name = "relu"
        if dying is True:
            name = "leaky_" + name
    elif task == "binary":
        name = "sigmoid"
    elif task == "multiclass":
        name = "softmax"
    return name


@choose.right
def ca_helpers(layer, task=None, dying=False):
    def hidden():
        return "leaky_relu" if dying else "relu"

    def output():
        return ["sigmoid", "softmax", "linear"][["binary", "multiclass", "regression"].index(task)]

    return {"hidden": hidden, "output": output}[layer]()


@choose.right
def ca_conditional(layer, task=None, dying=False):
    return (
        ("leaky_relu" if dying else "relu")
        if layer == "hidden"
        else "sigmoid" if task == "binary"
        else "softmax" if task == "multiclass"
        else "linear"
    )


@choose.right
def ca_numpy_string(layer, task=None, dying=False):
    names = np.array(["relu", "leaky_relu", "sigmoid", "softmax", "linear"])
    if layer == "hidden":
        return str(names[int(dying)])
    return str(names[2 + ("binary", "multiclass", "regression").index(task)])


# Mutants of the references that are right answers too

FLOATS = "whatever the input's type, the arithmetic that follows gives float64"
OWN = "written into an array that the function made itself"
linear.equivalent(
    "the identity may hand back lists and integers: they are the same values",
    "return np.asarray(x, dtype=None)",
    "return np.asarray(x, )",
    "return x",
)
collapse.equivalent(
    "integers are multiplied and added exactly",
    "W1, b1, W2, b2 = (np.asarray(a, dtype=None) for a in (W1, b1, W2, b2))",
    "W1, b1, W2, b2 = (np.asarray(a, ) for a in (W1, b1, W2, b2))",
)
sigmoid.equivalent(FLOATS, "x = np.asarray(x, dtype=None)", "x = np.asarray(x, )")
sigmoid.equivalent("at 0 both branches are 1", "return np.where(x > 0, 1, e) / (1 + e)")
sigmoid_derivative.equivalent(
    FLOATS,
    "e = np.exp(-np.abs(np.asarray(x, dtype=None)))",
    "e = np.exp(-np.abs(np.asarray(x, )))",
    "e = np.exp(-np.abs(x))",
)
sigmoid_derivative.equivalent(OWN, "return np.divide(e, (1 + e) ** 2, out=e)")
relu.equivalent("the larger of the two in either order", "return np.maximum(0, np.asarray(x, dtype=float))")
relu.equivalent(
    "the maximum with 0 of integers is right as integers",
    "return np.maximum(np.asarray(x, dtype=None), 0)",
    "return np.maximum(np.asarray(x, ), 0)",
    "return np.maximum(x, 0)",
)
relu_derivative.equivalent(
    "astype(None) is astype(float)", "return (np.asarray(x, dtype=float) > 0).astype(None)"
)
relu_derivative.equivalent(
    "a comparison with 0 is the same for integers",
    "return (np.asarray(x, dtype=None) > 0).astype(float)",
    "return (np.asarray(x, ) > 0).astype(float)",
)
relu_derivative.equivalent(
    "at the kink any subgradient is right", "return (np.asarray(x, dtype=float) >= 0).astype(float)"
)
leaky_relu.equivalent(FLOATS, "x = np.asarray(x, dtype=None)", "x = np.asarray(x, )")
leaky_relu.equivalent("at 0 both branches are 0", "return np.where(x >= 0, x, negative_slope * x)")
leaky_relu_derivative.equivalent(
    "a comparison with 0 is the same for integers",
    "return np.where(np.asarray(x, dtype=None) > 0, 1.0, negative_slope)",
    "return np.where(np.asarray(x, ) > 0, 1.0, negative_slope)",
)
leaky_relu_derivative.equivalent(
    "at the kink any subgradient is right",
    "return np.where(np.asarray(x, dtype=float) >= 0, 1.0, negative_slope)",
)
softmax.equivalent(FLOATS, "x = np.asarray(x, dtype=None)", "x = np.asarray(x, )")
softmax.equivalent(OWN, "return np.divide(e, e.sum(axis=-1, keepdims=True), out=e)")
class_probabilities.equivalent(
    FLOATS, "z = np.asarray(logits, dtype=None)", "z = np.asarray(logits, )"
)
class_probabilities.equivalent(OWN, "return np.divide(e, e.sum(axis=-1, keepdims=True), out=e)")
class_probabilities.equivalent("at 0 both branches are 1", "return np.where(z > 0, 1, e) / (1 + e)")


# Oracles of sixty digits, and laws


def digits_of_sigmoid(x):
    from mpmath import exp, mp, mpf

    with mp.workdps(60):
        flat = [float(1 / (1 + exp(-mpf(v)))) for v in np.asarray(x, dtype=float).ravel().tolist()]
    return np.reshape(flat, np.shape(x))


def digits_of_softmax(x):
    from mpmath import exp, fsum, mp, mpf

    x = np.asarray(x, dtype=float)
    rows = []
    with mp.workdps(60):  # mpmath's exponents have no limit: no shift is needed
        for row in x.reshape(-1, x.shape[-1]).tolist():
            e = [exp(mpf(v)) for v in row]
            rows.append([float(v / fsum(e)) for v in e])
    return np.reshape(rows, x.shape)


@sigmoid.exact()
def exact_sigmoid(x):
    return NotImplemented if np.abs(np.asarray(x, dtype=float)).max() > 1e7 else digits_of_sigmoid(x)


@sigmoid_derivative.exact()
def exact_sigmoid_derivative(x):
    from mpmath import exp, mp, mpf

    if np.abs(np.asarray(x, dtype=float)).max() > 1e7:
        return NotImplemented
    with mp.workdps(60):
        flat = [float(exp(-mpf(v)) / (1 + exp(-mpf(v))) ** 2) for v in np.asarray(x, dtype=float).ravel().tolist()]
    return np.reshape(flat, np.shape(x))


@softmax.exact()
def exact_softmax(x):
    return digits_of_softmax(x)


@class_probabilities.exact()
def exact_class_probabilities(logits, exclusive):
    return digits_of_softmax(logits) if exclusive else digits_of_sigmoid(logits)


@sigmoid.relation
def yes_and_no(answer, x):
    """The probabilities of yes and of no add up to 1."""
    return np.allclose(np.add(answer(x), answer(np.negative(x))), 1, rtol=0, atol=1e-6)


@sigmoid_derivative.relation
def even(answer, x):
    """The slope is the same at x and at -x."""
    return np.allclose(answer(x), answer(np.negative(x)), rtol=1e-5, atol=1e-9)


@relu.relation
def both_ramps(answer, x):
    """x is its positive part less its negative part."""
    return np.allclose(np.subtract(answer(x), answer(np.negative(x))), x, rtol=1e-6, atol=0)


@softmax.relation
def adds_up_to_one(answer, x):
    return np.allclose(np.sum(answer(x), axis=-1), 1, rtol=0, atol=1e-6)


@softmax.relation
def only_differences_count(answer, x):
    return np.allclose(answer(np.asarray(x, dtype=float) + 8), answer(x), rtol=1e-5, atol=1e-9)


@collapse.relation
def same_as_two_layers(answer, W1, b1, W2, b2):
    W1, b1, W2, b2 = (np.asarray(a, dtype=float) for a in (W1, b1, W2, b2))
    x = np.linspace(-2, 2, 5 * len(W1)).reshape(5, -1)
    W, b = answer(W1, b1, W2, b2)
    return np.allclose(x @ np.asarray(W) + b, (x @ W1 + b1) @ W2 + b2, rtol=1e-5, atol=1e-5)


@linear.exact(rtol=0, atol=0, reason="an exact fraction of a float64 is that float64")
def exact_linear(x):
    from fractions import Fraction

    values = np.asarray(x, dtype=float)
    return np.reshape([float(Fraction(v)) for v in values.ravel().tolist()], values.shape)


def exact_slopes(x, slope):
    """The slope of a ramp at x as the quotient of two exact fractions: half of the distance to the corner
    away, the ramp is straight. At the corner itself the slope to the left, a subgradient."""
    from fractions import Fraction

    def ramp(v):
        return v if v > 0 else slope * v

    flat = []
    for v in map(Fraction, np.asarray(x, dtype=float).ravel().tolist()):
        step = -abs(v) / 2 or Fraction(-1)
        flat.append(float((ramp(v + step) - ramp(v)) / step))
    return np.reshape(flat, np.shape(x))


@relu_derivative.exact()
def exact_relu_derivative(x):
    return exact_slopes(x, 0)


@leaky_relu_derivative.exact()
def exact_leaky_relu_derivative(x, negative_slope=0.2):
    from fractions import Fraction

    return exact_slopes(x, Fraction(negative_slope))


@relu.exact()
def exact_relu(x):
    from fractions import Fraction

    values = np.asarray(x, dtype=float)
    flat = [float(max(Fraction(v), Fraction(0))) for v in values.ravel().tolist()]
    return np.reshape(flat, values.shape)


@leaky_relu.exact()
def exact_leaky_relu(x, negative_slope=0.2):
    from fractions import Fraction

    values = np.asarray(x, dtype=float)
    exact = [Fraction(v) if v > 0 else Fraction(negative_slope) * Fraction(v) for v in values.ravel().tolist()]
    return np.reshape([float(v) for v in exact], values.shape)


@collapse.exact()
def exact_collapse(W1, b1, W2, b2):
    from fractions import Fraction

    def exactly(a):
        return np.vectorize(Fraction, otypes=[object])(np.asarray(a, dtype=float))

    W1, b1, W2, b2 = (exactly(a) for a in (W1, b1, W2, b2))
    return (W1 @ W2).astype(float), (b1 @ W2 + b2).astype(float)
