"""What is changed in nbgrader while the kit is loaded into it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from autograder.base.gradebook_url import DEFAULT
from autograder.grading.submission_file import Unreadable
from autograder.grading.submission_folder import handed_in, plain_files


def mend_alembic() -> None:
    """Two things of nbgrader's about Alembic, which keeps the version of its tables: a `%` in a URL, as in an
    encoded password, must be doubled in the ini file; and for a new gradebook it starts a program, seconds
    long, to ask for what is read here in a moment."""
    from nbgrader import api, dbutil

    write = dbutil.write_alembic_ini
    if getattr(write, "escapes", False):
        return

    def escaped(alembic_ini: str = "alembic.ini", db_url: str = DEFAULT) -> None:
        write(alembic_ini, db_url.replace("%", "%%"))

    escaped.escapes = True  # type: ignore[attr-defined]
    dbutil.write_alembic_ini = escaped
    api.get_alembic_version = _newest_tables


def _newest_tables() -> str:
    """The version of the tables that this nbgrader makes, as `alembic heads` prints it."""
    import nbgrader
    from alembic.script import ScriptDirectory

    head = ScriptDirectory(str(Path(nbgrader.__file__).parent / "alembic")).get_current_head()
    assert head is not None
    return head


def guard_nbgrader(course: Path) -> None:
    """Let nbgrader's own commands read the submissions of the course in this folder in the same way. A time
    that cannot be read counts as none here, where nbgrader would end: what it belongs to is unreadable."""
    from nbgrader.converters import base
    from nbgrader.coursedir import CourseDirectory
    from nbgrader.utils import find_all_files

    submitted = os.path.join(os.path.abspath(course), "submitted", "")

    def listed(path: str, exclude: list[str] | None = None) -> list[str]:
        find = plain_files if os.path.abspath(path).startswith(submitted) else find_all_files
        found: list[str] = find(path, exclude)
        return found

    def get_existing_timestamp(self: CourseDirectory, dest_path: str) -> Any:
        try:
            return handed_in(Path(dest_path))
        except Unreadable:
            return None

    base.find_all_files = listed
    CourseDirectory.get_existing_timestamp = get_existing_timestamp
