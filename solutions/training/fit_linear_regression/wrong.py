"""Wrong answers to fit_linear_regression."""

import numpy as np

from .checks import exercise


@exercise.wrong(fails="one_step")
def fit_no_two(X, y, epochs, batch_size, learning_rate):
    """leaves out the factor 2 of the gradient

    What is the derivative of e**2?
    """
    X, y = np.asarray(X, dtype=float), np.asarray(y, dtype=float).ravel()
    w, b, losses = np.zeros(X.shape[1]), 0.0, []
    for _ in range(epochs):
        total = 0.0
        for start in range(0, len(X), batch_size):
            part = slice(start, start + batch_size)
            error = X[part] @ w + b - y[part]
            total += np.sum(error**2)
            w = w - learning_rate * X[part].T @ error / len(error)
            b = b - learning_rate * np.mean(error)
        losses.append(total / len(X))
    return w, b, losses


@exercise.wrong(fails="one_step")
def fit_sums(X, y, epochs, batch_size, learning_rate):
    """takes the gradient of the sum of the squares, not of their mean

    Should the step grow when every sample stands in the batch twice?
    """
    X, y = np.asarray(X, dtype=float), np.asarray(y, dtype=float).ravel()
    w, b, losses = np.zeros(X.shape[1]), 0.0, []
    for _ in range(epochs):
        total = 0.0
        for start in range(0, len(X), batch_size):
            part = slice(start, start + batch_size)
            error = X[part] @ w + b - y[part]
            total += np.sum(error**2)
            w = w - learning_rate * 2 * X[part].T @ error
            b = b - learning_rate * 2 * np.sum(error)
        losses.append(total / len(X))
    return w, b, losses


@exercise.wrong(fails="one_step")
def fit_ascent(X, y, epochs, batch_size, learning_rate):
    """steps along the gradient, uphill

    The gradient points to where the loss grows. Where do you want to go?
    """
    X, y = np.asarray(X, dtype=float), np.asarray(y, dtype=float).ravel()
    w, b, losses = np.zeros(X.shape[1]), 0.0, []
    for _ in range(epochs):
        total = 0.0
        for start in range(0, len(X), batch_size):
            part = slice(start, start + batch_size)
            error = X[part] @ w + b - y[part]
            total += np.sum(error**2)
            w = w + learning_rate * 2 * X[part].T @ error / len(error)
            b = b + learning_rate * 2 * np.mean(error)
        losses.append(total / len(X))
    return w, b, losses


@exercise.wrong(fails="one_step")
def fit_no_bias(X, y, epochs, batch_size, learning_rate):
    """never moves the bias

    How many numbers does Dense(1) learn when there are D inputs?
    """
    X, y = np.asarray(X, dtype=float), np.asarray(y, dtype=float).ravel()
    w, b, losses = np.zeros(X.shape[1]), 0.0, []
    for _ in range(epochs):
        total = 0.0
        for start in range(0, len(X), batch_size):
            part = slice(start, start + batch_size)
            error = X[part] @ w + b - y[part]
            total += np.sum(error**2)
            w = w - learning_rate * 2 * X[part].T @ error / len(error)
        losses.append(total / len(X))
    return w, b, losses


@exercise.wrong(fails="one_step")
def fit_bias_second(X, y, epochs, batch_size, learning_rate):
    """moves w first and takes the bias' gradient at the new w

    At which w are both gradients of a step taken?
    """
    X, y = np.asarray(X, dtype=float), np.asarray(y, dtype=float).ravel()
    w, b, losses = np.zeros(X.shape[1]), 0.0, []
    for _ in range(epochs):
        total = 0.0
        for start in range(0, len(X), batch_size):
            part = slice(start, start + batch_size)
            error = X[part] @ w + b - y[part]
            total += np.sum(error**2)
            w = w - learning_rate * 2 * X[part].T @ error / len(error)
            b = b - learning_rate * 2 * np.mean(X[part] @ w + b - y[part])
        losses.append(total / len(X))
    return w, b, losses


@exercise.wrong(fails="one_step")
def fit_random_start(X, y, epochs, batch_size, learning_rate):
    """starts from small random weights

    With which numbers does w begin in this exercise?
    """
    X, y = np.asarray(X, dtype=float), np.asarray(y, dtype=float).ravel()
    w, b, losses = np.random.default_rng(0).normal(0, 0.05, X.shape[1]), 0.0, []
    for _ in range(epochs):
        total = 0.0
        for start in range(0, len(X), batch_size):
            part = slice(start, start + batch_size)
            error = X[part] @ w + b - y[part]
            total += np.sum(error**2)
            w = w - learning_rate * 2 * X[part].T @ error / len(error)
            b = b - learning_rate * 2 * np.mean(error)
        losses.append(total / len(X))
    return w, b, losses


@exercise.wrong(fails="steps_after_every_batch")
def fit_one_update(X, y, epochs, batch_size, learning_rate):
    """makes one update per epoch, with the gradient of all the data

    With six samples in batches of two: how many steps does an epoch make?
    """
    X, y = np.asarray(X, dtype=float), np.asarray(y, dtype=float).ravel()
    w, b, losses = np.zeros(X.shape[1]), 0.0, []
    for _ in range(epochs):
        total = 0.0
        for part in [slice(None)]:
            error = X[part] @ w + b - y[part]
            total += np.sum(error**2)
            w = w - learning_rate * 2 * X[part].T @ error / len(error)
            b = b - learning_rate * 2 * np.mean(error)
        losses.append(total / len(X))
    return w, b, losses


@exercise.wrong(fails="steps_after_every_batch")
def fit_collects(X, y, epochs, batch_size, learning_rate):
    """collects the gradients of the batches and moves only at the end of the epoch

    Which weights should the second batch see: those before the first step, or after it?
    """
    X, y = np.asarray(X, dtype=float), np.asarray(y, dtype=float).ravel()
    w, b, losses = np.zeros(X.shape[1]), 0.0, []
    for _ in range(epochs):
        total, v, c = 0.0, w, b
        for start in range(0, len(X), batch_size):
            part = slice(start, start + batch_size)
            error = X[part] @ w + b - y[part]
            total += np.sum(error**2)
            v = v - learning_rate * 2 * X[part].T @ error / len(error)
            c = c - learning_rate * 2 * np.mean(error)
        w, b = v, c
        losses.append(total / len(X))
    return w, b, losses


@exercise.wrong(fails="steps_after_every_batch")
def fit_starts_again(X, y, epochs, batch_size, learning_rate):
    """begins from zeros again in every epoch

    Where does the second epoch begin: where the first began, or where it ended?
    """
    X, y = np.asarray(X, dtype=float), np.asarray(y, dtype=float).ravel()
    w, b, losses = np.zeros(X.shape[1]), 0.0, []
    for _ in range(epochs):
        total, w, b = 0.0, np.zeros(X.shape[1]), 0.0
        for start in range(0, len(X), batch_size):
            part = slice(start, start + batch_size)
            error = X[part] @ w + b - y[part]
            total += np.sum(error**2)
            w = w - learning_rate * 2 * X[part].T @ error / len(error)
            b = b - learning_rate * 2 * np.mean(error)
        losses.append(total / len(X))
    return w, b, losses


@exercise.wrong(fails="steps_after_every_batch")
def fit_shuffles(X, y, epochs, batch_size, learning_rate):
    """shuffles the data

    In which order are the batches taken here?
    """
    X, y = np.asarray(X, dtype=float), np.asarray(y, dtype=float).ravel()
    w, b, losses = np.zeros(X.shape[1]), 0.0, []
    for epoch in range(epochs):
        order = np.random.default_rng(epoch).permutation(len(X))
        X, y = X[order], y[order]
        total = 0.0
        for start in range(0, len(X), batch_size):
            part = slice(start, start + batch_size)
            error = X[part] @ w + b - y[part]
            total += np.sum(error**2)
            w = w - learning_rate * 2 * X[part].T @ error / len(error)
            b = b - learning_rate * 2 * np.mean(error)
        losses.append(total / len(X))
    return w, b, losses


@exercise.wrong(fails="steps_after_every_batch")
def fit_one_epoch_less(X, y, epochs, batch_size, learning_rate):
    """trains for one epoch less than it was asked to (for one at least)

    How many numbers are there in range(1, epochs)?
    """
    X, y = np.asarray(X, dtype=float), np.asarray(y, dtype=float).ravel()
    w, b, losses = np.zeros(X.shape[1]), 0.0, []
    for _ in range(1, max(epochs, 2)):
        total = 0.0
        for start in range(0, len(X), batch_size):
            part = slice(start, start + batch_size)
            error = X[part] @ w + b - y[part]
            total += np.sum(error**2)
            w = w - learning_rate * 2 * X[part].T @ error / len(error)
            b = b - learning_rate * 2 * np.mean(error)
        losses.append(total / len(X))
    return w, b, losses


@exercise.wrong(fails="short_last_batch")
def fit_drops_last(X, y, epochs, batch_size, learning_rate):
    """drops the last batch when it is shorter

    Are the samples of the last batch data, too?
    """
    X, y = np.asarray(X, dtype=float), np.asarray(y, dtype=float).ravel()
    w, b, losses = np.zeros(X.shape[1]), 0.0, []
    for _ in range(epochs):
        total = 0.0
        for start in range(0, len(X), batch_size):
            part = slice(start, start + batch_size)
            if start and start + batch_size > len(X):
                continue
            error = X[part] @ w + b - y[part]
            total += np.sum(error**2)
            w = w - learning_rate * 2 * X[part].T @ error / len(error)
            b = b - learning_rate * 2 * np.mean(error)
        losses.append(total / len(X))
    return w, b, losses


@exercise.wrong(fails="short_last_batch")
def fit_batch_size(X, y, epochs, batch_size, learning_rate):
    """divides by batch_size, even in a batch that is shorter

    How many samples are there in the last of the batches? Is that batch_size?
    """
    X, y = np.asarray(X, dtype=float), np.asarray(y, dtype=float).ravel()
    w, b, losses = np.zeros(X.shape[1]), 0.0, []
    for _ in range(epochs):
        total = 0.0
        for start in range(0, len(X), batch_size):
            part = slice(start, start + batch_size)
            error = X[part] @ w + b - y[part]
            total += np.sum(error**2)
            w = w - learning_rate * 2 * X[part].T @ error / batch_size
            b = b - learning_rate * 2 * np.sum(error) / batch_size
        losses.append(total / len(X))
    return w, b, losses


@exercise.wrong(fails="steps_after_every_batch")
def fit_all_samples(X, y, epochs, batch_size, learning_rate):
    """divides a batch's gradient by the number of all samples

    Over which samples is the mean of a batch's loss taken?
    """
    X, y = np.asarray(X, dtype=float), np.asarray(y, dtype=float).ravel()
    w, b, losses = np.zeros(X.shape[1]), 0.0, []
    for _ in range(epochs):
        total = 0.0
        for start in range(0, len(X), batch_size):
            part = slice(start, start + batch_size)
            error = X[part] @ w + b - y[part]
            total += np.sum(error**2)
            w = w - learning_rate * 2 * X[part].T @ error / len(X)
            b = b - learning_rate * 2 * np.sum(error) / len(X)
        losses.append(total / len(X))
    return w, b, losses


@exercise.wrong(fails="loss_of_each_epoch")
def fit_plain_mean(X, y, epochs, batch_size, learning_rate):
    """takes the plain mean of the batches' losses, so a short batch counts for as much as a full one

    A batch of 30 and one of 2: should a sample of the second count fifteen times as much?
    """
    X, y = np.asarray(X, dtype=float), np.asarray(y, dtype=float).ravel()
    w, b, losses = np.zeros(X.shape[1]), 0.0, []
    for _ in range(epochs):
        total = []
        for start in range(0, len(X), batch_size):
            part = slice(start, start + batch_size)
            error = X[part] @ w + b - y[part]
            total.append(np.mean(error**2))
            w = w - learning_rate * 2 * X[part].T @ error / len(error)
            b = b - learning_rate * 2 * np.mean(error)
        losses.append(np.mean(total))
    return w, b, losses


@exercise.wrong(fails="loss_of_each_epoch")
def fit_sum_of_batches(X, y, epochs, batch_size, learning_rate):
    """adds the losses of the batches up

    Should an epoch's loss double when there are twice as many batches?
    """
    X, y = np.asarray(X, dtype=float), np.asarray(y, dtype=float).ravel()
    w, b, losses = np.zeros(X.shape[1]), 0.0, []
    for _ in range(epochs):
        total = 0.0
        for start in range(0, len(X), batch_size):
            part = slice(start, start + batch_size)
            error = X[part] @ w + b - y[part]
            total += np.mean(error**2)
            w = w - learning_rate * 2 * X[part].T @ error / len(error)
            b = b - learning_rate * 2 * np.mean(error)
        losses.append(total)
    return w, b, losses


@exercise.wrong(fails="loss_of_each_epoch")
def fit_loss_after(X, y, epochs, batch_size, learning_rate):
    """takes the loss of each batch after its update

    Does Keras look at a batch's loss before it moves the weights, or after?
    """
    X, y = np.asarray(X, dtype=float), np.asarray(y, dtype=float).ravel()
    w, b, losses = np.zeros(X.shape[1]), 0.0, []
    for _ in range(epochs):
        total = 0.0
        for start in range(0, len(X), batch_size):
            part = slice(start, start + batch_size)
            error = X[part] @ w + b - y[part]
            w = w - learning_rate * 2 * X[part].T @ error / len(error)
            b = b - learning_rate * 2 * np.mean(error)
            total += np.sum((X[part] @ w + b - y[part]) ** 2)
        losses.append(total / len(X))
    return w, b, losses


@exercise.wrong(fails="loss_of_each_epoch")
def fit_loss_at_the_end(X, y, epochs, batch_size, learning_rate):
    """computes the loss of all the data when the epoch is over

    With which weights was the loss of the first batch taken in Keras' history?
    """
    X, y = np.asarray(X, dtype=float), np.asarray(y, dtype=float).ravel()
    w, b, losses = np.zeros(X.shape[1]), 0.0, []
    for _ in range(epochs):
        total = 0.0
        for start in range(0, len(X), batch_size):
            part = slice(start, start + batch_size)
            error = X[part] @ w + b - y[part]
            total += np.sum(error**2)
            w = w - learning_rate * 2 * X[part].T @ error / len(error)
            b = b - learning_rate * 2 * np.mean(error)
        losses.append(np.mean((X @ w + b - y) ** 2))
    return w, b, losses


@exercise.wrong(fails="loss_of_each_epoch")
def fit_loss_at_the_start(X, y, epochs, batch_size, learning_rate):
    """computes the loss of all the data before the epoch begins

    The second batch of an epoch: which weights does its loss see?
    """
    X, y = np.asarray(X, dtype=float), np.asarray(y, dtype=float).ravel()
    w, b, losses = np.zeros(X.shape[1]), 0.0, []
    for _ in range(epochs):
        total = np.sum((X @ w + b - y) ** 2)
        for start in range(0, len(X), batch_size):
            part = slice(start, start + batch_size)
            error = X[part] @ w + b - y[part]
            w = w - learning_rate * 2 * X[part].T @ error / len(error)
            b = b - learning_rate * 2 * np.mean(error)
        losses.append(total / len(X))
    return w, b, losses


@exercise.wrong(fails="loss_of_each_epoch")
def fit_last_batch(X, y, epochs, batch_size, learning_rate):
    """reports the loss of the last batch as that of the epoch

    What became of the losses of the other batches?
    """
    X, y = np.asarray(X, dtype=float), np.asarray(y, dtype=float).ravel()
    w, b, losses = np.zeros(X.shape[1]), 0.0, []
    for _ in range(epochs):
        total = 0.0
        for start in range(0, len(X), batch_size):
            part = slice(start, start + batch_size)
            error = X[part] @ w + b - y[part]
            total += np.sum(error**2)
            w = w - learning_rate * 2 * X[part].T @ error / len(error)
            b = b - learning_rate * 2 * np.mean(error)
        losses.append(np.mean(error**2))
    return w, b, losses


@exercise.wrong(fails="loss_of_each_epoch")
def fit_every_step(X, y, epochs, batch_size, learning_rate):
    """reports a loss for every step, not for every epoch

    How long should the list be: as many as steps, or as epochs?
    """
    X, y = np.asarray(X, dtype=float), np.asarray(y, dtype=float).ravel()
    w, b, losses = np.zeros(X.shape[1]), 0.0, []
    for _ in range(epochs):
        for start in range(0, len(X), batch_size):
            part = slice(start, start + batch_size)
            error = X[part] @ w + b - y[part]
            losses.append(np.mean(error**2))
            w = w - learning_rate * 2 * X[part].T @ error / len(error)
            b = b - learning_rate * 2 * np.mean(error)
    return w, b, losses


@exercise.wrong(fails="loss_of_each_epoch")
def fit_last_loss(X, y, epochs, batch_size, learning_rate):
    """returns only the loss of the last epoch

    How many losses are asked for when there are three epochs?
    """
    X, y = np.asarray(X, dtype=float), np.asarray(y, dtype=float).ravel()
    w, b, losses = np.zeros(X.shape[1]), 0.0, []
    for _ in range(epochs):
        total = 0.0
        for start in range(0, len(X), batch_size):
            part = slice(start, start + batch_size)
            error = X[part] @ w + b - y[part]
            total += np.sum(error**2)
            w = w - learning_rate * 2 * X[part].T @ error / len(error)
            b = b - learning_rate * 2 * np.mean(error)
        losses.append(total / len(X))
    return w, b, losses[-1]


@exercise.wrong(fails="loss_of_each_epoch")
def fit_runs_on(X, y, epochs, batch_size, learning_rate):
    """never sets the sum of the losses back to zero at the start of an epoch

    What should the sum be when a new epoch begins?
    """
    X, y = np.asarray(X, dtype=float), np.asarray(y, dtype=float).ravel()
    w, b, losses = np.zeros(X.shape[1]), 0.0, []
    total = 0.0
    for _ in range(epochs):
        for start in range(0, len(X), batch_size):
            part = slice(start, start + batch_size)
            error = X[part] @ w + b - y[part]
            total += np.sum(error**2)
            w = w - learning_rate * 2 * X[part].T @ error / len(error)
            b = b - learning_rate * 2 * np.mean(error)
        losses.append(total / len(X))
    return w, b, losses


@exercise.wrong(fails="lists_and_columns")
def fit_broadcasts(X, y, epochs, batch_size, learning_rate):
    """subtracts a column from a vector, which NumPy broadcasts to a table of all differences

    What is the shape of np.zeros(3) - np.zeros((3, 1))?
    """
    X, y = np.asarray(X, dtype=float), np.asarray(y, dtype=float)
    w, b, losses = np.zeros(X.shape[1]), 0.0, []
    for _ in range(epochs):
        total = 0.0
        for start in range(0, len(X), batch_size):
            part = slice(start, start + batch_size)
            error = X[part] @ w + b - y[part]
            total += np.sum(error**2)
            w = w - learning_rate * 2 * X[part].T @ error.reshape(len(error), -1).mean(axis=1) / len(error)
            b = b - learning_rate * 2 * np.mean(error)
        losses.append(total / len(X))
    return w, b, losses


@exercise.wrong(fails="lists_and_columns")
def fit_array_only(X, y, epochs, batch_size, learning_rate):
    """works with arrays only, not with lists

    What does X.shape say when X is a list? What could you do first?
    """
    X, y = 1.0 * X, y.ravel()
    w, b, losses = np.zeros(X.shape[1]), 0.0, []
    for _ in range(epochs):
        total = 0.0
        for start in range(0, len(X), batch_size):
            part = slice(start, start + batch_size)
            error = X[part] @ w + b - y[part]
            total += np.sum(error**2)
            w = w - learning_rate * 2 * X[part].T @ error / len(error)
            b = b - learning_rate * 2 * np.mean(error)
        losses.append(total / len(X))
    return w, b, losses


@exercise.wrong(fails="leaves_inputs_alone")
def fit_in_place(X, y, epochs, batch_size, learning_rate):
    """writes the errors into y, and so the caller's targets are gone

    A slice of an array is a view. What does -= write into?
    """
    X, y = np.asarray(X, dtype=float), np.asarray(y, dtype=float).ravel()
    w, b, losses = np.zeros(X.shape[1]), 0.0, []
    for _ in range(epochs):
        total = 0.0
        for start in range(0, len(X), batch_size):
            part = slice(start, start + batch_size)
            error = y[part]
            error -= X[part] @ w + b
            error *= -1
            total += np.sum(error**2)
            w = w - learning_rate * 2 * X[part].T @ error / len(error)
            b = b - learning_rate * 2 * np.mean(error)
        losses.append(total / len(X))
    return w, b, losses


@exercise.wrong(fails="loss_of_each_epoch")
def fit_sums_the_loss(X, y, epochs, batch_size, learning_rate):
    """adds the squared errors of all samples up and does not divide

    Should the loss be twice as large for twice the data?
    """
    X, y = np.asarray(X, dtype=float), np.asarray(y, dtype=float).ravel()
    w, b, losses = np.zeros(X.shape[1]), 0.0, []
    for _ in range(epochs):
        total = 0.0
        for start in range(0, len(X), batch_size):
            part = slice(start, start + batch_size)
            error = X[part] @ w + b - y[part]
            total += np.sum(error**2)
            w = w - learning_rate * 2 * X[part].T @ error / len(error)
            b = b - learning_rate * 2 * np.mean(error)
        losses.append(total)
    return w, b, losses


@exercise.wrong(fails="loss_of_each_epoch")
def fit_root(X, y, epochs, batch_size, learning_rate):
    """takes the root of the mean squared error

    Which of the two does the docstring, and model.fit, report: the mean square or its root?
    """
    X, y = np.asarray(X, dtype=float), np.asarray(y, dtype=float).ravel()
    w, b, losses = np.zeros(X.shape[1]), 0.0, []
    for _ in range(epochs):
        total = 0.0
        for start in range(0, len(X), batch_size):
            part = slice(start, start + batch_size)
            error = X[part] @ w + b - y[part]
            total += np.sum(error**2)
            w = w - learning_rate * 2 * X[part].T @ error / len(error)
            b = b - learning_rate * 2 * np.mean(error)
        losses.append(np.sqrt(total / len(X)))
    return w, b, losses


@exercise.wrong(fails="loss_of_each_epoch")
def fit_half_loss(X, y, epochs, batch_size, learning_rate):
    """halves the loss, as some textbooks do

    An error of 3 alone: what is its mean squared error?
    """
    X, y = np.asarray(X, dtype=float), np.asarray(y, dtype=float).ravel()
    w, b, losses = np.zeros(X.shape[1]), 0.0, []
    for _ in range(epochs):
        total = 0.0
        for start in range(0, len(X), batch_size):
            part = slice(start, start + batch_size)
            error = X[part] @ w + b - y[part]
            total += np.sum(error**2)
            w = w - learning_rate * 2 * X[part].T @ error / len(error)
            b = b - learning_rate * 2 * np.mean(error)
        losses.append(total / len(X) / 2)
    return w, b, losses


@exercise.wrong(fails="loss_of_each_epoch")
def fit_absolute_loss(X, y, epochs, batch_size, learning_rate):
    """reports the mean of the absolute errors, not of their squares

    Errors 1 and 3: what is the mean of their squares?
    """
    X, y = np.asarray(X, dtype=float), np.asarray(y, dtype=float).ravel()
    w, b, losses = np.zeros(X.shape[1]), 0.0, []
    for _ in range(epochs):
        total = 0.0
        for start in range(0, len(X), batch_size):
            part = slice(start, start + batch_size)
            error = X[part] @ w + b - y[part]
            total += np.sum(np.abs(error))
            w = w - learning_rate * 2 * X[part].T @ error / len(error)
            b = b - learning_rate * 2 * np.mean(error)
        losses.append(total / len(X))
    return w, b, losses


@exercise.wrong(fails="one_step")
def fit_two_for_w_only(X, y, epochs, batch_size, learning_rate):
    """has the factor 2 in the gradient of w, but not in that of the bias

    The derivative of (w x + b - y)**2: by w it is 2 (...) x. And by b?
    """
    X, y = np.asarray(X, dtype=float), np.asarray(y, dtype=float).ravel()
    w, b, losses = np.zeros(X.shape[1]), 0.0, []
    for _ in range(epochs):
        total = 0.0
        for start in range(0, len(X), batch_size):
            part = slice(start, start + batch_size)
            error = X[part] @ w + b - y[part]
            total += np.sum(error**2)
            w = w - learning_rate * 2 * X[part].T @ error / len(error)
            b = b - learning_rate * 1 * np.mean(error)
        losses.append(total / len(X))
    return w, b, losses


@exercise.wrong(fails="one_step")
def fit_without_a_rate(X, y, epochs, batch_size, learning_rate):
    """steps by the whole gradient, without the learning rate

    What share of the gradient is to be subtracted, and where in your code is it?
    """
    X, y = np.asarray(X, dtype=float), np.asarray(y, dtype=float).ravel()
    w, b, losses = np.zeros(X.shape[1]), 0.0, []
    for _ in range(epochs):
        total = 0.0
        for start in range(0, len(X), batch_size):
            part = slice(start, start + batch_size)
            error = X[part] @ w + b - y[part]
            total += np.sum(error**2)
            w = w - 2 * X[part].T @ error / len(error)
            b = b - 2 * np.mean(error)
        losses.append(total / len(X))
    return w, b, losses


@exercise.wrong(fails="one_step")
def fit_own_rate(X, y, epochs, batch_size, learning_rate):
    """trains with a learning rate of 0.01, whatever was asked for

    Where is the argument learning_rate used?
    """
    X, y = np.asarray(X, dtype=float), np.asarray(y, dtype=float).ravel()
    w, b, losses = np.zeros(X.shape[1]), 0.0, []
    learning_rate = 0.01
    for _ in range(epochs):
        total = 0.0
        for start in range(0, len(X), batch_size):
            part = slice(start, start + batch_size)
            error = X[part] @ w + b - y[part]
            total += np.sum(error**2)
            w = w - learning_rate * 2 * X[part].T @ error / len(error)
            b = b - learning_rate * 2 * np.mean(error)
        losses.append(total / len(X))
    return w, b, losses


@exercise.wrong(fails="one_step")
def fit_sums_for_the_bias(X, y, epochs, batch_size, learning_rate):
    """takes the mean in the gradient of w, but the sum in that of the bias

    The bias is a weight whose input is always 1. By what do you divide its gradient?
    """
    X, y = np.asarray(X, dtype=float), np.asarray(y, dtype=float).ravel()
    w, b, losses = np.zeros(X.shape[1]), 0.0, []
    for _ in range(epochs):
        total = 0.0
        for start in range(0, len(X), batch_size):
            part = slice(start, start + batch_size)
            error = X[part] @ w + b - y[part]
            total += np.sum(error**2)
            w = w - learning_rate * 2 * X[part].T @ error / len(error)
            b = b - learning_rate * 2 * np.sum(error)
        losses.append(total / len(X))
    return w, b, losses


@exercise.wrong(fails="steps_after_every_batch")
def fit_leaves_the_bias_out(X, y, epochs, batch_size, learning_rate):
    """trains the bias, but leaves it out of the prediction

    How is a prediction made from X, w and b? Which of the three is not in your errors?
    """
    X, y = np.asarray(X, dtype=float), np.asarray(y, dtype=float).ravel()
    w, b, losses = np.zeros(X.shape[1]), 0.0, []
    for _ in range(epochs):
        total = 0.0
        for start in range(0, len(X), batch_size):
            part = slice(start, start + batch_size)
            error = X[part] @ w - y[part]
            total += np.sum(error**2)
            w = w - learning_rate * 2 * X[part].T @ error / len(error)
            b = b - learning_rate * 2 * np.mean(error)
        losses.append(total / len(X))
    return w, b, losses


@exercise.wrong(fails="steps_after_every_batch")
def fit_bias_first(X, y, epochs, batch_size, learning_rate):
    """returns the bias before the weights

    In which order does the docstring name what is returned?
    """
    X, y = np.asarray(X, dtype=float), np.asarray(y, dtype=float).ravel()
    w, b, losses = np.zeros(X.shape[1]), 0.0, []
    for _ in range(epochs):
        total = 0.0
        for start in range(0, len(X), batch_size):
            part = slice(start, start + batch_size)
            error = X[part] @ w + b - y[part]
            total += np.sum(error**2)
            w = w - learning_rate * 2 * X[part].T @ error / len(error)
            b = b - learning_rate * 2 * np.mean(error)
        losses.append(total / len(X))
    return b, w, losses


@exercise.wrong(fails="steps_after_every_batch")
def fit_losses_first(X, y, epochs, batch_size, learning_rate):
    """returns the losses before the weights and the bias

    In which order does the docstring name what is returned?
    """
    X, y = np.asarray(X, dtype=float), np.asarray(y, dtype=float).ravel()
    w, b, losses = np.zeros(X.shape[1]), 0.0, []
    for _ in range(epochs):
        total = 0.0
        for start in range(0, len(X), batch_size):
            part = slice(start, start + batch_size)
            error = X[part] @ w + b - y[part]
            total += np.sum(error**2)
            w = w - learning_rate * 2 * X[part].T @ error / len(error)
            b = b - learning_rate * 2 * np.mean(error)
        losses.append(total / len(X))
    return losses, w, b


@exercise.wrong(fails="loss_of_each_epoch")
def fit_last_epoch_only(X, y, epochs, batch_size, learning_rate):
    """begins the list of losses again in every epoch, and so keeps the batches' losses of the last one

    Where is the list made: before the loop over the epochs, or inside it?
    """
    X, y = np.asarray(X, dtype=float), np.asarray(y, dtype=float).ravel()
    w, b = np.zeros(X.shape[1]), 0.0
    for _ in range(epochs):
        losses = []
        for start in range(0, len(X), batch_size):
            part = slice(start, start + batch_size)
            error = X[part] @ w + b - y[part]
            losses.append(np.mean(error**2))
            w = w - learning_rate * 2 * X[part].T @ error / len(error)
            b = b - learning_rate * 2 * np.mean(error)
    return w, b, losses


@exercise.wrong(fails="short_last_batch")
def fit_full_batches_only(X, y, epochs, batch_size, learning_rate):
    """makes N // batch_size steps, so what does not fill a batch is never used

    What is 3 // 4? Which samples does a network see whose batch size is larger than the data?
    """
    X, y = np.asarray(X, dtype=float), np.asarray(y, dtype=float).ravel()
    w, b, losses = np.zeros(X.shape[1]), 0.0, []
    for _ in range(epochs):
        total = 0.0
        for step in range(len(X) // batch_size):
            part = slice(step * batch_size, (step + 1) * batch_size)
            error = X[part] @ w + b - y[part]
            total += np.sum(error**2)
            w = w - learning_rate * 2 * X[part].T @ error / len(error)
            b = b - learning_rate * 2 * np.mean(error)
        losses.append(total / len(X))
    return w, b, losses


@exercise.wrong(fails="one_step")
def fit_moves_the_bias_first(X, y, epochs, batch_size, learning_rate):
    """moves the bias first and takes w's gradient at the new bias

    Both gradients belong to one and the same pair of w and b. Which b is in your gradient of w?
    """
    X, y = np.asarray(X, dtype=float), np.asarray(y, dtype=float).ravel()
    w, b, losses = np.zeros(X.shape[1]), 0.0, []
    for _ in range(epochs):
        total = 0.0
        for start in range(0, len(X), batch_size):
            part = slice(start, start + batch_size)
            error = X[part] @ w + b - y[part]
            total += np.sum(error**2)
            b = b - learning_rate * 2 * np.mean(error)
            error = X[part] @ w + b - y[part]
            w = w - learning_rate * 2 * X[part].T @ error / len(error)
        losses.append(total / len(X))
    return w, b, losses
