"""The class on a Dask cluster: a real scheduler and workers, in a folder that is not the course's. What
is lost of the cluster costs time and no mark."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from autograder.base.course import Course
from autograder.base.errors import CourseError
from autograder.nbgrader_bridge.autograde import autograde
from autograder.running.bundle import Bundle
from autograder.running.dask_pool import DaskPool
from autograder.running.progress import Progress
from tests.conftest import CLASS, ROOT, again
from tests.patience import PATIENCE, bounded
from tests.test_faults import files, reports, whole_gradebook

pytest.importorskip("distributed")


class Cluster:
    """A scheduler and workers of one thread each, as processes on 127.0.0.1."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.address = f"tcp://127.0.0.1:{self.port}"
        self._folder, self._started = folder, list[subprocess.Popen[bytes]]()
        self.scheduler = self._start("scheduler", "--host", "127.0.0.1", "--port", str(self.port))
        self.workers: list[subprocess.Popen[bytes]] = []

    def add(self, count: int, kit: Path = ROOT) -> None:
        """Start workers, with the kit in this folder, and wait until the cluster is there."""
        from distributed import Client

        options = ("--nthreads", "1", "--no-nanny", "--host", "127.0.0.1")
        self.workers += [self._start("worker", self.address, *options, kit=kit) for _ in range(count)]
        with Client(self.address, set_as_default=False, timeout=PATIENCE) as client:
            if count:
                client.wait_for_workers(count, timeout=PATIENCE)

    def _start(self, *command: str, kit: Path = ROOT) -> subprocess.Popen[bytes]:
        program = Path(sys.executable).parent / "dask"
        path = os.pathsep.join([str(kit), *filter(None, [os.environ.get("PYTHONPATH")])])
        with (self._folder / "log").open("ab") as log:
            process = subprocess.Popen(
                [str(program), *command, "--no-dashboard"], cwd=self._folder, stdout=log, stderr=log,
                env=os.environ | {"PYTHONPATH": path, "TMPDIR": str(self._folder)},
            )  # fmt: skip
        self._started.append(process)
        return process

    def answers(self) -> list[Path]:
        """What of a course lies on the disk of the cluster."""
        return [path for name in ("course.yaml", "losses.py", "*.key") for path in self._folder.rglob(name)]

    def close(self) -> None:
        for process in reversed(self._started):
            with contextlib.suppress(psutil.NoSuchProcess):
                for child in psutil.Process(process.pid).children(recursive=True):
                    child.kill()
            process.kill()
            process.wait()


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    made = Cluster(tmp_path / "cluster")
    yield made
    made.close()


@pytest.fixture(scope="module")
def larger(handed_in: Course, tmp_path_factory: pytest.TempPathFactory) -> Course:
    """The class of test_faults and four more, whose bytes differ from the others'."""
    made = again(handed_in, tmp_path_factory.mktemp("larger") / "course")
    for number, student in enumerate(("right-reference", "mistakes-01", "partly-right", "mistakes-02"), 1):
        copy = made.root / "submitted" / f"more-{number}" / "losses"
        shutil.copytree(made.root / "submitted" / student / "losses", copy)
        (copy / "losses.ipynb").write_text((copy / "losses.ipynb").read_text() + "\n" * number)
    return made


@pytest.fixture(scope="module")
def local(larger: Course, tmp_path_factory: pytest.TempPathFactory) -> Course:
    made = again(larger, tmp_path_factory.mktemp("local") / "course")
    assert len(autograde(made, "losses", workers=1).graded) == CLASS + 3
    return made


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("autograder.running.dask_pool.SECONDS", PATIENCE)


class Impatient:
    """What is soon given up from now on, because it never comes."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._monkeypatch = monkeypatch
        self._pools: list[DaskPool] = []
        begin = DaskPool.__init__

        def noted(pool: DaskPool, bundle: Bundle, address: str) -> None:
            begin(pool, bundle, address)
            self._pools.append(pool)

        monkeypatch.setattr(DaskPool, "__init__", noted)

    def of_a_scheduler(self) -> None:
        self._monkeypatch.setattr("autograder.running.dask_pool.SECONDS", 1.0)
        for pool in self._pools:  # which look for the one that is lost for so long, and take twice that to close
            pool._client._timeout = 10.0

    def of_workers(self) -> None:
        from distributed import Client

        wait = Client.wait_for_workers
        self._monkeypatch.setattr(Client, "wait_for_workers", lambda client, count, timeout: wait(client, count, 1.0))


class AtFirstReport:
    """Progress that does something once, when the first report is written."""

    def __init__(
        self, course: Course, *lost: subprocess.Popen[bytes], before: Callable[[], None] = lambda: None
    ) -> None:
        self._course, self._lost, self._before, self.happened = course, lost, before, 0

    def __call__(self, progress: Progress) -> None:
        if not self.happened and reports(self._course):
            self.happened = progress.total - progress.done
            self._before()
            for process in self._lost:
                process.kill()
                process.wait()


def same(made: Course, other: Course) -> None:
    assert whole_gradebook(made) == whole_gradebook(other)
    assert files(made.root / "autograded") == files(other.root / "autograded")


def refused(course: Course, address: str, progress: AtFirstReport | None = None) -> str:
    with bounded(2 * PATIENCE), pytest.raises(CourseError) as caught:
        autograde(course, "losses", dask=address, progress=progress or (lambda progress: None))
    assert len(str(caught.value).splitlines()) == 1
    return str(caught.value)


def test_a_worker_that_is_killed_costs_no_mark(
    larger: Course, local: Course, tmp_path: Path, cluster: Cluster, capfd: pytest.CaptureFixture[str]
) -> None:
    made = again(larger, tmp_path / "course")
    cluster.add(2)
    capfd.readouterr()  # what this test's own client may have said
    progress = AtFirstReport(made, cluster.workers[0])
    summary = autograde(made, "losses", dask=cluster.address, progress=progress)
    assert progress.happened > 3  # in the middle
    assert cluster.workers[0].poll() == -9
    assert len(summary.graded) == CLASS + 3
    assert summary.needs_person.keys() == {"not-json"}
    same(made, local)
    assert not cluster.answers()
    assert capfd.readouterr() == ("", "")  # Dask's log is not the instructor's


@pytest.mark.parametrize("lost", ["the scheduler", "every worker"])
def test_a_cluster_that_is_lost_is_said_in_one_line_and_a_rerun_completes_the_class(
    larger: Course, local: Course, tmp_path: Path, cluster: Cluster, lost: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = again(larger, tmp_path / "course")
    cluster.add(2)
    victims = [cluster.scheduler] if lost == "the scheduler" else cluster.workers
    impatient = Impatient(monkeypatch)
    before = impatient.of_a_scheduler if lost == "the scheduler" else impatient.of_workers
    said = refused(made, cluster.address, AtFirstReport(made, *victims, before=before))
    assert said.startswith(cluster.address)
    assert said.endswith("and run the same command again")
    assert ("no Dask scheduler answers" if lost == "the scheduler" else "has no workers") in said
    done = reports(made)
    assert 0 < done < CLASS + 3
    assert len(autograde(made, "losses").unchanged) >= 1
    same(made, local)


def test_a_pool_closes_whose_client_has_given_the_scheduler_up(handed_in: Course, cluster: Cluster) -> None:
    cluster.add(1)
    pool = DaskPool(Bundle.of(handed_in, ["losses"]), cluster.address)
    pending = [pool.submit("losses", b"{}") for _ in range(8)]
    pool._client.close()
    pool.close()
    assert pending


def test_no_scheduler_at_the_address(handed_in: Course, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Impatient(monkeypatch).of_a_scheduler()
    made = again(handed_in, tmp_path / "course")
    assert refused(made, "tcp://127.0.0.1:9").startswith(
        "tcp://127.0.0.1:9: no Dask scheduler answers (Timed out trying to connect to tcp://127.0.0.1:9 after 1 s); "
        "check the address, start `dask scheduler`"
    )
    assert "missing port number" in refused(made, "nowhere")


def test_a_scheduler_without_workers(
    handed_in: Course, tmp_path: Path, cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    cluster.add(0)
    Impatient(monkeypatch).of_workers()
    said = refused(again(handed_in, tmp_path / "course"), cluster.address)
    assert said == (
        f"{cluster.address}: the Dask scheduler has no workers; start some with `dask worker {cluster.address}`, "
        "and run the same command again"
    )


def test_dask_is_not_installed(handed_in: Course, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    said = refused(again(handed_in, tmp_path / "course"), "tcp://127.0.0.1:9")
    assert said == "--dask needs Dask; in the kit's folder run: pip install -c constraints.txt -e '.[dask]'"


def test_a_worker_with_another_version_of_the_kit(handed_in: Course, tmp_path: Path, cluster: Cluster) -> None:
    """It would compile a key of its own: it is refused."""
    other = tmp_path / "kit"
    shutil.copytree(ROOT / "autograder", other / "autograder", ignore=shutil.ignore_patterns("__pycache__"))
    with (other / "autograder" / "student" / "compare.py").open("a") as file:
        file.write("\n# Another version.\n")
    cluster.add(1, kit=other)
    said = refused(again(handed_in, tmp_path / "course"), cluster.address)
    assert re.search(r"this process has kit \S+ and NumPy 2\.\d, the one that sent the class kit \S+ and NumPy 2\.\d", said)
    assert said.endswith("install the same with `pip install -c constraints.txt`")
