"""Wrong answers to categorical_crossentropy."""

import numpy as np

from ..shared import EPSILON
from .checks import exercise


@exercise.wrong(fails="averages_the_samples")
def cce_sums(y_true, y_pred):
    """adds the losses of the samples up instead of averaging them

    What happens to your loss when every sample stands in the batch twice? What should happen?
    """
    p = np.asarray(y_pred, float)
    p = np.clip(p / p.sum(axis=-1, keepdims=True), 1e-7, 1 - 1e-7)
    return float(-np.sum(np.asarray(y_true, float) * np.log(p)))


@exercise.wrong(fails="averages_the_samples")
def cce_mean_of_everything(y_true, y_pred):
    """averages over the classes too, so the loss is too small by the number of classes

    A row is one sample. Over which axis do you add, and over which do you average?
    """
    p = np.asarray(y_pred, float)
    p = np.clip(p / p.sum(axis=-1, keepdims=True), 1e-7, 1 - 1e-7)
    return float(-np.mean(np.asarray(y_true, float) * np.log(p)))


@exercise.wrong(fails="averages_the_samples")
def cce_divides_by_classes(y_true, y_pred):
    """divides by the number of classes instead of the number of samples

    Your predictions have the shape (N, C). Which of the two says how many losses you have added up?
    """
    y, p = np.asarray(y_true, float), np.asarray(y_pred, float)
    p = np.clip(p / p.sum(axis=-1, keepdims=True), EPSILON, 1 - EPSILON)
    return float(-np.sum(y * np.log(p)) / p.shape[1])


@exercise.wrong(fails="averages_the_samples")
def cce_swapped(y_true, y_pred):
    """takes the logarithm of the targets and weighs it with the predictions

    Of which of the two do you take the logarithm? Which one is a guess, and which one happened?
    """
    y, p = np.asarray(y_true, float), np.asarray(y_pred, float)
    p = p / p.sum(axis=-1, keepdims=True)
    return float(-np.mean(np.sum(p * np.log(np.clip(y, EPSILON, 1 - EPSILON)), axis=-1)))


@exercise.wrong(fails="averages_the_samples")
def cce_positive(y_true, y_pred):
    """leaves out the minus sign, so the loss is negative

    Is the logarithm of a number below 1 positive or negative? And what should a loss be?
    """
    p = np.asarray(y_pred, float)
    p = np.clip(p / p.sum(axis=-1, keepdims=True), 1e-7, 1 - 1e-7)
    return float(np.mean(np.sum(np.asarray(y_true, float) * np.log(p), axis=-1)))


@exercise.wrong(fails="averages_the_samples")
def cce_binary(y_true, y_pred):
    """also charges the classes that are not true, with log(1 - p), as binary crossentropy does

    In the formula for several classes, is there a term for 1 - y?
    """
    y, p = np.asarray(y_true, float), np.asarray(y_pred, float)
    p = np.clip(p / p.sum(axis=-1, keepdims=True), 1e-7, 1 - 1e-7)
    return float(-np.mean(np.sum(y * np.log(p) + (1 - y) * np.log(1 - p), axis=-1)))


@exercise.wrong(fails="averages_the_samples")
def cce_log2(y_true, y_pred):
    """takes the logarithm to base 2, which measures in bits

    Which base does Keras use? Compare your loss with its, and look at the ratio.
    """
    p = np.asarray(y_pred, float)
    p = np.clip(p / p.sum(axis=-1, keepdims=True), 1e-7, 1 - 1e-7)
    return float(-np.mean(np.sum(np.asarray(y_true, float) * np.log2(p), axis=-1)))


@exercise.wrong(fails="averages_the_samples")
def cce_softmax(y_true, y_pred):
    """puts the predictions through a softmax although they are probabilities already

    What does a softmax make of the row [0, 1]? Could the loss still reach 0 then?
    """
    e = np.exp(np.asarray(y_pred, float))
    p = np.clip(e / e.sum(axis=-1, keepdims=True), 1e-7, 1 - 1e-7)
    return float(-np.mean(np.sum(np.asarray(y_true, float) * np.log(p), axis=-1)))


@exercise.wrong(fails="averages_the_samples")
def cce_log_of_mean(y_true, y_pred):
    """takes the logarithm of the mean probability instead of the mean of the logarithms

    For probabilities 0.5 and 0.01: compare -log of their mean with the mean of their -log.
    """
    y, p = np.asarray(y_true, float), np.asarray(y_pred, float)
    p = np.clip(p / p.sum(axis=-1, keepdims=True), 1e-7, 1 - 1e-7)
    return float(-np.log(np.mean(np.sum(y * p, axis=-1))))


@exercise.wrong(fails="divides_rows_by_their_sum")
def cce_not_normalised(y_true, y_pred):
    """does not divide the rows by their sum

    What is log(2)? Can a probability be 2?
    """
    p = np.clip(np.asarray(y_pred, float), 1e-7, 1 - 1e-7)
    return float(-np.mean(np.sum(np.asarray(y_true, float) * np.log(p), axis=-1)))


@exercise.wrong(fails="divides_rows_by_their_sum")
def cce_divides_columns(y_true, y_pred):
    """divides by the sums of the columns, not of the rows

    Which axis runs along one sample's classes? What do your rows add up to?
    """
    p = np.asarray(y_pred, float)
    p = np.clip(p / p.sum(axis=0, keepdims=True), 1e-7, 1 - 1e-7)
    return float(-np.mean(np.sum(np.asarray(y_true, float) * np.log(p), axis=-1)))


@exercise.wrong(fails="divides_rows_by_their_sum")
def cce_divides_by_total(y_true, y_pred):
    """divides by the sum of the whole array, not of each row

    What does each of your rows add up to after the division?
    """
    p = np.asarray(y_pred, float)
    p = np.clip(p / p.sum(), 1e-7, 1 - 1e-7)
    return float(-np.mean(np.sum(np.asarray(y_true, float) * np.log(p), axis=-1)))


@exercise.wrong(fails="clips_to_epsilon")
def cce_clips_first(y_true, y_pred):
    """clips before dividing by the row's sum

    After your two steps, can a probability still be below EPSILON?
    """
    p = np.clip(np.asarray(y_pred, float), 1e-7, 1 - 1e-7)
    p = p / p.sum(axis=-1, keepdims=True)
    return float(-np.mean(np.sum(np.asarray(y_true, float) * np.log(p), axis=-1)))


@exercise.wrong(fails="clips_to_epsilon")
def cce_unclipped(y_true, y_pred):
    """does not clip the probabilities, so a zero gives inf or nan

    What is np.log(0)? And 0 times that?
    """
    y, p = np.asarray(y_true, float), np.asarray(y_pred, float)
    with np.errstate(all="ignore"):
        p = p / p.sum(axis=-1, keepdims=True)
        return float(-np.mean(np.sum(y * np.log(p), axis=-1)))


@exercise.wrong(fails="clips_to_epsilon")
def cce_adds_epsilon(y_true, y_pred):
    """adds EPSILON inside the logarithm instead of clipping

    A probability of exactly EPSILON: what does clipping make of it, and what does your code?
    """
    y, p = np.asarray(y_true, float), np.asarray(y_pred, float)
    p = p / p.sum(axis=-1, keepdims=True)
    return float(-np.mean(np.sum(y * np.log(p + 1e-7), axis=-1)))


@exercise.wrong(fails="divides_rows_by_their_sum")
def cce_divides_large_rows_only(y_true, y_pred):
    """divides a row by its sum only where that is above 1

    What is the sum of the row [0.1, 0.1, 0.2], and what should become of it?
    """
    y, p = np.asarray(y_true, float), np.asarray(y_pred, float)
    sums = p.sum(axis=-1, keepdims=True)
    p = np.clip(np.where(sums > 1, p / sums, p), EPSILON, 1 - EPSILON)
    return float(-np.mean(np.sum(y * np.log(p), axis=-1)))


@exercise.wrong(fails="divides_rows_by_their_sum")
def cce_adds_epsilon_to_the_sum(y_true, y_pred):
    """adds EPSILON to the row's sum before it divides by it

    What do the parts of a row add up to, if you divide them by a little more than their sum?
    """
    y, p = np.asarray(y_true, float), np.asarray(y_pred, float)
    p = np.clip(p / (p.sum(axis=-1, keepdims=True) + EPSILON), EPSILON, 1 - EPSILON)
    return float(-np.mean(np.sum(y * np.log(p), axis=-1)))


@exercise.wrong(fails="clips_to_epsilon")
def cce_clips_below_only(y_true, y_pred):
    """clips at the bottom only: a prediction of 1 stays 1

    To which two numbers does the docstring clip? What does a perfect prediction then cost?
    """
    y, p = np.asarray(y_true, float), np.asarray(y_pred, float)
    p = np.maximum(p / p.sum(axis=-1, keepdims=True), EPSILON)
    return float(-np.mean(np.sum(y * np.log(p), axis=-1)))


@exercise.wrong(fails="takes_soft_rows")
def cce_argmax(y_true, y_pred):
    """looks only at the largest target of a row, so soft targets are lost

    A row [0.5, 0.3, 0.2] speaks of three classes. How many does your loss look at?
    """
    y, p = np.asarray(y_true, float), np.asarray(y_pred, float)
    p = np.clip(p / p.sum(axis=-1, keepdims=True), 1e-7, 1 - 1e-7)
    return float(-np.mean(np.log(p[np.arange(len(p)), y.argmax(axis=-1)])))


@exercise.wrong(fails="leaves_inputs_alone")
def cce_in_place(y_true, y_pred):
    """divides inside the array that was passed in, so the caller's predictions are changed

    Does p /= s make a new array, or does it write into the one it was given?
    """
    p = np.asarray(y_pred)
    if p.dtype.kind != "f":
        p = p.astype(float)
    p /= p.sum(axis=-1, keepdims=True)
    q = np.clip(p, 1e-7, 1 - 1e-7)
    return float(-np.mean(np.sum(np.asarray(y_true, float) * np.log(q), axis=-1)))


@exercise.wrong(fails="averages_the_samples")
def cce_no_mean(y_true, y_pred):
    """gives one loss for each sample, without the mean

    How many numbers does a training step need to go downhill?
    """
    y, p = np.asarray(y_true, float), np.asarray(y_pred, float)
    p = np.clip(p / p.sum(axis=-1, keepdims=True), EPSILON, 1 - EPSILON)
    return -np.sum(y * np.log(p), axis=-1)


@exercise.wrong(fails="averages_the_samples")
def cce_per_class(y_true, y_pred):
    """averages over the samples but does not add up the classes

    What is the shape of np.mean(..., axis=0) of an (N, C) array?
    """
    y, p = np.asarray(y_true, float), np.asarray(y_pred, float)
    p = np.clip(p / p.sum(axis=-1, keepdims=True), EPSILON, 1 - EPSILON)
    return -np.mean(y * np.log(p), axis=0)


@exercise.wrong(fails="averages_the_samples")
def cce_base_ten(y_true, y_pred):
    """takes the logarithm to base 10

    What is np.log10(10), and what is np.log(10)?
    """
    y, p = np.asarray(y_true, float), np.asarray(y_pred, float)
    p = np.clip(p / p.sum(axis=-1, keepdims=True), EPSILON, 1 - EPSILON)
    return float(-np.mean(np.sum(y * np.log10(p), axis=-1)))


@exercise.wrong(fails="averages_the_samples")
def cce_most_likely(y_true, y_pred):
    """looks at the most likely class of a row instead of the true one

    Where do the targets come into your loss?
    """
    p = np.asarray(y_pred, float)
    p = np.clip(p / p.sum(axis=-1, keepdims=True), EPSILON, 1 - EPSILON)
    return float(-np.mean(np.log(p.max(axis=1))))


@exercise.wrong(fails="averages_the_samples")
def cce_no_logarithm(y_true, y_pred):
    """averages 1 - p without taking a logarithm

    A true class that was given 0: what does it cost you, and what should it cost?
    """
    y, p = np.asarray(y_true, float), np.asarray(y_pred, float)
    p = np.clip(p / p.sum(axis=-1, keepdims=True), EPSILON, 1 - EPSILON)
    return float(1 - np.mean(np.sum(y * p, axis=-1)))


@exercise.wrong(fails="averages_the_samples")
def cce_squared_error(y_true, y_pred):
    """adds up squared errors instead of taking the logarithm

    Where is the logarithm?
    """
    y, p = np.asarray(y_true, float), np.asarray(y_pred, float)
    p = np.clip(p / p.sum(axis=-1, keepdims=True), EPSILON, 1 - EPSILON)
    return float(np.mean(np.sum((y - p) ** 2, axis=-1)))


@exercise.wrong(fails="averages_the_samples")
def cce_arguments_exchanged(y_true, y_pred):
    """has its parameters in the other order, so targets and predictions change places

    Compare your def line with the stub's: which of the two comes first?
    """
    y, p = np.asarray(y_pred, float), np.asarray(y_true, float)
    p = np.clip(p / p.sum(axis=-1, keepdims=True), EPSILON, 1 - EPSILON)
    return float(-np.mean(np.sum(y * np.log(p), axis=-1)))


@exercise.wrong(fails="averages_the_samples")
def cce_clips_the_logarithms(y_true, y_pred):
    """clips the logarithms instead of the probabilities

    A logarithm of a probability is negative. What is left of it between EPSILON and 1 - EPSILON?
    """
    y, p = np.asarray(y_true, float), np.asarray(y_pred, float)
    with np.errstate(all="ignore"):
        logs = np.clip(np.log(p / p.sum(axis=-1, keepdims=True)), EPSILON, 1 - EPSILON)
    return float(-np.mean(np.sum(y * logs, axis=-1)))


@exercise.wrong(fails="averages_the_samples")
def cce_three_classes(y_true, y_pred):
    """counts on three classes

    What is y_pred.shape[1]? Need it be 3?
    """
    y, p = np.asarray(y_true, float), np.asarray(y_pred, float)
    p = np.clip(p / p.sum(axis=-1, keepdims=True), EPSILON, 1 - EPSILON)
    return float(-sum(np.sum(y[:, c] * np.log(p[:, c])) for c in range(3)) / len(y))


@exercise.wrong(fails="divides_rows_by_their_sum")
def cce_divides_by_the_largest(y_true, y_pred):
    """divides each row by its largest entry instead of its sum

    What does a row add up to once it is divided by its maximum?
    """
    y, p = np.asarray(y_true, float), np.asarray(y_pred, float)
    p = np.clip(p / p.max(axis=-1, keepdims=True), EPSILON, 1 - EPSILON)
    return float(-np.mean(np.sum(y * np.log(p), axis=-1)))


@exercise.wrong(fails="divides_rows_by_their_sum")
def cce_divides_by_the_length(y_true, y_pred):
    """divides each row by its Euclidean length instead of its sum

    What does [3, 4] add up to once it is divided by its length, 5?
    """
    y, p = np.asarray(y_true, float), np.asarray(y_pred, float)
    p = np.clip(p / np.linalg.norm(p, axis=-1, keepdims=True), EPSILON, 1 - EPSILON)
    return float(-np.mean(np.sum(y * np.log(p), axis=-1)))


@exercise.wrong(fails="divides_rows_by_their_sum")
def cce_sums_without_keepdims(y_true, y_pred):
    """divides by a vector with one sum per row, which NumPy lines up with the columns

    What is the shape of p.sum(axis=1), and what with keepdims=True?
    """
    y, p = np.asarray(y_true, float), np.asarray(y_pred, float)
    p = np.clip(p / p.sum(axis=1), EPSILON, 1 - EPSILON)
    return float(-np.mean(np.sum(y * np.log(p), axis=-1)))


@exercise.wrong(fails="averages_the_samples")
def cce_arrays_only(y_true, y_pred):
    """uses what was passed in as if it were an array, so a list fails

    What does np.asarray do with a list?
    """
    p = np.clip(y_pred / y_pred.sum(axis=-1, keepdims=True), EPSILON, 1 - EPSILON)
    return float(-np.sum(y_true * np.log(p)) / y_pred.shape[0])


@exercise.wrong(fails="clips_to_epsilon")
def cce_normalises_again(y_true, y_pred):
    """divides by the row's sum once more after the clip

    What does the docstring do last, before the logarithm?
    """
    y, p = np.asarray(y_true, float), np.asarray(y_pred, float)
    p = np.clip(p / p.sum(axis=-1, keepdims=True), EPSILON, 1 - EPSILON)
    p = p / p.sum(axis=-1, keepdims=True)
    return float(-np.mean(np.sum(y * np.log(p), axis=-1)))


@exercise.wrong(fails="clips_to_epsilon")
def cce_other_epsilon(y_true, y_pred):
    """clips with another constant than EPSILON

    Which constant does the docstring name? What is -log of yours?
    """
    y, p = np.asarray(y_true, float), np.asarray(y_pred, float)
    p = np.clip(p / p.sum(axis=-1, keepdims=True), 1e-15, 1 - 1e-15)
    return float(-np.mean(np.sum(y * np.log(p), axis=-1)))


@exercise.wrong(fails="clips_to_epsilon")
def cce_patches_nan(y_true, y_pred):
    """replaces nan and infinity after the logarithm instead of clipping before it

    What does np.nan_to_num make of -inf? Is that -log of EPSILON?
    """
    y, p = np.asarray(y_true, float), np.asarray(y_pred, float)
    with np.errstate(all="ignore"):
        logs = np.nan_to_num(np.log(p / p.sum(axis=-1, keepdims=True)))
    return float(-np.mean(np.sum(y * logs, axis=-1)))


@exercise.wrong(fails="takes_soft_rows")
def cce_log_of_the_dot_product(y_true, y_pred):
    """takes the logarithm of the weighted probability instead of weighing the logarithms

    Soft targets of 0.5 and 0.5: is the logarithm of a mean the mean of the logarithms?
    """
    y, p = np.asarray(y_true, float), np.asarray(y_pred, float)
    p = np.clip(p / p.sum(axis=-1, keepdims=True), EPSILON, 1 - EPSILON)
    return float(-np.mean(np.log(np.sum(y * p, axis=-1))))


@exercise.wrong(fails="takes_soft_rows")
def cce_relative_entropy(y_true, y_pred):
    """subtracts the entropy of the targets, which gives another measure (the KL divergence)

    Targets and predictions of 0.5 and 0.5: what does the docstring's formula give, and what do you give?
    """
    y, p = np.asarray(y_true, float), np.asarray(y_pred, float)
    p = np.clip(p / p.sum(axis=-1, keepdims=True), EPSILON, 1 - EPSILON)
    y = np.clip(y, EPSILON, 1)
    return float(np.mean(np.sum(y * np.log(y / p), axis=-1)))


@exercise.wrong(fails="takes_soft_rows")
def cce_whole_targets(y_true, y_pred):
    """cuts the targets down to whole numbers

    What is int(0.7)? Do the targets have to be integers?
    """
    y, p = np.asarray(y_true, float), np.asarray(y_pred, float)
    p = np.clip(p / p.sum(axis=-1, keepdims=True), EPSILON, 1 - EPSILON)
    y = y.astype(int)
    return float(-np.mean(np.sum(y * np.log(p), axis=-1)))


@exercise.wrong(fails="divides_rows_by_their_sum")
def cce_as_they_come(y_true, y_pred):
    """takes the logarithm of the predictions as they come: neither divided by their sum nor clipped

    Which two things does the docstring do to each row of y_pred, before anything else?
    """
    y, p = np.asarray(y_true, float), np.asarray(y_pred, float)
    with np.errstate(all="ignore"):
        return float(-np.mean(np.sum(y * np.log(p), axis=-1)))
