"""Files and folders that are written whole or not at all."""

from __future__ import annotations

import contextlib
import filecmp
import os
import shutil
import signal
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO


def write_whole(path: Path, text: str) -> None:
    """Write beside, then rename: a reader never sees half a file."""
    with writing(path) as file:
        file.write(text)


@contextlib.contextmanager
def writing(path: Path) -> Iterator[IO[str]]:
    """A file that takes its place when it is whole; where the block fails, it never does."""
    with tempfile.NamedTemporaryFile(
        "w", encoding="utf-8", dir=path.parent, prefix=f".{path.name[:40]}.", delete=False
    ) as file:
        try:
            yield file
            file.close()
            os.chmod(file.name, 0o644)
            os.replace(file.name, path)
        except BaseException:
            Path(file.name).unlink(missing_ok=True)
            raise


def same_tree(one: Path, other: Path) -> bool:
    """Whether two folders hold the same files with the same bytes."""
    if not one.is_dir() or not other.is_dir():
        return False
    names = [sorted(str(p.relative_to(root)) for p in root.rglob("*") if _counts(p)) for root in (one, other)]
    return names[0] == names[1] and all(
        filecmp.cmp(one / name, other / name, shallow=False) for name in names[0]
    )


def _counts(path: Path) -> bool:
    return path.is_file() and "__pycache__" not in path.parts and ".ipynb_checkpoints" not in path.parts


def replace(fresh: Path, target: Path) -> None:
    """Put a finished folder in the place of the old one."""
    target.parent.mkdir(parents=True, exist_ok=True)
    beside = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    try:
        shutil.copytree(fresh, beside / "new")
        with _undisturbed():
            if target.exists():
                os.rename(target, beside / "old")
            os.rename(beside / "new", target)
    finally:
        shutil.rmtree(beside, ignore_errors=True)


@contextlib.contextmanager
def _undisturbed() -> Iterator[None]:
    """Ctrl-C waits until this is done: there is never a moment for it without the old and the new."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def kit_modules() -> list[Path]:
    """Every module of the kit."""
    return sorted(Path(__file__).parents[1].rglob("*.py"))
