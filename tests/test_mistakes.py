"""Every mistake that an author makes is one line: the file and line of the text, what, and the fix."""

from __future__ import annotations

import re
import shutil

import pytest

from autograder.authoring.lesson_folder import refuse_strays
from autograder.authoring.lesson_text import read_lesson
from autograder.base.course import Course, load_course
from autograder.base.errors import CourseError
from autograder.key.compile_process import compile_here
from autograder.key.store import load_key
from autograder.workshop.proof import shortcomings
from autograder.workshop.prove import prove_exercise
from tests.tiny import CHECKS, COURSE, LESSON, RIGHT, TEXTS, WRONG


@pytest.fixture(autouse=True)
def few_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("autograder.workshop.prove.WANTED", 0)


def said(course: Course) -> list[str]:
    """What an author is told of this course: the error that stops, or what falls short."""
    try:
        course = load_course(course.root)
        refuse_strays(course)
        compile_here(course, "tiny")
        key = load_key(course, "tiny")
        reference = key.lesson.reference()
        return list(shortcomings([prove_exercise(key, e, reference) for e in key.exercises.values()]))
    except CourseError as error:
        return [str(error)]


def test_a_lesson_without_a_mistake(tiny: Course) -> None:
    assert said(tiny) == []


# What is written for what in the lesson's text; the line that is named, by its text (`#2`: the second such
# line; `hidden: …`: a line of the checks, `lesson: …` one of the lesson); and what is said of it.
IN_LESSON = {
    "not Python": ("FACTOR = 2", "FACTOR = = 2", "FACTOR = = 2", "not Python: invalid syntax; mend that line"),
    "an indentation": ("    return x *", "     return x *", "     return x *", "not Python: unexpected indent"),
    "a tab": ("    return x *", "\treturn x *", "\treturn x *", "not Python: inconsistent use of tabs"),
    "a return at the top": ("FACTOR = 2", "return 2", "return 2", "not Python: 'return' outside function"),
    "a zero byte": ("FACTOR = 2", "FACTOR = 2\0", "FACTOR = 2", "not Python"),
    "a demo that is no Python": ("print(twice([1]))", "print(twice([1])", "print(", "'(' was never closed"),
    "setup that raises": ("FACTOR = 2", "FACTOR = 2 / 0", "FACTOR = 2 / 0", "this cell fails: ZeroDivisionError"),
    "setup that exits": ("FACTOR = 2", "exit()", "exit()", "this cell fails: SystemExit"),
    "a cell that raises": ("def twice(x):", "nothing\ndef twice(x):", "nothing", "NameError: name 'nothing'"),
    "a reference that raises": (
        "return x * FACTOR", "return x * FACTR", "return x * FACTR",
        "tiny/twice/doubles_numbers: the reference fails its own case twice([-0.297103, -0.224751, -0.909486]): "
        "raised NameError: name 'FACTR' is not defined (the case of solutions/tiny/twice/checks.py:18)",
    ),
    "a reference that is not written": (
        "return x * FACTOR", "raise NotImplementedError", "raise NotImplementedError", "not written yet"
    ),
    "a reference that is wrong": (
        "FACTOR = 2", "FACTOR = 3", "checks: yield call(rng", "reference and Keras disagree on twice("
    ),
    "no marker of the beginning": ("    ### BEGIN SOLUTION\n", "", "### END SOLUTION", "needs its solution between"),
    "no marker of the end": ("    ### END SOLUTION\n", "", "### BEGIN SOLUTION", "needs its solution between"),
    "no marker": ("SOLUTION", "SOLUTIONS", 'exercise="twice"', "needs its solution between '### BEGIN SOLUTION'"),
    "a stub that is no Python": (
        "    ### END SOLUTION\n", "    ### END SOLUTION\n    else:\n        pass\n", "    else:",
        "not Python: invalid syntax",
    ),
    "a stub that the solution held up": (
        "return x * FACTOR\n    ### END SOLUTION",
        "if FACTOR == 2:\n        return x * 2\n    ### END SOLUTION\n    else:\n        pass",
        "    else:", "without its solution the stub of 'twice' is not Python: invalid syntax; mend what stands around",
    ),
    "a second cell": (
        "# %% tags=[\"skip",
        '# %% exercise="twice"\ndef twice(x):\n    ### BEGIN SOLUTION\n    pass\n    ### END SOLUTION\n# %% tags=["skip',
        'exercise="twice"#2', "a second cell for exercise 'twice' (the first is at line 9); keep one",
    ),
    "another name": ("def twice", "def twise", 'exercise="twice"', "this cell does not define 'twice'"),
    "a name that is taken": ('exercise="twice"', 'exercise="setup"', 'exercise="setup"', "choose another"),
    "a quote": ('exercise="twice"', 'exercise="twice', 'exercise="twice', "broken or unknown cell metadata"),
    "no role": ('# %% tags=["skip-execution"]', "# %%", "# %%#4", "a code cell must say what it is"),
    "tags that are no list": ('tags=["skip-execution"]', "tags=skip", "tags=skip", "tags must be a list of words"),
    "an unknown tag": ("skip-execution", "demo", 'tags=["demo"]', "a code cell must say what it is"),
    "a raw cell": ("[markdown]", "[raw]", "[raw]", "a raw cell; use markdown or code"),
    "an exercise without a test": (
        "# %% tags=[\"skip",
        '# %% exercise="thrice"\ndef thrice(x):\n    ### BEGIN SOLUTION\n    pass\n    ### END SOLUTION\n# %% tags=["skip',
        'exercise="thrice"', "exercise 'thrice' has no hidden checks; write solutions/tiny/thrice/checks.py",
    ),
    "a mutant that survives": (
        "x = np.asarray(x, dtype=float)", "x = np.array(x, dtype=float)", "x = np.array(",
        "twice: mutant survives: x = np.array(x, dtype=None)",
    ),
}  # fmt: skip
IN_CHECKS = {
    "not Python": ("rng.normal(size=3)", "rng.normal(size=)", "rng.normal(", "not Python: "),
    "an indentation": ("    return np.add", "   return np.add\n  1", "  1", "not Python: unindent"),
    "an unknown option": (
        'Exercise("twice")', 'Exercise("twice", a=1)', "exercise = ", "unexpected keyword argument 'a'"
    ),
    "an unknown option of a check": (
        "(points=1)\ndef", "(pionts=1)\ndef", "@exercise.check(pionts=1)",
        "TypeError: Exercise.check() got an unexpected",
    ),
    "an exit": ("import numpy as np", "raise SystemExit", "raise SystemExit", "SystemExit; mend that line"),
    "an import": ("import numpy as np", "import nunpy as np", "import nunpy", "ModuleNotFoundError: No module"),
    "an import of what is not there": (
        "import numpy as np", "import numpy as np\nfrom ..shared import rows", "from ..shared",
        "ModuleNotFoundError: No module",
    ),
    "an import from another file": (
        "import numpy as np", "import numpy as np\n\nfrom .wrong import squares", "from .wrong",
        "checks.py imports from .wrong; of the files beside it, it may import from ..shared",
    ),
    "an import from another exercise": (
        "import numpy as np", "def f():\n    from ..thrice.checks import rows", "from ..thrice",
        "checks.py imports from ..thrice.checks; of the files beside it, it may import from ..shared",
    ),
    "a check without a title": (
        '    """It doubles lists."""\n', "", "@exercise.check(points=1)",
        "check 'doubles_lists' of 'twice' has no docstring",
    ),
    "a check without points": ("(points=1)\ndef", "(points=0)\ndef", "@exercise.check(points=0)", "has no points"),
    "a check twice": ("def doubles_lists", "def doubles_numbers", "@exercise.check(points=1)", "is defined twice"),
    "a second exercise": (
        "exercise.equivalent(", 'other = Exercise("twice")\nexercise.equivalent(', "other = ",
        "a second exercise in one folder; give it a folder of its own",
    ),
    "an exercise of another name in Python": (
        "exercise.equivalent(", "two, exercise = exercise, None\ntwo.equivalent(", "exercise = Exercise",
        "in every folder it is called exercise; write exercise = Exercise(…)",
    ),
    "no exercise": (
        "exercise.equivalent(", "exercise = None\nprint(", "Hidden checks",
        "it makes no exercise; add exercise = Exercise('twice')",
    ),
    "another exercise's name": (
        'Exercise("twice")', 'Exercise("thrice")', "exercise = ",
        "exercise 'thrice' in the folder of 'twice'; give both one name",
    ),
    "an exercise without a check": (
        'exercise = Exercise("twice")\n', 'exercise = Exercise("twice")\nexercise.check = lambda **_: lambda f: f\n',
        "exercise = ", "it has no hidden check; add one with @exercise.check(points=…)",
    ),
    "a check that draws nothing": (
        "    yield call([3, 5])\n", "    yield from ()\n", "@exercise.check(points=1)",
        "the check draws no case; yield at",
    ),
    "a check without a yield": (
        "    yield call([3, 5])\n", "    call([3, 5])\n", "@exercise.check(points=1)",
        "the check draws no cases (TypeError: 'NoneType' object is not iterable); yield call(…)",
    ),
    "a case that is none": (
        "yield call([3, 5])", "yield [3, 5]", "yield [3, 5]", "the check yields [3, 5], which is no case; yield call(…)"
    ),
    "a check that raises": ("rng.normal(", "rng.normals(", "rng.normals(", "AttributeError: 'numpy.random"),
    "Keras that disagrees": (
        "np.add(x, x)", "np.add(x, x) if len(x) > 2 else np.zeros(2)", "yield call(#2",
        "tiny/twice/doubles_numbers: reference and Keras disagree on twice([1., 3.]): the reference element [0] is 2, "
        "Keras gives [0., 0.]; mend one of them",
    ),
    "Keras that raises": (
        "np.add(x, x)", "np.add(x)", "np.add(x)", "Keras fails on twice([-0.297103, -0.224751, -0.909486]): TypeError"
    ),
    "Keras that does not raise": (
        "yield call([3, 5])", "yield call([3, 5]).must_raise(ValueError)", "must_raise",
        "the reference fails its own case twice([3, 5]): returned [ 6., 10.] instead of raising ValueError",
    ),
    "a property that raises": (
        "@exercise.check(points=1)\n",
        "def good(case, got, expected):\n    raise RuntimeError('no')\n\n@exercise.check(points=1, holds=good)\n",
        "raise RuntimeError", "tiny/twice/doubles_lists: on twice([3, 5]): RuntimeError: no; mend that line",
    ),
    "a law that is none": (
        "exercise.equivalent(", "@exercise.relation\ndef law(answer, x):\n    return False\n\nexercise.equivalent(",
        'lesson: exercise="twice"',
        "twice: the reference breaks the law 'law' in 'doubles_numbers' (solutions/tiny/twice/checks.py:30)",
    ),
    "a law that raises": (
        "exercise.equivalent(",
        "@exercise.relation\ndef law(answer, x):\n    return nothing\n\nexercise.equivalent(",
        'lesson: exercise="twice"', "NameError: name 'nothing' is not defined at solutions/tiny/twice/checks.py:32",
    ),
    "an equivalent that is none": (
        '"x = np.asarray(x, )"', '"return FACTOR - x"', "exercise.equivalent",
        "twice: listed as equivalent, but no mutant that survives: return FACTOR - x",
    ),
}  # fmt: skip
IN_WRONG = {
    "not Python": ("return x * 2", "return x *", "return x *", "not Python: invalid syntax; mend that line"),
    "an indentation": ("    return x * 2", "  return x * 2", "  return x * 2", "not Python: unindent"),
    "one without a name": (
        '    """repeats a list\n\n    What does Python do with 2 * [3, 5]?\n    """\n', "",
        '@exercise.wrong(fails="doubles_lists")', "wrong answer 'repeats' has no docstring; name the misconception there",
    ),
    "one that fails no check": (
        'fails="doubles_lists"', 'fails="doubles_list"', '@exercise.wrong(fails="doubles_list")',
        "is to fail 'doubles_list', which is no check of it; use one of: doubles_lists, doubles_numbers",
    ),
    "a name twice": (
        "def repeats", "def squares", '@exercise.wrong(fails="doubles_lists")',
        "answer 'squares' is defined twice; rename one",
    ),
    "two that are one": (
        'exercise.wrong(fails="doubles_lists")\n',
        'exercise.wrong()\ndef again(x):\n    """repeats too"""\n    return x * 2\n\n@exercise.wrong()\n',
        "@exercise.wrong()#2", "no case tells the wrong answers 'again' and 'repeats' apart; add a case that does",
    ),
    "one that is right": (
        "return x * 2", "return 2.0 * np.asarray(x)", '@exercise.wrong(fails="doubles_lists")',
        "twice: wrong answer 'repeats' gets full marks; add a case that catches it",
    ),
    "one of another check": (
        'fails="doubles_lists"', 'fails="doubles_numbers"', '@exercise.wrong(fails="doubles_numbers")#2',
        "twice: wrong answer 'repeats' passes 'doubles_numbers', meant to catch it; it fails doubles_lists",
    ),
    "an exercise of its own": (
        "from .checks import exercise", "from autograder.authoring import Exercise\n\nexercise = Exercise('twice')",
        "exercise = Exercise", "another exercise than that of checks.py; write from .checks import exercise",
    ),
}  # fmt: skip
IN_RIGHT = {
    "not Python": (", dtype=float) + x", ", dtype=float) +", "+", "not Python: invalid syntax; mend that line"),
    "the name of a wrong answer": (
        "def added", "def squares", "@exercise.right", "answer 'squares' is defined twice; rename one"
    ),
    "an expression": (
        "@exercise.right\n", "exercise.right(np.positive)\n", "exercise.right(", "an answer is a function or a class"
    ),
    "one that is wrong": (
        ", dtype=float) + x", ", dtype=float) + 1", "@exercise.right",
        "twice: right answer 'added' fails 'doubles_numbers': twice: element [0] is 0.7028972",
    ),
    "an import from another file": (
        "import numpy as np", "import numpy as np\n\nfrom .wrong import squares", "from .wrong",
        "right.py imports from .wrong; of the files beside it, it may import from ..shared or .checks",
    ),
}  # fmt: skip
MISTAKES = [
    *(pytest.param(LESSON, *damage, id=f"lesson: {name}") for name, damage in IN_LESSON.items()),
    *(pytest.param(CHECKS, *damage, id=f"checks: {name}") for name, damage in IN_CHECKS.items()),
    *(pytest.param(WRONG, *damage, id=f"wrong: {name}") for name, damage in IN_WRONG.items()),
    *(pytest.param(RIGHT, *damage, id=f"right: {name}") for name, damage in IN_RIGHT.items()),
]


def place(texts: dict[str, str], file: str, line: str) -> str:
    """`file:number` of the line that holds this text."""
    kind, _, rest = line.partition(": ")
    if kind in ("checks", "lesson"):
        file, line = (CHECKS if kind == "checks" else LESSON), rest
    line, count = (line[:-2], line[-1]) if re.search(r"#\d$", line) else (line, "1")
    numbers = [n for n, text in enumerate(texts[file].split("\n"), 1) if line in text]
    return f"{file}:{numbers[int(count) - 1]}"


@pytest.mark.parametrize(("file", "old", "new", "line", "what"), MISTAKES)
def test_a_mistake_is_said_with_its_place(
    file: str, old: str, new: str, line: str, what: str, tiny: Course
) -> None:
    assert old in TEXTS[file]
    texts = TEXTS | {file: TEXTS[file].replace(old, new)}
    (tiny.root / file).write_text(texts[file])
    lines = said(tiny)
    assert all(re.match(r"\S+:\d+: ", sentence) for sentence in lines if "a proof wants 90%" not in sentence)
    assert "\n" not in "".join(lines)
    where = place(texts, file, line)
    assert any(sentence.startswith(f"{where}: ") and what in sentence for sentence in lines), (where, lines)


@pytest.mark.parametrize("file", [LESSON, CHECKS, WRONG, RIGHT, COURSE])
def test_a_text_in_another_encoding(file: str, tiny: Course) -> None:
    path = tiny.root / file
    path.write_bytes(path.read_bytes().replace(b"e", b"\xef", 1))
    line = 1 + path.read_bytes()[: path.read_bytes().index(b"\xef")].count(b"\n")
    assert said(tiny) == [f"{file}:{line}: not UTF-8 (byte 0xef); save the file as UTF-8"]


@pytest.mark.parametrize("file", [LESSON, CHECKS, WRONG, RIGHT, COURSE])
@pytest.mark.parametrize("change", ["a byte order mark", "carriage returns"])
def test_an_editors_other_form_of_a_text_is_read(file: str, change: str, tiny: Course) -> None:
    data = (tiny.root / file).read_bytes()
    other = b"\xef\xbb\xbf" + data if change == "a byte order mark" else data.replace(b"\n", b"\r\n")
    cells = read_lesson(tiny.root / LESSON).cells
    (tiny.root / file).write_bytes(other)
    assert read_lesson(tiny.root / LESSON).cells == cells
    assert said(tiny) == []


def test_an_empty_file(tiny: Course) -> None:
    (tiny.root / RIGHT).write_text("")
    assert said(tiny) == []
    (tiny.root / CHECKS).write_text("")
    assert said(tiny) == [f"{CHECKS}:1: it makes no exercise; add exercise = Exercise('twice')"]
    (tiny.root / LESSON).write_text("")
    assert said(tiny) == [
        "solutions/tiny/twice: exercise 'twice' has no cell in solutions/tiny/lesson.py; add "
        "'# %% exercise=\"twice\"' there, or remove the folder"
    ]
    shutil.rmtree((tiny.root / CHECKS).parent)
    assert said(tiny) == [f"{LESSON}:1: the lesson has no exercise; add a cell with exercise=…"]
    (tiny.root / COURSE).write_text("")
    assert said(tiny) == [f"{COURSE}:1: the file is empty; it must say title, course_id, seed, lessons"]


def test_a_lesson_without_its_text(tiny: Course) -> None:
    (tiny.root / LESSON).unlink()
    assert said(tiny) == [
        f"{COURSE}:6: the lesson 'tiny' has no file {LESSON}; run: autograder new tiny EXERCISE, or take it off the list"
    ]


def test_an_exercise_without_its_checks(tiny: Course) -> None:
    (tiny.root / CHECKS).unlink()
    assert said(tiny) == [f"{LESSON}:9: exercise 'twice' has no hidden checks; write {CHECKS}"]


def test_an_exercise_without_wrong_and_right_answers_as_yet(tiny: Course) -> None:
    (tiny.root / WRONG).unlink()
    (tiny.root / RIGHT).unlink()
    assert not [sentence for sentence in said(tiny) if "a proof wants" not in sentence]


STRAYS = {
    "solutions/tini.py": "a lesson is a folder; move this file to solutions/tini/lesson.py, or remove it",
    "solutions/tini/lesson.py": "'tini' is no lesson of course.yaml; list it under 'lessons' or remove the folder",
    "solutions/tini/twice/checks.py": "'tini' is no lesson of course.yaml; list it under 'lessons' or remove the folder",
    "solutions/tiny/tini.py": (
        "this folder holds lesson.py, shared.py and a folder for each exercise; move this file or remove it"
    ),
    "solutions/tiny/twice/tini.py": "this folder holds checks.py, wrong.py and right.py; move this file or remove it",
    "solutions/tiny/thrice/wrong.py": (
        "exercise 'thrice' has no cell in solutions/tiny/lesson.py; add '# %% exercise=\"thrice\"' there, or "
        "remove the folder"
    ),
}


@pytest.mark.parametrize("stray", STRAYS)
def test_a_file_that_has_no_place(stray: str, tiny: Course) -> None:
    path = tiny.root / stray
    path.parent.mkdir(exist_ok=True, parents=True)
    path.write_text("")
    (sentence,) = said(tiny)
    where, _, what = sentence.partition(": ")
    assert what == STRAYS[stray]
    assert stray in (where, f"{where}/{path.name}", f"{where}/twice/{path.name}")


def test_the_files_of_editors_and_of_python_are_left_alone(tiny: Course) -> None:
    for name in (
        "solutions/.#tini.py", "solutions/tiny/.#lesson.py", "solutions/tiny/lesson.ipynb", "solutions/__init__.py",
        "solutions/tiny/.ipynb_checkpoints/lesson-checkpoint.py", "solutions/tiny/__pycache__/lesson.py",
        "solutions/tiny/pictures/a.txt", "solutions/tiny/twice/checks.py~",
    ):  # fmt: skip
        (tiny.root / name).parent.mkdir(exist_ok=True)
        (tiny.root / name).write_text("x")
    assert said(tiny) == []


def test_a_mistake_in_the_shared_file_is_said_with_its_place(tiny: Course) -> None:
    shared, checks = tiny.root / "solutions/tiny/shared.py", tiny.root / CHECKS
    checks.write_text(
        TEXTS[CHECKS]
        .replace("import numpy as np\n", "import numpy as np\n\nfrom ..shared import rows\n")
        .replace("yield call([3, 5])", "yield call(rows(rng))")
    )
    shared.write_text("def rows(rng):\n    return [1, 2]\n")
    assert said(tiny) == []
    shared.write_text("def rows(rng):\n    return nothing\n")
    assert said(tiny) == [
        "solutions/tiny/shared.py:2: tiny/twice/doubles_lists: NameError: name 'nothing' is not defined; mend that line"
    ]
    shared.write_text("from .twice.checks import exercise\n")
    assert said(tiny) == [
        "solutions/tiny/shared.py:1: shared.py imports from .twice.checks; of the files beside it, it may import "
        "from none"
    ]
    shared.write_text("1 / 0\n")
    assert said(tiny) == ["solutions/tiny/shared.py:1: ZeroDivisionError: division by zero; mend that line"]
