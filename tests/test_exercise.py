"""What an author writes about an exercise, and what is said about each mistake in it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from autograder.course import Course, load_course
from autograder.definition import function_source
from autograder.errors import CourseError
from autograder.exercise import Exercise, call
from autograder.hiddenfile import _load_module, load_hidden
from autograder.lesson_folder import load_pair, refuse_strays

HEAD = "from autograder.exercise import Exercise, call\n\n"
RELU = '''\
relu = Exercise("relu")

@relu.check(points=2)
def negative(rng):
    """Negative numbers become 0."""
    yield call(-1.0)
'''
LESSON = """\
# %% exercise="relu"
def relu(x):
    ### BEGIN SOLUTION
    return max(x, 0)
    ### END SOLUTION
"""


def hidden(folder: Path, text: str) -> dict[str, Exercise]:
    path = folder / "small.py"
    path.write_text(HEAD + text, encoding="utf-8")
    return load_hidden(path)


def refusal(folder: Path, text: str) -> str:
    """What is said about this hidden file (which begins with two lines of its own)."""
    with pytest.raises(CourseError) as caught:
        hidden(folder, text)
    return str(caught.value).removeprefix(f"{folder}/")


def small_course(folder: Path, lesson: str, hidden_text: str) -> Course:
    """A course with one lesson, in a folder of its own."""
    (folder / "course.yaml").write_text(
        "format_version: 1\ntitle: Small\ncourse_id: small\nseed: 1\n"
        "lessons:\n  - name: small\nfolders:\n  hidden: hidden\n"
    )
    for part, text in (("solutions", lesson), ("hidden", HEAD + hidden_text)):
        (folder / part).mkdir()
        (folder / part / "small.py").write_text(text)
    return load_course(folder)


def test_a_hidden_file_gives_its_exercises_in_order(tmp_path: Path) -> None:
    exercises = hidden(tmp_path, RELU + RELU.replace("relu", "abs_"))
    assert list(exercises) == ["relu", "abs_"]


def test_a_check_has_its_docstring_as_title(tmp_path: Path) -> None:
    assert hidden(tmp_path, RELU)["relu"].checks[0].title == "Negative numbers become 0."


def test_a_title_of_two_lines_is_one_sentence(tmp_path: Path) -> None:
    text = RELU.replace("become 0.", "become\n    0.\n\n    Notes for the author.")
    assert hidden(tmp_path, text)["relu"].checks[0].title == "Negative numbers become 0."


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


def test_a_missing_hidden_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CourseError) as caught:
        load_hidden(tmp_path / "gone.py")
    assert str(caught.value) == (
        f"{tmp_path / 'gone.py'}: there is no hidden test for the lesson 'gone'; write this file"
    )


def test_an_exercise_defined_twice_is_refused(tmp_path: Path) -> None:
    message = refusal(
        tmp_path, RELU + "\n" + RELU.replace("relu = ", "again = ").replace("@relu", "@again")
    )
    assert message == "small.py:10: exercise 'relu' is defined twice (the first is at line 3); keep one"


def test_a_check_without_a_docstring_is_refused_with_its_line(tmp_path: Path) -> None:
    message = refusal(tmp_path, RELU.replace('    """Negative numbers become 0."""\n', ""))
    assert message.startswith("small.py:5: check 'negative' of 'relu' has no docstring")
    assert "write its title there, as a sentence for the student" in message


def test_a_public_check_without_a_docstring_is_refused(tmp_path: Path) -> None:
    text = RELU + "\n@relu.public_check()\ndef example():\n    yield call(1)\n"
    assert refusal(tmp_path, text).startswith("small.py:10: check 'example' of 'relu' has no docstring")


def test_a_wrong_answer_that_names_an_unknown_check_is_refused(tmp_path: Path) -> None:
    wrong = '\n@relu.wrong(fails="negativ")\ndef flips(x):\n    """flips"""\n    return -x\n'
    assert refusal(tmp_path, RELU + wrong) == (
        "small.py:10: exercise 'relu': wrong answer 'flips' is to fail 'negativ', which is no check of it; "
        "use one of: negative"
    )


def test_a_wrong_answer_without_a_misconception_is_refused(tmp_path: Path) -> None:
    message = refusal(tmp_path, RELU + "\n@relu.wrong()\ndef flips(x):\n    return -x\n")
    assert message == (
        "small.py:10: exercise 'relu': wrong answer 'flips' has no docstring; name the misconception there"
    )


@pytest.mark.parametrize("points", ["0", "-1", "float('nan')", "float('inf')"])
def test_a_hidden_check_without_points_is_refused(tmp_path: Path, points: str) -> None:
    message = refusal(tmp_path, RELU.replace("points=2", f"points={points}"))
    assert message.startswith("small.py:5: exercise 'relu': check 'negative' has no points")
    assert "hidden checks carry all points" in message


def test_points_that_are_no_number_are_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path, RELU.replace("points=2", "points='2'")).startswith("small.py")


def test_an_exercise_without_a_hidden_check_is_refused(tmp_path: Path) -> None:
    message = refusal(tmp_path, 'relu = Exercise("relu")\n')
    assert message.startswith("small.py:3: exercise 'relu': it has no hidden check; add one")


def test_two_checks_of_one_name_are_refused(tmp_path: Path) -> None:
    again = RELU.partition("\n\n")[2]
    message = refusal(tmp_path, RELU + "\n" + again)
    assert message == "small.py:10: exercise 'relu': check 'negative' is defined twice; rename one"


def test_two_answers_of_one_name_are_refused(tmp_path: Path) -> None:
    answers = (
        '\n@relu.wrong()\ndef flips(x):\n    """flips"""\n    return -x\n'
        "\n@relu.right\ndef flips(x):\n    return max(x, 0)\n"
    )
    message = refusal(tmp_path, RELU + answers)
    assert message == "small.py:15: exercise 'relu': answer 'flips' is defined twice; rename one"


def test_an_exception_while_importing_is_refused_with_its_line(tmp_path: Path) -> None:
    message = refusal(tmp_path, RELU + "\n1 / 0\n")
    assert message == "small.py:10: ZeroDivisionError: division by zero; mend that line"


def test_an_exception_in_a_called_function_is_refused_with_the_innermost_line(tmp_path: Path) -> None:
    message = refusal(tmp_path, "def f():\n    raise ValueError('no')\n\nf()\n")
    assert message == "small.py:4: ValueError: no; mend that line"


def test_a_syntax_error_is_refused_with_its_line(tmp_path: Path) -> None:
    assert refusal(tmp_path, "x = 1\ny = = 2\n").startswith("small.py:4: not Python: invalid syntax; ")


def test_a_pair_gives_its_exercises_in_the_order_of_the_lesson(tmp_path: Path) -> None:
    lesson = LESSON + "\n" + LESSON.replace("relu", "abs_")
    course = small_course(tmp_path, lesson, RELU.replace("relu", "abs_") + RELU)
    assert list(load_pair(course, "small")[1]) == ["relu", "abs_"]


def test_a_hidden_test_without_a_cell_is_refused_with_the_cell_to_add(tmp_path: Path) -> None:
    course = small_course(tmp_path, LESSON, RELU + RELU.replace("relu", "abs_"))
    with pytest.raises(CourseError) as caught:
        load_pair(course, "small")
    assert str(caught.value) == (
        f"{course.hidden_folder / 'small.py'}:9: exercise 'abs_' has no cell in "
        f"{course.lessons_folder / 'small.py'}; add '# %% exercise=\"abs_\"' there"
    )


def test_a_cell_without_a_hidden_test_is_refused_with_its_line(tmp_path: Path) -> None:
    course = small_course(tmp_path, LESSON + "\n" + LESSON.replace("relu", "abs_"), RELU)
    with pytest.raises(CourseError) as caught:
        load_pair(course, "small")
    assert str(caught.value) == (
        f"{course.lessons_folder / 'small.py'}:7: exercise 'abs_' has no hidden test; add "
        f"Exercise('abs_') to {course.hidden_folder / 'small.py'}"
    )


def test_a_lesson_without_an_exercise_is_refused(tmp_path: Path) -> None:
    course = small_course(tmp_path, "# %% [markdown]\n# A\n", "")
    with pytest.raises(CourseError, match=r"small\.py:1: the lesson has no exercise; add a cell"):
        load_pair(course, "small")


@pytest.mark.parametrize("folder", ["solutions", "hidden"])
def test_a_file_of_no_lesson_is_refused(tmp_path: Path, folder: str) -> None:
    course = small_course(tmp_path, LESSON, RELU)
    stray = course.root / folder / "stray.py"
    stray.write_text("")
    with pytest.raises(CourseError) as caught:
        refuse_strays(course)
    assert str(caught.value) == (
        f"{stray}: 'stray' is no lesson of {course.root / 'course.yaml'}; "
        "list it under 'lessons' or remove the file"
    )


def test_a_course_without_strays_is_left_in_peace(tmp_path: Path) -> None:
    course = small_course(tmp_path, LESSON, RELU)
    (course.hidden_folder / "__init__.py").write_text("")
    refuse_strays(course)


def test_a_class_is_written_as_itself_where_another_has_its_name(tmp_path: Path) -> None:
    file = tmp_path / "tiny.py"
    file.write_text(
        "class Counter:\n    def step(self):\n        return 1\n\n\nfirst = Counter\n\n\n"
        "class Counter:\n    def step(self):\n        return 2\n"
    )
    module = _load_module(file)
    assert function_source(module.first, "A") == "class A:\n\n    def step(self):\n        return 1\n"
    assert function_source(module.Counter, "A") == "class A:\n\n    def step(self):\n        return 2\n"
