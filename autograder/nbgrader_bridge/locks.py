"""Locks for several graders at work on a class: on one machine, at one gradebook, for one student."""

from __future__ import annotations

import contextlib
import zlib
from collections.abc import Iterator
from pathlib import Path


@contextlib.contextmanager
def alone(folder: Path) -> Iterator[None]:
    """One process of this machine at a time, by a lock that ends with the process."""
    import fcntl

    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("a") as file:
        with contextlib.suppress(OSError):  # a file system without locks: one grader at a time there
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


class Turns:
    """One process at a time records a student's submission: a byte of this file is locked, also where
    several machines share the folder."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._file = path.open("a")

    @contextlib.contextmanager
    def of(self, student: str) -> Iterator[None]:
        import fcntl

        byte = zlib.crc32(student.encode(errors="surrogatepass"))
        with contextlib.suppress(OSError):
            fcntl.lockf(self._file, fcntl.LOCK_EX, 1, byte)
        try:
            yield
        finally:
            with contextlib.suppress(OSError):
                fcntl.lockf(self._file, fcntl.LOCK_UN, 1, byte)

    def close(self) -> None:
        self._file.close()


@contextlib.contextmanager
def turn(url: str) -> Iterator[None]:
    """One process of any machine at a time, where the gradebook is PostgreSQL's: of those who come at
    once, the first makes the tables and registers the assignment, and the others find them."""
    if not url.startswith("postgresql"):
        yield
        return
    from sqlalchemy import create_engine, text
    from sqlalchemy.pool import NullPool

    engine = create_engine(url, poolclass=NullPool, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:  # the lock ends with the connection
        connection.execute(text("select pg_advisory_lock(:name)"), {"name": zlib.crc32(b"autograder")})
        yield
