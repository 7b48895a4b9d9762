"""How far the grading of a class is."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Progress:
    """How far the grading of a class is, in submissions."""

    total: int
    done: int
    need_person: int
