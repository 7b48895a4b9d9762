"""Right answers to best_epoch_count, written differently."""

import numpy as np

from .checks import exercise


@exercise.right
def best_loop(val_losses):
    lowest, count = float("inf"), 0
    for epoch, loss in enumerate(val_losses, start=1):
        if loss < lowest:
            lowest, count = loss, epoch
    return count


@exercise.right
def best_list_index(val_losses):
    losses = list(val_losses)
    return losses.index(min(losses)) + 1


@exercise.right
def best_key(val_losses):
    return min(range(len(val_losses)), key=lambda epoch: val_losses[epoch]) + 1


@exercise.right
def best_numpy_integer(val_losses):
    return np.argmin(val_losses) + 1


@exercise.right
def best_where(val_losses):
    losses = np.array(val_losses)
    return np.where(losses == losses.min())[0][0] + 1


@exercise.right
def best_stable_sort(val_losses):
    return np.argsort(val_losses, kind="stable")[0] + 1


@exercise.right
def best_enumerate(val_losses):
    return sorted((loss, epoch) for epoch, loss in enumerate(val_losses, 1))[0][1]


@exercise.right
def best_negated(val_losses):
    return np.array(1 + np.argmax(-np.asarray(val_losses, dtype=float)))


@exercise.right
def best_running(val_losses):
    running = np.minimum.accumulate(np.asarray(val_losses))
    return int(np.sum(running > running[-1])) + 1


@exercise.right
def best_next(val_losses):
    low = min(val_losses)
    return next(count for count, loss in enumerate(val_losses, 1) if loss == low)
