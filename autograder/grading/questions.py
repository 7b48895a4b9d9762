"""Asking a submission's worker the calls of its exercises."""

from __future__ import annotations

from autograder.grading import steps as nb
from autograder.grading.orders import Order
from autograder.grading.session import Session
from autograder.judging.cell_errors import CellError
from autograder.judging.judge import passes
from autograder.key.outcome import UNSTABLE, UNSTABLE_ANEW, Outcome, died, same
from autograder.key.records import ExerciseKey, KeyCase, LessonKey

QUICK = 0.2  # of a call's time, for the calls after one that ran out of it


def ask(
    session: Session, key: ExerciseKey, orders: list[Order], broken: CellError | None
) -> list[Outcome]:
    """The outcomes of every case of an exercise. A call that kills the worker costs its check: the
    check's further cases are not tried."""
    outcomes: dict[int, Outcome] = {}
    dead: dict[str, Outcome] = {}
    patience = 1.0
    left = list(key.order)
    while left:
        for outcome in session.calls([orders[place] for place in left], patience):
            place = left.pop(0)
            entry = key.cases[place]
            if outcome.kind == "died" and entry.check.name not in dead:
                if outcome.text.startswith("ran out of time"):
                    patience = QUICK
                if broken is not None and outcome.text.endswith("is not defined"):
                    outcome = died(f"{outcome.text}: its cell {broken.text}")
                dead[entry.check.name] = outcome
            outcomes[place] = dead.get(entry.check.name) or again(entry, outcomes.get(place), outcome)
        for place in [place for place in left if key.cases[place].check.name in dead]:
            left.remove(place)
            outcomes[place] = dead[key.cases[place].check.name]
    return [outcomes[place] for place in range(len(key.cases))]


def again(entry: KeyCase, before: Outcome | None, now: Outcome, otherwise: str = UNSTABLE) -> Outcome:
    """The outcome of a case that may have been asked before: the same arguments, the same answer."""
    if before is None or before.kind != "value" or same(entry.check, before, now):
        return now if before is None else before
    return died(otherwise)


def ask_anew(
    session: Session,
    key: LessonKey,
    orders: dict[str, list[Order]],
    steps: list[nb.Run | nb.Ask],
    outcomes: dict[str, list[Outcome]],
) -> None:
    """Ask a second process for what must not depend on the process, where the first gave a right answer, and
    note in `outcomes` where it gives another: the first could have kept what it once drew for a seed. Not where
    it gave the reference's own answer, drawn from the seed alone: to keep another would not have led to it."""
    wanted = {
        name: [
            place
            for place, (case, got) in enumerate(zip(exercise.cases, outcomes[name], strict=True))
            if case.check.anew and passes(exercise, case, got) and not same(case.check, case.expected, got)
        ]
        for name, exercise in key.exercises.items()
    }
    left = sum(map(len, wanted.values()))
    for step in steps:
        if not left:
            return
        if isinstance(step, nb.Run):
            session.run(step.source)
            continue
        name = step.exercise
        places = wanted[name]
        left -= len(places)
        while places:
            for now in session.calls([orders[name][place] for place in places]):
                place = places.pop(0)
                entry, before = key.exercises[name].cases[place], outcomes[name][place]
                outcomes[name][place] = again(entry, before, now, UNSTABLE_ANEW)
