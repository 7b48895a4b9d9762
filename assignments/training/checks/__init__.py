"""The public checks of this lesson: `check("name")` runs those of one exercise.

This folder travels with the notebook, as `checks`. It stands on NumPy alone.
"""

from .checks import check, demo

__all__ = ["check", "demo"]
