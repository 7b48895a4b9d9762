"""An old address, as it stands in nbgrader's command line and configuration."""

from autograder.moved import moved

__getattr__ = moved(
    __name__,
    {
        "CanvasExporter": "autograder.nbgrader_bridge.exporters",
        "GradesExporter": "autograder.nbgrader_bridge.exporters",
        "MoodleExporter": "autograder.nbgrader_bridge.exporters",
    },
)
