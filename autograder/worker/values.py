"""Plain values as bytes: what crosses between the judge and a worker, and lies in the answer key.

A value is a tag of one byte and what belongs to it, little-endian, one value behind the other:

    N  T  F     None, True, False
    i  u  f     an int as int64, a larger one as uint64, a float as float64
    s  !        a string, or the name of what was refused: its length, and UTF-8
    [  (  {     a list, a tuple, a dict: how many, and the items (of a dict each key as a length and UTF-8)
    q  d        a list of nothing but ints, or floats: how many, and the numbers
    a  x        an array, a NumPy scalar: its dtype, how many dimensions, the shape, the bytes

Nothing is ever unpickled or evaluated, every size is bounded, and a type that is not plain crosses as a
`Refused` that carries only its name.
"""

from __future__ import annotations

import math
import struct
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

MAX_DEPTH = 12
MAX_ITEMS = 500_000
MAX_TEXT = 2_000
MAX_DIMENSIONS = 32
_COUNT = struct.Struct("<I")
_TAG_COUNT = struct.Struct("<BI")
_INT, _UINT, _FLOAT = struct.Struct("<q"), struct.Struct("<Q"), struct.Struct("<d")
_TAG_INT, _TAG_UINT, _TAG_FLOAT = struct.Struct("<Bq"), struct.Struct("<BQ"), struct.Struct("<Bd")
_SHAPES = [struct.Struct(f"<{n}Q") for n in range(MAX_DIMENSIONS + 1)]
_ARRAYS = [struct.Struct(f"<BBB{n}Q") for n in range(MAX_DIMENSIONS + 1)]
_SHORT = 64  # numbers of a list for which a form is kept
_INT_LISTS = [struct.Struct(f"<{n}q") for n in range(_SHORT)]
_FLOAT_LISTS = [struct.Struct(f"<{n}d") for n in range(_SHORT)]
_NAMES = ["|b1", "|i1", "|u1", *(f"<{kind}{size}" for kind in "iu" for size in (2, 4, 8)), "<f2", "<f4", "<f8"]
_CODES = {name: code for code, name in enumerate(_NAMES)}
# As it lies in a frame, and as NumPy's own: of another, be it equal, np.asarray makes a new array.
_DTYPES = [(np.dtype(name), np.dtype(np.dtype(name).type)) for name in _NAMES]
_NONE, _TRUE, _FALSE, _I64, _U64, _F64, _TEXT, _REFUSED = b"NTFiufs!"
_LIST, _TUPLE, _DICT, _INTS, _FLOATS, _ARRAY, _SCALAR = b"[({qdax"
_ONLY_FLOATS, _ONLY_INTS = {id(float)}, {id(int)}

# NumPy's own scalar types, to be compared by identity: a subclass may call itself what it likes.
NUMBERS = frozenset(kind for kind in np.sctypeDict.values() if np.dtype(kind).kind in "biuf")
_NUMBER_IDS = frozenset(map(id, NUMBERS))


def _int_list(count: int) -> struct.Struct:
    return _INT_LISTS[count] if count < _SHORT else struct.Struct(f"<{count}q")


def _float_list(count: int) -> struct.Struct:
    return _FLOAT_LISTS[count] if count < _SHORT else struct.Struct(f"<{count}d")


class ChannelError(Exception):
    """The bytes are no value within the limits, or no frame (`frames`)."""


@dataclass(frozen=True)
class Refused:
    """A value of a type that does not cross; `what` names it, as in 'a MaskedArray'."""

    what: str


def encode(value: Any, max_text: int = MAX_TEXT) -> bytes:
    """A plain value as bytes. Strings over `max_text` characters, integers over 64 bits and types other
    than plain ones are refused by name."""
    writer = _Writer(max_text)
    writer.value(value, 0)
    return b"".join(writer.parts)


def decode(data: bytes, max_text: int = MAX_TEXT, start: int = 0) -> Any:
    """The value of these bytes, all of them from `start` on; raises ChannelError on anything malformed."""
    reader = Reader(data, max_text)
    reader.at = start
    value = reader.value()
    if reader.at != len(data):
        raise ChannelError("more bytes than the value has")
    return value


class _Writer:
    def __init__(self, max_text: int) -> None:
        self.parts: list[bytes] = []
        self.max_text = max_text
        self.items = 0

    def value(self, value: Any, depth: int) -> None:
        if depth > MAX_DEPTH:
            self.refused(f"lists nested more than {MAX_DEPTH} deep")
            return
        kind = type(value)
        if kind is float:
            self.parts.append(_TAG_FLOAT.pack(_F64, value))
        elif kind is np.ndarray:
            self.array(value)
        elif kind is list or kind is tuple:
            self.sequence(value, depth)
        elif kind is int:
            self.integer(value)
        elif kind is str or kind is np.str_:
            if len(value) > self.max_text:
                self.refused(f"a string of {len(value):,} characters")
            else:
                self.text(_TEXT, str(value))
        elif kind is bool:
            self.parts.append(b"T" if value else b"F")
        elif value is None:
            self.parts.append(b"N")
        elif kind is dict:
            self.mapping(value, depth)
        elif kind is Refused:
            self.refused(value.what)
        elif kind.__base__ is tuple and "_fields" in vars(kind):  # a named tuple is one, by all that is asked
            self.sequence(tuple.__getitem__(value, slice(None)), depth)
        elif id(kind) in _NUMBER_IDS:
            self.scalar(value)
        else:
            self.refused(_a(kind.__name__))

    def refused(self, what: str) -> None:
        self.text(_REFUSED, what)

    def text(self, tag: int, text: str) -> None:
        data = text.encode("utf-8", "backslashreplace")
        self.parts.append(_TAG_COUNT.pack(tag, len(data)) + data)

    def integer(self, value: int) -> None:
        if -(2**63) <= value < 2**63:
            self.parts.append(_TAG_INT.pack(_I64, value))
        elif 0 < value < 2**64:
            self.parts.append(_TAG_UINT.pack(_U64, value))
        else:
            self.refused("an integer over 64 bits")

    def counted(self, value: Any) -> bool:
        """Whether the items of one more container are not too many."""
        self.items += len(value)
        if self.items > MAX_ITEMS:
            self.refused(f"more than {MAX_ITEMS:,} values")
            return False
        return True

    def sequence(self, value: Any, depth: int) -> None:
        if not self.counted(value):
            return
        count = len(value)
        if count and type(value) is list and depth < MAX_DEPTH:
            kinds = set(map(id, map(type, value)))  # of the classes themselves: they may say what they like
            if kinds == _ONLY_FLOATS:
                self.parts.append(_TAG_COUNT.pack(_FLOATS, count) + _float_list(count).pack(*value))
                return
            if kinds == _ONLY_INTS and min(value) >= -(2**63) and max(value) < 2**63:
                self.parts.append(_TAG_COUNT.pack(_INTS, count) + _int_list(count).pack(*value))
                return
        self.parts.append(_TAG_COUNT.pack(_LIST if type(value) is list else _TUPLE, count))
        for item in value:
            self.value(item, depth + 1)

    def mapping(self, value: dict[Any, Any], depth: int) -> None:
        if not self.counted(value):
            return
        if not all(type(key) is str and len(key) <= MAX_TEXT for key in value):
            self.refused("a dict")
            return
        self.parts.append(_TAG_COUNT.pack(_DICT, len(value)))
        for key, item in value.items():
            data = key.encode("utf-8", "backslashreplace")
            self.parts.append(_COUNT.pack(len(data)) + data)
            self.value(item, depth + 1)

    def array(self, value: np.ndarray) -> None:
        if value.ndim > MAX_DIMENSIONS:
            self.refused(f"an array of more than {MAX_DIMENSIONS} dimensions")
        elif value.dtype.kind not in "biuf":
            self.refused(f"an array of dtype {str(value.dtype)[:40]}")
        else:
            self.numbers(_ARRAY, value)

    def scalar(self, value: Any) -> None:
        self.numbers(_SCALAR, np.asarray(value))

    def numbers(self, tag: int, array: np.ndarray) -> None:
        name = array.dtype.str
        if name not in _CODES:
            if array.dtype.itemsize > 8:  # longdouble's layout differs between machines
                array = array.astype(np.float64)
            array = array.astype(array.dtype.newbyteorder("<"))
            name = array.dtype.str
        shape = array.shape
        self.parts.append(_ARRAYS[len(shape)].pack(tag, _CODES[name], len(shape), *shape))
        self.parts.append(array.tobytes())


class Reader:
    """Reads values off bytes, one behind the other; `at` is the place of the next. Raises ChannelError."""

    def __init__(self, data: bytes, max_text: int = MAX_TEXT) -> None:
        self.data = data
        self.at = 0
        self.max_text = max_text
        self.items = 0

    def value(self) -> Any:
        try:
            return self._value(0)
        except (
            ValueError, TypeError, IndexError, struct.error, OverflowError, MemoryError, RecursionError,
        ) as error:  # fmt: skip
            raise ChannelError(f"malformed: {type(error).__name__}") from None

    def _value(self, depth: int) -> Any:
        tag = self.data[self.at]
        self.at += 1
        read = _READ.get(tag)
        if read is None:
            raise ChannelError("a value of unknown kind")
        return read(self, depth)

    def read_int(self, depth: int) -> Any:
        return self._one(_INT)

    def read_unsigned(self, depth: int) -> Any:
        return self._one(_UINT)

    def read_float(self, depth: int) -> Any:
        return self._one(_FLOAT)

    def _one(self, form: struct.Struct) -> Any:
        (value,) = form.unpack_from(self.data, self.at)
        self.at += 8
        return value

    def read_text(self, depth: int) -> str:
        size = self._size()
        if size > 6 * self.max_text:  # an escape takes six bytes
            raise ChannelError("text that is too long")
        return self._bytes(size).decode()

    def read_refused(self, depth: int) -> Refused:
        return Refused(self.read_text(depth))

    def _size(self) -> int:
        (size,) = _COUNT.unpack_from(self.data, self.at)
        self.at += 4
        return int(size)

    def _bytes(self, size: int) -> bytes:
        """The next bytes, as many as that."""
        start, self.at = self.at, self.at + size
        if self.at > len(self.data):
            raise ChannelError("the value is cut off")
        return self.data[start : self.at]

    def _count(self, depth: int) -> int:
        """How many items follow. Bounds how many there are in all, and how deep they are."""
        if depth > MAX_DEPTH:
            raise ChannelError("the value is nested too deep")
        count = self._size()
        self.items += count
        if self.items > MAX_ITEMS:
            raise ChannelError("the value has too many items")
        return count

    def read_list(self, depth: int) -> list[Any]:
        return [self._value(depth + 1) for _ in range(self._count(depth))]

    def read_tuple(self, depth: int) -> tuple[Any, ...]:
        return tuple(self.read_list(depth))

    def read_dict(self, depth: int) -> dict[str, Any]:
        return {self.read_text(depth): self._value(depth + 1) for _ in range(self._count(depth))}

    def read_ints(self, depth: int) -> list[int]:
        count = self._count(depth)
        return list(_int_list(count).unpack(self._bytes(8 * count)))

    def read_floats(self, depth: int) -> list[float]:
        count = self._count(depth)
        return list(_float_list(count).unpack(self._bytes(8 * count)))

    def read_scalar(self, depth: int) -> Any:
        array = self.read_array(depth)
        if array.shape != ():
            raise ChannelError("a scalar with a shape")
        return array[()]

    def read_array(self, depth: int) -> np.ndarray:
        if depth > MAX_DEPTH:
            raise ChannelError("the value is nested too deep")
        code, dimensions = self.data[self.at], self.data[self.at + 1]
        if code >= len(_DTYPES):
            raise ChannelError("an array of unknown dtype")
        if dimensions > MAX_DIMENSIONS:
            raise ChannelError("an array of impossible shape")
        form = _SHAPES[dimensions]
        shape = form.unpack_from(self.data, self.at + 2)
        start = self.at + 2 + form.size
        dtype, own = _DTYPES[code]
        size = math.prod(shape) * dtype.itemsize
        if start + size > len(self.data):
            raise ChannelError("an array that is longer than its bytes")
        self.at = start + size
        if size == 0:
            return np.empty(shape, own)
        return np.ndarray(shape, dtype, self.data, start).astype(own)


_READ: dict[int, Callable[[Reader, int], Any]] = {
    _NONE: lambda reader, depth: None,
    _TRUE: lambda reader, depth: True,
    _FALSE: lambda reader, depth: False,
    _I64: Reader.read_int,
    _U64: Reader.read_unsigned,
    _F64: Reader.read_float,
    _TEXT: Reader.read_text,
    _REFUSED: Reader.read_refused,
    _LIST: Reader.read_list,
    _TUPLE: Reader.read_tuple,
    _DICT: Reader.read_dict,
    _INTS: Reader.read_ints,
    _FLOATS: Reader.read_floats,
    _ARRAY: Reader.read_array,
    _SCALAR: Reader.read_scalar,
}


def _a(name: str) -> str:
    text = name[:60]
    return f"{'an' if text[:1].lower() in 'aeiou' else 'a'} {text}"
