"""Proof that a lesson's hidden checks are right: on the reference, the stub, every named answer, and
every mechanical mutant of the reference."""

from __future__ import annotations

import copy
import functools
import importlib.util
import multiprocessing
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder.authoring.exercise import Answer, Exercise
from autograder.authoring.lesson_folder import load_pair, refuse_strays
from autograder.authoring.lesson_text import solution_line, stub
from autograder.authoring.loading import files_of
from autograder.base.cores import default_workers
from autograder.base.course import FILE, Course, Feedback, load_course
from autograder.base.errors import CourseError
from autograder.base.source_text import at, blamed, described, place_of
from autograder.judging.judge import judge
from autograder.key.compilation import compile_keys
from autograder.key.outcome import Outcome, call_here, same
from autograder.key.records import ExerciseKey, LessonKey
from autograder.key.store import load_key
from autograder.workshop import mutation_run
from autograder.workshop.mutation_run import Hunt
from autograder.workshop.proof import Proof

WANTED = 8  # named wrong answers, and right answers, of each exercise
_NEEDED = ("libcst", "mutmut", "scipy")  # here, beside what compiles the key; the extra [author] brings them
CHUNK = 20  # mutants that a process takes at a time: few, so that all are busy to the end


@dataclass(frozen=True)
class Place:
    """Where an exercise is defined, for a process of the pool."""

    root: str
    lesson: str
    exercise: str


@dataclass(frozen=True)
class Answers:
    """What became of an exercise's answers: all of a proof but the mutants. Of the mutants that are
    listed as equivalent, `equivalents` says the place."""

    points: float
    checks: int
    cases: int
    keras_cases: int
    equivalents: dict[str, str]
    wrong: int
    caught: int
    intended: int
    named: int
    right: int
    accepted: int
    shortcomings: list[str]


@dataclass(frozen=True)
class Alive:
    """A mutant that no case catches: its changed line, and the place of that in the lesson's text."""

    line: str
    place: str


def prove(
    course: Course,
    names: Iterable[str] = (),
    lessons: Iterable[str] | None = None,
    context: multiprocessing.context.BaseContext | None = None,
) -> list[Proof]:
    """Prove the named exercises, or all, of these lessons, or all, on all cores. Compiling the keys proves
    that the reference, Keras and the high-precision oracle agree, and that every wrong answer can be told
    by name.
    `context` starts the processes; the default works in any process."""
    for package in _NEEDED:
        if importlib.util.find_spec(package) is None:
            raise CourseError(
                f"proving needs {package}; in the kit's folder run: pip install -c constraints.txt -e '.[author]'"
            )
    places = _places(course, set(names), course.names if lessons is None else lessons)
    compile_keys(course, list(dict.fromkeys(place.lesson for place in places)))
    pool = ProcessPoolExecutor(default_workers(), mp_context=context or _server())
    try:
        return _prove_all(pool, places)
    finally:
        pool.shutdown(cancel_futures=True)


def _server() -> multiprocessing.context.BaseContext:
    """A server that has imported what the processes need, so that they do not each do it again."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["autograder.workshop.prove", "autograder.workshop.mutants", "jupytext"])
    return context


def _places(course: Course, wanted: set[str], lessons: Iterable[str]) -> list[Place]:
    refuse_strays(course)
    places = [
        Place(str(course.root), lesson, exercise)
        for lesson in lessons
        for exercise in load_pair(course, lesson)[1]
        if not wanted or exercise in wanted
    ]
    missing = wanted - {place.exercise for place in places}
    if missing:
        raise CourseError(
            f"{at(course.root / FILE)}: no lesson has an exercise {sorted(missing)[0]!r}; "
            "see `autograder prove` for the list"
        )
    return places


def _prove_all(pool: ProcessPoolExecutor, places: Sequence[Place]) -> list[Proof]:
    """The large tasks go first, then the mutants in small ones."""
    beginnings = {pool.submit(_begin, place): place for place in places}
    answers = {place: pool.submit(_answers_there, place) for place in places}
    hunts: dict[Place, Hunt] = {}
    alive: dict[Place, list[Future[list[Alive]]]] = {}
    for begun in as_completed(beginnings):
        place = beginnings[begun]
        hunts[place] = found = begun.result()
        alive[place] = [
            pool.submit(_survivors, place, found.mutants[start : start + CHUNK], found.seconds)
            for start in range(0, len(found.mutants), CHUNK)
        ]
    return [
        _proof(
            place.lesson,
            place.exercise,
            answers[place].result(),
            len(hunts[place].mutants),
            [mutant for part in alive[place] for mutant in part.result()],
        )
        for place in places
    ]


@functools.cache
def _lesson(root: str, lesson: str) -> tuple[LessonKey, dict[str, Any]]:
    """A lesson's key, and the namespace of its reference solutions."""
    key = load_key(load_course(Path(root)), lesson)
    return key, key.lesson.reference()


def _begin(place: Place) -> Hunt:
    with _quiet():
        return mutation_run.begin(_lesson(place.root, place.lesson)[0], place.exercise)


def _answers_there(place: Place) -> Answers:
    lesson, reference = _lesson(place.root, place.lesson)
    key = lesson.exercises[place.exercise]
    try:
        return _answers(lesson, key, reference)
    except Exception as error:
        where = blamed(error, *files_of(key.exercise))
        if where is None:
            raise
        raise CourseError(f"{where}: {place.exercise}: {described(error)}; mend that line") from error


def _survivors(place: Place, mutants: Sequence[Any], seconds: float) -> list[Alive]:
    return _alive(_lesson(place.root, place.lesson)[0], place.exercise, mutants, seconds)


def _alive(lesson: LessonKey, name: str, mutants: Sequence[Any], seconds: float) -> list[Alive]:
    text = lesson.lesson
    with _quiet():
        return [
            Alive(mutant.line, at(text.path, solution_line(text.answers[name], mutant.number)))
            for mutant in mutation_run.survivors(lesson, name, mutants, seconds)
        ]


def _quiet() -> warnings.catch_warnings[None]:
    """A wrong answer may overflow; that is its business."""
    return warnings.catch_warnings(action="ignore")


def prove_exercise(lesson: LessonKey, key: ExerciseKey, reference: dict[str, Any]) -> Proof:
    """The proof of one exercise, in this process."""
    name = key.exercise.name
    answers = _answers(lesson, key, reference)
    with _quiet():
        begun = mutation_run.begin(lesson, name)
    alive = _alive(lesson, name, begun.mutants, begun.seconds)
    return _proof(lesson.lesson.name, name, answers, len(begun.mutants), alive)


def _proof(lesson: str, exercise: str, answers: Answers, mutants: int, alive: list[Alive]) -> Proof:
    """Of so many `mutants` those that are `alive` must all be listed as equivalent."""
    survivors = [mutant for mutant in alive if mutant.line not in answers.equivalents]
    lines = {mutant.line for mutant in alive}
    stale = {line: place for line, place in answers.equivalents.items() if line not in lines}
    return Proof(
        lesson=lesson,
        exercise=exercise,
        points=answers.points,
        checks=answers.checks,
        cases=answers.cases,
        keras_cases=answers.keras_cases,
        wrong=answers.wrong,
        caught=answers.caught,
        caught_by_intended=answers.intended,
        named=answers.named,
        mutants=mutants,
        killed=mutants - len(alive),
        equivalent=len(alive) - len(survivors),
        right=answers.right,
        accepted=answers.accepted,
        shortcomings=[
            *answers.shortcomings,
            *(f"{m.place}: {exercise}: mutant survives: {m.line}" for m in survivors),
            *(
                f"{place}: {exercise}: listed as equivalent, but no mutant that survives: {line}"
                for line, place in stale.items()
            ),
        ],
    )


def _answers(lesson: LessonKey, key: ExerciseKey, reference: dict[str, Any]) -> Answers:
    exercise = key.exercise
    own = at(lesson.lesson.path, lesson.lesson.answers[exercise.name].line)
    with _quiet():
        wrongs = [_wrong_answer(key, wrong) for wrong in exercise.wrongs]
        rights = [list(_right_answer(key, right)) for right in exercise.rights]
        shortcomings = [
            *(f"{own}: {sentence}" for sentence in _short("the reference", key, reference[exercise.name])),
            *(f"{own}: {sentence}" for sentence in _no_marks_for_the_stub(lesson, key)),
            *(f"{at(*exercise.where)}: {sentence}" for sentence in _too_few(exercise)),
            *(sentence for wrong in wrongs for sentence in wrong.shortcomings),
            *(sentence for sentences in rights for sentence in sentences),
        ]
    return Answers(
        points=exercise.points,
        checks=len(exercise.checks),
        cases=len(key.cases),
        keras_cases=sum(case.keras is not None for case in key.cases),
        equivalents={
            line: at(exercise.where[0], number) for line, number in exercise.equivalent_lines.items()
        },
        wrong=len(wrongs),
        caught=sum(wrong.caught for wrong in wrongs),
        intended=sum(wrong.intended for wrong in wrongs),
        named=sum(wrong.named for wrong in wrongs),
        right=len(rights),
        accepted=sum(not sentences for sentences in rights),
        shortcomings=shortcomings,
    )


def _too_few(exercise: Exercise) -> Iterator[str]:
    """A proof wants some breadth: this many answers of each kind."""
    for kind, answers in (("wrong", exercise.wrongs), ("right", exercise.rights)):
        if len(answers) < WANTED:
            yield (
                f"{exercise.name}: it has {len(answers)} {kind} answers; a proof wants {WANTED}: "
                f"add @….{kind} functions"
            )


@dataclass(frozen=True)
class _Wrong:
    """What became of a wrong answer: caught at all, by the check that is meant to, told by its name."""

    caught: bool
    intended: bool
    named: bool
    shortcomings: list[str]


def _wrong_answer(key: ExerciseKey, wrong: Answer) -> _Wrong:
    """A wrong answer, run anew as a student's would be. One that draws at random may give other outcomes
    than those in the key, and then may be taken for one of its kin."""
    exercise = key.exercise
    recorded = [case.wrong[wrong.name] for case in key.cases]
    outcomes = outcomes_of(key, wrong.function)
    alike = all(same(c.check, one, two) for c, one, two in zip(key.cases, recorded, outcomes, strict=True))
    result = judge(key, outcomes, Feedback())
    failed = [c.name for c, r in zip(exercise.checks, result.checks, strict=True) if r.score == 0]
    label = f"{exercise.name}: wrong answer {wrong.name!r}"
    if result.score == result.max_score:
        return _Wrong(
            False, False, False, [f"{wrong.place}: {label} gets full marks; add a case that catches it"]
        )
    intended = wrong.fails is None or wrong.fails in failed
    named = result.misconception == wrong.misconception
    sentences = []
    if not intended:
        sentences.append(f"{label} passes {wrong.fails!r}, meant to catch it; it fails {', '.join(failed)}")
    if not named and alike:
        taken = next((w.name for w in exercise.wrongs if w.misconception == result.misconception), None)
        sentences.append(f"{label} is taken for {taken!r}; add a case that tells them apart")
    return _Wrong(True, intended, named, [f"{wrong.place}: {sentence}" for sentence in sentences])


def _right_answer(key: ExerciseKey, right: Answer) -> Iterator[str]:
    for sentence in _short(f"right answer {right.name!r}", key, right.function):
        yield f"{right.place}: {sentence}"


def outcomes_of(key: ExerciseKey, answer: Callable[..., Any]) -> list[Outcome]:
    return [call_here(answer, case.check, case.case) for case in key.cases]


def _short(label: str, key: ExerciseKey, answer: Callable[..., Any]) -> Iterator[str]:
    """The checks that an answer fails, and the laws that it breaks."""
    result = judge(key, outcomes_of(key, answer), Feedback(inputs=True, expected=True))
    for check, record in zip(key.exercise.checks, result.checks, strict=True):
        if record.score < record.points:
            yield f"{key.exercise.name}: {label} fails {check.name!r}: {record.message}"
    for law in key.exercise.relations:
        broken = _broken_by(law, key, answer)
        if broken is not None:
            yield f"{key.exercise.name}: {label} breaks the law {law.__name__!r} {broken}"


def _broken_by(law: Callable[..., Any], key: ExerciseKey, answer: Callable[..., Any]) -> str | None:
    """Where a law does not hold on the arguments of a case that gives a value."""
    for case in key.cases:
        if case.case.raises is None:
            try:
                held = law(answer, *copy.deepcopy(case.case.args), **copy.deepcopy(case.case.kwargs))
            except Exception as error:  # noqa: BLE001 — the law's own fault or the answer's: it says which
                return f"in {case.check.name!r}: {described(error)} at {blamed(error, *files_of(key.exercise)) or place_of(law)}"
            if held is not NotImplemented and not held:
                return f"in {case.check.name!r} ({place_of(law)})"
    return None


def _no_marks_for_the_stub(lesson: LessonKey, key: ExerciseKey) -> Iterator[str]:
    name = key.exercise.name
    text = lesson.lesson
    setup = [(cell, cell.source) for cell in text.cells if cell.role == "setup"]
    space = text.run([*setup, (text.answers[name], stub(text.answers[name].source))])
    failed = {
        case.check.name
        for case, got in zip(key.cases, outcomes_of(key, space[name]), strict=True)
        if key.problem(case, got) is not None
    }
    points = sum(check.points for check in key.exercise.checks if check.name not in failed)
    if points:
        yield f"{name}: the untouched stub gets {points:g} points; add a case that it fails"
