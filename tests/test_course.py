"""`course.yaml`, and what is said about each mistake in it."""

from __future__ import annotations

import datetime
import sys
from pathlib import Path

import pytest
import yaml

from autograder.base import course as course_module
from autograder.base import gradebook_url
from autograder.base.course import Course, Feedback, Limits, find_course, load_course, with_own_gradebook
from autograder.base.errors import CourseError

GOOD = """\
format_version: 1
title: Networks
course_id: nets
seed: 7
lessons:
  - name: losses
"""
GRADEBOOK = GOOD + "gradebook: {}\n"  # on line 7
URL = "a database URL like sqlite:///gradebook.db or postgresql+psycopg://user@host/database"
LIMITS = GOOD + "limits:\n  {}\n"  # a limit stands on line 8

WRONG_TYPES = [
    (GOOD.replace("Networks", "5"), 2, "'title' must be text, got '5'"),
    (GOOD.replace("Networks", "[a, b]"), 2, "'title' must be text, got a list"),
    (GOOD.replace("Networks", "''"), 2, "'title' must be text"),
    (GOOD.replace("nets", "yes"), 3, "'course_id' must be text, got 'yes'"),
    (GOOD.replace("seed: 7", "seed: 7.5"), 4, "'seed' must be a whole number, 0 or above"),
    (GOOD.replace("seed: 7", "seed: -7"), 4, "'seed' must be a whole number, 0 or above"),
    (GOOD.replace("seed: 7", "seed: true"), 4, "'seed' must be a whole number, 0 or above"),
    (GOOD.replace("seed: 7", "seed: '7'"), 4, "'seed' must be a whole number, 0 or above"),
    (GOOD.replace("version: 1", "version: 2"), 1, "'format_version' must be 1, got 2"),
    (GOOD.replace("version: 1", "version: true"), 1, "'format_version' must be 1"),
    (GOOD.replace("version: 1", "version: '1'"), 1, "'format_version' must be 1"),
    (GOOD + "sandbox: maybe\n", 7, "'sandbox' must be 'required' or 'full' or 'none', got 'maybe'"),
    (GOOD + "sandbox: [none]\n", 7, "'sandbox' must be 'required' or 'full' or 'none'"),
    (GOOD + "execute: no\n", 7, "'execute' must be 'worker' or 'stock'"),
    (GOOD + "late_penalty: half\n", 7, "'late_penalty' must be 'none' or 'zero', got 'half'"),
    (GOOD + "late_penalty: 0\n", 7, "'late_penalty' must be 'none' or 'zero', got 0"),
    (GOOD + "late_penalty:\n", 7, "'late_penalty' must be 'none' or 'zero'"),
    (LIMITS.format("memory_mb: 1.5"), 8, "'memory_mb' must be a whole number"),
    (LIMITS.format("seconds_per_call: fast"), 8, "'seconds_per_call' must be a number above 0"),
    (LIMITS.format("seconds_per_call: 0"), 8, "'seconds_per_call' must be a number above 0"),
    (LIMITS.format("seconds_per_call: .nan"), 8, "'seconds_per_call' must be a number above 0"),
    (LIMITS.format("seconds_per_call: true"), 8, "'seconds_per_call' must be a number above 0"),
    (GOOD + "feedback:\n  hint: 1\n", 8, "'hint' must be true or false, got '1'"),
    (GOOD + "feedback:\n  hint: 'true'\n", 8, "'hint' must be true or false"),
    (GOOD + "folders:\n  lessons: 3\n", 8, "'lessons' must be text, got '3'"),
    (GRADEBOOK.format("5"), 7, f"'gradebook' must be {URL}, got '5'"),
    (GRADEBOOK.format("[a]"), 7, f"'gradebook' must be {URL}, got a list"),
    (GRADEBOOK.format("gradebook.db"), 7, f"'gradebook' must be {URL}"),
    (GRADEBOOK.format("postgresql://me:secret@host:port/x"), 7, f"'gradebook' must be {URL}"),
    (GRADEBOOK.format("oracul://me:secret@host/x"), 7, f"'gradebook' must be {URL}; there is no database 'oracul'"),
    (GRADEBOOK.format("'sqlite://'"), 7, f"'gradebook' must be {URL}; one in memory forgets the marks"),
    (GRADEBOOK.format("'sqlite:///:memory:'"), 7, f"'gradebook' must be {URL}; one in memory forgets the marks"),
    (GOOD + "limits: 3\n", 7, "expected a mapping of keys to values, got '3'"),
    (GOOD + "limits: [a]\n", 7, "expected a mapping of keys to values, got a list"),
    (GOOD + "    due: tomorrow\n", 7, "'due' must be a date and time like 2027-02-01 23:59"),
    (GOOD + "    due: 2027-02-01\n", 7, "'due' must be a date and time like 2027-02-01 23:59"),
    (GOOD + "    due: 2027-02-30 10:00:00\n", 7, "'due' must be a date and time"),
    (GOOD.replace("- name: losses", "- losses"), 6, "expected a mapping of keys to values"),
    (GOOD.replace("\n  - name: losses", " losses"), 5, "'lessons' must be a list, got 'losses'"),
    ("- a\n- b\n", 1, "expected a mapping of keys to values, got a list"),
    ("only words\n", 1, "expected a mapping of keys to values, got 'only words'"),
]


def load(folder: Path, text: str) -> Course:
    (folder / "course.yaml").write_text(text, encoding="utf-8")
    return load_course(folder)


def refusal(folder: Path, text: str) -> str:
    """What is said about this `course.yaml`: one line, without the folder."""
    with pytest.raises(CourseError) as caught:
        load(folder, text)
    message = str(caught.value)
    assert "\n" not in message
    return message.removeprefix(f"{folder}/")


def test_a_course_has_what_its_file_says(tmp_path: Path) -> None:
    course = load(tmp_path, GOOD)
    assert (course.title, course.course_id, course.seed) == ("Networks", "nets", 7)
    assert course.names == ["losses"]


def test_what_the_file_leaves_out_has_its_default(tmp_path: Path) -> None:
    course = load(tmp_path, GOOD)
    assert course.sandbox == "required"
    assert course.execute == "worker"
    assert course.late_penalty == "none"
    assert course.feedback == Feedback(inputs=False, expected=False, misconception=True, hint=True)
    assert course.limits == Limits(5.0, 60.0, memory_mb=1024, output_kb=1024, notebook_mb=10)


def test_folders_lie_in_the_course(tmp_path: Path) -> None:
    course = load(tmp_path, GOOD + "folders:\n  assignments: handed_out\n")
    assert course.assignments_folder == tmp_path.resolve() / "handed_out"
    assert course.lessons_folder == tmp_path.resolve() / "solutions"
    assert course.lesson_file("losses") == tmp_path.resolve() / "solutions" / "losses" / "lesson.py"
    assert course.exercise_folder("losses", "mse") == tmp_path.resolve() / "solutions" / "losses" / "mse"


def test_a_gradebook_in_a_file_lies_in_the_course(tmp_path: Path) -> None:
    here = tmp_path.resolve()
    assert load(tmp_path, GOOD).gradebook_url == f"sqlite:///{here}/gradebook.db"
    assert load(tmp_path, GRADEBOOK.format("sqlite:///marks/g.db")).gradebook_url == f"sqlite:///{here}/marks/g.db"
    assert load(tmp_path, GRADEBOOK.format("sqlite:////srv/g.db")).gradebook_url == "sqlite:////srv/g.db"


def test_a_gradebook_without_its_driver_says_how_to_get_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    message = refusal(tmp_path, GRADEBOOK.format("postgresql+psycopg://me:secret@host/x"))
    assert message == (
        "course.yaml:7: 'gradebook' needs a driver that is not installed (psycopg); for PostgreSQL run in the "
        "kit's folder: pip install -c constraints.txt -e '.[postgres]'"
    )


@pytest.mark.parametrize("line", ["gradebook: {}", "gradebook: '{}'  # ours", "{{gradebook: {}}}", "gradebook: |-\n  {}"])
def test_a_copy_of_a_course_has_a_gradebook_of_its_own(line: str) -> None:
    text = with_own_gradebook(line.format("postgresql://me:secret@host/x") + "\n")
    assert yaml.safe_load(text) == {"gradebook": gradebook_url.DEFAULT}
    assert "secret" not in text


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("sqlite:////srv/gradebook.db", "/srv/gradebook.db"),
        ("postgresql://me:secret@host/x", "postgresql://me:***@host/x"),
        ("postgresql://host/x?user=me&password=secret", "postgresql://host/x?password=hidden&user=me"),
    ],
)
def test_a_gradebook_is_named_without_its_password(url: str, shown: str) -> None:
    assert gradebook_url.shown(url) == shown


def test_lessons_keep_their_order(tmp_path: Path) -> None:
    assert load(tmp_path, GOOD + "  - name: a\n").names == ["losses", "a"]


def test_a_whole_number_serves_as_a_limit_in_seconds(tmp_path: Path) -> None:
    limits = load(tmp_path, LIMITS.format("seconds_per_call: 3")).limits
    assert type(limits.seconds_per_call) is float
    assert limits.seconds_per_call == 3.0


def test_a_due_date_keeps_its_time_zone(tmp_path: Path) -> None:
    due = load(tmp_path, GOOD + "    due: 2027-02-01 23:59:00-05:00\n").lessons[0].due
    assert due == datetime.datetime(2027, 2, 2, 4, 59, tzinfo=datetime.UTC)


def test_a_due_date_without_a_time_zone_is_in_utc(tmp_path: Path) -> None:
    due = load(tmp_path, GOOD + "    due: 2027-02-01 23:59:00\n").lessons[0].due
    assert due == datetime.datetime(2027, 2, 1, 23, 59, tzinfo=datetime.UTC)


def test_an_unknown_key_is_refused_with_the_known_ones(tmp_path: Path) -> None:
    message = refusal(tmp_path, GOOD + "lesons: 3\n")
    assert message.startswith("course.yaml:7: unknown key 'lesons'")
    assert "lessons" in message
    assert "sandbox" in message


def test_an_unknown_key_of_a_section_is_refused_with_the_keys_of_that_section(tmp_path: Path) -> None:
    message = refusal(tmp_path, LIMITS.format("seconds: 3"))
    assert message.startswith("course.yaml:8: unknown key 'seconds'")
    assert "seconds_per_call" in message
    assert "sandbox" not in message


def test_the_folder_of_the_course_is_no_key(tmp_path: Path) -> None:
    message = refusal(tmp_path, GOOD + "root: elsewhere\n")
    assert message.startswith("course.yaml:7: unknown key 'root'")


@pytest.mark.parametrize(
    "key", ["[a]", "? [a, b]\n", "{a: 1}"], ids=["list", "explicit list", "mapping"]
)
def test_a_key_that_is_no_text_is_refused(tmp_path: Path, key: str) -> None:
    message = refusal(tmp_path, GOOD + f"{key}: 1\n")
    assert message.startswith("course.yaml:7: ")


@pytest.mark.parametrize(
    ("text", "line", "words"), WRONG_TYPES, ids=[f"{line}: {words}" for _, line, words in WRONG_TYPES]
)
def test_a_wrong_type_is_refused(tmp_path: Path, text: str, line: int, words: str) -> None:
    message = refusal(tmp_path, text)
    assert message.startswith(f"course.yaml:{line}: ")
    assert words in message


def test_a_format_version_of_another_type_is_refused(tmp_path: Path) -> None:
    message = refusal(tmp_path, GOOD.replace("version: 1", "version: 1.0"))
    assert message.startswith("course.yaml:1: 'format_version' must be 1")


def test_a_limit_of_infinity_is_refused(tmp_path: Path) -> None:
    message = refusal(tmp_path, LIMITS.format("seconds_per_call: .inf"))
    assert message.startswith("course.yaml:8: 'seconds_per_call' must be a number")


@pytest.mark.parametrize("name", ["memory_mb", "notebook_mb", "output_kb"])
def test_a_size_limit_that_no_submission_can_keep_is_refused(tmp_path: Path, name: str) -> None:
    assert refusal(tmp_path, LIMITS.format(f"{name}: 0")).startswith(f"course.yaml:8: '{name}' must be")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (GOOD + "    due: !!timestamp soon\n", 7),
        (GOOD + "feedback:\n  hint: !!bool maybe\n", 8),
        (LIMITS.format('memory_mb: !!int ""'), 8),
        (GOOD.replace("Networks", "!!python/name:os.system x"), 2),
    ],
    ids=["timestamp", "bool", "int", "unknown tag"],
)
def test_a_value_whose_yaml_tag_does_not_fit_is_refused(tmp_path: Path, text: str, line: int) -> None:
    assert refusal(tmp_path, text).startswith(f"course.yaml:{line}: ")


def test_a_lesson_listed_twice_is_refused(tmp_path: Path) -> None:
    message = refusal(tmp_path, GOOD + "  - name: losses\n")
    assert message == "course.yaml:7: lesson 'losses' is listed twice; keep one"


def test_a_key_that_stands_twice_is_refused(tmp_path: Path) -> None:
    message = refusal(tmp_path, GOOD + "seed: 8\n")
    assert message == "course.yaml:7: key 'seed' stands twice; keep one"


def test_a_key_that_stands_twice_in_a_section_is_refused(tmp_path: Path) -> None:
    message = refusal(tmp_path, LIMITS.format("memory_mb: 5\n  memory_mb: 6"))
    assert message == "course.yaml:9: key 'memory_mb' stands twice; keep one"


@pytest.mark.parametrize("key", ["format_version", "title", "course_id", "seed"])
def test_a_missing_key_is_refused(tmp_path: Path, key: str) -> None:
    kept = "".join(line for line in GOOD.splitlines(keepends=True) if not line.startswith(key))
    assert refusal(tmp_path, kept) == f"course.yaml:1: key {key!r} is missing; add it"


def test_missing_lessons_are_refused(tmp_path: Path) -> None:
    text = GOOD.partition("lessons")[0]
    assert refusal(tmp_path, text) == "course.yaml:1: key 'lessons' is missing; add it"


def test_a_lesson_without_a_name_is_refused(tmp_path: Path) -> None:
    message = refusal(tmp_path, GOOD + "  - due: 2027-02-01 10:00:00\n")
    assert message == "course.yaml:7: key 'name' is missing; add it"


def test_an_empty_list_of_lessons_is_refused(tmp_path: Path) -> None:
    message = refusal(tmp_path, GOOD.replace("\n  - name: losses", " []"))
    assert message == "course.yaml:5: 'lessons' is empty; list at least one"


@pytest.mark.parametrize("name", ["deep-learning", "3d", "../losses", "two words"])
def test_a_lesson_name_that_is_no_identifier_is_refused(tmp_path: Path, name: str) -> None:
    message = refusal(tmp_path, GOOD.replace("losses", name))
    assert message.startswith(f"course.yaml:6: lesson name {name!r} must be a Python identifier")
    assert "like 'losses'" in message


@pytest.mark.parametrize("text", ["", "\n\n", "# only a comment\n"])
def test_an_empty_file_is_refused(tmp_path: Path, text: str) -> None:
    message = refusal(tmp_path, text)
    assert message.startswith("course.yaml:1: the file is empty; it must say title")


@pytest.mark.parametrize(
    "text",
    [GOOD + "limits: {\n", GOOD + "limits: [a: b\n", GOOD + "\tlimits: 3\n", GOOD + "limits: *x\n"],
    ids=["open brace", "open bracket", "tab", "alias of nothing"],
)
def test_what_is_not_yaml_is_refused_where_it_stops_being_yaml(tmp_path: Path, text: str) -> None:
    message = refusal(tmp_path, text)
    assert message.startswith(("course.yaml:7: not YAML: ", "course.yaml:8: not YAML: "))
    assert "mend that line" in message


def test_a_second_document_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path, GOOD + "---\nseed: 8\n").startswith("course.yaml:7: not YAML: ")


def test_a_control_character_is_refused_with_its_line(tmp_path: Path) -> None:
    assert refusal(tmp_path, GOOD + "sandbox: no\x07ne\n").startswith("course.yaml:7: not YAML: ")


def test_a_file_that_nests_without_end_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path, GOOD + "limits: " + "[" * 5000).startswith("course.yaml:")


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CourseError) as caught:
        load_course(tmp_path)
    assert str(caught.value).startswith(f"{tmp_path / 'course.yaml'}: cannot be read (")
    assert "a course needs this file" in str(caught.value)


def test_a_file_in_another_encoding_is_refused(tmp_path: Path) -> None:
    (tmp_path / "course.yaml").write_bytes(GOOD.encode() + b"# caf\xe9\n")
    with pytest.raises(CourseError, match=r"course\.yaml:7: not UTF-8 \(byte 0xe9\); save"):
        load_course(tmp_path)


def test_a_byte_order_mark_does_no_harm(tmp_path: Path) -> None:
    assert load(tmp_path, "\ufeff" + GOOD).names == ["losses"]


def test_a_lesson_of_the_course_may_be_required(tmp_path: Path) -> None:
    assert load(tmp_path, GOOD).require("losses") == "losses"


def test_a_lesson_that_is_not_there_is_refused_with_those_that_are(tmp_path: Path) -> None:
    course = load(tmp_path, GOOD + "  - name: logits\n")
    with pytest.raises(CourseError) as caught:
        course.require("loses")
    assert str(caught.value) == (
        f"{tmp_path.resolve() / 'course.yaml'}: there is no lesson 'loses'; use one of: losses, logits"
    )


def test_the_course_is_found_from_a_folder_inside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("AUTOGRADER_COURSE", raising=False)
    load(tmp_path, GOOD)
    inside = tmp_path / "a" / "b"
    inside.mkdir(parents=True)
    assert find_course(inside) == tmp_path.resolve()


def test_the_nearest_course_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AUTOGRADER_COURSE", raising=False)
    inner = tmp_path / "inner"
    inner.mkdir()
    load(tmp_path, GOOD)
    load(inner, GOOD)
    assert find_course(inner) == inner.resolve()


def test_the_environment_may_name_the_course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AUTOGRADER_COURSE", str(tmp_path / "named"))
    assert find_course(tmp_path) == (tmp_path / "named").resolve()


def test_where_no_course_is_found_the_fix_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("AUTOGRADER_COURSE", raising=False)
    monkeypatch.setattr(course_module, "FILE", "no-such-course.yaml")
    with pytest.raises(CourseError) as caught:
        find_course(tmp_path)
    assert str(caught.value).startswith(f"{tmp_path.resolve()}: no no-such-course.yaml here")
    assert "run this in the course's folder" in str(caught.value)
