"""Answering an order: a cell is run, or the student's answer is called."""

from __future__ import annotations

import marshal
from typing import TYPE_CHECKING, Any

import numpy as np

from . import frames, linux, values
from .drivers import taken_apart
from .plain_cells import Cells

if TYPE_CHECKING:
    import types

    from .ipython_cells import Shell

MAX_SOURCE = 64 * linux.MEGABYTE  # characters of a cell: the judge has bounded it


def answer_order(cells: Cells | Shell, message: bytes) -> bytes:
    """Do what is asked: run a cell, of which an error does not stop the next, or call the student's answer."""
    asked, own = frames.opened(message)
    if not asked:
        error = cells.run(values.decode(own, MAX_SOURCE))
        return values.encode(["ran"] if error is None else error_reply(error, cells.name))
    name, driver, returned = _asked(asked)
    return _call(cells.space.get(name), driver, own, returned)


def _asked(parts: bytes) -> tuple[str, types.FunctionType | None, bool]:
    """What the calls of a check have in common: the answer's name, the driver if there is one, and whether the
    arguments are to come back where a call has changed them. It comes once, and then its mark alone."""
    mark = parts[: frames.MARK]
    if mark not in known_orders:
        order = values.Reader(parts)
        order.at = frames.MARK
        name, returned = order.value()
        space: dict[str, Any] = {"np": np, "drive": None}
        if order.at < len(parts):
            exec(marshal.loads(parts[order.at :]), space)
        known_orders[mark] = name, space["drive"], returned
    return known_orders[mark]


known_orders: dict[bytes, tuple[str, types.FunctionType | None, bool]] = {}


def _call(answer: Any, driver: types.FunctionType | None, sent: bytes, returned: bool) -> bytes:
    """Call the student's answer with the arguments that were sent, and return the reply: the value; with it the
    arguments, where the call has changed them and that matters. A forger could as well hand in the arguments
    of before, so nothing is lost by looking here."""
    if answer is None:
        return values.encode(["undefined"])
    both = args, kwargs = values.decode(sent, MAX_SOURCE)
    if driver is None:
        value = answer(*args, **kwargs)
    else:
        try:
            value = driver(answer, *args, **kwargs)
        except Exception as error:
            value = taken_apart(error, driver)
            if value is None:
                raise
    if returned and values.encode(both, MAX_SOURCE) != sent:
        return values.encode(["value", value, args, kwargs])
    return frames.returned(value)


def error_reply(error: BaseException, cell: str) -> list[Any]:
    """The reply that tells of an exception, with the line of the cell of this name in which it arose."""
    names = [kind.__name__ for kind in type(error).__mro__]
    try:
        text = str(error.msg if isinstance(error, SyntaxError) else error)[:500]
    except BaseException:
        text = ""
    line, own = None, False
    if isinstance(error, SyntaxError):
        line, own = error.lineno, error.filename in (cell, "<text>")
    trace = error.__traceback__
    while trace is not None and not own:
        if trace.tb_frame.f_code.co_filename == cell:
            line = trace.tb_lineno
        trace = trace.tb_next
    return ["raised", names, text, line if type(line) is int else 0]
