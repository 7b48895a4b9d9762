"""What there is for a worker to read, and a root folder in which there is nothing else.

The root is a tmpfs with bind mounts of what may be read (mount(2)), read-only (mount_setattr(2), Linux 5.12), in a
mount namespace of its own, entered by chroot(2): who has no capability can neither leave that nor change it. So
the name of a file that is not there tells nothing, and without Landlock, too, nothing else is read or written.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import sys
from collections.abc import Iterator

# Not there while grading: students write these things in NumPy, and the kit holds the answers.
BANNED = ("autograder", "tensorflow", "keras", "torch", "jax", "jaxlib", "sklearn", "scipy")
SCRATCH_BYTES, SCRATCH_FILES = 32 * 2**20, 1024
_NOSUID, _NODEV, _NOEXEC, _BIND, _REC, _PRIVATE, _DETACH = 2, 4, 8, 0x1000, 0x4000, 0x40000, 2
_MOUNT_SETATTR, _AT_FDCWD, _AT_RECURSIVE = 442, -100, 0x8000  # the first has this number everywhere
_ATTR_RDONLY, _ATTR_NOSUID = 1, 2


def readable() -> Iterator[tuple[str, frozenset[str]]]:
    """(path, names in this folder that are left out) of what a worker may read: the Python installation without the
    kit and without the libraries that would be a shortcut, and the system's shared libraries."""
    nothing: frozenset[str] = frozenset()
    for folder in dict.fromkeys(path for path in sys.path if os.path.isdir(path)):
        packages = os.path.basename(folder) in _PACKAGES
        yield folder, frozenset(name for name in os.listdir(folder) if _left_out(name) or (packages and name == "__pycache__"))
    for library in ("/lib", "/lib64", "/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu"):
        if os.path.isdir(library) and os.path.realpath(library) not in ("/usr/lib",):
            yield library, nothing
    base = os.path.join(sys.base_prefix, "lib")
    for entry in os.listdir(base) if os.path.isdir(base) else ():
        if entry.startswith("libpython"):
            yield os.path.join(base, entry), nothing
    for path in ("/etc/ld.so.cache", "/dev/urandom", "/dev/zero", "/usr/share/zoneinfo", "/etc/localtime", "/usr/lib/ssl"):
        if os.path.exists(path):
            yield path, nothing


def _left_out(entry: str) -> bool:
    top = entry.partition(".")[0].partition("-")[0]
    return top in BANNED or entry in _PACKAGES or "autograder" in entry


_PACKAGES = ("site-packages", "dist-packages")  # in which Python keeps the kit's own path, compiled too


def own_mounts(scratch: str) -> None:
    """In a new mount namespace: let no mount come or go, and give the scratch folder a tmpfs of bounded size."""
    _mount(None, "/", None, _REC | _PRIVATE)
    _mount_tmpfs(scratch, f"size={SCRATCH_BYTES},nr_inodes={SCRATCH_FILES},mode=700")


def enter_root(scratch: str) -> None:
    """Make this process's root a folder with the scratch folder and what is readable, each where it was, and go
    there. Raises OSError, and then nothing has changed; RuntimeError where even that could not be had."""
    kept = os.open(scratch, os.O_PATH | os.O_DIRECTORY)
    root = scratch  # mounted over it, so that the machine's folders stay as they are
    _mount_tmpfs(root, "mode=755")
    try:
        _furnish(root, scratch)
        _mount(f"/proc/self/fd/{kept}", f"{root}{os.path.realpath(scratch)}", None, _BIND)
        os.chroot(root)
    except OSError as error:
        if _libc.umount2(os.fsencode(root), _DETACH) != 0:  # the scratch folder, which is emptied, would hold them all
            raise RuntimeError("its root folder could be neither furnished nor taken away") from error
        raise
    finally:
        os.close(kept)


def _furnish(root: str, scratch: str) -> None:
    for entry in os.scandir("/"):
        if entry.is_symlink():  # as /lib where it is in /usr
            os.symlink(os.readlink(entry.path), root + entry.path)
    for path, left_out in sorted(readable(), key=lambda item: len(item[0])):  # a folder before one inside it
        real = _bind(root, path)
        if path in sys.path:
            for name in os.listdir(real):
                link = os.path.join(real, name)
                if name not in left_out and os.path.islink(link) and os.path.exists(link):
                    _bind(root, link)  # as some package managers install
        for name in left_out:
            hidden = os.path.join(root + real, name)
            if os.path.isdir(hidden) and not os.path.islink(hidden):
                _mount_tmpfs(hidden, "size=4k,mode=755")
            elif not os.path.islink(hidden):
                _mount(os.devnull, hidden, None, _BIND)
    _bind(root, os.devnull)
    os.makedirs(root + _lead(root, scratch), exist_ok=True)
    _read_only(root)


def _bind(root: str, path: str) -> str:
    """Have a file or folder in this root too, and return its path without symbolic links."""
    real = _lead(root, path)
    place = root + real
    if os.path.isdir(real):
        os.makedirs(place, exist_ok=True)
    elif not os.path.lexists(place):
        os.makedirs(os.path.dirname(place), exist_ok=True)
        os.close(os.open(place, os.O_CREAT | os.O_WRONLY))
    _mount(real, place, None, _BIND | _REC)
    _read_only(place)
    return real


def _lead(root: str, path: str) -> str:
    """A path without symbolic links; those on its way are made in this root as they are here."""
    done, rest = "", path.strip("/").split("/")
    while rest:
        here = f"{done}/{rest.pop(0)}"
        if not os.path.islink(here):
            done = here
            continue
        link = os.readlink(here)
        with contextlib.suppress(FileExistsError):
            os.makedirs(root + done, exist_ok=True)
            os.symlink(link, root + here)
        done, rest = "", [*os.path.normpath(os.path.join(done or "/", link)).strip("/").split("/"), *rest]
    return done


_libc = ctypes.CDLL(None, use_errno=True)


def _mount(source: str | None, target: str, kind: str | None, flags: int, options: str | None = None) -> None:
    given = [None if text is None else os.fsencode(text) for text in (source, target, kind, options)]
    check(_libc.mount(*given[:3], ctypes.c_ulong(flags), given[3]))


def _read_only(path: str) -> None:
    """Let nothing be written to what is mounted there, and below."""
    attributes = (ctypes.c_uint64 * 4)(_ATTR_RDONLY | _ATTR_NOSUID)
    check(_libc.syscall(_MOUNT_SETATTR, _AT_FDCWD, os.fsencode(path), _AT_RECURSIVE, attributes, ctypes.sizeof(attributes)))


def _mount_tmpfs(target: str, options: str) -> None:
    _mount("tmpfs", target, "tmpfs", _NOSUID | _NODEV | _NOEXEC, options)


def check(result: int) -> None:
    """Raise OSError for what a function of the C library returned, if it failed."""
    if result != 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
