"""The page of a class report: one HTML file with its style and its charts inside, which fetches nothing."""

from __future__ import annotations

import datetime
import hashlib
import json
import os
import re
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from autograder.base.course import Course
from autograder.judging.results import points
from autograder.reports.charts import boxes, histogram, histogram_chart, percent
from autograder.reports.class_summary import ClassSummary, short, without_report

SHOWN = 12  # of the reasons why points are missing, how many are open to the eye; the rest is folded
FOLDED = 200  # and how many of the rest are there at all
_TEMPLATE = Path(__file__).with_name("class_page.html")


def page(course: Course, summaries: Sequence[ClassSummary], folder: Path, *, overview: bool) -> str:
    """The page, with links relative to `folder`; with an `overview` of the lessons, or of one lesson alone."""
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters |= {"points": points, "percent": percent, "breakable": _breakable, "moment": _moment, "short": short}
    return environment.from_string(_TEMPLATE.read_text(encoding="utf-8")).render(
        course=course,
        lessons=[_lesson(course, summary, folder) for summary in summaries],
        overview=overview,
        boxes=boxes(summaries) if overview else None,
        students=_students(summaries) if overview else [],
        shown=SHOWN,
        folded=FOLDED,
    )


def _breakable(name: str) -> Markup:
    """A name that may go on in the next line after an underscore."""
    return Markup("_<wbr>").join(name.split("_"))


def _moment(seconds: float) -> str:
    return datetime.datetime.fromtimestamp(seconds, datetime.UTC).strftime("%Y-%m-%d %H:%M UTC")


def _lesson(course: Course, summary: ClassSummary, folder: Path) -> dict[str, Any]:
    """What the template shows of a lesson."""
    notebook = course.assignments_folder / summary.lesson / f"{summary.lesson}.ipynb"
    untouched = _released(notebook)
    bins = histogram([row.score for row in summary.graded], summary.max_score)
    return {
        "name": summary.lesson,
        "summary": summary,
        "spread": summary.spread(),
        "full": sum(row.score >= row.max_score for row in summary.graded),
        "bins": bins,
        "chart": histogram_chart(summary, bins) if summary.graded else None,
        "passages": passages(notebook, folder),
        "named": summary.reasons(named=True),
        "other": summary.reasons(named=False),
        "missing": without_report(course, summary),
        "identical": [(students, content == untouched) for content, students in summary.identical()],
        "seconds": _seconds(summary.seconds),
    }


def _seconds(seconds: list[float]) -> dict[str, float] | None:
    if not seconds:
        return None
    return {"median": statistics.median(seconds), "longest": max(seconds), "count": len(seconds)}


def _released(notebook: Path) -> str | None:
    try:
        return hashlib.sha256(notebook.read_bytes()).hexdigest()
    except OSError:
        return None


def _students(summaries: Sequence[ClassSummary]) -> list[tuple[str, list[str]]]:
    """(student, marks by lesson) over the course; a dash where there is no report."""
    rows = {(row.student, row.lesson): row for summary in summaries for row in summary.rows}
    marks = []
    for student in sorted({student for student, _lesson in rows}):
        found = [rows.get((student, summary.lesson)) for summary in summaries]
        marks.append((student, [_mark(row) for row in found]))
    return marks


def _mark(row: Any) -> str:
    if row is None:
        return "–"
    return f"{points(row.score)}/{points(row.max_score)}" if row.status == "graded" else row.status


# The way into the lesson


@dataclass(frozen=True)
class Passage:
    heading: str
    link: str


def passages(notebook: Path, folder: Path) -> dict[str, Passage]:
    """For each exercise the heading that stands above it in the lesson, and the link from `folder` to it.
    Read from the notebook that the link opens; empty where it is not built."""
    try:
        cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
        headings = _headings(cells)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}
    link = quote(Path(os.path.relpath(notebook, folder)).as_posix())
    # Jupyter's anchor of a heading is its text with dashes for blanks.
    return {
        name: Passage(heading, f"{link}#{quote(heading.replace(' ', '-'))}")
        for name, heading in headings.items()
    }


def _headings(cells: list[dict[str, Any]]) -> dict[str, str]:
    heading = ""
    found: dict[str, str] = {}
    for entry in cells:
        if entry["cell_type"] == "markdown":
            prose = re.sub(r"^```.*?(^```|\Z)", "", "".join(entry["source"]), flags=re.DOTALL | re.MULTILINE)
            titles = re.findall(r"^#{1,6}[ \t]+(.+?)[ \t]*#*[ \t]*$", prose, flags=re.MULTILINE)
            heading = re.sub(r"[`*]", "", titles[-1]) if titles else heading
        elif heading and "grade_id" in (about := entry["metadata"].get("nbgrader", {})):
            found.setdefault(about["grade_id"], heading)
    return found
