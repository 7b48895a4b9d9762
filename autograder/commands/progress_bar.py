"""What a person sees while a class is graded: a bar on a terminal, plain lines elsewhere."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from autograder.running.progress import Progress

EVERY = 10.0  # seconds between two plain lines
FIRST = 10  # submissions before a rate means something: the first ones wait for processes to start


@contextmanager
def shown(quiet: bool) -> Iterator[Callable[[Progress], None]]:
    """A display of how far grading is, on stderr: rate, time left, failures so far."""
    if quiet:
        yield lambda progress: None
    elif sys.stderr.isatty():
        with _bar() as update:
            yield update
    else:
        yield _Lines()


@contextmanager
def _bar() -> Iterator[Callable[[Progress], None]]:
    from tqdm import tqdm

    bar = tqdm(unit=" submissions", dynamic_ncols=True, smoothing=0.05, leave=False)

    def update(progress: Progress) -> None:
        bar.total = progress.total
        if progress.need_person:
            bar.set_postfix_str(f"{progress.need_person} need a person", refresh=False)
        bar.update(progress.done - bar.n)

    try:
        yield update
    finally:
        bar.close()


class _Lines:
    """A line now and then, for logs."""

    def __init__(self) -> None:
        self._began = self._last = time.monotonic()

    def __call__(self, progress: Progress) -> None:
        now = time.monotonic()
        if now - self._last < EVERY:
            return
        self._last = now
        rate = progress.done / (now - self._began)
        left = f"{rate:.1f} a second, {(progress.total - progress.done) / rate:.0f} s left, "
        print(
            f"{progress.done} of {progress.total} submissions, {left if progress.done >= FIRST else ''}"
            f"{progress.need_person} need a person",
            file=sys.stderr,
            flush=True,
        )
