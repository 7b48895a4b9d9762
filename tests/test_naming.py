"""A misconception is named where it is one: answers that fail alike, but for another reason, are not told so."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest

from autograder.base.course import Course
from autograder.grading.grader import Grader
from autograder.judging.judge import judge
from autograder.judging.results import ExerciseResult
from autograder.key.outcome import call_here
from autograder.key.store import load_key
from tests.test_answers_training_network import BASES
from tests.test_grading import by_name, write


def told(course: Course, lesson: str, exercise: str, *edits: tuple[str, str]) -> ExerciseResult:
    source = BASES[exercise]
    for old, new in edits:
        assert old in source
        source = source.replace(old, new)
    space = {"np": np, "__name__": "__main__"}
    exec(source, space)  # noqa: S102
    key = load_key(course, lesson).exercises[exercise]
    outcomes = [call_here(space[exercise], case.check, case.case) for case in key.cases]
    return judge(key, outcomes, course.feedback)


@pytest.mark.parametrize(
    ("lesson", "exercise"), [("network", "forward"), ("network", "Adam"), ("training", "fit_linear_regression")]
)
def test_the_answers_that_are_edited_here_are_right(course: Course, lesson: str, exercise: str) -> None:
    result = told(course, lesson, exercise)
    assert result.score == result.max_score


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("h @ W2", "h * W2"),
        ("W1, b1, W2, b2, W3, b3 = weights", "W1, b1, W2, b2, W3 = weights"),
        ("    W1, b1", "    raise ValueError('todo')\n    W1, b1"),
        ("+ b1, 0", "+ b1.reshape(-1, 1), 0"),
    ],
)
def test_calls_that_all_stop_are_not_named_after_the_exceptions_class_alone(course: Course, old: str, new: str) -> None:
    result = told(course, "network", "forward", (old, new))
    assert result.score < result.max_score
    assert result.misconception is None


def test_a_slip_that_stops_is_named_where_the_exception_says_the_same(course: Course) -> None:
    edits = ("@ W1 +", "@ W1.T +"), ("h @ W2", "h @ W2.T"), ("h @ W3", "h @ W3.T")
    result = told(course, "network", "forward", *edits)
    assert "transpose" in (result.misconception or "")


def test_a_return_that_is_missing_is_no_change_of_the_list(course: Course) -> None:
    result = told(course, "network", "Adam", ("        return out\n", ""))
    assert result.misconception == "returns nothing, so that the result is None"


def test_a_part_that_is_missing_is_not_told_as_an_exception(course: Course) -> None:
    result = told(course, "training", "fit_linear_regression", ("return w, b, losses", "return w, b"))
    assert result.score == 0
    assert "not built as the docstring says" in (result.hint or "")
    messages = [check.message for check in result.checks if check.message]
    assert messages
    assert all(message == "fit_linear_regression: returned something that is not built as the docstring says" for message in messages)


def test_an_optimizer_with_another_default_loses_what_looks_at_defaults(course: Course) -> None:
    result = told(course, "network", "Adam", ("learning_rate=0.001", "learning_rate=0.01"))
    assert result.score == result.max_score - 2
    assert "default learning rate" in (result.misconception or "")


def test_a_class_that_leaves_an_attribute_out_is_told_so(course: Course) -> None:
    source = """
class EarlyStopping:
    def __init__(self, patience=0, min_delta=0.0, restore_best_weights=False): pass
    def should_stop(self, val_loss, weights=None): return False
"""
    result = told(course, "training", "EarlyStopping", (BASES["EarlyStopping"], source))
    assert any("not built as the docstring says" in check.message for check in result.checks)


def test_a_help_function_that_is_called_wrongly_is_not_the_def_line(course: Course) -> None:
    edits = ("def fit_linear", "def slope(A, miss): return A\ndef fit_linear"), ("xb.T @ error", "slope(xb.T)")
    result = told(course, "training", "fit_linear_regression", *edits)
    assert "def line" not in (result.hint or "")


def test_a_key_that_is_missing_is_told_by_its_name(course: Course) -> None:
    result = told(course, "network", "fit", ('"loss"', '"train_loss"'))
    assert "fit: 'loss' is missing" in [check.message for check in result.checks]


@pytest.mark.parametrize("gone", ["product", "Inf", "float_"])  # of which NumPy 2 speaks in two ways
def test_a_name_that_numpy_has_no_more_is_told_as_one(course: Course, gone: str) -> None:
    result = told(course, "network", "forward", ("np.asarray(X)", f"np.{gone}(X)"))
    assert {check.message for check in result.checks} == {
        "forward: raised AttributeError (a name that this module does not have, or not in the version that grades)"
    }


@pytest.mark.parametrize("kept", ["round(float(x), 4)", "float(np.float32(x)) + 0.1", "float(2 * x)"])
def test_a_history_that_is_kept_wrong_is_not_told_to_be_missing(course: Course, kept: str) -> None:
    edit = '"val_loss": val_losses}', f'"val_loss": [{kept} for x in val_losses]}}'
    result = told(course, "network", "fit", edit)
    assert result.score < result.max_score
    assert "writes no val_loss" not in f"{result.misconception} {result.hint}"


def test_a_method_with_other_parameters_is_told_so(course: Course) -> None:
    result = told(course, "training", "EarlyStopping", ("val_loss, weights=None", "val_loss, weights"))
    assert result.score < result.max_score
    assert str(result.hint).startswith("The call does not fit your def line.")


@pytest.mark.parametrize(
    "edit",
    [
        ("        for s in", "        learning_rate = learning_rate * 0.9\n        for s in"),
        ("            w = w - learning_rate * 2", "            w = 0.99 * w - learning_rate * 2"),
        ("total / len(X))", "total / len(X))\n        if len(losses) > 3: break"),
    ],
)
def test_a_training_gone_wrong_is_not_told_by_the_form_of_its_data(course: Course, edit: tuple[str, str]) -> None:
    result = told(course, "training", "fit_linear_regression", edit)
    assert result.score < result.max_score
    assert result.misconception is None
    assert not re.search("One sample alone|Only two columns|Only numbers|Only calls with (large|numbers)", str(result.hint))


def test_what_is_refused_within_a_list_is_no_other_answer_the_second_time(
    course: Course, grader: Grader, tmp_path: Path
) -> None:
    edits = "return [X.T @ d1", "return [np.asarray(g, object) for g in [X.T @ d1"
    source = BASES["gradients"].replace(*edits).replace("d3.sum(axis=0)]", "d3.sum(axis=0)]]")
    path = write(tmp_path, course, "network", {"gradients": source})
    result = by_name(grader.grade_file(path, None))["gradients"]
    assert result.score == 0
    assert "returned an array of dtype object" in result.checks[0].message
    assert "gives two answers" not in str(result.hint)
