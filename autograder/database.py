"""Where the gradebook is: any database URL that nbgrader takes. SQLAlchemy is imported only for a URL
that is not the usual file."""

from __future__ import annotations

import contextlib
import re
import zlib
from collections.abc import Iterator
from pathlib import Path

DEFAULT = "sqlite:///gradebook.db"
WANTED = f"a database URL like {DEFAULT} or postgresql+psycopg://user@host/database"
_FILE = re.compile(r"(sqlite(?:\+\w+)?:///)(?!:memory:)(.+)")


def problem(url: str) -> str | None:
    """What is wrong with the URL, as the end of a sentence; never the URL, which may hold a password."""
    if url == DEFAULT:
        return None
    from sqlalchemy.engine import make_url
    from sqlalchemy.exc import ArgumentError, NoSuchModuleError

    try:
        parsed = make_url(url)
        parsed.get_dialect().import_dbapi()
    except NoSuchModuleError:
        return f"must be {WANTED}; there is no database {url.partition(':')[0]!r}"
    except (ArgumentError, ValueError):
        return f"must be {WANTED}"
    except ImportError as error:
        return (
            f"needs a driver that is not installed ({error.name or 'libpq'}); for PostgreSQL run in the kit's "
            "folder: pip install -c constraints.txt -e '.[postgres]'"
        )
    if parsed.get_backend_name() == "sqlite" and not _FILE.fullmatch(url):
        return f"must be {WANTED}; one in memory forgets the marks"
    return None


def placed(url: str, root: Path) -> str:
    """The URL with the file of SQLite in the course's folder, wherever the command runs."""
    found = _FILE.fullmatch(url)
    return f"{found[1]}{root / found[2]}" if found else url


def file_of(url: str) -> str | None:
    """The file of an SQLite gradebook; None for a server's."""
    found = _FILE.fullmatch(url)
    return found[2] if found else None


def shown(url: str) -> str:
    """The gradebook's name for people: the file, or the URL without its password."""
    if (file := file_of(url)) is not None:
        return file
    from sqlalchemy.engine import make_url

    parsed = make_url(url)
    secret = {name: "hidden" for name in parsed.query if name.endswith("password")}
    name: str = parsed.update_query_dict(secret).render_as_string(hide_password=True)
    return name


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
