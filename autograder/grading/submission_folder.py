"""What lies beside a notebook in a submission's folder, read with suspicion: nbgrader copies whatever it
finds there, and trusts the time it was handed in."""

from __future__ import annotations

import contextlib
import datetime
import os
import stat
from pathlib import Path

from autograder.grading.submission_file import Unreadable, read_bytes

# What is copied from beside a notebook: so many folders deep, bytes in all, and files.
DEEP, BYTES, FILES = 40, 100 * 2**20, 1_000


def handed_in(folder: Path) -> datetime.datetime | None:
    """When a submission was handed in, in UTC, from the `timestamp.txt` that nbgrader puts beside it; None
    where there is none, or nothing in it. Raises Unreadable, as a late penalty may depend on it, and for a
    folder that is not the student's own."""
    from nbgrader.utils import parse_utc

    if folder.is_symlink() or folder.parent.is_symlink():  # the assignment's, or the student's
        raise Unreadable("its folder is a symbolic link; hand in the folder itself")
    path = folder / "timestamp.txt"
    if not os.path.lexists(path):
        return None
    try:
        text = read_bytes(path, 1).decode().strip()
        return parse_utc(text[:100]) if text else None
    except (Unreadable, ValueError, OverflowError, TypeError):
        raise Unreadable(
            "its timestamp.txt holds no time, like 2026-02-03 10:00:00 UTC; mend that file or delete it"
        ) from None


def plain_files(path: str, exclude: list[str] | None = None) -> list[str]:
    """The files that nbgrader copies beside a notebook: no pipes and devices, which have no end, no links,
    which lead to them or out of the submission, and no more than a submission may weigh."""
    from nbgrader.utils import is_ignored

    found: list[str] = []
    room = BYTES
    for folder, folders, names in os.walk(path):
        folders.sort()
        if is_ignored(folder, exclude) or folder.count(os.sep) > path.count(os.sep) + DEEP:
            folders.clear()
            continue
        for file in (os.path.join(folder, name) for name in sorted(names)):
            kind = os.lstat(file)
            fits = stat.S_ISREG(kind.st_mode) and kind.st_size <= room and len(found) < FILES
            fits = fits and file.isprintable()  # nbgrader's log shows each name as it is
            if fits and not is_ignored(file, exclude):
                found.append(file)
                room -= kind.st_size
    return found


def notebooks_in(folder: Path) -> list[Path]:
    """The notebooks in a folder and its folders, sorted, without Jupyter's checkpoints. Links are not
    followed; a folder that cannot be read, or is too deep for a path, is left out."""
    found: list[Path] = []
    folders = [os.fspath(folder)]
    while folders:
        with contextlib.suppress(OSError), os.scandir(folders.pop()) as entries:
            for entry in entries:
                if entry.name == ".ipynb_checkpoints":
                    continue
                if entry.name.endswith(".ipynb"):
                    found.append(Path(entry.path))
                if entry.is_dir(follow_symlinks=False):
                    folders.append(entry.path)
    return sorted(found)
