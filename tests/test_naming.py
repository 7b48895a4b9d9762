"""A misconception is named where it is one: answers that fail alike, but for another reason, are not told so."""

from __future__ import annotations

import pytest

from autograder.course import Course
from autograder.judge import judge
from autograder.key import load_key
from autograder.outcome import call_here
from autograder.report import ExerciseResult

FORWARD = """
def forward(weights, X):
    W1, b1, W2, b2, W3, b3 = weights
    h1 = np.maximum(np.asarray(X, float) @ W1 + b1, 0)
    h2 = np.maximum(h1 @ W2 + b2, 0)
    return h2 @ W3 + b3
"""
ADAM = """
class Adam:
    def __init__(self, learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
        self.rate, self.b1, self.b2, self.epsilon, self.t = learning_rate, beta_1, beta_2, epsilon, 0
    def step(self, weights, gradients):
        if not self.t:
            self.m, self.v = [0.0] * len(weights), [0.0] * len(weights)
        self.t += 1
        new = []
        for i, (w, g) in enumerate(zip(weights, gradients)):
            self.m[i] = self.b1 * self.m[i] + (1 - self.b1) * g
            self.v[i] = self.b2 * self.v[i] + (1 - self.b2) * g * g
            rate = self.rate * np.sqrt(1 - self.b2**self.t) / (1 - self.b1**self.t)
            new.append(w - rate * self.m[i] / (np.sqrt(self.v[i]) + self.epsilon))
        return new
"""
FIT_LINE = """
def fit_linear_regression(X, y, epochs, batch_size, learning_rate):
    X, y = np.asarray(X, float), np.ravel(np.asarray(y, float))
    w, b, losses = np.zeros(X.shape[1]), 0.0, []
    for _ in range(epochs):
        total = 0.0
        for start in range(0, len(X), batch_size):
            A, t = X[start:start + batch_size], y[start:start + batch_size]
            miss = A @ w + b - t
            total += np.sum(miss**2)
            w, b = w - learning_rate * 2 * A.T @ miss / len(A), b - learning_rate * 2 * np.mean(miss)
        losses.append(total / len(X))
    return w, b, losses
"""


def told(course: Course, lesson: str, exercise: str, source: str, *edits: tuple[str, str]) -> ExerciseResult:
    for old, new in edits:
        assert old in source
        source = source.replace(old, new)
    import numpy as np

    space = {"np": np, "__name__": "__main__"}
    exec(source, space)  # noqa: S102
    key = load_key(course, lesson).exercises[exercise]
    outcomes = [call_here(space[exercise], case.check, case.case) for case in key.cases]
    return judge(key, outcomes, course.feedback)


@pytest.mark.parametrize("source", [FORWARD, ADAM, FIT_LINE])
def test_the_answers_that_are_edited_here_are_right(course: Course, source: str) -> None:
    lesson, exercise = {
        FORWARD: ("network", "forward"), ADAM: ("network", "Adam"), FIT_LINE: ("training", "fit_linear_regression"),
    }[source]  # fmt: skip
    result = told(course, lesson, exercise, source)
    assert result.score == result.max_score


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("h1 @ W2", "h1 * W2"),
        ("W1, b1, W2, b2, W3, b3 = weights", "W1, b1, W2, b2, W3 = weights"),
        ("    W1, b1", "    raise ValueError('todo')\n    W1, b1"),
        ("+ b1, 0", "+ b1.reshape(-1, 1), 0"),
    ],
)
def test_calls_that_all_stop_are_not_named_after_the_exceptions_class_alone(course: Course, old: str, new: str) -> None:
    result = told(course, "network", "forward", FORWARD, (old, new))
    assert result.score < result.max_score
    assert result.misconception is None


def test_a_slip_that_stops_is_named_where_the_exception_says_the_same(course: Course) -> None:
    edits = ("@ W1 +", "@ W1.T +"), ("h1 @ W2", "h1 @ W2.T"), ("h2 @ W3", "h2 @ W3.T")
    result = told(course, "network", "forward", FORWARD, *edits)
    assert "transpose" in (result.misconception or "")


def test_a_return_that_is_missing_is_no_change_of_the_list(course: Course) -> None:
    result = told(course, "network", "Adam", ADAM, ("        return new\n", ""))
    assert result.misconception == "returns nothing, so that the result is None"


def test_a_part_that_is_missing_is_not_told_as_an_exception(course: Course) -> None:
    result = told(course, "training", "fit_linear_regression", FIT_LINE, ("return w, b, losses", "return w, b"))
    assert result.score == 0
    assert "not built as the docstring says" in (result.hint or "")
    messages = [check.message for check in result.checks if check.message]
    assert messages
    assert all(message == "fit_linear_regression: returned something that is not built as the docstring says" for message in messages)


def test_an_optimizer_with_another_default_loses_what_looks_at_defaults(course: Course) -> None:
    result = told(course, "network", "Adam", ADAM, ("learning_rate=0.001", "learning_rate=0.01"))
    assert result.score == result.max_score - 2
    assert "default learning rate" in (result.misconception or "")


def test_a_class_that_leaves_an_attribute_out_is_told_so(course: Course) -> None:
    source = """
class EarlyStopping:
    def __init__(self, patience=0, min_delta=0.0, restore_best_weights=False): pass
    def should_stop(self, val_loss, weights=None): return False
"""
    result = told(course, "training", "EarlyStopping", source)
    assert any("not built as the docstring says" in check.message for check in result.checks)


def test_a_help_function_that_is_called_wrongly_is_not_the_def_line(course: Course) -> None:
    edits = ("def fit_linear", "def slope(A, miss): return A\ndef fit_linear"), ("A.T @ miss", "slope(A.T)")
    result = told(course, "training", "fit_linear_regression", FIT_LINE, *edits)
    assert "def line" not in (result.hint or "")
