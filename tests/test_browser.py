"""The kit where people use it: JupyterLab and formgrader in a real browser, through nbgrader's exchange.

`AUTOGRADER_SCREENSHOTS=folder` keeps a picture of each station there.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from autograder.authoring.lesson_text import solution
from autograder.base.course import Course
from autograder.key.records import LessonKey
from tests.conftest import ROOT, again, points
from tests.labs import BROWSERS, Lab, browser_here, lab
from tests.patience import PATIENCE
from tests.test_attacks import hidden_texts

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
expect = playwright.expect
expect.set_options(timeout=1000 * PATIENCE)  # milliseconds

STUDENT = "student-1"
FULL = int(points("losses"))
SUMS = "adds the losses of the samples up instead of averaging them"
SUMMED_SQUARES = """def mean_squared_error(y_true, y_pred):
    return float(np.sum((np.ravel(y_true) - np.ravel(y_pred)) ** 2))
"""
SUMMED_SURPRISE = """def binary_crossentropy(y_true, y_pred):
    y_true = np.asarray(y_true, dtype=float)
    y_pred = np.clip(np.asarray(y_pred, dtype=float), EPSILON, 1 - EPSILON)
    return float(np.sum(-(y_true * np.log(y_pred) + (1 - y_true) * np.log(1 - y_pred))))
"""


@pytest.fixture(scope="module")
def made(built: Course, browser: Any, tmp_path_factory: pytest.TempPathFactory) -> Course:
    """The course of an instructor who has released nothing yet."""
    fresh = again(built, tmp_path_factory.mktemp("instructor") / "course")
    shutil.rmtree(fresh.assignments_folder)
    return fresh


@pytest.fixture(scope="module")
def labs(made: Course, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Lab, Lab]]:
    """The student's JupyterLab and the instructor's, with an exchange between them."""
    folder = tmp_path_factory.mktemp("labs")
    (folder / "exchange").mkdir()
    (folder / "exchange").chmod(0o777)
    exchange = f"c.Exchange.root = {str(folder / 'exchange')!r}\n"
    student = f"c.CourseDirectory.course_id = {made.course_id!r}\nc.CourseDirectory.student_id = {STUDENT!r}\n"
    one_user = "c.ExchangeCollect.check_owner = False\n"  # here both are the same user of the machine
    with (
        lab(folder / "student", folder / "student" / "work", exchange + student) as one,
        lab(folder / "instructor", made.root, exchange + one_user) as other,
    ):
        yield one, other


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    program = browser_here()
    if program is None:
        pytest.skip(f"no browser here ({', '.join(BROWSERS)}); install Debian's chromium")
    home = {"HOME": str(tmp_path_factory.mktemp("browser"))}
    with playwright.sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=program, env=os.environ | home, timeout=1000 * PATIENCE)
        yield started
        started.close()


class Visit:
    """Someone's browser: every answer of the server that is an error is remembered, and no page gets
    anything from elsewhere."""

    def __init__(self, browser: Any, where: Lab) -> None:
        self.where = where
        self.context = browser.new_context(viewport={"width": 1400, "height": 1000})
        self.context.set_default_timeout(1000 * PATIENCE)
        self.context.route(lambda url: not url.startswith(where.url), lambda route: route.abort())
        self.page = self.context.new_page()
        self.errors: list[str] = []
        self.page.on("response", self._note)
        self.page.goto(f"{where.url}lab?token={where.token}")

    def _note(self, response: Any) -> None:
        font = response.status == 403 and response.url.endswith(".woff")  # Notebook asks for them without its token
        if response.status >= 400 and not font:
            self.errors.append(f"{response.status} {response.url}")

    def picture(self, name: str, part: Any = None) -> None:
        """Keep how the page looks, with this part of it in view."""
        if part is not None:
            part.scroll_into_view_if_needed()
        if folder := os.environ.get("AUTOGRADER_SCREENSHOTS"):
            self.page.screenshot(path=Path(folder, f"{name}.png"))

    def menu(self, entry: str) -> None:
        """Choose from nbgrader's menu."""
        self.page.get_by_role("menuitem", name="Nbgrader").click()
        self.page.locator(".lm-Menu-itemLabel").get_by_text(entry, exact=True).click()

    def code(self, text: str) -> Any:
        return self.page.locator(".jp-Notebook .jp-CodeCell", has_text=text)

    def run(self, cell: Any) -> Any:
        """Run a cell; its output, once the kernel is done with it."""
        prompt = cell.locator(".jp-InputPrompt")
        cell.locator(".cm-content").click()
        before = prompt.inner_text()
        self.page.keyboard.press("Control+Enter")
        expect(prompt).not_to_have_text(before)
        expect(prompt).to_have_text(re.compile(r"\[\d+\]"))
        return cell.locator(".jp-OutputArea")

    def write(self, cell: Any, source: str) -> None:
        """Type over what a cell holds."""
        cell.locator(".cm-content").click()
        self.page.keyboard.press("Control+A")
        self.page.keyboard.insert_text(source)

    def save(self) -> None:
        with self.page.expect_response(lambda answer: answer.request.method == "PUT" and ".ipynb" in answer.url):
            self.page.keyboard.press("Control+S")

    def close(self) -> None:
        self.context.close()
        assert self.errors == []


@contextlib.contextmanager
def visit(browser: Any, where: Lab) -> Iterator[Visit]:
    guest = Visit(browser, where)
    try:
        yield guest
    except Exception:
        guest.picture("failed")
        raise
    guest.close()


def test_from_the_stub_to_the_feedback(
    browser: Any, labs: tuple[Lab, Lab], made: Course, losses: LessonKey
) -> None:
    """The whole way of one submission, with nothing but what people click, type and call."""
    at_student, at_instructor = labs
    with visit(browser, at_instructor) as instructor:
        release(instructor)
        with visit(browser, at_student) as student:
            fetch(student)
            work(student, solution(losses.lesson.answers["mean_squared_error"].source))
            validate(student)
            submit(student)
        collect(instructor)
        assert "graded 1;" in autograder(made, "autograde", "losses")
        look_at_the_marks(instructor)
        comment_and_regrade(instructor)
        autograder(made, "feedback", "losses")
        hand_back(instructor)
    at_student.dark()
    with visit(browser, at_student) as student:
        read_feedback(student, losses, made)
        see_the_card_in_the_dark(student)
        see_the_card_in_notebook(student)
    for where in labs:
        assert "Traceback" not in where.log


def autograder(course: Course, *arguments: str) -> str:
    """What a command of the kit prints, called in the course's folder."""
    done = subprocess.run(
        [sys.executable, "-m", "autograder", *arguments],
        cwd=course.root, env=os.environ | {"PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


def formgrader(instructor: Visit) -> Any:
    """The formgrader's page inside JupyterLab."""
    return instructor.page.frame_locator("iframe")


def press(instructor: Visit, button: Any, success: str) -> None:
    """One of formgrader's buttons, and what its dialog says at the end."""
    button.click()
    dialog = formgrader(instructor).locator(".modal.in")
    expect(dialog.locator(".modal-body")).to_contain_text(success)
    dialog.get_by_role("button", name="OK").click()
    formgrader(instructor).locator(".modal-backdrop").wait_for(state="detached")


def release(instructor: Visit) -> None:
    instructor.menu("Formgrader")
    row = formgrader(instructor).locator("tr", has_text="losses")
    expect(row.locator("td.status")).to_have_text("draft")
    press(instructor, row.locator("td.assign a"), "Successfully created the student version of 'losses'")
    press(instructor, row.locator("td.release a"), "Successfully released 'losses'")
    expect(row.locator("td.status")).to_have_text("released")
    expect(row.locator("td.duedate")).to_have_text("2027-02-01 23:59:00 UTC")
    instructor.picture("01-released")


def fetch(student: Visit) -> None:
    student.menu("Assignment List")
    student.page.locator("#released_assignments_list").get_by_role("button", name="Fetch").click()
    student.page.locator("#fetched_assignments_list").get_by_role("button", name="Submit").wait_for()
    student.picture("02-fetched")


def open_notebook(student: Visit) -> None:
    for name in ("losses", "losses.ipynb"):
        student.page.locator(".jp-DirListing-item").get_by_text(name, exact=True).dblclick()
    student.page.get_by_text("Python 3 (ipykernel) | Idle").first.wait_for()


def work(student: Visit, right: str) -> None:
    """A wrong answer, the card that says so, the right one; and another that stays wrong."""
    open_notebook(student)
    student.picture("03-opened")
    student.run(student.code("from checks import check"))
    answer = student.code("def mean_squared_error")
    check = student.code('check("mean_squared_error")')

    student.write(answer, SUMMED_SQUARES)
    student.run(answer)
    card = student.run(check)
    expect(card).to_contain_text("Public checks of mean_squared_error")
    expect(card).to_contain_text("fail")
    expect(card).to_contain_text("1.15")
    expect(card).to_contain_text("0.2875")
    expect(card).to_contain_text("adds the squared errors up instead of averaging them")
    expect(card).not_to_contain_text("Traceback")
    student.picture("04-wrong", check)

    student.write(answer, right)
    student.run(answer)
    card = student.run(check)
    expect(card).to_contain_text("pass")
    expect(card).not_to_contain_text("fail")
    student.picture("05-right", check)

    student.write(student.code("def binary_crossentropy"), SUMMED_SURPRISE)
    student.save()


def validate(student: Visit) -> None:
    student.page.get_by_role("button", name="Validate").click()
    dialog = student.page.locator(".jp-Dialog")
    expect(dialog).to_contain_text("Validation Results")
    student.picture("06-validated")
    said = dialog.inner_text()
    for name in ("binary_crossentropy", "categorical_crossentropy", "choose_loss"):
        assert f'check("{name}")' in said
    assert 'check("mean_squared_error")' not in said
    assert "Traceback" not in said
    dialog.get_by_role("button", name="Ok").click()


def submit(student: Visit) -> None:
    student.menu("Assignment List")
    student.page.locator("#fetched_assignments_list").get_by_role("button", name="Submit").click()
    expect(student.page.locator("#submitted_assignments_list .list_item").first).to_contain_text("losses")
    student.picture("07-submitted")


def collect(instructor: Visit) -> None:
    row = formgrader(instructor).locator("tr", has_text="losses")
    press(instructor, row.locator("td.collect a"), "Successfully collected submissions of 'losses'")
    expect(row.locator("td.num-submissions")).to_have_text("1")


def look_at_the_marks(instructor: Visit) -> None:
    page = formgrader(instructor)
    page.locator("tr", has_text="losses").locator("td.num-submissions a").click()
    row = page.locator("tr", has_text=STUDENT)
    expect(row).to_contain_text(f"5 / {FULL}")
    expect(row).to_contain_text("graded")
    instructor.picture("08-submissions")
    page.get_by_role("link", name="Manual Grading").click()
    expect(page.locator("tr", has_text="losses")).to_contain_text(f"5 / {FULL}")
    page.locator("tr", has_text="losses").get_by_role("link").click()
    expect(page.locator("tr", has_text="losses")).to_contain_text(f"5 / {FULL}")
    page.locator("tr", has_text="losses").get_by_role("link").click()
    row = page.locator("tr", has_text="Submission #1")
    expect(row).to_contain_text(f"5 / {FULL}")
    instructor.picture("09-gradebook")
    row.get_by_role("link", name="Submission #1").click()


def comment_and_regrade(instructor: Visit) -> None:
    """The grader's card in the autograded notebook; what a person adds there stays when the notebook
    is graded again."""
    page = formgrader(instructor)
    expect(page.locator("#check-mean_squared_error")).to_have_attribute("placeholder", "5")
    expect(page.locator("#check-binary_crossentropy")).to_have_attribute("placeholder", "0")
    expect(page.locator("#categorical_crossentropy-comment")).to_have_attribute("placeholder", "No response.")
    text = page.locator("body")
    expect(text).to_contain_text("mean_squared_error: 5 of 5 points")
    expect(text).to_contain_text(f"It looks as if your answer {SUMS}.")
    expect(text).not_to_contain_text("Traceback")
    instructor.picture("10-autograded-right", page.get_by_text("5 of 5 points"))
    instructor.picture("11-autograded-wrong", page.get_by_text(SUMS))
    for field, value in {
        "#binary_crossentropy-comment": "Come and see me about the mean.",
        "#check-binary_crossentropy_extra_credit": "1",
    }.items():
        with instructor.page.expect_response(lambda answer: answer.request.method == "PUT"):
            page.locator(field).fill(value)
            page.locator(field).press("Tab")
    page.get_by_role("link", name="Manual Grading").click()
    page.get_by_role("link", name="Manage Assignments").click()
    page.locator("tr", has_text="losses").locator("td.num-submissions a").click()
    row = page.locator("tr", has_text=STUDENT)
    press(instructor, row.locator("td.autograde a"), "Successfully autograded 'losses'")
    expect(row).to_contain_text(f"6 / {FULL}")


def hand_back(instructor: Visit) -> None:
    row = formgrader(instructor).locator("tr", has_text=STUDENT)
    press(instructor, row.locator("td.release-feedback a"), "Successfully released feedback for 'losses'")


def read_feedback(student: Visit, key: LessonKey, course: Course) -> None:
    student.menu("Assignment List")
    submitted = student.page.locator("#submitted_assignments_list")
    submitted.get_by_role("button", name="Fetch Feedback").click()
    submitted.get_by_text("(view feedback)").click()
    student.page.locator(".jp-DirListing-item").get_by_text("losses.html", exact=True).dblclick()
    page = student.page.frame_locator(".jp-HTMLViewer iframe")
    body = page.locator("body")
    expect(body).to_contain_text(f"Score: 6.0 / {FULL}.0")
    student.picture("12-feedback")
    expect(body).to_contain_text("Come and see me about the mean.")
    expect(body).to_contain_text(f"It looks as if your answer {SUMS}.")
    student.picture("13-feedback-card", page.get_by_text(SUMS))
    said = body.inner_text()
    for entry in key.exercises.values():
        for check in entry.exercise.checks:
            assert check.title in said
    released = (course.assignments_folder / "losses" / "losses.ipynb").read_text()
    assert not {number for number in hidden_texts(key) if number in said and number not in released}


def see_the_card_in_the_dark(student: Visit) -> None:
    student.page.goto(f"{student.where.url}lab/tree/losses/losses.ipynb?reset")
    student.page.get_by_text("Python 3 (ipykernel) | Idle").first.wait_for()
    expect(student.page.locator("body")).to_have_attribute("data-jp-theme-light", "false")
    check = student.code('check("mean_squared_error")')
    expect(check.locator(".jp-OutputArea")).to_contain_text("pass")
    student.picture("14-dark-right", check)
    student.run(student.code("from checks import check"))
    card = student.run(student.code('check("binary_crossentropy")'))
    expect(card).to_contain_text("fail")
    student.picture("15-dark-wrong", card)


def see_the_card_in_notebook(student: Visit) -> None:
    """Jupyter Notebook 7, which the same server serves."""
    student.page.goto(f"{student.where.url}notebooks/losses/losses.ipynb")
    student.run(student.code("from checks import check"))
    card = student.run(student.code('check("binary_crossentropy")'))
    expect(card).to_contain_text("Public checks of binary_crossentropy")
    expect(card).to_contain_text("fail")
    student.picture("16-notebook", card)
