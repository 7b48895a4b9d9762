"""A frame is read off a socket in whatever parts it comes; an order is told from what it has in common with others."""

from __future__ import annotations

import struct
from typing import Any

import numpy as np
import pytest

from autograder.worker.frames import (
    HEADER_SIZE,
    MARK,
    Frames,
    TooLongError,
    framed,
    marked,
    opened,
    order,
    reply,
    returned,
)
from autograder.worker.values import ChannelError, decode, encode


def frames_of(*parts: bytes, most: int = 100) -> Frames:
    rest = iter([*parts, b""])
    return Frames(lambda: next(rest), most)


@pytest.mark.parametrize("cut", range(1, 20))
def test_a_frame_may_come_in_parts(cut: int) -> None:
    whole = framed(7, encode(["value", 1.0]))
    found = frames_of(whole[:cut], whole[cut:]).next()
    assert found == (7, encode(["value", 1.0]))


@pytest.mark.parametrize("cut", range(1, 40))
def test_frames_may_come_together(cut: int) -> None:
    whole = framed(1, b"payload") + framed(2, b"") + framed(3, b"other payload")
    frames = frames_of(whole[:cut], whole[cut:])
    assert [frames.next() for _ in range(4)] == [(1, b"payload"), (2, b""), (3, b"other payload"), None]


@pytest.mark.parametrize("sent", [b"", b"\0", framed(1, b"payload")[:-1], framed(1, b"payload")[:HEADER_SIZE]])
def test_the_other_side_may_close_before_the_frame_ends(sent: bytes) -> None:
    assert frames_of(*([sent] if sent else [])).next() is None


@pytest.mark.parametrize("length", [93, 2**32 - 1])
def test_a_frame_over_the_limit_is_refused_by_its_header(length: int) -> None:
    with pytest.raises(TooLongError):
        frames_of(struct.pack("<II", length, 1)).next()


def test_a_frame_at_the_limit_is_read() -> None:
    assert frames_of(framed(1, bytes(92))).next() == (1, bytes(92))


@pytest.mark.parametrize("value", [1.0, None, [1, 2], {"a": np.ones(3)}, "text", (1, [2.0])])
def test_a_reply_comes_back_as_the_list_that_it_is(value: Any) -> None:
    assert returned(value) == encode(["value", value])
    np.testing.assert_equal(reply(returned(value)), ["value", value])
    assert reply(encode(["undefined"])) == ["undefined"]


@pytest.mark.parametrize("payload", [b"", returned(1.0)[:-1], returned(1.0) + b"N", returned(None)[:-1]])
def test_a_reply_that_is_cut_off_or_goes_on_is_refused(payload: bytes) -> None:
    with pytest.raises(ChannelError):
        reply(payload)


def test_an_order_falls_into_what_it_has_in_common_and_its_own() -> None:
    asked = marked(encode(["f", True]) + b"code")
    assert opened(order(asked, encode([[1.0], {}]))) == (asked, encode([[1.0], {}]))
    assert opened(order(asked[:MARK], b"")) == (asked[:MARK], b"")
    assert opened(order(b"", encode("x = 1"))) == (b"", encode("x = 1"))
    assert decode(asked[MARK:-4]) == ["f", True]


def test_different_checks_have_different_marks() -> None:
    marks = {marked(encode([name, returned]) + code)[:MARK] for name in "fg" for returned in (True, False) for code in (b"", b"x")}
    assert len(marks) == 8
