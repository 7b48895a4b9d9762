"""What goes wrong on our side: processes killed at any moment, a locked gradebook, a full disk. Nothing
is lost, nothing is graded twice, and a rerun ends where an undisturbed run ends."""

from __future__ import annotations

import errno
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import psutil
import pytest
from nbgrader.api import Gradebook, MissingEntry
from sqlalchemy import create_engine, text

from autograder.base.course import Course
from autograder.base.errors import CourseError
from autograder.base.files import write_whole
from autograder.nbgrader_bridge import gradebook as gradebook_module
from autograder.nbgrader_bridge import recorder
from autograder.nbgrader_bridge.autograde import Summary, autograde
from autograder.nbgrader_bridge.gradebook import ClassGradebook
from autograder.nbgrader_bridge.registration import nbgrader_config, register
from autograder.reports.store import every
from tests.conftest import CLASS, again
from tests.patience import PATIENCE, wait_until
from tests.test_nbgrader import files, whole_gradebook


def temporary(course: Course) -> Path:
    """Where the processes of a run put what they need for a while."""
    return course.root.with_name("temporary")


# The command, which stops itself where it has done something so many times: however busy the machine, it is then in
# the middle.
STOPS = """
import os, signal, sys
from {module} import {name} as do
from autograder.commands.main import main
left = [{times}]
def stopping(*given, **more):
    done = do(*given, **more)
    left[0] -= 1
    if left[0] == 0:
        os.kill(os.getpid(), signal.SIGSTOP)
    return done
sys.modules["{module}"].{name} = stopping
sys.exit(main())
"""


def start(course: Course, *options: str, workers: int = 2, stops_after: int | None = None) -> subprocess.Popen[str]:
    """`autograder autograde`. It stops after so many reports; after none, once the gradebook is there."""
    temporary(course).mkdir(exist_ok=True)
    program = ["-m", "autograder"]
    if stops_after is not None:
        module, name = ("autograder.reports.store", "save") if stops_after else ("autograder.nbgrader_bridge.autograde", "register")
        program = ["-c", STOPS.format(module=module, name=name, times=stops_after or 1)]
    return subprocess.Popen(
        [sys.executable, *program, "--course", str(course.root), "autograde", "losses", "--workers", str(workers), *options],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=os.environ | {"TMPDIR": str(temporary(course))},
    )  # fmt: skip


def stopped(running: subprocess.Popen[str]) -> psutil.Process:
    """The command, as soon as it has stopped itself."""
    process = psutil.Process(running.pid)
    wait_until(lambda: process.status() in (psutil.STATUS_STOPPED, psutil.STATUS_ZOMBIE))
    assert process.status() == psutil.STATUS_STOPPED, running.communicate()
    return process


def nothing_is_left(course: Course) -> bool:
    """Of a course unpacked for grading, and so of its answers, nothing stays on the disk."""
    return not list(temporary(course).iterdir())


def together(course: Course, graders: int) -> None:
    """Several graders at once on a class that no gradebook knows yet; one student is everyone's."""
    names = sorted(path.name for path in (course.root / "submitted").iterdir())
    shares = [{*names[n::graders], "partly-right"} for n in range(graders)]
    running = [
        start(course, "--quiet", *[word for name in sorted(share) for word in ("--student", name)], workers=1)
        for share in shares
    ]
    for share, process in zip(shares, running, strict=True):
        out, err = process.communicate()
        assert (process.returncode, err) == (3 if "not-json" in share else 0, "")
        assert "partly-right" not in out


def reports(course: Course) -> int:
    return len(list((course.root / ".build" / "reports" / "losses").glob("*.json")))


def gone(processes: list[psutil.Process]) -> bool:
    _over, alive = psutil.wait_procs(processes, timeout=PATIENCE)
    return not [p for p in alive if p.status() != psutil.STATUS_ZOMBIE]


def completed(made: Course, undisturbed: Course) -> None:
    """A rerun leaves what was done, does the rest, and ends as the undisturbed run did."""
    summary = autograde(made, "losses", workers=1)
    assert len(summary.students) == CLASS - 1
    assert summary.missing == ["missing-notebook"]
    assert summary.needs_person.keys() == {"not-json"}
    assert whole_gradebook(made) == whole_gradebook(undisturbed)
    assert files(made.root / "autograded") == files(undisturbed.root / "autograded")


@pytest.mark.parametrize("after", [0, 4])
def test_killed_and_started_again(handed_in: Course, undisturbed: Course, tmp_path: Path, after: int) -> None:
    made = again(handed_in, tmp_path / "course")
    running = start(made, stops_after=after)
    children = stopped(running).children(recursive=True)
    assert (reports(made), bool(children)) == (after, after > 0)
    if after:
        running.send_signal(signal.SIGCONT)  # to be killed at any moment of what it does next
    running.kill()
    running.communicate()
    assert gone(children)
    assert nothing_is_left(made), list(temporary(made).rglob("*"))
    for path in (made.root / "autograded").rglob("*.ipynb"):
        json.loads(path.read_text())
    with sqlite3.connect(made.root / "gradebook.db") as database:
        assert database.execute("pragma integrity_check").fetchall() == [("ok",)]
    database.close()
    completed(made, undisturbed)


def test_interrupted_by_ctrl_c(handed_in: Course, undisturbed: Course, tmp_path: Path) -> None:
    made = again(handed_in, tmp_path / "course")
    running = start(made, stops_after=1)
    children = stopped(running).children(recursive=True)
    running.send_signal(signal.SIGINT)
    running.send_signal(signal.SIGCONT)
    _out, err = running.communicate()
    assert running.returncode == 130
    assert err.endswith("autograder: interrupted; run the same command again to go on\n")
    assert gone(children)
    assert nothing_is_left(made), list(temporary(made).rglob("*"))
    completed(made, undisturbed)


@pytest.mark.parametrize("generation", [1, 2], ids=["a process of the pool", "a warm worker"])
def test_a_process_that_grades_is_killed(
    handed_in: Course, undisturbed: Course, tmp_path: Path, generation: int
) -> None:
    """The run goes on: what the process had at hand is run again by another."""
    made = again(handed_in, tmp_path / "course")
    running = start(made, stops_after=1)
    pool = [p for p in stopped(running).children() if "spawn_main" in " ".join(p.cmdline())]
    victims = pool if generation == 1 else [child for p in pool for child in p.children()]
    victims[0].kill()
    running.send_signal(signal.SIGCONT)
    running.communicate()
    assert running.returncode == 3  # not-json needs a person, and nobody else
    assert nothing_is_left(made), list(temporary(made).rglob("*"))
    assert whole_gradebook(made) == whole_gradebook(undisturbed)
    assert files(made.root / "autograded") == files(undisturbed.root / "autograded")


def test_a_run_that_is_killed_leaves_no_answer_on_the_disk(handed_in: Course, tmp_path: Path) -> None:
    """Also one of so few submissions that it runs them itself."""
    made = again(handed_in, tmp_path / "course")
    running = start(made, "--student", "right-reference", "--student", "mistakes-01", stops_after=1)
    children = stopped(running).children(recursive=True)
    running.kill()
    running.communicate()
    assert gone(children)
    assert not [path for path in temporary(made).rglob("*") if path.is_file()]


def test_an_assignment_that_is_registered_is_left_as_it_is(
    handed_in: Course, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another grader may record the first submission at that moment."""
    made = again(handed_in, tmp_path / "course")
    config = nbgrader_config(made)
    register(made, "losses", config)
    removed: list[str] = []
    monkeypatch.setattr(Gradebook, "remove_notebook", lambda gradebook, name, assignment: removed.append(name))
    register(made, "losses", config)
    assert not removed


def test_a_rerun_of_an_unchanged_class_does_nothing(undisturbed: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*arguments: object) -> None:
        raise AssertionError("nothing was to be run")

    monkeypatch.setattr("autograder.running.pools.run", never)
    before = whole_gradebook(undisturbed)
    summary = autograde(undisturbed, "losses")
    assert (summary.graded, len(summary.unchanged)) == ([], CLASS - 1)
    assert summary.needs_person.keys() == {"not-json"}
    assert whole_gradebook(undisturbed) == before


def test_what_changed_is_graded_again_and_force_grades_all(undisturbed: Course, tmp_path: Path) -> None:
    made = again(undisturbed, tmp_path / "course")
    one = made.root / "submitted" / "right-reference" / "losses"
    (one / "losses.ipynb").write_text((one / "losses.ipynb").read_text() + "\n")
    (made.root / "autograded" / "mistakes-01" / "losses" / "losses.ipynb").unlink()
    with sqlite3.connect(made.root / "gradebook.db") as database:
        database.execute(
            "update grade set auto_score = 0 where notebook_id in (select n.id from submitted_notebook n join "
            "submitted_assignment s on n.assignment_id = s.id where s.student_id = 'partly-right')"
        )
    database.close()
    assert autograde(made, "losses").graded == ["mistakes-01", "partly-right", "right-reference"]
    assert whole_gradebook(made) == whole_gradebook(undisturbed)
    assert len(autograde(made, "losses", force=True).graded) == CLASS - 1


def test_identical_submissions_are_run_once(handed_in: Course, tmp_path: Path) -> None:
    made = again(handed_in, tmp_path / "course")
    for student in ("twin-1", "twin-2"):
        shutil.copytree(made.root / "submitted" / "partly-right", made.root / "submitted" / student)
    begun = time.monotonic()
    summary = autograde(made, "losses", ["partly-right", "twin-1", "twin-2"])
    took = time.monotonic() - begun
    assert summary.identical == 2
    assert "2 were identical to another's" in "\n".join(summary.lines())
    marks = {row.partition(", ")[2] for row in whole_gradebook(made)["grade"]}
    assert len(marks) == 5  # the five check cells, the same for all three
    reports = list(every(made, "losses"))
    assert [entry.report.student for entry in reports] == ["partly-right", "twin-1", "twin-2"]
    assert len({(entry.content, entry.sandbox, entry.seconds) for entry in reports}) == 1
    assert reports[0].content is not None
    assert reports[0].sandbox == summary.sandbox != ""
    assert reports[0].seconds is not None
    assert 0 < reports[0].seconds < took


def test_several_graders_at_once(handed_in: Course, undisturbed: Course, tmp_path: Path) -> None:
    made = again(handed_in, tmp_path / "course")
    together(made, 2)
    assert whole_gradebook(made) == whole_gradebook(undisturbed)
    assert files(made.root / "autograded") == files(undisturbed.root / "autograded")
    assert autograde(made, "losses").graded == []


def row_made_by_another(made: Course, undisturbed: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    """Between looking for a student and adding it, another grader adds the same one."""
    find, calls = ClassGradebook.find_student, []

    def find_student(self: ClassGradebook, student: str) -> object:
        calls.append(student)
        if len(calls) > 1:
            return find(self, student)
        other = create_engine(made.gradebook_url)
        with other.begin() as connection:
            connection.execute(text("insert into student (id) values (:name)"), {"name": student})
        other.dispose()
        raise MissingEntry(student)

    monkeypatch.setattr(ClassGradebook, "find_student", find_student)
    summary = autograde(made, "losses", workers=1)
    assert calls[0] == calls[1]
    assert summary.needs_person.keys() == {"not-json"}
    assert whole_gradebook(made) == whole_gradebook(undisturbed)


def test_a_row_that_another_grader_makes_first(
    handed_in: Course, undisturbed: Course, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    row_made_by_another(again(handed_in, tmp_path / "course"), undisturbed, monkeypatch)


def refused(course: Course) -> str:
    with pytest.raises(CourseError) as caught:
        autograde(course, "losses")
    return str(caught.value)


def test_a_locked_gradebook(
    handed_in: Course, undisturbed: Course, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = again(handed_in, tmp_path / "course")
    autograde(made, "losses", ["right-reference"])
    monkeypatch.setattr(gradebook_module, "BUSY_SECONDS", 0)
    holder = sqlite3.connect(made.root / "gradebook.db", isolation_level=None)
    holder.execute("begin immediate")
    said = refused(made)
    assert said == (
        f"{made.root}: the gradebook cannot be used (database is locked); close what else writes to it, or "
        "mend its permissions, and run the same command again"
    )
    holder.execute("rollback")
    holder.close()
    completed(made, undisturbed)


def test_a_gradebook_that_cannot_be_opened(handed_in: Course, tmp_path: Path) -> None:
    made = again(handed_in, tmp_path / "course")
    (made.root / "gradebook.db").mkdir()
    assert "the gradebook cannot be used (unable to open database file)" in refused(made)


def test_a_full_disk(
    handed_in: Course, undisturbed: Course, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No student is blamed for it: the command ends, and a rerun completes the class."""
    made = again(handed_in, tmp_path / "course")
    writes: list[Path] = []
    write = write_whole

    def full(path: Path, text: str) -> None:
        writes.append(path)
        if len(writes) > 2:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))
        write(path, text)

    with monkeypatch.context() as patch:
        patch.setattr(recorder, "write_whole", full)
        said = refused(made)
    assert said.endswith(
        "cannot be written (No space left on device); make room or mend the permissions, and run the same command again"
    )
    assert reports(made) in (2, 3)  # the one that is not JSON has no notebook to write
    completed(made, undisturbed)


def test_a_clock_that_jumps(handed_in: Course, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = again(handed_in, tmp_path / "course")
    now = iter(range(10**9, 10**12, 10**6))
    monkeypatch.setattr("time.time", lambda: float(next(now)))
    summary: Summary = autograde(made, "losses", ["right-reference"])
    assert summary.graded == ["right-reference"]
    assert summary.needs_person == {}


def test_a_notebook_under_another_name_is_told_by_it(built: Course, release: dict[str, Any], tmp_path: Path) -> None:
    made = again(built, tmp_path / "course")
    for student, name in (("right", "losses.ipynb"), ("renamed", "losses (1).ipynb"), ("deeper", "losses/losses.ipynb")):
        path = made.root / "submitted" / student / "losses" / name
        path.parent.mkdir(parents=True)
        path.write_text(json.dumps(release))
    summary = autograde(made, "losses", workers=1)
    assert summary.graded == ["right"]
    said = list(summary.lines())
    assert "renamed: needs a person: no losses.ipynb here, but losses (1).ipynb lies there; give it that name and place" in said
    assert "deeper: needs a person: no losses.ipynb here, but losses/losses.ipynb lies there; give it that name and place" in said
