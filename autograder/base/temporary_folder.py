"""A temporary folder that is gone once it is closed, also where a process that is ending still writes to it."""

from __future__ import annotations

import shutil
import tempfile
import time
from pathlib import Path

TRIES, PAUSE_SECONDS = 100, 0.05


class Scratch:
    """A new folder of this process's own; it goes at the end of the process at the latest."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="autograder-", ignore_cleanup_errors=True)
        self.path = Path(self._folder.name)

    def close(self) -> None:
        remove(self.path)
        self._folder.cleanup()


def remove(folder: Path) -> None:
    """Remove a folder and all in it; what is made in it meanwhile costs another try."""
    for _try in range(TRIES):
        shutil.rmtree(folder, ignore_errors=True)
        if not folder.exists():
            return
        time.sleep(PAUSE_SECONDS)
