"""Mechanical wrong answers: every small change to a reference solution.

The general operators are mutmut's (arithmetic, comparisons, constants, arguments, strings, keywords);
those below it are the slips of array code: an axis, a mean for a sum, a clip or a shift dropped, a
result written into its input, arguments swapped.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import accumulate, pairwise

import libcst as cst
import libcst.matchers as m
from libcst.metadata import MetadataWrapper, WhitespaceInclusivePositionProvider
from mutmut.mutation.mutators import mutation_operators

SWAPS = {
    "mean": ("sum", "median"),
    "sum": ("mean", "max"),
    "max": ("min", "sum"),
    "min": ("max",),
    "maximum": ("minimum",),
    "minimum": ("maximum",),
    "argmax": ("argmin",),
    "exp": ("expm1",),
    "log": ("log2", "log1p"),
    "log1p": ("log",),
    "all": ("any",),
    "any": ("all",),
    "ceil": ("floor",),
    "floor": ("ceil",),
    "zeros_like": ("ones_like",),
    "zeros": ("ones",),
    "ones": ("zeros",),
}
IN_PLACE = {cst.Add: "add", cst.Subtract: "subtract", cst.Multiply: "multiply", cst.Divide: "divide"}
# Conversions of a result: without one a NumPy scalar comes back, which is a float as well.
SAME_RESULT = {"float", "int", "bool"}


@dataclass(frozen=True)
class Mutant:
    """A changed solution. `line` is the changed text, which names the mutant in a list, and `number`
    where it stands in the solution."""

    line: str
    source: str
    number: int = 1


def mutants(source: str) -> list[Mutant]:
    """Every mutant of a solution's text, each once, in the order of the text."""
    module = cst.parse_module(source)
    places = _places(module, source)
    found: dict[str, Mutant] = {}
    for node in _nodes(module):
        for operator in _operators(node):
            for changed in operator(node):
                text = _replaced(module, source, node, changed, places.get(node))
                if text is not None and text != source and text not in found:
                    number, line = _changed_lines(source, text)
                    found[text] = Mutant(line, text, number)
    return list(found.values())


def _nodes(module: cst.Module) -> Iterator[cst.CSTNode]:
    """Every node, docstrings and annotations left out."""
    stack: list[cst.CSTNode] = [module]
    while stack:
        node = stack.pop()
        if m.matches(node, m.Expr(value=m.SimpleString())) or isinstance(node, cst.Annotation):
            continue
        if isinstance(node, cst.Raise):
            continue  # the text of an error is the student's own; that it is raised is mutated below
        yield node
        stack += reversed(node.children)


def _operators(node: cst.CSTNode) -> Iterator[Callable[[cst.CSTNode], Iterable[cst.CSTNode]]]:
    for kind, general in mutation_operators:
        if isinstance(node, kind):
            yield general
    for kind, special in _ARRAY_OPERATORS:
        if isinstance(node, kind):
            yield special


def _places(module: cst.Module, source: str) -> dict[cst.CSTNode, slice]:
    """Where in the text each node stands that can be exchanged in the text itself. A statement is not
    among them: it has its indentation from the blocks around it."""
    starts = [0, *accumulate(map(len, source.splitlines(keepends=True)))]
    ranges = MetadataWrapper(module, unsafe_skip_copy=True).resolve(WhitespaceInclusivePositionProvider)
    places: dict[cst.CSTNode, slice] = {}
    for node, found in ranges.items():
        if isinstance(node, cst.BaseExpression | cst.Arg):
            start, end = (starts[p.line - 1] + p.column for p in (found.start, found.end))
            if source[start:end] == module.code_for_node(node):
                places[node] = slice(start, end)
    return places


def _replaced(
    module: cst.Module, source: str, node: cst.CSTNode, changed: cst.CSTNode, place: slice | None
) -> str | None:
    """The module's text with `changed` for `node`; None where the change is not Python there. A new
    text in the old one's place is the same as a new tree's text, and much quicker."""
    try:
        text = None if place is None else _spliced(source, place, module.code_for_node(changed))
        if text is None:
            tree = module.deep_replace(node, changed)
            assert isinstance(tree, cst.Module)
            text = tree.code
        compile(text, "mutant", "exec")
    except (SyntaxError, cst.CSTValidationError, TypeError, AttributeError):
        return None
    return text


def _spliced(source: str, place: slice, new: str) -> str | None:
    """The source with `new` in this place; None where a word of it would grow together with a neighbour."""
    before, after = source[: place.start], source[place.stop :]
    if any((one[-1:] + other[:1]).replace("_", "a").isalnum() for one, other in ((before, new), (new, after))):
        return None
    return before + new + after


def _changed_lines(source: str, text: str) -> tuple[int, str]:
    """The number of the first line that is another, and those lines as one."""
    old, new = source.splitlines(), text.splitlines()
    start = 0
    while start < min(len(old), len(new)) and old[start] == new[start]:
        start += 1
    end = 0
    while end < min(len(old), len(new)) - start and old[-1 - end] == new[-1 - end]:
        end += 1
    lines = new[start : len(new) - end] or ["(line removed)"]
    return start + 1, " ".join(" ".join(lines).split())


def number(node: cst.CSTNode) -> Iterator[cst.CSTNode]:
    """n → n - 1, 0, 2 n."""
    assert isinstance(node, cst.Integer | cst.Float)
    value = node.evaluated_value
    for other in (value - 1, 0 * value, value * 2):
        text = repr(other)
        yield cst.parse_expression(f"({text})" if other < 0 else text)


def method(node: cst.CSTNode) -> Iterator[cst.CSTNode]:
    """mean → sum, maximum → minimum, …"""
    assert isinstance(node, cst.Attribute)
    for other in SWAPS.get(node.attr.value, ()):
        yield node.with_changes(attr=cst.Name(other))


def dropped_call(node: cst.CSTNode) -> Iterator[cst.CSTNode]:
    """np.clip(x, a, b) → x;  x.ravel() → x."""
    assert isinstance(node, cst.Call)
    if isinstance(node.func, cst.Name) and node.func.value in SAME_RESULT:
        return
    if node.args and not node.args[0].star and node.args[0].keyword is None:
        yield _bracketed(node.args[0].value)
    if isinstance(node.func, cst.Attribute) and not m.matches(node.func.value, m.Name("np")):
        yield _bracketed(node.func.value)


def swapped_arguments(node: cst.CSTNode) -> Iterator[cst.CSTNode]:
    """f(a, b) → f(b, a)."""
    assert isinstance(node, cst.Call)
    plain = [arg for arg in node.args if arg.keyword is None and not arg.star]
    if len(plain) >= 2:
        one, other, *rest = node.args
        first = one.with_changes(value=other.value)
        yield node.with_changes(args=[first, other.with_changes(value=one.value), *rest])


def axis(node: cst.CSTNode) -> Iterator[cst.CSTNode]:
    """axis=… → the other axes, or none."""
    assert isinstance(node, cst.Arg)
    if node.keyword is not None and node.keyword.value == "axis":
        for other in ("0", "1", "-1", "-2", "None"):
            yield node.with_changes(value=cst.parse_expression(other))


def operand(node: cst.CSTNode) -> Iterator[cst.CSTNode]:
    """a - b → a, b, b - a, and the same written into a."""
    assert isinstance(node, cst.BinaryOperation)
    yield _bracketed(node.left)
    yield _bracketed(node.right)
    if isinstance(node.operator, cst.Subtract | cst.Divide | cst.Power | cst.MatrixMultiply):
        yield _bracketed(node.with_changes(left=_bracketed(node.right), right=_bracketed(node.left)))
    name = IN_PLACE.get(type(node.operator))
    if name is not None and isinstance(node.left, cst.Name):
        call = cst.parse_expression(f"np.{name}(LEFT, RIGHT, out=LEFT)")
        assert isinstance(call, cst.Call)
        left, right, out = call.args
        yield call.with_changes(
            args=[
                left.with_changes(value=node.left),
                right.with_changes(value=node.right),
                out.with_changes(value=node.left),
            ]
        )


def condition(node: cst.CSTNode) -> Iterator[cst.CSTNode]:
    """if c: → if True: and if False:"""
    assert isinstance(node, cst.If)
    for constant in ("True", "False"):
        yield node.with_changes(test=cst.Name(constant))


def parameters(node: cst.CSTNode) -> Iterator[cst.CSTNode]:
    """def f(a, b) → def f(b, a), for parameters without defaults."""
    assert isinstance(node, cst.FunctionDef)
    required = [p for p in node.params.params if p.default is None and p.name.value != "self"]
    for one, other in pairwise(required):
        changed = [
            p.with_changes(name=other.name) if p is one else p.with_changes(name=one.name) if p is other else p
            for p in node.params.params
        ]
        yield node.with_changes(params=node.params.with_changes(params=changed))


def left_out(node: cst.CSTNode) -> Iterator[cst.CSTNode]:
    """A statement other than a definition, a docstring or a return is left out."""
    assert isinstance(node, cst.SimpleStatementLine)
    if m.matches(node, m.SimpleStatementLine(body=[m.Expr(value=m.SimpleString())])):
        return
    if not m.matches(node, m.SimpleStatementLine(body=[m.Return() | m.Import() | m.ImportFrom() | m.Pass()])):
        yield node.with_changes(body=[cst.Pass()])


def _bracketed(node: cst.BaseExpression) -> cst.BaseExpression:
    if isinstance(node, cst.Name | cst.Call | cst.Attribute | cst.Subscript | cst.Integer | cst.Float):
        return node
    if node.lpar:
        return node
    return node.with_changes(lpar=[cst.LeftParen()], rpar=[cst.RightParen()])


_ARRAY_OPERATORS: tuple[tuple[type | tuple[type, ...], Callable[[cst.CSTNode], Iterator[cst.CSTNode]]], ...] = (
    ((cst.Integer, cst.Float), number),
    (cst.Attribute, method),
    (cst.Call, dropped_call),
    (cst.Call, swapped_arguments),
    (cst.Arg, axis),
    (cst.BinaryOperation, operand),
    (cst.If, condition),
    (cst.FunctionDef, parameters),
    (cst.SimpleStatementLine, left_out),
)
