"""What crosses between the judge and a worker, as bytes: frames with orders one way, and with replies the other.

A frame is a header, the length and the number of what follows, and a value or two (`values`). The worker answers
orders one at a time; a reply has its order's number. An order is either a cell to run or a call: what this has in
common with the other calls of its check, which a worker gets once and then knows by its mark, and its arguments.
"""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Callable
from typing import Any

from . import values
from .values import ChannelError

PART = 2**16  # bytes received at a time: a larger buffer would be fresh memory at each call
MARK = 8  # bytes by which a worker knows again what it was asked before
_HEADER = struct.Struct("<II")
HEADER_SIZE = _HEADER.size
_COUNT = struct.Struct("<I")
_RETURNED = values.encode(["value", None])[:-1]  # and then the value


class TooLongError(ChannelError):
    """A frame says that it is longer than it may be."""


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


def framed(number: int, payload: bytes) -> bytes:
    """The frame that carries these bytes, with its number."""
    return _HEADER.pack(len(payload), number) + payload


def header(data: bytes) -> tuple[int, int]:
    """The length of the payload that follows this header, and the frame's number."""
    length, number = _HEADER.unpack(data)
    return length, number


def returned(value: Any) -> bytes:
    """The bytes of `["value", value]`, a reply as most are."""
    return _RETURNED + values.encode(value)


def reply(payload: bytes) -> Any:
    """The reply of these bytes."""
    if payload.startswith(_RETURNED):
        return ["value", values.decode(payload, start=len(_RETURNED))]
    return values.decode(payload)


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
