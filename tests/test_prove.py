"""`prove` says what falls short, and says nothing where nothing does."""

from __future__ import annotations

import dataclasses
import re
import sys

import libcst as cst
import numpy as np
import pytest

from autograder.authoring.exercise import Answer, Exercise, call
from autograder.authoring.lesson_folder import load_pair
from autograder.authoring.lesson_text import Cell, Lesson
from autograder.base.course import Course
from autograder.base.errors import CourseError
from autograder.key.compilation import compile_keys
from autograder.key.compiling import twins
from autograder.key.outcome import call_here
from autograder.key.records import ExerciseKey, KeyCase, LessonKey
from autograder.workshop import mutation_run
from autograder.workshop.mutants import Mutant, mutants
from autograder.workshop.proof import Proof, Rate, proof_document, proof_table
from autograder.workshop.prove import prove, prove_exercise
from tests.conftest import ROOT
from tests.tiny import WRONG


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
    monkeypatch.setattr("autograder.workshop.prove.WANTED", 0)
    return made


def shortcomings(exercise: Exercise, reference=double) -> list[str]:  # type: ignore[no-untyped-def]
    """What falls short, without its place."""
    key = lesson_key(exercise)
    found = prove_exercise(key, key.exercises["f"], {"f": reference}).shortcomings
    assert all(re.match(r"\S+:\d+: f: ", sentence) for sentence in found)
    return [sentence.partition(": f: ")[2] for sentence in found]


def test_a_sound_exercise_has_no_shortcoming(exercise: Exercise) -> None:
    assert shortcomings(exercise) == []


def test_too_few_answers_to_prove_anything(
    exercise: Exercise, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("autograder.workshop.prove.WANTED", 1)
    assert shortcomings(exercise) == [
        "it has 0 right answers; a proof wants 1: add @….right functions"
    ]


def test_a_wrong_answer_with_full_marks(exercise: Exercise) -> None:
    exercise.wrongs.append(Answer("twice", lambda x: x + x, "is in truth right", fails="doubles"))
    assert "wrong answer 'twice' gets full marks; add a case that catches it" in shortcomings(exercise)


def test_a_wrong_answer_that_passes_its_check(exercise: Exercise) -> None:
    @exercise.check()
    def more(rng: np.random.Generator):  # type: ignore[no-untyped-def]
        """It doubles zero too."""
        yield call(0.0)

    exercise.wrongs[0] = dataclasses.replace(exercise.wrongs[0], fails="more")
    assert shortcomings(exercise) == [
        "wrong answer 'triple' passes 'more', meant to catch it; it fails doubles"
    ]


def test_two_wrong_answers_that_no_case_tells_apart(exercise: Exercise) -> None:
    exercise.wrongs.append(Answer("other", lambda x: x * 3, "multiplies by three", fails="doubles"))
    cases = lesson_key(exercise).exercises["f"].cases
    assert list(twins(exercise, cases)) == [("triple", "other")]
    assert shortcomings(exercise) == ["wrong answer 'other' is taken for 'triple'; add a case that tells them apart"]


def test_a_key_with_such_a_pair_does_not_compile(tiny: Course) -> None:
    wrong = tiny.root / WRONG
    copy = '''

@exercise.wrong(fails="doubles_numbers")
def also_squares(x):
    """takes it twice as a factor"""
    return squares(x)
'''
    wrong.write_text(wrong.read_text() + copy)
    with pytest.raises(CourseError, match="no case tells the wrong answers 'squares' and 'also_squares'"):
        compile_keys(tiny, ["tiny"])


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

    (broken,) = shortcomings(exercise)
    assert re.match(r"the reference breaks the law 'is_small' in 'doubles' \(\S*test_prove\.py:\d+\)$", broken)


def test_a_right_answer_that_is_turned_away(exercise: Exercise) -> None:
    exercise.rights.append(Answer("nearly", lambda x: 2 * x + 1e-3))
    assert shortcomings(exercise)[0].startswith("right answer 'nearly' fails 'doubles': f: returned 2.001")


def test_a_reference_that_is_wrong(exercise: Exercise) -> None:
    assert shortcomings(exercise, triple)[0].startswith("the reference fails 'doubles'")


def test_an_exercise_that_does_not_exist(course: Course) -> None:
    with pytest.raises(CourseError, match="no lesson has an exercise 'nope'; see `autograder prove`"):
        prove(course, ["nope"])


@pytest.mark.parametrize("package", ["libcst", "mutmut", "scipy"])
def test_where_only_grading_is_installed_one_line_says_what_is_missing(
    tiny: Course, monkeypatch: pytest.MonkeyPatch, package: str
) -> None:
    monkeypatch.setitem(sys.modules, package, None)
    said = f"proving needs {package}; in the kit's folder run: pip install -c constraints.txt -e '.[author]'"
    with pytest.raises(CourseError, match=re.escape(said)):
        prove(tiny)



def test_a_wrong_answer_that_draws_may_be_taken_for_its_kin(exercise: Exercise) -> None:
    """Its outcomes are others than those in the key, so nobody can say which of them it is."""
    factors = iter([5, 5, 3, 3])
    exercise.wrongs.append(Answer("draws", lambda x: next(factors) * x, "draws a factor", fails="doubles"))
    key = lesson_key(exercise)
    proof = prove_exercise(key, key.exercises["f"], {"f": double})
    assert (proof.wrong, proof.caught, proof.named) == (2, 2, 1)
    assert proof.proven
    assert "1 of 2 wrong answers are told by their own name; a proof wants 90%" in proof_table([proof])[-1]
    assert proof_document([proof])["proven"] is False


def test_a_mutant_that_does_not_end_is_caught(exercise: Exercise) -> None:
    key = lesson_key(exercise)
    endless = "def f(x):\n    while x:\n        pass\n    return 2 * x"
    assert mutation_run.survivors(key, "f", [Mutant("endless", endless)], 0.1) == []


def test_a_mutant_is_the_text_that_a_changed_tree_has() -> None:
    """A text written into its place, and a tree with an exchanged node: the same mutants."""
    source = "def f(x, y=1):\n    z = (x +\n         y * -x)\n    if not x:\n        z = f(x, y=-(y))\n    return z"
    texts = [mutant.source for mutant in mutants(source)]
    assert len(texts) == len(set(texts)) > 20
    for text in texts:
        assert cst.parse_module(text).code == text
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("autograder.workshop.mutants._places", lambda module, source: {})
        assert [mutant.source for mutant in mutants(source)] == texts


def test_an_interval_is_exact() -> None:
    none, some = Rate.of("none", 0, 100), Rate.of("some", 3, 100)
    assert (none.low, round(none.high, 3)) == (0.0, 3.622)  # 100 (1 - 0.025 ** (1 / 100))
    assert (round(some.low, 3), round(some.high, 3)) == (0.623, 8.518)


def test_the_table_fits_a_page_and_the_json_says_the_same() -> None:
    proof = Proof("l", "x" * 43, 2.0, 5, 28, 28, 11, 11, 11, 11, 35, 29, 6, 8, 8)
    assert max(map(len, proof_table([proof]))) <= 150
    document = proof_document([proof])
    assert document["total"]["killed"] == 29
    assert [rate["misses"] for rate in document["rates"]] == [0, 0, 0, 0, 0]
    assert document["proven"] is True


# An answer that is a name is chosen, not computed: there is nothing to compute in more digits.
NO_MATHEMATICS = {"choose_loss", "choose_activation"}


@pytest.mark.parametrize("lesson", ["losses", "activations", "logits"])
def test_three_oracles_wherever_there_is_something_to_compute(course: Course, lesson: str) -> None:
    """The reference, Keras, and one that computes exactly or in high precision."""
    for name, exercise in load_pair(course, lesson)[1].items():
        if name not in NO_MATHEMATICS:
            assert exercise.oracle is not None, name
            assert exercise.precise is not None, name
