"""Hidden checks of train_val_test_split."""

from itertools import combinations

import numpy as np

from autograder.authoring import Exercise, call

from ..shared import Fault, each_once, numbers, portion, rule, samples

exercise = Exercise(
    "train_val_test_split",
    understood="Each pair is in exactly one part, drawn at random: the model learns from the training part, "
    "the validation part chooses the settings, and the test part is asked once, at the end.",
)


@exercise.keras(reason="scikit-learn moves the data and computes nothing with them")
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


@exercise.driver
def six_arrays(answer, *args, **named):
    """What was returned; a named tuple is a tuple, too."""
    six = answer(*args, **named)
    return tuple(six) if isinstance(six, tuple) else six


@exercise.relation
def own_targets(answer, X, y, *settings, **named):
    """The data as their own targets: the parts of X and y are the same."""
    parts = answer(X, X, *settings, **named)
    return all(np.array_equal(a, b) for a, b in zip(parts[:3], parts[3:]))


@exercise.relation
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


@exercise.public_check(drive=found_in_the_parts)
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


@exercise.check(points=2, holds=is_a_split)
def each_pair_in_one_part(rng):
    """Every pair is in exactly one of the three parts, with its own target.

    Split ten samples and write down which places are in which part. Is each place in exactly one, and has it kept its target?
    """
    yield call(samples(rng, 20, 2), samples(rng, 20), 0.2, 0.3, seed=1)
    yield call(samples(rng, 33, 1), samples(rng, 33), 0.1, 0.1, seed=0)
    yield call(samples(rng, 10, 3), samples(rng, 10), 0.1, 0.2, seed=int(rng.integers(99)))
    yield call(samples(rng, 41, 1), rng.permutation(41) % 3, 0.3, 0.2, seed=int(rng.integers(99)))
    yield call(samples(rng, 12, 1), samples(rng, 12), val_fraction=0.4, test_fraction=0.25, seed=3)


@exercise.check(points=1, holds=is_a_split)
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


@exercise.check(points=1, holds=is_a_split)
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


@exercise.check(points=1, holds=is_a_split)
def draws_at_random(rng):
    """The pairs of each part are drawn from all over the data.

    The data may be sorted by class. Which samples are in your test part then?
    """
    yield call(np.arange(60.0), samples(rng, 60), 0.25, 0.3, seed=0)
    yield call(samples(rng, 66), np.arange(66) // 22, 0.3, 0.25, seed=int(rng.integers(1, 10_000)))


@exercise.check(points=1, holds=any_pair_in_any_part, drive=many_parts)
def any_pair_anywhere(rng):
    """Any pair may come to any part, with or without any other, if the seed so wants.

    Is there a sample that no seed can bring into the test part? Which line keeps it where it is?
    """
    yield call(np.arange(24.0), rng.permutation(24), 0.25, 0.25, int(rng.integers(0, 1000)))


@exercise.check(points=1, anew=True, holds=is_the_same_split, drive=twice_with_the_same)
def same_seed_same_split(rng):
    """The same seed gives the same six arrays at every call, in every run of the notebook.

    Which random generator draws the parts, and who else draws from it between two calls?
    """
    yield call(samples(rng, 40), samples(rng, 40), 0.3, 0.25, 0)
    yield call(samples(rng, 40), samples(rng, 40), 0.25, 0.3, int(rng.integers(1, 10_000)))


@exercise.check(points=1, holds=differs_in_each_part, drive=with_other_seeds)
def other_seed_other_split(rng):
    """Another seed gives other pairs to each of the three parts.

    Follow the seed through your code: does every seed, 0 included, change all three parts?
    """
    yield call(samples(rng, 40), samples(rng, 40), 0.2, 0.3, 0)
    yield call(samples(rng, 40), samples(rng, 40), 0.3, 0.2, int(rng.integers(1, 10_000)))


@exercise.check(points=1, holds=is_the_same_split, drive=said_and_unsaid)
def defaults(rng):
    """Left unsaid, validation and test are a tenth each, and the seed is 0.

    What are the defaults of val_fraction, test_fraction and seed in the docstring, and in your first line?
    """
    yield call(samples(rng, 105), samples(rng, 105))


@exercise.check(points=1, unchanged=True, holds=is_a_split)
def leaves_inputs_alone(rng):
    """The parts are right, and the data that were passed in are as they were, in their old order.

    Print X before and after a call. Which line moves its rows?
    """
    yield call(samples(rng, 20, 2), samples(rng, 20), 0.2, 0.3, seed=1)
    yield call(samples(rng, 20), samples(rng, 20, 1), 0.3, 0.1, seed=int(rng.integers(99)))
    yield call(samples(rng, 15), samples(rng, 15), 0.2, 0.2, seed=3)
    yield call(samples(rng, 16, 2), samples(rng, 16, 1), 0.25, 0.25, seed=4)
    yield call(samples(rng, 12, 1).tolist(), samples(rng, 12).tolist(), 0.2, 0.25, seed=2)
