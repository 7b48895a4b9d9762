"""An old address, as it stands in hidden tests."""

from autograder.moved import moved

__getattr__ = moved(
    __name__,
    {
        "Difference": "autograder.student.compare",
        "difference": "autograder.student.compare",
        "show": "autograder.student.compare",
        "show_call": "autograder.student.compare",
    },
)
