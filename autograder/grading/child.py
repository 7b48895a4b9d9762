"""A worker as its judge sees it: a process, and the socket to it."""

from __future__ import annotations

import socket
import struct
import time
from typing import Any

from autograder.worker import frames, values

NO_ANSWER = "sent something that is no answer"


class WorkerDied(Exception):
    """The worker gave no answer; the text says why, for the student. `twice` is the number of the call
    that it had answered already, where it answered that again."""

    def __init__(self, text: str = "", twice: int | None = None) -> None:
        super().__init__(text)
        self.twice = twice


class Child:
    """A worker: its process, and the socket to it, whose time-outs are the kernel's (socket(7))."""

    def __init__(self, pid: int, stream: socket.socket, most: int) -> None:
        self.pid = pid
        self.stream = stream
        self.frames = frames.Frames(self._part, most)
        self.size = 0  # bytes of the last reply
        self.asked = False  # whether it has seen hidden inputs
        self.told: set[bytes] = set()  # marks of what orders have in common, as far as it has had that
        self._seconds = 0.0  # that the next reply may take, and when they are over once it is waited for
        self._deadline: float | None = None
        self._waits = 0.0  # seconds that a send or receive may take

    def send(self, load: bytes, seconds: float) -> None:
        self._wait(seconds)
        try:
            self.stream.sendall(load)
        except BlockingIOError:
            raise TimeoutError from None

    def reply(self, number: int, seconds: float) -> list[Any]:
        """The reply of this number, within so many seconds and a tenth more. It must be the next one."""
        self._seconds, self._deadline = seconds, None
        frame = self.frames.next()
        if frame is None:
            raise WorkerDied
        if frame[0] != number:
            raise WorkerDied(NO_ANSWER, twice=frame[0])
        self.size = len(frame[1])
        reply = frames.reply(frame[1])
        if type(reply) is not list or not reply or type(reply[0]) is not str:
            raise values.ChannelError("a reply of another form")
        return reply

    def _part(self) -> bytes:
        """What has come of the replies."""
        left = self._seconds
        if self._deadline is None:
            self._deadline = time.monotonic() + left
        else:
            left = self._deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError
        if not 0.9 * self._waits <= left <= 1.1 * self._waits:
            self._wait(left)
        try:
            return self.stream.recv(frames.PART)
        except BlockingIOError:
            raise TimeoutError from None

    def _wait(self, seconds: float) -> None:
        if seconds != self._waits:
            self._waits = seconds
            whole = int(seconds)
            limit = struct.pack("@ll", whole, max(1, int((seconds - whole) * 1e6)))  # none would be for ever
            for option in (socket.SO_RCVTIMEO, socket.SO_SNDTIMEO):
                self.stream.setsockopt(socket.SOL_SOCKET, option, limit)
