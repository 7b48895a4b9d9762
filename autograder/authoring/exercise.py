"""What an author writes about one exercise: its checks, oracle, and named wrong and right answers.

    exercise = Exercise("binary_crossentropy", understood="...")          # checks.py

    @exercise.keras(rtol=1e-6, reason="float64 throughout")
    def keras_loss(y_true, y_pred): ...

    @exercise.check(points=2)
    def averages(rng):
        \"\"\"The loss is the mean over all elements.\"\"\"
        yield call([1, 0], rng.random(2))

    @exercise.wrong(fails="averages")                                     # wrong.py
    def sums(y_true, y_pred):
        \"\"\"sums over the elements instead of averaging

        What happens to your loss when the same batch is given twice?
        \"\"\"
        ...

    @exercise.right                                                       # right.py
    def by_hand(y_true, y_pred): ...

A docstring is what the student reads: a check's first line is its title, and the rest, if any, a hint
for answers that fail it and that nobody can name; a wrong answer's first line is the misconception
and the rest is a hint that asks.
"""

from __future__ import annotations

import functools
import inspect
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import numpy as np

from autograder.authoring.function_text import function_source, slipped, text_source
from autograder.authoring.pictures import Picture
from autograder.base.errors import CourseError
from autograder.base.source_text import at, place_of
from autograder.student.compare import Difference

Function = TypeVar("Function", bound=Callable[..., Any])
Draw = Callable[[np.random.Generator], Iterable["Case"]]
Holds = Callable[["Case", Any, Any], "str | Difference | None"]


@dataclass(frozen=True)
class Case:
    """One call. With `raises`, the answer must raise that exception (or a subclass of it)."""

    args: tuple[Any, ...]
    kwargs: dict[str, Any]
    raises: str | None = None

    def must_raise(self, error: type[Exception]) -> Case:
        return Case(self.args, self.kwargs, error.__name__)


def call(*args: Any, **kwargs: Any) -> Case:
    """The case of calling the answer with these arguments."""
    return Case(args, kwargs)


@dataclass(frozen=True)
class Check:
    """Cases that pass or fail together, for `points`.

    `holds(case, got, expected)` replaces the comparison of values where a property is what counts:
    it returns None, or the sentence that says what is wrong (or a `Difference`: then the judge decides
    how much of it may be said). `unchanged` also asks that the arguments are afterwards as they were,
    `anew` that the same comes when the notebook runs anew, in another process. `drive(answer, *args)`
    says how to use the answer, where it is not simply called.
    """

    name: str
    title: str
    points: float
    draw: Draw
    rtol: float
    atol: float
    reason: str
    unchanged: bool
    holds: Holds | None
    drive: Callable[..., Any] | None
    hint: str = ""
    anew: bool = False

    @property
    def place(self) -> str:
        """Where it is written, as errors name it."""
        return place_of(self.draw)

    @property
    def drive_source(self) -> str | None:
        return function_source(self.drive, "drive") if self.drive else None


@dataclass(frozen=True)
class Answer:
    """A named answer: a wrong one with its misconception and hint, or a right one."""

    name: str
    function: Callable[..., Any]
    misconception: str = ""
    hint: str = ""
    fails: str | None = None
    text: str | None = None  # of one that has no place in a file of its own
    where: str | None = None

    @property
    def place(self) -> str:
        """Where it is written, as errors name it."""
        return self.where or place_of(self.function)

    def source(self, exercise: str) -> str:
        """The text a student would have written: the definition under the exercise's name."""
        if self.text is not None:
            return text_source(self.text, exercise)
        return function_source(self.function, exercise)


@dataclass(frozen=True)
class Oracle:
    """What Keras answers, and how exactly it can be held to it."""

    answer: Callable[..., Any]
    rtol: float
    atol: float
    reason: str


def _caller() -> tuple[Path, int]:
    """Where an Exercise is made: two frames up, above this one and the dataclass's own."""
    frame = sys._getframe(2)
    return Path(frame.f_code.co_filename), frame.f_lineno


@dataclass
class Exercise:
    """Everything that is hidden about one exercise; the decorators below fill it in. `where` is the file
    and line that make it; `equivalent_lines` are the lines that list each equivalent mutant."""

    name: str
    understood: str = ""
    picture: Picture | None = None
    drive: Callable[..., Any] | None = None
    oracle: Oracle | None = None
    precise: Oracle | None = None
    equivalents: dict[str, str] = field(default_factory=dict)
    relations: list[Callable[..., Any]] = field(default_factory=list)
    checks: list[Check] = field(default_factory=list)
    public: list[Check] = field(default_factory=list)
    wrongs: list[Answer] = field(default_factory=list)
    rights: list[Answer] = field(default_factory=list)
    where: tuple[Path, int] = field(default_factory=_caller)
    equivalent_lines: dict[str, int] = field(default_factory=dict)

    @property
    def points(self) -> float:
        return sum(check.points for check in self.checks)

    def driver(self, function: Function) -> Function:
        """How to use the answer, `function(answer, *args)`. It must stand on `np` alone."""
        self.drive = function
        return function

    def keras(
        self, *, rtol: float = 1e-6, atol: float = 1e-9, reason: str
    ) -> Callable[[Function], Function]:
        """The Keras oracle, called as the answer is. It may return NotImplemented for a case
        that Keras has no opinion on."""

        def add(function: Function) -> Function:
            self.oracle = Oracle(function, rtol, atol, reason)
            return function

        return add

    def exact(
        self, *, rtol: float = 1e-9, atol: float = 1e-12, reason: str = "40 digits against float64's 16"
    ) -> Callable[[Function], Function]:
        """A slow oracle in high precision (mpmath), called as the answer is, independent of NumPy's
        and Keras' formulas. It may return NotImplemented."""

        def add(function: Function) -> Function:
            self.precise = Oracle(function, rtol, atol, reason)
            return function

        return add

    def relation(self, function: Function) -> Function:
        """A law that right answers keep, whatever the data: `function(answer, *args)` says whether it
        holds on a case's arguments, or returns NotImplemented where it has no say."""
        self.relations.append(function)
        return function

    def equivalent(self, reason: str, *lines: str) -> None:
        """Mutants of the reference, each named by its changed line, that are right answers too."""
        for line in lines:
            self.equivalents[_one_line(line)] = reason
            self.equivalent_lines[_one_line(line)] = sys._getframe(1).f_lineno

    def check(
        self,
        *,
        points: float = 1.0,
        rtol: float = 1e-5,
        atol: float = 1e-9,
        reason: str = "rounding of float64",
        unchanged: bool = False,
        anew: bool = False,
        holds: Holds | None = None,
        drive: Callable[..., Any] | None = None,
    ) -> Callable[[Draw], Draw]:
        """A hidden check. The function draws its cases from a seeded generator."""

        def add(draw: Draw) -> Draw:
            how = drive or self.drive
            title = _title(draw, self.name)
            self.checks.append(
                Check(
                    name=draw.__name__,
                    title=title,
                    points=points,
                    draw=draw,
                    rtol=rtol,
                    atol=atol,
                    reason=reason,
                    unchanged=unchanged,
                    holds=holds,
                    drive=how,
                    hint=_paragraphs(draw)[1],
                    anew=anew,
                )
            )
            return draw

        return add

    def public_check(
        self,
        *,
        rtol: float = 1e-5,
        atol: float = 1e-9,
        unchanged: bool = False,
        drive: Callable[..., Any] | None = None,
    ) -> Callable[[Callable[[], Iterable[Case]]], Callable[[], Iterable[Case]]]:
        """A check that travels with the notebook, on fixed examples, for no points."""

        def add(examples: Callable[[], Iterable[Case]]) -> Callable[[], Iterable[Case]]:
            self.public.append(
                Check(
                    name=examples.__name__,
                    title=_title(examples, self.name),
                    points=0.0,
                    draw=functools.wraps(examples)(lambda rng: examples()),
                    rtol=rtol,
                    atol=atol,
                    reason="recorded with nine digits",
                    unchanged=unchanged,
                    holds=None,
                    drive=drive or self.drive,
                )
            )
            return examples

        return add

    def wrong(self, *, fails: str | None = None) -> Callable[[Function], Function]:
        """A wrong answer that students give; `fails` names the check that is meant to catch it."""

        def add(function: Function) -> Function:
            _refuse_expression(function)
            answer = Answer(function.__name__, function, *_paragraphs(function), fails)
            self.wrongs.append(answer)
            return function

        return add

    def slip(
        self, *, base: Callable[..., Any], old: str, new: str, fails: str | None = None
    ) -> Callable[[Function], Function]:
        """A wrong answer that is `base`, a function or class above it, with one thing written differently: where
        the base has `old`, a part of a line or whole lines, it has `new`. What is decorated gives the name and,
        in its docstring, misconception and hint."""

        def add(function: Function) -> Function:
            where = at(Path(function.__code__.co_filename), function.__code__.co_firstlineno)
            try:
                made, text = slipped(base, old, new, function.__globals__)
            except ValueError as error:
                raise CourseError(f"{where}: the slip {function.__name__!r}: {error}") from None
            self.wrongs.append(Answer(function.__name__, made, *_paragraphs(function), fails, text, where))
            return function

        return add

    def right(self, function: Function) -> Function:
        """A right answer, written differently from the reference."""
        _refuse_expression(function)
        self.rights.append(Answer(function.__name__, function))
        return function


def _refuse_expression(answer: Any) -> None:
    """An answer has a text, which is what a student would have written."""
    if not (inspect.isfunction(answer) or inspect.isclass(answer)) or answer.__name__ == "<lambda>":
        frame = sys._getframe(2)
        raise CourseError(
            f"{at(Path(frame.f_code.co_filename), frame.f_lineno)}: an answer is a function or a class, not an "
            "expression; write it with def"
        )


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _paragraphs(function: Callable[..., Any]) -> tuple[str, str]:
    """The first paragraph of a docstring, and the rest."""
    first, _, rest = (inspect.getdoc(function) or "").partition("\n\n")
    return _one_line(first), _one_line(rest)


def _title(function: Callable[..., Any], exercise: str) -> str:
    title = _paragraphs(function)[0]
    if not title:
        line = function.__code__.co_firstlineno
        raise CourseError(
            f"{at(Path(function.__code__.co_filename), line)}: check {function.__name__!r} of {exercise!r} has "
            "no docstring; write its title there, as a sentence for the student"
        )
    return title
