"""A submission: read with suspicion, restored to the course's structure, planned in order."""

from __future__ import annotations

import copy
import json
import os
import re
import stat
from collections import Counter
from pathlib import Path
from typing import Any

import nbformat
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.authoring.lesson_folder import load_pair
from autograder.base.course import Limits, load_course
from autograder.grading.launcher import Launcher
from autograder.grading.restoring import grade_ids, harmless, restore, source_ids
from autograder.grading.session import Session
from autograder.grading.steps import Ask, Run, plan
from autograder.grading.submission_file import Unreadable, parse, read_bytes
from autograder.key.records import ExerciseKey, LessonKey
from autograder.release.source_notebook import source_notebook

ROOT = Path(__file__).resolve().parents[1]
Notebook = dict[str, Any]
quick = settings(deadline=None, derandomize=True, max_examples=100)


def course_source() -> Notebook:
    """The source notebook of the losses lesson, made without compiling its key."""
    course = load_course(ROOT)
    lesson, exercises = load_pair(course, "losses")
    keys = {name: ExerciseKey(exercise, (), ()) for name, exercise in exercises.items()}
    return source_notebook(LessonKey(lesson, keys, ""), course)


SOURCE = course_source()
RELEASE: Notebook = json.loads((ROOT / "assignments/losses/losses.ipynb").read_text(encoding="utf-8"))
CHECKS = [grade_id for grade_id in source_ids(SOURCE) if grade_id.startswith("check-")]


def grade_id(cell: dict[str, Any]) -> Any:
    return cell["metadata"].get("nbgrader", {}).get("grade_id")


def index(notebook: Notebook, name: str) -> int:
    """Where the cell with this grade_id or id stands."""
    return next(n for n, c in enumerate(notebook["cells"]) if name in (grade_id(c), c["id"]))


def find(notebook: Notebook, name: str) -> dict[str, Any]:
    cell: dict[str, Any] = notebook["cells"][index(notebook, name)]
    return cell


def submitted() -> Notebook:
    """What a student hands in who wrote something into every answer."""
    notebook = copy.deepcopy(RELEASE)
    for cell in notebook["cells"]:
        if cell["metadata"].get("nbgrader", {}).get("solution"):
            cell["source"] = f"# the student's {grade_id(cell)}\n"
    return notebook


def restored(notebook: Notebook, source: Notebook = SOURCE) -> Notebook:
    """The notebook as it is graded, by way of its bytes."""
    return restore(parse(json.dumps(notebook).encode()), source)


def code(source: Any, **more: Any) -> dict[str, Any]:
    cell = {"cell_type": "code", "id": "x", "metadata": {}, "outputs": [], "execution_count": None}
    return cell | {"source": source} | more


# Reading a file


def refused(path: Path, limit_mb: int = 1) -> str:
    with pytest.raises(Unreadable) as caught:
        read_bytes(path, limit_mb)
    return str(caught.value)


def test_a_file_is_read_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "a.ipynb").write_bytes(b"\x00\xff")
    assert read_bytes(tmp_path / "a.ipynb", 1) == b"\x00\xff"


def test_a_file_at_the_size_limit_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.ipynb").write_bytes(bytes(2**20))
    assert len(read_bytes(tmp_path / "a.ipynb", 1)) == 2**20


def test_a_file_over_the_size_limit_is_unreadable(tmp_path: Path) -> None:
    (tmp_path / "a.ipynb").write_bytes(bytes(2**20 + 1))
    assert refused(tmp_path / "a.ipynb").startswith("it is larger than 1 MB; clear its outputs")


def test_a_missing_file_is_unreadable(tmp_path: Path) -> None:
    assert refused(tmp_path / "a.ipynb") == "the file cannot be read (No such file or directory)"


def test_a_folder_is_unreadable(tmp_path: Path) -> None:
    (tmp_path / "a.ipynb").mkdir()
    assert refused(tmp_path / "a.ipynb") == "it is a folder, not a file; hand in the notebook itself"


@pytest.mark.parametrize("target", ["there.ipynb", "gone.ipynb", "/dev/zero", "."])
def test_a_symbolic_link_is_unreadable_wherever_it_leads(tmp_path: Path, target: str) -> None:
    (tmp_path / "there.ipynb").write_text("{}")
    (tmp_path / "a.ipynb").symlink_to(target)
    assert refused(tmp_path / "a.ipynb") == "it is a symbolic link; hand in the file itself"


def test_a_pipe_is_unreadable_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.ipynb")
    assert refused(tmp_path / "a.ipynb") == "it is no regular file; hand in the notebook itself"


def looks_regular(monkeypatch: pytest.MonkeyPatch) -> None:
    """At the first look the file is a regular one: it is exchanged just after."""
    regular = os.stat_result((stat.S_IFREG | 0o644, 0, 0, 1, 0, 0, 10, 0, 0, 0))
    monkeypatch.setattr(os, "lstat", lambda path: regular)


def test_a_file_exchanged_for_a_link_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("the answer key")
    (tmp_path / "a.ipynb").symlink_to("secret")
    with pytest.MonkeyPatch.context() as patch:
        looks_regular(patch)
        message = refused(tmp_path / "a.ipynb")
    assert message.startswith("the file cannot be read (")


def test_a_file_exchanged_for_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.ipynb")
    with pytest.MonkeyPatch.context() as patch:
        looks_regular(patch)
        data = read_bytes(tmp_path / "a.ipynb", 1)
    assert data == b""


def test_a_file_that_may_not_be_read_is_unreadable(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def forbidden(*args: Any) -> int:
        raise PermissionError(13, "Permission denied")

    (tmp_path / "a.ipynb").write_text("{}")
    monkeypatch.setattr(os, "open", forbidden)
    assert refused(tmp_path / "a.ipynb") == "the file cannot be read (Permission denied)"


# Parsing


def says(data: Any) -> str:
    """Why this is unreadable."""
    with pytest.raises(Unreadable) as caught:
        parse(data if type(data) is bytes else json.dumps(data).encode())
    return str(caught.value)


def notebook_of(cell: Any, **more: Any) -> Notebook:
    return {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [cell]} | more


def test_a_notebook_is_reduced_to_what_counts() -> None:
    cell = code(["a = 1\n", "b = 2"], metadata={"nbgrader": {"grade_id": "relu", "points": 99}})
    assert parse(json.dumps(notebook_of(cell)).encode()) == {
        "cells": [{"cell_type": "code", "id": "x", "source": "a = 1\nb = 2", "grade_id": "relu"}]
    }


def test_a_byte_order_mark_does_no_harm() -> None:
    assert parse(b"\xef\xbb\xbf" + json.dumps(notebook_of(code("a"))).encode())["cells"]


def test_a_notebook_without_ids_is_read() -> None:
    cell = {"cell_type": "code", "metadata": {}, "source": "a"}
    assert parse(json.dumps(notebook_of(cell, nbformat_minor=2)).encode())["cells"][0]["id"] is None


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "the file is empty; save it again from Jupyter"),
        (b" \n\t ", "the file is empty; save it again from Jupyter"),
        (b"\xff\xfe{\x00}\x00", "it has no list of cells"),
        (b"caf\xe9", "it is not text in UTF-8"),
        (b"{\n\n,}", "its JSON is broken (line 3); download it again"),
        (b"<html>not found</html>", "its JSON is broken (line 1)"),
        (b"[" * 100_000, "it is nested too deep to be a notebook"),
        (b'{"a":' * 100_000, "it is nested too deep to be a notebook"),
        (b"9" * 5000, "its JSON holds no notebook"),
        (b"null", "its JSON holds no notebook"),
        (b"[]", "its JSON holds no notebook"),
        (b"3", "its JSON holds no notebook"),
    ],
    ids=lambda value: str(value)[:30],
)
def test_what_is_no_notebook_is_unreadable(data: bytes, words: str) -> None:
    assert words in says(data)


def test_half_a_notebook_is_unreadable_with_the_line() -> None:
    half = json.dumps(RELEASE, indent=1).encode()[:5000]
    assert re.search(r"its JSON is broken \(line \d+\); download it again$", says(half))


@pytest.mark.parametrize("major", [None, "4", 4.0, True, 0, -4, [4]])
def test_a_notebook_that_does_not_say_its_format_is_read_all_the_same(major: Any) -> None:
    assert parse(json.dumps(notebook_of(code("a"), nbformat=major)).encode())["cells"]


@pytest.mark.parametrize("major", [5, 99])
def test_a_newer_format_is_unreadable(major: int) -> None:
    message = says(notebook_of(code("a"), nbformat=major))
    assert message == f"it has notebook format {major}, which is newer than 4; save it as format 4"


@pytest.mark.parametrize("cells", [None, {}, "cells", 3])
def test_a_notebook_without_a_list_of_cells_is_unreadable(cells: Any) -> None:
    assert says(notebook_of(None, cells=cells)) == "it is not a notebook: it has no list of cells"


@pytest.mark.parametrize("cell", [None, [], "cell", 3])
def test_a_cell_that_is_none_is_left_out(cell: Any) -> None:
    cells = [cell, code("a"), cell]
    assert [c["source"] for c in parse(json.dumps(notebook_of(None, cells=cells)).encode())["cells"]] == ["a"]


@pytest.mark.parametrize("source", [None, 3, {}, ["a", 3], [["a"]]])
def test_a_cell_whose_source_is_no_text_says_so_when_it_is_run(source: Any) -> None:
    (cell,) = parse(json.dumps(notebook_of(code(source))).encode())["cells"]
    with pytest.raises(ValueError, match="this cell came in damaged, its source is no text"):
        exec(cell["source"], {})  # noqa: S102


@pytest.mark.parametrize("kind", [None, "", "Code", 3, ["code"], {}, "x" * 1000])
def test_a_cell_of_an_unknown_type_is_code_where_only_code_has_its_keys(kind: Any) -> None:
    prose = {"cell_type": kind, "source": "a", "metadata": {}}
    notebook = notebook_of(None, cells=[code("a", cell_type=kind), prose])
    assert [c["cell_type"] for c in parse(json.dumps(notebook).encode())["cells"]] == ["code", "markdown"]


def test_a_notebook_of_too_many_cells_is_unreadable() -> None:
    assert says(notebook_of(None, cells=[code("a")] * 5_001)).startswith("it has 5,001 cells, and 5,000 are the most")


@pytest.mark.parametrize("grade", [None, 3, [], {"a": 1}])
@pytest.mark.parametrize("where", ["metadata", "nbgrader", "grade_id"])
def test_broken_metadata_is_no_grade_id(where: str, grade: Any) -> None:
    metadata: Any = {"metadata": grade, "nbgrader": {"nbgrader": grade}}.get(
        where, {"nbgrader": {"grade_id": grade}}
    )
    cells = parse(json.dumps(notebook_of(code("a", metadata=metadata))).encode())["cells"]
    assert cells[0]["grade_id"] is None


def test_a_lone_surrogate_does_not_come_through() -> None:
    data = json.dumps(notebook_of(code("a = '\ud800'"))).encode()
    try:
        notebook = parse(data)
    except Unreadable:
        return
    notebook["cells"][0]["source"].encode("utf-8")


def old_notebook(**cell: Any) -> Notebook:
    cells = [
        {"cell_type": "heading", "level": 2, "metadata": {}, "source": ["Losses"]},
        {
            "cell_type": "code",
            "collapsed": False,
            "input": ["def relu(x):\n", "    return x"],
            "language": "python",
            "metadata": {"nbgrader": {"grade_id": "relu"}},
            "outputs": [],
            "prompt_number": 1,
        }
        | cell,
    ]
    return {
        "metadata": {"name": ""},
        "nbformat": 3,
        "nbformat_minor": 0,
        "worksheets": [{"cells": cells, "metadata": {}}],
    }


def test_format_3_is_upgraded() -> None:
    cells = parse(json.dumps(old_notebook()).encode())["cells"]
    assert [cell["cell_type"] for cell in cells] == ["markdown", "code"]
    assert cells[1]["source"] == "def relu(x):\n    return x"
    assert cells[1]["grade_id"] == "relu"


def test_format_3_is_upgraded_with_its_prose() -> None:
    notebook = old_notebook(input="a = 1")
    notebook["worksheets"][0]["cells"][0] |= {"cell_type": "markdown", "source": ["# A\n", "text"]}
    assert parse(json.dumps(notebook).encode())["cells"][0]["source"] == "# A\ntext"


@pytest.mark.parametrize("major", [2, 3])
def test_an_old_notebook_without_sheets_is_unreadable(major: int) -> None:
    assert says({"nbformat": major}) == "it is not a notebook: it has no list of cells"
    assert says({"nbformat": major, "worksheets": {}}) == "it is not a notebook: it has no list of cells"


@pytest.mark.parametrize("major", [2, 3])
def test_a_damaged_old_notebook_keeps_what_is_whole(major: int) -> None:
    sheets = [None, {"cells": 3}, {"cells": [None, {"cell_type": "code", "input": "a"}]}]
    (cell,) = parse(json.dumps({"nbformat": major, "worksheets": sheets}).encode())["cells"]
    assert (cell["cell_type"], cell["source"]) == ("code", "a")


def test_a_cell_that_lost_its_metadata_is_known_by_its_id() -> None:
    cells = [code("a", id="answer-relu"), code("b", id="check-relu"), code("c", id="setup")]
    found = parse(json.dumps(notebook_of(None, cells=cells)).encode())["cells"]
    assert [cell["grade_id"] for cell in found] == ["relu", "check-relu", None]


def test_a_cell_is_not_known_by_its_id_where_another_has_the_metadata() -> None:
    named = code("b", metadata={"nbgrader": {"grade_id": "relu"}})
    cells = [named, code("a", id="answer-relu")]
    found = parse(json.dumps(notebook_of(None, cells=cells)).encode())["cells"]
    assert [cell["grade_id"] for cell in found] == ["relu", None]


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inside: (
        st.lists(inside, max_size=3) | st.dictionaries(st.text(max_size=8), inside, max_size=3)
    ),
    max_leaves=6,
)


def some(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Mostly what belongs there."""
    return strategy | strategy | strategy | values


some_cells = st.fixed_dictionaries(
    {},
    optional={
        "cell_type": some(st.sampled_from(["code", "markdown", "raw", "heading"])),
        "source": some(st.text(max_size=8) | st.lists(st.text(max_size=8), max_size=3)),
        "input": some(st.text(max_size=8)),
        "id": some(st.text(max_size=8)),
        "metadata": some(st.builds(lambda value: {"nbgrader": {"grade_id": value}}, values)),
        "outputs": some(st.just([])),
        "level": some(st.integers(1, 6)),
    },
)
some_notebooks = st.fixed_dictionaries(
    {"nbformat": some(st.integers(1, 5)), "cells": some(st.lists(some(some_cells), max_size=3))},
    optional={
        "nbformat_minor": values,
        "metadata": some(st.just({})),
        "worksheets": some(
            st.lists(st.builds(lambda cells: {"cells": cells}, some(st.lists(some_cells))))
        ),
    },
)


def is_plain(notebook: Any) -> bool:
    """What `parse` promises."""
    return list(notebook) == ["cells"] and all(
        cell.keys() == {"cell_type", "id", "source", "grade_id"}
        and cell["cell_type"] in ("code", "markdown", "raw")
        and type(cell["source"]) is str
        and (cell["grade_id"] is None or type(cell["grade_id"]) is str)
        for cell in notebook["cells"]
    )


def parses_or_not(data: bytes) -> None:
    try:
        notebook = parse(data)
    except Unreadable:
        return
    assert is_plain(notebook)
    nbformat.validate(nbformat.from_dict(restore(notebook, SOURCE)))


@quick
@given(st.binary(max_size=100))
def test_arbitrary_bytes_give_a_notebook_or_are_unreadable(data: bytes) -> None:
    parses_or_not(data)


@quick
@given(values)
def test_arbitrary_json_gives_a_notebook_or_is_unreadable(value: Any) -> None:
    parses_or_not(json.dumps(value).encode())


@settings(quick, max_examples=200)
@given(some_notebooks)
def test_an_arbitrary_notebook_can_be_restored_or_is_unreadable(notebook: Notebook) -> None:
    parses_or_not(json.dumps(notebook).encode())


@quick
@given(st.data())
def test_a_damaged_release_can_be_restored_or_is_unreadable(data: st.DataObject) -> None:
    whole = json.dumps(RELEASE).encode()
    start = data.draw(st.integers(0, len(whole)))
    end = data.draw(st.integers(start, min(len(whole), start + 50)))
    parses_or_not(whole[:start] + data.draw(st.binary(max_size=10)) + whole[end:])


# Restoring


def test_the_release_is_restored_to_the_source_with_its_stubs() -> None:
    notebook = restored(RELEASE)
    for cell, own in zip(notebook["cells"], SOURCE["cells"], strict=True):
        if own["metadata"].get("nbgrader", {}).get("solution"):
            assert "raise NotImplementedError()" in cell["source"]
            own = own | {"source": cell["source"]}
        assert cell == own


def test_the_answers_are_the_students() -> None:
    notebook = restored(submitted())
    assert find(notebook, "choose_loss")["source"] == "# the student's choose_loss\n"


def test_the_source_notebook_itself_is_left_alone() -> None:
    before = copy.deepcopy(SOURCE)
    restored(submitted())["cells"][5]["metadata"]["nbgrader"]["points"] = 99
    assert before == SOURCE


def test_the_notebooks_metadata_is_the_courses() -> None:
    notebook = submitted()
    notebook["metadata"] = {"kernelspec": {"name": "bash"}}
    assert restored(notebook)["metadata"] == SOURCE["metadata"]


@pytest.mark.parametrize("name", ["check-choose_loss", "setup"])
def test_an_edited_cell_of_the_course_is_overwritten(name: str) -> None:
    notebook = submitted()
    find(notebook, name)["source"] = "check = print"
    cell = find(restored(notebook), name)
    edited = cell["metadata"].pop("autograder", None)
    assert cell == find(SOURCE, name)
    assert edited == ({"edited": True} if name == "setup" else None)


@pytest.mark.parametrize("name", ["check-choose_loss", "choose_loss", "setup"])
@pytest.mark.parametrize("kind", ["markdown", "raw"])
def test_the_type_of_a_cell_is_restored(name: str, kind: str) -> None:
    notebook = submitted()
    find(notebook, name)["cell_type"] = kind
    assert find(restored(notebook), name)["cell_type"] == "code"


def test_points_and_locks_are_restored() -> None:
    notebook = submitted()
    mark = find(notebook, "check-choose_loss")["metadata"]["nbgrader"]
    mark |= {"points": 1000, "locked": False, "grade": False, "solution": True, "schema_version": 1}
    own = find(SOURCE, "check-choose_loss")["metadata"]
    assert find(restored(notebook), "check-choose_loss")["metadata"] == own


def test_an_answer_cell_cannot_make_itself_a_check_cell() -> None:
    notebook = submitted()
    find(notebook, "choose_loss")["metadata"]["nbgrader"] |= {"grade": True, "points": 1000}
    own = find(SOURCE, "choose_loss")["metadata"]
    assert find(restored(notebook), "choose_loss")["metadata"] == own


@pytest.mark.parametrize("name", ["choose_loss", "check-choose_loss"])
def test_the_tag_that_skips_a_cell_is_stripped(name: str) -> None:
    notebook = submitted()
    find(notebook, name)["metadata"]["tags"] = ["skip-execution"]
    assert "skip-execution" not in find(restored(notebook), name)["metadata"].get("tags", [])


def test_tags_of_a_free_cell_are_stripped() -> None:
    notebook = submitted()
    notebook["cells"].append(code("x = 1", id="mine", metadata={"tags": ["skip-execution", "other"]}))
    assert find(restored(notebook), "mine")["metadata"] == {}


def test_outputs_are_stripped() -> None:
    notebook = submitted()
    forged = {"output_type": "execute_result", "data": {"text/plain": "1000"}, "metadata": {}}
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            cell |= {"outputs": [forged], "execution_count": 7}
    codes = [cell for cell in restored(notebook)["cells"] if cell["cell_type"] == "code"]
    assert all(cell["outputs"] == [] and cell["execution_count"] is None for cell in codes)


@pytest.mark.parametrize("source", ["plot(my_own_numbers)", None], ids=["edited", "untouched"])
def test_a_demo_keeps_its_tag(source: str | None) -> None:
    notebook = submitted()
    if source is not None:
        find(notebook, "demo-2")["source"] = source
    assert find(restored(notebook), "demo-2")["metadata"] == {"tags": ["skip-execution"]}


def test_a_demo_without_an_id_keeps_its_tag() -> None:
    notebook = submitted()
    place = index(notebook, "demo-2")
    del notebook["cells"][place]["id"]
    assert restored(notebook)["cells"][place]["metadata"] == {"tags": ["skip-execution"]}


def test_of_two_answer_cells_the_last_counts() -> None:
    notebook = submitted()
    again = find(notebook, "choose_loss") | {"source": "# again\n"}
    notebook["cells"].append(again)
    assert find(restored(notebook), "choose_loss")["source"] == "# again\n"


def test_of_two_answer_cells_the_first_becomes_a_free_cell() -> None:
    notebook = submitted()
    place = index(notebook, "choose_loss")
    notebook["cells"].append(find(notebook, "choose_loss") | {"source": "# again\n"})
    first = restored(notebook)["cells"][place]
    assert first["source"] == "# the student's choose_loss\n"
    assert first["metadata"] == {}
    assert first["id"] != "answer-choose_loss"


def test_of_two_check_cells_the_last_counts() -> None:
    notebook = submitted()
    notebook["cells"].append(find(notebook, "check-choose_loss"))
    cells = restored(notebook)["cells"]
    assert grade_id(cells[-1]) == "check-choose_loss"
    assert [grade_id(cell) for cell in cells].count("check-choose_loss") == 1


def test_a_missing_check_cell_is_put_back_behind_its_answer() -> None:
    notebook = submitted()
    del notebook["cells"][index(notebook, "check-binary_crossentropy")]
    cells = restored(notebook)
    place = index(cells, "check-binary_crossentropy")
    assert place == index(cells, "binary_crossentropy") + 1
    assert cells["cells"][place] == find(SOURCE, "check-binary_crossentropy")


def test_a_missing_check_cell_of_a_moved_answer_is_put_back_behind_it() -> None:
    notebook = submitted()
    del notebook["cells"][index(notebook, "check-mean_squared_error")]
    notebook["cells"].append(notebook["cells"].pop(index(notebook, "mean_squared_error")))
    assert [grade_id(cell) for cell in restored(notebook)["cells"]][-2:] == [
        "mean_squared_error", "check-mean_squared_error",
    ]  # fmt: skip


def test_a_missing_check_cell_of_a_missing_answer_is_put_at_the_end() -> None:
    notebook = submitted()
    for name in ("mean_squared_error", "check-mean_squared_error"):
        del notebook["cells"][index(notebook, name)]
    assert grade_id(restored(notebook)["cells"][-1]) == "check-mean_squared_error"


def test_all_missing_check_cells_are_put_back() -> None:
    notebook = submitted()
    notebook["cells"] = [c for c in notebook["cells"] if not str(grade_id(c)).startswith("check-")]
    cells = restored(notebook)
    for name in CHECKS:
        assert index(cells, name) == index(cells, name.removeprefix("check-")) + 1


def test_a_missing_answer_cell_stays_missing() -> None:
    notebook = submitted()
    del notebook["cells"][index(notebook, "choose_loss")]
    assert "choose_loss" not in [grade_id(cell) for cell in restored(notebook)["cells"]]


def test_a_missing_setup_cell_is_put_at_the_top() -> None:
    notebook = submitted()
    del notebook["cells"][index(notebook, "setup")]
    assert restored(notebook)["cells"][0] == find(SOURCE, "setup")


def test_missing_setup_cells_are_put_back_in_their_order() -> None:
    source = copy.deepcopy(SOURCE)
    second = copy.deepcopy(find(source, "setup"))
    second["id"] = second["metadata"]["nbgrader"]["grade_id"] = "setup-2"
    source["cells"].insert(index(source, "choose_loss"), second)
    notebook = submitted()
    del notebook["cells"][index(notebook, "setup")]
    cells = restored(notebook, source)
    assert index(cells, "setup") < index(cells, "setup-2")


def test_a_moved_check_cell_stays_where_the_student_put_it() -> None:
    notebook = submitted()
    notebook["cells"].insert(0, notebook["cells"].pop(index(notebook, "check-choose_loss")))
    assert grade_id(restored(notebook)["cells"][0]) == "check-choose_loss"


@pytest.mark.parametrize("name", ["check-of-my-own", "", "CHECK-choose_loss", "check-choose_loss "])
def test_a_cell_with_an_unknown_grade_id_becomes_a_free_cell(name: str) -> None:
    notebook = submitted()
    metadata = {"nbgrader": {"grade_id": name, "grade": True, "points": 1000, "solution": False}}
    notebook["cells"].append(code("x = 1", id="mine", metadata=metadata))
    assert restored(notebook)["cells"][-1] == code("x = 1", id="mine")


def test_an_empty_notebook_gets_the_cells_of_the_course() -> None:
    cells = restored(notebook_of(None, cells=[]))["cells"]
    assert [grade_id(cell) for cell in cells] == ["setup", *CHECKS]


@pytest.mark.parametrize(
    "wanted", ["", "a b", "é", "x" * 65, None, 3, ["x"], "setup", "x\n", "check-choose_loss"]
)
def test_an_id_that_is_not_valid_or_taken_is_replaced(wanted: Any) -> None:
    notebook = submitted()
    notebook["cells"].append(code("x = 1", id=wanted))
    cells = restored(notebook)["cells"]
    assert re.fullmatch("[a-zA-Z0-9_-]{1,64}", cells[-1]["id"])
    assert Counter(cell["id"] for cell in cells).most_common(1)[0][1] == 1


def test_a_valid_id_is_kept() -> None:
    notebook = submitted()
    notebook["cells"].append(code("x = 1", id="my-own_cell-1"))
    assert restored(notebook)["cells"][-1]["id"] == "my-own_cell-1"


def test_ids_that_foresee_the_new_ones_are_no_harm() -> None:
    place = 70
    foreseen = [code("", id=f"free-{place}" + "x" * n) for n in range(place)]
    cells = restored(notebook_of(None, cells=[*foreseen, code("", id=None)]))["cells"]
    assert all(re.fullmatch("[a-zA-Z0-9_-]{1,64}", cell["id"]) for cell in cells)


def test_an_attachment_or_broken_metadata_of_a_free_cell_is_dropped() -> None:
    notebook = submitted()
    cell = {
        "cell_type": "markdown",
        "id": "m",
        "metadata": 3,
        "source": "a",
        "attachments": 5,
        "evil": 1,
    }
    notebook["cells"].append(cell)
    kept = restored(notebook)["cells"][-1]
    assert kept == {"cell_type": "markdown", "id": "m", "metadata": {}, "source": "a"}


@pytest.mark.parametrize(
    ("markdown", "kept"),
    [
        ("a < b, $x<y$, `if a<3:`", "a < b, $x< y$, `if a<3:`"),
        ("<script>alert(1)</script>", "< script>alert(1)< /script>"),
        ("<img src=x onerror=alert(1)", "< img src=x onerror=alert(1)"),
        ("<!-- x --><?php", "< !-- x -->< ?php"),
        ("[a](https://keras.io) [b](#c)", "[a](https://keras.io) [b](#c)"),
        ("[a](javascript:alert(1))", "[a] (javascript:alert(1))"),
        ("![a]( java&#115;cript:alert(1))", "[a] ( java&#115;cript:alert(1))"),
        ("see ![a](http://127.0.0.1:8888/logout)!", "see [a](http://127.0.0.1:8888/logout)!"),
        ("!![a][b]\n\n[b]: https://keras.io/x.png", "[a][b]\n\n[b]: https://keras.io/x.png"),
        ("[a]: data:text/html,x", "[a] : data:text/html,x"),
        ("<javascript:alert(1)>", "< javascript:alert(1)>"),
    ],
)
def test_a_students_prose_makes_no_html(markdown: str, kept: str) -> None:
    notebook = submitted()
    notebook["cells"].append({"cell_type": "markdown", "id": "mine", "metadata": {}, "source": markdown})
    assert find(restored(notebook), "mine")["source"] == kept == harmless(kept)


def test_the_courses_own_prose_stays_as_it_is() -> None:
    source = copy.deepcopy(SOURCE)
    source["cells"][0]["source"] = "<b>Losses</b>"
    notebook = submitted()
    notebook["cells"][0]["source"] = ["<b>Losses", "</b>"]
    assert restored(notebook, source)["cells"][0]["source"] == "<b>Losses</b>"


def test_restoring_again_changes_nothing() -> None:
    once = restored(submitted())
    assert restored(once) == once


def test_restoring_again_changes_nothing_where_demos_were_copied_and_edited() -> None:
    notebook = submitted()
    notebook["cells"].append(find(notebook, "demo-2") | {"source": "plot(my_own_numbers)"})
    notebook["cells"].append(find(notebook, "demo-2") | {"source": "plot(other_numbers)"})
    once = restored(notebook)
    assert restored(once) == once


def test_no_hidden_case_comes_back_with_a_notebook() -> None:
    cells = restored(submitted())["cells"]
    hidden = [cell for cell in cells if "HIDDEN TESTS" in cell["source"]]
    assert [grade_id(cell) for cell in hidden] == CHECKS
    for cell in hidden:
        inside = cell["source"].partition("BEGIN HIDDEN TESTS\n")[2].partition("\n### END")[0]
        assert "\n" not in inside


@st.composite
def shuffled(draw: st.DrawFn) -> Notebook:
    """The release with cells permuted, deleted, duplicated, and a few changed or added."""
    count = len(RELEASE["cells"])
    order = draw(st.lists(st.integers(0, count - 1), max_size=count + 10))
    if draw(st.booleans()):
        order = draw(st.permutations(range(count))) + order
    cells = [copy.deepcopy(RELEASE["cells"][n]) for n in order]
    for cell in draw(st.lists(st.sampled_from(cells), max_size=5)) if cells else []:
        change = draw(st.sampled_from(["source", "id", "cell_type", "tags", "grade_id"]))
        if change == "tags":
            cell["metadata"]["tags"] = ["skip-execution"]
        elif change == "grade_id":
            cell["metadata"]["nbgrader"] = {
                "grade_id": draw(st.sampled_from([*CHECKS, "setup", "other"]))
            }
        elif change == "cell_type":
            cell["cell_type"] = draw(st.sampled_from(["code", "markdown", "raw"]))
        elif change == "id":
            cell["id"] = draw(
                st.none() | st.text(max_size=5) | st.sampled_from(["setup", "free-1", "demo-1"])
            )
        else:
            cell["source"] = draw(st.text(max_size=5))
    return RELEASE | {"cells": cells}


@quick
@given(shuffled())
def test_whatever_happens_to_its_cells_a_notebook_is_restored(notebook: Notebook) -> None:
    cells = restored(notebook)
    nbformat.validate(nbformat.from_dict(cells))
    counts = Counter(grade_id(cell) for cell in cells["cells"])
    assert all(counts[name] == 1 for name in [*CHECKS, "setup"])
    assert all(find(cells, name) == find(SOURCE, name) for name in [*CHECKS, "setup"])


@quick
@given(shuffled())
def test_whatever_happens_to_its_cells_ids_are_unique_and_answers_are_single(notebook: Notebook) -> None:
    cells = restored(notebook)["cells"]
    assert max(Counter(cell["id"] for cell in cells).values()) == 1
    counts = Counter(grade_id(cell) for cell in cells if grade_id(cell))
    assert counts.keys() <= source_ids(SOURCE).keys()
    assert max(counts.values()) == 1


@quick
@given(shuffled())
def test_whatever_happens_to_its_cells_every_exercise_is_asked_once(notebook: Notebook) -> None:
    asked = [step.exercise for step in plan(restored(notebook)) if type(step) is Ask]
    assert sorted(asked) == sorted(name.removeprefix("check-") for name in CHECKS)


@quick
@given(shuffled())
def test_whatever_happens_to_its_cells_no_source_of_a_student_is_lost(notebook: Notebook) -> None:
    """Of course cells only the answers' text is the student's; every other cell keeps its own."""
    kept = Counter(cell["source"] for cell in restored(notebook)["cells"])
    last = {grade_id(cell): n for n, cell in enumerate(notebook["cells"]) if grade_id(cell)}
    for number, cell in enumerate(notebook["cells"]):
        course_owned = last.get(grade_id(cell)) == number and grade_id(cell) in [*CHECKS, "setup"]
        text = "".join(cell["source"])
        assert course_owned or kept[text] >= 1 or (cell["cell_type"] != "code" and kept[harmless(text)] >= 1)


# Planning


def test_a_plan_runs_and_asks_in_the_order_of_the_cells() -> None:
    steps = plan(restored(submitted()))
    assert steps[0] == Run(find(SOURCE, "setup")["source"], "setup")
    assert steps[1:3] == [
        Run("# the student's mean_squared_error\n", "mean_squared_error"), Ask("mean_squared_error")
    ]  # fmt: skip
    assert steps[-1] == Ask("choose_loss")


def test_an_exercise_is_asked_where_its_check_cell_stands() -> None:
    notebook = submitted()
    later = code("choose_loss = None", id="later")
    notebook["cells"].insert(index(notebook, "check-choose_loss"), later)
    assert plan(restored(notebook))[-2:] == [Run("choose_loss = None", None), Ask("choose_loss")]


def test_what_comes_after_a_check_cell_comes_after_its_question() -> None:
    notebook = submitted()
    notebook["cells"].append(code("choose_loss = None", id="later"))
    place = index(notebook, "check-mean_squared_error")
    notebook["cells"].insert(place + 1, code("mean_squared_error = None", id="later-too"))
    steps = plan(restored(notebook))
    asked = steps.index(Ask("mean_squared_error"))
    assert steps[asked + 1] == Run("mean_squared_error = None", None)
    assert steps[-1] == Ask("choose_loss")  # what comes after the last question changes no mark


def test_demos_and_prose_are_not_in_the_plan() -> None:
    sources = [step.source for step in plan(restored(submitted())) if type(step) is Run]
    unwanted = [cell["source"] for cell in SOURCE["cells"] if "nbgrader" not in cell["metadata"]]
    assert not set(sources) & set(unwanted)


def test_a_free_cell_that_skips_itself_is_run_all_the_same() -> None:
    notebook = submitted()
    notebook["cells"].insert(0, code("mine = 1", id="mine", metadata={"tags": ["skip-execution"]}))
    assert plan(restored(notebook))[0] == Run("mine = 1", None)


def test_cells_without_text_are_not_in_the_plan() -> None:
    notebook = submitted()
    notebook["cells"].insert(0, code(" \n\t\n", id="mine"))
    assert plan(restored(notebook))[0] == Run(find(SOURCE, "setup")["source"], "setup")


def test_check_cells_are_never_sent() -> None:
    notebook = submitted()
    find(notebook, "check-choose_loss")["source"] = "stolen = 1"
    sources = [step.source for step in plan(restored(notebook)) if type(step) is Run]
    assert "stolen = 1" not in sources
    assert not any("HIDDEN TESTS" in source for source in sources)


def test_an_edited_setup_cell_is_not_sent() -> None:
    notebook = submitted()
    find(notebook, "setup")["source"] = "stolen = 1"
    assert Run("stolen = 1", "setup") not in plan(restored(notebook))


def test_the_grade_ids_of_a_notebook_are_known() -> None:
    assert grade_ids(parse(json.dumps(RELEASE).encode())) == set(source_ids(SOURCE))


def test_a_cell_of_any_length_in_a_plan_reaches_the_worker() -> None:
    notebook = submitted()
    notebook["cells"].insert(0, code("x = 1\n" + "# thinking aloud\n" * 500, id="mine"))
    step = plan(restored(notebook))[0]
    assert type(step) is Run
    with Launcher() as launcher:
        session = Session(launcher, Limits())
        error = session.run(step.source)
        session.close()
    assert error is None
