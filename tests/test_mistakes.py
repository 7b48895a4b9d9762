"""Every mistake that an author makes is one line: the file and line of the text, what, and the fix."""

from __future__ import annotations

import re

import pytest

from autograder.compile_process import compile_here
from autograder.course import Course, load_course
from autograder.errors import CourseError
from autograder.key import load_key
from autograder.lesson import read_lesson
from autograder.lesson_folder import refuse_strays
from autograder.proof import shortcomings
from autograder.prove import prove_exercise
from tests.tiny import COURSE, HIDDEN, LESSON, TEXTS


@pytest.fixture(autouse=True)
def few_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("autograder.prove.WANTED", 0)


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
# line; `hidden: …`: a line of the hidden test); and what is said of it.
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
        "raised NameError: name 'FACTR' is not defined (the case of autograder/hidden/tiny.py:18)",
    ),
    "a reference that is not written": (
        "return x * FACTOR", "raise NotImplementedError", "raise NotImplementedError", "not written yet"
    ),
    "a reference that is wrong": (
        "FACTOR = 2", "FACTOR = 3", "hidden: yield call(rng", "reference and Keras disagree on twice("
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
        'exercise="thrice"', "exercise 'thrice' has no hidden test; add Exercise('thrice') to autograder/hidden/tiny.py",
    ),
    "a mutant that survives": (
        "x = np.asarray(x, dtype=float)", "x = np.array(x, dtype=float)", "x = np.array(",
        "twice: mutant survives: x = np.array(x, dtype=None)",
    ),
}  # fmt: skip
IN_HIDDEN = {
    "not Python": ("return x * 2", "return x *", "return x *", "not Python: invalid syntax; mend that line"),
    "an indentation": ("    return x * 2", "  return x * 2", "  return x * 2", "not Python: unindent"),
    "an unknown option": ('Exercise("twice")', 'Exercise("twice", a=1)', "two = ", "unexpected keyword argument 'a'"),
    "an unknown option of a check": (
        "(points=1)\ndef", "(pionts=1)\ndef", "@two.check(pionts=1)", "TypeError: Exercise.check() got an unexpected"
    ),
    "an exit": ("import numpy as np", "raise SystemExit", "raise SystemExit", "SystemExit; mend that line"),
    "an import": ("import numpy as np", "import nunpy as np", "import nunpy", "ModuleNotFoundError: No module"),
    "a check without a title": (
        '    """It doubles lists."""\n', "", "@two.check(points=1)", "check 'doubles_lists' of 'twice' has no docstring"
    ),
    "a wrong answer without a name": (
        '    """repeats a list\n\n    What does Python do with 2 * [3, 5]?\n    """\n', "",
        '@two.wrong(fails="doubles_lists")', "wrong answer 'repeats' has no docstring; name the misconception there",
    ),
    "a wrong answer that fails no check": (
        'fails="doubles_lists"', 'fails="doubles_list"', '@two.wrong(fails="doubles_list")',
        "is to fail 'doubles_list', which is no check of it; use one of: doubles_lists, doubles_numbers",
    ),
    "a check without points": ("(points=1)\ndef", "(points=0)\ndef", "@two.check(points=0)", "has no points"),
    "a check twice": ("def doubles_lists", "def doubles_numbers", "@two.check(points=1)", "is defined twice"),
    "an answer twice": ("def added", "def squares", "@two.right", "answer 'squares' is defined twice; rename one"),
    "an answer that is an expression": (
        "@two.right\n", "two.right(np.positive)\n", "two.right(", "an answer is a function or a class"
    ),
    "an exercise twice": (
        "two.equivalent(", 'other = Exercise("twice")\ntwo.equivalent(', "other = ",
        "exercise 'twice' is defined twice (the first is at line 7); keep one",
    ),
    "an exercise without a check": (
        "two.equivalent(", 'other = Exercise("thrice")\ntwo.equivalent(', "other = ", "it has no hidden check; add one"
    ),
    "an exercise without a cell": (
        "two.equivalent(",
        'other = Exercise("thrice")\n@other.check()\ndef f(rng):\n    """T."""\n    yield call(1)\ntwo.equivalent(',
        "other = ", "exercise 'thrice' has no cell in solutions/tiny.py; add '# %% exercise=\"thrice\"' there",
    ),
    "a check that draws nothing": (
        "    yield call([3, 5])\n", "    yield from ()\n", "@two.check(points=1)", "the check draws no case; yield at"
    ),
    "a check without a yield": (
        "    yield call([3, 5])\n", "    call([3, 5])\n", "@two.check(points=1)",
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
        "@two.check(points=1)\n",
        "def good(case, got, expected):\n    raise RuntimeError('no')\n\n@two.check(points=1, holds=good)\n",
        "raise RuntimeError", "tiny/twice/doubles_lists: on twice([3, 5]): RuntimeError: no; mend that line",
    ),
    "two wrong answers that are one": (
        "@two.right", '@two.wrong()\ndef again(x):\n    """repeats too"""\n    return x * 2\n\n@two.right',
        "@two.wrong()", "no case tells the wrong answers 'repeats' and 'again' apart; add a case that does",
    ),
    "a wrong answer that is right": (
        "return x * 2", "return 2.0 * np.asarray(x)", '@two.wrong(fails="doubles_lists")',
        "twice: wrong answer 'repeats' gets full marks; add a case that catches it",
    ),
    "a wrong answer of another check": (
        'fails="doubles_lists"', 'fails="doubles_numbers"', '@two.wrong(fails="doubles_numbers")#2',
        "twice: wrong answer 'repeats' passes 'doubles_numbers', meant to catch it; it fails doubles_lists",
    ),
    "a right answer that is wrong": (
        ", dtype=float) + x", ", dtype=float) + 1", "@two.right",
        "twice: right answer 'added' fails 'doubles_numbers': twice: element [0] is 0.7028972",
    ),
    "a law that is none": (
        "@two.right", "@two.relation\ndef law(answer, x):\n    return False\n\n@two.right", 'lesson: exercise="twice"',
        "twice: the reference breaks the law 'law' in 'doubles_numbers' (autograder/hidden/tiny.py:48)",
    ),
    "a law that raises": (
        "@two.right", "@two.relation\ndef law(answer, x):\n    return nothing\n\n@two.right",
        'lesson: exercise="twice"', "NameError: name 'nothing' is not defined at autograder/hidden/tiny.py:50",
    ),
    "a mutant that is not equivalent": (
        '"x = np.asarray(x, )"', '"return FACTOR - x"', "two.equivalent",
        "twice: listed as equivalent, but no mutant that survives: return FACTOR - x",
    ),
}  # fmt: skip
MISTAKES = [
    *(pytest.param(LESSON, *damage, id=f"lesson: {name}") for name, damage in IN_LESSON.items()),
    *(pytest.param(HIDDEN, *damage, id=f"hidden: {name}") for name, damage in IN_HIDDEN.items()),
]


def place(texts: dict[str, str], file: str, line: str) -> str:
    """`file:number` of the line that holds this text."""
    kind, _, rest = line.partition(": ")
    if kind in ("hidden", "lesson"):
        file, line = (HIDDEN if kind == "hidden" else LESSON), rest
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


@pytest.mark.parametrize("file", [LESSON, HIDDEN, COURSE])
def test_a_text_in_another_encoding(file: str, tiny: Course) -> None:
    path = tiny.root / file
    path.write_bytes(path.read_bytes().replace(b"e", b"\xef", 1))
    line = 1 + path.read_bytes()[: path.read_bytes().index(b"\xef")].count(b"\n")
    assert said(tiny) == [f"{file}:{line}: not UTF-8 (byte 0xef); save the file as UTF-8"]


@pytest.mark.parametrize("file", [LESSON, HIDDEN, COURSE])
@pytest.mark.parametrize("change", ["a byte order mark", "carriage returns"])
def test_an_editors_other_form_of_a_text_is_read(file: str, change: str, tiny: Course) -> None:
    data = (tiny.root / file).read_bytes()
    other = b"\xef\xbb\xbf" + data if change == "a byte order mark" else data.replace(b"\n", b"\r\n")
    cells = read_lesson(tiny.root / LESSON).cells
    (tiny.root / file).write_bytes(other)
    assert read_lesson(tiny.root / LESSON).cells == cells
    assert said(tiny) == []


def test_an_empty_file(tiny: Course) -> None:
    (tiny.root / HIDDEN).write_text("")
    assert said(tiny) == [
        f"{LESSON}:9: exercise 'twice' has no hidden test; add Exercise('twice') to {HIDDEN}"
    ]
    (tiny.root / LESSON).write_text("")
    assert said(tiny) == [f"{LESSON}:1: the lesson has no exercise; add a cell with exercise=…"]
    (tiny.root / COURSE).write_text("")
    assert said(tiny) == [f"{COURSE}:1: the file is empty; it must say title, course_id, seed, lessons"]


@pytest.mark.parametrize("file", [LESSON, HIDDEN])
def test_a_lesson_without_its_file(file: str, tiny: Course) -> None:
    (tiny.root / file).unlink()
    assert said(tiny) == [
        f"{COURSE}:6: the lesson 'tiny' has no file {file}; run: autograder new tiny EXERCISE, or take it off the list"
    ]


def test_a_file_that_no_lesson_has_and_one_of_an_editor(tiny: Course) -> None:
    (tiny.root / "solutions" / ".#tiny.py").write_text("x")
    assert said(tiny) == []
    (tiny.root / "solutions" / "tini.py").write_text("x")
    assert said(tiny) == [
        "solutions/tini.py: 'tini' is no lesson of course.yaml; list it under 'lessons' or remove the file"
    ]
