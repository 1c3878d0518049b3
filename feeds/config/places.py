"""Read YAML with the place of each value in the file.

The values follow YAML 1.2: `no` and `12:30` are text, only `true` and `false` are booleans.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

import yaml

from feeds.errors import ConfigError, Problem, Where
from feeds.regex import regex
from feeds.text.yaml import compose

Location = tuple[str | int, ...]  # as pydantic reports it: ("topics", 0, "slug")

_MOST_NODES = 50_000
_INTEGER = regex(r"[-+]?\d+\Z")


class PlacedYaml:
    """Reads YAML and remembers the place of each key and value."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.places: dict[Location, Where] = {}
        self.problems: list[Problem] = []
        self._nodes = 0
        self._blocks: dict[Location, list[Location]] | None = None

    def read(self, text: str) -> Any:
        """Return the values in *text*, {} if it is empty; keys without a value are left out.

        Raises:
            ConfigError: it is not valid YAML, or holds too much.
        """
        try:
            node = compose(text)
            return {} if node is None else self._value(node, ())
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            where = Where(self.name, mark.line + 1, mark.column + 1) if mark else Where(self.name)
            raise ConfigError(
                (Problem(where, f"is not valid YAML: {error.problem}", "check indentation, quotes and colons"),)
            ) from None
        except (yaml.YAMLError, RecursionError, ValueError) as error:
            raise ConfigError(
                (Problem(Where(self.name), f"is not valid YAML: {error}", "save it as plain UTF-8 text"),)
            ) from None

    def place(self, path: Location) -> Where:
        """Return the place of *path*, or of the nearest block around it."""
        while path and path not in self.places:
            path = path[:-1]
        return self.places.get(path, Where(self.name, 1, 1))

    def within(self, block: Location) -> Iterable[Location]:
        """Return *block*, which has two parts, such as ("topics", 7), and the keys and values that have places in it.

        All blocks are found at once, because there may be thousands.
        """
        if self._blocks is None:
            self._blocks = defaultdict(list)
            for path in self.places:
                self._blocks[path[:2]].append(path)
        return self._blocks.get(block, ())

    def _mark(self, node: yaml.Node, path: Location) -> Where:
        where = Where(self.name, node.start_mark.line + 1, node.start_mark.column + 1)
        self.places.setdefault(path, where)
        return where

    def _value(self, node: yaml.Node, path: Location) -> Any:
        self._nodes += 1
        if self._nodes > _MOST_NODES or len(path) > 20:
            raise ValueError("there are too many values, or they are nested too deeply; do aliases repeat each other?")
        self._mark(node, path)
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, path)
        if isinstance(node, yaml.SequenceNode):
            return [self._value(child, (*path, i)) for i, child in enumerate(node.value)]
        assert isinstance(node, yaml.ScalarNode)
        return _scalar(node)

    def _mapping(self, node: yaml.MappingNode, path: Location) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = str(key_node.value)
            where = self._mark(key_node, (*path, key))
            if key in values:
                self.problems.append(Problem(where, f"{key!r} appears twice", "keep one of them"))
            value = self._value(value_node, (*path, key))
            if value is not None:  # `key:` without a value leaves the default
                values[key] = value
        return values


def _scalar(node: yaml.ScalarNode) -> Any:
    text = str(node.value)
    if node.style in ("'", '"', "|", ">"):
        return text
    if text in ("true", "True", "false", "False"):
        return text.lower() == "true"
    if text in ("", "~", "null", "Null"):
        return None
    if _INTEGER.match(text) and len(text) < 16 and not re.match(r"[-+]?0\d", text):
        return int(text)
    return text
