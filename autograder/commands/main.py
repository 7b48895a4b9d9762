"""The command line. Exit 0: done, whatever the marks; 1: a check of the kit itself failed; 2: usage
or course error, in one line; 3: graded, but at least one submission needs a person."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from autograder import __version__
from autograder.base.errors import CourseError, GraderError
from autograder.base.safe_text import printable

if TYPE_CHECKING:
    from autograder.base.course import Course
    from autograder.judging.results import SubmissionReport

OK, KIT_FAILED, USAGE, NEEDS_PERSON = 0, 1, 2, 3


def main(arguments: Sequence[str] | None = None) -> int:
    # To check internationalised addresses, which no notebook's schema asks for, jsonschema would build a parser
    # of them at each start, for a second: it does without where there is no such module.
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
    parser = _parser()
    options = parser.parse_args(arguments)
    command: Callable[[argparse.Namespace], int] = options.command
    try:
        return command(options)
    except (CourseError, GraderError) as error:
        print(f"autograder: {printable(str(error))}", file=sys.stderr)
        return USAGE
    except KeyboardInterrupt:
        print("autograder: interrupted; run the same command again to go on", file=sys.stderr)
        return 130
    except BrokenPipeError:
        sys.stderr.close()
        return OK


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="autograder", description="Auto-graded exercises for nbgrader.")
    parser.add_argument("--version", action="version", version=__version__)
    parser.add_argument("--course", type=Path, help="the course's folder (default: here or above)")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    build = commands.add_parser("build", help="make assignments/ from the lessons")
    how = build.add_mutually_exclusive_group()
    how.add_argument("--check", action="store_true", help="only say what is stale; exit 1 if anything is")
    how.add_argument("--watch", action="store_true", help="build and prove what changed, at every save")
    build.set_defaults(command=_build)

    prove = commands.add_parser("prove", help="prove that the hidden checks are right")
    prove.add_argument("exercises", nargs="*", metavar="EXERCISE")
    prove.add_argument("--json", type=Path, metavar="FILE", help="write the proof as JSON")
    prove.set_defaults(command=_prove)

    grade = commands.add_parser("grade", help="grade notebooks or folders of notebooks; no gradebook")
    grade.add_argument("paths", nargs="+", type=Path, metavar="PATH")
    grade.add_argument("--assignment", metavar="NAME", help="the lesson (default: told by the notebook)")
    grade.add_argument("--json", type=Path, metavar="FILE", help="write the report as JSON")
    grade.add_argument("--summary", type=Path, metavar="FILE", help="write the marks as Markdown")
    _add_workers(grade)
    grade.set_defaults(command=_grade)

    autograde = commands.add_parser("autograde", help="grade the class, through nbgrader's gradebook")
    autograde.add_argument("assignment", metavar="ASSIGNMENT")
    autograde.add_argument("--student", action="append", default=[], metavar="S", help="only this student")
    autograde.add_argument("--force", action="store_true", help="also grade what is graded and unchanged")
    autograde.add_argument("--dask", metavar="ADDRESS", help="run on the Dask cluster with this scheduler")
    _add_workers(autograde)
    autograde.set_defaults(command=_autograde)

    feedback = commands.add_parser("feedback", help="the class's feedback pages, as nbgrader writes them")
    feedback.add_argument("assignment", metavar="ASSIGNMENT")
    feedback.add_argument("--student", action="append", default=[], metavar="S", help="only this student")
    feedback.add_argument("--workers", type=_count, metavar="N", help="processes (default: one a core)")
    feedback.set_defaults(command=_feedback)

    report = commands.add_parser("report", help="the class report: printed, and as HTML, CSV and JSON")
    report.add_argument("assignment", nargs="?", metavar="ASSIGNMENT", help="default: all that are graded")
    report.add_argument("--out", type=Path, metavar="FOLDER", help="for the files (default: .build/reports)")
    report.set_defaults(command=_report)

    gradescope = commands.add_parser("gradescope", help="a lesson as a Gradescope autograder")
    gradescope.add_argument("lesson", metavar="LESSON")
    gradescope.add_argument("--out", type=Path, metavar="FILE.zip", help="(default: LESSON-gradescope.zip)")
    gradescope.set_defaults(command=_gradescope)

    keys = commands.add_parser("keys", help="the answer keys: compile them here, or take them to another machine")
    _add_keys(keys)

    new = commands.add_parser("new", help="begin an exercise: its folder and its cells in the lesson")
    new.add_argument("lesson", metavar="LESSON")
    new.add_argument("exercise", metavar="EXERCISE")
    new.set_defaults(command=_new)

    doctor = commands.add_parser("doctor", help="which protections are active on this machine")
    doctor.set_defaults(command=_doctor)
    return parser


def _add_keys(keys: argparse.ArgumentParser) -> None:
    deeds = keys.add_subparsers(required=True, metavar="DEED")
    for name, says in (
        ("list", "what each lesson's key was made with"),
        ("compile", "compile keys with what is installed here, also where there are some"),
        ("export", "write keys to a file, which holds the answers"),
        ("import", "take in the keys of such a file"),
    ):
        deed = deeds.add_parser(name, help=says)
        if name in ("export", "import"):
            deed.add_argument("file", type=Path, metavar="FILE")
        if name != "import":
            deed.add_argument("lessons", nargs="*", metavar="LESSON", help="(default: all)")
        deed.set_defaults(command=_keys, deed=name)


def _add_workers(command: argparse.ArgumentParser) -> None:
    command.add_argument("--workers", type=_count, metavar="N", help="processes (default: one a core)")
    command.add_argument("--quiet", action="store_true", help="no progress and no table")


def _count(text: str) -> int:
    if not text.isdecimal() or not 0 < int(text) <= 1000:
        raise argparse.ArgumentTypeError(f"a whole number from 1 to 1000, not {text!r}")
    return int(text)


def _course(options: argparse.Namespace) -> Course:
    from autograder.base.course import find_course, load_course

    if options.course is not None and not options.course.is_dir():
        raise CourseError(f"{options.course}: no such folder; name the one that holds course.yaml")
    return load_course(find_course(options.course))


def _build(options: argparse.Namespace) -> int:
    from autograder.nbgrader_bridge.build import build, stale

    course = _course(options)
    if options.watch:
        from autograder.workshop.watch import watch

        watch(course)
        return OK
    if options.check:
        found = stale(course)
        for path in found:
            print(f"{path} is stale; run: autograder build")
        if not found:
            print(f"{course.folders.assignments}/ is current")
        return KIT_FAILED if found else OK
    changed = build(course)
    for name in course.names:
        state = "written" if name in changed else "unchanged"
        print(f"{course.folders.assignments}/{name}/ {state}")
    return OK


def _prove(options: argparse.Namespace) -> int:
    from autograder.base.files import write_whole
    from autograder.workshop.proof import proof_document, proof_table
    from autograder.workshop.prove import prove

    target = _writable(options.json)
    proofs = prove(_course(options), options.exercises)
    document = proof_document(proofs)
    for line in proof_table(proofs):
        print(line)
    if target:
        write_whole(target, json.dumps(document, indent=1) + "\n")
    return OK if document["proven"] else KIT_FAILED


def _grade(options: argparse.Namespace) -> int:
    from autograder.base.files import write_whole
    from autograder.commands.progress_bar import shown
    from autograder.reports.markdown import markdown
    from autograder.reports.store import to_json
    from autograder.running.loose_notebooks import grade

    course = _course(options)
    if options.assignment is not None:
        course.require(options.assignment)
    target, summary = _writable(options.json), _writable(options.summary)
    notebooks = _notebooks(options.paths)
    with shown(options.quiet or len(notebooks) == 1) as progress:
        found = grade(course, notebooks, options.assignment, options.workers, options.paths, progress)
    if not options.quiet:
        _print_table(found.reports)
    if target:
        write_whole(target, to_json(found.reports, found.sandbox))
    if summary:
        write_whole(summary, markdown(found.reports))
    return NEEDS_PERSON if any(report.needs_person for report in found.reports) else OK


def _notebooks(paths: Sequence[Path]) -> list[Path]:
    from autograder.grading.submission_folder import notebooks_in

    found: list[Path] = []
    for path in paths:
        if path.is_dir() and path.suffix != ".ipynb":
            inside = notebooks_in(path)
            if not inside:
                raise CourseError(f"{path}: no notebook in this folder; name one that holds .ipynb files")
            found += inside
        elif path.is_symlink() or path.exists():
            found.append(path)
        else:
            raise CourseError(f"{path}: no such file or folder; check the path")
    return found


def _writable(path: Path | None) -> Path | None:
    if path is not None and not path.absolute().parent.is_dir():
        raise CourseError(f"{path}: its folder does not exist; create {path.absolute().parent}")
    return path


def _autograde(options: argparse.Namespace) -> int:
    from autograder.base import gradebook_url
    from autograder.commands.progress_bar import shown
    from autograder.nbgrader_bridge.autograde import autograde
    from autograder.reports.store import stream

    course = _course(options)
    with shown(options.quiet) as progress:
        summary = autograde(
            course,
            options.assignment,
            options.student,
            workers=options.workers,
            dask=options.dask,
            force=options.force,
            progress=progress,
        )
    if not options.quiet:
        _print_table(stream(course, options.assignment, summary.students))
    for line in summary.lines():
        print(line)
    if course.gradebook != gradebook_url.DEFAULT:
        print(f"gradebook: {gradebook_url.shown(course.gradebook_url)}")
    return NEEDS_PERSON if summary.needs_person else OK


def _feedback(options: argparse.Namespace) -> int:
    from autograder.nbgrader_bridge.feedback_pages import feedback

    made = feedback(_course(options), options.assignment, options.student, workers=options.workers)
    print(f"{made.pages} {'page' if made.pages == 1 else 'pages'} in {made.folder}/<student>/{options.assignment}/")
    return OK


def _report(options: argparse.Namespace) -> int:
    from autograder.reports.class_files import write
    from autograder.reports.class_summary import graded_lessons
    from autograder.reports.store import every
    from autograder.reports.table import misunderstood

    course = _course(options)
    files = write(course, options.assignment, options.out)
    for name in [options.assignment] if options.assignment else graded_lessons(course):
        if not options.assignment:
            print(f"== {name}")
        _print_table(kept.report for kept in every(course, name))
        lines = list(misunderstood(kept.report for kept in every(course, name)))
        if lines:
            print("\nWhat the class misunderstood")
            print("\n".join(lines))
        print()
    for what, file in zip(("The page", "As CSV", "As JSON"), files, strict=True):
        print(f"{what:8}  {file}")
    return OK


def _gradescope(options: argparse.Namespace) -> int:
    from autograder.commands.gradescope import bundle

    course = _course(options)
    target = _writable(options.out or Path(f"{course.require(options.lesson)}-gradescope.zip"))
    assert target is not None
    target.write_bytes(bundle(course, options.lesson))
    print(f"wrote {target}: it holds the answers; upload it to Gradescope and hand it to nobody else")
    return OK


def _keys(options: argparse.Namespace) -> int:
    from autograder.key import archive

    course = _course(options)
    if options.deed == "import":
        heads = archive.import_keys(course, options.file)
        for lesson in dict.fromkeys(head.lesson for head in heads):
            print(f"took in {lesson}: {', '.join(head.exercise for head in heads if head.lesson == lesson)}")
        return OK
    names = [course.require(name) for name in options.lessons] or course.names
    if options.deed == "compile":
        archive.compile_again(course, names)
    if options.deed == "export":
        target = _writable(options.file)
        assert target is not None
        archive.export_keys(course, names, target)
        print(f"wrote {target}: it holds the answers of {', '.join(names)}; keep it from students")
        return OK
    for name in names:
        for line in archive.described(course, name):
            print(line)
    return OK


def _new(options: argparse.Namespace) -> int:
    from autograder.workshop.new import new

    for path in new(_course(options), options.lesson, options.exercise):
        print(f"wrote {path}")
    print(f"fill them in, then run: autograder prove {options.exercise}")
    return OK


def _doctor(options: argparse.Namespace) -> int:
    from autograder.commands.doctor import examine

    lines = list(examine(_course(options)))
    for line, _good in lines:
        print(line)
    return OK if all(good for _line, good in lines) else KIT_FAILED


def _print_table(reports: Iterable[SubmissionReport]) -> None:
    import shutil

    from autograder.reports.table import table

    width = shutil.get_terminal_size((140, 24)).columns
    for line in table(reports, width):
        print(line)


if __name__ == "__main__":
    sys.exit(main())
