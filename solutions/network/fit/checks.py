"""Hidden checks of fit."""

import functools

import numpy as np

from autograder.authoring import Exercise, call, curve

from ..shared import (
    before_relu,
    digits,
    exact,
    exact_logits,
    keras_model,
    labels,
    network,
    network_and_samples,
)


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


exercise = Exercise(
    "fit",
    understood="Training is a short loop: a loss, its gradients, a step, batch after batch; the validation "
    "loss says when it is enough, and which weights to keep.",
    picture=curve(1, 21, 21, see=losses_of_few_samples, x="epoch", of="the training loss"),
)


@exercise.driver
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


@exercise.keras(rtol=1e-6, reason="float64; rounding grows from step to step, to 1e-8 at most")
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


@exercise.exact(
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


@exercise.relation
def units_in_another_order(answer, weights, X_train, y_train, X_val, y_val, *rest, sums=False, **named):
    """The units of a hidden layer have no order of their own, in training neither."""
    turn = lambda w: [w[0][:, ::-1], w[1][::-1], w[2][::-1, ::-1], w[3][::-1], w[4][::-1], w[5]]
    one, history = answer(weights, X_train, y_train, X_val, y_val, *rest, **named)
    other, again = answer(turn(weights), X_train, y_train, X_val, y_val, *rest, **named)
    same = all(np.allclose(a, b, rtol=1e-6, atol=1e-9) for a, b in zip(turn(other), one))
    return same and np.allclose(history["loss"], again["loss"], rtol=1e-6, atol=1e-9)


exercise.equivalent(
    "of two axes, -1 is the second",
    "z = z - z.max(axis=-1, keepdims=True)",
    "return np.log(np.exp(z).sum(axis=-1)) - z[np.arange(len(y)), y]",
)
exercise.equivalent(
    "these logits are not needed again", "z = np.subtract(z, z.max(axis=1, keepdims=True), out=z)"
)
exercise.equivalent(
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


@exercise.public_check()
def two_epochs():
    """Two epochs: five samples in batches of two, and the weights at the end."""
    yield call(*public_training([1, 1, 0]), epochs=2, batch_size=2, patience=5)


@exercise.public_check()
def stops_where_validation_turns():
    """Validation labels that contradict the training data: training stops after epoch 3 and gives
    the weights of epoch 1 back."""
    yield call(*public_training([0, 0, 1]), epochs=8, batch_size=2, patience=2)


# Measured over 80 seeds and eight epochs at most: right answers differ from the reference by less than
# a hundredth of the tolerance; each wrong answer differs in its check by more than a hundred times it.
TOLERANCE = (
    "rounding, which training makes grow, stays below 1e-7; textbook epsilon makes 3e-3 of a weight"
)


@exercise.check(points=1, reason=TOLERANCE)
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


@exercise.check(points=1, reason=TOLERANCE)
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


@exercise.check(points=2, reason=TOLERANCE)
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


@exercise.check(points=1, reason=TOLERANCE)
def gives_the_best_weights(rng):
    """The weights are those of the epoch with the lowest val_loss, also where the epochs ran out.

    When do you take the weights to be given back, and are they what you return when the epochs run out?
    """
    for story, epochs, patience in (
        ("-iww", 4, 5), ("^bbb", 4, 3), ("-iwww", 7, 3), ("-wiw", 4, 3), ("-iii", 4, 2), ("-w", 2, 2),
    ):  # fmt: skip
        yield call(*training_with(rng, story), epochs=epochs, batch_size=4, patience=patience)


@exercise.check(points=1, reason=TOLERANCE)
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


@exercise.check(
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


@exercise.check(points=1, unchanged=True, reason=TOLERANCE)
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
