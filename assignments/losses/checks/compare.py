"""Is what came back what was expected? The one comparison, for judge and student alike.

This file travels with the notebooks (beside `checks.py`), so it stands on NumPy alone.
Types are compared exactly: an ndarray subclass or a float subclass could lie to any function that
it is handed to, so nothing here calls a method of a value before `type(value)` is known.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

# NumPy's own scalar types, to be compared by identity: a subclass may call itself what it likes.
NUMBERS = frozenset(kind for kind in np.sctypeDict.values() if np.dtype(kind).kind in "biuf")


def is_one_of(kind: type, kinds: Iterable[type]) -> bool:
    """Whether `kind` is one of these classes themselves. `in` would ask the class, which may lie."""
    return any(kind is known for known in kinds)


@dataclass(frozen=True)
class Difference:
    """How a value differs: `kind` for programs, `text` (a clause) for people."""

    kind: str
    text: str


def difference(expected: Any, got: Any, rtol: float, atol: float) -> Difference | None:
    """None where `got` is what was expected, else the first difference.

    What is acceptable follows from the type of `expected`: a float (any real number type, or an
    array of shape ()), an int, a bool, a str, None, an ndarray (or nested lists of numbers), or a
    tuple, list or dict of these.
    """
    refused = getattr(got, "what", None) if type(got).__name__ == "Refused" else None
    if refused is not None:
        return Difference("type", f"returned {refused}")
    kind = type(expected)
    if expected is None:
        return None if got is None else _wrong_type("None", got)
    if kind is str:
        return _text(expected, got)
    if kind is bool or kind is np.bool_:
        return _boolean(bool(expected), got)
    if kind is int or isinstance(expected, np.integer):
        return _integer(int(expected), got)
    if kind is float or isinstance(expected, np.floating):
        return _number(float(expected), got, rtol, atol)
    if kind is np.ndarray and expected.shape == ():
        return difference(expected.item(), got, rtol, atol)
    if kind is np.ndarray:
        return _array(expected, got, rtol, atol)
    if kind is dict:
        return _mapping(expected, got, rtol, atol)
    return _sequence(expected, got, rtol, atol)


def _text(expected: str, got: Any) -> Difference | None:
    if type(got) is np.str_:
        got = str(got)
    if type(got) is not str:
        return _wrong_type("a string", got)
    return None if got == expected else Difference("value", f"returned {got!r}")


def _scalar(got: Any) -> Any:
    """A NumPy scalar or an array of shape () as that scalar; anything else as it is."""
    if type(got) is np.ndarray and got.shape == () and got.dtype.kind in "biuf":
        return got[()]
    return got


def _boolean(expected: bool, got: Any) -> Difference | None:
    value = _scalar(got)
    if type(value) is not bool and type(value) is not np.bool_:
        return _wrong_type("True or False", got)
    return None if bool(value) == expected else Difference("value", f"returned {bool(value)}")


def _integer(expected: int, got: Any) -> Difference | None:
    value = _scalar(got)
    if type(value) is not int and not _is_numpy(value, "iu"):
        return _wrong_type("an int", got)
    return None if int(value) == expected else Difference("value", f"returned {show(int(value))}")


def _number(expected: float, got: Any, rtol: float, atol: float) -> Difference | None:
    value = _scalar(got)
    if type(value) is not float and type(value) is not int and not _is_numpy(value, "fiu"):
        return _wrong_type("a float", got)
    try:
        number = float(value)
    except OverflowError:
        return Difference("value", "returned an integer too large for a float")
    if _near_number(expected, number, rtol, atol):
        return None
    if math.isnan(number):
        return Difference("nan", "returned nan")
    if math.isinf(number):
        return Difference("inf", f"returned {number}")
    return Difference("value", f"returned {number:.7g}")


def _near_number(expected: float, got: float, rtol: float, atol: float) -> bool:
    """`close` for two floats, in a tenth of the time."""
    if math.isfinite(expected) and math.isfinite(got):
        return abs(got - expected) <= atol + rtol * abs(expected)
    return got == expected or (math.isnan(got) and math.isnan(expected))


def _is_numpy(value: Any, kinds: str) -> bool:
    return is_one_of(type(value), NUMBERS) and value.dtype.kind in kinds


def close(expected: Any, got: Any, rtol: float, atol: float) -> bool:
    """Whether every element is within atol + rtol * |expected|, in float64. NaN matches only
    NaN that was expected, and an infinity only the same infinity."""
    want = np.asarray(expected, dtype=np.float64)
    have = np.asarray(got, dtype=np.float64)
    with np.errstate(all="ignore"):
        # Of what is not finite this makes NaN, which is never near: `_near` looks again, in twice the time.
        if (np.abs(have - want) - rtol * np.abs(want) <= atol).all():
            return True
    return bool(np.all(_near(want, have, rtol, atol)))


def _near(expected: Any, got: Any, rtol: float, atol: float) -> np.ndarray:
    """`close`, element by element."""
    want = np.asarray(expected, dtype=np.float64)
    have = np.asarray(got, dtype=np.float64)
    with np.errstate(all="ignore"):
        near = np.abs(have - want) <= atol + rtol * np.abs(want)
    same = (have == want) | (np.isnan(want) & np.isnan(have))
    return np.asarray(np.where(np.isfinite(want) & np.isfinite(have), near, same))


def _array(expected: np.ndarray, got: Any, rtol: float, atol: float) -> Difference | None:
    if is_one_of(type(got), (list, tuple)):
        got, problem = _from_lists(got)
        if problem is not None:
            return problem
    if type(got) is not np.ndarray:
        return _wrong_type(f"an array of shape {expected.shape}", got)
    if (got.dtype.kind == "b") != (expected.dtype.kind == "b") or got.dtype.kind not in "fiub":
        return Difference("type", f"returned an array of dtype {got.dtype}")
    if got.shape != expected.shape:
        return Difference("shape", f"returned an array of shape {got.shape}, not {expected.shape}")
    if close(expected, got, rtol, atol):
        return None
    return _where(expected, got, rtol, atol)


def _where(expected: np.ndarray, got: np.ndarray, rtol: float, atol: float) -> Difference:
    """The first element that is wrong, as a difference."""
    index = np.unravel_index(np.argmin(_near(expected, got, rtol, atol)), expected.shape)
    place = ", ".join(str(int(i)) for i in index)
    value = float(got[index])
    kind = "nan" if np.isnan(value) else "inf" if np.isinf(value) else "value"
    return Difference(kind, f"element [{place}] is {value:.7g}")


def _from_lists(got: Any) -> tuple[Any, Difference | None]:
    """Nested lists of plain numbers as an array."""
    problem = _not_numbers(got, 0)
    if problem is not None:
        return None, Difference("type", f"returned {problem}")
    try:
        array = np.asarray(got)
    except (ValueError, OverflowError):
        return None, Difference("shape", "returned a list whose rows differ in length")
    if array.dtype.kind == "O":
        return None, Difference("type", "returned a list with numbers too large for an array")
    return array, None


def _not_numbers(value: Any, depth: int) -> str | None:
    """What is in these lists that is no number, or None."""
    kind = type(value)
    if kind is list or kind is tuple:
        if depth > 12:
            return "a list nested too deep"
        for item in value:
            problem = _not_numbers(item, depth + 1)
            if problem is not None:
                return problem
        return None
    if kind is int or kind is float or _is_numpy(value, "fiu"):
        return None
    if kind is np.ndarray and value.dtype.kind in "fiu":
        return None
    return f"a list with {describe_type(value)} in it"


def _mapping(expected: dict[str, Any], got: Any, rtol: float, atol: float) -> Difference | None:
    if type(got) is not dict:
        return _wrong_type("a dict", got)
    for key, value in expected.items():
        if key not in got:
            return Difference("type", f"{key!r} is missing")
        inside = difference(value, got[key], rtol, atol)
        if inside is not None:
            return Difference(inside.kind, f"{key}: {inside.text}")
    return None


def _sequence(expected: Any, got: Any, rtol: float, atol: float) -> Difference | None:
    name = f"a {type(expected).__name__} of {len(expected)}"
    kind = type(got)
    if kind.__base__ is tuple and "_fields" in vars(kind):  # a named tuple is one, by all that is asked
        got = tuple.__getitem__(got, slice(None))
    if type(got) is not list and type(got) is not tuple:
        return _wrong_type(name, got)
    if len(got) != len(expected):
        return Difference("shape", f"returned {len(got)} values, not {len(expected)}")
    for index, (want, have) in enumerate(zip(expected, got, strict=True)):
        inside = difference(want, have, rtol, atol)
        if inside is not None:
            return Difference(inside.kind, f"value {index + 1} of {len(expected)}: {inside.text}")
    return None


def _wrong_type(wanted: str, got: Any) -> Difference:
    return Difference("type", f"returned {describe_type(got)}, not {wanted}")


def describe_type(value: Any) -> str:
    """'a list of 3', 'an array of shape (2, 3)', 'None', 'a MaskedArray'."""
    kind = type(value)
    if kind.__name__ == "Refused":
        return str(value.what)
    if value is None:
        return "None (is a return missing?)"
    if kind is np.ndarray:
        return f"an array of shape {value.shape}" + (
            f" and dtype {value.dtype}" if value.dtype.kind not in "fiu" else ""
        )
    if is_one_of(kind, (list, tuple)):
        return f"a {kind.__name__} of {len(value)}"
    name = kind.__name__[:60]
    return f"{'an' if name[:1].lower() in 'aeiou' else 'a'} {name}"


def show(value: Any, limit: int = 240) -> str:
    """A value as short text, for people."""
    if type(value) is int and abs(value) >= 10**24:
        return "an integer of more than 24 digits"
    if is_one_of(type(value), (np.float64, np.float32, float)):
        text = f"{float(value):.7g}"
    elif type(value) is np.ndarray:
        if value.ndim > 3 and value.size > 24:  # many short axes would all be written out
            value = value.reshape(-1)
        text = np.array2string(value, precision=6, separator=", ", threshold=24, edgeitems=3)
        text = " ".join(text.split())
    elif is_one_of(type(value), (list, tuple)):
        inner = ", ".join(show(item, limit) for item in value[:12])
        more = ", …" if len(value) > 12 else ""
        text = f"[{inner}{more}]" if type(value) is list else f"({inner}{more})"
    elif type(value) is dict:
        text = "{" + ", ".join(f"{k!r}: {show(v, limit)}" for k, v in value.items()) + "}"
    elif is_one_of(type(value), (int, bool, str, type(None))):
        text = repr(value)
    elif is_one_of(type(value), NUMBERS):
        text = repr(value.item())
    else:
        text = describe_type(value)
    return text if len(text) <= limit else text[: limit - 1] + "…"


def show_call(name: str, args: Any, kwargs: dict[str, Any]) -> str:
    """'relu([-1, 2])', 'leaky_relu([1.0], negative_slope=0.1)'."""
    parts = [show(arg) for arg in args] + [f"{key}={show(arg)}" for key, arg in kwargs.items()]
    return f"{name}({', '.join(parts)})"
