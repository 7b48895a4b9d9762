"""The public checks of this lesson: run `check("name")` after you have written `name`.

This file travels with the notebook. It compares what you wrote with answers that Keras gave,
recorded in `checks.json`; the hidden checks that give the marks try many more cases. How the result
looks is the matter of `card.py`, and its picture that of `drawing.py`.
"""

from __future__ import annotations

import contextlib
import copy
import io
import json
import os
import sys
import time
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

import numpy as np

from . import card as look
from .compare import Difference, difference, show, show_call
from .drawing import Drawing, Picture, draw

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")  # TensorFlow's start-up notes are not the lesson

FILE = Path(__file__).with_name("checks.json")
PATIENCE = 0.4  # seconds that an answer may take for its picture
_runs: dict[str, int] = {}  # failing runs of each check in this session: one more hint step for each
_passes: dict[str, bool] = {}  # the exercises checked in this session: did the last run pass?


class ChecksFailed(Exception):
    """A public check failed: what to change stands above this line."""

    def _render_traceback_(self) -> list[str]:
        return [str(self)]


def check(name: str) -> None:
    """Run the public checks of the exercise `name` on what you defined under that name.

    Shows a card; raises ChecksFailed where one of them fails.
    """
    records = json.loads(FILE.read_text(encoding="utf-8"))
    record = records.get(name)
    if record is None:
        raise ValueError(f"There is no exercise called {name!r} in this lesson.")
    answer = sys._getframe(1).f_globals.get(name)
    results = [_run(name, answer, item) for item in record["checks"]]
    failing = sum(result["problem"] is not None for result in results)
    _passes[name] = failing == 0
    earlier = record["hints"][: _runs.get(name, 0)]
    advice = _advice(name, record, results)
    _display(_Card(name, results, advice, earlier, _picture(name, answer, record), _progress(list(records))))
    if failing:
        # nbgrader's Validate shows the first 80 characters or so of it, and no card
        raise ChecksFailed(
            f"{failing} of {len(results)} public checks fail: run this cell and read its card. ({name})"
        )


class demo:
    """`with demo("mean_squared_error"):` runs a demo that uses your answer, or says kindly that
    it is still to be written (or that Keras is not installed)."""

    def __init__(self, *names: str) -> None:
        self.names = names
        self.errors: int | None = None  # a copy of the descriptor of standard error, meanwhile

    def __enter__(self) -> None:
        """Libraries in C, TensorFlow above all, write notes on the machine straight to descriptor 2."""
        with contextlib.suppress(OSError), open(os.devnull, "w") as nowhere:
            self.errors = os.dup(2)
            os.dup2(nowhere.fileno(), 2)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> bool:
        if self.errors is not None:
            os.dup2(self.errors, 2)
            os.close(self.errors)
        if isinstance(error, NotImplementedError):
            print(f"Write {' and '.join(self.names)} first, then run this cell again.")
            return True
        if isinstance(error, ModuleNotFoundError) and error.name:
            package = {"sklearn": "scikit-learn"}.get(error.name, error.name)
            print(f"This demo needs {package}. To see it live: pip install {package}")
            return True
        return False


def _run(name: str, answer: Any, item: dict[str, Any]) -> dict[str, Any]:
    """One public check: its title, and the first case that fails."""
    result: dict[str, Any] = {"title": item["title"], "problem": None, "misconceptions": None}
    matches: set[str] | None = None
    for case in item["cases"]:
        got, problem = _try(name, answer, item, case)
        matching = {
            wrong for wrong, value in case["wrong"].items()
            if got is not _NOTHING and difference(unpack(value), got, item["rtol"], item["atol"]) is None
        }  # fmt: skip
        matches = matching if matches is None else matches & matching
        if problem is not None and result["problem"] is None:
            call = show_call(name, [unpack(a) for a in case["args"]], _unpack_all(case["kwargs"]))
            expected = case["raises"] or _expected(unpack(case["expected"]), problem)
            result |= {"call": call, "problem": problem, "expected": expected}
    result["misconceptions"] = sorted(matches or ())
    return result


def _expected(expected: Any, problem: str) -> str:
    """What was expected, as text; of several named things the one that is wrong."""
    if type(expected) is dict:
        for name, value in expected.items():
            if problem.startswith(f"{name}: "):
                return f"{name}: {show(value)}"
    return show(expected)


_NOTHING = object()
_UNWRITTEN = "not written yet: the call reaches raise NotImplementedError()"


def _try(
    name: str, answer: Any, item: dict[str, Any], case: dict[str, Any]
) -> tuple[Any, str | None]:
    """What the answer gave for one case, and the clause that says what is wrong with it."""
    if answer is None:
        return _NOTHING, f"{name} is not defined; run the cell that defines it"
    args = [unpack(arg) for arg in case["args"]]
    before = copy.deepcopy(args)
    try:
        got = _driver(item)(answer, *args, **_unpack_all(case["kwargs"]))
    except NotImplementedError:
        return _NOTHING, _UNWRITTEN
    except Exception as error:
        if any(kind.__name__ == case["raises"] for kind in type(error).__mro__):
            return _NOTHING, None
        return _NOTHING, f"raised {type(error).__name__}{_text(error)}"
    if case["raises"]:
        return got, f"returned {show(got)} instead of raising {case['raises']}"
    found: Difference | None = difference(
        unpack(case["expected"]), got, item["rtol"], item["atol"]
    )
    if found is not None:
        return got, found.text
    if item["unchanged"] and difference(before, args, 0.0, 0.0) is not None:
        return got, "the value is right, but the call changed its arguments; work on a copy"
    return got, None


def _text(error: Exception) -> str:
    try:
        return f": {error}"
    except Exception:
        return ""


def _driver(item: dict[str, Any]) -> Callable[..., Any]:
    if item["drive"] is None:
        return lambda answer, *args, **kwargs: answer(*args, **kwargs)
    return _function(item["drive"], "drive")


def _function(source: str, name: str) -> Callable[..., Any]:
    space: dict[str, Any] = {"np": np}
    exec(source, space)
    function: Callable[..., Any] = space[name]
    return function


def _picture(name: str, answer: Any, record: dict[str, Any]) -> Drawing | None:
    """The picture of the exercise, with what the answer gives for it. Whatever that is, there is a card."""
    recorded = record.get("picture")
    if recorded is None or answer is None:
        return None
    parts = {key: unpack(value) for key, value in recorded.items() if key not in ("see", "drive")}
    picture = Picture(name=name, **parts)
    drive, see = _driver(recorded), _function(recorded["see"], "see")

    def ask(*args: Any, **kwargs: Any) -> Any:
        return drive(answer, *args, **kwargs)

    try:
        with _quiet(), _time_limit(PATIENCE):
            got = see(ask, copy.deepcopy(picture.arg))
    except NotImplementedError:
        return None
    except _TookTooLong:
        return draw(picture, None, f"your {name} took longer than {PATIENCE} seconds for it")
    except (Exception, SystemExit) as error:
        return draw(picture, None, f"asking your {name} for it ended in {type(error).__name__}")
    return draw(picture, got)


class _TookTooLong(BaseException):
    """No `except Exception` in an answer stops this one."""


@contextlib.contextmanager
def _time_limit(seconds: float) -> Iterator[None]:
    """Stop the Python code inside when the time is up: it is looked at before every line that runs.
    Where a debugger looks at the lines already, there is no limit."""
    end = time.monotonic() + seconds

    def watch(frame: Any, event: str, argument: Any) -> Any:
        if time.monotonic() > end:
            raise _TookTooLong
        return watch

    before = sys.gettrace()
    sys.settrace(before or watch)
    try:
        yield
    finally:
        sys.settrace(before)


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """What an answer prints or warns of, it has printed for the checks already."""
    nowhere = io.StringIO()
    with (
        contextlib.redirect_stdout(nowhere), contextlib.redirect_stderr(nowhere),
        warnings.catch_warnings(), np.errstate(all="ignore"),
    ):  # fmt: skip
        warnings.simplefilter("ignore")
        yield


def _progress(names: list[str]) -> str:
    """How far the lesson is in this session, by the last run of each exercise's checks."""
    passing = [name for name in names if _passes.get(name)]
    failing = [name for name in names if _passes.get(name) is False]
    untried = [name for name in names if name not in _passes]
    text = f"{len(passing)} of {len(names)} exercises pass their public checks in this session."
    if failing:
        text += f" Still failing: {', '.join(failing)}."
    if untried:
        text += f" Not tried yet: {', '.join(untried)}."
    return text


def _advice(name: str, record: dict[str, Any], results: list[dict[str, Any]]) -> list[str]:
    """What is said below the checks: the misconception, a further hint step at each failing run,
    or after a pass the sentence on what was understood."""
    if all(result["problem"] is None for result in results):
        _runs[name] = 0
        return [record["understood"]] if record["understood"] else []
    failing = [result for result in results if result["problem"] is not None]
    if all(result["problem"] == _UNWRITTEN for result in failing):  # no hint is spent on it
        return ["Put your code in the place of that line: nothing below it runs."]
    matches = set.intersection(*(set(result["misconceptions"]) for result in failing))
    advice = []
    if len(matches) == 1:
        wrong = record["wrong"][matches.pop()]
        advice = [f"It looks as if your answer {wrong['misconception']}.", wrong["hint"]]
    step = _runs.get(name, 0)
    _runs[name] = step + 1
    advice += record["hints"][step : step + 1]
    return [line for line in advice if line]


@dataclass
class _Card:
    """The result of a public check: HTML in a notebook, text elsewhere."""

    name: str
    results: list[dict[str, Any]]
    advice: list[str]
    earlier: list[str]  # the hints of the runs before
    picture: Drawing | None
    progress: str

    @property
    def summary(self) -> str:
        passed = sum(result["problem"] is None for result in self.results)
        return f": {passed} of {len(self.results)} pass"

    @property
    def below(self) -> str:
        """Passing here is not yet the mark, and a student should know."""
        failing = any(result["problem"] for result in self.results)
        return self.progress + ("" if failing else " The marks come from the hidden checks, which try more.")

    def _lines(self, result: dict[str, Any]) -> list[tuple[str, str]]:
        """What was called, got and expected. What has the same reason in every check is said once."""
        problem = result["problem"]
        if problem is None:
            return []
        if problem == _UNWRITTEN or problem.startswith(f"{self.name} is not defined"):
            first = next(other for other in self.results if other["problem"] == problem)
            return [("got", problem)] if result is first else []
        return [
            ("call", result["call"]),
            ("got", result["problem"]),
            ("expected", result["expected"]),
        ]

    def __repr__(self) -> str:
        lines = [f"Public checks of {self.name}{self.summary}"]
        for result in self.results:
            lines.append(f"  [{'fail' if result['problem'] else 'pass'}] {result['title']}")
            lines += [f"         {label + ':':9} {look.clean(text)}" for label, text in self._lines(result)]
        lines += [f"  {line}" for line in self.advice]
        if self.picture:
            lines += [f"  {self.picture.label}"] + [f"    {line}" for line in self.picture.lines]
            lines.append(f"  {self.picture.sentence}")
        return "\n".join([*lines, f"  {self.below}"])

    def _repr_html_(self) -> str:
        left = look.items(
            look.result("fail", result["title"], below=look.details(self._lines(result)))
            if result["problem"]
            else look.result("pass", result["title"])
            for result in self.results
        )
        left += "".join(look.paragraph(line) for line in self.advice)
        if self.earlier:
            left += look.folded("Earlier hints", "".join(look.paragraph(line) for line in self.earlier))
        right = look.figure(self.picture.svg, self.picture.sentence) if self.picture else ""
        body = [look.beside(left, right), look.small(self.below)]
        return look.card("Public checks of", self.name, self.summary, body)


def _display(card: _Card) -> None:
    shell = sys.modules.get("IPython")  # loaded already where there is a notebook
    if shell is None or shell.get_ipython() is None:
        print(card)
    else:
        shell.display.display(card)


def pack(value: Any) -> Any:
    """A plain value as JSON, floats with nine digits: enough for any check, and the same bytes on
    every machine."""
    kind = type(value)
    if kind is np.ndarray:
        items = [pack(item) for item in value.ravel().tolist()]
        return {"array": items, "shape": list(value.shape), "dtype": str(value.dtype)}
    if kind in (list, tuple):
        return {kind.__name__: [pack(item) for item in value]}
    if kind is dict:
        return {"dict": {key: pack(item) for key, item in value.items()}}
    if isinstance(value, np.generic):
        value = value.item()
    return float(f"{value:.9g}") if type(value) is float else value


def unpack(value: Any) -> Any:
    """The value that `pack` packed."""
    if type(value) is not dict:
        return value
    if "array" in value:
        return np.array(value["array"], dtype=value["dtype"]).reshape(value["shape"])
    if "list" in value:
        return [unpack(item) for item in value["list"]]
    if "tuple" in value:
        return tuple(unpack(item) for item in value["tuple"])
    return _unpack_all(value["dict"])


def _unpack_all(values: dict[str, Any]) -> dict[str, Any]:
    return {key: unpack(value) for key, value in values.items()}


__all__ = ["check", "demo"]
