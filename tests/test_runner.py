"""Where submissions are run: a process of the pool keeps to a core where the pool has the whole machine,
and nothing of a pool is left."""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path

import psutil
import pytest

from autograder.base.course import Course
from autograder.running import pools
from autograder.running.bundle import Bundle
from autograder.running.pools import LocalPool
from tests.patience import PATIENCE, wait_until


@pytest.mark.parametrize(
    ("workers", "cores"), [(4, [1, 2, 5, 7]), (8, [1, 2, 5, 7, 1, 2, 5, 7]), (3, []), (1, [])]
)
def test_all_of_the_machine_is_shared_out_and_a_part_is_left_to_the_kernel(
    monkeypatch: pytest.MonkeyPatch, workers: int, cores: list[int]
) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda pid: {7, 1, 5, 2}, raising=False)
    assert pools._cores(workers) == cores


def test_each_process_and_its_worker_keep_to_one_core(course: Course) -> None:
    if not hasattr(os, "sched_setaffinity"):
        pytest.skip("this system does not let a process choose its core")
    mine = os.sched_getaffinity(0)
    pool = LocalPool(Bundle.of(course, ["losses"]), len(mine))
    try:
        text = (course.assignments_folder / "losses" / "losses.ipynb").read_bytes()

        def all_have_worked() -> list[psutil.Process]:
            """One process may do it all before another is there."""
            for future in [pool.submit("losses", text) for _ in range(4 * len(mine))]:
                future.result()
            found = [p for p in psutil.Process().children() if "spawn_main" in " ".join(p.cmdline())]
            return found if len(found) == len(mine) and all(p.children() for p in found) else []

        family = wait_until(all_have_worked)
        kept = [p.cpu_affinity() for p in family]
        assert sorted(core for [core] in kept) == sorted(mine)
        assert [[worker.cpu_affinity() for worker in p.children()] for p in family] == [[cores] for cores in kept]
    finally:
        pool.close()
    assert os.sched_getaffinity(0) == mine


def test_a_pool_that_closes_takes_a_worker_along_that_is_starting(
    course: Course, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Alone, it would go on to make its folder again."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    pool = LocalPool(Bundle.of(course, ["losses"]), 1)
    before = psutil.Process().children()

    def spawned() -> list[psutil.Process]:
        return [p for p in psutil.Process().children() if p not in before and "spawn_main" in " ".join(p.cmdline())]

    pool.submit("losses", b"{}")
    wait_until(spawned)
    (process,) = spawned()
    wait_until(process.children)
    (worker,) = workers = process.children()

    def loads() -> bool:
        with contextlib.suppress(PermissionError):  # once it has loaded all, nobody may look
            return "numpy" in Path(f"/proc/{worker.pid}/maps").read_text()
        return True

    wait_until(loads)
    pool.close()
    _over, alive = psutil.wait_procs(workers, timeout=PATIENCE)
    assert not [p for p in alive if p.status() != psutil.STATUS_ZOMBIE]
    assert not list(tmp_path.iterdir())
