"""Hidden checks of batches."""

import numpy as np

from autograder.authoring import Exercise, call, strip

from ..shared import Fault, each_once, numbers, portion, rule, samples

RECORDED = "Keras holds the data in float32; they are moved, never computed with"


def samples_in_batches_of_four(ask, n):
    """The numbers of the samples, batch by batch: an epoch in order, and one shuffled."""
    y = np.arange(float(n))
    epochs = [ask(y.reshape(n, 1), y, 4, shuffle) for shuffle in (False, True)]
    return [[[int(number) for number in np.ravel(batch[1])] for batch in epoch] for epoch in epochs]


exercise = Exercise(
    "batches",
    understood="One random order, used for X and y alike and cut into portions, shows every pair once an "
    "epoch, in batches that differ from epoch to epoch, and leaves the data as they were.",
    picture=strip(10, ("in order", "shuffled"), see=samples_in_batches_of_four),
)


@exercise.driver
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


@exercise.keras(reason=RECORDED)
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


@exercise.relation
def own_targets(answer, X, y, batch_size, shuffle=False, seed=None):
    """The data as their own targets: both halves of each pair are the same."""
    return all(np.array_equal(a, b) for a, b in answer(X, X, batch_size, shuffle, seed))


@exercise.relation
def size_matters_not(answer, X, y, batch_size, shuffle=False, seed=None):
    """In batches of another size come the same pairs, in order the same ones in the same order."""
    targets = [
        np.concatenate([np.asarray(batch[1]) for batch in answer(X, y, size, shuffle, seed)])
        for size in (batch_size, batch_size + 1)
    ]
    if shuffle:
        targets = [np.sort(target, axis=0) for target in targets]
    return np.array_equal(*targets)


@exercise.public_check()
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


@exercise.public_check(drive=shuffled_and_found_again)
def shuffles():
    """Shuffled: every pair once and whole, the order by the seed, the data as they were."""
    yield call(np.arange(30.0).reshape(30, 1), 100 + np.arange(30.0), 8, True, 0)


@exercise.check(points=2, holds=is_an_epoch)
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


@exercise.check(points=1, holds=is_an_epoch)
def any_batch_size(rng):
    """The batch size may be 1, divide N, be N, or be larger than N; no batch is empty.

    Try four samples in batches of 1, of 2, of 4 and of 50. How many batches come each time, and how large are they?
    """
    for n, size in ((4, 1), (1, 1), (12, 4), (4, 2), (6, 6), (5, 6), (4, 50), (1, 3)):
        yield call(samples(rng, n, 2), samples(rng, n), size)
    for n, size in ((4, 1), (12, 4), (6, 6), (5, 7), (1, 3)):
        yield call(samples(rng, n, 2), samples(rng, n), batch_size=size, shuffle=True, seed=3)


@exercise.check(points=1, holds=is_an_epoch)
def any_shape(rng):
    """X and y may have any number of further dimensions; the batches keep them.

    Print the shapes of all the batches of 7 samples of shape (2, 3) in batches of 3, in order and shuffled. Which of them is not as you expect?
    """
    for X_shape, y_shape in (((), ()), ((2,), (3,)), ((3, 2), (1,)), ((2, 1, 3), ()), ((1,), (2, 2)), ((), (2,))):
        yield call(samples(rng, 5, *X_shape), samples(rng, 5, *y_shape), 2)
    yield call(samples(rng, 7, 2), np.eye(3)[rng.integers(0, 3, 7)], 3)
    for X_shape, y_shape in (((), ()), ((2,), (3,)), ((2, 2), (1,)), ((1, 1, 3), ())):
        yield call(samples(rng, 7, *X_shape), samples(rng, 7, *y_shape), 3, shuffle=True, seed=int(rng.integers(99)))


@exercise.check(points=1, holds=is_an_epoch)
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


@exercise.check(points=1, holds=is_an_epoch)
def shuffles_pairs(rng):
    """Shuffled, every pair comes once, with its own target, and in an order that is not the data's.

    How do you draw an order of all N places, and where do you use that one order for X and for y?
    """
    for n, size, seed in ((24, 5, 0), (24, 8, 1), (20, 2, 2), (30, 32, 3)):
        yield call(samples(rng, n, 1), samples(rng, n), size, shuffle=True, seed=seed)
    yield call(samples(rng, 25, 2), samples(rng, 25), 4, True, int(rng.integers(4, 10_000)))
    yield call(samples(rng, 26, 2), np.arange(26) % 3, 4, True, seed=int(rng.integers(4, 10_000)))


@exercise.check(points=1, holds=is_whole, drive=sorted_afterwards)
def shuffles_without_a_seed(rng):
    """Shuffled without a seed, every pair still comes once, with its own target, not in the data's order.

    What does your generator do with seed=None? How often do you ask it for an order in one epoch?
    """
    yield call(samples(rng, 12), samples(rng, 12), 12, shuffle=True)
    yield call(samples(rng, 10), samples(rng, 10), 20, shuffle=True, seed=None)
    yield call(samples(rng, 24), samples(rng, 24), 4, True)


@exercise.check(points=1, holds=comes_in_any_order, drive=many_seeds)
def draws_from_all_orders(rng):
    """Any pair may come at any place, and with any other in a batch, if the seed so wants.

    Could the first sample come last with some seed, and meet any other sample in a batch? What is it in your code that forbids it?
    """
    yield call(np.arange(7.0).reshape(7, 1), rng.permutation(7), 3, True, int(rng.integers(0, 1000)))


@exercise.check(points=1, anew=True, holds=is_the_same_again, drive=the_same_seed_twice)
def same_seed_same_order(rng):
    """The same seed gives the same shuffled order at every call, in every run of the notebook.

    Which random generator draws the order, and who else draws from it between two calls?
    """
    yield call(samples(rng, 22, 1), samples(rng, 22), 12, True, 0)
    yield call(samples(rng, 22, 1), samples(rng, 22), 12, True, int(rng.integers(1, 10_000)))


@exercise.check(points=1, holds=differs_by_seed, drive=other_seeds)
def other_seed_other_order(rng):
    """Another seed gives another shuffled order.

    Follow the seed through your code: does every seed, 0 included, reach the generator as it is?
    """
    yield call(samples(rng, 22, 1), samples(rng, 22), 11, True, 0)
    yield call(samples(rng, 21, 1), samples(rng, 21), 10, True, int(rng.integers(1, 10_000)))


@exercise.check(points=1, unchanged=True, holds=is_an_epoch)
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
