"""Hidden tests of the training lesson."""

from __future__ import annotations

import functools
from itertools import combinations

import numpy as np

from autograder.exercise import Exercise, call
from autograder.pictures import curve, stop, strip

RECORDED = "Keras holds the data in float32; they are moved, never computed with"


# steps_per_epoch

def in_batches_of_four(ask, n):
    return [ask(int(samples), 4) for samples in n]


steps = Exercise(
    "steps_per_epoch",
    understood="An epoch shows every sample once, so the samples left over make one more, shorter batch: "
    "the number of updates in an epoch is N / B rounded up.",
    picture=curve(1, 13, 13, see=in_batches_of_four, x="n", over="n_samples, in batches of 4", of="the steps"),
)


@steps.keras(reason="steps are counted")
def keras_steps(n_samples, batch_size):
    import keras

    if min(n_samples, batch_size) < 1 or n_samples > 2000 * batch_size or n_samples > 100_000:
        return NotImplemented

    class Counter(keras.Model):
        def train_step(self, data):
            self.steps_made = getattr(self, "steps_made", 0) + 1
            return {"loss": 0.0}

    model = Counter()
    model.compile(run_eagerly=True)
    model.fit(np.zeros((n_samples, 1)), np.zeros(n_samples), batch_size=batch_size, epochs=1, verbose=0)
    return int(model.steps_made)


@steps.exact(rtol=0, atol=0, reason="an int: a fraction, rounded up")
def exact_steps(n_samples, batch_size):
    from fractions import Fraction
    from math import ceil

    if min(n_samples, batch_size) < 1:
        return NotImplemented
    return ceil(Fraction(int(n_samples), int(batch_size)))


@steps.relation
def one_more_batch(answer, n_samples, batch_size):
    """A whole batch more of samples: one step more."""
    return answer(n_samples + batch_size, batch_size) == answer(n_samples, batch_size) + 1


@steps.relation
def all_doubled(answer, n_samples, batch_size):
    """Twice the samples in batches of twice the size: as many steps."""
    return answer(2 * n_samples, 2 * batch_size) == answer(n_samples, batch_size)


@steps.public_check()
def worked_by_hand():
    """Full batches, and one more for the samples left over, on the numbers worked above."""
    yield call(1000, 32)
    yield call(1000, 64)
    yield call(13, 4)
    yield call(12, 4)


@steps.public_check()
def refuses_zero():
    """Sizes below 1 raise ValueError."""
    yield call(0, 4).must_raise(ValueError)
    yield call(12, 0).must_raise(ValueError)


@steps.check(points=1)
def counts_full_batches(rng):
    """Where the batch size divides the number of samples, every batch is full.

    Take 12 samples in batches of 4 and cut them up with a pencil. How many batches lie before you, and what does your formula say?
    """
    for full, size in ((1, 1), (2, 1), (1, 2), (3, 4), (10, 32)):
        yield call(full * size, size)
    for size in rng.integers(2, 40, 3):
        yield call(int(size) * int(rng.integers(2, 25)), int(size))
    yield call(60_000, 100)


@steps.check(points=2)
def counts_the_last_batch(rng):
    """Samples left over make one more step, be they one or almost a batch.

    Take 13 samples in batches of 4: how many are left after the full batches, and in which step are they used?
    """
    for size in (2, 3, 5, 32, int(rng.integers(40, 90))):
        full = int(rng.integers(2, 12))
        yield call(full * size + 1, size)
        yield call(full * size + size - 1, size)
    for size in rng.integers(6, 60, 4):
        yield call(int(size) * int(rng.integers(1, 30)) + int(rng.integers(1, size)), int(size))
    yield call(60_000, 128)
    yield call(1_281_167, 256)
    yield call(60_001, 20_000)  # what is left is a tiny share of a batch
    yield call(4096 * 4096 + 1, 4096)  # more than float32 can count


@steps.check(points=1)
def one_batch_holds_everything(rng):
    """A batch size larger than the number of samples makes one step.

    Five samples and room for a hundred: how many batches are there, and how many does your formula count?
    """
    for n, size in ((1, 2), (1, 1000), (5, 6), (3, 5), (31, 32)):
        yield call(n, size)
    for n in rng.integers(2, 50, 3):
        yield call(int(n), int(n) + int(rng.integers(1, 100)))


@steps.check(points=1)
def refuses_samples_below_one(rng):
    """A number of samples below 1 raises ValueError; one sample is allowed.

    Which numbers of samples make no sense? Try 0, -3 and 1. And which exception does the docstring name?
    """
    yield call(0, 4).must_raise(ValueError)
    yield call(0, 1).must_raise(ValueError)
    yield call(-1, 1).must_raise(ValueError)
    yield call(-int(rng.integers(2, 30)), int(rng.integers(1, 9))).must_raise(ValueError)
    yield call(-12, 4).must_raise(ValueError)
    yield call(-12, -4).must_raise(ValueError)
    yield call(0, 0).must_raise(ValueError)
    yield call(1, 1)
    yield call(12, 4)


@steps.check(points=1)
def refuses_batches_below_one(rng):
    """A batch size below 1 raises ValueError; a batch size of one is allowed.

    Which batch sizes make no sense? Try 0, -3 and 1. And which exception does the docstring name?
    """
    yield call(4, 0).must_raise(ValueError)
    yield call(1, 0).must_raise(ValueError)
    yield call(1, -1).must_raise(ValueError)
    yield call(int(rng.integers(1, 30)), -int(rng.integers(2, 9))).must_raise(ValueError)
    yield call(12, -4).must_raise(ValueError)
    yield call(-5, -3).must_raise(ValueError)
    yield call(6, 1)
    yield call(1, 1)


@steps.wrong(fails="counts_the_last_batch")
def steps_floor(n_samples, batch_size):
    """counts the full batches only and forgets the samples left over

    What does 13 // 4 give, and which sample is then never seen?
    """
    if n_samples < 1 or batch_size < 1:
        raise ValueError
    return n_samples // batch_size


@steps.wrong(fails="counts_the_last_batch")
def steps_rounded(n_samples, batch_size):
    """rounds to the nearest number instead of up

    13 / 4 is 3.25. How many batches do 13 samples need?
    """
    if n_samples < 1 or batch_size < 1:
        raise ValueError
    return round(n_samples / batch_size)


@steps.wrong(fails="counts_full_batches")
def steps_always_one_more(n_samples, batch_size):
    """adds one step even where nothing is left over

    What does 12 // 4 + 1 give? How many samples would that last batch hold?
    """
    if n_samples < 1 or batch_size < 1:
        raise ValueError
    return n_samples // batch_size + 1


@steps.wrong(fails="counts_the_last_batch")
def steps_floor_at_least_one(n_samples, batch_size):
    """counts a short batch only where it is the only one

    A single short batch counts. Why should one that follows full batches not count?
    """
    if n_samples < 1 or batch_size < 1:
        raise ValueError
    return max(n_samples // batch_size, 1)


@steps.wrong(fails="counts_full_batches")
def steps_float(n_samples, batch_size):
    """returns a float, such as 4.0, where an int is asked for

    What is type(np.ceil(3.25))? What does math.ceil give?
    """
    if n_samples < 1 or batch_size < 1:
        raise ValueError
    return float(np.ceil(n_samples / batch_size))


@steps.wrong(fails="counts_the_last_batch")
def steps_quotient(n_samples, batch_size):
    """returns the quotient, which is seldom a whole number

    Can the weights be updated 3.25 times?
    """
    if n_samples < 1 or batch_size < 1:
        raise ValueError
    return n_samples / batch_size


@steps.wrong(fails="counts_the_last_batch")
def steps_adds_what_is_left(n_samples, batch_size):
    """adds the number of samples left over, not one batch for them

    14 % 4 is 2. How many batches do these two samples make?
    """
    if n_samples < 1 or batch_size < 1:
        raise ValueError
    return n_samples // batch_size + n_samples % batch_size


@steps.wrong(fails="one_batch_holds_everything")
def steps_refuses_a_large_batch(n_samples, batch_size):
    """refuses a batch size larger than the data

    What does the docstring say about a batch size larger than n_samples?
    """
    if n_samples < 1 or batch_size < 1 or batch_size > n_samples:
        raise ValueError
    return -(-n_samples // batch_size)


@steps.wrong(fails="refuses_batches_below_one")
def steps_no_error(n_samples, batch_size):
    """does not refuse sizes below 1

    What does your code do with -12 samples, or with a batch size of 0?
    """
    return -(-n_samples // batch_size)


@steps.wrong(fails="refuses_samples_below_one")
def steps_refuses_batch_only(n_samples, batch_size):
    """refuses a batch size below 1, but not a number of samples below 1

    How many steps does your code make of no samples at all?
    """
    if batch_size < 1:
        raise ValueError
    return -(-n_samples // batch_size)


@steps.wrong(fails="refuses_batches_below_one")
def steps_refuses_samples_only(n_samples, batch_size):
    """refuses a number of samples below 1, but not a batch size below 1

    What happens with a batch size of 0, and with one of -4?
    """
    if n_samples < 1:
        raise ValueError
    return -(-n_samples // batch_size)


@steps.wrong(fails="refuses_samples_below_one")
def steps_refuses_zero_only(n_samples, batch_size):
    """refuses zero, but not negative numbers

    Is -12 below 1? Which comparison says "below"?
    """
    if n_samples == 0 or batch_size == 0:
        raise ValueError
    return -(-n_samples // batch_size)


@steps.wrong(fails="refuses_samples_below_one")
def steps_refuses_negative_only(n_samples, batch_size):
    """refuses negative numbers, but not zero samples

    Is 0 below 1? Which comparison leaves it through?
    """
    if n_samples < 0 or batch_size < 0 or batch_size == 0:
        raise ValueError
    return -(-n_samples // batch_size)


@steps.wrong(fails="refuses_samples_below_one")
def steps_refuses_if_both(n_samples, batch_size):
    """refuses only where both numbers are below 1

    The docstring says "either". Which of `and` and `or` is that?
    """
    if n_samples < 1 and batch_size < 1:
        raise ValueError
    return -(-n_samples // batch_size)


@steps.wrong(fails="refuses_samples_below_one")
def steps_returns_zero(n_samples, batch_size):
    """returns 0 for sizes below 1 instead of raising an error

    What does the docstring say under Raises?
    """
    if n_samples < 1 or batch_size < 1:
        return 0
    return -(-n_samples // batch_size)


@steps.wrong(fails="counts_full_batches")
def steps_upside_down(n_samples, batch_size):
    """divides the batch size by the number of samples

    A thousand samples in batches of ten: is it a hundred steps, or one?
    """
    if n_samples < 1 or batch_size < 1:
        raise ValueError
    return -(-batch_size // n_samples)


@steps.right
def steps_math_ceil(n_samples, batch_size):
    import math

    if min(n_samples, batch_size) < 1:
        raise ValueError(f"sizes must be positive: {n_samples}, {batch_size}")
    return math.ceil(n_samples / batch_size)


@steps.right
def steps_numpy_ceil(n_samples, batch_size):
    if not (n_samples > 0 and batch_size > 0):
        raise ValueError()
    return int(np.ceil(n_samples / batch_size))


@steps.right
def steps_numpy_integer(n_samples, batch_size):
    if n_samples <= 0 or batch_size <= 0:
        raise ValueError("too small")
    return np.ceil(np.divide(n_samples, batch_size)).astype(np.int64)


@steps.right
def steps_divmod(n_samples, batch_size):
    for size in (n_samples, batch_size):
        if size < 1:
            raise ValueError(size)
    full, left = divmod(n_samples, batch_size)
    return full + bool(left)


@steps.right
def steps_range(n_samples, batch_size):
    if n_samples < 1:
        raise ValueError("no samples")
    if batch_size < 1:
        raise ValueError("no batch")
    return len(range(0, n_samples, batch_size))


@steps.right
def steps_integers_only(n_samples, batch_size):
    if n_samples * batch_size < 1 or n_samples < 1:
        raise ValueError
    return (n_samples + batch_size - 1) // batch_size


@steps.right
def steps_loop(n_samples, batch_size):
    if any(size < 1 for size in (n_samples, batch_size)):
        raise ValueError
    count = 0
    while n_samples > 0:
        n_samples -= batch_size
        count += 1
    return count


@steps.right
def steps_error_of_their_own(n_samples, batch_size):
    class TooSmall(ValueError):
        pass

    if n_samples < 1 or batch_size < 1:
        raise TooSmall("below 1")
    return np.array(1 + (n_samples - 1) // batch_size)


# What batches and train_val_test_split are held to: every pair once, and no pair torn apart.


class Fault(Exception):
    """What is wrong with an answer, as a sentence without hidden numbers."""


def rule(check):
    """`check(case, got)` raises Fault; the engine wants the sentence, or None."""

    def holds(case, got, expected):
        try:
            check(case, got)
        except Fault as fault:
            return str(fault)
        return None

    return holds


def samples(rng, n, *shape):
    """(n, *shape) numbers, all distinct, an eighth or more apart, of both signs."""
    size = n * int(np.prod(shape, dtype=int))
    return ((rng.permutation(2 * size) - size)[:size] / 8).reshape(n, *shape)


def numbers(value, name):
    """An array, or nested lists of numbers, as a float array."""
    if type(value) in (list, tuple):
        try:
            value = np.asarray(value)
        except (ValueError, OverflowError):
            raise Fault(f"{name} is a list whose rows differ in form") from None
    if type(value) is not np.ndarray or value.dtype.kind not in "iuf" or value.ndim == 0:
        raise Fault(f"{name} is no array of numbers")
    return value.astype(float)


def portion(X, y, X_part, y_part, what):
    """Where the pairs of a batch or a part stand in the data."""
    X, y = np.asarray(X, dtype=float), np.asarray(y, dtype=float)
    X_part, y_part = numbers(X_part, f"X of {what}"), numbers(y_part, f"y of {what}")
    for name, data, part in (("X", X, X_part), ("y", y, y_part)):
        if part.shape[1:] != data.shape[1:] and len(part):
            raise Fault(f"{name} of {what} has not the shape (n, ...) of the data")
    if len(X_part) != len(y_part):
        raise Fault(f"X and y of {what} are not equally long")
    if len(X_part) > len(X):
        raise Fault(f"{what} holds more pairs than there are")
    if not len(X_part):
        return []
    found = near(X, X_part)
    places = np.argmax(found, axis=1)
    good = found.any(axis=1) & equal_rows(y[places].reshape(len(places), -1), y_part.reshape(len(places), -1))
    if good.all():
        return places.tolist()
    first = int(np.argmin(good))
    if not found[first].any():
        raise Fault(f"X of {what} holds a sample that is not in the data")
    if not near(y, y_part[first : first + 1]).any():
        raise Fault(f"y of {what} holds a target that is not in the data")
    raise Fault(f"in {what} a sample has a target that is not its own")


def near(data, part):
    """[n, place]: whether the n-th sample of a part is the one that stands in this place of the data, to
    the tolerance; where each of them is in the data to the last bit, those places alone."""
    data, part = data.reshape(1, len(data), -1), part.reshape(len(part), 1, -1)
    same = (data == part).all(axis=-1)
    return same if same.any(axis=1).all() else equal_rows(data, part)


def equal_rows(data, part):
    """Whether rows are the same, to the tolerance: as np.isclose, for all of them at once."""
    same = data == part
    if not same.all():
        with np.errstate(invalid="ignore", over="ignore"):
            same |= np.isfinite(part) & (np.abs(data - part) <= 1e-9 + 1e-5 * np.abs(part))
    return same.all(axis=-1)


def each_once(found, n, one, all_together):
    if len(set(found)) < len(found):
        raise Fault(f"a pair comes more than once in {all_together}")
    if len(found) < n:
        raise Fault(f"not every pair is in {one}")


# batches

def samples_in_batches_of_four(ask, n):
    """The numbers of the samples, batch by batch: an epoch in order, and one shuffled."""
    y = np.arange(float(n))
    epochs = [ask(y.reshape(n, 1), y, 4, shuffle) for shuffle in (False, True)]
    return [[[int(number) for number in np.ravel(batch[1])] for batch in epoch] for epoch in epochs]


batches = Exercise(
    "batches",
    understood="One random order, used for X and y alike and cut into portions, shows every pair once an "
    "epoch, in batches that differ from epoch to epoch, and leaves the data as they were.",
    picture=strip(10, ("in order", "shuffled"), see=samples_in_batches_of_four),
)


@batches.driver
def one_epoch(answer, X, y, batch_size, *args, **named):
    """The batches as a list of [X_batch, y_batch], each copied as it comes; a batch or two more than
    there should be, if there are. What cannot be gone through stays as it is."""
    from itertools import islice

    def listed(found, most):
        try:
            return list(islice(iter(found), most))
        except TypeError:
            return found

    def copied(part):
        return part.copy() if type(part) is np.ndarray else part

    found = answer(X, y, batch_size, *args, **named)
    try:
        found = iter(found)
    except TypeError:
        return found
    batches = []
    for batch in islice(found, len(X) // batch_size + 2):
        batch = listed(batch, 3)
        batches.append([copied(part) for part in batch] if type(batch) is list else batch)
    return batches


def the_same_seed_twice(answer, X, y, batch_size, shuffle, seed):
    """Two epochs with the same seed; what else draws random numbers between them must not matter."""
    import copy
    from itertools import islice

    epochs = []
    for _ in range(2):
        found = answer(copy.deepcopy(X), copy.deepcopy(y), batch_size, shuffle, seed)
        found = islice(found, len(X) // batch_size + 2)
        epochs.append([[np.array(part) for part in batch] for batch in found])
        np.random.random(3)
    return epochs


def other_seeds(answer, X, y, batch_size, shuffle, seed):
    """Epochs with this seed, and with others: from 0, those that stand for no seed here and there."""
    import copy
    from itertools import islice

    epochs = []
    for other in (seed, seed + 1, seed + 42, seed + 123, seed + 1000, seed + 1234):
        found = answer(copy.deepcopy(X), copy.deepcopy(y), batch_size, shuffle, other)
        found = islice(found, len(X) // batch_size + 2)
        epochs.append([[np.array(part) for part in batch] for batch in found])
    return epochs


def many_seeds(answer, X, y, batch_size, shuffle, seed):
    """The targets in the order in which they come, for 150 seeds in turn."""
    import copy
    from itertools import islice

    orders = []
    for other in range(seed, seed + 150):
        found = answer(copy.deepcopy(X), copy.deepcopy(y), batch_size, shuffle, other)
        found = islice(found, len(X) // batch_size + 2)
        orders.append(np.concatenate([np.array(batch[1], dtype=np.float32) for batch in map(list, found)]))
    return np.array(orders) if len({len(order) for order in orders}) == 1 else orders


def sorted_afterwards(answer, X, y, batch_size, *args, **named):
    """The sizes of the batches, all samples and all targets, each sorted, whether each sample came with
    its own target, and whether the order was not the data's. So an answer gives the same without a
    seed, however it draws."""
    from itertools import islice

    found = islice(answer(X, y, batch_size, *args, **named), -(-len(X) // batch_size))
    found = [[np.array(part) for part in batch] for batch in found]
    X_found, y_found = (np.concatenate([batch[k] for batch in found]) for k in (0, 1))
    kept = X_found.shape == y_found.shape and bool(
        np.allclose(y[np.argmin(np.abs(X[:, None] - X_found), axis=0)], y_found)
    )
    drawn = not np.array_equal(np.ravel(X_found), X)
    return [[len(batch[1]) for batch in found], np.sort(X_found, axis=0), np.sort(y_found, axis=0), kept, drawn]


def settings(X, y, batch_size, shuffle=False, seed=None):
    return X, y, batch_size, shuffle, seed


def order_of(case, epoch):
    """The places in the data of the pairs, in the order in which they came, once all is as it should
    be but the order."""
    X, y, batch_size, _, _ = settings(*case.args, **case.kwargs)
    if type(epoch) not in (list, tuple):
        raise Fault("a for loop cannot go through what was returned")
    found, sizes = [], []
    for batch in epoch:
        if type(batch) not in (list, tuple) or len(batch) != 2:
            raise Fault("a batch is not a pair (X_batch, y_batch)")
        found += portion(X, y, *batch, "a batch")
        sizes.append(len(found) - sum(sizes))
        if sizes[-1] == 0:
            raise Fault("a batch is empty")
    if any(size > batch_size for size in sizes[:-1]):
        raise Fault("a batch holds more than batch_size pairs")
    if sizes and sizes[-1] > batch_size:
        raise Fault("the last batch holds more than batch_size pairs")
    each_once(found, len(X), "a batch", "one epoch")
    if any(size < batch_size for size in sizes[:-1]):
        raise Fault("a batch before the last is not full")
    return found


def drawn(order):
    """Raises Fault where many pairs come in the same step after one another: as they stand, backwards,
    by threes, or in whole batches."""
    jumps = np.diff(order) % len(order)
    if np.all(jumps == 1) and order[0] == 0:
        raise Fault("the pairs come in the order of the data although shuffle is True")
    if np.all(jumps == len(order) - 1):
        raise Fault("the pairs come in the order of the data turned round")
    if np.bincount(jumps).max() >= len(jumps) / 2:
        raise Fault("the order is not drawn from all orders of the pairs: neighbours stay together")


@rule
def is_an_epoch(case, got):
    order = order_of(case, got)
    _, _, _, shuffle, seed = settings(*case.args, **case.kwargs)
    if not shuffle and order != sorted(order):
        raise Fault("the pairs do not come in the order of the data although shuffle is False")
    if shuffle and seed is not None and len(order) >= 20:
        drawn(order)


@rule
def is_whole(case, got):
    X, y, batch_size, _, _ = settings(*case.args, **case.kwargs)
    if type(got) is not list or len(got) != 5:
        raise Fault("what came is not a list of pairs (X_batch, y_batch)")
    sizes, X_found, y_found, kept, drawn = got
    for data, found in ((X, X_found), (y, y_found)):
        found = numbers(found, "a batch")
        if found.shape != data.shape or not np.allclose(found, np.sort(data), rtol=1e-5, atol=1e-9):
            raise Fault("without a seed, not every pair comes exactly once")
    if kept is not True:
        raise Fault("without a seed, a sample has a target that is not its own")
    if sizes != [len(X[start : start + batch_size]) for start in range(0, len(X), batch_size)]:
        raise Fault("a batch before the last is not full, or a batch is empty")
    if drawn is not True:
        raise Fault("without a seed, the pairs come in the order of the data although shuffle is True")


@rule
def is_the_same_again(case, got):
    orders = [order_of(case, epoch) for epoch in got]
    for order in orders:
        drawn(order)
    if len(orders) != 2 or orders[0] != orders[1]:
        raise Fault("the same seed gives another order when it is given again")


@rule
def differs_by_seed(case, got):
    orders = [order_of(case, epoch) for epoch in got]
    for order in orders:
        drawn(order)
    if len(orders) != 6 or len(set(map(tuple, orders))) < len(orders):
        raise Fault("two seeds give the same order")


@rule
def comes_in_any_order(case, got):
    y, size = np.asarray(case.args[1]), case.args[2]
    n = len(y)
    got = numbers(got, "the order")
    if got.shape != (150, n) or not np.allclose(np.sort(got, axis=1), np.sort(y)):
        raise Fault("not every pair comes exactly once")
    place = np.argsort(got, axis=1)[:, np.argsort(np.argsort(y))]  # [seed, pair]: where the pair comes
    if len(np.unique(place + n * np.arange(n))) < n * n:
        raise Fault("some pairs never come to some places, whatever the seed")
    batch = place // size
    together = np.mean(batch[:, :, None] == batch[:, None, :], axis=0)[~np.eye(n, dtype=bool)]
    if together.min() == 0 or together.max() == 1:
        raise Fault("some pairs are always in the same batch, or never, whatever the seed")


@batches.keras(reason=RECORDED)
def keras_batches(X, y, batch_size, shuffle=False, seed=None):
    import keras

    if seed is not None or np.ndim(X) == 1:
        return NotImplemented
    seen = []

    class Recorder(keras.Model):
        def train_step(self, data):
            seen.append([np.array(part) for part in data])
            return {"loss": 0.0}

    recorder = Recorder()
    recorder.compile(run_eagerly=True)
    recorder.fit(np.asarray(X), np.asarray(y), batch_size=batch_size, shuffle=shuffle, verbose=0)
    return seen


@batches.relation
def own_targets(answer, X, y, batch_size, shuffle=False, seed=None):
    """The data as their own targets: both halves of each pair are the same."""
    return all(np.array_equal(a, b) for a, b in answer(X, X, batch_size, shuffle, seed))


@batches.relation
def size_matters_not(answer, X, y, batch_size, shuffle=False, seed=None):
    """In batches of another size come the same pairs, in order the same ones in the same order."""
    targets = [
        np.concatenate([np.asarray(batch[1]) for batch in answer(X, y, size, shuffle, seed)])
        for size in (batch_size, batch_size + 1)
    ]
    if shuffle:
        targets = [np.sort(target, axis=0) for target in targets]
    return np.array_equal(*targets)


@batches.public_check()
def worked_by_hand():
    """Five pairs in order, in batches of two, as worked above: the last batch is short."""
    X = np.array([[0.0, 0.5], [1.0, 1.5], [2.0, 2.5], [3.0, 3.5], [4.0, 4.5]])
    yield call(X, np.array([10.0, 11.0, 12.0, 13.0, 14.0]), 2)
    yield call([[1, 2], [3, 4], [5, 6]], [7, 8, 9], 5)


def shuffled_and_found_again(answer, X, y, batch_size, shuffle, seed):
    """What is true of a shuffled epoch, as far as it can be said whatever the order."""
    from itertools import islice

    before = X.copy(), y.copy()
    orders, sizes, kept = [], [], True
    for s in (seed, seed, seed + 1):
        order = []
        for X_batch, y_batch in islice(answer(X, y, batch_size, shuffle, s), len(X) + 2):
            X_batch, y_batch = np.asarray(X_batch), np.asarray(y_batch)
            kept = kept and X_batch.shape == (len(y_batch), 1) and np.allclose(X_batch[:, 0] + 100, y_batch)
            order += [float(target) for target in y_batch]
            sizes += [len(y_batch)] if len(orders) == 0 else []
        orders.append(order)
    return {
        "sizes of the batches": sizes,
        "every pair once": all(sorted(order) == sorted(before[1].tolist()) for order in orders),
        "pairs kept": bool(kept),
        "shuffled": orders[0] != before[1].tolist(),
        "same seed, same order": orders[0] == orders[1],
        "other seed, other order": orders[0] != orders[2],
        "data unchanged": bool(np.array_equal(X, before[0]) and np.array_equal(y, before[1])),
    }


@batches.public_check(drive=shuffled_and_found_again)
def shuffles():
    """Shuffled: every pair once and whole, the order by the seed, the data as they were."""
    yield call(np.arange(30.0).reshape(30, 1), 100 + np.arange(30.0), 8, True, 0)


@batches.check(points=2, holds=is_an_epoch)
def cuts_in_order(rng):
    """Without shuffling, every pair comes once, in order; all batches are full but the last.

    Print the batches of five samples in batches of two: where does each begin, where does it end, and is every sample in one?
    """
    for n, size in ((10, 4), (7, 3), (9, 4)):
        yield call(samples(rng, n, 2), samples(rng, n), size)
    yield call(samples(rng, 11, 3), samples(rng, 11), 5, shuffle=False)
    yield call(samples(rng, 11, 3), samples(rng, 11), 4, shuffle=False, seed=int(rng.integers(1, 99)))
    yield call(samples(rng, 21, 1), samples(rng, 21), 8, False, 0)
    yield call(samples(rng, 3, 7), rng.permutation(3), 2)


@batches.check(points=1, holds=is_an_epoch)
def any_batch_size(rng):
    """The batch size may be 1, divide N, be N, or be larger than N; no batch is empty.

    Try four samples in batches of 1, of 2, of 4 and of 50. How many batches come each time, and how large are they?
    """
    for n, size in ((4, 1), (1, 1), (12, 4), (4, 2), (6, 6), (5, 6), (4, 50), (1, 3)):
        yield call(samples(rng, n, 2), samples(rng, n), size)
    for n, size in ((4, 1), (12, 4), (6, 6), (5, 7), (1, 3)):
        yield call(samples(rng, n, 2), samples(rng, n), batch_size=size, shuffle=True, seed=3)


@batches.check(points=1, holds=is_an_epoch)
def any_shape(rng):
    """X and y may have any number of further dimensions; the batches keep them.

    Print the shapes of all the batches of 7 samples of shape (2, 3) in batches of 3, in order and shuffled. Which of them is not as you expect?
    """
    for X_shape, y_shape in (((), ()), ((2,), (3,)), ((3, 2), (1,)), ((2, 1, 3), ()), ((1,), (2, 2)), ((), (2,))):
        yield call(samples(rng, 5, *X_shape), samples(rng, 5, *y_shape), 2)
    yield call(samples(rng, 7, 2), np.eye(3)[rng.integers(0, 3, 7)], 3)
    for X_shape, y_shape in (((), ()), ((2,), (3,)), ((2, 2), (1,)), ((1, 1, 3), ())):
        yield call(samples(rng, 7, *X_shape), samples(rng, 7, *y_shape), 3, shuffle=True, seed=int(rng.integers(99)))


@batches.check(points=1, holds=is_an_epoch)
def accepts_lists(rng):
    """Lists and arrays of integers are cut as arrays are.

    Call it with lists, in order and shuffled, and print what comes. What could you turn X and y into before anything else, without changing the numbers?
    """
    X, y = rng.permutation(22).reshape(11, 2), rng.permutation(11)
    yield call(X.tolist(), y.tolist(), 4)
    yield call(X.tolist(), y, 3)
    yield call(X, y.tolist(), 5)
    yield call(X[:, 0].tolist(), (y / 4).tolist(), 2)
    yield call(X.tolist(), y.tolist(), 4, shuffle=True, seed=5)
    yield call(X.tolist(), np.eye(2, dtype=int)[y % 2].tolist(), 4, shuffle=True, seed=6)
    yield call(X, y.tolist(), 4, shuffle=True, seed=7)


@batches.check(points=1, holds=is_an_epoch)
def shuffles_pairs(rng):
    """Shuffled, every pair comes once, with its own target, and in an order that is not the data's.

    How do you draw an order of all N places, and where do you use that one order for X and for y?
    """
    for n, size, seed in ((24, 5, 0), (24, 8, 1), (20, 2, 2), (30, 32, 3)):
        yield call(samples(rng, n, 1), samples(rng, n), size, shuffle=True, seed=seed)
    yield call(samples(rng, 25, 2), samples(rng, 25), 4, True, int(rng.integers(4, 10_000)))
    yield call(samples(rng, 26, 2), np.arange(26) % 3, 4, True, seed=int(rng.integers(4, 10_000)))


@batches.check(points=1, holds=is_whole, drive=sorted_afterwards)
def shuffles_without_a_seed(rng):
    """Shuffled without a seed, every pair still comes once, with its own target, not in the data's order.

    What does your generator do with seed=None? How often do you ask it for an order in one epoch?
    """
    yield call(samples(rng, 12), samples(rng, 12), 12, shuffle=True)
    yield call(samples(rng, 10), samples(rng, 10), 20, shuffle=True, seed=None)
    yield call(samples(rng, 24), samples(rng, 24), 4, True)


@batches.check(points=1, holds=comes_in_any_order, drive=many_seeds)
def draws_from_all_orders(rng):
    """Any pair may come at any place, and with any other in a batch, if the seed so wants.

    Could the first sample come last with some seed, and meet any other sample in a batch? What is it in your code that forbids it?
    """
    yield call(np.arange(7.0).reshape(7, 1), rng.permutation(7), 3, True, int(rng.integers(0, 1000)))


@batches.check(points=1, anew=True, holds=is_the_same_again, drive=the_same_seed_twice)
def same_seed_same_order(rng):
    """The same seed gives the same shuffled order at every call, in every run of the notebook.

    Which random generator draws the order, and who else draws from it between two calls?
    """
    yield call(samples(rng, 22, 1), samples(rng, 22), 12, True, 0)
    yield call(samples(rng, 22, 1), samples(rng, 22), 12, True, int(rng.integers(1, 10_000)))


@batches.check(points=1, holds=differs_by_seed, drive=other_seeds)
def other_seed_other_order(rng):
    """Another seed gives another shuffled order.

    Follow the seed through your code: does every seed, 0 included, reach the generator as it is?
    """
    yield call(samples(rng, 22, 1), samples(rng, 22), 11, True, 0)
    yield call(samples(rng, 21, 1), samples(rng, 21), 10, True, int(rng.integers(1, 10_000)))


@batches.check(points=1, unchanged=True, holds=is_an_epoch)
def leaves_inputs_alone(rng):
    """The batches are right, and the data that were passed in are as they were, in their old order.

    Print X before and after a call. Which line moves its rows?
    """
    yield call(samples(rng, 20, 2), samples(rng, 20), 6, shuffle=True, seed=1)
    yield call(samples(rng, 20, 1), samples(rng, 20, 1), 6, shuffle=True, seed=int(rng.integers(99)))
    yield call(samples(rng, 21), samples(rng, 21), 8, shuffle=True, seed=3)
    yield call(samples(rng, 22, 2), samples(rng, 22, 1), 5, shuffle=True, seed=4)
    yield call(samples(rng, 10, 1).tolist(), samples(rng, 10).tolist(), 4, shuffle=True, seed=2)
    yield call(samples(rng, 10, 2), samples(rng, 10), 4)
    yield call(samples(rng, 9, 1).tolist(), samples(rng, 9).tolist(), 4)


@batches.wrong(fails="cuts_in_order")
def batches_drops_the_last(X, y, batch_size, shuffle=False, seed=None):
    """drops the last batch where it is not full

    Thirteen samples in batches of four: which sample does your network never see?
    """
    X, y = np.asarray(X), np.asarray(y)
    order = np.random.default_rng(seed).permutation(len(X)) if shuffle else np.arange(len(X))
    for step in range(len(X) // batch_size):
        part = order[step * batch_size : (step + 1) * batch_size]
        yield X[part], y[part]


@batches.wrong(fails="cuts_in_order")
def batches_fills_the_last(X, y, batch_size, shuffle=False, seed=None):
    """fills the last batch up with pairs from the beginning

    How often does a pair come in one epoch? May the last batch be shorter?
    """
    X, y = np.asarray(X), np.asarray(y)
    order = np.random.default_rng(seed).permutation(len(X)) if shuffle else np.arange(len(X))
    for start in range(0, len(X), batch_size):
        part = np.take(order, range(start, start + batch_size), mode="wrap")
        yield X[part], y[part]


@batches.wrong(fails="cuts_in_order")
def batches_of_equal_size(X, y, batch_size, shuffle=False, seed=None):
    """cuts the data into batches of nearly equal size, instead of full ones and a rest

    Ten pairs in batches of four: 4, 4, 2 or 4, 3, 3?
    """
    X, y = np.asarray(X), np.asarray(y)
    order = np.random.default_rng(seed).permutation(len(X)) if shuffle else np.arange(len(X))
    for part in np.array_split(order, -(-len(X) // batch_size)):
        yield X[part], y[part]


@batches.wrong(fails="cuts_in_order")
def batches_first_again_and_again(X, y, batch_size, shuffle=False, seed=None):
    """gives the first batch again and again

    What changes in your slice from one round of the loop to the next?
    """
    X, y = np.asarray(X), np.asarray(y)
    order = np.random.default_rng(seed).permutation(len(X)) if shuffle else np.arange(len(X))
    for _ in range(0, len(X), batch_size):
        yield X[order[:batch_size]], y[order[:batch_size]]


@batches.wrong(fails="cuts_in_order")
def batches_that_overlap(X, y, batch_size, shuffle=False, seed=None):
    """moves on by one pair instead of by a whole batch, so the batches overlap

    Where does the second batch begin, if the first ended before batch_size?
    """
    X, y = np.asarray(X), np.asarray(y)
    order = np.random.default_rng(seed).permutation(len(X)) if shuffle else np.arange(len(X))
    for start in range(len(X)):
        part = order[start : start + batch_size]
        yield X[part], y[part]


@batches.wrong(fails="any_batch_size")
def batches_with_an_empty_one(X, y, batch_size, shuffle=False, seed=None):
    """ends with an empty batch where nothing is left over

    Twelve pairs in batches of four: how many rounds does your loop make?
    """
    X, y = np.asarray(X), np.asarray(y)
    order = np.random.default_rng(seed).permutation(len(X)) if shuffle else np.arange(len(X))
    for step in range(len(X) // batch_size + 1):
        part = order[step * batch_size : (step + 1) * batch_size]
        yield X[part], y[part]


@batches.wrong(fails="shuffles_pairs")
def batches_without_shuffling(X, y, batch_size, shuffle=False, seed=None):
    """pays no attention to shuffle

    Where in your code does shuffle=True make a difference?
    """
    X, y = np.asarray(X), np.asarray(y)
    for start in range(0, len(X), batch_size):
        yield X[start : start + batch_size], y[start : start + batch_size]


@batches.wrong(fails="cuts_in_order")
def batches_always_shuffled(X, y, batch_size, shuffle=False, seed=None):
    """shuffles or sorts always, even where shuffle is False

    In which order are the pairs to come if nobody asks for shuffling?
    """
    X, y = np.asarray(X), np.asarray(y)
    order = np.random.default_rng(seed).permutation(len(X))
    for start in range(0, len(X), batch_size):
        part = order[start : start + batch_size]
        yield X[part], y[part]


@batches.wrong(fails="shuffles_pairs")
def batches_two_orders(X, y, batch_size, shuffle=False, seed=None):
    """gives X and y an order each, so the samples lose their targets

    How many permutations do you draw? How many should there be?
    """
    X, y = np.asarray(X), np.asarray(y)
    if shuffle:
        rng = np.random.default_rng(seed)
        X, y = X[rng.permutation(len(X))], y[rng.permutation(len(y))]
    for start in range(0, len(X), batch_size):
        yield X[start : start + batch_size], y[start : start + batch_size]


@batches.wrong(fails="shuffles_pairs")
def batches_forgets_y(X, y, batch_size, shuffle=False, seed=None):
    """shuffles X and leaves y in its old order

    A picture of a cat moves to the front. What moves with it?
    """
    X, y = np.asarray(X), np.asarray(y)
    order = np.random.default_rng(seed).permutation(len(X)) if shuffle else np.arange(len(X))
    for start in range(0, len(X), batch_size):
        yield X[order[start : start + batch_size]], y[start : start + batch_size]


@batches.wrong(fails="same_seed_same_order")
def batches_ignores_the_seed(X, y, batch_size, shuffle=False, seed=None):
    """draws a new order at every call, whatever the seed

    Where does your random generator get the seed?
    """
    X, y = np.asarray(X), np.asarray(y)
    order = np.random.permutation(len(X)) if shuffle else np.arange(len(X))
    for start in range(0, len(X), batch_size):
        part = order[start : start + batch_size]
        yield X[part], y[part]


@batches.wrong(fails="other_seed_other_order")
def batches_seed_of_their_own(X, y, batch_size, shuffle=False, seed=None):
    """uses one fixed seed, so every epoch has the same order

    What changes in your order when seed=1 becomes seed=2?
    """
    X, y = np.asarray(X), np.asarray(y)
    order = np.random.default_rng(42).permutation(len(X)) if shuffle else np.arange(len(X))
    for start in range(0, len(X), batch_size):
        part = order[start : start + batch_size]
        yield X[part], y[part]


@batches.wrong(fails="same_seed_same_order")
def batches_zero_is_no_seed(X, y, batch_size, shuffle=False, seed=None):
    """takes the seed 0 for no seed

    What does `if seed:` say of 0? How do you ask whether something is None?
    """
    X, y = np.asarray(X), np.asarray(y)
    rng = np.random.default_rng(seed) if seed else np.random.default_rng()
    order = rng.permutation(len(X)) if shuffle else np.arange(len(X))
    for start in range(0, len(X), batch_size):
        part = order[start : start + batch_size]
        yield X[part], y[part]


@batches.wrong(fails="shuffles_pairs")
def batches_in_random_order(X, y, batch_size, shuffle=False, seed=None):
    """shuffles the batches, not the pairs, so neighbours stay together

    In a sorted file, what does each of your batches hold?
    """
    X, y = np.asarray(X), np.asarray(y)
    starts = list(range(0, len(X), batch_size))
    if shuffle:
        full = starts[: len(X) // batch_size]
        rest = starts[len(full) :]
        starts = [int(start) for start in np.random.default_rng(seed).permutation(full)] + rest
    for start in starts:
        yield X[start : start + batch_size], y[start : start + batch_size]


@batches.wrong(fails="draws_from_all_orders")
def batches_shuffled_inside(X, y, batch_size, shuffle=False, seed=None):
    """shuffles inside each batch only, so each batch holds the same pairs as without shuffling

    Can the first pair of the data ever come into your last batch?
    """
    X, y = np.asarray(X), np.asarray(y)
    rng = np.random.default_rng(seed)
    for start in range(0, len(X), batch_size):
        part = np.arange(start, min(start + batch_size, len(X)))
        if shuffle:
            part = rng.permutation(part)
        yield X[part], y[part]


@batches.wrong(fails="shuffles_pairs")
def batches_drawn_with_replacement(X, y, batch_size, shuffle=False, seed=None):
    """draws each pair anew, so some come twice and others never

    What is the difference between rng.integers(0, N, N) and rng.permutation(N)?
    """
    X, y = np.asarray(X), np.asarray(y)
    order = np.random.default_rng(seed).integers(0, len(X), len(X)) if shuffle else np.arange(len(X))
    for start in range(0, len(X), batch_size):
        part = order[start : start + batch_size]
        yield X[part], y[part]


@batches.wrong(fails="shuffles_without_a_seed")
def batches_order_for_each_batch(X, y, batch_size, shuffle=False, seed=None):
    """draws the order anew for each batch, which gives the same order only if there is a seed

    How many orders does an epoch need? In which line, inside the loop or before it, do you draw?
    """
    X, y = np.asarray(X), np.asarray(y)
    for start in range(0, len(X), batch_size):
        order = np.random.default_rng(seed).permutation(len(X)) if shuffle else np.arange(len(X))
        part = order[start : start + batch_size]
        yield X[part], y[part]


@batches.wrong(fails="shuffles_without_a_seed")
def batches_order_for_x_and_y(X, y, batch_size, shuffle=False, seed=None):
    """draws the order once for X and once for y, which gives the same order only if there is a seed

    What are the two orders if seed is None? Could one order serve both?
    """
    X, y = np.asarray(X), np.asarray(y)
    if shuffle:
        X = X[np.random.default_rng(seed).permutation(len(X))]
        y = y[np.random.default_rng(seed).permutation(len(y))]
    for start in range(0, len(X), batch_size):
        yield X[start : start + batch_size], y[start : start + batch_size]


@batches.wrong(fails="leaves_inputs_alone")
def batches_in_place(X, y, batch_size, shuffle=False, seed=None):
    """shuffles the caller's own arrays

    What do the caller's data look like after your epoch? Could you shuffle the numbers 0 to N-1 instead?
    """
    if shuffle:
        order = np.random.default_rng(seed).permutation(len(X))
        X[:] = [X[i] for i in order] if type(X) is list else X[order]
        y[:] = [y[i] for i in order] if type(y) is list else y[order]
    for start in range(0, len(X), batch_size):
        yield np.asarray(X[start : start + batch_size]), np.asarray(y[start : start + batch_size])


@batches.wrong(fails="accepts_lists")
def batches_arrays_only(X, y, batch_size, shuffle=False, seed=None):
    """works on arrays, but not on lists

    What happens with X[[3, 0]] if X is a list? What could you make of X and y first?
    """
    order = np.random.default_rng(seed).permutation(len(X)) if shuffle else np.arange(len(X))
    for start in range(0, len(X), batch_size):
        part = order[start : start + batch_size]
        yield X[part], y[part]


@batches.wrong(fails="any_shape")
def batches_flat(X, y, batch_size, shuffle=False, seed=None):
    """flattens each sample to a row

    Which shape has a batch of pictures, and which shape do you return?
    """
    X, y = np.asarray(X), np.asarray(y)
    X = X.reshape(len(X), -1)
    order = np.random.default_rng(seed).permutation(len(X)) if shuffle else np.arange(len(X))
    for start in range(0, len(X), batch_size):
        part = order[start : start + batch_size]
        yield X[part], y[part]


@batches.wrong(fails="cuts_in_order")
def batches_apart(X, y, batch_size, shuffle=False, seed=None):
    """returns all the batches of X, then all those of y, instead of pairs

    What should `for X_batch, y_batch in batches(...)` find in each round?
    """
    X, y = np.asarray(X), np.asarray(y)
    order = np.random.default_rng(seed).permutation(len(X)) if shuffle else np.arange(len(X))
    parts = [order[start : start + batch_size] for start in range(0, len(X), batch_size)]
    return [X[part] for part in parts], [y[part] for part in parts]


@batches.wrong(fails="cuts_in_order")
def batches_returns_the_first(X, y, batch_size, shuffle=False, seed=None):
    """returns the first batch and ends there

    What does `return` inside a loop do, and what does `yield` do?
    """
    X, y = np.asarray(X), np.asarray(y)
    order = np.random.default_rng(seed).permutation(len(X)) if shuffle else np.arange(len(X))
    for start in range(0, len(X), batch_size):
        part = order[start : start + batch_size]
        return X[part], y[part]


@batches.wrong(fails="cuts_in_order")
def batches_without_end(X, y, batch_size, shuffle=False, seed=None):
    """begins again after the last batch and never ends

    When is an epoch over? What would `for batch in batches(...)` do?
    """
    X, y = np.asarray(X), np.asarray(y)
    rng = np.random.default_rng(seed)
    while True:
        order = rng.permutation(len(X)) if shuffle else np.arange(len(X))
        for start in range(0, len(X), batch_size):
            part = order[start : start + batch_size]
            yield X[part], y[part]


@batches.wrong(fails="cuts_in_order")
def batches_a_seed_shuffles(X, y, batch_size, shuffle=False, seed=None):
    """shuffles whenever there is a seed, whatever shuffle says

    What should batches(X, y, 4, shuffle=False, seed=1) give? Which argument decides?
    """
    X, y = np.asarray(X), np.asarray(y)
    order = np.arange(len(X))
    if shuffle or seed is not None:
        order = np.random.default_rng(seed).permutation(len(X))
    for start in range(0, len(X), batch_size):
        part = order[start : start + batch_size]
        yield X[part], y[part]


@batches.wrong(fails="shuffles_pairs")
def batches_zero_does_not_shuffle(X, y, batch_size, shuffle=False, seed=None):
    """does not shuffle when the seed is 0 or None

    Is 0 true or false? What does `if shuffle and seed` do with it?
    """
    X, y = np.asarray(X), np.asarray(y)
    order = np.arange(len(X))
    if shuffle and seed:
        order = np.random.default_rng(seed).permutation(len(X))
    for start in range(0, len(X), batch_size):
        part = order[start : start + batch_size]
        yield X[part], y[part]


@batches.wrong(fails="cuts_in_order")
def batches_short_one_first(X, y, batch_size, shuffle=False, seed=None):
    """begins with the short batch instead of ending with it

    Ten pairs in batches of four: which pairs are in the first batch?
    """
    X, y = np.asarray(X), np.asarray(y)
    order = np.random.default_rng(seed).permutation(len(X)) if shuffle else np.arange(len(X))
    for part in np.split(order, range(len(X) % batch_size or batch_size, len(X), batch_size)):
        yield X[part], y[part]


@batches.wrong(fails="cuts_in_order")
def batches_rest_joins_the_last(X, y, batch_size, shuffle=False, seed=None):
    """puts what is left over into the last full batch, which grows too large

    How many pairs may a batch hold at most? Where do the others go?
    """
    X, y = np.asarray(X), np.asarray(y)
    order = np.random.default_rng(seed).permutation(len(X)) if shuffle else np.arange(len(X))
    steps = max(len(X) // batch_size, 1)
    for part in np.split(order, batch_size * np.arange(1, steps)):
        yield X[part], y[part]


@batches.wrong(fails="cuts_in_order")
def batches_so_many(X, y, batch_size, shuffle=False, seed=None):
    """makes batch_size batches, not batches of that size

    Ten pairs and batch_size 4: how many batches do you make, and how many pairs has each?
    """
    X, y = np.asarray(X), np.asarray(y)
    order = np.random.default_rng(seed).permutation(len(X)) if shuffle else np.arange(len(X))
    for part in np.array_split(order, min(batch_size, len(X))):
        yield X[part], y[part]


@batches.wrong(fails="cuts_in_order")
def batches_one_short(X, y, batch_size, shuffle=False, seed=None):
    """leaves the last pair of each batch out

    How many numbers does order[0:4] hold? Is a 1 to be subtracted from its end?
    """
    X, y = np.asarray(X), np.asarray(y)
    order = np.random.default_rng(seed).permutation(len(X)) if shuffle else np.arange(len(X))
    for start in range(0, len(X), batch_size):
        part = order[start : start + batch_size - 1]
        yield X[part], y[part]


@batches.wrong(fails="cuts_in_order")
def batches_without_targets(X, y, batch_size, shuffle=False, seed=None):
    """gives one array for each batch, not a pair (X_batch, y_batch)

    What can `for X_batch, y_batch in batches(...)` unpack? With what is a loss to compare the outputs?
    """
    X, y = np.asarray(X), np.asarray(y)
    order = np.random.default_rng(seed).permutation(len(X)) if shuffle else np.arange(len(X))
    for start in range(0, len(X), batch_size):
        part = order[start : start + batch_size]
        yield X[part]


@batches.wrong(fails="cuts_in_order")
def batches_targets_first(X, y, batch_size, shuffle=False, seed=None):
    """gives (y_batch, X_batch), the targets first

    In which order does `for X_batch, y_batch in batches(...)` unpack what comes?
    """
    X, y = np.asarray(X), np.asarray(y)
    order = np.random.default_rng(seed).permutation(len(X)) if shuffle else np.arange(len(X))
    for start in range(0, len(X), batch_size):
        part = order[start : start + batch_size]
        yield y[part], X[part]


@batches.wrong(fails="cuts_in_order")
def batches_of_places(X, y, batch_size, shuffle=False, seed=None):
    """gives the places of the pairs in the data, not the pairs themselves

    Your numbers say where the samples stand. What does X[part] give?
    """
    X, y = np.asarray(X), np.asarray(y)
    order = np.random.default_rng(seed).permutation(len(X)) if shuffle else np.arange(len(X))
    for start in range(0, len(X), batch_size):
        part = order[start : start + batch_size]
        yield part, part


@batches.wrong(fails="cuts_in_order")
def batches_leave_the_loop(X, y, batch_size, shuffle=False, seed=None):
    """ends before all pairs have come, as a return inside the loop does

    When is the return reached for the first time? How far is it indented?
    """
    X, y = np.asarray(X), np.asarray(y)
    order = np.random.default_rng(seed).permutation(len(X)) if shuffle else np.arange(len(X))
    found = []
    for start in range(0, len(X), batch_size):
        part = order[start : start + batch_size]
        found.append((X[part], y[part]))
        return found


@batches.wrong(fails="any_batch_size")
def batches_rest_from_the_end(X, y, batch_size, shuffle=False, seed=None):
    """takes what is left over as order[-rest:], which is everything where nothing is left

    What is order[-3:], order[-1:], and order[-0:]?
    """
    X, y = np.asarray(X), np.asarray(y)
    order = np.random.default_rng(seed).permutation(len(X)) if shuffle else np.arange(len(X))
    full, rest = divmod(len(X), batch_size)
    for n in range(full):
        part = order[n * batch_size : (n + 1) * batch_size]
        yield X[part], y[part]
    yield X[order[-rest:]], y[order[-rest:]]


@batches.wrong(fails="shuffles_without_a_seed")
def batches_no_seed_no_shuffle(X, y, batch_size, shuffle=False, seed=None):
    """shuffles only where there is a seed

    Somebody asks for shuffle=True and does not care which order comes. What do they get?
    """
    X, y = np.asarray(X), np.asarray(y)
    order = np.arange(len(X))
    if shuffle and seed is not None:
        order = np.random.default_rng(seed).permutation(len(X))
    for start in range(0, len(X), batch_size):
        part = order[start : start + batch_size]
        yield X[part], y[part]


@batches.wrong(fails="other_seed_other_order")
def batches_zero_is_another_seed(X, y, batch_size, shuffle=False, seed=None):
    """gives the seed 0 the order of another seed

    What is `0 or 42` in Python? How do you ask whether something is None?
    """
    X, y = np.asarray(X), np.asarray(y)
    order = np.random.default_rng(seed or 42).permutation(len(X)) if shuffle else np.arange(len(X))
    for start in range(0, len(X), batch_size):
        part = order[start : start + batch_size]
        yield X[part], y[part]


@batches.wrong(fails="shuffles_pairs")
def batches_backwards(X, y, batch_size, shuffle=False, seed=None):
    """turns the order round instead of drawing one

    In a sorted file, what does each batch hold if it is read from its end?
    """
    X, y = np.asarray(X), np.asarray(y)
    order = np.arange(len(X))[::-1] if shuffle else np.arange(len(X))
    for start in range(0, len(X), batch_size):
        part = order[start : start + batch_size]
        yield X[part], y[part]


@batches.right
def batches_as_a_list(X, y, batch_size, shuffle=False, seed=None):
    X, y = np.array(X), np.array(y)
    if shuffle:
        order = np.random.RandomState(seed).permutation(len(X))
        X, y = X[order], y[order]
    return [(X[i : i + batch_size], y[i : i + batch_size]) for i in range(0, len(X), batch_size)]


@batches.right
def batches_zipped(X, y, batch_size, shuffle=False, seed=None):
    order = np.arange(len(y))
    if shuffle:
        np.random.default_rng(seed).shuffle(order)
    cuts = range(batch_size, len(y), batch_size)
    return zip(np.split(np.asarray(X)[order], cuts), np.split(np.asarray(y)[order], cuts))


@batches.right
def batches_pair_by_pair(X, y, batch_size, shuffle=False, seed=None):
    import random

    pairs = list(zip(X, y))
    if shuffle:
        random.Random(seed).shuffle(pairs)
    while pairs:
        batch, pairs = pairs[:batch_size], pairs[batch_size:]
        yield np.array([x for x, _ in batch]), np.array([t for _, t in batch])


@batches.right
def batches_rows_as_lists(X, y, batch_size, shuffle=False, seed=None):
    order = list(range(len(X)))
    if shuffle:
        import random

        random.seed(seed)
        order = random.sample(order, len(order))
    found = []
    for start in range(0, len(order), batch_size):
        part = order[start : start + batch_size]
        found.append([np.asarray([X[i] for i in part]), np.asarray([y[i] for i in part])])
    return tuple(found)


@batches.right
def batches_iterator(X, y, batch_size, shuffle=False, seed=None):
    class Epoch:
        def __init__(self):
            self.X, self.y = np.asarray(X, dtype=np.float32), np.asarray(y, dtype=np.float32)
            self.order = np.argsort(np.random.default_rng(seed).random(len(X))) if shuffle else np.arange(len(X))
            self.at = 0

        def __iter__(self):
            return self

        def __next__(self):
            if self.at >= len(self.order):
                raise StopIteration
            part = self.order[self.at : self.at + batch_size]
            self.at += batch_size
            return self.X[part], self.y[part]

    return Epoch()


@batches.right
def batches_by_getitem(X, y, batch_size, shuffle=False, seed=None):
    X, y = np.asarray(X), np.asarray(y)
    if shuffle:
        if seed is not None:
            np.random.seed(seed)
        order = np.random.permutation(X.shape[0])
    else:
        order = np.arange(X.shape[0])

    class Sequence:
        def __len__(self):
            return int(np.ceil(len(X) / batch_size))

        def __getitem__(self, step):
            if step >= len(self):
                raise IndexError(step)
            part = order[step * batch_size : (step + 1) * batch_size]
            return X.take(part, axis=0), y.take(part, axis=0)

    return Sequence()


@batches.right
def batches_in_one_buffer(X, y, batch_size, shuffle=False, seed=None):
    X, y = np.asarray(X), np.asarray(y)
    rng = np.random.default_rng(None if seed is None else [seed, 7])
    order = rng.permutation(len(X)) if shuffle else np.arange(len(X))
    X_buffer = np.empty((batch_size, *X.shape[1:]), X.dtype)
    for start in range(0, len(X), batch_size):
        part = order[start : start + batch_size]
        X_buffer[: len(part)] = X[part]
        yield X_buffer[: len(part)], y[part]


@batches.right
def batches_same_seed_for_each(X, y, batch_size, shuffle=False, seed=None):
    def order():
        places = np.arange(len(X))
        return np.random.default_rng(seed).permutation(places) if shuffle else places

    if seed is None:
        seed = 0
    X, y = np.asarray(X)[order()], np.asarray(y)[order()]
    step = 0
    while step * batch_size < len(X):
        part = slice(step * batch_size, step * batch_size + batch_size)
        yield X[part], y[part]
        step += 1


@batches.right
def batches_mapped(X, y, batch_size, shuffle=False, seed=None):
    X, y = np.asarray(X), np.asarray(y)
    order = np.random.Generator(np.random.MT19937(seed)).permutation(len(X)) if shuffle else np.r_[: len(X)]
    return map(lambda start: (X[order[start : start + batch_size]], y[order[start : start + batch_size]]),
               range(0, len(X), batch_size))


# train_val_test_split

split = Exercise(
    "train_val_test_split",
    understood="Each pair is in exactly one part, drawn at random: the model learns from the training part, "
    "the validation part chooses the settings, and the test part is asked once, at the end.",
)


@split.keras(reason="scikit-learn moves the data and computes nothing with them")
def scikit_learn_split(X, y, val_fraction=0.1, test_fraction=0.1, *in_place, seed=None):
    """Two calls of train_test_split. Only the cases that are one call name the seed."""
    from sklearn.model_selection import train_test_split

    if seed is None:
        return NotImplemented
    X, y = np.asarray(X), np.asarray(y)
    X_rest, X_test, y_rest, y_test = train_test_split(X, y, test_size=test_fraction, random_state=seed)
    X_train, X_val, y_train, y_val = train_test_split(
        X_rest, y_rest, test_size=val_fraction / (1 - test_fraction), random_state=seed
    )
    return X_train, X_val, X_test, y_train, y_val, y_test


@split.driver
def six_arrays(answer, *args, **named):
    """What was returned; a named tuple is a tuple, too."""
    six = answer(*args, **named)
    return tuple(six) if isinstance(six, tuple) else six


@split.relation
def own_targets(answer, X, y, *settings, **named):
    """The data as their own targets: the parts of X and y are the same."""
    parts = answer(X, X, *settings, **named)
    return all(np.array_equal(a, b) for a, b in zip(parts[:3], parts[3:]))


@split.relation
def nothing_lost(answer, X, y, *settings, **named):
    """The targets of the three parts, put together, are those of the data."""
    together = sorted(np.ravel(target)[0] for part in answer(X, y, *settings, **named)[3:] for target in part)
    return together == sorted(np.ravel(target)[0] for target in np.asarray(y))


def found_in_the_parts(answer, X, y, *settings):
    """What is true of a split, as far as it can be said whatever the order."""
    before = X.copy(), y.copy()
    val_fraction, test_fraction, seed = (*settings, *(0.1, 0.1, 0)[len(settings) :])
    six = [np.asarray(part) for part in answer(X, y, *settings)]
    again = [np.asarray(part) for part in answer(X, y, *settings)]
    other = [np.asarray(part) for part in answer(X, y, val_fraction, test_fraction, seed + 1)]
    targets = [sorted(part.ravel().tolist()) for part in six[3:]]
    return {
        "six arrays": len(six) == 6,
        "validation part of the right size": bool(abs(len(six[1]) - val_fraction * len(X)) <= 1),
        "test part of the right size": bool(abs(len(six[2]) - test_fraction * len(X)) <= 1),
        "every pair in one part": sorted(sum(targets, [])) == sorted(before[1].tolist()),
        "pairs kept": all(np.array_equal(part + 100, target) for part, target in zip(six[:3], six[3:])),
        "drawn from all the data": targets[2] != before[1].tolist()[-len(targets[2]) :],
        "same seed, same parts": all(np.array_equal(one, two) for one, two in zip(six, again)),
        "other seed, other pairs": all(
            targets[part] != sorted(other[3 + part].ravel().tolist()) for part in range(3)
        ),
        "data unchanged": bool(np.array_equal(X, before[0]) and np.array_equal(y, before[1])),
    }


@split.public_check(drive=found_in_the_parts)
def splits_as_asked():
    """Three parts of the right sizes, with every pair whole and in one of them, drawn by the seed."""
    yield call(np.arange(50.0), 100 + np.arange(50.0))
    yield call(np.arange(80.0), 100 + np.arange(80.0), 0.3, 0.2, 5)


def twice_with_the_same(answer, X, y, *settings):
    """The split twice; what else draws random numbers in between must not matter."""
    import copy

    splits = []
    for _ in range(2):
        splits.append(list(answer(copy.deepcopy(X), copy.deepcopy(y), *settings)))
        np.random.random(3)
    return splits


def with_other_seeds(answer, X, y, val_fraction, test_fraction, seed):
    """The split with this seed, and with others: from 0, those that stand for no seed here and there."""
    import copy

    seeds = seed, seed + 1, seed + 42, seed + 123, seed + 1000, seed + 1234
    return [list(answer(copy.deepcopy(X), copy.deepcopy(y), val_fraction, test_fraction, s)) for s in seeds]


def said_and_unsaid(answer, X, y, *settings):
    """The split with its defaults left out, and with all of them said by name."""
    import copy

    named = dict(zip(("val_fraction", "test_fraction", "seed"), (*settings, *(0.1, 0.1, 0)[len(settings) :])))
    return [
        list(answer(copy.deepcopy(X), copy.deepcopy(y), *settings)),
        list(answer(copy.deepcopy(X), copy.deepcopy(y), **named)),
    ]


def many_parts(answer, X, y, val_fraction, test_fraction, seed):
    """The targets of the validation and test parts, for 80 seeds in turn."""
    import copy

    found = []
    for other in range(seed, seed + 80):
        six = list(answer(copy.deepcopy(X), copy.deepcopy(y), val_fraction, test_fraction, other))
        found.append([np.array(part, dtype=np.float32) for part in six[4:]])
    return [np.array(parts) if len(set(map(len, parts))) == 1 else list(parts) for parts in zip(*found)]


def given(X, y, val_fraction=0.1, test_fraction=0.1, seed=0):
    return X, y, val_fraction, test_fraction


def parts_of(case, six):
    """The places in the data of the pairs of each part, once the six arrays are as they should be."""
    X, y, val_fraction, test_fraction = given(*case.args, **case.kwargs)
    if type(six) not in (list, tuple) or len(six) != 6:
        raise Fault("what was returned is not a tuple or list of six arrays")
    names = "the training part", "the validation part", "the test part"
    parts = [portion(X, y, six[at], six[at + 3], name) for at, name in enumerate(names)]
    for part, name, fraction in zip(parts[1:], names[1:], (val_fraction, test_fraction)):
        if abs(len(part) - fraction * len(X)) > 1 + 1e-9:
            raise Fault(f"{name} is too {'large' if len(part) > fraction * len(X) else 'small'}")
    each_once(sum(parts, []), len(X), "one of the parts", "the three parts")
    return parts


def scattered(part, n):
    """Raises Fault where the pairs of a part stand in the data one after another (or every third,
    or every tenth, ...), wherever they begin. Of a few pairs this cannot be said."""
    if len(part) >= 10 and np.all(np.diff(part) == 1):
        raise Fault("a part is a piece of the data, cut out in its old order")
    part = np.sort(part)
    jumps = np.diff(np.append(part, part[:1] + n))
    if len(part) >= 10 and n >= 40 and np.bincount(jumps).max() >= len(part) - 1:
        raise Fault("the parts are not drawn at random: a part holds neighbours, or pairs at equal distances")


@rule
def is_a_split(case, got):
    for part in parts_of(case, got)[1:]:
        scattered(part, len(case.args[0]))


@rule
def is_the_same_split(case, got):
    splits = [parts_of(case, six) for six in got]
    for part in splits[0][1:]:
        scattered(part, len(case.args[0]))
    if len(splits) != 2 or splits[0] != splits[1]:
        raise Fault("two calls with the same settings give different parts")


@rule
def differs_in_each_part(case, got):
    splits = [[set(part) for part in parts_of(case, six)] for six in got]
    if len(splits) != 6:
        raise Fault("what was returned is not a tuple or list of six arrays")
    for one, other in combinations(range(len(splits)), 2):
        for at, name in enumerate(("the training part", "the validation part", "the test part")):
            if splits[one][at] == splits[other][at]:
                raise Fault(f"{name} holds the same pairs for two seeds")


@rule
def any_pair_in_any_part(case, got):
    y = np.asarray(case.args[1])
    part = np.zeros((80, len(y)), dtype=int)  # [seed, pair]: 0 training, 1 validation, 2 test
    if type(got) is not list or len(got) != 2 or any(len(parts) != 80 for parts in got):
        raise Fault("what was returned is not a tuple or list of six arrays")
    for at, parts in enumerate(got, start=1):
        for seed, targets in enumerate(parts):
            targets = numbers(targets, "a part of y")
            places = np.argmin(np.abs(y[:, None] - targets.reshape(1, -1)), axis=0)
            if not np.array_equal(y[places], targets) or part[seed, places].any():
                raise Fault("the validation and test parts hold a target twice, or one that is not in the data")
            part[seed, places] = at
    for at, name in enumerate(("the training part", "the validation part", "the test part")):
        if not (part == at).any(axis=0).all():
            raise Fault(f"some pairs never come to {name}, whatever the seed")
    same = np.mean(part[:, :, None] == part[:, None, :], axis=0)[~np.eye(len(y), dtype=bool)]
    if same.min() == 0 or same.max() == 1:
        raise Fault("some pairs are always in the same part, or never, whatever the seed")


@split.check(points=2, holds=is_a_split)
def each_pair_in_one_part(rng):
    """Every pair is in exactly one of the three parts, with its own target.

    Split ten samples and write down which places are in which part. Is each place in exactly one, and has it kept its target?
    """
    yield call(samples(rng, 20, 2), samples(rng, 20), 0.2, 0.3, seed=1)
    yield call(samples(rng, 33, 1), samples(rng, 33), 0.1, 0.1, seed=0)
    yield call(samples(rng, 10, 3), samples(rng, 10), 0.1, 0.2, seed=int(rng.integers(99)))
    yield call(samples(rng, 41, 1), rng.permutation(41) % 3, 0.3, 0.2, seed=int(rng.integers(99)))
    yield call(samples(rng, 12, 1), samples(rng, 12), val_fraction=0.4, test_fraction=0.25, seed=3)


@split.check(points=1, holds=is_a_split)
def sizes_of_the_parts(rng):
    """Validation and test are within one of their share of all the data; training is the rest.

    Print the shapes of the six arrays for 33 samples and fractions 0.2 and 0.3. Which number are the sizes shares of, and which axis is cut?
    """
    for n, val, test in ((40, 0.25, 0.4), (24, 0.4, 0.1), (33, 0.2, 0.3), (19, 0.1, 0.1), (30, 0.05, 0.6)):
        yield call(samples(rng, n), samples(rng, n), val, test, seed=2)
    for n in (9, 17, 26, 43):
        yield call(samples(rng, n), samples(rng, n), 0.32, 0.24, seed=int(rng.integers(99)))
    yield call(samples(rng, 29), samples(rng, 29), test_fraction=0.3, val_fraction=0.15, seed=4)
    for n in (5, 8):  # a tenth of them is less than one
        yield call(samples(rng, n), samples(rng, n), seed=int(rng.integers(99)))
    yield call(samples(rng, 6), samples(rng, 6), 0.3, 0.1, seed=1)


@split.check(points=1, holds=is_a_split)
def any_shape(rng):
    """X and y may have any number of further dimensions, or be lists; the parts keep them.

    Print the shapes of the six arrays for 11 samples of shape (3, 2), then the arrays for lists. Where do they stop being what you expect?
    """
    for X_shape, y_shape in (((), ()), ((2,), (3,)), ((3, 2), (1,)), ((2, 1, 3), ()), ((), (2,))):
        yield call(samples(rng, 11, *X_shape), samples(rng, 11, *y_shape), 0.2, 0.3, seed=int(rng.integers(99)))
    yield call(samples(rng, 4, 9), rng.permutation(4), 0.25, 0.25, seed=5)
    X, y = rng.permutation(24).reshape(12, 2), rng.permutation(12)
    yield call(X.tolist(), y.tolist(), 0.25, 0.2, seed=6)
    yield call(X, y.tolist(), 0.25, 0.2, seed=7)
    yield call(X.tolist(), y, 0.25, 0.2, seed=8)
    yield call(X[:, :1].tolist(), np.eye(2, dtype=int)[y % 2].tolist(), 0.25, 0.2, seed=9)


@split.check(points=1, holds=is_a_split)
def draws_at_random(rng):
    """The pairs of each part are drawn from all over the data.

    The data may be sorted by class. Which samples are in your test part then?
    """
    yield call(np.arange(60.0), samples(rng, 60), 0.25, 0.3, seed=0)
    yield call(samples(rng, 66), np.arange(66) // 22, 0.3, 0.25, seed=int(rng.integers(1, 10_000)))


@split.check(points=1, holds=any_pair_in_any_part, drive=many_parts)
def any_pair_anywhere(rng):
    """Any pair may come to any part, with or without any other, if the seed so wants.

    Is there a sample that no seed can bring into the test part? Which line keeps it where it is?
    """
    yield call(np.arange(24.0), rng.permutation(24), 0.25, 0.25, int(rng.integers(0, 1000)))


@split.check(points=1, anew=True, holds=is_the_same_split, drive=twice_with_the_same)
def same_seed_same_split(rng):
    """The same seed gives the same six arrays at every call, in every run of the notebook.

    Which random generator draws the parts, and who else draws from it between two calls?
    """
    yield call(samples(rng, 40), samples(rng, 40), 0.3, 0.25, 0)
    yield call(samples(rng, 40), samples(rng, 40), 0.25, 0.3, int(rng.integers(1, 10_000)))


@split.check(points=1, holds=differs_in_each_part, drive=with_other_seeds)
def other_seed_other_split(rng):
    """Another seed gives other pairs to each of the three parts.

    Follow the seed through your code: does every seed, 0 included, change all three parts?
    """
    yield call(samples(rng, 40), samples(rng, 40), 0.2, 0.3, 0)
    yield call(samples(rng, 40), samples(rng, 40), 0.3, 0.2, int(rng.integers(1, 10_000)))


@split.check(points=1, holds=is_the_same_split, drive=said_and_unsaid)
def defaults(rng):
    """Left unsaid, validation and test are a tenth each, and the seed is 0.

    What are the defaults of val_fraction, test_fraction and seed in the docstring, and in your first line?
    """
    yield call(samples(rng, 105), samples(rng, 105))


@split.check(points=1, unchanged=True, holds=is_a_split)
def leaves_inputs_alone(rng):
    """The parts are right, and the data that were passed in are as they were, in their old order.

    Print X before and after a call. Which line moves its rows?
    """
    yield call(samples(rng, 20, 2), samples(rng, 20), 0.2, 0.3, seed=1)
    yield call(samples(rng, 20), samples(rng, 20, 1), 0.3, 0.1, seed=int(rng.integers(99)))
    yield call(samples(rng, 15), samples(rng, 15), 0.2, 0.2, seed=3)
    yield call(samples(rng, 16, 2), samples(rng, 16, 1), 0.25, 0.25, seed=4)
    yield call(samples(rng, 12, 1).tolist(), samples(rng, 12).tolist(), 0.2, 0.25, seed=2)


@split.wrong(fails="draws_at_random")
def split_in_order(X, y, val_fraction=0.1, test_fraction=0.1, seed=0):
    """cuts the data in their order, without shuffling

    The flowers are sorted by species. Which species are in your test part?
    """
    X, y = np.asarray(X), np.asarray(y)
    n_val, n_test = round(len(X) * val_fraction), round(len(X) * test_fraction)
    train, val, test = np.split(np.arange(len(X)), [len(X) - n_val - n_test, len(X) - n_test])
    return X[train], X[val], X[test], y[train], y[val], y[test]


@split.wrong(fails="each_pair_in_one_part")
def split_two_orders(X, y, val_fraction=0.1, test_fraction=0.1, seed=0):
    """gives X and y an order each, so the samples lose their targets

    How many permutations do you draw? How many should there be?
    """
    X, y = np.asarray(X), np.asarray(y)
    rng = np.random.default_rng(seed)
    X, y = X[rng.permutation(len(X))], y[rng.permutation(len(y))]
    n_val, n_test = round(len(X) * val_fraction), round(len(X) * test_fraction)
    cuts = [n_val, n_val + n_test]
    (X_val, X_test, X_train), (y_val, y_test, y_train) = np.split(X, cuts), np.split(y, cuts)
    return X_train, X_val, X_test, y_train, y_val, y_test


@split.wrong(fails="each_pair_in_one_part")
def split_forgets_y(X, y, val_fraction=0.1, test_fraction=0.1, seed=0):
    """shuffles X and leaves y in its old order

    A flower moves to the test part. What moves with it?
    """
    X, y = np.asarray(X), np.asarray(y)
    n_val, n_test = round(len(X) * val_fraction), round(len(X) * test_fraction)
    cuts = [n_val, n_val + n_test]
    val, test, train = np.split(np.random.default_rng(seed).permutation(len(X)), cuts)
    y_val, y_test, y_train = np.split(y, cuts)
    return X[train], X[val], X[test], y_train, y_val, y_test


@split.wrong(fails="each_pair_in_one_part")
def split_that_overlaps(X, y, val_fraction=0.1, test_fraction=0.1, seed=0):
    """takes validation and test from the same place, so pairs are in both

    Where does the validation part end, and where should the test part begin?
    """
    X, y = np.asarray(X), np.asarray(y)
    n_val, n_test = round(len(X) * val_fraction), round(len(X) * test_fraction)
    order = np.random.default_rng(seed).permutation(len(X))
    val, test, train = order[:n_val], order[:n_test], order[n_val + n_test :]
    return X[train], X[val], X[test], y[train], y[val], y[test]


@split.wrong(fails="each_pair_in_one_part")
def split_trains_on_everything(X, y, val_fraction=0.1, test_fraction=0.1, seed=0):
    """leaves the validation and test pairs in the training part too

    If the exam questions are among the exercises, what does the mark tell you?
    """
    X, y = np.asarray(X), np.asarray(y)
    n_val, n_test = round(len(X) * val_fraction), round(len(X) * test_fraction)
    order = np.random.default_rng(seed).permutation(len(X))
    val, test = order[:n_val], order[n_val : n_val + n_test]
    return X[order], X[val], X[test], y[order], y[val], y[test]


@split.wrong(fails="each_pair_in_one_part")
def split_draws_twice(X, y, val_fraction=0.1, test_fraction=0.1, seed=0):
    """draws the test part from all pairs again, though some are in the validation part already

    From which pairs may the second part still be drawn?
    """
    X, y = np.asarray(X), np.asarray(y)
    n_val, n_test = round(len(X) * val_fraction), round(len(X) * test_fraction)
    rng = np.random.default_rng(seed)
    val, test = rng.choice(len(X), n_val, replace=False), rng.choice(len(X), n_test, replace=False)
    train = np.setdiff1d(np.arange(len(X)), np.concatenate([val, test]))
    return X[train], X[val], X[test], y[train], y[val], y[test]


@split.wrong(fails="sizes_of_the_parts")
def split_test_of_the_rest(X, y, val_fraction=0.1, test_fraction=0.1, seed=0):
    """takes the test fraction of what is left after validation, not of all the data

    A tenth of 100 pairs, and then a tenth of the other 90: how many are these? How many should they be?
    """
    X, y = np.asarray(X), np.asarray(y)
    n_val = round(len(X) * val_fraction)
    n_test = round((len(X) - n_val) * test_fraction)
    val, test, train = np.split(np.random.default_rng(seed).permutation(len(X)), [n_val, n_val + n_test])
    return X[train], X[val], X[test], y[train], y[val], y[test]


@split.wrong(fails="sizes_of_the_parts")
def split_validation_of_the_rest(X, y, val_fraction=0.1, test_fraction=0.1, seed=0):
    """takes the validation fraction of what is left after the test part, not of all the data

    Of what number is val_fraction a part? What does the docstring say?
    """
    X, y = np.asarray(X), np.asarray(y)
    n_test = round(len(X) * test_fraction)
    n_val = round((len(X) - n_test) * val_fraction)
    val, test, train = np.split(np.random.default_rng(seed).permutation(len(X)), [n_val, n_val + n_test])
    return X[train], X[val], X[test], y[train], y[val], y[test]


@split.wrong(fails="sizes_of_the_parts")
def split_counts_from_the_end(X, y, val_fraction=0.1, test_fraction=0.1, seed=0):
    """cuts the last part off with a minus sign, which takes everything where that part is to be empty

    Of five samples, int(0.1 * 5) go to the test. Which entries are order[-0:], and which are order[:-0]?
    """
    X, y = np.asarray(X), np.asarray(y)
    order = np.random.default_rng(seed).permutation(len(X))
    n_val, n_test = int(val_fraction * len(X)), int(test_fraction * len(X))
    test, rest = order[-n_test:], order[:-n_test]
    val, train = rest[-n_val:], rest[:-n_val]
    return X[train], X[val], X[test], y[train], y[val], y[test]


@split.wrong(fails="sizes_of_the_parts")
def split_fractions_swapped(X, y, val_fraction=0.1, test_fraction=0.1, seed=0):
    """mixes up the two fractions, or the two parts

    Which fraction is the size of which part? Try two fractions that are far apart.
    """
    X, y = np.asarray(X), np.asarray(y)
    n_val, n_test = round(len(X) * test_fraction), round(len(X) * val_fraction)
    val, test, train = np.split(np.random.default_rng(seed).permutation(len(X)), [n_val, n_val + n_test])
    return X[train], X[val], X[test], y[train], y[val], y[test]


@split.wrong(fails="sizes_of_the_parts")
def split_fixed_tenths(X, y, val_fraction=0.1, test_fraction=0.1, seed=0):
    """takes a tenth for each part, whatever fractions are given

    Where in your code do val_fraction and test_fraction stand?
    """
    X, y = np.asarray(X), np.asarray(y)
    n = round(len(X) * 0.1)
    val, test, train = np.split(np.random.default_rng(seed).permutation(len(X)), [n, 2 * n])
    return X[train], X[val], X[test], y[train], y[val], y[test]


@split.wrong(fails="each_pair_in_one_part")
def split_in_pairs(X, y, val_fraction=0.1, test_fraction=0.1, seed=0):
    """returns the arrays in another order than the docstring: the three X first, then the three y

    What are the six names in the docstring's Returns, in their order?
    """
    X, y = np.asarray(X), np.asarray(y)
    n_val, n_test = round(len(X) * val_fraction), round(len(X) * test_fraction)
    val, test, train = np.split(np.random.default_rng(seed).permutation(len(X)), [n_val, n_val + n_test])
    return X[train], y[train], X[val], y[val], X[test], y[test]


@split.wrong(fails="each_pair_in_one_part")
def split_loses_some(X, y, val_fraction=0.1, test_fraction=0.1, seed=0):
    """rounds each of the three sizes by itself, so a pair may be lost

    With three sizes rounded down, how many pairs are in no part? Which part could get all the rest?
    """
    X, y = np.asarray(X), np.asarray(y)
    n_val, n_test = int(len(X) * val_fraction), int(len(X) * test_fraction)
    n_train = int(len(X) * (1 - val_fraction - test_fraction))
    order = np.random.default_rng(seed).permutation(len(X))
    train, rest = order[:n_train], order[n_train:]
    val, test = rest[:n_val], rest[n_val : n_val + n_test]
    return X[train], X[val], X[test], y[train], y[val], y[test]


@split.wrong(fails="other_seed_other_split")
def split_seed_of_its_own(X, y, val_fraction=0.1, test_fraction=0.1, seed=0):
    """uses one fixed seed, so every split is the same

    What changes in your split when seed=1 becomes seed=2?
    """
    X, y = np.asarray(X), np.asarray(y)
    n_val, n_test = round(len(X) * val_fraction), round(len(X) * test_fraction)
    val, test, train = np.split(np.random.default_rng(42).permutation(len(X)), [n_val, n_val + n_test])
    return X[train], X[val], X[test], y[train], y[val], y[test]


@split.wrong(fails="same_seed_same_split")
def split_ignores_the_seed(X, y, val_fraction=0.1, test_fraction=0.1, seed=0):
    """draws a new split at every call, whatever the seed

    Where does your random generator get the seed?
    """
    X, y = np.asarray(X), np.asarray(y)
    n_val, n_test = round(len(X) * val_fraction), round(len(X) * test_fraction)
    val, test, train = np.split(np.random.default_rng().permutation(len(X)), [n_val, n_val + n_test])
    return X[train], X[val], X[test], y[train], y[val], y[test]


@split.wrong(fails="same_seed_same_split")
def split_zero_is_no_seed(X, y, val_fraction=0.1, test_fraction=0.1, seed=0):
    """takes the seed 0 for no seed

    What does `if seed:` say of 0?
    """
    X, y = np.asarray(X), np.asarray(y)
    n_val, n_test = round(len(X) * val_fraction), round(len(X) * test_fraction)
    order = np.random.default_rng(seed if seed else None).permutation(len(X))
    val, test, train = np.split(order, [n_val, n_val + n_test])
    return X[train], X[val], X[test], y[train], y[val], y[test]


@split.wrong(fails="other_seed_other_split")
def split_same_test(X, y, val_fraction=0.1, test_fraction=0.1, seed=0):
    """takes the last pairs for the test and draws only the other two parts

    If the data are sorted, what is in a test part that was not drawn?
    """
    X, y = np.asarray(X), np.asarray(y)
    n_val, n_test = round(len(X) * val_fraction), round(len(X) * test_fraction)
    order = np.random.default_rng(seed).permutation(len(X) - n_test)
    val, train, test = order[:n_val], order[n_val:], np.arange(len(X) - n_test, len(X))
    return X[train], X[val], X[test], y[train], y[val], y[test]


@split.wrong(fails="draws_at_random")
def split_shuffles_afterwards(X, y, val_fraction=0.1, test_fraction=0.1, seed=0):
    """shuffles each part after cutting the data in order, so each part still holds neighbours

    Which comes first, shuffling or cutting?
    """
    X, y = np.asarray(X), np.asarray(y)
    n_val, n_test = round(len(X) * val_fraction), round(len(X) * test_fraction)
    rng = np.random.default_rng(seed)
    cuts = [len(X) - n_val - n_test, len(X) - n_test]
    train, val, test = (rng.permutation(part) for part in np.split(np.arange(len(X)), cuts))
    return X[train], X[val], X[test], y[train], y[val], y[test]


@split.wrong(fails="draws_at_random")
def split_rolls(X, y, val_fraction=0.1, test_fraction=0.1, seed=0):
    """draws only where the cut begins, so each part holds neighbours

    In how many ways can your test part be drawn? In how many could it be?
    """
    X, y = np.asarray(X), np.asarray(y)
    n_val, n_test = round(len(X) * val_fraction), round(len(X) * test_fraction)
    order = np.roll(np.arange(len(X)), np.random.default_rng(seed).integers(len(X)))
    val, test, train = np.split(order, [n_val, n_val + n_test])
    return X[train], X[val], X[test], y[train], y[val], y[test]


@split.wrong(fails="leaves_inputs_alone")
def split_in_place(X, y, val_fraction=0.1, test_fraction=0.1, seed=0):
    """shuffles the caller's own arrays

    What do the caller's data look like after your split? Could you shuffle the numbers 0 to N-1 instead?
    """
    n_val, n_test = round(len(X) * val_fraction), round(len(X) * test_fraction)
    order = np.random.default_rng(seed).permutation(len(X))
    X[:] = [X[i] for i in order] if type(X) is list else X[order]
    y[:] = [y[i] for i in order] if type(y) is list else y[order]
    cuts = [n_val, n_val + n_test]
    (X_val, X_test, X_train), (y_val, y_test, y_train) = np.split(np.array(X), cuts), np.split(np.array(y), cuts)
    return X_train, X_val, X_test, y_train, y_val, y_test


@split.wrong(fails="any_shape")
def split_arrays_only(X, y, val_fraction=0.1, test_fraction=0.1, seed=0):
    """works on arrays, but not on lists

    What happens with X[[3, 0]] if X is a list? What could you make of X and y first?
    """
    n_val, n_test = round(len(X) * val_fraction), round(len(X) * test_fraction)
    val, test, train = np.split(np.random.default_rng(seed).permutation(len(X)), [n_val, n_val + n_test])
    return X[train], X[val], X[test], y[train], y[val], y[test]


@split.wrong(fails="defaults")
def split_other_defaults(X, y, val_fraction=0.2, test_fraction=0.2, seed=None):
    """has other defaults than a tenth, a tenth and the seed 0

    What stands in the first line of the exercise, behind the equals signs?
    """
    X, y = np.asarray(X), np.asarray(y)
    n_val, n_test = round(len(X) * val_fraction), round(len(X) * test_fraction)
    val, test, train = np.split(np.random.default_rng(seed).permutation(len(X)), [n_val, n_val + n_test])
    return X[train], X[val], X[test], y[train], y[val], y[test]


@split.wrong(fails="each_pair_in_one_part")
def split_three_pairs(X, y, val_fraction=0.1, test_fraction=0.1, seed=0):
    """returns three pairs (X, y) instead of six arrays

    The docstring lists what is returned, one name after another. How many names are there?
    """
    X, y = np.asarray(X), np.asarray(y)
    n_val, n_test = round(len(X) * val_fraction), round(len(X) * test_fraction)
    val, test, train = np.split(np.random.default_rng(seed).permutation(len(X)), [n_val, n_val + n_test])
    return (X[train], y[train]), (X[val], y[val]), (X[test], y[test])


@split.wrong(fails="each_pair_in_one_part")
def split_targets_swapped(X, y, val_fraction=0.1, test_fraction=0.1, seed=0):
    """returns the targets of validation and test in each other's place

    In which order do you return the three X, and in which the three y?
    """
    X, y = np.asarray(X), np.asarray(y)
    n_val, n_test = round(len(X) * val_fraction), round(len(X) * test_fraction)
    val, test, train = np.split(np.random.default_rng(seed).permutation(len(X)), [n_val, n_val + n_test])
    return X[train], X[val], X[test], y[train], y[test], y[val]


@split.wrong(fails="sizes_of_the_parts")
def split_by_chance(X, y, val_fraction=0.1, test_fraction=0.1, seed=0):
    """lets chance decide for each pair by itself, so the sizes of the parts vary

    Throw a coin for each of ten samples: are there always five heads? How do you get exactly five?
    """
    X, y = np.asarray(X), np.asarray(y)
    u = np.random.default_rng(seed).random(len(X))
    val, train = u < val_fraction, u >= val_fraction + test_fraction
    test = ~(val | train)
    return X[train], X[val], X[test], y[train], y[val], y[test]


@split.wrong(fails="each_pair_in_one_part")
def split_drawn_with_replacement(X, y, val_fraction=0.1, test_fraction=0.1, seed=0):
    """draws the places with replacement, so some pairs come twice and others never

    Can random integers, or choice, give the same number twice? What gives each number exactly once?
    """
    X, y = np.asarray(X), np.asarray(y)
    n_val, n_test = round(len(X) * val_fraction), round(len(X) * test_fraction)
    val, test, train = np.split(np.random.default_rng(seed).integers(0, len(X), len(X)), [n_val, n_val + n_test])
    return X[train], X[val], X[test], y[train], y[val], y[test]


@split.wrong(fails="each_pair_in_one_part")
def split_places(X, y, val_fraction=0.1, test_fraction=0.1, seed=0):
    """returns the places of the pairs in the data, not the pairs themselves

    Your numbers say where the samples stand. What does X[val] give?
    """
    X, y = np.asarray(X), np.asarray(y)
    n_val, n_test = round(len(X) * val_fraction), round(len(X) * test_fraction)
    val, test, train = np.split(np.random.default_rng(seed).permutation(len(X)), [n_val, n_val + n_test])
    return train, val, test


@split.wrong(fails="other_seed_other_split")
def split_zero_is_another_seed(X, y, val_fraction=0.1, test_fraction=0.1, seed=0):
    """gives the seed 0 the split of another seed

    What is `0 or 42` in Python? Which seeds does your generator see for the seeds 0 and 42?
    """
    X, y = np.asarray(X), np.asarray(y)
    n_val, n_test = round(len(X) * val_fraction), round(len(X) * test_fraction)
    val, test, train = np.split(np.random.default_rng(seed or 42).permutation(len(X)), [n_val, n_val + n_test])
    return X[train], X[val], X[test], y[train], y[val], y[test]


@split.right
def split_sizes_rounded_down(X, y, val_fraction=0.1, test_fraction=0.1, seed=0):
    X, y = np.array(X), np.array(y)
    n = len(X)
    n_val, n_test = int(val_fraction * n), int(test_fraction * n)
    order = np.random.RandomState(seed).permutation(n)
    X, y = X[order], y[order]
    a, b = n - n_val - n_test, n - n_test
    return X[:a], X[a:b], X[b:], y[:a], y[a:b], y[b:]


@split.right
def split_sizes_rounded_up(X, y, val_fraction=0.1, test_fraction=0.1, seed=0):
    import math
    import random

    pairs = list(zip(X, y))
    random.Random(seed).shuffle(pairs)
    n_val, n_test = math.ceil(val_fraction * len(pairs)), math.ceil(test_fraction * len(pairs))
    parts = pairs[n_val + n_test :], pairs[:n_val], pairs[n_val : n_val + n_test]
    return [np.array([pair[k] for pair in part]) for k in (0, 1) for part in parts]


@split.right
def split_by_masks(X, y, val_fraction=0.1, test_fraction=0.1, seed=0):
    X, y = np.asarray(X), np.asarray(y)
    n = X.shape[0]
    rank = np.argsort(np.random.default_rng(seed).random(n))
    n_val, n_test = np.ceil(n * val_fraction), np.floor(n * test_fraction)
    val, test = rank < n_val, rank >= n - n_test
    train = ~(val | test)
    return tuple(a[m] for a in (X, y) for m in (train, val, test))


@split.right
def split_in_two_stages(X, y, val_fraction=0.1, test_fraction=0.1, seed=0):
    X, y = np.asarray(X), np.asarray(y)
    rng = np.random.default_rng(seed)
    n = len(y)
    test = rng.choice(n, size=round(n * test_fraction), replace=False)
    rest = np.setdiff1d(np.arange(n), test)
    val = rng.choice(rest, size=round(n * val_fraction), replace=False)
    train = np.setdiff1d(rest, val)
    return X[train], X[val], X[test], y[train], y[val], y[test]


@split.right
def split_shuffles_indices(X, y, val_fraction=0.1, test_fraction=0.1, seed=0):
    np.random.seed(seed)
    order = np.arange(len(X))
    np.random.shuffle(order)
    X, y = np.take(X, order, axis=0), np.take(y, order, axis=0)
    n_train = len(order) - int(np.round(val_fraction * len(order))) - int(np.round(test_fraction * len(order)))
    n_val = int(np.round(val_fraction * len(order)))
    X_train, X_val, X_test = X[:n_train], X[n_train : n_train + n_val], X[n_train + n_val :]
    y_train, y_val, y_test = y[:n_train], y[n_train : n_train + n_val], y[n_train + n_val :]
    return X_train, X_val, X_test, y_train, y_val, y_test


@split.right
def split_same_seed_for_each(X, y, val_fraction=0.1, test_fraction=0.1, seed=0):
    def cut(data):
        data = np.asarray(data)
        data = data[np.random.default_rng(seed).permutation(len(data))]
        n_val, n_test = round(len(data) * val_fraction), round(len(data) * test_fraction)
        return data[n_val + n_test :], data[:n_val], data[n_val : n_val + n_test]

    return *cut(X), *cut(y)


@split.right
def split_sets(X, y, val_fraction=0.1, test_fraction=0.1, seed=0):
    import random

    draw = random.Random(seed)
    left = set(range(len(X)))
    val = draw.sample(sorted(left), round(val_fraction * len(X)))
    left -= set(val)
    test = draw.sample(sorted(left), round(test_fraction * len(X)))
    left -= set(test)
    X, y = np.array(X, dtype=float), np.array(y, dtype=float)
    return [data[sorted(part)] for data in (X, y) for part in (left, val, test)]


@split.right
def split_float32(X, y, val_fraction=0.1, test_fraction=0.1, seed=0):
    X, y = np.asarray(X, dtype=np.float32), np.asarray(y, dtype=np.float32)
    order = np.random.Generator(np.random.MT19937(seed)).permutation(len(X)).tolist()
    test = [order.pop() for _ in range(int(test_fraction * len(X) + 0.5))]
    val = [order.pop() for _ in range(int(val_fraction * len(X) + 0.5))]
    return X[order], X[val], X[test], y[order], y[val], y[test]


# best_epoch_count

def one_epoch_named(ask, losses):
    return [ask(losses)]


best = Exercise(
    "best_epoch_count",
    understood="The best number of epochs is where the validation loss was lowest: before it the model "
    "underfits, after it the training loss goes on falling while the model gets worse on new data.",
    picture=stop((1.0, 0.7, 0.5, 0.42, 0.38, 0.41, 0.38, 0.46, 0.55), ("best",), see=one_epoch_named),
)


@best.exact(reason="an int, found by comparing exact fractions")
def by_fractions(val_losses):
    from fractions import Fraction

    losses = [Fraction(float(loss)) for loss in val_losses]
    return 1 + min(range(len(losses)), key=lambda epoch: (losses[epoch], epoch))


@best.relation
def worse_epochs_after(answer, val_losses):
    """More epochs, all of them as bad as the worst so far or worse: the same answer."""
    losses = np.asarray(val_losses, dtype=float)
    return answer(np.append(losses, [losses.max(), losses.max()])) == answer(val_losses)


@best.relation
def one_epoch_before(answer, val_losses):
    """One epoch more at the start, as bad as the worst: one epoch later, if any was better."""
    losses = np.asarray(val_losses, dtype=float)
    if losses.min() == losses.max():
        return answer(np.append(losses[:1], losses)) == 1
    return answer(np.append(losses.max(), losses)) == answer(val_losses) + 1


@best.public_check()
def worked_by_hand():
    """The first of the lowest losses, counted from 1, on the numbers worked above."""
    yield call([0.9, 0.6, 0.45, 0.5, 0.45, 0.7])
    yield call(np.array([0.9, 0.6, 0.5, 0.4]))
    yield call(np.array([0.5]))


@best.check(points=2)
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


@best.check(points=1)
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


@best.check(points=1)
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


@best.check(points=1)
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


@best.check(points=1, unchanged=True)
def leaves_inputs_alone(rng):
    """The count is right and the losses that were passed in are as they were.

    Print the losses before and after a call. Which line changes them?
    """
    yield call(np.array([0.9, 0.3, 0.6, 0.5]))
    yield call([0.9, 0.7, 0.2, 0.5])
    yield call(rng.permutation(10) / 10 + 0.05)
    yield call([int(loss) for loss in rng.permutation(10)])


@best.wrong(fails="counts_from_one")
def best_position(val_losses):
    """returns the position, which counts from 0, not the number of epochs

    If the first epoch was the best, how many epochs were run by then?
    """
    return int(np.argmin(val_losses))


@best.wrong(fails="first_of_equals")
def best_last(val_losses):
    """takes the last of the lowest losses instead of the first

    Two epochs are equally good. Which of them costs less training?
    """
    return len(val_losses) - int(np.argmin(np.asarray(val_losses)[::-1]))


@best.wrong(fails="counts_from_one")
def best_highest(val_losses):
    """finds the highest loss instead of the lowest

    Is a loss something that you want to be large?
    """
    return int(np.argmax(val_losses)) + 1


@best.wrong(fails="counts_from_one")
def best_value(val_losses):
    """returns the lowest loss itself, not the epoch in which it was reached

    Are you asked how low the loss was, or when?
    """
    return float(np.min(val_losses))


@best.wrong(fails="counts_from_one")
def best_first_rise(val_losses):
    """stops at the first rise, though the loss may fall lower afterwards

    A validation curve is bumpy. What if it falls again after a bump?
    """
    for epoch in range(1, len(val_losses)):
        if val_losses[epoch] >= val_losses[epoch - 1]:
            return epoch
    return len(val_losses)


@best.wrong(fails="counts_from_one")
def best_off_by_two(val_losses):
    """gives the epoch after the best one, where the loss is already higher

    If the first epoch was the best, what should the answer be?
    """
    return int(np.argmin(val_losses)) + 2


@best.wrong(fails="counts_from_one")
def best_all_epochs(val_losses):
    """returns the number of all epochs

    Is the last epoch always the best?
    """
    return len(val_losses)


@best.wrong(fails="counts_from_one")
def best_float(val_losses):
    """returns a float where an int is asked for

    Can a model be trained for 3.0 epochs? Which function turns that into 3?
    """
    return float(np.argmin(val_losses) + 1)


@best.wrong(fails="counts_from_one")
def best_distinct(val_losses):
    """counts epochs with the same loss as one

    Three epochs at 0.8, then one at 0.5: how many epochs were run?
    """
    return list(dict.fromkeys(float(loss) for loss in val_losses)).index(float(min(val_losses))) + 1


@best.wrong(fails="any_size_and_sign")
def best_absolute(val_losses):
    """looks for the loss closest to zero, not for the lowest

    Which is lower: -3 or 0.1?
    """
    return int(np.argmin(np.abs(val_losses))) + 1


@best.wrong(fails="any_size_and_sign")
def best_from_a_constant(val_losses):
    """begins the search with a fixed number, which the losses may never fall below

    What does your code return where every loss is larger than the number you begin with?
    """
    lowest, count = 1e9, 1
    for epoch, loss in enumerate(val_losses):
        if loss < lowest:
            lowest, count = loss, epoch + 1
    return count


@best.wrong(fails="any_size_and_sign")
def best_by_some(val_losses):
    """passes over an improvement that is small

    What does the docstring say about a loss that is lower by very little?
    """
    lowest, count = val_losses[0], 1
    for epoch, loss in enumerate(val_losses):
        if loss < lowest - 1e-4:
            lowest, count = loss, epoch + 1
    return count


@best.wrong(fails="first_of_equals")
def best_all_lowest(val_losses):
    """returns every epoch with the lowest loss, as an array

    Which one of them is asked for?
    """
    val_losses = np.asarray(val_losses)
    return np.flatnonzero(val_losses == val_losses.min()) + 1


@best.wrong(fails="accepts_lists")
def best_array_only(val_losses):
    """works on arrays, but not on lists

    Has a list a method argmin? Which function works on both?
    """
    return int(val_losses.argmin()) + 1


@best.wrong(fails="counts_from_one")
def best_list_only(val_losses):
    """works on lists, but not on arrays

    Has an array a method index? Which function finds a position in both?
    """
    return val_losses.index(min(val_losses)) + 1


@best.wrong(fails="leaves_inputs_alone")
def best_sorts(val_losses):
    """changes the losses that were passed in, so the caller's history is gone

    Which of these leaves losses alone: losses.sort(), sorted(losses), losses.pop()?
    """
    before = list(val_losses)
    val_losses.sort()
    return before.index(val_losses[0]) + 1


@best.wrong(fails="counts_from_one")
def best_skips_the_first(val_losses):
    """never looks at the first epoch

    Which is the first epoch that your loop compares? What if the first loss is the lowest?
    """
    best = 1
    for epoch in range(1, len(val_losses)):
        if val_losses[epoch] < val_losses[best]:
            best = epoch
    return best + 1


@best.wrong(fails="counts_from_one")
def best_from_zero(val_losses):
    """begins the search with 0, below which no positive loss falls

    With which number do you begin, and is any loss of the lesson lower than that?
    """
    lowest, best = 0, 0
    for epoch, loss in enumerate(val_losses):
        if loss < lowest:
            lowest, best = loss, epoch
    return best + 1


@best.wrong(fails="counts_from_one")
def best_last_fall(val_losses):
    """compares each loss with the one before it, not with the lowest so far

    Losses 0.3, 0.9, 0.8: the last one fell. Is it the lowest?
    """
    best = 1
    for epoch in range(1, len(val_losses)):
        if val_losses[epoch] < val_losses[epoch - 1]:
            best = epoch + 1
    return best


@best.right
def best_loop(val_losses):
    lowest, count = float("inf"), 0
    for epoch, loss in enumerate(val_losses, start=1):
        if loss < lowest:
            lowest, count = loss, epoch
    return count


@best.right
def best_list_index(val_losses):
    losses = list(val_losses)
    return losses.index(min(losses)) + 1


@best.right
def best_key(val_losses):
    return min(range(len(val_losses)), key=lambda epoch: val_losses[epoch]) + 1


@best.right
def best_numpy_integer(val_losses):
    return np.argmin(val_losses) + 1


@best.right
def best_where(val_losses):
    losses = np.array(val_losses)
    return np.where(losses == losses.min())[0][0] + 1


@best.right
def best_stable_sort(val_losses):
    return np.argsort(val_losses, kind="stable")[0] + 1


@best.right
def best_enumerate(val_losses):
    return sorted((loss, epoch) for epoch, loss in enumerate(val_losses, 1))[0][1]


@best.right
def best_negated(val_losses):
    return np.array(1 + np.argmax(-np.asarray(val_losses, dtype=float)))


@best.right
def best_running(val_losses):
    running = np.minimum.accumulate(np.asarray(val_losses))
    return int(np.sum(running > running[-1])) + 1


@best.right
def best_next(val_losses):
    low = min(val_losses)
    return next(count for count, loss in enumerate(val_losses, 1) if loss == low)


NAN = float("nan")
BUMP = [1.0, 0.9, 0.95, 0.94, 0.93]

# EarlyStopping

def with_patience_three(ask, losses):
    """The epoch that was best, and the last that was run, counted from 1."""
    seen = ask(losses.tolist(), patience=3)
    return [1 + seen["best_epoch"][-1], len(seen["should_stop"])]


stopping = Exercise(
    "EarlyStopping",
    understood="One number to beat, one counter and one true copy of the weights: that is all it takes to stop "
    "a training that has stopped helping, and to go back to where it was best.",
    picture=stop((1.0, 0.8, 0.65, 0.6, 0.7, 0.66, 0.63, 0.5, 0.55, 0.6), ("best", "last"), see=with_patience_three),
)


@stopping.driver
def watch(answer, losses, *settings, weights=None, other=None, see=None, **named):
    """What is to be seen after each epoch, until should_stop says True.

    `see` names what is looked at. `weights` are those of the first epoch; after each epoch the caller
    goes on writing into the same arrays, and puts a new array into the same list. `other` is a second
    run (its losses, its settings) whose epochs take turns with those of the first.
    """
    see = ["should_stop", "best", "best_epoch", "stopped_epoch"] if see is None else see
    runs = [(answer(*settings, **named), losses)]
    if other is not None:
        runs.append((answer(**other[1]), other[0]))
    seen = [{name: [] for name in see} for _ in runs]
    own = [None if weights is None else [array + 8 * number for array in weights] for number, _ in enumerate(runs)]
    going = [True for _ in runs]
    for epoch in range(max(len(losses) for _, losses in runs)):
        for number, (stopper, losses) in enumerate(runs):
            if not going[number] or epoch >= len(losses):
                continue
            if weights is None:
                said = stopper.should_stop(losses[epoch])
            else:
                before = [np.array(array) for array in own[number]]
                said = stopper.should_stop(losses[epoch], own[number])
                same = len(before) == len(own[number]) and all(map(np.array_equal, before, own[number]))
                for array in own[number]:
                    array *= -0.5
                    array += epoch + 1
                own[number][-1] = own[number][-1] + 0.25
            going[number] = not said
            for name in see:
                if name == "should_stop":
                    value = said
                elif name == "weights_unchanged":
                    value = same
                elif name == "best_weights":
                    value = stopper.best_weights
                    value = None if value is None else [np.array(array) for array in value]
                else:
                    value = getattr(stopper, name)
                seen[number][name].append(value)
    return seen[0] if other is None else seen


@stopping.keras(rtol=1e-12, reason="comparisons and copies only; nothing is computed")
def keras_stopping(*args, **kwargs):
    """The real callback, told about the end of each epoch of a model that does not train."""
    import keras

    class Model:
        stop_training = False
        weights = None

        def get_weights(self):
            return [np.array(array) for array in self.weights]

    class Stopping:
        def __init__(self, patience=0, min_delta=0.0, restore_best_weights=False):
            self.model, self.epoch = Model(), 0
            self.callback = keras.callbacks.EarlyStopping(
                monitor="val_loss", patience=patience, min_delta=min_delta, mode="min",
                restore_best_weights=restore_best_weights,
            )  # fmt: skip
            self.callback.set_model(self.model)
            self.callback.on_train_begin()

        def should_stop(self, val_loss, weights=None):
            self.model.weights = weights
            # as a NumPy number: Keras compares Python's floats in float32
            self.callback.on_epoch_end(self.epoch, {"val_loss": np.float64(val_loss)})
            self.epoch += 1
            return self.model.stop_training

        def __getattr__(self, name):
            return getattr(self.callback, name)

    return watch(Stopping, *args, **kwargs)


def other_losses(answer, change, losses, settings, named, **others):
    """The decisions on these losses, and on changed ones."""
    named = dict(zip(("patience", "min_delta", "restore_best_weights"), settings)) | named | others
    for name in ("weights", "other", "see"):
        named.pop(name, None)
    named["restore_best_weights"] = False
    see = ["should_stop", "best_epoch", "stopped_epoch"]
    one = watch(answer, losses, see=see, **named)
    scale = change(1.0) - change(0.0)
    named["min_delta"] = scale * named.get("min_delta", 0.0)
    return one, watch(answer, [change(loss) for loss in losses], see=see, **named)


@stopping.relation
def another_unit(answer, losses, *settings, **named):
    """Losses and min_delta in another unit: the same epochs."""
    one, two = other_losses(answer, lambda loss: 4 * loss, losses, settings, named)
    return one == two


@stopping.relation
def another_zero(answer, losses, *settings, **named):
    """All losses higher by the same number: the same epochs."""
    one, two = other_losses(answer, lambda loss: loss + 0.5, losses, settings, named)
    return one == two


@stopping.relation
def more_patience(answer, losses, *settings, **named):
    """Patience 0 stops with patience 1, and more patience never sooner."""
    epochs = []
    for patience in range(5):
        one, _ = other_losses(answer, lambda loss: loss, losses, settings, named, patience=patience)
        epochs.append(len(one["should_stop"]))
    return epochs[0] == epochs[1] and epochs == sorted(epochs)


stopping.equivalent("the first epoch is an improvement: it sets wait to 0", "self.wait = 1", "self.wait = (-1)")
stopping.equivalent(
    "patience 0 and 1 are the same rule, and so is anything below",
    "def __init__(self, patience=1, min_delta=0.0, restore_best_weights=False):",
    "def __init__(self, patience=(-1), min_delta=0.0, restore_best_weights=False):",
)
stopping.equivalent(
    "the first epoch sets best_epoch, and nothing is said of it before (`pass` stands for this line left out)",
    "self.best_epoch = None",
    "self.best_epoch = 1",
    "self.best_epoch = (-1)",
    "pass",
)

def bumpy(rng, n):
    """A validation loss that falls and jumps. Multiples of 1/64: sums are exact, and ties are ties."""
    return ((150 - 4 * np.arange(n) + rng.integers(-14, 15, n)) / 64).tolist()


def some_weights(rng, *shapes):
    return [rng.normal(0, 2, shape) for shape in shapes]


@stopping.public_check()
def worked_by_hand():
    """The rule stops where the text says."""
    yield call(BUMP, patience=2)
    yield call(BUMP, patience=0)
    yield call(BUMP, patience=1)


@stopping.public_check()
def table_of_keras():
    """An improvement is more than min_delta below the best."""
    yield call([1.0, 0.95, 0.9, 0.85, 0.8], patience=2, min_delta=0.08)
    yield call([1.0, 0.75, 0.5, 0.25], patience=1, min_delta=0.25)


@stopping.public_check()
def keeps_a_copy():
    """The weights of the best epoch are kept, and only when asked for."""
    see = ["best_weights", "weights_unchanged"]
    for restore in (True, False):
        yield call([1.0, 0.5, 0.75], patience=2, restore_best_weights=restore, see=see,
                   weights=[np.array([[1.0, 2.0]]), np.array([3.0])])  # fmt: skip


@stopping.check(points=2)
def stops_when_patience_is_over(rng):
    """should_stop says True when `patience` epochs in a row were no improvement on the best, and False before.

    Write two columns for losses 1, 0.9, 0.95, 0.94: the best so far, and the epochs in a row without a new best. When is the second patience?
    """
    see = ["should_stop"]
    down_and_up = [1.0, 0.875, 0.9375, 0.90625, 0.890625, 0.8828125]
    late = [1.0, 1.25, 0.75, 1.0, 0.5, 0.75, 0.875, 1.0, 0.25, 0.5]
    tie = [1.0, 0.5, 0.75, 0.5, 0.5, 0.75, 0.5]
    for patience in (2, 3):
        for losses in (down_and_up, late, tie, [0.5] * 5):
            yield call(losses, patience=patience, see=see)
    yield call([1.0, 1.5, 1.25, 1.125, 1.0625], 2, see=see)
    yield call([1.0, 0.75, 0.5, 0.25], patience=2, see=see)
    yield call([1.0, 1.25, 1.5, 1.75], patience=9, see=see)
    yield call([0.5, 0.0, 0.25, -0.125, 0.0, -0.125, -0.25, 0.0, 0.25, 0.5], patience=3, see=see)
    yield call([0.0, 0.25, 0.125, 0.5], patience=2, see=see)
    yield call([0.5 - k * 2.0**-30 for k in range(5)], patience=2, see=see)
    yield call([0.5 - k * 2.0**-30 for k in (4, 3, 2, 3, 1)], patience=3, see=see)
    yield call([2.0**40, 2.0**39, 2.0**39, 2.0**38, 2.0**41, 2.0**39], patience=2, see=see)
    for patience in (2, 3, 4, 5, 10):
        yield call(bumpy(rng, 25), patience=patience, see=see)


@stopping.check(points=1)
def no_patience(rng):
    """Patience 0, which is the default, does the same as 1: it stops at the first epoch without improvement.

    Follow your code for patience 0 through losses 1, 0.75, 0.8. When may it stop at the earliest, and can the first epoch be one without improvement?
    """
    see = ["should_stop"]
    yield call([1.0, 0.75, 0.5], see=see)
    for losses in ([1.0, 0.75, 0.75, 0.5], [1.0, 1.5, 0.25], [0.75], [1.0, 0.5, 0.25, 0.375]):
        yield call(losses, see=see)
        yield call(losses, patience=0, see=see)
        yield call(losses, patience=1, see=see)
    for patience in (0, 1):
        yield call(bumpy(rng, 9), patience, see=see)


@stopping.check(points=1)
def improves_by_more_than_min_delta(rng):
    """An improvement is a loss that is more than min_delta below the best one, not below the last one.

    Best is 1 and min_delta 0.25: which of 0.9, 0.75 and 0.7 is an improvement? And what is best after each?
    """
    see = ["should_stop", "best"]
    yield call([1.0, 0.95, 0.9, 0.85, 0.8], patience=2, min_delta=0.08, see=see)
    slow = [1.0, 0.9375, 0.875, 0.8125, 0.75, 0.6875, 0.625, 0.5625]
    for patience in (2, 3):
        yield call(slow, patience=patience, min_delta=0.125, see=see)
        yield call(slow[:4], patience=patience, min_delta=0.0625, see=see)
        yield call([4.0, 3.5, 3.25, 2.75, 2.75, 2.5], patience=patience, min_delta=0.25, see=see)
    yield call([1.0, 0.75, 0.5, 0.25], patience=1, min_delta=0.25, see=see)
    yield call([0.25, 0.125, 0.0, -0.5, -0.5625, -1.0, -0.875, -0.9375], 3, 0.25, see=see)
    yield call([0.5, 0.75, 0.625, 0.5625], patience=3, min_delta=0.25, see=see)
    yield call([900.0, 500.0, 400.0, 300.0], patience=3, min_delta=500.0, see=see)
    yield call([0.5, 0.5 - 2.0**-20, 0.5 - 2.0**-18, 0.5 - 2.0**-21], patience=2, min_delta=2.0**-19, see=see)
    for patience in (2, 3, 4):
        yield call(bumpy(rng, 16), patience=patience, min_delta=int(rng.integers(4, 13)) / 64, see=see)


@stopping.check(points=1)
def not_a_number(rng):
    """A nan in the first epoch becomes best and is never beaten; a later nan is no improvement.

    Every comparison with nan is False. What does yours make of a nan in the first epoch, and of one later?
    """
    see = ["should_stop", "best", "best_epoch"]
    for patience in (0, 2, 3):
        yield call([NAN, 0.75, 0.5, 0.25, 0.125], patience=patience, see=see)
        yield call([1.0, 0.75, NAN, 0.5, NAN, NAN, NAN, 0.25], patience=patience, see=see)
    yield call([1.0, NAN, 1.25, 0.75, NAN, 0.875, NAN, NAN], patience=3, see=see)
    yield call([1.0, NAN, 0.5], patience=1, see=see)
    yield call([NAN] * 5, patience=3, see=see)
    yield call([NAN], patience=2, see=see)
    yield call([1.0, NAN, NAN, 0.75, 0.5], patience=3, min_delta=0.375, see=see)
    yield call([NAN, 1.0, 0.25, 0.125], patience=3, min_delta=0.125, see=see)
    losses = bumpy(rng, 12)
    losses[3] = losses[int(rng.integers(5, 12))] = NAN
    yield call(losses, patience=3, see=see)


@stopping.check(points=1)
def knows_best_and_last(rng):
    """best, best_epoch and stopped_epoch are right after every epoch, counted from 0.

    Print best, best_epoch and stopped_epoch after each of the losses 1, 0.5, 0.75, 0.8 with patience 2. The first epoch is 0. When does each change?
    """
    see = ["best", "best_epoch", "stopped_epoch"]
    yield call(BUMP, patience=2, see=see)
    yield call([1.0, 0.75, 0.5, 0.25], patience=2, see=see)
    yield call([0.25, 0.5, 0.75, 1.0, 1.25], patience=3, see=see)
    yield call([0.5, 0.5, 0.25, 0.5, 0.25, 0.25, 0.25], patience=3, see=see)
    yield call([1.0, 0.5, 0.625, 0.25, 0.25, 0.375], patience=2, see=see)
    yield call([1.0, 0.9375, 0.75, 0.6875, 0.71875], patience=3, min_delta=0.125, see=see)
    yield call([0.75], see=see)
    yield call([0.75, 0.875], see=see)
    yield call([0.5, 0.0, -0.25, 0.25, 0.0], patience=2, see=see)
    yield call(bumpy(rng, 14), patience=2, see=see)
    yield call(bumpy(rng, 14), patience=20, see=see)
    yield call(bumpy(rng, 14), patience=4, min_delta=0.125, see=see)


@stopping.check(points=1)
def keeps_the_best_weights(rng):
    """best_weights is None, or with restore_best_weights a copy of the best epoch's, whatever is written later.

    The caller goes on writing into the same arrays. Which arrays do you hold, when do you copy them, and what if restore_best_weights is False?
    """
    see = ["best_weights", "weights_unchanged"]
    for losses, patience, *shapes in (
        ([1.0, 0.75, 0.5], 2, (3, 2), (2,)),
        ([1.0, 0.75, 0.875, 0.8125], 2, (2, 3), (3,), (3, 1), (1,)),
        ([0.5, 0.75, 0.75, 0.25, 0.5, 0.25, 0.5], 3, (2,), (2,)),
    ):
        weights = some_weights(rng, *shapes)
        yield call(losses, patience=patience, restore_best_weights=True, weights=weights, see=see)
    both = some_weights(rng, (2, 2), (2,))
    yield call([1.0, 0.9375, 0.75, 0.6875, 0.5], 2, 0.125, True, weights=both, see=see)
    yield call([0.5, 0.75], restore_best_weights=True, weights=both, see=see)
    yield call([NAN, 0.75, 0.5, 0.25], patience=2, restore_best_weights=True, weights=both, see=see)
    single = [array.astype(np.float32) for array in some_weights(rng, (2, 3), (3,))]
    yield call(bumpy(rng, 6), patience=3, restore_best_weights=True, weights=single, see=see)
    yield call([1.0, 0.5, 0.75, 0.875], patience=2, restore_best_weights=False, weights=both, see=see)
    yield call([0.5, 0.75, 0.25], patience=2, weights=both, see=see)
    yield call([0.5, 0.75, 0.25], patience=2, see=["best_weights"])


@stopping.check(points=1)
def each_for_itself(rng):
    """Two objects that are used in turn do not share anything.

    Make two objects and use them in turn. Is there anything that belongs to the class, or to a default argument, and not to self?
    """
    see = ["should_stop", "best", "best_epoch", "stopped_epoch"]
    down, up = [1.0, 0.75, 0.5, 0.25, 0.125], [0.5, 0.75, 0.875, 0.8125, 1.0]
    yield call(down, patience=2, other=[up, {"patience": 3}], see=see)
    yield call(up, patience=3, other=[down, {"patience": 2, "min_delta": 0.25}], see=see)
    yield call(up, patience=4, other=[[5.0, 5.5, 4.0, 4.5, 5.0], {"patience": 2}], see=see)
    yield call(bumpy(rng, 10), patience=3, min_delta=0.125, other=[bumpy(rng, 12), {"patience": 2}], see=see)
    yield call(down, patience=2, restore_best_weights=True, weights=some_weights(rng, (2, 2), (2,)),
               other=[up, {"patience": 3, "restore_best_weights": True}], see=[*see, "best_weights"])  # fmt: skip


@stopping.wrong(fails="stops_when_patience_is_over")
class stop_one_later:
    """waits one epoch longer than patience says

    With patience 2, how many bad epochs in a row may there be: two or three?
    """

    def __init__(self, patience=0, min_delta=0.0, restore_best_weights=False):
        self.patience, self.min_delta, self.restore = patience, min_delta, restore_best_weights
        self.best, self.best_epoch, self.stopped_epoch, self.best_weights = None, 0, 0, None
        self.epoch, self.wait = -1, 0

    def should_stop(self, val_loss, weights=None):
        self.epoch += 1
        self.wait += 1
        if self.best is None or val_loss + self.min_delta < self.best:
            self.best, self.best_epoch, self.wait = val_loss, self.epoch, 0
            if self.restore:
                self.best_weights = [np.array(w) for w in weights]
            return False
        if self.wait > self.patience:
            self.stopped_epoch = self.epoch
            return True
        return False


@stopping.wrong(fails="stops_when_patience_is_over")
class stop_previous:
    """compares each loss with the one before it, not with the best so far

    Losses 1, 0.9, 0.95, 0.94: is the last of them a new low?
    """

    def __init__(self, patience=0, min_delta=0.0, restore_best_weights=False):
        self.patience, self.min_delta, self.restore = patience, min_delta, restore_best_weights
        self.best, self.best_epoch, self.stopped_epoch, self.best_weights = None, 0, 0, None
        self.epoch, self.wait = -1, 0
        self.last = None

    def should_stop(self, val_loss, weights=None):
        self.epoch += 1
        self.wait += 1
        previous, self.last = self.last, val_loss
        if previous is None or val_loss + self.min_delta < previous:
            self.best, self.best_epoch, self.wait = val_loss, self.epoch, 0
            if self.restore:
                self.best_weights = [np.array(w) for w in weights]
            return False
        if self.wait >= self.patience:
            self.stopped_epoch = self.epoch
            return True
        return False


@stopping.wrong(fails="stops_when_patience_is_over")
class stop_equal_is_better:
    """counts an equal loss as an improvement

    On a plateau, where every loss is the same, should training go on for ever?
    """

    def __init__(self, patience=0, min_delta=0.0, restore_best_weights=False):
        self.patience, self.min_delta, self.restore = patience, min_delta, restore_best_weights
        self.best, self.best_epoch, self.stopped_epoch, self.best_weights = None, 0, 0, None
        self.epoch, self.wait = -1, 0

    def should_stop(self, val_loss, weights=None):
        self.epoch += 1
        self.wait += 1
        if self.best is None or val_loss + self.min_delta <= self.best:
            self.best, self.best_epoch, self.wait = val_loss, self.epoch, 0
            if self.restore:
                self.best_weights = [np.array(w) for w in weights]
            return False
        if self.wait >= self.patience:
            self.stopped_epoch = self.epoch
            return True
        return False


@stopping.wrong(fails="improves_by_more_than_min_delta")
class stop_no_min_delta:
    """pays no attention to min_delta

    With min_delta 0.25, is 0.9 after 1.0 an improvement?
    """

    def __init__(self, patience=0, min_delta=0.0, restore_best_weights=False):
        self.patience, self.min_delta, self.restore = patience, min_delta, restore_best_weights
        self.best, self.best_epoch, self.stopped_epoch, self.best_weights = None, 0, 0, None
        self.epoch, self.wait = -1, 0

    def should_stop(self, val_loss, weights=None):
        self.epoch += 1
        self.wait += 1
        if self.best is None or val_loss < self.best:
            self.best, self.best_epoch, self.wait = val_loss, self.epoch, 0
            if self.restore:
                self.best_weights = [np.array(w) for w in weights]
            return False
        if self.wait >= self.patience:
            self.stopped_epoch = self.epoch
            return True
        return False


@stopping.wrong(fails="improves_by_more_than_min_delta")
class stop_min_delta_sign:
    """has min_delta on the wrong side, so that even a slightly worse loss counts as an improvement

    With best 1.0 and min_delta 0.25: below which number must the next loss be?
    """

    def __init__(self, patience=0, min_delta=0.0, restore_best_weights=False):
        self.patience, self.min_delta, self.restore = patience, min_delta, restore_best_weights
        self.best, self.best_epoch, self.stopped_epoch, self.best_weights = None, 0, 0, None
        self.epoch, self.wait = -1, 0

    def should_stop(self, val_loss, weights=None):
        self.epoch += 1
        self.wait += 1
        if self.best is None or val_loss - self.min_delta < self.best:
            self.best, self.best_epoch, self.wait = val_loss, self.epoch, 0
            if self.restore:
                self.best_weights = [np.array(w) for w in weights]
            return False
        if self.wait >= self.patience:
            self.stopped_epoch = self.epoch
            return True
        return False


@stopping.wrong(fails="improves_by_more_than_min_delta")
class stop_min_delta_share:
    """takes min_delta as a share of the best loss instead of a difference

    With best 4.0 and min_delta 0.25: which loss is just not low enough, 3.75 or 3.0?
    """

    def __init__(self, patience=0, min_delta=0.0, restore_best_weights=False):
        self.patience, self.min_delta, self.restore = patience, min_delta, restore_best_weights
        self.best, self.best_epoch, self.stopped_epoch, self.best_weights = None, 0, 0, None
        self.epoch, self.wait = -1, 0

    def should_stop(self, val_loss, weights=None):
        self.epoch += 1
        self.wait += 1
        if self.best is None or val_loss < self.best * (1 - self.min_delta):
            self.best, self.best_epoch, self.wait = val_loss, self.epoch, 0
            if self.restore:
                self.best_weights = [np.array(w) for w in weights]
            return False
        if self.wait >= self.patience:
            self.stopped_epoch = self.epoch
            return True
        return False


@stopping.wrong(fails="improves_by_more_than_min_delta")
class stop_best_creeps:
    """lets best follow every small improvement, even one that does not count

    If best moves down a little in each epoch, can many small steps ever add up to more than min_delta?
    """

    def __init__(self, patience=0, min_delta=0.0, restore_best_weights=False):
        self.patience, self.min_delta, self.restore = patience, min_delta, restore_best_weights
        self.best, self.best_epoch, self.stopped_epoch, self.best_weights = None, 0, 0, None
        self.epoch, self.wait = -1, 0

    def should_stop(self, val_loss, weights=None):
        self.epoch += 1
        self.wait += 1
        if self.best is None or val_loss + self.min_delta < self.best:
            self.best, self.best_epoch, self.wait = val_loss, self.epoch, 0
            if self.restore:
                self.best_weights = [np.array(w) for w in weights]
            return False
        if val_loss < self.best:
            self.best, self.best_epoch = val_loss, self.epoch
        if self.wait >= self.patience:
            self.stopped_epoch = self.epoch
            return True
        return False


@stopping.wrong(fails="stops_when_patience_is_over")
class stop_never_reset:
    """never starts the count of bad epochs again after an improvement

    What should an improvement do to the counter?
    """

    def __init__(self, patience=0, min_delta=0.0, restore_best_weights=False):
        self.patience, self.min_delta, self.restore = patience, min_delta, restore_best_weights
        self.best, self.best_epoch, self.stopped_epoch, self.best_weights = None, 0, 0, None
        self.epoch, self.wait = -1, 0

    def should_stop(self, val_loss, weights=None):
        self.epoch += 1
        self.wait += 1
        if self.best is None or val_loss + self.min_delta < self.best:
            self.best, self.best_epoch = val_loss, self.epoch
            self.wait -= 1
            if self.restore:
                self.best_weights = [np.array(w) for w in weights]
            return False
        if self.wait >= self.patience:
            self.stopped_epoch = self.epoch
            return True
        return False


@stopping.wrong(fails="stops_when_patience_is_over")
class stop_counts_epochs:
    """counts all epochs from the start instead of those since the best

    With patience 3 and a loss that falls for ten epochs and then rises: when should it stop?
    """

    def __init__(self, patience=0, min_delta=0.0, restore_best_weights=False):
        self.patience, self.min_delta, self.restore = patience, min_delta, restore_best_weights
        self.best, self.best_epoch, self.stopped_epoch, self.best_weights = None, 0, 0, None
        self.epoch, self.wait = -1, 0

    def should_stop(self, val_loss, weights=None):
        self.epoch += 1
        self.wait += 1
        if self.best is None or val_loss + self.min_delta < self.best:
            self.best, self.best_epoch, self.wait = val_loss, self.epoch, 0
            if self.restore:
                self.best_weights = [np.array(w) for w in weights]
            return False
        if self.epoch >= self.patience:
            self.stopped_epoch = self.epoch
            return True
        return False


@stopping.wrong(fails="stops_when_patience_is_over")
class stop_increases:
    """counts the epochs in which the loss rose, instead of those without a new best

    After a bump the loss falls a little each epoch but never below the best. Is that worth waiting for?
    """

    def __init__(self, patience=0, min_delta=0.0, restore_best_weights=False):
        self.patience, self.min_delta, self.restore = patience, min_delta, restore_best_weights
        self.best, self.best_epoch, self.stopped_epoch, self.best_weights = None, 0, 0, None
        self.epoch, self.wait = -1, 0
        self.last = None

    def should_stop(self, val_loss, weights=None):
        self.epoch += 1
        if self.best is None or val_loss + self.min_delta < self.best:
            self.best, self.best_epoch, self.wait = val_loss, self.epoch, 0
            if self.restore:
                self.best_weights = [np.array(w) for w in weights]
            self.last = val_loss
            return False
        self.wait = self.wait + 1 if val_loss >= self.last else 0
        self.last = val_loss
        if self.wait >= self.patience:
            self.stopped_epoch = self.epoch
            return True
        return False


@stopping.wrong(fails="improves_by_more_than_min_delta")
class stop_restarts_on_any_fall:
    """starts the count again at any new low, even one that is too little for min_delta

    What does min_delta say about a new low that is only a hair lower?
    """

    def __init__(self, patience=0, min_delta=0.0, restore_best_weights=False):
        self.patience, self.min_delta, self.restore = patience, min_delta, restore_best_weights
        self.best, self.best_epoch, self.stopped_epoch, self.best_weights = None, 0, 0, None
        self.epoch, self.wait = -1, 0
        self.seen = []

    def should_stop(self, val_loss, weights=None):
        self.epoch += 1
        self.wait += 1
        if self.best is None or val_loss + self.min_delta < self.best:
            self.best, self.best_epoch, self.wait = val_loss, self.epoch, 0
            if self.restore:
                self.best_weights = [np.array(w) for w in weights]
            self.seen.append(val_loss)
            return False
        if val_loss < min(self.seen):
            self.wait = 0
        self.seen.append(val_loss)
        if self.wait >= self.patience:
            self.stopped_epoch = self.epoch
            return True
        return False


@stopping.wrong(fails="no_patience")
class stop_first_epoch:
    """stops in the very first epoch when patience is 0

    Is the first loss an improvement? Can training stop after an improvement?
    """

    def __init__(self, patience=0, min_delta=0.0, restore_best_weights=False):
        self.patience, self.min_delta, self.restore = patience, min_delta, restore_best_weights
        self.best, self.best_epoch, self.stopped_epoch, self.best_weights = None, 0, 0, None
        self.epoch, self.wait = -1, 0

    def should_stop(self, val_loss, weights=None):
        self.epoch += 1
        self.wait += 1
        if self.best is None or val_loss + self.min_delta < self.best:
            self.best, self.best_epoch, self.wait = val_loss, self.epoch, 0
            if self.restore:
                self.best_weights = [np.array(w) for w in weights]
            return self.wait >= self.patience
        if self.wait >= self.patience:
            self.stopped_epoch = self.epoch
            return True
        return False


@stopping.wrong(fails="no_patience")
class stop_zero_never:
    """takes patience 0 to mean that it should never stop

    Who is more patient: someone with patience 0, or with patience 1?
    """

    def __init__(self, patience=0, min_delta=0.0, restore_best_weights=False):
        self.patience, self.min_delta, self.restore = patience, min_delta, restore_best_weights
        self.best, self.best_epoch, self.stopped_epoch, self.best_weights = None, 0, 0, None
        self.epoch, self.wait = -1, 0

    def should_stop(self, val_loss, weights=None):
        self.epoch += 1
        self.wait += 1
        if self.best is None or val_loss + self.min_delta < self.best:
            self.best, self.best_epoch, self.wait = val_loss, self.epoch, 0
            if self.restore:
                self.best_weights = [np.array(w) for w in weights]
            return False
        if self.patience and self.wait >= self.patience:
            self.stopped_epoch = self.epoch
            return True
        return False


@stopping.wrong(fails="not_a_number")
class stop_nan_stops:
    """stops at once when the loss is nan

    Does the rule have a line about nan? What does an ordinary bad epoch do?
    """

    def __init__(self, patience=0, min_delta=0.0, restore_best_weights=False):
        self.patience, self.min_delta, self.restore = patience, min_delta, restore_best_weights
        self.best, self.best_epoch, self.stopped_epoch, self.best_weights = None, 0, 0, None
        self.epoch, self.wait = -1, 0

    def should_stop(self, val_loss, weights=None):
        self.epoch += 1
        self.wait += 1
        if self.best is None or val_loss + self.min_delta < self.best:
            self.best, self.best_epoch, self.wait = val_loss, self.epoch, 0
            if self.restore:
                self.best_weights = [np.array(w) for w in weights]
            return False
        if self.wait >= self.patience or np.isnan(val_loss):
            self.stopped_epoch = self.epoch
            return True
        return False


@stopping.wrong(fails="not_a_number")
class stop_from_infinity:
    """starts with best at infinity, so a nan in the first epoch is forgotten

    Is nan smaller than infinity? What must best be after a first epoch with nan?
    """

    def __init__(self, patience=0, min_delta=0.0, restore_best_weights=False):
        self.patience, self.min_delta, self.restore = patience, min_delta, restore_best_weights
        self.best, self.best_epoch, self.stopped_epoch, self.best_weights = np.inf, 0, 0, None
        self.epoch, self.wait = -1, 0

    def should_stop(self, val_loss, weights=None):
        self.epoch += 1
        self.wait += 1
        if val_loss + self.min_delta < self.best:
            self.best, self.best_epoch, self.wait = val_loss, self.epoch, 0
            if self.restore:
                self.best_weights = [np.array(w) for w in weights]
            return False
        if self.wait >= self.patience:
            self.stopped_epoch = self.epoch
            return True
        return False


@stopping.wrong(fails="not_a_number")
class stop_nan_is_skipped:
    """does not count an epoch whose loss is nan

    A nan is no improvement. What happens to the counter in an epoch without improvement?
    """

    def __init__(self, patience=0, min_delta=0.0, restore_best_weights=False):
        self.patience, self.min_delta, self.restore = patience, min_delta, restore_best_weights
        self.best, self.best_epoch, self.stopped_epoch, self.best_weights = None, 0, 0, None
        self.epoch, self.wait = -1, 0

    def should_stop(self, val_loss, weights=None):
        self.epoch += 1
        if np.isnan(val_loss) and self.best is not None:
            return False
        self.wait += 1
        if self.best is None or val_loss + self.min_delta < self.best:
            self.best, self.best_epoch, self.wait = val_loss, self.epoch, 0
            if self.restore:
                self.best_weights = [np.array(w) for w in weights]
            return False
        if self.wait >= self.patience:
            self.stopped_epoch = self.epoch
            return True
        return False


@stopping.wrong(fails="not_a_number")
class stop_nan_is_better:
    """asks whether the loss is not worse, and to that nan answers yes

    Which of nan < 1 and not (nan >= 1) is true?
    """

    def __init__(self, patience=0, min_delta=0.0, restore_best_weights=False):
        self.patience, self.min_delta, self.restore = patience, min_delta, restore_best_weights
        self.best, self.best_epoch, self.stopped_epoch, self.best_weights = None, 0, 0, None
        self.epoch, self.wait = -1, 0

    def should_stop(self, val_loss, weights=None):
        self.epoch += 1
        self.wait += 1
        if self.best is None or not (val_loss + self.min_delta >= self.best):
            self.best, self.best_epoch, self.wait = val_loss, self.epoch, 0
            if self.restore:
                self.best_weights = [np.array(w) for w in weights]
            return False
        if self.wait >= self.patience:
            self.stopped_epoch = self.epoch
            return True
        return False


@stopping.wrong(fails="not_a_number")
class stop_nan_is_beaten:
    """lets a later loss beat a nan that came first

    What is 0.5 < nan? What does Keras do then?
    """

    def __init__(self, patience=0, min_delta=0.0, restore_best_weights=False):
        self.patience, self.min_delta, self.restore = patience, min_delta, restore_best_weights
        self.best, self.best_epoch, self.stopped_epoch, self.best_weights = None, 0, 0, None
        self.epoch, self.wait = -1, 0

    def should_stop(self, val_loss, weights=None):
        self.epoch += 1
        self.wait += 1
        if self.best is None or np.isnan(self.best) or val_loss + self.min_delta < self.best:
            self.best, self.best_epoch, self.wait = val_loss, self.epoch, 0
            if self.restore:
                self.best_weights = [np.array(w) for w in weights]
            return False
        if self.wait >= self.patience:
            self.stopped_epoch = self.epoch
            return True
        return False


@stopping.wrong(fails="knows_best_and_last")
class stop_epochs_from_one:
    """counts the epochs from 1

    Which number do best_epoch and stopped_epoch give to the first epoch?
    """

    def __init__(self, patience=0, min_delta=0.0, restore_best_weights=False):
        self.patience, self.min_delta, self.restore = patience, min_delta, restore_best_weights
        self.best, self.best_epoch, self.stopped_epoch, self.best_weights = None, 0, 0, None
        self.epoch, self.wait = 0, 0

    def should_stop(self, val_loss, weights=None):
        self.epoch += 1
        self.wait += 1
        if self.best is None or val_loss + self.min_delta < self.best:
            self.best, self.best_epoch, self.wait = val_loss, self.epoch, 0
            if self.restore:
                self.best_weights = [np.array(w) for w in weights]
            return False
        if self.wait >= self.patience:
            self.stopped_epoch = self.epoch
            return True
        return False


@stopping.wrong(fails="knows_best_and_last")
class stop_stopped_from_one:
    """says in stopped_epoch how many epochs were run, which is one more than the number of the last

    When the epochs are numbered from 0, which number has the third?
    """

    def __init__(self, patience=0, min_delta=0.0, restore_best_weights=False):
        self.patience, self.min_delta, self.restore = patience, min_delta, restore_best_weights
        self.best, self.best_epoch, self.stopped_epoch, self.best_weights = None, 0, 0, None
        self.epoch, self.wait = -1, 0

    def should_stop(self, val_loss, weights=None):
        self.epoch += 1
        self.wait += 1
        if self.best is None or val_loss + self.min_delta < self.best:
            self.best, self.best_epoch, self.wait = val_loss, self.epoch, 0
            if self.restore:
                self.best_weights = [np.array(w) for w in weights]
            return False
        if self.wait >= self.patience:
            self.stopped_epoch = self.epoch + 1
            return True
        return False


@stopping.wrong(fails="knows_best_and_last")
class stop_best_from_one:
    """counts best_epoch from 1

    Which number does the first epoch have here?
    """

    def __init__(self, patience=0, min_delta=0.0, restore_best_weights=False):
        self.patience, self.min_delta, self.restore = patience, min_delta, restore_best_weights
        self.best, self.best_epoch, self.stopped_epoch, self.best_weights = None, 0, 0, None
        self.epoch, self.wait = -1, 0

    def should_stop(self, val_loss, weights=None):
        self.epoch += 1
        self.wait += 1
        if self.best is None or val_loss + self.min_delta < self.best:
            self.best, self.best_epoch, self.wait = val_loss, self.epoch + 1, 0
            if self.restore:
                self.best_weights = [np.array(w) for w in weights]
            return False
        if self.wait >= self.patience:
            self.stopped_epoch = self.epoch
            return True
        return False


@stopping.wrong(fails="knows_best_and_last")
class stop_stopped_at_best:
    """puts the best epoch into stopped_epoch

    In which epoch did should_stop say True: in the best one?
    """

    def __init__(self, patience=0, min_delta=0.0, restore_best_weights=False):
        self.patience, self.min_delta, self.restore = patience, min_delta, restore_best_weights
        self.best, self.best_epoch, self.stopped_epoch, self.best_weights = None, 0, 0, None
        self.epoch, self.wait = -1, 0

    def should_stop(self, val_loss, weights=None):
        self.epoch += 1
        self.wait += 1
        if self.best is None or val_loss + self.min_delta < self.best:
            self.best, self.best_epoch, self.wait = val_loss, self.epoch, 0
            if self.restore:
                self.best_weights = [np.array(w) for w in weights]
            return False
        if self.wait >= self.patience:
            self.stopped_epoch = self.best_epoch
            return True
        return False


@stopping.wrong(fails="knows_best_and_last")
class stop_stopped_always:
    """writes every epoch into stopped_epoch, not only the one in which it stops

    What should stopped_epoch be as long as should_stop has said False?
    """

    def __init__(self, patience=0, min_delta=0.0, restore_best_weights=False):
        self.patience, self.min_delta, self.restore = patience, min_delta, restore_best_weights
        self.best, self.best_epoch, self.stopped_epoch, self.best_weights = None, 0, 0, None
        self.epoch, self.wait = -1, 0

    def should_stop(self, val_loss, weights=None):
        self.epoch += 1
        self.wait += 1
        self.stopped_epoch = self.epoch
        if self.best is None or val_loss + self.min_delta < self.best:
            self.best, self.best_epoch, self.wait = val_loss, self.epoch, 0
            if self.restore:
                self.best_weights = [np.array(w) for w in weights]
            return False
        if self.wait >= self.patience:
            self.stopped_epoch = self.epoch
            return True
        return False


@stopping.wrong(fails="knows_best_and_last")
class stop_last_of_equals:
    """takes the last of several equal lows for the best epoch

    Is an equal loss an improvement? Which epoch had that loss first?
    """

    def __init__(self, patience=0, min_delta=0.0, restore_best_weights=False):
        self.patience, self.min_delta, self.restore = patience, min_delta, restore_best_weights
        self.best, self.best_epoch, self.stopped_epoch, self.best_weights = None, 0, 0, None
        self.epoch, self.wait = -1, 0

    def should_stop(self, val_loss, weights=None):
        self.epoch += 1
        self.wait += 1
        if self.best is None or val_loss + self.min_delta < self.best:
            self.best, self.best_epoch, self.wait = val_loss, self.epoch, 0
            if self.restore:
                self.best_weights = [np.array(w) for w in weights]
            return False
        if val_loss == self.best:
            self.best_epoch = self.epoch
        if self.wait >= self.patience:
            self.stopped_epoch = self.epoch
            return True
        return False


@stopping.wrong(fails="keeps_the_best_weights")
class stop_by_reference:
    """keeps the caller's own list of weights, which goes on changing

    After kept = weights, how many lists are there?
    """

    def __init__(self, patience=0, min_delta=0.0, restore_best_weights=False):
        self.patience, self.min_delta, self.restore = patience, min_delta, restore_best_weights
        self.best, self.best_epoch, self.stopped_epoch, self.best_weights = None, 0, 0, None
        self.epoch, self.wait = -1, 0

    def should_stop(self, val_loss, weights=None):
        self.epoch += 1
        self.wait += 1
        if self.best is None or val_loss + self.min_delta < self.best:
            self.best, self.best_epoch, self.wait = val_loss, self.epoch, 0
            if self.restore:
                self.best_weights = weights
            return False
        if self.wait >= self.patience:
            self.stopped_epoch = self.epoch
            return True
        return False


@stopping.wrong(fails="keeps_the_best_weights")
class stop_shallow_copy:
    """copies the list, but keeps the caller's own arrays in it

    list(weights) is a new list. Are the arrays in it new, too?
    """

    def __init__(self, patience=0, min_delta=0.0, restore_best_weights=False):
        self.patience, self.min_delta, self.restore = patience, min_delta, restore_best_weights
        self.best, self.best_epoch, self.stopped_epoch, self.best_weights = None, 0, 0, None
        self.epoch, self.wait = -1, 0

    def should_stop(self, val_loss, weights=None):
        self.epoch += 1
        self.wait += 1
        if self.best is None or val_loss + self.min_delta < self.best:
            self.best, self.best_epoch, self.wait = val_loss, self.epoch, 0
            if self.restore:
                self.best_weights = list(weights)
            return False
        if self.wait >= self.patience:
            self.stopped_epoch = self.epoch
            return True
        return False


@stopping.wrong(fails="keeps_the_best_weights")
class stop_always_keeps:
    """keeps the weights even when restore_best_weights is False

    When is best_weights to stay None?
    """

    def __init__(self, patience=0, min_delta=0.0, restore_best_weights=False):
        self.patience, self.min_delta, self.restore = patience, min_delta, restore_best_weights
        self.best, self.best_epoch, self.stopped_epoch, self.best_weights = None, 0, 0, None
        self.epoch, self.wait = -1, 0

    def should_stop(self, val_loss, weights=None):
        self.epoch += 1
        self.wait += 1
        if self.best is None or val_loss + self.min_delta < self.best:
            self.best, self.best_epoch, self.wait = val_loss, self.epoch, 0
            if weights is not None:
                self.best_weights = [np.array(w) for w in weights]
            return False
        if self.wait >= self.patience:
            self.stopped_epoch = self.epoch
            return True
        return False


@stopping.wrong(fails="keeps_the_best_weights")
class stop_last_weights:
    """keeps the weights of the last epoch instead of the best

    In which epochs should best_weights change: in all, or in those with an improvement?
    """

    def __init__(self, patience=0, min_delta=0.0, restore_best_weights=False):
        self.patience, self.min_delta, self.restore = patience, min_delta, restore_best_weights
        self.best, self.best_epoch, self.stopped_epoch, self.best_weights = None, 0, 0, None
        self.epoch, self.wait = -1, 0

    def should_stop(self, val_loss, weights=None):
        self.epoch += 1
        self.wait += 1
        if self.restore:
            self.best_weights = [np.array(w) for w in weights]
        if self.best is None or val_loss + self.min_delta < self.best:
            self.best, self.best_epoch, self.wait = val_loss, self.epoch, 0
            return False
        if self.wait >= self.patience:
            self.stopped_epoch = self.epoch
            return True
        return False


@stopping.wrong(fails="keeps_the_best_weights")
class stop_first_weights:
    """keeps the weights of the first epoch for ever

    What should happen to best_weights at the next improvement?
    """

    def __init__(self, patience=0, min_delta=0.0, restore_best_weights=False):
        self.patience, self.min_delta, self.restore = patience, min_delta, restore_best_weights
        self.best, self.best_epoch, self.stopped_epoch, self.best_weights = None, 0, 0, None
        self.epoch, self.wait = -1, 0

    def should_stop(self, val_loss, weights=None):
        self.epoch += 1
        self.wait += 1
        if self.best is None or val_loss + self.min_delta < self.best:
            self.best, self.best_epoch, self.wait = val_loss, self.epoch, 0
            if self.restore and self.best_weights is None:
                self.best_weights = [np.array(w) for w in weights]
            return False
        if self.wait >= self.patience:
            self.stopped_epoch = self.epoch
            return True
        return False


@stopping.wrong(fails="keeps_the_best_weights")
class stop_keeps_at_the_end:
    """takes its copy only when it stops, and the best weights are gone by then

    When training stops, patience epochs after the best, whose weights are in the arrays?
    """

    def __init__(self, patience=0, min_delta=0.0, restore_best_weights=False):
        self.patience, self.min_delta, self.restore = patience, min_delta, restore_best_weights
        self.best, self.best_epoch, self.stopped_epoch, self.best_weights = None, 0, 0, None
        self.epoch, self.wait = -1, 0

    def should_stop(self, val_loss, weights=None):
        self.epoch += 1
        self.wait += 1
        if self.best is None or val_loss + self.min_delta < self.best:
            self.best, self.best_epoch, self.wait = val_loss, self.epoch, 0
            return False
        if self.wait >= self.patience:
            self.stopped_epoch = self.epoch
            if self.restore:
                self.best_weights = [np.array(w) for w in weights]
            return True
        return False


@stopping.wrong(fails="stops_when_patience_is_over")
class stop_none_for_false:
    """returns nothing at all where False is meant

    What does a method return when it ends without a return?
    """

    def __init__(self, patience=0, min_delta=0.0, restore_best_weights=False):
        self.patience, self.min_delta, self.restore = patience, min_delta, restore_best_weights
        self.best, self.best_epoch, self.stopped_epoch, self.best_weights = None, 0, 0, None
        self.epoch, self.wait = -1, 0

    def should_stop(self, val_loss, weights=None):
        self.epoch += 1
        self.wait += 1
        if self.best is None or val_loss + self.min_delta < self.best:
            self.best, self.best_epoch, self.wait = val_loss, self.epoch, 0
            if self.restore:
                self.best_weights = [np.array(w) for w in weights]
            return False
        if self.wait >= self.patience:
            self.stopped_epoch = self.epoch
            return True


@stopping.wrong(fails="each_for_itself")
class stop_shared:
    """keeps the losses in a list that all objects share

    A list that is made in the class, outside of self: how many of them are there for two objects?
    """

    history = []

    def __init__(self, patience=0, min_delta=0.0, restore_best_weights=False):
        self.history.clear()
        self.patience, self.min_delta, self.restore = patience, min_delta, restore_best_weights
        self.best, self.best_epoch, self.stopped_epoch, self.best_weights = None, 0, 0, None

    def should_stop(self, val_loss, weights=None):
        self.history.append(val_loss)
        epoch = len(self.history) - 1
        if self.best is None or val_loss + self.min_delta < self.best:
            self.best, self.best_epoch = val_loss, epoch
            if self.restore:
                self.best_weights = [np.array(w) for w in weights]
            return False
        if epoch - self.best_epoch >= self.patience:
            self.stopped_epoch = epoch
            return True
        return False


@stopping.wrong(fails="each_for_itself")
class stop_class_state:
    """writes its state to the class, so a second object overwrites the first one's

    What is the difference between self.best = ... and EarlyStopping.best = ...?
    """

    def __init__(self, patience=0, min_delta=0.0, restore_best_weights=False):
        kind = type(self)
        kind.patience, kind.min_delta, kind.restore = patience, min_delta, restore_best_weights
        kind.best, kind.best_epoch, kind.stopped_epoch, kind.best_weights = None, 0, 0, None
        kind.epoch, kind.wait = -1, 0

    def should_stop(self, val_loss, weights=None):
        kind = type(self)
        kind.epoch += 1
        kind.wait += 1
        if self.best is None or val_loss + self.min_delta < self.best:
            kind.best, kind.best_epoch, kind.wait = val_loss, self.epoch, 0
            if self.restore:
                kind.best_weights = [np.array(w) for w in weights]
            return False
        if self.wait >= self.patience:
            kind.stopped_epoch = self.epoch
            return True
        return False


@stopping.wrong(fails="stops_when_patience_is_over")
class stop_one_earlier:
    """stops one epoch before patience is over

    Patience 2: how many epochs in a row without improvement are allowed to pass?
    """

    def __init__(self, patience=0, min_delta=0.0, restore_best_weights=False):
        self.patience, self.min_delta, self.restore = patience, min_delta, restore_best_weights
        self.best, self.best_epoch, self.stopped_epoch, self.best_weights = None, 0, 0, None
        self.epoch, self.wait = -1, 0

    def should_stop(self, val_loss, weights=None):
        self.epoch += 1
        if self.best is None or val_loss + self.min_delta < self.best:
            self.best, self.best_epoch, self.wait = val_loss, self.epoch, 0
            if self.restore:
                self.best_weights = [np.array(w) for w in weights]
            return False
        self.wait += 1
        if self.wait >= self.patience - 1:
            self.stopped_epoch = self.epoch
            return True
        return False


@stopping.wrong(fails="stops_when_patience_is_over")
class stop_numbers:
    """returns 1 and 0 where True and False are meant

    What is type(1)? What does a comparison such as 2 >= 1 return by itself?
    """

    def __init__(self, patience=0, min_delta=0.0, restore_best_weights=False):
        self.patience, self.min_delta, self.restore = patience, min_delta, restore_best_weights
        self.best, self.best_epoch, self.stopped_epoch, self.best_weights = None, 0, 0, None
        self.epoch, self.wait = -1, 0

    def should_stop(self, val_loss, weights=None):
        self.epoch += 1
        if self.best is None or val_loss + self.min_delta < self.best:
            self.best, self.best_epoch, self.wait = val_loss, self.epoch, 0
            if self.restore:
                self.best_weights = [np.array(w) for w in weights]
            return 0
        self.wait += 1
        if self.wait >= self.patience:
            self.stopped_epoch = self.epoch
            return 1
        return 0


@stopping.wrong(fails="knows_best_and_last")
class stop_never_noted:
    """never says in stopped_epoch when it stopped

    Who sets stopped_epoch, and when?
    """

    def __init__(self, patience=0, min_delta=0.0, restore_best_weights=False):
        self.patience, self.min_delta, self.restore = patience, min_delta, restore_best_weights
        self.best, self.best_epoch, self.stopped_epoch, self.best_weights = None, 0, 0, None
        self.epoch, self.wait = -1, 0

    def should_stop(self, val_loss, weights=None):
        self.epoch += 1
        if self.best is None or val_loss + self.min_delta < self.best:
            self.best, self.best_epoch, self.wait = val_loss, self.epoch, 0
            if self.restore:
                self.best_weights = [np.array(w) for w in weights]
            return False
        self.wait += 1
        if self.wait >= self.patience:
            return True
        return False


@stopping.wrong(fails="knows_best_and_last")
class stop_best_epoch_moves:
    """lets best_epoch follow every epoch

    Losses 1, 0.5, 0.75: which epoch is the best after the third?
    """

    def __init__(self, patience=0, min_delta=0.0, restore_best_weights=False):
        self.patience, self.min_delta, self.restore = patience, min_delta, restore_best_weights
        self.best, self.best_epoch, self.stopped_epoch, self.best_weights = None, 0, 0, None
        self.epoch, self.wait = -1, 0

    def should_stop(self, val_loss, weights=None):
        self.epoch += 1
        self.best_epoch = self.epoch
        if self.best is None or val_loss + self.min_delta < self.best:
            self.best, self.best_epoch, self.wait = val_loss, self.epoch, 0
            if self.restore:
                self.best_weights = [np.array(w) for w in weights]
            return False
        self.wait += 1
        if self.wait >= self.patience:
            self.stopped_epoch = self.epoch
            return True
        return False


@stopping.wrong(fails="keeps_the_best_weights")
class stop_keeps_nothing:
    """never keeps any weights

    When restore_best_weights is True: at which moment do you need a copy, and of what?
    """

    def __init__(self, patience=0, min_delta=0.0, restore_best_weights=False):
        self.patience, self.min_delta, self.restore = patience, min_delta, restore_best_weights
        self.best, self.best_epoch, self.stopped_epoch, self.best_weights = None, 0, 0, None
        self.epoch, self.wait = -1, 0

    def should_stop(self, val_loss, weights=None):
        self.epoch += 1
        if self.best is None or val_loss + self.min_delta < self.best:
            self.best, self.best_epoch, self.wait = val_loss, self.epoch, 0
            if False:
                self.best_weights = [np.array(w) for w in weights]
            return False
        self.wait += 1
        if self.wait >= self.patience:
            self.stopped_epoch = self.epoch
            return True
        return False


@stopping.wrong(fails="improves_by_more_than_min_delta")
class stop_any_change:
    """counts any change of more than min_delta as an improvement, upwards too

    Best is 0.5 and min_delta 0.1. Is a loss of 0.7 an improvement?
    """

    def __init__(self, patience=0, min_delta=0.0, restore_best_weights=False):
        self.patience, self.min_delta, self.restore = patience, min_delta, restore_best_weights
        self.best, self.best_epoch, self.stopped_epoch, self.best_weights = None, 0, 0, None
        self.epoch, self.wait = -1, 0

    def should_stop(self, val_loss, weights=None):
        self.epoch += 1
        if self.best is None or abs(val_loss - self.best) > self.min_delta:
            self.best, self.best_epoch, self.wait = val_loss, self.epoch, 0
            if self.restore:
                self.best_weights = [np.array(w) for w in weights]
            return False
        self.wait += 1
        if self.wait >= self.patience:
            self.stopped_epoch = self.epoch
            return True
        return False


@stopping.wrong(fails="stops_when_patience_is_over")
class stop_highest:
    """waits for higher losses, as if they were accuracies

    Is a loss of 0.4 better than one of 0.5, or worse?
    """

    def __init__(self, patience=0, min_delta=0.0, restore_best_weights=False):
        self.patience, self.min_delta, self.restore = patience, min_delta, restore_best_weights
        self.best, self.best_epoch, self.stopped_epoch, self.best_weights = None, 0, 0, None
        self.epoch, self.wait = -1, 0

    def should_stop(self, val_loss, weights=None):
        self.epoch += 1
        if self.best is None or val_loss > self.best + self.min_delta:
            self.best, self.best_epoch, self.wait = val_loss, self.epoch, 0
            if self.restore:
                self.best_weights = [np.array(w) for w in weights]
            return False
        self.wait += 1
        if self.wait >= self.patience:
            self.stopped_epoch = self.epoch
            return True
        return False


@stopping.wrong(fails="stops_when_patience_is_over")
class stop_best_from_a_constant:
    """begins with a fixed number as best, which the first loss may not beat

    What if the first loss is 250? The docstring says what the first loss always is.
    """

    def __init__(self, patience=0, min_delta=0.0, restore_best_weights=False):
        self.patience, self.min_delta, self.restore = patience, min_delta, restore_best_weights
        self.best, self.best_epoch, self.stopped_epoch, self.best_weights = None, 0, 0, None
        self.epoch, self.wait = -1, 0

    def should_stop(self, val_loss, weights=None):
        self.epoch += 1
        if (100.0 if self.best is None else self.best) > val_loss + self.min_delta or (self.epoch == 0 and val_loss != val_loss):
            self.best, self.best_epoch, self.wait = val_loss, self.epoch, 0
            if self.restore:
                self.best_weights = [np.array(w) for w in weights]
            return False
        self.wait += 1
        if self.wait >= self.patience:
            self.stopped_epoch = self.epoch
            return True
        return False


@stopping.wrong(fails="stops_when_patience_is_over")
class stop_returns_nothing:
    """notes that it is time to stop, but returns nothing

    The loop asks `if stopper.should_stop(...)`. What does a function without a return give back?
    """

    def __init__(self, patience=0, min_delta=0.0, restore_best_weights=False):
        self.patience, self.min_delta, self.restore_best_weights = patience, min_delta, restore_best_weights
        self.best, self.best_epoch, self.wait, self.epoch = None, 0, 0, -1
        self.stopped_epoch, self.best_weights = 0, None

    def should_stop(self, val_loss, weights=None):
        self.epoch += 1
        self.wait += 1
        if self.best is None or val_loss + self.min_delta < self.best:
            self.best, self.best_epoch, self.wait = val_loss, self.epoch, 0
            if self.restore_best_weights:
                self.best_weights = [np.array(w) for w in weights]
        elif self.wait >= self.patience:
            self.stopped_epoch = self.epoch


@stopping.wrong(fails="knows_best_and_last")
class stop_forgets_to_count:
    """does not count the epochs with an improvement

    Your function has several ways out. Is the epoch counted on each of them?
    """

    def __init__(self, patience=0, min_delta=0.0, restore_best_weights=False):
        self.patience, self.min_delta, self.restore_best_weights = patience, min_delta, restore_best_weights
        self.best, self.best_epoch, self.wait, self.epoch = None, 0, 0, -1
        self.stopped_epoch, self.best_weights, self.epoch = 0, None, 0

    def should_stop(self, val_loss, weights=None):
        if self.best is None or val_loss + self.min_delta < self.best:
            self.best, self.best_epoch, self.wait = val_loss, self.epoch, 0
            if self.restore_best_weights:
                self.best_weights = [np.array(w) for w in weights]
            return False
        self.wait += 1
        if self.wait < self.patience:
            self.epoch += 1
            return False
        self.stopped_epoch = self.epoch
        return True


@stopping.wrong(fails="knows_best_and_last")
class stop_none_until_then:
    """leaves stopped_epoch at None until it stops, where 0 is asked for

    What does the docstring say of stopped_epoch before training has stopped?
    """

    def __init__(self, patience=0, min_delta=0.0, restore_best_weights=False):
        self.patience, self.min_delta, self.restore_best_weights = patience, min_delta, restore_best_weights
        self.best, self.best_epoch, self.wait, self.epoch = None, 0, 0, -1
        self.stopped_epoch, self.best_weights = None, None

    def should_stop(self, val_loss, weights=None):
        self.epoch += 1
        self.wait += 1
        if self.best is None or val_loss + self.min_delta < self.best:
            self.best, self.best_epoch, self.wait = val_loss, self.epoch, 0
            if self.restore_best_weights:
                self.best_weights = [np.array(w) for w in weights]
            return False
        if self.wait < self.patience:
            return False
        self.stopped_epoch = self.epoch
        return True


@stopping.wrong(fails="stops_when_patience_is_over")
class stop_best_is_the_last:
    """writes every loss into best, so each is compared with the one before it

    After losses 1, 0.9, 0.95: which of them is the best? On which way through your code does best change?
    """

    def __init__(self, patience=0, min_delta=0.0, restore_best_weights=False):
        self.patience, self.min_delta, self.restore_best_weights = patience, min_delta, restore_best_weights
        self.best, self.best_epoch, self.wait, self.epoch = None, 0, 0, -1
        self.stopped_epoch, self.best_weights = 0, None

    def should_stop(self, val_loss, weights=None):
        self.epoch += 1
        self.wait += 1
        if self.best is None or val_loss + self.min_delta < self.best:
            self.best, self.best_epoch, self.wait = val_loss, self.epoch, 0
            if self.restore_best_weights:
                self.best_weights = [np.array(w) for w in weights]
            return False
        self.best = val_loss
        if self.wait < self.patience:
            return False
        self.stopped_epoch = self.epoch
        return True


@stopping.right
class stop_early_returns:
    def __init__(self, patience=0, min_delta=0.0, restore_best_weights=False):
        self.patience = max(1, patience)
        self.delta = abs(min_delta)
        self.keep = restore_best_weights
        self.best_weights = None
        self.stopped_epoch = 0
        self.n = 0

    def should_stop(self, val_loss, weights=None):
        epoch, self.n = self.n, self.n + 1
        if epoch == 0 or self.best - val_loss > self.delta:
            self.best = val_loss
            self.best_epoch = epoch
            if self.keep:
                self.best_weights = [w.copy() for w in weights]
        if epoch - self.best_epoch >= self.patience:
            self.stopped_epoch = epoch
        return self.stopped_epoch > 0


@stopping.right
class stop_deepcopy:
    def __init__(self, patience=0, min_delta=0.0, restore_best_weights=False):
        import copy

        self.copy = copy.deepcopy
        self.left = self.patience = patience if patience > 0 else 1
        self.min_delta, self.restore = min_delta, restore_best_weights
        self.best_weights, self.target = None, None
        self.epoch = self.stopped_epoch = self.best_epoch = 0

    def should_stop(self, val_loss, weights=None):
        self.left -= 1
        if self.target is None or val_loss < self.target:
            self.best, self.target = val_loss, val_loss - self.min_delta
            self.best_epoch, self.left = self.epoch, self.patience
            self.best_weights = self.copy(weights) if self.restore else None
        stop = self.left == 0
        if stop:
            self.stopped_epoch = self.epoch
        self.epoch += 1
        return stop


@stopping.right
class stop_recomputes:
    def __init__(self, patience=0, min_delta=0.0, restore_best_weights=False):
        self.settings = patience, min_delta, restore_best_weights
        self.history, self.best_weights, self.stopped_epoch = [], None, 0

    def find(self):
        best = 0
        for i, loss in enumerate(self.history):
            if loss + self.settings[1] < self.history[best]:
                best = i
        return best

    @property
    def best_epoch(self):
        return self.find()

    @property
    def best(self):
        return self.history[self.find()]

    def should_stop(self, val_loss, weights=None):
        self.history.append(val_loss)
        now, since = len(self.history) - 1, len(self.history) - 1 - self.find()
        if since == 0 and self.settings[2]:
            self.best_weights = list(map(np.copy, weights))
        if since and since >= self.settings[0]:
            self.stopped_epoch = now
            return True
        return False


@stopping.right
class stop_flags:
    def __init__(self, patience=0, min_delta=0.0, restore_best_weights=False):
        self.good, self.patience, self.min_delta = [], patience, min_delta
        self.restore_best_weights = restore_best_weights
        self.best_weights, self.stopped_epoch = None, 0

    def should_stop(self, val_loss, weights=None):
        better = not self.good or bool(val_loss < self.best - self.min_delta)
        self.good.append(better)
        if better:
            self.best, self.best_epoch = float(val_loss), len(self.good) - 1
            if self.restore_best_weights:
                self.best_weights = []
                for w in weights:
                    self.best_weights.append(np.array(w, copy=True))
        stop = not any(self.good[-max(self.patience, 1):])
        self.stopped_epoch = len(self.good) - 1 if stop else 0
        return stop


@stopping.right
class stop_numpy_types:
    def __init__(self, patience=0, min_delta=0.0, restore_best_weights=False):
        self.patience, self.min_delta, self.restore = patience, min_delta, restore_best_weights
        self.losses = np.array([])
        self.best_weights = None
        self.stopped_epoch = np.int64(0)

    def should_stop(self, val_loss, weights=None):
        self.losses = np.append(self.losses, val_loss)
        epoch = np.int64(self.losses.size - 1)
        if epoch == 0 or np.less(self.losses[-1] + self.min_delta, self.best):
            self.best, self.best_epoch = self.losses[-1], epoch
            if self.restore:
                self.best_weights = tuple(w + 0 for w in weights)
            return np.False_
        stop = epoch - self.best_epoch >= self.patience
        self.stopped_epoch = np.where(stop, epoch, 0)[()]
        return stop


@stopping.right
class stop_closure:
    def __init__(self, patience=0, min_delta=0.0, restore_best_weights=False):
        wait = epoch = 0
        self.stopped_epoch, self.best_weights = 0, None

        def should_stop(val_loss, weights=None):
            nonlocal wait, epoch
            if epoch == 0 or val_loss + min_delta < self.best:
                self.best, self.best_epoch, wait = val_loss, epoch, 0
                if restore_best_weights:
                    self.best_weights = [np.array(w) for w in weights]
            else:
                wait += 1
            stop = wait > 0 and wait >= patience
            if stop:
                self.stopped_epoch = epoch
            epoch += 1
            return stop

        self.should_stop = should_stop


@stopping.right
class stop_state_dict:
    def __init__(self, patience=0, min_delta=0.0, restore_best_weights=False):
        self.options = dict(patience=patience, delta=min_delta, keep=restore_best_weights)
        self.state = dict(best=None, best_epoch=-1, stopped_epoch=0, best_weights=None, epoch=-1)

    def __getattr__(self, name):
        if name in ("options", "state"):
            raise AttributeError(name)
        return self.state[name]

    def should_stop(self, val_loss, weights=None):
        state, options = self.state, self.options
        state["epoch"] += 1
        if state["best"] is None or val_loss + options["delta"] < state["best"]:
            state.update(best=val_loss, best_epoch=state["epoch"])
            if options["keep"]:
                state["best_weights"] = [np.array(w).copy() for w in weights]
            return False
        if state["epoch"] - state["best_epoch"] < options["patience"]:
            return False
        state["stopped_epoch"] = state["epoch"]
        return True


@stopping.right
class stop_reuses_arrays:
    """Writes each new best into the arrays that it made for the first."""

    def __init__(self, patience=0, min_delta=0.0, restore_best_weights=False):
        self.patience, self.min_delta, self.restore = patience, min_delta, restore_best_weights
        self.best = self.best_epoch = self.best_weights = None
        self.stopped_epoch, self.epochs, self.wait = 0, iter(range(10**9)), 0

    def keep(self, weights):
        if self.best_weights is None:
            self.best_weights = [np.empty_like(w) for w in weights]
        for mine, w in zip(self.best_weights, weights):
            mine[...] = w

    def should_stop(self, val_loss, weights=None):
        epoch = next(self.epochs)
        self.wait += 1
        if self.best is None or val_loss < self.best - self.min_delta:
            self.best, self.best_epoch, self.wait = val_loss, epoch, 0
            if self.restore:
                self.keep(weights)
        elif self.wait >= self.patience:
            self.stopped_epoch = epoch
            return True
        return False


# fit_linear_regression

def losses_of_a_line(ask, epochs):
    """The losses of a few epochs on six points of a line."""
    X = np.linspace(-1, 1, 6).reshape(6, 1)
    return ask(X, 2 * X[:, 0] + 1, len(epochs), 2, 0.1)["losses"]


fitting = Exercise(
    "fit_linear_regression",
    understood="model.fit is two loops: over epochs and over batches. Each batch gives an error, a loss that is "
    "noted before anything moves, and one step against the gradient for weights and bias together.",
    picture=curve(1, 13, 13, see=losses_of_a_line, x="epoch", of="the loss"),
)


@fitting.driver
def flattened(answer, X, y, epochs, batch_size, learning_rate, see=("w", "b", "losses")):
    """What was learned: w of shape (D,) or (D, 1), b of shape () or (1,); `see` names what is looked at."""
    w, b, losses = answer(X, y, epochs, batch_size, learning_rate)
    found = {"w": np.ravel(w), "b": np.ravel(b), "losses": np.asarray(losses)}
    return {name: found[name] for name in see}


@functools.cache
def keras_line(inputs):
    """The Keras model, compiled once for each number of inputs: that takes longer than the training."""
    import keras

    model = keras.Sequential([keras.layers.Input((inputs,)), keras.layers.Dense(1, kernel_initializer="zeros")])
    model.compile(optimizer=keras.optimizers.SGD(np.float64(0.1)), loss="mean_squared_error", jit_compile=False)
    return model


@fitting.keras(rtol=1e-9, atol=1e-12, reason="Keras trains in float64 here; measured: they differ by less than 1e-14")
def keras_fit_line(X, y, epochs, batch_size, learning_rate, see=("w", "b", "losses")):
    import keras

    if epochs * -(-len(X) // batch_size) > 60:
        return NotImplemented  # many steps take Keras long
    floatx, policy = keras.config.floatx(), keras.config.dtype_policy()
    keras.config.set_floatx("float64")
    keras.config.set_dtype_policy("float64")
    try:
        X = np.asarray(X, dtype="float64")
        model = keras_line(X.shape[1])
        model.set_weights([np.zeros((X.shape[1], 1)), np.zeros(1)])
        model.optimizer.learning_rate.assign(np.float64(learning_rate))
        history = model.fit(
            X, np.reshape(y, (-1, 1)).astype("float64"), epochs=epochs, batch_size=batch_size, shuffle=False, verbose=0
        )
        w, b = model.get_weights()
        return flattened(lambda *_: (w, b, history.history["loss"]), X, y, epochs, batch_size, learning_rate, see)
    finally:
        keras.config.set_floatx(floatx)
        keras.config.set_dtype_policy(policy)


@fitting.exact(rtol=1e-9, atol=1e-12, reason="exact fractions; rounding of float64 does not grow while training converges")
def exact_fit_line(X, y, epochs, batch_size, learning_rate, see=("w", "b", "losses")):
    """Sample by sample, the bias as the weight of an input that is always one."""
    from mpmath import mp, mpf

    with mp.workdps(40):
        samples = [([*map(mpf, np.ravel(x).tolist()), mpf(1)], mpf(t)) for x, t in zip(X, np.ravel(y).tolist())]
        v, losses, rate = [mpf(0)] * len(samples[0][0]), [], mpf(learning_rate)
        for _ in range(epochs):
            squares = mpf(0)
            for first in range(0, len(samples), batch_size):
                batch, slope = samples[first : first + batch_size], [mpf(0)] * len(v)
                for x, t in batch:
                    miss = t - sum(a * c for a, c in zip(v, x))
                    squares += miss**2
                    slope = [g - 2 * miss * c / len(batch) for g, c in zip(slope, x)]
                v = [a - rate * g for a, g in zip(v, slope)]
            losses.append(float(squares / len(samples)))
        w, b = [float(a) for a in v[:-1]], float(v[-1])
        return flattened(lambda *_: (w, b, losses), X, y, epochs, batch_size, learning_rate, see)


def alike(one, other):
    return all(np.allclose(one[name], other[name], rtol=1e-9, atol=1e-12) for name in one)


@fitting.relation
def targets_in_another_unit(answer, X, y, epochs, batch_size, learning_rate, see=None):
    """Twice the targets: twice the weights and four times the losses."""
    one = flattened(answer, X, y, epochs, batch_size, learning_rate)
    two = flattened(answer, X, 2 * np.asarray(y), epochs, batch_size, learning_rate)
    return alike({"w": 2 * one["w"], "b": 2 * one["b"], "losses": 4 * one["losses"]}, two)


@fitting.relation
def every_sample_twice(answer, X, y, epochs, batch_size, learning_rate, see=None):
    """Every sample twice in a row, in batches twice as large: nothing else changes."""
    X2, y2 = np.repeat(np.asarray(X), 2, axis=0), np.repeat(np.asarray(y), 2, axis=0)
    one = flattened(answer, X, y, epochs, batch_size, learning_rate)
    return alike(one, flattened(answer, X2, y2, epochs, 2 * batch_size, learning_rate))


fitting.equivalent(
    "either array may stay one of integers: w and the errors are floats",
    "X, y = np.asarray(X, dtype=None), np.asarray(y, dtype=float).ravel()",
    "X, y = np.asarray(X, ), np.asarray(y, dtype=float).ravel()",
    "X, y = np.asarray(X, dtype=float), np.asarray(y, dtype=None).ravel()",
    "X, y = np.asarray(X, dtype=float), np.asarray(y, ).ravel()",
)
fitting.equivalent(
    "w is the function's own array, and nobody else holds it",
    "w = np.subtract(w, learning_rate * 2 * X[part].T @ error / len(error), out=w)",
)


def noisy_line(rng, n, d):
    """X (n, d) and y (n,): a linear function plus noise, so that the losses stay away from zero."""
    X = rng.normal(0, 1, (n, d))
    return X, X @ rng.uniform(0.5, 2, d) + rng.uniform(0.5, 1.5) + rng.normal(0, 0.5, n)


@fitting.public_check()
def worked_by_hand():
    """The weights, the bias and the loss of the epoch that was worked by hand."""
    yield call(np.array([[1.0], [2.0], [3.0]]), np.array([2.0, 4.0, 6.0]), 1, 2, 0.1)


@fitting.public_check()
def lists_and_a_column():
    """Lists are welcome, and y may be a column."""
    yield call([[1, 0], [2, 1], [0, 3]], [[1], [2], [3]], 2, 3, 0.05)


@fitting.check(points=1)
def one_step(rng):
    """All data in one batch, one epoch: w and b make one step against the gradient of the mean squared error.

    One sample, x = 1, y = 2, from w = b = 0: what is the error, what is the slope of its square along w and along b, and where do both go?
    """
    see = ["w", "b"]
    for n, d, batch_size in ((5, 1, 5), (4, 3, 4), (3, 2, 8), (1, 2, 1), (3, 3, 32)):
        yield call(*noisy_line(rng, n, d), 1, batch_size, 0.05, see=see)


@fitting.check(points=2)
def steps_after_every_batch(rng):
    """w and b are updated together after every batch, epoch after epoch, in the order of the data.

    Work two batches of one sample each by hand. Which w and b does the second batch see, and do both move at the same moment?
    """
    see = ["w", "b"]
    for n, d, epochs, batch_size, rate in (
        (6, 2, 1, 3, 0.05), (6, 1, 3, 2, 0.1), (4, 3, 2, 1, 0.02), (8, 2, 4, 4, 0.03), (4, 4, 5, 4, 0.05),
        (6, 2, 40, 3, 0.05),
    ):  # fmt: skip
        yield call(*noisy_line(rng, n, d), epochs, batch_size, rate, see=see)


@fitting.check(points=1)
def short_last_batch(rng):
    """A last batch that is shorter makes a step too, with the mean over its own samples.

    Three samples in batches of two: over how many samples is the mean of the second batch?
    """
    see = ["w", "b"]
    for n, d, epochs, batch_size, rate in (
        (3, 1, 1, 2, 0.1), (7, 2, 2, 3, 0.05), (5, 3, 3, 4, 0.05), (6, 1, 2, 5, 0.03), (44, 2, 2, 34, 0.05),
    ):  # fmt: skip
        yield call(*noisy_line(rng, n, d), epochs, batch_size, rate, see=see)


@fitting.check(points=2)
def loss_of_each_epoch(rng):
    """There is one loss per epoch: of each batch before its update, averaged over the samples.

    Two samples have loss 1 and one has 4: what is the mean over the samples? And at which moment is a batch measured, before or after its step?
    """
    see = ["losses"]
    for n, d, epochs, batch_size, rate in (
        (4, 2, 1, 4, 0.05), (6, 1, 3, 2, 0.05), (7, 3, 3, 3, 0.03), (5, 2, 4, 4, 0.05), (3, 1, 1, 2, 0.1),
        (4, 2, 3, 16, 0.1), (5, 1, 2, 1, 0.03), (1, 1, 2, 1, 0.1),
    ):  # fmt: skip
        yield call(*noisy_line(rng, n, d), epochs, batch_size, rate, see=see)
    # targets that contradict each other: the loss rises
    X, y = rng.uniform(0.9, 1.1, (4, 1)), np.array([1.0, -1.0, 1.0, -1.0])
    yield call(X, y + rng.uniform(-0.02, 0.02, 4), 4, 1, 0.1, see=see)
    yield call(rng.normal(0, 1, (5, 2)), np.zeros(5), 3, 2, 0.05, see=see)  # nothing left to learn
    X, y = noisy_line(rng, 6, 2)
    yield call(X, y / 100, 3, 4, 0.05, see=see)  # small losses: rounding them shows


@fitting.check(points=1)
def lists_and_columns(rng):
    """Lists and integers give the same as arrays of floats, and y may be (N,) or (N, 1).

    What shape has X @ w - y if y is (N, 1)? And what do integers or lists become before you calculate?
    """
    for n, d, epochs, batch_size in ((5, 2, 2, 2), (4, 1, 3, 4), (3, 3, 1, 5)):
        X, y = noisy_line(rng, n, d)
        yield call(X, y[:, None], epochs, batch_size, 0.05)
    X, y = noisy_line(rng, 4, 2)
    yield call(X.tolist(), y.tolist(), 2, 3, 0.05)
    yield call(rng.integers(-2, 3, (5, 2)), rng.integers(1, 9, 5), 2, 2, 0.05)
    yield call(rng.integers(-2, 3, (4, 3)).tolist(), rng.integers(1, 9, (4, 1)).tolist(), 2, 3, 0.05)


@fitting.check(points=1, unchanged=True)
def leaves_inputs_alone(rng):
    """The result is right, and X and y are as they were.

    Print X and y before and after a call. Which line writes into them?
    """
    for n, d, epochs, batch_size in ((5, 2, 1, 2), (4, 1, 2, 4)):
        X, y = noisy_line(rng, n, d)
        yield call(X, y, epochs, batch_size, 0.05)
        yield call(X, y[:, None].copy(), epochs, batch_size, 0.05)


@fitting.wrong(fails="one_step")
def fit_no_two(X, y, epochs, batch_size, learning_rate):
    """leaves out the factor 2 of the gradient

    What is the derivative of e**2?
    """
    X, y = np.asarray(X, dtype=float), np.asarray(y, dtype=float).ravel()
    w, b, losses = np.zeros(X.shape[1]), 0.0, []
    for _ in range(epochs):
        total = 0.0
        for start in range(0, len(X), batch_size):
            part = slice(start, start + batch_size)
            error = X[part] @ w + b - y[part]
            total += np.sum(error**2)
            w = w - learning_rate * X[part].T @ error / len(error)
            b = b - learning_rate * np.mean(error)
        losses.append(total / len(X))
    return w, b, losses


@fitting.wrong(fails="one_step")
def fit_sums(X, y, epochs, batch_size, learning_rate):
    """takes the gradient of the sum of the squares, not of their mean

    Should the step grow when every sample stands in the batch twice?
    """
    X, y = np.asarray(X, dtype=float), np.asarray(y, dtype=float).ravel()
    w, b, losses = np.zeros(X.shape[1]), 0.0, []
    for _ in range(epochs):
        total = 0.0
        for start in range(0, len(X), batch_size):
            part = slice(start, start + batch_size)
            error = X[part] @ w + b - y[part]
            total += np.sum(error**2)
            w = w - learning_rate * 2 * X[part].T @ error
            b = b - learning_rate * 2 * np.sum(error)
        losses.append(total / len(X))
    return w, b, losses


@fitting.wrong(fails="one_step")
def fit_ascent(X, y, epochs, batch_size, learning_rate):
    """steps along the gradient, uphill

    The gradient points to where the loss grows. Where do you want to go?
    """
    X, y = np.asarray(X, dtype=float), np.asarray(y, dtype=float).ravel()
    w, b, losses = np.zeros(X.shape[1]), 0.0, []
    for _ in range(epochs):
        total = 0.0
        for start in range(0, len(X), batch_size):
            part = slice(start, start + batch_size)
            error = X[part] @ w + b - y[part]
            total += np.sum(error**2)
            w = w + learning_rate * 2 * X[part].T @ error / len(error)
            b = b + learning_rate * 2 * np.mean(error)
        losses.append(total / len(X))
    return w, b, losses


@fitting.wrong(fails="one_step")
def fit_no_bias(X, y, epochs, batch_size, learning_rate):
    """never moves the bias

    How many numbers does Dense(1) learn when there are D inputs?
    """
    X, y = np.asarray(X, dtype=float), np.asarray(y, dtype=float).ravel()
    w, b, losses = np.zeros(X.shape[1]), 0.0, []
    for _ in range(epochs):
        total = 0.0
        for start in range(0, len(X), batch_size):
            part = slice(start, start + batch_size)
            error = X[part] @ w + b - y[part]
            total += np.sum(error**2)
            w = w - learning_rate * 2 * X[part].T @ error / len(error)
        losses.append(total / len(X))
    return w, b, losses


@fitting.wrong(fails="one_step")
def fit_bias_second(X, y, epochs, batch_size, learning_rate):
    """moves w first and takes the bias' gradient at the new w

    At which w are both gradients of a step taken?
    """
    X, y = np.asarray(X, dtype=float), np.asarray(y, dtype=float).ravel()
    w, b, losses = np.zeros(X.shape[1]), 0.0, []
    for _ in range(epochs):
        total = 0.0
        for start in range(0, len(X), batch_size):
            part = slice(start, start + batch_size)
            error = X[part] @ w + b - y[part]
            total += np.sum(error**2)
            w = w - learning_rate * 2 * X[part].T @ error / len(error)
            b = b - learning_rate * 2 * np.mean(X[part] @ w + b - y[part])
        losses.append(total / len(X))
    return w, b, losses


@fitting.wrong(fails="one_step")
def fit_random_start(X, y, epochs, batch_size, learning_rate):
    """starts from small random weights

    With which numbers does w begin in this exercise?
    """
    X, y = np.asarray(X, dtype=float), np.asarray(y, dtype=float).ravel()
    w, b, losses = np.random.default_rng(0).normal(0, 0.05, X.shape[1]), 0.0, []
    for _ in range(epochs):
        total = 0.0
        for start in range(0, len(X), batch_size):
            part = slice(start, start + batch_size)
            error = X[part] @ w + b - y[part]
            total += np.sum(error**2)
            w = w - learning_rate * 2 * X[part].T @ error / len(error)
            b = b - learning_rate * 2 * np.mean(error)
        losses.append(total / len(X))
    return w, b, losses


@fitting.wrong(fails="steps_after_every_batch")
def fit_one_update(X, y, epochs, batch_size, learning_rate):
    """makes one update per epoch, with the gradient of all the data

    With six samples in batches of two: how many steps does an epoch make?
    """
    X, y = np.asarray(X, dtype=float), np.asarray(y, dtype=float).ravel()
    w, b, losses = np.zeros(X.shape[1]), 0.0, []
    for _ in range(epochs):
        total = 0.0
        for part in [slice(None)]:
            error = X[part] @ w + b - y[part]
            total += np.sum(error**2)
            w = w - learning_rate * 2 * X[part].T @ error / len(error)
            b = b - learning_rate * 2 * np.mean(error)
        losses.append(total / len(X))
    return w, b, losses


@fitting.wrong(fails="steps_after_every_batch")
def fit_collects(X, y, epochs, batch_size, learning_rate):
    """collects the gradients of the batches and moves only at the end of the epoch

    Which weights should the second batch see: those before the first step, or after it?
    """
    X, y = np.asarray(X, dtype=float), np.asarray(y, dtype=float).ravel()
    w, b, losses = np.zeros(X.shape[1]), 0.0, []
    for _ in range(epochs):
        total, v, c = 0.0, w, b
        for start in range(0, len(X), batch_size):
            part = slice(start, start + batch_size)
            error = X[part] @ w + b - y[part]
            total += np.sum(error**2)
            v = v - learning_rate * 2 * X[part].T @ error / len(error)
            c = c - learning_rate * 2 * np.mean(error)
        w, b = v, c
        losses.append(total / len(X))
    return w, b, losses


@fitting.wrong(fails="steps_after_every_batch")
def fit_starts_again(X, y, epochs, batch_size, learning_rate):
    """begins from zeros again in every epoch

    Where does the second epoch begin: where the first began, or where it ended?
    """
    X, y = np.asarray(X, dtype=float), np.asarray(y, dtype=float).ravel()
    w, b, losses = np.zeros(X.shape[1]), 0.0, []
    for _ in range(epochs):
        total, w, b = 0.0, np.zeros(X.shape[1]), 0.0
        for start in range(0, len(X), batch_size):
            part = slice(start, start + batch_size)
            error = X[part] @ w + b - y[part]
            total += np.sum(error**2)
            w = w - learning_rate * 2 * X[part].T @ error / len(error)
            b = b - learning_rate * 2 * np.mean(error)
        losses.append(total / len(X))
    return w, b, losses


@fitting.wrong(fails="steps_after_every_batch")
def fit_shuffles(X, y, epochs, batch_size, learning_rate):
    """shuffles the data

    In which order are the batches taken here?
    """
    X, y = np.asarray(X, dtype=float), np.asarray(y, dtype=float).ravel()
    w, b, losses = np.zeros(X.shape[1]), 0.0, []
    for epoch in range(epochs):
        order = np.random.default_rng(epoch).permutation(len(X))
        X, y = X[order], y[order]
        total = 0.0
        for start in range(0, len(X), batch_size):
            part = slice(start, start + batch_size)
            error = X[part] @ w + b - y[part]
            total += np.sum(error**2)
            w = w - learning_rate * 2 * X[part].T @ error / len(error)
            b = b - learning_rate * 2 * np.mean(error)
        losses.append(total / len(X))
    return w, b, losses


@fitting.wrong(fails="steps_after_every_batch")
def fit_one_epoch_less(X, y, epochs, batch_size, learning_rate):
    """trains for one epoch less than it was asked to (for one at least)

    How many numbers are there in range(1, epochs)?
    """
    X, y = np.asarray(X, dtype=float), np.asarray(y, dtype=float).ravel()
    w, b, losses = np.zeros(X.shape[1]), 0.0, []
    for _ in range(1, max(epochs, 2)):
        total = 0.0
        for start in range(0, len(X), batch_size):
            part = slice(start, start + batch_size)
            error = X[part] @ w + b - y[part]
            total += np.sum(error**2)
            w = w - learning_rate * 2 * X[part].T @ error / len(error)
            b = b - learning_rate * 2 * np.mean(error)
        losses.append(total / len(X))
    return w, b, losses


@fitting.wrong(fails="short_last_batch")
def fit_drops_last(X, y, epochs, batch_size, learning_rate):
    """drops the last batch when it is shorter

    Are the samples of the last batch data, too?
    """
    X, y = np.asarray(X, dtype=float), np.asarray(y, dtype=float).ravel()
    w, b, losses = np.zeros(X.shape[1]), 0.0, []
    for _ in range(epochs):
        total = 0.0
        for start in range(0, len(X), batch_size):
            part = slice(start, start + batch_size)
            if start and start + batch_size > len(X):
                continue
            error = X[part] @ w + b - y[part]
            total += np.sum(error**2)
            w = w - learning_rate * 2 * X[part].T @ error / len(error)
            b = b - learning_rate * 2 * np.mean(error)
        losses.append(total / len(X))
    return w, b, losses


@fitting.wrong(fails="short_last_batch")
def fit_batch_size(X, y, epochs, batch_size, learning_rate):
    """divides by batch_size, even in a batch that is shorter

    How many samples are there in the last of the batches? Is that batch_size?
    """
    X, y = np.asarray(X, dtype=float), np.asarray(y, dtype=float).ravel()
    w, b, losses = np.zeros(X.shape[1]), 0.0, []
    for _ in range(epochs):
        total = 0.0
        for start in range(0, len(X), batch_size):
            part = slice(start, start + batch_size)
            error = X[part] @ w + b - y[part]
            total += np.sum(error**2)
            w = w - learning_rate * 2 * X[part].T @ error / batch_size
            b = b - learning_rate * 2 * np.sum(error) / batch_size
        losses.append(total / len(X))
    return w, b, losses


@fitting.wrong(fails="steps_after_every_batch")
def fit_all_samples(X, y, epochs, batch_size, learning_rate):
    """divides a batch's gradient by the number of all samples

    Over which samples is the mean of a batch's loss taken?
    """
    X, y = np.asarray(X, dtype=float), np.asarray(y, dtype=float).ravel()
    w, b, losses = np.zeros(X.shape[1]), 0.0, []
    for _ in range(epochs):
        total = 0.0
        for start in range(0, len(X), batch_size):
            part = slice(start, start + batch_size)
            error = X[part] @ w + b - y[part]
            total += np.sum(error**2)
            w = w - learning_rate * 2 * X[part].T @ error / len(X)
            b = b - learning_rate * 2 * np.sum(error) / len(X)
        losses.append(total / len(X))
    return w, b, losses


@fitting.wrong(fails="loss_of_each_epoch")
def fit_plain_mean(X, y, epochs, batch_size, learning_rate):
    """takes the plain mean of the batches' losses, so a short batch counts for as much as a full one

    A batch of 30 and one of 2: should a sample of the second count fifteen times as much?
    """
    X, y = np.asarray(X, dtype=float), np.asarray(y, dtype=float).ravel()
    w, b, losses = np.zeros(X.shape[1]), 0.0, []
    for _ in range(epochs):
        total = []
        for start in range(0, len(X), batch_size):
            part = slice(start, start + batch_size)
            error = X[part] @ w + b - y[part]
            total.append(np.mean(error**2))
            w = w - learning_rate * 2 * X[part].T @ error / len(error)
            b = b - learning_rate * 2 * np.mean(error)
        losses.append(np.mean(total))
    return w, b, losses


@fitting.wrong(fails="loss_of_each_epoch")
def fit_sum_of_batches(X, y, epochs, batch_size, learning_rate):
    """adds the losses of the batches up

    Should an epoch's loss double when there are twice as many batches?
    """
    X, y = np.asarray(X, dtype=float), np.asarray(y, dtype=float).ravel()
    w, b, losses = np.zeros(X.shape[1]), 0.0, []
    for _ in range(epochs):
        total = 0.0
        for start in range(0, len(X), batch_size):
            part = slice(start, start + batch_size)
            error = X[part] @ w + b - y[part]
            total += np.mean(error**2)
            w = w - learning_rate * 2 * X[part].T @ error / len(error)
            b = b - learning_rate * 2 * np.mean(error)
        losses.append(total)
    return w, b, losses


@fitting.wrong(fails="loss_of_each_epoch")
def fit_loss_after(X, y, epochs, batch_size, learning_rate):
    """takes the loss of each batch after its update

    Does Keras look at a batch's loss before it moves the weights, or after?
    """
    X, y = np.asarray(X, dtype=float), np.asarray(y, dtype=float).ravel()
    w, b, losses = np.zeros(X.shape[1]), 0.0, []
    for _ in range(epochs):
        total = 0.0
        for start in range(0, len(X), batch_size):
            part = slice(start, start + batch_size)
            error = X[part] @ w + b - y[part]
            w = w - learning_rate * 2 * X[part].T @ error / len(error)
            b = b - learning_rate * 2 * np.mean(error)
            total += np.sum((X[part] @ w + b - y[part]) ** 2)
        losses.append(total / len(X))
    return w, b, losses


@fitting.wrong(fails="loss_of_each_epoch")
def fit_loss_at_the_end(X, y, epochs, batch_size, learning_rate):
    """computes the loss of all the data when the epoch is over

    With which weights was the loss of the first batch taken in Keras' history?
    """
    X, y = np.asarray(X, dtype=float), np.asarray(y, dtype=float).ravel()
    w, b, losses = np.zeros(X.shape[1]), 0.0, []
    for _ in range(epochs):
        total = 0.0
        for start in range(0, len(X), batch_size):
            part = slice(start, start + batch_size)
            error = X[part] @ w + b - y[part]
            total += np.sum(error**2)
            w = w - learning_rate * 2 * X[part].T @ error / len(error)
            b = b - learning_rate * 2 * np.mean(error)
        losses.append(np.mean((X @ w + b - y) ** 2))
    return w, b, losses


@fitting.wrong(fails="loss_of_each_epoch")
def fit_loss_at_the_start(X, y, epochs, batch_size, learning_rate):
    """computes the loss of all the data before the epoch begins

    The second batch of an epoch: which weights does its loss see?
    """
    X, y = np.asarray(X, dtype=float), np.asarray(y, dtype=float).ravel()
    w, b, losses = np.zeros(X.shape[1]), 0.0, []
    for _ in range(epochs):
        total = np.sum((X @ w + b - y) ** 2)
        for start in range(0, len(X), batch_size):
            part = slice(start, start + batch_size)
            error = X[part] @ w + b - y[part]
            w = w - learning_rate * 2 * X[part].T @ error / len(error)
            b = b - learning_rate * 2 * np.mean(error)
        losses.append(total / len(X))
    return w, b, losses


@fitting.wrong(fails="loss_of_each_epoch")
def fit_last_batch(X, y, epochs, batch_size, learning_rate):
    """reports the loss of the last batch as that of the epoch

    What became of the losses of the other batches?
    """
    X, y = np.asarray(X, dtype=float), np.asarray(y, dtype=float).ravel()
    w, b, losses = np.zeros(X.shape[1]), 0.0, []
    for _ in range(epochs):
        total = 0.0
        for start in range(0, len(X), batch_size):
            part = slice(start, start + batch_size)
            error = X[part] @ w + b - y[part]
            total += np.sum(error**2)
            w = w - learning_rate * 2 * X[part].T @ error / len(error)
            b = b - learning_rate * 2 * np.mean(error)
        losses.append(np.mean(error**2))
    return w, b, losses


@fitting.wrong(fails="loss_of_each_epoch")
def fit_every_step(X, y, epochs, batch_size, learning_rate):
    """reports a loss for every step, not for every epoch

    How long should the list be: as many as steps, or as epochs?
    """
    X, y = np.asarray(X, dtype=float), np.asarray(y, dtype=float).ravel()
    w, b, losses = np.zeros(X.shape[1]), 0.0, []
    for _ in range(epochs):
        for start in range(0, len(X), batch_size):
            part = slice(start, start + batch_size)
            error = X[part] @ w + b - y[part]
            losses.append(np.mean(error**2))
            w = w - learning_rate * 2 * X[part].T @ error / len(error)
            b = b - learning_rate * 2 * np.mean(error)
    return w, b, losses


@fitting.wrong(fails="loss_of_each_epoch")
def fit_last_loss(X, y, epochs, batch_size, learning_rate):
    """returns only the loss of the last epoch

    How many losses are asked for when there are three epochs?
    """
    X, y = np.asarray(X, dtype=float), np.asarray(y, dtype=float).ravel()
    w, b, losses = np.zeros(X.shape[1]), 0.0, []
    for _ in range(epochs):
        total = 0.0
        for start in range(0, len(X), batch_size):
            part = slice(start, start + batch_size)
            error = X[part] @ w + b - y[part]
            total += np.sum(error**2)
            w = w - learning_rate * 2 * X[part].T @ error / len(error)
            b = b - learning_rate * 2 * np.mean(error)
        losses.append(total / len(X))
    return w, b, losses[-1]


@fitting.wrong(fails="loss_of_each_epoch")
def fit_runs_on(X, y, epochs, batch_size, learning_rate):
    """never sets the sum of the losses back to zero at the start of an epoch

    What should the sum be when a new epoch begins?
    """
    X, y = np.asarray(X, dtype=float), np.asarray(y, dtype=float).ravel()
    w, b, losses = np.zeros(X.shape[1]), 0.0, []
    total = 0.0
    for _ in range(epochs):
        for start in range(0, len(X), batch_size):
            part = slice(start, start + batch_size)
            error = X[part] @ w + b - y[part]
            total += np.sum(error**2)
            w = w - learning_rate * 2 * X[part].T @ error / len(error)
            b = b - learning_rate * 2 * np.mean(error)
        losses.append(total / len(X))
    return w, b, losses


@fitting.wrong(fails="lists_and_columns")
def fit_broadcasts(X, y, epochs, batch_size, learning_rate):
    """subtracts a column from a vector, which NumPy broadcasts to a table of all differences

    What is the shape of np.zeros(3) - np.zeros((3, 1))?
    """
    X, y = np.asarray(X, dtype=float), np.asarray(y, dtype=float)
    w, b, losses = np.zeros(X.shape[1]), 0.0, []
    for _ in range(epochs):
        total = 0.0
        for start in range(0, len(X), batch_size):
            part = slice(start, start + batch_size)
            error = X[part] @ w + b - y[part]
            total += np.sum(error**2)
            w = w - learning_rate * 2 * X[part].T @ error.reshape(len(error), -1).mean(axis=1) / len(error)
            b = b - learning_rate * 2 * np.mean(error)
        losses.append(total / len(X))
    return w, b, losses


@fitting.wrong(fails="lists_and_columns")
def fit_array_only(X, y, epochs, batch_size, learning_rate):
    """works with arrays only, not with lists

    What does X.shape say when X is a list? What could you do first?
    """
    X, y = 1.0 * X, y.ravel()
    w, b, losses = np.zeros(X.shape[1]), 0.0, []
    for _ in range(epochs):
        total = 0.0
        for start in range(0, len(X), batch_size):
            part = slice(start, start + batch_size)
            error = X[part] @ w + b - y[part]
            total += np.sum(error**2)
            w = w - learning_rate * 2 * X[part].T @ error / len(error)
            b = b - learning_rate * 2 * np.mean(error)
        losses.append(total / len(X))
    return w, b, losses


@fitting.wrong(fails="leaves_inputs_alone")
def fit_in_place(X, y, epochs, batch_size, learning_rate):
    """writes the errors into y, and so the caller's targets are gone

    A slice of an array is a view. What does -= write into?
    """
    X, y = np.asarray(X, dtype=float), np.asarray(y, dtype=float).ravel()
    w, b, losses = np.zeros(X.shape[1]), 0.0, []
    for _ in range(epochs):
        total = 0.0
        for start in range(0, len(X), batch_size):
            part = slice(start, start + batch_size)
            error = y[part]
            error -= X[part] @ w + b
            error *= -1
            total += np.sum(error**2)
            w = w - learning_rate * 2 * X[part].T @ error / len(error)
            b = b - learning_rate * 2 * np.mean(error)
        losses.append(total / len(X))
    return w, b, losses


@fitting.wrong(fails="loss_of_each_epoch")
def fit_sums_the_loss(X, y, epochs, batch_size, learning_rate):
    """adds the squared errors of all samples up and does not divide

    Should the loss be twice as large for twice the data?
    """
    X, y = np.asarray(X, dtype=float), np.asarray(y, dtype=float).ravel()
    w, b, losses = np.zeros(X.shape[1]), 0.0, []
    for _ in range(epochs):
        total = 0.0
        for start in range(0, len(X), batch_size):
            part = slice(start, start + batch_size)
            error = X[part] @ w + b - y[part]
            total += np.sum(error**2)
            w = w - learning_rate * 2 * X[part].T @ error / len(error)
            b = b - learning_rate * 2 * np.mean(error)
        losses.append(total)
    return w, b, losses


@fitting.wrong(fails="loss_of_each_epoch")
def fit_root(X, y, epochs, batch_size, learning_rate):
    """takes the root of the mean squared error

    Which of the two does the docstring, and model.fit, report: the mean square or its root?
    """
    X, y = np.asarray(X, dtype=float), np.asarray(y, dtype=float).ravel()
    w, b, losses = np.zeros(X.shape[1]), 0.0, []
    for _ in range(epochs):
        total = 0.0
        for start in range(0, len(X), batch_size):
            part = slice(start, start + batch_size)
            error = X[part] @ w + b - y[part]
            total += np.sum(error**2)
            w = w - learning_rate * 2 * X[part].T @ error / len(error)
            b = b - learning_rate * 2 * np.mean(error)
        losses.append(np.sqrt(total / len(X)))
    return w, b, losses


@fitting.wrong(fails="loss_of_each_epoch")
def fit_half_loss(X, y, epochs, batch_size, learning_rate):
    """halves the loss, as some textbooks do

    An error of 3 alone: what is its mean squared error?
    """
    X, y = np.asarray(X, dtype=float), np.asarray(y, dtype=float).ravel()
    w, b, losses = np.zeros(X.shape[1]), 0.0, []
    for _ in range(epochs):
        total = 0.0
        for start in range(0, len(X), batch_size):
            part = slice(start, start + batch_size)
            error = X[part] @ w + b - y[part]
            total += np.sum(error**2)
            w = w - learning_rate * 2 * X[part].T @ error / len(error)
            b = b - learning_rate * 2 * np.mean(error)
        losses.append(total / len(X) / 2)
    return w, b, losses


@fitting.wrong(fails="loss_of_each_epoch")
def fit_absolute_loss(X, y, epochs, batch_size, learning_rate):
    """reports the mean of the absolute errors, not of their squares

    Errors 1 and 3: what is the mean of their squares?
    """
    X, y = np.asarray(X, dtype=float), np.asarray(y, dtype=float).ravel()
    w, b, losses = np.zeros(X.shape[1]), 0.0, []
    for _ in range(epochs):
        total = 0.0
        for start in range(0, len(X), batch_size):
            part = slice(start, start + batch_size)
            error = X[part] @ w + b - y[part]
            total += np.sum(np.abs(error))
            w = w - learning_rate * 2 * X[part].T @ error / len(error)
            b = b - learning_rate * 2 * np.mean(error)
        losses.append(total / len(X))
    return w, b, losses


@fitting.wrong(fails="one_step")
def fit_two_for_w_only(X, y, epochs, batch_size, learning_rate):
    """has the factor 2 in the gradient of w, but not in that of the bias

    The derivative of (w x + b - y)**2: by w it is 2 (...) x. And by b?
    """
    X, y = np.asarray(X, dtype=float), np.asarray(y, dtype=float).ravel()
    w, b, losses = np.zeros(X.shape[1]), 0.0, []
    for _ in range(epochs):
        total = 0.0
        for start in range(0, len(X), batch_size):
            part = slice(start, start + batch_size)
            error = X[part] @ w + b - y[part]
            total += np.sum(error**2)
            w = w - learning_rate * 2 * X[part].T @ error / len(error)
            b = b - learning_rate * 1 * np.mean(error)
        losses.append(total / len(X))
    return w, b, losses


@fitting.wrong(fails="one_step")
def fit_without_a_rate(X, y, epochs, batch_size, learning_rate):
    """steps by the whole gradient, without the learning rate

    What share of the gradient is to be subtracted, and where in your code is it?
    """
    X, y = np.asarray(X, dtype=float), np.asarray(y, dtype=float).ravel()
    w, b, losses = np.zeros(X.shape[1]), 0.0, []
    for _ in range(epochs):
        total = 0.0
        for start in range(0, len(X), batch_size):
            part = slice(start, start + batch_size)
            error = X[part] @ w + b - y[part]
            total += np.sum(error**2)
            w = w - 2 * X[part].T @ error / len(error)
            b = b - 2 * np.mean(error)
        losses.append(total / len(X))
    return w, b, losses


@fitting.wrong(fails="one_step")
def fit_own_rate(X, y, epochs, batch_size, learning_rate):
    """trains with a learning rate of 0.01, whatever was asked for

    Where is the argument learning_rate used?
    """
    X, y = np.asarray(X, dtype=float), np.asarray(y, dtype=float).ravel()
    w, b, losses = np.zeros(X.shape[1]), 0.0, []
    learning_rate = 0.01
    for _ in range(epochs):
        total = 0.0
        for start in range(0, len(X), batch_size):
            part = slice(start, start + batch_size)
            error = X[part] @ w + b - y[part]
            total += np.sum(error**2)
            w = w - learning_rate * 2 * X[part].T @ error / len(error)
            b = b - learning_rate * 2 * np.mean(error)
        losses.append(total / len(X))
    return w, b, losses


@fitting.wrong(fails="one_step")
def fit_sums_for_the_bias(X, y, epochs, batch_size, learning_rate):
    """takes the mean in the gradient of w, but the sum in that of the bias

    The bias is a weight whose input is always 1. By what do you divide its gradient?
    """
    X, y = np.asarray(X, dtype=float), np.asarray(y, dtype=float).ravel()
    w, b, losses = np.zeros(X.shape[1]), 0.0, []
    for _ in range(epochs):
        total = 0.0
        for start in range(0, len(X), batch_size):
            part = slice(start, start + batch_size)
            error = X[part] @ w + b - y[part]
            total += np.sum(error**2)
            w = w - learning_rate * 2 * X[part].T @ error / len(error)
            b = b - learning_rate * 2 * np.sum(error)
        losses.append(total / len(X))
    return w, b, losses


@fitting.wrong(fails="steps_after_every_batch")
def fit_leaves_the_bias_out(X, y, epochs, batch_size, learning_rate):
    """trains the bias, but leaves it out of the prediction

    How is a prediction made from X, w and b? Which of the three is not in your errors?
    """
    X, y = np.asarray(X, dtype=float), np.asarray(y, dtype=float).ravel()
    w, b, losses = np.zeros(X.shape[1]), 0.0, []
    for _ in range(epochs):
        total = 0.0
        for start in range(0, len(X), batch_size):
            part = slice(start, start + batch_size)
            error = X[part] @ w - y[part]
            total += np.sum(error**2)
            w = w - learning_rate * 2 * X[part].T @ error / len(error)
            b = b - learning_rate * 2 * np.mean(error)
        losses.append(total / len(X))
    return w, b, losses


@fitting.wrong(fails="steps_after_every_batch")
def fit_bias_first(X, y, epochs, batch_size, learning_rate):
    """returns the bias before the weights

    In which order does the docstring name what is returned?
    """
    X, y = np.asarray(X, dtype=float), np.asarray(y, dtype=float).ravel()
    w, b, losses = np.zeros(X.shape[1]), 0.0, []
    for _ in range(epochs):
        total = 0.0
        for start in range(0, len(X), batch_size):
            part = slice(start, start + batch_size)
            error = X[part] @ w + b - y[part]
            total += np.sum(error**2)
            w = w - learning_rate * 2 * X[part].T @ error / len(error)
            b = b - learning_rate * 2 * np.mean(error)
        losses.append(total / len(X))
    return b, w, losses


@fitting.wrong(fails="steps_after_every_batch")
def fit_losses_first(X, y, epochs, batch_size, learning_rate):
    """returns the losses before the weights and the bias

    In which order does the docstring name what is returned?
    """
    X, y = np.asarray(X, dtype=float), np.asarray(y, dtype=float).ravel()
    w, b, losses = np.zeros(X.shape[1]), 0.0, []
    for _ in range(epochs):
        total = 0.0
        for start in range(0, len(X), batch_size):
            part = slice(start, start + batch_size)
            error = X[part] @ w + b - y[part]
            total += np.sum(error**2)
            w = w - learning_rate * 2 * X[part].T @ error / len(error)
            b = b - learning_rate * 2 * np.mean(error)
        losses.append(total / len(X))
    return losses, w, b


@fitting.wrong(fails="loss_of_each_epoch")
def fit_last_epoch_only(X, y, epochs, batch_size, learning_rate):
    """begins the list of losses again in every epoch, and so keeps the batches' losses of the last one

    Where is the list made: before the loop over the epochs, or inside it?
    """
    X, y = np.asarray(X, dtype=float), np.asarray(y, dtype=float).ravel()
    w, b = np.zeros(X.shape[1]), 0.0
    for _ in range(epochs):
        losses = []
        for start in range(0, len(X), batch_size):
            part = slice(start, start + batch_size)
            error = X[part] @ w + b - y[part]
            losses.append(np.mean(error**2))
            w = w - learning_rate * 2 * X[part].T @ error / len(error)
            b = b - learning_rate * 2 * np.mean(error)
    return w, b, losses


@fitting.wrong(fails="short_last_batch")
def fit_full_batches_only(X, y, epochs, batch_size, learning_rate):
    """makes N // batch_size steps, so what does not fill a batch is never used

    What is 3 // 4? Which samples does a network see whose batch size is larger than the data?
    """
    X, y = np.asarray(X, dtype=float), np.asarray(y, dtype=float).ravel()
    w, b, losses = np.zeros(X.shape[1]), 0.0, []
    for _ in range(epochs):
        total = 0.0
        for step in range(len(X) // batch_size):
            part = slice(step * batch_size, (step + 1) * batch_size)
            error = X[part] @ w + b - y[part]
            total += np.sum(error**2)
            w = w - learning_rate * 2 * X[part].T @ error / len(error)
            b = b - learning_rate * 2 * np.mean(error)
        losses.append(total / len(X))
    return w, b, losses


@fitting.wrong(fails="one_step")
def fit_moves_the_bias_first(X, y, epochs, batch_size, learning_rate):
    """moves the bias first and takes w's gradient at the new bias

    Both gradients belong to one and the same pair of w and b. Which b is in your gradient of w?
    """
    X, y = np.asarray(X, dtype=float), np.asarray(y, dtype=float).ravel()
    w, b, losses = np.zeros(X.shape[1]), 0.0, []
    for _ in range(epochs):
        total = 0.0
        for start in range(0, len(X), batch_size):
            part = slice(start, start + batch_size)
            error = X[part] @ w + b - y[part]
            total += np.sum(error**2)
            b = b - learning_rate * 2 * np.mean(error)
            error = X[part] @ w + b - y[part]
            w = w - learning_rate * 2 * X[part].T @ error / len(error)
        losses.append(total / len(X))
    return w, b, losses


@fitting.right
def fit_loops(X, y, epochs, batch_size, learning_rate):
    rows = [[float(v) for v in row] for row in X]
    targets = [float(np.ravel(t)[0]) for t in y]
    n, d = len(rows), len(rows[0])
    w, b, losses = [0.0] * d, 0.0, []
    for _ in range(epochs):
        total = 0.0
        for start in range(0, n, batch_size):
            batch = range(start, min(start + batch_size, n))
            gw, gb = [0.0] * d, 0.0
            for i in batch:
                error = b + sum(w[j] * rows[i][j] for j in range(d)) - targets[i]
                total += error * error
                gb += 2 * error / len(batch)
                for j in range(d):
                    gw[j] += 2 * error * rows[i][j] / len(batch)
            w = [w[j] - learning_rate * gw[j] for j in range(d)]
            b -= learning_rate * gb
        losses.append(total / n)
    return w, b, losses


@fitting.right
def fit_columns(X, y, epochs, batch_size, learning_rate):
    X = np.array(X, dtype=np.float64)
    y = np.array(y, dtype=np.float64).reshape(-1, 1)
    w, b = np.zeros((X.shape[1], 1)), np.zeros(1)
    losses = np.zeros(epochs)
    for epoch in range(epochs):
        for i in range(0, X.shape[0], batch_size):
            xb, yb = X[i : i + batch_size], y[i : i + batch_size]
            error = xb @ w + b - yb
            losses[epoch] += (error**2).mean() * xb.shape[0] / X.shape[0]
            w -= learning_rate * 2 / xb.shape[0] * xb.T @ error
            b -= learning_rate * 2 * error.mean(axis=0)
    return w, b, losses


@fitting.right
def fit_ones_column(X, y, epochs, batch_size, learning_rate):
    X = np.column_stack([np.asarray(X, dtype=float), np.ones(len(X))])
    y = np.asarray(y, dtype=float).flatten()
    v, losses = np.zeros(X.shape[1]), []
    for _ in range(epochs):
        batch_losses, sizes = [], []
        for start in range(0, len(y), batch_size):
            A, t = X[start : start + batch_size], y[start : start + batch_size]
            r = t - A @ v
            batch_losses.append(r @ r / len(t))
            sizes.append(len(t))
            v = v + learning_rate * 2 * (A.T @ r) / len(t)
        losses.append(np.average(batch_losses, weights=sizes))
    return v[:-1], v[-1], np.array(losses)


@fitting.right
def fit_split(X, y, epochs, batch_size, learning_rate):
    X, y = np.asarray(X, float), np.ravel(y).astype(float)
    cuts = list(range(batch_size, len(X), batch_size))
    batches = list(zip(np.split(X, cuts), np.split(y, cuts)))
    w, b = np.zeros(X.shape[1]), np.float64(0)
    losses = ()
    for _ in range(epochs):
        squares = []
        for xb, yb in batches:
            error = np.einsum("nd,d->n", xb, w) + b - yb
            squares.extend(error**2)
            w, b = w - 2 * learning_rate * np.mean(error[:, None] * xb, axis=0), b - 2 * learning_rate * error.mean()
        losses += (np.mean(squares),)
    return w, np.array(b), losses


@fitting.right
def fit_generator(X, y, epochs, batch_size, learning_rate):
    X, y = np.array(X, dtype=float), np.array(y, dtype=float).reshape(len(X))

    def batches():
        start = 0
        while start < len(X):
            yield X[start : start + batch_size], y[start : start + batch_size]
            start += batch_size

    def loss_and_gradients(w, b, xb, yb):
        error = xb.dot(w) + b - yb
        return np.mean(error**2), 2 * xb.T.dot(error) / len(yb), 2 * error.sum() / len(yb)

    w, b, losses = np.zeros(X.shape[1]), 0, []
    for _ in range(epochs):
        seen, mean = 0, 0.0
        for xb, yb in batches():
            loss, gw, gb = loss_and_gradients(w, b, xb, yb)
            seen += len(yb)
            mean += (loss - mean) * len(yb) / seen
            w, b = w - learning_rate * gw, b - learning_rate * gb
        losses.append(mean)
    return w, b, losses


@fitting.right
def fit_class(X, y, epochs, batch_size, learning_rate):
    class Dense:
        def __init__(self, inputs):
            self.kernel, self.bias = np.zeros((inputs, 1)), np.zeros((1,))

        def __call__(self, x):
            return x @ self.kernel + self.bias

        def step(self, x, error):
            slope = 2 * error / error.size
            self.kernel = self.kernel - learning_rate * (x.T @ slope)
            self.bias = self.bias - learning_rate * slope.sum(axis=0)

    X, y = np.asarray(X, dtype=float), np.asarray(y, dtype=float).reshape((-1, 1))
    layer, losses = Dense(X.shape[1]), []
    for _ in range(epochs):
        squares = np.zeros(len(X))
        for first in range(0, len(X), batch_size):
            rows = np.arange(first, min(first + batch_size, len(X)))
            error = layer(X[rows]) - y[rows]
            squares[rows] = np.square(error).ravel()
            layer.step(X[rows], error)
        losses.append(squares.mean())
    return layer.kernel, float(layer.bias[0]), losses


@fitting.right
def fit_expanded(X, y, epochs, batch_size, learning_rate):
    X, y = np.asarray(X, float), np.asarray(y, float).ravel()
    w, b, history = np.zeros(X.shape[1]), 0.0, []
    steps = int(np.ceil(len(X) / batch_size))
    for step in range(epochs * steps):
        i = step % steps * batch_size
        A, t = X[i : i + batch_size], y[i : i + batch_size]
        n = len(t)
        mean_x, mean_t = A.mean(axis=0), t.mean()
        prediction = A @ w + b
        history.append(n * np.mean((t - prediction) ** 2))
        gw = 2 * (A.T @ A @ w / n + b * mean_x - A.T @ t / n)
        gb = 2 * (mean_x @ w + b - mean_t)
        w, b = w - learning_rate * gw, b - learning_rate * gb
    losses = np.reshape(history, (epochs, steps)).sum(axis=1) / len(X)
    return w, b, losses.tolist()


@fitting.right
def fit_recursive(X, y, epochs, batch_size, learning_rate):
    X, y = np.asarray(X, float), np.asarray(y, float).reshape(-1)

    def epoch(w, b, start):
        if start >= len(X):
            return w, b, 0.0
        stop = start + batch_size
        error = X[start:stop] @ w + b - y[start:stop]
        step = learning_rate * 2 / error.size
        w, b = w - step * (error @ X[start:stop]), b - step * error.sum()
        w, b, more = epoch(w, b, stop)
        return w, b, error @ error + more

    w, b, losses = np.zeros(X.shape[1]), 0.0, []
    while len(losses) < epochs:
        w, b, total = epoch(w, b, 0)
        losses += [np.float64(total) / len(X)]
    return w.reshape(-1, 1), np.array([b]), losses
