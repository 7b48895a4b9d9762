"""Auto-graded exercises in the fundamentals of neural networks."""

from autograder.base.version import VERSION as __version__

__all__ = ["__version__"]
