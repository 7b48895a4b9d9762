"""The class report: counts, escaping, links, and files that are whole and the same each time."""

from __future__ import annotations

import csv
import dataclasses
import hashlib
import html.parser
import json
import os
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from autograder.base.course import Course, Folders, LessonEntry
from autograder.base.errors import CourseError
from autograder.base.safe_text import cell
from autograder.commands.main import main
from autograder.judging.results import CheckResult, ExerciseResult, SubmissionReport
from autograder.reports.charts import histogram
from autograder.reports.class_files import ALL_LESSONS, write
from autograder.reports.class_page import passages
from autograder.reports.class_summary import ClassSummary, graded_lessons
from autograder.reports.store import Kept, every, kept, reports_folder, save

TAG, FORMULA = "<img src=x onerror=alert(1)>", "=1+1"
SANDBOX = "Landlock, seccomp"


def exercise(name: str, passed: str, misconception: str | None = None, hint: str | None = None) -> ExerciseResult:
    """An exercise of three checks, one a letter of `passed`: p(assed), f(ailed) or e(rror)."""
    status: dict[str, Any] = {"p": "passed", "f": "failed", "e": "error"}
    checks = tuple(
        CheckResult(f"Check {n} of {name}.", 1.0, float(letter == "p"), status[letter],
                    "" if letter == "p" else f"{name}: a wrong value")
        for n, letter in enumerate(passed, 1)
    )  # fmt: skip
    return ExerciseResult(name, float(passed.count("p")), len(passed), misconception, hint, checks)


def report(student: str, *exercises: ExerciseResult, lesson: str = "losses") -> SubmissionReport:
    score, maximum = (sum(getattr(e, part) for e in exercises) for part in ("score", "max_score"))
    return SubmissionReport("n.ipynb", lesson, student, "graded", None, score, maximum, exercises)


def unreadable(student: str, message: str, lesson: str = "losses") -> SubmissionReport:
    return SubmissionReport("n.ipynb", lesson, student, "unreadable", message, 0.0, 6.0, ())


def hand_out(course: Course, lesson: str, cells: list[dict[str, Any]]) -> Path:
    path = course.assignments_folder / lesson / f"{lesson}.ipynb"
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps({"cells": cells}))
    return path


def prose(text: str) -> dict[str, Any]:
    return {"cell_type": "markdown", "metadata": {}, "source": text.splitlines(keepends=True)}


def answer(name: str) -> dict[str, Any]:
    return {"cell_type": "code", "metadata": {"nbgrader": {"grade_id": name}}, "source": []}


@pytest.fixture
def empty(tmp_path: Path) -> Course:
    lessons = tuple(LessonEntry(name) for name in ("losses", "logits", "training"))
    return Course(1, "A <course> & more", "c", 1, lessons, Folders(), root=tmp_path)


@pytest.fixture
def course(empty: Course) -> Course:
    """Two lessons graded, with a misconception of two students and names that mean harm."""
    released = hand_out(empty, "losses", [
        prose("# Losses\n"),
        prose("## 1. Mean *squared* error\n\n```python\n# not a heading\n```\n"), answer("mse"), answer("check-mse"),
        prose("no heading here"), prose("text\n### 2. Cross & <entropy> ##\nmore"), answer("bce"),
    ])  # fmt: skip
    untouched = hashlib.sha256(released.read_bytes()).hexdigest()
    sums = exercise("mse", "ffp", "sums <b>up</b>", "Sum or mean?")
    halves = exercise("bce", "pff", "halves it", "Half?")
    reports = {
        "ada": (report("ada", exercise("mse", "ppp"), exercise("bce", "ppp")), "1"),
        "bob": (report("bob", sums, exercise("bce", "ppf")), "2"),
        "cleo": (report("cleo", sums, halves), "2"),
        TAG: (report(TAG, exercise("mse", "fff"), exercise("bce", "fff")), untouched),
        FORMULA: (report(FORMULA, exercise("mse", "fff"), exercise("bce", "ffe")), untouched),
    }
    for found, content in reports.values():
        save(empty, found, f"{content} common", sandbox=SANDBOX, seconds=0.5)
    save(empty, unreadable("dan", "it is <script>empty</script>\u202e"))
    save(empty, report("ada", exercise("log_sum_exp", "pf"), lesson="logits"), "9 common")
    for number, path in enumerate(sorted(empty.build_folder.rglob("*.json"))):
        os.utime(path, (1_800_000_000 + 60 * number,) * 2)
    return empty


class Page(html.parser.HTMLParser):
    """What a browser would make of the page."""

    VOID = ("meta", "br", "wbr", "img", "link", "input", "hr")

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: Counter[str] = Counter()
        self.attributes: list[tuple[str, str, str]] = []
        self.rows: list[list[str]] = []
        self.text = ""
        self.open: list[str] = []
        self.feed(text)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] += 1
        self.attributes += [(tag, name, value or "") for name, value in attrs]
        if tag not in self.VOID:
            self.open.append(tag)
        if tag == "tr":
            self.rows.append([])
        if tag in ("td", "th"):
            self.rows[-1].append("")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.attributes += [(tag, name, value or "") for name, value in attrs]

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" in self.open:
            return
        self.text += data
        if "tr" in self.open and self.rows[-1]:
            self.rows[-1][-1] += data

    def values(self, *names: str) -> list[str]:
        return [value for _tag, name, value in self.attributes if name in names]

    def row(self, *parts: str) -> list[str]:
        """The first row whose text has all these parts, its cells without superfluous blanks."""
        cells = [[" ".join(text.split()) for text in row] for row in self.rows]
        return next(row for row in cells if all(part in " ".join(row) for part in parts))


def losses(course: Course) -> tuple[Page, Path]:
    path, *_ = write(course, "losses")
    return Page(path.read_text(encoding="utf-8")), path


# The counts


def summary(course: Course, lesson: str = "losses") -> ClassSummary:
    found = ClassSummary(lesson)
    for entry in every(course, lesson):
        found.add(entry)
    return found


def test_each_check_says_how_many_passed(course: Course) -> None:
    checks = summary(course).exercises
    assert [(c.passed, c.failed, c.error) for c in checks["mse"]] == [(1, 4, 0), (1, 4, 0), (3, 2, 0)]
    assert [(c.passed, c.failed, c.error) for c in checks["bce"]] == [(3, 2, 0), (2, 3, 0), (1, 3, 1)]
    page, _path = losses(course)
    assert page.row("Check 3 of mse.") == ["Check 3 of mse.", "1", "60 % (3 of 5)"]
    assert page.row("Check 3 of bce.", "of 4") == ["Check 3 of bce.", "1", "25 % (1 of 4; 1 not judged)"]


def test_misconceptions_are_ranked_with_who_holds_them(course: Course) -> None:
    found = summary(course).reasons(named=True)
    assert [(r.exercise, r.text, r.students) for r in found] == [
        ("mse", "sums <b>up</b>", ["bob", "cleo"]),
        ("bce", "halves it", ["cleo"]),
    ]
    page, _path = losses(course)
    count, what, who = page.row("halves it")
    assert (count, who) == ("1 20 %", "cleo")
    assert what == "bce, in 2. Cross & <entropy> halves it Half?"


def test_failures_without_a_name_are_counted_apart(course: Course) -> None:
    found = summary(course).reasons(named=False)
    assert [(r.exercise, r.text, len(r.students)) for r in found] == [
        ("bce", "bce: a wrong value", 3),
        ("mse", "mse: a wrong value", 2),
    ]


def test_the_marks_are_those_of_the_graded(course: Course) -> None:
    spread = summary(course).spread()
    assert spread == {
        "lowest": 0.0, "lower_quartile": 0.0, "median": 2.0, "upper_quartile": 3.0, "highest": 6.0, "mean": 2.2,
    }  # fmt: skip


def test_the_marks_of_one_submission_are_all_the_same(course: Course) -> None:
    assert set(summary(course, "logits").spread().values()) == {1.0}


def test_who_needs_a_person_is_listed_with_the_reason(course: Course) -> None:
    for student, file in (("eve", "losses.ipynb"), ("finn", "losses.txt")):
        folder = course.root / "submitted" / student / "losses"
        folder.mkdir(parents=True)
        (folder / file).touch()
    page, _path = losses(course)
    assert page.row("dan", "unreadable", "it is <script>")[2] == "it is <script>empty</script>\\u202e"
    assert page.row(FORMULA, "error")[2] == "bce: Check 3 of bce. bce: a wrong value"
    assert page.row("eve") == ["eve", "no report", "handed in, not graded yet"]
    assert page.row("finn") == ["finn", "no report", "handed in no notebook"]


def test_identical_submissions_are_grouped(course: Course) -> None:
    assert [students for _content, students in summary(course).identical()] == [[TAG, FORMULA], ["bob", "cleo"]]
    page, _path = losses(course)
    assert page.row("2", "bob, cleo", "–")[0] == "2"
    assert page.row("as it was handed out")[1] == f"{TAG}, {FORMULA}"


def test_when_where_and_how_long_it_was_graded(course: Course) -> None:
    page, _path = losses(course)
    text = " ".join(page.text.split())
    assert "Graded from 2027-01-15 08:01 UTC to 2027-01-15 08:06 UTC." in text
    assert "took 0.5 s (median), at most 0.5 s" in text
    assert f"Sandbox: {SANDBOX}." in text
    assert "A <course> & more" in text


def test_a_sandbox_that_was_not_kept_is_not_made_up(course: Course) -> None:
    path, *_ = write(course, "logits")
    assert "Sandbox: not recorded." in path.read_text()


def test_what_is_kept_with_a_report_comes_back(course: Course) -> None:
    found = kept(course, "losses", "bob")
    assert found is not None
    assert (found.made_of, found.content, found.sandbox, found.seconds) == ("2 common", "2", SANDBOX, 0.5)


def test_a_report_of_an_older_kit_is_read(course: Course) -> None:
    path = reports_folder(course, "losses") / "bob.json"
    data = json.loads(path.read_text())
    for name in ("made_of", "sandbox", "seconds"):
        del data[name]
    path.write_text(json.dumps(data))
    found = kept(course, "losses", "bob")
    assert found is not None
    assert (found.content, found.sandbox, found.seconds) == (None, None, None)


@pytest.mark.parametrize(
    ("marks", "maximum", "bars"),
    [
        ([0, 1.5, 3, 3], 3, {"0": 1, "1": 1, "3": 2}),
        ([4.5, 4], 4.5, {"4": 2}),
        ([0, 59, 60], 60, {"0 to 1": 1, "58 to 59": 1, "60": 1}),
        ([7, 99], 100, {"5 to 9": 1, "95 to 99": 1}),
        ([], 0, {}),
    ],
)
def test_the_bars_hold_every_mark(marks: list[float], maximum: float, bars: dict[str, int]) -> None:
    assert {entry.label: entry.count for entry in histogram(marks, maximum) if entry.count} == bars


# What comes from outside


def test_nothing_from_outside_is_markup(course: Course) -> None:
    page, path = losses(course)
    assert TAG in page.text
    assert "sums <b>up</b>" in page.text
    assert not {"img", "script", "b"} & set(page.tags)
    assert not [name for _tag, name, _value in page.attributes if name.startswith("on")]
    assert "\u202e" not in path.read_text(encoding="utf-8")


def test_no_cell_of_the_csv_is_a_formula(course: Course) -> None:
    _html, table, _json = write(course, "losses")
    rows = {row["student"]: row for row in csv.DictReader(table.read_text(encoding="utf-8").splitlines())}
    assert set(rows) == {"ada", "bob", "cleo", "dan", TAG, f"'{FORMULA}"}
    assert rows["bob"] == {
        "assignment": "losses", "student": "bob", "status": "graded", "score": "3.0", "max_score": "6",
        "mse": "1.0", "bce": "2.0", "identical": "2", "why": "mse: sums <b>up</b>; bce: a wrong value",
    }  # fmt: skip
    assert (rows["dan"]["score"], rows["dan"]["mse"]) == ("", "")
    assert rows["dan"]["why"] == "it is <script>empty</script>\\u202e"


@pytest.mark.parametrize("first", ["=", "+", "-", "@", "\t", "\r"])
def test_a_cell_that_begins_like_a_formula_is_text(first: str) -> None:
    assert cell(f"{first}1") == f"'{first}1"
    assert cell(f"1{first}") == f"1{first}"
    assert cell(f"a;{first}1") == f"a; {first}1"  # where a semicolon ends a cell


def test_the_json_is_the_contracts_with_a_summary(course: Course) -> None:
    _html, _csv, data = write(course, "losses")
    document = json.loads(data.read_text())
    assert list(document) == ["format_version", "submissions", "sandbox", "summary"]
    assert (document["format_version"], document["sandbox"]) == (1, SANDBOX)
    assert document["submissions"] == [
        json.loads(json.dumps(dataclasses.asdict(entry.report))) for entry in every(course, "losses")
    ]
    (lesson,) = document["summary"]["lessons"]
    assert (lesson["assignment"], lesson["submissions"], lesson["graded"]) == ("losses", 6, 5)
    assert lesson["misconceptions"][0] == {
        "exercise": "mse", "text": "sums <b>up</b>", "count": 2, "students": ["bob", "cleo"],
    }  # fmt: skip
    assert lesson["checks"][2] == {
        "exercise": "mse", "title": "Check 3 of mse.", "points": 1.0, "passed": 3, "failed": 2, "error": 0,
    }  # fmt: skip
    assert lesson["identical"] == [[TAG, FORMULA], ["bob", "cleo"]]


def test_a_name_that_is_no_text_does_not_stop_the_report(empty: Course) -> None:
    odd = "\ud800" + "long" * 600
    found = ClassSummary("losses")
    found.add(Kept(report(odd, exercise("mse", "f")), None, None, None, 0.0))
    assert found.rows[0].student.startswith("\\ud800longlong")
    assert len(found.rows[0].student) <= 2000


# The page


def test_the_page_fetches_nothing(course: Course) -> None:
    for path in (write(course, "losses")[0], write(course)[0]):
        text = path.read_text(encoding="utf-8")
        page = Page(text)
        assert "http://" not in text
        assert "https://" not in text
        assert "url(#" in text
        assert "url(" not in text.replace("url(#", "")
        assert "@import" not in text
        assert not page.values("src", "srcset", "data", "poster", "action")
        assert not {"script", "link", "iframe", "object", "img"} & set(page.tags)
        for link in page.values("href", "xlink:href"):
            assert link.startswith(("#", "../../assignments/losses/losses.ipynb#"))


def test_every_link_within_the_page_leads_somewhere(course: Course) -> None:
    for path in (write(course, "losses")[0], write(course)[0]):
        page = Page(path.read_text(encoding="utf-8"))
        ids = Counter(page.values("id"))
        assert max(ids.values()) == 1
        links = [link[1:] for link in page.values("href", "xlink:href") if link.startswith("#")]
        assert set(links) | set(page.values("aria-labelledby")) <= set(ids)


def test_the_page_can_be_read_without_seeing_it(course: Course) -> None:
    page, _path = losses(course)
    assert page.values("lang") == ["en"]
    assert page.tags["h1"] == 1
    heads = [name for tag, name, _value in page.attributes if tag == "th"]
    assert heads == ["scope"] * len(heads) or heads.count("scope") == page.tags["th"]
    assert page.tags["svg"] == 1
    assert page.values("aria-label") == [
        "Marks in losses: 5 graded submissions, from 0 to 6 of 6 points, median 2."
    ]


def test_each_exercise_is_linked_to_its_passage(course: Course) -> None:
    page, path = losses(course)
    links = {link for link in page.values("href") if ".ipynb" in link}
    assert links == {
        "../../assignments/losses/losses.ipynb#1.-Mean-squared-error",
        "../../assignments/losses/losses.ipynb#2.-Cross-%26-%3Centropy%3E",
    }
    for link in links:
        assert (path.parent / link.partition("#")[0]).resolve().is_file()
    assert "1. Mean squared error" in page.text


@pytest.mark.parametrize("text", [None, "", "[]", '{"cells": [{}]}', '{"cells": []}'])
def test_without_a_notebook_there_is_no_link(tmp_path: Path, text: str | None) -> None:
    path = tmp_path / "losses.ipynb"
    if text is not None:
        path.write_text(text)
    assert passages(path, tmp_path) == {}


def test_the_real_lessons_have_a_passage_for_every_exercise() -> None:
    root = Path(__file__).resolve().parents[1] / "assignments"
    for path in root.glob("*/*.ipynb"):
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        ids = [entry["metadata"].get("nbgrader", {}).get("grade_id", "") for entry in cells]
        found = passages(path, root)
        assert {name[6:] for name in ids if name.startswith("check-")} <= set(found)
        assert all(found[name].heading[0].isdigit() for name in found if f"check-{name}" in ids)


def test_the_bytes_are_the_same_each_time(course: Course, tmp_path: Path) -> None:
    before = [path.read_bytes() for path in [*write(course, "losses"), *write(course)]]
    assert before == [path.read_bytes() for path in [*write(course, "losses"), *write(course)]]


def test_a_long_list_is_folded(empty: Course) -> None:
    for n in range(30):
        save(empty, report(f"s{n:02}", exercise("mse", "f", f"idea {n}"), exercise("bce", "f", "the same")))
    page, path = losses(empty)
    assert page.row("the same")[2].startswith("30 students")
    text = " ".join(page.text.split())
    assert "19 more, of 1 student each" in text
    assert path.stat().st_size < 60_000


def test_a_class_where_nobody_is_graded_has_a_page(empty: Course) -> None:
    save(empty, unreadable("dan", "it is empty"))
    page, _path = losses(empty)
    assert "No submission is graded." in page.text
    assert page.row("dan", "it is empty", "unreadable")
    assert write(empty)[0].is_file()


# Over the lessons


def test_all_lessons_that_have_reports_make_one_page(course: Course) -> None:
    assert graded_lessons(course) == ["losses", "logits"]
    paths = write(course)
    assert [path.name for path in paths] == [f"{ALL_LESSONS}.{kind}" for kind in ("html", "csv", "json")]
    page = Page(paths[0].read_text(encoding="utf-8"))
    assert page.row("losses", "6", "2", "3")[:6] == ["losses", "6", "2", "0", "0", "2"]
    assert page.row("ada", "1/2") == ["ada", "6/6", "1/2"]
    assert page.row("cleo", "2/6")[1:] == ["2/6", "–"]
    assert "training" not in page.text
    rows = list(csv.DictReader(paths[1].read_text(encoding="utf-8").splitlines()))
    assert [row["assignment"] for row in rows] == ["losses"] * 6 + ["logits"]
    assert (rows[-1]["log_sum_exp"], rows[-1]["mse"]) == ("1.0", "")
    document = json.loads(paths[2].read_text())
    assert [lesson["assignment"] for lesson in document["summary"]["lessons"]] == ["losses", "logits"]
    assert len(document["submissions"]) == 7


def test_an_empty_course_is_told_what_to_run(empty: Course) -> None:
    with pytest.raises(CourseError, match=r"of any lesson has been graded yet; run `autograder autograde losses`"):
        write(empty)
    with pytest.raises(CourseError, match=r"'logits' has been graded yet; run `autograder autograde logits`"):
        write(empty, "logits")
    assert not list(empty.build_folder.rglob("*.*"))


# The files


def test_a_report_that_fails_leaves_the_files_before_it(course: Course) -> None:
    paths = write(course, "losses")
    before = [path.read_bytes() for path in paths]
    (reports_folder(course, "losses") / "zoe.json").write_text("{")
    with pytest.raises(CourseError, match=r"zoe\.json: the report is damaged"):
        write(course, "losses")
    assert before == [path.read_bytes() for path in paths]
    assert sorted(p.name for p in paths[0].parent.iterdir() if p.is_file()) == sorted(p.name for p in paths)


def test_a_folder_that_is_a_file_is_refused(course: Course, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(CourseError, match=r"file: cannot be read or written \(File exists\); .* with --out"):
        write(course, "losses", tmp_path / "file")


def test_the_command_prints_and_names_its_files(
    course: Course, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (course.root / "course.yaml").write_text(
        "format_version: 1\ntitle: T\ncourse_id: c\nseed: 1\nlessons: [{name: losses}, {name: logits}]\n"
    )
    monkeypatch.chdir(tmp_path)
    assert main(["--course", str(course.root), "report", "losses", "--out", "mine"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("student")
    assert "   2  mse: sums <b>up</b>" in lines
    assert lines[-3:] == [
        f"The page  {tmp_path}/mine/losses.html",
        f"As CSV    {tmp_path}/mine/losses.csv",
        f"As JSON   {tmp_path}/mine/losses.json",
    ]
    assert main(["--course", str(course.root), "report"]) == 0
    out = capsys.readouterr().out
    assert "== losses" in out
    assert "== logits" in out
    assert f"The page  {course.root}/.build/reports/{ALL_LESSONS}.html" in out
