"""Choices of posts: by path, or by what their front matter says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from msgspec import Struct

from feeds.config.markers import Written
from feeds.markup.characters import one_line


class Choice(Struct, frozen=True):
    """A condition that a post meets: its path, or each of the named values of its front matter."""

    path: str = ""
    values: tuple[tuple[str, str], ...] = ()  # names and patterns, as they are written


def _parse(value: object) -> object:
    """Return the choice that is written as a pattern of paths or as `name: pattern`."""
    if isinstance(value, Choice):
        return value
    if isinstance(value, str) and value.strip():
        return Choice(path=value.strip())
    if isinstance(value, Mapping) and value and all(isinstance(one, (str, int, float)) for one in value.values()):
        return Choice(values=tuple((one_line(str(name)), _written(one)) for name, one in value.items()))
    raise ValueError(
        f"{value!r} is not a choice of posts; write a path such as 'newsletter/*', or front matter such as "
        "'tag: newsletter'"
    )


def _written(value: str | float) -> str:
    return str(value).lower() if isinstance(value, bool) else one_line(str(value))


def _write(choice: Choice) -> Any:
    """Return *choice* as it is written in YAML.

    >>> _write(Choice(path="a/*")), _write(Choice(values=(("tag", "news"),)))
    ('a/*', {'tag': 'news'})
    """
    return choice.path or dict(choice.values)


PostChoice = Annotated[
    Choice,
    Written(
        _parse,
        {
            "anyOf": [
                {"type": "string"},
                {
                    "type": "object",
                    "additionalProperties": {"type": ["string", "number", "boolean"]},
                    "minProperties": 1,
                },
            ]
        },
        _write,
    ),
]
