"""Hidden checks of Adam."""

import numpy as np

from autograder.authoring import Exercise, call, curve

from ..shared import exact


def one_weight(ask, steps):
    """One weight that begins at 1, under gradients that change their sign."""
    gradients = [[np.array([np.cos(step / 5)])] for step in steps]
    found = ask(weights=[np.array([1.0])], gradients=gradients, learning_rate=0.1)
    return [float(np.ravel(found[f"step {t}"][0])[0]) for t in range(1, len(steps) + 1)]


exercise = Exercise(
    "Adam",
    understood="Adam measures every gradient in units of its own usual size, so each weight gets a step "
    "that suits it; the averages are corrected for having started at 0.",
    picture=curve(1, 31, 31, see=one_weight, x="step", of="the weight"),
)


@exercise.driver
def weights_after_each_step(answer, weights, gradients, *settings, **named):
    optimizer = answer(*settings, **named)
    found = []
    for slopes in gradients:
        weights = optimizer.step(weights, slopes)
        found.append(weights)
    return {f"step {t}": new for t, new in enumerate(found, 1)}


def steps_from(answer, weights, gradients, *settings, each_from):
    """Each step starts from weights of its own, not from those that the step before returned."""
    optimizer = answer(*settings)
    found = [optimizer.step(start, slopes) for start, slopes in zip([weights, *each_from], gradients)]
    return {f"step {t}": new for t, new in enumerate(found, 1)}


def two_in_turn(answer, weights, gradients, *settings, other_weights, other_gradients, other_rate):
    """Two optimizers make their steps in turn."""
    one, other = answer(*settings), answer(other_rate, *settings[1:])
    found = []
    for slopes, other_slopes in zip(gradients, other_gradients):
        weights = one.step(weights, slopes)
        other_weights = other.step(other_weights, other_slopes)
        found.append([weights, other_weights])
    return {f"step {t}": new for t, new in enumerate(found, 1)}


@exercise.keras(reason="Keras computes in float64 here, given betas that are not rounded to float32")
def keras_adam(
    weights, gradients, *settings, each_from=(), other_weights=None, other_gradients=None, other_rate=None,
    **named,
):  # fmt: skip
    if other_weights is not None:
        one = keras_adam(weights, gradients, *settings)
        other = keras_adam(other_weights, other_gradients, other_rate, *settings[1:])
        return {step: [one[step], other[step]] for step in one}
    import keras

    names = ("learning_rate", "beta_1", "beta_2", "epsilon")
    chosen = {"beta_1": 0.9, "beta_2": 0.999} | dict(zip(names, settings)) | named
    floatx = keras.config.floatx()
    keras.config.set_floatx("float64")
    try:
        optimizer = keras.optimizers.Adam(**{name: np.float64(value) for name, value in chosen.items()})
        variables = [keras.Variable(array, dtype="float64") for array in weights]
        found = []
        for number, slopes in enumerate(gradients):
            if number and each_from:
                for variable, array in zip(variables, each_from[number - 1]):
                    variable.assign(array)
            optimizer.apply(
                [keras.ops.convert_to_tensor(slope, dtype="float64") for slope in slopes], variables
            )
            found.append([variable.numpy() for variable in variables])
        return {f"step {t}": new for t, new in enumerate(found, 1)}
    finally:
        keras.config.set_floatx(floatx)


@exercise.exact()
def exact_adam(weights, gradients, *settings, each_from=(), other_weights=None, other_gradients=None,
               other_rate=None, **named):  # fmt: skip
    """The averages written out as sums over all gradients so far."""
    from mpmath import mp, mpf, sqrt

    if other_weights is not None:
        one = exact_adam(weights, gradients, *settings)
        other = exact_adam(other_weights, other_gradients, other_rate, *settings[1:])
        return {step: [one[step], other[step]] for step in one}
    names = ("learning_rate", "beta_1", "beta_2", "epsilon")
    chosen = dict(zip(names, (0.001, 0.9, 0.999, 1e-7))) | dict(zip(names, settings)) | named
    with mp.workdps(40):
        rate, beta_1, beta_2, epsilon = (mpf(chosen[name]) for name in names)
        slopes = [[exact(slope) for slope in one_step] for one_step in gradients]
        now, found = [exact(array) for array in weights], []
        for t in range(1, len(slopes) + 1):
            if t > 1 and each_from:
                now = [exact(array) for array in each_from[t - 2]]
            alpha = rate * sqrt(1 - beta_2**t) / (1 - beta_1**t)
            for i in range(len(now)):
                m = sum((1 - beta_1) * beta_1 ** (t - k) * slopes[k - 1][i] for k in range(1, t + 1))
                v = sum(
                    (1 - beta_2) * beta_2 ** (t - k) * slopes[k - 1][i] ** 2 for k in range(1, t + 1)
                )
                now[i] = now[i] - alpha * m / (np.vectorize(sqrt, otypes=[object])(v) + epsilon)
            found.append([array.astype(float) for array in now])
        return {f"step {t}": new for t, new in enumerate(found, 1)}


@exercise.relation
def downhill_both_ways(answer, weights, gradients, *settings, **named):
    """With the opposite gradients, from the opposite weights, everything is opposite."""
    if "each_from" in named or "other_weights" in named:
        return NotImplemented
    one, other = answer(*settings, **named), answer(*settings, **named)
    there, back = weights, [-array for array in weights]
    for slopes in gradients:
        there, back = one.step(there, slopes), other.step(back, [-slope for slope in slopes])
    return all(np.allclose(a, -np.asarray(b), rtol=1e-12, atol=1e-15) for a, b in zip(there, back))


def arrays(rng, shapes, scale=1.0):
    return [rng.normal(0, scale, shape) for shape in shapes]


def gradient_lists(rng, shapes, scales):
    """One list of gradients for each scale."""
    return [arrays(rng, shapes, scale) for scale in scales]


@exercise.public_check()
def worked_by_hand():
    """The two steps of the table above."""
    yield call(weights=[np.array([1.0])], gradients=[[np.array([0.5])], [np.array([-0.1])]])


@exercise.public_check()
def two_arrays():
    """Three steps with two arrays; one gradient is large, one tiny, one 0."""
    steps = [
        [np.array([[0.5, -20.0]]), np.array([1e-6, 0.0])],
        [np.array([[0.25, 10.0]]), np.array([2e-6, 0.0])],
    ]
    yield call(weights=[np.zeros((1, 2)), np.array([0.0, 0.5])], gradients=steps, learning_rate=0.1)


# Given in order wherever defaults are not what is looked at: a wrong one costs its own checks, not all.
SETTINGS = 0.001, 0.9, 0.999, 1e-7


@exercise.check(points=1)
def first_step(rng):
    """The first step has nearly the size of the learning rate, for gradients of any size.

    After one step m is (1 - beta_1) g and v is (1 - beta_2) g². What does the correction for t = 1 make of them, and how large is the step then?
    """
    for shapes in (
        [(3,)],
        [(2, 3)],
        [(1,), (2, 3, 2)],
        [(4, 2), (2,), (2, 3), (3,), (3, 1), (1,), (5,)],
    ):
        yield call(arrays(rng, shapes), gradient_lists(rng, shapes, [1.0]))
        yield call([np.zeros(shape) for shape in shapes], gradient_lists(rng, shapes, [1.0]))
    for scale in (100.0, 0.01):
        yield call([np.zeros((2, 3)), np.zeros(3)], gradient_lists(rng, [(2, 3), (3,)], [scale]))


@exercise.check(points=2)
def remembers_earlier_steps(rng):
    """From step to step the averages and the bias correction go on, for each array by itself.

    Write m, v and t for two steps with the gradients 1 and 0 down by hand. Which of them does your object still know in the second step, for each array?
    """
    for shapes, scales in (
        ([(2, 3), (3,)], [1.0, 1.0, 1.0]),
        ([(3,), (3,), (3,)], [1.0, 30.0, 0.01, 0.1, 2.0]),
        ([(2, 2)], [5.0] + 7 * [0.05]),
        ([(4,), (2, 1, 2)], list(np.geomspace(1e-3, 10, 6))),
        ([(2,)], 15 * [1.0]),
    ):
        yield call([np.zeros(shape) for shape in shapes], gradient_lists(rng, shapes, scales), *SETTINGS)
        yield call(arrays(rng, shapes), gradient_lists(rng, shapes, scales), 0.1, *SETTINGS[1:])
    steady = [
        [np.array([0.5, -2.0])],
        [np.array([0.5, -2.0])],
        [np.array([0.5, 2.0])],
        [np.array([0.0, 2.0])],
    ]
    yield call([np.zeros(2)], steady, *SETTINGS)
    quiet = [
        [np.array([1.0]), np.array([[2.0, -1.0]])],
        [np.zeros(1), np.zeros((1, 2))],
        [np.zeros(1), np.array([[0.0, 1.0]])],
    ]
    yield call([np.ones(1), np.zeros((1, 2))], quiet, *SETTINGS)


@exercise.check(points=1)
def epsilon_where_keras_has_it(rng):
    """With tiny gradients, or none, the place and the size of epsilon decide the step.

    With a gradient of 1e-7, is epsilon small beside the root of v, or large? To which root does Keras add it?
    """
    for scale in (1e-4, 1e-5, 1e-6, 1e-7, 1e-8, 1e-9):
        shapes = [(2, 2), (3,)]
        slopes = [[scale * rng.uniform(0.5, 2.0, shape) for shape in shapes] for _ in range(3)]
        yield call([np.zeros(shape) for shape in shapes], slopes, 0.1, *SETTINGS[1:3])
        yield call([np.zeros(shape) for shape in shapes], slopes[:1], *SETTINGS[:3])
    blank = [[np.array([0.0, 1e-3, -1e-6])], [np.array([0.0, 0.0, 1e-6])], [np.array([0.0, 2e-3, 1e-6])]]
    yield call([np.array([0.5, 0.0, 0.0])], blank, *SETTINGS[:3])


@exercise.check(points=1)
def every_setting(rng):
    """Learning rate, both betas and epsilon are used, given by name or in their order.

    Search your code for 0.9, 0.999 and 0.001: is there a number where a setting should be, or a setting that is never used?
    """
    shapes = [(2, 3), (2,)]
    zeros = [np.zeros(shape) for shape in shapes]
    for named in (
        {"learning_rate": 0.05}, {"beta_1": 0.5}, {"beta_2": 0.9}, {"epsilon": 1e-2}, {"epsilon": 1e-10},
        {"beta_1": 0.8, "beta_2": 0.95, "epsilon": 1e-3, "learning_rate": 2.0},
    ):  # fmt: skip
        yield call(zeros, gradient_lists(rng, shapes, [1.0, 0.1, 1.0]), **named)
        yield call(zeros, gradient_lists(rng, shapes, [1e-6, 2e-6]), **named)
    yield call(zeros, gradient_lists(rng, shapes, [1.0, 1.0, 0.2]), 0.02)
    yield call(zeros, gradient_lists(rng, shapes, [1.0, 0.5, 2.0]), 0.01, 0.7, 0.98, 1e-4)


@exercise.check(points=1, drive=steps_from)
def starts_from_the_given_weights(rng):
    """A step is made from the weights it is given, whatever an earlier step returned.

    From which weights does your step start: from those that are passed in, or from those of the step before?
    """
    for shapes in ([(3,)], [(2, 2), (2,)]):
        yield call(arrays(rng, shapes), gradient_lists(rng, shapes, [1.0, 1.0, 1.0]), *SETTINGS,
                   each_from=[arrays(rng, shapes), arrays(rng, shapes, 0.01)])  # fmt: skip


@exercise.check(points=1, drive=two_in_turn)
def two_optimizers(rng):
    """Two optimizers do not share their state.

    Make two optimizers and use them in turn. What do they have in common that should belong to self?
    """
    for shapes, others in (([(3,)], [(3,)]), ([(2, 2), (2,)], [(4,)])):
        yield call(
            arrays(rng, shapes), gradient_lists(rng, shapes, [1.0, 0.2, 1.0]), *SETTINGS,
            other_weights=arrays(rng, others), other_gradients=gradient_lists(rng, others, [3.0, 1.0, 0.1]),
            other_rate=0.02,
        )  # fmt: skip


@exercise.check(points=1, unchanged=True)
def leaves_inputs_alone(rng):
    """The new weights are new arrays: the weights and gradients that were passed in are as they were.

    Print weights and gradients before and after a step. Which line writes into them (-= and *= do)?
    """
    for shapes in ([(3,)], [(2, 2), (2,), (1,)]):
        yield call(arrays(rng, shapes, 0.1), gradient_lists(rng, shapes, [1.0]), *SETTINGS)
        yield call(arrays(rng, shapes, 0.1), gradient_lists(rng, shapes, [1.0, 0.5, 2.0]), *SETTINGS)
