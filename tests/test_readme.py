"""The README's figures and outputs are those of the commands it names."""

from __future__ import annotations

import re

from autograder.course import Course
from autograder.proof import proof_table, shortcomings
from autograder.prove import prove
from tests.conftest import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")


def block(command: str) -> list[str]:
    """The indented block that follows `<!-- output of: command -->`."""
    text = README.partition(f"<!-- output of: {command} -->\n\n")[2]
    lines = []
    for line in text.splitlines():
        if line and not line.startswith("    "):
            break
        lines.append(line[4:])
    return "\n".join(lines).strip().splitlines()


def test_the_proof_in_the_readme_is_current(course: Course) -> None:
    """Also the proof itself: no exercise falls short."""
    proofs = prove(course)
    assert list(shortcomings(proofs)) == []
    assert block("autograder prove") == [line.rstrip() for line in proof_table(proofs)]


def test_every_command_the_readme_names_exists() -> None:
    from autograder.cli import _parser

    known = re.search(r"\{(.+?)\}|COMMAND", _parser().format_help())
    assert known
    commands = set(re.findall(r"autograder (build|prove|grade|autograde|feedback|report|gradescope|new|doctor)\b", README))
    help_text = _parser().format_help()
    for command in commands:
        assert f"\n    {command} " in help_text or f"\n    {command}\n" in help_text


def test_no_placeholder_is_left() -> None:
    assert not re.findall(r"@[A-Z]+@|TODO|FIXME", README)
