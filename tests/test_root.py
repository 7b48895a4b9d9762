"""What there is for a worker to read: its own root folder."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from autograder.base.errors import GraderError
from autograder.grading.launcher import Launcher
from autograder.worker import root_folder
from tests.launchers import launcher_with
from tests.test_cells import answer


@pytest.fixture(scope="module")
def launcher(launcher: Launcher) -> Launcher:
    if "namespaces" in launcher.start().missing:
        pytest.skip("this machine has no namespaces")
    return launcher


def says(launcher: Launcher, expression: str) -> str:
    """What an expression gives in a worker."""
    return str(answer(launcher, f"import os, sys\nsaid = repr(({expression}))\ndef f(): return said").value)


@pytest.mark.parametrize(
    ("path", "there"),
    [
        ("/dev/null", True), ("/dev/urandom", True), (os.__file__, True), (pytest.__file__, True),
        ("/proc", False), ("/sys", False), ("/boot", False), ("/usr/bin", False), ("/etc/passwd", False), ("/dev/shm", False),
    ],
)  # fmt: skip
def test_only_what_may_be_read_is_there(launcher: Launcher, path: str, there: bool) -> None:
    assert says(launcher, f"os.path.lexists({path!r})") == str(there)


def test_what_is_left_out_of_a_folder_is_empty(launcher: Launcher) -> None:
    folder = Path(pytest.__file__).parent.parent
    assert (folder / "keras/__init__.py").exists()
    assert says(launcher, f"os.path.exists({str(folder / 'keras/__init__.py')!r})") == "False"
    assert says(launcher, f"os.path.exists({str(folder / 'numpy/__init__.py')!r})") == "True"


def test_a_scratch_folder_is_where_it_was_and_can_be_written(launcher: Launcher) -> None:
    assert says(launcher, "os.getcwd() == os.environ['HOME'], open('kept', 'w').write('text'), os.listdir()") == (
        "(True, 4, ['kept'])"
    )
    assert launcher._scratch is not None
    assert list(launcher._scratch.path.iterdir()) == []  # as others see it


@pytest.mark.parametrize(
    ("module", "text"),
    [("root_folder", "_MOUNT_SETATTR = 2**20"), ("root_folder", "os.chroot = lambda path: os.stat('/no such folder')")],
    ids=["no-read-only-mounts", "no-root-of-its-own"],
)
def test_without_a_root_of_its_own_all_is_as_without_namespaces(launcher: Launcher, module: str, text: str) -> None:
    with launcher_with(module, text)() as lesser:
        protection = lesser.start()
        assert protection.missing.keys() == launcher.start().missing.keys() | {"namespaces"}
        assert protection.missing["namespaces"].startswith("no root folder of its own, for which Linux 5.12 is needed (")
        assert says(lesser, "os.getcwd() == os.environ['HOME'], open('kept', 'w').write('text'), os.listdir()") == (
            "(True, 4, ['kept'])"
        )
        assert says(lesser, "os.path.lexists('/proc/1')") == "True"


def test_where_its_mounts_cannot_be_taken_back_no_worker_starts(launcher: Launcher) -> None:
    text = (
        "class Stuck:\n"
        "    libc = _libc\n"
        "    def __getattr__(self, name): return (lambda *_: -1) if name == 'umount2' else getattr(self.libc, name)\n"
        "_libc, _MOUNT_SETATTR = Stuck(), 2**20"
    )
    with launcher_with("root_folder", text)() as stuck, pytest.raises(GraderError, match="could be neither furnished nor taken"):
        stuck.start()


def test_what_is_mounted_in_a_scratch_folder_is_not_removed(launcher: Launcher, tmp_path: Path) -> None:
    folders = {"top": tmp_path / "one", "in/a/folder": tmp_path / "other"}
    for folder in folders.values():
        folder.mkdir(mode=0o755)
        (folder / "file").touch()
    text = (
        "from worker.root_folder import _mount\n"
        "def enter_root(scratch):\n"
        f"    for where, folder in {({where: str(folder) for where, folder in folders.items()})!r}.items():\n"
        "        os.makedirs(f'{scratch}/{where}')\n"
        "        _mount(folder, f'{scratch}/{where}', None, 0x1000)"
    )
    with launcher_with("jail", text)() as odd:
        assert says(odd, "open('kept', 'w').write('text')") == "4"
        assert says(odd, "os.path.exists('kept')") == "False"
    for folder in folders.values():
        assert (folder / "file").exists()
        assert stat.S_IMODE(folder.stat().st_mode) == 0o755


def test_packages_that_are_symbolic_links_lead_where_they_led(tmp_path: Path) -> None:
    store, packages = tmp_path / "store/one", tmp_path / "site-packages"
    store.mkdir(parents=True)
    packages.mkdir()
    (store / "__init__.py").write_text("")
    (store / "later.py").write_text("")
    for name in ("linked", "scipy"):
        (packages / name).symlink_to(store)
    (packages / "nowhere").symlink_to(tmp_path / "no such file")
    with launcher_with("root_folder", f"sys.path.append({str(packages)!r})")() as launcher:
        if "namespaces" in launcher.start().missing:
            pytest.skip("this machine has no namespaces")
        assert says(launcher, "__import__('linked.later').later.__name__") == "'linked.later'"
        assert says(launcher, "os.path.lexists('/proc')") == "False"


def test_symbolic_links_on_the_way_lead_where_they_led(tmp_path: Path) -> None:
    (tmp_path / "a/real/inner").mkdir(parents=True)
    (tmp_path / "b").mkdir()
    (tmp_path / "b/relative").symlink_to("../a/real")
    (tmp_path / "absolute").symlink_to(tmp_path / "b")
    own = tmp_path / "own"
    own.mkdir()
    assert root_folder._lead(str(own), f"{tmp_path}/absolute/relative/inner") == f"{tmp_path}/a/real/inner"
    made = Path(f"{own}{tmp_path}")
    assert os.readlink(made / "absolute") == f"{tmp_path}/b"
    assert os.readlink(made / "b/relative") == "../a/real"
    assert root_folder._lead(str(own), f"{tmp_path}/absolute/relative") == f"{tmp_path}/a/real"  # made already
