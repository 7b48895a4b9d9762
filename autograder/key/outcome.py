"""What came of one call: a value, an exception, or a worker that never answered."""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import dataclass, replace
from types import FunctionType
from typing import Any, Literal

import numpy as np

from autograder.authoring.exercise import Case, Check
from autograder.student.compare import Difference, difference, show
from autograder.worker.drivers import taken_apart
from autograder.worker.values import MAX_ITEMS, Refused, decode, encode

Kind = Literal["value", "raised", "died"]
UNSTABLE = "gives another answer when it is called again with the same arguments"
UNSTABLE_ANEW = "gives another answer when the notebook runs anew"


@dataclass(frozen=True)
class Outcome:
    """`value` with `changed` (did the call change its arguments?), or the exception's `names`
    (its class and bases) and `text`, or the reason why no answer came."""

    kind: Kind
    value: Any = None
    changed: bool = False
    names: tuple[str, ...] = ()
    text: str = ""

    def pack(self) -> dict[str, Any]:
        return {
            "kind": self.kind,
            "value": self.value,
            "changed": self.changed,
            "names": list(self.names),
            "text": self.text,
        }

    @classmethod
    def unpack(cls, data: dict[str, Any]) -> Outcome:
        return cls(
            data["kind"], data["value"], data["changed"], tuple(data["names"]), data["text"]
        )


def died(reason: str) -> Outcome:
    return Outcome("died", text=reason)


def call_here(answer: Callable[..., Any], check: Check, case: Case) -> Outcome:
    """Call a trusted answer (or, in stock mode, the student's) in this process."""
    args, kwargs = copy.deepcopy(case.args), copy.deepcopy(case.kwargs)
    value: Any
    try:
        if check.drive is None:
            value = answer(*args, **kwargs)
        else:
            value = check.drive(answer, *args, **kwargs)
    except Exception as error:
        value = taken_apart(error, check.drive) if isinstance(check.drive, FunctionType) else None
        if value is None:
            return raised(error)
    except SystemExit as error:
        return raised(error)
    value = decode(encode(value))
    return Outcome("value", value, changed=changed(case, args, kwargs))


def raised(error: BaseException) -> Outcome:
    names = tuple(kind.__name__ for kind in type(error).__mro__)
    try:
        text = str(error)[:500]
    except Exception:
        text = ""
    return Outcome("raised", names=names, text=text)


def most_values(expected: Outcome) -> int:
    """How many values may come where this outcome is expected."""
    return SPARE + 20 * _count(expected.value, MAX_ITEMS, arrays=True)


def bounded(got: Outcome, most: int) -> Outcome:
    """The outcome, or in place of far more values than were asked for, that they were too many: to keep each
    of them, and compare it with each named wrong answer, would take longer than the call that made them."""
    if type(got.value) not in (list, tuple, dict) or _count(got.value, most, arrays=False) <= most:
        return got
    return replace(got, value=Refused(f"a {type(got.value).__name__} of more values than asked for"))


SPARE = 1_000  # values that any answer may have, whatever was asked for


def _count(value: Any, most: int, *, arrays: bool) -> int:
    """How many values there are in lists and dicts, and in arrays if these are asked for; counted no
    further than to the first number over `most`."""
    count, rest = 0, [value]
    while rest and count <= most:
        item = rest.pop()
        if type(item) in (list, tuple, dict):
            count += len(item)
            if count <= most:
                rest += item.values() if type(item) is dict else item
        elif arrays and type(item) is np.ndarray:
            count += item.size
    return count


def changed(case: Case, args: Any, kwargs: Any) -> bool:
    """Whether these arguments, after the call, are no longer those of the case."""
    return not _identical([list(case.args), case.kwargs], [list(args), kwargs])


def _identical(one: Any, other: Any) -> bool:
    """Whether two plain values are alike to the last bit (any NaN is like any other)."""
    if type(one) is not type(other):
        return False
    if type(one) in (list, tuple):
        return len(one) == len(other) and all(map(_identical, one, other))
    if type(one) is dict:
        return one.keys() == other.keys() and all(_identical(one[key], other[key]) for key in one)
    if type(one) is np.ndarray:
        same_form = one.dtype == other.dtype and one.shape == other.shape
        return same_form and np.array_equal(one, other, equal_nan=one.dtype.kind == "f")
    return bool(one == other) or (one != one and other != other)


def problem(check: Check, case: Case, expected: Outcome, got: Outcome) -> Difference | None:
    """Why this outcome does not pass this case, or None."""
    if got.kind == "died":
        return Difference("died", got.text)
    if got.kind == "raised":
        if got.names[0] == "NotImplementedError" and case.raises != "NotImplementedError":
            return Difference("unwritten", "not written yet")
        if case.raises is not None and case.raises in got.names:
            return None
        return Difference("raised", f"raised {got.names[0]}: {got.text}".rstrip(": "))
    if case.raises is not None:
        returned = show(got.value) if type(got.value) is not Refused else got.value.what
        return Difference("value", f"returned {returned} instead of raising {case.raises}")
    if check.holds is not None and type(got.value) is Refused:
        return Difference("type", f"returned {got.value.what}")
    if check.holds is not None:
        sentence = _property(check, case, got.value, expected.value)
        if sentence is not None:
            return sentence if isinstance(sentence, Difference) else Difference("property", sentence)
    else:
        found = difference(expected.value, got.value, check.rtol, check.atol)
        if found is not None:
            return found
    if check.unchanged and got.changed:
        return Difference("changed", "the value is right, but the call changed its arguments")
    return None


def _property(check: Check, case: Case, got: Any, expected: Any) -> str | Difference | None:
    """A property check reads the student's value, which may have any plain form: what it trips
    over is the answer's fault, as a wrong form. Text among numbers never gets there: as one array, each of
    the numbers would be as long as the longest text."""
    assert check.holds is not None
    if _holds_text(got) and not _holds_text(expected):
        return Difference("type", f"returned a {type(got).__name__} with a str in it")
    try:
        return check.holds(case, got, expected)
    except (ValueError, TypeError, LookupError, AttributeError, ArithmeticError, MemoryError):
        return "returned something that has not the form asked for"


def _holds_text(value: Any) -> bool:
    """Whether there is text in a list, tuple or dict."""
    rest = [value]
    while rest:
        item = rest.pop()
        if type(item) is dict:
            rest += item.values()
        elif type(item) in (list, tuple):
            rest += item
        elif type(item) is str and item is not value:
            return True
    return False


def same(check: Check, one: Outcome, other: Outcome) -> bool:
    """Whether two outcomes of a case are alike, for diagnosis."""
    if one.kind != other.kind or one.changed != other.changed:
        return False
    if one.kind == "raised":
        return one.names[:1] == other.names[:1]
    if type(one.value) is Refused or type(other.value) is Refused:
        return type(one.value) is type(other.value) and bool(one.value == other.value)
    if _identical(one.value, other.value):  # what was refused inside of them too
        return True
    return _same_keys(one.value, other.value) and difference(one.value, other.value, check.rtol, check.atol) is None


def _same_keys(one: Any, other: Any) -> bool:
    """Whether dicts that stand in the same places have the same keys."""
    if type(one) is dict:
        return type(other) is dict and one.keys() == other.keys() and all(_same_keys(one[key], other[key]) for key in one)
    if type(one) in (list, tuple) and type(other) in (list, tuple):
        return len(one) == len(other) and all(map(_same_keys, one, other))
    return True
