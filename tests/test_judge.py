"""From outcomes to marks and words: what counts, and what a student may not be told."""

from __future__ import annotations

import dataclasses
import unicodedata
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.authoring.exercise import Case, Exercise, call
from autograder.base.course import Feedback
from autograder.base.safe_text import MESSAGE_LIMIT, plain_text
from autograder.judging.diagnosis import named
from autograder.judging.judge import judge
from autograder.judging.results import CheckResult, ExerciseResult
from autograder.key.outcome import UNSTABLE, Outcome, call_here, changed, died, same
from autograder.key.records import ExerciseKey, KeyCase
from autograder.worker.values import Refused

HIDDEN = 7.654321  # an input of a hidden case
EXPECTED = "15.30864"  # what is expected for it
ALL = Feedback(inputs=True, expected=True)

Answer = Callable[..., Any]


def double(x: Any) -> Any:
    """The reference."""
    return 2 * np.asarray(x, dtype=float)


def doubling() -> Exercise:
    """An exercise with two checks, for 3 points and 1, and two wrong answers."""
    exercise = Exercise("double")

    @exercise.check(points=3)
    def doubles(rng: np.random.Generator) -> Iterator[Case]:
        """Every element is doubled."""
        yield call(np.array([HIDDEN, 1.0]))
        yield call(np.array([[HIDDEN]]))

    @exercise.check(points=1)
    def takes_lists(rng: np.random.Generator) -> Iterator[Case]:
        """A list is as good as an array."""
        yield call([HIDDEN, -1.0])

    @exercise.wrong(fails="doubles")
    def squares(x: Any) -> Any:
        """squares its argument

        What is twice three?
        """
        return np.asarray(x) ** 2

    @exercise.wrong(fails="takes_lists")
    def repeats_lists(x: Any) -> Any:
        """doubles the list, not the numbers in it"""
        return x * 2

    return exercise


def compiled(exercise: Exercise, reference: Answer = double, keras: Answer | None = None) -> ExerciseKey:
    """The exercise's key, as compiling would make it."""
    cases = [
        KeyCase(
            check=check,
            case=case,
            expected=call_here(reference, check, case),
            keras=call_here(keras, check, case) if keras else None,
            wrong={wrong.name: call_here(wrong.function, check, case) for wrong in exercise.wrongs},
        )
        for check in exercise.checks
        for case in check.draw(np.random.default_rng(1))
    ]
    return ExerciseKey(exercise, tuple(cases), ())


def single(case: Case, **check: Any) -> Exercise:
    """An exercise with this one case in its one check, for one point."""
    exercise = Exercise("double")

    @exercise.check(points=1, **check)
    def only(rng: np.random.Generator) -> Iterator[Case]:
        """The only check."""
        yield case

    return exercise


def judged(answer: Answer, key: ExerciseKey | None = None, feedback: Feedback = ALL) -> ExerciseResult:
    key = key or compiled(doubling())
    return judge(key, [call_here(answer, case.check, case.case) for case in key.cases], feedback)


def message(answer: Answer, key: ExerciseKey | None = None, feedback: Feedback = ALL) -> str:
    """What is said about the first check that fails."""
    failed = [check for check in judged(answer, key, feedback).checks if check.status == "failed"]
    return failed[0].message


def off_by_one(x: Any) -> Any:
    return double(x) + 1


def raises(error: Exception) -> Answer:
    def answer(*args: Any) -> Any:
        raise error

    return answer


# Marks


def test_a_right_answer_gets_all_points() -> None:
    result = judged(double)
    assert (result.score, result.max_score) == (4, 4)
    assert [check.status for check in result.checks] == ["passed", "passed"]


def test_a_right_answer_is_told_nothing() -> None:
    result = judged(double)
    assert (result.misconception, result.hint) == (None, None)
    assert [check.message for check in result.checks] == ["", ""]


def test_checks_have_title_points_and_are_hidden() -> None:
    assert judged(double).checks[0] == CheckResult(
        title="Every element is doubled.", points=3, score=3, status="passed", message="", hidden=True
    )


def test_a_wrong_answer_gets_nothing() -> None:
    result = judged(off_by_one)
    assert result.score == 0
    assert [check.score for check in result.checks] == [0, 0]


def test_each_check_counts_for_itself() -> None:
    result = judged(lambda x: x * 2)
    assert [check.status for check in result.checks] == ["passed", "failed"]
    assert result.score == 3


def test_one_failing_case_takes_the_whole_check() -> None:
    result = judged(lambda x: double(x) if np.ndim(x) == 1 else x)
    assert [check.score for check in result.checks] == [0, 1]


def test_a_worker_that_died_costs_the_check_at_hand_only() -> None:
    key = compiled(doubling())
    outcomes = [case.expected for case in key.cases]
    outcomes[0] = died("ran out of time")
    result = judge(key, outcomes, ALL)
    assert [check.score for check in result.checks] == [0, 1]
    assert "ran out of time" in result.checks[0].message


@pytest.mark.parametrize("value", [{1}, None, "text", [1, "a"], {"a": 1}, True, 1j], ids=repr)
def test_a_value_of_another_kind_than_the_wrong_answers_is_judged(value: Any) -> None:
    assert judged(lambda x: value).score == 0


def test_outcomes_that_are_not_those_of_the_cases_are_refused() -> None:
    key = compiled(doubling())
    with pytest.raises(ValueError, match="shorter"):
        judge(key, [case.expected for case in key.cases][:-1], ALL)


def test_keras_is_asked_too() -> None:
    exercise = single(call(1.0))
    exercise.keras(rtol=1e-6, reason="a test")(lambda x: 2.5)
    assert judged(double, compiled(exercise, keras=lambda x: 2.5)).score == 0


def test_keras_is_held_to_the_tolerance_that_it_reaches() -> None:
    exercise = single(call(1.0))
    exercise.keras(rtol=1e-3, reason="a test")(lambda x: 2.0)
    assert judged(double, compiled(exercise, keras=lambda x: 2.001)).score == 1


def test_the_reference_is_asked_too() -> None:
    exercise = single(call(1.0))
    exercise.keras(rtol=1, reason="a test")(lambda x: 2.0)
    assert judged(off_by_one, compiled(exercise, keras=double)).score == 0


def test_an_exception_that_is_asked_for_passes() -> None:
    key = compiled(single(call(-1).must_raise(ValueError)), raises(ValueError()))
    assert judged(raises(ValueError("any text")), key).score == 1


def test_a_subclass_of_the_exception_that_is_asked_for_passes() -> None:
    key = compiled(single(call(-1).must_raise(ArithmeticError)), raises(ArithmeticError()))
    assert judged(raises(ZeroDivisionError()), key).score == 1


def test_another_exception_than_the_one_that_is_asked_for_fails() -> None:
    key = compiled(single(call(-1).must_raise(ValueError)), raises(ValueError()))
    assert judged(raises(TypeError()), key).score == 0


def test_a_value_instead_of_the_exception_that_is_asked_for_fails() -> None:
    key = compiled(single(call(-1).must_raise(ValueError)), raises(ValueError()))
    assert judged(double, key).score == 0
    assert "returned -2 instead of raising ValueError" in message(double, key)


def test_the_stub_fails_where_an_exception_is_asked_for() -> None:
    key = compiled(single(call(-1).must_raise(RuntimeError)), raises(RuntimeError()))
    assert judged(raises(NotImplementedError()), key).score == 0


def test_a_changed_argument_fails_where_it_must_stay() -> None:
    def in_place(x: Any) -> Any:
        x *= 2
        return x.copy()

    key = compiled(single(call(np.ones(2)), unchanged=True))
    assert judged(in_place, key).score == 0
    assert "the value is right, but the call changed its arguments" in message(in_place, key)


def test_an_argument_that_is_left_alone_passes_where_it_must_stay() -> None:
    assert judged(double, compiled(single(call(np.ones(2)), unchanged=True))).score == 1


def test_a_changed_argument_is_no_matter_where_nothing_is_said_about_it() -> None:
    def in_place(x: Any) -> Any:
        x *= 2
        return x.copy()

    assert judged(in_place, compiled(single(call(np.ones(2))))).score == 1


def test_a_wrong_value_earns_nothing_for_leaving_its_inputs_alone() -> None:
    assert judged(off_by_one, compiled(single(call(np.ones(2)), unchanged=True))).score == 0


def test_an_array_of_truths_that_is_left_alone_is_not_changed() -> None:
    truths = np.array([True, False])
    assert not changed(call(truths), [truths.copy()], {})


def test_a_dict_that_gets_a_key_more_is_changed() -> None:
    assert changed(call({"loss": 1.0}), [{"loss": 1.0, "more": 2.0}], {})


def test_a_wrong_form_of_arguments_in_a_reply_is_a_change() -> None:
    assert changed(call(np.ones(2)), ["garbage"], None)


def even(case: Case, got: Any, expected: Any) -> str | None:
    return None if got % 2 == 0 else "an odd number"


def test_a_property_may_hold() -> None:
    assert judged(lambda x: 8, compiled(single(call(1.0), holds=even))).score == 1


def test_a_property_takes_the_place_of_keras_own_value() -> None:
    exercise = single(call(1.0), holds=even)
    exercise.keras(reason="a test")(lambda x: 4.0)
    assert judged(lambda x: 8, compiled(exercise, keras=lambda x: 4.0)).score == 1


def test_a_property_that_does_not_hold_gives_its_sentence() -> None:
    key = compiled(single(call(1.0), holds=even))
    assert judged(lambda x: 7, key).score == 0
    assert "an odd number" in message(lambda x: 7, key)


@pytest.mark.parametrize("value", [None, "text", [1], {"a": 1}], ids=repr)
def test_a_value_that_a_property_cannot_read_fails(value: Any) -> None:
    key = compiled(single(call(1.0), holds=even))
    assert judged(lambda x: value, key).score == 0
    assert "has not the form asked for" in message(lambda x: value, key)


def test_a_refused_value_fails_a_property() -> None:
    key = compiled(single(call(1.0), holds=even))
    assert "returned a set" in message(lambda x: {1}, key)


def test_a_property_that_divides_by_a_students_number_fails_the_student() -> None:
    def holds(case: Case, got: Any, expected: Any) -> str | None:
        return None if 1 / got < 1 else "too small"

    assert judged(lambda x: 0, compiled(single(call(1.0), holds=holds))).score == 0


def test_a_property_that_overflows_on_a_students_number_fails_the_student() -> None:
    def holds(case: Case, got: Any, expected: Any) -> str | None:
        return None if int(got) == 2 else "not two"

    assert judged(lambda x: float("inf"), compiled(single(call(1.0), holds=holds))).score == 0


# Words


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (raises(NotImplementedError()), "not written yet"),
        (raises(ValueError("shapes differ")), "raised ValueError"),
        (raises(ValueError()), "raised ValueError"),
        (raises(SystemExit(3)), "raised SystemExit"),  # type: ignore[arg-type]
        (lambda x: None, "returned None (is a return missing?)"),
        (lambda x: {1}, "returned a set"),
        (lambda x: "text", "returned a str"),
        (lambda x: np.ones((1, 2)), "returned an array of shape (1, 2), not (2,)"),
        (lambda x: np.full(np.shape(x), np.nan), "nan"),
        (lambda x: np.full(np.shape(x), np.inf), "inf"),
    ],
)
@pytest.mark.parametrize("feedback", [ALL, Feedback()], ids=["open", "closed"])
def test_a_message_says_the_kind_of_failure(answer: Answer, words: str, feedback: Feedback) -> None:
    text = message(answer, feedback=feedback)
    assert text.startswith("double")
    assert words in text


def test_a_message_shows_call_and_expected_where_the_course_allows_both() -> None:
    text = message(off_by_one)
    assert "element [0] is 16.30864" in text
    assert "call: double([7.654321, 1. ])" in text
    assert "expected: [15.308642, 2. ]" in text


def test_a_message_shows_no_value_by_default() -> None:
    text = message(off_by_one, feedback=Feedback())
    assert "a wrong value" in text
    assert not any(character.isdigit() for character in text)


def test_a_message_shows_the_inputs_alone() -> None:
    text = message(off_by_one, feedback=Feedback(inputs=True))
    assert "7.654321" in text
    assert EXPECTED not in text
    assert "16.3" not in text


def test_a_message_shows_the_expected_value_alone() -> None:
    text = message(off_by_one, feedback=Feedback(expected=True))
    assert EXPECTED in text
    assert "7.654321" not in text
    assert "16.3" not in text


def test_a_message_names_the_exception_that_was_expected() -> None:
    key = compiled(single(call(-1).must_raise(ValueError)), raises(ValueError()))
    assert "expected: ValueError" in message(double, key)


def first(x: Any) -> float:
    return float(np.ravel(x)[0])


def named_after(x: Any) -> Any:
    """An object of a class whose name is the hidden input."""
    return type(f"got {first(x)}", (), {})()


LEAKS: dict[str, Answer] = {
    "value": lambda x: x,
    "first element": first,
    "text": lambda x: str(x),
    "exception": lambda x: raises(ValueError(f"got {x}"))(),
    "exception class": lambda x: raises(type(f"got {first(x)}", (ValueError,), {})())(),
    "list": lambda x: [x, x],
    "dict": lambda x: {"loss": x},
    "class": named_after,
    "class in a list": lambda x: [named_after(x)],
    "class in a tuple": lambda x: (1.0, named_after(x)),
    "class in a dict": lambda x: {"loss": named_after(x)},
    "dtype": lambda x: np.zeros(2, [(str(first(x)), float)]),
    "shape": lambda x: np.zeros((0, int(1e6 * first(x)))),
    "length": lambda x: [0] * int(1e2 * first(x)),
}


def hidden_digits(text: str) -> str:
    """The digits of a message, in which those of the hidden input must not stand."""
    return "".join(character for character in text if character.isdigit())


@pytest.mark.parametrize("way", LEAKS)
@pytest.mark.parametrize(
    "case", [np.array([HIDDEN, 1.0]), HIDDEN, [HIDDEN]], ids=["array", "float", "list"]
)
def test_no_answer_can_read_the_hidden_inputs_to_its_student(way: str, case: Any) -> None:
    text = message(LEAKS[way], compiled(single(call(case))), Feedback())
    assert "765" not in hidden_digits(text)


@pytest.mark.parametrize("way", LEAKS)
@pytest.mark.parametrize(
    "expected",
    [(1.0, 2.0), {"loss": 1.0}, [1.0], "text", 3, True],
    ids=lambda value: type(value).__name__,
)
def test_no_answer_can_read_them_out_of_another_form(way: str, expected: Any) -> None:
    key = compiled(single(call(HIDDEN)), lambda x: expected)
    assert "765" not in hidden_digits(message(LEAKS[way], key, Feedback()))


@pytest.mark.parametrize("way", LEAKS)
def test_no_answer_can_read_the_inputs_of_a_property_to_its_student(way: str) -> None:
    key = compiled(single(call(HIDDEN), holds=even))
    assert "765" not in hidden_digits(message(LEAKS[way], key, Feedback()))


@pytest.mark.parametrize("way", LEAKS)
def test_no_answer_can_read_the_inputs_of_an_exception_case_to_its_student(way: str) -> None:
    key = compiled(single(call(HIDDEN).must_raise(KeyError)), raises(KeyError()))
    assert "765" not in hidden_digits(message(LEAKS[way], key, Feedback()))


def test_no_answer_can_read_the_hidden_inputs_to_its_student_as_a_hint() -> None:
    hint = judged(lambda x: double(x) * np.ravel(x)[0], feedback=Feedback()).hint
    assert "7.65" not in str(hint)


def test_a_message_is_bounded() -> None:
    assert len(message(raises(ValueError("x" * 10**6)))) <= MESSAGE_LIMIT


def test_a_message_is_plain_text() -> None:
    text = message(raises(ValueError("\x1b[2J\r\u202e\ud800")))
    assert "\\x1b[2J\\r\\u202e\\ud800" in text
    assert text.isprintable()


# Misconceptions


def squares(x: Any) -> Any:
    return np.asarray(x) ** 2


def test_a_known_wrong_answer_is_named_with_its_hint() -> None:
    result = judged(squares)
    assert result.misconception == "squares its argument"
    assert result.hint == "What is twice three?"


def test_a_wrong_factor_is_judged_where_the_arguments_are_lists_of_arrays() -> None:
    exercise = Exercise("forward")

    @exercise.check(points=1)
    def shifts(rng: np.random.Generator) -> Iterator[Case]:
        """The layer is applied."""
        for n in (2, 3, 4):
            yield call([np.ones((2, 3)), np.ones(3)], rng.random((n, 2)))

    def forward(weights: Any, x: Any) -> Any:
        return x @ weights[0] + weights[1]

    result = judged(lambda weights, x: len(x) * forward(weights, x), compiled(exercise, forward))
    assert result.score == 0


def test_a_misconception_without_a_hint_has_none() -> None:
    result = judged(lambda x: x * 2)
    assert result.misconception == "doubles the list, not the numbers in it"
    assert result.hint is None


def test_an_unknown_wrong_answer_has_no_name() -> None:
    assert judged(off_by_one).misconception is None


def test_a_wrong_answer_that_differs_in_one_case_is_another() -> None:
    assert judged(lambda x: squares(x) if np.ndim(x) == 1 else double(x)).misconception is None


def draws(seed: int) -> Answer:
    """A wrong answer that draws: its values differ from call to call, and how it is wrong does not."""
    rng = np.random.default_rng(seed)
    return lambda x: double(x) + 1 + rng.random(np.shape(x))


def too_large(case: Case, got: Any, expected: Any) -> str | None:
    return "one is too large" if np.any(np.asarray(got) > np.asarray(expected)) else None


def a_property_of_doubling() -> ExerciseKey:
    exercise = single(call(np.array([HIDDEN, 1.0])), holds=too_large)

    @exercise.wrong()
    def adds_something(x: Any) -> Any:
        """adds something to the double"""
        return draws(1)(x)

    @exercise.wrong()
    def forgets_arrays(x: Any) -> Any:
        """works on lists only"""
        return [*x, 1, "a"]

    return compiled(exercise)


def test_a_wrong_answer_that_draws_is_named_by_how_it_breaks_a_property() -> None:
    assert judged(draws(2), a_property_of_doubling()).misconception == "adds something to the double"


def test_an_answer_that_draws_and_is_right_is_not_named() -> None:
    assert judged(lambda x: double(x) - draws(3)(x), a_property_of_doubling()).misconception is None


def three_cases() -> Exercise:
    """An exercise with four numbers, and the wrong answer that adds one to whatever is above 1."""
    exercise = Exercise("double")

    @exercise.check(points=1)
    def doubles(rng: np.random.Generator) -> Iterator[Case]:
        """It doubles.

        What is twice three?
        """
        for x in (1.0, 2.0, 3.0, 4.0, 5.0):
            yield call(x)

    @exercise.wrong()
    def adds_one_above_one(x: float) -> float:
        """adds one above 1"""
        return 2 * x + (x > 1)

    return exercise


def test_failures_that_are_nearly_all_like_those_of_a_wrong_answer_are_named() -> None:
    result = judged(lambda x: 2 * x + (1 < x < 5), compiled(three_cases()))
    assert result.misconception == "adds one above 1"


def test_failures_that_are_half_like_those_of_a_wrong_answer_are_not_named() -> None:
    result = judged(lambda x: 2 * x + (1 < x < 4), compiled(three_cases()))
    assert result.misconception is None
    assert result.hint == "What is twice three?"


def test_two_wrong_answers_that_are_equally_near_name_nothing() -> None:
    exercise = three_cases()

    @exercise.wrong()
    def adds_one_below_five(x: float) -> float:
        """adds one from 2 to 4, and nothing else that shows"""
        return 2 * x + (1 < x < 5 or x < 1)

    key = compiled(exercise)
    assert judged(lambda x: 2 * x + (1 < x < 4), key).misconception is None


def test_an_exception_everywhere_names_no_wrong_answer() -> None:
    exercise = three_cases()

    @exercise.wrong()
    def indexes(x: Any) -> Any:
        """takes a number for an array"""
        return x[0]

    assert judged(raises(TypeError()), compiled(exercise)).misconception == "takes a number for an array"
    assert judged(raises(AttributeError()), compiled(exercise)).misconception is None


def test_the_type_error_of_another_line_is_the_same_mistake() -> None:
    exercise = doubling()

    @exercise.wrong(fails="takes_lists")
    def arrays_only(x: Any) -> Any:
        """works on arrays, but not on lists"""
        return x.astype(float) * 2

    result = judged(lambda x: [2.0 * x] if type(x) is list else 2.0 * x, compiled(exercise))
    assert result.misconception == "works on arrays, but not on lists"


# Hints where nothing is named


def test_the_hint_of_a_check_helps_where_no_wrong_answer_is_named() -> None:
    assert judged(lambda x: x + 7, compiled(three_cases())).hint == "What is twice three?"


def test_what_still_ends_at_the_stubs_line_is_told_so() -> None:
    hint = judged(raises(NotImplementedError()), compiled(three_cases())).hint
    assert hint == "A call still reaches the line raise NotImplementedError(): put your code in its place. Nothing below it runs."
    assert judged(raises(ValueError()), compiled(three_cases())).hint != hint


def test_an_answer_that_remembers_is_asked_what_it_keeps() -> None:
    key = compiled(three_cases())
    outcomes = [case.expected for case in key.cases]
    outcomes[0] = died(UNSTABLE)
    assert "from an earlier call" in str(judge(key, outcomes, Feedback()).hint)


def two_parts(x: Any) -> Any:
    return {"weights": [double(x), double(x)], "loss": [float(np.sum(x))] * 2}


def parts(answer: Answer, feedback: Feedback = ALL) -> ExerciseResult:
    exercise = Exercise("fit")

    @exercise.check(points=1)
    def fits(rng: np.random.Generator) -> Iterator[Case]:
        """It fits."""
        yield call(np.array([HIDDEN, 1.0]))
        yield call(np.array([HIDDEN, 1.0, 3.0]))

    return judged(answer, compiled(exercise, two_parts), feedback)


def test_a_message_says_in_which_part_of_a_result_the_fault_lies() -> None:
    second = parts(lambda x: two_parts(x) | {"weights": [double(x), -double(x)]}, Feedback())
    assert second.checks[0].message == "fit: in weights, value 2 of 2: a wrong value"
    short = parts(lambda x: two_parts(x) | {"loss": [1.0]}, Feedback())
    assert short.checks[0].message == "fit: in loss: returned 1 values, not 2"


def test_a_message_does_not_say_which_of_many_numbers_is_wrong() -> None:
    key = compiled(single(call(HIDDEN)), lambda x: list(range(50)))
    text = message(lambda x: [*range(int(10 * x) % 50), -1, *range(int(10 * x) % 50 + 1, 50)], key, Feedback())
    assert text == "double: a wrong value"


def test_a_factor_is_found_in_the_part_that_is_wrong() -> None:
    thrice = parts(lambda x: two_parts(x) | {"loss": [3 * float(np.sum(x))] * 2})
    assert "3 times what it should be" in str(thrice.hint)
    summed = parts(lambda x: two_parts(x) | {"loss": [len(x) * float(np.sum(x))] * 2})
    assert "too large by the number of samples" in str(summed.hint)


def refusing() -> ExerciseKey:
    exercise = Exercise("root")

    @exercise.check(points=1)
    def roots(rng: np.random.Generator) -> Iterator[Case]:
        """The root of what has one."""
        yield call(4.0)

    @exercise.check(points=1)
    def refuses(rng: np.random.Generator) -> Iterator[Case]:
        """Nothing else."""
        yield call(-4.0).must_raise(ValueError)

    def root(x: float) -> float:
        return float(np.sqrt(x)) if x >= 0 else raises(ValueError())(x)  # type: ignore[no-any-return]

    return compiled(exercise, root)


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (abs, ["a wrong value", "returned a value instead of raising ValueError"]),
        (raises(ValueError()), ["raised ValueError where a value is expected"]),
        (raises(ZeroDivisionError()), ["a division by zero", "raised ZeroDivisionError, not ValueError"]),
        (raises(Exception()), ["raised an exception", "raised another exception, not ValueError"]),
    ],
    ids=["value", "ValueError", "ZeroDivisionError", "Exception"],
)
def test_a_message_says_which_exception_was_due(answer: Answer, said: list[str]) -> None:
    failed = [check.message for check in judged(answer, refusing(), Feedback()).checks if check.message]
    assert len(failed) == len(said)
    assert all(part in text for part, text in zip(said, failed, strict=True))


def test_the_misconception_may_be_switched_off() -> None:
    result = judged(squares, feedback=Feedback(misconception=False))
    assert result.misconception is None
    assert result.hint == "What is twice three?"


def test_the_hint_may_be_switched_off() -> None:
    result = judged(squares, feedback=Feedback(hint=False))
    assert result.misconception == "squares its argument"
    assert result.hint is None


def test_a_right_answer_is_never_diagnosed() -> None:
    exercise = single(call(2.0))

    @exercise.wrong()
    def squares_two(x: Any) -> Any:
        """squares, which no case tells from doubling"""
        return x**2

    assert judged(double, compiled(exercise)).misconception is None


def test_an_exception_of_its_own_is_part_of_a_misconception() -> None:
    exercise = single(call(2.0))

    @exercise.wrong()
    def indexes(x: Any) -> Any:
        """takes a number for an array"""
        return x[0]

    assert judged(raises(TypeError("any")), compiled(exercise)).misconception is not None
    assert judged(raises(ValueError("any")), compiled(exercise)).misconception is None


def test_a_worker_that_died_is_no_misconception() -> None:
    key = compiled(doubling())
    outcomes = [died("ran out of time") for _ in key.cases]
    problems = [key.problem(case, got) for case, got in zip(key.cases, outcomes, strict=True)]
    assert named(key, outcomes, problems) is None


def test_what_an_outcome_did_to_its_arguments_is_part_of_it() -> None:
    case = compiled(doubling()).cases[0]
    assert not same(case.check, case.expected, dataclasses.replace(case.expected, changed=True))


def test_a_value_and_an_exception_are_not_the_same() -> None:
    case = compiled(doubling()).cases[0]
    assert not same(case.check, Outcome("value", None), Outcome("raised", names=("ValueError",)))


def test_a_nan_in_an_argument_that_is_left_alone_is_no_change() -> None:
    case = call(float("nan"), np.array([np.nan, 1.0]))
    assert not changed(case, [float("nan"), np.array([np.nan, 1.0])], {})


def test_another_dtype_of_an_argument_is_a_change() -> None:
    assert changed(call(np.array([1, 2])), [np.array([1.0, 2.0])], {})


def test_a_list_that_loses_an_item_is_changed() -> None:
    assert changed(call([1.0, 2.0]), [[1.0]], {})


def test_a_number_of_a_list_that_changes_is_a_change() -> None:
    assert changed(call([1.0, [2.0]]), [[1.0, [3.0]]], {})


def test_refused_values_of_one_name_are_the_same() -> None:
    check = compiled(doubling()).cases[0].check
    one, other = Outcome("value", Refused("a set")), Outcome("value", Refused("a frozenset"))
    assert same(check, one, one)
    assert not same(check, one, other)


def test_an_outcome_can_be_stored() -> None:
    outcome = Outcome("raised", names=("ValueError", "Exception"), text="no")
    assert Outcome.unpack(outcome.pack()) == outcome


# Text from a student


def test_plain_text_leaves_ordinary_text_alone() -> None:
    text = "Größe x² ≠ 3, 日本語 🙂 {}'\"\\"
    assert plain_text(text) == text


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("\x1b[31mred", "\\x1b[31mred"),
        ("a\rb", "a\\rb"),
        ("a\tb", "a\\tb"),
        ("a\nb", "a b"),
        ("\x00", "\\x00"),
        ("\x9b2J", "\\x9b2J"),
        ("\u202eabc", "\\u202eabc"),
        ("\u2066abc", "\\u2066abc"),
        ("\u200b", "\\u200b"),
        ("\u2028", "\\u2028"),
        ("\ufeff", "\\ufeff"),
        ("\ud800", "\\ud800"),
        ("\U000e0041", "\\U000e0041"),
    ],
    ids=ascii,
)
def test_plain_text_escapes_what_a_terminal_would_obey(text: str, safe: str) -> None:
    assert plain_text(text) == safe


@pytest.mark.parametrize("character", ["a", "\x00", "\U000e0041", "\n"], ids=ascii)
@pytest.mark.parametrize("length", [1999, 2000, 2001, 10**5])
def test_plain_text_is_bounded(character: str, length: int) -> None:
    assert len(plain_text(character * length)) <= MESSAGE_LIMIT


def test_plain_text_says_that_it_was_cut() -> None:
    assert plain_text("a" * 2001).endswith("…")


@settings(deadline=None, derandomize=True, max_examples=200)
@given(st.text(st.characters(), max_size=100))
def test_plain_text_can_be_printed_and_encoded(text: str) -> None:
    safe = plain_text(text)
    safe.encode("utf-8")
    assert {unicodedata.category(character)[0] for character in safe} <= set("LMNPSZ")
    assert not set(safe) & set("\n\r\u2028\u2029")
