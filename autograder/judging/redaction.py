"""What a failed hidden check may say: the kind of failure, in words that no submission can make carry
a hidden input to its student."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from autograder.key.outcome import Outcome
from autograder.key.records import KeyCase
from autograder.student.compare import Difference

# What an exception tells without its text, which could carry a hidden input to the student.
_EXCEPTIONS = {
    "TypeError": "an operation met a type it cannot handle, perhaps a list where an array is needed",
    "ValueError": "shapes that do not fit, or a conversion that failed",
    "IndexError": "an index out of range, or one that is no integer",
    "KeyError": "a key that is not there",
    "NameError": "a name that is not defined; is a helper or an import missing?",
    "UnboundLocalError": "a variable that is used before it has a value",
    "AttributeError": "a method or attribute that the object does not have, perhaps a list taken for an array",
    "ZeroDivisionError": "a division by zero",
    "OverflowError": "a number too large for its type",
    "RecursionError": "a function that calls itself without end",
    "MemoryError": "more memory than a submission may use",
    "AxisError": "an axis that the array does not have",
    "LinAlgError": "a linear system that cannot be solved",
    "AssertionError": "an assertion that does not hold",
    "StopIteration": "an iterator that has no more items",
    "ModuleNotFoundError": "an import of something that is not there while grading; NumPy is",
    "ImportError": "an import of something that is not there while grading; NumPy is",
    "PermissionError": "something that is not allowed while grading",
    "SystemExit": "a call that leaves Python",
    "KeyboardInterrupt": "an interrupt",
    "FileNotFoundError": "a file that is not there",
    "RuntimeError": "",
    "FloatingPointError": "a floating-point error",
    "UFuncTypeError": "an operation that the array's type does not allow",
}
_KINDS = {
    "value": "a wrong value",
    "nan": "nan where a number is expected",
    "inf": "infinity where a finite number is expected",
}
# The words of messages about types and shapes, and the types that people return by mistake. A class
# of the student's own could be called after a hidden input: it is not named.
_SAYABLE = """
returned not a an is None return missing array of shape dtype list tuple dict set frozenset str
string float int bool True False or number numbers integer values value with in it whose rows differ
length nested too deep more than asked large for over bits characters dimensions element W b MaskedArray
something that built as the docstring says
matrix ndarray recarray generator function method builtin_function_or_method zip map filter range
bytes bytearray module type object complex Decimal Fraction DataFrame Series Tensor EagerTensor
Variable str_ bool_ bytes_ datetime64 timedelta64 void slice enumerate reversed iterator
list_iterator dict_keys dict_values dict_items memoryview deque Counter OrderedDict defaultdict
coroutine partial float16 float32 float64 float128 longdouble int8 int16 int32 int64 uint8 uint16
uint32 uint64 complex64 complex128
"""
_WORDS = frozenset(_SAYABLE.split())
_SIZE = re.compile(r" of shape \([^()]*\)| of (?:length )?\d[\d,]*")


def without_values(found: Difference, got: Outcome, entry: KeyCase, errors: Iterable[str]) -> str:
    """The kind of failure in words. `errors` are the exceptions that the exercise asks for somewhere."""
    if found.kind == "raised":
        if got.names[0] == "AttributeError" and got.text.startswith(("module '", "`np.")):
            return "raised AttributeError (a name that this module does not have, or not in the version that grades)"
        return _exception(got.names, entry.case.raises, errors)
    if found.kind == "value" and entry.case.raises is not None:
        return f"returned a value instead of raising {entry.case.raises}"
    place, rest = _place(found, entry.expected.value)
    if type(entry.expected.value) is dict and rest.text in [f"{key!r} is missing" for key in entry.expected.value]:
        what = rest.text
    elif found.kind in ("type", "shape"):
        what = _form(rest) or f"returned a value of another {found.kind} than the docstring states"
    else:
        what = _KINDS.get(found.kind, found.text)
    return f"in {place}: {what}" if place else what


def _exception(names: Sequence[str], wanted: str | None, errors: Iterable[str]) -> str:
    known = next((name for name in names if name in _EXCEPTIONS), None)
    if wanted is not None:
        return f"raised {known or 'another exception'}, not {wanted}"
    asked = next((name for name in names if name in errors), None)
    if asked is not None:
        return f"raised {asked} where a value is expected"
    if known is None:
        return "raised an exception"
    about = _EXCEPTIONS[known]
    return f"raised {known}" + (f" ({about})" if about else "")


FEW = 9  # places of a result that are told apart: which of many is wrong, a submission could choose


def _place(found: Difference, expected: Any) -> tuple[str, Difference]:
    """Where in the expected result the difference lies, in the course's own words, and what it is."""
    places, rest = [], found.text
    while type(expected) in (dict, list, tuple):
        if type(expected) is dict:
            key = next((key for key in expected if rest.startswith(f"{key}: ")), None)
            if key is None:
                break
            place, expected = key, expected[key]
        else:
            match = re.match(rf"value (\d+) of {len(expected)}: ", rest)
            if match is None or len(expected) > FEW:
                break
            place, expected = match[0][:-2], expected[int(match[1]) - 1]
        places.append(place)
        rest = rest[len(place) + 2 :]
    return ", ".join(places), Difference(found.kind, rest)


def _form(found: Difference) -> str | None:
    """A message about type or shape, where it can be said. What was expected is public; a size that
    came back is said only if it could come of the expected ones by a mistake with axes."""
    said, separator, wanted = found.text.partition(", not ")
    plausible = set(re.findall(r"\d+", wanted)) | {"0", "1"}
    sizes = [number for text in _SIZE.findall(said) for number in re.findall(r"\d+", text)]
    if len(sizes) > 4 or not set(sizes) <= plausible:
        said = _SIZE.sub("", said)
    words = re.findall(r"\w+", said)
    if len(said) > 200 or not all(word in _WORDS or re.fullmatch(r"\d{1,2}", word) for word in words):
        return None
    return said + separator + wanted
