"""The card of a check cell: its pictures, what they say, and that no answer breaks them."""

from __future__ import annotations

import contextlib
import html.parser
import json
import re
import sys
import types
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from autograder.authoring.lesson_text import read_lesson
from autograder.authoring.loading import load_exercises
from autograder.judging.results import CheckResult, ExerciseResult
from autograder.key.records import LessonKey
from autograder.nbgrader_bridge.check_output import feedback_table
from autograder.student import checks
from autograder.student.checks import ChecksFailed, check, pack
from autograder.student.svg import YOURS
from tests.patience import PATIENCE

ROOT = Path(__file__).resolve().parents[1]
LESSONS = ("losses", "activations", "logits", "training", "network")


def record_file(lesson: str) -> Path:
    return ROOT / "assignments" / lesson / "checks" / "checks.json"


RECORDS: dict[str, dict[str, Any]] = {
    lesson: json.loads(record_file(lesson).read_text(encoding="utf-8")) for lesson in LESSONS
}
PICTURED = [(lesson, name) for lesson in LESSONS for name, entry in RECORDS[lesson].items() if entry["picture"]]
ONE_OF_EACH = {"curve": ("activations", "relu"), "bars": ("activations", "softmax"),
               "stop": ("training", "best_epoch_count"), "strip": ("training", "batches")}  # fmt: skip


@pytest.fixture(autouse=True)
def cards(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """A session that has run no check yet, and the cards that it shows."""
    shown: list[Any] = []
    monkeypatch.setattr(checks, "_runs", {})
    monkeypatch.setattr(checks, "_passes", {})
    monkeypatch.setattr(checks, "_display", shown.append)
    monkeypatch.setattr(checks, "PATIENCE", PATIENCE)
    return shown


@pytest.fixture
def card(cards: list[Any], monkeypatch: pytest.MonkeyPatch) -> Callable[..., Any]:
    """The card of an exercise's check cell, run on this answer."""

    def cell() -> None:
        check(EXERCISE)  # type: ignore[name-defined]  # noqa: F821

    def run(lesson: str, name: str, answer: Any) -> Any:
        monkeypatch.setattr(checks, "FILE", record_file(lesson))
        with contextlib.suppress(ChecksFailed):
            types.FunctionType(cell.__code__, {"check": check, "EXERCISE": name, name: answer})()
        return cards[-1]

    return run


@pytest.fixture(scope="module")
def references() -> dict[str, dict[str, Any]]:
    return {lesson: read_lesson(ROOT / "solutions" / lesson / "lesson.py").reference() for lesson in LESSONS}


def wrong(lesson: str, exercise: str, name: str) -> Any:
    wrongs = load_exercises(ROOT / "solutions" / lesson, [exercise])[exercise].wrongs
    return next(answer.function for answer in wrongs if answer.name == name)


def picture(kind: str, answer: Any) -> Any:
    """The drawing of one exercise of this kind, whatever its checks say."""
    lesson, name = ONE_OF_EACH[kind]
    return checks._picture(name, answer, RECORDS[lesson][name])


# What a picture says


@pytest.mark.parametrize(("lesson", "name"), PICTURED)
def test_a_right_answer_lies_on_what_is_expected(
    card: Callable[..., Any], references: dict[str, dict[str, Any]], lesson: str, name: str
) -> None:
    shown = card(lesson, name, references[lesson][name]).picture
    assert re.fullmatch(
        rf"Your {name} lies on Keras' curve\.|Your {name} gives Keras' values\."
        rf"|Your {name}: [a-z ]+ epoch \d+, as \w+(; [a-z ]+ epoch \d+, as Keras)?\."
        r"|Your batches in order are Keras', of 4, 4 and 2 samples\. Yours shuffled have every sample once, "
        r"in batches of 4, 4 and 2\.",
        shown.sentence,
    )


def sharp_leaky(x: Any, negative_slope: float = 0.2) -> Any:
    return np.where(np.abs(x) < 1, 5.0, np.where(np.asarray(x) > 0, x, negative_slope * np.asarray(x)))


@pytest.mark.parametrize(
    ("lesson", "name", "answer", "sentence"),
    [
        ("activations", "relu", np.abs,
         "Your relu leaves Keras' curve for x < 0: at x = -3 yours gives 3, Keras 0."),
        ("activations", "relu", lambda x: np.minimum(np.maximum(x, 0), 1),
         "Your relu leaves Keras' curve for x > 1: at x = 3 yours gives 1, Keras 3."),
        ("activations", "relu", lambda x: np.maximum(x, 0) + 1.0,
         "Your relu is off Keras' curve everywhere: at x = -3 yours gives 1, Keras 0."),
        ("activations", "relu", lambda x: np.where(np.asarray(x) < -2.1, np.nan, np.maximum(x, 0)),
         "Your relu leaves Keras' curve for x < -2: at x = -3 yours gives nan, Keras 0."),
        ("activations", "relu", lambda x: np.where(np.abs(x) > 2.9, np.inf, np.maximum(x, 0)),
         "Your relu leaves Keras' curve at 2 of 31 points: at x = -3 yours gives inf, Keras 0."),
        ("activations", "leaky_relu", sharp_leaky,
         "Your leaky_relu leaves Keras' curve from x = -0.8 to 0.8: at x = -0.8 yours gives 5, Keras -0.16."),
        ("activations", "softmax", lambda x: np.full(np.shape(x), 0.25),
         "Your softmax gives 0.25 for logit 2 (bar 1), Keras 0.6439."),
        ("activations", "softmax", lambda x: np.where(np.exp(x) < 1, 0, np.exp(x) / np.exp(x).sum()),
         "Your softmax gives 0 for logit -1 (bar 4), Keras 0.03206."),
        ("training", "best_epoch_count", lambda losses: int(np.argmin(losses)),
         "Your best_epoch_count: best epoch 4, expected 5."),
        ("training", "best_epoch_count", lambda losses: 99,
         "Your best_epoch_count: best epoch 99, expected 5."),
        ("training", "EarlyStopping", wrong("training", "EarlyStopping", "stop_one_later"),
         "Your EarlyStopping: best epoch 8, Keras 4; last epoch 10, Keras 7."),
        ("training", "batches", lambda X, y, size, *_: [(X[:size], y[:size]), (X[size:], y[size:])],
         "Your batch 2 in order is [4 5 6 7 8 9], Keras [4 5 6 7]. Yours shuffled have every sample once, "
         "in batches of 4 and 6."),
        ("training", "batches", lambda X, y, size, *_: [(X[:size], y[:size])],
         "Your batch 2 in order is missing, Keras [4 5 6 7]. Yours shuffled have no sample 4."),
        ("training", "batches", lambda X, y, size, *_: [(X[1:], y[1:])],
         "Your batch 1 in order is [1 2 3 4 5 6 7 8 9], Keras [0 1 2 3]. Yours shuffled have no sample 0."),
        ("training", "batches", lambda X, y, size, *_: [(X, y), (X[:1], y[:1])],
         "Your batch 1 in order is [0 1 2 3 4 5 6 7 8 9], Keras [0 1 2 3]. Yours shuffled have 11 samples "
         "instead of 10."),
    ],
)  # fmt: skip
def test_a_wrong_answer_is_told_where_it_leaves(
    card: Callable[..., Any], lesson: str, name: str, answer: Any, sentence: str
) -> None:
    assert card(lesson, name, answer).picture.sentence == sentence


def test_an_epoch_that_does_not_exist_is_not_marked(card: Callable[..., Any]) -> None:
    assert "best 4" in card("training", "best_epoch_count", lambda losses: 4).picture.svg
    assert "best 99" not in card("training", "best_epoch_count", lambda losses: 99).picture.svg


def test_an_unwritten_answer_and_an_undefined_one_have_no_picture(card: Callable[..., Any]) -> None:
    def stub(x: Any) -> Any:
        raise NotImplementedError

    assert card("activations", "relu", stub).picture is None
    assert card("activations", "relu", None).picture is None


def test_an_exercise_without_a_picture_has_a_card_without_one(
    card: Callable[..., Any], references: dict[str, dict[str, Any]]
) -> None:
    shown = card("losses", "choose_loss", references["losses"]["choose_loss"])
    assert shown.picture is None
    assert "<svg" not in shown._repr_html_()


# No answer breaks a card


def endless(*args: Any) -> Any:
    while True:
        pass


def leaves(*args: Any) -> Any:
    sys.exit(3)


def recursive(*args: Any) -> Any:
    return recursive(*args)


NONSENSE: dict[str, Callable[..., Any]] = {
    "nothing": lambda *args: None,
    "a string": lambda *args: "<script>",
    "another shape": lambda *args: np.zeros((3, 2)),
    "strings": lambda *args: np.array(["a"] * 31),
    "objects": lambda *args: np.array([object()] * 31),
    "complex numbers": lambda *args: np.ones(31) * 1j,
    "a huge array": lambda *args: np.zeros(10**7),
    "a huge number": lambda *args: 10**5000,
    "many huge numbers": lambda *args: [10**5000] * 31,
    "huge sample numbers": lambda *args: [(np.ones(4), np.full(4, 1e300))] * 3,
    "batches without end": lambda *args: iter(lambda: (np.ones(4), np.ones(4)), None),
    "a very long batch": lambda *args: [(np.ones(10**5), np.ones(10**5))],
    "a function": lambda *args: endless,
    "an exception": lambda *args: 1 / 0,
    "a farewell": leaves,
    "an endless recursion": recursive,
}
DRAWABLE = ("another shape", "batches without end")  # as batches, though wrong ones


@pytest.mark.parametrize("kind", ONE_OF_EACH)
@pytest.mark.parametrize("nonsense", NONSENSE)
def test_nonsense_leaves_only_what_is_expected(kind: str, nonsense: str) -> None:
    shown = picture(kind, NONSENSE[nonsense])
    if kind == "strip" and nonsense in DRAWABLE:
        assert shown.sentence.startswith("Your batch 1 in order is ")
        return
    assert shown.sentence.startswith(("Only Keras' ", "Only the expected "))
    assert "drawn: " in shown.sentence
    assert "alone" in shown.svg
    assert "yours" not in shown.svg
    assert "<script" not in shown.svg + shown.sentence


@pytest.mark.parametrize("kind", ONE_OF_EACH)
@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf, 1e308, -1e308, 0.0])
def test_numbers_of_any_size_stay_in_the_frame(kind: str, value: float) -> None:
    def answer(x: Any, *args: Any) -> Any:
        return np.full(np.shape(x), value)

    shown = picture(kind, answer)
    numbers = [float(n) for n in re.findall(r"-?\d+\.\d+", shown.svg)]
    assert all(-10 < number < 330 for number in numbers)
    assert "nan" not in shown.svg
    assert "inf" not in shown.svg


@pytest.fixture
def untraced() -> Iterator[None]:
    """Where something looks at the lines already, such as a measurement of coverage, there is no limit."""
    before = sys.gettrace()
    sys.settrace(None)
    yield
    sys.settrace(before)


@pytest.mark.usefixtures("untraced")
@pytest.mark.parametrize("kind", ONE_OF_EACH)
def test_an_answer_without_end_is_left_alone(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "PATIENCE", 0.05)
    shown = picture(kind, endless)
    assert re.match(r"Only .* drawn: your \w+ took longer than 0\.05 seconds for it\.", shown.sentence)
    assert sys.gettrace() is None


@pytest.mark.usefixtures("untraced")
def test_a_limit_gives_the_debugger_its_lines_back() -> None:
    seen = []

    def debugger(frame: Any, event: str, argument: Any) -> Any:
        seen.append(frame.f_code.co_name)

    sys.settrace(debugger)
    picture("curve", np.abs)
    assert sys.gettrace() is debugger
    assert "see" in seen


def test_an_answer_that_prints_and_warns_does_it_for_the_checks_alone(
    card: Callable[..., Any], capsys: pytest.CaptureFixture[str]
) -> None:
    def answer(x: Any) -> Any:
        print("here")
        return np.log(np.asarray(x) * 0 - 1 if np.size(x) == 31 else np.ones(np.shape(x)))

    card("activations", "relu", answer)
    assert capsys.readouterr().out.count("here") == len(RECORDS["activations"]["relu"]["checks"][0]["cases"])


def test_an_answer_may_change_what_it_is_given(card: Callable[..., Any]) -> None:
    def in_place(x: Any) -> Any:
        x = np.asarray(x)
        x[x < 0] = 0
        return x

    assert card("activations", "relu", in_place).picture.lines[0].split() == ["x", "-3", "-2", "-1", "0", "1", "2", "3"]


def test_an_interrupt_stops_the_cell() -> None:
    def interrupted(*args: Any) -> Any:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        picture("curve", interrupted)


# The page


class Page(html.parser.HTMLParser):
    """Refuses tags that are not closed in order, and collects what a page consists of."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text: dict[str, str] = {}
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attributes)))
        self.open.append(tag)

    def handle_startendtag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attributes)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open:
            self.text[self.open[-1]] = self.text.get(self.open[-1], "") + data


ANSWERS: dict[str, Any] = {
    "right": None,
    "nonsense": lambda *args: None,
    "zeros": lambda x, *args: np.zeros(np.shape(x)),
}


@pytest.mark.parametrize(("lesson", "name"), PICTURED)
@pytest.mark.parametrize("answer", ANSWERS)
def test_a_page_is_whole_and_stands_on_its_own(
    card: Callable[..., Any], references: dict[str, dict[str, Any]], lesson: str, name: str, answer: str
) -> None:
    shown = card(lesson, name, ANSWERS[answer] or references[lesson][name])
    page = Page(shown._repr_html_())
    known = {"section", "div", "code", "ul", "li", "b", "span", "p", "figure", "figcaption", "svg", "path", "rect",
             "line", "text", "details", "summary"}  # fmt: skip
    assert {tag for tag, _ in page.tags} <= known
    for tag, attributes in page.tags:
        assert not {"id", "class", "href", "src"} & attributes.keys()
        assert not any(key.startswith("on") for key in attributes)
        assert "url(" not in (attributes.get("style") or ""), tag
    (svg,) = [attributes for tag, attributes in page.tags if tag == "svg"]
    assert svg["role"] == "img"
    assert len(svg["aria-label"] or "") > 20
    assert page.text["figcaption"] == shown.picture.sentence


def test_a_card_says_its_structure(card: Callable[..., Any]) -> None:
    card("activations", "relu", np.abs)
    page = Page(card("activations", "relu", np.abs)._repr_html_())
    found = {(tag, attributes.get("role")) for tag, attributes in page.tags}
    assert {("div", "heading"), ("ul", "list"), ("svg", "img"), ("summary", None)} <= found
    assert ("section", {"aria-label": "Public checks of relu"}) in [
        (tag, {"aria-label": attributes.get("aria-label")}) for tag, attributes in page.tags
    ]


def test_colours_come_from_the_page_or_suit_light_and_dark(card: Callable[..., Any]) -> None:
    page = card("training", "batches", lambda *args: [])._repr_html_()
    page += card("activations", "relu", np.abs)._repr_html_() + card("activations", "softmax", np.abs)._repr_html_()
    colours = set(re.findall(r"(?:stroke|fill)='([^']*)'", page)) - {"none"}
    assert {colour for colour in colours if not colour.startswith("hsl(")} == {"currentColor", YOURS}
    assert not re.findall(r"[^-]color:(?!inherit)", page)
    assert all(background.startswith("rgba(") for background in re.findall(r"background:(\w+\()", page))


def test_what_is_expected_is_solid_and_yours_is_dashed() -> None:
    svg = picture("curve", np.abs).svg
    assert re.search(r"<path d='M152 9h26' stroke='currentColor'[^>]*>\s*<text[^>]*>Keras", svg)
    assert re.search(r"<path d='M242 9h26' [^>]*stroke-dasharray[^>]*>\s*<text[^>]*>yours", svg)


def test_hints_of_earlier_runs_are_folded_away(card: Callable[..., Any]) -> None:
    hints = RECORDS["activations"]["relu"]["hints"]
    first = card("activations", "relu", np.abs)._repr_html_()
    second = card("activations", "relu", np.abs)._repr_html_()
    assert "<details" not in first
    folded = second.partition("<details")[2].partition("</details>")[0]
    assert "Earlier hints" in folded
    assert checks.look.escape(hints[0]) in folded
    assert checks.look.escape(hints[1]) not in folded


def test_a_long_text_is_cut(card: Callable[..., Any]) -> None:
    def answer(x: Any) -> Any:
        raise ValueError("\x1b[31m" + "long " * 10_000)

    shown = card("activations", "relu", answer)
    assert len(shown._repr_html_()) < 12_000
    assert r"raised ValueError: \x1b[31mlong" in repr(shown)


# The same as text


def test_a_card_in_a_terminal_says_what_the_picture_says(card: Callable[..., Any]) -> None:
    lines = repr(card("activations", "relu", np.abs)).splitlines()
    assert lines[0] == "Public checks of relu: 0 of 1 pass"
    start = lines.index("  Plot of relu(x) over x, from -3 to 3")
    assert [line.split() for line in lines[start + 1 : start + 4]] == [
        ["x", "-3", "-2", "-1", "0", "1", "2", "3"],
        ["Keras", "0", "0", "0", "0", "1", "2", "3"],
        ["yours", "3", "2", "1", "0", "1", "2", "3"],
    ]
    assert lines[start + 4] == "  Your relu leaves Keras' curve for x < 0: at x = -3 yours gives 3, Keras 0."


def test_batches_in_a_terminal(card: Callable[..., Any]) -> None:
    text = repr(card("training", "batches", lambda X, y, size, *_: [(X[:size], y[:size])]))
    assert "    Keras, in order: [0 1 2 3] [4 5 6 7] [8 9]\n    yours, in order: [0 1 2 3]\n" in text


def test_of_several_named_things_the_wrong_one_is_expected(card: Callable[..., Any]) -> None:
    text = repr(card("training", "fit_linear_regression", wrong("training", "fit_linear_regression", "fit_no_two")))
    assert "expected: w: [2.44]\n" in text


# The lesson's progress


def test_progress_counts_the_exercises_of_this_session(
    card: Callable[..., Any], references: dict[str, dict[str, Any]]
) -> None:
    right = references["losses"]
    assert card("losses", "choose_loss", right["choose_loss"]).progress == (
        "1 of 5 exercises pass their public checks in this session. Not tried yet: mean_squared_error, "
        "binary_crossentropy, categorical_crossentropy, sparse_categorical_crossentropy."
    )
    card("losses", "mean_squared_error", lambda y_true, y_pred: -1.0)
    assert card("losses", "binary_crossentropy", right["binary_crossentropy"]).progress == (
        "2 of 5 exercises pass their public checks in this session. Still failing: mean_squared_error. "
        "Not tried yet: categorical_crossentropy, sparse_categorical_crossentropy."
    )
    card("losses", "choose_loss", lambda y: "")
    for name in right.keys() & RECORDS["losses"].keys():
        last = card("losses", name, right[name])
    assert last.progress == "5 of 5 exercises pass their public checks in this session."


def test_a_pass_is_not_taken_for_the_mark(card: Callable[..., Any], references: dict[str, dict[str, Any]]) -> None:
    passing = card("activations", "relu", references["activations"]["relu"])
    for text in (repr(passing), passing._repr_html_()):
        assert "1 of 1 pass" in text
        assert "The marks come from the hidden checks, which try more." in text
        assert "all passed" not in text.lower()


# What travels


def test_no_hidden_case_travels(losses: LessonKey) -> None:
    assert list(RECORDS["losses"]) == list(losses.exercises)  # in the lesson's order
    for name, key in losses.exercises.items():
        record = RECORDS["losses"][name]
        assert set(record) == {"understood", "hints", "picture", "wrong", "checks"}
        public = [json.dumps([pack(arg) for arg in case.case.args]) for case in key.public]
        assert [json.dumps(case["args"]) for item in record["checks"] for case in item["cases"]] == public
        text = json.dumps(record)
        for case in key.cases:
            hidden = json.dumps([pack(arg) for arg in case.case.args])
            assert hidden in public or hidden not in text


@pytest.mark.parametrize(("lesson", "name"), PICTURED)
def test_a_picture_is_small_and_asks_nothing_of_the_kit(lesson: str, name: str) -> None:
    record = RECORDS[lesson][name]["picture"]
    assert len(json.dumps(record)) < 4_000
    assert "import" not in record["see"]
    for number in record["expected"].get("array", []):
        assert float(f"{number:.5g}") == number


# The hidden checks' card


def test_the_feedback_of_hidden_checks_has_the_same_look() -> None:
    result = ExerciseResult(
        "relu", 1.0, 3.0, "drops <b>", "Why?",
        (
            CheckResult("Right.", 1.0, 1.0, "passed", ""),
            CheckResult("Wrong.", 1.5, 0.0, "failed", "relu: a wrong <value>"),
            CheckResult("Broken.", 0.5, 0.0, "error", "the grader's fault"),
        ),
    )  # fmt: skip
    text = feedback_table(result)
    page = Page(text)
    assert page.tags[0][1]["aria-label"] == "Hidden checks of relu"
    assert "relu</code>: 1 of 3 points" in text
    assert re.findall(r"[✓✗!] \w+", text) == ["✓ pass", "✗ fail", "! error"]
    for words in ("1 of 1", "0 of 1.5", "0 of 0.5", ">a wrong &lt;value&gt;", "drops &lt;b&gt;.", "Why?"):
        assert words in text
