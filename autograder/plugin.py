"""An old address, as it stands in nbgrader_config.py."""

from autograder.moved import moved

__getattr__ = moved(
    __name__,
    {
        "Execute": "autograder.nbgrader_bridge.steps",
        "SaveCells": "autograder.nbgrader_bridge.steps",
        "SaveDueDate": "autograder.nbgrader_bridge.steps",
        "SubmissionExporter": "autograder.nbgrader_bridge.steps",
        "configure": "autograder.nbgrader_bridge",
    },
)
