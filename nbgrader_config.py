"""nbgrader's configuration for this course: see autograder/nbgrader_bridge/config.py."""

from autograder.nbgrader_bridge import configure

configure(get_config(), __file__)  # noqa: F821 (nbgrader puts get_config here)
