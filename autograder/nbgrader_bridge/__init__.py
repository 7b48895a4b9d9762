"""Everything that touches nbgrader. `configure` is what a course's `nbgrader_config.py` calls."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from autograder.nbgrader_bridge.config import configure

__all__ = ["configure"]


def __getattr__(name: str) -> Any:
    """`configure`, imported once it is asked for: it loads nbgrader, which most modules here do without."""
    if name == "configure":
        from autograder.nbgrader_bridge.config import configure

        return configure
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
