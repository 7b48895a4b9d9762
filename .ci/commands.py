"""The commands that a README's section "Two commands" promises, one a line: `python3 .ci/commands.py README.md`.

`.ci/run` runs what this prints, so what CI runs and what the README says cannot differ. Standard library only:
it runs before anything is installed.
"""

import sys
from pathlib import Path

HEADING = "## Two commands"


def commands(readme: str) -> list[str]:
    """The lines of the section's code blocks, without their comments. Raises ValueError where there are none."""
    section = readme.partition(f"\n{HEADING}\n")[2].partition("\n## ")[0]
    code = [line.partition("#")[0].strip() for line in section.splitlines() if line.startswith("    ")]
    found = [command for command in code if command]
    if not found:
        raise ValueError(f"no command is indented under '{HEADING}'; CI runs those that stand there")
    return found


def main(path: str) -> None:
    try:
        print("\n".join(commands(Path(path).read_text(encoding="utf-8"))))
    except ValueError as error:
        sys.exit(f"{path}: {error}")


if __name__ == "__main__":
    main(sys.argv[1])
