"""JupyterLab as a child process, with settings of its own: the user's are neither read nor written."""

from __future__ import annotations

import contextlib
import dataclasses
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.request import ProxyHandler, Request, build_opener

from tests.conftest import ROOT
from tests.patience import OF_KERNELS, PATIENCE, wait_until

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def browser_here() -> str | None:
    """The program of a browser that Playwright drives, or None."""
    return next(filter(None, map(shutil.which, BROWSERS)), None)

APPUTILS = Path("@jupyterlab", "apputils-extension")


@dataclasses.dataclass(frozen=True)
class Lab:
    """A running JupyterLab with settings of its own."""

    home: Path
    url: str
    token: str
    process: subprocess.Popen[bytes]

    @property
    def log(self) -> str:
        return (self.home / "log").read_text(encoding="utf-8", errors="replace")

    def ask(self, path: str, method: str = "GET") -> str:
        """What the server answers; an HTTPError where that is an error."""
        request = Request(self.url + path, headers={"Authorization": f"token {self.token}"}, method=method)
        with build_opener(ProxyHandler({})).open(request, timeout=PATIENCE) as answer:
            return str(answer.read().decode("utf-8"))

    def dark(self) -> None:
        """JupyterLab's dark theme, for pages that are opened from now on."""
        (self.home / "settings" / APPUTILS / "themes.jupyterlab-settings").write_text('{"theme": "JupyterLab Dark"}')


@contextlib.contextmanager
def lab(home: Path, root: Path, settings: str) -> Iterator[Lab]:
    """JupyterLab in `root`, on a free port, with its settings and its user's home in `home`."""
    folders = {name: home / name for name in ("config", "data", "runtime", "settings")}
    (folders["settings"] / APPUTILS).mkdir(parents=True)
    for folder in (*folders.values(), root):
        folder.mkdir(exist_ok=True)
    patient = "".join(f"c.ExecutePreprocessor.{name} = {value}\n" for name, value in OF_KERNELS.items())
    patient += f"c.ExecutePreprocessor.timeout = {PATIENCE:.0f}\n"
    (folders["config"] / "nbgrader_config.py").write_text(f"c = get_config()\n{patient}{settings}")
    quiet = '{"fetchNews": "false", "checkForUpdates": false}'
    (folders["settings"] / APPUTILS / "notification.jupyterlab-settings").write_text(quiet)
    environment = os.environ | {
        "HOME": str(home),
        "JUPYTER_CONFIG_DIR": str(folders["config"]),
        "JUPYTER_DATA_DIR": str(folders["data"]),
        "JUPYTER_RUNTIME_DIR": str(folders["runtime"]),
        "JUPYTERLAB_SETTINGS_DIR": str(folders["settings"]),
        "JUPYTERLAB_WORKSPACES_DIR": str(folders["data"] / "workspaces"),
        "PYTHONPATH": str(ROOT),
    }
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", "--ip=127.0.0.1", "--port=0",
               f"--ServerApp.root_dir={root}", "--LabApp.extension_manager=readonly"]  # fmt: skip
    with (home / "log").open("wb") as log:
        process = subprocess.Popen(
            command, cwd=root, env=environment, stdout=log, stderr=log, start_new_session=True
        )  # fmt: skip
    try:
        where = _server_info(folders["runtime"] / f"jpserver-{process.pid}.json", process, home / "log")
        yield Lab(home, where["url"], where["token"], process)
    finally:
        process.terminate()  # it ends its kernels too, which are in groups of their own
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _server_info(path: Path, process: subprocess.Popen[bytes], log: Path) -> dict[str, Any]:
    """What the server says of itself, as soon as it listens."""

    def said() -> dict[str, Any]:
        with contextlib.suppress(OSError, json.JSONDecodeError):
            info: dict[str, Any] = json.loads(path.read_text())
            socket.create_connection(("127.0.0.1", info["port"])).close()  # it says so before it listens
            return info
        assert process.poll() is None, log.read_text()
        return {}

    return wait_until(said)
