"""Ctrl-C while other threads are at work."""

from __future__ import annotations

import contextlib
import signal
import sys
import threading
from collections.abc import Iterator


class Interrupts:
    """Ctrl-C, held back while others may hold a lock: raised inside an executor, it can leave one taken
    for good, and the process then never ends. A second one is raised at once."""

    def __init__(self) -> None:
        self._came = self._open = False
        main = threading.current_thread() is threading.main_thread()
        self._ours = main and signal.getsignal(signal.SIGINT) is signal.default_int_handler
        if self._ours:
            signal.signal(signal.SIGINT, self._note)

    def _note(self, number: int, frame: object) -> None:
        again, self._came = self._came, True
        if self._open or again:
            raise KeyboardInterrupt

    @contextlib.contextmanager
    def let_in(self) -> Iterator[None]:
        """Where it may be raised: nothing is held."""
        self._open = True
        try:
            self.look()
            yield
        finally:
            self._open = False

    def look(self) -> None:
        """Raise what has come."""
        if self._came:
            raise KeyboardInterrupt

    def over(self) -> None:
        """Raise what came, unless an exception is on its way already; from now on it is raised as it comes."""
        if self._ours:
            signal.signal(signal.SIGINT, signal.default_int_handler)
        if sys.exc_info()[1] is None:
            self.look()
