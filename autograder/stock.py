"""The old address of `autograder.nbgrader_bridge.stock`, which stands in source notebooks of older gradebooks.

It says nothing: nbgrader takes any output on stderr for a failure.
"""

from autograder.nbgrader_bridge.stock import hidden

__all__ = ["hidden"]
