"""`prove` says what falls short, and says nothing where nothing does."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from autograder.course import Course
from autograder.errors import CourseError
from autograder.exercise import Answer, Exercise, call
from autograder.key import ExerciseKey, KeyCase, LessonKey, compile_keys, twins
from autograder.lesson import Cell, Lesson
from autograder.outcome import call_here
from autograder.prove import prove, prove_exercise
from tests.conftest import ROOT


def double(x):  # type: ignore[no-untyped-def]
    return 2 * x


def triple(x):  # type: ignore[no-untyped-def]
    """triples instead of doubling

    How much is twice 1?
    """
    return 3 * x


def lesson_key(exercise: Exercise) -> LessonKey:
    rng = np.random.default_rng(0)
    cases = tuple(
        KeyCase(
            check,
            case,
            call_here(double, check, case),
            None,
            {wrong.name: call_here(wrong.function, check, case) for wrong in exercise.wrongs},
        )
        for check in exercise.checks
        for case in check.draw(rng)
    )
    source = "def f(x):\n    ### BEGIN SOLUTION\n    return 2 * x\n    ### END SOLUTION"
    lesson = Lesson("tiny", ROOT, (Cell("answer", source, 1, "f"),))
    return LessonKey(lesson, {"f": ExerciseKey(exercise, cases, ())}, "")


@pytest.fixture
def exercise(monkeypatch: pytest.MonkeyPatch) -> Exercise:
    made = Exercise("f")

    @made.check()
    def doubles(rng: np.random.Generator):  # type: ignore[no-untyped-def]
        """It doubles."""
        yield call(1.0)
        yield call(2.0)

    made.wrong(fails="doubles")(triple)
    monkeypatch.setattr("autograder.prove.WANTED", 0)
    return made


def shortcomings(exercise: Exercise, reference=double) -> list[str]:  # type: ignore[no-untyped-def]
    key = lesson_key(exercise)
    return prove_exercise(key, key.exercises["f"], {"f": reference}).shortcomings


def test_a_sound_exercise_has_no_shortcoming(exercise: Exercise) -> None:
    assert shortcomings(exercise) == []


def test_too_few_answers_to_prove_anything(
    exercise: Exercise, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("autograder.prove.WANTED", 1)
    assert shortcomings(exercise) == [
        "it has 0 right answers; a proof wants 1: add @….right functions"
    ]


def test_a_wrong_answer_with_full_marks(exercise: Exercise) -> None:
    exercise.wrongs.append(Answer("twice", lambda x: x + x, "is in truth right", fails="doubles"))
    assert "wrong answer 'twice' gets full marks" in shortcomings(exercise)


def test_a_wrong_answer_that_passes_its_check(exercise: Exercise) -> None:
    @exercise.check()
    def more(rng: np.random.Generator):  # type: ignore[no-untyped-def]
        """It doubles zero too."""
        yield call(0.0)

    exercise.wrongs[0] = dataclasses.replace(exercise.wrongs[0], fails="more")
    assert shortcomings(exercise) == ["wrong answer 'triple' passes 'more', meant to catch it"]


def test_two_wrong_answers_that_no_case_tells_apart(exercise: Exercise) -> None:
    exercise.wrongs.append(Answer("other", lambda x: x * 3, "multiplies by three", fails="doubles"))
    cases = lesson_key(exercise).exercises["f"].cases
    assert list(twins(exercise, cases)) == [("triple", "other")]
    assert shortcomings(exercise) == ["wrong answer 'other' is not diagnosed by its name"]


def test_a_key_with_such_a_pair_does_not_compile(copied: Course) -> None:
    hidden = copied.hidden_folder / "losses.py"
    copy = '''

@mse.wrong(fails="averages_a_vector")
def mse_also_sums(y_true, y_pred):
    """totals the squared errors"""
    return mse_sums(y_true, y_pred)
'''
    hidden.write_text(hidden.read_text() + copy)
    with pytest.raises(CourseError, match="no case tells the wrong answers 'mse_sums' and 'mse_also_sums'"):
        compile_keys(copied, ["losses"])


def test_a_mutant_that_no_check_catches(exercise: Exercise) -> None:
    @exercise.check()
    def zero_too(rng: np.random.Generator):  # type: ignore[no-untyped-def]
        """It doubles zero."""
        yield call(0.0)

    del exercise.checks[0]
    found = shortcomings(exercise)
    assert "mutant survives: return 2 / x" not in found
    assert "mutant survives: return 1 * x" in found


def test_an_equivalent_mutant_needs_its_reason_and_must_survive(exercise: Exercise) -> None:
    exercise.equivalent("no reason at all", "return 1 * x")
    assert shortcomings(exercise) == [
        "listed as equivalent, but no mutant that survives: return 1 * x"
    ]


def test_a_law_that_a_right_answer_breaks(exercise: Exercise) -> None:
    @exercise.relation
    def is_small(answer, x):  # type: ignore[no-untyped-def]
        return answer(x) < 3

    assert shortcomings(exercise) == ["the reference breaks the law 'is_small' in 'doubles'"]


def test_a_right_answer_that_is_turned_away(exercise: Exercise) -> None:
    exercise.rights.append(Answer("nearly", lambda x: 2 * x + 1e-3))
    assert shortcomings(exercise)[0].startswith("right answer 'nearly' fails 'doubles': f: returned 2.001")


def test_a_reference_that_is_wrong(exercise: Exercise) -> None:
    assert shortcomings(exercise, triple)[0].startswith("the reference fails 'doubles'")


def test_an_exercise_that_does_not_exist(course: Course) -> None:
    with pytest.raises(CourseError, match="no lesson has an exercise 'nope'; see `autograder prove`"):
        prove(course, ["nope"])
