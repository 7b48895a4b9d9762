"""Plain values as bytes and back; everything else refused, by name or as a ChannelError."""

from __future__ import annotations

import collections
import contextlib
import math
import struct
import tracemalloc
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from autograder.worker import values
from autograder.worker.values import ChannelError, Refused, decode, encode

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


def some(tag: bytes, count: int, rest: bytes = b"") -> bytes:
    """What a container, a text or a list of numbers begins with, and what is behind it."""
    return tag + struct.pack("<I", count) + rest


def array(code: int, shape: list[int], body: bytes = b"", tag: bytes = b"a") -> bytes:
    return tag + bytes([code, len(shape)]) + b"".join(struct.pack("<Q", n) for n in shape) + body


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


def test_a_named_tuple_crosses_as_a_tuple() -> None:
    Layer = collections.namedtuple("Layer", "W b")
    assert crossed([Layer(1, 2.0)]) == [(1, 2.0)]
    assert type(crossed(Layer(1, 2.0))) is tuple


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
    "a module": values,
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
    assert crossed(nested(values.MAX_DEPTH)) == nested(values.MAX_DEPTH)


def test_lists_nested_too_deep_are_refused_inside() -> None:
    assert "Refused(what='lists nested more than 12 deep')" in repr(crossed(nested(13)))


def test_a_list_that_holds_itself_is_refused_inside() -> None:
    loop: list[Any] = []
    loop.append(loop)
    assert "lists nested more than 12 deep" in repr(crossed(loop))


def test_too_many_values_are_refused_inside(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(values, "MAX_ITEMS", 50)
    assert "Refused(what='more than 50 values')" in repr(crossed([0] * 100))


@pytest.mark.parametrize("value", [[1.0] * 100, [7] * 100, [1.0, 2], [1, True], [0.5, np.float64(1)], [2**63, 1], (1.0,)])
def test_a_list_of_numbers_keeps_the_type_of_each(value: Any) -> None:
    assert identical(crossed(value), value)


def test_a_class_that_equals_every_class_is_refused_in_a_list_of_floats() -> None:
    class EveryClass(type):
        def __eq__(cls, other: object) -> bool:
            return True

        def __hash__(cls) -> int:
            return hash(float)

    class Chameleon(metaclass=EveryClass):
        def __float__(self) -> float:
            return 0.5

    assert crossed([1.0, Chameleon()]) == [1.0, Refused("a Chameleon")]


def refuses(data: bytes) -> str:
    """What is said about these bytes. No other exception may leave `decode`."""
    with pytest.raises(ChannelError) as caught:
        decode(data)
    return str(caught.value)


CUT = ("malformed: IndexError", "malformed: error", "the value is cut off", "an array that is longer than its bytes")


@pytest.mark.parametrize("data", [b"", b"f", b"f\0\0", b"s", b"s\1\0\0\0", b"a", b"a\x0b", b"a\x0b\1", some(b"[", 1)])
def test_bytes_that_end_too_soon_are_refused(data: bytes) -> None:
    assert refuses(data) in CUT


def test_more_bytes_than_the_value_has_are_refused() -> None:
    assert refuses(encode(1.0) + b"N") == "more bytes than the value has"


@pytest.mark.parametrize("tag", sorted(set(range(256)) - set(b"NTFiufs![({qdax")))
def test_a_value_of_unknown_kind_is_refused(tag: int) -> None:
    assert refuses(bytes([tag]) + bytes(40)) == "a value of unknown kind"


@pytest.mark.parametrize("data", [some(b"s", 12_001, b"a" * 12_001), some(b"!", 2**32 - 1), some(b"{", 1, some(b"", 12_001))])
def test_a_text_that_is_too_long_is_refused(data: bytes) -> None:
    assert refuses(data) == "text that is too long"


@pytest.mark.parametrize("text", [b"\xff", b"\xc0\x80", b"\xed\xa0\x80", b"\xf0\x9f"])
def test_a_text_that_is_no_utf8_is_refused(text: bytes) -> None:
    assert refuses(some(b"s", len(text), text)) == "malformed: UnicodeDecodeError"


@pytest.mark.parametrize("inner", [b"N", some(b"d", 0), array(11, [], bytes(8))], ids=["None", "floats", "array"])
def test_a_value_nested_too_deep_is_refused(inner: bytes) -> None:
    deep = some(b"[", 1) + some(b"(", 1) + some(b"{", 1, some(b"", 1, b"k"))
    assert refuses(deep * 5 + inner) == "the value is nested too deep"


def test_a_value_nested_without_end_is_refused() -> None:
    assert refuses(some(b"[", 1) * 100_000) == "the value is nested too deep"


def test_too_many_items_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(values, "MAX_ITEMS", 50)
    data = some(b"[", 2, some(b"q", 30, bytes(240)) + some(b"(", 30, b"N" * 30))
    assert refuses(data) == "the value has too many items"


@pytest.mark.parametrize("tag", [b"[", b"(", b"{", b"q", b"d"])
def test_a_huge_count_costs_no_memory(tag: bytes) -> None:
    for count in (2**32 - 1, values.MAX_ITEMS):
        tracemalloc.start()
        try:
            assert refuses(some(tag, count))
            assert tracemalloc.get_traced_memory()[1] < 2**20
        finally:
            tracemalloc.stop()


@pytest.mark.parametrize("code", [len(values._NAMES), 99, 255])
def test_an_array_of_another_dtype_is_refused(code: int) -> None:
    assert refuses(array(code, [1], bytes(8))) == "an array of unknown dtype"


def test_an_array_of_too_many_dimensions_is_refused() -> None:
    assert refuses(array(11, [1] * 33, bytes(8))) == "an array of impossible shape"


@pytest.mark.parametrize("tag", [b"a", b"x"])
@pytest.mark.parametrize(
    "shape", [[2], [2**62], [2**31, 2**31], [2**32, 2**29 + 1], [2**64 - 1], [2**61], [2**63, 2, 0, 1], [0, 2**62, 2**62]]
)
def test_a_shape_that_is_a_lie_is_refused_and_costs_no_memory(tag: bytes, shape: list[int]) -> None:
    tracemalloc.start()
    try:
        assert refuses(array(11, shape, bytes(8), tag))
        assert tracemalloc.get_traced_memory()[1] < 2**20
    finally:
        tracemalloc.stop()


def test_a_scalar_has_no_shape() -> None:
    assert refuses(array(11, [1], bytes(8), tag=b"x")) == "a scalar with a shape"


@pytest.mark.parametrize(("code", "body"), [(0, b"\x02"), (0, b"\xff"), (9, b"\1\x7c"), (11, b"\1" + bytes(5) + b"\xf0\x7f")])
def test_bits_that_no_honest_value_has_do_no_harm(code: int, body: bytes) -> None:
    value = decode(array(code, [], body))
    assert bool(value) in (True, False)
    assert str(value.item()) in ("True", "nan")


def survives(data: bytes) -> None:
    """Whatever the bytes are: a value or a ChannelError."""
    with contextlib.suppress(ChannelError):
        decode(data)


@quick
@given(st.binary(max_size=200))
def test_arbitrary_bytes_never_break_the_reader(data: bytes) -> None:
    survives(data)


# Bytes that are nearly values: right tags with counts, shapes and bodies that need not fit.
small = st.integers(0, 3) | st.sampled_from([13, 255, 2**31, 2**32 - 1])
pieces = st.recursive(
    st.sampled_from([b"N", b"T", b"F"])
    | st.builds(lambda tag, data: tag + data, st.sampled_from([b"i", b"u", b"f"]), st.binary(min_size=7, max_size=9))
    | st.builds(some, st.sampled_from([b"s", b"!", b"q", b"d"]), small, st.binary(max_size=20))
    | st.builds(
        lambda code, shape, body, tag: array(code, shape, body, tag),
        st.integers(0, 12), st.lists(small, max_size=3), st.binary(max_size=16), st.sampled_from([b"a", b"x"]),
    ),
    lambda inside: st.builds(
        lambda tag, count, items: some(tag, count, b"".join(items)),
        st.sampled_from([b"[", b"(", b"{"]), small, st.lists(inside | st.builds(some, st.just(b""), small, st.just(b"k")), max_size=4),
    ),
    max_leaves=8,
)  # fmt: skip


@pytest.mark.filterwarnings("ignore")  # NumPy's, about what the bytes of its numbers say
@settings(quick, max_examples=600)
@given(pieces)
def test_what_is_nearly_a_value_never_breaks_the_reader(data: bytes) -> None:
    survives(data)


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
