"""How many processes this machine runs side by side."""

from __future__ import annotations

import contextlib
import os


def default_workers() -> int:
    """As many as this process may use cores."""
    with contextlib.suppress(AttributeError):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
