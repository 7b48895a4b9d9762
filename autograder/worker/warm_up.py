"""Doing often, before the first fork, what most children do."""

from __future__ import annotations

import linecache
from typing import TYPE_CHECKING

import numpy as np

from . import frames
from .answering import answer_order, error_reply, known_orders
from .drivers import compiled
from .plain_cells import Cells
from .values import encode

if TYPE_CHECKING:
    from .ipython_cells import Shell

OFTEN = 20  # more than the calls after which Python rewrites a function


def warm_up(cells: Cells | Shell) -> None:
    """Do often here what most children do: Python rewrites the code of a function while it learns how it is
    called (PEP 659), which each child would pay for, in time and in pages of its own."""
    before = dict(cells.space)
    cells.run("import numpy as np\ndef answer(*args, **kwargs): return args[0]")
    values = (
        np.ones((2, 3)), np.arange(3), np.float64(1), 1.0, 1, True, None, "text", [1.0, 2.0], [1, 2],
        [[1.0], np.ones(2)], (1, [2.0]), {"loss": [1.0, 2.0]},
    )  # fmt: skip
    drive = compiled("def drive(answer, *args, **kwargs): return answer(*args, **kwargs)")
    orders = [
        frames.order(frames.marked(encode(["answer", True]) + driver), encode([[value], {"a": value}]))
        for value in values
        for driver in (b"", drive)
    ]
    orders.append(frames.order(b"", encode("import numpy as np\ndef f(x):\n    return x")))
    x = np.linspace(-1.0, 1.0, 6).reshape(2, 3)
    for turn in range(OFTEN):
        for order in orders:
            frames.framed(turn, answer_order(cells, order))
        encode(error_reply(ValueError("no"), ""))
        for axis in (None, -1):
            for reduce in (np.sum, np.mean, np.max, np.min, np.argmax, np.argmin, np.prod, np.any, np.all):
                reduce(x, axis=axis)
            x.sum(axis=axis, keepdims=True), x.mean(axis=axis, keepdims=True), x.max(axis=axis, keepdims=True)
        np.clip(x, 0, 1), np.where(x > 0, x, 0), np.reshape(x, -1), np.ravel(x), np.squeeze(x), np.array_equal(x, x)
        np.zeros_like(x), np.ones_like(x), np.full(2, 1.0), np.concatenate([x, x]), np.stack([x, x]), np.allclose(x, x)
        np.take_along_axis(x, np.zeros((2, 1), int), axis=-1), np.random.default_rng(turn).permutation(3), np.sqrt(abs(x) @ x.T)
    cells.space.clear()
    cells.space.update(before)
    known_orders.clear()
    linecache.clearcache()
