"""What setting up costs: `python -m tests.benchmarks.setup`, beside the way that it was done before.

Both times `make .venv/ready` in a fresh clone with empty caches: at BEFORE, where pip installed everything, and at
HEAD. What is compared is the processor time of all processes, the kernel's part included: a network or a
disk that others use changes it little. Then the size of that environment, and of one that only grades.

Writes its part of `BENCHMARKS.md` beside this file. Nothing here is a test: machines are noisy, so look at ratios.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.benchmarks.page import machine, write_part

ROOT = Path(__file__).resolve().parents[2]
BEFORE = "b651dae"  # the last commit whose set-up is pip's alone
MOST = 0.25  # of its processor time, that ours may take
HEADING = "## Setting up"


def clone(commit: str, folder: Path) -> Path:
    subprocess.run(["git", "clone", "--quiet", "--no-checkout", ROOT, folder], check=True)
    subprocess.run(["git", "checkout", "--quiet", "--detach", commit], cwd=folder, check=True)
    return folder


def processor_seconds(command: list[str], folder: Path, caches: Path) -> float:
    """Of a command with these caches, which it may fill, and of all that it starts and waits for."""
    environment = os.environ | {"PIP_CACHE_DIR": str(caches / "pip"), "UV_CACHE_DIR": str(caches / "uv")}
    earlier = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, cwd=folder, env=environment, check=True, stdin=subprocess.DEVNULL)
    later = resource.getrusage(resource.RUSAGE_CHILDREN)
    return later.ru_utime + later.ru_stime - earlier.ru_utime - earlier.ru_stime


def size(folder: Path) -> str:
    return subprocess.run(["du", "-sh", folder], check=True, capture_output=True, text=True).stdout.split()[0]


def main() -> int:
    with tempfile.TemporaryDirectory() as work:
        made = {name: clone(commit, Path(work, name)) for name, commit in (("before", BEFORE), ("now", "HEAD"))}
        python = os.path.realpath(sys.executable)  # the one that made the environment that this runs in
        seconds = {
            name: processor_seconds(["make", "--silent", f"PYTHON={python}", ".venv/ready"], folder, Path(work, f"{name}-caches"))
            for name, folder in made.items()
        }
        grader = Path(work, "grader")
        processor_seconds(["sh", ".ci/environment", python, str(grader), "."], made["now"], Path(work, "now-caches"))
        sizes = {name: size(folder) for name, folder in (("whole", made["now"] / ".venv"), ("grader", grader))}
    ratio = seconds["now"] / seconds["before"]
    part = (
        f"Made by `make bench`: `make .venv/ready` in a fresh clone, from empty caches, beside the same at "
        f"{BEFORE}, where pip\ninstalled everything.\n\n"
        f"{machine()}\n\n"
        "| what | measured | ratio | bar |\n| --- | --- | --- | --- |\n"
        f"| processor time of the set-up | {seconds['now']:.1f} s, where pip took {seconds['before']:.1f} s "
        f"| {ratio:.2f} | {MOST:g} at most |\n"
        f"| the environment of authors and tests | {sizes['whole']} | | |\n"
        f"| the environment that only grades | {sizes['grader']} | | |\n"
    )
    write_part(HEADING, part)
    return 0


if __name__ == "__main__":
    sys.exit(main())
