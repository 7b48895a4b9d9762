"""The kit's own steps and exporter in nbgrader's conversions."""

from __future__ import annotations

import json
from datetime import UTC
from pathlib import Path
from typing import Any

import nbformat
from nbconvert.exporters import NotebookExporter
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.preprocessors import Execute as StockExecute
from nbgrader.preprocessors import NbGraderPreprocessor
from nbgrader.preprocessors import SaveCells as StockSaveCells

from autograder.authoring.lesson_text import CHECK_PREFIX
from autograder.base.course import find_course, load_course
from autograder.judging.results import SubmissionReport
from autograder.key.compilation import in_a_server
from autograder.nbgrader_bridge.service import service_for


class SaveCells(StockSaveCells):  # type: ignore[misc]
    """Saves an assignment's cells where the gradebook does not hold just these. nbgrader's step removes
    and makes them anew until there is a submission, which another grader may record at that moment."""

    def _create_notebook(self, nb: Any) -> None:
        if not self._holds(nb):
            super()._create_notebook(nb)

    def _holds(self, nb: Any) -> bool:
        try:
            saved = self.gradebook.find_notebook(self.notebook_id, self.assignment_id)
        except MissingEntry:
            return False
        kinds = (
            (saved.grade_cells, self.new_grade_cells),
            (saved.solution_cells, self.new_solution_cells),
            (saved.task_cells, self.new_task_cells),
            (saved.source_cells, self.new_source_cells),
        )
        return saved.kernelspec == json.dumps(nb.metadata.get("kernelspec", {})) and all(
            {cell.name: _content(cell) for cell in cells} == new for cells, new in kinds
        )


def _content(cell: Any) -> dict[str, Any]:
    """A saved cell as nbgrader's step collects it: without the names that say where it is."""
    return {key: value for key, value in cell.to_dict().items() if key not in ("name", "notebook", "assignment")}


class SaveDueDate(NbGraderPreprocessor):  # type: ignore[misc]
    """Puts a lesson's due date from `course.yaml` into the gradebook, for late penalties, `nbgrader
    collect` and formgrader. Raises CourseError where formgrader would release a source notebook that is being made
    again in the background."""

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        from autograder.release.sources import prepare_sources

        info = resources["nbgrader"]
        course = load_course(find_course())
        if info["assignment"] in course.names and in_a_server():
            prepare_sources(course, [info["assignment"]])
        if info["assignment"] in course.names and not self.parent.parent.no_database:
            due = course.due(info["assignment"])
            stored = due.astimezone(UTC).replace(tzinfo=None) if due else None  # nbgrader counts in UTC
            with Gradebook(info["db_url"], course.course_id) as gradebook:
                gradebook.update_or_create_assignment(info["assignment"], duedate=stored)
        return nb, resources


class SubmissionExporter(NotebookExporter):  # type: ignore[misc]
    """Reads a submission with suspicion and rebuilds everything in it that is not the student's."""

    def from_filename(self, filename: str, resources: Any = None, **kw: Any) -> tuple[Any, Any]:
        info = resources["nbgrader"]
        shared = service_for(info)
        if shared is None or not getattr(self.parent, "_sanitizing", False):
            return super().from_filename(filename, resources, **kw)  # type: ignore[no-any-return]
        path = Path(filename)
        notebook = shared.restored(path, info)
        resources["metadata"] = {"name": path.stem, "path": str(path.parent)}
        return self.from_notebook_node(notebook, resources, **kw)  # type: ignore[no-any-return]


class Execute(NbGraderPreprocessor):  # type: ignore[misc]
    """Instead of running the notebook in a kernel: ask a worker, judge, and write one output per
    check cell. Where `resources["nbgrader"]["report"]` holds the report, it is written as it is."""

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        from autograder.nbgrader_bridge.check_output import output

        info = resources["nbgrader"]
        report: SubmissionReport | None = info.get("report")
        if report is None:
            shared = service_for(info)
            if shared is None:
                return StockExecute(parent=self.parent).preprocess(nb, resources)  # type: ignore[no-any-return]
            path = Path(".", resources["metadata"].get("path", ""), f"{info['notebook']}.ipynb")
            report = shared.graded(nb, info, path)
        by_cell = {f"{CHECK_PREFIX}{result.name}": result for result in report.exercises}
        for cell in nb.cells:
            grade_id = cell.metadata.get("nbgrader", {}).get("grade_id")
            if cell.cell_type == "code":
                cell.outputs = []
                cell.execution_count = None
            if grade_id in by_cell:
                cell.outputs = [nbformat.from_dict(output(by_cell[grade_id]))]
        return nb, resources
