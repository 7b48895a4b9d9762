"""Wrong answers to class_probabilities."""

import numpy as np

from .checks import exercise


@exercise.wrong(fails="exactly_one")
def cp_swapped(logits, exclusive):
    """swaps the two cases

    Exclusive means that only one class can be true. Which of the two functions makes a row add up to 1?
    """
    z = np.asarray(logits, float)
    if not exclusive:
        e = np.exp(z - z.max(axis=-1, keepdims=True))
        return e / e.sum(axis=-1, keepdims=True)
    return np.exp(-np.logaddexp(0, -z))


@exercise.wrong(fails="each_on_its_own")
def cp_always_softmax(logits, exclusive):
    """takes a softmax in both cases

    A photograph shows a beach and a dog. Can both be 90 % probable in your result?
    """
    z = np.asarray(logits, float)
    e = np.exp(z - z.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


@exercise.wrong(fails="exactly_one")
def cp_always_sigmoid(logits, exclusive):
    """takes sigmoids in both cases

    Exactly one class is true. What should the probabilities of a row add up to?
    """
    return np.exp(-np.logaddexp(0, -np.asarray(logits, float)))


@exercise.wrong(fails="exactly_one")
def cp_shares_of_sigmoids(logits, exclusive):
    """divides sigmoids by their sum where the classes are exclusive

    The rows add up to 1, but is it a softmax? What should a lead of 1 do to the ratio of two classes?
    """
    s = np.exp(-np.logaddexp(0, -np.asarray(logits, float)))
    if exclusive:
        with np.errstate(all="ignore"):
            return s / s.sum(axis=-1, keepdims=True)
    return s


@exercise.wrong(fails="exactly_one")
def cp_columns(logits, exclusive):
    """takes the softmax along the first axis

    What do your rows add up to?
    """
    z = np.asarray(logits, float)
    if exclusive:
        e = np.exp(z - z.max(axis=0, keepdims=True))
        return e / e.sum(axis=0, keepdims=True)
    return np.exp(-np.logaddexp(0, -z))


@exercise.wrong(fails="exactly_one")
def cp_everything(logits, exclusive):
    """takes the softmax over the whole array

    What does each of your rows add up to?
    """
    z = np.asarray(logits, float)
    if exclusive:
        e = np.exp(z - z.max())
        return e / e.sum()
    return np.exp(-np.logaddexp(0, -z))


@exercise.wrong(fails="exactly_one")
def cp_winner_takes_all(logits, exclusive):
    """gives everything to the largest logit where the classes are exclusive

    Exactly one class is true, but do we know which? Are logits of 2.0 and 1.9 that different?
    """
    z = np.asarray(logits, float)
    if exclusive:
        return np.eye(z.shape[-1])[z.argmax(axis=-1)]
    return np.exp(-np.logaddexp(0, -z))


@exercise.wrong(fails="each_on_its_own")
def cp_thresholds(logits, exclusive):
    """decides for 0 or 1 where each class is a question of its own

    Is a logit of 0.1 as sure a yes as a logit of 10?
    """
    z = np.asarray(logits, float)
    if exclusive:
        e = np.exp(z - z.max(axis=-1, keepdims=True))
        return e / e.sum(axis=-1, keepdims=True)
    return (z > 0).astype(float)


@exercise.wrong(fails="each_on_its_own")
def cp_rescaled_softmax(logits, exclusive):
    """scales a softmax up until its largest share is 1 where each class is a question of its own

    All logits are -5, so every answer is no. What do you return?
    """
    z = np.asarray(logits, float)
    e = np.exp(z - z.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True) if exclusive else e


@exercise.wrong(fails="each_on_its_own")
def cp_tanh(logits, exclusive):
    """takes the hyperbolic tangent for the sigmoid

    Can a probability be negative?
    """
    z = np.asarray(logits, float)
    if exclusive:
        e = np.exp(z - z.max(axis=-1, keepdims=True))
        return e / e.sum(axis=-1, keepdims=True)
    return np.tanh(z)


@exercise.wrong(fails="stays_finite")
def cp_softmax_overflows(logits, exclusive):
    """takes the softmax without subtracting the largest logit, which overflows

    What is np.exp(1000)? What may you subtract from a row without changing the result?
    """
    z = np.asarray(logits, float)
    if exclusive:
        with np.errstate(all="ignore"):
            e = np.exp(z)
            return e / e.sum(axis=-1, keepdims=True)
    return np.exp(-np.logaddexp(0, -z))


@exercise.wrong(fails="stays_finite")
def cp_global_shift(logits, exclusive):
    """subtracts the largest logit of the whole array, so rows far below it become 0 / 0

    With rows of about 1000 and of about -1000, what is left of the second row after exp?
    """
    z = np.asarray(logits, float)
    if exclusive:
        with np.errstate(all="ignore"):
            e = np.exp(z - z.max())
            return e / e.sum(axis=-1, keepdims=True)
    return np.exp(-np.logaddexp(0, -z))


@exercise.wrong(fails="stays_finite")
def cp_sigmoid_overflows(logits, exclusive):
    """takes exp(z) / (1 + exp(z)) for the sigmoid, which is inf / inf where z is large

    What is np.exp(1000)? And that divided by itself plus 1?
    """
    z = np.asarray(logits, float)
    if exclusive:
        e = np.exp(z - z.max(axis=-1, keepdims=True))
        return e / e.sum(axis=-1, keepdims=True)
    with np.errstate(all="ignore"):
        return np.exp(z) / (1 + np.exp(z))


@exercise.wrong(fails="keeps_the_shape")
def cp_axis_one(logits, exclusive):
    """takes the softmax along axis 1, which is the last axis only where there are two

    Which axis number means the last one, however many there are?
    """
    z = np.asarray(logits, float)
    if exclusive:
        e = np.exp(z - z.max(axis=1, keepdims=True))
        return e / e.sum(axis=1, keepdims=True)
    return np.exp(-np.logaddexp(0, -z))


@exercise.wrong(fails="keeps_the_shape")
def cp_sigmoid_for_one(logits, exclusive):
    """takes a sigmoid where there is a single class, though it is said to be exclusive

    Exactly one of the classes is true, and there is only one. How probable is it?
    """
    z = np.asarray(logits, float)
    if exclusive and z.shape[-1] > 1:
        e = np.exp(z - z.max(axis=-1, keepdims=True))
        return e / e.sum(axis=-1, keepdims=True)
    return np.exp(-np.logaddexp(0, -z))


@exercise.wrong(fails="takes_lists_and_integers")
def cp_arrays_only(logits, exclusive):
    """calculates with the logits as they come, and a list has no minus

    What could you turn the logits into in the first line?
    """
    if exclusive:
        e = np.exp(logits - logits.max(axis=-1, keepdims=True))
        return e / e.sum(axis=-1, keepdims=True)
    return np.exp(-np.logaddexp(0, -logits))


@exercise.wrong(fails="leaves_inputs_alone")
def cp_in_place(logits, exclusive):
    """subtracts inside the array that was passed in, so the caller's logits are changed

    Does z -= something make a new array, or does it write into the one it was given?
    """
    z = np.asarray(logits) if np.asarray(logits).dtype.kind == "f" else np.asarray(logits, float)
    if exclusive:
        z -= z.max(axis=-1, keepdims=True)
        e = np.exp(z)
        return e / e.sum(axis=-1, keepdims=True)
    return np.exp(-np.logaddexp(0, -z))


@exercise.wrong(fails="exactly_one")
def cp_counts_classes(logits, exclusive):
    """decides by the number of classes and not by exclusive

    Where does exclusive stand in your code?
    """
    z = np.asarray(logits, float)
    e = np.exp(z - z.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True) if z.shape[-1] > 2 else np.exp(-np.logaddexp(0, -z))


@exercise.wrong(fails="exactly_one")
def cp_no_division(logits, exclusive):
    """does not divide by the sum, so the largest probability is always 1

    What do the probabilities of exclusive classes add up to?
    """
    z = np.asarray(logits, float)
    if not exclusive:
        return np.exp(-np.logaddexp(0, -z))
    return np.exp(z - z.max(axis=-1, keepdims=True))


@exercise.wrong(fails="exactly_one")
def cp_shares_of_logits(logits, exclusive):
    """divides the logits themselves by their sum, without the exponential

    A negative logit: what is its share? Can a probability be negative?
    """
    z = np.asarray(logits, float)
    if not exclusive:
        return np.exp(-np.logaddexp(0, -z))
    with np.errstate(all="ignore"):
        return z / z.sum(axis=-1, keepdims=True)


@exercise.wrong(fails="exactly_one")
def cp_sum_loses_its_axis(logits, exclusive):
    """loses the last axis in the sum, so the division does not go row by row

    What is the shape of e.sum(axis=-1), and what with keepdims=True?
    """
    z = np.asarray(logits, float)
    if not exclusive:
        return np.exp(-np.logaddexp(0, -z))
    e = np.exp(z - z.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1)


@exercise.wrong(fails="exactly_one")
def cp_column_maximum(logits, exclusive):
    """subtracts the largest logit of each column, which changes the shares within a row

    Which axis does the maximum run along? What may be subtracted from a whole row?
    """
    z = np.asarray(logits, float)
    if not exclusive:
        return np.exp(-np.logaddexp(0, -z))
    e = np.exp(z - z.max(axis=0))
    return e / e.sum(axis=-1, keepdims=True)


@exercise.wrong(fails="each_on_its_own")
def cp_sigmoid_falls(logits, exclusive):
    """forgets the minus sign in the sigmoid's exponent, so it falls instead of rising

    Which is larger, the sigmoid of -2 or of 2?
    """
    z = np.asarray(logits, float)
    if not exclusive:
        return np.exp(-np.logaddexp(0, z))
    e = np.exp(z - z.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


@exercise.wrong(fails="each_on_its_own")
def cp_sigmoid_of_softmax(logits, exclusive):
    """takes the sigmoid of the softmax where each class is a question of its own

    What goes into the sigmoid: a logit, or a probability?
    """
    z = np.asarray(logits, float)
    e = np.exp(z - z.max(axis=-1, keepdims=True))
    p = e / e.sum(axis=-1, keepdims=True)
    return p if exclusive else 1 / (1 + np.exp(-p))


@exercise.wrong(fails="exactly_one")
def cp_parameters_exchanged(exclusive, logits):
    """has its parameters in another order than the stub

    Compare your def line with the stub's: which of the two comes first?
    """
    z = np.asarray(logits, float)
    if not exclusive:
        return np.exp(-np.logaddexp(0, -z))
    e = np.exp(z - z.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


@exercise.wrong(fails="stays_finite")
def cp_cuts_logits(logits, exclusive):
    """cuts the logits off before the sigmoid, so all beyond count the same

    What is the sigmoid of -30, and what of your limit?
    """
    z = np.asarray(logits, float)
    if not exclusive:
        return 1 / (1 + np.exp(-np.clip(z, -10, 10)))
    e = np.exp(z - z.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)
