"""Hidden checks of steps_per_epoch."""

import numpy as np

from autograder.authoring import Exercise, call, curve


def in_batches_of_four(ask, n):
    return [ask(int(samples), 4) for samples in n]


exercise = Exercise(
    "steps_per_epoch",
    understood="An epoch shows every sample once, so the samples left over make one more, shorter batch: "
    "the number of updates in an epoch is N / B rounded up.",
    picture=curve(1, 13, 13, see=in_batches_of_four, x="n", over="n_samples, in batches of 4", of="the steps"),
)


@exercise.keras(reason="steps are counted")
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


@exercise.exact(rtol=0, atol=0, reason="an int: a fraction, rounded up")
def exact_steps(n_samples, batch_size):
    from fractions import Fraction
    from math import ceil

    if min(n_samples, batch_size) < 1:
        return NotImplemented
    return ceil(Fraction(int(n_samples), int(batch_size)))


@exercise.relation
def one_more_batch(answer, n_samples, batch_size):
    """A whole batch more of samples: one step more."""
    return answer(n_samples + batch_size, batch_size) == answer(n_samples, batch_size) + 1


@exercise.relation
def all_doubled(answer, n_samples, batch_size):
    """Twice the samples in batches of twice the size: as many steps."""
    return answer(2 * n_samples, 2 * batch_size) == answer(n_samples, batch_size)


@exercise.public_check()
def worked_by_hand():
    """Full batches, and one more for the samples left over, on the numbers worked above."""
    yield call(1000, 32)
    yield call(1000, 64)
    yield call(13, 4)
    yield call(12, 4)


@exercise.public_check()
def refuses_zero():
    """Sizes below 1 raise ValueError."""
    yield call(0, 4).must_raise(ValueError)
    yield call(12, 0).must_raise(ValueError)


@exercise.check(points=1)
def counts_full_batches(rng):
    """Where the batch size divides the number of samples, every batch is full.

    Take 12 samples in batches of 4 and cut them up with a pencil. How many batches lie before you, and what does your formula say?
    """
    for full, size in ((1, 1), (2, 1), (1, 2), (3, 4), (10, 32)):
        yield call(full * size, size)
    for size in rng.integers(2, 40, 3):
        yield call(int(size) * int(rng.integers(2, 25)), int(size))
    yield call(60_000, 100)


@exercise.check(points=2)
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


@exercise.check(points=1)
def one_batch_holds_everything(rng):
    """A batch size larger than the number of samples makes one step.

    Five samples and room for a hundred: how many batches are there, and how many does your formula count?
    """
    for n, size in ((1, 2), (1, 1000), (5, 6), (3, 5), (31, 32)):
        yield call(n, size)
    for n in rng.integers(2, 50, 3):
        yield call(int(n), int(n) + int(rng.integers(1, 100)))


@exercise.check(points=1)
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


@exercise.check(points=1)
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
