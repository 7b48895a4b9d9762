"""Hidden checks of choose_activation."""

from autograder.authoring import Exercise, call

TASKS = ("binary", "multiclass", "regression")

exercise = Exercise(
    "choose_activation",
    understood="The task decides about the output layer, and only about that: sigmoid for yes or no, softmax for "
    "one of many, linear for numbers. Hidden layers take ReLU, and leaky ReLU where units die.",
)


@exercise.public_check()
def one_of_each():
    """The activation that suits each layer."""
    yield call("hidden")
    yield call("hidden", dying=True)
    yield call("output", "binary")
    yield call("output", task="multiclass")
    yield call("output", task="regression")


@exercise.check(points=1)
def hidden_layers(rng):
    """A hidden layer takes ReLU, whatever the task."""
    yield call("hidden")
    yield call("hidden", dying=False)
    for task in TASKS:
        yield call("hidden", task)
        yield call("hidden", task=task, dying=False)


@exercise.check(points=1)
def dying_units(rng):
    """A hidden layer whose units die takes leaky ReLU, whatever the task."""
    yield call("hidden", dying=True)
    yield call("hidden", None, True)
    for task in TASKS:
        yield call("hidden", task, True)
        yield call(layer="hidden", task=task, dying=True)


@exercise.check(points=1)
def outputs_of_classifiers(rng):
    """The output of a classifier takes a sigmoid for yes or no and a softmax for several classes."""
    for task in ("binary", "multiclass"):
        yield call("output", task)
        yield call("output", task=task)
        yield call("output", task, False)


@exercise.check(points=1)
def outputs_of_regressions(rng):
    """The output of a regression is linear."""
    yield call("output", "regression")
    yield call("output", task="regression")
    yield call(layer="output", task="regression", dying=False)


@exercise.check(points=1)
def outputs_do_not_die(rng):
    """At the output, dying units of the hidden layers make no difference."""
    for task in TASKS:
        yield call("output", task, True)
        yield call("output", task=task, dying=True)
