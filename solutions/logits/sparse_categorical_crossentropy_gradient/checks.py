"""Hidden checks of sparse_categorical_crossentropy_gradient."""

import numpy as np

from autograder.authoring import Exercise, call, curve
from autograder.student.compare import difference

from ..shared import FLOATS, LAST, OWN, scores, uneven


def at_the_true_class(ask, z):
    """Two samples of three classes: the gradient at the first one's true class, whose logit is z."""
    logits = [np.array([[value, 0.0, 0.0], [0.0, value, 0.0]]) for value in z]
    return [np.asarray(ask(np.array([0, 1]), pair))[0, 0] for pair in logits]


exercise = Exercise(
    "sparse_categorical_crossentropy_gradient",
    understood="The gradient at the logits is what the model says minus what is true, divided by N: it pulls the true "
    "class up and pushes the others down, and backpropagation starts from it.",
    picture=curve(-6, 6, 49, see=at_the_true_class, x="z", over="z, the true class's logit beside 0 and 0", of="the gradient there"),
)


@exercise.keras(rtol=1e-9, atol=1e-9, reason="TensorFlow differentiates in float64 here")
def keras_grad(y_true, z):
    import keras
    import tensorflow as tf

    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True, dtype="float64")
    logits = tf.constant(np.asarray(z, dtype="float64"))
    with tf.GradientTape() as tape:
        tape.watch(logits)
        value = loss(np.asarray(y_true), logits)
    return tape.gradient(value, logits).numpy()


def slopes(case, got, expected):
    """Whether `got` holds the central differences of the loss, each logit moved a little up and down."""
    y_true, z = case.args
    rows, labels, h = np.arange(len(z)), np.asarray(y_true).astype(int).ravel(), 1e-4

    def loss(logits):
        return np.mean(np.logaddexp.reduce(logits, axis=1) - logits[rows, labels])

    wanted = np.zeros(z.shape)
    for place in np.ndindex(z.shape):
        step = np.zeros(z.shape)
        step[place] = h
        wanted[place] = (loss(z + step) - loss(z - step)) / (2 * h)
    found = difference(wanted, got, rtol=1e-5, atol=1e-7)  # h squared and rounding / h: both near 1e-9
    if found is None or found.kind in ("type", "shape"):
        return found
    return "a small step along one logit changes the loss by another amount than your gradient says"


@exercise.exact()
def exact_grad(y_true, z):
    from mpmath import exp, mp, mpf

    with mp.workdps(40):
        table, labels = [], [int(label) for label in np.ravel(y_true)]
        for label, row in zip(labels, np.asarray(z).tolist()):
            if not 0 <= label < len(row):
                raise ValueError(label)
            e = [exp(mpf(v)) for v in row]
            table.append([float((v / sum(e) - (c == label)) / len(labels)) for c, v in enumerate(e)])
        return np.array(table)


@exercise.relation
def rows_add_up_to_zero(answer, y_true, z):
    """What the true class gains, the others lose."""
    return np.allclose(np.sum(answer(y_true, z), axis=1), 0.0, rtol=0, atol=1e-9)


@exercise.relation
def any_order(answer, y_true, z):
    """The samples in reverse: the same rows in reverse."""
    backwards = answer(np.asarray(y_true)[::-1], np.asarray(z)[::-1])
    return np.allclose(backwards, answer(y_true, z)[::-1], rtol=1e-9, atol=1e-12)


exercise.equivalent(FLOATS, "z = np.asarray(z, dtype=None)", "z = np.asarray(z, )")
exercise.equivalent(
    LAST,
    "e = np.exp(z - z.max(axis=-1, keepdims=True))",
    "p = e / e.sum(axis=-1, keepdims=True)",
)
exercise.equivalent(
    OWN,
    "p = np.divide(e, e.sum(axis=1, keepdims=True), out=e)",
    "return np.divide(p, len(labels), out=p)",
)


@exercise.public_check()
def push_and_pull():
    """Softmax minus one-hot, divided by the number of samples."""
    yield call(np.array([1]), np.array([[2.0, 1.0, 0.0]]))
    yield call(np.array([[1.0], [0.0]]), np.array([[2.0, 1.0, 0.0], [-1000.0, 0.0, 1000.0]]))


@exercise.public_check()
def no_such_class():
    """A label that is no class raises ValueError."""
    yield call(np.array([0, 3]), np.zeros((2, 3))).must_raise(ValueError)


@exercise.check(points=2)
def softmax_minus_one_hot(rng):
    """The gradient is softmax minus one-hot, divided by the number of samples."""
    for n, classes in ((1, 3), (2, 3), (3, 3), (6, 4), (5, 2), (9, 10)):
        yield call(rng.integers(0, classes, n), scores(rng, n, classes))
    yield call(np.array([0, 0, 1]), scores(rng, 3, 3))
    yield call(np.array([3, 0]), np.zeros((2, 4)))
    yield call(np.array([2, 2]), np.array([[0.0, -1.0, 9.0], [9.0, 0.0, -1.0]]))


@exercise.check(points=1, holds=slopes)
def is_the_slope_of_the_loss(rng):
    """A small step along any logit changes the loss as the gradient says."""
    for n, classes in ((1, 2), (2, 4), (4, 4), (5, 3)):
        yield call(rng.integers(0, classes, n), rng.normal(0, 1.5, (n, classes)))


@exercise.check(points=1)
def labels_in_any_form(rng):
    """Labels may be a column, whole numbers stored as floats, or a list; logits may be lists and integers."""
    for n, classes in ((1, 3), (4, 3), (3, 3), (3, 5)):
        yield call(rng.integers(0, classes, (n, 1)), scores(rng, n, classes))
    for n, classes in ((1, 2), (3, 3), (5, 4)):
        yield call(rng.integers(0, classes, n).astype(float), scores(rng, n, classes))
    yield call(np.array([[2.0], [0.0], [1.0]]), scores(rng, 3, 3))
    yield call([2.0, 0.0], [[0.5, 1.25, -1.0], [-3.0, 2.0, 0.0]])
    yield call([[1], [0]], [[2, 1], [0, 3]])
    yield call(rng.integers(0, 4, 3), rng.integers(-4, 5, (3, 4)))
    yield call(rng.integers(0, 3, 4).tolist(), scores(rng, 4, 3).tolist())


@exercise.check(points=1)
def refuses_unknown_labels(rng):
    """A label below 0 or above C - 1 raises ValueError, and the other labels do not."""
    z = scores(rng, 3, 4)
    yield call(np.array([0, 1, 4]), z).must_raise(ValueError)
    yield call(np.array([4, 1, 0]), z).must_raise(ValueError)
    yield call(np.array([0, -1, 2]), z).must_raise(ValueError)
    yield call(np.array([-1]), z[:1]).must_raise(ValueError)
    yield call(np.array([-1, 4]), z[:2]).must_raise(ValueError)
    yield call(np.array([[0.0], [17.0], [2.0]]), z).must_raise(ValueError)
    yield call([-4, 0, 1], z.tolist()).must_raise(ValueError)
    yield call(np.array([0, 1, 2, 3, 0]), scores(rng, 5, 3)).must_raise(ValueError)
    yield call(np.array([1.0, -2.0]), scores(rng, 2, 3)).must_raise(ValueError)
    yield call(np.array([3, 0, 3]), z)
    yield call(np.array([4, 0]), scores(rng, 2, 5))


@exercise.check(points=1)
def logits_of_any_size(rng):
    """Finite and right for logits of any size, also in rows of very different size."""
    for size in (710.0, 1e3, 1e6, -750.0, -1e3, -1e6):
        yield call(rng.integers(0, 3, 2), size + scores(rng, 2, 3))
    for label, row in (
        (1, [0.0, -17.0]), (0, [40.0, 0.0]), (1, [40.0, 0.0]), (1, [0.0, -800.0]), (0, [0.0, 1e3, 0.0]), (1, [1e6, -1e6]),
        (0, [1e6, -1e6]), (2, [1e6, 1e6, 1e6 - 1]), (0, [-1e6, -1e6]), (1, [-1e3, -1001.0, -1e3]),
    ):  # fmt: skip
        yield call(np.array([label]), np.array([row]))
    yield call(np.array([0, 1]), np.array([[1e6, 1e6 - 1], [-1e6, -1e6 - 1]]))
    yield call(rng.integers(0, 3, 4), uneven(rng, 3, -1e6, 1e6, 0, 1e3))
    yield call(rng.integers(0, 4, 3), uneven(rng, 4, 900, -900, 0))


@exercise.check(points=1, unchanged=True)
def leaves_inputs_alone(rng):
    """The gradient is right and the arrays that were passed in are as they were."""
    yield call(np.array([0, 2]), np.array([[2.0, 2.0, 4.0], [800.0, 1.0, -800.0]]))
    yield call(rng.integers(0, 4, 5), scores(rng, 5, 4))
    yield call(np.array([[1.0], [0.0], [2.0]]), scores(rng, 3, 3))
    yield call([1, 0], [[2.5, 1.0], [0.5, 3.0]])
