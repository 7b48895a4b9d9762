"""Plain values as bytes: what crosses between the judge and a worker, and lies in the answer key.

A frame is a JSON tree and the raw bytes of its arrays, each with exact dtype and shape. Nothing is
ever unpickled or evaluated, every size is bounded, and a type that is not plain crosses as a
`Refused` that carries only its name.
"""

from __future__ import annotations

import json
import math
import struct
from dataclasses import dataclass
from typing import Any

import numpy as np

MAX_DEPTH = 12
MAX_ITEMS = 500_000
MAX_TEXT = 2_000
PART = 2**16  # bytes received at a time: a larger buffer would be fresh memory at each call
_HEADER = struct.Struct("!II")
_NAMES = ["|b1", "|i1", "|u1", *(f"<{kind}{size}" for kind in "iu" for size in (2, 4, 8)), "<f2", "<f4", "<f8"]
_DTYPES = {name: (np.dtype(name), np.dtype(name).newbyteorder("=")) for name in _NAMES}
_JSON = json.JSONEncoder(separators=(",", ":"))


# NumPy's own scalar types, to be compared by identity: a subclass may call itself what it likes.
NUMBERS = frozenset(kind for kind in np.sctypeDict.values() if np.dtype(kind).kind in "biuf")
_NUMBER_IDS = frozenset(map(id, NUMBERS))


class ChannelError(Exception):
    """The bytes are not a frame within the limits."""


@dataclass(frozen=True)
class Refused:
    """A value of a type that does not cross; `what` names it, as in 'a MaskedArray'."""

    what: str


def encode(value: Any, max_text: int = MAX_TEXT) -> bytes:
    """A plain value as one frame. Strings over `max_text` characters, integers over 64 bits and
    types other than plain ones are refused by name."""
    buffers: list[bytes] = []
    tree = _JSON.encode(_Packer(buffers, max_text).pack(value, 0)).encode()
    body = b"".join(buffers)
    return _HEADER.pack(len(tree), len(body)) + tree + body


def numbered(number: int, frame: bytes) -> bytes:
    """The frame of the list [number, value], from the frame of the value."""
    tree_size, body_size = _HEADER.unpack_from(frame)
    split = _HEADER.size + tree_size
    tree = b"[%d,%s]" % (number, frame[_HEADER.size : split])
    return b"".join((_HEADER.pack(len(tree), body_size), tree, frame[split:]))


def decode(frame: bytes, max_text: int = MAX_TEXT) -> Any:
    """The value of a frame; raises ChannelError on anything malformed."""
    try:
        tree_size, body_size = _HEADER.unpack_from(frame)
        if len(frame) != _HEADER.size + tree_size + body_size:
            raise ChannelError("the frame's length is not what it says")
        tree = json.loads(frame[_HEADER.size : _HEADER.size + tree_size].decode())
        return _Unpacker(frame, _HEADER.size + tree_size, max_text).unpack(tree, 0)
    except ChannelError:
        raise
    except (
        ValueError, TypeError, KeyError, IndexError, AttributeError, struct.error,
        OverflowError, MemoryError, RecursionError,
    ) as error:  # fmt: skip
        raise ChannelError(f"malformed frame: {type(error).__name__}") from None


def frame_size(header: bytes) -> int:
    """The length of the whole frame that begins with these eight bytes."""
    tree_size, body_size = _HEADER.unpack(header)
    return int(_HEADER.size + tree_size + body_size)


HEADER_SIZE = _HEADER.size


class _Packer:
    def __init__(self, buffers: list[bytes], max_text: int) -> None:
        self.buffers = buffers
        self.max_text = max_text
        self.offset = 0
        self.items = 0

    def pack(self, value: Any, depth: int) -> Any:
        if depth > MAX_DEPTH:
            return {"refused": f"lists nested more than {MAX_DEPTH} deep"}
        kind = type(value)
        if kind is float or kind is bool or value is None:
            return value
        if kind is int:
            return value if -(2**63) <= value < 2**64 else {"refused": "an integer over 64 bits"}
        if kind is str or kind is np.str_:
            if len(value) > self.max_text:
                return {"refused": f"a string of {len(value):,} characters"}
            return str(value).encode("utf-8", "backslashreplace").decode()
        if kind is list or kind is tuple or kind is dict:
            self.items += len(value)
            if self.items > MAX_ITEMS:
                return {"refused": f"more than {MAX_ITEMS:,} values"}
            if kind is dict:
                return self.pack_dict(value, depth)
            items = [self.pack(item, depth + 1) for item in value]
            return items if kind is list else {"tuple": items}
        if kind is Refused:
            return {"refused": value.what}
        return self.pack_numpy(value)

    def pack_dict(self, value: dict[Any, Any], depth: int) -> Any:
        if not all(type(key) is str and len(key) <= MAX_TEXT for key in value):
            return {"refused": "a dict"}
        return {"dict": [[key, self.pack(item, depth + 1)] for key, item in value.items()]}

    def pack_numpy(self, value: Any) -> Any:
        kind = type(value)
        if kind is not np.ndarray and id(kind) not in _NUMBER_IDS:
            return {"refused": _a(kind.__name__)}
        if kind is np.ndarray and value.ndim > 32:
            return {"refused": "an array of more than 32 dimensions"}
        dtype = value.dtype
        if dtype.kind not in "biuf":
            return {"refused": f"an array of dtype {str(dtype)[:40]}" if kind is np.ndarray else _a(kind.__name__)}
        array = np.asarray(value)
        if dtype.itemsize > 8:  # longdouble's layout differs between machines
            array = array.astype(np.float64)
        if array.dtype.str.startswith(">"):
            array = array.astype(array.dtype.newbyteorder("<"))
        data = array.tobytes()
        self.buffers.append(data)
        start, self.offset = self.offset, self.offset + len(data)
        name = "array" if kind is np.ndarray else "scalar"
        return {name: [array.dtype.str, list(np.shape(value)), start, len(data)]}


class _Unpacker:
    def __init__(self, frame: bytes, start: int, max_text: int) -> None:
        self.frame = frame
        self.max_text = max_text
        self.start = start
        self.items = 0
        self.used = 0

    def unpack(self, tree: Any, depth: int) -> Any:
        kind = type(tree)
        if kind is float or kind is bool or tree is None:
            return tree
        if kind is int:
            if not -(2**63) <= tree < 2**64:
                raise ChannelError("an integer over 64 bits")
            return tree
        if kind is str:
            return self.text(tree)
        if depth > MAX_DEPTH:
            if kind is dict and "refused" in tree:
                return Refused(self.text(tree["refused"]))
            raise ChannelError("the value is nested too deep")
        if kind is list:
            return self.unpack_items(tree, depth)
        if len(tree) != 1:
            raise ChannelError("a value of unknown form")
        ((name, data),) = tree.items()
        if name == "array" or name == "scalar":
            return self.unpack_array(data, scalar=name == "scalar")
        if name == "tuple":
            return tuple(self.unpack_items(data, depth))
        if name == "dict":
            self.count(data)
            return {self.text(key): self.unpack(item, depth + 1) for key, item in data}
        if name == "refused":
            return Refused(self.text(data))
        raise ChannelError("a value of unknown kind")

    def unpack_items(self, data: Any, depth: int) -> list[Any]:
        self.count(data)
        return [self.unpack(item, depth + 1) for item in data]

    def count(self, data: Any) -> None:
        """Bound how many items there are in all."""
        if type(data) is not list:
            raise ChannelError("malformed frame: a list without items")
        self.items += len(data)
        if self.items > MAX_ITEMS:
            raise ChannelError("the value has too many items")

    def text(self, data: Any) -> str:
        if type(data) is not str or len(data) > 6 * self.max_text:  # an escape takes six characters
            raise ChannelError("text that is too long")
        return data

    def unpack_array(self, data: Any, scalar: bool) -> Any:
        if type(data) is not list or len(data) != 4 or type(data[1]) is not list:
            raise ChannelError("malformed frame: an array of another form")
        name, shape, start, size = data
        if type(name) is not str or name not in _DTYPES:
            raise ChannelError("an array of unknown dtype")
        dtype, own = _DTYPES[name]
        if not all(type(n) is int and n >= 0 for n in shape) or len(shape) > 32:
            raise ChannelError("an array of impossible shape")
        if type(start) is not int or type(size) is not int or start < 0 or size < 0:
            raise ChannelError("an array outside its frame")
        if math.prod(shape) * dtype.itemsize != size or self.start + start + size > len(self.frame):
            raise ChannelError("an array whose size is not its shape")
        self.used += size
        if self.used > len(self.frame):
            raise ChannelError("arrays that share their bytes")
        if size == 0:
            return np.empty(shape, own)
        count = size // dtype.itemsize
        array = np.frombuffer(self.frame, dtype, count, self.start + start).reshape(shape).astype(dtype.type)
        return array[()] if scalar and shape == [] else array


def _a(name: str) -> str:
    text = name[:60]
    return f"{'an' if text[:1].lower() in 'aeiou' else 'a'} {text}"
