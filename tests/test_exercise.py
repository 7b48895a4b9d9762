"""What an author writes about an exercise, and what is said about each mistake in it."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from autograder.authoring.exercise import Exercise, call
from autograder.authoring.function_text import function_source
from autograder.authoring.lesson_folder import load_pair, refuse_strays
from autograder.authoring.loading import load_exercises
from autograder.base.course import Course, load_course
from autograder.base.errors import CourseError

HEAD = "from autograder.authoring import Exercise, call\n\n"
RELU = '''\
exercise = Exercise("relu")

@exercise.check(points=2)
def negative(rng):
    """Negative numbers become 0."""
    yield call(-1.0)
'''
ANSWERS = "from .checks import exercise\n\n"
LESSON = """\
# %% exercise="relu"
def relu(x):
    ### BEGIN SOLUTION
    return max(x, 0)
    ### END SOLUTION
"""


def written(folder: Path, **texts: str) -> None:
    """The files of the exercise `relu` in a lesson's folder."""
    for name, text in texts.items():
        path = folder / "relu" / f"{name}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text((HEAD if name == "checks" else ANSWERS) + text, encoding="utf-8")


def relu(folder: Path, checks: str = RELU, **texts: str) -> Exercise:
    written(folder, checks=checks, **texts)
    return load_exercises(folder, ["relu"])["relu"]


def refusal(folder: Path, checks: str = RELU, **texts: str) -> str:
    """What is said about these files (each of which begins with two lines of its own)."""
    with pytest.raises(CourseError) as caught:
        relu(folder, checks, **texts)
    return str(caught.value).removeprefix(f"{folder}/relu/")


def small_course(folder: Path, lesson: str, **exercises: str) -> Course:
    """A course with one lesson, in a folder of its own."""
    (folder / "course.yaml").write_text(
        "format_version: 1\ntitle: Small\ncourse_id: small\nseed: 1\nlessons:\n  - name: small\n"
    )
    course = load_course(folder)
    for name, checks in exercises.items():
        course.exercise_folder("small", name).mkdir(parents=True)
        (course.exercise_folder("small", name) / "checks.py").write_text(HEAD + checks)
    course.lesson_folder("small").mkdir(parents=True, exist_ok=True)
    course.lesson_file("small").write_text(lesson)
    return course


def test_a_check_has_its_docstring_as_title(tmp_path: Path) -> None:
    assert relu(tmp_path).checks[0].title == "Negative numbers become 0."


def test_a_title_of_two_lines_is_one_sentence(tmp_path: Path) -> None:
    text = RELU.replace("become 0.", "become\n    0.\n\n    Notes for the author.")
    assert relu(tmp_path, text).checks[0].title == "Negative numbers become 0."


def test_points_add_up() -> None:
    exercise = Exercise("relu")

    @exercise.check(points=2)
    def one(rng: np.random.Generator) -> list[object]:
        """One."""
        return []

    @exercise.check(points=0.5)
    def other(rng: np.random.Generator) -> list[object]:
        """Other."""
        return []

    assert exercise.points == 2.5


def test_a_check_has_the_tolerance_of_the_contract_where_it_states_none() -> None:
    exercise = Exercise("relu")

    @exercise.check()
    def plain(rng: object) -> list[object]:
        """Plain."""
        return []

    check = exercise.checks[0]
    assert (check.rtol, check.atol, check.points, check.unchanged) == (1e-5, 1e-9, 1.0, False)


def test_public_checks_carry_no_points() -> None:
    exercise = Exercise("relu")

    @exercise.public_check()
    def example() -> list[object]:
        """An example."""
        return [call(1)]

    assert exercise.points == 0
    assert exercise.public[0].points == 0


def test_a_driver_serves_the_checks_that_name_none_of_their_own() -> None:
    exercise = Exercise("relu")

    @exercise.driver
    def first(answer: object, x: object) -> object:
        return x

    def second(answer: object, x: object) -> object:
        return x

    @exercise.check(points=1)
    def plain(rng: object) -> list[object]:
        """Plain."""
        return []

    @exercise.check(points=1, drive=second)
    def driven(rng: object) -> list[object]:
        """Driven."""
        return []

    assert [check.drive for check in exercise.checks] == [first, second]


def test_the_source_of_a_driver_is_called_drive() -> None:
    exercise = Exercise("relu")

    @exercise.check(points=1, drive=function_source)
    def driven(rng: object) -> list[object]:
        """Driven."""
        return []

    assert str(exercise.checks[0].drive_source).startswith("def drive(")


def test_a_wrong_answer_has_misconception_and_hint() -> None:
    exercise = Exercise("relu")

    @exercise.wrong(fails="negative")
    def flips(x: float) -> float:
        """takes the absolute
        value

        What should become of -3?
        """
        return abs(x)

    wrong = exercise.wrongs[0]
    assert (wrong.name, wrong.fails) == ("flips", "negative")
    assert wrong.misconception == "takes the absolute value"
    assert wrong.hint == "What should become of -3?"


def test_an_answers_source_is_what_a_student_would_have_written() -> None:
    exercise = Exercise("relu")

    @exercise.wrong()
    def flips(x: float) -> float:
        """takes the absolute value"""
        return abs(x)

    assert exercise.wrongs[0].source("relu") == "def relu(x: float) -> float:\n    return abs(x)\n"


BASE = '''\
# What the answers below slip from.
def clamps(x):
    """A docstring that no student writes."""
    if x < 0:
        return 0
    total = x  # as it is
    return total


class Clamp:
    def step(self, x):
        if x < 0:
            return 0
        return x


@exercise.wrong()
def flips(x):
    """takes the absolute value"""
    return abs(x)


'''


def slip(old: str, new: str, base: str = "clamps") -> str:
    return (
        f"@exercise.slip(base={base}, old={old!r}, new={new!r}, fails='negative')\n"
        'def slips(x):\n    """slips\n\n    What has slipped?\n    """\n'
    )


@pytest.mark.parametrize(
    ("base", "old", "new", "source", "results"),
    [
        ("clamps", "x < 0", "x > 0", "def relu(x):\n    if x > 0:\n        return 0\n    total = x\n    return total\n",
         [-2, 0]),
        ("clamps", "total = x  # as it is", "total = 2 * x\nx = 0",
         "def relu(x):\n    if x < 0:\n        return 0\n    total = 2 * x\n    x = 0\n    return total\n", [0, 6]),
        ("clamps", "\n        if x < 0:\n            return 0\n", "", "def relu(x):\n    total = x\n    return total\n",
         [-2, 3]),
        ("Clamp", "if x < 0:\n    return 0", "if x < 0:\n    return -x",
         "class relu:\n\n    def step(self, x):\n        if x < 0:\n            return -x\n        return x\n", [2, 3]),
        ("flips", "abs(x)", "x", "def relu(x):\n    return x\n", [-2, 3]),
    ],
)  # fmt: skip
def test_a_slip_is_its_base_with_one_place_written_differently(
    tmp_path: Path, base: str, old: str, new: str, source: str, results: list[int]
) -> None:
    wrong = relu(tmp_path, wrong=BASE + slip(old, new, base)).wrongs[-1]
    assert (wrong.name, wrong.fails, wrong.misconception, wrong.hint) == ("slips", "negative", "slips", "What has slipped?")
    assert wrong.source("relu") == source
    made = wrong.function().step if base == "Clamp" else wrong.function
    assert [made(x) for x in (-2, 3)] == results


def test_a_slip_uses_what_its_file_has(tmp_path: Path) -> None:
    text = "LOW = 7\n\n\n" + BASE + slip("return 0", "return LOW")
    assert relu(tmp_path, wrong=text).wrongs[-1].function(-1) == 7


@pytest.mark.parametrize(
    ("made", "what"),
    [
        (slip("x <= 0", "x > 0"), "its base has 'x <= 0' 0 times; name what it has once"),
        (slip("x", "y"), "its base has 'x' 3 times; name what it has once"),
        (slip("", "y"), "nothing is named that its base has; fill in old=…"),
        (slip("return 0", "return 0 0"), "with the new text it is not Python: invalid syntax"),
        (slip("x", "y", "'clamps'"), "its base is no function or class that is defined above it"),
    ],
)
def test_a_slip_that_cannot_be_is_refused_with_its_line(tmp_path: Path, made: str, what: str) -> None:
    message = refusal(tmp_path, wrong=BASE + made)
    line = 2 + BASE.count("\n") + 1
    assert message == f"wrong.py:{line}: the slip 'slips': {what}"


def test_what_is_wrong_with_a_slip_is_said_with_its_line(tmp_path: Path) -> None:
    line = 2 + BASE.count("\n") + 1
    text = BASE + slip("x < 0", "x > 0").replace("slips", "flips")
    assert refusal(tmp_path, wrong=text) == (
        f"wrong.py:{line}: exercise 'relu': answer 'flips' is defined twice; rename one"
    )
    text = BASE + slip("x < 0", "x > 0").replace("'negative'", "'negativ'")
    assert refusal(tmp_path, wrong=text).startswith(f"wrong.py:{line}: exercise 'relu': wrong answer 'slips' is to fail")


def test_an_answer_that_is_nothing_but_a_docstring_keeps_it() -> None:
    def empty(x: float) -> None:
        """A stub."""

    assert function_source(empty, "relu") == 'def relu(x: float) -> None:\n    """A stub."""\n'


def test_the_source_of_what_is_no_definition_is_refused() -> None:
    answer = lambda x: x  # noqa: E731
    with pytest.raises(CourseError, match="an answer is a function or a class, not an expression"):
        function_source(answer, "relu")


def test_a_case_may_ask_for_an_exception() -> None:
    assert call(3, n=2).must_raise(ValueError).raises == "ValueError"


def test_a_folder_without_checks_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CourseError) as caught:
        load_exercises(tmp_path, ["gone"])
    assert str(caught.value) == (
        f"{tmp_path / 'gone' / 'checks.py'}: exercise 'gone' has no such file; write its hidden checks there"
    )


def test_answers_come_from_their_own_files_in_order(tmp_path: Path) -> None:
    exercise = relu(
        tmp_path,
        wrong='@exercise.wrong()\ndef flips(x):\n    """flips"""\n\n@exercise.wrong()\ndef nulls(x):\n    """nulls"""\n',
        right="@exercise.right\ndef with_max(x):\n    return max(x, 0)\n",
    )
    assert [answer.name for answer in exercise.wrongs] == ["flips", "nulls"]
    assert [answer.name for answer in exercise.rights] == ["with_max"]
    assert [exercise.rights[0].function(x) for x in (-1, 2)] == [0, 2]


def test_what_is_shared_is_read_once_for_all_exercises_and_again_at_each_load(tmp_path: Path) -> None:
    (tmp_path / "shared.py").write_text("NUMBERS = [1]\n")
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "checks.py").write_text(
            f"{HEAD}from ..shared import NUMBERS\n{RELU.replace('relu', name).replace('-1.0', 'NUMBERS')}"
        )

    def drawn() -> list[Any]:
        loaded = load_exercises(tmp_path, ["one", "two"]).values()
        return [case.args[0] for e in loaded for case in e.checks[0].draw(np.random.default_rng(0))]

    one, two = drawn()
    assert one == [1]
    assert one is two
    (tmp_path / "shared.py").write_text("NUMBERS = [2]\n")  # as long, and within the same second
    assert drawn() == [[2], [2]]


def test_courses_with_the_same_lesson_do_not_mix(tmp_path: Path) -> None:
    """Also what an answer's class finds out about its own text, long after another course was loaded."""
    text = '@exercise.wrong()\nclass Counter:\n    """counts"""\n    def step(self):\n        return '
    first = relu(tmp_path / "a" / "lesson", wrong=f"{text}1\n")
    second = relu(tmp_path / "b" / "lesson", wrong=f"{text}2\n")
    assert [e.wrongs[0].source("A") for e in (first, second)] == [
        f"class A:\n\n    def step(self):\n        return {number}\n" for number in (1, 2)
    ]


def test_a_course_whose_folder_is_gone_leaves_nothing_behind(tmp_path: Path) -> None:
    relu(tmp_path / "a" / "lesson", wrong="")
    before = {name for name, module in sys.modules.items() if f"{tmp_path}/a/" in str(module.__dict__.get("__file__"))}
    assert len(before) == 2
    shutil.rmtree(tmp_path / "a")
    relu(tmp_path / "b" / "lesson")
    assert not before & sys.modules.keys()


def test_a_check_without_a_docstring_is_refused_with_its_line(tmp_path: Path) -> None:
    message = refusal(tmp_path, RELU.replace('    """Negative numbers become 0."""\n', ""))
    assert message.startswith("checks.py:5: check 'negative' of 'relu' has no docstring")
    assert "write its title there, as a sentence for the student" in message


def test_a_public_check_without_a_docstring_is_refused(tmp_path: Path) -> None:
    text = RELU + "\n@exercise.public_check()\ndef example():\n    yield call(1)\n"
    assert refusal(tmp_path, text).startswith("checks.py:10: check 'example' of 'relu' has no docstring")


def test_a_wrong_answer_that_names_an_unknown_check_is_refused(tmp_path: Path) -> None:
    wrong = '@exercise.wrong(fails="negativ")\ndef flips(x):\n    """flips"""\n    return -x\n'
    assert refusal(tmp_path, wrong=wrong) == (
        "wrong.py:3: exercise 'relu': wrong answer 'flips' is to fail 'negativ', which is no check of it; "
        "use one of: negative"
    )


def test_a_wrong_answer_without_a_misconception_is_refused(tmp_path: Path) -> None:
    message = refusal(tmp_path, wrong="@exercise.wrong()\ndef flips(x):\n    return -x\n")
    assert message == (
        "wrong.py:3: exercise 'relu': wrong answer 'flips' has no docstring; name the misconception there"
    )


@pytest.mark.parametrize("points", ["0", "-1", "float('nan')", "float('inf')"])
def test_a_hidden_check_without_points_is_refused(tmp_path: Path, points: str) -> None:
    message = refusal(tmp_path, RELU.replace("points=2", f"points={points}"))
    assert message.startswith("checks.py:5: exercise 'relu': check 'negative' has no points")
    assert "hidden checks carry all points" in message


def test_points_that_are_no_number_are_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path, RELU.replace("points=2", "points='2'")).startswith("checks.py:5")


def test_an_exercise_without_a_hidden_check_is_refused(tmp_path: Path) -> None:
    message = refusal(tmp_path, 'exercise = Exercise("relu")\n')
    assert message.startswith("checks.py:3: exercise 'relu': it has no hidden check; add one")


def test_two_checks_of_one_name_are_refused(tmp_path: Path) -> None:
    again = RELU.partition("\n\n")[2]
    message = refusal(tmp_path, RELU + "\n" + again)
    assert message == "checks.py:10: exercise 'relu': check 'negative' is defined twice; rename one"


def test_two_answers_of_one_name_are_refused(tmp_path: Path) -> None:
    wrong = '@exercise.wrong()\ndef flips(x):\n    """flips"""\n    return -x\n'
    message = refusal(tmp_path, wrong=wrong, right="@exercise.right\ndef flips(x):\n    return max(x, 0)\n")
    assert message == "right.py:3: exercise 'relu': answer 'flips' is defined twice; rename one"


def test_an_exception_while_importing_is_refused_with_its_line(tmp_path: Path) -> None:
    message = refusal(tmp_path, RELU + "\n1 / 0\n")
    assert message == "checks.py:10: ZeroDivisionError: division by zero; mend that line"


def test_an_exception_in_a_called_function_is_refused_with_the_innermost_line(tmp_path: Path) -> None:
    message = refusal(tmp_path, "def f():\n    raise ValueError('no')\n\nf()\n")
    assert message == "checks.py:4: ValueError: no; mend that line"


def test_a_syntax_error_is_refused_with_its_line(tmp_path: Path) -> None:
    assert refusal(tmp_path, "x = 1\ny = = 2\n").startswith("checks.py:4: not Python: invalid syntax; ")


def test_an_exception_in_a_helper_of_another_file_is_refused_with_the_line_there(tmp_path: Path) -> None:
    wrong = "from .checks import helper\n\nhelper()\n"
    message = refusal(tmp_path, "def helper():\n    raise ValueError('no')\n\n\n" + RELU, wrong=wrong)
    assert message == "checks.py:4: ValueError: no; mend that line"


def test_a_pair_gives_its_exercises_in_the_order_of_the_lesson(tmp_path: Path) -> None:
    course = small_course(
        tmp_path, LESSON + "\n" + LESSON.replace("relu", "abs_"), abs_=RELU.replace("relu", "abs_"), relu=RELU
    )
    assert list(load_pair(course, "small")[1]) == ["relu", "abs_"]


def test_a_folder_without_a_cell_is_refused_with_the_cell_to_add(tmp_path: Path) -> None:
    course = small_course(tmp_path, LESSON, relu=RELU, abs_=RELU.replace("relu", "abs_"))
    with pytest.raises(CourseError) as caught:
        load_pair(course, "small")
    assert str(caught.value) == (
        f"{course.exercise_folder('small', 'abs_')}: exercise 'abs_' has no cell in "
        f"{course.lesson_file('small')}; add '# %% exercise=\"abs_\"' there, or remove the folder"
    )


def test_a_cell_without_a_folder_is_refused_with_its_line(tmp_path: Path) -> None:
    course = small_course(tmp_path, LESSON + "\n" + LESSON.replace("relu", "abs_"), relu=RELU)
    with pytest.raises(CourseError) as caught:
        load_pair(course, "small")
    assert str(caught.value) == (
        f"{course.lesson_file('small')}:7: exercise 'abs_' has no hidden checks; write "
        f"{course.exercise_folder('small', 'abs_') / 'checks.py'}"
    )


def test_a_lesson_without_an_exercise_is_refused(tmp_path: Path) -> None:
    course = small_course(tmp_path, "# %% [markdown]\n# A\n")
    with pytest.raises(CourseError, match=r"lesson\.py:1: the lesson has no exercise; add a cell"):
        load_pair(course, "small")


def test_a_folder_of_no_lesson_is_refused(tmp_path: Path) -> None:
    course = small_course(tmp_path, LESSON, relu=RELU)
    refuse_strays(course)
    stray = course.lesson_file("stray")
    stray.parent.mkdir()
    stray.write_text("")
    with pytest.raises(CourseError) as caught:
        refuse_strays(course)
    assert str(caught.value) == (
        f"{stray.parent}: 'stray' is no lesson of {course.root / 'course.yaml'}; "
        "list it under 'lessons' or remove the folder"
    )


def test_a_class_is_written_as_itself_where_another_has_its_name(tmp_path: Path) -> None:
    def answer(number: int) -> str:
        return f'@exercise.wrong()\nclass Counter:\n    """counts"""\n    def step(self):\n        return {number}\n\n'

    with pytest.raises(CourseError, match="'Counter' is defined twice"):
        relu(tmp_path, wrong=answer(1) + answer(2))
    exercise = relu(tmp_path, wrong=f"{answer(1)}first = Counter\n\n{answer(2)}exercise.wrongs.pop()\n")
    (wrong,) = exercise.wrongs
    assert wrong.source("A") == "class A:\n\n    def step(self):\n        return 1\n"
