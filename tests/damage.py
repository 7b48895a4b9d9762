"""The damage bank: what becomes of notebooks on their way to the grader.

Every damage is done to a notebook with right answers. It says which exercises may be lost by it; every
other one keeps its full marks. `UNREADABLE` ends with a reason in one line, never as an error.
"""

from __future__ import annotations

import copy
import json
import os
import shutil
import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Notebook = dict[str, Any]
MSE, BCE, CHOOSE = "mean_squared_error", "binary_crossentropy", "choose_loss"
UNREADABLE = ("unreadable",)
# A value of every type that JSON has, and some that programs do not expect of it.
ODD: tuple[Any, ...] = (
    None, True, 0, -1, 10**30, 1.5, float("nan"), float("-inf"), "", "text", "a\nb<img src=x>\u202e", "\ud800",
    [], [None], [["a"]], ["a", 3], {}, {"a": {"b": None}},
)  # fmt: skip
GONE = object()


@dataclass(frozen=True)
class Damage:
    """`lost` are the exercises that this may cost; `UNREADABLE` that it cannot be graded at all."""

    name: str
    do: Callable[[Notebook], Any]  # gives back bytes, or anything that is written as JSON
    lost: tuple[str, ...] = ()

    def data(self, right: Notebook) -> bytes:
        made = self.do(copy.deepcopy(right))
        return made if type(made) is bytes else json.dumps(made).encode()


def grade_id(cell: Any) -> Any:
    return cell["metadata"].get("nbgrader", {}).get("grade_id")


def cell_of(notebook: Notebook, name: str) -> dict[str, Any]:
    """The cell with this grade_id or cell id."""
    found: dict[str, Any] = next(c for c in notebook["cells"] if name in (grade_id(c), c["id"]))
    return found


def edit(name: str, change: Callable[[Notebook], Any], *lost: str) -> Damage:
    """A damage that changes the notebook in place."""

    def do(notebook: Notebook) -> Notebook:
        change(notebook)
        return notebook

    return Damage(name, do, lost)


def text(name: str, change: Callable[[str], bytes | str], *lost: str) -> Damage:
    """A damage to the notebook's text."""

    def do(notebook: Notebook) -> bytes:
        made = change(json.dumps(notebook, indent=1, ensure_ascii=False))
        return made if type(made) is bytes else made.encode()

    return Damage(name, do, lost)


# ---------------------------------------------------------------------------------------------------
# The wrong JSON type at every key

def every_key(right: Notebook) -> Iterator[Damage]:
    """Each key of the document and of one cell of every kind: gone, and with a value of every type."""
    for path in list(_paths(right)):
        for value in (GONE, *ODD):
            yield Damage(f"{'/'.join(map(str, path))}={'gone' if value is GONE else ascii(value)}",
                         _replacement(path, value), _cost(right, path, value))  # fmt: skip


def _paths(right: Notebook) -> Iterator[tuple[Any, ...]]:
    yield from ((key,) for key in right)
    yield from (("metadata", key) for key in right["metadata"])
    yield from (("metadata", "kernelspec", key) for key in right["metadata"]["kernelspec"])
    for name in ("setup", MSE, f"check-{MSE}", "prose-3", "demo-1"):
        place = next(n for n, c in enumerate(right["cells"]) if name in (grade_id(c), c["id"]))
        yield ("cells", place)
        cell = right["cells"][place]
        for key in [*cell, "attachments", "nonsense"]:
            yield ("cells", place, key)
        for key in [*cell["metadata"], "tags", "nbgrader", "collapsed"]:
            yield ("cells", place, "metadata", key)
        for key in cell["metadata"].get("nbgrader", {}):
            yield ("cells", place, "metadata", "nbgrader", key)


def _replacement(path: tuple[Any, ...], value: Any) -> Callable[[Notebook], Notebook]:
    def do(notebook: Notebook) -> Notebook:
        at: Any = notebook
        for key in path[:-1]:
            at = at[key] if type(at) is list else at.setdefault(key, {})
        if value is not GONE:
            at[path[-1]] = value
        elif type(at) is list or path[-1] in at:
            del at[path[-1]]
        return notebook

    return do


def _cost(right: Notebook, path: tuple[Any, ...], value: Any) -> tuple[str, ...]:
    """What must be lost: the cells where the list of cells is gone, an answer where its text is."""
    if path == ("cells",):
        return UNREADABLE
    if path == ("nbformat",) and value == 10**30:
        return UNREADABLE
    answer = path[0] == "cells" and grade_id(right["cells"][path[1]]) == MSE
    return (MSE,) if answer and (len(path) == 2 or path[2] == "source") else ()


# ---------------------------------------------------------------------------------------------------
# Text: encodings, ends, broken JSON

ACCENT = "\n# Ä é 漢 😀"
TEXT = [
    text("indented", str),
    text("utf_8_with_a_mark", lambda t: t.encode("utf-8-sig")),
    text("two_marks", lambda t: b"\xef\xbb\xbf" + t.encode("utf-8-sig")),
    *(text(code, lambda t, code=code: t.encode(code)) for code in ("utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-be")),
    *(text(code, lambda t, code=code: (t.replace("“", "é").encode(code, "replace"))) for code in ("latin-1", "cp1252", "cp437", "shift-jis")),
    text("utf_7", lambda t: t.replace("“", "““").encode("utf-7"), *UNREADABLE),
    text("utf_16_cut_in_a_character", lambda t: t.encode("utf-16")[:-1], *UNREADABLE),
    text("broken_byte_in_prose", lambda t: t.encode().replace(b"Loss", b"Lo\xffss")),
    text("crlf", lambda t: t.replace("\n", "\r\n")),
    text("cr", lambda t: t.replace("\n", "\r")),
    text("crlf_in_the_answers", lambda t: t.replace("\\n", "\\r\\n")),
    text("tabs_and_blank_lines", lambda t: "\n\n\t " + t.replace("\n", "\n\n\t")),
    text("nul_bytes_at_the_end", lambda t: t + "\0" * 5000),
    text("nul_bytes_in_front", lambda t: "\0" * 5000 + t, *UNREADABLE),
    text("only_nul_bytes", lambda t: "\0" * len(t), *UNREADABLE),
    text("nul_bytes_in_the_second_half", lambda t: t[: len(t) // 2] + "\0" * (len(t) // 2), *UNREADABLE),
    text("control_characters_in_strings", lambda t: t.replace("Loss", "Lo\x00\x01\x1bss\x7f")),
    text("line_breaks_in_strings", lambda t: t.replace('\\n"', '\n"')),
    text("twice_over", lambda t: t + t, *UNREADABLE),
    text("rubbish_behind", lambda t: t + "\n<html>", *UNREADABLE),
    text("merge_conflict", lambda t: t.replace("\n", "\n<<<<<<< HEAD\n", 1), *UNREADABLE),
    text("trailing_comma", lambda t: t[:-2] + ",}", *UNREADABLE),
    text("single_quotes", lambda t: str(json.loads(t)), *UNREADABLE),
    text("not_a_number", lambda t: t.replace('"execution_count": null', '"execution_count": NaN')),
    text("infinity", lambda t: t.replace('"execution_count": null', '"execution_count": -Infinity')),
    text("huge_integer", lambda t: t.replace('"execution_count": null', f'"execution_count": {"9" * 100_000}')),
    text("huge_float", lambda t: t.replace('"execution_count": null', '"execution_count": 1e999999999')),
    text("huge_format", lambda t: t.replace('"nbformat": 4', f'"nbformat": {"9" * 900}'), *UNREADABLE),
    text("huger_format", lambda t: t.replace('"nbformat": 4', f'"nbformat": {"9" * 90_000}')),
    text("format_twice", lambda t: t.replace('"nbformat": 4', '"nbformat": "x", "nbformat": 4')),
    text("cells_twice", lambda t: t.replace('"cells": [', '"cells": 3, "cells": [')),
    text("cells_twice_the_last_empty", lambda t: t[: t.rindex("}")] + ', "cells": []}', *UNREADABLE),
    text("html_of_an_error_page", lambda t: "<!DOCTYPE html><title>404</title>", *UNREADABLE),
    text("a_python_script", lambda t: "import numpy as np\n", *UNREADABLE),
    text("empty", lambda t: "", *UNREADABLE),
    text("white_space", lambda t: " \n\t\r\n", *UNREADABLE),
    text("only_a_mark", lambda t: b"\xef\xbb\xbf", *UNREADABLE),
    *(text(f"just_{t}", lambda _t, t=t: t, *UNREADABLE) for t in ("null", "[]", "{}", "0", "true", '"x"', "NaN", "{")),
    text("a_list_of_the_notebook", lambda t: f"[{t}]", *UNREADABLE),
    text("a_string_of_the_notebook", json.dumps, *UNREADABLE),
    text("a_zip_file", lambda t: b"PK\x03\x04" + bytes(range(256)) * 20, *UNREADABLE),
    text("a_picture", lambda t: b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20, *UNREADABLE),
    text("a_pickle", lambda t: b"\x80\x04\x95\x10\x00\x00\x00\x00\x00\x00\x00}\x94.", *UNREADABLE),
    text("lists_nested_deep", lambda t: "[" * 10**6, *UNREADABLE),
    text("dicts_nested_deep", lambda t: '{"a":' * 10**6, *UNREADABLE),
    text("metadata_nested_too_deep", lambda t: t.replace('"execution_count": null', '"execution_count": ' + "[" * 50_000 + "]" * 50_000), *UNREADABLE),
    text("metadata_nested_deep", lambda t: t.replace('"execution_count": null', '"execution_count": ' + "[" * 400 + "]" * 400)),
    text("a_million_brackets", lambda t: t.replace('"execution_count": null', '"execution_count": [' + "[]," * 10**6 + "0]", 1)),
]  # fmt: skip


def truncated(right: Notebook) -> Iterator[Damage]:
    """Cut off at many places, as text in one line and as Jupyter writes it."""
    for name, whole in (("short", json.dumps(right)), ("long", json.dumps(right, indent=1))):
        for part in range(1, 60):
            yield text(f"{name}_cut_at_{part}_of_60", lambda _t, w=whole, p=part: w[: len(w) * p // 60], *UNREADABLE)


# ---------------------------------------------------------------------------------------------------
# Structure

def old(notebook: Notebook, major: int, **more: Any) -> Notebook:
    """The notebook in a format of long ago."""
    cells = []
    for cell in notebook["cells"]:
        plain = {"cell_type": cell["cell_type"], "metadata": cell["metadata"]}
        if cell["cell_type"] == "code":
            key = "code" if major == 1 else "input"
            plain |= {key: cell["source"], "language": "python", "outputs": [], "prompt_number": 1}
        elif major == 1:
            plain |= {"cell_type": "text", "text": cell["source"]}
        else:
            plain |= {"source": cell["source"]}
        cells.append(plain)
    if major == 1:
        return {"nbformat": 1, "cells": cells} | more
    heading = {"cell_type": "heading", "level": 1, "source": ["Losses"], "metadata": {}}
    sheets = [{"metadata": {}, "cells": [heading]}, {"cells": cells}]
    return {"nbformat": major, "nbformat_minor": 0, "metadata": {"name": ""}, "worksheets": sheets} | more


def damaged_old(notebook: Notebook) -> Notebook:
    made = old(notebook, 3)
    made["worksheets"] += [None, 3, {"cells": 3}, {"cells": [None, 3, {}, {"cell_type": "code", "input": 3}]}]
    return made


def everywhere(**items: Any) -> Callable[[Notebook], None]:
    def change(notebook: Notebook) -> None:
        for cell in notebook["cells"]:
            cell.update(copy.deepcopy(items))

    return change


def without(*names: str) -> Callable[[Notebook], None]:
    def change(notebook: Notebook) -> None:
        for name in names:
            notebook["cells"].remove(cell_of(notebook, name))

    return change


def put(place: int | None, *cells: Any) -> Callable[[Notebook], None]:
    def change(notebook: Notebook) -> None:
        at = len(notebook["cells"]) if place is None else place
        notebook["cells"][at:at] = cells

    return change


def nbgrader(name: str, /, **items: Any) -> Callable[[Notebook], None]:
    return lambda notebook: cell_of(notebook, name)["metadata"]["nbgrader"].update(items)


def every_nbgrader(**items: Any) -> Callable[[Notebook], None]:
    def change(notebook: Notebook) -> None:
        for cell in notebook["cells"]:
            if "nbgrader" in cell["metadata"]:
                cell["metadata"]["nbgrader"].update(items)

    return change


def metadata_lost(notebook: Notebook) -> None:
    for cell in notebook["cells"]:
        cell["metadata"] = {}


def ids_lost(notebook: Notebook) -> None:
    for cell in notebook["cells"]:
        del cell["id"]
    notebook["nbformat_minor"] = 2


def all_lost(notebook: Notebook) -> None:
    metadata_lost(notebook)
    ids_lost(notebook)


def swapped(one: str, other: str) -> Callable[[Notebook], None]:
    def change(notebook: Notebook) -> None:
        cells = notebook["cells"]
        first, second = cells.index(cell_of(notebook, one)), cells.index(cell_of(notebook, other))
        cells[first], cells[second] = cells[second], cells[first]

    return change


def texts_swapped(notebook: Notebook) -> None:
    one, other = cell_of(notebook, MSE), cell_of(notebook, f"check-{MSE}")
    one["source"], other["source"] = other["source"], one["source"]


def ids_swapped(notebook: Notebook) -> None:
    one, other = (cell_of(notebook, name)["metadata"]["nbgrader"] for name in (MSE, f"check-{MSE}"))
    one["grade_id"], other["grade_id"] = other["grade_id"], one["grade_id"]


def two_answers_swapped(notebook: Notebook) -> None:
    one, other = cell_of(notebook, MSE), cell_of(notebook, BCE)
    one["source"], other["source"] = other["source"], one["source"]


def answer_twice(notebook: Notebook) -> None:
    notebook["cells"] += [copy.deepcopy(cell_of(notebook, MSE))] * 3


def answer_again_in_front(source: str) -> Callable[[Notebook], None]:
    def change(notebook: Notebook) -> None:
        notebook["cells"].insert(0, cell_of(notebook, MSE) | {"source": source})

    return change


def split(notebook: Notebook) -> None:
    """An answer split over two cells, both of which keep their metadata, as Jupyter does it."""
    answer = cell_of(notebook, MSE)
    place = notebook["cells"].index(answer)
    notebook["cells"].insert(place, answer | {"source": "import math\ndef helper(a):\n    return a\n", "id": "half"})


def renamed(name: str, new: Any) -> Callable[[Notebook], None]:
    return nbgrader(name, grade_id=new)


def reversed_cells(notebook: Notebook) -> None:
    notebook["cells"].reverse()


def answers_last(notebook: Notebook) -> None:
    notebook["cells"].sort(key=lambda cell: bool(cell["metadata"].get("nbgrader", {}).get("solution")))


def free(source: Any, **more: Any) -> dict[str, Any]:
    return {"cell_type": "code", "id": None, "metadata": {}, "outputs": [], "execution_count": None, "source": source} | more


def outputs(*made: Any) -> Callable[[Notebook], None]:
    return everywhere(outputs=list(made))


def as_lines(notebook: Notebook) -> None:
    for cell in notebook["cells"]:
        cell["source"] = cell["source"].splitlines(keepends=True) if type(cell["source"]) is str else cell["source"]


def as_characters(notebook: Notebook) -> None:
    for cell in notebook["cells"]:
        cell["source"] = list("".join(cell["source"]))


def with_line(name: str, line: str) -> Callable[[Notebook], None]:
    def change(notebook: Notebook) -> None:
        cell = cell_of(notebook, name)
        cell["source"] = line + "\n" + "".join(cell["source"])

    return change


RESULT = {"output_type": "execute_result", "execution_count": 1, "metadata": {}, "data": {"text/plain": "-99"}}
PIXELS = {"output_type": "display_data", "metadata": {}, "data": {"image/png": "A" * 3 * 10**6}}
STRUCTURE = [
    *(edit(f"format_{major}", lambda n, major=major: n.update(nbformat=major)) for major in (1, 2, 3, 0, -1, "4", 4.0, True, None, [4])),
    *(edit(f"format_{major}", lambda n, major=major: n.update(nbformat=major), *UNREADABLE) for major in (5, 99, 10**15)),
    *(edit(f"minor_{minor!r}", lambda n, minor=minor: n.update(nbformat_minor=minor)) for minor in (0, 4, 6, 10**9, -1, "5", None, 4.5, [], {})),
    *(Damage(f"truly_format_{major}", lambda n, major=major: old(n, major)) for major in (1, 2, 3)),
    Damage("old_format_damaged", damaged_old),
    Damage("old_format_without_sheets", lambda n: old(n, 3, worksheets=[]), UNREADABLE),
    Damage("old_format_of_null", lambda n: old(n, 3, worksheets=None), UNREADABLE),
    edit("no_cells", lambda n: n.update(cells=[]), *UNREADABLE),
    edit("cells_none_in_between", put(4, None, 3, "x", [], {}, True)),
    edit("cells_in_a_dict", lambda n: n.update(cells=dict(enumerate(n["cells"]))), *UNREADABLE),
    edit("cells_in_a_list_in_a_list", lambda n: n.update(cells=[n["cells"]]), *UNREADABLE),
    edit("metadata_lost", metadata_lost),
    edit("ids_lost", ids_lost),
    edit("ids_and_metadata_lost", all_lost),
    edit("metadata_null", everywhere(metadata=None)),
    edit("ids_null", everywhere(id=None)),
    edit("ids_all_the_same", everywhere(id="setup")),
    edit("ids_of_html", everywhere(id="<img src=x onerror=alert(1)>")),
    edit("ids_with_line_breaks", everywhere(id="a\nb")),
    edit("ids_too_long", everywhere(id="x" * 10**4)),
    edit("ids_of_lists", everywhere(id=[[1]])),
    edit("tags_of_every_cell", lambda n: [c["metadata"].update(tags=["skip-execution", "hide", 3, None]) for c in n["cells"]]),
    edit("tags_of_a_dict", lambda n: [c["metadata"].update(tags={"skip-execution": 1}) for c in n["cells"]]),
    edit("attachments", everywhere(attachments={"x.png": {"image/png": "AAAA"}})),
    edit("types_all_markdown", everywhere(cell_type="markdown")),
    edit("types_all_code", everywhere(cell_type="code")),
    edit("types_all_raw", everywhere(cell_type="raw")),
    edit("types_all_gone", lambda n: [c.pop("cell_type") for c in n["cells"]]),
    edit("answer_as_markdown", lambda n: cell_of(n, MSE).update(cell_type="markdown")),
    edit("answer_as_raw", lambda n: cell_of(n, MSE).update(cell_type="raw")),
    edit("answers_as_headings", lambda n: cell_of(n, MSE).update(cell_type="heading", level=1)),
    edit("answer_dropped", without(MSE), MSE),
    edit("answer_emptied", lambda n: cell_of(n, MSE).update(source=""), MSE),
    edit("answer_of_null", lambda n: cell_of(n, MSE).update(source=None), MSE),
    edit("answer_of_numbers", lambda n: cell_of(n, MSE).update(source=[1, 2]), MSE),
    edit("answer_of_a_stub", lambda n: cell_of(n, MSE).update(source="raise NotImplementedError()"), MSE),
    edit("answer_of_nul", lambda n: cell_of(n, MSE).update(source="\0"), MSE),
    edit("answer_that_is_broken", lambda n: cell_of(n, MSE).update(source="def mean_squared_error(:\n"), MSE),
    edit("check_dropped", without(f"check-{MSE}")),
    edit("setup_dropped", without("setup")),
    edit("setup_edited", lambda n: cell_of(n, "setup").update(source="1 / 0")),
    edit("setup_last", lambda n: n["cells"].append(n["cells"].pop(1)), "*"),
    edit("all_checks_dropped", without(*(f"check-{name}" for name in (MSE, BCE, CHOOSE)))),
    edit("prose_dropped", lambda n: n.update(cells=[c for c in n["cells"] if "nbgrader" in c["metadata"]])),
    edit("only_answers_left", lambda n: n.update(cells=[c for c in n["cells"] if str(c["id"]).startswith("answer-")])),
    edit("only_checks_left", lambda n: n.update(cells=[c for c in n["cells"] if str(c["id"]).startswith("check-")]), "*"),
    edit("only_prose_left", lambda n: n.update(cells=[c for c in n["cells"] if c["cell_type"] == "markdown"]), *UNREADABLE),
    edit("only_setup_left", lambda n: n.update(cells=[cell_of(n, "setup")]), *UNREADABLE),
    edit("answer_twice", answer_twice),
    edit("check_twice", lambda n: n["cells"].append(cell_of(n, f"check-{MSE}"))),
    edit("everything_twice", lambda n: n["cells"].extend(copy.deepcopy(n["cells"]))),
    edit("everything_nine_times", lambda n: n.update(cells=copy.deepcopy(n["cells"] * 9))),
    edit("answer_split", split),
    edit("answer_again_in_front_as_a_stub", answer_again_in_front("raise NotImplementedError()")),
    edit("answer_again_in_front_damaged", answer_again_in_front("def broken(")),
    edit("answer_again_behind_as_a_stub", lambda n: n["cells"].append(cell_of(n, MSE) | {"source": "1"})),
    edit("answer_and_check_swapped", swapped(MSE, f"check-{MSE}"), MSE),
    edit("answer_and_other_answer_swapped", swapped(MSE, BCE), MSE),
    edit("texts_of_answer_and_check_swapped", texts_swapped, MSE),
    edit("ids_of_answer_and_check_swapped", ids_swapped, MSE),
    edit("texts_of_two_answers_swapped", two_answers_swapped, MSE),
    edit("order_reversed", reversed_cells, "*"),
    edit("answers_last", answers_last, "*"),
    *(edit(f"answer_renamed_{n}", renamed(MSE, new)) for n, new in enumerate(("x", "", "a\nb", "<img src=x>", " mean_squared_error", "x" * 10**5, "\0", 3, None, ["x"], {"a": 1}))),
    *(edit(f"check_renamed_{n}", renamed(f"check-{MSE}", new)) for n, new in enumerate(("x", "", "a\nb", "<img src=x>", "check-", 3, None, ["x"]))),
    edit("answer_named_as_another", renamed(MSE, BCE)),
    edit("answer_named_as_the_setup", renamed(MSE, "setup"), "*"),
    edit("check_named_as_another", renamed(f"check-{MSE}", f"check-{CHOOSE}")),
    *(edit(f"schema_{version!r}", every_nbgrader(schema_version=version)) for version in (0, 1, 2, 3, 4, 99, -1, "3", None, [], 1.5)),
    edit("all_solutions", every_nbgrader(solution=True, locked=False, grade=True, points=99, task=True)),
    edit("no_solutions", every_nbgrader(solution=False, locked=True, grade=False, points=0)),
    edit("points_of_text", every_nbgrader(points="many", max_points=None, checksum=3, cell_type=[])),
    edit("negative_points", every_nbgrader(points=-5)),
    edit("outputs_forged", outputs(RESULT)),
    edit("outputs_of_errors", outputs({"output_type": "error", "ename": "E", "evalue": "x", "traceback": ["x"]})),
    edit("outputs_on_stderr", outputs({"output_type": "stream", "name": "stderr", "text": "x"})),
    edit("outputs_of_null", everywhere(outputs=None)),
    edit("outputs_of_text", everywhere(outputs="text")),
    edit("outputs_of_odd_things", outputs(None, 3, [], {}, {"output_type": 3}, {"output_type": "no such"})),
    edit("outputs_on_prose", everywhere(outputs=[RESULT], execution_count=-3)),
    edit("a_picture_of_megabytes", lambda n: cell_of(n, "demo-1").update(outputs=[PIXELS])),
    edit("metadata_of_megabytes", lambda n: n["metadata"].update({f"k{k}": "x" * 100 for k in range(20_000)})),
    edit("a_key_of_a_megabyte", lambda n: n["metadata"].update({"x" * 10**6: 1})),
    edit("a_line_of_megabytes_in_prose", lambda n: n["cells"].append({"cell_type": "markdown", "source": "x" * 4 * 10**6})),
    edit("a_line_of_megabytes_in_a_comment", put(2, free("# " + "x" * 4 * 10**6))),
    edit("a_million_lines", put(2, free("\n" * 10**6))),
    edit("ten_thousand_parts", put(2, free(["x = 1;"] * 10**4))),
    edit("four_thousand_empty_cells", put(2, *[free("")] * 4_000)),
    edit("four_thousand_cells_behind", put(None, *[free("x = 1")] * 4_000)),
    edit("fifty_thousand_cells", put(None, *[free("x = 1")] * 50_000), *UNREADABLE),
    edit("fifty_thousand_cells_of_prose", put(2, *[{"cell_type": "markdown", "source": "x", "metadata": {}}] * 50_000), *UNREADABLE),
    edit("fifty_thousand_damaged_cells", put(2, *[None] * 50_000)),
    edit("free_cells_of_every_damage", put(6, *(free(value) for value in ODD))),
    edit("half_characters", with_line(MSE, "# \ud800 \udfff")),
    edit("half_characters_in_prose", lambda n: cell_of(n, "prose-3").update(source="\ud83d")),
    edit("half_characters_as_keys", lambda n: n["metadata"].update({"\ud800": "\udfff"})),
    edit("accents", with_line(MSE, ACCENT)),
    edit("odd_white_space", with_line(MSE, "\x0c# \u200b\ufeff \u2028 \x0b \x85")),
    edit("a_coding_line", with_line(MSE, "# -*- coding: latin-1 -*-")),
    edit("sources_of_lines", as_lines),
    edit("sources_of_characters", as_characters),
    edit("kernel_of_another_language", lambda n: n["metadata"].update(kernelspec={"name": "ir", "language": "R"})),
    edit("kernel_that_is_no_dict", lambda n: n["metadata"].update(kernelspec=[], language_info=3)),
    edit("notebook_metadata_gone", lambda n: n.pop("metadata")),
    edit("notebook_metadata_of_a_list", lambda n: n.update(metadata=[])),
    edit("keys_that_nobody_knows", lambda n: n.update({"__proto__": {}, "constructor": 1, "": 2})),
    edit("widgets", lambda n: n["metadata"].update(widgets={"application/vnd.jupyter.widget-state+json": {"state": []}})),
    edit("colab", lambda n: [c.update(metadata=c["metadata"] | {"id": "a1", "colab": {"base_uri": "x"}}) for c in n["cells"]]),
]  # fmt: skip
BANK = [*TEXT, *STRUCTURE]


# ---------------------------------------------------------------------------------------------------
# What lies in a submission's folder beside the notebook, or in place of it

def stamp(folder: Path, text: bytes) -> None:
    (folder / "timestamp.txt").write_bytes(text)


def socket_file(folder: Path) -> None:
    here = os.getcwd()
    os.chdir(folder)  # a socket's path is short
    try:
        with socket.socket(socket.AF_UNIX) as server:
            server.bind("data.csv")
    finally:
        os.chdir(here)


def very_deep(folder: Path, depth: int) -> None:
    here = os.getcwd()
    os.chdir(folder)
    try:
        for _ in range(depth):
            os.mkdir("d")
            os.chdir("d")
        Path("x").touch()
    finally:
        os.chdir(here)


def elsewhere(folder: Path) -> None:
    """A folder that leads to the work of another."""
    shutil.rmtree(folder)
    folder.symlink_to("../aaa/losses")


def student_elsewhere(folder: Path) -> None:
    """A student's folder that is another's."""
    shutil.rmtree(folder.parent)
    folder.parent.symlink_to("aaa")


def huge(folder: Path) -> None:
    with (folder / "data.csv").open("wb") as file:
        file.truncate(2**40)


def many(folder: Path) -> None:
    for number in range(9):
        with (folder / f"many-{number}.csv").open("wb") as file:
            file.truncate(90 * 2**20)
    for number in range(3_000):
        (folder / f"small-{number:04}.csv").touch()


NO_TIME, NO_FOLDER = "its timestamp.txt holds no time", "its folder is a symbolic link"
# name: (what is done to the folder of a right submission, why it needs a person, if it does)
FOLDERS: dict[str, tuple[Callable[[Path], Any], str | None]] = {
    "time-a-pipe": (lambda f: os.mkfifo(f / "timestamp.txt"), NO_TIME),
    "time-a-folder": (lambda f: (f / "timestamp.txt").mkdir(), NO_TIME),
    "time-a-link": (lambda f: (f / "timestamp.txt").symlink_to("/etc/passwd"), NO_TIME),
    "time-a-link-to-itself": (lambda f: (f / "timestamp.txt").symlink_to("timestamp.txt"), NO_TIME),
    "time-without-end": (lambda f: (f / "timestamp.txt").symlink_to("/dev/zero"), NO_TIME),
    "time-of-bytes": (lambda f: stamp(f, b"\xff\xfe\0\x80"), NO_TIME),
    "time-of-digits": (lambda f: stamp(f, b"9" * 10**6), NO_TIME),
    "time-too-late": (lambda f: stamp(f, b"99999-01-01 00:00:00 UTC"), NO_TIME),
    "time-of-words": (lambda f: stamp(f, b"yesterday, honest"), NO_TIME),
    "time-empty": (lambda f: stamp(f, b""), None),
    "time-in-no-zone": (lambda f: stamp(f, b"2026-01-01 10:00:00 <script>"), None),
    "time-at-the-end": (lambda f: stamp(f, b"9999-12-31 23:59:59 -14:00"), None),
    "a-pipe": (lambda f: os.mkfifo(f / "data.csv"), None),
    "a-socket": (socket_file, None),
    "a-device": (lambda f: (f / "data.csv").symlink_to("/dev/zero"), None),
    "a-link-to-nothing": (lambda f: (f / "data.csv").symlink_to("/nonexistent"), None),
    "a-link-to-the-folder": (lambda f: (f / "again").symlink_to("."), None),
    "a-link-to-folders": (lambda f: (f / "etc").symlink_to("/etc"), None),
    "a-terabyte": (huge, None),
    "files-without-end": (many, None),
    "bytes-for-a-name": (lambda f: Path(os.fsdecode(os.fsencode(f) + b"/\xff\n\x1b.csv")).touch(), None),
    "folders-700-deep": (lambda f: very_deep(f, 700), None),
    "folders-3000-deep": (lambda f: very_deep(f, 3_000), None),
    "another-notebook": (lambda f: (f / "evil.ipynb").write_text("no json"), None),
    "another-notebook-a-pipe": (lambda f: os.mkfifo(f / "evil.ipynb"), None),
    "another-notebook-a-folder": (lambda f: (f / "evil.ipynb").mkdir(), None),
    "another-notebook-a-link": (lambda f: (f / "evil.ipynb").symlink_to("/etc/passwd"), None),
    "of-another": (elsewhere, NO_FOLDER),
    "as-another": (student_elsewhere, NO_FOLDER),
    "x" * 250: (lambda f: None, None),
    "é" * 127: (lambda f: None, None),
}  # fmt: skip
