"""Wrong answers to best_epoch_count."""

import numpy as np

from .checks import exercise


@exercise.wrong(fails="counts_from_one")
def best_position(val_losses):
    """returns the position, which counts from 0, not the number of epochs

    If the first epoch was the best, how many epochs were run by then?
    """
    return int(np.argmin(val_losses))


@exercise.wrong(fails="first_of_equals")
def best_last(val_losses):
    """takes the last of the lowest losses instead of the first

    Two epochs are equally good. Which of them costs less training?
    """
    return len(val_losses) - int(np.argmin(np.asarray(val_losses)[::-1]))


@exercise.wrong(fails="counts_from_one")
def best_highest(val_losses):
    """finds the highest loss instead of the lowest

    Is a loss something that you want to be large?
    """
    return int(np.argmax(val_losses)) + 1


@exercise.wrong(fails="counts_from_one")
def best_value(val_losses):
    """returns the lowest loss itself, not the epoch in which it was reached

    Are you asked how low the loss was, or when?
    """
    return float(np.min(val_losses))


@exercise.wrong(fails="counts_from_one")
def best_first_rise(val_losses):
    """stops at the first rise, though the loss may fall lower afterwards

    A validation curve is bumpy. What if it falls again after a bump?
    """
    for epoch in range(1, len(val_losses)):
        if val_losses[epoch] >= val_losses[epoch - 1]:
            return epoch
    return len(val_losses)


@exercise.wrong(fails="counts_from_one")
def best_off_by_two(val_losses):
    """gives the epoch after the best one, where the loss is already higher

    If the first epoch was the best, what should the answer be?
    """
    return int(np.argmin(val_losses)) + 2


@exercise.wrong(fails="counts_from_one")
def best_all_epochs(val_losses):
    """returns the number of all epochs

    Is the last epoch always the best?
    """
    return len(val_losses)


@exercise.wrong(fails="counts_from_one")
def best_float(val_losses):
    """returns a float where an int is asked for

    Can a model be trained for 3.0 epochs? Which function turns that into 3?
    """
    return float(np.argmin(val_losses) + 1)


@exercise.wrong(fails="counts_from_one")
def best_distinct(val_losses):
    """counts epochs with the same loss as one

    Three epochs at 0.8, then one at 0.5: how many epochs were run?
    """
    return list(dict.fromkeys(float(loss) for loss in val_losses)).index(float(min(val_losses))) + 1


@exercise.wrong(fails="any_size_and_sign")
def best_absolute(val_losses):
    """looks for the loss closest to zero, not for the lowest

    Which is lower: -3 or 0.1?
    """
    return int(np.argmin(np.abs(val_losses))) + 1


@exercise.wrong(fails="any_size_and_sign")
def best_from_a_constant(val_losses):
    """begins the search with a fixed number, which the losses may never fall below

    What does your code return where every loss is larger than the number you begin with?
    """
    lowest, count = 1e9, 1
    for epoch, loss in enumerate(val_losses):
        if loss < lowest:
            lowest, count = loss, epoch + 1
    return count


@exercise.wrong(fails="any_size_and_sign")
def best_by_some(val_losses):
    """passes over an improvement that is small

    What does the docstring say about a loss that is lower by very little?
    """
    lowest, count = val_losses[0], 1
    for epoch, loss in enumerate(val_losses):
        if loss < lowest - 1e-4:
            lowest, count = loss, epoch + 1
    return count


@exercise.wrong(fails="first_of_equals")
def best_all_lowest(val_losses):
    """returns every epoch with the lowest loss, as an array

    Which one of them is asked for?
    """
    val_losses = np.asarray(val_losses)
    return np.flatnonzero(val_losses == val_losses.min()) + 1


@exercise.wrong(fails="accepts_lists")
def best_array_only(val_losses):
    """works on arrays, but not on lists

    Has a list a method argmin? Which function works on both?
    """
    return int(val_losses.argmin()) + 1


@exercise.wrong(fails="counts_from_one")
def best_list_only(val_losses):
    """works on lists, but not on arrays

    Has an array a method index? Which function finds a position in both?
    """
    return val_losses.index(min(val_losses)) + 1


@exercise.wrong(fails="leaves_inputs_alone")
def best_sorts(val_losses):
    """changes the losses that were passed in, so the caller's history is gone

    Which of these leaves losses alone: losses.sort(), sorted(losses), losses.pop()?
    """
    before = list(val_losses)
    val_losses.sort()
    return before.index(val_losses[0]) + 1


@exercise.wrong(fails="counts_from_one")
def best_skips_the_first(val_losses):
    """never looks at the first epoch

    Which is the first epoch that your loop compares? What if the first loss is the lowest?
    """
    best = 1
    for epoch in range(1, len(val_losses)):
        if val_losses[epoch] < val_losses[best]:
            best = epoch
    return best + 1


@exercise.wrong(fails="counts_from_one")
def best_from_zero(val_losses):
    """begins the search with 0, below which no positive loss falls

    With which number do you begin, and is any loss of the lesson lower than that?
    """
    lowest, best = 0, 0
    for epoch, loss in enumerate(val_losses):
        if loss < lowest:
            lowest, best = loss, epoch
    return best + 1


@exercise.wrong(fails="counts_from_one")
def best_last_fall(val_losses):
    """compares each loss with the one before it, not with the lowest so far

    Losses 0.3, 0.9, 0.8: the last one fell. Is it the lowest?
    """
    best = 1
    for epoch in range(1, len(val_losses)):
        if val_losses[epoch] < val_losses[epoch - 1]:
            best = epoch + 1
    return best
