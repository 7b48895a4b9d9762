"""Hidden checks of fit_linear_regression."""

import functools

import numpy as np

from autograder.authoring import Exercise, call, curve


def losses_of_a_line(ask, epochs):
    """The losses of a few epochs on six points of a line."""
    X = np.linspace(-1, 1, 6).reshape(6, 1)
    return ask(X, 2 * X[:, 0] + 1, len(epochs), 2, 0.1)["losses"]


exercise = Exercise(
    "fit_linear_regression",
    understood="model.fit is two loops: over epochs and over batches. Each batch gives an error, a loss that is "
    "noted before anything moves, and one step against the gradient for weights and bias together.",
    picture=curve(1, 13, 13, see=losses_of_a_line, x="epoch", of="the loss"),
)


@exercise.driver
def flattened(answer, X, y, epochs, batch_size, learning_rate, see=("w", "b", "losses")):
    """What was learned: w of shape (D,) or (D, 1), b of shape () or (1,); `see` names what is looked at."""
    w, b, losses = answer(X, y, epochs, batch_size, learning_rate)
    found = {"w": np.ravel(w), "b": np.ravel(b), "losses": np.asarray(losses)}
    return {name: found[name] for name in see}


@functools.cache
def keras_line(inputs):
    """The Keras model, compiled once for each number of inputs: that takes longer than the training."""
    import keras

    model = keras.Sequential([keras.layers.Input((inputs,)), keras.layers.Dense(1, kernel_initializer="zeros")])
    model.compile(optimizer=keras.optimizers.SGD(np.float64(0.1)), loss="mean_squared_error", jit_compile=False)
    return model


@exercise.keras(rtol=1e-9, atol=1e-12, reason="Keras trains in float64 here; measured: they differ by less than 1e-14")
def keras_fit_line(X, y, epochs, batch_size, learning_rate, see=("w", "b", "losses")):
    import keras

    if epochs * -(-len(X) // batch_size) > 60:
        return NotImplemented  # many steps take Keras long
    floatx, policy = keras.config.floatx(), keras.config.dtype_policy()
    keras.config.set_floatx("float64")
    keras.config.set_dtype_policy("float64")
    try:
        X = np.asarray(X, dtype="float64")
        model = keras_line(X.shape[1])
        model.set_weights([np.zeros((X.shape[1], 1)), np.zeros(1)])
        model.optimizer.learning_rate.assign(np.float64(learning_rate))
        history = model.fit(
            X, np.reshape(y, (-1, 1)).astype("float64"), epochs=epochs, batch_size=batch_size, shuffle=False, verbose=0
        )
        w, b = model.get_weights()
        return flattened(lambda *_: (w, b, history.history["loss"]), X, y, epochs, batch_size, learning_rate, see)
    finally:
        keras.config.set_floatx(floatx)
        keras.config.set_dtype_policy(policy)


@exercise.exact(rtol=1e-9, atol=1e-12, reason="exact fractions; rounding of float64 does not grow while training converges")
def exact_fit_line(X, y, epochs, batch_size, learning_rate, see=("w", "b", "losses")):
    """Sample by sample, the bias as the weight of an input that is always one."""
    from mpmath import mp, mpf

    with mp.workdps(40):
        samples = [([*map(mpf, np.ravel(x).tolist()), mpf(1)], mpf(t)) for x, t in zip(X, np.ravel(y).tolist())]
        v, losses, rate = [mpf(0)] * len(samples[0][0]), [], mpf(learning_rate)
        for _ in range(epochs):
            squares = mpf(0)
            for first in range(0, len(samples), batch_size):
                batch, slope = samples[first : first + batch_size], [mpf(0)] * len(v)
                for x, t in batch:
                    miss = t - sum(a * c for a, c in zip(v, x))
                    squares += miss**2
                    slope = [g - 2 * miss * c / len(batch) for g, c in zip(slope, x)]
                v = [a - rate * g for a, g in zip(v, slope)]
            losses.append(float(squares / len(samples)))
        w, b = [float(a) for a in v[:-1]], float(v[-1])
        return flattened(lambda *_: (w, b, losses), X, y, epochs, batch_size, learning_rate, see)


def alike(one, other):
    return all(np.allclose(one[name], other[name], rtol=1e-9, atol=1e-12) for name in one)


@exercise.relation
def targets_in_another_unit(answer, X, y, epochs, batch_size, learning_rate, see=None):
    """Twice the targets: twice the weights and four times the losses."""
    one = flattened(answer, X, y, epochs, batch_size, learning_rate)
    two = flattened(answer, X, 2 * np.asarray(y), epochs, batch_size, learning_rate)
    return alike({"w": 2 * one["w"], "b": 2 * one["b"], "losses": 4 * one["losses"]}, two)


@exercise.relation
def every_sample_twice(answer, X, y, epochs, batch_size, learning_rate, see=None):
    """Every sample twice in a row, in batches twice as large: nothing else changes."""
    X2, y2 = np.repeat(np.asarray(X), 2, axis=0), np.repeat(np.asarray(y), 2, axis=0)
    one = flattened(answer, X, y, epochs, batch_size, learning_rate)
    return alike(one, flattened(answer, X2, y2, epochs, 2 * batch_size, learning_rate))


exercise.equivalent(
    "either array may stay one of integers: w and the errors are floats",
    "X, y = np.asarray(X, dtype=None), np.asarray(y, dtype=float).ravel()",
    "X, y = np.asarray(X, ), np.asarray(y, dtype=float).ravel()",
    "X, y = np.asarray(X, dtype=float), np.asarray(y, dtype=None).ravel()",
    "X, y = np.asarray(X, dtype=float), np.asarray(y, ).ravel()",
)
exercise.equivalent(
    "w is the function's own array, and nobody else holds it",
    "w = np.subtract(w, learning_rate * 2 * X[part].T @ error / len(error), out=w)",
)


def noisy_line(rng, n, d):
    """X (n, d) and y (n,): a linear function plus noise, so that the losses stay away from zero."""
    X = rng.normal(0, 1, (n, d))
    return X, X @ rng.uniform(0.5, 2, d) + rng.uniform(0.5, 1.5) + rng.normal(0, 0.5, n)


@exercise.public_check()
def worked_by_hand():
    """The weights, the bias and the loss of the epoch that was worked by hand."""
    yield call(np.array([[1.0], [2.0], [3.0]]), np.array([2.0, 4.0, 6.0]), 1, 2, 0.1)


@exercise.public_check()
def lists_and_a_column():
    """Lists are welcome, and y may be a column."""
    yield call([[1, 0], [2, 1], [0, 3]], [[1], [2], [3]], 2, 3, 0.05)


@exercise.check(points=1)
def one_step(rng):
    """All data in one batch, one epoch: w and b make one step against the gradient of the mean squared error.

    One sample, x = 1, y = 2, from w = b = 0: what is the error, what is the slope of its square along w and along b, and where do both go?
    """
    see = ["w", "b"]
    for n, d, batch_size in ((5, 1, 5), (4, 3, 4), (3, 2, 8), (1, 2, 1), (3, 3, 32)):
        yield call(*noisy_line(rng, n, d), 1, batch_size, 0.05, see=see)


@exercise.check(points=2)
def steps_after_every_batch(rng):
    """w and b are updated together after every batch, epoch after epoch, in the order of the data.

    Work two batches of one sample each by hand. Which w and b does the second batch see, and do both move at the same moment?
    """
    see = ["w", "b"]
    for n, d, epochs, batch_size, rate in (
        (6, 2, 1, 3, 0.05), (6, 1, 3, 2, 0.1), (4, 3, 2, 1, 0.02), (8, 2, 4, 4, 0.03), (4, 4, 5, 4, 0.05),
        (6, 2, 40, 3, 0.05),
    ):  # fmt: skip
        yield call(*noisy_line(rng, n, d), epochs, batch_size, rate, see=see)


@exercise.check(points=1)
def short_last_batch(rng):
    """A last batch that is shorter makes a step too, with the mean over its own samples.

    Three samples in batches of two: over how many samples is the mean of the second batch?
    """
    see = ["w", "b"]
    for n, d, epochs, batch_size, rate in (
        (3, 1, 1, 2, 0.1), (7, 2, 2, 3, 0.05), (5, 3, 3, 4, 0.05), (6, 1, 2, 5, 0.03), (44, 2, 2, 34, 0.05),
    ):  # fmt: skip
        yield call(*noisy_line(rng, n, d), epochs, batch_size, rate, see=see)


@exercise.check(points=2)
def loss_of_each_epoch(rng):
    """There is one loss per epoch: of each batch before its update, averaged over the samples.

    Two samples have loss 1 and one has 4: what is the mean over the samples? And at which moment is a batch measured, before or after its step?
    """
    see = ["losses"]
    for n, d, epochs, batch_size, rate in (
        (4, 2, 1, 4, 0.05), (6, 1, 3, 2, 0.05), (7, 3, 3, 3, 0.03), (5, 2, 4, 4, 0.05), (3, 1, 1, 2, 0.1),
        (4, 2, 3, 16, 0.1), (5, 1, 2, 1, 0.03), (1, 1, 2, 1, 0.1),
    ):  # fmt: skip
        yield call(*noisy_line(rng, n, d), epochs, batch_size, rate, see=see)
    # targets that contradict each other: the loss rises
    X, y = rng.uniform(0.9, 1.1, (4, 1)), np.array([1.0, -1.0, 1.0, -1.0])
    yield call(X, y + rng.uniform(-0.02, 0.02, 4), 4, 1, 0.1, see=see)
    yield call(rng.normal(0, 1, (5, 2)), np.zeros(5), 3, 2, 0.05, see=see)  # nothing left to learn
    X, y = noisy_line(rng, 6, 2)
    yield call(X, y / 100, 3, 4, 0.05, see=see)  # small losses: rounding them shows


@exercise.check(points=1)
def lists_and_columns(rng):
    """Lists and integers give the same as arrays of floats, and y may be (N,) or (N, 1).

    What shape has X @ w - y if y is (N, 1)? And what do integers or lists become before you calculate?
    """
    for n, d, epochs, batch_size in ((5, 2, 2, 2), (4, 1, 3, 4), (3, 3, 1, 5)):
        X, y = noisy_line(rng, n, d)
        yield call(X, y[:, None], epochs, batch_size, 0.05)
    X, y = noisy_line(rng, 4, 2)
    yield call(X.tolist(), y.tolist(), 2, 3, 0.05)
    yield call(rng.integers(-2, 3, (5, 2)), rng.integers(1, 9, 5), 2, 2, 0.05)
    yield call(rng.integers(-2, 3, (4, 3)).tolist(), rng.integers(1, 9, (4, 1)).tolist(), 2, 3, 0.05)


@exercise.check(points=1, unchanged=True)
def leaves_inputs_alone(rng):
    """The result is right, and X and y are as they were.

    Print X and y before and after a call. Which line writes into them?
    """
    for n, d, epochs, batch_size in ((5, 2, 1, 2), (4, 1, 2, 4)):
        X, y = noisy_line(rng, n, d)
        yield call(X, y, epochs, batch_size, 0.05)
        yield call(X, y[:, None].copy(), epochs, batch_size, 0.05)
