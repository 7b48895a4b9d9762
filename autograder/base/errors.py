"""What a command says when it cannot go on."""

from __future__ import annotations


class CourseError(Exception):
    """A usage or course error: one line that says where, what, and the fix (exit code 2)."""


class GraderError(Exception):
    """A fault of the trusted side, never of a student: the submission needs a person."""
