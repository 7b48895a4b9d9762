"""Nothing a student submits can change a mark, see an answer, or stop the run: the attacks of `attacks.py`."""

from __future__ import annotations

import contextlib
import dataclasses
import html
import json
import os
import platform
import re
import secrets
import signal
import socket
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import psutil
import pytest

from autograder.authoring.lesson_text import solution
from autograder.base.course import Course, load_course
from autograder.commands.demo import fill, prepare
from autograder.grading import session as session_module
from autograder.grading.grader import Grader
from autograder.grading.launcher import Launcher
from autograder.grading.orders import Order
from autograder.grading.session import Session
from autograder.judging.cell_errors import CellError
from autograder.judging.results import SubmissionReport
from autograder.key.outcome import Outcome
from autograder.key.records import LessonKey
from autograder.nbgrader_bridge.check_output import feedback_table
from autograder.reports.store import to_json
from tests.attacks import GROUPS, PLAIN, Attack
from tests.conftest import ROOT
from tests.launchers import launcher_with
from tests.patience import ROOMY, bounded, within

LIMITS = dataclasses.replace(ROOMY, memory_mb=512, output_kb=256)
BRIEF = 1.0  # seconds for each cell and call of an attack that is meant to run out of them
EVERY = [
    pytest.param(group, attack, id=f"{group}-{attack.name}")
    for group, attacks in GROUPS.items()
    for attack in attacks
]
LAYERS = {"namespaces": "_unshare", "landlock": "_prepare_landlock"}  # and what makes them


def on_files(attack: Attack) -> bool:
    """Whether it is one on files outside its scratch folder."""
    return any(re.search(r"@(COURSE|KEY|NEIGHBOUR|HOME|OUT|VICTIM|KIT)@|'/(proc|dev|sys|etc|tmp)|sys\.path", text) for text in attack.texts)


# Attacks that two layers hold, each by itself; or a layer, and where it is not to be had the worker's parent.
HELD_TWICE = [
    pytest.param(layer, attack, id=f"{attack.name}-without-{layer}")
    for layer, groups in {"namespaces": ("secret", "escape", "exhaust"), "landlock": ("secret", "escape")}.items()
    for group in groups
    for attack in GROUPS[group]
    if layer not in attack.needs
    and (on_files(attack) if group != "exhaust" else re.search("thread|file|folder|disk", attack.name))
]
# What an attack needs in force to be held, by group; a machine without it skips with its name.
NEEDS = {"secret": ("landlock", "seccomp"), "avoid": ("landlock", "seccomp"), "escape": ("landlock", "seccomp")}
# A process of the instructor's own, without privileges, with a secret in its environment, command line and memory.
TARGET = """
import ctypes, sys, time
secret = ctypes.create_string_buffer(sys.argv[1].encode())
libc = ctypes.CDLL(None)
for capability in range(64):
    libc.prctl(24, capability, 0, 0, 0)
libc.capset((ctypes.c_uint32 * 2)(0x20080522, 0), (ctypes.c_uint32 * 6)())
print(ctypes.addressof(secret), flush=True)
time.sleep(3600)
"""


def all_of_it(error: Outcome, line: object, source: str, mistake: object) -> CellError:
    """Of how a cell ended, far more than is told: what an attack on secrets found shows itself by it."""
    return CellError(f"stops with {error.names[0]}: {error.text}"[:300] + f" (line {line})")


def without_layer(layer: str) -> type[Launcher]:
    """Launchers of workers that lack a layer of the sandbox, as on a machine that does not offer it."""
    text = f"Jail.{LAYERS[layer]} = lambda self: self.missing.update({layer}='left out by a test')"
    return launcher_with("jail", text)


class World:
    """A course, its secrets, and everything that an attack could touch, with what it looked like before."""

    def __init__(self, course: Course, root: Path, without: str | None = None) -> None:
        """With the sandbox's layers, or without one."""
        self.canary = "CANARY-" + secrets.token_hex(12)
        self.name = "attack-" + secrets.token_hex(6)
        self.known = set(psutil.pids())  # not from a submission
        self.root, self.home, self.out = root, root / "home", root / "out"
        copied = prepare(course, root / "course")
        for secret in ("gradebook.db", ".build/keys/losses.key", "submitted/other/losses/losses.ipynb"):
            (copied.root / secret).parent.mkdir(parents=True, exist_ok=True)
            (copied.root / secret).write_text(self.canary)
        (copied.root / "secret.py").write_text(f"secret = {self.canary!r}\n")
        with (copied.root / "course.yaml").open("a") as file:
            file.write(f"# {self.canary}\n")
        self.course = dataclasses.replace(load_course(copied.root), limits=LIMITS, sandbox="none" if without else "required")
        self.home.mkdir()
        (self.home / ".secret").write_text(self.canary)
        (self.out / "folder").mkdir(parents=True)
        self.restore()
        self.grader = Grader(self.course)
        if without is not None:
            self.grader.launcher = without_layer(without)()
        self.signals = 0
        self.listeners = self._listen()
        self.target = subprocess.Popen(
            [sys.executable, "-c", TARGET, self.canary], stdout=subprocess.PIPE, start_new_session=True
        )
        assert self.target.stdout is not None
        self.address = int(self.target.stdout.readline())
        self._nice = self._tuning()

    def _listen(self) -> dict[str, socket.socket]:
        found = {
            "TCP": socket.create_server(("127.0.0.1", 0)),
            "UDP": socket.socket(socket.AF_INET, socket.SOCK_DGRAM),
            "UNIX": socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM),
            "ABSTRACT": socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM),
        }
        found["UDP"].bind(("127.0.0.1", 0))
        found["UNIX"].bind(str(self.out / "socket"))
        found["ABSTRACT"].bind("\0" + self.name)
        for listener in found.values():
            listener.setblocking(False)
        return found

    def close(self) -> None:
        self.grader.close()
        for listener in self.listeners.values():
            listener.close()
        self.target.kill()
        self.target.wait()
        if self.target.stdout is not None:
            self.target.stdout.close()

    def restore(self) -> None:
        """The victims as they are meant to be, whatever the last attack made of them."""
        victim = self.out / "victim"
        victim.write_text("untouched")
        victim.chmod(0o644)
        (self.out / "folder").chmod(0o755)
        with contextlib.suppress(OSError):  # not every file system has them
            for attribute in os.listxattr(victim):
                os.removexattr(victim, attribute)
            os.setxattr(victim, "user.here", b"1")
        os.utime(victim, (10**9, 10**9))
        os.utime(self.out / "folder", (10**9, 10**9))

    def _tuning(self) -> tuple[Any, ...]:
        """How the target process is scheduled and limited."""
        process, pid = psutil.Process(self.target.pid), self.target.pid
        limits = (process.rlimit(psutil.RLIMIT_NOFILE), process.rlimit(psutil.RLIMIT_CPU)) if hasattr(process, "rlimit") else ()
        affinity = os.sched_getaffinity(pid) if hasattr(os, "sched_getaffinity") else None
        return process.nice(), limits, affinity

    def snapshot(self) -> dict[str, Any]:
        """All that an attack could have changed outside its scratch folder."""
        seen: dict[str, Any] = {}
        for path in sorted(self.root.rglob("*")):
            kind = path.lstat()
            seen[str(path.relative_to(self.root))] = (kind.st_mode, kind.st_size, kind.st_mtime_ns, kind.st_uid, kind.st_gid)
        victim = self.out / "victim"
        seen["text"] = victim.read_text() if victim.exists() else None
        with contextlib.suppress(OSError):
            seen["attributes"] = os.listxattr(victim)
        for folder in {"/tmp", "/var/tmp", "/dev/shm", "/run", tempfile.gettempdir(), os.getcwd()}:
            with contextlib.suppress(OSError):
                seen[f"marked in {folder}"] = [name for name in os.listdir(folder) if self.name in name]
        seen["target"] = self.target.poll(), self._tuning()
        seen["signals"] = self.signals
        seen["heard"] = [name for name, listener in self.listeners.items() if _heard(listener)]
        seen["affinity"] = os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else None
        return seen

    def left_running(self) -> list[str]:
        """Processes that came from a submission and are still there."""
        launcher, other = self.grader.launcher, self.grader.launcher.other()
        assert other is not None
        parents = [psutil.Process(each._process.pid) for each in (launcher, other) if each._process is not None]
        scratches = {parent.environ()["HOME"] for parent in parents}
        own = {os.getpid(), self.target.pid, *(parent.pid for parent in parents)}
        children = psutil.Process().children(recursive=True)
        found = [str(process) for process in children if process.pid not in own | self.known]
        for pid in set(psutil.pids()) - own - self.known:
            with contextlib.suppress(psutil.Error):
                process = psutil.Process(pid)
                texts = [*process.cmdline(), process.environ().get("HOME", "")]
                if scratches & set(texts) or any(self.name in text for text in texts):
                    found.append(str(process))
        return found

    def filled_in(self, text: str) -> str:
        """An attack's code with the paths, numbers and ports of its targets."""
        values = {
            "COURSE": self.course.root, "KEY": self.course.root / ".build/keys/losses.key", "KIT": ROOT,
            "NEIGHBOUR": self.course.root / "submitted/other/losses/losses.ipynb", "HOME": self.home,
            "OUT": self.out, "VICTIM": self.out / "victim", "NAME": self.name, "MARK": self.name,
            "TARGET": self.target.pid, "ADDRESS": self.address, "JUDGE": os.getpid(), "ABSTRACT": self.name,
            "TCP": self.listeners["TCP"].getsockname()[1], "UDP": self.listeners["UDP"].getsockname()[1],
            "UNIX": self.out / "socket", "PUBLIC": _public(self.grader.key("losses")),
        }  # fmt: skip
        for name, value in values.items():
            text = text.replace(f"@{name}@", str(value))
        assert not re.search(r"@[A-Z]+@", text)
        return text

    @contextlib.contextmanager
    def limits_for(self, attack: Attack) -> Iterator[None]:
        """What is honest in the notebook has all the time that it may need on a busy machine."""
        own = {self.filled_in(text).strip() for text in attack.texts}
        calls, run = Session.calls, Session.run

        def brief_calls(session: Session, orders: Sequence[Order], patience: float = 1.0) -> list[Outcome]:
            brief = bool(orders) and orders[0].name in attack.answers
            return calls(session, orders, patience * BRIEF / LIMITS.seconds_per_call if brief else patience)

        def brief_run(session: Session, source: str) -> CellError | None:
            with within(session, BRIEF) if source.strip() in own else contextlib.nullcontext():
                return run(session, source)

        with pytest.MonkeyPatch.context() as patch:
            if attack.brief:
                patch.setattr(Session, "calls", brief_calls)
                patch.setattr(Session, "run", brief_run)
            if attack.seconds is not None:
                limits = dataclasses.replace(LIMITS, seconds_per_submission=attack.seconds)
                patch.setattr(self.grader, "course", dataclasses.replace(self.course, limits=limits))
            yield

    def right_answers(self, lesson: str) -> dict[str, str]:
        return {name: solution(cell.source) for name, cell in self.grader.key(lesson).lesson.answers.items()}

    def release(self, lesson: str) -> dict[str, Any]:
        text = (ROOT / "assignments" / lesson / f"{lesson}.ipynb").read_text(encoding="utf-8")
        notebook: dict[str, Any] = json.loads(text)
        return notebook

    def submission(self, attack: Attack) -> dict[str, Any]:
        answers = {name: self.filled_in(text) for name, text in attack.answers.items()}
        notebook = fill(self.release(attack.lesson), self.right_answers(attack.lesson) | answers)
        cells = notebook["cells"]
        first = next(n for n, cell in enumerate(cells) if cell.get("id", "").startswith("answer-"))
        cells[first:first] = [_free(self.filled_in(source)) for source in attack.before]
        cells += [_free(self.filled_in(source)) for source in attack.after]
        if attack.edit is not None:
            attack.edit(notebook)
        return notebook


def _free(source: str) -> dict[str, Any]:
    return {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None, "source": source}


def _heard(listener: socket.socket) -> bool:
    try:
        if listener.type == socket.SOCK_STREAM:
            listener.accept()[0].close()
        else:
            listener.recv(1000)
    except BlockingIOError:
        return False
    return True


def _public(key: LessonKey) -> list[Any]:
    """The public cases of the first exercise, as a student has them: arguments and answer."""
    cases = key.exercises["mean_squared_error"].public
    return [[*(np.asarray(arg).tolist() for arg in case.case.args), case.expected.value] for case in cases]


def hidden_texts(key: LessonKey) -> set[str]:
    """What would give hidden inputs or expected values away: their digits, and the numbers that the
    attacks make of them, in every dress."""
    texts: set[str] = set()
    for exercise in key.exercises.values():
        for entry in exercise.cases:
            values = list(_arrays([*entry.case.args, entry.expected.value]))
            for flat in values:
                if flat.dtype.kind == "f":
                    texts |= {f"{abs(x)!r}"[:8] for x in flat.tolist() if len(f"{abs(x)!r}") > 9 and abs(x) >= 1e-3}
            first = values[0] if values else np.array([])
            if first.size and first.dtype.kind in "fiu" and abs(float(first[0])) < 1e300:
                number = int(abs(float(first[0])) * 10**6) % 10**6
                if len(set(str(number))) >= 3:  # not the digits of a round number, which stand elsewhere too
                    texts |= {form(10**6 + number) for form in PLAIN}
                    texts |= {form((10**6 + number) // 100) for form in PLAIN[:2]}
    return texts


def _arrays(value: Any) -> Iterator[np.ndarray[Any, Any]]:
    """The numbers in a plain value, array by array."""
    if isinstance(value, (list, tuple, dict)):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _arrays(item)
    elif not isinstance(value, (str, type(None))):
        yield np.ravel(np.asarray(value))


@pytest.fixture(scope="module")
def world(course: Course, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with furnished(course, tmp_path_factory.mktemp("w")) as made:
        yield made


@contextlib.contextmanager
def furnished(course: Course, root: Path, without: str | None = None) -> Iterator[World]:
    with pytest.MonkeyPatch.context() as patch:
        made = World(course, root, without)
        patch.setattr(session_module, "first_error", all_of_it)
        patch.setenv("SECRET_TOKEN", made.canary)
        patch.setenv("HOME", str(made.home))

        def count(number: int, frame: object) -> None:
            made.signals += 1

        before = signal.signal(signal.SIGUSR1, count)
        yield made
        signal.signal(signal.SIGUSR1, before)
        made.close()


@pytest.fixture(scope="module")
def hidden(world: World) -> dict[str, set[str]]:
    return {lesson: hidden_texts(world.grader.key(lesson)) for lesson in world.course.names}


@pytest.fixture(scope="module")
def lesser(
    request: pytest.FixtureRequest, world: World, course: Course, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    """A world whose sandbox lacks a layer."""
    world.grader.launcher.other()  # starts what the other world has, so that this one knows of it
    with furnished(course, tmp_path_factory.mktemp("l"), request.param) as made:
        yield made


def lacking(world: World, group: str, attack: Attack) -> list[str]:
    """What this machine lacks for an attack to be one that the kit claims to hold."""
    missing = world.grader.launcher.start().missing
    wanted = (*NEEDS.get(group, ()), *attack.needs)
    return [need for need in wanted if need in missing or (need == "x86_64" and platform.machine() != need)]


@pytest.mark.parametrize(("group", "attack"), EVERY)
def test_attack(
    world: World, hidden: dict[str, set[str]], tmp_path: Path, group: str, attack: Attack
) -> None:
    for need in lacking(world, group, attack):
        pytest.skip(f"this machine has no {need}")
    is_held(world, hidden, tmp_path, attack)


@pytest.mark.parametrize(("lesser", "attack"), HELD_TWICE, indirect=["lesser"], scope="module")
def test_attacks_are_held_without_a_layer(
    lesser: World, hidden: dict[str, set[str]], tmp_path: Path, attack: Attack
) -> None:
    missing = lesser.grader.launcher.start().missing
    assert "left out by a test" in missing.values()
    for layer, reason in missing.items():
        if reason != "left out by a test":
            pytest.skip(f"this machine has no {layer}")
    is_held(lesser, hidden, tmp_path, attack)


def is_held(world: World, hidden: dict[str, set[str]], tmp_path: Path, attack: Attack) -> None:
    """Grade an attack and see that it gains nothing and changes nothing."""
    path, right = tmp_path / "losses.ipynb", tmp_path / "right.ipynb"
    path.write_text(json.dumps(world.submission(attack)))
    right.write_text(json.dumps(fill(world.release("losses"), world.right_answers("losses"))))
    world.restore()
    before = world.snapshot()
    try:
        with bounded(), world.limits_for(attack):
            report = world.grader.grade_file(path, attack.lesson)
        neighbour = world.grader.grade_file(right, "losses")
        after, running = world.snapshot(), world.left_running()
    finally:
        world.restore()
    no_gain(report, attack)
    no_leak(report, world.canary, hidden[attack.lesson], str(path))
    assert {what: after.get(what) for what in before} == before
    assert after.keys() == before.keys()
    assert running == []
    assert (neighbour.status, neighbour.score) == ("graded", neighbour.max_score)


def no_gain(report: SubmissionReport, attack: Attack) -> None:
    assert report.status == attack.status, report.message
    for exercise in report.exercises:
        messages = [check.message for check in exercise.checks]
        assert not [check for check in exercise.checks if check.status == "error"]
        if exercise.name in attack.lost:
            assert exercise.score == 0, messages
        elif exercise.name in attack.partial:
            assert exercise.score < exercise.max_score
        elif exercise.name not in attack.spoilt and "*" not in attack.spoilt:
            assert exercise.score == exercise.max_score, messages
        assert exercise.max_score == sum(check.points for check in exercise.checks)
    if report.status == "graded":
        assert report.score == sum(exercise.score for exercise in report.exercises) <= report.max_score
    texts = [check.message for exercise in report.exercises for check in exercise.checks]
    said = "\n".join([*texts, report.message or ""])
    assert re.search(attack.said, said), f"not what is said of an attack that ran and was held: {sorted(set(texts))}"


def no_leak(report: SubmissionReport, canary: str, hidden: set[str], path: str) -> None:
    table = "".join(feedback_table(exercise) for exercise in report.exercises)
    text = to_json([report], "").replace(path, "") + html.unescape(table)
    assert canary not in text
    assert not {number for number in hidden if number in text}
    assert "<script" not in table
    assert "<img" not in table
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f\u202e]", table)


def test_no_attack_is_skipped_where_the_machine_offers_the_layers(world: World) -> None:
    missing = world.grader.launcher.start().missing
    if {"landlock", "seccomp"} & set(missing) or platform.machine() != "x86_64":
        pytest.skip(f"this machine lacks {', '.join(missing) or 'x86_64'}")
    for group, attacks in GROUPS.items():
        for attack in attacks:
            assert set(lacking(world, group, attack)) <= {"namespaces"}  # which some systems refuse to ordinary users


def test_the_bank_is_large_and_its_names_are_its_own() -> None:
    names = [(group, attack.name) for group, attacks in GROUPS.items() for attack in attacks]
    assert len(names) == len(set(names)) >= 60


def test_a_right_reply_that_is_forged_is_only_a_right_answer(world: World, tmp_path: Path) -> None:
    """The forged replies of the bank are well formed: with the right value they count."""
    forge = next(attack for attack in GROUPS["forge"] if attack.name == "takes_the_workers_place")
    right = (
        "def right(y=0, p=0, *rest):\n"
        "    y, p = (np.ravel(np.asarray(a, float)) for a in (y, p))\n"
        "    return float(np.mean((y - p) ** 2)) if y.shape == p.shape else 1.0\n"
    )
    source = forge.answers["mean_squared_error"].replace("def mean_", right + "def mean_")
    source = source.replace("serve(lambda *args: ZERO)", "serve(right, y_true, y_pred)")
    path = tmp_path / "losses.ipynb"
    path.write_text(json.dumps(world.submission(dataclasses.replace(forge, answers={"mean_squared_error": source}))))
    report = world.grader.grade_file(path, "losses")
    scores = {exercise.name: exercise.score for exercise in report.exercises}
    assert scores["mean_squared_error"] == 5


@pytest.mark.parametrize("kind", ["link", "link_to_a_secret", "folder", "pipe", "too_large", "binary", "empty"])
def test_a_file_that_is_no_notebook_is_unreadable(world: World, tmp_path: Path, kind: str) -> None:
    path = tmp_path / "<img src=x>.ipynb"
    if kind == "link":
        path.symlink_to(ROOT / "assignments" / "losses" / "losses.ipynb")
    elif kind == "link_to_a_secret":
        path.symlink_to(world.course.root / "gradebook.db")
    elif kind == "folder":
        path.mkdir()
    elif kind == "pipe":
        os.mkfifo(path)
    else:
        path.write_bytes({"too_large": b" " * (11 * 2**20), "binary": b"\x80\xff\x00" * 100, "empty": b""}[kind])
    report = world.grader.grade_file(path, "losses")
    assert (report.status, report.score) == ("unreadable", 0.0)
    assert world.canary not in to_json([report], "")
    assert stat.S_ISLNK(path.lstat().st_mode) == kind.startswith("link")
