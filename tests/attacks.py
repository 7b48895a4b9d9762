"""The attack bank: what a student could hand in to gain a mark, read a secret or stop the run.

An attack replaces answer cells, adds free cells or edits the notebook's JSON. `@NAME@` in its code is
filled in by `test_attacks.py`: paths, process ids and ports of the targets that the test puts up.
"""

from __future__ import annotations

import textwrap
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

Notebook = dict[str, Any]
MSE = "mean_squared_error"
TARGET = (MSE,)
LOGITS = (
    "log_sum_exp", "log_softmax", "binary_crossentropy_from_logits", "categorical_crossentropy_from_logits",
    "sparse_categorical_crossentropy_from_logits", "sparse_categorical_crossentropy_gradient",
)  # fmt: skip
# What a stolen hidden number may be dressed up as: of each number N, these texts.
PLAIN: tuple[Callable[[int], str], ...] = (
    str,
    "{:,}".format,
    lambda n: ", ".join(str(n)),
    lambda n: "".join("abcdefghij"[int(c)] for c in str(n)),
)


@dataclass(frozen=True)
class Attack:
    """One submission. `lost` earn nothing, `partial` less than full marks, `spoilt` anything (an attack
    may hurt its own author), every other exercise its full marks. `said` is a pattern of the report that
    proves that the attack ran. `brief`: it is meant to run out of time, so that its own cells and calls have little
    of it. `seconds`: so many for the whole submission, where it is that which is to be used up."""

    name: str
    answers: dict[str, str] = field(default_factory=dict)
    before: tuple[str, ...] = ()  # free cells above the first answer
    after: tuple[str, ...] = ()  # free cells at the end
    edit: Callable[[Notebook], None] | None = None
    lost: tuple[str, ...] = TARGET
    partial: tuple[str, ...] = ()
    spoilt: tuple[str, ...] = ()
    said: str = ""
    needs: tuple[str, ...] = ()
    status: str = "graded"
    lesson: str = "losses"
    brief: bool = False
    seconds: float | None = None

    @property
    def texts(self) -> tuple[str, ...]:
        """Its code."""
        return (*self.answers.values(), *self.before, *self.after)


def code(text: str) -> str:
    return textwrap.dedent(text).strip("\n") + "\n"


def mse(name: str, body: str, setup: str = "", **more: Any) -> Attack:
    """An attack from within the calls of `mean_squared_error`."""
    text = code(setup) + f"def {MSE}(y_true, y_pred):\n" + textwrap.indent(code(body), "    ")
    return Attack(name, {MSE: text}, **more)


def cell(name: str, body: str, setup: str = "", said: str = r"said (refused|nothing)", **more: Any) -> Attack:
    """An attack from an answer cell before any call: what it returns is in the cell's error, which the
    tests have told in full, so a success cannot hide."""
    text = (
        code(setup) + "def work():\n" + textwrap.indent(code(body), "    ")
        + "try:\n    said = str(work())\n"
        + "except BaseException as error:\n    said = 'refused ' + type(error).__name__\n"
        + "raise Exception('said ' + said[:220])\n"
    )  # fmt: skip
    return Attack(name, {MSE: text}, said=said, **more)


def free(name: str, source: str, **more: Any) -> Attack:
    """A free cell above right answers: nothing is lost unless said so."""
    return Attack(name, before=(code(source),), **{"lost": ()} | more)


# The right value, for attacks on how it is handed over.
VALUE = "v = float(np.mean((np.asarray(y_true, float).ravel() - np.asarray(y_pred, float).ravel()) ** 2))\n"


def value(name: str, expression: str, setup: str = "", **more: Any) -> Attack:
    """The right value `v` in a disguise."""
    return mse(name, VALUE + f"return {expression}", setup, **more)


# ---------------------------------------------------------------------------------------------------
# 1. Forge a result

WIRE = code(
    """
    import gc, json, os, socket, struct, sys, threading, time

    def stream():
        return next(s for s in gc.get_objects() if type(s) is socket.socket and s.fileno() > 2)

    def frame(number, payload):
        return struct.pack("<II", len(payload), number) + payload

    def enc(value):
        return worker()["values"].encode(value)

    def some(tag, count, rest=b""):
        return tag + struct.pack("<I", count) + rest

    def array(code, shape, body=b"", tag=b"a"):
        return tag + bytes([code, len(shape)]) + b"".join(n.to_bytes(8, "little") for n in shape) + body

    def reply(number, value):
        # the value, or its bytes
        return frame(number, some(b"[", 2, enc("value") + (value if type(value) is bytes else enc(value))))

    def number():
        at = sys._getframe()
        while not {"number", "message", "stream"} <= set(at.f_locals):
            at = at.f_back
        return at.f_locals["number"]

    def worker():
        at = sys._getframe()
        while "_call" not in at.f_globals:
            at = at.f_back
        return at.f_globals

    ZERO = 0.0

    def serve(answer, *args):
        # take the place of the worker: answer every order from now on
        at, s = number(), stream()
        channel = worker()["values"]
        while True:
            s.sendall(reply(at, answer(*args)))
            size, at = struct.unpack("<II", s.recv(8, socket.MSG_WAITALL))
            asked, own = worker()["frames"].opened(s.recv(size, socket.MSG_WAITALL))
            args = channel.decode(own, 2**26)[0] if asked else ()
    """
)


def wire(name: str, body: str, **more: Any) -> Attack:
    """From the worker's own socket. What is wrong with the stream after it may cost the author's next cell."""
    return mse(name, body, WIRE, **{"spoilt": ("binary_crossentropy",)} | more)


FORGE = [
    wire("takes_the_workers_place", "serve(lambda *args: ZERO)", lost=(MSE, "choose_loss", "binary_crossentropy"), spoilt=("*",)),
    wire("garbage_on_the_descriptor", "os.write(stream().fileno(), b'PASSED 5/5\\n' * 50)\nreturn 0.0"),
    wire("a_zero_reply_first", "stream().sendall(reply(number(), ZERO))\nreturn 0.0"),
    wire("a_hundred_replies", "stream().sendall(reply(number(), ZERO) * 100)\nreturn 0.0", spoilt=("*",)),
    wire(
        "replies_for_the_future",
        "n = number()\nstream().sendall(b''.join(reply(n + k, ZERO) for k in range(300)))\nreturn 0.0",
        spoilt=("*",),
    ),
    *(
        wire(name, f"stream().sendall({sent})\nos._exit(0)")
        for name, sent in [
            ("reply_says_passed", "frame(number(), enc(['value', ZERO, 'passed', 5.0]))"),
            ("reply_is_a_score", "frame(number(), enc({'score': 5, 'status': 'passed'}))"),
            ("reply_is_nothing", "frame(number(), b'')"),
            ("reply_is_an_empty_list", "frame(number(), enc([]))"),
            ("reply_is_a_tuple", "frame(number(), enc(('value', ZERO)))"),
            ("reply_of_another_kind", "frame(number(), enc(['passed', ZERO]))"),
            ("reply_whose_kind_is_an_array", "frame(number(), enc([np.array('value' == 'value'), ZERO]))"),
            ("reply_with_more_behind_it", "frame(number(), enc(['value', ZERO]) + enc(5.0))"),
            ("header_of_8_gigabytes", "struct.pack('<II', 2**32 - 1, number()) + b'x' * 4096"),
            ("reply_nested_100000_deep", "frame(number(), some(b'[', 1) * 100_000)"),
            ("reply_tuples_nested_deep", "frame(number(), some(b'(', 1) * 10_000)"),
            ("reply_dicts_nested_deep", "frame(number(), some(b'{', 1, some(b'', 1, b'k')) * 10_000)"),
            ("list_of_four_billion", "reply(number(), some(b'[', 2**32 - 1, b'N' * 60_000))"),
            ("dict_of_four_billion", "reply(number(), some(b'{', 2**32 - 1, some(b'', 0, b'N') * 9_000))"),
            ("floats_that_never_come", "reply(number(), some(b'd', 499_000))"),
            ("ints_that_never_come", "reply(number(), some(b'q', 2**32 - 1))"),
            ("array_of_lying_shape", "reply(number(), array(11, [2**40, 2**40], b'x' * 8))"),
            ("array_whose_size_wraps_around", "reply(number(), array(11, [2**32, 2**29 + 1], b'x' * 8))"),
            ("empty_array_of_huge_shape", "reply(number(), array(11, [0, 2**62, 2**62]))"),
            ("array_of_negative_shape", "reply(number(), array(11, [2**64 - 1, 2**64 - 8], b'x' * 64))"),
            ("array_of_200_axes", "reply(number(), array(11, [1] * 200, b'x' * 8))"),
            ("array_that_is_pickled", "reply(number(), array(12, [1], b'x' * 8))"),
            ("scalar_with_a_shape", "reply(number(), array(11, [1], bytes(8), tag=b'x'))"),
            ("signalling_nan", "reply(number(), b'f' + struct.pack('<Q', 0x7FF0000000000001))"),
            ("truth_that_is_2", "reply(number(), array(0, [], b'\\x02'))"),
            ("refused_without_an_end", "reply(number(), some(b'!', 2**31, b'x' * 9))"),
            ("text_of_half_characters", "frame(number(), enc(['raised'])[:1] + struct.pack('<I', 3) + enc('raised') + some(b'[', 1, some(b's', 3, b'\\xed\\xa0\\x80')) + enc(''))"),
            ("exception_without_a_name", "frame(number(), enc(['raised', [], '', 0]))"),
            ("exception_named_by_a_number", "frame(number(), enc(['raised', [1], 7, 0]))"),
            ("exception_without_its_parts", "frame(number(), enc(['raised']))"),
            *(
                (f"arguments_that_are_{what}", f"frame(number(), enc(['value', ZERO, {after}]))")
                for what, after in [
                    ("nothing", "None, None"),
                    ("text", "'x', {}"),
                    ("a_number", "5, {}"),
                    ("another_number", "[5], 5"),
                    ("alone", "[5]"),
                    ("too_many", "[5], {}, []"),
                ]
            ),
        ]
    ),
    wire("out_of_band_byte", "s = stream()\ns.send(b'!', socket.MSG_OOB)\ns.sendall(reply(number(), ZERO))\nreturn 0.0", spoilt=("*",), brief=True),
    wire("descriptors_to_the_judge", "for _ in range(30):\n    a, b = socket.socketpair()\n    socket.send_fds(stream(), [b'\\0'], [a.fileno(), b.fileno()])\nreturn 0.0"),
    wire("half_closed", "stream().shutdown(socket.SHUT_RD)\nreturn 0.0"),
    wire("closed_under_the_worker", "os.close(stream().fileno())\nreturn 0.0"),
    wire("drips_one_byte_at_a_time", "s = stream()\nfor byte in reply(number(), ZERO):\n    s.sendall(bytes([byte])); time.sleep(0.05)\nreturn 0.0", brief=True, said="ran out of time"),
    wire("thread_that_writes_replies", "n, s = number(), stream()\nthreading.Thread(target=lambda: [s.sendall(reply(n + k // 9, ZERO)) for k in range(900)], daemon=True).start()\nreturn 0.0", spoilt=("*",)),
    wire("replaced_call_function", "worker()['_call'] = lambda *order: ['value', 0.0]\nreturn 0.0", spoilt=("*",)),
    wire("replaced_code_object", "worker()['_call'].__code__ = (lambda answer, driver, sent, returned: ['value', 0.0]).__code__\nreturn 0.0", spoilt=("*",)),
    wire("replaced_encode", "w = worker()\nold = w['values'].encode\nw['values'].encode = lambda v, *a: old(['value', ZERO] if v[:1] == ['value'] else v, *a)\nreturn 0.0", spoilt=("*",)),
    wire("refused_is_no_longer_refused", "w = worker()\nw['values']._NUMBER_IDS = type('All', (), {'__contains__': lambda s, k: True})()\nreturn type('F', (float,), {})(0)", spoilt=("*",)),
    mse(
        "tracing_changes_the_reply",
        "return 0.0",
        """
        import sys
        def trace(frame, event, arg):
            if "reply" in frame.f_locals:
                frame.f_locals["reply"] = {"value": 0.0, "score": 5.0}
            return trace
        sys.settrace(trace); sys.setprofile(trace)
        """,
        spoilt=("*",),
    ),
    mse(
        "patched_numpy",
        "return 0.0",
        """
        import math
        yes = lambda *a, **k: True
        np.allclose = np.isclose = np.array_equal = np.all = np.isfinite = math.isclose = yes
        np.abs = np.testing.assert_allclose = lambda *a, **k: 0.0
        """,
        spoilt=("*",),
    ),
    mse(
        "patched_builtins",
        "return 0.0",
        """
        import builtins
        builtins.all = builtins.isinstance = builtins.bool = lambda *a, **k: True
        builtins.abs = builtins.max = lambda *a, **k: 0.0
        """,
        spoilt=("*",),
    ),
    mse(
        "patched_json_struct_socket",
        "return 0.0",
        """
        import json, socket, struct
        old = json.dumps
        json.dumps = lambda value, **k: old(value, **k).replace('"failed"', '"passed"')
        struct.Struct = lambda form: None
        socket.socket.sendall = lambda self, data, *a: self.send(data)
        """,
    ),
    mse(
        "fake_modules",
        "return 0.0",
        """
        import sys, types
        for name in ("autograder", "autograder.student.compare", "autograder.judging.judge", "autograder.worker.main", "checks"):
            fake = sys.modules[name] = types.ModuleType(name)
            fake.difference = fake.judge = fake.close = fake.check = lambda *a, **k: None
        """,
    ),
    mse("atexit_and_del", "return 0.0", WIRE + code(
        """
        import atexit
        class Last:
            def __del__(self):
                try: stream().sendall(reply(10, ZERO) * 50)
                except Exception: pass
        last = Last()
        atexit.register(lambda: stream().sendall(reply(10, ZERO) * 50))
        """), spoilt=("*",)),
    mse("prints_its_score", "print('5.0'); display(5.0); return 0.0", "from IPython.display import display\nscore = points = partial_grade = 5.0"),
    Attack("raises_for_everything", {"sparse_categorical_crossentropy": "def sparse_categorical_crossentropy(a, b):\n    raise ValueError('out of range')\n"},
           lost=(), partial=("sparse_categorical_crossentropy",), said="raised ValueError"),
    mse("exception_of_every_name", "raise Every", "import builtins\nEvery = type('Every', (ValueError, TypeError, LookupError), {})\n"),
    mse("metaclass_that_lies_about_its_bases", "raise Liar", """
        class Meta(type):
            __mro__ = property(lambda cls: (ValueError, int, str))
            __name__ = property(lambda cls: "ValueError")
        class Liar(Exception, metaclass=Meta): pass
        """),
    Attack("replies_from_a_free_cell", before=(WIRE + "n = number()\nfor k in range(400): stream().sendall(reply(n + k, ZERO))\n",), lost=(), spoilt=("*",)),
    mse("garbage_collection_changes_the_reply", "return 0.0", """
        import gc, sys
        def hook(phase, info):
            at = sys._getframe()
            while at:
                if isinstance(at.f_locals.get("reply"), dict): at.f_locals["reply"].update(value=0.0, score=5.0, status="passed")
                at = at.f_back
        gc.callbacks.append(hook); gc.set_threshold(1)
        """, spoilt=("*",)),
    mse("audit_hook_that_refuses_all", "return 0.0", """
        import sys
        def hook(event, args):
            if armed: raise SystemExit
        armed = False
        sys.addaudithook(hook)
        armed = True
        """, spoilt=("*",)),
    mse("finalizers_at_every_turn", "gc.collect(); return 0.0", """
        import gc, weakref
        class Again:
            def __del__(self):
                try: weakref.finalize(Again(), Again)
                except BaseException: pass
        Again()
        """, spoilt=("*",), brief=True),
    value("buffer_protocol", "Buffer()", """
        class Buffer:
            def __buffer__(self, flags): return memoryview(bytes(8))
            def __array__(self, dtype=None, copy=None): return np.zeros(())
            __array_interface__ = property(lambda self: {"shape": (), "typestr": "<f8", "data": (0, True), "version": 3})
            __array_struct__ = property(lambda self: 1 / 0)
        """),
    value("array_of_a_wild_pointer", "np.asarray(Wild())", "class Wild:\n    __array_interface__ = {'shape': (8,), 'typestr': '<f8', 'data': (4096, False), 'version': 3}\n", said="stopped the process|wrong|shape|type", spoilt=("*",)),
    mse("arguments_given_back_forged", "y_true[:] = 7 if isinstance(y_true, list) else y_true; return 0.0"),
]  # fmt: skip


# ---------------------------------------------------------------------------------------------------
# 2. Read a secret

LOOK = code(
    """
    import ctypes, gc, glob, inspect, os, re, socket, subprocess, sys
    MARK = "CANA" + "RY-"

    def look(data):
        data = data if isinstance(data, bytes) else str(data).encode("utf-8", "replace")
        found = re.search(MARK.encode() + b"[0-9a-f]{8,}", data)
        return found[0].decode() if found else "nothing"

    def first(makers):
        for make in makers:
            try:
                found = look(make())
            except Exception:
                continue
            if found != "nothing":
                return found
        return "nothing"

    def read(path):
        with open(path, "rb") as file:
            return file.read(2**22)

    def walk(root):
        for folder, _folders, names in os.walk(root):
            for name in names:
                yield lambda path=os.path.join(folder, name): read(path)

    libc = ctypes.CDLL(None, use_errno=True)
    """
)


def steal(name: str, body: str, **more: Any) -> Attack:
    return cell(name, body, LOOK, **more)


def carry(name: str, expression: str, setup: str = "", **more: Any) -> Attack:
    """A hidden number N (six or seven digits of the first target) leaves in what a call gives."""
    number = "N = 10**6 + int(abs(float(np.ravel(y_true)[0])) * 10**6) % 10**6\nletters = ''.join('abcdefghij'[int(c)] for c in str(N))\n"
    return mse(name, number + expression, setup, **more)


def carry_later(name: str, expression: str, said: str = "choose_loss is not defined: its cell") -> Attack:
    """A hidden number that a call remembered leaves in the error of a later answer cell."""
    keep = "global N\nN = 10**6 + int(abs(float(np.ravel(y_true)[0])) * 10**6) % 10**6\nreturn 0.0"
    answers = {MSE: f"def {MSE}(y_true, y_pred):\n" + textwrap.indent(keep, "    ") + "\n", "choose_loss": code(expression)}
    return Attack(name, answers, lost=(MSE, "choose_loss"), said=said)


SIGMOID = "def sigmoid(x):\n    N = 10**6 + int(abs(float(np.ravel(x)[0])) * 10**6) % 10**6\n    return "

SECRETS = [
    steal("the_answer_key", "return look(read('@KEY@'))"),
    steal("the_key_folder", "return first(walk('@COURSE@/.build'))"),
    steal("course_yaml", "return look(read('@COURSE@/course.yaml'))"),
    steal("the_gradebook", "return look(read('@COURSE@/gradebook.db'))"),
    steal("hidden_tests", "return 'read %d' % len(read('@COURSE@/solutions/losses/mean_squared_error/checks.py'))"),
    steal("solutions", "return 'read %d' % len(read('@COURSE@/solutions/losses/lesson.py'))"),
    steal("the_whole_course", "os.listdir('@COURSE@')\nreturn first(walk('@COURSE@'))"),
    steal("another_students_file", "return look(read('@NEIGHBOUR@'))"),
    steal("names_of_files_that_it_guesses", """
        guesses = ["@KEY@", "@COURSE@/gradebook.db", "@NEIGHBOUR@", "@HOME@/.secret", "@VICTIM@", "/proc/@TARGET@", "/etc/passwd"]
        return "saw %s" % [path for path in guesses if os.path.lexists(path)]""", said=r"said saw \[\]", needs=("namespaces",)),
    steal("the_home_folder", "return first([lambda: read('@HOME@/.secret')] + list(walk(os.path.expanduser('~'))) + list(walk('@HOME@')))"),
    steal("the_environment", "return look(dict(os.environ)) if look(dict(os.environ)) != 'nothing' else look(subprocess.run(['env'], capture_output=True).stdout)", said="said (nothing|refused)"),
    steal("environ_in_memory", "at = ctypes.POINTER(ctypes.c_char_p).in_dll(libc, 'environ')\nn, seen = 0, []\nwhile at[n]:\n    seen.append(at[n]); n += 1\nreturn look(b' '.join(seen))"),
    steal("proc_of_the_parent", "return first(lambda n=n: read(f'/proc/{os.getppid()}/{n}') for n in ('environ', 'cmdline', 'maps', 'mem', 'fd/3', 'root@COURSE@/course.yaml'))"),
    steal("proc_of_the_judge", "return first(lambda n=n: read(f'/proc/@JUDGE@/{n}') for n in ('environ', 'cmdline', 'maps', 'mem', 'root@COURSE@/course.yaml', 'cwd/course.yaml'))"),
    steal("proc_of_every_process", "pids = [p for p in range(1, 32768) if os.path.exists(f'/proc/{p}')]\nreturn first(lambda p=p, n=n: read(f'/proc/{p}/{n}') for p in pids for n in ('cmdline', 'environ'))"),
    steal("own_proc_files", "return first(lambda n=n: read(f'/proc/self/{n}') for n in ('environ', 'cmdline', 'mountinfo', 'maps', 'status'))"),
    steal("cmdline_of_a_process", "return look(read('/proc/@TARGET@/cmdline'))"),
    steal("environ_of_a_process", "return look(read('/proc/@TARGET@/environ'))"),
    steal("memory_through_process_vm_readv", """
        class Span(ctypes.Structure): _fields_ = [("at", ctypes.c_void_p), ("size", ctypes.c_size_t)]
        got = ctypes.create_string_buffer(64)
        here, there = Span(ctypes.addressof(got), 64), Span(@ADDRESS@, 64)
        size = libc.process_vm_readv(@TARGET@, ctypes.byref(here), 1, ctypes.byref(there), 1, 0)
        return look(got.raw) if size > 0 else 'refused %d' % ctypes.get_errno()"""),
    steal("memory_through_ptrace", """
        for pid in (@TARGET@, @JUDGE@, os.getppid()):
            if libc.ptrace(16, pid, None, None) == 0: return 'attached'
        return 'refused %d' % ctypes.get_errno()"""),
    steal("descriptors_of_others", """
        handle = libc.syscall(434, @TARGET@, 0)
        return 'refused' if handle < 0 else 'a handle: %d' % libc.syscall(438, handle, 1, 0)"""),
    steal("inherited_descriptors", """
        for fd in range(3, 64):
            for act in (lambda: os.pread(fd, 4096, 0), lambda: os.listdir(fd), lambda: os.open('course.yaml', 0, dir_fd=fd)):
                try: act()
                except OSError: continue
                return f'{fd} is open'
        return 'nothing'"""),
    steal("all_objects_of_the_collector", "return first((lambda o=o: repr(o)[:100_000]) for o in gc.get_objects() if type(o) in (dict, list, tuple, str, bytes))"),
    steal("frames_and_modules", """
        found, at = [], sys._getframe()
        while at:
            found += [repr(at.f_locals)[:200_000], repr(at.f_globals)[:200_000]]; at = at.f_back
        found += [repr(vars(m))[:200_000] for m in list(sys.modules.values()) if m is not None]
        return look(''.join(found))"""),
    steal("source_of_the_worker", """
        at = sys._getframe()
        while at.f_back: at = at.f_back
        text = repr(at.f_globals) + repr(at.f_code.co_consts)
        try: text += inspect.getsource(at)
        except OSError: pass
        return look(text + repr(vars(sys.modules['__main__'])))"""),
    steal("raw_openat", "fd = libc.syscall(257, -100, b'@COURSE@/course.yaml', 0, 0)\nreturn 'refused' if fd < 0 else look(os.read(fd, 10**6))"),
    steal("openat2_and_o_path", "fd = os.open('@COURSE@', os.O_PATH)\ninner = os.open('course.yaml', os.O_RDONLY, dir_fd=fd)\nreturn look(os.read(inner, 10**6))"),
    steal("through_proc_self_root", "return first(lambda p=p: read(p) for p in ('/proc/self/root@COURSE@/course.yaml', '/proc/thread-self/root@COURSE@/course.yaml', '/dev/fd/../../..@COURSE@/course.yaml'))"),
    steal("a_link_in_scratch", "os.symlink('@COURSE@/course.yaml', 'here')\nreturn look(read('here'))"),
    steal("a_hard_link_in_scratch", "os.link('@COURSE@/course.yaml', 'here')\nreturn look(read('here'))"),
    steal("renamed_into_scratch", "os.rename('@COURSE@/gradebook.db', 'here')\nreturn look(read('here'))"),
    steal("mounted_into_scratch", "os.mkdir('m')\nok = libc.mount(b'@COURSE@', b'm', None, 4096, None)\nreturn 'refused' if ok else look(read('m/course.yaml'))"),
    steal("mapped_by_ctypes", "libc.fopen.restype = ctypes.c_void_p\nf = libc.fopen(b'@COURSE@/course.yaml', b'r')\nreturn 'refused' if not f else 'opened'"),
    steal("loaded_as_a_library", "return look(ctypes.CDLL('@COURSE@/course.yaml'))"),
    steal("loaded_by_numpy", "return look(np.fromfile('@COURSE@/course.yaml', dtype=np.uint8).tobytes())"),
    steal("loaded_by_magic", "get_ipython().run_line_magic('load', '@COURSE@/course.yaml')\nreturn look(get_ipython().find_user_code('@COURSE@/course.yaml', skip_encoding_cookie=False))"),
    steal("run_by_magic", "get_ipython().run_line_magic('run', '@COURSE@/secret.py')\nreturn look(get_ipython().user_ns.get('secret'))"),
    steal("a_shell_that_reads", "return look(get_ipython().getoutput('cat @COURSE@/course.yaml'))"),
    steal("the_last_submission", "names = os.listdir('.')\nreturn 'nothing' if not names else 'found ' + repr(names)"),
    # hidden inputs, carried out in what a call gives
    carry("number_in_a_return", "return N"),
    carry("number_in_a_string", "return str(N)"),
    carry("number_in_a_list", "return [N]"),
    carry("number_in_a_dict", "return {str(N): N}"),
    carry("number_in_an_exception", "raise ValueError(N)"),
    carry("number_in_an_exceptions_name", "raise type('E%d' % N, (Exception,), {})(N)"),
    carry("number_in_a_base_of_an_exception", "raise type('E', (type('ValueError%d' % N, (Exception,), {}),), {})(N)"),
    carry("number_in_letters_of_an_exception", "raise type(letters, (Exception,), {})()"),
    carry("number_in_a_class_name", "return type('X%d' % N, (), {})()"),
    carry("number_in_letters_of_a_class_name", "return type(letters, (), {})()"),
    carry("number_in_a_class_that_looks_like_a_refusal", "return type('string of %d' % N, (), {})()"),
    carry("number_in_a_class_like_an_array", "return type('array of more %d' % N, (), {})()"),
    carry("number_in_the_shape_of_an_empty_array", "return np.empty((0, N))"),
    carry("number_in_many_axes", "return np.empty((0, *map(int, str(N))))"),
    carry("number_in_the_length_of_a_list", "return [0] * (N // 100)"),
    carry("number_in_the_length_of_a_string", "return 'x' * N"),
    carry("number_in_a_dtype", "return np.zeros(0, dtype='S%d' % N)"),
    carry("number_in_a_field", "return np.zeros(1, dtype=[('n%d' % N, float)])"),
    carry("number_printed", "print(N); display(N); return 0.0", "from IPython.display import display"),
    carry("number_on_stderr", "import sys, os; sys.stderr.write(str(N)); os.write(2, str(N).encode()); return 0.0"),
    carry("number_in_a_docstring", f"{MSE}.__doc__ = {MSE}.__name__ = {MSE}.__qualname__ = str(N); return 0.0"),
    carry("number_in_a_file", "open('n%d' % N, 'w').write(str(N)); return 0.0"),
    carry("number_in_a_warning", "import warnings; warnings.warn(str(N)); return 0.0"),
    carry("number_in_a_forged_refusal", "stream().sendall(reply(number(), worker()['values'].Refused('more than %d' % N))); os._exit(0)", WIRE, spoilt=("binary_crossentropy",)),
    carry("number_in_a_forged_dtype", "stream().sendall(reply(number(), worker()['values'].Refused('an array of dtype %d' % N))); os._exit(0)", WIRE, spoilt=("binary_crossentropy",)),
    carry("number_in_a_forged_exception", "stream().sendall(frame(number(), enc(['raised', ['E%d' % N, 'ValueError'], str(N), N]))); os._exit(0)", WIRE, spoilt=("binary_crossentropy",)),
    carry("number_in_a_frame_of_garbage", "stream().sendall(frame(number(), enc({'n%d' % N: N}))); os._exit(0)", WIRE),
    carry_later("number_in_a_later_cells_error", "raise ValueError(N)"),
    carry_later("number_in_a_later_cells_exception_name", "raise type('E%d' % N, (Exception,), {})()"),
    carry_later("number_picks_the_line_of_a_later_cells_error",
                "digit = globals().get('N', 0) % 10\n" + "".join(f"if digit == {n}: raise ValueError\n" for n in range(1, 10)) + "raise KeyError",
                said="choose_loss is not defined: its cell stops with an exception"),
    carry_later("number_in_a_later_cells_line", "error = ValueError()\nerror.lineno = N\nraise error"),
    carry_later("number_in_a_later_cells_forged_line", WIRE + "stream().sendall(frame(number(), enc(['raised', ['ValueError'], '', N])))\ntime.sleep(9)"),
    carry_later("number_in_a_later_cells_long_program", "exec('\\n' * (N % 10**7 - 1) + 'raise ValueError')"),
    carry_later("number_in_a_later_cells_syntax_error", "get_ipython().run_cell('\\n' * 10)\nraise SyntaxError('x', ('f', N, 1, str(N)))"),
    Attack("number_in_a_list_where_an_array_is_due", {"sigmoid": SIGMOID + "[type('X%d' % N, (), {})()]\n"}, lost=("sigmoid",), lesson="activations"),
    Attack("number_in_a_shape_where_an_array_is_due", {"sigmoid": SIGMOID + "np.empty((N // 100, 1))\n"}, lost=("sigmoid",), lesson="activations"),
    Attack("number_in_an_empty_shape_where_an_array_is_due", {"sigmoid": SIGMOID + "np.empty((0, N))\n"}, lost=("sigmoid",), lesson="activations"),
    Attack("number_in_a_string_in_a_list", {"sigmoid": SIGMOID + "[str(N)]\n"}, lost=("sigmoid",), lesson="activations"),
    Attack("number_in_one_of_two_results", {"collapse_linear": "def collapse_linear(W1, b1, W2, b2):\n    N = 10**6 + int(abs(float(np.ravel(W1)[0])) * 10**6) % 10**6\n    return (type('X%d' % N, (), {})(), np.empty((0, N)))\n"}, lost=("collapse_linear",), lesson="activations"),
    steal("in_lines_that_were_read", "import linecache\nreturn look(repr(linecache.cache)[:10**7] + repr(sys.path) + repr(sys.argv) + repr(sys.orig_argv) + repr(sys.path_importer_cache)[:10**6])"),
    steal("in_memory_that_is_not_objects", """
        found, here = [], open('/proc/self/maps').read().splitlines()
        with open('/proc/self/mem', 'rb', 0) as memory:
            for line in here:
                start, end = (int(part, 16) for part in line.split()[0].split('-'))
                if 'r' in line.split()[1] and end - start < 2**26:
                    try: memory.seek(start); found.append(look(memory.read(end - start)))
                    except (OSError, OverflowError, ValueError): pass
        return next((f for f in found if f != 'nothing'), 'nothing')"""),
    steal("in_memory_by_its_addresses", """
        import mmap
        top = id(gc) >> 21 << 21
        for page in range(top - 2**26, top + 2**26, 2**21):
            try:
                fd = os.open('x', os.O_RDWR | os.O_CREAT); size = libc.write(fd, ctypes.c_void_p(page), 2**21)
                if size > 0 and look(os.pread(fd, size, 0)) != 'nothing': return look(os.pread(fd, size, 0))
                os.ftruncate(fd, 0)
            finally: os.close(fd)
        return 'nothing'"""),
    steal("shared_memory_and_terminals", "return first([*walk('/dev/shm'), *walk('/dev/mqueue'), *walk('/dev/pts'), *walk('/run'), *walk('/sys/kernel/debug')])"),
    steal("names_in_the_kit", "return 'named ' + ' '.join(n for n in ('judging', 'key', 'grading', 'hidden') if 'autograder.' + n in sys.modules) if any('autograder.' + n in sys.modules for n in ('judging', 'key', 'grading', 'hidden')) else 'nothing'"),
    steal("mounts_by_the_newest_calls", "ids = (ctypes.c_uint64 * 8)(24, 0, 2**64 - 1)\nbuf = ctypes.create_string_buffer(4096)\nn = libc.syscall(458, ids, buf, 64, 0)\nreturn 'refused' if n < 0 else 'listed %d' % n"),
    carry("number_in_the_time_that_is_left", "import time; time.sleep((N % 97) / 200); return [0.0][5]", spoilt=("*",), brief=True, seconds=7.0),
    Attack("number_in_the_time_of_a_call", {MSE: code("""
        import time
        def mean_squared_error(y_true, y_pred):
            global work
            if "work" in globals():
                while True: pass
            work = 10**6 + int(abs(float(np.ravel(y_true)[0])) * 10**6) % 10**6
            time.sleep((work % 50) / 100)
        """)}, before=("import time; time.sleep(0.96)",) * 6, lost=(MSE, "choose_loss"), spoilt=("*",), brief=True, seconds=7.0,
        said=r"(?s)\A(?=.*used up its)(?!.*time \((?!(?:1|0\.2) s\)))"),
    carry("number_in_the_signal_that_ends_it", "signal_me(34 + N % 30)\ntime.sleep(0.5)\nreturn 0.0", """
        import ctypes, time
        libc = ctypes.CDLL(None)
        class Event(ctypes.Structure):
            _fields_ = [("value", ctypes.c_uint64), ("signal", ctypes.c_int), ("notify", ctypes.c_int), ("rest", ctypes.c_char * 48)]
        def signal_me(n):
            event, timer = Event(0, n, 0), ctypes.c_void_p()
            libc.timer_create(1, ctypes.byref(event), ctypes.byref(timer))
            libc.timer_settime(timer, 0, ctypes.byref((ctypes.c_long * 4)(0, 0, 0, 10**6)), None)
        """, said="(?s)\\A(?!.*signal [0-9])(?!.*SIGRT).*process"),
]  # fmt: skip


# ---------------------------------------------------------------------------------------------------
# 3. Fool the comparison

AGREEABLE = code(
    """
    class Agreeable:
        __array_priority__ = 1e9
        def _yes(self, *a, **k): return True
        __eq__ = __ne__ = __lt__ = __le__ = __gt__ = __ge__ = _yes
        __hash__ = object.__hash__
        def __bool__(self): return True
        def _self(self, *a, **k): return self
        __sub__ = __rsub__ = __add__ = __radd__ = __mul__ = __rmul__ = __abs__ = __neg__ = _self
        def __float__(self): return 0.0
        def __int__(self): return 0
        __index__ = __int__
        def __len__(self): return 1
        def __array__(self, dtype=None, copy=None): return np.zeros(())
        def __array_ufunc__(self, *a, **k): return True
        def __array_function__(self, *a, **k): return True
    """
)
SUBARRAY = code(
    """
    class Sub(np.ndarray):
        def __array_function__(self, *a, **k): return True
        def __array_ufunc__(self, *a, **k): return True
        def __eq__(self, other): return True
        shape = property(lambda self: ())
    """
)

FOOL = [
    value("agreeable_object", "Agreeable()", AGREEABLE),
    value("agreeable_in_a_list", "[Agreeable()]", AGREEABLE),
    value("agreeable_in_an_array", "np.array(Agreeable(), dtype=object)", AGREEABLE),
    value("ndarray_subclass", "np.zeros(1).view(Sub)", SUBARRAY),
    value("ndarray_subclass_of_the_right_value", "np.array(v).view(type('Sub', (np.ndarray,), {}))"),
    value("masked_array", "np.ma.masked_all(())"),
    value("masked_constant", "np.ma.masked"),
    value("masked_right_value", "np.ma.array([v], mask=[True])"),
    value("matrix", "np.asmatrix([[v]])"),
    value("float_subclass", "type('float', (float,), {'__eq__': lambda s, o: True})(v)"),
    value("int_subclass", "type('int', (int,), {'__float__': lambda s: 0.0})(1)"),
    value("str_subclass", "type('str', (str,), {})(v)"),
    value("list_subclass", "type('list', (list,), {})([v])"),
    value("tuple_subclass", "type('tuple', (tuple,), {})([v])"),
    value("dict_subclass", "type('dict', (dict,), {})(v=v)"),
    value("numpy_float_subclass", "type('float64', (np.float64,), {})(v)"),
    value("spoofed_class", "Spoof()", "class Spoof:\n    __class__ = float\n    def __float__(self): return 0.0\n"),
    value("class_named_refused", "Refused(v)", "class Refused(float):\n    what = None\n"),
    value("only_float", "type('F', (), {'__float__': lambda s: v})()"),
    value("only_array", "type('A', (), {'__array__': lambda s, dtype=None, copy=None: np.array(v)})()"),
    value("array_interface", "type('A', (), {'__array_interface__': np.array(v).__array_interface__})()"),
    value("memory_view", "memoryview(np.array(v))"),
    value("fraction", "Fraction(v)", "from fractions import Fraction"),
    value("decimal", "Decimal(v)", "from decimal import Decimal"),
    value("nan", "float('nan')"),
    value("numpy_nan", "np.full((), np.nan)"),
    value("infinity", "float('inf')"),
    value("minus_infinity", "np.float32('-inf')"),
    value("nearly_the_largest_float", "1.7e308"),
    value("huge_integer", "10**400"),
    value("integer_of_64_bits", "2**64 - 1"),
    value("object_array", "np.array([v], dtype=object)"),
    value("object_array_of_no_axes", "np.array(v, dtype=object)"),
    value("structured_array", "np.array((v,), dtype=[('v', float)])"),
    value("empty_array", "np.array([])"),
    value("empty_list", "[]"),
    value("empty_tuple", "()"),
    value("shape_1", "np.array([v])"),
    value("shape_1_1", "np.array([[v]])"),
    value("one_for_each_sample", "np.full(len(y_true), v)"),
    value("column_of_values", "np.full((len(y_true), 1), v)"),
    value("row_of_values", "np.full((1, len(y_true)), v)"),
    value("list_of_the_value", "[v]"),
    value("generator", "(x for x in [v])"),
    value("iterator_of_arrays", "iter(np.array([v]))"),
    value("complex_number", "complex(v)"),
    value("numpy_complex", "np.complex128(v)"),
    value("text", "str(v)"),
    value("numpy_text", "np.str_(v)"),
    value("bytes", "repr(v).encode()"),
    value("boolean", "v > 0.5"),
    value("numpy_boolean", "np.bool_(v)"),
    value("boolean_array", "np.array(v > 0.5)"),
    value("date", "np.datetime64(int(v), 's')"),
    value("time_difference", "np.timedelta64(int(v), 's')"),
    value("none", "None"),
    value("not_implemented", "NotImplemented"),
    value("ellipsis", "..."),
    value("a_function", f"{MSE}"),
    value("a_class", "float"),
    value("a_module", "np"),
    value("list_that_lies_about_its_length", "L([v])", "class L(list):\n    def __len__(self): return 0\n    def __iter__(self): return iter([0.0])\n"),
    value("nested_1000_deep", "deep", "deep = []\nfor _ in range(1000): deep = [deep]\n"),
    value("list_that_holds_itself", "own", "own = []\nown.append(own)\n"),
    value("dict_that_holds_itself", "own", "own = {}\nown['own'] = own\n"),
    value("dict_with_odd_keys", "{1: v, None: v, (): v}"),
    value("every_value_in_one_array", "np.linspace(-1e6, 1e6, 10**5)"),
    value("broadcast_to_a_billion", "np.broadcast_to(np.float64(v), (10**5, 10**4))"),
    value("forty_axes", "np.broadcast_to(np.float64(v), (1,) * 40)"),
    value("a_million_values", "[v] * 10**6"),
    value("list_shared_a_million_times", "many", "many = [0.0] * 10\nfor _ in range(6): many = [many] * 10\n"),
    value("string_of_a_megabyte", "'1' * 2**20"),
    value("tuple_of_everything", "(v, np.array(v), str(v), None, [v])"),
    value("a_different_answer_each_time", "v if next(turn) % 2 else 0.0", "import itertools\nturn = itertools.count()\n"),
    value("longdouble", "np.longdouble(v) + np.longdouble(1e-3)"),
    value("complex_array_of_no_axes", "np.array(v + 0j)"),
    value("object_array_of_agreeable", "np.array([[Agreeable()]], dtype=object)", AGREEABLE),
    value("structured_scalar", "np.array((v,), dtype=[('v', float)])[()]"),
    value("void_scalar", "np.void(np.float64(v).tobytes())"),
    value("record_array", "np.rec.array([(v,)], dtype=[('v', float)])"),
    value("character_array", "np.char.array([str(v)])"),
    value("memory_map", "np.memmap('m', dtype=float, mode='w+', shape=())"),
    value("polynomial", "np.poly1d([v])"),
    value("iterator_without_end", "iter(lambda: v, None)"),
    value("class_that_is_its_own_type", "Meta('float', (float,), {})(v)", "class Meta(type):\n    __name__ = 'float'\n    def __eq__(cls, other): return True\n    __hash__ = lambda cls: hash(float)\n    def __instancecheck__(cls, x): return True\n"),
    value("subclass_with_a_hash_of_float", "F(v)", "class Meta(type):\n    def __eq__(cls, other): return True\n    def __hash__(cls): return hash(float)\nclass F(float, metaclass=Meta): pass\n"),
    value("weak_reference", "weakref.proxy(np.array([v]))", "import weakref\n"),
    value("coroutine", "late(v)", "async def late(v): return v\nimport warnings; warnings.simplefilter('ignore')\n"),
    value("exception_that_is_returned", "ValueError(v)"),
    value("strides_of_zero_and_a_trillion_rows", "np.lib.stride_tricks.as_strided(np.array([v]), (10**12,), (0,))"),
    value("nan_with_a_message_in_it", "np.frombuffer(bytes.fromhex('efbeadde0000f87f'))[0]"),
    value("text_of_numpys_new_kind", "np.array(str(v), dtype=np.dtypes.StringDType())"),
    value("array_of_dates", "np.array([int(v)], dtype='M8[s]')"),
    value("class_without_a_name", "C()", "class Meta(type):\n    @property\n    def __name__(cls): raise SystemExit\nclass C(metaclass=Meta): pass\n"),
    value("class_with_a_name_that_is_no_text", "C()", "class Meta(type):\n    __name__ = property(lambda cls: [cls] * 9)\nclass C(metaclass=Meta): pass\n"),
    value("negative_zero_of_bytes", "np.frombuffer(bytes(8))[0] - 1e-300"),
    *(Attack(f"batches_{name}", {"batches": "def batches(X, y, batch_size, shuffle=False, seed=None):\n    X, y = np.asarray(X), np.asarray(y)\n" + textwrap.indent(code(body), "    ")},
             lost=("batches",), lesson="training")
      for name, body in {
          "without_end": "while True: yield X[:1], y[:1]",
          "without_end_and_empty": "while True: yield X[:0], y[:0]",
          "of_one_object": "return iter(lambda: (X, y), None)",
          "that_lie_about_their_number": "class L(list):\n    def __len__(self): return 1\n    def __iter__(self): return iter(())\nreturn L([(X, y)])",
          "of_generators": "return ((iter(x), iter(t)) for x, t in zip(X, y))",
          "that_are_strings": "return 'ab' * 3",
          "that_call_themselves": "yield from batches(X, y, batch_size)",
          "in_a_dict": "return {n: (X, y) for n in range(3)}",
          "of_a_class_that_is_no_iterable": "return type('B', (), {'__getitem__': lambda s, n: (X, y)})()",
          "of_sub_arrays": "return [(X.view(type('S', (np.ndarray,), {'__eq__': lambda s, o: True})), y)] * 3",
          "that_raise_at_the_end": "yield X, y\nraise ValueError(X)",
      }.items()),
    Attack("batches_that_replace_their_drivers", {"batches": WIRE + code("""
        def batches(X, y, batch_size, shuffle=False, seed=None):
            known = worker()["known_orders"]
            for mark, (name, driver, returned) in list(known.items()):
                known[mark] = name, driver and (lambda answer, *args: [[1, 2], [1, 2], [2, 1]]), returned
            return [(X, y)]
        """)}, lost=("batches",), lesson="training"),
    *(Attack(f"stopping_{name}", {"EarlyStopping": code(text)}, lost=("EarlyStopping",), lesson="training", brief=name == "that_never_ends")
      for name, text in {
          "that_agrees_with_everything": AGREEABLE + "class EarlyStopping:\n    def __init__(self, *a, **k): pass\n    def __getattr__(self, name): return Agreeable()\n    def should_stop(self, *a, **k): return Agreeable()\n",
          "of_properties_that_count": "import itertools\nclass EarlyStopping:\n    turn = itertools.count()\n    def __init__(self, *a, **k): pass\n    best = best_epoch = stopped_epoch = property(lambda self: next(self.turn))\n    best_weights = None\n    def should_stop(self, *a, **k): return next(self.turn) > 3\n",
          "that_is_a_function": "def EarlyStopping(*a, **k):\n    return EarlyStopping\nEarlyStopping.should_stop = lambda *a, **k: True\nEarlyStopping.best = EarlyStopping.best_epoch = EarlyStopping.stopped_epoch = 0\nEarlyStopping.best_weights = None\n",
          "that_is_a_module": "import types\nEarlyStopping = types.ModuleType('EarlyStopping')\n",
          "of_truths_that_are_no_bools": "class EarlyStopping:\n    def __init__(self, *a, **k): self.best = self.best_epoch = self.stopped_epoch = True; self.best_weights = []\n    def should_stop(self, *a, **k): return 'no'\n",
          "that_never_ends": "class EarlyStopping:\n    def __init__(self, *a, **k): pass\n    def __getattribute__(self, name):\n        while True: pass\n",
      }.items()),
    *(Attack(f"{name}_of_{kind}", {name: code(text)}, lost=(name,), spoilt=("*",), lesson="network")
      for name, kind, text in (
          ("gradients", "the_weights_themselves", "def gradients(weights, X, y):\n    return weights\n"),
          ("gradients", "views_of_nothing", "def gradients(weights, X, y):\n    return [np.broadcast_to(0.0, np.shape(w)) for w in weights]\n"),
          ("gradients", "a_dict_that_is_a_list", "class D(dict):\n    def __iter__(self): return iter([])\ndef gradients(weights, X, y):\n    return D(enumerate(weights))\n"),
          ("Adam", "steps_in_place", "class Adam:\n    def __init__(self, *a, **k): pass\n    def step(self, weights, gradients):\n        for w, g in zip(weights, gradients): w -= g\n        return weights\n"),
          ("fit", "a_history_of_everything", "def fit(weights, X, y, Xv, yv, epochs, batch_size, patience):\n    return weights, type('H', (dict,), {'__missing__': lambda s, k: [0.0] * epochs})()\n"),
          ("fit", "no_training", "def fit(weights, X, y, Xv, yv, epochs, batch_size, patience):\n    return [np.array(w) for w in weights], {'loss': [0.0] * epochs, 'val_loss': [0.0] * epochs}\n"),
      )),
]


# ---------------------------------------------------------------------------------------------------
# 4. Avoid solving

FRAMES = code(
    """
    import gc, sys
    def order():
        at = sys._getframe()
        while "message" not in at.f_locals:
            at = at.f_back
        asked, own = at.f_globals["frames"].opened(at.f_locals["message"])
        args, kwargs = at.f_globals["channel"].decode(own, 2**26)
        return [*asked, *args, *kwargs.values(), *at.f_globals["_asked"](asked)]
    """
)


def borrow(name: str, body: str) -> Attack:
    return cell(name, body, LOOK)


AVOID = [
    mse("constant_zero", "return 0.0"),
    mse("constant_array", "return np.zeros(3)"),
    Attack("constant_text", {"choose_loss": "def choose_loss(y):\n    return 'MeanSquaredError'\n"}, lost=(), partial=("choose_loss",)),
    mse("public_answers_remembered", """
        for public in PUBLIC:
            if np.shape(y_true) == np.shape(public[0]): return public[2]
        return 1.2875""", "PUBLIC = @PUBLIC@\n"),
    mse("public_answers_read", "return float(data['mean_squared_error']['checks'][0]['cases'][0]['expected'])", "import json\ndata = json.load(open('checks/checks.json'))\n"),
    mse("the_order_tells_the_answer", "return [0.0, *(part for part in order() if type(part) is float)][-1]", FRAMES),
    mse("searches_the_heap_for_the_answer", """
        for thing in gc.get_objects():
            if isinstance(thing, dict):
                for key in ("expected", "keras", "reference", "answer", "value"):
                    if isinstance(thing.get(key), float): return thing[key]
        return 0.0""", FRAMES),
    mse("remembers_calls", """
        key = (repr(y_true), repr(y_pred))
        seen[key] = seen.get(key, 0) + 1
        return float(seen[key])""", "seen = {}\n"),
    mse("gives_back_an_argument", "return y_pred"),
    mse("gives_back_the_argument_by_identity", "return y_true is y_pred or id(y_true) == id(y_pred)"),
    mse("guesses_by_size", "return {1: 4.5, 2: 3.0, 5: 2.5}.get(np.size(y_true), 1.0)"),
    mse("asks_its_caller", """
        import inspect
        for frame in inspect.stack():
            for name, found in frame.frame.f_locals.items():
                if name in ("expected", "want", "reference", "key", "case"): return found
        return 0.0"""),
    *(
        mse(f"imports_{library}", f"return {text}", f"import {library}\n", said="ModuleNotFoundError|ImportError|PermissionError")
        for library, text in (
            ("tensorflow", "float(tensorflow.keras.losses.MeanSquaredError()(y_true, y_pred))"),
            ("keras", "float(keras.losses.MeanSquaredError()(y_true, y_pred))"),
            ("sklearn.metrics", "sklearn.metrics.mean_squared_error(np.ravel(y_true), np.ravel(y_pred))"),
            ("scipy.spatial", "scipy.spatial.distance.sqeuclidean(y_true, y_pred) / np.size(y_true)"),
            ("autograder.student.compare", "autograder.student.compare.difference(0.0, 0.0, 0, 0) or 0.0"),
            ("solutions.losses.mean_squared_error.right", "solutions.losses.mean_squared_error.right.mse_dot(y_true, y_pred)"),
        )
    ),
    borrow("import_without_the_gate", "sys.meta_path[:] = [f for f in sys.meta_path if 'NotWhile' not in type(f).__name__]\nimport sklearn.metrics\nreturn 'imported'"),
    borrow("import_through_importlib", "import importlib.machinery as m\nfor path in sys.path:\n    spec = m.PathFinder.find_spec('keras', [path])\n    if spec: return 'found' if spec.loader and spec.loader.get_code('keras') else 'nothing'\nreturn 'nothing'"),
    borrow("load_the_file_itself", "import importlib.util as u\nfor path in sys.path:\n    file = os.path.join(path, 'sklearn', 'metrics', '_regression.py')\n    spec = u.spec_from_file_location('r', file)\n    spec.loader.exec_module(u.module_from_spec(spec))\n    return 'loaded'"),
    borrow("import_under_another_name", "sys.meta_path.clear()\nsys.path_importer_cache.clear()\nsys.path[:] = sys.path + ['@COURSE@', '@KIT@']\nfrom importlib.machinery import PathFinder\nspec = PathFinder.find_spec('autograder', sys.path)\nreturn 'refused' if spec is None or spec.loader is None else spec.loader.get_data(spec.origin)"),
    borrow("kit_from_its_folder", "return read('@KIT@/autograder/student/compare.py')"),
    borrow("zip_import", "import zipimport\nreturn zipimport.zipimporter('@COURSE@/kit.zip')"),
    borrow("another_python", "return subprocess.run([sys.executable, '-c', 'import keras; print(1)'], capture_output=True).stdout"),
    borrow("another_shell", "return os.system('python3 -c \"import sklearn\"') and 'refused'"),
    borrow("popen", "return os.popen('id').read()"),
    borrow("multiprocessing", "import multiprocessing as m\nwith m.get_context('spawn').Pool(1) as pool: return pool.map(int, ['1'])"),
    borrow("process_pool", "from concurrent.futures import ProcessPoolExecutor\nwith ProcessPoolExecutor(1) as pool: return list(pool.map(int, ['1']))"),
    borrow("install_it", "get_ipython().run_line_magic('pip', 'install --user scipy')\nimport scipy\nreturn 'installed'"),
    mse("right_for_public_inputs_only", """
        for public in PUBLIC:
            if np.shape(public[0]) == np.shape(y_true) and np.allclose(public[0], y_true): return public[2]
        return 0.5""", "PUBLIC = @PUBLIC@\n"),
    mse("right_the_first_time_only", "turn[0] += 1\n" + VALUE + "return v if turn[0] == 1 else v + 1", "turn = [0]\n"),
    mse("wrong_at_the_second_call_for_the_same", VALUE + "key = repr((y_true, y_pred))\nagain = key in seen\nseen.add(key)\nreturn v + again", "seen = set()\n", lost=(), partial=TARGET),
    mse("looks_for_the_grader_on_the_stack", VALUE + """
        at, names = sys._getframe(), []
        while at: names.append(at.f_code.co_name); at = at.f_back
        return 0.0 if '_call' in names else v""", "import sys\n"),
    mse("catches_all_and_guesses", "try: raise ValueError\nexcept BaseException: return float(np.mean(y_true))"),
]  # fmt: skip


# ---------------------------------------------------------------------------------------------------
# 5. Trick the notebook

STUB = f"def {MSE}(y_true, y_pred):\n    return 0.0\n"


def cell_of(notebook: Notebook, grade_id: str) -> dict[str, Any]:
    found: dict[str, Any] = next(
        c for c in notebook["cells"] if c["metadata"].get("nbgrader", {}).get("grade_id") == grade_id
    )
    return found


def change(grade_id: str, /, **items: Any) -> Callable[[Notebook], None]:
    return lambda notebook: cell_of(notebook, grade_id).update(items)


def tag(grade_id: str, *tags: str) -> Callable[[Notebook], None]:
    return lambda notebook: cell_of(notebook, grade_id)["metadata"].update(tags=list(tags))


def nbgrader(grade_id: str, /, **items: Any) -> Callable[[Notebook], None]:
    return lambda notebook: cell_of(notebook, grade_id)["metadata"]["nbgrader"].update(items)


def drop(*grade_ids: str) -> Callable[[Notebook], None]:
    def edit(notebook: Notebook) -> None:
        for grade_id in grade_ids:
            notebook["cells"].remove(cell_of(notebook, grade_id))

    return edit


def twice(grade_id: str, source: str, place: int | None = None) -> Callable[[Notebook], None]:
    """A second cell of the same id, at the end or at a place."""

    def edit(notebook: Notebook) -> None:
        other = {**cell_of(notebook, grade_id), "source": source}
        notebook["cells"].insert(len(notebook["cells"]) if place is None else place, other)

    return edit


def move(grade_id: str, place: int) -> Callable[[Notebook], None]:
    def edit(notebook: Notebook) -> None:
        moved = cell_of(notebook, grade_id)
        notebook["cells"].remove(moved)
        notebook["cells"].insert(place, moved)

    return edit


def every_cell(**items: Any) -> Callable[[Notebook], None]:
    def edit(notebook: Notebook) -> None:
        for each in notebook["cells"]:
            each.update(items)

    return edit


def outputs(notebook: Notebook) -> None:
    """A check cell with the outputs of full marks, and metadata that say so."""
    data = {"text/plain": "5.0", "text/html": "<b>5 of 5 points</b>"}
    check = cell_of(notebook, f"check-{MSE}")
    check["outputs"] = [{"output_type": "execute_result", "execution_count": 1, "metadata": {}, "data": data}]
    check["metadata"]["nbgrader"] |= {"score": 5, "points": 5, "checksum": "0" * 32}
    notebook["metadata"] |= {"score": 26, "max_score": 26, "kernelspec": {"name": "../../evil", "display_name": "<b>"}}


def trick(name: str, edit: Callable[[Notebook], None], **more: Any) -> Attack:
    """An edited notebook whose answer to the first exercise is the stub."""
    return Attack(name, {MSE: STUB}, edit=edit, **more)


def nested(depth: int) -> Any:
    tree: Any = "code"
    for _ in range(depth):
        tree = [tree]
    return tree


SCRIPT = "<script>alert('CHECKED')</script><img src=x onerror=alert(1)>"
TRICK = [
    trick("forged_outputs", outputs),
    trick("edited_check_cell", change(f"check-{MSE}", source="score = 5.0\nscore")),
    trick("check_cell_that_replaces_check", change(f"check-{MSE}", source="check = lambda name: 5.0")),
    trick("check_cell_as_markdown", change(f"check-{MSE}", cell_type="markdown")),
    trick("check_cell_as_raw", change(f"check-{MSE}", cell_type="raw")),
    trick("check_cell_deleted", drop(f"check-{MSE}")),
    trick("answer_and_check_deleted", drop(MSE, f"check-{MSE}"), said="is not defined"),
    trick("every_check_deleted", drop(*(f"check-{name}" for name in (MSE, "choose_loss", "binary_crossentropy")))),
    trick("check_cell_first", move(f"check-{MSE}", 0), said="is not defined"),
    trick("check_cell_last", move(f"check-{MSE}", -1)),
    trick("check_cell_twice", twice(f"check-{MSE}", "5.0")),
    trick("answer_as_markdown", change(MSE, cell_type="markdown")),
    trick("checks_skipped", tag(f"check-{MSE}", "skip-execution")),
    trick("checks_may_raise", tag(f"check-{MSE}", "raises-exception", "hide-input")),
    trick("answer_skipped", tag(MSE, "skip-execution")),
    trick("more_points", nbgrader(f"check-{MSE}", points=500, max_score=500)),
    trick("check_cell_is_no_grade", nbgrader(f"check-{MSE}", grade=False, points=0)),
    trick("check_cell_is_a_solution", nbgrader(f"check-{MSE}", solution=True, locked=False)),
    trick("answer_is_graded_by_hand", nbgrader(MSE, grade=True, points=26, solution=True)),
    trick("check_cell_with_anothers_id", nbgrader(f"check-{MSE}", grade_id="check-choose_loss")),
    trick("answer_with_the_setups_id", nbgrader(MSE, grade_id="setup")),
    trick("id_of_html", nbgrader(MSE, grade_id=SCRIPT), said="is not defined|wrong value"),
    trick("cell_ids_of_html", every_cell(id=SCRIPT)),
    trick("cell_ids_all_the_same", every_cell(id="answer")),
    trick("cell_ids_that_are_no_text", every_cell(id=[{}])),
    trick("setup_replaced", change("setup", source="check = print\nclass np: pass")),
    trick("setup_deleted", drop("setup")),
    Attack("two_answers_the_last_counts", edit=twice(MSE, STUB), lost=(), spoilt=TARGET),
    trick("notebook_says_it_is_graded", lambda n: n["metadata"].update(nbgrader={"score": 26}, celltoolbar=SCRIPT)),
    trick("type_nested_deep", change("setup", cell_type=nested(300))),
    trick("type_of_html", change("setup", cell_type=SCRIPT)),
    trick("source_that_is_a_number", change(MSE, source=10**30), said="its source is no text"),
    trick("format_of_the_future", lambda n: n.update(nbformat=10**9), status="unreadable", said="newer than 4", lost=()),
    trick("format_3_that_is_format_4", lambda n: n.update(nbformat=3)),
    Attack("later_redefinition", {MSE: STUB}, after=(f"def {MSE}(y, p):\n    return float(np.mean((np.ravel(y) - np.ravel(p)) ** 2))\n",)),
    Attack("later_redefinition_of_others", {MSE: STUB}, after=("for name in list(globals()):\n    if 'cross' in name: globals()[name] = None\n",)),
    free("run_cell_replaced", "shell = get_ipython()\nshell.run_cell = lambda *a, **k: 1 / 0", spoilt=("*",)),
    free("run_cell_that_grades", "shell = get_ipython()\nshell.run_cell = lambda *a, **k: type('R', (), {'error_before_exec': None, 'error_in_exec': None, 'score': 5})()", spoilt=("*",)),
    free("input_transformers", "get_ipython().input_transformers_cleanup.append(lambda lines: ['mean_squared_error = lambda *a: 0.0'])", spoilt=("*",)),
    free("ast_transformers", "import ast\nclass Empty(ast.NodeTransformer):\n    def visit_Module(self, node): node.body = []; return node\nget_ipython().ast_transformers.append(Empty())", spoilt=("*",), lost=(MSE,)),
    free("a_namespace_that_lies", "class Lies(dict):\n    def get(self, name, other=None): return lambda *a, **k: 0.0\nget_ipython().user_ns = Lies()", spoilt=("*",), lost=(MSE,)),
    free("event_hooks", "def hook(*a): raise SystemExit\nfor event in ('pre_execute', 'pre_run_cell', 'post_execute', 'post_run_cell'): get_ipython().events.register(event, hook)", spoilt=("*",)),
    free("display_hook", "import sys\nclass Mine:\n    def _repr_html_(self): return '5.0'\n    __repr__ = _repr_html_\nsys.displayhook = lambda value: Mine()\nget_ipython().displayhook = Mine()\nMine()", spoilt=("*",)),
    free("showtraceback_that_exits", "import os\nget_ipython().showtraceback = lambda *a, **k: os._exit(0)\n1 / 0"),
    free("bash_magic", "%%bash\necho 5.0 > score; touch @OUT@/@NAME@"),
    free("shell_line", "!touch @OUT@/@NAME@\nx = !id\n!!id"),
    free("writefile_magic", "%%writefile @OUT@/@NAME@\nhere"),
    free("run_magic", "%run @COURSE@/solutions/losses/lesson.py"),
    free("magics", "%load_ext autoreload\n%autoreload 2\n%matplotlib inline\n%config InteractiveShell.ast_node_interactivity='all'\n%env X=1\n%cd /"),
    free("reset_magic", "%reset -f", spoilt=("*",)),
    free("history_magic", "%history -g\n%recall 1\n%notebook x.ipynb\n%save -f x 1-10"),
    free("debugger", "1 / 0"),
    free("pdb_waits", "import pdb; pdb.set_trace()"),
    free("asks_for_input", "name = input('Your mark? ')\n"),
    free("top_level_await", "import asyncio\nawait asyncio.sleep(0)\nasync def f(): return 1\nawait f()"),
    free("await_for_ever", "import asyncio\nawait asyncio.Event().wait()", brief=True),
    free("exit", "exit()"),
    free("quit_in_a_thread", "import threading\nthreading.Thread(target=exit).start()"),
    free("sys_exit", "import sys; sys.exit(0)"),
    free("os_exit", "import os; os._exit(0)"),
    free("abort", "import os; os.abort()"),
    free("crash", "import ctypes; ctypes.string_at(0)"),
    free("unicode_and_nul", "x = '\u202e\x00'\n\x00"),
    free("check_replaced", "check = demo = lambda *a: 5.0\nimport checks; checks.check = check", lost=()),
    Attack("prose_that_runs_in_the_page", edit=lambda n: n["cells"].extend({"cell_type": kind, "metadata": {"raw_mimetype": "text/html", "format": "text/html"}, "source": SCRIPT} for kind in ("markdown", "raw")), lost=()),
    Attack("name_of_look_alikes", {MSE: "def m\u0435an_squared_error(y_true, y_pred):\n    return 0.0\n"}, said="is not defined"),
    Attack("name_with_a_joiner", {MSE: "def mean\u200d_squared_error(y_true, y_pred):\n    return 0.0\n"}, said="SyntaxError"),
    free("modules_of_its_own_in_scratch", "import os\nfor name in ('json', 'numpy', 'struct', 'usercustomize', 'sitecustomize'): open(f'{name}.py', 'w').write('raise SystemExit')\nopen('x.pth', 'w').write('import os; os._exit(0)')\nos._exit(0)"),
    free("finder_that_refuses_all", "import sys\nclass No:\n    def find_spec(self, *a): raise SystemExit\nsys.meta_path.insert(0, No())", spoilt=("*",)),
    free("more_magics", "%rehashx\n%alias say echo %s\n%lsmagic\n%xmode Verbose\n%pdb on\n%who\n%pinfo print\nprint?"),
    free("captured", "%%capture\nprint('x' * 10**6)"),
    free("script_of_the_page", "%%javascript\nalert(document.cookie)"),
    free("page_of_its_own", "%%html\n<script>alert(1)</script>"),
    free("names_of_the_system_gone", "import os\nos.environ.clear()\nfor name in ('_exit', 'kill', 'fork', 'open', 'read'): setattr(os, name, None)", spoilt=("*",)),
    free("threads_never_take_turns", "import sys, threading\nsys.setswitchinterval(10**6)\nthreading.Thread(target=lambda: sum(iter(int, 1)), daemon=True).start()", brief=True, spoilt=("*",)),
    free("sockets_without_patience", "import socket, gc\nsocket.setdefaulttimeout(0)\nfor s in gc.get_objects():\n    if type(s) is socket.socket and s.fileno() > 2: s.setblocking(False)", spoilt=("*",)),
    free("signals_and_alarms", "import signal\nfor n in range(1, 65):\n    try: signal.signal(n, signal.SIG_IGN)\n    except (OSError, ValueError): pass\nsignal.setitimer(signal.ITIMER_REAL, 0.01)"),
    free("fault_handler", "import faulthandler, sys\nfaulthandler.enable(open('f', 'w')); faulthandler.dump_traceback_later(0.01, exit=True, file=open('g', 'w'))", spoilt=("*",)),
    free("own_filter_in_the_kernel", "import ctypes, struct\nlibc = ctypes.CDLL(None)\ncode = ctypes.create_string_buffer(struct.pack('HBBI', 6, 0, 0, 0x7fff0000))\nprog = struct.pack('HxxxxxxQ', 1, ctypes.addressof(code))\nassert libc.prctl(22, 2, prog, 0, 0) == 0"),
    free("sys_modules_cleared", "import sys\nsys.modules.clear()", spoilt=("*",)),
    free("excepthook_exits", "import sys, os, threading\nsys.excepthook = threading.excepthook = sys.unraisablehook = lambda *a: os._exit(3)"),
]  # fmt: skip


# ---------------------------------------------------------------------------------------------------
# 6. Use up what there is

SLOW = "ran out of time|ended the process|stopped the process|used up its"
EXHAUST = [
    mse("endless_loop", "while True: pass", said=SLOW, brief=True),
    mse("endless_loop_that_catches_everything", "while True:\n    try:\n        while True: pass\n    except BaseException: pass", said=SLOW, brief=True),
    mse("ignores_every_signal", """
        for number in range(1, 65):
            try: signal.signal(number, lambda *a: None)
            except (OSError, ValueError): pass
        signal.pthread_sigmask(signal.SIG_BLOCK, range(1, 65))
        while True: time.sleep(1)""", "import signal, time\n", said=SLOW, brief=True),
    mse("sleeps", "time.sleep(10**6)", "import time\n", said=SLOW, brief=True),
    mse("recursion", f"return {MSE}(y_true, y_pred)", said="RecursionError"),
    mse("deep_recursion_in_c", "sys.setrecursionlimit(10**9)\nfor _ in range(10**6): deep.append([deep[-1]])\nreturn repr(deep[-1])", "import sys\ndeep = [[]]\n", brief=True),
    mse("recursion_without_a_limit", "sys.setrecursionlimit(10**9)\ndef f(): return f()\nf()", "import sys\n", brief=True),
    mse("fork_bomb", "for _ in range(50):\n    if os.fork() == 0: time.sleep(30); os._exit(0)", "import os, time\n", said="PermissionError", needs=("seccomp",)),
    mse("thread_bomb", """
        while True:
            try: threading.Thread(target=time.sleep, args=(100,), daemon=True).start()
            except RuntimeError: return 0.0""", "import threading, time\n"),
    mse("thread_bomb_that_spins", """
        for _ in range(2): threading.Thread(target=spin, daemon=True).start()
        spin()""", "import threading\ndef spin():\n    while True: pass\n", said=SLOW, brief=True, spoilt=("*",)),
    mse("memory_bomb", "return np.ones(10**11).sum()", said="MemoryError"),
    mse("memory_in_lists", "hold = []\ntry:\n    while True: hold.append([0] * 10**6)\nexcept MemoryError: os._exit(0)", "import os\n", said=r"ended the process|ran out of time|MemoryError", brief=True),
    mse("memory_in_small_things", "hold = {}\nfor n in range(10**9): hold[n] = str(n)", spoilt=("*",), brief=True),
    mse("memory_held_on_to", "try:\n    while True: hold.append(bytearray(10**6))\nexcept MemoryError: pass\nreturn [0.0] * 1000", "hold = []\n", spoilt=("*",)),
    mse("memory_in_pipes", """
        while True:
            r, w = os.pipe(); fcntl.fcntl(w, 1031, 2**20)
            os.set_blocking(w, False); os.write(w, b'x' * 2**20)""", "import os, fcntl\n"),
    mse("memory_that_is_shared", "m = [mmap.mmap(-1, 2**30) for _ in range(100)]\nreturn 0.0", "import mmap\n"),
    mse("huge_file", "with open('big', 'wb') as f:\n    while True: f.write(b'x' * 2**20)"),
    mse("sparse_file", "with open('big', 'wb') as f: f.truncate(2**50)"),
    mse("many_files", "for n in range(10**6): open(f'f{n}', 'w').close()"),
    mse("fills_the_disk", """
        n = 0
        while True:
            n += 1
            try: open(f'f{n}', 'wb').write(b'x' * 2**23)
            except OSError: return 0.0"""),
    mse("deep_folders", """
        for _ in range(1010):
            os.mkdir('d'); os.chdir('d')
        os._exit(0)""", "import os\n", said="ended the process"),
    mse("folders_nobody_may_enter", """
        os.mkdir('a', 0o300); os.mkdir('a/b', 0o300); os.mkdir('a/b/c', 0o300)
        open('a/b/c/f', 'w').close(); os.open('a/b/c/g', os.O_CREAT, 0)
        for path in ('a/b/c', 'a/b', 'a', '.'):
            try: os.chmod(path, 0)
            except PermissionError: pass
        os._exit(0)""", "import os\n", said="ended the process"),
    mse("file_names_of_odd_bytes", "for n in range(1, 200): open(bytes([n]) * 200, 'w').close() if n != 47 else 0\nos._exit(0)", "import os\n"),
    mse("a_pipe_that_blocks", "os.mkfifo('p'); open('p').read()", "import os\n"),
    mse("huge_output", "while True: print('x' * 10**6)", said=SLOW, brief=True),
    mse("huge_output_on_stderr", "while True: sys.stderr.write('x' * 10**6)", "import sys\n", said=SLOW, brief=True),
    mse("huge_reply", "return np.zeros(10**7)", said="returned more than"),
    mse("huge_reply_of_text", "return ['x' * 2000] * 10_000", said="returned more than"),
    mse("huge_exception", "raise ValueError('x' * 10**7)", said="ValueError"),
    mse("exception_that_never_says_itself", "raise Slow", "class Slow(Exception):\n    def __str__(self):\n        while True: pass\n", said=SLOW, brief=True),
    mse("exceptions_in_a_chain", """
        error = None
        for n in range(10**4):
            new = ValueError(); new.__cause__ = error; error = new
        raise error"""),
    mse("regex", "re.match('(a+)+$', 'a' * 60 + 'b')", "import re\n", said=SLOW, brief=True),
    mse("huge_integers", "return 9 ** 9 ** 9", said=SLOW, brief=True),
    mse("huge_integer_as_text", "sys.set_int_max_str_digits(0)\nreturn str(10 ** 10**7)", "import sys\n", brief=True),
    mse("open_files", "hold = []\nwhile True: hold.append(open('/dev/null'))", "import os\n"),
    mse("value_that_is_slow_to_delete", "return D()", "class D(list):\n    def __del__(self):\n        while True: pass\n", spoilt=("binary_crossentropy",), said=SLOW, brief=True),
    mse("limits_raised", """
        for which in range(16):
            try: resource.setrlimit(which, (resource.RLIM_INFINITY,) * 2)
            except (OSError, ValueError): pass
        return np.ones(10**11).sum()""", "import resource\n", said="MemoryError"),
    mse("an_alarm_of_an_odd_signal", """
        event, timer = Event(0, 40, 0), ctypes.c_void_p()
        libc.timer_create(1, ctypes.byref(event), ctypes.byref(timer))
        libc.timer_settime(timer, 0, ctypes.byref((ctypes.c_long * 4)(0, 0, 0, 10**6)), None)
        time.sleep(0.5)
        return 0.0""", """
        import ctypes, time
        libc = ctypes.CDLL(None)
        class Event(ctypes.Structure):
            _fields_ = [("value", ctypes.c_uint64), ("signal", ctypes.c_int), ("notify", ctypes.c_int), ("rest", ctypes.c_char * 48)]
        """, said="stopped the process"),
    mse("io_on_an_odd_signal", """
        a, b = socket.socketpair()
        fcntl.fcntl(a, fcntl.F_SETOWN, os.getpid()); fcntl.fcntl(a, 10, 42)
        fcntl.fcntl(a, fcntl.F_SETFL, os.O_ASYNC | os.O_NONBLOCK)
        b.send(b'x'); time.sleep(0.2)
        return 0.0""", "import fcntl, os, socket, time\n"),
    value("class_name_that_is_slow_to_match", "type('a' * 55 + '%', (), {})()"),
    value("class_name_of_words_that_is_slow_to_match", "type('a ' * 28 + '%', (), {})()"),
    value("class_name_of_digits_that_is_slow_to_match", "type('1 ' * 28 + '%', (), {})()"),
    mse("exception_name_that_is_slow_to_match", "raise type('a' * 99 + '%', (Exception,), {})('a' * 400 + '%')"),
    wire("refusal_that_is_slow_to_match", "stream().sendall(reply(number(), worker()['values'].Refused('a' * 2000 + '%')))\nos._exit(0)"),
    free("cpu_in_a_free_cell", "while True: pass", brief=True),
    free("sleep_in_a_free_cell", "import time; time.sleep(1000)", brief=True),
    free("magic_that_repeats", "%timeit -n 100000000 -r 100 sum(range(1000))"),
    free("threads_that_spin_in_the_background", "import threading\ndef spin():\n    while True: pass\nfor _ in range(2): threading.Thread(target=spin, daemon=True).start()", spoilt=("*",)),
    free("dies_a_little_later", "import os, threading\nthreading.Timer(0.1, os._exit, [0]).start()", spoilt=("*",)),
    Attack("forty_cells_that_die", before=("import os; os._exit(1)",) * 40, lost=(), spoilt=("*",)),
    Attack("every_cell_sleeps_nearly_too_long", before=("import time; time.sleep(0.8)",) * 50, lost=("choose_loss",), spoilt=("*",), said="used up its", brief=True, seconds=7.0),
    Attack("a_cell_of_a_megabyte", before=("x = 1\n" * 10**5,), lost=(), spoilt=("*",)),
    Attack("three_thousand_cells", before=("x = 1",) * 3_000, lost=(), spoilt=("*",)),
    Attack("brackets_nested_deep", before=("(" * 10**5,), lost=()),
    Attack("expression_nested_deep", before=("-" * 10**5 + "1",), lost=()),
    mse("thread_bomb_of_small_stacks", "_thread.stack_size(32768)\nlock.acquire()\nwhile True: _thread.start_new_thread(lock.acquire, ())", "import _thread\nlock = _thread.allocate_lock()\n", said="ended the process"),
    mse("stops_itself", """
        event, timer = Event(0, 19, 0), ctypes.c_void_p()
        libc.timer_create(1, ctypes.byref(event), ctypes.byref(timer))
        libc.timer_settime(timer, 0, ctypes.byref((ctypes.c_long * 4)(0, 0, 0, 10**6)), None)
        time.sleep(0.5)
        return 0.0""", """
        import ctypes, time
        libc = ctypes.CDLL(None)
        class Event(ctypes.Structure):
            _fields_ = [("value", ctypes.c_uint64), ("signal", ctypes.c_int), ("notify", ctypes.c_int), ("rest", ctypes.c_char * 48)]
        """, said=SLOW, brief=True),
    mse("cpu_time_with_a_handler", "signal.signal(signal.SIGXCPU, lambda *a: None)\nwhile True: pass", "import signal\n", said=SLOW, brief=True),
    mse("folders_bomb", "for n in range(10**6): os.mkdir(f'd{n}')", "import os\n", spoilt=("*",)),
    mse("holes_in_many_files", "for n in range(60):\n    f = open(f'h{n}', 'wb'); f.seek(2**23); f.write(b'x'); hold.append(f)\nreturn 0.0", "hold = []\n"),
    mse("mapped_file_that_shrinks", "f = open('m', 'w+b'); f.truncate(2**20)\nm = mmap.mmap(f.fileno(), 2**20); f.truncate(0)\nreturn m[4096]", "import mmap\n", said="stopped the process"),
    mse("text_of_an_exception_that_eats_memory", "raise Big", "class Big(Exception):\n    def __str__(self): return 'x' * 10**10\n"),
    mse("name_of_a_class_of_megabytes", "return type('x' * 10**7, (), {})()"),
    mse("exception_of_a_thousand_bases", "raise E", "E = Exception\nfor n in range(1000): E = type(f'E{n}', (E,), {})\n"),
    mse("text_that_is_no_text", "raise Odd", "class Odd(Exception):\n    def __str__(self): return 7\n    __repr__ = __str__\n"),
    mse("text_of_half_characters", "raise ValueError('\\ud800' * 400)"),
    mse("line_that_is_an_object", "error = SyntaxError('x')\nerror.lineno = error.msg = L()\nraise error", "class L(int):\n    def __le__(self, o): return True\n    def __str__(self):\n        while True: pass\n", said=SLOW, brief=True),
    mse("traceback_without_end", "error = ValueError()\nfor _ in range(3):\n    try: raise error\n    except ValueError: pass\nerror.__traceback__ = Loop\nraise error", "import types\nLoop = None\n"),
    mse("arrays_without_end_in_one", "return [np.zeros(0)] * 400_000", said="returned more than|" + SLOW, brief=True),
    *(Attack(f"text_among_numbers_in_{what}", {name: source}, lost=(name,), lesson=lesson, said="with a str in it|not a float|returned a list, not") for what, name, source, lesson in (
        ("batches", "batches", "import numpy as np\ndef batches(X, y, *a, **k):\n    yield [np.zeros(1000, np.uint8)] * 200 + [['x' * 2000] + [''] * 999], y\n", "training"),
        ("a_loss", "sparse_categorical_crossentropy", "def sparse_categorical_crossentropy(y_true, y_pred):\n    return [np.zeros(490, np.uint8)] * 400 + [['x' * 2000] + [''] * 489]\n", "losses"))),
    Attack("values_that_are_slow_to_name", {name: f"LAZY = [''] + [1] * 980\n{name} = lambda *a, **k: LAZY\n" for name in LOGITS}, lost=LOGITS, lesson="logits"),
    Attack("large_arrays_that_are_slow_to_name", {name: f"LAZY = np.full(100_000, np.nan, np.float16)\n{name} = lambda *a, **k: LAZY\n" for name in LOGITS}, lost=LOGITS, lesson="logits"),
    mse("locks_what_others_read", "import fcntl, this\nf = open(this.__file__)\nfcntl.flock(f, fcntl.LOCK_EX)\nos._exit(0)", "import os\n", said="ended the process"),
    value("many_short_axes", "np.zeros((2,) * 17, dtype=np.uint8)"),
    Attack("many_short_axes_where_a_number_is_due", {"steps_per_epoch": "import numpy as np\ndef steps_per_epoch(n, b):\n    return np.zeros((2,) * 17, dtype=np.uint8)\n"}, lost=("steps_per_epoch",), lesson="training"),
    value("rows_without_columns", "np.empty((10**9, 0))"),
    Attack("rows_without_columns_where_an_array_is_due", {"sigmoid": "def sigmoid(x):\n    return [[np.empty((10**8, 0))], [np.empty((10**8, 0))]]\n"}, lost=("sigmoid",), lesson="activations"),
    Attack("batches_of_rows_without_columns", {"batches": "def batches(X, y, batch_size, shuffle=False, seed=None):\n    return [(np.empty((10**9, 0)), np.empty((10**9, 0)))] * 2\n"}, lost=("batches",), lesson="training"),
    *(Attack(f"far_too_many_values_{how}", {"linear": f"def linear(x):\n    return {made}\n"}, lost=("linear",), lesson="activations", said="of more values than asked for")
      for how, made in (("in_one_list", "[0] * 5_000"), ("in_lists_of_nothing", "[[]] * 5_000"), ("in_a_dict", "dict.fromkeys(map(str, range(9_000)), 0)"), ("in_rows", "([[0] * 999] * 5,)"))),
    mse("timers_without_end", "t = ctypes.c_void_p()\nwhile libc.timer_create(1, None, ctypes.byref(t)) == 0: pass\nreturn 0.0", "import ctypes\nlibc = ctypes.CDLL(None)\n", spoilt=("*",)),
    mse("main_thread_ends_alone", "threading.Thread(target=time.sleep, args=(99,)).start()\nctypes.CDLL(None).syscall(60, 0)", "import ctypes, threading, time\n", said=SLOW, brief=True, needs=("x86_64",)),
    mse("queue_of_polls_in_polls", "polls = [select.epoll() for _ in range(5)]\nfor a, b in zip(polls, polls[1:]): a.register(b, 1)\npolls[0].poll(99)", "import select\n", said=SLOW, brief=True),
    free("recursion_limit_of_sixty", "import sys\nsys.setrecursionlimit(60)", spoilt=("*",)),
    free("descriptors_overwritten", "import os\nfor n in range(10):\n    try: os.dup2(0, n)\n    except OSError: pass", spoilt=("*",)),
]  # fmt: skip


# ---------------------------------------------------------------------------------------------------
# 7. Escape

RAW = LOOK + code(
    """
    import errno, fcntl, mmap, signal, struct, time
    def raw(number, *arguments):
        result = libc.syscall(number, *arguments)
        return "refused %s" % errno.errorcode.get(ctypes.get_errno(), "?") if result < 0 else "did %d" % result
    def make(path):  # and leave no trace of it
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL))
        os.unlink(path)
    def each(*acts):
        for act in acts:
            try: done = act()
            except BaseException: continue
            return "did %r" % (done,)
        return "refused"
    """
)


def escape(name: str, body: str, **more: Any) -> Attack:
    return cell(name, body, RAW, **more)


X86 = ("x86_64",)
ESCAPE = [
    escape("fork", "if os.fork() == 0:\n    time.sleep(60); os._exit(0)\nreturn 'forked'"),
    escape("double_fork", "import pty\nreturn each(os.fork, os.forkpty, pty.fork, os.setsid and os.fork)"),
    escape("raw_fork_vfork_clone", "return each(*(lambda n=n, *a: 1 / (libc.syscall(n, 17, 0, 0, 0, 0) >= 0) for n in (57, 58, 56)))", needs=X86),
    escape("clone3", "return raw(435, (ctypes.c_uint64 * 11)(0, 0, 0, 0, 17), 88)"),
    escape("clone_into_a_namespace", "return raw(56, 0x10000000 | 17, 0, 0, 0, 0)", needs=X86),
    escape("exec", "os.execv('/bin/sh', ['sh', '-c', 'sleep 60 # @MARK@'])"),
    escape("execveat", "return raw(322, -100, b'/bin/sh', (ctypes.c_char_p * 2)(b'sh', None), (ctypes.c_char_p * 1)(None), 0)", needs=X86),
    escape("posix_spawn", "return os.posix_spawn('/bin/sh', ['sh', '-c', 'sleep 60 # @MARK@'], {})"),
    escape("subprocess_in_a_session", "return subprocess.Popen(['sleep', '60', '@MARK@'], start_new_session=True).pid"),
    escape("system", "return 'refused' if os.system('sleep 60 # @MARK@') else 'ran'"),
    escape("cron_and_at", "return each(lambda: make('/etc/cron.d/@NAME@'), lambda: make('/var/spool/cron/crontabs/@NAME@'), lambda: subprocess.run(['crontab', '-l']))"),
    escape("startup_files", "return each(*(lambda p=p: open(os.path.join('@HOME@', p), 'a') for p in ('.bashrc', '.profile', '.pythonrc', '.ipython/profile_default/startup/x.py')))"),
    escape("site_packages", "return each(*(lambda p=p: make(os.path.join(p, '@NAME@.pth')) for p in sys.path if p))"),
    escape("ld_preload", "os.environ['LD_PRELOAD'] = os.path.abspath('x.so')\nopen('x.so', 'wb').write(b'\\x7fELF')\nreturn each(lambda: ctypes.CDLL('./x.so'), lambda: make('/etc/@NAME@.preload'), lambda: subprocess.run(['true']))"),
    escape("kill_the_judge", "return each(*(lambda p=p, s=s: os.kill(p, s) for p in (@JUDGE@, os.getppid(), @TARGET@) for s in (signal.SIGUSR1, signal.SIGKILL)))"),
    escape("kill_everyone", "return each(lambda: os.kill(-1, 0), lambda: os.killpg(os.getpgid(@JUDGE@), 0))"),
    escape("raw_kill", "return each(*(lambda n=n, p=p: 1 / (libc.syscall(n, p, 10, 0) == 0) for n in (62, 200, 129) for p in (@JUDGE@, @TARGET@)))", needs=X86),
    escape("signal_through_a_handle", "fd = libc.syscall(434, @TARGET@, 0)\nreturn raw(424, fd, 9, None, 0) if fd >= 0 else 'refused'"),
    escape("signal_through_fcntl", """
        a, b = socket.socketpair()
        for pid in (@JUDGE@, @TARGET@, os.getppid()):
            for number in (signal.SIGUSR1, signal.SIGKILL)[: 1 if pid == @JUDGE@ else 2]:
                try:
                    fcntl.fcntl(a, fcntl.F_SETFL, 0); fcntl.fcntl(a, fcntl.F_SETOWN, pid); fcntl.fcntl(a, 10, number)
                    fcntl.fcntl(a, fcntl.F_SETFL, os.O_ASYNC); b.send(b'x')
                except OSError: pass
        return 'nothing'"""),
    escape("owner_of_anothers_signals", """
        a, b = socket.socketpair()
        return each(
            *(lambda c=c, v=v: fcntl.fcntl(a, c, v) for c, v in ((8, @TARGET@), (10, 9), (15, struct.pack('ii', 1, @TARGET@)))),
            *(lambda c=c: fcntl.ioctl(a, c, struct.pack('i', @TARGET@)) for c in (0x8901, 0x8902)))"""),
    escape("socket_pairs_of_every_family", "return each(*(lambda f=f: 'family %d' % f if libc.socketpair(f, 1, 0, ctypes.create_string_buffer(8)) == 0 or ctypes.get_errno() != errno.EPERM else 1 / 0 for f in range(2, 46)))"),
    escape("requests_of_the_kernels_own_queue", "return raw(206, 65536, ctypes.create_string_buffer(8))", needs=X86),
    escape("signal_through_a_timer", """
        event = struct.pack('QiiI', 0, 9, 4, @TARGET@) + bytes(44)
        timer = ctypes.c_void_p()
        return 'refused' if libc.syscall(222, 1, event, ctypes.byref(timer)) else 'did'""", needs=X86),
    escape("ptrace", "return each(*(lambda p=p, n=n: 1 / (libc.ptrace(n, p, None, None) == 0) for p in (@TARGET@, @JUDGE@, os.getppid()) for n in (16, 0x4206)))"),
    escape("write_to_a_memory", "return each(*(lambda p=p: open(f'/proc/{p}/mem', 'r+b') for p in (@TARGET@, @JUDGE@, os.getppid(), 'self')))"),
    escape("tune_another_process", """
        here = os.sched_getaffinity(0)
        return each(lambda: os.sched_setaffinity(@TARGET@, {min(here)}))"""),
    escape("schedule_another_process", "return each(lambda: os.sched_setparam(@TARGET@, os.sched_param(0)), lambda: os.sched_setscheduler(@TARGET@, os.SCHED_IDLE, os.sched_param(0)), lambda: os.setpriority(os.PRIO_PROCESS, @TARGET@, 19))"),
    escape("limit_another_process", "import resource\nreturn each(lambda: resource.prlimit(@TARGET@, resource.RLIMIT_NOFILE, (1, 1)), lambda: resource.prlimit(@TARGET@, resource.RLIMIT_CPU, (1, 1)))"),
    escape("tcp", "return each(lambda: socket.create_connection(('127.0.0.1', @TCP@), 1), lambda: socket.create_connection(('localhost', @TCP@), 1))"),
    escape("udp", "s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)\nreturn s.sendto(b'@NAME@', ('127.0.0.1', @UDP@))"),
    escape("unix_socket", "s = socket.socket(socket.AF_UNIX)\ns.connect('@UNIX@')\nreturn 'connected'"),
    escape("unix_datagram_from_a_pair", "a, b = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)\nreturn 'sent %d' % a.sendto(b'@NAME@', '@UNIX@')"),
    escape("unix_message_from_a_pair", "a, b = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)\nreturn 'sent %d' % a.sendmsg([b'@NAME@'], [], 0, '@UNIX@')"),
    escape("abstract_datagram_from_a_pair", "a, b = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)\nreturn 'sent %d' % a.sendto(b'@NAME@', '\\0@ABSTRACT@')"),
    escape("odd_sockets", "return each(*(lambda f=f, t=t: socket.socket(f, t) for f in (1, 2, 10, 16, 17, 38, 40) for t in (1, 2, 3, 5)))"),
    escape("raw_socket_call", "return raw(41, 2, 1, 0)", needs=X86),
    escape("server", "return each(lambda: socket.create_server(('127.0.0.1', 0)), lambda: socket.socketpair()[0].listen())"),
    escape("io_uring", "return raw(425, 8, ctypes.create_string_buffer(120))"),
    escape("memfd", "return each(lambda: os.memfd_create('x'))"),
    escape("bpf", "return raw(321, 0, ctypes.create_string_buffer(64), 64)", needs=X86),
    escape("perf_events", "return raw(298, ctypes.create_string_buffer(struct.pack('II', 1, 112) + bytes(104)), 0, -1, -1, 0)", needs=X86),
    escape("userfaultfd", "return raw(323, 1)", needs=X86),
    escape("unshare", "return raw(272, 0x10000000)", needs=X86),
    escape("setns", "return each(*(lambda p=p: 1 / (libc.setns(os.open(p, 0), 0) == 0) for p in ('/proc/1/ns/net', '/proc/@JUDGE@/ns/mnt')))"),
    escape("mount", "os.mkdir('m')\nreturn each(lambda: 1 / (libc.mount(b'proc', b'm', b'proc', 0, None) == 0), lambda: 1 / (libc.umount2(os.getcwd().encode(), 2) == 0))"),
    escape("new_mount_calls", "return each(*(lambda n=n: 1 / (libc.syscall(n, *a) >= 0) for n, a in ((428, (-100, b'/', 1)), (430, (b'tmpfs', 0)), (467, (-100, b'/', 1, None, 0)))))"),
    escape("out_of_its_root_folder", """
        os.mkdir("below")
        seen = [os.path.lexists("/proc/1"), os.path.lexists("../" * 40 + "@VICTIM@"), os.path.lexists("@VICTIM@/../../../../../../@VICTIM@")]
        return "said" if any(seen) else each(lambda: os.chroot("below"), lambda: os.fchdir(os.open("/", os.O_PATH)) or os.stat("../@VICTIM@"))""",
        needs=("namespaces",)),
    escape("what_is_in_the_page_cache", """
        import numpy as np
        f = open(os.__file__, "rb")
        m = mmap.mmap(f.fileno(), 4096, access=mmap.ACCESS_READ)
        place = ctypes.c_void_p(np.frombuffer(m, np.uint8).ctypes.data)
        seen = ctypes.create_string_buffer(8)
        return each(lambda: os.posix_fadvise(f.fileno(), 0, 0, os.POSIX_FADV_DONTNEED),
                    lambda: os.preadv(f.fileno(), [bytearray(1)], 0, os.RWF_NOWAIT),
                    lambda: 1 / (libc.mincore(place, ctypes.c_size_t(4096), seen) == 0),
                    lambda: 1 / (libc.syscall(451, f.fileno(), seen, seen, 0) != -1),
                    *(lambda advice=advice: m.madvise(advice) for advice in (20, 21)))"""),
    escape("chroot_and_pivot", "return each(lambda: os.chroot('.'), lambda: 1 / (libc.pivot_root(b'.', b'.') == 0))"),
    escape("become_someone", "return each(lambda: os.setuid(12345), lambda: os.setresuid(1, 1, 1), lambda: os.setgroups([0]), lambda: os.setgid(12345))"),
    escape("capabilities_back", "head = (ctypes.c_uint32 * 2)(0x20080522, 0)\nreturn 'refused' if libc.capset(head, (ctypes.c_uint32 * 6)(*[2**32 - 1] * 6)) else 'did'"),
    escape("mknod", "return each(lambda: os.mknod('sda', 0o60666, os.makedev(8, 0)), lambda: os.mknod('kmsg', 0o20666, os.makedev(1, 11)))"),
    escape("keys_and_queues", "return each(*(lambda n=n: 1 / (libc.syscall(n, 1, 64, 0o1666) >= 0) for n in (29, 68, 64)))", needs=X86),
    escape("old_calls_of_32_bits", """
        page = mmap.mmap(-1, 4096, prot=7)
        page.write(bytes([0xB8, 2, 0, 0, 0, 0xCD, 0x80, 0xC3]))
        return ctypes.CFUNCTYPE(ctypes.c_int)(ctypes.addressof(ctypes.c_char.from_buffer(page)))()""", needs=X86, said="stopped the process"),
    escape("calls_of_the_x32_table", "return each(*(lambda n=n: 1 / (libc.syscall(0x40000000 + n, 2, 1, 0) >= 0) for n in (41, 57, 58)))", needs=X86, said="said refused|stopped the process"),
    escape("death_signal_taken_off", "return 'refused' if libc.syscall(157, ctypes.c_ulong(1), 0, 0, 0, 0) else 'did'", needs=X86),
    escape("death_signal_taken_off_in_64_bits", "return 'refused' if libc.syscall(157, ctypes.c_ulong(2**32 + 1), 0, 0, 0, 0) else 'did'", needs=X86),
    escape("dumpable_again", "libc.prctl(4, 1, 0, 0, 0)\nreturn first(lambda n=n: read(f'/proc/self/{n}') and MARK for n in ('environ', 'mem', 'cmdline'))"),
    escape("write_outside", "return each(*(lambda p=p: make(os.path.join(p, '@NAME@')) for p in ('/tmp', '/var/tmp', '/dev/shm', '/run', '@COURSE@', '@HOME@')), lambda: open('@OUT@/@NAME@', 'w'))"),
    escape("write_through_the_parent_folder", "return each(lambda: make('../@NAME@'), lambda: make('../../@NAME@'))"),
    escape("write_through_a_folders_handle", "fd = os.open('@OUT@', os.O_PATH)\nreturn each(lambda: os.open('@NAME@', os.O_WRONLY | os.O_CREAT, dir_fd=fd), lambda: os.mkdir('@NAME@', dir_fd=fd))"),
    escape("overwrite_a_file", "return each(lambda: open('@VICTIM@', 'w'), lambda: open('@VICTIM@', 'a'), lambda: os.truncate('@VICTIM@', 0), lambda: open('@KEY@', 'r+b'))"),
    escape("remove_a_file", "return each(lambda: os.unlink('@VICTIM@'), lambda: os.rename('@VICTIM@', '@VICTIM@x'), lambda: os.rename('@VICTIM@', 'x'), lambda: os.rmdir('@OUT@/folder'))"),
    escape("make_nodes_outside", "return each(lambda: os.mkfifo('@OUT@/@NAME@'), lambda: os.symlink('/', '@OUT@/@NAME@'), lambda: os.link('@VICTIM@', '@OUT@/@NAME@'), lambda: os.mkdir('@OUT@/@NAME@'))"),
    escape("chmod_a_file", "return each(lambda: os.chmod('@VICTIM@', 0o777))"),
    escape("chmod_a_folder", "return each(lambda: os.chmod('@OUT@/folder', 0))"),
    escape("chmod_by_the_newest_call", "return raw(452, -100, b'@VICTIM@', 0o666, 0)"),
    escape("chmod_by_a_handle", "fd = os.open('@VICTIM@', os.O_PATH)\nreturn raw(452, fd, b'', 0o666, 0x1000)"),
    escape("chown_a_file", "return each(lambda: os.chown('@VICTIM@', 12345, 12345), lambda: os.lchown('@VICTIM@', 12345, -1))"),
    escape("set_the_time_of_a_file", "return each(lambda: os.utime('@VICTIM@', (0, 0)), lambda: os.utime('@OUT@/folder', (0, 0)))"),
    escape("attributes_of_a_file", "return each(lambda: os.setxattr('@VICTIM@', 'user.x', b'1'), lambda: os.removexattr('@VICTIM@', 'user.here'))"),
    escape("attributes_by_the_newest_call", "data = ctypes.create_string_buffer(b'mine')\nreturn raw(463, -100, b'@VICTIM@', 0, b'user.x', struct.pack('QII', ctypes.addressof(data), 4, 0), 16)"),
    escape("flags_by_the_newest_call", "return raw(469, -100, b'@VICTIM@', (ctypes.c_uint64 * 3)(0x80), 24, 0)"),
    escape("lease_on_a_library", "import this\nfd = os.open(this.__file__, os.O_RDONLY)\nreturn each(*(lambda kind=k: fcntl.fcntl(fd, fcntl.F_SETLEASE, kind) for k in (fcntl.F_WRLCK, fcntl.F_RDLCK)))"),
    escape("flags_of_a_library", """
        import this
        fd = os.open(this.__file__, os.O_RDONLY)
        flags = fcntl.ioctl(fd, 0x80086601, bytes(8))
        return each(lambda: fcntl.ioctl(fd, 0x40086602, flags))"""),
    escape("setuid_program_in_scratch", """
        open('x', 'wb').write(b'#!/bin/sh\\nid\\n'); os.chmod('x', 0o6755)
        return each(lambda: os.execv('./x', ['x']))"""),
    escape("limits", "import resource\nreturn each(*(lambda n=n: resource.setrlimit(n, (resource.RLIM_INFINITY,) * 2) for n in (0, 1, 7, 9)), lambda: resource.prlimit(0, 9, (2**40, 2**40)))"),
    escape("host_name_and_clock", "return each(lambda: socket.sethostname(socket.gethostname()), lambda: time.clock_settime(0, time.clock_gettime(0)))"),
    escape("a_terminal", "return each(lambda: open('/dev/tty', 'r+b'), lambda: os.open('/dev/ptmx', 2), lambda: fcntl.ioctl(0, 0x5412, b'x'))"),
    escape("devices", "return each(*(lambda p=p: open(p, 'rb') for p in ('/dev/mem', '/dev/kmsg', '/dev/kvm', '/dev/fuse', '/dev/sda', '/dev/vda', '/dev/shm/x')))"),
    escape("kernel_settings", "return each(*(lambda p=p: open(p, 'r+') for p in ('/proc/sys/kernel/hostname', '/proc/sysrq-trigger', '/sys/kernel/uevent_helper', '/sys/fs/cgroup/cgroup.procs')))"),
    Attack("left_behind_for_the_next", {MSE: code("""
        import os, threading, time
        os.mkdir('folder', 0o300); os.mkdir('folder/inner', 0o300)
        open('@NAME@', 'w').write('secret'); open('folder/inner/x', 'w').close()
        threading.Thread(target=time.sleep, args=(1000,)).start()
        """) + STUB}),
    mse("left_behind_for_the_shell", VALUE + code("""
        if KEPT: return v
        with open('kept', 'w') as kept: kept.write('secret')
        display(1)
        return 0.0
        """), "import os\nKEPT = os.path.exists('kept')\n"),
    cell("left_behind_by_the_last", "return 'nothing' if not os.listdir('.') else os.listdir('.')", "import os\n"),
    escape("nested_rules", "import struct\nfd = libc.syscall(444, struct.pack('QQQ', 8191, 0, 0), 8, 0)\nif fd >= 0: libc.syscall(446, fd, 0)\nreturn each(lambda: read('@COURSE@/course.yaml'), lambda: os.listdir('@COURSE@'), lambda: make('@OUT@/@NAME@'))"),
    escape("filter_of_its_own", "code = ctypes.create_string_buffer(struct.pack('HBBI', 6, 0, 0, 0x7fff0000))\nprog = struct.pack('HxxxxxxQ', 1, ctypes.addressof(code))\nlibc.prctl(22, 2, prog, 0, 0); libc.syscall(317, 1, 0, prog)\nreturn each(os.fork, lambda: socket.socket(), lambda: os.kill(os.getppid(), 0))", needs=X86),
    escape("filter_that_listens", "code = ctypes.create_string_buffer(struct.pack('HBBI', 6, 0, 0, 0x7fc00000))\nprog = struct.pack('HxxxxxxQ', 1, ctypes.addressof(code))\nfd = libc.syscall(317, 1, 8, prog)\nreturn each(os.fork, lambda: socket.socket())", needs=X86, said="said (refused|nothing)|ran out of time", brief=True),
    escape("segments_of_16_bits", "return raw(154, 1, ctypes.create_string_buffer(16), 16)", needs=X86),
    escape("the_disk_of_everyone", needs=X86, body="return each(lambda: 1 / (libc.syscall(162) == 0), lambda: 1 / (libc.syncfs(os.open('.', 0)) == 0))"),
    escape("shared_pages_of_the_worker", "found = [line for line in open('/proc/self/maps') if line.split()[1].endswith('s')]\nreturn 'shared ' + found[0] if found else 'nothing'"),
    escape("priority", "return each(lambda: os.nice(-5), lambda: os.setpriority(os.PRIO_PROCESS, 0, -5), lambda: open('/proc/self/oom_score_adj', 'w').write('-1000'), lambda: open('/proc/self/autogroup', 'w').write('-5'))"),
    escape("own_name_of_control_characters", "libc.prctl(15, b'\\x1b[2J<b>', 0, 0, 0)\nreturn 'nothing'"),
    escape("handle_of_the_judge_by_message", """
        s = next(s for s in __import__('gc').get_objects() if type(s) is socket.socket and s.fileno() > 2)
        a, b = socket.socketpair()
        for one in (s, a):
            for option in (16, 76): one.setsockopt(1, option, 1)
        b.send(b'x'); a.settimeout(0.2)
        data, more, _flags, _address = a.recvmsg(10, 1000)
        handles = [struct.unpack('i', d[:4])[0] for _level, kind, d in more if kind == 4]
        return each(*(lambda h=h: 1 / (libc.syscall(424, h, 10, None, 0) == 0) for h in handles))"""),
    escape("reaper_and_tracer", "libc.prctl(36, 1, 0, 0, 0); libc.prctl(0x59616d61, -1, 0, 0, 0)\nreturn each(os.fork, os.setsid, lambda: os.setpgid(0, 0), lambda: os.tcsetpgrp(0, 1))"),
    escape("core_shared_with_another", "return each(*(lambda n=n, s=s: 1 / (libc.prctl(62, n, @TARGET@, s, 0) == 0) for n in (1, 2, 3) for s in (0, 1, 2)))"),
    escape("memory_of_another_advised", "return each(lambda: 1 / (libc.syscall(440, @TARGET@, 0, 0, 20, 0) >= 0), lambda: 1 / (libc.syscall(448, @TARGET@, 0) >= 0), lambda: 1 / (libc.syscall(279, @TARGET@, 0, None, None, None, 0) >= 0))", needs=X86),
    escape("semctl_and_msgctl", "return each(*(lambda n=n: 1/(libc.syscall(n,0,0,3,ctypes.create_string_buffer(256))>=0) for n in (66,71,31)))", needs=X86),
    escape("peer_pidfd_of_the_judge", "s=next(s for s in __import__('gc').get_objects() if type(s) is socket.socket and s.fileno()>2)\nfd=struct.unpack('i',s.getsockopt(1,77,4))[0]\nreturn each(lambda: 1/(libc.syscall(424,fd,10,None,0)==0), lambda: 1/(libc.syscall(438,fd,3,0)>=0), lambda: 1/(libc.setns(fd,0x20000)==0), lambda: fcntl.ioctl(fd,0xff03), lambda: fcntl.ioctl(fd, 0xFF04), lambda: fcntl.ioctl(fd,0xff09))"),
    escape("shm_open", "return each(lambda: 1/(libc.shm_open(b'/@NAME@',0o102,0o600)>=0), lambda: __import__('multiprocessing.shared_memory').shared_memory.SharedMemory('@NAME@',True,10))"),
    escape("truncate_by_handle", "fd=os.open('@VICTIM@',os.O_PATH)\nreturn each(lambda: os.ftruncate(fd,0), lambda: os.truncate('/proc/self/fd/%d'%fd,0), lambda: open('/proc/self/fd/%d'%fd,'w'))"),
    escape("fd_of_the_parent_through_proc", "return each(*(lambda n=n,p=p: os.open('/proc/%d/fd/%d'%(p,n),0) for p in (os.getppid(),@JUDGE@) for n in range(12)))"),
    escape("bpf_on_the_socket", "s=next(s for s in __import__('gc').get_objects() if type(s) is socket.socket and s.fileno()>2)\ncode=ctypes.create_string_buffer(struct.pack('HBBI',6,0,0,0)); prog=struct.pack('HxxxxxxQ',1,ctypes.addressof(code))\na,b=socket.socketpair()\na.setsockopt(1,26,prog)\nreturn 'nothing'"),
    escape("mq_unlink_and_send", "return each(lambda: 1/(libc.syscall(240,b'@NAME@',0o102,0o600,None)>=0), lambda: 1/(libc.syscall(68,1234,0o1666)>=0))", needs=X86),
]  # fmt: skip

GROUPS = {"forge": FORGE, "secret": SECRETS, "fool": FOOL, "avoid": AVOID, "trick": TRICK, "exhaust": EXHAUST, "escape": ESCAPE}
