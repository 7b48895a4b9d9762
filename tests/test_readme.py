"""The README's figures and outputs are those of the commands it names."""

from __future__ import annotations

import csv
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

from autograder.base.course import Course
from autograder.commands.demo import prepare
from autograder.workshop.proof import proof_table, shortcomings
from autograder.workshop.prove import prove
from tests.conftest import ROOT, points

README = (ROOT / "README.md").read_text(encoding="utf-8")


def ignored(names: set[str], folder: Path) -> set[str]:
    """Those of these paths in the course's folder that git leaves out, in a repository with this .gitignore."""
    subprocess.run(["git", "init", "--quiet", folder], check=True)
    shutil.copy(ROOT / ".gitignore", folder)
    done = subprocess.run(
        ["git", "check-ignore", "--stdin"], cwd=folder, input="\n".join(names), capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.stderr == ""
    return set(done.stdout.splitlines())


def block(name: str) -> list[str]:
    """The indented block that follows the comment `<!-- name -->`."""
    text = README.partition(f"<!-- {name} -->\n\n")[2]
    lines = []
    for line in text.splitlines():
        if line and not line.startswith("    "):
            break
        lines.append(line[4:])
    return "\n".join(lines).strip().splitlines()


def test_the_proof_in_the_readme_is_current(course: Course) -> None:
    """Also the proof itself: no exercise falls short. One that is newer than the table need not stand in it."""
    proofs = prove(course)
    assert list(shortcomings(proofs)) == []
    table = block("output of: autograder prove")
    listed = {line.split()[0] for line in table if line}
    assert len(listed) > 30
    assert table == [line.rstrip() for line in proof_table([p for p in proofs if p.exercise in listed])]


def files(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def test_your_first_class_works_as_it_is_written(course: Course, tmp_path: Path) -> None:
    """Word for word, in a course that nobody has built yet; `.venv` is the environment that runs this."""
    root = prepare(course, tmp_path / "course").root
    activate = root / ".venv" / "bin" / "activate"
    activate.parent.mkdir(parents=True)
    activate.write_text(f"export PATH={shlex.quote(str(Path(sys.executable).parent))}:$PATH\n")
    script = "\n".join(block("tested: your first class"))
    before = files(root)
    done = subprocess.run(
        ["bash", "-e", "-c", script], cwd=root, env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert script.count("\n") == 9
    assert "student-1" in (root / ".build" / "reports" / "losses.html").read_text()
    assert "Hidden checks of" in (root / "feedback" / "student-1" / "losses" / "losses.html").read_text()
    with open(root / "grades.csv", newline="") as table:
        assert [(row["student_id"], row["score"], row["max_score"]) for row in csv.DictReader(table)] == [
            ("student-1", "0.0", str(points("losses")))
        ]
    made = {name for name in files(root) - before if not name.startswith("assignments/")}
    assert {"grades.csv", "gradebook.db", "submitted/student-1/losses/losses.ipynb"} <= made
    assert made - ignored(made, tmp_path / "repository") == set()


def test_git_ignores_what_the_commands_of_the_readme_write(tmp_path: Path) -> None:
    """Marks, the names of a class, and whatever holds answers."""
    named = set(re.findall(r"--to ([^\s`]+)", README))
    assert named == {"canvas.csv"}
    named |= {f"{lesson}-gradescope.zip" for lesson in re.findall(r"autograder gradescope ([a-z]+)", README)}
    assert "losses-gradescope.zip" in named
    named |= {
        "moodle.csv", "students.csv", "downloaded/losses/archive/hand-ins.zip", "gradebook.db-journal",
        "course-keys.zip", "losses.autograder-keys", ".build/keys/losses-0123.key", "solutions/losses.ipynb", ".venv/ready",
    }  # fmt: skip
    kept = {"assignments/losses/losses.ipynb", "assignments/losses/data.csv", "solutions/losses.py", "course.yaml"}
    assert ignored(named | kept, tmp_path) == named


def test_links_and_pictures_of_the_readme_are_there() -> None:
    headings = {re.sub(r"[^a-z0-9 ]", "", line.lstrip("# ").lower()).replace(" ", "-") for line in README.splitlines() if line.startswith("#")}
    targets = re.findall(r"\]\(([^)]+)\)", README)
    assert len(targets) > 6
    for target in targets:
        assert target[1:] in headings if target.startswith("#") else (ROOT / target).stat().st_size < 100_000


def test_every_command_the_readme_names_exists() -> None:
    from autograder.commands.main import _parser

    known = re.search(r"\{(.+?)\}|COMMAND", _parser().format_help())
    assert known
    commands = set(re.findall(r"autograder (build|prove|grade|autograde|feedback|report|gradescope|new|doctor)\b", README))
    help_text = _parser().format_help()
    for command in commands:
        assert f"\n    {command} " in help_text or f"\n    {command}\n" in help_text


def test_no_placeholder_is_left() -> None:
    assert not re.findall(r"@[A-Z]+@|TODO|FIXME", README)
