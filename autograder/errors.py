"""What a command says when it cannot go on."""


class CourseError(Exception):
    """A usage or course error: one line that says where, what, and the fix (exit code 2)."""


class GraderError(Exception):
    """A fault of the trusted side, never of a student: the submission needs a person."""


def printable(text: str) -> str:
    """A line for a terminal: a file's name may hold anything."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)
