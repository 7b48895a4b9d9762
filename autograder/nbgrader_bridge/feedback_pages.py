"""A class's feedback pages, with nbgrader's own converter and template, by several processes.

A page is what `nbgrader generate_feedback` writes. What makes it quick: one open gradebook, prose that
is rendered once and not once a student, and no second parse of a finished page that has nothing to mend.
"""

from __future__ import annotations

import functools
import html
import os
import re
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from jinja2 import pass_context
from nbconvert.exporters import HTMLExporter
from nbconvert.exporters.templateexporter import TemplateExporter
from nbconvert.filters import Highlight2HTML
from nbconvert.filters.widgetsdatatypefilter import WidgetsDataTypeFilter
from nbgrader.converters import GenerateFeedback
from nbgrader.converters.base import NbGraderException
from nbgrader.coursedir import CourseDirectory

from autograder.base.cores import default_workers
from autograder.base.course import Course, load_course
from autograder.base.errors import CourseError
from autograder.nbgrader_bridge.gradebook import recording
from autograder.nbgrader_bridge.registration import nbgrader_config, quietly

FEW = 8  # pages for which starting another process does not pay
CODE = 150_000  # characters of code in colour on a page: three seconds
# Only within a tag: the word alone may stand in a student's text, and to parse a long page takes a minute.
_TO_MEND = re.compile(r'<img(?![^>]*\balt=)|<\w+[^>]*\sclass="(?:[^"]*\s)?jp-Notebook[\s"]', re.IGNORECASE)


class PageExporter(HTMLExporter):  # type: ignore[misc]
    """nbconvert's HTML, made quicker where the page comes out the same."""

    @pass_context
    def markdown2html(self, context: Any, source: str) -> str:
        """Markdown as HTML; the lesson's prose, the same for every student, is rendered once."""
        if context.get("cell", {}).get("attachments"):
            return str(super().markdown2html(context, source))
        return self._rendered(context, source)

    def _rendered(self, context: Any, source: str) -> str:
        cache = self.__dict__.setdefault("_prose", {})
        if source not in cache:
            if len(cache) > 500:
                cache.clear()
            cache[source] = str(super().markdown2html(context, source))
        return str(cache[source])

    def from_notebook_node(self, nb: Any, resources: Any = None, **kw: Any) -> tuple[str, Any]:
        """nbconvert parses each finished page again to give pictures a text and JupyterLab's cells a tab
        stop; a page that has neither is left as it is."""
        language = nb.metadata.get("language_info", {})
        lexer = language.get("pygments_lexer", language.get("name", None))
        resources = self._init_resources(resources)
        self.register_filter("highlight_code", _in_colour(lexer))
        self.register_filter(
            "filter_data_type",
            WidgetsDataTypeFilter(notebook_metadata=self._nb_metadata, parent=self, resources=resources),
        )
        page, made = TemplateExporter.from_notebook_node(self, nb, resources, **kw)
        if _TO_MEND.search(page):
            return super().from_notebook_node(nb, resources, **kw)  # type: ignore[no-any-return]
        return page, made


@functools.cache
def _highlighters(lexer: str | None) -> tuple[Callable[..., Any], Callable[..., Any]]:
    """nbconvert's highlighter of code, and one that remembers the cells that every student has."""
    plain = Highlight2HTML(pygments_lexer=lexer)
    remembered = functools.lru_cache(maxsize=500)(plain)
    return plain, remembered


def _in_colour(lexer: str | None) -> Callable[..., str]:
    """nbconvert's highlighter for one page; what is too much for it stays without colour."""
    plain, remembered = _highlighters(lexer)
    room = CODE

    def highlight(source: str, language: str | None = None, metadata: Any = None) -> str:
        nonlocal room
        room -= len(source)
        if room < 0:
            return f'<div class="highlight"><pre><span></span>{html.escape(source)}\n</pre></div>'
        if metadata and "magics_language" in metadata:
            return str(plain(source, language, metadata))
        return str(remembered(source, language))

    return highlight


class _Pages(GenerateFeedback):  # type: ignore[misc]
    """nbgrader's converter, for one student after another."""

    def __init__(self, assignment: str, config: Any) -> None:
        coursedir = CourseDirectory(config=config)
        coursedir.assignment_id = assignment
        super().__init__(coursedir=coursedir, config=config)
        self.force = True
        self._students: list[str] = []

    def write(self, students: Iterable[str]) -> None:
        self._students = list(students)
        self.start()

    def init_notebooks(self) -> None:
        assignment = self.coursedir.assignment_id
        folders = [self._format_source(assignment, student) for student in self._students]
        self.assignments = {folder: [os.path.join(folder, f"{assignment}.ipynb")] for folder in folders}
        self.notebooks: list[str] = []


@dataclass(frozen=True)
class Feedback:
    pages: int
    folder: Path


def feedback(
    course: Course, assignment: str, students: Iterable[str] = (), *, workers: int | None = None
) -> Feedback:
    """Write the feedback pages of those whose notebooks are autograded. Raises CourseError."""
    course.require(assignment)
    graded = course.root / "autograded"
    found = sorted(path.parents[1].name for path in graded.glob(f"*/{assignment}/{assignment}.ipynb"))
    wanted = set(students)
    for student in sorted(wanted - set(found)):
        raise CourseError(
            f"{graded / student / assignment}: nothing is autograded here; run `autograder autograde {assignment}`"
        )
    chosen = [student for student in found if not wanted or student in wanted]
    if not chosen:
        raise CourseError(
            f"{graded}: no submission of {assignment!r} is autograded; run `autograder autograde {assignment}`"
        )
    count = min(workers or default_workers(), -(-len(chosen) // FEW))
    if count == 1:
        _write(course.root, assignment, chosen)
    else:
        parts = [chosen[n::count] for n in range(count)]
        with ProcessPoolExecutor(count, mp_context=get_context("spawn")) as pool:
            list(pool.map(_write, [course.root] * count, [assignment] * count, parts))
    return Feedback(len(chosen), course.root / "feedback")


def _write(root: Path, assignment: str, students: list[str]) -> None:
    course = load_course(root)
    converter = _Pages(assignment, nbgrader_config(course))
    with recording(converter.coursedir.db_url, course.course_id), quietly(converter):
        try:
            converter.write(students)
        except NbGraderException as error:
            last = str(error).strip().splitlines()[-1]
            raise CourseError(f"{root}: nbgrader cannot write the feedback: {last}") from None
