"""A lesson's text: what its cells are, and what is said about each mistake in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.authoring.lesson_text import Lesson, read_lesson, stub
from autograder.base.errors import CourseError

RELU = """\
# %% exercise="relu"
def relu(x):
    ### BEGIN SOLUTION
    return np.maximum(x, 0)
    ### END SOLUTION
"""
GOOD = f"""\
# %% [markdown]
# # A title
#
# <details><summary>Hint 1</summary>
# What is
# negative?
# </details>
# <details><summary>Hint 2</summary>Compare with 0.</details>

# %% tags=["setup"]
import numpy as np

{RELU}
# %% tags=["skip-execution"]
print(relu(3))

# %% [markdown]
# <details><summary>Hint 1</summary>Half of it.</details>

# %% exercise="half"
def half(x):
    ### BEGIN SOLUTION
    return x / 2
    ### END SOLUTION
"""


def read(folder: Path, text: str) -> Lesson:
    path = folder / "small.py"
    path.write_text(text, encoding="utf-8")
    return read_lesson(path)


def refusal(folder: Path, text: str) -> str:
    """What is said about this lesson: one line, without the folder."""
    with pytest.raises(CourseError) as caught:
        read(folder, text)
    message = str(caught.value)
    assert "\n" not in message
    return message.removeprefix(f"{folder}/")


def test_cells_have_their_roles_in_order(tmp_path: Path) -> None:
    roles = [cell.role for cell in read(tmp_path, GOOD).cells]
    assert roles == ["prose", "setup", "answer", "demo", "prose", "answer"]


def test_cells_know_their_lines(tmp_path: Path) -> None:
    lines = GOOD.splitlines()
    for cell in read(tmp_path, GOOD).cells:
        assert lines[cell.line - 1].startswith("# %%")


def test_a_lesson_is_named_after_its_folder(tmp_path: Path) -> None:
    assert read(tmp_path, GOOD).name == tmp_path.name


def test_answers_are_found_by_exercise(tmp_path: Path) -> None:
    answers = read(tmp_path, GOOD).answers
    assert list(answers) == ["relu", "half"]
    assert answers["half"].source.startswith("def half(x):")


def test_setup_is_the_source_of_all_setup_cells(tmp_path: Path) -> None:
    text = '# %% tags=["setup"]\nA = 1\n\n# %% tags=["setup"]\nB = 2\n'
    assert read(tmp_path, text).setup == "A = 1\n\nB = 2"


def test_hints_are_the_folded_steps_before_the_exercise_on_one_line_each(tmp_path: Path) -> None:
    assert read(tmp_path, GOOD).hints("relu") == ["What is negative?", "Compare with 0."]


def test_hints_of_an_exercise_do_not_come_from_the_one_before(tmp_path: Path) -> None:
    assert read(tmp_path, GOOD).hints("half") == ["Half of it."]


def test_an_exercise_without_a_cell_has_no_hints(tmp_path: Path) -> None:
    assert read(tmp_path, GOOD).hints("tanh") == []


def test_the_reference_runs_setup_and_solutions(tmp_path: Path) -> None:
    space = read(tmp_path, GOOD).reference()
    assert space["relu"](-3) == 0
    assert space["half"](3) == 1.5


def test_demo_cells_are_not_run_for_the_reference(tmp_path: Path) -> None:
    demo = '# %% tags=["skip-execution"]\nraise RuntimeError("a demo ran")\n'
    assert "np" in read(tmp_path, GOOD + "\n" + demo).reference()


def test_two_cells_for_one_exercise_are_refused_with_both_lines(tmp_path: Path) -> None:
    message = refusal(tmp_path, RELU + "\n" + RELU)
    assert message.startswith("small.py:7: a second cell for exercise 'relu'")
    assert "the first is at line 1" in message
    assert "keep one" in message


@pytest.mark.parametrize(
    "line",
    ['# %% exercise="relu', "# %% exercise=relu", '# %% exercise="relu" points=3', "# %% relu"],
    ids=["open quote", "no quotes", "unknown key", "a title"],
)
def test_broken_cell_metadata_is_refused_with_examples(tmp_path: Path, line: str) -> None:
    message = refusal(tmp_path, "# %% [markdown]\n# A\n\n" + RELU.replace(RELU.splitlines()[0], line))
    assert message.startswith("small.py:4: broken or unknown cell metadata near ")
    assert '# %% exercise="name"' in message


@pytest.mark.parametrize(
    "value", ["3", '"3d"', '""', '["relu"]', "true"], ids=["number", "3d", "empty", "list", "true"]
)
def test_an_exercise_that_is_no_name_is_refused(tmp_path: Path, value: str) -> None:
    message = refusal(tmp_path, RELU.replace('"relu"', value))
    assert message.startswith("small.py:1: exercise=")
    assert message.endswith("must be the name students define, quoted")


def test_a_code_cell_without_a_role_is_refused_with_the_roles(tmp_path: Path) -> None:
    message = refusal(tmp_path, "# %% [markdown]\n# A\n\n# %%\nx = 1\n")
    assert message.startswith("small.py:4: a code cell must say what it is: ")
    for role in ('exercise="name"', 'tags=["setup"]', 'tags=["skip-execution"]'):
        assert role in message


@pytest.mark.parametrize("tags", ['["other"]', '["setup", "skip-execution"]', "[]"])
def test_a_code_cell_with_other_tags_is_refused(tmp_path: Path, tags: str) -> None:
    message = refusal(tmp_path, f"# %% tags={tags}\nx = 1\n")
    assert message.startswith("small.py:1: a code cell must say what it is: ")


@pytest.mark.parametrize("tags", ['"setup"', "3", "[3]"], ids=["text", "number", "list of numbers"])
def test_tags_that_are_no_list_of_text_are_refused(tmp_path: Path, tags: str) -> None:
    message = refusal(tmp_path, f"# %% [markdown]\n# A\n\n# %% tags={tags}\nx = 1\n")
    assert message.startswith("small.py:4: ")
    assert "tags" in message


@pytest.mark.parametrize(
    "metadata", ["jupyter=3", 'collapsed="yes"', "name=3", 'tags=["setup", "setup"]', 'tags=["a,b"]']
)
def test_metadata_that_jupyter_knows_otherwise_is_refused(tmp_path: Path, metadata: str) -> None:
    message = refusal(tmp_path, f"# %% [markdown]\n# A\n\n# %% {metadata}\nx = 1\n")
    assert message.startswith("small.py:4: ")


@pytest.mark.parametrize("before", ["import numpy as np\n", '"""A lesson."""\n', "# A comment.\n"])
def test_text_before_the_first_cell_line_is_refused_at_its_own_line(tmp_path: Path, before: str) -> None:
    message = refusal(tmp_path, before + "\n" + GOOD)
    assert message.startswith("small.py:1: a code cell must say what it is: ")


def test_a_header_of_jupytexts_own_does_not_shift_the_lines(tmp_path: Path) -> None:
    header = "# ---\n# jupyter:\n#   jupytext:\n#     formats: py:percent\n# ---\n\n"
    message = refusal(tmp_path, header + "# %% [markdown]\n# A\n\n# %%\nx = 1\n")
    assert message.startswith("small.py:10: a code cell must say what it is: ")


def test_a_sub_cell_line_does_not_shift_the_lines_of_later_cells(tmp_path: Path) -> None:
    message = refusal(tmp_path, '# %% tags=["setup"]\nx = 1\n\n# %%%\ny = 2\n\n# %%\nz = 3\n')
    assert message.startswith("small.py:7: a code cell must say what it is: ")


def test_an_answer_cell_with_tags_is_refused(tmp_path: Path) -> None:
    message = refusal(tmp_path, RELU.replace('"relu"', '"relu" tags=["setup"]'))
    assert message == "small.py:1: an answer cell takes no tags; remove tags=['setup']"


@pytest.mark.parametrize("metadata", ['exercise="relu"', 'tags=["setup"]'])
def test_a_markdown_cell_with_metadata_is_refused(tmp_path: Path, metadata: str) -> None:
    message = refusal(tmp_path, f"# %% [markdown] {metadata}\n# A\n")
    assert message == "small.py:1: a markdown cell takes no exercise and no tags; remove them"


def test_a_raw_cell_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path, "# %% [raw]\n# A\n") == "small.py:1: a raw cell; use markdown or code"


def test_a_syntax_error_is_refused_with_its_own_line(tmp_path: Path) -> None:
    message = refusal(tmp_path, '# %% [markdown]\n# A\n\n# %% tags=["setup"]\nx = 1\ny = = 2\n')
    assert message.startswith("small.py:6: not Python: ")
    assert message.endswith("mend that line")


def test_a_syntax_error_after_blank_lines_is_refused_with_its_own_line(tmp_path: Path) -> None:
    message = refusal(tmp_path, '# %% tags=["setup"]\n\n\nx = 1\ny = = 2\n')
    assert message.startswith("small.py:5: not Python: ")


def test_a_syntax_error_in_a_demo_is_refused(tmp_path: Path) -> None:
    message = refusal(tmp_path, '# %% tags=["skip-execution"]\nprint(\n')
    assert message.startswith("small.py:2: not Python: ")


@pytest.mark.parametrize(
    ("body", "line"),
    [
        ("    return x\n", 4),
        ("    ### BEGIN SOLUTION\n    return x\n", 6),
        ("    return x\n    ### END SOLUTION\n", 7),
        ("    ### END SOLUTION\n    return x\n    ### BEGIN SOLUTION\n", 6),
        ("    ### BEGIN SOLUTION\n    ### BEGIN SOLUTION\n    return x\n    ### END SOLUTION\n", 7),
    ],
    ids=["none", "no end", "no begin", "swapped", "two begins"],
)
def test_missing_solution_markers_are_refused(tmp_path: Path, body: str, line: int) -> None:
    message = refusal(tmp_path, '# %% [markdown]\n# A\n\n# %% exercise="relu"\ndef relu(x):\n' + body)
    assert message.startswith(f"small.py:{line}: exercise 'relu' needs its solution between ")
    assert "'### BEGIN SOLUTION' and '### END SOLUTION'" in message


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CourseError) as caught:
        read_lesson(tmp_path / "gone.py")
    assert str(caught.value) == (
        f"{tmp_path / 'gone.py'}: cannot be read (No such file or directory); write this file"
    )


def test_a_file_in_another_encoding_is_refused(tmp_path: Path) -> None:
    (tmp_path / "small.py").write_bytes(b"# %% [markdown]\n# caf\xe9\n")
    with pytest.raises(CourseError, match=r"small\.py:2: not UTF-8 \(byte 0xe9\); save the file as UTF-8"):
        read_lesson(tmp_path / "small.py")


def test_a_cell_that_fails_is_named_with_its_line(tmp_path: Path) -> None:
    lesson = read(tmp_path, '# %% [markdown]\n# A\n\n# %% tags=["setup"]\n1 / 0\n')
    with pytest.raises(CourseError) as caught:
        lesson.reference()
    assert str(caught.value) == (
        f"{tmp_path / 'small.py'}:5: this cell fails: ZeroDivisionError: division by zero; mend it"
    )


def test_an_answer_cell_that_does_not_define_its_exercise_is_refused(tmp_path: Path) -> None:
    lesson = read(tmp_path, RELU.replace("def relu", "def rule"))
    with pytest.raises(CourseError, match=r"small\.py:1: this cell does not define 'relu'; its exercise="):
        lesson.reference()


def test_a_stub_has_no_solution() -> None:
    text = stub(RELU.partition("\n")[2])
    assert text == "def relu(x):\n    # YOUR CODE HERE\n    raise NotImplementedError()"


def test_a_stub_keeps_what_stands_around_the_solution() -> None:
    source = (
        'class Stop:\n    """Doc."""\n    ### BEGIN SOLUTION\n    a = 1\n    ### END SOLUTION\n'
        "    limit = 3\n    ### BEGIN SOLUTION\n    b = 2\n    ### END SOLUTION\n"
    )
    text = stub(source)
    assert text.count("# YOUR CODE HERE") == 2
    assert '"""Doc."""' in text
    assert "    limit = 3" in text
    assert "a = 1" not in text
    assert "b = 2" not in text
