"""An old address, as it stands in hidden tests."""

from autograder.moved import moved

__getattr__ = moved(
    __name__,
    {
        "Exercise": "autograder.authoring",
        "call": "autograder.authoring",
    },
)
