"""Help from what the failing calls have in common that the passing ones have not.

Every sentence is fixed: which of them is said tells no more about the hidden inputs than the marks do.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from autograder.authoring.exercise import Answer
from autograder.judging.traits import ALIKE, Failures
from autograder.key.outcome import UNSTABLE, UNSTABLE_ANEW, Outcome, problem, same
from autograder.key.records import ExerciseKey
from autograder.worker.drivers import NOT_AS_ASKED
from autograder.worker.values import Refused


def similar(key: ExerciseKey, outcomes: Sequence[Outcome], failures: Failures) -> Answer | None:
    """The named wrong answer that gives the very outcomes of this one wherever both fail, where they
    fail in mostly the same cases and one of the two has no other mistake."""
    failing = {id(case) for case, _got, _found in failures}
    best, found = ALIKE, None
    for wrong in key.exercise.wrongs:
        both, either, agree = 0, 0, True
        only_here = only_there = False
        for case, got in zip(key.cases, outcomes, strict=True):
            theirs = case.wrong[wrong.name]
            here, there = id(case) in failing, problem(case.check, case.case, case.expected, theirs) is not None
            only_here, only_there = only_here or (here and not there), only_there or (there and not here)
            both, either = both + (here and there), either + (here or there)
            if (only_here and only_there) or (here and there and not same(case.check, theirs, got)):
                agree = False
                break
        if agree and either and both / either > best:
            best, found = both / either, wrong
    return found


def refusals(key: ExerciseKey, failures: Failures) -> str | None:
    """About exceptions that should be raised, and are not, or the other way round."""
    wanted = {case.case.raises for case in key.cases if case.case.raises}
    if all(case.case.raises for case, _got, _found in failures):
        if all(got.kind == "raised" for _case, got, _found in failures):
            return (
                "What must be refused stops with another exception than the docstring names. Do you raise it "
                "yourself, on both sides, before the value is used?"
            )
        return (
            "What is allowed comes out right, but something that must be refused is not, or not with the "
            "exception that the docstring names. Does your test look at both ends, at the first number outside, "
            "and at every entry?"
        )
    if all(got.kind == "raised" and wanted & set(got.names) for _case, got, _found in failures):
        return (
            "Calls that are allowed stop with the exception that is meant for others. Do you raise it for too "
            "much, or does a conversion or a shape raise it by accident?"
        )
    return None


def misbuilt(key: ExerciseKey, failures: Failures) -> str | None:
    """About results, or objects, that are not built as the docstring says."""
    if not all(type(got.value) is Refused and got.value.what == NOT_AS_ASKED for _case, got, _found in failures):
        return None
    return (
        "What comes back is not built as the docstring says. How many parts does it have there, in which order, and "
        "under which names (attributes and keys count too)?"
    )


def unfitting_call(key: ExerciseKey, failures: Failures) -> str | None:
    """About calls that the answer's parameters do not take."""
    phrases = ("unexpected keyword argument", "required positional argument", "positional argument")
    for _case, got, _found in failures:
        if got.kind != "raised" or got.names[0] != "TypeError" or not any(p in got.text for p in phrases):
            return None
        if re.split(r"[.(]", got.text)[0] not in (key.exercise.name, "<lambda>"):
            return None  # another function is meant, which the answer calls
    return "The call does not fit your def line. Compare it with the stub's: names, order and defaults."


def _words(failures: Failures) -> list[str] | None:
    """What came back, where words are asked for and words came."""
    said = [got.value for _case, got, _found in failures if got.kind == "value" and type(got.value) is str]
    asked = all(type(case.expected.value) is str for case, _got, _found in failures)
    return said if asked and len(said) == len(failures) else None


def misspelled(key: ExerciseKey, failures: Failures) -> str | None:
    """About words that no case asks for."""
    said = _words(failures)
    if said is None or set(said) <= {case.expected.value for case in key.cases}:
        return None
    return (
        "Something that you return is none of the names in the docstring. Compare capitals, underscores, spaces "
        "and spelling, letter by letter."
    )


def misplaced(key: ExerciseKey, failures: Failures) -> str | None:
    """About the right words in the wrong places."""
    if _words(failures) is None:
        return None
    return (
        "The names are spelled right; a choice between them is not. Which of your questions comes first, and for "
        "which input of the kind in the failed title does it give the wrong answer?"
    )


UNWRITTEN = "A call still reaches the line raise NotImplementedError(): put your code in its place. Nothing below it runs."


def unstable(key: ExerciseKey, failures: Failures) -> str | None:
    """About answers that are right once and not again."""
    if any(got.kind == "died" and got.text == UNSTABLE_ANEW for _case, got, _found in failures):
        return (
            "Whenever the notebook runs anew, your function gives another answer for the same arguments. What does "
            "it keep between two calls, and which numbers does it draw that do not follow from its arguments?"
        )
    if not any(got.kind == "died" and got.text == UNSTABLE for _case, got, _found in failures):
        return None
    return (
        "Called twice with the same arguments, your function gives two answers. Does it keep something from an "
        "earlier call, draw random numbers, or change a variable outside itself?"
    )


def constant(outcomes: Sequence[Outcome]) -> str | None:
    """About answers that do not depend on the arguments."""
    values = [got.value for got in outcomes if got.kind == "value"]
    if len(values) < 3 or not all(type(value) in (int, float, str) for value in values):
        return None
    if len(set(values)) > 1:
        return None
    return "Your function returns the same whatever it is called with. Where does it use its arguments?"


def stops(key: ExerciseKey, failures: Failures) -> str | None:
    """About answers that raise what they should not, wherever they are wrong."""
    if not all(got.kind == "raised" for _case, got, _found in failures):
        return None
    calls = "Every call stops" if len(failures) == len(key.cases) else "The calls that go wrong stop"
    return (
        f"{calls} with an exception. Call your function in a cell of your own, on an input such as the failed "
        "title names, and read the traceback from its last line upwards."
    )


def last_resort(key: ExerciseKey, failures: Failures) -> str:
    if {case.check.name for case, _got, _found in failures} == {check.name for check in key.exercise.checks}:
        return (
            "No check passes yet. Take the example that is worked by hand in the lesson, and print every "
            "intermediate value beside it."
        )
    return (
        "Some checks pass: the title of a failed one says what its calls have in common. Make the smallest input "
        "of that kind, work it by hand, and print every step of your function beside it."
    )
