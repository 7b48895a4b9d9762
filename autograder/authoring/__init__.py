"""What an author writes about an exercise."""

from autograder.authoring.exercise import Exercise, call
from autograder.authoring.pictures import bars, curve, stop, strip

__all__ = ["Exercise", "bars", "call", "curve", "stop", "strip"]
