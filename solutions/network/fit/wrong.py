"""Wrong answers to fit."""

import numpy as np

from .checks import exercise


# A right answer: many of the wrong ones are this one with one slip in it.
def train(weights, X_train, y_train, X_val, y_val, epochs, batch_size, patience):
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
    return kept, history


# The same, with the mean loss of each batch.
def train_by_means(weights, X_train, y_train, X_val, y_val, epochs, batch_size, patience):
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
    return kept, history


@exercise.slip(
    base=train_by_means,
    old="total += loss * len(yb) / len(y)",
    new="total += loss / -(-len(y) // batch_size)",
    fails="history_of_each_epoch",
)
def fit_mean_of_batch_means():
    """averages the batch losses without regard to their size, so a short last batch counts too much

    Batches of 8, 8 and 1 sample: how much of the epoch's loss should the last one be?
    """


@exercise.wrong(fails="history_of_each_epoch")
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


@exercise.slip(
    base=train_by_means,
    old="for i in range(0, len(X), batch_size):",
    new="for i in range(0, max(len(X) - batch_size, 0) + 1, batch_size):",
    fails="first_steps",
)
def fit_drops_last_batch():
    """leaves out the last batch where it is not full

    How many steps does an epoch of 11 samples in batches of 4 have?
    """


@exercise.slip(
    base=train_by_means,
    old="""
        total = 0.0
        for i in range(0, len(X), batch_size):
            Xb, yb = X[i : i + batch_size], y[i : i + batch_size]
    """,
    new="""
        total, order = 0.0, np.random.default_rng(0).permutation(len(X))
        for i in range(0, len(X), batch_size):
            Xb, yb = X[order[i : i + batch_size]], y[order[i : i + batch_size]]
    """,
    fails="first_steps",
)
def fit_shuffles():
    """shuffles the samples, although the batches should come in order

    Which setting of model.fit does the docstring name?
    """


@exercise.slip(
    base=train_by_means,
    old="weights = [w - rate * a / (np.sqrt(b) + 1e-7) for w, a, b in zip(weights, m, v)]",
    new="""
        root = np.sqrt(1 - 0.999**t)
        weights = [w - rate * a / (np.sqrt(b) + 1e-7 * root) for w, a, b in zip(weights, m, v)]
    """,
    fails="first_steps",
)
def fit_textbook_epsilon():
    """adds Adam's epsilon to the corrected root, as textbooks do, where Keras adds it to the uncorrected one

    For which weights of the digits are the gradients so small that epsilon matters?
    """


@exercise.slip(
    base=train_by_means,
    old="total = 0.0",
    new="total, m, v, t = 0.0, [0.0] * 6, [0.0] * 6, 0",
    fails="history_of_each_epoch",
)
def fit_new_adam_each_epoch():
    """starts Adam afresh in each epoch, so it forgets its averages

    How many optimizers does one training need? Where in your code is it made?
    """


@exercise.slip(
    base=train_by_means,
    old="""
        if wait >= patience:
            break
    """,
    new="",
    fails="stops_early",
)
def fit_never_stops():
    """runs all epochs, whatever the validation loss does

    What is patience for?
    """


@exercise.slip(
    base=train_by_means,
    old="if wait >= patience:",
    new="if wait > patience:",
    fails="stops_early",
)
def fit_one_epoch_too_patient():
    """waits one epoch more than patience says

    With patience 2, after how many bad epochs in a row does Keras stop?
    """


@exercise.wrong(fails="stops_early")
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


@exercise.slip(
    base=train_by_means,
    old="best, kept, wait = val_loss, weights, 0",
    new="best, kept = val_loss, weights",
    fails="stops_early",
)
def fit_counts_all_bad_epochs():
    """counts all epochs without a new best, not those in a row

    What should happen to the count when there is a new best?
    """


@exercise.wrong(fails="gives_the_best_weights")
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


@exercise.wrong(fails="gives_the_best_weights")
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


@exercise.slip(
    base=train_by_means,
    old='best, kept, wait, history = np.inf, weights, 0, {"loss": [], "val_loss": []}',
    new="""
        best, kept, wait, history = np.inf, weights, 0, {"loss": [], "val_loss": []}
        best = run(weights, Xv, yv)[0]
    """,
    fails="gives_the_best_weights",
)
def fit_counts_the_start():
    """takes the untrained network for an epoch: its weights may be returned as the best

    Keras looks at val_loss for the first time at the end of epoch 1. What is the best before that?
    """


@exercise.slip(
    base=train_by_means,
    old="""
        z = z - z.max(axis=1, keepdims=True)
        log_p = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
    """,
    new="""
        with np.errstate(all="ignore"):
            log_p = np.log(np.exp(z) / np.exp(z).sum(axis=1, keepdims=True))
    """,
    fails="logits_of_any_size",
)
def fit_overflows():
    """takes the logarithm of probabilities made without subtracting the largest logit, which overflows

    What is np.exp(2000)? And the logarithm of a probability that has become 0?
    """


@exercise.wrong(fails="takes_lists_and_leaves_inputs_alone")
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


@exercise.slip(base=train, old="if val_loss < best:", new="if val_loss <= best:", fails="stops_early")
def fit_equal_is_better():
    """takes an epoch that is as good as the best for a new best, so a loss that stands still never stops

    The loss has been 0 for five epochs. Is there a new lowest one among them?
    """


@exercise.wrong(fails="history_of_each_epoch")
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


@exercise.slip(
    base=train,
    old='history["loss"].append(total / len(X))',
    new='history["loss"].append(run(weights, X, y)[0].mean())',
    fails="history_of_each_epoch",
)
def fit_loss_after_the_epoch():
    """computes the training loss of all the data when the epoch is over

    Every batch is measured once an epoch. With which weights?
    """


@exercise.slip(
    base=train,
    old="val_loss = run(weights, Xv, yv)[0].mean()",
    new="""
        cuts = range(0, len(Xv), batch_size)
        val_loss = np.mean([run(weights, Xv[i : i + batch_size], yv[i : i + batch_size])[0].mean() for i in cuts])
    """,
    fails="history_of_each_epoch",
)
def fit_validation_in_batches():
    """averages the validation losses of batches, and the short last one counts too much

    How many validation samples are there, and how much should each of them count?
    """


@exercise.slip(
    base=train,
    old="val_loss = run(weights, Xv, yv)[0].mean()",
    new="val_loss = run(weights, Xv, yv)[0].sum()",
    fails="history_of_each_epoch",
)
def fit_validation_sum():
    """adds the validation losses up instead of averaging them

    Should val_loss double with twice the validation data?
    """


@exercise.slip(
    base=train,
    old="if wait >= patience:",
    new="if patience and wait >= patience:",
    fails="stops_early",
)
def fit_zero_patience_goes_on():
    """takes patience 0 to mean that it should never stop

    Patience 0 and patience 1 do the same. What is that?
    """


@exercise.slip(
    base=train,
    old="""
        if val_loss < best:
            best, kept, wait = val_loss, weights, 0
    """,
    new="""
        if history["loss"][-1] < best:
            best, kept, wait = history["loss"][-1], weights, 0
    """,
    fails="stops_early",
)
def fit_watches_the_loss():
    """watches the training loss, not the validation loss

    Which of the two losses tells when a network begins to learn by heart?
    """


@exercise.slip(
    base=train,
    old="return kept, history",
    new='return kept, {key: h[: 1 + int(np.argmin(history["val_loss"]))] for key, h in history.items()}',
    fails="stops_early",
)
def fit_history_of_the_best():
    """cuts the history off at the best epoch

    The docstring says which epochs history speaks of: those that were run, or those that were kept?
    """


@exercise.slip(
    base=train,
    old="rate = 0.001 * np.sqrt(1 - 0.999**t) / (1 - 0.9**t)",
    new="rate = 0.01 * np.sqrt(1 - 0.999**t) / (1 - 0.9**t)",
    fails="first_steps",
)
def fit_ten_times_the_rate():
    """trains with another learning rate than Adam's default, 0.001

    Which settings of Adam does the docstring ask for?
    """


@exercise.slip(
    base=train,
    old="d3 = (np.exp(log_p) - np.eye(z.shape[1])[y]) / len(y)",
    new="d3 = np.exp(log_p) - np.eye(z.shape[1])[y]",
    fails="first_steps",
)
def fit_sums_the_gradient():
    """takes the gradient of the sum over the batch, not of the mean

    What does gradients(weights, X, y) divide by?
    """


@exercise.slip(
    base=train,
    old="return kept, history",
    new='return kept, {"loss": history["val_loss"], "val_loss": history["loss"]}',
    fails="history_of_each_epoch",
)
def fit_keys_swapped():
    """gives the validation loss under "loss" and the training loss under "val_loss"

    Which of the two lists do you fill before the epoch ends?
    """


@exercise.wrong(fails="stops_early")
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


@exercise.slip(base=train, old="return kept, history", new="return history, kept", fails="first_steps")
def fit_history_first():
    """returns the history before the weights

    In which order does the docstring name what is returned?
    """


@exercise.wrong(fails="first_steps")
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


@exercise.wrong(fails="first_steps")
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


@exercise.wrong(fails="first_steps")
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


@exercise.slip(
    base=train,
    old="""
        for i in range(0, len(X), batch_size):
            Xb, yb = X[i : i + batch_size], y[i : i + batch_size]
    """,
    new="""
        for i in range(0, len(X), len(X)):
            Xb, yb = X[i : i + len(X)], y[i : i + len(X)]
    """,
    fails="first_steps",
)
def fit_one_step_an_epoch():
    """makes one step in each epoch, with all the data at once

    How many batches has an epoch, and after which of them do the weights move?
    """


@exercise.wrong(fails="stops_early")
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


@exercise.wrong(fails="history_of_each_epoch")
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


@exercise.wrong(fails="first_steps")
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


@exercise.slip(
    base=train,
    old="return -log_p[np.arange(len(y)), y], [X.T @ d1, d1.sum(0), h1.T @ d2, d2.sum(0), h2.T @ d3, d3.sum(0)]",
    new="""
        p = np.exp(np.exp(log_p))
        return -np.log(p / p.sum(axis=1, keepdims=True))[np.arange(len(y)), y], [X.T @ d1, d1.sum(0), h1.T @ d2, d2.sum(0), h2.T @ d3, d3.sum(0)]
    """,
    fails="first_steps",
)
def fit_softmax_twice():
    """takes the probabilities for logits and applies softmax to them again

    forward gives logits. How often is softmax applied on the way to your loss?
    """
