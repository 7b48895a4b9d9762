"""Addresses that were public before the package had wings: they go on working, and say the new one."""

from __future__ import annotations

import importlib
import warnings
from collections.abc import Callable
from typing import Any


def moved(old: str, places: dict[str, str]) -> Callable[[str], Any]:
    """The `__getattr__` of the module `old`, whose names are in other modules now: `places` says in which."""

    def lookup(name: str) -> Any:
        if name not in places:
            raise AttributeError(f"module {old!r} has no attribute {name!r}")
        new = f"{places[name]}.{name}"
        warnings.warn(f"{old}.{name} is now {new}; write that", FutureWarning, stacklevel=2)
        return getattr(importlib.import_module(places[name]), name)

    return lookup
