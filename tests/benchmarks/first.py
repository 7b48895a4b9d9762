"""How long a stranger waits: `make demo` from a fresh clone with a warm installer cache, until the first lesson's table
and to its end, beside the build of commit b651dae (with the folder made that it lacked, without which it fails).

    python -m tests.benchmarks.first
"""

from __future__ import annotations

import subprocess
import tempfile
import time
from pathlib import Path

from tests.benchmarks.page import machine, write_part
from tests.conftest import ROOT

BEFORE = "b651dae"
LACKED = ("        compile_keys(demo, demo.names)\n", "        keys.mkdir(exist_ok=True)\n")
BARS = {"to the first table": 0.4, "to the end": 0.7}


def clone(folder: Path, commit: str) -> Path:
    subprocess.run(["git", "clone", "--quiet", ROOT, folder], check=True)
    subprocess.run(["git", "checkout", "--quiet", commit], cwd=folder, check=True)
    return folder


def demo(folder: Path) -> dict[str, float]:
    """Seconds until `make demo` shows the first table, and until it ends."""
    began = time.monotonic()
    first = None
    with subprocess.Popen(
        ["make", "demo"], cwd=folder, text=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as process:
        assert process.stdout is not None
        for line in process.stdout:
            if first is None and line.startswith("untouched-stub "):  # the table's last line
                first = time.monotonic() - began
    assert process.returncode == 0
    assert first is not None
    return {"to the first table": first, "to the end": time.monotonic() - began}


def repaired(folder: Path) -> Path:
    """The build of before, in a clone of its own, able to run in a fresh clone."""
    file = clone(folder, BEFORE) / "autograder" / "demo.py"
    text = file.read_text()
    assert LACKED[0] in text
    file.write_text(text.replace(LACKED[0], "".join(LACKED)))
    return folder


def main() -> None:
    with tempfile.TemporaryDirectory() as temporary:
        root = Path(temporary)
        for name, make in (("warm-before", repaired), ("warm-now", lambda folder: clone(folder, "HEAD"))):
            subprocess.run(["make", ".venv/ready"], cwd=make(root / name), check=True, stdout=subprocess.DEVNULL)
        now, before = demo(clone(root / "now", "HEAD")), demo(repaired(root / "before"))
    lines = []
    for what, bar in BARS.items():
        ratio = now[what] / before[what]
        kept = "kept" if ratio <= bar else "NOT kept"
        lines.append(f"| make demo, {what} | {now[what]:.0f} s | {before[what]:.0f} s | {ratio:.2f} | {bar} | {kept} |")
    table = ["| what | now | before | ratio | at most | |", "| --- | --- | --- | --- | --- | --- |", *lines]
    write_part(
        "## The first result",
        "Made by `make bench`: `make demo` in a fresh clone with a warm installer cache, beside the build of commit "
        f"{BEFORE}\nwith the folder made that it lacked.\n\n{machine()}\n\n" + "\n".join(table),
    )


if __name__ == "__main__":
    main()
