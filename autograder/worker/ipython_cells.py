"""The cells of a notebook as IPython runs them, with Matplotlib loaded: for those that are more than Python."""

from __future__ import annotations

import _sitebuiltins
import builtins
from typing import Any

from .plain_cells import Imports, as_main, plain_code


class Shell:
    """As `Cells`, with an IPython shell as a kernel has, without history."""

    def __init__(self) -> None:
        self._shell = _new_shell()
        self.name = ""  # of the last cell, as tracebacks have it

    @property
    def space(self) -> dict[str, Any]:
        space: dict[str, Any] = self._shell.user_ns
        return space

    def run(self, source: str) -> BaseException | None:
        """Run one cell; an error in it is raised, or returned where IPython has caught it."""
        shell = self._shell
        if len(shell.ast_transformers) == 1 and not shell.input_transformers_post:
            # what is Python as it stands, IPython would run the same in ten times the time
            try:
                name = shell.compile.cache(source)
            except ValueError:  # of characters that are no text
                name = "<cell>"
            self.name = name
            code = plain_code(source, name, shell.compile)
            if code is not None:
                with shell.builtin_trap:
                    exec(code, shell.user_global_ns, shell.user_ns)  # noqa: S102
                return None
        self.name = shell.compile.get_code_name(source, source, shell.execution_count)
        shell.showtraceback = shell.showsyntaxerror = lambda *args, **kwargs: None
        result = shell.run_cell(source, store_history=False)
        error: BaseException | None = result.error_before_exec or result.error_in_exec
        return error


def _new_shell() -> Any:
    """An IPython shell with its namespace as `__main__`."""
    import matplotlib

    matplotlib.use("agg")
    import matplotlib.pyplot
    from IPython.core.interactiveshell import InteractiveShell
    from traitlets.config import Config

    config = Config()
    config.HistoryManager.enabled = False
    config.InteractiveShell.colors = "NoColor"
    config.InteractiveShell.cache_size = 0
    shell = InteractiveShell(config=config, user_module=as_main())
    shell.ask_exit = lambda: None  # as in a notebook: exit() does not end the run
    _tame(shell)
    shell.ast_transformers.append(Imports())
    InteractiveShell._instance = shell
    shell.run_cell("import numpy as np\nx = 1", store_history=False)  # warms what the first cell needs
    shell.reset(new_session=False)
    return shell


_OTHER_PROGRAMS = ("pip", "uv", "conda", "mamba", "micromamba", "bash", "sh", "script", "system", "sx", "!", "perl", "ruby")


def _tame(shell: Any) -> None:
    """Magics that a right notebook may hold and that cannot work here do nothing, instead of stopping
    the cell; those that measure time measure once."""
    import matplotlib

    builtins.help = _sitebuiltins._Helper()  # `python -S` has none
    matplotlib.use = lambda *args, **kwargs: None
    shell.enable_gui = lambda gui=None: None
    shell.enable_matplotlib = lambda gui=None: (gui, "agg")
    shell.system = lambda command: None
    shell.getoutput = lambda command, split=True, depth=0: [] if split else ""

    def nothing(line: str, cell: str = "") -> None: ...

    for name in _OTHER_PROGRAMS:
        shell.register_magic_function(nothing, "line_cell", name)
    timeit = shell.find_line_magic("timeit")

    def once(line: str, cell: str | None = None) -> Any:
        own = timeit.__self__.parse_options(
            line, "n:r:tcp:qov:", posix=False, strict=False, preserve_non_opts=True
        )
        kept = "".join(f"-{option} " for option in "oq" if option in own[0])
        return timeit(f"-n1 -r1 {kept}{own[1]}", cell, shell.user_ns)

    shell.register_magic_function(once, "line_cell", "timeit")
