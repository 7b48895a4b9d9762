"""Right answers to steps_per_epoch, written differently."""

import numpy as np

from .checks import exercise


@exercise.right
def steps_math_ceil(n_samples, batch_size):
    import math

    if min(n_samples, batch_size) < 1:
        raise ValueError(f"sizes must be positive: {n_samples}, {batch_size}")
    return math.ceil(n_samples / batch_size)


@exercise.right
def steps_numpy_ceil(n_samples, batch_size):
    if not (n_samples > 0 and batch_size > 0):
        raise ValueError()
    return int(np.ceil(n_samples / batch_size))


@exercise.right
def steps_numpy_integer(n_samples, batch_size):
    if n_samples <= 0 or batch_size <= 0:
        raise ValueError("too small")
    return np.ceil(np.divide(n_samples, batch_size)).astype(np.int64)


@exercise.right
def steps_divmod(n_samples, batch_size):
    for size in (n_samples, batch_size):
        if size < 1:
            raise ValueError(size)
    full, left = divmod(n_samples, batch_size)
    return full + bool(left)


@exercise.right
def steps_range(n_samples, batch_size):
    if n_samples < 1:
        raise ValueError("no samples")
    if batch_size < 1:
        raise ValueError("no batch")
    return len(range(0, n_samples, batch_size))


@exercise.right
def steps_integers_only(n_samples, batch_size):
    if n_samples * batch_size < 1 or n_samples < 1:
        raise ValueError
    return (n_samples + batch_size - 1) // batch_size


@exercise.right
def steps_loop(n_samples, batch_size):
    if any(size < 1 for size in (n_samples, batch_size)):
        raise ValueError
    count = 0
    while n_samples > 0:
        n_samples -= batch_size
        count += 1
    return count


@exercise.right
def steps_error_of_their_own(n_samples, batch_size):
    class TooSmall(ValueError):
        pass

    if n_samples < 1 or batch_size < 1:
        raise TooSmall("below 1")
    return np.array(1 + (n_samples - 1) // batch_size)
