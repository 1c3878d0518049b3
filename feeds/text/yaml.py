"""Read untrusted YAML safely, with all values as text.

libyaml builds its tree by recursion, and 40,000 brackets end the process without a message.
PyYAML makes an object of every value, and a megabyte of short ones takes seconds and 350 MB. So
depth and number are checked first.
"""

from __future__ import annotations

from typing import Any

import yaml

_DEEPEST = 100
_SUSPICIOUS = 100  # signs that begin a list or a block; with fewer, nothing can be nested too deeply
_LONG = 200_000  # characters; shorter text cannot have too many values
_MOST_EVENTS = 100_000  # values, and beginnings and ends of lists and mappings


class _TextLoader(yaml.CBaseLoader):
    """A loader to which all values are texts: nothing is to be resolved, which takes half of the time of reading."""

    def descend_resolver(self, current_node: object, current_index: object) -> None:
        """Do nothing: no path has a type of its own."""

    def ascend_resolver(self) -> None:
        """Do nothing, likewise."""

    def resolve(self, kind: object, value: object, implicit: object) -> str:
        """Return no tag: whether a node is a text, a list or a mapping is enough."""
        return ""

    def construct_object(self, node: yaml.Node, deep: bool = False) -> Any:
        """Return the value of *node*, most of which are texts; those cannot hold each other."""
        if isinstance(node, yaml.ScalarNode):
            return node.value
        return super().construct_object(node, deep)

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        """Return the mapping in *node*; its names are nearly always texts, which need not be checked one by one."""
        if {type(key) for key, _ in node.value} <= {yaml.ScalarNode}:
            return {key.value: self.construct_object(value, deep) for key, value in node.value}
        return super().construct_mapping(node, deep)


def compose(source: str) -> yaml.Node | None:
    """Return the tree of *source*, each node with its place.

    Raises:
        yaml.YAMLError: it is not valid YAML, nested too deeply, or has too many values.
    """
    _check_size(source)
    node: yaml.Node | None = yaml.compose(source, Loader=yaml.CSafeLoader)
    return node


def load_texts(source: str) -> Any:
    """Return *source* as texts, and lists and mappings of texts; values are not interpreted.

    Raises:
        yaml.YAMLError: it is not valid YAML, nested too deeply, or has too many values.
    """
    _check_size(source)
    return yaml.load(source, Loader=_TextLoader)  # noqa: S506 - it makes texts, lists and blocks only


def _check_size(source: str) -> None:
    if sum([source.count(sign) for sign in "[{-?" if sign in source]) < _SUSPICIOUS and len(source) < _LONG:
        return
    depth = 0
    events = yaml.parse(source, Loader=yaml.CSafeLoader)  # they come one by one, without recursion
    for number, event in enumerate(events):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > _DEEPEST:
                raise _refused("it is nested too deeply", event)
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if number > _MOST_EVENTS:
            raise _refused("it has too many values", event)


def _refused(fault: str, event: yaml.Event) -> yaml.MarkedYAMLError:
    return yaml.MarkedYAMLError(problem=fault, problem_mark=event.start_mark)  # type: ignore[arg-type]
