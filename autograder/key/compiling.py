"""Compiling an answer key: the hidden checks draw their cases, and reference, Keras and the named wrong
answers answer them. Where they do not agree as they should, it says in which line."""

from __future__ import annotations

import copy
import dataclasses
import zlib
from collections.abc import Callable, Container, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np

from autograder.authoring.exercise import Case, Check, Exercise, Oracle
from autograder.authoring.lesson_folder import load_pair
from autograder.authoring.lesson_text import Lesson
from autograder.authoring.loading import files_of
from autograder.base.course import Course
from autograder.base.errors import CourseError
from autograder.base.source_text import at, blamed, described, line_of, place_of
from autograder.key import picture_values
from autograder.key.outcome import Outcome, call_here, problem, same
from autograder.key.records import KeyCase
from autograder.student.compare import Difference, difference, show, show_call


def compile_exercises(
    course: Course, lesson: str, wanted: Container[str], begun: Callable[[str], None]
) -> Iterator[tuple[str, dict[str, Any]]]:
    """The name of each exercise of a lesson that is wanted, with its key's content; `begun` hears of each as it
    begins. Raises CourseError where reference and Keras do not agree."""
    text, hidden = load_pair(course, lesson)
    space = text.reference()
    for exercise, definition in hidden.items():
        if exercise in wanted:
            begun(exercise)
            yield exercise, _compile(course, text, definition, space[exercise])


def _compile(course: Course, lesson: Lesson, definition: Exercise, reference: Any) -> dict[str, Any]:
    parts = {
        part: [
            entry for check in listed for entry in _Compiling(course, lesson, definition, check).entries(reference)
        ]
        for part, listed in (("cases", definition.checks), ("public", definition.public))
    }
    for one, other in twins(definition, parts["cases"]):
        second = next(wrong for wrong in definition.wrongs if wrong.name == other)
        raise CourseError(
            f"{second.place}: {definition.name}: no case tells the wrong answers {one!r} and "
            f"{other!r} apart; add a case that does, or make them one"
        )
    compiled: dict[str, Any] = {part: [_pack(entry) for entry in parts[part]] for part in parts}
    return compiled | {"picture": picture_values.record(at(*definition.where), definition, reference)}


def twins(definition: Exercise, cases: Sequence[KeyCase]) -> Iterator[tuple[str, str]]:
    """Pairs of wrong answers that no case tells apart: a student could not be told which it is."""
    for one, other in combinations([wrong.name for wrong in definition.wrongs], 2):
        if all(same(entry.check, entry.wrong[one], entry.wrong[other]) for entry in cases):
            yield one, other


def _pack(entry: KeyCase) -> dict[str, Any]:
    return {
        "check": entry.check.name,
        "args": list(entry.case.args),
        "kwargs": entry.case.kwargs,
        "raises": entry.case.raises,
        "expected": entry.expected.pack(),
        "keras": None if entry.keras is None else entry.keras.pack(),
        "wrong": {name: outcome.pack() for name, outcome in entry.wrong.items()},
    }


@dataclass(frozen=True)
class _Compiling:
    """A check of an exercise on its way into the key."""

    course: Course
    lesson: Lesson
    definition: Exercise
    check: Check

    @property
    def path(self) -> Path:
        return self.definition.where[0]

    @property
    def label(self) -> str:
        return f"{self.lesson.name}/{self.definition.name}/{self.check.name}"

    def fault(self, line: int, what: str) -> CourseError:
        return CourseError(f"{at(self.path, line)}: {self.label}: {what}")

    def entries(self, reference: Any) -> Iterator[KeyCase]:
        check = self.check
        for case, line in self.drawn():
            here = show_call(self.definition.name, case.args, case.kwargs)
            expected = call_here(reference, check, case)
            try:
                found = problem(check, case, expected, expected)
                if found is not None:
                    raise self._own_case(reference, case, line, f"{here}: {found.text}")
                self.oracle("the high-precision oracle", line, here, self.definition.precise, case, expected)
                keras = self.oracle("Keras", line, here, self.definition.oracle, case, expected)
            except CourseError:
                raise
            except Exception as error:
                place = blamed(error, *files_of(self.definition))
                if place is None:
                    raise
                raise CourseError(f"{place}: {self.label}: on {here}: {described(error)}; mend that line") from error
            yield KeyCase(
                check=check,
                case=case,
                expected=expected,
                keras=keras,
                wrong={wrong.name: call_here(wrong.function, check, case) for wrong in self.definition.wrongs},
            )

    def drawn(self) -> list[tuple[Case, int]]:
        """The check's cases, each with the line that yields it."""
        rng = np.random.default_rng([self.course.seed, zlib.crc32(self.label.encode())])
        line = line_of(self.check.draw)
        found = []
        try:
            cases = iter(self.check.draw(rng))
            for case in cases:
                frame = getattr(cases, "gi_frame", None)
                found.append((case, frame.f_lineno if frame else line))
        except (Exception, SystemExit) as error:
            place = blamed(error, *files_of(self.definition))
            if place is None:
                raise self.fault(line, f"the check draws no cases ({described(error)}); yield call(…)") from error
            raise CourseError(f"{place}: {self.label}: {described(error)}; mend that line") from error
        for case, line in found:
            if not isinstance(case, Case):
                raise self.fault(line, f"the check yields {show(case)}, which is no case; yield call(…)")
        if not found:
            raise self.fault(line, "the check draws no case; yield at least one call(…)")
        return found

    def _own_case(self, reference: Any, case: Case, line: int, what: str) -> CourseError:
        """The reference fails: the place is its own line where it raises, else the case's."""
        place = _raising(reference, self.check, case, self.lesson.path)
        where, also = (place, f" (the case of {at(self.path, line)})") if place else (at(self.path, line), "")
        return CourseError(f"{where}: {self.label}: the reference fails its own case {what}{also}; mend one of them")

    def oracle(
        self, who: str, line: int, here: str, oracle: Oracle | None, case: Case, expected: Outcome
    ) -> Outcome | None:
        """An oracle's outcome, after making sure that it agrees with the reference."""
        if oracle is None:
            return None
        check = self.check
        outcome = _ask(oracle.answer, check, case)
        if outcome.kind == "value" and outcome.value is None:
            return None
        if case.raises is not None:
            if outcome.kind != "raised":
                raise self.fault(line, f"{here} raises {case.raises}, but {who} gives {show(outcome.value)}; mend one")
            return None
        if outcome.kind == "raised":
            files = files_of(self.definition)
            place = _raising(oracle.answer, _plain(check), case, *files) or place_of(oracle.answer)
            raise CourseError(
                f"{place}: {self.label}: {who} fails on {here}: {outcome.names[0]}: {outcome.text} (the case of "
                f"{at(self.path, line)}); mend that line, or return NotImplemented where it has no say"
            )
        if check.holds is not None:
            held = check.holds(case, outcome.value, expected.value)
            sentence = held.text if isinstance(held, Difference) else held
            agree = sentence is None
        else:
            found = difference(outcome.value, expected.value, oracle.rtol, oracle.atol)
            agree, sentence = found is None, found.text if found else None
        if not agree:
            raise self.fault(
                line,
                f"reference and {who} disagree on {here}: the reference {sentence}, {who} gives {show(outcome.value)}; "
                "mend one of them",
            )
        return outcome


def _raising(answer: Callable[..., Any], check: Check, case: Case, *paths: Path) -> str | None:
    """The line of these files on which an answer raises, when it is called once more."""
    args, kwargs = copy.deepcopy(case.args), copy.deepcopy(case.kwargs)
    try:
        if check.drive is None:
            answer(*args, **kwargs)
        else:
            check.drive(answer, *args, **kwargs)
    except (Exception, SystemExit) as error:  # noqa: BLE001 — whatever it is, its place is asked
        return blamed(error, *paths)
    return None


def _plain(check: Check) -> Check:
    return dataclasses.replace(check, drive=None)


def _ask(oracle: Callable[..., Any], check: Check, case: Case) -> Outcome:
    def answer(*args: Any, **kwargs: Any) -> Any:
        value = oracle(*args, **kwargs)
        return None if value is NotImplemented else value

    return call_here(answer, _plain(check), case)
