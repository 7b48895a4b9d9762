"""Hidden checks of best_epoch_count."""

import numpy as np

from autograder.authoring import Exercise, call, stop


def one_epoch_named(ask, losses):
    return [ask(losses)]


exercise = Exercise(
    "best_epoch_count",
    understood="The best number of epochs is where the validation loss was lowest: before it the model "
    "underfits, after it the training loss goes on falling while the model gets worse on new data.",
    picture=stop((1.0, 0.7, 0.5, 0.42, 0.38, 0.41, 0.38, 0.46, 0.55), ("best",), see=one_epoch_named),
)


@exercise.exact(reason="an int, found by comparing exact fractions")
def by_fractions(val_losses):
    from fractions import Fraction

    losses = [Fraction(float(loss)) for loss in val_losses]
    return 1 + min(range(len(losses)), key=lambda epoch: (losses[epoch], epoch))


@exercise.relation
def worse_epochs_after(answer, val_losses):
    """More epochs, all of them as bad as the worst so far or worse: the same answer."""
    losses = np.asarray(val_losses, dtype=float)
    return answer(np.append(losses, [losses.max(), losses.max()])) == answer(val_losses)


@exercise.relation
def one_epoch_before(answer, val_losses):
    """One epoch more at the start, as bad as the worst: one epoch later, if any was better."""
    losses = np.asarray(val_losses, dtype=float)
    if losses.min() == losses.max():
        return answer(np.append(losses[:1], losses)) == 1
    return answer(np.append(losses.max(), losses)) == answer(val_losses) + 1


@exercise.public_check()
def worked_by_hand():
    """The first of the lowest losses, counted from 1, on the numbers worked above."""
    yield call([0.9, 0.6, 0.45, 0.5, 0.45, 0.7])
    yield call(np.array([0.9, 0.6, 0.5, 0.4]))
    yield call(np.array([0.5]))


@exercise.check(points=2)
def counts_from_one(rng):
    """The count of epochs at the lowest loss: at the first, at the last, or between.

    Losses 0.9, 0.6, 0.5, 0.7: how many epochs should have been run? What does your function say, and why?
    """
    yield call(np.array([0.7]))
    yield call(np.array([0.5, 0.6, 0.9]))
    yield call(np.array([0.9, 0.6, 0.5]))
    for n, place in ((7, 3), (20, 11), (6, 0), (9, 8), (30, int(rng.integers(5, 25)))):
        losses = rng.uniform(0.5, 1.5, n)
        losses[place] = rng.uniform(0.1, 0.4)
        yield call(losses)
    yield call(np.array([0.8, 0.8, 0.8, 0.5, 0.6]))  # no better for a while, and then the best
    # a curve as it is drawn in the lesson: down, a bump, down again, up
    yield call(np.array([1.0, 0.6, 0.7, 0.8, 0.5, 0.3, 0.35, 0.5, 0.9]) + rng.uniform(0, 0.01, 9))
    long = rng.uniform(0.5, 1.5, 200)  # long after others would have lost patience, the best
    long[[8, 171]] = 0.3, 0.2
    yield call(long)


@exercise.check(points=1)
def first_of_equals(rng):
    """Where the lowest loss comes more than once, the first time counts.

    Losses 0.9, 0.4, 0.7, 0.4: which of the two equal ones do you find, and which comparison decides that?
    """
    low = float(rng.uniform(0.1, 0.3))
    yield call(np.array([0.9, low, 0.5, low, 0.7]))
    yield call(np.array([0.9, 0.8, low, low, low]))
    yield call(np.array([low, 0.8, low]))
    yield call(np.array([low, low]))
    yield call(np.full(5, low))
    losses = rng.uniform(0.5, 1.5, 40)
    losses[[int(rng.integers(3, 15)), 20, 39]] = low
    yield call(losses)


@exercise.check(points=1)
def any_size_and_sign(rng):
    """Losses may be negative, zero, huge or tiny, and the lowest is the lowest by however little.

    With what does your search begin, and how small may an improvement be that it still sees? Try losses of -3 and of 1e9.
    """
    yield call(np.array([0.5, -0.2, -0.9, 0.1]))
    yield call(np.array([-0.1, -3.0, -2.0, -5.0, -4.0]))
    yield call(np.array([0.3, 0.0, 0.2]))
    yield call(-rng.uniform(1, 100, 8))
    yield call(1e12 * rng.uniform(1, 9, 6))
    yield call(np.array([1.5e308, 1.3e308, 1.1e308, 1.2e308]))
    yield call(-1e12 * rng.uniform(1, 9, 6))
    yield call(1e-12 * rng.uniform(1, 9, 7))
    yield call(np.array([3e-300, 2e-300, 1e-300, 2e-300]))
    yield call(0.5 - 1e-12 * np.array([0, 2, 1, 3, 0]))
    yield call(np.array([0.75, 0.5, np.nextafter(0.5, 0), 0.5]))
    yield call(0.5 - 1e-6 * np.array([0, 1, 2, 3, 4, 3]))
    yield call(1e6 + np.array([0.0, 1e-4, -1e-5, 2e-4]))
    yield call(np.array([-0.5, 0.5, 0.1, -0.4]))


@exercise.check(points=1)
def accepts_lists(rng):
    """Lists, integers and float32 give the same count.

    Call it with a list, with an array and with whole numbers. Which of your lines works with one of them only?
    """
    yield call([0.9, 0.4, 0.6])
    yield call([float(loss) for loss in rng.uniform(0.1, 2, 12)])
    yield call([5, 3, 4, 3])
    yield call([2, 0.5, 1])
    yield call([7])
    yield call(rng.permutation(9) + 1)
    yield call(np.array([4, -2, 6, -2]))
    yield call(rng.permutation(8).astype(np.float32) / 4)


@exercise.check(points=1, unchanged=True)
def leaves_inputs_alone(rng):
    """The count is right and the losses that were passed in are as they were.

    Print the losses before and after a call. Which line changes them?
    """
    yield call(np.array([0.9, 0.3, 0.6, 0.5]))
    yield call([0.9, 0.7, 0.2, 0.5])
    yield call(rng.permutation(10) / 10 + 0.05)
    yield call([int(loss) for loss in rng.permutation(10)])
