"""Read untrusted YAML safely, with all values as text.

libyaml builds its tree by recursion, and 40,000 brackets end the process without a message,
so nesting is checked first.
"""

from __future__ import annotations

from typing import Any

import yaml

_DEEPEST = 100
_SUSPICIOUS = 100  # brackets or dashes; with fewer, nothing can be nested too deeply


class _TextLoader(yaml.CBaseLoader):
    """A loader to which all values are texts: nothing is to be resolved, which takes half of the time of reading."""

    def descend_resolver(self, current_node: object, current_index: object) -> None:
        """Do nothing: no path has a type of its own."""

    def ascend_resolver(self) -> None:
        """Do nothing, likewise."""

    def resolve(self, kind: object, value: object, implicit: object) -> str:
        """Return no tag: whether a node is a text, a list or a mapping is enough."""
        return ""


def compose(source: str) -> yaml.Node | None:
    """Return the tree of *source*, each node with its place.

    Raises:
        yaml.YAMLError: it is not valid YAML, or nested too deeply.
    """
    _check_depth(source)
    node: yaml.Node | None = yaml.compose(source, Loader=yaml.CSafeLoader)
    return node


def load_texts(source: str) -> Any:
    """Return *source* as texts, and lists and mappings of texts; values are not interpreted.

    Raises:
        yaml.YAMLError: it is not valid YAML, or nested too deeply.
    """
    _check_depth(source)
    return yaml.load(source, Loader=_TextLoader)  # noqa: S506 - it makes texts, lists and blocks only


def _check_depth(source: str) -> None:
    if source.count("[") + source.count("{") + source.count("- ") + source.count("? ") < _SUSPICIOUS:
        return
    depth = 0
    for event in yaml.parse(source, Loader=yaml.CSafeLoader):  # events come one by one, without recursion
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > _DEEPEST:
                raise yaml.MarkedYAMLError(problem="it is nested too deeply", problem_mark=event.start_mark)  # type: ignore[arg-type]
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
