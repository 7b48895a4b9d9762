"""Wrong answers to sparse_categorical_crossentropy_gradient."""

import numpy as np

from .checks import exercise


@exercise.wrong(fails="softmax_minus_one_hot")
def grad_not_divided(y_true, z):
    """forgets to divide by the number of samples

    The loss is a mean over N samples. By how much does it change when one sample's own loss changes by 1?
    """
    z, y = np.asarray(z, float), np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() >= z.shape[1]:
        raise ValueError("label out of range")
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True) - np.eye(z.shape[1])[y]


@exercise.wrong(fails="softmax_minus_one_hot")
def grad_divides_by_everything(y_true, z):
    """divides by the number of all entries, N times C

    Over what is the loss averaged: over the samples, or over samples and classes?
    """
    z, y = np.asarray(z, float), np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() >= z.shape[1]:
        raise ValueError("label out of range")
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return (e / e.sum(axis=1, keepdims=True) - np.eye(z.shape[1])[y]) / z.size


@exercise.wrong(fails="softmax_minus_one_hot")
def grad_divides_by_classes(y_true, z):
    """divides by the number of classes instead of the number of samples

    Which of the two numbers in z.shape counts the samples?
    """
    z, y = np.asarray(z, float), np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() >= z.shape[1]:
        raise ValueError("label out of range")
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return (e / e.sum(axis=1, keepdims=True) - np.eye(z.shape[1])[y]) / z.shape[1]


@exercise.wrong(fails="softmax_minus_one_hot")
def grad_opposite_sign(y_true, z):
    """has the opposite sign: one-hot minus softmax, the direction in which the loss falls

    When the true class's logit grows, does the loss grow or fall? Which sign has its slope?
    """
    z, y = np.asarray(z, float), np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() >= z.shape[1]:
        raise ValueError("label out of range")
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return (np.eye(z.shape[1])[y] - e / e.sum(axis=1, keepdims=True)) / len(y)


@exercise.wrong(fails="softmax_minus_one_hot")
def grad_softmax_only(y_true, z):
    """gives softmax without subtracting the one-hot row

    What does every row of the gradient add up to? And what do your rows add up to?
    """
    z, y = np.asarray(z, float), np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() >= z.shape[1]:
        raise ValueError("label out of range")
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True) / len(y)


@exercise.wrong(fails="softmax_minus_one_hot")
def grad_overwrites_the_true_class(y_true, z):
    """sets the entry of the true class to -1 instead of subtracting 1 from it

    To what does each row of the gradient add up? And yours?
    """
    z = np.asarray(z, float)
    labels = np.asarray(y_true).astype(int).ravel()
    if labels.min() < 0 or labels.max() >= z.shape[1]:
        raise ValueError("no such class")
    e = np.exp(z - z.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    p[np.arange(len(labels)), labels] = -1
    return p / len(labels)


@exercise.wrong(fails="softmax_minus_one_hot")
def grad_divides_softmax_only(y_true, z):
    """divides softmax by the number of samples, but not the 1 that is subtracted from it

    In which order do you divide and subtract? To what does each row of the gradient add up?
    """
    z = np.asarray(z, float)
    labels = np.asarray(y_true).astype(int).ravel()
    if labels.min() < 0 or labels.max() >= z.shape[1]:
        raise ValueError("no such class")
    e = np.exp(z - z.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True) / len(labels)
    p[np.arange(len(labels)), labels] -= 1
    return p


@exercise.wrong(fails="softmax_minus_one_hot")
def grad_no_softmax(y_true, z):
    """subtracts the one-hot row from the logits themselves

    The slope of log-sum-exp along one logit lies between 0 and 1. Which function of the logits is that?
    """
    z, y = np.asarray(z, float), np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() >= z.shape[1]:
        raise ValueError("label out of range")
    return (z - np.eye(z.shape[1])[y]) / len(y)


@exercise.wrong(fails="softmax_minus_one_hot")
def grad_log_softmax(y_true, z):
    """subtracts the one-hot row from log-softmax instead of softmax

    The slope of log-sum-exp along one logit lies between 0 and 1. Can a log-probability?
    """
    z, y = np.asarray(z, float), np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() >= z.shape[1]:
        raise ValueError("label out of range")
    s = z - z.max(axis=1, keepdims=True)
    return (s - np.log(np.exp(s).sum(axis=1, keepdims=True)) - np.eye(z.shape[1])[y]) / len(y)


@exercise.wrong(fails="softmax_minus_one_hot")
def grad_softmax_twice(y_true, z):
    """puts the logits through softmax twice

    Are the numbers that go into your second softmax logits, or probabilities already?
    """
    z, y = np.asarray(z, float), np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() >= z.shape[1]:
        raise ValueError("label out of range")
    e = np.exp(z - z.max(axis=1, keepdims=True))
    e = np.exp(e / e.sum(axis=1, keepdims=True))
    return (e / e.sum(axis=1, keepdims=True) - np.eye(z.shape[1])[y]) / len(y)


@exercise.wrong(fails="softmax_minus_one_hot")
def grad_sigmoids(y_true, z):
    """gives every class its own sigmoid instead of one softmax for the row

    What does every row of the gradient add up to? And what do yours?
    """
    z, y = np.asarray(z, float), np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() >= z.shape[1]:
        raise ValueError("label out of range")
    return (0.5 * (1 + np.tanh(z / 2)) - np.eye(z.shape[1])[y]) / len(y)


@exercise.wrong(fails="softmax_minus_one_hot")
def grad_softmax_of_columns(y_true, z):
    """takes softmax along the columns, over the samples

    Which axis runs along one sample's classes? What do your rows of probabilities add up to?
    """
    z, y = np.asarray(z, float), np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() >= z.shape[1]:
        raise ValueError("label out of range")
    e = np.exp(z - z.max(axis=0, keepdims=True))
    return (e / e.sum(axis=0, keepdims=True) - np.eye(z.shape[1])[y]) / len(y)


@exercise.wrong(fails="softmax_minus_one_hot")
def grad_softmax_of_everything(y_true, z):
    """takes one softmax over the whole table instead of one for each row

    What do your probabilities add up to in each row? What does np.sum add when you name no axis?
    """
    z, y = np.asarray(z, float), np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() >= z.shape[1]:
        raise ValueError("label out of range")
    e = np.exp(z - z.max())
    return (e / e.sum() - np.eye(z.shape[1])[y]) / len(y)


@exercise.wrong(fails="softmax_minus_one_hot")
def grad_whole_columns(y_true, z):
    """subtracts 1 from whole columns, p[:, labels], instead of from one entry of each row

    How many entries does p[:, labels] reach? Which index reaches one in each row?
    """
    z, y = np.asarray(z, float), np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() >= z.shape[1]:
        raise ValueError("label out of range")
    e = np.exp(z - z.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    p[:, y] -= 1
    return p / len(y)


@exercise.wrong(fails="softmax_minus_one_hot")
def grad_true_class_only(y_true, z):
    """changes only the true class and leaves the others at 0

    When another class's logit grows, does the loss stay as it is?
    """
    z, y = np.asarray(z, float), np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() >= z.shape[1]:
        raise ValueError("label out of range")
    e = np.exp(z - z.max(axis=1, keepdims=True))
    hot = np.eye(z.shape[1])[y]
    return hot * (e / e.sum(axis=1, keepdims=True) - 1) / len(y)


@exercise.wrong(fails="softmax_minus_one_hot")
def grad_of_probabilities(y_true, z):
    """differentiates with respect to the probabilities, -1/p, and not to the logits

    Your loss depends on the logits through softmax. Which rule carries a slope through it?
    """
    z, y = np.asarray(z, float), np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() >= z.shape[1]:
        raise ValueError("label out of range")
    e = np.exp(z - z.max(axis=1, keepdims=True))
    with np.errstate(all="ignore"):
        return np.where(np.eye(z.shape[1])[y] > 0, -e.sum(axis=1, keepdims=True) / e, 0) / len(y)


@exercise.wrong(fails="softmax_minus_one_hot")
def grad_of_squared_error(y_true, z):
    """multiplies by p (1 - p), which belongs to a squared error behind a sigmoid

    Crossentropy has a logarithm. What does it do to the factor that softmax's own slope brings in?
    """
    z, y = np.asarray(z, float), np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() >= z.shape[1]:
        raise ValueError("label out of range")
    e = np.exp(z - z.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    return (p - np.eye(z.shape[1])[y]) * p * (1 - p) / len(y)


@exercise.wrong(fails="softmax_minus_one_hot")
def grad_mean_over_samples(y_true, z):
    """averages the gradient over the samples, so one row is left

    Each sample has its own logits. How many slopes are there for N samples of C logits?
    """
    z, y = np.asarray(z, float), np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() >= z.shape[1]:
        raise ValueError("label out of range")
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return (e / e.sum(axis=1, keepdims=True) - np.eye(z.shape[1])[y]).mean(axis=0)


@exercise.wrong(fails="softmax_minus_one_hot")
def grad_most_likely(y_true, z):
    """subtracts 1 at the most likely class instead of the true one

    Does your gradient change when the labels change?
    """
    z, y = np.asarray(z, float), np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() >= z.shape[1]:
        raise ValueError("label out of range")
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return (e / e.sum(axis=1, keepdims=True) - np.eye(z.shape[1])[z.argmax(axis=1)]) / len(y)


@exercise.wrong(fails="softmax_minus_one_hot")
def grad_counts_from_one(y_true, z):
    """counts the classes from 1

    Which entry of a row has the index 0?
    """
    z, y = np.asarray(z, float), np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() >= z.shape[1]:
        raise ValueError("label out of range")
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return (e / e.sum(axis=1, keepdims=True) - np.eye(z.shape[1])[y - 1]) / len(y)


@exercise.wrong(fails="labels_in_any_form")
def grad_column_broadcasts(y_true, z):
    """indexes with a column of labels, which NumPy broadcasts to an N x N table

    Which entries does p[np.arange(N), labels] reach when labels has the shape (N, 1)?
    """
    z, y = np.asarray(z, float), np.asarray(y_true).astype(int)
    if y.min() < 0 or y.max() >= z.shape[1]:
        raise ValueError("label out of range")
    e = np.exp(z - z.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    p[np.arange(len(y)), y] -= 1
    return p / len(y)


@exercise.wrong(fails="labels_in_any_form")
def grad_squeezes_everything(y_true, z):
    """squeezes the labels until a single one has no axis left

    A column with one label has the shape (1, 1). What does np.squeeze make of it?
    """
    z, y = np.asarray(z, float), np.asarray(y_true).astype(int)
    y = np.squeeze(y) if y.ndim > 1 else y
    if y.min() < 0 or y.max() >= z.shape[1]:
        raise ValueError("label out of range")
    e = np.exp(z - z.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    p[np.arange(len(y)), y] -= 1
    return p / len(y)


@exercise.wrong(fails="labels_in_any_form")
def grad_float_index(y_true, z):
    """indexes with labels that are floats, which NumPy refuses

    Can you index an array with 2.0? What could you convert the labels to?
    """
    z, y = np.asarray(z, float), np.asarray(y_true).ravel()
    if y.min() < 0 or y.max() >= z.shape[1]:
        raise ValueError("label out of range")
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return (e / e.sum(axis=1, keepdims=True) - np.eye(z.shape[1])[y]) / len(y)


@exercise.wrong(fails="labels_in_any_form")
def grad_needs_arrays(y_true, z):
    """uses what was passed in as if it were an array, so a list fails

    Has a list a method called max? What makes an array of anything?
    """
    y = y_true.astype(int).ravel()
    if y.min() < 0 or y.max() >= z.shape[1]:
        raise ValueError("label out of range")
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return (e / e.sum(axis=1, keepdims=True) - np.eye(z.shape[1])[y]) / len(y)


@exercise.wrong(fails="refuses_unknown_labels")
def grad_wraps_negative(y_true, z):
    """takes negative labels for indices from the end

    What does row[-1] reach in Python? Is -1 a class?
    """
    z, y = np.asarray(z, float), np.asarray(y_true).astype(int).ravel()
    if y.max() >= z.shape[1]:
        raise ValueError("label out of range")
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return (e / e.sum(axis=1, keepdims=True) - np.eye(z.shape[1])[y]) / len(y)


@exercise.wrong(fails="refuses_unknown_labels")
def grad_index_error(y_true, z):
    """leaves the unknown label to NumPy, which raises IndexError for some and nothing for others

    Which error does the docstring promise? And what does NumPy do with the label -1?
    """
    z, y = np.asarray(z, float), np.asarray(y_true).astype(int).ravel()
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return (e / e.sum(axis=1, keepdims=True) - np.eye(z.shape[1])[y]) / len(y)


@exercise.wrong(fails="refuses_unknown_labels")
def grad_unknown_is_no_class(y_true, z):
    """turns an unknown label into a row of zeros, so every class is pushed down

    Which class should be pulled up when the label is no class? Would you not rather hear about it?
    """
    z, y = np.asarray(z, float), np.asarray(y_true).astype(int).reshape(-1, 1)
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return (e / e.sum(axis=1, keepdims=True) - (y == np.arange(z.shape[1]))) / len(y)


@exercise.wrong(fails="refuses_unknown_labels")
def grad_refuses_last_class(y_true, z):
    """refuses the last class, C - 1, too

    With three classes, which labels are there? Try your condition on the largest.
    """
    z, y = np.asarray(z, float), np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() >= z.shape[1] - 1:
        raise ValueError("label out of range")
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return (e / e.sum(axis=1, keepdims=True) - np.eye(z.shape[1])[y]) / len(y)


@exercise.wrong(fails="logits_of_any_size")
def grad_unshifted(y_true, z):
    """exponentiates the logits as they are, so large ones give nan

    What is np.exp(1000)? And inf divided by inf?
    """
    z, y = np.asarray(z, float), np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() >= z.shape[1]:
        raise ValueError("label out of range")
    with np.errstate(all="ignore"):
        e = np.exp(z)
        return (e / e.sum(axis=1, keepdims=True) - np.eye(z.shape[1])[y]) / len(y)


@exercise.wrong(fails="logits_of_any_size")
def grad_global_max(y_true, z):
    """subtracts one maximum of the whole array, so rows far below it become 0 divided by 0

    A row near -1000 beside a row near 1000: what is left of it after your subtraction?
    """
    z, y = np.asarray(z, float), np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() >= z.shape[1]:
        raise ValueError("label out of range")
    with np.errstate(all="ignore"):
        e = np.exp(z - z.max())
        return (e / e.sum(axis=1, keepdims=True) - np.eye(z.shape[1])[y]) / len(y)


@exercise.wrong(fails="logits_of_any_size")
def grad_clipped(y_true, z):
    """clips the probabilities, so a class that is out of the question is still pushed

    Where softmax is exactly 0 or 1, what should be left of the gradient?
    """
    z, y = np.asarray(z, float), np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() >= z.shape[1]:
        raise ValueError("label out of range")
    e = np.exp(z - z.max(axis=1, keepdims=True))
    p = np.clip(e / e.sum(axis=1, keepdims=True), 1e-7, 1 - 1e-7)
    return (p - np.eye(z.shape[1])[y]) / len(y)


@exercise.wrong(fails="leaves_inputs_alone")
def grad_in_place(y_true, z):
    """subtracts inside the array that was passed in, so the caller's logits are changed

    Does z -= m make a new array, or does it write into the one it was given?
    """
    z, y = np.asarray(z), np.asarray(y_true).astype(int).ravel()
    if z.dtype.kind != "f":
        z = z.astype(float)
    if y.min() < 0 or y.max() >= z.shape[1]:
        raise ValueError("label out of range")
    z -= z.max(axis=1, keepdims=True)
    e = np.exp(z)
    return (e / e.sum(axis=1, keepdims=True) - np.eye(z.shape[1])[y]) / len(y)


@exercise.wrong(fails="leaves_inputs_alone")
def grad_into_the_logits(y_true, z):
    """writes the gradient into the array of logits that was passed in

    Where does the caller find the logits after your function has run?
    """
    z, y = np.asarray(z), np.asarray(y_true).astype(int).ravel()
    if z.dtype.kind != "f":
        z = z.astype(float)
    if y.min() < 0 or y.max() >= z.shape[1]:
        raise ValueError("label out of range")
    e = np.exp(z - z.max(axis=1, keepdims=True))
    np.divide(e, e.sum(axis=1, keepdims=True), out=z)
    z[np.arange(len(y)), y] -= 1
    z /= len(y)
    return z


@exercise.wrong(fails="softmax_minus_one_hot")
def grad_adds_one(y_true, z):
    """adds 1 at the true class where it should be subtracted

    What does a row of the gradient add up to? And of yours?
    """
    z = np.asarray(z, float)
    y = np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() >= z.shape[1]:
        raise ValueError("label")
    e = np.exp(z - z.max(axis=1, keepdims=True))
    p, n = e / e.sum(axis=1, keepdims=True), len(y)
    p[np.arange(n), y] += 1
    return p / n


@exercise.wrong(fails="softmax_minus_one_hot")
def grad_divides_twice(y_true, z):
    """divides by the number of samples twice

    Over how many samples does the loss average, and how often?
    """
    z = np.asarray(z, float)
    y = np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() >= z.shape[1]:
        raise ValueError("label")
    e = np.exp(z - z.max(axis=1, keepdims=True))
    p, n = e / e.sum(axis=1, keepdims=True), len(y)
    p[np.arange(n), y] -= 1
    return p / n / n


@exercise.wrong(fails="softmax_minus_one_hot")
def grad_through_softmax(y_true, z):
    """multiplies softmax minus one-hot by p once more

    After the logarithms and exponentials, what is left beside p minus one-hot?
    """
    z = np.asarray(z, float)
    y = np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() >= z.shape[1]:
        raise ValueError("label")
    e = np.exp(z - z.max(axis=1, keepdims=True))
    p, n = e / e.sum(axis=1, keepdims=True), len(y)
    return (p - np.eye(z.shape[1])[y]) * p / n


@exercise.wrong(fails="softmax_minus_one_hot")
def grad_label_as_number(y_true, z):
    """subtracts the label's number from every class instead of 1 from one of them

    What does a row of the gradient add up to? And of yours?
    """
    z = np.asarray(z, float)
    y = np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() >= z.shape[1]:
        raise ValueError("label")
    e = np.exp(z - z.max(axis=1, keepdims=True))
    p, n = e / e.sum(axis=1, keepdims=True), len(y)
    return (p - y[:, None]) / n


@exercise.wrong(fails="softmax_minus_one_hot")
def grad_takes_a_step(y_true, z):
    """takes a step against the gradient and returns the new logits

    What is asked for: the gradient, or what training does with it?
    """
    z = np.asarray(z, float)
    y = np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() >= z.shape[1]:
        raise ValueError("label")
    e = np.exp(z - z.max(axis=1, keepdims=True))
    p, n = e / e.sum(axis=1, keepdims=True), len(y)
    p[np.arange(n), y] -= 1
    return z - 0.1 * p / n


@exercise.wrong(fails="softmax_minus_one_hot")
def grad_predicted_minus_true(y_true, z):
    """puts a 1 at the most likely class where softmax belongs

    Is the model as sure as that? What does the gradient say of a class with probability 0.3?
    """
    z = np.asarray(z, float)
    y = np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() >= z.shape[1]:
        raise ValueError("label")
    e = np.exp(z - z.max(axis=1, keepdims=True))
    p, n = e / e.sum(axis=1, keepdims=True), len(y)
    hot = p == p.max(axis=1, keepdims=True)
    return (hot - np.eye(z.shape[1])[y]) / n


@exercise.wrong(fails="softmax_minus_one_hot")
def grad_absolute(y_true, z):
    """drops the minus signs, so the true class is pushed down too

    Which entry of a row must be negative?
    """
    z = np.asarray(z, float)
    y = np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() >= z.shape[1]:
        raise ValueError("label")
    e = np.exp(z - z.max(axis=1, keepdims=True))
    p, n = e / e.sum(axis=1, keepdims=True), len(y)
    p[np.arange(n), y] -= 1
    return np.abs(p) / n


@exercise.wrong(fails="softmax_minus_one_hot")
def grad_squares(y_true, z):
    """squares softmax minus one-hot

    Which entry of a row must be negative?
    """
    z = np.asarray(z, float)
    y = np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() >= z.shape[1]:
        raise ValueError("label")
    e = np.exp(z - z.max(axis=1, keepdims=True))
    p, n = e / e.sum(axis=1, keepdims=True), len(y)
    p[np.arange(n), y] -= 1
    return p**2 / n


@exercise.wrong(fails="softmax_minus_one_hot")
def grad_sums_the_classes(y_true, z):
    """adds up the classes, so one number for each sample is left

    Which shape does the docstring state?
    """
    z = np.asarray(z, float)
    y = np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() >= z.shape[1]:
        raise ValueError("label")
    e = np.exp(z - z.max(axis=1, keepdims=True))
    p, n = e / e.sum(axis=1, keepdims=True), len(y)
    p[np.arange(n), y] -= 1
    return p.sum(axis=1) / n


@exercise.wrong(fails="softmax_minus_one_hot")
def grad_transposes(y_true, z):
    """returns the table on its side, (C, N)

    Which shape does the docstring state?
    """
    z = np.asarray(z, float)
    y = np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() >= z.shape[1]:
        raise ValueError("label")
    e = np.exp(z - z.max(axis=1, keepdims=True))
    p, n = e / e.sum(axis=1, keepdims=True), len(y)
    p[np.arange(n), y] -= 1
    return p.T / n


@exercise.wrong(fails="softmax_minus_one_hot")
def grad_narrow_one_hot(y_true, z):
    """makes one-hot rows only as wide as the largest label, which need not be the last class

    Labels [0, 1] and four classes: how many columns has your one-hot table?
    """
    z = np.asarray(z, float)
    y = np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() >= z.shape[1]:
        raise ValueError("label")
    e = np.exp(z - z.max(axis=1, keepdims=True))
    p, n = e / e.sum(axis=1, keepdims=True), len(y)
    return (p - np.eye(y.max() + 1)[y]) / n


@exercise.wrong(fails="softmax_minus_one_hot")
def grad_for_the_weights(y_true, z):
    """multiplies by z, as for the weights of a layer

    With respect to what is the derivative asked for?
    """
    z = np.asarray(z, float)
    y = np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() >= z.shape[1]:
        raise ValueError("label")
    e = np.exp(z - z.max(axis=1, keepdims=True))
    p, n = e / e.sum(axis=1, keepdims=True), len(y)
    p[np.arange(n), y] -= 1
    return z.T @ p / n


@exercise.wrong(fails="refuses_unknown_labels")
def grad_raises_index_error(y_true, z):
    """refuses unknown labels with an IndexError, where the docstring asks for a ValueError

    Which exception does the docstring name?
    """
    z = np.asarray(z, float)
    y = np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() >= z.shape[1]:
        raise IndexError("label")
    e = np.exp(z - z.max(axis=1, keepdims=True))
    p, n = e / e.sum(axis=1, keepdims=True), len(y)
    p[np.arange(n), y] -= 1
    return p / n


@exercise.wrong(fails="refuses_unknown_labels")
def grad_nearest_class(y_true, z):
    """moves an unknown label to the nearest class instead of refusing it

    Is 17 really the last class? What does the docstring ask for?
    """
    z = np.asarray(z, float)
    y = np.asarray(y_true).astype(int).ravel()
    y = np.clip(y, 0, z.shape[1] - 1)
    e = np.exp(z - z.max(axis=1, keepdims=True))
    p, n = e / e.sum(axis=1, keepdims=True), len(y)
    p[np.arange(n), y] -= 1
    return p / n


@exercise.wrong(fails="refuses_unknown_labels")
def grad_joins_with_and(y_true, z):
    """joins its two questions with and, so a label would have to be too small and too large at once

    Can one batch's labels be below 0 or above C - 1 without being both?
    """
    z = np.asarray(z, float)
    y = np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 and y.max() >= z.shape[1]:
        raise ValueError("label")
    e = np.exp(z - z.max(axis=1, keepdims=True))
    p, n = e / e.sum(axis=1, keepdims=True), len(y)
    p[np.arange(n), y] -= 1
    return p / n


@exercise.wrong(fails="refuses_unknown_labels")
def grad_allows_c(y_true, z):
    """compares with C where it should with C - 1, so that the label C is left to NumPy

    C classes, counted from 0: which number has the last one?
    """
    z = np.asarray(z, float)
    y = np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() > z.shape[1]:
        raise ValueError("label")
    e = np.exp(z - z.max(axis=1, keepdims=True))
    p, n = e / e.sum(axis=1, keepdims=True), len(y)
    p[np.arange(n), y] -= 1
    return p / n


@exercise.wrong(fails="refuses_unknown_labels")
def grad_refuses_negative_only(y_true, z):
    """refuses negative labels, but those from C upwards reach NumPy first, which raises IndexError

    Between which two numbers must a label lie? Which of the two ends do you look at, before you take an entry?
    """
    z, y = np.asarray(z, float), np.asarray(y_true).astype(int).ravel()
    if np.any(y < 0):
        raise ValueError("label")
    p = np.exp(z - np.logaddexp.reduce(z, axis=1, keepdims=True))
    p[np.arange(len(y)), y] -= 1
    return p / len(y)
