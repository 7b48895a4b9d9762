"""The watching side of `autograder.workshop.job_server`, a process that keeps TensorFlow loaded."""

from __future__ import annotations

import contextlib
import json
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from autograder.key.compilation import ENVIRONMENT

GRACE = 5.0  # seconds for a job that is given up to end by itself


class Warm:
    """Sends jobs and hears their answers. One that is given up is stopped, and no more is heard of it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._start()

    def _start(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "autograder.workshop.job_server", str(self.root)],
            env=os.environ | ENVIRONMENT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,  # Ctrl-C in the terminal is for the watching side
        )
        self.part = b""
        self.sent = self.ended = self.given_up = 0  # jobs; they run in order, one at a time
        self.pid: int | None = None  # the running job's
        self.deadline = 0.0

    def send(self, job: dict[str, Any]) -> None:
        if self.process.poll() is not None:
            self._start()
        assert self.process.stdin is not None
        self.sent += 1
        with contextlib.suppress(BrokenPipeError):  # it has ended: `answers` finds that
            self.process.stdin.write(json.dumps(job).encode() + b"\n")
            self.process.stdin.flush()

    def give_up(self) -> None:
        """Stop all that has been sent."""
        self.given_up = self.sent
        self._end_job(signal.SIGTERM)

    def _end_job(self, number: int) -> None:
        self.deadline = time.monotonic() + GRACE
        if self.pid is not None and self.ended < self.given_up:
            with contextlib.suppress(ProcessLookupError):  # it has just ended
                os.killpg(self.pid, number)

    def answers(self) -> Iterator[dict[str, Any]]:
        """What has come since, of jobs that are not given up. It does not wait."""
        for answer in self._lines():
            wanted = self.ended >= self.given_up
            if "pid" in answer:
                self.pid = answer["pid"]
                self._end_job(signal.SIGTERM)
                continue
            if "ended" in answer:
                self.pid = None
                self.ended += 1
            if wanted:
                yield answer
        if self.ended < self.given_up and time.monotonic() > self.deadline:
            self._end_job(signal.SIGKILL)

    def _lines(self) -> Iterator[dict[str, Any]]:
        assert self.process.stdout is not None
        while select.select([self.process.stdout], [], [], 0)[0]:
            new = os.read(self.process.stdout.fileno(), 2**16)
            if not new:
                code = self.process.wait()
                for _job in range(self.sent - self.ended):
                    yield {"ended": code}
                return
            *lines, self.part = (self.part + new).split(b"\n")
            yield from map(json.loads, lines)

    def close(self) -> None:
        """End the process, and the job that it runs."""
        self.give_up()
        if self.pid is None:  # it is loading, or has nothing to do
            self.process.kill()
        while self.pid is not None and self.process.poll() is None:
            time.sleep(0.02)
            list(self.answers())
        self.process.kill()
        self.process.wait()
        for stream in (self.process.stdin, self.process.stdout):
            if stream is not None:
                stream.close()
