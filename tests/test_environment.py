"""`make .venv/ready`, with a stand-in for Python that writes down what it is asked to do; and `make clean`."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.benchmarks.page import with_part
from tests.conftest import ROOT

# Answers the facts that are asked of it; `-m venv` makes a folder with itself and, unless --without-pip is there,
# what stands for pip; `-m pip install uv` puts a uv there. BROKEN names what fails.
PYTHON = """\
#!/bin/sh
case "$*" in
-c*) echo "$FACTS"; exit ;;
esac
echo "python $*" >>"$LOG"
case "$*" in
*"-m venv"*)
    for folder; do :; done
    rm -rf "$folder"
    mkdir -p "$folder/bin" && cp "$0" "$folder/bin/python" ;;
*"-m pip"*" uv")
    case "$BROKEN" in *no-uv*) echo "ERROR: No matching distribution found for uv" >&2; exit 1 ;; esac
    cp "$UV" .venv/bin/uv ;;
*"-m pip"*)
    case "$BROKEN" in *pip*) echo "ERROR: pip is broken" >&2; exit 1 ;; esac ;;
esac
"""
UV = """\
#!/bin/sh
echo "uv $*" >>"$LOG"
case "$BROKEN $*" in certificates*--system-certs*) exit ;; certificates* | *uv-fails*) printf 'error: it begins\\nit ends: no index\\n' >&2; exit 2 ;; esac
"""
SAID = "Setting up .venv: a minute or a few, once."
FETCH = "install --quiet --disable-pip-version-check -c constraints.txt --no-deps --only-binary :all: --no-compile uv"
REST = "install --quiet --disable-pip-version-check -c constraints.txt -e .[test] pip"


class Machine:
    """A folder with this Makefile, where `python3` is the stand-in."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.log = folder / "kit", folder / "log"
        self.folder.mkdir()
        shutil.copy(ROOT / "Makefile", self.folder)
        shutil.copytree(ROOT / ".ci", self.folder / ".ci", ignore=shutil.ignore_patterns("__pycache__"))
        for name in ("pyproject.toml", "constraints.txt"):
            (self.folder / name).write_text("")
        programs = folder / "programs"
        programs.mkdir()
        for name, text in (("python3", PYTHON), ("uv-to-be", UV)):
            (programs / name).write_text(text)
            (programs / name).chmod(0o755)
        self.programs = programs
        self.ready = self.folder / ".venv" / "ready"

    def make(self, *arguments: str, facts: str = "3.12 24.0 there", broken: str = "") -> tuple[int, list[str], list[str]]:
        """Exit code, what was printed but for make's own words, and what Python and uv were asked to do."""
        self.log.write_text("")
        done = subprocess.run(
            ["make", *arguments], cwd=self.folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False,
            env={"PATH": f"{self.programs}:{os.environ['PATH']}", "LOG": str(self.log), "FACTS": facts, "BROKEN": broken,
                 "UV": str(self.programs / "uv-to-be")},
        )  # fmt: skip
        printed = [line for line in done.stdout.splitlines() if not line.startswith("make")]
        return done.returncode, printed, self.log.read_text().splitlines()


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


@pytest.mark.parametrize("pip", ["22.3", "23.0.1", "26.3"])
def test_pip_fetches_uv_and_uv_installs(machine: Machine, pip: str) -> None:
    """No pip is made in the environment for it: a base Python without ensurepip will do."""
    assert machine.make(".venv/ready", facts=f"3.11 {pip} none") == (
        0,
        [SAID],
        [
            "python -m venv --clear --without-pip .venv",
            f"python -m pip --python .venv/bin/python {FETCH}",
            "uv pip install --quiet --python .venv/bin/python -c constraints.txt -e .[test] pip",
        ],
    )
    assert machine.ready.exists()


@pytest.mark.parametrize("pip", ["none", "9.0.3", "22.2.2"])
def test_an_old_pip_or_none_makes_the_environments_own(machine: Machine, pip: str) -> None:
    code, printed, asked = machine.make(".venv/ready", facts=f"3.13 {pip} there")
    assert (code, printed) == (0, [SAID])
    assert asked[:2] == ["python -m venv --clear .venv", f"python -m pip {FETCH}"]
    assert asked[2].startswith("uv pip install")


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        ("no-uv", "uv cannot be installed here (ERROR: No matching distribution found for uv): pip installs, which takes longer."),
        ("uv-fails", "uv cannot install the packages (it ends: no index): pip tries, which takes longer."),
    ],
)
def test_where_uv_cannot_pip_installs_and_one_line_says_so(machine: Machine, broken: str, said: str) -> None:
    code, printed, asked = machine.make(".venv/ready", broken=broken)
    assert (code, printed) == (0, [SAID, said])
    assert asked[-1] == f"python -m pip --python .venv/bin/python {REST}"
    assert machine.ready.exists()


def test_the_machines_own_certificates_will_do(machine: Machine) -> None:
    code, printed, asked = machine.make(".venv/ready", broken="certificates")
    assert (code, printed) == (0, [SAID])
    assert asked[2:] == [asked[2], f"{asked[2]} --system-certs"]


def test_a_half_made_environment_is_begun_again(machine: Machine) -> None:
    code, printed, _asked = machine.make(".venv/ready", broken="no-uv pip")
    assert (code, printed[-1]) == (2, "ERROR: pip is broken")
    assert not machine.ready.exists()
    (machine.folder / ".venv" / "half").write_text("")
    assert machine.make(".venv/ready")[0] == 0
    assert not (machine.folder / ".venv" / "half").exists()
    assert machine.make(".venv/ready")[1:] == ([], [])  # once


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ("3.14 26.3 there", "python3 is 3.14; the kit runs on Python 3.11, 3.12 and 3.13: set PYTHON=python3.13, 3.12 or 3.11"),
        ("3.1 none none", "python3 is 3.1; the kit runs on Python 3.11, 3.12 and 3.13: set PYTHON=python3.13, 3.12 or 3.11"),
        ("3.10 26.3 there", "python3 is 3.10; the kit runs on Python 3.11, 3.12 and 3.13: set PYTHON=python3.13, 3.12 or 3.11"),
        ("3.11 none none", "python3 has neither pip nor ensurepip: install it (on Debian and Ubuntu: apt-get install python3-venv)"),
        ("3.11 22.2 none", "python3 has neither pip nor ensurepip: install it (on Debian and Ubuntu: apt-get install python3-venv)"),
    ],
)  # fmt: skip
def test_a_python_that_cannot_do_it_is_refused_in_one_line(machine: Machine, facts: str, said: str) -> None:
    assert machine.make(".venv/ready", facts=facts) == (2, [said], [])
    assert not (machine.folder / ".venv").exists()


def test_a_python_that_is_not_there(machine: Machine) -> None:
    said = "python9: there is no such Python; set PYTHON=python3.13, 3.12 or 3.11"
    assert machine.make(".venv/ready", "PYTHON=python9") == (2, [said], [])


def test_the_versions_are_the_same_everywhere() -> None:
    """In the set-up, in the package's metadata, and in what the README says."""
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["requires-python"] == ">=3.11,<3.14"
    assert 'supported="3.11 3.12 3.13"\n' in (ROOT / ".ci" / "environment").read_text(encoding="utf-8")
    assert "a machine with Python 3.11 to 3.13 and make" in (ROOT / "README.md").read_text(encoding="utf-8")


def test_make_clean_deletes_what_can_be_made_again(machine: Machine) -> None:
    """Keys can have come from another machine, and the reports hold verdicts: these stay."""
    kept = {".build/keys/losses-0123.key", ".build/reports/losses.json", "gradebook.db", "submitted/s/losses/losses.ipynb"}
    for name in [*kept, ".build/demo/course.yaml", ".build/.hidden", ".build/bench", ".venv/bin/python"]:
        path = machine.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("")
    before = {path.name for path in machine.folder.iterdir()}
    assert machine.make("clean")[::2] == (0, [])
    left = {str(path.relative_to(machine.folder)) for path in machine.folder.rglob("*") if path.is_file()}
    assert {name for name in left if name not in {"Makefile", "pyproject.toml", "constraints.txt"} and not name.startswith(".ci")} == kept
    assert {path.name for path in machine.folder.iterdir()} == before - {".venv"}
    assert machine.make("clean")[0] == 0  # and where nothing is left to delete
    shutil.rmtree(machine.folder / ".build")
    assert machine.make("clean")[0] == 0


def test_the_benchmark_replaces_its_own_part_of_the_page() -> None:
    first = with_part("# Benchmarks\n\ntext\n", "## Setting up", "1")
    assert first == "# Benchmarks\n\ntext\n\n## Setting up\n\n1\n"
    assert with_part(first, "## Setting up", "2") == first.replace("1", "2")
    more = first + "\n## More\n\nother\n"
    assert with_part(more, "## Setting up", "2") == more.replace("1", "2")
