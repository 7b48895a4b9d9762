"""What holds a worker in. The kernel's own means, in layers: where one is not to be had, the others hold.

    namespaces  unshare(2), user_namespaces(7): no network device, no other IPC, a root folder with nothing but
                what may be read (`root_folder`), a scratch tmpfs of its own
    Landlock    landlock(7), Linux 5.13 (files), 6.7 (TCP), 6.12 (signals): reads the Python installation,
                writes the scratch folder, nothing else
    seccomp     seccomp(2) through libseccomp: no new process, no exec, no socket, no signal, no tracing
    limits      setrlimit(2): memory, CPU time, file size, open files

`Jail` is made once in the worker's parent, which itself holds nothing secret; `settle` puts on that parent
what every child inherits, and `enter` is called in each child before any student code. It runs without root; as
root it also drops every capability.
"""

from __future__ import annotations

import contextlib
import ctypes
import itertools
import os
import resource
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from .linux import (
    CLONE_NEWIPC,
    CLONE_NEWNET,
    CLONE_NEWNS,
    CLONE_NEWUSER,
    CLONE_NEWUTS,
    LARGE_PAGE,
    MADV_COLLAPSE,
    MEGABYTE,
    PR_CAPBSET_DROP,
    PR_SET_DUMPABLE,
    PR_SET_NO_NEW_PRIVS,
    PR_SET_PDEATHSIG,
    PR_SET_SECCOMP,
    SECCOMP_MODE_FILTER,
)
from .root_folder import SCRATCH_BYTES, SCRATCH_FILES, check, enter_root, own_mounts, readable
from .seccomp import program

MAX_THREADS = 128
# Nothing of the instructor's environment reaches a worker; these make NumPy start quickly and
# run on one core, so that many workers do not fight for cores.
ENVIRONMENT = {
    "PATH": "/usr/bin:/bin",
    "LANG": "C.UTF-8",
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "MPLBACKEND": "agg",
    "USER": "student",
    "LOGNAME": "student",
}
PASSED_ON = ("OPENBLAS_CORETYPE", "LD_LIBRARY_PATH")  # what this machine's libraries may need


class Jail:
    """The layers that this machine offers, ready to be put around each child."""

    def __init__(self, scratch: str) -> None:
        """Make the layers. Call it while this process has one thread and holds nothing secret."""
        self.scratch = scratch
        self._libc = ctypes.CDLL(None, use_errno=True)
        self.layers: list[str] = []
        self.missing: dict[str, str] = {}
        self._space = 0  # bytes of address space that a child begins with
        self._landlock: int | None = None  # the ruleset's file descriptor
        self._program: Any = None  # a reference to seccomp's
        self._proc: int | None = None  # /proc, which a root folder of its own is without
        if sys.platform == "linux":
            self._unshare()
            self._prepare_landlock()
            self._prepare_seccomp()
        else:
            for layer in ("namespaces", "landlock", "seccomp"):
                self.missing[layer] = "only Linux has it"
        self.layers.append("limits")

    def fresh_scratch(self) -> None:
        """Empty the scratch folder, whatever the last child made of it: folders in a folder are moved to
        the top before it goes, so that none is too deep, and no name is too long. What is mounted there stays."""
        os.chmod(self.scratch, 0o700)
        if not os.listdir(self.scratch):
            return
        device = os.stat(self.scratch).st_dev
        fresh = (f"{self.scratch}/.{os.urandom(8).hex()}-{number}" for number in itertools.count())
        before: list[str] = []
        while (found := _entries(self.scratch)) and [entry.name for entry in found] != before:
            before = [entry.name for entry in found]
            for entry in found:
                with contextlib.suppress(OSError):  # a file that stays is in nobody's way
                    _remove(entry, fresh, device)

    def exceeded(self, pid: int) -> bool:
        """Whether a child has too many threads, which RLIMIT_NPROC does not bound for root; or, where
        its scratch folder is no tmpfs of bounded size, too many files or bytes."""
        with contextlib.suppress(OSError, ValueError, IndexError):
            with open(os.open(f"{pid}/stat", os.O_RDONLY, dir_fd=self._proc), encoding="ascii", errors="replace") as file:
                fields = file.read().rpartition(")")[2].split()
            if int(fields[17]) > MAX_THREADS:
                return True
        return "namespaces" in self.missing and not _small(self.scratch)

    def settle(self) -> None:
        """Put on this process what every child inherits. Call it once all is loaded: what a child does by
        itself costs each submission anew."""
        self._space = _address_space()
        if sys.platform == "linux":
            self._proc = os.open("/proc", os.O_RDONLY | os.O_DIRECTORY)
        if "namespaces" in self.layers:
            try:
                enter_root(self.scratch)
            except OSError as error:
                self.layers.remove("namespaces")
                self.missing["namespaces"] = f"no root folder of its own, for which Linux 5.12 is needed ({error.strerror})"
        os.chdir(self.scratch)
        _lower(resource.RLIMIT_FSIZE, 16 * MEGABYTE)
        _lower(resource.RLIMIT_NOFILE, 64)
        _lower(resource.RLIMIT_CORE, 0)
        if os.getuid() != 0 and hasattr(resource, "RLIMIT_MSGQUEUE"):
            _lower(resource.RLIMIT_MSGQUEUE, 0)
        if sys.platform == "linux":
            self._call("prctl", PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
            self._call("prctl", PR_SET_DUMPABLE, 0, 0, 0, 0)
            self._drop_capabilities()
        nothing = os.open(os.devnull, os.O_RDWR)
        for standard in (0, 1, 2):
            os.dup2(nothing, standard)
        os.close(nothing)

    def enter(self, keep: int, memory_mb: int, seconds: float) -> None:
        """Put this process, a child of one that has settled, in the jail for good, with the file descriptor
        `keep` left open and the standard ones, which lead nowhere. Bounds its address space and CPU time."""
        os.setsid()
        _lower(resource.RLIMIT_AS, self._space + memory_mb * MEGABYTE)
        _lower(resource.RLIMIT_CPU, int(seconds) + 2)
        if self._landlock is not None:  # landlock_restrict_self(2), which has this number everywhere
            self._call("syscall", 446, self._landlock, 0)
        os.closerange(3, keep)
        os.closerange(keep + 1, 4096)
        if sys.platform == "linux":
            self._call("prctl", PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)  # no child outlives the parent
        if self._program is not None:
            self._call("prctl", PR_SET_SECCOMP, SECCOMP_MODE_FILTER, self._program, 0, 0)

    def _unshare(self) -> None:
        uid, gid = os.getuid(), os.getgid()
        flags = CLONE_NEWUSER | CLONE_NEWNS | CLONE_NEWNET | CLONE_NEWIPC | CLONE_NEWUTS
        if self._libc.unshare(flags) != 0:
            reason = os.strerror(ctypes.get_errno())
            self.missing["namespaces"] = f"the kernel refuses unprivileged user namespaces ({reason})"
            return
        try:
            Path("/proc/self/setgroups").write_text("deny")
            Path("/proc/self/uid_map").write_text(f"{uid} {uid} 1")
            Path("/proc/self/gid_map").write_text(f"{gid} {gid} 1")
            own_mounts(self.scratch)
        except OSError as error:
            self.missing["namespaces"] = f"no mounts inside a user namespace ({error.strerror})"
            return
        self.layers.append("namespaces")

    def _call(self, name: str, *arguments: Any) -> None:
        check(getattr(self._libc, name)(*arguments))

    def _prepare_landlock(self) -> None:
        try:
            import landlockpy as ll
        except ImportError:
            self.missing["landlock"] = "install landlockpy: pip install landlockpy"
            return
        if not ll.supported():
            self.missing["landlock"] = "needs Linux 5.13 or newer with landlock in /sys/kernel/security/lsm"
            return
        fs = ll.AccessFS
        rules = ll.Ruleset(scoped=ll.Scope.SIGNAL | ll.Scope.ABSTRACT_UNIX_SOCKET)
        for path, left_out in readable():
            wholly = [path]
            if left_out:
                rules.allow_path(path, fs.READ_DIR)
                wholly = [os.path.join(path, entry) for entry in os.listdir(path) if entry not in left_out]
            for whole in wholly:
                with contextlib.suppress(FileNotFoundError):
                    rules.allow_path(whole, fs.READ_FILE | fs.READ_DIR if os.path.isdir(whole) else fs.READ_FILE)
        rules.allow_path(os.devnull, fs.READ_FILE | fs.WRITE_FILE)
        rules.allow_path(
            self.scratch,
            fs.READ_FILE | fs.READ_DIR | fs.WRITE_FILE | fs.TRUNCATE | fs.MAKE_REG | fs.MAKE_DIR
            | fs.REMOVE_FILE | fs.REMOVE_DIR | fs.REFER,
        )  # fmt: skip
        self._landlock = os.dup(rules.fileno())
        rules.close()
        self.layers.append(f"Landlock ABI {ll.abi_version()}")

    def _prepare_seccomp(self) -> None:
        try:
            import pyseccomp
        except (ImportError, RuntimeError):
            self.missing["seccomp"] = "install libseccomp: apt-get install libseccomp2 && pip install pyseccomp"
            return
        self._program = program(pyseccomp)
        self.layers.append("seccomp")

    def _drop_capabilities(self) -> None:
        """capset(2) to nothing, and an empty bounding set: root, too, is then an ordinary user."""
        for capability in range(64):
            self._libc.prctl(PR_CAPBSET_DROP, capability, 0, 0, 0)
        version = (ctypes.c_uint32 * 2)(0x20080522, 0)
        self._libc.capset(version, (ctypes.c_uint32 * 6)())


def _entries(folder: str) -> list[os.DirEntry[str]]:
    with os.scandir(folder) as entries:
        return list(entries)


def _remove(entry: os.DirEntry[str], fresh: Iterator[str], device: int) -> None:
    """Remove a file or folder of this device; a folder inside it moves to a fresh path."""
    if entry.stat(follow_symlinks=False).st_dev != device:
        return
    if not entry.is_dir(follow_symlinks=False):
        os.unlink(entry.path)
        return
    os.chmod(entry.path, 0o700)
    for inner in _entries(entry.path):
        if inner.stat(follow_symlinks=False).st_dev != device:
            continue
        if inner.is_dir(follow_symlinks=False):
            os.chmod(inner.path, 0o700)
            os.rename(inner.path, next(fresh))
        else:
            os.unlink(inner.path)
    os.rmdir(entry.path)


def _small(scratch: str) -> bool:
    """Whether a scratch folder keeps to what a tmpfs of its own would hold."""
    count = size = 0
    folders = [scratch]
    while folders:
        with contextlib.suppress(OSError), os.scandir(folders.pop()) as entries:
            for entry in entries:
                count += 1
                if count > SCRATCH_FILES or size > SCRATCH_BYTES:
                    return False
                with contextlib.suppress(OSError):
                    if entry.is_dir(follow_symlinks=False):
                        folders.append(entry.path)
                    size += entry.stat(follow_symlinks=False).st_blocks * 512
    return size <= SCRATCH_BYTES


def share_large_pages() -> None:
    """Put this process's own memory into large pages, where there are any to be had (madvise(2),
    MADV_COLLAPSE, Linux 6.1): a fork then copies the tables of a few of them, not of ten thousand small ones."""
    if sys.platform != "linux":
        return
    libc = ctypes.CDLL(None, use_errno=True)
    for line in Path("/proc/self/maps").read_text().splitlines():
        place, rights, _offset, _device, inode, *name = line.split(maxsplit=5)
        start, end = (int(address, 16) for address in place.split("-"))
        start, end = -(-start // LARGE_PAGE) * LARGE_PAGE, end // LARGE_PAGE * LARGE_PAGE
        if rights == "rw-p" and inode == "0" and name in ([], ["[heap]"]) and start < end:
            libc.madvise(ctypes.c_void_p(start), ctypes.c_size_t(end - start), MADV_COLLAPSE)  # or it stays as it is


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
