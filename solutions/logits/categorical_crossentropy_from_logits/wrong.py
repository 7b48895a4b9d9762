"""Wrong answers to categorical_crossentropy_from_logits."""

import numpy as np

from .checks import exercise


@exercise.wrong(fails="logits_of_any_size")
def cce_clipped(y_true, z):
    """forms softmax and clips it, so no sample can cost more than 16.1

    A true class that lies 1000 behind: what should it cost? What is the largest loss you can return?
    """
    y, z = np.asarray(y_true, float), np.asarray(z, float)
    e = np.exp(z - z.max(axis=-1, keepdims=True))
    p = np.clip(e / e.sum(axis=-1, keepdims=True), 1e-7, 1 - 1e-7)
    return float(-np.mean(np.sum(y * np.log(p), axis=-1)))


@exercise.wrong(fails="logits_of_any_size")
def cce_log_of_softmax(y_true, z):
    """takes the logarithm of softmax, which gives inf or nan where softmax is 0

    What is softmax of [0, -800], as a float? And 0 times its logarithm?
    """
    y, z = np.asarray(y_true, float), np.asarray(z, float)
    e = np.exp(z - z.max(axis=-1, keepdims=True))
    with np.errstate(all="ignore"):
        return float(-np.mean(np.sum(y * np.log(e / e.sum(axis=-1, keepdims=True)), axis=-1)))


@exercise.wrong(fails="logits_of_any_size")
def cce_adds_epsilon(y_true, z):
    """adds a tiny number inside the logarithm to keep it away from 0

    Softmax of 1e-20 plus your tiny number: which of the two does the logarithm see?
    """
    y, z = np.asarray(y_true, float), np.asarray(z, float)
    e = np.exp(z - z.max(axis=-1, keepdims=True))
    return float(-np.mean(np.sum(y * np.log(e / e.sum(axis=-1, keepdims=True) + 1e-12), axis=-1)))


@exercise.wrong(fails="logits_of_any_size")
def cce_unshifted(y_true, z):
    """exponentiates the logits as they are, so large ones overflow

    What is np.exp(1000)? Which number could you subtract from a whole row first?
    """
    y, z = np.asarray(y_true, float), np.asarray(z, float)
    with np.errstate(all="ignore"):
        log_p = z - np.log(np.exp(z).sum(axis=-1, keepdims=True))
        return float(-np.mean(np.sum(y * log_p, axis=-1)))


@exercise.wrong(fails="rows_of_different_size")
def cce_global_max(y_true, z):
    """subtracts one maximum of the whole array, so rows far below it vanish

    A row near -1000 beside a row near 1000: what is left of it after your subtraction?
    """
    y, z = np.asarray(y_true, float), np.asarray(z, float)
    z = z - z.max()
    with np.errstate(all="ignore"):
        log_p = z - np.log(np.exp(z).sum(axis=-1, keepdims=True))
        return float(-np.mean(np.sum(y * log_p, axis=-1)))


@exercise.wrong(fails="averages_the_samples")
def cce_sums(y_true, z):
    """adds the losses of the samples up instead of averaging them

    What happens to your loss when every sample stands in the batch twice? What should happen?
    """
    y, z = np.asarray(y_true, float), np.asarray(z, float)
    z = z - z.max(axis=-1, keepdims=True)
    return float(-np.sum(y * (z - np.log(np.exp(z).sum(axis=-1, keepdims=True)))))


@exercise.wrong(fails="averages_the_samples")
def cce_mean_of_everything(y_true, z):
    """averages over the classes too, so the loss is too small by the number of classes

    A row is one sample. Over which axis do you add, and over which do you average?
    """
    y, z = np.asarray(y_true, float), np.asarray(z, float)
    z = z - z.max(axis=-1, keepdims=True)
    return float(-np.mean(y * (z - np.log(np.exp(z).sum(axis=-1, keepdims=True)))))


@exercise.wrong(fails="averages_the_samples")
def cce_divides_by_classes(y_true, z):
    """divides by the number of classes instead of the number of samples

    Your logits have the shape (N, C). Which of the two says how many losses you have added up?
    """
    y, z = np.asarray(y_true, float), np.asarray(z, float)
    shifted = z - z.max(axis=-1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
    return float(-np.sum(y * log_p) / z.shape[1])


@exercise.wrong(fails="averages_the_samples")
def cce_negative(y_true, z):
    """leaves out the minus sign, so the loss is negative

    Is the logarithm of a number below 1 positive or negative? And what should a loss be?
    """
    y, z = np.asarray(y_true, float), np.asarray(z, float)
    z = z - z.max(axis=-1, keepdims=True)
    return float(np.mean(np.sum(y * (z - np.log(np.exp(z).sum(axis=-1, keepdims=True))), axis=-1)))


@exercise.wrong(fails="averages_the_samples")
def cce_one_per_sample(y_true, z):
    """gives one loss per sample, without the mean

    How many numbers does training want to make smaller?
    """
    y, z = np.asarray(y_true, float), np.asarray(z, float)
    z = z - z.max(axis=-1, keepdims=True)
    return -np.sum(y * (z - np.log(np.exp(z).sum(axis=-1, keepdims=True))), axis=-1)


@exercise.wrong(fails="averages_the_samples")
def cce_no_softmax(y_true, z):
    """takes the logits for probabilities

    Can a probability be -1, or 3? Which function turns a row of logits into probabilities?
    """
    p = np.clip(np.asarray(z, float), 1e-7, 1 - 1e-7)
    return float(-np.mean(np.sum(np.asarray(y_true, float) * np.log(p), axis=-1)))


@exercise.wrong(fails="averages_the_samples")
def cce_divides_by_sum(y_true, z):
    """divides the logits by their sum instead of taking softmax

    What does a row with a negative logit become? What has to happen to the logits before they are divided?
    """
    y, z = np.asarray(y_true, float), np.asarray(z, float)
    with np.errstate(all="ignore"):
        p = np.clip(z / z.sum(axis=-1, keepdims=True), 1e-7, 1 - 1e-7)
    return float(-np.mean(np.sum(y * np.log(p), axis=-1)))


@exercise.wrong(fails="averages_the_samples")
def cce_softmax_twice(y_true, z):
    """puts the logits through softmax twice

    Which of your two steps already contains softmax? What is the smallest loss you can return?
    """
    y, z = np.asarray(y_true, float), np.asarray(z, float)
    e = np.exp(z - z.max(axis=-1, keepdims=True))
    p = e / e.sum(axis=-1, keepdims=True)
    return float(-np.mean(np.sum(y * (p - np.log(np.exp(p).sum(axis=-1, keepdims=True))), axis=-1)))


@exercise.wrong(fails="averages_the_samples")
def cce_sigmoids(y_true, z):
    """gives every class its own sigmoid, as if several could be true at once

    When one class becomes more likely, what must happen to the others?
    """
    y, z = np.asarray(y_true, float), np.asarray(z, float)
    return float(np.mean(np.sum(np.logaddexp(0, z) - y * z, axis=-1)))


@exercise.wrong(fails="averages_the_samples")
def cce_softmax_of_columns(y_true, z):
    """takes softmax along the columns, over the samples

    Which axis runs along one sample's classes? What do your rows of probabilities add up to?
    """
    y, z = np.asarray(y_true, float), np.asarray(z, float)
    z = z - z.max(axis=0, keepdims=True)
    with np.errstate(all="ignore"):
        return float(-np.mean(np.sum(y * (z - np.log(np.exp(z).sum(axis=0, keepdims=True))), axis=-1)))


@exercise.wrong(fails="averages_the_samples")
def cce_broadcasts(y_true, z):
    """subtracts a vector with one number per row, which NumPy lines up with the columns

    What is the shape of the log-sum-exp of your rows? Which shape would be subtracted row by row?
    """
    y, z = np.asarray(y_true, float), np.asarray(z, float)
    total = np.logaddexp.reduce(z, axis=-1)
    return float(-np.mean(np.sum(y * (z - total), axis=-1)))


@exercise.wrong(fails="averages_the_samples")
def cce_forgets_the_shift(y_true, z):
    """shifts the logits inside the sum, but not the logit of the true class

    You subtracted the maximum in one place. Where else does it have to go?
    """
    y, z = np.asarray(y_true, float), np.asarray(z, float)
    rest = np.log(np.exp(z - z.max(axis=-1, keepdims=True)).sum(axis=-1, keepdims=True))
    return float(-np.mean(np.sum(y * (z - rest), axis=-1)))


@exercise.wrong(fails="averages_the_samples")
def cce_true_logit_only(y_true, z):
    """looks only at the true class's logit, without what the other classes have

    A logit of 3 for the true class: is that good? What do you have to compare it with?
    """
    return float(-np.mean(np.sum(np.asarray(y_true, float) * np.asarray(z, float), axis=-1)))


@exercise.wrong(fails="averages_the_samples")
def cce_hard_maximum(y_true, z):
    """compares the true class with the largest logit instead of with log-sum-exp

    Two classes with equal logits: should that cost nothing?
    """
    y, z = np.asarray(y_true, float), np.asarray(z, float)
    return float(-np.mean(np.sum(y * (z - z.max(axis=-1, keepdims=True)), axis=-1)))


@exercise.wrong(fails="averages_the_samples")
def cce_base_two(y_true, z):
    """takes the logarithm to base 2, which measures in bits

    Which base does Keras use? Compare your loss with its, and look at the ratio.
    """
    y, z = np.asarray(y_true, float), np.asarray(z, float)
    log_p = z - np.logaddexp.reduce(z, axis=-1, keepdims=True)
    return float(-np.mean(np.sum(y * log_p, axis=-1)) / np.log(2))


@exercise.wrong(fails="averages_the_samples")
def cce_log_of_mean(y_true, z):
    """takes the logarithm of the mean probability instead of the mean of the logarithms

    For probabilities 0.5 and 0.01: compare -log of their mean with the mean of their -log.
    """
    y, z = np.asarray(y_true, float), np.asarray(z, float)
    picked = np.sum(y * (z - np.logaddexp.reduce(z, axis=-1, keepdims=True)), axis=-1)
    return float(np.log(len(z)) - np.logaddexp.reduce(picked))


@exercise.wrong(fails="takes_soft_rows")
def cce_argmax(y_true, z):
    """looks only at the largest target of a row, so soft targets are lost

    A row [0.5, 0.3, 0.2] speaks of three classes. How many does your loss look at?
    """
    y, z = np.asarray(y_true, float), np.asarray(z, float)
    log_p = z - np.logaddexp.reduce(z, axis=-1, keepdims=True)
    return float(-np.mean(log_p[np.arange(len(z)), y.argmax(axis=-1)]))


@exercise.wrong(fails="takes_soft_rows")
def cce_integer_targets(y_true, z):
    """cuts the targets down to whole numbers

    What is int(0.7)? Do the targets have to be integers?
    """
    y, z = np.asarray(y_true).astype(int), np.asarray(z, float)
    log_p = z - np.logaddexp.reduce(z, axis=-1, keepdims=True)
    return float(-np.mean(np.sum(y * log_p, axis=-1)))


@exercise.wrong(fails="takes_soft_rows")
def cce_entropy_off(y_true, z):
    """subtracts the entropy of the targets, which gives another measure (the KL divergence)

    With soft targets, can a crossentropy be 0?
    """
    y, z = np.asarray(y_true, float), np.asarray(z, float)
    log_p = z - np.logaddexp.reduce(z, axis=-1, keepdims=True)
    own = np.log(np.where(y > 0, y, 1.0))
    return float(np.mean(np.sum(y * (own - log_p), axis=-1)))


@exercise.wrong(fails="lists_and_integers")
def cce_needs_arrays(y_true, z):
    """uses what was passed in as if it were an array, so a list fails

    Has a list a method called max? What makes an array of anything?
    """
    s = z - z.max(axis=-1, keepdims=True)
    return float(-np.mean(np.sum(y_true * (s - np.log(np.exp(s).sum(axis=-1, keepdims=True))), axis=-1)))


@exercise.wrong(fails="leaves_inputs_alone")
def cce_in_place(y_true, z):
    """subtracts inside the array that was passed in, so the caller's logits are changed

    Does z -= m make a new array, or does it write into the one it was given?
    """
    y, z = np.asarray(y_true, float), np.asarray(z)
    if z.dtype.kind != "f":
        z = z.astype(float)
    z -= z.max(axis=-1, keepdims=True)
    return float(-np.mean(np.sum(y * (z - np.log(np.exp(z).sum(axis=-1, keepdims=True))), axis=-1)))


@exercise.wrong(fails="averages_the_samples")
def cce_base_ten(y_true, z):
    """takes the logarithm to base 10

    What is np.log10(10), and what is np.log(10)?
    """
    y, z = np.asarray(y_true, float), np.asarray(z, float)
    s = z - z.max(axis=-1, keepdims=True)
    logs = s - np.log(np.exp(s).sum(axis=-1, keepdims=True))
    return float(-np.mean(np.sum(y * logs, axis=-1)) / np.log(10))


@exercise.wrong(fails="averages_the_samples")
def cce_per_class(y_true, z):
    """averages over the samples but does not add up the classes

    What is the shape of np.mean(..., axis=0) of an (N, C) array?
    """
    y, z = np.asarray(y_true, float), np.asarray(z, float)
    s = z - z.max(axis=-1, keepdims=True)
    logs = s - np.log(np.exp(s).sum(axis=-1, keepdims=True))
    return -np.mean(y * logs, axis=0)


@exercise.wrong(fails="averages_the_samples")
def cce_no_logarithm(y_true, z):
    """averages 1 - p without taking a logarithm

    A true class that was given 0: what does it cost you, and what should it cost?
    """
    y, z = np.asarray(y_true, float), np.asarray(z, float)
    s = z - z.max(axis=-1, keepdims=True)
    logs = s - np.log(np.exp(s).sum(axis=-1, keepdims=True))
    return float(np.mean(1 - np.sum(y * np.exp(logs), axis=-1)))


@exercise.wrong(fails="averages_the_samples")
def cce_most_likely(y_true, z):
    """looks at the most likely class of a row instead of the true one

    Where do the targets come into your loss?
    """
    z = np.asarray(z, float)
    s = z - z.max(axis=-1, keepdims=True)
    logs = s - np.log(np.exp(s).sum(axis=-1, keepdims=True))
    return float(-np.mean(logs.max(axis=1)))


@exercise.wrong(fails="averages_the_samples")
def cce_parameters_exchanged(y_true, z):
    """has its parameters in the other order, so targets and logits change places

    Compare your def line with the stub's: which of the two comes first?
    """
    y, z = np.asarray(z, float), np.asarray(y_true, float)
    s = z - z.max(axis=-1, keepdims=True)
    logs = s - np.log(np.exp(s).sum(axis=-1, keepdims=True))
    return float(-np.mean(np.sum(y * logs, axis=-1)))


@exercise.wrong(fails="averages_the_samples")
def cce_adds_the_true_logit(y_true, z):
    """adds the true class's logit to log-sum-exp where it should be subtracted

    A larger logit for the true class: is the loss larger, or smaller?
    """
    y, z = np.asarray(y_true, float), np.asarray(z, float)
    return float(np.mean(np.logaddexp.reduce(z, axis=-1) + np.sum(y * z, axis=-1)))


@exercise.wrong(fails="averages_the_samples")
def cce_charges_the_others(y_true, z):
    """also charges the classes that are not true, with log(1 - p), as binary crossentropy does

    Does the formula have a term with 1 - y?
    """
    y, z = np.asarray(y_true, float), np.asarray(z, float)
    s = z - z.max(axis=-1, keepdims=True)
    logs = s - np.log(np.exp(s).sum(axis=-1, keepdims=True))
    with np.errstate(all="ignore"):
        others = np.log(np.maximum(1 - np.exp(logs), 1e-7))
    return float(-np.mean(np.sum(y * logs + (1 - y) * others, axis=-1)))


@exercise.wrong(fails="averages_the_samples")
def cce_column_maximum(y_true, z):
    """subtracts the largest logit of each column, which changes the differences within a row

    What may be subtracted from a row without changing its softmax?
    """
    y, z = np.asarray(y_true, float), np.asarray(z, float)
    s = z - z.max(axis=0)
    with np.errstate(all="ignore"):
        logs = s - np.log(np.exp(s).sum(axis=-1, keepdims=True))
        return float(-np.mean(np.sum(y * logs, axis=-1)))


@exercise.wrong(fails="takes_soft_rows")
def cce_log_of_the_dot_product(y_true, z):
    """takes the logarithm of the weighted probability instead of weighing the logarithms

    Soft targets of 0.5 and 0.5: is the logarithm of a mean the mean of the logarithms?
    """
    y, z = np.asarray(y_true, float), np.asarray(z, float)
    s = z - z.max(axis=-1, keepdims=True)
    logs = s - np.log(np.exp(s).sum(axis=-1, keepdims=True))
    with np.errstate(all="ignore"):
        return float(-np.mean(np.log(np.sum(y * np.exp(logs), axis=-1))))


@exercise.wrong(fails="averages_the_samples")
def cce_broadcasts_the_logarithm(y_true, z):
    """subtracts a vector with one logarithm per row, which NumPy lines up with the columns

    Which shape has np.log(np.exp(s).sum(axis=-1)), and which shape would be subtracted row by row?
    """
    y, z = np.asarray(y_true, float), np.asarray(z, float)
    s = z - z.max(axis=-1, keepdims=True)
    return float(-np.mean(np.sum(y * (s - np.log(np.exp(s).sum(axis=-1))), axis=-1)))
