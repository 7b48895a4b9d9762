"""Hidden checks of EarlyStopping."""

import numpy as np

from autograder.authoring import Exercise, call, stop

NAN = float("nan")
BUMP = [1.0, 0.9, 0.95, 0.94, 0.93]


def with_patience_three(ask, losses):
    """The epoch that was best, and the last that was run, counted from 1."""
    seen = ask(losses.tolist(), patience=3)
    return [1 + seen["best_epoch"][-1], len(seen["should_stop"])]


exercise = Exercise(
    "EarlyStopping",
    understood="One number to beat, one counter and one true copy of the weights: that is all it takes to stop "
    "a training that has stopped helping, and to go back to where it was best.",
    picture=stop((1.0, 0.8, 0.65, 0.6, 0.7, 0.66, 0.63, 0.5, 0.55, 0.6), ("best", "last"), see=with_patience_three),
)


@exercise.driver
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


@exercise.keras(rtol=1e-12, reason="comparisons and copies only; nothing is computed")
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


@exercise.relation
def another_unit(answer, losses, *settings, **named):
    """Losses and min_delta in another unit: the same epochs."""
    one, two = other_losses(answer, lambda loss: 4 * loss, losses, settings, named)
    return one == two


@exercise.relation
def another_zero(answer, losses, *settings, **named):
    """All losses higher by the same number: the same epochs."""
    one, two = other_losses(answer, lambda loss: loss + 0.5, losses, settings, named)
    return one == two


@exercise.relation
def more_patience(answer, losses, *settings, **named):
    """Patience 0 stops with patience 1, and more patience never sooner."""
    epochs = []
    for patience in range(5):
        one, _ = other_losses(answer, lambda loss: loss, losses, settings, named, patience=patience)
        epochs.append(len(one["should_stop"]))
    return epochs[0] == epochs[1] and epochs == sorted(epochs)


exercise.equivalent("the first epoch is an improvement: it sets wait to 0", "self.wait = 1", "self.wait = (-1)")
exercise.equivalent(
    "patience 0 and 1 are the same rule, and so is anything below",
    "def __init__(self, patience=1, min_delta=0.0, restore_best_weights=False):",
    "def __init__(self, patience=(-1), min_delta=0.0, restore_best_weights=False):",
)
exercise.equivalent(
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


@exercise.public_check()
def worked_by_hand():
    """The rule stops where the text says."""
    yield call(BUMP, patience=2)
    yield call(BUMP, patience=0)
    yield call(BUMP, patience=1)


@exercise.public_check()
def table_of_keras():
    """An improvement is more than min_delta below the best."""
    yield call([1.0, 0.95, 0.9, 0.85, 0.8], patience=2, min_delta=0.08)
    yield call([1.0, 0.75, 0.5, 0.25], patience=1, min_delta=0.25)


@exercise.public_check()
def keeps_a_copy():
    """The weights of the best epoch are kept, and only when asked for."""
    see = ["best_weights", "weights_unchanged"]
    for restore in (True, False):
        yield call([1.0, 0.5, 0.75], patience=2, restore_best_weights=restore, see=see,
                   weights=[np.array([[1.0, 2.0]]), np.array([3.0])])  # fmt: skip


@exercise.check(points=2)
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


@exercise.check(points=1)
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


@exercise.check(points=1)
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


@exercise.check(points=1)
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


@exercise.check(points=1)
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


@exercise.check(points=1)
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


@exercise.check(points=1)
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
