"""The worker runs cells as IPython does, and whatever it does ends as the outcome of a call."""

from __future__ import annotations

import dataclasses
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import numpy as np
import psutil
import pytest

from autograder.authoring.exercise import Check, call
from autograder.authoring.function_text import function_source
from autograder.base.course import Course, Limits
from autograder.base.errors import GraderError
from autograder.grading.child import Child
from autograder.grading.grader import Grader
from autograder.grading.launcher import Launcher
from autograder.grading.orders import Order
from autograder.grading.session import Session
from autograder.key.outcome import Outcome, call_here
from autograder.worker.drivers import NOT_AS_ASKED, compiled
from autograder.worker.values import Refused
from tests.patience import ROOMY, wait_until, within

LIMITS = dataclasses.replace(ROOMY, memory_mb=512, output_kb=64)
BRIEF = 0.5  # seconds for what is meant to run out of them


@pytest.fixture
def session(launcher: Launcher) -> Iterator[Session]:
    opened = Session(launcher, LIMITS)
    yield opened
    opened.close()


CHECK = Check("c", "A title.", 1.0, lambda rng: [], 1e-5, 1e-9, "", False, None, None)


def ask(session: Session, name: str, *args: object, seconds: float = LIMITS.seconds_per_call) -> Outcome:
    """What a call gives, within so many seconds; a worker that is started for it has all the time it may need."""
    patience = seconds / session._limits.seconds_per_call
    (outcome,) = session.calls([Order.of(name, CHECK, call(*args))], patience)
    return outcome


def test_a_call_returns_plain_values_with_dtype_and_shape(session: Session) -> None:
    session.run("import numpy as np\ndef f(x): return np.asarray(x, dtype=np.float32)[None, :]")
    value = ask(session, "f", [1, 2]).value
    assert type(value) is np.ndarray
    assert value.dtype == np.float32
    assert value.shape == (1, 2)


def test_an_error_in_one_cell_does_not_stop_the_next(session: Session) -> None:
    error = session.run("x = 1\n1 / 0")
    assert error is not None
    assert error.text == "stops with ZeroDivisionError: division by zero (line 2)"
    session.run("def f(): return x")
    assert ask(session, "f").value == 1


def test_magics_display_and_top_level_await_work_as_in_ipython(session: Session) -> None:
    for source in ("%timeit -n1 -r1 1", "%%time\nx = 1", "1 + 1", "import asyncio\nawait asyncio.sleep(0)",
                   "from IPython.display import display\ndisplay(x)", "get_ipython()"):  # fmt: skip
        assert session.run(source) is None, source


@pytest.mark.parametrize(
    "cell",
    [
        "x = 7",
        "In [1]: x = 7",
        "\n\nx = 7",
        "x = 0\n%timeit -n1 -r1 1\nx = 7",
        "import asyncio\nx = await asyncio.sleep(0, 7)",
        "x = 7\nreturn x",  # what stands before a mistake that only compiling finds has been run
        "x = 7\n1 / 0",
        "import inspect\ndef seven(): return 7\nx = int(inspect.getsource(seven).split()[-1])",
        "from __future__ import annotations\nx = 7",
        "if get_ipython() is not None:\n    x = 7",
    ],
)  # fmt: skip
def test_a_cell_leaves_what_it_leaves_in_ipython(session: Session, cell: str) -> None:
    session.run(cell)
    session.run("def f(): return x")
    assert ask(session, "f").value == 7


def test_an_import_from_the_future_holds_in_later_cells(session: Session) -> None:
    session.run("from __future__ import annotations")
    session.run("def g(x: Unknown): return 7")
    assert ask(session, "g", 1).value == 7


def test_main_guard_runs_as_in_a_notebook(session: Session) -> None:
    session.run("if __name__ == '__main__':\n    def f(): return 7")
    assert ask(session, "f").value == 7


def test_the_check_file_is_there_and_silent(session: Session) -> None:
    assert session.run("from checks import check, demo\ncheck('f')\nwith demo('f'):\n    1 / 0") is None


def test_plots_do_not_need_a_screen(session: Session) -> None:
    assert session.run("import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.show()") is None


def test_an_undefined_name_is_said_so(session: Session) -> None:
    assert ask(session, "f") == Outcome("died", text="f is not defined")


def test_an_exception_comes_back_with_its_bases(session: Session) -> None:
    session.run("class Mine(ValueError): pass\ndef f(): raise Mine('no')")
    outcome = ask(session, "f")
    assert outcome.kind == "raised"
    assert outcome.names[:2] == ("Mine", "ValueError")
    assert outcome.text == "no"


def several(session: Session, name: str, *arguments: object) -> list[Outcome]:
    return session.calls([Order.of(name, CHECK, call(argument)) for argument in arguments])


def test_calls_that_wait_for_the_worker_are_answered_in_turn(session: Session) -> None:
    session.run("def f(x): return x + 1")
    assert [outcome.value for outcome in several(session, "f", *range(500))] == list(range(1, 501))


def test_arguments_of_more_than_a_load_are_answered_too(session: Session) -> None:
    session.run("def f(x): return float(x.sum())")
    sizes = [1, 10**5, 2, 3 * 10**5, 1, 1]
    assert [outcome.value for outcome in several(session, "f", *map(np.ones, sizes))] == sizes


def test_replies_of_more_than_a_socket_holds_come_too(session: Session) -> None:
    session.run("import numpy as np\ndef f(x): return np.zeros(7_000)")
    assert all(outcome.value.shape == (7_000,) for outcome in several(session, "f", *range(100)))


def test_the_call_that_kills_the_worker_is_the_last_outcome(session: Session) -> None:
    session.run("import os\ndef f(x): return x if x != 3 else os._exit(0)")
    outcomes = several(session, "f", *range(9))
    assert [outcome.value for outcome in outcomes] == [0, 1, 2, None]
    assert outcomes[-1].text == "ended the process that runs it"
    assert [outcome.value for outcome in several(session, "f", 4, 5)] == [4, 5]


def test_each_call_has_its_own_time(session: Session) -> None:
    """Ten take longer than one may, together; and one that takes too long is the last."""
    session.run("import time\ndef f(x): time.sleep(x); return x")
    with within(session, 4.0):
        assert [outcome.value for outcome in several(session, "f", *[0.45] * 10)] == [0.45] * 10
    orders = [Order.of("f", CHECK, call(x)) for x in (0, 1e6, 0)]
    outcomes = session.calls(orders, BRIEF / LIMITS.seconds_per_call)
    assert outcomes[-1].text.startswith("ran out of time (0.5 s)")
    assert len(outcomes) < len(orders)


TWICE = """
import gc, socket, struct
def reply(n):
    stream = next(s for s in gc.get_objects() if type(s) is socket.socket and s.fileno() > 2)
    payload = b"[" + struct.pack("<I", 2) + b"s" + struct.pack("<I", 5) + b"value" + b"i" + struct.pack("<q", 0)
    stream.sendall(struct.pack("<II", len(payload), n) + payload)
def f(x):
    if x == 3: reply(@NUMBER@)
    return x
"""


def test_a_reply_that_comes_twice_fails_its_own_call(session: Session) -> None:
    session.run(TWICE.replace("@NUMBER@", "2 + 3"))  # the call's own: the cell was the first order
    outcomes = several(session, "f", *range(9))
    assert [outcome.value for outcome in outcomes] == [0, 1, 2, None]
    assert outcomes[-1].text == "sent something that is no answer"


def test_a_reply_that_comes_twice_at_the_end_fails_its_own_call(session: Session) -> None:
    session.run(TWICE.replace("@NUMBER@", "2 + 3"))
    assert [outcome.kind for outcome in several(session, "f", *range(4))] == ["value", "value", "value", "died"]
    assert [outcome.value for outcome in several(session, "f", 7)] == [7]


@pytest.mark.parametrize("number", ["0", "1", "7", "2**32 - 1"])
def test_a_reply_out_of_turn_fails_the_call_that_waits(session: Session, number: str) -> None:
    session.run(TWICE.replace("@NUMBER@", number))
    outcomes = several(session, "f", *range(9))
    assert [outcome.kind for outcome in outcomes] == ["value", "value", "value", "died"]


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("while True: pass", "ran out of time (0.5 s): is there an endless loop?"),
        ("import time; time.sleep(10**6)", "ran out of time (0.5 s): is there an endless loop?"),
        ("import os; os._exit(0)", "ended the process that runs it"),
        ("import os; os.abort()", "stopped the process that runs it"),
        ("return list(range(10**5))", "returned more than 64 KB"),
    ],
)
def test_what_kills_the_worker_costs_only_its_own_call(
    session: Session, body: str, reason: str
) -> None:
    session.run("y = 5\ndef g(): return y")
    session.run(f"def f():\n    {body}")
    outcome = ask(session, "f", seconds=BRIEF if "ran out of time" in reason else LIMITS.seconds_per_call)
    assert outcome.kind == "died"
    assert outcome.text.startswith(reason)
    assert ask(session, "g").value == 5


def test_too_much_memory_is_the_calls_own_error(session: Session) -> None:
    session.run("import numpy as np\ndef f(): return np.ones(10**9).sum()")
    assert ask(session, "f").names[-3:] == ("Exception", "BaseException", "object")


@pytest.mark.parametrize("body", ["raise SystemExit", "raise KeyboardInterrupt", "exit()", "quit()"])
def test_leaving_is_not_dying(session: Session, body: str) -> None:
    session.run(f"def f():\n    {body}\ndef g(): return 1")
    ask(session, "f")
    assert ask(session, "g").value == 1


def test_a_cell_that_kills_the_worker_is_not_run_again(session: Session) -> None:
    session.run("x = 1")
    error = session.run("import os; os._exit(1)")
    assert error is not None
    assert error.text == "ended the process that runs it"
    session.run("def f(): return x")
    assert ask(session, "f").value == 1


def test_the_submissions_time_bounds_everything(launcher: Launcher) -> None:
    launcher.start()
    session = Session(launcher, Limits(seconds_per_call=60, seconds_per_submission=4))
    session.run("def f():\n    while True: pass")
    assert "ran out of time" in ask(session, "f").text
    assert ask(session, "f").text == "the submission had used up its 4 seconds"
    session.close()


def test_submissions_do_not_see_each_other(launcher: Launcher) -> None:
    one = Session(launcher, LIMITS)
    one.run("import builtins, numpy as np\nbuiltins.secret = 1\nnp.secret = 1")
    one.close()
    other = Session(launcher, LIMITS)
    other.run("import builtins, numpy as np\ndef f(): return hasattr(builtins, 'secret') or hasattr(np, 'secret')")
    assert ask(other, "f").value is False
    other.close()


def test_changed_arguments_are_seen(session: Session) -> None:
    session.run("def f(x):\n    x += 1\n    return 0.0")
    assert ask(session, "f", np.array([1.0])).changed
    session.run("def g(x):\n    x = x + 1\n    return 0.0")
    assert not ask(session, "g", np.array([1.0])).changed


def test_forged_and_doubled_replies_fail_their_own_call(session: Session) -> None:
    session.run(
        "import gc, socket\n"
        "def f():\n"
        "    for thing in gc.get_objects():\n"
        "        if type(thing) is socket.socket:\n"
        "            thing.sendall(b'\\0\\0\\0\\4\\0\\0\\0\\0null')\n"
        "    return 1\n"
        "def g(): return 2"
    )
    assert ask(session, "f").kind == "died"
    assert ask(session, "g").value == 2


FIRST = {
    "an_array": "b'a' + bytes([11, 1]) + struct.pack('<Q', 2) + bytes(16)",
    "a_list": "b'[' + struct.pack('<I', 1) + b'N'",
    "nothing": "b'N'",
    "the_word_of_a_worker_without_a_shell": "b's' + struct.pack('<I', 5) + b'shell'",
}


@pytest.mark.parametrize("first", FIRST)
def test_a_reply_that_begins_with_no_word_fails_its_own_call(session: Session, first: str) -> None:
    session.run(
        "import IPython, gc, os, socket, struct\n"
        "def f():\n"
        "    stream = next(s for s in gc.get_objects() if type(s) is socket.socket and s.fileno() > 2)\n"
        f"    payload = b'[' + struct.pack('<I', 2) + {FIRST[first]} + b'N'\n"
        "    stream.sendall(struct.pack('<II', len(payload), 3) + payload)  # the cell has been the first two\n"
        "    os._exit(0)\n"
        "def g(): return 2"
    )
    assert ask(session, "f") == Outcome("died", text="sent something that is no answer")
    assert ask(session, "g").value == 2


def test_no_worker_outlives_the_judge() -> None:
    """A judge that is killed with an endless loop under way leaves no process behind."""
    program = (
        "from autograder.grading.launcher import Launcher\n"
        "from autograder.grading.session import Session\n"
        "from autograder.base.course import Limits\n"
        "launcher = Launcher()\n"
        "session = Session(launcher, Limits(seconds_per_call=3600, seconds_per_submission=3600))\n"
        "session.run('x = 1')\n"
        "print(launcher._process.pid, session._child.pid, flush=True)\n"
        "session.run('while True: pass')\n"
    )
    judge = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True)
    assert judge.stdout is not None
    pids = [int(pid) for pid in judge.stdout.readline().split()]
    assert all(psutil.pid_exists(pid) for pid in pids)
    judge.kill()
    judge.wait()
    judge.stdout.close()
    wait_until(lambda: not any(map(psutil.pid_exists, pids)))


def test_a_worker_parent_that_dies_is_a_fault_of_ours_and_not_the_students() -> None:
    with Launcher() as launcher:
        session = Session(launcher, LIMITS)
        session.run("x = 1")
        assert launcher._process is not None
        launcher._process.kill()
        launcher._process.wait()
        with pytest.raises(GraderError, match="the worker's parent is gone"):
            session.run("x = 2")


def test_grading_goes_on_with_a_new_parent(course: Course, write_notebook: Any) -> None:
    """One retry where the trusted side itself failed."""
    grader = Grader(course)
    path = write_notebook({})
    assert grader.grade_file(path, None).status == "graded"
    assert grader.launcher._process is not None
    grader.launcher._process.kill()
    grader.launcher._process.wait()
    assert grader.grade_file(path, None).status == "graded"
    grader.close()


def test_the_line_that_is_told_is_one_of_the_cell(session: Session) -> None:
    session.run("def helper():\n    pass\n\n\n    raise KeyError('no')")
    error = session.run("import json\nx = 1\nhelper()")
    assert error is not None
    assert error.text.endswith("(line 3)")
    error = session.run("import json\n\n\njson.loads('{')")
    assert error is not None
    assert error.text.endswith("(line 4)")
    error = session.run("%%time\nx = 1\n1 / 0")
    assert error is not None
    assert error.text == "stops with ZeroDivisionError: division by zero"  # the magic has run it


def test_whoever_uses_a_missing_library_is_told_which(session: Session) -> None:
    error = session.run("from torch import Tensor\nimport numpy as np\ndef f(x: np.ndarray | Tensor): return x")
    assert error is not None
    assert error.text.startswith("stops with ModuleNotFoundError: torch is not there while grading")


def test_a_mistake_in_the_text_names_the_version_that_grades(session: Session) -> None:
    error = session.run("def f(:\n    pass")
    assert error is not None
    assert error.text.endswith(f"(line 1); Python {sys.version_info.major}.{sys.version_info.minor} grades")


@pytest.mark.parametrize("write", ["%%writefile own.py\nx = 7", "open('own.py', 'w').write('x = 7')"])
def test_a_module_that_a_cell_has_written_can_be_imported(session: Session, write: str) -> None:
    assert session.run(write) is None
    assert session.run("from own import x\ndef f(): return x") is None
    assert ask(session, "f").value == 7


def test_of_a_cell_that_takes_too_long_the_definitions_stay(launcher: Launcher) -> None:
    session = Session(launcher, LIMITS)
    with within(session, 3.0):  # the definitions alone have no more
        error = session.run("import math\ndef f(): return math.floor(7.5)\nwhile True: pass")
    assert error is not None
    assert error.text.startswith("ran out of time")
    assert ask(session, "f").value == 7
    again = session.anew()
    assert again.run("import math\ndef f(): return math.floor(7.5)\nwhile True: pass") is None
    assert ask(again, "f").value == 7
    again.close()


def test_an_experiment_is_not_run_again(launcher: Launcher, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("autograder.grading.session.SLOW", 0.2)
    session = Session(launcher, LIMITS)
    slow = "import time\nx = 7"
    experiment = "time.sleep(0.4); x = 8"
    for cell in (slow, experiment, "def f(): return x\ndef g(): import os; os._exit(0)"):
        assert session.run(cell) is None
    assert ask(session, "f").value == 8
    assert ask(session, "g").kind == "died"
    assert ask(session, "f").value == 7  # in a worker that has not run it
    again = session.anew()
    for cell in (slow, experiment, "def f(): return x"):
        assert again.run(cell) is None
    assert ask(again, "f").value == 7
    again.close()


def test_replies_are_cut_to_what_was_asked_for_as_they_come(session: Session) -> None:
    session.run("def f(n): return [np.zeros(()) for _ in range(n)]\nimport numpy as np")
    order = Order.of("f", CHECK, call(5000), most=100)
    (outcome,) = session.calls([order])
    assert outcome.value == Refused("a list of more values than asked for")


def test_what_comes_too_late_is_not_read_on(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    session.run("def f(x): return x")
    monkeypatch.setattr("autograder.grading.session.OVERTIME", -LIMITS.seconds_per_submission)
    outcomes = several(session, "f", 1, 2)
    assert [outcome.kind for outcome in outcomes] == ["died"]
    assert "ran out of time" in outcomes[0].text


def test_each_worker_is_told_a_driver_once(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    def drive(answer: Any, x: int) -> Any:
        return answer(x) + 1

    check = dataclasses.replace(CHECK, drive=drive)
    code = compiled(function_source(drive, "drive"))
    session.run("def f(x):\n    if x == 3: __import__('os')._exit(0)\n    return 10 * x")
    sent: list[bytes] = []
    send = Child.send
    monkeypatch.setattr(Child, "send", lambda self, frames, *more: sent.append(frames) or send(self, frames, *more))
    values, counts = [], []
    for x in (1, 2, 3, 4, 5):
        values += [outcome.value for outcome in session.calls([Order.of("f", check, call(x))])]
        counts.append(b"".join(sent).count(code))
    assert values == [11, 21, None, 41, 51]
    assert counts == [1, 1, 1, 2, 2]


def test_random_begins_alike_in_each_worker_but_not_in_another_run(launcher: Launcher) -> None:
    def drawn(session: Session) -> list[float]:
        session.run("import random\nimport numpy as np\ndef f(): return [random.random(), float(np.random.rand())]")
        value: list[float] = ask(session, "f").value
        session.close()
        return value

    session = Session(launcher, LIMITS)
    first, second = drawn(session), drawn(Session(launcher, LIMITS))
    assert first == second
    assert not set(first) & set(drawn(session.anew()))


def test_what_a_driver_cannot_take_apart_is_no_exception_of_the_answer(session: Session) -> None:
    def drive(answer: Any) -> Any:
        one, other = answer()
        return one.best, other

    check = dataclasses.replace(CHECK, drive=drive)
    for body, kind, value in (
        ("return 1, 2, 3", "value", Refused(NOT_AS_ASKED)),
        ("return object(), 2", "value", Refused(NOT_AS_ASKED)),
        ("return None", "value", Refused("None")),
        ("raise KeyError('mine')", "raised", None),
        ("return map(lambda x: 1 / x, [0, 1])", "raised", None),
    ):
        session.run(f"def f(): {body}")
        (outcome,) = session.calls([Order.of("f", check, call())])
        space: dict[str, Any] = {"__name__": "__main__"}
        exec(f"def f(): {body}", space)  # noqa: S102
        here = call_here(space["f"], check, call())
        assert (outcome.kind, outcome.value) == (kind, value) == (here.kind, here.value), body
