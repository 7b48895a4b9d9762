"""Wrong answers to binary_crossentropy."""

import numpy as np

from ..shared import EPSILON
from .checks import exercise


@exercise.wrong(fails="averages_the_surprise")
def bce_sums(y_true, y_pred):
    """adds the losses of the samples up instead of averaging them

    What happens to your loss when every sample stands in the batch twice? What should happen?
    """
    y, p = np.asarray(y_true, float), np.clip(np.asarray(y_pred, float), 1e-7, 1 - 1e-7)
    return float(-np.sum(y * np.log(p) + (1 - y) * np.log(1 - p)))


@exercise.wrong(fails="averages_the_surprise")
def bce_positive(y_true, y_pred):
    """leaves out the minus sign, so the loss is negative

    Is the logarithm of a number below 1 positive or negative? And what should a loss be?
    """
    y, p = np.asarray(y_true, float), np.clip(np.asarray(y_pred, float), 1e-7, 1 - 1e-7)
    return float(np.mean(y * np.log(p) + (1 - y) * np.log(1 - p)))


@exercise.wrong(fails="averages_the_surprise")
def bce_one_term(y_true, y_pred):
    """counts only the samples whose target is 1

    What does your loss say about a sample with target 0 and prediction 0.99?
    """
    y, p = np.asarray(y_true, float), np.clip(np.asarray(y_pred, float), 1e-7, 1 - 1e-7)
    return float(-np.mean(y * np.log(p)))


@exercise.wrong(fails="averages_the_surprise")
def bce_half_a_minus(y_true, y_pred):
    """has the minus sign before the first of the two terms only

    Which sign does log(1 - p) have? Which sign should a surprise have?
    """
    y, p = np.asarray(y_true, float), np.clip(np.asarray(y_pred, float), EPSILON, 1 - EPSILON)
    return float(np.mean(-y * np.log(p) + (1 - y) * np.log(1 - p)))


@exercise.wrong(fails="averages_the_surprise")
def bce_log2(y_true, y_pred):
    """takes the logarithm to base 2, which measures in bits

    Which base does Keras use? Compare your loss with its, and look at the ratio.
    """
    y, p = np.asarray(y_true, float), np.clip(np.asarray(y_pred, float), 1e-7, 1 - 1e-7)
    return float(-np.mean(y * np.log2(p) + (1 - y) * np.log2(1 - p)))


@exercise.wrong(fails="averages_the_surprise")
def bce_log10(y_true, y_pred):
    """takes the logarithm to base 10

    Which base does np.log use, and which np.log10?
    """
    y, p = np.asarray(y_true, float), np.clip(np.asarray(y_pred, float), 1e-7, 1 - 1e-7)
    return float(-np.mean(y * np.log10(p) + (1 - y) * np.log10(1 - p)))


@exercise.wrong(fails="averages_the_surprise")
def bce_swapped(y_true, y_pred):
    """swaps the roles of target and prediction

    Of which of the two do you take the logarithm? Which one is a guess, and which one happened?
    """
    y, p = np.clip(np.asarray(y_pred, float), 1e-7, 1 - 1e-7), np.clip(np.asarray(y_true, float), 1e-7, 1 - 1e-7)
    return float(-np.mean(y * np.log(p) + (1 - y) * np.log(1 - p)))


@exercise.wrong(fails="averages_the_surprise")
def bce_from_logits(y_true, y_pred):
    """puts the predictions through a sigmoid although they are probabilities already

    What would a sigmoid make of a prediction of 0? Could the loss still reach 0 then?
    """
    y, z = np.asarray(y_true, float), np.asarray(y_pred, float)
    p = np.clip(1 / (1 + np.exp(-z)), 1e-7, 1 - 1e-7)
    return float(-np.mean(y * np.log(p) + (1 - y) * np.log(1 - p)))


@exercise.wrong(fails="clips_to_epsilon")
def bce_unclipped(y_true, y_pred):
    """does not clip the probabilities, so a total confidence gives inf or nan

    What is np.log(0)? And 0 times that?
    """
    y, p = np.asarray(y_true, float), np.asarray(y_pred, float)
    with np.errstate(all="ignore"):
        return float(-np.mean(y * np.log(p) + (1 - y) * np.log(1 - p)))


@exercise.wrong(fails="clips_to_epsilon")
def bce_clips_below_only(y_true, y_pred):
    """clips at the bottom only: 1 - p is still 0 where the prediction is 1

    Your loss has two logarithms. Which prediction makes the second one infinite?
    """
    y, p = np.asarray(y_true, float), np.maximum(np.asarray(y_pred, float), 1e-7)
    with np.errstate(all="ignore"):
        return float(-np.mean(y * np.log(p) + (1 - y) * np.log(1 - p)))


@exercise.wrong(fails="clips_to_epsilon")
def bce_adds_epsilon(y_true, y_pred):
    """adds EPSILON inside the logarithm instead of clipping

    A perfect prediction of 1: what is log(1 + EPSILON)? Can a loss be below 0?
    """
    y, p = np.asarray(y_true, float), np.asarray(y_pred, float)
    return float(-np.mean(y * np.log(p + 1e-7) + (1 - y) * np.log(1 - p + 1e-7)))


@exercise.wrong(fails="clips_to_epsilon")
def bce_coarse_clip(y_true, y_pred):
    """clips with another constant than EPSILON

    What is the largest loss a single sample can have with EPSILON = 1e-7? And with yours?
    """
    y, p = np.asarray(y_true, float), np.clip(np.asarray(y_pred, float), 1e-5, 1 - 1e-5)
    return float(-np.mean(y * np.log(p) + (1 - y) * np.log(1 - p)))


@exercise.wrong(fails="clips_to_epsilon")
def bce_fine_clip(y_true, y_pred):
    """clips with a constant much smaller than EPSILON

    What is the largest loss a single sample can have with EPSILON = 1e-7? And with yours?
    """
    y, p = np.asarray(y_true, float), np.clip(np.asarray(y_pred, float), 1e-15, 1 - 1e-15)
    return float(-np.mean(y * np.log(p) + (1 - y) * np.log(1 - p)))


@exercise.wrong(fails="takes_soft_targets")
def bce_hard_targets(y_true, y_pred):
    """rounds the targets to 0 or 1, so soft targets are lost

    A target of 0.7 says "in seven cases of ten". What does your code make of it?
    """
    y, p = np.asarray(y_true, float), np.clip(np.asarray(y_pred, float), 1e-7, 1 - 1e-7)
    return float(np.mean(np.where(y > 0.5, -np.log(p), -np.log(1 - p))))


@exercise.wrong(fails="takes_soft_targets")
def bce_integer_targets(y_true, y_pred):
    """cuts the targets down to whole numbers

    What is int(0.7)? Do the targets have to be integers?
    """
    y, p = np.asarray(y_true).astype(int), np.clip(np.asarray(y_pred, float), 1e-7, 1 - 1e-7)
    return float(-np.mean(y * np.log(p) + (1 - y) * np.log(1 - p)))


@exercise.wrong(fails="averages_every_element")
def bce_last_axis(y_true, y_pred):
    """averages over one axis only, so one loss per row is left

    What is the shape of the result of np.mean(..., axis=-1)?
    """
    y, p = np.asarray(y_true, float), np.clip(np.asarray(y_pred, float), 1e-7, 1 - 1e-7)
    return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p), axis=-1)


@exercise.wrong(fails="averages_every_element")
def bce_divides_by_rows(y_true, y_pred):
    """divides by the number of rows, not by the number of elements

    A (4, 2) array has four rows. How many losses are added up?
    """
    y, p = np.asarray(y_true, float), np.clip(np.asarray(y_pred, float), 1e-7, 1 - 1e-7)
    return float(-np.sum(y * np.log(p) + (1 - y) * np.log(1 - p)) / len(y))


@exercise.wrong(fails="leaves_inputs_alone")
def bce_clips_in_place(y_true, y_pred):
    """clips inside the array that was passed in, so the caller's predictions are changed

    Does np.clip(p, a, b, out=p) make a new array?
    """
    y, p = np.asarray(y_true, float), np.asarray(y_pred)
    if p.dtype.kind != "f":
        p = p.astype(float)
    np.clip(p, 1e-7, 1 - 1e-7, out=p)
    return float(-np.mean(y * np.log(p) + (1 - y) * np.log(1 - p)))


@exercise.wrong(fails="averages_the_surprise")
def bce_terms_exchanged(y_true, y_pred):
    """charges a yes where it was a no, and the other way round

    The target is 1. Which of the two logarithms must remain?
    """
    y = np.asarray(y_true, float)
    p = np.clip(np.asarray(y_pred, float), EPSILON, 1 - EPSILON)
    return float(-np.mean((1 - y) * np.log(p) + y * np.log(1 - p)))


@exercise.wrong(fails="averages_the_surprise")
def bce_only_no(y_true, y_pred):
    """counts only the samples whose target is 0

    Which term speaks of the samples whose target is 1?
    """
    y = np.asarray(y_true, float)
    p = np.clip(np.asarray(y_pred, float), EPSILON, 1 - EPSILON)
    return float(-np.mean((1 - y) * np.log(1 - p)))


@exercise.wrong(fails="averages_the_surprise")
def bce_closes_too_early(y_true, y_pred):
    """closes the bracket of the mean after the first term, so the second is neither averaged nor negated

    Count the brackets: what exactly does np.mean get?
    """
    y = np.asarray(y_true, float)
    p = np.clip(np.asarray(y_pred, float), EPSILON, 1 - EPSILON)
    return -np.mean(y * np.log(p)) + (1 - y) * np.log(1 - p)


@exercise.wrong(fails="averages_the_surprise")
def bce_no_brackets(y_true, y_pred):
    """leaves out the brackets around 1 - y

    In which order does Python compute 1 - y * x?
    """
    y = np.asarray(y_true, float)
    p = np.clip(np.asarray(y_pred, float), EPSILON, 1 - EPSILON)
    return float(-np.mean(y * np.log(p) + 1 - y * np.log(1 - p)))


@exercise.wrong(fails="averages_the_surprise")
def bce_no_weights(y_true, y_pred):
    """adds both logarithms without their weights, so the targets make no difference

    Where does y stand in the formula? Where does it stand in your code?
    """
    p = np.clip(np.asarray(y_pred, float), EPSILON, 1 - EPSILON)
    return float(-np.mean(np.log(p) + np.log(1 - p)))


@exercise.wrong(fails="averages_the_surprise")
def bce_weighs_with_p(y_true, y_pred):
    """weighs the second logarithm with 1 - p instead of 1 - y

    Which of the two says what really happened, y or p?
    """
    y = np.asarray(y_true, float)
    p = np.clip(np.asarray(y_pred, float), EPSILON, 1 - EPSILON)
    return float(-np.mean(y * np.log(p) + (1 - p) * np.log(1 - p)))


@exercise.wrong(fails="averages_the_surprise")
def bce_squared_error(y_true, y_pred):
    """averages squared errors, which is another loss (MSE)

    Where is the logarithm?
    """
    return float(np.mean((np.asarray(y_true, float) - np.asarray(y_pred, float)) ** 2))


@exercise.wrong(fails="averages_the_surprise")
def bce_rounds_predictions(y_true, y_pred):
    """rounds the predictions to 0 or 1, so 0.6 costs no more than 0.9

    Is a model that says 0.6 as sure as one that says 0.9?
    """
    y = np.asarray(y_true, float)
    p = np.clip(np.round(np.asarray(y_pred, float)), EPSILON, 1 - EPSILON)
    return float(-np.mean(y * np.log(p) + (1 - y) * np.log(1 - p)))


@exercise.wrong(fails="averages_the_surprise")
def bce_averages_both_terms(y_true, y_pred):
    """averages the two terms, so the loss is half of what it should be

    Are the two terms two samples, or two parts of one?
    """
    y = np.asarray(y_true, float)
    p = np.clip(np.asarray(y_pred, float), EPSILON, 1 - EPSILON)
    return float(-np.mean([np.mean(y * np.log(p)), np.mean((1 - y) * np.log(1 - p))]))


@exercise.wrong(fails="averages_the_surprise")
def bce_by_class(y_true, y_pred):
    """averages the samples of each class by themselves and adds the two means

    Nine yes and one no: how much does the no weigh in your loss, and how much should it?
    """
    y = np.asarray(y_true, float)
    p = np.clip(np.asarray(y_pred, float), EPSILON, 1 - EPSILON)
    yes, no = -np.log(p[y == 1]), -np.log(1 - p[y == 0])
    return float((yes.mean() if yes.size else 0.0) + (no.mean() if no.size else 0.0))


@exercise.wrong(fails="averages_the_surprise")
def bce_perplexity(y_true, y_pred):
    """takes the exponential of the mean at the end, which gives the perplexity

    What should a perfect prediction cost? And what is exp(0)?
    """
    y = np.asarray(y_true, float)
    p = np.clip(np.asarray(y_pred, float), EPSILON, 1 - EPSILON)
    return float(np.exp(-np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))))


@exercise.wrong(fails="averages_the_surprise")
def bce_clip_limits_exchanged(y_true, y_pred):
    """gives np.clip its limits in the wrong order, so every probability becomes the same

    Which limit comes first in np.clip(p, low, high)? Print the clipped probabilities.
    """
    y = np.asarray(y_true, float)
    p = np.clip(np.asarray(y_pred, float), 1 - EPSILON, EPSILON)
    return float(-np.mean(y * np.log(p) + (1 - y) * np.log(1 - p)))


@exercise.wrong(fails="averages_the_surprise")
def bce_clips_the_logarithms(y_true, y_pred):
    """clips the logarithms instead of the probabilities

    A logarithm of a probability is negative. What is left of it between EPSILON and 1 - EPSILON?
    """
    y, p = np.asarray(y_true, float), np.asarray(y_pred, float)
    with np.errstate(all="ignore"):
        yes, no = (np.clip(np.log(q), EPSILON, 1 - EPSILON) for q in (p, 1 - p))
        return float(-np.mean(y * yes + (1 - y) * no))


@exercise.wrong(fails="averages_the_surprise")
def bce_no_mean(y_true, y_pred):
    """gives one loss for each element, without the mean

    How many numbers does a training step need to go downhill?
    """
    y = np.asarray(y_true, float)
    p = np.clip(np.asarray(y_pred, float), EPSILON, 1 - EPSILON)
    return -(y * np.log(p) + (1 - y) * np.log(1 - p))


@exercise.wrong(fails="clips_to_epsilon")
def bce_clips_the_targets(y_true, y_pred):
    """clips the targets instead of the predictions

    Which of the two goes into the logarithm?
    """
    y, p = np.asarray(y_true, float), np.asarray(y_pred, float)
    with np.errstate(all="ignore"):
        y = np.clip(y, EPSILON, 1 - EPSILON)
        return float(-np.mean(y * np.log(p) + (1 - y) * np.log(1 - p)))


@exercise.wrong(fails="clips_to_epsilon")
def bce_clips_the_top_only(y_true, y_pred):
    """clips at the top only: log(p) is still infinite where the prediction is 0

    What is np.log(0)? What does np.minimum do about it?
    """
    y, p = np.asarray(y_true, float), np.asarray(y_pred, float)
    with np.errstate(all="ignore"):
        p = np.minimum(p, 1 - EPSILON)
        return float(-np.mean(y * np.log(p) + (1 - y) * np.log(1 - p)))


@exercise.wrong(fails="clips_to_epsilon")
def bce_patches_nan(y_true, y_pred):
    """replaces nan and infinity after the logarithm instead of clipping before it

    What does np.nan_to_num make of -inf? Is that -log of EPSILON?
    """
    y, p = np.asarray(y_true, float), np.asarray(y_pred, float)
    with np.errstate(all="ignore"):
        return float(-np.mean(np.nan_to_num(y * np.log(p) + (1 - y) * np.log(1 - p))))


@exercise.wrong(fails="clips_to_epsilon")
def bce_clips_into_integers(y_true, y_pred):
    """writes EPSILON into an array of integers, where it becomes 0

    What is np.array([0, 1])[0] after you set it to 1e-7? Which dtype should the array have?
    """
    y, p = np.asarray(y_true), np.array(y_pred)
    p[p < EPSILON] = EPSILON
    p[p > 1 - EPSILON] = 1 - EPSILON
    with np.errstate(all="ignore"):
        return float(-np.mean(y * np.log(p) + (1 - y) * np.log(1 - p)))


@exercise.wrong(fails="takes_soft_targets")
def bce_relative_entropy(y_true, y_pred):
    """subtracts the entropy of the targets, which gives another measure (the KL divergence)

    Target 0.5, prediction 0.5: what does the docstring's formula give, and what do you give?
    """
    y = np.asarray(y_true, float)
    p = np.clip(np.asarray(y_pred, float), EPSILON, 1 - EPSILON)
    y = np.clip(y, EPSILON, 1 - EPSILON)
    return float(np.mean(y * np.log(y / p) + (1 - y) * np.log((1 - y) / (1 - p))))


@exercise.wrong(fails="averages_every_element")
def bce_rows_as_numbers(y_true, y_pred):
    """loops over the rows as if each were a single number

    What does `for y, p in zip(y_true, y_pred)` give you of a (4, 3) array?
    """
    total = 0.0
    for y, p in zip(y_true, y_pred):
        p = max(EPSILON, min(1 - EPSILON, p))
        total -= y * np.log(p) + (1 - y) * np.log(1 - p)
    return float(total / len(y_true))


@exercise.wrong(fails="leaves_inputs_alone")
def bce_arrays_only(y_true, y_pred):
    """uses what was passed in as if it were an array, so a list fails

    What does np.asarray do with a list?
    """
    p = y_pred.clip(EPSILON, 1 - EPSILON)
    return float(-np.mean(y_true * np.log(p) + (1 - y_true) * np.log(1 - p)))


@exercise.wrong(fails="clips_to_epsilon")
def bce_clips_both(y_true, y_pred):
    """clips the targets as well as the predictions

    What should a target of exactly 0 weigh the first logarithm with? And after your clip?
    """
    y = np.clip(np.asarray(y_true, float), EPSILON, 1 - EPSILON)
    p = np.clip(np.asarray(y_pred, float), EPSILON, 1 - EPSILON)
    return float(-np.mean(y * np.log(p) + (1 - y) * np.log(1 - p)))


@exercise.wrong(fails="averages_the_surprise")
def bce_same_logarithm(y_true, y_pred):
    """takes log(p) in both terms, so the targets make no difference

    Target 0, prediction 0.1: which probability did the model give to what happened?
    """
    y, p = np.asarray(y_true, float), np.clip(np.asarray(y_pred, float), EPSILON, 1 - EPSILON)
    return float(-np.mean(y * np.log(p) + (1 - y) * np.log(p)))


@exercise.wrong(fails="averages_the_surprise")
def bce_one_minus_the_logarithm(y_true, y_pred):
    """has 1 - log(p) where log(1 - p) belongs

    For p = 0.1, what is 1 - log(p), and what is log(1 - p)? Which one is the logarithm of a probability?
    """
    y, p = np.asarray(y_true, float), np.clip(np.asarray(y_pred, float), EPSILON, 1 - EPSILON)
    return float(-np.mean(y * np.log(p) + (1 - y) * (1 - np.log(p))))


@exercise.wrong(fails="clips_to_epsilon")
def bce_as_it_stands(y_true, y_pred):
    """writes the formula down as it stands: nothing is clipped, and a list has no minus

    What is np.log(0)? And what makes an array of anything, lists included?
    """
    with np.errstate(all="ignore"):
        return float(-np.mean(y_true * np.log(y_pred) + (1 - y_true) * np.log(1 - y_pred)))
