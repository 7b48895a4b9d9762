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

import functools
import hashlib
import marshal
import math
import struct
import traceback
import types
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

MAX_DEPTH = 12
MAX_ITEMS = 500_000
MAX_TEXT = 2_000
MAX_DIMENSIONS = 32
PART = 2**16  # bytes received at a time: a larger buffer would be fresh memory at each call
_HEADER = struct.Struct("<II")
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
    """The bytes are no value within the limits, or no frame."""


class TooLongError(ChannelError):
    """A frame says that it is longer than it may be."""


@dataclass(frozen=True)
class Refused:
    """A value of a type that does not cross; `what` names it, as in 'a MaskedArray'."""

    what: str


NOT_AS_ASKED = "something that is not built as the docstring says"


def taken_apart(error: Exception, drive: types.FunctionType) -> Refused | None:
    """What was returned or made, where a driver stopped with this exception because it could not take that
    apart. None where the answer's own code stopped: then there are frames of it beyond the driver's."""
    own, codes = set(), [drive.__code__]
    for code in codes:
        own.add(code)
        codes += [part for part in code.co_consts if isinstance(part, types.CodeType)]
    frames = [frame for frame, _line in traceback.walk_tb(error.__traceback__)]
    while frames and frames[0].f_code not in own:
        del frames[0]
    others = [frame.f_globals.get("__name__") for frame in frames if frame.f_code not in own]
    if not frames or not all(str(name).partition(".")[0] in ("numpy", "copy") for name in others):
        return None
    return Refused("None" if "NoneType" in str(error) else NOT_AS_ASKED)


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


MARK = 8  # bytes by which a worker knows again what it was asked before


def marked(asked: bytes) -> bytes:
    """What several orders have in common, with its mark before it."""
    return hashlib.blake2b(asked, digest_size=MARK).digest() + asked


def order(asked: bytes, own: bytes) -> bytes:
    """The bytes that ask a worker for something: what several orders have in common, or its mark alone where
    the worker has had it, and behind it the value that is this one's own."""
    return _COUNT.pack(len(asked)) + asked + own


def opened(message: bytes) -> tuple[bytes, bytes]:
    """The two parts of an order."""
    (size,) = _COUNT.unpack_from(message)
    own = _COUNT.size + size
    return message[_COUNT.size : own], message[own:]


@functools.cache
def driver(source: str) -> bytes:
    """The code of a driver, for a worker of the same Python: to compile it takes ten times as long."""
    return marshal.dumps(compile(source, "<driver>", "exec"))


def framed(number: int, payload: bytes) -> bytes:
    """The frame that carries these bytes, with its number."""
    return _HEADER.pack(len(payload), number) + payload


HEADER_SIZE = _HEADER.size


def header(data: bytes) -> tuple[int, int]:
    """The length of the payload that follows this header, and the frame's number."""
    length, number = _HEADER.unpack(data)
    return length, number


def returned(value: Any) -> bytes:
    """The bytes of `["value", value]`, a reply as most are."""
    return _RETURNED + encode(value)


def reply(payload: bytes) -> Any:
    """The reply of these bytes."""
    if payload.startswith(_RETURNED):
        return ["value", decode(payload, start=len(_RETURNED))]
    return decode(payload)


class Frames:
    """Reads frames as `receive` gives their bytes, in whatever parts these come. Raises ChannelError where
    one says that it is longer than `most` bytes."""

    def __init__(self, receive: Callable[[], bytes], most: int) -> None:
        self._receive = receive
        self._most = most
        self._data = b""
        self._at = 0  # where in them the next frame begins

    def next(self) -> tuple[int, bytes] | None:
        """The next frame, as its number and its payload; None where the other side has closed."""
        while True:
            data, start = self._data, self._at + HEADER_SIZE
            if len(data) >= start:
                length, number = _HEADER.unpack_from(data, self._at)
                end = start + length
                if HEADER_SIZE + length > self._most:
                    raise TooLongError("a frame over the limit")
                if len(data) >= end:
                    self._at = end
                    return number, data[start:end]
            part = self._receive()
            if not part:
                return None
            self._data, self._at = data[self._at :] + part, 0


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


_RETURNED = _TAG_COUNT.pack(_LIST, 2) + encode("value")  # and then the value
