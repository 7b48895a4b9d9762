"""Wrong answers to train_val_test_split."""

import numpy as np

from .checks import exercise


@exercise.wrong(fails="draws_at_random")
def split_in_order(X, y, val_fraction=0.1, test_fraction=0.1, seed=0):
    """cuts the data in their order, without shuffling

    The flowers are sorted by species. Which species are in your test part?
    """
    X, y = np.asarray(X), np.asarray(y)
    n_val, n_test = round(len(X) * val_fraction), round(len(X) * test_fraction)
    train, val, test = np.split(np.arange(len(X)), [len(X) - n_val - n_test, len(X) - n_test])
    return X[train], X[val], X[test], y[train], y[val], y[test]


@exercise.wrong(fails="each_pair_in_one_part")
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


@exercise.wrong(fails="each_pair_in_one_part")
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


@exercise.wrong(fails="each_pair_in_one_part")
def split_that_overlaps(X, y, val_fraction=0.1, test_fraction=0.1, seed=0):
    """takes validation and test from the same place, so pairs are in both

    Where does the validation part end, and where should the test part begin?
    """
    X, y = np.asarray(X), np.asarray(y)
    n_val, n_test = round(len(X) * val_fraction), round(len(X) * test_fraction)
    order = np.random.default_rng(seed).permutation(len(X))
    val, test, train = order[:n_val], order[:n_test], order[n_val + n_test :]
    return X[train], X[val], X[test], y[train], y[val], y[test]


@exercise.wrong(fails="each_pair_in_one_part")
def split_trains_on_everything(X, y, val_fraction=0.1, test_fraction=0.1, seed=0):
    """leaves the validation and test pairs in the training part too

    If the exam questions are among the exercises, what does the mark tell you?
    """
    X, y = np.asarray(X), np.asarray(y)
    n_val, n_test = round(len(X) * val_fraction), round(len(X) * test_fraction)
    order = np.random.default_rng(seed).permutation(len(X))
    val, test = order[:n_val], order[n_val : n_val + n_test]
    return X[order], X[val], X[test], y[order], y[val], y[test]


@exercise.wrong(fails="each_pair_in_one_part")
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


@exercise.wrong(fails="sizes_of_the_parts")
def split_test_of_the_rest(X, y, val_fraction=0.1, test_fraction=0.1, seed=0):
    """takes the test fraction of what is left after validation, not of all the data

    A tenth of 100 pairs, and then a tenth of the other 90: how many are these? How many should they be?
    """
    X, y = np.asarray(X), np.asarray(y)
    n_val = round(len(X) * val_fraction)
    n_test = round((len(X) - n_val) * test_fraction)
    val, test, train = np.split(np.random.default_rng(seed).permutation(len(X)), [n_val, n_val + n_test])
    return X[train], X[val], X[test], y[train], y[val], y[test]


@exercise.wrong(fails="sizes_of_the_parts")
def split_validation_of_the_rest(X, y, val_fraction=0.1, test_fraction=0.1, seed=0):
    """takes the validation fraction of what is left after the test part, not of all the data

    Of what number is val_fraction a part? What does the docstring say?
    """
    X, y = np.asarray(X), np.asarray(y)
    n_test = round(len(X) * test_fraction)
    n_val = round((len(X) - n_test) * val_fraction)
    val, test, train = np.split(np.random.default_rng(seed).permutation(len(X)), [n_val, n_val + n_test])
    return X[train], X[val], X[test], y[train], y[val], y[test]


@exercise.wrong(fails="sizes_of_the_parts")
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


@exercise.wrong(fails="sizes_of_the_parts")
def split_fractions_swapped(X, y, val_fraction=0.1, test_fraction=0.1, seed=0):
    """mixes up the two fractions, or the two parts

    Which fraction is the size of which part? Try two fractions that are far apart.
    """
    X, y = np.asarray(X), np.asarray(y)
    n_val, n_test = round(len(X) * test_fraction), round(len(X) * val_fraction)
    val, test, train = np.split(np.random.default_rng(seed).permutation(len(X)), [n_val, n_val + n_test])
    return X[train], X[val], X[test], y[train], y[val], y[test]


@exercise.wrong(fails="sizes_of_the_parts")
def split_fixed_tenths(X, y, val_fraction=0.1, test_fraction=0.1, seed=0):
    """takes a tenth for each part, whatever fractions are given

    Where in your code do val_fraction and test_fraction stand?
    """
    X, y = np.asarray(X), np.asarray(y)
    n = round(len(X) * 0.1)
    val, test, train = np.split(np.random.default_rng(seed).permutation(len(X)), [n, 2 * n])
    return X[train], X[val], X[test], y[train], y[val], y[test]


@exercise.wrong(fails="each_pair_in_one_part")
def split_in_pairs(X, y, val_fraction=0.1, test_fraction=0.1, seed=0):
    """returns the arrays in another order than the docstring: the three X first, then the three y

    What are the six names in the docstring's Returns, in their order?
    """
    X, y = np.asarray(X), np.asarray(y)
    n_val, n_test = round(len(X) * val_fraction), round(len(X) * test_fraction)
    val, test, train = np.split(np.random.default_rng(seed).permutation(len(X)), [n_val, n_val + n_test])
    return X[train], y[train], X[val], y[val], X[test], y[test]


@exercise.wrong(fails="each_pair_in_one_part")
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


@exercise.wrong(fails="other_seed_other_split")
def split_seed_of_its_own(X, y, val_fraction=0.1, test_fraction=0.1, seed=0):
    """uses one fixed seed, so every split is the same

    What changes in your split when seed=1 becomes seed=2?
    """
    X, y = np.asarray(X), np.asarray(y)
    n_val, n_test = round(len(X) * val_fraction), round(len(X) * test_fraction)
    val, test, train = np.split(np.random.default_rng(42).permutation(len(X)), [n_val, n_val + n_test])
    return X[train], X[val], X[test], y[train], y[val], y[test]


@exercise.wrong(fails="same_seed_same_split")
def split_ignores_the_seed(X, y, val_fraction=0.1, test_fraction=0.1, seed=0):
    """draws a new split at every call, whatever the seed

    Where does your random generator get the seed?
    """
    X, y = np.asarray(X), np.asarray(y)
    n_val, n_test = round(len(X) * val_fraction), round(len(X) * test_fraction)
    val, test, train = np.split(np.random.default_rng().permutation(len(X)), [n_val, n_val + n_test])
    return X[train], X[val], X[test], y[train], y[val], y[test]


@exercise.wrong(fails="same_seed_same_split")
def split_zero_is_no_seed(X, y, val_fraction=0.1, test_fraction=0.1, seed=0):
    """takes the seed 0 for no seed

    What does `if seed:` say of 0?
    """
    X, y = np.asarray(X), np.asarray(y)
    n_val, n_test = round(len(X) * val_fraction), round(len(X) * test_fraction)
    order = np.random.default_rng(seed if seed else None).permutation(len(X))
    val, test, train = np.split(order, [n_val, n_val + n_test])
    return X[train], X[val], X[test], y[train], y[val], y[test]


@exercise.wrong(fails="other_seed_other_split")
def split_same_test(X, y, val_fraction=0.1, test_fraction=0.1, seed=0):
    """takes the last pairs for the test and draws only the other two parts

    If the data are sorted, what is in a test part that was not drawn?
    """
    X, y = np.asarray(X), np.asarray(y)
    n_val, n_test = round(len(X) * val_fraction), round(len(X) * test_fraction)
    order = np.random.default_rng(seed).permutation(len(X) - n_test)
    val, train, test = order[:n_val], order[n_val:], np.arange(len(X) - n_test, len(X))
    return X[train], X[val], X[test], y[train], y[val], y[test]


@exercise.wrong(fails="draws_at_random")
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


@exercise.wrong(fails="draws_at_random")
def split_rolls(X, y, val_fraction=0.1, test_fraction=0.1, seed=0):
    """draws only where the cut begins, so each part holds neighbours

    In how many ways can your test part be drawn? In how many could it be?
    """
    X, y = np.asarray(X), np.asarray(y)
    n_val, n_test = round(len(X) * val_fraction), round(len(X) * test_fraction)
    order = np.roll(np.arange(len(X)), np.random.default_rng(seed).integers(len(X)))
    val, test, train = np.split(order, [n_val, n_val + n_test])
    return X[train], X[val], X[test], y[train], y[val], y[test]


@exercise.wrong(fails="leaves_inputs_alone")
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


@exercise.wrong(fails="any_shape")
def split_arrays_only(X, y, val_fraction=0.1, test_fraction=0.1, seed=0):
    """works on arrays, but not on lists

    What happens with X[[3, 0]] if X is a list? What could you make of X and y first?
    """
    n_val, n_test = round(len(X) * val_fraction), round(len(X) * test_fraction)
    val, test, train = np.split(np.random.default_rng(seed).permutation(len(X)), [n_val, n_val + n_test])
    return X[train], X[val], X[test], y[train], y[val], y[test]


@exercise.wrong(fails="defaults")
def split_other_defaults(X, y, val_fraction=0.2, test_fraction=0.2, seed=None):
    """has other defaults than a tenth, a tenth and the seed 0

    What stands in the first line of the exercise, behind the equals signs?
    """
    X, y = np.asarray(X), np.asarray(y)
    n_val, n_test = round(len(X) * val_fraction), round(len(X) * test_fraction)
    val, test, train = np.split(np.random.default_rng(seed).permutation(len(X)), [n_val, n_val + n_test])
    return X[train], X[val], X[test], y[train], y[val], y[test]


@exercise.wrong(fails="each_pair_in_one_part")
def split_three_pairs(X, y, val_fraction=0.1, test_fraction=0.1, seed=0):
    """returns three pairs (X, y) instead of six arrays

    The docstring lists what is returned, one name after another. How many names are there?
    """
    X, y = np.asarray(X), np.asarray(y)
    n_val, n_test = round(len(X) * val_fraction), round(len(X) * test_fraction)
    val, test, train = np.split(np.random.default_rng(seed).permutation(len(X)), [n_val, n_val + n_test])
    return (X[train], y[train]), (X[val], y[val]), (X[test], y[test])


@exercise.wrong(fails="each_pair_in_one_part")
def split_targets_swapped(X, y, val_fraction=0.1, test_fraction=0.1, seed=0):
    """returns the targets of validation and test in each other's place

    In which order do you return the three X, and in which the three y?
    """
    X, y = np.asarray(X), np.asarray(y)
    n_val, n_test = round(len(X) * val_fraction), round(len(X) * test_fraction)
    val, test, train = np.split(np.random.default_rng(seed).permutation(len(X)), [n_val, n_val + n_test])
    return X[train], X[val], X[test], y[train], y[test], y[val]


@exercise.wrong(fails="sizes_of_the_parts")
def split_by_chance(X, y, val_fraction=0.1, test_fraction=0.1, seed=0):
    """lets chance decide for each pair by itself, so the sizes of the parts vary

    Throw a coin for each of ten samples: are there always five heads? How do you get exactly five?
    """
    X, y = np.asarray(X), np.asarray(y)
    u = np.random.default_rng(seed).random(len(X))
    val, train = u < val_fraction, u >= val_fraction + test_fraction
    test = ~(val | train)
    return X[train], X[val], X[test], y[train], y[val], y[test]


@exercise.wrong(fails="each_pair_in_one_part")
def split_drawn_with_replacement(X, y, val_fraction=0.1, test_fraction=0.1, seed=0):
    """draws the places with replacement, so some pairs come twice and others never

    Can random integers, or choice, give the same number twice? What gives each number exactly once?
    """
    X, y = np.asarray(X), np.asarray(y)
    n_val, n_test = round(len(X) * val_fraction), round(len(X) * test_fraction)
    val, test, train = np.split(np.random.default_rng(seed).integers(0, len(X), len(X)), [n_val, n_val + n_test])
    return X[train], X[val], X[test], y[train], y[val], y[test]


@exercise.wrong(fails="each_pair_in_one_part")
def split_places(X, y, val_fraction=0.1, test_fraction=0.1, seed=0):
    """returns the places of the pairs in the data, not the pairs themselves

    Your numbers say where the samples stand. What does X[val] give?
    """
    X, y = np.asarray(X), np.asarray(y)
    n_val, n_test = round(len(X) * val_fraction), round(len(X) * test_fraction)
    val, test, train = np.split(np.random.default_rng(seed).permutation(len(X)), [n_val, n_val + n_test])
    return train, val, test


@exercise.wrong(fails="other_seed_other_split")
def split_zero_is_another_seed(X, y, val_fraction=0.1, test_fraction=0.1, seed=0):
    """gives the seed 0 the split of another seed

    What is `0 or 42` in Python? Which seeds does your generator see for the seeds 0 and 42?
    """
    X, y = np.asarray(X), np.asarray(y)
    n_val, n_test = round(len(X) * val_fraction), round(len(X) * test_fraction)
    val, test, train = np.split(np.random.default_rng(seed or 42).permutation(len(X)), [n_val, n_val + n_test])
    return X[train], X[val], X[test], y[train], y[val], y[test]
