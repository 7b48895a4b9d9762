"""What honest notebooks hold beside right answers does no harm: each of these keeps full marks."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from autograder.authoring.lesson_text import solution
from autograder.commands.demo import fill
from autograder.grading.grader import Grader
from autograder.key.records import LessonKey
from tests.damage import MSE, cell_of, free

# In the same cell, above the answer: the hardest place, since an error there would lose it.
ABOVE = {
    "plots": "%matplotlib inline\nimport matplotlib.pyplot as plt\nplt.plot([1, 2]); plt.show()\nplt.savefig('x.png'); plt.savefig('x.pdf')",
    "plots_in_widgets": "%matplotlib widget\n%matplotlib notebook\nget_ipython().run_line_magic('matplotlib', 'qt')",
    "plots_in_windows": "import matplotlib\nmatplotlib.use('TkAgg')",
    "plots_of_many_kinds": "import matplotlib.pyplot as plt\nfig, ax = plt.subplots(2, 2, figsize=(8, 6))\nax[0, 0].hist(np.random.randn(100))\nax[0, 1].set_title(r'$\\alpha$ Ä 漢')\nfig.tight_layout(); fig.canvas.draw()",
    "pylab": "%pylab inline",
    "timeit": "%timeit sum(range(100))\nresult = %timeit -o -q -n 1000 -r 9 sum(range(9))\nresult.average",
    "time": "%time sum(range(100))\n%prun -q sum(range(9))",
    "pip": "!pip install numpy\n%pip install --quiet pandas\n%conda install numpy",
    "shell": "!ls -l\nfiles = !ls\nprint(files)\n%ls\n%pwd\n%cd .",
    "help": "?np.mean\nnp.mean?\nnp.mean??\nhelp(len)",
    "magics": "%load_ext autoreload\n%autoreload 2\n%who\n%whos\n%lsmagic\n%env\n%config InlineBackend.figure_format = 'retina'\n%precision 3",
    "await": "import asyncio\nawait asyncio.sleep(0)",
    "checks": "from checks import check, demo\nimport checks\ncheck('mean_squared_error')\nwith demo('x'):\n    1 / 0",
    "warnings_as_errors": "import warnings\nwarnings.simplefilter('error')",
    "warnings": "import warnings\nwarnings.warn('x')\nwarnings.filterwarnings('ignore')",
    "megabytes_printed": "for _ in range(100): print('x' * 100_000)\n'x' * 10**7",
    "streams": "import sys\nprint('a', file=sys.stderr, flush=True); sys.stdout.write('b'); sys.stdout.flush(); sys.stdin.read()",
    "output_caught": "import contextlib, io\nbuffer = io.StringIO()\nwith contextlib.redirect_stdout(buffer): print('x')\nassert buffer.getvalue() == 'x\\n'",
    "main_guard": "if __name__ == '__main__':\n    print('here')",
    "annotations": "from __future__ import annotations\nfrom typing import Generic, TypeVar\nT = TypeVar('T')\nclass Box(Generic[T]): pass\ndef f(x: undefined | None) -> list[int]: ...",
    "dataclass": "from dataclasses import dataclass, field\n@dataclass(frozen=True)\nclass Point:\n    x: float = 0.0\n    y: list[int] = field(default_factory=list)\nPoint(1)",
    "caches": "import functools\n@functools.cache\ndef fib(n): return n if n < 2 else fib(n - 1) + fib(n - 2)\nfib(50)",
    "threads": "import threading\nfrom concurrent.futures import ThreadPoolExecutor\nthread = threading.Thread(target=print); thread.start(); thread.join()\nwith ThreadPoolExecutor(4) as pool: assert list(pool.map(abs, [-1, 2])) == [1, 2]",
    "sleep": "import time\ntime.sleep(0.1)",
    "numpy_settings": "np.seterr(all='raise'); np.random.seed(0); np.set_printoptions(precision=2); rng = np.random.default_rng(3)",
    "numpy_again": "del np\nnp = __import__('numpy')\nimport numpy\nfrom numpy import *\nfrom math import *",
    "numpy_reloaded": "import importlib, numpy.linalg\nimportlib.reload(numpy.linalg)",
    "own_names": "sum_, list_ = 1, []\nmin = lambda *a: 0\nid = input = 3",
    "counters": "count = 0\ndef tick():\n    global count\n    count += 1\ndef make():\n    n = 0\n    def step():\n        nonlocal n\n        n += 1\n        return n\n    return step\ntick(); make()()",
    "files": "open('out.txt', 'w').write('x'); np.save('a.npy', np.arange(3)); np.load('a.npy')\nimport os, pathlib, pickle, tempfile\nos.makedirs('d', exist_ok=True); os.rename('out.txt', 'd/o'); pathlib.Path('d/o').unlink()\nwith tempfile.TemporaryDirectory() as d: pickle.dump([1], open(d + '/p', 'wb'))",
    "own_module": "open('helper.py', 'w').write('def h(): return 1')\nimport helper\nassert helper.h() == 1",
    "logging": "import logging\nlogging.basicConfig(level='INFO', filename='log.txt', force=True)\nlogging.getLogger('x').warning('y')",
    "missing_libraries": "import pandas as pd\nimport seaborn, torch.nn as nn\nfrom sklearn.metrics import mean_squared_error, log_loss\nimport scipy.special\nfrom no.such import (a,\n    b as c)",
    "keras_for_a_look": "import tensorflow as tf\nfrom tensorflow import keras\nfrom keras.losses import MeanSquaredError",
    "library_if_there": "try:\n    from scipy.special import xlogy\nexcept ImportError:\n    xlogy = None\nassert xlogy is None",
    "display": "from IPython.display import HTML, Markdown, clear_output, display\ndisplay(HTML('<b>x</b>'), Markdown('x')); clear_output()",
    "user": "import getpass, os, pathlib, platform, sys\ngetpass.getuser(); pathlib.Path.home(); os.getcwd(); platform.platform(); os.cpu_count(); sys.version; np.show_config()",
    "clocks": "import datetime, time, zoneinfo\ndatetime.datetime.now(zoneinfo.ZoneInfo('Europe/Berlin')); time.perf_counter(); time.strftime('%c')",
    "standard_library": "import argparse, base64, cProfile, csv, ctypes, decimal, doctest, email, fractions, heapq, html, inspect, multiprocessing, pdb, socket, sqlite3, ssl, statistics, subprocess, tkinter.ttk if 0 else None, unittest, urllib.request, uuid, zipfile".replace(", tkinter.ttk if 0 else None", "") + "\nuuid.uuid4(); multiprocessing.cpu_count()",
    "own_tests": "import doctest, unittest\ndef twice(x):\n    '''\n    >>> twice(1)\n    2\n    '''\n    return 2 * x\ndoctest.testmod()\nclass Own(unittest.TestCase):\n    def test_it(self): self.assertEqual(1, 1)\nunittest.main(argv=[''], exit=False)\nnp.testing.assert_allclose(1, 1)",
    "a_class_below": "class Model:\n    def __init__(self): self.w = np.zeros(3)\n    def __call__(self, x): return x @ self.w\nModel()(np.ones(3))",
    "large_arrays": "big = np.zeros((5000, 4000)); np.linalg.inv(np.eye(200)); np.fft.fft(np.arange(8))",
    "recursion": "import sys\nsys.setrecursionlimit(5000)",
    "garbage": "import gc\ngc.collect(); gc.disable()",
    "match": "match 3:\n    case 3: found = True\nassert (n := 3) == 3",
    "tabs_and_semicolons": "if True:\n\tx = 1; y = 2;\nx;",
}  # fmt: skip
# In a free cell of its own, where an error stops nothing else.
FREE = {
    "asks": "name = input('Your name? ')",
    "exits": "import sys; sys.exit()",
    "leaves": "exit()",
    "fails": "assert False, 'to do'",
    "divides": "1 / 0",
    "reads_the_checks": "import json; json.load(open('checks/checks.json'))",
    "is_no_python": "def f(:\n",
    "html": "%%html\n<b>x</b>",
    "javascript": "%%javascript\nalert(1)",
    "bash": "%%bash\necho x",
    "script": "%%script python3 --no-such\nprint(1)",
    "capture": "%%capture out\nprint(1)",
    "cell_time": "%%time\nx = 1",
    "cell_timeit": "%%timeit\nx = sum(range(1000))",
    "writefile": "%%writefile helper.py\ndef h(): return 1",
    "unknown_magic": "%no_such_magic\n",
    "download": "import urllib.request\nurllib.request.urlopen('http://localhost:1/x')",
}


@pytest.fixture
def right(release: dict[str, Any], losses: LessonKey) -> dict[str, Any]:
    return fill(release, {name: solution(cell.source) for name, cell in losses.lesson.answers.items()})


def lost(grader: Grader, notebook: dict[str, Any], folder: Path) -> tuple[float, list[str]]:
    """The points that a notebook misses, and why."""
    path = folder / "losses.ipynb"
    path.write_text(json.dumps(notebook))
    report = grader.grade_file(path, "losses")
    return report.max_score - report.score, [exercise.reason for exercise in report.exercises if exercise.reason]


@pytest.mark.parametrize("source", [pytest.param(source, id=name) for name, source in ABOVE.items()])
def test_above_an_answer(grader: Grader, right: dict[str, Any], tmp_path: Path, source: str) -> None:
    cell = cell_of(right, MSE)
    cell["source"] = source + "\n" + cell["source"]
    assert lost(grader, right, tmp_path) == (0, [])


@pytest.mark.parametrize("source", [pytest.param(source, id=name) for name, source in FREE.items()])
def test_in_a_cell_of_its_own(grader: Grader, right: dict[str, Any], tmp_path: Path, source: str) -> None:
    right["cells"].insert(2, free(source))
    assert lost(grader, right, tmp_path) == (0, [])


def test_a_cell_may_end_after_the_answer_with_anything(grader: Grader, right: dict[str, Any], tmp_path: Path) -> None:
    cell = cell_of(right, MSE)
    cell["source"] += "\nprint(mean_squared_error([1, 2], [3, 4]))\n%timeit mean_squared_error([1], [2])\nassert False\n"
    assert lost(grader, right, tmp_path) == (0, [])


def test_twenty_times_timeit_does_not_use_up_the_time(grader: Grader, right: dict[str, Any], tmp_path: Path) -> None:
    right["cells"][7:7] = [free("%timeit mean_squared_error(np.ones(99), np.zeros(99))")] * 20
    assert lost(grader, right, tmp_path) == (0, [])


def test_what_a_missing_library_gives_stops_who_uses_it(grader: Grader, right: dict[str, Any], tmp_path: Path) -> None:
    cell_of(right, MSE)["source"] = (
        "from sklearn.metrics import mean_squared_error as theirs\n"
        "def mean_squared_error(y_true, y_pred):\n    return theirs(np.ravel(y_true), np.ravel(y_pred))\n"
    )
    missed, reasons = lost(grader, right, tmp_path)
    assert missed == 5
    assert "ModuleNotFoundError (an import of something that is not there while grading; NumPy is)" in reasons[0]


# ---------------------------------------------------------------------------------------------------
# Right answers in odd places

def halves(text: str) -> tuple[str, str]:
    """A helper, and the answer that stands on it."""
    body = textwrap.indent(text.replace("def mean_squared_error", "def helper"), "")
    return body, "def mean_squared_error(y_true, y_pred):\n    return helper(y_true, y_pred)\n"


def in_a_free_cell_above(notebook: dict[str, Any]) -> None:
    text = cell_of(notebook, MSE)["source"]
    cell_of(notebook, MSE)["source"] = "# see above\n"
    notebook["cells"].insert(2, free(text))


def in_a_free_cell_between(notebook: dict[str, Any]) -> None:
    """Below the stub, which it replaces, and above the check."""
    text = cell_of(notebook, MSE)["source"]
    cell_of(notebook, MSE)["source"] = "def mean_squared_error(y_true, y_pred):\n    raise NotImplementedError()\n"
    notebook["cells"].insert(notebook["cells"].index(cell_of(notebook, MSE)) + 1, free(text))


def helper_above(notebook: dict[str, Any]) -> None:
    helper, answer = halves(cell_of(notebook, MSE)["source"])
    cell_of(notebook, MSE)["source"] = answer
    notebook["cells"].insert(2, free(helper))


def helper_between(notebook: dict[str, Any]) -> None:
    helper, answer = halves(cell_of(notebook, MSE)["source"])
    cell_of(notebook, MSE)["source"] = answer
    notebook["cells"].insert(notebook["cells"].index(cell_of(notebook, MSE)) + 1, free(helper))


def answers_at_the_top(notebook: dict[str, Any]) -> None:
    cells = notebook["cells"]
    setup = cells.index(cell_of(notebook, "setup"))
    moved = [cell for cell in cells if str(cell["id"]).startswith("answer-")]
    rest = [cell for cell in cells if cell not in moved]
    notebook["cells"] = rest[: setup + 1] + moved + rest[setup + 1 :]


def checks_at_the_end(notebook: dict[str, Any]) -> None:
    notebook["cells"].sort(key=lambda cell: str(cell["id"]).startswith("check-"))


def one_cell_for_all(notebook: dict[str, Any]) -> None:
    answers = [cell for cell in notebook["cells"] if str(cell["id"]).startswith("answer-")]
    answers[0]["source"] = "\n\n".join(cell["source"] for cell in answers)
    for cell in answers[1:]:
        notebook["cells"].remove(cell)


def a_lambda(notebook: dict[str, Any]) -> None:
    cell_of(notebook, MSE)["source"] = "mean_squared_error = lambda y_true, y_pred: np.mean((np.ravel(y_true) - np.ravel(y_pred).astype(float)) ** 2)"


def a_method(notebook: dict[str, Any]) -> None:
    text = textwrap.indent(cell_of(notebook, MSE)["source"].replace("(y_true", "(self, y_true", 1), "    ")
    cell_of(notebook, MSE)["source"] = "class Losses:\n" + text + "\nmean_squared_error = Losses().mean_squared_error\n"


def a_decorated_function(notebook: dict[str, Any]) -> None:
    head = "import functools\ndef logged(f):\n    @functools.wraps(f)\n    def inner(*args, **kwargs):\n        print(args)\n        return f(*args, **kwargs)\n    return inner\n@logged\n"
    cell_of(notebook, MSE)["source"] = head + cell_of(notebook, MSE)["source"]


def callable_object(notebook: dict[str, Any]) -> None:
    text = textwrap.indent(cell_of(notebook, MSE)["source"].replace("mean_squared_error(y_true", "__call__(self, y_true", 1), "    ")
    cell_of(notebook, MSE)["source"] = "class Loss:\n" + text + "\nmean_squared_error = Loss()\n"


PLACES = [
    in_a_free_cell_above, in_a_free_cell_between, helper_above, helper_between, answers_at_the_top, checks_at_the_end,
    one_cell_for_all, a_lambda, a_method, a_decorated_function, callable_object,
]  # fmt: skip


@pytest.mark.parametrize("move", PLACES, ids=lambda move: move.__name__)
def test_a_right_answer_in_an_odd_place_or_form(
    grader: Grader, right: dict[str, Any], tmp_path: Path, move: Callable[[dict[str, Any]], None]
) -> None:
    move(right)
    assert lost(grader, right, tmp_path) == (0, [])


def test_an_answer_that_comes_after_its_check_is_not_there_yet(grader: Grader, right: dict[str, Any], tmp_path: Path) -> None:
    """As it stands at its check cell's place, where stock nbgrader would have called it."""
    text = cell_of(right, MSE)["source"]
    cell_of(right, MSE)["source"] = ""
    right["cells"].insert(right["cells"].index(cell_of(right, f"check-{MSE}")) + 1, free(text))
    assert lost(grader, right, tmp_path) == (5, ["mean_squared_error is not defined"])
