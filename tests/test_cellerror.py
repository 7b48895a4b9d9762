"""What is told of a cell that stops: enough to find it, and next to nothing that its code could have learnt."""

from __future__ import annotations

import pytest

from autograder.grading.launcher import Launcher
from autograder.grading.session import Session
from autograder.judging.cell_errors import GRADED_WITH, LENGTH, is_pythons_own
from tests.patience import ROOMY


def told(launcher: Launcher, *cells: str) -> str:
    """What is told of the last of these cells."""
    session = Session(launcher, ROOMY)
    errors = [session.run(cell) for cell in cells]
    session.close()
    assert errors[-1] is not None
    return errors[-1].text


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("x = 1\nmean(x)", "stops with NameError: name 'mean' is not defined (line 2)"),
        ("def f():\n    x += 1\nf()",
         "stops with UnboundLocalError: cannot access local variable 'x' where it is not associated with a value (line 2)"),
        ("import numpy as np\nnp.meen(1)", "stops with AttributeError: module 'numpy' has no attribute 'meen' (line 2)"),
        ("from math import root", "stops with ImportError: cannot import name 'root' from 'math' (line 1)"),
        ("class A:\n    def f(self): pass\nA().f(1)",
         "stops with TypeError: A.f() takes 1 positional argument but 2 were given (line 3)"),
        ("import secret.part as s\ns.x", "stops with ModuleNotFoundError: No module named 'secret' (line 2)"),
        ("import torch\ntorch.ones(1)", "stops with ModuleNotFoundError: torch is not there while grading: write it with NumPy (line 2)"),
        ("def f(a): return a\nf()", "stops with TypeError: f() missing 1 required positional argument: 'a' (line 2)"),
        ("def f(a): return a\nf(b=1)", "stops with TypeError: f() got an unexpected keyword argument 'b' (line 2)"),
        ("[1][2]", "stops with IndexError: list index out of range (line 1)"),
        ("1 % 0", "stops with ZeroDivisionError: integer modulo by zero (line 1)"),
        ("def f(): f()\nf()", "stops with RecursionError: maximum recursion depth exceeded (line 1)"),
        ("assert 1 == 2, 'my own test'", "stops with AssertionError (line 1)"),
        ("def f(:\n    pass", f"stops with SyntaxError: invalid syntax (line 1){GRADED_WITH}"),
        ("if 1:\n        x = 1\n\ty = 2",
         f"stops with TabError: inconsistent use of tabs and spaces in indentation (line 3){GRADED_WITH}"),
        ("x = 1\n  y = 2", f"stops with IndentationError: unexpected indent (line 2){GRADED_WITH}"),
    ],
)  # fmt: skip
def test_what_python_says_of_an_honest_mistake_is_told(launcher: Launcher, cell: str, text: str) -> None:
    assert told(launcher, cell) == text


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("raise ValueError('1673859')", "stops with ValueError (line 1)"),
        ("raise type('N1673859', (KeyError,), {})('x')", "stops with KeyError (line 1)"),
        ("raise type('N1673859', (BaseException,), {})", "stops with BaseException (line 1)"),
        ("raise NameError(f'name {1673859!r} is not defined')", "stops with NameError (line 1)"),
        ("raise NameError(\"name '\" + 'bcde' + \"fg' is not defined\")", "stops with NameError (line 1)"),
        ("raise SyntaxError('1673859')", "stops with SyntaxError (line 1)"),
        ("e = SyntaxError('1673859')\ne.lineno, e.filename = 1, '<text>'\nraise e", "stops with SyntaxError (line 1)"),
        ("exec('1673859 = 1')", "stops with SyntaxError (line 1)"),
        ("raise ImportError(\"cannot import name 'os' from 'sys' (1673859)\")", "stops with ImportError: cannot import name 'os' from 'sys' (line 1)"),
    ],
)  # fmt: skip
def test_what_a_cell_says_of_its_own_is_not_told(launcher: Launcher, cell: str, text: str) -> None:
    assert told(launcher, cell) == text


def test_the_cells_above_a_mistake_are_run_once_more_with_their_files(launcher: Launcher) -> None:
    session = Session(launcher, ROOMY)
    session.run("open('mine.py', 'w').write('x = 1')")
    assert session.run("def f(:") is not None
    assert session.run("import mine\nmine.x") is None
    session.close()


def test_of_a_long_cell_no_names_are_told() -> None:
    names = "\n".join(f"n{number} = 0" for number in range(10_000))
    assert len(names) > LENGTH
    assert not is_pythons_own("name 'n1673' is not defined", names)
    assert is_pythons_own("name 'n1673' is not defined", names[: LENGTH])
