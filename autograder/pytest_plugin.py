"""The old address of the pytest plug-in, for `-p autograder.pytest_plugin`."""

import warnings

warnings.warn(
    "autograder.pytest_plugin is now autograder.commands.pytest_plugin; write that after -p", FutureWarning, stacklevel=2
)
pytest_plugins = ("autograder.commands.pytest_plugin",)
