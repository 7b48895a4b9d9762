"""The cells of a notebook in a worker that has neither IPython nor Matplotlib: Python as it stands, as most are.

A process with both takes thrice the memory, and a fork copies its tables. What only they can do (a magic, a
plot, `display`) ends the process with a word that says so: the judge then goes on in a worker of another
parent, which has loaded both (`ipython_cells.py`), and runs the cells again.
"""

from __future__ import annotations

import _sitebuiltins
import ast
import builtins
import codeop
import importlib.machinery
import linecache
import os
import re
import sys
import types
from collections.abc import Callable
from typing import Any, NoReturn

LOADED = ("matplotlib", "matplotlib.pyplot")  # as it seems: the lessons' first cells import it
SHELL = ("matplotlib", "mpl_toolkits", "IPython", "ipykernel", "ipywidgets")


class Cells:
    """The student's names, and how a cell gives and changes them."""

    def __init__(self) -> None:
        self.want_shell: Callable[[], NoReturn] = _no_judge
        module = as_main()
        self.space = vars(module)
        self._compiler = codeop.Compile()  # in which an import from the future holds for later cells
        self._count = 0
        self.name = ""  # of the last cell, as tracebacks have it
        self._stand_in()

    def run(self, source: str) -> BaseException | None:
        """Run one cell; an error in it is raised, or returned where IPython has caught it."""
        self._count += 1
        name = self.name = f"<cell {self._count}>"
        code = plain_code(source, name, self._compiler)
        if code is None:
            self.want_shell()
        linecache.cache[name] = (len(source), None, [f"{line}\n" for line in source.splitlines()], name)
        exec(code, self.space)  # noqa: S102
        return None

    def _stand_in(self) -> None:
        """Put what asks for a shell where IPython and Matplotlib would be."""

        def wanted(*args: object, **kwargs: object) -> NoReturn:
            self.want_shell()

        def attribute(name: str) -> NoReturn:
            if name.startswith("__") and name not in ("__version__", "__all__"):
                raise AttributeError(name)  # which others look for in every module
            self.want_shell()

        for name in LOADED:
            module = sys.modules[name] = types.ModuleType(name)
            module.__spec__ = importlib.machinery.ModuleSpec(name, None)
            module.__dict__["__getattr__"] = attribute
        vars(sys.modules["matplotlib"]).update(pyplot=sys.modules["matplotlib.pyplot"], __path__=[])
        sys.meta_path.insert(0, _Asks(wanted))
        vars(builtins).update(display=wanted, __IPYTHON__=True, help=_sitebuiltins._Helper())
        self.space.update(
            In=[""], Out={}, _ih=[""], _oh={}, _dh=[os.getcwd()], get_ipython=wanted, open=open,
            exit=_stay, quit=_stay, __builtin__=builtins, __builtins__=builtins,
        )  # fmt: skip


def _no_judge() -> NoReturn:
    raise RuntimeError("a worker's parent runs no student's code")


def _stay(*args: object) -> None:
    """As `exit()` in a notebook: it does not end the run."""


class _Asks:
    """Finds no module, but asks for a shell where one is IPython's or Matplotlib's."""

    def __init__(self, wanted: Callable[[], NoReturn]) -> None:
        self._wanted = wanted

    def find_spec(self, name: str, path: object = None, target: object = None) -> None:
        if name.partition(".")[0] in SHELL:
            self._wanted()


def as_main() -> types.ModuleType:
    """A new, empty module that is `__main__`, with the check file beside it."""
    module = sys.modules["__main__"] = types.ModuleType("__main__")
    for name in ("__doc__", "__loader__", "__package__", "__spec__"):
        del module.__dict__[name]
    sys.modules["checks"] = silent_checks()
    return module


def plain_code(source: str, name: str, compiler: codeop.Compile) -> types.CodeType | None:
    """The code of a cell that is Python as it stands. None for one with magics, shell lines, prompts or a
    top-level await, and for one with a mistake, of which IPython runs what stands before it."""
    if source.lstrip().startswith("In ["):
        return None
    try:
        text: Any = source
        if not imports_what_is_there(source):
            tree = compile(source, name, "exec", compiler.flags | ast.PyCF_ONLY_AST, True)
            text = Imports().visit(tree)
        code: types.CodeType = compiler(text, name, "exec")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    return code


class Imports(ast.NodeTransformer):
    """An import at the top of a cell that finds no such module does not stop the cell: what is
    imported stops whoever uses it."""

    def visit_Module(self, node: ast.Module) -> ast.Module:
        body: list[ast.stmt] = []
        for statement in node.body:
            if isinstance(statement, (ast.Import, ast.ImportFrom)) and not _whole(statement):
                text = ast.unparse(statement)
                names = [name.asname or name.name.partition(".")[0] for name in statement.names]
                lost = "; ".join(f"{name} = __import__('checks').missing(_missing)" for name in names)
                tried = f"try: {text}\nexcept ModuleNotFoundError as _missing: {lost}"
                (parsed,) = ast.parse(tried).body
                for inner in ast.walk(parsed):
                    if hasattr(inner, "lineno"):
                        ast.copy_location(inner, statement)
                body.append(parsed)
            else:
                body.append(statement)
        node.body = body
        return node


def _whole(statement: ast.Import | ast.ImportFrom) -> bool:
    """Whether an import stays as it is: from the future, of everything, or of what is always there."""
    module = statement.module if isinstance(statement, ast.ImportFrom) else None
    if module == "__future__" or statement.names[0].name == "*":
        return True
    tops = {(module or name.name).partition(".")[0] for name in statement.names}
    return tops <= _ALWAYS_THERE


def imports_what_is_there(source: str) -> bool:
    """Whether it is plain to see, without a parser and its many pages, that each import of a cell stays as it is:
    as in the lessons' first cells."""
    imports = [_IMPORT.fullmatch(line) for line in source.splitlines() if "import" in line]
    whole = all(found is not None and found["top"] in _ALWAYS_THERE for found in imports)
    return whole and "\\\n" not in source  # a statement on two lines


_IMPORT = re.compile(r"\s*(?:import|from) (?P<top>\w+)(?:\.\w+)*(?: as \w+| import [\w, ]+)?\s*")
_ALWAYS_THERE = sys.stdlib_module_names | {"numpy", "matplotlib", "checks"}


class Missing:
    """Stands for what could not be imported."""

    def __init__(self, error: ModuleNotFoundError) -> None:
        self.__dict__["_error"] = str(error)

    def __getattr__(self, name: str) -> Any:
        raise ModuleNotFoundError(self.__dict__["_error"])

    def _use(self, *args: Any, **kwargs: Any) -> Any:
        raise ModuleNotFoundError(self.__dict__["_error"])

    __call__ = __getitem__ = __iter__ = __len__ = __enter__ = __exit__ = __or__ = __ror__ = __bool__ = _use
    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = __truediv__ = __rtruediv__ = __neg__ = _use
    __array__ = __float__ = __int__ = __mro_entries__ = _use


def silent_checks() -> types.ModuleType:
    """The student-side check file as the worker has it: its names, doing nothing."""

    class demo:
        def __init__(self, *names: str) -> None: ...

        def __enter__(self) -> None: ...

        def __exit__(self, *error: object) -> bool:
            return True

    module = types.ModuleType("checks")
    vars(module).update(check=lambda name: None, demo=demo, missing=Missing)
    return module
