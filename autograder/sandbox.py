"""What holds the worker in: applied to it before any student code runs."""

from __future__ import annotations

import os
import resource
from pathlib import Path

MEGABYTE = 2**20
# Nothing of the instructor's environment reaches a worker; these make NumPy start quickly and
# run on one core, so that many workers do not fight for cores.
ENVIRONMENT = {
    "PATH": "/usr/bin:/bin",
    "LANG": "C.UTF-8",
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "MPLBACKEND": "agg",
    "PYTHONDONTWRITEBYTECODE": "1",
    "PYTHONHASHSEED": "0",
}


def limit(memory_mb: int, seconds: float) -> None:
    """Bound this process (setrlimit(2)): address space, CPU time, file size, open files, core dumps."""
    memory = _address_space() + memory_mb * MEGABYTE
    _lower(resource.RLIMIT_AS, memory)
    _lower(resource.RLIMIT_CPU, int(seconds) + 2)
    _lower(resource.RLIMIT_FSIZE, 16 * MEGABYTE)
    _lower(resource.RLIMIT_NOFILE, 64)
    _lower(resource.RLIMIT_CORE, 0)


def _lower(which: int, value: int) -> None:
    hard = resource.getrlimit(which)[1]
    if hard != resource.RLIM_INFINITY:
        value = min(value, hard)
    resource.setrlimit(which, (value, value))


def _address_space() -> int:
    """The bytes of address space in use, which a memory limit comes on top of."""
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[0])
    except (OSError, ValueError):
        return 2**30
    return pages * os.sysconf("SC_PAGE_SIZE")
