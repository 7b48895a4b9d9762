"""Launchers of workers that are not as they should be."""

from __future__ import annotations

import json

from autograder.grading.launcher import Launcher


def launcher_with(module: str, text: str) -> type[Launcher]:
    """Launchers whose workers' parent has this text at the end of one of its modules."""

    class Changed(Launcher):
        def _given(self, control: int, scratch: str) -> bytes:
            given = json.loads(super()._given(control, scratch))
            given["modules"][f"worker.{module}"] += f"\n{text}\n"
            return json.dumps(given).encode()

    return Changed
