"""Wrong answers to sparse_categorical_crossentropy_from_logits."""

import numpy as np

from .checks import exercise


@exercise.wrong(fails="logits_of_any_size")
def scce_clipped(y_true, z):
    """forms softmax and clips it, so no sample can cost more than 16.1

    A true class that lies 1000 behind: what should it cost? What is the largest loss you can return?
    """
    z, y = np.asarray(z, float), np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() >= z.shape[1]:
        raise ValueError("label out of range")
    e = np.exp(z - z.max(axis=1, keepdims=True))
    p = np.clip(e / e.sum(axis=1, keepdims=True), 1e-7, 1 - 1e-7)
    return float(-np.mean(np.log(p[np.arange(len(y)), y])))


@exercise.wrong(fails="logits_of_any_size")
def scce_log_of_softmax(y_true, z):
    """takes the logarithm of softmax, which gives inf where softmax is 0

    What is softmax of [0, -800], as a float? What would you have to know to get -800 back?
    """
    z, y = np.asarray(z, float), np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() >= z.shape[1]:
        raise ValueError("label out of range")
    e = np.exp(z - z.max(axis=1, keepdims=True))
    with np.errstate(all="ignore"):
        return float(-np.mean(np.log((e / e.sum(axis=1, keepdims=True))[np.arange(len(y)), y])))


@exercise.wrong(fails="logits_of_any_size")
def scce_adds_epsilon(y_true, z):
    """adds a tiny number inside the logarithm to keep it away from 0

    Softmax of 1e-20 plus your tiny number: which of the two does the logarithm see?
    """
    z, y = np.asarray(z, float), np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() >= z.shape[1]:
        raise ValueError("label out of range")
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return float(-np.mean(np.log((e / e.sum(axis=1, keepdims=True))[np.arange(len(y)), y] + 1e-12)))


@exercise.wrong(fails="logits_of_any_size")
def scce_unshifted(y_true, z):
    """exponentiates the logits as they are, so large ones overflow

    What is np.exp(1000)? Which number could you subtract from a whole row first?
    """
    z, y = np.asarray(z, float), np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() >= z.shape[1]:
        raise ValueError("label out of range")
    with np.errstate(all="ignore"):
        return float(np.mean(np.log(np.exp(z).sum(axis=1)) - z[np.arange(len(y)), y]))


@exercise.wrong(fails="logits_of_any_size")
def scce_global_max(y_true, z):
    """subtracts one maximum of the whole array, so rows far below it vanish

    A row near -1000 beside a row near 1000: what is left of it after your subtraction?
    """
    z, y = np.asarray(z, float), np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() >= z.shape[1]:
        raise ValueError("label out of range")
    z = z - z.max()
    with np.errstate(all="ignore"):
        return float(np.mean(np.log(np.exp(z).sum(axis=1)) - z[np.arange(len(y)), y]))


@exercise.wrong(fails="averages_the_samples")
def scce_sums(y_true, z):
    """adds the losses of the samples up instead of averaging them

    What happens to your loss when every sample stands in the batch twice? What should happen?
    """
    z, y = np.asarray(z, float), np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() >= z.shape[1]:
        raise ValueError("label out of range")
    return float(np.sum(np.logaddexp.reduce(z, axis=1) - z[np.arange(len(y)), y]))


@exercise.wrong(fails="averages_the_samples")
def scce_one_per_sample(y_true, z):
    """gives one loss per sample, without the mean

    How many numbers does training want to make smaller?
    """
    z, y = np.asarray(z, float), np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() >= z.shape[1]:
        raise ValueError("label out of range")
    return np.logaddexp.reduce(z, axis=1) - z[np.arange(len(y)), y]


@exercise.wrong(fails="averages_the_samples")
def scce_negative(y_true, z):
    """has the opposite sign, so the loss is negative

    Which is larger, the log-sum-exp of a row or any one of its logits? And what should a loss be?
    """
    z, y = np.asarray(z, float), np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() >= z.shape[1]:
        raise ValueError("label out of range")
    return float(np.mean(z[np.arange(len(y)), y] - np.logaddexp.reduce(z, axis=1)))


@exercise.wrong(fails="averages_the_samples")
def scce_no_softmax(y_true, z):
    """takes the logits for probabilities

    Can a probability be -1, or 3? Which function turns a row of logits into probabilities?
    """
    z, y = np.asarray(z, float), np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() >= z.shape[1]:
        raise ValueError("label out of range")
    return float(-np.mean(np.log(np.clip(z, 1e-7, 1 - 1e-7)[np.arange(len(y)), y])))


@exercise.wrong(fails="averages_the_samples")
def scce_softmax_twice(y_true, z):
    """puts the logits through softmax twice

    Which of your two steps already contains softmax? What is the smallest loss you can return?
    """
    z, y = np.asarray(z, float), np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() >= z.shape[1]:
        raise ValueError("label out of range")
    e = np.exp(z - z.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    return float(np.mean(np.logaddexp.reduce(p, axis=1) - p[np.arange(len(y)), y]))


@exercise.wrong(fails="averages_the_samples")
def scce_no_logarithm(y_true, z):
    """averages 1 - p without taking a logarithm

    How much more should a probability of 0.001 cost than one of 0.01?
    """
    z, y = np.asarray(z, float), np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() >= z.shape[1]:
        raise ValueError("label out of range")
    return float(np.mean(1 - np.exp(z[np.arange(len(y)), y] - np.logaddexp.reduce(z, axis=1))))


@exercise.wrong(fails="averages_the_samples")
def scce_softmax_of_columns(y_true, z):
    """takes softmax along the columns, over the samples

    Which axis runs along one sample's classes? What do your rows of probabilities add up to?
    """
    z, y = np.asarray(z, float), np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() >= z.shape[1]:
        raise ValueError("label out of range")
    log_p = z - np.logaddexp.reduce(z, axis=0, keepdims=True)
    return float(-np.mean(log_p[np.arange(len(y)), y]))


@exercise.wrong(fails="averages_the_samples")
def scce_true_logit_only(y_true, z):
    """looks only at the true class's logit, without what the other classes have

    A logit of 3 for the true class: is that good? What do you have to compare it with?
    """
    z, y = np.asarray(z, float), np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() >= z.shape[1]:
        raise ValueError("label out of range")
    return float(-np.mean(z[np.arange(len(y)), y]))


@exercise.wrong(fails="averages_the_samples")
def scce_log_sum_exp_only(y_true, z):
    """averages log-sum-exp and never subtracts the true class's logit

    Does your loss change when the labels change?
    """
    z, y = np.asarray(z, float), np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() >= z.shape[1]:
        raise ValueError("label out of range")
    return float(np.mean(np.logaddexp.reduce(z, axis=1)))


@exercise.wrong(fails="averages_the_samples")
def scce_hard_maximum(y_true, z):
    """compares the true class with the largest logit instead of with log-sum-exp

    Two classes with equal logits: should that cost nothing?
    """
    z, y = np.asarray(z, float), np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() >= z.shape[1]:
        raise ValueError("label out of range")
    return float(np.mean(z.max(axis=1) - z[np.arange(len(y)), y]))


@exercise.wrong(fails="averages_the_samples")
def scce_forgets_the_shift(y_true, z):
    """shifts the logits inside the sum, but not the logit of the true class

    You subtracted the maximum in one place. Where else does it have to go?
    """
    z, y = np.asarray(z, float), np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() >= z.shape[1]:
        raise ValueError("label out of range")
    rest = np.log(np.exp(z - z.max(axis=1, keepdims=True)).sum(axis=1))
    return float(np.mean(rest - z[np.arange(len(y)), y]))


@exercise.wrong(fails="averages_the_samples")
def scce_most_likely(y_true, z):
    """looks at the most likely class of a row instead of the true one

    If the model is sure and wrong, what does your loss say?
    """
    z, y = np.asarray(z, float), np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() >= z.shape[1]:
        raise ValueError("label out of range")
    return float(np.mean(np.logaddexp.reduce(z, axis=1) - z.max(axis=1)))


@exercise.wrong(fails="averages_the_samples")
def scce_all_columns(y_true, z):
    """takes whole columns, z[:, labels], instead of one logit from each row

    What is the shape of z[:, labels]? How many numbers do you want from each row?
    """
    z, y = np.asarray(z, float), np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() >= z.shape[1]:
        raise ValueError("label out of range")
    return float(np.mean(np.logaddexp.reduce(z, axis=1, keepdims=True) - z[:, y]))


@exercise.wrong(fails="averages_the_samples")
def scce_counts_from_one(y_true, z):
    """counts the classes from 1

    Which entry of a row has the index 0?
    """
    z, y = np.asarray(z, float), np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() >= z.shape[1]:
        raise ValueError("label out of range")
    return float(np.mean(np.logaddexp.reduce(z, axis=1) - z[np.arange(len(y)), y - 1]))


@exercise.wrong(fails="averages_the_samples")
def scce_base_two(y_true, z):
    """takes the logarithm to base 2, which measures in bits

    Which base does Keras use? Compare your loss with its, and look at the ratio.
    """
    z, y = np.asarray(z, float), np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() >= z.shape[1]:
        raise ValueError("label out of range")
    return float(np.mean(np.logaddexp.reduce(z, axis=1) - z[np.arange(len(y)), y]) / np.log(2))


@exercise.wrong(fails="averages_the_samples")
def scce_log_of_mean(y_true, z):
    """takes the logarithm of the mean probability instead of the mean of the logarithms

    For probabilities 0.5 and 0.01: compare -log of their mean with the mean of their -log.
    """
    z, y = np.asarray(z, float), np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() >= z.shape[1]:
        raise ValueError("label out of range")
    picked = z[np.arange(len(y)), y] - np.logaddexp.reduce(z, axis=1)
    return float(np.log(len(y)) - np.logaddexp.reduce(picked))


@exercise.wrong(fails="labels_as_column")
def scce_column_broadcasts(y_true, z):
    """indexes with a column of labels, which NumPy broadcasts to an N x N table

    What is the shape of z[np.arange(N), labels] when labels has the shape (N, 1)?
    """
    z, y = np.asarray(z, float), np.asarray(y_true).astype(int)
    if y.min() < 0 or y.max() >= z.shape[1]:
        raise ValueError("label out of range")
    return float(np.mean(np.logaddexp.reduce(z, axis=1) - z[np.arange(len(y)), y]))


@exercise.wrong(fails="labels_as_column")
def scce_squeezes_everything(y_true, z):
    """squeezes the labels until a single one has no axis left

    A column with one label has the shape (1, 1). What does np.squeeze make of it?
    """
    z, y = np.asarray(z, float), np.asarray(y_true).astype(int)
    y = np.squeeze(y) if y.ndim > 1 else y
    if y.min() < 0 or y.max() >= z.shape[1]:
        raise ValueError("label out of range")
    return float(np.mean(np.logaddexp.reduce(z, axis=1) - z[np.arange(len(y)), y]))


@exercise.wrong(fails="lists_and_whole_floats")
def scce_float_index(y_true, z):
    """indexes with labels that are floats, which NumPy refuses

    Can you index an array with 2.0? What could you convert the labels to?
    """
    z, y = np.asarray(z, float), np.asarray(y_true).ravel()
    if y.min() < 0 or y.max() >= z.shape[1]:
        raise ValueError("label out of range")
    return float(np.mean(np.logaddexp.reduce(z, axis=1) - z[np.arange(len(y)), y]))


@exercise.wrong(fails="lists_and_whole_floats")
def scce_needs_arrays(y_true, z):
    """uses what was passed in as if it were an array, so a list fails

    Has a list a method called max? What makes an array of anything?
    """
    y = y_true.astype(int).ravel()
    if y.min() < 0 or y.max() >= z.shape[1]:
        raise ValueError("label out of range")
    s = z - z.max(axis=1, keepdims=True)
    return float(np.mean(np.log(np.exp(s).sum(axis=1)) - s[np.arange(len(y)), y]))


@exercise.wrong(fails="refuses_unknown_labels")
def scce_wraps_negative(y_true, z):
    """takes negative labels for indices from the end

    What does row[-1] give in Python? Is -1 a class?
    """
    z, y = np.asarray(z, float), np.asarray(y_true).astype(int).ravel()
    if y.max() >= z.shape[1]:
        raise ValueError("label out of range")
    return float(np.mean(np.logaddexp.reduce(z, axis=1) - z[np.arange(len(y)), y]))


@exercise.wrong(fails="refuses_unknown_labels")
def scce_index_error(y_true, z):
    """leaves the unknown label to NumPy, which raises IndexError for some and nothing for others

    Which error does the docstring promise? And what does NumPy do with the label -1?
    """
    z, y = np.asarray(z, float), np.asarray(y_true).astype(int).ravel()
    return float(np.mean(np.logaddexp.reduce(z, axis=1) - z[np.arange(len(y)), y]))


@exercise.wrong(fails="refuses_unknown_labels")
def scce_clips_labels(y_true, z):
    """moves an unknown label to the nearest class instead of refusing it

    Would you rather train on a wrong label, or hear about it?
    """
    z = np.asarray(z, float)
    y = np.clip(np.asarray(y_true).astype(int).ravel(), 0, z.shape[1] - 1)
    return float(np.mean(np.logaddexp.reduce(z, axis=1) - z[np.arange(len(y)), y]))


@exercise.wrong(fails="refuses_unknown_labels")
def scce_unknown_is_no_class(y_true, z):
    """turns an unknown label into a row of zeros, so it silently counts for nothing

    What does your loss say when every label is unknown?
    """
    z, y = np.asarray(z, float), np.asarray(y_true).astype(int).reshape(-1, 1)
    log_p = z - np.logaddexp.reduce(z, axis=1, keepdims=True)
    return float(-np.sum((y == np.arange(z.shape[1])) * log_p) / len(y))


@exercise.wrong(fails="refuses_unknown_labels")
def scce_refuses_last_class(y_true, z):
    """refuses the last class, C - 1, too

    With three classes, which labels are there? Try your condition on the largest.
    """
    z, y = np.asarray(z, float), np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() >= z.shape[1] - 1:
        raise ValueError("label out of range")
    return float(np.mean(np.logaddexp.reduce(z, axis=1) - z[np.arange(len(y)), y]))


@exercise.wrong(fails="refuses_unknown_labels")
def scce_counts_rows(y_true, z):
    """compares the labels with the number of samples instead of the number of classes

    Which of the two numbers in z.shape counts the classes?
    """
    z, y = np.asarray(z, float), np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() >= z.shape[0]:
        raise ValueError("label out of range")
    return float(np.mean(np.logaddexp.reduce(z, axis=1) - z[np.arange(len(y)), y]))


@exercise.wrong(fails="leaves_inputs_alone")
def scce_in_place(y_true, z):
    """subtracts inside the array that was passed in, so the caller's logits are changed

    Does z -= m make a new array, or does it write into the one it was given?
    """
    z, y = np.asarray(z), np.asarray(y_true).astype(int).ravel()
    if z.dtype.kind != "f":
        z = z.astype(float)
    if y.min() < 0 or y.max() >= z.shape[1]:
        raise ValueError("label out of range")
    z -= z.max(axis=1, keepdims=True)
    return float(np.mean(np.log(np.exp(z).sum(axis=1)) - z[np.arange(len(y)), y]))


@exercise.wrong(fails="averages_the_samples")
def scce_base_ten(y_true, z):
    """takes the logarithm to base 10

    What is np.log10(10), and what is np.log(10)?
    """
    z = np.asarray(z, float)
    y = np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() >= z.shape[1]:
        raise ValueError("label")
    s = z - z.max(axis=-1, keepdims=True)
    logs = s - np.log(np.exp(s).sum(axis=-1, keepdims=True))
    return float(-np.mean(logs[np.arange(len(y)), y]) / np.log(10))


@exercise.wrong(fails="averages_the_samples")
def scce_divides_by_classes(y_true, z):
    """divides by the number of classes instead of the number of samples

    How many surprises are added up, and by how many do you divide?
    """
    z = np.asarray(z, float)
    y = np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() >= z.shape[1]:
        raise ValueError("label")
    s = z - z.max(axis=-1, keepdims=True)
    logs = s - np.log(np.exp(s).sum(axis=-1, keepdims=True))
    return float(-np.sum(logs[np.arange(len(y)), y]) / z.shape[1])


@exercise.wrong(fails="averages_the_samples")
def scce_averages_the_table(y_true, z):
    """averages over the classes too, so the loss is too small by the number of classes

    A one-hot table of N rows and C columns: over how many entries does np.mean average?
    """
    z = np.asarray(z, float)
    y = np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() >= z.shape[1]:
        raise ValueError("label")
    s = z - z.max(axis=-1, keepdims=True)
    logs = s - np.log(np.exp(s).sum(axis=-1, keepdims=True))
    return float(-np.mean(np.eye(z.shape[1])[y] * logs))


@exercise.wrong(fails="averages_the_samples")
def scce_label_as_weight(y_true, z):
    """multiplies the logarithms by the label's number instead of picking one of them

    Is a sample of class 2 twice as important as one of class 1?
    """
    z = np.asarray(z, float)
    y = np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() >= z.shape[1]:
        raise ValueError("label")
    s = z - z.max(axis=-1, keepdims=True)
    logs = s - np.log(np.exp(s).sum(axis=-1, keepdims=True))
    return float(-np.mean(y[:, None] * logs))


@exercise.wrong(fails="averages_the_samples")
def scce_rows_and_columns_exchanged(y_true, z):
    """takes the label for the row and the sample for the column

    In z[i, j], which of the two is the row? Which of them is the class?
    """
    z = np.asarray(z, float)
    y = np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() >= z.shape[1]:
        raise ValueError("label")
    s = z - z.max(axis=-1, keepdims=True)
    logs = s - np.log(np.exp(s).sum(axis=-1, keepdims=True))
    return float(-np.mean(logs[y, np.arange(len(y))]))


@exercise.wrong(fails="averages_the_samples")
def scce_adds_the_true_logit(y_true, z):
    """adds the true class's logit to log-sum-exp where it should be subtracted

    A larger logit for the true class: is the loss larger, or smaller?
    """
    z = np.asarray(z, float)
    y = np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() >= z.shape[1]:
        raise ValueError("label")
    return float(np.mean(np.logaddexp.reduce(z, axis=1) + z[np.arange(len(y)), y]))


@exercise.wrong(fails="averages_the_samples")
def scce_diagonal(y_true, z):
    """takes the diagonal, the class 0 for the first sample and 1 for the second

    Where do the labels come into your loss?
    """
    z = np.asarray(z, float)
    y = np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() >= z.shape[1]:
        raise ValueError("label")
    s = z - z.max(axis=-1, keepdims=True)
    logs = s - np.log(np.exp(s).sum(axis=-1, keepdims=True))
    return float(-np.mean(np.diag(logs)))


@exercise.wrong(fails="averages_the_samples")
def scce_first_class(y_true, z):
    """takes the logarithm of the first class of every row

    Where do the labels come into your loss?
    """
    z = np.asarray(z, float)
    y = np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() >= z.shape[1]:
        raise ValueError("label")
    s = z - z.max(axis=-1, keepdims=True)
    logs = s - np.log(np.exp(s).sum(axis=-1, keepdims=True))
    return float(-np.mean(logs[:, 0]))


@exercise.wrong(fails="averages_the_samples")
def scce_refuses_zero(y_true, z):
    """refuses the class 0 too

    Which class numbers does the docstring allow? Where do they begin?
    """
    z = np.asarray(z, float)
    y = np.asarray(y_true).astype(int).ravel()
    if y.min() <= 0 or y.max() >= z.shape[1]:
        raise ValueError("label")
    s = z - z.max(axis=-1, keepdims=True)
    logs = s - np.log(np.exp(s).sum(axis=-1, keepdims=True))
    return float(-np.mean(logs[np.arange(len(y)), y]))


@exercise.wrong(fails="refuses_unknown_labels")
def scce_joins_with_and(y_true, z):
    """joins its two questions with and, so a label would have to be too small and too large at once

    Can one batch's labels be below 0 or above C - 1 without being both?
    """
    z = np.asarray(z, float)
    y = np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 and y.max() >= z.shape[1]:
        raise ValueError("label")
    s = z - z.max(axis=-1, keepdims=True)
    logs = s - np.log(np.exp(s).sum(axis=-1, keepdims=True))
    return float(-np.mean(logs[np.arange(len(y)), y]))


@exercise.wrong(fails="refuses_unknown_labels")
def scce_raises_index_error(y_true, z):
    """refuses unknown labels with an IndexError, where the docstring asks for a ValueError

    Which exception does the docstring name?
    """
    z = np.asarray(z, float)
    y = np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() >= z.shape[1]:
        raise IndexError("label")
    s = z - z.max(axis=-1, keepdims=True)
    logs = s - np.log(np.exp(s).sum(axis=-1, keepdims=True))
    return float(-np.mean(logs[np.arange(len(y)), y]))


@exercise.wrong(fails="refuses_unknown_labels")
def scce_asserts(y_true, z):
    """refuses unknown labels with an assertion, which raises another exception than the ValueError asked for

    What does a failed assert raise?
    """
    z = np.asarray(z, float)
    y = np.asarray(y_true).astype(int).ravel()
    assert y.min() >= 0, "label"
    assert y.max() < z.shape[1], "label"
    s = z - z.max(axis=-1, keepdims=True)
    logs = s - np.log(np.exp(s).sum(axis=-1, keepdims=True))
    return float(-np.mean(logs[np.arange(len(y)), y]))


@exercise.wrong(fails="refuses_unknown_labels")
def scce_allows_c(y_true, z):
    """compares with C where it should with C - 1, so that the label C is left to NumPy

    C classes, counted from 0: which number has the last one?
    """
    z = np.asarray(z, float)
    y = np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() > z.shape[1]:
        raise ValueError("label")
    s = z - z.max(axis=-1, keepdims=True)
    logs = s - np.log(np.exp(s).sum(axis=-1, keepdims=True))
    return float(-np.mean(logs[np.arange(len(y)), y]))


@exercise.wrong(fails="refuses_unknown_labels")
def scce_returns_nothing(y_true, z):
    """returns nothing for an unknown label, perhaps after a message, instead of raising an exception

    Who reads what you print? What does raise do that print does not?
    """
    z = np.asarray(z, float)
    y = np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() >= z.shape[1]:
        return None
    s = z - z.max(axis=-1, keepdims=True)
    logs = s - np.log(np.exp(s).sum(axis=-1, keepdims=True))
    return float(-np.mean(logs[np.arange(len(y)), y]))


@exercise.wrong(fails="refuses_unknown_labels")
def scce_refuses_negative_only(y_true, z):
    """refuses negative labels, but those from C upwards reach NumPy first, which raises IndexError

    Between which two numbers must a label lie? Which of the two ends do you look at, before you take an entry?
    """
    z, y = np.asarray(z, float), np.asarray(y_true).astype(int).ravel()
    if np.any(y < 0):
        raise ValueError("label")
    return float(np.mean(np.logaddexp.reduce(z, axis=1) - z[np.arange(len(y)), y]))


@exercise.wrong(fails="averages_the_samples")
def scce_from_one_to_c(y_true, z):
    """counts the classes from 1 to C, and so refuses the class 0

    Which class numbers does the docstring allow? Where do they begin, and where do they end?
    """
    z, y = np.asarray(z, float), np.asarray(y_true).astype(int).ravel()
    if y.min() < 1 or y.max() > z.shape[1]:
        raise ValueError("label")
    return float(np.mean(np.logaddexp.reduce(z, axis=1) - z[np.arange(len(y)), y - 1]))


@exercise.wrong(fails="logits_of_any_size")
def scce_as_it_stands(y_true, z):
    """writes -log(softmax(z)) down as it stands: exp overflows, and softmax may be 0

    What is np.exp(1000), and what is np.log(0)? Which of the two logarithms can be taken before anything is divided?
    """
    z, y = np.asarray(z, float), np.asarray(y_true).astype(int).ravel()
    if y.min() < 0 or y.max() >= z.shape[1]:
        raise ValueError("label out of range")
    with np.errstate(all="ignore"):
        e = np.exp(z)
        return float(np.mean(-np.log((e / e.sum(axis=1, keepdims=True))[np.arange(len(y)), y])))
