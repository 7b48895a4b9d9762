"""`BENCHMARKS.md`, to which each benchmark writes a part of its own."""

from __future__ import annotations

import os
import platform
from datetime import date
from pathlib import Path

PAGE = Path(__file__).with_name("BENCHMARKS.md")


def with_part(page: str, heading: str, part: str) -> str:
    """The page with this part under `heading` instead of the one that it had, or at its end."""
    before, _heading, after = page.partition(f"\n{heading}\n")
    rest = after.partition("\n## ")[2]
    return f"{before.rstrip()}\n\n{heading}\n\n{part.strip()}\n" + (f"\n## {rest}" if rest else "")


def write_part(heading: str, part: str) -> None:
    """Print a part, and write it into the page."""
    print(f"{heading}\n\n{part}")
    PAGE.write_text(with_part(PAGE.read_text(encoding="utf-8"), heading, part), encoding="utf-8")


def write_head(text: str) -> None:
    """Write what the page begins with, before its first part."""
    _head, mark, parts = PAGE.read_text(encoding="utf-8").partition("\n## ")
    PAGE.write_text(f"{text.rstrip()}\n{mark}{parts}", encoding="utf-8")


def machine() -> str:
    """When and where something was measured."""
    return f"{date.today()}, {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
