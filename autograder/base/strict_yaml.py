"""A mapping of YAML read into frozen dataclasses; what is wrong in it is said with its line."""

from __future__ import annotations

import dataclasses
import datetime
import math
from pathlib import Path
from typing import Any, Literal, NewType, get_args, get_origin, get_type_hints

import yaml

from autograder.base import gradebook_url
from autograder.base.errors import CourseError
from autograder.base.source_text import at

Positive = NewType("Positive", int)
DatabaseUrl = NewType("DatabaseUrl", str)


class Reader:
    """Builds frozen dataclasses from YAML nodes, whose marks give each error its line."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def fail(self, node: Any, problem: str) -> CourseError:
        return CourseError(f"{at(self.path, node.start_mark.line + 1)}: {problem}")

    def build(self, kind: Any, node: Any, hidden: frozenset[str] | set[str] = frozenset()) -> Any:
        if not isinstance(node, yaml.MappingNode):
            raise self.fail(node, f"expected a mapping of keys to values, got {_describe(node)}")
        hints = get_type_hints(kind)
        fields = {f.name: f for f in dataclasses.fields(kind) if f.name not in hidden}
        values: dict[str, Any] = {}
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise self.fail(key, f"a key must be a word, got {_describe(key)}")
            if key.value not in fields:
                known = ", ".join(fields)
                raise self.fail(key, f"unknown key {key.value!r}; the keys here are: {known}")
            if key.value in values:
                raise self.fail(key, f"key {key.value!r} stands twice; keep one")
            values[key.value] = self.value(hints[key.value], value, key.value)
        for name, spec in fields.items():
            required = (
                spec.default is dataclasses.MISSING and spec.default_factory is dataclasses.MISSING
            )
            if required and name not in values:
                raise self.fail(node, f"key {name!r} is missing; add it")
        return kind(**values)

    def value(self, hint: Any, node: Any, name: str) -> Any:
        if dataclasses.is_dataclass(hint):
            return self.build(hint, node)
        if get_origin(hint) is tuple:
            if not isinstance(node, yaml.SequenceNode):
                raise self.fail(node, f"{name!r} must be a list, got {_describe(node)}")
            return tuple(self.value(get_args(hint)[0], item, name) for item in node.value)
        plain = self.plain(node)
        if get_origin(hint) is Literal:
            if not any(type(plain) is type(choice) and plain == choice for choice in get_args(hint)):
                allowed = " or ".join(repr(choice) for choice in get_args(hint))
                got = _describe(node) if plain is None else repr(plain)
                raise self.fail(node, f"{name!r} must be {allowed}, got {got}")
            return plain
        return self.scalar(hint, plain, node, name)

    def plain(self, node: Any) -> Any:
        """The Python value of a scalar; None, which no key takes, for anything else and for a value
        that its YAML tag does not fit."""
        if not isinstance(node, yaml.ScalarNode):
            return None
        try:
            return yaml.safe_load(yaml.serialize(node))
        except (yaml.YAMLError, ValueError, TypeError, AttributeError, LookupError):
            return None

    def scalar(self, hint: Any, plain: Any, node: Any, name: str) -> Any:
        kinds = get_args(hint) or (hint,)
        if datetime.datetime in kinds:
            if isinstance(plain, datetime.datetime):
                return plain if plain.tzinfo else plain.replace(tzinfo=datetime.UTC)
            wanted = "a date and time like 2027-02-01 23:59:00+00:00"
        elif hint is float:
            if type(plain) in (int, float) and math.isfinite(plain) and plain > 0:
                return float(plain)
            wanted = "a number above 0"
        elif hint is Positive:
            if type(plain) is int and plain > 0:
                return plain
            wanted = "a whole number above 0"
        elif hint is int:
            if type(plain) is int and plain >= 0:
                return plain
            wanted = "a whole number, 0 or above"
        elif hint is DatabaseUrl:
            wanted = gradebook_url.WANTED
            if type(plain) is str:
                if wrong := gradebook_url.problem(plain):
                    raise self.fail(node, f"{name!r} {wrong}")
                return plain
        elif hint is bool:
            if type(plain) is bool:
                return plain
            wanted = "true or false"
        else:
            if type(plain) is str and plain:
                return plain
            wanted = "text"
        raise self.fail(node, f"{name!r} must be {wanted}, got {_describe(node)}")


def _describe(node: Any) -> str:
    if isinstance(node, yaml.ScalarNode):
        return repr(node.value)
    return "a list" if isinstance(node, yaml.SequenceNode) else "a mapping"
