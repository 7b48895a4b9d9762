"""`.ci/run`: the README's two commands, in a fresh clone."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tests.conftest import ROOT

COMMANDS = ROOT / ".ci" / "commands.py"


def commands(readme: Path) -> tuple[int, list[str], str]:
    """Exit code, commands and complaint of what reads them."""
    done = subprocess.run([sys.executable, COMMANDS, readme], capture_output=True, text=True, check=False)
    return done.returncode, done.stdout.splitlines(), done.stderr


def test_the_readme_promises_two_commands() -> None:
    assert commands(ROOT / "README.md") == (0, ["make demo", "make test"], "")


@pytest.mark.parametrize(
    "text",
    [
        "# Kit\n\n## Two commands\n\nOn a machine with make:\n\n## Another section\n\n    make demo\n",
        "# Kit\n\n    make demo\n    make test\n",
        "# Kit\n\n## Two commands\n\n    # nothing but a comment\n",
    ],
)
def test_a_readme_without_commands_is_refused(tmp_path: Path, text: str) -> None:
    readme = tmp_path / "README.md"
    readme.write_text(text)
    code, found, said = commands(readme)
    assert (code, found) == (1, [])
    assert said == f"{readme}: no command is indented under '## Two commands'; CI runs those that stand there\n"


class Checkout:
    """A small repository with this one's `.ci`; its README's commands are the test's."""

    def __init__(self, folder: Path) -> None:
        self.root, self.temporary = folder / "repository", folder / "temporary"
        shutil.copytree(ROOT / ".ci", self.root / ".ci", ignore=shutil.ignore_patterns("__pycache__"))
        self.temporary.mkdir()
        programs = folder / "programs"
        programs.mkdir()
        for name in ("initdb", "chromium"):  # nothing is to be installed
            (programs / name).write_text("#!/bin/sh\n")
            (programs / name).chmod(0o755)
        who = {f"GIT_{role}_{part}": "test@localhost" for role in ("AUTHOR", "COMMITTER") for part in ("NAME", "EMAIL")}
        self.environment = os.environ | who | {
            "PATH": f"{programs}:{os.environ['PATH']}", "TMPDIR": str(self.temporary), "CI": "true",
        }  # fmt: skip

    def git(self, *arguments: str, at: Path | None = None) -> None:
        subprocess.run(
            ["git", *arguments], cwd=at or self.root, env=self.environment, check=True, capture_output=True
        )

    def commit(self, *promised: str) -> None:
        block = "".join(f"    {command}    # what it does\n" for command in promised)
        (self.root / "README.md").write_text(f"# Kit\n\n## Two commands\n\nOn a machine:\n\n{block}\n## More\n\n    false\n")
        self.git("init", "--quiet")
        self.git("add", ".")
        self.git("commit", "--quiet", "--message", "All there is")

    def run(self, at: Path | None = None) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            ["bash", ".ci/run"], cwd=at or self.root, env=self.environment, stdin=subprocess.DEVNULL,
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert list(self.temporary.iterdir()) == [], "the clone is left behind"
        return done


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    return Checkout(tmp_path)


def test_the_commands_run_in_a_fresh_clone_in_order(checkout: Checkout) -> None:
    checkout.commit("ls -A", "pwd", "echo last")
    (checkout.root / ".venv").mkdir()
    (checkout.root / ".venv" / "ready").write_text("")
    done = checkout.run()
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert lines[:4] == ["$ ls -A", ".ci", ".git", "README.md"]  # the commit's files, not the folder's
    assert lines[4] == "$ pwd"
    assert Path(lines[5]).is_relative_to(checkout.temporary)
    assert lines[6:] == ["$ echo last", "last"]


@pytest.mark.parametrize(
    ("promised", "code", "printed"),
    [
        (("false", "echo later"), 1, "$ false\n"),
        (("echo earlier", "exit 3"), 3, "$ echo earlier\nearlier\n$ exit 3\n"),
    ],
)
def test_a_command_that_fails_ends_the_run(
    checkout: Checkout, promised: tuple[str, str], code: int, printed: str
) -> None:
    checkout.commit(*promised)
    done = checkout.run()
    assert (done.returncode, done.stdout) == (code, printed)


def test_a_readme_without_the_block_fails(checkout: Checkout) -> None:
    checkout.commit()
    done = checkout.run()
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("README.md: no command is indented")


@pytest.mark.parametrize("detached", [False, True])
def test_a_shallow_checkout_will_do(checkout: Checkout, tmp_path: Path, detached: bool) -> None:
    """As GitHub's own action makes it: of one commit, on no branch where a pull request is tested."""
    checkout.commit("false")
    checkout.commit("git rev-list --count HEAD")
    shallow = tmp_path / "shallow"
    checkout.git("clone", "--quiet", "--depth=1", f"file://{checkout.root}", str(shallow))
    if detached:
        checkout.git("checkout", "--detach", at=shallow)
    done = checkout.run(shallow)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "$ git rev-list --count HEAD\n1\n"


def test_ci_tests_each_python_that_the_kit_promises() -> None:
    workflow = yaml.safe_load((ROOT / ".github" / "workflows" / "ci.yml").read_text(encoding="utf-8"))
    job = workflow["jobs"]["test"]
    assert job["strategy"]["matrix"]["python-version"] == ["3.11", "3.12", "3.13"]
    assert job["steps"][-1]["run"] == "bash .ci/run"
