"""The seccomp filter of a worker: which system calls it may not make."""

from __future__ import annotations

import contextlib
import ctypes
import os
import socket
from typing import Any, ClassVar

from .linux import CLONE_THREAD, ENOSYS, EPERM, PR_SET_PDEATHSIG

_DENIED_CALLS = (
    # new processes and programs
    "fork", "vfork", "execve", "execveat",
    # other processes: signals, tracing, memory, handles on them
    "kill", "tkill", "tgkill", "rt_sigqueueinfo", "rt_tgsigqueueinfo", "pidfd_open", "pidfd_getfd",
    "pidfd_send_signal", "ptrace", "process_vm_readv", "process_vm_writev", "process_madvise", "kcmp",
    # sockets of any family (the one to the judge is open already)
    "socket", "connect", "bind", "listen", "accept", "accept4",
    # memory and queues that outlive the process or escape its limits
    "memfd_create", "memfd_secret", "shmget", "shmat", "shmctl", "semget", "semop", "msgget", "mq_open",
    "semctl", "semtimedop", "msgctl", "msgsnd", "msgrcv", "mq_unlink",
    # the machine and the sandbox itself
    "mount", "umount2", "pivot_root", "chroot", "unshare", "setns", "move_mount", "fsopen", "open_tree",
    "fsmount", "fsconfig", "fspick", "mount_setattr", "bpf", "perf_event_open", "userfaultfd",
    "io_uring_setup", "io_uring_enter", "io_uring_register", "keyctl", "add_key", "request_key",
    "init_module", "finit_module", "delete_module", "kexec_load", "kexec_file_load", "reboot", "swapon",
    "swapoff", "sethostname", "setdomainname", "settimeofday", "clock_settime", "clock_adjtime", "adjtimex",
    "acct", "quotactl", "open_by_handle_at", "name_to_handle_at", "personality", "setuid", "setgid",
    "setreuid", "setregid", "setresuid", "setresgid", "setgroups", "setfsuid", "setfsgid", "capset",
    "setrlimit", "setpriority", "ioprio_set", "sched_setscheduler", "sched_setattr", "vhangup", "syslog",
    # what Landlock does not cover: modes, owners, times and attributes of files
    "chmod", "fchmod", "fchmodat", "fchmodat2", "chown", "fchown", "lchown", "fchownat", "utime", "utimes",
    "utimensat", "futimesat", "setxattrat", "removexattr", "lremovexattr", "fremovexattr", "removexattrat",
    "file_setattr", "sched_setaffinity", "sched_setparam", "setpgid", "migrate_pages", "move_pages",
    "process_mrelease", "sendmsg", "sendmmsg",
    # what is in the page cache, which other processes and later runs share
    "fadvise64", "mincore", "readahead",
    # what weighs on everyone, and calls that nobody needs
    "sync", "syncfs", "io_setup", "modify_ldt", "uselib", "quotactl_fd", "lookup_dcookie", "iopl", "ioperm",
    "inotify_init", "inotify_init1", "fanotify_init", "setxattr", "lsetxattr", "fsetxattr", "mknod", "mknodat",
)  # fmt: skip

# cachestat, fchmodat2, statmount, listmount, setxattrat, removexattrat, open_tree_attr, file_setattr: the same numbers
# on every architecture, and newer than many a libseccomp.
_DENIED_NUMBERS = (451, 452, 457, 458, 463, 466, 467, 469)


class _Program(ctypes.Structure):
    """struct sock_fprog: a seccomp program, of instructions of eight bytes."""

    _fields_: ClassVar = [("len", ctypes.c_ushort), ("filter", ctypes.c_char_p)]


def program(sc: Any) -> Any:
    """A reference to the filter, as prctl(2) takes it; `sc` is pyseccomp."""
    rules = sc.SyscallFilter(sc.ALLOW)
    for name in _DENIED_CALLS:
        with contextlib.suppress(OSError, ValueError):  # not a call of this architecture
            rules.add_rule(sc.ERRNO(EPERM), name)
    for number in _DENIED_NUMBERS:
        rules.add_rule(sc.ERRNO(ENOSYS), number)
    # glibc falls back from clone3, whose flags a filter cannot read, to clone; threads may start.
    rules.add_rule(sc.ERRNO(ENOSYS), "clone3")
    rules.add_rule(sc.ERRNO(EPERM), "clone", sc.Arg(0, sc.MASKED_EQ, CLONE_THREAD, 0))
    rules.add_rule(sc.ERRNO(EPERM), "prctl", sc.Arg(0, sc.MASKED_EQ, 0xFFFFFFFF, PR_SET_PDEATHSIG))
    rules.add_rule(sc.ERRNO(EPERM), "sendto", sc.Arg(4, sc.NE, 0))  # to an address of its own
    # any other family than AF_UNIX would load its module into everyone's kernel
    rules.add_rule(sc.ERRNO(EPERM), "socketpair", sc.Arg(0, sc.NE, socket.AF_UNIX))
    for advice in (20, 21):  # MADV_COLD, MADV_PAGEOUT: out of the page cache
        rules.add_rule(sc.ERRNO(EPERM), "madvise", sc.Arg(2, sc.EQ, advice))
    rules.add_rule(sc.ERRNO(EPERM), "preadv2", sc.Arg(5, sc.NE, 0))  # RWF_NOWAIT tells what is in it
    # leases and notices on files that others use, and flags of files (Landlock covers neither); whom a
    # file's signals go to, and which (Landlock covers that from ABI 6 on)
    for command in (1024, 1026, 8, 10, 15):  # F_SETLEASE, F_NOTIFY, F_SETOWN, F_SETSIG, F_SETOWN_EX
        rules.add_rule(sc.ERRNO(EPERM), "fcntl", sc.Arg(1, sc.MASKED_EQ, 0xFFFFFFFF, command))
    # FS_IOC_SETFLAGS (two widths), FSSETXATTR, FIOSETOWN, SIOCSPGRP
    for request in (0x40086602, 0x40046602, 0x401C5820, 0x8901, 0x8902):
        rules.add_rule(sc.ERRNO(EPERM), "ioctl", sc.Arg(1, sc.MASKED_EQ, 0xFFFFFFFF, request))
    # reading limits is fine, setting them is not
    rules.add_rule(sc.ERRNO(EPERM), "prlimit64", sc.Arg(2, sc.NE, 0))
    # as the kernel's program, once: to make it anew for each child would cost more than all other layers
    with open(os.memfd_create("seccomp"), "w+b") as program:
        rules.export_bpf(program)
        program.seek(0)
        text = program.read()
    return ctypes.byref(_Program(len(text) // 8, text))
