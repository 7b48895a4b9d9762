"""A worker without IPython and Matplotlib, and one with them, give a notebook's cells the same world."""

from __future__ import annotations

import ast
import codeop
import dataclasses
import json
import socket
import time
from types import SimpleNamespace

import pytest

from autograder.authoring.exercise import call
from autograder.authoring.lesson_text import solution
from autograder.base.course import Course
from autograder.base.errors import GraderError
from autograder.commands.demo import fill
from autograder.grading.grader import Grader
from autograder.grading.launcher import Launcher, Protection
from autograder.grading.orders import Order
from autograder.grading.session import Session
from autograder.key.outcome import Outcome
from autograder.worker.plain_cells import Imports, imports_what_is_there, plain_code
from tests.patience import ROOMY
from tests.test_session import CHECK, ask

LIMITS = dataclasses.replace(ROOMY, memory_mb=512, output_kb=64)


def answer(launcher: Launcher, *cells: str) -> Outcome:
    """What `f` returns after these cells."""
    session = Session(launcher, LIMITS)
    for source in cells:
        session.run(source)
    outcome = ask(session, "f")
    session.close()
    return outcome


def has_shell(session: Session) -> bool:
    return session._launcher.other() is None


@pytest.mark.parametrize(
    "body",
    [
        "return sorted(globals())",
        "import builtins; return sorted(dir(builtins))",
        "import sys; return [path.rpartition('/')[2] for path in sys.path]",
        "import os; return sorted(os.environ)",
        "return [type(x).__name__ for x in (In, _ih, _oh)], __name__",
        "import sys; return [vars(sys.modules['__main__']) is globals(), 'autograder' in sys.modules or 'worker' in sys.modules]",
        "import resource; return resource.getrlimit(resource.RLIMIT_NOFILE)",
        # of the CPU seconds that are left, not the last ones
        "import resource; return [seconds // 1000 for seconds in resource.getrlimit(resource.RLIMIT_CPU)]",
        "import numpy as np; return sorted(np.geterr().items())",
        "import matplotlib, matplotlib.pyplot as plt; return matplotlib.pyplot is plt",
        "return [exit() is None, quit() is None]",
        "return [__IPYTHON__]",
        "import os; return os.listdir('.')",
        "import warnings; warnings.simplefilter('error'); return sum(range(10))",
        "import inspect; return inspect.getsource(f)",
        "import importlib.util; return importlib.util.find_spec('matplotlib') is not None",
        "import traceback; return traceback.format_exc()",
        "import pickle; return type(pickle.loads(pickle.dumps(f))).__name__",
        "from dataclasses import dataclass\n    @dataclass\n    class A: x: int\n    return A(7).x",
        "import scipy",
        "import nowhere",
        "return undefined",
    ],
)  # fmt: skip
def test_a_call_sees_the_same(launcher: Launcher, body: str) -> None:
    cell = f"def f():\n    {body}"
    with_shell = answer(launcher, "import IPython\ndel IPython", cell)
    assert answer(launcher, cell) == with_shell
    assert with_shell.kind != "died"


WANTED = {
    "a_magic": "%matplotlib inline\ndef f(): return 7",
    "a_plot": "import matplotlib.pyplot as plt\nplt.plot([1])\ndef f(): return 7",
    "a_plot_by_another_name": "from matplotlib import pyplot as p\np.figure()\ndef f(): return 7",
    "a_part_of_matplotlib": "from matplotlib.patches import Circle\ndef f(): return 7",
    "all_of_pyplot": "from matplotlib.pyplot import *\nplot([1])\ndef f(): return 7",
    "matplotlibs_version": "import matplotlib\nmatplotlib.__version__\ndef f(): return 7",
    "display": "display(1)\ndef f(): return 7",
    "ipython": "from IPython.display import clear_output\ndef f(): return 7",
    "the_shell": "get_ipython().run_line_magic('time', '1')\ndef f(): return 7",
    "an_await": "import asyncio\nawait asyncio.sleep(0)\ndef f(): return 7",
    "a_prompt": "In [1]: f = lambda: 7",
    "an_indented_cell": "    def f(): return 7",
    "in_a_call": "import matplotlib.pyplot as plt\ndef f():\n    plt.plot([1])\n    return 7",
    "in_a_call_that_catches_all": "def f():\n    try: display(1)\n    except BaseException: return 0\n    return 7",
    "in_a_thread": "import threading\ndef f():\n    t = threading.Thread(target=display, args=(1,))\n    t.start(); t.join()\n    return 7",
}  # fmt: skip


@pytest.mark.parametrize("name", WANTED)
def test_what_only_a_shell_can_do_is_done_in_one(launcher: Launcher, name: str) -> None:
    session = Session(launcher, LIMITS)
    session.run("before = 7")
    assert session.run(WANTED[name]) is None
    session.run("def g(): return before")
    orders = [Order.of(name, CHECK, call()) for name in "gfg"]
    values = [outcome.value for outcome in session.calls(orders)]
    assert values == [7, 7, 7]
    assert has_shell(session)
    session.close()


@pytest.mark.parametrize(
    "cell",
    ["import matplotlib.pyplot as plt\nimport numpy as np", "from matplotlib import pyplot", "hasattr(__import__('matplotlib'), '__file__')"],
)  # fmt: skip
def test_importing_matplotlib_alone_starts_no_other_worker(launcher: Launcher, cell: str) -> None:
    session = Session(launcher, LIMITS)
    assert session.run(cell) is None
    assert not has_shell(session)
    session.close()


@pytest.mark.parametrize(
    ("cell", "plain"),
    [
        ("import numpy as np", True),
        ("import matplotlib.pyplot as plt\nfrom checks import check, demo\n", True),
        ("x = 1", True),
        ("def f():\n    from math import exp, log\n    return exp(0)", True),
        ("import pandas as pd", False),
        ("import numpy as np, pandas", False),
        ("import numpy; import pandas", False),
        ("from pandas import *", False),
        ("from pandas import (\n    DataFrame\n)", False),
        ("from pandas \\\n    import DataFrame", False),
        ("from pandas \\\n    import numpy", False),
        ("import  pandas  as  pd", False),
        ("import numpy # and no pandas", False),
    ],
)
def test_only_imports_of_what_is_there_are_left_to_python(cell: str, plain: bool) -> None:
    assert imports_what_is_there(cell) is plain
    compiler = codeop.Compile()
    code = plain_code(cell, "<cell>", compiler)
    assert code is not None
    tree = Imports().visit(ast.parse(cell))
    by_tree = compile(tree, "<cell>", "exec", compiler.flags, True)
    assert code.co_code == by_tree.co_code
    assert code.co_names == by_tree.co_names


def test_a_second_run_of_a_notebook_that_wants_a_shell_has_one(launcher: Launcher) -> None:
    session = Session(launcher, LIMITS)
    session.run("display(1)")
    session = session.anew()
    assert has_shell(session)
    session.close()


@pytest.mark.parametrize("second_run", [False, True])
def test_another_parent_starts_in_its_own_time(monkeypatch: pytest.MonkeyPatch, second_run: bool) -> None:
    """On a busy machine that takes long, and it is not the submission that does."""
    now, start, hours = time.monotonic, Launcher._start, [0]
    monkeypatch.setattr("autograder.grading.child.time", SimpleNamespace(monotonic=lambda: now() + 3600 * hours[0]))
    monkeypatch.setattr("autograder.grading.session.time", SimpleNamespace(monotonic=lambda: now() + 3600 * hours[0]))

    def slow(launcher: Launcher) -> socket.socket:
        hours[0] += 1
        return start(launcher)

    monkeypatch.setattr(Launcher, "_start", slow)
    with Launcher() as launcher:
        launcher.start()
        session = Session(launcher, LIMITS)
        if second_run:
            session = session.anew()
        assert session.run("1" if second_run else "display(1)") is None
        assert session.run("def f(): return 7") is None
        assert ask(session, "f").value == 7
        assert launcher._other is not None
        session.close()


def test_a_shell_that_is_asked_for_after_the_last_call_changes_no_outcome(launcher: Launcher) -> None:
    session = Session(launcher, LIMITS)
    session.run(
        "import gc, os, socket, struct\n"
        "def f():\n"
        "    stream = next(s for s in gc.get_objects() if type(s) is socket.socket and s.fileno() > 2)\n"
        "    for number, payload in ((2, b'[' + struct.pack('<I', 2) + b's' + struct.pack('<I', 5) + b'valueN'),\n"
        "                            (3, b'[' + struct.pack('<I', 1) + b's' + struct.pack('<I', 5) + b'shell')):\n"
        "        stream.sendall(struct.pack('<II', len(payload), number) + payload)\n"
        "    os._exit(0)"
    )
    assert ask(session, "f") == Outcome("value", None)
    assert has_shell(session)
    session.close()


def test_what_wants_a_shell_for_ever_gives_no_answer(launcher: Launcher) -> None:
    session = Session(launcher, LIMITS)
    session.run("display(1)")
    session.run(
        "import gc, os, socket, struct\n"
        "def f():\n"
        "    stream = next(s for s in gc.get_objects() if type(s) is socket.socket and s.fileno() > 2)\n"
        "    payload = b'[' + struct.pack('<I', 1) + b's' + struct.pack('<I', 5) + b'shell'\n"
        "    stream.sendall(struct.pack('<II', len(payload), 4) + payload)  # after two cells, one of them twice\n"
        "    os._exit(0)"
    )
    assert ask(session, "f") == Outcome("died", text="sent something that is no answer")
    session.close()


def test_a_shell_comes_under_no_weaker_sandbox(launcher: Launcher, monkeypatch: pytest.MonkeyPatch) -> None:
    start, weaker = Launcher.start, Protection(["limits"], {"landlock": "gone"})
    monkeypatch.setattr(Launcher, "start", lambda self: weaker if self._with_shell else start(self))
    with pytest.raises(GraderError, match="has not the protection of the first"):
        launcher.other()


@pytest.mark.parametrize("lesson", ["losses", "activations", "logits", "training", "network"])
def test_marks_and_feedback_are_the_same_with_a_shell(course: Course, grader: Grader, lesson: str) -> None:
    key = grader.key(lesson)
    release = json.loads((course.assignments_folder / lesson / f"{lesson}.ipynb").read_text("utf-8"))
    right = {name: solution(cell.source) for name, cell in key.lesson.answers.items()}
    wrong = {name: exercise.exercise.wrongs[0].source(name) for name, exercise in key.exercises.items()}
    for answers in (right, wrong):
        reports = [
            grader.grade_bytes(json.dumps(fill(release, {name: first + text for name, text in answers.items()})).encode(), lesson)
            for first in ("", "%matplotlib inline\n")
        ]
        assert reports[0] == reports[1]
        assert (reports[0].score == key.max_score) == (answers is right)
