"""Drivers: how a check uses an answer that is not simply called, as a worker gets them, and what stops them."""

from __future__ import annotations

import marshal
import re
import traceback
import types

from .values import Refused

_CALL = re.compile("(positional|keyword) argument")
NOT_AS_ASKED = "something that is not built as the docstring says"


def taken_apart(error: Exception, drive: types.FunctionType) -> Refused | None:
    """What was returned or made, where a driver stopped with this exception because it could not take that
    apart. None where the answer's own code stopped: then there are frames of it beyond the driver's."""
    own, codes = set(), [drive.__code__]
    for code in codes:
        own.add(code)
        codes += [part for part in code.co_consts if isinstance(part, types.CodeType)]
    if isinstance(error, TypeError) and _CALL.search(str(error)):
        return None  # its parameters are other ones
    frames = [frame for frame, _line in traceback.walk_tb(error.__traceback__)]
    while frames and frames[0].f_code not in own:
        del frames[0]
    others = [frame.f_globals.get("__name__") for frame in frames if frame.f_code not in own]
    if not frames or not all(str(name).partition(".")[0] in ("numpy", "copy") for name in others):
        return None
    return Refused("None" if "NoneType" in str(error) else NOT_AS_ASKED)


def compiled(source: str) -> bytes:
    """The code of a driver, for a worker of the same Python: to compile it takes ten times as long."""
    return marshal.dumps(compile(source, "<driver>", "exec"))
