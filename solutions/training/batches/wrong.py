"""Wrong answers to batches."""

import numpy as np

from .checks import exercise


@exercise.wrong(fails="cuts_in_order")
def batches_drops_the_last(X, y, batch_size, shuffle=False, seed=None):
    """drops the last batch where it is not full

    Thirteen samples in batches of four: which sample does your network never see?
    """
    X, y = np.asarray(X), np.asarray(y)
    order = np.random.default_rng(seed).permutation(len(X)) if shuffle else np.arange(len(X))
    for step in range(len(X) // batch_size):
        part = order[step * batch_size : (step + 1) * batch_size]
        yield X[part], y[part]


@exercise.wrong(fails="cuts_in_order")
def batches_fills_the_last(X, y, batch_size, shuffle=False, seed=None):
    """fills the last batch up with pairs from the beginning

    How often does a pair come in one epoch? May the last batch be shorter?
    """
    X, y = np.asarray(X), np.asarray(y)
    order = np.random.default_rng(seed).permutation(len(X)) if shuffle else np.arange(len(X))
    for start in range(0, len(X), batch_size):
        part = np.take(order, range(start, start + batch_size), mode="wrap")
        yield X[part], y[part]


@exercise.wrong(fails="cuts_in_order")
def batches_of_equal_size(X, y, batch_size, shuffle=False, seed=None):
    """cuts the data into batches of nearly equal size, instead of full ones and a rest

    Ten pairs in batches of four: 4, 4, 2 or 4, 3, 3?
    """
    X, y = np.asarray(X), np.asarray(y)
    order = np.random.default_rng(seed).permutation(len(X)) if shuffle else np.arange(len(X))
    for part in np.array_split(order, -(-len(X) // batch_size)):
        yield X[part], y[part]


@exercise.wrong(fails="cuts_in_order")
def batches_first_again_and_again(X, y, batch_size, shuffle=False, seed=None):
    """gives the first batch again and again

    What changes in your slice from one round of the loop to the next?
    """
    X, y = np.asarray(X), np.asarray(y)
    order = np.random.default_rng(seed).permutation(len(X)) if shuffle else np.arange(len(X))
    for _ in range(0, len(X), batch_size):
        yield X[order[:batch_size]], y[order[:batch_size]]


@exercise.wrong(fails="cuts_in_order")
def batches_that_overlap(X, y, batch_size, shuffle=False, seed=None):
    """moves on by one pair instead of by a whole batch, so the batches overlap

    Where does the second batch begin, if the first ended before batch_size?
    """
    X, y = np.asarray(X), np.asarray(y)
    order = np.random.default_rng(seed).permutation(len(X)) if shuffle else np.arange(len(X))
    for start in range(len(X)):
        part = order[start : start + batch_size]
        yield X[part], y[part]


@exercise.wrong(fails="any_batch_size")
def batches_with_an_empty_one(X, y, batch_size, shuffle=False, seed=None):
    """ends with an empty batch where nothing is left over

    Twelve pairs in batches of four: how many rounds does your loop make?
    """
    X, y = np.asarray(X), np.asarray(y)
    order = np.random.default_rng(seed).permutation(len(X)) if shuffle else np.arange(len(X))
    for step in range(len(X) // batch_size + 1):
        part = order[step * batch_size : (step + 1) * batch_size]
        yield X[part], y[part]


@exercise.wrong(fails="shuffles_pairs")
def batches_without_shuffling(X, y, batch_size, shuffle=False, seed=None):
    """pays no attention to shuffle

    Where in your code does shuffle=True make a difference?
    """
    X, y = np.asarray(X), np.asarray(y)
    for start in range(0, len(X), batch_size):
        yield X[start : start + batch_size], y[start : start + batch_size]


@exercise.wrong(fails="cuts_in_order")
def batches_always_shuffled(X, y, batch_size, shuffle=False, seed=None):
    """shuffles or sorts always, even where shuffle is False

    In which order are the pairs to come if nobody asks for shuffling?
    """
    X, y = np.asarray(X), np.asarray(y)
    order = np.random.default_rng(seed).permutation(len(X))
    for start in range(0, len(X), batch_size):
        part = order[start : start + batch_size]
        yield X[part], y[part]


@exercise.wrong(fails="shuffles_pairs")
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


@exercise.wrong(fails="shuffles_pairs")
def batches_forgets_y(X, y, batch_size, shuffle=False, seed=None):
    """shuffles X and leaves y in its old order

    A picture of a cat moves to the front. What moves with it?
    """
    X, y = np.asarray(X), np.asarray(y)
    order = np.random.default_rng(seed).permutation(len(X)) if shuffle else np.arange(len(X))
    for start in range(0, len(X), batch_size):
        yield X[order[start : start + batch_size]], y[start : start + batch_size]


@exercise.wrong(fails="same_seed_same_order")
def batches_ignores_the_seed(X, y, batch_size, shuffle=False, seed=None):
    """draws a new order at every call, whatever the seed

    Where does your random generator get the seed?
    """
    X, y = np.asarray(X), np.asarray(y)
    order = np.random.permutation(len(X)) if shuffle else np.arange(len(X))
    for start in range(0, len(X), batch_size):
        part = order[start : start + batch_size]
        yield X[part], y[part]


@exercise.wrong(fails="other_seed_other_order")
def batches_seed_of_their_own(X, y, batch_size, shuffle=False, seed=None):
    """uses one fixed seed, so every epoch has the same order

    What changes in your order when seed=1 becomes seed=2?
    """
    X, y = np.asarray(X), np.asarray(y)
    order = np.random.default_rng(42).permutation(len(X)) if shuffle else np.arange(len(X))
    for start in range(0, len(X), batch_size):
        part = order[start : start + batch_size]
        yield X[part], y[part]


@exercise.wrong(fails="same_seed_same_order")
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


@exercise.wrong(fails="shuffles_pairs")
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


@exercise.wrong(fails="draws_from_all_orders")
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


@exercise.wrong(fails="shuffles_pairs")
def batches_drawn_with_replacement(X, y, batch_size, shuffle=False, seed=None):
    """draws each pair anew, so some come twice and others never

    What is the difference between rng.integers(0, N, N) and rng.permutation(N)?
    """
    X, y = np.asarray(X), np.asarray(y)
    order = np.random.default_rng(seed).integers(0, len(X), len(X)) if shuffle else np.arange(len(X))
    for start in range(0, len(X), batch_size):
        part = order[start : start + batch_size]
        yield X[part], y[part]


@exercise.wrong(fails="shuffles_without_a_seed")
def batches_order_for_each_batch(X, y, batch_size, shuffle=False, seed=None):
    """draws the order anew for each batch, which gives the same order only if there is a seed

    How many orders does an epoch need? In which line, inside the loop or before it, do you draw?
    """
    X, y = np.asarray(X), np.asarray(y)
    for start in range(0, len(X), batch_size):
        order = np.random.default_rng(seed).permutation(len(X)) if shuffle else np.arange(len(X))
        part = order[start : start + batch_size]
        yield X[part], y[part]


@exercise.wrong(fails="shuffles_without_a_seed")
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


@exercise.wrong(fails="leaves_inputs_alone")
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


@exercise.wrong(fails="accepts_lists")
def batches_arrays_only(X, y, batch_size, shuffle=False, seed=None):
    """works on arrays, but not on lists

    What happens with X[[3, 0]] if X is a list? What could you make of X and y first?
    """
    order = np.random.default_rng(seed).permutation(len(X)) if shuffle else np.arange(len(X))
    for start in range(0, len(X), batch_size):
        part = order[start : start + batch_size]
        yield X[part], y[part]


@exercise.wrong(fails="any_shape")
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


@exercise.wrong(fails="cuts_in_order")
def batches_apart(X, y, batch_size, shuffle=False, seed=None):
    """returns all the batches of X, then all those of y, instead of pairs

    What should `for X_batch, y_batch in batches(...)` find in each round?
    """
    X, y = np.asarray(X), np.asarray(y)
    order = np.random.default_rng(seed).permutation(len(X)) if shuffle else np.arange(len(X))
    parts = [order[start : start + batch_size] for start in range(0, len(X), batch_size)]
    return [X[part] for part in parts], [y[part] for part in parts]


@exercise.wrong(fails="cuts_in_order")
def batches_returns_the_first(X, y, batch_size, shuffle=False, seed=None):
    """returns the first batch and ends there

    What does `return` inside a loop do, and what does `yield` do?
    """
    X, y = np.asarray(X), np.asarray(y)
    order = np.random.default_rng(seed).permutation(len(X)) if shuffle else np.arange(len(X))
    for start in range(0, len(X), batch_size):
        part = order[start : start + batch_size]
        return X[part], y[part]


@exercise.wrong(fails="cuts_in_order")
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


@exercise.wrong(fails="cuts_in_order")
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


@exercise.wrong(fails="shuffles_pairs")
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


@exercise.wrong(fails="cuts_in_order")
def batches_short_one_first(X, y, batch_size, shuffle=False, seed=None):
    """begins with the short batch instead of ending with it

    Ten pairs in batches of four: which pairs are in the first batch?
    """
    X, y = np.asarray(X), np.asarray(y)
    order = np.random.default_rng(seed).permutation(len(X)) if shuffle else np.arange(len(X))
    for part in np.split(order, range(len(X) % batch_size or batch_size, len(X), batch_size)):
        yield X[part], y[part]


@exercise.wrong(fails="cuts_in_order")
def batches_rest_joins_the_last(X, y, batch_size, shuffle=False, seed=None):
    """puts what is left over into the last full batch, which grows too large

    How many pairs may a batch hold at most? Where do the others go?
    """
    X, y = np.asarray(X), np.asarray(y)
    order = np.random.default_rng(seed).permutation(len(X)) if shuffle else np.arange(len(X))
    steps = max(len(X) // batch_size, 1)
    for part in np.split(order, batch_size * np.arange(1, steps)):
        yield X[part], y[part]


@exercise.wrong(fails="cuts_in_order")
def batches_so_many(X, y, batch_size, shuffle=False, seed=None):
    """makes batch_size batches, not batches of that size

    Ten pairs and batch_size 4: how many batches do you make, and how many pairs has each?
    """
    X, y = np.asarray(X), np.asarray(y)
    order = np.random.default_rng(seed).permutation(len(X)) if shuffle else np.arange(len(X))
    for part in np.array_split(order, min(batch_size, len(X))):
        yield X[part], y[part]


@exercise.wrong(fails="cuts_in_order")
def batches_one_short(X, y, batch_size, shuffle=False, seed=None):
    """leaves the last pair of each batch out

    How many numbers does order[0:4] hold? Is a 1 to be subtracted from its end?
    """
    X, y = np.asarray(X), np.asarray(y)
    order = np.random.default_rng(seed).permutation(len(X)) if shuffle else np.arange(len(X))
    for start in range(0, len(X), batch_size):
        part = order[start : start + batch_size - 1]
        yield X[part], y[part]


@exercise.wrong(fails="cuts_in_order")
def batches_without_targets(X, y, batch_size, shuffle=False, seed=None):
    """gives one array for each batch, not a pair (X_batch, y_batch)

    What can `for X_batch, y_batch in batches(...)` unpack? With what is a loss to compare the outputs?
    """
    X, y = np.asarray(X), np.asarray(y)
    order = np.random.default_rng(seed).permutation(len(X)) if shuffle else np.arange(len(X))
    for start in range(0, len(X), batch_size):
        part = order[start : start + batch_size]
        yield X[part]


@exercise.wrong(fails="cuts_in_order")
def batches_targets_first(X, y, batch_size, shuffle=False, seed=None):
    """gives (y_batch, X_batch), the targets first

    In which order does `for X_batch, y_batch in batches(...)` unpack what comes?
    """
    X, y = np.asarray(X), np.asarray(y)
    order = np.random.default_rng(seed).permutation(len(X)) if shuffle else np.arange(len(X))
    for start in range(0, len(X), batch_size):
        part = order[start : start + batch_size]
        yield y[part], X[part]


@exercise.wrong(fails="cuts_in_order")
def batches_of_places(X, y, batch_size, shuffle=False, seed=None):
    """gives the places of the pairs in the data, not the pairs themselves

    Your numbers say where the samples stand. What does X[part] give?
    """
    X, y = np.asarray(X), np.asarray(y)
    order = np.random.default_rng(seed).permutation(len(X)) if shuffle else np.arange(len(X))
    for start in range(0, len(X), batch_size):
        part = order[start : start + batch_size]
        yield part, part


@exercise.wrong(fails="cuts_in_order")
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


@exercise.wrong(fails="any_batch_size")
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


@exercise.wrong(fails="shuffles_without_a_seed")
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


@exercise.wrong(fails="other_seed_other_order")
def batches_zero_is_another_seed(X, y, batch_size, shuffle=False, seed=None):
    """gives the seed 0 the order of another seed

    What is `0 or 42` in Python? How do you ask whether something is None?
    """
    X, y = np.asarray(X), np.asarray(y)
    order = np.random.default_rng(seed or 42).permutation(len(X)) if shuffle else np.arange(len(X))
    for start in range(0, len(X), batch_size):
        part = order[start : start + batch_size]
        yield X[part], y[part]


@exercise.wrong(fails="shuffles_pairs")
def batches_backwards(X, y, batch_size, shuffle=False, seed=None):
    """turns the order round instead of drawing one

    In a sorted file, what does each batch hold if it is read from its end?
    """
    X, y = np.asarray(X), np.asarray(y)
    order = np.arange(len(X))[::-1] if shuffle else np.arange(len(X))
    for start in range(0, len(X), batch_size):
        part = order[start : start + batch_size]
        yield X[part], y[part]
