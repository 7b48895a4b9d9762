"""Proof that a lesson's hidden checks are right: on the reference, the stub, every named answer, and
every mechanical mutant of the reference."""

from __future__ import annotations

import contextlib
import copy
import functools
import multiprocessing
import os
import signal
import warnings
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from autograder.course import Course, Feedback, load_course
from autograder.errors import CourseError
from autograder.exercise import Exercise
from autograder.judge import judge
from autograder.key import ExerciseKey, LessonKey, compile_keys, load_key, load_pair, refuse_strays
from autograder.lesson import solution, stub
from autograder.outcome import Outcome, call_here, problem

MUTANT_SECONDS = 3.0
WANTED = 8  # named wrong answers, and right answers, of each exercise


@dataclass(frozen=True)
class Proof:
    """What was tried on one exercise, and each shortcoming as a sentence."""

    lesson: str
    exercise: str
    points: float
    checks: int
    cases: int
    keras_cases: int
    wrong: int
    caught: int
    caught_by_intended: int
    mutants: int
    killed: int
    equivalent: int
    right: int
    accepted: int
    shortcomings: list[str] = field(default_factory=list)

    @property
    def proven(self) -> bool:
        return not self.shortcomings


def prove(course: Course, names: Iterable[str] = ()) -> list[Proof]:
    """Prove the named exercises, or all, on all cores. Compiling the keys proves that the reference,
    Keras and the high-precision oracle agree, and that every wrong answer can be told by name."""
    wanted = set(names)
    refuse_strays(course)
    tasks = [
        (str(course.root), lesson, exercise)
        for lesson in course.names
        for exercise in load_pair(course, lesson)[1]
        if not wanted or exercise in wanted
    ]
    missing = wanted - {exercise for _root, _lesson, exercise in tasks}
    if missing:
        raise CourseError(
            f"{course.root / 'course.yaml'}: no lesson has an exercise {sorted(missing)[0]!r}; "
            "see `autograder prove` for the list"
        )
    compile_keys(course, list(dict.fromkeys(lesson for _root, lesson, _exercise in tasks)))
    fresh = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(min(os.cpu_count() or 1, len(tasks)), mp_context=fresh) as pool:
        return list(pool.map(_prove_task, tasks))


def _prove_task(task: tuple[str, str, str]) -> Proof:
    root, lesson, exercise = task
    key, reference = _lesson(root, lesson)
    return prove_exercise(key, key.exercises[exercise], reference)


@functools.cache
def _lesson(root: str, lesson: str) -> tuple[LessonKey, dict[str, Any]]:
    key = load_key(load_course(Path(root)), lesson)
    return key, key.lesson.reference()


def prove_exercise(lesson: LessonKey, key: ExerciseKey, reference: dict[str, Any]) -> Proof:
    exercise = key.exercise
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a wrong answer may overflow; that is its business
        wrong, caught, intended = _wrong_answers(key)
        survivors, mutants, equivalent, stale = _mutants(lesson, key)
        right = {answer.name: list(_right_answer(key, answer)) for answer in exercise.rights}
        shortcomings = [
            *_whole_marks("the reference", key, reference[exercise.name]),
            *_laws("the reference", key, reference[exercise.name]),
            *_no_marks_for_the_stub(lesson, key),
            *_too_few(exercise),
            *wrong,
            *(f"mutant survives: {line}" for line in survivors),
            *(f"listed as equivalent, but no mutant that survives: {line}" for line in stale),
            *(sentence for sentences in right.values() for sentence in sentences),
        ]
    return Proof(
        lesson=lesson.lesson.name,
        exercise=exercise.name,
        points=exercise.points,
        checks=len(exercise.checks),
        cases=len(key.cases),
        keras_cases=sum(case.keras is not None for case in key.cases),
        wrong=len(exercise.wrongs),
        caught=caught,
        caught_by_intended=intended,
        mutants=mutants,
        killed=mutants - equivalent - len(survivors),
        equivalent=equivalent,
        right=len(right),
        accepted=sum(not sentences for sentences in right.values()),
        shortcomings=shortcomings,
    )


def _too_few(exercise: Exercise) -> Iterator[str]:
    """A proof wants some breadth: this many answers of each kind."""
    for kind, answers in (("wrong", exercise.wrongs), ("right", exercise.rights)):
        if len(answers) < WANTED:
            yield f"it has {len(answers)} {kind} answers; a proof wants {WANTED}: add @….{kind} functions"


def _wrong_answers(key: ExerciseKey) -> tuple[list[str], int, int]:
    """Shortcomings, how many are caught, and how many by the check that is meant to."""
    exercise = key.exercise
    shortcomings = []
    caught = intended = 0
    for wrong in exercise.wrongs:
        result = judge(key, [case.wrong[wrong.name] for case in key.cases], Feedback())
        if result.score == result.max_score:
            shortcomings.append(f"wrong answer {wrong.name!r} gets full marks")
            continue
        caught += 1
        failed = {c.name for c, r in zip(exercise.checks, result.checks, strict=True) if r.score == 0}
        if wrong.fails is None or wrong.fails in failed:
            intended += 1
        else:
            shortcomings.append(f"wrong answer {wrong.name!r} passes {wrong.fails!r}, meant to catch it")
        if result.misconception != wrong.misconception:
            shortcomings.append(f"wrong answer {wrong.name!r} is not diagnosed by its name")
    return shortcomings, caught, intended


def _right_answer(key: ExerciseKey, right: Any) -> Iterator[str]:
    label = f"right answer {right.name!r}"
    yield from _whole_marks(label, key, right.function)
    yield from _laws(label, key, right.function)


def outcomes_of(key: ExerciseKey, answer: Callable[..., Any]) -> list[Outcome]:
    return [call_here(answer, case.check, case.case) for case in key.cases]


def _whole_marks(label: str, key: ExerciseKey, answer: Callable[..., Any]) -> Iterator[str]:
    result = judge(key, outcomes_of(key, answer), Feedback(inputs=True, expected=True))
    for check, record in zip(key.exercise.checks, result.checks, strict=True):
        if record.score < record.points:
            yield f"{label} fails {check.name!r}: {record.message}"


def _laws(label: str, key: ExerciseKey, answer: Callable[..., Any]) -> Iterator[str]:
    """The exercise's relations, on the arguments of every case that gives a value."""
    for law in key.exercise.relations:
        for case in key.cases:
            if case.case.raises is None:
                held = law(answer, *copy.deepcopy(case.case.args), **copy.deepcopy(case.case.kwargs))
                if not held:
                    yield f"{label} breaks the law {law.__name__!r} in {case.check.name!r}"
                    break


def _no_marks_for_the_stub(lesson: LessonKey, key: ExerciseKey) -> Iterator[str]:
    name = key.exercise.name
    space: dict[str, Any] = {}
    exec(stub(lesson.lesson.answers[name].source), space)
    result = judge(key, outcomes_of(key, space[name]), Feedback())
    if result.score:
        yield f"the untouched stub gets {result.score:g} points"


def _mutants(lesson: LessonKey, key: ExerciseKey) -> tuple[list[str], int, int, list[str]]:
    """Survivors that are not listed as equivalent, all mutants, how many are equivalent, and the
    lines listed as equivalent that no surviving mutant has."""
    from autograder.mutants import mutants

    name = key.exercise.name
    source = solution(lesson.lesson.answers[name].source)
    known = key.exercise.equivalents
    lines = []
    made = mutants(source)
    for mutant in made:
        space = _before(lesson, name)
        if not _killed(key, mutant.source, space):
            lines.append(mutant.line)
    survivors = [line for line in lines if line not in known]
    return survivors, len(made), len(lines) - len(survivors), [k for k in known if k not in lines]


def _before(lesson: LessonKey, name: str) -> dict[str, Any]:
    """The namespace in which an exercise's cell runs: setup and the answers before it."""
    space: dict[str, Any] = {}
    exec(lesson.lesson.setup, space)
    for other, cell in lesson.lesson.answers.items():
        if other == name:
            break
        exec(cell.source, space)
    return space


def _killed(key: ExerciseKey, source: str, space: dict[str, Any]) -> bool:
    """Whether the hidden cases take a mark from this mutant. One that does not end is killed."""
    try:
        with _within(MUTANT_SECONDS):
            exec(source, space)
            answer = space[key.exercise.name]
            for case in key.cases:
                got = call_here(answer, case.check, case.case)
                if problem(case.check, case.case, case.expected, got) is not None:
                    return True
    except (Exception, _Late):  # noqa: BLE001 — a mutant may raise anything: then it is caught
        return True
    return False


class _Late(BaseException):
    """A mutant that took too long; no `except Exception` of its own stops this."""


@contextlib.contextmanager
def _within(seconds: float) -> Iterator[None]:
    def late(number: int, frame: object) -> None:
        raise _Late

    before = signal.signal(signal.SIGALRM, late)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def interval(misses: int, tries: int) -> tuple[float, float]:
    """The exact (Clopper-Pearson) 95 % interval of a rate, in per cent."""
    from scipy.stats import binomtest

    bounds = binomtest(misses, tries).proportion_ci(confidence_level=0.95)
    return 100 * float(bounds.low), 100 * float(bounds.high)


def proof_table(proofs: list[Proof]) -> list[str]:
    """The proof as an engineer reads it: a row an exercise, totals with their intervals, shortcomings."""
    width = max(len(proof.exercise) for proof in proofs)
    head = (
        f"{'exercise':{width}}  checks  cases  Keras  wrong caught (intended)  "
        "mutants killed+equivalent/all  right accepted  proven"
    )
    lines = [head]
    for p in proofs:
        wrong = f"{p.caught}/{p.wrong} ({p.caught_by_intended})"
        mutants = f"{p.killed}+{p.equivalent}/{p.mutants}"
        lines.append(
            f"{p.exercise:{width}}  {p.checks:6}  {p.cases:5}  {p.keras_cases:5}  {wrong:>23}  "
            f"{mutants:>29}  {f'{p.accepted}/{p.right}':>14}  {'yes' if p.proven else 'NO'}"
        )
    lines += ["", *_totals(proofs), f"{sum(p.proven for p in proofs)} of {len(proofs)} exercises proven"]
    return lines + [f"{p.exercise}: {sentence}" for p in proofs for sentence in p.shortcomings]


def _totals(proofs: list[Proof]) -> Iterator[str]:
    wrong = sum(p.wrong for p in proofs)
    tested = sum(p.mutants - p.equivalent for p in proofs)
    right = sum(p.right for p in proofs)
    rows = (
        ("named wrong answers let through", wrong - sum(p.caught for p in proofs), wrong),
        ("mutants let through (equivalent ones left out)", tested - sum(p.killed for p in proofs), tested),
        ("right answers turned away", right - sum(p.accepted for p in proofs), right),
    )
    for words, misses, tries in rows:
        if tries:
            low, high = interval(misses, tries)
            yield f"{words}: {misses} of {tries} (95 % interval {low:.2g} % to {high:.2g} %)"
