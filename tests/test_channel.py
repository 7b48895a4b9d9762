"""Plain values as bytes and back; everything else refused, by name or as a ChannelError."""

from __future__ import annotations

import collections
import contextlib
import json
import math
import struct
import tracemalloc
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from autograder import channel
from autograder.channel import HEADER_SIZE, ChannelError, Refused, decode, encode, frame_size

quick = settings(deadline=None, derandomize=True, max_examples=150)

DTYPES = ["?", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "f2", "f4", "f8"]
arrays = st.sampled_from(DTYPES).flatmap(
    lambda name: hnp.arrays(name, hnp.array_shapes(min_dims=0, max_dims=4, min_side=0, max_side=4))
)
scalars = st.sampled_from(DTYPES).flatmap(lambda name: hnp.arrays(name, ()).map(lambda a: a[()]))
atoms = (
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**64 - 1)
    | st.floats()
    | st.text(max_size=30)
    | arrays
    | scalars
)
plain = st.recursive(
    atoms,
    lambda inside: (
        st.lists(inside, max_size=3)
        | st.lists(inside, max_size=3).map(tuple)
        | st.dictionaries(st.text(max_size=5), inside, max_size=3)
    ),
    max_leaves=8,
)


def identical(one: Any, other: Any) -> bool:
    """The same type, shape and bits all the way down; one NaN is as good as another."""
    if type(one) is not type(other):
        return False
    if isinstance(one, np.ndarray | np.generic):
        return one.dtype == other.dtype and one.shape == other.shape and one.tobytes() == other.tobytes()
    if type(one) is float:
        return one.hex() == other.hex()
    if type(one) in (list, tuple):
        return len(one) == len(other) and all(map(identical, one, other))
    if type(one) is dict:
        return list(one) == list(other) and all(identical(one[key], other[key]) for key in one)
    return bool(one == other)


def crossed(value: Any) -> Any:
    return decode(encode(value))


def frame(tree: Any, body: bytes = b"") -> bytes:
    """A frame around any JSON tree."""
    text = tree if type(tree) is bytes else json.dumps(tree).encode()
    return struct.pack("!II", len(text), len(body)) + text + body


@quick
@given(plain)
def test_plain_values_cross_unchanged(value: Any) -> None:
    assert identical(crossed(value), value)


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("shape", [(), (1,), (3,), (2, 3), (0,), (3, 0)])
def test_an_array_keeps_dtype_and_shape(dtype: str, shape: tuple[int, ...]) -> None:
    got = crossed(np.ones(shape, dtype))
    assert type(got) is np.ndarray
    assert (got.dtype, got.shape) == (np.dtype(dtype), shape)


@pytest.mark.parametrize("dtype", DTYPES)
def test_a_numpy_scalar_is_no_array_afterwards(dtype: str) -> None:
    got = crossed(np.ones((), dtype)[()])
    assert type(got) is np.dtype(dtype).type


@pytest.mark.parametrize("value", [True, 1, 1.0, "1", None, [1], (1,)])
def test_a_python_value_keeps_its_type(value: Any) -> None:
    assert type(crossed(value)) is type(value)


@pytest.mark.parametrize("value", [math.inf, -math.inf, -0.0, 5e-324, 1.7976931348623157e308])
def test_a_float_keeps_every_bit(value: float) -> None:
    assert crossed(value).hex() == value.hex()


def test_nan_stays_nan() -> None:
    assert math.isnan(crossed(math.nan))


@pytest.mark.parametrize("value", [-(2**63), 2**64 - 1])
def test_an_integer_of_64_bits_crosses(value: int) -> None:
    assert crossed(value) == value


def test_an_array_in_another_byte_order_keeps_its_values() -> None:
    got = crossed(np.array([1.5, -2.0], ">f8"))
    assert got.dtype == np.float64
    assert got.tolist() == [1.5, -2.0]


def test_an_array_that_is_not_contiguous_keeps_its_values() -> None:
    array = np.arange(12.0).reshape(3, 4)[::2, ::-1]
    assert crossed(array).tolist() == array.tolist()


def test_a_long_double_crosses_as_float64() -> None:
    assert crossed(np.array([1.5], np.longdouble)).dtype == np.float64


@pytest.mark.parametrize("dtype", ["float64", "float32", "int64", "uint8", "bool"])
def test_an_array_that_crossed_has_numpys_own_dtype(dtype: str) -> None:
    """Of another, be it equal, np.asarray makes a new array, where a student's own would be the same."""
    array = decode(encode(np.ones(3, dtype=dtype)))
    assert np.asarray(array, dtype=np.dtype(dtype).type) is array


def test_what_crosses_may_be_written_to() -> None:
    got = crossed(np.zeros(3))
    got[0] = 1
    assert got.tolist() == [1, 0, 0]


def test_a_numpy_string_crosses_as_text() -> None:
    # np.array(names)[i] is one: where a string is asked for, it is a right answer (compare)
    assert crossed(np.str_("relu")) == "relu"


class Array(np.ndarray):
    pass


class Number(float):
    pass


class Text(str):
    pass


class Items(list[int]):
    pass


class Impostor(np.float64):
    __module__ = "numpy"


class Spoof:
    __module__ = "numpy"
    dtype = np.dtype("f8")
    shape = ()

    @property  # type: ignore[misc]
    def __class__(self) -> type:
        return np.float64

    def __array__(self, dtype: Any = None, copy: Any = None) -> np.ndarray:
        return np.array(0.5)


REFUSED = {
    "a MaskedArray": np.ma.masked_array([1.0], mask=[False]),
    "an Array": np.zeros(2).view(Array),
    "a matrix": np.zeros((1, 1)).view(np.matrix),
    "a Number": Number(0.5),
    "a Text": Text("relu"),
    "an Items": Items([1]),
    "an array of dtype object": np.array([None]),
    "an array of dtype complex128": np.zeros(2, complex),
    "an array of dtype <U4": np.array(["relu"]),
    "an array of dtype datetime64[D]": np.array(["2027-02-01"], "M8[D]"),
    "a complex128": np.complex128(1),
    "a datetime64": np.datetime64("2027-02-01"),
    "a complex": 1j,
    "a set": {1},
    "a bytes": b"relu",
    "a range": range(3),
    "a generator": (i for i in ()),
    "a function": decode,
    "a module": channel,
    "a type": float,
    "an OrderedDict": collections.OrderedDict(a=1),
    "a dict": {1: 2},
    "an integer over 64 bits": 2**64,
    "a string of 2,001 characters": "a" * 2001,
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_not_plain_is_refused_by_name(name: str) -> None:
    assert crossed(REFUSED[name]) == Refused(name)


@pytest.mark.parametrize("value", [-(2**63) - 1, 10**5000], ids=["64 bits", "5000 digits"])
def test_a_huge_integer_is_refused(value: int) -> None:
    assert crossed(value) == Refused("an integer over 64 bits")


def test_a_numpy_subclass_in_disguise_is_refused() -> None:
    assert crossed(Impostor(0.5)) == Refused("an Impostor")


def test_a_class_that_equals_every_class_is_refused() -> None:
    class EveryClass(type):
        def __eq__(cls, other: object) -> bool:
            return True

        def __hash__(cls) -> int:
            return hash(np.float64)

    class Chameleon(metaclass=EveryClass):
        dtype = np.dtype("f8")

        def __array__(self, dtype: Any = None, copy: Any = None) -> np.ndarray:
            return np.array(0.5)

    assert crossed(Chameleon()) == Refused("a Chameleon")


def test_an_object_in_disguise_is_refused() -> None:
    assert crossed(Spoof()) == Refused("a Spoof")


def test_a_string_at_the_limit_crosses() -> None:
    assert crossed("é" * 2000) == "é" * 2000


def test_a_lone_surrogate_crosses_as_its_escape() -> None:
    assert crossed("a\ud800") == "a\\ud800"


def test_a_string_of_lone_surrogates_makes_a_frame_that_can_be_read() -> None:
    assert type(crossed("\ud800" * 2000)) in (str, Refused)


def test_an_array_of_as_many_dimensions_as_a_frame_takes_crosses() -> None:
    assert crossed(np.zeros((1,) * 32)).shape == (1,) * 32


def test_an_array_of_more_dimensions_than_a_frame_takes_is_refused_by_name() -> None:
    assert type(crossed(np.zeros((1,) * 33))) is Refused


def test_a_dict_with_a_long_key_is_refused() -> None:
    assert crossed({"a" * 2001: 1}) == Refused("a dict")


def test_a_long_class_name_is_cut() -> None:
    got = crossed(type("A" * 5000, (), {})())
    assert len(got.what) < 100


def test_what_is_refused_inside_a_list_leaves_the_rest() -> None:
    assert crossed([1, {2}, "a"]) == [1, Refused("a set"), "a"]


def test_what_is_refused_stays_refused_on_a_second_crossing() -> None:
    assert crossed(crossed([{1}])) == [Refused("a set")]


def nested(depth: int) -> Any:
    value: Any = 1
    for _ in range(depth):
        value = [value]
    return value


def test_lists_at_the_depth_limit_cross() -> None:
    assert crossed(nested(channel.MAX_DEPTH)) == nested(channel.MAX_DEPTH)


def test_lists_nested_too_deep_are_refused_inside() -> None:
    assert "Refused(what='lists nested more than 12 deep')" in repr(crossed(nested(13)))


def test_a_list_that_holds_itself_is_refused_inside() -> None:
    loop: list[Any] = []
    loop.append(loop)
    assert "lists nested more than 12 deep" in repr(crossed(loop))


def test_too_many_values_are_refused_inside(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(channel, "MAX_ITEMS", 50)
    assert "Refused(what='more than 50 values')" in repr(crossed([0] * 100))


def test_the_header_says_how_long_the_frame_is() -> None:
    data = encode({"a": np.zeros(3)})
    assert frame_size(data[:HEADER_SIZE]) == len(data)


def refuses(data: bytes) -> str:
    """What is said about this frame. No other exception may leave `decode`."""
    with pytest.raises(ChannelError) as caught:
        decode(data)
    return str(caught.value)


@pytest.mark.parametrize("data", [b"", b"\0", b"\0" * 7])
def test_a_frame_without_a_header_is_refused(data: bytes) -> None:
    assert refuses(data) == "malformed frame: error"


@pytest.mark.parametrize("more", [b"x", -1])
def test_a_frame_of_another_length_than_it_says_is_refused(more: Any) -> None:
    data = encode([1, np.zeros(2)])
    wrong = data + more if type(more) is bytes else data[:more]
    assert refuses(wrong) == "the frame's length is not what it says"


@pytest.mark.parametrize("tree", [b"", b"{", b"\xff", b"[" * 100_000, b"1" * 5000, b'"\\ud8'])
def test_a_tree_that_is_not_json_is_refused(tree: bytes) -> None:
    assert refuses(frame(tree)).startswith("malformed frame: ")


@pytest.mark.parametrize("tree", [{}, {"a": 1, "b": 2}, [{}], {"tuple": [], "list": []}])
def test_a_tree_of_unknown_form_is_refused(tree: Any) -> None:
    assert refuses(frame(tree)) == "a value of unknown form"


def test_a_value_of_unknown_kind_is_refused() -> None:
    assert refuses(frame({"pickle": "cos\nsystem"})) == "a value of unknown kind"


def test_an_integer_over_64_bits_is_refused_when_read() -> None:
    assert refuses(frame(2**64)) == "an integer over 64 bits"


@pytest.mark.parametrize("text", ["a" * 12_001, 5, None, ["a"]], ids=["long", "5", "null", "list"])
def test_text_that_is_none_or_too_long_is_refused(text: Any) -> None:
    assert refuses(frame({"refused": text})) == "text that is too long"


@pytest.mark.parametrize("tree", ["a" * 12_001, ["a" * 12_001], {"dict": [["a" * 12_001, 1]]}, {"dict": [[5, 1]]}])
def test_a_string_or_a_key_that_is_none_or_too_long_is_refused(tree: Any) -> None:
    assert refuses(frame(tree)) == "text that is too long"


def test_a_tree_nested_too_deep_is_refused() -> None:
    tree: Any = 1
    for depth in range(20):
        tree = [tree] if depth % 2 else {"tuple": [tree]}
    assert refuses(frame(tree)) == "the value is nested too deep"


def test_a_tree_with_too_many_items_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(channel, "MAX_ITEMS", 50)
    assert refuses(frame([[1] * 30, {"tuple": [1] * 30}])) == "the value has too many items"


@pytest.mark.parametrize("dtype", ["O", "U4", "S4", "V8", "c16", "M8[s]", "f16", "f8,f8", "(2,)f8"])
def test_an_array_of_another_dtype_is_refused(dtype: str) -> None:
    assert refuses(frame({"array": [dtype, [1], 0, 8]}, b"\0" * 8)) == "an array of unknown dtype"


@pytest.mark.parametrize(
    "dtype", ["", ",", ",,", "(,2)f8,f8", "f8,(", "(1(f8", "é", "f8\0", None, 8, {}]
)
def test_a_dtype_that_is_none_is_refused(dtype: Any) -> None:
    assert refuses(frame({"array": [dtype, [1], 0, 8]}, b"\0" * 8))


@pytest.mark.parametrize("shape", [[-1], [1.0], [True], ["1"], [None], [1] * 33])
def test_an_array_of_impossible_shape_is_refused(shape: Any) -> None:
    assert refuses(frame({"array": ["<f8", shape, 0, 8]}, b"\0" * 8)) == "an array of impossible shape"


@pytest.mark.parametrize(
    "where", [[-8, 8], [0, -8], [0.0, 8], [0, 8.0], [False, 8], [0, True], [None, 8], ["0", 8]], ids=str
)
def test_an_array_at_an_impossible_place_is_refused(where: list[Any]) -> None:
    assert refuses(frame({"array": ["<f8", [1], *where]}, b"\0" * 8)) == "an array outside its frame"


@pytest.mark.parametrize(
    ("shape", "start", "size"),
    [([2], 0, 8), ([1], 0, 16), ([0], 0, 8), ([1], 1, 8), ([1], 8, 8), ([2], 0, 16), ([2**62], 0, 0)],
)
def test_an_array_whose_size_is_a_lie_is_refused(shape: list[int], start: int, size: int) -> None:
    data = frame({"array": ["<f8", shape, start, size]}, b"\0" * 8)
    assert refuses(data) == "an array whose size is not its shape"


@pytest.mark.parametrize("data", [[], ["<f8"], ["<f8", [1], 0, 8, 9], "text", 5, None, {}])
def test_an_array_of_another_form_is_refused(data: Any) -> None:
    assert refuses(frame({"array": data}, b"\0" * 8)).startswith("malformed frame: ")


@pytest.mark.parametrize("shape", [[2**62], [2**31, 2**31], [2**100], [2**40, 2**40, 0], [2**100, 0]])
def test_a_huge_shape_costs_no_memory(shape: list[int]) -> None:
    size = math.prod(shape) * 8
    data = frame({"array": ["<f8", shape, 0, size]}, b"\0" * 8)
    tracemalloc.start()
    try:
        assert refuses(data)
        assert tracemalloc.get_traced_memory()[1] < 2**20
    finally:
        tracemalloc.stop()


def test_arrays_that_share_their_bytes_cost_no_more_memory_than_the_frame() -> None:
    body = bytes(2**16)
    data = frame([{"array": ["|u1", [len(body)], 0, len(body)]}] * 1000, body)
    tracemalloc.start()
    try:
        with contextlib.suppress(ChannelError):
            decode(data)
        assert tracemalloc.get_traced_memory()[1] < 20 * len(data)
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(
    "tree", [{"dict": [["a"]]}, {"dict": 5}, {"dict": [1]}, {"tuple": 5}, {"tuple": None}]
)
def test_a_container_of_another_form_is_refused(tree: Any) -> None:
    assert refuses(frame(tree)).startswith("malformed frame: ")


def survives(data: bytes) -> None:
    """Whatever the bytes are: a value or a ChannelError."""
    with contextlib.suppress(ChannelError):
        decode(data)


@quick
@given(st.binary(max_size=200))
def test_arbitrary_bytes_never_break_the_reader(data: bytes) -> None:
    survives(data)


@quick
@given(st.binary(max_size=60), st.binary(max_size=20))
def test_an_arbitrary_tree_never_breaks_the_reader(tree: bytes, body: bytes) -> None:
    survives(frame(tree, body))


junk = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text("(),<>|=[]0128Mabcfiou", max_size=6)
)
broken_array = st.tuples(
    st.sampled_from(["<f8", "|b1", "<f2"]) | junk,
    st.lists(st.integers(0, 3) | junk, max_size=3) | junk,
    st.integers(0, 9) | junk,
    st.integers(0, 9) | junk,
).map(list)
kinds = st.sampled_from(["refused", "tuple", "dict", "array", "scalar", "other"])
trees = st.recursive(
    junk | broken_array,
    lambda inside: (
        st.lists(inside, max_size=3)
        | st.dictionaries(kinds, inside, min_size=1, max_size=1)
        | st.builds(lambda data: {"array": data}, broken_array)
        | st.builds(lambda pairs: {"dict": pairs}, st.lists(st.tuples(inside, inside), max_size=2))
    ),
    max_leaves=8,
)


@pytest.mark.filterwarnings("ignore")  # NumPy's, about old names of dtypes
@settings(quick, max_examples=400)
@given(trees, st.binary(max_size=16))
def test_a_broken_tree_never_breaks_the_reader(tree: Any, body: bytes) -> None:
    survives(frame(tree, body))


@pytest.mark.filterwarnings("ignore")
@settings(quick, max_examples=400)
@given(plain, st.data())
def test_a_mutated_frame_never_breaks_the_reader(value: Any, data: st.DataObject) -> None:
    mutated = bytearray(encode(value))
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(mutated) - 1))
        mutated[place] = data.draw(st.integers(0, 255))
    survives(bytes(mutated))


@quick
@given(plain, st.data())
def test_a_cut_frame_is_refused(value: Any, data: st.DataObject) -> None:
    whole = encode(value)
    assert refuses(whole[: data.draw(st.integers(0, len(whole) - 1))])
