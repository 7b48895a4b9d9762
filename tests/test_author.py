"""The author's commands: `new` followed to the letter, and `doctor`."""

from __future__ import annotations

import pytest

from autograder.cli import main
from autograder.course import FILE, Course, load_course


def run(course: Course, *arguments: str) -> int:
    return main(["--course", str(course.root), *arguments])


def test_a_new_exercise_is_written_filled_in_and_proven(
    tiny: Course, capsys: pytest.CaptureFixture[str]
) -> None:
    """What the README's "add an exercise" says, step by step."""
    assert run(tiny, "new", "tiny", "huber") == 0
    said = capsys.readouterr().out
    assert "tiny.py" in said
    assert said.endswith("fill them in, then run: autograder prove huber\n")

    assert run(tiny, "prove", "huber") == 2
    assert "the reference fails its own case huber(" in capsys.readouterr().err

    lesson = tiny.lessons_folder / "tiny.py"
    todo = "raise NotImplementedError  # the reference solution, as an expert would write it"
    text = lesson.read_text()
    assert text.count(todo) == 1
    lesson.write_text(text.replace(todo, "return 2 * np.asarray(x, dtype=float)"))
    hidden = tiny.hidden_folder / "tiny.py"
    hidden.write_text(hidden.read_text().replace("[huber_of_one for huber_of_one in x]", "[2 * one for one in x]"))

    assert run(tiny, "prove", "huber") == 1
    said = capsys.readouterr().out
    assert "huber: it has 1 wrong answers; a proof wants 8: add @….wrong functions" in said
    assert "huber: mutant survives: return 2 * np.asarray(x, dtype=None)" in said
    assert "huber: the reference" not in said
    assert "huber: right answer" not in said


def test_a_new_lesson_is_listed_and_the_rest_of_the_file_stays(
    copied: Course, capsys: pytest.CaptureFixture[str]
) -> None:
    before = (copied.root / FILE).read_text()
    assert run(copied, "new", "regularisation", "dropout") == 0
    after = (copied.root / FILE).read_text()
    assert load_course(copied.root).names == [*copied.names, "regularisation"]
    assert after.replace("  - name: regularisation\n", "") == before


def test_an_exercise_that_exists_is_refused_and_nothing_is_written(
    copied: Course, capsys: pytest.CaptureFixture[str]
) -> None:
    texts = {path: path.read_text() for path in copied.lessons_folder.glob("*.py")}
    assert run(copied, "new", "logits", "choose_loss") == 2
    assert "there is an exercise 'choose_loss' already; choose another name" in capsys.readouterr().err
    assert run(copied, "new", "losses", "2fast") == 2
    assert "'2fast' is no Python name" in capsys.readouterr().err
    assert run(copied, "new", "losses", "class") == 2
    assert texts == {path: path.read_text() for path in copied.lessons_folder.glob("*.py")}


def test_doctor_tries_what_it_says(course: Course, capsys: pytest.CaptureFixture[str]) -> None:
    code = run(course, "doctor")
    lines = capsys.readouterr().out.splitlines()
    missing = [line for line in lines if line.startswith("missing")]
    assert code == (1 if missing else 0)
    assert "held     student code cannot import Keras" in lines
    if not missing:
        assert not [line for line in lines if line.startswith("NOT held")]
