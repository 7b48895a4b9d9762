"""Answer keys: what they say of themselves, when they are compiled and for which lessons, and how they travel to
machines without TensorFlow."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

from autograder.base.course import FILE, Course, load_course
from autograder.base.errors import CourseError
from autograder.commands.demo import prepare
from autograder.commands.main import main
from autograder.key import compilation
from autograder.key import head as head_module
from autograder.key.compilation import Compilation, compile_keys
from autograder.key.head import COMPARED, installed, key_paths, keys_folder, kit, read_head
from autograder.nbgrader_bridge.build import build
from autograder.release.sources import prepare_sources, source_folder
from tests.conftest import again
from tests.nbgraders import nbgrader
from tests.patience import PATIENCE, wait_until
from tests.tiny import CHECKS, LESSON, WRONG

AUTHORS = ("keras", "tensorflow", "tensorboard", "mpmath", "mutmut", "libcst")  # what only authors need


def at(course: Course, *arguments: str) -> list[str]:
    return ["--course", str(course.root), *arguments]


def key_path(course: Course, lesson: str, exercise: str = "twice") -> Path:
    return key_paths(course, lesson)[exercise]


def keys_of(course: Course) -> list[str]:
    """The lessons and files of all keys that are there."""
    return sorted(f"{path.parent.name}/{path.name}" for path in (course.build_folder / "keys").glob("*/*.key"))


def error_of(capsys: pytest.CaptureFixture[str], course: Course, *arguments: str) -> str:
    """The one line that a refused command says."""
    assert main(at(course, *arguments)) == 2
    (line,) = capsys.readouterr().err.splitlines()
    return line


@pytest.fixture
def two(tiny: Course) -> Course:
    """A course of two lessons."""
    shutil.copytree(tiny.lesson_folder("tiny"), tiny.lesson_folder("other"))
    with (tiny.root / FILE).open("a") as file:
        file.write("  - name: other\n")
    return load_course(tiny.root)


def test_nothing_needs_a_build_folder(tiny: Course, tmp_path: Path) -> None:
    """As in a fresh clone, where there is no .build at all."""
    assert not tiny.build_folder.exists()
    made = prepare(tiny, tmp_path / "copy")
    assert key_path(made, "tiny").is_file()
    assert build(made) == ["tiny"]
    prepare(tiny, tmp_path / "copy")  # a second run


def test_build_needs_no_build_folder(tiny: Course) -> None:
    assert main(at(tiny, "build")) == 0
    assert (tiny.assignments_folder / "tiny" / "tiny.ipynb").is_file()


def test_a_key_says_what_it_was_made_with(tiny: Course) -> None:
    compile_keys(tiny, ["tiny"])
    head = read_head(key_path(tiny, "tiny"))
    assert (head.lesson, head.seed, head.kit) == ("tiny", 1, kit())
    assert (head.numpy, head.keras, head.tensorflow) == tuple(map(installed, COMPARED))
    assert head.date.endswith("+00:00")


@pytest.mark.parametrize(
    ("version", "said"),
    [
        ("9.1.0", "tiny: its answer key was compiled with NumPy {here} (here 9.1.0); it is used as it is. To compile "
                  "it with what is installed here: autograder keys compile tiny\n"),
        ("{minor}.99", ""),  # a mere patch
        (None, ""),
    ],
)  # fmt: skip
def test_another_version_is_said_and_compiles_nothing(
    tiny: Course,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    version: str | None,
    said: str,
) -> None:
    compile_keys(tiny, ["tiny"])
    before = key_path(tiny, "tiny").read_bytes()
    here = installed("numpy") or ""
    other = version and version.format(minor=here.rpartition(".")[0])
    monkeypatch.setattr(head_module, "installed", lambda package: other if package == "numpy" else None)
    compilation._say_once.cache_clear()
    capsys.readouterr()
    assert main(at(tiny, "build")) == 0
    assert capsys.readouterr().err == said.format(here=here)
    assert key_path(tiny, "tiny").read_bytes() == before


def test_asked_for_a_key_is_compiled_again(tiny: Course, capsys: pytest.CaptureFixture[str]) -> None:
    compile_keys(tiny, ["tiny"])
    path = key_path(tiny, "tiny")
    line, _, body = path.read_bytes().partition(b"\n")
    path.write_bytes(line.replace(kit().encode(), b"0.0.0+old") + b"\n" + body)
    assert main(at(tiny, "keys", "list")) == 0
    assert f"compiled with the kit 0.0.0+old (here {kit()})" in capsys.readouterr().out
    assert main(at(tiny, "keys", "compile", "tiny")) == 0
    assert read_head(path).kit == kit()


@pytest.mark.parametrize(
    ("file", "before", "after", "compiled"),
    [
        (WRONG, "squares instead", "takes squares instead", ["tiny/twice"]),
        (CHECKS, "It doubles lists.", "It doubles a list.", ["tiny/twice"]),
        (LESSON, "return x * FACTOR", "return FACTOR * x", ["tiny/twice"]),
        (LESSON, "FACTOR = 2", "FACTOR = 1 + 1", ["tiny/other", "tiny/twice"]),  # which all cells may use
        (LESSON, "# # Twice", "# # Doubled", []),
    ],
)
def test_an_edit_makes_the_key_of_its_exercise_stale(
    tiny: Course, file: str, before: str, after: str, compiled: list[str]
) -> None:
    folder = tiny.lesson_folder("tiny")
    shutil.copytree(folder / "twice", folder / "other")
    for path in (folder / "other").iterdir():
        path.write_text(path.read_text().replace('Exercise("twice"', 'Exercise("other"'))
    lesson = tiny.root / LESSON
    head, mark, answer = lesson.read_text().partition('# %% exercise="twice"')
    lesson.write_text(head + mark + answer + "\n" + (mark + answer.partition("# %% tags")[0]).replace("twice", "other"))
    compile_keys(tiny, ["tiny"])
    known = set(keys_of(tiny))
    path = tiny.root / file
    assert before in path.read_text()
    path.write_text(path.read_text().replace(before, after, 1))
    compile_keys(tiny, ["tiny"])
    assert [name.rpartition("-")[0] for name in sorted(set(keys_of(tiny)) - known)] == compiled


def test_compiling_is_announced_with_its_exercises(tiny: Course, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(at(tiny, "prove", "twice")) == 1  # it has too few answers
    first, second, *_ = capsys.readouterr().err.splitlines()
    assert first.startswith("Compiling the answer key of tiny: twice (once; ")
    assert second == "  twice (1 of 1)"
    assert main(at(tiny, "prove", "twice")) == 1
    assert "Compiling" not in capsys.readouterr().err


def test_each_key_is_waited_for_also_when_all_are_done(two: Course, capsys: pytest.CaptureFixture[str]) -> None:
    """The process may have ended before its first lesson is asked for, as in `make demo` at its last lessons."""
    with Compilation(two, two.names) as running:
        assert running._process is not None
        assert running._process.wait(timeout=PATIENCE) == 0
        wait_until(lambda: running._lines.qsize() > 4)  # two exercises, two lessons, and the end
        for name in two.names:
            running.wait(name)
    assert len(keys_of(two)) == 2


def test_only_the_lesson_at_hand_is_compiled(two: Course, capsys: pytest.CaptureFixture[str]) -> None:
    (two.root / "nbgrader_config.py").write_text(
        "from autograder.nbgrader_bridge import configure\nconfigure(get_config(), __file__)\n"
    )
    done = nbgrader(two, "generate_assignment", "other")
    assert done.returncode == 0, done.stderr
    assert "Compiling the answer key of other" in done.stderr
    assert keys_of(two) == [f"other/{key_path(two, 'other').name}"]
    folder = two.root / "submitted" / "student-1" / "other"
    folder.mkdir(parents=True)
    (folder / "other.ipynb").write_bytes((two.assignments_folder / "other" / "other.ipynb").read_bytes())
    (two.root / FILE).write_text((two.root / FILE).read_text().replace("seed: 1", "seed: 2"))
    changed = load_course(two.root)
    assert main(at(changed, "autograde", "other", "--quiet")) == 0
    assert "Compiling the answer key of other" in capsys.readouterr().err
    assert keys_of(changed) == [f"other/{key_path(changed, 'other').name}"]


def test_a_server_goes_on_while_a_key_is_compiled(
    tiny: Course, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(compilation, "in_a_server", lambda: True)
    monkeypatch.setattr("autograder.release.sources.in_a_server", lambda: True)
    for _again in range(2):  # the second finds the first at it
        with pytest.raises(CourseError, match="tiny: answer key and source notebook are being made in the background"):
            prepare_sources(tiny)
    begun = compilation._background()
    (process,) = {process for (_program, root, _name), process in begun.items() if root == tiny.root}
    assert process.wait(timeout=300) == 0
    prepare_sources(tiny)
    assert (source_folder(tiny) / "tiny" / "tiny.ipynb").is_file()
    assert capfd.readouterr().err.count("Compiling the answer key of tiny") == 1


# On the move


@pytest.fixture
def exported(tiny: Course, capsys: pytest.CaptureFixture[str]) -> Path:
    """The keys of the course, in a file; the course has none any more."""
    file = tiny.root / "tiny-keys.zip"
    assert main(at(tiny, "keys", "export", str(file))) == 0
    said = capsys.readouterr().out
    assert said == f"wrote {file}: it holds the answers of tiny; keep it from students\n"
    assert file.stat().st_mode & 0o077 == 0
    key_path(tiny, "tiny").unlink()
    return file


def test_keys_travel(tiny: Course, exported: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(at(tiny, "keys", "import", str(exported))) == 0
    assert capsys.readouterr().out == "took in tiny: twice\n"
    assert main(at(tiny, "build")) == 0
    assert "Compiling" not in capsys.readouterr().err


@pytest.mark.parametrize(
    ("file", "before", "after", "said"),
    [
        (FILE, "seed: 1", "seed: 2",
         "its key of twice was compiled for the seed 1, and course.yaml has 2; bring both courses to the same state, "
         "and export the keys again"),
        (LESSON, "Twice the array", "Double the array",
         "its key of twice was compiled for another text or other checks than this course has; bring both"),
        (FILE, "- name: tiny", "- name: other", "it holds a key of 'tiny', which is no lesson of course.yaml; export"),
    ],
)  # fmt: skip
def test_a_key_for_another_course_is_refused(
    tiny: Course, exported: Path, capsys: pytest.CaptureFixture[str], file: str, before: str, after: str, said: str
) -> None:
    path = tiny.root / file
    assert before in path.read_text()
    path.write_text(path.read_text().replace(before, after))
    assert said in error_of(capsys, tiny, "keys", "import", str(exported))
    assert keys_of(tiny) == []


def test_a_damaged_key_is_refused_and_nothing_taken_in(
    two: Course, capsys: pytest.CaptureFixture[str]
) -> None:
    file = two.root / "keys.zip"
    assert main(at(two, "keys", "export", str(file))) == 0
    good, bad = (key_path(two, name).read_bytes() for name in ("tiny", "other"))
    for name in two.names:
        key_path(two, name).unlink()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("good", good)
        archive.writestr("bad", bad[:-1] + b"?")
    capsys.readouterr()
    assert error_of(capsys, two, "keys", "import", str(file)).endswith(
        "the key is damaged (it is not what was written); delete it and try again"
    )
    assert keys_of(two) == []


def test_what_is_no_file_of_keys_is_refused(tiny: Course, capsys: pytest.CaptureFixture[str]) -> None:
    file = tiny.root / "keys.zip"
    assert "cannot be read (No such file or directory)" in error_of(capsys, tiny, "keys", "import", str(file))
    file.write_text("no zip")
    assert "it is no whole file of keys" in error_of(capsys, tiny, "keys", "import", str(file))
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("readme", "hello")
    assert "the key is damaged" in error_of(capsys, tiny, "keys", "import", str(file))
    with zipfile.ZipFile(file, "w"):
        pass
    assert "it holds no key" in error_of(capsys, tiny, "keys", "import", str(file))


# Without TensorFlow


@pytest.fixture(scope="module")
def without_keras(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A Python with all that is installed here but what only authors need."""
    folder = tmp_path_factory.mktemp("grader")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder], check=True)
    packages = next(folder.glob("lib/python*/site-packages"))
    for entry in Path(sysconfig.get_paths()["purelib"]).iterdir():
        if not entry.name.lower().startswith(AUTHORS) and not (packages / entry.name).exists():
            (packages / entry.name).symlink_to(entry)
    (folder / "share").symlink_to(Path(sys.prefix) / "share")  # nbconvert's templates
    return folder / "bin" / "python"


def run(python: Path, course: Course, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL_ENV"))}
    return subprocess.run(
        [python, "-P", "-m", "autograder", *arguments],
        cwd=course.root, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_that_python_has_no_keras(without_keras: Path, tiny: Course) -> None:
    for module in ("keras", "tensorflow"):
        done = subprocess.run([without_keras, "-c", f"import {module}"], capture_output=True, text=True, check=False)
        assert f"No module named '{module}'" in done.stderr


def marks(course: Course) -> list[tuple[object, ...]]:
    """Every grade of the gradebook, with whose and of what it is."""
    with sqlite3.connect(course.root / "gradebook.db") as database:
        return database.execute(
            "select s.student_id, c.name, g.auto_score, g.manual_score, g.needs_manual_grade from grade g "
            "join submitted_notebook n on g.notebook_id = n.id join submitted_assignment s on n.assignment_id = s.id "
            "join base_cell c on g.cell_id = c.id order by 1, 2"
        ).fetchall()


def test_a_class_is_graded_alike_without_keras(
    without_keras: Path, handed_in: Course, undisturbed: Course, tmp_path: Path
) -> None:
    """The key was compiled elsewhere and travelled here."""
    sender, receiver = again(handed_in, tmp_path / "sender"), again(handed_in, tmp_path / "receiver")
    shutil.rmtree(keys_folder(receiver, "losses"))
    file = tmp_path / "keys.zip"
    assert main(at(sender, "keys", "export", str(file), "losses")) == 0
    done = run(without_keras, receiver, "keys", "import", str(file))
    assert (done.returncode, done.stderr) == (0, "")
    done = run(without_keras, receiver, "autograde", "losses", "--workers", "2")
    assert done.returncode == 3, done.stderr  # one notebook of the class is not JSON
    assert "Compiling" not in done.stderr
    assert marks(receiver) == marks(undisturbed) != []
    for command in (["report", "losses"], ["feedback", "losses"]):
        done = run(without_keras, receiver, *command)
        assert done.returncode == 0, done.stderr


def test_where_a_key_must_be_compiled_both_ways_out_are_named(without_keras: Path, tiny: Course) -> None:
    done = run(without_keras, tiny, "build")
    assert done.returncode == 2
    assert done.stderr == (
        "autograder: tiny: its answer key must be compiled, and keras and tensorflow are not installed here; install "
        "what authors need (pip install -c constraints.txt -e '.[author]'), or take the key from a machine that has it "
        "(there: autograder keys export FILE; here: autograder keys import FILE)\n"
    )


def test_a_lesson_without_an_oracle_compiles_without_keras(without_keras: Path, tiny: Course) -> None:
    checks = tiny.root / CHECKS
    text = checks.read_text()
    oracle = '@exercise.keras(reason="the same numbers")\n'
    assert oracle in text
    checks.write_text(text.replace(oracle, ""))
    done = run(without_keras, tiny, "build")
    assert done.returncode == 0, done.stderr
    assert (read_head(key_path(tiny, "tiny")).keras, read_head(key_path(tiny, "tiny")).tensorflow) == (None, None)
