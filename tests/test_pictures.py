"""What an author says about a picture: what is recorded, and what is refused with a word on how to mend it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from autograder.authoring.exercise import Exercise
from autograder.authoring.loading import load_exercises
from autograder.authoring.pictures import Picture, bars, curve, stop, strip
from autograder.base.errors import CourseError
from autograder.key.picture_values import record
from autograder.key.records import LessonKey
from autograder.release.public_checks import public_record


def square(x: Any) -> Any:
    return np.asarray(x, dtype=float) ** 2


def exercise(picture: Picture | None, keras: Any = None, drive: Any = None) -> Exercise:
    made = Exercise("square", picture=picture)
    if keras is not None:
        made.keras(reason="float64")(keras)
    if drive is not None:
        made.driver(drive)
    return made


def test_without_a_picture_nothing_is_recorded() -> None:
    assert record("l/square", exercise(None), square) is None


def test_without_keras_the_reference_is_recorded_in_five_digits() -> None:
    found = record("l/square", exercise(curve(0, 1, 3)), lambda x: square(x) / 3)
    assert found is not None
    assert found["keras"] is False
    assert found["expected"].tolist() == [0.0, 0.083333, 0.33333]


def test_keras_is_recorded_where_it_answers() -> None:
    found = record("l/square", exercise(curve(0, 2, 3), keras=lambda x: x * x), square)
    assert found is not None
    assert found["keras"] is True
    assert found["expected"].tolist() == [0.0, 1.0, 4.0]


def test_keras_without_an_opinion_leaves_it_to_the_reference() -> None:
    found = record("l/square", exercise(curve(0, 2, 3), keras=lambda x: NotImplemented), square)
    assert found is not None
    assert found["keras"] is False


def test_see_asks_by_way_of_the_driver_and_the_oracle_directly() -> None:
    def second(answer: Any, x: Any) -> Any:
        return answer(x)[1]

    def see(ask: Any, x: Any) -> Any:
        return ask(x) + 1

    found = record("l/square", exercise(curve(0, 2, 3, see=see), lambda x: x * x, second), lambda x: (0, square(x)))
    assert found is not None
    assert found["expected"].tolist() == [1.0, 2.0, 5.0]


def test_see_may_change_what_it_is_given() -> None:
    def see(ask: Any, x: Any) -> Any:
        x += 1
        return ask(x)

    picture = curve(0, 1, 2, see=see)
    record("l/square", exercise(picture), square)
    assert picture.arg.tolist() == [0.0, 1.0]


def one_row(ask: Any, n: int) -> Any:
    return [[[int(sample) for sample in ask(range(n))]]]


def no_rows(ask: Any, n: int) -> Any:
    return [[0, 1]]


def epochs(ask: Any, losses: Any) -> Any:
    return [ask(2)]


def test_epochs_and_batches_are_recorded_as_plain_numbers() -> None:
    found = record("l/square", exercise(stop([1.0, 0.5], ["best"], see=epochs)), square)
    assert found == {"expected": [4], "keras": False}
    assert record("l/square", exercise(strip(3, ["in order"], see=one_row)), square) == {
        "expected": [[0, 1, 4]],
        "keras": False,
    }


@pytest.mark.parametrize(
    ("picture", "message"),
    [
        (curve(0, 1, 3, see=lambda ask, x: [1.0, np.nan, 2.0]),
         "l/square: the picture fails: ValueError: see gives no finite number for each of 3 places; mend its see"),
        (bars(np.ones(3), ("a", "b")),
         "l/square: the picture fails: ValueError: see gives no finite number for each of 2 places; mend its see"),
        (strip(2, ["in order"], see=no_rows),
         "l/square: the picture fails: ValueError: see gives no list of batches for each row; mend its see"),
        (curve(0, 1, 3, see=lambda ask, x: 1 / 0),
         "l/square: the picture fails: ZeroDivisionError: division by zero; mend its see"),
    ],
)  # fmt: skip
def test_a_picture_that_the_reference_cannot_fill_is_refused(picture: Picture, message: str) -> None:
    with pytest.raises(CourseError) as caught:
        record("l/square", exercise(picture), square)
    assert str(caught.value) == message


def test_reference_and_keras_must_agree_on_it() -> None:
    with pytest.raises(CourseError, match=r"^l/square: reference and Keras disagree on the picture: the reference element \[2\] is 4"):
        record("l/square", exercise(curve(0, 2, 3), keras=lambda x: x), square)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("curve(0, 1, see=lambda ask, x: ask(x))",
         "its picture's see is no named function; write it with def, since its text travels"),
        ('bars([1.0], ())', "its picture (bars) has no labels; name what is drawn"),
    ],
)  # fmt: skip
def test_a_mistake_in_a_hidden_test_is_told_with_its_place(tmp_path: Path, line: str, message: str) -> None:
    file = tmp_path / "square" / "checks.py"
    file.parent.mkdir()
    file.write_text(
        "from autograder.authoring import Exercise, call\nfrom autograder.authoring.pictures import bars, curve\n"
        f'exercise = Exercise("square", picture={line})\n\n\n@exercise.check()\ndef one(rng):\n    """One."""\n    yield call(1)\n'
    )
    with pytest.raises(CourseError) as caught:
        load_exercises(tmp_path, ["square"])
    assert str(caught.value) == f"{file}:3: exercise 'square': {message}"


def test_a_lesson_is_recorded_in_its_own_order_and_the_same_each_time(losses: LessonKey) -> None:
    text = public_record(losses)
    assert text == public_record(losses)
    file = Path(__file__).resolve().parents[1] / "assignments" / "losses" / "checks" / "checks.json"
    assert text == file.read_text(encoding="utf-8")
