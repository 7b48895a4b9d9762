"""The class in PostgreSQL: a real server, several graders at once, and the same contents as in SQLite."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import OperationalError

from autograder.base.course import FILE, Course, load_course
from autograder.commands.main import main
from autograder.nbgrader_bridge.autograde import autograde
from autograder.running.bundle import Bundle
from tests.conftest import CLASS, again
from tests.nbgraders import nbgrader
from tests.patience import wait_until
from tests.test_faults import files, refused, row_made_by_another, together, whole_gradebook

PASSWORD = "per%cent@home"


def programs() -> Path | None:
    """Where initdb and postgres are: on PATH, or where Debian puts them."""
    found = shutil.which("initdb")
    folders = [Path(found).resolve().parent] if found else sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    return next((folder for folder in reversed(folders) if (folder / "postgres").exists()), None)


@pytest.fixture(scope="module")
def server() -> Iterator[URL]:
    """A server of its own on 127.0.0.1, as a user without rights: PostgreSQL refuses to be root's."""
    pytest.importorskip("psycopg", reason="psycopg is not installed")
    where = programs()
    if where is None:
        pytest.skip("no PostgreSQL server here; install Debian's postgresql")
    user = {"user": "nobody", "group": "nogroup", "extra_groups": []} if os.geteuid() == 0 else {}
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    folder = Path(tempfile.mkdtemp(prefix="postgres-"))
    try:
        (folder / "password").write_text(PASSWORD)
        for path in (folder, folder / "password"):
            if user:
                shutil.chown(path, user="nobody", group="nogroup")
        subprocess.run(
            [where / "initdb", "-D", folder / "data", "-U", "grader", "-A", "scram-sha-256", "-E", "UTF8", "--locale=C",
             f"--pwfile={folder / 'password'}"],
            check=True, cwd=folder, capture_output=True, **user,
        )  # fmt: skip
        with (folder / "log").open("wb") as log:
            process = subprocess.Popen(
                [where / "postgres", "-D", folder / "data", "-F", "-h", "127.0.0.1", "-p", str(port), "-k", folder],
                cwd=folder, stdout=log, stderr=log, **user,
            )  # fmt: skip
        try:
            url = URL.create("postgresql+psycopg", "grader", PASSWORD, "127.0.0.1", port, "postgres")
            wait_for_server(url, process)
            yield url
        finally:
            process.terminate()
            process.wait()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def wait_for_server(url: URL, process: subprocess.Popen[bytes]) -> None:
    engine = create_engine(url)

    def answers() -> bool:
        try:
            engine.connect().close()
        except OperationalError:
            assert process.poll() is None
            return False
        return True

    wait_until(answers)
    engine.dispose()


Made = Callable[[str], Course]


@pytest.fixture
def made(server: URL, handed_in: Course, tmp_path: Path) -> Made:
    """A copy of the class whose gradebook is a new database of this name."""

    def make(name: str) -> Course:
        engine = create_engine(server, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text(f"create database {name}"))
        engine.dispose()
        return with_gradebook(again(handed_in, tmp_path / name), server.set(database=name))

    return make


def with_gradebook(course: Course, url: URL) -> Course:
    with (course.root / FILE).open("a") as file:
        file.write(f"\ngradebook: {url.render_as_string(hide_password=False)}\n")
    return load_course(course.root)


def test_several_graders_at_once_lose_no_row(made: Made, undisturbed: Course) -> None:
    course = made("several")
    together(course, 3)
    assert whole_gradebook(course) == whole_gradebook(undisturbed)
    assert files(course.root / "autograded") == files(undisturbed.root / "autograded")
    assert not (course.root / "gradebook.db").exists()
    summary = autograde(course, "losses")
    assert (summary.graded, len(summary.unchanged)) == ([], CLASS - 1)

    assert nbgrader(course, "db", "upgrade").returncode == 0  # the password has a % in it
    assert nbgrader(course, "generate_feedback", "losses", "--student", "mistakes-01").returncode == 0
    assert nbgrader(course, "export").returncode == 0
    assert "right-reference" in (course.root / "grades.csv").read_text()
    assert whole_gradebook(course) == whole_gradebook(undisturbed)


def test_a_row_that_another_grader_makes_first(
    made: Made, undisturbed: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    row_made_by_another(made("first"), undisturbed, monkeypatch)


def test_the_password_is_not_printed_and_not_sent(
    made: Made, server: URL, capfd: pytest.CaptureFixture[str]
) -> None:
    course = made("masked")
    assert main(["--course", str(course.root), "autograde", "losses", "--student", "right-reference"]) == 0
    out, err = capfd.readouterr()
    assert f"gradebook: postgresql+psycopg://grader:***@127.0.0.1:{server.port}/masked\n" in out
    secret = "per%25cent%40home"
    assert secret in (course.root / FILE).read_text()
    assert secret not in out + err
    sent = dict(Bundle.of(course, ["losses"]).files)[FILE].decode()
    assert secret not in sent
    assert "gradebook: sqlite:///gradebook.db\n" in sent


def test_a_server_that_does_not_let_in(server: URL, handed_in: Course, tmp_path: Path) -> None:
    said = refused(with_gradebook(again(handed_in, tmp_path / "course"), server.set(password="wrong")))
    assert said.startswith(f"postgresql+psycopg://grader:***@127.0.0.1:{server.port}/postgres: the gradebook cannot be used (")
    assert 'password authentication failed for user "grader"' in said
    assert said.endswith(f"mend that, or 'gradebook' in {tmp_path / 'course' / FILE}, and run the same command again")
