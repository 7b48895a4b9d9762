"""Where the gradebook is: any database URL that nbgrader takes. SQLAlchemy is imported only for a URL
that is not the usual file."""

from __future__ import annotations

import re
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
