"""The one comparison: what counts as the expected value, and what cannot pass for it."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from autograder.student.compare import close, describe_type, difference, show, show_call
from autograder.worker.values import Refused, decode, encode

quick = settings(deadline=None, derandomize=True, max_examples=150)
VECTOR = np.array([1.0, 2.0, 3.0])


def says(expected: Any, got: Any) -> str | None:
    """The difference as text, at the tolerance of an ordinary check."""
    found = difference(expected, got, rtol=1e-5, atol=1e-9)
    return None if found is None else found.text


def kind(expected: Any, got: Any) -> str | None:
    found = difference(expected, got, rtol=1e-5, atol=1e-9)
    return None if found is None else found.kind


# What "float" means


@pytest.mark.parametrize(
    "got",
    [2.0, 2, np.float16(2), np.float32(2), np.float64(2), np.longdouble(2), np.array(2.0), np.array(2)],
    ids=repr,
)
def test_a_float_may_be_any_real_number(got: Any) -> None:
    assert says(2.0, got) is None


@pytest.mark.parametrize("expected", [2.0, np.float64(2), np.float32(2)], ids=repr)
def test_an_expected_numpy_scalar_asks_for_a_float(expected: Any) -> None:
    assert says(expected, 2.0) is None


def test_where_no_axis_is_left_a_float_is_right() -> None:
    assert says(np.array(2.0), 2.0) is None


def test_where_no_axis_is_left_a_numpy_scalar_is_right() -> None:
    assert says(np.array(2.0), np.float64(2)) is None


@pytest.mark.parametrize(
    ("got", "name"),
    [
        (True, "a bool"),
        (np.True_, "a bool"),
        (np.array(True), "an array of shape () and dtype bool"),
        (1 + 0j, "a complex"),
        (np.complex128(1), "a complex128"),
        (np.array(1 + 0j), "an array of shape () and dtype complex128"),
        ("1", "a str"),
        (b"1", "a bytes"),
        (None, "None"),
        ([1.0], "a list of 1"),
        ((1.0,), "a tuple of 1"),
        (np.array([1.0]), "an array of shape (1,)"),
        (np.array([[1.0]]), "an array of shape (1, 1)"),
        (Refused("a set"), "a set"),
    ],
)
def test_what_is_no_float_is_refused_by_name(got: Any, name: str) -> None:
    text = says(1.0, got)
    assert text is not None
    assert text.startswith(f"returned {name}")


def test_a_missing_return_is_asked_about() -> None:
    assert "is a return missing?" in str(says(1.0, None))


def test_a_wrong_float_is_shown() -> None:
    assert says(1.0, 1.25) == "returned 1.25"


def test_an_integer_too_large_for_a_float_is_a_wrong_value() -> None:
    assert says(1.0, 10**400) == "returned an integer too large for a float"


# What the tolerance means


@pytest.mark.parametrize("error", [0.0, 0.9e-5, -0.9e-5])
def test_an_error_within_the_relative_tolerance_passes(error: float) -> None:
    assert difference(100.0, 100.0 * (1 + error), rtol=1e-5, atol=0.0) is None


@pytest.mark.parametrize("error", [1.1e-5, -1.1e-5])
def test_an_error_beyond_the_relative_tolerance_fails(error: float) -> None:
    assert difference(100.0, 100.0 * (1 + error), rtol=1e-5, atol=0.0) is not None


def test_the_absolute_tolerance_counts_where_zero_is_expected() -> None:
    assert difference(0.0, 0.9e-9, rtol=1e-5, atol=1e-9) is None
    assert difference(0.0, 1.1e-9, rtol=1e-5, atol=1e-9) is not None


def test_the_tolerance_is_relative_to_the_expected_value() -> None:
    assert difference(1e-12, 1e6, rtol=1e-5, atol=0.0) is not None


def test_one_wrong_element_among_right_ones_fails() -> None:
    got = np.ones(1000)
    got[777] = 1.1
    assert says(np.ones(1000), got) == "element [777] is 1.1"


def test_large_values_do_not_overflow_the_tolerance() -> None:
    assert difference(1e308, -1e308, rtol=1e-5, atol=1e-9) is not None


@pytest.mark.parametrize("got", [math.nan, math.inf, -math.inf])
def test_nan_and_infinity_equal_no_number(got: float) -> None:
    assert says(1.0, got) is not None


@pytest.mark.parametrize(
    ("got", "name"), [(math.nan, "nan"), (math.inf, "inf"), (-math.inf, "inf"), (7.0, "value")]
)
def test_nan_and_infinity_are_told_from_wrong_values(got: float, name: str) -> None:
    assert kind(1.0, got) == name
    assert kind(VECTOR, np.array([1.0, got, 3.0])) == name


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_nan_and_infinity_pass_where_they_are_expected(value: float) -> None:
    assert says(value, value) is None
    assert says(np.array([1.0, value]), np.array([1.0, value])) is None


@pytest.mark.parametrize(
    ("expected", "got"),
    [
        (math.nan, 1.0),
        (math.nan, math.inf),
        (math.inf, -math.inf),
        (math.inf, 1e308),
        (math.inf, math.nan),
    ],
)
def test_an_expected_nan_or_infinity_is_matched_by_nothing_else(expected: float, got: float) -> None:
    assert says(expected, got) is not None
    assert says(np.array([expected]), np.array([got])) is not None


@quick
@given(st.floats(allow_nan=False, allow_infinity=False), st.floats())
def test_close_is_the_formula_that_it_states(expected: float, got: float) -> None:
    within = math.isfinite(got) and abs(got - expected) <= 1e-9 + 1e-5 * abs(expected)
    assert close(expected, got, rtol=1e-5, atol=1e-9) == within


# What "array" means


@pytest.mark.parametrize("got", [[1, 2, 3], (1.0, 2, 3), [np.float32(1), 2.0, np.array(3.0)]], ids=repr)
def test_a_list_of_numbers_is_an_array(got: Any) -> None:
    assert says(VECTOR, got) is None


@pytest.mark.parametrize("dtype", ["f2", "f4", "f8", "i1", "i8", "u1", "u8", "g"])
def test_an_array_may_have_any_dtype_that_holds_the_values(dtype: str) -> None:
    assert says(VECTOR, VECTOR.astype(dtype)) is None


def test_a_dtype_that_does_not_hold_the_values_fails() -> None:
    assert says(np.array([1.00048828125, 2.5]), np.array([1, 2])) == "element [0] is 1"


@pytest.mark.parametrize("shape", [(1, 3), (3, 1), (4,), (2,), (), (0,), (3, 3), (1, 3, 1)], ids=str)
def test_an_array_of_another_shape_is_refused(shape: tuple[int, ...]) -> None:
    text = says(VECTOR, np.ones(shape))
    assert text == f"returned an array of shape {shape}, not (3,)"


def test_a_column_is_no_vector() -> None:
    assert kind(VECTOR, VECTOR.reshape(3, 1)) == "shape"


def test_a_vector_is_no_column() -> None:
    assert kind(VECTOR.reshape(3, 1), VECTOR) == "shape"


def test_one_number_does_not_stand_for_an_array_of_it() -> None:
    assert says(np.ones(3), 1.0) == "returned a float, not an array of shape (3,)"


@pytest.mark.parametrize(
    ("got", "words"),
    [
        (np.array([True, True, True]), "returned an array of dtype bool"),
        (VECTOR.astype(complex), "returned an array of dtype complex128"),
        (VECTOR.astype(object), "returned an array of dtype object"),
        (VECTOR.astype(str), "returned an array of dtype <U32"),
        ([1, True, 3], "returned a list with a bool in it"),
        ([1, "2", 3], "returned a list with a str in it"),
        ([1, None, 3], "returned a list with None"),
        ([1, 2j, 3], "returned a list with a complex in it"),
        ([1, Refused("a set"), 3], "returned a list with a set in it"),
        ([1, [2], 3], "returned a list whose rows differ in length"),
        ([[1, 2], [3]], "returned a list whose rows differ in length"),
        ([2**70, 2, 3], "returned a list with numbers too large for an array"),
        ([10**400, 2.5, 3], "returned a list with numbers too large for an array"),
        ({0: 1}, "returned a dict, not an array of shape (3,)"),
        (range(3), "returned a range, not an array of shape (3,)"),
        (Refused("a MaskedArray"), "returned a MaskedArray"),
        (None, "returned None"),
        ("abc", "returned a str, not an array of shape (3,)"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_what_is_no_array_of_numbers_is_refused_by_name(got: Any, words: str) -> None:
    assert str(says(VECTOR, got)).startswith(words)


def test_a_list_nested_without_end_is_refused() -> None:
    loop: list[Any] = []
    loop += [loop] * 100
    assert says(VECTOR, loop) == "returned a list nested too deep"


def test_the_first_wrong_element_is_named_by_its_indices() -> None:
    got = np.zeros((2, 3))
    got[1, 2] = 0.5
    assert says(np.zeros((2, 3)), got) == "element [1, 2] is 0.5"


def test_empty_arrays_of_the_same_shape_are_equal() -> None:
    assert says(np.zeros((0, 3)), np.zeros((0, 3))) is None


def test_an_empty_list_is_no_number() -> None:
    assert says(1.0, []) == "returned a list of 0, not a float"
    assert says(np.array(1.0), []) is not None


@quick
@given(
    st.sampled_from(["f2", "f4", "f8", "i1", "i4", "u1"]).flatmap(
        lambda name: hnp.arrays(name, hnp.array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=3))
    )
)
def test_every_array_of_numbers_equals_itself(array: np.ndarray) -> None:
    assert difference(array, array.copy(), 0.0, 0.0) is None


def test_an_array_of_truths_equals_itself() -> None:
    # an argument of a case may be one: it is compared to see whether the call changed it
    truths = np.array([True, False])
    assert difference(truths, truths.copy(), 0.0, 0.0) is None


def test_an_array_of_truths_differs_from_another() -> None:
    assert difference(np.array([True, False]), np.array([True, True]), 0.0, 0.0) is not None


# What would fool a comparison that trusts its values


class Agreeable(np.ndarray):
    """Says yes to every NumPy function."""

    def __array_function__(self, *args: Any, **kwargs: Any) -> Any:
        return True

    def __array_ufunc__(self, *args: Any, **kwargs: Any) -> Any:
        return True

    def __eq__(self, other: object) -> Any:
        return True

    def __len__(self) -> int:
        return 3


class Yes(float):
    """Says yes to every comparison."""

    def __eq__(self, other: object) -> bool:
        return True

    def __le__(self, other: object) -> bool:
        return True

    def __float__(self) -> float:
        return 2.0

    __hash__ = float.__hash__


class Impostor(np.float64):
    """A NumPy scalar by its looks, which converts to whatever is wanted."""

    __module__ = "numpy"

    def __float__(self) -> float:
        return 2.0


class Spoof:
    """Claims any class and any attribute."""

    def __init__(self, claimed: type) -> None:
        object.__setattr__(self, "claimed", claimed)

    @property  # type: ignore[misc]
    def __class__(self) -> type:
        return self.claimed  # type: ignore[attr-defined, no-any-return]

    def __getattr__(self, name: str) -> Any:
        return getattr(np.float64(2.0), name)

    def __eq__(self, other: object) -> bool:
        return True

    __hash__ = None  # type: ignore[assignment]


class Text(str):
    def __eq__(self, other: object) -> bool:
        return True

    __hash__ = str.__hash__


class Items(list[float]):
    def __iter__(self) -> Any:
        return iter([1.0, 2.0, 3.0])


@pytest.mark.parametrize(
    "got",
    [
        np.zeros(3).view(Agreeable),
        np.ma.masked_array([1.0, 2.0, 3.0], mask=[True, True, True]),
        np.array([[9.0, 9.0, 9.0]]).view(np.matrix),
        Spoof(np.ndarray),
        Items([9.0]),
        [Yes(9.0), Yes(9.0), Yes(9.0)],
        [Impostor(9.0), 2.0, 3.0],
    ],
    ids=["ndarray subclass", "masked", "matrix", "class", "list subclass", "floats", "numpy scalars"],
)
def test_nothing_passes_for_an_array(got: Any) -> None:
    assert kind(VECTOR, got) == "type"


@pytest.mark.parametrize(
    "got",
    [Yes(9.0), Spoof(float), Spoof(np.float64), np.array(9.0).view(Agreeable), np.ma.masked],
    ids=["float subclass", "class float", "class float64", "0-d array", "masked"],
)
def test_nothing_passes_for_a_float(got: Any) -> None:
    assert kind(2.0, got) == "type"


def test_a_numpy_subclass_that_claims_to_be_numpys_own_is_refused() -> None:
    assert kind(2.0, Impostor(9.0)) == "type"


class EveryClass(type):
    """Makes classes that claim to equal any class."""

    def __eq__(cls, other: object) -> bool:
        return True

    def __hash__(cls) -> int:
        return hash(np.float64)


class Chameleon(metaclass=EveryClass):
    dtype = np.dtype("f8")

    def __float__(self) -> float:
        return 2.0


@pytest.mark.parametrize(
    "expected", [2.0, 2, True, "a", None, VECTOR, (1, 2), {"a": 1}], ids=lambda v: type(v).__name__
)
def test_a_class_that_equals_every_class_is_refused(expected: Any) -> None:
    assert kind(expected, Chameleon()) == "type"


def test_a_class_that_equals_every_class_is_refused_inside_a_list() -> None:
    assert kind(np.array([2.0]), [Chameleon()]) == "type"


def test_a_string_subclass_does_not_pass_for_a_string() -> None:
    assert kind("relu", Text("tanh")) == "type"


def test_a_list_subclass_does_not_pass_for_a_tuple() -> None:
    assert kind((1.0, 2.0, 3.0), Items([9.0])) == "type"


def test_a_dict_subclass_does_not_pass_for_a_dict() -> None:
    class History(dict[str, float]):
        def __getitem__(self, key: str) -> float:
            return 1.0

        def __contains__(self, key: object) -> bool:
            return True

    assert kind({"loss": 1.0}, History()) == "type"


# Other values


@pytest.mark.parametrize("got", [3, np.int64(3), np.uint8(3), np.array(3)], ids=repr)
def test_an_int_may_be_any_integer(got: Any) -> None:
    assert says(3, got) is None


@pytest.mark.parametrize("got", [3.0, np.float64(3), "3", None, np.array([3]), np.array(3.0)], ids=repr)
def test_what_is_no_int_is_refused(got: Any) -> None:
    assert kind(3, got) == "type"


def test_true_is_no_int() -> None:
    assert kind(1, True) == "type"


def test_a_wrong_int_is_shown() -> None:
    assert says(3, 4) == "returned 4"


def test_an_int_of_thousands_of_digits_is_a_wrong_value() -> None:
    assert kind(3, 10**5000) == "value"


@pytest.mark.parametrize("got", [True, np.True_, np.array(True)], ids=repr)
def test_a_truth_may_be_numpys(got: Any) -> None:
    assert says(True, got) is None
    assert says(np.True_, got) is None


@pytest.mark.parametrize("got", [1, 1.0, "True", None, np.array([True])], ids=repr)
def test_what_is_no_truth_is_refused(got: Any) -> None:
    assert kind(True, got) == "type"


def test_the_other_truth_is_a_wrong_value() -> None:
    assert says(True, False) == "returned False"


def test_a_string_may_be_numpys() -> None:
    assert says("relu", np.str_("relu")) is None


def test_a_string_that_is_numpys_is_right_for_hidden_checks_too() -> None:
    assert says("relu", decode(encode(np.str_("relu")))) is None


def test_another_string_is_shown() -> None:
    assert says("relu", "Relu") == "returned 'Relu'"


def test_a_number_is_no_string() -> None:
    assert says("relu", 3) == "returned an int, not a string"


def test_none_is_expected_as_none() -> None:
    assert says(None, None) is None
    assert says(None, 0.0) == "returned a float, not None"


@pytest.mark.parametrize("sequence", [list, tuple])
def test_a_tuple_of_values_may_be_a_list(sequence: Any) -> None:
    assert says((1.0, VECTOR), sequence([1.0, [1, 2, 3]])) is None


def test_a_tuple_of_another_length_is_refused() -> None:
    assert says((1.0, 2.0), (1.0,)) == "returned 1 values, not 2"


def test_a_wrong_value_of_a_tuple_is_named() -> None:
    assert says((1.0, VECTOR), (1.0, [1, 2, 4])) == "value 2 of 2: element [2] is 4"


def test_a_single_value_is_no_tuple() -> None:
    assert says((1.0, 2.0), 1.0) == "returned a float, not a tuple of 2"


def test_a_wrong_value_of_a_dict_is_named() -> None:
    assert says({"loss": 1.0}, {"loss": 2.0}) == "loss: returned 2"


def test_a_missing_key_of_a_dict_is_named() -> None:
    assert says({"loss": 1.0}, {}) == "'loss' is missing"


def test_a_list_is_no_dict() -> None:
    assert says({"loss": 1.0}, [1.0]) == "returned a list of 1, not a dict"


# Words for people


@pytest.mark.parametrize(
    ("value", "name"),
    [
        (1.0, "a float"),
        (1, "an int"),
        (Refused("an OrderedDict"), "an OrderedDict"),
        ([1, 2], "a list of 2"),
        (np.zeros((2, 3)), "an array of shape (2, 3)"),
        (np.zeros(2, bool), "an array of shape (2,) and dtype bool"),
        (np.float32(1), "a float32"),
    ],
)
def test_types_are_described_in_words(value: Any, name: str) -> None:
    assert describe_type(value) == name


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.1 + 0.2, "0.3"),
        (np.float32(0.1), "0.1"),
        (np.array([1.0, 2.5]), "[1. , 2.5]"),
        ([1, "a", None, True], "[1, 'a', None, True]"),
        ((1.5, [2]), "(1.5, [2])"),
        ({"a": 1.5}, "{'a': 1.5}"),
        (np.int64(3), "3"),
        (Refused("a set"), "a set"),
    ],
    ids=repr,
)
def test_values_are_shown_briefly(value: Any, text: str) -> None:
    assert show(value) == text


@pytest.mark.parametrize(
    "value",
    [np.arange(1e6), list(range(10**6)), "a" * 10**6, [["a" * 1000] * 12] * 12, {"a" * 1000: 1}],
    ids=["array", "list", "text", "nested", "dict"],
)
def test_what_is_shown_is_short(value: Any) -> None:
    assert len(show(value)) <= 240


def test_an_int_of_thousands_of_digits_can_be_shown() -> None:
    assert len(show(10**5000)) <= 240


def test_a_call_is_shown_as_it_is_written() -> None:
    assert show_call("leaky_relu", [np.array([-1.0])], {"negative_slope": 0.1}) == (
        "leaky_relu([-1.], negative_slope=0.1)"
    )
