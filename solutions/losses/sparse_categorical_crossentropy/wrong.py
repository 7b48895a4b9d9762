"""Wrong answers to sparse_categorical_crossentropy."""

import numpy as np

from ..shared import EPSILON
from .checks import exercise


@exercise.wrong(fails="averages_the_samples")
def scce_sums(y_true, y_pred):
    """adds the losses of the samples up instead of averaging them

    What happens to your loss when every sample stands in the batch twice? What should happen?
    """
    p = np.clip(np.asarray(y_pred, float), 1e-7, 1 - 1e-7)
    y = np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() >= p.shape[1]:
        raise ValueError("label out of range")
    return float(-np.sum(np.log(p[np.arange(len(y)), y])))


@exercise.wrong(fails="averages_the_samples")
def scce_positive(y_true, y_pred):
    """leaves out the minus sign, so the loss is negative

    Is the logarithm of a number below 1 positive or negative? And what should a loss be?
    """
    p = np.clip(np.asarray(y_pred, float), 1e-7, 1 - 1e-7)
    y = np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() >= p.shape[1]:
        raise ValueError("label out of range")
    return float(np.mean(np.log(p[np.arange(len(y)), y])))


@exercise.wrong(fails="averages_the_samples")
def scce_all_columns(y_true, y_pred):
    """takes whole columns, p[:, labels], instead of one probability from each row

    What is the shape of p[:, labels]? How many numbers do you want from each row?
    """
    p = np.clip(np.asarray(y_pred, float), 1e-7, 1 - 1e-7)
    y = np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() >= p.shape[1]:
        raise ValueError("label out of range")
    return float(-np.mean(np.log(p[:, y])))


@exercise.wrong(fails="averages_the_samples")
def scce_no_logarithm(y_true, y_pred):
    """averages 1 - p without taking a logarithm

    How much more should a probability of 0.001 cost than one of 0.01?
    """
    p = np.clip(np.asarray(y_pred, float), 1e-7, 1 - 1e-7)
    y = np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() >= p.shape[1]:
        raise ValueError("label out of range")
    return float(np.mean(1 - p[np.arange(len(y)), y]))


@exercise.wrong(fails="averages_the_samples")
def scce_counts_from_one(y_true, y_pred):
    """counts the classes from 1

    Which entry of a row has the index 0?
    """
    p = np.clip(np.asarray(y_pred, float), 1e-7, 1 - 1e-7)
    y = np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() >= p.shape[1]:
        raise ValueError("label out of range")
    return float(-np.mean(np.log(p[np.arange(len(y)), y - 1])))


@exercise.wrong(fails="averages_the_samples")
def scce_most_likely(y_true, y_pred):
    """looks at the most likely class of a row instead of the true one

    If the model is sure and wrong, what does your loss say?
    """
    p = np.clip(np.asarray(y_pred, float), 1e-7, 1 - 1e-7)
    y = np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() >= p.shape[1]:
        raise ValueError("label out of range")
    return float(-np.mean(np.log(p.max(axis=1))))


@exercise.wrong(fails="averages_the_samples")
def scce_log_of_mean(y_true, y_pred):
    """takes the logarithm of the mean probability instead of the mean of the logarithms

    For probabilities 0.5 and 0.01: compare -log of their mean with the mean of their -log.
    """
    p = np.clip(np.asarray(y_pred, float), 1e-7, 1 - 1e-7)
    y = np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() >= p.shape[1]:
        raise ValueError("label out of range")
    return float(-np.log(np.mean(p[np.arange(len(y)), y])))


@exercise.wrong(fails="labels_as_column")
def scce_column_broadcasts(y_true, y_pred):
    """indexes with a column of labels, which NumPy broadcasts to an N x N table

    What is the shape of p[np.arange(N), labels] when labels has the shape (N, 1)?
    """
    p = np.clip(np.asarray(y_pred, float), 1e-7, 1 - 1e-7)
    y = np.asarray(y_true).astype(int)
    if y.min() < 0 or y.max() >= p.shape[1]:
        raise ValueError("label out of range")
    return float(-np.mean(np.log(p[np.arange(len(y)), y])))


@exercise.wrong(fails="labels_as_floats")
def scce_float_index(y_true, y_pred):
    """indexes with labels that are floats, which NumPy refuses

    Can you index an array with 2.0? What could you convert the labels to?
    """
    p = np.clip(np.asarray(y_pred, float), 1e-7, 1 - 1e-7)
    y = np.asarray(y_true).ravel()
    if y.min() < 0 or y.max() >= p.shape[1]:
        raise ValueError("label out of range")
    return float(-np.mean(np.log(p[np.arange(len(y)), y])))


@exercise.wrong(fails="clips_to_epsilon")
def scce_unclipped(y_true, y_pred):
    """does not clip the probabilities, so a zero gives inf

    What is np.log(0)?
    """
    p = np.asarray(y_pred, float)
    y = np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() >= p.shape[1]:
        raise ValueError("label out of range")
    with np.errstate(all="ignore"):
        return float(-np.mean(np.log(p[np.arange(len(y)), y])))


@exercise.wrong(fails="clips_the_top_too")
def scce_clips_below_only(y_true, y_pred):
    """clips at the bottom only: a prediction of 1 stays 1

    Which two numbers does the docstring clip to? What is -log of the larger one?
    """
    p = np.maximum(np.asarray(y_pred, float), 1e-7)
    y = np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() >= p.shape[1]:
        raise ValueError("label out of range")
    return float(-np.mean(np.log(p[np.arange(len(y)), y])))


@exercise.wrong(fails="clips_to_epsilon")
def scce_adds_epsilon(y_true, y_pred):
    """adds EPSILON inside the logarithm instead of clipping

    A probability of exactly EPSILON: what does clipping make of it, and what does your code?
    """
    p = np.asarray(y_pred, float)
    y = np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() >= p.shape[1]:
        raise ValueError("label out of range")
    return float(-np.mean(np.log(p[np.arange(len(y)), y] + 1e-7)))


@exercise.wrong(fails="refuses_unknown_labels")
def scce_wraps_negative(y_true, y_pred):
    """takes negative labels for indices from the end

    What does row[-1] give in Python? Is -1 a class?
    """
    p = np.clip(np.asarray(y_pred, float), 1e-7, 1 - 1e-7)
    y = np.asarray(y_true).astype(int).ravel()
    if y.max() >= p.shape[1]:
        raise ValueError("label out of range")
    return float(-np.mean(np.log(p[np.arange(len(y)), y])))


@exercise.wrong(fails="refuses_unknown_labels")
def scce_index_error(y_true, y_pred):
    """leaves the unknown label to NumPy, which raises IndexError for some and nothing for others

    Which error does the docstring promise? And what does NumPy do with the label -1?
    """
    p = np.clip(np.asarray(y_pred, float), 1e-7, 1 - 1e-7)
    y = np.asarray(y_true).astype(int).ravel()
    return float(-np.mean(np.log(p[np.arange(len(y)), y])))


@exercise.wrong(fails="refuses_unknown_labels")
def scce_asserts(y_true, y_pred):
    """refuses unknown labels with an assertion, which raises another exception than the ValueError asked for

    Which exception does a failed assert raise? Which one does the docstring name?
    """
    p = np.clip(np.asarray(y_pred, float), EPSILON, 1 - EPSILON)
    labels = np.asarray(y_true).astype(int).ravel()
    assert labels.min() >= 0
    assert labels.max() < p.shape[1]
    return float(-np.mean(np.log(p[np.arange(len(labels)), labels])))


@exercise.wrong(fails="refuses_unknown_labels")
def scce_lets_class_c_through(y_true, y_pred):
    """compares with C where it should with C - 1, so that the label C is left to NumPy

    There are three classes. Which numbers do they have, and is 3 one of them?
    """
    p = np.clip(np.asarray(y_pred, float), EPSILON, 1 - EPSILON)
    labels = np.asarray(y_true).astype(int).ravel()
    if labels.min() < 0 or labels.max() > p.shape[1]:
        raise ValueError("no such class")
    return float(-np.mean(np.log(p[np.arange(len(labels)), labels])))


@exercise.wrong(fails="refuses_unknown_labels")
def scce_clips_labels(y_true, y_pred):
    """moves an unknown label to the nearest class instead of refusing it

    Would you rather train on a wrong label, or hear about it?
    """
    p = np.clip(np.asarray(y_pred, float), 1e-7, 1 - 1e-7)
    y = np.clip(np.asarray(y_true).astype(int).ravel(), 0, p.shape[1] - 1)
    return float(-np.mean(np.log(p[np.arange(len(y)), y])))


@exercise.wrong(fails="refuses_unknown_labels")
def scce_refuses_last_class(y_true, y_pred):
    """refuses the last class, C - 1, too

    With three classes, which labels are there? Try your condition on the largest.
    """
    p = np.clip(np.asarray(y_pred, float), 1e-7, 1 - 1e-7)
    y = np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() >= p.shape[1] - 1:
        raise ValueError("label out of range")
    return float(-np.mean(np.log(p[np.arange(len(y)), y])))


@exercise.wrong(fails="leaves_inputs_alone")
def scce_in_place(y_true, y_pred):
    """clips inside the array that was passed in, so the caller's predictions are changed

    Does np.clip(p, a, b, out=p) make a new array?
    """
    p = np.asarray(y_pred)
    if p.dtype.kind != "f":
        p = p.astype(float)
    np.clip(p, 1e-7, 1 - 1e-7, out=p)
    y = np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() >= p.shape[1]:
        raise ValueError("label out of range")
    return float(-np.mean(np.log(p[np.arange(len(y)), y])))


@exercise.wrong(fails="averages_the_samples")
def scce_base_two(y_true, y_pred):
    """takes the logarithm to base 2, which measures in bits

    What is np.log2(2), and what is np.log(2)?
    """
    p = np.clip(np.asarray(y_pred, float), EPSILON, 1 - EPSILON)
    y = np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() >= p.shape[1]:
        raise ValueError("label")
    return float(-np.mean(np.log2(p[np.arange(len(y)), y])))


@exercise.wrong(fails="averages_the_samples")
def scce_base_ten(y_true, y_pred):
    """takes the logarithm to base 10

    What is np.log10(10), and what is np.log(10)?
    """
    p = np.clip(np.asarray(y_pred, float), EPSILON, 1 - EPSILON)
    y = np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() >= p.shape[1]:
        raise ValueError("label")
    return float(-np.mean(np.log10(p[np.arange(len(y)), y])))


@exercise.wrong(fails="averages_the_samples")
def scce_no_mean(y_true, y_pred):
    """gives one loss for each sample, without the mean

    How many numbers does a training step need to go downhill?
    """
    p = np.clip(np.asarray(y_pred, float), EPSILON, 1 - EPSILON)
    y = np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() >= p.shape[1]:
        raise ValueError("label")
    return -np.log(p[np.arange(len(y)), y])


@exercise.wrong(fails="averages_the_samples")
def scce_divides_by_classes(y_true, y_pred):
    """divides by the number of classes instead of the number of samples

    How many surprises are added up, and by how many do you divide?
    """
    p = np.clip(np.asarray(y_pred, float), EPSILON, 1 - EPSILON)
    y = np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() >= p.shape[1]:
        raise ValueError("label")
    return float(-np.sum(np.log(p[np.arange(len(y)), y])) / p.shape[1])


@exercise.wrong(fails="averages_the_samples")
def scce_averages_the_table(y_true, y_pred):
    """averages over the classes too, so the loss is too small by the number of classes

    A one-hot table of N rows and C columns: over how many entries does np.mean average?
    """
    p = np.clip(np.asarray(y_pred, float), EPSILON, 1 - EPSILON)
    y = np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() >= p.shape[1]:
        raise ValueError("label")
    return float(-np.mean(np.eye(p.shape[1])[y] * np.log(p)))


@exercise.wrong(fails="averages_the_samples")
def scce_label_as_weight(y_true, y_pred):
    """multiplies the logarithms by the label's number instead of picking one of them

    Is a sample of class 2 twice as important as one of class 1?
    """
    p = np.clip(np.asarray(y_pred, float), EPSILON, 1 - EPSILON)
    y = np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() >= p.shape[1]:
        raise ValueError("label")
    return float(-np.mean(y[:, None] * np.log(p)))


@exercise.wrong(fails="averages_the_samples")
def scce_softmax_again(y_true, y_pred):
    """puts the predictions through a softmax although they are probabilities already

    What do the rows of y_pred add up to before you do anything?
    """
    y = np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() >= np.shape(y_pred)[1]:
        raise ValueError("label")
    e = np.exp(np.asarray(y_pred, float))
    p = np.clip(e / e.sum(axis=1, keepdims=True), EPSILON, 1 - EPSILON)
    return float(-np.mean(np.log(p[np.arange(len(y)), y])))


@exercise.wrong(fails="averages_the_samples")
def scce_rows_and_columns_exchanged(y_true, y_pred):
    """takes the label for the row and the sample for the column

    In p[i, j], which of the two is the row? Which of them is the class?
    """
    p = np.clip(np.asarray(y_pred, float), EPSILON, 1 - EPSILON)
    y = np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() >= p.shape[1]:
        raise ValueError("label")
    return float(-np.mean(np.log(p[y, np.arange(len(y))])))


@exercise.wrong(fails="averages_the_samples")
def scce_narrow_one_hot(y_true, y_pred):
    """makes one-hot rows only as wide as the largest label, which need not be the last class

    Labels [0, 1] and four classes: how many columns has your one-hot table?
    """
    p = np.clip(np.asarray(y_pred, float), EPSILON, 1 - EPSILON)
    y = np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() >= p.shape[1]:
        raise ValueError("label")
    return float(-np.mean(np.sum(np.eye(y.max() + 1)[y] * np.log(p), axis=1)))


@exercise.wrong(fails="averages_the_samples")
def scce_refuses_zero(y_true, y_pred):
    """refuses the class 0 too

    Which class numbers does the docstring allow? Where do they begin?
    """
    p = np.clip(np.asarray(y_pred, float), EPSILON, 1 - EPSILON)
    y = np.asarray(y_true).astype(int).ravel()
    if y.min() <= 0 or y.max() >= p.shape[1]:
        raise ValueError("label")
    return float(-np.mean(np.log(p[np.arange(len(y)), y])))


@exercise.wrong(fails="averages_the_samples")
def scce_compares_with_samples(y_true, y_pred):
    """compares the labels with the number of samples instead of the number of classes

    What is len(p) for an (N, C) table?
    """
    p = np.clip(np.asarray(y_pred, float), EPSILON, 1 - EPSILON)
    y = np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() >= len(p):
        raise ValueError("label")
    return float(-np.mean(np.log(p[np.arange(len(y)), y])))


@exercise.wrong(fails="averages_the_samples")
def scce_squeezes_labels(y_true, y_pred):
    """squeezes the labels until a single one has no axis left

    What is the shape of np.squeeze([2])? And its len?
    """
    p = np.clip(np.asarray(y_pred, float), EPSILON, 1 - EPSILON)
    y = np.squeeze(np.asarray(y_true).astype(int))
    if y.min() < 0 or y.max() >= p.shape[1]:
        raise ValueError("label")
    return float(-np.mean(np.log(p[np.arange(len(y)), y])))


@exercise.wrong(fails="labels_as_floats")
def scce_refuses_floats(y_true, y_pred):
    """refuses labels that are stored as floats

    Is 2.0 a class? What does the docstring say about floats?
    """
    p = np.clip(np.asarray(y_pred, float), EPSILON, 1 - EPSILON)
    y = np.asarray(y_true).ravel()
    if y.dtype.kind not in "iu" or y.min() < 0 or y.max() >= p.shape[1]:
        raise ValueError("label")
    return float(-np.mean(np.log(p[np.arange(len(y)), y])))


@exercise.wrong(fails="averages_the_samples")
def scce_arrays_only(y_true, y_pred):
    """uses what was passed in as if it were an array, so a list fails

    What does np.asarray do with a list?
    """
    y = y_true.astype(int).ravel()
    p = y_pred.clip(EPSILON, 1 - EPSILON)
    if y.min() < 0 or y.max() >= p.shape[1]:
        raise ValueError("label")
    return float(-np.mean(np.log(p[np.arange(len(y)), y])))


@exercise.wrong(fails="clips_to_epsilon")
def scce_other_epsilon(y_true, y_pred):
    """clips with another constant than EPSILON

    Which constant does the docstring name? What is -log of yours?
    """
    y = np.asarray(y_true).astype(int).ravel()
    p = np.clip(np.asarray(y_pred, float), 1e-12, 1 - 1e-12)
    if y.min() < 0 or y.max() >= p.shape[1]:
        raise ValueError("label")
    return float(-np.mean(np.log(p[np.arange(len(y)), y])))


@exercise.wrong(fails="refuses_unknown_labels")
def scce_asks_whether_all(y_true, y_pred):
    """refuses only where all labels are unknown, not where one of them is

    One wrong label among ten right ones: what do np.all and np.any say?
    """
    p = np.clip(np.asarray(y_pred, float), EPSILON, 1 - EPSILON)
    y = np.asarray(y_true).astype(int).ravel()
    if np.all(y < 0) or np.all(y >= p.shape[1]):
        raise ValueError("label")
    return float(-np.mean(np.log(p[np.arange(len(y)), y])))


@exercise.wrong(fails="refuses_unknown_labels")
def scce_joins_with_and(y_true, y_pred):
    """joins its two questions with and, so a label would have to be too small and too large at once

    Can one batch's labels be below 0 or above C - 1 without being both?
    """
    p = np.clip(np.asarray(y_pred, float), EPSILON, 1 - EPSILON)
    y = np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 and y.max() >= p.shape[1]:
        raise ValueError("label")
    return float(-np.mean(np.log(p[np.arange(len(y)), y])))


@exercise.wrong(fails="refuses_unknown_labels")
def scce_raises_index_error(y_true, y_pred):
    """refuses unknown labels with an IndexError, where the docstring asks for a ValueError

    Which exception does the docstring name?
    """
    p = np.clip(np.asarray(y_pred, float), EPSILON, 1 - EPSILON)
    y = np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() >= p.shape[1]:
        raise IndexError("label")
    return float(-np.mean(np.log(p[np.arange(len(y)), y])))


@exercise.wrong(fails="refuses_unknown_labels")
def scce_returns_nan(y_true, y_pred):
    """gives nan for an unknown label instead of raising an exception

    What does raise do that return does not?
    """
    p = np.clip(np.asarray(y_pred, float), EPSILON, 1 - EPSILON)
    y = np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() >= p.shape[1]:
        return float("nan")
    return float(-np.mean(np.log(p[np.arange(len(y)), y])))


@exercise.wrong(fails="refuses_unknown_labels")
def scce_returns_nothing(y_true, y_pred):
    """returns nothing for an unknown label, perhaps after a message, instead of raising an exception

    Who reads what you print? What does raise do that print does not?
    """
    p = np.clip(np.asarray(y_pred, float), EPSILON, 1 - EPSILON)
    y = np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() >= p.shape[1]:
        return None
    return float(-np.mean(np.log(p[np.arange(len(y)), y])))


@exercise.wrong(fails="refuses_unknown_labels")
def scce_refuses_negative_only(y_true, y_pred):
    """refuses negative labels, but those from C upwards reach NumPy first, which raises IndexError

    Between which two numbers must a label lie? Which of the two ends do you look at, before you take an entry?
    """
    p = np.clip(np.asarray(y_pred, float), EPSILON, 1 - EPSILON)
    y = np.asarray(y_true).astype(int).ravel()
    if np.any(y < 0):
        raise ValueError("label")
    return float(-np.mean(np.log(p[np.arange(len(y)), y])))


@exercise.wrong(fails="averages_the_samples")
def scce_from_one_to_c(y_true, y_pred):
    """counts the classes from 1 to C, and so refuses the class 0

    Which class numbers does the docstring allow? Where do they begin, and where do they end?
    """
    p = np.clip(np.asarray(y_pred, float), EPSILON, 1 - EPSILON)
    y = np.asarray(y_true).astype(int).ravel()
    if y.min() < 1 or y.max() > p.shape[1]:
        raise ValueError("label")
    return float(-np.mean(np.log(p[np.arange(len(y)), y - 1])))
