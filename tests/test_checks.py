"""The public checks as a student meets them: cards, hints, kindness, and the file that travels."""

from __future__ import annotations

import itertools
import json
import os
import subprocess
import sys
import types
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from autograder.authoring.loading import load_exercises
from autograder.student import checks
from autograder.student.checks import ChecksFailed, check, demo, pack, unpack
from autograder.student.drawing import Drawing
from tests.patience import PATIENCE

ROOT = Path(__file__).resolve().parents[1]
RECORD: dict[str, Any] = json.loads(
    (ROOT / "assignments" / "losses" / "checks" / "checks.json").read_text(encoding="utf-8")
)
MSE = RECORD["mean_squared_error"]
SCRIPT = "<script>alert('mark me')</script> & \"more\""

Answer = Callable[..., Any]


def mse(y_true: Any, y_pred: Any) -> float:
    """A right answer."""
    difference = np.asarray(y_true, float).ravel() - np.asarray(y_pred, float).ravel()
    return float(np.mean(difference**2))


def unwritten(y_true: Any, y_pred: Any) -> float:
    raise NotImplementedError


def bad(y_true: Any, y_pred: Any) -> float:
    return -1.0


@pytest.fixture(autouse=True)
def fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    """A session that has run no check yet, beside the released `checks.json`."""
    monkeypatch.setattr(checks, "_runs", {})
    monkeypatch.setattr(checks, "_passes", {})
    monkeypatch.setattr(checks, "PATIENCE", PATIENCE)
    monkeypatch.setattr(checks, "FILE", ROOT / "assignments" / "losses" / "checks" / "checks.json")


@pytest.fixture
def cards(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """The cards that are shown."""
    shown: list[Any] = []
    monkeypatch.setattr(checks, "_display", shown.append)
    return shown


@pytest.fixture
def changed_record(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[..., None]:
    """Play with a `checks.json` in which the checks of `mean_squared_error` are changed."""

    def change(**values: Any) -> None:
        record = json.loads(json.dumps(RECORD))
        for item in record["mean_squared_error"]["checks"]:
            item |= values
        file = tmp_path / "checks.json"
        file.write_text(json.dumps(record), encoding="utf-8")
        monkeypatch.setattr(checks, "FILE", file)

    return change


def cell() -> None:
    """A check cell: `check` looks in the namespace of its caller."""
    check(EXERCISE)  # type: ignore[name-defined]  # noqa: F821


def run(exercise: str = "mean_squared_error", **names: Answer) -> None:
    """Run the check cell in a notebook where these names are defined."""
    types.FunctionType(cell.__code__, {"check": check, "EXERCISE": exercise, **names})()


def fails(exercise: str = "mean_squared_error", **names: Answer) -> str:
    """Run the check cell; it must fail. Returns its last words."""
    with pytest.raises(ChecksFailed) as caught:
        run(exercise, **names)
    return str(caught.value)


# What a card says


def test_a_right_answer_passes(cards: list[Any]) -> None:
    run(mean_squared_error=mse)
    assert "[pass] The mean of the squared errors, on the numbers worked above." in repr(cards[0])
    assert "fail" not in repr(cards[0])


def test_after_a_pass_stands_what_was_understood(cards: list[Any]) -> None:
    run(mean_squared_error=mse)
    assert cards[0].advice == [MSE["understood"]]
    assert MSE["understood"] in repr(cards[0])


def test_a_wrong_answer_fails_with_the_number_of_failing_checks(cards: list[Any]) -> None:
    assert fails(mean_squared_error=bad) == (
        "2 of 2 public checks fail: run this cell and read its card. (mean_squared_error)"
    )


def test_a_failure_shows_call_got_and_expected(cards: list[Any]) -> None:
    fails(mean_squared_error=bad)
    text = repr(cards[0])
    assert "[fail] The mean of the squared errors, on the numbers worked above." in text
    assert "call:     mean_squared_error([ 3. , -0.5, 2. , 7. ], [2.5, 0. , 2.1, 7.8])" in text
    assert "got:      returned -1" in text
    assert "expected: 0.2875" in text


def test_a_failure_says_nothing_of_what_was_understood(cards: list[Any]) -> None:
    fails(mean_squared_error=bad)
    assert MSE["understood"] not in repr(cards[0])


def test_one_failing_check_does_not_hide_a_passing_one(cards: list[Any]) -> None:
    def pairs_nothing(y_true: Any, y_pred: Any) -> float:
        return float(np.mean((np.asarray(y_true) - np.asarray(y_pred)) ** 2))

    assert fails(mean_squared_error=pairs_nothing).startswith("1 of 2 public checks fail: ")
    assert "[pass] The mean of the squared errors" in repr(cards[0])
    assert "[fail] A vector and a column" in repr(cards[0])


def test_a_stub_is_not_written_yet(cards: list[Any]) -> None:
    fails(mean_squared_error=unwritten)
    assert repr(cards[0]).count("got:      not written yet") == 1
    assert "call:" not in repr(cards[0])


def test_a_stub_spends_no_hint(cards: list[Any]) -> None:
    for answer in (unwritten, unwritten, lambda y_true, y_pred: 0.0):
        fails(mean_squared_error=answer)
    stub, again, tried = map(repr, cards)
    assert stub == again
    assert "Put your code in the place of that line" in stub
    hint = next(line for line in tried.splitlines() if line.startswith("  What are the shapes"))
    assert hint not in stub


def test_a_part_that_is_not_written_yet_is_said_at_its_check(cards: list[Any]) -> None:
    def half_written(y_true: Any, y_pred: Any) -> float:
        if np.shape(y_true) != np.shape(y_pred):
            raise NotImplementedError
        return float(np.mean((np.asarray(y_true) - np.asarray(y_pred)) ** 2))

    fails(mean_squared_error=half_written)
    assert repr(cards[0]).index("[fail] A vector") < repr(cards[0]).index("got:      not written yet")


def test_an_answer_that_is_not_defined_asks_for_its_cell(cards: list[Any]) -> None:
    fails()
    assert "mean_squared_error is not defined; run the cell that defines it" in repr(cards[0])


def test_a_name_that_is_no_function_fails_kindly(cards: list[Any]) -> None:
    fails(mean_squared_error=3)  # type: ignore[arg-type]
    assert "raised TypeError: 'int' object is not callable" in repr(cards[0])


def test_an_exception_is_shown_with_its_text(cards: list[Any]) -> None:
    def answer(y_true: Any, y_pred: Any) -> float:
        raise ValueError("shapes differ")

    fails(mean_squared_error=answer)
    assert "got:      raised ValueError: shapes differ" in repr(cards[0])


def test_an_exception_without_a_text_of_its_own_is_shown(cards: list[Any]) -> None:
    class Mute(Exception):
        def __str__(self) -> str:
            raise RuntimeError

    def answer(y_true: Any, y_pred: Any) -> float:
        raise Mute

    fails(mean_squared_error=answer)
    assert "raised Mute" in repr(cards[0])


def test_a_forgotten_return_is_asked_about(cards: list[Any]) -> None:
    fails(mean_squared_error=lambda y_true, y_pred: None)
    assert "is a return missing?" in repr(cards[0])


def test_an_answer_that_lies_about_its_equality_fails(cards: list[Any]) -> None:
    class Yes(float):
        def __eq__(self, other: object) -> bool:
            return True

        __hash__ = float.__hash__

    fails(mean_squared_error=lambda y_true, y_pred: Yes(9.0))
    assert "returned a Yes, not a float" in repr(cards[0])


def test_an_answer_that_changes_its_inputs_fails(
    cards: list[Any], changed_record: Callable[..., None]
) -> None:
    def in_place(y_true: Any, y_pred: Any) -> float:
        loss = mse(y_true, y_pred)
        y_pred *= 0
        return loss

    changed_record(unchanged=True)
    fails(mean_squared_error=in_place)
    assert "the value is right, but the call changed its arguments; work on a copy" in repr(cards[0])


def test_an_answer_that_leaves_its_inputs_alone_passes(
    cards: list[Any], changed_record: Callable[..., None]
) -> None:
    changed_record(unchanged=True)
    run(mean_squared_error=mse)
    assert "fail" not in repr(cards[0])


def test_each_case_gets_inputs_of_its_own(cards: list[Any]) -> None:
    seen: list[Any] = []

    def keeps(y_true: Any, y_pred: Any) -> float:
        seen.append(y_true)
        loss = mse(y_true, y_pred)
        y_true *= 0
        return loss

    run(mean_squared_error=keeps)
    run(mean_squared_error=keeps)
    assert "fail" not in repr(cards[1])


def test_a_driver_says_how_the_answer_is_used(
    cards: list[Any], changed_record: Callable[..., None]
) -> None:
    changed_record(drive="def drive(answer, *args):\n    return np.float64(answer()(*args))\n")
    run(mean_squared_error=lambda: mse)
    assert "fail" not in repr(cards[0])


def right_scce(y_true: Any, y_pred: Any) -> float:
    p = np.clip(np.asarray(y_pred, float), 1e-7, 1 - 1e-7)
    labels = np.asarray(y_true).astype(int).ravel()
    if labels.min() < 0 or labels.max() >= p.shape[1]:
        raise ValueError("no such class")
    return float(-np.mean(np.log(p[np.arange(len(labels)), labels])))


def test_an_exception_that_is_asked_for_passes(cards: list[Any]) -> None:
    run("sparse_categorical_crossentropy", sparse_categorical_crossentropy=right_scce)
    assert "[pass] A label that is no class raises ValueError." in repr(cards[0])


def test_a_subclass_of_the_exception_that_is_asked_for_passes(cards: list[Any]) -> None:
    class NoSuchClass(ValueError):
        pass

    def answer(y_true: Any, y_pred: Any) -> float:
        try:
            return right_scce(y_true, y_pred)
        except ValueError:
            raise NoSuchClass from None

    run("sparse_categorical_crossentropy", sparse_categorical_crossentropy=answer)
    assert "fail" not in repr(cards[0])


def test_another_exception_than_the_one_that_is_asked_for_fails(cards: list[Any]) -> None:
    def answer(y_true: Any, y_pred: Any) -> float:
        try:
            return right_scce(y_true, y_pred)
        except ValueError:
            raise IndexError("no such column") from None

    fails("sparse_categorical_crossentropy", sparse_categorical_crossentropy=answer)
    assert "got:      raised IndexError: no such column" in repr(cards[0])
    assert "expected: ValueError" in repr(cards[0])


@pytest.mark.parametrize("value", [0.5, 10**5000], ids=["float", "huge int"])
def test_a_value_instead_of_the_exception_that_is_asked_for_fails(cards: list[Any], value: Any) -> None:
    def answer(y_true: Any, y_pred: Any) -> Any:
        try:
            return right_scce(y_true, y_pred)
        except ValueError:
            return value

    fails("sparse_categorical_crossentropy", sparse_categorical_crossentropy=answer)
    assert "instead of raising ValueError" in repr(cards[0])


def test_an_unknown_exercise_is_refused() -> None:
    with pytest.raises(ValueError, match=r"^There is no exercise called 'mse' in this lesson\.$"):
        run("mse")


def test_a_failing_cell_shows_one_line_and_no_traceback() -> None:
    assert ChecksFailed("one line")._render_traceback_() == ["one line"]


# A card as HTML


def test_a_card_in_a_notebook_says_what_the_text_says(cards: list[Any]) -> None:
    fails(mean_squared_error=bad)
    page = cards[0]._repr_html_()
    for words in (">mean_squared_error</code>: 0 of 2 pass", "✗ fail", "returned -1", "0.2875"):
        assert words in page


def test_a_passing_card_in_a_notebook_shows_what_was_understood(cards: list[Any]) -> None:
    run(mean_squared_error=mse)
    page = cards[0]._repr_html_()
    assert "✓ pass" in page
    assert "this is the loss for regression." in page


def test_an_exceptions_text_is_escaped(cards: list[Any]) -> None:
    def answer(y_true: Any, y_pred: Any) -> float:
        raise ValueError(SCRIPT)

    fails(mean_squared_error=answer)
    page = cards[0]._repr_html_()
    assert "<script" not in page
    assert "&lt;script&gt;alert(&#x27;mark me&#x27;)&lt;/script&gt; &amp; &quot;more&quot;" in page


def test_an_exceptions_class_is_escaped(cards: list[Any]) -> None:
    def answer(y_true: Any, y_pred: Any) -> float:
        raise type("<script>", (Exception,), {})

    fails(mean_squared_error=answer)
    assert "<script" not in cards[0]._repr_html_()


def test_a_returned_string_is_escaped(cards: list[Any]) -> None:
    fails("choose_loss", choose_loss=lambda y: SCRIPT)
    assert "<script" not in cards[0]._repr_html_()


def test_titles_and_hints_are_escaped() -> None:
    result = {"title": SCRIPT, "problem": SCRIPT, "call": SCRIPT, "expected": SCRIPT}
    drawing = Drawing(SCRIPT, SCRIPT, "", [SCRIPT])
    page = checks._Card(SCRIPT, [result], [SCRIPT], [SCRIPT], drawing, SCRIPT)._repr_html_()
    assert "<script" not in page
    assert page.count("&lt;script&gt;") == 10


# Advice


def test_each_failing_run_gives_one_hint_more(cards: list[Any]) -> None:
    known = [0]
    for _ in range(len(MSE["hints"]) + 1):
        fails(mean_squared_error=bad)
        known.append(len({line for card in cards for line in card.advice if line in MSE["hints"]}))
    assert known[-1] > 0
    assert all(after - before in (0, 1) for before, after in itertools.pairwise(known))


def test_every_hint_is_shown_in_its_order(cards: list[Any]) -> None:
    for _ in range(len(MSE["hints"]) + 1):
        fails(mean_squared_error=bad)
    shown = list(dict.fromkeys(line for card in cards for line in card.advice if line in MSE["hints"]))
    assert shown == MSE["hints"]


def test_a_pass_starts_the_hints_anew(cards: list[Any]) -> None:
    fails(mean_squared_error=bad)
    fails(mean_squared_error=bad)
    run(mean_squared_error=mse)
    fails(mean_squared_error=bad)
    assert cards[3].advice == cards[0].advice


def test_each_exercise_counts_its_own_runs(cards: list[Any]) -> None:
    fails(mean_squared_error=bad)
    fails(mean_squared_error=bad)
    fails("binary_crossentropy", binary_crossentropy=bad)
    fails("categorical_crossentropy", categorical_crossentropy=bad)
    assert len(cards[2].advice) == len(cards[3].advice) == len(cards[0].advice)


def test_the_hints_may_run_out(cards: list[Any]) -> None:
    for _ in range(10):
        fails(mean_squared_error=bad)
    assert "[fail]" in repr(cards[9])


def test_a_known_misconception_is_named_with_its_hint(cards: list[Any]) -> None:
    def sums(y_true: Any, y_pred: Any) -> float:
        return float(np.sum((np.asarray(y_true).ravel() - np.asarray(y_pred).ravel()) ** 2))

    fails(mean_squared_error=sums)
    wrong = MSE["wrong"]["mse_sums"]
    assert cards[0].advice[:2] == [
        f"It looks as if your answer {wrong['misconception']}.",
        wrong["hint"],
    ]


def test_a_wrong_value_without_a_name_gets_no_misconception(cards: list[Any]) -> None:
    fails(mean_squared_error=bad)
    assert "It looks as if" not in repr(cards[0])


def test_a_misconception_that_shows_in_one_case_only_is_named(cards: list[Any]) -> None:
    def divides_by_rows(y_true: Any, y_pred: Any) -> float:
        """Right for a vector, wrong for a matrix: the first check has a case of each."""
        y_true = np.asarray(y_true, float)
        y_pred = np.asarray(y_pred, float).reshape(y_true.shape)
        return float(np.sum((y_true - y_pred) ** 2) / len(y_true))

    fails(mean_squared_error=divides_by_rows)
    assert MSE["wrong"]["mse_divides_by_rows"]["misconception"] in repr(cards[0])


def looks_like(card: Any) -> list[str]:
    return [line for line in card.advice if line.startswith("It looks as if")]


def test_no_named_wrong_answer_is_taken_for_another(cards: list[Any]) -> None:
    for exercise in load_exercises(ROOT / "solutions" / "losses", RECORD).values():
        for wrong in exercise.wrongs:
            try:
                run(exercise.name, **{exercise.name: wrong.function})
            except ChecksFailed:
                own = f"It looks as if your answer {wrong.misconception}."
                assert looks_like(cards[-1]) in ([], [own]), wrong.name


def test_every_named_right_answer_passes(cards: list[Any]) -> None:
    for exercise in load_exercises(ROOT / "solutions" / "losses", RECORD).values():
        for right in exercise.rights:
            run(exercise.name, **{exercise.name: right.function})
    assert cards


# Where a card is shown


def test_without_ipython_the_card_is_printed(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("IPython.get_ipython", lambda: None)
    run(mean_squared_error=mse)
    assert "Public checks of mean_squared_error" in capsys.readouterr().out


def test_in_a_notebook_the_card_is_displayed(monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[Any] = []
    monkeypatch.setattr("IPython.get_ipython", object)
    monkeypatch.setattr("IPython.display.display", shown.append)
    run(mean_squared_error=mse)
    assert "✓ pass" in shown[0]._repr_html_()


# Demos


def test_a_demo_of_an_unwritten_answer_asks_for_it(capsys: pytest.CaptureFixture[str]) -> None:
    with demo("relu", "softmax"):
        raise NotImplementedError
    assert capsys.readouterr().out == "Write relu and softmax first, then run this cell again.\n"


def test_a_demo_without_keras_says_what_to_install(capsys: pytest.CaptureFixture[str]) -> None:
    with demo("relu"):
        raise ModuleNotFoundError("No module named 'tensorflow'", name="tensorflow")
    assert capsys.readouterr().out == (
        "This demo needs tensorflow. To see it live: pip install tensorflow\n"
    )


def test_a_demo_shows_other_errors() -> None:
    with pytest.raises(ZeroDivisionError), demo("relu"):
        raise ZeroDivisionError


def test_a_demo_keeps_back_what_libraries_in_c_note(capfd: pytest.CaptureFixture[str]) -> None:
    for _run in range(2):
        with demo("relu"):
            os.write(2, b"cuda drivers")
        os.write(2, b"mine")
    assert capfd.readouterr().err == "minemine"


def test_a_demo_works_where_standard_error_is_closed() -> None:
    code = "import os\nfrom autograder.student.checks import demo\nos.close(2)\nwith demo('relu'): print('shown')"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout == "shown\n"


def test_a_demo_that_works_says_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    with demo("relu"):
        pass
    assert capsys.readouterr().out == ""


# What travels: values as JSON


def travelled(value: Any) -> Any:
    return unpack(json.loads(json.dumps(pack(value))))


def arrays_of(dtype: str) -> st.SearchStrategy[np.ndarray]:
    shapes = hnp.array_shapes(min_dims=0, max_dims=3, max_side=3)
    return hnp.arrays(dtype, shapes, elements={"allow_nan": False} if dtype[0] == "f" else None)


numbers = st.sampled_from(["?", "i1", "i8", "u1", "u8", "f2", "f4", "f8"]).flatmap(arrays_of)
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text() | numbers,
    lambda inside: (
        st.lists(inside, max_size=3)
        | st.lists(inside, max_size=3).map(tuple)
        | st.dictionaries(st.text(), inside, max_size=3)
    ),
    max_leaves=6,
)


def alike(one: Any, other: Any) -> bool:
    """The same types and shapes, numbers to nine digits."""
    if type(one) is not type(other):
        return False
    if type(one) is float:
        return one == other or abs(one - other) <= 1e-8 * abs(one)
    if type(one) is np.ndarray:
        return (one.dtype, one.shape) == (other.dtype, other.shape) and all(
            map(alike, one.ravel().tolist(), other.ravel().tolist())
        )
    if type(one) in (list, tuple):
        return len(one) == len(other) and all(map(alike, one, other))
    if type(one) is dict:
        return one.keys() == other.keys() and all(alike(one[key], other[key]) for key in one)
    return bool(one == other)


@pytest.mark.filterwarnings("ignore:invalid value encountered")
@settings(deadline=None, derandomize=True, max_examples=150)
@given(values)
def test_values_travel_as_json(value: Any) -> None:
    assert alike(value, travelled(value))


@pytest.mark.parametrize("value", [np.float64(0.1), np.float32(0.5), np.int64(3), np.True_], ids=repr)
def test_a_numpy_scalar_travels_as_a_plain_number(value: Any) -> None:
    assert travelled(value) == value.item()


def test_floats_travel_with_nine_digits() -> None:
    assert json.dumps(pack([1 / 3, np.array([2 / 3])])) == (
        '{"list": [0.333333333, {"array": [0.666666667], "shape": [1], "dtype": "float64"}]}'
    )


def test_a_dict_with_the_keys_of_a_packed_value_travels() -> None:
    assert travelled({"list": [1], "array": 2}) == {"list": [1], "array": 2}


def test_an_empty_array_keeps_its_shape() -> None:
    assert travelled(np.zeros((0, 3))).shape == (0, 3)
