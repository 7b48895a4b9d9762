"""Wrong answers to fit_linear_regression."""

import numpy as np

from .checks import exercise


# A right answer: many of the wrong ones are this one with one slip in it.
def descend(X, y, epochs, batch_size, learning_rate):
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
    return w, b, losses


@exercise.slip(
    base=descend,
    old="""
        w = w - learning_rate * 2 * X[part].T @ error / len(error)
        b = b - learning_rate * 2 * np.mean(error)
    """,
    new="""
        w = w - learning_rate * X[part].T @ error / len(error)
        b = b - learning_rate * np.mean(error)
    """,
    fails="one_step",
)
def fit_no_two():
    """leaves out the factor 2 of the gradient

    What is the derivative of e**2?
    """


@exercise.slip(
    base=descend,
    old="""
        w = w - learning_rate * 2 * X[part].T @ error / len(error)
        b = b - learning_rate * 2 * np.mean(error)
    """,
    new="""
        w = w - learning_rate * 2 * X[part].T @ error
        b = b - learning_rate * 2 * np.sum(error)
    """,
    fails="one_step",
)
def fit_sums():
    """takes the gradient of the sum of the squares, not of their mean

    Should the step grow when every sample stands in the batch twice?
    """


@exercise.slip(
    base=descend,
    old="""
        w = w - learning_rate * 2 * X[part].T @ error / len(error)
        b = b - learning_rate * 2 * np.mean(error)
    """,
    new="""
        w = w + learning_rate * 2 * X[part].T @ error / len(error)
        b = b + learning_rate * 2 * np.mean(error)
    """,
    fails="one_step",
)
def fit_ascent():
    """steps along the gradient, uphill

    The gradient points to where the loss grows. Where do you want to go?
    """


@exercise.slip(base=descend, old="b = b - learning_rate * 2 * np.mean(error)", new="", fails="one_step")
def fit_no_bias():
    """never moves the bias

    How many numbers does Dense(1) learn when there are D inputs?
    """


@exercise.slip(
    base=descend,
    old="b = b - learning_rate * 2 * np.mean(error)",
    new="b = b - learning_rate * 2 * np.mean(X[part] @ w + b - y[part])",
    fails="one_step",
)
def fit_bias_second():
    """moves w first and takes the bias' gradient at the new w

    At which w are both gradients of a step taken?
    """


@exercise.slip(
    base=descend,
    old="w, b, losses = np.zeros(X.shape[1]), 0.0, []",
    new="w, b, losses = np.random.default_rng(0).normal(0, 0.05, X.shape[1]), 0.0, []",
    fails="one_step",
)
def fit_random_start():
    """starts from small random weights

    With which numbers does w begin in this exercise?
    """


@exercise.slip(
    base=descend,
    old="""
        for start in range(0, len(X), batch_size):
            part = slice(start, start + batch_size)
    """,
    new="for part in [slice(None)]:",
    fails="steps_after_every_batch",
)
def fit_one_update():
    """makes one update per epoch, with the gradient of all the data

    With six samples in batches of two: how many steps does an epoch make?
    """


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


@exercise.slip(
    base=descend,
    old="total = 0.0",
    new="total, w, b = 0.0, np.zeros(X.shape[1]), 0.0",
    fails="steps_after_every_batch",
)
def fit_starts_again():
    """begins from zeros again in every epoch

    Where does the second epoch begin: where the first began, or where it ended?
    """


@exercise.slip(
    base=descend,
    old="for _ in range(epochs):",
    new="""
        for epoch in range(epochs):
            order = np.random.default_rng(epoch).permutation(len(X))
            X, y = X[order], y[order]
    """,
    fails="steps_after_every_batch",
)
def fit_shuffles():
    """shuffles the data

    In which order are the batches taken here?
    """


@exercise.slip(
    base=descend,
    old="for _ in range(epochs):",
    new="for _ in range(1, max(epochs, 2)):",
    fails="steps_after_every_batch",
)
def fit_one_epoch_less():
    """trains for one epoch less than it was asked to (for one at least)

    How many numbers are there in range(1, epochs)?
    """


@exercise.slip(
    base=descend,
    old="part = slice(start, start + batch_size)",
    new="""
        part = slice(start, start + batch_size)
        if start and start + batch_size > len(X):
            continue
    """,
    fails="short_last_batch",
)
def fit_drops_last():
    """drops the last batch when it is shorter

    Are the samples of the last batch data, too?
    """


@exercise.slip(
    base=descend,
    old="""
        w = w - learning_rate * 2 * X[part].T @ error / len(error)
        b = b - learning_rate * 2 * np.mean(error)
    """,
    new="""
        w = w - learning_rate * 2 * X[part].T @ error / batch_size
        b = b - learning_rate * 2 * np.sum(error) / batch_size
    """,
    fails="short_last_batch",
)
def fit_batch_size():
    """divides by batch_size, even in a batch that is shorter

    How many samples are there in the last of the batches? Is that batch_size?
    """


@exercise.slip(
    base=descend,
    old="""
        w = w - learning_rate * 2 * X[part].T @ error / len(error)
        b = b - learning_rate * 2 * np.mean(error)
    """,
    new="""
        w = w - learning_rate * 2 * X[part].T @ error / len(X)
        b = b - learning_rate * 2 * np.sum(error) / len(X)
    """,
    fails="steps_after_every_batch",
)
def fit_all_samples():
    """divides a batch's gradient by the number of all samples

    Over which samples is the mean of a batch's loss taken?
    """


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


@exercise.slip(
    base=descend,
    old="""
        total += np.sum(error**2)
        w = w - learning_rate * 2 * X[part].T @ error / len(error)
        b = b - learning_rate * 2 * np.mean(error)
    """,
    new="""
        w = w - learning_rate * 2 * X[part].T @ error / len(error)
        b = b - learning_rate * 2 * np.mean(error)
        total += np.sum((X[part] @ w + b - y[part]) ** 2)
    """,
    fails="loss_of_each_epoch",
)
def fit_loss_after():
    """takes the loss of each batch after its update

    Does Keras look at a batch's loss before it moves the weights, or after?
    """


@exercise.slip(
    base=descend,
    old="losses.append(total / len(X))",
    new="losses.append(np.mean((X @ w + b - y) ** 2))",
    fails="loss_of_each_epoch",
)
def fit_loss_at_the_end():
    """computes the loss of all the data when the epoch is over

    With which weights was the loss of the first batch taken in Keras' history?
    """


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


@exercise.slip(
    base=descend,
    old="losses.append(total / len(X))",
    new="losses.append(np.mean(error**2))",
    fails="loss_of_each_epoch",
)
def fit_last_batch():
    """reports the loss of the last batch as that of the epoch

    What became of the losses of the other batches?
    """


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


@exercise.slip(
    base=descend,
    old="return w, b, losses",
    new="return w, b, losses[-1]",
    fails="loss_of_each_epoch",
)
def fit_last_loss():
    """returns only the loss of the last epoch

    How many losses are asked for when there are three epochs?
    """


@exercise.slip(
    base=descend,
    old="""
        for _ in range(epochs):
            total = 0.0
    """,
    new="""
        total = 0.0
        for _ in range(epochs):
    """,
    fails="loss_of_each_epoch",
)
def fit_runs_on():
    """never sets the sum of the losses back to zero at the start of an epoch

    What should the sum be when a new epoch begins?
    """


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


@exercise.slip(
    base=descend,
    old="X, y = np.asarray(X, dtype=float), np.asarray(y, dtype=float).ravel()",
    new="X, y = 1.0 * X, y.ravel()",
    fails="lists_and_columns",
)
def fit_array_only():
    """works with arrays only, not with lists

    What does X.shape say when X is a list? What could you do first?
    """


@exercise.slip(
    base=descend,
    old="error = X[part] @ w + b - y[part]",
    new="""
        error = y[part]
        error -= X[part] @ w + b
        error *= -1
    """,
    fails="leaves_inputs_alone",
)
def fit_in_place():
    """writes the errors into y, and so the caller's targets are gone

    A slice of an array is a view. What does -= write into?
    """


@exercise.slip(
    base=descend,
    old="losses.append(total / len(X))",
    new="losses.append(total)",
    fails="loss_of_each_epoch",
)
def fit_sums_the_loss():
    """adds the squared errors of all samples up and does not divide

    Should the loss be twice as large for twice the data?
    """


@exercise.slip(
    base=descend,
    old="losses.append(total / len(X))",
    new="losses.append(np.sqrt(total / len(X)))",
    fails="loss_of_each_epoch",
)
def fit_root():
    """takes the root of the mean squared error

    Which of the two does the docstring, and model.fit, report: the mean square or its root?
    """


@exercise.slip(
    base=descend,
    old="losses.append(total / len(X))",
    new="losses.append(total / len(X) / 2)",
    fails="loss_of_each_epoch",
)
def fit_half_loss():
    """halves the loss, as some textbooks do

    An error of 3 alone: what is its mean squared error?
    """


@exercise.slip(
    base=descend,
    old="total += np.sum(error**2)",
    new="total += np.sum(np.abs(error))",
    fails="loss_of_each_epoch",
)
def fit_absolute_loss():
    """reports the mean of the absolute errors, not of their squares

    Errors 1 and 3: what is the mean of their squares?
    """


@exercise.slip(
    base=descend,
    old="b = b - learning_rate * 2 * np.mean(error)",
    new="b = b - learning_rate * 1 * np.mean(error)",
    fails="one_step",
)
def fit_two_for_w_only():
    """has the factor 2 in the gradient of w, but not in that of the bias

    The derivative of (w x + b - y)**2: by w it is 2 (...) x. And by b?
    """


@exercise.slip(
    base=descend,
    old="""
        w = w - learning_rate * 2 * X[part].T @ error / len(error)
        b = b - learning_rate * 2 * np.mean(error)
    """,
    new="""
        w = w - 2 * X[part].T @ error / len(error)
        b = b - 2 * np.mean(error)
    """,
    fails="one_step",
)
def fit_without_a_rate():
    """steps by the whole gradient, without the learning rate

    What share of the gradient is to be subtracted, and where in your code is it?
    """


@exercise.slip(
    base=descend,
    old="w, b, losses = np.zeros(X.shape[1]), 0.0, []",
    new="""
        w, b, losses = np.zeros(X.shape[1]), 0.0, []
        learning_rate = 0.01
    """,
    fails="one_step",
)
def fit_own_rate():
    """trains with a learning rate of 0.01, whatever was asked for

    Where is the argument learning_rate used?
    """


@exercise.slip(
    base=descend,
    old="b = b - learning_rate * 2 * np.mean(error)",
    new="b = b - learning_rate * 2 * np.sum(error)",
    fails="one_step",
)
def fit_sums_for_the_bias():
    """takes the mean in the gradient of w, but the sum in that of the bias

    The bias is a weight whose input is always 1. By what do you divide its gradient?
    """


@exercise.slip(
    base=descend,
    old="error = X[part] @ w + b - y[part]",
    new="error = X[part] @ w - y[part]",
    fails="steps_after_every_batch",
)
def fit_leaves_the_bias_out():
    """trains the bias, but leaves it out of the prediction

    How is a prediction made from X, w and b? Which of the three is not in your errors?
    """


@exercise.slip(
    base=descend,
    old="return w, b, losses",
    new="return b, w, losses",
    fails="steps_after_every_batch",
)
def fit_bias_first():
    """returns the bias before the weights

    In which order does the docstring name what is returned?
    """


@exercise.slip(
    base=descend,
    old="return w, b, losses",
    new="return losses, w, b",
    fails="steps_after_every_batch",
)
def fit_losses_first():
    """returns the losses before the weights and the bias

    In which order does the docstring name what is returned?
    """


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


@exercise.slip(
    base=descend,
    old="""
        for start in range(0, len(X), batch_size):
            part = slice(start, start + batch_size)
    """,
    new="""
        for step in range(len(X) // batch_size):
            part = slice(step * batch_size, (step + 1) * batch_size)
    """,
    fails="short_last_batch",
)
def fit_full_batches_only():
    """makes N // batch_size steps, so what does not fill a batch is never used

    What is 3 // 4? Which samples does a network see whose batch size is larger than the data?
    """


@exercise.slip(
    base=descend,
    old="""
        w = w - learning_rate * 2 * X[part].T @ error / len(error)
        b = b - learning_rate * 2 * np.mean(error)
    """,
    new="""
        b = b - learning_rate * 2 * np.mean(error)
        error = X[part] @ w + b - y[part]
        w = w - learning_rate * 2 * X[part].T @ error / len(error)
    """,
    fails="one_step",
)
def fit_moves_the_bias_first():
    """moves the bias first and takes w's gradient at the new bias

    Both gradients belong to one and the same pair of w and b. Which b is in your gradient of w?
    """
