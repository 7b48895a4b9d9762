"""From notebook to report, through a real worker."""

from __future__ import annotations

import dataclasses
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from autograder.authoring.lesson_text import solution
from autograder.base.course import Course
from autograder.commands.demo import fill
from autograder.grading.grader import EDITED, Grader
from autograder.grading.launcher import Launcher
from autograder.judging.results import CheckResult, ExerciseResult, SubmissionReport
from autograder.key.outcome import UNSTABLE_ANEW
from autograder.key.records import LessonKey
from autograder.key.store import load_key
from autograder.nbgrader_bridge.check_output import feedback_table
from autograder.reports.store import to_json
from tests.conftest import ROOT
from tests.damage import free


def reference_answers(key: LessonKey) -> dict[str, str]:
    return {name: solution(cell.source) for name, cell in key.lesson.answers.items()}


def by_name(report: SubmissionReport) -> dict[str, ExerciseResult]:
    return {exercise.name: exercise for exercise in report.exercises}


def lesson_names() -> list[str]:
    from autograder.base.course import load_course

    return load_course(ROOT).names


def write(tmp_path: Path, course: Course, lesson: str, answers: dict[str, str]) -> Path:
    release = json.loads((course.assignments_folder / lesson / f"{lesson}.ipynb").read_text())
    path = tmp_path / f"{lesson}.ipynb"
    path.write_text(json.dumps(fill(release, answers)))
    return path


@pytest.mark.parametrize("lesson", lesson_names())
def test_the_reference_gets_full_marks_and_the_stub_none(
    course: Course, grader: Grader, tmp_path: Path, lesson: str
) -> None:
    answers = reference_answers(load_key(course, lesson))
    full = grader.grade_file(write(tmp_path, course, lesson, answers), None)
    assert (full.assignment, full.status, full.message) == (lesson, "graded", None)
    assert full.score == full.max_score > 0
    stub = grader.grade_file(write(tmp_path, course, lesson, {}), None)
    assert stub.score == 0
    assert {check.message.split(": ")[1] for e in stub.exercises for check in e.checks} == {"not written yet"}


@pytest.mark.parametrize("lesson", lesson_names())
def test_right_answers_of_any_style_keep_every_mark(course: Course, grader: Grader, tmp_path: Path, lesson: str) -> None:
    """The n-th right answer of every exercise in one notebook, for each n."""
    key = load_key(course, lesson)
    rights = {name: entry.exercise.rights for name, entry in key.exercises.items()}
    for n in range(max(map(len, rights.values()))):
        chosen = {name: found[n] for name, found in rights.items() if n < len(found)}
        sources = reference_answers(key) | {name: right.source(name) for name, right in chosen.items()}
        report = by_name(grader.grade_file(write(tmp_path, course, lesson, sources), None))
        for name, right in chosen.items():
            assert report[name].score == report[name].max_score, (right.name, report[name].checks)


def test_grading_never_imports_tensorflow(course: Course, write_notebook: Any) -> None:
    path = write_notebook({})
    program = (
        "import sys\nfrom autograder.commands.main import main\n"
        f"code = main(['--course', {str(course.root)!r}, 'grade', {str(path)!r}])\n"
        "heavy = [m for m in ('tensorflow', 'keras', 'sklearn') if m in sys.modules]\n"
        "sys.exit(f'imported {heavy}' if heavy or code else 0)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_an_endless_call_costs_its_check_and_not_the_rest(
    course: Course, losses: LessonKey, write_notebook: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("autograder.grading.questions.QUICK", 1.0)  # the checks after it are honest
    limits = dataclasses.replace(course.limits, seconds_per_call=8.0, seconds_per_submission=600.0)
    grader = Grader(dataclasses.replace(course, limits=limits))
    source = (
        "def mean_squared_error(y_true, y_pred):\n"
        "    y, p = np.asarray(y_true, float), np.asarray(y_pred, float)\n"
        "    while y.ndim > 2: pass\n"
        "    return float(np.mean((y.ravel() - p.ravel()) ** 2))\n"
    )
    path = write_notebook(reference_answers(losses) | {"mean_squared_error": source})
    report = grader.grade_file(path, None)
    grader.close()
    checks = by_name(report)["mean_squared_error"].checks
    assert [check.status for check in checks] == ["passed", "failed", "passed", "passed", "passed"]
    assert "ran out of time" in checks[1].message
    assert report.score == report.max_score - 1


def test_a_function_is_what_its_name_means_at_its_check_cell(
    grader: Grader, losses: LessonKey, release: dict[str, Any], tmp_path: Path
) -> None:
    notebook = fill(release, reference_answers(losses))
    later = {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None,
             "source": "def mean_squared_error(a, b): return 0.0"}  # fmt: skip
    notebook["cells"].append(later)
    path = tmp_path / "losses.ipynb"
    path.write_text(json.dumps(notebook))
    assert grader.grade_file(path, None).score == losses.max_score
    notebook["cells"].insert(1, notebook["cells"].pop())
    answer = next(c for c in notebook["cells"] if c.get("id") == "answer-mean_squared_error")
    notebook["cells"].remove(answer)
    path.write_text(json.dumps(notebook))
    assert by_name(grader.grade_file(path, None))["mean_squared_error"].score == 0


def test_a_syntax_error_is_named_with_its_line(
    grader: Grader, losses: LessonKey, write_notebook: Any
) -> None:
    path = write_notebook({"choose_loss": "def choose_loss(y):\n    return 'a' +\n"})
    message = by_name(grader.grade_file(path, None))["choose_loss"].checks[0].message
    assert message.startswith("choose_loss is not defined: its cell stops with SyntaxError (line 2); Python 3.")


def test_feedback_shows_no_hidden_number(course: Course, grader: Grader, write_notebook: Any) -> None:
    wrong = "def mean_squared_error(y_true, y_pred):\n    print(y_true, y_pred)\n    return 1234.5\n"
    report = grader.grade_file(write_notebook({"mean_squared_error": wrong}), None)
    messages = {check.message for check in by_name(report)["mean_squared_error"].checks}
    assert messages == {"mean_squared_error: a wrong value"}


def test_student_text_is_escaped_in_the_feedback() -> None:
    check = CheckResult("A title.", 1, 0, "failed", "raised E: <script>alert(1)</script>\x1b[31m")
    page = feedback_table(ExerciseResult("f", 0, 1, None, None, (check,)))
    assert "<script>" not in page
    assert "&lt;script&gt;" in page
    assert "\x1b" not in page


def test_two_runs_give_the_same_report(course: Course, grader: Grader, write_notebook: Any) -> None:
    path = write_notebook({"mean_squared_error": "def mean_squared_error(a, b):\n    return 1 / 0\n"})
    one, other = (to_json([grader.grade_file(path, None)], "x") for _ in range(2))
    assert one == other


def test_an_answer_that_changes_from_call_to_call_fails(
    grader: Grader, losses: LessonKey, write_notebook: Any
) -> None:
    """Right the first time, and never again: the check of the repeated case takes its points."""
    source = (
        "seen = []\n"
        "def mean_squared_error(y_true, y_pred):\n"
        "    key = (str(y_true), str(y_pred))\n"
        "    seen.append(key)\n"
        "    y, p = np.asarray(y_true, float).ravel(), np.asarray(y_pred, float).ravel()\n"
        "    return float(np.mean((y - p) ** 2)) + seen.count(key) - 1\n"
    )
    path = write_notebook(reference_answers(losses) | {"mean_squared_error": source})
    checks = by_name(grader.grade_file(path, None))["mean_squared_error"].checks
    failed = [check.message for check in checks if check.status == "failed"]
    assert failed == [
        "mean_squared_error: gives another answer when it is called again with the same arguments"
    ]


@pytest.mark.parametrize(
    "leak",
    [
        "raise ValueError(str(y_true))",
        "raise type('X' + ''.join(c for c in str(y_true) if c.isdigit()), (Exception,), {})()",
        "return type('X' + ''.join(c for c in str(y_true) if c.isdigit()), (float,), {})(1)",
        "return [str(y_true)]",
        "return {str(y_true)}",
        "print(y_true); return 5.0",
    ],
)
def test_no_hidden_input_is_carried_out(
    grader: Grader, losses: LessonKey, write_notebook: Any, leak: str
) -> None:
    source = f"def mean_squared_error(y_true, y_pred):\n    {leak}\n"
    later = "stolen = globals().get('mean_squared_error')\n" + solution(losses.lesson.answers["choose_loss"].source)
    report = grader.grade_file(write_notebook({"mean_squared_error": source, "choose_loss": later}), None)
    text = to_json([report], "") + "".join(feedback_table(e) for e in report.exercises)
    numbers = {f"{x:.4f}"[:6] for case in losses.exercises["mean_squared_error"].cases
               for arg in case.case.args for x in np.ravel(arg).tolist() if abs(x) > 1 and x != int(x)}  # fmt: skip
    assert numbers
    digits = text.replace(".", "")
    assert not [n for n in numbers if n in text or n.replace(".", "") in digits]


def test_a_later_cells_error_cannot_carry_a_hidden_input(
    grader: Grader, losses: LessonKey, write_notebook: Any
) -> None:
    first = "stolen = ''\ndef mean_squared_error(y_true, y_pred):\n    global stolen\n    stolen = str(y_true)\n    return 0.0\n"
    second = "if stolen: raise ValueError(stolen)\nraise KeyError(stolen)\n"
    report = grader.grade_file(write_notebook({"mean_squared_error": first, "choose_loss": second}), None)
    assert by_name(report)["choose_loss"].checks[0].message == (
        "choose_loss is not defined: its cell stops with an exception"
    )


def test_what_an_answer_keeps_for_a_seed_does_not_hold_in_another_run(
    course: Course, grader: Grader, tmp_path: Path
) -> None:
    source = (
        "kept = {}\n"
        "def batches(X, y, batch_size, shuffle=False, seed=None):\n"
        "    X, y = np.asarray(X), np.asarray(y)\n"
        "    order = np.random.permutation(len(X)) if shuffle else np.arange(len(X))\n"
        "    if shuffle and seed is not None:\n"
        "        order = kept.setdefault((seed, len(X)), order)\n"
        "    for start in range(0, len(X), batch_size):\n"
        "        part = order[start:start + batch_size]\n"
        "        yield X[part], y[part]\n"
    )
    result = by_name(grader.grade_file(write(tmp_path, course, "training", {"batches": source}), None))["batches"]
    failed = [check.message for check in result.checks if check.status == "failed"]
    assert failed == ["batches: gives another answer when the notebook runs anew"]
    assert result.hint is not None
    assert result.hint.startswith("Whenever the notebook runs anew, your function gives another answer")


def counted(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The workers that are started from now on."""
    pids: list[int] = []
    spawn = Launcher.spawn

    def counting(self: Launcher, *given: Any) -> Any:
        pid, stream = spawn(self, *given)
        pids.append(pid)
        return pid, stream

    monkeypatch.setattr(Launcher, "spawn", counting)
    return pids


@pytest.mark.parametrize(
    ("generator", "processes"), [("default_rng", 1), ("RandomState", 2)], ids=["as_the_reference", "another"]
)
def test_only_an_order_that_is_not_the_references_is_asked_of_a_second_process(
    course: Course, grader: Grader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, generator: str, processes: int
) -> None:
    source = (
        "def batches(X, y, batch_size, shuffle=False, seed=None):\n"
        "    X, y = np.asarray(X), np.asarray(y)\n"
        f"    order = np.random.{generator}(seed).permutation(len(X)) if shuffle else np.arange(len(X))\n"
        "    return [(X[part], y[part]) for part in np.split(order, range(batch_size, len(X), batch_size))]\n"
    )
    path = write(tmp_path, course, "training", {"batches": source})
    workers = counted(monkeypatch)
    result = by_name(grader.grade_file(path, None))["batches"]
    assert result.score == result.max_score
    assert len(workers) == processes


def test_a_driver_whose_seeds_are_taken_away_has_seen_nothing(
    course: Course, grader: Grader, tmp_path: Path
) -> None:
    source = (
        "import sys\n"
        "def train_val_test_split(X, y, val_fraction=0.1, test_fraction=0.1, seed=0):\n"
        "    list(sys._getframe(1).f_locals.get('.0', ()))\n"
        "    X, y = np.asarray(X), np.asarray(y)\n"
        "    order = np.random.default_rng(7).permutation(len(X))\n"
        "    n_val, n_test = round(len(X) * val_fraction), round(len(X) * test_fraction)\n"
        "    val, test, train = np.split(order, [n_val, n_val + n_test])\n"
        "    return X[train], X[val], X[test], y[train], y[val], y[test]\n"
    )
    path = write(tmp_path, course, "training", {"train_val_test_split": source})
    checks = by_name(grader.grade_file(path, None))["train_val_test_split"].checks
    (other,) = [check for check in checks if check.title.startswith("Another seed gives other pairs")]
    assert other.status == "failed"


@pytest.mark.parametrize("seed_of", ["abs(hash(str(seed)))", "abs(hash(('s', seed)))", "(seed, id(np.ndarray))"])
def test_what_follows_from_a_processes_hashes_is_another_order_in_another_run(
    course: Course, grader: Grader, tmp_path: Path, seed_of: str
) -> None:
    source = (
        "def batches(X, y, batch_size, shuffle=False, seed=None):\n"
        "    X, y = np.asarray(X), np.asarray(y)\n"
        f"    rng = np.random.default_rng(None if seed is None else {seed_of})\n"
        "    order = rng.permutation(len(X)) if shuffle else np.arange(len(X))\n"
        "    for start in range(0, len(X), batch_size):\n"
        "        part = order[start : start + batch_size]\n"
        "        yield X[part], y[part]\n"
    )
    path = write(tmp_path, course, "training", {"batches": source})
    result = by_name(grader.grade_file(path, None))["batches"]
    assert {check.message for check in result.checks} - {""} == {f"batches: {UNSTABLE_ANEW}"}
    path = write(tmp_path, course, "training", {"batches": source.replace(seed_of, "[seed, 5]")})
    result = by_name(grader.grade_file(path, None))["batches"]
    assert result.score == result.max_score


def test_a_missing_name_leads_to_the_own_cell_that_stopped(course: Course, grader: Grader, tmp_path: Path) -> None:
    answer = "def {}(y_true, y_pred):\n    return float(np.mean(squares(y_true, y_pred)))\n"
    answers = {name: answer.format(name) for name in ("mean_squared_error", "binary_crossentropy")}
    path = write(tmp_path, course, "losses", answers)
    notebook = json.loads(path.read_text())
    between = next(n for n, cell in enumerate(notebook["cells"]) if cell["source"] == answers["binary_crossentropy"])
    notebook["cells"].insert(between, free("import json\njson.loads('x')"))  # which may have seen hidden inputs
    notebook["cells"].insert(0, free("raise ValueError('\\x1b[2J')\ndef squares(a, b): return (a - b) ** 2"))
    path.write_text(json.dumps(notebook))
    results = by_name(grader.grade_file(path, None))
    asks = ". Is that where the missing name comes from?"
    ends = [f"stops with ValueError (line 1){asks}", f"stops with an exception{asks}"]
    assert [results[name].hint for name in answers] == [f"A cell of your own above this one {end}" for end in ends]
    assert results["choose_loss"].hint not in [results[name].hint for name in answers]


@pytest.mark.parametrize(
    ("first", "hint"),
    [
        ("import math\nimport numpy as np", f"{EDITED} Is that where the missing name comes from?"),
        (None, "Every call stops with an exception."),
    ],
)
def test_a_missing_name_leads_to_the_setup_cell_that_was_edited(
    course: Course, grader: Grader, tmp_path: Path, first: str | None, hint: str
) -> None:
    source = "def mean_squared_error(y_true, y_pred):\n    return math.fsum(np.ravel(y_true))\n"
    path = write(tmp_path, course, "losses", {"mean_squared_error": source})
    notebook = json.loads(path.read_text())
    setup = next(cell for cell in notebook["cells"] if cell["cell_type"] == "code")
    setup["source"] = first or "\n" + "".join(setup["source"])  # as an editor may leave it
    path.write_text(json.dumps(notebook))
    results = by_name(grader.grade_file(path, None))
    assert hint in str(results["mean_squared_error"].hint)
    assert (results["mean_squared_error"].score, results["choose_loss"].score) == (0, 0)


def test_a_number_in_words_is_no_number(course: Course, grader: Grader, tmp_path: Path) -> None:
    source = "def sparse_categorical_crossentropy(y_true, y_pred):\n    return '1e-7'\n"
    path = write(tmp_path, course, "losses", {"sparse_categorical_crossentropy": source})
    assert by_name(grader.grade_file(path, None))["sparse_categorical_crossentropy"].score == 0
