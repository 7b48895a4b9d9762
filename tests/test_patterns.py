"""The help that an answer gets whose mistake has no name."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest

from autograder.authoring.exercise import Case, Exercise, call
from autograder.base.course import Feedback
from autograder.grading.questions import again
from autograder.judging.judge import judge
from autograder.key.outcome import call_here
from autograder.key.records import ExerciseKey, KeyCase

Answer = Callable[..., Any]


def scale(x: Any, times: float = 2.0) -> Any:
    """The reference."""
    x = np.asarray(x, dtype=float)
    if times < 0:
        raise ValueError("times")
    return times * x


def scaling() -> Exercise:
    exercise = Exercise("scale")

    @exercise.check()
    def tables(rng: np.random.Generator) -> Iterator[Case]:
        """Tables are scaled."""
        yield call(np.array([[1.5, 2.5], [3.5, 4.5]]))
        yield call(np.array([[1.5, 2.5, 5.5]]))
        yield call(np.array([[1.5], [3.5]]))
        yield call(np.array([[-1.5, 2.5], [2.5, 2.5]]))

    @exercise.check()
    def other_shapes(rng: np.random.Generator) -> Iterator[Case]:
        """Other shapes are scaled."""
        yield call(np.array([1.5, 2.5]))
        yield call(np.array([4.5, 2.5, 3.5]))
        yield call(np.array([[[1.5, 2.5], [3.5, 4.5]]]))

    @exercise.check()
    def other_numbers(rng: np.random.Generator) -> Iterator[Case]:
        """Lists, integers and large numbers are scaled."""
        yield call([[1.5, 2.5], [3.5, 4.5]])
        yield call(np.array([[3, 2], [4, 2]]))
        yield call(np.array([[1e4, 2.5], [1.5, 1.5]]))

    @exercise.check()
    def times_given(rng: np.random.Generator) -> Iterator[Case]:
        """The factor may be given, and must not be negative."""
        yield call(np.array([[2.5, 1.5], [6.5, 2.5]]), times=3.0)
        yield call(np.array([[2.5, 1.5], [6.5, 3.5]]), times=4.5)
        yield call(np.array([[2.5, 1.5], [6.5, 4.5]]), -1.0).must_raise(ValueError)

    @exercise.wrong()
    def squares_tables(x: Any, times: float = 2.0) -> Any:
        """squares the numbers

        What is twice three?
        """
        return np.asarray(x, dtype=float) ** 2

    return exercise


def compiled(exercise: Exercise, reference: Answer) -> ExerciseKey:
    cases = [
        KeyCase(
            check, case, call_here(reference, check, case), None,
            {wrong.name: call_here(wrong.function, check, case) for wrong in exercise.wrongs},
        )
        for check in exercise.checks
        for case in check.draw(np.random.default_rng(1))
    ]  # fmt: skip
    return ExerciseKey(exercise, tuple(cases), ())


def hint(answer: Answer, key: ExerciseKey | None = None) -> str | None:
    key = key or compiled(scaling(), scale)
    return judge(key, [call_here(answer, c.check, c.case) for c in key.cases], Feedback()).hint


def wrong_where(holds: Callable[[Any], Any]) -> Answer:
    """Right but where this holds of the array."""
    return lambda x, times=2.0: scale(x, times) * (0.3 if holds(x) else 1.0) - (7 if holds(x) else 0)


def only(x: Any) -> np.ndarray:
    return np.asarray(x)


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (lambda x, times=2.0: scale(x.astype(float), times), "Only calls with a list"),
        (wrong_where(lambda x: only(x).ndim > 2), "Only inputs of three or more dimensions"),
        (wrong_where(lambda x: only(x).shape == (2, 1)), "Only columns"),
        (wrong_where(lambda x: only(x).ndim == 1), "Only inputs of one dimension go wrong"),
        (wrong_where(lambda x: only(x).ndim != 1), "Only inputs of one dimension come out right"),
        (wrong_where(lambda x: only(x).ndim != 2), "Only tables"),
        (wrong_where(lambda x: only(x).max() > 1e3), "Only calls with large numbers"),
        (wrong_where(lambda x: only(x).dtype.kind == "i"), "Only whole numbers"),
        (wrong_where(lambda x: only(x).min() < 0), "Only calls with negative numbers"),
        (lambda x, times=2.0: scale(x, 2.0 if times > 0 else times), "Only calls that name an argument"),
        (lambda x, factor=2.0: scale(x, factor), "The call does not fit your def line"),
        (lambda x, times=2.0: scale(x, abs(times)), "What is allowed comes out right"),
        (lambda x, times=2.0: 1 / 0 if times < 0 else scale(x, times), "What must be refused stops with another"),
        (lambda x, times=2.0: scale(x, -1 if np.ndim(x) == 3 else times), "Calls that are allowed stop"),
        (lambda x, times=2.0: print(x), "Your function returns None"),
        (lambda x, times=2.0: 1 / 0, "Every call stops with an exception"),
        (lambda x, times=2.0: scale(x, times) + 0.25, "Every wrong value is off by the same amount"),
        (lambda x, times=2.0: scale(x, times) * 1.0002, "Your values are right to a few digits only"),
        (lambda x, times=2.0: np.sin(scale(x, times)) * np.sum(x), "No check passes yet"),
        (wrong_where(lambda x: only(x).flat[0] == 3.5 or only(x).flat[0] == 4.5 or only(x).size == 3), "Some checks pass"),
    ],
)  # fmt: skip
def test_the_help_says_what_the_failing_calls_share(answer: Answer, words: str) -> None:
    assert str(hint(answer)).startswith(words)


def test_a_named_answer_that_nearly_matches_lends_its_hint() -> None:
    def squares_most(x: Any, times: float = 2.0) -> Any:
        return scale(x, times) if times < 0 or np.ndim(x) == 3 else np.asarray(x, dtype=float) ** 2

    assert hint(squares_most) == "What is twice three?"


def test_one_shared_case_among_many_lends_no_hint() -> None:
    def squares_one(x: Any, times: float = 2.0) -> Any:
        return np.asarray(x, dtype=float) ** 2 if np.ndim(x) == 3 else scale(x, times)

    assert hint(squares_one) != "What is twice three?"


def test_a_right_answer_gets_no_help() -> None:
    assert hint(scale) is None


def naming() -> ExerciseKey:
    exercise = Exercise("name")

    @exercise.check()
    def named(rng: np.random.Generator) -> Iterator[Case]:
        """The sign has a name."""
        for number in (1.5, -1.5, 2.5, -2.5, 3.5):
            yield call(number)

    return compiled(exercise, lambda x: "plus" if x > 0 else "minus")


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (lambda x: "Plus" if x > 0 else "minus", "Something that you return is none of the names"),
        (lambda x: "plus" if x > 2 else "minus", "The names are spelled right"),
        (lambda x: "minus", "Your function returns the same"),
        (lambda x: None, "Your function returns None"),
    ],
)
def test_words_are_told_from_other_words(answer: Answer, words: str) -> None:
    assert str(hint(answer, naming())).startswith(words)


def test_an_unsteady_answer_is_told_why() -> None:
    key = compiled(scaling(), scale)
    outcomes = [call_here(scale, case.check, case.case) for case in key.cases]
    outcomes[0] = again(key.cases[0], outcomes[0], outcomes[1])
    result = judge(key, outcomes, Feedback())
    assert str(result.hint).startswith("Called twice with the same arguments")
