"""Hidden checks of class_probabilities."""

import numpy as np

from autograder.authoring import Exercise, bars, call

from ..shared import FLOAT64, FLOATS, OWN, digits_of_sigmoid, digits_of_softmax, precious, tensor

EXCLUSIVE = (True, False)


def both_ways(ask, logits):
    """The same logits twice: first exactly one class is true, then each may be."""
    return np.concatenate([ask(logits, True), ask(logits, False)])


exercise = Exercise(
    "class_probabilities",
    understood="If exactly one class is true, they compete and softmax makes the row add up to 1; if each is a "
    "question of its own, each gets a sigmoid and the row adds up to anything.",
    picture=bars(np.array([2.0, 1.0, -1.0]), 2 * ("2", "1", "-1"), see=both_ways, x="logit",
        over="the same logits, exclusive and not", of="the probabilities"),
)


@exercise.keras(reason=FLOAT64)
def keras_class_probabilities(logits, exclusive):
    import warnings

    import keras

    function = keras.activations.softmax if exclusive else keras.activations.sigmoid
    with warnings.catch_warnings():  # Keras advises against a softmax over one class
        warnings.simplefilter("ignore")
        return np.asarray(function(tensor(logits)))


@exercise.exact()
def exact_class_probabilities(logits, exclusive):
    return digits_of_softmax(logits) if exclusive else digits_of_sigmoid(logits)


exercise.equivalent(
    FLOATS, "z = np.asarray(logits, dtype=None)", "z = np.asarray(logits, )"
)
exercise.equivalent(OWN, "return np.divide(e, e.sum(axis=-1, keepdims=True), out=e)")
exercise.equivalent("at 0 both branches are 1", "return np.where(z > 0, 1, e) / (1 + e)")


@exercise.public_check()
def one_is_true():
    """Where exactly one class is true: a softmax over each row."""
    yield call(np.array([2.0, 1.0, -1.0]), True)
    yield call([[2, 1, -1], [0, 0, 3]], exclusive=True)


@exercise.public_check()
def any_may_be_true():
    """Where each class is a question of its own: a sigmoid of each logit."""
    yield call(np.array([2.0, 1.0, -1.0]), False)
    yield call([[2, 1, -1], [0, 0, 3]], exclusive=False)


@exercise.check(points=1)
def exactly_one(rng):
    """Where exactly one class is true, each row is a softmax."""
    for n, classes in ((1, 3), (3, 3), (5, 4), (6, 2)):
        yield call(rng.normal(0, 2, (n, classes)), True)
    yield call(rng.normal(0, 2, (2, 5)), exclusive=True)
    yield call(np.array([[0.2, 0.3, 0.5], [0.0, 1.0, 0.0]]), exclusive=True)
    yield call(np.array([[0.0, -9.0, -12.5], [-14.25, 1.0, -3.0]]), True)


@exercise.check(points=1)
def each_on_its_own(rng):
    """Where each class is a question of its own, each logit gets a sigmoid."""
    for n, classes in ((1, 3), (3, 3), (5, 4), (6, 2)):
        yield call(rng.normal(0, 2, (n, classes)), False)
    yield call(rng.normal(0, 2, (2, 5)), exclusive=False)
    yield call(np.array([[0.2, 0.3, 0.5], [0.0, 1.0, 0.0]]), exclusive=False)
    yield call(np.array([[0.0, -9.0, -12.5], [-14.25, 1.0, -3.0]]), False)


@exercise.check(points=1)
def keeps_the_shape(rng):
    """The result has the shape of the logits, whatever the number of dimensions, and for one class too."""
    for shape in ((3,), (1,), (4, 1), (2, 3, 4), (2, 1, 3, 2)):
        for exclusive in EXCLUSIVE:
            yield call(rng.normal(0, 2, shape), exclusive)


@exercise.check(points=1)
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


@exercise.check(points=1)
def takes_lists_and_integers(rng):
    """Lists and integers give the same values as float arrays."""
    for logits in (
        [1, 2, -3], [[2, 1, 0], [-1, 0, 5]], [[0.5, -1.25], [2, 1], [3, 3]], [[[1, 2], [3, 5]], [[0, -1], [4, 4]]],
        np.array([3, 1, -2, 0]), rng.integers(-5, 6, (3, 4)),
    ):  # fmt: skip
        yield call(logits, True)
        yield call(logits, exclusive=False)


@exercise.check(points=1, unchanged=True)
def leaves_inputs_alone(rng):
    """The values are right and what was passed in is as it was."""
    for logits in precious(rng):
        for exclusive in EXCLUSIVE:
            yield call(logits, exclusive)
    yield call(np.array([-709.0, 1.5, 709.0, -50.0]), False)
