"""nbgrader's configuration for this course: see autograder/plugin.py."""

from autograder.plugin import configure

configure(get_config(), __file__)  # noqa: F821 (nbgrader puts get_config here)
