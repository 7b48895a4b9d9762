"""The README's pictures: `python -m tests.screenshots` writes .github/card.png and .github/report.png.

The card is the one that `check` displays for a named mistake in the released losses notebook; the report is
that of the demo's sample class.
"""

from __future__ import annotations

import contextlib
import io
import sys
import tempfile
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Page, sync_playwright

from autograder.base.course import load_course
from autograder.commands import demo
from autograder.nbgrader_bridge.autograde import autograde
from autograder.nbgrader_bridge.build import build
from autograder.nbgrader_bridge.registration import nbgrader_config, register
from autograder.reports.class_files import write
from autograder.student import checks
from tests.conftest import ROOT
from tests.labs import browser_here

COLOURS = 128  # of a picture: enough to read it, and a small file
FONT = "font-family:sans-serif;font-size:14px"
MISTAKE = """
import numpy as np
def binary_crossentropy(y_true, y_pred):
    y_true, y_pred = np.asarray(y_true, float), np.asarray(y_pred, float)
    return float(-np.mean(y_true * np.log(np.clip(y_pred, 1e-7, 1 - 1e-7))))
check("binary_crossentropy")
"""


def card() -> str:
    """The HTML of a failing card, as a notebook would display it."""
    shown: list[Any] = []
    checks._display = shown.append
    checks.FILE = ROOT / "assignments" / "losses" / "checks" / "checks.json"
    with contextlib.suppress(checks.ChecksFailed):
        exec(MISTAKE, {"check": checks.check})  # noqa: S102
    html: str = shown[0]._repr_html_()
    return html


def report(folder: Path) -> Path:
    """The class report of the sample class for losses."""
    course = demo.prepare(load_course(ROOT), folder)
    build(course, ["losses"])
    register(course, "losses", nbgrader_config(course))
    demo.hand_in(course, "losses")
    autograde(course, "losses")
    page, *_rest = write(course, "losses")
    return page


def save(page: Page, name: str, clip: dict[str, float]) -> None:
    picture = Image.open(io.BytesIO(page.screenshot(clip=clip)))  # type: ignore[arg-type]
    path = ROOT / ".github" / name
    picture.convert("RGB").quantize(COLOURS).save(path, optimize=True)
    print(f"{path.relative_to(ROOT)}: {path.stat().st_size // 1024} KB")


def main() -> int:
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_here(), args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 900, "height": 1000})
        page.set_content(f"<body style='margin:8px;background:white;{FONT}'>{card()}</body>")
        box = page.locator("section").bounding_box()
        assert box is not None
        save(page, "card.png", {"x": 0, "y": 0, "width": box["x"] + box["width"] + 8, "height": box["y"] + box["height"] + 8})
        page.goto(report(Path(folder) / "course").as_uri())
        save(page, "report.png", {"x": 0, "y": 0, "width": 900, "height": 900})
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
