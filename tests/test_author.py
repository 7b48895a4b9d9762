"""The author's commands: `new` followed to the letter, and `doctor`."""

from __future__ import annotations

import json
import re

import pytest

from autograder.authoring.lesson_text import read_lesson, solution
from autograder.base.course import FILE, Course, load_course
from autograder.base.source_text import at
from autograder.commands.demo import fill
from autograder.commands.main import main
from autograder.key.store import load_key
from tests.conftest import ROOT


def run(course: Course, *arguments: str) -> int:
    return main(["--course", str(course.root), *arguments])


def test_a_new_exercise_is_written_filled_in_and_proven(
    tiny: Course, capsys: pytest.CaptureFixture[str]
) -> None:
    """What the README's "add an exercise" says, step by step."""
    assert run(tiny, "new", "tiny", "huber") == 0
    said = capsys.readouterr().out
    files = ("lesson.py", "huber/checks.py", "huber/wrong.py", "huber/right.py")
    assert said.splitlines()[:-1] == [f"wrote {tiny.lesson_folder('tiny') / name}" for name in files]
    assert said.endswith("fill them in, then run: autograder prove huber\n")

    assert run(tiny, "prove", "huber") == 2
    assert "the reference fails its own case huber(" in capsys.readouterr().err

    lesson = tiny.lesson_file("tiny")
    todo = "raise NotImplementedError  # the reference solution, as an expert would write it"
    text = lesson.read_text()
    assert text.count(todo) == 1
    lesson.write_text(text.replace(todo, "return 2 * np.asarray(x, dtype=float)"))
    right = tiny.exercise_folder("tiny", "huber") / "right.py"
    right.write_text(right.read_text().replace("[one for one in x]", "[2 * one for one in x]"))

    assert run(tiny, "prove", "huber") == 1
    said = capsys.readouterr().out
    assert "huber: it has 1 wrong answers; a proof wants 8: add @….wrong functions" in said
    assert "huber: mutant survives: return 2 * np.asarray(x, dtype=None)" in said
    assert "huber: the reference" not in said
    assert "huber: right answer" not in said


def test_a_newcomer_touches_an_exercises_folder_and_the_lesson_and_nothing_else(
    copied: Course, capsys: pytest.CaptureFixture[str]
) -> None:
    """The exercise `huber`, from the first command to a student's mark."""

    def texts() -> dict[str, str]:
        return {
            str(path.relative_to(copied.root)): path.read_text()
            for path in copied.root.rglob("*")
            if path.is_file() and not {".build", "assignments"} & set(path.parts)
        }

    before, key = texts(), load_key(copied, "losses")
    assert run(copied, "new", "losses", "huber") == 0
    lesson, folder = copied.lesson_file("losses"), copied.exercise_folder("losses", "huber")
    for path, *pairs in (
        (lesson, ("def huber(x):", "def huber(y_true, y_pred):"), (
            "raise NotImplementedError  # the reference solution, as an expert would write it",
            "e = np.abs(np.subtract(y_true, y_pred, dtype=float))\n    return float(np.mean(np.where(e <= 1, e * e / 2, e - 0.5)))",
        ), ("ax.plot(x, huber(x), linewidth=2)", "ax.plot(x, [huber([0], [v]) for v in x], linewidth=2)")),
        (folder / "checks.py", ("from autograder.authoring import curve\n", ""), (
            "    picture=curve(-3, 3),  # in the student's card, over the right values; remove it where a picture says no more\n", ""
        ), (
            '# @exercise.keras(reason="computed in float64")     # where Keras has the same: an independent oracle\n'
            "# def keras_huber(x): ...\n",
            '@exercise.keras(reason="computed in float64")\ndef keras_huber(y_true, y_pred):\n    import keras\n\n'
            '    return float(keras.losses.Huber(dtype="float64")(np.asarray(y_true), np.asarray(y_pred)))\n',
        ), ("call(np.array([1.0, 2.0]))", "call(np.array([1.0, 2.0]), np.array([1.5, 5.0]))"),
           ("call(rng.normal(size=n))", "call(rng.normal(size=n), rng.normal(size=n) * 3)")),
        (folder / "wrong.py", ("def does_nothing(x):", "def does_nothing(y_true, y_pred):"), ("return x", "return y_true")),
        (folder / "right.py", ("def with_a_loop(x):", "def with_a_loop(y_true, y_pred):"), (
            "np.array([one for one in x])",
            "float(np.mean([e * e / 2 if abs(e) <= 1 else abs(e) - 0.5 for e in np.subtract(y_true, y_pred)]))",
        )),
    ):  # fmt: skip
        text = path.read_text()
        for old, new in pairs:
            assert text.count(old) == 1, old
            text = text.replace(old, new)
        path.write_text(text)

    after = texts()
    touched = {name for name in before | after if before.get(name) != after.get(name)}
    assert touched == {"solutions/losses/lesson.py", *(f"solutions/losses/huber/{f}.py" for f in ("checks", "wrong", "right"))}

    assert run(copied, "build") == 0
    assert "assignments/losses/ written\nassignments/activations/ unchanged" in capsys.readouterr().out
    assert run(copied, "prove", "huber") == 1
    said = capsys.readouterr().out
    assert "huber: it has 1 wrong answers; a proof wants 8" in said
    assert "huber: it has 1 right answers; a proof wants 8" in said
    assert not re.search("huber: (the reference|the stub|right answer|wrong answer)", said)

    release = json.loads((copied.assignments_folder / "losses" / "losses.ipynb").read_text())
    (copied.root / "mine.ipynb").write_text(
        json.dumps(fill(release, {name: solution(cell.source) for name, cell in read_lesson(lesson).answers.items()}))
    )
    assert run(copied, "grade", str(copied.root / "mine.ipynb"), "--json", str(copied.root / "mine.json")) == 0
    (graded,) = json.loads((copied.root / "mine.json").read_text())["submissions"]
    assert (graded["score"], graded["max_score"]) == (key.max_score + 1, key.max_score + 1)
    assert [exercise["name"] for exercise in graded["exercises"]] == [*key.exercises, "huber"]


def test_a_new_lesson_is_listed_and_the_rest_of_the_file_stays(
    copied: Course, capsys: pytest.CaptureFixture[str]
) -> None:
    before = (copied.root / FILE).read_text()
    assert run(copied, "new", "regularisation", "dropout") == 0
    after = (copied.root / FILE).read_text()
    assert load_course(copied.root).names == [*copied.names, "regularisation"]
    assert after.replace("  - name: regularisation\n", "") == before


def test_a_new_lesson_is_whole_and_its_exercises_stand_before_its_last_section(tiny: Course) -> None:
    for exercise in ("dropout", "weight_decay"):
        assert run(tiny, "new", "regularisation", exercise) == 0
    lesson = read_lesson(tiny.lesson_file("regularisation"))
    assert [(cell.role, cell.exercise) for cell in lesson.cells] == [
        ("prose", None), ("setup", None),
        *(part for name in lesson.answers for part in [("prose", None), ("answer", name), ("prose", None), ("demo", None)]),
        ("prose", None),
    ]  # fmt: skip
    assert list(lesson.answers) == ["dropout", "weight_decay"]
    headings = [cell.source.splitlines()[0] for cell in lesson.cells if cell.source.startswith("#")]
    assert headings == ["# Regularisation", "## 1. Dropout", "## 2. Weight decay", "## What you know now"]
    assert [len(lesson.hints(name)) for name in lesson.answers] == [3, 3]


@pytest.mark.parametrize("name", load_course(ROOT).names)
def test_a_new_exercise_leaves_the_rest_of_a_lesson_as_it_is(name: str, copied: Course) -> None:
    path = copied.lesson_file(name)
    before, text = read_lesson(path), path.read_text()
    assert run(copied, "new", name, "huber") == 0
    after = read_lesson(path)
    assert [cell.source for cell in after.cells[:-5]] == [cell.source for cell in before.cells[:-1]]
    assert after.cells[-1].source == before.cells[-1].source
    assert after.cells[-1].source.startswith("## What you know now")
    assert after.cells[-5].source.startswith(f"## {len(before.answers) + 1}. Huber\n")
    new = path.read_text()[text.index("# ## What you know now") - len("# %% [markdown]\n") :]
    new = new[: new.index("# %% [markdown]\n# ## What you know now")]
    assert path.read_text().replace(new, "") == text


def test_a_lesson_without_a_last_section_gets_its_exercise_at_the_end(tiny: Course) -> None:
    before = tiny.lesson_file("tiny").read_text()
    assert run(tiny, "new", "tiny", "huber") == 0
    assert tiny.lesson_file("tiny").read_text().startswith(before + "\n# %% [markdown]\n# ## Huber\n")


def test_an_exercise_of_which_only_the_folder_is_there_is_refused(
    tiny: Course, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tiny.exercise_folder("tiny", "huber")
    folder.mkdir()
    (folder / "wrong.py").write_text("")
    assert run(tiny, "new", "tiny", "huber") == 2
    assert f"{at(folder)}: there is an exercise 'huber' already" in capsys.readouterr().err
    assert (folder / "wrong.py").read_text() == ""


def test_an_exercise_that_exists_is_refused_and_nothing_is_written(
    copied: Course, capsys: pytest.CaptureFixture[str]
) -> None:
    texts = {path: path.read_text() for path in copied.lessons_folder.rglob("*.py")}
    assert run(copied, "new", "logits", "choose_loss") == 2
    assert "there is an exercise 'choose_loss' already; choose another name" in capsys.readouterr().err
    assert run(copied, "new", "losses", "2fast") == 2
    assert "'2fast' is no Python name" in capsys.readouterr().err
    assert run(copied, "new", "losses", "class") == 2
    assert texts == {path: path.read_text() for path in copied.lessons_folder.rglob("*.py")}


def test_doctor_tries_what_it_says(course: Course, capsys: pytest.CaptureFixture[str]) -> None:
    code = run(course, "doctor")
    lines = capsys.readouterr().out.splitlines()
    missing = [line for line in lines if line.startswith("missing")]
    assert code == (1 if missing else 0)
    assert "held     student code cannot import Keras" in lines
    if not missing:
        assert not [line for line in lines if line.startswith("NOT held")]
